/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may stand in an expression. A scan over jq's words refuses all that could loop or reach
 * outside (what could grow is bound.c's concern): functions are on one list of known good ones,
 * brackets balance (so that an expression cannot break out of the program it is put into), and
 * multiplication, which repeats texts, needs operands that are numbers.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "expr_private.h"
#include "floorwalker/expr.h"

#define LONGEST 2000
#define DEEPEST 32
#define MOST_GENERATORS 16	/* .[] and its kin */

/* Operators and syntax. */
static const char *const keywords[] = {"and", "or", "if", "then", "elif", "else", "end", "as",
    "try", "catch", "null", "true", "false"};

/* What ends on a number: the operands that multiplication takes, in brackets. */
static const char *const numeric[] = {"tonumber", "length", "utf8bytelength", "floor", "ceil",
    "round", "trunc", "fabs", "sqrt", "fromdate", "fromdateiso8601", "mktime"};

static const char *const functions[] = {
	"not", "empty", "error", "type", "values", "nulls", "booleans", "numbers", "strings", "arrays", "objects", "scalars", "iterables",
	"select", "map", "map_values", "any", "all", "add", "flatten", "first", "last", "nth", "in", "inside", "has", "contains",
	"keys", "keys_unsorted", "to_entries", "from_entries", "with_entries", "del", "sort", "sort_by", "group_by", "unique", "unique_by",
	"min", "max", "min_by", "max_by", "reverse", "index", "rindex", "indices",
	"startswith", "endswith", "ltrimstr", "rtrimstr", "split", "join", "ascii_downcase", "ascii_upcase", "test", "match", "capture",
	"tostring", "tojson", "fromjson", "todate", "todateiso8601", "gmtime", "strftime", "strptime", "pow", "log", "exp", "isvalid",
	"fmin", "fmax", "significand",
};

struct token {
	enum { NUMBER, TEXT, FUNCTION, KEYWORD, FIELD, VARIABLE, OPEN, CLOSE, OPERATOR, NONE } kind;
	size_t start, length;
	bool numeric;		/* surely a number */
};

/* A '*' that waits for its right operand, and what is known of its left one. */
struct product {
	bool waits, left_numeric, left_small;
};

/* Brackets that are open. */
struct level {
	char open;
	bool numeric;			/* what stands last in them is surely a number */
	struct product product;		/* what waits for them as its right operand */
};

struct scan {
	const char *s;
	size_t length, at;
	struct errinfo *e;
	struct level levels[DEEPEST];
	int depth;
	int generators;
	struct token last;
	struct product product;
};

enum err
expr_refuse(const char *source, size_t at, struct errinfo *e, const char *format, va_list args)
{
	int line = 1, column = 1;
	char message[300];

	for (size_t i = 0; i < at && source[i] != '\0'; i++) {
		if (source[i] == '\n') {
			line++;
			column = 1;
		} else if (((unsigned char)source[i] & 0xc0) != 0x80) {
			column++;
		}
	}
	vsnprintf(message, sizeof message, format, args);
	return err_set(e, ERR_INPUT, "expression, line %d, column %d: %s", line, column, message);
}

static enum err refuse(struct scan *s, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);

static enum err
refuse(struct scan *s, size_t at, const char *format, ...)
{
	va_list args;
	enum err err;

	va_start(args, format);
	err = expr_refuse(s->s, at, s->e, format, args);
	va_end(args);
	return err;
}

static bool
is_in(const char *word, size_t length, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strlen(list[i]) == length && memcmp(list[i], word, length) == 0)
			return true;
	}
	return false;
}

#define IS_IN(word, length, list) is_in(word, length, list, sizeof(list) / sizeof(list)[0])

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char
peek(const struct scan *s, size_t ahead)
{
	return s->at + ahead < s->length ? s->s[s->at + ahead] : '\0';
}

static char
after_blanks(const struct scan *s)
{
	size_t i = s->at;

	while (i < s->length && is_blank(s->s[i]))
		i++;
	return i < s->length ? s->s[i] : '\0';
}

static bool
is_small(const struct scan *s, const struct token *t)
{
	return t->kind == NUMBER && t->length <= 4 && strtod(s->s + t->start, NULL) <= 100;
}

/* Both operands of '*' must be numbers for sure, or one a small literal: jq repeats a text so many
 * times. */
static enum err
check_product(struct scan *s, const struct token *right)
{
	bool small = is_small(s, right);

	s->product.waits = false;
	if ((s->product.left_numeric && right->numeric) || s->product.left_small || small)
		return ERR_OK;
	return refuse(s, right->start,
	    "'*' repeats a text where it meets one; say (… | tonumber) * (… | tonumber)");
}

