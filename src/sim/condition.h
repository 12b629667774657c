/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conditions of a scenario's bind over traits of the world's records. The simulator's own: nothing
 * here is shared with policy.
 */
#ifndef FLOORWALKER_SIM_CONDITION_H
#define FLOORWALKER_SIM_CONDITION_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"

enum trait_kind { TRAIT_TEXT, TRAIT_NUMBER, TRAIT_MONEY, TRAIT_FLAG };

/* One thing that is true of a record. number: money in minor units, a flag as 0 or 1; NaN where it
 * does not apply. */
struct trait {
	const char *name;
	double number;
	const char *text;
};

/* What a bind may speak of. */
struct trait_name {
	const char *name;
	enum trait_kind kind;
};

struct condition {
	size_t trait;			/* index into the names it was read against */
	const char *const *texts;	/* one of; NULL for numbers */
	size_t text_count;
	double low, high;
	bool low_open, high_open;
};

struct condition_list {
	struct condition *items;
	size_t count;
};

/* Reads a map of conditions. v may be NULL: none. Arena's. */
NODISCARD enum err condition_read(struct arena *a, const struct value *v,
    const struct trait_name *names, size_t name_count, const char *currency,
    struct condition_list *out, struct errinfo *e);
/* traits: by the same names, in their order. */
bool condition_holds(const struct condition_list *list, const struct trait *traits);

#endif
