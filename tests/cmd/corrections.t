#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Corrections through the built program: said in the shell as in the console, reviewed, exported.

. "${srcdir:?}/tests/tap.sh"
real=$folder/real.db

review() { who=$1; shift; run intents corrections --store "$store" --agent "$who" "$@"; }

run store init --store "$store" --world tarn-and-fell --practice --shift
run intents corrections --store "$store"
[ $code -eq 0 ] && has "nothing was corrected yet"
ok $? "an empty store has nothing to review, and says how to begin"
run intents corrections --store "$store" export --out "$folder/none.csv"
[ $code -eq 1 ] && says "no correction is accepted" && [ ! -e "$folder/none.csv" ]
ok $? "and nothing to export"

run say --store "$store" --conversation bob "hello there, write to bob@example.org, \"quick\", please"
run say --store "$store" --conversation amy "Hello there, write to amy@example.org: quick, please!"
agent maeve correct C-1 discount
[ $code -eq 0 ] && has "L-1: it meant discount"
ok $? "an agent says what the shopper meant"
agent cathal correct C-2 gift_card 1 --format json
[ $code -eq 0 ] && has '"correction": "L-2"' && has '"intent": "gift_card"'
ok $? "by the message's number, too, and for scripts"
agent maeve correct C-1 discounts
[ $code -eq 1 ] && says "did you mean discount"
ok $? "an intent that leads nowhere is refused with the nearest"
agent maeve correct C-1
[ $code -eq 2 ] && says "the intent is missing"
ok $? "what is missing is named"
agent maeve correct C-1 discount two
[ $code -eq 2 ] && says "two"
ok $? "a message's number is a number"
agent maeve correct C-1 discount 2
[ $code -eq 1 ] && says "not the shopper's"
ok $? "what the AI wrote means what it says"

run intents corrections --store "$store" --state waiting
[ $code -eq 0 ] && [ "$(grep -c CONFLICT "$folder/out")" -eq 2 ] && has "2 waiting, 0 accepted, 0 rejected"
ok $? "the same words with two meanings stand together as a conflict"
has "^2 in conflict"
ok $? "how many do is counted"
[ $code -eq 0 ] && has "example.org" && code=9
[ $code -eq 0 ] && has "\[email\]"
ok $? "nothing personal is shown"
review maeve accept L-1
[ $code -eq 1 ] && says "senior"
ok $? "who may only correct is told who reviews"
review una accept L-1 L-2
[ $code -eq 1 ] && has "L-1 accepted" && says "L-1 says discount of the same words"
ok $? "only one meaning can be accepted"
review una reject L-2
[ $code -eq 2 ] && says "needs a reason"
ok $? "a rejection needs a reason"
review una reject L-2 --reason "no card is mentioned"
[ $code -eq 0 ]
ok $? "with one it is rejected"
run intents corrections --store "$store" --format json
[ $code -eq 0 ] && has '"reason": "no card is mentioned"' && has '"accepted": 1' && has '"same_words_as": "L-1"'
ok $? "who reviewed, when and why is kept"
run intents corrections --store "$store" export --out "$folder/rows.csv"
[ $code -eq 0 ] && has "1 row; 0 corrections wait" && [ "$(sed -n 1p "$folder/rows.csv")" = "text,intent,correction,reviewer,reviewed" ] &&
	grep -q '^"hello there, write to \[email\], ""quick"", please",discount,L-1,"una",' "$folder/rows.csv" && [ "$(wc -l < "$folder/rows.csv")" -eq 2 ]
ok $? "only what was accepted is exported, masked, as CSV"
run audit verify --store "$store"
[ $code -eq 0 ] && has "the log holds"
ok $? "the log holds"

run store init --store "$real" --world tarn-and-fell
run intents corrections --store "$real" accept L-1
[ $code -eq 1 ] && says "login"
ok $? "in a real store nobody reviews without a login of the shop"
run intents corrections --store "$real" --agent una accept L-1
[ $code -eq 1 ] && says "practice"
ok $? "nor as somebody else"
run intents corrections --store "$store" acept L-1
[ $code -eq 2 ] && says "list, accept, reject or export"
ok $? "a wrong word is told the right ones"
run intents corrections --store "$store" --agent una accept C-1
[ $code -eq 2 ] && says "L-1"
ok $? "a wrong id, how they are called"
run intents corrections --store "$folder/absent.db"
[ $code -eq 1 ] && says "absent.db"
ok $? "a store that isn't there is named"

echo "1..$count"
exit $failed
