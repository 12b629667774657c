#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The oracle shares no code with what it judges: what it includes and what it links are neither policy's, nor the desk's, the shop's, the AI's, nor anything above base,
# model, the store's records and the regular expressions of text. A planted use of each is found.
root=${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${builddir:-$root/build}
objects="bind condition corpus corpus_seen figures goods_seen terms terms_words traits $(cd "$root/src/sim" && printf '%s ' oracle*.c | sed 's/\.c//g')"
allowed_includes='^floorwalker/(base/[a-z0-9_]+|model/[a-z0-9_]+|store|text/text)\.h$'
forbidden_symbols=' U (policy|verdict_decide|ground|gates?|claim|facts|action_(judge|complete|facts|title)|text_(sanitise|tokens|distance)|token|stemmer|messages|mask|markdown|shop|desk|backend|knowledge|retriever|understand[a-z]*|messages|passage)_'

foreign_includes() { # files…
	sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"\(floorwalker\/[^"]*\)".*/\1/p' "$@" | grep -Ev "$allowed_includes"
}
foreign_symbols() { # output of nm
	grep -E "$forbidden_symbols"
}

echo 1..5
files=
for o in $objects; do files="$files $root/src/sim/$o.c"; done
headers="$root/src/sim/bind.h $root/src/sim/condition.h $root/src/sim/corpus.h $root/src/sim/corpus_seen.h $root/src/sim/goods_seen.h $root/src/sim/figures.h $root/src/sim/oracle.h $root/src/sim/oracle_private.h $root/src/sim/scenario.h $root/src/sim/terms.h $root/src/sim/traits.h"
found=$(foreign_includes $files $headers)
if [ -z "$found" ]; then echo "ok 1 - the oracle includes base, model, the store's records and text's patterns alone"; else
	echo "not ok 1 - the oracle includes base, model, the store's records and text's patterns alone"; echo "$found" | sed 's/^/# /'; fi

pattern=$(for o in $objects; do printf '%s:|' "$o.o"; done)
symbols=$(nm -A -u "$build/src/sim/libsim.a" 2>/dev/null | grep -E ":(${pattern%|})")
if [ -n "$symbols" ]; then echo "ok 2 - the objects of the oracle are there to be looked into"; else echo "not ok 2 - the objects of the oracle are there to be looked into"; fi
found=$(printf '%s\n' "$symbols" | foreign_symbols)
if [ -z "$found" ]; then echo "ok 3 - the oracle links nothing of what it judges"; else
	echo "not ok 3 - the oracle links nothing of what it judges"; echo "$found" | sed 's/^/# /'; fi

planted=$(mktemp "${TMPDIR:-/tmp}/independence-XXXXXX") || exit 1
trap 'rm -f "$planted"' EXIT
printf '#include "floorwalker/policy.h"\n#include "floorwalker/desk/ground.h"\n#include "floorwalker/shop/facts.h"\n' > "$planted"
if [ "$(foreign_includes "$planted" | wc -l)" -eq 3 ]; then echo "ok 4 - planted includes are found"; else echo "not ok 4 - planted includes are found"; fi
printf 'libsim.a:oracle.o:   U policy_decide\nlibsim.a:oracle.o:   U ground_check\nlibsim.a:oracle.o:   U gates_run\nlibsim.a:oracle.o:   U facts_has_money\n' > "$planted"
if [ "$(foreign_symbols < "$planted" | wc -l)" -eq 4 ]; then echo "ok 5 - planted symbols are found"; else echo "not ok 5 - planted symbols are found"; fi
