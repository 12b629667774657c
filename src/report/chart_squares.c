/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "figures.h"
#include "floorwalker/base/mem.h"
#include "page.h"

/* ---- reliability */

#define SIDE 300
#define LEFT 56
#define TOP 14
#define BINS_LEFT (LEFT + SIDE + 60)
#define WIDTH 760
#define HEIGHT (TOP + SIDE + 46)

static double
across(double share)
{
	return LEFT + SIDE * share;
}

static double
up(double share)
{
	return TOP + SIDE * (1 - share);
}

static void
reliability_frame(struct str *out)
{
	char text[10];

	for (int i = 0; i <= 4; i++) {
		snprintf(text, sizeof(text), "%d %%", 25 * i);
		svg_line(out, LEFT, up(i / 4.0), LEFT + SIDE, up(i / 4.0), i == 0 ? "axis" : "grid");
		svg_text(out, LEFT - 6, up(i / 4.0) + 4, "end", text);
		svg_text(out, across(i / 4.0), TOP + SIDE + 18, "middle", text);
	}
	svg_line(out, LEFT, up(0), across(1), up(1), "ideal");
	svg_text(out, LEFT + SIDE / 2.0, TOP + SIDE + 38, "middle", "stated confidence");
	svg_text(out, LEFT + 8, TOP + 14, "label", "share that was right; dashed: as stated");
}

/* A dot where it stands, and a bar for how many replies it rests on. */
static void
reliability_bin(struct str *out, const struct value *v, double most)
{
	double x = across(value_get_real(v, "confidence", 0)), y = up(value_get_real(v, "right", 0)),
	       room = WIDTH - BINS_LEFT - 150,
	       row = TOP + 20 + 27 * floor(10 * value_get_real(v, "low", 0) + 0.5);
	struct str text;

	svg_line(out, x, up(value_get_real(v, "confidence", 0)), x, y, "gap");
	svg_dot(out, x, y, 5, "dot");
	str_init(&text);
	str_addf(&text, "%.0f–%.0f %%", 100 * value_get_real(v, "low", 0),
	    100 * value_get_real(v, "high", 0));
	svg_text(out, BINS_LEFT + 64, row + 13, "end", text.data);
	svg_rect(out, BINS_LEFT + 72, row, room * value_get_real(v, "n", 0) / most, 18, "fill-a");
	str_reset(&text);
	figures_count(&text, value_get_int(v, "n", 0));
	svg_text(out, BINS_LEFT + 78 + room * value_get_real(v, "n", 0) / most, row + 13, "label",
	    text.data);
	str_clear(&text);
}

static void
reliability_table(struct str *out, const struct value *list)
{
	static const char *const heads[] = { "stated", "replies", "mean confidence", "right", "gap" };

	table_begin(out, "Table: reliability by bin", heads, 5);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		char text[40];

		snprintf(text, sizeof(text), "%d to %d %%",
		    (int)lround(100 * value_get_real(v, "low", 0)),
		    (int)lround(100 * value_get_real(v, "high", 0)));
		str_add(out, "<tr>");
		cell_text(out, text);
		cell_count(out, value_get_int(v, "n", 0));
		cell_percent(out, value_get_real(v, "confidence", 0));
		cell_percent(out, value_get_real(v, "right", 0));
		cell_percent(
		    out, value_get_real(v, "right", 0) - value_get_real(v, "confidence", 0));
		str_add(out, "</tr>\n");
	}
	table_end(out);
}

void
chart_reliability(struct str *out, const struct value *result)
{
	const struct value *list = value_get(result, "reliability");
	double most = 0;

	for (size_t i = 0; i < value_count(list); i++)
		most = fmax(most, value_get_real(value_at(list, i), "n", 0));
	if (most <= 0)
		return;
	chart_begin(out, &(struct chart){ "reliability", "Reliability: are replies right as often as the AI says?",
		"Left: a dot for each of ten bins of stated confidence, at the share of its replies that was right; on the dashed diagonal they would be equal. Right: how many replies each bin has. The table below has the numbers.",
		WIDTH, HEIGHT });
	reliability_frame(out);
	svg_text(out, BINS_LEFT + 72, TOP + 8, "label", "replies in each bin");
	for (size_t i = 0; i < value_count(list); i++)
		reliability_bin(out, value_at(list, i), most);
	chart_end(out);
	str_add(out, "<p>Calibration error (ECE): ");
	if (figures_has(result, "calibration_error"))
		figures_fixed(out, value_get_real(result, "calibration_error", 0), 3);
	else
		str_add(out, "none");
	str_add(out, ". It has no interval: it is a mean of gaps, which chance alone makes larger.</p>\n");
	reliability_table(out, list);
	str_add(out, "</figure>\n");
}

