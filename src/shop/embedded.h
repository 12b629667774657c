/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the shop room.
 *
 *   embedded.c   the shop over store documents: opening, seeding, reading with the base beneath
 *   guests.c     one customer with their orders, put in and taken out again
 *   shelf.c      products parsed once as long as they stay the same
 *   identity.c   who a shopper is, by the settings' ways
 *   facts.c      recording what a turn read
 *   claims.c     whether a claim stands in what was read
 *   record.c     the record as a value, masked
 *   plan.c       what a proposal means on the records as they are now
 *   refunds.c    how much goes back, and to which methods
 *   allowed.c    what can be done at all
 *   actions.c    completing proposals, policy's facts, judging
 *   execute.c    an approved action's effects, once per key
 */
#ifndef FLOORWALKER_SHOP_EMBEDDED_H
#define FLOORWALKER_SHOP_EMBEDDED_H

#include "floorwalker/base/str.h"
#include "floorwalker/shop/actions.h"
#include "floorwalker/shop/facts.h"
#include "floorwalker/shop/shop.h"

struct shelf;	/* parsed products */

struct shop {
	struct store *store;
	const struct shop_records *base;	/* NULL: all records are in the store */
	const struct settings *settings;
	const struct clock *clock;
	struct shelf *shelf;
	const struct carrier_outage *outages;
	size_t outage_count;
	const struct shop_till *till;		/* NULL: effects are applied here */
	void (*reads)(void *context, const char *kind, const char *id);	/* NULL: nobody asks */
	void *reads_context;
};

struct shelf *shelf_new(void);
void shelf_free(struct shelf **s);
/* The product of a document, as a copy in the arena; parsed only where the document isn't the one
 * that was read before. */
NODISCARD enum err shelf_read(struct shelf *s, struct arena *a, const char *id, const char *body,
    struct product *out, struct errinfo *e);

/* To who watches. */
void shop_tell_reading(const struct shop *s, const char *kind, const char *id);
/* As the public readers, with the version to put back: 0 where the store has no such document
 * yet. */
NODISCARD enum err shop_read_order(struct shop *s, struct arena *a, const char *id,
    struct order *out, int64_t *version, struct errinfo *e);
NODISCARD enum err shop_read_customer(struct shop *s, struct arena *a, const char *id,
    struct customer *out, int64_t *version, struct errinfo *e);
NODISCARD enum err shop_read_product(struct shop *s, struct arena *a, const char *id,
    struct product *out, int64_t *version, struct errinfo *e);
NODISCARD enum err shop_write_order(
    struct shop *s, const struct order *o, int64_t version, struct errinfo *e);
NODISCARD enum err shop_write_customer(
    struct shop *s, const struct customer *c, int64_t version, struct errinfo *e);
NODISCARD enum err shop_write_product(
    struct shop *s, const struct product *p, int64_t version, struct errinfo *e);

/* Keys that customers are found by. */
void identity_fold_email(struct str *out, const char *email);
void identity_fold_name(struct str *out, const char *given, const char *family);
void identity_fold_postcode(struct str *out, const char *postcode);

/* ---- plans */
struct plan_line {
	size_t index;			/* in the order's lines */
	int64_t quantity;		/* 0: of none of the lines a unit is left */
	const struct product *product;	/* of the line; NULL where the catalogue has it no longer */
	const struct product *new_product;	/* exchange, item_change; else NULL */
	const struct variant *new_variant;
};

struct plan {
	enum action_kind kind;
	const struct order *order;	/* NULL for profile_address_change */
	const struct customer *customer;
	struct plan_line *lines;	/* those that the action takes; all where it names none */
	size_t line_count;
	bool all_items;			/* every line, with all of its units or, where none is left,
					   none */
	const char *method;		/* "original", a method's id, or "gift_card": a new gift
					   card; "" where the kind has none */
	const char *reason;		/* "other" where unsaid */
	struct address address;
	int64_t amount;			/* as in struct action_proposal */
	bool lowered;			/* a refund of less than its units come to */
	int64_t difference;		/* price of the new variants less what was paid for the
					   old */
};

/* What params mean on these records; errors as action_complete says. */
NODISCARD enum err plan_make(struct shop *s, struct arena *a, const struct order *o,
    const struct customer *c, const struct action_proposal *p, struct plan *out, struct errinfo *e);
/* The shipments that carry the action's lines: when the last of them came, and the state of the one
 * that is least far. */
struct carried {
	bool delivered;			/* every line of the action is in shipments that all came */
	int64_t delivered_ms;
	const char *status;		/* NULL: nothing of it was sent yet */
};
struct carried plan_carried(const struct plan *p);
/* Whether it may be done now, whatever policy says: ERR_STATE with the reason. */
NODISCARD enum err plan_allowed(const struct plan *p, struct errinfo *e);
/* The params with everything that was left open filled in. */
struct value *plan_params(struct arena *a, const struct plan *p);

/* ---- units and money */
/* Units of a line for which requests of a kind were recorded ("refund", "return", "exchange"). */
int64_t units_requested(const struct order *o, const struct order_line *l, const char *kind);
/* Units of a line that were refunded: by request; or the whole line, where it came back and the
 * order has refunds that no request explains. */
int64_t units_refunded(const struct order *o, const struct order_line *l);
/* What the shop gives back for these units; the definition is at action_complete. */
int64_t refund_amount(const struct order *o, const struct plan_line *lines, size_t count);
int64_t refund_left(const struct order *o);	/* paid less refunded, never below 0 */
struct refund_part {
	const char *method_id;
	int64_t amount;
};
/* Splits an amount over the methods that paid, in the order in which they paid, none above what is
 * left on it. */
struct refund_part *refund_split(
    struct arena *a, const struct order *o, int64_t amount, size_t *count);
bool order_was_paid_by(const struct order *o, const char *method_id);
/* The method that paid first; "" where nothing was paid. */
const char *order_first_method(const struct order *o);

#endif
