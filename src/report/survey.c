/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/report/report.h"

#define COMMENT_CELLS 56
#define BAR_CELLS 30

static void
add_period(struct str *out, const struct value *v, const struct zone *zone)
{
	str_add(out, "conversations closed from ");
	date_print(out, zone, value_get_int(v, "from_ms", 0));
	str_add(out, "\n                     up to ");
	date_print(out, zone, value_get_int(v, "until_ms", 0));
	str_add_char(out, '\n');
}

/* "82.0 %  (71.3 % to 89.2 %), 41 of 50" */
static void
add_share(struct str *out, const char *title, const struct value *v)
{
	long long n = (long long)value_get_int(v, "n", 0), of = (long long)value_get_int(v, "of", 0);

	if (of == 0)
		str_addf(out, "  %-26s not measured: none of 0\n", title);
	else
		str_addf(out, "  %-26s %.1f %%  (%.1f %% to %.1f %%), %lld of %lld\n", title,
		    100 * value_get_real(v, "share", 0), 100 * value_get_real(v, "low", 0),
		    100 * value_get_real(v, "high", 0), n, of);
}

static void
add_interval(struct str *out, const struct value *v, int digits, bool is_signed)
{
	double low = value_get_real(v, "low", NAN), high = value_get_real(v, "high", NAN);

	if (isnan(low) || isnan(high))
		str_add(out, "  (no interval)");
	else if (is_signed)
		str_addf(out, "  (%+.*f to %+.*f)", digits, low, digits, high);
	else
		str_addf(out, "  (%.*f to %.*f)", digits, low, digits, high);
}

static void
add_mean(struct str *out, const char *title, const struct value *v)
{
	str_addf(out, "  %-26s ", title);
	if (value_get_int(v, "n", 0) == 0) {
		str_add(out, "not measured: there is none\n");
		return;
	}
	str_addf(out, "%.2f", value_get_real(v, "mean", 0));
	add_interval(out, v, 2, false);
	str_addf(out, ", n = %lld\n", (long long)value_get_int(v, "n", 0));
}

static void
add_scores(struct str *out, const struct value *list)
{
	int64_t most = 0;

	for (size_t i = 0; i < value_count(list); i++)
		if (value_get_int(value_at(list, i), "n", 0) > most)
			most = value_get_int(value_at(list, i), "n", 0);
	if (most == 0)
		return;
	str_add_char(out, '\n');
	for (size_t i = value_count(list); i > 0; i--) {
		const struct value *v = value_at(list, i - 1);
		int64_t n = value_get_int(v, "n", 0), cells = (n * BAR_CELLS + most - 1) / most;

		str_addf(out, "  score %lld %8lld  ", (long long)value_get_int(v, "score", 0),
		    (long long)n);
		for (; cells > 0; cells--)
			str_add(out, "▇");
		while (out->length > 0 && out->data[out->length - 1] == ' ')
			out->data[--out->length] = '\0';
		str_add_char(out, '\n');
	}
}

static void
add_one(struct str *out, const char *title, const struct value *v, int64_t n)
{
	double value = value_get_real(v, "value", NAN);

	str_addf(out, "  %-26s ", title);
	if (isnan(value)) {
		str_add(out, "not measured\n");
		return;
	}
	str_addf(out, "%+.3f", value);
	add_interval(out, v, 3, true);
	str_addf(out, ", n = %lld\n", (long long)n);
}

static void
add_correlation(struct str *out, const struct value *v)
{
	const char *missing = value_get_text(v, "missing");
	int64_t n = value_get_int(v, "n", 0);

	str_add(out, "\nThe CSAT proxy against these answers (+1: it puts them in the same order)\n");
	if (*missing != '\0') {
		str_addf(out, "  not measured: %s (there %s %lld)\n", missing, n == 1 ? "is" : "are",
		    (long long)n);
		return;
	}
	add_one(out, "Spearman's rho", value_get(v, "spearman"), n);
	add_one(out, "Kendall's tau-b", value_get(v, "kendall"), n);
}

static void
add_bias(struct str *out, const struct value *v)
{
	const struct value *d = value_get(v, "difference");
	double mean = value_get_real(d, "mean", NAN);

	str_add(out, "\nAre those who answer like those who don't? Mean proxy, 1 to 5\n");
	add_mean(out, "of those who answered", value_get(v, "answered"));
	add_mean(out, "of those who didn't", value_get(v, "not_answered"));
	if (isnan(mean))
		return;
	str_addf(out, "  %-26s %+.2f", "difference", mean);
	add_interval(out, d, 2, true);
	str_add_char(out, '\n');
}

static void
add_comments(struct str *out, const struct value *list)
{
	if (value_count(list) > 0)
		str_add(out, "\nThe newest comments, masked\n");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		const char *text = value_get_text(v, "text");
		size_t from, fit = utf8_fit(text, strlen(text), COMMENT_CELLS, NULL);

		str_addf(out, "  %-8s %lld  \"", value_get_text(v, "conversation"),
		    (long long)value_get_int(v, "score", 0));
		from = out->length;
		str_add_n(out, text, fit);
		for (size_t k = from; k < out->length; k++)
			if (out->data[k] == '\n')
				out->data[k] = ' ';
		str_addf(out, "%s\"\n", text[fit] != '\0' ? "…" : "");
	}
}

void
report_survey_text(const struct value *result, const struct zone *zone, struct str *out)
{
	int64_t left = value_get_int(result, "left_out", 0),
		replaced = value_get_int(result, "replaced", 0);

	add_period(out, value_get(result, "period"), zone);
	str_addf(out, "\n  %-26s %lld\n", "closed", (long long)value_get_int(result, "closed", 0));
	if (left > 0)
		str_addf(out, "  %-26s %lld: nobody wrote, merged, spam or test\n", "  left out",
		    (long long)left);
	str_addf(out, "  %-26s not recorded\n", "asked");
	str_addf(out, "  %-26s %lld\n", "answered", (long long)value_get_int(result, "answered", 0));
	if (replaced > 0)
		str_addf(out, "  %-26s %lld: given before the last of their conversation\n", "  replaced",
		    (long long)replaced);
	add_share(out, "answered, of the closed", value_get(result, "responses"));
	add_share(out, "CSAT: 4 or 5, of answered", value_get(result, "csat"));
	add_mean(out, "mean answer, 1 to 5", value_path(result, "means.score"));
	add_mean(out, "mean proxy of the same", value_path(result, "means.proxy"));
	add_scores(out, value_get(result, "scores"));
	add_correlation(out, value_get(result, "correlation"));
	add_bias(out, value_get(result, "bias"));
	add_comments(out, value_get(result, "comments"));
}
