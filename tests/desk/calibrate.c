/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What use says of the AI's replies: what becomes a label and what doesn't, and a refit that is
 * refused, judged and adopted.
 */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/desk/acts.h"
#include "floorwalker/desk/confidence.h"
#include "floorwalker/store/event.h"

#include "stage.h"

#define DRAFT "Your order is on its way and will reach you tomorrow."

static struct stage s;

#define FAILS(expected, call) assert_int_equal(call, expected)

static int64_t
talk(const char *contact, double part, double confidence)
{
	int64_t id;
	s.script.text = DRAFT;
	s.script.part = part;
	s.script.confidence = confidence;
	s.script.small_talk = false;
	id = stage_say(&s, contact, "hello");
	stage_work(&s);
	return id;
}

static void
leave(int64_t id)
{
	check_ok(desk_shopper_left(s.desk, id, &s.e), &s.e);
	stage_work(&s);
}

static void
days_pass(int days)
{
	clock_move_to(s.clock, clock_now_ms(s.clock) + days * DATE_DAY_MS);
	stage_work(&s);
}

static struct value *
calibrate(int64_t least)
{
	struct calibrate_asked asked = {.least = least, .pull = 1, .seed = 1};
	struct value *out;
	check_ok(desk_calibrate(s.desk, s.arena, &asked, &out, &s.e), &s.e);
	return out;
}

static int64_t
from(const struct value *v, const char *source)
{
	return value_get_int(value_get(v, "from"), source, -1);
}

/* How a draft was used, as the last event of the kind says; NULL none. *times: how many there are. */
static const char *
used(int64_t id, int *times)
{
	struct event_list list;
	const char *how = NULL;
	*times = 0;
	check_ok(store_event_list(desk_store(s.desk), s.arena, id, &list, &s.e), &s.e);
	for (size_t i = 0; i < list.count; i++) {
		struct value *v;
		if (strcmp(list.items[i].kind, "draft.used") != 0)
			continue;
		check_ok(value_parse_json(s.arena, "event", list.items[i].data,
			     strlen(list.items[i].data), &value_limits_message, &v, &s.e),
		    &s.e);
		how = value_get_text(v, "how");
		++*times;
	}
	return how;
}

static void
what_an_agent_makes_of_a_draft_is_on_record_once(void **state)
{
	static const struct { const char *sent, *how; } cases[] = {
		{ DRAFT, "as_is" },
		{ "  Your order is on its way\nand will reach you tomorrow.", "as_is" },
		{ "Your order is on its way and will reach you on Monday.", "edited" },
		{ "I'm sorry, we have lost it.", "other" },
	};
	struct value *v;
	int times;
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char contact[8];
		snprintf(contact, sizeof contact, "s%zu", i);
		int64_t id = talk(contact, 0.9, 0.1);	/* too unsure to be sent */
		assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_QUEUED);
		check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
		assert_null(used(id, &times));
		check_ok(desk_reply(s.desk, "maeve", id, 0, cases[i].sent, &s.e), &s.e);
		assert_string_equal(used(id, &times), cases[i].how);
		check_ok(desk_reply(s.desk, "maeve", id, 0, DRAFT, &s.e), &s.e);
		assert_string_equal(used(id, &times), cases[i].how);
		assert_int_equal(times, 1);
	}
	v = calibrate(100);
	assert_int_equal(from(v, "sent_as_is"), 2);
	assert_int_equal(from(v, "edited"), 1);
	assert_int_equal(value_get_int(value_get(v, "left_out"), "rewritten", -1), 1);
	assert_int_equal(value_get_int(v, "labels", -1), 3);
	assert_int_equal(value_get_int(v, "wrong", -1), 1);
	stage_audit(&s);
}

static void
a_reply_taken_back_is_no_label(void **state)
{
	struct desk_undone undone;
	struct value *v;
	(void)state;
	s.settings.undo_send_ms = 5000;
	int64_t id = talk("ann", 0.9, 0.1), other = talk("bob", 0.9, 0.1);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(desk_reply(s.desk, "maeve", id, 0, DRAFT, &s.e), &s.e);
	check_ok(desk_undo(s.desk, s.arena, "maeve", id, &undone, &s.e), &s.e);
	check_ok(desk_take(s.desk, "maeve", other, &s.e), &s.e);
	check_ok(desk_reply(s.desk, "maeve", other, 0, "Something else entirely, at length, now.", &s.e), &s.e);
	check_ok(desk_undo(s.desk, s.arena, "maeve", other, &undone, &s.e), &s.e);
	check_ok(desk_reply(s.desk, "maeve", other, 0, DRAFT, &s.e), &s.e);
	v = calibrate(100);
	assert_int_equal(from(v, "sent_as_is"), 1);
	assert_int_equal(value_get_int(value_get(v, "left_out"), "rewritten", -1), 0);
	assert_int_equal(value_get_int(v, "labels", -1), 1);
	stage_audit(&s);
}

