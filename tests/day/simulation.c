/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Simulation files: what they say is read, what they get wrong is named with its place, and arrivals
 * come at the stated rates.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/simulation.h"
#include "floorwalker/world.h"

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
load_text(struct arena *a, const char *text, const char *const *changes, size_t count,
    struct simulation *out, struct errinfo *e)
{
	struct change list[4];
	char path[] = "/tmp/floorwalker-simulation-XXXXXX.yaml";
	int fd = mkstemps(path, 5);
	enum err err;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(change_parse(a, changes[i], &list[i], e), ERR_OK);
	err = simulation_load(a, path, world_settings(world), list, count, out, e);
	unlink(path);
	return err;
}

#define CREWED SMALL "people: {crews: {chat: {count: 1}}}\n"
#define SMALL "simulation: small\ndemand:\n  per_hour: {daily: 10}\n"

static void
every_shift_that_comes_with_the_program_loads(void **state)
{
	static const char *const names[] = { "weekday", "week", "carrier-outage",
		"three-languages" };
	struct arena *a = arena_new();
	struct simulation s;
	struct errinfo e;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = file_data(a, arena_printf(a, "shifts/%s.yaml", names[i]));

		assert_non_null(path);
		assert_int_equal(
		    simulation_load(a, path, world_settings(world), NULL, 0, &s, &e), ERR_OK);
		assert_string_equal(s.name, names[i]);
	}
	arena_free(&a);
}

static void
a_file_is_read_whole(void **state)
{
	static const char text[] =
	    "simulation: whole\ndays: 2\nstarts_on: saturday\nwarm_up: 3h\n"
	    "service_level: {share: 0.9, within: 30s}\n"
	    "demand:\n  per_hour:\n    daily: 6\n    weekend: {\"09:00-11:00\": 30}\n    sunday: 1\n"
	    "  scale: 2\n  personas: {direct: 1, any: 2}\n"
	    "  bursts: [{name: rush, day: 2, at: 10:30, for: 30m, times: 3}]\n"
	    "people:\n  crews:\n    chat: {count: 2, capacity: 3, role: senior, limits: {refund: 12.50},"
	    " shifts: [{days: [saturday], hours: 09:00-17:00, breaks: [12:00-12:30]}]}\n"
	    "  handling: {otherwise: {mean: 5m, cv: 0.5, resolves: 0.7}, policy: 90s}\n"
	    "ai: {send_at: 0.55, latency: {law: exponential, mean: 2s}}\n"
	    "incidents: [{kind: wrong_price, at: 09:00, for: 1h, product: X, price: 1.25}]\n";
	struct arena *a = arena_new();
	const struct settings *own;
	struct simulation s;
	struct errinfo e;

	(void)state;
	assert_int_equal(load_text(a, text, NULL, 0, &s, &e), ERR_OK);
	assert_int_equal(s.days, 2);
	assert_int_equal(s.first_weekday, 5);
	assert_int_equal(simulation_length_ms(&s), 2 * DATE_DAY_MS + 3 * 3600000);
	assert_int_equal(simulation_hour(&s, 0), 5 * 24 - 3);
	assert_int_equal(simulation_hour(&s, 3 * 3600000), 5 * 24);
	assert_true(s.demand.per_hour[0] == 12);
	assert_true(s.demand.per_hour[5 * 24 + 9] == 60);
	assert_true(s.demand.per_hour[6 * 24 + 9] == 2);	/* the later line stands */
	assert_int_equal(s.demand.bursts[0].from_ms, DATE_DAY_MS + 37800000);
	assert_true(fabs(law_mean(&s.people.otherwise.time) - 300000) < 1e-6);
	assert_int_equal(s.people.handling_count, 1);
	assert_true(law_mean(&s.people.handling[0].time) == 90000);
	assert_true(s.people.handling[0].resolves == 0.7);
	assert_int_equal(s.incidents[0].price, 125);
	own = simulation_settings(a, &s, world_settings(world));
	assert_int_equal(own->agent_count, 2);
	assert_string_equal(own->agents[1].id, "chat-2");
	assert_int_equal(own->agents[1].limits[ACTION_REFUND], 1250);
	assert_int_equal(own->agents[1].limits[ACTION_CANCEL], -1);
	assert_int_equal(own->agents[0].queue_count, world_settings(world)->queue_count);
	assert_true(own->gates.send_at == 0.55);
	for (size_t i = 0; i < own->queue_count; i++) {	/* a console counts by what the run promises */
		assert_true(own->queues[i].level_share == 0.9);
		assert_int_equal(own->queues[i].level_within_ms, 30000);
		assert_int_equal(own->queues[i].answer_within_ms,
		    world_settings(world)->queues[i].answer_within_ms);
	}
	arena_free(&a);
}

