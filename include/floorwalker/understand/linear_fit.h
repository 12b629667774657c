/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Linear functions of sparse rows, fitted by liblinear: for those who make features of their own.
 * Models of texts are made by understand/classify.h.
 */
#ifndef FLOORWALKER_UNDERSTAND_LINEAR_FIT_H
#define FLOORWALKER_UNDERSTAND_LINEAR_FIT_H

#include <stddef.h>
#include <stdint.h>

struct linear_item {
	uint32_t feature;		/* from 0 */
	float value;
};
/* features ascending, none twice */
struct linear_row {
	const struct linear_item *items;
	size_t count;
};

enum linear_kind {
	LINEAR_LOGISTIC,		/* targets 0 or 1; the function is the log odds of 1
					   (L2-regularised logistic regression) */
	LINEAR_REGRESSION		/* any targets (L2-regularised least squares); they are
					   centred first, so that the pull is to their mean */
};

struct linear_settings {
	enum linear_kind kind;
	double cost;			/* > 0: larger fits closer */
	double one_times;		/* > 0: a row whose target is 1 counts so often; logistic
					   alone */
};

/* weights gets features + 1 numbers, the constant last. Deterministic, and may be called by several
 * threads at a time. A constant function where count is 0 or all targets are equal. */
void linear_fit(const struct linear_row *rows, const double *targets, size_t count,
    size_t features, const struct linear_settings *settings, double *weights);
double linear_value(const double *weights, size_t features, const struct linear_row *row);

#endif
