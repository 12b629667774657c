/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a turn of the AI costs against what a raw transaction costs, in one run on one core: turns per second of the builtin backend on a SQLite store, and as many raw
 * SQLite transactions with the same settings, each writing one row of a turn's size.
 */
#include <sched.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/desk.h"

#define CONVERSATIONS 150
#define TRACE_SIZE 6000

static void
remove_folder(const char *folder)
{
	struct arena *a = arena_new();
	const char **names;
	struct errinfo e;
	size_t count;

	if (file_list(a, folder, "", &names, &count, &e) == ERR_OK)
		for (size_t i = 0; i < count; i++)
			remove(file_join(a, folder, names[i]));
	rmdir(folder);
	arena_free(&a);
}

static void
must(enum err err, const struct errinfo *e)
{
	if (err == ERR_OK)
		return;
	fprintf(stderr, "bench: %s\n", e->text);
	exit(1);
}

static void
must_sqlite(int code, sqlite3 *db)
{
	if (code == SQLITE_OK || code == SQLITE_DONE)
		return;
	fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
	exit(1);
}

static int64_t
ask(struct desk *d, const char *const *texts, size_t count)
{
	struct errinfo e;
	int64_t turns = 0;

	for (int i = 0; i < CONVERSATIONS; i++) {
		int64_t conversation = 0, message;

		for (size_t j = 0; j < count; j++) {
			char contact[32];
			struct incoming in = { .channel = "bench", .contact = contact, .text = texts[j], .text_size = strlen(texts[j]), .conversation_id = conversation };
			size_t pieces;

			snprintf(contact, sizeof(contact), "bench-%d", i);
			must(desk_ingest(d, &in, &conversation, &message, &e), &e);
			must(desk_work(d, 1000, &pieces, &e), &e);
			turns++;
		}
	}
	return turns;
}

static double
measure_turns(const char *folder, const char *world, int64_t *turns)
{
	static const char *const texts[] = { "Hi, where is my order TF-100210?", "Do you have the Corrib waterproof jacket in size M?", "How long does delivery to Germany take?",
		"Thanks, that's all" };
	struct arena *a = arena_new();
	const char *target = file_join(a, folder, "bench.db");
	struct desk_shared shared;
	struct desk *desk;
	struct errinfo e;
	int64_t begin;
	double seconds;

	must(desk_store_init(target, world, true, true, clock_system(), &e), &e);
	must(desk_shared_open(target, &shared, &e), &e);
	must(desk_open(&shared, target, "builtin", clock_system(), "bench", &desk, &e), &e);
	begin = clock_stopwatch_us();
	*turns = ask(desk, texts, sizeof(texts) / sizeof(texts[0]));
	seconds = (double)(clock_stopwatch_us() - begin) / 1e6;
	desk_free(&desk);
	desk_shared_close(&shared);
	arena_free(&a);
	return seconds;
}

static double
measure_raw(const char *folder, int64_t count)
{
	struct arena *a = arena_new();
	sqlite3 *db;
	sqlite3_stmt *insert;
	static char row[TRACE_SIZE];
	int64_t begin;
	double seconds;

	memset(row, 'x', sizeof(row));
	must_sqlite(sqlite3_open(file_join(a, folder, "raw.db"), &db), db);
	must_sqlite(sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
	    "CREATE TABLE turn (id INTEGER PRIMARY KEY, trace TEXT NOT NULL) STRICT", NULL, NULL, NULL), db);
	must_sqlite(sqlite3_prepare_v2(db, "INSERT INTO turn (trace) VALUES (?1)", -1, &insert, NULL), db);
	begin = clock_stopwatch_us();
	for (int64_t i = 0; i < count; i++) {
		must_sqlite(sqlite3_bind_text(insert, 1, row, sizeof(row), SQLITE_STATIC), db);
		must_sqlite(sqlite3_step(insert), db);
		must_sqlite(sqlite3_reset(insert), db);
	}
	seconds = (double)(clock_stopwatch_us() - begin) / 1e6;
	sqlite3_finalize(insert);
	sqlite3_close(db);
	arena_free(&a);
	return seconds;
}

int
main(int argc, char **argv)
{
	char folder[] = "/tmp/floorwalker-bench-XXXXXX";
	struct rusage usage;
	cpu_set_t one;
	int64_t turns = 0;
	double ours, raw;

	if (argc != 2 || mkdtemp(folder) == NULL) {
		fprintf(stderr, "usage: turns WORLD\n");
		return 2;
	}
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (sched_setaffinity(0, sizeof(one), &one) != 0)
		fprintf(stderr, "bench: could not keep to one core; the ratio stands all the same\n");
	ours = measure_turns(folder, argv[1], &turns);
	raw = measure_raw(folder, turns);
	getrusage(RUSAGE_SELF, &usage);
	remove_folder(folder);
	printf("turns            %lld in %.2f s: %.0f a second\n", (long long)turns, ours, (double)turns / ours);
	printf("raw transactions %lld in %.2f s: %.0f a second\n", (long long)turns, raw, (double)turns / raw);
	printf("ratio            a turn costs as much as %.1f raw transactions\n", ours / raw);
	printf("peak memory      %.1f MiB\n", (double)usage.ru_maxrss / 1024);
	return 0;
}
