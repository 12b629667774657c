/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train.h"

#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"

#include "classifier.h"
#include "train_private.h"

/* liblinear draws from rand(); a fixed seed before each call keeps the same bytes for the same
 * rows. */
static void
silence(const char *line)
{
	(void)line;
}

static struct model *
linear_train(struct problem *p, int solver, double cost, double eps, unsigned seed)
{
	struct parameter parameter;
	struct model *m;

	memset(&parameter, 0, sizeof parameter);
	parameter.solver_type = solver;
	parameter.C = cost;
	parameter.eps = eps;
	parameter.p = 0.1;
	set_print_string_function(silence);
	srand(seed);
	m = train(p, &parameter);
	return m;
}

/* The weights of a class in liblinear's model; two classes share one vector there. */
static double
linear_weight(const struct model *m, int feature, int at)
{
	if (m->nr_class == 2 && m->param.solver_type != MCSVM_CS)
		return at == 0 ? m->w[feature] : -m->w[feature];
	return m->w[feature * m->nr_class + at];
}

void
train_fit(const struct train_set *set, const bool *use, double cost, struct train_fitted *out)
{
	struct problem p;
	struct model *m;
	int n = 0;

	memset(&p, 0, sizeof p);
	p.y = mem_zero(set->rows, sizeof *p.y);
	p.x = mem_zero(set->rows, sizeof *p.x);
	for (size_t r = 0; r < set->rows; r++) {
		struct feature_node *x;
		size_t count = set->sparse[r].count;

		if (!use[r])
			continue;
		x = mem_zero(count + 2, sizeof *x);
		for (size_t i = 0; i < count; i++) {
			x[i].index = (int)set->sparse[r].index[i] + 1;
			x[i].value = (double)set->sparse[r].value[i];
		}
		x[count].index = (int)set->features + 1;
		x[count].value = 1;
		x[count + 1].index = -1;
		p.x[n] = x;
		p.y[n++] = (double)set->label[r];
	}
	p.l = n;
	p.n = (int)set->features + 1;
	p.bias = -1;
	m = linear_train(&p, L2R_L2LOSS_SVC_DUAL, cost, 0.05, 1);
	for (int at = 0; at < m->nr_class; at++) {
		size_t k = (size_t)m->label[at];

		for (size_t i = 0; i < set->features; i++)
			out->weights[i * set->classes + k] = (float)linear_weight(m, (int)i, at);
		out->bias[k] = (float)linear_weight(m, (int)set->features, at);
	}
	free_and_destroy_model(&m);
	for (int i = 0; i < n; i++)
		mem_free(p.x[i]);
	mem_free(p.x);
	mem_free(p.y);
}

/* Logistic regression of "is outside" on the six measures. */
void
train_fit_outside(
    const double *measures, const bool *outside, size_t rows, float out[OUTSIDE_FEATURES])
{
	struct problem p;
	struct model *m;
	struct feature_node *nodes = mem_zero(rows * (OUTSIDE_FEATURES + 1), sizeof *nodes);

	memset(&p, 0, sizeof p);
	p.l = (int)rows;
	p.n = OUTSIDE_FEATURES;
	p.bias = -1;
	p.y = mem_zero(rows, sizeof *p.y);
	p.x = mem_zero(rows, sizeof *p.x);
	for (size_t r = 0; r < rows; r++) {
		p.y[r] = outside[r] ? 1 : 0;
		p.x[r] = nodes + r * (OUTSIDE_FEATURES + 1);
		for (int i = 0; i < OUTSIDE_FEATURES; i++) {
			p.x[r][i].index = i + 1;
			p.x[r][i].value = measures[r * OUTSIDE_FEATURES + (size_t)i];
		}
		p.x[r][OUTSIDE_FEATURES].index = -1;
	}
	m = linear_train(&p, L2R_LR, 10, 1e-4, 1);
	for (int i = 0; i < OUTSIDE_FEATURES; i++)
		out[i] = (float)(m->label[0] == 1 ? m->w[i] : -m->w[i]);
	free_and_destroy_model(&m);
	mem_free(p.x);
	mem_free(p.y);
	mem_free(nodes);
}
