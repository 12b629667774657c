/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decisions.h"

#include <string.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/shop/actions.h"
#include "floorwalker/sim/sim.h"

#define PAGE 1000

void
decisions_init(struct decisions *d, struct arena *a)
{
	*d = (struct decisions){.a = a, .bucket_count = 1 << 17};
	d->buckets = arena_alloc(a, d->bucket_count * sizeof(*d->buckets));
	memset(d->buckets, 0, d->bucket_count * sizeof(*d->buckets));
}

/* FNV-1a (Fowler, Noll, Vo). */
static uint64_t
hash_of(const char *s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	return h;
}

static void
grow(struct decisions *d)
{
	size_t room = d->room == 0 ? 1024 : d->room * 2;
	struct decision *more = arena_alloc(d->a, room * sizeof(*more));

	if (d->count > 0)
		memcpy(more, d->items, d->count * sizeof(*more));
	d->items = more;
	d->room = room;
}

void
decisions_add(struct decisions *d, enum action_kind kind, const struct value *facts,
    int64_t now_ms, const char *what)
{
	char hex[65];
	size_t i;

	policy_facts_hash(facts, hex);
	hex[0] = (char)('A' + kind);
	d->made++;
	for (i = hash_of(hex) % d->bucket_count; d->buckets[i] != 0; i = (i + 1) % d->bucket_count) {
		struct decision *x = &d->items[d->buckets[i] - 1];

		if (x->kind == kind && value_is_equal(x->facts, facts)) {
			x->times++;
			return;
		}
	}
	if (d->count + 1 >= d->bucket_count / 2)
		return;		/* sixty thousand different cases are enough */
	if (d->count == d->room)
		grow(d);
	d->items[d->count++] = (struct decision){.kind = kind,
	    .facts = value_copy(d->a, facts),
	    .now_ms = now_ms,
	    .amount = value_get_int(facts, "amount", 0),
	    .what = arena_text(d->a, what),
	    .times = 1};
	d->buckets[i] = d->count;
}

/* ---- a store */

enum err
decisions_of_store(struct decisions *d, const char *target, struct errinfo *e)
{
	struct store_options how = {.read_only = true};
	struct action_filter f = {.limit = 10000000};
	struct action_list list;
	struct store *s;
	enum err err = store_open(target, &how, &s, e);

	if (err != ERR_OK)
		return err;
	err = store_action_list(s, d->a, &f, &list, e);
	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct action *x = &list.items[i];
		const char *id = arena_printf(d->a, "A-%lld", (long long)x->id);
		struct value *facts;

		if (text_is_empty(x->facts))
			continue;
		if ((err = value_parse_json(d->a, id, x->facts, strlen(x->facts),
			 &value_limits_file, &facts, e)) == ERR_OK)
			decisions_add(d, x->kind, facts, x->proposed_ms, id);
	}
	store_close(&s);
	return err;
}

/* ---- simulated conversations */

static void
decided(void *context, enum action_kind kind, const struct value *facts, int64_t now_ms,
    const struct verdict *v)
{
	(void)v;
	decisions_add(context, kind, facts, now_ms, "a conversation");
}

struct listener {
	struct decisions *d;
	struct backend *inner;
};

/* The desk judges proposals with the same session, after the draft. */
static enum err
draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	struct listener *x = self;

	policy_session_watch(q->policy, decided, x->d);
	return backend_draft_reply(x->inner, a, q, out, e);
}

static void
free_listener(void *self)
{
	struct listener *x = self;

	backend_free(&x->inner);
	mem_free(x);
}

static struct backend *
listen(void *context, struct backend *take_inner)
{
	static const struct backend_ops ops = {
	    .name = "decisions", .draft = draft, .free = free_listener};
	struct listener *x = mem_zero(1, sizeof(*x));

	x->d = context;
	x->inner = take_inner;
	return backend_new(&ops, x);
}

