/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "floorwalker/base/str.h"

#define CATALOGUE_PRODUCT_LIMIT 20000
#define ORDER_CANDIDATE 48
/* Of the rows of training that hold a word from which it is in every message, whatever is bought:
 * shorter words are seldom what a product is called by. */
#define EVERYDAY_SHORT 0.006
#define EVERYDAY 0.03
#define EVERYDAY_OPTION 0.0016

uint32_t
catalogue_letters(const char *s, size_t length)
{
	uint32_t out = 0;

	for (size_t i = 0; i < length; i++)
		out |= 1u << ((unsigned char)s[i] & 31);
	return out;
}

int
catalogue_distance(const char *a, size_t a_length, const char *b, size_t b_length, int limit)
{
	int rows[3][33];

	if (a_length > 31 || b_length > 31 || abs((int)a_length - (int)b_length) > limit)
		return limit + 1;
	for (int j = 0; j <= (int)b_length; j++)
		rows[0][j] = j;
	for (int i = 1; i <= (int)a_length; i++) {
		int *row = rows[i % 3], *before = rows[(i + 2) % 3],
		    *two_before = rows[(i + 1) % 3], least;

		least = row[0] = i;
		for (int j = 1; j <= (int)b_length; j++) {
			int best = before[j - 1] + (a[i - 1] != b[j - 1]);

			best = before[j] + 1 < best ? before[j] + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    two_before[j - 2] + 1 < best)
				best = two_before[j - 2] + 1;
			row[j] = best;
			least = best < least ? best : least;
		}
		if (least > limit)
			return limit + 1;
	}
	return rows[a_length % 3][b_length];
}

/* Words of a phrase: folded, without signs and, where u tells which, without words that every
 * message has ("wash and proofer"). */
static size_t
phrase_words(const struct understander *u, struct arena *a, const char *text, const char **out)
{
	struct message everyday = { .u = u };
	struct token *tokens;
	size_t count = text_tokens(a, text, strlen(text), &tokens), n = 0;

	for (size_t i = 0; i < count && n < CATALOGUE_PHRASE_WORDS; i++)
		if (tokens[i].kind != TOKEN_PUNCTUATION && tokens[i].kind != TOKEN_EMOJI &&
		    (u == NULL ||
			message_word_share(&everyday, tokens[i].folded) <
			    (strlen(tokens[i].folded) <= 3 ? EVERYDAY_SHORT : EVERYDAY)))
			out[n++] = tokens[i].folded;
	return n;
}

/* Each phrase of each product in turn: name, kind, other words. */
static const char *
product_phrase(const struct product *p, size_t i, enum catalogue_source *source)
{
	*source = i == 0 ? SOURCE_NAME : i == 1 ? SOURCE_KIND : SOURCE_ALSO;
	if (i == 0)
		return p->name;
	if (i == 1)
		return p->kind;
	return i - 2 < p->also_count ? p->also[i - 2] : NULL;
}

struct raw_phrase {
	uint32_t product;
	enum catalogue_source source;
	const char *words[CATALOGUE_PHRASE_WORDS];
	size_t count;
};

static int
by_word(const void *a, const void *b)
{
	return strcmp(
	    ((const struct catalogue_word *)a)->text, ((const struct catalogue_word *)b)->text);
}

static struct catalogue_word *
word_find(const struct understand_index *x, const char *text)
{
	struct catalogue_word key = { .text = text };

	return bsearch(&key, x->words, x->word_count, sizeof key, by_word);
}

bool
index_knows(const struct understand_index *x, const char *folded)
{
	return word_find(x, folded) != NULL;
}

static struct raw_phrase *
phrases_gather(struct understand_index *x, const struct understander *u, size_t *count)
{
	struct raw_phrase *raw;
	size_t room = 0, n = 0;

	for (size_t p = 0; p < x->product_count; p++)
		room += 2 + x->products[p].also_count;
	raw = arena_alloc(x->a, (room + 1) * sizeof *raw);
	for (size_t p = 0; p < x->product_count; p++) {
		enum catalogue_source source;
		const char *text;

		for (size_t i = 0; i < 2 + x->products[p].also_count; i++) {
			text = product_phrase(&x->products[p], i, &source);
			if (text_is_empty(text))
				continue;
			raw[n].product = (uint32_t)p;
			raw[n].source = source;
			raw[n].count = phrase_words(u, x->a, text, raw[n].words);
			n += raw[n].count > 0;
		}
	}
	*count = n;
	return raw;
}

