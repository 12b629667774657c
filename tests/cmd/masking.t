#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a shopper or an agent writes of a person is nowhere in the store's files unmasked: not in messages, summaries, previews, notes, traces, events or the index.

. "${srcdir:?}/tests/tap.sh"
worker=
trap 'if [ -n "$worker" ]; then kill -9 $worker 2>/dev/null; fi; rm -rf "$folder"' EXIT

nowhere() { # name words…
	name=$1
	shift
	: >"$folder/out"; : >"$folder/err"
	for word; do
		grep -aqi -- "$word" "$store" "$store-wal" && echo "$word is in the files" >>"$folder/out"
	done
	[ ! -s "$folder/out" ]
	ok $? "$name"
}

run store init --store "$store" --world tarn-and-fell --practice --shift
# A worker keeps the store open, so that the write-ahead log stays and is looked through too.
"$program" work --store "$store" >/dev/null 2>&1 &
worker=$!
"$program" chat --store "$store" --conversation zebulon@zorptown.example --as "Zebulon Quackenbush" >"$folder/out" 2>"$folder/err" <<'END'
Hi, I'm Zebulon Quackenbush and my e-mail is zebulon.quackenbush@zorptown.example
Write to zebulon(at)zorptown.example or ZEBULON at zorptown dot example
My phone is +44 7911 654329 or 087 6543219 or (087) 654-3218
Card 4556 7375 8689 9855 or 4556-7375-8689-9855, CVV 829, IBAN DE89 3704 0044 0532 0130 00 or IE29AIBK93115212345678
I live at 917 Thistlewick Crescent, postcode EX31 4ZQ, before that in D04 W9E7
My name is Zebulon Quackenbush. Where is my order?
Zebulon Quackenbush, EX31 4ZQ
Thanks, Zebulon Quackenbush
END
ok $? "a shopper says who they are"
[ -s "$store-wal" ]
ok $? "the write-ahead log is there to be looked through"
run do --store "$store" --agent una take C-1
run do --store "$store" --agent una reply C-1 "Dear Zebulon Quackenbush, we wrote to zebulon@zorptown.example and will call +44 7911 654329 about 917 Thistlewick Crescent"
[ $code -eq 0 ]
ok $? "an agent answers with what they know"
run do --store "$store" --agent una note C-1 "Mr Quackenbush, zebulon@zorptown.example, card 4556 7375 8689 9855, lives at 917 Thistlewick Crescent EX31 4ZQ"
run do --store "$store" --agent una give-back C-1 "Mr Quackenbush of 917 Thistlewick Crescent EX31 4ZQ will call from +44 7911 654329"
[ $code -eq 0 ]
ok $? "an agent sums up with what they know"

nowhere "no name is stored" quackenbush zebulon
nowhere "no e-mail address is stored" zorptown
nowhere "no phone number is stored" '7911 654' '6543219' '654-3218'
nowhere "no card is stored" '4556 7375' '4556-7375' 4556737586899855
nowhere "no account number is stored" '3704 0044' AIBK93115212345678 '0532 0130'
nowhere "no address is stored" thistlewick
nowhere "no postcode is stored" 'EX31 4ZQ' 'EX314ZQ' 'D04 W9E7'

run do --store "$store" --agent una search thistlewick
grep -q 'C-1' "$folder/out"
[ $? -ne 0 ]
ok $? "nor found by searching for it"
run do --store "$store" --agent una show C-1
grep -qi 'quackenbush\|zorptown\|thistlewick' "$folder/out"
[ $? -ne 0 ] && grep -q '\[email\]' "$folder/out"
ok $? "a conversation is shown with marks"

echo "1..$count"
exit $failed
