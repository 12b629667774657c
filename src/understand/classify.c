/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/understand/classify.h"

#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

#include "classifier.h"
#include "phrases.h"
#include "train.h"

#define EXPLAINED_TOKENS 60	/* of a longer text only the first are weighed */

struct classify_model {
	struct classifier classifier;
	bool several;
};

static bool
are_several(const struct classify_rows *rows)
{
	bool any = rows->several_line != 0;

	for (size_t r = 0; r < rows->count && !any; r++)
		any = rows->rows[r].label != NULL && classify_is_set(rows->rows[r].label);
	return any;
}

static bool
has_label(const struct classify_rows *rows, const char *label)
{
	for (size_t i = 0; i < rows->count; i++)
		if (strcmp(rows->rows[i].label, label) == 0)
			return true;
	return false;
}

/* The phrases that the program's own moods are learnt from, where rows have labels of the same names
 * and are told as much of: "very" falls away where rows don't tell it apart. Few sets of rows are so
 * large that other people's words for the same don't help. */
static enum err
moods_add(struct arena *a, const struct classify_rows *rows, struct train_input *input,
    struct errinfo *e)
{
	const char *root = file_data(a, "scenarios/phrases");
	struct phrase_rows phrases;
	enum err rc;

	if (root == NULL || !has_label(rows, "negative") || !has_label(rows, "neutral") ||
	    !has_label(rows, "positive"))
		return ERR_OK;
	rc = phrases_load(a, root, "sentiment", &phrases, e);
	for (size_t i = 0; rc == ERR_OK && i < phrases.count; i++) {
		struct training_row *row = &phrases.rows[i];

		if (text_starts(row->label, "very_") && !has_label(rows, row->label))
			row->label += strlen("very_");
	}
	input->known = phrases.rows;
	input->known_count = rc == ERR_OK ? phrases.count : 0;
	return rc;
}

enum err
classify_train(const struct classify_rows *rows, const struct classify_rows *valid,
    const char *kind, const struct classify_settings *settings, const char *out_path,
    struct classify_report *report, struct errinfo *e)
{
	bool several = strcmp(kind, "intents") == 0 && are_several(rows);
	const struct train_recipe *recipe = train_recipe_find(several ? "several" : kind);
	struct train_input input = {.rows = rows->rows,
	    .count = rows->count,
	    .valid = valid->rows,
	    .valid_count = valid->count,
	    .seed = settings->seed,
	    .several = several};
	struct vectors *vectors = NULL;
	struct train_report r;
	struct arena *a;
	enum err rc = ERR_OK;

	if (recipe == NULL || classify_column(kind) == NULL)
		return err_set(e, ERR_USAGE, "there is no kind of model \"%s\"", kind);
	a = arena_new();
	if (settings->vectors != NULL)
		rc = vectors_open(settings->vectors, &vectors, e);
	input.vectors = vectors;
	if (rc == ERR_OK && strcmp(kind, "sentiment") == 0)
		rc = moods_add(a, rows, &input, e);
	if (rc == ERR_OK)
		rc = several ? train_several(recipe, &input, out_path, &r, e)
			     : train_classifier(recipe, &input, out_path, &r, e);
	vectors_free(&vectors);
	arena_free(&a);
	if (rc != ERR_OK)
		return rc;
	*report = (struct classify_report){.rows = r.rows,
	    .classes = r.classes,
	    .features = r.features,
	    .accuracy = r.accuracy,
	    .auroc = r.outside_auroc,
	    .recall = r.outside_recall,
	    .false_alarms = r.outside_false,
	    .threshold = r.threshold,
	    .ece = r.ece,
	    .several = several,
	    .micro_f1 = r.micro_f1,
	    .exact = r.exact};
	return ERR_OK;
}

/* "intents" may be of one intent or of several. */
static enum err
either_open(const char *path, const char *kind, struct classify_model *m, struct errinfo *e)
{
	enum err rc = classifier_open(path, kind, &m->classifier, e), other;
	struct errinfo why;

	if (rc != ERR_UNSUPPORTED || strcmp(kind, "intents") != 0)
		return rc;
	other = classifier_open(path, MODEL_SEVERAL, &m->classifier, &why);
	m->several = other == ERR_OK;
	if (other != ERR_OK && other != ERR_UNSUPPORTED)
		*e = why;
	return other == ERR_UNSUPPORTED ? rc : other;
}

enum err
classify_open(const char *path, const char *kind, struct classify_model **out, struct errinfo *e)
{
	struct classify_model *m = mem_zero(1, sizeof *m);
	struct arena *a = arena_new();
	enum err rc = ERR_OK;

	if (path == NULL) {
		const char *folder = file_data(a, "models");

		if (folder == NULL)
			rc = err_set(e, ERR_NOT_FOUND,
			    "the folder of models wasn't found: run make, or make install, or name one by --model");
		else
			path = file_join(a, folder, arena_printf(a, "%s.model", kind));
	}
	if (rc == ERR_OK)
		rc = either_open(path, kind, m, e);
	arena_free(&a);
	if (rc != ERR_OK) {
		mem_free(m);
		m = NULL;
	}
	*out = m;
	return rc;
}

