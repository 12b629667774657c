#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Shoppers who write German and Spanish get as far as those who write English: what is to be contained is, what is for a person gets to one for its reason, and nothing untrue is said.
# The oracle that says so counts wrong statements in those languages.
root=${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${builddir:-$root/build}
work=$(mktemp -d "${TMPDIR:-/tmp}/languages-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
n=0
is() { # wanted got name
	n=$((n + 1))
	if [ "$1" = "$2" ]; then echo "ok $n - $3"; else printf 'not ok %s - %s\n# wanted: %s\n# got: %s\n' "$n" "$3" "$1" "$2"; fi
}
# "N of M" of a line, as whole per cent.
share() { sed -n "s/^ *$1  *\([0-9]*\) of  *\([0-9]*\) .*/\1 \2/p" "$work/out" | awk '{ if ($2 > 0) printf "%d", 100 * $1 / $2 }'; }
# How a persona behaves: all of it but the words and what a language has by itself.
behaviour() { grep -vE '^(#|  |(openers|closers|asides|familiar|plain_letters):)' "$1" 2>/dev/null; }
differing() { # language: personas that are missing in it or behave otherwise than in English
	for file in "$root/scenarios/personas"/*.yaml; do
		[ "$(behaviour "$file")" = "$(behaviour "$root/scenarios/$1/personas/${file##*/}")" ] || echo "${file##*/}"
	done
}
least() { [ "${2:-0}" -ge "$1" ] && echo yes || echo "$2 %"; }

echo 1..14
for language in de es; do
	is yes "$([ "$(ls "$root/scenarios/$language"/*.yaml | wc -l)" -ge 12 ] && echo yes)" "$language has a dozen scenarios and more"
	is '' "$(differing "$language")" "$language has every persona of English, with the same behaviour"
	"$build/floorwalker" simulate "$root/scenarios/$language" --conversations 180 --seed 11 --try-oracle > "$work/out" 2>&1
	is yes "$(least 97 "$(share 'contain, ended as expected')")" "$language: what is to be contained is"
	is 100 "$(share 'escalate, for the named reason')" "$language: what is for a person gets to one, for its reason"
	is 0 "$(sed -n 's/^ *breaches  *\([0-9]*\)$/\1/p' "$work/out")" "$language: nothing untrue is said, and nothing changed that nobody asked for"
	is yes "$(least 95 "$(sed -n 's/^  \(price\|refund amount\|day\|weekday\|order number\|tracking number\|promise of .*\|invented gift\)  *\([0-9]*\) of  *\([0-9]*\) tried.*/\2 \3/p' "$work/out" |
		awk '{ n += $1; of += $2 } END { if (of > 0) printf "%d", 100 * n / of }')")" "$language: the oracle counts wrong amounts, days, numbers and promises"
done
"$build/floorwalker" simulate "$root/scenarios/de/de-delivery-time.yaml" "$root/scenarios/es/es-delivery-time.yaml" --personas "$root/scenarios/de/personas" \
	--conversations 2 > "$work/out" 2>&1
is 2 $? 'two languages in one run are refused'
is yes "$(grep -q 'is in German (de) and es-delivery-time in Spanish (es): run them apart' "$work/out" && echo yes || cat "$work/out")" 'with a word on what to do'
