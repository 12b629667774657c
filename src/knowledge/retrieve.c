/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/store/passages.h"

#include "index.h"

#define CANDIDATES 24
#define ABOUT_CANDIDATES 16
#define ABOUT_BOOST 1.5		/* the article is about the intent */
#define MAIN_BOOST 1.0		/* and names it first */
#define SOLE_BOOST 0.3		/* and is about nothing else */
#define OPENING_BOOST 0.15	/* an article begins with what is general in it */
#define KIND_BOOST 0.6		/* the article's title names what the product is */
#define TITLE_BOOST 0.8		/* the question says all of what the article is called */
#define PRODUCT_BOOST 0.35
#define ARTICLE_SHARE 0.15	/* of the other passages' scores that an article's best passage
				   gets */
#define ASK_BOOST 5.0		/* the question is one that the passage is known to answer */
#define UNKNOWN_SHARE 0.5	/* of a word's weight where no article has it: often a slip of the
				   pen, or a name */
#define SINGLE_SHARE 0.7	/* of the likeness to a question of several words that shares only
				   one */
#define ABOUT_SCORE 2.0		/* of a passage that only its intent speaks for */

/* Fitted by tests/bench/knowledge_bench on questions/open.yaml of the demo world. */
static const double weights[MEASURE_COUNT] = { -5.84, 1.41, -0.06, 0.77, 2.89, 1.31, 2.77, 1.71 };

struct retriever {
	const struct knowledge *k;
	struct passage_index *index;
	struct stemmer *stemmer;
};

struct candidate {
	size_t number;
	double score;
	double measures[MEASURE_COUNT];
	size_t words;
};

struct question {
	const char *words[QUESTION_WORDS];
	double idf[QUESTION_WORDS];
	int64_t number[QUESTION_WORDS];	/* of the known word; -1 unknown */
	size_t count;
	double total;
	const char *intent;
	int64_t product[QUESTION_WORDS];
	size_t product_count;
	int64_t kind[QUESTION_WORDS];	/* words of the product that many passages hold: what it
					   is */
	size_t kind_count;
};

enum err
retriever_new(const struct knowledge *k, struct retriever **out, struct errinfo *e)
{
	struct retriever *r = mem_zero(1, sizeof *r);
	enum err rc;

	r->k = k;
	r->stemmer = stemmer_new(k->language);
	rc = passage_index_new(&r->index, e);
	for (size_t i = 0; i < k->count && rc == ERR_OK; i++)
		rc = passage_index_add(
		    r->index, i, k->passages[i].title_words, k->passages[i].body_words, e);
	if (rc != ERR_OK)
		retriever_free(&r);
	*out = r;
	return rc;
}

void
retriever_free(struct retriever **r)
{
	if (*r == NULL)
		return;
	passage_index_free(&(*r)->index);
	stemmer_free(&(*r)->stemmer);
	mem_free(*r);
	*r = NULL;
}

static void
question_take(struct retriever *r, struct arena *a, const char *text, const char *intent,
    const char *product, struct question *q)
{
	const char **words;
	size_t n = lexicon_words(r->k->lexicon, r->stemmer, a, text, true, &words);

	memset(q, 0, sizeof *q);
	q->intent = intent;
	for (size_t i = 0; i < n && q->count < QUESTION_WORDS; i++) {
		const struct known_word *known = knowledge_word(r->k, words[i]);
		bool again = false;

		for (size_t j = 0; j < q->count && !again; j++)
			again = strcmp(q->words[j], words[i]) == 0;
		if (again)
			continue;
		q->words[q->count] = words[i];
		q->idf[q->count] = known != NULL ? known->idf : r->k->unknown_idf;
		q->number[q->count] = known != NULL ? known - r->k->words : -1;
		q->total += q->idf[q->count++];
	}
	n = text_is_empty(product)
	    ? 0
	    : lexicon_words(r->k->lexicon, r->stemmer, a, product, true, &words);
	for (size_t i = 0; i < n && q->product_count < QUESTION_WORDS; i++) {
		const struct known_word *known = knowledge_word(r->k, words[i]);

		if (known != NULL && known->passages * 20 < r->k->count + 20)
			q->product[q->product_count++] = known - r->k->words;
		else if (known != NULL && q->kind_count < QUESTION_WORDS)
			q->kind[q->kind_count++] = known - r->k->words;
	}
}

static bool
is_in(const uint32_t *numbers, size_t count, int64_t number)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (numbers[middle] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && numbers[low] == number;
}

static bool
is_about(const struct passage *p, const char *intent)
{
	for (size_t i = 0; i < p->about_count; i++)
		if (text_is(p->about[i], intent))
			return true;
	return false;
}