static void
changes_are_checked_as_the_file_is(void **state)
{
	static const char *const good[] = { "people.crews.chat.count=7", "demand.scale=0.5" },
			  *const bad[] = { "people.crews.chat.cuont=7" },
			  *const whole[] = { "people.crews.night={count: 2}" },
			  *const worse[] = { "demand.per_hour.daily=lots" };
	struct arena *a = arena_new();
	struct simulation s;
	struct change c;
	struct errinfo e;

	(void)state;
	assert_int_equal(load_text(a, CREWED, good, 2, &s, &e), ERR_OK);
	assert_int_equal(s.people.crews[0].count, 7);
	assert_true(s.demand.per_hour[3] == 5);
	assert_int_equal(load_text(a, CREWED, bad, 1, &s, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "count"));
	assert_int_equal(load_text(a, SMALL, good, 1, &s, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "there is no crew \"chat\""));
	assert_int_equal(load_text(a, SMALL, whole, 1, &s, &e), ERR_OK);
	assert_int_equal(s.people.crews[0].count, 2);
	assert_int_equal(load_text(a, SMALL, worse, 1, &s, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "demand.per_hour.daily=lots:1:1: "));
	assert_int_equal(change_parse(a, "nothing", &c, &e), ERR_USAGE);
	arena_free(&a);
}

