/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the time of a turn goes: conversations with the builtin AI on a SQLite store, on one core,
 * in a world and in one of the shape of tau-bench's retail shop; turns a second, and the share of
 * each step. A step's time is its own: what it calls of another step is that one's.
 *
 * Shares are of the processor, which a disk that others use doesn't change; beside them stands what
 * passes by the clock. The desk tells where its steps begin and end. What happens within the AI's draft is seen by
 * wrapping the calls into the rooms below (the linker's --wrap): facts, rules, retrieval, sentences.
 *
 * usage: steps WORLD [TAU_SET]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../benchmark/sets.h"
#include "bench.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/knowledge.h"
#include "floorwalker/shop/actions.h"
#include "floorwalker/text/messages.h"
#include "floorwalker/world/tau.h"

enum { CUSTOMERS = 60, RUNS = 3, DEPTH = 64, CUSTOMERS_LEAST = 8 };

enum part {
	PART_OUTSIDE, PART_LOAD, PART_UNDERSTAND, PART_IDENTITY, PART_DIALOGUE, PART_FACTS,
	PART_POLICY, PART_RETRIEVAL, PART_SAY, PART_JUDGE, PART_GROUND, PART_GATES, PART_COMMIT,
	PART_COUNT
};

static const struct { const char *step, *title; } names[PART_COUNT] = {
	[PART_OUTSIDE] = {"", "outside: message in, delivery"},
	[PART_LOAD] = {"load", "load"},
	[PART_UNDERSTAND] = {"understand", "understand"},
	[PART_IDENTITY] = {"identify", "identity"},
	[PART_DIALOGUE] = {"draft", "dialogue"},
	[PART_FACTS] = {"", "facts"},
	[PART_POLICY] = {"", "policy"},
	[PART_RETRIEVAL] = {"", "retrieval"},
	[PART_SAY] = {"", "say"},
	[PART_JUDGE] = {"judge", "judge proposals"},
	[PART_GROUND] = {"ground", "ground check"},
	[PART_GATES] = {"gates", "gates"},
	[PART_COMMIT] = {"commit", "commit"},
};

/* ---- who has the time */

static struct {
	enum part stack[DEPTH];
	size_t depth;
	int64_t last_ns[2], spent_ns[2][PART_COUNT];	/* by the clock; of the processor */
	int64_t turns;
} watch;

static int64_t
now_ns(int which)
{
	struct timespec t;

	clock_gettime(which ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000 + t.tv_nsec;
}

static void
pass_time(void)
{
	for (int which = 0; which < 2; which++) {
		int64_t now = now_ns(which);

		watch.spent_ns[which][watch.depth ? watch.stack[watch.depth - 1] : PART_OUTSIDE] +=
		    now - watch.last_ns[which];
		watch.last_ns[which] = now;
	}
}

static void
enter(enum part p)
{
	pass_time();
	if (watch.depth < DEPTH)
		watch.stack[watch.depth++] = p;
}

static void
leave(void)
{
	pass_time();
	watch.depth -= watch.depth > 0;
}

static void
step(void *context, const char *name)
{
	size_t length = strlen(name);
	bool ends = length > 5 && !strcmp(name + length - 5, ":done");

	(void)context;
	length -= ends ? 5 : 0;
	for (int p = 0; p < PART_COUNT; p++)
		if (*names[p].step && strlen(names[p].step) == length &&
		    !strncmp(names[p].step, name, length)) {
			watch.turns += p == PART_COMMIT && ends;
			if (ends)
				leave();
			else
				enter((enum part)p);
		}
}

#define WRAPPED(part, result, function, given, passed) \
	result __real_##function given; \
	result __wrap_##function given; \
	result \
	__wrap_##function given \
	{ \
		enter(part); \
		result answer = __real_##function passed; \
		leave(); \
		return answer; \
	}

WRAPPED(PART_FACTS, enum err, facts_order,
    (struct facts *f, const char *id, const struct order **out, struct errinfo *e), (f, id, out, e))
WRAPPED(PART_FACTS, enum err, facts_orders,
    (struct facts *f, const struct order **out, size_t *n, struct errinfo *e), (f, out, n, e))
WRAPPED(PART_FACTS, enum err, facts_customer,
    (struct facts *f, const struct customer **out, struct errinfo *e), (f, out, e))
WRAPPED(PART_FACTS, enum err, facts_product,
    (struct facts *f, const char *id, const struct product **out, struct errinfo *e),
    (f, id, out, e))
WRAPPED(PART_FACTS, enum err, facts_product_of_sku,
    (struct facts *f, const char *sku, const struct product **out, struct errinfo *e),
    (f, sku, out, e))
WRAPPED(PART_FACTS, enum err, facts_catalogue,
    (struct facts *f, const struct product **out, size_t *n, struct errinfo *e), (f, out, n, e))
WRAPPED(PART_POLICY, enum err, action_judge,
    (struct facts *f, struct policy_session *s, struct action_proposal *p, struct verdict *out,
	struct value **facts, struct value *trace, struct errinfo *e),
    (f, s, p, out, facts, trace, e))
WRAPPED(PART_RETRIEVAL, enum err, retrieve,
    (struct retriever *r, struct arena *a, const char *question, const char *intent,
	const char *product, size_t limit, struct retrieved **out, size_t *n, struct errinfo *e),
    (r, a, question, intent, product, limit, out, n, e))

enum err __real_messages_render(const struct messages *m, struct str *out, const char *key,
    size_t variant, const struct message_param *params, size_t count, struct errinfo *e);
enum err __wrap_messages_render(const struct messages *m, struct str *out, const char *key,
    size_t variant, const struct message_param *params, size_t count, struct errinfo *e);

/* Lists of words to recognise come from the same files; they are listened for, not said. */
enum err
__wrap_messages_render(const struct messages *m, struct str *out, const char *key, size_t variant,
    const struct message_param *params, size_t count, struct errinfo *e)
{
	bool says = strncmp(key, "words.", 6) != 0 && strncmp(key, "claim.", 6) != 0;

	if (says)
		enter(PART_SAY);
	enum err err = __real_messages_render(m, out, key, variant, params, count, e);

	if (says)
		leave();
	return err;
}

/* ---- the conversations */

static void
say(struct desk *d, int64_t *conversation, int i, const char *text)
{
	char contact[32];
	struct incoming in = {.channel = "bench",
	    .contact = contact,
	    .text = text,
	    .text_size = strlen(text),
	    .conversation_id = *conversation};
	struct errinfo e;
	size_t pieces;

	snprintf(contact, sizeof contact, "steps-%d", i);
	bench_must(desk_ingest(d, &in, conversation, NULL, &e), &e);
	bench_must(desk_work(d, 1000, &pieces, &e), &e);
}

static const struct product *
product_of(const struct shop_records *r, const struct order_line *l)
{
	for (size_t i = 0; i < r->product_count; i++)
		if (product_variant(&r->products[i], l->sku))
			return &r->products[i];
	return &r->products[0];
}

static void
talk(struct desk *d, const struct shop_records *r, const struct customer *c, const struct order *o,
    int i)
{
	struct arena *a = arena_new();
	const struct product *p = product_of(r, &o->lines[0]);
	const char *value = p->variant_count && p->variants[0].option_count
	    ? p->variants[0].options[0].value
	    : "one";
	const char *const says[] = {
		arena_printf(a, "Hello, where is my order %s? I'm %s", o->id, c->email),
		arena_printf(a, "I'd like to send back the %s", p->name),
		"I changed my mind",
		"Yes, please",
		arena_printf(a, "Do you have the %s in %s?", p->name, value),
		"How long does a refund take?",
		arena_printf(a, "How many of the %s are in stock?", p->name),
		"Thanks, that's all",
	};
	int64_t conversation = 0;

	for (size_t k = 0; k < sizeof says / sizeof *says; k++)
		say(d, &conversation, i, says[k]);
	arena_free(&a);
}

static void
talk_to_all(struct desk *d, const struct world *world)
{
	const struct shop_records *r = world_records(world);
	int talks = 0;

	for (int round = 0; talks < CUSTOMERS && round < CUSTOMERS / CUSTOMERS_LEAST; round++)
		for (size_t i = 0; i < r->order_count && talks < CUSTOMERS; i++)
			for (size_t k = 0; k < r->customer_count; k++)
				if (!strcmp(r->customers[k].id, r->orders[i].customer_id) &&
				    r->orders[i].line_count > 0) {
					talk(d, r, &r->customers[k], &r->orders[i], talks++);
					break;
				}
}

struct outcome { double seconds, processor; int64_t turns, spent_ns[2][PART_COUNT]; };

static void
run(void *world, void *out)
{
	const char *target = bench_file("steps.db");
	struct store_options how = {.create = false};
	struct desk_shared shared;
	struct desk *desk;
	struct errinfo e;
	struct outcome *x = out;

	bench_must(desk_store_init(target, world, true, true, clock_system(), &e), &e);
	bench_must(desk_shared_open(target, &shared, &e), &e);
	bench_must(desk_understander_open(shared.world, &shared.understander, &e), &e);
	struct desk_options o = {.shared = &shared,
	    .clock = clock_system(),
	    .worker = "steps",
	    .practice = true,
	    .step = step};

	bench_must(store_open(target, &how, &o.take_store, &e), &e);
	bench_must(backend_builtin_new(&o.take_backend, &e), &e);
	bench_must(desk_new(&o, &desk, &e), &e);
	memset(&watch, 0, sizeof watch);
	int64_t begin = watch.last_ns[0] = now_ns(0), used = watch.last_ns[1] = now_ns(1);

	talk_to_all(desk, shared.world);
	pass_time();
	x->seconds = (double)(now_ns(0) - begin) / 1e9;
	x->processor = (double)(now_ns(1) - used) / 1e9;
	x->turns = watch.turns;
	memcpy(x->spent_ns, watch.spent_ns, sizeof x->spent_ns);
	desk_free(&desk);
	desk_shared_close(&shared);
}

static void
measure(const char *title, const char *world)
{
	static const char *const files[] = {"steps.db", "steps.db-wal", "steps.db-shm", "steps.db.key"};
	double rate[RUNS], of_core[RUNS], share[PART_COUNT][RUNS], each[PART_COUNT][RUNS],
	    passed[PART_COUNT][RUNS];
	int64_t turns = 0;

	for (int i = 0; i < RUNS; i++) {
		struct outcome x;

		for (size_t f = 0; f < sizeof files / sizeof *files; f++)
			unlink(bench_file(files[f]));
		fflush(stdout);			/* the child would print it, too */
		bench_child(run, (void *)(uintptr_t)world, &x, sizeof x);
		turns = x.turns;
		rate[i] = (double)x.turns / x.seconds;
		of_core[i] = (double)x.turns / x.processor;
		for (int p = 0; p < PART_COUNT; p++) {
			share[p][i] = 100.0 * (double)x.spent_ns[1][p] / (x.processor * 1e9);
			each[p][i] = (double)x.spent_ns[1][p] / 1000 / (double)x.turns;
			passed[p][i] = (double)x.spent_ns[0][p] / 1000 / (double)x.turns;
		}
	}
	printf("%s: %.0f turns a second on one core by its processor, %.0f by the clock (%lld turns; medians of %d runs)\n",
	    title, bench_median(of_core, RUNS), bench_median(rate, RUNS), (long long)turns, RUNS);
	printf("  %-30s %8s  %12s  %12s\n", "a turn's", "share", "processor", "clock");
	for (int p = 0; p < PART_COUNT; p++)
		printf("  %-30s %6.1f %%  %9.0f us  %9.0f us\n", names[p].title,
		    bench_median(share[p], RUNS), bench_median(each[p], RUNS),
		    bench_median(passed[p], RUNS));
}

/* A world in the shape of tau-bench's retail shop, in the bench's folder. */
static const char *
import(struct arena *a, const char *db, const char *name)
{
	const char *root = getenv("FLOORWALKER_DATA");
	struct tau_import_options o = {.db = db,
	    .out = arena_text(a, bench_file(name)),
	    .template = file_join(a, root ? root : ".", "scenarios/templates/tau-retail"),
	    .messages = file_join(a, root ? root : ".", "scenarios/worlds/tarn-and-fell")};
	struct tau_counts counts;
	struct errinfo e;

	bench_must(tau_import(&o, &counts, &e), &e);
	return o.out;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	const char *random = arena_text(a, bench_file("random"));
	struct set set;
	struct stat there;

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: steps WORLD [TAU_SET]\n");
		return 2;
	}
	measure("the world", argv[1]);
	set_make(a, 1, &set);
	if (mkdir(random, 0700) != 0)
		return 1;
	set_write(a, random, &set);
	measure("a set made at random", import(a, random, "random-world"));
	if (argc == 3 && stat(argv[2], &there) == 0)
		measure("tau-bench's retail set", import(a, argv[2], "tau-world"));
	else
		printf("tau-bench's retail set: not here, passed over\n");
	arena_free(&a);
	return 0;
}
