/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Expectations against what was seen.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/expr.h"
#include "floorwalker/model/money.h"
#include "floorwalker/store.h"
#include "suite.h"

/* One expectation being looked at. */
struct look {
	struct replay_stage *stage;
	struct arena *a;
	const struct talk *talk;
	const struct seen *seen;
	const struct check *check;
	const struct value *turn;	/* of the record, or its end */
	size_t number;			/* of the turn; 0: the end */
	bool follows;			/* something failed in a turn before: it may come of that */
	const char *expected, *got;	/* set where it doesn't hold */
};

static const char *
join(struct arena *a, const struct value *v, const char *between)
{
	const char *out = "";

	for (size_t i = 0; i < replay_word_count(v); i++)
		out = arena_printf(a, "%s%s%s", out, i > 0 ? between : "", replay_word_at(v, i));
	return out;
}

static const char *
listed(struct arena *a, const struct value *list)
{
	const char *out = "";

	for (size_t i = 0; i < value_count(list); i++)
		out = arena_printf(a, "%s%s%s", out, i > 0 ? ", " : "", value_as_text(value_at(list, i), "?"));
	return value_count(list) == 0 ? "none" : out;
}

static bool
differs(struct look *x, const char *expected, const char *got)
{
	x->expected = expected;
	x->got = text_is_empty(got) ? "nothing" : got;
	return false;
}

/* One of the words that are wanted. */
static bool
one_of(struct look *x, const char *got)
{
	for (size_t i = 0; i < replay_word_count(x->check->want); i++)
		if (text_is(replay_word_at(x->check->want, i), got))
			return true;
	return differs(x, join(x->a, x->check->want, " or "), got);
}

static bool
in_range(struct look *x, double got, const char *shown)
{
	const struct check *c = x->check;

	if ((c->low_open ? got > c->low : got >= c->low) && (c->high_open ? got < c->high : got <= c->high))
		return true;
	return differs(x, replay_word_at(c->want, 0), shown);
}

/* ---- words */

static const char *
folded(struct arena *a, const char *s)
{
	struct token *tokens;
	size_t n = text_tokens(a, s, strlen(s), &tokens);
	const char *out = " ";
	struct str all;

	str_init(&all);
	for (size_t i = 0; i < n; i++)
		if (tokens[i].kind != TOKEN_PUNCTUATION)
			str_addf(&all, " %s", tokens[i].folded);
	str_add_char(&all, ' ');
	out = arena_text_n(a, all.data, all.length);
	str_clear(&all);
	return out;
}

/* Words in a row, whatever their case and what stands between them; what has no word (a sign) as it is. */
static bool
holds_words(struct look *x, const char *text, const char *words)
{
	const char *wanted = folded(x->a, words);

	if (wanted[strspn(wanted, " ")] == '\0')
		return strstr(text, words) != NULL;
	return strstr(folded(x->a, text), wanted) != NULL;
}

static bool
look_at_words(struct look *x)
{
	const struct check *c = x->check;
	const char *raw = x->number > 0 ? x->seen->raw[x->number - 1] : "",
		   *masked = value_get_text(x->turn, "reply"), *lacks;
	size_t start, length;

	if (c->kind == CHECK_MATCHES)
		return pattern_find(c->pattern, raw, strlen(raw), 0, &start, &length) ||
		    pattern_find(c->pattern, masked, strlen(masked), 0, &start, &length) ||
		    differs(x, arena_printf(x->a, "a reply that matches %s", replay_word_at(c->want, 0)), masked);
	for (size_t i = 0; i < replay_word_count(c->want); i++) {
		const char *words = replay_word_at(c->want, i);
		bool there;

		if (c->kind == CHECK_MEANS) {
			replay_means_compare(x->a, words, raw, &lacks);
			if (lacks != NULL)
				return differs(x, arena_printf(x->a, "what \"%s\" says (%s)", words, lacks), masked);
			continue;
		}
		there = holds_words(x, raw, words) || holds_words(x, masked, words);
		if (there != (c->kind == CHECK_CONTAINS))
			return differs(x,
			    arena_printf(x->a, "a reply %s \"%s\"", there ? "without" : "with", words), masked);
	}
	return true;
}

/* ---- commands */

