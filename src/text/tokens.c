/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/text.h"

struct walk {
	struct arena *arena;
	const char *s;
	size_t length;
	struct token *tokens;
	size_t count, room;
	struct str folded;
};

static bool
is_apostrophe(uint32_t point)
{
	return point == '\'' || point == 0x2019 || point == 0x02bc;
}

static bool
is_hyphen(uint32_t point)
{
	return point == '-' || point == 0x2010 || point == 0x2011;
}

/* Scripts written without blanks between words: each ideograph is a word of its own. */
static bool
is_ideograph(uint32_t point)
{
	return (point >= 0x3400 && point <= 0x9fff) || (point >= 0xf900 && point <= 0xfaff) ||
	    (point >= 0x20000 && point <= 0x3ffff);
}

/* The folded form, with one kind of apostrophe and hyphen. */
static const char *
fold(struct walk *w, size_t start, size_t length)
{
	struct str *f = &w->folded;
	char *copy;
	size_t to = 0;

	copy = arena_text_n(w->arena, w->s + start, length);
	while (to < length && (unsigned char)copy[to] < 0x80) {
		copy[to] = copy[to] >= 'A' && copy[to] <= 'Z' ? (char)(copy[to] + 32) : copy[to];
		to++;
	}
	if (to == length)
		return copy;		/* ASCII has one apostrophe and one hyphen */
	to = 0;
	str_reset(f);
	utf8_fold_plain(f, w->s + start, length);
	copy = arena_text_n(w->arena, f->data, f->length);
	for (size_t from = 0, n; from < f->length; from += n) {
		uint32_t point;

		n = utf8_next(f->data + from, f->length - from, &point);
		if (is_apostrophe(point)) {
			copy[to++] = '\'';
		} else if (is_hyphen(point)) {
			copy[to++] = '-';
		} else {
			memmove(copy + to, f->data + from, n);
			to += n;
		}
	}
	copy[to] = '\0';
	return copy;
}

static void
add(struct walk *w, enum token_kind kind, size_t start, size_t length)
{
	if (w->count == w->room) {
		size_t room = w->room > 0    ? w->room * 2
		    : w->length / 5 + 2 < 32 ? w->length / 5 + 2
					     : 32;
		struct token *tokens = arena_alloc(w->arena, room * sizeof *tokens);

		if (w->count > 0)
			memcpy(tokens, w->tokens, w->count * sizeof *tokens);
		w->tokens = tokens;
		w->room = room;
	}
	w->tokens[w->count++] = (struct token){kind, start, length, fold(w, start, length)};
}

/* May the character at i, which is no letter or digit, stand within a word? before is the character
 * ahead of it. */
static bool
joins(const struct walk *w, size_t i, size_t n, uint32_t point, uint32_t before, bool only_digits)
{
	uint32_t next;

	if (utf8_next(w->s + i + n, w->length - i - n, &next) == 0)
		return false;
	if (is_apostrophe(point) || is_hyphen(point) || point == '_')
		return (utf8_is_letter(next) || utf8_is_digit(next)) && !is_ideograph(next);
	if (point == '.' || point == ',')
		return only_digits && utf8_is_digit(before) && utf8_is_digit(next);
	return false;
}

/* Letters and digits of ASCII in a row from byte i on; where they end. */
static size_t
pass_plain(const struct walk *w, size_t i, bool *letters, bool *digits)
{
	for (; i < w->length; i++) {
		unsigned char c = (unsigned char)w->s[i];

		if ((unsigned char)((c | 32) - 'a') < 26)
			*letters = true;
		else if ((unsigned char)(c - '0') < 10)
			*digits = true;
		else
			break;
	}
	return i;
}

