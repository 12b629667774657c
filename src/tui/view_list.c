/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list: conversations of one kind, sorted and filtered; one line each where there is room, else
 * two.
 */
#include <string.h>

#include "list.h"
#include "words.h"

static void
list_open(void *state)
{
	struct list *l = state;

	l->wanted = -1;
}

static void
list_place(void *state, int width, int height)
{
	struct list *l = state;
	int rows = width >= ONE_LINE ? height - 1 : height / 2;

	l->width = width;
	picker_place(&l->picker, rows < 1 ? 1 : (size_t)rows);
}

static void
render_none(const struct list *l, struct cells *c, struct rect r)
{
	static const char *const none[LIST_KIND_COUNT] = {
		[LIST_ALL] = "No conversations yet.", [LIST_WAITING] = "Nobody waits for a person.", [LIST_QUEUE] = "Nobody waits in this queue.",
		[LIST_MINE] = "You have no conversation. t takes the selected one of another list.", [LIST_AI] = "The AI has no live conversation.",
		[LIST_SOON] = "No promise falls due within a minute.", [LIST_OVERDUE] = "Nothing is overdue.", [LIST_CLOSED] = "None was closed today.", [LIST_AGENT] = "Has no conversation.",
	};
	struct rect inside = rect_part(r, 2, 1, r.w - 3, r.h);
	const char *text = l->source.filter[0] != '\0'
	    ? "Nothing here holds these words. f changes the filter, Esc clears it."
	    : none[l->source.kind];

	(void)cells_paragraph(c, inside, (struct style){INK_DIM, GROUND_PANE}, text);
}

static void
list_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct list *l = state;
	bool one = r.w >= ONE_LINE;
	int y = one ? 1 : 0, step = one ? 1 : 2;

	if (l->count == 0) {
		render_none(l, c, r);
		return;
	}
	if (one)
		list_draw_columns(NULL, c, r, 0, GROUND_PANE, s);
	for (size_t i = l->picker.top; i < l->count && y < r.h; i++, y += step) {
		const struct list_entry *x = &l->entries[i];
		bool selected = x->c.id == l->picker.selected;
		enum ground g = !selected ? GROUND_PANE
		    : s->focused          ? GROUND_SELECTED
					  : GROUND_IDLE;

		cells_fill(c, rect_part(r, 0, y, r.w, step), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, r, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		if (one)
			list_draw_columns(x, c, r, y, g, s);
		else
			list_draw_two_lines(x, c, rect_part(r, 0, 0, r.w, r.h), y, g, s);
	}
}

/* Within the window the picker moves; beyond it the row is asked of the next load. */
static unsigned
list_move(void *state, enum motion m)
{
	struct list *l = state;
	/* it goes when the selection leaves it */
	bool moved_on = l->picker.row < l->count && l->entries[l->picker.row].moved_on;
	int64_t page = l->picker.height > 1 ? (int64_t)l->picker.height - 1 : 1,
		to = l->first + (int64_t)l->picker.row;

	switch (m) {
	case MOVE_UP: to -= 1; break;
	case MOVE_DOWN: to += 1; break;
	case MOVE_PAGE_UP: to -= page; break;
	case MOVE_PAGE_DOWN: to += page; break;
	case MOVE_HALF_UP: to -= (page + 1) / 2; break;
	case MOVE_HALF_DOWN: to += (page + 1) / 2; break;
	case MOVE_TOP: to = 0; break;
	case MOVE_BOTTOM: to = l->total - 1; break;
	}
	to = to >= l->total ? l->total - 1 : to;
	to = to < 0 ? 0 : to;
	if (l->count == 0 || (to >= l->first && to < l->first + (int64_t)l->count) ||
	    (int64_t)l->count >= l->total)
		return !picker_move(&l->picker, m) ? 0 : moved_on ? RECALC : REPAINT;
	l->wanted = to;
	return RECALC;
}

static void
list_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct list *l = state;
	int64_t above = l->first + (int64_t)l->picker.top,
		below = l->total - above - (int64_t)l->picker.height;

	(void)ink;
	picker_edge((size_t)above, below > 0 ? (size_t)below : 0, out);
}

static void
list_choice(const void *state, struct choice *out)
{
	const struct list *l = state;

	out->conversation_id = l->picker.selected;
}

static void
list_pick(void *state, const struct choice *x)
{
	struct list *l = state;

	(void)picker_select(&l->picker, x->conversation_id);
}

static void
list_caption(const void *state, const struct scene *s, struct str *out)
{
	static const char *const kinds[LIST_KIND_COUNT] = {
		[LIST_ALL] = "all", [LIST_WAITING] = "waiting for a person", [LIST_MINE] = "mine", [LIST_AI] = "with the AI", [LIST_SOON] = "due within a minute", [LIST_OVERDUE] = "overdue",
		[LIST_CLOSED] = "closed today",
	};
	static const char *const sorts[SORT_COUNT] = {
		[SORT_USUAL] = "", [SORT_WAITING] = "longest waiting first", [SORT_CONFIDENCE] = "least sure first", [SORT_UPDATED] = "newest words first",
		[SORT_ID] = "newest first",
	};
	const struct list *l = state;

	str_addf(out, "%lld · ", (long long)l->total);	/* first: what follows may be cut */
	if (l->source.kind == LIST_QUEUE)
		str_add(out, words_queue(s->settings, l->source.name));
	else if (l->source.kind == LIST_AGENT)
		str_add(out, words_agent(s->settings, s->agent, l->source.name));
	else
		str_add(out, kinds[l->source.kind]);
	if (sorts[l->source.sort][0] != '\0')
		str_addf(out, " · %s", sorts[l->source.sort]);
	if (l->source.filter[0] != '\0')
		str_addf(out, " · holding “%s”", l->source.filter);
}

static void
list_close(void *state)
{
	struct list *l = state;

	picker_clear(&l->picker);
}

const struct view_ops view_list = {
    .name = "list",
    .title = "Conversations",
    .context = CONTEXT_LIST,
    .follows = FOLLOWS_SOURCE,
    .state_size = sizeof(struct list),
    .open = list_open,
    .wish_size = sizeof(struct list_wish),
    .wish = list_wish,
    .fetch = list_fetch,
    .show = list_show,
    .place = list_place,
    .render = list_render,
    .move = list_move,
    .edge = list_edge,
    .choice = list_choice,
    .pick = list_pick,
    .caption = list_caption,
    .close = list_close,
};
