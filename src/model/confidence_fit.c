/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fitting the weights: Newton's method on the penalised log loss, which is convex.
 */
#include "floorwalker/model/confidence.h"

#include <math.h>
#include <string.h>

#define STEPS_MOST 100
#define HALVINGS_MOST 30
#define SETTLED 1e-10		/* of a step's expected gain, by row */

struct problem {
	const struct confidence_rows *rows;
	double pull;
	const double *towards;
	size_t size;			/* width + 1 */
	double *gradient, *hessian, *step, *tried;
};

static double
times_of(const struct confidence_rows *r, size_t i)
{
	return r->times != NULL ? r->times[i] : 1;
}

static double
sum_of(const struct problem *p, const double *x, size_t row)
{
	const double *parts = p->rows->parts + row * p->rows->width;
	double sum = x[p->rows->width];

	for (size_t j = 0; j < p->rows->width; j++)
		sum += x[j] * parts[j];
	return sum;
}

static double
pulled(const struct problem *p, const double *x, size_t j)
{
	return x[j] - (p->towards != NULL ? p->towards[j] : 0);
}

/* ln(1 + exp(s)) - right * s, without overflow. */
static double
loss_of(double s, bool right)
{
	return (s > 0 ? s + log1p(exp(-s)) : log1p(exp(s))) - (right ? s : 0);
}

static double
objective(const struct problem *p, const double *x)
{
	double all = 0;

	for (size_t i = 0; i < p->rows->count; i++)
		all += times_of(p->rows, i) * loss_of(sum_of(p, x, i), p->rows->right[i]);
	for (size_t j = 0; j < p->rows->width; j++)
		all += p->pull / 2 * pulled(p, x, j) * pulled(p, x, j);
	return all;
}

static void
differentiate(struct problem *p, const double *x)
{
	size_t n = p->size;

	memset(p->gradient, 0, n * sizeof(*p->gradient));
	memset(p->hessian, 0, n * n * sizeof(*p->hessian));
	for (size_t i = 0; i < p->rows->count; i++) {
		const double *parts = p->rows->parts + i * p->rows->width;
		double q = 1 / (1 + exp(-sum_of(p, x, i))), t = times_of(p->rows, i);
		double slope = t * (q - p->rows->right[i]), bend = t * q * (1 - q);

		for (size_t j = 0; j < n; j++) {
			double xj = j + 1 < n ? parts[j] : 1;

			p->gradient[j] += slope * xj;
			for (size_t k = 0; k <= j && xj != 0; k++)
				p->hessian[j * n + k] += bend * xj * (k + 1 < n ? parts[k] : 1);
		}
	}
	for (size_t j = 0; j + 1 < n; j++) {
		p->gradient[j] += p->pull * pulled(p, x, j);
		p->hessian[j * n + j] += p->pull;
	}
	p->hessian[n * n - 1] += 1e-9;	/* where every reply is sure, the bias has no bend left */
}

/* Solves hessian * step = gradient by Cholesky's decomposition, in the hessian's lower half. False
 * where it isn't positive definite. */
static bool
solve(struct problem *p)
{
	size_t n = p->size;
	double *h = p->hessian;

	for (size_t j = 0; j < n; j++) {
		for (size_t k = 0; k < j; k++)
			h[j * n + j] -= h[j * n + k] * h[j * n + k];
		if (!(h[j * n + j] > 0))
			return false;
		h[j * n + j] = sqrt(h[j * n + j]);
		for (size_t i = j + 1; i < n; i++) {
			for (size_t k = 0; k < j; k++)
				h[i * n + j] -= h[i * n + k] * h[j * n + k];
			h[i * n + j] /= h[j * n + j];
		}
	}
	for (size_t i = 0; i < n; i++) {
		p->step[i] = p->gradient[i];
		for (size_t k = 0; k < i; k++)
			p->step[i] -= h[i * n + k] * p->step[k];
		p->step[i] /= h[i * n + i];
	}
	for (size_t i = n; i-- > 0;) {
		for (size_t k = i + 1; k < n; k++)
			p->step[i] -= h[k * n + i] * p->step[k];
		p->step[i] /= h[i * n + i];
	}
	return true;
}

/* One step, halved until nothing gets worse. *now: the objective. False: there is no better
 * point. */
static bool
descend(struct problem *p, double *x, double *now)
{
	double share = 1;

	for (int i = 0; i < HALVINGS_MOST; i++, share /= 2) {
		double then;

		for (size_t j = 0; j < p->size; j++)
			p->tried[j] = x[j] - share * p->step[j];
		then = objective(p, p->tried);
		if (!(then < *now))
			continue;
		memcpy(x, p->tried, p->size * sizeof(*x));
		*now = then;
		return true;
	}
	return false;
}

static bool
settle(struct problem *p, double *x)
{
	double now = objective(p, x);

	for (int i = 0; i < STEPS_MOST; i++) {
		double gain = 0;

		differentiate(p, x);
		if (!solve(p))
			return false;
		for (size_t j = 0; j < p->size; j++)
			gain += p->gradient[j] * p->step[j];
		if (gain / 2 < SETTLED * (double)p->rows->count)
			return isfinite(now);
		if (!descend(p, x, &now))
			return gain / 2 < 1e-6 * (double)p->rows->count;
	}
	return false;
}

static bool
has_both(const struct confidence_rows *rows)
{
	bool right = false, wrong = false;

	for (size_t i = 0; i < rows->count; i++) {
		right = right || rows->right[i];
		wrong = wrong || !rows->right[i];
	}
	return right && wrong;
}

bool
confidence_fit(
    const struct confidence_rows *rows, double pull, const double *towards, double *out)
{
	size_t n = rows->width + 1;
	struct problem p = { .rows = rows, .pull = pull, .towards = towards, .size = n };
	bool settled = false;

	for (size_t j = 0; j < n; j++)
		out[j] = j < rows->width && towards != NULL ? towards[j] : 0;
	if (!has_both(rows))
		return false;
	p.gradient = mem_zero(n, sizeof(*p.gradient));
	p.hessian = mem_zero(n * n, sizeof(*p.hessian));
	p.step = mem_zero(n, sizeof(*p.step));
	p.tried = mem_zero(n, sizeof(*p.tried));
	settled = settle(&p, out);
	mem_free(p.gradient);
	mem_free(p.hessian);
	mem_free(p.step);
	mem_free(p.tried);
	return settled;
}
