/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote.h"

#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/model/settings.h"
#include "floorwalker/text/mask.h"

enum { LINE_LIMIT = 40 };	/* newest lines of the conversation that are sent */

struct encoder {
	struct arena *a;
	const struct backend_request *q;
	struct masker *masker;
};

static enum err
open_masker(const struct backend_request *q, struct masker **out, struct errinfo *e)
{
	struct mask_options o = {.order_pattern = q->settings->order_pattern};
	const struct customer *c = q->customer;
	const char *names[2], *texts[4];

	for (size_t i = 0; i < q->settings->mask_count; i++) {
		enum pii_kind kind;

		if (pii_kind_from(q->settings->mask[i], &kind))
			o.kinds[kind] = true;
	}
	if (c) {
		const char *known[] = {
		    c->address.line1, c->address.line2, c->address.postcode, c->phone};

		if (!text_is_empty(c->given))
			names[o.known_name_count++] = c->given;
		if (!text_is_empty(c->family))
			names[o.known_name_count++] = c->family;
		for (size_t i = 0; i < 4; i++)
			if (!text_is_empty(known[i]))
				texts[o.known_text_count++] = known[i];
		o.known_names = names;
		o.known_texts = texts;
	}
	return masker_new(&o, out, e);
}

static const char *
masked(struct encoder *x, const char *text)
{
	struct str s;

	str_init(&s);
	masker_apply(x->masker, &s, text, strlen(text));
	const char *out = arena_text(x->a, s.data ? s.data : "");

	str_clear(&s);
	return out;
}

static void
set_instant(struct encoder *x, struct value *map, const char *key, int64_t at_ms)
{
	struct str s;

	str_init(&s);
	date_print(&s, x->q->settings->zone, at_ms);
	value_set_text(map, key, s.data);
	str_clear(&s);
}

static void
add_shop(struct encoder *x, struct value *root)
{
	const struct settings *s = x->q->settings;
	struct value *shop = value_set_map(root, "shop");
	struct value *ways = value_set_list(root, "identity_ways");

	value_set_text(shop, "name", s->name);
	value_set_text(shop, "language", s->language);
	value_set_text(shop, "currency", s->currency);
	value_set_text(shop, "order_pattern", s->order_pattern);
	value_set_bool(shop, "open", settings_is_open(s, x->q->now_ms));
	for (size_t i = 0; i < s->identity_count; i++) {
		struct value *way = value_list(x->a);

		for (size_t k = 0; k < s->identity[i].count; k++)
			value_add_text(way, identity_fact_name(s->identity[i].facts[k]));
		value_add(ways, way);
	}
}

static void
add_conversation(struct encoder *x, struct value *root)
{
	const struct backend_request *q = x->q;
	struct value *c = value_set_map(root, "conversation"),
		     *customer = value_set_map(root, "customer"),
		     *lines = value_set_list(root, "messages");
	size_t from = q->transcript_count > LINE_LIMIT ? q->transcript_count - LINE_LIMIT : 0;

	value_set_text(c, "key", q->conversation_key ? q->conversation_key : "");
	/* in which it is answered: a message of one word may look like any */
	value_set_text(c, "language", messages_language(q->messages));
	value_set_bool(c, "returned", q->returned);
	value_set_bool(customer, "proven", q->customer != NULL);
	value_set_bool(customer, "just_proven", q->just_proven);
	value_set_bool(customer, "identity_failed", q->identity_failed);
	if (q->customer)
		value_set_text(customer, "tier", q->customer->tier);
	for (size_t i = from; i < q->transcript_count; i++) {
		struct value *line = value_add_map(lines);

		value_set_text(line, "author", author_name(q->transcript[i].author));
		value_set_text(line, "text",
		    masked(x,
			q->transcript[i].masked ? q->transcript[i].masked : q->transcript[i].text));
		set_instant(x, line, "at", q->transcript[i].at_ms);
	}
}

