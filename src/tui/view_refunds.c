/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The refund desk: actions that wait for a person, and all that an approver must see of the
 * selected one.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/desk/view.h"
#include "page.h"
#include "refund_facts.h"
#include "view.h"
#include "words.h"

struct refunds {
	struct picker picker;
	struct action *items;
	size_t count;
	struct page *page;		/* of the selected one */
	struct reading reading;
	int64_t shown;
	const char *gone_words;		/* of the item that waits no longer: how it was decided, and
					   by whom */
};

static void
refunds_open(void *state)
{
	struct refunds *f = state;

	f->page = page_new();
}

/* Parts of the room: the list above, the details below, or side by side where it is wide. */
static void
divide(struct rect r, size_t count, struct rect *list, struct rect *details)
{
	if (r.w >= 110) {
		*list = rect_part(r, 0, 0, 46, r.h);
		*details = rect_part(r, 48, 0, r.w - 49, r.h);
	} else {
		int rows = (int)count * 2 < r.h / 3 ? (int)count * 2 : r.h / 3 / 2 * 2;

		if (rows < 2)
			rows = r.h < 2 ? r.h : 2;
		*list = rect_part(r, 0, 0, r.w, rows);
		*details = rect_part(r, 1, rows + 1, r.w - 2, r.h - rows - 1);
	}
}

static void
fill_details(struct page *p, const struct scope *s, const struct refund_seen *seen)
{
	const struct action *x = &seen->action;
	const struct conversation *c = &seen->conversation;
	char words[WORDS], span[WORDS];

	page_begin(p, 0, 2, 0);
	page_addf(p, INK_STRONG, "A-%lld  %s", (long long)x->id, x->title);
	if (x->amount != 0)
		page_fieldf(p, "amount", INK_STRONG, "%s",
		    words_money(words, s->settings, x->amount, x->currency));
	page_fieldf(p, "for", INK_TEXT, "%s in C-%lld, %s", c->shopper, (long long)c->id,
	    words_owner(words, s->settings, s->agent, c, false));
	page_fieldf(p, "proposed by", INK_TEXT, "%s, %s",
	    words_actor(words, s->settings, s->agent, x->proposed_by),
	    words_when(span, s->settings, x->proposed_ms, s->now_ms));
	if (x->expires_ms != 0)
		page_fieldf(p, "expires", INK_TEXT, "%s",
		    words_when(words, s->settings, x->expires_ms, s->now_ms));
	refund_verdict(p, s, x);
	refund_approvers(p, s, seen);
	refund_facts(p, s, seen);
	refund_rows(p, s, x);
}

static const struct action *
find_action(const struct action *items, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++) {
		if (items[i].id == id)
			return &items[i];
	}
	return NULL;
}

struct refunds_wish {
	int64_t selected;
	size_t row;
};

struct refunds_found {
	struct action_list list;
	const char *gone_words;
	struct refund_seen seen;	/* of the selected one; its action's id 0: none */
};

static void
refunds_wish(const void *state, void *wish)
{
	const struct refunds *f = state;
	struct refunds_wish *w = wish;

	w->selected = f->picker.selected;
	w->row = f->picker.row;
}

/* "approved by you and Maeve Brennan, done" */
static enum err
tell_decision(struct arena *a, const struct scope *s, const struct action *x, const char **out,
    struct errinfo *e)
{
	bool denied = x->state == ACTION_DENIED, any = false;
	struct approval_list given;
	struct str text;
	enum err code = store_approval_list(desk_store(s->desk), a, x->id, &given, e);

	if (code != ERR_OK)
		return code;
	str_init(&text);
	for (size_t i = 0; i < given.count; i++) {
		if (given.items[i].approve == denied)
			continue;
		str_addf(&text, "%s%s",
		    any          ? " and "
			: denied ? "denied by "
				 : "approved by ",
		    words_agent(s->settings, s->agent, given.items[i].agent));
		any = true;
	}
	if (!any || (!denied && x->state != ACTION_APPROVED))
		str_addf(&text, "%s%s", any ? ", " : "", action_state_title(x->state));
	*out = arena_text(a, text.data);
	str_clear(&text);
	return ERR_OK;
}

