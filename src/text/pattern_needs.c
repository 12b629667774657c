/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pattern_needs.h"

#include <pthread.h>
#include <string.h>

#include "pattern_word.h"

unsigned
word_kind(unsigned char c)
{
	if (c >= 0x80)
		return KIND_BEYOND;
	if ((c | 32) >= 'a' && (c | 32) <= 'z')
		return (c | 32u) - 'a';
	if (c >= '0' && c <= '9')
		return 26u + c - '0';
	return c == ' ' ? 36 : 37 + c % 25u;
}

bool
word_is_alphanumeric(unsigned kind)
{
	return kind < 36;
}

bool
word_is_foreign(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;

	return u[0] >= 0x80 && !(u[0] == 0xc2 && u[1] != 0xb5) &&
	    !(u[0] == 0xe2 && u[1] >= 0x80 && u[1] <= 0x83);
}

bool
word_is_other_case(const unsigned char *u, size_t left)
{
	return (left >= 2 && u[0] == 0xc5 && u[1] == 0xbf) ||
	    (left >= 3 && u[0] == 0xe2 && u[1] == 0x84 && u[2] == 0xaa);
}

/* The kinds of all bytes: each byte of each text is looked at. */
static uint8_t kinds[256];

static void
kinds_make(void)
{
	for (unsigned c = 0; c < sizeof kinds; c++)
		kinds[c] = (uint8_t)word_kind((unsigned char)c);
}

void
pattern_look(struct pattern_glance *g, const char *s, size_t length)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const unsigned char *u = (const unsigned char *)s;
	unsigned before = KIND_FOREIGN;
	bool foreign = false;

	pthread_once(&once, kinds_make);
	memset(g->pairs, 0, sizeof g->pairs);
	g->text = s;
	g->length = length;
	g->unsure = false;
	for (size_t i = 0; i < length; i++) {
		unsigned kind = kinds[u[i]];

		if (i < sizeof g->kinds)
			g->kinds[i] = (uint8_t)kind;
		g->pairs[before] |= (uint64_t)1 << kind;
		before = kind;
		if (u[i] < 0xc0)
			continue;
		if (word_is_other_case(u + i, length - i)) {
			memset(g->pairs, 0xff, sizeof g->pairs);
			g->unsure = true;
			return;
		}
		foreign = foreign || i + 1 == length || word_is_foreign(s + i);
	}
	g->pairs[KIND_FOREIGN] = foreign;	/* what was before the first byte is no byte */
}

static bool
has_pairs(const struct word *w, const struct pattern_glance *g)
{
	for (size_t i = 0; i + 1 < w->length; i++)
		if ((g->pairs[w->kinds[i]] >> w->kinds[i + 1] & 1) == 0)
			return false;
	return true;
}

static bool
is_edge_at(const struct pattern_glance *g, size_t i)
{
	return i >= g->length || !word_is_alphanumeric(word_kind((unsigned char)g->text[i]));
}

/* Words are short, and so are most texts: memmem() would prepare itself for longer than it looks. */
static const char *
find_bytes(const char *at, const char *end, const char *bytes, size_t length)
{
	while ((size_t)(end - at) >= length &&
	    (at = memchr(at, bytes[0], (size_t)(end - at) - length + 1)) != NULL) {
		if (memcmp(at, bytes, length) == 0)
			return at;
		at++;
	}
	return NULL;
}

/* Whether the word itself stands in the text, not its pairs alone. */
static bool
has_word(const struct word *w, const struct pattern_glance *g)
{
	const char *all = w->exact ? g->text : (const char *)g->kinds, *end = all + g->length;
	const char *word = w->exact ? w->signs : (const char *)w->kinds;

	if (g->unsure || (!w->exact && g->length > sizeof g->kinds))
		return true;
	for (const char *at = all; (at = find_bytes(at, end, word, w->length)) != NULL;
	     at++)
		if ((!w->begins || at == all || is_edge_at(g, (size_t)(at - all) - 1)) &&
		    (!w->ends || is_edge_at(g, (size_t)(at - all) + w->length)))
			return true;
	return false;
}

bool
pattern_needs_are_met(const struct pattern_needs *n, const struct pattern_glance *g)
{
	for (size_t i = 0; i < n->count; i++) {
		const struct word_head *head = &n->heads[i];
		const struct word *w = &n->words[i];

		if (head->first != WORD_ANY && (g->pairs[head->first] >> head->second & 1) == 0)
			continue;
		if (w->length == 0 ? (g->pairs[KIND_FOREIGN] & 1) != 0
				   : has_pairs(w, g) && has_word(w, g))
			return true;
	}
	return false;
}
