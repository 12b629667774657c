/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The trainer's file: what it says is read, what it gets wrong is named with its place; a simulation and a scenario
 * are drills by themselves.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../check.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/drill/drill.h"
#include "floorwalker/world.h"

#define MINUTE ((int64_t)60000)
#define CLOCK(h, m) ((int64_t)((h) * 60 + (m)) * MINUTE)

static struct world *world;

static int
open_world(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e;
	char *folder = file_data(a, "worlds/tarn-and-fell");
	enum err err = folder == NULL ? ERR_NOT_FOUND : world_load(folder, &world, &e);

	(void)state;
	arena_free(&a);
	return err != ERR_OK;
}

static int
close_world(void **state)
{
	(void)state;
	world_free(&world);
	return 0;
}

static enum err
load_text(struct arena *a, const char *text, struct drill *out, struct errinfo *e)
{
	char path[] = "/tmp/floorwalker-drill-XXXXXX.yaml";
	int fd = mkstemps(path, 5);
	enum err err;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	err = drill_load(a, path, world_settings(world), out, e);
	unlink(path);
	return err;
}

/* ---- those that come with the program */

static void
every_drill_that_comes_with_the_program_loads(void **state)
{
	static const struct {
		const char *name;
		size_t lessons, events, arrivals;
	} drills[] = { { "morning-rush", 3, 3, 0 }, { "refund-afternoon", 4, 2, 8 },
		{ "outage", 3, 4, 5 } };
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(drills) / sizeof(drills[0]); i++) {
		char *path = file_data(a, arena_printf(a, "drills/%s.yaml", drills[i].name));
		const char *of;
		struct drill d;
		struct errinfo e;

		assert_non_null(path);
		check_ok(drill_load(a, path, world_settings(world), &d, &e), &e);
		check_ok(drill_world(a, path, &of, &e), &e);
		assert_string_equal(of, "tarn-and-fell");
		assert_string_equal(d.world, "tarn-and-fell");
		assert_string_equal(d.name, drills[i].name);
		assert_true(strlen(d.about) > 60);
		assert_int_equal(d.lesson_count, drills[i].lessons);
		assert_int_equal(d.event_count, drills[i].events);
		assert_int_equal(d.simulation.demand.log_count, drills[i].arrivals);
		assert_int_equal(d.tone_count, 3);
		assert_string_equal(d.currency, "EUR");
	}
	arena_free(&a);
}

/* ---- what is read */

#define HEAD "drill: small\nworld: tarn-and-fell\n"
#define TWO HEAD "scenarios:\n  - {at: 10:30, scenario: furious}\n  - {at: 10:05, scenario: safety, persona: grumpy, channel: web, tier: plus}\n"

static void
shoppers_come_in_order_of_time_and_nobody_else_is_there(void **state)
{
	struct arena *a = arena_new();
	struct drill d;
	struct errinfo e;

	(void)state;
	check_ok(load_text(a, TWO, &d, &e), &e);
	assert_true(d.simulation.demand.logged);
	assert_int_equal(d.simulation.demand.log_count, 2);
	assert_string_equal(d.simulation.demand.log[0].scenario, "safety");
	assert_int_equal(d.simulation.demand.log[0].at_ms, CLOCK(10, 5));
	assert_string_equal(d.simulation.demand.log[0].persona, "grumpy");
	assert_string_equal(d.simulation.demand.log[0].tier, "plus");
	assert_string_equal(d.simulation.demand.log[1].scenario, "furious");
	assert_int_equal(d.simulation.script_path_count, 2);
	assert_true(d.alone);
	assert_int_equal(d.simulation.people.crew_count, 1);
	assert_int_equal(d.simulation.people.crews[0].count, 0);
	assert_int_equal(d.from_ms, CLOCK(10, 0));	/* the hour of the first */
	assert_int_equal(d.length_ms, 40 * MINUTE);
	assert_true(d.hints);
	assert_true(d.speed == 1);
	assert_int_equal(d.seat.role, ROLE_SUPERVISOR);
	assert_int_equal(d.seat.shift_count, 0);
	assert_false(d.one_scenario);
	arena_free(&a);
}

