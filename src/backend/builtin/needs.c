/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filling what a playbook needs: each need tries to settle itself from what is known, and asks only
 * where that fails.
 */
#include "builtin.h"

#include <string.h>

static enum outcome (*const resolvers[])(struct talk *, struct wish *) = {
	[NEED_CUSTOMER] = need_customer, [NEED_ORDER] = need_order, [NEED_LINES] = need_lines, [NEED_REASON] = need_reason, [NEED_VARIANT] = need_variant,
	[NEED_METHOD] = need_method, [NEED_ADDRESS] = need_address, [NEED_PRODUCT] = need_product,
};

static bool
excludes(const struct playbook *a, const struct playbook *b)
{
	bool goods_a = a->needs & NEEDS(NEED_LINES), goods_b = b->needs & NEEDS(NEED_LINES);

	return a->kind == ACTION_CANCEL || b->kind == ACTION_CANCEL || (goods_a && goods_b);
}

/* A change that was summed up and not agreed to gives way to another one of the same order that it
 * can't go with. */
static void
replace_rivals(struct talk *t, struct wish *w)
{
	if (!w->fresh || w->book->family != FAMILY_ACTION || !w->order_id[0])
		return;
	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *x = &t->m.wishes[i];

		if (x == w || x->fresh || x->agreed || x->book->family != FAMILY_ACTION ||
		    (x->status != WISH_CONFIRMING && x->status != WISH_CHOOSING) ||
		    !text_is(x->order_id, w->order_id) || !excludes(x->book, w->book))
			continue;
		x->status = WISH_DROPPED;
		trace_step(t, "replaced",
		    arena_printf(
			t->a, "\"%s\" gives way to \"%s\"", x->book->intent, w->book->intent),
		    NULL);
	}
}

static bool
is_all_back(const struct order *o)
{
	for (size_t i = 0; i < o->line_count; i++)
		if (!o->lines[i].returned)
			return false;
	return o->line_count > 0;
}

static void
go_on_as(struct talk *t, struct wish *w, const char *intent, const char *why)
{
	const struct playbook *book = playbook_find(intent);

	trace_step(t, "turned into",
	    arena_printf(t->a, "\"%s\" goes on as \"%s\": %s", w->book->intent, intent, why),
	    "another order");
	w->book = book;
	w->reason = book->reason ? book->reason : "";
	memset(w->asks, 0, sizeof w->asks);
}

/* What the order's own state tells of the wish: what hasn't come can't be broken or wrong, and
 * money for what is back is on its way or paid. */
static void
fit_to_order(struct talk *t, struct wish *w)
{
	const struct order *o = w->status == WISH_OPEN ? wish_order(t, w) : NULL;
	bool of_goods =
	    w->book->family == FAMILY_TROUBLE && (w->book->needs & NEEDS(NEED_LINES)) != 0;

	if (!o)
		return;
	if (of_goods && order_fits(o, FIT_UNSHIPPED) && text_is(w->book->intent, "wrong_item"))
		go_on_as(
		    t, w, "change_item", "it hasn't left yet, so the shopper's choice was wrong");
	else if (of_goods && order_fits(o, FIT_UNSHIPPED))
		go_on_as(t, w, "order_status", "it hasn't left yet");
	else if (of_goods && text_is(o->status, "shipped") &&
	    text_is(w->book->reason, "not_arrived"))
		go_on_as(t, w, "lost_order", "it is still on its way");
	else if (w->book->family == FAMILY_ACTION && w->book->kind == ACTION_RETURN &&
	    text_is(w->reason, "not_arrived"))
		go_on_as(t, w, "lost_order", "what never came can't be sent back");
	else if (w->book->family == FAMILY_ACTION && w->book->kind == ACTION_REFUND &&
	    !w->mention_count && (is_all_back(o) || order_refunded(o) >= order_total(o)))
		go_on_as(t, w, "refund_status", "everything in it has come back");
}

