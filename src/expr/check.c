/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may stand in an expression. A scan over jq's words refuses all that could loop, reach outside or take unbounded memory: functions
 * are on one list of known good ones, brackets balance (so that an expression cannot break out of the program it is put into), and
 * multiplication, which repeats texts, needs operands that are numbers.
 */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/expr.h"

#define LONGEST 2000
#define DEEPEST 32
#define MOST_GENERATORS 16	/* .[] and its kin */

/* Operators and syntax. */
static const char *const keywords[] = {"and", "or", "if", "then", "elif", "else", "end", "as", "try", "catch", "null", "true", "false"};

/* What ends on a number: the operands that multiplication takes, in brackets. */
static const char *const numeric[] = {"tonumber", "length", "utf8bytelength", "floor", "ceil", "round", "trunc", "fabs", "sqrt",
    "fromdate", "fromdateiso8601", "mktime"};

static const char *const functions[] = {
	"not", "empty", "error", "type", "values", "nulls", "booleans", "numbers", "strings", "arrays", "objects", "scalars", "iterables",
	"select", "map", "map_values", "any", "all", "add", "flatten", "first", "last", "nth", "in", "inside", "has", "contains",
	"keys", "keys_unsorted", "to_entries", "from_entries", "with_entries", "del", "sort", "sort_by", "group_by", "unique", "unique_by",
	"min", "max", "min_by", "max_by", "reverse", "index", "rindex", "indices", "transpose",
	"startswith", "endswith", "ltrimstr", "rtrimstr", "split", "join", "ascii_downcase", "ascii_upcase", "test", "match", "capture",
	"tostring", "tojson", "fromjson", "todate", "todateiso8601", "gmtime", "strftime", "strptime", "pow", "log", "exp", "isvalid",
	"fmin", "fmax", "significand",
};

struct token {
	enum { NUMBER, TEXT, FUNCTION, KEYWORD, FIELD, VARIABLE, OPEN, CLOSE, OPERATOR, NONE } kind;
	size_t start, length;
	bool numeric;		/* surely a number */
};

struct scan {
	const char *s;
	size_t length, at;
	struct errinfo *e;
	char open[DEEPEST];
	bool inner_numeric[DEEPEST];	/* does what stands last in these brackets end on a number? */
	int depth;
	int generators;
	struct token before, last;
	bool times_pending;		/* a '*' waits for its right operand */
	bool left_numeric, left_small;
};

