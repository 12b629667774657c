/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a task's shopper wants, from its reference actions, in words that a shopper has: names of
 * products, values of options, labels of payment methods, numbers of orders.
 */
#include "talk.h"

#include <stdio.h>
#include <string.h>

struct briefing {
	struct arena *arena;
	const struct shop_records *records;
	struct talk_brief *brief;
	struct talk_goal *goal;
	const struct order *order;
	const struct value *kwargs;
};

static const struct customer *
find_customer(const struct shop_records *r, const char *id)
{
	for (size_t i = 0; i < r->customer_count; i++)
		if (text_is(r->customers[i].id, id))
			return &r->customers[i];
	return NULL;
}

static const struct order *
find_order(const struct shop_records *r, const char *id)
{
	for (size_t i = 0; i < r->order_count; i++)
		if (text_is(r->orders[i].id, id))
			return &r->orders[i];
	return NULL;
}

static const struct variant *
find_variant(const struct shop_records *r, const char *sku, const struct product **product)
{
	for (size_t i = 0; i < r->product_count; i++)
		for (size_t j = 0; j < r->products[i].variant_count; j++)
			if (text_is(r->products[i].variants[j].sku, sku)) {
				*product = &r->products[i];
				return &r->products[i].variants[j];
			}
	return NULL;
}

/* ---- things */

static const char *
value_of(const struct variant *v, const char *option)
{
	for (size_t i = 0; i < v->option_count; i++)
		if (text_is(v->options[i].name, option))
			return v->options[i].value;
	return "";
}

/* "size M", "heated yes", "wide": a number, a letter or a yes alone would be no word to anybody. */
static const char *
option_words(struct arena *a, const struct pair *o)
{
	return strlen(o->value) < 3 || text_is_fold(o->value, "yes") || strspn(o->value, "0123456789 .-") == strlen(o->value)
	    ? arena_printf(a, "%s %s", o->name, o->value)
	    : o->value;
}

/* The options in which v isn't like than; all where than is NULL or nothing differs. */
static void
describe(struct arena *a, const struct variant *v, const struct variant *than, const char **words,
    const char ***values, size_t *count)
{
	*values = arena_alloc(a, (v->option_count + 1) * sizeof(**values));
	*count = 0;
	*words = "";
	for (size_t i = 0; i < v->option_count; i++) {
		const struct pair *o = &v->options[i];

		if (than != NULL && text_is(value_of(than, o->name), o->value))
			continue;
		*words = arena_printf(
		    a, "%s%s%s", *words, *count > 0 ? ", " : "", option_words(a, o));
		(*values)[(*count)++] = o->value;
	}
	if (*count == 0 && than != NULL)
		describe(a, v, NULL, words, values, count);
}

static size_t
pieces_of(const struct briefing *b, const struct product *p)
{
	size_t n = 0;

	for (size_t i = 0; i < b->order->line_count; i++)
		n += text_is(b->order->lines[i].product_id, p->id);
	return n;
}

static bool
name_thing(struct briefing *b, const char *sku, const char *new_sku, struct talk_thing *out)
{
	const struct product *p = NULL, *q = NULL;
	const struct variant *v = find_variant(b->records, sku, &p), *w = NULL;
	const char *words, **values;
	size_t count;

	if (v == NULL || (new_sku != NULL && (w = find_variant(b->records, new_sku, &q)) == NULL))
		return false;
	out->name = p->name;
	describe(b->arena, v, NULL, &words, &values, &count);
	out->called = pieces_of(b, p) > 1 && count > 0
	    ? arena_printf(b->arena, "the %s (%s)", p->name, words)
	    : arena_printf(b->arena, "the %s", p->name);
	if (w != NULL) {
		describe(b->arena, w, NULL, &out->whole, &values, &count);
		describe(b->arena, w, v, &out->wanted, &values, &out->must_name_count);
		out->must_name = values;
	}
	return true;
}

/* What of the order the wish isn't about: a summary must not name it. */
static void
name_others(struct briefing *b)
{
	struct talk_goal *g = b->goal;
	const char **others =
	    arena_alloc(b->arena, (b->order->line_count + 1) * sizeof(*others));

	for (size_t i = 0; i < b->order->line_count; i++) {
		const struct product *p = NULL;
		bool theirs = find_variant(b->records, b->order->lines[i].sku, &p) == NULL;

		for (size_t j = 0; !theirs && j < g->thing_count; j++)
			theirs = strcasestr(g->things[j].name, p->name) != NULL;
		if (!theirs)
			others[g->other_count++] = p->name;
	}
	g->others = others;
}

