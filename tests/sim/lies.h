/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a true reply false in one place. It knows nothing of the ground check: it finds what can be
 * changed by its own means, and takes a new value only where that stands nowhere among what the
 * turn read, cited or heard, so that no changed reply is true by chance.
 */
#ifndef FLOORWALKER_TESTS_SIM_LIES_H
#define FLOORWALKER_TESTS_SIM_LIES_H

#include "floorwalker/backend.h"
#include "floorwalker/base/random.h"
#include "floorwalker/model/shop.h"

enum lie_kind {
	LIE_NUMBER,			/* a size, a weight, how many of something */
	LIE_DATE,			/* with its weekday, where that stands before it */
	LIE_PRICE,
	LIE_STOCK,			/* how many are left; in stock or not */
	LIE_PRODUCT,
	LIE_TERM,			/* a figure of a term: "30 days", "10%" */
	LIE_POLICY,			/* a word of an article or a rule turned round: can, can't */
	LIE_ID,				/* a digit of an order's or a parcel's number */
	LIE_VARIANT,			/* what another variant of the same product costs */
	LIE_DAY,			/* another day of what was read: of the same parcel, mostly */
	LIE_PARAPHRASE,			/* a policy turned round, and another word put otherwise */
	LIE_KINDS
};
const char *lie_kind_name(enum lie_kind k);

/* What a reply rested on. */
struct turn_basis {
	const char *texts;		/* everything that was read, cited and heard, as text */
	const char *quotable;		/* the cited passages and the reasons of rules */
	const int64_t *numbers;		/* whole numbers in it, and the sizes of its lists */
	size_t number_count;
	const int64_t *days;		/* local days in it, as date_days() */
	size_t day_count;
};
struct turn_basis turn_basis_take(struct arena *a, const struct backend_request *q,
    const struct backend_draft *d, const struct zone *zone);

/* The reply with one thing of a kind changed, drawn from all that it offers; NULL: it offers none.
 * from_turn: the new value is another one out of what was read, cited or heard, so that it may be
 * true by chance. *place gets what was changed, and into what. */
const char *lie_make(const char *language, struct arena *a, enum lie_kind kind, const char *reply,
    const struct turn_basis *b, const struct shop_records *records, const struct zone *zone,
    int year, bool from_turn, struct random_stream *r, const char **place);

#endif
