/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calibration: how far the AI's confidence held, and what would have happened if the threshold were
 * another, from recorded turns.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "calibration_page.h"
#include "view.h"
#include "words.h"

/* Reading goes through all turns of the time: what is shown stays for so long. */
#define FRESH_MS (10 * INT64_C(60000))
#define PIECES 6		/* at once, so that whatever else is to be read waits for
				   milliseconds */

struct calibration {
	struct picker picker;		/* ids are places of rows, from 1 */
	struct threshold_report report;
	int64_t read_ms;		/* 0: nothing was read yet */
	int64_t read_days;		/* that the report is of */
	int64_t days;			/* 0: THRESHOLD_DAYS */
	struct page *page;
	struct reading reading;
	bool more;			/* a look is under way; turns: as far as it has come */
	int64_t turns;
	int64_t shown;			/* the row that the page speaks of */
	struct settings const *settings;	/* of what was read; borrowed from the screen */
};

static void
calibration_open(void *state)
{
	struct calibration *v = state;

	v->page = page_new();
}

static int64_t
days_of(const struct calibration *v)
{
	return v->days == 0 ? THRESHOLD_DAYS : v->days;
}

/* ---- reading */

struct calibration_wish {
	int64_t days, read_ms, read_days;
};

struct calibration_found {
	bool fresh;			/* what is shown still holds */
	bool done;			/* the report is whole */
	int64_t days, turns;
	struct threshold_report report;
};

static void
calibration_wish(const void *state, void *wish)
{
	const struct calibration *v = state;
	struct calibration_wish *w = wish;

	w->days = days_of(v);
	w->read_ms = v->read_ms;
	w->read_days = v->read_days;
}

static enum err
calibration_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	const struct calibration_wish *w = wish;
	struct calibration_found *out = arena_alloc(a, sizeof *out);

	memset(out, 0, sizeof *out);
	*found = out;
	out->days = w->days;
	out->fresh = w->read_ms != 0 && w->read_days == w->days && s->now_ms >= w->read_ms &&
	    s->now_ms - w->read_ms < FRESH_MS;
	return out->fresh ? ERR_OK
			  : desk_threshold_some(s->desk, w->days, PIECES, &out->done, &out->turns,
				&out->report, e);
}

static void
fill_page(struct calibration *v)
{
	size_t row = (size_t)(v->picker.selected - 1);

	page_reset(v->page);
	if (v->read_ms == 0 || v->picker.selected == 0 || row >= v->report.row_count)
		return;
	calibration_page(v->page, v->settings, &v->report, row, v->read_days, v->read_ms);
	v->shown = v->picker.selected;
}

static void
calibration_show(void *state, const void *found, const struct scope *s)
{
	const struct calibration_found *x = found;
	struct calibration *v = state;
	int64_t *ids;
	bool first = v->read_ms == 0;

	v->more = !x->fresh && !x->done;
	v->turns = x->turns;
	if (x->fresh || !x->done)
		return;
	v->settings = s->settings;
	v->report = x->report;
	v->read_ms = x->report.until_ms;
	v->read_days = x->days;
	ids = arena_alloc(s->arena, (v->report.row_count + 1) * sizeof *ids);
	for (size_t i = 0; i < v->report.row_count; i++)
		ids[i] = (int64_t)i + 1;
	picker_set(&v->picker, ids, v->report.row_count);
	if (first)
		(void)picker_select(&v->picker, (int64_t)v->report.today + 1);
	fill_page(v);
}

/* ---- drawing */

/* The table above what it says, or beside it where it is wide. */
static void
divide(struct rect r, size_t rows, struct rect *table, struct rect *details)
{
	int wanted = (int)rows + 1;

	if (r.w >= 118) {
		*table = rect_part(r, 0, 0, 62, r.h);
		*details = rect_part(r, 64, 0, r.w - 65, r.h);
		return;
	}
	if (r.h < 6)
		wanted = r.h;
	else if (wanted > r.h * 11 / 20)
		wanted = r.h * 11 / 20;
	*table = rect_part(r, 0, 0, r.w, wanted);
	*details = rect_part(r, 1, wanted + 1, r.w - 2, r.h - wanted - 1);
}

static void
calibration_place(void *state, int width, int height)
{
	struct calibration *v = state;
	struct rect table, details;

	divide((struct rect){0, 0, width, height}, v->report.row_count, &table, &details);
	picker_place(&v->picker, table.h < 2 ? 1 : (size_t)table.h - 1);
	page_layout(v->page, details.w);
	reading_place(&v->reading, v->page, details.h);
}

static void
render_titles(struct cells *c, struct rect r)
{
	struct style dim = {INK_DIM, GROUND_PANE};

	cells_put(c, r, 2, 0, dim, r.w >= 36 ? tr("threshold") : tr("at"));
	if (r.w >= 60) {
		cells_put(c, r, 14, 0, dim, tr("handed over"));
		cells_put(c, r, 30, 0, dim, tr("wrong, of known sent"));
		cells_field(c, r, 51, 0, r.w - 52, dim, tr("to people"), true);
	} else if (r.w >= 24) {
		cells_put(c, r, r.w >= 36 ? 13 : 8, 0, dim, tr("over"));
		cells_put(c, r, r.w >= 36 ? 22 : 15, 0, dim, tr("wrong"));
		if (r.w >= 36)
			cells_field(c, r, 29, 0, r.w - 30, dim, tr("to people"), true);
	}
}

static const char *
share_words(char *out, int64_t n, int64_t of)
{
	if (of == 0)
		snprintf(out, WORDS, "–");
	else
		snprintf(out, WORDS, "%.1f %%", 100 * (double)n / (double)of);
	return out;
}

