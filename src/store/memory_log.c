/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Documents, effects, events and checkpoints in memory.
 */
#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/text/translate.h"

static struct entry *
find_document(const struct memory *m, const char *kind, const char *id)
{
	const struct entries *list = table_group(
	    &m->tables[RECORD_DOCUMENT], DOCUMENTS_BY_ID, memory_key_of_names(kind, id, NULL));

	for (size_t i = 0; i < list->count; i++) {
		const struct document *x = entry_record(list->items[i]);

		if (text_is(x->id, id) && text_is(x->kind, kind))
			return list->items[i];
	}
	return NULL;
}

enum err
memory_document_get(void *self, struct arena *a, const char *kind, const char *id,
    struct document *out, struct errinfo *e)
{
	const struct entry *x = find_document(self, kind, id);

	if (!x)
		return err_set(e, ERR_NOT_FOUND, tr("there is no %.80s \"%.80s\""), kind, id);
	memory_copy(RECORD_DOCUMENT, x, a, out);
	return ERR_OK;
}

enum err
memory_document_put(
    void *self, const struct document *d, int64_t expected, bool *done, struct errinfo *e)
{
	struct memory *m = self;
	struct table *t = &m->tables[RECORD_DOCUMENT];
	struct entry *x = find_document(m, d->kind, d->id);
	int64_t version = x ? ((const struct document *)entry_record(x))->version : 0;
	struct document next = *d;

	(void)e;
	*done = expected < 0 || expected == version;
	if (!*done)
		return ERR_OK;
	next.version = version + 1;
	if (x)
		table_replace(t, &m->log, x, &next);
	else
		table_add(t, &m->log, table_next_id(t), &next);
	return ERR_OK;
}

static int
compare_ids(const void *a, const void *b)
{
	const struct document *x = entry_record(*(struct entry *const *)a),
			      *y = entry_record(*(struct entry *const *)b);

	return strcmp(x->id, y->id);
}

enum err
memory_document_list(
    void *self, struct arena *a, const char *kind, struct rows *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list = table_group(
	    &m->tables[RECORD_DOCUMENT], DOCUMENTS_BY_KIND, memory_key_of_names(kind, NULL, NULL));
	struct picked p = { 0 };

	(void)e;
	for (size_t i = 0; i < list->count; i++)
		if (text_is(((const struct document *)entry_record(list->items[i]))->kind, kind))
			picked_add(&p, list->items[i]);
	if (p.count > 1)
		qsort(p.items, p.count, sizeof(*p.items), compare_ids);
	picked_rows(&p, RECORD_DOCUMENT, a, out);
	return ERR_OK;
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum err
memory_document_find(void *self, struct arena *a, const char *kind, const char *name,
    const char *value, const char ***ids, size_t *count, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list =
	    table_group(&m->tables[RECORD_INDEX], BY_NAME, memory_key_of_names(kind, name, value));

	(void)e;
	*ids = arena_alloc(a, (list->count + 1) * sizeof(**ids));
	*count = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct document_key *x = entry_record(list->items[i]);

		if (text_is(x->kind, kind) && text_is(x->name, name) && text_is(x->value, value))
			(*ids)[(*count)++] = arena_text(a, x->id);
	}
	qsort(*ids, *count, sizeof(**ids), compare_texts);
	return ERR_OK;
}

enum err
memory_document_remove(void *self, const char *kind, const char *id, struct errinfo *e)
{
	struct memory *m = self;
	struct entry *x = find_document(m, kind, id);

	(void)e;
	if (x)
		table_remove(&m->tables[RECORD_DOCUMENT], &m->log, x);
	return ERR_OK;
}

enum err
memory_document_unindex(void *self, const char *kind, const char *name, const char *value,
    const char *id, struct errinfo *e)
{
	struct memory *m = self;
	struct table *t = &m->tables[RECORD_INDEX];
	const struct entries *list =
	    table_group(t, BY_NAME, memory_key_of_names(kind, name, value));

	(void)e;
	for (size_t i = 0; i < list->count; i++) {
		const struct document_key *x = entry_record(list->items[i]);

		if (text_is(x->kind, kind) && text_is(x->name, name) &&
		    text_is(x->value, value) && text_is(x->id, id)) {
			table_remove(t, &m->log, list->items[i]);
			break;
		}
	}
	return ERR_OK;
}

enum err
memory_effect_add(void *self, const struct effect *x, bool *done, struct errinfo *e)
{
	struct memory *m = self;
	struct table *t = &m->tables[RECORD_EFFECT];
	const struct entries *list =
	    table_group(t, BY_NAME, memory_key_of_names(x->key, NULL, NULL));

	(void)e;
	*done = false;
	for (size_t i = 0; i < list->count; i++)
		if (text_is(((const struct effect *)entry_record(list->items[i]))->key, x->key))
			return ERR_OK;
	table_add(t, &m->log, table_next_id(t), x);
	*done = true;
	return ERR_OK;
}

static const struct entries *
chain(const struct memory *m, int64_t conversation_id)
{
	return table_group(&m->tables[RECORD_EVENT], BY_NAME, key_of_int(conversation_id));
}

enum err
memory_chain_get(void *self, int64_t conversation_id, struct chain_head *out, struct errinfo *e)
{
	const struct entries *list = chain(self, conversation_id);

	(void)e;
	memset(out, 0, sizeof(*out));
	if (list->count > 0) {
		const struct event *last = entry_record(list->items[list->count - 1]);

		out->conversation_id = conversation_id;
		out->number = last->number;
		memcpy(out->hash, last->hash, SEAL_HEX);
	}
	return ERR_OK;
}

