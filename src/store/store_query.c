/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding: conversations and messages by a query, and the queries that are saved.
 */
#include "floorwalker/store.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/text/translate.h"
#include "ops.h"
#include "search.h"

#define SEARCH_LIMIT 1000

enum err
store_query_ids(struct store *s, struct arena *a, const struct conversation_query *q,
    struct conversation_ids *out, struct errinfo *e)
{
	struct conversation_query asked = *q;

	memset(out, 0, sizeof(*out));
	if ((unsigned)asked.sort >= SORT_BY_COUNT || (unsigned)asked.group >= GROUP_COUNT)
		return err_set(e, ERR_USAGE, "there is no such order of conversations");
	if (asked.query != NULL && asked.query->count > QUERY_TERMS * 2)
		return err_set(e, ERR_LIMIT, tr("a query has at most %d terms"), QUERY_TERMS * 2);
	if (asked.limit == 0 || asked.limit > STORE_IDS_MOST)
		asked.limit = STORE_IDS_MOST;
	return s->ops->query_ids(s->self, a, &asked, out, e);
}

enum err
store_conversation_some(struct store *s, struct arena *a, const int64_t *ids, size_t count,
    struct conversation_list *out, struct errinfo *e)
{
	struct rows rows = {0};
	enum err r = s->ops->conversation_some(s->self, a, ids, count, &rows, e);

	*out = (struct conversation_list){rows.items, rows.count, (int64_t)rows.count};
	return r;
}

static enum err
find(struct store *s, struct arena *a, const struct search *search, const struct query *q,
    size_t limit, struct message_hit **out, size_t *count, int64_t *total, struct errinfo *e)
{
	struct search_row *rows;
	enum err r;

	*out = NULL;
	*count = 0;
	if (total != NULL)
		*total = 0;
	if (search->count == 0 || limit == 0)
		return ERR_OK;
	r = s->ops->message_search(s->self, a, search, q,
	    limit < SEARCH_LIMIT ? limit : SEARCH_LIMIT, &rows, count, total, e);
	if (r || *count == 0)
		return r;
	*out = arena_alloc(a, *count * sizeof(**out));
	for (size_t i = 0; i < *count; i++) {
		(*out)[i].conversation_id = rows[i].conversation_id;
		(*out)[i].message_id = rows[i].message_id;
		search_snippet(a, search, rows[i].text, &(*out)[i]);
	}
	return ERR_OK;
}

enum err
store_message_search(struct store *s, struct arena *a, const char *query, size_t limit,
    struct message_hit **out, size_t *count, struct errinfo *e)
{
	struct search search;

	search_parse(a, query, &search);
	return find(s, a, &search, NULL, limit, out, count, NULL, e);
}

bool
store_query_has_words(const struct query *q)
{
	for (size_t i = 0; i < q->count; i++)
		if (q->terms[i].field == QUERY_WORDS && !q->terms[i].negated)
			return true;
	return false;
}

enum err
store_message_find(struct store *s, struct arena *a, const struct query *q, size_t limit,
    struct message_hit **out, size_t *count, int64_t *total, struct errinfo *e)
{
	struct search search = {0};

	if (q->count > QUERY_TERMS * 2)
		return err_set(e, ERR_LIMIT, tr("a query has at most %d terms"), QUERY_TERMS * 2);
	for (size_t i = 0; i < q->count; i++)
		if (q->terms[i].field == QUERY_WORDS && !q->terms[i].negated)
			search_add(a, &search, &q->terms[i].texts[0]);
	return find(s, a, &search, q, limit, out, count, total, e);
}

/* ---- saved searches */

enum err
store_saved_put(struct store *s, const struct saved_search *x, struct errinfo *e)
{
	return store_save(s, RECORD_SAVED, x, e);
}

enum err
store_saved_get(
    struct store *s, struct arena *a, const char *key, struct saved_search *out, struct errinfo *e)
{
	return s->ops->find(s->self, RECORD_SAVED, a, key, out, e);
}

enum err
store_saved_remove(struct store *s, const char *key, struct errinfo *e)
{
	bool done = false;
	enum err r = store_must_write(s, e);

	if (!r)
		r = s->ops->remove(s->self, RECORD_SAVED, key, &done, e);
	return r || done ? r : err_set(e, ERR_NOT_FOUND, tr("there is no saved search \"%.80s\""), key);
}

enum err
store_saved_list(
    struct store *s, struct arena *a, struct saved_search **out, size_t *count, struct errinfo *e)
{
	struct rows rows = {0};
	enum err r = s->ops->all(s->self, RECORD_SAVED, a, &rows, e);

	*out = rows.items;
	*count = rows.count;
	return r;
}
