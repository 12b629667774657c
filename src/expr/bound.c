/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How large it can become: jq has no limit of time or memory, and an expression of a few bytes can
 * double what it is given a hundred times. So an expression is read as jq reads it, and each part
 * gets an upper bound, from the inside out, of how many results it gives and how large they are
 * together. One that could make too much is refused when it is loaded; nothing is run for that.
 * bound.h says what a bound is.
 */
#include "bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct bound read_postfix(struct reader *r, struct bound in);

/* ---- texts, numbers, variables */

struct bound
bound_text(struct reader *r, struct bound in, double bits, bool *plain)
{
	size_t start = r->at++;
	struct bound out = bound_small(in, log2((double)(r->length - start) + 1));

	if (plain != NULL)
		*plain = true;
	while (r->at < r->length && r->s[r->at] != '"') {
		if (r->s[r->at] != '\\') {
			r->at++;
		} else if (bound_ahead(r, 1) == '(') {
			struct bound inside;

			r->at += 2;
			inside = bound_pipe(r, in, true);
			inside.size += bits;
			bound_need(r, ')');
			out = bound_keep(r, start, bound_pairs(in, out, inside));
			if (plain != NULL)
				*plain = false;
		} else {
			r->at += 2;
		}
	}
	if (r->err == ERR_OK)
		bound_need(r, '"');
	out.number = false;
	return out;
}

static struct bound
read_format(struct reader *r, struct bound in)
{
	size_t start = r->at++;

	r->at += bound_word_length(r);
	if (bound_peek(r) == '"')
		return bound_text(r, in, 4, NULL);
	return bound_keep(r, start, (struct bound){in.size + 4, in.count, false});
}

static struct bound
read_number(struct reader *r, struct bound in, double *value)
{
	char *end;

	*value = strtod(r->s + r->at, &end);
	if (end == r->s + r->at)
		bound_wrong(r);
	else
		r->at = (size_t)(end - r->s);
	return bound_small(in, 0);
}

static void
bind(struct reader *r, double size)
{
	size_t n = bound_word_length(r);

	if (n == 0)
		bound_wrong(r);
	else if (r->variable_count == BOUND_VARIABLES)
		bound_refuse(r, r->at, "has more than %d variables", BOUND_VARIABLES);
	else
		r->variables[r->variable_count++] = (struct variable){r->s + r->at, n, size};
	if (r->err == ERR_OK)
		r->at += n;
}

static struct bound
read_variable(struct reader *r, struct bound in)
{
	size_t n;

	r->at++;
	n = bound_word_length(r);
	for (size_t i = r->variable_count; i > 0; i--) {
		const struct variable *v = &r->variables[i - 1];

		if (v->length == n && memcmp(v->name, r->s + r->at, n) == 0) {
			r->at += n;	/* not copied by naming it: what is made of it counts */
			return (struct bound){v->size + in.count, in.count, false};
		}
	}
	r->at += n;	/* $now; jq knows of no other */
	return bound_small(in, 0);
}

/* $x, [$x, …], {a: $x, $y}: each may be all of what is taken apart. */
static void
read_pattern(struct reader *r, struct bound in, double size)
{
	char c = bound_peek(r);

	if (++r->depth > BOUND_DEEPEST)
		bound_refuse(r, r->at, "nested too deeply");
	if (c == '$') {
		r->at++;
		bind(r, size);
	} else if (c == '[' || c == '{') {
		r->at++;
		do {
			bool named = false;

			if (c == '{' && bound_peek(r) == '(') {
				r->at++;
				(void)bound_pipe(r, in, true);
				bound_need(r, ')');
			} else if (c == '{' && bound_peek(r) == '"') {
				(void)bound_text(r, in, 0, NULL);
			} else if (c == '{' && bound_peek(r) == '$') {
				r->at++;
				bind(r, size);
				named = true;
			} else if (c == '{') {
				r->at += bound_word_length(r);
			}
			if (c == '[' || !named || bound_peek(r) == ':') {
				if (c == '{')
					bound_need(r, ':');
				read_pattern(r, in, size);
			}
		} while (r->err == ERR_OK && bound_take(r, ','));
		bound_need(r, c == '[' ? ']' : '}');
	} else {
		bound_wrong(r);
	}
	r->depth--;
}

/* After "as": what follows the bar runs once for each result of source. */
static struct bound
read_binding(struct reader *r, struct bound in, struct bound source)
{
	size_t kept = r->variable_count;
	struct bound body = {in.size + source.count - in.count, source.count, false};

	read_pattern(r, in, source.size);
	if (bound_peek(r) == '?')
		bound_refuse(r, r->at, "other ways of taking apart (?//) are not used here");
	bound_need(r, '|');
	body = bound_pipe(r, bound_keep(r, r->at, body), true);
	r->variable_count = kept;
	return body;
}

/* ---- terms */

