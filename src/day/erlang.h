/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of the benchmark against theory: erlang_file.c reads the cases, erlang_case.c
 * plays one replication of one, erlang.c plays all and compares; erlang_trial.c plays one case for
 * its own sake.
 */
#ifndef FLOORWALKER_DAY_ERLANG_PRIVATE_H
#define FLOORWALKER_DAY_ERLANG_PRIVATE_H

#include <stdatomic.h>

#include "floorwalker/day/erlang.h"
#include "floorwalker/stats/erlang.h"

#define ERLANG_COLUMNS 6	/* of exact values */
extern const char *const erlang_columns[ERLANG_COLUMNS];

struct erlang_case {
	const char *name;
	struct erlang_load load;
	double within;			/* T */
	struct erlang exact;
	bool given[ERLANG_COLUMNS];	/* has its column, and isn't empty there */
	double reference[ERLANG_COLUMNS];
	bool wrong[ERLANG_COLUMNS];	/* isn't the exact value within its rounding */
	double relaxation;		/* in the case's unit */
	int64_t replications;
	double contacts, warm_up;	/* of a replication, in the mean */
	bool keeps_waits;
};

/* What one replication came to. */
struct erlang_sums {
	int64_t contacts, waited, left, wait_ms, present_ms, busy_ms;
	int64_t within, wait_served_ms;	/* served after at most T; waits of those served */
	int64_t queued, samples;	/* at each sample, together */
	double within_ms;
	double *waits;			/* ms, of all that came; mem_free; NULL where none are kept */
	size_t room;
	bool keeps_waits;
	int64_t told;		/* contacts, of the warm-up too */
	atomic_int_fast64_t *played;	/* of all replications */
};

/* Lives in the arena. Every row is a case: one that can't be played is an error, with its place. */
struct erlang_file {
	struct erlang_case *cases;
	size_t count;
	const char **ignored;		/* names of columns that aren't known here */
	size_t ignored_count;
};
NODISCARD enum err erlang_read(const struct erlang_options *o, struct arena *a,
    struct erlang_file *out, struct errinfo *e);
/* ms of the clock for one unit of the case's time. */
double erlang_unit_ms(const struct erlang_case *c);
/* How many contacts come until nothing is left of how it began, at least 1,000. */
double erlang_settles(const struct erlang_case *c);
/* Replications, warm-up and contacts of a trial, within what it may play; false: that doesn't let it settle. */
bool erlang_trial_plan(const struct erlang_trial *t, struct erlang_case *c);
/* Relaxation, warm-up and contacts of a replication, for so many contacts in all. */
void erlang_plan(struct erlang_case *c, int64_t replications, double least, double most);
/* About how many contacts a replication has, of its warm-up too. */
int64_t erlang_size(const struct erlang_case *c);
/* All replications of all cases, on threads; sums: one for each, by case, then by replication. */
NODISCARD enum err erlang_play_all(const struct erlang_options *o, const struct erlang_case *cases,
    size_t count, struct erlang_sums *sums, struct errinfo *e);
/* A sum over replications over another, and its standard error (Cochran 1977, 2.29). */
double erlang_ratio(const double *x, const double *y, size_t n, double *standard_error);
NODISCARD enum err erlang_play(const struct erlang_options *o, const struct erlang_case *c,
    size_t number, int64_t replication, atomic_int_fast64_t *played, struct erlang_sums *out,
    struct errinfo *e);

#endif