enum outcome
wish_work(struct talk *t, struct wish *w)
{
	if (!is_record_question(w->book) && !is_beyond(w->book) && question_answer_general(t, w))
		return OUTCOME_NEXT;
	for (enum need n = 0; n < NEED_CONFIRM; n++) {
		const struct playbook *book = w->book;

		if (!(book->needs & NEEDS(n)))
			continue;
		if (n == NEED_VARIANT)
			relative_options(t, w);
		enum outcome o = resolvers[n](t, w);

		if (t->err)
			return OUTCOME_STUCK;
		if (o != OUTCOME_NEXT || !wish_is_live(w))
			return o;
		if (n == NEED_ORDER) {
			condition_settle(t, w);
			if (!wish_is_live(w))
				return OUTCOME_NEXT;
			replace_rivals(t, w);
			fit_to_order(t, w);
		}
		if (n == NEED_LINES && (book->needs & NEEDS(NEED_VARIANT)) &&
		    refuse_other_goods(t, w))
			return OUTCOME_NEXT;
		if (w->book != book)	/* turned into another on the way: its needs from the
					   start */
			return wish_work(t, w);
	}
	return w->book->run(t, w);
}

enum outcome
need_ask(struct talk *t, struct wish *w, enum need n)
{
	static const char *const names[] = {"who they are", "which order", "which items",
	    "the reason", "which size or colour", "which method", "the address", "which product",
	    "a yes or no"};

	bool again = w->asks[n] && !t->answered && talk_asked_between(t);

	if (!again && w->asks[n] >= ASK_LIMIT && n == NEED_VARIANT &&
	    text_is(t->was_expected, "yes_no")) {
		w->status = WISH_DROPPED;	/* it isn't to be had, and was offered to be left */
		t->just_dropped = t->m.served = true;
		say_plain(t, "left.alone");
		return OUTCOME_STUCK;
	}
	if (!again && w->asks[n] >= ASK_LIMIT) {
		trace_step(t, "gave up asking", names[n], "an answer that can be made out");
		hand_off(t, HANDOFF_REPEATED_FAILURE);
		return OUTCOME_STUCK;
	}
	if (!again && ++w->asks[n] > 1 && !w->moved)
		t->m.failures++;
	if (n != NEED_CONFIRM) {
		w->status = WISH_OPEN;		/* a summary said before is no longer what a yes
						   would mean */
		w->hash = "";
	}
	trace_step(t, "asked", arena_printf(t->a, "%s, for \"%s\"", names[n], w->book->intent),
	    "that slot in the message");
	t->focus = w;
	t->asked = true;
	return OUTCOME_ASKED;
}

bool
talk_orders(struct talk *t)
{
	if (t->orders_read)
		return true;
	struct errinfo e = {0};
	enum err err = facts_orders(t->f, &t->orders, &t->order_count, &e);

	if (err) {
		talk_fail(t, err, &e);
		return false;
	}
	t->orders_read = true;
	return true;
}

const struct order *
talk_order(struct talk *t, const char *order_id)
{
	const struct order *o = NULL;
	struct errinfo e = {0};
	enum err err = facts_order(t->f, order_id, &o, &e);

	if (!err)
		return o;
	if (err != ERR_NOT_FOUND && err != ERR_FORBIDDEN)
		talk_fail(t, err, &e);
	return NULL;
}

const struct order *
wish_order(struct talk *t, const struct wish *w)
{
	return w->order_id[0] ? talk_order(t, w->order_id) : NULL;
}

const struct product *
talk_product(struct talk *t, const char *product_id)
{
	const struct product *p = NULL;
	struct errinfo e = {0};
	enum err err = facts_product(t->f, product_id, &p, &e);

	if (err && err != ERR_NOT_FOUND)
		talk_fail(t, err, &e);
	return err ? NULL : p;
}

const struct product *
line_product(struct talk *t, const struct order_line *l)
{
	const struct product *p = NULL;
	struct errinfo e = {0};
	enum err err = facts_product_of_sku(t->f, l->sku, &p, &e);

	if (err && err != ERR_NOT_FOUND)
		talk_fail(t, err, &e);
	return err ? NULL : p;
}

/* "jackets" fits "jacket": endings differ. */
static bool
word_fits(const char *word, size_t length, const char *text)
{
	char stem[64];

	length = length > 4 ? length - 1 : length;
	if (!length || length >= sizeof stem)
		return false;
	memcpy(stem, word, length);
	stem[length] = '\0';
	return text && strcasestr(text, stem) != NULL;
}

