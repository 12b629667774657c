/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "figures.h"
#include "floorwalker/base/utf8.h"

/* ---- text */

static bool
is_unseen(uint32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0xad ||
	    c == 0x61c || c == 0x180e || (c >= 0x200b && c <= 0x200f) ||
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	    (c >= 0xfff0 && c <= 0xfffb) || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef) ||
	    (c >= 0xe0000 && c <= 0xe0fff);
}

void
page_text(struct str *out, const char *s)
{
	size_t left = strlen(s), n;
	uint32_t c;
	char bytes[4];

	for (; (n = utf8_next(s, left, &c)) > 0; s += n, left -= n) {
		if (c == '&')
			str_add(out, "&amp;");
		else if (c == '<')
			str_add(out, "&lt;");
		else if (c == '>')
			str_add(out, "&gt;");
		else if (c == '"')
			str_add(out, "&quot;");
		else if (c == '\'')
			str_add(out, "&#39;");
		else if (is_unseen(c))
			str_addf(out, "\u2039U+%04X\u203a", (unsigned)c);
		else
			str_add_n(out, bytes, utf8_put(bytes, c));
	}
}

void
page_textf(struct str *out, const char *format, ...)
{
	char text[400];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	page_text(out, text);
}

/* ---- charts */

void
chart_begin(struct str *out, const struct chart *c)
{
	str_addf(out, "<figure id=\"%s\">\n<figcaption>", c->id);
	page_text(out, c->title);
	str_addf(out,
	    "</figcaption>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
	page_text(out, c->title);
	str_addf(out,
	    "\">\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">\n<title id=\"%s-t\">",
	    c->width, c->height, c->id, c->id, c->id);
	page_text(out, c->title);
	str_addf(out, "</title>\n<desc id=\"%s-d\">", c->id);
	page_text(out, c->description);
	str_add(out, "</desc>\n");
}

void
chart_end(struct str *out)
{
	str_add(out, "</svg>\n</div>\n");
}

static void
add_place(struct str *out, const char *name, double x)
{
	str_addf(out, " %s=\"", name);
	figures_plain(out, x, 1);
	str_add_char(out, '"');
}

void
svg_text(struct str *out, double x, double y, const char *kind, const char *text)
{
	str_add(out, "<text");
	add_place(out, "x", x);
	add_place(out, "y", y);
	str_addf(out, " class=\"%s\">", kind);
	page_text(out, text);
	str_add(out, "</text>\n");
}

void
svg_line(struct str *out, double x1, double y1, double x2, double y2, const char *kind)
{
	str_add(out, "<line");
	add_place(out, "x1", x1);
	add_place(out, "y1", y1);
	add_place(out, "x2", x2);
	add_place(out, "y2", y2);
	str_addf(out, " class=\"%s\"/>\n", kind);
}

void
svg_rect(struct str *out, double x, double y, double w, double h, const char *kind)
{
	str_add(out, "<rect");
	add_place(out, "x", x);
	add_place(out, "y", y);
	add_place(out, "width", fmax(0, w));
	add_place(out, "height", fmax(0, h));
	str_addf(out, " class=\"%s\"/>\n", kind);
}

void
svg_dot(struct str *out, double x, double y, double r, const char *kind)
{
	str_add(out, "<circle");
	add_place(out, "cx", x);
	add_place(out, "cy", y);
	add_place(out, "r", r);
	str_addf(out, " class=\"%s\"/>\n", kind);
}

void
svg_whisker(struct str *out, double from, double to, double y)
{
	svg_line(out, from, y, to, y, "whisker");
	svg_line(out, from, y - 5, from, y + 5, "whisker");
	svg_line(out, to, y - 5, to, y + 5, "whisker");
}

void
svg_short(struct str *out, const char *s, int cells)
{
	size_t n = utf8_fit(s, strlen(s), cells, NULL);

	str_reset(out);
	str_add_n(out, s, n);
	if (s[n] != '\0')
		str_add(out, "…");
}

double
axis_top(double x, int *steps)
{
	static const struct { double top; int steps; } rounds[] = { { 1, 4 }, { 1.5, 3 },
		{ 2, 4 }, { 3, 3 }, { 4, 4 }, { 5, 5 }, { 6, 3 }, { 8, 4 }, { 10, 4 } };
	double ten;

	*steps = 4;
	if (!(x > 0) || !isfinite(x))
		return 1;
	ten = pow(10, floor(log10(x)));
	for (size_t i = 0; i < sizeof(rounds) / sizeof(rounds[0]); i++)
		if (x <= rounds[i].top * ten * (1 + 1e-9)) {
			*steps = rounds[i].steps;
			return rounds[i].top * ten;
		}
	return 10 * ten;
}

/* ---- tables */

void
table_begin(struct str *out, const char *summary, const char *const *heads, size_t count)
{
	str_add(out, "<details>\n<summary>");
	page_text(out, summary);
	str_add(out,
	    "</summary>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
	page_text(out, summary);
	str_add(out, "\">\n<table>\n<thead>\n<tr>");
	for (size_t i = 0; i < count; i++) {
		str_addf(out, "<th scope=\"col\"%s>", i == 0 ? "" : " class=\"n\"");
		page_text(out, heads[i]);
		str_add(out, "</th>");
	}
	str_add(out, "</tr>\n</thead>\n<tbody>\n");
}

void
table_end(struct str *out)
{
	str_add(out, "</tbody>\n</table>\n</div>\n</details>\n");
}

void
cell_text(struct str *out, const char *s)
{
	str_add(out, "<th scope=\"row\">");
	page_text(out, s);
	str_add(out, "</th>");
}

void
cell_number(struct str *out, double x, int decimals)
{
	str_add(out, "<td class=\"n\">");
	figures_fixed(out, x, decimals);
	str_add(out, "</td>");
}

void
cell_count(struct str *out, int64_t n)
{
	cell_number(out, (double)n, 0);
}

void
cell_percent(struct str *out, double share)
{
	str_add(out, "<td class=\"n\">");
	figures_percent(out, share);
	str_add(out, "</td>");
}

void
cell_duration(struct str *out, double ms)
{
	str_add(out, "<td class=\"n\">");
	figures_duration(out, ms);
	str_add(out, "</td>");
}

/* ---- the page */

void
page_head(struct str *out, const char *title)
{
	str_add(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
	page_text(out, title);
	str_add(out, "</title>\n");
	page_style(out);
	str_add(out, "</head>\n<body>\n");
}

void
axis_add(struct str *out, const struct axis_room *r, double top, int steps, bool is_share)
{
	double step = top / steps;
	struct str text;

	str_init(&text);
	for (int i = 0; i <= steps; i++) {
		double at = r->bottom - r->height * i / steps;

		str_reset(&text);
		if (is_share)
			str_addf(&text, "%d %%", (int)lround(100 * step * i));
		else
			figures_fixed(&text, step * i, floor(step) == step ? 0 : 2);
		svg_line(out, r->left, at, r->right, at, i == 0 ? "axis" : "grid");
		svg_text(out, r->left - 6, at + 4, "end", text.data);
	}
	str_clear(&text);
}
