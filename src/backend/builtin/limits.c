/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What goods shall fit: values of their options, limits of an option's figure ("at least 40
 * litres"), limits of price, stock.
 */
#include "catalogue.h"

#include <ctype.h>
#include <string.h>

enum {
	PHRASE = 5,		/* words of an entry of a list, at most */
	NEAR = 4,		/* words between a limit and its figure, at most */
	BEFORE = 24		/* bytes before an amount in which the word for a limit stands */
};

int64_t
token_number(const struct token *x)
{
	int64_t n = 0;

	for (const char *s = x->folded; isdigit((unsigned char)*s) && n < 1000000; s++)
		n = n * 10 + (*s - '0');
	return n;
}

size_t
survey_find(struct talk *t, const struct survey *s, const char *key, size_t from)
{
	for (size_t i = from; i < s->token_count; i++)
		if (text_begins_with_word_of(t, s->text + s->tokens[i].start, key))
			return i;
	return s->token_count;
}

size_t
survey_phrase(struct talk *t, const struct survey *s, const char *key, size_t at)
{
	for (size_t n = 1; n <= PHRASE && at + n <= s->token_count; n++) {
		const struct token *last = &s->tokens[at + n - 1];
		size_t start = s->tokens[at].start;

		const char *phrase =
		    arena_text_n(t->a, s->text + start, last->start + last->length - start);

		if (text_begins_with_word_of(t, phrase, key))
			return n;
	}
	return 0;
}

/* "45 L", "45 l", "45 litres" and "45l" are one. */
static bool
unit_fits(const char *unit, const char *word)
{
	return unit[0] && word[0] && !strncmp(unit, word, strlen(unit));
}

/* The words from at on are the value; how many they are. */
static size_t
words_are_value(struct talk *t, const struct survey *s, const char *value, size_t at)
{
	struct token *own;
	const char *end = strstr(value, " (");
	size_t n = text_tokens(t->a, value, end ? (size_t)(end - value) : strlen(value), &own),
	       k = 0;

	if (n == 2 && token_number(&own[0]) && s->tokens[at].kind == TOKEN_MIXED)
		return token_number(&s->tokens[at]) == token_number(&own[0]) &&
			unit_fits(own[1].folded,
			    s->tokens[at].folded + strspn(s->tokens[at].folded, "0123456789"))
		    ? 1
		    : 0;
	while (k < n && at + k < s->token_count &&
	    (text_is(own[k].folded, s->tokens[at + k].folded) ||
		(k && token_number(&own[k - 1]) &&
		    unit_fits(own[k].folded, s->tokens[at + k].folded))))
		k++;
	return n && k == n ? n : 0;
}

/* A letter alone is a size only as it is written in the catalogue. */
static bool
is_written_so(const struct survey *s, const char *value, size_t at)
{
	size_t length = s->tokens[at].length;

	return strlen(value) > 2 || isdigit((unsigned char)value[0]) ||
	    (strlen(value) == length &&
		!memcmp(s->text + s->tokens[at].start, value, length));
}

static void
add_value(struct survey *s, const char *name, const char *value, size_t at)
{
	for (size_t i = 0; i < s->value_count; i++)
		if (text_is_fold(s->values[i].name, name) &&
		    text_is_fold(s->values[i].value, value))
			return;
	if (s->value_count == SURVEY_VALUES)
		return;
	s->value_at[s->value_count] = at;
	s->values[s->value_count++] = (struct pair){name, value};
}

/* The figure of "at least 40 litres" is no value that is asked for. */
static bool
is_limit(struct talk *t, const struct survey *s, size_t at)
{
	size_t least = survey_find(t, s, "words.at_least", 0),
	       most = survey_find(t, s, "words.at_most", 0);

	return (least < at && at - least <= NEAR) || (most < at && at - most <= NEAR);
}

static void
find_value(struct talk *t, struct survey *s, const struct pair *o)
{
	for (size_t i = 0; i < s->token_count; i++)
		if (words_are_value(t, s, o->value, i) && is_written_so(s, o->value, i) &&
		    !is_limit(t, s, i))
			add_value(s, o->name, o->value, i);
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *x = &t->u->slots[i];

		if (x->kind == SLOT_OPTION && !x->except && text_is_fold(x->value, o->value) &&
		    text_is_fold(x->name, o->name) &&
		    x->start + x->length <= strlen(t->u->text) &&
		    memmem(s->text, strlen(s->text), t->u->text + x->start, x->length))
			add_value(s, o->name, o->value, s->token_count);
	}
}

/* Some option of the goods is told in it. */
static bool
has_unit(const struct survey *s, const char *unit)
{
	for (size_t i = 0; i < s->product_count; i++)
		for (size_t v = 0; v < s->products[i]->variant_count; v++)
			for (size_t k = 0; k < s->products[i]->variants[v].option_count; k++) {
				const char *value = s->products[i]->variants[v].options[k].value;
				size_t digits = strspn(value, "0123456789");

				if (digits && value[digits] == ' ' &&
				    tolower((unsigned char)value[digits + 1]) == unit[0])
					return true;
			}
	return false;
}

