/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "classify.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/str.h"

const char *
classify_kind(const struct call *c)
{
	return arena_text_n(c->arena, c->sub->name, strcspn(c->sub->name, " "));
}

/* Every value of an option; options have their place in the row's table. */
static size_t
option_place(const struct call *c, const char *option)
{
	size_t i = 0;

	while (!text_is(c->sub->options[i].name, option))
		i++;
	return i;
}

enum err
classify_load(struct call *c, const char *option, struct classify_rows *out, struct errinfo *e)
{
	size_t at = option_place(c, option);
	enum err rc = ERR_OK;

	for (size_t i = 0; i < c->counts[at] && rc == ERR_OK; i++)
		rc = classify_rows_load(c->arena, c->all[at][i], classify_kind(c), out, e);
	return rc;
}

enum err
classify_open_model(struct call *c, struct classify_model **out, struct errinfo *e)
{
	return classify_open(call_text(c, "model", NULL), classify_kind(c), out, e);
}

enum err
classify_call_threshold(struct call *c, double *out, struct errinfo *e)
{
	const char *given = call_text(c, "threshold", NULL);

	*out = NAN;
	if (given != NULL && (!text_to_real(given, out) || !(*out >= 0 && *out <= 1)))
		return err_set(
		    e, ERR_USAGE, "--threshold takes a figure from 0 to 1, not \"%.60s\"", given);
	return ERR_OK;
}

void
classify_set_real(struct value *map, const char *key, double x)
{
	if (isfinite(x))
		value_set_real(map, key, x);
	else
		value_set_text(map, key, NULL);
}

void
classify_print_line(const char *name, double x)
{
	if (isnan(x))
		printf("%-24s –\n", name);
	else
		printf("%-24s %.4f\n", name, x);
}

