/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the ground check: the checker, one check, and looking a claim up.
 */
#ifndef FLOORWALKER_DESK_GROUND_CHECK_H
#define FLOORWALKER_DESK_GROUND_CHECK_H

#include "ground_record.h"
#include "ground_scan.h"

struct product_name { const char *folded, *id; };
struct role_words { const char **words; size_t count; };

struct promise_list {
	enum action_kind kind;
	bool is_general;
	const char **phrases;
	size_t count;
};

struct ground_checker {
	struct arena *a;
	struct ground_formats formats;
	struct product_name *products;	/* longest first */
	size_t product_count;
	struct promise_list promises[ACTION_KIND_COUNT + 1];
	size_t promise_count;
	struct role_words roles[GROUND_ROLE_COUNT];
};

/* One check. */
struct check {
	const struct ground_checker *g;
	struct arena *a;
	const struct facts *facts;
	const struct passage *const *passages;
	size_t passage_count;
	struct folded draft, *sources, *said;	/* the sources and the shopper's lines, folded */
	struct found_list *source_claims;	/* per source */
	size_t source_count;			/* the passages, and all recorded texts as one */
	size_t said_count;
	struct ground_record record;
};

const char *ground_words_of(const struct check *c, const struct found *x);	/* folded */
/* Where a claim stands: a passage's id, "facts", "shopper" …; NULL: nowhere. */
const char *ground_look_up(
    const struct check *c, const struct found *x, const struct found_list *all);

/* What the same words say in a source: a figure whose neighbours are the same is the one that is
 * quoted. */
enum quoted { QUOTED_NOT, QUOTED_SOMEWHERE, QUOTED_SO, QUOTED_OTHERWISE };
/* SOMEWHERE: the figure stands in a source, in other words; SO: in these words; OTHERWISE: these
 * words hold another figure. source gets the name. */
enum quoted ground_quoted(const struct check *c, const struct found *x, const char **source);

#endif
