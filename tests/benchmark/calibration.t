#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# benchmark calibration: the same bytes, halves that hold no task twice, weights that come back as they were fitted, and plain errors.
. "${srcdir:?}/tests/tap.sh"
if sanitized; then
	echo "1..0 # SKIP the same conversations again and again, without sanitizers alone"
	exit 0
fi
small=$srcdir/tests/benchmark/small
set_of() { run benchmark calibration --scenarios "$srcdir/tests/strangers" --conversations 60 --seed 4 "$@"; }

set_of --format json --threads 1 --fit --out "$folder/weights.json" --replies "$folder/replies"
cp "$folder/out" "$folder/one"
[ "$code" -eq 0 ] && has '"auroc"' && has '"ece_equal_bins"' && has '"coverage"'
ok $? "replies are measured"
set_of --format json --threads 2 --fit
[ "$code" -eq 0 ] && cmp -s "$folder/out" "$folder/one"
ok $? "the same bytes, whatever the number of threads"
sed 's/.*"half":"\([a-z]*\)","task":"\([^"]*\)".*/\2 \1/' "$folder/replies" | sort -u > "$folder/halves"
[ -s "$folder/halves" ] && [ "$(cut -d' ' -f1 "$folder/halves" | sort | uniq -d | wc -l)" -eq 0 ] && grep -q fitting "$folder/halves" && grep -q testing "$folder/halves"
ok $? "no task is in both halves"
set_of --format json --weights "$folder/weights.json" --fit
[ "$code" -eq 0 ] && awk '
	/^  "fitted": \{/ { exit }
	/^    "weights": \{/ { into = "w" }
	/^    "fitted": \{/ { into = "f" }
	/^    \},?$/ { into = "" }
	into == "w" && !/"weights"/ { w = w $0 }
	into == "f" && !/"fitted"/ { f = f $0 }
	END { exit !(length(w) > 1000 && w == f) }' "$folder/out"
ok $? "weights that were written measure as they did when they were fitted"
set_of --weights "$folder/weights.json"
[ "$code" -eq 0 ] && has '^By the weights, tested half$' && has '^As given, tested half$' && has 'objected'
ok $? "the same in text"
run world import tau --db "$small" --out "$folder/shop"
run benchmark calibration --scenarios "$srcdir/scenarios/de" --conversations 20 --world "$folder/shop" --tasks "$small/tasks.jsonl" --gold "$small/gold.jsonl" --format json
[ "$code" -eq 0 ] && has '"set": "tasks"'
ok $? "spoken tasks are a set of their own"
run benchmark calibration --scenarios "$folder/nowhere"
[ "$code" -ne 0 ] && says 'no such folder'
ok $? "a folder that isn't there is named"
run benchmark calibration --scenarios "$srcdir/scenarios/de" --tasks "$small/tasks.jsonl"
[ "$code" -eq 2 ] && says '\-\-gold is needed'
ok $? "tasks need what they leave changed"
run benchmark calibration --scenarios "$srcdir/scenarios/de" --conversations 1 --fit
[ "$code" -ne 0 ] && says 'nothing can be fitted'
ok $? "too little to fit is said"
echo "{version: 1, bias: 0, weights: {intent: much}}" > "$folder/bad.yaml"
set_of --weights "$folder/bad.yaml"
[ "$code" -ne 0 ] && says "bad.yaml:1:41: 'intent' must be a number"
ok $? "a fault in weights is named with its place"
echo "1..$count"
exit $failed
