#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What only a terminal shows: widths that agree with it, symbols and colours that it has, notices as bytes, the linear console at a
# keyboard. A private tmux server; what a window is sent is recorded.

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
seen() { mux capture-pane -p -t w > "$dir/seen" && grep -q -e "$1" "$dir/seen"; }
sent() { LC_ALL=C grep -q -a -F -e "$1" "$dir/sent"; }
until_true() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt ${FLOORWALKER_TRIES:-200} ] || return 1
		timeout 0.3 tmux -S "$dir/mux" wait-for nothing
	done
	return 0
}
until_seen() { until_true seen "$1"; }
until_sent() { until_true sent "$1"; }
say() { "$builddir/floorwalker" say --store "$dir/s.db" --conversation "$1" "$2" > "$dir/out" 2>&1; }
# $1: environment; the rest: options of the console
start() {
	environment=$1
	shift
	cat > "$dir/run" <<-END
		env LC_ALL=C.UTF-8 $environment "$builddir/floorwalker" console --store "$dir/s.db" --agent kwame --no-work $* 2> "$dir/errors"
		echo "ended with \$?"
		exec cat
	END
	: > "$dir/sent"
	if mux has-session 2>/dev/null; then
		mux pipe-pane -t w
		mux respawn-window -k -t w "cat"
		mux pipe-pane -t w "cat > '$dir/sent'"
		mux respawn-window -k -t w "sh $dir/run"
	else
		mux new-session -d -s s -n w -x 100 -y 75 "sh $dir/run" \; set -g escape-time 0 \; pipe-pane -t w "cat > '$dir/sent'"
	fi
}

INPUTRC=/dev/null XDG_CONFIG_HOME=$dir TERM=xterm-256color
export INPUTRC XDG_CONFIG_HOME TERM
unset TMUX COLORTERM NO_COLOR FLOORWALKER_THEME COLORFGBG

"$builddir/floorwalker" store init --store "$dir/s.db" --world tarn-and-fell --practice > "$dir/out" 2>&1 && say ann "I want to speak to a person"
ok "a store is made"
# Each text has a bar behind it, which tmux must show at once behind what we send of it.
for text in '山田太郎|' 'カタカナ|' 'é|' '👍🏽|' '👨‍👩‍👧‍👦|' '🇩🇪|' '❤️|' '1️⃣|' '☔|' '한글|' 'שלום|' 'नमस्ते|' 'ｗｉｄｅ|'; do
	"$builddir/floorwalker" do note C-1 "a$text" --store "$dir/s.db" --agent kwame > "$dir/out" 2>&1 || echo "# refused: $text"
done
start "X=" --view "'open C-1'"
until_seen '山田太郎|' && seen 'カタカナ|' && seen 'aé|' && seen '한글|' && seen 'ｗｉｄｅ|' && seen 'a☔|'
ok "wide characters and marks stand as tmux has them"
# Of what joins into one picture the first part is sent, padded to its two cells.
seen 'a👍|' && seen 'a👨|' && seen 'a❤ |' && seen 'a1 |'
ok "joined pictures keep their width, though not all of their parts"
seen 'a🇩 |' || seen 'a🇩|'
ok "so do flags"
seen 'aשלום|' && ! LC_ALL=C grep -q -a "$(printf '\342\200[\216\217\252-\256]\|\342\201[\246-\251]')" "$dir/sent" && sent "$(printf '\033[8l')"
ok "text from right to left stands in its own order, cell by cell, without a direction mark"
mux send-keys -t w ':' && until_seen 'Enter run' && mux send-keys -t w Escape && until_seen 'Left as it was'
ok "Esc alone counts at once"
! sent "$(printf '\033[?1000h')" && ! sent "$(printf '\033[?1002h')" && ! sent "$(printf '\033[?1006h')"
ok "the mouse is left to the terminal"

start "X=" "--set notify=osc777 --set notify-every=1"
until_seen 'Waiting for a person' && say bob "I want to speak to a person" && until_sent "$(printf '\007')" && until_sent "$(printf '\033]777;notify;floorwalker;C-2 waits in Customer care: asked for a human\033\\')"
ok "what comes to wait rings and goes to the desktop"
start "X=" "--set bell=off --set title=off"
until_seen 'Waiting for a person' && say cat "I want to speak to a person" && until_seen 'Waiting for a person  *3' && mux send-keys -t w 2 && until_seen '▸ C-' && ! sent "$(printf '\033]777')" && ! sent "$(printf '\033]9')" && ! sent "$(printf '\007')" && ! sent "$(printf '\033]2;')"
ok "nothing rings or is named where that is turned off"

