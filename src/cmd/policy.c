/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"
#include "floorwalker/shop/actions.h"
#include "floorwalker/world.h"

#define LINE_OPTION 3	/* its place among the options below */

/* The shop that an explanation is about: a store's own records, or a world's files as they stand at
 * its as_of. */
struct counter {
	struct desk_shared shared;	/* with a store */
	struct world *own_world;	/* without */
	const struct world *world;
	struct clock *clock;
	struct store *store;
	struct shop *shop;
	struct policy_session *session;
};

static void
counter_close(struct counter *x)
{
	policy_session_free(&x->session);
	shop_free(&x->shop);
	store_close(&x->store);
	clock_free(&x->clock);
	world_free(&x->own_world);
	desk_shared_close(&x->shared);
}

static enum err
open_store(struct counter *x, const char *target, struct errinfo *e)
{
	struct store_options options = { .read_only = true };
	enum err err;

	if ((err = desk_shared_open(target, &x->shared, e)) != ERR_OK ||
	    (err = store_open(target, &options, &x->store, e)) != ERR_OK)
		return err;
	x->world = x->shared.world;
	return shop_embedded_new(
	    x->store, NULL, world_settings(x->world), clock_system(), &x->shop, e);
}

static enum err
open_world(struct counter *x, const char *folder, struct errinfo *e)
{
	struct store_options options = { .create = true };
	enum err err;

	if ((err = world_load(folder, &x->own_world, e)) != ERR_OK ||
	    (err = store_open("memory:", &options, &x->store, e)) != ERR_OK)
		return err;
	x->world = x->own_world;
	x->clock = clock_virtual_new(world_settings(x->world)->as_of_ms);
	return shop_embedded_new(
	    x->store, world_records(x->world), world_settings(x->world), x->clock, &x->shop, e);
}

static enum err
counter_open(struct call *c, struct counter *x, struct errinfo *e)
{
	const char *folder, *target;
	enum err err;

	memset(x, 0, sizeof(*x));
	if (call_has(c, "store") && call_has(c, "world"))
		return err_set(
		    e, ERR_USAGE, "--store and --world can't both be: a store has its own world");
	if (call_has(c, "store")) {
		if ((err = call_need_store(c, &target, e)) == ERR_OK)
			err = open_store(x, target, e);
	} else if ((err = world_folder_find(
			c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e)) == ERR_OK)
		err = open_world(x, folder, e);
	if (err == ERR_OK)
		err = policy_session_new(world_policy(x->world), &x->session, e);
	if (err != ERR_OK)
		counter_close(x);
	return err;
}

/* --line 1 --line 2, with --sku for what each becomes; none given: the shop takes every line that
 * is still open. */
static enum err
read_lines(struct call *c, size_t line_option, struct value *params, struct errinfo *e)
{
	const char *sku = call_text(c, "sku", NULL);
	struct value *list;

	if (c->counts[line_option] == 0)
		return sku == NULL
		    ? ERR_OK
		    : err_set(e, ERR_USAGE, "--sku needs --line: which line becomes it");
	list = value_set_list(params, "lines");
	for (size_t i = 0; i < c->counts[line_option]; i++) {
		struct value *v = value_add_map(list);
		int64_t id;

		if (!text_to_int(c->all[line_option][i], 1, 1000000, &id))
			return err_set(e, ERR_USAGE,
			    "--line takes the number of a line, not \"%.40s\"",
			    c->all[line_option][i]);
		value_set_int(v, "id", id);
		if (sku != NULL)
			value_set_text(v, "sku", sku);
	}
	return ERR_OK;
}

static enum err
read_params(struct call *c, const struct order *o, enum action_kind kind,
    const struct settings *settings, struct value *params, struct errinfo *e)
{
	const char *amount = call_text(c, "amount", NULL), *country = call_text(c, "country", NULL);
	int64_t minor;

	value_set_text(params, "order", o->id);
	if (call_has(c, "reason"))
		value_set_text(params, "reason", call_text(c, "reason", ""));
	if (call_has(c, "method"))
		value_set_text(params, "method", call_text(c, "method", ""));
	if (amount != NULL && !money_parse(amount, settings->currency, &minor))
		return err_set(e, ERR_USAGE,
		    "--amount is a figure in %s, such as 12.50, not \"%.40s\"", settings->currency,
		    amount);
	if (amount == NULL && (kind == ACTION_DISCOUNT || kind == ACTION_GOODWILL))
		return err_set(e, ERR_USAGE, "--amount is needed for a %s", action_kind_name(kind));
	if (amount != NULL)
		value_set_int(params, "amount", minor);
	if (kind == ACTION_ADDRESS_CHANGE || kind == ACTION_PROFILE_ADDRESS_CHANGE) {
		struct value *address = value_set_map(params, "address");

		value_set_text(address, "line1", "1 Example Street");
		value_set_text(address, "line2", "");
		value_set_text(address, "city", o->address.city);
		value_set_text(address, "region", o->address.region);
		value_set_text(address, "postcode", o->address.postcode);
		value_set_text(address, "country", country != NULL ? country : o->address.country);
	}
	return read_lines(c, LINE_OPTION, params, e);
}

