/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drill.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "figures.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/text/text.h"
#include "lines.h"

#define TEXT_LIMIT 20000

/* ---- lines */

/* One word, on the line in hand where it fits, else on the next; *column is where the line is. */
static void
put_word(struct str *out, const char *word, size_t length, int indent, int *column)
{
	int wide = utf8_width(word, length), used;

	if (*column > indent && *column + 1 + wide > DRILL_WIDTH) {
		str_add_char(out, '\n');
		lines_pad(out, indent);
		*column = indent;
	} else if (*column > indent) {
		str_add_char(out, ' ');
		++*column;
	}
	while (length > 0) {
		size_t fits = utf8_fit(word, length, DRILL_WIDTH - *column, &used);

		if (fits == 0)
			fits = utf8_grapheme(word, length);	/* wider than all there is */
		str_add_n(out, word, fits);
		*column += used;
		word += fits;
		length -= fits;
		if (length > 0) {
			str_add_char(out, '\n');
			lines_pad(out, indent);
			*column = indent;
		}
	}
}

void
drill_wrap(struct str *out, const char *first, const char *text, int indent)
{
	int column = indent;
	struct str clean;

	str_init(&clean);
	text_sanitise(&clean, text, strlen(text), TEXT_LIMIT, NULL);
	str_add(out, first);
	lines_pad(out, indent - utf8_width(first, strlen(first)));
	for (const char *p = clean.data; *p != '\0';) {
		size_t length = strcspn(p, " \n");

		if (length > 0)
			put_word(out, p, length, indent, &column);
		p += length + (p[length] != '\0');
	}
	str_add_char(out, '\n');
	str_clear(&clean);
}

void
drill_wrapf(struct str *out, const char *first, int indent, const char *format, ...)
{
	char text[1200];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	drill_wrap(out, first, text, indent);
}

void
drill_heading(struct str *out, const char *text)
{
	str_addf(out, "\n%s\n", text);
}

/* ---- numbers */

