/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sets.h"

#include <string.h>

#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define USERS 14
#define PRODUCTS 9
#define CHOICES_MAX 40

static struct errinfo why;

/* ---- files */

const struct value *
set_load(struct arena *a, const char *folder, const char *name)
{
	const char *path = file_join(a, folder, arena_printf(a, "retail_%s.json", name));
	struct value *v;

	if (!file_exists(path))
		path = file_join(a, folder, arena_printf(a, "%s.json", name));
	check_ok(value_load(a, path, &v, &why), &why);
	return v;
}

void
set_read(struct arena *a, const char *folder, struct set *out)
{
	out->users = set_load(a, folder, "users");
	out->orders = set_load(a, folder, "orders");
	out->products = set_load(a, folder, "products");
}

static void
put(struct arena *a, const char *folder, const char *name, const struct value *v)
{
	struct str s;

	str_init(&s);
	value_print(&s, v);
	check_ok(file_write(file_join(a, folder, name), s.data, s.length, 0644, &why), &why);
	str_clear(&s);
}

void
set_write(struct arena *a, const char *folder, const struct set *s)
{
	check_ok(file_make_folder(folder, &why), &why);
	put(a, folder, "users.json", s->users);
	put(a, folder, "orders.json", s->orders);
	put(a, folder, "products.json", s->products);
}

static const struct value **
read_lines(struct arena *a, const char *path, size_t *count)
{
	const struct value **items = NULL;
	struct value *v;
	struct str s;
	char *at, *end;

	*count = 0;
	str_init(&s);
	check_ok(file_read(path, 64u << 20, &s, &why), &why);
	for (at = s.data; *at != '\0'; at = end + 1) {
		end = strchr(at, '\n');
		assert_non_null(end);
		check_ok(value_parse_json(a, path, at, (size_t)(end - at), &value_limits_file, &v, &why),
		    &why);
		if ((*count & (*count - 1)) == 0) {
			const struct value **more =
			    arena_alloc(a, 2 * (*count + 1) * sizeof(*more));

			if (*count > 0)
				memcpy(more, items, *count * sizeof(*more));
			items = more;
		}
		items[(*count)++] = v;
	}
	str_clear(&s);
	return items;
}

void
tasks_read(struct arena *a, const char *tasks, const char *gold, struct tasks *out)
{
	size_t golds;

	out->items = read_lines(a, tasks, &out->count);
	out->gold = read_lines(a, gold, &golds);
	assert_int_equal(out->count, golds);
}

static void
write_lines(const char *path, const struct value *const *items, size_t count)
{
	struct str s;
	size_t i;

	str_init(&s);
	str_add(&s, "");
	for (i = 0; i < count; i++) {
		value_print(&s, items[i]);
		str_add_char(&s, '\n');
	}
	check_ok(file_write(path, s.data, s.length, 0644, &why), &why);
	str_clear(&s);
}

void
tasks_write(struct arena *a, const struct tasks *t, const char *tasks, const char *gold)
{
	(void)a;
	write_lines(tasks, t->items, t->count);
	write_lines(gold, t->gold, t->count);
}

/* ---- a set of its own */

struct maker {
	struct arena *arena;
	struct random_stream x;
	struct value *users, *orders, *products;
	size_t order_number, item_number, method_number;
};

static size_t
below(struct maker *m, size_t bound)
{
	return (size_t)random_below(&m->x, bound);
}

/* Two or three syllables. */
static const char *
word(struct maker *m)
{
	static const char *const parts[] = {"ba", "dor", "fi", "gul", "ha", "jen", "ko", "lam", "mi",
	    "nor", "pe", "qua", "ri", "sol", "tu", "vek", "wi", "xan", "yo", "zel"};
	struct str s;
	const char *text;

	str_init(&s);
	for (size_t n = 2 + below(m, 2); n > 0; n--)
		str_add(&s, parts[below(m, COUNT(parts))]);
	text = arena_text(m->arena, s.data);
	str_clear(&s);
	return text;
}

