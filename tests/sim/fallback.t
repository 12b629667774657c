#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Shoppers who ask for something else once they were refused, or once what they wanted isn't there: they get it, or the person whom they then ask for.
root=${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${builddir:-$root/build}
work=$(mktemp -d "${TMPDIR:-/tmp}/fallback-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
n=0
ok() { # status name
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/# /' "$work/out"; fi
}
# NAME of the scenarios' list has N or more per cent.
least() { awk -v name="$1" -v least="$2" '$1 == name && $(NF - 1) + 0 >= least { found = 1 } END { exit !found }' "$work/out"; }

echo 1..5
"$build/floorwalker" simulate "$root/scenarios/fallback" --conversations 120 --seed 31 > "$work/out" 2>&1
least item-change-gone-then-cancel 90
ok $? "what isn't there is no longer wanted, and the order is cancelled"
least cancel-too-late-then-status 90
ok $? "what can't be cancelled any more is asked after"
least return-refused-then-person 100
ok $? "who is refused, and wants a person because of it, gets to one"
grep -q '^  breaches  *0$' "$work/out"
ok $? "nothing untrue is said, and nothing changed that nobody asked for"
sed 's/fallback: cancel}/fallback: {want: cancel, new: {stock: in}}}/' "$root/scenarios/fallback/item-change-gone-then-cancel.yaml" > "$work/item-change-gone-then-cancel.yaml"
"$build/floorwalker" simulate "$work/item-change-gone-then-cancel.yaml" --conversations 1 > "$work/out" 2>&1
[ $? -eq 1 ] && grep -q "item-change-gone-then-cancel.yaml:12:.*can't stand in what they fall back on" "$work/out"
ok $? "a fall-back with a variant of its own is a fault"
