/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "classifier.h"

#include <math.h>
#include <string.h>

#include "kernel.h"

#define FEATURE_LIMIT 8000000u
#define BUCKET_LIMIT 16777216u
#define DECIDED_AT_ONCE 1024	/* features */

static size_t
padded(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

static size_t
body_size(const struct classifier_head *h)
{
	size_t features = h->features,
	       rows = padded(features * 4) + padded(features * h->stride);

	return padded(sizeof *h) + padded(h->label_bytes) +
	    (size_t)h->buckets * sizeof(struct classifier_bucket) + padded(features * 4) +
	    padded((size_t)h->stride * 4) + rows * (h->centroids != 0 ? 2 : 1) +
	    (size_t)h->vector_buckets * sizeof(struct classifier_bucket) +
	    padded((size_t)h->vectors * 4) + padded((size_t)h->vectors * h->dimensions);
}

static bool
is_power_of_two(uint32_t n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

static bool
vectors_are_possible(const struct classifier_head *h)
{
	if (h->dimensions == 0)
		return h->vectors == 0 && h->vector_buckets == 0;
	return h->dimensions <= CLASSIFIER_DIMENSIONS && h->dimensions < h->features &&
	    h->vector_buckets <= BUCKET_LIMIT && is_power_of_two(h->vector_buckets) &&
	    h->vectors < h->vector_buckets;
}

static bool
are_finite(const float *x, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!isfinite(x[i]))
			return false;
	return true;
}

/* Checks that every part lies within the body; the checksum has been checked, so this guards
 * against a writer's mistake, or malice. */
static enum err
head_check(const char *path, const struct model_file *f, const struct classifier_head *h,
    struct errinfo *e)
{
	if (h->classes < 2 || h->classes > CLASSIFIER_CLASS_LIMIT || h->stride < h->classes ||
	    h->stride > CLASSIFIER_CLASS_LIMIT || h->stride % KERNEL_STEP != 0 ||
	    !is_power_of_two(h->buckets) || !vectors_are_possible(h) ||
	    h->features >= h->buckets || h->features > FEATURE_LIMIT ||
	    h->buckets > BUCKET_LIMIT || h->label_bytes > 65536 || h->centroids > 1 ||
	    h->outside_source > OUTSIDE_CLASSES ||
	    (h->outside_class != CLASSIFIER_NO_FEATURE && h->outside_class >= h->classes) ||
	    (h->outside_source == OUTSIDE_ROWS && h->outside_class == CLASSIFIER_NO_FEATURE))
		return err_set(e, ERR_CORRUPT,
		    "%s has impossible counts in its head: build the models again", path);
	if (!are_finite(h->block_weight, FEATURES_BLOCKS) || !are_finite(&h->idf_power, 1) ||
	    !are_finite(&h->unseen_idf, 1) || !are_finite(&h->scale, 1) || !are_finite(&h->strange, 1) ||
	    !are_finite(h->outside, OUTSIDE_MEASURES) || !are_finite(&h->vector_weight, 1) ||
	    !are_finite(h->certainty, CERTAINTY_MEASURES) || !are_finite(&h->threshold, 1))
		return err_set(e, ERR_CORRUPT,
		    "%s has impossible numbers in its head: build the models again", path);
	if (body_size(h) != f->body_size)
		return err_set(e, ERR_CORRUPT,
		    "%s is %zu bytes long where its counts say %zu: build the models again", path,
		    f->body_size, body_size(h));
	return ERR_OK;
}

static enum err
labels_find(const char *path, struct classifier *c, const char *label, struct errinfo *e)
{
	const char *end = label + c->head.label_bytes;

	for (uint32_t i = 0; i < c->head.classes; i++) {
		const char *stop = label < end ? memchr(label, 0, (size_t)(end - label)) : NULL;

		if (stop == NULL)
			return err_set(e, ERR_CORRUPT,
			    "%s has a broken list of classes: build the models again", path);
		c->labels[i] = label;
		label = stop + 1;
	}
	return ERR_OK;
}

static bool
places_are_within(const struct classifier_bucket *table, uint32_t buckets, uint32_t count)
{
	for (uint32_t i = 0; i < buckets; i++)
		if (table[i].place > count)
			return false;
	return true;
}

static const void *
part(const unsigned char **at, size_t size)
{
	const unsigned char *p = *at;

	*at += padded(size);
	return p;
}

static enum err
parts_find(const char *path, struct classifier *c, struct errinfo *e)
{
	const struct classifier_head *h = &c->head;
	const unsigned char *p = c->file.body + padded(sizeof *h);
	enum err rc = labels_find(path, c, part(&p, h->label_bytes), e);
	size_t features = h->features;

	if (rc != ERR_OK)
		return rc;
	c->table = part(&p, (size_t)h->buckets * sizeof *c->table);
	c->idf = part(&p, features * 4);
	c->bias = part(&p, (size_t)h->stride * 4);
	c->scales = part(&p, features * 4);
	c->weights = part(&p, features * h->stride);
	if (h->centroids != 0) {
		c->centroid_scales = part(&p, features * 4);
		c->centroids = part(&p, features * h->stride);
	}
	if (h->dimensions > 0) {
		c->vector_table = part(&p, (size_t)h->vector_buckets * sizeof *c->vector_table);
		c->vector_scales = part(&p, (size_t)h->vectors * 4);
		c->vectors = part(&p, (size_t)h->vectors * h->dimensions);
	}
	if (!places_are_within(c->table, h->buckets, h->features - h->dimensions) ||
	    !places_are_within(c->vector_table, h->vector_buckets, h->vectors))
		return err_set(e, ERR_CORRUPT,
		    "%s points outside its weights: build the models again", path);
	if (!are_finite(c->idf, features) || !are_finite(c->vector_scales, h->vectors) || !are_finite(c->scales, features) ||
	    !are_finite(c->bias, h->stride) ||
	    (h->centroids != 0 && !are_finite(c->centroid_scales, features)))
		return err_set(e, ERR_CORRUPT,
		    "%s holds what are no numbers: build the models again", path);
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
classifier_find(const struct classifier_bucket *table, uint32_t buckets, uint64_t hash)
{
	uint32_t mask = buckets - 1, check = (uint32_t)(hash >> 32);

	for (uint32_t i = (uint32_t)hash & mask, n = 0; n <= mask; i = (i + 1) & mask, n++) {
		if (table[i].place == 0)
			break;
		if (table[i].check == check)
			return table[i].place - 1;
	}
	return CLASSIFIER_NO_FEATURE;
}

uint32_t
classifier_lookup(const struct classifier *c, uint64_t hash)
{
	return classifier_find(c->table, c->head.buckets, hash);
}

bool
classifier_knows_word(const struct classifier *c, const char *word)
{
	return classifier_lookup(c, features_word_hash(word)) != CLASSIFIER_NO_FEATURE;
}

double
classifier_word_rows(const struct classifier *c, const char *word)
{
	uint32_t index = classifier_lookup(c, features_word_hash(word));
	double power = (double)c->head.idf_power;

	/* idf = log((1 + rows) / (1 + rows with it)) + 1, and unseen_idf = log(1 + rows) + 1. */
	return index == CLASSIFIER_NO_FEATURE || power < 1e-3
	    ? 0
	    : round(exp(pow((double)c->head.unseen_idf, 1 / power) -
		  pow((double)c->idf[index], 1 / power))) -
		1;
}

/* What will be read soon is asked for ahead: buckets and rows lie all over the memory. */
#define AHEAD 12

static void
bucket_fetch(const struct classifier *c, uint64_t hash)
{
	__builtin_prefetch(&c->table[(uint32_t)hash & (c->head.buckets - 1)]);
}

static void
row_fetch(const struct classifier *c, uint32_t index)
{
	__builtin_prefetch(&c->idf[index]);
	if (c->weights == NULL)
		return;
	__builtin_prefetch(&c->scales[index]);
	for (size_t i = 0; i < c->head.stride; i += 64)
		__builtin_prefetch(c->weights + (size_t)index * c->head.stride + i);
}

/* Counts each feature once: a small open-addressed table of positions in the row. */
static void
count_features(const struct classifier *c, struct arena *a, const struct feature_list *list,
    struct sparse *out, uint16_t *blocks, double *known, double *unknown, double *sum)
{
	size_t room = 64;
	uint32_t *table;

	while (room < list->count * 2)
		room *= 2;
	table = arena_alloc(a, room * sizeof *table);
	for (size_t i = 0; i < AHEAD && i < list->count; i++)
		bucket_fetch(c, list->items[i].hash);
	for (size_t i = 0; i < list->count; i++) {
		uint32_t index = classifier_lookup(c, list->items[i].hash);
		size_t at;

		if (i + AHEAD < list->count)
			bucket_fetch(c, list->items[i + AHEAD].hash);

		if (list->items[i].is_word) {
			out->words += 1.0f;
			if (index == CLASSIFIER_NO_FEATURE)
				*unknown += (double)c->head.unseen_idf;
			else
				*known += (double)c->idf[index];
		}
		if (index == CLASSIFIER_NO_FEATURE) {
			sum[list->items[i].block] += (double)(c->head.strange * c->head.unseen_idf *
			    c->head.unseen_idf);
			continue;
		}
		out->seen++;
		for (at = (index * 2654435761u) & (room - 1); table[at] != 0;
		     at = (at + 1) & (room - 1))
			if (out->index[table[at] - 1] == index)
				break;
		if (table[at] == 0) {
			row_fetch(c, index);
			out->index[out->count] = index;
			out->value[out->count] = 0;
			blocks[out->count] = list->items[i].block;
			table[at] = (uint32_t)++out->count;
		}
		out->value[table[at] - 1] += 1.0f;
	}
}

/* The mean of the words' vectors, of length vector_weight, as the last features. */
static void
mean_add(const struct classifier *c, const struct feature_list *list, struct sparse *out)
{
	uint32_t dimensions = c->head.dimensions, first = c->head.features - dimensions;
	float mean[CLASSIFIER_DIMENSIONS] = { 0 }, square = 0;

	for (size_t i = 0; i < list->count; i++) {
		uint32_t v = list->items[i].is_word ? classifier_find(c->vector_table,
							  c->head.vector_buckets, list->items[i].hash)
						    : CLASSIFIER_NO_FEATURE;

		for (uint32_t d = 0; v != CLASSIFIER_NO_FEATURE && d < dimensions; d++)
			mean[d] += c->vector_scales[v] * (float)c->vectors[(size_t)v * dimensions + d];
	}
	for (uint32_t d = 0; d < dimensions; d++)
		square += mean[d] * mean[d];
	for (uint32_t d = 0; square > 0 && d < dimensions; d++) {
		out->index[out->count] = first + d;
		out->value[out->count++] = mean[d] * c->head.vector_weight / sqrtf(square);
	}
}

void
classifier_row(const struct classifier *c, struct arena *a, const struct feature_list *list,
    struct sparse *out)
{
	double sum[FEATURES_BLOCKS] = { 0 }, known = 0, unknown = 0;
	float times[FEATURES_BLOCKS];
	uint16_t *blocks = arena_room(a, (list->count + 1) * sizeof *blocks);

	memset(out, 0, sizeof *out);
	out->index = arena_room(a, (list->count + c->head.dimensions + 1) * sizeof *out->index);
	out->value = arena_room(a, (list->count + c->head.dimensions + 1) * sizeof *out->value);
	count_features(c, a, list, out, blocks, &known, &unknown, sum);
	for (size_t i = 0; i < out->count; i++) {
		float tf = out->value[i] > 1.0f ? 1.0f + logf(out->value[i]) : 1.0f;

		out->value[i] = tf * c->idf[out->index[i]];
		sum[blocks[i]] += (double)out->value[i] * (double)out->value[i];
	}
	for (size_t b = 0; b < FEATURES_BLOCKS; b++)
		times[b] = c->head.flags & FEATURES_PLAIN ? c->head.block_weight[b]
		    : sum[b] > 0 ? (float)((double)c->head.block_weight[b] / sqrt(sum[b]))
				 : 0;
	for (size_t i = 0; i < out->count; i++)
		out->value[i] *= times[blocks[i]];
	if (c->head.dimensions > 0)
		mean_add(c, list, out);
	out->known = known + unknown > 0 ? (float)(known / (known + unknown)) : 0.0f;
}

static void
sums_of(const struct sparse *row, const float *scales, const int8_t *weights, size_t stride,
    float *sums)
{
	float times[DECIDED_AT_ONCE];

	for (size_t from = 0; from < row->count; from += DECIDED_AT_ONCE) {
		size_t n = row->count - from < DECIDED_AT_ONCE ? row->count - from
							       : DECIDED_AT_ONCE;

		for (size_t i = 0; i < n; i++)
			times[i] = row->value[from + i] * scales[row->index[from + i]];
		kernel_sum_bytes(sums, weights, row->index + from, times, n, stride);
	}
}

void
classifier_decide(
    const struct classifier *c, const struct sparse *row, float *decisions, float *cosines)
{
	size_t stride = c->head.stride;

	memcpy(decisions, c->bias, stride * sizeof *decisions);
	sums_of(row, c->scales, c->weights, stride, decisions);
	if (cosines == NULL)
		return;
	memset(cosines, 0, stride * sizeof *cosines);
	if (c->centroids != NULL)
		sums_of(row, c->centroid_scales, c->centroids, stride, cosines);
}

void
classifier_softmax(const struct classifier_head *h, const float *decisions, double *p)
{
	double most = (double)decisions[0], sum = 0, scale = (double)h->scale;

	for (uint32_t k = 1; k < h->classes; k++)
		most = (double)decisions[k] > most ? (double)decisions[k] : most;
	for (uint32_t k = 0; k < h->classes; k++)
		sum += p[k] = (double)expf((float)(scale * ((double)decisions[k] - most)));
	for (uint32_t k = 0; k < h->classes; k++)
		p[k] /= sum;
}

static double
logit(double p)
{
	p = p < 1e-6 ? 1e-6 : p > 1 - 1e-6 ? 1 - 1e-6 : p;
	return log(p / (1 - p));
}

static double
logistic(const float *weights, const double *measures, size_t count)
{
	double z = 0;

	for (size_t i = 0; i < count; i++)
		z += (double)weights[i] * measures[i];
	return 1 / (1 + exp(-z));
}

uint32_t
classifier_best(const struct classifier_head *h, const double *p)
{
	uint32_t best = h->outside_class == 0 ? 1 : 0;

	for (uint32_t k = best + 1; k < h->classes; k++)
		if (k != h->outside_class && p[k] > p[best])
			best = k;
	return best;
}

void
classifier_outside_measures(const struct classifier_head *h, const double *p, uint32_t best,
    const float *decisions, const float *cosines, const struct sparse *row, double *out)
{
	double nearest = 0, most = (double)decisions[best],
	       outside = h->outside_class == CLASSIFIER_NO_FEATURE ? 0 : p[h->outside_class],
	       share = p[best] > 0 && outside < 1 ? p[best] / (1 - outside) : 1;

	for (uint32_t k = 0; h->centroids != 0 && k < h->classes; k++)
		if (k != h->outside_class && (double)cosines[k] > nearest)
			nearest = (double)cosines[k];
	out[0] = 1;
	out[1] = h->outside_class == CLASSIFIER_NO_FEATURE ? 0 : logit(outside);
	out[2] = logit(p[best]);
	/* log Σ exp(scale · decision) of the classes but the outside one, from the softmax: the
	 * best one's share of them is exp(scale · most) by that sum. */
	out[3] = (double)h->scale * most - log(share);
	out[4] = nearest;
	out[5] = (double)row->known;
	out[6] = most;
	out[7] = log(1 + (double)row->words);
}

void
classifier_certainty_measures(const struct classifier_head *h, const double *p, uint32_t best,
    const float *decisions, const struct sparse *row, double *out)
{
	double outside = h->outside_class == CLASSIFIER_NO_FEATURE ? 0 : p[h->outside_class];

	out[0] = 1;
	out[1] = logit(outside < 1 ? p[best] / (1 - outside) : 0);
	out[2] = (double)decisions[best];
	out[3] = (double)row->known;
}

/* Moves the best class' share to what the logistic function says, and the others' with it; the best
 * stays the best. */
static void
be_certain(const struct classifier_head *h, const double *measures, uint32_t best, double *p)
{
	double wanted = logistic(h->certainty, measures, CERTAINTY_MEASURES), second = 0, least,
	       rest;

	for (uint32_t k = 0; k < h->classes; k++)
		if (k != best && k != h->outside_class && p[k] > second)
			second = p[k];
	least = second / (1 - p[best] + second);
	if (p[best] >= 1 - 1e-12)
		return;
	wanted = wanted < least ? least : wanted;
	rest = (1 - wanted) / (1 - p[best]);
	for (uint32_t k = 0; k < h->classes; k++)
		if (k != h->outside_class)
			p[k] = k == best ? wanted : p[k] * rest;
}

static bool
any(const float *x, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (x[i] < 0 || x[i] > 0)
			return true;
	return false;
}

double
classifier_judge(const struct classifier_head *h, const float *decisions, const float *cosines,
    const struct sparse *row, double *p)
{
	double certainty[CERTAINTY_MEASURES], measures[OUTSIDE_MEASURES], outside = 0, rest;
	uint32_t o = h->outside_class, best;

	classifier_softmax(h, decisions, p);
	best = classifier_best(h, p);
	if (h->outside_source != OUTSIDE_UNKNOWN) {
		classifier_outside_measures(h, p, best, decisions, cosines, row, measures);
		outside = logistic(h->outside, measures, OUTSIDE_MEASURES);
	}
	if (any(h->certainty, CERTAINTY_MEASURES))
		classifier_certainty_measures(h, p, best, decisions, row, certainty);
	/* From here on the classes share one, the outside class aside. */
	rest = o == CLASSIFIER_NO_FEATURE ? 1 : 1 - p[o];
	for (uint32_t k = 0; k < h->classes && o != CLASSIFIER_NO_FEATURE; k++)
		p[k] = k == o || rest <= 0 ? 0 : p[k] / rest;
	if (any(h->certainty, CERTAINTY_MEASURES))
		be_certain(h, certainty, best, p);
	if (o == CLASSIFIER_NO_FEATURE)
		return outside;
	if (h->outside_source == OUTSIDE_UNKNOWN)
		outside = 1 - rest;
	for (uint32_t k = 0; k < h->classes; k++)
		p[k] = k == o ? outside : p[k] * (1 - outside);
	return outside;
}

void
classifier_judge_each(const struct classifier_head *h, const float *decisions, double *p)
{
	for (uint32_t k = 0; k < h->classes; k++)
		p[k] = 1 / (1 + exp(-(double)decisions[k]));
}

double
classifier_probabilities(
    const struct classifier *c, const struct sparse *row, double *probabilities)
{
	float decisions[CLASSIFIER_CLASS_LIMIT], cosines[CLASSIFIER_CLASS_LIMIT];

	classifier_decide(c, row, decisions, c->head.centroids != 0 ? cosines : NULL);
	return classifier_judge(&c->head, decisions, cosines, row, probabilities);
}
