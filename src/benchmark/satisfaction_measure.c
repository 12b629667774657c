/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satisfaction.h"

#include <math.h>

void
satisfaction_figures_add(struct satisfaction_figures *f, int rating, int prediction)
{
	f->confusion[rating][prediction]++;
	f->n++;
}

/* Cohen 1960: agreement beyond what both sides' shares would give by chance. */
static double
kappa_of(const struct satisfaction_figures *f)
{
	double n = (double)f->n, agreed = 0, chance = 0;

	for (int k = 0; k < RATINGS; k++) {
		double people = 0, predictions = 0;

		for (int j = 0; j < RATINGS; j++) {
			people += (double)f->confusion[k][j];
			predictions += (double)f->confusion[j][k];
		}
		agreed += (double)f->confusion[k][k];
		chance += people * predictions / n;
	}
	return chance < n ? (agreed - chance) / (n - chance) : NAN;
}

void
satisfaction_figures_finish(struct satisfaction_figures *f)
{
	double recalls = 0, occur = 0, right = 0, said = 0, were = 0;

	f->uar = f->uar_of_five = f->kappa = f->f1_low = NAN;
	if (f->n == 0)
		return;
	for (int k = 0; k < RATINGS; k++) {
		size_t all = 0;

		for (int j = 0; j < RATINGS; j++) {
			all += f->confusion[k][j];
			right += k < 2 && j < 2 ? (double)f->confusion[k][j] : 0;
			were += k < 2 ? (double)f->confusion[k][j] : 0;
			said += j < 2 ? (double)f->confusion[k][j] : 0;
		}
		recalls += all > 0 ? (double)f->confusion[k][k] / (double)all : 0;
		occur += all > 0;
	}
	f->uar = recalls / occur;
	f->uar_of_five = recalls / RATINGS;
	f->kappa = kappa_of(f);
	f->f1_low = said + were > 0 ? 2 * right / (said + were) : NAN;
}
