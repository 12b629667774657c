/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/understand/linear_fit.h"

#include <assert.h>
#include <linear.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "floorwalker/base/mem.h"

#define STEP_LEAST 1e-2		/* liblinear stops where the gradient is so much smaller than at first */

static void
silence(const char *line)
{
	(void)line;
}

/* liblinear keeps the function in a global of its own. */
static void
silence_once(void)
{
	set_print_string_function(silence);
}

static double
mean_of(const double *x, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += x[i];
	return count > 0 ? sum / (double)count : 0;
}

static bool
are_equal(const double *x, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (x[i] > x[0] || x[i] < x[0])
			return false;
	return true;
}

/* The rows as liblinear wants them: indices from 1, then the constant's, then an end. */
static void
problem_init(const struct linear_row *rows, size_t count, size_t features, struct problem *p)
{
	size_t nodes = 0, at = 0;
	struct feature_node *all;

	for (size_t r = 0; r < count; r++)
		nodes += rows[r].count + 2;
	all = mem_alloc(nodes * sizeof(*all));
	memset(p, 0, sizeof(*p));
	p->l = (int)count;
	p->n = (int)features + 1;
	p->bias = 1;
	p->x = mem_alloc(count * sizeof(*p->x));
	p->y = mem_alloc(count * sizeof(*p->y));
	for (size_t r = 0; r < count; r++) {
		p->x[r] = all + at;
		for (size_t i = 0; i < rows[r].count; i++) {
			all[at].index = (int)rows[r].items[i].feature + 1;
			all[at++].value = (double)rows[r].items[i].value;
		}
		all[at].index = (int)features + 1;
		all[at++].value = 1;
		all[at++].index = -1;
	}
}

static void
problem_clear(struct problem *p)
{
	mem_free(p->x[0]);
	mem_free(p->x);
	mem_free(p->y);
}

void
linear_fit(const struct linear_row *rows, const double *targets, size_t count, size_t features,
    const struct linear_settings *settings, double *weights)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	bool logistic = settings->kind == LINEAR_LOGISTIC;
	double centre = mean_of(targets, count), sign = 1, times = settings->one_times;
	struct parameter parameter;
	struct problem p;
	struct model *m;
	int one = 1;

	assert(settings->cost > 0 && (!logistic || times > 0));
	memset(weights, 0, (features + 1) * sizeof(*weights));
	if (count == 0 || are_equal(targets, count)) {
		weights[features] = !logistic ? centre : centre > 0 ? 1 : -1;
		return;
	}
	pthread_once(&once, silence_once);
	problem_init(rows, count, features, &p);
	for (size_t r = 0; r < count; r++)
		p.y[r] = logistic ? targets[r] : targets[r] - centre;
	memset(&parameter, 0, sizeof(parameter));
	parameter.solver_type = logistic ? L2R_LR : L2R_L2LOSS_SVR;
	parameter.C = settings->cost;
	parameter.eps = STEP_LEAST;
	if (logistic) {
		parameter.nr_weight = 1;
		parameter.weight_label = &one;
		parameter.weight = &times;
	}
	m = train(&p, &parameter);
	if (logistic && m->label[0] != 1)
		sign = -1;
	for (size_t i = 0; i <= features; i++)
		weights[i] = sign * m->w[i];
	if (!logistic)
		weights[features] += centre;
	free_and_destroy_model(&m);
	problem_clear(&p);
}

double
linear_value(const double *weights, size_t features, const struct linear_row *row)
{
	double sum = weights[features];

	for (size_t i = 0; i < row->count; i++)
		sum += weights[row->items[i].feature] * (double)row->items[i].value;
	return sum;
}
