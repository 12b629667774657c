/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What speaks for a passage, and how much: first for its place, then for whether it answers at all.
 */
#include <math.h>
#include <string.h>

#include "phrasings.h"

#define UNKNOWN_SHARE 0.5	/* of a word's weight where no article has it: often a slip of the
				   pen, or a name */
#define SINGLE_SHARE 0.7	/* of the likeness to a question of several words that shares only
				   one */
#define MARGIN_MOST 5.0		/* a lead of more says nothing more */
#define WORDS_MOST 5		/* more words found say nothing more */

/* Both fitted by tests/bench/knowledge_bench on questions/dev.yaml of the demo world. */
static const double rank_weights[RANK_COUNT] = { 0.00, 0.00, 0.35, 1.38, 0.00, 0.49, 1.29, 1.11, 1.27, 1.10, 1.68, 2.39, 0.55, 0.96, 1.34, 0.79, 0.00, 0.28, 0.37, 0.50, 0.50 };
static const double answer_weights[MEASURE_COUNT] = { -2.59, 0.10, 1.63, 0.63, -0.27, 0.65, -0.09, 0.89, 1.00, -0.67, 0.14, -0.78, 1.24, 0.78, 1.90, -0.72, 1.18, -1.40, 0.53 };

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

/* The probability that the question is about an intent. */
static double
topic(const struct question *q, const char *intent)
{
	for (size_t i = 0; i < q->asked->topic_count && i < RETRIEVE_TOPICS; i++)
		if (text_is(q->asked->topics[i].intent, intent))
			return q->asked->topics[i].probability;
	return 0;
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

static bool
names_product(const struct question *q, const struct indexed *x)
{
	for (size_t i = 0; i < q->product_count; i++)
		if (is_in(x->all, x->all_count, q->product[i]))
			return true;
	return false;
}

/* The title names the product, or what it is. */
static bool
names_kind(const struct question *q, const struct indexed *x)
{
	for (size_t i = 0; i < q->product_count + q->kind_count; i++)
		if (is_in(x->title, x->title_count,
			i < q->product_count ? q->product[i] : q->kind[i - q->product_count]))
			return true;
	return false;
}

static void
measure_words(const struct question *q, const struct indexed *x, struct candidate *c)
{
	double covered = 0, heard = 0, in_title = 0, total = q->total > 0 ? q->total : 1;

	for (size_t i = 0; i < q->count; i++) {
		if (q->number[i] < 0 || !is_in(x->heard, x->heard_count, q->number[i]))
			continue;
		heard += q->idf[i];
		if (!is_in(x->all, x->all_count, q->number[i]))
			continue;
		covered += q->idf[i];
		c->words++;
		if (is_in(x->title, x->title_count, q->number[i]))
			in_title += q->idf[i];
	}
	c->rank[RANK_COVERAGE] = covered / total;
	c->rank[RANK_HEARD] = heard / total;
	c->rank[RANK_TITLE] = in_title / total;
}

void
measure_rank(const struct knowledge *k, const struct question *q, const struct closeness *near,
    double best, const double *weights, struct candidate *c)
{
	const struct indexed *x = &k->passages[c->number];
	const struct passage *p = &x->passage;
	double *m = c->rank;

	measure_words(q, x, c);
	m[RANK_FOUND] = log1p(c->found > 0 ? c->found : 0) / 3;
	m[RANK_BEST] = best > 0 && c->found > 0 ? c->found / best : 0;
	m[RANK_ASKED] = best_likeness(k, q, x);
	m[RANK_WORDS] = near->words;
	m[RANK_LETTERS] = near->letters;
	m[RANK_MEANING] = near->meaning;
	m[RANK_WHOLE] = near->whole;
	m[RANK_SENSE] = near->sense;
	m[RANK_GUESS] = near->guess;
	m[RANK_NEAR] = near->near;
	m[RANK_ARTICLE] = near->article;
	for (size_t i = 0; i < p->about_count; i++)
		m[RANK_TOPIC] += topic(q, p->about[i]);
	m[RANK_MAIN] = p->about_count > 0 ? topic(q, p->about[0]) : 0;
	m[RANK_SOLE] = p->about_count == 1 ? m[RANK_MAIN] : 0;
	m[RANK_NAMED] = says_title(q, x) ? 1 : 0;
	m[RANK_OPENING] = is_opening(k, c->number) ? 1 : 0;
	m[RANK_PRODUCT] = names_product(q, x) ? 1 : 0;
	m[RANK_KIND] = names_kind(q, x) ? 1 : 0;
	for (size_t i = 0; i < RANK_COUNT; i++)
		c->score += (weights != NULL ? weights : rank_weights)[i] * m[i];
}

/* The best score of each article, where that candidate stands; the others' are nothing. */
static double
sum_of_articles(const struct knowledge *k, const struct candidate *all, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		bool seen = false;

		for (size_t j = 0; j < i && !seen; j++)
			seen = k->passages[all[j].number].article ==
			    k->passages[all[i].number].article;
		sum += seen ? 0 : exp(all[i].score - all[0].score);
	}
	return sum;
}

