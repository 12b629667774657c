#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# floorwalker replay, replay lint and record from the shell: formats, exit codes, and that what is kept from a store holds.

program=${builddir:?}/floorwalker
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
count=0
failed=0

ok() { # status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; sed 's/^/# /' "$dir/out" "$dir/err" 2>/dev/null; fi
}
# A world with what is asked about here alone: each call loads it anew, and with sanitizers all articles in all languages take seconds.
world=$dir/world/tarn-and-fell
mkdir "$dir/world" && cp -R "${srcdir:?}/scenarios/worlds/tarn-and-fell" "$world" && chmod -R u+w "$world" || exit 99
rm -rf "$world/knowledge/de" "$world/knowledge/es" "$world/messages/de.yaml" "$world/messages/es.yaml" "$world/questions"
for article in "$world"/knowledge/*.md; do
	case ${article##*/} in damaged.md | returns.md | cancel.md | refund-times.md) ;; *) rm "$article" ;; esac
done
run() { # exit code, arguments: whether it ended so
	want=$1
	shift
	case " $* " in
	*" --store "* | *" record "*) ;;
	*) set -- "$@" --world "$world" ;;
	esac
	"$program" "$@" > "$dir/out" 2> "$dir/err"
	[ $? -eq "$want" ]
}

mkdir "$dir/suite"
cat > "$dir/suite/one.yaml" <<'END'
conversation: one
title: One
who: {order: TF-100187}
turns:
  - say: "My tent arrived damaged, {order}, {email}"
    expect: {intent: damaged_item}
END
run 0 replay "$dir/suite" && grep -q '^1 of 1 conversations held' "$dir/out"
ok $? "what holds ends with 0"
sed 's/: one/: two/; s/damaged_item/cancel_order/; s/{email}/{email} <b>/' "$dir/suite/one.yaml" > "$dir/suite/two.yaml"
run 1 replay "$dir/suite" && grep -q 'two.yaml:6:22' "$dir/out" && grep -q 'the AI, understanding' "$dir/out"
ok $? "what fails ends with 1, and says where and whose it is"
run 1 replay "$dir/suite" --format tap && grep -q '^not ok 2 - two' "$dir/out" && grep -q '^1..2' "$dir/out"
ok $? "TAP"
run 1 replay "$dir/suite" --format junit && grep -q '<testsuite .*tests="2" failures="1" errors="0">' "$dir/out" && grep -q '<failure type="understanding"' "$dir/out"
ok $? "JUnit"
run 1 replay "$dir/suite" --format json && grep -q '"failed": 1' "$dir/out"
ok $? "JSON"
run 1 replay "$dir/suite" --format html && grep -q '<h2>What failed</h2>' "$dir/out" && grep -q 'two: One (answer)' "$dir/out" && ! grep -q 'https\{0,1\}://\|<script' "$dir/out" && grep -q '&lt;b&gt;' "$dir/out"
ok $? "HTML, with nothing from elsewhere and nothing of a shopper's taken for markup"
run 0 replay "$dir/suite" --only one
ok $? "only what is named"
run 2 replay "$dir/suite" --only nothing
ok $? "a name that nothing has ends with 2"
run 2 replay "$dir/nothing"
ok $? "a suite that isn't there ends with 2"
run 2 replay "$dir/suite" --format pretty
ok $? "a format that isn't there ends with 2"
run 3 replay "$dir/suite" --backend http:http://127.0.0.1:1/turn && grep -q "couldn't be played" "$dir/out"
ok $? "a backend that can't be reached ends with 3, and is no failure"
run 0 replay "$dir/suite" --baseline "$dir/base.json" --update && run 0 replay "$dir/suite" --baseline "$dir/base.json"
ok $? "what failed in the baseline may fail still"
sed -i 's/damaged_item/cancel_order/' "$dir/suite/one.yaml"
run 1 replay "$dir/suite" --baseline "$dir/base.json" && grep -q '1 conversation is worse' "$dir/out"
ok $? "what is worse than the baseline ends with 1"
run 0 replay "$dir/suite" --baseline "$dir/base.json" --most-worse 1
ok $? "as many as are let pass pass"
run 2 replay "$dir/suite" --most-worse 1
ok $? "a gate without a baseline is wrong usage"
echo '{}' > "$dir/none.json"
run 2 replay "$dir/suite" --baseline "$dir/none.json" && grep -q 'is no baseline' "$dir/err"
ok $? "a file that is no baseline is told"
echo 'conversation: three' > "$dir/suite/three.yaml"
run 2 replay "$dir/suite" && grep -q 'three.yaml:1:1' "$dir/err"
ok $? "a suite that can't be read ends with 2, with the place"
rm "$dir/suite/three.yaml"
run 0 replay lint "$dir/suite"
ok $? "lint finds nothing where each expects something"
sed -i '/expect/d' "$dir/suite/one.yaml"
run 1 replay lint "$dir/suite" && grep -q 'one.yaml:1: nothing: it expects nothing' "$dir/out"
ok $? "lint finds what expects nothing"

