/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

#define NAME_MOST 60			/* bytes of an id before its number */
#define NUMBER_MOST 1000000
#define LISTED_MOST 100000

/* ---- places */

const char *
session_folder(struct arena *a)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (!text_is_empty(state))
		return file_join(a, state, "floorwalker/drills");
	return text_is_empty(home) ? NULL : file_join(a, home, ".local/state/floorwalker/drills");
}

bool
session_id_is_good(const char *id)
{
	size_t length = id == NULL ? 0 : strlen(id);

	return length > 0 && length <= SESSION_ID_MOST &&
	    strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && id[0] != '-' &&
	    id[length - 1] != '-' && strstr(id, "--") == NULL;
}

enum err
session_path(struct arena *a, const char *folder, const char *id, const char *name,
    const char **out, struct errinfo *e)
{
	*out = NULL;
	if (!session_id_is_good(id))
		return err_set(e, ERR_USAGE,
		    "\"%.100s\" can't be a session: they are called like morning-rush-2", id);
	*out = file_join(a, file_join(a, folder, id), name);
	return ERR_OK;
}

/* Only the owner looks in; one that was there before stays as it is. */
static enum err
make_private(const char *path, struct errinfo *e)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return ERR_OK;
	return err_set(e, ERR_IO, "%s: cannot make the folder: %s", path, strerror(errno));
}

static enum err
make_root(struct arena *a, const char *folder, struct errinfo *e)
{
	const char *slash = strrchr(folder, '/');
	enum err err;

	if (file_is_folder(folder))
		return ERR_OK;
	if (slash != NULL && slash != folder &&
	    (err = file_make_folder(arena_text_n(a, folder, (size_t)(slash - folder)), e)) != ERR_OK)
		return err;
	return make_private(folder, e);
}

/* ---- a new one */

/* What the drill is called, as an id: "Morning rush!" becomes "morning-rush". */
static const char *
slug(struct arena *a, const char *name)
{
	char *out = arena_alloc(a, NAME_MOST + 1);
	size_t n = 0;

	for (; name != NULL && *name != '\0' && n < NAME_MOST; name++) {
		unsigned char c = (unsigned char)*name;

		if (c < 0x80 && isalnum(c))
			out[n++] = (char)tolower(c);
		else if (n > 0 && out[n - 1] != '-')
			out[n++] = '-';
	}
	while (n > 0 && out[n - 1] == '-')
		n--;
	out[n] = '\0';
	return n > 0 ? out : "drill";
}

/* The number that comes after the highest there is. */
static int64_t
next_number(struct arena *a, const char *folder, const char *name)
{
	const char **names;
	size_t count, length = strlen(name);
	int64_t most = 0, n;

	if (file_list(a, folder, "", &names, &count, NULL) != ERR_OK)
		return 1;
	for (size_t i = 0; i < count; i++)
		if (strncmp(names[i], name, length) == 0 && names[i][length] == '-' &&
		    text_to_int(names[i] + length + 1, 1, NUMBER_MOST, &n) && n > most)
			most = n;
	return most + 1;
}

enum err
session_new(struct arena *a, const char *folder, struct session *io, struct errinfo *e)
{
	const char *name = slug(a, io->drill);
	enum err err = make_root(a, folder, e);

	if (err != ERR_OK)
		return err;
	for (int64_t n = next_number(a, folder, name); n <= NUMBER_MOST; n++) {
		const char *id = arena_printf(a, "%s-%" PRId64, name, n),
			   *path = file_join(a, folder, id);

		if (mkdir(path, 0700) == 0) {
			io->id = id;
			return session_write(folder, io, e);
		}
		if (errno != EEXIST)	/* else somebody was first */
			return err_set(
			    e, ERR_IO, "%s: cannot make the folder: %s", path, strerror(errno));
	}
	return err_set(e, ERR_LIMIT, "%s holds too many sessions of \"%s\": clear some away", folder,
	    name);
}

/* ---- writing */

static void
print(struct arena *a, const struct session *s, struct str *out)
{
	struct value *v = value_map(a);

	value_set_int(v, "session", SESSION_VERSION);
	value_set_text(v, "id", s->id);
	value_set_text(v, "drill", s->drill);
	value_set_text(v, "drill_path", s->drill_path);
	value_set_text(v, "trainee", s->trainee);
	value_set_text(v, "seat", s->seat);
	value_set_text(v, "seed", arena_printf(a, "%" PRIu64, s->seed));
	value_set_real(v, "speed", s->speed);
	value_set_bool(v, "hints", s->hints);
	value_set_int(v, "hints_taken", s->hints_taken);
	value_set_int(v, "begun_ms", s->begun_ms);
	value_set_int(v, "ended_ms", s->ended_ms);
	if (s->branch_of != NULL) {
		value_set_text(v, "branch_of", s->branch_of);
		value_set_int(v, "branched_ms", s->branched_ms);
	}
	value_print_pretty(out, v);
	str_add_char(out, '\n');
}

static enum err
write_file(struct arena *a, const char *folder, const char *id, const char *name,
    const struct str *text, struct errinfo *e)
{
	const char *path;
	enum err err = session_path(a, folder, id, name, &path, e);

	return err == ERR_OK ? file_write(path, text->data, text->length, 0600, e) : err;
}

enum err
session_write(const char *folder, const struct session *s, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct str text;
	enum err err;

	str_init(&text);
	print(a, s, &text);
	err = write_file(a, folder, s->id, "session.json", &text, e);
	str_clear(&text);
	arena_free(&a);
	return err;
}

enum err
session_write_contacts(
    const char *folder, const char *id, const struct value *contacts, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct value *v = value_map(a);
	struct str text;
	enum err err;

	value_set_int(v, "version", SESSION_VERSION);
	value_set(v, "contacts", value_copy(a, contacts));
	str_init(&text);
	value_print_pretty(&text, v);
	str_add_char(&text, '\n');
	err = write_file(a, folder, id, "contacts.json", &text, e);
	str_clear(&text);
	arena_free(&a);
	return err;
}

/* ---- lists */

static int
by_begin(const void *a, const void *b)
{
	const struct session *x = a, *y = b;

	return x->begun_ms != y->begun_ms ? (x->begun_ms > y->begun_ms) - (x->begun_ms < y->begun_ms)
					  : strcmp(x->id, y->id);
}

enum err
session_list(struct arena *a, const char *folder, const char *trainee, const char *drill,
    struct session_list *out, size_t *broken, struct errinfo *e)
{
	const char **names;
	size_t count;
	enum err err;

	*out = (struct session_list){0};
	*broken = 0;
	if (!file_exists(folder))
		return ERR_OK;		/* nobody has drilled yet */
	if ((err = file_list(a, folder, "", &names, &count, e)) != ERR_OK)
		return err;
	if (count > LISTED_MOST)
		return err_set(e, ERR_LIMIT, "%s holds more than %d sessions: clear some away",
		    folder, LISTED_MOST);
	out->items = arena_alloc(a, (count + 1) * sizeof(*out->items));
	for (size_t i = 0; i < count; i++) {
		struct session *s = &out->items[out->count];

		if (!file_is_folder(file_join(a, folder, names[i])))
			continue;
		if (session_read(a, folder, names[i], s, NULL) != ERR_OK) {
			++*broken;
			continue;
		}
		out->count += (trainee == NULL || text_is(trainee, s->trainee)) &&
		    (drill == NULL || text_is(drill, s->drill));
	}
	if (out->count > 1)
		qsort(out->items, out->count, sizeof(*out->items), by_begin);
	return ERR_OK;
}
