/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking who the shopper is, by the ways that the world allows. The desk does the proving; here is only asked for what is still missing.
 */
#include "builtin.h"

static const struct {
	enum slot_kind slot;
	enum identity_fact fact;
} heard_by[] = {
	{SLOT_ORDER_NUMBER, IDENTITY_ORDER_NUMBER}, {SLOT_EMAIL, IDENTITY_EMAIL}, {SLOT_POSTCODE, IDENTITY_POSTCODE}, {SLOT_NAME, IDENTITY_NAME},
	{SLOT_PHONE, IDENTITY_PHONE},
};

void
identity_listen(struct talk *t)
{
	bool any = false;

	if (t->customer) {
		t->m.identity_asks = 0;
		return;
	}
	for (size_t i = 0; i < sizeof heard_by / sizeof heard_by[0]; i++)
		if (understanding_slot(t->u, heard_by[i].slot)) {
			any = any || !t->m.heard[heard_by[i].fact];
			t->m.heard[heard_by[i].fact] = true;
		}
	if (t->q->identity_failed)		/* what they said fits nobody: start over */
		for (size_t i = 0; i < IDENTITY_FACT_COUNT; i++)
			t->m.heard[i] = false;
	else if (any && t->m.identity_asks > 1)
		t->m.identity_asks--;		/* a step forward is no repeated question */
}

static const char *
way_missing(struct talk *t, const struct identity_way *way, size_t *missing)
{
	const char *parts[4];
	size_t count = 0;

	for (size_t i = 0; i < way->count; i++)
		if (!t->m.heard[way->facts[i]])
			parts[count++] = phrase(t, key_of(t, "identity", identity_fact_name(way->facts[i])), NULL);
	*missing = count;
	return phrase_join(t, "and", parts, count);
}

/* "your order number and the e-mail address, or …": the ways that need least more. */
static const char *
ways_missing(struct talk *t)
{
	const struct settings *s = t->q->settings;
	const char *texts[8];
	size_t missing[8], count = s->identity_count < 8 ? s->identity_count : 8, least = 9, kept = 0;

	for (size_t i = 0; i < count; i++) {
		texts[i] = way_missing(t, &s->identity[i], &missing[i]);
		if (missing[i] && missing[i] < least)
			least = missing[i];
	}
	for (size_t i = 0; i < count; i++) {
		bool twice = false;

		for (size_t k = 0; k < kept; k++)
			twice = twice || text_is(texts[k], texts[i]);
		if (missing[i] == least && !twice)
			texts[kept++] = texts[i];
	}
	return phrase_join(t, "or", texts, kept);
}

enum outcome
need_customer(struct talk *t, struct wish *w)
{
	struct params p = {0};
	bool some = false;

	if (t->customer)
		return OUTCOME_NEXT;
	if (!t->q->settings->identity_count || t->m.identity_asks >= ASK_LIMIT + 1) {
		trace_step(t, "identity", "not proven after asking", "a claim that fits one customer");
		hand_off(t, HANDOFF_REPEATED_FAILURE);
		return OUTCOME_STUCK;
	}
	for (size_t i = 0; i < IDENTITY_FACT_COUNT; i++)
		some = some || t->m.heard[i];
	param_text(&p, "missing", ways_missing(t));
	t->m.identity_asks++;
	say(t, t->q->identity_failed ? "identity.failed" : some ? "identity.more" : "identity.ask", &p);
	state_expect(t, CHOICE_NONE, slot_kind_name(some && t->m.heard[IDENTITY_ORDER_NUMBER] ? SLOT_EMAIL : SLOT_ORDER_NUMBER));
	trace_step(t, "asked", arena_printf(t->a, "who they are, for \"%s\"", w->book->intent), "identity proven");
	t->asked = true;
	return OUTCOME_ASKED;
}
