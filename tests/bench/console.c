/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console in a terminal over 100,000 open conversations: the first screen against a raw reader
 * of the same rows, a key to the painted cell while nothing happens and while 200 changes a second
 * arrive, the bytes that a change costs, memory, and processor time. The same keys in tig, where
 * it is installed, on as many commits.
 *
 * usage: console PROGRAM WORLD       (console raw STORE is the raw reader)
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/random.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/store/event.h"
#include "pty.h"

#define CONVERSATIONS 100000
#define PAIRS 5
#define KEYS 400
#define KEY_MS 25
#define CHANGES 200		/* a second */
#define WATCH_MS 10000

/* ---- the store */

static void
add_conversation(struct store *s, struct random_stream *r, int64_t number, int64_t now_ms)
{
	static const char *const intents[] = {
	    "order_status", "refund_request", "return_item", "product_question"};
	char contact[32];
	struct errinfo e;
	struct conversation c = {.channel = "web",
	    .contact = contact,
	    .shopper = "Guest",
	    .customer_id = "",
	    .tier = "",
	    .language = "en",
	    .queue = "",
	    .agent = "",
	    .epoch = 1,
	    .intent = intents[random_below(r, 4)],
	    .summary = "",
	    .draft = "",
	    .preview = "Where is my order?",
	    .disposition = "",
	    .message_count = 1,
	    .confidence = random_unit(r),
	    .opened_ms = now_ms - number * 1000,
	    .updated_ms = now_ms - number * 500};
	struct message m = {.author = AUTHOR_SHOPPER,
	    .name = "",
	    .text = "Where is my order?",
	    .source_key = "",
	    .epoch = 1,
	    .confidence = -1,
	    .citations = "",
	    .delivery = DELIVERY_DELIVERED};

	snprintf(contact, sizeof contact, "bench-%lld", (long long)number);
	if (number % 10 == 0) {
		c.state = CONVERSATION_QUEUED;
		c.queue = "general";
		c.reason = HANDOFF_UNSURE;
		c.waiting_ms = c.updated_ms;
		c.due_ms = c.updated_ms + 300000;
	}
	bench_must(store_conversation_add(s, &c, &e), &e);
	m.conversation_id = c.id;
	m.created_ms = m.delivered_ms = c.opened_ms;
	bench_must(store_message_add(s, &m, &e), &e);
}

static void
fill(const char *target, const char *world)
{
	struct store_options options = {.create = false};
	struct random_stream r;
	struct store *s;
	struct errinfo e;
	int64_t now_ms = clock_now_ms(clock_system());

	bench_must(desk_store_init(target, world, true, true, clock_system(), &e), &e);
	bench_must(store_open(target, &options, &s, &e), &e);
	random_init(&r, 1, "console");
	for (int64_t i = 0; i < CONVERSATIONS;) {
		bench_must(store_begin(s, &e), &e);
		for (int64_t end = i + 2000; i < end; i++)
			add_conversation(s, &r, i, now_ms);
		bench_must(store_commit(s, &e), &e);
	}
	store_close(&s);
}

/* The rows of the first screen's list, and the board's counts. */
static int
raw(const char *target)
{
	static const char *const statements[] = {
	    "SELECT state, queue, count(*), min(waiting_ms) FROM conversations WHERE state <> 4 GROUP BY state, queue",
	    "SELECT * FROM conversations WHERE state = 1 ORDER BY due_ms, id LIMIT 40"};
	sqlite3_stmt *select;
	sqlite3 *db;
	int rows = 0;

	bench_must_sqlite(sqlite3_open_v2(target, &db, SQLITE_OPEN_READONLY, NULL), db);
	for (size_t i = 0; i < 2; i++) {
		bench_must_sqlite(sqlite3_prepare_v2(db, statements[i], -1, &select, NULL), db);
		while (sqlite3_step(select) == SQLITE_ROW)
			rows += sqlite3_column_count(select) > 0;
		sqlite3_finalize(select);
	}
	sqlite3_close(db);
	return rows > 40 ? 0 : 1;
}

