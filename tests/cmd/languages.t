#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A shopper is answered in the language they write, as far as there is a file: whole conversations in German and Spanish without an English word but in quotations and names, a
# change of language in the middle, a language without a file. And each file says what English says.
root=${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${builddir:-$root/build}
work=$(mktemp -d "${TMPDIR:-/tmp}/languages-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
n=0
is() { # wanted got name
	n=$((n + 1))
	if [ "$1" = "$2" ]; then echo "ok $n - $3"; else printf 'not ok %s - %s\n# wanted: %s\n# got: %s\n' "$n" "$3" "$1" "$2"; fi
}
has() { # pattern text name
	is yes "$(printf '%s' "$2" | grep -qE "$1" && echo yes || printf '%s' "$2")" "$3"
}
world=$root/scenarios/worlds/tarn-and-fell
# What is quoted, and what goods, carriers, methods and codes are called, may be English.
english() {
	sed 's/„[^“]*“//g; s/«[^»]*»//g' | tr 'A-Z' 'a-z' | tr -c "a-z'äöüßáéíóúñ\n" ' ' | tr ' ' '\n' |
		grep -xE "the|your|you|and|please|what|which|is|are|with|for|have|has|order|would|like|can|i'm|it's|this|that|back|money|parcel|sorry|thank|thanks|colleague" | sort -u | tr '\n' ' '
}
say() { "$build/floorwalker" say --store "$work/s.db" --conversation "$1" "$2" 2>&1; }
talk() { # conversation, lines on stdin: all replies
	while read -r line; do say "$1" "$line"; echo; done
}

echo 1..18
keys() { sed -n 's/^  \([a-z_][A-Za-z0-9_. -]*\): .*/\1/p; s/^  \([a-z_][A-Za-z0-9_. -]*\):$/\1/p' "$world/messages/$1.yaml" | sort -u; }
keys en > "$work/en"
is yes "$([ "$(wc -l < "$work/en")" -gt 400 ] && echo yes)" 'the sentences of English are found'
# {name}s of each key, in whatever form and variant.
filled() {
	awk -v skip="$2" '/^  [a-z_][A-Za-z0-9_. -]*:/ { key = $1 } { line = $0; while (match(line, /\{[a-z_]+[.}]/)) { print key " " substr(line, RSTART + 1, RLENGTH - 2); line = substr(line, RSTART + RLENGTH) } }' \
		"$world/messages/$1.yaml" | grep -v '^rule\.' | sort -u
}
filled en | grep -vE '^(date\.|order\.ready)' > "$work/filled"
for language in de es; do
	keys "$language" > "$work/$language"
	is '' "$(comm -23 "$work/en" "$work/$language" | tr '\n' ' ')" "$language has every sentence"
	# A sentence that leaves out what English fills in says less.
	filled "$language" > "$work/filled.$language"
	is '' "$(comm -23 "$work/filled" "$work/filled.$language" | tr '\n' ';')" "$language fills in all that English does"
done
cp -R "$world" "$work/tarn-and-fell" && chmod -R u+w "$work/tarn-and-fell"
sed -i 's/order\.parcels: {one: "Sie kommt in {n} Paket.", other:/order.parcels: {other:/' "$work/tarn-and-fell/messages/de.yaml"
sed -i 's/order\.parcels: {one: /order.parcels: {few: "x", one: /' "$work/tarn-and-fell/messages/es.yaml"
out=$("$build/floorwalker" world check "$work/tarn-and-fell" 2>&1)
has "messages/de.yaml:[0-9]+:[0-9]+: message 'order.parcels': the language 'de' counts some numbers as 'one'" "$out" 'a plural form that the language needs is missed'
has "messages/es.yaml:[0-9]+:[0-9]+: message 'order.parcels': nothing is counted as 'few' in the language 'es'" "$out" 'one that it has not is refused'
cp "$world/messages/es.yaml" "$work/tarn-and-fell/messages/es.yaml"
printf -- '---\nid: KB-damaged\ntitle: x\nabout: [damaged_item]\nupdated: 2026-09-01\n---\nEins.\n' > "$work/tarn-and-fell/knowledge/de/damaged.md"
out=$("$build/floorwalker" world check "$work/tarn-and-fell" 2>&1)
has 'knowledge/de/damaged.md:1:1: it must be the article KB-damaged with [0-9]+ passages' "$out" 'an article in another language must have the same passages'
is '2 14 14' "$(ls "$world/messages" | grep -cE '^(de|es).yaml') $(ls "$world/knowledge/de" | wc -l) $(ls "$world/knowledge/es" | wc -l)" 'articles are there in both'

"$build/floorwalker" world generate --base "$world" --out "$work/made" --customers 5 --orders 10 --seed 1 > /dev/null 2>&1
is '3 14 14' "$(ls "$work/made/messages" | wc -l) $(ls "$work/made/knowledge/de" | wc -l) $(ls "$work/made/knowledge/es" | wc -l)" 'a generated world carries them all'

"$build/floorwalker" store init --store "$work/s.db" --world "$world" --practice > /dev/null 2>&1 ||
	"$build/floorwalker" store init --store "$work/s.db" --world "$world" > /dev/null
out=$(talk german <<-END
	Guten Tag, wo ist meine Bestellung TF-100205?
	Meine E-Mail ist fergal.odriscoll@example.com
	Wie lange dauert die Lieferung nach Deutschland?
	Was kostet der Versand nach Österreich?
	Kann ich die Heringe noch zurückgeben?
	Vielen Dank, auf Wiedersehen
	END
)
has '5 bis 7 Werktage' "$out" 'a German question is answered out of the German article'
is '' "$(printf '%s' "$out" | english)" 'and no English word is in the replies'
out=$(talk spanish <<-END
	Buenos días, ¿dónde está mi pedido TF-100205?
	Mi correo es fergal.odriscoll@example.com
	¿Cuánto tarda la entrega a España?
	¿Cuánto dura la garantía?
	¿Cómo puedo devolver algo?
	Muchas gracias, adiós
	END
)
has '6 a 9 días laborables' "$out" 'a Spanish question is answered out of the Spanish article'
is '' "$(printf '%s' "$out" | english)" 'and no English word is in the replies'
say change 'How long does delivery take to Germany?' > "$work/first"
has 'working days' "$(cat "$work/first")" 'who writes English is answered in English'
has 'Versand|Rücksendung' "$(say change 'Vielen Dank, und was kostet bei Ihnen eine Rücksendung aus Deutschland?')" 'and in German from a whole German sentence on'
has '[Gg]ern|freut|Wiedersehen|Alles Gute' "$(say change 'ok danke')" 'a few words change nothing'
has 'Sorry, I can only write English, German and Spanish' "$(say french 'Bonjour, je voudrais savoir où est passée ma commande de la semaine dernière')" 'a language without a file goes to a person, who is told so'
