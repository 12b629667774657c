/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values that a message names, put where they belong; and corrections, which take a summary back
 * that was already said.
 */
#include "builtin.h"

#include <string.h>

#include "floorwalker/text/text.h"

#define SURE_AMOUNT 0.8	/* from here "all of it" counts wherever it stands */

void
slot_used(struct talk *t, const struct slot *s)
{
	if (s->probability < t->slot_certainty)
		t->slot_certainty = s->probability;
}

static bool
set(const char **place, const char *value)
{
	bool changed = !text_is_fold(*place, value);

	*place = value;
	return changed;
}

const char *
slot_words(struct talk *t, const struct slot *s)
{
	size_t length = strlen(t->u->text);

	return s->start <= length && s->length <= length - s->start
	    ? arena_text_n(t->a, t->u->text + s->start, s->length)
	    : "";
}

enum { ALIKE = 3 };	/* letters that a slip of the pen leaves at a word's beginning */

static bool
begins_alike(const char *word, const char *text)
{
	for (const char *s = text; s && *s; s += strspn(s, " -")) {
		if (!strncasecmp(word, s, ALIKE))
			return true;
		s += strcspn(s, " -");
	}
	return false;
}

/* Some word that it was read from begins as one of its names does; where the words are unknown the
 * finding is trusted. */
static bool
is_like(const struct product *p, const char *words)
{
	bool any = false;

	if (!p)
		return true;
	for (const char *s = words; *s; s += strspn(s, " -")) {
		size_t length = strcspn(s, " -");

		if (length >= ALIKE) {
			any = true;
			if (begins_alike(s, p->name) || begins_alike(s, p->kind))
				return true;
			for (size_t i = 0; i < p->also_count; i++)
				if (begins_alike(s, p->also[i]))
					return true;
		}
		s += length;
	}
	return !any;
}

/* "All but the boots" and "not the boots, the hat" leave the boots out; "it isn't the hat that I
 * bought" and "without the hat" name the hat. */
static bool
leaves_out(struct talk *t, const struct wish *w, const struct slot *s)
{
	bool others = false, later = false, named = false;

	if (!s->except || text_is(w->book->intent, "missing_item"))
		return false;
	if (text_has_word_of(t, t->u->text, "words.everything"))
		return true;
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *x = &t->u->slots[i];

		if (x->kind != SLOT_PRODUCT || text_is(x->value, s->value))
			continue;
		others = true;
		later = later || x->start > s->start;
		named = named || !x->except;
	}
	if (!others)
		return !w->fresh;
	return named || later;
}

static bool belongs_elsewhere(struct talk *t, const struct wish *w, const struct slot *s);

/* Of several products that words may mean a question is about the likeliest, the first of
 * equals. */
static bool
is_likeliest_product(struct talk *t, const struct wish *w, const struct slot *s)
{
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *x = &t->u->slots[i];

		if (x != s && x->kind == SLOT_PRODUCT && !x->except &&
		    !belongs_elsewhere(t, w, x) &&
		    (x->probability > s->probability ||
			(x < s && !(x->probability < s->probability))))
			return false;
	}
	return true;
}

/* "I meant the boots" leaves the hat; "no, the hat and the boots" names it again. */
static void
keep_named_again(const struct talk *t, struct wish *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->mention_count; i++)
		for (size_t k = 0; k < t->u->slot_count; k++)
			if (t->u->slots[k].kind == SLOT_PRODUCT && !t->u->slots[k].except &&
			    text_is(t->u->slots[k].value, w->mentions[i].product_id)) {
				w->mentions[kept++] = w->mentions[i];
				break;
			}
	w->mention_count = kept;
}

