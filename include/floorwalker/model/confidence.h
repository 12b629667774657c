/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Confidence: one probability that a reply needs no correction, out of named parts in [0,1]; the
 * weights it is made with, how they are fitted to replies of which it is known, and the measures
 * that tell whether it can be believed.
 *
 *   p = 1 / (1 + exp(-s)),  s = bias + sum of weight * part,
 *
 * the logistic function of a weighted sum (Cox, 1958). What a reply's parts are is said by whoever
 * drafts it (src/backend/builtin/confidence.c); a part that the weights don't name counts nothing.
 */
#ifndef FLOORWALKER_MODEL_CONFIDENCE_H
#define FLOORWALKER_MODEL_CONFIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"

#define CONFIDENCE_PARTS_MOST 64
#define CONFIDENCE_WEIGHT_MOST 100.0	/* of a weight, either way */

struct confidence_weights {
	const char *names[CONFIDENCE_PARTS_MOST];	/* borrowed, or the arena's */
	double weights[CONFIDENCE_PARTS_MOST];
	size_t count;
	double bias;
};

/* The weight of a part; 0 where it isn't named. */
double confidence_weight(const struct confidence_weights *w, const char *name);
/* parts: a map of name -> [0,1], as a draft carries it. A named part that the map lacks counts 0. */
double confidence_of(const struct confidence_weights *w, const struct value *parts);
/* A map {version: 1, bias, weights: {name: weight}} and, under from, where it came from. The first
 * fault is named with its place: ERR_INPUT. v is from outside. */
NODISCARD enum err confidence_from_value(
    struct arena *a, const struct value *v, struct confidence_weights *out, struct errinfo *e);
/* Rounded to six decimals, so that what is read back is what was written. */
struct value *confidence_to_value(struct arena *a, const struct confidence_weights *w);
void confidence_round(struct confidence_weights *w);

/* ---- fitting */

/* Replies of which it is known whether they were right: rows of width parts, one after the other. */
struct confidence_rows {
	const double *parts;
	const unsigned char *right;
	const double *times;		/* how often each row counts; NULL: once */
	size_t count, width;
};
/* The width + 1 numbers (bias last) that minimise
 *
 *   sum of times * log loss + pull / 2 * sum of (weight - towards)^2
 *
 * by Newton's steps (iteratively reweighted least squares; Hastie, Tibshirani, Friedman, The
 * Elements of Statistical Learning, 4.4.1), halved where one would make it worse. The bias isn't
 * pulled. towards: width numbers, NULL: zeros. pull > 0, so there is one minimum even where parts
 * separate right from wrong. False where it hasn't settled in 100 steps: out is then not to be used;
 * also where there is no row of one side. */
bool confidence_fit(
    const struct confidence_rows *rows, double pull, const double *towards, double *out);

/* One reply of which it is known whether it was right. */
struct confidence_case {
	const struct value *parts;	/* name -> [0,1] */
	bool right;
	uint32_t group;			/* its task or conversation: 0 … */
};
/* Fits a weight for each of the names. towards: weights that it is pulled to; NULL: zeros. The
 * names are kept as they are. False as confidence_fit(). */
bool confidence_fit_cases(const struct confidence_case *cases, size_t count,
    const char *const *names, size_t name_count, double pull,
    const struct confidence_weights *towards, struct confidence_weights *out);
/* What weights fitted to the other groups say of each case: groups are dealt to folds in the order
 * in which they first occur. towards as confidence_fit_cases(), and instead of the fitted ones
 * where a fold can't be fitted. out: count numbers in [0,1]. False where no fold could be. */
bool confidence_cross_fit(const struct confidence_case *cases, size_t count,
    const char *const *names, size_t name_count, double pull,
    const struct confidence_weights *towards, size_t folds, double *out);
/* All names of parts that occur, sorted, in the arena; *count at most CONFIDENCE_PARTS_MOST. */
const char **confidence_names(
    struct arena *a, const struct confidence_case *cases, size_t count, size_t *name_count);

/* ---- measuring. confidence in [0,1]; right 0 or 1; all NaN where there are no rows. */

/* As calibration_error(), but in bins of as equal numbers of rows as ties allow: rows of one
 * confidence are never parted. */
double calibration_error_of_equal_bins(
    const double *confidence, const unsigned char *right, size_t count, size_t bins);
/* Mean of (right - confidence)^2 (Brier, 1950). */
double brier_score(const double *confidence, const unsigned char *right, size_t count);
/* Mean of -ln of the probability that was given to what was so; a probability counts as at least
 * 1e-6. */
double log_loss(const double *confidence, const unsigned char *right, size_t count);
/* How likely a wrong reply has a lower confidence than a right one, a tie counting half (Mann,
 * Whitney, 1947; Hanley, McNeil, 1982): the area under the ROC curve of "needs correction". NaN
 * where there are none of either. */
double auroc_of_wrong(const double *confidence, const unsigned char *right, size_t count);

struct confidence_interval {
	double low, high;		/* 2.5 % and 97.5 % */
	size_t drawn;			/* resamples that held both right and wrong ones */
};
/* The area's interval where whole groups (tasks) are drawn anew with replacement, since replies to
 * one task are not independent (cluster bootstrap; Davison, Hinkley, 1997). group: of each row, 0 …
 * groups - 1. Deterministic for a seed. NaN where fewer than 40 resamples could be measured. */
void auroc_interval(const double *confidence, const unsigned char *right, const uint32_t *group,
    size_t count, size_t groups, size_t resamples, uint64_t seed, struct confidence_interval *out);

/* The same of calibration_error() in that many bins. NaN where there are no rows or no groups. */
void calibration_interval(const double *confidence, const unsigned char *right,
    const uint32_t *group, size_t count, size_t groups, size_t bins, size_t resamples,
    uint64_t seed, struct confidence_interval *out);

/* Share right among the most confident share of the rows, 0 < coverage <= 1; of rows that tie at
 * the edge each counts in part. least: the lowest confidence among them, may be NULL. */
double accuracy_at(const double *confidence, const unsigned char *right, size_t count,
    double coverage, double *least);

struct confidence_bin {
	size_t count, right;
	double mean;			/* of their confidence; NaN where there is none */
};
/* Rows in equal bins of confidence; the last holds 1 too. */
void confidence_bins(const double *confidence, const unsigned char *right, size_t count,
    struct confidence_bin *out, size_t bins);

/* All measures as a map: {replies, groups, wrong, mean_confidence, right_share, ece, ece_equal_bins,
 * auroc, auroc_low, auroc_high, brier, log_loss, coverage: [{coverage, accuracy, least}], bins:
 * [{from, to, replies, right, mean_confidence}]}, null where there is too little. Calibration
 * errors in CONFIDENCE_BINS bins. group: 0 … groups - 1, of which only those that occur count. */
#define CONFIDENCE_BINS 15
#define CONFIDENCE_RESAMPLES 1000
struct value *confidence_measures(struct arena *a, const double *confidence,
    const unsigned char *right, const uint32_t *group, size_t count, uint64_t seed);

#endif
