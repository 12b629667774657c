/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What recorded turns say of another threshold, and of the confidence.
 */
#include "../check.h"

#include <math.h>
#include <string.h>

#include "floorwalker/desk/confidence.h"
#include "floorwalker/desk/threshold.h"
#include "stage.h"

static struct stage s;

static int64_t
talk(const char *contact, double confidence, const char *words)
{
	int64_t id;
	s.script.text = "Your order is on its way and will reach you tomorrow.";
	s.script.confidence = confidence;
	s.script.small_talk = false;
	s.script.refund = NULL;
	id = stage_say(&s, contact, words);
	stage_work(&s);
	return id;
}

static struct threshold_report
look(int days)
{
	struct threshold_report x;
	check_ok(desk_threshold(
		     s.desk, clock_now_ms(s.clock) - days * DATE_DAY_MS, &x, &s.e),
	    &s.e);
	return x;
}

static const struct threshold_row *
row(const struct threshold_report *x, double at)
{
	for (size_t i = 0; i < x->row_count; i++)
		if (fabs(x->rows[i].threshold - at) < 1e-9)
			return &x->rows[i];
	fail_msg("there is no row of %.2f", at);
	return NULL;
}

/* A day: .9 marked wrong, .8 left alone, .3 handed over for that alone, .95 handed over for the
 * lawyer, small talk at .1, a refund of 31.91 by rule at .85. */
static void
a_day(void)
{
	int64_t id = talk("a", .9, "where is it?");
	check_ok(desk_mark_wrong(s.desk, "maeve", id, 0, &s.e), &s.e);
	id = talk("b", .8, "where is mine?");
	check_ok(desk_shopper_left(s.desk, id, &s.e), &s.e);
	(void)talk("c", .3, "and mine?");
	(void)talk("d", .95, "my lawyer will call you");
	s.script.small_talk = true;
	s.script.text = "Hello!";
	s.script.confidence = .1;
	(void)stage_say(&s, "e", "hello");
	stage_work(&s);
	s.script.small_talk = false;
	s.script.confidence = .85;
	s.script.refund = "T-1";
	s.script.reason = "damaged";
	s.script.text = "Thank you, I'm putting the refund of €31.91 through now.";
	(void)stage_say(&s, "brid", "My bottle from T-1 is broken, I'm brid@example.org and want my money back");
	stage_work(&s);
}

static void
recorded_turns_are_weighed_at_every_threshold(void **state)
{
	struct threshold_report x;
	const struct threshold_row *r;
	(void)state;
	s.settings.gates.send_at = .70;
	a_day();
	clock_move_to(s.clock, clock_now_ms(s.clock) + 8 * DATE_DAY_MS);
	stage_work(&s);
	x = look(28);
	assert_int_equal(x.turns, 6);
	assert_int_equal(x.conversations, 6);
	assert_int_equal(x.money, 3191);
	assert_string_equal(x.currency, "EUR");
	assert_true(x.rows[x.today].threshold == .70);
	r = row(&x, 0);
	assert_int_equal(r->handed_off, 1);		/* the lawyer */
	assert_int_equal(r->sent, 5);
	r = row(&x, .70);
	assert_int_equal(r->handed_off, 2);
	assert_int_equal(r->unsure, 1);
	assert_int_equal(r->sent, 4);			/* small talk too */
	assert_int_equal(r->sent_wrong, 1);
	assert_int_equal(r->money_by_rule, 3191);
	assert_int_equal(r->money_to_people, 0);
	r = row(&x, .90);
	assert_int_equal(r->handed_off, 4);
	assert_int_equal(r->sent_wrong, 1);		/* .9 is enough for .90 */
	assert_int_equal(r->money_by_rule, 0);
	assert_int_equal(r->money_to_people, 3191);
	r = row(&x, .95);
	assert_int_equal(r->sent_wrong, 0);
	assert_int_equal(r->spared_wrong, 1);
}

static void
labels_have_their_sources_and_what_is_not_known_is_counted(void **state)
{
	struct threshold_report x;
	(void)state;
	s.settings.gates.send_at = .70;
	a_day();
	x = look(28);
	assert_int_equal(x.wrong, 1);
	assert_int_equal(x.from[1], 1);			/* marked */
	assert_int_equal(x.from[4], 0);			/* the window is open */
	assert_int_equal(x.not_settled, 1);
	assert_int_equal(x.labelled, 1);
	clock_move_to(s.clock, clock_now_ms(s.clock) + 3600000);	/* silent ones close */
	stage_work(&s);
	clock_move_to(s.clock, clock_now_ms(s.clock) + 8 * DATE_DAY_MS);
	stage_work(&s);
	x = look(28);
	assert_int_equal(x.wrong, 1);
	assert_int_equal(x.not_settled, 0);
	assert_true(x.from[4] >= 1);			/* left alone */
	assert_int_equal(x.labelled, x.from[0] + x.from[1] + x.from[2] + x.from[3] + x.from[4]);
	assert_int_equal(x.bins[9].count >= 1, 1);
	assert_true(x.ece > 0 && x.ece <= 1);
	for (size_t i = 0; i < x.row_count; i++)
		assert_true(x.rows[i].sent_labelled <= x.rows[i].sent &&
		    x.rows[i].sent + x.rows[i].handed_off == x.turns);
}

