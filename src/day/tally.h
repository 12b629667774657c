/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of a tally.
 *
 *   tally.c          a tally; moments of the floor are added, tallies are merged
 *   tally_contact.c  a contact is added
 *   tally_figures.c  the table of figures: what each adds up, over what, how it is estimated
 *   tally_estimate.c a figure's value and interval
 *   tally_ratio.c    … of a ratio over contacts
 *   tally_names.c    counters by name (intents, scenarios, languages, rules, faults)
 *   tally_shares.c   … of shares by name: how much their contacts hang together
 *   tally_kept.c     the worst contacts, whole
 *   tally_store.c    a tally as a value and back, exactly
 *   tally_result.c   what it all comes to
 *   tally_parts.c    … its parts besides the figures
 *
 * All sums are integers and every table has an order of its own, so the order in which contacts
 * come and tallies are merged changes no byte.
 */
#ifndef FLOORWALKER_DAY_TALLY_H
#define FLOORWALKER_DAY_TALLY_H

#include "floorwalker/day/result.h"
#include "floorwalker/model/satisfaction.h"
#include "floorwalker/stats/bootstrap.h"
#include "floorwalker/stats/clusters.h"
#include "floorwalker/stats/histogram.h"
#include "floorwalker/stats/worst.h"

/* ---- figures */
enum figure_kind {
	FIGURE_CONTACTS,	/* contacts hang together by their visitor alone: over visitors */
	FIGURE_AGAIN,		/* a hair by the queue too, since who left it comes again: over visitors, and
				   from FIGURE_REPLICATIONS on over replications where that is wider */
	FIGURE_MIXED,		/* a little by the queue: as FIGURE_AGAIN, and with fewer a note says so */
	FIGURE_QUEUE,		/* by the queue: none without replications */
	FIGURE_FIRST,		/* as FIGURE_CONTACTS with an AI, as FIGURE_QUEUE without */
	FIGURE_TOTAL		/* a sum for each replication; by replications */
};
#define FIGURE_REPLICATIONS 4

enum { NUMBERS_FIRST, NUMBERS_WAIT, NUMBERS_HANDLE, NUMBERS_BACKLOG, NUMBERS_COUNT };

/* What is known of a contact, worked out once for all figures. */
struct told {
	const struct contact *c;
	const struct simulation *s;
	bool eligible, queued, answered, left;	/* left: the queue, before an answer */
	int64_t wait_ms;			/* in the queue, to either; -1 none */
	double proxy;
	const struct satisfaction *satisfaction;
};

struct figure {
	const char *name, *title, *group, *unit, *of, *definition;
	enum figure_kind kind;
	/* What a contact, a sample adds; pairs come zeroed. NULL: nothing. */
	void (*contact)(const struct told *t, struct bootstrap_pair *p);
	void (*sample)(
	    const struct simulation *s, const struct floor_sample *f, struct bootstrap_pair *p);
	double quantile;			/* > 0: of numbers; value in their unit */
	int numbers;
	bool counts_faults;			/* the simulator's own, too; no other figure does */
	double least, most;			/* of its scale, where it isn't a share; 0, 0: none */
	bool is_of_time;			/* a share of time, which hardly a contact has none or all of */
	bool is_shared;				/* of people's time, of which a day has only so much: what one
						   contact takes others don't get, so replications
						   alone from FIGURE_REPLICATIONS on */
	bool is_wait;				/* for a person: made of rare waits as long as they handle a
						   contact */
};
#define FIGURE_MOST 64
const struct figure *figure_all(size_t *count);

/* ---- counters by name. Sorted by name; of more names than NAMES_MOST the first are kept, which
 * are the same whatever the order in which they came. */
#define NAMES_MOST 1000
enum { NAMED_CONTACTS, NAMED_ELIGIBLE, NAMED_CONTAINED, NAMED_HANDED_OFF, NAMED_RESOLVED,
	NAMED_AS_EXPECTED, NAMED_PROXY, NAMED_BREACHES, NAMED_AGAIN, NAME_COUNTERS };

/* Of an intent, a scenario or a language there are two shares with an interval. */
enum { SHARE_CONTAINED, SHARE_AS_EXPECTED, NAMED_SHARES };

/* How much a share's contacts hang together, in whole numbers. Visitors and replications are each
 * other's strangers from one replication to the next, so squares are made when one ends, and may
 * then be added. yes: the share's, of: all that it is over; both: their product. */
struct squares {
	int64_t drawn_yes, drawn_of, drawn_both;	/* of what each replicate of the bootstrap has more
							   or less of a replication's sums than there are */
	int64_t yes, of, both;				/* of the sums of each replication */
	int64_t replications;				/* that have any */
};
#define NAME_SQUARES (NAMED_SHARES * (sizeof(struct squares) / sizeof(int64_t)))	/* as one row */
struct drawn;						/* sums of one replication, by replicate */

struct named {
	char *name;
	int64_t counts[NAME_COUNTERS];			/* of a rule: n, done, by a person, amount; of a
							   fault: n */
	struct squares squares[NAMED_SHARES];
	struct drawn *drawn;				/* until the tally is closed; NULL: no share */
};
struct names {
	struct named *items;
	size_t count, room;
};
/* NULL where it isn't among those that are kept. Borrowed until the next call. */
struct named *names_at(struct names *n, const char *name);
void names_merge(struct names *into, const struct names *from);
void names_clear(struct names *n);
/* Sums of one kind to others', without undefined behaviour where a broken file has them overflow. */
void counts_add(int64_t *into, const int64_t *from, size_t count);

