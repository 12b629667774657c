/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who owns a conversation, and that nothing of the AI lands after a takeover, whenever it comes.
 */
#include "../check.h"

#include <string.h>

#include "stage.h"

static struct stage s;

static void
a_message_is_answered_and_delivered(void **state)
{
	(void)state;
	int64_t id = stage_say(&s, "ann", "hello");
	stage_work(&s);
	struct message m = stage_last(&s, id, AUTHOR_AI);
	assert_string_equal(m.text, "Hello.");
	assert_int_equal(m.delivery, DELIVERY_DELIVERED);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AI);
	stage_audit(&s);
}

/* ---- a takeover in the middle of a turn */

static struct {
	const char *at;
	int64_t id;
	bool done;
	struct desk *other;
} plan;

static void
act(void *context, const char *name)
{
	(void)context;
	if (plan.done || plan.at == NULL || strcmp(plan.at, name) != 0)
		return;
	plan.done = true;
	check_ok(desk_take(plan.other != NULL ? plan.other : s.desk, "maeve", plan.id, &s.e), &s.e);
}

static const char *const moments[] = {
	"load", "load:done", "understand", "understand:done", "identify", "identify:done", "draft", "inside", "draft:done", "judge", "judge:done",
	"ground", "ground:done", "gates", "gates:done", "commit", "commit:done", "deliver",
};

static void
take_at_every_moment(bool file)
{
	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
		s.step = act;
		plan.at = NULL;
		plan.done = false;
		stage_open(&s, file);
		plan.other = file ? stage_desk(&s, "second") : NULL;
		plan.id = stage_say(&s, "ann", "hello");
		plan.at = moments[i];
		stage_work(&s);
		if (!plan.done)
			fail_msg("the turn has no moment %s", moments[i]);
		if (stage_count(&s, plan.id, AUTHOR_AI, DELIVERY_DELIVERED) +
			stage_count(&s, plan.id, AUTHOR_AI, DELIVERY_PENDING) !=
		    0)
			fail_msg("an AI message landed after a takeover at %s", moments[i]);
		struct conversation c = stage_conversation(&s, plan.id);
		assert_int_equal(c.state, CONVERSATION_AGENT);
		assert_int_equal(c.epoch, 2);
		assert_string_equal(c.agent, "maeve");
		stage_audit(&s);
		desk_free(&plan.other);
		stage_close(&s);
	}
	plan.at = NULL;
	print_message(
	    "# a takeover at each of %zu moments of a turn, %s: no AI message landed after it\n",
	    sizeof moments / sizeof *moments,
	    file ? "by another process's desk on a file" : "in memory");
}

static void
no_ai_message_lands_after_a_takeover_at_any_moment_in_memory(void **state)
{
	(void)state;
	take_at_every_moment(false);
}

static void
no_ai_message_lands_after_a_takeover_by_another_desk_at_any_moment(void **state)
{
	(void)state;
	take_at_every_moment(true);
}

static void
a_second_taker_is_told_who_was_first(void **state)
{
	(void)state;
	struct desk *other = stage_desk(&s, "second");
	int64_t id = stage_say(&s, "ann", "hello");
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	assert_int_equal(desk_take(other, "dara", id, &s.e), ERR_CONFLICT);
	assert_non_null(strstr(s.e.text, "Maeve Brennan"));
	assert_string_equal(stage_conversation(&s, id).agent, "maeve");
	assert_int_equal(desk_take(s.desk, "maeve", id, &s.e), ERR_STATE);
	desk_free(&other);
}

static void
a_reply_with_an_old_epoch_is_kept_and_not_sent(void **state)
{
	(void)state;
	int64_t id = stage_say(&s, "ann", "hello");
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	assert_int_equal(desk_reply(s.desk, "maeve", id, 1, "too late", &s.e), ERR_CONFLICT);
	check_ok(desk_reply(s.desk, "maeve", id, 2, "in time", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_count(&s, id, AUTHOR_AGENT, DELIVERY_SUPERSEDED), 1);
	assert_int_equal(stage_count(&s, id, AUTHOR_AGENT, DELIVERY_DELIVERED), 1);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 0);
	stage_audit(&s);
}

