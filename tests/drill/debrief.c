/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Debriefs: contacts keep all that they need on the way through a file; an expert's stands beside; two are compared;
 * many show a course. What isn't a contact harms nobody.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "made.h"

#define near(x, y) assert_true(fabs((x) - (y)) < 1e-9)
#define MIDNIGHT ((int64_t)7200000)	/* two hours of warm-up */

static struct value *
said(struct arena *a)
{
	static const struct {
		const char *author, *text;
		int at;
	} lines[] = { { "shopper", "Hi, this is a joke", 0 }, { "ai", "A colleague will help.", 4 },
		{ "agent", "Hello, sorry about that [masked]", 101 }, { "agent", "Bye, thanks", 400 } };
	struct value *list = value_list(a);

	for (size_t i = 0; i < 4; i++) {
		struct value *v = value_add_map(list);

		value_set_text(v, "author", lines[i].author);
		value_set_int(v, "at_ms", MIDNIGHT + AT(lines[i].at));
		value_set_text(v, "text", lines[i].text);
	}
	return list;
}

static const struct deed deeds[] = {
    { .kind = DEED_GOT, .at_ms = MIDNIGHT + AT(60), .agent = "me", .text = "", .rule = "", .why = "" },
    { .kind = DEED_WROTE, .at_ms = MIDNIGHT + AT(100), .agent = "me", .text = "Hello, sorry about that ann@example.org", .why = "" },
    { .kind = DEED_APPROVED, .at_ms = MIDNIGHT + AT(200), .agent = "me", .action_id = 9, .action = ACTION_REFUND, .amount = 4200, .rule = "refund-again", .wrong = true, .why = "It is the same claim." },
    { .kind = DEED_WROTE, .at_ms = MIDNIGHT + AT(400), .agent = "me", .text = "Bye, thanks" },
    { .kind = DEED_CLOSED, .at_ms = MIDNIGHT + AT(420), .agent = "me" },
};

static struct contact
contact_of_all(void)
{
	struct contact c = { .replication = 0, .number = 3, .conversation_id = 12, .scenario = "refund-second-claim",
		.persona = "grumpy", .intent = "refund", .channel = "web", .tier = "plus", .language = "en",
		.counts = true, .came_ms = MIDNIGHT + AT(0), .first_answer_ms = MIDNIGHT + AT(4), .queued_ms = MIDNIGHT + AT(5),
		.got_ms = MIDNIGHT + AT(60), .person_ms = MIDNIGHT + AT(100), .ended_ms = MIDNIGHT + AT(420), .resolved = true,
		.reason = HANDOFF_POLICY, .proxy = 4, .sentiment_first = NAN, .why = "", .deeds = deeds, .deed_count = 5 };

	c.outcome.handed_off = true;
	c.action_count = 1;
	c.actions[0].rule = "refund-again";
	c.actions[0].kind = ACTION_REFUND;
	c.actions[0].amount = 4200;
	c.actions[0].by_person = c.actions[0].done = true;
	return c;
}

/* Two write in the same second; a line that says whose it is is theirs. */
static void
lines_belong_to_who_wrote_them(void **state)
{
	static const struct deed two[] = {
	    { .kind = DEED_WROTE, .at_ms = 1000, .agent = "me", .text = "mine, raw" },
	    { .kind = DEED_WROTE, .at_ms = 1000, .agent = "chat-1", .text = "theirs, raw" } };
	struct contact c = { .scenario = "a", .deeds = two, .deed_count = 2, .came_ms = 0, .ended_ms = -1 };
	struct arena *a = arena_new();
	struct value *list = value_list(a), *v, *map;

	(void)state;
	for (int i = 0; i < 2; i++) {
		v = value_add_map(list);
		value_set_text(v, "author", "agent");
		value_set_text(v, "agent", i == 0 ? "chat-1" : "me");
		value_set_int(v, "at_ms", 1000);
		value_set_text(v, "text", "masked");
	}
	map = debrief_contact(a, &c, list, 0);
	assert_int_equal(value_get_int(value_at(value_get(map, "deeds"), 0), "line", -1), 1);
	assert_int_equal(value_get_int(value_at(value_get(map, "deeds"), 1), "line", -1), 0);
	arena_free(&a);
}

