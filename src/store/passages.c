/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/store/passages.h"

#include <sqlite3.h>
#include <stdbool.h>

#include "floorwalker/base/str.h"

#define WORDS_MAX 128

struct passage_index {
	sqlite3 *db;
	sqlite3_stmt *add, *find;
	bool adding;		/* a transaction is open: FTS5 merges what is added in it at once */
};

static enum err
failed(const struct passage_index *x, struct errinfo *e)
{
	return err_set(
	    e, ERR_IO, "passage index: %s", x->db ? sqlite3_errmsg(x->db) : "out of memory");
}

enum err
passage_index_new(struct passage_index **out, struct errinfo *e)
{
	static const char *const table =
	    "CREATE VIRTUAL TABLE passages USING fts5 (title, body, content = '', tokenize = 'unicode61 remove_diacritics 0')";
	static const char *const find =
	    "SELECT rowid, -bm25(passages, 4.0, 1.0) FROM passages WHERE passages MATCH $1 "
	    "ORDER BY bm25(passages, 4.0, 1.0), rowid LIMIT $2";
	struct passage_index *x = mem_zero(1, sizeof(*x));
	enum err r = ERR_OK;

	if (sqlite3_open_v2(":memory:", &x->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
		NULL) != SQLITE_OK ||
	    sqlite3_exec(x->db, table, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v3(x->db,
		"INSERT INTO passages (rowid, title, body) VALUES ($1, $2, $3)", -1,
		SQLITE_PREPARE_PERSISTENT, &x->add, NULL) ||
	    sqlite3_prepare_v3(x->db, find, -1, SQLITE_PREPARE_PERSISTENT, &x->find, NULL))
		r = failed(x, e);
	if (r)
		passage_index_free(&x);
	*out = x;
	return r;
}

void
passage_index_free(struct passage_index **x)
{
	if (!*x)
		return;
	sqlite3_finalize((*x)->add);
	sqlite3_finalize((*x)->find);
	sqlite3_close((*x)->db);
	mem_free(*x);
	*x = NULL;
}

enum err
passage_index_add(
    struct passage_index *x, size_t number, const char *title, const char *body, struct errinfo *e)
{
	int code;

	if (!x->adding && sqlite3_exec(x->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		return failed(x, e);
	x->adding = true;
	sqlite3_bind_int64(x->add, 1, (sqlite3_int64)number);
	sqlite3_bind_text(x->add, 2, title ? title : "", -1, SQLITE_STATIC);
	sqlite3_bind_text(x->add, 3, body ? body : "", -1, SQLITE_STATIC);
	code = sqlite3_step(x->add);
	sqlite3_reset(x->add);
	sqlite3_clear_bindings(x->add);
	return code == SQLITE_DONE ? ERR_OK : failed(x, e);
}

/* Each word in quotes of its own, quotes in it doubled: whatever a shopper writes stays a word. */
static void
write_query(struct str *out, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count && i < WORDS_MAX; i++) {
		if (text_is_empty(words[i]))
			continue;
		str_add(out, out->length > 0 ? " OR \"" : "\"");
		for (const char *p = words[i]; *p; p++) {
			if (*p == '"')
				str_add_char(out, '"');
			str_add_char(out, *p);
		}
		str_add_char(out, '"');
	}
}

enum err
passage_index_find(struct passage_index *x, const char *const *words, size_t count, size_t limit,
    struct passage_hit *hits, size_t *hit_count, struct errinfo *e)
{
	struct str query;
	int code = SQLITE_DONE;

	*hit_count = 0;
	if (x->adding && sqlite3_exec(x->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		return failed(x, e);
	x->adding = false;
	str_init(&query);
	write_query(&query, words, count);
	if (query.length > 0 && limit > 0) {
		sqlite3_bind_text(x->find, 1, query.data, (int)query.length, SQLITE_STATIC);
		sqlite3_bind_int64(x->find, 2, (sqlite3_int64)limit);
		while ((code = sqlite3_step(x->find)) == SQLITE_ROW && *hit_count < limit) {
			hits[*hit_count].number = (size_t)sqlite3_column_int64(x->find, 0);
			hits[(*hit_count)++].score = sqlite3_column_double(x->find, 1);
		}
		sqlite3_reset(x->find);
		sqlite3_clear_bindings(x->find);
	}
	str_clear(&query);
	return code == SQLITE_DONE || code == SQLITE_ROW ? ERR_OK : failed(x, e);
}