void
classify_free(struct classify_model **m)
{
	if (*m == NULL)
		return;
	classifier_close(&(*m)->classifier);
	mem_free(*m);
	*m = NULL;
}

double
classify_threshold(const struct classify_model *m)
{
	return (double)m->classifier.head.threshold;
}

bool
classify_is_several(const struct classify_model *m)
{
	return m->several;
}

const char *const *
classify_labels(const struct classify_model *m, size_t *count)
{
	*count = m->classifier.head.classes;
	return m->classifier.labels;
}

/* The rows of a text with one token left out; SIZE_MAX: none. */
static void
row_without(const struct classifier *c, struct arena *a, const char *text, size_t length,
    const struct token *tokens, size_t count, size_t without, struct sparse *out)
{
	struct feature_list list;

	if (without < count) {
		struct token *rest = arena_alloc(a, count * sizeof *rest);

		memcpy(rest, tokens, without * sizeof *rest);
		memcpy(rest + without, tokens + without + 1, (count - without - 1) * sizeof *rest);
		tokens = rest;
		count--;
	}
	features_extract(a, text, length, tokens, count, c->head.flags, &list);
	classifier_row(c, a, &list, out);
}

static void
best_find(const struct classifier *c, const double *p, uint32_t *best, struct classify_answer *out)
{
	out->count = 0;
	for (uint32_t k = 0; k < c->head.classes; k++) {
		size_t at = out->count;

		if (k == c->head.outside_class)
			continue;
		while (at > 0 && p[k] > p[best[at - 1]])
			at--;
		if (at == CLASSIFY_BEST)
			continue;
		if (out->count < CLASSIFY_BEST)
			out->count++;
		memmove(best + at + 1, best + at, (out->count - at - 1) * sizeof *best);
		best[at] = k;
	}
	for (size_t i = 0; i < out->count; i++) {
		out->best[i] = (struct classify_guess){
		    .label = c->labels[best[i]], .probability = p[best[i]]};
	}
}

static void
word_add(struct classify_guess *g, double *worth, const char *word, double gain)
{
	size_t at = g->word_count;

	for (size_t i = 0; i < g->word_count; i++)
		if (strcmp(g->words[i], word) == 0)
			return;
	while (at > 0 && gain > worth[at - 1])
		at--;
	if (at == CLASSIFY_WORDS)
		return;
	if (g->word_count < CLASSIFY_WORDS)
		g->word_count++;
	memmove(g->words + at + 1, g->words + at, (g->word_count - at - 1) * sizeof *g->words);
	memmove(worth + at + 1, worth + at, (g->word_count - at - 1) * sizeof *worth);
	g->words[at] = word;
	worth[at] = gain;
}

/* Leaves each word out in turn: those whose absence costs a class most spoke for it (Li, Monroe and
 * Jurafsky 2016, equation 1, on decisions). */
static void
explain_words(const struct classifier *c, struct arena *a, const char *text, size_t length,
    const struct token *tokens, size_t count, const uint32_t *best, const float *whole,
    struct classify_answer *out)
{
	double worth[CLASSIFY_BEST][CLASSIFY_WORDS] = {{0}};
	float decisions[CLASSIFIER_CLASS_LIMIT];
	struct sparse row;

	for (size_t t = 0; t < count && t < EXPLAINED_TOKENS; t++) {
		if (tokens[t].kind == TOKEN_PUNCTUATION)
			continue;
		row_without(c, a, text, length, tokens, count, t, &row);
		classifier_decide(c, &row, decisions, NULL);
		for (size_t i = 0; i < out->count; i++) {
			double gain = (double)(whole[best[i]] - decisions[best[i]]);

			if (gain > 0)
				word_add(&out->best[i], worth[i], tokens[t].folded, gain);
		}
	}
}

void
classify_predict(const struct classify_model *m, struct arena *a, const char *text, bool explain,
    struct classify_answer *out)
{
	const struct classifier *c = &m->classifier;
	double *p = arena_alloc(a, CLASSIFIER_CLASS_LIMIT * sizeof *p);
	float decisions[CLASSIFIER_CLASS_LIMIT], cosines[CLASSIFIER_CLASS_LIMIT];
	uint32_t best[CLASSIFY_BEST + 1];
	size_t length = strlen(text), count = 0;
	struct token *tokens = NULL;
	struct sparse row;

	if (c->head.flags != FEATURES_LETTERS || explain)
		count = text_tokens(a, text, length, &tokens);
	row_without(c, a, text, length, tokens, count, SIZE_MAX, &row);
	classifier_decide(c, &row, decisions, c->head.centroids != 0 ? cosines : NULL);
	if (m->several)
		classifier_judge_each(&c->head, decisions, p);
	out->each = m->several ? p : NULL;
	out->outside = m->several ? 0 : classifier_judge(&c->head, decisions, cosines, &row, p);
	best_find(c, p, best, out);
	if (explain && c->head.flags != FEATURES_LETTERS)
		explain_words(c, a, text, length, tokens, count, best, decisions, out);
}