enum err
memory_event_add(void *self, struct event *x, struct errinfo *e)
{
	struct memory *m = self;
	struct table *t = &m->tables[RECORD_EVENT];

	(void)e;
	x->id = table_next_id(t);
	table_add(t, &m->log, x->id, x);
	return ERR_OK;
}

enum err
memory_event_list(
    void *self, struct arena *a, int64_t conversation_id, struct rows *out, struct errinfo *e)
{
	const struct entries *list = chain(self, conversation_id);
	struct picked p = { 0 };

	(void)e;
	for (size_t i = 0; i < list->count; i++)
		picked_add(&p, list->items[i]);
	picked_rows(&p, RECORD_EVENT, a, out);
	return ERR_OK;
}

enum err
memory_event_after(void *self, struct arena *a, int64_t after_id, size_t limit, struct rows *out,
    struct errinfo *e)
{
	struct memory *m = self;
	const struct table *t = &m->tables[RECORD_EVENT];
	const struct entries *all = &t->all;
	struct picked p = { 0 };

	(void)e;
	for (size_t i = table_place(t, after_id + 1); i < all->count && p.count < limit; i++)
		picked_add(&p, all->items[i]);
	picked_rows(&p, RECORD_EVENT, a, out);
	return ERR_OK;
}

static bool
is_on_page(const struct event *x, const struct event_filter *f)
{
	size_t n = strlen(f->kind);

	return x->id > f->after_id && x->id < f->before_id &&
	    (n == 0 || (strncmp(x->kind, f->kind, n) == 0 && (x->kind[n] == '\0' || x->kind[n] == '.'))) &&
	    (f->actor[0] == '\0' || strcmp(x->actor, f->actor) == 0) &&
	    (f->conversation_id == 0 || x->conversation_id == f->conversation_id);
}

enum err
memory_event_page(void *self, struct arena *a, const struct event_filter *f, struct rows *out,
    struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *all = &m->tables[RECORD_EVENT].all;
	struct picked p = { 0 };

	(void)e;
	for (size_t n = 0; n < all->count && p.count < f->limit; n++) {
		struct entry *x = all->items[f->ascending ? n : all->count - 1 - n];

		if (is_on_page(entry_record(x), f))
			picked_add(&p, x);
	}
	picked_rows(&p, RECORD_EVENT, a, out);
	return ERR_OK;
}

enum err
memory_event_of_use(void *self, struct arena *a, int64_t after_id, size_t limit, struct rows *out,
    struct errinfo *e)
{
	static const char *const kinds[] = {
	    "draft.used", "draft.withdrawn", "reply.marked_wrong", "conversation.reopened"};
	struct memory *m = self;
	const struct entries *all = &m->tables[RECORD_EVENT].all;
	struct picked p = { 0 };

	(void)e;
	for (size_t i = table_place(&m->tables[RECORD_EVENT], after_id + 1);
	     i < all->count && p.count < limit; i++) {
		const struct event *x = entry_record(all->items[i]);

		for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
			if (text_is(x->kind, kinds[k])) {
				picked_add(&p, all->items[i]);
				break;
			}
	}
	picked_rows(&p, RECORD_EVENT, a, out);
	return ERR_OK;
}

enum err
memory_event_last(void *self, int64_t *out_id, struct errinfo *e)
{
	struct memory *m = self;

	(void)e;
	*out_id = table_next_id(&m->tables[RECORD_EVENT]) - 1;
	return ERR_OK;
}

static int
compare_int64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Sorts, and keeps one of each. */
static size_t
unique(int64_t *ids, size_t count)
{
	size_t kept = 0;

	qsort(ids, count, sizeof(*ids), compare_int64);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || ids[i] != ids[i - 1])
			ids[kept++] = ids[i];
	return kept;
}

enum err
memory_chains_moved(void *self, struct arena *a, int64_t after_event, struct chain_head **out,
    size_t *count, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *all = &m->tables[RECORD_EVENT].all;
	size_t from = table_place(&m->tables[RECORD_EVENT], after_event + 1),
	       n = all->count - from;
	int64_t *ids = mem_zero(n + 1, sizeof(*ids));

	for (size_t i = 0; i < n; i++)
		ids[i] =
		    ((const struct event *)entry_record(all->items[from + i]))->conversation_id;
	*count = unique(ids, n);
	*out = arena_alloc(a, (*count + 1) * sizeof(**out));
	for (size_t i = 0; i < *count; i++)
		(void)memory_chain_get(m, ids[i], &(*out)[i], e);
	mem_free(ids);
	return ERR_OK;
}

enum err
memory_checkpoint_last(void *self, struct arena *a, struct checkpoint *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *all = &m->tables[RECORD_CHECKPOINT].all;

	if (all->count == 0)
		return err_set(e, ERR_NOT_FOUND, tr("there is no checkpoint"));
	memory_copy(RECORD_CHECKPOINT, all->items[all->count - 1], a, out);
	return ERR_OK;
}

enum err
memory_audited(void *self, struct arena *a, int64_t **out, size_t *count, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *events = &m->tables[RECORD_EVENT].all,
			     *messages = &m->tables[RECORD_MESSAGE].all,
			     *actions = &m->tables[RECORD_ACTION].all;
	size_t n = 0;

	(void)e;
	*out = arena_alloc(a, (events->count + messages->count + actions->count + 1) * sizeof(**out));
	for (size_t i = 0; i < events->count; i++)
		(*out)[n++] =
		    ((const struct event *)entry_record(events->items[i]))->conversation_id;
	for (size_t i = 0; i < messages->count; i++)
		(*out)[n++] =
		    ((const struct message *)entry_record(messages->items[i]))->conversation_id;
	for (size_t i = 0; i < actions->count; i++)
		(*out)[n++] =
		    ((const struct action *)entry_record(actions->items[i]))->conversation_id;
	*count = unique(*out, n);
	return ERR_OK;
}
