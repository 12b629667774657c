/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three spaces: of words, canonical stems and pairs of them; of letters, runs of three to five
 * within a word; of meaning, words and the groups of related ones that they are in.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "phrasings.h"
#include "spaces.h"

#define STOP_SHARE 0.3		/* of a word's weight where it says little: "how", "my" */
#define PAIR_SHARE 0.5		/* of a pair of words beside the words themselves */
#define RELATED_SHARE 0.5	/* of a word beside the groups that it is in */
#define GROUPS_MOST 8		/* of one word */
#define GROUP_SEED 0x9e3779b97f4a7c15u
#define GRAM_FROM 3
#define GRAM_TO 5
#define NEAREST 3

enum unit_kind { UNIT_PHRASING, UNIT_NOTHING, UNIT_PASSAGE, UNIT_ARTICLE };

/* What has a vector. */
struct unit {
	enum unit_kind kind;
	uint32_t passage;		/* its own; of an article the first */
	const char *text;		/* of a phrasing */
};

struct phrasings {
	const struct knowledge *k;
	struct unit *units;
	size_t count, phrasing_count;	/* those of articles, then what none answers, then passages
					   and articles */
	size_t nothing_count;
	uint32_t *article;		/* number of each passage's article */
	size_t article_count;
	struct space words, letters, meaning;
	struct guesser guesser;
};

/* ---- terms of a text */

static void
gather_words(const struct knowledge *k, struct stemmer *stemmer, struct arena *a, const char *text,
    uint32_t unit, struct gathered *out, struct gathered *meaning)
{
	const char **words;
	size_t count = lexicon_words(k->lexicon, stemmer, a, text, false, &words);
	size_t groups[GROUPS_MOST], n;
	uint64_t before = 0;

	for (size_t i = 0; i < count; i++) {
		uint64_t hash = term_hash(words[i], strlen(words[i]), 0);

		gather(out, hash, unit, lexicon_is_stop(k->lexicon, words[i]) ? STOP_SHARE : 1);
		if (i > 0)
			gather(out, term_hash(words[i], strlen(words[i]), before), unit,
			    PAIR_SHARE);
		n = lexicon_groups(k->lexicon, words[i], groups, GROUPS_MOST);
		for (size_t j = 0; j < n; j++)
			gather(meaning, GROUP_SEED + groups[j], unit, 1 / sqrt((double)n));
		if (n > 0 || !lexicon_is_stop(k->lexicon, words[i]))
			gather(meaning, hash, unit, n > 0 ? RELATED_SHARE : 1);
		before = hash;
	}
}

static void
gather_letters(const struct knowledge *k, struct arena *a, const char *text, uint32_t unit,
    struct gathered *out)
{
	struct token *tokens;
	size_t count = text_tokens(a, text, strlen(text), &tokens);

	for (size_t i = 0; i < count; i++) {
		const char *word;
		size_t length;

		if (tokens[i].kind == TOKEN_PUNCTUATION ||
		    lexicon_is_stop(k->lexicon, tokens[i].folded))
			continue;
		word = arena_printf(a, "_%s_", tokens[i].folded);
		length = strlen(word);
		for (size_t from = 0; from < length; from++)
			for (size_t n = GRAM_FROM; n <= GRAM_TO && from + n <= length; n++)
				gather(out, term_hash(word + from, n, n), unit, 1);
	}
}

/* ---- making them */

static void
unit_add(struct phrasings *p, enum unit_kind kind, size_t passage, const char *text)
{
	p->units[p->count++] = (struct unit){kind, (uint32_t)passage, text};
}

static size_t
articles_end(const struct knowledge *k, size_t from)
{
	size_t i = from;

	while (i < k->count && k->passages[i].article == k->passages[from].article)
		i++;
	return i;
}

static void
units_make(struct phrasings *p)
{
	const struct knowledge *k = p->k;
	const struct value *nothing = lexicon_unanswered(k->lexicon);
	size_t room = 2 * k->count + value_count(nothing) + 1;

	for (size_t i = 0; i < k->count; i++)
		room += value_count(k->passages[i].questions) + value_count(k->passages[i].also);
	p->units = mem_zero(room, sizeof *p->units);
	for (size_t i = 0; i < k->count; i++) {
		const struct value *lists[2] = {k->passages[i].questions, k->passages[i].also};

		for (size_t l = 0; l < 2; l++)
			for (size_t j = 0; j < value_count(lists[l]); j++)
				unit_add(p, UNIT_PHRASING, i,
				    value_source_text(value_at(lists[l], j)));
	}
	p->phrasing_count = p->count;
	for (size_t i = 0; i < value_count(nothing); i++)
		unit_add(p, UNIT_NOTHING, k->count, value_source_text(value_at(nothing, i)));
	p->nothing_count = p->count - p->phrasing_count;
	for (size_t i = 0; i < k->count; i++)
		unit_add(p, UNIT_PASSAGE, i, NULL);
	for (size_t i = 0; i < k->count; i = articles_end(k, i))
		unit_add(p, UNIT_ARTICLE, i, NULL);
}

