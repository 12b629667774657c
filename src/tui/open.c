/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "open.h"

#include <string.h>

const struct clock *
open_clock(const struct tui_options *o)
{
	return o->clock != NULL ? o->clock : clock_system();
}

enum err
open_reader(const struct tui_options *o, const char *worker, struct desk **out, struct errinfo *e)
{
	struct store_options how = {.read_only = true};
	struct desk_options d = {
	    .shared = o->shared, .clock = open_clock(o), .worker = worker, .practice = o->practice};
	enum err code;

	*out = NULL;
	if (text_is(o->target, "memory:"))
		return err_set(e, ERR_UNSUPPORTED,
		    "the console's threads meet in the store, so it must be a file: name one instead of memory:");
	if ((code = store_open(o->target, &how, &d.take_store, e)) != ERR_OK)
		return code;
	return desk_new(&d, out, e);
}

enum err
open_table(const struct tui_options *o, struct command_table **out, struct errinfo *e)
{
	struct command_table *t = command_table_new();
	size_t count;
	const struct command *rows = tui_commands(&count);
	enum err code;

	*out = NULL;
	command_table_add(t, rows, count);
	if (o->row_count > 0)
		command_table_add(t, o->rows, o->row_count);
	if (o->settings != NULL && (code = tui_settings_bind(o->settings, t, e)) != ERR_OK) {
		command_table_free(&t);
		return code;
	}
	*out = t;
	return ERR_OK;
}
