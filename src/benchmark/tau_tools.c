/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The set's tools, and what those that write come to as proposals. What the state of an order
 * allows isn't asked here: that is policy's.
 */
#include "tau_tools.h"

#include <string.h>

/* ---- arguments */

static enum err
text_of(const struct value *kwargs, const char *key, const char **out, struct errinfo *e)
{
	const struct value *v = value_get(kwargs, key);

	*out = value_as_text(v, "");
	return value_kind(v) == VALUE_TEXT
	    ? ERR_OK
	    : err_set(e, ERR_INPUT, "the argument %s must be a text", key);
}

static enum err
list_of(const struct value *kwargs, const char *key, const struct value **out, struct errinfo *e)
{
	const struct value *v = value_get(kwargs, key);
	size_t i;

	*out = v;
	if (value_kind(v) != VALUE_LIST || value_count(v) == 0)
		return err_set(e, ERR_INPUT, "the argument %s must be a list, not empty", key);
	for (i = 0; i < value_count(v); i++)
		if (value_kind(value_at(v, i)) != VALUE_TEXT)
			return err_set(e, ERR_INPUT, "the argument %s must hold texts", key);
	return ERR_OK;
}

/* An id of a method, and no word that a proposal may have in its place. */
static enum err
set_method(
    struct facts *f, const struct value *kwargs, struct value *params, struct errinfo *e)
{
	const struct customer *c;
	const char *method;
	enum err err;

	if ((err = text_of(kwargs, "payment_method_id", &method, e)) != ERR_OK ||
	    (err = facts_customer(f, &c, e)) != ERR_OK)
		return err;
	if (customer_method(c, method) == NULL)
		return err_set(e, ERR_NOT_FOUND, "payment method %.60s isn't theirs", method);
	value_set_text(params, "method", method);
	return ERR_OK;
}

static enum err
set_address(
    struct facts *f, const struct value *kwargs, struct value *params, struct errinfo *e)
{
	static const struct pair names[] = {{"address1", "line1"}, {"address2", "line2"},
	    {"city", "city"}, {"state", "region"}, {"zip", "postcode"}};
	struct value *m = value_set_map(params, "address");
	const char *text, *country;
	enum err err;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if ((err = text_of(kwargs, names[i].name, &text, e)) != ERR_OK)
			return err;
		value_set_text(m, names[i].value, text);
	}
	if ((err = text_of(kwargs, "country", &text, e)) != ERR_OK)
		return err;
	if ((country = tau_country_from(facts_arena(f), text)) == NULL)
		return err_set(e, ERR_INPUT, "\"%.40s\" is no country like USA", text);
	value_set_text(m, "country", country);
	return ERR_OK;
}

/* Each item takes a line of its own that has it; new_items, where there are some, say what it
 * becomes. */
static enum err
set_lines(struct facts *f, const struct order *o, const struct value *items,
    const struct value *new_items, struct value *params, struct errinfo *e)
{
	bool *taken = arena_alloc(facts_arena(f), (o->line_count + 1) * sizeof(*taken));
	struct value *lines = value_set_list(params, "lines"), *m;
	size_t i, j;

	if (new_items != NULL && value_count(new_items) != value_count(items))
		return err_set(e, ERR_INPUT, "%zu items can't become %zu", value_count(items),
		    value_count(new_items));
	for (i = 0; i < value_count(items); i++) {
		const char *sku = value_as_text(value_at(items, i), "");

		for (j = 0; j < o->line_count && (taken[j] || !text_is(o->lines[j].sku, sku)); j++)
			;
		if (j == o->line_count)
			return err_set(
			    e, ERR_NOT_FOUND, "order %s has no (further) item %.60s", o->id, sku);
		taken[j] = true;
		m = value_add_map(lines);
		value_set_int(m, "id", o->lines[j].id);
		if (new_items != NULL)
			value_set_text(m, "sku", value_as_text(value_at(new_items, i), ""));
	}
	return ERR_OK;
}

/* ---- the tools that write */

struct making {
	struct facts *facts;
	const struct value *kwargs;
	const struct order *order;
	struct value *params;
};

static enum err
make_cancel(struct making *m, struct errinfo *e)
{
	const char *reason, *word;
	enum err err = text_of(m->kwargs, "reason", &reason, e);

	if (err != ERR_OK)
		return err;
	if ((word = tau_reason_from(reason)) == NULL)
		return err_set(e, ERR_INPUT, "\"%.60s\" is no reason to cancel", reason);
	value_set_text(m->params, "reason", word);
	return ERR_OK;
}

static enum err
make_address(struct making *m, struct errinfo *e)
{
	return set_address(m->facts, m->kwargs, m->params, e);
}

static enum err
make_user_address(struct making *m, struct errinfo *e)
{
	const char *user;
	enum err err = text_of(m->kwargs, "user_id", &user, e);

	if (err != ERR_OK)
		return err;
	if (!text_is(user, facts_customer_id(m->facts)))
		return err_set(e, ERR_FORBIDDEN, "user %.60s isn't who talks", user);
	return set_address(m->facts, m->kwargs, m->params, e);
}

