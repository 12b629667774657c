/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Comparisons and sweeps as pages: well formed, with nothing beside themselves, hostile texts that stay
 * texts, and the figures of the result.
 */
#include <string.h>

#include "../check.h"
#include "html.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/report/report.h"

static const char comparison[] =
    "{\"kind\":\"comparison\",\"seed\":\"7\",\"replications\":6,\"most\":20,\"currency\":\"EUR\","
    "\"a\":{\"label\":\"weekday as it is\",\"simulation\":\"weekday\",\"title\":\"HOSTILE\",\"contacts\":1200},"
    "\"b\":{\"label\":\"HOSTILE\",\"simulation\":\"HOSTILE\",\"title\":\"A weekday\",\"contacts\":1234},"
    "\"decides\":{\"figure\":\"containment_confirmed\",\"title\":\"Containment, confirmed\",\"unit\":\"share\",\"by\":\"visitor\",\"n\":1100,\"a\":0.6,\"b\":0.65,\"difference\":0.05,\"low\":0.012,\"high\":0.088,\"verdict\":\"above\",\"margin\":0.01,\"more\":0,\"looks\":6,\"rule\":\"a rule <that> holds\"},"
    "\"visitors\":{\"both\":1100,\"alike\":900,\"more_a\":72,\"more_b\":128},"
    "\"figures\":["
    "{\"name\":\"containment_confirmed\",\"title\":\"Containment, confirmed\",\"part\":false,\"group\":\"containment\",\"unit\":\"share\",\"a\":0.61,\"b\":0.66,\"difference\":0.05,\"low\":0.02,\"high\":0.08,\"n\":1100,\"by\":\"visitor\",\"more\":0},"
    "{\"name\":\"frt\",\"title\":\"First response time, FRT\",\"part\":false,\"group\":\"waiting\",\"unit\":\"ms\",\"a\":2000,\"b\":2000,\"difference\":0,\"low\":null,\"high\":null,\"n\":6,\"by\":\"none\",\"why\":\"both the same\",\"more\":null},"
    "{\"name\":\"frt_p50\",\"title\":\"half within\",\"part\":true,\"group\":\"waiting\",\"unit\":\"ms\",\"a\":60000,\"b\":45000,\"difference\":-15000,\"low\":-40000,\"high\":10000,\"n\":6,\"by\":\"replication\",\"more\":11},"
    "{\"name\":\"asa\",\"title\":\"HOSTILE\",\"part\":false,\"group\":\"waiting\",\"unit\":\"ms\",\"a\":10000,\"b\":45000,\"difference\":35000,\"low\":-4000,\"high\":74000,\"n\":6,\"by\":\"replication\",\"more\":2},"
    "{\"name\":\"cost_per_contact\",\"title\":\"Cost per contact, as staffed\",\"part\":false,\"group\":\"money\",\"unit\":\"money\",\"a\":3.5,\"b\":3.25,\"difference\":-0.25,\"low\":-0.4,\"high\":-0.1,\"n\":6,\"by\":\"replication\",\"more\":0},"
    "{\"name\":\"breaches\",\"title\":\"With a breach\",\"part\":false,\"group\":\"quality\",\"unit\":\"share\",\"a\":null,\"b\":0,\"difference\":null,\"low\":null,\"high\":null,\"n\":0,\"by\":\"none\",\"why\":\"nobody <has> it\",\"more\":null}],"
    "\"reproduce\":{\"command\":\"floorwalker compare 'HOSTILE\",\"version\":\"0.1\",\"file\":\"title: HOSTILE\\n\",\"other_file\":\"title: other\\n\"}}";

