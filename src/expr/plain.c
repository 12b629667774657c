/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Expressions that compare two sums over facts, as most rules do: ".amount * 100 > .order_total *
 * 15", "([.items[] | select(.opened)] | length) == 0". jq works with doubles, and so does this, in
 * the same order; what isn't so plain is jq's.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/expr.h"

#define STEPS_MOST 24
#define DEEPEST 8
#define LONGEST 40	/* bytes of a fact's name, and of a number */

/* LENGTH of a list; CHOSEN: of those of its maps that a condition picks; TOTAL of their field */
enum operation { FACT, NUMBER, LENGTH, CHOSEN, TOTAL, ADD, SUBTRACT, MULTIPLY };

struct step {
	enum operation operation;
	const char *fact;
	double number;
	const char *field, *other;	/* other: must hold as well; NULL none */
	bool negated;			/* the field must not hold */
};

/* Steps of a machine with a stack: at its end it holds both sides. */
struct expr_plain {
	struct step steps[STEPS_MOST];
	size_t count;
	enum { LESS, AT_MOST, EQUAL, OTHER, AT_LEAST, MORE } comparison;
};

struct reading {
	struct arena *arena;
	const char *at;
	struct expr_plain *out;
	size_t nested;
	bool failed;		/* it isn't plain */
};

static void
add(struct reading *r, struct step x)
{
	if (r->out->count == STEPS_MOST)
		r->failed = true;
	else
		r->out->steps[r->out->count++] = x;
}

static char
next(struct reading *r)
{
	r->at += strspn(r->at, " \t\r\n");
	return *r->at;
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '_';
}

static void read_sum(struct reading *r);

/* At a dot; "" where no name follows. */
static const char *
read_name(struct reading *r)
{
	const char *name;
	size_t n = 0;

	while (next(r) == '.' && is_word(r->at[n + 1]))
		n++;
	if (n == 0 || n > LONGEST || (r->at[1] >= '0' && r->at[1] <= '9')) {
		r->failed = true;
		return "";
	}
	name = arena_text_n(r->arena, r->at + 1, n);
	r->at += n + 1;
	return name;
}

static bool
take(struct reading *r, char c)
{
	bool there = next(r) == c;

	r->at += there;
	return there;
}

static bool
take_word(struct reading *r, const char *word)
{
	size_t n = strlen(word);
	bool there;

	next(r);
	there = text_starts(r->at, word) && !is_word(r->at[n]);
	r->at += there ? n : 0;
	return there;
}

/* ".opened", ".opened and .hygiene", ".opened | not" */
static void
read_condition(struct reading *r, struct step *x)
{
	x->field = read_name(r);
	if (take_word(r, "and"))
		x->other = read_name(r);
	else if (take(r, '|')) {
		x->negated = take_word(r, "not");
		r->failed = r->failed || !x->negated;
	}
}

/* Behind a bracket: ".items | length)", "[.items[] | select(…)] | length)" or "[.items[].n] |
 * add)". False, and nothing is read, where none of these begins. */
static bool
read_of_list(struct reading *r)
{
	const char *from = r->at;
	struct step x = { .operation = LENGTH };

	if (next(r) == '.') {
		x.fact = read_name(r);
		if (r->failed || !take(r, '|')) {
			r->at = from;
			return false;
		}
		r->failed = !take_word(r, "length") || !take(r, ')');
		add(r, x);
		return true;
	}
	if (!take(r, '['))
		return false;
	x.fact = read_name(r);
	r->failed = r->failed || !take(r, '[') || !take(r, ']');
	if (!r->failed && next(r) == '.') {
		x.operation = TOTAL;
		x.field = read_name(r);
	} else {
		x.operation = CHOSEN;
		r->failed = r->failed || !take(r, '|') || !take_word(r, "select") || !take(r, '(');
		if (!r->failed)
			read_condition(r, &x);
		r->failed = r->failed || !take(r, ')');
	}
	r->failed = r->failed || !take(r, ']') || !take(r, '|') ||
	    !take_word(r, x.operation == TOTAL ? "add" : "length") || !take(r, ')');
	add(r, x);
	return true;
}

/* Digits, and decimals where there are any. */
static void
read_literal(struct reading *r)
{
	size_t n = strspn(r->at, "0123456789"), decimals;
	struct step x = { .operation = NUMBER };

	if (r->at[n] == '.') {
		decimals = strspn(r->at + n + 1, "0123456789");
		r->failed = r->failed || decimals == 0;
		n += decimals + 1;
	}
	if (n > LONGEST || is_word(r->at[n]) ||
	    !text_to_real(arena_text_n(r->arena, r->at, n), &x.number))
		r->failed = true;
	add(r, x);
	r->at += n;
}

