/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Roles of ink and ground, and the theme files that say how each looks.
 *
 * themes/dark.yaml:
 *   name: dark
 *   assumes: {fg: 250, bg: 0}    # what the terminal's own ink and ground are taken for, to measure
 *                                # contrast; white on black unless said
 *   ink:
 *     bad: {fg: "#ff7b72", bold: true, few: {fg: bright-red, bold: true}}
 *   ground:
 *     selected: {bg: 237, few: {reverse: true}}
 *
 * A colour is "default", a name (black … white, bright-black … bright-white), 0 … 255, or
 * "#rrggbb". few is used with fewer than 256 colours; where it is absent the nearest colour is.
 * Views name roles only. Meaning never hangs on colour alone: words and symbols carry it too.
 */
#ifndef FLOORWALKER_TUI_THEME_H
#define FLOORWALKER_TUI_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"

enum ink {
	INK_TEXT, INK_DIM, INK_STRONG, INK_TITLE, INK_ACCENT,
	INK_GOOD, INK_WARN, INK_BAD,
	INK_SHOPPER, INK_AI, INK_AGENT, INK_SYSTEM, INK_NOTE,
	INK_CITATION, INK_KEY, INK_BORDER, INK_FOCUS, INK_BAR, INK_BAR_REST, INK_MATCH, INK_PROMPT,
	INK_COUNT
};
enum ground {
	GROUND_PLAIN,
	GROUND_TOP,
	GROUND_TAB,
	GROUND_PANE,
	GROUND_SELECTED,
	GROUND_IDLE,
	GROUND_FOOT,
	GROUND_FIELD,
	GROUND_ALERT,
	GROUND_COUNT
};

struct style {
	uint8_t ink, ground;
};

enum { PAINT_BOLD = 1, PAINT_DIM = 2, PAINT_ITALIC = 4, PAINT_UNDERLINE = 8, PAINT_REVERSE = 16 };
#define COLOUR_DEFAULT (-1)
#define COLOUR_RGB 0x1000000	/* set in a colour that is 0xrrggbb; else 0 … 255 of the palette */

struct paint {
	int32_t fg, bg;
	unsigned attributes;
};

struct theme;
/* name: a theme's name (themes/NAME.yaml) or a path that holds a '/' or ends with .yaml. Errors
 * name file, line and column. */
NODISCARD enum err theme_load(const char *name, struct theme **out, struct errinfo *e);
void theme_free(struct theme **t);
const char *theme_name(const struct theme *t);
/* Never default. */
void theme_assumed(const struct theme *t, int32_t *fg, int32_t *bg);
/* How a style looks with so many colours: 0 or 2 gives attributes only, 8 and 16 the few, 256 the
 * palette, more true colour. */
struct paint theme_paint(const struct theme *t, struct style s, int colours);
/* What to open when nobody said, on a terminal of so many colours: $FLOORWALKER_THEME, mono where
 * $NO_COLOR is set and not empty or there are no colours, light where $COLORFGBG ends with 7 or 15,
 * sixteen where there are fewer than 256 colours, else dark. */
const char *theme_default(int colours);
/* Names of the installed themes, sorted; arena's. */
NODISCARD enum err theme_list(
    struct arena *a, const char ***names, size_t *count, struct errinfo *e);

#endif
