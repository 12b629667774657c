/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "words.h"

/* ---- columns of the one-line form: shown from a width on, left to right */
struct column {
	const char *title;
	int least, most;
	int from;		/* least width of the pane */
	int turn;		/* in growing; 0 never */
	bool right;
	enum ink (*words)(char *out, const struct list_entry *x, const struct scene *s);
};

static enum ink
column_id(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "C-%lld", (long long)x->c.id);
	return INK_STRONG;
}

static enum ink
column_who(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", x->c.shopper);
	return INK_TEXT;
}

static enum ink
column_sure(char *out, const struct list_entry *x, const struct scene *s)
{
	if (x->c.confidence < 0)
		snprintf(out, WORDS, "–");
	else
		snprintf(out, WORDS, "%.2f", x->c.confidence);
	return ink_of_confidence(s->settings, x->c.confidence);
}

static enum ink
column_bar(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)x;
	(void)s;
	out[0] = '\0';	/* drawn as a bar */
	return INK_BAR;
}

static enum ink
column_owner(char *out, const struct list_entry *x, const struct scene *s)
{
	words_owner(out, s->settings, s->agent, &x->c, true);
	return x->c.state == CONVERSATION_AI    ? INK_AI
	    : x->c.state == CONVERSATION_AGENT  ? INK_AGENT
	    : x->c.state == CONVERSATION_QUEUED ? INK_TEXT
						: INK_DIM;
}

static enum ink
column_time(char *out, const struct list_entry *x, const struct scene *s)
{
	if (x->moved_on)
		snprintf(out, WORDS, "moved on");
	else if (x->c.waiting_ms != 0)
		words_span(out, s->now_ms - x->c.waiting_ms);
	else if (x->c.state == CONVERSATION_CLOSED)
		words_clock(out, s->settings, x->c.closed_ms);
	else
		words_span(out, s->now_ms - x->c.updated_ms);
	return x->c.waiting_ms != 0 ? INK_TEXT : INK_DIM;
}

static enum ink
column_due(char *out, const struct list_entry *x, const struct scene *s)
{
	int64_t due = x->c.waiting_ms != 0 ? x->c.due_ms : 0;

	words_due(out, due, s->now_ms, false);
	return ink_of_due(due, s->now_ms);
}

static enum ink
column_intent(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	words_name(out, x->c.intent);
	return INK_TEXT;
}

static enum ink
column_reason(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", handoff_reason_title(x->c.reason));
	return INK_TEXT;
}

static enum ink
column_channel(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", x->c.channel);
	return INK_DIM;
}

static enum ink
column_preview(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%.*s",
	    (int)utf8_fit(x->c.preview,
		strlen(x->c.preview) < WORDS - 1 ? strlen(x->c.preview) : WORDS - 1, WORDS, NULL),
	    x->c.preview);
	return INK_DIM;
}

/* In the order of the screen. What is left of the width goes to those that may grow, by their turn;
 * then to the last words. */
static const struct column columns[] = {
	{"id", 6, 6, 0, 0, false, column_id}, {"shopper", 12, 20, 0, 2, false, column_who}, {"sure", 4, 4, 0, 0, true, column_sure},
	{"", 5, 5, 88, 0, false, column_bar}, {"with", 10, 20, 0, 1, false, column_owner}, {"waits", 8, 8, 0, 0, true, column_time},
	{"promise", 11, 11, 0, 0, true, column_due}, {"wants", 14, 18, 78, 5, false, column_intent}, {"handed over", 16, 20, 100, 6, false, column_reason},
	{"channel", 9, 10, 150, 7, false, column_channel}, {"last words", 16, 400, 145, 8, false, column_preview},
};
#define COLUMNS (sizeof columns / sizeof *columns)

static int
gap_after(size_t column, int width)
{
	return columns[column].words == column_sure && width >= 88 ? 1 : width >= 112 ? 2 : 1;
}

static void
widen(int width, int out[COLUMNS])
{
	int left = width - 3;

	for (size_t i = 0; i < COLUMNS; i++) {
		out[i] = width >= columns[i].from ? columns[i].least : 0;
		left -= out[i] > 0 ? out[i] + gap_after(i, width) : 0;
	}
	for (int turn = 1; turn <= 8; turn++) {
		for (size_t i = 0; i < COLUMNS; i++) {
			int more = columns[i].most - columns[i].least;

			if (columns[i].turn != turn || out[i] == 0 || left <= 0)
				continue;
			more = more > left ? left : more;
			out[i] += more;
			left -= more;
		}
	}
}

void
list_draw_columns(const struct list_entry *x, struct cells *c, struct rect r, int y, enum ground g,
    const struct scene *s)
{
	int at = 2, widths[COLUMNS];

	widen(r.w, widths);
	for (size_t i = 0; i < COLUMNS && at < r.w; i++) {
		const struct column *k = &columns[i];
		char words[WORDS];

		if (widths[i] == 0)
			continue;
		if (x == NULL) {
			cells_field(c, r, at, y, widths[i], (struct style){INK_DIM, (uint8_t)g},
			    k->title, k->right);
		} else if (k->words == column_bar) {
			cells_bar(c, r, at, y, widths[i],
			    (struct style){(uint8_t)ink_of_confidence(s->settings, x->c.confidence),
				(uint8_t)g},
			    (struct style){INK_BAR_REST, (uint8_t)g}, x->c.confidence);
		} else {
			enum ink ink = k->words(words, x, s);

			cells_field(c, r, at, y, widths[i],
			    (struct style){(uint8_t)(x->moved_on ? INK_DIM : ink), (uint8_t)g},
			    words, k->right);
		}
		at += widths[i] + gap_after(i, r.w);
	}
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
		snprintf(out, WORDS, "moved on");
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
		ink = column_sure(words, x, s);
		right -= 5;
		cells_field(c, r, right, y, 4,
		    (struct style){(uint8_t)(x->moved_on ? INK_DIM : ink), (uint8_t)g}, words,
		    true);
	}
	column_id(words, x, s);
	at = cells_put(c, r, 2, y, (struct style){x->moved_on ? INK_DIM : INK_STRONG, (uint8_t)g},
		 words) +
	    1;
	at = at < 8 ? 8 : at;	/* names stand under each other */
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
	enum ink ink = column_owner(words, x, s);
	int at = r.w >= 30 ? 4 : 2;

	render_first_line(x, c, r, y, g, s);
	at = cells_put(c, r, at, y + 1,
	    (struct style){(uint8_t)(x->moved_on ? INK_DIM : ink), (uint8_t)g}, words);
	at = cells_put(c, r, at, y + 1, dim, " · ");
	if (x->c.reason != HANDOFF_NONE && x->c.state == CONVERSATION_QUEUED)
		snprintf(words, sizeof words, "%s", handoff_reason_title(x->c.reason));
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
