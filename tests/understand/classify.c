/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Classifiers of a shop's own rows, and the figures that they are measured by.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../check.h"
#include "../../src/understand/kernel.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/understand/classify.h"

static struct arena *arena;
static char folder[64];

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	strcpy(folder, "/tmp/floorwalker-classify-XXXXXX");
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

/* Five rows in scope, two out of it; at one half one of each is misjudged. */
static const struct classify_result seven[] = {
    {"track", "track", 0.9, 0.1, 0.5},
    {"track", "track", 0.8, 0.2, 0.5},
    {"track", "refund", 0.6, 0.3, 0.5},
    {"refund", "refund", 0.7, 0.1, 0.5},
    {"refund", "refund", 0.4, 0.6, 0.5},
    {"oos", "track", 0.3, 0.7, 0.5},
    {"oos", "refund", 0.9, 0.2, 0.5},
};
#define SEVEN (sizeof seven / sizeof seven[0])

static void
figures_are_those_counted_by_hand(void **state)
{
	struct classify_metrics m;

	(void)state;
	classify_measure(arena, seven, SEVEN, NAN, 0, &m);
	assert_int_equal(m.n, 7);
	assert_int_equal(m.oos_n, 2);
	check_near(m.in_scope_accuracy, 3.0 / 5);
	check_near(m.oos_recall, 1.0 / 2);
	check_near(m.overall_accuracy, 4.0 / 7);
	check_near(m.coverage, 5.0 / 7);
	/* F1: track 2·2/(3+2), refund 2·1/(2+3), oos 2·1/(2+2) */
	check_near(m.macro_f1, (4.0 / 5 + 2.0 / 5 + 1.0 / 2) / 3);
	/* of 10 pairs: 0.7 beats all five, 0.2 beats two and ties with one */
	check_near(m.auroc_oos, 7.5 / 10);
	/* surest six: all but one of the two at 0.6, both of them wrong */
	check_near(m.accuracy_at_80_coverage, 4.0 / 6);
	assert_int_equal(m.confusion_count, 3);
}

static void
the_calibration_error_is_weighed_by_bins(void **state)
{
	static const struct classify_result four[] = {
	    {"a", "a", 0.99, 0, 1}, {"a", "a", 0.97, 0, 1}, {"b", "a", 0.95, 0, 1}, {"b", "b", 0.5, 0, 1}};
	struct classify_metrics m;

	(void)state;
	classify_measure(arena, four, 4, NAN, 0, &m);
	/* last bin: three rows, 2.91 expected, 2 right; bin of 0.5: 0.5 expected, 1 right */
	check_near(m.ece, (0.91 + 0.5) / 4);
	assert_true(isnan(m.oos_recall));
	assert_true(isnan(m.auroc_oos));
	classify_measure(arena, four, 0, NAN, 0, &m);
	assert_true(isnan(m.overall_accuracy) && isnan(m.in_scope_accuracy) && isnan(m.ece));
}

static void
a_threshold_of_one_refuses_nothing(void **state)
{
	struct classify_metrics m;

	(void)state;
	classify_measure(arena, seven, SEVEN, 1, 0, &m);
	check_near(m.coverage, 1);
	check_near(m.oos_recall, 0);
	check_near(m.in_scope_accuracy, 4.0 / 5);
	classify_measure(arena, seven, SEVEN, 0.65, 0, &m);
	check_near(m.coverage, 6.0 / 7);
	classify_measure(arena, seven, SEVEN, 0, 0, &m);
	check_near(m.oos_recall, 1);
}

/* Right with exactly its probability, or always. */
static struct classify_result *
many(size_t n, bool boasting)
{
	struct classify_result *r = arena_alloc(arena, n * sizeof *r);

	for (size_t i = 0; i < n; i++) {
		size_t tenth = 5 + i % 5;

		r[i] = (struct classify_result){.gold = (i / 5) % 10 < tenth ? "a" : "b",
		    .best = "a",
		    .confidence = boasting ? 0.99 : (double)tenth / 10,
		    .threshold = 1};
	}
	return r;
}

