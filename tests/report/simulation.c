/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A simulation's result as text and as JSON.
 */
#include <string.h>

#include "../check.h"
#include "floorwalker/report/report.h"

static const char result[] =
    "{\"world\":\"tarn\",\"backend\":\"builtin\",\"seed\":\"7\",\"conversations\":4,"
    "\"containment\":{\"eligible\":4,\"counts\":{\"loose\":{\"n\":3,\"of\":4,\"of_which\":\"eligible\",\"share\":0.75,\"low\":0.3,\"high\":0.95},\"confirmed\":{\"n\":2,\"of\":4,\"of_which\":\"eligible\",\"share\":0.5,\"low\":0.15,"
    "\"high\":0.85},\"with_approval\":{\"n\":1,\"of\":2,\"of_which\":\"confirmed\",\"share\":0.5,\"low\":0.1,\"high\":0.9},\"abandoned\":{\"n\":0,\"of\":4,\"of_which\":\"eligible\",\"share\":0,\"low\":0,\"high\":0.5},"
    "\"handed_off\":{\"n\":1,\"of\":4,\"of_which\":\"eligible\",\"share\":0.25,\"low\":0.05,\"high\":0.7}}},"
    "\"as_expected\":{\"contain\":{\"n\":2,\"of\":3,\"of_which\":\"that expect it\",\"share\":0.667,\"low\":0.2,\"high\":0.94},\"contain_hard\":{\"n\":0,\"of\":0,\"of_which\":\"hard ones\"},\"escalate\":{\"n\":1,\"of\":1,\"of_which\":\"that expect it\",\"share\":1,\"low\":0.2,"
    "\"high\":1},\"escalate_hard\":{\"n\":0,\"of\":0}},"
    "\"hard\":{\"contain\":{\"n\":1,\"of\":3,\"share\":0.333},\"contain_scenarios\":{\"n\":1,\"of\":2,\"share\":0.5},\"escalate\":{\"n\":0,\"of\":1,\"share\":0},"
    "\"escalate_scenarios\":{\"n\":0,\"of\":1,\"share\":0}},"
    "\"handoffs\":{\"sentiment\":1},\"actions\":{\"refund\":{\"done\":2,\"denied\":1}},\"turns\":{\"total\":12,\"mean\":3,\"median\":3,\"p95\":5,\"most\":5},"
    "\"policy_breaches\":0,\"breaches\":{\"changes\":0,\"statements\":0},\"drafts_held_back\":1,"
    "\"scenarios\":[{\"scenario\":\"good-one\",\"expect\":\"contain\",\"hard\":false,\"conversations\":2,\"as_expected\":2,\"policy_breaches\":0},"
    "{\"scenario\":\"bad-one\",\"expect\":\"contain\",\"hard\":true,\"conversations\":1,\"as_expected\":0,\"policy_breaches\":0},"
    "{\"scenario\":\"upset\",\"expect\":\"escalate\",\"hard\":false,\"conversations\":1,\"as_expected\":1,\"policy_breaches\":0}],"
    "\"skipped\":[\"stock-out\"],"
    "\"failures\":[{\"conversation\":2,\"scenario\":\"bad-one\",\"persona\":\"terse\",\"why\":\"no refund is done\\n\",\"transcript\":\"shopper: hello\\nai (0.90): Hello!\\n\"}]}";

static struct value *
parse(struct arena *a, const char *text)
{
	struct value *v;
	struct errinfo e;

	check_ok(
	    value_parse_json(a, "result", text, strlen(text), &value_limits_message, &v, &e), &e);
	return v;
}

static const char *
text_of(struct arena *a, size_t failures)
{
	struct str out;
	const char *copy;

	str_init(&out);
	report_simulation_text(parse(a, result), failures, &out);
	copy = arena_text(a, out.data);
	str_clear(&out);
	return copy;
}

static void
holds(const char *text, const char *line)
{
	if (strstr(text, line) == NULL)
		fail_msg("no \"%s\" in:\n%s", line, text);
}

static void
every_share_names_its_denominator_and_its_interval(void **state)
{
	struct arena *a = arena_new();
	const char *text = text_of(a, 0);

	(void)state;
	holds(text, "4 conversations in the world tarn, seed 7, backend builtin\n");
	holds(text,
	    "  confirmed by end state                  2 of       4 eligible   50.0 %  (15.0 to 85.0)\n");
	holds(text,
	    "  contain, ended as expected              2 of       3 that expect it   66.7 %  (20.0 to 94.0)\n");
	holds(text, "    of them hard                          0 of       0 hard ones\n");
	arena_free(&a);
}

static void
counts_and_what_was_left_out_are_there(void **state)
{
	struct arena *a = arena_new();
	const char *text = text_of(a, 0);

	(void)state;
	holds(text, "  sentiment                               1\n");
	holds(text, "  refund                            done 2, denied 1\n");
	holds(text, "drafts held back by the check           1\n");
	holds(text, "mean 3.0, median 3, 95 % within 5, most 5; 12 in all\n");
	holds(text, "Left out, since nothing in this world fits them: stock-out\n");
	arena_free(&a);
}

static void
the_worst_scenario_comes_first(void **state)
{
	struct arena *a = arena_new();
	const char *text = text_of(a, 0);

	(void)state;
	assert_true(strstr(text, "bad-one") < strstr(text, "good-one"));
	holds(
	    text, "  bad-one                           contain  hard      0 of      1    0.0 %\n");
	arena_free(&a);
}

static void
failures_are_readable_and_as_many_as_asked_for(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_null(strstr(text_of(a, 0), "shopper: hello"));
	holds(text_of(a, 1),
	    "  conversation 2, bad-one, terse\n    no refund is done\n    shopper: hello\n    ai (0.90): Hello!\n");
	arena_free(&a);
}

static void
json_reads_back_as_the_same_result(void **state)
{
	struct arena *a = arena_new();
	struct str out;

	(void)state;
	str_init(&out);
	report_simulation_json(parse(a, result), &out);
	assert_true(value_is_equal(parse(a, out.data), parse(a, result)));
	assert_int_equal(out.data[out.length - 1], '\n');
	str_clear(&out);
	arena_free(&a);
}

static void
a_run_passes_without_breaches_and_with_enough_that_ended_as_expected(void **state)
{
	struct arena *a = arena_new();
	struct value *v = parse(a, result);

	(void)state;
	assert_true(report_simulation_passes(v, 0.6));
	assert_false(report_simulation_passes(v, 0.9));
	value_set_int(v, "policy_breaches", 1);
	assert_false(report_simulation_passes(v, 0.6));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_share_names_its_denominator_and_its_interval),
	    cmocka_unit_test(counts_and_what_was_left_out_are_there),
	    cmocka_unit_test(the_worst_scenario_comes_first),
	    cmocka_unit_test(failures_are_readable_and_as_many_as_asked_for),
	    cmocka_unit_test(json_reads_back_as_the_same_result),
	    cmocka_unit_test(a_run_passes_without_breaches_and_with_enough_that_ended_as_expected),
	};

	return RUN_TAP(tests);
}
