/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why it said what it said: what was heard, read, tried and decided, and what would have to change
 * for another answer. Personal values appear as their kind alone.
 */
#include "builtin.h"

#include <math.h>
#include <string.h>

void
trace_open(struct talk *t)
{
	t->trace = value_map(t->a);
	t->steps = value_list(t->a);
	t->verdicts = value_list(t->a);
	t->passages = value_list(t->a);
}

void
trace_step(struct talk *t, const char *step, const char *why, const char *would_change)
{
	struct value *x = value_add_map(t->steps);

	value_set_text(x, "step", step);
	value_set_text(x, "why", why);
	if (would_change)
		value_set_text(x, "would_change", would_change);
}

static bool
is_personal(enum slot_kind k)
{
	return k == SLOT_EMAIL || k == SLOT_PHONE || k == SLOT_POSTCODE || k == SLOT_NAME ||
	    k == SLOT_ADDRESS;
}

static void
trace_slots(struct talk *t)
{
	struct value *list = value_set_list(t->trace, "slots");
	size_t length = strlen(t->u->text);

	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];
		struct value *x = value_add_map(list);

		value_set_text(x, "kind", slot_kind_name(s->kind));
		value_set_real(x, "probability", s->probability);
		if (s->except)
			value_set_bool(x, "except", true);
		if (is_personal(s->kind)) {
			value_set_text(
			    x, "words", arena_printf(t->a, "[%s]", slot_kind_name(s->kind)));
			continue;
		}
		value_set_text(x, "value", s->value);
		if (s->start <= length && s->length <= length - s->start)
			value_set_text(
			    x, "words", arena_text_n(t->a, t->u->text + s->start, s->length));
	}
}

static void
trace_intents(struct talk *t)
{
	struct value *list = value_set_list(t->trace, "intents");

	for (size_t i = 0; i < t->u->intent_count; i++) {
		struct value *x = value_add_map(list);

		value_set_text(x, "intent", t->u->intents[i].intent);
		value_set_real(x, "probability", t->u->intents[i].probability);
	}
	value_set_real(t->trace, "out_of_scope", t->u->out_of_scope);
	value_set_real(t->trace, "sentiment", t->u->sentiment);
}

static void
trace_agenda(struct talk *t)
{
	static const char *const names[] = {
	    "open", "confirming", "choosing", "done", "dropped", "refused"};
	struct value *list = value_set_list(t->trace, "agenda");

	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *w = &t->m.wishes[i];
		struct value *x = value_add_map(list);

		value_set_text(x, "intent", w->book->intent);
		value_set_text(x, "status", names[w->status]);
		if (w->order_id[0])
			value_set_text(x, "order", w->order_id);
		if (w->rule[0])
			value_set_text(x, "rule", w->rule);
	}
}

void
trace_fill(struct talk *t)
{
	if (t->q->untraced)
		return;
	value_set_text(t->trace, "backend", "builtin");
	trace_intents(t);
	trace_slots(t);
	trace_agenda(t);
	value_set(t->trace, "steps", t->steps);
	value_set(t->trace, "verdicts", t->verdicts);
	value_set(t->trace, "passages", t->passages);
	if (isfinite(t->nearest))
		value_set_real(t->trace, "nearest", t->nearest);
	value_set_text(t->trace, "expected", t->m.expected);
	value_set_int(t->trace, "claims", t->claims);
	value_set_int(t->trace, "grounded", t->grounded);
	t->out->trace = t->trace;
}
