/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/tui/cell.h"

/* Where a line may end: after a space, after a hyphen or slash that follows enough of a word, and
 * between wide characters (CJK has no spaces). */
static bool
may_break_after(const char *s, size_t at, size_t length, int width)
{
	if (length == 1 && s[at] == ' ')
		return true;
	if (length == 1 && (s[at] == '-' || s[at] == '/'))
		return at >= 3 && s[at - 1] != ' ' && s[at - 2] != ' ' && s[at - 3] != ' ' &&
		    s[at + 1] != ' ' && (s[at + 1] < '0' || s[at + 1] > '9');
	return width == 2;
}

size_t
text_wrap(const char *s, size_t length, int width, size_t *next)
{
	size_t i = 0, end = 0, break_at = 0, used;
	int cells = 0;

	if (width < 1)
		width = 1;
	while (i < length && s[i] != '\n') {
		int w;

		used = utf8_grapheme(s + i, length - i);
		if (used == 0)
			break;
		w = utf8_grapheme_width(s + i, used);
		if (cells + w > width && !(used == 1 && s[i] == ' '))
			break;
		if (i + used < length && may_break_after(s, i, used, w))
			break_at = i + used;
		cells += w;
		i += used;
	}
	if (i >= length || s[i] == '\n') {
		end = i;
		*next = i < length ? i + 1 : i;
	} else if (break_at > 0) {
		end = *next = break_at;
		while (*next < length && s[*next] == ' ')
			(*next)++;
	} else {
		if (i == 0)	/* not even one grapheme fits: take it whole, the cells clip it */
			i = utf8_grapheme(s, length);
		end = *next = i;
	}
	while (end > 0 && s[end - 1] == ' ')
		end--;
	return end;
}

int
text_wrap_count(const char *s, size_t length, int width)
{
	int lines = 0;
	size_t i = 0, next;

	while (i < length) {
		(void)text_wrap(s + i, length - i, width, &next);
		i += next > 0 ? next : 1;
		lines++;
	}
	return lines > 0 ? lines : 1;
}

int
cells_paragraph(struct cells *c, struct rect r, struct style s, const char *text)
{
	size_t at = 0, next, length = strlen(text);
	int y = 0;

	for (; at < length && y < r.h; y++, at += next)
		cells_put_n(
		    c, r, 0, y, s, text + at, text_wrap(text + at, length - at, r.w, &next));
	return y;
}
