/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "git.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

#define OUT_MOST ((size_t)64 << 20)	/* bytes of one answer */
#define FILES_MOST 20000
#define ARGUMENTS_MOST 16

extern char **environ;

/* Nothing is asked, fetched or written. */
static const char *const quiet[] = {"GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0",
    "GIT_NO_LAZY_FETCH=1", "GIT_PAGER=cat", "LC_ALL=C"};

static bool
is_quieted(const char *variable)
{
	for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++)
		if (strncmp(variable, quiet[i], strcspn(quiet[i], "=") + 1) == 0)
			return true;
	return false;
}

static char **
environment(struct arena *a)
{
	size_t count = 0, n = 0;
	char **out;

	while (environ[count] != NULL)
		count++;
	out = arena_alloc(a, (count + sizeof quiet / sizeof *quiet + 1) * sizeof *out);
	for (size_t i = 0; i < count; i++)
		if (!is_quieted(environ[i]))
			out[n++] = environ[i];
	for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++)
		out[n++] = arena_text(a, quiet[i]);
	return out;
}

/* Reads to its end, so that whoever writes is never stopped; keeps no more than OUT_MOST. */
static bool
read_all(int fd, struct str *out)
{
	char buffer[65536];
	bool fits = true;

	for (;;) {
		ssize_t n = read(fd, buffer, sizeof buffer);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 && fits;
		fits = fits && out->length + (size_t)n <= OUT_MOST;
		if (fits)
			str_add_n(out, buffer, (size_t)n);
	}
}

static enum err
start(struct arena *a, const char *folder, const char *const *words, int out, pid_t *pid, struct errinfo *e)
{
	char *argv[ARGUMENTS_MOST] = {"git", "-C", arena_text(a, folder), "--no-pager", "-c", "core.fsmonitor=false"};
	posix_spawn_file_actions_t actions;
	size_t n = 6;
	int failed;

	for (; *words != NULL && n + 1 < ARGUMENTS_MOST; words++)
		argv[n++] = arena_text(a, *words);
	if (posix_spawn_file_actions_init(&actions) != 0)
		return err_set(e, ERR_IO, "git can't be run: no memory");
	failed = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", 0, 0);
	if (failed == 0)
		failed = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	if (failed == 0)
		failed = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1, 0);
	if (failed == 0)
		failed = posix_spawnp(pid, "git", &actions, NULL, argv, environment(a));
	(void)posix_spawn_file_actions_destroy(&actions);
	if (failed == ENOENT)
		return err_set(e, ERR_NOT_FOUND, "git isn't installed; name a folder with the world as it was instead");
	return failed == 0 ? ERR_OK : err_set(e, ERR_IO, "git can't be run: %s", strerror(failed));
}

/* git with words (NULL behind the last), its output appended. *done: it ended with 0. */
static enum err
run(struct arena *a, const char *folder, const char *const *words, struct str *out, bool *done, struct errinfo *e)
{
	int ends[2], status = 0;
	pid_t pid = 0;
	bool fits;
	enum err err;

	*done = false;
	if (pipe(ends) != 0)
		return err_set(e, ERR_IO, "git can't be run: %s", strerror(errno));
	err = start(a, folder, words, ends[1], &pid, e);
	(void)close(ends[1]);
	if (err != ERR_OK) {
		(void)close(ends[0]);
		return err;
	}
	fits = read_all(ends[0], out);
	(void)close(ends[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	*done = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return err_set(e, ERR_NOT_FOUND, "git isn't installed; name a folder with the world as it was instead");
	return fits ? ERR_OK
		    : err_set(e, ERR_LIMIT, "git answers with more than %zu MiB for %s", OUT_MOST >> 20, folder);
}

/* A path of git's below the folder, which is written below another. */
static bool
is_plain_path(const char *path)
{
	return path[0] != '\0' && path[0] != '/' && strcmp(path, "..") != 0 && !text_starts(path, "../") &&
	    strstr(path, "/../") == NULL && !text_ends(path, "/..");
}

static enum err
write_blob(struct arena *a, const char *folder, const char *blob, const char *path, struct errinfo *e)
{
	const char *words[] = {"cat-file", "blob", blob, NULL}, *last = strrchr(path, '/');
	struct str bytes;
	bool done;
	enum err err;

	str_init(&bytes);
	if ((err = run(a, folder, words, &bytes, &done, e)) == ERR_OK && !done)
		err = err_set(e, ERR_IO, "git can't read %s", path);
	if (err == ERR_OK && (err = file_make_folder(arena_text_n(a, path, (size_t)(last - path)), e)) == ERR_OK)
		err = file_write(path, bytes.data, bytes.length, 0600, e);
	str_clear(&bytes);
	return err;
}

/* Each is "MODE blob HASH\tPATH"; what is no plain file is passed over. */
static enum err
write_blobs(struct arena *a, const char *folder, const struct str *list, const char *into, size_t *written,
    struct errinfo *e)
{
	for (size_t at = 0; at < list->length; at += strlen(list->data + at) + 1) {
		const char *one = list->data + at, *path = strchr(one, '\t'), *blob;
		enum err err;

		if (path == NULL || !text_starts(one, "100") || strncmp(one + 6, " blob ", 6) != 0 ||
		    !is_plain_path(path + 1))
			continue;
		if (++*written > FILES_MOST)
			return err_set(e, ERR_LIMIT, "%s had more than %d files", folder, FILES_MOST);
		blob = arena_text_n(a, one + 12, (size_t)(path - one - 12));
		if ((err = write_blob(a, folder, blob, file_join(a, into, path + 1), e)) != ERR_OK)
			return err;
	}
	return ERR_OK;
}

/* Its hash, which is no option and no path whatever the revision was called. */
static enum err
find_revision(struct arena *a, const char *folder, const char *revision, const char **out, struct errinfo *e)
{
	const char *words[] = {"rev-parse", "--verify", "--quiet", "--end-of-options",
	    arena_printf(a, "%s^{commit}", revision), NULL};
	struct str hash;
	bool done;
	enum err err;

	str_init(&hash);
	err = run(a, folder, words, &hash, &done, e);
	if (err == ERR_OK && (!done || hash.length < 40))
		err = err_set(e, ERR_NOT_FOUND,
		    "\"%.80s\" is no folder, and no revision of a git checkout that %s lies in", revision, folder);
	if (err == ERR_OK)
		*out = arena_text_n(a, hash.data, strcspn(hash.data, "\n"));
	str_clear(&hash);
	return err;
}

enum err
git_folder_at(const char *folder, const char *revision, const char *into, struct errinfo *e)
{
	struct arena *a = arena_new();
	const char *commit = "";
	struct str list;
	size_t written = 0;
	bool done = true;
	enum err err = find_revision(a, folder, revision, &commit, e);

	str_init(&list);
	if (err == ERR_OK) {
		const char *words[] = {"ls-tree", "-r", "-z", commit, "--", ".", NULL};

		err = run(a, folder, words, &list, &done, e);
	}
	if (err == ERR_OK && done)
		err = write_blobs(a, folder, &list, into, &written, e);
	if (err == ERR_OK && (!done || written == 0))
		err = err_set(e, ERR_NOT_FOUND, "there was no %s in the revision %.80s", folder, revision);
	str_clear(&list);
	arena_free(&a);
	return err;
}
