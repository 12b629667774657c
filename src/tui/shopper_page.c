/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is told of a shopper, as a page.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "shopper_page.h"
#include "words.h"

static void
add_identity(struct page *p, const struct scope *s, const struct conversation_view *v)
{
	const struct conversation *c = &v->conversation;
	char words[WORDS], first[WORDS];

	page_begin(p, 0, 0, 0);
	page_add(p, INK_STRONG, c->shopper);
	if (!text_is_empty(c->tier)) {
		page_add(p, INK_TEXT, "  ");
		page_add(p, text_is(c->tier, "standard") ? INK_DIM : INK_ACCENT,
		    words_name(words, c->tier));
	}
	page_begin(p, 0, 2, 0);
	if (text_is_empty(c->customer_id)) {
		page_add(p, INK_WARN, tr("○ Not identified: "));
		page_add(p, INK_TEXT, tr("nothing personal may be told or changed."));
	} else {
		page_add(p, INK_GOOD, tr("● Identity proven"));
		page_addf(p, INK_DIM, tr(" as %s"), c->customer_id);
	}
	page_field(p, tr("came by"), INK_TEXT, words_name(words, c->channel));
	if (!text_is_empty(c->language))
		page_field(p, tr("language"), INK_TEXT, c->language);
	page_fieldf(p, tr("sentiment"), INK_TEXT, tr("%+.2f now, %+.2f at first"), c->sentiment,
	    c->sentiment_first);
	if (v->has_customer) {
		snprintf(
		    first, sizeof first, "%s", words_day(words, s->settings, v->customer.since_ms));
		if (first[0] != '\0')
			page_field(p, tr("customer since"), INK_TEXT, first);
		page_field(p, "e-mail", INK_TEXT, v->customer.email);
		page_field(p, tr("phone"), INK_TEXT, v->customer.phone);
		if (!text_is_empty(v->customer.address.city))
			page_fieldf(p, tr("lives in"), INK_TEXT, "%s, %s", v->customer.address.city,
			    v->customer.address.country);
	}
}

static void
add_shipment(struct page *p, const struct scope *s, const struct shipment *x)
{
	char status[WORDS], when[WORDS];
	bool bad = text_is(x->status, "lost") || text_is(x->status, "delayed") ||
	    text_is(x->status, "returned_to_sender");

	page_begin(p, 4, 6, 0);
	page_add(p,
	    bad                                   ? INK_WARN
		: text_is(x->status, "delivered") ? INK_GOOD
						  : INK_TEXT,
	    words_name(status, x->status));
	page_addf(p, INK_DIM, " %s",
	    words_day(when, s->settings, x->delivered_ms != 0 ? x->delivered_ms : x->shipped_ms));
	page_addf(p, INK_DIM, "  %s %s", x->carrier, x->tracking);
	if (x->event_count > 0 && !text_is(x->status, "delivered")) {
		const struct tracking_event *last = &x->events[0];

		for (size_t i = 1; i < x->event_count; i++) {
			if (x->events[i].at_ms >= last->at_ms)
				last = &x->events[i];
		}
		page_begin(p, 6, 6, 0);
		page_addf(p, INK_DIM, "%s, %s: %s",
		    words_when(when, s->settings, last->at_ms, s->now_ms), last->place, last->text);
	}
}

static void
add_order(struct page *p, const struct scope *s, const struct order *o, const char *const *goods)
{
	char words[WORDS];

	page_begin(p, 2, 4, 0);
	page_add(p, INK_STRONG, o->id);
	page_addf(p, INK_TEXT, "  %s", words_name(words, o->status));
	page_addf(p, INK_DIM, "  %s", words_day(words, s->settings, o->placed_ms));
	page_addf(p, INK_TEXT, "  %s", words_money(words, s->settings, order_total(o), ""));
	if (order_refunded(o) > 0)
		page_addf(p, INK_WARN, tr("  refunded %s"),
		    words_money(words, s->settings, order_refunded(o), ""));
	for (size_t i = 0; i < o->line_count; i++) {
		const struct order_line *l = &o->lines[i];

		page_begin(p, 4, 6, 0);
		page_addf(p, INK_TEXT, "%lld × ", (long long)l->quantity);
		page_add(p, INK_TEXT, goods[i]);
		page_addf(p, goods[i][0] == '\0' ? INK_TEXT : INK_DIM, "%s%s",
		    goods[i][0] == '\0' ? "" : "  ", l->sku);
		page_addf(p, INK_DIM, "  %s%s%s%s", words_money(words, s->settings, l->price, ""),
		    l->final_sale ? tr("  final sale") : "", l->opened ? tr("  opened") : "",
		    l->returned ? tr("  returned") : "");
	}
	for (size_t i = 0; i < o->shipment_count; i++)
		add_shipment(p, s, &o->shipments[i]);
	if (o->shipment_count == 0 && o->promised_ms != 0) {
		page_begin(p, 4, 6, 0);
		page_addf(p, INK_DIM, tr("promised %s"), words_day(words, s->settings, o->promised_ms));
	}
}