/* ---- changes of another process: a shopper's words and how sure the AI is, one transaction each */

static void
change_on_and_on(const char *target)
{
	struct store_options options = {.create = false};
	int64_t begun = clock_stopwatch_us();
	struct random_stream r;
	struct store *s;
	struct errinfo e;

	bench_must(store_open(target, &options, &s, &e), &e);
	random_init(&r, 2, "changes");
	for (int64_t i = 1;; i++) {
		/* every second one is in sight: the newest */
		int64_t id = i % 2 == 0 ? CONVERSATIONS - (int64_t)random_below(&r, 30)
					: 1 + (int64_t)random_below(&r, CONVERSATIONS),
			wait_us = begun + i * 1000000 / CHANGES - clock_stopwatch_us();
		struct arena *a = arena_new();
		struct conversation c;

		bench_must(store_begin(s, &e), &e);
		bench_must(store_conversation_get(s, a, id, &c, &e), &e);
		c.preview = arena_printf(a, "And this is message %lld", (long long)i);
		c.confidence = random_unit(&r);
		c.updated_ms = clock_now_ms(clock_system());
		bench_must(store_conversation_put(s, &c, &e), &e);
		bench_must(store_event_append(s, id, "message.shopper", "shopper", NULL,
			       c.updated_ms, NULL, 0, NULL, &e),
		    &e);
		bench_must(store_commit(s, &e), &e);
		arena_free(&a);
		if (wait_us > 0) {
			const struct timespec t = {.tv_sec = wait_us / 1000000,
			    .tv_nsec = wait_us % 1000000 * 1000};
			nanosleep(&t, NULL);
		}
	}
}

static pid_t
start_changes(const char *target)
{
	pid_t child = fork();

	if (child < 0)
		exit(1);
	if (child == 0) {
		change_on_and_on(target);
		_exit(1);
	}
	return child;
}

static void
stop_changes(pid_t child)
{
	kill(child, SIGKILL);
	(void)waitpid(child, NULL, 0);
}

/* ---- measurements */

static void
print_keys(const char *name, double *ms, size_t count, size_t lost)
{
	double middle = bench_share(ms, count, .5), late = bench_share(ms, count, .99);

	printf("%-34s p50 %.2f ms, p99 %.2f ms, most %.2f (%zu keys", name, middle, late,
	    count > 0 ? ms[count - 1] : -1, count);
	if (lost > 0)
		printf(", %zu painted nothing", lost);
	printf(")\n");
}

/* Presses j and k, within what is in sight, where nothing scrolls; painted is what shows that the selection moved, NULL anything. p99 comes back. */
static double
measure_keys(struct pty *p, const char *name, const char *painted)
{
	double ms[KEYS];
	size_t count = 0, lost = 0;

	for (int i = 0; i < KEYS; i++) {
		int64_t us;

		(void)pty_drain(p, KEY_MS - 2 + i % 5);
		pty_type(p, i / 8 % 2 == 0 ? "j" : "k");
		us = pty_await(p, painted, 1000);
		if (us >= 0)
			ms[count++] = (double)us / 1000;
		else
			lost++;
	}
	print_keys(name, ms, count, lost);
	return bench_share(ms, count, .99);
}

static void
measure_first(const char *program, const char *target)
{
	double ours[PAIRS], reader[PAIRS], ratio[PAIRS];

	for (int i = 0; i < PAIRS; i++) {
		struct pty p;
		int64_t us;

		pty_start(&p, NULL,
		    (const char *const[]){program, "console", "--store", target, "--agent", "maeve",
			"--no-work", NULL});
		us = pty_await(&p, "Guest", 20000);
		ours[i] = us < 0 ? -1 : (double)(clock_stopwatch_us() - p.started_us) / 1000;
		pty_end(&p);
		reader[i] = bench_program(
		    (const char *const[]){"/proc/self/exe", "raw", target, NULL}).ms;
		ratio[i] = ours[i] / reader[i];
	}
	printf("%-34s %.0f ms (aim 150); raw reader of the same rows %.0f ms; ratio %.1f (aim 5), medians of %d pairs\n",
	    "first screen", bench_median(ours, PAIRS), bench_median(reader, PAIRS),
	    bench_median(ratio, PAIRS), PAIRS);
}