static bool
take_product(struct talk *t, struct wish *w, const struct slot *s)
{
	if ((is_goods_action(w->book) || w->book->kind == ACTION_CANCEL) &&
	    (w->book->needs & NEEDS(NEED_ORDER)) && w->book->family == FAMILY_ACTION &&
	    goods_are_kept(t, s))
		return goods_leave_out(t, w, s);
	if (!(w->book->needs & NEEDS(NEED_LINES)) && !(w->book->needs & NEEDS(NEED_ORDER)))
		return is_likeliest_product(t, w, s) && set(&w->product_id, s->value);
	for (size_t i = 0; i < w->mention_count; i++)
		if (text_is(w->mentions[i].product_id, s->value) &&
		    w->mentions[i].except == s->except)
			return false;
	/* a new product where one was settled on replaces it: "I meant the boots" */
	bool adds = (w->book->needs & NEEDS(NEED_VARIANT)) && t->u->signals.correction < 0.5 &&
	    understanding_slot(t->u, SLOT_OPTION);	/* "no, the mug should be a large one" */

	if ((w->status == WISH_CONFIRMING || t->u->signals.correction >= 0.5) && !w->moved &&
	    !w->renamed && !adds)
		keep_named_again(t, w);
	w->renamed = true;
	if (w->mention_count == MENTION_LIMIT)
		return false;
	struct mention m = {s->value, slot_words(t, s), leaves_out(t, w, s)};

	const struct product *p = talk_product(t, s->value);

	if (!is_like(p, m.words) && !named_with_slips(t, p, m.words))
		return false;		/* too far from its name to act on: then it is asked */
	const struct order *o = w->pick_count && t->customer ? wish_order(t, w) : NULL;

	if (o && !order_has_mentioned(t, o, &m) && t->u->signals.correction < 0.5)
		return false;		/* what it is about is settled, and this is no part of it */
	w->mentions[w->mention_count++] = m;
	w->pick_count = 0;
	w->sku = "";
	return true;
}

/* Forgets all values of an option but the first; answers its place, or the count where there is
 * none. */
static size_t
only_option(struct wish *w, const char *name)
{
	size_t first = w->option_count, kept = 0;

	for (size_t i = 0; i < w->option_count; i++) {
		bool same = text_is_fold(w->options[i].name, name);

		if (same && first < kept)
			continue;
		first = same ? kept : first;
		w->options[kept++] = w->options[i];
	}
	w->option_count = kept;
	return first < kept ? first : kept;
}

/* "In S rather than M" names two values of one option: both are kept where they came together, and
 * the goods tell which they have. */
bool
slot_take_option(struct wish *w, const struct slot *s)
{
	size_t at = w->fresh || s->except ? w->option_count : only_option(w, s->name);

	for (size_t i = 0; i < w->option_count; i++)
		if (text_is_fold(w->options[i].name, s->name) &&
		    text_is_fold(w->options[i].value, s->value))
			return false;
	if (at < w->option_count) {
		w->options[at].value = s->value;
		w->sku = "";
		if (!(w->book->needs & NEEDS(NEED_VARIANT)))
			w->pick_count = 0;
		return true;
	}
	if (s->except || w->option_count == OPTION_LIMIT)
		return false;
	w->options[w->option_count++] = (struct pair){s->name, s->value};
	w->sku = "";
	if (!(w->book->needs & NEEDS(NEED_VARIANT)))
		w->pick_count = 0;
	return true;
}

static bool
names_goods(const struct talk *t)
{
	for (size_t i = 0; i < t->u->slot_count; i++)
		if (t->u->slots[i].kind == SLOT_PRODUCT && !t->u->slots[i].except)
			return true;
	return false;
}

static bool
take_ordinal(struct talk *t, struct wish *w, const struct slot *s)
{
	if (t->m.choice_count && t->answered)
		return false;		/* choose.c has dealt with it */
	if (text_is(s->value, "both") || text_is(s->value, "all")) {
		if (text_has_word_of(t, t->u->text, "words.only_some"))
			return false;		/* "one thing of all that", "not everything": which
						   is asked */
		/* "all day", "all right"; and "the rain and everything" beside a thing that is
		 * named */
		if (w->fresh &&
		    (!text_has_word_of(t, t->u->text, "words.everything") ||
			(text_is(s->value, "all") && names_goods(t))))
			return false;
		bool changed = !w->everything;

		if (w->no_to && !(w->book->needs & NEEDS(NEED_VARIANT)))
			w->mention_count = w->option_count = w->pick_count = 0;
		w->everything = true;
		return changed;
	}
	if (text_is(s->value, "other") && !t->described && (w->order_id[0] || t->m.order_id[0]) &&
	    (w->book->needs & NEEDS(NEED_ORDER)) && !w->mention_count) {
		w->other = true;
		w->asks[NEED_ORDER] = 0;
		wish_set_order(t, w, "");
		return true;
	}
	return false;
}