static void
add_passages(struct encoder *x, struct value *root, const struct context *context)
{
	struct value *list = value_set_list(root, "passages");

	for (size_t i = 0; i < context->passage_count; i++) {
		const struct retrieved *r = &context->passages[i];
		struct value *p = value_add_map(list);

		value_set_text(p, "id", r->passage->id);
		value_set_text(p, "title", r->passage->title);
		value_set_text(p, "heading", r->passage->heading);
		value_set_text(p, "text", r->passage->text);
		value_set_real(p, "score", r->score);
		value_set_real(p, "probability", r->probability);
	}
	(void)x;
}

static void
add_actions(struct encoder *x, struct value *root)
{
	struct value *list = value_set_list(root, "actions");

	for (size_t i = 0; i < x->q->action_count; i++) {
		const struct action_line *line = &x->q->actions[i];
		struct value *v = value_add_map(list);

		value_set_text(v, "id", arena_printf(x->a, "A-%lld", (long long)line->id));
		value_set_text(v, "kind", action_kind_name(line->kind));
		value_set_text(v, "state", action_state_name(line->state));
		value_set_text(v, "order", line->order_id);
		value_set_text(v, "title", line->title);
		value_set_text(v, "reason", masked(x, line->reason ? line->reason : ""));
		value_set_int(v, "amount", line->amount);
	}
}

/* What may be proposed, with its params: names and what stands in them. */
static void
add_tools(struct value *root)
{
	static const char order[] = "order: id; ", lines[] = "lines: list of {id, quantity}; ",
			  swap[] = "lines: list of {id, sku: the new variant}; ",
			  method[] =
			      "method: original, gift_card or the id of one of the customer's; ",
			  address[] = "address: {line1, line2, city, region, postcode, country}; ",
			  amount[] = "amount: minor units; ";
	static const char *const params[ACTION_KIND_COUNT][4] = {
		[ACTION_REFUND] = {order, lines, method}, [ACTION_CANCEL] = {order}, [ACTION_RETURN] = {order, lines, method},
		[ACTION_EXCHANGE] = {order, swap, method}, [ACTION_ITEM_CHANGE] = {order, swap, method}, [ACTION_PAYMENT_CHANGE] = {order, method},
		[ACTION_ADDRESS_CHANGE] = {order, address}, [ACTION_PROFILE_ADDRESS_CHANGE] = {address}, [ACTION_DISCOUNT] = {order, amount},
		[ACTION_GOODWILL] = {order, amount, method},
	};
	struct value *list = value_set_list(root, "tools");

	for (int k = 0; k < ACTION_KIND_COUNT; k++) {
		struct value *tool = value_add_map(list);
		struct str s;

		str_init(&s);
		for (size_t i = 0; i < 4; i++)
			str_add(&s, params[k][i]);
		str_add(&s,
		    "reason: changed_mind, damaged, faulty, wrong_item, not_arrived, late, price, ordered_by_mistake or other");
		value_set_text(tool, "kind", action_kind_name((enum action_kind)k));
		value_set_text(tool, "title", action_kind_title((enum action_kind)k));
		value_set_text(tool, "params", s.data);
		str_clear(&s);
	}
}

enum err
remote_encode(struct arena *a, const struct backend_request *q, const struct context *context,
    struct str *out, struct errinfo *e)
{
	struct encoder x = {a, q, NULL};
	struct value *root = value_map(a);
	const struct value *state = value_get(q->state, "remote");
	enum err err = open_masker(q, &x.masker, e);

	if (err)
		return err;
	value_set_int(root, "version", 1);
	set_instant(&x, root, "now", q->now_ms);
	add_shop(&x, root);
	add_conversation(&x, root);
	value_set(root, "understanding", understanding_to_value(a, q->understanding));
	value_set(root, "facts", facts_to_value(q->facts, true));
	add_passages(&x, root, context);
	add_actions(&x, root);
	add_tools(root);
	value_set(
	    root, "state", value_kind(state) == VALUE_MAP ? value_copy(a, state) : value_null(a));
	value_print(out, root);
	masker_free(&x.masker);
	return ERR_OK;
}
