/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Functions: how their results follow from their input and arguments.
 */
#include "bound.h"

#include <string.h>

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
		if (strlen(functions[i].name) == length &&
		    memcmp(functions[i].name, name, length) == 0)
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

	if (bound_peek(r) != '"') {
		bound_refuse(r, r->at, "a regular expression is a text in quotes here");
		return;
	}
	at = r->at;
	(void)bound_text(r, in, 0, &plain);
	if (r->err != ERR_OK)
		return;
	if (!plain || (bound_peek(r) != ';' && bound_peek(r) != ')')) {
		bound_refuse(r, at,
		    "a regular expression is one text in quotes here, with nothing put into it");
		return;
	}
	trouble = regex_trouble(r->s + at + 1, r->at - at - 2);
	if (trouble != NULL)
		bound_refuse(r, at, "this regular expression %s: on some texts it would take hours",
		    trouble);
}

struct bound
bound_call(struct reader *r, struct bound in)
{
	size_t start = r->at, n = bound_word_length(r), arguments = 0;
	const struct function *f = find_function(r->s + r->at, n);
	struct bound of_arguments = bound_small(in, 0), on, last = in,
		     out = {in.size + f->bits, in.count, false};
	bool on_elements;

	r->at += n;
	if (bound_take(r, '(')) {
		on_elements = is_on_elements(f->shape, r);
		on = on_elements ? bound_elements(in) : in;
		do {
			if (f->shape == PATTERN && arguments == 0)
				read_pattern_text(r, in);
			else
				last = bound_pipe(r, on, true);
			if (f->shape == ANY && !on_elements)
				on = last;	/* the second runs on each result of the first */
			else if (!on_elements && arguments + (f->shape != PATTERN) > 0)
				of_arguments = bound_pairs(in, of_arguments, last);
			arguments++;
		} while (r->err == ERR_OK && bound_take(r, ';'));
		bound_need(r, ')');
		if (arguments > 1 && n == 5 && memcmp(r->s + start, "split", n) == 0)
			bound_refuse(r, start,
			    "split with a regular expression is not used here; split at a text");
	}
	switch (f->shape) {
	case EACH:
		out = (struct bound){bound_sum(last.size, in.count) + f->bits, in.count, false};
		break;
	case EACH_BY:
		out.size = bound_sum(in.size, last.size) + f->bits;
		break;
	case ANY:
		out = bound_small(in, 0);
		break;
	case RESULTS:
		out = arguments > 0 ? last : in;
		break;
	case JOIN:
		out.size = bound_sum(in.size, bound_elements(in).count + last.size - in.count);
		break;
	case PATTERN:
		out.count = in.size;	/* with "g", one for each place */
		out = f->bits > 0 ? out : bound_small(in, 0);
		break;
	case SMALL:
		out = bound_small(in, f->bits);
		out.count = of_arguments.count;
		out.size = out.count + f->bits;
		out.number = true;
		break;
	case SAME:
		out.count += of_arguments.count - in.count;
		out.size = bound_sum(out.size + of_arguments.count - in.count, of_arguments.size);
		break;
	}
	return bound_keep(r, start, out);
}
