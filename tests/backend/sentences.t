#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# No turn ends for the want of words: each sentence that the code says stands in the engine's table, and a world that lacks one of the table, or wants to hear more in one
# than it is given, is refused.
root=${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${builddir:-$root/build}
builtin=$root/src/backend/builtin
work=$(mktemp -d "${TMPDIR:-/tmp}/sentences-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
n=0
is() { # wanted got name
	n=$((n + 1))
	if [ "$1" = "$2" ]; then echo "ok $n - $3"; else printf 'not ok %s - %s\n# wanted: %s\n# got: %s\n' "$n" "$3" "$1" "$2"; fi
}
# Keys in the code: texts in the calls that say something, whole or as the beginning of a composed one.
said_in() { # files…
	cat "$@" | tr '\n' ' ' | grep -oE '\b(say|say_plain|say_order|phrase|line|has_key|key_of|key_or|text_has_word_of)\((t|t, &?s),[^;]*;' |
		grep -oE '"[a-z_]+(\.[a-z_]+)*"' | tr -d '"' | sort -u
}
table() { sed -n 's/^\t{"\([a-z_.0-9]*\)", .*/\1/p' "$builtin/sentences.c"; }
unknown() { # keys on stdin that are neither in the table nor the beginning or the end of one there
	table > "$work/table"
	while read -r key; do
		grep -qxF "$key" "$work/table" || grep -qE "(^$key\.|\.$key\$)" "$work/table" || echo "$key"
	done
}
files=$(ls "$builtin"/*.c | grep -v sentences.c)

echo 1..9
count=$(said_in $files | wc -l)
is yes "$([ "$count" -gt 100 ] && echo yes || echo "$count")" 'the sentences of the code are found'
# Not keys: a slot's word, a shop's word for a method, what a trace calls itself.
is '' "$(said_in $files | unknown | grep -vxE 'original|n|all' | tr '\n' ' ')" 'each sentence that the code says is in the table'
printf 'void f(struct talk *t) { say_plain(t, "never.written"); }\n' > "$work/planted.c"
is never.written "$(said_in "$work/planted.c" | unknown)" 'a sentence that nobody put into the table is found'

cp -R "$root/scenarios/worlds/tarn-and-fell" "$work/tarn-and-fell" && chmod -R u+w "$work/tarn-and-fell"
"$build/floorwalker" world check "$work/tarn-and-fell" > "$work/out" 2>&1
is 0 $? 'the demo world has them all'
sed -i '/^  clarify\.again:/d; s/^  offer\.refund: .*/  offer.refund: "refund {amount}"/; /^  handoff\.open:/d' "$work/tarn-and-fell/messages/en.yaml"
"$build/floorwalker" world check "$work/tarn-and-fell" > "$work/out" 2>&1
is 1 $? 'a world that lacks a sentence is refused'
is 'clarify.again handoff.open offer.refund ' "$(grep -oE "messages/en.yaml:[0-9]+:[0-9]+: .*(clarify\.again|handoff\.open|offer\.refund)" "$work/out" |
	grep -oE '(clarify\.again|handoff\.open|offer\.refund)$' | sort | tr '\n' ' ')" 'each lack is told with its place'
"$build/floorwalker" simulate --world "$work/tarn-and-fell" --conversations 1 status-pending > "$work/out" 2>&1
is yes "$(grep -qE 'handoff.open|clarify.again' "$work/out" && echo yes || cat "$work/out")" 'and no desk opens on it'

cp "$root/scenarios/worlds/tarn-and-fell/messages/en.yaml" "$work/tarn-and-fell/messages/en.yaml" && chmod u+w "$work/tarn-and-fell/messages/en.yaml"
sed -i 's/placed on {date}: {items}/placed on {date}: {itmes}/; s/^  sorry\.missed:/  sory.missed:/' "$work/tarn-and-fell/messages/en.yaml"
line=$(grep -n '{itmes}' "$work/tarn-and-fell/messages/en.yaml" | cut -d: -f1)
"$build/floorwalker" world check "$work/tarn-and-fell" > "$work/out" 2>&1
is yes "$(grep -q "messages/en.yaml:$line:17: .*{itmes}.*did you mean {items}?" "$work/out" && echo yes || cat "$work/out")" 'what is mistyped in a sentence is told with its place and the nearest'
is yes "$(grep -q "messages/en.yaml:[0-9]*:[0-9]*: 'sory.missed' is no message; did you mean 'sorry.missed'" "$work/out" && echo yes || cat "$work/out")" "so is a sentence's mistyped name"
