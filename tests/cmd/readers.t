#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Who may read a store but not write it, nor its folder, can still verify its log; where that can't be, it says what to do.

. "${srcdir:?}/tests/tap.sh"
worker=

run() { "$program" "$@" >"$folder.out" 2>"$folder.err"; code=$?; }
# Root may write everything, so it goes on as nobody; anyone else takes their own rights away.
if [ "$(id -u)" -eq 0 ]; then
	if ! setpriv --reuid=65534 --regid=65534 --clear-groups "$program" --version >/dev/null 2>&1; then
		echo "1..0 # SKIP root may write everywhere, and nobody can't run the program here"
		exit 0
	fi
	reader() { setpriv --reuid=65534 --regid=65534 --clear-groups "$program" "$@" >"$folder.out" 2>"$folder.err"; code=$?; }
	lock() { chmod 755 "$folder"; chmod 644 "$store"*; chown 65534 "$store.key"; chmod 600 "$store.key"; }
	unlock() { chown "$(id -u)" "$store.key"; }
else
	reader() { run "$@"; }
	lock() { chmod 444 "$store"; chmod 555 "$folder"; }
	unlock() { chmod 755 "$folder"; chmod 600 "$store"; }
fi
trap 'rm -f "$folder.out" "$folder.err"; if [ -n "$worker" ]; then kill -9 $worker 2>/dev/null; fi; chmod -R u+w "$folder"; rm -rf "$folder"' EXIT

run store init --store "$store" --world tarn-and-fell --practice
run say --store "$store" --conversation ann hello
lock
reader audit verify --store "$store"
[ $code -eq 0 ] && grep -q "the log holds" "$folder.out"
ok $? "who may not write it can verify a store at rest"
[ ! -e "$store-wal" ] && [ ! -e "$store-shm" ]
ok $? "and leaves nothing beside it"
reader say --store "$store" --conversation ann hello
[ $code -eq 1 ] && grep -q "can't be written" "$folder.err"
ok $? "who may not write it is told so when it would have to be written"
unlock

if [ "$(id -u)" -eq 0 ]; then
	chown 0 "$store.key"
	reader audit verify --store "$store"
	[ $code -eq 1 ] && grep -q "may not be read by you" "$folder.err" && grep -q "could not be checked" "$folder.out"
	ok $? "who may not read its key learns that the links hold, and no more"
	lock
	"$program" work --store "$store" >/dev/null 2>&1 &
	worker=$!
	while [ ! -e "$store-shm" ]; do "$program" --version >/dev/null; done
	run say --store "$store" --conversation bob hello
	reader audit verify --store "$store"
	[ $code -eq 0 ] && grep -q "2 chains" "$folder.out"
	ok $? "a store that is being written can be verified by who may only read"
	kill -9 $worker
	wait $worker 2>/dev/null
	worker=
	rm "$store-shm"
	chmod 600 "$store-wal"
	reader audit verify --store "$store"
	[ $code -eq 1 ] && grep -q "ask them to run floorwalker work" "$folder.err"
	ok $? "what only a writer can fold in is told, with what to do"
	chmod 600 "$store"
	reader audit verify --store "$store"
	[ $code -eq 1 ] && grep -q "can't be read: Permission denied" "$folder.err"
	ok $? "a store that may not be read is told to be such"
fi

echo "1..$count"
exit $failed