/* How it ended, or where it is. */
static void
add_outcome(struct page *p, const struct scope *s, const struct conversation *c)
{
	char words[WORDS];

	if (c->state != CONVERSATION_CLOSED)
		page_addf(
		    p, INK_ACCENT, "  %s", words_owner(words, s->settings, s->agent, c, false));
	else if (text_is_empty(c->disposition))
		page_add(p, INK_DIM, tr("  closed"));
	else
		page_addf(p, INK_GOOD, "  %s", words_name(words, c->disposition));
	if (c->reason != HANDOFF_NONE)
		page_addf(p, INK_DIM, ", %s", tr(handoff_reason_title(c->reason)));
}

static void
add_earlier(struct page *p, const struct scope *s, const struct shopper_found *f)
{
	char words[WORDS];

	if (f->earlier_count > 0)
		page_heading(p, tr("Other conversations (Enter opens one)"));
	for (size_t i = 0; i < f->earlier_count; i++) {
		const struct conversation *c = &f->earlier[i];

		page_begin(p, 2, 4, (int64_t)i + 1);
		page_addf(p, INK_STRONG, "C-%lld", (long long)c->id);
		page_addf(
		    p, INK_DIM, "  %s", words_when(words, s->settings, c->opened_ms, s->now_ms));
		page_addf(p, INK_TEXT, "  %s", words_name(words, c->intent));
		add_outcome(p, s, c);
		if (!text_is_empty(c->preview)) {
			page_begin(p, 4, 4, 0);
			page_addf(p, INK_DIM, "“%s”", c->preview);
		}
	}
}

static void
add_action(struct page *p, const struct action *x, bool elsewhere)
{
	page_begin(p, 2, 4, 0);
	page_addf(p, INK_STRONG, "A-%lld", (long long)x->id);
	page_addf(p, INK_TEXT, "  %s", x->title);
	page_addf(p,
	    x->state == ACTION_WAITING    ? INK_WARN
		: x->state == ACTION_DONE ? INK_GOOD
					  : INK_DIM,
	    "  %s", tr(action_state_title(x->state)));
	if (elsewhere)
		page_addf(p, INK_DIM, tr(", in C-%lld"), (long long)x->conversation_id);
}

static void
add_actions(struct page *p, const struct shopper_found *f)
{
	const struct action_list *here = &f->view.actions, *all = &f->actions;
	bool any = false;

	if (here->count > 0)
		page_heading(p, tr("Actions of this conversation"));
	for (size_t i = here->count; i-- > 0;)
		add_action(p, &here->items[i], false);
	for (size_t i = all->count; i-- > 0;) {
		if (all->items[i].conversation_id == f->conversation_id)
			continue;
		if (!any)
			page_heading(p, tr("Actions of other conversations"));
		any = true;
		add_action(p, &all->items[i], true);
	}
}

/* ---- value and consents */

struct worth {
	size_t orders, cancelled, refunds, returns; /* refunds: orders with any */
	int64_t ordered, paid, refunded;
};

static struct worth
worth_of(const struct conversation_view *v)
{
	struct worth w = {0};

	for (size_t i = 0; i < v->order_count; i++) {
		const struct order *o = &v->orders[i];
		int64_t refunded = order_refunded(o);

		w.paid += order_paid(o);
		w.refunded += refunded;
		w.refunds += refunded > 0;
		w.returns += text_is(o->status, "returned") ||
		    text_is(o->status, "return_requested") ||
		    text_is(o->status, "exchange_requested");
		if (text_is(o->status, "cancelled")) {
			w.cancelled++;
			continue;
		}
		w.orders++;
		w.ordered += order_total(o);
	}
	return w;
}

