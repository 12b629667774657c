/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each act of a desk costs while many conversations are there, on a store in memory: half of
 * them wait in queues, a quarter is with the AI, a quarter is closed. A cost that grows with their
 * number shows as a row that grows to the right.
 *
 * usage: floor WORLD
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bench.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/acts.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/desk/shift.h"

enum { SIZES = 3, TRIES = 100 };
static const int sizes[SIZES] = {1000, 3000, 10000};

enum act {
	ACT_INGEST, ACT_INGEST_QUEUED, ACT_TRANSFER, ACT_DISTRIBUTE, ACT_FULL, ACT_LOADS, ACT_TAKE,
	ACT_REPLY, ACT_DELIVER, ACT_CLOSE, ACT_NEXT_DUE, ACT_COUNT
};
static const char *const titles[ACT_COUNT] = {
	[ACT_INGEST] = "a message that opens a conversation",
	[ACT_INGEST_QUEUED] = "a message of one who waits",
	[ACT_TRANSFER] = "into a queue",
	[ACT_DISTRIBUTE] = "a queue gives one to an agent",
	[ACT_FULL] = "a queue finds nobody with room",
	[ACT_LOADS] = "the loads of all agents",
	[ACT_TAKE] = "taken",
	[ACT_REPLY] = "answered",
	[ACT_DELIVER] = "a reply delivered, a timer run",
	[ACT_CLOSE] = "closed, wrapped up",
	[ACT_NEXT_DUE] = "when something is due next",
};

struct bench {
	struct desk *desk;
	struct clock *clock;
	int64_t ns[ACT_COUNT], times[ACT_COUNT], began;
	int contacts;
};

static struct errinfo e;

/* Of the processor: others use it, too. */
static int64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000 + t.tv_nsec;
}

static void
begin(struct bench *b)
{
	b->began = now_ns();
}

static void
end(struct bench *b, enum act act)
{
	b->ns[act] += now_ns() - b->began;
	b->times[act]++;
}

static int64_t
ingest(struct bench *b, int64_t conversation)
{
	char contact[32];
	const char *text = "Hello, can somebody help me with my order, please?";
	struct incoming in = {.channel = "bench",
	    .contact = conversation == 0 ? contact : NULL,
	    .text = text,
	    .text_size = strlen(text),
	    .conversation_id = conversation};

	snprintf(contact, sizeof contact, "bench-%d", b->contacts++);
	clock_move_to(b->clock, clock_now_ms(b->clock) + 1000);
	bench_must(desk_ingest(b->desk, &in, &conversation, NULL, &e), &e);
	return conversation;
}

/* Whatever is due now. */
static void
work(struct bench *b, bool counted)
{
	for (bool did = true; did;) {
		begin(b);
		bench_must(desk_work_step(b->desk, &did, &e), &e);
		if (counted && did)
			end(b, ACT_DELIVER);
	}
}

static void
fill(struct bench *b, int size)
{
	for (int i = 0; i < size; i++) {
		int64_t id = ingest(b, 0);

		if (i % 4 == 0)
			continue;
		bench_must(desk_take(b->desk, "una", id, &e), &e);
		if (i % 4 == 1) {
			bench_must(desk_close(b->desk, "una", id, "", &e), &e);
			bench_must(desk_close(b->desk, "una", id, "", &e), &e);
		} else {
			bench_must(desk_transfer(
			    b->desk, "una", id, i % 8 == 2 ? "refunds" : "general", "", &e), &e);
		}
	}
}

/* By hand, from a message to the end. */
static void
by_hand(struct bench *b)
{
	struct arena *a = arena_new();
	struct agent_load *loads;
	int64_t id, at;

	begin(b);
	id = ingest(b, 0);
	end(b, ACT_INGEST);
	begin(b);
	bench_must(desk_take(b->desk, "una", id, &e), &e);
	end(b, ACT_TAKE);
	begin(b);
	bench_must(desk_transfer(b->desk, "una", id, "general", "", &e), &e);
	end(b, ACT_TRANSFER);
	begin(b);
	ingest(b, id);
	end(b, ACT_INGEST_QUEUED);
	begin(b);
	bench_must(desk_take(b->desk, "una", id, &e), &e);
	end(b, ACT_TAKE);
	begin(b);
	bench_must(desk_loads(b->desk, a, &loads, &e), &e);
	end(b, ACT_LOADS);
	begin(b);
	bench_must(desk_reply(b->desk, "una", id, 0, "Of course: what is it about?", &e), &e);
	end(b, ACT_REPLY);
	begin(b);
	bench_must(desk_next_due(b->desk, &at, &e), &e);
	end(b, ACT_NEXT_DUE);
	clock_move_to(b->clock, clock_now_ms(b->clock) + 6000);
	work(b, true);
	begin(b);
	bench_must(desk_close(b->desk, "una", id, "", &e), &e);
	bench_must(desk_close(b->desk, "una", id, "", &e), &e);
	end(b, ACT_CLOSE);
	arena_free(&a);
}

