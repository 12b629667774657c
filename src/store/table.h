/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables in memory: packed records by id, grouped by keys, in a heap by when they are due; every
 * change can be undone.
 */
#ifndef STORE_TABLE_H
#define STORE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record.h"

#define TABLE_GROUPS 5

struct entry {
	int64_t id;
	struct packed *record;
	size_t heap;		/* place in the table's heap, from 1; 0 none */
};

struct entries { struct entry **items; size_t count, room; };	/* by id */

/* A group's key of a record; false where the record is not in any. */
typedef bool group_key(const void *record, uint64_t *key);
struct shape {
	group_key *groups[TABLE_GROUPS];
	int64_t (*due)(const void *record);	/* INT64_MAX never */
	/* A group whose entries are kept by rank, those of the same by id; NULL none, false where
	 * the record is not in any. */
	bool (*ranked)(const void *record, uint64_t *key, int64_t *rank);
	/* Records that come and go, and are never walked through or got by id: they are in no list
	 * of all, which it would cost more to keep the more there are. Each is in the first
	 * group. */
	bool unlisted;
	/* What of a record is counted when it changes, as a key; NULL nothing. */
	group_key *counted;
};

struct map_slot { uint64_t key; struct entries *entries; };
struct map { struct map_slot *slots; size_t count, room; };

struct table {
	const struct shape *shape;
	enum record type;
	struct entries all;
	struct map groups[TABLE_GROUPS], ranks;
	int64_t last_id;		/* given, where they are unlisted */
	struct entry **heap;
	size_t heap_count, heap_room;
	uint64_t changes;	/* of what is counted; never goes back, not when they are undone either */
	int64_t forgotten;	/* the largest id that was forgotten: none is given twice */
};

/* What a transaction did, newest last. */
enum change { CHANGE_ADDED, CHANGE_REPLACED, CHANGE_REMOVED };
struct undo { enum change change; struct table *table; struct entry *entry; struct packed *old; };
struct undo_log { struct undo *items; size_t count, room; };

void table_clear(struct table *t);
int64_t table_next_id(const struct table *t);	/* larger than any that is there */
struct entry *table_get(const struct table *t, int64_t id);	/* NULL where absent */
/* Place in all of the first whose id is at least this; all.count: none is. */
size_t table_place(const struct table *t, int64_t id);
/* The entries with this key, by id; never NULL. Different texts may share a key: compare the
 * records. */
const struct entries *table_group(const struct table *t, size_t group, uint64_t key);
const struct entries *table_ranks(const struct table *t, uint64_t key);
struct entry *table_first_due(const struct table *t);		/* NULL none; ties by id */
const void *entry_record(const struct entry *x);

/* record is copied. */
struct entry *table_add(struct table *t, struct undo_log *log, int64_t id, const void *record);
void table_replace(struct table *t, struct undo_log *log, struct entry *x, const void *record);
void table_remove(struct table *t, struct undo_log *log, struct entry *x);
/* Removes and frees one at once, for good: outside a transaction. */
void table_forget(struct table *t, struct entry *x);
void undo_forget(struct undo_log *log);		/* the transaction stays */
void undo_all(struct undo_log *log);
void undo_clear(struct undo_log *log);

/* Keys: a number, or texts and numbers mixed one after the other (start with key_of_int). */
uint64_t key_of_int(int64_t n);
uint64_t key_with_text(uint64_t key, const char *s);
uint64_t key_with_int(uint64_t key, int64_t n);

#endif