static double
price(struct maker *m)
{
	return (double)(100 + below(m, 90000)) / 100;
}

static struct value *
address(struct maker *m)
{
	static const char *const countries[] = { "NLD", "CAN", "JPN", "USA", "IRL" };
	struct value *v = value_map(m->arena);

	value_set_text(v, "address1", arena_printf(m->arena, "%s %zu", word(m), 1 + below(m, 99)));
	value_set_text(v, "address2", below(m, 2) == 0 ? "" : word(m));
	value_set_text(v, "city", word(m));
	value_set_text(v, "country", countries[below(m, COUNT(countries))]);
	value_set_text(v, "state", below(m, 3) == 0 ? "" : word(m));
	value_set_text(v, "zip", arena_printf(m->arena, "%04zu", below(m, 10000)));
	return v;
}

static void
make_product(struct maker *m, size_t number)
{
	const char *id = arena_printf(m->arena, "prod.%zu", number), *kinds[3];
	struct value *p = value_set_map(m->products, id), *variants;
	size_t options = 1 + below(m, 3), count = 2 + below(m, 4), i, k;

	value_set_text(p, "name", arena_printf(m->arena, "%s %s %zu", word(m), word(m), number));
	value_set_text(p, "product_id", id);
	variants = value_set_map(p, "variants");
	for (k = 0; k < options; k++)
		kinds[k] = arena_printf(m->arena, "%s %zu", word(m), k);
	for (i = 0; i < count; i++) {
		const char *sku = arena_printf(m->arena, "%zu", 70000 + m->item_number++);
		struct value *v = value_set_map(variants, sku), *o;

		value_set_text(v, "item_id", sku);
		o = value_set_map(v, "options");
		for (k = 0; k < options; k++)	/* the first tells them all apart */
			value_set_text(o, kinds[k], k == 0 ? arena_printf(m->arena, "%s-%zu", word(m), i) : word(m));
		value_set_bool(v, "available", below(m, 4) > 0);
		value_set_real(v, "price", price(m));
	}
}

static const char *
make_method(struct maker *m, struct value *methods, size_t kind)
{
	static const char *const kinds[] = { "credit_card", "paypal", "gift_card" };
	const char *id =
	    arena_printf(m->arena, "%s_m%zu", kinds[kind], 100 + m->method_number++);
	struct value *v = value_set_map(methods, id);

	value_set_text(v, "source", kinds[kind]);
	value_set_text(v, "id", id);
	if (kind == 0) {
		value_set_text(v, "brand", word(m));
		value_set_text(v, "last_four", arena_printf(m->arena, "%04zu", below(m, 10000)));
	} else if (kind == 2) {
		value_set_real(v, "balance", below(m, 3) == 0 ? 0 : price(m) * 3);
	}
	return id;
}

static void
make_items(struct maker *m, struct value *order, double *total)
{
	struct value *items = value_set_list(order, "items"), *item;
	size_t n;

	*total = 0;
	for (n = 1 + below(m, 4); n > 0; n--) {
		const struct value *p = value_at(m->products, below(m, PRODUCTS)),
				   *variants = value_get(p, "variants"),
				   *v = value_at(variants, below(m, value_count(variants)));

		for (size_t pieces = below(m, 6) == 0 ? 2 : 1; pieces > 0; pieces--) {
			item = value_add_map(items);
			value_set_text(item, "name", value_get_text(p, "name"));
			value_set_text(item, "product_id", value_get_text(p, "product_id"));
			value_set_text(item, "item_id", value_get_text(v, "item_id"));
			value_set_real(item, "price", value_get_real(v, "price", 0));
			value_set(item, "options", value_copy(m->arena, value_get(v, "options")));
			*total += value_get_real(v, "price", 0);
		}
	}
}

static void
add_payment(struct value *list, const char *type, double amount, const char *method)
{
	struct value *v = value_add_map(list);

	value_set_text(v, "transaction_type", type);
	value_set_real(v, "amount", amount);
	value_set_text(v, "payment_method_id", method);
}

