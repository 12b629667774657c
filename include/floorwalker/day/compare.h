/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two ways of running a day, on the same shoppers; and many, over one or two of their values.
 *
 * A visitor draws from streams of their own, so both sides meet the same people with the same
 * wishes, patience and handling times: what is left of a difference is the change's. Differences of
 * figures over contacts are paired by visitor, those of the queue by replication. Where demand isn't the
 * same, some come on one side alone, or others come; the result says so.
 */
#ifndef FLOORWALKER_DAY_COMPARE_H
#define FLOORWALKER_DAY_COMPARE_H

#include "floorwalker/day/result.h"

struct compare_side {
	const char *label;		/* as it was asked for */
	struct day_options day;		/* the same seed on both sides; target and progress unused */
};

/* When it stops. After each replication, in order, one figure's differences so far are looked at: of each
 * visitor's, or, for figures of the queue, of each replication's. The confidence sequence of
 * stats/sequential.h holds at every look at once, so that stopping at the first which decides
 * is wrong at most once in twenty. */
struct compare_options {
	struct compare_side sides[2];
	int64_t replications;		/* most of them */
	int threads;			/* 0: one a core; never changes a result */
	const char *figure;		/* that decides, by name; NULL: containment_confirmed */
	double margin;			/* differences up to it are the same; 0: none are */
	bool plays_all;			/* doesn't stop early */
	day_player *player;		/* NULL: day_play() */
	/* On the caller's thread; may be NULL. Nonzero stops: ERR_STATE. */
	int (*progress)(void *context, int64_t done, int64_t of);	/* replications, of both */
	void *progress_context;
};

/* result, a map in the arena (doc/simulate.md, "Comparing"):
 *   kind "comparison"; seed, replications (played), most; a, b: {label, simulation, title, contacts}
 *   arrivals: {both, a_alone, b_alone, same_shoppers}: visitors who came on both sides, by replication and number, and on one
 *     alone, who aren't in the differences that decide by visitor; same_shoppers: who comes is drawn alike on both
 *   decides: {figure, title, unit, by: "visitor" | "replication", means_of, n, a, b, difference, low, high, why, verdict: "open" |
 *     "above" | "below" | "same", margin, more, more_replications, more_unknown, more_is_rough, all_the_same, others_at_most, looks, level,
 *     rule}: a, b and difference (b - a) are means over what is in both, said in means_of; low and high of the
 *     confidence sequence of that level, null where there is none, with why; more: as many more visitors (replications)
 *     would decide, if all stays as it is, null where that can't be told, with why in more_unknown; more_replications: as many
 *     more bring them, if each brings as many as those that were played, null likewise; more_is_rough: it goes
 *     by too few; all_the_same: all differences are, and of all to come others_at_most may differ from that
 *   visitors: {both, alike, more_a, more_b}: by the deciding figure, in how many it is larger on a side
 *   figures: [{name, title, part, group, unit, a, b, n, difference, low, high, by: "visitor" | "replication" |
 *     "none", why, more}]: 95 % intervals of b - a, why where there is none; more: as many more replications until it leaves 0 out,
 *     if all stays as it is, null where that can't be told */
NODISCARD enum err compare_run(const struct compare_options *o, struct arena *a,
    struct value **result, struct errinfo *e);

/* ---- sweeps */
struct axis {
	const char *path;		/* of the simulation file */
	const char *const *values;	/* in YAML */
	size_t count;
};
#define SWEEP_POINTS_MOST 400
/* "PATH=1,2,3", "PATH=1..9", "PATH=0.3..0.9/0.1"; in the arena. ERR_USAGE, also where
 * a value comes twice. */
NODISCARD enum err axis_parse(
    struct arena *a, const char *text, struct axis *out, struct errinfo *e);

/* ERR_USAGE where one changes what all points of a sweep have the same, or two (at most) change the same value or one what
 * the other is a part of. */
NODISCARD enum err axes_check(const struct axis *axes, size_t count, struct errinfo *e);
/* ERR_USAGE where all points are said to have what one of the axes puts otherwise. */
NODISCARD enum err axes_check_changes(const struct axis *axes, size_t count,
    const struct change *changes, size_t change_count, struct errinfo *e);

struct sweep_options {
	struct days_options days;	/* day.simulation unused; progress counts points */
	const char *path;		/* of the simulation file */
	const struct settings *settings;	/* of the world */
	const struct change *changes;	/* that all points have */
	size_t change_count;
	struct axis axes[2];
	size_t axis_count;		/* 1 or 2 */
	int64_t replications;		/* 0: the file's */
};
/* result, a map in the arena:
 *   kind "sweep"; simulation, title, seed, replications, level: {share, within_ms}; axes: [{path, values}]
 *   points: [{values: [...], contacts, figures: {NAME: {value, low, high, why there is no interval}}, keeps_level: "yes" | "no" | "open"}] by the
 *     last axis first; keeps_level by the interval of service_level: all of it at least the share,
 *     all of it below, or neither
 *   best: {values, cost, sure}: of the points whose service_level is at least the share the one with the least
 *     cost_per_contact, of several the first; null where there is none. sure: its interval lies whole
 *     above */
NODISCARD enum err sweep_run(const struct sweep_options *o, struct arena *a,
    struct value **result, struct errinfo *e);

#endif
