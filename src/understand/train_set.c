/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"
#include "floorwalker/understand/classify.h"

#include "kernel.h"
#include "train_private.h"

#define TRAIN_ROW_LIMIT 200000
#define TRAIN_ROW_BYTES 4000

/* A growing table of features with the number of rows that each is in. */
struct count_table {
	uint64_t *keys;
	uint32_t *rows, *examples, *last;	/* rows with copies, and without */
	uint8_t *is_word;
	size_t room, count;
};

static void
table_init(struct count_table *t, size_t room)
{
	t->room = room;
	t->count = 0;
	t->keys = mem_zero(room, sizeof *t->keys);
	t->rows = mem_zero(room, sizeof *t->rows);
	t->examples = mem_zero(room, sizeof *t->examples);
	t->last = mem_zero(room, sizeof *t->last);
	t->is_word = mem_zero(room, sizeof *t->is_word);
}

static void
table_clear(struct count_table *t)
{
	mem_free(t->keys);
	mem_free(t->rows);
	mem_free(t->examples);
	mem_free(t->last);
	mem_free(t->is_word);
}

static size_t
table_place(const struct count_table *t, uint64_t key)
{
	size_t i = (size_t)key & (t->room - 1);

	while (t->keys[i] != 0 && t->keys[i] != key)
		i = (i + 1) & (t->room - 1);
	return i;
}

static void
table_grow(struct count_table *t)
{
	struct count_table next;

	table_init(&next, t->room * 2);
	for (size_t i = 0; i < t->room; i++) {
		size_t at;

		if (t->keys[i] == 0)
			continue;
		at = table_place(&next, t->keys[i]);
		next.keys[at] = t->keys[i];
		next.rows[at] = t->rows[i];
		next.examples[at] = t->examples[i];
		next.last[at] = t->last[i];
		next.is_word[at] = t->is_word[i];
		next.count++;
	}
	table_clear(t);
	*t = next;
}

static void
table_count(struct count_table *t, const struct feature *f, uint32_t row, bool is_example)
{
	size_t at = table_place(t, f->hash);

	if (t->keys[at] == 0) {
		t->keys[at] = f->hash;
		t->is_word[at] = f->is_word != 0;
		t->count++;
	} else if (t->last[at] == row + 1) {
		return;
	}
	t->rows[at]++;
	t->examples[at] += is_example;
	t->last[at] = row + 1;
	if (t->count * 2 > t->room)
		table_grow(t);
}

/* Keeps single words and whatever else is in enough rows; numbers them by key, so that the order of
 * rows doesn't matter. */
static int
by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Of a model file at most, and of that the vectors of words. */
#define FILE_BYTES ((size_t)29500000)
#define VECTOR_BYTES ((size_t)8000000)

/* The least number of rows, from least on, at which weights of so many bytes a feature fit. A
 * feature has up to four buckets. */
static uint32_t
least_that_fits(const struct count_table *t, uint32_t least, size_t each, size_t bytes)
{
	size_t limit = bytes / (each + 2 * sizeof(float) + 4 * sizeof(struct classifier_bucket)), n;

	for (;; least++) {
		n = 0;
		for (size_t i = 0; i < t->room; i++)
			n += t->keys[i] != 0 && (t->is_word[i] || t->rows[i] >= least);
		if (n <= limit || least > 1000)
			return least;
	}
}

/* Of all words of the examples the share that only one row has. */
static double
words_new(const struct count_table *t)
{
	double once = 0, all = 0;

	for (size_t i = 0; i < t->room; i++)
		if (t->keys[i] != 0 && t->is_word[i]) {
			once += t->examples[i] == 1;
			all += t->examples[i];
		}
	return all > 0 ? once / all : 0;
}

