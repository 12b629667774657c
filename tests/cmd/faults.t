#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What can be wrong around the program: words, files, keys, room on the disk. Each time an exit code (2: words; 1: failure), what is wrong and where, and nothing changed.

. "${srcdir:?}/tests/tap.sh"
worlds=${srcdir:?}/scenarios/worlds

sum() { cksum "$store" "$store.key"; }

run store init --store "$store" --world tarn-and-fell --practice --shift
run say --store "$store" --conversation ann "Where is TF-100187? grace.okonjo@example.net"
cp "$store" "$folder/kept"
cp "$store.key" "$folder/kept.key"

# ---- words: what it must say | the words
before=$(sum)
: >"$folder/empty"
mkfifo "$folder/pipe"
long=$(head -c 100 /dev/zero | tr '\0' a)
bad=
while IFS='|' read -r expected said words; do
	# shellcheck disable=SC2086 # words are words
	run $words
	if [ "$code" != "$expected" ] || ! says "$said" || [ "$(wc -c <"$folder/err")" -lt 10 ]; then
		bad="$bad
# $words: ended with $code and said: $(head -c 300 "$folder/err")"
	fi
done <<END
2|--store is needed|say hello
2|text|say --store $store
2|one word too many|say --store $store a b
2|given twice|say --store $store --store $store hello
2|whole number from 1 to 3600|say --store $store --timeout 0 hello
2|whole number from 1 to 3600|say --store $store --timeout 99999999999999999999 hello
2|text or json|say --store $store --format xml hello
2|there is no backend|say --store $store --backend nonsense hello
2|http://|say --store $store --backend http:ftp://x hello
1|no conversation C-999|say --store $store --conversation C-999 hello
1|there is no store|say --store $folder/none hello
1|there is no store|chat --store $folder/none
2|one word too many|chat --store $store hello
2|did you mean take|do --store $store --agent una tkae C-1
2|needs a conversation|do --store $store --agent una take
2|no conversation|do --store $store --agent una take C--1
1|C-99|do --store $store --agent una take C-99
1|nobody|do --store $store --agent nobody take C-1
1|A-1|do --store $store --agent una approve A-1
2|reason|do --store $store --agent una deny A-1
2|no state|do --store $store --agent una state asleep
2|--action is needed|policy explain
2|did you mean refund|policy explain --action refnd --order TF-100187
1|TF-999999|policy explain --action refund --order TF-999999
2|--line|policy explain --action refund --order TF-100187 --line x
2|--amount|policy explain --action goodwill --order TF-100187 --amount 1e3
1|amount|policy explain --action goodwill --order TF-100187 --amount -5
2|--sku needs --line|policy explain --action exchange --order TF-100187 --sku X
1|no line 77; its lines are numbered 1 to 1|policy explain --action refund --order TF-100187 --line 77
1|did you mean damaged|policy explain --action refund --order TF-100187 --reason damagd
2|--amount is needed|policy explain --action discount --order TF-100187
2|can't both be|policy explain --action refund --order TF-100187 --world tarn-and-fell --store $store
1|is no id|world generate --out $folder/our,world
1|there is no world|policy check --world $folder/none
1|there is no world|world check $folder/none
2|--out is needed|world generate
2|whole number|world generate --out $folder/w --customers 0
1|files in it already|world generate --out $folder --customers 1
2|--world is needed|store init --store $folder/new
1|there is no world|store init --store $folder/new --world none
1|bound|store init --store $store --world tarn-and-fell
2|in memory|store init --store memory: --world tarn-and-fell
2|in memory|say --store memory: hello
2|in memory|audit verify --store memory:
2|in memory|policy explain --store memory: --action refund --order TF-100187
2|takes no value|store init --store $folder/new --world tarn-and-fell --practice=yes
2|did you mean --store|work --stor $store
2|one word too many|work --store $store --once now
1|there is no store|work --store $folder/none --once
1|there is no store|audit verify --store $folder/none
1|is an empty file|work --store $folder/empty --once
1|no file but a pipe|simulate $folder/pipe --conversations 1
1|no file but a pipe|console --store $store --agent una --dump board --keys $folder/pipe
2|no conversation (C-17)|say --store $store --conversation C-0 hello
2|up to 80 bytes|say --store $store --as $long hello
2|no view or command|console --store $store --agent una --dump boad
2|did you mean board|console --store $store --agent una --view boad
2|did you mean --store|audit verify -s $store
2|it has|audit everything
2|no page|manual nonsense
END
[ -z "$bad" ]
ok $? "wrong words end with their code and say what is wrong$bad"
[ "$before" = "$(sum)" ] && [ ! -s "$folder/empty" ] && [ ! -e "$folder/new" ] && [ ! -e "$folder/w" ] && [ ! -e "$folder/none" ]
ok $? "wrong words change nothing"

