#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# knowledge eval: the demo world's questions, what is asked of them, and a shop's own files.

. "${srcdir:?}/tests/tap.sh"

# the figure at a place of a line: part line field
figure() { sed -n "/^$1:/,/^[a-z]/p" "$folder/all" | grep -- "$2" | head -n 1 | tr -s ' ' | sed 's/.*  *\([0-9]*\) of *\([0-9]*\) .*/\1 \2/'; }

run knowledge eval
cp "$folder/out" "$folder/all"
ok $code "the demo world's questions are measured"
answerable=0 none=0
while read -r n _ _ _ _ m _; do answerable=$((answerable + n)); none=$((none + m)); done <<END
$(sed -n 's/^[a-z-]*: \([0-9]*\) that an article answers, \([0-9]*\) that none.*/\1 a b c d \2 e/p' "$folder/all")
END
[ "$answerable" -ge 220 ] && [ "$none" -ge 70 ]
ok $? "there are at least 220 that an article answers and 70 that none does ($answerable and $none)"
# shellcheck disable=SC2046
set -- $(figure blind recall@1)
[ "$2" -ge 110 ] && [ $((100 * $1)) -ge $((70 * $2)) ]
ok $? "of the blind ones at least 70 in 100 find their article first ($1 of $2)"
# shellcheck disable=SC2046
set -- $(figure blind 'none answers')
[ "$2" -ge 35 ] && [ $((100 * $1)) -ge $((75 * $2)) ]
ok $? "of blind ones that nothing answers at least 75 in 100 are refused ($1 of $2)"
# shellcheck disable=SC2046
set -- $(figure open recall@1)
[ $((100 * $1)) -ge $((95 * $2)) ]
ok $? "of the open ones at least 95 in 100 find their article first ($1 of $2)"
share=$(sed -n '/^blind:/,/^[a-z]/p' "$folder/all" | sed -n "s/.*article's title *\([0-9]*\)\.[0-9] %, \([0-9]*\) with.*/\1 \2/p")
[ "${share% *}" -le 9 ] && [ "${share#* }" -eq 0 ]
ok $? "blind questions are worded apart from their articles' titles: below 10 % of the words, none with half"
! sed -n '/^blind:/,/^[a-z]/p' "$folder/all" | grep -q misses && grep -q misses "$folder/all"
ok $? "misses of the blind part aren't shown, those of the others are"
for language in de es; do
	run knowledge eval --language $language
	# shellcheck disable=SC2046
	set -- $(sed -n 's/^ *the right article first (recall@1) *\([0-9]*\) of *\([0-9]*\) .*/\1 \2/p' "$folder/out")
	[ $code -eq 0 ] && [ "$2" -ge 60 ] && [ $((100 * $1)) -ge $((50 * $2)) ]
	ok $? "$language has questions of its own: at least 50 in 100 find their article first ($1 of $2)"
done
run knowledge eval --language fr
[ $code -ne 0 ] && grep -q 'no sentences in "fr"' "$folder/err"
ok $? "a language that the shop doesn't answer in is refused with a sentence"
run knowledge eval --misses all --format json
[ $code -eq 0 ] && has '"blind": true' && has '"mrr"' && [ "$(grep -c '"misses"' "$folder/out")" -eq "$(grep -c '"part"' "$folder/out")" ]
ok $? "JSON has each part, and all misses where they are asked for"

cat >"$folder/ours.yaml" <<'END'
- {ask: how can I pay, articles: [KB-payment-methods]}
- {ask: how can I pay, articles: [KB-tent-care]}
END
run knowledge eval --questions "$folder/ours.yaml" --require 0.5
[ $code -eq 0 ] && has ' 1 of     2 ' && has 'mean reciprocal rank'
one=$?
run knowledge eval --questions "$folder/ours.yaml" --require 0.6
[ $one -eq 0 ] && [ $code -eq 1 ]
ok $? "a wrong expectation lowers recall, and --require tells by the exit code"
bad=
while IFS='|' read -r text said; do
	printf '%s\n' "$text" >"$folder/bad.yaml"
	run knowledge eval --questions "$folder/bad.yaml"
	[ $code -ne 0 ] && says "bad.yaml:1" && says "$said" && [ ! -s "$folder/out" ] || bad="$bad; $text"
done <<'END'
- {ask: how can I pay, articles: [KB-nothing]}|no article "KB-nothing"
- {ask: how can I pay}|articles is missing
- {ask: how can I pay, articles: KB-returns}|articles is a list
- {articles: []}|has an ask
- {ask: x, article: [KB-returns]}|article
ask: x|is a list
END
[ -z "$bad" ]
ok $? "what is wrong in a file is told with its line$bad"
run knowledge eval --questions "$folder/nowhere.yaml"
[ $code -ne 0 ] && says nowhere.yaml
ok $? "a file that isn't there is named"
echo "1..$count"
exit $failed
