/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What retrieval is worth, measured on written questions, and its weights fitted. Not part of
 * check.
 *
 *   knowledge_bench ARTICLES LANGUAGE MODELS QUESTIONS.yaml[=WEIGHT]...
 *
 * For each file: the right article first, and among three, as the weights in the tree have it. For
 * all of them together: both sets of weights fitted anew, with what they give on questions that
 * they weren't fitted on (five folds). First the order: the likelihood of a right passage in the
 * soft maximum of all that were found (a conditional logit; McFadden, 1974). Then, on scores of
 * folds that the order wasn't fitted on, the probability that the first passage answers: a logistic
 * function, for which each question stands a second time without its own articles, so that what
 * only resembles an answer is seen, too.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/knowledge/phrasings.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/understand.h"

#define QUESTIONS_MOST 3000
#define FOLDS 5
#define RANK_STEPS 600
#define RANK_PENALTY 0.01
#define RANK_PRIOR 0.5		/* what each measure is thought to weigh before anything is known */
#define ANSWER_STEPS 4000
#define ANSWER_PENALTY 0.001
#define BARE_WEIGHT 0.25	/* of a question whose intents aren't told */
#define WITHHELD_WEIGHT 0.25	/* of one whose articles are taken away */

struct asked {
	const char *text;
	const struct value *articles;
	struct topic topics[5];
	size_t topic_count, file;
	double outside, weight;
	/* what was found for it, with its intents and without */
	struct candidate *found[2];
	size_t count[2];
};

struct sample {
	double x[MEASURE_COUNT], y, weight;
	size_t question;
	bool withheld;
};

struct bench {
	struct knowledge *k;
	struct retriever *r;
	struct understander *u;
	struct arena *a;
	struct asked *questions;
	size_t count;
	const char *language;
};

static bool
answers(const struct bench *b, const struct asked *q, const struct candidate *c)
{
	const char *id = b->k->passages[c->number].article;

	for (size_t i = 0; i < value_count(q->articles); i++)
		if (strcmp(value_as_text(value_at(q->articles, i), ""), id) == 0)
			return true;
	return false;
}

static void
die(const struct errinfo *e)
{
	fprintf(stderr, "knowledge_bench: %s\n", e->text);
	exit(1);
}

static size_t
find(struct bench *b, const struct asked *q, bool bare, bool withheld, const double *weights,
    struct candidate **out)
{
	struct inquiry inquiry = {.text = q->text,
	    .topics = q->topics,
	    .topic_count = bare ? 0 : q->topic_count,
	    .outside = bare ? 0 : q->outside};
	struct trial trial = {.phrasing = PHRASINGS_NONE,
	    .articles = withheld ? q->articles : NULL,
	    .weights = weights};
	struct errinfo e;
	size_t count;

	if (retrieve_measured(b->r, b->a, &inquiry, &trial, CANDIDATES_MOST, out, &count, &e) !=
	    ERR_OK)
		die(&e);
	return count;
}

static void
read_questions(struct bench *b, char *name, size_t file)
{
	char *equals = strchr(name, '=');
	double weight = equals != NULL ? atof(equals + 1) : 1;
	struct value *list;
	struct errinfo e;

	if (equals != NULL)
		*equals = '\0';
	if (value_load(b->a, name, &list, &e) != ERR_OK)
		die(&e);
	for (size_t i = 0; i < value_count(list) && b->count < QUESTIONS_MOST; i++) {
		struct understand_context context = {
		    .expected = "", .language = b->language, .currency = "EUR"};
		struct asked *q = &b->questions[b->count++];
		struct understanding meant;

		q->text = value_get_text(value_at(list, i), "ask");
		q->articles = value_get(value_at(list, i), "articles");
		q->file = file;
		q->weight = weight;
		if (understand(b->u, b->a, q->text, &context, &meant, &e) != ERR_OK)
			die(&e);
		for (size_t k = 0; k < meant.intent_count && k < 5; k++)
			q->topics[q->topic_count++] = (struct topic){
			    meant.intents[k].intent, meant.intents[k].probability};
		q->outside = meant.out_of_scope;
		for (int bare = 0; bare < 2; bare++)
			q->count[bare] = find(b, q, bare == 1, false, NULL, &q->found[bare]);
	}
}

/* ---- the order */

static double
score(const double *w, const struct candidate *c)
{
	double z = 0;

	for (size_t i = 0; i < RANK_COUNT; i++)
		z += w[i] * c->rank[i];
	return z;
}

/* Adds the gradient of the logarithm of the likelihood of a right passage. */
static void
add_gradient(const struct bench *b, const struct asked *q, int bare, const double *w, double *g)
{
	double all = 0, right = 0, top = -INFINITY, z[CANDIDATES_MOST];

	for (size_t i = 0; i < q->count[bare]; i++) {
		z[i] = score(w, &q->found[bare][i]);
		top = fmax(top, z[i]);
	}
	for (size_t i = 0; i < q->count[bare]; i++) {
		all += exp(z[i] - top);
		right += answers(b, q, &q->found[bare][i]) ? exp(z[i] - top) : 0;
	}
	if (!(right > 0))
		return;
	for (size_t i = 0; i < q->count[bare]; i++) {
		double own = exp(z[i] - top), more = (answers(b, q, &q->found[bare][i]) ? own / right : 0) - own / all;

		for (size_t k = 0; k < RANK_COUNT; k++)
			g[k] += q->weight * (bare == 1 ? BARE_WEIGHT : 1) * more *
			    q->found[bare][i].rank[k];
	}
}

