#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The manual pages are made from the tables of subcommands and commands: a page that is older than its table fails here (make manual mends it).

root=${srcdir:?}
program=${builddir:?}/floorwalker
count=0
failed=0

ok() { # status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; fi
}

"$program" manual | cmp -s - "$root/doc/floorwalker.1"
ok $? "floorwalker(1) says what the table of subcommands says"
"$program" manual keys | cmp -s - "$root/doc/floorwalker-keys.7"
ok $? "floorwalker-keys(7) says what the table of commands says"

"$program" manual console | cmp -s - "$root/doc/floorwalker-console.1"
ok $? "floorwalker-console(1) says what the console's row says"
"$program" manual drill | cmp -s - "$root/doc/floorwalker-drill.1"
ok $? "floorwalker-drill(1) says what the rows of drill say"
"$program" manual replay | cmp -s - "$root/doc/floorwalker-replay.1"
ok $? "floorwalker-replay(1) says what the rows of replay say"
"$program" manual conf | cmp -s - "$root/doc/floorwalker.conf.5"
ok $? "floorwalker.conf(5) says what the table of settings says"

names=$("$program" --help | sed -n 's/^  \([a-z][a-z ]*[a-z]\)  .*/\1/p')
[ "$(printf '%s\n' "$names" | wc -l)" -ge 10 ]
ok $? "the overview lists the subcommands"

bad=$(printf '%s\n' "$names" | while read -r name; do
	# shellcheck disable=SC2086 # a name may be two words
	"$program" $name --help | grep -q '^examples:' || echo "$name"
done)
[ -z "$bad" ]
ok $? "each subcommand's --help ends with examples${bad:+ (not: $bad)}"

bad=$(printf '%s\n' "$names" | while read -r name; do
	# shellcheck disable=SC2086
	"$program" $name --no-such-option >/dev/null 2>&1
	[ $? -eq 2 ] || echo "$name"
done)
[ -z "$bad" ]
ok $? "an option that isn't there ends each subcommand with 2${bad:+ (not: $bad)}"

"$program" simulat >/dev/null 2>"${TMPDIR:-/tmp}/manual-$$"
[ $? -eq 2 ] && grep -q 'simulate\|--help' "${TMPDIR:-/tmp}/manual-$$"
ok $? "a mistyped subcommand ends with 2 and says what to do"
rm -f "${TMPDIR:-/tmp}/manual-$$"

echo "1..$count"
exit $failed
