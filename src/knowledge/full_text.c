/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "full_text.h"

#include <math.h>
#include <string.h>

#include "word_table.h"

/* BM25 as FTS5 has it (Robertson and Zaragoza, 2009), the order of each sum the same. */
#define K1 1.2
#define B 0.75
#define LEAST_IDF 1e-6
#define TITLE_WEIGHT 4.0
#define PHRASE_TOKENS 16	/* of one word, "t_shirt" is two; longer ones are left to FTS5 */

/* A place in all texts, one behind the other. */
struct place {
	uint32_t passage, at;
};

struct full_text {
	struct arena *a;
	size_t passages, token_count;
	struct word_table *by_token;
	uint32_t *tokens;	/* numbers in the order of the texts, NO_TOKEN behind each */
	struct place *places;	/* of all tokens by number, then as they stand */
	uint32_t *from;		/* of each token its first place; of one more their end */
	uint32_t *body_from;	/* of each passage, in tokens */
	double *share;		/* of each passage: what its length adds below the line */
};

#define NO_TOKEN UINT32_MAX

size_t
best_keep(struct passage_hit *best, size_t count, size_t limit, struct passage_hit x)
{
	size_t i = count;

	if (count == limit) {
		if (limit == 0 || best[count - 1].score > x.score ||
		    (best[count - 1].score >= x.score && best[count - 1].number < x.number))
			return count;
		i--;
	} else {
		count++;
	}
	for (; i > 0 && (best[i - 1].score < x.score ||
			    (best[i - 1].score <= x.score && best[i - 1].number > x.number));
	     i--)
		best[i] = best[i - 1];
	best[i] = x;
	return count;
}