static void
words_gather(struct understand_index *x, const struct raw_phrase *raw, size_t count)
{
	size_t n = 0;

	x->words = arena_alloc(x->a, (count * CATALOGUE_PHRASE_WORDS + 1) * sizeof *x->words);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < raw[i].count; k++)
			x->words[n++].text = raw[i].words[k];
	qsort(x->words, n, sizeof *x->words, by_word);
	for (size_t i = 0; i < n; i++)
		if (x->word_count == 0 ||
		    strcmp(x->words[x->word_count - 1].text, x->words[i].text) != 0)
			x->words[x->word_count++] = x->words[i];
	for (size_t i = 0; i < x->word_count; i++) {
		x->words[i].length = strlen(x->words[i].text);
		x->words[i].letters = catalogue_letters(x->words[i].text, x->words[i].length);
		x->words[i].is_name = true;
	}
	for (size_t byte = 0, i = 0; byte <= 256; byte++) {
		while (i < x->word_count && (size_t)(unsigned char)x->words[i].text[0] < byte)
			i++;
		x->first_letter[byte] = i;
	}
}

static void
postings_make(struct understand_index *x, const struct understander *u,
    const struct raw_phrase *raw, size_t count)
{
	struct message everyday = { .u = u };

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < raw[i].count; k++) {
			struct catalogue_word *w = word_find(x, raw[i].words[k]);

			if (raw[i].source != SOURCE_NAME)
				w->is_name = false;
			if (w->product_count > 0 &&
			    w->products[w->product_count - 1] == raw[i].product)
				continue;
			if ((w->product_count & (w->product_count - 1)) == 0) {
				uint32_t *next =
				    arena_alloc(x->a, (w->product_count + 1) * 2 * sizeof *next);

				if (w->product_count > 0)
					memcpy(next, w->products, w->product_count * sizeof *next);
				w->products = next;
			}
			w->products[w->product_count++] = raw[i].product;
		}
	for (size_t i = 0; i < x->word_count; i++) {
		struct catalogue_word *w = &x->words[i];

		w->idf = log((1.0 + (double)x->product_count) / (0.5 + (double)w->product_count));
		w->is_name = w->is_name && w->length >= 3 &&
		    message_word_rows(&everyday, w->text) < 2 && isalpha((unsigned char)w->text[0]);
	}
}

static void
phrases_make(struct understand_index *x, const struct raw_phrase *raw, size_t count)
{
	x->phrases = arena_alloc(x->a, (count + 1) * sizeof *x->phrases);
	for (size_t i = 0; i < count; i++) {
		struct catalogue_phrase *p = &x->phrases[x->phrase_count++];

		p->product = raw[i].product;
		p->source = raw[i].source;
		p->count = raw[i].count;
		for (size_t k = 0; k < raw[i].count; k++) {
			p->words[k] = (uint32_t)(word_find(x, raw[i].words[k]) - x->words);
			p->idf += x->words[p->words[k]].idf;
		}
	}
}

static int
by_option(const void *a, const void *b)
{
	const struct catalogue_option *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : strcmp(x->value, y->value);
}

/* Signs belong to a value: "S/M" isn't S, and "-12 °C" isn't 12. */
static size_t
option_tokens(struct arena *a, const char *value, const char **folded)
{
	struct token *tokens;
	size_t count = text_tokens(a, value, strlen(value), &tokens);

	if (count > CATALOGUE_PHRASE_WORDS)
		return 0;
	for (size_t i = 0; i < count; i++)
		folded[i] = tokens[i].folded;
	return count;
}

static void
options_make(struct understand_index *x, const struct understander *u)
{
	struct message everyday = { .u = u };
	size_t room = 0, n = 0;

	for (size_t p = 0; p < x->product_count; p++)
		for (size_t v = 0; v < x->products[p].variant_count; v++)
			room += x->products[p].variants[v].option_count;
	x->options = arena_alloc(x->a, (room + 1) * sizeof *x->options);
	for (size_t p = 0; p < x->product_count; p++)
		for (size_t v = 0; v < x->products[p].variant_count; v++)
			for (size_t o = 0; o < x->products[p].variants[v].option_count; o++) {
				x->options[n].name = x->products[p].variants[v].options[o].name;
				x->options[n++].value = x->products[p].variants[v].options[o].value;
			}
	qsort(x->options, n, sizeof *x->options, by_option);
	for (size_t i = 0; i < n; i++) {
		struct catalogue_option *o = &x->options[x->option_count];

		if (x->option_count > 0 &&
		    by_option(&x->options[x->option_count - 1], &x->options[i]) == 0)
			continue;
		*o = x->options[i];
		o->count = option_tokens(x->a, o->value, o->folded);
		if (o->count == 0)
			continue;
		o->plain = o->count == 1 &&
		    (strlen(o->folded[0]) <= 2 || isdigit((unsigned char)o->folded[0][0]) ||
			message_word_share(&everyday, o->folded[0]) >= EVERYDAY_OPTION);
		x->option_count++;
	}
	for (size_t i = x->option_count; i-- > 0;) {
		size_t *first = &x->first_option[(unsigned char)x->options[i].folded[0][0]];

		x->options[i].next = *first;
		*first = i + 1;
	}
}