/* None below nought: each measure is one that speaks for a passage. */
static void
fit_order(const struct bench *b, size_t fold, double *w)
{
	double past[RANK_COUNT] = {0}, total = 0;

	for (size_t k = 0; k < RANK_COUNT; k++)
		w[k] = 1;
	for (size_t i = 0; i < b->count; i++)
		total += i % FOLDS != fold && value_count(b->questions[i].articles) > 0
		    ? b->questions[i].weight * (1 + BARE_WEIGHT)
		    : 0;
	for (int step = 0; step < RANK_STEPS; step++) {
		double g[RANK_COUNT] = {0};

		for (size_t i = 0; i < b->count; i++)
			for (int bare = 0; bare < 2 && i % FOLDS != fold; bare++)
				add_gradient(b, &b->questions[i], bare, w, g);
		for (size_t k = 0; k < RANK_COUNT; k++) {	/* each its own step (Adagrad; Duchi,
								   Hazan and Singer, 2011) */
			double d = g[k] / total - RANK_PENALTY * (w[k] - RANK_PRIOR);

			past[k] += d * d;
			w[k] = fmax(0, w[k] + (past[k] > 0 ? 0.3 * d / sqrt(past[k]) : 0));
		}
	}
}

/* ---- the probability */

static double
squash(const double *w, const double *x)
{
	double z = 0;

	for (size_t i = 0; i < MEASURE_COUNT; i++)
		z += w[i] * x[i];
	return 1 / (1 + exp(-z));
}

static void
fit_answer(const struct sample *s, size_t n, size_t fold, double *w)
{
	double past[MEASURE_COUNT] = {0}, total = 0;

	memset(w, 0, MEASURE_COUNT * sizeof *w);
	for (size_t i = 0; i < n; i++)
		total += s[i].question % FOLDS != fold ? s[i].weight : 0;
	for (int step = 0; step < ANSWER_STEPS; step++) {
		double g[MEASURE_COUNT] = {0};

		for (size_t i = 0; i < n; i++) {
			double miss = s[i].weight * (squash(w, s[i].x) - s[i].y);

			for (size_t k = 0;
			     k < MEASURE_COUNT && s[i].question % FOLDS != fold; k++)
				g[k] += miss * s[i].x[k];
		}
		for (size_t k = 0; k < MEASURE_COUNT; k++) {
			double d = g[k] / total + (k > 0 ? ANSWER_PENALTY * w[k] : 0);

			past[k] += d * d;
			w[k] -= past[k] > 0 ? 0.2 * d / sqrt(past[k]) : 0;
		}
	}
}

static size_t
samples_of(struct bench *b, size_t fold, const double *weights, struct sample *out)
{
	size_t n = 0;

	for (size_t i = 0; i < b->count; i++) {
		struct asked *q = &b->questions[i];

		for (int withheld = 0; withheld < 2 && i % FOLDS == fold; withheld++) {
			struct candidate *found;
			struct sample *s = &out[n];

			if (withheld == 1 && value_count(q->articles) == 0)
				continue;
			if (find(b, q, false, withheld == 1, weights, &found) == 0)
				continue;
			memcpy(s->x, found[0].answer, sizeof s->x);
			s->y = withheld == 0 && answers(b, q, &found[0]) ? 1 : 0;
			s->weight = q->weight * (withheld == 1 ? WITHHELD_WEIGHT : 1);
			s->question = i;
			s->withheld = withheld == 1;
			n++;
		}
	}
	return n;
}

static void
print_weights(const char *name, const double *w, size_t count)
{
	printf("%s {", name);
	for (size_t k = 0; k < count; k++)
		printf(" %.2f%s", w[k], k + 1 < count ? "," : " }\n");
}

/* Out of fold: how many are answered rightly, wrongly, not at all, at one threshold after
 * another. */
static void
print_curve(const struct bench *b, const struct sample *s, const double *p, size_t n, size_t file)
{
	for (int at = 20; at <= 70; at += 5) {
		size_t yes = 0, no = 0, silent = 0, right = 0, wrong = 0, held = 0, hard = 0, open = 0;

		for (size_t i = 0; i < n; i++) {
			const struct asked *q = &b->questions[s[i].question];
			bool answered = p[i] >= at / 100.0;

			if (q->file != file)
				continue;
			if (s[i].withheld) {
				hard++;
				held += !answered;
			} else if (value_count(q->articles) > 0) {
				yes++;
				silent += !answered;
				right += answered && s[i].y > 0.5;
				wrong += answered && s[i].y < 0.5;
			} else {
				no++;
				open += answered;
			}
		}
		printf("  at .%02d: right %.3f, wrong %.3f, refused %.3f; none answers: refused %.3f; article withheld: refused %.3f\n",
		    at, (double)right / (double)(yes + !yes), (double)wrong / (double)(yes + !yes),
		    (double)silent / (double)(yes + !yes), 1 - (double)open / (double)(no + !no),
		    (double)held / (double)(hard + !hard));
	}
}

