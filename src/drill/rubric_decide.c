/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was decided, proposed and promised.
 */
#include "floorwalker/base/str.h"
#include "rubric.h"

static bool
is_decision(const struct done *d)
{
	return d->kind == DEED_APPROVED || d->kind == DEED_DENIED;
}

static const char *
verb(enum deed_kind kind)
{
	return kind == DEED_APPROVED ? "Approved" : kind == DEED_DENIED ? "Denied" : "Proposed";
}

static void
add_decision(struct scoring *s, struct talk *t, enum criterion c, const struct done *d)
{
	const char *what = arena_printf(
	    s->arena, "%s %s%s", verb(d->kind), moment_action(s, d), d->wrong ? ", wrongly" : "");
	struct moment *m = moment_add(s, t, c, d->at_ms, d->wrong ? 0 : 1, 1, what, d->why);

	m->line = d->line;
	m->check = d->kind == DEED_APPROVED ? "approved" : d->kind == DEED_DENIED ? "denied" : "proposed";
	if (d->amount > 0)
		m->amount = d->amount;
}

/* A promise that a rule doesn't give is an occasion by itself: by promising nothing no points are won. */
static void
add_promise(struct scoring *s, struct talk *t, const struct done *d)
{
	const char *what =
	    arena_printf(s->arena, "Promised what no rule gives (%.80s)", d->rule);

	struct moment *m = moment_add(s, t, CRITERION_POLICY, d->at_ms, 0, 1, what, d->why);

	m->line = d->line;
	m->check = "promised";
}

void
rubric_policy(struct scoring *s, struct talk *t)
{
	for (size_t i = 0; i < t->deed_count; i++) {
		const struct done *d = &t->deeds[i];

		if (!done_is_by(d, s->player))
			continue;
		if (is_decision(d) || d->kind == DEED_PROPOSED)
			add_decision(s, t, CRITERION_POLICY, d);
		else if (d->kind == DEED_WROTE && d->wrong && !text_is_empty(d->rule))
			add_promise(s, t, d);
	}
}

/* ---- what waited in vain */

/* Whether anybody decided on the n-th action of a kind that waited for a person. */
static bool
is_decided(const struct talk *t, const char *kind, size_t nth)
{
	size_t decided = 0;

	for (size_t i = 0; i < t->deed_count; i++) {
		bool before = false;

		if (!is_decision(&t->deeds[i]) || !text_is(t->deeds[i].action, kind))
			continue;
		for (size_t k = 0; k < i; k++)
			before |= is_decision(&t->deeds[k]) &&
			    t->deeds[k].action_id == t->deeds[i].action_id;
		decided += !before;
	}
	return nth < decided;
}

/* It was the player's to decide: within their limit, and they had the conversation, or nobody else was there. */
static bool
was_theirs(const struct scoring *s, const struct talk *t, const char *kind, int64_t amount)
{
	enum action_kind k;

	return action_kind_from(kind, &k) && s->drill->seat.limits[k] >= amount &&
	    (t->span_count > 0 || s->drill->alone);
}

static void
add_left(struct scoring *s, struct talk *t)
{
	const struct value *actions = value_get(t->map, "actions");

	for (size_t i = 0; i < value_count(actions); i++) {
		const struct value *v = value_at(actions, i);
		struct done d = {.action = value_get_text(v, "kind"),
		    .amount = value_get_int(v, "amount", 0)};
		struct moment *m;
		size_t nth = 0;

		if (!value_get_bool(v, "by_person", false) || value_get_bool(v, "done", false))
			continue;
		for (size_t k = 0; k < i; k++)
			nth += value_get_bool(value_at(actions, k), "by_person", false) &&
			    text_is(value_get_text(value_at(actions, k), "kind"), d.action);
		if (is_decided(t, d.action, nth) || !was_theirs(s, t, d.action, d.amount))
			continue;
		m = moment_add(s, t, CRITERION_APPROVALS, t->ended_ms, 0, 1,
		    arena_printf(s->arena, "Left %s undecided", moment_action(s, &d)),
		    "It waited for a decision that was within the limits, and the shopper left.");
		m->amount = d.amount;
		m->check = "left";
	}
}

void
rubric_approvals(struct scoring *s, struct talk *t)
{
	for (size_t i = 0; i < t->deed_count; i++)
		if (is_decision(&t->deeds[i]) && done_is_by(&t->deeds[i], s->player))
			add_decision(s, t, CRITERION_APPROVALS, &t->deeds[i]);
	if (!t->cut && value_get_bool(t->map, "left_waiting_decision", false))
		add_left(s, t);
}
