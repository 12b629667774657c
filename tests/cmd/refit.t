#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Labels from use through the built program: a reply that is marked as wrong, what is counted, and what is refused; and weights of a world's own.

. "${srcdir:?}/tests/tap.sh"
mkdir "$folder/own"
shop=$folder/own/tarn-and-fell
cp -r "$srcdir/scenarios/worlds/tarn-and-fell" "$shop"
run store init --store "$store" --world "$shop" --practice --shift
run say --store "$store" --conversation bob "where can I see which sizes you have?"
run confidence refit --store "$store"
[ $code -eq 0 ] && has "^0 replies are known" && has "Nothing was fitted: 0 replies are known to be right and 0 wrong"
ok $? "where nothing is known nothing is fitted, and why is said"
agent maeve wrong C-1
[ $code -eq 0 ] && has "was wrong"
ok $? "an agent says that a reply was wrong"
agent maeve wrong C-1
[ $code -eq 1 ] && says "already"
ok $? "once"
agent maeve wrong C-1 1
[ $code -eq 1 ] && says "none that the AI drafted"
ok $? "a shopper's message is none of the AI's"
run confidence refit --store "$store" --format json
[ $code -eq 0 ] && has '"marked": 1' && has '"missing":' && has '"adopted": false'
ok $? "it is counted"
run confidence refit --store "$store" --adopt --agent una
[ $code -eq 1 ] && says "at least 30 of each" && [ ! -e "$shop/models/confidence.json" ]
ok $? "too few labels are not adopted"
run confidence refit --store "$store" --adopt --agent maeve
[ $code -eq 1 ] && says "senior"
ok $? "nor by somebody who may not"
run confidence refit --store "$store" --least 5
[ $code -eq 2 ]
ok $? "nor with fewer than thirty on purpose"
run audit verify --store "$store"
[ $code -eq 0 ]
ok $? "the log holds"

run store init --store "$folder/shipped.db" --world tarn-and-fell --practice --shift
run confidence refit --store "$folder/shipped.db" --adopt --agent una
[ $code -eq 2 ] && says "came with floorwalker"
ok $? "the weights of a world that came with floorwalker are not written"

mkdir "$shop/models"
echo '{"version": 1, "bias": 0, "weights": {"intent": 1}}' > "$shop/models/confidence.json"
run world check "$shop"
[ $code -eq 0 ]
ok $? "a world may bring weights of its own"
run say --store "$store" --conversation amy --format json "where can I see which sizes you have?"
grep -q '"confidence": 0\.[67]' "$folder/out"
ok $? "and they serve"
echo '{"version": 1, "bias": 0, "weights": {"intents": 1}}' > "$shop/models/confidence.json"
run world check "$shop"
[ $code -eq 1 ] && has 'models/confidence.json:1:' && has 'no part "intents"; did you mean intent'
ok $? "a weight of a part that the AI doesn't have is an error"
run say --store "$store" --conversation zoe "hello"
[ $code -ne 0 ] && says 'did you mean intent'
ok $? "and never a silent return to other weights"
echo "1..$count"
exit $failed
