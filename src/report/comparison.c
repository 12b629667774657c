/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two ways of running a day beside each other.
 */
#include <math.h>
#include <string.h>

#include "comparison.h"
#include "figures.h"
#include "floorwalker/report/report.h"
#include "lines.h"

#define TITLE 30
#define VALUE 14

void
comparison_change(struct str *out, const char *unit, double x, const char *currency)
{
	struct str size;

	str_init(&size);
	if (text_is(unit, "share"))
		str_addf(&size, "%.1f pt", fabs(x) * 100);
	else
		figures_value(&size, unit, fabs(x), currency);
	if (strpbrk(size.data, "123456789") != NULL)	/* what rounds to nothing has no sign */
		str_add_char(out, x < 0 ? '-' : '+');
	str_add(out, size.data);
	str_clear(&size);
}

void
comparison_interval(struct str *out, const struct value *v, const char *currency)
{
	const char *unit = value_get_text(v, "unit");

	if (!figures_has(v, "low"))
		return;
	comparison_change(out, unit, value_get_real(v, "low", 0), currency);
	str_add(out, " to ");
	comparison_change(out, unit, value_get_real(v, "high", 0), currency);
}

bool
comparison_differs(const struct value *v)
{
	return figures_has(v, "low") &&
	    (value_get_real(v, "low", 0) > 0 || value_get_real(v, "high", 0) < 0);
}

static void
add_one(struct str *out, const struct value *f, const char *key, const char *currency)
{
	struct str part;

	str_init(&part);
	if (figures_has(f, key))
		figures_value(
		    &part, value_get_text(f, "unit"), value_get_real(f, key, 0), currency);
	else
		str_add(&part, "-");
	lines_right(out, &part, VALUE);
	str_clear(&part);
}

static void
add_figure(struct str *out, const struct value *f, const char *currency, struct lines_notes *why)
{
	bool inner = value_get_bool(f, "part", false);
	struct str part;

	str_init(&part);
	str_add(out, inner ? "    " : "  ");
	lines_left(out, value_get_text(f, "title"), TITLE - (inner ? 2 : 0));
	add_one(out, f, "a", currency);
	add_one(out, f, "b", currency);
	comparison_interval(&part, f, currency);
	if (part.length == 0)
		str_addf(&part, "none (%d)", (int)lines_note(why, value_get_text(f, "why")) + 1);
	lines_pad(out, 2);
	str_add_n(out, part.data, part.length);
	if (comparison_differs(f))
		str_add(out, " *");
	str_add_char(out, '\n');
	str_clear(&part);
}

/* Where all differences are the same: how many others there may be. */
bool
comparison_sameness(struct str *out, const struct value *d)
{
	if (!value_get_bool(d, "all_the_same", false) || value_get_int(d, "n", 0) == 0)
		return false;
	str_add(out, value_get_real(d, "difference", 0) == 0 ? "Alike" : "The same difference");
	str_add(out, " in all ");
	figures_count(out, value_get_int(d, "n", 0));
	str_addf(out, " %ss: at 95 %% at most %.2g %% of all to come aren't.", value_get_text(d, "by"),
	    100 * value_get_real(d, "others_at_most", 1));
	return true;
}

static void
add_alone(struct str *out, const char *before, int64_t count, const char *side)
{
	if (count == 0)
		return;
	str_add(out, before);
	figures_count(out, count);
	str_addf(out, " on %s alone", side);
}

void
comparison_arrivals(struct str *out, const struct value *result)
{
	const struct value *v = value_get(result, "arrivals");
	int64_t a = value_get_int(v, "a_alone", 0), b = value_get_int(v, "b_alone", 0);
	bool by_visitor =
	    text_is(value_get_text(value_get(result, "decides"), "by"), "visitor");

	if (a + b == 0) {
		str_addf(out, "the same %s on both sides",
		    value_get_bool(v, "same_shoppers", true) ? "shoppers" : "arrivals");
		return;
	}
	figures_count(out, value_get_int(v, "both", 0));
	str_addf(out, " visitor%s on both sides", value_get_int(v, "both", 0) == 1 ? "" : "s");
	add_alone(out, "; ", a, "A");
	add_alone(out, a > 0 ? " and " : "; ", b, "B");
	if (by_visitor)
		str_addf(out, " %s in the differences that decide", a + b == 1 ? "isn't" : "aren't");
}

static void
add_more(struct str *out, int64_t count, const char *of)
{
	figures_count(out, count);
	str_addf(out, " more %s%s", of, count == 1 ? "" : "s");
}

/* By visitor with the replications that bring them, since these are what can be asked for. */
static void
add_how_many_more(struct str *out, const struct value *d)
{
	int64_t more = value_get_int(d, "more", 0),
		replications = value_get_int(d, "more_replications", more);

	if (!text_is(value_get_text(d, "by"), "visitor")) {
		add_more(out, replications, "replication");
		return;
	}
	add_more(out, more, "visitor");
	if (!figures_has(d, "more_replications"))
		return;
	str_add(out, ", ");
	add_more(out, replications, "replication");
	str_add(out, " such as these,");
}