static void
read_operand(struct reading *r)
{
	char c = next(r);

	if (c >= '0' && c <= '9')
		read_literal(r);
	else if (c == '.')
		add(r, (struct step){.operation = FACT, .fact = read_name(r)});
	else if (take(r, '(') && r->nested < DEEPEST) {
		r->nested++;
		if (!read_of_list(r)) {
			read_sum(r);
			r->failed = r->failed || !take(r, ')');
		}
		r->nested--;
	} else
		r->failed = true;
}

static void
read_product(struct reading *r)
{
	read_operand(r);
	while (!r->failed && next(r) == '*') {
		r->at++;
		read_operand(r);
		add(r, (struct step){.operation = MULTIPLY});
	}
}

static void
read_sum(struct reading *r)
{
	char c;

	read_product(r);
	while (!r->failed && ((c = next(r)) == '+' || c == '-')) {
		r->at++;
		read_product(r);
		add(r, (struct step){.operation = c == '+' ? ADD : SUBTRACT});
	}
}

static void
read_comparison(struct reading *r)
{
	static const struct { const char *sign; int comparison; } known[] = {{"<=", AT_MOST},
	    {">=", AT_LEAST}, {"==", EQUAL}, {"!=", OTHER}, {"<", LESS}, {">", MORE}};

	next(r);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_starts(r->at, known[i].sign)) {
			r->at += strlen(known[i].sign);
			r->out->comparison = known[i].comparison;
			return;
		}
	r->failed = true;
}

const struct expr_plain *
expr_plain_read(struct arena *a, const char *source)
{
	struct reading r = {.arena = a, .at = source, .out = arena_alloc(a, sizeof *r.out)};

	read_sum(&r);
	read_comparison(&r);
	read_sum(&r);
	return r.failed || next(&r) != '\0' ? NULL : r.out;
}

static bool
compares(const struct expr_plain *p, double x, double y)
{
	switch (p->comparison) {
	case LESS:
		return x < y;
	case AT_MOST:
		return x <= y;
	case EQUAL:
		return x >= y && x <= y;
	case OTHER:
		return x < y || x > y;
	case AT_LEAST:
		return x >= y;
	case MORE:
		return x > y;
	}
	return false;
}

static bool
is_number(const struct value *v)
{
	return value_kind(v) == VALUE_INT || value_kind(v) == VALUE_REAL;
}

/* As jq takes truth. */
static bool
holds(const struct value *map, const char *field)
{
	return value_as_bool(value_get(map, field), !value_is_null(value_get(map, field)));
}

/* Of a list of maps; false where it is anything else. */
static bool
read_list(const struct step *s, const struct value *list, double *out)
{
	size_t count = value_count(list);

	*out = s->operation == LENGTH ? (double)count : 0;
	if (value_kind(list) != VALUE_LIST || (s->operation == TOTAL && count == 0))
		return false;
	for (size_t i = 0; s->operation != LENGTH && i < count; i++) {
		const struct value *x = value_at(list, i), *n = value_get(x, s->field);

		if (value_kind(x) != VALUE_MAP || (s->operation == TOTAL && !is_number(n)))
			return false;
		if (s->operation == TOTAL)
			*out += value_as_real(n, 0);
		else if (holds(x, s->field) != s->negated &&
		    (s->other == NULL || holds(x, s->other)))
			*out += 1;
	}
	return true;
}

/* What a fact, a number or a list comes to; false where that is for jq to say. */
static bool
read_step(const struct step *s, const struct value *facts, double *out)
{
	const struct value *v;

	if (s->operation == NUMBER) {
		*out = s->number;
		return true;
	}
	v = value_get(facts, s->fact);
	if (s->operation != FACT)
		return read_list(s, v, out);
	*out = value_as_real(v, 0);
	return is_number(v);
}

bool
expr_plain_test(const struct expr_plain *p, const struct value *facts, bool *out)
{
	double stack[STEPS_MOST + 1];
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++) {
		const struct step *s = &p->steps[i];

		if (s->operation < ADD) {
			if (!read_step(s, facts, &stack[n++]))
				return false;
			continue;
		}
		n--;
		if (s->operation == MULTIPLY)
			stack[n - 1] *= stack[n];
		else
			stack[n - 1] += s->operation == ADD ? stack[n] : -stack[n];
		if (!isfinite(stack[n - 1]))
			return false;
	}
	*out = compares(p, stack[0], stack[1]);
	return true;
}
