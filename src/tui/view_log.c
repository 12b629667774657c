/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The log: what happened, newest first; Enter opens the conversation.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/desk/shift.h"
#include "floorwalker/store/event.h"
#include "view.h"
#include "words.h"

struct log_entry {
	struct event event;
	const char *words;
};

struct log {
	struct picker picker;
	struct log_entry *entries;
	size_t count;
};

#define LOG_LIMIT 500

struct log_found {
	struct log_entry *entries;
	int64_t *ids;
	size_t count;
};

static enum err
log_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	struct log_found *out = arena_alloc(a, sizeof *out);
	struct event_list list;
	struct log_entry *entries;
	int64_t last, *ids;
	size_t count = 0;
	enum err code;

	(void)wish;
	if ((code = store_event_last(desk_store(s->desk), &last, e)) != ERR_OK ||
	    (code = store_event_after(desk_store(s->desk), a,
		 last > LOG_LIMIT ? last - LOG_LIMIT : 0, LOG_LIMIT, &list, e)) != ERR_OK)
		return code;
	entries = arena_alloc(a, (list.count + 1) * sizeof *entries);
	ids = arena_alloc(a, (list.count + 1) * sizeof *ids);
	for (size_t i = list.count; i-- > 0;) {
		const struct event *x = &list.items[i];
		struct value *data = NULL;
		struct str words;

		if (!text_is_empty(x->data) &&
		    value_parse_json(a, "event", x->data, strlen(x->data), &value_limits_message,
			&data, NULL) != ERR_OK)
			data = NULL;
		if (!desk_event_is_for(s->settings, s->agent, x, data))
			continue;
		str_init(&words);
		words_event(&words, s->settings, s->agent, x, data);
		entries[count] = (struct log_entry){*x, arena_text(a, words.data)};
		ids[count++] = x->id;
		str_clear(&words);
	}
	*out = (struct log_found){entries, ids, count};
	*found = out;
	return ERR_OK;
}

static void
log_show(void *state, const void *found, const struct scope *s)
{
	const struct log_found *x = found;
	struct log *l = state;

	(void)s;
	l->entries = x->entries;
	l->count = x->count;
	l->picker.newest_first = true;
	picker_set(&l->picker, x->ids, x->count);
}

static void
log_place(void *state, int width, int height)
{
	struct log *l = state;

	(void)width;
	picker_place(&l->picker, height < 1 ? 1 : (size_t)height);
}

static void
log_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct log *l = state;
	char words[WORDS];

	if (l->count == 0)
		(void)cells_paragraph(c, rect_part(r, 2, 1, r.w - 3, r.h - 1),
		    (struct style){INK_DIM, GROUND_PANE}, "Nothing has happened yet.");
	for (int y = 0; y < r.h && l->picker.top + (size_t)y < l->count; y++) {
		const struct log_entry *x = &l->entries[l->picker.top + (size_t)y];
		bool selected = x->event.id == l->picker.selected,
		     loud =
			 text_starts(x->event.kind, "sla.") || text_ends(x->event.kind, ".failed");
		enum ground g = !selected ? GROUND_PANE
		    : s->focused          ? GROUND_SELECTED
					  : GROUND_IDLE;
		struct style dim = {INK_DIM, (uint8_t)g};
		int at = 2;

		cells_fill(c, rect_part(r, 0, y, r.w, 1), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, r, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		if (r.w >= 40) {
			cells_field(c, r, at, y, 13, dim,
			    words_when(words, s->settings, x->event.at_ms, s->now_ms), true);
			at += 15;
		}
		if (x->event.conversation_id != 0)
			cells_putf(c, r, at, y, (struct style){INK_STRONG, (uint8_t)g}, "C-%lld",
			    (long long)x->event.conversation_id);
		at += 8;
		if (r.w >= 110) {
			cells_field(c, r, at, y, 24, dim, x->event.kind, false);
			at += 26;
			cells_field(c, r, at, y, 18, dim,
			    words_actor(words, s->settings, s->agent, x->event.actor), false);
			at += 20;
		}
		cells_field(c, r, at, y, r.w - at - 1,
		    (struct style){loud ? INK_WARN : INK_TEXT, (uint8_t)g}, x->words, false);
	}
}

static unsigned
log_move(void *state, enum motion m)
{
	struct log *l = state;

	return picker_move(&l->picker, m);
}

static void
log_choice(const void *state, struct choice *out)
{
	const struct log *l = state;

	for (size_t i = 0; i < l->count; i++) {
		if (l->entries[i].event.id == l->picker.selected)
			out->conversation_id = l->entries[i].event.conversation_id;
	}
}

static void
log_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct log *l = state;

	(void)ink;
	picker_rest(&l->picker, out);
}

static void
log_close(void *state)
{
	struct log *l = state;

	picker_clear(&l->picker);
}

const struct view_ops view_log = {
    .name = "log",
    .title = "Log",
    .context = CONTEXT_LOG,
    .state_size = sizeof(struct log),
    .fetch = log_fetch,
    .show = log_show,
    .place = log_place,
    .render = log_render,
    .move = log_move,
    .choice = log_choice,
    .edge = log_edge,
    .close = log_close,
};