static bool
name_things(struct briefing *b, bool become)
{
	const struct value *items = value_get(b->kwargs, "item_ids"),
			   *new_items = value_get(b->kwargs, "new_item_ids");
	size_t count = value_count(items);

	if (become && value_count(new_items) != count)
		return false;
	b->goal->things = arena_alloc(b->arena, (count + 1) * sizeof(*b->goal->things));
	memset(b->goal->things, 0, (count + 1) * sizeof(*b->goal->things));
	for (size_t i = 0; i < count; i++, b->goal->thing_count++)
		if (!name_thing(b, value_as_text(value_at(items, i), ""),
			become ? value_as_text(value_at(new_items, i), "") : NULL,
			&b->goal->things[i]))
			return false;
	name_others(b);
	return count > 0;
}

/* ---- the rest */

static bool
name_method(struct briefing *b)
{
	const struct payment_method *m = customer_method(
	    b->brief->customer, value_get_text(b->kwargs, "payment_method_id"));

	if (m != NULL)
		b->goal->method = m->label;
	return m != NULL;
}

static bool
name_address(struct briefing *b)
{
	struct address *x = arena_alloc(b->arena, sizeof(*x));
	const char *country = tau_country_from(b->arena, value_get_text(b->kwargs, "country"));

	*x = (struct address){.line1 = value_get_text(b->kwargs, "address1"),
	    .line2 = value_get_text(b->kwargs, "address2"),
	    .city = value_get_text(b->kwargs, "city"),
	    .region = value_get_text(b->kwargs, "state"),
	    .postcode = value_get_text(b->kwargs, "zip"),
	    .country = country != NULL ? country : ""};
	b->goal->address = x;
	return true;
}

static bool
fill_goal(struct briefing *b)
{
	const char *reason;

	switch (b->goal->kind) {
	case ACTION_CANCEL:
		reason = tau_reason_from(value_get_text(b->kwargs, "reason"));
		b->goal->reason = reason;
		return reason != NULL;
	case ACTION_RETURN:
		return name_things(b, false) && name_method(b);
	case ACTION_EXCHANGE:
	case ACTION_ITEM_CHANGE:
		return name_things(b, true) && name_method(b);
	case ACTION_PAYMENT_CHANGE:
		return name_method(b);
	case ACTION_ADDRESS_CHANGE:
	case ACTION_PROFILE_ADDRESS_CHANGE:
		return name_address(b);
	default:
		return false;
	}
}

static void
add_goal(struct briefing *b, const struct value *action, const struct tau_tool *t)
{
	struct talk_goal *g = &b->brief->goals[b->brief->goal_count];

	*g = (struct talk_goal){
	    .kind = tau_tool_writes(t), .order = "", .reason = "", .method = ""};
	b->goal = g;
	b->kwargs = value_get(action, "kwargs");
	if (g->kind != ACTION_PROFILE_ADDRESS_CHANGE) {
		b->order = find_order(b->records, value_get_text(b->kwargs, "order_id"));
		g->order = b->order != NULL ? b->order->id : "";
	}
	if ((g->kind == ACTION_PROFILE_ADDRESS_CHANGE || b->order != NULL) && fill_goal(b))
		b->brief->goal_count++;
	else
		b->brief->fault =
		    arena_printf(b->arena, "%s", value_get_text(action, "name"));
}

enum err
talk_brief_make(struct arena *a, const struct shop_records *records, const struct tau_task *t,
    struct talk_brief *out, struct errinfo *e)
{
	struct briefing b = { .arena = a, .records = records, .brief = out };

	*out = (struct talk_brief){ .customer = find_customer(records, t->user), .knows_email = true };
	out->goals = arena_alloc(a, (value_count(t->actions) + 1) * sizeof(*out->goals));
	if (out->customer == NULL)
		return err_set(e, ERR_INPUT, "the world has no customer %.60s", t->user);
	for (size_t i = 0; i < value_count(t->actions); i++) {
		const struct value *action = value_at(t->actions, i);
		const char *name = value_get_text(action, "name");
		const struct tau_tool *tool = tau_tool_find(name);

		if (text_is(name, "find_user_id_by_name_zip"))
			out->knows_email = false;
		if (tool != NULL && tau_tool_kind(tool) == TAU_WRITES)
			add_goal(&b, action, tool);
	}
	return ERR_OK;
}
