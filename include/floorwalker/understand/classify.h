/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Classifiers of single texts: training one from labelled rows, opening any, predicting with the
 * words that spoke for each guess, and measuring predictions.
 *
 * Out of scope: a row labelled "oos" (or "out_of_scope") is none of the classes, in training and
 * under test, whichever file it stands in. A model gives a probability of being out of scope where
 * its training told it anything about that, and a threshold of its own: a text counts as out of
 * scope when that probability is at least the threshold. At a threshold of 1 and more nothing does;
 * that is the threshold of models which give no such probability. It is chosen on held-out training
 * rows, as if one message in twenty were out of scope (without rows labelled
 * oos: twice the share of words that the training rows hold once), never on rows under test.
 *
 * Several intents: of kind "intents", a row's label may be a set, its labels joined by "|"
 * ("refund|cancel"); their order doesn't matter. "none" alone is the empty set: a message of the
 * shop's that holds no intent. Where any training row has several labels or none, the model is one
 * of several: each label has a probability of its own, they don't share one, and a text has those
 * that are at least the threshold. Such a model can't tell what is out of scope from what holds no
 * intent: a row labelled oos has the empty set, too. Its threshold is the one that gives the best
 * micro-F1 on held-out training rows, never on rows under test.
 */
#ifndef FLOORWALKER_UNDERSTAND_CLASSIFY_H
#define FLOORWALKER_UNDERSTAND_CLASSIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"
#include "floorwalker/understand.h"

#define CLASSIFY_OUTSIDE "oos"
#define CLASSIFY_NONE "none"
#define CLASSIFY_LABELS 16	/* of a row, at most */
#define CLASSIFY_LABEL_BYTES 100
#define CLASSIFY_BEST 3
#define CLASSIFY_WORDS 3

/* The column that holds the labels of a kind of model: "intent", "sentiment", "language"; NULL where
 * there is no such kind ("intents", "sentiment", "language"). */
const char *classify_column(const char *kind);

struct classify_rows {
	struct training_row *rows;
	size_t count, capacity;
	size_t several_line;		/* where the first row with several labels or none stands
					   in several_file; 0: every row has one */
	const char *several_file;
};
/* Appends the rows of a CSV file with the columns text (or utterance) and that of kind; others are
 * looked past. Empty texts and labels, and damaged sets of them, are errors, with their line. */
NODISCARD enum err classify_rows_load(struct arena *a, const char *path, const char *kind,
    struct classify_rows *out, struct errinfo *e);
bool classify_is_outside(const char *label);
/* The labels of a row, sorted; none where it is labelled none or oos. Returns what is wrong with it:
 * "holds an empty label …" (the arena's), or NULL. */
struct classify_labels {
	const char *items[CLASSIFY_LABELS];
	size_t count;
};
const char *classify_labels_split(struct arena *a, const char *label, struct classify_labels *out);
/* Whether a label is that of several intents or none. */
bool classify_is_set(const char *label);

/* What training found on held-out rows. */
struct classify_report {
	size_t rows, classes, features;
	double accuracy;		/* of rows in scope, at the threshold */
	double auroc;			/* of being out of scope; 0 where there was nothing to learn
					   it from */
	double recall, false_alarms;	/* of rows out of scope, and of the others, at the
					   threshold */
	double threshold;
	double ece;			/* expected calibration error, 15 bins; of a model of
					   several, of every label's probability */
	bool several;			/* a model of several; accuracy, auroc, recall and
					   false_alarms are 0 then */
	double micro_f1, exact;		/* of a model of several, at the threshold: see
					   struct classify_set_metrics */
};

struct classify_settings {
	uint64_t seed;
	const char *vectors;		/* a file of word vectors to draw on (text as of GloVe and
					   word2vec, or JSON); NULL: none. What the model needs of
					   it goes into the model's file */
};
/* Trains on rows, a model of several where rows or one of their labels say so; valid (may be empty)
 * is only calibrated on. Moods whose labels are called as ours are learnt beside the phrases that came
 * with the program, which nothing is measured on. Deterministic for settings. Writes out_path, unless that is NULL. */
NODISCARD enum err classify_train(const struct classify_rows *rows,
    const struct classify_rows *valid, const char *kind, const struct classify_settings *settings,
    const char *out_path, struct classify_report *report, struct errinfo *e);