static void
colleagues_come_where_they_are_asked_for(void **state)
{
	struct arena *a = arena_new();
	struct drill d;
	struct errinfo e;

	(void)state;
	check_ok(load_text(a, TWO "colleagues: on\n", &d, &e), &e);
	assert_false(d.alone);
	assert_int_equal(d.simulation.people.crew_count, 0);	/* the world's own */
	check_ok(load_text(a, HEAD "shift: weekday\nfrom: 10:00\ncolleagues: off\n", &d, &e), &e);
	assert_true(d.alone);
	check_ok(load_text(a, HEAD "shift: weekday\n", &d, &e), &e);
	assert_false(d.alone);
	assert_int_equal(d.from_ms, CLOCK(7, 0));	/* the first hour in which anybody comes */
	arena_free(&a);
}

static void
the_seat_is_an_agent_of_the_world_or_somebody_of_their_own(void **state)
{
	struct arena *a = arena_new();
	struct drill d;
	struct errinfo e;

	(void)state;
	check_ok(load_text(a, TWO "seat: {agent: maeve}\n", &d, &e), &e);
	assert_string_equal(d.seat.id, "maeve");
	assert_int_equal(d.seat.limits[ACTION_REFUND], 15000);
	assert_int_equal(d.seat.shift_count, 0);
	check_ok(load_text(a, TWO "seat: {id: neo, name: Neo, role: senior, queues: [care], languages: [en, de], capacity: 5, limits: {refund: 12.50}}\n", &d, &e), &e);
	assert_string_equal(d.seat.id, "neo");
	assert_string_equal(d.seat.name, "Neo");
	assert_int_equal(d.seat.role, ROLE_SENIOR);
	assert_int_equal(d.seat.queue_count, 1);
	assert_string_equal(d.seat.queues[0], "care");
	assert_int_equal(d.seat.language_count, 2);
	assert_int_equal(d.seat.capacity, 5);
	assert_int_equal(d.seat.limits[ACTION_REFUND], 1250);
	assert_int_equal(d.seat.limits[ACTION_CANCEL], -1);
	check_ok(load_text(a, TWO "seat: {role: agent}\n", &d, &e), &e);
	assert_string_equal(d.seat.id, "trainee");
	assert_int_equal(d.seat.queue_count, world_settings(world)->queue_count);
	assert_int_equal(d.seat.capacity, 3);
	arena_free(&a);
}

static void
events_become_outages_incidents_and_injected_words(void **state)
{
	static const char text[] = TWO
	    "from: 10:00\nfor: 1h\nevents:\n"
	    "  - {at: 10:20, kind: says, says: second}\n"
	    "  - {at: 10:10, kind: ai_outage, for: 10m}\n"
	    "  - {at: 09:00, kind: carrier_outage, carrier: DPD, for: 5h}\n"
	    "  - {at: 10:11, kind: wrong_price, product: boots, price: 1.99}\n"
	    "  - {at: 10:12, kind: stock_out, product: boots}\n"
	    "  - {at: 10:13, kind: arrival, scenario: refund-damaged-small, persona: polite, says: \"hello there\"}\n"
	    "  - {at: 10:14, kind: angry_turn, scenario: refund-damaged-small, says: \"Now!\"}\n"
	    "  - {at: 10:15, kind: angry_turn, says: \"Where are you?\"}\n"
	    "  - at: 10:16\n    kind: pause\n    says: |\n      Stop.\n      Think.\n";
	struct arena *a = arena_new();
	struct drill d;
	struct errinfo e;

	(void)state;
	check_ok(load_text(a, text, &d, &e), &e);
	assert_int_equal(d.simulation.ai.outage_count, 1);
	assert_int_equal(d.simulation.ai.outages[0].from_ms, CLOCK(10, 10));
	assert_int_equal(d.simulation.ai.outages[0].length_ms, 10 * MINUTE);
	assert_int_equal(d.simulation.incident_count, 3);
	assert_int_equal(d.simulation.incidents[0].at_ms, CLOCK(9, 0));
	assert_string_equal(d.simulation.incidents[0].what, "DPD");
	assert_int_equal(d.simulation.incidents[1].price, 199);
	assert_int_equal(d.simulation.incidents[2].kind, INCIDENT_STOCK_OUT);
	assert_int_equal(d.injected_count, 3);
	assert_int_equal(d.injected[0].kind, INJECTED_ARRIVAL);
	assert_string_equal(d.injected[0].text, "hello there");
	assert_int_equal(d.injected[1].kind, INJECTED_TURN);
	assert_string_equal(d.injected[1].scenario, "refund-damaged-small");
	assert_null(d.injected[2].scenario);
	assert_int_equal(d.simulation.script_path_count, 3);	/* who comes besides, too */
	assert_int_equal(d.event_count, 5);
	assert_int_equal(d.events[0].kind, DRILL_INJECTS);
	assert_int_equal(d.events[3].kind, DRILL_PAUSES);
	assert_string_equal(d.events[3].text, "Stop.\nThink.");
	assert_string_equal(d.events[4].text, "second");
	arena_free(&a);
}

