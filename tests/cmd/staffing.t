#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Agents for a service level, through the built program.

. "${srcdir:?}/tests/tap.sh"

quick() { run staffing --no-simulate "$@"; } # by formula: what is simulated takes seconds
is() { grep -q "\"$1\": $2,\{0,1\}\$" "$folder/out"; } # key pattern: somewhere

quick --arrivals 200 --aht 180 --agents 14 --format json
[ $code -eq 0 ] && is offered_load 10 && is breach false && [ "$(grep -c '"least_agents": 14' "$folder/out")" -eq 2 ] && is p_served_within '0\.88835001917[0-9]*' && is answered_by '"erlang_c"'
ok $? "200 an hour of 180 s take 14 agents for 80 % within 20 s, as tables have it"
has '"patience_s": null' && has 'how long people wait before they leave' && ! has simulated
ok $? "without a patience Erlang A says why it isn't there, and nothing is said to be simulated"
quick --arrivals 200 --aht 3m --patience 300s --agents 14 --target 80/20 --format json
[ $code -eq 0 ] && is aht_s 180 && is patience_s 300 && is p_abandon '0\.01398374[0-9]*' && is p_served_within '0\.916792[0-9]*' && is answered_by '"erlang_a"'
ok $? "with one, units and all, its figures are those of the published case"
quick --arrivals 200 --aht 180 --patience 120 --agents 9 --format json
[ $code -eq 0 ] && is defined false && has 'grows for ever' && has '"erlang_a": {' && is p_wait '0\.[0-9]*' && is breach true
ok $? "where more work arrives than can be done, Erlang C has no figures, and Erlang A has"
quick --arrivals 200 --aht 180 --agents 9
[ $code -eq 0 ] && has 'No figures of Erlang C: 10 agents. worth of work arrives for 9' && has '^9 agents miss the target; it takes 14\.$'
ok $? "for people, too"
quick --contacts 600 --containment 65% --containment-falls 10 --aht 240 --patience 2m --agents 17 --format json
[ $code -eq 0 ] && [ "$(grep '"arrivals_per_hour"' "$folder/out" | tr -dc '0-9.\n' | awk '{ printf "%.6f ", $1 }')" = "210.000000 270.000000 " ] &&
	[ "$(grep '^ *"breach"' "$folder/out" | grep -o 'true\|false' | tr '\n' ' ')" = "true false false true true true " ]
ok $? "ten points less of containment are 60 more an hour, and 17 agents no longer do"
before=$(sed -n 's/^  "least_agents": \([0-9]*\).*/\1/p' "$folder/out"); after=$(sed -n 's/^    "least_agents": \([0-9]*\).*/\1/p' "$folder/out" | tail -1)
quick --arrivals 270 --aht 240 --patience 2m --agents "$after" --format json
[ -n "$before" ] && [ "$after" -gt "$before" ] && has '^  "breach": false' && quick --arrivals 270 --aht 240 --patience 2m --agents $((after - 1)) --format json && has '^  "breach": true'
ok $? "it says how many would, and no fewer do"
quick --contacts 600 --containment 0.65 --containment-falls 10 --aht 240 --agents 17
[ $code -eq 0 ] && has 'the AI keeps 65 %' && has 'If the AI keeps 10 points less, 55 %' && has '270 contacts an hour arrive'
ok $? "and the same in words"
quick --arrivals 200 --aht 180 --patience 60 --agents 14 --target 80/20 --abandoned 1% --format json
one=$(sed -n 's/^  "least_agents": \([0-9]*\).*/\1/p' "$folder/out")
quick --arrivals 200 --aht 180 --patience 60 --agents 14 --target 80/20 --format json
any=$(sed -n 's/^  "least_agents": \([0-9]*\).*/\1/p' "$folder/out")
[ -n "$any" ] && [ "$one" -gt "$any" ]
ok $? "fewer who may leave take more agents"
quick --arrivals 1000000 --aht 180 --agents 5 --format json
[ $code -eq 0 ] && has '^  "least_agents": null'
ok $? "where no number of agents is enough, none is given"
run staffing --contacts 600 --containment 65% --containment-falls 10 --aht 240 --patience 2m --agents 17 --simulate --simulated-contacts 2000 --threads 1 --format json
[ $code -eq 0 ] && [ "$(grep -c '"simulated": {' "$folder/out")" -eq 2 ] && [ "$(grep -c '"mean_queue": 0\.\|"mean_queue": [1-9]' "$folder/out")" -ge 6 ] && has '"standard_errors": {' && has '"intervals": {' && is replications 5 && is settled true
ok $? "the same is played, too, before the fall and after it, with its errors"
same="with the same bytes, whatever the threads"
if sanitized; then
	skip "$same" "it was played once, under sanitizers that is enough"