enum err
decisions_of_scenarios(struct decisions *d, struct call *c, const struct world *w,
    int64_t conversations, uint64_t seed, struct errinfo *e)
{
	const struct simulation_words words = { 0 };
	struct sim_script *script = NULL;
	struct understander *u = NULL;
	struct value *result;
	enum err err;

	if ((err = simulation_script(c->arena, &words, world_settings(w), &script, e)) == ERR_OK &&
	    (err = desk_understander_open(w, &u, e)) == ERR_OK) {
		struct sim_options o = {.script = script,
		    .world = w,
		    .understander = u,
		    .backend = "builtin",
		    .around = listen,
		    .around_context = d,
		    .conversations = conversations,
		    .seed = seed,
		    .threads = 1};

		err = sim_run(&o, c->arena, &result, e);
	}
	understander_free(&u);
	sim_script_free(&script);
	return err;
}

/* ---- a world's orders */

struct walk {
	struct decisions *d;
	const struct world *w;
	struct shop *shop;
	struct policy_session *session;
	const struct order *order;
	int64_t now_ms;
};

/* Params that the records can't take make no decision. */
static enum err
ask(struct walk *k, enum action_kind kind, struct value *params, struct arena *a, struct errinfo *e)
{
	struct action_proposal p = {.kind = kind, .order_id = k->order->id, .params = params};
	struct facts *f = facts_new(a, k->shop, k->order->customer_id, k->now_ms);
	struct value *facts;
	struct verdict v;
	enum err err = action_judge(f, k->session, &p, &v, &facts, NULL, e);

	if (err == ERR_INPUT || err == ERR_STATE || err == ERR_FORBIDDEN || err == ERR_NOT_FOUND)
		return ERR_OK;
	if (err == ERR_OK)
		decisions_add(k->d, kind, facts, k->now_ms, k->order->id);
	return err;
}

static void
set_address(struct value *params, const struct order *o, const char *country)
{
	struct value *v = value_set_map(params, "address");

	value_set_text(v, "line1", "1 Example Street");
	value_set_text(v, "line2", "");
	value_set_text(v, "city", o->address.city);
	value_set_text(v, "region", o->address.region);
	value_set_text(v, "postcode", o->address.postcode);
	value_set_text(v, "country", country);
}

static struct value *
params_of(struct arena *a, const struct order *o, int64_t line, const char *sku)
{
	struct value *params = value_map(a), *v;

	value_set_text(params, "order", o->id);
	if (line == 0)
		return params;
	v = value_add_map(value_set_list(params, "lines"));
	value_set_int(v, "id", line);
	if (sku != NULL)
		value_set_text(v, "sku", sku);
	return params;
}

static enum err
ask_reasons(struct walk *k, enum action_kind kind, int64_t line, struct arena *a, struct errinfo *e)
{
	static const char *const reasons[] = {"changed_mind", "damaged", "faulty", "wrong_item",
	    "not_arrived", "late", "price", "other"};
	static const char *const methods[] = {"original", "gift_card"};
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < 8; i++)
		for (size_t m = 0; err == ERR_OK && m < 2; m++) {
			struct value *params = params_of(a, k->order, line, NULL);

			value_set_text(params, "reason", reasons[i]);
			value_set_text(params, "method", methods[m]);
			err = ask(k, kind, params, a, e);
		}
	return err;
}

/* Every other variant of the line's product. */
static enum err
ask_variants(struct walk *k, const struct order_line *l, struct arena *a, struct errinfo *e)
{
	const struct shop_records *r = world_records(k->w);
	enum err err = ERR_OK;

	for (size_t i = 0; i < r->product_count; i++) {
		const struct product *p = &r->products[i];

		if (product_variant(p, l->sku) == NULL)
			continue;
		for (size_t v = 0; err == ERR_OK && v < p->variant_count; v++) {
			if (text_is(p->variants[v].sku, l->sku))
				continue;
			if ((err = ask(k, ACTION_EXCHANGE,
				 params_of(a, k->order, l->id, p->variants[v].sku), a, e)) == ERR_OK)
				err = ask(k, ACTION_ITEM_CHANGE,
				    params_of(a, k->order, l->id, p->variants[v].sku), a, e);
		}
	}
	return err;
}

