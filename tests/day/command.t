#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# floorwalker simulate --shift, compare and sweep: the same bytes on one thread and on two, and where an interrupted run goes on; each format; and what is refused.
build=${builddir:-$(cd "$(dirname "$0")/../../build" && pwd)}
work=$(mktemp -d "${TMPDIR:-/tmp}/days-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failed=0

ok() { # condition-status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; fi
}
cat > "$work/small.yaml" <<'END'
simulation: small
title: A small morning </script>
world: tarn-and-fell
days: 1
starts_on: tuesday
replications: 3
demand:
  per_hour:
    weekdays: {"09:00-11:00": 12}
people:
  crews:
    chat: {count: 1, role: supervisor, capacity: 2}
  handling:
    otherwise: {mean: 6m, cv: 0.9, resolves: 0.85}
  cost_per_hour: 24
ai:
  latency: {mean: 2s, cv: 0.5}
  cost_per_turn: 0.004
END
simulate() { # file options…
	out=$1
	shift
	"$build/floorwalker" simulate --shift "$work/small.yaml" --seed 5 "$@" > "$work/$out" 2> "$work/$out.err"
}

echo 1..20
simulate one --threads 1 --format json
ok $? "days run on one thread"
simulate two --threads 2 --format json
cmp -s "$work/one" "$work/two"
ok $? "the same seed gives the same bytes, whatever the threads"
# Two of three replications are there, and half a line of the third.
simulate whole --checkpoint "$work/run" --format json && head -n 3 "$work/run" > "$work/part" && sed -n 4p "$work/run" | head -c 3000 >> "$work/part"
simulate resumed --checkpoint "$work/part" --format json
cmp -s "$work/one" "$work/resumed"
ok $? "an interrupted run goes on to the same bytes"
simulate other --checkpoint "$work/run" --set people.crews.chat.count=2
[ $? -eq 1 ] && grep -q "another run" "$work/other.err"
ok $? "a checkpoint of another run is refused"
simulate text && grep -q "^Containment .* 95 % interval" "$work/text" && grep -q "^  Average speed of answer" "$work/text"
ok $? "text has figures with intervals"
awk 'length($0) > 200 { bad = 1 } END { exit bad }' "$work/text"
ok $? "its lines are short"
simulate page --format html && grep -q "<!DOCTYPE html>" "$work/page" && grep -q "A small morning &lt;/script&gt;" "$work/page" && ! grep -q "<script" "$work/page"
ok $? "html is a page, and what the file says stays text"
grep -q "simulate --shift .*small.yaml --replications 3 --seed 5 --worst 20" "$work/page" && grep -q "simulation: small" "$work/page"
ok $? "the page says how to have the run again"
grep -q "a second" "$work/one.err" && ! grep -q "a second" "$work/one"
ok $? "the machine's time is told on standard error alone"
simulate mixed --conversations 5
[ $? -eq 2 ] && grep -q -- "--conversations has no meaning with --shift" "$work/mixed.err"
ok $? "options of a run of conversations are refused"
"$build/floorwalker" simulate --replications 5 > "$work/none" 2> "$work/none.err"
[ $? -eq 2 ] && grep -q -- "--replications needs --shift" "$work/none.err"
ok $? "options of days are refused without them"
days() { # file command… of the small morning with a title that is no text of a page
	out=$1
	shift
	"$build/floorwalker" "$@" --seed 5 > "$work/$out" 2> "$work/$out.err"
}
# "x%" of a figure as the page has it, from the JSON's first of that key after a name.
percent() { # file name key
	awk -v name="\"$2\"" -v key="\"$3\":" '!seen && index($0, name) { seen = 1 } seen && $1 == key { printf "%.1f", $2 * 100; exit }' "$1"
}
days pair.json compare --shift "$work/small.yaml" - people.crews.chat.count=2 --replications 2 --threads 1 --format json
days pair.html compare --shift "$work/small.yaml" - people.crews.chat.count=2 --replications 2 --threads 2 --format html
grep -q "<!DOCTYPE html>" "$work/pair.html" && ! grep -q "<script" "$work/pair.html" && grep -q "A small morning &lt;/script&gt;" "$work/pair.html"
ok $? "a comparison is a page, and what the files say stays text"
level=$(percent "$work/pair.json" service_level a)
[ -n "$level" ] && grep -q "Service level</th><td class=\"n\">$level %</td>" "$work/pair.html"
ok $? "its figures are the JSON's"
grep -q "floorwalker compare --shift .*small.yaml --replications 2 --seed 5 - people.crews.chat.count=2" "$work/pair.html" && grep -q "simulation: small" "$work/pair.html"
ok $? "it says how to have it again"
grep -q '"more"' "$work/pair.json" && grep -q '"reproduce"' "$work/pair.json"
ok $? "the JSON has how many more would decide, and how to have it again"
days set compare --shift "$work/small.yaml" - ai.send_at=0.9 --set people.crews.chat.count=2 --replications 1
grep -q "^A  .*small.yaml with people.crews.chat.count=2, " "$work/set" && grep -q "^B  .*small.yaml with people.crews.chat.count=2;ai.send_at=0.9, " "$work/set"
ok $? "its sides say what is set on both"
days over.json sweep "$work/small.yaml" --over people.crews.chat.count=1..2 --over ai.send_at=0.5,0.7 --replications 2 --format json
days over.html sweep "$work/small.yaml" --over people.crews.chat.count=1..2 --over ai.send_at=0.5,0.7 --replications 2 --format html
grep -q "<!DOCTYPE html>" "$work/over.html" && ! grep -q "<script" "$work/over.html" && [ "$(grep -c 'class="heat' "$work/over.html")" -eq 8 ]
ok $? "a sweep over two values is a page with two maps"
level=$(percent "$work/over.json" service_level value)
[ -n "$level" ] && grep -q "<td class=\"n\" data-head=\"in time\">$level %<small>" "$work/over.html"
ok $? "its figures are the JSON's"
grep -q "floorwalker sweep --over people.crews.chat.count=1..2 --over ai.send_at=0.5,0.7 --replications 2 --seed 5 .*small.yaml" "$work/over.html"
ok $? "it says how to have it again"
days wrong sweep "$work/small.yaml" --over people.crews.chat.count=1..2 --format pdf
[ $? -eq 2 ] && grep -q -- "--format is text, json or html" "$work/wrong.err"
ok $? "another format is refused"
[ "$failed" -eq 0 ] || sed 's/^/# /' "$work"/*.err
exit "$failed"
