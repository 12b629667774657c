/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/replay/counterfactual.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "suite.h"

struct telling {
	struct arena *a;
	struct value *parted, *decisions, *money;
	int64_t gained, lost, same;
};

/* ---- decisions */

static void
count_decision(struct telling *t, const char *was, const char *is)
{
	struct value *one;

	for (size_t i = 0; i < value_count(t->decisions); i++) {
		const struct value *d = value_at(t->decisions, i);

		if (text_is(value_get_text(d, "was"), was) && text_is(value_get_text(d, "is"), is)) {
			value_set_int(replay_shared(d), "n", value_get_int(d, "n", 0) + 1);
			return;
		}
	}
	one = value_add_map(t->decisions);
	value_set_text(one, "was", was);
	value_set_text(one, "is", is);
	value_set_int(one, "n", 1);
}

static const char *
decision_at(struct arena *a, const struct value *list, size_t i)
{
	return i >= value_count(list) ? "none"
				      : arena_printf(a, "%s %s", value_get_text(value_at(list, i), "rule"),
					    value_get_text(value_at(list, i), "outcome"));
}

static bool
holds(const struct value *list, const struct value *x)
{
	for (size_t i = 0; i < value_count(list); i++)
		if (value_is_equal(value_at(list, i), x))
			return true;
	return false;
}

/* Of what policy was asked on one side what wasn't answered so on the other. */
static struct value *
without(struct arena *a, const struct value *list, const struct value *other)
{
	struct value *out = value_list(a);

	for (size_t i = 0; i < value_count(list); i++)
		if (!holds(other, value_at(list, i)))
			value_add(out, replay_shared(value_at(list, i)));
	return out;
}

/* ---- money */

static struct value *
money_of(struct telling *t, const char *kind, const char *side)
{
	static const char *const outcomes[] = {"approve", "human", "deny", "none"};
	const char *const sides[] = {"was", "is"};
	struct value *one;

	for (size_t i = 0; i < value_count(t->money); i++)
		if (text_is(value_get_text(value_at(t->money, i), "kind"), kind))
			return replay_shared(value_get(value_at(t->money, i), side));
	one = value_add_map(t->money);
	value_set_text(one, "kind", kind);
	for (size_t s = 0; s < 2; s++) {
		struct value *sums = value_set_map(one, sides[s]);

		for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
			value_set_int(sums, outcomes[i], 0);
	}
	return replay_shared(value_get(one, side));
}

static void
add_money(struct telling *t, const char *side, const struct value *asked)
{
	for (size_t i = 0; i < value_count(asked); i++) {
		const struct value *x = value_at(asked, i);
		const char *outcome = value_get_text(x, "outcome");
		struct value *sums;

		if (value_get_int(x, "amount", 0) == 0)
			continue;
		sums = money_of(t, value_get_text(x, "kind"), side);
		if (value_get(sums, outcome) == NULL)
			outcome = "none";
		value_set_int(sums, outcome, value_get_int(sums, outcome, 0) + value_get_int(x, "amount", 0));
	}
}

/* Paired in the order in which policy was asked. */
static void
compare_decisions(struct telling *t, const struct value *was, const struct value *is)
{
	struct value *gone = without(t->a, was, is), *fresh = without(t->a, is, was);
	size_t n = value_count(gone) > value_count(fresh) ? value_count(gone) : value_count(fresh);

	for (size_t i = 0; i < n; i++)
		count_decision(t, decision_at(t->a, gone, i), decision_at(t->a, fresh, i));
	add_money(t, "was", gone);
	add_money(t, "is", fresh);
}

/* ---- where they part */

static void
tell_side(struct value *to, const char *side, const struct value *turn)
{
	static const char *const keys[] = {"reply", "intent", "outcome", "reason"};
	struct value *one = value_set_map(to, side);

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		value_set_text(one, keys[i], value_get_text(turn, keys[i]));
}