static void
measure_changes(struct pty *p, const char *target)
{
	pid_t child = start_changes(target);
	double cpu;
	uint64_t bytes;

	(void)pty_drain(p, 1000);
	cpu = pty_cpu_ms(p);
	bytes = pty_drain(p, WATCH_MS);
	cpu = pty_cpu_ms(p) - cpu;
	printf("%-34s %.0f bytes to the terminal for each, %.1f %% of a core\n",
	    "200 changes a second", (double)bytes / (CHANGES * WATCH_MS / 1000),
	    cpu / WATCH_MS * 100);
	(void)measure_keys(p, "key to cell, 200 changes a second", "▸");
	stop_changes(child);
}

static void
measure_console(const char *program, const char *target)
{
	struct pty p;
	double cpu;

	pty_start(&p, NULL,
	    (const char *const[]){program, "console", "--store", target, "--agent", "maeve",
		"--no-work", NULL});
	(void)pty_await(&p, "Guest", 20000);
	(void)pty_drain(&p, 1000);
	pty_type(&p, ":list all\r");
	(void)pty_drain(&p, 2000);
	pty_type(&p, ":sort id\r");
	(void)pty_drain(&p, 4000);
	pty_type(&p, "g");
	(void)pty_drain(&p, 2000);
	cpu = pty_cpu_ms(&p);
	(void)pty_drain(&p, WATCH_MS);
	printf("%-34s %.2f %% of a core (aim 0.5)\n", "nothing happens",
	    (pty_cpu_ms(&p) - cpu) / WATCH_MS * 100);
	(void)measure_keys(&p, "key to cell, nothing else", "▸");
	measure_changes(&p, target);
	printf("%-34s %.1f MiB (aim 80)\n", "peak memory", pty_peak_mib(&p));
	pty_end(&p);
}

/* ---- tig, on as many commits */

static int
make_commits(const char *folder)
{
	char command[600];
	FILE *f;

	snprintf(command, sizeof command,
	    "git init -q '%s' 2>/dev/null && cd '%s' && git fast-import --quiet 2>/dev/null", folder,
	    folder);
	f = popen(command, "w");
	if (f == NULL)
		return -1;
	for (int i = 0; i < CONVERSATIONS; i++)
		fprintf(f, "commit refs/heads/master\ncommitter Guest <guest@example.org> %d +0000\ndata 18\nWhere is my order?\n\n",
		    1700000000 + i);
	return pclose(f);
}

static void
measure_tig(void)
{
	const char *folder = bench_file("commits");
	struct pty p;

	if (system("command -v tig >/dev/null && command -v git >/dev/null") != 0) {
		printf("%-34s not installed: no comparison\n", "tig");
		return;
	}
	if (make_commits(folder) != 0) {
		printf("%-34s no repository could be made\n", "tig");
		return;
	}
	pty_start(&p, folder, (const char *const[]){"tig", "master", NULL});
	(void)pty_await(&p, "Guest", 20000);
	(void)pty_drain(&p, 4000);
	(void)measure_keys(&p, "tig: key to anything", NULL);
	pty_end(&p);
}

int
main(int argc, char **argv)
{
	const char *target;

	if (argc == 3 && strcmp(argv[1], "raw") == 0)
		return raw(argv[2]);
	if (argc != 3) {
		fprintf(stderr, "usage: console PROGRAM WORLD\n");
		return 2;
	}
	target = bench_file("console.db");
	fill(target, argv[2]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	measure_first(argv[1], target);
	measure_console(argv[1], target);
	measure_tig();
	return 0;
}
