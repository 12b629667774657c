/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include <string.h>

static const struct entries nothing;

/* ---- keys: the finaliser of MurmurHash3 (Appleby, 2011) over numbers, FNV-1a (Fowler, Noll, Vo)
 * over texts */

static uint64_t
mix(uint64_t x)
{
	x ^= x >> 33;
	x *= 0xff51afd7ed558ccdULL;
	x ^= x >> 33;
	x *= 0xc4ceb9fe1a85ec53ULL;
	return x ^ x >> 33;
}

uint64_t
key_of_int(int64_t n)
{
	return (uint64_t)n;
}

uint64_t
key_with_text(uint64_t key, const char *s)
{
	uint64_t h = mix(key) ^ 0xcbf29ce484222325ULL;

	for (; s && *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3ULL;
	return h;
}

uint64_t
key_with_int(uint64_t key, int64_t n)
{
	return mix(key) ^ (uint64_t)n;
}

const void *
entry_record(const struct entry *x)
{
	return packed_record(x->record);
}

/* ---- entries by id */

/* Place of the first entry whose id is at least this. */
static size_t
entries_place(const struct entries *list, int64_t id)
{
	size_t low = 0, high = list->count;

	if (high == 0 || list->items[high - 1]->id < id)
		return high;
	if (id >= 1 && (uint64_t)id <= high && list->items[id - 1]->id == id)
		return (size_t)id - 1;		/* the usual case: no gaps */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->items[middle]->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
entries_insert(struct entries *list, size_t at, struct entry *x)
{
	if (list->count == list->room)
		list->items = mem_grow(list->items, list->room = list->room ? list->room * 2 : 2,
		    sizeof(struct entry *));
	memmove(
	    list->items + at + 1, list->items + at, (list->count - at) * sizeof(struct entry *));
	list->items[at] = x;
	list->count++;
}

static void
entries_add(struct entries *list, struct entry *x)
{
	entries_insert(list, entries_place(list, x->id), x);
}

static void
entries_drop(struct entries *list, size_t at)
{
	list->count--;
	memmove(
	    list->items + at, list->items + at + 1, (list->count - at) * sizeof(struct entry *));
}

static void
entries_remove(struct entries *list, const struct entry *x)
{
	entries_drop(list, entries_place(list, x->id));
}

/* ---- groups: open addressing */

static struct map_slot *
map_slot_of(const struct map *m, uint64_t key)
{
	size_t at = mix(key) & (m->room - 1);

	while (m->slots[at].entries && m->slots[at].key != key)
		at = (at + 1) & (m->room - 1);
	return &m->slots[at];
}

static void
map_grow(struct map *m)
{
	struct map old = *m;

	m->room = old.room ? old.room * 2 : 64;
	m->slots = mem_zero(m->room, sizeof(*m->slots));
	for (size_t i = 0; i < old.room; i++)
		if (old.slots[i].entries)
			*map_slot_of(m, old.slots[i].key) = old.slots[i];
	mem_free(old.slots);
}

static struct entries *
map_take(struct map *m, uint64_t key)
{
	struct map_slot *slot;

	if (m->count * 4 >= m->room * 3)
		map_grow(m);
	slot = map_slot_of(m, key);
	if (!slot->entries) {
		slot->key = key;
		slot->entries = mem_zero(1, sizeof(*slot->entries));
		m->count++;
	}
	return slot->entries;
}

/* Forgets an emptied group; what was pushed past its slot moves back (Knuth 1973, 6.4, R). */
static void
map_drop(struct map *m, uint64_t key)
{
	struct map_slot *slot = map_slot_of(m, key);
	size_t hole = (size_t)(slot - m->slots);

	mem_free(slot->entries->items);
	mem_free(slot->entries);
	for (size_t at = hole;;) {
		size_t home;

		at = (at + 1) & (m->room - 1);
		if (!m->slots[at].entries)
			break;
		home = mix(m->slots[at].key) & (m->room - 1);
		if (((at - home) & (m->room - 1)) < ((at - hole) & (m->room - 1)))
			continue;
		m->slots[hole] = m->slots[at];
		hole = at;
	}
	m->slots[hole].entries = NULL;
	m->count--;
}

static void
map_clear(struct map *m)
{
	for (size_t i = 0; i < m->room; i++)
		if (m->slots[i].entries) {
			mem_free(m->slots[i].entries->items);
			mem_free(m->slots[i].entries);
		}
	mem_free(m->slots);
	memset(m, 0, sizeof(*m));
}

/* ---- groups in order of a rank */

/* Place of the first entry that doesn't come before this one; x is as it is, or was, kept. */
static size_t
rank_place(const struct table *t, const struct entries *list, const struct entry *x)
{
	size_t low = 0, high = list->count;
	int64_t own = 0, rank = 0;
	uint64_t key;

	t->shape->ranked(entry_record(x), &key, &own);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct entry *y = list->items[middle];

		t->shape->ranked(entry_record(y), &key, &rank);
		if (rank < own || (rank == own && y->id < x->id))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
rank_add(struct table *t, struct entry *x)
{
	uint64_t key;
	int64_t rank;

	if (t->shape->ranked && t->shape->ranked(entry_record(x), &key, &rank)) {
		struct entries *list = map_take(&t->ranks, key);

		entries_insert(list, rank_place(t, list, x), x);
	}
}

/* While it still has the record with which it was added. */
static void
rank_remove(struct table *t, const struct entry *x)
{
	uint64_t key;
	int64_t rank;

	if (t->shape->ranked && t->shape->ranked(entry_record(x), &key, &rank)) {
		struct entries *list = map_take(&t->ranks, key);

		entries_drop(list, rank_place(t, list, x));
	}
}

const struct entries *
table_ranks(const struct table *t, uint64_t key)
{
	const struct entries *found = t->ranks.room ? map_slot_of(&t->ranks, key)->entries : NULL;

	return found ? found : &nothing;
}

/* Whether another record in its place leaves an entry where it is among its ranks. */
static bool
keeps_rank(const struct table *t, const void *old, const void *new)
{
	uint64_t key = 0, other = 0;
	int64_t rank = 0, second = 0;
	bool was, is;

	if (!t->shape->ranked)
		return true;
	was = t->shape->ranked(old, &key, &rank);
	is = t->shape->ranked(new, &other, &second);
	return was == is && key == other && rank == second;
}

/* ---- the heap of what is due */

static bool
is_before(const struct table *t, const struct entry *a, const struct entry *b)
{
	int64_t x = t->shape->due(entry_record(a)), y = t->shape->due(entry_record(b));

	return x != y ? x < y : a->id < b->id;
}

static void
heap_set(struct table *t, size_t at, struct entry *x)
{
	t->heap[at - 1] = x;
	x->heap = at;
}

static void
heap_up(struct table *t, struct entry *x)
{
	size_t at = x->heap;

	while (at > 1 && is_before(t, x, t->heap[at / 2 - 1])) {
		heap_set(t, at, t->heap[at / 2 - 1]);
		at /= 2;
	}
	heap_set(t, at, x);
}

static void
heap_down(struct table *t, struct entry *x)
{
	size_t at = x->heap;

	for (size_t child; (child = at * 2) <= t->heap_count; at = child) {
		if (child < t->heap_count && is_before(t, t->heap[child], t->heap[child - 1]))
			child++;
		if (!is_before(t, t->heap[child - 1], x))
			break;
		heap_set(t, at, t->heap[child - 1]);
	}
	heap_set(t, at, x);
}

static void
heap_add(struct table *t, struct entry *x)
{
	if (t->heap_count == t->heap_room)
		t->heap = mem_grow(t->heap, t->heap_room = t->heap_room ? t->heap_room * 2 : 32,
		    sizeof(struct entry *));
	heap_set(t, ++t->heap_count, x);
	heap_up(t, x);
}

static void
heap_remove(struct table *t, struct entry *x)
{
	struct entry *last = t->heap[t->heap_count-- - 1];
	size_t at = x->heap;

	x->heap = 0;
	if (last == x)
		return;
	heap_set(t, at, last);
	heap_up(t, last);
	heap_down(t, last);
}

/* ---- tables */

static void
list_entry(struct table *t, struct entry *x)
{
	if (!t->shape->unlisted)
		entries_add(&t->all, x);
	else if (x->id > t->last_id)
		t->last_id = x->id;
}

static void
unlist_entry(struct table *t, const struct entry *x)
{
	if (!t->shape->unlisted)
		entries_remove(&t->all, x);
}

/* before or after: NULL where there is none. */
static void
count_change(struct table *t, const void *before, const void *after)
{
	uint64_t was = 0, is = 0;
	bool had, has;

	if (!t->shape->counted)
		return;
	had = before && t->shape->counted(before, &was);
	has = after && t->shape->counted(after, &is);
	t->changes += had != has || was != is;
}

static void
index_entry(struct table *t, struct entry *x)
{
	const void *record = entry_record(x);
	uint64_t key;

	count_change(t, NULL, record);
	for (size_t g = 0; g < TABLE_GROUPS && t->shape->groups[g]; g++)
		if (t->shape->groups[g](record, &key))
			entries_add(map_take(&t->groups[g], key), x);
	rank_add(t, x);
	if (t->shape->due && t->shape->due(record) != INT64_MAX)
		heap_add(t, x);
}

static void
unindex_entry(struct table *t, struct entry *x)
{
	const void *record = entry_record(x);
	uint64_t key;

	count_change(t, record, NULL);
	for (size_t g = 0; g < TABLE_GROUPS && t->shape->groups[g]; g++) {
		struct entries *list;

		if (!t->shape->groups[g](record, &key))
			continue;
		list = map_take(&t->groups[g], key);
		entries_remove(list, x);
		if (list->count == 0)
			map_drop(&t->groups[g], key);
	}
	rank_remove(t, x);
	if (x->heap)
		heap_remove(t, x);
}

/* Another record in the entry's place. Groups whose key stays are left alone. */
static struct packed *
exchange(struct table *t, struct entry *x, struct packed *record)
{
	struct packed *old = x->record;
	uint64_t before = 0, after = 0;
	bool moves = !keeps_rank(t, packed_record(old), packed_record(record));

	count_change(t, packed_record(old), packed_record(record));
	for (size_t g = 0; g < TABLE_GROUPS && t->shape->groups[g]; g++) {
		bool was = t->shape->groups[g](packed_record(old), &before),
		     is = t->shape->groups[g](packed_record(record), &after);

		if (was && is && before == after)
			continue;
		if (was)
			entries_remove(map_take(&t->groups[g], before), x);
		if (is)
			entries_add(map_take(&t->groups[g], after), x);
	}
	if (x->heap)
		heap_remove(t, x);
	if (moves)
		rank_remove(t, x);
	x->record = record;
	if (moves)
		rank_add(t, x);
	if (t->shape->due && t->shape->due(packed_record(record)) != INT64_MAX)
		heap_add(t, x);
	return old;
}

static void
entry_free(struct entry *x)
{
	packed_free(&x->record);
	mem_free(x);
}

static void
entries_free(const struct entries *list)
{
	for (size_t i = 0; i < list->count; i++)
		entry_free(list->items[i]);
}

void
table_clear(struct table *t)
{
	entries_free(&t->all);
	for (size_t i = 0; t->shape->unlisted && i < t->groups[0].room; i++)
		if (t->groups[0].slots[i].entries)
			entries_free(t->groups[0].slots[i].entries);
	mem_free(t->all.items);
	map_clear(&t->ranks);
	for (size_t g = 0; g < TABLE_GROUPS; g++)
		map_clear(&t->groups[g]);
	mem_free(t->heap);
}

int64_t
table_next_id(const struct table *t)
{
	int64_t last = t->shape->unlisted ? t->last_id
	    : t->all.count		  ? t->all.items[t->all.count - 1]->id
					  : 0;

	return (last > t->forgotten ? last : t->forgotten) + 1;
}

size_t
table_place(const struct table *t, int64_t id)
{
	return entries_place(&t->all, id);
}

struct entry *
table_get(const struct table *t, int64_t id)
{
	size_t at = entries_place(&t->all, id);

	return at < t->all.count && t->all.items[at]->id == id ? t->all.items[at] : NULL;
}

const struct entries *
table_group(const struct table *t, size_t group, uint64_t key)
{
	struct entries *found =
	    t->groups[group].room ? map_slot_of(&t->groups[group], key)->entries : NULL;

	return found ? found : &nothing;
}

struct entry *
table_first_due(const struct table *t)
{
	return t->heap_count ? t->heap[0] : NULL;
}

static void
remember(
    struct undo_log *log, enum change change, struct table *t, struct entry *x, struct packed *old)
{
	if (log->count == log->room)
		log->items = mem_grow(
		    log->items, log->room = log->room ? log->room * 2 : 32, sizeof(*log->items));
	log->items[log->count++] = (struct undo){ change, t, x, old };
}

struct entry *
table_add(struct table *t, struct undo_log *log, int64_t id, const void *record)
{
	struct entry *x = mem_zero(1, sizeof(*x));

	x->id = id;
	x->record = record_pack(t->type, record);
	list_entry(t, x);
	index_entry(t, x);
	remember(log, CHANGE_ADDED, t, x, NULL);
	return x;
}

void
table_replace(struct table *t, struct undo_log *log, struct entry *x, const void *record)
{
	remember(log, CHANGE_REPLACED, t, x, exchange(t, x, record_pack(t->type, record)));
}

void
table_remove(struct table *t, struct undo_log *log, struct entry *x)
{
	unindex_entry(t, x);
	unlist_entry(t, x);
	remember(log, CHANGE_REMOVED, t, x, NULL);
}

void
table_forget(struct table *t, struct entry *x)
{
	unindex_entry(t, x);
	unlist_entry(t, x);
	if (x->id > t->forgotten)
		t->forgotten = x->id;
	entry_free(x);
}

void
undo_forget(struct undo_log *log)
{
	for (size_t i = 0; i < log->count; i++) {
		packed_free(&log->items[i].old);
		if (log->items[i].change == CHANGE_REMOVED)
			entry_free(log->items[i].entry);
	}
	log->count = 0;
}

void
undo_all(struct undo_log *log)
{
	while (log->count > 0) {
		struct undo *u = &log->items[--log->count];
		struct packed *newer;

		switch (u->change) {
		case CHANGE_ADDED:
			unindex_entry(u->table, u->entry);
			unlist_entry(u->table, u->entry);
			entry_free(u->entry);
			break;
		case CHANGE_REPLACED:
			newer = exchange(u->table, u->entry, u->old);
			packed_free(&newer);
			break;
		case CHANGE_REMOVED:
			list_entry(u->table, u->entry);
			index_entry(u->table, u->entry);
			break;
		}
	}
}

void
undo_clear(struct undo_log *log)
{
	mem_free(log->items);
	memset(log, 0, sizeof(*log));
}
