/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <string.h>

#include "floorwalker/base/utf8.h"
#include "words.h"

static struct conversation_filter
filter_of(const struct scope *s, const struct list_source *source)
{
	struct conversation_filter f = {
	    .limit = LIST_WINDOW, .order = ORDER_UPDATED, .descending = true};
	struct date today;

	switch (source->kind) {
	case LIST_WAITING:
	case LIST_QUEUE:
	case LIST_SOON:
	case LIST_OVERDUE:
		f.states = 1u << CONVERSATION_QUEUED;
		if (source->kind == LIST_SOON || source->kind == LIST_OVERDUE)
			f.states |= 1u << CONVERSATION_AGENT;	/* it may owe the next answer */
		f.order = ORDER_DUE;
		f.descending = false;
		f.queue = source->kind == LIST_QUEUE ? source->name : NULL;
		break;
	case LIST_MINE:
	case LIST_AGENT:
		f.states = 1u << CONVERSATION_AGENT | 1u << CONVERSATION_WRAP_UP;
		f.agent = source->kind == LIST_MINE ? s->agent : source->name;
		f.snoozed = SNOOZED_NOT;
		break;
	case LIST_AI:
		f.states = 1u << CONVERSATION_AI;
		f.order = ORDER_CONFIDENCE;
		f.descending = false;
		break;
	case LIST_CLOSED:
		f.states = 1u << CONVERSATION_CLOSED;
		date_from_ms(s->settings->zone, s->now_ms, &today);
		today.hour = today.minute = today.second = 0;
		f.closed_after_ms = date_to_ms(s->settings->zone, &today);
		break;
	default:
		break;
	}
	switch (source->sort) {
	case SORT_WAITING: f.order = ORDER_WAITING; f.descending = false; break;
	case SORT_CONFIDENCE: f.order = ORDER_CONFIDENCE; f.descending = false; break;
	case SORT_UPDATED: f.order = ORDER_UPDATED; f.descending = true; break;
	case SORT_ID: f.order = ORDER_ID; f.descending = true; break;
	default: break;
	}
	if (f.agent != NULL && f.agent[0] == '\0')
		f.agent = "-";	/* nobody: who only looks on has none */
	return f;
}

/* Whether each word of the filter stands somewhere in what the row shows, case and accents
 * aside. */
static bool
passes(const struct scope *s, const struct conversation *c, const char *filter, struct str *hay,
    struct str *needle)
{
	char owner[WORDS], intent[WORDS];
	const char *word = filter;

	if (filter[0] == '\0')
		return true;
	str_reset(hay);
	str_reset(needle);
	str_addf(needle, "C-%lld %s %s %s %s %s %s %s %s", (long long)c->id, c->shopper,
	    words_owner(owner, s->settings, s->agent, c, false), words_name(intent, c->intent),
	    handoff_reason_title(c->reason), c->channel, c->tier, c->language, c->preview);
	words_marks(needle, s->settings, c, s->now_ms);
	utf8_fold_plain(hay, needle->data, needle->length);
	while (*word != '\0') {
		size_t length = strcspn(word, " ");

		if (length > 0) {
			str_reset(needle);
			utf8_fold_plain(needle, word, length);
			if (strstr(hay->data, needle->data) == NULL)
				return false;
		}
		word += length + strspn(word + length, " ");
	}
	return true;
}

/* Whether neither this one nor any after it is due so soon. */
static bool
is_later(enum list_kind kind, int64_t due_ms, int64_t now_ms)
{
	return (kind == LIST_SOON && (due_ms == 0 || due_ms - now_ms >= 60000)) ||
	    (kind == LIST_OVERDUE && (due_ms == 0 || due_ms >= now_ms));
}

/* All that the store can't choose by itself: pages until the end, or until nothing more can be due
 * soon. */
static enum err
load_filtered(struct list *fresh, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct conversation_filter f = filter_of(s, &fresh->source);
	struct conversation_list found;
	struct str hay, needle;
	size_t room = 0;
	bool more = true;
	enum err code = ERR_OK;

	str_init(&hay);
	str_init(&needle);
	while (more &&
	    (code = store_conversation_list(desk_store(s->desk), a, &f, &found, e)) == ERR_OK) {
		struct list_entry *grown =
		    arena_alloc(a, (room += found.count + 1) * sizeof *grown);

		if (fresh->count > 0)
			memcpy(grown, fresh->entries, fresh->count * sizeof *grown);
		fresh->entries = grown;
		more = found.count == f.limit;
		f.offset += found.count;
		for (size_t i = 0; i < found.count; i++) {
			const struct conversation *c = &found.items[i];

			if (is_later(fresh->source.kind, c->due_ms, s->now_ms))
				more = false;
			else if (fresh->source.kind == LIST_SOON && c->due_ms < s->now_ms)
				continue;
			else if (passes(s, c, fresh->source.filter, &hay, &needle))
				fresh->entries[fresh->count++] = (struct list_entry){.c = *c};
		}
	}
	fresh->total = (int64_t)fresh->count;
	str_clear(&hay);
	str_clear(&needle);
	return code;
}

