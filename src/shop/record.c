/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The record as a value: what "why?" shows and traces keep; masked by field, since each field's
 * meaning is known.
 */
#include "recorded.h"

static bool
is_masked(const struct facts *f, const char *kind)
{
	const struct settings *s = shop_settings(f->shop);
	size_t i;

	for (i = 0; i < s->mask_count; i++)
		if (text_is(s->mask[i], kind))
			return true;
	return false;
}

static void
mask_field(
    const struct facts *f, struct value *map, const char *key, const char *kind, const char *mark)
{
	if (is_masked(f, kind) && !text_is_empty(value_get_text(map, key)))
		value_set_text(map, key, mark);
}

/* The address as its own map, so that the record that was read stays whole. */
static void
mask_address(const struct facts *f, struct value *map)
{
	struct value *a = value_copy(f->arena, value_get(map, "address"));

	if (value_kind(a) != VALUE_MAP)
		return;
	mask_field(f, a, "line1", "address", "[address]");
	mask_field(f, a, "line2", "address", "[address]");
	mask_field(f, a, "postcode", "postcode", "[postcode]");
	value_set(map, "address", a);
}

static struct value *
customer_value(const struct facts *f, bool mask)
{
	struct value *v = customer_to_value(f->arena, f->customer), *name;

	if (!mask)
		return v;
	name = value_copy(f->arena, value_get(v, "name"));
	if (value_kind(name) == VALUE_MAP) {
		mask_field(f, name, "given", "name", "[name]");
		mask_field(f, name, "family", "name", "[name]");
		value_set(v, "name", name);
	}
	mask_field(f, v, "email", "email", "[email]");
	mask_field(f, v, "phone", "phone", "[phone]");
	mask_address(f, v);
	return v;
}

static struct value *
order_value(const struct facts *f, const struct order *o, bool mask)
{
	struct value *v = order_to_value(f->arena, o);

	if (mask) {
		mask_address(f, v);
		if (!text_is_empty(value_get_text(v, "note")))
			value_set_text(v, "note", "[note]");	/* free text by people: may name
								   anybody */
	}
	return v;
}

static void
add_derived(struct value *list, const struct derived *d)
{
	static const char *const names[] = { "money", "number", "date", "text" };
	struct value *m = value_add_map(list);

	value_set_text(m, "what", d->what);
	value_set_text(m, "kind", names[d->kind]);
	if (d->kind == DERIVED_TEXT)
		value_set_text(m, "value", d->text);
	else
		value_set_int(m, "value", d->n);
}

static void
add_verdict(struct value *list, const struct recorded_verdict *r)
{
	struct value *m = value_add_map(list);

	value_set_text(m, "action", action_kind_name(r->kind));
	value_set_text(m, "order", r->order_id);
	value_set_text(m, "outcome", verdict_outcome_name(r->verdict.outcome));
	value_set_text(m, "table", r->verdict.table);
	value_set_text(m, "version", r->verdict.version);
	value_set_text(m, "rule", r->verdict.rule);
	value_set_text(m, "shopper", r->verdict.shopper);
	value_set_text(m, "agent", r->verdict.agent);
	value_set_text(m, "cite", r->verdict.cite);
}

struct value *
facts_to_value(const struct facts *f, bool mask)
{
	struct value *out = value_map(f->arena), *part;
	size_t i;

	if (f->customer != NULL)
		value_set(out, "customer", customer_value(f, mask));
	part = value_set_map(out, "orders");
	for (i = 0; i < f->orders.count; i++)
		value_set(
		    part, facts_recorded_order(f, i)->id, order_value(f, f->orders.items[i], mask));
	part = value_set_map(out, "products");
	for (i = 0; i < f->products.count; i++)
		value_set(part, facts_recorded_product(f, i)->id,
		    product_to_value(f->arena, f->products.items[i]));
	part = value_set_list(out, "derived");
	for (i = 0; i < f->derived.count; i++)
		add_derived(part, f->derived.items[i]);
	part = value_set_list(out, "verdicts");
	for (i = 0; i < f->verdicts.count; i++)
		add_verdict(part, f->verdicts.items[i]);
	return out;
}
