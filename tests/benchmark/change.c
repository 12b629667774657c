/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tasks with one argument of one action changed, and what the oracle says of each.
 */
#include <string.h>

#include "sets.h"

#define CHOICES_MAX 40

struct choices {
	struct arena *arena;
	const struct value *items[CHOICES_MAX];
	size_t count;
};

static void
choose(struct choices *c, const struct value *v)
{
	if (c->count < CHOICES_MAX)
		c->items[c->count++] = v;
}

static void
choose_text(struct choices *c, const char *text, const char *now)
{
	if (!text_is(text, now))
		choose(c, value_text(c->arena, text));
}

static const struct value *
with_item(struct arena *a, const struct value *list, size_t at, const char *text)
{
	struct value *out = value_list(a);

	for (size_t i = 0; i < value_count(list); i++)
		value_add_text(out, i == at ? text : value_as_text(value_at(list, i), ""));
	return out;
}

static void
choose_orders(struct choices *c, const struct set *s, const char *user, const char *now)
{
	const struct value *theirs = value_get(value_get(s->users, user), "orders");

	for (size_t i = 0; i < value_count(theirs) && i < 3; i++)
		choose_text(c, value_as_text(value_at(theirs, i), ""), now);
	choose_text(c, value_key_at(s->orders, value_count(s->orders) / 2), now);
	choose_text(c, "none", now);
}

static void
choose_methods(struct choices *c, const struct set *s, const char *user, const char *now)
{
	const struct value *methods = value_get(value_get(s->users, user), "payment_methods");

	for (size_t i = 0; i < value_count(methods); i++)
		choose_text(c, value_key_at(methods, i), now);
	methods = value_get(value_at(s->users, value_count(s->users) / 2), "payment_methods");
	choose_text(c, value_key_at(methods, 0), now);
	choose_text(c, "gift_card", now);
	choose_text(c, "original", now);
}

static void
choose_items(struct choices *c, const struct set *s, const struct value *list, const char *order)
{
	const struct value *items = value_get(value_get(s->orders, order), "items");

	for (size_t i = 0; i < value_count(list); i++) {
		const char *now = value_as_text(value_at(list, i), "");

		for (size_t k = 0; k < value_count(items); k++) {
			const char *id = value_get_text(value_at(items, k), "item_id");

			if (!text_is(id, now))
				choose(c, with_item(c->arena, list, i, id));
		}
		choose(c, with_item(c->arena, list, i, "none"));
	}
}

static void
choose_new_items(struct choices *c, const struct set *s, const struct value *list)
{
	for (size_t i = 0; i < value_count(list); i++) {
		const char *now = value_as_text(value_at(list, i), "");
		size_t k = 0, n;

		while (k < value_count(s->products) &&
		    value_get(value_get(value_at(s->products, k), "variants"), now) == NULL)
			k++;
		const struct value *variants = value_get(value_at(s->products, k), "variants"),
				   *others = value_get(value_at(s->products, k == 0 ? 1 : 0), "variants");

		for (n = 0; n < value_count(variants) && n < 5; n++)
			if (!text_is(value_key_at(variants, n), now))
				choose(c, with_item(c->arena, list, i, value_key_at(variants, n)));
		choose(c, with_item(c->arena, list, i, value_key_at(others, 0)));
	}
}

static void
choose_all(struct choices *c, const struct set *s, const char *user, const struct value *k,
    const char *key)
{
	const struct value *now = value_get(k, key);
	const char *text = value_as_text(now, "");

	if (text_is(key, "order_id"))
		choose_orders(c, s, user, text);
	else if (text_is(key, "payment_method_id"))
		choose_methods(c, s, user, text);
	else if (text_is(key, "item_ids"))
		choose_items(c, s, now, value_get_text(k, "order_id"));
	else if (text_is(key, "new_item_ids"))
		choose_new_items(c, s, now);
	else if (text_is(key, "reason")) {
		choose_text(c, "no longer needed", text);
		choose_text(c, "ordered by mistake", text);
		choose_text(c, "because", text);
	} else if (text_is(key, "country")) {
		choose_text(c, "CAN", text);
		choose_text(c, "USA", text);
	} else if (value_kind(now) == VALUE_TEXT) {
		choose_text(c, arena_printf(c->arena, "%sx", text), text);
	}
}