static bool
take_address_part(struct wish *w, const struct slot *s)
{
	if (!(w->book->needs & NEEDS(NEED_ADDRESS)))
		return false;
	if (w->fresh && w->address.line1[0] && w->address.postcode[0] &&
	    s->kind == SLOT_POSTCODE)
		return false;		/* read with the address, without the state before it */
	if (s->kind == SLOT_POSTCODE)
		return set(&w->address.postcode, s->value);
	return set(&w->address.country, s->value);
}

/* Only the one that is sure: the others show what else may have been meant. */
static bool
take_reason(struct talk *t, struct wish *w, const struct slot *s)
{
	bool doubtful;
	size_t from, to;

	if (is_cancel(w->book) && region_of(t, w, &from, &to))
		return set(&w->reason, reason_within(t, from, to));

	const char *heard = reason_heard(t, w->fresh ? w->book : NULL, w->probability);

	if (understanding_reason(t->u, &doubtful) != s || !heard[0])
		return false;
	const struct slot *what = understanding_slot(t->u, SLOT_PRODUCT);

	if (what && what->except && w->book->family == FAMILY_ACTION &&
	    text_is(heard, "not_arrived") && text_has_word_of(t, t->u->text, "words.everything"))
		return false;		/* "all, but not the tent" leaves it out */
	if (!w->fresh && !reason_may_change(t, w))
		return false;
	/* what comes back has to be in order either way; an order that was none can be told apart */
	if (is_cancel(w->book) && text_is(heard, "changed_mind") && text_has_word_like(t, t->u->text, "words.by_mistake"))
		heard = "ordered_by_mistake";
	bool changed = set(&w->reason, heard);

	reason_settle(t, w);
	return changed;
}

static bool
take_one(struct talk *t, struct wish *w, const struct slot *s)
{
	int64_t n;

	switch (s->kind) {
	case SLOT_PRODUCT:
		return take_product(t, w, s);
	case SLOT_OPTION:
		return slot_take_option(w, s);
	case SLOT_REASON:
		return take_reason(t, w, s);
	case SLOT_METHOD:
		return set(&w->method, method_heard(t, s));
	case SLOT_QUANTITY:
		if (!text_to_int(s->value, 1, 999, &n) || n == w->quantity)
			return false;
		w->quantity = n;
		w->pick_count = 0;
		return true;
	case SLOT_POSTCODE: case SLOT_COUNTRY:
		return take_address_part(w, s);
	case SLOT_ORDINAL:
		return take_ordinal(t, w, s);
	case SLOT_ORDER_NUMBER:
	case SLOT_EMAIL:
	case SLOT_PHONE:
	case SLOT_NAME:
	case SLOT_ADDRESS:
	case SLOT_MONEY:
	case SLOT_DATE:
	case SLOT_KIND_COUNT:
		break;
	}
	return false;
}

/* "Do you give points to regular customers?": in words that ask about no goods. */
static bool
stands_in_question(const struct talk *t, const struct wish *w, const struct slot *s)
{
	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *x = &t->m.wishes[i];

		if (x != w && x->fresh && x->to && s->start >= x->from && s->start < x->to &&
		    x->book->family == FAMILY_ANSWER && !x->book->needs)
			return true;
	}
	return false;
}

/* "Swap the mug for a large one, and the plate for a red one": the sentence goes on, and nothing
 * else is wanted in it. */