static bool
is_opening(const struct knowledge *k, size_t number)
{
	return number == 0 ||
	    strcmp(k->passages[number - 1].passage.article, k->passages[number].passage.article) !=
	    0;
}

/* The question says every word that the article is called by, and hardly another. */
static bool
says_title(const struct question *q, const struct indexed *x)
{
	for (size_t i = 0; i < x->name_count; i++) {
		bool said = false;

		for (size_t j = 0; j < q->count && !said; j++)
			said = q->number[j] == x->name[i];
		if (!said)
			return false;
	}
	return x->name_count > 0 && q->count <= x->name_count + 1;
}

static bool
is_of_product(const struct question *q, int64_t number)
{
	for (size_t i = 0; i < q->product_count; i++)
		if (q->product[i] == number)
			return true;
	return false;
}

/* The cosine of the angle between two questions, each word as long as its inverse document
 * frequency (Salton and Buckley, 1988); the product that is spoken of is no part of what is asked
 * about it. */
static double
likeness(const struct knowledge *k, const struct question *q, const struct known_question *known)
{
	double both = 0, own = 0, other = 0;
	size_t shared = 0;

	for (size_t i = 0; i < q->count; i++) {
		double square = q->idf[i] * q->idf[i];
		bool common = q->number[i] >= 0 && is_in(known->words, known->count, q->number[i]);

		both += common ? square : 0;
		shared += common;
		own += common || !is_of_product(q, q->number[i])
		    ? square * (q->number[i] < 0 ? UNKNOWN_SHARE : 1)
		    : 0;
	}
	for (size_t i = 0; i < known->count; i++)
		other += k->words[known->words[i]].idf * k->words[known->words[i]].idf;
	if (shared == 0)
		return 0;
	return both / sqrt(own * other) * (shared == 1 && known->count > 1 ? SINGLE_SHARE : 1);
}

static double
best_likeness(const struct knowledge *k, const struct question *q, const struct indexed *x)
{
	double best = 0;

	for (size_t i = 0; i < x->ask_count; i++)
		best = fmax(best, likeness(k, q, &x->asks[i]));
	return best;
}

static void
measure(const struct knowledge *k, const struct question *q, struct candidate *c)
{
	const struct indexed *x = &k->passages[c->number];
	double covered = 0, in_title = 0, found = 0;
	bool about = is_about(&x->passage, q->intent);

	for (size_t i = 0; i < q->count; i++) {
		if (q->number[i] < 0 || !is_in(x->all, x->all_count, q->number[i]))
			continue;
		covered += q->idf[i];
		found++;
		if (is_in(x->title, x->title_count, q->number[i]))
			in_title += q->idf[i];
	}
	double asked = best_likeness(k, q, x), unsure = 1 - asked;	/* a known question needs no
									   intent to tell what it is
									   about */

	c->score *= 1 +
	    unsure *
		((about ? ABOUT_BOOST : 0) +
		    (x->passage.about_count > 0 && text_is(x->passage.about[0], q->intent)
			    ? MAIN_BOOST
			    : 0) +
		    (about && x->passage.about_count == 1 ? SOLE_BOOST : 0)) +
	    (is_opening(k, c->number) ? OPENING_BOOST : 0);
	c->score *= says_title(q, x) ? 1 + TITLE_BOOST : 1;
	for (size_t i = 0; i < q->product_count; i++)
		if (is_in(x->all, x->all_count, q->product[i])) {
			c->score *= 1 + PRODUCT_BOOST;
			break;
		}
	for (size_t i = 0; i < q->product_count + q->kind_count; i++)
		if (is_in(x->title, x->title_count,
			i < q->product_count ? q->product[i] : q->kind[i - q->product_count])) {
			c->score *= 1 + KIND_BOOST;
			break;
		}
	c->score *= 0.5 + covered / (q->total > 0 ? q->total : 1);
	c->measures[MEASURE_ASKED] = asked;
	c->score *= 1 + ASK_BOOST * asked * asked;
	c->measures[MEASURE_ONE] = 1;
	c->measures[MEASURE_COVERAGE] = q->total > 0 ? covered / q->total : 0;
	c->measures[MEASURE_TITLE] = q->total > 0 ? in_title / q->total : 0;
	c->measures[MEASURE_ABOUT] = text_is_empty(q->intent) ? 0.5 : about ? 1 : 0;
	c->measures[MEASURE_SCORE] = log1p(c->score > 0 ? c->score : 0) / 3;
	c->words = (size_t)found;
	c->measures[MEASURE_WORDS] = (found > 5 ? 5 : found) / 5;
}

