/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How soon they heard a first word, and how long it took. Times are the day's: at another speed than 1 the trainee
 * had less or more of their own.
 */
#include <inttypes.h>

#include "floorwalker/base/str.h"
#include "rubric.h"

static const char *
against(const struct scoring *s, int64_t ms, int64_t target_ms)
{
	if (ms <= target_ms)
		return "";
	return arena_printf(s->arena,
	    "All points are won within %s, and none from %s on.",
	    moment_time(s->arena, target_ms), moment_time(s->arena, 3 * target_ms));
}

static void
add_time(struct scoring *s, struct talk *t, enum criterion c, int64_t at_ms, int64_t ms,
    int64_t target_ms, const char *what)
{
	moment_add(s, t, c, at_ms, rubric_share(ms, target_ms), 1, what, against(s, ms, target_ms))
	    ->ms = ms;
}

static void
add_first(struct scoring *s, struct talk *t, const struct span *x)
{
	int64_t target = s->drill->rubric.first_response_ms,
		heard = x->first_words_ms >= 0 ? x->first_words_ms : x->to_ms,
		ms = heard - x->from_ms;
	const char *time = moment_time(s->arena, ms);
	bool goes_on = x->end != NULL || x->cut || x->taken;

	if (x->first_words_ms >= 0) {
		add_time(s, t, CRITERION_FIRST_RESPONSE, heard, ms, target,
		    arena_printf(s->arena, "First words after %s", time));
		return;
	}
	/* Without a word: soon passed on is a matter of transfers, and the session's end nobody's fault. */
	if (goes_on && ms <= target)
		return;
	if (goes_on)
		add_time(s, t, CRITERION_FIRST_RESPONSE, heard, ms, target,
		    arena_printf(s->arena, "Not a word for %s", time));
	else
		moment_add(s, t, CRITERION_FIRST_RESPONSE, heard, 0, 1,
		    arena_printf(s->arena, "Not a word for %s, until it was over", time),
		    "They left without one.")
		    ->ms = ms;
}

/* What was passed on or taken wasn't finished: how soon that was is no merit. */
static void
add_handling(struct scoring *s, struct talk *t, const struct span *x)
{
	int64_t target = s->drill->rubric.handling_ms, ms = x->to_ms - x->from_ms;
	const char *time = moment_time(s->arena, ms);

	if (x->taken || (x->end != NULL && x->end->kind == DEED_PASSED_ON) ||
	    (x->cut && ms <= target))
		return;
	add_time(s, t, CRITERION_HANDLING, x->to_ms, ms, target,
	    arena_printf(s->arena, x->cut ? "Not done after %s, when time was up" : "Done after %s",
		time));
}

void
rubric_times(struct scoring *s, struct talk *t)
{
	for (size_t i = 0; i < t->span_count; i++) {
		if (t->spans[i].from_ms < s->from_ms)
			continue;
		add_first(s, t, &t->spans[i]);
		add_handling(s, t, &t->spans[i]);
	}
}
