/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings: every one with its value and where that comes from; the selected one explained.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "page.h"
#include "settings_view.h"
#include "view.h"

struct line {
	const char *value, *origin;
};

struct settings_view {
	struct picker picker;
	struct line lines[SETTING_COUNT];
	size_t count;
	struct page *page;
};

static void
settings_open(void *state)
{
	struct settings_view *v = state;

	v->page = page_new();
}

static void
fill_details(struct settings_view *v)
{
	enum tui_setting which = (enum tui_setting)v->picker.row;
	const struct tui_setting_row *r;
	struct str range;

	page_reset(v->page);
	if (v->picker.row >= v->count)
		return;
	r = tui_setting_row(which);
	str_init(&range);
	tui_setting_range(which, &range);
	page_begin(v->page, 0, 2, 0);
	page_add(v->page, INK_STRONG, r->name);
	page_addf(v->page, INK_DIM, "  %s", range.data);
	page_begin(v->page, 0, 0, 0);
	page_add(v->page, INK_TEXT, tr(r->help));
	page_begin(v->page, 0, 2, 0);
	page_add(v->page, INK_DIM, tr("From: "));
	page_add(v->page, INK_CITATION, v->lines[which].origin);
	str_clear(&range);
}

/* Nothing of it is in the store. */
static enum err
settings_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	(void)s;
	(void)wish;
	(void)e;
	*found = arena_alloc(a, 1);
	return ERR_OK;
}

static void
settings_show(void *state, const void *found, const struct scope *s)
{
	struct settings_view *v = state;
	int64_t ids[SETTING_COUNT];

	(void)found;
	v->count = s->user == NULL ? 0 : SETTING_COUNT;
	for (size_t i = 0; i < v->count; i++) {
		enum tui_setting which = (enum tui_setting)i;

		ids[i] = (int64_t)i + 1;
		v->lines[i].value = arena_text(s->arena, tui_setting_text(s->user, which));
		v->lines[i].origin = arena_text(s->arena, tr(tui_setting_origin(s->user, which)));
	}
	picker_set(&v->picker, ids, v->count);
	fill_details(v);
}

static int
detail_rows(int height)
{
	return height >= 16 ? 6 : height >= 10 ? 3 : 0;
}

static void
settings_place(void *state, int width, int height)
{
	struct settings_view *v = state;
	int rows = height - (detail_rows(height) > 0 ? detail_rows(height) + 1 : 0);

	picker_place(&v->picker, rows < 1 ? 1 : (size_t)rows);
	page_layout(v->page, width - 3);
}

/* Where a value comes from matters most for who it is: the file's name and line, not its
 * folders. */
static const char *
brief_origin(const char *origin)
{
	const char *slash = strrchr(origin, '/');

	return slash == NULL ? origin : slash + 1;
}

static void
render_line(const struct settings_view *v, size_t i, struct cells *c, struct rect r, int y,
    const struct scene *s)
{
	const struct tui_setting_row *row = tui_setting_row((enum tui_setting)i);
	bool selected = v->picker.row == i, changed = !text_is(v->lines[i].value, row->usual);
	uint8_t g = !selected ? GROUND_PANE : s->focused ? GROUND_SELECTED : GROUND_IDLE;
	int name = r.w >= 60 ? 15 : r.w / 2 - 2, value = r.w >= 60 ? 24 : r.w - name - 4,
	    origin = r.w >= 100 ? 24 : 0, rest = r.w - name - value - origin - 6;

	cells_fill(c, rect_part(r, 0, y, r.w, 1), (struct style){INK_TEXT, g});
	if (selected)
		cells_put(c, r, 0, y, (struct style){INK_FOCUS, g}, "▸");
	cells_field(c, r, 2, y, name, (struct style){INK_KEY, g}, row->name, false);
	cells_field(c, r, 3 + name, y, value,
	    (struct style){changed ? INK_STRONG : INK_TEXT, g},
	    text_is_empty(v->lines[i].value) ? "\"\"" : v->lines[i].value, false);
	if (r.w < 60)
		return;
	if (origin > 0)
		cells_field(c, r, 4 + name + value, y, origin,
		    (struct style){changed ? INK_CITATION : INK_DIM, g},
		    brief_origin(v->lines[i].origin), false);
	cells_field(c, r, 5 + name + value + origin, y, rest, (struct style){INK_TEXT, g},
	    tr(row->summary), false);
}

static void
settings_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct settings_view *v = state;
	int details = detail_rows(r.h), rows = r.h - (details > 0 ? details + 1 : 0);

	for (int y = 0; y < rows && v->picker.top + (size_t)y < v->count; y++)
		render_line(v, v->picker.top + (size_t)y, c, r, y, s);
	if (details == 0)
		return;
	cells_line_across(
	    c, rect_part(r, 1, 0, r.w - 2, r.h), rows, (struct style){INK_BORDER, GROUND_PANE});
	page_render(v->page, c, rect_part(r, 2, rows + 1, r.w - 3, details), 0, GROUND_PANE);
}

static unsigned
settings_move(void *state, enum motion m)
{
	struct settings_view *v = state;
	bool moved = picker_move(&v->picker, m);

	if (moved)
		fill_details(v);
	return moved;
}

static void
settings_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct settings_view *v = state;

	(void)ink;
	picker_rest(&v->picker, out);
}

static void
settings_close(void *state)
{
	struct settings_view *v = state;

	picker_clear(&v->picker);
	page_free(&v->page);
}

enum tui_setting
settings_view_choice(const void *state)
{
	const struct settings_view *v = state;

	return v->picker.row < v->count ? (enum tui_setting)v->picker.row : SETTING_COUNT;
}

const struct view_ops view_settings = {
    .name = "settings",
    .title = N_("Settings"),
    .context = CONTEXT_HELP,
    .state_size = sizeof(struct settings_view),
    .open = settings_open,
    .fetch = settings_fetch,
    .show = settings_show,
    .place = settings_place,
    .render = settings_render,
    .move = settings_move,
    .edge = settings_edge,
    .close = settings_close,
};