static struct bound
read_list(struct reader *r, struct bound in)
{
	size_t start = r->at++;
	struct bound inside;

	if (bound_take(r, ']'))
		return bound_small(in, 0);
	inside = bound_pipe(r, in, true);
	bound_need(r, ']');
	return bound_keep(
	    r, start, (struct bound){bound_sum(inside.size, in.count), in.count, false});
}

static struct bound
read_key(struct reader *r, struct bound in, bool *whole)
{
	struct bound key = bound_small(in, 6);
	char c = bound_peek(r);

	*whole = false;
	if (c == '(') {
		r->at++;
		key = bound_pipe(r, in, true);
		bound_need(r, ')');
	} else if (c == '"') {
		key = bound_text(r, in, 0, NULL);
	} else if (c == '@') {
		key = read_format(r, in);
	} else if (c == '$') {
		key = read_variable(r, in);
		*whole = true;
	} else if (bound_is_word(c)) {
		r->at += bound_word_length(r);
		*whole = true;
	} else {
		bound_wrong(r);
	}
	return key;
}

static struct bound
read_object(struct reader *r, struct bound in)
{
	size_t start = r->at++;
	struct bound out = bound_small(in, 0);

	if (bound_take(r, '}'))
		return out;
	do {
		bool whole;
		struct bound key = read_key(r, in, &whole);

		out = bound_pairs(in, out, key);
		if (bound_take(r, ':'))
			out = bound_pairs(in, out, bound_pipe(r, in, false));
		else
			out = bound_pairs(in, out, in);	/* {a}: as {a: .a} */
		(void)bound_keep(r, start, out);
	} while (r->err == ERR_OK && bound_take(r, ','));
	bound_need(r, '}');
	out.number = false;
	return out;
}

static struct bound
read_if(struct reader *r, struct bound in)
{
	struct bound out = bound_small(in, 0);

	do {
		struct bound condition = bound_pipe(r, in, true),
			     branch_in = {
				 in.size + condition.count - in.count, condition.count, false};

		if (!bound_take_word(r, "then"))
			bound_wrong(r);
		in = bound_keep(r, r->at, branch_in);
		out = bound_either(out, bound_pipe(r, in, true));
	} while (r->err == ERR_OK && bound_take_word(r, "elif"));
	if (bound_take_word(r, "else"))
		out = bound_either(out, bound_pipe(r, in, true));
	if (!bound_take_word(r, "end"))
		bound_wrong(r);
	out.number = false;
	return bound_keep(r, r->at, out);
}

static struct bound
read_term(struct reader *r, struct bound in)
{
	char c = bound_peek(r);
	double value;
	struct bound out;

	if (c == '.' && bound_ahead(r, 1) >= '0' && bound_ahead(r, 1) <= '9')
		return read_number(r, in, &value);
	if (c == '.') {
		r->at++;
		r->at += bound_word_length(r);
		if (r->s[r->at - 1] == '.' && bound_ahead(r, 0) == '"')
			(void)bound_text(r, in, 0, NULL);
		in.number = false;
		return in;
	}
	if (c >= '0' && c <= '9')
		return read_number(r, in, &value);
	if (c == '"')
		return bound_text(r, in, 0, NULL);
	if (c == '@')
		return read_format(r, in);
	if (c == '$')
		return read_variable(r, in);
	if (c == '[')
		return read_list(r, in);
	if (c == '{')
		return read_object(r, in);
	if (c == '(') {
		r->at++;
		out = bound_pipe(r, in, true);
		bound_need(r, ')');
		return out;
	}
	if (c == '-')
		return r->at++, read_postfix(r, in);
	if (bound_take_word(r, "if"))
		return read_if(r, in);
	if (bound_take_word(r, "try")) {
		out = read_postfix(r, in);
		return bound_take_word(r, "catch") ? bound_either(out, read_postfix(r, in)) : out;
	}
	if (bound_is_word(c))
		return bound_call(r, in);
	bound_wrong(r);
	return in;
}

/* At '[' behind a term: all elements, one, or a part. */
static struct bound
read_index(struct reader *r, struct bound in, struct bound of)
{
	size_t start = r->at++;
	struct bound out = of;

	if (bound_take(r, ']'))
		return bound_keep(r, start, bound_elements(of));
	for (bool more = true; more && r->err == ERR_OK;) {
		if (bound_peek(r) != ':' && bound_peek(r) != ']') {
			struct bound key = bound_pipe(r, in, true);

			out.size += key.count - in.count;
			out.count += key.count - in.count;
		}
		more = bound_take(r, ':');
	}
	bound_need(r, ']');
	out.number = false;
	return bound_keep(r, start, out);
}

