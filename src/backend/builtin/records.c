/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What only their own records answer: what an order came to and holds, how it was paid, where it
 * goes, in which order a thing is; the address and the ways of paying in an account. And, as
 * records too, which values an option of a product has.
 */
#include "builtin.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/text.h"

#define SURE_CHANGE 0.85	/* of a wish for a change, from which a question is how to get it */

enum record {
	RECORD_NONE,
	RECORD_TOTAL,
	RECORD_THING,			/* what one thing of it cost */
	RECORD_METHOD,
	RECORD_ADDRESS,
	RECORD_CONTENTS,
	RECORD_ORDER_OF,		/* which order a thing is in */
	RECORD_OWN_ADDRESS,
	RECORD_OWN_METHODS
};

enum { VALUES_MOST = 24, NAME_LEAST = 3 };

static bool
has(struct talk *t, const char *text, const char *key)
{
	return has_key(t, key) && text_has_word_of(t, text, key);
}

/* Put to know something: a question, or "tell me …". */
static bool
asks(struct talk *t, const char *text)
{
	return strchr(text, '?') != NULL || text_begins_with_word_of(t, text, "words.asks_how") ||
	    has(t, text, "words.record.tell");
}

/* What is asked of their records; order, thing: one is named or spoken of. */
static enum record
record_in(struct talk *t, const char *text, bool order, bool thing)
{
	bool account =
	    text_has_word_of(t, text, "words.account") || has(t, text, "words.record.saved");

	if (!asks(t, text) || has(t, text, "words.record.change"))
		return RECORD_NONE;
	if (thing && has(t, text, "words.record.which_order"))
		return RECORD_ORDER_OF;
	if (account && has(t, text, "words.record.methods"))
		return RECORD_OWN_METHODS;
	if (account && has(t, text, "words.record.address"))
		return RECORD_OWN_ADDRESS;
	if (order && has(t, text, "words.record.address"))
		return RECORD_ADDRESS;
	if (order && has(t, text, "words.record.paid_with"))
		return RECORD_METHOD;
	if (thing && has(t, text, "words.record.paid"))
		return RECORD_THING;
	if (order && !thing &&
	    (has(t, text, "words.record.paid") || has(t, text, "words.record.total")))
		return RECORD_TOTAL;
	return order && !thing && has(t, text, "words.record.contents") ? RECORD_CONTENTS
									: RECORD_NONE;
}

/* A value stands in a text, alone: the M of "size M", not that of "I'm". */
static bool
stands_in(struct talk *t, const char *value, const char *text)
{
	struct token *words, *parts;
	size_t count = text_tokens(t->a, text, strlen(text), &words),
	       n = text_tokens(t->a, value, strlen(value), &parts), k;

	for (size_t i = 0; n > 0 && i + n <= count; i++) {
		for (k = 0; k < n && text_is(words[i + k].folded, parts[k].folded); k++)
			;
		if (k == n)
			return true;
	}
	return false;
}

/* The option of a product that the text names by its name, and by none of its values; NULL none. */
static const char *
option_named(struct talk *t, const struct product *p, const char *text)
{
	const char *named = NULL;

	for (size_t i = 0; p && i < p->option_count; i++)
		if (strlen(p->options[i]) >= NAME_LEAST && strcasestr(text, p->options[i]) &&
		    (!named || strlen(p->options[i]) > strlen(named)))
			named = p->options[i];
	for (size_t v = 0; named && v < p->variant_count; v++)
		for (size_t k = 0; k < p->variants[v].option_count; k++) {
			const struct pair *o = &p->variants[v].options[k];

			if (text_is(o->name, named) && stands_in(t, o->value, text))
				return NULL;
		}
	return named;
}

static bool
asks_values(struct talk *t)
{
	const struct slot *s = understanding_slot(t->u, SLOT_PRODUCT);
	const struct product *p = s ? talk_product(t, s->value) : NULL;

	return p && strcasestr(t->u->text, p->name) && asks(t, t->u->text) &&
	    !understanding_slot(t->u, SLOT_ORDER_NUMBER) && has(t, t->u->text, "words.record.values") &&
	    option_named(t, p, t->u->text);
}

/* Some order of theirs is meant, by its number, as theirs, or as the one spoken of. */
static bool
means_order(struct talk *t, const char *text)
{
	return understanding_slot(t->u, SLOT_ORDER_NUMBER) || has(t, text, "words.record.my_order") ||
	    (t->m.order_id[0] && text_has_word_of(t, text, "words.pointing"));
}

