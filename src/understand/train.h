/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Training: rows of text to a model file, with probabilities calibrated on cross-validated
 * decisions.
 */
#ifndef FLOORWALKER_UNDERSTAND_TRAIN_H
#define FLOORWALKER_UNDERSTAND_TRAIN_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/understand.h"

/* What cross-validation found. */
struct train_report {
	size_t rows, classes, features;
	double accuracy;		/* of rows whose label isn't the outside class */
	double outside_auroc;		/* 0 where there is no such class */
	double outside_recall;		/* of the outside rows, at probability 0.5 */
	double outside_false;		/* share of the other rows over 0.5 */
	double ece;			/* expected calibration error of the best class'
					   probability, 15 bins (Naeini et al. 2015) */
};

/* How a kind of model is made; NULL where there is no such kind. */
struct train_recipe {
	const char *kind;
	unsigned flags;
	double block_weight[2];
	double cost;			/* of the support vector machine: larger fits closer */
	uint32_t least_rows;		/* a feature of block 1 must be in so many rows */
	const char *outside;		/* label of what is none of the classes; NULL */
};
const struct train_recipe *train_recipe_find(const char *kind);

/* out_path NULL: measures only. */
NODISCARD enum err train_classifier(const struct train_recipe *recipe,
    const struct training_row *rows, size_t count, uint64_t seed, const char *out_path,
    struct train_report *report, struct errinfo *e);

#endif
