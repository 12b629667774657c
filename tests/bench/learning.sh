#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# learning.sh FOLDER WORLD: what learning from use costs, in processor time of the programs below the build folder: drift over 80 conversations, by
# that over none; learning a shop's phrases, by that of training the shipped ones once.

build=$1
world=$2
program=$build/floorwalker
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

cpu() { # seconds of processor time that a command takes
	(
		"$@" >"$folder/out"
		times
	) | awk 'NR == 2 { split($1 " " $2, t, /[ms ]+/); print t[1] * 60 + t[2] + t[3] * 60 + t[4] }'
}
ratio() { awk "BEGIN { printf \"%.1f\", $1 / ($2 > 0.001 ? $2 : 0.001) }"; }

store=$folder/store.db
"$program" store init --store "$store" --world "$world" --practice --shift >"$folder/out" || exit 1
"$program" store init --store "$folder/empty.db" --world "$world" --practice --shift >"$folder/out" || exit 1
i=0
while [ $i -lt 40 ]; do
	"$program" say --store "$store" --conversation "a$i" "Where is my parcel?" >"$folder/out" || exit 1
	i=$((i + 1))
done
"$program" intents drift --store "$store" --save-reference "$folder/reference.json" >"$folder/out" || exit 1
while [ $i -lt 80 ]; do
	"$program" say --store "$store" --conversation "b$i" "I would like my money back" >"$folder/out" || exit 1
	i=$((i + 1))
done
ours=$(cpu "$program" intents drift --store "$store" --reference "$folder/reference.json")
raw=$(cpu "$program" intents drift --store "$folder/empty.db")
echo "drift of 80 conversations: $ours s, $(ratio "$ours" "$raw") times the same over an empty store"

cp -r "$world" "$folder/world"
sed -i 's/^id: .*/id: world/' "$folder/world/world.yaml"
mkdir -p "$folder/world/phrases/en"
for animal in wombat dog cat horse parrot lizard hamster goat rabbit snake; do
	echo "- may my $animal frobnicate the zindle"
done >"$folder/world/phrases/en/gift_card.yaml"
ours=$(cpu "$program" intents learn --world "$folder/world" --folds 2)
raw=$(cpu "$build/src/understand/train" "$(dirname "$world")/../phrases" "$folder")
echo "learning ten phrases, two models in each of two folds: $ours s, $(ratio "$ours" "$raw") times the training of all shipped models"
