#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A shop's own models from the shell: trained, measured, asked, and refused where something is wrong.

. "${srcdir:?}/tests/tap.sh"

rows() { # label, then phrases a line
	while IFS= read -r text; do printf '"%s",%s\n' "$text" "$1"; done
}
{
	echo text,intent
	rows track <<'END'
where is my order
track my parcel
has my parcel left
where has my parcel got to
is my order on its way, please
when does my parcel arrive
END
	rows refund <<'END'
I want my money back
please refund me
give me a refund
refund my card
money back, please
I demand a refund of the money
END
	rows cancel <<'END'
cancel my order
please stop the order
I want to cancel
call the order off
cancel it at once
cancel what I ordered
END
} >"$folder/rows.csv"
{
	echo text,intent
	rows oos <<'END'
what is the weather like
tell me a joke
who won the match
sing a song
what day is it
how tall is that tower
END
} >"$folder/strange.csv"
model=$folder/shop.model

run intents train --data "$folder/rows.csv" --oos "$folder/strange.csv" --out "$model" --format json
[ $code -eq 0 ] && has '"rows": 24' && has '"classes": 4' && has '"threshold": '
ok $? "a model is trained on several files and reports what held-out rows show"

cp "$model" "$folder/first"
run intents train --data "$folder/rows.csv" --oos "$folder/strange.csv" --out "$model" --seed 1
[ $code -eq 0 ] && cmp -s "$model" "$folder/first"
ok $? "the same rows and seed give the same bytes"

run intents eval --model "$model" --data "$folder/rows.csv" --oos "$folder/strange.csv" --format json
missing=
for key in in_scope_accuracy oos_recall overall_accuracy macro_f1 auroc_oos ece accuracy_at_80_coverage n oos_n predictions_per_second ece_range confusions; do
	has "\"$key\": " || missing="$missing $key"
done
[ $code -eq 0 ] && [ -z "$missing" ] && has '"n": 24' && has '"oos_n": 6'
ok $? "eval gives every figure as JSON$missing"

cat "$folder/rows.csv" >"$folder/both.csv"
tail -n +2 "$folder/strange.csv" >>"$folder/both.csv"
cp "$folder/out" "$folder/apart"
run intents eval --model "$model" --data "$folder/both.csv" --format json
grep -v per_second "$folder/apart" >"$folder/a"
grep -v per_second "$folder/out" >"$folder/b"
cmp -s "$folder/a" "$folder/b"
ok $? "a row labelled oos is out of scope in whichever file it stands"

run intents eval --model "$model" --data "$folder/rows.csv" --format json
[ $code -eq 0 ] && has '"oos_recall": null' && has '"auroc_oos": null' && has '"oos_n": 0'
ok $? "what the rows don't define is null"

run intents eval --model "$model" --data "$folder/both.csv" --threshold 1 --format json
[ $code -eq 0 ] && has '"oos_recall": 0' && has '"in_scope_accuracy": 1'
ok $? "a threshold of 1 takes nothing for out of scope, and taught rows are right then"

run intents eval --data "$folder/both.csv" --folds 3
[ $code -eq 0 ] && has '^n  *24$' && has "each fold's own"
ok $? "cross-validation pools its folds"

run intents curve --model "$model" --data "$folder/both.csv" --format json
[ $code -eq 0 ] && [ "$(grep -c '"threshold": ' "$folder/out")" -eq 25 ] && has '"coverage": 1'
ok $? "the curve has a point a threshold"
run intents curve --model "$model" --data "$folder/both.csv" --format chart
[ $code -eq 0 ] && has '1.000 .*c$'
ok $? "the curve can be a chart, and nothing is refused at 1"
cp "$folder/out" "$folder/chart"
run intents curve --model "$model" --data "$folder/both.csv"
# The accuracy of what is answered, the table's third column, is a column a fiftieth of the chart; nothing hides its letter.
awk 'length > 80 { long = 1 }
	FNR == NR { if ($1 ~ /^[01]\.[0-9]/ && $3 != "-") { at[$1] = int($3 * 50 + 0.5); wanted++ } next }
	$1 in at { off = index(substr($0, 11), "a") - 1 - at[$1]; if (off >= -1 && off <= 1) agree++ }
	END { exit !(!long && wanted > 20 && agree == wanted) }' "$folder/out" "$folder/chart"
ok $? "table and chart agree, and both fit 80 columns"

printf 'please refund me\nwho sings that song\n\n' | "$program" intents predict --model "$model" >"$folder/out" 2>"$folder/err"
[ $? -eq 0 ] && [ "$(wc -l <"$folder/out")" -eq 3 ] && sed -n 1p "$folder/out" | grep -q '"intent":"refund".*"oos_probability":.*"best":\[{"intent":"refund".*"words":\["refund"'
ok $? "predict gives a line of JSON a line, with the words that spoke"

printf 'please refund me\nwho sings that song' | "$program" intents predict --model "$model" --threshold 1 --format text >"$folder/out" 2>"$folder/err"
[ $? -eq 0 ] && [ "$(wc -l <"$folder/out")" -eq 2 ] && sed -n 1p "$folder/out" | grep -q '^refund	[01]\.[0-9]*$'
ok $? "as text, a label and its probability"

