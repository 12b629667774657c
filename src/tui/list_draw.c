/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "words.h"

/* The columns that are shown: chosen, or usual for the width. */
static size_t
shown(const struct list *l, int width, unsigned char out[LIST_COLUMNS_MOST])
{
	size_t count = 0;

	if (l->source.column_count > 0) {
		memcpy(out, l->source.columns, l->source.column_count);
		return l->source.column_count;
	}
	for (size_t i = 0; i < list_column_count && count < LIST_COLUMNS_MOST; i++)
		if (list_columns[i].from > 0 && width >= list_columns[i].from)
			out[count++] = (unsigned char)i;
	return count;
}

/* A bar stands close to its number. */
static int
gap_after(const unsigned char *which, size_t i, size_t count, int width)
{
	if (i + 1 < count && list_columns[which[i + 1]].is_bar)
		return 1;
	return width >= 112 ? 2 : 1;
}

static void
widen(const struct list *l, const unsigned char *which, size_t count, int width, int *out)
{
	int left = width - 3;

	for (size_t i = 0; i < count; i++) {
		out[i] = list_columns[which[i]].least;
		if (list_columns[which[i]].sort == SORT_BY_ID && l->id_width > out[i])
			out[i] = l->id_width;	/* an id is never cut */
		left -= out[i] + gap_after(which, i, count, width);
	}
	for (int turn = 1; turn <= 8; turn++) {
		for (size_t i = 0; i < count; i++) {
			int more = list_columns[which[i]].most - list_columns[which[i]].least;

			if (list_columns[which[i]].turn != turn || left <= 0)
				continue;
			more = more > left ? left : more;
			out[i] += more;
			left -= more;
		}
	}
}

/* The column that the list is sorted by says which way. */
static void
draw_title(const struct list *l, size_t column, struct cells *c, struct rect r, int at, int y,
    int width, enum ground g)
{
	const struct list_column *k = &list_columns[column];
	bool sorted = l->source.sorted && k->sort == l->source.sort && !k->is_bar;
	char title[60];

	snprintf(title, sizeof title, "%s%s", tr(k->title),
	    !sorted ? "" : l->source.descending ? "▼" : "▲");
	cells_field(c, r, at, y, width, (struct style){sorted ? INK_STRONG : INK_DIM, (uint8_t)g},
	    utf8_width(title, strlen(title)) > width && sorted ? (l->source.descending ? "▼" : "▲")
							       : title,
	    k->right);
}

void
list_draw_columns(const struct list *l, const struct list_entry *x, struct cells *c,
    struct rect r, int y, enum ground g, const struct scene *s)
{
	unsigned char which[LIST_COLUMNS_MOST];
	size_t count = shown(l, r.w, which);
	int at = 2, widths[LIST_COLUMNS_MOST];

	widen(l, which, count, r.w, widths);
	for (size_t i = 0; i < count && at < r.w - 1; i++) {
		const struct list_column *k = &list_columns[which[i]];
		int width = at + widths[i] > r.w - 1 ? r.w - 1 - at : widths[i];
		char words[WORDS];

		if (x == NULL) {
			draw_title(l, which[i], c, r, at, y, width, g);
		} else if (k->is_bar) {
			cells_bar(c, r, at, y, width,
			    (struct style){(uint8_t)ink_of_confidence(s->settings, x->c.confidence),
				(uint8_t)g},
			    (struct style){INK_BAR_REST, (uint8_t)g}, x->c.confidence);
		} else {
			enum ink ink = k->words(words, x, s);

			cells_field(c, r, at, y, width,
			    (struct style){(uint8_t)(x->moved_on ? INK_DIM : ink), (uint8_t)g},
			    words, k->right);
		}
		if (x != NULL && x->unread &&
		    k->sort == SORT_BY_ID) /* in the gap before the next */
			cells_put(
			    c, r, at + widths[i], y, (struct style){INK_ACCENT, (uint8_t)g}, "•");
		at += widths[i] + gap_after(which, i, count, r.w);
	}
}

void
list_draw_heading(const struct list *l, const struct list_heading *h, struct cells *c,
    struct rect r, int y, const struct scene *s)
{
	char words[WORDS];
	const char *key = h->key, *name = key;
	int64_t reason = 0;
	int at;

