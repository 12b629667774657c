#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The console in a real terminal: a private tmux server, real keys. The window's title, which the program sets after it has drawn, is the fence.

command -v tmux >/dev/null 2>&1 || { echo "1..0 # SKIP tmux is not here"; exit 0; }

dir=$(mktemp -d) || exit 99
mux() { tmux -u -S "$dir/mux" -f /dev/null "$@"; }
trap 'mux kill-server 2>/dev/null; rm -rf "$dir"' EXIT
n=0
ok() { # what; status of the command before
	status=$?
	n=$((n + 1))
	if test $status -eq 0; then echo "ok $n - $1"; else echo "not ok $n - $1"; mux capture-pane -p -t w 2>/dev/null | sed 's/^/# /'; fi
}
wait_for() { timeout 60 tmux -S "$dir/mux" wait-for "$1"; }
seen() { mux capture-pane -p -t w > "$dir/seen" && grep -q -e "$1" "$dir/seen"; }
# Until a condition holds, a minute long: looks at once, then as often as the clock of a wait that nothing ends allows.
until_true() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || return 1
		timeout 0.3 tmux -S "$dir/mux" wait-for nothing
	done
	return 0
}
has_title() {
	case $(mux display-message -p -t w '#{pane_title}') in *"$1") return 0 ;; esac
	return 1
}
title() { until_true has_title "$1"; }	# ends so
until_seen() { until_true seen "$1"; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }
until_gone() { until_true is_gone "$1"; }
is_whole() { # the terminal is as it was before
	wait_for ended || return 1
	test "$(mux display-message -p -t w '#{alternate_on}#{cursor_flag}#{keypad_cursor_flag}#{keypad_flag}#{mouse_any_flag}')" = 01000 || return 1
	for mode in icanon echo isig ixon; do
		tr ' ' '\n' < "$dir/modes" | grep -qx "$mode" || return 1
	done
	seen 'what stood here before'
}
# Starts the console in a window of a size; $2: a locale; $3: a line of shell before it.
start() {
	cat > "$dir/run" <<-END
		ulimit -c 0
		$3
		echo what stood here before
		printf '\\033]2;starting\\007'
		sh -c 'echo \$\$ > "$dir/pid"; LC_ALL=${2:-C.UTF-8} exec "$builddir/floorwalker" console --store "$dir/s.db" --agent maeve --theme dark --no-work' 2> "$dir/errors"
		echo "ended with \$?"
		stty -a > "$dir/modes"
		tmux -S "$dir/mux" wait-for -S ended
		exec cat
	END
	rm -f "$dir/modes"
	if mux has-session 2>/dev/null; then
		mux select-pane -t w -T starting
		mux respawn-window -k -t w "sh $dir/run"
	else
		mux new-session -d -s s -n w -x 100 -y 30 "sh $dir/run" \; set -g escape-time 0
	fi
}

INPUTRC=/dev/null XDG_CONFIG_HOME=$dir TERM=xterm-256color
export INPUTRC XDG_CONFIG_HOME TERM
unset TMUX NO_COLOR FLOORWALKER_THEME COLORFGBG

echo 1..18
"$builddir/floorwalker" store init --store "$dir/s.db" --world tarn-and-fell --practice > "$dir/out" 2>&1 &&
	"$builddir/floorwalker" say --store "$dir/s.db" --conversation ann "I want to speak to a person" >> "$dir/out" 2>&1
ok "a store with a waiting conversation is made"
start
title ', board' && seen 'Waiting for a person' && seen 'PRACTICE'
ok "the console starts with the board"
mux send-keys -t w 2
title ', list' && seen 'C-1'
ok "a key shows the list"
mux resize-window -t w -x 60 -y 15 && mux send-keys -t w 5 && title ', log' && seen 'conversation\|opened on' && test "$(wc -l < "$dir/seen")" -eq 15 && seen 'help$'
ok "a resize redraws the whole screen at its new size"
printf 'q\ny\n:quit\n' | mux load-buffer - && mux paste-buffer -p -t w && mux send-keys -t w 3 && title ', refunds' && seen 'never taken as commands'
ok "pasted text never acts"
mux send-keys -t w Escape && title ', list'
ok "Esc alone goes back"
mux send-keys -t w 1 && title ', board' && mux send-keys -t w q y && is_whole && seen 'ended with 0'
ok "quitting restores the terminal"
start
title ', board' && kill -TERM "$(cat "$dir/pid")" && is_whole && seen 'ended with 0'
ok "SIGTERM restores the terminal"
start
title ', board' && kill -HUP "$(cat "$dir/pid")" && is_whole
ok "SIGHUP restores the terminal"
start
title ', board' && kill -SEGV "$(cat "$dir/pid")" && is_whole
ok "a crash restores the terminal"
start
title ', board' && kill -ABRT "$(cat "$dir/pid")" && is_whole
ok "an abort restores the terminal"
start x C
title ', board' && seen 'This locale is not UTF-8' && ! LC_ALL=C grep -q '[^ -~]' "$dir/seen"
ok "a locale without UTF-8 gets ASCII and is told so"
mux send-keys -t w q y && is_whole
start x C.UTF-8 'TERM=dumb; export TERM'
is_whole && grep -q "can't place text" "$dir/errors" && seen 'ended with 1'
ok "a terminal that can't place text is refused with what to do instead"
start
title ', board' && mux send-keys -t w 2 && title ', list' && mux send-keys -t w C-z && mux send-keys -t w C-c && until_seen 'q goes back and leaves'
ok "C-c says how to leave, and C-z without a shell to go to harms nothing"
mv "$dir/s.db" "$dir/away.db" && until_seen 'moved, deleted or replaced' && mux send-keys -t w t && until_seen 'nothing was done'
ok "a store whose file has gone is told, and nothing is done to what would be lost"
mv "$dir/away.db" "$dir/s.db" && mux send-keys -t w t && until_seen 'C-1 is yours'
ok "it goes on when the file is back"
"$builddir/floorwalker" say --store "$dir/s.db" --conversation bob "I want to speak to a person" > "$dir/out" 2>&1
until_seen '▸ C-1 .*moved on' && until_seen ' C-2 ' && mux send-keys -t w j && until_seen '▸ C-2' &&
	"$builddir/floorwalker" do take C-2 --store "$dir/s.db" --agent ewa >> "$dir/out" 2>&1 && mux send-keys -t w t && until_seen 'Ewa Kaczmarek was first: C-2 is theirs'
ok "who comes second is told on the screen who was first"
mux new-window -d -n other cat && mux kill-window -t w && until_gone "$(cat "$dir/pid")"
ok "closing the terminal ends the console"
