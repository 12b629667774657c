/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A typed column: what a file says of one fact, read into a set; and whether a fact is in it.
 */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"
#include "table.h"

#define HOW_NUMBERS "write a number, a range like 0..30 (ends included), or a comparison like '> 30' or '<= 5'"

/* One number as the fact is written: whole for counts, decimal in the currency for money. */
static bool
read_number(
    const struct fact_type *t, const char *currency, const char *s, size_t length, int64_t *out)
{
	char text[40];

	while (length > 0 && isspace((unsigned char)*s)) {
		s++;
		length--;
	}
	while (length > 0 && isspace((unsigned char)s[length - 1]))
		length--;
	if (length == 0 || length >= sizeof(text))
		return false;
	memcpy(text, s, length);
	text[length] = '\0';
	if (t->kind == FACT_MONEY)
		return money_parse(text, currency, out);
	return text_to_int(text, -VALUE_INT_MAX, VALUE_INT_MAX, out);
}

/* "> 30", "<= 5", "0..30", "7" into the interval that it leaves of the fact's range. */
static bool
read_interval(const struct fact_type *t, const char *currency, const char *s, struct interval *out)
{
	const char *dots = strstr(s, "..");
	char first = s[0], second = first != '\0' ? s[1] : '\0';
	int64_t n;

	out->low = t->low;
	out->high = t->high;
	if (dots != NULL)
		return read_number(t, currency, s, (size_t)(dots - s), &out->low) &&
		    read_number(t, currency, dots + 2, strlen(dots + 2), &out->high);
	if (first == '<' || first == '>') {
		s += second == '=' ? 2 : 1;
		if (!read_number(t, currency, s, strlen(s), &n))
			return false;
		if (first == '<')
			out->high = second == '=' ? n : n - 1;
		else
			out->low = second == '=' ? n : n + 1;
		return true;
	}
	if (!read_number(t, currency, s, strlen(s), &n))
		return false;
	out->low = out->high = n;
	return true;
}

static enum err
add_interval(struct column *c, const struct fact_type *t, const struct value *v,
    const char *currency, struct errinfo *e)
{
	struct interval *i = &c->intervals[c->interval_count];
	const char *written = value_source_text(v);

	if (!read_interval(t, currency, written, i))
		return value_err(e, ERR_INPUT, v, "%s compares %s: '%.60s' is none; " HOW_NUMBERS,
		    t->name,
		    t->kind == FACT_MONEY ? "an amount in the shop's currency" : "a whole number",
		    written);
	if (i->low > i->high)
		return value_err(e, ERR_INPUT, v,
		    "%s: '%.60s' holds no number at all; the lower end comes first", t->name,
		    written);
	if (i->high < t->low || i->low > t->high)
		return value_err(e, ERR_INPUT, v,
		    "%s: '%.60s' is outside of what it can be, so the row could never hold",
		    t->name, written);
	if (i->low < t->low)
		i->low = t->low;
	if (i->high > t->high)
		i->high = t->high;
	c->interval_count++;
	return ERR_OK;
}

static bool
is_country(const char *s)
{
	return s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z' && s[2] == '\0';
}

static enum err
add_word(struct arena *a, struct column *c, const struct fact_type *t, const struct value *v,
    struct errinfo *e)
{
	const char *word = value_as_text(v, NULL), *nearest;
	size_t i;

	if (word == NULL)
		return value_err(
		    e, ERR_INPUT, v, "%s is a word, or a list of words in [ ]", t->name);
	if (t->kind == FACT_COUNTRY) {
		if (!is_country(word))
			return value_err(e, ERR_INPUT, v,
			    "%s is a country by its two capital letters (ISO 3166-1), like IE: '%.40s' is none",
			    t->name, word);
	} else {
		for (i = 0; i < t->word_count && !text_is(t->words[i], word); i++)
			;
		if (i == t->word_count) {
			nearest = text_nearest(word, t->words, t->word_count);
			return value_err(e, ERR_INPUT, v,
			    "%s is never '%.40s'%s%s%s; doc/worlds.md lists its words", t->name,
			    word, nearest != NULL ? "; did you mean '" : "",
			    nearest != NULL ? nearest : "", nearest != NULL ? "'" : "");
		}
	}
	c->words[c->word_count++] = arena_text(a, word);
	return ERR_OK;
}

