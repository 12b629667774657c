/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Start-up to the first screen with 10,000 conversations: the program from exec to a printed board,
 * against a raw reader from exec to as many rows as fit on it. In pairs, one after the other.
 *
 * usage: screen PROGRAM WORLD        (screen raw STORE is the raw reader)
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/random.h"
#include "floorwalker/desk/desk.h"

#define CONVERSATIONS 10000
#define RUNS 9

static void
add_conversation(struct store *s, struct random_stream *r, int64_t number, int64_t now_ms)
{
	static const char *const intents[] = {
	    "order_status", "refund_request", "return_item", "product_question"};
	static const char *const texts[] = {"Where is my order?",
	    "It left us on Monday and is on its way.", "Thank you", "You're welcome."};
	char contact[32];
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
	    .message_count = 4,
	    .confidence = random_unit(r),
	    .opened_ms = now_ms - number * 1000,
	    .updated_ms = now_ms - number * 500};
	struct errinfo e;

	snprintf(contact, sizeof(contact), "bench-%lld", (long long)number);
	c.state = number % 10 == 0 ? CONVERSATION_QUEUED
	    : number % 3 == 0      ? CONVERSATION_AI
				   : CONVERSATION_CLOSED;
	if (c.state == CONVERSATION_QUEUED) {
		c.queue = "general";
		c.reason = HANDOFF_UNSURE;
		c.waiting_ms = c.updated_ms;
	}
	bench_must(store_conversation_add(s, &c, &e), &e);
	for (int i = 0; i < 4; i++) {
		struct message m = {.conversation_id = c.id,
		    .author = i % 2 == 0 ? AUTHOR_SHOPPER : AUTHOR_AI,
		    .name = "",
		    .text = texts[i],
		    .source_key = "",
		    .epoch = 1,
		    .confidence = i % 2 == 0 ? -1 : 0.9,
		    .citations = "",
		    .delivery = DELIVERY_DELIVERED,
		    .created_ms = c.opened_ms + i,
		    .delivered_ms = c.opened_ms + i};

		bench_must(store_message_add(s, &m, &e), &e);
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

	bench_must(desk_store_init(target, world, true, true, clock_system(), &e), &e);
	bench_must(store_open(target, &options, &s, &e), &e);
	random_init(&r, 1, "screen");
	for (int64_t i = 0; i < CONVERSATIONS;) {
		bench_must(store_begin(s, &e), &e);
		for (int64_t end = i + 500; i < end; i++)
			add_conversation(s, &r, i, now_ms);
		bench_must(store_commit(s, &e), &e);
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
	    sqlite3_prepare_v2(db, "SELECT * FROM conversations ORDER BY id DESC LIMIT 40", -1,
		&select, NULL) != SQLITE_OK) {
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

int
main(int argc, char **argv)
{
	const char *target;
	double ours[RUNS], reader[RUNS], ratio[RUNS], our_peak[RUNS], reader_peak[RUNS];

	if (argc == 3 && strcmp(argv[1], "raw") == 0)
		return raw(argv[2]);
	if (argc != 3) {
		fprintf(stderr, "usage: screen PROGRAM WORLD\n");
		return 2;
	}
	target = bench_file("screen.db");
	fill(target, argv[2]);
	for (int i = 0; i < RUNS; i++) {
		struct bench_cost a =
		    bench_program((const char *const[]){argv[1], "console", "--store", target,
			"--agent", "maeve", "--dump", "board", "--size", "120x40", NULL});
		struct bench_cost b =
		    bench_program((const char *const[]){"/proc/self/exe", "raw", target, NULL});

		ours[i] = a.ms;
		reader[i] = b.ms;
		ratio[i] = a.ms / b.ms;
		our_peak[i] = a.peak_mib;
		reader_peak[i] = b.peak_mib;
	}
	printf("first screen     %.1f ms with %d conversations (medians of %d pairs)\n",
	    bench_median(ours, RUNS), CONVERSATIONS, RUNS);
	printf("raw reader       %.1f ms for 40 rows\n", bench_median(reader, RUNS));
	printf("ratio            %.1f\n", bench_median(ratio, RUNS));
	printf("peak memory      %.1f MiB, raw reader %.1f MiB: ratio %.1f\n",
	    bench_median(our_peak, RUNS), bench_median(reader_peak, RUNS),
	    bench_median(our_peak, RUNS) / bench_median(reader_peak, RUNS));
	return 0;
}