static void
a_contact_keeps_what_a_debrief_needs_through_a_file(void **state)
{
	char folder[] = "/tmp/floorwalker-debrief-XXXXXX";
	struct made m;
	struct contact c = contact_of_all();
	const struct value *before, *after, *back, *line;
	struct errinfo e;
	struct str x, y;

	(void)state;
	made_begin(&m);
	assert_non_null(mkdtemp(folder));
	value_add(m.contacts, debrief_contact(m.arena, &c, said(m.arena), MIDNIGHT));
	before = made_debrief(&m, "me");
	check_ok(session_new(m.arena, folder, &m.session, &e), &e);
	check_ok(session_write_contacts(folder, m.session.id, m.contacts, &e), &e);
	check_ok(session_read_contacts(m.arena, folder, m.session.id, &back, &e), &e);
	check_ok(debrief_make(m.arena, &m.drill, &m.session, back, "me", &after, &e), &e);
	str_init(&x);
	str_init(&y);
	value_print(&x, before);
	value_print(&y, after);
	assert_string_equal(x.data, y.data);
	str_clear(&x);
	str_clear(&y);
	/* instants are the day's, and lines know who wrote them */
	assert_int_equal(value_get_int(value_at(back, 0), "came_ms", -1), AT(0));
	line = value_at(value_get(value_at(back, 0), "transcript"), 2);
	assert_int_equal(value_get_int(line, "at_ms", -1), AT(101));
	assert_string_equal(value_get_text(line, "agent"), "me");
	near(made_score(after, "policy"), 0);
	assert_string_equal(value_get_text(made_moment(after, "policy", 0), "what"), "Approved a refund of 42.00 EUR, wrongly");
	near(made_score(after, "satisfaction"), 75);
	near(made_score(after, "first_response"), 100);		/* 40 s */
	assert_int_equal(value_get_int(made_moment(after, "accuracy", 1), "line", -1), 3);
	near(made_score(after, "tone"), 100);
	unlink(file_join(m.arena, folder, "made-1/session.json"));
	unlink(file_join(m.arena, folder, "made-1/contacts.json"));
	rmdir(file_join(m.arena, folder, "made-1"));
	rmdir(folder);
	made_end(&m);
}

/* ---- beside, compared */

/* Two shoppers; the second is had by both where both is set. */
static struct value *
played(struct made *m, const char *trainee, bool both, bool is_wrong)
{
	const struct value *d;
	struct value *c;
	struct errinfo e;

	made_begin(m);
	m->session.trainee = trainee;
	c = made_contact(m, "one", 0, 900);
	made_deed(c, "got", "me", 10, "");
	c = made_deed(c, "wrote", "me", 20, "Hello");
	if (is_wrong)
		made_wrong(c, "untrue");
	c = made_contact(m, "two", 0, 900);
	if (both)
		made_deed(c, "got", "me", 30, "");
	check_ok(debrief_make(m->arena, &m->drill, &m->session, m->contacts, "me", &d, &e), &e);
	return (struct value *)(uintptr_t)d;
}

static void
an_experts_talk_stands_beside_what_both_had(void **state)
{
	struct made a, b;
	struct value *own = played(&a, "Ada", true, true), *theirs = played(&b, "expert", false, false);
	const struct value *first, *beside;
	struct errinfo e;

	(void)state;
	check_ok(debrief_put_beside(a.arena, own, theirs, &e), &e);
	first = value_at(value_get(own, "conversations"), 0);
	beside = value_get(first, "beside");
	assert_string_equal(value_get_text(beside, "trainee"), "expert");
	assert_int_equal(value_count(value_get(beside, "transcript")), 1);
	assert_true(value_count(value_get(beside, "moments")) >= 3);
	assert_null(value_get(value_at(value_get(own, "conversations"), 1), "beside"));
	assert_int_equal(value_get_int(value_get(own, "beside"), "both", -1), 1);
	value_set_text(theirs, "seed", "8");
	assert_int_equal(debrief_put_beside(a.arena, own, theirs, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "have another seed (7, 8)"));
	made_end(&a);
	made_end(&b);
}