static void
make_order(struct maker *m, const char *user, struct value *list)
{
	static const char *const statuses[] = {
	    "pending", "pending", "pending", "delivered", "delivered", "processed", "cancelled"};
	const char *status = statuses[below(m, COUNT(statuses))],
		   *id = arena_printf(m->arena, "#ZQ%zu", 4000 + m->order_number++), *method;
	const struct value *who = value_get(m->users, user), *methods = value_get(who, "payment_methods");
	struct value *o = value_set_map(m->orders, id), *sent, *v, *ids;
	double total;

	value_add_text(list, id);
	value_set_text(o, "order_id", id);
	value_set_text(o, "user_id", user);
	value_set(o, "address",
	    below(m, 3) == 0 ? address(m) : value_copy(m->arena, value_get(who, "address")));
	make_items(m, o, &total);
	sent = value_set_list(o, "fulfillments");
	if (!text_is(status, "pending")) {
		v = value_add_map(sent);
		value_add_text(value_set_list(v, "tracking_id"),
		    arena_printf(m->arena, "%zu", 100000 + m->order_number));
		ids = value_set_list(v, "item_ids");
		for (size_t i = 0; i < value_count(value_get(o, "items")); i++)
			value_add_text(ids,
			    value_get_text(value_at(value_get(o, "items"), i), "item_id"));
	}
	value_set_text(o, "status", status);
	method = value_key_at(methods, below(m, value_count(methods)));
	v = value_set_list(o, "payment_history");
	add_payment(v, "payment", total, method);
	if (text_is(status, "cancelled"))
		add_payment(v, "refund", total, method);
}

void
set_make(struct arena *a, uint64_t seed, struct set *out)
{
	struct maker m = {
	    .arena = a, .users = value_map(a), .orders = value_map(a), .products = value_map(a)};
	size_t i, n;

	random_init(&m.x, seed, "set");
	for (i = 0; i < PRODUCTS; i++)
		make_product(&m, i);
	for (i = 0; i < USERS; i++) {
		const char *id = arena_printf(a, "%s-%zu", word(&m), i);
		struct value *u = value_set_map(m.users, id), *name, *methods, *list;

		name = value_set_map(u, "name");
		value_set_text(name, "first_name", word(&m));
		value_set_text(name, "last_name", word(&m));
		value_set(u, "address", address(&m));
		value_set_text(u, "email", arena_printf(a, "%s.%zu@example.net", word(&m), i));
		methods = value_set_map(u, "payment_methods");
		for (n = 1 + below(&m, 3); n > 0; n--)
			make_method(&m, methods, below(&m, 3));
		list = value_set_list(u, "orders");
		for (n = below(&m, 5); n > 0; n--)
			make_order(&m, id, list);
	}
	*out = (struct set){ m.users, m.orders, m.products };
}

/* ---- tasks of random actions */

static struct value *
text_list(struct maker *m, const char *const *texts, size_t count)
{
	struct value *list = value_list(m->arena);

	for (size_t i = 0; i < count; i++)
		value_add_text(list, texts[i]);
	return list;
}

static void
set_pairs(struct maker *m, const struct set *s, const struct value *order, struct value *k,
    bool become)
{
	const struct value *items = value_get(order, "items");
	const char *ids[CHOICES_MAX], *new_ids[CHOICES_MAX];
	size_t i, n = 0;

	for (i = 0; i < value_count(items); i++) {
		const struct value *item = value_at(items, i),
				   *p = value_get(s->products, value_get_text(item, "product_id")),
				   *variants;

		if (n > 0 && below(m, 2) == 0)
			continue;
		if (below(m, 12) == 0)
			p = value_at(s->products, below(m, value_count(s->products)));
		variants = value_get(p, "variants");
		ids[n] = value_get_text(item, "item_id");
		new_ids[n++] = value_key_at(variants, below(m, value_count(variants)));
	}
	if (below(m, 15) == 0)
		ids[n - 1] = "70000";
	value_set(k, "item_ids", text_list(m, ids, n));
	if (become)
		value_set(k, "new_item_ids", text_list(m, new_ids, n - (below(m, 20) == 0 && n > 1)));
}

