/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Understanding: what a message means, each part with a calibrated probability: language, intents,
 * out of scope, sentiment, slots, signals.
 */
#ifndef FLOORWALKER_UNDERSTAND_H
#define FLOORWALKER_UNDERSTAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"
#include "floorwalker/model/shop.h"

struct intent_guess {
	const char *intent;		/* the model's; ids as in doc/worlds.md: order_status,
					   cancel_order … */
	double probability;
};

/* The words that a wish stands in. */
struct wish_clause {
	size_t start, length;		/* bytes of the text */
	bool asks;			/* to know something, rather than for something to be
					   done */
	bool bare;			/* neither asks nor requests: a remark as likely as a
					   wish */
};

enum slot_kind {
	SLOT_ORDER_NUMBER,
	SLOT_EMAIL,
	SLOT_PHONE,
	SLOT_POSTCODE,
	SLOT_NAME,
	SLOT_ADDRESS,
	SLOT_MONEY,
	SLOT_DATE,
	SLOT_QUANTITY,
	SLOT_PRODUCT,
	SLOT_OPTION, /* a variant's option: name "size", value "M" */
	SLOT_REASON, /* changed_mind, damaged, faulty, wrong_item, not_arrived, late,
				   price, other */
	SLOT_METHOD, /* card, paypal, gift_card, original */
	SLOT_COUNTRY,
	SLOT_ORDINAL, /* "the first one", "the other", "both", "all": value 1, 2, -1
				   (last), "other", "both", "all" */
	SLOT_KIND_COUNT
};

struct slot {
	enum slot_kind kind;
	const char *name;		/* of an option; else "" */
	const char *value;		/* normalised: TF-100101, lower-case e-mail, minor units,
					   ISO date, product id … */
	double probability;
	size_t start, length;		/* the words it came from */
	bool except;			/* "all except the lamp" */
};

/* What a message does in a dialogue. */
struct signals {
	double yes, no;			/* an answer to a yes/no question, [0,1] */
	bool consent;			/* the whole message is a plain agreement: no condition,
					   question, quotation or data beside it */
	double human;			/* asks for a person */
	double correction;		/* "no, the other order", "I meant" */
	double thanks, goodbye, greeting;
	double unhappy_with_answer;	/* "that's not what I asked" */
	const char *guarded;		/* topic: "legal", "safety", "health", "threat"; "" none */
	double injection;		/* instructions to the AI hidden in text */
};

struct understanding {
	const char *text;		/* sanitised raw text; in memory only */
	const char *language;		/* BCP 47; "" unsure */
	double language_probability;
	const struct intent_guess *intents;	/* best first, at least one, at most 5 */
	size_t intent_count;
	const struct intent_guess *wishes;	/* one or more separate wishes found in the message,
						   in order of mention */
	size_t wish_count;
	const struct wish_clause *wish_clauses;	/* of each wish; NULL: not known, any stands in the
						   whole text */
	double out_of_scope;		/* probability */
	double sentiment;		/* [-1,1] */
	const struct slot *slots;
	size_t slot_count;
	struct signals signals;
};

/* What slots are recognised against; borrowed for the call. */
struct understand_context {
	const struct product *products;
	size_t product_count;
	const char *order_pattern;
	const char *shop_name;		/* NULL or "": unknown. Its words make no product */
	const char *currency;
	const struct zone *zone;
	int64_t now_ms;
	const char *expected;		/* what the AI asked for last: a slot name, "yes_no", or
					   "" */
	const char *language;		/* of the conversation so far; "" unknown */
	const char *own_language;	/* of the shop: whose lists are looked at where neither the
					   message nor the conversation says; NULL or "": all */
	const struct understand_index *index;	/* over products, order_pattern and shop_name; NULL:
						   made anew for the call (about a millisecond) */
};

struct understander;	/* read-only models; several threads may share one */
/* folder holds the models (intents.model, reasons.model, sentiment.model, language.model,
 * words.model); "" finds those that came with the program. */
NODISCARD enum err understander_open(
    const char *folder, struct understander **out, struct errinfo *e);
/* As understander_open(), but of the models those that lie in own (a world's models/, a shop that
 * taught its own phrases) come first; one there that is damaged or of another version is an error,
 * never passed over. own NULL or absent: none. */
NODISCARD enum err understander_open_over(
    const char *folder, const char *own, struct understander **out, struct errinfo *e);
/* The languages that a message can be told to be in, by their codes; NULL past the last. Borrowed. */
const char *understander_language(const struct understander *u, size_t i);
void understander_free(struct understander **u);
/* A catalogue, an order pattern and the shop's name made ready for many calls: read-only, several
 * threads may share one. Keeps pointers into products. */
struct understand_index;
NODISCARD enum err understand_index_new(const struct understander *u,
    const struct product *products, size_t count, const char *order_pattern, const char *shop_name,
    struct understand_index **out, struct errinfo *e);
void understand_index_free(struct understand_index **x);
NODISCARD enum err understand(const struct understander *u, struct arena *a, const char *text,
    const struct understand_context *context, struct understanding *out, struct errinfo *e);
/* The latest messages of one shop, and what was understood of each: room of them at most, none that
 * is long or holds personal slots, wiped when they go. Belongs to one thread. */
struct understood;
struct understood *understood_new(size_t room);
void understood_free(struct understood **x);
/* As understand(), which is asked where the same message (with the same expected and language, on the
 * same day) isn't among those that x holds. The context's other fields must stay the same pointers as
 * in the first call, and its index be given; else nothing is taken from x, or kept in it. */
NODISCARD enum err understand_again(const struct understander *u, struct understood *x,
    struct arena *a, const char *text, const struct understand_context *context,
    struct understanding *out, struct errinfo *e);
bool slot_kind_is_personal(enum slot_kind k);
/* without raw text and with personal slots as their kind only */
struct value *understanding_to_value(struct arena *a, const struct understanding *u);
const char *slot_kind_name(enum slot_kind k);
/* the first, or NULL */
const struct slot *understanding_slot(const struct understanding *u, enum slot_kind k);
/* Whether the byte at of the text lies in a slot. */
bool understanding_in_slot(const struct understanding *u, size_t at);
bool language_is(const char *a, const char *b);		/* "de-AT" is "de" */

/* The reason that the message surely tells: likely enough, and far likelier than any other. NULL:
 * none is; *doubtful says whether one may be meant after all. */
const struct slot *understanding_reason(const struct understanding *u, bool *doubtful);

/* Training, for the build and for shops that add phrases: rows of (text, label). Deterministic for
 * a seed. kind: "intents", "reasons", "sentiment", "language", or "words" (lists of phrases; a
 * label is LANGUAGE/GROUP.NAME). */
struct training_row { const char *text, *label; };
NODISCARD enum err understand_train(const struct training_row *rows, size_t count, const char *kind,
    uint64_t seed, const char *out_path, struct errinfo *e);

#endif