#define POINT(values, level, low, cost, keeps) \
	"{\"values\":[" values "],\"contacts\":100,\"keeps_level\":\"" keeps "\",\"figures\":{" \
	"\"containment_confirmed\":{\"title\":\"Containment, confirmed\",\"unit\":\"share\",\"value\":0.625,\"low\":0.5,\"high\":0.7}," \
	"\"service_level\":{\"title\":\"Service level\",\"unit\":\"share\",\"value\":" level ",\"low\":" low ",\"high\":1}," \
	"\"asa\":{\"title\":\"ASA\",\"unit\":\"ms\",\"value\":null,\"low\":null,\"high\":null}," \
	"\"cost_per_contact\":{\"title\":\"Cost per contact, as staffed\",\"unit\":\"money\",\"value\":" cost ",\"low\":1,\"high\":9}}}"
#define SWEEP(axes, points, best) \
	"{\"kind\":\"sweep\",\"simulation\":\"small\",\"title\":\"HOSTILE\",\"seed\":\"3\",\"replications\":4,\"currency\":\"EUR\",\"level\":{\"share\":0.8,\"within_ms\":20000}," \
	"\"axes\":[" axes "],\"points\":[" points "],\"best\":" best "," \
	"\"reproduce\":{\"command\":\"floorwalker sweep HOSTILE\",\"version\":\"0.1\",\"file\":\"HOSTILE\"}}"

static const char over_one[] = SWEEP(
    "{\"path\":\"people.crews.chat.count\",\"values\":[\"2\",\"HOSTILE\",\"4\"]}",
    POINT("\"2\"", "0.7", "0.6", "3.25", "open") "," POINT("\"HOSTILE\"", "0.85", "0.75", "4.75", "open") ","
	POINT("\"4\"", "0.95", "0.9", "6.5", "yes"),
    "{\"values\":[\"HOSTILE\"],\"cost\":4.75,\"sure\":false}");
static const char over_two[] = SWEEP(
    "{\"path\":\"ai.send_at\",\"values\":[\"0.3\",\"HOSTILE\"]},{\"path\":\"people.crews.chat.count\",\"values\":[\"1\",\"2\",\"3\"]}",
    POINT("\"0.3\",\"1\"", "0.11", "0", "1.25", "no") "," POINT("\"0.3\",\"2\"", "0.22", "0.1", "2.25", "no") ","
	POINT("\"0.3\",\"3\"", "0.93", "0.9", "3.25", "yes") "," POINT("\"HOSTILE\",\"1\"", "0.44", "0.3", "4.25", "no") ","
	POINT("\"HOSTILE\",\"2\"", "0.55", "0.5", "5.25", "no") "," POINT("\"HOSTILE\",\"3\"", "0.96", "0.9", "6.25", "yes"),
    "{\"values\":[\"0.3\",\"3\"],\"cost\":3.25,\"sure\":true}");
static const char over_once[] = SWEEP("{\"path\":\"p.q\",\"values\":[\"1\"]}",
    "{\"values\":[\"1\"],\"contacts\":9,\"keeps_level\":\"open\",\"figures\":{\"service_level\":{\"title\":\"Service level\",\"unit\":\"share\",\"value\":0.9,\"low\":null,\"high\":null,\"why\":\"one <run> alone\"}}}",
    "{\"values\":[\"1\"],\"cost\":4.75,\"sure\":false}");
static const char over_none[] = SWEEP("{\"path\":\"p.q\",\"values\":[\"1\"]}",
    POINT("\"1\"", "0.1", "0", "3.25", "no"), "null");

static char *
shown(void (*report)(const struct value *, struct str *), const char *json, bool hostile)
{
	struct arena *a = arena_new();
	struct value *v;
	struct errinfo e;
	struct str out;

	check_ok(
	    value_parse_json(a, "result", json, strlen(json), &value_limits_message, &v, &e), &e);
	str_init(&out);
	report(hostile ? html_poisoned(a, v) : v, &out);
	arena_free(&a);
	return str_take(&out);
}

static void
holds(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no \"%s\" in:\n%s", part, text);
}

static size_t
count_of(const char *text, const char *part)
{
	size_t n = 0;

	for (text = strstr(text, part); text != NULL; text = strstr(text + 1, part))
		n++;
	return n;
}