static void
fit_all(struct bench *b, size_t files, char **names)
{
	struct sample *s = calloc(2 * QUESTIONS_MOST, sizeof *s);
	double *p = calloc(2 * QUESTIONS_MOST, sizeof *p), w[RANK_COUNT], v[MEASURE_COUNT], brier = 0, weight = 0;
	size_t n = 0;

	for (size_t fold = 0; fold < FOLDS; fold++) {
		fit_order(b, fold, w);
		n += samples_of(b, fold, w, s + n);
	}
	for (size_t fold = 0; fold < FOLDS; fold++) {
		fit_answer(s, n, fold, v);
		for (size_t i = 0; i < n; i++)
			p[i] = s[i].question % FOLDS == fold ? squash(v, s[i].x) : p[i];
	}
	for (size_t file = 0; file < files; file++) {
		size_t yes = 0, right = 0;

		for (size_t i = 0; i < n; i++)
			if (b->questions[s[i].question].file == file && !s[i].withheld &&
			    value_count(b->questions[s[i].question].articles) > 0) {
				yes++;
				right += s[i].y > 0.5;
			}
		printf("%s, by weights of other folds: first %.3f of %zu\n", names[file],
		    (double)right / (double)(yes + !yes), yes);
		print_curve(b, s, p, n, file);
	}
	for (size_t i = 0; i < n; i++) {
		brier += s[i].weight * (p[i] - s[i].y) * (p[i] - s[i].y);
		weight += s[i].weight;
	}
	printf("Brier score %.4f\n", brier / weight);
	fit_order(b, FOLDS, w);
	fit_answer(s, n, FOLDS, v);
	print_weights("rank", w, RANK_COUNT);
	print_weights("answer", v, MEASURE_COUNT);
	free(s);
	free(p);
}

static void
print_file(struct bench *b, size_t file, const char *name)
{
	for (int bare = 1; bare >= 0; bare--) {
		size_t yes = 0, first = 0, three = 0, reached = 0;

		for (size_t i = 0; i < b->count; i++) {
			const struct asked *q = &b->questions[i];
			const char *seen[3] = {NULL};
			size_t articles = 0;
			bool any = false;

			if (q->file != file || value_count(q->articles) == 0)
				continue;
			yes++;
			for (size_t k = 0; k < q->count[bare]; k++)
				any |= answers(b, q, &q->found[bare][k]);
			reached += any;
			for (size_t k = 0; k < q->count[bare] && articles < 3; k++) {
				const char *its = b->k->passages[q->found[bare][k].number].article;

				if (its == seen[0] || its == seen[1])
					continue;
				seen[articles++] = its;
				if (answers(b, q, &q->found[bare][k])) {
					first += articles == 1;
					three++;
					break;
				}
			}
		}
		printf("%s, %s intents: first %.3f, in three %.3f, anywhere %.3f of %zu\n", name,
		    bare == 1 ? "without" : "with", (double)first / (double)(yes + !yes),
		    (double)three / (double)(yes + !yes), (double)reached / (double)(yes + !yes),
		    yes);
	}
}

int
main(int argc, char **argv)
{
	struct bench b = {.a = arena_new(), .questions = calloc(QUESTIONS_MOST, sizeof *b.questions)};
	struct errinfo e;
	int64_t from;

	if (argc < 5) {
		fprintf(stderr,
		    "usage: knowledge_bench ARTICLES LANGUAGE MODELS QUESTIONS.yaml[=WEIGHT]...\n");
		return 2;
	}
	b.language = argv[2];
	from = clock_stopwatch_us();
	if (knowledge_load_in(argv[1], "en", argv[2], &b.k, &e) != ERR_OK ||
	    retriever_new(b.k, &b.r, &e) != ERR_OK || understander_open(argv[3], &b.u, &e) != ERR_OK)
		die(&e);
	printf("opened in %.1f ms\n", (double)(clock_stopwatch_us() - from) / 1000);
	for (int i = 4; i < argc; i++)
		read_questions(&b, argv[i], (size_t)i - 4);
	from = clock_stopwatch_us();
	for (size_t i = 0; i < b.count; i++)
		find(&b, &b.questions[i], false, false, NULL, &b.questions[i].found[0]);
	printf("%.0f us each\n", (double)(clock_stopwatch_us() - from) / (double)b.count);
	for (int i = 4; i < argc; i++)
		print_file(&b, (size_t)i - 4, argv[i]);
	fit_all(&b, (size_t)argc - 4, argv + 4);
	understander_free(&b.u);
	retriever_free(&b.r);
	knowledge_free(&b.k);
	arena_free(&b.a);
	free(b.questions);
	return 0;
}
