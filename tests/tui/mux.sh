# SPDX-License-Identifier: GPL-3.0-or-later
#
# For tests of the console in a real terminal: a private tmux server with one window, and waiting for what it shows. No test sleeps.

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
has_plain_modes() {
	test "$(mux display-message -p -t w '#{alternate_on}#{cursor_flag}#{keypad_cursor_flag}#{keypad_flag}#{mouse_any_flag}')" = 01000
}
is_whole() { # the terminal is as it was before; what was written last may still be on its way
	wait_for ended && until_true has_plain_modes || return 1
	for mode in icanon echo isig ixon; do
		tr ' ' '\n' < "$dir/modes" | grep -qx "$mode" || return 1
	done
	until_seen 'what stood here before'
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