/* What is decided stays until the selection moves, so that a key meant for it hits nothing else. */
static enum err
keep_decided(const struct refunds_wish *w, struct arena *a, const struct scope *s,
    struct action_list *list, const char **words, struct errinfo *e)
{
	struct action gone, *more = arena_alloc(a, (list->count + 1) * sizeof *more);
	size_t at = w->row < list->count ? w->row : list->count;
	enum err code = store_action_get(desk_store(s->desk), a, w->selected, &gone, e);

	if (code != ERR_OK)
		return code == ERR_NOT_FOUND ? ERR_OK : code;
	for (size_t i = 0; i < list->count; i++)
		more[i < at ? i : i + 1] = list->items[i];
	more[at] = gone;
	list->items = more;
	list->count++;
	return tell_decision(a, s, &gone, words, e);
}

static enum err
refunds_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	const struct refunds_wish *w = wish;
	struct refunds_found *out = arena_alloc(a, sizeof *out);
	struct action_filter filter = {.states = 1u << ACTION_WAITING};
	struct action_list *list = &out->list;
	const struct action *x;
	enum err code;

	*found = out;
	out->gone_words = "";
	if ((code = store_action_list(desk_store(s->desk), a, &filter, list, e)) != ERR_OK)
		return code;
	if (w->selected != 0 && find_action(list->items, list->count, w->selected) == NULL &&
	    (code = keep_decided(w, a, s, list, &out->gone_words, e)) != ERR_OK)
		return code;
	x = find_action(list->items, list->count, w->selected);
	if (x == NULL && list->count > 0)
		x = &list->items[w->row < list->count ? w->row : list->count - 1];
	return x == NULL ? ERR_OK : refund_read(&out->seen, a, s, x, e);
}

static void
refunds_show(void *state, const void *found, const struct scope *s)
{
	const struct refunds_found *x = found;
	struct refunds *f = state;
	int64_t *ids = arena_alloc(s->arena, (x->list.count + 1) * sizeof *ids);

	for (size_t i = 0; i < x->list.count; i++)
		ids[i] = x->list.items[i].id;
	page_reset(f->page);
	if (x->seen.action.id != 0)
		fill_details(f->page, s, &x->seen);
	f->items = x->list.items;
	f->count = x->list.count;
	f->gone_words = x->gone_words;
	picker_set(&f->picker, ids, f->count);
	if (f->shown != f->picker.selected)
		f->reading = (struct reading){0};
	f->shown = f->picker.selected;
}

static void
refunds_place(void *state, int width, int height)
{
	struct refunds *f = state;
	struct rect list, details;

	divide((struct rect){0, 0, width, height}, f->count, &list, &details);
	picker_place(&f->picker, list.h < 4 ? 1 : (size_t)list.h / 2);
	page_layout(f->page, details.w);
	reading_place(&f->reading, f->page, details.h);
}

static void
render_entry(const struct refunds *f, const struct action *x, struct cells *c, struct rect r, int y,
    enum ground g, const struct scene *s)
{
	char money[WORDS], span[WORDS];
	bool waiting = x->state == ACTION_WAITING;
	int at, right;

	words_money(money, s->settings, x->amount, x->currency);
	right = r.w - 1 - (x->amount == 0 ? 0 : utf8_width(money, strlen(money)));
	if (x->amount != 0)
		cells_put(c, r, right, y,
		    (struct style){waiting ? INK_STRONG : INK_DIM, (uint8_t)g}, money);
	at = cells_putf(c, r, 2, y, (struct style){waiting ? INK_STRONG : INK_DIM, (uint8_t)g},
	    "A-%-4lld ", (long long)x->id);
	cells_field(c, r, at, y, right - at - 1,
	    (struct style){waiting ? INK_TEXT : INK_DIM, (uint8_t)g}, x->title, false);
	if (!waiting) {
		cells_field(c, r, 2, y + 1, r.w - 3, (struct style){INK_WARN, (uint8_t)g},
		    f->gone_words, false);
		return;
	}
	at = cells_putf(c, r, 2, y + 1, (struct style){INK_DIM, (uint8_t)g}, "waits %s",
	    words_span(span, s->now_ms - x->proposed_ms));
	if (x->approvals_needed > 1)
		at = cells_put(
		    c, r, at, y + 1, (struct style){INK_WARN, (uint8_t)g}, " · two people");
	at = cells_put(c, r, at, y + 1, (struct style){INK_DIM, (uint8_t)g}, " · ");
	cells_field(c, r, at, y + 1, r.w - at - 1, (struct style){INK_DIM, (uint8_t)g},
	    text_is_empty(x->rule) ? "no rule matched" : x->rule, false);
}

