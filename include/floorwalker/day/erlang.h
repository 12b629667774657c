/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Queues against theory: M/M/c and M/M/c+M played through a desk, held against exact values.
 *
 * Each case is played by day_play() without an AI: every contact is taken in by the desk, waits in
 * the desk's own queue, is given to an agent by the desk's own assignment, answered and closed, all
 * on the virtual clock. What is simulated is stretched so that contacts come every 12.8 s of it in
 * the mean: instants are whole ms, and so ties are too rare to matter.
 *
 * Warm-up, which isn't counted: a replication begins empty. It is cut after log(c + 1)/mu, in which all
 * agents fill up to within a contact, and four times the time in which the queue forgets how it
 * began; at least 1,000 and at most 120,000 contacts. That time is
 * 1/(sqrt(c mu) - sqrt(lambda))^2 without abandonment (Morse 1955; Odoni and Roth 1983); with it, 1/min(mu, theta), or the former
 * where it is shorter: with every contact more, those who go go faster by at least that rate. Nor is it
 * cut before the agents of an empty floor have come to work: ln(10 sqrt(those at work in the mean)) / mu.
 *
 * What is counted: contacts that come in the time after it, whenever they end, and the agents' time in
 * it. At least 30 replications and 200,000 contacts in all; more where a replication would last less
 * than six times the time above, up to a million, for a mean of too little time has no law that a
 * z could be taken from. A share or mean is the sum over all replications over that of their contacts;
 * its standard error is that of ratios, from the replications (Cochran 1977, 2.29), and at least the
 * one that independent contacts would have, which matters where hardly anybody waits. z = (simulated -
 * exact) / standard error.
 */
#ifndef FLOORWALKER_DAY_ERLANG_H
#define FLOORWALKER_DAY_ERLANG_H

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/stats/erlang.h"
#include "floorwalker/world.h"

#define ERLANG_Z_MOST 4.0
#define ERLANG_Z_SELDOM 3.0
#define ERLANG_SELDOM_SHARE 0.02
#define ERLANG_REPLICATIONS_LEAST 30
#define ERLANG_CONTACTS_LEAST 200000	/* of a case, in all its replications */

struct erlang_options {
	const char *reference;		/* CSV with the columns case, lambda, mu, c, mean_patience
					   ("inf": endless), T, and what is exact, each in any unit
					   of time, the same throughout a row: P_wait, P_abandon,
					   E_wait_all, E_queue_len, occupancy, P_served_within_T
					   (may lack, or be empty: then it isn't held against what
					   is exact); others are looked past, and told */
	const struct world *world;	/* whose desk it is */
	uint64_t seed;
	int64_t replications;		/* 0: 30, the least */
	int64_t contacts;		/* of a case, at least; 0: 200,000 */
	int threads;			/* 0: one a core; never changes a result */
	/* Called from time to time on the caller's thread, with about how many contacts were played of about how
	   many in all; may be NULL. */
	void (*progress)(void *context, int64_t done, int64_t of);
	void *progress_context;
	bool (*is_stopped)(void);	/* NULL: never; then ERR_STATE */
};

/* {kind: "erlang", reference, seed, passed, as_asked: each case had at least 30 replications and 200,000 contacts in all,
 *  worst_z, comparisons, above_3, wrong: number of the file's values that aren't the exact ones within their
 *  rounding: one unit of the last digit written, so that nearest, up and cut off are all right; of a whole
 *  number half of one, ignored_columns: [name],
 *  cases: [{case, lambda, mu, agents, patience (null: endless), replications, contacts,
 *    warm_up_contacts, relaxation, worst_z, wrong: [column …], not_given: [column …],
 *    p_wait, p_abandon, mean_wait, occupancy: {simulated, exact, standard_error, z, reference}}]}
 * in the arena. passed: every |z| <= 4, at most 2 % of them above 3, nothing wrong. Errors of the file
 * name line and column; a case without a steady state is one, so each row of the file is played. */
NODISCARD enum err erlang_benchmark(const struct erlang_options *o, struct arena *a,
    struct value **result, struct errinfo *e);

/* One case for its own sake, beside what is exact of it. What is counted of each replication is at least as long as
 * its warm-up, which goes on until the queue has settled; where that is long there are fewer and longer
 * replications, down to 5, and none but Student's t is asked how sure they are. All of it, warm-up too, is at most
 * 200,000 contacts, or twice those that were asked for where that is more; a queue that takes longer to settle is
 * cut there, and says so. */
#define ERLANG_TRIAL_CONTACTS 20000
#define ERLANG_TRIAL_MOST 200000.0
#define ERLANG_TRIAL_REPLICATIONS 20
#define ERLANG_TRIAL_REPLICATIONS_LEAST 5
struct erlang_trial {
	struct erlang_load load;	/* in seconds */
	struct erlang_target target;
	const struct world *world;	/* whose desk it is */
	uint64_t seed;
	int64_t replications;		/* 0: as above, 20 at most; else at least 2 */
	int64_t contacts;		/* counted in all, at least; 0: 20,000. Warm-up is played besides */
	int64_t most;			/* in all, warm-up too; 0: as above */
	int threads;			/* 0: one a core; never changes a result */
	void (*progress)(void *context, int64_t done, int64_t of);	/* as above */
	void *progress_context;
	bool (*is_stopped)(void);
};
/* A map in the arena: defined; p_wait, p_abandon, p_served_within, mean_wait_s, mean_wait_served_s, wait_p50_s,
 * wait_p90_s, wait_p95_s (of all, until served or left), mean_queue, occupancy; breach; standard_errors: {of each of them};
 * intervals: {of each: [low, high]}, 95 % by Student's t over replications, of shares at least Wilson's;
 * seed, replications, contacts, warm_up_contacts (of each replication); settles_after_s, warm_up_s, settled, and
 * where it isn't a note. Without a steady state: defined false,
 * why_not, breach true. */
NODISCARD enum err erlang_simulate(const struct erlang_trial *t, struct arena *a,
    struct value **result, struct errinfo *e);

#endif