/* The shop's records are in one currency, its own. */
static void
add_value(struct page *p, const struct scope *s, const struct conversation_view *v)
{
	struct worth w = worth_of(v);
	char money[WORDS];

	page_heading(p, tr("Value"));
	page_fieldf(p, tr("lifetime"), INK_TEXT, tr("%s, paid less refunded, n = %zu"),
	    words_money(money, s->settings, w.paid - w.refunded, ""), v->order_count);
	if (w.orders > 0)
		page_fieldf(p, tr("average order"), INK_TEXT, "%s, n = %zu%s",
		    words_money(money, s->settings, w.ordered / (int64_t)w.orders, ""),
		    w.orders, w.cancelled > 0 ? tr(", without cancelled ones") : "");
	page_fieldf(p, tr("refunded"), w.refunds > 0 ? INK_WARN : INK_TEXT,
	    tr("%s, of %zu of %zu orders"), words_money(money, s->settings, w.refunded, ""),
	    w.refunds, v->order_count);
	page_fieldf(p, tr("returns"), w.returns > 0 ? INK_WARN : INK_TEXT, tr("%zu of %zu orders"),
	    w.returns, v->order_count);
}

static void
add_consents(struct page *p, const struct customer *c)
{
	char words[WORDS];

	page_heading(p, tr("Consents"));
	page_field(
	    p, tr("marketing"), c->marketing ? INK_GOOD : INK_TEXT, c->marketing ? "yes" : "no");
	for (size_t i = 0; i < c->consent_count; i++)
		page_field(p, words_name(words, c->consents[i].name),
		    c->consents[i].given ? INK_GOOD : INK_TEXT,
		    c->consents[i].given ? tr("yes") : tr("no"));
}

/* ---- what is masked elsewhere */

static void
add_revealed(struct page *p, const struct scope *s, const struct revealed *r)
{
	char until[WORDS];

	if (r->until_ms == 0)
		return;
	page_gutter(p, INK_WARN, "▎");
	page_heading(p, tr("Revealed, for your eyes"));
	page_field(p, tr("name"), INK_STRONG, r->name);
	page_field(p, "e-mail", INK_STRONG, r->email);
	page_field(p, tr("phone"), INK_STRONG, r->phone);
	page_field(p, tr("address"), INK_STRONG, r->address);
	page_fieldf(p, tr("gone at"), INK_DIM, tr("%s; that you looked is on record"),
	    words_clock(until, s->settings, r->until_ms));
	page_gutter(p, INK_TEXT, NULL);
}

void
shopper_fill(struct page *p, const struct scope *s, const struct shopper_found *f, bool raw)
{
	const struct conversation_view *v = &f->view;

	page_reset(p);
	if (f->conversation_id == 0) {
		page_begin(p, 0, 0, 0);
		page_add(p, INK_DIM, tr("No conversation is selected."));
		return;
	}
	add_identity(p, s, v);
	if (raw)
		add_revealed(p, s, &f->revealed);
	if (v->has_customer) {
		add_value(p, s, v);
		add_consents(p, &v->customer);
	}
	if (!text_is_empty(v->conversation.summary)) {
		page_heading(p, tr("Summary of the hand-over"));
		page_line(p, INK_TEXT, v->conversation.summary);
	}
	add_actions(p, f);
	if (v->order_count > 0)
		page_heading(p, tr("Orders"));
	for (size_t i = 0, line = 0; i < v->order_count; line += v->orders[i++].line_count)
		add_order(p, s, &v->orders[i], &f->goods[line]);
	add_earlier(p, s, f);
}

static void
wipe(char *text)
{
	if (text != NULL)
		mem_wipe(text, strlen(text));
}

void
shopper_wipe(const struct shopper_found *f)
{
	wipe(f->revealed.name);
	wipe(f->revealed.email);
	wipe(f->revealed.phone);
	wipe(f->revealed.address);
}
