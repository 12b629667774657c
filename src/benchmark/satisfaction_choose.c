/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From two scores to a rating: thresholds, chosen by cases whose scores were given by what is
 * fitted to others.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "satisfaction.h"

/* Published for BERT on MWOZ: UAR, kappa, F1 of less than 3. */
static const double published[] = { 0.256, 0.133, 0.224 };
#define ENOUGH 1.1		/* what is beyond counts little: it pays for nothing else */
#define BEYOND 0.05
#define LEAST 1e-3

int
satisfaction_decide(const struct satisfaction_choice *t, double low, double high)
{
	bool is_low = low >= t->low, is_high = high >= t->high;

	if (is_low && (!is_high || low - t->low >= high - t->high))
		return low >= t->lowest ? 0 : 1;
	return is_high ? (high >= t->highest ? 4 : 3) : 2;
}

double
satisfaction_worth(const struct satisfaction_figures *f)
{
	const double reached[] = { f->uar_of_five / published[0], f->kappa / published[1],
		f->f1_low / published[2] };
	double sum = 0;

	for (size_t i = 0; i < 3; i++)
		sum += isnan(reached[i]) ? 1 / LEAST
					 : 1 / (fmin(fmax(reached[i], LEAST), ENOUGH) +
					       BEYOND * fmax(reached[i] - ENOUGH, 0));
	return 3 / sum;
}

static double
worth_of(const struct satisfaction_trial *t, const struct satisfaction_choice *c)
{
	struct satisfaction_figures f;

	memset(&f, 0, sizeof(f));
	for (size_t i = 0; i < t->count; i++)
		satisfaction_figures_add(
		    &f, t->rating[i], satisfaction_decide(c, t->side[LOW][i], t->side[HIGH][i]));
	satisfaction_figures_finish(&f);
	return satisfaction_worth(&f);
}

static int
highest_first(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y) - (x > y);
}

/* The score that this share of cases reaches. */
static double
reached_by(const struct satisfaction_trial *t, int side, double share)
{
	return share > 0 && t->count > 0 ? t->sorted[side][(size_t)(share * (double)t->count)] : NEVER;
}

static const double shares[] = { 0, .01, .02, .03, .04, .05, .06, .07, .08, .09, .1, .11, .12, .13, .14, .16,
	.18, .2, .23, .26, .3 };
static const double rare_shares[] = { 0, .0005, .001, .002, .003, .005, .0075, .01, .015, .02, .03 };
#define AROUND 2
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void
keep_better(const struct satisfaction_trial *t, const struct satisfaction_choice *now,
    struct satisfaction_choice *best)
{
	double worth = worth_of(t, now);

	if (worth > best->worth) {
		*best = *now;
		best->worth = worth;
	}
}

/* The mean worth around a place of the grid: one high point among low ones is luck. */
static double
worth_around(const double grid[COUNT(shares)][COUNT(shares)], size_t i, size_t k)
{
	double sum = 0, n = 0;

	for (size_t x = i > AROUND ? i - AROUND : 0; x <= i + AROUND && x < COUNT(shares); x++)
		for (size_t y = k > AROUND ? k - AROUND : 0; y <= k + AROUND && y < COUNT(shares); y++) {
			sum += grid[x][y];
			n++;
		}
	return sum / n;
}

/* The thresholds of low and of high together. */
static void
middle_choose(const struct satisfaction_trial *t, struct satisfaction_choice *out)
{
	double grid[COUNT(shares)][COUNT(shares)], best = -1;
	size_t at[SIDES] = { 0, 0 };

	for (size_t i = 0; i < COUNT(shares); i++)
		for (size_t k = 0; k < COUNT(shares); k++) {
			out->low = reached_by(t, LOW, shares[i]);
			out->high = reached_by(t, HIGH, shares[k]);
			grid[i][k] = worth_of(t, out);
		}
	for (size_t i = 0; i < COUNT(shares); i++)
		for (size_t k = 0; k < COUNT(shares); k++)
			if (worth_around(grid, i, k) > best) {
				best = worth_around(grid, i, k);
				at[LOW] = i;
				at[HIGH] = k;
			}
	out->low = reached_by(t, LOW, shares[at[LOW]]);
	out->high = reached_by(t, HIGH, shares[at[HIGH]]);
	out->worth = grid[at[LOW]][at[HIGH]];
}

/* Those, then the outer ones in turn. */
void
satisfaction_choose(const struct satisfaction_trial *t, struct satisfaction_choice *out)
{
	struct satisfaction_choice now;

	for (int side = 0; side < SIDES; side++)
		qsort(t->sorted[side], t->count, sizeof(double), highest_first);
	*out = (struct satisfaction_choice){NEVER, NEVER, NEVER, NEVER, 0};
	middle_choose(t, out);
	for (size_t i = 0; i < COUNT(rare_shares); i++) {
		now = *out;
		now.lowest = reached_by(t, LOW, rare_shares[i]);
		keep_better(t, &now, out);
	}
	for (size_t i = 0; i < COUNT(rare_shares); i++) {
		now = *out;
		now.highest = reached_by(t, HIGH, rare_shares[i]);
		keep_better(t, &now, out);
	}
}
