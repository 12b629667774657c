/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What days come to: contacts and samples are added up in constant memory, each figure with its
 * number, denominator and interval.
 *
 * Intervals at 95 %: by the largest of the variances as if contacts were apart, over visitors (a
 * visitor's follow-ups go with them: Poisson bootstrap), and over replications, since contacts of
 * one day hang together; where there is one replication alone figures of the queue have none, and
 * the result says so. doc/simulate.md has which and why.
 */
#ifndef FLOORWALKER_DAY_RESULT_H
#define FLOORWALKER_DAY_RESULT_H

#include "floorwalker/day/run.h"

/* One replication's sum; mergeable in any grouping with the same bytes. */
struct tally;
#define TALLY_WORST_MOST 1000
/* worst: contacts that are kept in full; 0: 20. simulation is borrowed. */
struct tally *tally_new(
    const struct simulation *s, uint64_t seed, int64_t replication, size_t worst);
void tally_free(struct tally **t);
/* Of the replication that it was made for, before it is merged or written (asserted). */
void tally_contact(struct tally *t, const struct contact *c, const struct value *transcript);
void tally_sample(struct tally *t, const struct floor_sample *f);
/* Adds other replications. t gets no more contacts either, and is still the caller's. ERR_CONFLICT:
 * of another run. */
NODISCARD enum err tally_merge(struct tally *into, struct tally *t, struct errinfo *e);
/* Exact: for a run that goes on where it was interrupted. Ends the adding of contacts. */
struct value *tally_to_value(struct tally *t, struct arena *a);
NODISCARD enum err tally_from_value(const struct value *v, const struct simulation *s,
    uint64_t seed, struct tally **out, struct errinfo *e);

/* The result, a map in the arena (doc/simulate.md, "Days"):
 *   kind "days"; simulation, title, world, backend, seed, replications, days, warm_up_ms, contacts,
 *   warm_up_contacts, level: {share, within_ms}
 *   figures: [{name, title, group, unit, value, n, of, low, high, by, why, note, definition}]; value,
 *     low, high null where there is none, and why says why there is no interval; note, where there
 *     is one, what the interval leaves out. group: "containment",
 *     "waiting", "people", "quality", "money", "satisfaction", "simulator". unit: "share", "ms",
 *     "count", "money" (major units of the shop's currency), "minor" (minor units), "score",
 *     "per_hour". of: what n counts. by: "bootstrap", "replications", "order", "none"
 *   handoffs: [{reason, title, n}]
 *   intents: [{intent, contacts, eligible, contained, handed_off, resolved, as_expected, breaches,
 *     share, low, high, expected_share, expected_low, expected_high, proxy}]: share: contained of the
 *     eligible; expected_share: as expected of the contacts; both over visitors, and replications
 *     from four on; scenarios likewise
 *   funnel: [{stage, title, n}]: contacts, answered by the AI, contained, handed over, waited,
 *     answered by a person, resolved
 *   hours: [{hour, arrivals, queued, answered, left, within, promised, backlog, present, occupancy}]
 *     means a replication and occurrence of the hour of the week
 *   timeline: [{at_ms, queued, with_ai, with_people, present, occupancy}] means over replications
 *   heat: {hours: [...], reasons: [...], n: [[...]]}: rows are reasons, columns hours of the day
 *   waits: {unit "ms", bins: [{low, high (null: no end), answered, left}]}
 *   reliability: [{low, high, n, confidence, right}]; calibration_error: their gap, weighted
 *   rules: [{rule, kind, n, done, by_person, amount}]: amount in minor units, of those done
 *   factors: [{factor, title, n, mean, weight, contribution}]: means over contacts
 *   proxy: {stated: true, start, least, most}
 *   worst: [{replication, number, visit, breaches, proxy, scenario, persona, channel, why, reason,
 *     transcript}]: a breach is worse than any proxy; else the lowest proxy first
 *   faults: [{fault, n}] */
struct value *tally_result(struct tally *t, struct arena *a);

/* What plays a replication: day_play(), or what tests put in its place. */
typedef enum err day_player(const struct day_options *o, int64_t replication,
    const struct day_teller *teller, struct errinfo *e);

/* Runs replications from the first on, on threads, and adds them up. */
struct days_options {
	struct day_options day;		/* progress is called on the caller's thread, with instants
					   and contacts of all replications together; nonzero
					   stops the run with ERR_STATE, and the checkpoint has all
					   that was finished */
	int64_t replications;		/* 1 to DAYS_REPLICATIONS_MOST */
	int threads;			/* 0: one a core; never changes a result */
	size_t worst;			/* kept in full; 0: 20 */
	const char *checkpoint;		/* a file that finished replications are written to and
					   read from; NULL none. One of another run is refused */
	const char *identity;		/* whatever else makes the run what it is (content of its
					   files, the program's version), for the checkpoint; a
					   hash or the like. NULL: "" */
	day_player *player;		/* NULL: day_play() */
};
#define DAYS_REPLICATIONS_MOST 100000
NODISCARD enum err days_run(const struct days_options *o, struct tally **out, struct errinfo *e);
/* How long the rest of a run takes at the pace so far, of which it has spent spent_us on what is done beyond
 * already; -1 until enough is known to tell. */
int64_t days_left_ms(int64_t spent_us, int64_t already, int64_t done, int64_t of);

#endif
