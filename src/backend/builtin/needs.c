/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filling what a playbook needs: each need tries to settle itself from what is known, and asks only
 * where that fails.
 */
#include "builtin.h"

#include <ctype.h>
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

static bool
could_be(struct talk *t, const struct wish *w, const struct order *o, bool by_fit)
{
	if (by_fit && !order_fits(o, w->book->fit))
		return false;
	if (w->other && text_is(o->id, t->m.order_id))
		return false;
	for (size_t i = 0; i < w->mention_count; i++)
		if (!w->mentions[i].except && order_has_mentioned(t, o, &w->mentions[i]))
			return true;
	for (size_t i = 0; i < w->mention_count; i++)
		if (!w->mentions[i].except)
			return false;
	return true;
}

static size_t
candidates(
    struct talk *t, const struct wish *w, bool by_fit, const struct order **out, size_t limit)
{
	size_t count = 0;

	for (size_t i = 0; i < t->order_count && count < limit; i++)
		if (could_be(t, w, &t->orders[i], by_fit))
			out[count++] = &t->orders[i];
	return count;
}

static enum outcome
take_order(struct talk *t, struct wish *w, const char *order_id, double certainty, const char *why)
{
	w->order_id = order_id;
	w->other = false;
	t->m.order_id = order_id;
	t->m.order_unknown = false;
	if (certainty < t->slot_certainty)
		t->slot_certainty = certainty;
	trace_step(t, "order", arena_printf(t->a, "%s: %s", order_id, why),
	    "another order number, or \"the other one\"");
	return talk_order(t, order_id) ? OUTCOME_NEXT : OUTCOME_STUCK;
}

static const char *
order_line_text(struct talk *t, const struct order *o)
{
	struct params p = {0};
	const char *items[3];
	size_t count = 0;

	for (size_t i = 0; i < o->line_count && count < 3; i++) {
		const struct product *product = line_product(t, &o->lines[i]);

		if (product)
			items[count++] = product->name;
	}
	if (o->line_count > 3)
		items[2] = phrase(t, "list.more", NULL);
	param_text(&p, "order", o->id);
	param_date(t, &p, "date", o->placed_ms);
	param_text(&p, "items", phrase_join(t, "and", items, count));
	return phrase(t, "choice.order", &p);
}

/* Where several things are wanted a question says for which it is. */
void
say_which_wish(struct talk *t, const struct wish *w)
{
	struct params p = {0};
	size_t live = 0;

	for (size_t i = 0; i < t->m.wish_count; i++)
		live += wish_is_live(&t->m.wishes[i]) &&
		    t->m.wishes[i].book->family != FAMILY_ANSWER;
	const char *key = w->order_id[0] ? "wish.now_order" : "wish.now";

	if ((live < 2 && !t->proposal_count) || w->asks[NEED_ORDER] > 1 || !has_key(t, key))
		return;
	param_text(&p, "order", w->order_id);
	param_text(&p, "wish", phrase(t, key_or(t, "wish", w->book->intent, "wish.other"), NULL));
	say(t, key, &p);
}

static enum outcome
ask_order(struct talk *t, struct wish *w, const struct order **list, size_t count)
{
	struct params p = {0};

	if (t->m.order_unknown && w->asks[NEED_ORDER] >= ASK_LIMIT && has_key(t, "order.only_yours"))
		return refuse_foreign_order(t, w);
	enum outcome o = need_ask(t, w, NEED_ORDER);

	if (o == OUTCOME_STUCK)
		return o;
	say_which_wish(t, w);
	param_text(&p, "wish", phrase(t, key_or(t, "wish", w->book->intent, "wish.other"), NULL));
	say(t, w->asks[NEED_ORDER] > 1 ? "order.ask_again" : "order.ask", &p);
	state_expect(t, CHOICE_ORDER, slot_kind_name(SLOT_ORDER_NUMBER));
	for (size_t i = 0; i < count && i < 5; i++) {
		struct params line = {0};
		const struct order *read = talk_order(t, list[i]->id);	/* what is spoken of is
									   recorded */

		param_text(&line, "text", order_line_text(t, read ? read : list[i]));
		str_add(&t->text, "\n");
		str_add(&t->text, phrase(t, "choice.line", &line));
		state_choice(t, list[i]->id);
	}
	return o;
}

/* "All of them": a wish each, so that each is summarised and agreed on its own. */
static enum outcome
every_order(struct talk *t, struct wish *w, const struct order **list, size_t count)
{
	w->everything = false;
	for (size_t i = 1; i < count && i < 5; i++) {
		struct wish *x = agenda_add(t, w->book, w->probability);

		if (!x)
			break;
		x->question = w->question;
		x->reason = w->reason;
		x->order_id = list[i]->id;
	}
	return take_order(t, w, list[0]->id, 0.9, "all that this could mean, one after the other");
}

static enum outcome
unknown_order(struct talk *t, struct wish *w)
{
	if (t->err)
		return OUTCOME_STUCK;
	say_order(t, "order.unknown", w->order_id);
	trace_step(t, "order unknown", "not among this customer's orders", "a number of theirs");
	w->order_id = "";
	w->asks[NEED_ORDER]++;
	t->m.order_unknown = true;
	return OUTCOME_NEXT;
}

static bool
is_same_code(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a != '\0' && !isalnum((unsigned char)*a))
			a++;
		while (*b != '\0' && !isalnum((unsigned char)*b))
			b++;
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
		if (*a == '\0')
			return true;
	}
}

