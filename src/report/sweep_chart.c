/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "figures.h"
#include "page.h"
#include "sweep.h"

#define WIDTH 760
#define LABELS_MOST 16
#define SHADES 5

static const struct shown {
	const char *id, *figure, *title;
	bool has_aim;			/* the share of the service level */
} shown[] = {
	{ "level", "service_level", "Service level", true },
	{ "cost", "cost_per_contact", "Cost per contact, as staffed", false },
};

static double
aim_of(const struct value *result, const struct shown *s)
{
	return s->has_aim ? value_get_real(value_get(result, "level"), "share", 0) : -1;
}

static const char *
value_text_at(const struct value *list, size_t i)
{
	return value_as_text(value_at(list, i), "");
}

/* ---- over one value: a dot with its interval for each */

#define HEIGHT 270
#define LEFT 60
#define RIGHT 24
#define TOP 24
#define BOTTOM 46

struct scale {
	double top;
	int steps;
	size_t count;
	bool is_share;
};

static double
place_x(const struct scale *s, size_t i)
{
	double room = WIDTH - LEFT - RIGHT;

	return LEFT + room * ((double)i + .5) / (double)s->count;
}

static double
place_y(const struct scale *s, double y)
{
	return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * fmin(1, fmax(0, y / s->top));
}

static struct scale
scale_of(const struct value *points, const struct shown *s)
{
	struct scale out = { .count = value_count(points), .is_share = s->has_aim };
	double most = 0;

	for (size_t i = 0; i < out.count; i++) {
		const struct value *f = sweep_figure(value_at(points, i), s->figure);
		double x = value_get_real(f, "value", 0);

		most = fmax(most, fmax(x, value_get_real(f, "high", x)));
	}
	out.top = out.is_share ? 1 : axis_top(most, &out.steps);
	out.steps = out.is_share ? 4 : out.steps;
	return out;
}

static void
add_path(struct str *out, const struct value *points, const struct shown *s,
    const struct scale *scale)
{
	bool is_first = true;

	str_add(out, "<path d=\"");
	for (size_t i = 0; i < scale->count; i++) {
		const struct value *f = sweep_figure(value_at(points, i), s->figure);

		if (!figures_has(f, "value"))
			continue;
		str_add(out, is_first ? "M" : "L");
		is_first = false;
		figures_plain(out, place_x(scale, i), 1);
		str_add_char(out, ' ');
		figures_plain(out, place_y(scale, value_get_real(f, "value", 0)), 1);
	}
	if (is_first)
		str_add(out, "M0 0");
	str_add(out, "\" class=\"line a\"/>\n");
}

static void
add_dot(struct str *out, const struct value *result, const struct value *point, size_t i,
    const struct shown *s, const struct scale *scale)
{
	const struct value *f = sweep_figure(point, s->figure);
	bool kept = text_is(value_get_text(point, "keeps_level"), "yes");
	double x = place_x(scale, i), y = place_y(scale, value_get_real(f, "value", 0));

	if (!figures_has(f, "value"))
		return;
	if (figures_has(f, "low")) {
		double low = place_y(scale, value_get_real(f, "low", 0)),
		       high = place_y(scale, value_get_real(f, "high", 0));

		svg_line(out, x, low, x, high, "whisker");
		svg_line(out, x - 5, low, x + 5, low, "whisker");
		svg_line(out, x - 5, high, x + 5, high, "whisker");
	}
	svg_dot(out, x, y, 5, kept ? "dot" : "dot open");
	if (!sweep_is_best(result, point))
		return;
	svg_dot(out, x, y, 10, "chosen");
	svg_text(out, x, TOP - 8, "middle strong", "chosen");
}

static void
add_names(struct str *out, const struct value *axis, const struct scale *scale)
{
	const struct value *values = value_get(axis, "values");
	size_t step = (scale->count + LABELS_MOST - 1) / LABELS_MOST;
	int cells = (int)(90 / fmin(LABELS_MOST, (double)scale->count)) + 2;
	struct str text;

	str_init(&text);
	for (size_t i = 0; i < scale->count; i += step) {
		svg_short(&text, value_text_at(values, i), cells);
		svg_text(out, place_x(scale, i), HEIGHT - BOTTOM + 18, "middle small", text.data);
	}
	svg_short(&text, value_get_text(axis, "path"), 80);
	svg_text(out, LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 8, "middle", text.data);
	str_clear(&text);
}

