/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much the store costs over raw SQLite with the same rows, tables and pragmas, and what an
 * operation in memory takes. Not a test: make tests/bench/store_bench && tests/bench/store_bench
 * [transactions]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/store.h"
#include "floorwalker/store/event.h"

#define TEXT "Where is my order? It should have come on Tuesday, and the tracking has not moved since."
#define SEALED "................................................................................................................................"

/* One turn of talk: read the conversation, add a message with its event, put the conversation, set
 * a timer. */
static void
talk(struct store *s, int64_t conversation, int64_t i, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct message m = {.conversation_id = conversation,
	    .text = TEXT,
	    .sealed = SEALED,
	    .sealed_size = sizeof(SEALED) - 1,
	    .citations = "[]"};
	struct conversation c;
	char data[40];

	bench_must(store_begin(s, e), e);
	bench_must(store_conversation_get(s, a, conversation, &c, e), e);
	bench_must(store_message_add(s, &m, e), e);
	snprintf(data, sizeof(data), "{\"message\":%lld}", (long long)m.id);
	bench_must(store_event_append(s, conversation, "message.shopper", "shopper", data, i,
		       m.sealed, m.sealed_size, NULL, e),
	    e);
	c.message_count++;
	c.updated_ms = i;
	bench_must(store_conversation_put(s, &c, e), e);
	bench_must(store_timer_set(s, "inactivity", conversation, i + 1000, e), e);
	bench_must(store_commit(s, e), e);
	arena_free(&a);
}

static double
per_second_ours(const char *target, int64_t n)
{
	struct errinfo e;
	struct store *s;
	int64_t began;

	bench_must(store_open(target, &(struct store_options){ .create = true }, &s, &e), &e);
	bench_must(store_begin(s, &e), &e);
	for (int i = 0; i < 100; i++)
		bench_must(store_conversation_add(s,
			       &(struct conversation){
				   .channel = "web", .shopper = "Aoife N.", .summary = TEXT},
			       &e),
		    &e);
	bench_must(store_commit(s, &e), &e);
	began = clock_stopwatch_us();
	for (int64_t i = 0; i < n; i++)
		talk(s, i % 100 + 1, i, &e);
	began = clock_stopwatch_us() - began;
	store_close(&s);
	return (double)n * 1e6 / (double)began;
}

static void
step(sqlite3 *db, sqlite3_stmt *statement)
{
	int code;

	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		;
	if (code != SQLITE_DONE) {
		fprintf(stderr, "store bench: %s\n", sqlite3_errmsg(db));
		exit(1);
	}
	sqlite3_reset(statement);
}

/* The same rows in the same tables by hand, with hashes that are constant. */
static double
per_second_raw(const char *path, int64_t n)
{
	static const char *const texts[] = {
		"BEGIN IMMEDIATE", "SELECT * FROM conversations WHERE id = $1",
		"INSERT INTO messages VALUES (NULL, $1, $2, 0, '', '" TEXT "', CAST('" SEALED "' AS BLOB), '', 0, 0, 0.0, '[]', 0, 0, 0)",
		"INSERT INTO events VALUES (NULL, $1, $2, 'message.shopper', 'shopper', '{\"message\":1}', 1, hex(zeroblob(32)), hex(zeroblob(32)), hex(zeroblob(32)))",
		"INSERT INTO chains VALUES ($1, $2, hex(zeroblob(32))) ON CONFLICT (conversation_id) DO UPDATE SET number = $2",
		"UPDATE conversations SET version = version + 1, message_count = message_count + 1, updated_ms = $2 WHERE id = $1",
		"INSERT INTO timers VALUES (NULL, 'inactivity', $1, $2) ON CONFLICT (kind, record_id) DO UPDATE SET due_ms = $2", "COMMIT",
	};
	struct errinfo e;
	struct store *s;
	sqlite3 *db;
	sqlite3_stmt *statement[8];
	int64_t began;

	bench_must(store_open(path, &(struct store_options){ .create = true }, &s, &e), &e);
	bench_must(store_begin(s, &e), &e);
	for (int i = 0; i < 100; i++)
		bench_must(store_conversation_add(s,
			       &(struct conversation){
				   .channel = "web", .shopper = "Aoife N.", .summary = TEXT},
			       &e),
		    &e);
	bench_must(store_commit(s, &e), &e);
	store_close(&s);
	sqlite3_open(path, &db);
	sqlite3_exec(db,
	    "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; "
	    "PRAGMA cache_size = -16384",
	    NULL, NULL, NULL);
	for (size_t i = 0; i < 8; i++)
		if (sqlite3_prepare_v3(db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &statement[i],
			NULL) != SQLITE_OK) {
			fprintf(stderr, "store bench: %s\n", sqlite3_errmsg(db));
			exit(1);
		}
	began = clock_stopwatch_us();
	for (int64_t i = 0; i < n; i++)
		for (size_t j = 0; j < 8; j++) {
			sqlite3_bind_int64(statement[j], 1, i % 100 + 1);
			sqlite3_bind_int64(statement[j], 2, j == 2 || j == 3 ? i / 100 + 1 : i);
			step(db, statement[j]);
		}
	began = clock_stopwatch_us() - began;
	for (size_t j = 0; j < 8; j++)
		sqlite3_finalize(statement[j]);
	sqlite3_close(db);
	return (double)n * 1e6 / (double)began;
}

int
main(int argc, char **argv)
{
	int64_t n = argc > 1 ? atoll(argv[1]) : 2000;
	double raw = per_second_raw(bench_file("raw.db"), n),
	       ours = per_second_ours(bench_file("store.db"), n),
	       memory = per_second_ours("memory:", n * 20);

	printf("raw SQLite   %9.0f transactions/s\n", raw);
	printf("the store    %9.0f transactions/s, %.2f of raw\n", ours, ours / raw);
	printf("in memory    %9.0f transactions/s, %.2f us an operation (7 in each)\n", memory,
	    1e6 / memory / 7);
	return 0;
}
