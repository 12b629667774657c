/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why: what the AI's latest turn saw and decided, as a person reads it; first what came of it and
 * what would have led elsewhere.
 */
#include <string.h>

#include "floorwalker/desk/view.h"
#include "page.h"
#include "view.h"
#include "why.h"
#include "words.h"

struct why {
	struct page *page;
	struct reading reading;
	int64_t conversation_id;
};

static void
why_open(void *state)
{
	struct why *w = state;

	w->page = page_new();
}

static void
fill(struct page *p, const struct scope *s, const struct turn *turn, const struct value *trace)
{
	char when[WORDS];

	page_reset(p);
	if (trace == NULL) {
		page_begin(p, 0, 0, 0);
		page_add(p, INK_DIM,
		    turn->id == 0 ? "The AI has not been asked in this conversation."
				  : "The AI's turn is not finished yet.");
		return;
	}
	page_begin(p, 0, 2, 0);
	page_addf(p, INK_DIM, "The AI's turn at %s (%s), sure ",
	    words_when(when, s->settings, turn->ended_ms, s->now_ms), turn->backend);
	if (turn->confidence >= 0) {
		page_addf(
		    p, ink_of_confidence(s->settings, turn->confidence), "%.2f ", turn->confidence);
		page_bar(p, turn->confidence, 5);
	} else {
		page_add(p, INK_DIM, "–");
	}
	why_outcome(p, s->settings, trace);
	why_understanding(p, s->settings, trace);
	why_confidence(p, s->settings, trace);
	why_gates(p, s->settings, trace);
	why_policy(p, s->settings, trace);
	why_passages(p, s->settings, trace);
	why_facts(p, s->settings, trace);
	why_ground(p, s->settings, trace);
	why_steps(p, s->settings, trace);
}

struct why_found {
	int64_t conversation_id;
	struct turn turn;
	const struct value *trace;	/* NULL none */
};

static enum err
why_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	struct why_found *out = arena_alloc(a, sizeof *out);
	struct value *parsed;
	enum err code;

	(void)wish;
	*found = out;
	out->conversation_id = s->conversation_id;
	out->turn.backend = "";
	if (s->conversation_id == 0)
		return ERR_OK;
	code = store_turn_latest(desk_store(s->desk), a, s->conversation_id, &out->turn, e);
	if (code == ERR_NOT_FOUND)
		return ERR_OK;
	if (code != ERR_OK || text_is_empty(out->turn.trace))
		return code;
	code = value_parse_json(a, "trace", out->turn.trace, strlen(out->turn.trace),
	    &value_limits_message, &parsed, e);
	if (code == ERR_OK)
		out->trace = parsed;
	return code;
}

static void
why_show(void *state, const void *found, const struct scope *s)
{
	const struct why_found *x = found;
	struct why *w = state;

	if (x->conversation_id == 0) {
		page_reset(w->page);
		page_begin(w->page, 0, 0, 0);
		page_add(w->page, INK_DIM, "No conversation is selected.");
	} else {
		fill(w->page, s, &x->turn, x->trace);
	}
	if (w->conversation_id != x->conversation_id)
		w->reading = (struct reading){0};
	w->conversation_id = x->conversation_id;
}

static void
why_place(void *state, int width, int height)
{
	struct why *w = state;

	page_layout(w->page, width - 2);
	reading_place(&w->reading, w->page, height);
}

static void
why_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct why *w = state;

	(void)s;
	page_render(w->page, c, rect_part(r, 1, 0, r.w - 2, r.h), w->reading.top, GROUND_PANE);
}

static unsigned
why_move(void *state, enum motion m)
{
	struct why *w = state;

	return reading_move(&w->reading, w->page, m);
}

static void
why_caption(const void *state, const struct scene *s, struct str *out)
{
	const struct why *w = state;

	(void)s;
	if (w->conversation_id != 0)
		str_addf(out, "C-%lld", (long long)w->conversation_id);
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
    .title = "Why?",
    .context = CONTEXT_CONVERSATION,
    .follows = FOLLOWS_CONVERSATION,
    .state_size = sizeof(struct why),
    .open = why_open,
    .fetch = why_fetch,
    .show = why_show,
    .place = why_place,
    .render = why_render,
    .move = why_move,
    .caption = why_caption,
    .edge = why_edge,
    .close = why_close,
};
