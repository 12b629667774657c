/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The CSAT proxy: what a shopper would probably have answered to "how satisfied were you, 1 to 5?",
 * from what is known about the conversation alone; and how well such a proxy goes with real answers.
 *
 *   satisfaction_score()        factors of one conversation to a score, with every factor's part
 *   satisfaction_weights()      the weights, with the reason for each
 *   satisfaction_correlate()    proxy against survey answers: Spearman, Kendall, intervals
 *
 * It is a proxy and must be called one wherever it is shown. Its weights are stated, not fitted:
 * doc/satisfaction.md says why each is what it is and what the proxy can't know.
 *
 *   score = SATISFACTION_START + sum of contributions,  contribution = weight * share(value)
 *
 * A share is in [0,1], or in [-1,1] for what can help as well as harm. Weights are points of the
 * scale. They are such that the score is in [1,5] whatever the values are, so nothing is cut off
 * and the contributions always add up to the score.
 */
#ifndef FLOORWALKER_MODEL_SATISFACTION_H
#define FLOORWALKER_MODEL_SATISFACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"

#define SATISFACTION_LEAST 1.0
#define SATISFACTION_MOST 5.0
#define SATISFACTION_TASK_MESSAGES 4	/* of a shopper's that a task needs: what they want, who they
					   are, a yes, thanks; what is beyond is effort */
#define SATISFACTION_START 3.6	/* nothing is known: neither met nor unmet, no friction */

enum satisfaction_resolution {
	SATISFACTION_UNKNOWN,
	SATISFACTION_MET,
	SATISFACTION_UNMET
};

/* What is known about one conversation. All zero: nothing happened, and whether the need was met is
 * unknown. A number that isn't known is NAN and counts nothing; one below what is possible counts as
 * the least that is. */
struct satisfaction_factors {
	enum satisfaction_resolution resolution;	/* of the shopper's need, at the end */
	bool abandoned;			/* the shopper left while needing something */
	double effort;			/* shopper's messages beyond what the task needs, >= 0 */
	double repeats;			/* times the shopper had to say the same again, >= 0 */
	double loops;			/* times the AI asked or said the same again, >= 0 */
	double transfers;		/* changes of who serves, after the first hand-over or not,
					   >= 0 */
	double wait_first_ms;		/* to the first answer, >= 0 */
	double wait_queue_ms;		/* for a person, all waits of the conversation, >= 0 */
	double wait_longest_ms;		/* longest gap in which the shopper waited for an answer
					   after the first one, outside the queue, >= 0 */
	double sentiment_last;		/* of the shopper's last message, in [-1,1], 0 neutral */
	double sentiment_slope;		/* change of sentiment per shopper message (least squares),
					   in [-2,2] */
};

enum satisfaction_factor {
	SATISFACTION_RESOLUTION,
	SATISFACTION_SENTIMENT_LAST,
	SATISFACTION_SENTIMENT_SLOPE,
	SATISFACTION_EFFORT,
	SATISFACTION_REPEATS,
	SATISFACTION_LOOPS,
	SATISFACTION_TRANSFERS,
	SATISFACTION_WAIT_FIRST,
	SATISFACTION_WAIT_QUEUE,
	SATISFACTION_WAIT_LONGEST,
	SATISFACTION_ABANDONED,
	SATISFACTION_FACTOR_COUNT
};

/* A row of the table of weights. Static. */
struct satisfaction_weight {
	const char *name;		/* "wait_queue_ms": as in struct satisfaction_factors */
	const char *title;		/* "waiting in the queue" */
	double up, down;		/* points that it adds at most, and takes at most; >= 0 */
	double half;			/* value / (value + half) is the share: half of down is
					   reached there. 0: the share is value / full, cut at
					   -1 and 1 */
	double full;
	const char *reason;		/* a sentence, with its source */
};
/* SATISFACTION_FACTOR_COUNT rows, by enum satisfaction_factor. The sum of up is SATISFACTION_MOST -
 * SATISFACTION_START, that of down SATISFACTION_START - SATISFACTION_LEAST. */
const struct satisfaction_weight *satisfaction_weights(void);

struct satisfaction_part {
	const char *name;		/* static */
	double value;			/* as given; resolution: 1 met, -1 unmet, NAN unknown;
					   abandoned: 1 or 0 */
	double share;			/* in [-1,1]; negative: it takes. 0 where value is NAN */
	double weight;			/* points at a share of 1 or -1: up or down, whichever is
					   in play; where the share is 0, down */
	double contribution;		/* weight * share */
};
struct satisfaction {
	double score;			/* in [1,5] */
	struct satisfaction_part parts[SATISFACTION_FACTOR_COUNT];	/* by enum
									   satisfaction_factor */
};
/* A pure function. It never falls when a factor gets better, and never rises when one gets worse,
 * all others being equal: met >= unknown >= unmet, less of each count and wait, higher sentiment and
 * slope, not abandoned. */
void satisfaction_score(const struct satisfaction_factors *f, struct satisfaction *out);
/* The part that took most; NULL where none took anything. Borrowed from s. */
const struct satisfaction_part *satisfaction_worst(const struct satisfaction *s);
/* {proxy: true, score, start, factors: [{name, value (null where unknown), weight, contribution}]};
 * the arena's. */
struct value *satisfaction_to_value(struct arena *a, const struct satisfaction *s);

/* ---- against surveys */

struct satisfaction_correlation {
	size_t n;			/* pairs of which both are numbers */
	double spearman, kendall;	/* of mid-ranks; tau-b. NAN where either side has no two
					   values */
	double spearman_low, spearman_high;	/* 95 %, percentiles of resamples of the pairs; NAN
						   where fewer than 40 resamples had two values on
						   both sides, or n < 10 */
	double kendall_low, kendall_high;
};
/* proxy[i] and answer[i] are of one conversation; pairs with a NAN are left out. Spearman's rho as
 * the product-moment correlation of mid-ranks (Spearman, 1904), Kendall's tau-b (Kendall, 1945) by
 * merge sort in n log n (Knight, 1966). resamples: 1000 is usual, 0 for no interval. The same seed
 * gives the same figures. */
void satisfaction_correlate(const double *proxy, const double *answer, size_t count,
    size_t resamples, uint64_t seed, struct satisfaction_correlation *out);

#endif
