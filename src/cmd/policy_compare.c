/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which decisions two policies make otherwise, and which rows never decide.
 */
#include <stdio.h>
#include <string.h>

#include "decisions.h"
#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"

#define CHANGES_MOST 2000
#define CONVERSATIONS 1000

/* Decisions that move from one rule to another. */
struct change {
	enum action_kind kind;
	const char *old_rule, *new_rule, *example;
	enum verdict_outcome old_outcome, new_outcome;
	int64_t count, amount;
};

struct comparison {
	const char *currency;
	struct change changes[CHANGES_MOST];
	size_t change_count;
	int64_t decisions, moved, moved_amount, renamed;
	int64_t count[3][3], amount[3][3];	/* old outcome, new outcome */
};

static enum err
gather(struct call *c, const struct world *w, struct decisions *d, struct errinfo *e)
{
	int64_t conversations, seed;
	const char *target;
	enum err err;

	if ((err = call_int(c, "scenarios", 0, 1000000, CONVERSATIONS, &conversations, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK)
		return err;
	if (call_has(c, "store"))
		return (err = call_need_store(c, &target, e)) != ERR_OK
		    ? err
		    : decisions_of_store(d, target, e);
	if (call_has(c, "scenarios") && conversations > 0 &&
	    (err = decisions_of_scenarios(d, c, w, conversations, (uint64_t)seed, e)) != ERR_OK)
		return err;
	return call_has(c, "scenarios") && !call_has(c, "orders") ? ERR_OK
								  : decisions_of_orders(d, w, e);
}

static struct change *
change_of(struct comparison *x, enum action_kind kind, const struct verdict *was,
    const struct verdict *is)
{
	for (size_t i = 0; i < x->change_count; i++) {
		struct change *c = &x->changes[i];

		if (c->kind == kind && text_is(c->old_rule, was->rule) &&
		    text_is(c->new_rule, is->rule) && c->old_outcome == was->outcome &&
		    c->new_outcome == is->outcome)
			return c;
	}
	if (x->change_count == CHANGES_MOST)
		return &x->changes[CHANGES_MOST - 1];
	x->changes[x->change_count] = (struct change){.kind = kind,
	    .old_rule = was->rule,
	    .new_rule = is->rule,
	    .old_outcome = was->outcome,
	    .new_outcome = is->outcome};
	return &x->changes[x->change_count++];
}

static enum err
compare(struct comparison *x, const struct decisions *d, struct policy_session *was,
    struct policy_session *is, struct errinfo *e)
{
	for (size_t i = 0; i < d->count; i++) {
		const struct decision *one = &d->items[i];
		struct verdict a, b;
		struct change *c;
		enum err err;

		if ((err = policy_decide(was, one->kind, one->facts, one->now_ms, &a, NULL, e)) != ERR_OK ||
		    (err = policy_decide(is, one->kind, one->facts, one->now_ms, &b, NULL, e)) != ERR_OK)
			return err_prefix(e, "%s", one->what);
		x->decisions += (int64_t)one->times;
		x->count[a.outcome][b.outcome] += (int64_t)one->times;
		x->amount[a.outcome][b.outcome] += one->amount * (int64_t)one->times;
		if (a.outcome == b.outcome) {
			x->renamed += text_is(a.rule, b.rule) ? 0 : (int64_t)one->times;
			continue;
		}
		x->moved += (int64_t)one->times;
		x->moved_amount += one->amount * (int64_t)one->times;
		c = change_of(x, one->kind, &a, &b);
		c->count += (int64_t)one->times;
		c->amount += one->amount * (int64_t)one->times;
		c->example = c->example == NULL ? one->what : c->example;
	}
	return ERR_OK;
}

static const char *
money(struct arena *a, int64_t minor, const char *currency)
{
	struct str s;
	const char *text;

	str_init(&s);
	money_print(&s, minor, currency, "en");
	text = arena_text_n(a, s.data, s.length);
	str_clear(&s);
	return text;
}

static const char *
rule_name(const char *rule)
{
	return text_is_empty(rule) ? "(no row)" : rule;
}

static void
print_text(struct call *c, const struct comparison *x)
{
	printf("%lld decisions, %lld go otherwise, worth %s; %lld more go the same way by another row\n",
	    (long long)x->decisions, (long long)x->moved,
	    money(c->arena, x->moved_amount, x->currency), (long long)x->renamed);
	for (int a = 0; a < 3; a++)
		for (int b = 0; b < 3; b++)
			if (a != b && x->count[a][b] > 0)
				printf("  %-7s -> %-7s %8lld  %s\n",
				    verdict_outcome_name((enum verdict_outcome)a),
				    verdict_outcome_name((enum verdict_outcome)b),
				    (long long)x->count[a][b],
				    money(c->arena, x->amount[a][b], x->currency));
	for (size_t i = 0; i < x->change_count; i++) {
		const struct change *one = &x->changes[i];

		printf("\n%s: %s (%s) -> %s (%s)\n  %lld decisions, %s, such as %s\n",
		    action_kind_name(one->kind), rule_name(one->old_rule),
		    verdict_outcome_name(one->old_outcome), rule_name(one->new_rule),
		    verdict_outcome_name(one->new_outcome), (long long)one->count,
		    money(c->arena, one->amount, x->currency), one->example);
	}
}

static void
print_as_json(struct call *c, const struct comparison *x)
{
	struct value *v = value_map(c->arena), *list, *m;

	value_set_int(v, "decisions", x->decisions);
	value_set_int(v, "changed", x->moved);
	value_set_int(v, "changed_amount", x->moved_amount);
	value_set_int(v, "same_by_another_row", x->renamed);
	value_set_text(v, "currency", x->currency);
	list = value_set_list(v, "changes");
	for (size_t i = 0; i < x->change_count; i++) {
		const struct change *one = &x->changes[i];

		m = value_add_map(list);
		value_set_text(m, "action", action_kind_name(one->kind));
		value_set_text(m, "old_rule", one->old_rule);
		value_set_text(m, "old", verdict_outcome_name(one->old_outcome));
		value_set_text(m, "new_rule", one->new_rule);
		value_set_text(m, "new", verdict_outcome_name(one->new_outcome));
		value_set_int(m, "count", one->count);
		value_set_int(m, "amount", one->amount);
		value_set_text(m, "example", one->example);
	}
	print_json(v);
}

static enum err
open_world(struct call *c, struct world **w, struct errinfo *e)
{
	const char *folder;
	enum err err = world_folder_find(c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e);

	return err != ERR_OK ? err : world_load(folder, w, e);
}

static enum err
run_compare(struct call *c, struct errinfo *e)
{
	struct comparison *x = arena_alloc(c->arena, sizeof(*x));
	struct policy *was = NULL, *is = NULL;
	struct policy_session *before = NULL, *after = NULL;
	struct world *w = NULL;
	struct decisions d;
	bool json;
	enum err err;

	memset(x, 0, sizeof(*x));
	decisions_init(&d, c->arena);
	if ((err = call_format(c, &json, e)) == ERR_OK && (err = open_world(c, &w, e)) == ERR_OK) {
		x->currency = world_settings(w)->currency;
		if ((err = policy_open(c, c->words[0], x->currency, &was, e)) == ERR_OK &&
		    (err = policy_open(c, c->words[1], x->currency, &is, e)) == ERR_OK &&
		    (err = policy_session_new(was, &before, e)) == ERR_OK &&
		    (err = policy_session_new(is, &after, e)) == ERR_OK &&
		    (err = gather(c, w, &d, e)) == ERR_OK &&
		    (err = compare(x, &d, before, after, e)) == ERR_OK) {
			if (json)
				print_as_json(c, x);
			else
				print_text(c, x);
		}
	}
	policy_session_free(&before);
	policy_session_free(&after);
	policy_free(&was);
	policy_free(&is);
	world_free(&w);
	return err;
}

#define SOURCE_OPTIONS \
	{ .name = "world", .value = "WORLD", .help = "whose orders, scenarios and currency (tarn-and-fell)" }, \
	{ .name = "scenarios", .value = "N", .help = "decisions of N simulated conversations, with those of every order only where --orders is given too" }, \
	{ .name = "orders", .help = "every order of the world, with every action, reason, line and amount (where nothing else is asked for)" }, \
	{ .name = "seed", .value = "S", .help = "of the conversations (1)" }, \
	{ .name = "format", .value = "text|json", .help = "text" }

static const struct option compare_options[] = {SOURCE_OPTIONS,
    {.name = "store", .value = "PATH", .help = "the actions on record in a store, on the facts that they were first decided on"},
    {.name = NULL}};

const struct subcommand subcommand_policy_compare = {
    .name = "policy compare",
    .words = "OLD NEW",
    .least = 2,
    .most = 2,
    .summary = "which decisions go otherwise under other rules, in number and money",
    .help =
	"OLD and NEW are worlds, or folders of decision tables. The same facts are put to both; what is decided otherwise is listed by the rows that\n"
	"decided, with its number, the sum of its amounts and an example. Nothing is changed.",
    .examples =
	"  floorwalker policy compare scenarios/worlds/tarn-and-fell ./next-policy\n"
	"  floorwalker policy compare ./policy ./next-policy --store shop.db --format json\n"
	"  floorwalker policy compare ./policy ./next-policy --scenarios 5000\n",
    .options = compare_options,
    .run = run_compare,
};

/* ---- rows that never decided */

static enum err
count_rules(struct call *c, const struct policy *p, const struct decisions *d, int64_t *counts,
    struct errinfo *e)
{
	struct policy_session *s;
	enum err err = policy_session_new(p, &s, e);

	(void)c;
	for (size_t i = 0; err == ERR_OK && i < d->count; i++) {
		const struct decision *one = &d->items[i];
		struct verdict v;

		err = policy_decide(s, one->kind, one->facts, one->now_ms, &v, NULL, e);
		for (size_t k = 0; err == ERR_OK && k < policy_rule_count(p); k++)
			if (text_is(policy_rule_id(p, k), v.rule))
				counts[k] += (int64_t)one->times;
	}
	policy_session_free(&s);
	return err;
}

static void
print_cover(struct call *c, const struct policy *p, const int64_t *counts, int64_t decisions,
    bool json)
{
	struct value *v = value_map(c->arena), *rows = value_set_list(v, "rows");
	size_t never = 0;

	for (size_t k = 0; k < policy_rule_count(p); k++) {
		struct value *row = value_add_map(rows);

		value_set_text(row, "rule", policy_rule_id(p, k));
		value_set_int(row, "decided", counts[k]);
		never += counts[k] == 0;
	}
	value_set_int(v, "decisions", decisions);
	value_set_int(v, "never", (int64_t)never);
	if (json) {
		print_json(v);
		return;
	}
	for (size_t k = 0; k < policy_rule_count(p); k++) {
		const char *file;
		int line, column;

		if (counts[k] == 0 && policy_rule_cite(p, k, &file, &line, &column) != NULL)
			printf("never: %s (%s)\n", policy_rule_id(p, k), file);
		else if (call_has(c, "all"))
			printf("%8lld  %s\n", (long long)counts[k], policy_rule_id(p, k));
	}
	printf("%zu rows, %lld decisions, %zu rows never decided\n", policy_rule_count(p),
	    (long long)decisions, never);
}

static enum err
run_cover(struct call *c, struct errinfo *e)
{
	struct world *w = NULL;
	struct decisions d;
	int64_t *counts;
	bool json;
	enum err err;

	decisions_init(&d, c->arena);
	if ((err = call_format(c, &json, e)) == ERR_OK && (err = open_world(c, &w, e)) == ERR_OK &&
	    (err = gather(c, w, &d, e)) == ERR_OK) {
		const struct policy *p = world_policy(w);

		counts = arena_alloc(c->arena, (policy_rule_count(p) + 1) * sizeof(*counts));
		memset(counts, 0, (policy_rule_count(p) + 1) * sizeof(*counts));
		if ((err = count_rules(c, p, &d, counts, e)) == ERR_OK)
			print_cover(c, p, counts, d.made, json);
	}
	world_free(&w);
	return err;
}

static const struct option cover_options[] = {
    SOURCE_OPTIONS, {.name = "all", .help = "list the other rows too, with how often each decided"}, {.name = NULL}};

const struct subcommand subcommand_policy_cover = {
    .name = "policy cover",
    .words = "",
    .summary = "list the rows that never decided on any order or simulated conversation",
    .help =
	"A row that never decides may be dead, mistyped or only rare. policy check tells which can't decide at all; this tells which didn't.",
    .examples = "  floorwalker policy cover\n  floorwalker policy cover --world ./my-shop --orders --scenarios 5000 --all\n",
    .options = cover_options,
    .run = run_cover,
};