static void
print_facts(const struct value *facts)
{
	puts("facts");
	for (size_t i = 0; i < value_count(facts); i++) {
		struct str text;

		str_init(&text);
		value_print(&text, value_at(facts, i));
		printf("  %-24s %s\n", value_key_at(facts, i), text.data);
		str_clear(&text);
	}
}

/* A text as it is, anything else as JSON. */
static void
add_plain(struct str *out, const struct value *v)
{
	if (value_kind(v) == VALUE_TEXT)
		str_add(out, value_as_text(v, ""));
	else if (value_is_null(v))
		str_add(out, "absent");
	else
		value_print(out, v);
}

static void
print_row(const struct value *row)
{
	const char *rule = value_get_text(row, "rule"), *failed = value_get_text(row, "failed");
	struct str got, wanted;

	str_init(&got);
	str_init(&wanted);
	add_plain(&got, value_get(row, "got"));
	add_plain(&wanted, value_get(row, "wanted"));
	if (value_get_bool(row, "held", false))
		printf("  %-36s holds\n", rule);
	else if (text_is(failed, "jq"))
		printf("  %-36s no: %s does not hold\n", rule, wanted.data);
	else
		printf("  %-36s no: %s is %s, wanted %s\n", rule, failed, got.data, wanted.data);
	str_clear(&got);
	str_clear(&wanted);
}

static void
print_rows(const struct value *trace)
{
	puts("\nrows tried");
	for (size_t i = 0; i < value_count(trace); i++)
		print_row(value_at(trace, i));
}

static void
print_verdict(const struct verdict *v)
{
	printf("\nverdict: %s", verdict_outcome_name(v->outcome));
	if (text_is_empty(v->rule))
		puts(" (no row holds: a person decides)");
	else
		printf(" by %s (%s, version %s)\n  to the shopper: %s\n  to the agent:   %s\n",
		    v->rule, v->table, v->version, v->shopper, v->agent);
	for (size_t i = 0; i < v->offer_count; i++)
		printf("%s%s%s", i == 0 ? "  may be offered: " : ", ", v->offer[i],
		    i + 1 == v->offer_count ? "\n" : "");
}

static void
print_json_verdict(
    struct call *c, const struct verdict *v, struct value *facts, struct value *trace)
{
	struct value *out = value_map(c->arena), *offer;

	value_set_text(out, "verdict", verdict_outcome_name(v->outcome));
	value_set_text(out, "rule", v->rule);
	value_set_text(out, "table", v->table);
	value_set_text(out, "version", v->version);
	value_set_text(out, "shopper", v->shopper);
	value_set_text(out, "agent", v->agent);
	offer = value_set_list(out, "offer");
	for (size_t i = 0; i < v->offer_count; i++)
		value_add_text(offer, v->offer[i]);
	value_set(out, "facts", value_copy(c->arena, facts));
	value_set(out, "rows", value_copy(c->arena, trace));
	print_json(out);
}

static enum err
explain(struct call *c, struct counter *x, enum action_kind kind, const char *order_id, bool json,
    struct errinfo *e)
{
	struct action_proposal p = { .kind = kind, .order_id = order_id };
	struct value *params = value_map(c->arena), *facts_value, *trace = value_list(c->arena);
	struct verdict verdict;
	struct facts *facts;
	struct order order;
	enum err err;

	if ((err = shop_order(x->shop, c->arena, order_id, &order, e)) != ERR_OK ||
	    (err = read_params(c, &order, kind, world_settings(x->world), params, e)) != ERR_OK)
		return err;
	p.params = params;
	facts = facts_new(c->arena, x->shop, order.customer_id,
	    clock_now_ms(x->clock != NULL ? x->clock : clock_system()));
	if ((err = action_judge(facts, x->session, &p, &verdict, &facts_value, trace, e)) != ERR_OK)
		return err;
	if (json) {
		print_json_verdict(c, &verdict, facts_value, trace);
		return ERR_OK;
	}
	printf("%s\n\n", action_title(c->arena, &p));
	print_facts(facts_value);
	print_rows(trace);
	print_verdict(&verdict);
	return ERR_OK;
}

