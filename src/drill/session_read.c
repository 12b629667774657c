/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading what may have been changed by anybody.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/text.h"
#include "session.h"

#define WORD_MOST 200
#define PATH_MOST 4096
#define CONTACTS_MOST 100000

/* The first fault stands. */
struct reading {
	struct arena *arena;
	const struct value *root;
	struct errinfo *e;
	enum err err;
};

static void
fault(struct reading *r, const struct value *v, const char *key, const char *what)
{
	if (r->err == ERR_OK)
		r->err = value_err(
		    r->e, ERR_INPUT, v != NULL ? v : r->root, "'%s' %s", key, what);
}

/* One line, safe to show; otherwise where it is absent, NULL: it mustn't be. */
static const char *
text_of(struct reading *r, const char *key, size_t most, const char *otherwise)
{
	const struct value *v = value_get(r->root, key);
	const char *text = value_as_text(v, NULL);

	if (v == NULL && otherwise != NULL)
		return otherwise;
	if (text == NULL || *text == '\0')
		fault(r, v, key, "is missing: a text");
	else if (strlen(text) > most || !text_is_safe(text, strlen(text)) ||
	    strchr(text, '\n') != NULL)
		fault(r, v, key, "is too long, or no text that can be shown");
	else
		return arena_text(r->arena, text);
	return "";
}

static int64_t
int_of(struct reading *r, const char *key, int64_t low, int64_t otherwise)
{
	const struct value *v = value_get(r->root, key);
	int64_t n = value_as_int(v, INT64_MIN);

	if (v == NULL)
		return otherwise;
	if (n == INT64_MIN || n < low)
		fault(r, v, key, "must be a whole number that makes sense");
	return n;
}

static double
speed_of(struct reading *r)
{
	const struct value *v = value_get(r->root, "speed");
	double x = value_as_real(v, v == NULL ? 1 : NAN);

	if (!(x > 0 && x <= 1e6))
		fault(r, v, "speed", "must be a number above 0");
	return x;
}

/* As a text, since it may be larger than JSON's numbers are exact. */
static uint64_t
seed_of(struct reading *r)
{
	const struct value *v = value_get(r->root, "seed");
	const char *text = value_as_text(v, ""), *end = text + strlen(text);
	char *stop;
	unsigned long long n;

	errno = 0;
	n = strtoull(text, &stop, 10);
	if (end == text || end - text > 20 || strspn(text, "0123456789") != (size_t)(end - text) ||
	    errno != 0 || stop != end)
		fault(r, v, "seed", "must be a whole number, in quotation marks");
	return n;
}

static void
read_branch(struct reading *r, struct session *out)
{
	if (value_get(r->root, "branch_of") == NULL)
		return;
	out->branch_of = text_of(r, "branch_of", SESSION_ID_MOST, NULL);
	if (!session_id_is_good(out->branch_of))
		fault(r, value_get(r->root, "branch_of"), "branch_of", "is no session's id");
	out->branched_ms = int_of(r, "branched_ms", 0, 0);
}

static enum err
check_version(const struct value *root, const char *key, struct errinfo *e)
{
	int64_t version = value_get_int(root, key, 0);

	if (version > SESSION_VERSION)
		return value_err(e, ERR_UNSUPPORTED, value_get(root, key),
		    "this was written by a newer floorwalker");
	if (version < 1)
		return value_err(e, ERR_INPUT, root, "this is no file of a session's: '%s' is missing", key);
	return ERR_OK;
}

enum err
session_parse(struct arena *a, const char *name, const char *id, const char *text, size_t length,
    struct session *out, struct errinfo *e)
{
	struct reading r = { .arena = a, .e = e };
	struct value *root;
	enum err err =
	    value_parse_json(a, name, text, length, &value_limits_message, &root, e);

	*out = (struct session){0};
	if (err != ERR_OK || (err = check_version(root, "session", e)) != ERR_OK)
		return err;
	r.root = root;
	out->id = text_of(&r, "id", SESSION_ID_MOST, NULL);
	if (!text_is(out->id, id))
		fault(&r, value_get(root, "id"), "id", "isn't the name of its folder");
	out->drill = text_of(&r, "drill", WORD_MOST, NULL);
	out->drill_path = text_of(&r, "drill_path", PATH_MOST, NULL);
	out->trainee = text_of(&r, "trainee", WORD_MOST, NULL);
	out->seat = text_of(&r, "seat", WORD_MOST, NULL);
	out->seed = seed_of(&r);
	out->speed = speed_of(&r);
	out->hints = value_get_bool(root, "hints", false);
	out->hints_taken = int_of(&r, "hints_taken", 0, 0);
	out->begun_ms = int_of(&r, "begun_ms", 0, 0);
	out->ended_ms = int_of(&r, "ended_ms", -1, -1);
	read_branch(&r, out);
	return r.err;
}

/* Names what is nearest to an id that isn't there. */
static enum err
not_there(struct arena *a, const char *folder, const char *id, struct errinfo *e)
{
	const char **names, *near = NULL;
	size_t count;

	if (file_list(a, folder, "", &names, &count, NULL) == ERR_OK)
		near = text_nearest(id, names, count);
	return err_set(e, ERR_NOT_FOUND, "there is no session \"%.100s\" in %.300s%s%s%s", id, folder,
	    near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
	    near != NULL ? "\"?" : "");
}

static enum err
read_file(struct arena *a, const char *folder, const char *id, const char *name, size_t most,
    const char **path, struct str *text, struct errinfo *e)
{
	enum err err = session_path(a, folder, id, name, path, e);

	if (err != ERR_OK)
		return err;
	if (!file_is_folder(file_join(a, folder, id)))
		return not_there(a, folder, id, e);
	return file_read(*path, most, text, e);
}

enum err
session_read(struct arena *a, const char *folder, const char *id, struct session *out,
    struct errinfo *e)
{
	const char *path;
	struct str text;
	enum err err;

	str_init(&text);
	err = read_file(a, folder, id, "session.json", SESSION_BYTES_MOST, &path, &text, e);
	if (err == ERR_OK)
		err = session_parse(a, path, id, text.data, text.length, out, e);
	str_clear(&text);
	return err;
}

enum err
session_read_contacts(struct arena *a, const char *folder, const char *id,
    const struct value **out, struct errinfo *e)
{
	const struct value *list = NULL;
	struct value *root;
	const char *path;
	struct str text;
	enum err err;

	str_init(&text);
	err = read_file(a, folder, id, "contacts.json", value_limits_file.bytes, &path, &text, e);
	if (err == ERR_OK)
		err = value_parse_json(a, path, text.data, text.length, &value_limits_file, &root, e);
	str_clear(&text);
	if (err != ERR_OK || (err = check_version(root, "version", e)) != ERR_OK)
		return err;
	list = value_get(root, "contacts");
	if (value_kind(list) != VALUE_LIST)
		return value_err(e, ERR_INPUT, root, "'contacts' must be a list");
	if (value_count(list) > CONTACTS_MOST)
		return value_err(e, ERR_LIMIT, list, "'contacts' holds more than %d", CONTACTS_MOST);
	for (size_t i = 0; i < value_count(list); i++)
		if (value_kind(value_at(list, i)) != VALUE_MAP)
			return value_err(e, ERR_INPUT, value_at(list, i), "a contact is a map");
	*out = list;
	return ERR_OK;
}
