/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "figures.h"
#include "floorwalker/base/mem.h"
#include "page.h"

#define WIDTH 760
#define HEIGHT 260
#define LEFT 52
#define RIGHT 118			/* names stand at the lines' ends */
#define TOP 14
#define BOTTOM 34
#define HOUR_MS 3600000.0
#define LINES_MOST 4

/* Lines over the same places. */
struct line {
	const char *name, *kind;
	double *y;
};
struct lines {
	const double *x;
	size_t count;
	struct line lines[LINES_MOST];
	int line_count;
	double x_most, top;
	int steps;
	bool is_share;
};

static double
place_x(const struct lines *l, double x)
{
	return LEFT + (WIDTH - LEFT - RIGHT) * (l->x_most > 0 ? x / l->x_most : 0);
}

static double
place_y(const struct lines *l, double y)
{
	return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (y / l->top);
}

static void
find_top(struct lines *l)
{
	double most = 0;

	for (int k = 0; k < l->line_count; k++)
		for (size_t i = 0; i < l->count; i++)
			most = fmax(most, l->lines[k].y[i]);
	l->top = l->is_share ? 1 : axis_top(most, &l->steps);
	if (l->is_share)
		l->steps = 4;
}

static void
add_path(struct str *out, const struct lines *l, const struct line *line)
{
	str_add(out, "<path d=\"");
	for (size_t i = 0; i < l->count; i++) {
		str_add(out, i == 0 ? "M" : "L");
		figures_plain(out, place_x(l, l->x[i]), 1);
		str_add_char(out, ' ');
		figures_plain(out, place_y(l, line->y[i]), 1);
	}
	str_addf(out, "\" class=\"line %s\"/>\n", line->kind);
}

/* Names beside the ends, kept apart from one another. */
static void
add_names(struct str *out, const struct lines *l)
{
	double at[LINES_MOST];
	int order[LINES_MOST];

	for (int k = 0; k < l->line_count; k++) {
		at[k] = place_y(l, l->lines[k].y[l->count - 1]) + 4;
		order[k] = k;
	}
	for (int i = 1; i < l->line_count; i++)
		for (int k = i; k > 0 && at[order[k]] < at[order[k - 1]]; k--) {
			int swap = order[k];

			order[k] = order[k - 1];
			order[k - 1] = swap;
		}
	/* From the lowest up, so that none falls below the axis. */
	for (int i = l->line_count - 2; i >= 0; i--)
		at[order[i]] = fmin(at[order[i]], at[order[i + 1]] - 16);
	for (int k = 0; k < l->line_count; k++) {
		char kind[40];

		snprintf(kind, sizeof(kind), "line %s", l->lines[k].kind);
		svg_line(out, WIDTH - RIGHT + 6, at[k] - 4, WIDTH - RIGHT + 30, at[k] - 4, kind);
		svg_text(out, WIDTH - RIGHT + 35, at[k], "label", l->lines[k].name);
	}
}

static void
add_lines(struct str *out, struct lines *l)
{
	find_top(l);
	axis_add(out, &(struct axis_room){LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, HEIGHT - TOP - BOTTOM},
	    l->top, l->steps, l->is_share);
	for (int k = 0; k < l->line_count; k++)
		add_path(out, l, &l->lines[k]);
	add_names(out, l);
}

static double *
column(const struct value *list, const char *key)
{
	double *x = mem_zero(value_count(list) + 1, sizeof(*x));

	for (size_t i = 0; i < value_count(list); i++)
		x[i] = value_get_real(value_at(list, i), key, 0);
	return x;
}

static void
free_lines(struct lines *l)
{
	for (int k = 0; k < l->line_count; k++)
		mem_free(l->lines[k].y);
}

/* ---- load by hour of the week */

static void
add_hour_marks(struct str *out, const struct lines *l, const struct value *list)
{
	size_t count = value_count(list), step = count <= 24 ? 3 : count <= 48 ? 6 : 24;
	struct str text;

	str_init(&text);
	for (size_t i = 0; i < count; i += step) {
		str_reset(&text);
		figures_hour(&text, value_get_int(value_at(list, i), "hour", 0));
		svg_line(out, place_x(l, (double)i), HEIGHT - BOTTOM, place_x(l, (double)i),
		    HEIGHT - BOTTOM + 4, "axis");
		svg_text(out, place_x(l, (double)i), HEIGHT - BOTTOM + 18, "middle",
		    count > 24 ? text.data : text.data + 4);
	}
	str_clear(&text);
}

static void
hours_table(struct str *out, const struct value *list)
{
	static const char *const heads[] = { "hour", "arrivals", "put into a queue", "answered",
		"left", "within the promise", "backlog", "agents there", "occupancy" };
	struct str text;

	table_begin(out, "Table: means of each hour of the week", heads, 9);
	str_init(&text);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		str_reset(&text);
		figures_hour(&text, value_get_int(v, "hour", 0));
		str_add(out, "<tr>");
		cell_text(out, text.data);
		cell_number(out, value_get_real(v, "arrivals", 0), 1);
		cell_number(out, value_get_real(v, "queued", 0), 1);
		cell_number(out, value_get_real(v, "answered", 0), 1);
		cell_number(out, value_get_real(v, "left", 0), 1);
		cell_number(out, value_get_real(v, "within", 0), 1);
		cell_number(out, value_get_real(v, "backlog", 0), 1);
		cell_number(out, value_get_real(v, "present", 0), 1);
		cell_percent(out, value_get_real(v, "occupancy", 0));
		str_add(out, "</tr>\n");
	}
	str_clear(&text);
	table_end(out);
}