/* From a letter or digit at start; the bytes taken. */
static size_t
take_word(struct walk *w, size_t start)
{
	bool letters = false, digits = false, others = false;
	size_t i = pass_plain(w, start, &letters, &digits);
	uint32_t before = i > start ? (unsigned char)w->s[i - 1] : 0, point;

	/* A blank ends most of them. */
	while (i < w->length && (i == start || w->s[i] != ' ')) {
		size_t n = utf8_next(w->s + i, w->length - i, &point);

		if (i > start && is_ideograph(point))
			break;
		if (utf8_is_digit(point))
			digits = true;
		else if (utf8_is_letter(point))
			letters = true;
		else if (joins(w, i, n, point, before, digits && !letters && !others))
			others |= point != '.' && point != ',';
		else if (!utf8_is_mark(point))
			break;
		before = point;
		i += n;
		if (is_ideograph(point))
			break;
	}
	if (!digits)
		add(w, TOKEN_WORD, start, i - start);
	else
		add(w, letters || others ? TOKEN_MIXED : TOKEN_NUMBER, start, i - start);
	return i - start;
}

static bool
has_emoji(const char *s, size_t length)
{
	for (size_t i = 0; i < length;) {
		uint32_t point;

		i += utf8_next(s + i, length - i, &point);
		/* (c), (r) and TM are pictographic by the letter of Unicode; nobody means a feeling
		 * by them. */
		if (point != 0xa9 && point != 0xae && point != 0x2122 && utf8_is_emoji(point))
			return true;
		if (point == 0x20e3)
			return true;
	}
	return false;
}

size_t
text_tokens(struct arena *a, const char *s, size_t length, struct token **out)
{
	struct walk w = {.arena = a, .s = s, .length = length};
	uint32_t point;

	str_init(&w.folded);
	for (size_t i = 0, n; i < length; i += n) {
		n = 1;
		if (s[i] == ' ')
			continue;
		n = utf8_next(s + i, length - i, &point);
		if (utf8_is_space(point))
			continue;
		if (point >= 0x80 || (i + n < length && (unsigned char)s[i + n] >= 0x80)) {
			size_t cluster = utf8_grapheme(s + i, length - i);

			if (has_emoji(s + i, cluster)) {
				n = cluster;
				add(&w, TOKEN_EMOJI, i, n);
				continue;
			}
		}
		if (utf8_is_letter(point) || utf8_is_digit(point)) {
			n = take_word(&w, i);
			continue;
		}
		n = utf8_grapheme(s + i, length - i);
		add(&w, TOKEN_PUNCTUATION, i, n);
	}
	str_clear(&w.folded);
	*out = w.tokens;
	return w.count;
}

#define MOST_POINTS 512

static int
points(const char *s, uint32_t *out)
{
	size_t length = strlen(s);
	int count = 0;

	for (size_t i = 0; i < length && count < MOST_POINTS; count++)
		i += utf8_next(s + i, length - i, &out[count]);
	return count;
}

/* Optimal string alignment, within a band of limit around the diagonal. */
static int
banded(const uint32_t *a, int n, const uint32_t *b, int m, int limit)
{
	int rows[3][MOST_POINTS + 1];

	for (int i = 0; i <= n; i++) {
		int *row = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
		int best = limit + 1;

		for (int j = 0; j <= m; j++) {
			int d = limit + 1;

			if (i == 0 || j == 0) {
				d = i + j;
			} else if (j - i <= limit && i - j <= limit) {
				d = last[j - 1] + (a[i - 1] != b[j - 1]);
				d = last[j] + 1 < d ? last[j] + 1 : d;
				d = row[j - 1] + 1 < d ? row[j - 1] + 1 : d;
				if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
				    a[i - 2] == b[j - 1] && before[j - 2] + 1 < d)
					d = before[j - 2] + 1;
			}
			row[j] = d > limit ? limit + 1 : d;
			best = row[j] < best ? row[j] : best;
		}
		if (best > limit)
			return limit + 1;
	}
	return rows[n % 3][m];
}

int
text_distance(const char *a, const char *b, int limit)
{
	uint32_t left[MOST_POINTS], right[MOST_POINTS];
	int n, m;

	if (strcmp(a, b) == 0)
		return 0;
	n = points(a, left);
	m = points(b, right);
	if (n - m > limit || m - n > limit || n == MOST_POINTS || m == MOST_POINTS)
		return limit + 1; /* too far, or no word at all */
	return banded(left, n, right, m, limit);
}
