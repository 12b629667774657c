#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Days with the AI, people and follow-ups: the same bytes on 1, 2 and 8 threads, and where a run goes on that was stopped by a signal, killed, or lost some of its replications.
build=${builddir:-$(cd "$(dirname "$0")/../../build" && pwd)}
work=$(mktemp -d "${TMPDIR:-/tmp}/threads-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failed=0

ok() { # condition-status name
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; failed=1; fi
}
cat > "$work/small.yaml" <<'END'
simulation: small
title: Eight small mornings
world: tarn-and-fell
days: 1
starts_on: monday
replications: 8
demand:
  per_hour:
    weekdays: {"08:00-09:00": 12}
people:
  crews:
    chat: {count: 2, role: agent, capacity: 2, adherence: 0.8, shifts: [{days: [monday], hours: 08:00-17:00, breaks: [09:30-09:45]}]}
    lead: {count: 1, role: supervisor}
  handling:
    otherwise: {mean: 9m, cv: 0.9, resolves: 0.4}
  transfers: 0.2
  approval_errors: 0.1
  slow_down: 0.3
  cost_per_hour: 24
ai:
  latency: {mean: 2s, cv: 0.5}
  cost_per_turn: 0.004
END
simulate() { # file options…
	out=$1
	shift
	"$build/floorwalker" simulate --shift "$work/small.yaml" --seed 9 --worst 100 --format json "$@" > "$work/$out" 2> "$work/$out.err"
}
# Begins a run on one thread and sends it the signal once the checkpoint has a line of its first replication.
interrupt() { # signal
	rm -f "$work/run"
	: > "$work/run"
	"$build/floorwalker" simulate --shift "$work/small.yaml" --seed 9 --worst 100 --format json --threads 1 --checkpoint "$work/run" > "$work/broken" 2> "$work/broken.err" &
	pid=$!
	while kill -0 $pid 2> "$work/gone" && [ "$(wc -l < "$work/run")" -lt 2 ]; do :; done
	kill -"$1" $pid
	wait $pid 2> "$work/gone"
	code=$?
	lines=$(wc -l < "$work/run")
	[ $code -ne 0 ] && [ ! -s "$work/broken" ] && [ "$lines" -ge 2 ] && [ "$lines" -lt 9 ]
}

echo 1..9
simulate one --threads 1
ok $? "days run on one thread"
grep -q '"visit": [1-9]' "$work/one" && grep -q '"handoffs"' "$work/one" && grep -q '"agent"' "$work/one"
ok $? "with people, and shoppers who come again"
simulate two --threads 2 && cmp -s "$work/one" "$work/two"
ok $? "the same seed gives the same bytes on two"
simulate eight --threads 8 && cmp -s "$work/one" "$work/eight"
ok $? "and on eight"
"$build/floorwalker" simulate --shift "$work/small.yaml" --seed 10 --worst 100 --format json > "$work/other" 2> "$work/other.err" && ! cmp -s "$work/one" "$work/other"
ok $? "another seed gives others"
interrupt INT
ok $? "a signal stops a run, and what was finished stays"
simulate resumed --threads 2 --checkpoint "$work/run" && cmp -s "$work/one" "$work/resumed"
ok $? "it goes on to the same bytes, on another number of threads"
interrupt KILL && simulate killed --threads 8 --checkpoint "$work/run" && cmp -s "$work/one" "$work/killed"
ok $? "so does one that was killed"
simulate whole --threads 2 --checkpoint "$work/whole.run" && sed -e 3d -e 6d "$work/whole.run" > "$work/holes.run" && [ "$(wc -l < "$work/holes.run")" -eq 7 ] &&
	simulate holes --threads 8 --checkpoint "$work/holes.run" && cmp -s "$work/one" "$work/holes"
ok $? "so does one whose checkpoint lacks some in between"
[ "$failed" -eq 0 ] || sed 's/^/# /' "$work"/*.err
exit "$failed"
