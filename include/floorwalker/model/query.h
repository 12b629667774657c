/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one language in which conversations are looked for: words and "phrases" of what was written,
 * and fields (reason:policy amount:>50 -closed). Search, the list's filter and saved searches all
 * speak it; doc/search.md has it for people.
 *
 * All terms must hold; in one field alternatives stand with commas (state:queued,ai). A minus before
 * a term turns it round. Text that came from outside goes in; what comes out is closed: constants,
 * ranges, and texts that the store binds or quotes.
 */
#ifndef FLOORWALKER_MODEL_QUERY_H
#define FLOORWALKER_MODEL_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/model/settings.h"

#define QUERY_BYTES 400		/* of a query */
#define QUERY_TERMS 32
#define QUERY_CHOICES 16	/* alternatives of one field */

enum query_field {
	QUERY_WORDS,		/* text: of messages, or the shopper's name; an id */
	QUERY_ID,		/* range */
	QUERY_STATE,		/* bits */
	QUERY_REASON,		/* bits */
	QUERY_QUEUE,		/* texts */
	QUERY_AGENT,		/* texts; "": nobody */
	QUERY_CHANNEL,		/* texts */
	QUERY_TIER,		/* texts */
	QUERY_LANGUAGE,		/* texts */
	QUERY_INTENT,		/* texts */
	QUERY_DISPOSITION,	/* texts */
	QUERY_SHOPPER,		/* texts: words of the name that is shown */
	QUERY_CUSTOMER,		/* texts */
	QUERY_ORDER,		/* texts: of an action, or said */
	QUERY_TAG,		/* texts */
	QUERY_AMOUNT,		/* range of minor units; of an action */
	QUERY_ACTION,		/* bits of states, and of kinds past QUERY_KINDS */
	QUERY_CONFIDENCE,	/* range of [0,1] */
	QUERY_SENTIMENT,	/* range of [-1,1] */
	QUERY_MESSAGES,		/* range */
	QUERY_WAITING,		/* range of instants: since when it waits */
	QUERY_DUE,		/* range of instants */
	QUERY_OPENED,
	QUERY_UPDATED,
	QUERY_CLOSED,
	QUERY_SNOOZED,		/* a flag */
	QUERY_FIELDS
};
#define QUERY_KINDS 32		/* bit of the first kind of action */

enum query_shape { QUERY_TEXTS, QUERY_BITS, QUERY_RANGE, QUERY_REALS, QUERY_FLAG };

struct query_text {
	const char *text;
	bool begins;		/* with an asterisk at its end: all that begins so */
};
struct query_term {
	enum query_field field;
	bool negated;
	uint64_t bits;
	int64_t low, high;		/* both belong to it */
	double real_low, real_high;
	bool low_open, high_open;	/* of reals: the bound itself doesn't belong to it */
	struct query_text texts[QUERY_CHOICES];
	size_t text_count;
	size_t column;			/* where it stood, in characters from 1; 0 built */
};
struct query {
	struct query_term *terms;
	size_t count;
};

/* What words of a query stand for here and now. */
struct query_scope {
	const struct settings *settings;
	const char *agent;		/* whom "me" means; "" or NULL: nobody */
	int64_t now_ms;
	const char *const *intents;	/* that there are; NULL: any */
	size_t intent_count;
	/* What formats of errors go through, tr(); NULL: as they are written. */
	const char *(*words)(const char *format);
};

/* Texts are the arena's, or the settings'. Blank text gives no terms: everything. ERR_INPUT with
 * the column, what is wrong there, and what is near; ERR_LIMIT beyond the limits above. */
NODISCARD enum err query_parse(struct arena *a, const char *text, const struct query_scope *scope,
    struct query *out, struct errinfo *e);
enum query_shape query_shape(enum query_field f);
const char *query_field_name(enum query_field f);	/* "reason"; "" for words */
/* Adds a term of a program's making. */
void query_add(struct arena *a, struct query *q, struct query_term t);
/* Each field with its colon, or the values that the field in begin may have: what Tab offers. */
void query_complete(const struct query_scope *scope, const char *begin,
    void (*word)(void *, const char *), void *context);

/* Whether a term holds of what the conversation's own record says; *known false where that says
 * nothing of it: words, orders, amounts, actions. negated isn't looked at. */
bool query_term_holds(const struct query_term *t, const struct conversation *c, bool *known);
bool query_text_holds(const struct query_term *t, const char *value);
bool query_range_holds(const struct query_term *t, int64_t n);

#endif
