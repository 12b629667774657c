/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replies as cases: fitting them by the names of their parts, and all measures as one map.
 */
#include "floorwalker/model/confidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/drift.h"

/* ---- fitting */

static void
fill_rows(const struct confidence_case *cases, size_t count, const char *const *names,
    size_t width, double *parts, unsigned char *right)
{
	for (size_t i = 0; i < count; i++) {
		right[i] = cases[i].right;
		for (size_t j = 0; j < width; j++)
			parts[i * width + j] = value_get_real(cases[i].parts, names[j], 0);
	}
}

bool
confidence_fit_cases(const struct confidence_case *cases, size_t count, const char *const *names,
    size_t name_count, double pull, const struct confidence_weights *towards,
    struct confidence_weights *out)
{
	double *parts = mem_zero(count * name_count + 1, sizeof(*parts)),
	       to[CONFIDENCE_PARTS_MOST] = { 0 }, fitted[CONFIDENCE_PARTS_MOST + 1];
	unsigned char *right = mem_zero(count + 1, 1);
	struct confidence_rows rows = { parts, right, NULL, count, name_count };
	bool settled;

	*out = (struct confidence_weights){.count = name_count};
	for (size_t j = 0; j < name_count; j++) {
		out->names[j] = names[j];
		to[j] = towards != NULL ? confidence_weight(towards, names[j]) : 0;
	}
	fill_rows(cases, count, names, name_count, parts, right);
	settled = confidence_fit(&rows, pull, to, fitted);
	for (size_t j = 0; settled && j < name_count; j++) {
		out->weights[j] = fitted[j];
		settled = fabs(fitted[j]) <= CONFIDENCE_WEIGHT_MOST;
	}
	out->bias = fitted[name_count];
	confidence_round(out);
	mem_free(parts);
	mem_free(right);
	return settled && fabs(out->bias) <= CONFIDENCE_WEIGHT_MOST;
}

/* Numbers the groups that occur anew, 0 … ; their count. */
static size_t
renumber(const uint32_t *group, size_t count, uint32_t *out)
{
	uint32_t most = 0, *place;
	size_t groups = 0;

	for (size_t i = 0; i < count; i++)
		most = group[i] > most ? group[i] : most;
	place = mem_zero((size_t)most + 1, sizeof(*place));
	for (size_t i = 0; i < count; i++) {
		if (place[group[i]] == 0)
			place[group[i]] = (uint32_t)++groups;
		out[i] = place[group[i]] - 1;
	}
	mem_free(place);
	return groups;
}

bool
confidence_cross_fit(const struct confidence_case *cases, size_t count, const char *const *names,
    size_t name_count, double pull, const struct confidence_weights *towards, size_t folds,
    double *out)
{
	static const struct confidence_weights none = { .count = 0 };
	struct confidence_case *others = mem_zero(count + 1, sizeof(*others));
	uint32_t *group = mem_zero(count + 1, sizeof(*group)), *of = mem_zero(count + 1, sizeof(*of));
	bool any = false;

	for (size_t i = 0; i < count; i++)
		group[i] = cases[i].group;
	renumber(group, count, of);
	for (size_t f = 0; f < folds; f++) {
		struct confidence_weights w;
		size_t n = 0;
		bool fitted;

		for (size_t i = 0; i < count; i++)
			if (of[i] % folds != f)
				others[n++] = cases[i];
		fitted = confidence_fit_cases(others, n, names, name_count, pull, towards, &w);
		any = any || (fitted && n < count);
		for (size_t i = 0; i < count; i++)
			if (of[i] % folds == f)
				out[i] = confidence_of(
				    fitted ? &w : towards != NULL ? towards : &none,
				    cases[i].parts);
	}
	mem_free(others);
	mem_free(group);
	mem_free(of);
	return any;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **
confidence_names(
    struct arena *a, const struct confidence_case *cases, size_t count, size_t *name_count)
{
	const char **names = arena_alloc(a, CONFIDENCE_PARTS_MOST * sizeof(*names));
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < value_count(cases[i].parts); k++) {
			const char *name = value_key_at(cases[i].parts, k);
			size_t j = 0;

			while (j < n && !text_is(names[j], name))
				j++;
			if (j == n && n < CONFIDENCE_PARTS_MOST)
				names[n++] = arena_text(a, name);
		}
	qsort(names, n, sizeof(*names), by_name);
	*name_count = n;
	return names;
}

/* ---- measures */

static void
set_real(struct arena *a, struct value *v, const char *key, double x)
{
	if (isfinite(x))
		value_set_real(v, key, x);
	else
		value_set(v, key, value_null(a));
}

static void
set_coverage(struct arena *a, struct value *out, const double *confidence,
    const unsigned char *right, size_t count)
{
	static const double shares[] = { 1, 0.95, 0.9, 0.8, 0.7, 0.5, 0.3 };
	struct value *list = value_set_list(out, "coverage");

	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
		struct value *v = value_add_map(list);
		double least = (double)NAN,
		       accuracy = accuracy_at(confidence, right, count, shares[i], &least);

		value_set_real(v, "coverage", shares[i]);
		set_real(a, v, "accuracy", accuracy);
		set_real(a, v, "least", least);
	}
}

static void
set_bins(struct arena *a, struct value *out, const double *confidence,
    const unsigned char *right, size_t count)
{
	struct confidence_bin bins[CONFIDENCE_BINS];
	struct value *list = value_set_list(out, "bins");

	confidence_bins(confidence, right, count, bins, CONFIDENCE_BINS);
	for (size_t b = 0; b < CONFIDENCE_BINS; b++) {
		struct value *v = value_add_map(list);

		value_set_real(v, "from", (double)b / CONFIDENCE_BINS);
		value_set_real(v, "to", (double)(b + 1) / CONFIDENCE_BINS);
		value_set_int(v, "replies", (int64_t)bins[b].count);
		value_set_int(v, "right", (int64_t)bins[b].right);
		set_real(a, v, "mean_confidence", bins[b].mean);
	}
}

struct value *
confidence_measures(struct arena *a, const double *confidence, const unsigned char *right,
    const uint32_t *group, size_t count, uint64_t seed)
{
	uint32_t *of = mem_zero(count + 1, sizeof(*of));
	size_t groups = renumber(group, count, of), wrong = 0;
	struct value *v = value_map(a);
	struct confidence_interval interval;
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		wrong += !right[i];
		sum += confidence[i];
	}
	auroc_interval(
	    confidence, right, of, count, groups, CONFIDENCE_RESAMPLES, seed, &interval);
	value_set_int(v, "replies", (int64_t)count);
	value_set_int(v, "groups", (int64_t)groups);
	value_set_int(v, "wrong", (int64_t)wrong);
	set_real(a, v, "right_share", 1 - (double)wrong / (double)count);
	set_real(a, v, "mean_confidence", sum / (double)count);
	set_real(a, v, "ece", calibration_error(confidence, right, count, CONFIDENCE_BINS));
	set_real(a, v, "ece_equal_bins",
	    calibration_error_of_equal_bins(confidence, right, count, CONFIDENCE_BINS));
	set_real(a, v, "auroc", auroc_of_wrong(confidence, right, count));
	set_real(a, v, "auroc_low", interval.low);
	set_real(a, v, "auroc_high", interval.high);
	set_real(a, v, "brier", brier_score(confidence, right, count));
	set_real(a, v, "log_loss", log_loss(confidence, right, count));
	set_coverage(a, v, confidence, right, count);
	set_bins(a, v, confidence, right, count);
	mem_free(of);
	return v;
}
