/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of a message that are one of several wishes' own, and what stands in them.
 */
#include "builtin.h"
#include "context.h"

#include <string.h>

#define LABELLED 3	/* words of a sentence that is only "Wanted: the blue" */

size_t
sentence_start(const struct talk *t, size_t at)
{
	while (at > 0 && !strchr(".!?\n", t->u->text[at - 1]))
		at--;
	return at;
}

/* The words of a wish among several that came together, to where the next one's begin; false: it
 * stands alone, or its place isn't known. */
bool
region_of(const struct talk *t, const struct wish *w, size_t *from, size_t *to)
{
	bool several = false;

	*from = sentence_start(t, w->from);
	*to = strlen(t->u->text);
	for (size_t i = 0; w->fresh && w->to && i < t->m.wish_count; i++) {
		const struct wish *x = &t->m.wishes[i];

		if (x == w || !x->fresh || !x->to || !wish_is_live(x))
			continue;
		several = true;
		if (x->from > w->from) {
			size_t start = sentence_start(t, x->from);

			start = start > w->from ? start : x->from;
			*to = start < *to ? start : *to;
		} else if (sentence_start(t, w->from) <= x->from) {
			*from = w->from;	/* both in one sentence */
		}
	}
	return several;
}

size_t
sentence_end(const struct talk *t, size_t at)
{
	while (t->u->text[at] && !strchr(".!?\n", t->u->text[at]))
		at++;
	return at;
}

bool
is_cancel(const struct playbook *b)
{
	return b->family == FAMILY_ACTION && b->kind == ACTION_CANCEL;
}

/* The reason that these words tell of a cancellation; "" none. */
const char *
reason_within(struct talk *t, size_t from, size_t to)
{
	if (text_has_word_like(
		t, arena_text_n(t->a, t->u->text + from, to - from), "words.by_mistake"))
		return "ordered_by_mistake";
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];

		if (s->kind == SLOT_REASON && s->start >= from && s->start + s->length <= to &&
		    text_is(s->value, "changed_mind"))
			return s->value;
	}
	return "";
}

/* Where the sentence ends that holds at, and those behind it that name goods or are as short as
 * "Wanted: the blue one", before the limit. */
static size_t
last_sentence_of_goods(struct talk *t, size_t at, size_t limit)
{
	size_t end = sentence_end(t, at > 0 ? at - 1 : 0);

	for (bool more = true; more && end < limit && t->u->text[end];) {
		size_t next = sentence_end(t, end + 1);

		more = context_is_short(
		    arena_text_n(t->a, t->u->text + end + 1, next - end - 1), LABELLED);
		for (size_t i = 0; i < t->u->slot_count; i++)
			more = more ||
			    ((t->u->slots[i].kind == SLOT_PRODUCT ||
				 t->u->slots[i].kind == SLOT_ORDER_NUMBER ||
				 t->u->slots[i].kind == SLOT_OPTION) &&
				t->u->slots[i].start > end &&
				t->u->slots[i].start < next);
		end = more ? next : end;
	}
	return end < limit ? end : limit;
}

/* What several things shall become stands in more than the words that the wish was heard in. */
void
regions_widen_questions(struct talk *t)
{
	size_t from, to;

	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *w = &t->m.wishes[i];

		if (!w->fresh || !wish_is_live(w) || !(w->book->needs & NEEDS(NEED_VARIANT)))
			continue;
		(void)region_of(t, w, &from, &to);
		if (w->to)
			to = last_sentence_of_goods(t, w->to, to);
		w->question = arena_text_n(t->a, t->u->text + from, to - from);
	}
}
