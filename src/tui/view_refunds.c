/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The refund desk: actions that wait for a person, and all that an approver must see of the
 * selected one.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/text/translate.h"
#include "page.h"
#include "refund_evidence.h"
#include "refund_facts.h"
#include "refund_list.h"
#include "view.h"
#include "words.h"

#define LIST_MOST 1000			/* each carries its facts */

struct refunds {
	struct picker picker;
	struct refund_entry *items;
	size_t count;
	enum refund_sort sort;
	struct marks marks;
	int64_t all;			/* that wait, where these are only the oldest; else 0 */
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
		page_fieldf(p, tr("amount"), INK_STRONG, "%s",
		    words_money(words, s->settings, x->amount, x->currency));
	if (x->amended_ms != 0)
		page_addf(p, INK_WARN, tr("  proposed with %s, changed by %s, %s"),
		    words_money(words, s->settings, x->first_amount, x->currency),
		    words_agent(s->settings, s->agent, x->amended_by),
		    words_when(span, s->settings, x->amended_ms, s->now_ms));
	page_fieldf(p, tr("for"), INK_TEXT, tr("%s in C-%lld, %s"), c->shopper, (long long)c->id,
	    words_owner(words, s->settings, s->agent, c, false));
	page_fieldf(p, tr("proposed by"), INK_TEXT, "%s, %s",
	    words_actor(words, s->settings, s->agent, x->proposed_by),
	    words_when(span, s->settings, x->proposed_ms, s->now_ms));
	if (x->expires_ms != 0)
		page_fieldf(p, tr("expires"), INK_TEXT, "%s",
		    words_when(words, s->settings, x->expires_ms, s->now_ms));
	refund_verdict(p, s, x);
	refund_approvers(p, s, seen);
	evidence_show(p, s, x, &seen->evidence);
	refund_facts(p, s, seen);
	refund_rows(p, s, x);
}

static const struct action *
find_action(const struct refund_entry *items, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++) {
		if (items[i].action.id == id)
			return &items[i].action;
	}
	return NULL;
}

struct refunds_wish {
	int64_t selected;
	size_t row;
	enum refund_sort sort;
};

struct refunds_found {
	struct refund_entry *items;
	size_t count;
	int64_t all;			/* that wait, were there more than are read */
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
	w->sort = f->sort;
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
		    any          ? tr(" and ")
			: denied ? tr("denied by ")
				 : tr("approved by "),
		    words_agent(s->settings, s->agent, given.items[i].agent));
		any = true;
	}
	if (!any || (!denied && x->state != ACTION_APPROVED))
		str_addf(&text, "%s%s", any ? ", " : "", tr(action_state_title(x->state)));
	*out = arena_text(a, text.data);
	str_clear(&text);
	return ERR_OK;
}

/* What is decided stays until the selection moves, so that a key meant for it hits nothing else. */
static enum err
keep_decided(struct refunds_found *out, const struct refunds_wish *w, struct arena *a,
    const struct scope *s, struct errinfo *e)
{
	size_t at = w->row < out->count ? w->row : out->count;
	struct action gone;
	enum err code = store_action_get(desk_store(s->desk), a, w->selected, &gone, e);

	if (code != ERR_OK)
		return code == ERR_NOT_FOUND ? ERR_OK : code;
	memmove(out->items + at + 1, out->items + at, (out->count - at) * sizeof *out->items);
	out->items[at] = (struct refund_entry){.action = gone};
	out->count++;
	return tell_decision(a, s, &gone, &out->gone_words, e);
}

/* Approvals of what it is now; those of before an amendment, or of other facts, count no more. */
static enum err
count_given(struct refund_entry *x, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct approval_list given;
	enum err code;

	if (x->action.approvals_needed < 2)
		return ERR_OK;
	code = store_approval_list(desk_store(s->desk), a, x->action.id, &given, e);
	for (size_t i = 0; code == ERR_OK && i < given.count; i++)
		x->given += approval_counts(&given.items[i], &x->action);
	return code;
}

static enum err
count_all(struct refunds_found *out, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct conversation_counts counts;
	enum err code = store_conversation_counts(desk_store(s->desk), a, &counts, e);

	out->all = code == ERR_OK && counts.waiting_actions > LIST_MOST ? counts.waiting_actions
									: 0;
	return code;
}

static enum err
read_list(struct refunds_found *out, enum refund_sort sort, struct arena *a,
    const struct scope *s, struct errinfo *e)
{
	struct action_filter filter = {.states = 1u << ACTION_WAITING, .limit = LIST_MOST};
	struct action_list list;
	enum err code = store_action_list(desk_store(s->desk), a, &filter, &list, e);

	if (code != ERR_OK)
		return code;
	if (list.count == LIST_MOST && (code = count_all(out, a, s, e)) != ERR_OK)
		return code;
	out->items = arena_alloc(a, (list.count + 1) * sizeof *out->items);
	out->count = list.count;
	for (size_t i = 0; i < list.count && code == ERR_OK; i++) {
		out->items[i] = (struct refund_entry){.action = list.items[i]};
		code = count_given(&out->items[i], a, s, e);
	}
	refund_sort(out->items, out->count, sort);
	return code;
}

