/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The board: what waits, for how long, who is here. Each line opens its list.
 */
#include <stdio.h>
#include <string.h>

#include "board.h"
#include "floorwalker/text/translate.h"
#include "spark.h"
#include "words.h"

#define LEVEL_FROM 64	/* columns from which on there is room for it */
#define LEVEL_WIDTH 9
#define TREND_ROWS 5

static void
board_show(void *state, const void *found, const struct scope *s)
{
	const struct board *fresh = found;
	struct board *b = state;
	int64_t *ids = arena_alloc(s->arena, (fresh->count + 1) * sizeof *ids);

	b->lines = fresh->lines;
	b->count = fresh->count;
	for (size_t i = 0; i < b->count; i++)
		ids[i] = b->lines[i].id;
	picker_set(&b->picker, ids, b->count);
}

void
board_figures(void *state, const struct desk_figures *f)
{
	struct board *b = state;

	b->figures = *f;
	b->has_figures = true;
}

static void
board_place(void *state, int width, int height)
{
	struct board *b = state;

	(void)width;
	b->height = height < 0 ? 0 : height;
	picker_place(&b->picker, (size_t)b->height);
}

static void
render_heading(const struct board_line *l, bool first, struct cells *c, struct rect r, int y)
{
	const struct style title = {INK_TITLE, GROUND_PANE}, dim = {INK_DIM, GROUND_PANE};

	cells_put(c, r, 1, y, title, l->name);
	if (!first || r.w < 34)
		return;
	cells_field(c, r, 25, y, 5, dim, tr("now"), true);
	cells_field(c, r, 31, y, 9, dim, tr("longest"), true);
	if (r.w >= 56)
		cells_put(c, r, 43, y, dim,
		    r.w >= LEVEL_FROM && r.w < 70 ? tr("promise") : tr("next promise"));
	if (r.w >= LEVEL_FROM)
		cells_field(c, r, r.w - LEVEL_WIDTH - 1, y, LEVEL_WIDTH, dim, tr("in time"), true);
}

/* "82% n=11": the service level of today's answers, with how many there were. */
static void
render_level(const struct board *b, const struct board_line *l, struct cells *c, struct rect r,
    int y, enum ground g)
{
	bool all = l->kind == BOARD_WAITING, low;
	struct ratio level = {0};
	char words[WORDS] = "–";

	if ((!all && l->kind != BOARD_QUEUE) || l->queue > FIGURE_QUEUES || r.w < LEVEL_FROM)
		return;
	if (b->has_figures)
		level = all ? b->figures.level : b->figures.levels[l->queue - 1];
	low = level.denominator > 0 && ratio_value(level) < l->level_wanted;
	if (level.denominator > 0)
		snprintf(words, sizeof words, "%s%.0f%% n=%lld", low ? "▼" : "",
		    100 * ratio_value(level), (long long)level.denominator);
	cells_field(c, r, r.w - LEVEL_WIDTH - 1, y, LEVEL_WIDTH,
	    (struct style){(uint8_t)(low		     ? INK_WARN
				    : level.denominator > 0 ? INK_TEXT
							    : INK_DIM),
		(uint8_t)g},
	    words, true);
}

static void
render_agent(const struct board_line *l, struct cells *c, struct rect r, int y, enum ground g)
{
	bool here = text_is(l->state, "available") || text_is(l->state, "busy");
	struct style mark = {here ? INK_GOOD : INK_DIM, (uint8_t)g},
		     text = {here ? INK_TEXT : INK_DIM, (uint8_t)g}, dim = {INK_DIM, (uint8_t)g};

	cells_put(c, r, 1, y, mark, here ? "●" : text_is(l->state, "break") ? "◐" : "○");
	cells_field(c, r, 3, y, r.w < 27 ? r.w - 3 : 24, text, l->name, false);
	if (r.w < 40)
		return;
	cells_put(c, r, cells_putf(c, r, 28, y, text, "%2lld", (long long)l->count) + 1, y, dim,
	    l->extra);
	cells_field(c, r, 37, y, r.w - 37 > 10 ? 10 : r.w - 37, text, tr(l->state), false);
}

static void
render_count(const struct board_line *l, struct cells *c, struct rect r, int y, enum ground g,
    int64_t now_ms)
{
	bool late = l->due_ms != 0 && l->due_ms < now_ms;
	struct style text = {l->count == 0   ? INK_DIM
			     : l->indent > 0 ? INK_TEXT
					     : INK_STRONG,
			 (uint8_t)g},
		     dim = {INK_DIM, (uint8_t)g};
	struct style loud = {(uint8_t)ink_of_due(l->due_ms, now_ms), (uint8_t)g};
	char words[WORDS], number[32];

	snprintf(number, sizeof number, "%lld", (long long)l->count);
	cells_field(
	    c, r, 1 + l->indent, y, (r.w < 34 ? r.w - 8 : 24) - l->indent, text, l->name, false);
	cells_field(c, r, r.w < 34 ? r.w - 6 : 25, y, 5, text, number, true);
	if (r.w < 34)
		return;
	if (l->since_ms != 0)
		cells_field(c, r, 31, y, 9, late ? loud : text,
		    words_span(words, now_ms - l->since_ms), true);
	if (l->due_ms != 0) {
		cells_put(c, r, 41, y, loud, late ? "▲" : "");
		if (r.w >= 56)
			cells_put(c, r, 43, y, loud, words_due(words, l->due_ms, now_ms, false));
	} else if (l->extra[0] != '\0') {
		cells_field(c, r,
		    l->since_ms != 0 ? 43
			: r.w < 56   ? 31
				     : 43,
		    y, r.w < 56 ? r.w - 31 : 20, dim, r.w < 56 && l->since_ms != 0 ? "" : l->extra,
		    false);
	}
}

