#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The program with its data as installed, in a folder that was moved, run from anywhere.

. "${srcdir:?}/tests/tap.sh"

run() { (cd "$folder/elsewhere" && exec env -u FLOORWALKER_DATA "$prefix/bin/floorwalker" "$@") >"$folder/out" 2>"$folder/err"; code=$?; }

source=$(cd "${srcdir:?}" && pwd)
build=$(cd "${builddir:?}" && pwd)
prefix="$folder/moved here"
mkdir -p "$prefix/bin" "$prefix/share/floorwalker" "$folder/elsewhere"
cp "$build/floorwalker" "$prefix/bin/"
for data in scenarios themes; do ln -s "$source/$data" "$prefix/share/floorwalker/$data"; done
ln -s "$build/models" "$prefix/share/floorwalker/models"

run world check tarn-and-fell
[ $code -eq 0 ]
ok $? "its worlds are found"
run store init --store "$folder/s.db" --world tarn-and-fell --practice
run say --store "$folder/s.db" --conversation ann "Where is my order?"
[ $code -eq 0 ] && [ -s "$folder/out" ]
ok $? "its models are found"
run console --store "$folder/s.db" --agent una --theme light --dump board
[ $code -eq 0 ] && [ -s "$folder/out" ]
ok $? "its themes are found"
run simulate furious --conversations 2
[ $code -eq 0 ]
ok $? "its scenarios are found"
run simulate de-furious --conversations 2
[ $code -eq 0 ]
ok $? "those in another language, too"
run simulate de --conversations 2 && [ $code -eq 0 ] && run simulate scenarios/es --conversations 2
[ $code -eq 0 ]
ok $? "and all of a language"
run simulate --shift weekday scenarios/de --replications 1 --set demand.scale=0.01 --format json
[ $code -eq 0 ] && has '"scenario": "de-'
ok $? "also where a day is simulated"
run simulate scenarios/fr --conversations 2
[ $code -ne 0 ] && says 'there is no scenario "scenarios/fr"'
ok $? "what isn't there is refused by its name"

echo "1..$count"
exit $failed
