#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# floorwalker replay --changed-since: against a folder and a git revision, what is kept for it, and what it can't be told.

. "${srcdir:?}/tests/tap.sh"

suite=$folder/suite
mkdir "$suite" "$folder/shops"
for n in cancel-pending status-pending delivery-cost; do cp "$srcdir/scenarios/regression/goals/$n.yaml" "$suite/"; done
cp -R "$srcdir/scenarios/worlds/tarn-and-fell" "$folder/was"
chmod -R u+w "$folder/was"
cp -R "$folder/was" "$folder/shops/tarn-and-fell"
world=$folder/shops/tarn-and-fell

run replay "$suite" --world "$world" --changed-since "$folder/was"
[ $code -eq 0 ] && has '^3 of 3 conversations can be touched' && has 'nothing is known of what it reached' && [ -s "$suite/reached.json" ]
ok $? "the first time all are played, and what they reached is kept beside the suite"
run replay "$suite" --world "$world" --changed-since "$folder/was"
[ $code -eq 0 ] && has '^0 of 3 conversations can be touched'
ok $? "where nothing changed none is played, and that holds"
sed -i 's/^  - id: cancel-pending$/  - id: cancel-while-pending/' "$world/policy/cancel.yaml"
run replay "$suite" --world "$world" --changed-since "$folder/was"
[ $code -eq 1 ] && has '^1 of 3 conversations can be touched' && has 'cancel.yaml: cancel-while-pending new, cancel-pending gone' && has '1: another decision on cancel'
ok $? "of a renamed rule that one is played that it decides for, and it fails"
run replay "$suite" --world "$world" --changed-since "$folder/was"
[ $code -eq 1 ] && has '^1 of 3 conversations can be touched' && has 'it failed the last time'
ok $? "what failed is played again"
run replay "$suite" --world "$world" --changed-since "$folder/was" --format json
[ $code -eq 1 ] && has '"skipped": \['
ok $? "JSON names what was left out"

if command -v git > /dev/null 2>&1; then
	repository() { git -C "$folder/shops" -c user.name=Test -c user.email=test@example.com -c commit.gpgsign=false "$@" > "$folder/out" 2>&1; }
	cp "$folder/was/policy/cancel.yaml" "$world/policy/"
	{ repository init -q && repository add tarn-and-fell && repository commit -q -m first; } || exit 99
	sed -i 's/^  - id: cancel-pending$/  - id: cancel-while-pending/' "$world/policy/cancel.yaml"
	rm "$suite/reached.json"
	cp "$world/policy/cancel.yaml" "$folder/cancel.yaml"
	cp "$folder/was/policy/cancel.yaml" "$world/policy/"
	run replay "$suite" --world "$world" --reach "$folder/map.json"
	cp "$folder/cancel.yaml" "$world/policy/"
	run replay "$suite" --world "$world" --reach "$folder/map.json" --changed-since HEAD
	[ $code -eq 1 ] && has '^1 of 3 conversations can be touched' && [ ! -e "$suite/reached.json" ]
	ok $? "a git revision is what the world was"
	run replay "$suite" --world "$world" --changed-since HEAD~1
	[ $code -eq 2 ] && says 'no revision of a git checkout'
	ok $? "a revision that isn't there is told"
	run replay "$suite" --world "$world" --changed-since --output=x
	[ $code -eq 2 ] && [ ! -e x ] && [ ! -e "$world/x" ]
	ok $? "a revision is never an option of git's"
	run replay "$suite" --world "$srcdir/scenarios/worlds/tarn-and-fell" --changed-since nothing-of-the-kind
	[ $code -eq 2 ] && says 'nothing-of-the-kind'
	ok $? "nor is anything else taken for one"
else
	for n in 1 2 3 4; do skip "git revision $n" "git isn't installed"; done
fi
(PATH=$folder/nothing; export PATH; "$program" replay "$suite" --world "$world" --changed-since HEAD > "$folder/out" 2> "$folder/err"; [ $? -eq 2 ]) && says "git isn't installed"
ok $? "without git it is told what else does"
cp "$folder/map.json" "$folder/before.json" 2> /dev/null || echo '{"version": 1, "conversations": {}}' | tee "$folder/map.json" > "$folder/before.json"
run replay "$suite" --world "$world" --reach "$folder/map.json" --changed-since "$folder/was" --backend http:http://127.0.0.1:1/turn
[ $code -eq 3 ] && has '^3 of 3 conversations can be touched' && cmp -s "$folder/map.json" "$folder/before.json"
ok $? "what another backend reaches isn't known, and isn't kept"
run replay "$suite" --world "$world" --changed-since "$folder/was" --baseline "$folder/b.json" --update
[ $code -eq 2 ]
ok $? "a part is no baseline"
run replay "$suite/cancel-pending.yaml" --world "$world" --changed-since "$folder/was"
[ $code -eq 2 ] && says 'reach'
ok $? "a single file needs to be told where what it reached is kept"
echo '{}' > "$folder/map.json"
run replay "$suite" --world "$world" --reach "$folder/map.json"
[ $code -eq 2 ] && says 'map.json'
ok $? "another file isn't written over"

echo "1..$count"
exit "$failed"