static void
vocabulary_make(struct train_set *s, const struct train_recipe *recipe, const struct count_table *t,
    size_t bytes)
{
	struct classifier_head *h = &s->shape.head;
	uint64_t *kept = arena_alloc(s->a, (t->count + 1) * sizeof *kept);
	size_t each = s->stride * (recipe->centroids ? 2 : 1);
	uint32_t least = least_that_fits(t, recipe->least_rows, each, bytes), buckets = 16, n = 0;
	struct classifier_bucket *table;
	double all = 1.0 + (double)s->originals;
	float *idf;

	for (size_t i = 0; i < t->room; i++)
		if (t->keys[i] != 0 && (t->is_word[i] || t->rows[i] >= least))
			kept[n++] = t->keys[i];
	qsort(kept, n, sizeof *kept, by_key);
	while (buckets < n * 2 + 2)
		buckets *= 2;
	table = arena_alloc(s->a, buckets * sizeof *table);
	idf = arena_alloc(s->a, (n + CLASSIFIER_DIMENSIONS + 1) * sizeof *idf);
	for (size_t i = 0; i < CLASSIFIER_DIMENSIONS; i++)
		idf[n + i] = 1;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = (uint32_t)kept[i] & (buckets - 1), seen;

		while (table[at].place != 0)
			at = (at + 1) & (buckets - 1);
		table[at].check = (uint32_t)(kept[i] >> 32);
		table[at].place = i + 1;
		seen = t->examples[table_place(t, kept[i])];
		idf[i] =
		    (float)pow(log(all / (1.0 + (seen > 0 ? seen : 1))) + 1, recipe->idf_power);
	}
	s->new_words = words_new(t);
	h->features = n;
	h->buckets = buckets;
	h->idf_power = (float)recipe->idf_power;
	h->unseen_idf = (float)pow(log(all) + 1, recipe->idf_power);
	s->features = n;
	s->shape.table = table;
	s->shape.idf = idf;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum err
labels_make(const struct train_recipe *recipe, const struct training_row *rows, bool several,
    struct train_set *s, struct errinfo *e)
{
	const char **all;
	size_t n = 0;

	if (several)
		return train_set_several(recipe, rows, s, e);
	all = arena_alloc(s->a, s->taught * sizeof *all);
	for (size_t r = 0; r < s->taught; r++)
		all[r] = rows[r].label;
	qsort(all, s->taught, sizeof *all, by_text);
	for (size_t r = 0; r < s->taught; r++)
		if (n == 0 || strcmp(all[n - 1], all[r]) != 0)
			all[n++] = all[r];
	if (n < 2 || n > CLASSIFIER_CLASS_LIMIT)
		return err_set(e, ERR_INPUT,
		    "a model of kind %s needs 2 to %d labels, there are %zu", recipe->kind,
		    CLASSIFIER_CLASS_LIMIT, n);
	s->names = all;
	s->classes = n;
	s->stride = (n + KERNEL_STEP - 1) / KERNEL_STEP * KERNEL_STEP;
	s->outside = CLASSIFIER_NO_FEATURE;
	s->label = arena_alloc(s->a, s->rows * sizeof *s->label);
	for (size_t r = 0; r < s->rows; r++) {
		const char **found = bsearch(&rows[r].label, all, n, sizeof *all, by_text);

		if (found == NULL)
			return err_set(e, ERR_INPUT,
			    "a row for calibration has the label \"%.60s\", which no row to learn from has",
			    rows[r].label);
		s->label[r] = (uint32_t)(found - all);
	}
	for (size_t k = 0; k < n && recipe->outside != NULL; k++)
		if (strcmp(all[k], recipe->outside) == 0)
			s->outside = (uint32_t)k;
	if (n < 3 && s->outside != CLASSIFIER_NO_FEATURE)
		return err_set(e, ERR_INPUT,
		    "a model of kind %s needs two labels besides %s", recipe->kind, recipe->outside);
	return ERR_OK;
}