	switch (l->source.group) {
	case GROUP_QUEUE: name = words_queue(s->settings, key); break;
	case GROUP_OWNER:
		name = text_is(key, OWNER_AI) ? tr("With the AI")
		    : text_is(key, OWNER_QUEUE) ? tr("Waiting for a person")
						: words_agent(s->settings, s->agent, key);
		break;
	case GROUP_REASON:
		name = text_to_int(key, 1, HANDOFF_COUNT - 1, &reason)
		    ? tr(handoff_reason_title((enum handoff_reason)reason))
		    : "";
		break;
	case GROUP_TIER:
	case GROUP_CHANNEL: name = words_name(words, key); break;
	default: break;
	}
	if (text_is_empty(name))
		name = l->source.group == GROUP_REASON ? tr("not handed over")
		    : l->source.group == GROUP_OWNER   ? tr("nobody")
		    : l->source.group == GROUP_TIER    ? tr("no tier")
						       : tr("none");
	at = cells_put(c, r, 1, y, (struct style){INK_TITLE, GROUND_PANE}, name);
	(void)cells_putf(c, r, at, y, (struct style){INK_DIM, GROUND_PANE}, "  %zu", h->count);
}

/* ---- the two-line form */

static enum ink
say(const char *column, char *out, const struct list_entry *x, const struct scene *s)
{
	size_t i;

	return list_column_from(column, &i) ? list_columns[i].words(out, x, s) : INK_TEXT;
}

/* The time of the two-line form, brief so that it keeps its column: what is promised, else how long
 * ago. */
static enum ink
brief_time(char *out, const struct list_entry *x, const struct scene *s)
{
	if (x->c.waiting_ms != 0 && x->c.due_ms != 0 && !x->moved_on) {
		words_due(out, x->c.due_ms, s->now_ms, true);
		return ink_of_due(x->c.due_ms, s->now_ms);
	}
	if (x->moved_on)
		snprintf(out, WORDS, tr("moved on"));
	else if (x->c.state == CONVERSATION_CLOSED)
		words_clock(out, s->settings, x->c.closed_ms);
	else
		words_brief(out, s->now_ms - x->c.updated_ms);
	return INK_DIM;
}

static void
render_first_line(const struct list_entry *x, struct cells *c, struct rect r, int y, enum ground g,
    const struct scene *s)
{
	char words[WORDS];
	enum ink ink = brief_time(words, x, s);
	int at, right = r.w - 1;

	if (r.w >= 24) {
		right -= 8;
		cells_field(
		    c, r, right, y, 8, (struct style){(uint8_t)ink, (uint8_t)g}, words, true);
	}
	if (r.w >= 44) {
		right -= 6;
		cells_bar(c, r, right, y, 5,
		    (struct style){
			(uint8_t)ink_of_confidence(s->settings, x->c.confidence), (uint8_t)g},
		    (struct style){INK_BAR_REST, (uint8_t)g}, x->c.confidence);
	}
	if (r.w >= 30) {
		ink = say("conf", words, x, s);
		right -= 5;
		cells_field(c, r, right, y, 4,
		    (struct style){(uint8_t)(x->moved_on ? INK_DIM : ink), (uint8_t)g}, words,
		    true);
	}
	(void)say("id", words, x, s);
	at = cells_put(c, r, 2, y, (struct style){x->moved_on ? INK_DIM : INK_STRONG, (uint8_t)g},
		 words) +
	    1;
	at = at < 8 ? 8 : at;	/* names stand under each other */
	if (x->unread)
		cells_put(c, r, at - 1, y, (struct style){INK_ACCENT, (uint8_t)g}, "•");
	cells_field(c, r, at, y, right - at - 1,
	    (struct style){x->moved_on ? INK_DIM : INK_TEXT, (uint8_t)g}, x->c.shopper, false);
}

void
list_draw_two_lines(const struct list_entry *x, struct cells *c, struct rect r, int y,
    enum ground g, const struct scene *s)
{
	const struct style dim = {INK_DIM, (uint8_t)g},
			   text = {x->moved_on ? INK_DIM : INK_TEXT, (uint8_t)g};
	char words[WORDS];
	enum ink ink = say("owner", words, x, s);
	int at = r.w >= 30 ? 4 : 2;

	render_first_line(x, c, r, y, g, s);
	at = cells_put(c, r, at, y + 1,
	    (struct style){(uint8_t)(x->moved_on ? INK_DIM : ink), (uint8_t)g}, words);
	at = cells_put(c, r, at, y + 1, dim, " · ");
	if (x->c.reason != HANDOFF_NONE && x->c.state == CONVERSATION_QUEUED)
		snprintf(words, sizeof words, "%s", tr(handoff_reason_title(x->c.reason)));
	else
		words_name(words, text_is_empty(x->c.intent) ? "–" : x->c.intent);
	if (at + utf8_width(words, strlen(words)) >= r.w)
		cells_field(c, r, at, y + 1, r.w - at - 1, text, words, false);
	at = at + utf8_width(words, strlen(words)) < r.w ? cells_put(c, r, at, y + 1, text, words)
							 : r.w;
	if (r.w - at > 12) {
		at = cells_put(c, r, at, y + 1, dim, " · ");
		cells_field(c, r, at, y + 1, r.w - at - 1, dim, x->c.preview, false);
	}
}