start TERM=linux
until_seen 'Waiting for a person' && ! LC_ALL=C grep -q '▸\|│\|▰' "$dir/seen" && seen '^>Waiting'
ok "the console of Linux gets ASCII for lines and marks"
start X= "--set borders=ascii"
until_seen '^>Waiting'
ok "so does who asks for it"
start NO_COLOR=1 "--set theme=dark"
until_seen 'Waiting for a person' && ! sent "$(printf '\033[3')" && ! sent "$(printf '\033[4')" && ! sent '38;5' && sent "$(printf '\033[7m')\|$(printf '\033[0;7')" || sent "[7m" || sent ";7m"
ok "NO_COLOR gets no colour, and the selected line reversed"
start TERM=rxvt
until_seen 'Waiting for a person' && ! sent '38;5' && ! sent '48;5'
ok "eight colours are enough"
# Curses sends 24-bit colour only by a description that has it: one is made, as ncurses-term has it.
if command -v tic >/dev/null 2>&1 && infocmp -x -1 xterm-256color > "$dir/own" 2>/dev/null; then
	sed -e 's/^xterm-256color.*/xterm-direct|made by a test,/' -e 's/colors#[0-9a-fx]*/colors#0x1000000/' -e 's/pairs#[0-9a-fx]*/pairs#0x10000/' -e '/^\tinitc=/d' -e '/^\tccc,/d' \
	    -e 's/^\tsetab=.*/\tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48:2::%p1%{65536}%\/%d:%p1%{256}%\/%{255}%\&%d:%p1%{255}%\&%d%;m,/' \
	    -e 's/^\tsetaf=.*/\tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38:2::%p1%{65536}%\/%d:%p1%{256}%\/%{255}%\&%d:%p1%{255}%\&%d%;m,/' "$dir/own" > "$dir/direct"
	printf '\tRGB,\n' >> "$dir/direct"
	mkdir "$dir/ti" && tic -x -o "$dir/ti" "$dir/own" && tic -x -o "$dir/ti" "$dir/direct"
	start "TERM=xterm-256color TERMINFO=$dir/ti COLORTERM=truecolor" "--set theme=dark"
	until_seen 'Waiting for a person' && until_sent '38:2:' && ! sent '38;5'
	ok "who says truecolor and has a description of it gets it"
	start "TERM=xterm-256color TERMINFO=$dir/ti" "--set theme=dark"
	until_seen 'Waiting for a person' && until_sent '38;5' && ! sent '38:2:'
	ok "who doesn't say so gets the nearest of 256"
	sed -e 's/^\tkcuu1=.*/\tkcuu1=\\EQQ,/' "$dir/direct" > "$dir/other" && tic -x -o "$dir/ti" "$dir/other"
	start "TERM=xterm-256color TERMINFO=$dir/ti COLORTERM=truecolor" "--set theme=dark"
	until_seen 'Waiting for a person' && until_sent '38;5' && ! sent '38:2:'
	ok "nor is a description used that is of another terminal"
	start "TERMINFO=$dir/ti COLORTERM=24bit TERM=rxvt" "--set theme=dark"
	until_seen 'Waiting for a person' && ! sent '38:2:'
	ok "and where there is none, what is claimed changes nothing"
fi
printf 'bind list t log\nbind list x note\nbind list F8 take\nset theme light\n' > "$dir/mine.conf"
start X= "--config $dir/mine.conf"
until_seen 'mine.conf:[0-9]*: [a-z]* has no key any more'
ok "a key that takes a command's last one is said when the console starts"

start X= --linear
until_seen '^>$' && mux send-keys -t w -l 'list' && mux send-keys -t w Enter && until_seen '^> C-1 ' && mux send-keys -t w -l 'tak' && until_seen '^> tak$' && say dan "I want to speak to a person" && mux send-keys -t w -l 'e C-1' && mux send-keys -t w Enter && until_seen '^C-1 is yours' && until_seen '^C-4 waits in Customer care'
ok "the linear console is typed in, and news wait until the line has ended"
mux send-keys -t w -l 'quit' && mux send-keys -t w Enter && until_seen '^ended with 0'
ok "and left"
echo "1..$n"
