/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Queues against a published table, closed forms, limits, and a chain that is summed plainly.
 */
#include "../check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/stats/erlang.h"

static void
near(const char *what, double got, double want, double relative)
{
	if (!(fabs(got - want) <= relative * fabs(want)))
		fail_msg("%s: %.17g, not %.17g", what, got, want);
}

static struct erlang
solved(double lambda, double mu, double patience, int c, double within)
{
	struct erlang_load l = {lambda, 1 / mu, patience, c};
	struct errinfo e;
	struct erlang out;

	check_ok(erlang_solve(&l, within, &out, &e), &e);
	return out;
}

/* One row of figures of the table, rounded there to six places. */
static void
check_row(char *const *cell)
{
	double v[12];
	struct erlang x;
	const double *want = v + 6;

	for (int i = 1; i < 12; i++)
		v[i] = strcmp(cell[i], "inf") == 0 ? INFINITY : strtod(cell[i], NULL);
	x = solved(v[1], v[2], v[4], (int)v[3], v[5]);
	const double got[6] = {
	    x.p_wait, x.p_abandon, x.mean_wait, x.queue, x.occupancy, x.p_served_within};
	for (int i = 0; i < 6; i++)
		if (fabs(got[i] - want[i]) > 0.51e-6)
			fail_msg("%s, column %d: %.9f, not %.6f", cell[0], i + 7, got[i], want[i]);
}

static void
published_table_is_met(void **state)
{
	const char *source = getenv("srcdir");
	char path[4096], line[512], *cell[12], *at;
	int rows = 0;
	FILE *f;

	(void)state;
	snprintf(path, sizeof path, "%s/../shared/data/erlang/reference.csv",
	    source != NULL ? source : ".");
	f = fopen(path, "r");
	if (f == NULL)
		check_skip("there is no %s", path);
	assert_non_null(fgets(line, sizeof line, f));
	while (fgets(line, sizeof line, f) != NULL) {
		at = line;
		for (int i = 0; i < 12; i++) {
			cell[i] = strsep(&at, ",\n");
			assert_non_null(cell[i]);
		}
		check_row(cell);
		rows++;
	}
	fclose(f);
	assert_true(rows > 0);
}

/* M/M/1: everything is known by hand. */
static void
one_agent_is_as_the_books_have_it(void **state)
{
	struct erlang_load l = {0.8, 1, INFINITY, 1};
	struct erlang x = solved(0.8, 1, INFINITY, 1, 2);
	struct errinfo e;
	double q;

	(void)state;
	near("P(wait)", x.p_wait, 0.8, 1e-14);
	near("mean wait", x.mean_wait, 4, 1e-13);
	near("queue", x.queue, 3.2, 1e-13);
	near("occupancy", x.occupancy, 0.8, 1e-14);
	near("within", x.p_served_within, 1 - 0.8 * exp(-0.4), 1e-14);
	check_ok(erlang_wait_quantile(&l, ERLANG_ALL, 0.95, &q, &e), &e);
	near("95th", q, log(0.8 / 0.05) / 0.2, 1e-10);
	check_ok(erlang_wait_quantile(&l, ERLANG_ALL, 0.1, &q, &e), &e);
	assert_true(q == 0);
}

/* Two agents: C = 2 rho^2/(1 + rho). And mu = theta makes Erlang A's chain that of M/M/inf, where
 * the number there is Poisson. */
static void
closed_forms_are_met(void **state)
{
	struct erlang x = solved(1.5, 1, INFINITY, 2, 0);
	double below = 0, term = exp(-6), queue = 0;

	(void)state;
	near("C(2)", x.p_wait, 2 * 0.75 * 0.75 / 1.75, 1e-14);
	for (int k = 0; k < 200; k++) {
		below += k < 5 ? term : 0;
		queue += k > 5 ? (k - 5) * term : 0;
		term *= 6.0 / (k + 1);
	}
	x = solved(6, 1, 1, 5, 0.3);
	near("P(wait), theta = mu", x.p_wait, 1 - below, 1e-13);
	near("queue, theta = mu", x.queue, queue, 1e-13);
	near("abandonment, theta = mu", x.p_abandon, queue / 6, 1e-13);
}