/* With all of these words, or more. */
static bool
look_at_refused(struct look *x)
{
	const char *answer = value_get_text(x->turn, "answer");
	const struct value *want = x->check->want;

	if (value_get_bool(x->turn, "done", true))
		return differs(x, arena_printf(x->a, "refused: %s", join(x->a, want, ", ")),
		    arena_printf(x->a, "done: %s", answer));
	for (size_t i = 0; i < replay_word_count(want); i++)
		if (!holds_words(x, answer, replay_word_at(want, i)))
			return differs(x, arena_printf(x->a, "refused: %s", replay_word_at(want, i)), answer);
	return true;
}

/* ---- understanding */

static bool
slot_holds(struct look *x, const struct value *slots, const char *wanted)
{
	const char *said = x->seen->said[x->number - 1];

	for (size_t i = 0; i < value_count(slots); i++) {
		const struct value *s = value_at(slots, i);
		size_t start = (size_t)value_get_int(s, "start", 0), n = (size_t)value_get_int(s, "length", 0);

		if (text_is_fold(value_get_text(s, "value"), wanted))
			return true;
		if (said != NULL && start + n <= strlen(said) && n == strlen(wanted) &&
		    text_is_fold(arena_text_n(x->a, said + start, n), wanted))
			return true;
	}
	return false;
}

static bool
look_at_slots(struct look *x)
{
	const struct value *want = x->check->want, *slots = value_get(x->turn, "slots");

	for (size_t i = 0; i < value_count(want); i++) {
		const char *kind = value_key_at(want, i);
		const struct value *found = value_get(slots, kind), *wanted = value_at(want, i);
		const char *shown = "";

		for (size_t k = 0; k < value_count(found); k++)
			shown = arena_printf(x->a, "%s%s%s", shown, k > 0 ? ", " : "",
			    value_get_text(value_at(found, k), "value")[0] != '\0'
				? value_get_text(value_at(found, k), "value") : "(masked)");
		for (size_t k = 0; k < replay_word_count(wanted); k++)
			if (!slot_holds(x, found, replay_word_at(wanted, k)))
				return differs(x, arena_printf(x->a, "%s: %s", kind, replay_word_at(wanted, k)),
				    arena_printf(x->a, "%s: %s", kind, shown[0] != '\0' ? shown : "none"));
	}
	return true;
}

/* ---- knowledge, policy, gates */

static bool
look_at_cites(struct look *x)
{
	const struct value *want = x->check->want, *cited = value_get(x->turn, "citations");

	if (value_kind(want) == VALUE_LIST && value_count(want) == 0)
		return value_count(cited) == 0 || differs(x, "nothing cited", listed(x->a, cited));
	for (size_t i = 0; i < replay_word_count(want); i++)
		for (size_t k = 0; k < value_count(cited); k++) {
			const char *id = value_as_text(value_at(cited, k), ""), *wanted = replay_word_at(want, i);
			size_t n = strlen(wanted);

			/* an article, or one passage of it */
			if (strncmp(id, wanted, n) == 0 && (id[n] == '\0' || id[n] == '#'))
				return true;
		}
	return differs(x, join(x->a, want, " or "), listed(x->a, cited));
}

static const char *
action_shown(struct look *x, const struct value *v, bool wanted)
{
	static const char *const keys[] = {"kind", "state", "order", "verdict", "rule"};
	const struct settings *s = world_settings(x->stage->options->world);
	const char *out = "";
	struct str amount;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!text_is_empty(value_get_text(v, keys[i])))
			out = arena_printf(x->a, "%s%s%s", out, out[0] != '\0' ? " " : "", value_get_text(v, keys[i]));
	if (wanted)
		return value_get(v, "amount") == NULL
		    ? out : arena_printf(x->a, "%s %s", out, value_source_text(value_get(v, "amount")));
	str_init(&amount);
	money_print(&amount, value_get_int(v, "amount", 0), s->currency, s->language);
	out = arena_printf(x->a, "%s %s", out, amount.data);
	str_clear(&amount);
	return out;
}

static const char *
actions_shown(struct look *x, const struct value *list, bool wanted)
{
	const char *out = "";

	for (size_t i = 0; i < value_count(list); i++)
		out = arena_printf(
		    x->a, "%s%s%s", out, i > 0 ? "; " : "", action_shown(x, value_at(list, i), wanted));
	return value_count(list) == 0 ? "no action" : out;
}