/* The share of a candidate's article in the soft maximum of the articles' best scores, and how far
 * it is from the best of the others. */
static void
compare_articles(const struct knowledge *k, const struct candidate *all, size_t count, double sum,
    struct candidate *c)
{
	const char *article = k->passages[c->number].article;
	double own = c->score, other = -INFINITY;

	for (size_t i = 0; i < count; i++)
		if (k->passages[all[i].number].article == article)
			own = fmax(own, all[i].score);
		else
			other = fmax(other, all[i].score);
	c->answer[MEASURE_SHARE] = exp(own - all[0].score) / sum;
	c->answer[MEASURE_MARGIN] =
	    other > -INFINITY ? fmax(-1, fmin(1, (own - other) / MARGIN_MOST)) : 1;
}

void
measure_answers(const struct knowledge *k, const struct question *q,
    const struct closeness *near, struct candidate *all, size_t count, size_t first)
{
	const struct closeness *nothing = &near[k->count];
	double sum = sum_of_articles(k, all, count);

	for (size_t i = 0; i < first; i++) {
		struct candidate *c = &all[i];
		double *m = c->answer;

		compare_articles(k, all, count, sum, c);
		m[MEASURE_ONE] = 1;
		m[MEASURE_SCORE] = c->score / 10;
		m[MEASURE_COVERAGE] = c->rank[RANK_COVERAGE];
		m[MEASURE_HEARD] = c->rank[RANK_HEARD];
		m[MEASURE_ASKED] = c->rank[RANK_ASKED];
		m[MEASURE_WORDS] = near[c->number].words;
		m[MEASURE_LETTERS] = near[c->number].letters;
		m[MEASURE_MEANING] = near[c->number].meaning;
		m[MEASURE_GUESS] = near[c->number].guess;
		m[MEASURE_NEAR] = near[c->number].near;
		m[MEASURE_ARTICLE] = near[c->number].article;
		m[MEASURE_TOPIC] = c->rank[RANK_TOPIC];
		m[MEASURE_KNOWN] =
		    (double)(c->words > WORDS_MOST ? WORDS_MOST : c->words) / WORDS_MOST;
		m[MEASURE_NOTHING] = (nothing->words + nothing->letters + nothing->meaning) / 3;
		m[MEASURE_BEFORE] = near[c->number].guess - nothing->guess;
		m[MEASURE_SURE] =
		    q->asked->topic_count > 0 ? q->asked->topics[0].probability : 0;
		m[MEASURE_OUTSIDE] = q->asked->outside;
	}
}

double
measure_probability(const struct candidate *c)
{
	double z = 0;

	for (size_t i = 0; i < MEASURE_COUNT; i++)
		z += answer_weights[i] * c->answer[i];
	return 1 / (1 + exp(-z));
}
