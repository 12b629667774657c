#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Conversations of others through the built program: into a suite, played, and out again.

. "${srcdir:?}/tests/tap.sh"

samples=$srcdir/tests/replay/transcripts

run suite import --format openai "$samples/chats.jsonl" --into "$folder/chats"
[ $code -eq 0 ] && has "chats: 2 conversations, 8 turns, 3 of them the shoppers'$" && has "^       2  of a message: weight (first: chats.jsonl, 1, line 1)$" &&
	has "1  conversation in which no shopper says anything (first: chats.jsonl, 4, line 4)$" && [ "$(find "$folder/chats" -type f | wc -l)" -eq 2 ]
ok $? "chat lines become a suite, and what isn't carried over is listed"
! grep -rq "mary.byrne" "$folder/chats"
ok $? "without who wrote them"
run suite import --format openai "$samples/chats.jsonl" --into "$folder/chats"
[ $code -eq 1 ] && says "has files in it already"
ok $? "what is there isn't overwritten"
run suite import --format openai "$samples/chats.jsonl" --into "$folder/kept" --keep-personal --prefix "Our shop" --report json
[ $code -eq 0 ] && has '"conversations": 2' && has '"what": "answer of a tool"' && grep -q "mary.byrne@example.com" "$folder/kept/our-shop-1.yaml"
ok $? "personal data is kept where that is asked for, names begin as asked, and the report is JSON"

run replay "$folder/chats" --records --format json
[ $code -eq 0 ] && has 'Write {order} as {{it}} stands'
ok $? "the suite is played, and a brace that the source had is said as one"

run suite import --format botium "$samples/refund.convo.txt" --into "$folder/botium"
[ $code -eq 0 ] && run replay "$folder/botium" && [ $code -eq 1 ] && has "a reply with \"Hello! What can I do for you?\"" && has "botium/refund.yaml:18:19"
ok $? "what a convo asserts is expected, and fails where the AI says something else"
run suite import --format rasa "$samples/anchors.yml" --into "$folder/rasa"
[ $code -eq 1 ] && says "anchors.yml:4:10: anchors" && [ ! -e "$folder/rasa" ]
ok $? "YAML that we don't read is told with its place, and no folder is left"
run suite import --format rasa "$samples/stories.yml" "$samples/e2e.yml" --into "$folder/rasa"
[ $code -eq 0 ] && [ -f "$folder/rasa/a-lost-parcel-told-in-words.yaml" ] && [ -f "$folder/rasa/return-what-is-too-small.yaml" ]
ok $? "several files become one suite"
run suite import --format rassa "$samples/stories.yml" --into "$folder/other"
[ $code -eq 2 ] && says "did you mean rasa"
ok $? "an unknown format is refused with the nearest"

run suite export --format csv "$folder/botium" --out "$folder/botium.csv"
[ $code -eq 0 ] && has "botium.csv: 1 conversation, 7 turns$" && run suite import --format csv "$folder/botium.csv" --into "$folder/again" &&
	sed -e '/^origin:/,/^  heard\|^turns/d' "$folder/botium/refund.yaml" >"$folder/one" && sed -e '/^origin:/,/^  heard\|^turns/d' "$folder/again/refund.yaml" >"$folder/two" && cmp -s "$folder/one" "$folder/two"
ok $? "a suite that went out as CSV and came back is the same"
run suite export --format chatwoot "$folder/botium"
[ $code -eq 2 ] && says "can be read, not written"
ok $? "what can't be written is refused"
mkdir "$folder/own"
cat >"$folder/own/where.yaml" <<'END'
conversation: where
title: Where is it
who: {order: TF-100189}
turns:
  - say: "Where is {order}? My e-mail is {email}"
    expect: {reply: {contains: [way]}, outcome: sent}
  - wait: 5m
END
run suite export --format openai "$folder/own"
[ $code -eq 0 ] && has '"Where is {order}? My e-mail is {email}"' && says "2  what {order\|1  what {order} stands for" && says "1  expectation: contains" && says "1  expectation: outcome" && says "turn that only does something: wait" &&
	! has assistant
ok $? "an expectation isn't made an answer: it is listed, as are places and turns that say nothing"
run suite export --format openai "$folder/own" --fill
[ $code -eq 0 ] && has 'Where is TF-100189? My e-mail is [a-z.]*@' && ! says "stands for"
ok $? "places are filled in where that is asked for"

run store init --store "$store" --world tarn-and-fell --practice
run say --store "$store" --conversation ann "Hello, where is my order TF-100189? My e-mail is aoife.nolan@example.com"
run say --store "$store" --conversation bob "Do you sell gift cards?"
agent maeve take C-1
agent maeve reply C-1 "I look into it"
run suite export --format openai --store "$store" --out "$folder/real.jsonl"
[ $code -eq 0 ] && has "real.jsonl: 2 conversations" && has "1  message that didn't reach the shopper (pending) (first: C-1)" && grep -q '"role":"assistant"' "$folder/real.jsonl" && ! grep -q "aoife.nolan" "$folder/real.jsonl"
ok $? "a store's conversations go out masked, without what the shopper hasn't got"
run suite export --format csv --store "$store" id:C-2
[ $code -eq 0 ] && has '^"C-2","shopper","Do you sell gift cards?"' && ! has '^"C-1"' && has ',"20[0-9T:.-]*Z","[a-z_]*",'
ok $? "those that fit a query alone, with times and intents in CSV"
run suite export --format csv --store "$store" agent:nobody-such
[ $code -ne 0 ]
ok $? "a query that nothing fits exports nothing"
run suite export --format csv
[ $code -eq 2 ] && says "Name a suite, or --store"
ok $? "nothing named is nothing exported"

echo "1..$count"
exit $failed
