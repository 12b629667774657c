/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Days as text, as JSON and as a page: golden lines, a page that is well formed and needs nothing
 * beside itself, and hostile texts that stay texts.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../check.h"
#include "html.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/report/report.h"

static const char result[] =
    "{\"kind\":\"days\",\"simulation\":\"two-days\",\"title\":\"A Monday and a Tuesday\",\"world\":\"tarn\",\"backend\":\"builtin\",\"seed\":\"7\",\"currency\":\"EUR\","
    "\"replications\":2,\"days\":2,\"warm_up_ms\":3600000,\"contacts\":1234,\"warm_up_contacts\":20,\"level\":{\"share\":0.8,\"within_ms\":60000},"
    "\"figures\":["
    "{\"name\":\"containment_confirmed\",\"title\":\"Containment, confirmed\",\"part\":false,\"group\":\"containment\",\"unit\":\"share\",\"value\":0.625,\"n\":1200,\"of\":\"eligible contacts\",\"low\":0.6,\"high\":0.65,\"by\":\"bootstrap\",\"definition\":\"No person joined.\"},"
    "{\"name\":\"asa\",\"title\":\"Average speed of answer, ASA\",\"part\":false,\"group\":\"waiting\",\"unit\":\"ms\",\"value\":83000,\"n\":300,\"of\":\"contacts put into a queue that a person answered\",\"low\":null,\"high\":null,\"by\":\"none\",\"why\":\"contacts of one run hang together\",\"definition\":\"Mean.\"},"
    "{\"name\":\"wait_p95\",\"title\":\"95 % within\",\"part\":true,\"group\":\"waiting\",\"unit\":\"ms\",\"value\":4200000,\"n\":300,\"of\":\"contacts put into a queue that a person answered\",\"low\":4000000,\"high\":4400000,\"by\":\"replications\",\"definition\":\"Percentile.\"},"
    "{\"name\":\"service_level\",\"title\":\"Service level\",\"part\":false,\"group\":\"waiting\",\"unit\":\"share\",\"value\":0.7,\"n\":300,\"of\":\"contacts put into a queue\",\"low\":0.66,\"high\":0.74,\"by\":\"replications\",\"definition\":\"Within.\"},"
    "{\"name\":\"given\",\"title\":\"Given back per contact\",\"part\":false,\"group\":\"money\",\"unit\":\"minor\",\"value\":451.5,\"n\":1234,\"of\":\"contacts that count\",\"low\":400,\"high\":500,\"by\":\"bootstrap\",\"note\":\"too narrow\",\"definition\":\"Refunds.\"},"
    "{\"name\":\"csat_proxy\",\"title\":\"CSAT proxy, 1 to 5\",\"part\":false,\"group\":\"satisfaction\",\"unit\":\"score\",\"value\":null,\"n\":0,\"of\":\"contacts that count\",\"low\":null,\"high\":null,\"by\":\"none\",\"why\":\"there is none of what it is over\",\"definition\":\"A proxy.\"}],"
    "\"handoffs\":[{\"reason\":\"policy\",\"title\":\"the rules\",\"n\":40}],"
    "\"intents\":[{\"intent\":\"refund_request\",\"contacts\":800,\"eligible\":790,\"contained\":400,\"handed_off\":300,\"resolved\":700,\"as_expected\":690,\"breaches\":1,\"share\":0.506,\"low\":0.47,\"high\":0.54,\"expected_share\":0.8,\"expected_low\":0.7,\"expected_high\":0.9,\"proxy\":3.4},"
    "{\"intent\":\"HOSTILE\",\"contacts\":3,\"eligible\":0,\"contained\":0,\"handed_off\":0,\"resolved\":0,\"as_expected\":0,\"breaches\":0,\"share\":null,\"low\":null,\"high\":null,\"proxy\":2.1}],"
    "\"scenarios\":[{\"scenario\":\"HOSTILE\",\"contacts\":3,\"eligible\":3,\"contained\":2,\"handed_off\":0,\"resolved\":2,\"as_expected\":2,\"breaches\":0,\"share\":0.667,\"low\":0.2,\"high\":0.9,\"expected_share\":0.667,\"expected_low\":0.2,\"expected_high\":0.9,\"proxy\":2.1}],"
    "\"languages\":[{\"language\":\"de\",\"title\":\"German\",\"contacts\":300,\"eligible\":290,\"contained\":200,\"handed_off\":80,\"resolved\":250,\"as_expected\":240,\"breaches\":2,\"share\":0.69,\"low\":0.6,\"high\":0.75,\"expected_share\":0.8,\"expected_low\":0.7,\"expected_high\":0.9,\"proxy\":3.4},"
    "{\"language\":\"HOSTILE\",\"title\":\"HOSTILE\",\"contacts\":3,\"eligible\":0,\"contained\":0,\"handed_off\":0,\"resolved\":0,\"as_expected\":0,\"breaches\":0,\"share\":null,\"low\":null,\"high\":null,\"expected_share\":0,\"expected_low\":0,\"expected_high\":0.7,\"proxy\":2.1}],"
    "\"funnel\":[{\"stage\":\"contacts\",\"title\":\"contacts\",\"n\":1234},{\"stage\":\"resolved\",\"title\":\"resolved\",\"n\":900}],"
    "\"hours\":[{\"hour\":9,\"arrivals\":12.5,\"queued\":3,\"answered\":2.5,\"left\":0.5,\"within\":2,\"promised\":3,\"backlog\":1.2,\"present\":3,\"occupancy\":0.7},{\"hour\":10,\"arrivals\":20,\"queued\":5,\"answered\":4,\"left\":1,\"within\":2,\"promised\":4,\"backlog\":2.2,\"present\":3,\"occupancy\":0.9}],"
    "\"timeline\":[{\"at_ms\":0,\"queued\":0,\"with_ai\":1,\"with_people\":0,\"present\":3,\"occupancy\":0},{\"at_ms\":300000,\"queued\":2,\"with_ai\":1.5,\"with_people\":2,\"present\":3,\"occupancy\":0.7}],"
    "\"heat\":{\"hours\":[0,1],\"reasons\":[\"the rules\"],\"n\":[[12,28]]},"
    "\"waits\":{\"unit\":\"ms\",\"bins\":[{\"low\":0,\"high\":5000,\"answered\":30,\"left\":0},{\"low\":5000,\"high\":null,\"answered\":270,\"left\":20}]},"
    "\"calibration_error\":0.031,\"reliability\":[{\"low\":0.6,\"high\":0.7,\"n\":20,\"confidence\":0.66,\"right\":0.6},{\"low\":0.9,\"high\":1,\"n\":900,\"confidence\":0.97,\"right\":0.95}],"
    "\"rules\":[{\"rule\":\"HOSTILE\",\"kind\":\"refund\",\"n\":10,\"done\":8,\"by_person\":2,\"amount\":199000}],"
    "\"factors\":[{\"factor\":\"wait_queue_ms\",\"title\":\"waiting in the queue\",\"n\":1234,\"mean\":20000,\"weight\":0.5,\"contribution\":-0.123}],"
    "\"proxy\":{\"stated\":true,\"start\":3.6,\"least\":1,\"most\":5},"
    "\"worst\":[{\"replication\":1,\"number\":33,\"visit\":0,\"proxy\":1.2,\"scenario\":\"HOSTILE\",\"persona\":\"HOSTILE\",\"channel\":\"web\",\"reason\":\"policy\",\"why\":\"HOSTILE\","
    "\"transcript\":[{\"author\":\"shopper\",\"at_ms\":1000,\"text\":\"HOSTILE\"},{\"author\":\"HOSTILE\",\"at_ms\":5000,\"text\":\"Hello\",\"confidence\":0.83}]}],"
    "\"faults\":[{\"fault\":\"HOSTILE\",\"n\":2}],"
    "\"reproduce\":{\"command\":\"floorwalker simulate --shift HOSTILE\",\"version\":\"0.1\",\"file\":\"title: HOSTILE\\n\"}}";

