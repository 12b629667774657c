/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theme_colour.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/str.h"

/* The 16 as xterm shows them (its default resources color0 … color15); terminals differ, so they
 * serve for nearness and for measuring contrast only. */
static const int32_t base[16] = {
	0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
	0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
};
static const char *const names[8] = {
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"};

bool
colour_parse(const char *s, int32_t *out)
{
	unsigned rgb = 0;
	int offset = 0;

	if (text_is(s, "default")) {
		*out = COLOUR_DEFAULT;
		return true;
	}
	if (s[0] == '#' && strlen(s) == 7 && strspn(s + 1, "0123456789abcdefABCDEF") == 6 &&
	    sscanf(s + 1, "%6x", &rgb) == 1) {
		*out = (int32_t)(COLOUR_RGB | rgb);
		return true;
	}
	if (text_starts(s, "bright-")) {
		offset = 8;
		s += strlen("bright-");
	}
	for (int i = 0; i < 8; i++) {
		if (text_is(s, names[i])) {
			*out = i + offset;
			return true;
		}
	}
	return false;
}

int32_t
colour_rgb(int32_t index)
{
	static const int levels[6] = {0, 95, 135, 175, 215, 255};
	int grey;

	if (index & COLOUR_RGB)
		return index & 0xffffff;
	if (index < 16)
		return base[index];
	if (index < 232) {
		index -= 16;
		return levels[index / 36] << 16 | levels[index / 6 % 6] << 8 | levels[index % 6];
	}
	grey = 8 + 10 * (index - 232);
	return grey << 16 | grey << 8 | grey;
}

static int32_t
nearest(int32_t rgb, int32_t from, int32_t to)
{
	int32_t best = from;
	long least = -1;

	for (int32_t i = from; i < to; i++) {
		int32_t other = colour_rgb(i);
		long r = (rgb >> 16 & 0xff) - (other >> 16 & 0xff),
		     g = (rgb >> 8 & 0xff) - (other >> 8 & 0xff), b = (rgb & 0xff) - (other & 0xff);
		long far = 3 * r * r + 6 * g * g + b * b;

		if (least < 0 || far < least) {
			least = far;
			best = i;
		}
	}
	return best;
}

int32_t
colour_reduce(int32_t colour, int colours)
{
	if (colour < 0)
		return colour;
	if (colours < 8)
		return COLOUR_UNSAID;
	if (colours > 256)	/* direct colour: a palette index above 7 would be read as a shade
				   of blue */
		return colour & COLOUR_RGB || colour < 8 ? colour
							 : (COLOUR_RGB | colour_rgb(colour));
	if (colours == 256)
		return colour & COLOUR_RGB ? nearest(colour & 0xffffff, 16, 256) : colour;
	if (colour < colours)
		return colour;
	return nearest(colour & COLOUR_RGB ? colour & 0xffffff : colour_rgb(colour), 0,
	    colours >= 16 ? 16 : 8);
}