void
comparison_verdict(struct str *out, const struct value *d)
{
	const char *verdict = value_get_text(d, "verdict");
	int64_t more = value_get_int(d, "more", -1);

	if (text_is(verdict, "above"))
		str_add(out, "Decided: B is higher.");
	else if (text_is(verdict, "below"))
		str_add(out, "Decided: B is lower.");
	else if (text_is(verdict, "same"))
		str_add(out, "Decided: they differ by no more than the margin.");
	else if (more > 0) {
		str_add(out, "Not decided. About ");
		add_how_many_more(out, d);
		str_addf(out, " would decide, if all stays as it is%s.",
		    value_get_bool(d, "more_is_rough", false) ? ": a rough guess, from so few" : "");
	} else
		str_addf(out, "Not decided, and how many more would can't be told: %s.",
		    value_get_text(d, "more_unknown"));
}

static void
add_decides(struct str *out, const struct value *result, const char *currency)
{
	const struct value *d = value_get(result, "decides"), *v = value_get(result, "visitors");
	bool by_visitor = text_is(value_get_text(d, "by"), "visitor");
	struct str part;

	str_init(&part);
	str_addf(out, "\n%s decides, paired by %s\n  A ", value_get_text(d, "title"),
	    value_get_text(d, "by"));
	if (figures_has(d, "a")) {
		figures_value(out, value_get_text(d, "unit"), value_get_real(d, "a", 0), currency);
		str_add(out, ", B ");
		figures_value(out, value_get_text(d, "unit"), value_get_real(d, "b", 0), currency);
		str_add(out, "; B - A: ");
		comparison_change(out, value_get_text(d, "unit"), value_get_real(d, "difference", 0),
		    currency);
		comparison_interval(&part, d, currency);
		if (part.length > 0 && value_get_bool(d, "all_the_same", false))
			str_addf(out, " (%s)", part.data);
		else if (part.length > 0)
			str_addf(out, " (%s, %g %% at every look)", part.data,
			    100 * value_get_real(d, "level", 0));
	} else
		str_add(out, "and B have nothing in common that could be compared");
	str_add(out, ", of ");
	figures_count(out, value_get_int(d, "n", 0));
	str_addf(out, " %ss\n", value_get_text(d, "by"));
	if (value_get_text(d, "why")[0] != '\0') {
		str_reset(&part);
		str_addf(&part, "No interval: %s.", value_get_text(d, "why"));
		lines_wrapped(out, "", part.data, 2);
	}
	if (figures_has(d, "a"))
		str_addf(out, "  These are means over %s;\n  below all contacts are taken together.\n",
		    value_get_text(d, "means_of"));
	str_add(out, "  ");
	if (comparison_sameness(out, d))
		str_add(out, "\n  ");
	comparison_verdict(out, d);
	str_add_char(out, '\n');
	if (by_visitor) {
		str_add(out, "  alike for ");
		figures_count(out, value_get_int(v, "alike", 0));
		str_add(out, " visitors, higher with A for ");
		figures_count(out, value_get_int(v, "more_a", 0));
		str_add(out, ", with B for ");
		figures_count(out, value_get_int(v, "more_b", 0));
		str_add_char(out, '\n');
	}
	str_clear(&part);
}

void
report_comparison_text(const struct value *result, struct str *out)
{
	const struct value *figures = value_get(result, "figures");
	const char *currency = value_get_text(result, "currency");
	struct lines_notes why = { .count = 0 };

	for (int side = 0; side < 2; side++) {
		const struct value *v = value_get(result, side == 0 ? "a" : "b");

		str_addf(out, "%s  %s, ", side == 0 ? "A" : "B", value_get_text(v, "label"));
		figures_count(out, value_get_int(v, "contacts", 0));
		str_add(out, " contacts\n");
	}
	comparison_arrivals(out, result);
	str_addf(out, ", seed %s; %lld of at most %lld replications\n",
	    value_get_text(result, "seed"), (long long)value_get_int(result, "replications", 0),
	    (long long)value_get_int(result, "most", 0));
	add_decides(out, result, currency);
	for (const struct figure_group *g = figure_groups; g->name != NULL; g++) {
		str_addf(out, "\n%s\n", g->title);
		if (g == figure_groups) {
			lines_pad(out, TITLE + 2 + VALUE - 1);
			str_add(out, "A");
			lines_pad(out, VALUE - 1);
			str_add(out, "B  B - A, 95 %\n");
		}
		for (size_t i = 0; i < value_count(figures); i++)
			if (text_is(value_get_text(value_at(figures, i), "group"), g->name))
				add_figure(out, value_at(figures, i), currency, &why);
	}
	str_add(out, why.count > 0 ? "\n" : "");
	lines_add_notes(out, &why, '1');
	str_add(out,
	    "\n* the interval leaves 0 out. These are many intervals: of twenty that hold no difference, one leaves 0 out by chance.\n");
}
