#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The oracle counts wrong statements and no true ones: in real conversations one true statement of each kind is made wrong, and nearly every one must be counted.
build=${builddir:-$(cd "$(dirname "$0")/../../build" && pwd)}
work=$(mktemp -d "${TMPDIR:-/tmp}/wrong-statements-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failed=0

ok() { # condition-status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; fi
}

echo 1..4
"$build/floorwalker" simulate --conversations 250 --seed 17 --try-oracle > "$work/out" 2> "$work/err"
ok $? "a run tries the oracle with wrong statements"
sed -n '/^Wrong statements/,/^$/s/^  \([a-z ]*[a-z]\)  *\([0-9]*\) of  *\([0-9]*\) tried.*/\1;\2;\3/p' "$work/out" > "$work/kinds"
[ "$(awk -F';' '$3 > 0' "$work/kinds" | wc -l)" -ge 22 ]
ok $? "of at least 22 kinds"
awk -F';' '{ n += $2; of += $3 } END { exit !(of > 1000 && n >= 0.98 * of) }' "$work/kinds"
ok $? "and counts 98 % of them or more"
awk -F';' '$3 > 5 && $2 < 0.9 * $3 { print "# " $0; bad = 1 } END { exit bad }' "$work/kinds"
ok $? "and of no kind less than 90 %"
[ "$failed" -eq 0 ] || sed 's/^/# /' "$work/err" "$work/kinds"
exit "$failed"
