#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Actions through the built program: changed, asked about, approved several at once, exported.

. "${srcdir:?}/tests/tap.sh"

run store init --store "$store" --world tarn-and-fell --practice --shift
run actions export --store "$store"
[ $code -eq 0 ] && [ "$(wc -l <"$folder/out")" -eq 1 ] && has "^action,conversation,kind,state,order,amount_minor,currency,amount,"
ok $? "a store without actions exports the names of the columns"
run actions export --store "$store" --state waitin
[ $code -eq 2 ] && says "no state of an action"
ok $? "an unknown state is refused"
run actions export --store "$store" --format xml
[ $code -eq 2 ] && says "csv or json"
ok $? "so is an unknown format"
run actions export --store "$store" --since yesterday
[ $code -eq 2 ] && says "30d"
ok $? "and a time that is none"

run say --store "$store" --conversation ann "Hello, my order TF-100189, my e-mail is aoife.nolan@example.com"
agent maeve take C-1
for amount in 20.00 15.00 12.00; do
	agent maeve propose C-1 goodwill order=TF-100189 amount=$amount reason=damaged
done
agent sorcha actions
[ $code -eq 0 ] && [ "$(grep -c goodwill- "$folder/out")" -eq 3 ]
ok $? "three goodwills wait by one rule"
agent sorcha amend A-1 18,00
[ $code -eq 2 ] && says "is no amount in EUR"
ok $? "an amount is read strictly"
agent sorcha amend A-1 21.00
[ $code -eq 2 ] && says "never raised"
ok $? "and never raised"
agent sorcha amend A-1 18.50 "the strap is worn"
[ $code -eq 0 ] && has "18.50"
ok $? "an approver lowers it"
agent maeve amend A-1 18.00
[ $code -eq 1 ] && says "somebody else"
ok $? "who proposed it doesn't"
agent sorcha ask A-2 "Is there a photo?"
[ $code -eq 0 ] && has "Asked Maeve Brennan by a note"
ok $? "an approver asks whoever has the conversation"
agent maeve actions
[ $code -eq 0 ] && has "by Maeve Brennan, asked by Sorcha Mannion$"
ok $? "and the list of what waits says so"
agent maeve show C-1 --format json
[ $code -eq 0 ] && has '"question": "Is there a photo?"' && has '"first_amount": 2000'
ok $? "as the conversation does"
run actions export --store "$store" --state waiting
[ $code -eq 0 ] && [ "$(wc -l <"$folder/out")" -eq 4 ] && has ',1850,"EUR",18.50,2000,20.00,' && has '"Is there a photo?"' && [ "$(grep -c "$(printf '\r')" "$folder/out")" -eq 4 ]
ok $? "the export has what it is and what it was, a row an action"
run actions export --store "$store" --format json --since 1d
[ $code -eq 0 ] && has '"amended_by": "sorcha"' && has '"amount_minor": 1850' && ! has "aoife.nolan"
ok $? "as JSON too, masked"
agent sorcha approve-batch A-1 A-2 A-3
[ $code -eq 0 ] && has "3 approved, together €45.50" && has "A-2 approved"
ok $? "several of one rule are approved at once"
agent sorcha approve-batch A-1
[ $code -eq 1 ] && says "not waiting"
ok $? "once"
run actions export --store "$store" --state waiting
[ "$(wc -l <"$folder/out")" -eq 1 ]
ok $? "then nothing waits"
run actions export --store "$store" --since 2099-01-01 --out "$folder/a.csv"
[ $code -eq 0 ] && has "a.csv: 0 actions" && [ "$(wc -l <"$folder/a.csv")" -eq 1 ] && [ -n "$(find "$folder/a.csv" -perm 600)" ]
ok $? "a file is its owner's alone"
run audit verify --store "$store"
[ $code -eq 0 ]
ok $? "and the log holds"

echo "1..$count"
exit $failed
