/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shopper: who they are as far as it is proven (masked), their orders with tracking, earlier
 * conversations.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/desk/view.h"
#include "page.h"
#include "view.h"
#include "words.h"

struct shopper {
	struct page *page;
	struct reading reading;
	int64_t conversation_id;
};

static void
shopper_open(void *state)
{
	struct shopper *x = state;

	x->page = page_new();
}

static void
add_identity(struct page *p, const struct scope *s, const struct conversation_view *v)
{
	const struct conversation *c = &v->conversation;
	char words[WORDS], first[WORDS];

	page_begin(p, 0, 0, 0);
	page_add(p, INK_STRONG, c->shopper);
	if (!text_is_empty(c->tier)) {
		page_add(p, INK_TEXT, "  ");
		page_add(p, text_is(c->tier, "standard") ? INK_DIM : INK_ACCENT, c->tier);
	}
	page_begin(p, 0, 2, 0);
	if (text_is_empty(c->customer_id)) {
		page_add(p, INK_WARN, "○ Not identified: ");
		page_add(p, INK_TEXT, "nothing personal may be told or changed.");
	} else {
		page_add(p, INK_GOOD, "● Identity proven");
		page_addf(p, INK_DIM, " as %s", c->customer_id);
	}
	page_field(p, "came by", INK_TEXT, c->channel);
	if (!text_is_empty(c->language))
		page_field(p, "language", INK_TEXT, c->language);
	page_fieldf(p, "sentiment", INK_TEXT, "%+.2f now, %+.2f at first", c->sentiment,
	    c->sentiment_first);
	if (v->has_customer) {
		snprintf(
		    first, sizeof first, "%s", words_day(words, s->settings, v->customer.since_ms));
		if (first[0] != '\0')
			page_field(p, "customer since", INK_TEXT, first);
		page_field(p, "e-mail", INK_TEXT, v->customer.email);
		if (!text_is_empty(v->customer.address.city))
			page_fieldf(p, "lives in", INK_TEXT, "%s, %s", v->customer.address.city,
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
add_order(struct page *p, const struct scope *s, const struct order *o)
{
	char words[WORDS];

	page_begin(p, 2, 4, 0);
	page_add(p, INK_STRONG, o->id);
	page_addf(p, INK_TEXT, "  %s", words_name(words, o->status));
	page_addf(p, INK_DIM, "  %s", words_day(words, s->settings, o->placed_ms));
	page_addf(p, INK_TEXT, "  %s", words_money(words, s->settings, order_total(o), ""));
	if (order_refunded(o) > 0)
		page_addf(p, INK_WARN, "  refunded %s",
		    words_money(words, s->settings, order_refunded(o), ""));
	for (size_t i = 0; i < o->line_count; i++) {
		const struct order_line *l = &o->lines[i];

		page_begin(p, 4, 6, 0);
		page_addf(p, INK_TEXT, "%lld × %s", (long long)l->quantity, l->sku);
		page_addf(p, INK_DIM, "  %s%s%s%s", words_money(words, s->settings, l->price, ""),
		    l->final_sale ? "  final sale" : "", l->opened ? "  opened" : "",
		    l->returned ? "  returned" : "");
	}
	for (size_t i = 0; i < o->shipment_count; i++)
		add_shipment(p, s, &o->shipments[i]);
	if (o->shipment_count == 0 && o->promised_ms != 0) {
		page_begin(p, 4, 6, 0);
		page_addf(p, INK_DIM, "promised %s", words_day(words, s->settings, o->promised_ms));
	}
}

static void
add_earlier(struct page *p, const struct scope *s, const struct conversation *now,
    const struct conversation_list *list)
{
	char words[WORDS];
	bool any = false;

	for (size_t i = 0; i < list->count; i++) {
		const struct conversation *c = &list->items[i];

		if (c->id == now->id)
			continue;
		if (!any)
			page_heading(p, "Other conversations");
		any = true;
		page_begin(p, 2, 4, 0);
		page_addf(p, INK_STRONG, "C-%lld", (long long)c->id);
		page_addf(
		    p, INK_DIM, "  %s", words_when(words, s->settings, c->opened_ms, s->now_ms));
		page_addf(p, INK_TEXT, "  %s", words_name(words, c->intent));
		page_addf(p, INK_DIM, "  %s",
		    text_is_empty(c->disposition)
			? words_owner(words, s->settings, s->agent, c, false)
			: words_name(words, c->disposition));
	}
}

static void
add_actions(struct page *p, const struct action_list *actions)
{
	if (actions->count > 0)
		page_heading(p, "Actions of this conversation");
	for (size_t i = actions->count; i-- > 0;) {
		const struct action *x = &actions->items[i];

		page_begin(p, 2, 4, x->id);
		page_addf(p, INK_STRONG, "A-%lld", (long long)x->id);
		page_addf(p, INK_TEXT, "  %s", x->title);
		page_addf(p,
		    x->state == ACTION_WAITING    ? INK_WARN
			: x->state == ACTION_DONE ? INK_GOOD
						  : INK_DIM,
		    "  %s", action_state_title(x->state));
	}
}

struct shopper_found {
	int64_t conversation_id;
	struct conversation_view view;
	struct conversation_list earlier;
};

static enum err
shopper_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	struct shopper_found *out = arena_alloc(a, sizeof *out);
	struct conversation_filter f = {.order = ORDER_ID, .descending = true, .limit = 20};
	enum err code;

	(void)wish;
	*found = out;
	out->conversation_id = s->conversation_id;
	if (s->conversation_id == 0)
		return ERR_OK;
	if ((code = desk_view(s->desk, a, s->conversation_id, &out->view, e)) != ERR_OK)
		return code;
	f.customer_id = out->view.conversation.customer_id;
	return text_is_empty(f.customer_id)
	    ? ERR_OK
	    : store_conversation_list(desk_store(s->desk), a, &f, &out->earlier, e);
}

static void
shopper_show(void *state, const void *found, const struct scope *s)
{
	const struct shopper_found *f = found;
	const struct conversation_view *v = &f->view;
	struct shopper *x = state;
	struct page *p = x->page;

	page_reset(p);
	if (f->conversation_id == 0) {
		page_begin(p, 0, 0, 0);
		page_add(p, INK_DIM, "No conversation is selected.");
		x->conversation_id = 0;
		return;
	}
	add_identity(p, s, v);
	if (!text_is_empty(v->conversation.summary)) {
		page_heading(p, "Summary of the hand-over");
		page_line(p, INK_TEXT, v->conversation.summary);
	}
	add_actions(p, &v->actions);
	if (v->order_count > 0)
		page_heading(p, "Orders");
	for (size_t i = 0; i < v->order_count; i++)
		add_order(p, s, &v->orders[i]);
	add_earlier(p, s, &v->conversation, &f->earlier);
	if (x->conversation_id != f->conversation_id)
		x->reading = (struct reading){0};
	x->conversation_id = f->conversation_id;
}

static void
shopper_place(void *state, int width, int height)
{
	struct shopper *x = state;

	page_layout(x->page, width - 2);
	reading_place(&x->reading, x->page, height);
}

static void
shopper_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct shopper *x = state;

	(void)s;
	page_render(x->page, c, rect_part(r, 1, 0, r.w - 2, r.h), x->reading.top, GROUND_PANE);
}

static unsigned
shopper_move(void *state, enum motion m)
{
	struct shopper *x = state;

	return reading_move(&x->reading, x->page, m);
}

static void
shopper_caption(const void *state, const struct scene *s, struct str *out)
{
	const struct shopper *x = state;

	(void)s;
	if (x->conversation_id != 0)
		str_addf(out, "of C-%lld", (long long)x->conversation_id);
}

static void
shopper_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct shopper *x = state;

	(void)ink;
	reading_edge(&x->reading, x->page, out);
}

static void
shopper_close(void *state)
{
	struct shopper *x = state;

	page_free(&x->page);
}

const struct view_ops view_shopper = {
    .name = "shopper",
    .title = "Shopper",
    .context = CONTEXT_CONVERSATION,
    .follows = FOLLOWS_CONVERSATION,
    .state_size = sizeof(struct shopper),
    .open = shopper_open,
    .fetch = shopper_fetch,
    .show = shopper_show,
    .place = shopper_place,
    .render = shopper_render,
    .move = shopper_move,
    .caption = shopper_caption,
    .edge = shopper_edge,
    .close = shopper_close,
};
