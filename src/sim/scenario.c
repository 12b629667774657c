/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario.h"

#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

static const char *const proof_names[] = {
    "order_number", "email", "postcode", "name", "wrong_email", "wrong_postcode"};
static const char *const opening_names[] = { "partial", "full", "vague" };
static const char *const confirm_names[] = { "yes", "no", "change_of_mind" };
static const char *const correction_names[] = { "nothing", "line", "order" };
static const char *const settle_names[] = { "none", "refund", "return", "exchange", "cancel" };
static const char *const no_yes_names[] = { "no", "yes" };
static const char *const new_price_names[] = { "any", "same", "dearer", "cheaper" };
static const char *const new_stock_names[] = { "in", "out" };
static const char *const amount_names[] = { "any", "line", "order", "none" };
static const char *const lines_names[] = { "line", "all" };
static const char *const end_names[] = { "contain", "escalate" };
static const char *const approver_names[] = { "approve", "deny" };
static const char *const told_names[] = {"status", "tracking", "carrier", "promised",
    "delivered_on", "shipped_on", "order_total", "line_price", "refunded", "price", "stock",
    "restock", "product", "gift_balance", "attribute"};
static const char *const hard_names[] = {"several_wishes", "correction", "missing_fact",
    "policy_edge", "furious", "typos", "detour", "vague", "change_of_mind", "wrong_proof"};

_Static_assert(COUNT(proof_names) == PROOF_COUNT, "a name for each proof");
_Static_assert(COUNT(told_names) == TOLD_COUNT, "a name for each fact");

const char *
told_name(enum told_fact t)
{
	return told_names[t];
}

bool
scenario_is_hard(const struct scenario *s, const char *how)
{
	for (size_t i = 0; i < s->hard_count; i++)
		if (how == NULL || text_is(s->hard[i], how))
			return true;
	return false;
}

/* A word out of a list of names; absent: otherwise. */
static enum err
read_word(const struct value *map, const char *key, const char *const *names, size_t count,
    size_t otherwise, size_t *out, struct errinfo *e)
{
	const struct value *v = value_get(map, key);
	const char *near;

	*out = otherwise;
	if (v == NULL)
		return ERR_OK;
	for (size_t i = 0; i < count; i++) {
		/* YAML's core schema has no yes and no as booleans, so the written text decides. */
		if (text_is(value_source_text(v), names[i])) {
			*out = i;
			return ERR_OK;
		}
	}
	near = text_nearest(value_source_text(v), names, count);
	return value_err(e, ERR_INPUT, v, "%s can't be \"%s\"%s%s%s", key, value_source_text(v),
	    near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
	    near != NULL ? "\"?" : "");
}

static enum err
read_texts(struct arena *a, const struct value *map, const char *key, const char *const **out,
    size_t *count, struct errinfo *e)
{
	const struct value *v = value_get(map, key);
	const char **texts;

	*out = NULL;
	*count = 0;
	if (v == NULL)
		return ERR_OK;
	if (value_kind(v) != VALUE_LIST)
		return value_err(e, ERR_INPUT, v, "%s is a list", key);
	texts = arena_alloc(a, (value_count(v) + 1) * sizeof(*texts));
	for (size_t i = 0; i < value_count(v); i++) {
		if (value_kind(value_at(v, i)) != VALUE_TEXT)
			return value_err(e, ERR_INPUT, value_at(v, i), "%s holds texts", key);
		texts[i] = arena_text(a, value_as_text(value_at(v, i), ""));
	}
	*out = texts;
	*count = value_count(v);
	return ERR_OK;
}

/* A list of words, each known; sets flags[i]. */
static enum err
read_flags(const struct value *map, const char *key, const char *const *names, size_t count,
    bool *flags, struct errinfo *e)
{
	const struct value *list = value_get(map, key);

	for (size_t i = 0; i < value_count(list); i++) {
		const char *word = value_as_text(value_at(list, i), "");
		size_t n = 0;

		while (n < count && !text_is(names[n], word))
			n++;
		if (n == count)
			return value_err(
			    e, ERR_INPUT, value_at(list, i), "%s knows no \"%s\"", key, word);
		flags[n] = true;
	}
	return ERR_OK;
}

