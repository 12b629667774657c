/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/confidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/random.h"

#define LEAST_DRAWN 40
#define LEAST_PROBABILITY 1e-6

struct scored {
	double confidence;
	uint32_t row;
	bool right;
};

/* Lowest first. */
static int
compare(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	if (x->confidence != y->confidence)
		return x->confidence < y->confidence ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* mem_free */
static struct scored *
sorted(const double *confidence, const unsigned char *right, size_t count)
{
	struct scored *s = mem_zero(count + 1, sizeof(*s));

	for (size_t i = 0; i < count; i++)
		s[i] = (struct scored){confidence[i], (uint32_t)i, right[i] != 0};
	qsort(s, count, sizeof(*s), compare);
	return s;
}

static size_t
end_of_tie(const struct scored *s, size_t from, size_t count)
{
	size_t to = from + 1;

	while (to < count && s[to].confidence == s[from].confidence)
		to++;
	return to;
}

double
calibration_error_of_equal_bins(
    const double *confidence, const unsigned char *right, size_t count, size_t bins)
{
	struct scored *s = sorted(confidence, right, count);
	double error = 0, sum = 0;
	size_t bin = 0;

	for (size_t from = 0, to; from < count; from = to) {
		to = end_of_tie(s, from, count);
		for (size_t i = from; i < to; i++)
			sum += s[i].right - s[i].confidence;
		/* full: the rows so far are its share of all */
		if (to * bins >= (bin + 1) * count || to == count) {
			error += fabs(sum);
			sum = 0;
			bin = to * bins / count;
		}
	}
	mem_free(s);
	return count > 0 ? error / (double)count : (double)NAN;
}

double
brier_score(const double *confidence, const unsigned char *right, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += (right[i] - confidence[i]) * (right[i] - confidence[i]);
	return count > 0 ? sum / (double)count : (double)NAN;
}

double
log_loss(const double *confidence, const unsigned char *right, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum -= log(fmax(LEAST_PROBABILITY, right[i] ? confidence[i] : 1 - confidence[i]));
	return count > 0 ? sum / (double)count : (double)NAN;
}

/* times: how often each row counts, by its place in the lists; NULL: once. */
static double
area(const struct scored *s, size_t count, const uint32_t *times)
{
	double rights = 0, wrongs = 0, beaten = 0;

	for (size_t from = 0, to; from < count; from = to) {
		double right = 0, wrong = 0;

		to = end_of_tie(s, from, count);
		for (size_t i = from; i < to; i++) {
			double n = times != NULL ? times[s[i].row] : 1;

			right += s[i].right ? n : 0;
			wrong += s[i].right ? 0 : n;
		}
		beaten += right * (wrongs + wrong / 2);
		rights += right;
		wrongs += wrong;
	}
	return rights > 0 && wrongs > 0 ? beaten / (rights * wrongs) : (double)NAN;
}

double
auroc_of_wrong(const double *confidence, const unsigned char *right, size_t count)
{
	struct scored *s = sorted(confidence, right, count);
	double out = area(s, count, NULL);

	mem_free(s);
	return out;
}

static int
compare_reals(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void
auroc_interval(const double *confidence, const unsigned char *right, const uint32_t *group,
    size_t count, size_t groups, size_t resamples, uint64_t seed, struct confidence_interval *out)
{
	struct scored *s = sorted(confidence, right, count);
	uint32_t *of_group = mem_zero(groups + 1, sizeof(*of_group)),
		 *times = mem_zero(count + 1, sizeof(*times));
	double *areas = mem_zero(resamples + 1, sizeof(*areas));
	struct random_stream r;

	*out = (struct confidence_interval){(double)NAN, (double)NAN, 0};
	random_init(&r, seed, "confidence/resample");
	for (size_t b = 0; b < resamples && groups > 0; b++) {
		memset(of_group, 0, groups * sizeof(*of_group));
		for (size_t g = 0; g < groups; g++)
			of_group[random_below(&r, groups)]++;
		for (size_t i = 0; i < count; i++)
			times[i] = of_group[group[i]];
		areas[out->drawn] = area(s, count, times);
		if (!isnan(areas[out->drawn]))
			out->drawn++;
	}
	if (out->drawn >= LEAST_DRAWN) {
		qsort(areas, out->drawn, sizeof(*areas), compare_reals);
		out->low = areas[(size_t)((double)(out->drawn - 1) * 0.025)];
		out->high = areas[(size_t)ceil((double)(out->drawn - 1) * 0.975)];
	}
	mem_free(areas);
	mem_free(times);
	mem_free(of_group);
	mem_free(s);
}

/* What each group brings to each bin: how many rows, and how many more were right than was said. */
struct group_bin { uint32_t group, bin, rows; double over; };

static struct group_bin *
group_bins(const double *confidence, const unsigned char *right, const uint32_t *group,
    size_t count, size_t bins, size_t *used)
{
	struct group_bin *out = mem_zero(count + 1, sizeof(*out));

	*used = 0;
	for (size_t i = 0; i < count; i++) {
		size_t bin = (size_t)(confidence[i] * (double)bins);
		struct group_bin x = {group[i], (uint32_t)(bin < bins ? bin : bins - 1), 1,
		    right[i] - confidence[i]};
		struct group_bin *last = *used > 0 ? &out[*used - 1] : NULL;

		if (last != NULL && last->group == x.group && last->bin == x.bin) {
			last->rows++;
			last->over += x.over;
		} else {
			out[(*used)++] = x;
		}
	}
	return out;
}

void
calibration_interval(const double *confidence, const unsigned char *right,
    const uint32_t *group, size_t count, size_t groups, size_t bins, size_t resamples,
    uint64_t seed, struct confidence_interval *out)
{
	size_t used;
	struct group_bin *parts = group_bins(confidence, right, group, count, bins, &used);
	uint32_t *of_group = mem_zero(groups + 1, sizeof(*of_group));
	double *errors = mem_zero(resamples + 1, sizeof(*errors)),
	       *over = mem_zero(bins + 1, sizeof(*over));
	struct random_stream r;

	*out = (struct confidence_interval){(double)NAN, (double)NAN, 0};
	random_init(&r, seed, "confidence/calibration");
	for (size_t b = 0; b < resamples && groups > 0; b++) {
		double rows = 0, error = 0;

		memset(of_group, 0, groups * sizeof(*of_group));
		memset(over, 0, bins * sizeof(*over));
		for (size_t g = 0; g < groups; g++)
			of_group[random_below(&r, groups)]++;
		for (size_t i = 0; i < used; i++) {
			over[parts[i].bin] += of_group[parts[i].group] * parts[i].over;
			rows += (double)of_group[parts[i].group] * parts[i].rows;
		}
		for (size_t k = 0; k < bins; k++)
			error += fabs(over[k]);
		if (rows > 0)
			errors[out->drawn++] = error / rows;
	}
	if (out->drawn >= LEAST_DRAWN) {
		qsort(errors, out->drawn, sizeof(*errors), compare_reals);
		out->low = errors[(size_t)((double)(out->drawn - 1) * 0.025)];
		out->high = errors[(size_t)ceil((double)(out->drawn - 1) * 0.975)];
	}
	mem_free(over);
	mem_free(errors);
	mem_free(of_group);
	mem_free(parts);
}

double
accuracy_at(const double *confidence, const unsigned char *right, size_t count, double coverage,
    double *least)
{
	struct scored *s = sorted(confidence, right, count);
	double left = coverage * (double)count, hits = 0;
	size_t to = count;

	while (to > 0 && left > 1e-9) {
		size_t from = to - 1;
		double rights, n;

		while (from > 0 && s[from - 1].confidence == s[to - 1].confidence)
			from--;
		rights = 0;
		for (size_t i = from; i < to; i++)
			rights += s[i].right;
		n = fmin(left, (double)(to - from));
		hits += rights * n / (double)(to - from);
		left -= n;
		if (least != NULL)
			*least = s[from].confidence;
		to = from;
	}
	mem_free(s);
	if (count == 0 && least != NULL)
		*least = (double)NAN;
	return count > 0 ? hits / (coverage * (double)count) : (double)NAN;
}

void
confidence_bins(const double *confidence, const unsigned char *right, size_t count,
    struct confidence_bin *out, size_t bins)
{
	for (size_t b = 0; b < bins; b++)
		out[b] = (struct confidence_bin){.mean = 0};
	for (size_t i = 0; i < count; i++) {
		size_t bin = (size_t)(confidence[i] * (double)bins);
		struct confidence_bin *b = &out[bin < bins ? bin : bins - 1];

		b->count++;
		b->right += right[i];
		b->mean += confidence[i];
	}
	for (size_t b = 0; b < bins; b++)
		out[b].mean =
		    out[b].count > 0 ? out[b].mean / (double)out[b].count : (double)NAN;
}