static bool
is_token_byte(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* The next run of letters and digits at or after *s, in lower case; NULL at the end. */
static const char *
token_next(struct arena *a, const char **s)
{
	const char *begin;
	char *token;

	while (**s != '\0' && !is_token_byte(**s))
		(*s)++;
	begin = *s;
	while (is_token_byte(**s))
		(*s)++;
	if (*s == begin)
		return NULL;
	token = arena_text_n(a, begin, (size_t)(*s - begin));
	for (char *p = token; *p != '\0'; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
	return token;
}

/* Numbers of a text's tokens behind those that are there; returns where the next text begins. */
static size_t
tokens_add(struct full_text *x, const char *text, size_t to)
{
	for (const char *token; (token = token_next(x->a, &text)) != NULL; to++) {
		size_t number = word_table_find(x->by_token, token);

		if (number == WORD_TABLE_NONE)
			word_table_add(x->by_token, token, number = x->token_count++);
		x->tokens[to] = (uint32_t)number;
	}
	x->tokens[to++] = NO_TOKEN;
	return to;
}

static void
places_make(struct full_text *x, size_t end)
{
	size_t passage = 0, title = 0;
	uint32_t *next;

	x->from = arena_alloc(x->a, (x->token_count + 2) * sizeof *x->from);
	x->places = arena_alloc(x->a, (end + 1) * sizeof *x->places);
	next = x->from + 1;	/* counts, then where each token's next place goes */
	for (size_t i = 0; i < end; i++)
		if (x->tokens[i] != NO_TOKEN && x->tokens[i] + 1 < x->token_count)
			next[x->tokens[i] + 1]++;
	for (size_t i = 1; i < x->token_count; i++)
		next[i] += next[i - 1];
	for (size_t i = 0; i < end; i++) {
		if (x->tokens[i] != NO_TOKEN) {
			x->places[next[x->tokens[i]]++] =
			    (struct place){(uint32_t)passage, (uint32_t)i};
			continue;
		}
		passage += title;	/* a title, then a body */
		title = 1 - title;
	}
}

struct full_text *
full_text_new(const struct knowledge *k)
{
	struct full_text *x;
	size_t bytes = 0, to = 0;
	double mean;

	for (size_t i = 0; i < k->count; i++) {
		const struct indexed *p = &k->passages[i];

		if (!is_ascii(p->title_words) || !is_ascii(p->body_words))
			return NULL;
		bytes += strlen(p->title_words) + strlen(p->body_words) + 2;
	}
	if (k->count == 0 || bytes >= NO_TOKEN)
		return NULL;
	x = mem_zero(1, sizeof *x);
	x->a = arena_new();
	x->passages = k->count;
	x->by_token = word_table_new(x->a, bytes / 2 + 1);
	x->tokens = arena_alloc(x->a, (bytes + 1) * sizeof *x->tokens);
	x->body_from = arena_alloc(x->a, k->count * sizeof *x->body_from);
	x->share = arena_alloc(x->a, k->count * sizeof *x->share);
	for (size_t i = 0; i < k->count; i++) {
		size_t first = to;

		to = tokens_add(x, k->passages[i].title_words, to);
		x->body_from[i] = (uint32_t)to;
		to = tokens_add(x, k->passages[i].body_words, to);
		x->share[i] = (double)(to - first - 2);
	}
	mean = (double)(to - 2 * k->count) / (double)k->count;
	for (size_t i = 0; i < k->count; i++)
		x->share[i] = K1 * (1 - B + B * x->share[i] / mean);
	places_make(x, to);
	return x;
}

void
full_text_free(struct full_text **x)
{
	if (*x == NULL)
		return;
	arena_free(&(*x)->a);
	mem_free(*x);
	*x = NULL;
}

/* The tokens of a word, that stand one right behind the other where it is found; 0: some are in no
 * passage, or it has none. */
static size_t
phrase_of(const struct full_text *x, struct arena *a, const char *word, uint32_t *out)
{
	size_t n = 0;

	for (const char *token; (token = token_next(a, &word)) != NULL;) {
		size_t number = word_table_find(x->by_token, token);

		if (number == WORD_TABLE_NONE)
			return 0;
		out[n++] = (uint32_t)number;
	}
	return n;
}

/* Whether a phrase goes on behind its first token. */
static bool
goes_on(const struct full_text *x, const uint32_t *phrase, size_t n, size_t at)
{
	for (size_t i = 1; i < n; i++)
		if (x->tokens[at + i] != phrase[i])	/* NO_TOKEN, at the latest */
			return false;
	return true;
}

/* How often each passage has a phrase, a title's counted as several; returns how many have it. */
static size_t
count_phrase(const struct full_text *x, const uint32_t *phrase, size_t n, struct passage_hit *out)
{
	size_t count = 0;

	for (size_t i = x->from[phrase[0]]; i < x->from[phrase[0] + 1]; i++) {
		const struct place *p = &x->places[i];

		if (!goes_on(x, phrase, n, p->at))
			continue;
		if (count == 0 || out[count - 1].number != p->passage)
			out[count++] = (struct passage_hit){p->passage, 0};
		out[count - 1].score += p->at < x->body_from[p->passage] ? TITLE_WEIGHT : 1.0;
	}
	return count;
}

/* A word of which is known that it is taken apart as here. */
static bool
is_plain(const char *word)
{
	size_t tokens = 0;

	for (size_t i = 0; word[i] != '\0'; i++)
		tokens += is_token_byte(word[i]) && (i == 0 || !is_token_byte(word[i - 1]));
	return tokens <= PHRASE_TOKENS && is_ascii(word);
}

bool
full_text_find(const struct full_text *x, struct arena *a, const char *const *words, size_t count,
    size_t limit, struct passage_hit *hits, size_t *hit_count)
{
	struct passage_hit *found;
	double *score;

	*hit_count = 0;
	for (size_t i = 0; i < count; i++)
		if (!is_plain(words[i]))
			return false;
	if (x == NULL)
		return false;
	found = arena_room(a, x->passages * sizeof *found);
	score = arena_alloc(a, x->passages * sizeof *score);
	for (size_t i = 0; i < count; i++) {
		uint32_t phrase[PHRASE_TOKENS];
		size_t n = phrase_of(x, a, words[i], phrase), has = 0;
		double all = (double)x->passages, idf;

		if (n == 0 || (has = count_phrase(x, phrase, n, found)) == 0)
			continue;
		idf = log((all - (double)has + 0.5) / ((double)has + 0.5));
		if (idf <= 0)
			idf = LEAST_IDF;
		for (size_t j = 0; j < has; j++)
			score[found[j].number] += idf *
			    ((found[j].score * (K1 + 1.0)) /
				(found[j].score + x->share[found[j].number]));
	}
	for (size_t i = 0; i < x->passages; i++)
		if (score[i] > 0)
			*hit_count = best_keep(
			    hits, *hit_count, limit, (struct passage_hit){i, score[i]});
	return true;
}