static void
tell_parting(struct telling *t, const struct value *row, size_t turn, const struct value *was,
    const struct value *is)
{
	struct value *one = value_add_map(t->parted), *keys;
	bool handed = text_is(value_get_text(was, "outcome"), "handed_off"),
	     hands = text_is(value_get_text(is, "outcome"), "handed_off");

	value_set_text(one, "name", value_get_text(row, "name"));
	value_set_text(one, "title", value_get_text(row, "title"));
	value_set_int(one, "turn", (int64_t)turn);
	keys = value_set_list(one, "keys");
	for (size_t i = 0; i < value_count(is); i++)
		if (!text_is(value_key_at(is, i), "reply") &&
		    !value_is_equal(value_get(was, value_key_at(is, i)), value_at(is, i)))
			value_add_text(keys, value_key_at(is, i));
	tell_side(one, "was", was);
	tell_side(one, "is", is);
	t->gained += hands && !handed;
	t->lost += handed && !hands;
	compare_decisions(t, value_get(was, "asked"), value_get(is, "asked"));
}

static bool
differs(const struct value *was, const struct value *is)
{
	for (size_t i = 0; i < value_count(is); i++)
		if (!text_is(value_key_at(is, i), "reply") &&
		    !value_is_equal(value_get(was, value_key_at(is, i)), value_at(is, i)))
			return true;
	return value_count(was) != value_count(is);
}

static void
compare(struct telling *t, const struct value *was, const struct value *is)
{
	const struct value *w = value_get(was, "brief"), *i = value_get(is, "brief");

	for (size_t n = 0; n < value_count(w) && n < value_count(i); n++) {
		if (differs(value_at(w, n), value_at(i, n))) {
			tell_parting(t, was, n + 1, value_at(w, n), value_at(i, n));
			return;
		}
	}
	t->same++;
}

static void
leave_out(struct value *list, const struct value *row)
{
	const struct value *failure = value_at(value_get(row, "failures"), 0);
	struct value *one = value_add_map(list);

	value_set_text(one, "name", value_get_text(row, "name"));
	value_set_text(one, "key",
	    failure != NULL			  ? value_get_text(failure, "key")
		: value_get_bool(row, "goal", false) ? "goal"	/* pursued, not said word for word */
						     : "backend");
	value_set_int(one, "turn", value_get_int(failure, "turn", 0));
}

enum err
replay_counterfactual(const struct replay_options *is, const struct replay_options *other,
    struct arena *a, struct value **result, struct errinfo *e)
{
	struct replay_options first = *is, second = *other;
	struct telling t = {.a = a, .parted = value_list(a), .decisions = value_list(a), .money = value_list(a)};
	struct value *was, *now, *out = value_map(a), *left = value_list(a), *handoffs;
	const struct value *rows;
	int64_t went = 0;
	enum err err;

	first.runs = second.runs = 1;
	first.keep_briefs = second.keep_briefs = true;
	if ((err = replay_run(&first, a, &was, e)) != ERR_OK || (err = replay_run(&second, a, &now, e)) != ERR_OK)
		return err;
	rows = value_get(was, "results");
	for (size_t i = 0; i < value_count(rows); i++) {
		const struct value *row = value_at(rows, i), *changed;

		changed = replay_row(value_get(now, "results"), value_get_text(row, "name"));
		if (value_get_int(row, "held", 0) == 0 || value_get_bool(row, "goal", false) ||
		    value_get(row, "brief") == NULL || changed == NULL || value_get_int(changed, "unreachable", 0) > 0) {
			leave_out(left, row);
			continue;
		}
		went++;
		compare(&t, row, changed);
	}
	value_set_int(out, "conversations", (int64_t)value_count(rows));
	value_set_int(out, "as_they_went", went);
	value_set(out, "left_out", left);
	value_set_int(out, "same", t.same);
	value_set(out, "parted", t.parted);
	value_set(out, "decisions", t.decisions);
	handoffs = value_set_map(out, "handoffs");
	value_set_int(handoffs, "gained", t.gained);
	value_set_int(handoffs, "lost", t.lost);
	value_set(out, "money", t.money);
	value_set_text(out, "currency", world_settings(is->world)->currency);
	*result = out;
	return ERR_OK;
}