else
	mv "$folder/out" "$folder/one"
	run staffing --contacts 600 --containment 65% --containment-falls 10 --aht 240 --patience 2m --agents 17 --simulate --simulated-contacts 2000 --threads 2 --format json
	[ $code -eq 0 ] && cmp -s "$folder/one" "$folder/out"
	ok $? "$same"
fi
run staffing --arrivals 200 --aht 180 --agents 14 --simulated-contacts 1000
[ $code -eq 0 ] && has 'Erlang C *Erlang A *simulated *95 % interval of it' && has '^  mean wait .* s to .* s$' && has '^Simulated: [0-9]* contacts in 5 replications'
ok $? "in words it stands in a column of its own, with intervals"

quick --arrivals 60 --aht 3.5m --patience inf --agents 9 --target 80%/20s --format json
[ $code -eq 0 ] && is aht_s 210 && is patience_s null && is share '0\.8' && is within_s 20 && is answered_by '"erlang_c"' && quick --arrivals 60 --aht 1m30s --patience 0.5m --agents 9 --target 0.8%/0.5m --format json && is aht_s 90 && is patience_s 30 && is share '0\.008' && is within_s 30
ok $? "percent with their sign, times with a fraction, and a patience without end are understood"
quick --arrivals 60 --aht '3 minutes' --patience None --agents 9 --target 80/0.5min --format json
[ $code -eq 0 ] && is aht_s 180 && is patience_s null && is within_s 30 && quick --arrivals 60 --aht 3.5min --patience infinite --agents 9 --format json && is aht_s 210 && is patience_s null
ok $? "so are times in words, and that nobody leaves"
quick --arrivals 10 --aht 1m --agents 1 --target 99.9999999/20
[ $code -eq 0 ] && has '^Target: 99\.9999999 % served' && has '^1 agent misses the target; it takes' && quick --arrivals 1 --aht 1m --agents 1 && has '^1 agent keeps the target; it takes 1\.$'
ok $? "one agent is one, and what is nearly all isn't told as all"
quick --arrivals 10 --aht 1m --agents 3 --abandoned 0%
[ $code -eq 0 ]
ok $? "where nobody leaves, none may"

name="the least number of agents needs none to be given, and is what is simulated"
quick --arrivals 200 --aht 180s --patience 3m --target 80/20 --format json
[ $code -eq 0 ] && has '^  "agents": 12,' && is agents_given false && has '^  "least_agents": 12' && has '^  "breach": false' && ! has simulated &&
	quick --contacts 600 --containment 65% --containment-falls 10 --aht 240 --patience 2m && has '^It takes 16 agents; what follows is theirs' && has '^16 agents miss the target; it takes 20' && ! has simulated
ok $? "$name"
quick --arrivals 1000000 --aht 180
[ $code -eq 1 ] && says 'not even 5000 agents'
ok $? "where no number is enough, that is an error"
name="the command of the manual prints what is simulated beside what is exact"
if sanitized; then
	skip "$name" "40,000 contacts are many there"
else
	run staffing --arrivals 200 --aht 180s --patience 3m --agents 14 --target 80/20 --format json
	[ $code -eq 0 ] && has '^  "simulated": {' && is replications 20 && is settled true && has '"erlang_c": {' && has '"erlang_a": {' && is agents_given true
	ok $? "$name"