cat >"$folder/map.yaml" <<'END'
track: track
refund: [cancel, refund]
cancel: null
END
run intents eval --model "$model" --data "$folder/rows.csv" --map "$folder/map.yaml" --threshold 1 --format json
[ $code -eq 0 ] && has '"n": 12' && has '"left_out": 6' && has '"in_scope_accuracy": 1'
ok $? "a map names the model's labels, and counts what it leaves out"

{ echo text,sentiment; rows negative <"$folder/rows.csv"; rows positive <"$folder/strange.csv"; } | tr -d '"' | sed 's/,[a-z]*,/,/' >"$folder/mood.csv"
run sentiment train --data "$folder/rows.csv" --out "$folder/mood.model"
[ $code -eq 1 ] && says 'rows.csv:1:1: there is no column "sentiment"'
ok $? "a file without the column is refused with its place"
printf 'text,sentiment\nlovely,positive\ngreat work,positive\nawful,negative\nterrible work,negative\n' >"$folder/mood.csv"
run sentiment train --data "$folder/mood.csv" --out "$folder/mood.model"
[ $code -eq 0 ] && run sentiment eval --model "$folder/mood.model" --data "$folder/mood.csv" && [ $code -eq 0 ] && has '^in_scope_accuracy  *1.0000'
ok $? "moods have a family of their own"
echo 'lovely work' | "$program" sentiment predict --model "$folder/mood.model" | grep -q '^{"sentiment":"positive".*"best":\[{"sentiment":"positive"'
ok $? "and are called so"
printf 'text,sentiment\nthe plane was there,neutral\nthe crew,positive\nthe gate,negative\nthe seat,neutral\nrow nine,positive\nthe queue,negative\n' >"$folder/few.csv"
printf 'text,sentiment\nI am furious with these thieves,negative\nwhat a wonderful surprise,positive\nwhere do I find the invoice,neutral\n' >"$folder/others.csv"
run sentiment train --data "$folder/few.csv" --out "$folder/few.model"
[ $code -eq 0 ] && has '^6 rows, 3 classes' && run sentiment eval --model "$folder/few.model" --data "$folder/others.csv" && has '^in_scope_accuracy  *1.0000'
ok $? "a shop's moods are learnt beside the program's own phrases, where their names are the same"
printf 'text,language\nwo ist mein Paket,de\nwhere is my parcel,en\n' >"$folder/tongue.csv"
run language eval --data "$folder/tongue.csv" --format json
[ $code -eq 0 ] && has '"overall_accuracy": 1'
ok $? "without --model the one that came with the program is measured"

run intents eval --model "$folder/mood.model" --data "$folder/rows.csv"
[ $code -eq 1 ] && says 'another kind of model'
ok $? "a model of another kind is refused"
head -c 2000 "$model" >"$folder/cut.model"
run intents predict --model "$folder/cut.model" </dev/null
[ $code -eq 1 ] && says 'cut.model'
ok $? "a cut model is refused"
printf 'text,intent\n"open,track\n' >"$folder/bad.csv"
run intents train --data "$folder/bad.csv" --out "$model"
[ $code -eq 1 ] && says 'bad.csv:2:1: a quote that is never closed'
ok $? "a broken CSV file is refused with its place"

printf 'parcel 1 0\npackage 1 0\nrefund 0 1\nmoney 0 1\ncancel -1 0\n' >"$folder/words.txt"
run intents train --data "$folder/rows.csv" --vectors "$folder/words.txt" --out "$folder/drawn.model"
[ $code -eq 0 ] && run intents eval --model "$folder/drawn.model" --data "$folder/rows.csv" --threshold 1 && [ $code -eq 0 ] && has '^in_scope_accuracy  *1.0000'
ok $? "training draws on word vectors"
run intents eval --data "$folder/rows.csv" --folds 3 --vectors "$folder/words.txt"
[ $code -eq 0 ] && has '^n  *18$'
ok $? "so does cross-validation"
printf 'parcel 1 0\nrefund 0 one\n' >"$folder/words.txt"
run intents train --data "$folder/rows.csv" --vectors "$folder/words.txt" --out "$folder/drawn.model"
[ $code -eq 1 ] && says 'words.txt:2: byte 21: a number'
ok $? "a damaged file of vectors is refused with its place"

bad=
while IFS='|' read -r words said; do
	# shellcheck disable=SC2086
	run $words
	[ $code -eq 2 ] && says "$said" || bad="$bad
# $words ended with $code and said: $(head -n 1 "$folder/err")"
done <<'END'
intents train|--data
intents train --data x.csv|--out
intents eval --model x.model|--data
intents eval --data x.csv --threshold 2|--threshold takes
intents eval --data x.csv --folds 1|--folds takes
intents eval --data x.csv --vectors v.txt|--vectors is for training
intents curve --data x.csv --format svg|--format is
intents predict --format xml|--format is
intents lern|intents
END
[ -z "$bad" ]
ok $? "words that make no sense end with 2$bad"

echo "1..$count"
exit $failed