static void
events_of_a_shift_stand_beside_what_its_own_file_says(void **state)
{
	struct arena *a = arena_new();
	struct drill d;
	struct errinfo e;

	(void)state;
	check_ok(load_text(a, HEAD "shift: carrier-outage\nfrom: 14:00\nevents:\n  - {at: 14:05, kind: ai_outage, for: 1m}\n  - {at: 14:06, kind: stock_out, product: x}\n", &d, &e), &e);
	assert_int_equal(d.simulation.ai.outage_count, 2);
	assert_int_equal(d.simulation.incident_count, 2);
	assert_int_equal(d.simulation.incidents[0].kind, INCIDENT_CARRIER_OUTAGE);
	arena_free(&a);
}

static void
a_rubric_says_what_counts_and_the_rest_stays_usual(void **state)
{
	struct arena *a = arena_new();
	struct drill d;
	struct errinfo e;

	(void)state;
	check_ok(load_text(a, TWO "rubric: {weights: {tone: 0, policy: 5}, first_response: 30s, pass_at: 55}\nlearn:\n  - {id: x, text: Do it, criterion: policy, scenario: furious, hint: Look}\nday: 1\nseed: 77\nspeed: 4\nhints: off\n", &d, &e), &e);
	assert_true(d.rubric.weight[CRITERION_TONE] == 0);
	assert_true(d.rubric.weight[CRITERION_POLICY] == 5);
	assert_true(d.rubric.weight[CRITERION_APPROVALS] == 3);
	assert_int_equal(d.rubric.first_response_ms, 30000);
	assert_int_equal(d.rubric.handling_ms, 8 * MINUTE);
	assert_int_equal(d.lesson_count, 1);
	assert_true(d.lessons[0].at_least == 55);	/* what passes, where nothing is said */
	assert_string_equal(d.lessons[0].scenario, "furious");
	assert_string_equal(d.lessons[0].hint, "Look");
	assert_int_equal(d.seed, 77);
	assert_true(d.speed == 4);
	assert_false(d.hints);
	arena_free(&a);
}

static void
a_day_of_a_longer_shift_may_be_named(void **state)
{
	struct arena *a = arena_new();
	struct drill d;
	struct errinfo e;

	(void)state;
	check_ok(load_text(a, HEAD "shift: week\nday: 3\nfrom: 09:30\nevents: [{at: 10:00, kind: pause}]\n", &d, &e), &e);
	assert_int_equal(d.from_ms, 2 * DATE_DAY_MS + CLOCK(9, 30));
	assert_int_equal(d.events[0].at_ms, 2 * DATE_DAY_MS + CLOCK(10, 0));
	arena_free(&a);
}

