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
