/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"

#include "train_private.h"
#include "words.h"

#define SHOP_FLAGS (FEATURES_WORDS | FEATURES_PAIRS | FEATURES_SKIPS | FEATURES_CHARS)
#define RICH_FLAGS \
	(FEATURES_WORDS | FEATURES_PAIRS | FEATURES_TRIPLES | FEATURES_ALL_PAIRS | FEATURES_ACROSS)
#define SEVERAL_FLAGS (FEATURES_WORDS | FEATURES_PAIRS | FEATURES_CHARS | FEATURES_ACROSS)
#define MOOD_FLAGS \
	(FEATURES_WORDS | FEATURES_PAIRS | FEATURES_TRIPLES | FEATURES_ACROSS | FEATURES_SIX | \
	    FEATURES_PLAIN)

/* "wishes", "feelings" and "reasons" are of what came with the program, where training rows of
 * wishes and reasons are repeated with words around; the others train on a shop's own rows as they
 * are, "several" on rows with sets of labels. */
static const struct train_recipe recipes[] = {
	{ "wishes", "intents", SHOP_FLAGS, { 1.0, 1.2 }, 1, 0, 0.4, 0, 4, "out_of_scope", false, true, false, false },
	{ "reasons", "reasons", SHOP_FLAGS, { 1.0, 1.0 }, 1, 0, 0.5, 0, 3, NULL, false, false, false, false },
	{ "intents", "intents", RICH_FLAGS, { 1.0, 1.2 }, 0.5, 0.3, 0.3, 1.7, 1, "oos", true, false, true, false },
	{ "several", MODEL_SEVERAL, SEVERAL_FLAGS, { 1.0, 1.2 }, 1, 0.6, 0.6, 0, 2, NULL, false, false, false, false },
	{ "feelings", "sentiment", FEATURES_WORDS | FEATURES_PAIRS | FEATURES_CHARS, { 1.0, 0.7 }, 1, 0, 0.3, 0, 2, NULL, false, false, false, false },
	{ "sentiment", "sentiment", MOOD_FLAGS, { 1.0, 1.0 }, 0, 0, 0.002, 1.0, 2, NULL, false, false, false, true },
	{ "language", "language", FEATURES_LETTERS, { 0.7, 1.0 }, 1, 0, 1.0, 0, 2, NULL, false, false, false, false },
};

const struct train_recipe *
train_recipe_find(const char *name)
{
	for (size_t i = 0; i < sizeof recipes / sizeof recipes[0]; i++)
		if (strcmp(recipes[i].name, name) == 0)
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

/* Rows of floats in bytes: each row's largest becomes 127. */
static void
add_rows(struct str *out, const float *rows, size_t count, size_t stride)
{
	float *scales = mem_zero(count + 1, sizeof *scales);
	int8_t *bytes = mem_zero(count * stride + 1, 1);

	for (size_t i = 0; i < count; i++) {
		const float *row = rows + i * stride;
		float most = 0;

		for (size_t k = 0; k < stride; k++)
			most = fabsf(row[k]) > most ? fabsf(row[k]) : most;
		scales[i] = most / 127;
		for (size_t k = 0; k < stride && most > 0; k++)
			bytes[i * stride + k] = (int8_t)lrintf(row[k] / scales[i]);
	}
	add_padded(out, scales, count * sizeof *scales);
	add_padded(out, bytes, count * stride);
	mem_free(scales);
	mem_free(bytes);
}

enum err
train_write(const struct train_set *s, const struct train_machine *m, const char *kind,
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
	head.centroids = m->centroids != NULL;
	add_padded(&body, &head, sizeof head);
	add_padded(&body, labels.data, labels.length);
	add_padded(&body, s->shape.table, head.buckets * sizeof *s->shape.table);
	add_padded(&body, s->shape.idf, s->features * sizeof *s->shape.idf);
	add_padded(&body, m->bias, s->stride * sizeof *m->bias);
	add_rows(&body, m->weights, s->features, s->stride);
	if (m->centroids != NULL)
		add_rows(&body, m->centroids, s->features, s->stride);
	add_padded(&body, s->shape.vector_table, head.vector_buckets * sizeof *s->shape.vector_table);
	add_padded(&body, s->shape.vector_scales, head.vectors * sizeof *s->shape.vector_scales);
	add_padded(&body, s->shape.vectors, (size_t)head.vectors * head.dimensions);
	rc = model_file_write(path, kind, body.data, body.length, e);
	str_clear(&labels);
	str_clear(&body);
	return rc;
}

enum err
train_classifier(const struct train_recipe *recipe, const struct train_input *input,
    const char *out_path, struct train_report *report, struct errinfo *e)
{
	struct train_machine m;
	struct train_set s;
	enum err rc = train_set_make(recipe, input, &s, e);

	if (rc != ERR_OK)
		return rc;
	train_machine_init(&s, recipe->centroids && s.outside != CLASSIFIER_NO_FEATURE, &m);
	train_calibrate(&s, recipe, input->seed, &m, report);
	if (out_path != NULL)
		rc = train_write(&s, &m, recipe->kind, out_path, e);
	train_machine_clear(&m);
	train_set_clear(&s);
	return rc;
}

enum err
understand_train(const struct training_row *rows, size_t count, const char *kind, uint64_t seed,
    const char *out_path, struct errinfo *e)
{
	const struct train_recipe *recipe =
	    train_recipe_find(strcmp(kind, "intents") == 0     ? "wishes"
		    : strcmp(kind, "sentiment") == 0 ? "feelings"
						     : kind);
	const struct train_input input = {.rows = rows, .count = count, .seed = seed};
	struct train_report report;

	if (strcmp(kind, "words") == 0)
		return words_write(out_path, rows, count, e);
	if (recipe == NULL)
		return err_set(e, ERR_USAGE,
		    "there is no kind of model \"%s\": intents, reasons, sentiment, language and words there are",
		    kind);
	return train_classifier(recipe, &input, out_path, &report, e);
}