static void
set_method(struct maker *m, const struct set *s, const char *user, struct value *k)
{
	const struct value *who = below(m, 12) == 0 ? value_at(s->users, below(m, USERS))
						    : value_get(s->users, user),
			   *methods = value_get(who, "payment_methods");

	value_set_text(
	    k, "payment_method_id", value_key_at(methods, below(m, value_count(methods))));
}

static struct value *
make_action(struct maker *m, const struct set *s, const char *user)
{
	static const char *const names[] = {"cancel_pending_order", "modify_pending_order_address",
	    "modify_pending_order_payment", "modify_pending_order_items",
	    "modify_pending_order_items", "return_delivered_order_items",
	    "exchange_delivered_order_items", "exchange_delivered_order_items",
	    "modify_user_address"};
	static const char *const reasons[] = {
	    "no longer needed", "ordered by mistake", "ordered by mistake", "found it cheaper"};
	const struct value *theirs = value_get(value_get(s->users, user), "orders"), *order;
	struct value *v = value_map(m->arena), *k;
	size_t tool = below(m, COUNT(names));

	value_set_text(v, "name", names[tool]);
	k = value_set_map(v, "kwargs");
	order = value_get(s->orders,
	    value_count(theirs) == 0 || below(m, 15) == 0
		? value_key_at(s->orders, below(m, value_count(s->orders)))
		: value_as_text(value_at(theirs, below(m, value_count(theirs))), ""));
	if (tool == 1 || tool == 8)
		k = address(m);
	value_set_text(k, tool == 8 ? "user_id" : "order_id",
	    tool == 8 ? user : value_get_text(order, "order_id"));
	if (tool == 0)
		value_set_text(k, "reason", reasons[below(m, COUNT(reasons))]);
	if (tool >= 3 && tool <= 7)
		set_pairs(m, s, order, k, tool != 5);
	if (tool >= 2 && tool <= 7)
		set_method(m, s, user, k);
	value_set(v, "kwargs", k);
	return v;
}

static const struct value *
make_gold(struct arena *a, const struct value *id, const struct oracle *o, const struct value *obs)
{
	struct value *g = value_map(a);

	value_set(g, "id", value_copy(a, id));
	if (obs != NULL)
		value_set(g, "obs", value_copy(a, obs));
	value_set(g, "changed_orders", o->changed_orders);
	value_set(g, "changed_users", o->changed_users);
	return g;
}

void
set_make_tasks(
    struct arena *a, uint64_t seed, const struct set *s, size_t count, struct tasks *out)
{
	struct maker m = { .arena = a };
	struct oracle o;

	random_init(&m.x, seed, "tasks");
	*out = (struct tasks){.items = arena_alloc(a, count * sizeof(*out->items)),
	    .gold = arena_alloc(a, count * sizeof(*out->gold))};
	while (out->count < count) {
		const char *user = value_key_at(s->users, below(&m, USERS));
		struct value *t = value_map(a), *actions, *obs = value_list(a);

		value_set_int(t, "id", (int64_t)out->count);
		value_set_text(t, "user_id", user);
		actions = value_set_list(t, "actions");
		oracle_begin(&o, a, s->users, s->orders, s->products, user);
		for (size_t n = 1 + below(&m, 4); n > 0; n--) {
			struct value *action = make_action(&m, s, user);

			value_add(actions, action);
			value_add_text(obs, oracle_do(&o, action) == NULL ? "done" : "Error: no");
		}
		if (o.refunded_again)
			continue;
		out->items[out->count] = t;
		out->gold[out->count++] = make_gold(a, value_get(t, "id"), &o, obs);
	}
}

/* ---- one argument changed */

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
