/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tools of tau-bench's retail shop do, a second time and apart: over the set's own trees,
 * by what its description says, with nothing of our shop, policy or desk. Tests hold the replay
 * against it.
 */
#ifndef FLOORWALKER_TESTS_BENCHMARK_ORACLE_H
#define FLOORWALKER_TESTS_BENCHMARK_ORACLE_H

#include "floorwalker/base/value.h"

struct oracle {
	struct arena *arena;
	const struct value *users, *orders, *products;
	const char *user;		/* who talks: the policy forbids all that is another's */
	struct value *changed_orders, *changed_users;	/* whole records by id */
	bool refunded_again;		/* an order with refunds was cancelled: there the tools give
					   money back twice, and our shop what is left */
};

void oracle_begin(struct oracle *o, struct arena *a, const struct value *users,
    const struct value *orders, const struct value *products, const char *user);
/* NULL where it was done, else why not. */
const char *oracle_do(struct oracle *o, const struct value *action);
/* The records as they are now. */
const struct value *oracle_order(const struct oracle *o, const char *id);
const struct value *oracle_user(const struct oracle *o, const char *id);
/* Whether the end state is what these changed records say. */
bool oracle_is_at(
    const struct oracle *o, const struct value *changed_orders, const struct value *changed_users);
bool oracle_same(const struct value *a, const struct value *b);	/* numbers to 1e-6 */

#endif
