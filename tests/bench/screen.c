/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Start-up to the first screen with 10,000 conversations: the program from exec to a printed board, against a raw reader from exec to the same rows, in turn, five times each.
 *
 * usage: screen PROGRAM WORLD        (screen raw STORE is the raw reader)
 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"
#include "floorwalker/desk/desk.h"

#define CONVERSATIONS 10000
#define RUNS 5

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
add_conversation(struct store *s, struct random_stream *r, int64_t number, int64_t now_ms)
{
	static const char *const intents[] = { "order_status", "refund_request", "return_item", "product_question" };
	static const char *const texts[] = { "Where is my order?", "It left us on Monday and is on its way.", "Thank you", "You're welcome." };
	char contact[32];
	struct conversation c = { .channel = "web", .contact = contact, .shopper = "Guest", .customer_id = "", .tier = "", .language = "en", .queue = "", .agent = "",
		.epoch = 1, .intent = intents[random_below(r, 4)], .summary = "", .draft = "", .preview = "Where is my order?", .disposition = "", .message_count = 4,
		.confidence = random_unit(r), .opened_ms = now_ms - number * 1000, .updated_ms = now_ms - number * 500 };
	struct errinfo e;

	snprintf(contact, sizeof(contact), "bench-%lld", (long long)number);
	c.state = number % 10 == 0 ? CONVERSATION_QUEUED : number % 3 == 0 ? CONVERSATION_AI : CONVERSATION_CLOSED;
	if (c.state == CONVERSATION_QUEUED) {
		c.queue = "general";
		c.reason = HANDOFF_UNSURE;
		c.waiting_ms = c.updated_ms;
	}
	must(store_conversation_add(s, &c, &e), &e);
	for (int i = 0; i < 4; i++) {
		struct message m = { .conversation_id = c.id, .author = i % 2 == 0 ? AUTHOR_SHOPPER : AUTHOR_AI, .name = "", .text = texts[i], .source_key = "", .epoch = 1,
			.confidence = i % 2 == 0 ? -1 : 0.9, .citations = "", .delivery = DELIVERY_DELIVERED, .created_ms = c.opened_ms + i, .delivered_ms = c.opened_ms + i };

		must(store_message_add(s, &m, &e), &e);
	}
}

static void
fill(const char *target, const char *world)
{
	struct store_options options = { .create = false };
	struct random_stream r;
	struct store *s;
	struct errinfo e;
	int64_t now_ms = clock_now_ms(clock_system());

	must(desk_store_init(target, world, true, true, clock_system(), &e), &e);
	must(store_open(target, &options, &s, &e), &e);
	random_init(&r, 1, "screen");
	for (int64_t i = 0; i < CONVERSATIONS;) {
		must(store_begin(s, &e), &e);
		for (int64_t end = i + 500; i < end; i++)
			add_conversation(s, &r, i, now_ms);
		must(store_commit(s, &e), &e);
	}
	store_close(&s);
}

static int
raw(const char *target)
{
	sqlite3 *db;
	sqlite3_stmt *select;
	int rows = 0;

	if (sqlite3_open_v2(target, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "SELECT * FROM conversations ORDER BY id DESC LIMIT 40", -1, &select, NULL) != SQLITE_OK) {
		fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
		return 1;
	}
	while (sqlite3_step(select) == SQLITE_ROW)
		rows += sqlite3_column_count(select) > 0;
	printf("%d\n", rows);
	sqlite3_finalize(select);
	sqlite3_close(db);
	return rows == 40 ? 0 : 1;
}

/* Milliseconds from fork to end; *peak gets MiB. */
static double
time_run(const char *const *argv, double *peak)
{
	int64_t begin = clock_stopwatch_us();
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (freopen("/dev/null", "w", stdout) != NULL)
			execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "bench: %s failed\n", argv[0]);
		exit(1);
	}
	*peak = (double)usage.ru_maxrss / 1024;
	return (double)(clock_stopwatch_us() - begin) / 1000;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	char folder[] = "/tmp/floorwalker-bench-XXXXXX";
	struct arena *a = arena_new();
	const char *target;
	double ours[RUNS], reader[RUNS], our_peak, reader_peak;

	if (argc == 3 && strcmp(argv[1], "raw") == 0)
		return raw(argv[2]);
	if (argc != 3 || mkdtemp(folder) == NULL) {
		fprintf(stderr, "usage: screen PROGRAM WORLD\n");
		return 2;
	}
	target = file_join(a, folder, "screen.db");
	fill(target, argv[2]);
	for (int i = 0; i < RUNS; i++) {
		const char *const program[] = { argv[1], "console", "--store", target, "--agent", "maeve", "--dump", "board", "--size", "120x40", NULL };
		const char *const raw_reader[] = { "/proc/self/exe", "raw", target, NULL };

		ours[i] = time_run(program, &our_peak);
		reader[i] = time_run(raw_reader, &reader_peak);
	}
	qsort(ours, RUNS, sizeof(*ours), compare);
	qsort(reader, RUNS, sizeof(*reader), compare);
	printf("first screen     %.1f ms with %d conversations (median of %d)\n", ours[RUNS / 2], CONVERSATIONS, RUNS);
	printf("raw reader       %.1f ms for 40 rows\n", reader[RUNS / 2]);
	printf("ratio            %.1f\n", ours[RUNS / 2] / reader[RUNS / 2]);
	printf("peak memory      %.1f MiB, raw reader %.1f MiB: ratio %.1f\n", our_peak, reader_peak, our_peak / reader_peak);
	remove_folder(folder);
	arena_free(&a);
	return 0;
}
