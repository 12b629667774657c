/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "classify.h"
#include "floorwalker/base/str.h"

#define CHART_WIDTH 50

/* Closer together where few probabilities lie: most thresholds are small. */
static const double thresholds[] = {0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25,
    0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1};
#define POINTS (sizeof thresholds / sizeof thresholds[0])

/* Of the rows that are not said to be out of scope, how many are answered right. */
static double
accuracy_answered(const struct classify_metrics *m)
{
	double n = (double)m->n, inside = n - (double)m->oos_n,
	       right = isnan(m->in_scope_accuracy) ? 0 : m->in_scope_accuracy * inside;

	return m->coverage > 0 ? right / (m->coverage * n) : NAN;
}

static void
print_cell(double x)
{
	if (isnan(x))
		printf("%10s", "-");
	else
		printf("%10.4f", x);
}

static void
print_table(const struct classify_metrics *m)
{
	printf("%9s%10s%10s%10s%10s%10s%10s\n", "threshold", "coverage", "accuracy", "in scope",
	    "recall", "overall", "ece");
	for (size_t i = 0; i < POINTS; i++) {
		printf("%9.3f", thresholds[i]);
		print_cell(m[i].coverage);
		print_cell(accuracy_answered(&m[i]));
		print_cell(m[i].in_scope_accuracy);
		print_cell(m[i].oos_recall);
		print_cell(m[i].overall_accuracy);
		print_cell(m[i].ece);
		putchar('\n');
	}
}

static void
mark(char *line, double x, char letter)
{
	if (!isnan(x))
		line[(size_t)(x * CHART_WIDTH + 0.5)] = letter;
}

static void
print_chart(const struct classify_metrics *m)
{
	puts("a accuracy of what is answered, o overall accuracy,\n"
	     "r recall of what is out of scope, c coverage; where they meet, the first shows");
	printf("%9s 0%*s\n", "threshold", CHART_WIDTH, "1");
	for (size_t i = 0; i < POINTS; i++) {
		char line[CHART_WIDTH + 2];

		memset(line, ' ', CHART_WIDTH + 1);
		line[CHART_WIDTH + 1] = '\0';
		mark(line, m[i].coverage, 'c');
		mark(line, m[i].oos_recall, 'r');
		mark(line, m[i].overall_accuracy, 'o');
		mark(line, accuracy_answered(&m[i]), 'a');
		printf("%9.3f %s\n", thresholds[i], line);
	}
}

static void
print_points(struct call *c, const struct classify_metrics *m, double own)
{
	struct value *v = value_map(c->arena), *list;

	classify_set_real(v, "model_threshold", own);
	list = value_set_list(v, "points");
	for (size_t i = 0; i < POINTS; i++) {
		struct value *one = value_add_map(list);

		value_set_real(one, "threshold", thresholds[i]);
		classify_set_real(one, "coverage", m[i].coverage);
		classify_set_real(one, "accuracy", accuracy_answered(&m[i]));
		classify_set_real(one, "in_scope_accuracy", m[i].in_scope_accuracy);
		classify_set_real(one, "oos_recall", m[i].oos_recall);
		classify_set_real(one, "overall_accuracy", m[i].overall_accuracy);
		classify_set_real(one, "ece", m[i].ece);
	}
	print_json(v);
}

enum err
classify_curve_run(struct call *c, struct errinfo *e)
{
	const char *format = call_text(c, "format", "text");
	struct classify_metrics m[POINTS];
	struct classify_run run;
	enum err rc;

	if (!text_is(format, "text") && !text_is(format, "json") && !text_is(format, "chart"))
		return err_set(e, ERR_USAGE, "--format is text, json or chart, not \"%.60s\"", format);
	if ((rc = classify_run(c, &run, e)) != ERR_OK)
		return rc;
	if (run.sets != NULL)
		return err_set(e, ERR_INPUT,
		    "a model of several intents a message has no threshold for out of scope, which this curve is of: look at eval with --threshold");
	for (size_t i = 0; i < POINTS; i++)
		classify_measure(c->arena, run.results, run.count, thresholds[i], 0, &m[i]);
	if (text_is(format, "json")) {
		print_points(c, m, run.threshold);
		return ERR_OK;
	}
	if (text_is(format, "chart"))
		print_chart(m);
	else
		print_table(m);
	if (!isnan(run.threshold))
		printf("the model's own threshold is %.4f\n", run.threshold);
	return ERR_OK;
}
