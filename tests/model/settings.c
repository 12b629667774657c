/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking things up in a shop's settings, and its opening hours.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "floorwalker/model/settings.h"

#define AT(s, text) moment(&(s), text)

static int64_t
moment(const struct settings *s, const char *text)
{
	int64_t ms = 0;

	assert_true(date_parse(s->zone, text, &ms));
	return ms;
}

static struct zone *
utc(void)
{
	struct zone *z = NULL;

	assert_int_equal(zone_open("UTC", &z, NULL), ERR_OK);
	return z;
}

static void
people_and_queues_are_found_by_id_and_login(void **state)
{
	struct agent agents[] = {{.id = "maeve", .login = "mbrennan"}, {.id = "sam", .login = ""}};
	struct queue queues[] = {{.id = "general", .takes = {[HANDOFF_OTHER] = true}},
	    {.id = "refunds", .takes = {[HANDOFF_POLICY] = true}}};
	struct settings s = {
	    .agents = agents, .agent_count = 2, .queues = queues, .queue_count = 2};

	(void)state;
	assert_ptr_equal(settings_agent(&s, "sam"), &agents[1]);
	assert_null(settings_agent(&s, "Sam"));
	assert_ptr_equal(settings_agent_of_login(&s, "mbrennan"), &agents[0]);
	assert_null(settings_agent_of_login(&s, ""));
	assert_null(settings_agent_of_login(&s, NULL));
	assert_ptr_equal(settings_queue(&s, "refunds"), &queues[1]);
	assert_null(settings_queue(&s, "none"));
	assert_ptr_equal(settings_queue_for(&s, HANDOFF_POLICY), &queues[1]);
	assert_ptr_equal(settings_queue_for(&s, HANDOFF_SENTIMENT), &queues[0]);
	assert_ptr_equal(settings_queue_for(&s, (enum handoff_reason)99), &queues[0]);
	s.queue_count = 0;
	assert_null(settings_queue_for(&s, HANDOFF_POLICY));
}

static void
what_is_raised_goes_where_most_people_above_are(void **state)
{
	static const char *const general[] = {"general"}, *const both[] = {"general", "trust"},
				 *const all[] = {"general", "trust", "refunds"};
	struct agent agents[] = {
	    {.id = "a", .role = ROLE_AGENT, .queues = general, .queue_count = 1},
	    {.id = "b", .role = ROLE_SENIOR, .queues = both, .queue_count = 2},
	    {.id = "c", .role = ROLE_SUPERVISOR, .queues = all, .queue_count = 3},
	};
	struct queue queues[] = {{.id = "general"}, {.id = "trust"}, {.id = "refunds"}};
	struct settings s = {
	    .agents = agents, .agent_count = 3, .queues = queues, .queue_count = 3};

	(void)state;
	/* two seniors or above serve general and trust; nobody below serves trust */
	assert_ptr_equal(settings_queue_above(&s, ROLE_SENIOR), &queues[1]);
	/* one supervisor serves all three; refunds alone has nobody below */
	assert_ptr_equal(settings_queue_above(&s, ROLE_SUPERVISOR), &queues[2]);
	s.escalation_queue = "general";
	assert_ptr_equal(settings_queue_above(&s, ROLE_SUPERVISOR), &queues[0]);
	s.escalation_queue = NULL;
	s.agent_count = 1;
	assert_null(settings_queue_above(&s, ROLE_SENIOR));
}

static void
the_shop_is_open_from_its_first_minute_to_before_its_last(void **state)
{
	static const char *const holidays[] = { "2026-12-25" };
	struct settings s = { .zone = utc(), .holidays = holidays, .holiday_count = 1 };

	(void)state;
	for (int day = 0; day < 6; day++)
		s.hours[day] = (struct opening){ 8 * 60, 20 * 60 };
	assert_true(settings_is_open(&s, AT(s, "2026-10-14T08:00:00Z")));
	assert_false(settings_is_open(&s, AT(s, "2026-10-14T07:59:59Z")));
	assert_true(settings_is_open(&s, AT(s, "2026-10-14T19:59:59Z")));
	assert_false(settings_is_open(&s, AT(s, "2026-10-14T20:00:00Z")));
	assert_false(settings_is_open(&s, AT(s, "2026-10-18T12:00:00Z")));	/* a Sunday */
	assert_false(settings_is_open(&s, AT(s, "2026-12-25T12:00:00Z")));
	zone_free(&s.zone);
}

static void
an_opening_may_last_past_midnight(void **state)
{
	struct settings s = { .zone = utc() };

	(void)state;
	s.hours[4] = (struct opening){ 18 * 60, 2 * 60 };	/* Friday */
	assert_true(settings_is_open(&s, AT(s, "2026-10-16T23:59:00Z")));
	assert_true(settings_is_open(&s, AT(s, "2026-10-17T01:59:00Z")));
	assert_false(settings_is_open(&s, AT(s, "2026-10-17T02:00:00Z")));
	assert_false(settings_is_open(&s, AT(s, "2026-10-16T01:00:00Z")));
	s.hours[4] = (struct opening){ 0, 24 * 60 };
	assert_true(settings_is_open(&s, AT(s, "2026-10-16T00:00:00Z")));
	assert_true(settings_is_open(&s, AT(s, "2026-10-16T23:59:59Z")));
	assert_false(settings_is_open(&s, AT(s, "2026-10-17T00:00:00Z")));
	zone_free(&s.zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_and_queues_are_found_by_id_and_login),
		cmocka_unit_test(what_is_raised_goes_where_most_people_above_are),
		cmocka_unit_test(the_shop_is_open_from_its_first_minute_to_before_its_last),
		cmocka_unit_test(an_opening_may_last_past_midnight),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
