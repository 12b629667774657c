/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"

#define WORST 20

const int64_t wait_edges[WAIT_BINS] = { 0, 5000, 10000, 20000, 30000, 45000, 60000, 90000, 120000,
	180000, 300000, 600000, 900000, 1200000, 1800000, 3600000, 7200000 };

static void
make_timeline(struct tally *t)
{
	int64_t steps = simulation_length_ms(t->simulation) / DAY_SAMPLE_MS + 1,
		together = (steps + TIMELINE_MOST - 1) / TIMELINE_MOST;

	t->timeline_step_ms = together * DAY_SAMPLE_MS;
	t->timeline_count = (size_t)((steps + together - 1) / together);
	t->timeline = mem_zero(t->timeline_count, sizeof(*t->timeline));
}

struct tally *
tally_empty(const struct simulation *s, uint64_t seed, size_t worst)
{
	struct tally *t = mem_zero(1, sizeof(*t));

	t->simulation = s;
	t->seed = seed;
	for (int i = 0; i < NUMBERS_COUNT; i++) {
		t->numbers[i] = histogram_new();
		t->clusters[i] = clusters_new();
	}
	make_timeline(t);
	kept_init(&t->kept, worst == 0 ? WORST : worst);
	return t;
}

struct tally *
tally_new(const struct simulation *s, uint64_t seed, int64_t replication, size_t worst)
{
	struct tally *t = tally_empty(s, seed, worst);

	t->bootstrap = bootstrap_new(seed, 0, figure_ratio_count());
	t->rows = mem_zero(1, sizeof(*t->rows));
	t->rows[0].replication = replication;
	t->row_count = 1;
	return t;
}

void
tally_free(struct tally **t)
{
	struct tally *x = *t;

	if (x == NULL)
		return;
	bootstrap_free(&x->bootstrap);
	for (int i = 0; i < NUMBERS_COUNT; i++) {
		histogram_free(&x->numbers[i]);
		clusters_free(&x->clusters[i]);
	}
	names_clear(&x->intents);
	names_clear(&x->scenarios);
	names_clear(&x->languages);
	names_clear(&x->rules);
	names_clear(&x->faults);
	kept_clear(&x->kept);
	mem_free(x->timeline);
	mem_free(x->rows);
	mem_free(x);
	*t = NULL;
}

/* ---- a moment of the floor */

static void
add_moment(struct tally *t, const struct floor_sample *f)
{
	struct moment_sums *m = &t->timeline[f->at_ms / t->timeline_step_ms];

	m->samples++;
	m->queued += f->queued;
	m->with_ai += f->with_ai;
	m->with_people += f->with_people;
	m->present_ms += f->present_ms;
	m->busy_ms += f->busy_ms;
}

void
tally_sample(struct tally *t, const struct floor_sample *f)
{
	struct hour_sums *h;
	size_t count;
	const struct figure *figures = figure_all(&count);

	assert(t->row_count == 1 && !t->is_closed);
	/* Who is here at the end is served after it, too. */
	if (f->at_ms < 0 || f->at_ms > simulation_length_ms(t->simulation))
		return;
	h = &t->sums.hours[(unsigned)simulation_hour(t->simulation, f->at_ms) % WEEK_HOURS];
	add_moment(t, f);
	if (!f->counts)
		return;
	h->samples++;
	h->backlog += f->queued;
	h->present_ms += f->present_ms;
	h->busy_ms += f->busy_ms;
	histogram_add(t->numbers[NUMBERS_BACKLOG], f->queued);
	for (size_t i = 0; i < count; i++) {
		struct bootstrap_pair p = { 0, 0 };

		if (figures[i].sample == NULL)
			continue;
		figures[i].sample(t->simulation, f, &p);
		t->rows[0].pairs[i].numerator += p.numerator;
		t->rows[0].pairs[i].denominator += p.denominator;
	}
}

/* ---- together */

void
tally_close(struct tally *t)
{
	size_t count;
	const struct figure *f = figure_all(&count);

	if (t->is_closed)
		return;
	t->is_closed = true;
	for (int i = 0; i < NUMBERS_COUNT; i++)
		clusters_add(t->clusters[i], t->numbers[i]);
	shares_close(&t->intents);
	shares_close(&t->scenarios);
	shares_close(&t->languages);
	for (size_t i = 0; t->row_count == 1 && i < count; i++) {
		const struct histogram *h = t->numbers[f[i].numbers];

		if (f[i].quantile > 0 && histogram_count(h) > 0)
			t->rows[0].pairs[i] = (struct bootstrap_pair){
			    histogram_quantile(h, f[i].quantile), 1 };
	}
}

static int
compare(const void *a, const void *b)
{
	int64_t x = ((const struct row *)a)->replication, y = ((const struct row *)b)->replication;

	return (x > y) - (x < y);
}

static void
merge_rows(struct tally *into, const struct tally *t)
{
	size_t count = into->row_count + t->row_count;

	into->rows = mem_grow(into->rows, count, sizeof(*into->rows));
	memcpy(&into->rows[into->row_count], t->rows, t->row_count * sizeof(*t->rows));
	qsort(into->rows, count, sizeof(*into->rows), compare);
	into->row_count = count;
}

enum err
tally_merge(struct tally *into, struct tally *t, struct errinfo *e)
{
	enum err err;

	if (into->timeline_count != t->timeline_count || into->kept.keep != t->kept.keep)
		return err_set(e, ERR_CONFLICT, "these are tallies of different runs");
	tally_close(into);
	tally_close(t);
	if ((err = bootstrap_merge(into->bootstrap, t->bootstrap, e)) != ERR_OK)
		return err;
	merge_rows(into, t);
	for (int i = 0; i < NUMBERS_COUNT; i++) {
		histogram_merge(into->numbers[i], t->numbers[i]);
		clusters_merge(into->clusters[i], t->clusters[i]);
	}
	counts_add((int64_t *)&into->sums, (const int64_t *)&t->sums,
	    sizeof(t->sums) / sizeof(int64_t));
	counts_add((int64_t *)into->timeline, (const int64_t *)t->timeline,
	    t->timeline_count * sizeof(*t->timeline) / sizeof(int64_t));
	names_merge(&into->intents, &t->intents);
	names_merge(&into->scenarios, &t->scenarios);
	names_merge(&into->languages, &t->languages);
	names_merge(&into->rules, &t->rules);
	names_merge(&into->faults, &t->faults);
	kept_merge(&into->kept, &t->kept);
	return ERR_OK;
}
