/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "The other one", said of goods: what is in the order and wasn't spoken of. And what they keep.
 */
#include "builtin.h"

#include <string.h>

enum { OTHER_WORDS = 12 };	/* of a message that says no more than which */

/* "The other jacket": what is named beside it fits this line. */
static bool
fits_words(struct talk *t, const struct order *o, const struct order_line *l)
{
	bool any = false;

	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];
		struct mention m = {s->value, "", false};

		if (s->kind != SLOT_PRODUCT || s->start + s->length > strlen(t->u->text))
			continue;
		m.words = arena_text_n(t->a, t->u->text + s->start, s->length);
		any = true;
		if (line_is_mentioned(t, o, l, &m))
			return true;
	}
	return !any;
}

static size_t
others(struct talk *t, const struct wish *w, const struct order *o, bool by_words,
    const struct order_line **out)
{
	size_t count = 0;

	for (size_t i = 0; i < o->line_count && count < PICK_LIMIT; i++)
		if (!o->lines[i].returned && !wish_picks(w, o->lines[i].id) &&
		    (!by_words || fits_words(t, o, &o->lines[i])))
			out[count++] = &o->lines[i];
	return count;
}

static bool
says_other(const struct talk *t)
{
	for (size_t i = 0; i < t->u->slot_count; i++)
		if (t->u->slots[i].kind == SLOT_ORDINAL && text_is(t->u->slots[i].value, "other"))
			return true;
	return false;
}

/* "No, the other thing in that order": which of its goods, and no other wish. */
bool
other_is_said(const struct talk *t, const struct wish *w)
{
	size_t words = 0;

	for (const char *s = t->u->text; *s; s++)
		words += *s != ' ' && (s == t->u->text || s[-1] == ' ');
	return says_other(t) && w->pick_count && is_goods_action(w->book) && wish_is_live(w) &&
	    !w->fresh && words <= OTHER_WORDS && !strchr(t->u->text, '?');
}

/* Of an order that holds one thing "the other" is another order. */
bool
other_goods(struct talk *t, struct wish *w)
{
	const struct order_line *list[PICK_LIMIT];
	const struct order *o;
	const char *id = w->order_id;
	size_t count;

	if (w->fresh || !w->pick_count || !t->customer || !says_other(t) ||
	    text_has_word_of(t, t->u->text, "words.other_order") || !(o = wish_order(t, w)))
		return false;
	count = others(t, w, o, true, list);
	if (!count)
		count = others(t, w, o, false, list);
	if (!count)
		return false;
	wish_set_order(t, w, "");		/* what was settled of its goods is off */
	wish_set_order(t, w, id);
	w->mention_count = w->option_count = 0;
	if (count == 1)
		w->picks[w->pick_count++] = (struct pick){list[0]->id, 0};
	t->described = t->described || w == t->focus;
	trace_step(t, "the other",
	    arena_printf(t->a, "%zu of %zu lines of %s weren't spoken of", count, o->line_count, id),
	    "a name");
	return true;
}

/* "I keep the stove", "the jacket fits fine": in the part of the sentence that it stands in. */
bool
goods_are_kept(struct talk *t, const struct slot *s)
{
	const char *text = t->u->text;
	size_t from = s->start, to = s->start + s->length, length = strlen(text);

	while (from && !strchr(",.;:!?\n", text[from - 1]) &&
	    !text_begins_with_word_of(t, text + from, "words.joins"))
		from--;
	while (to < length && !strchr(",.;:!?\n", text[to]) &&
	    !(text[to] == ' ' && text_begins_with_word_of(t, text + to + 1, "words.joins")))
		to++;
	return text_has_word_of(t, arena_text_n(t->a, text + from, to - from), "words.keeps");
}

/* What stays with them is no part of the wish. */
bool
goods_leave_out(struct talk *t, struct wish *w, const struct slot *s)
{
	size_t kept = 0, before = w->mention_count;

	for (size_t i = 0; i < before; i++)
		if (!text_is(w->mentions[i].product_id, s->value) || w->mentions[i].except)
			w->mentions[kept++] = w->mentions[i];
	w->mention_count = kept;
	if (text_has_word_of(t, t->u->text, "words.everything") && kept < MENTION_LIMIT)
		w->mentions[w->mention_count++] =
		    (struct mention){s->value, slot_words(t, s), true};
	if (w->mention_count == before && kept == before)
		return false;
	w->pick_count = 0;
	trace_step(t, "kept", arena_printf(t->a, "%s stays with them", s->value), NULL);
	return true;
}
