#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Scenarios, the shopper's words and personas may come from any folder: beside each other, or named one by one; and each fault in them is told with its place.
build=${builddir:-$(cd "$(dirname "$0")/../../build" && pwd)}
work=$(mktemp -d "${TMPDIR:-/tmp}/own-words-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failed=0

ok() { # condition-status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; fi
}
simulate() { # options… ; an impossible citation makes each conversation a failure, so that its transcript is printed
	"$build/floorwalker" simulate --conversations 4 --seed 2 --failures 4 --threads 1 "$@" > "$work/out" 2> "$work/err"
}
says() { grep -q "shopper: .*$1" "$work/out"; }
refused() { # code-of-the-run words…
	[ "$1" -ne 0 ] && [ ! -s "$work/out" ] && grep -q "$2" "$work/err"
}

mkdir -p "$work/set/shopper" "$work/set/personas" "$work/bare" "$work/other/personas"
cat > "$work/set/own-opening.yaml" <<END
scenario: own-opening
expect: contain
personas: [plain]
shopper:
  proof: []
  goals:
    - {want: own_wish}
end: {actions: [], cites: [KB-nowhere]}
END
sed 's/own-opening/bare-opening/; s/own_wish/delivery_cost/; /personas/d' "$work/set/own-opening.yaml" > "$work/bare/bare-opening.yaml"
printf 'language: en\nextends: en\nsay:\n  own_wish: "Pray tell the fee of carriage"\n  delivery_cost: "Whatever does the carriage cost"\n' > "$work/set/shopper/en.yaml"
printf 'persona: plain\n' > "$work/set/personas/plain.yaml"
printf 'persona: shouter\nopeners: ["AHOY."]\nopener_share: 1\n' > "$work/other/personas/shouter.yaml"

echo 1..16
simulate "$work/set"
ok $? "a folder with scenarios, words and personas of its own runs"
says "Pray tell the fee of carriage"
ok $? "the words beside the scenarios are said"
(cd "$work/set" && simulate own-opening.yaml) && says "Pray tell"
ok $? "and so they are where a file of the folder is named from within"
simulate "$work/bare" && ! says "Whatever does the carriage"
ok $? "scenarios without words beside them use those that came with the program"
simulate "$work/bare" --shopper "$work/set/shopper" && says "Whatever does the carriage"
ok $? "--shopper takes a folder of words"
simulate "$work/bare" --shopper "$work/set/shopper/en.yaml" --personas "$work/other/personas" && says "AHOY"
ok $? "--shopper takes a file, --personas a folder"
simulate "$work/set" invoice
refused $? "say which with --personas"
ok $? "scenarios that come with different words are refused until one is named"
simulate "$work/set" invoice --shopper "$work/set/shopper" --personas "$work/set/personas" && says "Pray tell"
ok $? "and run once they are"
printf 'language: en\nextends: en\nsay:\n  own_wish:\n    - "What of {ordr}?"\n' > "$work/bad.yaml"
simulate "$work/set" --shopper "$work/bad.yaml"
refused $? "bad.yaml:5:7: .*{ordr}"
ok $? "a parameter that shoppers don't know is told with file, line and column"
printf 'language: en\nsay:\n  own_wish: "What?"\n' > "$work/bad.yaml"
simulate "$work/set" --shopper "$work/bad.yaml"
refused $? "bad.yaml:3:3: say lacks give.order_number"
ok $? "words that lack an act are refused, and the act is named"
printf 'language: en\nextends: en\nsay:\n  own_wish: "What?"\nhear:\n  ask.email: ["(open"]\n' > "$work/bad.yaml"
simulate "$work/set" --shopper "$work/bad.yaml"
refused $? "bad.yaml:6:15: hear.ask.email"
ok $? "a pattern that doesn't hold is told with file, line and column"
printf 'language: en\nextends: en\nsay:\n  own_wish: "What?"\ntyping:\n  plain: {ab: c}\n' > "$work/bad.yaml"
simulate "$work/set" --shopper "$work/bad.yaml"
refused $? 'bad.yaml:6:15: plain: "ab" is not one letter'
ok $? "a letter of the keyboard that is none is told with file, line and column"
printf 'language: en\nextends: en\nsay:\n  own_wish: "What {options}?"\noptions: size\n' > "$work/bad.yaml"
simulate "$work/set" --shopper "$work/bad.yaml"
refused $? "bad.yaml:5:10: options is a map"
ok $? "and so are words before options' values that are no map"
sed 's/plain/nobody/' "$work/set/own-opening.yaml" > "$work/set/with-nobody.yaml"
sed -i 's/own-opening/with-nobody/' "$work/set/with-nobody.yaml"
simulate "$work/set/with-nobody.yaml"
refused $? "with-nobody.yaml:3:12: there is no persona"
ok $? "a persona that isn't there is told with file, line and column"
rm "$work/set/with-nobody.yaml"
simulate "$work/set" --shopper "$work/bare"
refused $? "holds no en.yaml"
ok $? "a folder without words in the world's language is refused"
simulate "$work/set" --personas "$work/nowhere"
refused $? "nowhere"
ok $? "a folder that isn't there is refused"
[ "$failed" -eq 0 ] || sed 's/^/# /' "$work/err"
exit "$failed"