static struct bound
read_postfix(struct reader *r, struct bound in)
{
	struct bound out;

	if (++r->depth > BOUND_DEEPEST)
		bound_refuse(r, r->at, "nested too deeply");
	out = read_term(r, in);
	while (r->err == ERR_OK) {
		char c = bound_peek(r);

		if (c == '[') {
			out = read_index(r, in, out);
		} else if (c == '.' &&
		    (bound_is_word(bound_ahead(r, 1)) || bound_ahead(r, 1) == '"' ||
			bound_ahead(r, 1) == '[')) {
			r->at++;
			if (bound_ahead(r, 0) == '"')
				(void)bound_text(r, in, 0, NULL);
			else
				r->at += bound_word_length(r);
			out.number = false;
		} else if (c == '?' && bound_ahead(r, 1) != '/') {
			r->at++;
		} else if (bound_take_word(r, "as")) {
			out = read_binding(r, in, out);
			break;
		} else {
			break;
		}
	}
	r->depth--;
	return out;
}

/* ---- operators */

enum operator { NONE, COMMA, ALTERNATIVE, OR, AND, COMPARE, ADD, MULTIPLY };

static enum operator
peek_operator(struct reader *r, size_t *length)
{
	char c = bound_peek(r), d = bound_ahead(r, 1);

	*length = 1;
	if (c == ',')
		return COMMA;
	if (c == '/' && d == '/')
		return *length = 2, ALTERNATIVE;
	if (c == 'o' && bound_word_length(r) == 2 && d == 'r')
		return *length = 2, OR;
	if (c == 'a' && bound_word_length(r) == 3 && memcmp(r->s + r->at, "and", 3) == 0)
		return *length = 3, AND;
	if ((c == '=' || c == '!') && d == '=')
		return *length = 2, COMPARE;
	if (c == '<' || c == '>')
		return *length = d == '=' ? 2 : 1, COMPARE;
	if (c == '+' || c == '-')
		return ADD;
	return c == '*' || c == '/' || c == '%' ? MULTIPLY : NONE;
}

/* A text times a number is repeated so often; check.c lets in small literals only, where it can't
 * be sure of two numbers. */
static struct bound
multiply(struct bound in, char sign, struct bound a, struct bound b, double times)
{
	struct bound out = bound_pairs(in, a, b);

	if (sign != '*' || (a.number && b.number)) {
		out.number = sign != '/' || (a.number && b.number);	/* a text can be split */
		return out.number ? bound_small(out, 0) : out;
	}
	out.size += log2(times < 1 ? 1 : times);
	return out;
}

static double
literal_at(const struct reader *r, size_t at)
{
	while (at < r->length && strchr(" \t\r\n", r->s[at]) != NULL)
		at++;
	return at < r->length && ((r->s[at] >= '0' && r->s[at] <= '9') || r->s[at] == '.')
	    ? strtod(r->s + at, NULL)
	    : 0;
}

static struct bound
combine(struct reader *r, size_t at, enum operator o, struct bound in, struct bound a,
    struct bound b, double times)
{
	struct bound out = bound_pairs(in, a, b);

	if (o == COMMA || o == ALTERNATIVE)
		out = bound_either(a, b);
	else if (o == OR || o == AND || o == COMPARE || (a.number && b.number))
		out = bound_small(out, 0);
	else if (o == MULTIPLY)
		out = multiply(in, r->s[at], a, b, times);
	return bound_keep(r, at, out);
}

static struct bound
read_operators(struct reader *r, struct bound in, enum operator lowest)
{
	size_t start = r->at, length;
	struct bound out = read_postfix(r, in);
	enum operator o;

	while (r->err == ERR_OK && (o = peek_operator(r, &length)) >= lowest && o != NONE) {
		size_t at = r->at;
		double left = literal_at(r, start);
		struct bound right;

		r->at += length;
		if (bound_ahead(r, 0) == '=' && o != COMPARE) {
			bound_refuse(r, at, "facts are not changed here: no assignments");
			break;
		}
		right =
		    read_operators(r, in, o == ALTERNATIVE ? ALTERNATIVE : (enum operator)(o + 1));
		out = combine(r, at, o, in, out, right, fmax(left, literal_at(r, at + length)));
	}
	return out;
}

struct bound
bound_pipe(struct reader *r, struct bound in, bool with_comma)
{
	struct bound out;

	if (++r->depth > BOUND_DEEPEST)
		bound_refuse(r, r->at, "nested too deeply");
	out = read_operators(r, in, with_comma ? COMMA : ALTERNATIVE);
	while (r->err == ERR_OK && bound_peek(r) == '|') {
		if (bound_ahead(r, 1) == '=') {
			bound_refuse(r, r->at, "facts are not changed here: no assignments");
			break;
		}
		r->at++;
		out = read_operators(r, out, with_comma ? COMMA : ALTERNATIVE);
	}
	if (r->err == ERR_OK && bound_peek(r) == '=' && bound_ahead(r, 1) != '=')
		bound_refuse(
		    r, r->at, "facts are not changed here: no assignments; compare with ==");
	r->depth--;
	return out;
}

enum err
bound_check(const char *source, struct errinfo *e)
{
	struct reader r = {.s = source, .length = strlen(source), .e = e, .err = ERR_OK};

	(void)bound_pipe(&r, (struct bound){BOUND_FACTS, 0, false}, true);
	if (r.err == ERR_OK && bound_peek(&r) != '\0')
		bound_wrong(&r);
	return r.err;
}