static void
the_range_tells_true_probabilities_from_boasting(void **state)
{
	struct classify_metrics true_ones, boasting, again;

	(void)state;
	classify_measure(arena, many(1000, false), 1000, NAN, 7, &true_ones);
	classify_measure(arena, many(1000, true), 1000, NAN, 7, &boasting);
	classify_measure(arena, many(1000, true), 1000, NAN, 7, &again);
	assert_true(true_ones.ece <= true_ones.ece_high);
	assert_true(true_ones.ece_low < true_ones.ece_high);
	assert_true(boasting.ece > boasting.ece_high);
	check_near(again.ece_high, boasting.ece_high);
}

static const struct training_row taught[] = {
    {"where is my order", "track"}, {"track my parcel", "track"}, {"has my parcel left", "track"},
    {"where has my parcel got to", "track"}, {"is my order on its way", "track"},
    {"when does my parcel arrive", "track"}, {"I want my money back", "refund"},
    {"please refund me", "refund"}, {"give me a refund", "refund"},
    {"refund my card", "refund"}, {"money back please", "refund"},
    {"I demand a refund of the money", "refund"}, {"cancel my order", "cancel"},
    {"please stop the order", "cancel"}, {"I want to cancel", "cancel"},
    {"call the order off", "cancel"}, {"cancel it at once", "cancel"},
    {"cancel what I ordered", "cancel"}, {"what is the weather like", "oos"},
    {"tell me a joke", "oos"}, {"who won the match", "oos"}, {"sing a song", "oos"},
    {"what day is it", "oos"}, {"how tall is that tower", "oos"},
};
#define TAUGHT (sizeof taught / sizeof taught[0])

static void
train(const char *name, size_t count, uint64_t seed)
{
	struct classify_rows rows = {.rows = (struct training_row *)(uintptr_t)taught,
				 .count = count},
			     none = { 0 };
	const struct classify_settings settings = {seed, NULL};
	struct classify_report report;
	struct errinfo e;

	check_ok(classify_train(&rows, &none, "intents", &settings, file_join(arena, folder, name),
		     &report, &e),
	    &e);
	assert_int_equal(report.rows, count);
}

static void
what_was_taught_is_known_with_the_words_that_spoke(void **state)
{
	struct classify_answer answer;
	struct classify_model *m;
	struct errinfo e;

	(void)state;
	train("a.model", TAUGHT, 1);
	check_ok(classify_open(file_join(arena, folder, "a.model"), "intents", &m, &e), &e);
	classify_predict(m, arena, "hello, could you refund me", true, &answer);
	assert_string_equal(answer.best[0].label, "refund");
	assert_int_equal(answer.count, 3);
	assert_true(answer.best[0].word_count > 0);
	assert_string_equal(answer.best[0].words[0], "refund");
	assert_true(answer.best[0].probability >= answer.best[1].probability);
	for (size_t i = 0; i < answer.count; i++)
		assert_string_not_equal(answer.best[i].label, "oos");
	classify_free(&m);
}

static void
the_outside_probability_tells_apart(void **state)
{
	struct classify_answer inside, outside;
	struct classify_model *m;
	struct errinfo e;

	(void)state;
	train("a.model", TAUGHT, 1);
	check_ok(classify_open(file_join(arena, folder, "a.model"), "intents", &m, &e), &e);
	classify_predict(m, arena, "where is my parcel", false, &inside);
	classify_predict(m, arena, "tell me who sang that song", false, &outside);
	assert_true(outside.outside > inside.outside);
	assert_true(inside.outside >= 0 && outside.outside <= 1);
	classify_free(&m);
}

