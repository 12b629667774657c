/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "floorwalker/report/report.h"

static double
real_of(const struct value *v, const char *key)
{
	return value_get_real(v, key, (double)NAN);
}

static void
add_figure(struct str *out, double x)
{
	if (isnan(x))
		str_add(out, "      –");
	else
		str_addf(out, "  %.3f", x);
}

static void
add_part(struct str *out, const char *name, const struct value *v)
{
	if (value_get_int(v, "replies", 0) == 0)
		return;
	str_addf(out, "  %-14.14s %7lld %6lld", name, (long long)value_get_int(v, "replies", 0),
	    (long long)value_get_int(v, "wrong", 0));
	add_figure(out, real_of(v, "right_share"));
	add_figure(out, real_of(v, "mean_confidence"));
	add_figure(out, real_of(v, "ece"));
	add_figure(out, real_of(v, "ece_equal_bins"));
	add_figure(out, real_of(v, "brier"));
	add_figure(out, real_of(v, "auroc"));
	if (!isnan(real_of(v, "auroc_low")))
		str_addf(out, " (%.3f to %.3f)", real_of(v, "auroc_low"), real_of(v, "auroc_high"));
	str_add_char(out, '\n');
}

static void
add_bins(struct str *out, const struct value *v)
{
	const struct value *bins = value_get(v, "bins");

	str_add(out, "  confidence      replies  mean  right\n");
	for (size_t i = 0; i < value_count(bins); i++) {
		const struct value *b = value_at(bins, i);
		int64_t n = value_get_int(b, "replies", 0);

		if (n > 0)
			str_addf(out, "  %.3f to %.3f %8lld %.3f  %.3f\n", real_of(b, "from"),
			    real_of(b, "to"), (long long)n, real_of(b, "mean_confidence"),
			    (double)value_get_int(b, "right", 0) / (double)n);
	}
}

static void
add_coverage(struct str *out, const struct value *v)
{
	const struct value *list = value_get(v, "coverage");

	str_add(out, "  most confident   right   from confidence\n");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *c = value_at(list, i);

		if (!isnan(real_of(c, "accuracy")))
			str_addf(out, "  %12.0f %%   %.3f   %.3f\n", 100 * real_of(c, "coverage"),
			    real_of(c, "accuracy"), real_of(c, "least"));
	}
}

void
report_confidence_text(const struct value *parts, struct str *out)
{
	str_add(out,
	    "                 replies  wrong  right   mean    ece    ece=  brier  auroc (95 %)\n");
	for (size_t i = 0; i < value_count(parts); i++)
		add_part(out, value_key_at(parts, i), value_at(parts, i));
}

static void
add_measures(struct str *out, const char *title, const struct value *v)
{
	const struct value *testing = value_get(v, "testing");

	if (v == NULL)
		return;
	str_addf(out, "\n%s, fitting half\n", title);
	report_confidence_text(value_get(v, "fitting"), out);
	str_addf(out, "%s, tested half\n", title);
	report_confidence_text(testing, out);
	add_bins(out, value_get(testing, "all"));
	add_coverage(out, value_get(testing, "all"));
}

void
report_calibration_text(const struct value *result, struct str *out)
{
	const struct value *sets = value_get(result, "sets"), *flaws = value_get(result, "flaws"),
			   *measures = value_get(result, "measures"),
			   *weights = value_path(result, "fitted.weights");

	str_addf(out, "Replies %lld, %lld of them small talk; seed %s\n",
	    (long long)value_get_int(result, "replies", 0),
	    (long long)value_get_int(result, "small_talk", 0), value_get_text(result, "seed"));
	str_add(out, "\n                 fitting: tasks replies  wrong   tested: tasks replies  wrong\n");
	for (size_t i = 0; i < value_count(sets); i++) {
		const struct value *s = value_at(sets, i), *f = value_get(s, "fitting"),
				   *t = value_get(s, "testing");

		str_addf(out, "  %-20.20s %7lld %7lld %6lld %15lld %7lld %6lld\n",
		    value_get_text(s, "set"), (long long)value_get_int(f, "tasks", 0),
		    (long long)value_get_int(f, "replies", 0),
		    (long long)value_get_int(f, "wrong", 0),
		    (long long)value_get_int(t, "tasks", 0),
		    (long long)value_get_int(t, "replies", 0),
		    (long long)value_get_int(t, "wrong", 0));
	}
	str_add(out, "\nWhat was wrong\n");
	for (size_t i = 0; i < value_count(flaws); i++) {
		str_addf(out, "  %-16s", value_key_at(flaws, i));
		for (size_t s = 0; s < value_count(value_at(flaws, i)); s++)
			str_addf(out, "%s %s %lld", s > 0 ? "," : "",
			    value_key_at(value_at(flaws, i), s),
			    (long long)value_as_int(value_at(value_at(flaws, i), s), 0));
		str_add_char(out, '\n');
	}
	add_measures(out, "As given", value_get(measures, "given"));
	add_measures(out, "By the weights", value_get(measures, "weights"));
	add_measures(out, "As fitted", value_get(measures, "fitted"));
	if (value_get(result, "cross") != NULL) {
		str_addf(out, "\nFitting half, by weights fitted to its other tasks: log loss %.4f\n",
		    real_of(value_get(result, "cross"), "log_loss"));
		add_part(out, "all", value_get(result, "cross"));
	}
	if (weights != NULL)
		str_addf(out, "\nFitted weights\n  %-16s %8.3f\n", "(bias)",
		    real_of(value_get(result, "fitted"), "bias"));
	for (size_t i = 0; i < value_count(weights); i++)
		str_addf(out, "  %-16s %8.3f\n", value_key_at(weights, i),
		    value_as_real(value_at(weights, i), 0));
}
