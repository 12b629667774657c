#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The whole thread through the built program: a store, a shopper, an agent who takes over and gives back, a refund that waits and is approved; and wrong words everywhere.

. "${srcdir:?}/tests/tap.sh"
real=$folder/real.db

say() { run say --store "$store" --conversation bob "$@"; }

run store init --store "$store" --world tarn-and-fell --practice --shift
[ $code -eq 0 ] && [ "$(stat -c %a "$store.key")" = 600 ]
ok $? "a store is made with a key that only its owner reads"
run store init --store "$store" --world tarn-and-fell
[ $code -eq 1 ] && says "bound"
ok $? "a store is bound to one world once"

say "The headlamp from TF-100173 is faulty, I want a refund. siobhan.hartigan@example.com"
[ $code -eq 0 ] && has "TF-100173\|refund"
ok $? "the AI knows who asks, and asks what is open"
say "A refund, please"
[ $code -eq 0 ] && has "53.95"
ok $? "the AI sums up before it does anything"
say --format json "yes please"
[ $code -eq 0 ] && has '"owner": "ai"' && has '"state": "waiting"' && has '"amount": 5395'
ok $? "a refund that policy leaves to a person waits, and the AI keeps the conversation"

agent maeve take C-1
[ $code -eq 0 ] && has "C-1 is yours"
ok $? "an agent takes over"
agent cathal take C-1
[ $code -eq 1 ] && says "Maeve Brennan"
ok $? "a second one is told who was first"
agent cathal show C-1
[ $code -eq 0 ] && has "^C-1  with Maeve Brennan" && has "^A-1 waiting for approval: "
ok $? "people and states are called as people call them"
agent maeve reply C-1 "I'm looking at it with you."
[ $code -eq 0 ]
ok $? "the owner replies"
agent cathal reply C-1 hello
[ $code -eq 1 ]
ok $? "nobody else does"
agent maeve give-back C-1
[ $code -eq 0 ]
ok $? "the conversation is given back"
agent dara approve A-1
[ $code -eq 1 ] && says "50.00"
ok $? "an approval beyond a limit is refused with the limit"
agent maeve approve A-1 photo seen
[ $code -eq 0 ] && has "A-1 is approved"
ok $? "one within it counts"
run work --store "$store" --once
[ $code -eq 0 ]
ok $? "work is done once and ends"
agent maeve show C-1 --format json
[ $code -eq 0 ] && has '"state": "done"' && has "approved the refund\|approved the\|has approved"
ok $? "the refund is done and the shopper told"
has "siobhan.hartigan" && code=9
[ $code -eq 0 ]
ok $? "nothing personal is shown"
run policy explain --store "$store" --action refund --order TF-100173 --line 1 --reason faulty
[ $code -eq 0 ] && has "refund"
ok $? "policy explains itself on the records of now"
run audit verify --store "$store" --format json
[ $code -eq 0 ] && has '"holds": true'
ok $? "the log holds"
sqlite=$(command -v sqlite3)
if [ -n "$sqlite" ]; then
	"$sqlite" "$store" "UPDATE actions SET state = 5 WHERE id = 1" >/dev/null 2>&1
	run audit verify --store "$store"
	[ $code -eq 1 ]
	ok $? "an action changed behind its back is found"
else
	count=$((count + 1)); echo "ok $count - an action changed behind its back is found # SKIP no sqlite3"
fi

say "I want to talk to a person"
agent maeve queue
[ $code -eq 0 ] && has "C-1"
ok $? "who asks for a person waits in a queue"

# ---- wrong words
run do --store "$store" --agent maeve tkae C-1
[ $code -eq 2 ] && says "did you mean take"
ok $? "a wrong command is called wrong, with the nearest"
run stor init
[ $code -eq 2 ]
ok $? "a wrong subcommand ends with 2"
run work --stoer "$store"
[ $code -eq 2 ] && says "store"
ok $? "a wrong option names the nearest"
run say --store "$store"
[ $code -eq 2 ]
ok $? "a missing text ends with 2"
run say --store "$folder/none.db" hello
[ $code -eq 1 ] && [ ! -e "$folder/none.db" ]
ok $? "a store that isn't there is not made by the way"
run do --store "$store" --agent maeve take C-99
[ $code -eq 1 ] && says "C-99"
ok $? "a conversation that isn't there is named"
run do --store "$store" --agent nobody take C-1
[ $code -eq 1 ]
ok $? "an agent who isn't there is refused"
run do --store "$store" --agent maeve --format xml queue
[ $code -eq 2 ]
ok $? "an unknown format ends with 2"
run policy explain --world tarn-and-fell --action refunt --order TF-100173
[ $code -eq 2 ] || [ $code -eq 1 ]
ok $? "an unknown kind of action is refused"
run say --store "$store" --conversation eve "$(printf '\033[2J\033]0;x\007')"
[ $code -eq 1 ]
ok $? "control characters alone are no message"
printf 'not a store' >"$folder/text.db"
run audit verify --store "$folder/text.db"
[ $code -eq 1 ]
ok $? "a file that is no store is refused"

run store init --store "$real" --world tarn-and-fell
run say --store "$real" --conversation ann hello
run do --store "$real" --agent maeve take C-1
[ $code -eq 1 ] && says "practice"
ok $? "outside practice nobody acts as somebody else"
chmod 644 "$real.key"
run say --store "$real" --conversation ann hello
[ $code -eq 1 ] && says "key"
ok $? "a key that others may read is refused"

# ---- several workers
for n in 1 2 3 4 5 6; do run say --store "$store" --conversation "w$n" "hello"; done
"$program" work --store "$store" >/dev/null 2>"$folder/w1" & one=$!
"$program" work --store "$store" >/dev/null 2>"$folder/w2" & two=$!
run say --store "$store" --conversation w7 --timeout 20 "hello there"
[ $code -eq 0 ]
ok $? "several workers serve one store"
# Until its handlers stand, a worker ignores SIGINT, as every background job of a shell does: so it is sent until it counts.
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	kill -INT $one $two 2>/dev/null
	"$program" work --store "$store" --once 2>/dev/null
done
kill -TERM $one $two 2>/dev/null
wait $one; first=$?
wait $two; second=$?
[ $first -eq 0 ] && [ $second -eq 0 ]
ok $? "a signal ends a worker cleanly"

echo "1..$count"
exit $failed
