/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one person has of one conversation, in memory: drafts, read marks, presences.
 */
#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/text/translate.h"

/* What all of these records begin with. */
struct owner {
	int64_t conversation_id;
	const char *agent;
};
_Static_assert(offsetof(struct composer_draft, agent) == offsetof(struct owner, agent) &&
	offsetof(struct read_mark, agent) == offsetof(struct owner, agent) &&
	offsetof(struct presence, agent) == offsetof(struct owner, agent),
    "records of one person begin with the conversation and the agent");

static struct entry *
find(const struct memory *m, enum record type, int64_t conversation_id, const char *agent)
{
	const struct entries *list = table_group(
	    &m->tables[type], BY_NAME, key_with_text(key_of_int(conversation_id), agent));

	for (size_t i = 0; i < list->count; i++) {
		const struct owner *x = entry_record(list->items[i]);

		if (x->conversation_id == conversation_id && text_is(x->agent, agent))
			return list->items[i];
	}
	return NULL;
}

const void *
memory_personal_of(
    const struct memory *m, enum record type, int64_t conversation_id, const char *agent)
{
	const struct entry *x = find(m, type, conversation_id, agent);

	return x == NULL ? NULL : entry_record(x);
}

enum err
memory_personal_find(void *self, enum record type, struct arena *a, int64_t conversation_id,
    const char *agent, void *out, struct errinfo *e)
{
	const struct entry *x = find(self, type, conversation_id, agent);

	if (!x)
		return err_set(e, ERR_NOT_FOUND, tr("there is no %s"), tr(record_types[type].name));
	memory_copy(type, x, a, out);
	return ERR_OK;
}

enum err
memory_personal_save(void *self, enum record type, const void *record, struct errinfo *e)
{
	struct memory *m = self;
	struct table *t = &m->tables[type];
	const struct owner *owner = record;
	struct entry *x = find(m, type, owner->conversation_id, owner->agent);

	if (!table_get(&m->tables[RECORD_CONVERSATION], owner->conversation_id))
		return err_set(
		    e, ERR_NOT_FOUND, tr("the record that this one belongs to does not exist"));
	if (!x)
		table_add(t, &m->log, table_next_id(t), record);
	else if (type != RECORD_READ_MARK ||
	    ((const struct read_mark *)entry_record(x))->messages <
		((const struct read_mark *)record)->messages)
		table_replace(t, &m->log, x, record);
	return ERR_OK;
}

enum err
memory_personal_remove(void *self, enum record type, int64_t conversation_id, const char *agent,
    struct errinfo *e)
{
	struct memory *m = self;
	struct entry *x = find(m, type, conversation_id, agent);

	(void)e;
	if (x)
		table_remove(&m->tables[type], &m->log, x);
	return ERR_OK;
}

enum err
memory_presence_forget(void *self, int64_t before_ms, struct errinfo *e)
{
	struct memory *m = self;
	struct table *t = &m->tables[RECORD_PRESENCE];

	(void)e;
	for (size_t i = t->all.count; i-- > 0;)
		if (((const struct presence *)entry_record(t->all.items[i]))->seen_ms < before_ms)
			table_remove(t, &m->log, t->all.items[i]);
	return ERR_OK;
}

static int
compare_owners(const void *a, const void *b)
{
	const struct owner *x = entry_record(*(struct entry *const *)a),
			   *y = entry_record(*(struct entry *const *)b);

	if (x->conversation_id != y->conversation_id)
		return x->conversation_id < y->conversation_id ? -1 : 1;
	return strcmp(x->agent, y->agent);
}

enum err
memory_presence_since(
    void *self, struct arena *a, int64_t since_ms, struct rows *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *all = &m->tables[RECORD_PRESENCE].all;
	struct picked p = { 0 };

	(void)e;
	for (size_t i = 0; i < all->count; i++)
		if (((const struct presence *)entry_record(all->items[i]))->seen_ms >= since_ms)
			picked_add(&p, all->items[i]);
	if (p.count > 1)
		qsort(p.items, p.count, sizeof(*p.items), compare_owners);
	picked_rows(&p, RECORD_PRESENCE, a, out);
	return ERR_OK;
}