static void
push(struct scan *s, struct token t)
{
	s->last = t;
	if (s->depth > 0)
		s->levels[s->depth - 1].numeric = t.numeric;
}

static enum err
take(struct scan *s, struct token t)
{
	/* The right operand is known when it is whole: at once, or at its closing bracket. */
	if (s->product.waits && t.kind != OPEN && t.kind != OPERATOR) {
		enum err err = check_product(s, &t);

		if (err != ERR_OK)
			return err;
	}
	push(s, t);
	return ERR_OK;
}

static enum err scan_tokens(struct scan *s, int floor);

/* At the backslash of "\\(…)", which holds an expression. */
static enum err
scan_interpolation(struct scan *s)
{
	struct scan inner = {.s = s->s,
	    .length = s->length,
	    .at = s->at + 2,
	    .e = s->e,
	    .depth = s->depth + 1,
	    .generators = s->generators,
	    .last = {.kind = NONE}};
	enum err err;

	if (inner.depth >= DEEPEST)
		return refuse(s, s->at, "nested too deeply");
	inner.levels[s->depth].open = '(';
	err = scan_tokens(&inner, inner.depth);
	s->generators = inner.generators;
	s->at = inner.at;
	return err;
}

/* At the opening quote. Interpolations hold expressions. */
static enum err
scan_text(struct scan *s)
{
	size_t start = s->at;

	for (s->at++; s->at < s->length;) {
		char c = s->s[s->at];

		if (c == '"') {
			s->at++;
			return take(s, (struct token){TEXT, start, s->at - start, false});
		}
		if (c != '\\') {
			s->at++;
			continue;
		}
		if (peek(s, 1) == '(') {
			enum err err = scan_interpolation(s);

			if (err != ERR_OK)
				return err;
			continue;
		}
		s->at += 2;
	}
	return refuse(s, start, "the text has no closing quote");
}

static size_t
word_length(const struct scan *s, size_t at)
{
	size_t n = at;

	while (n < s->length && (is_letter(s->s[n]) || is_digit(s->s[n])))
		n++;
	return n - at;
}

/* In {…}, a word before ':' ',' or '}' is a key. */
static bool
is_key(const struct scan *s)
{
	char next = after_blanks(s);

	if (s->depth == 0 || s->levels[s->depth - 1].open != '{')
		return false;
	if (s->last.kind != OPEN && !(s->last.kind == OPERATOR && s->s[s->last.start] == ','))
		return false;
	return next == ':' || next == ',' || next == '}';
}

static enum err
scan_word(struct scan *s)
{
	size_t start = s->at, n = word_length(s, start);
	const char *word = s->s + start;

	s->at += n;
	if (peek(s, 0) == ':' && peek(s, 1) == ':')
		return refuse(s, start, "modules are not used here");
	if (is_key(s))
		return take(s, (struct token){FIELD, start, n, false});
	if (IS_IN(word, n, keywords))
		return take(s, (struct token){KEYWORD, start, n, false});
	if (IS_IN(word, n, numeric))
		return take(s, (struct token){FUNCTION, start, n, true});
	if (!IS_IN(word, n, functions))
		return refuse(s, start,
		    "'%.*s' may not be used here: known are comparisons, fields, if, select, map, any, all, length and other plain functions, "
		    "no loops and nothing outside the facts",
		    n < 60 ? (int)n : 60, word);
	if (is_in(word, n,
		(const char *const[]){"map", "map_values", "any", "all", "with_entries", "select"},
		5))
		s->generators++;
	return take(s, (struct token){FUNCTION, start, n, false});
}

static enum err
scan_variable(struct scan *s)
{
	size_t start = s->at++, n;

	if (peek(s, 0) == '_' && peek(s, 1) == '_')
		return refuse(s, start, "variables that begin with $__ may not be used here");
	n = word_length(s, s->at);
	if (n == 0 || is_digit(peek(s, 0)))
		return refuse(s, start, "'$' needs a name");
	if (n == 3 && memcmp(s->s + s->at, "ENV", 3) == 0)
		return refuse(
		    s, start, "$ENV may not be used here: an expression sees its facts only");
	s->at += n;
	if (peek(s, 0) == ':' && peek(s, 1) == ':')
		return refuse(s, start, "modules are not used here");
	return take(s,
	    (struct token){
		VARIABLE, start, n + 1, n == 3 && memcmp(s->s + start + 1, "now", 3) == 0});
}

