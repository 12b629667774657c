/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Corrections of what messages meant: who may say so, who may accept it, and what is on record.
 */
#include "../check.h"

#include <string.h>

#include "floorwalker/desk/learn.h"
#include "floorwalker/store/event.h"

#include "stage.h"

static struct stage s;

#define FAILS(expected, call) assert_int_equal(call, expected)

static int64_t
correct(const char *agent, int64_t conversation, int64_t number, const char *intent)
{
	int64_t id;

	check_ok(desk_correct(s.desk, agent, conversation, number, intent, &id, &s.e), &s.e);
	return id;
}

static struct correction_view *
all(struct desk *d, size_t expected)
{
	struct correction_view *list;
	size_t count;

	check_ok(desk_corrections(d, s.arena, &list, &count, &s.e), &s.e);
	assert_int_equal(count, expected);
	return list;
}

static void
a_correction_is_of_the_last_words_of_the_shopper_and_keeps_what_they_were_taken_for(void **state)
{
	int64_t c = stage_say(&s, "ann", "is it raining at ann@example.org"), id;
	struct correction_view *list;
	struct event_list events;

	(void)state;
	stage_work(&s);
	id = correct("maeve", c, 0, "out_of_scope");
	list = all(s.desk, 1);
	assert_int_equal(list[0].correction.id, id);
	assert_string_equal(list[0].correction.was, "order_status");
	assert_string_equal(list[0].correction.intent, "out_of_scope");
	assert_string_equal(list[0].correction.agent, "maeve");
	assert_string_equal(list[0].text, "is it raining at [email]");
	assert_int_equal(list[0].number, 1);
	assert_int_equal(list[0].state, CORRECTION_WAITING);
	check_ok(store_event_list(desk_store(s.desk), s.arena, c, &events, &s.e), &s.e);
	assert_string_equal(events.items[events.count - 1].kind, "correction.added");
	assert_string_equal(events.items[events.count - 1].actor, "agent:maeve");
	stage_audit(&s);
}

static void
what_cannot_be_corrected_is_refused_with_why(void **state)
{
	int64_t c = stage_say(&s, "ann", "hello there"), id;

	(void)state;
	stage_work(&s);
	FAILS(ERR_NOT_FOUND, desk_correct(s.desk, "maeve", c, 0, "order_stauts", &id, &s.e));
	assert_non_null(strstr(s.e.text, "order_status"));
	FAILS(ERR_USAGE, desk_correct(s.desk, "maeve", c, 0, "order_status", &id, &s.e));
	FAILS(ERR_NOT_FOUND, desk_correct(s.desk, "maeve", c, 9, "stock", &id, &s.e));
	FAILS(ERR_STATE, desk_correct(s.desk, "maeve", c, 2, "stock", &id, &s.e));
	FAILS(ERR_NOT_FOUND, desk_correct(s.desk, "maeve", 99, 0, "stock", &id, &s.e));
	FAILS(ERR_FORBIDDEN, desk_correct(s.desk, "nobody", c, 0, "stock", &id, &s.e));
	correct("maeve", c, 1, "stock");
	FAILS(ERR_EXISTS, desk_correct(s.desk, "maeve", c, 0, "stock", &id, &s.e));
	assert_non_null(strstr(s.e.text, "L-1"));
	correct("dara", c, 0, "stock");
	all(s.desk, 2);
}

static void
same_words_stand_together_and_conflicts_are_seen(void **state)
{
	int64_t a = stage_say(&s, "ann", "Have you GOT these?"), b = stage_say(&s, "bob", "hello"),
		c = stage_say(&s, "cid", "have you got these");
	struct correction_view *list;

	(void)state;
	stage_work(&s);
	correct("maeve", a, 0, "stock");
	correct("maeve", b, 0, "greeting");
	correct("dara", c, 0, "product_question");
	list = all(s.desk, 3);
	assert_int_equal(list[1].correction.id, 3);
	assert_int_equal(list[1].words_of, 1);
	assert_true(list[0].conflicts && list[1].conflicts && !list[2].conflicts);
	check_ok(desk_review(s.desk, "una", 1, true, "", &s.e), &s.e);
	FAILS(ERR_CONFLICT, desk_review(s.desk, "una", 3, true, "", &s.e));
	assert_non_null(strstr(s.e.text, "L-1"));
	check_ok(desk_review(s.desk, "una", 1, false, "the other is right", &s.e), &s.e);
	check_ok(desk_review(s.desk, "una", 3, true, "", &s.e), &s.e);
	list = all(s.desk, 3);
	assert_int_equal(list[0].state, CORRECTION_REJECTED);
	assert_string_equal(list[0].review.reason, "the other is right");
	assert_string_equal(list[0].review.agent, "una");
	assert_true(list[0].review.at_ms == FIXTURE_NOW);
	assert_false(list[0].conflicts || list[1].conflicts);
	stage_audit(&s);
}

static void
a_review_takes_a_right_a_reason_and_a_second_pair_of_eyes(void **state)
{
	struct store_options how = {.busy_ms = 20000};
	struct desk_options o = {.shared = &s.shared, .clock = s.clock, .worker = "second"};
	int64_t c = stage_say(&s, "ann", "hello");
	struct desk *real;

	(void)state;
	stage_work(&s);
	correct("una", c, 0, "greeting");
	check_ok(store_open(s.target, &how, &o.take_store, &s.e), &s.e);
	check_ok(desk_new(&o, &real, &s.e), &s.e);
	FAILS(ERR_FORBIDDEN, desk_review(real, "maeve", 1, true, "", &s.e));
	assert_non_null(strstr(s.e.text, "supervisor"));
	FAILS(ERR_FORBIDDEN, desk_review(real, "una", 1, true, "", &s.e));
	FAILS(ERR_FORBIDDEN, desk_review(real, "nobody", 1, true, "", &s.e));
	FAILS(ERR_NOT_FOUND, desk_review(real, "una", 7, true, "", &s.e));
	assert_int_equal(all(real, 1)[0].state, CORRECTION_WAITING);
	FAILS(ERR_USAGE, desk_review(s.desk, "una", 1, false, "", &s.e));
	check_ok(desk_review(s.desk, "una", 1, true, "ask ann@example.org", &s.e), &s.e);
	FAILS(ERR_STATE, desk_review(s.desk, "una", 1, true, "", &s.e));
	assert_string_equal(all(s.desk, 1)[0].review.reason, "ask [email]");
	desk_free(&real);
}

int
main(void)
{
#define ON(f, set_up) cmocka_unit_test_prestate_setup_teardown(f, set_up, stage_away, &s)
	const struct CMUnitTest tests[] = {
		ON(a_correction_is_of_the_last_words_of_the_shopper_and_keeps_what_they_were_taken_for, stage_in_memory),
		ON(what_cannot_be_corrected_is_refused_with_why, stage_in_memory),
		ON(same_words_stand_together_and_conflicts_are_seen, stage_in_memory),
		ON(same_words_stand_together_and_conflicts_are_seen, stage_on_file),
		ON(a_review_takes_a_right_a_reason_and_a_second_pair_of_eyes, stage_on_file),
	};

	return RUN_TAP(tests);
}
