/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lines.h"

#include <string.h>

#include "floorwalker/base/utf8.h"

void
lines_pad(struct str *out, int n)
{
	for (; n > 0; n--)
		str_add_char(out, ' ');
}

int
lines_cell(struct str *out, const char *s, int cells)
{
	int used = 0;

	while (*s != '\0') {
		size_t length = strlen(s), n = utf8_grapheme(s, length);
		int wide = utf8_grapheme_width(s, n);
		uint32_t point;

		(void)utf8_next(s, length, &point);
		if (point < 0x20 || point == 0x7f)
			wide = 1;
		if (used + wide > cells)
			break;
		if (point < 0x20 || point == 0x7f)
			str_add_char(out, ' ');
		else if (wide > 0)
			str_add_n(out, s, n);
		used += wide;
		s += n;
	}
	return used;
}

void
lines_left(struct str *out, const char *s, int cells)
{
	lines_pad(out, cells - lines_cell(out, s, cells));
}

void
lines_right(struct str *out, struct str *part, int cells)
{
	lines_pad(out, cells - utf8_width(part->data, part->length));
	str_add_n(out, part->data, part->length);
	str_reset(part);
}

void
lines_wrapped(struct str *out, const char *first, const char *text, int indent)
{
	int column = indent;

	lines_pad(out, indent - (int)strlen(first));
	str_add(out, first);
	while (*text != '\0') {
		size_t length = strcspn(text, " \n");
		int wide = utf8_width(text, length);

		if (column > indent && column + 1 + wide > LINES_WIDTH) {
			str_add_char(out, '\n');
			lines_pad(out, indent);
			column = indent;
		} else if (column > indent) {
			str_add_char(out, ' ');
			column++;
		}
		str_add_n(out, text, length);
		column += wide;
		text += length + (text[length] != '\0');
	}
	str_add_char(out, '\n');
}

size_t
lines_note(struct lines_notes *n, const char *text)
{
	for (size_t i = 0; i < n->count; i++)
		if (text_is(n->texts[i], text))
			return i;
	if (n->count == LINES_NOTES_MOST)
		return LINES_NOTES_MOST - 1;
	n->texts[n->count] = text;
	return n->count++;
}

void
lines_add_notes(struct str *out, const struct lines_notes *n, char first)
{
	for (size_t i = 0; i < n->count; i++) {
		const char mark[] = { (char)(first + (char)i), ' ', '\0' };

		lines_wrapped(out, mark, n->texts[i], 4);
	}
}