/* Letters and hyphens that a pattern begins with, before any class or count. */
static const char *
literal_prefix(struct arena *a, const char *pattern)
{
	size_t n = 0;

	while (isalnum((unsigned char)pattern[n]) || pattern[n] == '-')
		n++;
	if (pattern[n] != '\0' && strchr("?*{+|", pattern[n]) != NULL)
		n = 0;
	return arena_text_n(a, pattern, n);
}

enum err
understand_index_new(const struct understander *u, const struct product *products, size_t count,
    const char *order_pattern, const char *shop_name, struct understand_index **out,
    struct errinfo *e)
{
	struct understand_index *x;
	struct raw_phrase *raw;
	size_t raw_count;
	enum err rc = ERR_OK;

	*out = NULL;
	if (count > CATALOGUE_PRODUCT_LIMIT)
		return err_set(e, ERR_LIMIT,
		    "the catalogue has %zu products; understanding takes %d", count,
		    CATALOGUE_PRODUCT_LIMIT);
	x = mem_zero(1, sizeof *x);
	x->a = arena_new();
	x->products = products;
	x->product_count = count;
	x->order_prefix = "";
	x->shop_word_count =
	    text_is_empty(shop_name) ? 0 : phrase_words(NULL, x->a, shop_name, x->shop_words);
	raw = phrases_gather(x, u, &raw_count);
	words_gather(x, raw, raw_count);
	postings_make(x, u, raw, raw_count);
	phrases_make(x, raw, raw_count);
	options_make(x, u);
	if (!text_is_empty(order_pattern)) {
		rc = pattern_new(order_pattern, true, &x->orders, e);
		x->order_pattern = arena_text(x->a, order_pattern);
		x->order_prefix = literal_prefix(x->a, order_pattern);
	}
	if (rc != ERR_OK)
		understand_index_free(&x);
	*out = x;
	return rc;
}

void
understand_index_free(struct understand_index **x)
{
	if (*x == NULL)
		return;
	pattern_free(&(*x)->orders);
	arena_free(&(*x)->a);
	mem_free(*x);
	*x = NULL;
}

/* A letter that the shop writes in one case alone, in that case: "#w100" is "#W100". */
static char
as_in_pattern(const struct understand_index *x, char c)
{
	int lower = tolower((unsigned char)c), upper = toupper((unsigned char)c);

	if (lower == upper)
		return c;
	if (strchr(x->order_pattern, lower) == NULL && strchr(x->order_pattern, upper) != NULL)
		return (char)upper;
	return strchr(x->order_pattern, upper) == NULL && strchr(x->order_pattern, lower) != NULL
	    ? (char)lower
	    : c;
}

static const char *
order_try(const struct understand_index *x, struct arena *a, const char *s)
{
	char *value;

	if (!pattern_is_whole(x->orders, s))
		return NULL;
	value = arena_text(a, s);
	for (size_t i = 0; value[i] != '\0'; i++)
		value[i] = as_in_pattern(x, value[i]);
	return value;
}

const char *
index_order_number(const struct understand_index *x, struct arena *a, const char *candidate)
{
	char letters[ORDER_CANDIDATE], prefix[ORDER_CANDIDATE], whole[ORDER_CANDIDATE * 2];
	const char *found;
	size_t n = 0, k = 0;

	if (x->orders == NULL)
		return NULL;
	if ((found = order_try(x, a, candidate)) != NULL)
		return found;
	/* Letters and figures alone, written behind the prefix that all numbers share. */
	for (const char *p = candidate; *p != '\0' && n + 1 < sizeof letters; p++)
		if (isalnum((unsigned char)*p))
			letters[n++] = *p;
	letters[n] = '\0';
	for (const char *p = x->order_prefix; *p != '\0' && k + 1 < sizeof prefix; p++)
		if (isalnum((unsigned char)*p))
			prefix[k++] = *p;
	prefix[k] = '\0';
	if (k > 0 && strncasecmp(letters, prefix, k) == 0)
		memmove(letters, letters + k, n - k + 1);
	for (char *p = letters; *p != '\0'; p++)
		if ((*p == 'o' || *p == 'O') && strpbrk(letters, "0123456789") != NULL)
			*p = '0';
	if (strlen(x->order_prefix) >= ORDER_CANDIDATE)
		return NULL;
	memcpy(whole, x->order_prefix, strlen(x->order_prefix));
	memcpy(whole + strlen(x->order_prefix), letters, strlen(letters) + 1);
	return order_try(x, a, whole);
}