static void
two_are_compared_by_criterion_lesson_and_conversation(void **state)
{
	struct made a, b;
	struct value *one = played(&a, "Ada", false, true), *other = played(&b, "Bo", true, false);
	const struct value *c, *row, *rows;
	struct errinfo e;

	(void)state;
	check_ok(debrief_compare(a.arena, one, other, &c, &e), &e);
	assert_string_equal(value_get_text(value_at(value_get(c, "sides"), 1), "trainee"), "Bo");
	row = value_at(value_get(c, "criteria"), CRITERION_ACCURACY);
	assert_string_equal(value_get_text(row, "criterion"), "accuracy");
	near(value_get_real(value_get(row, "one"), "score", -1), 0);
	near(value_get_real(value_get(row, "other"), "score", -1), 100);
	near(value_get_real(row, "difference", 0), 100);
	row = value_at(value_get(c, "criteria"), CRITERION_APPROVALS);
	assert_true(value_is_null(value_get(row, "difference")));
	near(value_get_real(c, "difference", 0), value_get_real(other, "score", 0) - value_get_real(one, "score", 0));
	rows = value_get(c, "conversations");
	assert_int_equal(value_count(rows), 2);
	assert_int_equal(value_get_int(c, "both", -1), 1);
	assert_true(value_is_null(value_get(value_at(rows, 1), "one")));
	assert_string_equal(value_get_text(value_at(rows, 1), "scenario"), "two");
	check_ok(debrief_compare(a.arena, other, one, &c, &e), &e);
	assert_int_equal(value_get_int(c, "both", -1), 1);
	near(value_get_real(value_at(value_get(c, "criteria"), CRITERION_ACCURACY), "difference", 0), -100);
	assert_true(value_is_null(value_get(value_at(value_get(c, "conversations"), 1), "other")));
	value_set_text(other, "drill", "another");
	assert_int_equal(debrief_compare(a.arena, one, other, &c, &e), ERR_USAGE);
	assert_null(c);
	made_end(&a);
	made_end(&b);
}

/* ---- progress */

static const struct value *
session_with(struct arena *a, double score, double tone, double speed)
{
	struct value *v = value_map(a), *c = value_add_map(value_set_list(v, "criteria")),
		     *l = value_add_map(value_set_list(v, "lessons"));

	value_set_text(v, "drill", "made");
	value_set_text(v, "seed", "7");
	value_set_text(v, "trainee", "Ada");
	value_set_real_or_null(v, "score", !isnan(score), score);
	value_set_real(v, "speed", speed);
	value_set_text(c, "criterion", "tone");
	value_set_real_or_null(c, "score", !isnan(tone), tone);
	value_set_int(c, "occasions", 4);
	value_set_text(l, "id", "calm");
	value_set_text(l, "text", "Stay calm");
	if (isnan(tone))
		value_set(l, "met", value_null(a));
	else
		value_set_bool(l, "met", tone >= 60);
	return v;
}