static struct value *
parse(struct arena *a, const char *text)
{
	struct value *v;
	struct errinfo e;

	check_ok(
	    value_parse_json(a, "result", text, strlen(text), &value_limits_message, &v, &e), &e);
	return v;
}

static char *
shown(void (*report)(const struct value *, struct str *), bool hostile)
{
	struct arena *a = arena_new();
	struct value *v = parse(a, result);
	struct str out;

	str_init(&out);
	report(hostile ? html_poisoned(a, v) : v, &out);
	arena_free(&a);
	return str_take(&out);
}

static void
holds(const char *text, const char *line)
{
	if (strstr(text, line) == NULL)
		fail_msg("no \"%s\" in:\n%s", line, text);
}

/* ---- text */

static void
lines_have_the_value_its_interval_and_its_n(void **state)
{
	char *text = shown(report_days_text, false);

	(void)state;
	holds(text,
	    "A Monday and a Tuesday\n"
	    "1,234 contacts in 2 replications of 2 days, after a warm-up of 1 h 00 min\n"
	    "world tarn, backend builtin, seed 7\n"
	    "service level asked for: 80.0 % answered by a person within 1 min 00 s\n");
	holds(text,
	    "Containment                                              95 % interval      n\n"
	    "  Containment, confirmed             62.5 %             60.0 to 65.0 %  1,200 a\n"
	    "  a eligible contacts\n");
	holds(text,
	    "  Average speed of answer, ASA   1 min 23 s                   none (1)    300 a\n"
	    "    95 % within                  1 h 10 min   1 h 06 min to 1 h 13 min    300 a\n");
	holds(text, "  1 contacts of one run hang together\n");
	holds(text, "  Given back per contact          4.515 EUR             4.000 to 5.000  1,234 a*\n");
	holds(text,
	    "Contained, of the eligible, by intent                    95 % interval      n\n"
	    "  refund_request                     50.6 %             47.0 to 54.0 %    790\n");
	holds(text,
	    "Contained, of the eligible, by language                  95 % interval      n\n"
	    "  German (de)                        69.0 %             60.0 to 75.0 %    290\n");
	holds(text,
	    "As the scenario says, by language                        95 % interval      n\n"
	    "  German (de)                        80.0 %             70.0 to 90.0 %    300\n");
	holds(text, "As the scenario says, the worst first                    95 % interval      n\n");
	holds(text, "  These intervals are over visitors, who may come again,");
	holds(text, "  * too narrow\n");
	holds(text, "  CSAT proxy, 1 to 5                      -                   none (1)      0 a\n");
	holds(text, "  the rules                              40       3.2 %\n");
	holds(text, "  09:00        12.5         3.0         0.5         1.2         3.0      70.0 %\n");
	mem_free(text);
}