static bool
goes_on_to(const struct talk *t, const struct wish *w, const struct slot *s)
{
	if (s->start < w->to || !is_goods_or_swap(w->book))
		return false;
	for (size_t i = w->to; i < s->start; i++)
		if (strchr(".!?\n;", t->u->text[i]))
			return false;
	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *x = &t->m.wishes[i];

		if (x != w && x->fresh && x->to && x->from >= w->to && x->from <= s->start)
			return false;
	}
	return true;
}

/* "The flask and the bottle": nothing but "and" stands between them. */
static bool
is_listed_with(struct talk *t, const struct slot *a, const struct slot *b)
{
	const struct slot *first = a->start < b->start ? a : b, *last = first == a ? b : a;
	struct token *words;
	size_t from = first->start + first->length, length = strlen(t->u->text);

	if (a->kind != SLOT_PRODUCT || from > last->start || last->start > length)
		return false;
	const char *between = arena_text_n(t->a, t->u->text + from, last->start - from);
	size_t n = text_tokens(t->a, between, strlen(between), &words);

	for (size_t i = 0; i < n; i++)
		if (words[i].kind != TOKEN_PUNCTUATION &&
		    !text_has_word_of(t, words[i].folded, "words.lists"))
			return false;
	return n > 0 && !strpbrk(between, ".!?;");
}

/* Where a wish stands in words of its own that name goods, goods named beside them belong to
 * another. */
static bool
belongs_elsewhere(struct talk *t, const struct wish *w, const struct slot *s)
{
	bool own = false;

	if (w->fresh && w->to && s->kind == SLOT_ORDINAL && s->probability < SURE_AMOUNT &&
	    (s->start < w->from || s->start >= w->to))
		return true;		/* "with the rain and everything" */
	size_t begin, end;

	if (s->kind == SLOT_METHOD && region_of(t, w, &begin, &end) &&
	    (s->start < begin || s->start >= end))
		return true;
	if (!w->fresh || !w->to || (s->kind != SLOT_PRODUCT && s->kind != SLOT_OPTION) ||
	    (s->start >= w->from && s->start < w->to))
		return false;
	if (s->kind == SLOT_OPTION && stands_in_question(t, w, s))
		return true;
	if (goes_on_to(t, w, s))
		return false;
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *x = &t->u->slots[i];

		if (x->kind != SLOT_PRODUCT || x->start < w->from || x->start >= w->to)
			continue;
		if (is_listed_with(t, s, x))
			return false;
		own = true;
	}
	return own;
}

/* The "espresso" of an espresso machine is no kind of coffee. */
static bool
stands_in_name(const struct talk *t, const struct slot *s)
{
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *x = &t->u->slots[i];

		if (x->kind == SLOT_PRODUCT && s->kind == SLOT_OPTION && x->start <= s->start &&
		    s->start + s->length <= x->start + x->length && s->length < x->length)
			return true;
	}
	return false;
}

/* "Both hats", "the two of them", of the lines that were asked about: chosen already. */
static bool
only_says_both(struct talk *t, const struct wish *w, const struct slot *s)
{
	const struct slot *which = understanding_slot(t->u, SLOT_ORDINAL);
	const struct order *o = t->customer && w->pick_count ? wish_order(t, w) : NULL;
	struct mention m = {s->value, "", false};

	if (t->m.choice != CHOICE_LINE || w != t->focus || !o || !which ||
	    (!text_is(which->value, "both") && !text_is(which->value, "all")))
		return false;
	if (s->kind == SLOT_QUANTITY)
		return s->start < which->start + which->length &&
		    which->start < s->start + s->length;
	if (s->kind != SLOT_PRODUCT || s->except)
		return false;
	m.words = slot_words(t, s);
	for (size_t i = 0; i < w->pick_count; i++) {
		const struct order_line *l = order_line_find(o, w->picks[i].line_id);

		if (!l || !line_is_mentioned(t, o, l, &m))
			return false;
	}
	return true;
}