static const struct value *
changed_task(struct arena *a, const struct value *task, size_t action, const char *key,
    const struct value *to, const char *id)
{
	struct value *t = value_map(a), *actions;

	value_set_text(t, "id", id);
	value_set_text(t, "user_id", value_get_text(task, "user_id"));
	actions = value_set_list(t, "actions");
	for (size_t i = 0; i < value_count(value_get(task, "actions")); i++) {
		struct value *x = value_copy(a, value_at(value_get(task, "actions"), i)), *k;

		if (i == action) {
			k = value_copy(a, value_get(x, "kwargs"));
			value_set(k, key, value_copy(a, to));
			value_set(x, "kwargs", k);
		}
		value_add(actions, x);
	}
	return t;
}

struct changing {
	struct arena *arena;
	const struct set *set;
	struct tasks *out;
	bool *differs;
	size_t room;
};

static void
grow(struct changing *x)
{
	size_t room = x->room == 0 ? 1024 : 2 * x->room;
	const struct value **items = arena_alloc(x->arena, room * sizeof(*items)),
			   **gold = arena_alloc(x->arena, room * sizeof(*gold));
	bool *differs = arena_alloc(x->arena, room * sizeof(*differs));

	if (x->out->count > 0) {
		memcpy(items, x->out->items, x->out->count * sizeof(*items));
		memcpy(gold, x->out->gold, x->out->count * sizeof(*gold));
		memcpy(differs, x->differs, x->out->count * sizeof(*differs));
	}
	x->out->items = items;
	x->out->gold = gold;
	x->differs = differs;
	x->room = room;
}

static void
add_change(struct changing *x, const struct value *task, const struct value *gold, size_t action,
    const char *key, const struct value *to)
{
	const char *id = arena_printf(x->arena, "%zu %s", x->out->count, key);
	const struct value *t = changed_task(x->arena, task, action, key, to, id);
	struct value *g = value_map(x->arena);
	struct oracle o;

	oracle_begin(&o, x->arena, x->set->users, x->set->orders, x->set->products,
	    value_get_text(task, "user_id"));
	for (size_t i = 0; i < value_count(value_get(t, "actions")); i++)
		(void)oracle_do(&o, value_at(value_get(t, "actions"), i));
	if (o.refunded_again)
		return;
	if (x->out->count == x->room)
		grow(x);
	value_set_text(g, "id", id);
	value_set(g, "changed_orders", value_copy(x->arena, value_get(gold, "changed_orders")));
	value_set(g, "changed_users", value_copy(x->arena, value_get(gold, "changed_users")));
	x->differs[x->out->count] = !oracle_is_at(
	    &o, value_get(gold, "changed_orders"), value_get(gold, "changed_users"));
	x->out->items[x->out->count] = t;
	x->out->gold[x->out->count++] = g;
}

void
tasks_change(struct arena *a, const struct set *s, const struct tasks *from, struct tasks *out,
    bool **differs)
{
	struct changing x = { .arena = a, .set = s, .out = out };

	*out = (struct tasks){ NULL, NULL, 0 };
	for (size_t i = 0; i < from->count; i++) {
		const struct value *actions = value_get(from->items[i], "actions");

		for (size_t j = 0; j < value_count(actions); j++) {
			const struct value *k = value_get(value_at(actions, j), "kwargs");

			for (size_t n = 0; n < value_count(k); n++) {
				struct choices c = { .arena = a };

				choose_all(&c, s, value_get_text(from->items[i], "user_id"), k,
				    value_key_at(k, n));
				for (size_t m = 0; m < c.count; m++)
					add_change(&x, from->items[i], from->gold[i], j,
					    value_key_at(k, n), c.items[m]);
			}
		}
	}
	*differs = x.differs;
}
