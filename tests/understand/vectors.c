/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of word vectors, and models that draw on them.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../check.h"
#include "../../src/understand/features.h"
#include "../../src/understand/vectors_private.h"
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
	strcpy(folder, "/tmp/floorwalker-vectors-XXXXXX");
	assert_non_null(mkdtemp(folder));
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const names[] = {"plain.model", "drawn.model", "again.model", "words.txt"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		unlink(file_join(arena, folder, names[i]));
	rmdir(folder);
	arena_free(&arena);
	return 0;
}

static struct vectors *
parsed(const char *text)
{
	struct vectors *v;
	struct errinfo e;

	check_ok(vectors_parse("words", text, strlen(text), &v, &e), &e);
	return v;
}

static void
check_word(const struct vectors *v, const char *word, double first, double last)
{
	float x[VECTORS_DIMENSIONS];
	struct errinfo e;

	for (size_t i = 0; i < vectors_count(v); i++)
		if (vectors_hash(v, i) == features_word_hash(word)) {
			check_ok(vectors_read(v, i, x, &e), &e);
			assert_true((double)x[0] > first - 1e-6 && (double)x[0] < first + 1e-6);
			first = (double)x[vectors_dimensions(v) - 1];
			assert_true(first > last - 1e-6 && first < last + 1e-6);
			return;
		}
	fail_msg("the word \"%s\" isn't there", word);
}

static void
text_is_read_with_and_without_a_heading(void **state)
{
	struct vectors *v = parsed("the 0.5 -1 2e-1\nÉté 1 2 3\r\nETE 7 8 9\n\nx 1 2 3");

	(void)state;
	assert_int_equal(vectors_dimensions(v), 3);
	assert_int_equal(vectors_count(v), 3);
	check_word(v, "the", 0.5, 0.2);
	check_word(v, "ete", 1, 3);
	check_word(v, "x", 1, 3);
	vectors_free(&v);
	v = parsed("2 2\na 1 2\nb 3 4\n");
	assert_int_equal(vectors_count(v), 2);
	check_word(v, "b", 3, 4);
	vectors_free(&v);
	assert_null(v);
}

static void
json_is_read_and_what_nobody_asked_for_is_looked_past(void **state)
{
	struct vectors *v = parsed("{\"precision\":8,\"words\":[\"a\",\"]}\\\"\"],\"dimensions\":2, \"o\":{\"p\":[1]},"
				   "\"vectors\":{\"a\":[1, 2,99,0],\"\\\"\":[3,4,5,6],\"caf\\u00e9\":[-1,0.25,0]},\"unk\":");

	(void)state;
	assert_int_equal(vectors_dimensions(v), 2);
	assert_int_equal(vectors_count(v), 3);
	check_word(v, "a", 1, 2);
	check_word(v, "\"", 3, 4);
	check_word(v, "cafe", -1, 0.25);
	vectors_free(&v);
	v = parsed("{\"vectors\":{\"a\":[1,2,3]}}");
	assert_int_equal(vectors_dimensions(v), 3);
	vectors_free(&v);
}

static void
check_refused(const char *text, const char *words)
{
	struct vectors *v;
	struct errinfo e;
	float x[VECTORS_DIMENSIONS];
	enum err rc = vectors_parse("words", text, strlen(text), &v, &e);

	for (size_t i = 0; rc == ERR_OK && i < vectors_count(v); i++)
		rc = vectors_read(v, i, x, &e);
	if (rc != ERR_INPUT && rc != ERR_LIMIT)
		fail_msg("this was read: %s", text);
	if (strstr(e.text, words) == NULL)
		fail_msg("\"%s\" doesn't say \"%s\"", e.text, words);
	vectors_free(&v);
}

static void
what_is_damaged_is_refused_with_its_place(void **state)
{
	(void)state;
	check_refused("", "words:1:");
	check_refused("lonely", "1 to 512 dimensions");
	check_refused("a 1 2\nb 1\n", "words:2:");
	check_refused("a 1 2\nb 1 2 3\n", "more numbers");
	check_refused("a 1 2\nb 1 nan\n", "words:2: byte 11");
	check_refused("a 1 0x10\n", "a number from -1000 to 1000");
	check_refused("a 1 1e9\n", "a number from -1000 to 1000");
	check_refused("{\"vectors\":[1]}", "should be an object");
	check_refused("{\"vectors\":{\"a\":1}}", "a list of numbers");
	check_refused("{\"vectors\":{\"a\":[1,2],\"b\":[1 2]}}", "a comma");
	check_refused("{\"vectors\":{\"a\":[1,2],\"b\":[1]}}", "a comma");
	check_refused("{\"vectors\":{\"a\":[1,2],\"b\":[1,2,3]}}", "more numbers");
	check_refused("{\"vectors\":{\"a\":[1,2]", "a comma or }");
	check_refused("{\"vectors\":{}}", "a word in double quotes");
	check_refused("{\"words\":[[[1", "doesn't end");
	check_refused("{\"words\":1}", "no member \"vectors\"");
	check_refused("{", "a word in double quotes");
}

