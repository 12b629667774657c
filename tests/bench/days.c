/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Simulated days: contacts a second of the processor and peak memory of a day of 100,000 and one of
 * 1,000,000 that go to a queue at once; the same with 100, 1,000 and 10,000 who wait; and contacts a
 * second with the builtin AI, people and follow-ups, on one thread and on two. Each day without an AI
 * has a process of its own. Where others use the machine, too, figures by the processor hold better
 * than those by the clock, and ratios better than both.
 *
 * usage: days WORLD SCENARIOS SHIFT [CONTACTS]
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/date.h"
#include "floorwalker/day/result.h"

enum { CONTACTS = 1000000, AGENTS = 10, SEED = 77, REPLICATIONS = 4, THREADS_MOST = 2 };

static struct errinfo e;

/* A day of contacts without a word of their own. */
struct queue_day {
	const struct world *world;
	double contacts, waiting;	/* in the mean; waiting 0: four of five agents are busy, and
					   nobody leaves */
};
struct came {
	int64_t contacts, samples;
	double queued;
};

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	(void)c;
	(void)transcript;
	((struct came *)context)->contacts++;
}

static void
take_sample(void *context, const struct floor_sample *x)
{
	struct came *came = context;

	came->queued += (double)x->queued;
	came->samples++;
}

/* With twice the work that the agents can do the other half leaves: as many wait as come of that in
 * the time of their patience. */
static void
play_queue(void *context, void *result)
{
	const struct queue_day *q = context;
	double apart_ms = (double)DATE_DAY_MS / q->contacts;
	struct crew crew = {.name = "agent", .count = AGENTS, .role = ROLE_AGENT, .capacity = 1, .adherence = 1, .speed = 1};
	struct law patience = law_exponential(2 * apart_ms * q->waiting);
	struct simulation s = {.name = "queue", .title = "A queue", .path = "queue", .days = 1, .replications = 1};
	const struct day_options o = {.simulation = &s, .world = q->world, .seed = SEED};
	const struct day_teller teller = { result, take_contact, take_sample };

	for (int i = 0; i < WEEK_HOURS; i++)
		s.demand.per_hour[i] = q->contacts / 24;
	s.people.crews = &crew;
	s.people.crew_count = 1;
	s.people.otherwise = (struct handling){.reason = HANDOFF_OTHER,
	    .time = law_exponential(AGENTS * apart_ms * (q->waiting > 0 ? 2 : 0.8)),
	    .resolves = 1};
	s.people.first_reply = s.people.wrap_up = s.people.approval = law_constant(0);
	s.ai.latency = law_constant(0);
	s.ai.send_at = (double)NAN;
	s.patience = q->waiting > 0 ? &patience : NULL;
	bench_must(day_play(&o, 0, &teller, &e), &e);
}

static double
measure(struct queue_day q, double first)
{
	struct came came = { 0 };
	struct bench_cost cost = bench_child(play_queue, &q, &came, sizeof(came));
	double us = cost.cpu_ms * 1000 / (double)came.contacts;

	printf("%9lld contacts, %6.0f wait: %6.0f a second of one processor, %5.1f us each (%.2f of the first); peak %.0f MiB\n",
	    (long long)came.contacts, came.queued / (double)came.samples, 1e6 / us, us,
	    first > 0 ? us / first : 1, cost.peak_mib);
	fflush(stdout);
	return us;
}

static void
measure_queues(const struct world *world, double contacts)
{
	double first = measure((struct queue_day){world, contacts / 10, 0}, 0);

	(void)measure((struct queue_day){world, contacts, 0}, first);
	first = 0;
	for (double waiting = 100; waiting <= 10000; waiting *= 10) {
		double us = measure((struct queue_day){world, contacts / 10, waiting}, first);

		first = first > 0 ? first : us;
	}
}

static double
processor_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
count_contacts(void *context, int64_t now_ms, int64_t of_ms, int64_t contacts)
{
	(void)now_ms;
	(void)of_ms;
	*(int64_t *)context = contacts;
	return 0;
}

static void
measure_talks(struct days_options *o, int threads)
{
	int64_t contacts = 0, began_us = clock_stopwatch_us();
	double began = processor_s(), seconds, processor;
	struct tally *t;
	struct value *result;
	struct arena *a = arena_new();

	o->threads = threads;
	o->day.progress = count_contacts;
	o->day.progress_context = &contacts;
	bench_must(days_run(o, &t, &e), &e);
	seconds = (double)(clock_stopwatch_us() - began_us) / 1e6;
	processor = processor_s() - began;
	result = tally_result(t, a);
	contacts = value_get_int(result, "contacts", 0);
	printf("with the AI, %d thread%s %5.0f contacts a second by the clock, %5.0f a second of one processor; %lld in %d days\n",
	    threads, threads == 1 ? ": " : "s:", (double)contacts / seconds,
	    (double)contacts / processor, (long long)contacts, REPLICATIONS);
	tally_free(&t);
	arena_free(&a);
}

static void
measure_ai(const struct world *world, const char *scenarios, const char *shift)
{
	struct arena *a = arena_new();
	const struct sim_sources sources = {.paths = &scenarios, .count = 1, .folder = scenarios};
	struct understander *understander;
	struct sim_script *script;
	struct simulation s;
	struct days_options o = {.replications = REPLICATIONS};

	bench_must(desk_understander_open(world, &understander, &e), &e);
	bench_must(sim_script_load(&sources, world_settings(world), &script, &e), &e);
	bench_must(simulation_load(a, shift, world_settings(world), NULL, 0, &s, &e), &e);
	o.day = (struct day_options){.simulation = &s,
	    .script = script,
	    .world = world,
	    .understander = understander,
	    .seed = SEED,
	    .want_transcripts = true};
	for (int threads = 1; threads <= THREADS_MOST; threads++)
		measure_talks(&o, threads);
	sim_script_free(&script);
	understander_free(&understander);
	arena_free(&a);
}

int
main(int argc, char **argv)
{
	struct world *world;

	if (argc < 4 || argc > 5) {
		fprintf(stderr, "usage: days WORLD SCENARIOS SHIFT [CONTACTS]\n");
		return 2;
	}
	bench_must(world_load(argv[1], &world, &e), &e);
	measure_queues(world, argc > 4 ? atof(argv[4]) : CONTACTS);
	measure_ai(world, argv[2], argv[3]);
	world_free(&world);
	return 0;
}