/* What it was read from says which thing of the order is meant, however little of the catalogue it
 * tells apart. */
static bool
is_in_its_order(struct talk *t, const struct wish *w, const struct slot *s)
{
	const struct order *o = s->kind == SLOT_PRODUCT && t->customer ? wish_order(t, w) : NULL;

	return o && order_has_words(t, o, slot_words(t, s));
}

static void
apply(struct talk *t, struct wish *w)
{
	bool changed = other_goods(t, w) || relative_correct(t, w);

	if (w->fresh && (w->book->needs & NEEDS(NEED_ADDRESS)))
		address_hear(t, w);	/* kept while it is asked who they are */
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];

		if (s->probability < SLOT_LEAST || belongs_elsewhere(t, w, s) ||
		    stands_in_name(t, s) || only_says_both(t, w, s) ||
		    (t->described && w == t->focus &&
			(s->kind == SLOT_OPTION || s->kind == SLOT_PRODUCT)))
			continue;
		if (take_one(t, w, s)) {
			if (!is_in_its_order(t, w, s))
				slot_used(t, s);
			changed = true;
		}
	}
	if (!changed)
		return;
	if (!w->fresh) {
		w->moved = true;
		t->answered = true;
	}
	if (w->status == WISH_CONFIRMING) {
		w->status = WISH_OPEN;
		w->hash = "";
		t->repaired = true;
		trace_step(t, "corrected",
		    arena_printf(
			t->a, "a detail of \"%s\" changed after its summary", w->book->intent),
		    "no new detail in the message");
	}
}

void
wish_take_words(struct talk *t, struct wish *w, size_t from, size_t to)
{
	w->question = arena_text_n(t->a, t->u->text + from, to - from);
	w->mention_count = w->option_count = 0;
	w->method = "";
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];

		if (s->start >= from && s->start < to && s->probability >= SLOT_LEAST &&
		    !stands_in_name(t, s) &&
		    (s->kind == SLOT_PRODUCT || s->kind == SLOT_OPTION || s->kind == SLOT_METHOD))
			(void)take_one(t, w, s);
	}
}

static bool
wants_order(const struct wish *w)
{
	return (w->book->needs & NEEDS(NEED_ORDER)) && wish_is_live(w);
}

void
slots_take(struct talk *t)
{
	struct wish *targets[AGENDA_LIMIT], *with_order[AGENDA_LIMIT];
	size_t count = 0, orders = 0;

	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].fresh && wish_is_live(&t->m.wishes[i]))
			targets[count++] = &t->m.wishes[i];
	if ((!count || t->answered) && t->focus && wish_is_live(t->focus) && !t->focus->fresh &&
	    count < AGENDA_LIMIT)
		targets[count++] = t->focus;
	for (size_t i = 0; i < count; i++) {
		apply(t, targets[i]);
		if (wants_order(targets[i]))
			with_order[orders++] = targets[i];
	}
	/* a number given to say who they are is the order that they came for */
	for (size_t i = 0;
	     t->m.choice == CHOICE_IDENTITY && i < t->m.wish_count && orders < AGENDA_LIMIT; i++)
		if (wants_order(&t->m.wishes[i]) && !t->m.wishes[i].fresh &&
		    !t->m.wishes[i].order_id[0] && &t->m.wishes[i] != t->focus)
			with_order[orders++] = &t->m.wishes[i];
	/* where the question was "which order?" the answer is for the wish that asked, whatever
	 * else came with it */
	bool was_asked = text_is(t->m.expected, slot_kind_name(SLOT_ORDER_NUMBER)) && t->focus &&
	    wants_order(t->focus) && !t->focus->order_id[0];

	bool is_in = false;

	for (size_t i = 0; i < orders; i++)
		is_in = is_in || with_order[i] == t->focus;
	if (t->focus && wants_order(t->focus) && !t->focus->fresh && (!orders || was_asked) &&
	    !is_in && orders < AGENDA_LIMIT)
		with_order[orders++] = t->focus;
	spread_orders(t, with_order, orders);
}