static enum err
refuse(struct scan *s, size_t at, const char *format, const char *word, int length)
{
	const char *mark = strstr(format, "%W");
	int line = 1, column = 1, head = mark != NULL ? (int)(mark - format) : (int)strlen(format);
	char message[300];

	for (size_t i = 0; i < at && i < s->length; i++) {
		if (s->s[i] == '\n') {
			line++;
			column = 1;
		} else if (((unsigned char)s->s[i] & 0xc0) != 0x80) {
			column++;
		}
	}
	snprintf(message, sizeof message, "%.*s%.*s%s", head, format, mark != NULL ? (length < 60 ? length : 60) : 0, word, mark != NULL ? mark + 2 : "");
	return err_set(s->e, ERR_INPUT, "expression, line %d, column %d: %s", line, column, message);
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

/* Both operands of '*' must be numbers for sure, or one a small literal: jq repeats a text so many times. */
static enum err
check_product(struct scan *s, const struct token *right)
{
	bool small = right->kind == NUMBER && right->length <= 4 && strtod(s->s + right->start, NULL) <= 100;

	s->times_pending = false;
	if ((s->left_numeric && right->numeric) || s->left_small || small)
		return ERR_OK;
	return refuse(s, right->start, "'*' repeats a text where it meets one; say (… | tonumber) * (… | tonumber)", "", 0);
}

static void
push(struct scan *s, struct token t)
{
	s->before = s->last;
	s->last = t;
	if (s->depth > 0)
		s->inner_numeric[s->depth - 1] = t.numeric;
}

static enum err
take(struct scan *s, struct token t)
{
	/* The right operand is known when it is whole: at once, or at its closing bracket. */
	if (s->times_pending && t.kind != OPEN && t.kind != OPERATOR) {
		enum err err = check_product(s, &t);

		if (err != ERR_OK)
			return err;
	}
	push(s, t);
	return ERR_OK;
}

static enum err scan_tokens(struct scan *s, char until);

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
			struct scan inner = {.s = s->s, .length = s->length, .at = s->at + 2, .e = s->e, .depth = 1, .open = {'('},
			    .generators = s->generators, .before = {.kind = NONE}, .last = {.kind = NONE}};
			enum err err;

			if (s->depth + 2 >= DEEPEST)
				return refuse(s, s->at, "nested too deeply", "", 0);
			inner.depth = s->depth + 1;
			memset(inner.open, '(', sizeof inner.open);
			err = scan_tokens(&inner, ')');
			if (err != ERR_OK)
				return err;
			s->generators = inner.generators;
			s->at = inner.at;
			continue;
		}
		s->at += 2;
	}
	return refuse(s, start, "the text has no closing quote", "", 0);
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

	if (s->depth == 0 || s->open[s->depth - 1] != '{')
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
		return refuse(s, start, "modules are not used here", "", 0);
	if (is_key(s))
		return take(s, (struct token){FIELD, start, n, false});
	if (IS_IN(word, n, keywords))
		return take(s, (struct token){KEYWORD, start, n, false});
	if (IS_IN(word, n, numeric))
		return take(s, (struct token){FUNCTION, start, n, true});
	if (!IS_IN(word, n, functions))
		return refuse(s, start, "'%W' may not be used here: known are comparisons, fields, if, select, map, any, all, length and other plain functions, no loops and nothing outside the facts", word, (int)n);
	if (is_in(word, n, (const char *const[]){"map", "map_values", "any", "all", "with_entries", "select"}, 5))
		s->generators++;
	return take(s, (struct token){FUNCTION, start, n, false});
}

static enum err
scan_variable(struct scan *s)
{
	size_t start = s->at++, n;

	if (peek(s, 0) == '_' && peek(s, 1) == '_')
		return refuse(s, start, "variables that begin with $__ may not be used here", "", 0);
	n = word_length(s, s->at);
	if (n == 0 || is_digit(peek(s, 0)))
		return refuse(s, start, "'$' needs a name", "", 0);
	if (n == 3 && memcmp(s->s + s->at, "ENV", 3) == 0)
		return refuse(s, start, "$ENV may not be used here: an expression sees its facts only", "", 0);
	s->at += n;
	if (peek(s, 0) == ':' && peek(s, 1) == ':')
		return refuse(s, start, "modules are not used here", "", 0);
	return take(s, (struct token){VARIABLE, start, n + 1, n == 3 && memcmp(s->s + start + 1, "now", 3) == 0});
}