static void
what_is_wrong_is_named_with_its_place(void **state)
{
	static const struct { const char *text, *says; } cases[] = {
	    {"simulation: x\ndemand: {per_hour: {daily: 1}}\ndaays: 3\n", ":3:1: "},
	    {"simulation: x\ndemand: {per_hour: {daily: 1}}\ndaays: 3\n", "days"},
	    {"simulation: x\n", "'demand' is missing"},
	    {"demand: {per_hour: {daily: 1}}\n", "'simulation' is missing"},
	    {"simulation: x\ndemand: {}\n", ":2:9: 'per_hour' is missing"},
	    {"simulation: x\ndemand: {per_hour: {someday: 1}}\n", "is no day"},
	    {"simulation: x\ndemand: {per_hour: {daily: -1}}\n", ":2:28: 'daily' must be a number"},
	    {"simulation: x\ndemand: {per_hour: {daily: {\"09:30-10:00\": 1}}}\n", "whole hours"},
	    {"simulation: x\ndemand: {per_hour: {daily: [1, 2]}}\n", "24 hours"},
	    {SMALL "people: {crews: {Chat: {}}}\n", "small letters"},
	    {SMALL "people: {crews: {chat: {queues: [nowhere]}}}\n", "no queue \"nowhere\""},
	    {SMALL "people: {crews: {chat: {shifts: [{days: [moonday], hours: 08:00-16:00}]}}}\n", "is no day"},
	    {SMALL "people: {handling: {boredom: 3m}}\n", "no reason to hand over"},
	    {SMALL "people: {handling: {otherwise: {law: lognormall, mean: 3m}}}\n", "did you mean \"lognormal\""},
	    {SMALL "people: {wrap_up: {law: uniform, low: 3m, high: 1m}}\n", ":4:19: "},
	    {SMALL "people: {wrap_up: {cv: 1}}\n", "needs 'mean'"},
	    {SMALL "people: {wrap_up: -3s}\n", "must be a length of time"},
	    {SMALL "ai: {outages: [{at: 25:00, for: 1h}]}\n", "time of the day"},
	    {SMALL "ai: {outages: [{at: 12:00}]}\n", "'for' is missing"},
	    {SMALL "ai: {send_at: 1.5}\n", "number from 0 to 1"},
	    {SMALL "incidents: [{kind: flood, at: 12:00}]\n", "can't be \"flood\""},
	    {SMALL "incidents: [{kind: stock_out, at: 12:00}]\n", "'product' is missing"},
	    {SMALL "title: \"two\\nlines\"\n", "one line"},
	    {"- a\n- b\n", "is a map"},
	    {"simulation: x\ndemand: {log: nope}\n", ":2:15: there is no log \""},
	    {"simulation: x\ndemand: {log: /}\n", ":2:15: there is no log \"/\""},
	    {"simulation: x\ndemand: {log: 5}\n", ":2:15: there is no log \""},
	    {"\xef\xbb\xbfsimulation: x\ndemand: {log: /}\n", "this is a folder"},
	    {SMALL "scenarios: [/]\n", ":4:13: there is no scenario in the folder \"/\""},
	    {SMALL "people: {wrap_up: {law: exponential, mean: 5s, cv: 2}}\n", ":4:52: a law that is exponential takes mean, not 'cv'"},
	    {SMALL "people: {first_reply: {median: 5s, mean: 5s}}\n", ":4:42: a law that is lognormal takes median and sigma, not 'mean'"},
	    {SMALL "people: {approval: {mean: 5s, sigma: 1}}\n", ":4:27: a law that is lognormal takes median and sigma, not 'mean'"},
	    {SMALL "people: {handling: {otherwise: {law: constant, value: 5s, mean: 5s, resolves: 0.5}}}\n", ":4:65: a law that is constant takes value, not 'mean'"},
	    {SMALL "people: {wrap_up: {law: uniform, low: 1s, high: 2s, values: [1s]}}\n", "takes low and high, not 'values'"},
	    {SMALL "people: {wrap_up: {law: empirical, values: [1s], mean: 2s}}\n", "takes values, not 'mean'"},
	    {SMALL "people: {wrap_up: {law: weibull, shape: 1, scale: 2s, cv: 1}}\n", "takes shape and scale, not 'cv'"},
	    {SMALL "ai: {latency: {law: gamma, mean: 2s, cv: 1, median: 1s}}\n", "takes mean and cv, not 'median'"},
	    {SMALL "people: {crews: {chat: {shifts: [{days: [], hours: 08:00-16:00}]}}}\n", ":4:41: a shift is on one day at least"},
	    {SMALL "people: {crews: {chat: {shifts: [{days: [monday], hours: 08:00-16:00, breaks: [12:00-12:30, 12:15-12:45]}]}}}\n", ":4:93: two breaks of a shift"},
	    {SMALL "people: {crews: {chat: {shifts: [{days: [monday], hours: 08:00-16:00}, {days: [tuesday, monday], hours: 15:59-20:00}]}}}\n", ":4:72: two shifts are at the same time"},
	    {SMALL "people: {crews: {chat: {shifts: [{days: [monday], hours: 05:00-09:00}, {days: [sunday], hours: 22:00-06:00}]}}}\n", "two shifts are at the same time"},
	};
	struct arena *a = arena_new();
	struct simulation s;
	struct errinfo e;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(load_text(a, cases[i].text, NULL, 0, &s, &e), ERR_INPUT);
		if (strstr(e.text, cases[i].says) == NULL)
			fail_msg("\"%s\" lacks \"%s\"", e.text, cases[i].says);
	}
	arena_free(&a);
}

static const char *const three[] = { "one", "two", "three" };
static const double weights[] = { 1, 2, 0 };
static const struct arrivals_mix mix = { three, weights, NULL, 3 };

