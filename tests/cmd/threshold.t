#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What another threshold would have done, through the built program.

. "${srcdir:?}/tests/tap.sh"

run store init --store "$store" --world tarn-and-fell --practice --shift
run confidence threshold --store "$store"
[ $code -eq 0 ] && has "0 in 0 conversations" && has "no calibration error" && [ "$(grep -c '^[ >] 0\.[0-9][0-9]  ' "$folder/out")" -eq 20 ]
ok $? "a store without turns has the thresholds and no figures"
run say --store "$store" --conversation ann "where is my order TF-100189? aoife.nolan@example.com"
run say --store "$store" --conversation bob "what is your returns policy?"
agent maeve wrong C-1
run confidence threshold --store "$store" --days 1
[ $code -eq 0 ] && has "of 1 whether they were right, 1 were wrong" && has "marked 1" && [ "$(grep -c '^> 0.40' "$folder/out")" -eq 1 ]
ok $? "what use says is counted, and the present threshold marked"
run confidence threshold --store "$store" --format json
[ $code -eq 0 ] && has '"present": 0.4' && has '"unlabelled"' && has '"money_to_people"'
ok $? "for scripts, too"
run confidence threshold --store "$store" --days 0
[ $code -eq 2 ] && says "days"
ok $? "a number of days is one"
run confidence threshold
[ $code -eq 2 ]
ok $? "a store is needed"

echo "1..$count"
exit $failed
