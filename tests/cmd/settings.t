#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The console's settings from the shell and from files: what holds, where it was said, what is refused and where it stood.

# shellcheck source=tests/tap.sh
. "${srcdir:?}/tests/tap.sh"
XDG_CONFIG_HOME=$folder/config
export XDG_CONFIG_HOME
mine=$XDG_CONFIG_HOME/floorwalker/floorwalker.conf
mkdir -p "$folder/config/floorwalker" "$folder/worlds" && cp -r "$srcdir/scenarios/worlds/tarn-and-fell" "$folder/worlds/"
world=$folder/worlds/tarn-and-fell
says() { grep -q -e "$1" "$folder/out" "$folder/err"; }

run settings
[ "$code" -eq 0 ] && says '^theme  *auto  *default$' && says '^notify-on  *queue,mine,refund,sla  *default$'
ok $? "without files all is at its default"
run settings --template
cp "$folder/out" "$mine" && run settings && says '^theme  *auto  *default$' && sed -i 's/^#\(set\|bind\)/\1/' "$mine" && run settings && says '^theme  *auto  *.*/floorwalker.conf:[0-9]*$'
ok $? "the template is a file that changes nothing until a hash is taken off"

printf 'set clock 12h\nset theme light\n' > "$world/floorwalker.conf"
printf '# mine\nset theme mono\n' > "$mine"
run settings --world "$world"
says '^clock  *12h  *.*/tarn-and-fell/floorwalker.conf:1$' && says '^theme  *mono  *.*/config/floorwalker/floorwalker.conf:2$'
ok $? "the team's file holds, and the agent's above it"
run world check "$world"
[ "$code" -eq 0 ] && cp "$world/floorwalker.conf" "$folder/kept" && printf 'set clok 12h\n' > "$world/floorwalker.conf" && run world check "$world"
[ "$code" -eq 1 ] && says 'floorwalker.conf:1:5: .*did you mean clock?' && printf 'bind list t log\n' > "$world/floorwalker.conf" && run world check "$world"
[ "$code" -eq 0 ] && says '^warning: .*floorwalker.conf:1: take has no key any more' && cp "$folder/kept" "$world/floorwalker.conf"
ok $? "world check checks the team's file"
run settings --world "$world" --set theme=dark
says '^theme  *dark  *--set$'
ok $? "and the command line above both"
run settings bell
[ "$code" -eq 0 ] && says '^bell: on (default)' && says 'on or off'
ok $? "one setting is explained"
run settings bel
[ "$code" -eq 2 ] && says 'did you mean bell?'
ok $? "a name that is none is told what is near"

run store init --store "$store" --world "$world" --practice && run console --store "$store" --agent maeve --dump board
says ' [ap]m$' && ! says ' [0-2][0-9]:[0-5][0-9]$'
ok $? "the console takes what its world's file says"
run console --store "$store" --agent maeve --set clock=24h --set borders=ascii --dump board
says '^>Waiting for a person' && ! says '▸'
ok $? "and --set"
run console --store "$store" --agent maeve --set clock=25h --dump board
[ "$code" -eq 2 ] && says '24h or 12h'
ok $? "what makes no sense is refused"

for fault in 'set theme nocturne|:1:11: there is no theme named nocturne' 'set them light|:1:5: .*did you mean theme?' 'bind lst E take|:1:6: .*did you mean list?' 'bind list C-i take|:1:11: a terminal sends Tab' 'sit theme light|:1:1: .*did you mean set?'; do
	printf '%s\n' "${fault%%|*}" > "$mine"
	run console --store "$store" --agent maeve --dump board
	{ [ "$code" -eq 1 ] && says "floorwalker.conf${fault#*|}"; } || { echo "# ${fault%%|*}: ended with $code"; false; }
	ok $? "refused at its place: ${fault%%|*}"
done

printf 'bind list t note\nbind list t log\nbind conversation t log\n' > "$mine"
run settings
[ "$code" -eq 1 ] && says 'floorwalker.conf:1: t is bound again in line 2' && says 'take has no key any more; :take still does it'
ok $? "keys that hide one another are told, and end it with 1"
printf 'bind list t log\nbind list F9 take\nbind any F8 list mine\nunbind any C-z\n' > "$mine"
run settings
[ "$code" -eq 1 ] && says 'suspend has no key any more' && ! says 'take has no'
ok $? "a command that has another key is not missed"
run console --store "$store" --agent maeve --dump board --typed F8
says 'mine'
ok $? "and a bound key works"

echo "1..$count"
exit $failed
