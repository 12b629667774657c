/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Time in business hours against a count of minutes, across changes of the clocks; promises,
 * weights, skills and the plan of shifts.
 */
#include "../check.h"

#include <stdio.h>

#include "floorwalker/base/random.h"
#include "floorwalker/model/settings.h"

#define MINUTE ((int64_t)60000)

static int64_t
moment(const struct settings *s, const char *text)
{
	int64_t ms = 0;

	assert_true(date_parse(s->zone, text, &ms));
	return ms;
}

static struct zone *
zone(const char *name)
{
	struct zone *z = NULL;
	struct errinfo e = {0};

	check_ok(zone_open(name, &z, &e), &e);
	return z;
}

/* By asking for each minute whether the shop is open. */
static int64_t
count_open(const struct settings *s, int64_t from_ms, int64_t to_ms)
{
	int64_t sum = 0;

	for (int64_t at = from_ms; at < to_ms; at += MINUTE)
		sum += settings_is_open(s, at) ? MINUTE : 0;
	return sum;
}

static void
choose_hours(struct settings *s, struct random_stream *r)
{
	for (size_t day = 0; day < 7; day++) {
		s->hours[day] = (struct opening){0, 0};
		if (random_below(r, 4) > 0)
			s->hours[day] = (struct opening){(int)random_below(r, 24 * 60),
			    (int)random_below(r, 24 * 60 + 1)};
	}
}

static void
business_time_is_what_the_minutes_add_up_to_across_changes_of_the_clocks(void **state)
{
	static const struct { const char *zone, *about; } places[] = {
		{"Europe/Dublin", "2026-03-29T00:00:00Z"}, {"Europe/Dublin", "2026-10-25T00:00:00Z"},
		{"America/New_York", "2026-11-01T06:00:00Z"}, {"Australia/Lord_Howe", "2026-04-04T15:00:00Z"},
		{"Asia/Kathmandu", "2026-06-01T00:00:00Z"}, {"UTC", "2026-12-25T00:00:00Z"},
	};
	static const char *const holidays[] = {"2026-10-26", "2026-12-25"};
	struct random_stream r;

	(void)state;
	random_init(&r, 11, "business time");
	for (int round = 0; round < 120; round++) {
		size_t p = (size_t)round % (sizeof places / sizeof *places);
		struct settings s = {.zone = zone(places[p].zone), .holidays = holidays, .holiday_count = 2};
		int64_t from, to, sum;

		choose_hours(&s, &r);
		from = moment(&s, places[p].about) +
		    ((int64_t)random_below(&r, 6 * 24 * 60) - 3 * 24 * 60) * MINUTE;
		to = from + (int64_t)random_below(&r, 4 * 24 * 60) * MINUTE;
		sum = count_open(&s, from, to);
		if (settings_open_between(&s, from, to) != sum)
			fail_msg("%s, round %d: %lld min counted, %lld min said", places[p].zone, round,
			    (long long)(sum / MINUTE),
			    (long long)(settings_open_between(&s, from, to) / MINUTE));
		if (sum > 0) {	/* and back: the first instant at which so much has passed */
			int64_t at = settings_open_after(&s, from, sum);

			assert_true(at <= to);
			assert_int_equal(settings_open_between(&s, from, at), sum);
			assert_int_equal(settings_open_between(&s, from, at - 1), sum - 1);
		}
		zone_free(&s.zone);
	}
}

static void
a_promise_made_in_the_evening_is_due_the_next_morning(void **state)
{
	static const char *const holidays[] = {"2026-10-26"};
	struct settings s = {.zone = zone("Europe/Dublin"), .holidays = holidays, .holiday_count = 1};

	(void)state;
	for (int day = 0; day < 5; day++)
		s.hours[day] = (struct opening){8 * 60, 20 * 60};
	/* Friday 19:50 before the clocks go back, a Monday that is a holiday: Tuesday, 08:20 */
	assert_int_equal(settings_due(&s, moment(&s, "2026-10-23T19:50:00+01:00"), 30 * MINUTE),
	    moment(&s, "2026-10-27T08:20:00+00:00"));
	s.promises.warn_share = 0.5;
	assert_int_equal(settings_warning(&s, moment(&s, "2026-10-23T19:50:00+01:00"), 30 * MINUTE),
	    moment(&s, "2026-10-27T08:05:00+00:00"));
	s.promises.warn_before_ms = 25 * MINUTE;
	assert_int_equal(settings_warning(&s, moment(&s, "2026-10-23T19:50:00+01:00"), 30 * MINUTE),
	    moment(&s, "2026-10-23T19:55:00+01:00"));
	s.promises.warn_before_ms = 30 * MINUTE;	/* nothing would be left of it */
	assert_int_equal(settings_warning(&s, moment(&s, "2026-10-23T19:50:00+01:00"), 30 * MINUTE), 0);
	s.promises.always = true;
	assert_int_equal(settings_due(&s, moment(&s, "2026-10-23T19:50:00+01:00"), 30 * MINUTE),
	    moment(&s, "2026-10-23T20:20:00+01:00"));
	zone_free(&s.zone);
}

static void
a_shop_that_never_opens_promises_nothing_and_one_without_hours_keeps_no_hours(void **state)
{
	struct settings s = {.zone = zone("UTC")};
	char days[500][40];
	const char *holidays[500];

	(void)state;
	assert_int_equal(settings_due(&s, 1000, 500), 1500);
	assert_int_equal(settings_due(&s, 1000, 0), 0);
	s.hours[0] = (struct opening){8 * 60, 20 * 60};
	for (int i = 0; i < 500; i++) {
		struct date d;

		date_from_ms(s.zone, i * DATE_DAY_MS, &d);
		snprintf(days[i], sizeof days[i], "%04d-%02d-%02d", d.year % 10000, d.month, d.day);
		holidays[i] = days[i];
	}
	s.holidays = holidays;
	s.holiday_count = 500;
	assert_int_equal(settings_open_after(&s, 0, 1), INT64_MAX);
	assert_int_equal(settings_due(&s, 0, 1), 0);
	zone_free(&s.zone);
}