/* By queues that assign, to agents who close what they get: the longest waiting goes to somebody,
 * and once nobody has room, to nobody. */
static void
by_queue(struct bench *b)
{
	static const char *const crew[] = {"maeve", "cathal", "ewa", "dara"};
	struct store *s = desk_store(b->desk);
	int given = 0;

	for (size_t i = 0; i < sizeof crew / sizeof *crew; i++)
		bench_must(desk_agent_state(b->desk, crew[i], "available", &e), &e);
	bench_must(desk_set_queue_assigns(b->desk, "una", "general", true, &e), &e);
	bench_must(desk_set_queue_assigns(b->desk, "una", "refunds", true, &e), &e);
	while (given < TRIES) {
		struct conversation_filter f = {
		    .states = 1u << CONVERSATION_AGENT, .limit = 100};
		struct conversation_list list;
		struct arena *a = arena_new();
		struct agent_load *loads;
		int64_t before = 0, after = 0;
		bool did = true;

		while (did) {
			bench_must(desk_loads(b->desk, a, &loads, &e), &e);
			before = after = 0;
			for (size_t i = 0; i < desk_settings(b->desk)->agent_count; i++)
				before += loads[i].conversations;
			begin(b);
			bench_must(desk_work_step(b->desk, &did, &e), &e);
			int64_t took = now_ns() - b->began;

			bench_must(desk_loads(b->desk, a, &loads, &e), &e);
			for (size_t i = 0; i < desk_settings(b->desk)->agent_count; i++)
				after += loads[i].conversations;
			if (did) {
				b->ns[after > before ? ACT_DISTRIBUTE : ACT_FULL] += took;
				b->times[after > before ? ACT_DISTRIBUTE : ACT_FULL]++;
			}
			given += after > before;
		}
		bench_must(store_conversation_list(s, a, &f, &list, &e), &e);
		for (size_t i = 0; i < list.count && i < 3; i++) {
			const struct conversation *c = &list.items[i];

			bench_must(desk_close(b->desk, c->agent, c->id, "", &e), &e);
			bench_must(desk_close(b->desk, c->agent, c->id, "", &e), &e);
		}
		arena_free(&a);
		clock_move_to(b->clock, clock_now_ms(b->clock) + 1000);
	}
}

static void
run(const struct world *world, int size, struct bench *b)
{
	static const uint8_t master[SEAL_KEY] = {'f', 'l', 'o', 'o', 'r'};
	struct desk_shared shared = {
	    .world = (struct world *)(uintptr_t)world, .keyring = keyring_new_from(master)};
	struct store_options how = {.create = true};
	struct desk_options o = {.shared = &shared,
	    .base = world_records(world),
	    .worker = "bench",
	    .practice = true,
	    .simulated = true};

	memset(b, 0, sizeof *b);
	o.clock = b->clock = clock_virtual_new(world_settings(world)->as_of_ms);
	bench_must(store_open("memory:", &how, &o.take_store, &e), &e);
	bench_must(desk_new(&o, &b->desk, &e), &e);
	fill(b, size);
	work(b, false);
	for (int i = 0; i < TRIES; i++)
		by_hand(b);
	by_queue(b);
	desk_free(&b->desk);
	clock_free(&b->clock);
	keyring_free(&shared.keyring);
}

int
main(int argc, char **argv)
{
	struct bench all[SIZES];
	struct world *world;

	if (argc != 2) {
		fprintf(stderr, "usage: floor WORLD\n");
		return 2;
	}
	bench_must(world_load(argv[1], &world, &e), &e);
	for (int i = 0; i < SIZES; i++)
		run(world, sizes[i], &all[i]);
	printf("%-40s", "microseconds, of so many conversations");
	for (int i = 0; i < SIZES; i++)
		printf(" %8d", sizes[i]);
	printf("\n");
	for (int act = 0; act < ACT_COUNT; act++) {
		printf("%-40s", titles[act]);
		for (int i = 0; i < SIZES; i++)
			printf(" %8.1f", all[i].times[act] == 0
				? 0.0
				: (double)all[i].ns[act] / 1000 / (double)all[i].times[act]);
		printf("\n");
	}
	world_free(&world);
	return 0;
}
