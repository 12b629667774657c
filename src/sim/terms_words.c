/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "terms.h"

static unsigned char
small(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* FNV-1a (Fowler, Noll, Vo) over the small letters: the place of a word, or the free one for it. */
static struct listed_word *
place_of(const struct word_list *l, const char *word, size_t length)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < length; i++)
		h = (h ^ small(word[i])) * 16777619u;
	for (size_t i = h ^ h >> 16;; i++) {
		struct listed_word *x = &l->places[i & (l->room - 1)];

		if (x->word == NULL ||
		    (x->length == length && strncasecmp(x->word, word, length) == 0))
			return x;
	}
}

/* The first of two that are the same stays. */
static void
list_word(struct word_list *l, const char *word, size_t number)
{
	size_t length = strlen(word);
	struct listed_word *x = place_of(l, word, length);

	if (x->word == NULL)
		*x = (struct listed_word){word, length, number};
}

void
word_list_make(struct word_list *l, struct arena *a, const struct value *words)
{
	bool listed = value_kind(words) == VALUE_LIST;
	size_t count = value_count(words);

	for (size_t i = 0; i < value_count(words); i++)
		count += value_count(value_at(words, i));
	for (l->room = 8; l->room < count * 2; l->room *= 2)
		;
	l->places = arena_alloc(a, l->room * sizeof *l->places);
	for (size_t i = 0; i < value_count(words); i++) {
		const struct value *v = value_at(words, i);

		if (value_kind(v) == VALUE_LIST)
			for (size_t k = 0; k < value_count(v); k++)
				list_word(l, value_as_text(value_at(v, k), ""), i);
		else
			list_word(l, listed ? value_as_text(v, "") : value_key_at(words, i), i);
	}
}

size_t
word_list_find(const struct word_list *l, const char *word, size_t length)
{
	const struct listed_word *x = l->room > 0 ? place_of(l, word, length) : NULL;

	return x == NULL || x->word == NULL ? SIZE_MAX : x->number;
}

bool
terms_is_plain(const struct terms *t, const char *word, size_t length)
{
	return word_list_find(&t->plain_words, word, length) != SIZE_MAX;
}

const char *
terms_denial(const struct terms *t, const char *word, size_t length)
{
	size_t i = word_list_find(&t->denial_words, word, length);

	return i == SIZE_MAX ? NULL : value_as_text(value_at(t->denials, i), "");
}

/* Letters, with the accents of western languages ("días", "März"): what UTF-8 begins with 0xc3. */
static size_t
word_length(const char *s)
{
	size_t n = 0;

	while (isalpha((unsigned char)s[n]) || ((unsigned char)s[n] == 0xc3 && s[n + 1] != '\0'))
		n += (unsigned char)s[n] == 0xc3 ? 2 : 1;
	return n;
}

/* 1… for the unit that begins at s. */
static int
unit_named(const struct terms *t, const char *s)
{
	size_t length = *s == '%' ? 1 : word_length(s), i;

	i = length > 0 ? word_list_find(&t->unit_words, s, length) : SIZE_MAX;
	return i == SIZE_MAX ? 0 : (int)i + 1;
}

int
terms_unit_at(const struct terms *t, const char *text)
{
	int unit;

	text += strspn(text, " -");
	if ((unit = unit_named(t, text)) != 0)
		return unit;
	if (word_list_find(&t->unit_lead_words, text, word_length(text)) == SIZE_MAX)
		return 0;
	text += word_length(text);
	return unit_named(t, text + strspn(text, " -"));
}

const char *
terms_currency(const struct terms *t, const char *word, size_t length)
{
	size_t i = length > 0 ? word_list_find(&t->currency_words, word, length) : SIZE_MAX;

	return i == SIZE_MAX ? NULL : value_key_at(t->currencies, i);
}

/* The number that a word names; -1 none. */
static int64_t
number_named(const struct terms *t, const char *word, size_t length)
{
	size_t i = length > 0 ? word_list_find(&t->number_words, word, length) : SIZE_MAX;

	return i == SIZE_MAX ? -1 : value_as_int(value_at(t->numbers, i), -1);
}

/* "sixty", "forty-nine", "two hundred and nine" at s: their bytes, 0 where no number begins. */
static size_t
number_in_words(const struct terms *t, const char *s, int64_t *out)
{
	size_t at = 0, end = 0;
	int64_t sum = 0, last = 0;

	for (;;) {
		size_t length = word_length(s + at);
		int64_t n = number_named(t, s + at, length);

		if (end > 0 && length == 3 && strncasecmp(s + at, "and", 3) == 0 &&
		    number_named(t, s + at + 4, word_length(s + at + 4)) > 0) {
			at += 4;
			continue;
		}
		if (n < 0 || (end > 0 && n != 100 && last != 100 && !(last >= 20 && n < 10)))
			break;		/* "a two-year guarantee" holds two numbers */
		last = n;
		sum = n == 100 ? (sum == 0 ? 1 : sum) * 100 : sum + n;
		end = at + length;
		if (s[end] != ' ' && s[end] != '-')
			break;
		at = end + 1;
	}
	*out = sum;
	return end;
}

/* A number in words counts where a unit or a currency follows it. */
static bool
counts_something(const struct terms *t, const char *after)
{
	const char *word = after + strspn(after, " -");

	return terms_unit_at(t, after) != 0 || terms_currency(t, word, word_length(word)) != NULL;
}

void
terms_normalise(const struct terms *t, const char *text, struct str *out)
{
	bool after_figure = false;

	for (const char *s = text; *s != '\0';) {
		size_t length = word_length(s);
		const char *currency = after_figure ? terms_currency(t, s, length) : NULL;
		int64_t n;
		size_t words;

		if (length == 0 || (s > text && (isalnum((unsigned char)s[-1]) || s[-1] == '\''))) {
			after_figure = isdigit((unsigned char)*s) || (after_figure && *s == ' ');
			str_add_char(out, *s++);
			continue;
		}
		words = number_in_words(t, s, &n);
		if (words > 0 && counts_something(t, s + words)) {
			str_addf(out, "%lld", (long long)n);
			s += words;
			after_figure = true;
			continue;
		}
		after_figure = false;
		if (currency != NULL)
			str_add(out, currency);
		else
			str_add_n(out, s, length);
		s += length;
	}
}
