/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether what was written is so.
 */
#include "floorwalker/base/str.h"
#include "rubric.h"

size_t
rubric_said(const struct scoring *s, const struct talk *t, struct said **out)
{
	size_t lines = value_count(t->lines), count = 0;

	*out = arena_alloc(s->arena, (lines + t->deed_count + 1) * sizeof(**out));
	for (size_t i = 0; s->is_ai && i < lines; i++) {
		const struct value *line = value_at(t->lines, i);

		if (text_is(value_get_text(line, "author"), PLAYER_AI))
			(*out)[count++] = (struct said){value_get_text(line, "text"),
			    value_get_int(line, "at_ms", 0), (int64_t)i};
	}
	for (size_t i = 0; !s->is_ai && i < t->deed_count; i++) {
		const struct done *d = &t->deeds[i];

		if (d->kind == DEED_WROTE && done_is_by(d, s->player))
			(*out)[count++] = (struct said){d->text, d->at_ms, d->line};
	}
	return count;
}

void
rubric_accuracy(struct scoring *s, struct talk *t)
{
	for (size_t i = 0; i < t->deed_count; i++) {
		const struct done *d = &t->deeds[i];

		/* A promise against a rule is lost for policy. */
		if (d->kind != DEED_WROTE || !done_is_by(d, s->player) ||
		    (d->wrong && !text_is_empty(d->rule)))
			continue;
		moment_add(s, t, CRITERION_ACCURACY, d->at_ms, d->wrong ? 0 : 1, 1,
		    d->wrong ? "Wrote what isn't so" : "Wrote nothing that isn't so", d->why)
		    ->line = d->line;
	}
}