static void
no_line_is_wider_than_80_cells(void **state)
{
	char *text = shown(report_days_text, true);

	(void)state;
	for (const char *line = text; *line != '\0';) {
		size_t length = strcspn(line, "\n");

		if (utf8_width(line, length) > 80)
			fail_msg("%d cells: %.*s", utf8_width(line, length), (int)length, line);
		line += length + (line[length] == '\n');
	}
	mem_free(text);
}

static void
nothing_that_steers_a_terminal_comes_through(void **state)
{
	char *text = shown(report_days_text, true);

	(void)state;
	for (const char *c = text; *c != '\0'; c++)
		assert_true((unsigned char)*c >= 0x20 || *c == '\n');
	assert_null(strstr(text, "\xe2\x80\xae"));
	mem_free(text);
}

static void
json_reads_back_as_the_same_result(void **state)
{
	char *text = shown(report_days_json, false);
	struct arena *a = arena_new();

	(void)state;
	assert_true(value_is_equal(parse(a, text), parse(a, result)));
	arena_free(&a);
	mem_free(text);
}

/* ---- the page: a checker of our own, stricter than a browser */

static void
the_page_is_well_formed_and_needs_nothing_beside_itself(void **state)
{
	char *page = shown(report_days_html, false);

	(void)state;
	html_check(page);
	holds(page, "content=\"default-src 'none'; style-src 'unsafe-inline'\"");
	html_check_alone(page);
	mem_free(page);
}