static const struct {
	void (*report)(const struct value *, struct str *);
	const char *json;
} pages[] = {
	{ report_comparison_html, comparison },
	{ report_sweep_html, over_one },
	{ report_sweep_html, over_two },
	{ report_sweep_html, over_none },
};

static void
pages_are_well_formed_and_need_nothing_beside_themselves(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		char *page = shown(pages[i].report, pages[i].json, false);

		html_check(page);
		html_check_alone(page);
		holds(page, "content=\"default-src 'none'; style-src 'unsafe-inline'\"");
		mem_free(page);
	}
}

static void
hostile_texts_stay_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		char *page = shown(pages[i].report, pages[i].json, true);

		html_check_hostile(page);
		mem_free(page);
	}
}

static void
an_empty_result_is_a_page_too(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		char *page = shown(pages[i].report, "{}", false);

		html_check(page);
		mem_free(page);
	}
}

static void
a_comparison_says_what_decided_when_and_why(void **state)
{
	char *page = shown(report_comparison_html, comparison, false);

	(void)state;
	holds(page, "A: Containment, confirmed<b>60.0 %</b>");
	holds(page, "B: Containment, confirmed<b>65.0 %</b>");
	holds(page, "B − A, paired<b>+5.0 pt</b><small>+1.2 pt to +8.8 pt; n 1,100</small>");
	holds(page, "Verdict<b>B is higher</b>");
	holds(page, "a rule &lt;that&gt; holds; a difference up to +1.0 pt doesn't matter.");
	holds(page, "It was looked at after each of 6 replications. It stopped before the 20 that were asked for");
	holds(page, "Alike for 900 visitors, higher with A for 72, with B for 128.");
	holds(page, "The simulation's file of A");
	holds(page, "title: other\n");
	mem_free(page);
}

static void
its_table_has_each_figure_its_n_and_how_many_more_would_decide(void **state)
{
	char *page = shown(report_comparison_html, comparison, false);

	(void)state;
	holds(page,
	    "Containment, confirmed<small>decides</small></th><td class=\"n\">61.0 %</td><td class=\"n\">66.0 %</td><td class=\"n\"><strong>+5.0 pt</strong></td>"
	    "<td class=\"interval\">+2.0 pt to +8.0 pt<small>by visitor</small></td><td class=\"n\">1,100</td><td class=\"n\">decided</td>");
	holds(page,
	    "half within</th><td class=\"n\">1 min 00 s</td><td class=\"n\">45 s</td><td class=\"n\">-15 s</td><td class=\"interval\">-40 s to +10 s<small>by replication</small></td>"
	    "<td class=\"n\">6</td><td class=\"n\">11</td>");
	holds(page, "With a breach</th><td class=\"n\">–</td><td class=\"n\">0.0 %</td><td class=\"n\">–</td><td class=\"interval\">none<small>nobody &lt;has&gt; it</small></td><td class=\"n\">0</td><td class=\"n\">–</td>");
	mem_free(page);
}

/* Three rows: the first response time is the same on both sides, of breaches there is no interval. What goes
 * beyond the axis has an arrow: (74000 / 10000) is more than all of A. */
static void
the_forest_has_a_row_for_each_difference_with_an_interval(void **state)
{
	char *page = shown(report_comparison_html, comparison, false);

	(void)state;
	assert_int_equal(count_of(page, "<svg "), 2);
	assert_int_equal(count_of(page, "class=\"dot\""), 2);
	assert_int_equal(count_of(page, "class=\"dot open\""), 1);
	holds(page, ">FRT: half within</text>");
	assert_int_equal(count_of(page, "▸"), 1);
	holds(page, "In the table alone: 1 of which both sides have the same in every replication, and 1 that have no interval");
	mem_free(page);
}

