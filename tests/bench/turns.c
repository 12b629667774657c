/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a turn of the AI costs against what a raw transaction costs: the builtin backend on a SQLite
 * store, and as many raw SQLite transactions with the same settings, each writing one row of a
 * turn's size. In pairs, one after the other, each in a process of its own on one core.
 *
 * usage: turns WORLD
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/desk.h"

#define PAIRS 5
#define CONVERSATIONS 150
#define TRACE_SIZE 6000

static const char *const says[] = {"Hi, where is my order TF-100210?",
    "Do you have the Corrib waterproof jacket in size M?",
    "How long does delivery to Germany take?", "Thanks, that's all"};
#define TURNS (CONVERSATIONS * (int)(sizeof(says) / sizeof(says[0])))

static void
ask_all(struct desk *d)
{
	struct errinfo e;

	for (int i = 0; i < CONVERSATIONS; i++) {
		int64_t conversation = 0, message;

		for (size_t j = 0; j < sizeof(says) / sizeof(says[0]); j++) {
			char contact[32];
			struct incoming in = {.channel = "bench",
			    .contact = contact,
			    .text = says[j],
			    .text_size = strlen(says[j]),
			    .conversation_id = conversation};
			size_t pieces;

			snprintf(contact, sizeof(contact), "bench-%d", i);
			bench_must(desk_ingest(d, &in, &conversation, &message, &e), &e);
			bench_must(desk_work(d, 1000, &pieces, &e), &e);
		}
	}
}

/* Of this process so far. */
static double
processor_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

/* What the two take, by the clock and of the processor; shared with the child that measures. */
struct took { double seconds, processor; };

static struct took
since(int64_t begin_us, double processor)
{
	return (struct took){
	    (double)(clock_stopwatch_us() - begin_us) / 1e6, processor_seconds() - processor};
}

/* TURNS turns: a message taken in, understood, answered, and delivered. */
static struct took
turns(void *world)
{
	const char *target = bench_file("bench.db");
	struct desk_shared shared;
	struct desk *desk;
	struct errinfo e;
	int64_t begin;
	double processor;
	struct took took;

	bench_must(desk_store_init(target, world, true, true, clock_system(), &e), &e);
	bench_must(desk_shared_open(target, &shared, &e), &e);
	bench_must(desk_open(&shared, target, "builtin", clock_system(), "bench", &desk, &e), &e);
	begin = clock_stopwatch_us();
	processor = processor_seconds();
	ask_all(desk);
	took = since(begin, processor);
	desk_free(&desk);
	desk_shared_close(&shared);
	return took;
}

/* As many transactions. */
static struct took
transactions(void *unused)
{
	static char row[TRACE_SIZE];
	sqlite3 *db;
	sqlite3_stmt *insert;
	int64_t begin;
	double processor;
	struct took took;

	(void)unused;
	memset(row, 'x', sizeof(row));
	bench_must_sqlite(sqlite3_open(bench_file("raw.db"), &db), db);
	bench_must_sqlite(
	    sqlite3_exec(db,
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
		"CREATE TABLE turn (id INTEGER PRIMARY KEY, trace TEXT NOT NULL) STRICT",
		NULL, NULL, NULL),
	    db);
	bench_must_sqlite(
	    sqlite3_prepare_v2(db, "INSERT INTO turn (trace) VALUES (?1)", -1, &insert, NULL), db);
	begin = clock_stopwatch_us();
	processor = processor_seconds();
	for (int i = 0; i < TURNS; i++) {
		bench_must_sqlite(
		    sqlite3_bind_text(insert, 1, row, sizeof(row), SQLITE_STATIC), db);
		bench_must_sqlite(sqlite3_step(insert), db);
		bench_must_sqlite(sqlite3_reset(insert), db);
	}
	took = since(begin, processor);
	sqlite3_finalize(insert);
	sqlite3_close(db);
	return took;
}

/* In the child: both numbers go to where the parent reads them. */
static void
turns_in_child(void *world, void *out)
{
	*(struct took *)out = turns(world);
}

static void
transactions_in_child(void *unused, void *out)
{
	*(struct took *)out = transactions(unused);
}

int
main(int argc, char **argv)
{
	static const char *const files[] = {"bench.db", "bench.db-wal", "bench.db-shm",
	    "bench.db.key", "raw.db", "raw.db-wal", "raw.db-shm"};
	double ours[PAIRS], raw[PAIRS], ratio[PAIRS], processor[PAIRS], our_peak[PAIRS],
	    raw_peak[PAIRS], least = 1e9, most = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: turns WORLD\n");
		return 2;
	}
	for (int i = 0; i < PAIRS; i++) {
		struct took a, b;

		for (size_t f = 0; f < sizeof(files) / sizeof(files[0]); f++)
			unlink(bench_file(files[f]));
		our_peak[i] = bench_child(turns_in_child, argv[1], &a, sizeof(a)).peak_mib;
		raw_peak[i] = bench_child(transactions_in_child, NULL, &b, sizeof(b)).peak_mib;
		ours[i] = a.seconds;
		raw[i] = b.seconds;
		ratio[i] = a.seconds / b.seconds;
		processor[i] = a.processor / b.processor;
		least = ratio[i] < least ? ratio[i] : least;
		most = ratio[i] > most ? ratio[i] : most;
	}
	printf("turns            %.0f a second (%d in %.2f s; medians of %d pairs)\n",
	    TURNS / bench_median(ours, PAIRS), TURNS, bench_median(ours, PAIRS), PAIRS);
	printf("raw transactions %.0f a second\n", TURNS / bench_median(raw, PAIRS));
	printf(
	    "ratio            a turn costs %.1f raw transactions (%.1f to %.1f); it makes three: message in, answer out, delivered\n",
	    bench_median(ratio, PAIRS), least, most);
	printf(
	    "of the processor a turn costs %.1f raw transactions: the disk apart, which waits the same for both\n",
	    bench_median(processor, PAIRS));
	printf("peak memory      %.1f MiB, raw %.1f MiB: ratio %.1f\n",
	    bench_median(our_peak, PAIRS), bench_median(raw_peak, PAIRS),
	    bench_median(our_peak, PAIRS) / bench_median(raw_peak, PAIRS));
	return 0;
}