static void
the_same_rows_and_seed_give_the_same_file(void **state)
{
	struct str a, b;
	struct errinfo e;

	(void)state;
	train("a.model", TAUGHT, 5);
	train("b.model", TAUGHT, 5);
	str_init(&a);
	str_init(&b);
	check_ok(file_read(file_join(arena, folder, "a.model"), 1 << 24, &a, &e), &e);
	check_ok(file_read(file_join(arena, folder, "b.model"), 1 << 24, &b, &e), &e);
	assert_int_equal(a.length, b.length);
	assert_memory_equal(a.data, b.data, a.length);
	str_clear(&a);
	str_clear(&b);
}

static void
rows_for_calibration_must_have_known_labels(void **state)
{
	const struct training_row strange[] = {{"where is it", "tracking"}};
	struct classify_rows rows = {.rows = (struct training_row *)(uintptr_t)taught,
				 .count = TAUGHT},
			     valid = {.rows = (struct training_row *)(uintptr_t)strange, .count = 1};
	const struct classify_settings settings = {1, NULL};
	struct classify_report report;
	struct errinfo e;

	(void)state;
	assert_int_equal(
	    classify_train(&rows, &valid, "intents", &settings, NULL, &report, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "tracking"));
	assert_int_equal(
	    classify_train(&rows, &valid, "reasons", &settings, NULL, &report, &e), ERR_USAGE);
}

static void
write_rows(const char *text)
{
	struct errinfo e;

	check_ok(file_write(file_join(arena, folder, "rows.csv"), text, strlen(text), 0644, &e), &e);
}

static void
rows_are_read_by_the_names_of_columns(void **state)
{
	const char *path = file_join(arena, folder, "rows.csv");
	struct classify_rows rows = { 0 };
	struct errinfo e;

	(void)state;
	write_rows("n,intent,text\n1,track,\"where, please\"\n2,out_of_scope,sing\n");
	check_ok(classify_rows_load(arena, path, "intents", &rows, &e), &e);
	assert_int_equal(rows.count, 2);
	assert_string_equal(rows.rows[0].text, "where, please");
	assert_string_equal(rows.rows[1].label, "oos");
	assert_int_equal(classify_rows_load(arena, path, "sentiment", &rows, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "\"sentiment\""));
	write_rows("utterance,intent\nx,a\n");
	check_ok(classify_rows_load(arena, path, "intents", &rows, &e), &e);
	assert_int_equal(rows.count, 3);
	write_rows("text,intent\nx,a\n,b\n");
	assert_int_equal(classify_rows_load(arena, path, "intents", &rows, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "rows.csv:3:1: the text is empty"));
}

static void
sums_of_byte_rows_are_those_of_plain_loops(void **state)
{
	enum { ROWS = 5, WIDTH = 3 * KERNEL_STEP };
	int8_t rows[ROWS * WIDTH];
	float sums[WIDTH] = { 0 };
	const uint32_t index[] = {4, 0, 3};
	const float times[] = {0.5f, -2.0f, 0.25f};

	(void)state;
	for (int i = 0; i < ROWS * WIDTH; i++)
		rows[i] = (int8_t)(i * 37 % 255 - 127);
	kernel_sum_bytes(sums, rows, index, times, 3, WIDTH);
	for (size_t k = 0; k < WIDTH; k++) {
		double wanted = 0;

		for (size_t i = 0; i < 3; i++)
			wanted += (double)times[i] * rows[index[i] * WIDTH + k];
		check_near((double)sums[k], wanted);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(figures_are_those_counted_by_hand),
	    TEST(the_calibration_error_is_weighed_by_bins),
	    TEST(a_threshold_of_one_refuses_nothing),
	    TEST(the_range_tells_true_probabilities_from_boasting),
	    TEST(what_was_taught_is_known_with_the_words_that_spoke),
	    TEST(the_outside_probability_tells_apart),
	    TEST(the_same_rows_and_seed_give_the_same_file),
	    TEST(rows_for_calibration_must_have_known_labels),
	    TEST(rows_are_read_by_the_names_of_columns),
	    TEST(sums_of_byte_rows_are_those_of_plain_loops),
	};

	return RUN_TAP(tests);
}
