/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/str.h"

#include "train_private.h"
#include "words.h"

static const struct train_recipe recipes[] = {
	{ "intents", FEATURES_WORDS | FEATURES_PAIRS | FEATURES_SKIPS | FEATURES_CHARS, { 1.0, 1.2 }, 0.4, 4, "out_of_scope" },
	{ "reasons", FEATURES_WORDS | FEATURES_PAIRS | FEATURES_SKIPS | FEATURES_CHARS, { 1.0, 1.0 }, 0.5, 3, NULL },
	{ "sentiment", FEATURES_WORDS | FEATURES_PAIRS | FEATURES_CHARS, { 1.0, 0.7 }, 0.3, 2, NULL },
	{ "language", FEATURES_LETTERS, { 0.7, 1.0 }, 1.0, 2, NULL },
};

const struct train_recipe *
train_recipe_find(const char *kind)
{
	for (size_t i = 0; i < sizeof recipes / sizeof recipes[0]; i++)
		if (strcmp(recipes[i].kind, kind) == 0)
			return &recipes[i];
	return NULL;
}

static void
add_padded(struct str *out, const void *bytes, size_t length)
{
	str_add_n(out, bytes, length);
	while (out->length % 8 != 0)
		str_add_char(out, '\0');
}

static enum err
model_write(const struct train_set *s, const struct train_fitted *f, const char *kind,
    const char *path, struct errinfo *e)
{
	struct classifier_head head = s->shape.head;
	struct str body, labels;
	enum err rc;

	str_init(&body);
	str_init(&labels);
	for (size_t k = 0; k < s->classes; k++)
		str_add_n(&labels, s->names[k], strlen(s->names[k]) + 1);
	head.label_bytes = (uint32_t)labels.length;
	head.centroids = s->outside != CLASSIFIER_NO_FEATURE;
	add_padded(&body, &head, sizeof head);
	add_padded(&body, labels.data, labels.length);
	str_add_n(&body, s->shape.keys, head.buckets * sizeof *s->shape.keys);
	str_add_n(&body, s->shape.indices, head.buckets * sizeof *s->shape.indices);
	add_padded(&body, s->shape.idf, s->features * sizeof *s->shape.idf);
	add_padded(&body, f->bias, s->classes * sizeof *f->bias);
	add_padded(&body, f->weights, s->features * s->classes * sizeof *f->weights);
	if (head.centroids)
		add_padded(&body, f->centroid, s->features * s->classes * sizeof *f->centroid);
	rc = model_file_write(path, kind, body.data, body.length, e);
	str_clear(&labels);
	str_clear(&body);
	return rc;
}

enum err
train_classifier(const struct train_recipe *recipe, const struct training_row *rows, size_t count,
    uint64_t seed, const char *out_path, struct train_report *report, struct errinfo *e)
{
	struct train_fitted f;
	struct train_set s;
	enum err rc = train_set_make(recipe, rows, count, seed, &s, e);
	bool *all;

	if (rc != ERR_OK)
		return rc;
	train_calibrate(&s, recipe, report);
	if (out_path != NULL) {
		all = mem_alloc(s.rows * sizeof *all);
		memset(all, true, s.rows * sizeof *all);
		train_fitted_init(&s, &f);
		train_fit(&s, all, recipe->cost, &f);
		train_centroids(&s, all, &f);
		rc = model_write(&s, &f, recipe->kind, out_path, e);
		train_fitted_clear(&f);
		mem_free(all);
	}
	train_set_clear(&s);
	return rc;
}

enum err
understand_train(const struct training_row *rows, size_t count, const char *kind, uint64_t seed,
    const char *out_path, struct errinfo *e)
{
	const struct train_recipe *recipe = train_recipe_find(kind);
	struct train_report report;

	if (strcmp(kind, "words") == 0)
		return words_write(out_path, rows, count, e);
	if (recipe == NULL)
		return err_set(e, ERR_USAGE,
		    "there is no kind of model \"%s\": intents, reasons, sentiment, language and words there are",
		    kind);
	return train_classifier(recipe, rows, count, seed, out_path, &report, e);
}