static void
a_time_without_turns_has_rows_and_no_figures(void **state)
{
	struct threshold_report x;
	(void)state;
	a_day();
	clock_move_to(s.clock, clock_now_ms(s.clock) + 9 * DATE_DAY_MS);
	stage_work(&s);
	x = look(1);
	assert_int_equal(x.turns, 0);
	assert_true(x.row_count >= THRESHOLD_GRID);
	assert_true(isnan(x.ece));
	assert_true(isnan(x.ece_interval.low));
	assert_int_equal(x.rows[0].sent + x.rows[0].handed_off, 0);
}

/* By and by it comes to the same; another number of days begins anew. */
static void
a_look_by_and_by_is_the_look_at_once(void **state)
{
	struct threshold_report x, y;
	bool done = false;
	int64_t turns = 0;
	int calls = 0;
	(void)state;
	a_day();
	x = look(28);
	check_ok(desk_threshold_some(s.desk, 1, 1, &done, &turns, &y, &s.e), &s.e);
	assert_false(done);
	for (done = false; !done; calls++)
		check_ok(desk_threshold_some(s.desk, 28, 1, &done, &turns, &y, &s.e), &s.e);
	assert_int_equal(calls, 4);		/* turns, conversations, events, working it out */
	assert_int_equal(turns, x.turns);
	assert_int_equal(y.since_ms, x.since_ms);
	assert_int_equal(y.labelled, x.labelled);
	for (size_t i = 0; i < x.row_count; i++)
		assert_memory_equal(&y.rows[i], &x.rows[i], sizeof x.rows[i]);
	check_ok(desk_threshold_some(s.desk, 28, 1, &done, &turns, &y, &s.e), &s.e);
	assert_false(done);			/* left half-way: the desk frees it */
}

/* A decision that is told is no reply whose confidence was weighed. */
static void
decisions_that_are_told_are_no_turns_of_these(void **state)
{
	struct threshold_report x;
	int64_t id, left, action = stage_waiting_refund(&s, &id);
	(void)state;
	x = look(1);
	assert_int_equal(x.turns, 1);
	assert_int_equal(x.money, 0);			/* it waits for a person */
	check_ok(desk_ask(s.desk, "maeve", action, "Is there a photo?", &s.e), &s.e);
	(void)stage_say(&s, "brid", "yes, here");
	stage_work(&s);
	x = look(1);
	assert_int_equal(x.turns, 1);			/* nor is thanking for an answer */
	check_ok(desk_approve(s.desk, "maeve", action, "", &left, &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_action(&s, action).state, ACTION_DONE);
	x = look(1);
	assert_int_equal(x.turns, 1);
}

static void
the_report_is_json_with_every_denominator(void **state)
{
	struct threshold_report x;
	const struct value *v, *r;
	(void)state;
	s.settings.gates.send_at = .72;
	a_day();
	x = look(28);
	v = threshold_to_value(s.arena, &x);
	assert_int_equal(value_count(value_get(v, "thresholds")), 21);
	assert_true(value_get_real(v, "present", 0) == .72);
	r = value_at(value_get(v, "thresholds"), x.today);
	assert_true(value_get_bool(r, "present", false));
	assert_int_equal(value_get_int(value_get(r, "handed_off"), "of", 0), 6);
	assert_int_equal(value_get_int(value_get(r, "wrong_sent"), "of", -1) +
		value_get_int(r, "sent_unlabelled", -1),
	    value_get_int(r, "sent", 0));
	assert_int_equal(value_get_int(v, "unlabelled", -1), 5);
}

int
main(void)
{
#define STAGED(f) cmocka_unit_test_prestate_setup_teardown(f, stage_in_memory, stage_away, &s)
#define ON_FILE(f) cmocka_unit_test_prestate_setup_teardown(f, stage_on_file, stage_away, &s)
	const struct CMUnitTest tests[] = {
		STAGED(recorded_turns_are_weighed_at_every_threshold),
		ON_FILE(recorded_turns_are_weighed_at_every_threshold),
		STAGED(labels_have_their_sources_and_what_is_not_known_is_counted),
		STAGED(a_time_without_turns_has_rows_and_no_figures),
		STAGED(a_look_by_and_by_is_the_look_at_once),
		ON_FILE(a_look_by_and_by_is_the_look_at_once),
		STAGED(decisions_that_are_told_are_no_turns_of_these),
		STAGED(the_report_is_json_with_every_denominator),
	};
	return RUN_TAP(tests);
}
