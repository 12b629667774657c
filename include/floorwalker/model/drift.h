/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether two samples are still alike, and which of two models is the better one: the population
 * stability index with its uncertainty, and McNemar's test on paired rows.
 */
#ifndef FLOORWALKER_MODEL_DRIFT_H
#define FLOORWALKER_MODEL_DRIFT_H

#include <stddef.h>
#include <stdint.h>

/* Turns of one period, by conversation, each in one category: conversation c's are
 * category[begin[c]] … category[begin[c + 1] - 1]. Borrowed. */
struct drift_period {
	const uint32_t *category;
	const size_t *begin;		/* [conversations + 1], from 0, never falling */
	size_t conversations;
};

/* Limits between words of worry. The conventional ones, .1 and .25, come from credit scoring
 * (Siddiqi, Credit Risk Scorecards, 2006); they know nothing of a sample's size, which is why
 * chance is measured beside them. */
#define DRIFT_WATCH 0.1
#define DRIFT_ACT 0.25
#define DRIFT_SMOOTHING 0.5
#define DRIFT_RESAMPLES 1000

struct drift_options {
	double smoothing;		/* turns added to each category of the smaller period, and
					   as large a share of the other; > 0 */
	size_t resamples;		/* at least 40 */
	uint64_t seed;
};

struct drift {
	double index;			/* 0 alike, no upper bound */
	double low, high;		/* 95 % interval of the index */
	double chance;			/* 95 of 100 periods of this size stay below it where
					   nothing has changed */
	size_t turns, reference_turns;
	size_t conversations, reference_conversations;	/* with at least one turn */
};

/* PSI = sum over categories of (p - q) ln(p / q), where p and q are the shares in the period and in
 * the reference, (count / total + extra) / (1 + extra * categories) with extra = smoothing / the
 * smaller total: an empty category costs something finite (smoothing of one half a turn: Jeffreys,
 * 1946), and one that is empty on both sides nothing, whatever their sizes. The index is the symmetric
 * Kullback-Leibler divergence (Kullback, Leibler, 1951). parts: the addends, each >= 0; may be
 * NULL. */
double drift_index(const double *counts, const double *reference, size_t categories,
    double smoothing, double *parts);

/* The index with its interval: whole conversations are drawn anew with replacement in each period
 * (cluster bootstrap; Davison, Hinkley, 1997, section 3.8), since turns of one conversation are not
 * independent. Drawing adds noise, which raises an index that can't be negative; so what counts is
 * the spread of the drawn indices about their own mean, laid around the index, cut at 0. chance:
 * conversations are dealt anew to both periods (permutation test). Deterministic for a seed. */
void drift_measure(const struct drift_period *period, const struct drift_period *reference,
    size_t categories, const struct drift_options *options, double *parts, struct drift *out);

enum drift_worry { DRIFT_NONE, DRIFT_SMALL, DRIFT_MODERATE, DRIFT_LARGE };
/* NONE: no more than chance; SMALL: more, yet below watch; LARGE: at act or above. */
enum drift_worry drift_worry(const struct drift *d, double watch, double act);
const char *drift_worry_name(enum drift_worry w);	/* "none", "small", "moderate", "large" */
const char *drift_worry_advice(enum drift_worry w);	/* a sentence */

/* Two-sided exact p of McNemar's test (1947): of the rows on which two models differ, better and
 * worse would each be as likely as a coin's sides if neither model were the better one. 1 where
 * there are none. */
double mcnemar_exact(size_t better, size_t worse);

/* Expected calibration error: rows in equal bins of confidence, the mean of |right - confidence|
 * weighted by the bins' rows (Naeini, Cooper, Hauskrecht, 2015). confidence in [0,1]; NaN where
 * count is 0. */
double calibration_error(
    const double *confidence, const unsigned char *right, size_t count, size_t bins);

#endif
