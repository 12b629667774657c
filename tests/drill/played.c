/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drills that come with the program are played: everybody whom they announce comes, and what the AI did is scored.
 * In the seat sits a simulated agent.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/report/report.h"
#include "floorwalker/sim/sim.h"
#include "floorwalker/world.h"
#include "made.h"

static struct world *world;
static struct understander *understander;

static int
open_all(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e;
	enum err err = world_load(file_data(a, "worlds/tarn-and-fell"), &world, &e);

	(void)state;
	if (err == ERR_OK)
		err = desk_understander_open(world, &understander, &e);
	arena_free(&a);
	return err != ERR_OK;
}

static int
close_all(void **state)
{
	(void)state;
	understander_free(&understander);
	world_free(&world);
	return 0;
}

struct taken {
	struct arena *arena;
	struct value *contacts;
	size_t count, faults;
	int64_t midnight_ms;
};

static void
take(void *context, const struct contact *c, const struct value *transcript)
{
	struct taken *t = context;

	value_add(t->contacts, debrief_contact(t->arena, c, transcript, t->midnight_ms));
	t->faults += c->outcome.simulator_fault;
	t->count++;
}

static void
play(struct arena *a, struct drill *d, struct taken *t)
{
	struct simulation *s = &d->simulation;
	struct sim_sources sources = {.paths = s->script_paths, .count = s->script_path_count,
	    .folder = file_data(a, "scenarios")};
	struct day_options o = {.simulation = s, .world = world, .understander = understander,
	    .seed = d->seed, .want_transcripts = true};
	struct day_teller teller = {.context = t, .contact = take};
	struct sim_script *script;
	struct errinfo e;

	*t = (struct taken){.arena = a, .contacts = value_list(a), .midnight_ms = s->warm_up_ms};
	s->people.crews[0] = (struct crew){.name = "stand-in", .count = 1, .role = d->seat.role,
	    .queues = d->seat.queues, .queue_count = d->seat.queue_count,
	    .capacity = d->seat.capacity, .adherence = 1, .speed = 1};
	memcpy(s->people.crews[0].limits, d->seat.limits, sizeof(d->seat.limits));
	s->people.crew_count = 1;
	check_ok(sim_script_load(&sources, world_settings(world), &script, &e), &e);
	o.script = script;
	check_ok(day_play(&o, 0, &teller, &e), &e);
	sim_script_free(&script);
}

static void
holds_talk(const struct str *text)
{
	assert_non_null(strstr(text->data, "What was said\n"));
	assert_non_null(strstr(text->data, " Shopper: "));
	assert_non_null(strstr(text->data, " AI: "));
}

static void
everybody_comes_and_the_ai_is_scored(void **state)
{
	static const char *const names[] = { "drills/refund-afternoon", "drills/outage", "furious" };
	static const size_t come[] = { 8, 5, 1 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct arena *a = arena_new();
		const char *path = file_data(a, arena_printf(a, "scenarios/%s.yaml", names[i]));
		struct session s = {.id = "x-1", .drill = "x", .drill_path = path, .trainee = "ai", .seat = "ai", .speed = 1, .ended_ms = DATE_DAY_MS};
		const struct value *debrief;
		struct drill d;
		struct taken t;
		struct errinfo e;
		struct str out;

		check_ok(drill_load(a, path, world_settings(world), &d, &e), &e);
		play(a, &d, &t);
		assert_int_equal(t.count, come[i]);
		assert_int_equal(t.faults, 0);
		check_ok(debrief_make(a, &d, &s, t.contacts, "ai", &debrief, &e), &e);
		assert_true(value_count(value_get(debrief, "conversations")) > 0);
		assert_true(isfinite(made_score(debrief, "tone")));
		assert_true(isfinite(made_score(debrief, "satisfaction")));
		str_init(&out);
		report_debrief_text(debrief, NULL, &out);
		holds_talk(&out);
		str_clear(&out);
		arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(everybody_comes_and_the_ai_is_scored),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_all, close_all);
}
