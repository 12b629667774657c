/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a turn read, as the ground check looks it up: each figure with the record that it belongs to
 * and the part that it plays there, and all texts.
 */
#ifndef FLOORWALKER_DESK_GROUND_RECORD_H
#define FLOORWALKER_DESK_GROUND_RECORD_H

#include "floorwalker/shop/facts.h"

enum figure_kind { FIGURE_MONEY, FIGURE_NUMBER, FIGURE_DAY };

/* The parts that a date or number may play; ROLE_ANY: none is known. */
enum ground_role {
	ROLE_ANY,
	ROLE_PLACED,
	ROLE_PROMISED,
	ROLE_SHIPPED,
	ROLE_DELIVERED,
	ROLE_RESTOCK,
	ROLE_PAID,
	ROLE_EVENT,
	ROLE_STOCK,
	ROLE_QUANTITY,
	ROLE_BACK,			/* of money: what an action gives back, or gave */
	GROUND_ROLE_COUNT
};
const char *ground_role_key(enum ground_role r);	/* of the message file: "claim.date.placed"
							   …; NULL for ROLE_ANY */

struct recorded_figure {
	enum figure_kind kind;
	enum ground_role role;
	const char *scope;		/* id of the order or product; "" of neither */
	bool is_product, is_derived;
	int64_t n;			/* minor units, number, or local day since 1970 */
};
struct ground_record {
	struct arena *a;
	const struct zone *zone;
	struct recorded_figure *figures;
	size_t count, room;
	const char *texts;		/* folded, a line each */
	struct product_texts {
		const char *id;
		const struct value *value;
		const char *texts;	/* NULL until they are asked for */
	} *products;
	size_t product_count;
	const struct value *value;
};

void ground_record_make(
    struct ground_record *r, struct arena *a, const struct facts *f, const struct zone *zone);
int64_t ground_day(const struct zone *z, int64_t at_ms);
/* What a draft names: orders and products; figures of others don't count where it names any of
 * their kind. */
struct ground_scope {
	const char *orders[32], *products[32];
	size_t order_count, product_count;
};
bool ground_record_has(const struct ground_record *r, enum figure_kind kind, int64_t n,
    enum ground_role role, const struct ground_scope *scope);
/* a number that our code derived */
bool ground_record_has_derived(const struct ground_record *r, int64_t n);
/* Whether words stand at a place of a text whole: no part of a longer word or figure. */
bool ground_words_stand(const char *text, size_t length, size_t at, size_t words);
bool ground_texts_have(const char *texts, const char *folded);	/* whole words of one text */
/* its texts; "" where it wasn't read */
const char *ground_record_product(const struct ground_record *r, const char *id);

#endif