void
chart_load(struct str *out, const struct value *result)
{
	const struct value *list = value_get(result, "hours");
	size_t count = value_count(list);
	double *x;
	struct lines l;

	if (count < 2)
		return;
	x = mem_zero(count, sizeof(*x));
	for (size_t i = 0; i < count; i++)
		x[i] = (double)i;
	l = (struct lines){ .x = x, .count = count, .x_most = (double)count - 1, .line_count = 4,
		.lines = { { "arrivals", "a", column(list, "arrivals") },
		    { "into a queue", "b", column(list, "queued") },
		    { "answered", "c", column(list, "answered") },
		    { "left", "d", column(list, "left") } } };
	chart_begin(out, &(struct chart){ "load", "Load: contacts an hour",
		"Four lines over the hours: contacts that arrive, that are put into a queue, that a person answers, and that leave the queue before. The table below has the numbers.",
		WIDTH, HEIGHT });
	add_lines(out, &l);
	add_hour_marks(out, &l, list);
	chart_end(out);
	hours_table(out, list);
	str_add(out, "</figure>\n");
	free_lines(&l);
	mem_free(x);
}

/* ---- over the run */

static void
add_time_marks(struct str *out, const struct lines *l)
{
	static const double steps[] = { 1, 2, 3, 6, 12, 24, 48, 168, 336 };
	double hours = l->x_most / HOUR_MS, step = steps[8];
	char text[40];

	for (size_t i = 0; i < 9; i++)
		if (hours / steps[i] <= 9) {
			step = steps[i];
			break;
		}
	for (double h = 0; h <= hours; h += step) {
		double x = place_x(l, h * HOUR_MS);

		snprintf(text, sizeof(text), "%d h", (int)h);
		svg_line(out, x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 4, "axis");
		svg_text(out, x, HEIGHT - BOTTOM + 18, "middle", text);
	}
}

static void
add_warm_up(struct str *out, const struct lines *l, double warm_up_ms)
{
	if (warm_up_ms <= 0 || warm_up_ms > l->x_most)
		return;
	svg_rect(out, LEFT, TOP, place_x(l, warm_up_ms) - LEFT, HEIGHT - TOP - BOTTOM, "aside");
	svg_text(out, LEFT + 5, TOP + 14, "label", "warm-up");
}

static void
timeline_table(struct str *out, const struct value *list)
{
	static const char *const heads[] = { "from", "in queues", "with the AI", "with people",
		"agents there", "occupancy" };
	size_t count = value_count(list), step = (count + 95) / 96;
	struct str text;

	table_begin(out, "Table: the floor over the run (at most 96 moments; all are in the JSON result)", heads, 6);
	str_init(&text);
	for (size_t i = 0; i < count; i += step) {
		const struct value *v = value_at(list, i);

		str_reset(&text);
		figures_duration(&text, value_get_real(v, "at_ms", 0));
		str_add(out, "<tr>");
		cell_text(out, text.data);
		cell_number(out, value_get_real(v, "queued", 0), 1);
		cell_number(out, value_get_real(v, "with_ai", 0), 1);
		cell_number(out, value_get_real(v, "with_people", 0), 1);
		cell_number(out, value_get_real(v, "present", 0), 1);
		cell_percent(out, value_get_real(v, "occupancy", 0));
		str_add(out, "</tr>\n");
	}
	str_clear(&text);
	table_end(out);
}

void
chart_timeline(struct str *out, const struct value *result)
{
	const struct value *list = value_get(result, "timeline");
	size_t count = value_count(list);
	double *x, warm_up = value_get_real(result, "warm_up_ms", 0);
	struct lines l, share;

	if (count < 2)
		return;
	x = column(list, "at_ms");
	l = (struct lines){ .x = x, .count = count, .x_most = x[count - 1], .line_count = 4,
		.lines = { { "in queues", "d", column(list, "queued") },
		    { "with the AI", "a", column(list, "with_ai") },
		    { "with people", "c", column(list, "with_people") },
		    { "agents there", "b", column(list, "present") } } };
	share = (struct lines){ .x = x, .count = count, .x_most = l.x_most, .line_count = 1,
		.is_share = true,
		.lines = { { "occupancy", "c", column(list, "occupancy") } } };
	find_top(&l);
	chart_begin(out, &(struct chart){ "backlog", "Backlog: contacts on the floor over the run, means",
		"Lines over the hours of the run: contacts that wait in queues, that the AI has, that people have, and agents who are there. The table below has the numbers.",
		WIDTH, HEIGHT });
	add_warm_up(out, &l, warm_up);
	add_lines(out, &l);
	add_time_marks(out, &l);
	chart_end(out);
	str_add(out, "</figure>\n");
	chart_begin(out, &(struct chart){ "occupancy", "Occupancy over the run",
		"One line over the hours of the run: the share of present agents' time that was spent handling. The table below has the numbers.",
		WIDTH, HEIGHT });
	add_warm_up(out, &share, warm_up);
	add_lines(out, &share);
	add_time_marks(out, &share);
	chart_end(out);
	timeline_table(out, list);
	str_add(out, "</figure>\n");
	free_lines(&l);
	free_lines(&share);
	mem_free(x);
}
