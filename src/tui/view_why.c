/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why: what a turn of the AI's saw and decided, as a person reads it; first what came of it and
 * what would have led elsewhere.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "links.h"
#include "view.h"
#include "why.h"
#include "words.h"

struct why_wish {
	int64_t turn_id; /* 0: the latest */
};

struct why {
	struct page *page;
	struct reading reading;
	struct links links;
	int64_t conversation_id;
	struct why_wish wish;
	int64_t shown, earlier, later; /* turns */
	size_t at, count;
	char open[128]; /* the passage whose text is shown; "" none */
	bool reveals; /* it was opened just now */
	const struct why_found *found; /* borrowed until the next show */
	const struct settings *settings;
	int64_t now_ms;
};

struct why_found {
	int64_t conversation_id;
	struct why_turn turn;
	struct conversation_satisfaction satisfaction;
};

static void
why_open(void *state)
{
	struct why *w = state;

	w->page = page_new();
}

/* The first words of a longer text. */
static void
add_said(struct page *p, const char *label, enum ink ink, const char *text)
{
	if (text_is_empty(text))
		return;
	page_begin(p, 2, 4, 0);
	page_addf(p, INK_DIM, "%s ", label);
	page_addf(p, ink, "“%.*s%s”", (int)utf8_fit(text, strlen(text), 200, NULL), text,
	    utf8_fit(text, strlen(text), 200, NULL) < strlen(text) ? "…" : "");
}

static void
add_head(struct page *p, const struct settings *s, int64_t now_ms, const struct why_turn *t)
{
	char when[WORDS];

	page_begin(p, 0, 2, 0);
	page_addf(p, INK_DIM, tr("The AI's turn at %s (%s), sure "),
	    words_when(when, s, t->turn.ended_ms, now_ms), t->turn.backend);
	if (t->turn.confidence >= 0) {
		page_addf(p, ink_of_confidence(s, t->turn.confidence), "%.2f ", t->turn.confidence);
		page_bar(p, t->turn.confidence, 5);
	} else {
		page_add(p, INK_DIM, "–");
	}
	add_said(p, tr("to"), INK_SHOPPER, t->asked);
	if (!text_is(value_as_text(value_path(t->trace, "draft.text"), ""), "…"))
		add_said(p, tr("its draft"), INK_AI,
		    value_as_text(value_path(t->trace, "draft.text"), ""));
}

static void
fill(struct why *w)
{
	const struct why_turn *t = &w->found->turn;
	const struct settings *s = w->settings;
	struct page *p = w->page;

	page_reset(p);
	w->links.count = 0;
	if (w->found->conversation_id == 0 || t->trace == NULL) {
		page_begin(p, 0, 0, 0);
		page_add(p, INK_DIM,
		    w->found->conversation_id == 0 ? tr("No conversation is selected.")
			: t->turn.id == 0 ? tr("The AI has not been asked in this conversation.")
					  : tr("The AI's turn is not finished yet."));
		if (w->found->conversation_id != 0)
			why_satisfied(p, s, &w->found->satisfaction, w->now_ms);
		return;
	}
	add_head(p, s, w->now_ms, t);
	why_outcome(p, s, t->trace);
	why_understanding(p, s, t->trace);
	why_confidence(p, s, t);
	why_gates(p, s, t->trace);
	why_policy(p, s, t->trace);
	w->links.count = (int64_t)t->passage_count;
	why_passages(p, t, w->open);
	why_facts(p, s, t->trace);
	why_ground(p, s, t->trace);
	why_steps(p, s, t->trace);
	why_times(p, t);
	why_satisfied(p, s, &w->found->satisfaction, w->now_ms);
}

static void
why_wish(const void *state, void *wish)
{
	const struct why *w = state;

	*(struct why_wish *)wish = w->wish;
}