static void
add_line(struct str *out, const struct value *result, const struct shown *s)
{
	const struct value *points = value_get(result, "points"),
			   *axis = value_at(value_get(result, "axes"), 0);
	struct scale scale = scale_of(points, s);
	double aim = aim_of(result, s);

	axis_add(out, &(struct axis_room){LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, HEIGHT - TOP - BOTTOM},
	    scale.top, scale.steps, scale.is_share);
	if (aim >= 0) {
		svg_line(out, LEFT, place_y(&scale, aim), WIDTH - RIGHT, place_y(&scale, aim), "aim");
		svg_text(out, LEFT + 6, place_y(&scale, aim) - 5, "label", "asked for");
	}
	add_path(out, points, s, &scale);
	for (size_t i = 0; i < scale.count; i++)
		add_dot(out, result, value_at(points, i), i, s, &scale);
	add_names(out, axis, &scale);
}

/* ---- over two: a cell for each; the longer axis goes down, so columns are few */

#define MAP_LEFT 150
#define MAP_TOP 44
#define MAP_ROW 30
#define MAP_BOTTOM 8

struct map {
	const struct value *rows, *columns;	/* axes */
	size_t row_count, column_count;
	bool is_turned;				/* rows are the second axis */
	double least, most;
};

static const struct value *
point_at(const struct value *result, const struct map *m, size_t row, size_t column)
{
	size_t seconds = m->is_turned ? m->row_count : m->column_count,
	       at = m->is_turned ? column * seconds + row : row * seconds + column;

	return value_at(value_get(result, "points"), at);
}

static struct map
map_of(const struct value *result, const struct shown *s)
{
	const struct value *axes = value_get(result, "axes"), *points = value_get(result, "points");
	size_t first = value_count(value_get(value_at(axes, 0), "values")),
	       second = value_count(value_get(value_at(axes, 1), "values"));
	struct map m = { .is_turned = second > first, .least = INFINITY, .most = -INFINITY };

	m.rows = value_at(axes, m.is_turned ? 1 : 0);
	m.columns = value_at(axes, m.is_turned ? 0 : 1);
	m.row_count = m.is_turned ? second : first;
	m.column_count = m.is_turned ? first : second;
	for (size_t i = 0; i < value_count(points); i++) {
		const struct value *f = sweep_figure(value_at(points, i), s->figure);

		if (!figures_has(f, "value"))
			continue;
		m.least = fmin(m.least, value_get_real(f, "value", 0));
		m.most = fmax(m.most, value_get_real(f, "value", 0));
	}
	return m;
}

/* Three digits, which fit into a cell. */
static void
short_value(struct str *out, const struct shown *s, double x)
{
	str_reset(out);
	if (s->has_aim)
		figures_fixed(out, 100 * x, 0);
	else
		figures_fixed(out, x, x < 10 ? 2 : x < 100 ? 1 : 0);
}

static void
add_cell(struct str *out, const struct value *result, const struct map *m, const struct shown *s,
    size_t row, size_t column)
{
	const struct value *point = point_at(result, m, row, column),
			   *f = sweep_figure(point, s->figure);
	double wide = (double)(WIDTH - MAP_LEFT - 6) / (double)m->column_count,
	       x = MAP_LEFT + wide * (double)column, y = (double)(MAP_TOP + MAP_ROW * (int)row),
	       value = value_get_real(f, "value", 0);
	bool has = figures_has(f, "value"), kept = text_is(value_get_text(point, "keeps_level"), "yes");
	int shade = !has ? 0
	    : m->most > m->least
	    ? 1 + (int)fmin(SHADES - 1, floor(SHADES * (value - m->least) / (m->most - m->least)))
	    : 1;
	char kind[40];
	struct str text;

	snprintf(kind, sizeof(kind), "heat%d", shade);
	svg_rect(out, x + 1, y + 1, wide - 2, MAP_ROW - 2, kind);
	if (sweep_is_best(result, point))
		svg_rect(out, x + 2.5, y + 2.5, wide - 5, MAP_ROW - 5, "chosen");
	if (!has)
		return;
	str_init(&text);
	short_value(&text, s, value);
	if (s->has_aim && kept)
		str_add(&text, wide > 40 ? " ✓" : "");
	snprintf(kind, sizeof(kind), "middle%s%s", wide < 44 ? " small" : "", shade >= 3 ? " on" : "");
	svg_text(out, x + wide / 2, y + 19, kind, text.data);
	str_clear(&text);
}

