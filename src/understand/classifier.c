/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "classifier.h"

#include <math.h>
#include <string.h>

static size_t
padded(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

/* Checks that every part lies within the body; the checksum has been checked, so this guards
 * against a writer's mistake. */
static enum err
head_check(const char *path, const struct model_file *f, const struct classifier_head *h,
    struct errinfo *e)
{
	size_t need;

	if (h->classes == 0 || h->classes > CLASSIFIER_CLASS_LIMIT || h->buckets == 0 ||
	    (h->buckets & (h->buckets - 1)) != 0 || h->features >= h->buckets ||
	    h->features > 8000000 || h->buckets > 16777216 || h->label_bytes > 65536 ||
	    (h->outside_class != CLASSIFIER_NO_FEATURE && h->outside_class >= h->classes))
		return err_set(e, ERR_CORRUPT,
		    "%s has impossible counts in its head: build the models again", path);
	need = padded(sizeof *h) + padded(h->label_bytes) + (size_t)h->buckets * 12 +
	    padded((size_t)h->features * 4) + padded((size_t)h->classes * 4) +
	    padded((size_t)h->features * h->classes * 4) * (h->centroids ? 2 : 1);
	if (need != f->body_size)
		return err_set(e, ERR_CORRUPT,
		    "%s is %zu bytes long where its counts say %zu: build the models again", path,
		    f->body_size, need);
	return ERR_OK;
}

static enum err
parts_find(const char *path, struct classifier *c, struct errinfo *e)
{
	const struct classifier_head *h = &c->head;
	const unsigned char *p = c->file.body + padded(sizeof *h);
	const char *label = (const char *)p, *end = label + h->label_bytes;

	for (uint32_t i = 0; i < h->classes; i++) {
		const char *stop = label < end ? memchr(label, 0, (size_t)(end - label)) : NULL;

		if (stop == NULL)
			return err_set(e, ERR_CORRUPT,
			    "%s has a broken list of classes: build the models again", path);
		c->labels[i] = label;
		label = stop + 1;
	}
	p += padded(h->label_bytes);
	c->keys = (const uint64_t *)(const void *)p;
	p += (size_t)h->buckets * 8;
	c->indices = (const uint32_t *)(const void *)p;
	p += (size_t)h->buckets * 4;
	c->idf = (const float *)(const void *)p;
	p += padded((size_t)h->features * 4);
	c->bias = (const float *)(const void *)p;
	p += padded((size_t)h->classes * 4);
	c->weights = (const float *)(const void *)p;
	p += padded((size_t)h->features * h->classes * 4);
	c->centroid = h->centroids ? (const float *)(const void *)p : NULL;
	for (uint32_t i = 0; i < h->buckets; i++)
		if (c->keys[i] != 0 && c->indices[i] >= h->features)
			return err_set(e, ERR_CORRUPT,
			    "%s points outside its weights: build the models again", path);
	return ERR_OK;
}

enum err
classifier_open(const char *path, const char *kind, struct classifier *out, struct errinfo *e)
{
	enum err rc;

	memset(out, 0, sizeof *out);
	rc = model_file_open(path, kind, &out->file, e);
	if (rc != ERR_OK)
		return rc;
	if (out->file.body_size < sizeof out->head) {
		rc = err_set(e, ERR_CORRUPT, "%s is too short: build the models again", path);
	} else {
		memcpy(&out->head, out->file.body, sizeof out->head);
		rc = head_check(path, &out->file, &out->head, e);
	}
	if (rc == ERR_OK)
		rc = parts_find(path, out, e);
	if (rc != ERR_OK)
		classifier_close(out);
	return rc;
}

void
classifier_close(struct classifier *c)
{
	model_file_close(&c->file);
	memset(c, 0, sizeof *c);
}

uint32_t
classifier_lookup(const struct classifier *c, uint64_t hash)
{
	uint32_t mask = c->head.buckets - 1;

	for (uint32_t i = (uint32_t)hash & mask, n = 0; n <= mask; i = (i + 1) & mask, n++) {
		if (c->keys[i] == hash)
			return c->indices[i];
		if (c->keys[i] == 0)
			break;
	}
	return CLASSIFIER_NO_FEATURE;
}

bool
classifier_knows_word(const struct classifier *c, const char *word)
{
	return classifier_lookup(c, features_word_hash(word)) != CLASSIFIER_NO_FEATURE;
}

/* Counts each feature once: a small open-addressed table of positions in the row. */
static void
count_features(const struct classifier *c, struct arena *a, const struct feature_list *list,
    struct sparse *out, uint16_t *blocks, double *known, double *unknown)
{
	size_t room = 64;
	uint32_t *table;

	while (room < list->count * 2)
		room *= 2;
	table = arena_alloc(a, room * sizeof *table);
	for (size_t i = 0; i < list->count; i++) {
		uint32_t index = classifier_lookup(c, list->items[i].hash);
		size_t at;

		if (list->items[i].is_word) {
			if (index == CLASSIFIER_NO_FEATURE)
				*unknown += (double)c->head.unseen_idf;
			else
				*known += (double)c->idf[index];
		}
		if (index == CLASSIFIER_NO_FEATURE)
			continue;
		for (at = (index * 2654435761u) & (room - 1); table[at] != 0;
		     at = (at + 1) & (room - 1))
			if (out->index[table[at] - 1] == index)
				break;
		if (table[at] == 0) {
			out->index[out->count] = index;
			blocks[out->count] = list->items[i].block;
			table[at] = (uint32_t)++out->count;
		}
		out->value[table[at] - 1] += 1.0f;
	}
}

void
classifier_row(const struct classifier *c, struct arena *a, const struct feature_list *list,
    struct sparse *out)
{
	double sum[FEATURES_BLOCKS] = { 0 }, known = 0, unknown = 0;
	uint16_t *blocks = arena_alloc(a, (list->count + 1) * sizeof *blocks);

	memset(out, 0, sizeof *out);
	out->index = arena_alloc(a, (list->count + 1) * sizeof *out->index);
	out->value = arena_alloc(a, (list->count + 1) * sizeof *out->value);
	count_features(c, a, list, out, blocks, &known, &unknown);
	for (size_t i = 0; i < out->count; i++) {
		float tf = out->value[i] > 1.0f ? 1.0f + logf(out->value[i]) : 1.0f;

		out->value[i] = tf * c->idf[out->index[i]];
		sum[blocks[i]] += (double)out->value[i] * (double)out->value[i];
	}
	for (size_t i = 0; i < out->count; i++)
		out->value[i] *=
		    (float)((double)c->head.block_weight[blocks[i]] / sqrt(sum[blocks[i]]));
	out->known = known + unknown > 0 ? (float)(known / (known + unknown)) : 0.0f;
}

void
classifier_decide(
    const struct classifier *c, const struct sparse *row, double *decisions, double *cosines)
{
	uint32_t n = c->head.classes;
	float sum[CLASSIFIER_CLASS_LIMIT], near[CLASSIFIER_CLASS_LIMIT];

	memcpy(sum, c->bias, n * sizeof *sum);
	memset(near, 0, sizeof near);
	for (size_t i = 0; i < row->count; i++) {
		const float *w = c->weights + (size_t)row->index[i] * n;
		float x = row->value[i];

		for (uint32_t k = 0; k < n; k++)
			sum[k] += x * w[k];
		if (cosines != NULL && c->centroid != NULL) {
			w = c->centroid + (size_t)row->index[i] * n;
			for (uint32_t k = 0; k < n; k++)
				near[k] += x * w[k];
		}
	}
	for (uint32_t k = 0; k < n; k++) {
		decisions[k] = (double)sum[k];
		if (cosines != NULL)
			cosines[k] = (double)near[k];
	}
}

static void
softmax(const double *x, uint32_t n, double scale, double *out)
{
	double most = x[0], sum = 0;

	for (uint32_t k = 1; k < n; k++)
		most = x[k] > most ? x[k] : most;
	for (uint32_t k = 0; k < n; k++)
		sum += out[k] = exp(scale * (x[k] - most));
	for (uint32_t k = 0; k < n; k++)
		out[k] /= sum;
}

static double
logit(double p)
{
	p = p < 1e-6 ? 1e-6 : p > 1 - 1e-6 ? 1 - 1e-6 : p;
	return log(p / (1 - p));
}

void
classifier_outside_measures(const struct classifier_head *h, const double *decisions,
    const double *cosines, double known, double *out)
{
	double p[CLASSIFIER_CLASS_LIMIT], best = 0, nearest = 0, most = -1e30, sum = 0;

	softmax(decisions, h->classes, (double)h->scale, p);
	for (uint32_t k = 0; k < h->classes; k++) {
		if (k == h->outside_class)
			continue;
		best = p[k] > best ? p[k] : best;
		nearest = cosines[k] > nearest ? cosines[k] : nearest;
		most = decisions[k] > most ? decisions[k] : most;
	}
	for (uint32_t k = 0; k < h->classes; k++)
		if (k != h->outside_class)
			sum += exp((double)h->scale * (decisions[k] - most));
	out[0] = 1;
	out[1] = logit(p[h->outside_class]);
	out[2] = logit(best);
	out[3] = (double)h->scale * most + log(sum);
	out[4] = nearest;
	out[5] = known;
}

void
classifier_probabilities(
    const struct classifier *c, const struct sparse *row, double *probabilities)
{
	double decisions[CLASSIFIER_CLASS_LIMIT], cosines[CLASSIFIER_CLASS_LIMIT],
	    measures[OUTSIDE_FEATURES], z = 0, outside, rest;
	uint32_t o = c->head.outside_class;

	classifier_decide(c, row, decisions, o == CLASSIFIER_NO_FEATURE ? NULL : cosines);
	softmax(decisions, c->head.classes, (double)c->head.scale, probabilities);
	if (o == CLASSIFIER_NO_FEATURE)
		return;
	classifier_outside_measures(&c->head, decisions, cosines, (double)row->known, measures);
	for (size_t i = 0; i < OUTSIDE_FEATURES; i++)
		z += (double)c->head.outside[i] * measures[i];
	outside = 1 / (1 + exp(-z));
	rest = 1 - probabilities[o];
	for (uint32_t k = 0; k < c->head.classes; k++)
		probabilities[k] = k == o ? outside
		    : rest > 0            ? probabilities[k] / rest * (1 - outside)
					  : 0;
}