static void
arrivals_fit_their_rate(void **state)
{
	static const char text[] =
	    "simulation: x\ndays: 7\ndemand:\n  per_hour:\n    daily: 200\n    sunday: 20\n"
	    "    weekdays: {\"09:00-12:00\": 900}\n"
	    "  bursts: [{day: 2, at: 10:15, for: 90m, times: 3}]\n";
	struct poisson_step steps[WEEK_HOURS + 2];
	struct arena *a = arena_new();
	struct arrivals *arrivals;
	struct poisson_burst burst = { 0, 0, 3 };
	struct poisson_fit fit;
	struct poisson *rate;
	struct simulation s;
	struct coming c;
	struct errinfo e;
	double *times = arena_alloc(a, 200000 * sizeof(*times));
	size_t count = 0, of[3] = { 0 };

	(void)state;
	assert_int_equal(load_text(a, text, NULL, 0, &s, &e), ERR_OK);
	assert_int_equal(arrivals_new(&s, 5, 0, &mix, &arrivals, &e), ERR_OK);
	while (arrivals_next(arrivals, &c) && count < 200000) {
		assert_int_equal(c.number, count);
		of[c.scenario]++;
		times[count++] = (double)c.at_ms + 0.5;
	}
	arrivals_free(&arrivals);
	for (int h = 0; h < WEEK_HOURS; h++)
		steps[h] = (struct poisson_step){h * (int64_t)3600000,
		    h >= 6 * 24			     ? 20
			: h % 24 >= 9 && h % 24 < 12 && h < 5 * 24 ? 900
							     : 200};
	burst.from_ms = DATE_DAY_MS + 36900000;
	burst.to_ms = burst.from_ms + 5400000;
	assert_int_equal(poisson_new(steps, WEEK_HOURS, &burst, 1, &rate, &e), ERR_OK);
	assert_int_equal(
	    poisson_test(rate, times, count, (double)simulation_length_ms(&s), &fit, &e), ERR_OK);
	assert_true(fit.gaps.p > 0.001 && fit.places.p > 0.001 && fit.number.p > 0.001);
	assert_int_equal(of[2], 0);
	assert_true(fabs((double)of[0] / (double)count - 1.0 / 3) < 0.02);
	poisson_free(&rate);
	arena_free(&a);
}

/* What comes before a change of the rate stays as it was, and so does what each arrival is. */
static void
a_change_leaves_what_came_before(void **state)
{
	static const char *const change[] = {
	    "demand.bursts=[{day: 1, at: 12:00, for: 3h, times: 5, scenarios: [two]}]"};
	struct arena *a = arena_new();
	struct arrivals *plain, *burst;
	struct simulation s, t;
	struct coming x, y;
	struct errinfo e;
	bool more = true;
	int64_t twos = 0, in_burst = 0;

	(void)state;
	assert_int_equal(load_text(a, SMALL "title: long\n", NULL, 0, &s, &e), ERR_OK);
	assert_int_equal(load_text(a, SMALL "title: long\n", change, 1, &t, &e), ERR_OK);
	for (int h = 0; h < WEEK_HOURS; h++)
		s.demand.per_hour[h] = t.demand.per_hour[h] = 400;
	assert_int_equal(arrivals_new(&s, 9, 2, &mix, &plain, &e), ERR_OK);
	assert_int_equal(arrivals_new(&t, 9, 2, &mix, &burst, &e), ERR_OK);
	while (more && arrivals_next(plain, &x) && arrivals_next(burst, &y)) {
		more = y.at_ms < 12 * 3600000;
		if (more) {
			assert_int_equal(x.at_ms, y.at_ms);
			assert_int_equal(x.scenario, y.scenario);
		}
	}
	while (arrivals_next(burst, &y) && y.at_ms < 15 * 3600000) {
		in_burst++;
		twos += y.scenario == 1;
	}
	/* 400 an hour: two thirds of them five times as often */
	assert_true(fabs((double)in_burst / 3 / (400 * (1 + 10) / 3.0) - 1) < 0.1);
	assert_true(fabs((double)twos / (double)in_burst - 10.0 / 11) < 0.03);
	arrivals_free(&plain);
	arrivals_free(&burst);
	arena_free(&a);
}

