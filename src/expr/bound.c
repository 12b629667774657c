/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How large it can become: jq has no limit of time or memory, and an expression of a few bytes can double what it is given a hundred times. So an expression is read
 * as jq reads it, and each part gets an upper bound, from the inside out, of how many results it gives and how large they are together. One that could make more than MOST is
 * refused when it is loaded; nothing is run for that.
 *
 * Bounds are logarithms to base 2, of all results over all inputs of a part: so what walks a list and rebuilds it from its own elements costs what the list is large, and what
 * puts the whole of something beside each element costs the product.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expr_private.h"
#include "floorwalker/base/str.h"

#define FACTS 12.0	/* 4 KiB of facts */
#define LIST 8.0	/* lists of 256 */
#define MOST 24.0	/* sixteen million parts or bytes */
#define DEEPEST 200
#define VARIABLES 64

struct bound {
	double size, count;
	bool number;		/* each is a number for sure */
};

struct variable {
	const char *name;
	size_t length;
	double size;
};

struct reader {
	const char *s;
	size_t length, at;
	struct errinfo *e;
	enum err err;		/* the first trouble; then at stands at the end */
	int depth;
	struct variable variables[VARIABLES];
	size_t variable_count;
};

static struct bound read_pipe(struct reader *r, struct bound in, bool with_comma);
static struct bound read_postfix(struct reader *r, struct bound in);

/* ---- trouble, and what stands next */

static void refuse(struct reader *r, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);

static void
refuse(struct reader *r, size_t at, const char *format, ...)
{
	va_list args;

	if (r->err == ERR_OK) {
		va_start(args, format);
		r->err = expr_refuse(r->s, at, r->e, format, args);
		va_end(args);
	}
	r->at = r->length;
}

static char
peek(struct reader *r)
{
	while (r->at < r->length && strchr(" \t\r\n", r->s[r->at]) != NULL)
		r->at++;
	return r->at < r->length ? r->s[r->at] : '\0';
}

static char
ahead(const struct reader *r, size_t n)
{
	return r->at + n < r->length ? r->s[r->at + n] : '\0';
}

static void
wrong(struct reader *r)
{
	char c = peek(r);

	if (c == '\0')
		refuse(r, r->at, "does not compile: syntax error, it ends too soon");
	else
		refuse(r, r->at, "does not compile: syntax error at '%.12s'", r->s + r->at);
}

static bool
take(struct reader *r, char c)
{
	if (peek(r) != c || r->at >= r->length)
		return false;
	r->at++;
	return true;
}

