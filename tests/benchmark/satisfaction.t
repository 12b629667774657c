#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# benchmark satisfaction: what it prints, the same bytes, and plain errors.
. "${srcdir:?}/tests/tap.sh"
awk 'BEGIN { for (d = 0; d < 40; d++) {
	print "USER\tI need a table\tInform\t3,3"
	for (t = 0; t < 4; t++) {
		low = (d + t) % 5 == 0
		print "SYSTEM\t" (low ? "Sorry, we have none." : "It is in the north.") "\t\t"
		print "USER\tAnd " t "\t\t" (low ? "2,2" : t == 3 ? "4,4" : "3,3")
	}
	print "USER\tOVERALL\t\t3,3\n"
} }' > "$folder/rated.txt"
run benchmark satisfaction --data "$folder/rated.txt" --format json --threads 1
cp "$folder/out" "$folder/one"
[ "$code" -eq 0 ] && has '^  "uar": ' && has '^  "kappa": ' && has '^  "f1_low": ' && has '^  "n": 200' && has '^  "with_turn": '
ok $? "figures stand on top, those with the turn apart"
run benchmark satisfaction --data "$folder/rated.txt" --format json --threads 2
[ "$code" -eq 0 ] && cmp -s "$folder/out" "$folder/one"
ok $? "the same bytes, whatever the number of threads"
run benchmark satisfaction --data "$folder/rated.txt"
[ "$code" -eq 0 ] && has '^From what came before a turn, 200 turns$' && has '40 overall ratings left out' && has 'stated weights'
ok $? "the same in text"
awk 'BEGIN { for (d = 0; d < 20; d++) print "USER\tA table for " d "\tInform\t3,3\nSYSTEM\tHere it is\t\t\nUSER\tThanks\t\t3\n" }' > "$folder/alike.txt"
run benchmark satisfaction --data "$folder/alike.txt" --format json
[ "$code" -eq 0 ] && has '^  "uar": 1' && has '^  "kappa": null' && has '^  "f1_low": null' && has '^    "kappa": null' && has '^    "f1_low": null' && has '"kappa": "people and predictions gave one rating alone' && has '"f1_low": "nobody rated a turn less than 3' && ! has '"kappa": 0'
ok $? "of one rating alone kappa and F1 are null, with the reason, and so are their intervals"
run benchmark satisfaction --data "$folder/alike.txt"
[ "$code" -eq 0 ] && has '^  kappa  *-  *people and predictions gave one rating alone' && has '^  F1 of less than 3  *-  *nobody'
ok $? "in text, too"
printf 'USER\tHi\t\t9\n' > "$folder/bad.txt"
run benchmark satisfaction --data "$folder/bad.txt"
[ "$code" -ne 0 ] && says 'bad.txt:1:10: ratings are 1 to 5'
ok $? "a fault is named with its place"
head -6 "$folder/rated.txt" > "$folder/short.txt"
run benchmark satisfaction --data "$folder/short.txt"
[ "$code" -ne 0 ] && says 'ten folds need'
ok $? "too few dialogues are said to be"
run benchmark satisfaction
[ "$code" -eq 2 ] && says '\-\-data'
ok $? "the file is needed"
echo "1..$count"
exit $failed
