#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Drift through the built program: too little is said, a reference is saved and compared with, wrong words are told the right ones.

. "${srcdir:?}/tests/tap.sh"

drift() { run intents drift --store "$store" "$@"; }

run store init --store "$store" --world tarn-and-fell --practice --shift
drift
[ $code -eq 0 ] && has "nothing was computed:" && has "the period has 0 conversations" && has "turns: 0 in 0 conversations"
ok $? "an empty store gives counts and no figure"
drift --save-reference "$folder/none.json"
[ $code -eq 1 ] && says "no reference to save" && [ ! -e "$folder/none.json" ]
ok $? "nor a reference"

for who in ann bob cid; do run say --store "$store" --conversation $who "Where is my parcel? Write to $who@example.org"; done
drift --save-reference "$folder/first.json"
[ $code -eq 0 ] && has "the period has 3 conversations to judge by; a figure takes at least 30" && says "3 turns of 3 conversations"
ok $? "three conversations are too few for a figure, and enough for a reference that is said to be so small"
grep -q "parcel\|example" "$folder/first.json" && code=9
[ $code -eq 0 ]
ok $? "a reference holds no words"
for who in dan eve fay gus; do run say --store "$store" --conversation $who "Write me a poem about the sea, $who@example.org"; done
drift --reference "$folder/first.json" --least 3 --format json
[ $code -eq 0 ] && has '"worry": ' && has '"index": ' && has '"reference_n": 3' && has '"chance": '
ok $? "with a lower limit it is computed"
cp "$folder/out" "$folder/one"
drift --reference "$folder/first.json" --least 3 --format json
sed '/_ms"/d' "$folder/one" > "$folder/a"; sed '/_ms"/d' "$folder/out" > "$folder/b"
cmp -s "$folder/a" "$folder/b"
ok $? "the same seed gives the same figures"
drift --reference "$folder/first.json" --least 3
[ $code -eq 0 ] && has "what shoppers want: " && has "chance alone stays below" && has "out of scope, the surest" && has "poem about the sea" && ! has "example.org"
ok $? "with examples, masked"
awk 'length > 80 { exit 1 }' "$folder/out"
ok $? "in lines for a terminal"

drift --since yesterday
[ $code -eq 2 ] && says "so long ago (30d)"
ok $? "a wrong time is told the right ones"
drift --since 2026-01-02 --until 2026-01-01
[ $code -eq 2 ] && says "not before"
ok $? "a period that ends before it begins is none"
drift --reference "$folder/first.json" --reference-since 30d
[ $code -eq 2 ] && says "give one"
ok $? "two references are one too many"
drift --watch 0.3 --act 0.2
[ $code -eq 2 ] && says "above --act"
ok $? "limits stand in their order"
drift --act nothing
[ $code -eq 2 ] && says "number"
ok $? "and are numbers"
echo '{"version": 1, "turns": 3}' > "$folder/broken.json"
drift --reference "$folder/broken.json"
[ $code -eq 1 ] && says "broken.json:1:"
ok $? "a broken reference is refused with its place"
drift --reference "$folder/absent.json"
[ $code -eq 1 ] && says "absent.json"
ok $? "an absent one by its name"

echo "1..$count"
exit $failed
