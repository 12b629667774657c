/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What days come to: contacts and samples are added up in constant memory, each figure with its
 * number, denominator and interval.
 *
 * Intervals at 95 %: of figures over contacts by Poisson bootstrap over visitors (a visitor's
 * follow-ups go with them); of figures of the queue by replications, since those of one day hang
 * together; where there is one replication alone these have none, and the result says so.
 */
#ifndef FLOORWALKER_DAY_RESULT_H
#define FLOORWALKER_DAY_RESULT_H

#include "floorwalker/day/run.h"

/* One replication's sum; mergeable in any order with the same bytes. */
struct tally;
struct tally *tally_new(const struct simulation *s, uint64_t seed);
void tally_free(struct tally **t);
void tally_contact(struct tally *t, const struct contact *c, const struct value *transcript);
void tally_sample(struct tally *t, const struct floor_sample *s);
void tally_merge(struct tally *into, const struct tally *t);	/* a later replication */
/* Exact: for a run that goes on where it was interrupted. */
struct value *tally_to_value(const struct tally *t, struct arena *a);
NODISCARD enum err tally_from_value(const struct value *v, const struct simulation *s,
    uint64_t seed, struct tally **out, struct errinfo *e);

/* The result, a map in the arena (doc/simulate.md, "Days"):
 *   kind "days"; simulation, title, world, backend, seed, replications, days, warm_up_ms, contacts,
 *   level: {share, within_ms}
 *   figures: [{name, title, group, unit, value, n, of, low, high, by, definition}]; value, low, high null where there
 *     is none. group: "containment", "waiting", "people", "quality", "money", "satisfaction",
 *     "simulator". unit: "share", "ms", "count", "money", "score", "per_hour". of: what n counts.
 *     by: "bootstrap", "replications", "order", "none"
 *   handoffs: [{reason, n}]; intents: [{intent, contacts, eligible, contained, handed_off}]; scenarios likewise
 *   funnel: [{stage, n}]: contacts, answered by the AI, contained, handed over, waited, answered by a person, resolved
 *   hours: [{hour, arrivals, queued, answered, left, within, backlog, present, occupancy}] means a
 *     replication and occurrence of the hour of the week
 *   timeline: [{at_ms, queued, with_ai, with_people, present, occupancy}] means over replications
 *   heat: {hours: [...], reasons: [...], n: [[...]]}
 *   waits: {unit "ms", bins: [{low, high, n}]}
 *   reliability: [{low, high, n, confidence, right}]
 *   rules: [{rule, kind, n, done, by_person, amount}]
 *   factors: [{factor, weight, mean, contribution}]; proxy: {stated: true, …}
 *   worst: [{replication, number, visit, proxy, scenario, persona, why, reason, transcript}]
 *   faults: [{fault, n}] */
struct value *tally_result(const struct tally *t, struct arena *a);

/* Runs replications from the first on, on threads, and adds them up. checkpoint: a file that finished
 * replications are written to and read from (NULL none); one of another run is refused. */
struct days_options {
	struct day_options day;
	int64_t replications;
	int threads;			/* 0: one a core */
	size_t worst;			/* kept in full; 0: 20 */
	const char *checkpoint;
};
NODISCARD enum err days_run(const struct days_options *o, struct tally **out, struct errinfo *e);

#endif