static void
render_row(const struct calibration *v, size_t i, struct cells *c, struct rect r, int y,
    enum ground g, const struct scene *s)
{
	const struct threshold_row *x = &v->report.rows[i];
	struct style text = {INK_TEXT, (uint8_t)g}, dim = {INK_DIM, (uint8_t)g};
	bool today = i == v->report.today;
	char words[WORDS];
	int at = cells_putf(c, r, 2, y, (struct style){today ? INK_STRONG : INK_TEXT, (uint8_t)g},
	    ".%02d", (int)lround(x->threshold * 100) % 100);

	if (x->threshold >= 0.995)
		at = cells_put(c, r, 2, y, text, "1.0");
	if (today)
		cells_put(c, r, at, y, (struct style){INK_ACCENT, (uint8_t)g},
		    r.w >= 36 ? tr(" today") : "*");
	if (r.w >= 60) {
		cells_putf(c, r, 12, y, text, "%8lld", (long long)x->handed_off);
		cells_field(c, r, 21, y, 7, text,
		    share_words(words, x->handed_off, v->report.turns), true);
		snprintf(words, sizeof words, tr("%lld of %lld"), (long long)x->sent_wrong,
		    (long long)x->sent_labelled);
		cells_field(c, r, 29, y, 15, dim, words, true);
		cells_field(c, r, 44, y, 7, text,
		    share_words(words, x->sent_wrong, x->sent_labelled), true);
		cells_field(c, r, 51, y, r.w - 52, text,
		    words_money(words, s->settings, x->money_to_people, v->report.currency), true);
	} else if (r.w >= 24) {
		cells_field(c, r, r.w >= 36 ? 11 : 6, y, 7, text,
		    share_words(words, x->handed_off, v->report.turns), true);
		cells_field(c, r, r.w >= 36 ? 20 : 13, y, 7, text,
		    share_words(words, x->sent_wrong, x->sent_labelled), true);
		if (r.w >= 36)
			cells_field(c, r, 28, y, r.w - 29, text,
			    words_money(
				words, s->settings, x->money_to_people, v->report.currency),
			    true);
	}
}

static void
calibration_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct calibration *v = state;
	struct rect table, details;

	if (v->read_ms == 0)
		return;
	divide(r, v->report.row_count, &table, &details);
	render_titles(c, table);
	for (size_t i = v->picker.top; i < v->report.row_count; i++) {
		int y = (int)(i - v->picker.top) + 1;
		bool selected = (int64_t)i + 1 == v->picker.selected;
		enum ground g = !selected ? GROUND_PANE
		    : s->focused          ? GROUND_SELECTED
					  : GROUND_IDLE;

		if (y >= table.h)
			break;
		cells_fill(
		    c, rect_part(table, 0, y, table.w, 1), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, table, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		render_row(v, i, c, table, y, g, s);
	}
	if (details.y > r.y && details.h > 0)
		cells_line_across(c, rect_part(r, 1, 0, r.w - 2, r.h), table.h,
		    (struct style){INK_BORDER, GROUND_PANE});
	else if (details.y == r.y)
		cells_line_down(c, r, 62, (struct style){INK_BORDER, GROUND_PANE});
	page_render(v->page, c, details, v->reading.top, GROUND_PANE);
}

/* Up and down choose a threshold; half pages read what it says. Nothing is read from the store. */
static unsigned
calibration_move(void *state, enum motion m)
{
	struct calibration *v = state;

	if (m == MOVE_HALF_UP || m == MOVE_HALF_DOWN)
		return reading_move(&v->reading, v->page, m) ? REPAINT : 0;
	if (!picker_move(&v->picker, m))
		return 0;
	v->reading = (struct reading){0};
	fill_page(v);
	return REPAINT;
}

static bool
calibration_more(const void *state)
{
	return ((const struct calibration *)state)->more;
}

static void
calibration_caption(const void *state, const struct scene *s, struct str *out)
{
	const struct calibration *v = state;
	char when[WORDS];

	if (v->read_ms == 0) {
		str_addf(out, tr("reading the turns of %lld days: %lld so far"), (long long)days_of(v),
		    (long long)v->turns);
		return;
	}
	str_addf(out, tr("%lld days · %lld turns · as of %s"), (long long)v->read_days,
	    (long long)v->report.turns, words_when(when, s->settings, v->read_ms, s->now_ms));
	if (days_of(v) != v->read_days)
		str_addf(out, tr(" · reading %lld days: %lld so far"), (long long)days_of(v),
		    (long long)v->turns);
}

static void
calibration_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct calibration *v = state;

	(void)ink;
	reading_edge(&v->reading, v->page, out);
}

static void
calibration_close(void *state)
{
	struct calibration *v = state;

	page_free(&v->page);
	picker_clear(&v->picker);
}

void
calibration_set_days(void *state, int64_t days)
{
	struct calibration *v = state;

	v->days = days;
}

const struct view_ops view_calibration = {
    .name = "calibration",
    .title = N_("Calibration"),
    .context = CONTEXT_LOG,
    .state_size = sizeof(struct calibration),
    .open = calibration_open,
    .wish_size = sizeof(struct calibration_wish),
    .wish = calibration_wish,
    .fetch = calibration_fetch,
    .show = calibration_show,
    .more = calibration_more,
    .place = calibration_place,
    .render = calibration_render,
    .move = calibration_move,
    .caption = calibration_caption,
    .edge = calibration_edge,
    .close = calibration_close,
};
