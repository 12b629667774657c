#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What agents do to one conversation, through the built program: assigned, passed on, laid aside, tagged, escalated, taken back, merged, reopened; what show and JSON say of it; and wrong words.

. "${srcdir:?}/tests/tap.sh"

say() { who=$1; shift; run say --store "$store" --conversation "$who" "$@"; }

run store init --store "$store" --world tarn-and-fell --practice --shift
say ann "I want to talk to a person"
[ $code -eq 0 ]
ok $? "a shopper waits"
agent maeve assign C-1 dara
[ $code -eq 1 ] && says "Maeve Brennan may assign C-1 to themselves alone"
ok $? "an agent gives nobody else what waits"
agent una assign C-1 maeve "knows her" --format json
[ $code -eq 0 ] && has '"did": "assigned"' && has '"epoch": 3'
ok $? "a supervisor does"
agent maeve reply C-1 "I'm on it."
[ $code -eq 0 ] && has "Goes to C-1 in 5 s; undo takes it back until then"
ok $? "a reply waits for some seconds"
run work --store "$store" --once
agent maeve show C-1
[ $code -eq 0 ] && has "agent Maeve Brennan (pending)"
ok $? "and work before they are over doesn't send it"
agent maeve undo C-1
[ $code -eq 0 ] && has "was not sent" && ! has "on it"
ok $? "it is taken back, and its words are not printed"
agent maeve show C-1
[ $code -eq 0 ] && has "agent Maeve Brennan (withdrawn)"
ok $? "nothing of it goes out"
agent maeve snooze C-1 someday
[ $code -eq 2 ] && says '"someday" is no time; write 30m, 2h'
ok $? "what is no time is refused with what is one"
agent maeve snooze C-1 "3d until the carrier answers"
[ $code -eq 0 ] && has "C-1 comes back at 20"
ok $? "a conversation is laid aside"
agent maeve tag C-1 Damaged vip
[ $code -eq 0 ] && has "C-1 is tagged damaged vip"
ok $? "and tagged"
agent maeve tag C-1 0871234567
[ $code -eq 2 ] && says "personal data"
ok $? "but not with a telephone number"
agent maeve show C-1
[ $code -eq 0 ] && has "snoozed until 20.*: until the carrier answers  tags damaged vip"
ok $? "show says so"
say ann "Any news?"
agent maeve show C-1 --format json
[ $code -eq 0 ] && ! has "snoozed_until" && has '"tags": "damaged vip"' && has '"owner": "agent:maeve"'
ok $? "the shopper's next message brings it back"
agent maeve escalate C-1 "She threatens to sue."
[ $code -eq 0 ] && has "C-1 waits in Trust and safety for a senior"
ok $? "it is escalated"
agent dara take C-1
[ $code -eq 1 ] && says "for a senior, and the role of Dara Keaveney is agent"
ok $? "and not for everybody"
agent kwame take C-1
[ $code -eq 0 ]
ok $? "but for a senior"
agent kwame transfer C-1 ewa speaks German
[ $code -eq 0 ] && has "Ewa Kaczmarek (offline) has C-1"
ok $? "it is passed on to an agent"
agent kwame undo C-1
[ $code -eq 0 ] && has "Taken back. C-1 is yours"
ok $? "and taken back"
agent kwame close C-1 solved
[ $code -eq 2 ] && says "solved.* is no disposition of this shop; it has resolved"
ok $? "an outcome is one of the shop's"
agent kwame close C-1 resolved
[ $code -eq 0 ] && has "in wrap-up as resolved; it ends in [45] m"
ok $? "closing says how long the wrap-up lasts"
agent kwame close C-1
agent kwame reopen C-1
[ $code -eq 0 ] && has "C-1 is yours"
ok $? "what is closed is opened again"
say bob "I want a person"
agent kwame merge C-1 C-2
[ $code -eq 1 ] && says "nothing proves that C-1 and C-2 are of one shopper"
ok $? "strangers are not merged"
agent kwame undo C-2
[ $code -eq 1 ] && says "C-2"
ok $? "what one didn't do can't be taken back"
run audit verify --store "$store"
[ $code -eq 0 ]
ok $? "the log holds"
echo "1..$count"
exit $failed
