/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "value_private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/siphash.h"

#define INDEX_FROM ((size_t)24) /* smaller maps are searched in order: to hash a key takes as long as to
				   compare the first letters of twenty */

const struct value_limits value_limits_message = {.bytes = 1 << 20, .depth = 32, .nodes = 50000};
const struct value_limits value_limits_file = {.bytes = 16 << 20, .depth = 32, .nodes = 2000000};

static struct value *
make(struct arena *a, enum value_kind kind)
{
	struct value *v = arena_alloc(a, sizeof *v);

	v->kind = kind;
	if (kind == VALUE_LIST)
		v->as.list.arena = a;
	if (kind == VALUE_MAP)
		v->as.map.arena = a;
	return v;
}

struct value *
value_private_new(struct value_source *s, enum value_kind kind, int line, int column)
{
	struct value *v = make(s->arena, kind);

	v->name = s->name;
	v->line = line;
	v->column = column;
	return v;
}

struct value *
value_null(struct arena *a)
{
	return make(a, VALUE_NULL);
}

struct value *
value_bool(struct arena *a, bool b)
{
	struct value *v = make(a, VALUE_BOOL);

	v->as.truth = b;
	return v;
}

struct value *
value_int(struct arena *a, int64_t n)
{
	struct value *v = make(a, VALUE_INT);

	assert(n >= -VALUE_INT_MAX && n <= VALUE_INT_MAX);
	v->as.n = n;
	return v;
}

struct value *
value_real(struct arena *a, double x)
{
	struct value *v = make(a, VALUE_REAL);

	assert(isfinite(x));
	v->as.x = x;
	return v;
}

struct value *
value_text(struct arena *a, const char *s)
{
	return s == NULL ? value_null(a) : value_text_n(a, s, strlen(s));
}

struct value *
value_text_n(struct arena *a, const char *s, size_t length)
{
	struct value *v = make(a, VALUE_TEXT);

	v->as.text = arena_text_n(a, s, length);
	return v;
}

struct value *
value_list(struct arena *a)
{
	return make(a, VALUE_LIST);
}

struct value *
value_map(struct arena *a)
{
	return make(a, VALUE_MAP);
}

void
value_add(struct value *list, struct value *item)
{
	assert(list->kind == VALUE_LIST && item != NULL);
	if (list->as.list.count == list->as.list.room) {
		size_t room = list->as.list.room > 0 ? list->as.list.room * 2 : 4;
		struct value **items =
		    arena_room(list->as.list.arena, room * sizeof(struct value *));

		if (list->as.list.count > 0)
			memcpy(items, list->as.list.items,
			    list->as.list.count * sizeof(struct value *));
		list->as.list.items = items;
		list->as.list.room = room;
	}
	list->as.list.items[list->as.list.count++] = item;
}

static void
index_entry(struct value *map, size_t i)
{
	const char *key = map->as.map.entries[i].key;
	size_t mask = map->as.map.index_size - 1;
	size_t slot = (size_t)siphash(key, strlen(key)) & mask;

	while (map->as.map.index[slot] != 0)
		slot = (slot + 1) & mask;
	map->as.map.index[slot] = (uint32_t)(i + 1);
}

static struct entry *
find(const struct value *map, const char *key)
{
	struct entry *entries = map->as.map.entries;
	size_t mask, slot;

	if (map->as.map.index == NULL) {
		for (size_t i = 0; i < map->as.map.count; i++) {
			if (entries[i].key[0] == key[0] && strcmp(entries[i].key, key) == 0)
				return &entries[i];
		}
		return NULL;
	}
	mask = map->as.map.index_size - 1;
	slot = (size_t)siphash(key, strlen(key)) & mask;
	for (; map->as.map.index[slot] != 0; slot = (slot + 1) & mask) {
		struct entry *entry = &entries[map->as.map.index[slot] - 1];

		if (strcmp(entry->key, key) == 0)
			return entry;
	}
	return NULL;
}

static void
grow_map(struct value *map)
{
	struct arena *a = map->as.map.arena;
	size_t room = map->as.map.room > 0 ? map->as.map.room * 2 : 6;
	struct entry *entries = arena_room(a, room * sizeof *entries);

	if (map->as.map.count > 0)
		memcpy(entries, map->as.map.entries, map->as.map.count * sizeof *entries);
	map->as.map.entries = entries;
	map->as.map.room = room;
	if (room <= INDEX_FROM)
		return;
	map->as.map.index_size = 16;
	while (map->as.map.index_size < room * 2)
		map->as.map.index_size *= 2;
	map->as.map.index = arena_alloc(a, map->as.map.index_size * sizeof(uint32_t));
	for (size_t i = 0; i < map->as.map.count; i++)
		index_entry(map, i);
}

