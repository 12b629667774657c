/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/report/report.h"

#define TEXT_CELLS 56

static void
add_share(struct str *out, const struct value *model, const char *name)
{
	const struct value *v = value_get(model, name);

	if (value_get_int(v, "of", 0) > 0)
		str_addf(out, "  %6.1f %%", 100 * value_get_real(v, "share", 0));
	else
		str_add(out, "         –");
}

static void
add_line(struct str *out, const struct value *figures, const char *whose, const char *title)
{
	static const char *const sides[] = { "before", "after" };
	const struct value *v = value_get(figures, whose);

	for (int i = 0; i < 2; i++) {
		const struct value *m = value_get(v, sides[i]);

		str_addf(out, "  %-13s %-7s", i == 0 ? title : "", sides[i]);
		add_share(out, m, "accuracy");
		add_share(out, m, "in_scope");
		add_share(out, m, "out_of_scope");
		str_addf(out, "   %.3f", value_get_real(m, "calibration_error", 0));
		str_addf(out, "  %7lld rows\n",
		    (long long)value_get_int(value_get(m, "accuracy"), "of", 0));
	}
	str_addf(out, "  %-13s %lld better, %lld worse, p = %.3g\n", "",
	    (long long)value_get_int(v, "better", 0), (long long)value_get_int(v, "worse", 0),
	    value_get_real(v, "p", 1));
}

static void
add_text(struct str *out, const char *text)
{
	size_t from = out->length, fit = utf8_fit(text, strlen(text), TEXT_CELLS, NULL);

	str_add_n(out, text, fit);
	if (text[fit] != '\0')
		str_add(out, "…");
	for (size_t i = from; i < out->length; i++)
		if (out->data[i] == '\n')
			out->data[i] = ' ';
}

static void
add_rows(struct str *out, const struct value *list, const char *title, size_t most)
{
	size_t count = value_count(list), shown = count < most ? count : most;

	if (count == 0)
		return;
	str_addf(out, "\n%s: %zu\n", title, count);
	for (size_t i = 0; i < shown; i++) {
		const struct value *v = value_at(list, i);

		str_add(out, "  \"");
		add_text(out, value_get_text(v, "text"));
		str_addf(out, "\"%s\n      %s: %s -> %s\n",
		    value_get_bool(v, "own", false) ? " (yours)" : "",
		    value_get_text(v, "intent"), value_get_text(v, "before"),
		    value_get_text(v, "after"));
	}
	if (shown < count)
		str_addf(out, "  and %zu more (--rows N, or --format json)\n", count - shown);
}

static void
add_intents(struct str *out, const struct value *list)
{
	bool any = false;

	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		if (value_get_int(v, "better", 0) + value_get_int(v, "worse", 0) == 0 &&
		    value_get_int(v, "own", 0) == 0)
			continue;
		if (!any)
			str_addf(out, "\n%-26s %6s %6s  %7s %7s  %6s %6s\n",
			    "by intent (changed, yours)", "rows", "yours", "before", "after",
			    "better", "worse");
		any = true;
		str_addf(out, "  %-24.24s %6lld %6lld  %7lld %7lld  %6lld %6lld\n",
		    value_get_text(v, "intent"), (long long)value_get_int(v, "n", 0),
		    (long long)value_get_int(v, "own", 0), (long long)value_get_int(v, "before", 0),
		    (long long)value_get_int(v, "after", 0),
		    (long long)value_get_int(v, "better", 0),
		    (long long)value_get_int(v, "worse", 0));
	}
}

static void
add_contradictions(struct str *out, const struct value *list, size_t most)
{
	size_t count = value_count(list), shown = count < most ? count : most;

	if (count == 0)
		return;
	str_addf(out, "\nthe same words under another intent: %zu\n", count);
	for (size_t i = 0; i < shown; i++) {
		const struct value *v = value_at(list, i);

		str_add(out, "  \"");
		add_text(out, value_get_text(v, "text"));
		str_addf(out, "\"\n      %s: %s, %s %s\n", value_get_text(v, "from"),
		    value_get_text(v, "intent"),
		    value_get_bool(v, "elsewhere_own", false) ? "elsewhere among yours"
							       : "in the shipped phrases",
		    value_get_text(v, "elsewhere"));
	}
	if (shown < count)
		str_addf(out, "  and %zu more\n", count - shown);
}

void
report_learn_text(const struct value *result, size_t rows, struct str *out)
{
	const struct value *counts = value_get(result, "rows"),
			   *figures = value_get(result, "figures"),
			   *sources = value_get(result, "sources");

	for (size_t i = 0; i < value_count(sources); i++)
		str_addf(out, "%s: %lld rows\n",
		    value_get_text(value_at(sources, i), "file"),
		    (long long)value_get_int(value_at(sources, i), "rows", 0));
	str_addf(out, "before: the shipped phrases (%lld rows)",
	    (long long)value_get_int(counts, "shipped", 0));
	if (value_get_int(counts, "in_use", 0) > 0)
		str_addf(out, " and what this world learnt before (%lld)",
		    (long long)value_get_int(counts, "in_use", 0));
	if (value_get_bool(result, "in_use_unknown", false))
		str_add(out, "; what the world's own model was made of isn't known");
	str_addf(out, "\nafter:  the shipped phrases and yours (%lld rows)\n",
	    (long long)value_get_int(counts, "own", 0));
	str_addf(out,
	    "Each of the %lld rows is judged by models that saw neither it nor the same\n"
	    "words (%lld folds).\n\n",
	    (long long)value_get_int(counts, "judged", 0),
	    (long long)value_get_int(result, "folds", 0));
	str_addf(out, "  %-21s %9s %9s %9s %7s\n", "", "right", "in scope", "outside", "ECE");
	add_line(out, figures, "all", "all rows");
	add_line(out, figures, "shipped", "shipped");
	add_line(out, figures, "own", "yours");
	str_addf(out, "\n%s\n", value_get_text(result, "advice"));
	add_intents(out, value_get(result, "intents"));
	add_rows(out, value_get(result, "worse"), "got worse", rows);
	add_rows(out, value_get(result, "better"), "got better", rows);
	add_contradictions(out, value_get(result, "contradictions"), rows);
}
