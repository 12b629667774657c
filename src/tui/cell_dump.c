/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/tui/cell.h"

void
cells_dump_text(const struct cells *c, struct str *out)
{
	for (int y = 0; y < cells_rows(c); y++) {
		size_t end = out->length;

		for (int x = 0; x < cells_columns(c); x++) {
			const struct cell *here = cells_at(c, x, y);

			if (here->width == 0)
				continue;
			if (here->length == 0) {
				str_add_char(out, ' ');
			} else {
				str_add_n(out, here->text, here->length);
				end = out->length;
			}
		}
		str_cut(out, end);
		str_add_char(out, '\n');
	}
}

static void
dump_layer(const struct cells *c, bool ground, struct str *out)
{
	static const char letters[] = ".abcdefghijklmnopqrstuvwxyz";

	for (int y = 0; y < cells_rows(c); y++) {
		size_t end = out->length;

		for (int x = 0; x < cells_columns(c); x++) {
			const struct cell *here = cells_at(c, x, y);
			unsigned n = ground                         ? here->style.ground
			    : here->length == 0 && here->width != 0 ? 0
								    : here->style.ink;

			str_add_char(out, letters[n % (sizeof letters - 1)]);
			if (n != 0)
				end = out->length;
		}
		str_cut(out, end);
		str_add_char(out, '\n');
	}
}

void
cells_dump_styles(const struct cells *c, struct str *out)
{
	dump_layer(c, false, out);
	str_add(out, "--\n");
	dump_layer(c, true, out);
}

static void
add_colour(struct str *out, int32_t colour, int base)
{
	if (colour == COLOUR_DEFAULT)
		return;
	if (colour & COLOUR_RGB)
		str_addf(out, ";%d;2;%d;%d;%d", base + 8, colour >> 16 & 0xff, colour >> 8 & 0xff,
		    colour & 0xff);
	else if (colour < 8)
		str_addf(out, ";%d", base + colour);
	else if (colour < 16)
		str_addf(out, ";%d", base + 60 + colour - 8);
	else
		str_addf(out, ";%d;5;%d", base + 8, colour);
}

static void
add_paint(struct str *out, struct paint p)
{
	static const struct { unsigned bit; const char *code; } codes[] = {
		{PAINT_BOLD, ";1"}, {PAINT_DIM, ";2"}, {PAINT_ITALIC, ";3"}, {PAINT_UNDERLINE, ";4"}, {PAINT_REVERSE, ";7"},
	};

	str_add(out, "\033[0");
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		if (p.attributes & codes[i].bit)
			str_add(out, codes[i].code);
	}
	add_colour(out, p.fg, 30);
	add_colour(out, p.bg, 40);
	str_add_char(out, 'm');
}

void
cells_dump_colours(const struct cells *c, const struct theme *t, int colours, struct str *out)
{
	for (int y = 0; y < cells_rows(c); y++) {
		struct style last = {255, 255};

		for (int x = 0; x < cells_columns(c); x++) {
			const struct cell *here = cells_at(c, x, y);

			if (here->width == 0)
				continue;
			if (here->style.ink != last.ink || here->style.ground != last.ground) {
				last = here->style;
				add_paint(out, theme_paint(t, last, colours));
			}
			if (here->length == 0)
				str_add_char(out, ' ');
			else
				str_add_n(out, here->text, here->length);
		}
		str_add(out, "\033[0m\n");
	}
}

struct near {
	const char *from;
	char to;
};
static const struct near symbols[] = {
	{"│", '|'}, {"─", '-'}, {"▌", '|'}, {"▎", '|'}, {"▸", '>'}, {"›", '>'}, {"▰", '#'}, {"▱", '.'}, {"●", '*'}, {"○", 'o'}, {"◐", '*'}, {"·", '-'}, {"…", '~'},
	{"–", '-'}, {"—", '-'}, {"✓", '+'}, {"✗", 'x'}, {"▲", '^'}, {"▼", 'v'}, {"→", '>'}, {"←", '<'}, {"↑", '^'}, {"↓", 'v'}, {"↳", '>'}, {"⚑", '!'}, {"≥", '>'}, {"≤", '<'},
	{"×", 'x'}, {"≠", '!'}, {"⏎", '/'}, {"•", '*'}, {" ", '_'}, {"▁", '_'}, {"▂", '.'}, {"▃", ':'}, {"▄", '-'}, {"▅", '='}, {"▆", '+'}, {"▇", '*'}, {"█", '#'},
};
static const struct near letters[] = {
	{"‘", '\''}, {"’", '\''}, {"“", '"'}, {"”", '"'}, {"€", 'E'}, {"£", 'L'}, {"á", 'a'}, {"é", 'e'}, {"í", 'i'}, {"ó", 'o'}, {"ú", 'u'},
	{"ä", 'a'}, {"ö", 'o'}, {"ü", 'u'}, {"ß", 's'}, {"è", 'e'}, {"à", 'a'}, {"ç", 'c'}, {"ñ", 'n'}, {"Ä", 'A'}, {"Ö", 'O'}, {"Ü", 'U'},
};

static char
near_of(const struct near *all, size_t count, const struct cell *x)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(all[i].from) == x->length && memcmp(all[i].from, x->text, x->length) == 0)
			return all[i].to;
	return '\0';
}

char
cell_symbol(const struct cell *x)
{
	uint32_t point;
	char near;

	if (x->length < 2 || x->width != 1 || utf8_next(x->text, x->length, &point) != x->length)
		return '\0';
	if ((near = near_of(symbols, sizeof symbols / sizeof *symbols, x)) != '\0')
		return near;
	if (point >= 0x2500 && point <= 0x257f)		/* lines and corners */
		return '+';
	if (point >= 0x2580 && point <= 0x25ff)		/* blocks and shapes */
		return '*';
	if (point >= 0x2190 && point <= 0x21ff)		/* arrows */
		return '>';
	return point >= 0x2700 && point <= 0x27bf ? '*' : '\0';	/* dingbats */
}

void
cell_ascii(const struct cell *x, char out[3])
{
	memset(out, 0, 3);
	if (x->length < 2) {
		out[0] = x->length == 0 ? ' ' : x->text[0];
		return;
	}
	out[0] = cell_symbol(x);
	if (out[0] == '\0')
		out[0] = near_of(letters, sizeof letters / sizeof *letters, x);
	if (out[0] == '\0') {
		out[0] = '?';
		out[1] = x->width == 2 ? '?' : '\0';
	}
}