static void
a_simulation_and_a_scenario_are_drills_by_themselves(void **state)
{
	struct arena *a = arena_new();
	struct drill d;
	struct errinfo e;
	const char *of;

	(void)state;
	check_ok(drill_load(a, file_data(a, "shifts/weekday.yaml"), world_settings(world), &d, &e), &e);
	assert_string_equal(d.name, "weekday");
	assert_int_equal(d.from_ms, CLOCK(7, 0));
	assert_string_equal(d.seat.id, "una");
	assert_false(d.alone);
	assert_int_equal(d.tone_count, 3);
	check_ok(drill_world(a, file_data(a, "shifts/weekday.yaml"), &of, &e), &e);
	assert_string_equal(of, "tarn-and-fell");
	check_ok(drill_load(a, file_data(a, "furious.yaml"), world_settings(world), &d, &e), &e);
	assert_true(d.one_scenario);
	assert_true(d.alone);
	assert_string_equal(d.name, "furious");
	assert_int_equal(d.simulation.demand.log_count, 1);
	assert_string_equal(d.simulation.demand.log[0].scenario, "furious");
	assert_int_equal(d.from_ms, CLOCK(10, 0));
	assert_true(file_exists(d.simulation.script_paths[0]));
	check_ok(drill_world(a, file_data(a, "furious.yaml"), &of, &e), &e);
	assert_null(of);
	check_ok(load_text(a, HEAD "scenario: furious\nfrom: 11:15\nfor: 10m\n", &d, &e), &e);
	assert_true(d.one_scenario);
	assert_int_equal(d.simulation.demand.log[0].at_ms, CLOCK(11, 15));
	arena_free(&a);
}

/* A folder of its own with a drill, a shift and a scenario beside it. */
static void
files_are_looked_for_beside_the_drills_own(void **state)
{
	static const struct {
		const char *name, *text;
	} files[] = { { "d.yaml", "drill: d\nshift: mine.yaml\nexpert: how.txt\nfrom: 08:00\n" },
		{ "s.yaml", "drill: s\nscenarios: [{at: 08:00, scenario: one.yaml}]\n" },
		{ "mine.yaml", "simulation: mine\nworld: tarn-and-fell\ndemand: {per_hour: {daily: 3}}\n" },
		{ "one.yaml", "scenario: by-another-name\n" }, { "how.txt", "" } };
	char folder[] = "/tmp/floorwalker-drills-XXXXXX";
	struct arena *a = arena_new();
	struct drill d;
	struct errinfo e;
	const char *of;

	(void)state;
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < 5; i++)
		check_ok(file_write(file_join(a, folder, files[i].name), files[i].text,
			     strlen(files[i].text), 0600, &e), &e);
	check_ok(drill_load(a, file_join(a, folder, "d.yaml"), world_settings(world), &d, &e), &e);
	assert_string_equal(d.simulation.name, "mine");
	assert_string_equal(d.world, "tarn-and-fell");
	assert_string_equal(d.expert, file_join(a, folder, "how.txt"));
	check_ok(drill_world(a, file_join(a, folder, "d.yaml"), &of, &e), &e);
	assert_string_equal(of, "tarn-and-fell");
	check_ok(drill_load(a, file_join(a, folder, "s.yaml"), world_settings(world), &d, &e), &e);
	assert_string_equal(d.simulation.demand.log[0].scenario, "by-another-name");
	for (size_t i = 0; i < 5; i++)
		unlink(file_join(a, folder, files[i].name));
	rmdir(folder);
	arena_free(&a);
}

static void
the_example_of_the_manual_loads(void **state)
{
	struct arena *a = arena_new();
	const char *from, *to;
	struct str page, text;
	struct drill d;
	struct errinfo e;

	(void)state;
	str_init(&page);
	str_init(&text);
	check_ok(file_read(file_join(a, getenv("srcdir"), "doc/floorwalker-drill.5"), 1 << 20, &page, &e), &e);
	from = strstr(page.data, "\n.nf\n");
	to = strstr(page.data, "\n.fi\n");
	assert_true(from != NULL && to != NULL && from < to);
	for (const char *p = from + 5; p <= to; p++)
		if (*p != '\\')
			str_add_char(&text, *p);
	check_ok(load_text(a, text.data, &d, &e), &e);
	assert_string_equal(d.name, "late-parcels");
	assert_string_equal(d.seat.id, "sorcha");
	assert_int_equal(d.event_count, 2);
	str_clear(&page);
	str_clear(&text);
	arena_free(&a);
}

