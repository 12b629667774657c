/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which regular expressions are let in: those whose search takes no more than the square of a
 * text's length, so that no text can hold up a turn.
 */
#include <stdlib.h>

#include "expr_private.h"

#define MOST_OPEN 2		/* repetitions without an end */
#define MOST_TIMES 100

struct walk {
	const char *s;
	size_t length, at;
	int open;
	char before;		/* what a quantifier would repeat: ')' a group, 0 nothing */
};

/* The next character of the pattern: jq's text has escapes of its own. */
static char
next(struct walk *w)
{
	char c = w->s[w->at++];

	if (c != '\\' || w->at >= w->length)
		return c;
	c = w->s[w->at++];
	return c == '\\' || c == '"' || c == '/' ? c : 'x';	/* \n, \u0041 …: some character */
}

static void
skip_class(struct walk *w)
{
	bool first = true;

	while (w->at < w->length) {
		char c = next(w);

		if (c == '\\' && w->at < w->length)
			next(w);
		else if (c == ']' && !first)
			break;
		first = first && c == '^';
	}
	w->before = 'x';
}

static const char *
quantify(struct walk *w, char c)
{
	long most = -1;

	if (w->before == ')')
		return "repeats a group; say what it repeats without one";
	if (c == '{') {
		const char *end = w->s + w->at;

		while (end < w->s + w->length && *end != '}')
			end++;
		for (const char *p = w->s + w->at; p < end; p++)
			if (p == w->s + w->at || p[-1] == ',')
				most = *p >= '0' && *p <= '9' ? strtol(p, NULL, 10) : -1;
		w->at = (size_t)(end - w->s) + (end < w->s + w->length);
		if (most > MOST_TIMES)
			return "repeats more than 100 times";
	}
	if (c != '?' && most < 0 && ++w->open > MOST_OPEN)
		return "has more than two of * and +";
	return NULL;
}

const char *
regex_trouble(const char *written, size_t length)
{
	struct walk w = {.s = written, .length = length};

	while (w.at < w.length) {
		char c = next(&w);
		const char *trouble = NULL;

		if (c == '\\' && w.at < w.length) {
			c = next(&w);
			trouble = (c >= '1' && c <= '9') || c == 'k' || c == 'g'
			    ? "looks back at a group"
			    : NULL;
			w.before = 'x';
		} else if (c == '[') {
			skip_class(&w);
		} else if (c == '*' || c == '+' || c == '?' || c == '{') {
			if (!(c == '?' && w.before == '('))	/* (?: and its kin */
				trouble = quantify(&w, c);
			w.before = 'x';
		} else {
			w.before = c;
		}
		if (trouble != NULL)
			return trouble;
	}
	return NULL;
}