static void
refunds_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct refunds *f = state;
	struct rect list, details;

	if (f->count == 0) {
		(void)cells_paragraph(c, rect_part(r, 2, 1, r.w - 3, r.h - 1),
		    (struct style){INK_DIM, GROUND_PANE}, "Nothing waits for approval.");
		return;
	}
	divide(r, f->count, &list, &details);
	for (size_t i = f->picker.top; i < f->count; i++) {
		int y = (int)(i - f->picker.top) * 2;
		bool selected = f->items[i].id == f->picker.selected;
		enum ground g = !selected ? GROUND_PANE
		    : s->focused          ? GROUND_SELECTED
					  : GROUND_IDLE;

		if (y >= list.h)
			break;
		cells_fill(
		    c, rect_part(list, 0, y, list.w, 2), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, list, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		render_entry(f, &f->items[i], c, list, y, g, s);
	}
	if (details.y > r.y)
		cells_line_across(c, rect_part(r, 1, 0, r.w - 2, r.h), list.h,
		    (struct style){INK_BORDER, GROUND_PANE});
	else
		cells_line_down(c, r, 46, (struct style){INK_BORDER, GROUND_PANE});
	page_render(f->page, c, details, f->reading.top, GROUND_PANE);
}

/* Up and down choose an action; half pages read its details. */
static unsigned
refunds_move(void *state, enum motion m)
{
	struct refunds *f = state;

	if (m == MOVE_HALF_UP || m == MOVE_HALF_DOWN)
		return reading_move(&f->reading, f->page, m) ? REPAINT : 0;
	return picker_move(&f->picker, m) ? RECALC : 0;
}

static void
refunds_choice(const void *state, struct choice *out)
{
	const struct refunds *f = state;
	const struct action *x = find_action(f->items, f->count, f->picker.selected);

	out->action_id = f->picker.selected;
	if (x != NULL)
		out->conversation_id = x->conversation_id;
}

static void
refunds_pick(void *state, const struct choice *x)
{
	struct refunds *f = state;

	(void)picker_select(&f->picker, x->action_id);
}

static void
refunds_caption(const void *state, const struct scene *s, struct str *out)
{
	const struct refunds *f = state;
	size_t waiting = 0;

	(void)s;
	for (size_t i = 0; i < f->count; i++)
		waiting += f->items[i].state == ACTION_WAITING;
	str_addf(out, "%zu · to approve", waiting);
}

/* Of the details; that actions are out of sight their number tells. */
static void
refunds_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct refunds *f = state;

	(void)ink;
	if (f->count > 0)
		reading_edge(&f->reading, f->page, out);
}

static void
refunds_close(void *state)
{
	struct refunds *f = state;

	page_free(&f->page);
	picker_clear(&f->picker);
}

const struct view_ops view_refunds = {
    .name = "refunds",
    .title = "Refund desk",
    .context = CONTEXT_REFUNDS,
    .state_size = sizeof(struct refunds),
    .open = refunds_open,
    .wish_size = sizeof(struct refunds_wish),
    .wish = refunds_wish,
    .fetch = refunds_fetch,
    .show = refunds_show,
    .place = refunds_place,
    .render = refunds_render,
    .move = refunds_move,
    .choice = refunds_choice,
    .pick = refunds_pick,
    .caption = refunds_caption,
    .edge = refunds_edge,
    .close = refunds_close,
};
