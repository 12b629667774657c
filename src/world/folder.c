/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A world's folder, made whole or not at all: beside its place under another name, and moved there
 * when it is whole, so that what goes wrong on the way leaves nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "reading.h"

#define FILE_LIMIT (16u << 20)

static enum err
copy_file(struct arena *a, const char *from, const char *to, const char *name, struct errinfo *e)
{
	struct str bytes;
	enum err err;

	str_init(&bytes);
	err = file_read(file_join(a, from, name), FILE_LIMIT, &bytes, e);
	if (err == ERR_OK)
		err = file_write(file_join(a, to, name), bytes.data, bytes.length, 0644, e);
	str_clear(&bytes);
	return err;
}

enum err
folder_copy(struct arena *a, const char *base, const char *out, const char *name,
    const char *suffix, struct errinfo *e)
{
	const char *from = file_join(a, base, name), *to = file_join(a, out, name), **names;
	size_t i, count;
	enum err err = file_list(a, from, suffix, &names, &count, e);

	if (err == ERR_OK)
		err = file_make_folder(to, e);
	for (i = 0; err == ERR_OK && i < count; i++)
		err = copy_file(a, from, to, names[i], e);
	return err;
}

/* The line that a key of the top floor stands in; its new value, or NULL where it stays. */
static const char *
new_value(const char *line, const struct pair *changes, size_t count)
{
	size_t i, length;

	for (i = 0; i < count; i++) {
		length = strlen(changes[i].name);
		if (strncmp(line, changes[i].name, length) == 0 && line[length] == ':')
			return changes[i].value;
	}
	return NULL;
}

enum err
folder_copy_settings(struct arena *a, const char *base, const char *out,
    const struct pair *changes, size_t count, struct errinfo *e)
{
	const char *line;
	struct str bytes, changed;
	enum err err;

	str_init(&bytes);
	str_init(&changed);
	err = file_read(file_join(a, base, "world.yaml"), FILE_LIMIT, &bytes, e);
	for (line = bytes.data; err == ERR_OK && *line != '\0';) {
		const char *end = strchr(line, '\n'), *value = new_value(line, changes, count);
		size_t length = end != NULL ? (size_t)(end - line) + 1 : strlen(line);

		if (value != NULL) {
			str_add_n(&changed, line, strcspn(line, ":"));
			str_addf(&changed, ": %s\n", value);
		} else {
			str_add_n(&changed, line, length);
		}
		line += length;
	}
	if (err == ERR_OK)
		err = file_write(
		    file_join(a, out, "world.yaml"), changed.data, changed.length, 0644, e);
	str_clear(&bytes);
	str_clear(&changed);
	return err;
}

static enum err
prepare(struct arena *a, const char *out, struct errinfo *e)
{
	const char **names;
	size_t count = 0;
	enum err err;

	if (file_exists(out) && !file_is_folder(out))
		return err_set(
		    e, ERR_EXISTS, "%s is there already and no folder; name a new one", out);
	if (file_is_folder(out)) {
		if ((err = file_list(a, out, "", &names, &count, e)) != ERR_OK)
			return err;
		if (count > 0)
			return err_set(
			    e, ERR_EXISTS, "%s has files in it already; name a new folder", out);
	}
	return strchr(out, '/') != NULL && strrchr(out, '/') > out
	    ? file_make_folder(arena_text_n(a, out, (size_t)(strrchr(out, '/') - out)), e)
	    : ERR_OK;
}

void
folder_remove(struct arena *a, const char *folder)
{
	const char **names;
	size_t count;

	if (file_list(a, folder, "", &names, &count, NULL) == ERR_OK)
		for (size_t i = 0; i < count; i++) {
			const char *path = file_join(a, folder, names[i]);

			if (file_is_folder(path))
				folder_remove(a, path);
			else
				unlink(path);
		}
	rmdir(folder);
}

enum err
folder_make(struct arena *a, const char *given,
    enum err (*fill)(void *context, struct arena *a, const char *folder, const char *name,
	struct errinfo *e),
    void *context, struct errinfo *e)
{
	size_t end = strlen(given), length;
	const char *out, *name;
	char *beside;
	enum err err;

	while (end > 1 && given[end - 1] == '/')
		end--;
	out = arena_text_n(a, given, end);
	name = strrchr(out, '/') != NULL ? strrchr(out, '/') + 1 : out;
	length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
	if (name[length] != '\0' || length > WORLD_ID_MAX || name[0] == '\0' || name[0] == '.')
		return err_set(e, ERR_INPUT,
		    "a world is called as its folder, and \"%.80s\" is no id: letters, digits, '.', '_' and '-', %d at most",
		    name, WORLD_ID_MAX);
	if ((err = prepare(a, out, e)) != ERR_OK)
		return err;
	beside = arena_printf(a, "%s.XXXXXX", out);
	if (mkdtemp(beside) == NULL)
		return err_set(
		    e, ERR_IO, "can't make a folder beside %s: %s", out, strerror(errno));
	err = fill(context, a, beside, name, e);
	if (err == ERR_OK && (chmod(beside, 0755) != 0 || rename(beside, out) != 0))
		err = err_set(e, ERR_IO, "can't make the folder %s: %s", out, strerror(errno));
	if (err != ERR_OK)
		folder_remove(a, beside);
	return err;
}
