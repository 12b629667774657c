/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An answer to "which one?": the first, the last, the other, both, all.
 */
#include "builtin.h"

#include <string.h>

#include "floorwalker/text/text.h"

#define SENSE_LEAST 0.6	/* probability of the intent that answers "which one?" without a word of
			   any */
#define STEM 5		/* letters that two forms of one word share at least: cancel,
			   cancellation */

static bool
share_a_word(struct talk *t, const char *a, const char *b)
{
	struct token *x, *y;
	size_t nx = text_tokens(t->a, a, strlen(a), &x), ny = text_tokens(t->a, b, strlen(b), &y);

	for (size_t i = 0; i < nx; i++)
		for (size_t k = 0; k < ny; k++)
			if (strlen(x[i].folded) >= STEM &&
			    (!strncmp(x[i].folded, y[k].folded, STEM) ||
				/* "refnud" */
				(strlen(y[k].folded) > STEM &&
				    text_distance(x[i].folded, y[k].folded, 1) <= 1)))
				return true;
	return false;
}

/* "Cancel it then": the one action that is called by a word of its own, else by one like its name.
 * "Que me devolváis el dinero" calls for the money, though the return is named by a word like that
 * too. */
static size_t
chosen_by_word(struct talk *t, size_t out[CHOICE_LIMIT])
{
	size_t count = 0;

	for (size_t k = 0; k < t->m.choice_count; k++)
		if (text_has_word_of(t, t->u->text, key_of(t, "words.choose", t->m.choices[k])))
			out[count++] = k;
	for (size_t k = 0; !count && k < t->m.choice_count; k++)
		if (share_a_word(
			t, t->u->text, phrase(t, key_of(t, "action", t->m.choices[k]), NULL)))
			out[count++] = k;
	return count == 1 ? 1 : 0;
}

/* The action that the message wants by its sense, where its words are none that is known: misspelt,
 * or said another way. */
static size_t
chosen_by_sense(const struct talk *t, size_t out[CHOICE_LIMIT])
{
	const struct intent_guess *top = t->u->intent_count ? &t->u->intents[0] : NULL;
	const struct playbook *book =
	    top && top->probability >= SENSE_LEAST ? playbook_find(top->intent) : NULL;

	for (size_t k = 0; book && book->family == FAMILY_ACTION && k < t->m.choice_count; k++)
		if (text_is(t->m.choices[k], action_kind_name(book->kind))) {
			out[0] = k;
			return 1;
		}
	return 0;
}

/* Indexes of the choices that the ordinals in the message mean; a clear yes means the only one. */
static size_t
chosen(struct talk *t, size_t out[CHOICE_LIMIT])
{
	const struct memory *m = &t->m;
	size_t count = 0;
	bool some = text_has_word_of(t, t->u->text, "words.only_some");

	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];
		int64_t n;

		if (s->kind != SLOT_ORDINAL)
			continue;
		if (text_is(s->value, "both") || text_is(s->value, "all")) {
			if (some)
				continue;	/* "just the one, all else is fine" */
			for (count = 0; count < m->choice_count; count++)
				out[count] = count;
			return count;
		}
		if (text_is(s->value, "other")) {
			for (size_t k = 0; k < m->choice_count && count < CHOICE_LIMIT; k++)
				if (!text_is(m->choices[k], m->order_id) &&
				    !text_is(m->choices[k], m->product_id))
					out[count++] = k;
			if (count != 1)
				count = 0;	/* which other? */
		} else if (text_to_int(s->value, -1, CHOICE_LIMIT, &n) && n != 0) {
			size_t k = n < 0 ? m->choice_count - 1 : (size_t)n - 1;

			if (k < m->choice_count && count < CHOICE_LIMIT)
				out[count++] = k;
		}
	}
	if (!count && m->choice_count == 1 && talk_is_clear_yes(t))
		out[count++] = 0;
	if (!count && m->choice == CHOICE_ACTION && !talk_is_clear_no(t))
		count = chosen_by_word(t, out);
	if (!count && m->choice == CHOICE_ACTION && !talk_is_clear_no(t))
		count = chosen_by_sense(t, out);
	return count;
}

/* Several orders chosen for one wish: a wish each, so that each gets its own summary and its own
 * yes. */
static void
choose_orders(struct talk *t, struct wish *w, const size_t *picks, size_t count)
{
	wish_set_order(t, w, t->m.choices[picks[0]]);
	w->everything = false;
	for (size_t i = 1; i < count; i++)
		if (!wish_again(t, w, t->m.choices[picks[i]]))
			return;
}

static void
choose_lines(struct talk *t, struct wish *w, const size_t *picks, size_t count)
{
	w->pick_count = 0;
	for (size_t i = 0; i < count && w->pick_count < PICK_LIMIT; i++) {
		int64_t id;

		if (text_to_int(t->m.choices[picks[i]], 0, VALUE_INT_MAX, &id))
			w->picks[w->pick_count++] = (struct pick){id, 0};
	}
}

static void
choose_intent(struct talk *t, const char *intent)
{
	const struct playbook *book = playbook_find(intent);
	struct wish *w = book ? agenda_add(t, book, 0.9) : NULL;

	if (w) {
		w->question = t->u->text;
		if (book->family != FAMILY_TROUBLE || !(book->needs & NEEDS(NEED_REASON)))
			w->reason = book->reason ? book->reason : "";	/* of a trouble it is asked
									   with the rest */
	}
}

