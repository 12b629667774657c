/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sets.h"

#include <ctype.h>
#include <string.h>

#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define USERS 14
#define PRODUCTS 9
#define TOOLS 9			/* that write, some of them twice */
#define SPOKEN_USERS 40		/* enough that most kinds of records come up */
#define SPOKEN_PRODUCTS 14
#define ITEMS_MAX 40

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
	size_t user_count, products_made;
	bool spoken;			/* names that can be said: words alone, each once */
	struct value *used;		/* spoken: words that stand for something */
	size_t tool;			/* of the next action, from 1; 0 any */
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

/* One that stands for nothing else yet, where names are spoken. */
static const char *
name_word(struct maker *m)
{
	const char *text = word(m);

	while (m->spoken && value_get(m->used, text) != NULL)
		text = word(m);
	if (m->spoken)
		value_set_bool(m->used, text, true);
	return text;
}

static const char *
capital(struct maker *m, const char *text)
{
	char *out = arena_text(m->arena, text);

	if (m->spoken)
		out[0] = (char)toupper((unsigned char)out[0]);
	return out;
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

	if (m->spoken) {	/* told in one line, each part can be told apart */
		value_set_text(v, "address1", arena_printf(m->arena, "%zu %s Street", 1 + below(m, 99), capital(m, word(m))));
		value_set_text(v, "address2", "");
		value_set_text(v, "city", capital(m, word(m)));
		value_set_text(v, "country", "USA");
		value_set_text(v, "state", arena_printf(m->arena, "%c%c", (int)('A' + below(m, 26)), (int)('A' + below(m, 26))));
		value_set_text(v, "zip", arena_printf(m->arena, "%05zu", below(m, 100000)));
		return v;
	}
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

	value_set_text(p, "name",
	    m->spoken ? arena_printf(m->arena, "%s %s", capital(m, name_word(m)), capital(m, name_word(m)))
		      : arena_printf(m->arena, "%s %s %zu", word(m), word(m), number));
	value_set_text(p, "product_id", id);
	variants = value_set_map(p, "variants");
	for (k = 0; k < options; k++)
		kinds[k] = m->spoken ? name_word(m) : arena_printf(m->arena, "%s %zu", word(m), k);
	for (i = 0; i < count; i++) {
		const char *sku = arena_printf(m->arena, "%zu", 70000 + m->item_number++);
		struct value *v = value_set_map(variants, sku), *o;

		value_set_text(v, "item_id", sku);
		o = value_set_map(v, "options");
		for (k = 0; k < options; k++)	/* the first tells them all apart */
			value_set_text(o, kinds[k],
			    m->spoken	? name_word(m)
				: k == 0 ? arena_printf(m->arena, "%s-%zu", word(m), i)
					 : word(m));
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
		const struct value *p = value_at(m->products, below(m, m->products_made)),
				   *variants = value_get(p, "variants"),
				   *v = value_at(variants, below(m, value_count(variants)));

		for (size_t pieces = !m->spoken && below(m, 6) == 0 ? 2 : 1; pieces > 0; pieces--) {
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

static void
make_set(struct arena *a, uint64_t seed, bool spoken, struct set *out)
{
	struct maker m = {.arena = a,
	    .users = value_map(a),
	    .orders = value_map(a),
	    .products = value_map(a),
	    .spoken = spoken,
	    .used = value_map(a),
	    .user_count = spoken ? SPOKEN_USERS : USERS,
	    .products_made = spoken ? SPOKEN_PRODUCTS : PRODUCTS};
	size_t i, n;

	random_init(&m.x, seed, "set");
	for (i = 0; i < m.products_made; i++)
		make_product(&m, i);
	for (i = 0; i < m.user_count; i++) {
		const char *id = arena_printf(a, "%s-%zu", word(&m), i);
		struct value *u = value_set_map(m.users, id), *name, *methods, *list;

		name = value_set_map(u, "name");
		value_set_text(name, "first_name", capital(&m, word(&m)));
		value_set_text(name, "last_name", capital(&m, word(&m)));
		value_set(u, "address", address(&m));
		value_set_text(u, "email", arena_printf(a, "%s.%zu@example.net", word(&m), i));
		methods = value_set_map(u, "payment_methods");
		for (n = 1 + below(&m, 3); n > 0; n--)	/* one of a kind, where they are called by it */
			make_method(&m, methods, spoken ? (i + n) % 3 : below(&m, 3));
		list = value_set_list(u, "orders");
		for (n = below(&m, 5); n > 0; n--)
			make_order(&m, id, list);
	}
	*out = (struct set){ m.users, m.orders, m.products };
}

void
set_make(struct arena *a, uint64_t seed, struct set *out)
{
	make_set(a, seed, false, out);
}

void
set_make_spoken(struct arena *a, uint64_t seed, struct set *out)
{
	make_set(a, seed, true, out);
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
	const char *ids[ITEMS_MAX], *new_ids[ITEMS_MAX];
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
		new_ids[n] = value_key_at(variants, below(m, value_count(variants)));
		n += !(m->tool > 0 && become && text_is(ids[n], new_ids[n]));	/* no wish */
	}
	if (n > 0 && below(m, 15) == 0)
		ids[n - 1] = "70000";
	value_set(k, "item_ids", text_list(m, ids, n));
	if (become)
		value_set(k, "new_item_ids", text_list(m, new_ids, n - (below(m, 20) == 0 && n > 1)));
}

static void
set_method(struct maker *m, const struct set *s, const char *user, struct value *k)
{
	const struct value *who = below(m, 12) == 0 ? value_at(s->users, below(m, value_count(s->users)))
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
	size_t tool = m->tool > 0 ? m->tool - 1 : below(m, COUNT(names));

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

/* Tries one task; false: it can't stand. */
static bool
make_task(struct maker *m, const struct set *s, size_t actions_most, bool allowed_only,
    struct tasks *out)
{
	struct arena *a = m->arena;
	const char *user = value_key_at(s->users, below(m, value_count(s->users)));
	struct value *t = value_map(a), *actions, *obs = value_list(a);
	struct oracle o;
	bool all = true;

	m->tool = allowed_only ? 1 + out->count % TOOLS : 0;
	value_set_int(t, "id", (int64_t)out->count);
	value_set_text(t, "user_id", user);
	actions = value_set_list(t, "actions");
	oracle_begin(&o, a, s->users, s->orders, s->products, user);
	for (size_t n = 1 + below(m, actions_most); n > 0; n--) {
		struct value *action = make_action(m, s, user);
		const struct value *items = value_path(action, "kwargs.item_ids");
		bool done = oracle_do(&o, action) == NULL;

		all = all && done && (items == NULL || value_count(items) > 0);
		value_add(actions, action);
		value_add_text(obs, done ? "done" : "Error: no");
	}
	if (o.refunded_again || (allowed_only && !all))
		return false;
	out->items[out->count] = t;
	out->gold[out->count++] = make_gold(a, value_get(t, "id"), &o, obs);
	return true;
}

static void
make_tasks(struct arena *a, uint64_t seed, const struct set *s, size_t count, size_t actions_most,
    bool allowed_only, struct tasks *out)
{
	struct maker m = { .arena = a, .spoken = allowed_only };

	random_init(&m.x, seed, "tasks");
	*out = (struct tasks){.items = arena_alloc(a, count * sizeof(*out->items)),
	    .gold = arena_alloc(a, count * sizeof(*out->gold))};
	while (out->count < count)
		(void)make_task(&m, s, actions_most, allowed_only, out);
}

void
set_make_spoken_tasks(
    struct arena *a, uint64_t seed, const struct set *s, size_t count, struct tasks *out)
{
	make_tasks(a, seed, s, count, 1, true, out);
}

void
set_make_tasks(
    struct arena *a, uint64_t seed, const struct set *s, size_t count, struct tasks *out)
{
	make_tasks(a, seed, s, count, 4, false, out);
}
