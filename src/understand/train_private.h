/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of training: train_set.c makes rows and vocabulary, train_machine.c fits the
 * weights (train_ratios.c where a recipe has ratios), train_measure.c cross-validates and
 * calibrates, train.c fits logistic functions (the only file that knows liblinear), train_write.c
 * writes the file; train_several.c does what is different where a row has a set of labels, and
 * train_names.c makes examples of their names.
 */
#ifndef FLOORWALKER_UNDERSTAND_TRAIN_PRIVATE_H
#define FLOORWALKER_UNDERSTAND_TRAIN_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/random.h"

#include "classifier.h"
#include "train.h"

#define TRAIN_FOLDS 5

/* Labels of rows that are no examples but what is put around them. */
#define TRAIN_OPENING "@opening"
#define TRAIN_CLOSING "@closing"

/* Examples first, then copies of them with words around and with typos. */
struct train_rows {
	struct training_row *rows;
	size_t *source;			/* the example that a row was made of; itself for an
					   example */
	size_t count, originals;
};

/* The classes of a row with a set of them. */
struct train_own {
	uint32_t *classes;
	uint32_t count;
};

struct train_set {
	struct arena *a;
	size_t rows, originals, classes, features, stride;
	size_t taught;			/* rows from here on are for calibration only */
	const char **names;		/* of classes, sorted */
	uint32_t *label;		/* [row]; where rows have sets: one of them, by which rows
					   are dealt to folds */
	struct train_own *own;		/* [row]; NULL: label alone */
	struct sparse *sparse;		/* [row] */
	uint32_t *fold;			/* [row] */
	double new_words;		/* share of words seen in one row only */
	uint32_t outside;		/* class or CLASSIFIER_NO_FEATURE */
	struct classifier shape;	/* head, table, idf */
};

/* One linear machine a class, all fitted at once: weights, bias, and each row's part in them, from
 * which fitting goes on when rows are taken out. */
struct train_machine {
	float *weights;			/* [feature][stride] */
	float *bias;			/* [stride] */
	float *parts;			/* [row][stride] dual variables, never negative */
	float *centroids;		/* [feature][stride], or NULL */
};

void train_augment(struct arena *a, const struct training_row *rows, size_t count, uint64_t seed,
    struct train_rows *out);
NODISCARD enum err train_set_make(const struct train_recipe *recipe,
    const struct train_input *input, struct train_set *out, struct errinfo *e);
/* Puts into s->shape the vectors of words that the rows hold, and of the file's first ones, as many
 * as bytes allow. */
NODISCARD enum err train_vectors_take(struct train_set *s, const struct vectors *from,
    const struct feature_list *lists, size_t bytes, struct errinfo *e);
/* Rows that the names of labels make, for training on. */
size_t train_names_add(
    struct arena *a, const char *const *names, size_t count, struct training_row **out);
/* Whether calibration looks at a row: examples and those for calibration, no copies. */
bool train_set_is_judged(const struct train_set *s, size_t row);
/* The classes that a row is an example of. */
const uint32_t *train_set_own(const struct train_set *s, size_t row, uint32_t *count);
/* Fills names, classes, stride, label and own from rows' sets. */
NODISCARD enum err train_set_several(
    const struct train_recipe *recipe, const struct training_row *rows, struct train_set *s,
    struct errinfo *e);
void train_set_clear(struct train_set *s);

void train_machine_init(const struct train_set *s, bool centroids, struct train_machine *m);
void train_machine_clear(struct train_machine *m);
/* Fits m, from where it stands, to the rows that use marks; at most passes over them. */
void train_machine_fit(const struct train_set *s, const struct train_recipe *recipe,
    const bool *use, int passes, struct random_stream *random, struct train_machine *m);
/* The same for a recipe that asks for ratios, from the beginning. */
void train_ratios_fit(const struct train_set *s, const struct train_recipe *recipe,
    const bool *use, int passes, struct random_stream *random, struct train_machine *m);
/* What is left of from when only the rows that use marks count: where fitting goes on. */
void train_machine_without(const struct train_set *s, const bool *use,
    const struct train_machine *from, struct train_machine *to);
/* Decisions and cosines (NULL: none) of a row; stride of each. */
void train_machine_decide(
    const struct train_set *s, const struct train_machine *m, size_t row, float *decisions,
    float *cosines);

NODISCARD enum err train_write(const struct train_set *s, const struct train_machine *m,
    const char *kind, const char *path, struct errinfo *e);

/* Logistic regression of yes on measures [row][width]; a yes counts yes_weight times. */
void train_fit_logistic(const double *measures, size_t width, const bool *yes, size_t rows,
    double yes_weight, float *out);
/* Fits m to all rows, cross-validates, sets the calibration in set->shape.head, and fills report. */
void train_calibrate(struct train_set *set, const struct train_recipe *recipe, uint64_t seed,
    struct train_machine *m, struct train_report *report);
/* Area under the receiver operating characteristic of scores; 0 where one kind is missing. Sorts. */
struct train_scored {
	double score;
	bool positive;
};
double train_auroc(struct train_scored *x, size_t n);

#endif