/* Nothing but the vectors says that a parcel is a package, or that to annul is to cancel. */
static const struct training_row taught[] = {
    {"where is my package", "track"}, {"has the package left", "track"},
    {"the package is late", "track"}, {"when does the package come", "track"},
    {"no sign of the package", "track"}, {"find my package", "track"},
    {"cancel the purchase", "cancel"}, {"please cancel it", "cancel"},
    {"I want to cancel", "cancel"}, {"cancel everything", "cancel"},
    {"can you cancel that", "cancel"}, {"cancel now", "cancel"},
};
#define TAUGHT (sizeof taught / sizeof taught[0])

static const char words[] = "package 1 0 0.1\nparcel 0.98 0.02 0.1\nwhere 0.4 0.1 0\nlate 0.5 0 0\n"
			    "cancel 0 1 0.1\nannul 0.02 0.97 0.1\nplease 0.1 0.2 0\nit 0 0.1 0.1\n";

static void
train(const char *vectors, const char *name)
{
	const struct classify_settings settings = {1, vectors};
	struct classify_rows rows = {.rows = (struct training_row *)(uintptr_t)taught,
				     .count = TAUGHT},
			     none = { 0 };
	struct classify_report report;
	struct errinfo e;

	check_ok(classify_train(&rows, &none, "intents", &settings, file_join(arena, folder, name),
		     &report, &e),
	    &e);
}

static double
probability_of(const char *name, const char *text, const char *label)
{
	struct classify_answer answer;
	struct classify_model *m;
	struct errinfo e;
	double p = 0;

	check_ok(classify_open(file_join(arena, folder, name), "intents", &m, &e), &e);
	classify_predict(m, arena, text, true, &answer);
	for (size_t i = 0; i < answer.count; i++)
		if (strcmp(answer.best[i].label, label) == 0)
			p = answer.best[i].probability;
	classify_free(&m);
	return p;
}

static void
words_that_training_never_saw_are_understood_by_their_vectors(void **state)
{
	const char *path = file_join(arena, folder, "words.txt");
	struct errinfo e;

	(void)state;
	check_ok(file_write(path, words, strlen(words), 0644, &e), &e);
	train(NULL, "plain.model");
	train(path, "drawn.model");
	assert_true(probability_of("drawn.model", "parcel", "track") > 0.7);
	assert_true(probability_of("drawn.model", "annul", "cancel") > 0.7);
	assert_true(probability_of("drawn.model", "parcel", "track") >
	    probability_of("plain.model", "parcel", "track"));
	assert_true(probability_of("drawn.model", "annul", "cancel") >
	    probability_of("plain.model", "annul", "cancel"));
}

static void
the_same_vectors_give_the_same_file(void **state)
{
	const char *path = file_join(arena, folder, "words.txt");
	struct errinfo e;
	struct str a, b;

	(void)state;
	str_init(&a);
	str_init(&b);
	check_ok(file_write(path, words, strlen(words), 0644, &e), &e);
	train(path, "drawn.model");
	train(path, "again.model");
	check_ok(file_read(file_join(arena, folder, "drawn.model"), 1 << 24, &a, &e), &e);
	check_ok(file_read(file_join(arena, folder, "again.model"), 1 << 24, &b, &e), &e);
	assert_int_equal(a.length, b.length);
	assert_memory_equal(a.data, b.data, a.length);
	str_clear(&a);
	str_clear(&b);
}

static void
a_file_that_is_none_stops_training(void **state)
{
	const struct classify_settings missing = {1, "/nonexistent/words.txt"}, no_file = {1, folder};
	struct classify_rows rows = {.rows = (struct training_row *)(uintptr_t)taught,
				     .count = TAUGHT},
			     none = { 0 };
	struct classify_report report;
	struct errinfo e;

	(void)state;
	assert_int_equal(
	    classify_train(&rows, &none, "intents", &missing, NULL, &report, &e), ERR_NOT_FOUND);
	assert_int_equal(
	    classify_train(&rows, &none, "intents", &no_file, NULL, &report, &e), ERR_INPUT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(text_is_read_with_and_without_a_heading),
	    TEST(json_is_read_and_what_nobody_asked_for_is_looked_past),
	    TEST(what_is_damaged_is_refused_with_its_place),
	    TEST(words_that_training_never_saw_are_understood_by_their_vectors),
	    TEST(the_same_vectors_give_the_same_file),
	    TEST(a_file_that_is_none_stops_training),
	};

	return RUN_TAP(tests);
}
