/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Our own search against FTS5's, which it stands for.
 */
#include <string.h>

#include "../../src/knowledge/full_text.h"
#include "../check.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"

#define PASSAGES 60
#define QUESTIONS 400
#define LIMIT 24

static const char *const words[] = {"return", "refund", "t_shirt", "shirt", "t", "rain_jacket", "rain",
    "jacket", "the", "the", "the", "don't", "30", "x-ray", "a_a_a", "a", "store", "box", "7.5", "RETURN", "*",
    "c/o", "and", "or", "not", "near", "\"", "title:rain", "unheard", "_", "a_long_name_of_many_words_that_is_longer_than_all_the_others_that_there_are"};
#define WORDS (sizeof words / sizeof words[0])

static const char *
some_words(struct random_stream *r, struct arena *a, size_t most, size_t of)
{
	struct str out;
	const char *text;

	str_init(&out);
	for (size_t n = (size_t)random_below(r, most); n > 0; n--) {
		str_add(&out, words[random_below(r, of)]);
		str_add_char(&out, ' ');
	}
	text = arena_text_n(a, out.data, out.length);
	str_clear(&out);
	return text;
}

static void
make(struct random_stream *r, struct arena *a, struct indexed *passages, size_t count,
    struct passage_index **index)
{
	struct errinfo e;

	check_ok(passage_index_new(index, &e), &e);
	for (size_t i = 0; i < count; i++) {
		passages[i].title_words = some_words(r, a, 6, WORDS - 3);
		passages[i].body_words = some_words(r, a, 60, WORDS - 3);
		check_ok(passage_index_add(*index, i, passages[i].title_words,
			     passages[i].body_words, &e), &e);
	}
}

/* Returns how many were found. */
static size_t
ask(struct random_stream *r, struct arena *a, const struct full_text *own,
    struct passage_index *index)
{
	struct passage_hit hits[LIMIT], others[LIMIT];
	const char *asked[12];
	size_t n = (size_t)random_below(r, sizeof asked / sizeof *asked), count, other;
	size_t limit = 1 + (size_t)random_below(r, LIMIT);
	struct errinfo e;

	for (size_t i = 0; i < n; i++)
		asked[i] = words[random_below(r, WORDS)];
	check_ok(passage_index_find(index, asked, n, limit, others, &other, &e), &e);
	assert_true(full_text_find(own, a, asked, n, limit, hits, &count));
	assert_int_equal(count, other);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(hits[i].number, others[i].number);
		assert_memory_equal(&hits[i].score, &others[i].score, sizeof hits[i].score);
	}
	return count;
}

static void
it_finds_what_fts5_finds_with_the_same_scores(void **state)
{
	size_t found = 0;

	(void)state;
	for (size_t shelf = 1; shelf <= 8; shelf++) {
		struct arena *a = arena_new();
		struct indexed passages[PASSAGES] = {0};
		struct knowledge k = {
		    .passages = passages, .count = shelf == 1 ? 1 : PASSAGES / shelf};
		struct passage_index *index;
		struct full_text *own;
		struct random_stream r;

		random_init(&r, shelf, "full text");
		make(&r, a, passages, k.count, &index);
		own = full_text_new(&k);
		assert_non_null(own);
		for (size_t i = 0; i < QUESTIONS; i++)
			found += ask(&r, a, own, index);
		full_text_free(&own);
		passage_index_free(&index);
		arena_free(&a);
	}
	assert_true(found > 10000);
}

static void
what_is_beyond_ascii_is_left_to_fts5(void **state)
{
	static const char *const asked[] = {"gr\u00f6\u00dfe"};
	struct indexed passages[2] = {
	    {.title_words = "size", .body_words = "chart"}, {.title_words = "", .body_words = "size"}};
	struct knowledge k = {.passages = passages, .count = 2};
	struct full_text *own = full_text_new(&k);
	struct arena *a = arena_new();
	struct passage_hit hits[2];
	size_t count;

	(void)state;
	assert_false(full_text_find(own, a, asked, 1, 2, hits, &count));
	full_text_free(&own);
	passages[1].body_words = asked[0];
	assert_null(full_text_new(&k));
	assert_false(full_text_find(NULL, a, asked, 0, 2, hits, &count));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_finds_what_fts5_finds_with_the_same_scores),
	    cmocka_unit_test(what_is_beyond_ascii_is_left_to_fts5),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