static void
a_tier_is_promised_more_than_its_queue(void **state)
{
	static const struct tier_promise tiers[] = {{"vip", {20000, 0}}};
	struct queue queues[] = {{.id = "care", .answer_within_ms = 60000, .next_within_ms = 90000,
	    .tiers = tiers, .tier_count = 1}};
	struct settings s = {.queues = queues, .queue_count = 1};

	(void)state;
	assert_int_equal(settings_promise(&s, "care", "plus").answer_within_ms, 60000);
	assert_int_equal(settings_promise(&s, "care", "vip").answer_within_ms, 20000);
	assert_int_equal(settings_promise(&s, "care", "vip").next_within_ms, 90000);
	assert_int_equal(settings_promise(&s, "none", "vip").answer_within_ms, 0);
}

static void
a_conversation_weighs_by_its_channel_and_its_queue(void **state)
{
	static const struct channel_weight weights[] = {{"voice", 3000}, {"email", 500}};
	struct queue queues[] = {{.id = "care"}, {.id = "trust", .load = 2000}};
	struct settings s = {.weights = weights, .weight_count = 2, .queues = queues, .queue_count = 2};

	(void)state;
	assert_int_equal(settings_load(&s, "web", "care"), 1000);
	assert_int_equal(settings_load(&s, "voice", "care"), 3000);
	assert_int_equal(settings_load(&s, "email", "trust"), 1000);
	assert_int_equal(settings_load(&s, "web", ""), 1000);
}

static void
skills_are_queues_and_languages(void **state)
{
	static const char *const queues[] = {"care"}, *const languages[] = {"en", "pt-BR"};
	struct agent a = {.queues = queues, .queue_count = 1, .languages = languages, .language_count = 2};

	(void)state;
	assert_true(agent_can_serve(&a, "care", "en"));
	assert_true(agent_can_serve(&a, "care", "en-IE"));
	assert_true(agent_can_serve(&a, "care", ""));
	assert_true(agent_can_serve(&a, "care", "pt-BR"));
	assert_false(agent_can_serve(&a, "care", "pt"));
	assert_false(agent_can_serve(&a, "care", "eng"));
	assert_false(agent_can_serve(&a, "care", "de"));
	assert_false(agent_can_serve(&a, "refunds", "en"));
	a.language_count = 0;
	assert_true(agent_can_serve(&a, "care", "de"));
}

static void
the_plan_says_when_to_work_and_when_to_rest(void **state)
{
	static const struct planned_break breaks[] = {{12 * 60, 12 * 60 + 30}},
	    night_breaks[] = {{26 * 60, 26 * 60 + 45}};
	static const char *const holidays[] = {"2026-12-25"};
	struct planned_shift shifts[] = {
	    {.days = {true, true, true, true, true}, .from_minute = 8 * 60, .to_minute = 16 * 60, .breaks = breaks, .break_count = 1},
	    {.days = {[5] = true}, .from_minute = 22 * 60, .to_minute = 30 * 60, .breaks = night_breaks, .break_count = 1},
	};
	struct settings s = {.zone = zone("Europe/Dublin"), .holidays = holidays, .holiday_count = 1};
	struct agent a = {.shifts = shifts, .shift_count = 2};
	int64_t until;

	(void)state;
	assert_int_equal(agent_planned(&s, &a, moment(&s, "2026-10-14T07:00:00+01:00"), &until), PLANNED_NOTHING);
	assert_int_equal(until, moment(&s, "2026-10-14T08:00:00+01:00"));
	assert_int_equal(agent_planned(&s, &a, until, &until), PLANNED_WORK);
	assert_int_equal(until, moment(&s, "2026-10-14T12:00:00+01:00"));
	assert_int_equal(agent_planned(&s, &a, until, &until), PLANNED_BREAK);
	assert_int_equal(until, moment(&s, "2026-10-14T12:30:00+01:00"));
	assert_int_equal(agent_planned(&s, &a, moment(&s, "2026-12-25T10:00:00Z"), &until), PLANNED_NOTHING);
	/* the night in which the clocks go back, from Saturday 22:00 to Sunday 06:00: nine hours */
	int64_t at = moment(&s, "2026-10-24T22:00:00+01:00"), worked = 0, rested = 0;
	for (int64_t end = at + 12 * 60 * MINUTE; at < end; at = until) {
		enum planned kind = agent_planned(&s, &a, at, &until);

		assert_true(until > at);
		worked += kind == PLANNED_WORK ? until - at : 0;
		rested += kind == PLANNED_BREAK ? until - at : 0;
	}
	assert_int_equal(worked + rested, 9 * 60 * MINUTE);
	assert_int_equal(rested, 45 * MINUTE);
	zone_free(&s.zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(business_time_is_what_the_minutes_add_up_to_across_changes_of_the_clocks),
		cmocka_unit_test(a_promise_made_in_the_evening_is_due_the_next_morning),
		cmocka_unit_test(a_shop_that_never_opens_promises_nothing_and_one_without_hours_keeps_no_hours),
		cmocka_unit_test(a_tier_is_promised_more_than_its_queue),
		cmocka_unit_test(a_conversation_weighs_by_its_channel_and_its_queue),
		cmocka_unit_test(skills_are_queues_and_languages),
		cmocka_unit_test(the_plan_says_when_to_work_and_when_to_rest),
	};

	return RUN_TAP(tests);
}