/* Deals the examples of each class to the folds in a shuffled order; copies go with theirs. */
static void
folds_deal(struct train_set *s, uint64_t seed, const size_t *source)
{
	struct random_stream stream;
	size_t *order = arena_alloc(s->a, s->originals * sizeof *order);
	uint32_t *next = arena_alloc(s->a, s->classes * sizeof *next);

	random_init(&stream, seed, "understand.folds");
	s->fold = arena_alloc(s->a, s->rows * sizeof *s->fold);
	for (size_t i = 0; i < s->originals; i++)
		order[i] = i;
	for (size_t i = s->originals; i > 1; i--) {
		size_t j = (size_t)random_below(&stream, i), swap = order[i - 1];

		order[i - 1] = order[j];
		order[j] = swap;
	}
	for (size_t i = 0; i < s->originals; i++)
		s->fold[order[i]] = next[s->label[order[i]]]++ % TRAIN_FOLDS;
	for (size_t i = s->originals; i < s->taught; i++)
		s->fold[i] = source[i] < s->originals ? s->fold[source[i]] : TRAIN_FOLDS;
}

/* Rows that are always learnt from and never judged go behind the examples and their copies: they
 * are in no fold. */
static void
known_add(struct arena *a, const struct train_input *input, struct train_rows *all)
{
	size_t count = all->count + input->known_count, *source;
	struct training_row *rows;

	if (input->known_count == 0)
		return;
	rows = arena_alloc(a, count * sizeof *rows);
	source = arena_alloc(a, count * sizeof *source);
	memcpy(rows, all->rows, all->count * sizeof *rows);
	memcpy(source, all->source, all->count * sizeof *source);
	for (size_t i = all->count; i < count; i++) {
		rows[i] = input->known[i - all->count];
		source[i] = i;
	}
	all->rows = rows;
	all->source = source;
	all->count = count;
}

static enum err
rows_check(const struct training_row *rows, size_t count, size_t least, bool several,
    struct errinfo *e)
{
	size_t most = (CLASSIFY_LABEL_BYTES + 1) * (several ? CLASSIFY_LABELS : 1) - 1;

	if (count < least || count > TRAIN_ROW_LIMIT)
		return err_set(e, ERR_INPUT, "training needs %zu to %d rows, there are %zu", least,
		    TRAIN_ROW_LIMIT, count);
	for (size_t r = 0; r < count; r++)
		if (rows[r].text == NULL || rows[r].label == NULL || rows[r].label[0] == '\0' ||
		    strlen(rows[r].label) > most || strlen(rows[r].text) > TRAIN_ROW_BYTES)
			return err_set(e, ERR_INPUT,
			    "training row %zu has no label or is longer than %d bytes", r + 1,
			    TRAIN_ROW_BYTES);
	return ERR_OK;
}

/* The share of a row's words that other rows have too: what a model that hasn't seen the row would
 * know. */
static float
known_elsewhere(const struct train_set *s, const struct feature_list *list)
{
	double known = 0, all = 0, power = (double)s->shape.head.idf_power,
	       once = pow(log((1.0 + (double)s->originals) / 2) + 1, power) - 1e-3;

	for (size_t i = 0; i < list->count; i++) {
		uint32_t index;
		double idf;

		if (!list->items[i].is_word)
			continue;
		index = classifier_lookup(&s->shape, list->items[i].hash);
		idf = index == CLASSIFIER_NO_FEATURE ? (double)s->shape.head.unseen_idf
						     : (double)s->shape.idf[index];
		all += idf;
		known += idf < once ? idf : 0;
	}
	return all > 0 ? (float)(known / all) : 0.0f;
}

/* Those rows for calibration that can be used go behind the others. */
static struct training_row *
valid_add(const struct train_recipe *recipe, const struct train_input *input,
    const struct train_rows *all, struct train_set *s)
{
	struct training_row *rows =
	    arena_alloc(s->a, (all->count + input->valid_count + 1) * sizeof *rows);
	bool outside = false;

	memcpy(rows, all->rows, all->count * sizeof *rows);
	s->taught = s->rows = all->count;
	s->originals = all->originals;
	for (size_t r = 0; r < s->taught && recipe->outside != NULL; r++)
		outside |= strcmp(rows[r].label, recipe->outside) == 0;
	for (size_t r = 0; r < input->valid_count; r++)
		if (outside || recipe->outside == NULL ||
		    strcmp(input->valid[r].label, recipe->outside) != 0)
			rows[s->rows++] = input->valid[r];
	return rows;
}