static bool
words_fit(const struct product *p, const char *words)
{
	bool any = false;

	for (const char *s = words; *s;) {
		size_t length = strcspn(s, " ");
		bool fits = word_fits(s, length, p->name) || word_fits(s, length, p->kind);

		for (size_t i = 0; i < p->also_count && !fits; i++)
			fits = word_fits(s, length, p->also[i]);
		if (length && !fits)
			return false;
		any = any || length;
		s += length;
		s += strspn(s, " ");
	}
	return any;
}

bool
order_has_words(struct talk *t, const struct order *o, const char *words)
{
	for (size_t i = 0; i < o->line_count; i++) {
		const struct product *p = line_product(t, &o->lines[i]);

		if (p && words_fit(p, words))
			return true;
	}
	return false;
}

/* "The sleeping bag" is the sleeping bag where there is one, and not its liner too. */
static bool
is_of_kind(const struct product *p, const char *words)
{
	size_t length = p->kind ? strlen(p->kind) : 0;

	return length && !strncasecmp(p->kind, words, length) &&
	    (!words[length] || !strcasecmp(words + length, "s"));
}

static bool
order_has_kind(struct talk *t, const struct order *o, const char *words)
{
	for (size_t i = 0; i < o->line_count; i++) {
		const struct product *p = line_product(t, &o->lines[i]);

		if (p && is_of_kind(p, words))
			return true;
	}
	return false;
}

bool
line_is_mentioned(
    struct talk *t, const struct order *o, const struct order_line *l, const struct mention *m)
{
	const struct product *p = line_product(t, l);

	if (!p)
		return false;
	if (order_has_kind(t, o, m->words))
		return is_of_kind(p, m->words);
	if (order_has_words(t, o, m->words))
		return words_fit(p, m->words);
	return text_is(p->id, m->product_id);
}

bool
order_has_mentioned(struct talk *t, const struct order *o, const struct mention *m)
{
	for (size_t i = 0; i < o->line_count; i++)
		if (line_is_mentioned(t, o, &o->lines[i], m))
			return true;
	return false;
}

bool
order_fits(const struct order *o, enum order_fit fit)
{
	switch (fit) {
	case FIT_ANY:
		return true;
	case FIT_UNSHIPPED:
		return text_is(o->status, "pending") || text_is(o->status, "processing");
	case FIT_UNDERWAY:
		return text_is(o->status, "pending") || text_is(o->status, "processing") ||
		    text_is(o->status, "shipped");
	case FIT_DELIVERED:
		return text_is(o->status, "delivered");
	case FIT_PAID_BACK:
		return order_refunded(o) > 0 || text_is(o->status, "cancelled") ||
		    text_is(o->status, "return_requested") || text_is(o->status, "returned");
	}
	return false;
}

enum outcome
need_product(struct talk *t, struct wish *w)
{
	if (w->product_id[0] && talk_product(t, w->product_id)) {
		t->m.product_id = w->product_id;
		return OUTCOME_NEXT;
	}
	if (t->err)
		return OUTCOME_STUCK;
	if (!w->asks[NEED_PRODUCT] && t->m.product_id[0] && talk_product(t, t->m.product_id)) {
		w->product_id = t->m.product_id;
		if (t->slot_certainty > 0.85)
			t->slot_certainty = 0.85;
		return OUTCOME_NEXT;
	}
	/* a question about no product in particular may still be answered from an article */
	if (!w->asks[NEED_PRODUCT] &&
	    (w->book->articles ? answer_from_passages(t, w, "") : question_answer_known(t, w))) {
		w->status = WISH_DONE;
		return OUTCOME_NEXT;
	}
	if (w->fresh && !w->asks[NEED_PRODUCT] && answer_pass_over(t, w))
		return OUTCOME_NEXT;
	enum outcome o = need_ask(t, w, NEED_PRODUCT);

	if (o == OUTCOME_ASKED) {
		say_plain(t, w->asks[NEED_PRODUCT] > 1 ? "product.ask_again" : "product.ask");
		state_expect(t, CHOICE_NONE, slot_kind_name(SLOT_PRODUCT));
	}
	return o;
}