const char *
record_wish(struct talk *t)
{
	const struct intent_guess *top = t->u->intent_count ? &t->u->intents[0] : NULL;
	const struct playbook *book = top ? playbook_find(top->intent) : NULL;

	if (talk_only_answers(t) || t->u->wish_count > 1 || understanding_slot(t->u, SLOT_ADDRESS) ||
	    (book && book->family == FAMILY_TROUBLE && top->probability >= SURE_CHANGE))
		return NULL;
	if (asks_values(t))
		return "option_values";
	switch (record_in(t, t->u->text, means_order(t, t->u->text),
	    understanding_slot(t->u, SLOT_PRODUCT) != NULL)) {
	case RECORD_NONE:
		return NULL;
	case RECORD_ORDER_OF:
		return "order_of_thing";
	case RECORD_OWN_ADDRESS:
	case RECORD_OWN_METHODS:
		return "account_record";
	default:
		return "order_record";
	}
}

/* ---- answers */

/* What is the shopper's own and was read may be said, with each number in it. */
static const char *
own_address(struct talk *t, const struct address *a)
{
	const char *text = phrase_address(t, a);

	facts_derive_text(t->f, "an address of theirs", text);
	for (const char *s = text; *s != '\0';) {
		size_t digits = strspn(s, "0123456789");

		if (digits && digits < 10)
			facts_derive_number(t->f, "in an address of theirs", strtoll(s, NULL, 10));
		s += digits ? digits : 1;
	}
	return text;
}

static void
say_total(struct talk *t, const struct order *o)
{
	struct params p = {0};

	facts_derive_money(t->f, "the order's total", order_total(o));
	param_text(&p, "order", o->id);
	param_money(t, &p, "amount", order_total(o));
	say(t, "record.total", &p);
}

static bool
is_meant(struct talk *t, const struct wish *w, const struct order *o, const struct order_line *l)
{
	for (size_t i = 0; i < w->mention_count; i++)
		if (!w->mentions[i].except && line_is_mentioned(t, o, l, &w->mentions[i]))
			return true;
	return false;
}

static bool
say_things(struct talk *t, const struct wish *w, const struct order *o)
{
	bool said = false;

	for (size_t i = 0; i < o->line_count; i++) {
		const struct order_line *l = &o->lines[i];
		const struct product *product = line_product(t, l);
		struct params p = {0};

		if (!product || !is_meant(t, w, o, l))
			continue;
		param_text(&p, "order", o->id);
		param_text(&p, "item",
		    phrase_item(t, product, product_variant(product, l->sku), 1));
		param_money(t, &p, "price", l->price);
		say(t, "record.thing", &p);
		said = true;
	}
	return said;
}

static void
say_methods_of(struct talk *t, const struct order *o)
{
	for (size_t i = 0; i < o->payment_count; i++) {
		struct params p = {0};

		param_text(&p, "order", o->id);
		param_money(t, &p, "amount", o->payments[i].amount);
		param_date(t, &p, "date", o->payments[i].at_ms);
		param_text(&p, "method", phrase_method(t, o->payments[i].method_id));
		say(t, o->payments[i].refund ? "refund.sent" : "payment.made", &p);
	}
}

static void
say_contents(struct talk *t, const struct order *o)
{
	const char *items[PICK_LIMIT];
	struct params p = {0};
	size_t count = 0;

	for (size_t i = 0; i < o->line_count && count < PICK_LIMIT; i++) {
		const struct product *product = line_product(t, &o->lines[i]);

		if (product)
			items[count++] = phrase_item(t, product,
			    product_variant(product, o->lines[i].sku), o->lines[i].quantity);
	}
	param_text(&p, "order", o->id);
	param_text(&p, "items", phrase_join(t, "and", items, count));
	say(t, "record.contents", &p);
}

static enum outcome
order_record_run(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);
	struct params p = {0};

	if (!o)
		return OUTCOME_STUCK;
	w->status = WISH_DONE;
	t->m.served = t->claims_made = true;
	switch (record_in(t, w->question, true, w->mention_count > 0)) {
	case RECORD_THING:
		if (say_things(t, w, o))
			return OUTCOME_NEXT;
		break;
	case RECORD_METHOD:
		say_methods_of(t, o);
		return OUTCOME_NEXT;
	case RECORD_ADDRESS:
		param_text(&p, "order", o->id);
		param_text(&p, "address", own_address(t, &o->address));
		say(t, "record.address", &p);
		return OUTCOME_NEXT;
	case RECORD_CONTENTS:
		say_contents(t, o);
		return OUTCOME_NEXT;
	default:
		break;
	}
	say_total(t, o);
	return OUTCOME_NEXT;
}