static void
progress_tells_the_course_of_each_criterion_and_lesson(void **state)
{
	struct arena *a = arena_new();
	const struct value *list[] = { session_with(a, 40, 50, 1), session_with(a, 70, NAN, 1),
		session_with(a, 60, 80, 2) }, *p, *v;
	struct errinfo e;

	(void)state;
	check_ok(debrief_progress(a, list, 3, &p, &e), &e);
	v = value_get(p, "whole");
	near(value_get_real(v, "change", 0), 20);
	near(value_get_real(v, "largest_rise", 0), 30);
	near(value_get_real(v, "largest_fall", 0), 10);
	near(value_get_real(v, "best", 0), 70);
	near(value_get_real(v, "worst", 0), 40);
	v = value_at(value_get(p, "criteria"), CRITERION_TONE);
	near(value_get_real(v, "change", 0), 30);		/* over what isn't known */
	assert_int_equal(value_get_int(v, "known", 0), 2);
	assert_true(value_is_null(value_at(value_get(v, "scores"), 1)));
	v = value_at(value_get(p, "lessons"), 0);
	assert_int_equal(value_get_int(v, "tried", 0), 2);
	assert_int_equal(value_get_int(v, "times", 0), 1);
	assert_int_equal(value_get_int(v, "first_met", -1), 2);
	v = value_get(p, "notes");
	assert_int_equal(value_count(v), 2);			/* the same shoppers, other speeds */
	check_ok(debrief_progress(a, list, 1, &p, &e), &e);
	assert_true(value_is_null(value_get(value_get(p, "whole"), "change")));
	assert_int_equal(debrief_progress(a, list, 0, &p, &e), ERR_USAGE);
	arena_free(&a);
}

/* ---- what is no contact */

static void
what_is_odd_in_a_contact_harms_nobody(void **state)
{
	static const char *const odd[] = { "[]", "[7, null, [], {}]", "[{\"deeds\": 7, \"transcript\": \"x\"}]",
		"[{\"deeds\": [1, null, {}, {\"kind\": 3}, {\"kind\": \"flew\"}, {\"kind\": \"wrote\"}, {\"kind\": \"wrote\", \"agent\": \"me\", \"line\": 99999, \"at_ms\": -5}]}]",
		"[{\"language\": \"en\", \"transcript\": [1, {\"at_ms\": 9007199254740991, \"author\": 7}], \"deeds\": [{\"kind\": \"got\", \"agent\": \"me\", \"at_ms\": -9007199254740991}, {\"kind\": \"wrote\", \"agent\": \"me\", \"at_ms\": 9007199254740991, \"text\": \"\"}, {\"kind\": \"closed\", \"agent\": \"me\", \"at_ms\": 0}], \"proxy\": 1e300, \"ended_ms\": 9007199254740991}]",
		"[{\"left_waiting_decision\": true, \"ended_ms\": 5, \"actions\": [3, {\"kind\": \"refund\", \"by_person\": true, \"amount\": -9007199254740991}], \"deeds\": [{\"kind\": \"approved\", \"agent\": \"me\", \"action\": \"fly\", \"amount\": -1}]}]" };
	struct made m;

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		for (int k = 0; k < 2; k++) {
			const struct value *d;
			struct value *v;
			struct errinfo e;

			made_begin(&m);
			check_ok(value_parse_json(m.arena, "x", odd[i], strlen(odd[i]), &value_limits_message, &v, &e), &e);
			check_ok(debrief_make(m.arena, &m.drill, &m.session, v, k == 0 ? "me" : "ai", &d, &e), &e);
			made_end(&m);
		}
	made_begin(&m);
	{
		const struct value *d;
		struct errinfo e;

		assert_int_equal(debrief_make(m.arena, &m.drill, &m.session, value_map(m.arena), "me", &d, &e), ERR_INPUT);
	}
	made_end(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_contact_keeps_what_a_debrief_needs_through_a_file),
	    cmocka_unit_test(lines_belong_to_who_wrote_them),
	    cmocka_unit_test(an_experts_talk_stands_beside_what_both_had),
	    cmocka_unit_test(two_are_compared_by_criterion_lesson_and_conversation),
	    cmocka_unit_test(progress_tells_the_course_of_each_criterion_and_lesson),
	    cmocka_unit_test(what_is_odd_in_a_contact_harms_nobody),
	};

	return RUN_TAP(tests);
}
