#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How long people's work took, learnt from a store's log, and as a part of a simulation that loads.

. "${srcdir:?}/tests/tap.sh"

run store init --store "$store" --world tarn-and-fell --practice --shift
run handling --store "$store"
[ $code -eq 0 ] && has "# nobody has handled a conversation in this time"
ok $? "where nobody has handled any, it says so"
run say --store "$store" --conversation ann "I want to talk to a person"
agent maeve take C-1
sleep 1.1
agent maeve reply C-1 "I'm on it."
agent maeve close C-1
[ $code -eq 0 ]
ok $? "a person takes one, answers and closes it"
run handling --store "$store" --format json
[ $code -eq 0 ] && has '"contacts": 1' && has '"alone_share": 1' && has '"reason": "asked_for_human"'
ok $? "their time belongs to the reason for which it was handed over"
run handling --store "$store"
[ $code -eq 0 ] && has "asked_for_human: {law: empirical, values: \[" && has "first_reply: "
ok $? "and is printed as a simulation takes it"
{ printf 'simulation: learnt\ndemand: {per_hour: {daily: 1}}\nai: {on: false}\n'; cat "$folder/out"; } > "$folder/learnt.yaml"
run simulate --shift "$folder/learnt.yaml" --replications 1 --format json
[ $code -eq 0 ] && has '"kind": "days"'
ok $? "which loads, and runs"
run handling --store "$store" --since soon
[ $code -eq 2 ]
ok $? "what is no time is refused"
echo "1..$count"
exit $failed