static enum outcome
account_record_run(struct talk *t, struct wish *w)
{
	const char *items[CHOICE_LIMIT];
	struct params p = {0};
	size_t count = 0;

	if (!t->customer)
		return OUTCOME_STUCK;
	w->status = WISH_DONE;
	t->m.served = t->claims_made = true;
	if (record_in(t, w->question, false, false) == RECORD_OWN_ADDRESS) {
		param_text(&p, "address", own_address(t, &t->customer->address));
		say(t, "record.own_address", &p);
		return OUTCOME_NEXT;
	}
	for (size_t i = 0; i < t->customer->method_count && count < CHOICE_LIMIT; i++)
		items[count++] = t->customer->methods[i].label;
	param_text(&p, "choices", phrase_join(t, "and", items, count));
	say(t, count ? "record.own_methods" : "record.no_methods", &p);
	return OUTCOME_NEXT;
}

static bool
holds(struct talk *t, const struct order *o, const char *product_id)
{
	for (size_t i = 0; i < o->line_count; i++) {
		const struct product *p = line_product(t, &o->lines[i]);

		if (p && text_is(p->id, product_id))
			return true;
	}
	return false;
}

static enum outcome
order_of_thing_run(struct talk *t, struct wish *w)
{
	const struct product *product = talk_product(t, w->product_id);
	const char *ids[CHOICE_LIMIT];
	struct params p = {0};
	size_t count = 0;

	if (!product || !talk_orders(t))
		return OUTCOME_STUCK;
	for (size_t i = 0; i < t->order_count && count < CHOICE_LIMIT; i++)
		if (holds(t, &t->orders[i], product->id) && talk_order(t, t->orders[i].id))
			ids[count++] = t->orders[i].id;
	w->status = WISH_DONE;
	t->m.served = t->claims_made = true;
	if (!count) {
		say_plain(t, "order.no_such_item");
		return OUTCOME_NEXT;
	}
	if (count == 1)
		t->m.order_id = ids[0];
	param_text(&p, "product", product->name);
	param_text(&p, "orders", phrase_join(t, "and", ids, count));
	say(t, "record.order_of", &p);
	return OUTCOME_NEXT;
}

/* Each value of the option that is asked of, of what is to be had. */
static enum outcome
option_values_run(struct talk *t, struct wish *w)
{
	const struct product *p = talk_product(t, w->product_id);
	const char *option = option_named(t, p, w->question), *values[VALUES_MOST];
	struct params line = {0};
	size_t count = 0;

	if (!p || !option)
		return p ? answer_unknown(t, w) : OUTCOME_STUCK;
	for (size_t i = 0; i < p->variant_count; i++)
		for (size_t k = 0; k < p->variants[i].option_count && count < VALUES_MOST; k++) {
			const struct pair *o = &p->variants[i].options[k];
			bool known = p->variants[i].stock <= 0 || !text_is(o->name, option);

			for (size_t n = 0; n < count && !known; n++)
				known = text_is(values[n], o->value);
			if (!known)
				values[count++] = o->value;
		}
	w->status = WISH_DONE;
	t->m.served = t->claims_made = true;
	param_text(&line, "product", p->name);
	param_text(&line, "name", option);
	param_text(&line, "choices", phrase_join(t, "and", values, count));
	say(t, count ? "record.values" : "stock.none", &line);
	return OUTCOME_NEXT;
}

bool
is_record_question(const struct playbook *b)
{
	return b >= playbooks_records && b < playbooks_records + playbooks_records_count;
}

/* No model guesses these: record_wish() does. */
const struct playbook playbooks_records[] = {
	{"order_record", FAMILY_ANSWER, NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ORDER), FIT_ANY, 0, NULL, NULL, 0, order_record_run, false},
	{"account_record", FAMILY_ANSWER, NEEDS(NEED_CUSTOMER), FIT_ANY, 0, NULL, NULL, 0, account_record_run, false},
	{"option_values", FAMILY_ANSWER, NEEDS(NEED_PRODUCT), FIT_ANY, 0, NULL, NULL, 0, option_values_run, false},
	{"order_of_thing", FAMILY_ANSWER, NEEDS(NEED_CUSTOMER) | NEEDS(NEED_PRODUCT), FIT_ANY, 0, NULL, NULL, 0, order_of_thing_run, false},
};
const size_t playbooks_records_count = sizeof playbooks_records / sizeof playbooks_records[0];
