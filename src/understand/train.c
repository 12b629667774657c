/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train.h"

#include <linear.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"

#include "train_private.h"

static void
silence(const char *line)
{
	(void)line;
}

void
train_fit_logistic(const double *measures, size_t width, const bool *yes, size_t rows,
    double yes_weight, float *out)
{
	struct feature_node *nodes = mem_zero(rows * (width + 1), sizeof *nodes);
	struct parameter parameter;
	struct problem p;
	struct model *m;
	int label = 1;

	memset(&p, 0, sizeof p);
	p.l = (int)rows;
	p.n = (int)width;
	p.bias = -1;
	p.y = mem_zero(rows, sizeof *p.y);
	p.x = mem_zero(rows, sizeof *p.x);
	for (size_t r = 0; r < rows; r++) {
		p.y[r] = yes[r] ? 1 : 0;
		p.x[r] = nodes + r * (width + 1);
		for (size_t i = 0; i < width; i++) {
			p.x[r][i].index = (int)i + 1;
			p.x[r][i].value = measures[r * width + i];
		}
		p.x[r][width].index = -1;
	}
	memset(&parameter, 0, sizeof parameter);
	parameter.solver_type = L2R_LR;
	parameter.C = 10;
	parameter.eps = 1e-4;
	parameter.p = 0.1;
	parameter.nr_weight = 1;
	parameter.weight_label = &label;
	parameter.weight = &yes_weight;
	set_print_string_function(silence);
	m = train(&p, &parameter);
	for (size_t i = 0; i < width; i++)
		out[i] = (float)(m->label[0] == 1 ? m->w[i] : -m->w[i]);
	free_and_destroy_model(&m);
	mem_free(p.x);
	mem_free(p.y);
	mem_free(nodes);
}
