/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cases kept beside the rules, decided and held against what they expect.
 */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"
#include "floorwalker/shop/actions.h"
#include "floorwalker/world.h"

#define CASES_MOST 10000

struct bench {
	struct call *c;
	struct world *world;
	struct clock *clock;
	struct store *store;
	struct shop *shop;
	struct policy_session *session;
	int64_t passed, failed;
	struct value *results;
};

/* Amounts are written as money, and are minor units to policy. */
static enum err
copy_facts(struct bench *b, const struct value *from, struct value *to, struct errinfo *e)
{
	if (from != NULL && value_kind(from) != VALUE_MAP)
		return value_err(e, ERR_INPUT, from, "facts are a map: {days_since_delivery: 3}");
	for (size_t i = 0; i < value_count(from); i++) {
		const char *key = value_key_at(from, i);
		const struct value *v = value_at(from, i);
		int64_t minor;

		if (!policy_fact_is_money(key)) {
			value_set(to, key, value_copy(b->c->arena, v));
			continue;
		}
		if (!money_parse(value_source_text(v), world_settings(b->world)->currency, &minor))
			return value_err(e, ERR_INPUT, v, "%s is an amount, such as 12.50", key);
		value_set_int(to, key, minor);
	}
	return ERR_OK;
}

static enum err
decide_facts(struct bench *b, const struct value *given, const struct value *x,
    enum action_kind kind, struct verdict *out, struct errinfo *e)
{
	struct value *facts = value_map(b->c->arena);
	enum err err;

	value_set_text(facts, "action", action_kind_name(kind));
	if ((err = copy_facts(b, given, facts, e)) != ERR_OK ||
	    (err = copy_facts(b, value_get(x, "facts"), facts, e)) != ERR_OK)
		return err;
	err = policy_decide(b->session, kind, facts, world_settings(b->world)->as_of_ms, out, NULL, e);
	return err == ERR_OK ? ERR_OK : value_err(e, err, x, "%s", arena_text(b->c->arena, e->text));
}

/* An order of the world, at its as_of. */
static enum err
decide_order(struct bench *b, const struct value *x, enum action_kind kind, struct verdict *out,
    struct errinfo *e)
{
	struct action_proposal p = {.kind = kind, .order_id = value_get_text(x, "order")};
	const struct value *with = value_get(x, "with");
	struct value *params = value_map(b->c->arena);
	struct facts *facts;
	struct order order;
	enum err err;

	for (size_t i = 0; i < value_count(with); i++) {
		const char *key = value_key_at(with, i);
		int64_t minor;

		if (!text_is(key, "amount"))
			value_set(params, key, value_copy(b->c->arena, value_at(with, i)));
		else if (money_parse(value_source_text(value_at(with, i)),
			     world_settings(b->world)->currency, &minor))
			value_set_int(params, key, minor);
		else
			return value_err(
			    e, ERR_INPUT, value_at(with, i), "amount is one such as 12.50");
	}
	value_set_text(params, "order", p.order_id);
	p.params = params;
	if ((err = shop_order(b->shop, b->c->arena, p.order_id, &order, e)) != ERR_OK)
		return value_err(e, ERR_INPUT, x, "there is no order %.40s in this world", p.order_id);
	facts = facts_new(b->c->arena, b->shop, order.customer_id, world_settings(b->world)->as_of_ms);
	err = action_judge(facts, b->session, &p, out, NULL, NULL, e);
	return err == ERR_OK ? ERR_OK : value_err(e, ERR_INPUT, x, "%s", arena_text(b->c->arena, e->text));
}

static bool
same_offer(const struct value *wanted, const struct verdict *v)
{
	if (value_count(wanted) != v->offer_count)
		return false;
	for (size_t i = 0; i < v->offer_count; i++)
		if (!text_is(value_as_text(value_at(wanted, i), ""), v->offer[i]))
			return false;
	return true;
}

static void
hold(struct bench *b, const char *file, const struct value *x, const struct verdict *v)
{
	const char *expect = value_get_text(x, "expect"), *rule = value_get_text(x, "rule"),
		   *name = value_get_text(x, "name"), *outcome = verdict_outcome_name(v->outcome);
	const struct value *offer = value_get(x, "offer");
	bool ok = text_is(expect, outcome) && (text_is_empty(rule) || text_is(rule, v->rule)) &&
	    (offer == NULL || same_offer(offer, v));
	struct value *out = value_add_map(b->results);

	*(ok ? &b->passed : &b->failed) += 1;
	value_set_bool(out, "ok", ok);
	value_set_text(out, "file", file);
	value_set_int(out, "line", value_line(x));
	value_set_text(out, "name", name);
	value_set_text(out, "action", value_get_text(x, "action"));
	value_set_text(out, "expected", expect);
	value_set_text(out, "expected_rule", rule);
	value_set_text(out, "got", outcome);
	value_set_text(out, "got_rule", v->rule);
}

static enum err
run_case(struct bench *b, const char *file, const struct value *given, const struct value *x,
    struct errinfo *e)
{
	static const char *const keys[] = {
	    "name", "action", "facts", "order", "with", "expect", "rule", "offer"};
	enum verdict_outcome outcome;
	enum action_kind kind;
	struct verdict v;
	enum err err;

