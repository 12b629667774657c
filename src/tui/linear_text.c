/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "linear_text.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "screen_private.h"

#define WIDTH_MOST 2000

void
place_of(const struct screen *s, struct place *out)
{
	memset(out, 0, sizeof *out);
	out->conversation_id = s->focus == VIEW_CONVERSATION || s->focus == VIEW_WHY ||
		s->focus == VIEW_SHOPPER
	    ? s->conversation_id
	    : 0;
	out->main = (int)s->main;
	out->focus = (int)s->focus;
	out->side = (int)s->side;
	out->source = s->source;
	snprintf(out->query, sizeof out->query, "%s", s->query);
}

bool
linear_is_motion(const char *command)
{
	static const char *const motions[] = {"up", "down", "top", "bottom"};

	for (size_t i = 0; i < sizeof motions / sizeof *motions; i++)
		if (text_is(command, motions[i]))
			return true;
	return false;
}

/* Cells make text harmless, whoever wrote it. */
void
linear_clean(const char *text, struct str *out)
{
	struct cells *c = cells_new(WIDTH_MOST, 1);

	while (*text != '\0') {
		size_t n = strcspn(text, "\n"), fits = utf8_fit(text, n, WIDTH_MOST, NULL);

		if (fits == 0 && n > 0)
			fits = n;
		cells_fill(c, cells_all(c), (struct style){0, 0});
		(void)cells_put_n(c, cells_all(c), 0, 0, (struct style){0, 0}, text, fits);
		cells_dump_text(c, out);
		text += fits;
		if (*text == '\n')
			text++;
	}
	cells_free(&c);
}

static bool
is_selection(const struct cell *x)
{
	return x->length == 3 && memcmp(x->text, "▸", 3) == 0;
}

/* Lines, bars and the like are for eyes; what they say stands in words beside them. */
static bool
is_for_eyes(const struct cell *x)
{
	uint32_t point;

	if (x->length < 2 || utf8_next(x->text, x->length, &point) != x->length)
		return false;
	return point >= 0x2500 && point <= 0x25ff;
}

/* What a mark says that has no words beside it; NULL: it is no such mark. */
static const char *
words_of(const struct cell *x)
{
	static const struct { const char *mark, *words; } marks[] = {
		{"•", N_("unread ")}, {"↗", N_("rising")}, {"↘", N_("falling")}, {"✓", N_("ok")}, {"✗", N_("not ok")},
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strlen(marks[i].mark) == x->length &&
		    memcmp(x->text, marks[i].mark, x->length) == 0)
			return tr(marks[i].words);
	return NULL;
}

static void
add_row(const struct cells *c, struct rect r, int y, struct str *line, bool *selected)
{
	int blanks = 0;

	*selected = false;
	for (int x = r.x; x < r.x + r.w; x++) {
		const struct cell *here = cells_at(c, x, y);

		if (here == NULL || here->width == 0)
			continue;
		if (is_selection(here) && line->length == 0) {
			str_add(line, "> ");
			*selected = true;
			blanks = 0;
		} else if (here->length == 0 || is_for_eyes(here)) {
			blanks++;
		} else {
			if (blanks > 0 && line->length > 0 && !(*selected && line->length == 2))
				str_add(line, blanks > 1 ? "  " : " ");
			if (words_of(here) != NULL)
				str_add(line, words_of(here));
			else
				str_add_n(line, here->text, here->length);
			blanks = 0;
		}
	}
}

void
linear_pane(const struct cells *c, struct rect r, bool selected_only, struct str *out)
{
	struct str line, all;
	bool empty = true, selected;

	str_init(&line);
	str_init(&all);
	for (int y = r.y; y < r.y + r.h; y++) {
		str_reset(&line);
		add_row(c, r, y, &line, &selected);
		if (selected_only && selected) {
			str_add(out, line.data);
			str_add_char(out, '\n');
			break;
		}
		if (line.length == 0 && empty)
			continue;
		empty = line.length == 0;
		str_add(&all, line.data == NULL ? "" : line.data);
		str_add_char(&all, '\n');
	}
	while (
	    all.length > 1 && all.data[all.length - 1] == '\n' && all.data[all.length - 2] == '\n')
		str_cut(&all, all.length - 1);
	if (!selected_only || out->length == 0)
		str_add(out, all.data == NULL ? "" : all.data);
	str_clear(&all);
	str_clear(&line);
}
