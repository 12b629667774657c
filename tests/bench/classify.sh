#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# classify.sh PROGRAM DATA [VECTORS]: the figures of doc/understanding.md on the public sets below DATA, each trained and measured here; speed and
# accuracy against fastText's on the same file, where that is installed; with a file of word vectors the same once more, drawing on them.

program=$1
data=$2
vectors=$3
[ -d "$data/clinc150" ] || { echo "skipped: there is no shared data in $data"; exit 0; }
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

figure() { # name: as JSON has it, cut to four places
	sed -n "s/.*\"$1\": \([0-9.e-]*[0-9]\|null\),*$/\1/p" "$folder/json" | head -n 1 | sed 's/\(\.[0-9]\{4\}\)[0-9]*$/\1/'
}
line() { # name
	echo "$1: in scope $(figure in_scope_accuracy), recall $(figure oos_recall), overall $(figure overall_accuracy), macro-F1 $(figure macro_f1), AUROC $(figure auroc_oos)"
	echo "    ECE $(figure ece) (calibrated: $(sed -n '/"ece_range"/,/]/p' "$folder/json" | tr -dc '0-9. \n' | tr -s ' \n' ' ' | sed 's/^ *//')), at 80 % $(figure accuracy_at_80_coverage), rows $(figure n), $(figure predictions_per_second) a second"
}
train() { "$program" intents train "$@" --out "$folder/m" --format json >"$folder/train" || exit 1; }
measure() { # name, then options of eval
	name=$1
	shift
	"$program" "$@" --format json >"$folder/json" || exit 1
	line "$name"
}

cpu() { # seconds of processor time that a command takes
	(
		"$@" >/dev/null
		times
	) | awk 'NR == 2 { split($1 " " $2, t, /[ms ]+/); print t[1] * 60 + t[2] + t[3] * 60 + t[4] }'
}

c=$data/clinc150/full
train --data "$c/train.csv" --oos "$c/oos_train.csv"
measure "CLINC150 full, valid" intents eval --model "$folder/m" --data "$c/valid.csv" --oos "$c/oos_valid.csv"
echo "    trained in $(sed -n 's/.*"seconds": \([0-9.]*\).*/\1/p' "$folder/train") s, $(wc -c <"$folder/m") bytes"
if command -v fasttext >/dev/null; then
	awk 'NR > 1 { sub(/\r$/, ""); n = match($0, /,[^,]*$/); print "__label__" substr($0, n + 1) " " substr($0, 1, n - 1) }' "$c/train.csv" >"$folder/ft"
	awk 'NR > 1 { sub(/\r$/, ""); n = match($0, /,[^,]*$/); print "__label__" substr($0, n + 1) " " substr($0, 1, n - 1) }' "$c/valid.csv" >"$folder/ft.valid"
	fasttext supervised -input "$folder/ft" -output "$folder/ft" -thread 1 -epoch 25 -lr 0.5 -verbose 0 2>/dev/null
	for _ in 1 2 3 4 5 6 7 8 9 10; do cat "$folder/ft.valid"; done | sed 's/^[^ ]* //' >"$folder/lines"
	ratios=
	for _ in 1 2 3 4 5; do
		theirs=$(cpu fasttext predict-prob "$folder/ft.bin" "$folder/lines")
		ours=$(cpu "$program" intents predict --format text --model "$folder/m" <"$folder/lines")
		ratios="$ratios $(awk "BEGIN { printf \"%.2f\", $theirs / $ours }")"
	done
	echo "    fastText on the same rows: accuracy $(fasttext test "$folder/ft.bin" "$folder/ft.valid" | sed -n 's/^P@1[^0-9]*//p'); processor time of its program by that of ours, $(wc -l <"$folder/lines") lines each, five times in turn:$ratios"
fi
others() { # what to call it, then more options
	what=$1
	shift
	measure "BANKING77, 5 folds$what" intents eval --data "$data/banking77/train.csv" --folds 5 "$@"
	measure "BANKING77, 5 folds, nothing refused$what" intents eval --data "$data/banking77/train.csv" --folds 5 --threshold 1 "$@"
	train --data "$data/hwu64/train.csv" "$@"
	measure "HWU64, valid$what" intents eval --model "$folder/m" --data "$data/hwu64/valid.csv"
	train --data "$data/hint3/sofmattress/train.csv" "$@"
	measure "HINT3 sofmattress, test$what" intents eval --model "$folder/m" --data "$data/hint3/sofmattress/test.csv"
}
others ""
measure "airline sentiment, 5 folds" sentiment eval --data "$data/airline-sentiment/train.csv" --folds 5
[ -n "$vectors" ] || exit 0
train --data "$c/train.csv" --oos "$c/oos_train.csv" --vectors "$vectors"
measure "CLINC150 full, valid, with word vectors" intents eval --model "$folder/m" --data "$c/valid.csv" --oos "$c/oos_valid.csv"
others ", with word vectors" --vectors "$vectors"
