/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers to surveys: what is on record, what is refused and where, what stays closed once a key was
 * erased; and the report with its denominators.
 */
#include "../check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/desk/acts.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/desk/survey.h"
#include "floorwalker/store/event.h"
#include "stage.h"

static struct stage s;

static struct survey_given
given(int64_t id)
{
	struct conversation_satisfaction x;
	check_ok(desk_satisfaction(s.desk, s.arena, id, &x, &s.e), &s.e);
	return x.survey;
}

static size_t
events_of(int64_t id, const char **data)
{
	struct event_filter f = {.kind = EVENT_SURVEY_ANSWERED, .conversation_id = id};
	struct event_list list;
	check_ok(store_event_page(desk_store(s.desk), s.arena, &f, &list, &s.e), &s.e);
	if (data != NULL && list.count > 0)
		*data = list.items[0].data;
	return list.count;
}

static int64_t
closed(const char *contact)
{
	s.script.ends = true;
	int64_t id = stage_say(&s, contact, "thanks, bye");
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_CLOSED);
	return id;
}

static struct survey_added
add(int64_t id, int64_t score, const char *key, const char *comment, int64_t at_ms)
{
	struct survey_answer x = {.conversation_id = id,
	    .score = score,
	    .key = key,
	    .comment = comment,
	    .answered_ms = at_ms};
	struct survey_added out;
	enum survey_column column;
	size_t at;
	check_ok(desk_survey_add(s.desk, "una", &x, 1, &out, &at, &column, &s.e), &s.e);
	return out;
}

static void
an_answer_is_an_event_and_its_comment_is_sealed(void **state)
{
	const char *data = "";
	struct str bytes;
	(void)state;
	int64_t id = closed("ann");
	struct survey_added out =
	    add(id, 4, "ann@example.org", "ask Quackenbush\x1b[2J at ann@example.org", FIXTURE_NOW);
	assert_int_equal(out.added, 1);
	assert_int_equal(out.comments, 1);
	assert_int_equal(events_of(id, &data), 1);
	assert_non_null(strstr(data, "\"score\":4"));
	assert_non_null(strstr(data, "\"agent\":\"una\""));
	assert_null(strstr(data, "example"));	/* neither key nor comment */
	struct survey_given x = given(id);
	assert_int_equal(x.score, 4);
	assert_int_equal(x.answered_ms, FIXTURE_NOW);
	assert_non_null(strstr(x.comment, "ask Quackenbush at "));
	assert_null(strstr(x.comment, "example"));
	stage_audit(&s);
	str_init(&bytes);
	check_ok(file_read(s.target, 64 << 20, &bytes, &s.e), &s.e);
	assert_null(memmem(bytes.data, bytes.length, "Quackenbush", 11));
	str_reset(&bytes);
	(void)!file_read(file_join(s.arena, s.folder, "s.db-wal"), 64 << 20, &bytes, NULL);
	assert_true(
	    bytes.data == NULL || memmem(bytes.data, bytes.length, "Quackenbush", 11) == NULL);
	str_clear(&bytes);
}

static void
the_same_key_adds_nothing_and_the_last_answer_counts(void **state)
{
	struct survey_answer other = {.score = 1, .key = "k1", .answered_ms = FIXTURE_NOW};
	struct survey_added out;
	enum survey_column column;
	size_t at;
	(void)state;
	int64_t id = closed("ann"), second = closed("bob");
	clock_move_to(s.clock, FIXTURE_NOW + 100000);
	assert_int_equal(add(id, 4, "k1", "", FIXTURE_NOW + 5000).added, 1);
	assert_int_equal(add(id, 4, "k1", "", FIXTURE_NOW + 5000).known, 1);
	assert_int_equal(events_of(id, NULL), 1);
	assert_int_equal(add(id, 2, "k2", "", FIXTURE_NOW + 1000).added, 1);
	assert_int_equal(given(id).score, 4);	/* it was given before that one */
	assert_int_equal(given(id).answers, 2);
	assert_int_equal(add(id, 5, "", "", FIXTURE_NOW + 9000).added, 1);
	assert_int_equal(add(id, 5, "", "", FIXTURE_NOW + 9000).known, 1);
	assert_int_equal(given(id).score, 5);
	assert_int_equal(add(second, 1, "k1", "", FIXTURE_NOW).added, 1);	/* a key is of its conversation */
	other.conversation_id = id;
	assert_int_equal(desk_survey_add(s.desk, "", &other, 1, &out, &at, &column, &s.e), ERR_CONFLICT);
	assert_int_equal(column, SURVEY_KEY);
	assert_non_null(strstr(s.e.text, "with the score 4 already"));
}