static void
limits_are_met(void **state)
{
	struct erlang a, c;

	(void)state;
	/* patience without end: Erlang C */
	c = solved(48, 1, INFINITY, 50, 0.3);
	a = solved(48, 1, 1e9, 50, 0.3);
	near("P(wait)", a.p_wait, c.p_wait, 1e-7);
	near("mean wait", a.mean_wait, c.mean_wait, 1e-7);
	near("within", a.p_served_within, c.p_served_within, 1e-7);
	near("wait of the served", a.mean_wait_served, c.mean_wait, 1e-7);
	/* agents without end: nobody waits */
	a = solved(48, 1, 2, 5000, 0);
	assert_true(a.p_wait < 1e-15 && a.p_abandon < 1e-15 && a.p_served_within > 1 - 1e-12);
	/* no patience: Erlang B loses as many */
	a = solved(3, 1, 1e-9, 2, 0);
	near("lost", a.p_abandon, (9.0 / 2) / (1 + 3 + 9.0 / 2), 1e-6);
	/* deep overload: the fluid limit (Whitt 2004): 1 - 1/rho leave, all wait log(rho) patiences
	 */
	a = solved(10000, 1, 100, 5000, 0);
	near("fluid abandonment", a.p_abandon, 0.5, 1e-9);
	near("fluid wait of the served", a.mean_wait_served, 100 * log(2), 1e-3);
}

/* The wait of the served, without an integral. Whom n others wait before goes through n + 1 states,
 * left at the rate c mu + (i + 1) theta (its own patience is one of the i + 1), and is served with
 * probability c mu/(c mu + (n + 1) theta); how long a state lasts doesn't depend on how it ends. */
static double
wait_of_served(double lambda, double mu, double theta, int c)
{
	double weight = 1, sum = 0, served = 0, wait = 0, through = 0, rate = c * mu;

	for (int k = 0; k < c; k++) { /* k agents busy, relative to none */
		sum += weight;
		served += weight;
		weight *= lambda / ((k + 1) * mu);
	}
	for (int n = 0; n < 5000; n++) {
		double p = rate / (rate + (n + 1) * theta);

		through += 1 / (rate + (n + 1) * theta);
		sum += weight;
		served += weight * p;
		wait += weight * p * through;
		weight *= lambda / (rate + (n + 1) * theta);
	}
	return sum > 0 ? wait / served : 0;
}

static void
chain_and_integral_agree(void **state)
{
	static const struct {
		double lambda, mu, patience;
		int c;
	} rows[] = {{48, 1, 2, 50}, {60, 1, 2, 50}, {1000, 1, 0.01, 1}, {9, 1, 30, 10},
	    {11, 1, 30, 10}, {5100, 1, 5, 5000}, {0.02, 0.003, 1e4, 9}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct erlang x =
		    solved(rows[i].lambda, rows[i].mu, rows[i].patience, rows[i].c, 1e7);

		near("served at last", x.p_served_within, 1 - x.p_abandon, 1e-12);
		near("flow", x.occupancy * rows[i].c * rows[i].mu,
		    rows[i].lambda * (1 - x.p_abandon), 1e-12);
		near("Little", x.queue, rows[i].lambda * x.mean_wait, 1e-13);
		if (rows[i].c < 100)
			near("wait of the served", x.mean_wait_served,
			    wait_of_served(
				rows[i].lambda, rows[i].mu, 1 / rows[i].patience, rows[i].c),
			    1e-11);
	}
}

/* Of the served, by what erlang_solve() says of the wait at the quantile; of all, by the mean that
 * they sum to. */