/* key isn't in the map yet. */
static void
append(struct value *map, const char *key, struct value *item, int line, int column)
{
	struct entry *entry;

	if (map->as.map.count == map->as.map.room)
		grow_map(map);
	entry = &map->as.map.entries[map->as.map.count++];
	entry->key = key;
	entry->item = item;
	entry->line = line;
	entry->column = column;
	if (map->as.map.index != NULL)
		index_entry(map, map->as.map.count - 1);
}

void
value_private_append(struct value *map, const char *key, struct value *item)
{
	append(map, key, item, 0, 0);
}

bool
value_private_put(
    struct value *map, const char *key, struct value *item, int line, int column, int *there)
{
	const struct entry *entry = find(map, key);

	if (entry != NULL) {
		if (there != NULL)
			*there = entry->line;
		return false;
	}
	append(map, key, item, line, column);
	return true;
}

void
value_set(struct value *map, const char *key, struct value *item)
{
	struct entry *entry;

	assert(map->kind == VALUE_MAP && item != NULL);
	entry = find(map, key);
	if (entry != NULL)
		entry->item = item;
	else
		append(map, arena_text(map->as.map.arena, key), item, 0, 0);
}

void
value_set_text(struct value *map, const char *key, const char *s)
{
	value_set(map, key, value_text(map->as.map.arena, s));
}

void
value_set_int(struct value *map, const char *key, int64_t n)
{
	value_set(map, key, value_int(map->as.map.arena, n));
}

void
value_set_real(struct value *map, const char *key, double x)
{
	value_set(map, key, value_real(map->as.map.arena, x));
}

void
value_set_real_or_null(struct value *map, const char *key, bool known, double x)
{
	struct arena *a = map->as.map.arena;

	value_set(map, key, known ? value_real(a, x) : value_null(a));
}

void
value_set_bool(struct value *map, const char *key, bool b)
{
	value_set(map, key, value_bool(map->as.map.arena, b));
}

struct value *
value_set_map(struct value *map, const char *key)
{
	struct value *child = value_map(map->as.map.arena);

	value_set(map, key, child);
	return child;
}

struct value *
value_set_list(struct value *map, const char *key)
{
	struct value *child = value_list(map->as.map.arena);

	value_set(map, key, child);
	return child;
}

struct value *
value_add_map(struct value *list)
{
	struct value *child = value_map(list->as.list.arena);

	value_add(list, child);
	return child;
}

void
value_add_text(struct value *list, const char *s)
{
	value_add(list, value_text(list->as.list.arena, s));
}

/* above and its copy, whose name is shared where it is the same: a tree has one source. */
static struct value *
copy_below(
    struct arena *a, const struct value *v, const struct value *above, const struct value *copied)
{
	struct value *copy;

	if (v == NULL)
		return value_null(a);
	copy = make(a, v->kind);
	copy->line = v->line;
	copy->column = v->column;
	copy->name = above != NULL && above->name == v->name ? copied->name : arena_text(a, v->name);
	copy->written = arena_text(a, v->written);
	switch (v->kind) {
	case VALUE_TEXT:
		copy->as.text = arena_text(a, v->as.text);
		break;
	case VALUE_LIST:
		for (size_t i = 0; i < v->as.list.count; i++)
			value_add(copy, copy_below(a, v->as.list.items[i], v, copy));
		break;
	case VALUE_MAP:
		for (size_t i = 0; i < v->as.map.count; i++) {
			const struct entry *entry = &v->as.map.entries[i];

			append(copy, arena_text(a, entry->key),
			    copy_below(a, entry->item, v, copy), entry->line, entry->column);
		}
		break;
	default:
		copy->as = v->as;
		break;
	}
	return copy;
}

struct value *
value_copy(struct arena *a, const struct value *v)
{
	return copy_below(a, v, NULL, NULL);
}

enum value_kind
value_kind(const struct value *v)
{
	return v == NULL ? VALUE_NULL : v->kind;
}

