/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations that changed hands without need; what shoppers would say.
 */
#include <math.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/satisfaction.h"
#include "rubric.h"

static const char *
taken(const struct span *x)
{
	return x->begin->wrong ? "Took it from the AI without need" : "Took what needed a person";
}

static const char *
gave(const struct span *x)
{
	bool back = x->end->kind == DEED_GAVE_BACK;

	if (x->end->wrong)
		return back ? "Gave it back to the AI, wrongly" : "Passed on without need";
	return back ? "Gave it back to the AI" : "Passed on where there was need";
}

/* One point for each time that they had a conversation. Who took it without need and passed it on without need
 * loses it once. */
static void
add_span(struct scoring *s, struct talk *t, const struct span *x)
{
	bool handed = x->end != NULL && x->end->kind != DEED_CLOSED,
	     wrong_end = handed && x->end->wrong;
	const struct done *at = x->begin->wrong || !handed ? x->begin : x->end;
	const char *what = x->begin->wrong ? taken(x)
	    : handed			   ? gave(x)
	    : x->begin->kind == DEED_TOOK  ? taken(x)
					   : "Kept what was given";
	bool lost = x->begin->wrong || wrong_end;

	moment_add(s, t, CRITERION_TRANSFERS, at->at_ms, lost ? 0 : 1, 1, what,
	    lost ? at->why : "");
	if (x->begin->wrong && wrong_end)
		moment_add(s, t, CRITERION_TRANSFERS, x->end->at_ms, 0, 0, gave(x), x->end->why);
}

void
rubric_transfers(struct scoring *s, struct talk *t)
{
	for (size_t i = 0; i < t->span_count; i++)
		add_span(s, t, &t->spans[i]);
}

/* What wasn't as the scenario says, in one line. */
static const char *
reasons(const struct scoring *s, const struct talk *t)
{
	const char *why = value_get_text(t->map, "why"), *kept;
	struct str out;

	str_init(&out);
	for (const char *p = why; *p != '\0'; p++)
		if (*p != '\n')
			str_add_char(&out, *p);
		else if (p[1] != '\0')
			str_add(&out, "; ");
	kept = arena_text(s->arena, out.data);
	str_clear(&out);
	return kept;
}

void
rubric_satisfaction(struct scoring *s, struct talk *t)
{
	double proxy = value_get_real(t->map, "proxy", NAN);
	struct str what;

	/* Whoever was still there when time was up may have become content yet. */
	if (t->cut || (!s->is_ai && !talk_was_had(t)) ||
	    !(proxy >= SATISFACTION_LEAST && proxy <= SATISFACTION_MOST))
		return;
	str_init(&what);
	str_addf(&what, "The CSAT proxy is %.1f of 5", proxy);
	moment_add(s, t, CRITERION_SATISFACTION, t->ended_ms,
	    (proxy - SATISFACTION_LEAST) / (SATISFACTION_MOST - SATISFACTION_LEAST), 1,
	    arena_text(s->arena, what.data), reasons(s, t));
	str_clear(&what);
}
