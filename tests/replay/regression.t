#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The suite that comes with floorwalker gates floorwalker: each conversation holds, and proves something.

program=${builddir:?}/floorwalker
suite=${srcdir:?}/scenarios/regression
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT

echo 1..3
if "$program" replay "$suite" > "$dir/out" 2>&1; then echo "ok 1 - every conversation holds"; else echo "not ok 1 - every conversation holds"; sed 's/^/# /' "$dir/out"; fi
n=$(sed -n 's/^\([0-9]*\) of .* conversations held.*/\1/p' "$dir/out")
if [ "${n:-0}" -ge 200 ]; then echo "ok 2 - there are at least 200"; else echo "not ok 2 - there are at least 200"; fi
if "$program" replay lint "$suite" > "$dir/out" 2>&1; then echo "ok 3 - none proves nothing"; else echo "not ok 3 - none proves nothing"; sed 's/^/# /' "$dir/out"; fi