static void
a_reply_is_marked_as_wrong_once_and_only_where_the_ai_drafted_it(void **state)
{
	int64_t id = talk("ann", 0.9, 0.9);
	struct event_list list;
	(void)state;
	FAILS(ERR_FORBIDDEN, desk_mark_wrong(s.desk, "nobody", id, 0, &s.e));
	FAILS(ERR_STATE, desk_mark_wrong(s.desk, "maeve", id, 1, &s.e));
	FAILS(ERR_NOT_FOUND, desk_mark_wrong(s.desk, "maeve", id, 9, &s.e));
	FAILS(ERR_NOT_FOUND, desk_mark_wrong(s.desk, "maeve", 99, 0, &s.e));
	check_ok(desk_mark_wrong(s.desk, "maeve", id, 0, &s.e), &s.e);
	FAILS(ERR_EXISTS, desk_mark_wrong(s.desk, "dara", id, 2, &s.e));
	check_ok(store_event_list(desk_store(s.desk), s.arena, id, &list, &s.e), &s.e);
	assert_string_equal(list.items[list.count - 1].kind, "reply.marked_wrong");
	assert_string_equal(list.items[list.count - 1].actor, "agent:maeve");
	assert_int_equal(from(calibrate(100), "marked"), 1);
	stage_audit(&s);
}

static void
replies_that_were_left_alone_are_right_once_the_window_has_passed(void **state)
{
	int64_t id = talk("ann", 0.9, 0.9);
	struct value *v;
	(void)state;
	assert_int_equal(value_get_int(calibrate(100), "labels", -1), 0);	/* it goes on */
	leave(id);
	v = calibrate(100);
	assert_int_equal(value_get_int(v, "labels", -1), 0);
	assert_int_equal(value_get_int(value_get(v, "left_out"), "not_settled", -1), 1);
	days_pass(8);
	v = calibrate(100);
	assert_int_equal(from(v, "left_alone"), 1);
	assert_int_equal(value_get_int(v, "wrong", -1), 0);
}

static void
who_comes_back_about_the_same_was_not_served(void **state)
{
	int64_t id = talk("ann", 0.9, 0.9);
	struct value *v;
	(void)state;
	leave(id);
	days_pass(2);
	assert_int_equal(talk("ann", 0.9, 0.9), id);	/* opened again */
	v = calibrate(100);
	assert_int_equal(from(v, "came_back"), 1);
	assert_int_equal(from(v, "left_alone"), 0);
	assert_int_equal(value_get_int(v, "labels", -1), 1);
}

/* A longer window than the desk's own, within which it opens no conversation again. */
static void
who_comes_back_in_a_new_conversation_was_not_served_either(void **state)
{
	struct calibrate_asked asked = {.least = 100, .pull = 1, .seed = 1, .window_ms = 14 * DATE_DAY_MS};
	int64_t id = talk("ann", 0.9, 0.9), again, other = talk("bob", 0.9, 0.9);
	struct value *v;
	(void)state;
	leave(id);
	leave(other);
	days_pass(8);
	again = talk("ann", 0.9, 0.9);
	assert_true(again != id);
	leave(again);
	days_pass(15);
	check_ok(desk_calibrate(s.desk, s.arena, &asked, &v, &s.e), &s.e);
	assert_int_equal(from(v, "came_back"), 1);
	assert_int_equal(from(v, "left_alone"), 2);
}

static void
a_draft_without_parts_and_one_that_a_person_joined_teach_nothing(void **state)
{
	int64_t id = talk("ann", 0, 0.9), other = talk("bob", 0.9, 0.9);
	struct value *v;
	(void)state;
	leave(id);
	check_ok(desk_take(s.desk, "maeve", other, &s.e), &s.e);
	check_ok(desk_reply(s.desk, "maeve", other, 0, "Let me help.", &s.e), &s.e);
	check_ok(desk_close(s.desk, "maeve", other, "resolved", &s.e), &s.e);
	days_pass(9);
	v = calibrate(100);
	assert_int_equal(value_get_int(v, "labels", -1), 0);
	assert_int_equal(value_get_int(value_get(v, "left_out"), "no_parts", -1), 1);
}

/* Replies of an unsure intent are marked, the others left alone. */
static void
use_it(int each)
{
	for (int i = 0; i < 2 * each; i++) {
		char contact[16];
		snprintf(contact, sizeof contact, "s%d", i);
		int64_t id = talk(contact, i % 2 == 0 ? 0.3 : 0.95, 0.9);
		if (i % 2 == 0)
			check_ok(desk_mark_wrong(s.desk, "maeve", id, 0, &s.e), &s.e);
		leave(id);
	}
	days_pass(8);
}

