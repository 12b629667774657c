/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a drill came to, as lines, as JSON and as pages: all of it is told, and whatever was said stays text.
 */
#include <string.h>

#include "../report/html.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/report/report.h"
#include "floorwalker/text/text.h"
#include "made.h"

#define HOSTILE "</p><script>alert('x')</script> & \"q\" \x1b[2J\x1b]0;t\x07 \xe2\x80\xae" "evil \xc2\x9b" "31m"

static void
holds(const struct str *text, const char *what)
{
	if (strstr(text->data, what) == NULL)
		fail_msg("lacks \"%s\":\n%s", what, text->data);
}

static void
lacks(const struct str *text, const char *what)
{
	if (strstr(text->data, what) != NULL)
		fail_msg("has \"%s\":\n%s", what, text->data);
}

/* Lines of at most 80 cells that a terminal may get. */
static void
check_lines(const struct str *text)
{
	for (const char *p = text->data; *p != '\0';) {
		size_t length = strcspn(p, "\n");

		if (utf8_width(p, length) > 80)
			fail_msg("too long: %.*s", (int)length, p);
		if (!text_is_safe(p, length))
			fail_msg("not safe: %.*s", (int)length, p);
		p += length + (p[length] != '\0');
	}
}

/* One conversation with something of everything, in words that are as given. */
static void
play(struct made *m, const char *trainee, const char *words)
{
	static struct lesson lessons[] = { { .id = "calm", .text = "Stay calm, whatever they say to you, and for however long it takes them to say all of it.", .criterion = CRITERION_TONE, .at_least = 90, .scenario = "furious" } };
	struct value *c, *v;

	made_begin(m);
	m->drill.lessons = lessons;
	m->drill.lesson_count = 1;
	m->session.trainee = trainee;
	m->session.hints_taken = 2;
	c = made_contact(m, words[0] == '<' ? words : "furious", 0, 900);
	value_set_text(c, "persona", words);
	value_set_real(c, "proxy", 2);
	made_line(c, "shopper", 1, "This is ridiculous");
	made_deed(c, "got", "me", 10, "");
	made_wrong(made_deed(c, "wrote", "me", 130, words), words);
	made_deed(c, "wrote", "me", 150, "Good afternoon, thanks");
	made_wrong(made_action(c, "approved", "me", 300, "refund", 5000), "It was claimed before.");
	made_deed(c, "closed", "me", 700, "");
	c = made_contact(m, "two", 5, 900);
	value_set_bool(c, "left_waiting_decision", true);
	v = value_add_map(made_list(c, "actions"));
	value_set_text(v, "kind", "refund");
	value_set_int(v, "amount", 700);
	value_set_bool(v, "by_person", true);
	made_deed(c, "got", "me", 20, "");
	made_deed(c, "wrote", "me", 30, "Hello, I am looking into it.");
	made_deed(c, "passed_on", "me", 40, "refunds");
}

static struct value *
full(struct made *m, struct made *expert, const char *trainee, const char *words)
{
	const struct value *list[3], *progress, *theirs;
	struct value *d;
	struct errinfo e;

	play(m, trainee, words);
	play(expert, "expert", "Hello, I am so sorry.");
	d = (struct value *)(uintptr_t)made_debrief(m, "me");
	theirs = made_debrief(expert, "me");
	if (strcmp(words, "No.") == 0)
		check_ok(debrief_put_beside(m->arena, d, theirs, &e), &e);
	list[0] = d;
	list[1] = theirs;
	list[2] = value_copy(m->arena, d);
	check_ok(debrief_progress(m->arena, list, 3, &progress, &e), &e);
	value_set(d, "progress", value_copy(m->arena, progress));
	return d;
}