static void
add_map(struct str *out, const struct value *result, const struct shown *s)
{
	struct map m = map_of(result, s);
	double wide = (double)(WIDTH - MAP_LEFT - 6) / (double)m.column_count;
	struct str text;

	str_init(&text);
	svg_short(&text, value_get_text(m.columns, "path"), 80);
	svg_text(out, MAP_LEFT + (WIDTH - MAP_LEFT) / 2.0, 14, "middle", text.data);
	svg_short(&text, sweep_name(m.rows), 20);
	svg_text(out, MAP_LEFT - 8, MAP_TOP - 8, "end", text.data);
	for (size_t i = 0; i < m.column_count; i++) {
		svg_short(&text, value_text_at(value_get(m.columns, "values"), i),
		    (int)(wide / 6.5) > 2 ? (int)(wide / 6.5) : 2);
		svg_text(out, MAP_LEFT + wide * ((double)i + .5), MAP_TOP - 8, "middle small", text.data);
	}
	for (size_t row = 0; row < m.row_count; row++) {
		svg_short(&text, value_text_at(value_get(m.rows, "values"), row), 20);
		svg_text(out, MAP_LEFT - 8, (double)(MAP_TOP + MAP_ROW * (int)row) + 19, "end",
		    text.data);
		for (size_t column = 0; column < m.column_count; column++)
			add_cell(out, result, &m, s, row, column);
	}
	str_clear(&text);
}

/* ---- */

static int
height_of(const struct value *result, bool is_map)
{
	const struct shown *any = &shown[0];

	return is_map ? MAP_TOP + MAP_ROW * (int)map_of(result, any).row_count + MAP_BOTTOM : HEIGHT;
}

static void
add_key(struct str *out, const struct value *result, const struct shown *s, bool is_map)
{
	bool has_best = !value_is_null(value_get(result, "best"));

	str_add(out, "<p class=\"quiet\">");
	if (is_map)
		page_textf(out, "%s%.20s; the more, the stronger the colour.%s",
		    s->has_aim ? "Per cent" : "Means, ",
		    s->has_aim ? "" : value_get_text(result, "currency"),
		    s->has_aim ? " ✓: the whole interval reaches what is asked for." : "");
	else
		str_add(out,
		    "Whiskers: 95 % intervals. Filled: the whole interval of the service level reaches what is asked for.");
	str_add(out, has_best ? is_map ? " Outlined: the chosen point.</p>\n"
				       : " Ringed: the chosen point.</p>\n"
			      : "</p>\n");
}

void
chart_sweep(struct str *out, const struct value *result)
{
	size_t axes = value_count(value_get(result, "axes"));
	bool is_map = axes > 1;

	if (axes == 0 || value_count(value_get(result, "points")) == 0)
		return;
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		const struct shown *s = &shown[i];
		struct str title;

		str_init(&title);
		str_addf(&title, "%s, by %s", s->title, sweep_name(value_at(value_get(result, "axes"), 0)));
		if (is_map)
			str_addf(&title, " and %s", sweep_name(value_at(value_get(result, "axes"), 1)));
		chart_begin(out, &(struct chart){ s->id, title.data,
			is_map ? "A cell for each pair of values with the mean found there; the chosen point is outlined. The table below has the numbers."
			       : "A dot for each value with its 95 % interval; the chosen point is ringed. The table below has the numbers.",
			WIDTH, height_of(result, is_map) });
		if (is_map)
			add_map(out, result, s);
		else
			add_line(out, result, s);
		chart_end(out);
		add_key(out, result, s, is_map);
		str_add(out, "</figure>\n");
		str_clear(&title);
	}
}