static void
a_sweep_marks_and_explains_the_chosen_point(void **state)
{
	char *one = shown(report_sweep_html, over_one, false),
	     *two = shown(report_sweep_html, over_two, false),
	     *none = shown(report_sweep_html, over_none, false);

	(void)state;
	holds(one, "Its interval reaches below what is asked for, too: more replications would tell.");
	holds(one, "<li>chat.count<b>HOSTILE</b><small>people.crews.chat.count</small></li>");
	holds(one, "Service level<b>85.0 %</b><small>75.0 to 100.0 %</small>");
	assert_int_equal(count_of(one, "class=\"chosen\""), 2);
	holds(two, "Its whole interval reaches it.");
	assert_int_equal(count_of(two, "class=\"chosen\""), 2);
	assert_int_equal(count_of(two, "<small>chosen</small>"), 1);
	holds(none, "No point reaches that.");
	assert_int_equal(count_of(none, "class=\"chosen\""), 0);
	mem_free(one);
	mem_free(two);
	mem_free(none);
}

static void
without_an_interval_a_sweep_says_that_it_has_none(void **state)
{
	char *page = shown(report_sweep_html, over_once, false), *text = shown(report_sweep_text, over_once, false);

	(void)state;
	holds(page, ". Whether it keeps it is open, for its service level has no interval: one &lt;run&gt; alone.");
	holds(page, "Service level<b>90.0 %</b><small>no interval: one &lt;run&gt; alone</small>");
	holds(text, "Whether it keeps it is open, for its service level has no interval: one <run>\n  alone.");
	assert_null(strstr(page, "reaches below"));
	assert_null(strstr(text, "reaches below"));
	mem_free(page);
	mem_free(text);
}

/* The longer axis goes down: counts of people are rows, so the first row has the first of each. */
static void
a_map_has_each_point_in_its_place(void **state)
{
	char *page = shown(report_sweep_html, over_two, false), *at = strstr(page, "id=\"level\"");
	static const char *const order[] = { ">11</text>", ">44</text>", ">22</text>", ">55</text>",
		">93 ✓</text>", ">96 ✓</text>" };

	(void)state;
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		assert_non_null(at);
		at = strstr(at, order[i]);
	}
	assert_non_null(at);
	assert_int_equal(count_of(page, "class=\"heat"), 12);
	mem_free(page);
}

static void
its_table_has_the_figures_of_each_point(void **state)
{
	char *page = shown(report_sweep_html, over_one, false);

	(void)state;
	holds(page, "<th scope=\"row\" data-head=\"chat.count\">2</th><td data-head=\"kept\">open</td><td class=\"n\" data-head=\"contacts\">100</td>"
		    "<td class=\"n\" data-head=\"contained\">62.5 %<small>50.0 to 70.0 %</small></td>"
		    "<td class=\"n\" data-head=\"in time\">70.0 %<small>60.0 to 100.0 %</small></td><td class=\"n\" data-head=\"answered in\">–</td>");
	holds(page, "<td class=\"n\" data-head=\"a contact\">3.250 EUR<small>1.000 to 9.000</small></td>");
	/* it may break within an interval, so that it isn't wider than its page, and a narrow page has lists */
	holds(page, "<table class=\"points\">");
	holds(page, ".points td small{white-space:normal;");
	holds(page, ".points [data-head]::before{content:attr(data-head)");
	mem_free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pages_are_well_formed_and_need_nothing_beside_themselves),
	    cmocka_unit_test(hostile_texts_stay_texts),
	    cmocka_unit_test(an_empty_result_is_a_page_too),
	    cmocka_unit_test(a_comparison_says_what_decided_when_and_why),
	    cmocka_unit_test(its_table_has_each_figure_its_n_and_how_many_more_would_decide),
	    cmocka_unit_test(the_forest_has_a_row_for_each_difference_with_an_interval),
	    cmocka_unit_test(a_sweep_marks_and_explains_the_chosen_point),
	    cmocka_unit_test(without_an_interval_a_sweep_says_that_it_has_none),
	    cmocka_unit_test(a_map_has_each_point_in_its_place),
	    cmocka_unit_test(its_table_has_the_figures_of_each_point),
	};

	return RUN_TAP(tests);
}
