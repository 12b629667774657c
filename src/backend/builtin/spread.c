/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of the order numbers in a message is for which of its wishes.
 */
#include "builtin.h"

#include <string.h>

/* Those in these bytes of the message, each once. */
static size_t
order_numbers(struct talk *t, size_t from, size_t to, const char *out[CHOICE_LIMIT])
{
	size_t count = 0;

	for (size_t i = 0; i < t->u->slot_count && count < CHOICE_LIMIT; i++) {
		const struct slot *s = &t->u->slots[i];
		bool known = false;

		if (s->kind != SLOT_ORDER_NUMBER || s->except || s->probability < SLOT_LEAST ||
		    s->start < from || s->start >= to)
			continue;
		for (size_t k = 0; k < count; k++)
			known = known || text_is_fold(out[k], s->value);
		if (!known) {
			out[count++] = arena_text(t->a, s->value);
			slot_used(t, s);
		}
	}
	return count;
}

/* Whether the order numbers in these bytes stand in sentences of their own, so that one wish can't
 * mean them all. */
static bool
in_other_sentences(const struct talk *t, size_t from, size_t to)
{
	size_t end = 0, length = strlen(t->u->text);
	bool before = false;

	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];

		if (s->kind != SLOT_ORDER_NUMBER || s->start > length ||
		    s->length > length - s->start || s->start < from || s->start >= to)
			continue;
		for (size_t k = end; before && k < s->start; k++)
			if (strchr(".?!\n", t->u->text[k]))
				return t->u->signals.correction < 0.5;
		before = true;
		end = s->start + s->length;
	}
	return false;
}

static size_t
place_of_order(const struct talk *t, const char *id)
{
	for (size_t i = 0; i < t->u->slot_count; i++)
		if (t->u->slots[i].kind == SLOT_ORDER_NUMBER &&
		    text_is_fold(t->u->slots[i].value, id))
			return t->u->slots[i].start;
	return 0;
}

/* "I mean this one, not that one", whichever comes first: the last that isn't the one talked of. */
static const char *
meant_instead(const struct wish *w, const char *const *ids, size_t count)
{
	for (size_t i = count; i-- > 0;)
		if (!text_is_fold(ids[i], w->order_id))
			return ids[i];
	return ids[count - 1];
}

/* Two numbers, one of them the order just summed up: the other is meant instead. */
static bool
replaces(const struct talk *t, const struct wish *w, const char *const *ids)
{
	bool asked =
	    !w->fresh && (t->m.choice == CHOICE_ACTION || text_is(t->m.expected, "yes_no"));

	return asked && w->order_id[0] &&
	    text_is_fold(ids[0], w->order_id) != text_is_fold(ids[1], w->order_id);
}

static bool
names_goods_to_swap(const struct talk *t, const struct wish *w, size_t from, size_t to)
{
	bool goods = false, option = false;

	for (size_t i = 0; (w->book->needs & NEEDS(NEED_VARIANT)) && i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];
		bool inside = s->start >= from && s->start < to;

		goods = goods || (inside && s->kind == SLOT_PRODUCT);
		option = option || (inside && s->kind == SLOT_OPTION);
	}
	return goods && option;
}

/* "Cancel this one. That one, too, should be cancelled, I ordered it by mistake. And what of that
 * one?": a sentence that wants the same in its own words is a wish of the kind, another asks how the
 * order is. */
static void
spread_sentences(struct talk *t, struct wish *w, const char *const *ids, size_t count, size_t to)
{
	const char *key = w->book->family == FAMILY_ACTION
	    ? key_of(t, "words.choose", action_kind_name(w->book->kind))
	    : "";
	size_t length = strlen(t->u->text), last = to < length ? to : length, home = count - 1;
	bool same[CHOICE_LIMIT];

	for (size_t i = 0; i < count; i++) {
		size_t at = place_of_order(t, ids[i]), from = sentence_start(t, at);

		same[i] = *key &&
		    (text_has_word_like(t,
			 arena_text_n(t->a, t->u->text + from, sentence_end(t, at) - from), key) ||
			names_goods_to_swap(t, w, from, sentence_end(t, at)));
		home = same[i] ? i : home;
	}
	for (size_t i = 0; i < count; i++) {
		size_t at = place_of_order(t, ids[i]), from = sentence_start(t, at),
		       end = i + 1 < count ? sentence_start(t, place_of_order(t, ids[i + 1])) : last;
		struct wish *x = i == home ? w
		    : agenda_add(t, same[i] ? w->book : playbook_find("order_status"), w->probability);

		if (!x)
			return;
		wish_set_order(t, x, ids[i]);
		end = end > from ? end : last;
		if (is_goods_or_swap(x->book))
			wish_take_words(t, x, from, end);
		else
			x->question = w->question;
		if (same[i] && is_cancel(w->book))
			x->reason = reason_within(t, from, end);
	}
}

