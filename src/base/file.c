/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Written by configure into the build folder: where the sources are. */
#define SOURCE_MARKER ".floorwalker-source"

static enum err
io_error(struct errinfo *e, const char *verb, const char *path)
{
	enum err code = errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;

	return err_set(e, code, "%s: cannot %s: %s", path, verb, strerror(errno));
}

/* Reads fd to its end, appending; ERR_LIMIT past limit bytes. */
static enum err
read_all(int fd, const char *path, size_t limit, struct str *out, struct errinfo *e)
{
	char bytes[65536];
	size_t total = 0;

	for (;;) {
		ssize_t n = read(fd, bytes, sizeof bytes);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return io_error(e, "read", path);
		if (n == 0)
			return ERR_OK;
		total += (size_t)n;
		if (total > limit)
			return err_set(
			    e, ERR_LIMIT, "%s: larger than the limit of %zu bytes", path, limit);
		str_add_n(out, bytes, (size_t)n);
	}
}

enum err
file_read(const char *path, size_t limit, struct str *out, struct errinfo *e)
{
	size_t before = out->length;
	struct stat st;
	enum err err;
	/* a pipe without a writer would hold us */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return io_error(e, "open", path);
	if (fstat(fd, &st) == 0 &&
	    (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode) || S_ISBLK(st.st_mode)))
		err = err_set(e, ERR_INPUT,
		    "%s: this is no file but a pipe, a socket or a disk; name a file", path);
	else
		err = read_all(fd, path, limit, out, e);
	close(fd);
	if (err != ERR_OK)
		str_cut(out, before);
	return err;
}

static bool
write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, bytes, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

/* Makes a rename in the folder of path lasting. Not every file system can; then there is nothing to
 * do. */