static enum err
why_fetch(struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	const struct why_wish *x = wish;
	struct why_found *out = arena_alloc(a, sizeof *out);
	enum err code;

	*found = out;
	*out = (struct why_found){.conversation_id = s->conversation_id};
	if (s->conversation_id == 0)
		return ERR_OK;
	code = why_read(a, s->desk, s->conversation_id, x->turn_id, &out->turn, e);
	return code != ERR_OK ? code
			      : desk_satisfaction(
				    s->desk, a, s->conversation_id, &out->satisfaction, e);
}

static void
why_show(void *state, const void *found, const struct scope *s)
{
	const struct why_found *x = found;
	struct why *w = state;
	bool same = w->conversation_id == x->conversation_id && w->shown == x->turn.turn.id;

	w->found = x;
	w->settings = s->settings;
	w->now_ms = s->now_ms;
	if (w->conversation_id != x->conversation_id)
		w->wish.turn_id = 0;
	if (!same) {
		w->reading = (struct reading){0};
		w->links.picked = 0;
		w->open[0] = '\0';
	}
	w->conversation_id = x->conversation_id;
	w->shown = x->turn.turn.id;
	w->earlier = x->turn.earlier;
	w->later = x->turn.later;
	w->at = x->turn.at;
	w->count = x->turn.count;
	fill(w);
}

static void
why_place(void *state, int width, int height)
{
	struct why *w = state;

	page_layout(w->page, width - 2);
	reading_place(&w->reading, w->page, height);
	if (w->reveals && height > 0)
		links_reveal(&w->links, &w->reading, w->page);
	w->reveals = false;
}

static void
why_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct why *w = state;
	struct rect body = rect_part(r, 1, 0, r.w - 2, r.h);

	page_render(w->page, c, body, w->reading.top, GROUND_PANE);
	links_render(&w->links, &w->reading, w->page, c, body, s->focused);
}

static unsigned
why_move(void *state, enum motion m)
{
	struct why *w = state;

	return links_move(&w->links, &w->reading, w->page, m) ? REPAINT : 0;
}

/* Shows the text of the passage that is picked, or puts it away again. */
static unsigned
why_enter(void *state, struct choice *out)
{
	struct why *w = state;
	int64_t link = links_picked(&w->links, &w->reading, w->page);
	const char *id;

	(void)out;
	if (link == 0)
		return 0;
	id = w->found->turn.passages[link - 1].id;
	snprintf(w->open, sizeof w->open, "%s", text_is(w->open, id) ? "" : id);
	w->reveals = w->open[0] != '\0';
	fill(w);
	return REPAINT;
}

unsigned
why_step(void *state, int step)
{
	struct why *w = state;
	int64_t to = step < 0 ? w->earlier : w->later;

	if (to == 0)
		return 0;
	w->wish.turn_id = step > 0 && w->at + 1 == w->count ? 0 : to;
	w->earlier = w->later = 0; /* until it is read */
	return RECALC;
}

static void
why_caption(const void *state, const struct scene *s, struct str *out)
{
	const struct why *w = state;

	(void)s;
	if (w->conversation_id != 0)
		str_addf(out, "C-%lld", (long long)w->conversation_id);
	if (w->count > 1)
		str_addf(out, tr(" · turn %zu of %zu"), w->at, w->count);
}

static void
why_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct why *w = state;

	(void)ink;
	reading_edge(&w->reading, w->page, out);
}

static void
why_close(void *state)
{
	struct why *w = state;

	page_free(&w->page);
}

const struct view_ops view_why = {
    .name = "why",
    .title = N_("Why?"),
    .context = CONTEXT_CONVERSATION,
    .follows = FOLLOWS_CONVERSATION,
    .state_size = sizeof(struct why),
    .open = why_open,
    .wish_size = sizeof(struct why_wish),
    .wish = why_wish,
    .fetch = why_fetch,
    .show = why_show,
    .place = why_place,
    .render = why_render,
    .move = why_move,
    .enter = why_enter,
    .caption = why_caption,
    .edge = why_edge,
    .close = why_close,
};
