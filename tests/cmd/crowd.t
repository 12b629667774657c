#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Several processes at one store, some of them killed: one owner at a time, nothing acknowledged is lost, nothing happens twice.

. "${srcdir:?}/tests/tap.sh"
worker=
trap 'if [ -n "$worker" ]; then kill -9 $worker 2>/dev/null; fi; rm -rf "$folder"' EXIT

run store init --store "$store" --world tarn-and-fell --practice --shift

# ---- several make the same store
bad=
for n in 1 2 3; do
	for who in 1 2 3 4; do
		"$program" store init --store "$folder/new$n" --world tarn-and-fell >"$folder/out$who" 2>"$folder/err$who" &
		eval "p$who=\$!"
	done
	made=0
	for who in 1 2 3 4; do
		eval "wait \$p$who" && made=$((made + 1)) || grep -q "is bound" "$folder/err$who" || bad="$bad $n:$who"
	done
	[ $made -eq 1 ] || bad="$bad $n made by $made"
done
[ -z "$bad" ]
ok $? "of several who make the same store one does, and the others are told$bad"

# ---- two take it at once
bad=
for n in 1 2 3 4 5 6; do
	run say --store "$store" --conversation "t$n" hello
	"$program" do --store "$store" --agent una take "C-$n" >"$folder/out1" 2>"$folder/err1" &
	one=$!
	"$program" do --store "$store" --agent kwame take "C-$n" >"$folder/out2" 2>"$folder/err2" &
	two=$!
	wait $one; first=$?
	wait $two; second=$?
	case "$first $second" in
	"0 1") grep -q "Úna Geraghty was first" "$folder/err2" || bad="$bad $n" ;;
	"1 0") grep -q "Kwame Asante was first" "$folder/err1" || bad="$bad $n" ;;
	*) bad="$bad $n:$first,$second" ;;
	esac
done
[ -z "$bad" ]
ok $? "of two who take a conversation at once one gets it, and the other is told who$bad"

# ---- workers are killed while shoppers talk and refunds are approved
said=0
for order in "TF-100187 grace.okonjo@example.net" "TF-100192 padraig.macsuibhne@example.com" "TF-100173 siobhan.hartigan@example.com"; do
	for text in "${order% *} arrived damaged, ${order#* }" "all of it" "refund" "yes"; do
		"$program" work --store "$store" >/dev/null 2>&1 &
		worker=$!
		run say --store "$store" --conversation "k$order" "$text"
		[ $code -eq 0 ] && said=$((said + 1))
		kill -9 $worker
		wait $worker 2>/dev/null
		worker=
	done
done
[ $said -eq 12 ]
ok $? "shoppers are answered, whoever is killed"
for n in 1 2 3; do
	for who in una luca; do
		run do --store "$store" --agent $who approve "A-$n"
	done
done
# Two workers at the same three refunds. (What a killed one holds comes back with its lease: tests/desk/kill waits for that.)
"$program" work --store "$store" --once >/dev/null 2>&1 &
one=$!
"$program" work --store "$store" --once >/dev/null 2>&1 &
two=$!
wait $one $two
run work --store "$store" --once
bad=
for n in 7 8 9; do
	run do --store "$store" --agent una show "C-$n"
	[ "$(grep -c '^A-[0-9]* done' "$folder/out")" -eq 1 ] || bad="$bad C-$n"
done
[ -z "$bad" ]
ok $? "every approved refund is done$bad"
run do --store "$store" --agent una show C-7
[ "$(grep -c '^A-' "$folder/out")" -eq 1 ] && [ "$(grep -c "has approved the refund\|approved the refund" "$folder/out")" -eq 1 ]
ok $? "once, and told once"
bad=
for n in 7 8 9; do
	run do --store "$store" --agent una show "C-$n"
	[ "$(grep -c ' shopper$' "$folder/out")" -eq 4 ] || bad="$bad C-$n"
done
[ -z "$bad" ]
ok $? "each message is there once$bad"
run audit verify --store "$store"
[ $code -eq 0 ]
ok $? "the log holds"

echo "1..$count"
exit $failed