	if ((err = value_check_keys(x, keys, 8, e)) != ERR_OK)
		return err;
	if (!action_kind_from(value_get_text(x, "action"), &kind))
		return value_err(e, ERR_INPUT, x, "action is missing or no kind of action");
	if (!verdict_outcome_from(value_get_text(x, "expect"), &outcome))
		return value_err(e, ERR_INPUT, x, "expect is approve, deny or human");
	if ((value_get(x, "facts") == NULL) == (value_get(x, "order") == NULL))
		return value_err(e, ERR_INPUT, x,
		    "a case has either facts, or an order of the world (and with: its lines, reason …)");
	err = value_get(x, "order") != NULL ? decide_order(b, x, kind, &v, e)
					    : decide_facts(b, given, x, kind, &v, e);
	if (err == ERR_OK)
		hold(b, file, x, &v);
	return err;
}

static enum err
run_file(struct bench *b, const char *file, struct errinfo *e)
{
	static const char *const keys[] = {"given", "cases"};
	const struct value *cases;
	struct value *v;
	enum err err;

	if ((err = value_load(b->c->arena, file, &v, e)) != ERR_OK ||
	    (err = value_check_keys(v, keys, 2, e)) != ERR_OK)
		return err;
	cases = value_get(v, "cases");
	if (value_kind(cases) != VALUE_LIST || value_count(cases) == 0)
		return value_err(e, ERR_INPUT, cases != NULL ? cases : v, "cases is a list");
	if (value_count(cases) > CASES_MOST)
		return value_err(e, ERR_LIMIT, cases, "more than %d cases", CASES_MOST);
	for (size_t i = 0; err == ERR_OK && i < value_count(cases); i++)
		err = run_case(b, file, value_get(v, "given"), value_at(cases, i), e);
	return err;
}

static enum err
run_files(struct bench *b, struct errinfo *e)
{
	const char *folder = file_join(
	    b->c->arena, file_join(b->c->arena, world_folder(b->world), "policy"), "cases");
	const char **names;
	size_t count;
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < b->c->word_count; i++)
		err = run_file(b, b->c->words[i], e);
	if (b->c->word_count > 0)
		return err;
	if (!file_is_folder(folder))
		return err_set(e, ERR_NOT_FOUND,
		    "%s: there are no cases; name a file, or make the folder", folder);
	if ((err = file_list(b->c->arena, folder, ".yaml", &names, &count, e)) != ERR_OK)
		return err;
	for (size_t i = 0; err == ERR_OK && i < count; i++)
		err = run_file(b, file_join(b->c->arena, folder, names[i]), e);
	return err;
}

static void
print_text(const struct bench *b)
{
	for (size_t i = 0; i < value_count(b->results); i++) {
		const struct value *x = value_at(b->results, i);

		if (value_get_bool(x, "ok", false))
			continue;
		printf("%s:%lld: %s%s%s: expected %s%s%s, got %s by %s\n", value_get_text(x, "file"),
		    (long long)value_get_int(x, "line", 0), value_get_text(x, "action"),
		    text_is_empty(value_get_text(x, "name")) ? "" : ", ", value_get_text(x, "name"),
		    value_get_text(x, "expected"),
		    text_is_empty(value_get_text(x, "expected_rule")) ? "" : " by ",
		    value_get_text(x, "expected_rule"), value_get_text(x, "got"),
		    text_is_empty(value_get_text(x, "got_rule")) ? "no row"
								 : value_get_text(x, "got_rule"));
	}
	printf("%lld of %lld cases as expected\n", (long long)b->passed,
	    (long long)(b->passed + b->failed));
}

static enum err
open_bench(struct bench *b, struct errinfo *e)
{
	struct store_options how = {.create = true};
	const char *folder;
	enum err err;

	if ((err = world_folder_find(
		 b->c->arena, call_text(b->c, "world", "tarn-and-fell"), &folder, e)) != ERR_OK ||
	    (err = world_load(folder, &b->world, e)) != ERR_OK ||
	    (err = store_open("memory:", &how, &b->store, e)) != ERR_OK)
		return err;
	b->clock = clock_virtual_new(world_settings(b->world)->as_of_ms);
	if ((err = shop_embedded_new(b->store, world_records(b->world), world_settings(b->world),
		 b->clock, &b->shop, e)) != ERR_OK)
		return err;
	return policy_session_new(world_policy(b->world), &b->session, e);
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct bench b = {.c = c};
	struct value *out = value_map(c->arena);
	bool json;
	enum err err;

	b.results = value_set_list(out, "cases");
	if ((err = call_format(c, &json, e)) == ERR_OK && (err = open_bench(&b, e)) == ERR_OK &&
	    (err = run_files(&b, e)) == ERR_OK) {
		value_set_int(out, "passed", b.passed);
		value_set_int(out, "failed", b.failed);
		if (json)
			print_json(out);
		else
			print_text(&b);
		c->exit_code = b.failed > 0;
	}
	policy_session_free(&b.session);
	shop_free(&b.shop);
	store_close(&b.store);
	clock_free(&b.clock);
	world_free(&b.world);
	return err;
}

static const struct option options[] = {
	{ .name = "world", .value = "WORLD", .help = "the world (tarn-and-fell)" },
	{ .name = "format", .value = "text|json", .help = "text" },
	{ .name = NULL },
};

const struct subcommand subcommand_policy_test = {
    .name = "policy test",
    .words = "[CASES.yaml…]",
    .most = 1000,
    .summary = "decide the cases kept beside a world's rules, and tell which go otherwise",
    .help =
	"Cases are facts, or an order of the world with what is asked of it, and the outcome (and row, and alternatives) that they should have; format in doc/worlds.md.\n"
	"Without a file, those in WORLD/policy/cases. Exit code 1 where a case goes otherwise.",
    .examples = "  floorwalker policy test\n  floorwalker policy test --world ./my-shop ours.yaml\n",
    .options = options,
    .run = run,
};
