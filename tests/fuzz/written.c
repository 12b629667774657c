/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "written.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/text/text.h"

#define FILES_MOST 4

static char folder[64], paths[FILES_MOST][128];
static size_t path_count;

static void
clean(void)
{
	for (size_t i = 0; i < path_count; i++)
		(void)unlink(paths[i]);
	(void)rmdir(folder);
}

static const char *
path_of(const char *name)
{
	char path[128];

	if (folder[0] == '\0') {
		(void)snprintf(folder, sizeof folder, "/tmp/floorwalker-fuzz-XXXXXX");
		if (mkdtemp(folder) == NULL || atexit(clean) != 0)
			abort();
	}
	(void)snprintf(path, sizeof path, "%s/%s", folder, name);
	for (size_t i = 0; i < path_count; i++)
		if (strcmp(paths[i], path) == 0)
			return paths[i];
	if (path_count == FILES_MOST)
		abort();
	memcpy(paths[path_count], path, sizeof path);
	return paths[path_count++];
}

const char *
fuzz_written(const char *name, const void *bytes, size_t size)
{
	const char *path = path_of(name);
	struct errinfo e;

	if (file_write(path, bytes, size, 0600, &e) != ERR_OK)
		abort();
	return path;
}

void
fuzz_check_refusal(enum err err, const struct errinfo *e)
{
	if (err == ERR_OK)
		return;
	if ((err != ERR_INPUT && err != ERR_LIMIT && err != ERR_NOT_FOUND && err != ERR_IO) ||
	    e->text[0] == '\0' || !text_is_safe(e->text, strlen(e->text)))
		abort();
}
