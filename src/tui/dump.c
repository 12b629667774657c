/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "open.h"
#include "screen.h"

static void
type(struct screen *s, struct cells *c, const char *keys)
{
	char key[64];

	while (*keys != '\0') {
		size_t length = strcspn(keys, " ");

		snprintf(key, sizeof key, "%.*s", (int)length, keys);
		if (length > 0) {
			screen_key(s, key);
			(void)screen_render(s, c);	/* what a key acts on is what was seen
							   before it */
		}
		keys += length;
		keys += strspn(keys, " ");
	}
}

enum err
tui_dump(const struct tui_options *options, const struct tui_dump *what, struct str *out,
    struct errinfo *e)
{
	struct screen_options so = {.clock = open_clock(options),
	    .agent = options->agent,
	    .user = options->settings,
	    .practice = options->practice};
	struct command_table *table = NULL;
	struct desk *reader = NULL;
	struct screen *s = NULL;
	struct cells *c = NULL;
	struct desk_figures figures;
	enum err code;

	if (what->columns < 1 || what->rows < 1 || what->columns > 1000 || what->rows > 500)
		return err_set(e, ERR_USAGE,
		    "a screen of %dx%d can't be drawn; say 1x1 to 1000x500, such as 100x30",
		    what->columns, what->rows);
	if ((code = open_table(options, &table, e)) != ERR_OK ||
	    (code = open_reader(options, "dump", &reader, e)) != ERR_OK)
		goto cleanup;
	so.desk = reader;
	so.settings = desk_settings(reader);
	so.commands = table;
	if ((code = screen_new(&so, &s, e)) != ERR_OK)
		goto cleanup;
	screen_resize(s, what->columns, what->rows);
	if ((code = desk_figures(reader, &figures, e)) != ERR_OK)
		goto cleanup;
	screen_figures(s, &figures);
	c = cells_new(what->columns, what->rows);
	(void)screen_render(s, c);
	if (!text_is_empty(options->view))
		screen_run_line(s, options->view);
	(void)screen_render(s, c);
	if (what->keys != NULL)
		type(s, c, what->keys);
	if (tui_setting_is(screen_user(s), SETTING_BORDERS, "ascii"))
		cells_plain_symbols(c);
	if (what->form == TUI_DUMP_COLOURS) {
		cells_dump_colours(c, screen_theme(s), 256, out);
	} else {
		cells_dump_text(c, out);
		if (what->form == TUI_DUMP_STYLES)
			cells_dump_styles(c, out);
	}
cleanup:
	cells_free(&c);
	screen_free(&s);
	desk_free(&reader);
	command_table_free(&table);
	return code;
}