/* The order that is named, also where its number was written without its signs: "W12" for
 * "#W-12". */
static const struct order *
named_order(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);

	if (o || t->err || !talk_orders(t))
		return o;
	for (size_t i = 0; i < t->order_count; i++)
		if (is_same_code(t->orders[i].id, w->order_id))
			return talk_order(t, t->orders[i].id);
	return NULL;
}

/* Those of the orders named that are theirs, where "one of them" was said. */
static size_t
named_ones(struct talk *t, const struct wish *w, const struct order **out)
{
	size_t count = 0;

	for (size_t i = 0; i < w->among_count; i++) {
		const struct order *o = talk_order(t, w->among[i]);

		if (o)
			out[count++] = o;
	}
	return count;
}

/* Something was done about it in this conversation: whether the next thing is for it as well is
 * asked where it might be another. */
static bool
was_acted_on(const struct talk *t, const char *order_id)
{
	for (size_t i = 0; i < t->q->action_count; i++)
		if (text_is(t->q->actions[i].order_id, order_id) &&
		    (t->q->actions[i].state == ACTION_DONE ||
			action_state_is_open(t->q->actions[i].state)))
			return true;
	for (size_t i = 0; i < t->proposal_count; i++)
		if (text_is(t->proposals[i].order_id, order_id))
			return true;
	return false;
}

/* Those placed on the day or in the month that the message names, where any are. */
static size_t
placed_when_named(struct talk *t, const struct wish *w, const struct order *const *list,
    size_t count, const struct order **out)
{
	const struct order *all[16];
	size_t on_day = w->fresh || w == t->focus ? orders_by_date(t, list, count, out) : 0;

	return on_day || !(w->fresh || w == t->focus)
	    ? on_day
	    : orders_by_date(t, all, candidates(t, w, false, all, 16), out);
}

/* Whether its trouble was told and the order was spoken of last. */
static bool
is_told_already(struct talk *t, const struct wish *w)
{
	return w->book->kind == ACTION_REFUND && w->book->family == FAMILY_ACTION &&
	    !w->mention_count && !w->everything && !w->other && !w->asks[NEED_ORDER] &&
	    reason_is_known(t, t->m.order_id);
}

enum outcome
need_order(struct talk *t, struct wish *w)
{
	const struct order *list[16];
	bool by_fit = true;
	size_t count;

	if (!w->order_id[0] && w->among_count && (count = named_ones(t, w, list)) > 1)
		return ask_order(t, w, list, count);
	if (t->err)
		return OUTCOME_STUCK;
	if (w->order_id[0]) {
		const struct order *o = named_order(t, w);

		if (o) {
			t->m.order_id = w->order_id = o->id;
			t->m.order_unknown = false;
			return OUTCOME_NEXT;
		}
		if (unknown_order(t, w) == OUTCOME_STUCK)
			return OUTCOME_STUCK;
	}
	if (!talk_orders(t))
		return OUTCOME_STUCK;
	if (!t->order_count) {
		say_plain(t, "order.none");
		w->status = WISH_DROPPED;
		return OUTCOME_NEXT;
	}
	count = candidates(t, w, true, list, 16);
	if (!count) {
		by_fit = false;
		count = candidates(t, w, false, list, 16);
	}
	if (!count) {
		w->mention_count = 0;
		w->other = false;
		count = candidates(t, w, false, list, 16);
		say_plain(t, "order.no_such_item");
		return ask_order(t, w, list, count);
	}
	const struct order *dated[16];
	size_t on_day = placed_when_named(t, w, list, count, dated);

	if (on_day == 1 && !w->other)
		return take_order(t, w, dated[0]->id, 0.9, "placed on the day that was named");
	if (on_day > 1)
		return ask_order(t, w, dated, on_day);
	if (t->m.order_unknown && !w->mention_count && !w->everything)
		return ask_order(t, w, list, count);
	if (is_told_already(t, w))
		return take_order(
		    t, w, t->m.order_id, 0.85, "spoken of last, and its trouble was told");
	for (size_t i = 0; i < count && !w->other && !w->asks[NEED_ORDER]; i++)
		if (text_is(list[i]->id, t->m.order_id) && !w->everything &&
		    !(count > 1 && w->book->family == FAMILY_ACTION &&
			was_acted_on(t, list[i]->id)))
			return take_order(t, w, list[i]->id, 0.85, "spoken of last");
	/* the talk was about another order, which this can't mean: it is asked, not guessed */
	if (count == 1 && !w->asks[NEED_ORDER] && by_fit && w->book->family != FAMILY_ANSWER &&
	    !w->mention_count && t->m.order_id[0] && !w->other && !w->fresh &&
	    !text_is_fold(list[0]->id, t->m.order_id))
		return ask_order(t, w, list, count);
	if (count == 1 && (!w->asks[NEED_ORDER] || (w->moved && w->mention_count)))
		return take_order(t, w, list[0]->id, 0.9, "the only one that this can mean");
	if (w->everything && by_fit && count > 1 && !(w->book->needs & NEEDS(NEED_LINES)))
		return every_order(t, w, list, count);
	if (w->book->family == FAMILY_ANSWER && !by_fit && !w->asks[NEED_ORDER])
		return take_order(t, w, list[0]->id, 0.75, "the newest; none is under way");
	return ask_order(t, w, list, count);
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