/* "At least 40 litres": the figure and unit behind the words. */
static void
find_figure(struct talk *t, struct survey *s, const char *key, bool least)
{
	size_t at = survey_find(t, s, key, 0);

	for (size_t i = at; i < s->token_count && i <= at + NEAR; i++) {
		int64_t n = token_number(&s->tokens[i]);
		const char *unit = s->tokens[i].folded + strspn(s->tokens[i].folded, "0123456789");

		unit = *unit ? unit : i + 1 < s->token_count ? s->tokens[i + 1].folded : "";
		if (!n || !has_unit(s, unit))
			continue;
		s->unit = unit;
		s->least = least ? n : 0;
		s->most = least ? INT64_MAX : n;
		return;
	}
}

static bool
figure_fits(const struct survey *s, const struct variant *v)
{
	bool any = false;

	for (size_t i = 0; i < v->option_count; i++) {
		const char *value = v->options[i].value;
		size_t digits = strspn(value, "0123456789");
		int64_t n = 0;

		for (size_t k = 0; k < digits && k < 6; k++)
			n = n * 10 + (value[k] - '0');
		if (!digits || value[digits] != ' ' ||
		    tolower((unsigned char)value[digits + 1]) != s->unit[0])
			continue;
		any = true;
		if (n < s->least || n > s->most)
			return false;
	}
	return any;
}

static int64_t
first_number(const char *text)
{
	int64_t n = 0;

	text += strcspn(text, "0123456789");
	for (; isdigit((unsigned char)*text) && n < 1000000; text++)
		n = n * 10 + (*text - '0');
	return n;
}

/* "From 200 to 300 euros": the figure before is an amount, too. */
static void
take_price(struct talk *t, struct survey *s, const char *before, int64_t minor, int64_t shown)
{
	int64_t from = first_number(before);

	s->limited = true;
	if (from && shown && from < shown && minor % shown == 0) {
		s->low = from * (minor / shown);
		s->high = minor;
	} else if (text_has_word_of(t, before, "words.over")) {
		s->low = minor;
	} else {
		s->high = text_has_word_of(t, before, "words.under") ? minor - 1 : minor;
	}
}

/* Amounts of money in these words, with the word before them that says which way. */
static void
find_prices(struct talk *t, struct survey *s)
{
	const char *whole = t->u->text;
	size_t end = 0;

	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *x = &t->u->slots[i];
		int64_t minor;

		if (x->kind != SLOT_MONEY || x->start + x->length > strlen(whole) ||
		    !text_to_int(x->value, 1, INT64_MAX / 2, &minor) ||
		    !memmem(s->text, strlen(s->text), whole + x->start, x->length))
			continue;
		size_t from = x->start > BEFORE ? x->start - BEFORE : 0;

		while (from && whole[from - 1] != ' ')
			from--;
		from = from < end ? end : from;	/* each has its own word */
		end = x->start + x->length;
		take_price(t, s, arena_text_n(t->a, whole + from, x->start - from), minor,
		    first_number(arena_text_n(t->a, whole + x->start, x->length)));
	}
}

void
survey_limits(struct talk *t, struct survey *s)
{
	for (size_t i = 0; i < s->product_count; i++)
		for (size_t v = 0; v < s->products[i]->variant_count; v++)
			for (size_t k = 0; k < s->products[i]->variants[v].option_count; k++)
				find_value(t, s, &s->products[i]->variants[v].options[k]);
	find_figure(t, s, "words.at_least", true);
	if (!s->unit[0])
		find_figure(t, s, "words.at_most", false);
	find_prices(t, s);
	s->in_stock = text_has_word_of(t, s->text, "words.in_stock");
}

bool
variant_is_there(const struct variant *v)
{
	return v->stock > 0;
}

static bool
has_value(const struct variant *v, const struct pair *wanted)
{
	for (size_t i = 0; i < v->option_count; i++)
		if (text_is_fold(v->options[i].name, wanted->name) &&
		    text_is_fold(v->options[i].value, wanted->value))
			return true;
	return false;
}

bool
survey_fits(const struct survey *s, const struct product *p, const struct variant *v)
{
	(void)p;
	for (size_t i = 0; i < s->value_count; i++) {
		bool held = false;

		for (size_t k = 0; k < s->value_count && !held; k++)
			held = text_is_fold(s->values[k].name, s->values[i].name) &&
			    has_value(v, &s->values[k]);
		if (!held)
			return false;
	}
	if (s->unit[0] && !figure_fits(s, v))
		return false;
	return v->price >= s->low && v->price <= s->high;
}
