/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The private index of passages.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "floorwalker/store/passages.h"

static struct passage_index *
three_passages(void)
{
	struct passage_index *x = NULL;

	assert_int_equal(passage_index_new(&x, NULL), ERR_OK);
	assert_int_equal(
	    passage_index_add(x, 10, "return",
		"send it back within thirti day for a full refund of your money", NULL),
	    ERR_OK);
	assert_int_equal(passage_index_add(x, 0, "deliveri",
			     "order arriv in three day a refund is never need", NULL),
	    ERR_OK);
	assert_int_equal(passage_index_add(x, 7, "refund time",
			     "it take five day until you see it in your account at the bank", NULL),
	    ERR_OK);
	return x;
}

static void
assert_hits(struct passage_index *x, const char *const *words, size_t count, size_t limit,
    const size_t *numbers, size_t expected)
{
	struct passage_hit hits[8];
	size_t found;

	assert_int_equal(passage_index_find(x, words, count, limit, hits, &found, NULL), ERR_OK);
	assert_int_equal(found, expected);
	for (size_t i = 0; i < found; i++) {
		assert_int_equal(hits[i].number, numbers[i]);
		assert_true(hits[i].score > 0);
		assert_true(i == 0 || hits[i].score <= hits[i - 1].score);
	}
}

static void
any_word_may_match_and_titles_weigh_more(void **state)
{
	struct passage_index *x = three_passages();

	(void)state;
	assert_hits(x, (const char *const[]){ "refund" }, 1, 8, (const size_t[]){ 7, 0, 10 }, 3);
	assert_hits(x, (const char *const[]){"bank", "thirti"}, 2, 8, (const size_t[]){10, 7}, 2);
	assert_hits(x, (const char *const[]){ "refund" }, 1, 1, (const size_t[]){ 7 }, 1);
	assert_hits(x, (const char *const[]){ "unicorn" }, 1, 8, NULL, 0);
	assert_hits(x, NULL, 0, 8, NULL, 0);
	assert_hits(x, (const char *const[]){ "refund" }, 1, 0, NULL, 0);
	passage_index_free(&x);
	passage_index_free(&x);
}

static void
equal_scores_come_by_number(void **state)
{
	struct passage_index *x;

	(void)state;
	assert_int_equal(passage_index_new(&x, NULL), ERR_OK);
	assert_int_equal(passage_index_add(x, 3, "a", "same words", NULL), ERR_OK);
	assert_int_equal(passage_index_add(x, 1, "a", "same words", NULL), ERR_OK);
	assert_int_equal(passage_index_add(x, 2, "a", "same words", NULL), ERR_OK);
	assert_hits(x, (const char *const[]){ "same" }, 1, 8, (const size_t[]){ 1, 2, 3 }, 3);
	assert_int_equal(passage_index_add(x, 0, "a", "same words", NULL), ERR_OK);
	assert_hits(x, (const char *const[]){ "same" }, 1, 8, (const size_t[]){ 0, 1, 2, 3 }, 4);
	passage_index_free(&x);
}

static void
whatever_a_shopper_writes_stays_a_word(void **state)
{
	static const char *const hostile[] = {"\"", "a\" OR \"b", "NEAR(", "title:", "*", "AND",
	    "NOT", "", "\"\"", "');--", "^day", "day*", "+", "{title body}:"};
	struct passage_index *x = three_passages();
	const char *many[300];
	struct passage_hit hits[4];
	size_t found;

	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++)
		assert_int_equal(
		    passage_index_find(x, &hostile[i], 1, 4, hits, &found, NULL), ERR_OK);
	assert_int_equal(passage_index_find(x, hostile, sizeof(hostile) / sizeof(hostile[0]), 4,
			     hits, &found, NULL),
	    ERR_OK);
	for (size_t i = 0; i < 300; i++)
		many[i] = "refund";
	assert_hits(x, many, 300, 4, (const size_t[]){ 7, 0, 10 }, 3);
	passage_index_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_word_may_match_and_titles_weigh_more),
		cmocka_unit_test(equal_scores_come_by_number),
		cmocka_unit_test(whatever_a_shopper_writes_stays_a_word),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
