/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Help: every command with its keys, from the command table: first what could be done now, then all
 * by what they are about. The selected one is told below; Enter tells all of it.
 */
#include <stdio.h>
#include <string.h>

#include "fetch.h"
#include "floorwalker/text/translate.h"
#include "page.h"
#include "view.h"
#include "words.h"

struct help_line {
	const struct command *command; /* NULL: a heading */
	const char *words; /* of a heading; else how it is written */
	const char *keys;
};

struct help_wish {
	int64_t conversation_id; /* that help was asked at; 0 none */
};

struct help {
	struct picker picker;
	struct help_line *lines;
	size_t count, commands; /* commands: different ones among the lines */
	struct page *page;
	struct reading reading; /* of the page, while it fills the view */
	bool is_open; /* it does */
	char words[128]; /* that a command must hold; "" any */
	struct help_wish wish;
	const struct help_found *found; /* borrowed until the next show, as the scope's texts */
	struct scope scope;
	int height;
};

struct help_found {
	bool possible[COMMANDS_MOST]; /* by the table's index */
};

/* ---- what a command is about */

enum about {
	TOPIC_TALK,
	TOPIC_MONEY,
	TOPIC_AI,
	TOPIC_FIND,
	TOPIC_SHOP,
	TOPIC_MOVE,
	TOPIC_CONSOLE,
	TOPIC_COUNT
};

static const char *const titles[TOPIC_COUNT] = {
    [TOPIC_TALK] = "Conversations",
    [TOPIC_MONEY] = "Money",
    [TOPIC_AI] = "The AI",
    [TOPIC_FIND] = "Lists and finding",
    [TOPIC_SHOP] = "You and the shop",
    [TOPIC_MOVE] = "Moving about",
    [TOPIC_CONSOLE] = "The console",
};

static const struct {
	const char *name;
	enum about topic;
} known[] = {
    {"propose", TOPIC_MONEY},
    {"refunds", TOPIC_MONEY},
    {"why", TOPIC_AI},
    {"earlier-turn", TOPIC_AI},
    {"later-turn", TOPIC_AI},
    {"correct", TOPIC_AI},
    {"wrong", TOPIC_AI},
    {"list", TOPIC_FIND},
    {"find", TOPIC_FIND},
    {"hits", TOPIC_FIND},
    {"filter", TOPIC_FIND},
    {"sort", TOPIC_FIND},
    {"narrow", TOPIC_FIND},
    {"log", TOPIC_FIND},
    {"search", TOPIC_FIND},
    {"conversation", TOPIC_TALK},
    {"shopper", TOPIC_TALK},
    {"board", TOPIC_MOVE},
    {"open", TOPIC_MOVE},
    {"back", TOPIC_MOVE},
    {"leave", TOPIC_MOVE},
    {"up", TOPIC_MOVE},
    {"down", TOPIC_MOVE},
    {"top", TOPIC_MOVE},
    {"bottom", TOPIC_MOVE},
    {"page-up", TOPIC_MOVE},
    {"page-down", TOPIC_MOVE},
    {"half-up", TOPIC_MOVE},
    {"half-down", TOPIC_MOVE},
    {"next-pane", TOPIC_MOVE},
    {"previous-pane", TOPIC_MOVE},
};

/* Of those that aren't known by name, by what they need and where they can be given. */
static enum about
topic_of(const struct command *c)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (text_is(c->name, known[i].name))
			return known[i].topic;
	}
	if (c->needs & (NEED_ACTION | NEED_WAITING | NEED_RIGHT))
		return TOPIC_MONEY;
	if (c->needs & NEED_CONVERSATION)
		return TOPIC_TALK;
	if ((c->contexts & CONTEXT_SCREEN) == CONTEXT_LIST)
		return TOPIC_FIND;
	return command_is_of_screen(c) ? TOPIC_CONSOLE : TOPIC_SHOP;
}

/* ---- the lines */

/* One context to ask a command's keys in: where help was asked, if it can be given there. */
static unsigned
context_of(const struct command *c, unsigned asked)
{
	unsigned screen = c->contexts & CONTEXT_SCREEN,
		 among = screen & asked ? screen & asked : screen;

	return among & ~(among - 1); /* the lowest of them */
}

static bool
holds_words(const struct help *h, const struct command *c)
{
	char word[128];

	for (const char *at = h->words + strspn(h->words, " "); *at != '\0';
	     at += strspn(at, " ")) {
		size_t n = strcspn(at, " ");

		snprintf(word, sizeof word, "%.*s", (int)n, at);
		if (strcasestr(c->name, word) == NULL && strcasestr(c->summary, word) == NULL &&
		    (c->help == NULL || strcasestr(c->help, word) == NULL))
			return false;
		at += n;
	}
	return true;
}

static void
add_heading(struct help *h, const char *title)
{
	if (h->count > 0)
		h->lines[h->count++] = (struct help_line){.words = ""};
	h->lines[h->count++] = (struct help_line){.words = title};
}

