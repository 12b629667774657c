# SPDX-License-Identifier: GPL-3.0-or-later
#
# For tests of the built program, sourced first: a folder of their own that goes when they end, the program run with its output kept, and lines of TAP.

# shellcheck disable=SC2034 # for those who source this
program=${builddir:?}/floorwalker
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
store=$folder/s.db
count=0
failed=0

ok() { # status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; sed 's/^/# /' "$folder"/out* "$folder"/err*; fi
}
sanitized() { grep -qa __asan_init "$program"; }	# long ones do less then
skip() { count=$((count + 1)); echo "ok $count - $1 # SKIP $2"; } # name why
run() { "$program" "$@" >"$folder/out" 2>"$folder/err"; code=$?; }
has() { grep -q -- "$1" "$folder/out"; }
says() { grep -q -- "$1" "$folder/err"; }
agent() { who=$1; shift; run do --store "$store" --agent "$who" "$@"; }