/* The window that has row in its middle, or the last one. */
static enum err
load_window(
    struct list *fresh, int64_t row, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct conversation_filter f = filter_of(s, &fresh->source);
	struct conversation_list found;
	enum err code;

	f.offset = row > LIST_WINDOW / 2 ? (size_t)(row - LIST_WINDOW / 2) : 0;
	if ((code = store_conversation_list(desk_store(s->desk), a, &f, &found, e)) != ERR_OK)
		return code;
	if (found.count < LIST_WINDOW && f.offset > 0) {	/* the list has grown shorter, or
								   ends here: a full window before
								   its end */
		f.offset = found.total > LIST_WINDOW ? (size_t)(found.total - LIST_WINDOW) : 0;
		if ((code = store_conversation_list(desk_store(s->desk), a, &f, &found, e)) !=
		    ERR_OK)
			return code;
	}
	fresh->first = (int64_t)f.offset;
	fresh->total = found.total;
	fresh->count = found.count;
	fresh->entries = arena_alloc(a, (found.count + 1) * sizeof *fresh->entries);
	for (size_t i = 0; i < found.count; i++)
		fresh->entries[i] = (struct list_entry){.c = found.items[i]};
	return ERR_OK;
}

static bool
has(const struct list *l, int64_t id)
{
	for (size_t i = 0; i < l->count; i++) {
		if (l->entries[i].c.id == id)
			return true;
	}
	return false;
}

/* Where a conversation stands in the whole list; -1: it isn't in it. */
static enum err
find_row(const struct list *l, int64_t id, struct arena *a, const struct scope *s, int64_t *row,
    struct errinfo *e)
{
	struct conversation_filter f = filter_of(s, &l->source);
	struct conversation_list found;
	enum err code;

	*row = -1;
	do {
		if ((code = store_conversation_list(desk_store(s->desk), a, &f, &found, e)) !=
		    ERR_OK)
			return code;
		for (size_t i = 0; i < found.count; i++) {
			if (found.items[i].id == id)
				*row = (int64_t)(f.offset + i);
		}
		f.offset += found.count;
	} while (*row < 0 && found.count == f.limit);
	return ERR_OK;
}

/* The selected conversation stays where it was when it leaves the list, so that no key acts on a
 * neighbour by surprise. */
static enum err
keep_selected(const struct list_wish *w, struct list *fresh, struct arena *a,
    const struct scope *s, struct errinfo *e)
{
	struct list_entry kept = {.moved_on = true};
	size_t at = w->line < fresh->count ? w->line : fresh->count;
	int64_t row = -1;
	enum err code = ERR_OK;

	if (w->selected == 0 || has(fresh, w->selected))
		return ERR_OK;
	if ((int64_t)fresh->count < fresh->total &&
	    (code = find_row(fresh, w->selected, a, s, &row, e)) != ERR_OK)
		return code;
	if (row >= 0)	/* only out of the window */
		return load_window(fresh, row, a, s, e);
	code = store_conversation_get(desk_store(s->desk), a, w->selected, &kept.c, e);
	if (code != ERR_OK)
		return code == ERR_NOT_FOUND ? ERR_OK : code;
	memmove(&fresh->entries[at + 1], &fresh->entries[at],
	    (fresh->count - at) * sizeof *fresh->entries);
	fresh->entries[at] = kept;
	fresh->count++;
	return ERR_OK;
}

void
list_wish(const void *state, void *wish)
{
	const struct list *l = state;
	struct list_wish *w = wish;

	w->source = l->source;
	w->selected = l->picker.selected;
	w->row = l->first + (int64_t)l->picker.row;
	w->line = l->picker.row;
	w->wanted = l->wanted;
}

enum err
list_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	const struct list_wish *w = wish;
	struct list *fresh = arena_alloc(a, sizeof *fresh);
	bool same = w->source.kind == s->source->kind && text_is(w->source.name, s->source->name) &&
	    text_is(w->source.filter, s->source->filter);
	int64_t row = w->wanted >= 0 ? w->wanted : same ? w->row : 0;
	enum err code;

	*found = fresh;
	fresh->source = *s->source;
	fresh->wanted = w->wanted;
	code = fresh->source.filter[0] != '\0' || fresh->source.kind == LIST_SOON ||
		fresh->source.kind == LIST_OVERDUE
	    ? load_filtered(fresh, a, s, e)
	    : load_window(fresh, row, a, s, e);
	if (code == ERR_OK && same && w->wanted < 0)
		code = keep_selected(w, fresh, a, s, e);
	return code;
}

void
list_show(void *state, const void *found, const struct scope *s)
{
	const struct list *fresh = found;
	struct list *l = state;
	struct picker picker = l->picker;
	int64_t *ids = arena_alloc(s->arena, (fresh->count + 1) * sizeof *ids),
		wanted = fresh->wanted - fresh->first;
	int width = l->width;

	for (size_t i = 0; i < fresh->count; i++)
		ids[i] = fresh->entries[i].c.id;
	picker_set(&picker, ids, fresh->count);
	if (fresh->wanted >= fresh->first && wanted < (int64_t)fresh->count)
		(void)picker_select(&picker, ids[wanted]);
	*l = *fresh;
	l->picker = picker;
	l->wanted = -1;
	l->width = width;
}