static enum err
scan_number(struct scan *s)
{
	size_t start = s->at;

	while (is_digit(peek(s, 0)) || peek(s, 0) == '.')
		s->at++;
	if ((peek(s, 0) | 32) == 'e' && (is_digit(peek(s, 1)) || ((peek(s, 1) == '+' || peek(s, 1) == '-') && is_digit(peek(s, 2))))) {
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
		return refuse(s, start, "'..' may not be used here: it visits everything", "", 0);
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
	if (s->depth == DEEPEST)
		return refuse(s, s->at, "nested too deeply", "", 0);
	push(s, (struct token){OPEN, s->at, 1, false});
	s->open[s->depth] = c;
	s->inner_numeric[s->depth++] = false;
	s->at++;
	if (c == '[' && after_blanks(s) == ']' && ++s->generators > MOST_GENERATORS)
		return refuse(s, s->at - 1, "too many iterations in one expression", "", 0);
	return ERR_OK;
}

static enum err
scan_close(struct scan *s, char c)
{
	static const char pairs[] = "()[]{}";
	const char *pair = strchr(pairs, c);
	bool ends_on_number;
	size_t at = s->at++;

	if (s->depth == 0 || s->open[s->depth - 1] != pair[-1])
		return refuse(s, at, "'%W' closes nothing that is open", s->s + at, 1);
	ends_on_number = c == ')' && s->inner_numeric[s->depth - 1];
	s->depth--;
	return take(s, (struct token){CLOSE, at, 1, ends_on_number});
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
		return refuse(s, at, "'%W' has no meaning here", s->s + at, 1);
	if (c == '*') {
		s->times_pending = true;
		s->left_numeric = s->last.numeric;
		s->left_small = s->last.kind == NUMBER && s->last.length <= 4 && strtod(s->s + s->last.start, NULL) <= 100;
		if (peek(s, 0) == '=')
			return refuse(s, at, "facts are not changed here; use '*' without '='", "", 0);
	}
	push(s, (struct token){OPERATOR, at, 1, false});
	return ERR_OK;
}

/* Up to the end, or to the bracket that closes an interpolation. */
static enum err
scan_tokens(struct scan *s, char until)
{
	int floor = until != '\0' ? s->depth - 1 : 0;
	bool product_open[DEEPEST] = {false};
	bool kept_left[DEEPEST] = {false}, kept_small[DEEPEST] = {false};

	while (s->at < s->length) {
		char c = s->s[s->at];
		enum err err;

		if (is_blank(c)) {
			s->at++;
			continue;
		}
		if (c == '#')
			return refuse(s, s->at, "comments are not used in expressions", "", 0);
		if (c == '"') {
			err = scan_text(s);
		} else if (is_letter(c)) {
			err = scan_word(s);
		} else if (is_digit(c)) {
			err = scan_number(s);
		} else if (c == '.') {
			err = scan_dot(s);
		} else if (c == '$') {
			err = scan_variable(s);
		} else if (c == '(' || c == '[' || c == '{') {
			int level = s->depth;

			err = scan_open(s, c);
			if (level < DEEPEST) {
				product_open[level] = s->times_pending;
				kept_left[level] = s->left_numeric;
				kept_small[level] = s->left_small;
			}
			s->times_pending = false;
		} else if (c == ')' || c == ']' || c == '}') {
			/* The product that waited for these brackets gets its right operand. */
			int level = s->depth - 1;

			if (until != '\0' && level == floor && c == until) {
				s->at++;
				return ERR_OK;
			}
			if (level >= 0) {
				s->times_pending = product_open[level];
				s->left_numeric = kept_left[level];
				s->left_small = kept_small[level];
			}
			err = scan_close(s, c);
		} else {
			err = scan_operator(s, c);
		}
		if (err != ERR_OK)
			return err;
		if (s->generators > MOST_GENERATORS)
			return refuse(s, s->at - 1, "too many iterations in one expression", "", 0);
	}
	if (s->depth > 0)
		return refuse(s, s->length, "'%W' is not closed", &s->open[s->depth - 1], 1);
	return ERR_OK;
}

enum err
expr_check(const char *source, struct errinfo *e)
{
	struct scan s = {.s = source, .length = strlen(source), .e = e, .before = {.kind = NONE}, .last = {.kind = NONE}};

	if (s.length > LONGEST)
		return err_set(e, ERR_LIMIT, "an expression of %zu bytes; the limit is %d", s.length, LONGEST);
	if (!utf8_is_valid(source, s.length))
		return err_set(e, ERR_INPUT, "the expression is not UTF-8");
	if (strspn(source, " \t\r\n") == s.length)
		return err_set(e, ERR_INPUT, "the expression is empty");
	return scan_tokens(&s, '\0');
}