static void
nobody_replies_to_what_is_not_theirs(void **state)
{
	(void)state;
	int64_t id = stage_say(&s, "ann", "hello");
	assert_int_equal(desk_reply(s.desk, "maeve", id, 0, "hi", &s.e), ERR_STATE);
	check_ok(desk_take(s.desk, "una", id, &s.e), &s.e);
	assert_int_equal(desk_reply(s.desk, "maeve", id, 0, "hi", &s.e), ERR_CONFLICT);
	assert_int_equal(desk_reply(s.desk, "nobody", id, 0, "hi", &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_give_back(s.desk, "maeve", id, "", &s.e), ERR_CONFLICT);
	assert_int_equal(desk_take(s.desk, "una", 999, &s.e), ERR_NOT_FOUND);
	assert_int_equal(desk_reply(s.desk, "una", id, 0, "\x1b[2J", &s.e), ERR_USAGE);
}

static void
giving_back_lets_the_ai_answer_what_nobody_answered(void **state)
{
	(void)state;
	int64_t id = stage_say(&s, "ann", "hello");
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(s.script.calls, 0);
	check_ok(desk_give_back(s.desk, "maeve", id, "", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 1);
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.epoch, 3);
	assert_non_null(strstr(c.summary, "Maeve Brennan"));
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(desk_reply(s.desk, "maeve", id, 0, "All done.", &s.e), &s.e);
	check_ok(desk_give_back(s.desk, "maeve", id, "Sorted.", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 1);
	assert_string_equal(stage_conversation(&s, id).summary, "Sorted.");
	stage_audit(&s);
}

static void
a_newer_message_restarts_the_turn(void **state)
{
	(void)state;
	struct turn_run *r;
	const char *step;
	bool done = false;
	int64_t id = stage_say(&s, "ann", "hello");
	check_ok(desk_turn_claim(s.desk, &r, &s.e), &s.e);
	check_ok(desk_turn_step(r, &step, &done, &s.e), &s.e);
	assert_string_equal(step, "load");
	assert_int_equal(stage_say(&s, "ann", "and one more thing"), id);
	while (!done)
		check_ok(desk_turn_step(r, &step, &done, &s.e), &s.e);
	desk_turn_free(&r);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_PENDING), 0);
	stage_work(&s);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 1);
	stage_audit(&s);
}

static void
a_dead_workers_turn_is_taken_over_and_its_late_reply_refused(void **state)
{
	(void)state;
	struct turn_run *r;
	bool done = false;
	struct desk *other = stage_desk(&s, "second");
	int64_t id = stage_say(&s, "ann", "hello");
	check_ok(desk_turn_claim(other, &r, &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 0);
	clock_move_to(s.clock, FIXTURE_NOW + 31000);
	stage_work(&s);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 1);
	while (!done)
		check_ok(desk_turn_step(r, NULL, &done, &s.e), &s.e);
	desk_turn_free(&r);
	stage_work(&s);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 1);
	desk_free(&other);
	stage_audit(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_prestate_setup_teardown(
		a_message_is_answered_and_delivered, stage_in_memory, stage_away, &s),
	    cmocka_unit_test(no_ai_message_lands_after_a_takeover_at_any_moment_in_memory),
	    cmocka_unit_test(no_ai_message_lands_after_a_takeover_by_another_desk_at_any_moment),
	    cmocka_unit_test_prestate_setup_teardown(
		a_second_taker_is_told_who_was_first, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(
		a_reply_with_an_old_epoch_is_kept_and_not_sent, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(
		nobody_replies_to_what_is_not_theirs, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(
		giving_back_lets_the_ai_answer_what_nobody_answered, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(
		a_newer_message_restarts_the_turn, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(
		a_dead_workers_turn_is_taken_over_and_its_late_reply_refused, stage_on_file, stage_away, &s),
	};
	return RUN_TAP(tests);
}