/* Read-only once open; several threads may share one. path NULL: the model that came with the
 * program. */
struct classify_model;
NODISCARD enum err classify_open(
    const char *path, const char *kind, struct classify_model **out, struct errinfo *e);
void classify_free(struct classify_model **m);
double classify_threshold(const struct classify_model *m);
/* A model of several intents. */
bool classify_is_several(const struct classify_model *m);
/* Its labels, sorted; the model's. */
const char *const *classify_labels(const struct classify_model *m, size_t *count);

struct classify_guess {
	const char *label;		/* the model's */
	double probability;
	const char *words[CLASSIFY_WORDS];	/* folded; those without which the decision would
						   have been lowest, first */
	size_t word_count;
};
struct classify_answer {
	struct classify_guess best[CLASSIFY_BEST];	/* in scope, best first */
	size_t count;
	double outside;			/* probability of being out of scope; 0 where the model
					   gives none */
	const double *each;		/* of a model of several, the probability of each of
					   classify_labels(); else NULL */
};
/* explain: fills the words, at the cost of a prediction a word. Arena's. */
void classify_predict(const struct classify_model *m, struct arena *a, const char *text,
    bool explain, struct classify_answer *out);

/* One prediction against the truth. */
struct classify_result {
	const char *gold;		/* label, or one that classify_is_outside() */
	const char *best;		/* label */
	double confidence;		/* its probability */
	double outside;
	double threshold;		/* of the model that predicted */
};
struct classify_confusion {
	const char *gold, *given;	/* "oos" for what is out of scope */
	size_t count;
};
/* NAN where a figure is undefined (no rows of the kind). */
struct classify_metrics {
	double in_scope_accuracy;	/* of rows in scope: answered with their label */
	double oos_recall;		/* of rows out of scope: said to be */
	double overall_accuracy;
	double macro_f1;		/* mean over the labels of the rows, "oos" among them */
	double auroc_oos;		/* of the outside probability; of 1 - confidence where all of
					   those are 0 */
	double ece;			/* Σ |accuracy - confidence| · share over 15 bins of equal
					   width (Naeini et al. 2015) of the answer's
					   probability */
	double ece_low, ece_high;	/* 95 % of perfectly calibrated models with these
					   probabilities have an ECE between */
	double accuracy_at_80_coverage;	/* of the surest 80 % of the rows */
	double coverage;		/* share of rows not said to be out of scope */
	size_t n, oos_n;		/* all rows, and those out of scope among them */
	struct classify_confusion *confusions;	/* most frequent first */
	size_t confusion_count;
};
/* A pure function of results, threshold (NAN: each result's own) and seed (of the simulated 95 %
 * range; 0: none is made). */
void classify_measure(struct arena *a, const struct classify_result *results, size_t count,
    double threshold, uint64_t seed, struct classify_metrics *out);

/* One prediction of several against the truth. */
struct classify_set_result {
	const char *gold;		/* a row's label, as classify_labels_split() takes it */
	const char *const *labels;	/* the model's, sorted */
	const double *each;		/* [label_count] their probabilities */
	size_t label_count;
	double threshold;		/* of the model that predicted */
};
struct classify_label_metrics {
	const char *label;
	size_t rows, given, right;	/* that have it, that were given it, both */
	double precision, recall, f1;	/* NAN where undefined; f1 = 2·right / (rows + given) */
};
/* NAN where a figure is undefined. */
struct classify_set_metrics {
	double micro_f1, micro_precision, micro_recall;	/* over all pairs of row and label */
	double macro_f1;		/* mean f1 of the labels that any row has */
	double exact;			/* share of rows given exactly their set */
	double ece;			/* 15 bins, over the probabilities of all pairs of row and
					   label of the model */
	size_t n;			/* rows */
	size_t none_n;			/* rows with no label */
	size_t pairs;			/* of a row and a label that it has */
	struct classify_label_metrics *labels;	/* any row's or given, by rows, then name */
	size_t label_count;
};
/* A pure function of results and threshold (NAN: each result's own). Labels of rows that the model
 * doesn't have are missed. */
void classify_measure_sets(struct arena *a, const struct classify_set_result *results,
    size_t count, double threshold, struct classify_set_metrics *out);

#endif