void
drill_clock(struct str *out, int64_t at_ms)
{
	int64_t s = at_ms % DATE_DAY_MS / 1000;

	s = s < 0 ? s + 86400 : s;
	str_addf(out, "%02d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}

void
drill_day(struct str *out, const struct zone *zone, const struct value *debrief)
{
	int64_t at = value_get_int(debrief, "begun_ms", 0);

	if (zone != NULL && at > 0 && at < INT64_C(253402300800000))	/* the year 10000 */
		date_print_day(out, zone, at);
}

bool
drill_has(const struct value *v, const char *key)
{
	return isfinite(value_get_real(v, key, NAN));
}

void
drill_score(struct str *out, const struct value *v, const char *key)
{
	if (drill_has(v, key))
		figures_fixed(out, value_get_real(v, key, 0), 0);
	else
		str_add_char(out, '-');
}

void
drill_verdict(struct str *out, const struct value *debrief)
{
	int64_t unmet = value_get_int(debrief, "lessons_unmet", 0);

	if (value_kind(value_get(debrief, "passed")) != VALUE_BOOL)
		str_add(out, "nothing to score");
	else if (value_get_bool(debrief, "passed", false))
		str_add(out, "passed");
	else if (unmet > 0 &&
	    value_get_real(debrief, "score", 0) >= value_get_real(debrief, "pass_at", 0))
		str_addf(out, "not passed: %lld of what was to be learnt %s not met", (long long)unmet,
		    unmet == 1 ? "was" : "were");
	else
		str_add(out, "not passed");
}

void
drill_change(struct str *out, const struct value *v, const char *key)
{
	double x = value_get_real(v, key, NAN);

	if (!isfinite(x)) {
		str_add_char(out, '-');
		return;
	}
	if (fabs(x) < 0.5)
		x = 0;
	if (x > 0)
		str_add_char(out, '+');
	figures_fixed(out, x, 0);
}

void
drill_points(struct str *out, double points)
{
	figures_fixed(out, points, fabs(points - round(points)) < 0.05 ? 0 : 1);
}

/* ---- words */

const char *
drill_met(const struct value *met)
{
	return value_kind(met) != VALUE_BOOL ? "no occasion"
	    : value_as_bool(met, false)	     ? "met"
					     : "not met";
}

const char *
drill_title(const struct value *map, const char *criterion)
{
	const struct value *list = value_get(map, "criteria");

	for (size_t i = 0; i < value_count(list); i++)
		if (text_is(value_get_text(value_at(list, i), "criterion"), criterion))
			return value_get_text(value_at(list, i), "title");
	return criterion;
}

const char *
drill_author(const struct value *line)
{
	const char *author = value_get_text(line, "author"), *agent = value_get_text(line, "agent");

	return text_is(author, "shopper") ? "Shopper"
	    : text_is(author, "ai")	  ? "AI"
	    : agent[0] != '\0'		  ? agent
	    : text_is(author, "agent")	  ? "Agent"
					  : author;
}

bool
drill_is_lost(const struct value *moment)
{
	double of = value_get_real(moment, "of", 0);

	return value_get_real(moment, "won", 0) < of || of == 0;
}

const struct value *
drill_line(const struct value *debrief, const struct value *moment)
{
	int64_t talk = value_get_int(moment, "talk", -1), line = value_get_int(moment, "line", -1);

	if (talk < 0 || line < 0)
		return NULL;
	return value_at(value_get(value_at(value_get(debrief, "conversations"), (size_t)talk),
			    "transcript"),
	    (size_t)line);
}

/* ---- moments by talk */

static size_t
talk_of(const struct drill_moments *m, const struct value *moment)
{
	int64_t talk = value_get_int(moment, "talk", -1);

	return talk < 0 || (uint64_t)talk >= m->talks ? m->talks : (size_t)talk;
}

/* A counting sort, so that a day of a thousand talks is shown in one walk. */
void
drill_moments_init(struct drill_moments *m, const struct value *debrief)
{
	const struct value *list = value_get(debrief, "moments");
	size_t count = value_count(list), *next;

	m->talks = value_count(value_get(debrief, "conversations"));
	m->items = mem_zero(count + 1, sizeof(*m->items));
	m->begin = mem_zero(m->talks + 2, sizeof(*m->begin));
	next = mem_zero(m->talks + 2, sizeof(*next));
	for (size_t i = 0; i < count; i++)
		m->begin[talk_of(m, value_at(list, i)) + 1]++;
	for (size_t t = 0; t <= m->talks; t++)
		next[t + 1] = m->begin[t + 1] += m->begin[t];
	next[0] = 0;
	for (size_t i = 0; i < count; i++)
		m->items[next[talk_of(m, value_at(list, i))]++] = value_at(list, i);
	mem_free(next);
}

void
drill_moments_clear(struct drill_moments *m)
{
	mem_free(m->items);
	mem_free(m->begin);
	*m = (struct drill_moments){0};
}

/* ---- what a criterion is made of */

static void
add_times(struct str *out, const struct value *criterion, const struct value *facts)
{
	str_add(out, "Median ");
	figures_duration(out, value_get_real(facts, "median_ms", 0));
	str_add(out, ", longest ");
	figures_duration(out, value_get_real(facts, "longest_ms", 0));
	str_addf(out, "; %lld of %lld within ", (long long)value_get_int(facts, "within", 0),
	    (long long)value_get_int(criterion, "occasions", 0));
	figures_duration(out, value_get_real(facts, "target_ms", 0));
	str_add_char(out, '.');
}

static void
add_amounts(struct str *out, const struct value *facts, const char *currency)
{
	static const char *const keys[] = { "right", "wrong", "left" },
			  *const amounts[] = { "amount_right", "amount_wrong", "amount_left" },
			  *const words[] = { "right", "wrong", "left undecided" };

	for (int i = 0; i < 3; i++) {
		int64_t amount = value_get_int(facts, amounts[i], 0);

		str_addf(out, "%s%lld %s", i > 0 ? ", " : "",
		    (long long)value_get_int(facts, keys[i], 0), words[i]);
		if (amount > 0) {
			str_add(out, " (");
			figures_amount(out, amount, currency);
			str_add_char(out, ')');
		}
	}
	str_add_char(out, '.');
}

static void
add_checks(struct str *out, const struct value *checks)
{
	bool any = false;

	for (size_t i = 0; i < value_count(checks); i++) {
		const struct value *v = value_at(checks, i);
		const char *name = value_get_text(v, "check");

		if (value_get_int(v, "of", 0) == 0)
			continue;
		str_addf(out, "%s%s %lld of %lld", any ? ", " : "",
		    text_is(name, "ease") ? "easy to read" : name,
		    (long long)value_get_int(v, "kept", 0), (long long)value_get_int(v, "of", 0));
		any = true;
	}
	if (any)
		str_add_char(out, '.');
}

void
drill_facts(struct str *out, const struct value *criterion, const char *currency)
{
	const struct value *facts = value_get(criterion, "facts");

	if (drill_has(facts, "median_ms"))
		add_times(out, criterion, facts);
	else if (drill_has(facts, "right"))
		add_amounts(out, facts, currency);
	else if (value_get(facts, "checks") != NULL)
		add_checks(out, value_get(facts, "checks"));
	else if (drill_has(facts, "mean")) {
		str_add(out, "Mean proxy ");
		figures_fixed(out, value_get_real(facts, "mean", 0), 1);
		str_add(out, " of 5.");
	}
}
