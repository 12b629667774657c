/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forest: of each figure what B differs by from A, with its interval.
 */
#include <math.h>
#include <string.h>

#include "comparison.h"
#include "figures.h"
#include "page.h"

#define WIDTH 760
#define NAME 214			/* names end here */
#define END 150				/* the difference in numbers */
#define ROW 24
#define TOP 22
#define BOTTOM 40
#define RELATIVE_MOST 1.0		/* of A, where the axis ends */
#define NAME_CELLS 26
#define WHOLE_CELLS 12			/* of the figure that another is a part of, before it */

struct forest {
	const char *id, *title, *description, *axis;
	bool of_shares;			/* else relative to A */
};
static const struct forest forests[] = {
	{ "differences", "Shares: B − A in percentage points, with 95 % intervals",
	    "A row for each share: a dot at the paired difference of B from A, filled where its interval leaves 0 out, with whiskers for the interval; the line in the middle is no difference. The table of all figures has the numbers.",
	    "percentage points", true },
	{ "relative", "All else: B − A relative to A, with 95 % intervals",
	    "A row for each figure that is no share: a dot at the paired difference as a part of A's value, filled where its interval leaves 0 out, with whiskers for the interval; the line in the middle is no difference. The table of all figures has the numbers.",
	    "per cent of A", false },
};

/* Both sides have the same everywhere. */
static bool
is_same(const struct value *v)
{
	return !figures_has(v, "low") && figures_has(v, "difference") &&
	    value_get_real(v, "difference", 1) == 0;
}

/* What a difference is on the axis; false: it has no place there. */
static bool
place_of(const struct forest *f, const struct value *v, const char *key, double *out)
{
	double a = value_get_real(v, "a", 0), x = value_get_real(v, key, 0);

	if (text_is(value_get_text(v, "unit"), "share") != f->of_shares ||
	    !figures_has(v, "low") || !figures_has(v, "difference"))
		return false;
	if (!f->of_shares && !(fabs(a) > 0))
		return false;
	*out = 100 * (f->of_shares ? x : x / fabs(a));
	return true;
}

static double
reach(const struct forest *f, const struct value *list, size_t *rows, int *steps)
{
	double most = 0, low, high;

	*rows = 0;
	for (size_t i = 0; i < value_count(list); i++) {
		if (!place_of(f, value_at(list, i), "low", &low) ||
		    !place_of(f, value_at(list, i), "high", &high))
			continue;
		(*rows)++;
		most = fmax(most, fmax(fabs(low), fabs(high)));
	}
	return axis_top(f->of_shares ? most : fmin(most, 100 * RELATIVE_MOST), steps);
}

static double
across(double x, double top)
{
	double room = WIDTH - NAME - END;

	return NAME + room / 2 * (1 + fmax(-1, fmin(1, x / top)));
}

static void
add_axis(struct str *out, const struct forest *f, size_t rows, double top, int steps)
{
	double base = TOP + (double)rows * ROW;
	struct str text;

	str_init(&text);
	for (int i = -steps; i <= steps; i++) {
		double x = across(top * i / steps, top), step = top / steps;

		svg_line(out, x, TOP, x, base + 4, i == 0 ? "axis" : "grid");
		if (steps > 3 && i % 2 != 0)
			continue;
		str_reset(&text);
		str_add(&text, i > 0 ? "+" : i < 0 ? "−" : "");
		figures_fixed(&text, fabs(step * i),
		    floor(2 * step) == 2 * step ? 0 : 2 * step >= .1 ? 1 : 2);
		svg_text(out, x, base + 18, "middle", text.data);
	}
	svg_text(out, NAME + 4, 12, "label", "B lower");
	svg_text(out, WIDTH - END - 4, 12, "end", "B higher");
	svg_text(out, across(0, top), base + 34, "middle", f->axis);
	str_clear(&text);
}

