#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A drill with real keys: what it is about, the console with the drill's own commands, the pause, going back, the debrief. A private
# tmux server.

command -v tmux >/dev/null 2>&1 || { echo "1..0 # SKIP tmux is not here"; exit 0; }

dir=$(mktemp -d) || exit 99
mux() { tmux -u -S "$dir/mux" -f /dev/null "$@"; }
trap 'mux kill-server 2>/dev/null; rm -rf "$dir"' EXIT
n=0
failed=0
ok() { # what; status of the command before
	status=$?
	n=$((n + 1))
	if test $status -eq 0; then echo "ok $n - $1"; else failed=1; echo "not ok $n - $1"; mux capture-pane -p -t w 2>/dev/null | grep . | sed 's/^/# /'; fi
}
seen() { mux capture-pane -p -t w > "$dir/seen" && grep -q -e "$1" "$dir/seen"; }
is_there() { [ -d "$1" ]; }
until_true() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt "${FLOORWALKER_TRIES:-400}" ] || return 1
		timeout 0.3 tmux -S "$dir/mux" wait-for nothing
	done
	return 0
}
until_seen() { until_true seen "$1"; }
type_line() { mux send-keys -t w -l "$1" && mux send-keys -t w Enter; }

cat > "$dir/three.yaml" <<'END'
drill: three
title: Three shoppers
about: One wants a person, the others don't.
scenarios:
  - {at: 10:00:10, scenario: human-at-once}
  - {at: 10:00:40, scenario: delivery-cost}
seat: {agent: una}
from: 10:00
for: 30m
speed: 5
learn:
  - {id: soon, text: Who wants a person gets one soon., criterion: first_response, at_least: 50}
END
cat > "$dir/run" <<END
env LC_ALL=C.UTF-8 XDG_CONFIG_HOME="$dir" "$builddir/floorwalker" drill "$dir/three.yaml" --sessions "$dir/sessions" --as kim --hints on 2> "$dir/errors"
echo "ended with \$?"
exec cat
END
mux new-session -d -s s -n w -x 100 -y 75 "sh $dir/run" \; set -g escape-time 0
until_seen 'Enter begins' && grep -q 'One wants a person' "$dir/seen" && grep -q 'gets one soon' "$dir/seen"
ok "what it is about is said before it begins"
mux send-keys -t w Enter
until_seen 'PRACTICE' && until_seen 'Mine  *1 '
ok "the console opens, and a conversation comes to the seat"
type_line ':lessons' && until_seen 'gets one soon'
ok "what is to be learnt"
mux send-keys -t w M-h && until_seen 'C-1 waits for your answer'
ok "a hint by its key"
type_line ':pause' && until_seen 'Paused' && type_line ':reply C-1 Too early.' && until_seen 'the drill is paused'
ok "in the pause nothing is done"
type_line ':go' && type_line ':reply C-1 Hello, I am Una, and I am a person.' && until_seen 'Goes to C-1'
ok "and it goes on"
type_line ':rewind 10:00:13' && until_true is_there "$dir/sessions/three-2"
ok "back to a moment: a session of its own"
until_seen 'Mine  *1 ' && type_line ':reply C-1 Good morning, I am Una. What is it about?' && until_seen 'Goes to C-1'
ok "which goes on from there"
mux send-keys -t w q && { until_seen '^Score\|y/n\|y or n\|Leave' ; grep -q '^Score' "$dir/seen" || mux send-keys -t w y; } && until_seen 'ended with [01]' && grep -q '^Score' "$dir/seen" && grep -q 'una: Good morning' "$dir/seen"
ok "then comes the debrief"
grep -q 'I am a person' "$dir/sessions/three-1/commands" && ! grep -q 'I am a person' "$dir/sessions/three-2/commands" && grep -q '"branch_of": *"three-1"' "$dir/sessions/three-2/session.json"
ok "both sessions are kept"
echo "1..$n"
exit $failed