/* Passages of articles that name the intent first come in without a common word, at the end. */
static size_t
add_about(const struct knowledge *k, const struct question *q, struct candidate *found, size_t n)
{
	size_t words_found = n;

	for (size_t i = 0;
	     i < k->count && n < CANDIDATES + ABOUT_CANDIDATES && !text_is_empty(q->intent); i++) {
		bool there = k->passages[i].passage.about_count == 0 ||
		    !text_is(k->passages[i].passage.about[0], q->intent);

		for (size_t j = 0; j < words_found && !there; j++)
			there = found[j].number == i;
		if (there)
			continue;
		memset(&found[n], 0, sizeof found[n]);
		found[n].number = i;
		found[n++].score = ABOUT_SCORE;
	}
	return n;
}

/* The best passage of an article gains by what the article's others have. */
static void
share_within_articles(const struct knowledge *k, struct candidate *found, size_t n)
{
	double gain[CANDIDATES + ABOUT_CANDIDATES] = { 0 };

	for (size_t i = 0; i < n; i++) {
		const char *article = k->passages[found[i].number].passage.article;
		bool best = true;

		for (size_t j = 0; j < n; j++) {
			if (i == j ||
			    strcmp(k->passages[found[j].number].passage.article, article) != 0)
				continue;
			gain[i] += ARTICLE_SHARE * found[j].score;
			best &= found[i].score > found[j].score ||
			    (!(found[i].score < found[j].score) && i < j);
		}
		gain[i] = best ? gain[i] : 0;
	}
	for (size_t i = 0; i < n; i++)
		found[i].score += gain[i];
}

static int
by_score(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->score > y->score || x->score < y->score)
		return x->score > y->score ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* How far a candidate is ahead of the best one of another article, as a share of its score; below
 * nought where it's behind. */
static double
margin(const struct knowledge *k, const struct candidate *all, size_t count, size_t i)
{
	const char *article = k->passages[all[i].number].passage.article;
	double other = 0, own = all[i].score;

	for (size_t j = 0; j < count; j++)
		if (strcmp(k->passages[all[j].number].passage.article, article) == 0)
			own = all[j].score > own ? all[j].score : own;
		else if (all[j].score > other)
			other = all[j].score;
	return own > 0 ? (own - other) / (own > other ? own : other) : 0;
}

static double
probability(const double *measures)
{
	double z = 0;

	for (size_t i = 0; i < MEASURE_COUNT; i++)
		z += weights[i] * measures[i];
	return 1 / (1 + exp(-z));
}

enum err
retrieve_measured(struct retriever *r, struct arena *a, const char *text, const char *intent,
    const char *product, size_t limit, struct retrieved **out, size_t *count,
    double (**measures)[MEASURE_COUNT], struct errinfo *e)
{
	struct passage_hit hits[CANDIDATES];
	struct candidate found[CANDIDATES + ABOUT_CANDIDATES];
	struct question *q = arena_alloc(a, sizeof *q);
	struct str clean;
	size_t n = 0;
	enum err rc;

	*count = 0;
	*out = NULL;
	str_init(&clean);
	text_sanitise(&clean, text, strlen(text), TEXT_MESSAGE_LIMIT, NULL);
	question_take(r, a, clean.data, intent, product, q);
	str_clear(&clean);
	rc = passage_index_find(r->index, q->words, q->count, CANDIDATES, hits, &n, e);
	if (rc != ERR_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		memset(&found[i], 0, sizeof found[i]);
		found[i].number = hits[i].number;
		found[i].score = hits[i].score;
	}
	n = add_about(r->k, q, found, n);
	for (size_t i = 0; i < n; i++)
		measure(r->k, q, &found[i]);
	share_within_articles(r->k, found, n);
	qsort(found, n, sizeof *found, by_score);
	*out = arena_alloc(a, (n + 1) * sizeof **out);
	*measures = arena_alloc(a, (n + 1) * sizeof **measures);
	for (size_t i = 0; i < n && i < limit; i++) {
		found[i].measures[MEASURE_MARGIN] = margin(r->k, found, n, i);
		(*out)[i].passage = &r->k->plain[found[i].number];
		(*out)[i].score = found[i].score;
		(*out)[i].probability = probability(found[i].measures);
		(*out)[i].words = found[i].words;
		(*out)[i].asked = found[i].measures[MEASURE_ASKED];
		memcpy((*measures)[i], found[i].measures, sizeof found[i].measures);
		*count = i + 1;
	}
	return ERR_OK;
}

enum err
retrieve(struct retriever *r, struct arena *a, const char *question, const char *intent,
    const char *product, size_t limit, struct retrieved **out, size_t *count, struct errinfo *e)
{
	double (*measures)[MEASURE_COUNT];

	return retrieve_measured(r, a, question, intent, product, limit, out, count, &measures, e);
}