/* What a shopper says of it afterwards changes nothing about what an agent did last. */
static void
an_answer_stands_in_the_way_of_nothing_that_is_taken_back(void **state)
{
	struct desk_undone undone;
	(void)state;
	int64_t id = stage_say(&s, "ann", "a person now");
	stage_work(&s);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(desk_tag(s.desk, "maeve", id, "late", &s.e), &s.e);
	(void)add(id, 2, "k", "", FIXTURE_NOW);
	check_ok(desk_undo(s.desk, s.arena, "maeve", id, &undone, &s.e), &s.e);
	assert_string_equal(undone.kind, EVENT_TAGS_ADDED);
	assert_string_equal(stage_conversation(&s, id).tags, "");
}

static void
refuse(const char *rows, enum err code, const char *expected)
{
	char text[1000];
	struct survey_added out;
	int64_t before, after;
	check_ok(store_event_last(desk_store(s.desk), &before, &s.e), &s.e);
	snprintf(text, sizeof text, "conversation,score,comment,answered_at,key\n%s", rows);
	assert_int_equal(
	    desk_survey_import(s.desk, s.arena, "a.csv", text, strlen(text), &out, &s.e), code);
	if (strstr(s.e.text, expected) == NULL)
		fail_msg("\"%s\" lacks \"%s\"", s.e.text, expected);
	check_ok(store_event_last(desk_store(s.desk), &after, &s.e), &s.e);
	assert_int_equal(before, after);	/* not even the rows before it */
}

static void
a_fault_in_a_file_is_told_with_its_place_and_changes_nothing(void **state)
{
	(void)state;
	closed("ann");
	refuse("C-1,5,fine,2026-10-14,a\nC-1,6,,2026-10-14,b\n", ERR_INPUT,
	    "a.csv:3:5: \"6\" is no score: it should be 1 to 5");
	refuse("C-1,5,\"two\nlines\",2026-10-14,a\nx,5,,2026-10-14,b\n", ERR_INPUT,
	    "a.csv:4:1: \"x\" is no conversation");
	refuse("C-1,5,\"two, \"\"ü\"\"\nlines, \"\"more\"\"\",yesterday,a\n", ERR_INPUT,
	    "a.csv:3:18: \"yesterday\" is no instant");
	refuse("C-1,5,ü,2026-10-14,\n", ERR_INPUT, "a.csv:2:20: the key is empty");
	refuse("C-1,5,,2026-10-14,a\nC-9,5,,2026-10-14,b\n", ERR_NOT_FOUND,
	    "a.csv:3:1: there is no conversation C-9");
	refuse("C-1,5,,2026-10-14,a\nC-1,5,,2026-10-15,b\n", ERR_INPUT,
	    "a.csv:3:8: this instant is still to come");
	refuse("C-1,5,,2026-10-13T08:00:00Z,b\n", ERR_INPUT, "a.csv:2:8: C-1 began after this instant");
	refuse("C-1,5,,2026-10-14,a\nC-1,4,,2026-10-14,a\n", ERR_CONFLICT,
	    "a.csv:3:19: this key was given for C-1 with the score 5 already");
	refuse("C-1,5\n", ERR_INPUT, "a.csv:2:1: 2 fields where the header has 5");
	refuse("C-1,5,,2026-10-14,"
	       "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
	       "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\n",
	    ERR_LIMIT, "a.csv:2:19: the key is longer than 200 bytes");
}

static enum err
import_text(const char *text, struct survey_added *out)
{
	return desk_survey_import(s.desk, s.arena, "a.csv", text, strlen(text), out, &s.e);
}

static void
a_file_imported_twice_adds_nothing(void **state)
{
	static const char text[] =
	    "key,conversation,answered_at,score\r\na,C-1,2026-10-14,5\r\nb,2,2026-10-14T09:00:00Z,1\r\na,C-1,2026-10-14,5\r\n";
	struct survey_added out;
	(void)state;
	int64_t one = closed("ann"), two = closed("bob");
	check_ok(import_text(text, &out), &s.e);
	assert_int_equal(out.added, 2);
	assert_int_equal(out.known, 1);		/* the last line is the first once more */
	check_ok(import_text(text, &out), &s.e);
	assert_int_equal(out.added, 0);
	assert_int_equal(out.known, 3);
	assert_int_equal(events_of(one, NULL) + events_of(two, NULL), 2);
	assert_int_equal(given(one).answered_ms, FIXTURE_NOW);	/* a day: not after now */
	assert_int_equal(given(two).score, 1);
	assert_int_equal(import_text("conversation,score,answered_at\n", &out), ERR_INPUT);
	assert_non_null(strstr(s.e.text, "a.csv:1:1: the header has no column \"key\""));
	assert_int_equal(
	    import_text("conversation,score,answered_at,key,remark\n", &out), ERR_INPUT);
	assert_non_null(strstr(s.e.text, "a.csv:1:1: no column is called \"remark\""));
}

