/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "oracle_private.h"

/* The AI's and then people's; NULL behind the last. */
static const char *
text_at(const struct oracle_case *c, size_t i)
{
	if (i < c->ai_count)
		return c->ai_texts[i];
	return i - c->ai_count < c->people_count ? c->people_texts[i - c->ai_count] : NULL;
}

static bool
says_text(const struct oracle_case *c, const char *text)
{
	const char *said;

	for (size_t i = 0; *text != '\0' && (said = text_at(c, i)) != NULL; i++)
		if (strcasestr(said, text) != NULL)
			return true;
	return false;
}

static bool
says_figure(
    const struct oracle *o, const struct oracle_case *c, enum figure_kind kind, int64_t value)
{
	const char *said;

	for (size_t i = 0; (said = text_at(c, i)) != NULL; i++) {
		struct figure f;
		size_t at = 0;

		while (figure_next(said, &at, o->settings->currency, o->decimals, &f))
			if (f.kind == kind &&
			    (kind == FIGURE_DAY ? f.value % 10000 : f.value) == value)
				return true;
	}
	return false;
}

static bool
says_day(const struct oracle *o, const struct oracle_case *c, int64_t at_ms)
{
	struct date d;

	if (at_ms == 0)
		return false;
	date_from_ms(o->settings->zone, at_ms, &d);
	return says_figure(o, c, FIGURE_DAY, d.month * 100 + d.day);
}

static bool
says_shipment(const struct oracle *o, const struct oracle_case *c, enum told_fact t)
{
	const struct order *order = c->binding->order;

	for (size_t i = 0; order != NULL && i < order->shipment_count; i++) {
		const struct shipment *s = &order->shipments[i];

		if ((t == TOLD_TRACKING && says_text(c, s->tracking)) ||
		    (t == TOLD_CARRIER && says_text(c, s->carrier)) ||
		    (t == TOLD_SHIPPED_ON && says_day(o, c, s->shipped_ms)) ||
		    (t == TOLD_DELIVERED_ON && says_day(o, c, s->delivered_ms)))
			return true;
	}
	return false;
}

/* One of the words of the oracle's language for a state, or for stock. */
static bool
says_told(const struct oracle *o, const struct oracle_case *c, const char *what)
{
	const struct value *list = value_get(o->terms->told, what);

	for (size_t i = 0; i < value_count(list); i++)
		if (says_text(c, value_as_text(value_at(list, i), "")))
			return true;
	return false;
}

/* A status in any of the usual ways to say it. */
static bool
says_status(const struct oracle *o, const struct oracle_case *c)
{
	static const struct { const char *status, *words[8]; } ways[] = {
		{ "pending", { "pending", "received", "not been sent", "hasn't left", "waiting", "being prepared" } },
		{ "processing", { "processing", "being prepared", "being packed", "ready", "packing", "packed" } },
		{ "shipped", { "shipped", "on its way", "on the way", "left us", "left our", "out for delivery", "ready to collect", "ready for you" } },
		{ "delivered", { "delivered", "arrived" } },
		{ "cancelled", { "cancelled" } },
		{ "return_requested", { "return" } },
		{ "returned", { "returned", "came back", "received your return" } },
		{ "exchange_requested", { "exchange" } },
	};

	for (size_t i = 0; c->binding->order != NULL && i < sizeof(ways) / sizeof(ways[0]); i++)
		for (size_t j = 0; text_is(ways[i].status, c->binding->order->status) && j < 8 &&
		     ways[i].words[j] != NULL;
		     j++)
			if (says_text(c, ways[i].words[j]))
				return true;
	return c->binding->order != NULL && says_told(o, c, c->binding->order->status);
}

static bool
says_stock(const struct oracle *o, const struct oracle_case *c, const struct variant *v)
{
	bool none = says_text(c, "out of stock") || says_text(c, "sold out") ||
	    says_text(c, "not in stock") || says_text(c, "don't have") ||
	    says_told(o, c, "out_of_stock");

	return v->stock > 0 ? !none &&
		(says_text(c, "in stock") || says_text(c, "available") || says_text(c, "left") ||
		    says_told(o, c, "in_stock"))
					      : none;
}