static enum err
make_payment(struct making *m, struct errinfo *e)
{
	return set_method(m->facts, m->kwargs, m->params, e);
}

static enum err
make_return(struct making *m, struct errinfo *e)
{
	const struct value *items;
	enum err err = list_of(m->kwargs, "item_ids", &items, e);

	if (err == ERR_OK)
		err = set_lines(m->facts, m->order, items, NULL, m->params, e);
	return err == ERR_OK ? set_method(m->facts, m->kwargs, m->params, e) : err;
}

static enum err
make_other_items(struct making *m, struct errinfo *e)
{
	const struct value *items, *new_items;
	enum err err;

	if ((err = list_of(m->kwargs, "item_ids", &items, e)) != ERR_OK ||
	    (err = list_of(m->kwargs, "new_item_ids", &new_items, e)) != ERR_OK ||
	    (err = set_lines(m->facts, m->order, items, new_items, m->params, e)) != ERR_OK)
		return err;
	return set_method(m->facts, m->kwargs, m->params, e);
}

/* ---- the table */

static enum err (*const makers[])(struct making *m, struct errinfo *e) = {
    [ACTION_CANCEL] = make_cancel,
    [ACTION_ADDRESS_CHANGE] = make_address,
    [ACTION_PROFILE_ADDRESS_CHANGE] = make_user_address,
    [ACTION_PAYMENT_CHANGE] = make_payment,
    [ACTION_RETURN] = make_return,
    [ACTION_ITEM_CHANGE] = make_other_items,
    [ACTION_EXCHANGE] = make_other_items,
    [ACTION_KIND_COUNT] = NULL,
};

static const struct tau_tool tools[] = {
	{ "cancel_pending_order", TAU_WRITES, ACTION_CANCEL, NULL },
	{ "modify_pending_order_address", TAU_WRITES, ACTION_ADDRESS_CHANGE, NULL },
	{ "modify_user_address", TAU_WRITES, ACTION_PROFILE_ADDRESS_CHANGE, NULL },
	{ "modify_pending_order_payment", TAU_WRITES, ACTION_PAYMENT_CHANGE, NULL },
	{ "modify_pending_order_items", TAU_WRITES, ACTION_ITEM_CHANGE, NULL },
	{ "return_delivered_order_items", TAU_WRITES, ACTION_RETURN, NULL },
	{ "exchange_delivered_order_items", TAU_WRITES, ACTION_EXCHANGE, NULL },
	{ "find_user_id_by_email", TAU_READS, ACTION_KIND_COUNT, tau_read_user_by_email },
	{ "find_user_id_by_name_zip", TAU_READS, ACTION_KIND_COUNT, tau_read_user_by_name },
	{ "get_user_details", TAU_READS, ACTION_KIND_COUNT, tau_read_user },
	{ "get_order_details", TAU_READS, ACTION_KIND_COUNT, tau_read_order },
	{ "get_product_details", TAU_READS, ACTION_KIND_COUNT, tau_read_product },
	{ "list_all_product_types", TAU_READS, ACTION_KIND_COUNT, tau_read_product_types },
	{ "calculate", TAU_READS, ACTION_KIND_COUNT, tau_read_sum },
	{ "think", TAU_TALKS, ACTION_KIND_COUNT, NULL },
	{ "transfer_to_human_agents", TAU_TALKS, ACTION_KIND_COUNT, NULL },
};

const struct tau_tool *
tau_tool_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		if (text_is(tools[i].name, name))
			return &tools[i];
	return NULL;
}

enum tau_tool_kind
tau_tool_kind(const struct tau_tool *t)
{
	return t->kind;
}

enum action_kind
tau_tool_writes(const struct tau_tool *t)
{
	return t->writes;
}

enum err
tau_read_tool(const struct tau_tool *t, struct facts *f, const struct shop_records *records,
    const struct value *kwargs, const char **out, struct errinfo *e)
{
	struct tau_reading r = { f, records, kwargs };

	return t->read(&r, out, e);
}

enum err
tau_propose(const struct tau_tool *t, struct facts *f, const struct value *kwargs,
    struct action_proposal *out, struct errinfo *e)
{
	struct making m = {
	    .facts = f, .kwargs = kwargs, .params = value_map(facts_arena(f))};
	const char *order = "";
	enum err err;

	if (t->writes != ACTION_PROFILE_ADDRESS_CHANGE) {
		if ((err = text_of(kwargs, "order_id", &order, e)) != ERR_OK ||
		    (err = facts_order(f, order, &m.order, e)) != ERR_OK)
			return err;
		value_set_text(m.params, "order", order);
	}
	if ((err = makers[t->writes](&m, e)) != ERR_OK)
		return err;
	*out = (struct action_proposal){.kind = t->writes,
	    .order_id = m.order != NULL ? m.order->id : "",
	    .params = m.params,
	    .currency = shop_settings(facts_shop(f))->currency};
	return ERR_OK;
}
