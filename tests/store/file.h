/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A store in a file of its own folder, for tests of what only SQLite does.
 */
#ifndef TESTS_STORE_FILE_H
#define TESTS_STORE_FILE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sqlite3.h>

#include "../check.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/store.h"
#include "floorwalker/store/event.h"

struct file {
	struct store *s;	/* NULL until opened */
	struct arena *a;
	struct errinfo e;
	char folder[64], path[80];
};

#define ok(f, call) check_ok(call, &(f)->e)
#define fails(f, code, call) do { enum err r_ = (call); if (r_ != (code)) fail_msg("%s: got %s, not %s (%s)", #call, err_name(r_), err_name(code), (f)->e.text); } while (0)

static inline int
file_setup(void **state)
{
	struct file *f = mem_zero(1, sizeof(*f));

	*state = f;
	f->a = arena_new();
	snprintf(f->folder, sizeof(f->folder), "/tmp/floorwalker-file-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/store.db", f->folder);
	return 0;
}

static inline int
file_teardown(void **state)
{
	static const char *const endings[] = { "", "-wal", "-shm", "-journal" };
	struct file *f = *state;
	char path[100];

	store_close(&f->s);
	arena_free(&f->a);
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s%s", f->path, endings[i]);
		unlink(path);
	}
	rmdir(f->folder);
	mem_free(f);
	return 0;
}

static inline void
file_open(struct file *f)
{
	ok(f, store_open(f->path, &(struct store_options){ .create = true }, &f->s, &f->e));
}

/* Raw SQL in a connection of its own. */
static inline void
file_exec(struct file *f, const char *sql)
{
	sqlite3 *db;
	char *says = NULL;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &says) != SQLITE_OK)
		fail_msg("%s: %s", sql, says);
	sqlite3_close(db);
}

static inline void
file_fill(struct file *f, const void *bytes, size_t size)
{
	FILE *out = fopen(f->path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, size, out), size);
	fclose(out);
}

/* A plain conversation, written in a transaction of its own. */
static inline int64_t
file_conversation(struct file *f)
{
	struct conversation c = { .channel = "web", .opened_ms = 5 };

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_add(f->s, &c, &f->e));
	ok(f, store_commit(f->s, &f->e));
	return c.id;
}

#define FILE_TEST(f) cmocka_unit_test_setup_teardown(f, file_setup, file_teardown)

#endif
