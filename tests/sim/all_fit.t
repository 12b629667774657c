#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The demo's world and a generated one of the usual size hold records for every scenario that comes with the program, so that a run leaves none out.
build=${builddir:-$(cd "$(dirname "$0")/../../build" && pwd)}
work=$(mktemp -d "${TMPDIR:-/tmp}/all-fit-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failed=0

ok() { # condition-status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; fi
}
leaves_none_out() { # world
	"$build/floorwalker" simulate --world "$1" --conversations 1 > "$work/out" 2> "$work/err" && ! grep "Left out" "$work/out"
}

echo 1..2
leaves_none_out tarn-and-fell
ok $? "every scenario finds its records in the demo's world"
"$build/floorwalker" world generate --out "$work/volume" > "$work/generated" 2>&1 && leaves_none_out "$work/volume"
ok $? "and in a generated one"
[ "$failed" -eq 0 ] || sed 's/^/# /' "$work/out" "$work/err"
exit "$failed"