static void
once_a_key_was_erased_no_word_comes_back(void **state)
{
	struct conversation c;
	const char *data = "";
	struct profile p;
	(void)state;
	s.script.small_talk = false;
	int64_t brid = stage_say(&s, "brid", "My bottle from T-1 leaks, I'm brid@example.org"),
		ann = closed("ann");
	stage_work(&s);
	assert_string_equal(stage_conversation(&s, brid).customer_id, "C-2");
	assert_int_equal(add(brid, 2, "a", "it still leaks", FIXTURE_NOW).comments, 1);
	assert_int_equal(add(ann, 2, "a", "not good", FIXTURE_NOW).comments, 1);
	assert_string_equal(given(brid).comment, "it still leaks");
	check_ok(store_profile_get(desk_store(s.desk), s.arena, "C-2", &p, &s.e), &s.e);
	memset(p.key, 0, sizeof p.key);
	c = stage_conversation(&s, ann);
	c.has_key = false;
	check_ok(store_begin(desk_store(s.desk), &s.e), &s.e);
	check_ok(store_profile_put(desk_store(s.desk), &p, &s.e), &s.e);
	check_ok(store_conversation_put(desk_store(s.desk), &c, &s.e), &s.e);
	check_ok(store_commit(desk_store(s.desk), &s.e), &s.e);
	for (int i = 0; i < 2; i++) {
		int64_t id = i == 0 ? brid : ann;
		assert_string_equal(given(id).comment, "");
		struct survey_added out = add(id, 5, "b", "now it holds, says Brid", FIXTURE_NOW);
		assert_int_equal(out.added, 1);
		assert_int_equal(out.comments, 0);
		assert_int_equal(out.comments_left, 1);
		assert_int_equal(given(id).answers, 2);
		assert_string_equal(given(id).comment, "");
		assert_int_equal(events_of(id, &data), 2);
		assert_null(strstr(data, "comment"));
	}
	assert_false(stage_conversation(&s, ann).has_key);	/* and no key is made for it */
	stage_audit(&s);
}

/* ---- the report */

static const struct value *
report(int64_t least)
{
	struct survey_asked q = {.from_ms = FIXTURE_NOW - DATE_DAY_MS,
	    .until_ms = FIXTURE_NOW + DATE_DAY_MS,
	    .least = least,
	    .resamples = 200,
	    .seed = 1,
	    .comments = 2};
	struct value *out;
	check_ok(desk_survey_report(s.desk, s.arena, &q, &out, &s.e), &s.e);
	return out;
}

static int64_t
whole(const struct value *v, const char *path)
{
	return value_as_int(value_path(v, path), -1);
}

static double
real(const struct value *v, const char *path)
{
	return value_as_real(value_path(v, path), NAN);
}

static void
what_nobody_answered_is_not_measured(void **state)
{
	(void)state;
	const struct value *v = report(3);
	assert_int_equal(whole(v, "closed"), 0);
	assert_int_equal(value_kind(value_path(v, "csat.share")), VALUE_NULL);
	assert_int_equal(value_kind(value_get(v, "asked")), VALUE_NULL);
	closed("ann");
	v = report(3);
	assert_int_equal(whole(v, "closed"), 1);
	assert_int_equal(whole(v, "answered"), 0);
	assert_true(real(v, "responses.share") == 0);
	assert_string_equal(value_as_text(value_path(v, "correlation.missing"), ""), "fewer than 3 answers");
}

