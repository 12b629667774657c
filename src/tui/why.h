/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A turn's trace as a person reads it.
 */
#ifndef FLOORWALKER_TUI_WHY_H
#define FLOORWALKER_TUI_WHY_H

#include "floorwalker/base/value.h"
#include "floorwalker/desk/survey.h"
#include "floorwalker/model/confidence.h"
#include "floorwalker/model/conversation.h"
#include "floorwalker/model/settings.h"
#include "page.h"

/* An article's part that the turn looked at, as it stands in the shop's knowledge now. */
struct why_passage {
	const char *id;
	const char *title, *heading, *text;	/* NULL: it is there no longer */
	double score, probability;		/* NaN: not told */
	bool cited;
};

/* All that is shown of a turn, in one arena. */
struct why_turn {
	struct turn turn;		/* id 0: the AI has not been asked */
	const struct value *trace;	/* NULL: not ended yet */
	size_t at, count;		/* it is the at-th of those that ended; from 1 */
	int64_t earlier, later;		/* the ones beside it; 0 none */
	const char *asked;		/* the message that it answers, masked; "" none */
	struct why_passage *passages;
	size_t passage_count;
	struct confidence_weights weights;	/* count 0: not known */
};

const char *why_gate(const struct value *gate);		/* its reason, as lists say it */

/* The rules that were tried: the one that decided, then the others in their order, each with what
 * it wants. */
void why_rules(struct page *p, const struct settings *s, const struct value *rows, int indent);
/* Whether an earlier item of the list says the same; a and b (NULL none): the keys that tell. */
bool why_is_said(const struct value *list, size_t at, const char *a, const char *b);

/* Each adds its part where the trace has it. */
/* what came of it, and what would have led elsewhere */
void why_outcome(struct page *p, const struct settings *s, const struct value *trace);
void why_understanding(struct page *p, const struct settings *s, const struct value *trace);
/* what each sign of the turn added to the confidence, by the weights where they are known */
void why_confidence(struct page *p, const struct settings *s, const struct why_turn *t);
void why_gates(struct page *p, const struct settings *s, const struct value *trace);
void why_policy(struct page *p, const struct settings *s, const struct value *trace);
/* The passages are the page's links 1 …; open: the id of the one whose text is shown, "" none. */
void why_passages(struct page *p, const struct why_turn *t, const char *open);
void why_facts(struct page *p, const struct settings *s, const struct value *trace);
void why_ground(struct page *p, const struct settings *s, const struct value *trace);
void why_steps(struct page *p, const struct settings *s, const struct value *trace);
void why_times(struct page *p, const struct why_turn *t);
/* of the whole conversation, not of this turn */
void why_satisfied(struct page *p, const struct settings *s,
    const struct conversation_satisfaction *x, int64_t now_ms);

/* Reads a turn of a conversation: the one with this id, or the latest that ended where it isn't one
 * of them. */
NODISCARD enum err why_read(struct arena *a, struct desk *d, int64_t conversation_id,
    int64_t turn_id, struct why_turn *out, struct errinfo *e);

#endif
