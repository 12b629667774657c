#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A simulated day that is looked at live, in a real terminal: what stands there until it begins, who may act, and its end.

. "${srcdir:?}/tests/tui/mux.sh"

keys() { mux send-keys -t w "$@"; }
letters() { mux send-keys -t w -l "$1"; }

echo 1..6
printf 'simulation: short\ndays: 2\nworld: tarn-and-fell\ndemand: {per_hour: {daily: 4}}\n' > "$dir/day.yaml"
cat > "$dir/run" <<-END
	echo what stood here before
	LC_ALL=C.UTF-8 "$builddir/floorwalker" simulate --shift "$dir/day.yaml" --live --from 34h --speed 60000 2> "$dir/errors"
	echo "ended with \$?"
	stty -a > "$dir/modes"
	tmux -S "$dir/mux" wait-for -S ended
	exec cat
END
mux new-session -d -s s -n w -x 120 -y 30 "sh $dir/run" \; set -g escape-time 0 && until_seen 'Going to\|PRACTICE'
ok "it begins"
letters 'zzzzzzzzzzzzzzzzzzzzzzzzzz' && until_seen ' PRACTICE .* 20 Oct [012][0-9]:[0-9][0-9]'
ok "a run of several days has its date in the clock"
until_seen '^ *.*The run is over: what you see is how it ended' && until_seen ' 20 Oct 23:59'
ok "at its last midnight the clock stands, and it is said that the run is over"
letters ':take C-1' && keys Enter && until_seen 'This view only looks on, .*floorwalker drill'
ok "who would act is told where they may"
letters ':quit' && keys Enter && is_whole && seen 'ended with 0'
ok "it leaves the terminal as it was"
seen '^Going to 10:00 of day 2 …$' && ! grep -q 'zzz' "$dir/seen"
ok "it told where it goes until there was something to see, and what was typed meanwhile isn't there"
