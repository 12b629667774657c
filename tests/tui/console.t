#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The console in a real terminal: a private tmux server, real keys. The window's title, which the program sets after it has drawn, is the fence.

. "${srcdir:?}/tests/tui/mux.sh"

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
mux send-keys -t w 1 && title ', board' && mux send-keys -t w q y && is_whole && until_seen 'ended with 0'
ok "quitting restores the terminal"
start
title ', board' && kill -TERM "$(cat "$dir/pid")" && is_whole && until_seen 'ended with 0'
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
is_whole && grep -q "can't place text" "$dir/errors" && until_seen 'ended with 1'
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
