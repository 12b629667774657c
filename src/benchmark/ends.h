/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations whose right end is no act: to refuse, to transfer, only to tell. Made from a
 * world's own records; spoken like tasks, and scored by what was said and that nothing was written.
 *
 *   ends_rules.c    the policy's words, read over the records once more: what forbids a wish
 *   ends_make.c     draws tasks by seed; wishes that are to be refused, and for people
 *   ends_tell.c     … and those that are only to be told
 *   ends_shopper.c  what their shoppers say, and do with what they hear
 *   ends.c          tasks by personas; what came of it
 */
#ifndef FLOORWALKER_BENCHMARK_ENDS_H
#define FLOORWALKER_BENCHMARK_ENDS_H

#include "floorwalker/text/text.h"
#include "talk.h"

/* ---- the policy */

/* Sentences of the written policy that forbid a wish; none of this is read from the world's decision
 * tables. */
enum ends_sentence {
	ENDS_NOT_THEIRS,		/* "must deny any requests for tasks related to any other
					   user" */
	ENDS_STATUS,			/* "can only be … if its status is" */
	ENDS_ONCE,			/* "will not be able to modify or cancel the order
					   anymore" */
	ENDS_REASON,			/* "either 'no longer needed' or 'ordered by mistake'" */
	ENDS_OTHER_PRODUCT,		/* "There cannot be any change of product types" */
	ENDS_UNAVAILABLE,		/* "to an available new item" */
	ENDS_SAME_METHOD,		/* "different from the original payment method" */
	ENDS_SHORT_CARD,		/* "must have enough balance to cover" */
	ENDS_REFUND_METHOD,		/* "either … the original payment method, or an existing
					   gift card" */
	ENDS_SENTENCES
};
extern const char *const ends_sentence_names[ENDS_SENTENCES];

struct ends_wish {
	enum action_kind kind;
	const struct customer *who;
	const struct order *order;
	bool items_changed_before;	/* they have had items of it changed already */
	const struct order_line *line;	/* returned, exchanged, changed: one piece of it */
	const struct product *product, *new_product;
	const struct variant *becomes;
	const struct payment_method *method;	/* NULL: not about one */
	bool other_reason;		/* a cancellation's is none of the two */
};
/* Each that forbids it: 1 << ENDS_…; 0 where the policy allows it. */
unsigned ends_forbidden_by(const struct ends_wish *w);

/* ---- tasks */
enum ends_end { ENDS_REFUSE, ENDS_TRANSFER, ENDS_TELL, ENDS_ENDS };
extern const char *const ends_names[ENDS_ENDS];

#define ENDS_OUTPUTS 24
#define ENDS_REASONS(r) (1u << (r))

struct ends_task {
	enum ends_end end;
	const char *kind;		/* "cancel, status", "tracking" */
	const char *act;		/* what they say: act, or act.full with the order's number
					   in it; act.too after it */
	struct ends_wish wish;		/* who, and what it is about; what it asks for where it is to be
					   refused */
	const char *item, *becomes, *option, *method, *address, *postcode, *city;	/* in words; ""
											   none */
	const char *reason;		/* act of why an order is cancelled; "" none */
	const char *outputs[ENDS_OUTPUTS];	/* all must be said; | between equals */
	size_t output_count;
	const char *must_say, *must_not_say;	/* keys of what has to be heard; "" none */
	unsigned reasons;		/* of a hand-over, that are right: ENDS_REASONS(HANDOFF_…) */
	unsigned offered_reasons;	/* and where the AI has offered a person by itself */
};

struct ends_maker {
	struct arena *arena;
	const struct shop_records *records;
	const struct settings *settings;
	struct random_stream random;
	size_t made;			/* of this row, so that its tasks take turns */
};
/* Whether the records drawn make such a task; out has end, kind and act already. */
typedef bool ends_draw(struct ends_maker *m, struct ends_task *out);
struct ends_row {
	const char *kind, *act;
	ends_draw *draw;
	enum action_kind wants;		/* refuse: the wish, and the sentence that forbids it */
	enum ends_sentence sentence;
};
extern const struct ends_row ends_tell_rows[];
extern const size_t ends_tell_row_count;

/* count tasks, as many of each end, of each kind in turn; fewer where the world has not the records
 * for it. The same seed gives the same tasks. */
void ends_make(struct arena *a, const struct world *w, uint64_t seed, size_t count,
    struct ends_task **out, size_t *made);
struct value *ends_task_value(struct arena *a, const struct ends_task *t, size_t number);

size_t ends_below(struct ends_maker *m, size_t bound);
const struct order *ends_any_order(struct ends_maker *m, struct ends_task *out);
const struct product *ends_product_of(
    const struct shop_records *r, const char *sku, const struct variant **v);
/* A line whose product the order has once, in one piece; NULL none. */
const struct order_line *ends_any_line(
    struct ends_maker *m, const struct order *o, struct ends_task *out);
const char *ends_options(struct arena *a, const struct variant *v);
const char *ends_money(struct ends_maker *m, int64_t minor);	/* "12.50" */

/* ---- the shopper */
struct ends_ears {			/* patterns by key */
	struct ear {
		const char *key;
		struct pattern **patterns;
		size_t count;
	} *items;
	size_t count;
};
NODISCARD enum err ends_ears_load(
    struct arena *a, const char *path, struct ends_ears *out, struct errinfo *e);
void ends_ears_free(struct ends_ears *ears);
bool ends_hears(const struct ends_ears *ears, const char *key, const char *text);

struct ends_shopper {
	const struct speech *words;
	const struct ends_ears *ears;
	const struct persona *persona;
	const struct ends_task *task;
	struct arena *arena;
	struct random_stream random;
	struct str heard;		/* all that the AI said; the caller's to clear */
	size_t said;
	bool thanked, insisted, refused, offered_person, agreed;
	int rephrased, objections;
};
void ends_open(struct ends_shopper *s, struct str *out);
enum talk_move ends_hear(struct ends_shopper *s, const char *text, struct str *out);
/* Whether each output, and what must be said, stands in what they heard. */
bool ends_is_told(const struct ends_shopper *s);

#endif
