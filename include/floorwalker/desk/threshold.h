/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the recorded turns of the last days say of the confidence: how far it held, and what another
 * threshold would have done (model/threshold.h has the arithmetic, doc/calibration.md the words).
 */
#ifndef FLOORWALKER_DESK_THRESHOLD_H
#define FLOORWALKER_DESK_THRESHOLD_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/model/confidence.h"
#include "floorwalker/model/metric.h"
#include "floorwalker/model/threshold.h"

#define RELIABILITY_BINS 10
#define RELIABILITY_RESAMPLES 200
#define THRESHOLD_DAYS 28
#define THRESHOLD_DAYS_MOST 3650

/* Plain data: it may be copied. */
struct threshold_report {
	int64_t since_ms, until_ms;
	int64_t turns, conversations;		/* turns that were sent or handed off, with a draft;
						   decisions that were told aren't among them */
	int64_t labelled, wrong;		/* of turns */
	int64_t from[5];			/* labels: edited, marked, came_back, sent_as_is,
						   left_alone */
	int64_t rewritten, not_settled;		/* drafts written anew; conversations whose
						   re-contact window is open: nothing is known of
						   either */
	int64_t money;				/* minor units that rules approved by themselves, in
						   all turns that weren't held for another reason */
	char currency[4];
	struct confidence_bin bins[RELIABILITY_BINS];	/* of labelled turns */
	double ece;				/* in these bins; NaN where nothing is labelled */
	struct confidence_interval ece_interval;	/* conversations drawn anew */
	struct threshold_row rows[THRESHOLD_ROWS];
	size_t row_count, today;		/* today: the row of the present threshold */
};
/* Reads the turns created since since_ms, page by page, and what use says of them (labels as
 * desk_calibrate() has them: within this period alone). Only reads; some seconds for a million turns,
 * in memory 100 bytes a turn. ERR_LIMIT: more than 4,000,000 turns. */
NODISCARD enum err desk_threshold(
    struct desk *d, int64_t since_ms, struct threshold_report *out, struct errinfo *e);
/* The same of the last days, some of it at each call, for who mustn't be kept waiting: at most so
 * many pieces (of 500 records, some milliseconds each; the last works it out). *turns: read so far.
 * *done: out is filled; until then it is asked again. The desk keeps what it has read meanwhile;
 * another number of days begins anew. */
NODISCARD enum err desk_threshold_some(struct desk *d, int64_t days, int pieces, bool *done,
    int64_t *turns, struct threshold_report *out, struct errinfo *e);
/* For scripts; the arena's. */
struct value *threshold_to_value(struct arena *a, const struct threshold_report *x);

#endif
