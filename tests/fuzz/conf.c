/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of settings and keys: refused with their place, or taken; every value is then one that its
 * setting takes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/tui/tui.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct tui_settings *s = tui_settings_new();
	struct command_table *t = command_table_new();
	struct errinfo e = {0};
	struct str said;
	size_t count;
	const struct command *rows = tui_commands(&count);

	str_init(&said);
	command_table_add(t, rows, count);
	if (tui_settings_parse(s, "f", (const char *)bytes, size, &e) == ERR_OK) {
		for (size_t i = 0; i < SETTING_COUNT; i++) {
			enum tui_setting which = (enum tui_setting)i;

			if (tui_settings_set(s, tui_setting_row(which)->name,
				tui_setting_text(s, which), "again", &e) != ERR_OK)
				abort();
		}
		if (tui_settings_bind(s, t, &e) == ERR_OK)
			command_table_conflicts(t, &said);
		else if (e.code != ERR_INPUT)
			abort();
	} else if (e.code != ERR_INPUT || strncmp(e.text, "f:", 2) != 0) {
		abort();
	}
	str_clear(&said);
	command_table_free(&t);
	tui_settings_free(&s);
	return 0;
}
