/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The weights of the confidence, from their file.
 */
#include "floorwalker/desk/confidence.h"

#include "floorwalker/base/file.h"

#include "private.h"

static enum err
check_names(const struct value *v, const struct confidence_weights *w, struct errinfo *e)
{
	const struct value *weights = value_get(v, "weights");
	const char *known[CONFIDENCE_PARTS_MOST], *near;
	size_t count = 0;
	while (count < CONFIDENCE_PARTS_MOST && (known[count] = backend_builtin_part(count)) != NULL)
		count++;
	for (size_t i = 0; i < w->count; i++) {
		if (backend_builtin_has_part(w->names[i]))
			continue;
		near = text_nearest(w->names[i], known, count);
		return value_err(e, ERR_INPUT, value_at(weights, i),
		    "the AI's confidence has no part \"%.40s\"%s%s%s", w->names[i],
		    near != NULL ? "; did you mean " : "", near != NULL ? near : "",
		    near != NULL ? "?" : "");
	}
	return ERR_OK;
}

enum err
desk_confidence_load(const struct world *w, struct arena *a, struct confidence_weights *out,
    bool *found, const char **path, struct errinfo *e)
{
	const char *folder = world_folder(w), *file = NULL;
	struct value *v;
	enum err r;
	if (!text_is_empty(folder)) {
		file = file_join(a, folder, CONFIDENCE_FILE);
		file = file_exists(file) ? file : NULL;
	}
	if (file == NULL)
		file = file_data(a, "scenarios/confidence.json");
	*found = file != NULL;
	if (path != NULL)
		*path = file;
	if (file == NULL)
		return ERR_OK;
	if ((r = value_load(a, file, &v, e)) != ERR_OK ||
	    (r = confidence_from_value(a, v, out, e)) != ERR_OK)
		return r;
	return check_names(v, out, e);
}
