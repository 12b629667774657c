/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Colours: their names, and the nearest one where a terminal has fewer.
 */
#ifndef FLOORWALKER_TUI_THEME_COLOUR_H
#define FLOORWALKER_TUI_THEME_COLOUR_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/tui/theme.h"

#define COLOUR_UNSAID (-2)

bool colour_parse(const char *s, int32_t *out);		/* "default", names, "#rrggbb" */
/* As good as the terminal can: true colour above 256 colours, else the nearest of the palette;
 * COLOUR_UNSAID for none. Default and unsaid stay. */
int32_t colour_reduce(int32_t colour, int colours);
int32_t colour_rgb(int32_t colour);			/* 0xrrggbb of a palette's index, as xterm shows
							   it, or of a true colour */

#endif
