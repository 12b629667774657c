#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Help, wrong words and closed outputs: what the program says of itself, and its exit codes.

. "${srcdir:?}/tests/tap.sh"

bad=
for family in store policy world audit; do
	for words in "$family --help" "$family -h" "help $family"; do
		# shellcheck disable=SC2086
		run $words
		[ $code -eq 0 ] && [ ! -s "$folder/err" ] && has "^  floorwalker $family [a-z]" && has "^examples:" && has "^  floorwalker $family [a-z]* --" || bad="$bad; $words"
	done
done
[ -z "$bad" ]
ok $? "a first word alone has help with examples$bad"
run store
[ $code -eq 2 ] && says "store init" && [ ! -s "$folder/out" ]
ok $? "a first word alone, without asking for help, is an error that lists the second ones"
run --version
[ $code -eq 0 ] && has '^floorwalker [0-9]'
ok $? "the version is told"

bad=
while IFS='|' read -r words said; do
	# shellcheck disable=SC2086
	run $words
	[ $code -eq 2 ] && says "$said" && [ ! -s "$folder/out" ] || bad="$bad
# $words ended with $code and said: $(head -n 1 "$folder/err")"
done <<'END'
store intt|store init
stor init|store init
init|store init
verify|audit verify
simulat|simulate
polici|policy
--verson|--version
--hlep|--help
-x|no option -x
audit verify -s shop.db|no option -s; did you mean --store
audit verify --stor=shop.db|no option --stor; did you mean --store
work --hepl|did you mean --help
help stor|store init
END
[ -z "$bad" ]
ok $? "what is mistyped is refused with the nearest name$bad"
run "$(printf 'st\033[2Jore')"
[ $code -eq 2 ] && ! says "$(printf '\033')"
ok $? "a wrong word is repeated without its control characters"

bad=
for words in "--help" "--version" "manual" "store --help" "simulate --help" "policy check" "world check tarn-and-fell" "policy explain --action refund --order TF-100101"; do
	# shellcheck disable=SC2086
	"$program" $words >/dev/full 2>"$folder/err"
	[ $? -eq 1 ] && says "could be written" || bad="$bad; $words to a full disk"
	# shellcheck disable=SC2086
	"$program" $words >&- 2>"$folder/err"
	[ $? -eq 1 ] && says "could be written" || bad="$bad; $words to nowhere"
done
[ -z "$bad" ]
ok $? "output that can't be written is a failure that is told$bad"
run store init --store "$folder/s.db" --world tarn-and-fell
"$program" say --store "$folder/s.db" --conversation ann "Where is TF-100187?" >&- 2>"$folder/err"
"$program" do --store "$folder/s.db" show C-1 >&- 2>&-
run audit verify --store "$folder/s.db"
[ $code -eq 0 ]
ok $? "with its outputs closed the program writes into no file of its own"

echo "1..$count"
exit $failed
