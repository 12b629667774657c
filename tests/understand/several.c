/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several intents a message: sets of labels, models of them, and their figures.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../check.h"
#include "../../src/understand/classifier.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/understand/classify.h"

static const struct classify_settings seed_one = {.seed = 1};
static struct arena *arena;
static char folder[64];

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	strcpy(folder, "/tmp/floorwalker-several-XXXXXX");
	assert_non_null(mkdtemp(folder));
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const names[] = {"a.model", "b.model", "rows.csv"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		unlink(file_join(arena, folder, names[i]));
	rmdir(folder);
	arena_free(&arena);
	return 0;
}

static void
check_near(double x, double wanted)
{
	if (!(fabs(x - wanted) < 1e-9))
		fail_msg("%.10f should be %.10f", x, wanted);
}

static void
a_set_is_read_in_any_order(void **state)
{
	struct classify_labels labels;

	(void)state;
	assert_null(classify_labels_split(arena, "refund|cancel", &labels));
	assert_int_equal(labels.count, 2);
	assert_string_equal(labels.items[0], "cancel");
	assert_string_equal(labels.items[1], "refund");
	assert_null(classify_labels_split(arena, "track", &labels));
	assert_int_equal(labels.count, 1);
	assert_null(classify_labels_split(arena, "none", &labels));
	assert_int_equal(labels.count, 0);
	assert_null(classify_labels_split(arena, "oos", &labels));
	assert_int_equal(labels.count, 0);
	assert_true(classify_is_set("a|b") && classify_is_set("none"));
	assert_false(classify_is_set("a") || classify_is_set("oos") || classify_is_set("nonesuch"));
}

static void
damaged_sets_are_told_apart(void **state)
{
	static const char *const damaged[][2] = {
	    {"a||b", "empty label"}, {"|a", "empty label"}, {"a|", "empty label"},
	    {"|", "empty label"}, {"a | b", "blank"}, {"a|none", "alone"}, {"oos|a", "alone"},
	    {"b|a|b", "twice"},
	    {"a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q", "more than 16"}};
	struct classify_labels labels;
	char longest[CLASSIFY_LABEL_BYTES + 2];

	(void)state;
	for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
		const char *wrong = classify_labels_split(arena, damaged[i][0], &labels);

		if (wrong == NULL || strstr(wrong, damaged[i][1]) == NULL)
			fail_msg("\"%s\": %s", damaged[i][0], wrong == NULL ? "(taken)" : wrong);
	}
	assert_null(classify_labels_split(arena, "a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p", &labels));
	assert_int_equal(labels.count, CLASSIFY_LABELS);
	memset(longest, 'x', sizeof longest);
	longest[CLASSIFY_LABEL_BYTES] = '\0';
	assert_null(classify_labels_split(arena, longest, &labels));
	longest[CLASSIFY_LABEL_BYTES] = 'x';
	longest[CLASSIFY_LABEL_BYTES + 1] = '\0';
	assert_non_null(classify_labels_split(arena, longest, &labels));
}

static void
damage_in_a_file_is_told_with_its_line(void **state)
{
	const char *path = file_join(arena, folder, "rows.csv");
	struct classify_rows rows = { 0 };
	const char *text = "text,intent\nfine,a\nboth,a|b\nbad,a||b\n";
	struct errinfo e;

	(void)state;
	check_ok(file_write(path, text, strlen(text), 0644, &e), &e);
	assert_int_equal(classify_rows_load(arena, path, "intents", &rows, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "rows.csv:4:1: the intent holds an empty label"));
	assert_int_equal(rows.several_line, 3);
	text = "text,language\nodd,a||b\n";
	memset(&rows, 0, sizeof rows);
	check_ok(file_write(path, text, strlen(text), 0644, &e), &e);
	check_ok(classify_rows_load(arena, path, "language", &rows, &e), &e);
	assert_int_equal(rows.several_line, 0);
}

/* Two models' rows; the second doesn't know "b". By hand: a is in rows 1, 2, 5, given to 1, 2, 3; b
 * in 2, 3, 4, given to 3; c in none, given to 5. */
static const char *const abc[] = {"a", "b", "c"}, *const ac[] = {"a", "c"};
static const double first[] = {0.9, 0.1, 0.2}, second[] = {0.6, 0.4, 0.1}, third[] = {0.5, 0.8, 0.0},
		    fifth[] = {0.3, 0.7}, sixth[] = {0.1, 0.2};
static const struct classify_set_result six[] = {
    {"a", abc, first, 3, 0.5}, {"b|a", abc, second, 3, 0.5}, {"b", abc, third, 3, 0.5},
    {"b", ac, sixth, 2, 0.5}, {"a", ac, fifth, 2, 0.5}, {"none", ac, sixth, 2, 0.5}};

