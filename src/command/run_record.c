/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping a conversation for floorwalker replay.
 */
#include <stdlib.h>

#include "floorwalker/base/file.h"
#include "floorwalker/desk/recording.h"
#include "floorwalker/text/translate.h"
#include "private.h"

/* Where none is named. */
static const char *
usual_folder(struct arena *a)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

	if (!text_is_empty(data))
		return file_join(a, data, "floorwalker/kept");
	return text_is_empty(home) ? "kept" : file_join(a, home, ".local/share/floorwalker/kept");
}

enum err
run_record(struct command_call *call, struct errinfo *e)
{
	const char *folder = text_is_empty(call->texts[0]) ? usual_folder(call->arena) : call->texts[0], *path;
	struct recording_options o = {0};
	struct conversation c;
	struct str text;
	size_t turns;
	enum err r = store_conversation_get(desk_store(call->desk), call->arena, call->conversation_id, &c, e);

	if (r != ERR_OK || (r = desk_ahead_ms(call->desk, &o.shift_ms, e)) != ERR_OK)
		return r;
	o.name = desk_recording_name(
	    call->arena, "", text_is_empty(c.intent) ? "conversation" : c.intent, call->conversation_id);
	path = file_join(call->arena, folder, arena_printf(call->arena, "%s.yaml", o.name));
	if (file_exists(path))
		return err_set(e, ERR_EXISTS, tr("C-%lld is kept already, as %.300s"),
		    (long long)call->conversation_id, path);
	str_init(&text);
	if ((r = desk_recording(call->desk, call->conversation_id, &o, &text, &turns, e)) == ERR_OK &&
	    (r = file_make_folder(folder, e)) == ERR_OK &&
	    (r = file_write(path, text.data, text.length, 0644, e)) == ERR_OK) {
		str_addf(call->out, tr("C-%lld is kept, nothing personal in it: %.300s"),
		    (long long)call->conversation_id, path);
		if (call->json != NULL)
			value_set_text(call->json, "kept", path);
	}
	str_clear(&text);
	return r;
}