static const char *
text_of(const struct phrasings *p, struct arena *a, const struct unit *u)
{
	const struct knowledge *k = p->k;
	size_t end = u->kind == UNIT_ARTICLE ? articles_end(k, u->passage) : u->passage + 1u;
	struct str out;
	const char *text;

	if (u->text != NULL)
		return u->text;
	str_init(&out);
	str_add(&out, k->passages[u->passage].passage.title);
	for (size_t i = u->passage; i < end; i++) {
		const struct indexed *x = &k->passages[i];
		const struct value *lists[2] = {x->questions, x->also};

		str_add(&out, ". ");
		str_add(&out, x->passage.heading);
		str_add(&out, ". ");
		str_add(&out, x->passage.text);
		for (size_t l = 0; l < 2; l++)
			for (size_t j = 0; j < value_count(lists[l]); j++) {
				str_add(&out, ". ");
				str_add(&out, value_source_text(value_at(lists[l], j)));
			}
	}
	text = arena_text_n(a, out.data, out.length);
	str_clear(&out);
	return text;
}

static void
articles_number(struct phrasings *p)
{
	p->article = mem_zero(p->k->count + 2, sizeof *p->article);
	for (size_t i = 0; i < p->k->count; p->article_count++)
		for (size_t to = articles_end(p->k, i); i < to; i++)
			p->article[i] = (uint32_t)p->article_count;
	p->article[p->k->count] = (uint32_t)p->article_count++;	/* none */
}

static void
gather_all(struct phrasings *p, struct stemmer *stemmer, struct gathered *words,
    struct gathered *letters, struct gathered *meaning)
{
	for (size_t i = 0; i < p->count; i++) {
		struct arena *a = arena_new();
		const char *text = text_of(p, a, &p->units[i]);

		gather_words(p->k, stemmer, a, text, (uint32_t)i, words, meaning);
		if (p->units[i].text != NULL)
			gather_letters(p->k, a, text, (uint32_t)i, letters);
		arena_free(&a);
	}
}

/* Part of what was gathered: what the phrasings have, one after the other. */
static size_t
part_of(const struct gathered *all, size_t from, uint32_t unit, struct gathered *out)
{
	size_t to = from;

	while (to < all->count && all->list[to].unit == unit)
		to++;
	*out = (struct gathered){.list = all->list + from, .count = to - from};
	return to;
}

static void
learn(struct phrasings *p, const struct gathered *words, const struct gathered *meaning)
{
	size_t count = p->phrasing_count + p->nothing_count, word = 0, sense = 0;
	struct guess_row *rows = mem_zero(count + 1, sizeof *rows);

	for (size_t i = 0; i < count; i++) {
		word = part_of(words, word, (uint32_t)i, &rows[i].terms[0]);
		sense = part_of(meaning, sense, (uint32_t)i, &rows[i].terms[1]);
		rows[i].article = p->article[p->units[i].passage];
	}
	guesser_train(
	    &p->guesser, &p->words, &p->meaning, rows, count, p->article_count);
	mem_free(rows);
}

struct phrasings *
phrasings_new(const struct knowledge *k, struct stemmer *stemmer)
{
	struct phrasings *p = mem_zero(1, sizeof *p);
	struct gathered words = {0}, letters = {0}, meaning = {0};

	p->k = k;
	units_make(p);
	articles_number(p);
	gather_all(p, stemmer, &words, &letters, &meaning);
	space_make(&p->words, &words, p->count);
	space_make(&p->letters, &letters, p->count);
	space_make(&p->meaning, &meaning, p->count);
	learn(p, &words, &meaning);
	mem_free(words.list);
	mem_free(letters.list);
	mem_free(meaning.list);
	return p;
}