static enum err
add_term(struct arena *a, struct column *c, const struct fact_type *t, const struct value *v,
    const char *currency, struct errinfo *e)
{
	switch (value_kind(v)) {
	case VALUE_NULL:
		return value_err(e, ERR_INPUT, v,
		    "%s: nothing is said; leave the column out where any value will do", t->name);
	case VALUE_LIST:
	case VALUE_MAP:
		return value_err(e, ERR_INPUT, v,
		    "%s: a single value, or one list of them, is expected", t->name);
	default:
		break;
	}
	if (t->kind == FACT_WORD || t->kind == FACT_COUNTRY)
		return add_word(a, c, t, v, e);
	return add_interval(c, t, v, currency, e);
}

static char *
written_of(struct arena *a, const struct value *v)
{
	struct str s;
	char *text;
	size_t i;

	if (value_kind(v) != VALUE_LIST)
		return arena_text(a, value_source_text(v));
	str_init(&s);
	str_add_char(&s, '[');
	for (i = 0; i < value_count(v); i++)
		str_addf(&s, "%s%s", i > 0 ? ", " : "", value_source_text(value_at(v, i)));
	str_add_char(&s, ']');
	text = arena_text(a, s.data);
	str_clear(&s);
	return text;
}

enum err
column_read(struct arena *a, size_t fact, const struct value *v, const char *currency,
    struct column *out, struct errinfo *e)
{
	const struct fact_type *t = fact_type_at(fact);
	size_t i, count = value_kind(v) == VALUE_LIST ? value_count(v) : 1;

	memset(out, 0, sizeof(*out));
	out->fact = fact;
	out->line = value_line(v);
	out->column = value_column(v);
	if (t->kind == FACT_LIST)
		return value_err(
		    e, ERR_INPUT, v, "%s is a list; only a jq column can look into it", t->name);
	if (t->kind == FACT_BOOL) {
		if (value_kind(v) != VALUE_BOOL)
			return value_err(e, ERR_INPUT, v, "%s is true or false", t->name);
		out->truth = value_as_bool(v, false);
		out->written = out->truth ? "true" : "false";
		return ERR_OK;
	}
	if (count == 0)
		return value_err(e, ERR_INPUT, v,
		    "%s: an empty list never holds; leave the column out where any value will do",
		    t->name);
	if (count > POLICY_TERMS_MAX)
		return value_err(e, ERR_LIMIT, v, "%s: a list may have %d entries at most", t->name,
		    POLICY_TERMS_MAX);
	out->words = arena_alloc(a, count * sizeof(*out->words));
	out->intervals = arena_alloc(a, count * sizeof(*out->intervals));
	for (i = 0; i < count; i++) {
		const struct value *term = value_kind(v) == VALUE_LIST ? value_at(v, i) : v;
		enum err err = add_term(a, out, t, term, currency, e);

		if (err != ERR_OK)
			return err;
	}
	out->written = written_of(a, v);
	return ERR_OK;
}

bool
column_holds(const struct column *c, const struct value *got)
{
	const char *word;
	int64_t n;
	size_t i;

	switch (fact_type_at(c->fact)->kind) {
	case FACT_BOOL:
		return value_kind(got) == VALUE_BOOL && value_as_bool(got, false) == c->truth;
	case FACT_COUNT:
	case FACT_MONEY:
		if (value_kind(got) != VALUE_INT)
			return false;
		n = value_as_int(got, 0);
		for (i = 0; i < c->interval_count; i++)
			if (n >= c->intervals[i].low && n <= c->intervals[i].high)
				return true;
		return false;
	case FACT_WORD:
	case FACT_COUNTRY:
		word = value_as_text(got, NULL);
		for (i = 0; word != NULL && i < c->word_count; i++)
			if (text_is(word, c->words[i]))
				return true;
		return false;
	case FACT_LIST:
		break;
	}
	return false;
}