static bool
action_fits(struct look *x, const struct value *want, const struct value *got)
{
	static const char *const keys[] = {"kind", "state", "order", "verdict", "rule"};
	const char *currency = world_settings(x->stage->options->world)->currency;
	const struct value *amount = value_get(want, "amount");
	int64_t minor;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (value_get(want, keys[i]) != NULL &&
		    !text_is(value_get_text(want, keys[i]), value_get_text(got, keys[i])))
			return false;
	return amount == NULL ||
	    (money_parse(value_source_text(amount), currency, &minor) &&
		minor == value_get_int(got, "amount", -1));
}

/* Exactly those, in any order: each that is wanted takes the first that fits. */
static bool
look_at_actions(struct look *x)
{
	const struct value *want = x->check->want, *got = value_get(x->turn, "actions");
	bool *taken = arena_alloc(x->a, value_count(got) + 1);
	bool all = value_count(want) == value_count(got);

	for (size_t i = 0; all && i < value_count(want); i++) {
		size_t k = 0;

		while (k < value_count(got) &&
		    (taken[k] || !action_fits(x, value_at(want, i), value_at(got, k))))
			k++;
		all = k < value_count(got);
		if (all)
			taken[k] = true;
	}
	return all || differs(x, actions_shown(x, want, true), actions_shown(x, got, false));
}

/* At the end: any turn's. */
static bool
look_at_rule(struct look *x)
{
	const struct value *turns = value_get(x->seen->record, "turns"), *all = value_get(x->turn, "rules");
	struct value *rules = value_list(x->a);

	for (size_t i = 0; x->number == 0 && i < value_count(turns); i++) {
		all = value_get(value_at(turns, i), "rules");
		for (size_t k = 0; k < value_count(all); k++)
			value_add(rules, replay_shared(value_at(all, k)));
	}
	all = x->number == 0 ? rules : all;
	for (size_t i = 0; i < replay_word_count(x->check->want); i++)
		for (size_t k = 0; k < value_count(all); k++)
			if (text_is(replay_word_at(x->check->want, i), value_as_text(value_at(all, k), "")))
				return true;
	return differs(x, join(x->a, x->check->want, " or "), listed(x->a, all));
}

/* All of them; others may have been given as well. */
static bool
look_at_verdicts(struct look *x)
{
	const struct value *want = x->check->want, *got = value_get(x->turn, "verdicts");

	for (size_t i = 0; i < value_count(want); i++) {
		const char *rule = value_key_at(want, i), *wanted = value_as_text(value_at(want, i), "");

		if (value_get(got, rule) == NULL)
			return differs(x, arena_printf(x->a, "%s: %s", rule, wanted),
			    arena_printf(x->a, "decided by %s", listed(x->a, value_get(x->turn, "rules"))));
		if (!text_is(value_get_text(got, rule), wanted))
			return differs(x, arena_printf(x->a, "%s: %s", rule, wanted),
			    arena_printf(x->a, "%s: %s", rule, value_get_text(got, rule)));
	}
	return true;
}

static bool
look_at_gates(struct look *x)
{
	const struct value *want = x->check->want, *gates = value_get(x->turn, "gates");

	for (size_t i = 0; i < value_count(want); i++) {
		const char *gate = value_key_at(want, i), *wanted = value_as_text(value_at(want, i), "");
		const struct value *v = value_get(gates, gate);
		const char *got = v == NULL ? "not asked" : value_as_bool(v, true) ? "passed" : "held";

		if (!text_is(got, wanted))
			return differs(x, arena_printf(x->a, "%s: %s", gate, wanted),
			    arena_printf(x->a, "%s: %s", gate, got));
	}
	return true;
}

/* ---- events, the shop, jq */

/* In this order, others between them. At the end: of the whole conversation. */
static bool
look_at_events(struct look *x)
{
	const struct value *turns = value_get(x->seen->record, "turns"), *list;
	struct value *all = value_list(x->a);
	size_t wanted = 0;

	for (size_t i = 0; i < value_count(turns); i++) {
		if (x->number != 0 && i + 1 != x->number)
			continue;
		list = value_get(value_at(turns, i), "events");
		for (size_t k = 0; k < value_count(list); k++)
			value_add(all, replay_shared(value_at(list, k)));
	}
	for (size_t k = 0; k < value_count(all) && wanted < replay_word_count(x->check->want); k++)
		wanted += text_is(value_as_text(value_at(all, k), ""), replay_word_at(x->check->want, wanted));
	return wanted == replay_word_count(x->check->want) ||
	    differs(x, join(x->a, x->check->want, ", then "), listed(x->a, all));
}

