/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demonstration: a practice store of the demo shop, shoppers who arrive in real time, the AI
 * that serves them, and the console on it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/log.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/sim/sim.h"
#include "floorwalker/tui/tui.h"
#include "floorwalker/world.h"

#define OPENING_SPEED 400.0		/* the shoppers who were here before the doors open write
					   this many times faster */
#define OPENING_MS ((int64_t)6000)	/* at most so long */
#define ARRIVALS 6.0			/* a minute, once it is open */
#define PROGRESS_MS ((int64_t)10000)

struct demo {
	struct call *call;
	const char *folder;		/* NULL: not made yet */
	const char *target;
	struct desk_shared shared;
	struct desk *desk;		/* of this thread */
	struct sim_script *script;
	struct sim_live *live;
	int64_t seed, speed;
};

/* Who comes first, so that the board shows every kind of work at once: refunds that wait for a
 * person, hand-overs for several reasons, and plain questions. */
static const char *const opening_scenarios[] = {"refund-damaged-big", "furious",
    "status-in-transit", "return-large", "human-at-once", "product-attribute", "lost-larger",
    "cancel-pending", "legal-threat", "faulty-in-guarantee", "delivery-cost", "return-in-window",
    "refund-vip", "stock-few"};
#define OPENING_COUNT (sizeof(opening_scenarios) / sizeof(opening_scenarios[0]))

static enum err
open_shop(struct demo *d, struct errinfo *e)
{
	const char *world;
	enum err err;

	if ((err = file_temporary_folder(d->call->arena, "demo", &d->folder, e)) != ERR_OK)
		return err;
	d->target = file_join(d->call->arena, d->folder, "demo.db");
	if ((err = world_folder_find(d->call->arena, call_text(d->call, "world", "tarn-and-fell"),
		 &world, e)) != ERR_OK ||
	    (err = desk_store_init(d->target, world, true, true, clock_system(), e)) != ERR_OK ||
	    (err = desk_shared_open(d->target, &d->shared, e)) != ERR_OK ||
	    /* one for both desks that play turns */
	    (err = desk_understander_open(d->shared.world, &d->shared.understander, e)) != ERR_OK ||
	    (err = desk_open(&d->shared, d->target, call_text(d->call, "backend", "builtin"),
		 clock_system(), "demo", &d->desk, e)) != ERR_OK)
		return err;
	return simulation_script(d->call->arena, &(struct simulation_words){0},
	    world_settings(d->shared.world), &d->script, e);
}

static void
close_shop(struct demo *d)
{
	sim_live_free(&d->live);
	sim_script_free(&d->script);
	desk_free(&d->desk);
	desk_shared_close(&d->shared);
	file_remove_folder(d->folder);
}

/* The morning before the console opens, played quickly: conversations that have ended, some that
 * wait. Whoever is still here stays, and goes on at a person's pace. */
static enum err
play_opening(struct demo *d, struct errinfo *e)
{
	struct sim_live_options options = {.script = d->script,
	    .target = d->target,
	    .shared = &d->shared,
	    .seed = (uint64_t)d->seed,
	    .arrivals_per_minute = ARRIVALS,
	    .most_open = 24,
	    .speed = OPENING_SPEED,
	    .first = opening_scenarios,
	    .first_count = OPENING_COUNT};
	int64_t until = clock_stopwatch_us() + OPENING_MS * 1000, next_ms;
	struct arena *a = arena_new();
	enum err err = sim_live_new(&options, &d->live, e);

	while (err == ERR_OK && clock_stopwatch_us() < until && !stop_is_asked()) {
		size_t pieces = 0;

		if ((err = sim_live_step(d->live, clock_now_ms(clock_system()), &next_ms, e)) ==
		    ERR_OK)
			err = desk_work(d->desk, 64, &pieces, e);
		if (value_get_int(sim_live_summary(d->live, a), "started", 0) >=
		    (int64_t)OPENING_COUNT)
			break;
		if (pieces == 0)
			stop_sleep(2);
	}
	if (err == ERR_OK)
		sim_live_pace(d->live, (double)d->speed, ARRIVALS, clock_now_ms(clock_system()));
	arena_free(&a);
	return err;
}

/* On a thread of its own beside the console. */
static void
run_shoppers(void *context, const atomic_bool *stop)
{
	struct demo *d = context;
	struct errinfo e;
	int64_t next_ms;

	while (!atomic_load(stop)) {
		enum err err = sim_live_step(d->live, clock_now_ms(clock_system()), &next_ms, &e);

		if (err != ERR_OK && err != ERR_BUSY) {
			log_line(LOG_ERROR, "the demonstration's shoppers: %s", e.text);
			break;
		}
		stop_sleep(50);
	}
}

static enum err
print_figures(struct demo *d, const char *lead, FILE *to, struct errinfo *e)
{
	struct conversation_counts counts;
	struct arena *a = arena_new();
	enum err err = store_conversation_counts(desk_store(d->desk), a, &counts, e);

	if (err == ERR_OK)
		fprintf(to,
		    "%s%lld with the AI, %lld waiting for a person, %lld closed; to approve: %lld\n",
		    lead, (long long)counts.by_state[CONVERSATION_AI],
		    (long long)counts.by_state[CONVERSATION_QUEUED],
		    (long long)counts.by_state[CONVERSATION_CLOSED],
		    (long long)counts.waiting_actions);
	arena_free(&a);
	return err;
}

