/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "floorwalker/base/mem.h"
#include "page.h"

#define WIDTH 760
#define NAME 190			/* names of horizontal bars end here */
#define ROW 26
#define END 130				/* what is beside a bar's end */
#define INTENTS 24

/* ---- waits */

#define WAITS_HEIGHT 260
#define WAITS_LEFT 52
#define WAITS_BOTTOM 48
#define WAITS_TOP 30

static void
edge_text(struct str *out, const struct value *bin)
{
	double high = value_get_real(bin, "high", 0);

	if (!figures_has(bin, "high")) {
		str_add(out, "more");
		return;
	}
	if (high < 60000)
		str_addf(out, "%d s", (int)(high / 1000));
	else if (high < 3600000 && fmod(high, 60000) != 0)
		str_addf(out, "%d:%02d", (int)(high / 60000), (int)(fmod(high, 60000) / 1000));
	else if (high < 3600000)
		str_addf(out, "%d min", (int)(high / 60000));
	else
		str_addf(out, "%d h", (int)(high / 3600000));
}

static void
waits_table(struct str *out, const struct value *bins)
{
	static const char *const heads[] = { "waited less than", "answered", "left" };
	struct str text;

	table_begin(out, "Table: waits in queues", heads, 3);
	str_init(&text);
	for (size_t i = 0; i < value_count(bins); i++) {
		const struct value *v = value_at(bins, i);

		str_reset(&text);
		edge_text(&text, v);
		str_add(out, "<tr>");
		cell_text(out, text.data);
		cell_count(out, value_get_int(v, "answered", 0));
		cell_count(out, value_get_int(v, "left", 0));
		str_add(out, "</tr>\n");
	}
	str_clear(&text);
	table_end(out);
}

static void
waits_scale(struct str *out, double top, int steps)
{
	struct str text;

	str_init(&text);
	for (int i = 0; i <= steps; i++) {
		double y = WAITS_HEIGHT - WAITS_BOTTOM -
		    (WAITS_HEIGHT - WAITS_TOP - WAITS_BOTTOM) * (double)i / steps;

		str_reset(&text);
		figures_fixed(&text, top * i / steps, top >= steps ? 0 : 2);
		svg_line(out, WAITS_LEFT, y, WIDTH - 10, y, i == 0 ? "axis" : "grid");
		svg_text(out, WAITS_LEFT - 6, y + 4, "end", text.data);
	}
	str_clear(&text);
}

/* The two kinds of a stacked bar, told apart by hatching too. */
static void
waits_key(struct str *out)
{
	str_add(out,
	    "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" class=\"fill-d soft\"/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" class=\"stroke-d\"/></pattern></defs>\n");
	svg_rect(out, WIDTH - 260, 6, 14, 12, "fill-a");
	svg_text(out, WIDTH - 240, 16, "label", "answered");
	svg_rect(out, WIDTH - 150, 6, 14, 12, "hatched");
	svg_text(out, WIDTH - 130, 16, "label", "left before");
}

void
chart_waits(struct str *out, const struct value *result)
{
	const struct value *bins = value_path(result, "waits.bins");
	size_t count = value_count(bins);
	double most = 0, top, room = WAITS_HEIGHT - WAITS_TOP - WAITS_BOTTOM, wide;
	struct str text;
	int steps;

	for (size_t i = 0; i < count; i++)
		most = fmax(most, value_get_real(value_at(bins, i), "answered", 0) +
			value_get_real(value_at(bins, i), "left", 0));
	if (count == 0 || most <= 0)
		return;
	top = axis_top(most, &steps);
	wide = (double)(WIDTH - 10 - WAITS_LEFT) / (double)count;
	chart_begin(out, &(struct chart){ "waits", "Waits in queues: contacts by how long they waited",
		"Stacked bars from short waits to long ones: contacts that a person answered, and above them, hatched, contacts that left before. The table below has the numbers.",
		WIDTH, WAITS_HEIGHT });
	waits_key(out);
	waits_scale(out, top, steps);
	str_init(&text);
	for (size_t i = 0; i < count; i++) {
		const struct value *v = value_at(bins, i);
		double x = WAITS_LEFT + wide * (double)i,
		       answered = room * value_get_real(v, "answered", 0) / top,
		       left = room * value_get_real(v, "left", 0) / top,
		       base = WAITS_HEIGHT - WAITS_BOTTOM;

		svg_rect(out, x + 2, base - answered, wide - 4, answered, "fill-a");
		if (left > 0)
			svg_rect(out, x + 2, base - answered - left, wide - 4, left, "hatched");
		str_reset(&text);
		edge_text(&text, v);
		svg_text(out, x + wide / 2, base + 16, "middle small", text.data);
	}
	svg_text(out, WAITS_LEFT, WAITS_HEIGHT - 8, "label", "waited less than …");
	str_clear(&text);
	chart_end(out);
	waits_table(out, bins);
	str_add(out, "</figure>\n");
}

/* ---- horizontal bars */

static int
by_contacts(const void *a, const void *b)
{
	const struct value *x = *(const struct value *const *)a,
			   *y = *(const struct value *const *)b;
	int64_t n = value_get_int(x, "contacts", 0), m = value_get_int(y, "contacts", 0);

	if (n != m)
		return n > m ? -1 : 1;
	return strcmp(value_get_text(x, "intent"), value_get_text(y, "intent"));
}

