/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "screen_private.h"
#include "words.h"

static const struct {
	enum view_id view;
	char key;
	const char *name, *brief;
} tabs[] = {
	{VIEW_BOARD, '1', N_("Board"), N_("Board")}, {VIEW_LIST, '2', N_("Conversations"), N_("List")}, {VIEW_REFUNDS, '3', N_("Refund desk"), N_("Refunds")},
	{VIEW_SEARCH, '4', N_("Search"), N_("Search")}, {VIEW_LOG, '5', N_("Log"), N_("Log")}, {VIEW_HELP, '6', N_("Help"), N_("Help")},
	{VIEW_SHIFT, '7', N_("Shift"), N_("Shift")}, {VIEW_CALIBRATION, '8', N_("Calibration"), N_("Calib")},
};

enum tab_style {
	TAB_NAMES,
	TAB_BRIEF,
	TAB_TIGHT	/* brief, and without the blank after it */
};

static int
tab_words(const struct screen *s, size_t i, enum tab_style style, char *out, size_t size)
{
	char count[32] = "";

	if (tabs[i].view == VIEW_REFUNDS && s->has_figures && s->figures.waiting_actions > 0)
		snprintf(count, sizeof count, " (%lld)", (long long)s->figures.waiting_actions);
	snprintf(out, size, " %c %s%s%s", tabs[i].key,
	    style == TAB_NAMES ? tr(tabs[i].name) : tr(tabs[i].brief), count,
	    style == TAB_TIGHT ? "" : " ");
	return utf8_width(out, strlen(out));
}

/* Of the first tabs, side by side. */
static int
tabs_width(const struct screen *s, enum tab_style style, size_t count)
{
	char words[96];
	int width = 0;

	for (size_t i = 0; i < count; i++)
		width += tab_words(s, i, style, words, sizeof words);
	return width;
}

/* Whole names where all but the last have room; a language with long words has brief ones, closer
 * together if it must be. */
static enum tab_style
tabs_style(const struct screen *s)
{
	const size_t count = sizeof tabs / sizeof *tabs;

	if (s->columns < 76)
		return TAB_BRIEF;
	if (tabs_width(s, TAB_NAMES, count - 1) <= s->columns)
		return TAB_NAMES;
	return tabs_width(s, TAB_BRIEF, count) <= s->columns ? TAB_BRIEF : TAB_TIGHT;
}

static void
draw_tabs(const struct screen *s, struct cells *c, int row)
{
	const enum tab_style style = tabs_style(s);
	struct rect r = {0, row, s->columns, 1};
	int at = 0;

	for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++) {
		bool here = tabs[i].view == s->main;
		struct style text = {here ? INK_ACCENT : INK_DIM, here ? GROUND_TAB : GROUND_PLAIN};
		char words[96];

		if (at + tab_words(s, i, style, words, sizeof words) > s->columns)
			break;
		at = cells_put(c, r, at, 0, text, words);
	}
	if (s->agent[0] != '\0' && s->columns - at > 30) {
		const struct agent *me = settings_agent(s->settings, s->agent);
		char words[200 + WORDS], role[WORDS];
		int width;

		snprintf(words, sizeof words, "%s, %s ", me == NULL ? s->agent : me->name,
		    me == NULL ? tr("unknown") : words_name(role, agent_role_name(me->role)));
		width = utf8_width(words, strlen(words));
		cells_put(
		    c, r, s->columns - width, 0, (struct style){INK_DIM, GROUND_PLAIN}, words);
	}
}

#define PENDING_MS 300
#define STALE_MS 1000	/* an answer that takes longer leaves what is shown marked as old */

/* What stands at the right of a pane's title: how old it is where it should be newer, else what is
 * out of sight. */
static void
add_edge(const struct pane *p, const struct scene *scene, struct str *out, enum ink *ink)
{
	char words[WORDS];

	if (p->asked_ms != 0 && scene->now_ms - p->asked_ms >= STALE_MS) {
		*ink = INK_WARN;
		if (p->shown == NULL)
			str_add(out, tr("reading …"));
		else
			str_addf(out, tr("%s old, reading …"),
			    words_span(words, scene->now_ms - p->shown->now_ms));
	} else if (p->ops->edge != NULL && p->shown != NULL) {
		p->ops->edge(p->state, out, ink);
	}
}

