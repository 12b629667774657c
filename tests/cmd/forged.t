#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Someone with the file in hand and sqlite3 changes what happened: audit verify says so, and where.

. "${srcdir:?}/tests/tap.sh"
sqlite=$(command -v sqlite3) || { echo "1..0 # SKIP the sqlite3 program is needed to forge a store"; exit 0; }

run store init --store "$store" --world tarn-and-fell --practice --shift
for text in "The headlamp from TF-100173 is faulty, I want a refund. siobhan.hartigan@example.com" "A refund, please" "yes please" "how long does it take?" "thanks"; do
	run say --store "$store" --conversation ann "$text"
done
run say --store "$store" --conversation bob "Where is TF-100187? grace.okonjo@example.net"
run do --store "$store" --agent maeve approve A-1 seen
run work --store "$store" --once
run audit verify --store "$store"
[ $code -eq 0 ] && grep -q "the log holds" "$folder/out"
ok $? "the log holds before anything is forged"
cp "$store" "$folder/kept"

forge() { # name SQL
	cp "$folder/kept" "$store"
	rm -f "$store-wal" "$store-shm"
	before=$("$sqlite" "$store" "SELECT hex(group_concat(hash)) FROM events; SELECT hex(group_concat(quote(sealed))) FROM messages; SELECT group_concat(state || '/' || amount) FROM actions; SELECT group_concat(hash) FROM chains")
	"$sqlite" "$store" "DROP TRIGGER events_never_change; DROP TRIGGER events_never_go; PRAGMA foreign_keys = OFF; $2" >"$folder/out" 2>&1
	run audit verify --store "$store"
	[ $code -eq 1 ] && grep -q "does NOT hold" "$folder/out" && grep -q "C-1 " "$folder/out" && [ -n "$before" ]
	ok $? "$1"
}
forge "an event's words changed" "UPDATE events SET data = replace(data, 'maeve', 'cathal') WHERE data LIKE '%maeve%'"
forge "an event's time changed" "UPDATE events SET at_ms = at_ms - 60000 WHERE conversation_id = 1 AND number = 3"
forge "an event taken out of the middle" "DELETE FROM events WHERE conversation_id = 1 AND number = 4"
forge "a tail cut off" "DELETE FROM events WHERE conversation_id = 1 AND number > 6"
forge "two events in each other's place" "UPDATE events SET number = -1 WHERE conversation_id = 1 AND number = 3; UPDATE events SET number = 3 WHERE conversation_id = 1 AND number = 4; UPDATE events SET number = 4 WHERE conversation_id = 1 AND number = -1"
forge "a conversation's events all gone" "DELETE FROM events WHERE conversation_id = 1"
forge "a message's words replaced by another's" "UPDATE messages SET sealed = (SELECT sealed FROM messages WHERE id = 2) WHERE id = 1"
forge "a message nobody sent" "INSERT INTO messages SELECT 999, 1, 999, author, name, text, sealed, '', epoch, turn_id, confidence, citations, delivery, created_ms, delivered_ms FROM messages WHERE id = 1"
forge "an action that was never done" "UPDATE actions SET state = 3 WHERE id = 1"
forge "a denied action made of a done one" "UPDATE actions SET state = 5 WHERE id = 1"

echo "1..$count"
exit $failed
