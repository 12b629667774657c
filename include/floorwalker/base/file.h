/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files: reading with a limit, writing whole or not at all, listing in a stable order, finding what
 * is installed.
 */
#ifndef FLOORWALKER_BASE_FILE_H
#define FLOORWALKER_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"

/* appends */
NODISCARD enum err file_read(const char *path, size_t limit, struct str *out, struct errinfo *e);
/* by rename */
NODISCARD enum err file_write(
    const char *path, const void *bytes, size_t length, unsigned mode, struct errinfo *e);
bool file_exists(const char *path);
bool file_is_folder(const char *path);
/* with its parents; there already is fine */
NODISCARD enum err file_make_folder(const char *path, struct errinfo *e);
/* Names (not paths) in a folder that end with suffix ("" for all), sorted by byte, no dot files. */
NODISCARD enum err file_list(struct arena *a, const char *folder, const char *suffix,
    const char ***names, size_t *count, struct errinfo *e);
/* A new folder of mode 0700 in $TMPDIR, else /tmp, whose name has what in it ("demo"); *out in the arena. ERR_IO says
 * what to set. */
NODISCARD enum err file_temporary_folder(
    struct arena *a, const char *what, const char **out, struct errinfo *e);
/* With the files in it, which must be of ours alone; NULL: nothing. What can't be removed stays. */
void file_remove_folder(const char *folder);
char *file_join(struct arena *a, const char *folder, const char *name);
char *file_beside(struct arena *a, const char *path, const char *name);	/* in the folder of path */
/* A data file of the program ("themes/dark.yaml", "worlds/tarn-and-fell"), looked for below each of
 * these and below its folder scenarios/: $FLOORWALKER_DATA, the source tree of the build folder
 * that this program runs from, ../share/floorwalker from the program, the installed folder. NULL
 * where none has it. Arena's. */
char *file_data(struct arena *a, const char *relative);

#endif