/* What goes beyond the axis has an open end there. */
static void
add_ends(struct str *out, double low, double high, double top, double y)
{
	svg_line(out, across(low, top), y, across(high, top), y, "whisker");
	if (low >= -top)
		svg_line(out, across(low, top), y - 5, across(low, top), y + 5, "whisker");
	else
		svg_text(out, NAME - 1, y + 4, "middle small", "◂");
	if (high <= top)
		svg_line(out, across(high, top), y - 5, across(high, top), y + 5, "whisker");
	else
		svg_text(out, WIDTH - END + 1, y + 4, "middle small", "▸");
}

/* Of a part of another figure with the name of that: "FRT: half within", "of it people (Cost per …". */
static void
add_name(struct str *out, const struct value *list, size_t at)
{
	const char *title = value_get_text(value_at(list, at), "title"), *whole, *comma;
	struct str text;
	size_t i = at;

	while (i > 0 && value_get_bool(value_at(list, i), "part", false))
		i--;
	whole = value_get_text(value_at(list, i), "title");
	comma = strstr(whole, ", ");
	if (comma != NULL && strspn(comma + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(comma + 2))
		whole = comma + 2;
	str_init(&text);
	if (i == at)
		str_add(&text, title);
	else if (strlen(whole) <= WHOLE_CELLS)
		str_addf(&text, "%s: %s", whole, title);
	else
		str_addf(&text, "%s (%s)", title, whole);
	svg_short(out, text.data, NAME_CELLS);
	str_clear(&text);
}

static void
add_row(struct str *out, const struct forest *f, const struct value *list, size_t i, double y,
    double top, const char *currency)
{
	const struct value *v = value_at(list, i);

	double at = 0, low = 0, high = 0, middle = y + ROW / 2.0;
	bool differs = comparison_differs(v);
	struct str text;

	(void)place_of(f, v, "difference", &at);
	(void)place_of(f, v, "low", &low);
	(void)place_of(f, v, "high", &high);
	str_init(&text);
	add_name(&text, list, i);
	svg_text(out, NAME - 10, middle + 4, differs ? "end strong" : "end", text.data);
	add_ends(out, low, high, top, middle);
	if (fabs(at) <= top)
		svg_dot(out, across(at, top), middle, 5, differs ? "dot" : "dot open");
	str_reset(&text);
	comparison_change(
	    &text, value_get_text(v, "unit"), value_get_real(v, "difference", 0), currency);
	svg_text(out, WIDTH - END + 12, middle + 4, differs ? "label strong" : "label", text.data);
	str_clear(&text);
}

static void
add_forest(struct str *out, const struct forest *f, const struct value *result)
{
	const struct value *list = value_get(result, "figures");
	size_t rows, row = 0;
	int steps;
	double top = reach(f, list, &rows, &steps), x;

	if (rows == 0)
		return;
	chart_begin(out, &(struct chart){ f->id, f->title, f->description, WIDTH,
		(int)rows * ROW + TOP + BOTTOM });
	add_axis(out, f, rows, top, steps);
	for (size_t i = 0; i < value_count(list); i++)
		if (place_of(f, value_at(list, i), "low", &x))
			add_row(out, f, list, i, (double)(TOP + ROW * (int)row++), top,
			    value_get_text(result, "currency"));
	chart_end(out);
	str_add(out, "</figure>\n");
}

void
chart_differences(struct str *out, const struct value *result)
{
	const struct value *list = value_get(result, "figures");
	size_t left = 0, same = 0;
	double x;

	for (size_t i = 0; i < sizeof(forests) / sizeof(forests[0]); i++)
		add_forest(out, &forests[i], result);
	for (size_t i = 0; i < value_count(list); i++)
		if (is_same(value_at(list, i)))
			same++;
		else
			left += !place_of(&forests[0], value_at(list, i), "low", &x) &&
			    !place_of(&forests[1], value_at(list, i), "low", &x);
	if (left + same > 0)
		str_addf(out,
		    "<p class=\"quiet\">In the table alone: %zu of which both sides have the same in every replication, and %zu that have no interval of a difference, or nothing in A that it could be a part of.</p>\n",
		    same, left);
}
