/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Help: every command with its keys, from the command table; the selected one in full.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "page.h"
#include "view.h"
#include "words.h"

struct help_line {
	const struct command *command;	/* NULL: a heading */
	const char *words;		/* of a heading; else how it is written */
	const char *keys;
};

struct help {
	struct picker picker;
	struct help_line *lines;
	size_t count;
	struct page *page;
};

static const struct {
	const char *title;
	unsigned contexts;	/* all of these, of the screen's */
} groups[] = {
	{N_("Everywhere"), CONTEXT_SCREEN},
	{N_("In lists"), CONTEXT_LIST},
	{N_("In a conversation"), CONTEXT_CONVERSATION},
	{N_("At the refund desk"), CONTEXT_REFUNDS},
	{N_("In the log and in help"), CONTEXT_LOG | CONTEXT_HELP},
};
#define GROUPS (sizeof groups / sizeof *groups)

/* The first group that it belongs to whole or, for those of several contexts, the first that shares
 * one. */
static size_t
group_of(const struct command *c)
{
	unsigned screen = c->contexts & CONTEXT_SCREEN;

	if (screen == CONTEXT_SCREEN)
		return 0;
	for (size_t i = 1; i < GROUPS; i++) {
		if (screen & groups[i].contexts)
			return i;
	}
	return GROUPS;
}

/* One context to ask a command's keys in: where help was asked, if it can be given there. */
static unsigned
context_of(const struct command *c, unsigned group, unsigned asked)
{
	unsigned among = c->contexts & asked ? c->contexts & asked : c->contexts & group;

	return among & ~(among - 1);	/* the lowest of them */
}

static void
help_open(void *state)
{
	struct help *h = state;

	h->page = page_new();
}

static void
fill_details(struct help *h)
{
	const struct help_line *l = h->picker.row < h->count ? &h->lines[h->picker.row] : NULL;

	page_reset(h->page);
	if (l == NULL || l->command == NULL)
		return;
	page_begin(h->page, 0, 2, 0);
	page_add(h->page, INK_STRONG, l->words);
	page_addf(h->page, INK_DIM, "  %s", l->keys);
	page_begin(h->page, 0, 0, 0);
	page_add(h->page, INK_TEXT,
	    tr(text_is_empty(l->command->help) ? l->command->summary : l->command->help));
	if (!text_is_empty(l->command->example)) {
		page_begin(h->page, 0, 2, 0);
		page_add(h->page, INK_DIM, tr("Example: "));
		page_add(h->page, INK_CITATION, l->command->example);
	}
}

/* Nothing of it is in the store. */
static enum err
help_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	(void)s;
	(void)wish;
	(void)e;
	*found = arena_alloc(a, 1);
	return ERR_OK;
}

static void
help_show(void *state, const void *found, const struct scope *s)
{
	struct help *h = state;
	struct arena *a = s->arena;
	size_t all = command_count(s->commands);
	int64_t *ids = arena_alloc(a, (all + 3 * GROUPS) * sizeof *ids);
	struct str usage;
	size_t first = 0;

	(void)found;
	for (size_t g = 1; g < GROUPS; g++) {	/* begins with what the view it was asked in can
						   do */
		if (groups[g].contexts & s->context)
			first = g;
	}
	h->lines = arena_alloc(a, (all + 3 * GROUPS) * sizeof *h->lines);
	h->count = 0;
	str_init(&usage);
	for (size_t n = 0; n < GROUPS; n++) {
		size_t g = n == 0 ? first : n <= first ? n - 1 : n, begin = h->count;

		if (n > 0)
			h->lines[h->count++] = (struct help_line){.words = ""};
		h->lines[h->count++] = (struct help_line){.words = tr(groups[g].title)};
		for (size_t i = 0; i < all; i++) {
			const struct command *c = command_at(s->commands, i);
			const char *words;

			if (group_of(c) != g)
				continue;
			str_reset(&usage);
			command_usage(c, &usage);
			ids[h->count] = (int64_t)i + 1;
			words = arena_text(a, usage.data);
			str_reset(&usage);
			command_keys(
			    s->commands, c, context_of(c, groups[g].contexts, s->context), &usage);
			h->lines[h->count++] =
			    (struct help_line){c, words, arena_text(a, usage.data)};
		}
		if (h->lines[h->count - 1].command == NULL)
			h->count = begin;	/* no command of this group alone */
	}
	str_clear(&usage);
	picker_set(&h->picker, ids, h->count);
	fill_details(h);
}

static int
detail_rows(int height)
{
	return height >= 16 ? 5 : height >= 10 ? 3 : 0;
}

static void
help_place(void *state, int width, int height)
{
	struct help *h = state;
	int rows = height - (detail_rows(height) > 0 ? detail_rows(height) + 1 : 0);

	picker_place(&h->picker, rows < 1 ? 1 : (size_t)rows);
	page_layout(h->page, width - 3);
}

static void
help_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct help *h = state;
	int details = detail_rows(r.h), rows = r.h - (details > 0 ? details + 1 : 0),
	    keys = r.w >= 60 ? 18 : 8, usage = r.w >= 110 ? 40 : 13;

	for (int y = 0; y < rows && h->picker.top + (size_t)y < h->count; y++) {
		size_t i = h->picker.top + (size_t)y;
		const struct help_line *l = &h->lines[i];
		bool selected = l->command != NULL && h->picker.row == i;
		enum ground g = !selected ? GROUND_PANE
		    : s->focused          ? GROUND_SELECTED
					  : GROUND_IDLE;

		cells_fill(c, rect_part(r, 0, y, r.w, 1), (struct style){INK_TEXT, (uint8_t)g});
		if (l->command == NULL) {
			cells_put(c, r, 1, y, (struct style){INK_TITLE, GROUND_PANE}, l->words);
			continue;
		}
		if (selected)
			cells_put(c, r, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		cells_field(c, r, 2, y, keys, (struct style){INK_KEY, (uint8_t)g}, l->keys, false);
		/* Where there is no room for its arguments they stand below. */
		cells_field(c, r, 3 + keys, y, usage, (struct style){INK_ACCENT, (uint8_t)g},
		    r.w >= 110 ? l->words : l->command->name, false);
		cells_field(c, r, 4 + keys + usage, y, r.w - keys - usage - 5,
		    (struct style){INK_TEXT, (uint8_t)g}, tr(l->command->summary), false);
	}
	if (details == 0)
		return;
	cells_line_across(
	    c, rect_part(r, 1, 0, r.w - 2, r.h), rows, (struct style){INK_BORDER, GROUND_PANE});
	page_render(h->page, c, rect_part(r, 2, rows + 1, r.w - 3, details), 0, GROUND_PANE);
}

static unsigned
help_move(void *state, enum motion m)
{
	struct help *h = state;
	bool moved = picker_move(&h->picker, m);

	if (moved)
		fill_details(h);
	return moved;
}

static void
help_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct help *h = state;

	(void)ink;
	picker_rest(&h->picker, out);
}

static void
help_close(void *state)
{
	struct help *h = state;

	picker_clear(&h->picker);
	page_free(&h->page);
}

const struct view_ops view_help = {
    .name = "help",
    .title = N_("Help"),
    .context = CONTEXT_HELP,
    .state_size = sizeof(struct help),
    .open = help_open,
    .fetch = help_fetch,
    .show = help_show,
    .place = help_place,
    .render = help_render,
    .move = help_move,
    .edge = help_edge,
    .close = help_close,
};