bool
wish_again(struct talk *t, const struct wish *w, const char *order_id)
{
	struct wish *x = agenda_add(t, w->book, w->probability);

	if (!x)
		return false;
	x->question = w->question;
	x->reason = w->reason;
	x->method = w->method;
	x->everything = w->everything;
	x->remedy = w->remedy;
	x->order_id = order_id;
	return true;
}

/* A wish each, where one wish names several. */
static void
spread_one(struct talk *t, struct wish *w, const char *const *ids, size_t count)
{
	wish_set_order(t, w, ids[0]);
	for (size_t i = 1; i < count; i++)
		if (!wish_again(t, w, ids[i]))
			return;
}

/* The numbers in these bytes to the one wish that they are for; false: there are none, or that
 * isn't settled here. */
static bool
spread_alone(struct talk *t, struct wish *w, size_t from, size_t to)
{
	const char *ids[CHOICE_LIMIT];
	size_t count = order_numbers(t, from, to, ids);

	if (count == 2 && replaces(t, w, ids)) {
		wish_set_order(t, w, meant_instead(w, ids, count));
	} else if (count > 1 && w->fresh && w->book->family == FAMILY_ACTION &&
	    text_has_word_of(t, t->u->text, "words.one_of")) {
		wish_set_order(t, w, "");
		memcpy(w->among, ids, count * sizeof *ids);
		w->among_count = count;
	} else if (count > 1 && in_other_sentences(t, from, to)) {
		spread_sentences(t, w, ids, count, to);
	} else if (count > 1 && t->u->signals.correction < 0.5) {
		spread_one(t, w, ids, count);
	} else {
		return false;
	}
	return true;
}

/* Several wishes that came together, each with numbers in its own words; false: some have none, or
 * all name one. */
static bool
spread_regions(struct talk *t, struct wish **wishes, size_t count)
{
	const char *ids[CHOICE_LIMIT];
	size_t from, to, named = 0;

	if (count < 2 || order_numbers(t, 0, SIZE_MAX, ids) < 2)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!region_of(t, wishes[i], &from, &to))
			return false;
		named += order_numbers(t, from, to, ids) > 0;
	}
	if (named < 2)
		return false;
	for (size_t i = 0; i < count; i++) {
		(void)region_of(t, wishes[i], &from, &to);
		if (order_numbers(t, from, to, ids) == 1)
			wish_set_order(t, wishes[i], ids[0]);
		else
			(void)spread_alone(t, wishes[i], from, to);
	}
	return true;
}

/* The parts of the message have each been given to a wish, with its order. */
static bool
is_told_apart(const struct talk *t, struct wish **wishes, size_t count)
{
	const struct wish *w = wishes[0];

	for (size_t i = 0; count == 1 && w->fresh && w->order_id[0] && i < t->m.wish_count; i++) {
		const struct wish *x = &t->m.wishes[i];

		if (x != w && wish_is_live(x) && x->to && x->order_id[0] &&
		    place_of_order(t, x->order_id) >= x->from &&
		    place_of_order(t, x->order_id) < x->to)
			return true;
	}
	return false;
}

/* "… and when does my jacket arrive?": the wish's own words name goods, which the order that was
 * named for another wish doesn't hold. */
static bool
is_about_other_goods(struct talk *t, const struct wish *w, const char *order_id)
{
	const struct order *o = w->fresh && w->to && t->customer ? talk_order(t, order_id) : NULL;
	bool other = false;

	for (size_t i = 0; o && i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];
		struct mention m = {s->value, "", false};

		if (s->start < w->from || s->start >= w->to)
			continue;
		if (s->kind == SLOT_ORDER_NUMBER)
			return false;
		if (s->kind != SLOT_PRODUCT || s->except)
			continue;
		m.words = slot_words(t, s);
		if (order_has_mentioned(t, o, &m))
			return false;
		other = true;
	}
	return other;
}

/* Order numbers to wishes: those in a wish's own words, one each where their counts agree, the last
 * one where the shopper corrects. */
void
spread_orders(struct talk *t, struct wish **wishes, size_t wish_count)
{
	const char *ids[CHOICE_LIMIT];
	size_t count = order_numbers(t, 0, SIZE_MAX, ids);

	if (!count || !wish_count || is_told_apart(t, wishes, wish_count) || (wish_count == 1 && spread_alone(t, wishes[0], 0, SIZE_MAX)) ||
	    spread_regions(t, wishes, wish_count))
		return;
	for (size_t i = 0; i < wish_count; i++) {
		bool was = wishes[i]->order_id[0];

		if (wish_count > 1 && count == 1 && is_about_other_goods(t, wishes[i], ids[0]))
			continue;
		wish_set_order(t, wishes[i],
		    count == wish_count ? ids[i] : meant_instead(wishes[i], ids, count));
		if (!wishes[i]->fresh && !was)
			t->answered = true;
	}
}