"$program" store init --store "$dir/s.db" --world "$world" --practice > "$dir/out" 2>&1 &&
	"$program" say --store "$dir/s.db" --conversation ann "My tent arrived damaged, TF-100187, grace.okonjo@example.net" >> "$dir/out" 2>&1 &&
	"$program" say --store "$dir/s.db" --conversation ann "a refund please" >> "$dir/out" 2>&1 &&
	run 0 record --store "$dir/s.db" C-1 --into "$dir/kept" && grep -q '^1 conversations with 2 turns' "$dir/out" &&
	! grep -rqi 'grace' "$dir/kept" && run 0 replay "$dir/kept"
ok $? "what happened in a store is kept without the person, and holds"
run 1 record --store "$dir/s.db" C-1 --into "$dir/kept" && grep -q 'there already' "$dir/err"
ok $? "nothing is written over"
run 0 record --store "$dir/s.db" --search tent --into "$dir/found" && [ "$(ls "$dir/found" | wc -l)" -eq 1 ]
ok $? "a search says which"
run 0 record --scenarios refund-damaged-small --world "$world" --each 2 --into "$dir/played" && [ "$(ls "$dir/played" | wc -l)" -eq 2 ] && run 0 replay "$dir/played"
ok $? "scenarios are played and kept, and hold"
run 0 replay --store "$dir/s.db" --with threshold=1 && grep -q '^1 of 1 conversations go with the AI as it is' "$dir/out" && grep -q 'to people: 1 more' "$dir/out"
ok $? "what another threshold would have done in a store's conversations"
sed 's/    then: approve/    then: human/' "${srcdir:?}/scenarios/worlds/tarn-and-fell/policy/cancel.yaml" > "$dir/next.yaml"
mkdir "$dir/cancel" && cp "$srcdir/scenarios/regression/goals/cancel-pending.yaml" "$srcdir/scenarios/regression/goals/status-pending.yaml" "$dir/cancel"
run 0 replay "$dir/cancel" --with policy="$dir/next.yaml" && grep -q 'cancel-pending approve' "$dir/out" && grep -q '^2 of 2 conversations go with the AI as it is' "$dir/out" && grep -q '^1 go the same way' "$dir/out"
ok $? "one table stands in the place of the world's, the others stay"
sed -i 's/then: human/then: maybe/' "$dir/next.yaml"
run 2 replay "$dir/cancel" --with policy="$dir/next.yaml" && grep -q "$dir/next.yaml:[0-9]*:[0-9]*:" "$dir/err"
ok $? "a fault in it is told with its place"
run 2 replay --store "$dir/s.db" --with treshold=1
ok $? "a change that can't be made is wrong usage"
run 2 replay --store "$dir/s.db"
ok $? "so is a store without a change"
XDG_DATA_HOME=$dir/data "$program" do record C-1 --store "$dir/s.db" --agent maeve > "$dir/out" 2> "$dir/err" && [ "$(ls "$dir/data/floorwalker/kept" | wc -l)" -eq 1 ] &&
	grep -q 'nothing personal in it' "$dir/out" && run 0 replay "$dir/data/floorwalker/kept"
ok $? "the console's command keeps one, too"
mkdir "$dir/acts"
printf '  - name: keep-it\n    title: Keep it\n    steps:\n      - do: record %s\n' "$dir/written" >> "$world/macros/everyday.yaml"
printf 'conversation: one\ntitle: One\nturns:\n  - say: hi\n  - do: macro keep-it\n    as: maeve\n' > "$dir/acts/one.yaml"
run 2 replay "$dir/acts" && grep -q 'one.yaml:5:9' "$dir/err" && [ ! -e "$dir/written" ]
ok $? "no command of a kept conversation writes a file, through a macro neither"
run 2 record --into "$dir/x"
ok $? "without a source it is wrong usage"

echo "1..$count"
exit $failed