fi

bad() { # message arguments…
	message=$1
	shift
	run staffing "$@"
	[ $code -eq 2 ] && says "$message" || { echo "# $*"; return 1; }
}
bad 'say what arrives' --aht 180 --agents 5 && bad 'say what arrives' --arrivals 5 --contacts 5 --containment .5 --aht 180 --agents 5 &&
	bad 'aht' --arrivals 5 --agents 5 && bad '--agents takes' --arrivals 5 --aht 180 --agents 0 && bad '--agents takes' --arrivals 5 --aht 180 --agents 5001 &&
	bad '--arrivals takes' --arrivals 0 --aht 180 --agents 5 && bad '--arrivals takes' --arrivals nan --aht 180 --agents 5 && bad '--aht takes' --arrivals 5 --aht 3x --agents 5 &&
	bad '--aht takes' --arrivals 5 --aht 0 --agents 5 && bad '--patience takes' --arrivals 5 --aht 180 --patience -1 --agents 5 && bad '--target takes' --arrivals 5 --aht 180 --agents 5 --target 80 &&
	bad '--target takes' --arrivals 5 --aht 180 --agents 5 --target 100/20 && bad '--containment takes' --contacts 5 --containment 65 --aht 180 --agents 5 &&
	bad 'needs --containment' --contacts 5 --aht 180 --agents 5 && bad 'to fall from' --arrivals 5 --containment-falls 10 --aht 180 --agents 5 &&
	bad "can't fall" --contacts 5 --containment 5% --containment-falls 10 --aht 180 --agents 5 && bad 'nobody arrives' --contacts 5 --containment 1 --aht 180 --agents 5 &&
	bad '0.8 may be meant as 80 % or as 0.8 %: say which, as in 80%/20s' --arrivals 5 --aht 180 --agents 5 --target 0.8/20 && bad '1 may be meant' --arrivals 5 --aht 180 --agents 5 --target 1/20 &&
	bad 'less than 100 %.*however many' --arrivals 5 --aht 180 --agents 5 --target 100/0 && bad 'less than 100 %' --arrivals 5 --aht 180 --agents 5 --target 150%/20 && bad 'after the slash' --arrivals 5 --aht 180 --agents 5 --target 80/x && bad '--target takes percent' --arrivals 5 --aht 180 --agents 5 --target %/20 &&
	bad '--abandoned takes more than 0: where patience ends, some leave' --arrivals 5 --aht 180 --patience 60 --agents 5 --abandoned 0% && bad '--patience takes' --arrivals 5 --aht 180 --patience infx --agents 5 && bad '--aht takes' --arrivals 5 --aht inf --agents 5 &&
	bad '--abandoned takes' --arrivals 5 --aht 180 --agents 5 --abandoned 2 && bad '--seed has no meaning beside --no-simulate' --arrivals 5 --aht 180 --agents 5 --seed 3 --no-simulate && bad '--simulate has no meaning' --arrivals 5 --aht 180 --agents 5 --simulate --no-simulate && bad '--simulated-contacts takes' --arrivals 5 --aht 180 --agents 5 --simulate --simulated-contacts 10 && bad '--format is' --arrivals 5 --aht 180 --agents 5 --format xml
ok $? "words that make no sense are refused, each by name"

name="a benchmark of few contacts says so, and which column it ignored"
if sanitized; then
	skip "$name" "its parts are played by tests/day/erlang"
else
	printf 'note,case,lambda,mu,c,mean_patience,T,P_wait\nby hand,half \033[31m,1,2,1,inf,0.5,\n' > "$folder/reference.csv"
	run benchmark erlang --reference "$folder/reference.csv" --contacts 1000
	[ $code -eq 0 ] && has 'Passed\.$' && has '^Not as asked: a case had fewer than 200000 contacts' && has '^  P_wait of the file isn.t given' && ! grep -q "$(printf '\033')" "$folder/out" && says 'reference.csv: column "note" isn.t known here, and was ignored'
	ok $? "$name"
fi

echo "1..$count"
exit $failed
