/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The map of what conversations reached, {version, conversations: {name: {of, world, ai, seed, held, runs}}}, and
 * the digests by which it is known what it was made with.
 */
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/seal.h"
#include "floorwalker/base/str.h"
#include "reach.h"

#define MAP_VERSION 1
#define MAP_BYTES ((size_t)256 << 20)
#define FILE_BYTES ((size_t)256 << 20)
#define DEPTH_MOST 8

enum err
replay_reach_read(struct arena *a, const char *path, struct value **out, struct errinfo *e)
{
	struct str bytes;
	enum err err;

	if (!file_exists(path)) {
		*out = value_map(a);
		value_set_int(*out, "version", MAP_VERSION);
		(void)value_set_map(*out, "conversations");
		return ERR_OK;
	}
	str_init(&bytes);
	if ((err = file_read(path, MAP_BYTES, &bytes, e)) == ERR_OK)
		err = value_parse_json(a, path, bytes.data, bytes.length,
		    &(struct value_limits){.bytes = MAP_BYTES, .depth = 32, .nodes = 20000000}, out, e);
	str_clear(&bytes);
	if (err != ERR_OK)
		return err;
	if (value_get_int(*out, "version", 0) != MAP_VERSION ||
	    value_kind(value_get(*out, "conversations")) != VALUE_MAP)
		return err_set(e, ERR_INPUT,
		    "%s isn't what a run kept of what its conversations reach, or of another version; remove it, and the next run writes it anew",
		    path);
	return ERR_OK;
}

enum err
replay_reach_write(const char *path, const struct value *map, struct errinfo *e)
{
	struct str out;
	enum err err;

	str_init(&out);
	value_print(&out, map);
	str_add(&out, "\n");
	err = file_write(path, out.data, out.length, 0644, e);
	str_clear(&out);
	return err;
}

void
replay_talk_digest(const struct talk *t, char out[65])
{
	uint8_t hash[SEAL_HASH];
	struct str s;

	str_init(&s);
	value_print(&s, t->at);
	seal_sha256(s.data, s.length, hash);
	seal_hex(hash, sizeof hash, out);
	str_clear(&s);
}

void
replay_reach_add(struct value *map, struct arena *a, const struct talk *t, const char *world,
    const char *ai, uint64_t seed, bool held, struct value *runs)
{
	struct value *one = value_map(a);
	char of[65];

	replay_talk_digest(t, of);
	value_set_text(one, "of", of);
	value_set_text(one, "world", world);
	value_set_text(one, "ai", ai);
	value_set_text(one, "seed", arena_printf(a, "%llu", (unsigned long long)seed));
	value_set_bool(one, "held", held);
	value_set(one, "runs", runs);
	value_set(replay_shared(value_get(map, "conversations")), t->name, one);
}

/* ---- digests */

/* Of each file its name and its own digest go into all, so that no two sets of files are one text. */
static enum err
add_file(struct str *all, const char *name, const char *path, struct errinfo *e)
{
	uint8_t hash[SEAL_HASH];
	char hex[65];
	struct str bytes;
	enum err err;

	str_init(&bytes);
	if ((err = file_read(path, FILE_BYTES, &bytes, e)) == ERR_OK) {
		seal_sha256(bytes.data != NULL ? bytes.data : "", bytes.length, hash);
		seal_hex(hash, sizeof hash, hex);
		str_addf(all, "%s %s\n", hex, name);
	}
	str_clear(&bytes);
	return err;
}

static enum err
add_folder(struct arena *a, struct str *all, const char *name, const char *path, int depth,
    struct errinfo *e)
{
	const char **names;
	size_t count;
	enum err err;

	if (depth > DEPTH_MOST)
		return err_set(e, ERR_LIMIT, "%s: folders in folders, more than %d deep", path, DEPTH_MOST);
	err = file_list(a, path, "", &names, &count, e);
	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		const char *below = file_join(a, path, names[i]), *shown = file_join(a, name, names[i]);

		err = file_is_folder(below) ? add_folder(a, all, shown, below, depth + 1, e)
					    : add_file(all, shown, below, e);
	}
	return err;
}

static void
finish(const struct str *all, char out[65])
{
	uint8_t hash[SEAL_HASH];

	seal_sha256(all->data, all->length, hash);
	seal_hex(hash, sizeof hash, out);
}

enum err
replay_world_digest(const char *folder, char out[65], struct errinfo *e)
{
	struct arena *a = arena_new();
	struct str all;
	enum err err;

	str_init(&all);
	if ((err = add_folder(a, &all, ".", folder, 0, e)) == ERR_OK)
		finish(&all, out);
	str_clear(&all);
	arena_free(&a);
	return err;
}

static enum err
add_synonyms(struct arena *a, struct str *all, struct errinfo *e)
{
	const char *root = file_data(a, "phrases"), **names;
	size_t count = 0;
	enum err err = root != NULL ? file_list(a, root, "", &names, &count, e) : ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		const char *path = file_join(a, file_join(a, root, names[i]), "synonyms.yaml");

		if (file_exists(path))
			err = add_file(all, names[i], path, e);
	}
	return err;
}

enum err
replay_ai_digest(char out[65], struct errinfo *e)
{
	struct arena *a = arena_new();
	const char *models = file_data(a, "models"), *weights = file_data(a, "scenarios/confidence.json");
	struct str all;
	enum err err;

	str_init(&all);
	err = add_file(&all, "program", "/proc/self/exe", e);	/* one built anew is another AI */
	if (err == ERR_OK && models != NULL)
		err = add_folder(a, &all, "models", models, 0, e);
	if (err == ERR_OK && weights != NULL)
		err = add_file(&all, "confidence", weights, e);
	if (err == ERR_OK && (err = add_synonyms(a, &all, e)) == ERR_OK)
		finish(&all, out);
	str_clear(&all);
	arena_free(&a);
	return err;
}