/* ---- what is wrong */

static void
a_fault_is_named_with_its_place_and_what_to_do(void **state)
{
	static const struct {
		const char *text, *says;
	} faults[] = {
	    { "drill: x\nshft: weekday\n", ":2:1: unknown key 'shft'; did you mean 'shift'?" },
	    { "[1]\n", ":1:1: a drill is a map" },
	    { "drll: x\n", "this is no drill (drill: NAME)" },
	    { "drill: x\n", "a drill plays one of these" },
	    { "drill: x\nshift: weekday\nscenario: furious\n", "a drill plays one of these" },
	    { "drill: x\nshift: wekday\n", ":2:8: there is no simulation \"wekday\"" },
	    { "drill: x\nscenario: furios\n", ":2:11: there is no scenario \"furios\"" },
	    { "drill: x\nscenarios: []\n", ":2:12: 'scenarios' lists who comes" },
	    { "drill: x\nscenarios: [{at: 10:00}]\n", "'scenario' is missing" },
	    { "drill: x\nscenarios: [{scenario: furious}]\n", ":2:13: 'at' is missing" },
	    { "drill: x\nscenarios: [{at: 25:00, scenario: furious}]\n", "'at' is a time of the day, like 14:00, not \"25:00\"" },
	    { "drill: x\nscenarios: [{at: 10:00, scenario: furious}, {at: 11:00, scenario: furious}]\n", "somebody comes after the drill's end" },
	    { TWO "from: 9:3\n", "'from' is a time of the day" },
	    { TWO "for: 0s\n", "'for' is longer than 0" },
	    { TWO "for: 25h\n", "'for' is longer than 0, and no longer than a day" },
	    { TWO "for: soon\n", "'for' must be a length of time" },
	    { TWO "from: 23:50\nfor: 20m\n", "the drill ends after the last of the shift's 1 day" },
	    { TWO "day: 2\n", "the drill ends after" },
	    { TWO "hints: maybe\n", "'hints' can't be \"maybe\"; floorwalker-drill(5) lists its words" },
	    { TWO "speed: 0\n", "'speed' must be a number from 0.1 to 100" },
	    { TWO "seed: -1\n", "'seed' must be a whole number from 0" },
	    { TWO "seat: {agent: meave}\n", "the world has no agent \"meave\"; did you mean \"maeve\"?" },
	    { TWO "seat: {agent: maeve, capacity: 9}\n", "unknown key 'capacity'" },
	    { TWO "seat: {queues: [nowhere]}\n", "the world has no queue \"nowhere\"" },
	    { TWO "seat: {role: king}\n", "'role' can't be \"king\"" },
	    { TWO "seat: {id: ../../x}\n", "'id' has small letters" },
	    { TWO "rubric: {weights: {polcy: 1}}\n", "unknown key 'polcy'; did you mean 'policy'?" },
	    { TWO "rubric: {weights: {tone: -1}}\n", "'tone' must be a number from 0" },
	    { TWO "rubric: {weights: {policy: 0, accuracy: 0, first_response: 0, handling: 0, tone: 0, transfers: 0, approvals: 0, satisfaction: 0}}\n", "'weights' needs at least one above 0" },
	    { TWO "rubric: {first_response: 0}\n", "are longer than 0" },
	    { TWO "rubric: {pass_at: 101}\n", "'pass_at' must be a number from 0 to 100" },
	    { TWO "rubric: {tone: nowhere}\n", "'tone' is a folder beside this file" },
	    { TWO "learn: [{id: a, text: b}]\n", "'criterion' is missing" },
	    { TWO "learn: [{text: b, criterion: tone}]\n", "'id' is missing" },
	    { TWO "learn: [{id: a, text: b, criterion: tome}]\n", "'criterion' can't be \"tome\"; did you mean \"tone\"?" },
	    { TWO "learn: [{id: a, text: b, criterion: tone}, {id: a, text: c, criterion: tone}]\n", "there are two lessons \"a\"" },
	    { TWO "learn: [{id: a, text: b, criterion: tone, scenario: furius}]\n", "no scenario \"furius\" is played here; did you mean \"furious\"?" },
	    { TWO "events: [{at: 10:10}]\n", "'kind' is missing" },
	    { TWO "events: [{at: 10:10, kind: paus}]\n", "did you mean \"pause\"?" },
	    { TWO "events: [{kind: pause}]\n", "'at' is missing" },
	    { TWO "events: [x]\n", "an event is a map" },
	    { TWO "events: [{at: 10:50, kind: pause}]\n", "this comes after the drill's end" },
	    { TWO "events: [{at: 09:50, kind: pause}]\n", "this comes before the trainee does" },
	    { TWO "events: [{at: 10:10, kind: ai_outage}]\n", "'for' is missing: how long the AI is away" },
	    { TWO "events: [{at: 10:10, kind: ai_outage, for: 1m, says: x}]\n", "unknown key 'says'" },
	    { TWO "events: [{at: 10:10, kind: stock_out}]\n", "'product' is missing" },
	    { TWO "events: [{at: 10:10, kind: wrong_price, product: x}]\n", "'price' is missing" },
	    { TWO "events: [{at: 10:10, kind: arrival}]\n", "'scenario' is missing" },
	    { TWO "events: [{at: 10:10, kind: angry_turn}]\n", "'says' is missing" },
	    { TWO "events: [{at: 10:10, kind: angry_turn, scenario: health, says: x}]\n", "no scenario \"health\" is played here" },
	    { TWO "events: [{at: 10:10, kind: says}]\n", "'says' is missing" },
	    { TWO "events: [{at: 10:10, kind: says, says: \"a\\e[2Jb\"}]\n", "without control characters" },
	    { TWO "title: \"a\\nb\"\n", "'title' must be one line" },
	    { TWO "expert: nobody.txt\n", "there is no file \"nobody.txt\"" },
	};
	struct arena *a = arena_new();
	struct drill d;
	struct errinfo e;

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		enum err err = load_text(a, faults[i].text, &d, &e);

		if (err == ERR_OK)
			fail_msg("taken for good:\n%s", faults[i].text);
		if (strstr(e.text, faults[i].says) == NULL || strstr(e.text, ".yaml:") == NULL)
			fail_msg("for\n%s\nit says: %s\nnot: %s", faults[i].text, e.text,
			    faults[i].says);
	}
	arena_free(&a);
}

