#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Models of several intents a message, from the shell.

. "${srcdir:?}/tests/tap.sh"

cat >"$folder/rows.csv" <<'END'
text,intent
where is my parcel,track
track my parcel please,track
has the parcel left yet,track
where did the parcel go,track
where is the parcel now,track
I want my money back,refund
please refund me,refund
give me a refund,refund
refund the money to my card,refund
cancel it,cancel
please cancel what I ordered,cancel
I want to cancel,cancel
cancel it at once,cancel
cancel it and give me a refund,cancel|refund
please cancel and refund me,refund|cancel
I want to cancel and my money back,cancel|refund
where is my parcel or else refund me,track|refund
track the parcel or give me my money back,track|refund
hm,none
let me see,none
one moment,none
well well,none
END
printf 'text,intent\nsing a song,oos\nwhat day is it,oos\n' >"$folder/strange.csv"
grep -v -e '|' -e ',none' "$folder/rows.csv" >"$folder/single.csv"
model=$folder/several.model

run intents train --data "$folder/rows.csv" --oos "$folder/strange.csv" --out "$model" --format json
[ $code -eq 0 ] && has '"rows": 24' && has '"classes": 3' && has '"micro_f1": ' && has '"exact": ' && has '"threshold": ' && ! has accuracy
ok $? "rows with sets make a model of several, which reports what held-out rows show"
cp "$model" "$folder/first"
run intents train --data "$folder/rows.csv" --oos "$folder/strange.csv" --out "$model"
[ $code -eq 0 ] && cmp -s "$model" "$folder/first" && has 'micro-F1'
ok $? "the same rows give the same bytes"

printf 'could you cancel and refund me\na moment\n' | "$program" intents predict --model "$model" >"$folder/out" 2>"$folder/err"
[ $? -eq 0 ] && sed -n 1p "$folder/out" | grep -q '^{"intents":\[{"intent":"[a-z]*","probability":[0-9.]*},{"intent":"[a-z]*","probability":[0-9.]*}\],"best":\[{.*"words":\[' &&
	sed -n 1p "$folder/out" | sed 's/"best".*//' | grep -q '"cancel".*"refund"\|"refund".*"cancel"' && sed -n 2p "$folder/out" | grep -q '^{"intents":\[\],"best":\['
ok $? "predict prints a pair for one line and nothing for another, beside the three best"
printf 'could you cancel and refund me\na moment\n' | "$program" intents predict --model "$model" --format text >"$folder/out" 2>"$folder/err"
[ $? -eq 0 ] && sed -n 1p "$folder/out" | grep -q '^cancel|refund	[01]\.' && sed -n 2p "$folder/out" | grep -q '^none	[01]\.'
ok $? "as text, the set as a row of training has it"
echo 'please refund me' | "$program" intents predict --model "$model" --threshold 0 >"$folder/out" 2>"$folder/err"
[ "$(sed 's/"best".*//' "$folder/out" | grep -o probability | wc -l)" -eq 3 ] && has '^{"intents":\[{"intent":"refund"'
ok $? "at a threshold of 0 every intent is given, the surest first"

run intents eval --model "$model" --data "$folder/rows.csv" --format json
[ $code -eq 0 ] && has '"n": 22' && has '"none_n": 4' && has '"pairs": 23' && has '"micro_f1": ' && has '"macro_f1": ' && has '"ece": ' && [ "$(grep -c '"intent": ' "$folder/out")" -eq 3 ]
ok $? "eval gives the figures of sets and of each intent"

# Every intent is given to every row: 23 pairs right of 66.
run intents eval --model "$model" --data "$folder/rows.csv" --threshold 0
[ $code -eq 0 ] && has '^micro_precision  *0.3485$' && has '^micro_recall  *1.0000$' && has '^micro_f1  *0.5169$' && has '^exact  *0.0000$'
ok $? "the figures are those counted by hand"

run intents eval --data "$folder/rows.csv" --folds 3
[ $code -eq 0 ] && has '^n  *22$' && has "each fold's own" && has '^micro_f1 '
ok $? "cross-validation pools its folds"
run intents eval --model "$model" --data "$folder/single.csv"
[ $code -eq 0 ] && has '^n  *13$'
ok $? "rows with one intent each can be measured, too"

run intents train --data "$folder/single.csv" --out "$folder/single.model"
[ $code -eq 0 ] && run intents eval --model "$folder/single.model" --data "$folder/rows.csv"
[ $code -eq 1 ] && says 'rows.csv:15:1: this row has several intents or none'
ok $? "a model of one intent refuses rows with sets, with the line of the first"
run intents curve --model "$model" --data "$folder/rows.csv"
[ $code -eq 1 ] && says 'no threshold for out of scope'
ok $? "the curve of out of scope is refused to a model of several"
echo 'cancel: stop' >"$folder/map.yaml"
run intents eval --model "$model" --data "$folder/rows.csv" --map "$folder/map.yaml"
[ $code -eq 2 ] && says '--map is for models of one intent'
ok $? "a map is refused, too"

world=$folder/tarn-and-fell
mkdir "$world" && cp -R "$srcdir"/scenarios/worlds/tarn-and-fell/* "$world/" && mkdir "$world/models" && cp "$model" "$world/models/intents.model"
run simulate --world "$world" --conversations 1
[ $code -eq 1 ] && says 'intents.model is a model of several intents a message'
ok $? "a shop's own model of several is refused by its desk with a sentence that says so"

bad=
while IFS='~' read -r label said; do
	printf 'text,intent\nfine,track\nbad,%s\n' "$label" >"$folder/bad.csv"
	run intents train --data "$folder/bad.csv" --out "$folder/bad.model"
	[ $code -eq 1 ] && says "bad.csv:3:1: the intent $said" && [ ! -e "$folder/bad.model" ] || bad="$bad
# $label ended with $code and said: $(head -n 1 "$folder/err")"
done <<END
a||b~holds an empty label
a|~holds an empty label
a | b~holds the label "a " with a blank
a|none~holds "none" beside another label
oos|a~holds "oos" beside another label
a|b|a~holds the label "a" twice
a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q~holds more than 16 labels
a|$(printf '%0101d' 0)~holds a label longer than 100 bytes
END
[ -z "$bad" ]
ok $? "damaged sets are refused with their line$bad"

echo "1..$count"
exit $failed
