#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Surveys through the built program: a file is taken in whole or not at all, and once; the report says what is measured and what isn't.

. "${srcdir:?}/tests/tap.sh"

file=$folder/answers.csv
survey() { what=$1; shift; run survey "$what" --store "$store" "$@"; }

run store init --store "$store" --world tarn-and-fell --practice --shift
survey report
[ $code -eq 0 ] && has "closed  *0$" && has "asked  *not recorded" && has "CSAT: 4 or 5, of answered  not measured: none of 0" && has "not measured: fewer than 30 answers (there are 0)"
ok $? "an empty store has nothing measured, and says so"

for who in ann bob cid; do
	run say --store "$store" --conversation $who "Can I speak to a person please?"
	agent maeve take "C-$((${n:-0} + 1))"
	agent maeve reply "C-$((${n:-0} + 1))" "I'm here, and it is done."
	agent maeve close "C-$((${n:-0} + 1))" resolved
	agent maeve close "C-$((${n:-0} + 1))" resolved
	n=$((${n:-0} + 1))
done
survey report
[ $code -eq 0 ] && has "closed  *3$"
ok $? "conversations that were closed are counted"

today=$(date -u +%Y-%m-%d)
printf 'conversation,score,comment,answered_at,key\nC-1,5,"quick, write to ann@example.org",%s,k1\nC-2,7,,%s,k2\n' "$today" "$today" > "$file"
survey import "$file"
[ $code -eq 1 ] && says "answers.csv:3:5: \"7\" is no score: it should be 1 to 5"
ok $? "a score that there isn't is refused with its line and column"
survey report --format json
[ $code -eq 0 ] && has '"answered": 0'
ok $? "and nothing of the file was taken in"
sed 's/,7,/,2,/' "$file" > "$file.good"
survey import "$file.good"
[ $code -eq 0 ] && has "2 answers on record, 1 with a comment"
ok $? "a good file is taken in"
survey import "$file.good"
[ $code -eq 0 ] && has "0 answers on record; 2 were there already"
ok $? "and once only"
survey answer C-3 4 --key k3 --agent una --format json
[ $code -eq 0 ] && has '"added": 1'
ok $? "one answer is given by hand"
survey answer C-3 4 --key k3 --agent una --format json
[ $code -eq 0 ] && has '"added": 0' && has '"known": 1'
ok $? "and not twice either"
survey answer C-3 5 --key k3 --agent una
[ $code -ne 0 ] && says "with the score 4 already"
ok $? "nor changed"
survey answer C-3 9
[ $code -eq 2 ] && says "\"9\" is no score"
ok $? "nine of five is no answer"
survey answer C-99 3 --agent una
[ $code -ne 0 ] && says "there is no conversation C-99"
ok $? "nor is one of a conversation that there isn't"

survey report --least 3 --format json
[ $code -eq 0 ] && has '"closed": 3' && has '"answered": 3' && has '"spearman"' && has '"low"' && ! has "example.org"
ok $? "the report has counts, intervals and no address"
cp "$folder/out" "$folder/one"
survey report --least 3 --format json
sed '/_ms"/d' "$folder/one" > "$folder/a"; sed '/_ms"/d' "$folder/out" > "$folder/b"
cmp -s "$folder/a" "$folder/b"
ok $? "the same seed gives the same figures"
survey report
[ $code -eq 0 ] && has "CSAT: 4 or 5, of answered  66.7 %" && has "2 of 3" && has "answered, of the closed    100.0 %" && has "not measured: fewer than 30 answers (there are 3)" && has "C-1 .*quick, write to"
ok $? "in words, with its denominators"
awk '{ gsub(/[\200-\277]/, "") } length > 80 { exit 1 }' "$folder/out"
ok $? "in lines for a terminal"
survey report --since 2026-01-02 --until 2026-01-01
[ $code -eq 2 ] && says "nothing lies between"
ok $? "a period that ends before it begins is refused"
run audit verify --store "$store"
[ $code -eq 0 ]
ok $? "the log holds"

echo "1..$count"
[ $failed -eq 0 ]