/* ---- hours and reasons */

#define HEAT_NAME 170
#define HEAT_ROW 28
#define HEAT_CELL ((double)(WIDTH - HEAT_NAME - 6) / 24)

static void
heat_row(struct str *out, const struct value *row, const char *reason, double y, double most)
{
	char text[40];

	svg_text(out, HEAT_NAME - 8, y + 18, "end", reason);
	for (size_t h = 0; h < value_count(row) && h < 24; h++) {
		int64_t n = value_as_int(value_at(row, h), 0);
		int shade = n == 0 ? 0 : 1 + (int)fmin(4, floor(5 * (double)n / (most + 1)));

		snprintf(text, sizeof(text), "heat%d", shade);
		svg_rect(out, HEAT_NAME + HEAT_CELL * (double)h + 1, y + 1, HEAT_CELL - 2, HEAT_ROW - 2, text);
		if (n == 0)
			continue;
		if (n < 10000)
			snprintf(text, sizeof(text), "%lld", (long long)n);
		else
			snprintf(text, sizeof(text), "%lldk", (long long)(n / 1000));
		svg_text(out, HEAT_NAME + HEAT_CELL * ((double)h + .5), y + 18,
		    shade >= 3 ? "middle small on" : "middle small", text);
	}
}

static void
heat_table(struct str *out, const struct value *heat)
{
	const char *heads[25] = { "reason" };
	char hours[24][4];
	const struct value *rows = value_get(heat, "n");

	for (int h = 0; h < 24; h++) {
		snprintf(hours[h], sizeof(hours[h]), "%02d", h);
		heads[h + 1] = hours[h];
	}
	table_begin(out, "Table: hand-overs by hour of the day and reason", heads, 25);
	for (size_t i = 0; i < value_count(rows); i++) {
		str_add(out, "<tr>");
		cell_text(out, value_as_text(value_at(value_get(heat, "reasons"), i), ""));
		for (size_t h = 0; h < value_count(value_at(rows, i)); h++)
			cell_count(out, value_as_int(value_at(value_at(rows, i), h), 0));
		str_add(out, "</tr>\n");
	}
	table_end(out);
}

void
chart_heat(struct str *out, const struct value *result)
{
	const struct value *heat = value_get(result, "heat"), *rows = value_get(heat, "n"),
			   *reasons = value_get(heat, "reasons");
	double most = 0;
	char text[10];

	for (size_t i = 0; i < value_count(rows); i++)
		for (size_t h = 0; h < value_count(value_at(rows, i)); h++)
			most = fmax(most, value_as_real(value_at(value_at(rows, i), h), 0));
	if (most <= 0)
		return;
	chart_begin(out, &(struct chart){ "heat", "Hand-overs by hour of the day and reason, of all replications",
		"A cell for each hour and reason with the number of contacts handed over; the more, the darker. The table below has the numbers.",
		WIDTH, (int)value_count(rows) * HEAT_ROW + 24 });
	for (size_t i = 0; i < value_count(rows); i++)
		heat_row(out, value_at(rows, i), value_as_text(value_at(reasons, i), ""),
		    (double)(i * HEAT_ROW), most);
	for (int h = 0; h < 24; h++) {
		snprintf(text, sizeof(text), "%02d", h);
		svg_text(out, HEAT_NAME + HEAT_CELL * (h + .5), (double)(value_count(rows) * HEAT_ROW) + 16, "middle small", text);
	}
	chart_end(out);
	heat_table(out, heat);
	str_add(out, "</figure>\n");
}