static void
intent_row(struct str *out, const struct value *v, double y)
{
	double room = WIDTH - NAME - END, share = value_get_real(v, "share", 0),
	       low = NAME + room * value_get_real(v, "low", 0),
	       high = NAME + room * value_get_real(v, "high", 0), middle = y + ROW / 2.0;
	struct str text;

	str_init(&text);
	svg_short(&text, value_get_text(v, "intent"), 25);
	svg_text(out, NAME - 8, middle + 4, "end", text.data);
	str_reset(&text);
	svg_rect(out, NAME, y + 5, room, ROW - 10, "track");
	if (figures_has(v, "share")) {
		svg_rect(out, NAME, y + 5, room * share, ROW - 10, "fill-a");
		svg_whisker(out, low, high, middle);
		figures_percent(&text, share);
		str_add(&text, " of ");
	} else {
		str_add(&text, "none of ");
	}
	figures_count(&text, value_get_int(v, "eligible", 0));
	svg_text(out, WIDTH - END + 10, middle + 4, "label", text.data);
	str_clear(&text);
}

static void
intents_table(struct str *out, const struct value *const *sorted, size_t count)
{
	static const char *const heads[] = { "intent", "contacts", "eligible", "contained", "share",
		"low", "high", "handed over", "resolved", "as expected", "with a breach", "proxy" };

	table_begin(out, "Table: all intents", heads, 12);
	for (size_t i = 0; i < count; i++) {
		const struct value *v = sorted[i];

		str_add(out, "<tr>");
		cell_text(out, value_get_text(v, "intent"));
		cell_count(out, value_get_int(v, "contacts", 0));
		cell_count(out, value_get_int(v, "eligible", 0));
		cell_count(out, value_get_int(v, "contained", 0));
		if (figures_has(v, "share")) {
			cell_percent(out, value_get_real(v, "share", 0));
			cell_percent(out, value_get_real(v, "low", 0));
			cell_percent(out, value_get_real(v, "high", 0));
		} else {
			str_add(out, "<td class=\"n\">–</td><td class=\"n\">–</td><td class=\"n\">–</td>");
		}
		cell_count(out, value_get_int(v, "handed_off", 0));
		cell_count(out, value_get_int(v, "resolved", 0));
		cell_count(out, value_get_int(v, "as_expected", 0));
		cell_count(out, value_get_int(v, "breaches", 0));
		cell_number(out, value_get_real(v, "proxy", 0), 2);
		str_add(out, "</tr>\n");
	}
	table_end(out);
}

void
chart_intents(struct str *out, const struct value *result)
{
	const struct value *list = value_get(result, "intents");
	size_t count = value_count(list), shown = count < INTENTS ? count : INTENTS;
	const struct value **sorted;

	if (count == 0)
		return;
	sorted = mem_zero(count, sizeof(*sorted));
	for (size_t i = 0; i < count; i++)
		sorted[i] = value_at(list, i);
	qsort(sorted, count, sizeof(*sorted), by_contacts);
	chart_begin(out, &(struct chart){ "intents", "Containment by intent, with 95 % intervals, the most frequent first",
		"A bar for each intent: the share of its eligible contacts that was contained, confirmed, with whiskers for the 95 % interval over visitors, or over replications where these differ more. The table below has the numbers.",
		WIDTH, (int)shown * ROW + 24 });
	for (size_t i = 0; i < shown; i++)
		intent_row(out, sorted[i], (double)(i * ROW));
	for (int i = 0; i <= 4; i++) {
		char text[10];

		snprintf(text, sizeof(text), "%d %%", 25 * i);
		svg_text(out, NAME + (WIDTH - NAME - END) * i / 4.0, (double)(shown * ROW) + 16, "middle", text);
	}
	chart_end(out);
	str_add(out,
	    "<p class=\"quiet\">The intervals are over visitors, all of whose contacts stand and fall together, and from 4 replications on over replications too, where these differ more.</p>\n");
	intents_table(out, sorted, count);
	str_add(out, "</figure>\n");
	mem_free(sorted);
}

/* ---- the funnel */

void
chart_funnel(struct str *out, const struct value *result)
{
	static const char *const heads[] = { "stage", "contacts", "of all" };
	const struct value *list = value_get(result, "funnel");
	size_t count = value_count(list);
	double all = value_get_real(value_at(list, 0), "n", 0), room = WIDTH - NAME - END;
	struct str text;

	if (count == 0 || all <= 0)
		return;
	chart_begin(out, &(struct chart){ "funnel", "How far contacts came",
		"A bar for each stage from all contacts to those that were resolved; a contact may be in several. The table below has the numbers.",
		WIDTH, (int)count * ROW });
	str_init(&text);
	for (size_t i = 0; i < count; i++) {
		const struct value *v = value_at(list, i);
		double n = value_get_real(v, "n", 0), y = (double)(i * ROW);

		svg_text(out, NAME - 8, y + ROW / 2.0 + 4, "end", value_get_text(v, "title"));
		svg_rect(out, NAME, y + 4, room, ROW - 8, "track");
		svg_rect(out, NAME, y + 4, room * n / all, ROW - 8, "fill-a");
		str_reset(&text);
		figures_count(&text, value_get_int(v, "n", 0));
		str_add(&text, ", ");
		figures_percent(&text, n / all);
		svg_text(out, WIDTH - END + 10, y + ROW / 2.0 + 4, "label", text.data);
	}
	str_clear(&text);
	chart_end(out);
	table_begin(out, "Table: how far contacts came", heads, 3);
	for (size_t i = 0; i < count; i++) {
		str_add(out, "<tr>");
		cell_text(out, value_get_text(value_at(list, i), "title"));
		cell_count(out, value_get_int(value_at(list, i), "n", 0));
		cell_percent(out, value_get_real(value_at(list, i), "n", 0) / all);
		str_add(out, "</tr>\n");
	}
	table_end(out);
	str_add(out, "</figure>\n");
}
