/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Catching up after an agent gave the conversation back: what was said and done meanwhile is taken
 * over, so that nothing is asked a second time.
 */
#include "builtin.h"

#include <string.h>

#include "floorwalker/text/text.h"

static size_t
first_after_ai(const struct backend_request *q)
{
	size_t i = q->transcript_count;

	while (i > 0 && q->transcript[i - 1].author != AUTHOR_AI)
		i--;
	return i;
}

static const char *
last_order_number(struct talk *t, struct pattern *p, size_t from)
{
	const char *found = NULL;

	for (size_t i = from; i + 1 < t->q->transcript_count; i++) {
		const char *s = t->q->transcript[i].text;
		size_t at = 0, start, length;

		while (pattern_find(p, s, strlen(s), at, &start, &length) && length) {
			found = arena_text_n(t->a, s + start, length);
			at = start + length;
		}
	}
	return found;
}

static bool
mentions(struct talk *t, const char *words, size_t from)
{
	for (size_t i = from; i + 1 < t->q->transcript_count; i++) {
		struct token *tokens;
		const char *s = t->q->transcript[i].text;
		size_t count = text_tokens(t->a, s, strlen(s), &tokens);

		for (size_t k = 0; k < count; k++)
			if (text_is_fold(tokens[k].folded, words) ||
			    (tokens[k].length == strlen(words) &&
				!strncasecmp(s + tokens[k].start, words, tokens[k].length)))
				return true;
	}
	return false;
}

/* Sizes and colours of the goods in question that were named meanwhile. */
static void
take_options(struct talk *t, struct wish *w, size_t from)
{
	const struct order *o = t->customer ? wish_order(t, w) : NULL;
	const struct order_line *l = o && w->pick_count ? order_line_find(o, w->picks[0].line_id)
	    : o && o->line_count == 1                   ? &o->lines[0]
							: NULL;
	const struct product *p = l ? line_product(t, l)
	    : w->product_id[0]      ? talk_product(t, w->product_id)
				    : NULL;

	for (size_t v = 0; p && v < p->variant_count; v++)
		for (size_t i = 0; i < p->variants[v].option_count; i++) {
			const struct pair *option = &p->variants[v].options[i];
			bool known = false;

			for (size_t k = 0; k < w->option_count; k++)
				known = known || text_is_fold(w->options[k].name, option->name);
			if (!known && w->option_count < OPTION_LIMIT &&
			    mentions(t, option->value, from))
				w->options[w->option_count++] = *option;
		}
}

static bool
is_named(struct talk *t, const struct product *p, size_t from)
{
	const char *kind = p->kind ? strrchr(p->kind, ' ') : NULL;
	size_t first = strcspn(p->name, " ");

	return mentions(t, kind ? kind + 1 : p->kind ? p->kind : p->name, from) ||
	    mentions(t, arena_text_n(t->a, p->name, first), from);
}

/* Which of the order's goods it is, where some were named meanwhile and not all. */
static void
take_lines(struct talk *t, struct wish *w, size_t from)
{
	const struct order *o = t->customer ? wish_order(t, w) : NULL;
	struct pick named[PICK_LIMIT];
	size_t count = 0, open = 0;

	if (!o || w->pick_count || w->mention_count || !(w->book->needs & NEEDS(NEED_LINES)))
		return;
	for (size_t i = 0; i < o->line_count; i++) {
		const struct product *p = line_product(t, &o->lines[i]);

		if (o->lines[i].returned)
			continue;
		open++;
		if (p && count < PICK_LIMIT && is_named(t, p, from))
			named[count++] = (struct pick){o->lines[i].id, 0};
	}
	if (!count || count == open)
		return;
	memcpy(w->picks, named, count * sizeof *named);
	w->pick_count = count;
}

/* "I have to refuse the return of TF-100142": a sentence of the person's that says no to what was
 * wanted, of its order or of none that is named. */
static bool
was_refused(struct talk *t, struct pattern *p, const struct wish *w, size_t from)
{
	const char *verb = key_of(t, "words.choose", action_kind_name(w->book->kind));

	for (size_t i = from; w->book->family == FAMILY_ACTION && i < t->q->transcript_count; i++) {
		const char *s = t->q->transcript[i].text;
		size_t start, length;
		bool order = pattern_find(p, s, strlen(s), 0, &start, &length),
		     own = order && w->order_id[0] &&
			 !strncasecmp(s + start, w->order_id, strlen(w->order_id));

		if (t->q->transcript[i].author != AUTHOR_AGENT || (order && !own))
			continue;
		if (text_has_word_of(t, s, "words.refuses") &&
		    (text_has_word_of(t, s, verb) || text_has_word_of(t, s, "words.can_return") || own))
			return true;
	}
	return false;
}

static bool
was_done(const struct talk *t, const struct wish *w)
{
	for (size_t i = 0; w->book->family == FAMILY_ACTION && i < t->q->action_count; i++) {
		const struct action_line *x = &t->q->actions[i];

		if (x->kind == w->book->kind && text_is(x->order_id, w->order_id) &&
		    (x->state == ACTION_DONE || action_state_is_open(x->state)))
			return true;
	}
	return false;
}

void
returned_catch_up(struct talk *t)
{
	size_t from = first_after_ai(t->q);
	struct pattern *pattern = NULL;
	struct errinfo e = {0};
	enum err err = pattern_new(t->q->settings->order_pattern, true, &pattern, &e);

	if (err) {
		talk_fail(t, err, &e);
		return;
	}
	const char *order_id = last_order_number(t, pattern, from);

	t->m.failures = t->m.unclear = t->m.identity_asks = 0;
	state_expect(t, CHOICE_NONE, "");
	if (order_id)
		t->m.order_id = order_id;
	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *w = &t->m.wishes[i];

		if (!wish_is_live(w) && w->status != WISH_REFUSED)
			continue;
		if (order_id && !w->order_id[0] && (w->book->needs & NEEDS(NEED_ORDER)))
			w->order_id = order_id;
		memset(w->asks, 0, sizeof w->asks);
		w->hash = "";
		if (w->status == WISH_REFUSED || was_done(t, w) ||
		    was_refused(t, pattern, w, from)) {
			w->status = WISH_DONE;	/* the person has dealt with it */
			continue;
		}
		w->status = WISH_OPEN;
		take_lines(t, w, from);
		take_options(t, w, from);
	}
	pattern_free(&pattern);
	trace_step(t, "returned",
	    arena_printf(
		t->a, "%zu lines since the AI last wrote were read", t->q->transcript_count - from),
	    NULL);
}