static void
add_command(struct help *h, size_t index, int64_t id, int64_t *ids)
{
	const struct scope *s = &h->scope;
	const struct command *c = command_at(s->commands, index);
	struct help_line *l = &h->lines[h->count];
	struct str text;

	str_init(&text);
	command_usage(c, &text);
	*l = (struct help_line){.command = c, .words = arena_text(s->arena, text.data)};
	str_reset(&text);
	command_keys(s->commands, c, context_of(c, s->context), &text);
	l->keys = arena_text(s->arena, text.data);
	str_clear(&text);
	ids[h->count++] = id;
}

/* What could be done now to what is selected: the desk's commands alone, since moving about always
 * can be. */
static bool
is_of_now(const struct help *h, size_t i)
{
	const struct command *c = command_at(h->scope.commands, i);

	return i < COMMANDS_MOST && h->found->possible[i] && !command_is_of_screen(c) &&
	    (c->needs & NEED_CONVERSATION) != 0 && (c->contexts & h->scope.context) != 0;
}

static void
add_now(struct help *h, int64_t *ids)
{
	size_t all = command_count(h->scope.commands);
	bool any = false;

	for (size_t i = 0; i < all; i++) {
		if (!is_of_now(h, i) || !holds_words(h, command_at(h->scope.commands, i)))
			continue;
		if (!any)
			add_heading(h,
			    arena_printf(h->scope.arena, "Now, with C-%lld",
				(long long)h->wish.conversation_id));
		any = true;
		add_command(h, i, (int64_t)i + 1, ids);
	}
}

static void
add_topic(struct help *h, enum about t, int64_t *ids)
{
	size_t all = command_count(h->scope.commands);
	bool any = false;

	for (size_t i = 0; i < all; i++) {
		const struct command *c = command_at(h->scope.commands, i);

		if (topic_of(c) != t || (c->contexts & CONTEXT_SCREEN) == 0 || !holds_words(h, c))
			continue;
		if (!any)
			add_heading(h, titles[t]);
		any = true;
		h->commands++;
		add_command(h, i, (int64_t)(all + i) + 1, ids); /* the line among those of now has
								   the other id */
	}
}

static void
fill_lines(struct help *h)
{
	size_t room = 2 * command_count(h->scope.commands) + 2 * TOPIC_COUNT + 4;
	int64_t *ids = arena_alloc(h->scope.arena, room * sizeof *ids);

	h->lines = arena_alloc(h->scope.arena, room * sizeof *h->lines);
	h->count = h->commands = 0;
	add_now(h, ids);
	for (enum about t = 0; t < TOPIC_COUNT; t++)
		add_topic(h, t, ids);
	picker_set(&h->picker, ids, h->count);
}

/* ---- one command in full */

static void
add_needs(struct page *p, const struct command *c)
{
	static const struct {
		unsigned need;
		const char *words;
	} needs[] = {
	    {NEED_OWNER, "the conversation is yours"},
	    {NEED_FREE, "the AI has the conversation, or a queue"},
	    {NEED_MOVABLE, "it waits in a queue, or is yours"},
	    {NEED_CUSTOMER, "who the shopper is has been proven"},
	    {NEED_WAITING, "the action waits for a decision"},
	    {NEED_RIGHT, "your approval would count"},
	    {NEED_REVEAL, "your role may see what is masked"},
	};
	bool any = false;

	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
		if (!(c->needs & needs[i].need))
			continue;
		if (!any) {
			page_gap(p);
			page_begin(p, 0, 2, 0);
			page_add(p, INK_DIM, "Only where ");
		}
		page_addf(p, INK_TEXT, "%s%s", any ? ", and " : "", needs[i].words);
		any = true;
	}
	page_add(p, INK_TEXT, any ? "." : "");
}

static void
fill_details(struct help *h)
{
	const struct help_line *l = h->picker.row < h->count ? &h->lines[h->picker.row] : NULL;
	struct page *p = h->page;

	page_reset(p);
	if (l == NULL || l->command == NULL)
		return;
	page_begin(p, 0, 2, 0);
	page_add(p, INK_STRONG, l->words);
	page_addf(p, INK_DIM, "  %s", l->keys);
	if (h->is_open) {
		page_begin(p, 0, 0, 0);
		page_add(p, INK_ACCENT, l->command->summary);
		page_gap(p);
	}
	page_begin(p, 0, 0, 0);
	page_add(
	    p, INK_TEXT, text_is_empty(l->command->help) ? l->command->summary : l->command->help);
	if (h->is_open)
		add_needs(p, l->command);
	if (!text_is_empty(l->command->example)) {
		if (h->is_open)
			page_gap(p);
		page_begin(p, 0, 2, 0);
		page_add(p, INK_DIM, "Example: ");
		page_add(p, INK_CITATION, l->command->example);
	}
}

/* ---- the view */

static void
help_open(void *state)
{
	struct help *h = state;

	h->page = page_new();
}