static const struct option train_options[] = {
	{ .name = "data", .value = "FILE", .help = "labelled rows to learn from (CSV)", .several = true },
	{ .name = "oos", .value = "FILE", .help = "more rows, those out of scope labelled oos", .several = true },
	{ .name = "valid", .value = "FILE", .help = "rows that only calibration looks at, beside folds held out of the others", .several = true },
	{ .name = "vectors", .value = "FILE", .help = "word vectors to draw on (GloVe or word2vec as text, or JSON); pays where rows are few" },
	{ .name = "out", .value = "MODEL", .help = "the file to write" },
	{ .name = "seed", .value = "N", .help = "of shuffles and folds (1); the same rows and seed give the same bytes" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};
static const struct option eval_options[] = {
	{ .name = "model", .value = "MODEL", .help = "the one to measure; else the one that came with the program" },
	{ .name = "data", .value = "FILE", .help = "labelled rows (CSV)", .several = true },
	{ .name = "oos", .value = "FILE", .help = "more rows, those out of scope labelled oos", .several = true },
	{ .name = "folds", .value = "K", .help = "cross-validate: train on the other folds of the data, instead of --model" },
	{ .name = "vectors", .value = "FILE", .help = "with --folds: word vectors that training may draw on" },
	{ .name = "map", .value = "FILE", .help = "YAML: the data's labels to the model's, one or a list; null or absent: left out" },
	{ .name = "threshold", .value = "P", .help = "out of scope from this probability on, instead of the model's own; 1: never" },
	{ .name = "seed", .value = "N", .help = "of folds and of the simulated range (1)" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};
static const struct option curve_options[] = {
	{ .name = "model", .value = "MODEL", .help = "the one to measure; else the one that came with the program" },
	{ .name = "data", .value = "FILE", .help = "labelled rows (CSV)", .several = true },
	{ .name = "oos", .value = "FILE", .help = "more rows, those out of scope labelled oos", .several = true },
	{ .name = "folds", .value = "K", .help = "cross-validate: train on the other folds of the data, instead of --model" },
	{ .name = "vectors", .value = "FILE", .help = "with --folds: word vectors that training may draw on" },
	{ .name = "map", .value = "FILE", .help = "YAML: the data's labels to the model's, one or a list; null or absent: left out" },
	{ .name = "seed", .value = "N", .help = "of folds (1)" },
	{ .name = "format", .value = "FORMAT", .help = "text (default), json or chart" },
	{ .name = NULL },
};
static const struct option predict_options[] = {
	{ .name = "model", .value = "MODEL", .help = "the model; else the one that came with the program" },
	{ .name = "threshold", .value = "P", .help = "out of scope from this probability on, instead of the model's own; 1: never" },
	{ .name = "format", .value = "FORMAT", .help = "json (default), or text: the label, a tab, its probability; much faster" },
	{ .name = NULL },
};

#define TRAIN_HELP \
	"Calibration and the threshold for out of scope come from folds that are held out of the rows, and from --valid. Rows\n" \
	"labelled oos are out of scope, whichever file they stand in; without any, what is strange is learnt by leaving classes\n" \
	"out in turn. The threshold is set as if one message in twenty were out of scope; without such rows, as many as twice\n" \
	"the share of words that the rows hold only once."
#define EVAL_HELP \
	"The threshold comes from the model or --threshold, never from the rows under test. A row labelled oos counts as out of\n" \
	"scope, whichever file it stands in. Beside the calibration error (15 bins) stands the range in which 95 % of models\n" \
	"with the same probabilities, all of them true, would be. Figures that the rows don't define are null."
#define PREDICT_HELP \
	"Reads lines from standard input and writes a line of JSON for each: the label, its confidence, the probability of being\n" \
	"out of scope, and the three best, each with the words without which its decision would have been lowest."

#define SEVERAL_ROWS \
	" Several intents of one row are\n" \
	"joined by | (refund|cancel), none is a row with no intent, and a model of such rows gives each message a set."
#define SEVERAL_TRAIN \
	"\nWhere any row has several intents or none, each intent has a probability of its own, and the threshold is the one that\n" \
	"gives the best micro-F1 on the folds held out; rows labelled oos have no intent there."
#define SEVERAL_EVAL \
	"\nOf a model of several intents: micro and macro F1, the share of rows with exactly the right set, the calibration error\n" \
	"of every intent's probability, and each intent's figures; --threshold is the probability from which an intent is given."
#define SEVERAL_PREDICT \
	"\nA model of several intents prints as intents all those at or over its threshold (or --threshold), beside the three best."

#define FAMILY(variable, kind, column, rows, training, measuring, predicting) \
	const struct subcommand subcommand_##variable##_train = { \
	    .name = kind " train", .words = "", .summary = "train a model on a shop's own rows", \
	    .help = "Rows stand in CSV files with the columns text (or utterance) and " column "." rows "\n" TRAIN_HELP training, \
	    .examples = "  floorwalker " kind " train --data rows.csv --out shop.model\n" \
			"  floorwalker " kind " train --data rows.csv --valid more.csv --out shop.model --seed 7\n", \
	    .options = train_options, .run = classify_train_run}; \
	const struct subcommand subcommand_##variable##_eval = { \
	    .name = kind " eval", .words = "", .summary = "measure a model on labelled rows", \
	    .help = "Rows stand in CSV files with the columns text (or utterance) and " column "." rows "\n" EVAL_HELP measuring, \
	    .examples = "  floorwalker " kind " eval --model shop.model --data test.csv --format json\n" \
			"  floorwalker " kind " eval --data rows.csv --folds 5\n", \
	    .options = eval_options, .run = classify_eval_run}; \
	const struct subcommand subcommand_##variable##_predict = { \
	    .name = kind " predict", .words = "", .summary = "say what each line means, as JSON", \
	    .help = PREDICT_HELP predicting, \
	    .examples = "  echo 'where is my parcel' | floorwalker " kind " predict\n" \
			"  floorwalker " kind " predict --model shop.model < lines.txt\n", \
	    .options = predict_options, .run = classify_predict_run}

FAMILY(intents, "intents", "intent", SEVERAL_ROWS, SEVERAL_TRAIN, SEVERAL_EVAL, SEVERAL_PREDICT);
FAMILY(sentiment, "sentiment", "sentiment", "", "", "", "");
FAMILY(language, "language", "language", "", "", "", "");

const struct subcommand subcommand_intents_curve = {
    .name = "intents curve",
    .words = "",
    .summary = "what each threshold for out of scope would give",
    .help =
	"A row a threshold: accuracy, coverage (share of rows not said to be out of scope), recall of what is out of scope and\n"
	"calibration error. As a table, JSON, or a chart of letters.",
    .examples = "  floorwalker intents curve --model shop.model --data test.csv\n"
		"  floorwalker intents curve --data rows.csv --folds 5 --format chart\n",
    .options = curve_options,
    .run = classify_curve_run,
};