static void
a_debrief_is_told_in_lines_from_the_score_to_the_last_word(void **state)
{
	struct made m, x;
	struct value *d = full(&m, &x, "Ada", "No.");
	struct zone *utc;
	struct errinfo e;
	struct str out;

	(void)state;
	check_ok(zone_open("UTC", &utc, &e), &e);
	str_init(&out);
	report_debrief_text(d, utc, &out);
	check_lines(&out);
	holds(&out, "A made drill\nAda, session made-1, seed 7, 2026-10-14; from 10:00:00 to 11:00:00. 2\nconversations.\nScore ");
	holds(&out, " of 100. 70 passes: not passed.\n");
	holds(&out, "\n  Policy kept                     0         0 of 1       1          1  few\n");
	holds(&out, "    0 right, 1 wrong (50.00 EUR), 1 left undecided (7.00 EUR).\n");
	holds(&out, "    Median 1 min 05 s, longest 2 min 00 s; 1 of 2 within 1 min 00 s.\n");
	holds(&out, "  - not met: Stay calm, whatever they say");
	holds(&out, "2 hints were taken.");
	holds(&out, "  - 10:02:10, C-1, Time to first response: First words after 2 min 00 s.");
	holds(&out, "  - 10:05:00, C-1, Policy kept: Approved a refund of 50.00 EUR, wrongly. Lost");
	holds(&out, "\n    It was claimed before.\n");
	holds(&out, "  - 10:15:00, C-2, Approvals: Left a refund of 7.00 EUR undecided.");
	holds(&out, "    me: \"No.\"\n");
	holds(&out, "Points won, by conversation\n");
	holds(&out, "    10:00:01 Shopper: This is ridiculous\n");
	holds(&out, "    Beside it, what expert did (");
	holds(&out, "    10:02:10 me: Hello, I am so sorry.\n");
	holds(&out, "Progress, session by session\n");
	holds(&out, "some of a rise may be that they");
	zone_free(&utc);
	str_clear(&out);
	made_end(&m);
	made_end(&x);
}

static void
nothing_to_score_is_told_as_that(void **state)
{
	struct made m;
	struct str out;

	(void)state;
	made_begin(&m);
	str_init(&out);
	report_debrief_text(made_debrief(&m, "me"), NULL, &out);
	check_lines(&out);
	holds(&out, "No score: there was nothing to score.");
	holds(&out, "  Approvals                       -  Nothing waited for a decision.\n");
	holds(&out, "There was no conversation to score.");
	str_reset(&out);
	report_debrief_html(made_debrief(&m, "me"), NULL, &out);
	html_check(out.data);
	holds(&out, "nothing to score");
	str_clear(&out);
	made_end(&m);
}

static void
json_is_the_map_itself(void **state)
{
	struct made m, x;
	struct value *d = full(&m, &x, "Ada", "No."), *back;
	struct errinfo e;
	struct str out;

	(void)state;
	str_init(&out);
	report_debrief_json(d, &out);
	check_ok(value_parse_json(m.arena, "x", out.data, out.length, &value_limits_file, &back, &e), &e);
	assert_true(value_is_equal(d, back));
	str_clear(&out);
	made_end(&m);
	made_end(&x);
}

static void
the_page_has_each_moment_beside_what_was_said(void **state)
{
	struct made m, x;
	struct value *d = full(&m, &x, "Ada", "No.");
	struct str out;

	(void)state;
	str_init(&out);
	report_debrief_html(d, NULL, &out);
	html_check(out.data);
	holds(&out, "<h1>A made drill</h1>");
	holds(&out, "<div class=\"beside\">\n<section>\n<h4>Ada: ");
	holds(&out, "<h4>expert: ");
	holds(&out, "<a href=\"#t0-l1\">C-1</a>");
	holds(&out, "id=\"t0-l1\"");
	holds(&out, "<b>lost</b> Accuracy against the facts: Wrote what isn&#39;t so</span>");
	holds(&out, "id=\"progress-whole\"");
	holds(&out, "<title id=\"progress-criteria-t\">");
	lacks(&out, "http:");
	str_clear(&out);
	made_end(&m);
	made_end(&x);
}