/* Those who left the queue give 1 or 2, those whom the AI served 4 or 5; and some say nothing. */
static void
the_report_has_honest_denominators_and_holds_the_proxy_against_the_answers(void **state)
{
	char who[20];
	(void)state;
	for (int i = 0; i < 12; i++) {
		bool leaves = i % 3 == 0;
		int64_t id;
		snprintf(who, sizeof who, "w%d", i);
		if (!leaves) {
			id = closed(who);
		} else {
			s.script.ends = false;
			id = stage_say(&s, who, "a person now");
			stage_work(&s);
			check_ok(desk_shopper_left(s.desk, id, &s.e), &s.e);
		}
		if (i < 9)
			(void)add(id, leaves ? 1 + i % 2 : 4 + i % 2, "k", i == 1 ? "well done" : "",
			    FIXTURE_NOW);
	}
	s.script.ends = false;
	int64_t open = stage_say(&s, "still", "hello there");
	stage_work(&s);
	(void)add(open, 1, "k", "", FIXTURE_NOW);	/* it isn't closed: no part of it */
	(void)add(1, 5, "later", "", FIXTURE_NOW);
	const struct value *v = report(5);
	assert_int_equal(whole(v, "closed"), 12);
	assert_int_equal(whole(v, "answered"), 9);
	assert_int_equal(whole(v, "replaced"), 1);
	assert_int_equal(whole(v, "csat.of"), 9);
	assert_int_equal(whole(v, "csat.n"), 7);	/* six who were served, and the first thought better of it */
	assert_true(fabs(real(v, "csat.share") - 7.0 / 9) < 1e-12);
	/* Wilson for 7 of 9 by hand: centre (7 + z²/2) / (9 + z²) */
	assert_true(fabs(real(v, "csat.low") - 0.4526) < 5e-4 && fabs(real(v, "csat.high") - 0.9368) < 5e-4);
	assert_int_equal(whole(v, "responses.of"), 12);
	assert_true(fabs(real(v, "responses.share") - 0.75) < 1e-12);
	assert_int_equal(whole(value_at(value_get(v, "scores"), 4), "n"), 4);
	assert_int_equal(whole(v, "correlation.n"), 9);
	assert_true(real(v, "correlation.spearman.value") > 0.3);
	assert_int_equal(whole(v, "bias.answered.n"), 9);
	assert_int_equal(whole(v, "bias.not_answered.n"), 3);
	assert_true(fabs(real(v, "bias.difference.mean") -
			(real(v, "bias.answered.mean") - real(v, "bias.not_answered.mean"))) < 1e-12);
	assert_true(real(v, "bias.difference.low") < real(v, "bias.difference.mean"));
	assert_int_equal(value_count(value_get(v, "comments")), 1);
	assert_string_equal(value_as_text(value_path(value_at(value_get(v, "comments"), 0), "text"), ""), "well done");
	v = report(30);
	assert_string_equal(value_as_text(value_path(v, "correlation.missing"), ""), "fewer than 30 answers");
	assert_null(value_path(v, "correlation.spearman"));
}

static void
the_figures_of_the_day_have_both(void **state)
{
	struct desk_figures f;
	(void)state;
	check_ok(desk_figures(s.desk, &f, &s.e), &s.e);
	assert_int_equal(f.proxies, 0);
	assert_true(f.proxy == 0);
	int64_t id = closed("ann");
	s.script.ends = false;
	int64_t lost = stage_say(&s, "bob", "a person now");
	stage_work(&s);
	check_ok(desk_shopper_left(s.desk, lost, &s.e), &s.e);
	check_ok(desk_figures(s.desk, &f, &s.e), &s.e);
	struct conversation_satisfaction x, y;
	check_ok(desk_satisfaction(s.desk, s.arena, id, &x, &s.e), &s.e);
	check_ok(desk_satisfaction(s.desk, s.arena, lost, &y, &s.e), &s.e);
	assert_int_equal(f.proxies, 2);
	assert_int_equal(f.proxies_wait, 0);
	assert_true(fabs(f.proxy - (x.proxy.score + y.proxy.score) / 2) < 1e-6);
	assert_int_equal(f.csat.denominator, 0);
	(void)add(lost, 3, "k", "", FIXTURE_NOW);
	(void)add(id, 5, "k", "", FIXTURE_NOW);
	check_ok(desk_figures(s.desk, &f, &s.e), &s.e);
	assert_int_equal(f.csat.denominator, 2);
	assert_int_equal(f.csat.numerator, 1);
	stage_say(&s, "ann", "one thing more");		/* it is open again: no longer among them */
	stage_work(&s);
	check_ok(desk_figures(s.desk, &f, &s.e), &s.e);
	assert_int_equal(f.proxies, 1);
	assert_int_equal(f.csat.denominator, 1);
	struct desk *fresh = stage_desk(&s, "fresh");
	struct desk_figures first;
	check_ok(desk_figures(fresh, &first, &s.e), &s.e);
	assert_memory_equal(&first, &f, sizeof f);
	desk_free(&fresh);
}

#define ON(f) cmocka_unit_test_prestate_setup_teardown(f, stage_on_file, stage_away, &s)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    ON(an_answer_is_an_event_and_its_comment_is_sealed),
	    ON(the_same_key_adds_nothing_and_the_last_answer_counts),
	    ON(an_answer_stands_in_the_way_of_nothing_that_is_taken_back),
	    ON(a_fault_in_a_file_is_told_with_its_place_and_changes_nothing),
	    ON(a_file_imported_twice_adds_nothing),
	    ON(once_a_key_was_erased_no_word_comes_back),
	    ON(what_nobody_answered_is_not_measured),
	    ON(the_report_has_honest_denominators_and_holds_the_proxy_against_the_answers),
	    ON(the_figures_of_the_day_have_both),
	};
	return RUN_TAP(tests);
}