static void
a_shift_that_is_wrong_is_named_as_its_own_file(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e;
	const char *of;

	(void)state;
	assert_int_equal(drill_load(a, "/nowhere/x.yaml", world_settings(world),
			     &(struct drill){0}, &e), ERR_NOT_FOUND);
	assert_int_equal(drill_world(a, "/nowhere/x.yaml", &of, &e), ERR_NOT_FOUND);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_drill_that_comes_with_the_program_loads),
	    cmocka_unit_test(shoppers_come_in_order_of_time_and_nobody_else_is_there),
	    cmocka_unit_test(colleagues_come_where_they_are_asked_for),
	    cmocka_unit_test(the_seat_is_an_agent_of_the_world_or_somebody_of_their_own),
	    cmocka_unit_test(events_become_outages_incidents_and_injected_words),
	    cmocka_unit_test(events_of_a_shift_stand_beside_what_its_own_file_says),
	    cmocka_unit_test(a_rubric_says_what_counts_and_the_rest_stays_usual),
	    cmocka_unit_test(a_day_of_a_longer_shift_may_be_named),
	    cmocka_unit_test(a_simulation_and_a_scenario_are_drills_by_themselves),
	    cmocka_unit_test(files_are_looked_for_beside_the_drills_own),
	    cmocka_unit_test(the_example_of_the_manual_loads),
	    cmocka_unit_test(a_fault_is_named_with_its_place_and_what_to_do),
	    cmocka_unit_test(a_shift_that_is_wrong_is_named_as_its_own_file),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_world, close_world);
}