/* Everything that comes from outside is hostile at once. */
static void
hostile_words_stay_words(void **state)
{
	struct made m, x;
	struct value *d = full(&m, &x, HOSTILE, HOSTILE);
	const struct value *c, *p;
	struct errinfo e;
	struct str out;

	(void)state;
	value_set_text(d, "title", HOSTILE);
	value_set_text(d, "currency", HOSTILE);
	str_init(&out);
	report_debrief_text(d, NULL, &out);
	check_lines(&out);
	str_reset(&out);
	report_debrief_html(d, NULL, &out);
	html_check(out.data);
	holds(&out, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot; \u2039U+001B\u203a[2J");
	holds(&out, "\u2039U+202E\u203aevil");
	check_ok(debrief_compare(m.arena, d, d, &c, &e), &e);
	str_reset(&out);
	report_debrief_comparison_text(c, &out);
	check_lines(&out);
	str_reset(&out);
	report_debrief_comparison_html(c, &out);
	html_check(out.data);
	holds(&out, "&lt;script&gt;");
	check_ok(debrief_progress(m.arena, (const struct value *const[]){d, d}, 2, &p, &e), &e);
	str_reset(&out);
	report_drill_progress_text(p, NULL, &out);
	check_lines(&out);
	str_reset(&out);
	report_drill_progress_html(p, NULL, &out);
	html_check(out.data);
	str_clear(&out);
	made_end(&m);
	made_end(&x);
}

static void
a_comparison_has_both_sides_and_what_only_one_had(void **state)
{
	struct made a, b;
	const struct value *c;
	struct value *v;
	struct errinfo e;
	struct str out;

	(void)state;
	play(&a, "Ada", "No.");
	play(&b, "Bo", "Hello, I am so sorry.");
	v = made_contact(&b, "three", 60, 900);
	made_deed(v, "got", "me", 100, "");
	check_ok(debrief_compare(a.arena, made_debrief(&a, "me"), made_debrief(&b, "me"), &c, &e), &e);
	str_init(&out);
	report_debrief_comparison_text(c, &out);
	check_lines(&out);
	holds(&out, "Ada, session made-1: ");
	holds(&out, "Seed 7; 2 conversations of both. Difference: +");
	holds(&out, "\nCriteria                                     Ada              Bo  difference\n");
	holds(&out, "10:01:00, three, direct: Ada: not theirs; Bo: ");
	holds(&out, "To be read with it\n");
	str_reset(&out);
	report_debrief_comparison_html(c, &out);
	html_check(out.data);
	holds(&out, "not theirs</td>");
	str_reset(&out);
	report_debrief_comparison_json(c, &out);
	holds(&out, "\"comparison\": 1");
	str_clear(&out);
	made_end(&a);
	made_end(&b);
}

static void
a_progress_has_a_line_for_each_session_and_gaps_stay_gaps(void **state)
{
	struct made m, none;
	const struct value *list[9], *p;
	struct errinfo e;
	struct str out;

	(void)state;
	play(&m, "Ada", "No.");
	made_begin(&none);
	for (int i = 0; i < 9; i++)
		list[i] = i == 4 ? made_debrief(&none, "me") : made_debrief(&m, "me");
	check_ok(debrief_progress(m.arena, list, 9, &p, &e), &e);
	str_init(&out);
	report_drill_progress_text(p, NULL, &out);
	check_lines(&out);
	holds(&out, "  - 5. made-1: - of 100, 0 conversations\n");
	holds(&out, "Scores of the last 6; change from the first to the last of all\n");
	holds(&out, "  Policy kept                     0    -    0    0    0    0      change 0\n");
	str_reset(&out);
	report_drill_progress_html(p, NULL, &out);
	html_check(out.data);
	holds(&out, "<td class=\"n\">–</td>");
	str_reset(&out);
	report_drill_progress_json(p, &out);
	holds(&out, "\"progress\": 1");
	str_clear(&out);
	made_end(&m);
	made_end(&none);
}

static void
maps_that_lack_everything_harm_nobody(void **state)
{
	struct arena *a = arena_new();
	struct value *v = value_map(a);
	struct str out;

	(void)state;
	str_init(&out);
	report_debrief_text(v, NULL, &out);
	report_debrief_comparison_text(v, &out);
	report_drill_progress_text(v, NULL, &out);
	str_reset(&out);
	report_debrief_html(v, NULL, &out);
	html_check(out.data);
	str_reset(&out);
	report_debrief_comparison_html(v, &out);
	html_check(out.data);
	str_reset(&out);
	report_drill_progress_html(v, NULL, &out);
	html_check(out.data);
	str_clear(&out);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_debrief_is_told_in_lines_from_the_score_to_the_last_word),
	    cmocka_unit_test(nothing_to_score_is_told_as_that),
	    cmocka_unit_test(json_is_the_map_itself),
	    cmocka_unit_test(the_page_has_each_moment_beside_what_was_said),
	    cmocka_unit_test(hostile_words_stay_words),
	    cmocka_unit_test(a_comparison_has_both_sides_and_what_only_one_had),
	    cmocka_unit_test(a_progress_has_a_line_for_each_session_and_gaps_stay_gaps),
	    cmocka_unit_test(maps_that_lack_everything_harm_nobody),
	};

	return RUN_TAP(tests);
}