const uint32_t *
train_set_own(const struct train_set *s, size_t row, uint32_t *count)
{
	*count = s->own == NULL ? 1 : s->own[row].count;
	return s->own == NULL ? &s->label[row] : s->own[row].classes;
}

bool
train_set_is_judged(const struct train_set *s, size_t row)
{
	return row < s->originals || row >= s->taught;
}

static void
features_count(struct train_set *s, const struct train_recipe *recipe,
    const struct training_row *rows, struct feature_list *lists, size_t bytes)
{
	struct count_table table;

	table_init(&table, 65536);
	for (size_t r = 0; r < s->rows; r++) {
		size_t length = strlen(rows[r].text), n;
		struct token *tokens;

		n = text_tokens(s->a, rows[r].text, length, &tokens);
		features_extract(s->a, rows[r].text, length, tokens, n, recipe->flags, &lists[r]);
		for (size_t i = 0; r < s->taught && i < lists[r].count; i++)
			table_count(&table, &lists[r].items[i], (uint32_t)r, r < s->originals);
	}
	vocabulary_make(s, recipe, &table, bytes);
	table_clear(&table);
}

static enum err
rows_make(struct train_set *s, const struct train_recipe *recipe, const struct training_row *rows,
    const struct vectors *vectors, struct errinfo *e)
{
	struct feature_list *lists = arena_alloc(s->a, s->rows * sizeof *lists);
	enum err rc = ERR_OK;

	features_count(s, recipe, rows, lists, FILE_BYTES - (vectors == NULL ? 0 : VECTOR_BYTES));
	if (vectors != NULL)
		rc = train_vectors_take(s, vectors, lists, VECTOR_BYTES, e);
	if (rc != ERR_OK)
		return rc;
	s->features += s->shape.head.dimensions;
	s->shape.head.features = (uint32_t)s->features;
	s->shape.head.classes = (uint32_t)s->classes;
	s->shape.head.stride = (uint32_t)s->stride;
	s->shape.head.flags = recipe->flags;
	s->shape.head.outside_class = s->outside;
	s->shape.head.strange = (float)recipe->strange;
	for (size_t b = 0; b < FEATURES_BLOCKS; b++)
		s->shape.head.block_weight[b] = (float)recipe->block_weight[b];
	s->sparse = arena_alloc(s->a, s->rows * sizeof *s->sparse);
	for (size_t r = 0; r < s->rows; r++) {
		classifier_row(&s->shape, s->a, &lists[r], &s->sparse[r]);
		if (r < s->taught)
			s->sparse[r].known = known_elsewhere(s, &lists[r]);
	}
	return ERR_OK;
}

enum err
train_set_make(const struct train_recipe *recipe, const struct train_input *input,
    struct train_set *s, struct errinfo *e)
{
	const struct training_row *rows;
	struct train_rows all;
	enum err rc;

	memset(s, 0, sizeof *s);
	rc = rows_check(input->rows, input->count, 2, input->several, e);
	if (rc == ERR_OK)
		rc = rows_check(input->valid, input->valid_count, 0, input->several, e);
	if (rc != ERR_OK)
		return rc;
	s->a = arena_new();
	train_augment(s->a, input->rows, input->count, input->seed, &all);
	known_add(s->a, input, &all);
	rows = valid_add(recipe, input, &all, s);
	rc = labels_make(recipe, rows, input->several, s, e);
	if (rc == ERR_OK) {
		folds_deal(s, input->seed, all.source);
		rc = rows_make(s, recipe, rows, input->vectors, e);
	}
	if (rc != ERR_OK)
		train_set_clear(s);
	return rc;
}

void
train_set_clear(struct train_set *s)
{
	arena_free(&s->a);
	memset(s, 0, sizeof *s);
}
