/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The SQLite driver's own parts: a connection, its errors, its schema.
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/base/err.h"

struct sqlite {
	sqlite3 *db;
	char *path;
	int busy_ms;
	int64_t waits_until_us;		/* for a lock */
	int64_t own_commits;
	bool passing;			/* nothing is ever synced */
	bool light;			/* the open transaction is not synced at its commit */
	sqlite3_stmt *begin_write, *begin_read, *commit, *data_version;
};

/* The sentence for a failed call, with what to do; the code that the caller acts on. */
enum err sqlite_err(const struct sqlite *s, int code, struct errinfo *e);
NODISCARD enum err sqlite_exec(struct sqlite *s, const char *text, struct errinfo *e);
/* The integer that a pragma or query gives. */
NODISCARD enum err sqlite_ask(struct sqlite *s, const char *text, int64_t *out, struct errinfo *e);

/* sqlite_schema.c: refuses what is no store or newer than we are; brings an older one up to date,
 * one transaction a step. */
NODISCARD enum err sqlite_schema_check(struct sqlite *s, bool read_only, struct errinfo *e);

#endif