/* A contact to a name's shares, with the weights of its visitor; and when the replication has ended,
 * its squares. */
void shares_add(struct named *x, const struct told *t, const uint8_t *weights);
void shares_close(struct names *n);
/* What a share is of, and how many are of it. */
void shares_count(const struct named *x, int share, int64_t *yes, int64_t *of);
/* How many times as large its variance is by visitors as if contacts were apart; its variance by
 * replications. 0 < yes < of; the latter of 2 replications or more. */
double shares_together(const struct named *x, int share);
double shares_between(const struct named *x, int share);

/* ---- the worst contacts */
struct kept {
	int64_t replication, number, visit, breaches;
	double proxy;
	char *scenario, *persona, *channel, *reason, *why, *transcript;	/* transcript: JSON */
};
struct kept_list {
	size_t keep;
	struct worst *worst;
	struct kept *items;			/* keep of them */
};
void kept_init(struct kept_list *k, size_t keep);
void kept_clear(struct kept_list *k);
void kept_add(struct kept_list *k, const struct told *t, const struct value *transcript);
void kept_merge(struct kept_list *into, struct kept_list *from);	/* from is only sorted */
void kept_to_value(struct kept_list *k, struct value *list);
NODISCARD enum err kept_from_value(
    struct kept_list *k, const struct value *list, struct errinfo *e);

/* ---- sums: int64_t alone, so that all of them are added, written and read as one row */
enum { FUNNEL_CONTACTS, FUNNEL_AI, FUNNEL_CONTAINED, FUNNEL_HANDED_OVER, FUNNEL_WAITED,
	FUNNEL_PERSON, FUNNEL_RESOLVED, FUNNEL_COUNT };
#define WAIT_BINS 17
#define RELIABILITY_BINS 10
#define DAY_HOURS 24
struct hour_sums {
	int64_t arrivals, queued, answered, left, within, promised;	/* promised: of the service
									   level */
	int64_t samples, backlog, present_ms, busy_ms;
};
struct sums {
	int64_t contacts, warm_up, faults, follow_ups;
	int64_t handoffs[HANDOFF_COUNT];
	int64_t funnel[FUNNEL_COUNT];
	int64_t heat[DAY_HOURS][HANDOFF_COUNT];
	struct hour_sums hours[WEEK_HOURS];
	struct { int64_t answered, left; } waits[WAIT_BINS];
	struct { int64_t n, confidence, right; } reliability[RELIABILITY_BINS];	/* 2^-20 */
	struct { int64_t n, value, weight, contribution; } factors[SATISFACTION_FACTOR_COUNT];	/* 2^-20 */
};
extern const int64_t wait_edges[WAIT_BINS];	/* lower ends, ms */

#define TIMELINE_MOST 576
struct moment_sums {
	int64_t samples, queued, with_ai, with_people, present_ms, busy_ms;
};

/* One replication's own sums, for intervals over replications. */
struct row {
	int64_t replication;
	struct bootstrap_pair pairs[FIGURE_MOST];
};

struct tally {
	const struct simulation *simulation;
	uint64_t seed;
	struct row *rows;			/* by replication, ascending */
	size_t row_count;
	bool is_closed;				/* the quantiles of the one row are in it */
	struct bootstrap *bootstrap;		/* a ratio for each figure */
	struct histogram *numbers[NUMBERS_COUNT];
	struct clusters *clusters[NUMBERS_COUNT];	/* of numbers: a cluster each replication */
	struct sums sums;
	struct moment_sums *timeline;
	size_t timeline_count;
	int64_t timeline_step_ms;
	struct names intents, scenarios, languages, rules, faults;
	struct kept_list kept;
};

/* Without rows and bootstrap. */
struct tally *tally_empty(const struct simulation *s, uint64_t seed, size_t worst);
/* Puts the quantiles of a tally of one replication into its row and its numbers into a cluster,
 * before it is merged or written: they can't be had of a sum. */
void tally_close(struct tally *t);
/* Of figure i: value, interval, n. by and why: static. */
struct estimate {
	double value;
	bool has_value, has_interval;
	double low, high;
	int64_t n;
	const char *by, *why, *note;	/* NULL none */
};
void tally_estimate(const struct tally *t, size_t i, struct estimate *out);
bool figure_is_share(const struct figure *f);
/* Its contacts depend on each other by the queue. */
bool figure_is_by_queue(const struct figure *f, const struct simulation *s);
/* The part of tally_estimate() for a figure that is a ratio of the bootstrap. */
void tally_estimate_ratio(const struct tally *t, size_t i, size_t ratio, struct estimate *out);
/* The same for a share by name. */
void tally_estimate_share(const struct named *x, int share, struct estimate *out);
/* Which ratio of the bootstrap a figure is; false: none of it. count: of ratios, in all. */
bool figure_ratio(size_t figure, size_t *ratio);
size_t figure_ratio_count(void);
/* What a contact adds to a figure. */
struct bootstrap_pair tally_pair(
    const struct simulation *s, const struct contact *c, size_t figure);

void result_parts(struct tally *t, struct arena *a, struct value *out);

#endif