static void
figures_are_those_counted_by_hand(void **state)
{
	struct classify_set_metrics m;

	(void)state;
	classify_measure_sets(arena, six, 6, NAN, &m);
	assert_int_equal(m.n, 6);
	assert_int_equal(m.none_n, 1);
	assert_int_equal(m.pairs, 6);
	check_near(m.micro_precision, 3.0 / 5);
	check_near(m.micro_recall, 3.0 / 6);
	check_near(m.micro_f1, 2 * 3.0 / (6 + 5));
	/* a: 2·2/(3+3), b: 2·1/(3+1); c has no rows */
	check_near(m.macro_f1, (4.0 / 6 + 2.0 / 4) / 2);
	check_near(m.exact, 2.0 / 6);
	assert_int_equal(m.label_count, 3);
	assert_string_equal(m.labels[0].label, "a");
	assert_int_equal(m.labels[1].given, 1);
	check_near(m.labels[1].recall, 1.0 / 3);
	assert_string_equal(m.labels[2].label, "c");
	assert_true(isnan(m.labels[2].recall));
	check_near(m.labels[2].precision, 0);
	/* At 0.35 row 2 gets b as well. */
	classify_measure_sets(arena, six, 6, 0.35, &m);
	check_near(m.micro_f1, 2 * 4.0 / (6 + 6));
	check_near(m.exact, 3.0 / 6);
}

static void
the_calibration_error_is_of_every_pair(void **state)
{
	static const double sure[] = {0.99, 0.01}, unsure[] = {0.98, 0.5};
	const struct classify_set_result two[] = {
	    {"a", ac, sure, 2, 0.5}, {"none", ac, unsure, 2, 0.5}};
	struct classify_set_metrics m;

	(void)state;
	classify_measure_sets(arena, two, 2, NAN, &m);
	/* last bin: 1.97 expected, 1 right; first: .01, 0; that of one half: .5, 0 */
	check_near(m.ece, (0.97 + 0.01 + 0.5) / 4);
	classify_measure_sets(arena, two, 0, NAN, &m);
	assert_true(isnan(m.micro_f1) && isnan(m.exact) && isnan(m.ece) && isnan(m.macro_f1));
}

static const struct training_row taught[] = {
    {"where is my parcel", "track"}, {"track my parcel please", "track"},
    {"has the parcel left yet", "track"}, {"where did the parcel go", "track"},
    {"the parcel, where is it now", "track"}, {"I want my money back", "refund"},
    {"please refund me", "refund"}, {"give me a refund", "refund"},
    {"refund the money to my card", "refund"}, {"cancel it", "cancel"},
    {"please cancel what I ordered", "cancel"}, {"I want to cancel", "cancel"},
    {"cancel it at once", "cancel"}, {"cancel it and give me a refund", "refund|cancel"},
    {"please cancel, and refund me", "cancel|refund"},
    {"I want to cancel and my money back", "cancel|refund"},
    {"where is my parcel, or else refund me", "track|refund"},
    {"track the parcel or give me my money back", "track|refund"}, {"hm", "none"},
    {"let me see", "none"}, {"one moment", "none"}, {"well well", "none"},
    {"what is the weather like", "oos"}, {"sing a song", "oos"},
};
#define TAUGHT (sizeof taught / sizeof taught[0])

static const char *
train(const char *name, uint64_t seed, struct classify_report *report)
{
	struct classify_rows rows = {.rows = (struct training_row *)(uintptr_t)taught,
				 .count = TAUGHT},
			     none = { 0 };
	const struct classify_settings settings = {.seed = seed};
	const char *path = file_join(arena, folder, name);
	struct errinfo e;

	check_ok(classify_train(&rows, &none, "intents", &settings, path, report, &e), &e);
	return path;
}

/* Which labels a text is given, joined. */
static const char *
given(const struct classify_model *m, const char *text)
{
	struct classify_answer answer;
	const char *all = "";
	size_t count;
	const char *const *labels = classify_labels(m, &count);

	classify_predict(m, arena, text, true, &answer);
	assert_non_null(answer.each);
	for (size_t k = 0; k < count; k++)
		if (answer.each[k] >= classify_threshold(m))
			all = arena_printf(
			    arena, "%s%s%s", all, all[0] != '\0' ? "|" : "", labels[k]);
	return all;
}

