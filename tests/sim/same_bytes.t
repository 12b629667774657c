#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The same seed gives the same bytes, with one thread or two; another seed gives others; and no machine's time is in a result.
build=${builddir:-$(cd "$(dirname "$0")/../../build" && pwd)}
work=$(mktemp -d "${TMPDIR:-/tmp}/same-bytes-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failed=0

ok() { # condition-status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; fi
}
simulate() { # file options…
	out=$1
	shift
	"$build/floorwalker" simulate --conversations 120 --failures 20 --format json "$@" > "$work/$out" 2> "$work/$out.err"
}

echo 1..6
simulate one --seed 5 --threads 1
ok $? "a simulation runs on one thread"
simulate two --seed 5 --threads 2
ok $? "a simulation runs on two threads"
cmp -s "$work/one" "$work/two"
ok $? "the same seed gives the same bytes, whatever the threads"
simulate other --seed 6 --threads 2
cmp -s "$work/one" "$work/other"
[ $? -ne 0 ]
ok $? "another seed gives another run"
grep -q "a second" "$work/one.err" && ! grep -q "a second" "$work/one"
ok $? "the machine's time is told on standard error alone"
"$build/floorwalker" simulate no-such-scenario > "$work/none" 2> "$work/none.err"
[ $? -ne 0 ] && [ ! -s "$work/none" ] && grep -q "no-such-scenario" "$work/none.err"
ok $? "a scenario that isn't there is named, and nothing is printed"
[ "$failed" -eq 0 ] || sed 's/^/# /' "$work"/*.err
exit "$failed"
