/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calibration view: what it says of thresholds, how it moves, and when it reads.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/desk/events.h"
#include "floorwalker/store/event.h"

#define HOUR INT64_C(3600000)

/* 120 turns in the ten conversations of the last hours: every 5th wrong, rather the unsure ones; each
 * 6th moved 31.00 by rule; those below .40 were handed over for that. */
static void
add_turns(struct bench *b)
{
	struct store *s = desk_store(b->f.desk);
	struct errinfo e = {0};

	check_ok(store_begin(s, &e), &e);
	for (int i = 0; i < 120; i++) {
		double confidence = (10 + i * 37 % 88) / 100.0;
		bool held = confidence < .40, wrong = i % 5 == 0 && confidence < .85;
		char trace[400], data[60];
		struct turn t = {.conversation_id = 2 + i % 8, .up_to = 1, .epoch = 1, .state = held ? TURN_HANDED_OFF : TURN_SENT, .worker = "", .backend = "builtin",
		    .confidence = confidence, .intent = "order_status", .trace = trace, .created_ms = FIXTURE_NOW_MS - 3 * HOUR + i * 60000, .ended_ms = FIXTURE_NOW_MS - 2 * HOUR};

		snprintf(trace, sizeof trace,
		    "{\"draft\":{\"small_talk\":false},\"proposals\":[%s],\"gates\":[{\"gate\":\"unsure\",\"passed\":%s}],\"reason\":\"%s\"}",
		    i % 6 == 0 ? "{\"kind\":\"refund\",\"amount\":3100,\"outcome\":\"approve\"}" : "", held ? "false" : "true", held ? "unsure" : "");
		check_ok(store_turn_add(s, &t, &e), &e);
		if (!wrong && i % 3 != 0)
			continue;
		snprintf(data, sizeof data, "{\"turn\":%lld,\"how\":\"%s\"}", (long long)t.id, wrong ? "edited" : "as_is");
		check_ok(store_event_append(s, t.conversation_id, EVENT_DRAFT_USED, "agent:maeve", data, FIXTURE_NOW_MS - HOUR, NULL, 0, NULL, &e), &e);
	}
	check_ok(store_commit(s, &e), &e);
}

static void
begin(struct bench *b)
{
	bench_begin(b, FIXTURE_AGENT);
	add_turns(b);
	bench_command(b, "calibration");
}

static void
each_size_looks_as_it_was_accepted(void **state)
{
	static const int sizes[][2] = {{80, 24}, {40, 10}, {120, 40}, {200, 60}};
	bool wrong = false;
	struct bench b;

	(void)state;
	begin(&b);
	bench_press(&b, "j");
	bench_press(&b, "j");
	for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
		bench_size(&b, sizes[k][0], sizes[k][1]);
		bench_compare(&b, "calibration", sizes[k][0], sizes[k][1], &wrong);
	}
	bench_end(&b);
	assert_false(wrong);
}

static void
it_opens_on_todays_threshold_and_says_differences_to_it(void **state)
{
	struct bench b;

	(void)state;
	begin(&b);
	bench_size(&b, 200, 60);
	check_shows(&b, "The threshold is .40");
	check_shows(&b, ".40 today");
	check_shows(&b, "of them for want of confidence alone");
	bench_press(&b, "j");
	check_shows(&b, "If it were .45 instead of .40");
	check_shows(&b, "more than today");
	check_shows(&b, "would have waited for people");
	bench_press(&b, "g");
	check_shows(&b, "If it were .00 instead of .40");
	check_shows(&b, "fewer than today");
	bench_press(&b, "G");
	check_shows(&b, "If it were .95 instead of .40");
	bench_end(&b);
}

static void
moving_reads_nothing_and_what_was_read_stays_for_minutes(void **state)
{
	struct bench b;
	struct errinfo e = {0};

	(void)state;
	begin(&b);
	bench_size(&b, 120, 40);
	check_shows(&b, "28 days · 122 turns · as of 14:05");
	check_ok(store_begin(desk_store(b.f.desk), &e), &e);
	struct turn t = {.conversation_id = 2, .up_to = 1, .epoch = 1, .state = TURN_SENT, .worker = "", .backend = "", .confidence = .5, .intent = "order_status",
	    .trace = "", .created_ms = FIXTURE_NOW_MS};
	check_ok(store_turn_add(desk_store(b.f.desk), &t, &e), &e);
	check_ok(store_commit(desk_store(b.f.desk), &e), &e);
	clock_move_to(b.f.clock, FIXTURE_NOW_MS + 9 * 60000);
	bench_changed(&b);
	check_shows(&b, "122 turns · as of 14:05");
	clock_move_to(b.f.clock, FIXTURE_NOW_MS + 11 * 60000);
	bench_changed(&b);
	check_shows(&b, "123 turns · as of 14:16");
	bench_end(&b);
}

static void
another_number_of_days_is_read_at_once(void **state)
{
	struct bench b;

	(void)state;
	begin(&b);
	bench_size(&b, 120, 40);
	bench_command(&b, "calibration 7");
	check_shows(&b, "7 days · 122 turns");
	bench_command(&b, "calibration 0");
	check_shows(&b, "0 is no number of days");
	bench_command(&b, "board");
	bench_press(&b, "8");
	check_shows(&b, "7 days · 122 turns");
	bench_end(&b);
}

static void
without_turns_it_says_so(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 120, 40);
	clock_move_to(b.f.clock, FIXTURE_NOW_MS + 100 * 24 * HOUR);
	bench_command(&b, "calibration 1");
	check_shows(&b, "No turn of these days is on record");
	check_shows(&b, "Nothing is known of any of these replies yet");
	bench_end(&b);
}

static void
no_size_is_too_small(void **state)
{
	struct bench b;

	(void)state;
	begin(&b);
	for (int columns = 1; columns < 220; columns += columns < 12 ? 1 : 13) {
		for (int rows = 1; rows < 60; rows += rows < 12 ? 1 : 7)
			bench_size(&b, columns, rows);
	}
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_size_looks_as_it_was_accepted),
	    cmocka_unit_test(it_opens_on_todays_threshold_and_says_differences_to_it),
	    cmocka_unit_test(moving_reads_nothing_and_what_was_read_stays_for_minutes),
	    cmocka_unit_test(another_number_of_days_is_read_at_once),
	    cmocka_unit_test(without_turns_it_says_so),
	    cmocka_unit_test(no_size_is_too_small),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