static void
sync_folder_of(const char *path)
{
	struct arena *a = arena_new();
	const char *slash = strrchr(path, '/');
	const char *folder = slash == NULL ? "."
	    : slash == path                ? "/"
					   : arena_text_n(a, path, (size_t)(slash - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	arena_free(&a);
}

enum err
file_write(const char *path, const void *bytes, size_t length, unsigned mode, struct errinfo *e)
{
	struct str temporary;
	enum err err = ERR_OK;
	int fd;

	str_init(&temporary);
	str_addf(&temporary, "%s.XXXXXX", path);
	fd = mkostemp(temporary.data, O_CLOEXEC);
	if (fd < 0) {
		err = io_error(e, "write", path);
		str_clear(&temporary);
		return err;
	}
	if (fchmod(fd, (mode_t)mode) != 0 || !write_all(fd, bytes, length) || fsync(fd) != 0)
		err = io_error(e, "write", path);
	if (close(fd) != 0 && err == ERR_OK)
		err = io_error(e, "write", path);
	if (err == ERR_OK && rename(temporary.data, path) != 0)
		err = io_error(e, "replace", path);
	if (err == ERR_OK)
		sync_folder_of(path);
	else
		unlink(temporary.data);
	str_clear(&temporary);
	return err;
}

bool
file_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

bool
file_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

enum err
file_make_folder(const char *path, struct errinfo *e)
{
	struct arena *a = arena_new();
	char *copy = arena_text(a, path);
	enum err err = ERR_OK;

	for (char *p = copy + 1; *copy != '\0' && err == ERR_OK; p++) {
		char kept = *p;

		if (kept != '/' && kept != '\0')
			continue;
		*p = '\0';
		if (mkdir(copy, 0777) != 0 && !(errno == EEXIST && file_is_folder(copy)))
			err = io_error(e, "make the folder", copy);
		*p = kept;
		if (kept == '\0')
			break;
	}
	arena_free(&a);
	return err;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum err
file_list(struct arena *a, const char *folder, const char *suffix, const char ***names,
    size_t *count, struct errinfo *e)
{
	const char **found = NULL;
	size_t n = 0, room = 0;
	struct dirent *entry;
	DIR *dir = opendir(folder);

	*names = NULL;
	*count = 0;
	if (dir == NULL)
		return io_error(e, "list the folder", folder);
	for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0) {
		if (entry->d_name[0] == '.' || !text_ends(entry->d_name, suffix))
			continue;
		if (n == room) {
			room = room > 0 ? room * 2 : 16;
			found = mem_grow(found, room, sizeof *found);
		}
		found[n++] = arena_text(a, entry->d_name);
	}
	if (errno != 0) {
		enum err err = io_error(e, "list the folder", folder);

		closedir(dir);
		mem_free(found);
		return err;
	}
	closedir(dir);
	if (n > 0) {
		qsort(found, n, sizeof *found, by_bytes);
		*names = arena_alloc(a, n * sizeof *found);
		memcpy(*names, found, n * sizeof *found);
	}
	*count = n;
	mem_free(found);
	return ERR_OK;
}

enum err
file_temporary_folder(struct arena *a, const char *what, const char **out, struct errinfo *e)
{
	const char *base = getenv("TMPDIR");
	char *path;

	if (text_is_empty(base))
		base = "/tmp";
	path = arena_printf(a, "%s/floorwalker-%s-XXXXXX", base, what);
	if (mkdtemp(path) == NULL)
		return err_set(e, ERR_IO,
		    "no folder for temporary files can be made in %.200s: set TMPDIR to one that can be written",
		    base);
	*out = path;
	return ERR_OK;
}

void
file_remove_folder(const char *folder)
{
	struct arena *a;
	const char **names;
	struct errinfo e;
	size_t count;

	if (folder == NULL)
		return;
	a = arena_new();
	if (file_list(a, folder, "", &names, &count, &e) == ERR_OK)
		for (size_t i = 0; i < count; i++)
			unlink(file_join(a, folder, names[i]));
	rmdir(folder);
	arena_free(&a);
}

char *
file_join(struct arena *a, const char *folder, const char *name)
{
	if (text_is_empty(folder) || name[0] == '/')
		return arena_text(a, name);
	return arena_printf(a, "%s%s%s", folder, text_ends(folder, "/") ? "" : "/", name);
}

char *
file_beside(struct arena *a, const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');

	return file_join(
	    a, slash == NULL ? "" : arena_text_n(a, path, (size_t)(slash - path) + 1), name);
}

/* relative below root, or below its folder of scenarios; NULL where neither is there. */
static char *
below(struct arena *a, const char *root, const char *relative)
{
	char *path = file_join(a, root, relative);

	if (file_exists(path))
		return path;
	path = file_join(a, file_join(a, root, "scenarios"), relative);
	return file_exists(path) ? path : NULL;
}

/* Where the program's file lies. */
static bool
own_path(char *out, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", out, size - 1);

	out[length > 0 ? length : 0] = '\0';
	return length > 0;
}

/* Beside bin/ where the program lies: an installation may have been moved as a whole. */
static char *
moved_share(struct arena *a)
{
	char path[4096], *slash;

	if (!own_path(path, sizeof path) || (slash = strrchr(path, '/')) == NULL)
		return NULL;
	*slash = '\0';
	return text_ends(path, "/bin") ? file_join(a, path, "../share/floorwalker") : NULL;
}

/* The build folder that this program runs from: a marker beside it or up to three folders above
 * says so. *source is the source tree named there. */
static char *
build_tree(struct arena *a, char **source)
{
	char path[4096];

	if (!own_path(path, sizeof path))
		return NULL;
	for (int up = 0; up < 4; up++) {
		char *slash = strrchr(path, '/');
		struct str root;

		if (slash == NULL || slash == path)
			return NULL;
		*slash = '\0';
		str_init(&root);
		if (file_read(file_join(a, path, SOURCE_MARKER), sizeof path, &root, NULL) !=
		    ERR_OK) {
			str_clear(&root);
			continue;
		}
		while (root.length > 0 && root.data[root.length - 1] == '\n')
			str_cut(&root, root.length - 1);
		*source = arena_text_n(a, root.data, root.length);
		str_clear(&root);
		return arena_text(a, path);
	}
	return NULL;
}

char *
file_data(struct arena *a, const char *relative)
{
	const char *from_environment = getenv("FLOORWALKER_DATA");
	char *build, *source, *path;

	if (!text_is_empty(from_environment) &&
	    (path = below(a, from_environment, relative)) != NULL)
		return path;
	if ((build = build_tree(a, &source)) != NULL &&
	    ((path = below(a, source, relative)) != NULL ||
		(path = below(a, build, relative)) != NULL))
		return path;
	if ((path = moved_share(a)) != NULL && (path = below(a, path, relative)) != NULL)
		return path;
	return below(a, FLOORWALKER_DATADIR, relative);
}