static void
hostile_texts_stay_texts(void **state)
{
	char *page = shown(report_days_html, true);

	(void)state;
	html_check_hostile(page);
	mem_free(page);
}

static size_t
count_of(const char *text, const char *part)
{
	size_t n = 0;

	for (text = strstr(text, part); text != NULL; text = strstr(text + 1, part))
		n++;
	return n;
}

static void
each_chart_has_a_title_a_description_and_a_table(void **state)
{
	static const char *const ids[] = { "load", "funnel", "waits", "backlog", "occupancy", "heat",
		"intents", "reliability" };
	char *page = shown(report_days_html, false), text[40];

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		snprintf(text, sizeof(text), "<figure id=\"%s\">", ids[i]);
		holds(page, text);
		snprintf(text, sizeof(text), "<title id=\"%s-t\">", ids[i]);
		holds(page, text);
		snprintf(text, sizeof(text), "<desc id=\"%s-d\">", ids[i]);
		holds(page, text);
	}
	assert_int_equal(count_of(page, "<svg "), 8);
	/* Backlog and occupancy share theirs. */
	assert_true(count_of(page, "<summary>Table: ") >= 7);
	mem_free(page);
}

static void
the_page_says_how_to_have_the_run_again(void **state)
{
	char *page = shown(report_days_html, false);

	(void)state;
	holds(page, "floorwalker simulate --shift HOSTILE");
	holds(page, "title: HOSTILE\n");
	holds(page, "floorwalker 0.1");
	mem_free(page);
}

static void
the_page_judges_the_service_level_by_its_interval(void **state)
{
	char *page = shown(report_days_html, false);

	(void)state;
	holds(page, "<th scope=\"row\">German (de)</th><td class=\"n\">300</td><td class=\"n\">69.0 %<small>60.0 to 75.0 %, 200 of 290</small></td>"
		    "<td class=\"n\">80.0 %<small>70.0 to 90.0 %, 240 of 300</small></td><td class=\"n\">80</td><td class=\"n\">250</td><td class=\"n\">2</td>");
	holds(page, "Asked for: 80.0 % answered by a person within 1 min 00 s. It is not kept.");
	mem_free(page);
}

static void
an_empty_result_is_a_page_too(void **state)
{
	struct arena *a = arena_new();
	struct str out;

	(void)state;
	str_init(&out);
	report_days_html(value_map(a), &out);
	html_check(out.data);
	str_reset(&out);
	report_days_text(value_map(a), &out);
	str_clear(&out);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_have_the_value_its_interval_and_its_n),
	    cmocka_unit_test(no_line_is_wider_than_80_cells),
	    cmocka_unit_test(nothing_that_steers_a_terminal_comes_through),
	    cmocka_unit_test(json_reads_back_as_the_same_result),
	    cmocka_unit_test(the_page_is_well_formed_and_needs_nothing_beside_itself),
	    cmocka_unit_test(hostile_texts_stay_texts),
	    cmocka_unit_test(each_chart_has_a_title_a_description_and_a_table),
	    cmocka_unit_test(the_page_says_how_to_have_the_run_again),
	    cmocka_unit_test(the_page_judges_the_service_level_by_its_interval),
	    cmocka_unit_test(an_empty_result_is_a_page_too),
	};

	return RUN_TAP(tests);
}
