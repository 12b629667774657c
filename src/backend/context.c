/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "context.h"

#include "floorwalker/base/str.h"

enum { PASSAGES = 6 };

static bool
is_left_out(enum err err)
{
	return err == ERR_NOT_FOUND || err == ERR_FORBIDDEN;
}

static enum err
read_slots(const struct backend_request *q, struct errinfo *e)
{
	for (size_t i = 0; i < q->understanding->slot_count; i++) {
		const struct slot *s = &q->understanding->slots[i];
		const struct order *order;
		const struct product *product;
		enum err err = ERR_OK;

		if (s->kind == SLOT_ORDER_NUMBER && q->customer)
			err = facts_order(q->facts, s->value, &order, e);
		else if (s->kind == SLOT_PRODUCT)
			err = facts_product(q->facts, s->value, &product, e);
		if (err && !is_left_out(err))
			return err;
	}
	return ERR_OK;
}

static enum err
read_products_of(const struct backend_request *q, const struct order *o, struct errinfo *e)
{
	for (size_t i = 0; i < o->line_count; i++) {
		const struct product *product;
		enum err err = facts_product_of_sku(q->facts, o->lines[i].sku, &product, e);

		if (err && !is_left_out(err))
			return err;
	}
	return ERR_OK;
}

static enum err
read_customer(const struct backend_request *q, struct errinfo *e)
{
	const struct customer *customer;
	const struct order *orders;
	size_t count;
	enum err err;

	if (!q->customer)
		return ERR_OK;
	if ((err = facts_customer(q->facts, &customer, e)) ||
	    (err = facts_orders(q->facts, &orders, &count, e)))
		return err;
	for (size_t i = 0; i < count && i < 5; i++)
		if ((err = read_products_of(q, &orders[i], e)))
			return err;
	return ERR_OK;
}

struct topic *
context_topics(struct arena *a, const struct understanding *u, const char *intent,
    double probability, size_t *count)
{
	struct topic *out = arena_alloc(a, (u->intent_count + 1) * sizeof *out);

	*count = 0;
	if (!text_is_empty(intent))
		out[(*count)++] = (struct topic){intent, probability};
	for (size_t i = 0; i < u->intent_count; i++)
		if (!text_is(u->intents[i].intent, intent))
			out[(*count)++] = (struct topic){u->intents[i].intent,
			    u->intents[i].probability * (text_is_empty(intent) ? 1 : 1 - probability)};
	return out;
}

enum err
context_gather(
    struct arena *a, const struct backend_request *q, struct context *out, struct errinfo *e)
{
	const struct understanding *u = q->understanding;
	const struct slot *s = understanding_slot(u, SLOT_PRODUCT);
	const struct product *product = NULL;
	enum err err;

	*out = (struct context){0};
	if ((err = read_customer(q, e)) || (err = read_slots(q, e)))
		return err;
	if (s && (err = facts_product(q->facts, s->value, &product, e)) && !is_left_out(err))
		return err;
	struct inquiry inquiry = {.text = u->text,
	    .product = product ? product->name : "",
	    .topics = context_topics(a, u, "", 0, &inquiry.topic_count),
	    .outside = u->out_of_scope};

	return retrieve(
	    q->retriever, a, &inquiry, PASSAGES, &out->passages, &out->passage_count, e);
}

bool
context_is_short(const char *text, size_t limit)
{
	size_t words = 0;

	for (const char *s = text; *s; s++) {
		if (*s == '?' || *s == ',')
			return false;
		words += *s != ' ' && (s == text || s[-1] == ' ');
	}
	return words <= limit;
}

static double
intent_sureness(const struct understanding *u, const char *intent)
{
	return u->intent_count && text_is(u->intents[0].intent, intent) ? u->intents[0].probability
									: 0;
}

/* "Sure", "OK": weak words, which are a yes where nothing else stands beside them, or where the
 * whole message is one. Thanks are none. */
bool
context_is_clear_yes(const struct understanding *u)
{
	double least = 0.75;

	if (u->signals.no >= 0.25 || u->signals.correction >= 0.5 ||
	    intent_sureness(u, "deny") >= 0.5)
		return false;
	if (context_is_short(u->text, 2) || intent_sureness(u, "affirm") >= 0.8)
		least = 0.6;
	if (u->signals.thanks >= 0.5)
		least = intent_sureness(u, "thanks") >= 0.5 ? 0.85 : 0.75;
	return u->signals.yes >= least;
}

bool
context_is_consent(const struct understanding *u)
{
	return u->signals.consent && context_is_clear_yes(u);
}

bool
context_is_clear_no(const struct understanding *u)
{
	return u->signals.yes < 0.4 &&
	    (u->signals.no >= 0.6 || (intent_sureness(u, "deny") >= 0.8 && u->signals.no >= 0.3));
}
