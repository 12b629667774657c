/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The AI's part by the same rubric, where that can be said of it. It decides on nothing that waits for a person, so it
 * has no occasion for approvals; and it neither greets nor closes by hand, which tone hears from its words alike.
 */
#include "floorwalker/base/str.h"
#include "rubric.h"

/* Whether all of its replies stand in the transcript, one line each: then the n-th line is the n-th reply. */
static void
add_replies(struct scoring *s, struct talk *t)
{
	const struct value *replies = value_get(t->map, "replies");
	struct said *said;
	size_t lines = rubric_said(s, t, &said);

	for (size_t i = 0; i < value_count(replies); i++) {
		bool wrong = value_get_bool(value_at(replies, i), "wrong", false),
		     has_line = lines == value_count(replies);
		struct moment *m = moment_add(s, t, CRITERION_ACCURACY,
		    has_line ? said[i].at_ms : t->came_ms, wrong ? 0 : 1, 1,
		    wrong ? "A reply needed a correction" : "A reply needed no correction",
		    wrong ? value_get_text(t->map, "why") : "");

		m->line = has_line ? said[i].line : -1;
	}
}

static void
add_policy(struct scoring *s, struct talk *t)
{
	int64_t changes = value_get_int(t->map, "changes", 0);

	moment_add(s, t, CRITERION_POLICY, t->ended_ms >= 0 ? t->ended_ms : t->came_ms,
	    changes == 0, 1,
	    changes == 0 ? "Changed nothing that nobody asked for"
			 : "Changed in the shop what nobody asked for",
	    changes == 0 ? "" : value_get_text(t->map, "why"));
}

static void
add_times(struct scoring *s, struct talk *t)
{
	const struct rubric *r = &s->drill->rubric;
	int64_t first = value_get_int(t->map, "first_answer_ms", -1),
		end = value_get_int(t->map, "queued_ms", t->ended_ms);
	struct said *said;

	/* A person may have been first, where the AI was away. */
	if (first >= t->came_ms && rubric_said(s, t, &said) > 0 && said[0].at_ms <= first)
		moment_add(s, t, CRITERION_FIRST_RESPONSE, first,
		    rubric_share(first - t->came_ms, r->first_response_ms), 1,
		    arena_printf(s->arena, "First words after %s",
			moment_time(s->arena, first - t->came_ms)), "")
		    ->ms = first - t->came_ms;
	if (end >= t->came_ms && !t->cut)
		moment_add(s, t, CRITERION_HANDLING, end,
		    rubric_share(end - t->came_ms, r->handling_ms), 1,
		    arena_printf(s->arena, "Done, or handed over, after %s",
			moment_time(s->arena, end - t->came_ms)), "")
		    ->ms = end - t->came_ms;
}

static void
add_hand_over(struct scoring *s, struct talk *t)
{
	bool handed = value_get_bool(t->map, "handed_off", false),
	     expected = value_get_bool(t->map, "expects_person", false);

	/* It might have been handed over yet; or the AI was away, and didn't choose. */
	if ((t->cut && !handed) ||
	    (handed && text_is(value_get_text(t->map, "reason"), "backend_failed")))
		return;
	moment_add(s, t, CRITERION_TRANSFERS,
	    value_get_int(t->map, "queued_ms", t->ended_ms), handed == expected, 1,
	    handed ? expected ? "Handed over what needs a person" : "Handed over without need"
		   : expected ? "Kept what needs a person" : "Kept what it could settle",
	    "");
}

void
rubric_ai(struct scoring *s, struct talk *t)
{
	add_policy(s, t);
	add_replies(s, t);
	add_times(s, t);
	rubric_tone(s, t);
	add_hand_over(s, t);
	rubric_satisfaction(s, t);
}