static void
need(struct reader *r, char c)
{
	if (!take(r, c))
		wrong(r);
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t
word_length(const struct reader *r)
{
	size_t n = 0;

	while (is_word(ahead(r, n)))
		n++;
	return n;
}

static bool
take_word(struct reader *r, const char *word)
{
	size_t n;

	(void)peek(r);
	n = word_length(r);
	if (n == 0 || strlen(word) != n || memcmp(r->s + r->at, word, n) != 0)
		return false;
	r->at += n;
	return true;
}

/* ---- sums of bounds */

/* log2(2^a + 2^b) */
static double
sum(double a, double b)
{
	double most = a > b ? a : b;

	return most + log2(1 + exp2((a > b ? b : a) - most));
}

static struct bound
either(struct bound a, struct bound b)
{
	return (struct bound){sum(a.size, b.size), sum(a.count, b.count), a.number && b.number};
}

/* Each result of a with each of b, over the same inputs: one made of both. */
static struct bound
pairs(struct bound in, struct bound a, struct bound b)
{
	double more_a = a.count - in.count, more_b = b.count - in.count;

	return (struct bound){sum(a.size + more_b, b.size + more_a), a.count + more_b, false};
}

static struct bound
small(struct bound b, double bits)
{
	return (struct bound){b.count + bits, b.count, true};
}

/* As many results as each input has elements. */
static struct bound
elements(struct bound b)
{
	double grown = b.size > FACTS ? b.size - FACTS : 0, count = b.count + LIST + grown;

	return (struct bound){b.size, count < b.size ? count : b.size, false};
}

static struct bound
keep(struct reader *r, size_t at, struct bound b)
{
	if (b.size > MOST || b.count > MOST)
		refuse(r, at, "can grow without measure: take fewer doublings (+, \\( ), lists of itself) and fewer loops within loops");
	return b;
}

/* ---- texts, numbers, variables */

/* At the opening quote. Whether it was plain, and where its inside lay, for a regular expression. */
static struct bound
read_text(struct reader *r, struct bound in, double bits, bool *plain)
{
	size_t start = r->at++;
	struct bound out = small(in, log2((double)(r->length - start) + 1));

	if (plain != NULL)
		*plain = true;
	while (r->at < r->length && r->s[r->at] != '"') {
		if (r->s[r->at] != '\\') {
			r->at++;
		} else if (ahead(r, 1) == '(') {
			struct bound inside;

			r->at += 2;
			inside = read_pipe(r, in, true);
			inside.size += bits;
			need(r, ')');
			out = keep(r, start, pairs(in, out, inside));
			if (plain != NULL)
				*plain = false;
		} else {
			r->at += 2;
		}
	}
	if (r->err == ERR_OK)
		need(r, '"');
	out.number = false;
	return out;
}

static struct bound
read_format(struct reader *r, struct bound in)
{
	size_t start = r->at++;

	r->at += word_length(r);
	if (peek(r) == '"')
		return read_text(r, in, 4, NULL);
	return keep(r, start, (struct bound){in.size + 4, in.count, false});
}

static struct bound
read_number(struct reader *r, struct bound in, double *value)
{
	char *end;

	*value = strtod(r->s + r->at, &end);
	if (end == r->s + r->at)
		wrong(r);
	else
		r->at = (size_t)(end - r->s);
	return small(in, 0);
}

static void
bind(struct reader *r, double size)
{
	size_t n = word_length(r);

	if (n == 0)
		wrong(r);
	else if (r->variable_count == VARIABLES)
		refuse(r, r->at, "has more than %d variables", VARIABLES);
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
	n = word_length(r);
	for (size_t i = r->variable_count; i > 0; i--) {
		const struct variable *v = &r->variables[i - 1];

		if (v->length == n && memcmp(v->name, r->s + r->at, n) == 0) {
			struct bound out = {v->size + in.count, in.count, false};

			return r->at += n, keep(r, r->at - n, out);
		}
	}
	r->at += n;	/* $now; jq knows of no other */
	return small(in, 0);
}

/* $x, [$x, …], {a: $x, $y}: each may be all of what is taken apart. */
static void
read_pattern(struct reader *r, struct bound in, double size)
{
	char c = peek(r);

	if (++r->depth > DEEPEST)
		refuse(r, r->at, "nested too deeply");
	if (c == '$') {
		r->at++;
		bind(r, size);
	} else if (c == '[' || c == '{') {
		r->at++;
		do {
			bool named = false;

			if (c == '{' && peek(r) == '(') {
				r->at++;
				(void)read_pipe(r, in, true);
				need(r, ')');
			} else if (c == '{' && peek(r) == '"') {
				(void)read_text(r, in, 0, NULL);
			} else if (c == '{' && peek(r) == '$') {
				r->at++;
				bind(r, size);
				named = true;
			} else if (c == '{') {
				r->at += word_length(r);
			}
			if (c == '[' || !named || peek(r) == ':') {
				if (c == '{')
					need(r, ':');
				read_pattern(r, in, size);
			}
		} while (r->err == ERR_OK && take(r, ','));
		need(r, c == '[' ? ']' : '}');
	} else {
		wrong(r);
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
	if (peek(r) == '?')
		refuse(r, r->at, "other ways of taking apart (?//) are not used here");
	need(r, '|');
	body = read_pipe(r, keep(r, r->at, body), true);
	r->variable_count = kept;
	return body;
}

/* ---- functions */

/* How a function's results follow from its input and arguments. */
enum shape {
	SAME,		/* no larger than the input, times the results of the arguments */
	SMALL,		/* a number, a bool, a name */
	EACH,		/* the argument runs on each element; the results make a list or object */
	EACH_BY,	/* the argument runs on each element; the elements come back */
	ANY,		/* whether one or each element, or result of the first argument, holds */
	RESULTS,	/* some results of the last argument */
	PATTERN,	/* the first argument is a regular expression */
	JOIN,
};

static const struct function {
	const char *name;
	enum shape shape;
	double bits;	/* how much larger than the input */
} functions[] = {
	{"map", EACH, 0}, {"map_values", EACH, 0}, {"with_entries", EACH, 3}, {"sort_by", EACH_BY, 0}, {"group_by", EACH_BY, 1},
	{"unique_by", EACH_BY, 0}, {"min_by", EACH_BY, 0}, {"max_by", EACH_BY, 0}, {"any", ANY, 0}, {"all", ANY, 0}, {"first", RESULTS, 0},
	{"last", RESULTS, 0}, {"nth", RESULTS, 0}, {"test", PATTERN, 0}, {"match", PATTERN, 7}, {"capture", PATTERN, 5}, {"join", JOIN, 0},
	{"tojson", SAME, 5}, {"tostring", SAME, 5}, {"to_entries", SAME, 3}, {"split", SAME, 1}, {"indices", SAME, 1}, {"todate", SMALL, 5},
	{"todateiso8601", SMALL, 5}, {"gmtime", SMALL, 4}, {"strptime", SMALL, 4}, {"strftime", SAME, 9}, {"not", SMALL, 0}, {"type", SMALL, 3},
	{"length", SMALL, 0}, {"utf8bytelength", SMALL, 0}, {"has", SMALL, 0}, {"in", SMALL, 0}, {"inside", SMALL, 0}, {"contains", SMALL, 0},
	{"index", SMALL, 0}, {"rindex", SMALL, 0}, {"startswith", SMALL, 0}, {"endswith", SMALL, 0}, {"isvalid", SMALL, 0}, {"tonumber", SMALL, 0},
	{"floor", SMALL, 0}, {"ceil", SMALL, 0}, {"round", SMALL, 0}, {"trunc", SMALL, 0}, {"fabs", SMALL, 0}, {"sqrt", SMALL, 0}, {"pow", SMALL, 0},
	{"log", SMALL, 0}, {"exp", SMALL, 0}, {"fmin", SMALL, 0}, {"fmax", SMALL, 0}, {"significand", SMALL, 0}, {"fromdate", SMALL, 0},
	{"fromdateiso8601", SMALL, 0}, {"mktime", SMALL, 0}, {"null", SMALL, 0}, {"true", SMALL, 0}, {"false", SMALL, 0}, {"empty", SMALL, 0},
};

static const struct function *
find_function(const char *name, size_t length)
{
	static const struct function other = {"", SAME, 0};

	for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
		if (strlen(functions[i].name) == length && memcmp(functions[i].name, name, length) == 0)
			return &functions[i];
	return &other;
}

static bool
is_on_elements(enum shape s, struct reader *r)
{
	size_t at = r->at;
	int depth = 0;

	if (s == EACH || s == EACH_BY)
		return true;
	if (s != ANY)
		return false;
	/* any(f) walks the input, any(g; f) the results of g */
	for (; at < r->length && depth >= 0; at++) {
		char c = r->s[at];

		if (c == '"')
			for (at++; at < r->length && r->s[at] != '"'; at++)
				at += r->s[at] == '\\';
		else if (c == '(' || c == '[' || c == '{')
			depth++;
		else if (c == ')' || c == ']' || c == '}')
			depth--;
		else if (c == ';' && depth == 0)
			return false;
	}
	return true;
}

static void
read_pattern_text(struct reader *r, struct bound in)
{
	bool plain = false;
	size_t at;
	const char *trouble;

	if (peek(r) != '"') {
		refuse(r, r->at, "a regular expression is a text in quotes here");
		return;
	}
	at = r->at;
	(void)read_text(r, in, 0, &plain);
	if (r->err != ERR_OK)
		return;
	if (!plain || (peek(r) != ';' && peek(r) != ')')) {
		refuse(r, at, "a regular expression is one text in quotes here, with nothing put into it");
		return;
	}
	trouble = regex_trouble(r->s + at + 1, r->at - at - 2);
	if (trouble != NULL)
		refuse(r, at, "this regular expression %s: on some texts it would take hours", trouble);
}

static struct bound
read_call(struct reader *r, struct bound in)
{
	size_t start = r->at, n = word_length(r), arguments = 0;
	const struct function *f = find_function(r->s + r->at, n);
	struct bound of_arguments = small(in, 0), on, last = in, out = {in.size + f->bits, in.count, false};
	bool on_elements;

	r->at += n;
	if (take(r, '(')) {
		on_elements = is_on_elements(f->shape, r);
		on = on_elements ? elements(in) : in;
		do {
			if (f->shape == PATTERN && arguments == 0)
				read_pattern_text(r, in);
			else
				last = read_pipe(r, on, true);
			if (f->shape == ANY && !on_elements)
				on = last;	/* the second runs on each result of the first */
			else if (!on_elements && arguments + (f->shape != PATTERN) > 0)
				of_arguments = pairs(in, of_arguments, last);
			arguments++;
		} while (r->err == ERR_OK && take(r, ';'));
		need(r, ')');
		if (arguments > 1 && n == 5 && memcmp(r->s + start, "split", n) == 0)
			refuse(r, start, "split with a regular expression is not used here; split at a text");
	}
	switch (f->shape) {
	case EACH:
		out = (struct bound){sum(last.size, in.count) + f->bits, in.count, false};
		break;
	case EACH_BY:
		out.size = sum(in.size, last.size) + f->bits;
		break;
	case ANY:
		out = small(in, 0);
		break;
	case RESULTS:
		out = arguments > 0 ? last : in;
		break;
	case JOIN:
		out.size = sum(in.size, elements(in).count + last.size - in.count);
		break;
	case PATTERN:
		out.count = in.size;	/* with "g", one for each place */
		out = f->bits > 0 ? out : small(in, 0);
		break;
	case SMALL:
		out = small(in, f->bits);
		out.count = of_arguments.count;
		out.size = out.count + f->bits;
		out.number = true;
		break;
	case SAME:
		out.count += of_arguments.count - in.count;
		out.size = sum(out.size + of_arguments.count - in.count, of_arguments.size);
		break;
	}
	return keep(r, start, out);
}

/* ---- terms */

static struct bound
read_list(struct reader *r, struct bound in)
{
	size_t start = r->at++;
	struct bound inside;

	if (take(r, ']'))
		return small(in, 0);
	inside = read_pipe(r, in, true);
	need(r, ']');
	return keep(r, start, (struct bound){sum(inside.size, in.count), in.count, false});
}

static struct bound
read_key(struct reader *r, struct bound in, bool *whole)
{
	struct bound key = small(in, 6);
	char c = peek(r);

	*whole = false;
	if (c == '(') {
		r->at++;
		key = read_pipe(r, in, true);
		need(r, ')');
	} else if (c == '"') {
		key = read_text(r, in, 0, NULL);
	} else if (c == '@') {
		key = read_format(r, in);
	} else if (c == '$') {
		key = read_variable(r, in);
		*whole = true;
	} else if (is_word(c)) {
		r->at += word_length(r);
		*whole = true;
	} else {
		wrong(r);
	}
	return key;
}

static struct bound
read_object(struct reader *r, struct bound in)
{
	size_t start = r->at++;
	struct bound out = small(in, 0);

	if (take(r, '}'))
		return out;
	do {
		bool whole;
		struct bound key = read_key(r, in, &whole);

		out = pairs(in, out, key);
		if (take(r, ':'))
			out = pairs(in, out, read_pipe(r, in, false));
		else
			out = pairs(in, out, in);	/* {a}: as {a: .a} */
		(void)keep(r, start, out);
	} while (r->err == ERR_OK && take(r, ','));
	need(r, '}');
	out.number = false;
	return out;
}

static struct bound
read_if(struct reader *r, struct bound in)
{
	struct bound out = small(in, 0);

	do {
		struct bound condition = read_pipe(r, in, true), branch_in = {in.size + condition.count - in.count, condition.count, false};

		if (!take_word(r, "then"))
			wrong(r);
		in = keep(r, r->at, branch_in);
		out = either(out, read_pipe(r, in, true));
	} while (r->err == ERR_OK && take_word(r, "elif"));
	if (take_word(r, "else"))
		out = either(out, read_pipe(r, in, true));
	if (!take_word(r, "end"))
		wrong(r);
	out.number = false;
	return keep(r, r->at, out);
}

static struct bound
read_term(struct reader *r, struct bound in)
{
	char c = peek(r);
	double value;
	struct bound out;

	if (c == '.' && ahead(r, 1) >= '0' && ahead(r, 1) <= '9')
		return read_number(r, in, &value);
	if (c == '.') {
		r->at++;
		r->at += word_length(r);
		if (r->s[r->at - 1] == '.' && ahead(r, 0) == '"')
			(void)read_text(r, in, 0, NULL);
		in.number = false;
		return in;
	}
	if (c >= '0' && c <= '9')
		return read_number(r, in, &value);
	if (c == '"')
		return read_text(r, in, 0, NULL);
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
		out = read_pipe(r, in, true);
		need(r, ')');
		return out;
	}
	if (c == '-')
		return r->at++, read_postfix(r, in);
	if (take_word(r, "if"))
		return read_if(r, in);
	if (take_word(r, "try")) {
		out = read_postfix(r, in);
		return take_word(r, "catch") ? either(out, read_postfix(r, in)) : out;
	}
	if (is_word(c))
		return read_call(r, in);
	wrong(r);
	return in;
}

/* At '[' behind a term: all elements, one, or a part. */
static struct bound
read_index(struct reader *r, struct bound in, struct bound of)
{
	size_t start = r->at++;
	struct bound out = of;

	if (take(r, ']'))
		return keep(r, start, elements(of));
	for (bool more = true; more && r->err == ERR_OK;) {
		if (peek(r) != ':' && peek(r) != ']') {
			struct bound key = read_pipe(r, in, true);

			out.size += key.count - in.count;
			out.count += key.count - in.count;
		}
		more = take(r, ':');
	}
	need(r, ']');
	out.number = false;
	return keep(r, start, out);
}

static struct bound
read_postfix(struct reader *r, struct bound in)
{
	struct bound out;

	if (++r->depth > DEEPEST)
		refuse(r, r->at, "nested too deeply");
	out = read_term(r, in);
	while (r->err == ERR_OK) {
		char c = peek(r);

		if (c == '[') {
			out = read_index(r, in, out);
		} else if (c == '.' && (is_word(ahead(r, 1)) || ahead(r, 1) == '"' || ahead(r, 1) == '[')) {
			r->at++;
			if (ahead(r, 0) == '"')
				(void)read_text(r, in, 0, NULL);
			else
				r->at += word_length(r);
			out.number = false;
		} else if (c == '?' && ahead(r, 1) != '/') {
			r->at++;
		} else if (take_word(r, "as")) {
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
	char c = peek(r), d = ahead(r, 1);

	*length = 1;
	if (c == ',')
		return COMMA;
	if (c == '/' && d == '/')
		return *length = 2, ALTERNATIVE;
	if (c == 'o' && word_length(r) == 2 && d == 'r')
		return *length = 2, OR;
	if (c == 'a' && word_length(r) == 3 && memcmp(r->s + r->at, "and", 3) == 0)
		return *length = 3, AND;
	if ((c == '=' || c == '!') && d == '=')
		return *length = 2, COMPARE;
	if (c == '<' || c == '>')
		return *length = d == '=' ? 2 : 1, COMPARE;
	if (c == '+' || c == '-')
		return ADD;
	return c == '*' || c == '/' || c == '%' ? MULTIPLY : NONE;
}

/* A text times a number is repeated so often; check.c lets in small literals only, where it can't be sure of two numbers. */
static struct bound
multiply(struct bound in, char sign, struct bound a, struct bound b, double times)
{
	struct bound out = pairs(in, a, b);

	if (sign != '*' || (a.number && b.number)) {
		out.number = sign != '/' || (a.number && b.number);	/* a text can be split */
		return out.number ? small(out, 0) : out;
	}
	out.size += log2(times < 1 ? 1 : times);
	return out;
}

static double
literal_at(const struct reader *r, size_t at)
{
	while (at < r->length && strchr(" \t\r\n", r->s[at]) != NULL)
		at++;
	return at < r->length && ((r->s[at] >= '0' && r->s[at] <= '9') || r->s[at] == '.') ? strtod(r->s + at, NULL) : 0;
}

static struct bound
combine(struct reader *r, size_t at, enum operator o, struct bound in, struct bound a, struct bound b, double times)
{
	struct bound out = pairs(in, a, b);

	if (o == COMMA || o == ALTERNATIVE)
		out = either(a, b);
	else if (o == OR || o == AND || o == COMPARE || (a.number && b.number))
		out = small(out, 0);
	else if (o == MULTIPLY)
		out = multiply(in, r->s[at], a, b, times);
	return keep(r, at, out);
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
		if (ahead(r, 0) == '=' && o != COMPARE) {
			refuse(r, at, "facts are not changed here: no assignments");
			break;
		}
		right = read_operators(r, in, o == ALTERNATIVE ? ALTERNATIVE : (enum operator)(o + 1));
		out = combine(r, at, o, in, out, right, fmax(left, literal_at(r, at + length)));
	}
	return out;
}

static struct bound
read_pipe(struct reader *r, struct bound in, bool with_comma)
{
	struct bound out;

	if (++r->depth > DEEPEST)
		refuse(r, r->at, "nested too deeply");
	out = read_operators(r, in, with_comma ? COMMA : ALTERNATIVE);
	while (r->err == ERR_OK && peek(r) == '|') {
		if (ahead(r, 1) == '=') {
			refuse(r, r->at, "facts are not changed here: no assignments");
			break;
		}
		r->at++;
		out = read_operators(r, out, with_comma ? COMMA : ALTERNATIVE);
	}
	if (r->err == ERR_OK && peek(r) == '=' && ahead(r, 1) != '=')
		refuse(r, r->at, "facts are not changed here: no assignments; compare with ==");
	r->depth--;
	return out;
}

enum err
bound_check(const char *source, struct errinfo *e)
{
	struct reader r = {.s = source, .length = strlen(source), .e = e, .err = ERR_OK};

	(void)read_pipe(&r, (struct bound){FACTS, 0, false}, true);
	if (r.err == ERR_OK && peek(&r) != '\0')
		wrong(&r);
	return r.err;
}