static bool
says_gift_balance(const struct oracle *o, const struct oracle_case *c)
{
	const struct customer *k = c->binding->customer;

	for (size_t i = 0; i < k->method_count; i++)
		if (text_is(k->methods[i].kind, "gift_card") &&
		    says_figure(o, c, FIGURE_MONEY, k->methods[i].balance))
			return true;
	return false;
}

static bool
says_attribute(const struct oracle_case *c)
{
	return c->binding->attribute != NULL && says_text(c, c->binding->attribute->value);
}

/* What the shop has of the variant, at any moment of the conversation where others change it. */
static bool
says_goods(const struct oracle *o, const struct oracle_case *c, enum told_fact t)
{
	for (size_t i = 0; c->binding->variant != NULL && i <= c->variant_count; i++) {
		const struct variant *v = i == 0 ? c->binding->variant : &c->variants[i - 1];

		if ((t == TOLD_PRICE && says_figure(o, c, FIGURE_MONEY, v->price)) ||
		    (t == TOLD_STOCK && says_stock(o, c, v)) ||
		    (t == TOLD_RESTOCK && says_day(o, c, v->restock_ms)))
			return true;
	}
	return false;
}

static bool
is_told(const struct oracle *o, const struct oracle_case *c, enum told_fact t)
{
	const struct binding *b = c->binding;

	switch (t) {
	case TOLD_STATUS:
		return says_status(o, c);
	case TOLD_TRACKING:
	case TOLD_CARRIER:
	case TOLD_SHIPPED_ON:
	case TOLD_DELIVERED_ON:
		return says_shipment(o, c, t);
	case TOLD_PROMISED:
		return b->order != NULL && says_day(o, c, b->order->promised_ms);
	case TOLD_ORDER_TOTAL:
		return b->order != NULL && says_figure(o, c, FIGURE_MONEY, order_total(b->order));
	case TOLD_LINE_PRICE:
		return b->line != NULL &&
		    says_figure(o, c, FIGURE_MONEY, b->line->price * b->line->quantity);
	case TOLD_REFUNDED:
		return b->order != NULL &&
		    says_figure(o, c, FIGURE_MONEY, order_refunded(b->order));
	case TOLD_PRICE:
	case TOLD_STOCK:
	case TOLD_RESTOCK:
		return says_goods(o, c, t);
	case TOLD_PRODUCT:
		return b->product != NULL && says_text(c, b->product->name);
	case TOLD_GIFT_BALANCE:
		return says_gift_balance(o, c);
	case TOLD_ATTRIBUTE:
		return says_attribute(c);
	case TOLD_COUNT:
		break;
	}
	return false;
}

/* A person names no article: what they wrote is of one where enough of its words are. */
static bool
is_told_of(struct oracle *o, const struct oracle_case *c, const char *id)
{
	bool told = false;

	for (size_t i = 0; !told && i < c->people_count; i++)
		told = oracle_is_of_article(o, id, c->people_texts[i]);
	return told;
}

void
oracle_check_told(struct oracle *o, const struct oracle_case *c, struct oracle_verdict *out)
{
	bool cited = c->scenario->cite_count == 0;

	for (int t = 0; t < TOLD_COUNT; t++)
		if (c->scenario->told[t] && !is_told(o, c, (enum told_fact)t)) {
			out->end_holds = false;
			str_addf(
			    &out->why, "the AI never told the %s\n", told_name((enum told_fact)t));
		}
	for (size_t i = 0; !cited && i < c->scenario->cite_count; i++)
		cited = strstr(c->citations, c->scenario->cites[i]) != NULL ||
		    is_told_of(o, c, c->scenario->cites[i]);
	if (!cited) {
		out->end_holds = false;
		str_addf(
		    &out->why, "none of the articles was cited (%s …)\n", c->scenario->cites[0]);
	}
}