# ---- the store's files: each subcommand refuses alike
everyone_says() { # code what
	bad=
	for words in "say --conversation ann hello" "work --once" "do --agent una take C-1" "audit verify" "policy explain --action refund --order TF-100187"; do
		case $words in
		"audit verify") run audit verify --store "$store" ;;
		policy*) run policy explain --store "$store" --action refund --order TF-100187 ;;
		# shellcheck disable=SC2086
		*) run ${words%% *} --store "$store" ${words#* } ;;
		esac
		if [ "$code" -ne "$1" ] || ! says "$2"; then
			bad="$bad
# $words: ended with $code and said: $(cat "$folder/err")"
		fi
	done
	[ -z "$bad" ]
}
fresh() { rm -f "$store" "$store-wal" "$store-shm"; cp "$folder/kept" "$store"; cp "$folder/kept.key" "$store.key"; chmod 600 "$store" "$store.key"; }

fresh; chmod 644 "$store.key"
everyone_says 1 "chmod 600"
ok $? "a key that others may read is refused, with the command that mends it$bad"
fresh; echo hello >"$store.key"
everyone_says 1 "64 hexadecimal"
ok $? "a key file that holds none is refused$bad"
fresh; rm "$store.key"
run say --store "$store" --conversation ann hello
[ $code -eq 1 ] && says "restore it from a copy" && [ ! -e "$store.key" ]
ok $? "a missing key is asked for, and none made in its place"
run audit verify --store "$store"
[ $code -eq 1 ] && grep -q "could not be checked" "$folder/out"
ok $? "no log is called sound while its seals can't be checked"
fresh; printf '%064d\n' 7 >"$store.key"
before=$(cksum <"$store")
bad=
for words in "say --conversation ann hello" "do --agent una take C-1" "work --once"; do
	# shellcheck disable=SC2086
	run ${words%% *} --store "$store" ${words#* }
	[ $code -eq 1 ] && says "isn't the key" || bad="$bad $words"
done
[ -z "$bad" ] && [ "$before" = "$(cksum <"$store")" ]
ok $? "another store's key is told before it seals anything$bad"
fresh; printf 'not a store, only words that someone put into a file of that name' >"$store"
everyone_says 1 "restore it from a backup"
ok $? "a file that is no store is refused$bad"
fresh; dd if="$folder/kept" of="$store" bs=1000 count=100 2>/dev/null; truncate -s 100000 "$store"
everyone_says 1 "restore it from a backup"
ok $? "a store whose tail is missing is refused$bad"
fresh; printf '\000\000\000\143' | dd of="$store" bs=1 seek=60 conv=notrunc 2>/dev/null	# user_version, big-endian
everyone_says 1 "newer floorwalker"
ok $? "a newer schema is refused$bad"
fresh; : >"$store"
run audit verify --store "$store"
[ $code -eq 1 ] && [ ! -s "$store" ]
ok $? "an emptied store doesn't pass for a sound one"
fresh; rm "$store"; mkdir "$store"
everyone_says 2 "no regular file"
ok $? "a folder is no store$bad"
rmdir "$store"
fresh
if [ "$(id -u)" -ne 0 ]; then
	chmod 400 "$store"
	everyone_says 1 "can't be written"
	ok $? "a store that may only be read is refused$bad"
	chmod 600 "$store"
else
	skip "a store that may only be read is refused" "root may write everywhere"
fi

# ---- no room: no file may grow beyond 20 blocks of 512 bytes
fresh
(trap '' XFSZ; ulimit -f 20; exec "$program" say --store "$store" --conversation ann "is anyone there?" >"$folder/out" 2>"$folder/err")
code=$?
[ $code -eq 1 ] && [ -s "$folder/err" ]
ok $? "without room to write, a message is refused"
run audit verify --store "$store"
[ $code -eq 0 ]
ok $? "and the store is as sound as before"
run say --store "$store" --conversation ann "is anyone there?"
[ $code -eq 0 ] && [ -s "$folder/out" ]
ok $? "with room again it goes on"

(trap '' XFSZ; ulimit -f 20; exec "$program" store init --store "$folder/half.db" --world tarn-and-fell >"$folder/out" 2>"$folder/err")
code=$?
[ $code -eq 1 ] && [ -s "$folder/err" ] && [ -z "$(ls "$folder" | grep half)" ]
ok $? "without room no half of a store is left"
run world check ""
[ $code -eq 2 ] && says "no name"
ok $? "a world without a name is none"
run do --store "$store" --agent "$(printf 'x\377\376')" queue
[ $code -eq 1 ] && says "x??" && [ "$(LC_ALL=C tr -d '\000-\177' <"$folder/err" | wc -c)" -eq 0 ]
ok $? "bytes that are no text aren't repeated"
mkdir "$folder/rooms"
(trap '' XFSZ; ulimit -f 20; exec "$program" world generate --out "$folder/rooms/large" --customers 50 --orders 50 >"$folder/out" 2>"$folder/err")
code=$?
[ $code -eq 1 ] && says "File too large" && [ -z "$(ls -A "$folder/rooms")" ]
ok $? "without room no half of a world is left"
"$program" world generate --out "$folder/rooms/large" --customers 20000 --orders 15000 >"$folder/out" 2>"$folder/err" &
generator=$!
while [ -z "$(ls -A "$folder/rooms")" ] && kill -0 $generator 2>/dev/null; do :; done
kill -TERM $generator 2>/dev/null
wait $generator
code=$?
[ $code -eq 1 ] && says "stopped" && [ -z "$(ls -A "$folder/rooms")" ]
ok $? "nor where it is stopped"

# ---- lines that can't be said
printf 'hello\000there\n\377\376 broken\n\033[2J\033]0;title\007\nhello\n' >"$folder/in"
"$program" chat --store "$store" --conversation bob <"$folder/in" >"$folder/out" 2>"$folder/err"
code=$?
[ $code -eq 1 ] && [ -s "$folder/out" ] && says "NUL" && says "UTF-8" && says "nothing that can be shown"
ok $? "each line that can't be said is told, and the next one still is"
{ head -c 100000 /dev/zero | tr '\0' a; echo; echo hello; } >"$folder/in"
"$program" chat --store "$store" --conversation cid <"$folder/in" >"$folder/out" 2>"$folder/err"
code=$?
[ $code -eq 1 ] && [ -s "$folder/out" ] && says "longer than"
ok $? "so is one that is too long"
grep -q "$(printf '\033')" "$folder/out" "$folder/err"
[ $? -ne 0 ]
ok $? "no escape sequence comes back"

# ---- a world with a fault, in each kind of file
fault() { # name file-and-place said sed-expression
	rm -rf "$folder/world"
	mkdir "$folder/world"
	cp -R "$worlds/tarn-and-fell" "$folder/world/"
	chmod -R u+w "$folder/world"
	sed -i "$4" "$folder/world/tarn-and-fell/${2%%:*}"
	run world check "$folder/world/tarn-and-fell"
	[ $code -eq 1 ] && grep -q "^error: $2: .*$3" "$folder/out"
	ok $? "$1 is found where it is"
}
place() { # file pattern: its line
	grep -n -m1 -- "$2" "$worlds/tarn-and-fell/$1" | cut -d: -f1
}
line=$(place orders.yaml 'customer: C-1003')
fault "a customer who isn't there" "orders.yaml:$line:15" "C-9999" "$line s/C-1003/C-9999/"
line=$(place orders.yaml 'price: 429.00')
fault "an amount with three decimals" "orders.yaml:$line:[0-9]*" "price" "$line s/429.00/429.001/"
line=$(place orders.yaml 'amount: 429.00')
fault "a sum that doesn't fit" "orders.yaml:$line:[0-9]*" "428.00" "$line s/429.00/428.00/"
line=$(place orders.yaml 'status: delivered')
fault "an unknown status" "orders.yaml:$line:13" "did you mean 'delivered'" "$line s/delivered/delivred/"
line=$(place orders.yaml 'id: TF-100102')
fault "an order that is there twice" "orders.yaml:$line:5" "twice" "$line s/TF-100102/TF-100101/"
line=$(place orders.yaml 'quantity: 1')
fault "a quantity below one" "orders.yaml:$line:[0-9]*" "quantity" "$line s/quantity: 1/quantity: -1/"
line=$(place customers.yaml 'payment_methods:')
fault "a mistyped key" "customers.yaml:$line:5" "did you mean 'payment_methods'" "$line s/payment_methods/payment_method/"
fault "a tab" "orders.yaml:5:1" "tab" "5s/^    /	/"
line=$(place policy/refund.yaml 'jq:')
fault "an expression that reaches outside" "policy/refund.yaml:$line:[0-9]*" "input" "$line s/jq: .*/jq: 'input'/"
line=$(place world.yaml 'limits: {refund')
fault "a limit for no kind of action" "world.yaml:$line:[0-9]*" "refnd" "$line s/{refund/{refnd/"
line=$(place world.yaml 'queues: \[refunds, general\]')
fault "a queue that isn't there" "world.yaml:$line:[0-9]*" "generall" "$line s/general\]/generall]/"

echo "1..$count"
exit $failed