static enum err
scan_number(struct scan *s)
{
	size_t start = s->at;

	while (is_digit(peek(s, 0)) || peek(s, 0) == '.')
		s->at++;
	if ((peek(s, 0) | 32) == 'e' &&
	    (is_digit(peek(s, 1)) ||
		((peek(s, 1) == '+' || peek(s, 1) == '-') && is_digit(peek(s, 2))))) {
		s->at += 2;
		while (is_digit(peek(s, 0)))
			s->at++;
	}
	return take(s, (struct token){NUMBER, start, s->at - start, true});
}

/* At '.': a field, a text as a field, the identity, or the recursion that is refused. */
static enum err
scan_dot(struct scan *s)
{
	size_t start = s->at++;

	if (peek(s, 0) == '.')
		return refuse(s, start, "'..' may not be used here: it visits everything");
	if (is_digit(peek(s, 0))) {
		s->at = start;
		return scan_number(s);
	}
	s->at += word_length(s, s->at);
	return take(s, (struct token){FIELD, start, s->at - start, false});
}

static enum err
scan_open(struct scan *s, char c)
{
	struct level *level = &s->levels[s->depth];

	if (s->depth == DEEPEST)
		return refuse(s, s->at, "nested too deeply");
	push(s, (struct token){OPEN, s->at, 1, false});
	*level = (struct level){.open = c, .product = s->product};
	s->product.waits = false;
	s->depth++;
	s->at++;
	if (c == '[' && after_blanks(s) == ']')
		s->generators++;
	return ERR_OK;
}

static enum err
scan_close(struct scan *s, char c)
{
	static const char pairs[] = "()[]{}";
	size_t at = s->at++;
	struct level *level = s->depth > 0 ? &s->levels[s->depth - 1] : NULL;

	if (level == NULL || level->open != strchr(pairs, c)[-1])
		return refuse(s, at, "'%c' closes nothing that is open", c);
	s->depth--;
	s->product = level->product;
	return take(s, (struct token){CLOSE, at, 1, c == ')' && level->numeric});
}

static enum err
scan_operator(struct scan *s, char c)
{
	size_t at = s->at++;

	if (c == '@') {
		s->at += word_length(s, s->at);
		return take(s, (struct token){FUNCTION, at, s->at - at, false});
	}
	if (strchr("|,=<>!+-/%?:;*", c) == NULL)
		return refuse(s, at, "'%.*s' has no meaning here",
		    (int)utf8_grapheme(s->s + at, s->length - at), s->s + at);
	if (c == '*') {
		s->product = (struct product){true, s->last.numeric, is_small(s, &s->last)};
		if (peek(s, 0) == '=')
			return refuse(s, at, "facts are not changed here; use '*' without '='");
	}
	push(s, (struct token){OPERATOR, at, 1, false});
	return ERR_OK;
}

static enum err
scan_token(struct scan *s)
{
	char c = s->s[s->at];

	if (c == '"')
		return scan_text(s);
	if (is_letter(c))
		return scan_word(s);
	if (is_digit(c))
		return scan_number(s);
	if (c == '.')
		return scan_dot(s);
	if (c == '$')
		return scan_variable(s);
	if (c == '#')
		return refuse(s, s->at, "comments are not used in expressions");
	if (strchr("([{", c) != NULL)
		return scan_open(s, c);
	if (strchr(")]}", c) != NULL)
		return scan_close(s, c);
	return scan_operator(s, c);
}

/* Up to the end; an interpolation (floor > 0) up to the bracket that closes it. */
static enum err
scan_tokens(struct scan *s, int floor)
{
	while (s->at < s->length) {
		enum err err;

		if (is_blank(s->s[s->at])) {
			s->at++;
			continue;
		}
		if (floor > 0 && s->depth == floor && s->s[s->at] == ')') {
			s->at++;
			return ERR_OK;
		}
		err = scan_token(s);
		if (err != ERR_OK)
			return err;
		if (s->generators > MOST_GENERATORS)
			return refuse(s, s->at - 1, "too many iterations in one expression");
	}
	if (s->depth > 0)
		return refuse(s, s->length, "'%c' is not closed", s->levels[s->depth - 1].open);
	return ERR_OK;
}

enum err
expr_check(const char *source, struct errinfo *e)
{
	struct scan s = {.s = source, .length = strlen(source), .e = e, .last = {.kind = NONE}};
	enum err err;

	if (s.length > LONGEST)
		return err_set(
		    e, ERR_LIMIT, "an expression of %zu bytes; the limit is %d", s.length, LONGEST);
	if (!utf8_is_valid(source, s.length))
		return err_set(e, ERR_INPUT, "the expression is not UTF-8");
	if (strspn(source, " \t\r\n") == s.length)
		return err_set(e, ERR_INPUT, "the expression is empty");
	err = scan_tokens(&s, 0);
	return err != ERR_OK ? err : bound_check(source, e);
}
