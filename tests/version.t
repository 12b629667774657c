#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
echo 1..1
case $("$builddir/floorwalker" --version) in
"floorwalker "[0-9]*) echo "ok 1 - the program says its version" ;;
*) echo "not ok 1 - the program says its version" ;;
esac
