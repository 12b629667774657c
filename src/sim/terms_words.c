/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "terms.h"

/* Whether a word is another, case aside. */
static bool
is_word(const char *x, const char *word, size_t length)
{
	if (length > 0 && tolower((unsigned char)*x) != tolower((unsigned char)*word))
		return false;
	return strlen(x) == length && strncasecmp(x, word, length) == 0;
}

bool
terms_hold(const struct value *list, const char *word, size_t length)
{
	for (size_t i = 0; i < value_count(list); i++) {
		const char *x = value_as_text(value_at(list, i), "");

		if (is_word(x, word, length))
			return true;
	}
	return false;
}

const char *
terms_denial(const struct terms *t, const char *word, size_t length)
{
	for (size_t i = 0; i < value_count(t->denials); i++) {
		const char *x = value_key_at(t->denials, i);

		if (is_word(x, word, length))
			return value_as_text(value_at(t->denials, i), "");
	}
	return NULL;
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
	size_t length = *s == '%' ? 1 : word_length(s);

	for (size_t i = 0; length > 0 && i < value_count(t->units); i++)
		if (terms_hold(value_at(t->units, i), s, length))
			return (int)i + 1;
	return 0;
}

int
terms_unit_at(const struct terms *t, const char *text)
{
	int unit;

	text += strspn(text, " -");
	if ((unit = unit_named(t, text)) != 0)
		return unit;
	if (!terms_hold(t->unit_leads, text, word_length(text)))
		return 0;
	text += word_length(text);
	return unit_named(t, text + strspn(text, " -"));
}

const char *
terms_currency(const struct terms *t, const char *word, size_t length)
{
	for (size_t i = 0; length > 0 && i < value_count(t->currencies); i++)
		if (terms_hold(value_at(t->currencies, i), word, length))
			return value_key_at(t->currencies, i);
	return NULL;
}

/* The number that a word names; -1 none. */
static int64_t
number_named(const struct terms *t, const char *word, size_t length)
{
	for (size_t i = 0; length > 0 && i < value_count(t->numbers); i++)
		if (is_word(value_key_at(t->numbers, i), word, length))
			return value_as_int(value_at(t->numbers, i), -1);
	return -1;
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
