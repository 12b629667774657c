#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Typing at the console in a real terminal: editing as readline has it, pastes, a terminal that is resized without end, a shell to go back to, and a store that is slow or gone.

. "${srcdir:?}/tests/tui/mux.sh"

keys() { mux send-keys -t w "$@"; }
letters() { mux send-keys -t w -l "$1"; }
column() { mux display-message -p -t w '#{cursor_x}'; }
is_before() { test "$(column)" -lt "$1"; }
# Esc alone counts once the cursor has stepped back: what follows is no M- key then.
escape() {
	was=$(column)
	keys Escape && until_true is_before "$was"
}
told() { "$builddir/floorwalker" do show C-1 --store "$dir/s.db" --agent maeve > "$dir/show" 2>&1; grep -q -e "$1" "$dir/show"; }
has_size() { seen "$2" && test "$(wc -l < "$dir/seen")" -eq "$1"; }

echo 1..17
"$builddir/floorwalker" store init --store "$dir/s.db" --world tarn-and-fell --practice > "$dir/out" 2>&1 &&
	"$builddir/floorwalker" say --store "$dir/s.db" --conversation ann "I want to speak to a person" >> "$dir/out" 2>&1 &&
	"$builddir/floorwalker" say --store "$dir/s.db" --conversation bob "I want to speak to a person" >> "$dir/out" 2>&1 &&
	"$builddir/floorwalker" do take C-1 --store "$dir/s.db" --agent maeve >> "$dir/out" 2>&1
ok "a store with two conversations is made"

# ---- emacs
start
title ', board' && letters ':open C-1' && keys Enter && title ', C-1' && keys r && until_seen 'Reply, C-1:'
ok "a reply is begun"
letters 'hello world' && until_seen 'hello world' && keys C-a M-f && letters ' brave' && until_seen 'hello brave world'
ok "words are edited as in emacs"
keys C-a C-k && letters 'x ' && keys C-y && until_seen 'x hello brave world' && keys C-w C-w && letters 'old' && until_seen 'x hello old'
ok "what was cut comes back"
keys M-Enter && letters 'second line' && until_seen 'second line' && seen 'x hello old' && ! told 'second line'
ok "a new line sends nothing"
printf 'one\n:quit\nthree\n' | mux load-buffer - && mux paste-buffer -p -t w && until_seen 'three' && seen 'Reply, C-1:' && ! told 'three'
ok "several pasted lines send nothing"
keys Escape && until_seen 'what you wrote is kept' && keys r && until_seen 'Reply, C-1:' && letters 'We look into it.' && until_seen 'look into it' && keys Enter && until_true told 'We look into it.'
ok "Enter sends what stands there, and nothing of what was left"
letters ':quit' && keys Enter && is_whole
ok "it ends well"

# ---- vi
printf 'set editing-mode vi\n' > "$dir/inputrc"
start x C.UTF-8 "INPUTRC='$dir/inputrc'; export INPUTRC"
title ', board' && letters ':open C-1' && keys Enter && title ', C-1' && keys n && until_seen 'Note, C-1:' &&
	letters 'abc def' && until_seen 'abc def' && escape && keys 0 x && until_seen ' bc def' && keys A '!' && until_seen 'bc def!'
ok "words are edited as in vi"
escape && keys 0 d w && until_seen ' def!' && ! seen 'bc def' && keys Enter && until_true told 'def!'
ok "Esc within a text goes to vi's commands, and doesn't leave it"
letters ':quit' && keys Enter && is_whole

# ---- sizes
start
title ', board' && keys 2 && title ', list' && until_seen '▸ C-'
n1=0
while [ $n1 -lt 100 ]; do
	mux resize-window -t w -x $((1 + n1 * 37 % 160)) -y $((1 + n1 * 23 % 50))
	n1=$((n1 + 1))
done
mux resize-window -t w -x 80 -y 24 && until_true has_size 24 '▸ C-' && keys 5 && title ', log' && until_true has_size 24 'help$'
ok "a hundred sizes later it shows what it should"
kill -0 "$(cat "$dir/pid")"
ok "and runs"

# ---- a store that hangs
mkfifo "$dir/wait"
"$builddir/tests/tui/hold" "$dir/s.db" < "$dir/wait" > "$dir/held" 2>&1 &
holder=$!
exec 9> "$dir/wait"
is_held() { grep -q held "$dir/held"; }
until_true is_held
letters ':list all' && keys Enter && title ', list' && keys g && until_seen '▸ C-' && first=$(grep -o '▸ C-[0-9]' "$dir/seen") && keys j && moved() { seen '▸ C-' && test "$(grep -o '▸ C-[0-9]' "$dir/seen")" != "$first"; } && until_true moved
ok "while another process holds the store keys move the selection"
letters ':open C-2' && keys Enter && title ', C-2' && keys t && keys 1 && title ', board' && until_seen 'Waiting for a person' && ! seen 'C-2 is yours'
ok "and what is asked of the store waits without the screen"
exec 9>&-
wait $holder
until_seen 'C-2 is yours'
ok "it is done once the store is free again"

# ---- a store that is gone
rm -f "$dir/s.db" "$dir/s.db-wal" "$dir/s.db-shm"
until_seen 'moved, deleted or replaced' && letters ':quit' && keys Enter && is_whole && until_seen 'ended with 0'
ok "a store that was deleted is told, and the terminal is restored"

# ---- a shell to go back to
"$builddir/floorwalker" store init --store "$dir/s2.db" --world tarn-and-fell --practice > "$dir/out" 2>&1
mux respawn-window -k -t w "env PS1='shell: ' ENV=/dev/null sh -i" && until_seen 'shell:' &&
	letters "\"$builddir/floorwalker\" console --store \"$dir/s2.db\" --agent maeve --theme dark --no-work" && keys Enter && title ', board' && until_seen 'Waiting for a person' &&
	keys C-z && until_seen 'Stopped\|Suspended\|suspended' && letters 'echo in $((40 + 2)) pieces' && keys Enter && until_seen 'in 42 pieces' &&
	letters 'fg' && keys Enter && until_seen 'Waiting for a person' && keys 5 && title ', log' && letters ':quit' && keys Enter && until_seen 'in 42 pieces'
ok "C-z goes to the shell, whose terminal is whole, and fg comes back"
