/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line that is being typed: its label, its text wrapped at words, and where the cursor stands
 * in it.
 */
#include <stdio.h>
#include <string.h>

#include "editor.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "screen_private.h"

struct spot {
	int x, y;
};

/* Lays out, and draws where c is given, from row skip on. Where the cursor is comes back; rows,
 * where given, gets how many there are. */
static struct spot
lay_text(struct cells *c, struct rect r, int indent, int skip, int *rows)
{
	const char *text = editor_text();
	size_t length = strlen(text), point = editor_point(), at = 0, next;
	struct spot cursor = {indent, 0};
	int y = 0;

	for (bool more = true; more; y++, at += next) {
		size_t shown = text_wrap(text + at, length - at, r.w - 1 - indent, &next);
		bool last = at + next >= length;

		/* what ends with a new line has an empty row to come */
		more = !last || (length > 0 && text[length - 1] == '\n' && at < length);
		if (point >= at && (point < at + next || !more)) {
			int x = indent + (point == at ? 0 : utf8_width(text + at, point - at));

			/* blanks that hang over the edge keep it in sight */
			cursor = (struct spot){x < r.w ? x : r.w - 1, y};
		}
		if (c != NULL)
			cells_put_n(c, r, indent, y - skip, (struct style){INK_TEXT, GROUND_FIELD},
			    text + at, shown);
	}
	if (rows != NULL)
		*rows = y;
	return cursor;
}

/* A letter has its label above it, where there is room. */
static int
label_rows(const struct screen *s)
{
	return s->prompt.letter && s->rows >= 10 ? 1 : 0;
}

static int
text_indent(const struct screen *s)
{
	int width = utf8_width(s->prompt.label, strlen(s->prompt.label));

	if (s->prompt.kind == PROMPT_COMMAND)
		return 2;
	if (label_rows(s) > 0)
		return 1;
	return width + 2 < s->columns / 2 ? width + 2 : 1;
}

/* A question that is longer than a row has its answers in a row of their own. */
static int
question_rows(const struct screen *s, int width)
{
	int room = width - 1 - (int)strlen(tr("  y yes  n no"));

	if (utf8_width(s->prompt.label, strlen(s->prompt.label)) <= room)
		return 1;
	return text_wrap_count(s->prompt.label, strlen(s->prompt.label), width - 2) + 1;
}

/* What stands below the text: a question about it, or what completion found. "" nothing. */
static const char *
below(const struct screen *s)
{
	static char question[80];

	if (!s->prompt.asks)
		return s->prompt.told[0] != '\0' ? s->prompt.told : editor_choices();
	snprintf(question, sizeof question, tr("Send all of it? %zu lines of it were pasted.  y sends"),
	    s->prompt.pasted);
	return question;
}

int
prompt_rows(const struct screen *s, int width)
{
	struct rect r = {0, 0, width, 1};
	int most = s->rows / 3 < 3 ? 3 : s->rows / 3, rows;

	if (s->prompt.kind == PROMPT_CONFIRM) {
		rows = question_rows(s, width);
		most = s->rows / 2 < 3 ? 3 : s->rows / 2;
		return rows > most ? most : rows;
	}
	(void)lay_text(NULL, r, text_indent(s), 0, &rows);
	rows += label_rows(s) + (below(s)[0] != '\0' ? 1 : 0);
	return rows > most ? most : rows;
}

static int
first_row(const struct screen *s, struct rect r, int rows)
{
	struct spot cursor = lay_text(NULL, r, text_indent(s), 0, NULL);

	return cursor.y >= rows ? cursor.y - rows + 1 : 0;
}

/* The rows of the text itself, between label and choices. */
static struct rect
body_of(const struct screen *s, struct rect r)
{
	int head = label_rows(s), foot = below(s)[0] != '\0' && r.h > head + 1 ? 1 : 0;

	return rect_part(r, 0, head, r.w, r.h - head - foot);
}

static void
draw_question(const struct screen *s, struct cells *c, struct rect r)
{
	const struct style dim = {INK_DIM, GROUND_FIELD}, key = {INK_KEY, GROUND_FIELD},
			   asked = {INK_PROMPT, GROUND_FIELD};
	int room = r.w - 1 - (int)strlen(tr("  y yes  n no")),
	    width = utf8_width(s->prompt.label, strlen(s->prompt.label)), at, y = r.h - 1;

	width = r.h > 1 ? -2 : width < room ? width : room;	/* what answers it is never cut */
	if (r.h > 1)
		(void)cells_paragraph(c, rect_part(r, 1, 0, r.w - 2, r.h - 1), asked, s->prompt.label);
	else
		cells_field(c, r, 1, 0, width, asked, s->prompt.label, false);
	at = cells_put(c, r, 1 + (width < -2 ? -2 : width) + 2, y, key, "y");
	at = cells_put(c, r, at, y, dim, tr(" yes  "));
	at = cells_put(c, r, at, y, key, "n");
	cells_put(c, r, at, y, dim, tr(" no"));
}

void
prompt_draw(const struct screen *s, struct cells *c, struct rect r)
{
	const struct style dim = {INK_DIM, GROUND_FIELD};
	struct rect body = body_of(s, r);
	bool labelled = s->prompt.kind == PROMPT_COMMAND || label_rows(s) > 0 || text_indent(s) > 1;

	cells_fill(c, r, dim);
	if (s->prompt.kind == PROMPT_CONFIRM) {
		draw_question(s, c, r);
		return;
	}
	cells_put(
	    c, r, 1, 0, (struct style){INK_PROMPT, GROUND_FIELD}, labelled ? s->prompt.label : "");
	(void)lay_text(c, body, text_indent(s), first_row(s, body, body.h), NULL);
	if (body.y + body.h < r.y + r.h)
		cells_field(c, r, 1, r.h - 1, r.w - 2,
		    s->prompt.asks ? (struct style){INK_PROMPT, GROUND_FIELD} : dim, below(s),
		    false);
}

bool
prompt_cursor(const struct screen *s, struct rect r, int *x, int *y)
{
	struct rect body = body_of(s, r);
	struct spot at;

	if (s->prompt.kind != PROMPT_COMMAND && s->prompt.kind != PROMPT_TEXT)
		return false;
	at = lay_text(NULL, body, text_indent(s), 0, NULL);
	*x = body.x + at.x;
	*y = body.y + at.y - first_row(s, body, body.h);
	return *x < s->columns && *y < s->rows;
}