void
phrasings_free(struct phrasings **p)
{
	if (*p == NULL)
		return;
	guesser_free(&(*p)->guesser);
	space_free(&(*p)->words);
	space_free(&(*p)->letters);
	space_free(&(*p)->meaning);
	mem_free((*p)->article);
	mem_free((*p)->units);
	mem_free(*p);
	*p = NULL;
}

/* Most commands ask nothing, and need not wait for it. */
const struct phrasings *
knowledge_phrasings(const struct knowledge *k, struct stemmer *stemmer)
{
	struct knowledge *own = (struct knowledge *)(uintptr_t)k;

	pthread_mutex_lock(&own->lock);
	if (own->phrasings == NULL)
		own->phrasings = phrasings_new(k, stemmer);
	pthread_mutex_unlock(&own->lock);
	return own->phrasings;
}

size_t
phrasings_count(const struct phrasings *p)
{
	return p->phrasing_count;
}

const char *
phrasings_text(const struct phrasings *p, size_t i, size_t *passage)
{
	*passage = p->units[i].passage;
	return p->units[i].text;
}

/* ---- a question */

/* The mean of the closest phrasings of passages from..to. */
static double
mean_of_nearest(const struct phrasings *p, const double *words, const double *letters, size_t from,
    size_t to, size_t first, size_t end)
{
	double best[NEAREST] = {0}, sum = 0;

	for (size_t i = first; i < end; i++) {
		double x = (words[i] + letters[i]) / 2;

		if (p->units[i].passage < from || p->units[i].passage >= to)
			continue;
		for (size_t j = 0; j < NEAREST; j++)
			if (x > best[j]) {
				double moved = best[j];

				best[j] = x;
				x = moved;
			}
	}
	for (size_t j = 0; j < NEAREST; j++)
		sum += best[j] / NEAREST;
	return sum;
}

static void
add_articles(const struct phrasings *p, const double *words, const double *letters,
    struct closeness *out)
{
	size_t unit = p->phrasing_count + p->nothing_count + p->k->count, first = 0;

	for (size_t i = 0; i < p->k->count; unit++) {
		size_t to = articles_end(p->k, i), end = first;
		double near;

		while (end < p->phrasing_count && p->units[end].passage < to)
			end++;
		near = mean_of_nearest(p, words, letters, i, to, first, end);
		for (; i < to; i++) {
			out[i].near = near;
			out[i].article = words[unit];
		}
		first = end;
	}
}

/* The closest phrasing of each passage. */
static void
add_phrasings(const struct phrasings *p, const double *words, const double *letters,
    const double *meaning, struct closeness *out)
{
	for (size_t i = 0; i < p->phrasing_count + p->nothing_count; i++) {
		struct closeness *c = &out[p->units[i].passage];

		c->words = fmax(c->words, words[i]);
		c->letters = fmax(c->letters, letters[i]);
		c->meaning = fmax(c->meaning, meaning[i]);
	}
}

struct closeness *
phrasings_measure(const struct phrasings *p, struct arena *a, struct stemmer *stemmer,
    const char *question, size_t hidden)
{
	struct closeness *out = arena_alloc(a, (p->k->count + 1) * sizeof *out);
	size_t passages = p->phrasing_count + p->nothing_count;
	struct gathered terms[3] = {{0}, {0}, {0}};	/* words, meaning, letters */
	const struct gathered *const known[GUESS_SPACES] = {&terms[0], &terms[1]};
	double *words, *letters, *meaning;
	float *guess;

	gather_words(p->k, stemmer, a, question, 0, &terms[0], &terms[1]);
	gather_letters(p->k, a, question, 0, &terms[2]);
	words = space_cosines(&p->words, a, &terms[0], p->count);
	meaning = space_cosines(&p->meaning, a, &terms[1], p->count);
	letters = space_cosines(&p->letters, a, &terms[2], p->count);
	guess = guesser_scores(&p->guesser, a, known);
	for (size_t i = 0; i < 3; i++)
		mem_free(terms[i].list);
	if (hidden != PHRASINGS_NONE)
		words[hidden] = letters[hidden] = meaning[hidden] = 0;
	add_phrasings(p, words, letters, meaning, out);
	for (size_t i = 0; i < p->k->count; i++) {
		out[i].whole = words[passages + i];
		out[i].sense = meaning[passages + i];
		out[i].guess = (double)guess[p->article[i]];
	}
	out[p->k->count].guess = (double)guess[p->article[p->k->count]];
	add_articles(p, words, letters, out);
	return out;
}