/* One persona more in the mix, or one that weighs more, moves only those who get it; so with scenarios. */
static void
a_mix_moves_only_those_who_get_what_was_added(void **state)
{
	static const char *const ways[][2] = {
	    {"demand.personas={terse: 2, stubborn: 2}", "demand.personas={grumpy: 1, terse: 2, stubborn: 2}"},
	    {"demand.personas={grumpy: 1, terse: 2, stubborn: 2}", "demand.personas={stubborn: 2, terse: 2, grumpy: 4}"},
	    {"demand.scenarios={one: 1, two: 2}", "demand.scenarios={one: 3, two: 2}"}};
	static const double moved[] = { 1.0 / 5, 1.0 / 2 - 1.0 / 5, 3.0 / 5 - 1.0 / 3 };
	struct arena *a = arena_new();

	(void)state;
	for (size_t k = 0; k < sizeof(ways) / sizeof(ways[0]); k++) {
		struct arrivals *before, *after;
		struct simulation s, t;
		struct coming x, y;
		struct errinfo e;
		double others = 0, all = 0;

		assert_int_equal(load_text(a, CREWED, &ways[k][0], 1, &s, &e), ERR_OK);
		assert_int_equal(load_text(a, CREWED, &ways[k][1], 1, &t, &e), ERR_OK);
		for (int h = 0; h < WEEK_HOURS; h++)
			s.demand.per_hour[h] = t.demand.per_hour[h] = 400;
		assert_int_equal(arrivals_new(&s, 9, 2, &mix, &before, &e), ERR_OK);
		assert_int_equal(arrivals_new(&t, 9, 2, &mix, &after, &e), ERR_OK);
		while (arrivals_next(before, &x) && arrivals_next(after, &y)) {
			bool same = text_is(x.persona, y.persona) && x.scenario == y.scenario;

			assert_int_equal(x.at_ms, y.at_ms);
			all++;
			others += !same;
			assert_true(same || (k < 2 ? text_is(y.persona, "grumpy") : y.scenario == 0));
			assert_true(k == 2 || x.scenario == y.scenario);
		}
		/* four deviations */
		assert_true(fabs(others / all - moved[k]) < 4 * sqrt(moved[k] * (1 - moved[k]) / all));
		arrivals_free(&before);
		arrivals_free(&after);
	}
	arena_free(&a);
}

static void
a_scenario_that_is_not_there_is_named(void **state)
{
	static const char *const change[] = { "demand.scenarios={twoo: 1}" },
				   *const only[] = { "demand.scenarios={three: 1}" };
	struct arena *a = arena_new();
	struct arrivals *arrivals;
	struct simulation s;
	struct errinfo e;

	(void)state;
	assert_int_equal(load_text(a, SMALL, change, 1, &s, &e), ERR_OK);
	assert_int_equal(arrivals_new(&s, 1, 0, &mix, &arrivals, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "did you mean \"two\"?"));
	assert_int_equal(load_text(a, SMALL, only, 1, &s, &e), ERR_OK);
	assert_int_equal(arrivals_new(&s, 1, 0, &mix, &arrivals, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "nothing in this world fits"));
	arena_free(&a);
}

/* "any" in a mix is what there is without one; of several it's that part of them. */
static void
any_is_what_there_is_without_a_mix(void **state)
{
	static const char *const any[] = { "demand.scenarios={any: 3}", "demand.channels={any: 1}",
				     "demand.personas={any: 1}", "demand.tiers={any: 1}" },
				   *const some[] = { "demand.scenarios={one: 3, any: 3}", "demand.channels={any: 1, email: 1}" };
	struct arena *a = arena_new();
	struct arrivals *plain, *mixed;
	struct simulation s, t, u;
	struct coming x, y;
	struct errinfo e;
	int64_t count = 0, ones = 0, emails = 0;

	(void)state;
	assert_int_equal(load_text(a, SMALL, NULL, 0, &s, &e), ERR_OK);
	assert_int_equal(load_text(a, SMALL, any, 4, &t, &e), ERR_OK);
	assert_int_equal(load_text(a, SMALL, some, 2, &u, &e), ERR_OK);
	for (int h = 0; h < WEEK_HOURS; h++)
		u.demand.per_hour[h] = 400;
	assert_int_equal(arrivals_new(&s, 9, 2, &mix, &plain, &e), ERR_OK);
	assert_int_equal(arrivals_new(&t, 9, 2, &mix, &mixed, &e), ERR_OK);
	while (arrivals_next(plain, &x)) {
		assert_true(arrivals_next(mixed, &y));
		assert_int_equal(x.at_ms, y.at_ms);
		assert_int_equal(x.scenario, y.scenario);
		assert_string_equal(y.channel, "web");
		assert_null(y.persona);
		assert_null(y.tier);
	}
	arrivals_free(&plain);
	arrivals_free(&mixed);
	assert_int_equal(arrivals_new(&u, 9, 2, &mix, &mixed, &e), ERR_OK);
	for (; arrivals_next(mixed, &y); count++) {
		ones += y.scenario == 0;
		emails += text_is(y.channel, "email");
		assert_true(text_is(y.channel, "email") || text_is(y.channel, "web"));
	}
	/* half of them, and of the other half its third */
	assert_true(fabs((double)ones / (double)count - 2.0 / 3) < 0.02);
	assert_true(fabs((double)emails / (double)count - 0.5) < 0.02);
	arrivals_free(&mixed);
	arena_free(&a);
}

