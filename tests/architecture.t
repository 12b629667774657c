#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Reads the #include lines of src and include: a room may see itself and lower floors, and each outside library is met in one room
# (src/FLOORS). With a folder as argument it checks that tree and prints each breach; without, it checks ours, and itself.

# It looks at files alone, whichever way the program was built.
if [ $# -eq 0 ] && grep -qa __asan_init "${builddir:-.}/floorwalker" 2>/dev/null; then
	echo "1..0 # SKIP without sanitizers alone: they change no file"
	exit 0
fi

breaches() { # tree
	(cd "$1" && find src include tests -type f \( -name '*.c' -o -name '*.h' \) -exec grep -HnE '^[[:space:]]*#[[:space:]]*include' {} + ; true) | awk -v table="$1/src/FLOORS" '
	BEGIN {
		while ((getline line < table) > 0) {
			if (line ~ /^#/ || line ~ /^[ \t]*$/) continue
			n = split(line, word, " ")
			floor[word[2]] = word[1]
			for (i = 3; i <= n; i++) owner[word[i]] = word[2]
			rooms++
		}
		if (!rooms) print table ": no table of floors"
	}
	# The room that a path of ours lies in: src/ROOM/…, include/floorwalker/ROOM.h, include/floorwalker/ROOM/…
	function room_of(path,    part, r) {
		split(path, part, "/")
		r = part[1] == "src" || part[1] == "tests" ? part[2] : part[3]
		sub(/\.[ch]$/, "", r)
		return r
	}
	{
		file = $0; sub(/:.*/, "", file)
		where = $0; sub(/:[ \t]*#.*/, "", where)
		name = $0; sub(/^[^#]*#[ \t]*include[ \t]*/, "", name)
		quoted = substr(name, 1, 1) == "\""
		name = substr(name, 2); sub(/[">].*/, "", name)
		room = room_of(file)
		tests = file ~ /^tests\//
		# Benches measure a room against the bare library, so they meet both.
		if (file ~ /^tests\/bench\//) next
		if (!tests && !(room in floor)) { print where ": the room " room " is not in src/FLOORS"; next }
		for (o in owner) {
			if ((o ~ /\/$/ ? index(name, o) == 1 : name == o) && owner[o] != room)
				print where ": " name " is met in the room " owner[o] " alone"
		}
		if (tests) next
		if (name ~ /^floorwalker\//) {
			other = room_of("include/" name)
			if (!(other in floor)) print where ": the room " other " is not in src/FLOORS"
			else if (other != room && floor[other] + 0 >= floor[room] + 0)
				print where ": " room " (floor " floor[room] ") must not see " other " (floor " floor[other] ")"
		} else if (quoted && name ~ /\// && index(name, "src/" room "/") != 1) {
			# "../ROOM/x.h": a way round the contract, or into another room
			print where ": " name " reaches out of its folder; include the contract of the room instead"
		}
		if (file ~ /^include\// && quoted && name !~ /^floorwalker\//)
			print where ": a contract includes contracts by their full path"
	}' | sort
}

if [ $# -gt 0 ]; then
	breaches "$1"
	exit 0
fi

root=${srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
work=$(mktemp -d "${TMPDIR:-/tmp}/architecture-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failed=0

ok() { # condition-status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; fi
}

found=$(breaches "$root")
[ -z "$found" ]
ok $? "every room sees only lower floors, and each library is met in one room"
[ -n "$found" ] && printf '%s\n' "$found" | sed 's/^/# /'

missing=$(cd "$root/src" && for d in */; do awk -v r="${d%/}" '$2 == r { found = 1 } END { exit !found }' FLOORS || echo "$d"; done)
[ -z "$missing" ]
ok $? "every folder of src has its floor"

# Each kind of breach, planted in a copy, must be seen.
plant() { # file line expected name
	rm -rf "$work/tree"
	mkdir -p "$work/tree"
	cp -r "$root/src" "$root/include" "$work/tree/"
	chmod -R u+w "$work/tree"
	mkdir -p "$work/tree/tests/$(dirname "$1")" "$work/tree/$(dirname "$1")"
	printf '%s\n' "$2" >> "$work/tree/$1"
	breaches "$work/tree" > "$work/breaches"
	grep -qF "$3" "$work/breaches"
	ok $? "$4"
}

plant src/base/planted.c '#include "floorwalker/store.h"' 'base (floor 0) must not see store (floor 2)' "a look upwards is seen"
plant src/policy/planted.c '#include "floorwalker/http.h"' 'policy (floor 2) must not see http (floor 2)' "a look at a neighbour on one floor is seen"
plant src/shop/planted.c '#include <sqlite3.h>' 'sqlite3.h is met in the room store alone' "a leaked library is seen"
plant src/desk/planted.c '  #  include <openssl/evp.h>' 'openssl/evp.h is met in the room base alone' "a leaked library in a folder is seen, however it is spaced"
plant include/floorwalker/desk.h '#include <curses.h>' 'curses.h is met in the room tui alone' "a library in a contract is seen"
plant include/floorwalker/text/text.h '#include "floorwalker/expr.h"' 'text (floor 1) must not see expr (floor 1)' "a contract that looks at a neighbour is seen"
plant src/sim/planted.c '#include "../store/inside.h"' 'reaches out of its folder' "a look into another room's inside is seen"
plant src/sim/planted.c '#include "src/store/inside.h"' 'reaches out of its folder' "a look into another room by its whole path is seen"
plant src/attic/planted.c '#include <stdio.h>' 'the room attic is not in src/FLOORS' "a room without a floor is seen"
plant tests/shop/planted.c '#include <cJSON.h>' 'cJSON.h is met in the room base alone' "a test that reaches for a library is seen"
echo "1..$count"
exit $failed
