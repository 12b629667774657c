#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The linear console, driven by lines on standard input: no terminal, no drawing, one line for each thing that happens.

# shellcheck source=tests/tap.sh
. "${srcdir:?}/tests/tap.sh"
XDG_CONFIG_HOME=$folder INPUTRC=/dev/null
export XDG_CONFIG_HOME INPUTRC

say() { "$program" say --store "$store" --conversation "$1" "$2" > "$folder/said" 2>&1; }
linear() { timeout 120 "$program" console --linear --no-work --store "$store" --agent "$1" > "$folder/out" 2> "$folder/err"; }
has() { grep -q -e "$1" "$folder/out"; }
# Until a line is there, a minute long. Opening the FIFO's other end is what waits between two looks.
until_has() {
	tries=0
	until grep -q -e "$1" "$folder/out" 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 3000 ] || return 1
		"$program" --version > /dev/null
	done
}

run store init --store "$store" --world tarn-and-fell --practice && say ann "I want to speak to a person" && say bob "I want to speak to a person"
ok $? "a store with two waiting conversations is made"

printf 'list waiting\ndown\ntake\nlist mine\n' | linear maeve
ok $? "it works without a terminal, and the end of the input ends it"
has '^> C-1  unread Guest 1 .*Customer care' && has '^C-2 is yours\.$' && [ "$(grep -c '^> C-2' "$folder/out")" -eq 2 ]
ok $? "lists are lines, the selected one is marked, and a command acts on it"
! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" "$folder/out" && ! grep -q '[│─▰▱▌▸]' "$folder/out"
ok $? "nothing is drawn: no escape, no line, no bar"

printf 'open C-1\nwhy\nshopper C-1\nC-2\n' | linear maeve
ok $? "a conversation, its reasons and its shopper are read"
has 'I want to speak to a person' && has '^What it understood' && has '^Shopper  of C-1' && has '^Conversation  C-2'
ok $? "by their words"

printf 'reply C-2\nI am looking into it.\nreply C-2 And again.\nreply C-2\n.\nreply C-2\n\nopen C-2\n' | linear maeve
grep -q '^Reply, C-2: (a dot alone leaves it)$' "$folder/out" && has 'I am looking into it' && has 'And again' && has '^Left as it was' && has 'nothing was done'
ok $? "a missing text is asked for in a line of its own; a dot or nothing leaves it"

printf 'close C-2\n\nlist mine\n' | linear maeve
has 'an empty line takes: ' && has 'C-2 is in wrap-up'
ok $? "what is offered is read out, and an empty line takes it"

printf 'palette\naprove A-1\ntake C-99\nset clock 12h\nset bell perhaps\nhelp take\nhelp\nquit\nlist\n' | linear maeve
has 'did you mean approve' && has '^Commands are typed by their names' && has 'C-99' && has '^clock is 12h until you leave' && has 'bell can.t be' && has '^Take a conversation from the AI or a queue\.$' && has 'give-back'
ok $? "the same commands, refusals, settings and help"
! has '^Conversations  [0-9]'
ok $? "quit leaves at once"

printf 'take C-1\nset theme\nlist\n' | timeout 120 "$program" console --linear --no-work --store "$store" > "$folder/out" 2> "$folder/err"
has 'only look on' && has 'only shows\|nothing can be changed\|for agents'
ok $? "who is no agent looks on"

printf 'one\0two\n\377\376\nlist\033]0;x\007\nboard\n' | linear maeve
has 'no UTF-8' && has '^People' && ! LC_ALL=C grep -q "$(printf '[\033\007]')" "$folder/out"
ok $? "a hostile line harms nothing"

for text in "The headlamp from TF-100173 is faulty, I want a refund. siobhan.hartigan@example.com" "A refund, please" "yes please"; do
	say eve "$text"
done
printf 'refunds\napprove A-1\nperhaps\nn\nactions\n' | linear una
grep -q '^Approve A-1: .* y or n$' "$folder/out" && has '^Nothing was done\.$' && "$program" do --store "$store" --agent una actions > "$folder/said" && grep -q A-1 "$folder/said"
ok $? "a refund is approved only after a yes: anything else asks again, no leaves it"
printf 'refunds\napprove A-1\ny\n' | linear una
"$program" do --store "$store" --agent una actions > "$folder/said"
has '^A-1' && ! grep -q A-1 "$folder/said"
ok $? "and with a yes it is"

mkfifo "$folder/fifo"
timeout 120 "$program" console --linear --no-work --store "$store" --agent kwame < "$folder/fifo" > "$folder/out" 2> "$folder/err" &
pid=$!
exec 3> "$folder/fifo"
until_has '^People' && say cat "I want to speak to a person" && until_has '^C-4 waits in Customer care: asked for a human$'
ok $? "one line tells that a conversation began to wait"
echo 'take C-4' >&3
until_has '^C-4 is yours' && say cat "my card 4111 1111 1111 1111 was charged" && until_has '^C-4: the shopper wrote: ' && ! has '4111 1111 1111'
ok $? "and one what a shopper wrote to the agent, masked"
echo 'quit' >&3
wait $pid
ok $? "quit ends it while its input is open"
exec 3>&-

timeout 120 "$program" console --linear --no-work --store "$store" --agent kwame < "$folder/fifo" > "$folder/out" 2> "$folder/err" &
pid=$!
exec 3> "$folder/fifo"
until_has '^People'
# timeout passes the signal on
kill -TERM $pid
wait $pid
code=$?
[ $code -eq 0 ] || [ $code -eq 124 ] || [ $code -eq 143 ]
ok $? "SIGTERM ends it while its input is open"
exec 3>&-

echo "1..$count"
exit $failed