/* What is wanted of a record must be in it; lists are as long. */
static bool
holds_value(const struct value *got, const struct value *want)
{
	if (value_kind(want) == VALUE_MAP) {
		for (size_t i = 0; i < value_count(want); i++)
			if (!holds_value(value_get(got, value_key_at(want, i)), value_at(want, i)))
				return false;
		return value_kind(got) == VALUE_MAP;
	}
	if (value_kind(want) == VALUE_LIST) {
		for (size_t i = 0; i < value_count(want); i++)
			if (!holds_value(value_at(got, i), value_at(want, i)))
				return false;
		return value_kind(got) == VALUE_LIST && value_count(got) == value_count(want);
	}
	return value_is_equal(got, want);
}

static bool
look_at_orders(struct look *x)
{
	const struct value *want = x->check->want, *orders = value_get(x->turn, "orders");

	for (size_t i = 0; i < value_count(want); i++) {
		const struct value *order = value_get(orders, value_key_at(want, i)), *wanted = value_at(want, i);
		struct value *of = value_map(x->a);

		if (holds_value(order, wanted))
			continue;
		for (size_t k = 0; k < value_count(wanted); k++)
			if (value_get(order, value_key_at(wanted, k)) != NULL)
				value_set(of, value_key_at(wanted, k),
				    replay_shared(value_get(order, value_key_at(wanted, k))));
		return differs(x, arena_printf(x->a, "%s %s", value_key_at(want, i), replay_printed(x->a, wanted)),
		    replay_printed(x->a, of));
	}
	return true;
}

static bool
look_at_that(struct look *x)
{
	struct value *facts = value_map(x->a), *result = NULL;
	struct errinfo e;

	value_set(facts, "turn", replay_shared(x->turn));
	value_set(facts, "turns", replay_shared(value_get(x->seen->record, "turns")));
	if (value_get(x->seen->record, "end") != NULL)
		value_set(facts, "end", replay_shared(value_get(x->seen->record, "end")));
	if (expr_run(x->stage->programs, x->check->program, facts, 0, x->a, &result, &e) != ERR_OK)
		return differs(x, replay_word_at(x->check->want, 0), e.text);
	if (value_is_null(result) || !value_as_bool(result, true))
		return differs(x, replay_word_at(x->check->want, 0), replay_printed(x->a, result));
	return true;
}

static bool
holds(struct look *x)
{
	const struct value *turn = x->turn;
	double confidence = value_get_real(turn, "confidence", 0);

	switch (x->check->kind) {
	case CHECK_INTENT:
		return one_of(x, value_get_text(turn, "intent"));
	case CHECK_CONFIDENCE:
		return in_range(x, confidence, arena_printf(x->a, "%.3f", confidence));
	case CHECK_SLOTS:
		return look_at_slots(x);
	case CHECK_CITES:
		return look_at_cites(x);
	case CHECK_ACTIONS:
		return look_at_actions(x);
	case CHECK_RULE:
		return look_at_rule(x);
	case CHECK_VERDICTS:
		return look_at_verdicts(x);
	case CHECK_OUTCOME:
		return one_of(x, value_get(turn, "outcome") == NULL ? "none" : value_get_text(turn, "outcome"));
	case CHECK_IDENTITY:
	case CHECK_OWNER:
	case CHECK_QUEUE:
	case CHECK_REASON:
		return one_of(x, value_get_text(turn, replay_check_name(x->check->kind)));
	case CHECK_GATES:
		return look_at_gates(x);
	case CHECK_EVENTS:
		return look_at_events(x);
	case CHECK_WITHIN:
		return in_range(x, (double)x->seen->ms[x->number - 1],
		    arena_printf(x->a, "%lld ms", (long long)x->seen->ms[x->number - 1]));
	case CHECK_COST:
		return in_range(x, value_get_real(turn, "cost", 0),
		    arena_printf(x->a, "%g", value_get_real(turn, "cost", 0)));
	case CHECK_ORDERS:
		return look_at_orders(x);
	case CHECK_SHOP:
		return value_count(value_get(turn, "changed")) == 0 ||
		    differs(x, "an unchanged shop", listed(x->a, value_get(turn, "changed")));
	case CHECK_REFUSED:
		return look_at_refused(x);
	case CHECK_THAT:
		return look_at_that(x);
	default:
		return look_at_words(x);
	}
}