static enum err
ask_amounts(struct walk *k, struct arena *a, struct errinfo *e)
{
	static const int64_t amounts[] = {100, 500, 1000, 1500, 2500, 5000, 10000};
	static const char *const reasons[] = {"late", "damaged", "price", "other"};
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < sizeof(amounts) / sizeof(amounts[0]); i++)
		for (size_t j = 0; err == ERR_OK && j < 4; j++) {
			struct value *params = params_of(a, k->order, 0, NULL);

			value_set_int(params, "amount", amounts[i]);
			value_set_text(params, "reason", reasons[j]);
			if ((err = ask(k, ACTION_GOODWILL, params, a, e)) == ERR_OK)
				err = ask(k, ACTION_DISCOUNT, params, a, e);
		}
	return err;
}

static enum err
ask_account(struct walk *k, struct arena *a, struct errinfo *e)
{
	const struct shop_records *r = world_records(k->w);
	const char *const countries[] = {k->order->address.country, "GB", "IE", "US"};
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < 4; i++) {
		struct value *params = params_of(a, k->order, 0, NULL);

		set_address(params, k->order, countries[i]);
		if ((err = ask(k, ACTION_ADDRESS_CHANGE, params, a, e)) == ERR_OK)
			err = ask(k, ACTION_PROFILE_ADDRESS_CHANGE, params, a, e);
	}
	for (size_t i = 0; err == ERR_OK && i < r->customer_count; i++)
		for (size_t m = 0; err == ERR_OK && text_is(r->customers[i].id, k->order->customer_id) &&
		     m < r->customers[i].method_count;
		     m++) {
			struct value *params = params_of(a, k->order, 0, NULL);

			value_set_text(params, "method", r->customers[i].methods[m].id);
			err = ask(k, ACTION_PAYMENT_CHANGE, params, a, e);
			if (err == ERR_OK)
				err = ask(k, ACTION_REFUND, params, a, e);
		}
	return err;
}

static enum err
ask_of_order(struct walk *k, struct errinfo *e)
{
	static const enum action_kind kinds[] = {ACTION_REFUND, ACTION_RETURN, ACTION_CANCEL};
	struct arena *a = arena_new();
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < 3; i++)
		err = ask_reasons(k, kinds[i], 0, a, e);
	for (size_t i = 0; err == ERR_OK && i < k->order->line_count; i++) {
		const struct order_line *l = &k->order->lines[i];

		if ((err = ask_reasons(k, ACTION_REFUND, l->id, a, e)) == ERR_OK &&
		    (err = ask_reasons(k, ACTION_RETURN, l->id, a, e)) == ERR_OK)
			err = ask_variants(k, l, a, e);
	}
	if (err == ERR_OK && (err = ask_amounts(k, a, e)) == ERR_OK)
		err = ask_account(k, a, e);
	arena_free(&a);
	return err;
}

enum err
decisions_of_orders(struct decisions *d, const struct world *w, struct errinfo *e)
{
	struct walk k = {.d = d, .w = w, .now_ms = world_settings(w)->as_of_ms};
	const struct shop_records *r = world_records(w);
	struct store_options how = {.create = true};
	struct clock *clock = clock_virtual_new(k.now_ms);
	struct store *store = NULL;
	enum err err;

	if ((err = store_open("memory:", &how, &store, e)) == ERR_OK &&
	    (err = shop_embedded_new(store, r, world_settings(w), clock, &k.shop, e)) == ERR_OK &&
	    (err = policy_session_new(world_policy(w), &k.session, e)) == ERR_OK)
		for (size_t i = 0; err == ERR_OK && i < r->order_count; i++) {
			k.order = &r->orders[i];
			err = ask_of_order(&k, e);
		}
	policy_session_free(&k.session);
	shop_free(&k.shop);
	store_close(&store);
	clock_free(&clock);
	return err;
}

enum err
policy_open(struct call *c, const char *folder, const char *currency, struct policy **out,
    struct errinfo *e)
{
	const char *inside = file_join(c->arena, folder, "policy");

	if (!file_is_folder(folder))
		return err_set(e, ERR_NOT_FOUND,
		    "%.300s is no folder: name a world, or a folder of decision tables", folder);
	return policy_load(file_is_folder(inside) ? inside : folder, currency, out, e);
}