static enum err
help_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	struct help_found *out = arena_alloc(a, sizeof *out);
	const struct help_wish *w = wish;
	struct command_call call = {
	    .desk = s->desk, .agent = s->agent, .conversation_id = w->conversation_id, .arena = a};
	struct errinfo ignored;

	(void)e;
	for (size_t i = 0;
	     w->conversation_id != 0 && i < command_count(s->commands) && i < COMMANDS_MOST; i++)
		out->possible[i] =
		    command_check(command_at(s->commands, i), &call, &ignored) == ERR_OK;
	*found = out;
	return ERR_OK;
}

static void
help_show(void *state, const void *found, const struct scope *s)
{
	struct help *h = state;

	h->found = found;
	h->scope = *s;
	fill_lines(h);
	fill_details(h);
}

static void
help_wish(const void *state, void *wish)
{
	const struct help *h = state;

	*(struct help_wish *)wish = h->wish;
}

void
help_about(void *state, int64_t conversation_id)
{
	struct help *h = state;

	h->wish.conversation_id = conversation_id;
}

void
help_narrow(void *state, const char *words)
{
	struct help *h = state;

	snprintf(h->words, sizeof h->words, "%s", words);
	h->is_open = false;
}

const char *
help_words(const void *state)
{
	const struct help *h = state;

	return h->words;
}

bool
help_back(void *state)
{
	struct help *h = state;

	if (h->is_open)
		h->is_open = false;
	else if (h->words[0] != '\0')
		h->words[0] = '\0';
	else
		return false;
	return true;
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

	h->height = height;
	picker_place(&h->picker, rows < 1 ? 1 : (size_t)rows);
	page_layout(h->page, width - 3);
	reading_place(&h->reading, h->page, height);
}

static void
draw_line(const struct help *h, struct cells *c, struct rect r, int y, size_t i, bool focused)
{
	const struct help_line *l = &h->lines[i];
	int keys = r.w >= 60 ? 18 : 8, usage = r.w >= 110 ? 40 : 13;
	bool selected = l->command != NULL && h->picker.row == i;
	enum ground g = !selected ? GROUND_PANE : focused ? GROUND_SELECTED : GROUND_IDLE;

	cells_fill(c, rect_part(r, 0, y, r.w, 1), (struct style){INK_TEXT, (uint8_t)g});
	if (l->command == NULL) {
		cells_put(c, r, 1, y, (struct style){INK_TITLE, GROUND_PANE}, l->words);
		return;
	}
	if (selected)
		cells_put(c, r, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
	cells_field(c, r, 2, y, keys, (struct style){INK_KEY, (uint8_t)g}, l->keys, false);
	/* Where there is no room for its arguments they stand below. */
	cells_field(c, r, 3 + keys, y, usage, (struct style){INK_ACCENT, (uint8_t)g},
	    r.w >= 110 ? l->words : l->command->name, false);
	cells_field(c, r, 4 + keys + usage, y, r.w - keys - usage - 5,
	    (struct style){INK_TEXT, (uint8_t)g}, l->command->summary, false);
}

static void
help_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct help *h = state;
	int details = detail_rows(r.h), rows = r.h - (details > 0 ? details + 1 : 0);

	if (h->is_open) {
		page_render(
		    h->page, c, rect_part(r, 2, 0, r.w - 3, r.h), h->reading.top, GROUND_PANE);
		return;
	}
	if (h->count == 0)
		(void)cells_paragraph(c, rect_part(r, 2, 1, r.w - 3, r.h - 1),
		    (struct style){INK_DIM, GROUND_PANE},
		    "No command holds these words. Esc shows all again.");
	for (int y = 0; y < rows && h->picker.top + (size_t)y < h->count; y++)
		draw_line(h, c, r, y, h->picker.top + (size_t)y, s->focused);
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
	bool moved =
	    h->is_open ? reading_move(&h->reading, h->page, m) : picker_move(&h->picker, m);

	if (moved && !h->is_open)
		fill_details(h);
	return moved;
}

/* All of the selected one, or the list again. */
static unsigned
help_enter(void *state, struct choice *out)
{
	struct help *h = state;

	(void)out;
	if (h->picker.selected == 0)
		return 0;
	h->is_open = !h->is_open;
	h->reading = (struct reading){0};
	fill_details(h);
	return REPAINT;
}

static void
help_caption(const void *state, const struct scene *s, struct str *out)
{
	const struct help *h = state;

	(void)s;
	if (h->is_open && h->picker.row < h->count)
		str_add(out, h->lines[h->picker.row].command->name);
	else if (h->words[0] != '\0')
		str_addf(out, "%zu · “%s”", h->commands, h->words);
}

static void
help_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct help *h = state;

	(void)ink;
	if (h->is_open)
		reading_edge(&h->reading, h->page, out);
	else
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
    .wish_size = sizeof(struct help_wish),
    .wish = help_wish,
    .fetch = help_fetch,
    .show = help_show,
    .place = help_place,
    .render = help_render,
    .move = help_move,
    .enter = help_enter,
    .caption = help_caption,
    .edge = help_edge,
    .close = help_close,
};
