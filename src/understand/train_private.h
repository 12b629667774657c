/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of training: train.c knows liblinear, train_set.c the vocabulary,
 * train_measure.c calibration, train_write.c the file.
 */
#ifndef FLOORWALKER_UNDERSTAND_TRAIN_PRIVATE_H
#define FLOORWALKER_UNDERSTAND_TRAIN_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

struct train_set {
	struct arena *a;
	size_t rows, originals, classes, features;
	const char **names;		/* of classes, sorted */
	uint32_t *label;		/* [row] */
	struct sparse *sparse;		/* [row] */
	uint32_t *fold;			/* [row] */
	uint32_t outside;		/* class or CLASSIFIER_NO_FEATURE */
	struct classifier shape;	/* head, keys, indices, idf; weights are the fitted ones */
};

struct train_fitted {
	float *weights, *bias, *centroid;	/* [feature][class], [class], [feature][class] */
};

void train_augment(struct arena *a, const struct training_row *rows, size_t count, uint64_t seed,
    struct train_rows *out);
NODISCARD enum err train_set_make(const struct train_recipe *recipe,
    const struct training_row *rows, size_t count, uint64_t seed, struct train_set *out,
    struct errinfo *e);
void train_set_clear(struct train_set *s);
void train_fitted_init(const struct train_set *s, struct train_fitted *f);
void train_fitted_clear(struct train_fitted *f);
void train_fit(const struct train_set *set, const bool *use, double cost, struct train_fitted *out);
void train_centroids(const struct train_set *set, const bool *use, struct train_fitted *out);
void train_fit_outside(
    const double *measures, const bool *outside, size_t rows, float out[OUTSIDE_FEATURES]);
/* Cross-validates, sets scale and outside weights in set->shape.head, and fills report. */
void train_calibrate(
    struct train_set *set, const struct train_recipe *recipe, struct train_report *report);

#endif
