/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Expressions that compare two sums over facts, as most rules do: ".amount * 100 > .order_total *
 * 15". jq works with doubles, and so does this, in the same order; what isn't so plain is jq's.
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

enum operation { FACT, NUMBER, ADD, SUBTRACT, MULTIPLY };

struct step {
	enum operation operation;
	const char *fact;
	double number;
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

static void
read_fact(struct reading *r)
{
	size_t n = 0;

	while (is_word(r->at[n + 1]))
		n++;
	if (n == 0 || n > LONGEST || (r->at[1] >= '0' && r->at[1] <= '9')) {
		r->failed = true;
		return;
	}
	add(r, (struct step){.operation = FACT, .fact = arena_text_n(r->arena, r->at + 1, n)});
	r->at += n + 1;
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
		read_fact(r);
	else if (c == '(' && ++r->nested <= DEEPEST) {
		r->at++;
		read_sum(r);
		r->failed = r->failed || next(r) != ')';
		r->at += *r->at == ')';
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

bool
expr_plain_test(const struct expr_plain *p, const struct value *facts, bool *out)
{
	double stack[STEPS_MOST + 1];
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++) {
		const struct step *s = &p->steps[i];

		if (s->operation == FACT) {
			const struct value *v = value_get(facts, s->fact);

			if (value_kind(v) != VALUE_INT && value_kind(v) != VALUE_REAL)
				return false;
			stack[n++] = value_as_real(v, 0);
			continue;
		}
		if (s->operation == NUMBER) {
			stack[n++] = s->number;
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