/* The pane's name, what it says of itself, and at the right what is out of sight. */
static void
draw_title(const struct pane *p, struct cells *c, struct rect r, const struct scene *scene)
{
	enum ink ink = scene->focused ? INK_FOCUS : INK_TITLE, edge_ink = INK_DIM;
	struct str words;
	int at, end = r.w;

	str_init(&words);
	at = cells_put(c, r, 0, 0,
	    (struct style){scene->focused ? INK_FOCUS : INK_BORDER, GROUND_PANE},
	    scene->focused ? "▌" : " ");
	at = cells_put(c, r, at, 0, (struct style){(uint8_t)ink, GROUND_PANE}, tr(p->ops->title));
	add_edge(p, scene, &words, &edge_ink);
	if (words.length > 0 && at + 2 + utf8_width(words.data, words.length) < r.w) {
		end = r.w - 1 - utf8_width(words.data, words.length);
		cells_put(c, r, end, 0, (struct style){(uint8_t)edge_ink, GROUND_PANE}, words.data);
	}
	str_reset(&words);
	if (p->ops->caption != NULL && p->shown != NULL)
		p->ops->caption(p->state, scene, &words);
	if (words.length > 0)
		cells_field(c, r, at + 2, 0, end - at - 3, (struct style){INK_DIM, GROUND_PANE},
		    words.data, false);
	str_clear(&words);
}

static void
draw_pane(const struct screen *s, struct cells *c, enum view_id v)
{
	const struct pane *p = &s->panes[v];
	struct rect r = p->rect, body;
	bool focused = v == s->focus;
	struct scene scene = {s->settings, s->agent, s->now_ms, focused, s->user};
	int title = s->rows >= 7 ? 1 : 0;

	if (r.w <= 0 || r.h <= 0)
		return;
	body = rect_part(r, 0, title, r.w, r.h - title);
	if (title > 0)
		draw_title(p, c, r, &scene);
	if (p->shown != NULL)
		p->ops->render(p->state, c, body, &scene);
	if (r.x + r.w < s->columns)
		cells_line_down(c, (struct rect){r.x + r.w, r.y, 1, r.h}, 0,
		    (struct style){INK_BORDER, GROUND_PANE});
}

static void
draw_message(const struct screen *s, struct cells *c, struct rect r)
{
	enum ink ink;
	const char *message = screen_message(s, &ink),
		   *mark = ink == INK_BAD ? "✗ "
	    : ink == INK_GOOD             ? "✓ "
					  : "";
	struct style text = {(uint8_t)ink, ink == INK_BAD ? GROUND_FIELD : GROUND_PLAIN};
	int at;

	if (message[0] == '\0' || s->pending.serial != 0) {
		const char *busy = s->jobs > 0 ? tr("working …") : "";

		if (s->pending.serial != 0 && s->now_ms - s->pending.since_ms >= PENDING_MS)
			busy = tr("the store takes its time; what you type waits for it, Esc leaves it");
		cells_put(c, r, 1, 0, (struct style){INK_DIM, GROUND_PLAIN}, busy);
		return;
	}
	cells_fill(c, r, text);
	at = cells_put(c, r, 1, 0, text, mark);
	(void)cells_paragraph(c, rect_part(r, at, 0, r.w - 1 - at, r.h), text, message);
}

void
screen_draw(const struct screen *s, struct cells *c)
{
	struct frame f = screen_frame(s);
	struct rect message = {0, f.message, s->columns, f.message_rows};

	cells_fill(c, cells_all(c), (struct style){INK_TEXT, GROUND_PLAIN});
	if (f.top >= 0)
		top_draw(s, c, f.top, f.tabs >= 0);
	if (f.tabs >= 0)
		draw_tabs(s, c, f.tabs);
	for (size_t v = 0; v < VIEW_COUNT; v++)
		draw_pane(s, c, (enum view_id)v);
	if (s->prompt.palette)
		palette_draw(s, c, (struct rect){0, f.body, s->columns, f.body_rows});
	if (s->prompt.kind != PROMPT_NONE)
		prompt_draw(s, c, message);
	else
		draw_message(s, c, message);
	if (f.foot >= 0)
		foot_draw(s, c, f.foot);
}
