/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An order by the day or the month that it was placed in: "the one I ordered last Tuesday", "the
 * order from May".
 */
#include "builtin.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/text/text.h"

enum { BEFORE = 28 };		/* bytes before a date in which the word stands that makes it an
				   order's */

static bool
is_on_day(const struct talk *t, const struct order *o, const char *iso)
{
	struct date d;

	date_from_ms(t->q->settings->zone, o->placed_ms, &d);
	return text_is(arena_printf(t->a, "%04d-%02d-%02d", d.year, d.month, d.day), iso);
}

static bool
tells_of_placing(struct talk *t, size_t at)
{
	size_t from = at > BEFORE ? at - BEFORE : 0;

	while (from && t->u->text[from - 1] != ' ')
		from--;
	return text_has_word_of(
	    t, arena_text_n(t->a, t->u->text + from, at - from), "words.placed");
}

/* The month that is named without a day, as an order's; 0: none is. */
static int
month_named(struct talk *t)
{
	struct token *words;
	size_t n = text_tokens(t->a, t->u->text, strlen(t->u->text), &words);

	for (size_t i = 1; i < n; i++) {
		bool day = words[i - 1].kind != TOKEN_WORD ||
		    (i + 1 < n && words[i + 1].kind == TOKEN_NUMBER && words[i + 1].length < 3);

		for (int m = 1; m <= 12 && !day; m++)
			if (text_begins_with_word_of(t, t->u->text + words[i].start,
				arena_printf(t->a, "month.%d", m)) &&
			    tells_of_placing(t, words[i].start))
				return m;
	}
	return 0;
}

/* Of that month, where it was last. */
static bool
is_in_month(const struct talk *t, const struct order *o, int month)
{
	struct date d, now;

	date_from_ms(t->q->settings->zone, o->placed_ms, &d);
	date_from_ms(t->q->settings->zone, t->q->now_ms, &now);
	return d.month == month && d.year == (month <= now.month ? now.year : now.year - 1);
}

static const struct slot *
date_of_placing(struct talk *t)
{
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];

		if (s->kind == SLOT_DATE && s->start <= strlen(t->u->text) &&
		    tells_of_placing(t, s->start))
			return s;
	}
	return NULL;
}

size_t
orders_by_date(
    struct talk *t, const struct order *const *list, size_t count, const struct order **out)
{
	const struct slot *day = date_of_placing(t);
	int month = day ? 0 : month_named(t);
	size_t kept = 0;

	for (size_t i = 0; i < count && (day || month); i++)
		if (day ? is_on_day(t, list[i], day->value) : is_in_month(t, list[i], month))
			out[kept++] = list[i];
	if (kept)
		trace_step(t, "by date",
		    arena_printf(t->a, "%zu of %zu orders were placed then", kept, count),
		    "another day");
	return kept;
}