static void
a_pair_and_nothing_are_both_answers(void **state)
{
	struct classify_report report;
	struct classify_model *m;
	const char *path = train("a.model", 1, &report);
	struct errinfo e;

	(void)state;
	assert_true(report.several);
	assert_int_equal(report.rows, TAUGHT);
	assert_int_equal(report.classes, 3);
	assert_true(report.micro_f1 > 0.5 && report.micro_f1 <= 1);
	assert_true(report.exact > 0 && report.exact <= 1);
	check_ok(classify_open(path, "intents", &m, &e), &e);
	assert_true(classify_is_several(m));
	assert_string_equal(given(m, "could you cancel and refund me"), "cancel|refund");
	assert_string_equal(given(m, "where is the parcel"), "track");
	assert_string_equal(given(m, "a moment, let me look"), "");
	classify_free(&m);
}

static void
the_name_of_a_label_is_an_example_of_it(void **state)
{
	/* "lost" stands in no row. */
	static const struct training_row rows_of[] = {
	    {"my card is gone", "card_lost"}, {"someone has my card", "card_lost"},
	    {"the card fell in a river", "card_lost"}, {"what do you charge", "fees"},
	    {"does this cost anything", "fees"}, {"how dear is it", "fees"},
	    {"my card is gone, what do you charge", "card_lost|fees"}};
	struct classify_rows rows = {.rows = (struct training_row *)(uintptr_t)rows_of, .count = 7},
			     none = { 0 };
	struct classify_report report;
	struct classify_answer answer;
	struct classify_model *m;
	struct errinfo e;

	(void)state;
	check_ok(classify_train(&rows, &none, "intents", &seed_one, file_join(arena, folder, "a.model"),
		     &report, &e),
	    &e);
	assert_int_equal(report.rows, 7);
	check_ok(classify_open(file_join(arena, folder, "a.model"), "intents", &m, &e), &e);
	classify_predict(m, arena, "lost", false, &answer);
	assert_string_equal(answer.best[0].label, "card_lost");
	assert_true(answer.best[0].probability > answer.best[1].probability + 0.05);
	classify_free(&m);
}

static void
the_same_rows_and_seed_give_the_same_file(void **state)
{
	struct classify_report report;
	struct str a, b;
	struct errinfo e;

	(void)state;
	str_init(&a);
	str_init(&b);
	check_ok(file_read(train("a.model", 5, &report), 1 << 24, &a, &e), &e);
	check_ok(file_read(train("b.model", 5, &report), 1 << 24, &b, &e), &e);
	assert_int_equal(a.length, b.length);
	assert_memory_equal(a.data, b.data, a.length);
	str_clear(&a);
	str_clear(&b);
}

static void
what_needs_one_intent_refuses_several(void **state)
{
	struct classify_report report;
	const char *path = train("a.model", 1, &report);
	struct classifier c;
	struct errinfo e;

	(void)state;
	assert_int_equal(classifier_open(path, "intents", &c, &e), ERR_UNSUPPORTED);
	assert_non_null(strstr(e.text, "a model of several intents a message"));
	assert_int_equal(classifier_open(path, "sentiment", &c, &e), ERR_UNSUPPORTED);
}

static void
damaged_rows_are_refused_where_no_file_was_read(void **state)
{
	static const struct training_row damaged[][2] = {
	    {{"x", "a|b"}, {"y", "a||b"}}, {{"x", "a|b"}, {"y", "@a"}}, {{"x", "none"}, {"y", "a"}}};
	static const char *const said[] = {"row 2 holds an empty", "row 2 has no label", "2 to 512"};
	struct classify_rows none = { 0 };
	struct classify_report report;
	struct errinfo e;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct classify_rows rows = {
		    .rows = (struct training_row *)(uintptr_t)damaged[i], .count = 2};

		assert_int_equal(
		    classify_train(&rows, &none, "intents", &seed_one, NULL, &report, &e), ERR_INPUT);
		if (strstr(e.text, said[i]) == NULL)
			fail_msg("%s", e.text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_set_is_read_in_any_order),
	    cmocka_unit_test(damaged_sets_are_told_apart),
	    cmocka_unit_test(damage_in_a_file_is_told_with_its_line),
	    cmocka_unit_test(figures_are_those_counted_by_hand),
	    cmocka_unit_test(the_calibration_error_is_of_every_pair),
	    cmocka_unit_test(a_pair_and_nothing_are_both_answers),
	    cmocka_unit_test(the_name_of_a_label_is_an_example_of_it),
	    cmocka_unit_test(the_same_rows_and_seed_give_the_same_file),
	    cmocka_unit_test(what_needs_one_intent_refuses_several),
	    cmocka_unit_test(damaged_rows_are_refused_where_no_file_was_read),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
