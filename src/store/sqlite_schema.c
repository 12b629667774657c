/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which schema a file has, and the steps to ours.
 */
#include "sqlite.h"

#include <stdio.h>

#include "floorwalker/store.h"
#include "floorwalker/text/translate.h"

#define APPLICATION 0x464c5752	/* "FLWR": marks an SQLite file as a store */

/* Append-only: a file that was released is never edited. */
static const struct migration { int version; const char *name, *text; } migrations[] = {
#include "src/store/migrations.inc"
};
#define MIGRATIONS ((int)(sizeof(migrations) / sizeof(migrations[0])))
_Static_assert(sizeof(migrations) / sizeof(migrations[0]) == STORE_SCHEMA, "each version has its migration, and the header names the last");

static enum err
check(struct sqlite *s, int64_t *version, struct errinfo *e)
{
	int64_t application, tables;
	enum err r = sqlite_ask(s, "PRAGMA user_version", version, e);

	if (!r)
		r = sqlite_ask(s, "PRAGMA application_id", &application, e);
	if (!r)
		r = sqlite_ask(s, "SELECT COUNT(*) FROM sqlite_schema", &tables, e);
	if (r)
		return r;
	if (application == 0 && *version == 0 && tables == 0)
		return ERR_OK;
	if (application != APPLICATION)
		return err_set(e, ERR_UNSUPPORTED,
		    "%s is an SQLite file of another program; name another file for the store",
		    s->path);
	if (*version > STORE_SCHEMA)
		return err_set(e, ERR_UNSUPPORTED,
		    tr("%s was written by a newer floorwalker (schema %lld, this one knows %d); upgrade this program"),
		    s->path, (long long)*version, STORE_SCHEMA);
	if (*version < 0)
		return err_set(e, ERR_CORRUPT,
		    "%s says that its schema is %lld; restore it from a backup", s->path,
		    (long long)*version);
	return ERR_OK;
}

static enum err
apply(struct sqlite *s, const struct migration *m, struct errinfo *e)
{
	char mark[100];
	enum err r = sqlite_exec(s, m->text, e);

	snprintf(mark, sizeof(mark), "PRAGMA user_version = %d; PRAGMA application_id = %d",
	    m->version, APPLICATION);
	if (!r)
		r = sqlite_exec(s, mark, e);
	return r ? err_prefix(e, "migration %s", m->name) : ERR_OK;
}

/* Another process may have been faster: the version is read again under the lock. */
static enum err
migrate_one(struct sqlite *s, struct errinfo *e)
{
	int64_t version = 0;
	enum err r = sqlite_exec(s, "BEGIN IMMEDIATE", e);

	if (r)
		return r;
	r = check(s, &version, e);
	if (!r && version < MIGRATIONS)
		r = apply(s, &migrations[version], e);
	if (!r)
		r = sqlite_exec(s, "COMMIT", e);
	if (r && !sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return r;
}

enum err
sqlite_schema_check(struct sqlite *s, bool read_only, struct errinfo *e)
{
	int64_t version, rows;
	enum err r = check(s, &version, e);

	if (!r && read_only && version < STORE_SCHEMA)
		return err_set(e, ERR_UNSUPPORTED,
		    "%s has schema %lld, this program needs %d; open it once for writing to upgrade it",
		    s->path, (long long)version, STORE_SCHEMA);
	while (!r && version < STORE_SCHEMA) {
		r = migrate_one(s, e);
		if (!r)
			r = check(s, &version, e);
	}
	if (r)
		return r;
	r = sqlite_ask(s,
	    "SELECT COUNT(*) FROM (SELECT 1 FROM meta, conversations, messages, turns, actions, approvals, outbox, timers, notes, "
	    "drafts, read_marks, presences, agents, profiles, macros, saved_searches, documents, document_keys, effects, events, chains, checkpoints WHERE 0)",
	    &rows, e);
	if (r)
		return err_set(e, ERR_CORRUPT,
		    "%s lacks parts of its schema; restore it from a backup", s->path);
	return ERR_OK;
}