static const char *const spoken[] = { "en", "de", "de" };
static const double alike[] = { 1, 2, 2 };
static const struct arrivals_mix several = { three, alike, spoken, 3 };

/* Each is drawn a language, then a scenario in it by its own weight; all else about them stays. */
static void
languages_come_as_they_are_mixed(void **state)
{
	static const char *const change[] = { "demand.languages={en: 3, de: 1}",
				   "demand.personas={direct: 1, terse: 1}", "demand.channels={web: 1, email: 1}" };
	struct arena *a = arena_new();
	struct arrivals *plain, *mixed;
	struct simulation s, t;
	struct coming x, y;
	struct errinfo e;
	size_t of[3] = { 0 }, count = 0;

	(void)state;
	assert_int_equal(load_text(a, SMALL, change + 1, 2, &s, &e), ERR_OK);
	assert_int_equal(load_text(a, SMALL, change, 3, &t, &e), ERR_OK);
	for (int h = 0; h < WEEK_HOURS; h++)
		s.demand.per_hour[h] = t.demand.per_hour[h] = 400;
	assert_int_equal(arrivals_new(&s, 9, 2, &several, &plain, &e), ERR_OK);
	assert_int_equal(arrivals_new(&t, 9, 2, &several, &mixed, &e), ERR_OK);
	while (arrivals_next(plain, &x) && arrivals_next(mixed, &y)) {
		assert_int_equal(x.at_ms, y.at_ms);
		assert_string_equal(x.persona, y.persona);
		assert_string_equal(x.channel, y.channel);
		of[y.scenario]++;
		count++;
	}
	assert_true(fabs((double)of[0] / (double)count - 0.75) < 0.02);
	assert_true(fabs((double)of[1] / (double)count - 0.125) < 0.02);
	arrivals_free(&plain);
	arrivals_free(&mixed);
	arena_free(&a);
}

static void
a_language_that_nothing_is_in_is_named(void **state)
{
	static const char *const other[] = { "demand.languages={en: 3, fr: 1}" },
				   *const gone[] = { "demand.languages={en: 3, de: 1}", "demand.scenarios={one: 1}" },
				   *const any[] = { "demand.languages={any: 1}" };
	struct arena *a = arena_new();
	struct arrivals *arrivals;
	struct simulation s;
	struct errinfo e;

	(void)state;
	assert_int_equal(load_text(a, SMALL, other, 1, &s, &e), ERR_OK);
	assert_int_equal(arrivals_new(&s, 1, 0, &several, &arrivals, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "demand.languages={en: 3, fr: 1}:1:13: there is no scenario in French (fr)"));
	assert_int_equal(load_text(a, SMALL, gone, 2, &s, &e), ERR_OK);
	assert_int_equal(arrivals_new(&s, 1, 0, &several, &arrivals, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "no scenario in German (de) is drawn"));
	assert_int_equal(load_text(a, SMALL, any, 1, &s, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "names each by its code"));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_shift_that_comes_with_the_program_loads),
	    cmocka_unit_test(a_file_is_read_whole),
	    cmocka_unit_test(changes_are_checked_as_the_file_is),
	    cmocka_unit_test(what_is_wrong_is_named_with_its_place),
	    cmocka_unit_test(arrivals_fit_their_rate),
	    cmocka_unit_test(a_change_leaves_what_came_before),
	    cmocka_unit_test(a_mix_moves_only_those_who_get_what_was_added),
	    cmocka_unit_test(a_scenario_that_is_not_there_is_named),
	    cmocka_unit_test(languages_come_as_they_are_mixed),
	    cmocka_unit_test(a_language_that_nothing_is_in_is_named),
	    cmocka_unit_test(any_is_what_there_is_without_a_mix),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_world, close_world);
}
