/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list: conversations of one kind, sorted and filtered; one line each where there is room, else
 * two.
 */
#include <string.h>

#include "floorwalker/text/translate.h"
#include "list.h"
#include "words.h"

static void
list_place(void *state, int width, int height)
{
	struct list *l = state;
	int rows = width >= ONE_LINE ? height - 1 : height / 2;

	l->width = width;
	l->lines = rows < 1 ? 1 : (size_t)rows;
	picker_place(&l->picker, l->lines);
}

static void
render_none(const struct list *l, struct cells *c, struct rect r)
{
	static const char *const none[LIST_KIND_COUNT] = {
		[LIST_ALL] = N_("No conversations yet."), [LIST_WAITING] = N_("Nobody waits for a person."), [LIST_QUEUE] = N_("Nobody waits in this queue."),
		[LIST_MINE] = N_("You have no conversation. t takes the selected one of another list."), [LIST_AI] = N_("The AI has no live conversation."),
		[LIST_SOON] = N_("No promise falls due within a minute."), [LIST_CLOSED] = N_("None was closed today."), [LIST_AGENT] = N_("Has no conversation."),
		[LIST_OVERDUE] = N_("No promise is overdue."), [LIST_SNOOZED] = N_("None is laid aside."), [LIST_SAVED] = N_("No conversation fits this search now."),
	};
	struct rect inside = rect_part(r, 2, 1, r.w - 3, r.h);
	const char *text = l->problem != NULL ? l->problem
	    : l->source.filter[0] != '\0'
	    ? tr("Nothing here fits this. f changes what is looked for, Esc clears it.")
	    : tr(none[l->source.kind]);

	(void)cells_paragraph(
	    c, inside, (struct style){l->problem != NULL ? INK_BAD : INK_DIM, GROUND_PANE}, text);
}

/* A row whose record is still on its way says who it is. */
static void
render_row(const struct list *l, size_t row, struct cells *c, struct rect r, int y,
    enum ground g, const struct scene *s)
{
	const struct list_entry *x = list_entry_at(l, row);

	if (list_is_marked(l, l->rows[row]))
		cells_put(c, r, 1, y, (struct style){INK_FOCUS, (uint8_t)g}, "*");
	if (x == NULL || x->c.id == 0)
		(void)cells_putf(c, r, 2, y, (struct style){INK_DIM, (uint8_t)g}, "C-%lld  …",
		    (long long)l->rows[row]);
	else if (r.w >= ONE_LINE)
		list_draw_columns(l, x, c, r, y, g, s);
	else
		list_draw_two_lines(x, c, rect_part(r, 0, 0, r.w, r.h), y, g, s);
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
		list_draw_columns(l, NULL, c, r, 0, GROUND_PANE, s);
	for (size_t i = l->picker.top; i < l->count && y < r.h; i++, y += step) {
		const struct list_heading *heading = l->rows[i] == 0 ? list_heading_at(l, i) : NULL;
		bool selected = l->rows[i] != 0 && l->rows[i] == l->picker.selected;
		enum ground g = !selected ? GROUND_PANE
		    : s->focused          ? GROUND_SELECTED
					  : GROUND_IDLE;

		if (heading != NULL) {
			list_draw_heading(l, heading, c, r, y + step - 1, s);
			continue;
		}
		cells_fill(c, rect_part(r, 0, y, r.w, step), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, r, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		render_row(l, i, c, r, y, g, s);
	}
}

/* All rows are known by id, so the selection moves at once; records that come into sight are
 * read. */
static unsigned
list_move(void *state, enum motion m)
{
	struct list *l = state;
	const struct list_entry *x = list_entry_at(l, l->picker.row);
	bool moved_on = x != NULL && x->moved_on;	/* it goes when the selection leaves it */

	if (!picker_move(&l->picker, m))
		return 0;
	return moved_on || list_window(l) != l->first ? RECALC : REPAINT;
}

static void
list_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct list *l = state;

	(void)ink;
	picker_rest(&l->picker, out);
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
		[LIST_ALL] = N_("all"), [LIST_WAITING] = N_("waiting for a person"), [LIST_MINE] = N_("mine"), [LIST_AI] = N_("with the AI"), [LIST_SOON] = N_("due within a minute"),
		[LIST_CLOSED] = N_("closed today"), [LIST_OVERDUE] = N_("overdue"), [LIST_SNOOZED] = N_("laid aside"),
	};
	const struct list *l = state;
	size_t away = l->mark_count - l->marks_here;

	if (l->mark_count > 0) {	/* first: what follows may be cut */
		str_addf(out, tr("%zu marked%s"), l->mark_count, l->mark_full ? tr(" (no more fit)") : "");
		if (away > 0)
			str_addf(out, tr(", %zu not in this list"), away);
		str_add(out, " · ");
	}
	str_addf(out, "%lld · ", (long long)l->total);
	if (l->total > STORE_IDS_MOST)
		str_addf(out, tr("the first %d · "), STORE_IDS_MOST);
	if (l->source.kind == LIST_QUEUE)
		str_add(out, words_queue(s->settings, l->source.name));
	else if (l->source.kind == LIST_AGENT)
		str_add(out, words_agent(s->settings, s->agent, l->source.name));
	else if (l->source.kind == LIST_SAVED)
		str_addf(out, "%s: %s", l->source.name, l->asked == NULL ? "" : l->asked);
	else
		str_add(out, tr(kinds[l->source.kind]));
	if (l->source.filter[0] != '\0')
		str_addf(out, " · %s", l->source.filter);
	for (size_t i = 0; l->source.sorted && i < list_column_count; i++)
		if (list_columns[i].sort == l->source.sort) {
			str_addf(out, tr(" · by %s %s"), list_columns[i].name,
			    l->source.descending ? "▼" : "▲");
			break;
		}
}

static void
list_close(void *state)
{
	struct list *l = state;

	mem_free(l->marks);
	picker_clear(&l->picker);
}

const struct view_ops view_list = {
    .name = "list",
    .title = N_("Conversations"),
    .context = CONTEXT_LIST,
    .follows = FOLLOWS_SOURCE,
    .state_size = sizeof(struct list),
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