bool
value_is_null(const struct value *v)
{
	return v == NULL || v->kind == VALUE_NULL;
}

size_t
value_count(const struct value *v)
{
	if (v == NULL)
		return 0;
	if (v->kind == VALUE_LIST)
		return v->as.list.count;
	return v->kind == VALUE_MAP ? v->as.map.count : 0;
}

const struct value *
value_at(const struct value *v, size_t i)
{
	if (i >= value_count(v))
		return NULL;
	return v->kind == VALUE_LIST ? v->as.list.items[i] : v->as.map.entries[i].item;
}

const struct entry *
value_private_entry(const struct value *map, size_t i)
{
	if (map == NULL || map->kind != VALUE_MAP || i >= map->as.map.count)
		return NULL;
	return &map->as.map.entries[i];
}

const char *
value_key_at(const struct value *map, size_t i)
{
	const struct entry *entry = value_private_entry(map, i);

	return entry == NULL ? NULL : entry->key;
}

const struct value *
value_get(const struct value *map, const char *key)
{
	const struct entry *entry;

	if (map == NULL || map->kind != VALUE_MAP || key == NULL)
		return NULL;
	entry = find(map, key);
	return entry == NULL ? NULL : entry->item;
}

const struct value *
value_path(const struct value *v, const char *dotted)
{
	char step[256];

	while (v != NULL && *dotted != '\0') {
		size_t n = strcspn(dotted, ".");
		int64_t i;

		if (n >= sizeof step)
			return NULL;
		memcpy(step, dotted, n);
		step[n] = '\0';
		if (v->kind == VALUE_LIST)
			v = text_to_int(step, 0, INT32_MAX, &i) ? value_at(v, (size_t)i) : NULL;
		else
			v = value_get(v, step);
		dotted += n + (dotted[n] == '.');
	}
	return v;
}

bool
value_as_bool(const struct value *v, bool otherwise)
{
	return v != NULL && v->kind == VALUE_BOOL ? v->as.truth : otherwise;
}

int64_t
value_as_int(const struct value *v, int64_t otherwise)
{
	if (v == NULL)
		return otherwise;
	if (v->kind == VALUE_INT)
		return v->as.n;
	if (v->kind == VALUE_REAL && fabs(v->as.x) <= (double)VALUE_INT_MAX &&
	    v->as.x == trunc(v->as.x))
		return (int64_t)v->as.x;
	return otherwise;
}

double
value_as_real(const struct value *v, double otherwise)
{
	if (v == NULL)
		return otherwise;
	if (v->kind == VALUE_INT)
		return (double)v->as.n;
	return v->kind == VALUE_REAL ? v->as.x : otherwise;
}

const char *
value_as_text(const struct value *v, const char *otherwise)
{
	return v != NULL && v->kind == VALUE_TEXT ? v->as.text : otherwise;
}

const char *
value_get_text(const struct value *map, const char *key)
{
	return value_as_text(value_get(map, key), "");
}

int64_t
value_get_int(const struct value *map, const char *key, int64_t otherwise)
{
	return value_as_int(value_get(map, key), otherwise);
}

double
value_get_real(const struct value *map, const char *key, double otherwise)
{
	return value_as_real(value_get(map, key), otherwise);
}

bool
value_get_bool(const struct value *map, const char *key, bool otherwise)
{
	return value_as_bool(value_get(map, key), otherwise);
}

static bool
is_number(const struct value *v)
{
	return v->kind == VALUE_INT || v->kind == VALUE_REAL;
}

bool
value_is_equal(const struct value *a, const struct value *b)
{
	if (value_is_null(a) || value_is_null(b))
		return value_is_null(a) && value_is_null(b);
	if (is_number(a) && is_number(b))
		return value_as_real(a, 0) == value_as_real(b, 0);
	if (a->kind != b->kind || value_count(a) != value_count(b))
		return false;
	if (a->kind == VALUE_BOOL)
		return a->as.truth == b->as.truth;
	if (a->kind == VALUE_TEXT)
		return strcmp(a->as.text, b->as.text) == 0;
	for (size_t i = 0; i < value_count(a); i++) {
		const struct value *other =
		    a->kind == VALUE_LIST ? b->as.list.items[i] : value_get(b, value_key_at(a, i));

		if (other == NULL || !value_is_equal(value_at(a, i), other))
			return false;
	}
	return true;
}