static enum err
read_kind(const char *name, enum action_kind *out, struct errinfo *e)
{
	const char *names[ACTION_KIND_COUNT], *near;

	if (action_kind_from(name, out))
		return ERR_OK;
	for (int i = 0; i < ACTION_KIND_COUNT; i++)
		names[i] = action_kind_name((enum action_kind)i);
	near = text_nearest(name, names, ACTION_KIND_COUNT);
	return err_set(e, ERR_USAGE, "--action knows no \"%.40s\"%s%s%s", name,
	    near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

static enum err
run_explain(struct call *c, struct errinfo *e)
{
	const char *action, *order_id;
	enum action_kind kind;
	struct counter x;
	bool json;
	enum err err;

	if ((err = call_need(c, "action", &action, e)) != ERR_OK ||
	    (err = read_kind(action, &kind, e)) != ERR_OK ||
	    (err = call_need(c, "order", &order_id, e)) != ERR_OK ||
	    (err = call_format(c, &json, e)) != ERR_OK || (err = counter_open(c, &x, e)) != ERR_OK)
		return err;
	err = explain(c, &x, kind, order_id, json, e);
	counter_close(&x);
	return err;
}

static const struct option explain_options[] = {
	{ .name = "world", .value = "DIR", .help = "the world (tarn-and-fell), at its own as_of" },
	{ .name = "action", .value = "KIND", .help = "refund, cancel, return, exchange, item_change, payment_change, address_change, discount, goodwill …" },
	{ .name = "order", .value = "ID", .help = "the order" },
	{ .name = "line", .value = "N", .help = "a line of it; none: all", .several = true },
	{ .name = "sku", .value = "SKU", .help = "what the line becomes (exchange, item_change)" },
	{ .name = "reason", .value = "WORD", .help = "changed_mind, damaged, faulty, wrong_item, not_arrived, late, price, ordered_by_mistake, other" },
	{ .name = "method", .value = "ID", .help = "a payment method of the customer" },
	{ .name = "amount", .value = "FIGURE", .help = "for discount and goodwill" },
	{ .name = "country", .value = "CC", .help = "of the new address (address_change)" },
	{ .name = "store", .value = "PATH", .help = "instead of a world: a store's records as they are now" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};

const struct subcommand subcommand_policy_explain = {
    .name = "policy explain",
    .words = "",
    .summary =
	"show how policy decides on an action: the facts, each row tried, the one that decided",
    .help = "Nothing is changed.",
    .examples =
	"  floorwalker policy explain --action refund --order TF-100101 --reason damaged\n"
	"  floorwalker policy explain --store shop.db --action cancel --order TF-100101 --format json\n",
    .options = explain_options,
    .run = run_explain,
};

struct fault_count {
	int errors, others;
	bool print_others;
};

static void
print_fault(void *context, const struct policy_fault *f)
{
	struct fault_count *n = context;

	if (f->error || n->print_others)
		printf("%s: %s\n", f->error ? "error" : "note", f->text);
	*(f->error ? &n->errors : &n->others) += 1;
}

static enum err
run_check(struct call *c, struct errinfo *e)
{
	struct fault_count n = { 0, 0, call_has(c, "notes") };
	struct world *world = NULL;
	const char *folder;
	enum err err;

	if ((err = world_folder_find(
		 c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e)) != ERR_OK ||
	    (err = world_load(folder, &world, e)) != ERR_OK)
		return err;
	err = policy_check(world_policy(world), print_fault, &n, e);
	if (err == ERR_OK)
		printf("%zu rules: %d error%s, %d note%s%s\n",
		    policy_rule_count(world_policy(world)), n.errors, n.errors == 1 ? "" : "s",
		    n.others, n.others == 1 ? "" : "s",
		    n.print_others || n.others == 0 ? "" : " (--notes lists them)");
	c->exit_code = n.errors > 0;
	world_free(&world);
	return err;
}

static const struct option check_options[] = {
	{ .name = "world", .value = "DIR", .help = "the world (tarn-and-fell)" },
	{ .name = "notes", .help = "also list where two rows of a table meet and the first decides" },
	{ .name = NULL },
};

const struct subcommand subcommand_policy_check = {
    .name = "policy check",
    .words = "",
    .summary = "find unreachable rows, gaps and overlaps in a world's decision tables",
    .help =
	"Exact over the typed columns; a jq column counts as one that may or may not hold. Exit code 1 where a row can never decide.",
    .examples = "  floorwalker policy check --world tarn-and-fell\n",
    .options = check_options,
    .run = run_check,
};
