/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scores over sessions: the whole, and beneath it a small panel for each criterion, all from 0 to 100. A session without
 * an occasion is a gap. The table beneath has the numbers.
 */
#include <math.h>
#include <stdio.h>

#include "drill.h"
#include "figures.h"
#include "page.h"

#define WIDTH 760
#define WHOLE_HEIGHT 220
#define PANEL_WIDTH 180
#define PANEL_HEIGHT 96
#define ACROSS 4
#define TICKS 12

struct frame {
	double left, top, right, bottom;
	size_t count;			/* sessions */
};

static double
place_x(const struct frame *f, size_t i)
{
	return f->count < 2
	    ? (f->left + f->right) / 2
	    : f->left + (f->right - f->left) * (double)i / (double)(f->count - 1);
}

static double
place_y(const struct frame *f, double score)
{
	return f->bottom - (f->bottom - f->top) * fmax(0, fmin(100, score)) / 100;
}

static void
add_dot(struct str *out, double x, double y)
{
	str_add(out, "<circle cx=\"");
	figures_plain(out, x, 1);
	str_add(out, "\" cy=\"");
	figures_plain(out, y, 1);
	str_add(out, "\" r=\"3\" class=\"dot\"/>\n");
}

/* From each score to the next that follows at once. */
static void
add_course(struct str *out, const struct frame *f, const struct value *scores)
{
	for (size_t i = 0; i < f->count; i++) {
		double x = value_as_real(value_at(scores, i), NAN),
		       before = i > 0 ? value_as_real(value_at(scores, i - 1), NAN) : NAN;

		if (isfinite(x) && isfinite(before))
			svg_line(out, place_x(f, i - 1), place_y(f, before), place_x(f, i),
			    place_y(f, x), "line a");
	}
	for (size_t i = 0; i < f->count; i++) {
		double x = value_as_real(value_at(scores, i), NAN);

		if (isfinite(x))
			add_dot(out, place_x(f, i), place_y(f, x));
	}
}

static void
add_scale(struct str *out, const struct frame *f)
{
	size_t step = f->count / TICKS + 1;
	char text[24];

	for (int y = 0; y <= 100; y += 25) {
		snprintf(text, sizeof(text), "%d", y);
		svg_line(out, f->left, place_y(f, y), f->right, place_y(f, y),
		    y == 0 ? "axis" : "grid");
		svg_text(out, f->left - 6, place_y(f, y) + 4, "end", text);
	}
	for (size_t i = 0; i < f->count; i += step) {
		snprintf(text, sizeof(text), "%zu", i + 1);
		svg_text(out, place_x(f, i), f->bottom + 16, "middle", text);
	}
}

static void
add_whole(struct str *out, const struct value *p)
{
	const struct value *sessions = value_get(p, "sessions");
	struct frame f = { 44, 12, WIDTH - 60, WHOLE_HEIGHT - 26, value_count(sessions) };
	const struct value *last = f.count > 0 ? value_at(sessions, f.count - 1) : NULL;

	chart_begin(out, &(struct chart){ "progress-whole", "Score by session",
		"One line over the sessions, in their order, from 0 to 100; a dashed line where the last of them passes. The table below has the numbers.",
		WIDTH, WHOLE_HEIGHT });
	add_scale(out, &f);
	if (drill_has(last, "pass_at")) {
		double y = place_y(&f, value_get_real(last, "pass_at", 0));

		svg_line(out, f.left, y, f.right, y, "ideal");
		svg_text(out, f.right + 6, y + 4, "label", "passes");
	}
	add_course(out, &f, value_get(value_get(p, "whole"), "scores"));
	chart_end(out);
	str_add(out, "</figure>\n");
}

static void
add_panel(struct str *out, const struct value *criterion, size_t at, size_t count)
{
	double left = (double)(at % ACROSS) * (PANEL_WIDTH + 12),
	       top = (double)(at / ACROSS) * (PANEL_HEIGHT + 22);
	struct frame f = { left + 6, top + 24, left + PANEL_WIDTH - 6, top + PANEL_HEIGHT, count };

	svg_text(out, left, top + 14, "small", value_get_text(criterion, "title"));
	svg_line(out, left, place_y(&f, 0), left + PANEL_WIDTH, place_y(&f, 0), "axis");
	svg_line(out, left, place_y(&f, 50), left + PANEL_WIDTH, place_y(&f, 50), "grid");
	svg_line(out, left, place_y(&f, 100), left + PANEL_WIDTH, place_y(&f, 100), "grid");
	add_course(out, &f, value_get(criterion, "scores"));
}

void
drill_progress_charts(const struct value *progress, struct str *out)
{
	const struct value *criteria = value_get(progress, "criteria");
	size_t count = value_count(value_get(progress, "sessions")), panels = value_count(criteria),
	       rows = (panels + ACROSS - 1) / ACROSS;

	add_whole(out, progress);
	if (panels == 0)
		return;
	chart_begin(out, &(struct chart){ "progress-criteria", "Score by session, for each criterion",
		"A small panel for each criterion: its score over the sessions, from 0 at the lower line to 100 at the upper one. The table below has the numbers.",
		WIDTH, (int)rows * (PANEL_HEIGHT + 22) + 4 });
	for (size_t i = 0; i < panels; i++)
		add_panel(out, value_at(criteria, i), i, count);
	chart_end(out);
	str_add(out, "</figure>\n");
}
