/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside the settings: values with where they come from, and lines that bind keys.
 */
#ifndef FLOORWALKER_TUI_SETTINGS_PRIVATE_H
#define FLOORWALKER_TUI_SETTINGS_PRIVATE_H

#include "floorwalker/tui/settings.h"

struct tui_settings {
	char *values[SETTING_COUNT], *origins[SETTING_COUNT];
	struct bind_line {
		char *file, *line;
		int number;
	} *binds;		/* in the order of reading */
	size_t bind_count;
};

#endif