static enum err
refunds_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	const struct refunds_wish *w = wish;
	struct refunds_found *out = arena_alloc(a, sizeof *out);
	const struct action *x;
	enum err code;

	*out = (struct refunds_found){.gone_words = ""};
	*found = out;
	if ((code = read_list(out, w->sort, a, s, e)) != ERR_OK)
		return code;
	if (w->selected != 0 && find_action(out->items, out->count, w->selected) == NULL &&
	    (code = keep_decided(out, w, a, s, e)) != ERR_OK)
		return code;
	x = find_action(out->items, out->count, w->selected);
	if (x == NULL && out->count > 0)
		x = &out->items[w->row < out->count ? w->row : out->count - 1].action;
	return x == NULL ? ERR_OK : refund_read(&out->seen, a, s, x, e);
}

static void
refunds_show(void *state, const void *found, const struct scope *s)
{
	const struct refunds_found *x = found;
	struct refunds *f = state;
	int64_t *ids = arena_alloc(s->arena, (x->count + 1) * sizeof *ids);

	for (size_t i = 0; i < x->count; i++)
		ids[i] = x->items[i].action.id;
	page_reset(f->page);
	if (x->seen.action.id != 0)
		fill_details(f->page, s, &x->seen);
	f->items = x->items;
	f->count = x->count;
	f->all = x->all;
	f->gone_words = x->gone_words;
	marks_keep(&f->marks, f->items, f->count);
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
refunds_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct refunds *f = state;
	struct rect list, details;

	if (f->count == 0) {
		(void)cells_paragraph(c, rect_part(r, 2, 1, r.w - 3, r.h - 1),
		    (struct style){INK_DIM, GROUND_PANE}, tr("Nothing waits for approval."));
		return;
	}
	divide(r, f->count, &list, &details);
	for (size_t i = f->picker.top; i < f->count; i++) {
		int y = (int)(i - f->picker.top) * 2;
		bool selected = f->items[i].action.id == f->picker.selected;
		enum ground g = !selected ? GROUND_PANE
		    : s->focused          ? GROUND_SELECTED
					  : GROUND_IDLE;

		if (y >= list.h)
			break;
		cells_fill(
		    c, rect_part(list, 0, y, list.w, 2), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, list, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		refund_draw_entry(&f->items[i], f->gone_words,
		    marks_has(&f->marks, f->items[i].action.id), c, list, y, g, s);
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
		waiting += f->items[i].action.state == ACTION_WAITING;
	str_addf(out, tr("%zu · to approve"), waiting);
	if (f->all > 0)
		str_addf(out, tr(" · the oldest of %lld"), (long long)f->all);
	if (f->sort != REFUNDS_OLDEST)
		str_addf(out, tr(" · by %s"), refund_sorts[f->sort]);
	if (f->marks.count > 0)
		str_addf(out, tr(" · %zu marked"), f->marks.count);
}

/* ---- marks and order, for the screen's commands */

bool
refunds_mark(void *state, const char *which)
{
	struct refunds *f = state;
	const struct action *x = find_action(f->items, f->count, f->picker.selected);

	if (text_is(which, "none")) {
		f->marks.count = 0;
		return true;
	}
	if (x == NULL || x->state != ACTION_WAITING)
		return false;
	if (text_is(which, "rule")) {
		for (size_t i = 0; i < f->count; i++) {
			const struct action *y = &f->items[i].action;

			if (y->state == ACTION_WAITING && y->kind == x->kind &&
			    text_is(y->rule, x->rule) && !marks_has(&f->marks, y->id))
				(void)marks_toggle(&f->marks, y->id);
		}
		return true;
	}
	return marks_toggle(&f->marks, x->id);
}

size_t
refunds_marked(const void *state, const int64_t **ids)
{
	const struct refunds *f = state;

	*ids = f->marks.ids;
	return f->marks.count;
}

const char *
refunds_order(void *state, const char *name)
{
	struct refunds *f = state;

	if (text_is_empty(name)) {
		f->sort = (f->sort + 1) % REFUNDS_SORTS;
		return refund_sorts[f->sort];
	}
	for (enum refund_sort i = 0; i < REFUNDS_SORTS; i++) {
		if (text_is(name, refund_sorts[i]))
			return refund_sorts[f->sort = i];
	}
	return NULL;
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
    .title = N_("Refund desk"),
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
