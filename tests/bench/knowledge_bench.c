/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What retrieval is worth, measured on written questions. Not part of check.
 *
 *   knowledge_bench ARTICLES QUESTIONS.yaml MODELS [fit]
 *
 * With "fit" it also fits the logistic function from measures to "the first passage's article
 * answers", and prints the weights with their cross-validated error.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/knowledge/index.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/understand.h"

#define QUESTIONS_MOST 2000
#define RESULTS 5

struct sample {
	double x[MEASURE_COUNT];
	double y, p;
};

static bool
answers(const struct value *articles, const char *id)
{
	for (size_t i = 0; i < value_count(articles); i++)
		if (strcmp(value_as_text(value_at(articles, i), ""), id) == 0)
			return true;
	return false;
}

static double
squash(const double *w, const double *x)
{
	double z = 0;

	for (size_t i = 0; i < MEASURE_COUNT; i++)
		z += w[i] * x[i];
	return 1 / (1 + exp(-z));
}

/* Ridge-penalised logistic regression by gradient descent; leaves out samples with i % 5 ==
 * fold. */
static void
fit(const struct sample *s, size_t n, int fold, double *w)
{
	memset(w, 0, MEASURE_COUNT * sizeof *w);
	for (int step = 0; step < 20000; step++) {
		double g[MEASURE_COUNT] = { 0 };

		for (size_t i = 0; i < n; i++) {
			double miss = squash(w, s[i].x) - s[i].y;

			for (size_t k = 0; k < MEASURE_COUNT && (int)(i % 5) != fold; k++)
				g[k] += miss * s[i].x[k];
		}
		for (size_t k = 0; k < MEASURE_COUNT; k++)
			w[k] -= 0.5 * (g[k] / (double)n + (k > 0 ? 0.003 * w[k] : 0));
	}
}

static void
fit_all(struct sample *s, size_t n)
{
	double w[MEASURE_COUNT], brier = 0, right = 0;

	for (int fold = 0; fold < 5; fold++) {
		fit(s, n, fold, w);
		for (size_t i = (size_t)fold; i < n; i += 5) {
			double p = squash(w, s[i].x);

			brier += (p - s[i].y) * (p - s[i].y);
			right += (p >= 0.5) == (s[i].y > 0.5);
		}
	}
	fit(s, n, -1, w);
	printf("cross-validated: Brier %.4f, right side of one half %.4f\n{", brier / (double)n,
	    right / (double)n);
	for (size_t k = 0; k < MEASURE_COUNT; k++)
		printf(" %.2f%s", w[k], k + 1 < MEASURE_COUNT ? "," : " }\n");
}

struct tally {
	size_t answerable, first, in_three, silent, unanswerable;
	int64_t spent_us;
};

static int
run(struct retriever *r, const struct understander *u, const struct value *questions,
    struct sample *samples, size_t *sample_count, struct tally *t, bool with_intent)
{
	for (size_t i = 0; i < value_count(questions) && *sample_count < QUESTIONS_MOST; i++) {
		const struct value *q = value_at(questions, i),
				   *articles = value_get(q, "articles");
		struct understand_context context = {
		    .expected = "", .language = "en", .currency = "EUR"};
		struct arena *a = arena_new();
		struct sample *s = &samples[(*sample_count)++];
		double (*measures)[MEASURE_COUNT];
		struct understanding meant;
		struct retrieved *found;
		struct errinfo info;
		size_t count;
		int64_t from;
		bool three = false;

		memset(s, 0, sizeof *s);
		if (understand(u, a, value_get_text(q, "ask"), &context, &meant, &info) != ERR_OK)
			return fprintf(stderr, "%s\n", info.text), 1;
		from = clock_stopwatch_us();
		if (retrieve_measured(r, a, value_get_text(q, "ask"),
			with_intent ? meant.intents[0].intent : "", "", RESULTS, &found, &count,
			&measures, &info) != ERR_OK)
			return fprintf(stderr, "%s\n", info.text), 1;
		t->spent_us += clock_stopwatch_us() - from;
		for (size_t k = 0; k < count && k < 3; k++)
			three |= answers(articles, found[k].passage->article);
		if (count > 0) {
			memcpy(s->x, measures[0], sizeof s->x);
			s->y = answers(articles, found[0].passage->article);
			s->p = found[0].probability;
		}
		if (value_count(articles) == 0) {
			t->unanswerable++;
			t->silent += s->p < 0.5;
		} else {
			t->answerable++;
			t->first += s->y > 0.5;
			t->in_three += three;
		}
		if (with_intent && (value_count(articles) > 0) != (s->p >= 0.5 && s->y > 0.5))
			printf("  %.2f %s -> %s (%s)\n", s->p, value_get_text(q, "ask"),
			    count > 0 ? found[0].passage->id : "-", meant.intents[0].intent);
		arena_free(&a);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct sample *samples = calloc(QUESTIONS_MOST, sizeof *samples);
	struct arena *a = arena_new();
	struct knowledge *k = NULL;
	struct retriever *r = NULL;
	struct understander *u = NULL;
	struct value *questions;
	struct errinfo info;
	size_t n = 0;
	int rc = 0;

	if (argc < 4) {
		fprintf(stderr, "usage: knowledge_bench ARTICLES QUESTIONS.yaml MODELS [fit]\n");
		return 2;
	}
	if (knowledge_load(argv[1], "en", &k, &info) != ERR_OK ||
	    retriever_new(k, &r, &info) != ERR_OK ||
	    value_load(a, argv[2], &questions, &info) != ERR_OK ||
	    understander_open(argv[3], &u, &info) != ERR_OK) {
		fprintf(stderr, "knowledge_bench: %s\n", info.text);
		return 1;
	}
	for (int with = 0; with < 2 && rc == 0; with++) {
		struct tally t = { 0 };
		double brier = 0;
		size_t from = n;

		rc = run(r, u, questions, samples, &n, &t, with == 1);
		for (size_t i = from; i < n; i++)
			brier += (samples[i].p - samples[i].y) * (samples[i].p - samples[i].y);
		printf(
		    "%s intent: %zu answerable, first %.3f, in three %.3f; %zu unanswerable, held back %.3f; Brier %.4f; %.0f us each\n",
		    with == 1 ? "with" : "without", t.answerable,
		    (double)t.first / (double)t.answerable,
		    (double)t.in_three / (double)t.answerable, t.unanswerable,
		    (double)t.silent / (double)t.unanswerable, brier / (double)(n - from),
		    (double)t.spent_us / (double)(n - from));
	}
	if (argc > 4)
		fit_all(samples, n);
	understander_free(&u);
	retriever_free(&r);
	knowledge_free(&k);
	arena_free(&a);
	free(samples);
	return rc;
}