static void
quantiles_invert_the_distribution(void **state)
{
	struct erlang_load l = {60, 1, 2, 50};
	struct errinfo e;
	struct erlang x;
	double q, last = 0;

	(void)state;
	for (double p = 0.05; p < 1; p += 0.1) {
		check_ok(erlang_wait_quantile(&l, ERLANG_SERVED, p, &q, &e), &e);
		x = solved(60, 1, 2, 50, q);
		if (q > 0)
			near("share", x.p_served_within / (1 - x.p_abandon), p, 1e-9);
		check_ok(erlang_wait_quantile(&l, ERLANG_ALL, p, &q, &e), &e);
		assert_true(q >= last);
		last = q;
	}
	last = 0;
	for (int i = 0; i < 2000; i++) {
		check_ok(erlang_wait_quantile(&l, ERLANG_ALL, (i + 0.5) / 2000, &q, &e), &e);
		last += q / 2000;
	}
	near("mean by quantiles", last, x.mean_wait, 2e-3);
}

static void
least_agents_are_the_least(void **state)
{
	struct erlang_load l = {100.0 / 1800, 180, INFINITY, 0};
	struct erlang_target t = {0.8, 20, 1};
	struct errinfo e;
	int n;

	(void)state;
	/* 200 an hour of 180 s, 80/20: 14 agents, as calculators have it */
	check_ok(erlang_least_agents(&l, &t, &n, &e), &e);
	assert_int_equal(n, 14);
	assert_true(solved(l.arrivals, 1 / 180.0, INFINITY, n, 20).p_served_within >= 0.8);
	assert_true(solved(l.arrivals, 1 / 180.0, INFINITY, n - 1, 20).p_served_within < 0.8);
	l.patience = 60;
	for (double most = 1; most > 0.001; most /= 3) {
		t.most_abandoned = most;
		check_ok(erlang_least_agents(&l, &t, &n, &e), &e);
		struct erlang with = solved(l.arrivals, 1 / 180.0, 60, n, 20),
			      without = solved(l.arrivals, 1 / 180.0, 60, n - 1, 20);
		assert_true(with.p_served_within >= 0.8 && with.p_abandon <= most);
		assert_true(without.p_served_within < 0.8 || without.p_abandon > most);
	}
	l.arrivals = 1000;
	l.patience = INFINITY;
	assert_int_equal(erlang_least_agents(&l, &t, &n, &e), ERR_LIMIT);
}

static void
what_has_no_answer_says_so(void **state)
{
	static const struct erlang_load bad[] = {{0, 1, 1, 1}, {-1, 1, 1, 1}, {1, 0, 1, 1},
	    {1, 1, 0, 1}, {1, 1, 1, 0}, {1, 1, 1, 5001}, {NAN, 1, 1, 1}, {1, NAN, 1, 1},
	    {1, 1, NAN, 1}, {INFINITY, 1, 1, 1}};
	struct erlang_load edge = {5, 1, INFINITY, 5};
	struct erlang_target t = {1, 20, 1};
	struct errinfo e;
	struct erlang out;
	double q;
	int n;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(erlang_solve(&bad[i], 1, &out, &e), ERR_INPUT);
	assert_int_equal(erlang_solve(&edge, 1, &out, &e), ERR_STATE);
	assert_non_null(strstr(e.text, "grows for ever"));
	assert_int_equal(erlang_wait_quantile(&edge, ERLANG_ALL, 0.5, &q, &e), ERR_STATE);
	edge.patience = 1;
	assert_int_equal(erlang_solve(&edge, -1, &out, &e), ERR_INPUT);
	assert_int_equal(erlang_wait_quantile(&edge, ERLANG_ALL, 1, &q, &e), ERR_INPUT);
	assert_int_equal(erlang_least_agents(&edge, &t, &n, &e), ERR_INPUT);
	edge.patience = 1e30;
	assert_int_equal(erlang_solve(&edge, 1, &out, &e), ERR_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(published_table_is_met),
	    cmocka_unit_test(one_agent_is_as_the_books_have_it),
	    cmocka_unit_test(closed_forms_are_met),
	    cmocka_unit_test(limits_are_met),
	    cmocka_unit_test(chain_and_integral_agree),
	    cmocka_unit_test(quantiles_invert_the_distribution),
	    cmocka_unit_test(least_agents_are_the_least),
	    cmocka_unit_test(what_has_no_answer_says_so),
	};

	return RUN_TAP(tests);
}