static enum err
print_summary(struct demo *d, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct value *v = sim_live_summary(d->live, a);
	struct desk_figures figures;
	enum err err = desk_figures(d->desk, &figures, e);

	if (err == ERR_OK) {
		double low, high;

		printf("\nshoppers who came            %lld\n",
		    (long long)value_get_int(v, "started", 0));
		printf("served to their end          %lld\n",
		    (long long)value_get_int(v, "satisfied", 0));
		printf("gave up                      %lld\n",
		    (long long)value_get_int(v, "gave_up", 0));
		if (figures.containment.confirmed.denominator > 0) {
			ratio_interval(figures.containment.confirmed, &low, &high);
			printf(
			    "contained, confirmed         %.0f %% of %lld closed (95 %%: %.0f to %.0f)\n",
			    100 * ratio_value(figures.containment.confirmed),
			    (long long)figures.containment.confirmed.denominator, 100 * low,
			    100 * high);
		}
		err = print_figures(d, "now                          ", stdout, e);
	}
	arena_free(&a);
	return err;
}

static enum err
run_headless(struct demo *d, int64_t seconds, struct errinfo *e)
{
	int64_t now_us = clock_stopwatch_us(), until = now_us + seconds * 1000000,
		report = now_us + PROGRESS_MS * 1000, next_ms;
	enum err err = ERR_OK;

	while (err == ERR_OK && (now_us = clock_stopwatch_us()) < until && !stop_is_asked()) {
		size_t pieces = 0;

		if ((err = sim_live_step(d->live, clock_now_ms(clock_system()), &next_ms, e)) ==
		    ERR_OK)
			err = desk_work(d->desk, 64, &pieces, e);
		if (err == ERR_OK && now_us >= report) {
			report += PROGRESS_MS * 1000;
			err = print_figures(d, "", stderr, e);
		}
		if (pieces == 0)
			stop_sleep(20);
	}
	if (err == ERR_OK)
		err = print_summary(d, e);
	return err;
}

/* Who the newcomer is: somebody who may approve what waits. */
static const char *
demo_agent(const struct demo *d)
{
	const struct settings *s = desk_settings(d->desk);

	for (size_t i = 0; i < s->agent_count; i++)
		if (s->agents[i].role == ROLE_SUPERVISOR)
			return s->agents[i].id;
	return s->agent_count > 0 ? s->agents[0].id : "";
}

static enum err
run_console(struct demo *d, struct errinfo *e)
{
	struct tui_options options = {.target = d->target,
	    .shared = &d->shared,
	    .agent = call_text(d->call, "agent", demo_agent(d)),
	    .practice = true,
	    .work = true,
	    .backend = call_text(d->call, "backend", "builtin"),
	    .background = run_shoppers,
	    .background_context = d};
	enum err err;

	if (settings_agent(desk_settings(d->desk), options.agent) == NULL)
		return err_set(e, ERR_NOT_FOUND,
		    "there is no agent \"%.40s\" in this shop's world.yaml", options.agent);
	if ((err = settings_of_call(d->call, world_folder(d->shared.world), &options.settings, e)) == ERR_OK)
		err = tui_run(&options, e);
	tui_settings_free(&options.settings);
	return err;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct demo d = { .call = c };
	bool headless = call_has(c, "headless");
	int64_t seconds;
	enum err err;

	if ((err = call_int(c, "seconds", 1, 86400, 60, &seconds, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &d.seed, e)) != ERR_OK ||
	    (err = call_int(c, "speed", 1, 1000, 1, &d.speed, e)) != ERR_OK)
		return err;
	if (!headless && (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)))
		return err_set(e, ERR_UNSUPPORTED,
		    "there is no terminal here: floorwalker demo --headless runs without the screen");
	if (headless)
		stop_listen();
	fprintf(stderr, "opening the shop …\n");
	if ((err = open_shop(&d, e)) == ERR_OK && (err = play_opening(&d, e)) == ERR_OK)
		err = headless ? run_headless(&d, seconds, e) : run_console(&d, e);
	close_shop(&d);
	return err;
}

static const struct option options[] = {
	{ .name = "headless", .help = "without the screen: progress, then a summary" },
	{ .name = "seconds", .value = "N", .help = "how long a headless run takes (60)" },
	{ .name = "agent", .value = "ID", .help = "who you are (a supervisor)" },
	{ .name = "theme", .value = "NAME", .help = "dark, light, high-contrast …, or a file" },
	{ .name = "set", .value = "NAME=VALUE", .help = "a setting (floorwalker.conf(5))", .several = true },
	{ .name = "speed", .value = "N", .help = "how many times faster than people the shoppers write (1)" },
	{ .name = "seed", .value = "S", .help = "1" },
	{ .name = "world", .value = "DIR", .help = "the world (tarn-and-fell)" },
	{ .name = "backend", .value = "NAME", .help = "the AI: builtin (default) or http:URL" },
	{ .name = NULL },
};

const struct subcommand subcommand_demo = {
    .name = "demo",
    .words = "",
    .summary = "a living shop: shoppers arrive, the AI serves them, you are at the console",
    .help =
	"Makes a practice store in a temporary folder, removed at the end. Nothing leaves this machine.",
    .examples =
	"  floorwalker demo\n  floorwalker demo --theme light --speed 3\n  floorwalker demo --headless --seconds 60\n",
    .options = options,
    .run = run,
};