static void
too_few_labels_are_refused_plainly(void **state)
{
	struct calibrate_asked asked = {
	    .least = CALIBRATE_LEAST, .pull = 1, .seed = 1, .adopt_by = "una"};
	struct value *v;
	(void)state;
	use_it(3);
	v = calibrate(CALIBRATE_LEAST);
	assert_non_null(strstr(value_get_text(v, "missing"),
	    "3 replies are known to be right and 3 wrong; at least 30 of each"));
	assert_null(value_get(v, "weights"));
	FAILS(ERR_STATE, desk_calibrate(s.desk, s.arena, &asked, &v, &s.e));
	assert_non_null(strstr(s.e.text, "at least 30"));
}

static void
a_refit_is_judged_beside_the_weights_in_use_and_adopted_by_a_named_reviewer(void **state)
{
	char folder[] = "/tmp/refit-XXXXXX";
	struct calibrate_asked asked = {.least = 10, .pull = 1, .seed = 1, .adopt_by = "maeve"};
	struct confidence_weights w;
	struct event_list list;
	const char *path;
	struct value *v;
	bool found;
	(void)state;
	assert_non_null(mkdtemp(folder));
	stage_world_folder = folder;
	use_it(12);
	v = calibrate(10);
	assert_true(value_get_bool(v, "better", false));
	assert_true(value_get_real(value_get(v, "refit"), "log_loss", 9) <
	    value_get_real(value_get(v, "present"), "log_loss", 0));
	assert_true(value_get_real(value_get(v, "refit"), "auroc", 0) > 0.99);
	path = file_join(s.arena, folder, CONFIDENCE_FILE);
	assert_false(file_exists(path));
	FAILS(ERR_FORBIDDEN, desk_calibrate(s.desk, s.arena, &asked, &v, &s.e));
	assert_non_null(strstr(s.e.text, "senior"));
	assert_false(file_exists(path));
	asked.adopt_by = "una";
	check_ok(desk_calibrate(s.desk, s.arena, &asked, &v, &s.e), &s.e);
	assert_true(value_get_bool(v, "adopted", false));
	check_ok(desk_confidence_load(desk_world(s.desk), s.arena, &w, &found, &path, &s.e), &s.e);
	assert_true(found && strncmp(path, folder, strlen(folder)) == 0);
	assert_true(confidence_weight(&w, "intent") ==
	    value_get_real(value_path(v, "weights.weights"), "intent", -1));
	check_ok(store_event_list(desk_store(s.desk), s.arena, 0, &list, &s.e), &s.e);
	assert_string_equal(list.items[list.count - 1].kind, "confidence.adopted");
	assert_string_equal(list.items[list.count - 1].actor, "agent:una");
	assert_non_null(strstr(list.items[list.count - 1].data, "\"wrong\":12"));
	/* a second one keeps the first beside it */
	FAILS(ERR_OK, desk_calibrate(s.desk, s.arena, &asked, &v, &s.e));
	assert_true(file_exists(arena_printf(s.arena, "%s.previous", path)));
	stage_audit(&s);
	(void)unlink(path);
	(void)unlink(arena_printf(s.arena, "%s.previous", path));
	(void)rmdir(file_join(s.arena, folder, "models"));
	(void)rmdir(folder);
	stage_world_folder = "";
}

/* Every fifth conversation is wrong, so that each fold's weights, fitted to the others, are surest where
 * they are wrong: what looks like a fit isn't the better one. */
static void
a_refit_that_is_no_better_is_not_adopted(void **state)
{
	struct calibrate_asked asked = {.least = 5, .pull = 1, .seed = 1, .adopt_by = "una"};
	struct value *v;
	(void)state;
	for (int i = 0; i < 40; i++) {
		char contact[16];
		snprintf(contact, sizeof contact, "s%d", i);
		int64_t id = talk(contact, 0.95, 0.9);
		if (i % 5 == 0)
			check_ok(desk_mark_wrong(s.desk, "maeve", id, 0, &s.e), &s.e);
		leave(id);
	}
	days_pass(8);
	v = calibrate(5);
	assert_non_null(value_get(v, "refit"));
	assert_false(value_get_bool(v, "better", true));
	FAILS(ERR_STATE, desk_calibrate(s.desk, s.arena, &asked, &v, &s.e));
	assert_non_null(strstr(s.e.text, "no better"));
}

#define TEST(f) cmocka_unit_test_prestate_setup_teardown(f, stage_in_memory, stage_away, &s)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_an_agent_makes_of_a_draft_is_on_record_once),
		TEST(a_reply_taken_back_is_no_label),
		TEST(a_reply_is_marked_as_wrong_once_and_only_where_the_ai_drafted_it),
		TEST(replies_that_were_left_alone_are_right_once_the_window_has_passed),
		TEST(who_comes_back_about_the_same_was_not_served),
		TEST(who_comes_back_in_a_new_conversation_was_not_served_either),
		TEST(a_draft_without_parts_and_one_that_a_person_joined_teach_nothing),
		TEST(too_few_labels_are_refused_plainly),
		TEST(a_refit_is_judged_beside_the_weights_in_use_and_adopted_by_a_named_reviewer),
		TEST(a_refit_that_is_no_better_is_not_adopted),
	};

	return RUN_TAP(tests);
}
