#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A shop teaches its own phrases, through the built program: compared, accepted, used, taken back. A few of the shipped phrases, so that training takes a moment.

. "${srcdir:?}/tests/tap.sh"
world=$folder/little
phrases=$folder/data/phrases/en
mkdir -p "$phrases" "$world"
for intent in order_status stock return_item store_info greeting out_of_scope aside; do
	head -40 "$srcdir/scenarios/phrases/en/$intent.yaml" > "$phrases/$intent.yaml"
done
export FLOORWALKER_DATA="$folder/data"
cp -R "$srcdir"/scenarios/worlds/tarn-and-fell/* "$world/"
sed -i '1s/.*/id: little/' "$world/world.yaml"

learn() { run intents learn --world "$world" --folds 2 "$@"; }
asked() { run say --store "$store" --conversation "$1" "may my wombat frobnicate the zindle"; "$program" do --store "$store" show "$2" --format json | grep -q "\"intent\": \"$3\""; }

learn
[ $code -eq 1 ] && says "nothing of the shop's own"
ok $? "without phrases of its own there is nothing to learn"
mkdir -p "$world/phrases/en"
for animal in wombat dog cat horse parrot lizard hamster goat rabbit snake mouse beaver otter; do echo "- may my $animal frobnicate the zindle"; done > "$world/phrases/en/gift_card.yaml"
run world check "$world"
[ $code -eq 0 ] && has "0 warnings"
ok $? "a world may hold phrases"
printf -- '- hello\n' > "$world/phrases/en/gift_cards.yaml"
learn
[ $code -eq 1 ] && says "gift_cards.yaml:1: the AI has no playbook" && says "did you mean gift_card"
ok $? "an intent without a playbook is refused with file, line and the nearest"
rm "$world/phrases/en/gift_cards.yaml"
printf 'text,intent\n"write to jo@example.org, may my yak frobnicate the zindle",gift_card\nmay my emu frobnicate the zindle,store_info\n' > "$folder/rows.csv"
learn --data "$folder/rows.csv" --format json
[ $code -eq 0 ] && has '"own": 15' && has '"accepted": false' && has '"p": ' && [ ! -e "$world/models" ]
ok $? "a comparison writes nothing"
cp "$folder/out" "$folder/first"
learn --data "$folder/rows.csv" --format json
cmp -s "$folder/out" "$folder/first"
ok $? "the same seed gives the same bytes"
has "example.org" && code=9
[ $code -eq 0 ] && has "write to \[email\]"
ok $? "nothing personal is shown"
learn --data "$folder/absent.csv"
[ $code -eq 1 ] && says "absent.csv"
ok $? "a file that isn't there is named"
run intents learn --world "$world" --folds 1
[ $code -eq 2 ] && says "from 2 to 20"
ok $? "one fold is none"

run store init --store "$store" --world "$world" --practice --shift
asked one C-1 gift_card
[ $? -ne 0 ]
ok $? "before, the AI doesn't know what that means"
learn --accept
[ $code -eq 0 ] && has "accepted: .*models/intents.model" && has "got better" && [ -s "$world/models/intents.model" ] && grep -q '"sources"' "$world/models/intents.json"
ok $? "accepted, the model lies in the world with what it is made of"
asked two C-2 gift_card
ok $? "and the AI understands by it"
run world check "$world"
[ $code -eq 0 ] && has "0 warnings"
ok $? "a world may hold models"
run simulate status-in-transit --world "$world" --conversations 1
[ $code -eq 0 ]
ok $? "simulations open it, too"
learn --data "$folder/rows.csv" --accept
[ $code -eq 0 ] && has "what this world learnt before (13)" && [ -s "$world/models/intents.model.previous" ]
ok $? "learning again is held against what is in use, which is kept"
cp "$world/models/intents.model" "$folder/second"
run intents learn --world "$world" --revert
[ $code -eq 0 ] && has "the model before is in use" && cmp -s "$world/models/intents.model.previous" "$folder/second"
ok $? "one step goes back"
run intents learn --world "$world" --revert
[ $code -eq 0 ] && cmp -s "$world/models/intents.model" "$folder/second"
ok $? "and again forward"

printf 'x' | dd of="$world/models/intents.model" bs=1 seek=3000 conv=notrunc 2>/dev/null
run say --store "$store" --conversation three "hello"
[ $code -eq 1 ] && says "models/intents.model" && says "\-\-revert"
ok $? "a damaged model is an error that says how to go back, not a silent fall back"
run simulate status-in-transit --world "$world" --conversations 1
[ $code -eq 1 ] && says "models/intents.model"
ok $? "for simulations, too"
run intents learn --world "$world" --revert
[ $code -eq 0 ]
ok $? "going back mends it"
rm "$world"/models/intents.model.previous
run intents learn --world "$world" --revert
[ $code -eq 0 ] && has "the shipped model is in use" && [ ! -e "$world/models/intents.model" ]
ok $? "before the first was the shipped one"
rm "$world"/models/*
run intents learn --world "$world" --revert
[ $code -eq 1 ] && says "nothing to go back to"
ok $? "where nothing was learnt there is nothing to go back to"
run intents learn --world tarn-and-fell --accept
[ $code -eq 2 ] && says "cp -r"
ok $? "a world that came with the program is copied first"
run intents learn --world "$world" --revert --accept
[ $code -eq 2 ]
ok $? "going back and accepting exclude each other"

echo "1..$count"
exit $failed
