/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long people's work took, learnt from a store's log: what a simulation's `handling` and `wrap_up`
 * may be.
 *
 * A time runs from when a person got a conversation until they closed it, gave it back or passed it on,
 * and belongs to the reason for which it had been handed over; wrap-up is apart. Where an agent had several
 * at once, these times hold the waiting for one another: they aren't those of a conversation alone, so set slow_down to 0
 * beside them, or take them from hours with one conversation at a time.
 */
#ifndef FLOORWALKER_DAY_HANDLING_H
#define FLOORWALKER_DAY_HANDLING_H

#include "floorwalker/base/value.h"
#include "floorwalker/store.h"

#define HANDLING_LEAST 20	/* times before a law is fitted to them */

/* result, a map in the arena:
 *   contacts; since_ms; alone_share: of the handling times, those whose agent had no other meanwhile (NaN: null)
 *   handling: [{reason, n, mean_ms, median_ms, p95_ms, fit: {law, median_ms, sigma, ks, p} or null}]; reason "otherwise" is all of
 *     them together, first
 *   wrap_up, first_reply: {n, mean_ms, …} likewise
 * fit: log-normal by maximum likelihood; p of the Kolmogorov-Smirnov statistic with Lilliefors' caveat (a
 * small one rejects). Times of conversations that began before since_ms are left out. */
NODISCARD enum err handling_learn(struct store *s, struct arena *a, int64_t since_ms,
    struct value **result, struct errinfo *e);
/* The part of a simulation file: laws where there is one, else the times themselves. */
void handling_yaml(const struct value *result, struct str *out);

#endif