static bool
line_is_described(struct talk *t, const struct order *o, const struct order_line *l)
{
	const struct product *p = line_product(t, l);
	const struct variant *v = p ? product_variant(p, l->sku) : NULL;

	for (size_t i = 0; v && i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];
		struct mention m = {s->value, "", false};
		bool held = false;

		if (s->kind == SLOT_PRODUCT && !s->except && order_has_mentioned(t, o, &m) &&
		    !line_is_mentioned(t, o, l, &m))
			return false;
		for (size_t k = 0; s->kind == SLOT_OPTION && k < v->option_count; k++)
			held = held || text_is_fold(v->options[k].value, s->value);
		if (s->kind == SLOT_OPTION && !s->except && !held)
			return false;
	}
	return v != NULL;
}

static bool
are_alike(const struct talk *t, const struct order *o, const size_t *choices, size_t count)
{
	const char *sku = NULL;

	for (size_t i = 0; i < count; i++) {
		int64_t id;
		const struct order_line *l =
		    text_to_int(t->m.choices[choices[i]], 0, VALUE_INT_MAX, &id)
		    ? order_line_find(o, id)
		    : NULL;

		if (!l || (sku && !text_is(sku, l->sku)))
			return false;
		sku = l->sku;
	}
	return true;
}

/* "The blue one, size M": the only one of the lines asked about that is like that. */
static size_t
described_line(struct talk *t, const struct wish *w, size_t out[CHOICE_LIMIT])
{
	const struct order *o = wish_order(t, w);
	size_t count = 0;

	if (!o || !understanding_slot(t->u, SLOT_OPTION))
		return 0;
	for (size_t i = 0; i < t->m.choice_count; i++) {
		int64_t id;
		const struct order_line *l = text_to_int(t->m.choices[i], 0, VALUE_INT_MAX, &id)
		    ? order_line_find(o, id)
		    : NULL;

		if (l && line_is_described(t, o, l))
			out[count++] = i;
	}
	t->described = count > 0 && are_alike(t, o, out, count);
	return t->described ? 1 : 0;
}

void
listen_choice(struct talk *t)
{
	size_t picks[CHOICE_LIMIT];
	struct wish *w = t->focus;
	size_t count = t->m.choice_count ? chosen(t, picks) : 0;

	if (!count && (t->m.choice == CHOICE_LINE || t->m.choice == CHOICE_ORDER) &&
	    text_has_word_of(t, t->u->text, "words.everything") &&
	    !text_has_word_of(t, t->u->text, "words.only_some"))
		for (; count < t->m.choice_count; count++)
			picks[count] = count;
	if (!count && t->m.choice == CHOICE_ORDER && w && w->among_count &&
	    text_has_word_of(t, t->u->text, "words.whichever"))
		picks[count++] = 0;
	if (!count && t->m.choice == CHOICE_LINE && w && wish_is_live(w) && t->customer)
		count = described_line(t, w, picks);
	if (!count)
		return;
	const char *first = t->m.choices[picks[0]];
	enum action_kind kind;

	bool doubtful;

	if (t->m.choice == CHOICE_REASON && understanding_reason(t->u, &doubtful))
		return;		/* told in so many words */
	if (count > 1 && t->m.choice != CHOICE_ORDER && t->m.choice != CHOICE_LINE)
		return;		/* "both" is no answer to either–or */
	t->answered = true;
	trace_step(t, "choice", arena_printf(t->a, "%zu of %zu offered", count, t->m.choice_count),
	    "another ordinal");
	if (t->m.choice == CHOICE_INTENT) {
		choose_intent(t, first);
		return;
	}
	if (!w || !wish_is_live(w))
		return;
	switch (t->m.choice) {
	case CHOICE_ORDER:
		choose_orders(t, w, picks, count);
		break;
	case CHOICE_LINE:
		choose_lines(t, w, picks, count);
		break;
	case CHOICE_VARIANT:
		if (w->asked_line)
			wish_swap(w, w->asked_line, first);
		w->sku = first;
		break;
	case CHOICE_METHOD:
		w->method = first;
		break;
	case CHOICE_PRODUCT:
		w->product_id = first;
		break;
	case CHOICE_ACTION:
		if (action_kind_from(first, &kind))
			wish_turn_into(t, w, kind);
		break;
	case CHOICE_REASON:
		w->reason = first;
		w->moved = true;
		break;
	case CHOICE_NONE:
	case CHOICE_INTENT:
	case CHOICE_HUMAN:
	case CHOICE_MORE:
	case CHOICE_IDENTITY:
	case CHOICE_LEAVE:
		break;
	}
}

void
wish_set_order(struct talk *t, struct wish *w, const char *order_id)
{
	if (text_is_fold(w->order_id, order_id))
		return;
	if (w->order_id[0]) {
		w->moved = true;
		trace_step(
		    t, "corrected", arena_printf(t->a, "order of \"%s\"", w->book->intent), NULL);
	}
	w->order_id = order_id;
	w->pick_count = w->swap_count = 0;
	w->asked_line = 0;
	w->sku = "";
	w->hash = "";
	if (w->status == WISH_CONFIRMING || w->status == WISH_CHOOSING)
		w->status = WISH_OPEN;
}

void
wish_turn_into(struct talk *t, struct wish *w, enum action_kind kind)
{
	const struct playbook *book = playbook_for(kind);

	if (!book)
		return;
	trace_step(t, "turned into",
	    arena_printf(t->a, "\"%s\" goes on as \"%s\"", w->book->intent, book->intent), NULL);
	if ((w->book->needs & NEEDS(NEED_VARIANT)) && !(book->needs & NEEDS(NEED_VARIANT)))
		w->option_count = 0;		/* they said what to change to */
	w->book = book;
	w->status = WISH_OPEN;
	w->hash = "";
	w->sku = "";
	w->swap_count = 0;
	w->spare = false;
	memset(w->asks, 0, sizeof w->asks);
}