static void
look_at(struct look *x, const struct check *c, struct value *failures)
{
	struct value *f;

	x->check = c;
	if (holds(x))
		return;
	f = value_add_map(failures);
	value_set_int(f, "turn", (int64_t)x->number);
	value_set_text(f, "key", replay_check_name(c->kind));
	value_set_text(f, "expected", x->expected);
	value_set_text(f, "got", x->got);
	value_set_bool(f, "follows", x->follows);
	value_set_int(f, "line", value_line(c->want));
	value_set_int(f, "column", value_column(c->want));
	replay_blame_set(f, x->a, c, x->number > 0 ? x->turn : NULL, x->seen->record);
}

/* A command that isn't carried out, where nothing is said of that, fails by itself; what else fails in its turn
 * comes of it. */
static void
look_at_command(struct look *x, const struct step *s, struct value *failures)
{
	const struct value *at = value_get(s->at, "do");
	struct value *f;

	if (s->kind != STEP_DO || value_get_bool(x->turn, "done", true))
		return;
	for (size_t i = 0; i < s->check_count; i++)
		if (s->checks[i].kind == CHECK_REFUSED)
			return;
	f = value_add_map(failures);
	value_set_int(f, "turn", (int64_t)x->number);
	value_set_text(f, "key", "do");
	value_set_text(f, "expected", arena_printf(x->a, "done: %s", s->text));
	value_set_text(f, "got", value_get_text(x->turn, "answer"));
	value_set_bool(f, "follows", x->follows);
	value_set_int(f, "line", value_line(at));
	value_set_int(f, "column", value_column(at));
	replay_blame_command(f, x->a, x->turn);
	x->follows = true;
}

/* What comes first in a turn: how it was understood, then what policy says to that, then the gates, and last what
 * is cited and said. A failure further down may come of one further up. */
static int
rank(const struct value *failure)
{
	static const char *const order[] = {"understanding", "policy", "gates", "desk", "shop", "knowledge", "words"};
	const char *layer = value_as_text(value_path(failure, "blame.layer"), "");
	size_t i = 0;

	if (!text_is(value_as_text(value_path(failure, "blame.who"), ""), "agent"))
		return 0;
	while (i < sizeof order / sizeof *order && !text_is(order[i], layer))
		i++;
	return (int)i + 1;
}

static void
mark_what_follows(struct value *failures, size_t from)
{
	int first = INT_MAX;

	for (size_t i = from; i < value_count(failures); i++)
		if (rank(value_at(failures, i)) < first)
			first = rank(value_at(failures, i));
	for (size_t i = from; i < value_count(failures); i++)
		if (rank(value_at(failures, i)) > first)
			value_set_bool(replay_shared(value_at(failures, i)), "follows", true);
}

void
replay_judge(struct replay_stage *s, struct arena *a, const struct talk *t, const struct seen *seen,
    struct value *failures)
{
	const struct value *turns = value_get(seen->record, "turns");
	struct look x = {.stage = s, .a = a, .talk = t, .seen = seen};
	size_t from;

	for (size_t i = 0; i < t->step_count; i++) {
		x.follows = value_count(failures) > 0;
		x.turn = value_at(turns, i);
		x.number = i + 1;
		from = value_count(failures);
		look_at_command(&x, &t->steps[i], failures);
		for (size_t k = 0; k < t->steps[i].check_count; k++)
			look_at(&x, &t->steps[i].checks[k], failures);
		mark_what_follows(failures, from);
	}
	x.turn = value_get(seen->record, "end");
	x.number = 0;
	x.follows = value_count(failures) > 0;
	from = value_count(failures);
	for (size_t k = 0; k < t->end_count; k++)
		look_at(&x, &t->end[k], failures);
	mark_what_follows(failures, from);
}
