/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Training: rows of text to a model file, with probabilities calibrated on cross-validated
 * decisions.
 */
#ifndef FLOORWALKER_UNDERSTAND_TRAIN_H
#define FLOORWALKER_UNDERSTAND_TRAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/understand.h"

#include "vectors.h"

/* What cross-validation found. */
struct train_report {
	size_t rows, classes, features;
	double accuracy;		/* of rows whose label isn't the outside class */
	double outside_auroc;		/* 0 where there are no such rows */
	double outside_recall;		/* of the outside rows, at the model's threshold */
	double outside_false;		/* share of the other rows over it */
	double threshold;
	double ece;			/* expected calibration error of the best class'
					   probability, 15 bins (Naeini et al. 2015); of several
					   labels, of every one's */
	double micro_f1, exact;		/* of several labels, at the threshold */
};

/* How a model is made. */
struct train_recipe {
	const char *name;
	const char *kind;		/* of the model file */
	unsigned flags;			/* enum feature_flag */
	double block_weight[2];
	double idf_power;
	double strange;			/* how much features that training doesn't keep count in the
					   length of a row */
	double cost;			/* of a row on the wrong side: larger fits closer */
	double balance;			/* a class' own rows cost 1 + balance·√(others/own) times as
					   much */
	uint32_t least_rows;		/* a feature that is no single word must be in so many
					   rows */
	const char *outside;		/* label of what is none of the classes; NULL */
	bool certainty;			/* a logistic function moves the best class' probability */
	bool centroids;			/* the outside probability looks at cosines, too */
	bool assume;			/* how much is out of scope isn't taken from the rows;
					   without such rows, what is strange is learnt by leaving
					   classes out */
	bool ratios;			/* features are seen through how much oftener a class has
					   them than the others (train_ratios.c) */
};
/* NULL where there is no such recipe. */
const struct train_recipe *train_recipe_find(const char *name);

struct train_input {
	const struct training_row *rows;
	size_t count;
	const struct training_row *valid;	/* calibrated on, not learnt from; rows outside
						   only where rows has such, too */
	size_t valid_count;
	const struct vectors *vectors;	/* of words; NULL: none */
	uint64_t seed;
	bool several;			/* labels are sets of them (classify_labels_split()) */
	const struct training_row *known;	/* learnt from beside rows, whatever is held out
						   of those, and never judged; their labels are
						   among those of rows */
	size_t known_count;
};

/* out_path NULL: measures only. */
NODISCARD enum err train_classifier(const struct train_recipe *recipe,
    const struct train_input *input, const char *out_path, struct train_report *report,
    struct errinfo *e);
/* The same of rows with sets of labels: input->several. */
NODISCARD enum err train_several(const struct train_recipe *recipe,
    const struct train_input *input, const char *out_path, struct train_report *report,
    struct errinfo *e);

#endif