static enum err
read_new(struct arena *a, const struct value *v, struct goal *g, struct errinfo *e)
{
	static const char *const keys[] = { "option", "price", "stock" };
	size_t n;
	enum err err;

	g->new_option = "";
	if (v == NULL)
		return ERR_OK;
	if ((err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK)
		return err;
	g->new_option = arena_text(a, value_get_text(v, "option"));
	if (*g->new_option == '\0')
		return value_err(e, ERR_INPUT, v,
		    "new needs option: the one in which the wanted variant differs, or any");
	if ((err = read_word(v, "price", new_price_names, COUNT(new_price_names), NEW_PRICE_ANY, &n,
		 e)) != ERR_OK)
		return err;
	g->new_price = (enum new_price)n;
	err = read_word(v, "stock", new_stock_names, COUNT(new_stock_names), 0, &n, e);
	g->new_out_of_stock = n == 1;
	return err;
}

static enum err
read_goal(struct arena *a, const struct value *v, struct goal *g, struct errinfo *e)
{
	static const char *const keys[] = {
	    "want", "reason", "lines", "opening", "correct", "confirm", "settle", "person", "new",
	    "fallback"};
	size_t lines, opening, correct, confirm, settle, person;
	enum err err;

	if ((err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK)
		return err;
	g->source = v;
	g->want = arena_text(a, value_get_text(v, "want"));
	if (*g->want == '\0')
		return value_err(e, ERR_INPUT, v, "a goal needs want: what the shopper asks for");
	g->reason = arena_text(a, value_get_text(v, "reason"));
	if ((err = read_word(v, "lines", lines_names, COUNT(lines_names), 0, &lines, e)) !=
		ERR_OK ||
	    (err = read_word(v, "opening", opening_names, COUNT(opening_names), OPENING_PARTIAL,
		 &opening, e)) != ERR_OK ||
	    (err = read_word(v, "correct", correction_names, COUNT(correction_names),
		 CORRECT_NOTHING, &correct, e)) != ERR_OK ||
	    (err = read_word(v, "confirm", confirm_names, COUNT(confirm_names), CONFIRM_YES,
		 &confirm, e)) != ERR_OK ||
	    (err = read_word(v, "settle", settle_names, COUNT(settle_names), 0, &settle, e)) !=
		ERR_OK ||
	    (err = read_word(v, "person", no_yes_names, COUNT(no_yes_names), 0, &person, e)) !=
		ERR_OK)
		return err;
	g->all_lines = lines == 1;
	g->opening = (enum goal_opening)opening;
	g->correct = (enum correction)correct;
	g->confirm = (enum confirm)confirm;
	g->settle = settle_names[settle];
	g->takes_person = person == 1;
	return read_new(a, value_get(v, "new"), g, e);
}

/* The fall-back of the i-th goal goes behind all others: a want with all else as in the goal, or a goal
 * of its own. */
static enum err
read_fallback(struct arena *a, struct scenario *s, size_t i, struct errinfo *e)
{
	const struct value *v = value_get(s->goals[i].source, "fallback");
	struct goal *g = &s->goals[s->goal_count];
	enum err err;

	if (v == NULL)
		return ERR_OK;
	if (s->goal_count == GOALS_MOST)
		return value_err(e, ERR_INPUT, v,
		    "a shopper has %d goals at most, those to fall back on among them",
		    GOALS_MOST);
	if (value_kind(v) == VALUE_TEXT) {
		*g = s->goals[i];
		g->want = arena_text(a, value_as_text(v, ""));
		g->settle = settle_names[0];
		g->correct = CORRECT_NOTHING;
	} else if (value_get(v, "new") != NULL)
		return value_err(e, ERR_INPUT, value_get(v, "new"),
		    "a shopper has one new variant in mind: 'new' can't stand in what they fall back on");
	else if ((err = read_goal(a, v, g, e)) != ERR_OK)
		return err;
	g->source = v;
	g->is_fallback = true;
	s->goals[i].fallback = s->goal_count++;
	return ERR_OK;
}

static enum err
read_goals(struct arena *a, const struct value *goals, struct scenario *s, struct errinfo *e)
{
	size_t count = s->goal_count = value_count(goals);
	enum err err = ERR_OK;

	s->goals = arena_alloc(a, GOALS_MOST * sizeof(*s->goals));
	for (size_t i = 0; err == ERR_OK && i < count; i++)
		err = read_goal(a, value_at(goals, i), &s->goals[i], e);
	for (size_t i = 0; err == ERR_OK && i < s->goal_count; i++)	/* one may have its own */
		err = read_fallback(a, s, i, e);
	return err;
}

static enum err
read_shopper(struct arena *a, const struct value *v, struct scenario *s, struct errinfo *e)
{
	static const char *const keys[] = { "proof", "patience", "goals" };
	const struct value *goals = value_get(v, "goals");
	enum err err;

	if ((err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK)
		return err;
	if ((err = read_flags(v, "proof", proof_names, COUNT(proof_names), s->proofs, e)) != ERR_OK)
		return err;
	s->patience = value_get_int(v, "patience", 14);
	if (s->patience < 1 || s->patience > 100)
		return value_err(
		    e, ERR_INPUT, value_get(v, "patience"), "patience is 1 to 100 messages");
	if (value_count(goals) == 0 || value_count(goals) > GOALS_MOST)
		return value_err(
		    e, ERR_INPUT, v, "shopper.goals needs 1 to %d goals", GOALS_MOST);
	return read_goals(a, goals, s, e);
}

static enum err
read_amount(
    const struct value *v, const char *currency, struct expected_action *x, struct errinfo *e)
{
	const struct value *amount = value_get(v, "amount");
	size_t n = 0;

	if (amount == NULL)
		return ERR_OK;
	while (n < COUNT(amount_names) && !text_is(amount_names[n], value_source_text(amount)))
		n++;
	x->amount = (enum expected_amount)n;
	if (n < COUNT(amount_names))
		return ERR_OK;
	x->amount = AMOUNT_FIGURE;
	if (!money_parse(value_source_text(amount), currency, &x->figure))
		return value_err(e, ERR_INPUT, amount,
		    "amount is line, order, none or a figure in %s, not \"%s\"", currency,
		    value_source_text(amount));
	return ERR_OK;
}

static enum err
read_action(
    const struct value *v, const char *currency, struct expected_action *x, struct errinfo *e)
{
	static const char *const keys[] = { "kind", "state", "verdict", "amount" };
	enum err err;

	if ((err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK)
		return err;
	if (!action_kind_from(value_get_text(v, "kind"), &x->kind))
		return value_err(
		    e, ERR_INPUT, v, "no kind of action \"%s\"", value_get_text(v, "kind"));
	x->state = ACTION_DONE;
	if (value_get(v, "state") != NULL &&
	    !action_state_from(value_get_text(v, "state"), &x->state))
		return value_err(e, ERR_INPUT, value_get(v, "state"), "no state of actions \"%s\"",
		    value_get_text(v, "state"));
	x->has_verdict = value_get(v, "verdict") != NULL;
	if (x->has_verdict && !verdict_outcome_from(value_get_text(v, "verdict"), &x->verdict))
		return value_err(
		    e, ERR_INPUT, value_get(v, "verdict"), "a verdict is approve, deny or human");
	return read_amount(v, currency, x, e);
}

static enum err
read_end(struct arena *a, const struct value *v, const char *currency, struct scenario *s,
    struct errinfo *e)
{
	static const char *const keys[] = { "actions", "told", "cites" };
	const struct value *actions = value_get(v, "actions");
	enum err err;

	if (v == NULL)
		return ERR_OK;
	if ((err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK)
		return err;
	if ((err = read_flags(v, "told", told_names, COUNT(told_names), s->told, e)) != ERR_OK)
		return err;
	if ((err = read_texts(a, v, "cites", &s->cites, &s->cite_count, e)) != ERR_OK)
		return err;
	s->action_count = value_count(actions);
	s->actions = arena_alloc(a, (s->action_count + 1) * sizeof(*s->actions));
	for (size_t i = 0; i < s->action_count; i++)
		if ((err = read_action(value_at(actions, i), currency, &s->actions[i], e)) !=
		    ERR_OK)
			return err;
	return ERR_OK;
}

static enum err
read_bind(struct arena *a, const struct value *v, const char *currency, struct scenario *s,
    struct errinfo *e)
{
	static const char *const keys[] = { "order", "line", "product", "variant" };
	enum err err;

	if (v == NULL)
		return ERR_OK;
	if ((err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK)
		return err;
	s->binds_order = value_get(v, "order") != NULL || value_get(v, "line") != NULL;
	s->binds_product = value_get(v, "product") != NULL || value_get(v, "variant") != NULL;
	if ((err = condition_read(a, value_get(v, "order"), order_traits, order_trait_count,
		 currency, &s->order, e)) != ERR_OK ||
	    (err = condition_read(a, value_get(v, "line"), line_traits, line_trait_count, currency,
		 &s->line, e)) != ERR_OK ||
	    (err = condition_read(a, value_get(v, "product"), product_traits, product_trait_count,
		 currency, &s->product, e)) != ERR_OK ||
	    (err = condition_read(a, value_get(v, "variant"), variant_traits, variant_trait_count,
		 currency, &s->variant, e)) != ERR_OK)
		return err;
	return ERR_OK;
}

static enum err
read_head(
    struct arena *a, const struct value *v, const char *path, struct scenario *s, struct errinfo *e)
{
	const char *base = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
	size_t n;
	enum err err;

	s->file = arena_text(a, path);
	s->name = arena_text(a, value_get_text(v, "scenario"));
	if (strncmp(base, s->name, strlen(s->name)) != 0 ||
	    !text_is(base + strlen(s->name), ".yaml"))
		return value_err(e, ERR_INPUT, v,
		    "scenario: must be the file's name without .yaml, not \"%s\"", s->name);
	s->title = arena_text(a, value_get_text(v, "title"));
	s->language = arena_text(a, value_as_text(value_get(v, "language"), "en"));
	if (value_get(v, "expect") == NULL)
		return value_err(e, ERR_INPUT, v, "expect: contain or escalate is missing");
	if ((err = read_word(v, "expect", end_names, COUNT(end_names), 0, &n, e)) != ERR_OK)
		return err;
	s->contain = n == 0;
	if (!s->contain &&
	    (!handoff_reason_from(value_get_text(v, "reason"), &s->reason) ||
		s->reason == HANDOFF_NONE))
		return value_err(
		    e, ERR_INPUT, v, "expect: escalate needs reason: one of the hand-off reasons");
	if ((err = read_word(v, "approver", approver_names, COUNT(approver_names), 0, &n, e)) !=
	    ERR_OK)
		return err;
	s->approver_denies = n == 1;
	s->weight = value_get_real(v, "weight", 1);
	if (!(s->weight > 0 && s->weight <= 1000))
		return value_err(
		    e, ERR_INPUT, value_get(v, "weight"), "weight is above 0 and at most 1000");
	return ERR_OK;
}

static enum err
check_hard(const struct value *v, const struct scenario *s, struct errinfo *e)
{
	for (size_t i = 0; i < s->hard_count; i++) {
		size_t n = 0;

		while (n < COUNT(hard_names) && !text_is(hard_names[n], s->hard[i]))
			n++;
		if (n == COUNT(hard_names))
			return value_err(e, ERR_INPUT, value_at(value_get(v, "hard"), i),
			    "hard knows no \"%s\"", s->hard[i]);
	}
	return ERR_OK;
}

enum err
scenario_load(
    struct arena *a, const char *path, const char *currency, struct scenario *s, struct errinfo *e)
{
	static const char *const keys[] = {"scenario", "title", "language", "expect", "reason",
	    "hard", "personas", "weight", "bind", "shopper", "approver", "end"};
	struct value *v;
	enum err err;

	memset(s, 0, sizeof(*s));
	if ((err = value_load(a, path, &v, e)) != ERR_OK)
		return err;
	if ((err = value_check_keys(v, keys, COUNT(keys), e)) != ERR_OK ||
	    (err = read_head(a, v, path, s, e)) != ERR_OK ||
	    (err = read_texts(a, v, "hard", &s->hard, &s->hard_count, e)) != ERR_OK ||
	    (err = check_hard(v, s, e)) != ERR_OK ||
	    (err = read_texts(a, v, "personas", &s->personas, &s->persona_count, e)) != ERR_OK ||
	    (err = read_bind(a, value_get(v, "bind"), currency, s, e)) != ERR_OK ||
	    (err = read_end(a, value_get(v, "end"), currency, s, e)) != ERR_OK)
		return err;
	s->personas_source = value_get(v, "personas");
	if (value_get(v, "shopper") == NULL)
		return value_err(e, ERR_INPUT, v, "shopper: is missing");
	return read_shopper(a, value_get(v, "shopper"), s, e);
}

bool
scenario_approves(const struct scenario *s, enum action_kind kind)
{
	for (size_t i = 0; i < s->action_count; i++)
		if (s->actions[i].kind == kind && s->actions[i].has_verdict &&
		    s->actions[i].verdict == VERDICT_HUMAN)
			return !s->approver_denies;
	return false;
}