/* Of the conversations that were closed today: the proxy, and what shoppers answered. */
static void
render_satisfaction(const struct desk_figures *f, struct cells *c, struct rect r, int y)
{
	const struct style text = {INK_TEXT, GROUND_PANE}, dim = {INK_DIM, GROUND_PANE};

	if (f->proxies == 0)
		cells_put(c, r, 1, y, dim, r.w < 46
			? tr("CSAT proxy: not measured")
			: tr("CSAT proxy: not measured, none closed today"));
	else
		cells_putf(c, r, 1, y, text,
		    r.w < 46 ? tr("CSAT proxy %.1f, n=%lld")
			     : tr("CSAT proxy %.1f of 1 to 5, n=%lld closed today"),
		    f->proxy, (long long)f->proxies);
	if (f->csat.denominator > 0)
		cells_putf(c, r, 1, y + 1, text, tr("CSAT answered %.0f %%, n=%lld of these"),
		    100 * ratio_value(f->csat), (long long)f->csat.denominator);
}

/* The last hour, where rows are left under all lines. */
static void
render_trends(const struct board *b, struct cells *c, struct rect r)
{
	const struct desk_trend *t = &b->figures.trend;
	const struct {
		const char *name;
		const int64_t *numbers;
	} rows[] = {{tr("waiting"), t->waiting}, {tr("contained"), t->contained},
	    {tr("handed over"), t->handed_over}};
	const struct style title = {INK_TITLE, GROUND_PANE}, dim = {INK_DIM, GROUND_PANE},
			   text = {INK_TEXT, GROUND_PANE}, bar = {INK_BAR, GROUND_PANE};
	size_t first = TREND_PIECES - (size_t)t->known, known = (size_t)t->known;
	char spark[SPARK_MOST * 3 + 1];
	int y = (int)b->count + 1, height = TREND_ROWS + (b->figures.csat.denominator > 0);

	if (!b->has_figures || b->picker.top > 0 || y + height > r.h || r.w < 34)
		return;
	cells_put(c, r, 1, y, title, tr("Last hour"));
	cells_field(c, r, 26, y, 5, dim, tr("now"), true);
	cells_put(c, r, 33, y++, dim, tr("most"));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++, y++) {
		const int64_t *numbers = rows[i].numbers + first;
		int64_t now = known == 0 ? 0 : numbers[known - 1];

		cells_put(c, r, 1, y, text, rows[i].name);
		cells_put(c, r, 13 + (int)first, y, bar, spark_print(spark, numbers, known));
		cells_putf(c, r, 27, y, text, "%4lld", (long long)now);
		cells_putf(c, r, 33, y, text, "%4lld", (long long)spark_largest(numbers, known));
	}
	render_satisfaction(&b->figures, c, r, y);
}

static void
board_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct board *b = state;

	for (int y = 0; y < r.h; y++) {
		size_t i = b->picker.top + (size_t)y;
		const struct board_line *l;
		bool selected;
		enum ground g;

		if (i >= b->count)
			break;
		l = &b->lines[i];
		selected = l->id != 0 && l->id == b->picker.selected;
		g = !selected ? GROUND_PANE : s->focused ? GROUND_SELECTED : GROUND_IDLE;
		cells_fill(c, rect_part(r, 0, y, r.w, 1), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, r, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		if (l->kind == BOARD_HEADING)
			render_heading(l, i == 0, c, r, y);
		else if (l->kind == BOARD_AGENT)
			render_agent(l, c, r, y, g);
		else {
			render_count(l, c, r, y, g, s->now_ms);
			render_level(b, l, c, r, y, g);
		}
	}
	render_trends(b, c, r);
}

static unsigned
board_move(void *state, enum motion m)
{
	struct board *b = state;

	return picker_move(&b->picker, m);
}

static void
board_close(void *state)
{
	struct board *b = state;

	picker_clear(&b->picker);
}

bool
board_source(const void *state, struct list_source *out, enum view_id *view)
{
	static const enum list_kind kinds[] = {
		[BOARD_WAITING] = LIST_WAITING, [BOARD_QUEUE] = LIST_QUEUE, [BOARD_SOON] = LIST_SOON, [BOARD_OVERDUE] = LIST_OVERDUE, [BOARD_MINE] = LIST_MINE, [BOARD_AI] = LIST_AI,
		[BOARD_SNOOZED] = LIST_SNOOZED, [BOARD_CLOSED] = LIST_CLOSED, [BOARD_AGENT] = LIST_AGENT, [BOARD_SAVED] = LIST_SAVED,
	};
	const struct board *b = state;

	*view = VIEW_LIST;
	for (size_t i = 0; i < b->count; i++) {
		const struct board_line *l = &b->lines[i];

		if (l->id == 0 || l->id != b->picker.selected)
			continue;
		if (l->kind == BOARD_REFUNDS) {
			*view = VIEW_REFUNDS;
			return false;
		}
		out->kind = kinds[l->kind];
		snprintf(out->name, sizeof out->name, "%s", l->id_name);
		return true;
	}
	return false;
}

const struct view_ops view_board = {
    .name = "board",
    .title = N_("Board"),
    .context = CONTEXT_LIST,
    .state_size = sizeof(struct board),
    .fetch = board_fetch,
    .show = board_show,
    .place = board_place,
    .render = board_render,
    .move = board_move,
    .close = board_close,
};
