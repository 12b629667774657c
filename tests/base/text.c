/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * err, mem, str and utf8: what every text goes through.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "../check.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

static void
errors_carry_code_sentence_and_prefix(void **state)
{
	struct errinfo info;

	(void)state;
	assert_int_equal(err_set(&info, ERR_CONFLICT, "epoch %d is old", 3), ERR_CONFLICT);
	assert_string_equal(info.text, "epoch 3 is old");
	assert_int_equal(err_prefix(&info, "conversation %s", "c1"), ERR_CONFLICT);
	assert_string_equal(info.text, "conversation c1: epoch 3 is old");
	assert_int_equal(err_set(&info, ERR_INPUT, "again: %s", info.text), ERR_INPUT);
	assert_string_equal(info.text, "again: conversation c1: epoch 3 is old");
	assert_int_equal(err_set(NULL, ERR_IO, "x"), ERR_IO);
	assert_string_equal(err_name(ERR_NOT_FOUND), "not_found");
	assert_int_equal(err_exit_code(ERR_OK), 0);
	assert_int_equal(err_exit_code(ERR_USAGE), 2);
	assert_int_equal(err_exit_code(ERR_BUSY), 1);
}

static void
errors_defuse_what_could_steer_a_terminal(void **state)
{
	struct errinfo info;

	(void)state;
	assert_int_equal(err_set(&info, ERR_INPUT, "%s",
			     "a\x1b[2J\xc2\x9b\xe2\x80\xae"
			     "b\nc\xc3\xa9"),
	    ERR_INPUT);
	assert_string_equal(info.text, "a?[2J?????b\nc\xc3\xa9");
}

static void
long_sentences_are_cut_between_characters(void **state)
{
	struct errinfo info;
	struct str long_text;

	(void)state;
	for (int shift = 0; shift < 4; shift++) {
		str_init(&long_text);
		for (int i = 0; i < shift; i++)
			str_add_char(&long_text, 'x');
		for (int i = 0; i < 400; i++)
			str_add(&long_text, "\xe2\x82\xac");
		assert_int_equal(err_set(&info, ERR_INPUT, "%s", long_text.data), ERR_INPUT);
		assert_true(utf8_is_valid(info.text, strlen(info.text)));
		assert_int_equal(err_prefix(&info, "%s", long_text.data), ERR_INPUT);
		assert_true(utf8_is_valid(info.text, strlen(info.text)));
		str_clear(&long_text);
	}
}

static void
an_arena_hands_out_zeroed_aligned_pieces_of_any_size(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t size = 0; size < 40000; size += 1 + size / 3) {
		unsigned char *p = arena_alloc(a, size);

		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, size);
	}
	assert_string_equal(arena_text_n(a, "abcdef", 3), "abc");
	assert_null(arena_text(a, NULL));
	assert_int_equal(strlen(arena_printf(a, "%0500d", 7)), 500);
	assert_true(arena_size(a) > 40000);
	arena_free(&a);
	assert_null(a);
}

static void
strings_grow_cut_and_are_taken(void **state)
{
	struct str s;
	char *taken;

	(void)state;
	str_init(&s);
	str_reset(&s);
	str_add(&s, NULL);
	assert_string_equal(s.data, "");
	for (int i = 0; i < 1000; i++)
		str_addf(&s, "%d,", i);
	assert_int_equal(s.length, 3890);
	assert_int_equal(strlen(s.data), 3890);
	str_addf(&s, "%0300d", 1);
	assert_int_equal(s.length, 4190);
	str_cut(&s, 3);
	str_add_char(&s, '!');
	taken = str_take(&s);
	assert_string_equal(taken, "0,1!");
	mem_free(taken);
	taken = str_take(&s);
	assert_string_equal(taken, "");
	mem_free(taken);
	str_clear(&s);
}

static void
text_helpers_take_null_and_compare_ascii_case(void **state)
{
	(void)state;
	assert_true(text_is(NULL, NULL));
	assert_false(text_is(NULL, ""));
	assert_true(text_is_empty(NULL));
	assert_true(text_starts("refund", "ref"));
	assert_int_equal(text_count_words(""), 0);
	assert_int_equal(text_count_words(" \n\t"), 0);
	assert_int_equal(text_count_words("no"), 1);
	assert_int_equal(text_count_words("  no,\nnot  the\tblue one \r\n"), 5);
	assert_false(text_starts("re", "ref"));
	assert_true(text_ends("a.yaml", ".yaml"));
	assert_false(text_ends("yaml", ".yaml"));
	assert_true(text_is_fold("TF-1a", "tf-1A"));
	assert_false(text_is_fold("abc", "abcd"));
}

static void
the_nearest_name_is_offered_only_when_it_is_near(void **state)
{
	static const char *const names[] = {"simulate", "replay", "console", "world"};

	(void)state;
	assert_string_equal(text_nearest("simulte", names, 4), "simulate");
	assert_string_equal(text_nearest("wrold", names, 4), "world");
	assert_null(text_nearest("zebra", names, 4));
	assert_null(text_nearest("", names, 4));
	assert_null(text_nearest("x", names, 4));
}

static void
numbers_are_the_whole_string_or_nothing(void **state)
{
	int64_t n;
	double x;

	(void)state;
	assert_true(text_to_int("-12", -100, 100, &n) && n == -12);
	assert_false(text_to_int("101", -100, 100, &n));
	assert_false(text_to_int("12a", -100, 100, &n));
	assert_false(text_to_int(" 12", -100, 100, &n));
	assert_false(text_to_int("", -100, 100, &n));
	assert_false(text_to_int("99999999999999999999", INT64_MIN, INT64_MAX, &n));
	assert_true(text_to_real("1.5e2", &x) && x == 150);
	assert_false(text_to_real("1,5", &x));
	assert_false(text_to_real("0x10", &x));
	assert_false(text_to_real("nan", &x));
	assert_false(text_to_real("1e999", &x));
	assert_false(text_to_real(" 1", &x));
}

static void
broken_utf8_is_seen_and_walked_over(void **state)
{
	static const char *const broken[] = {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80",
	    "\xf4\x90\x80\x80", "\xe2\x82", "\xff", "abcdefgh\xc3"};
	uint32_t point;

	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
		assert_false(utf8_is_valid(broken[i], strlen(broken[i])));
	assert_true(utf8_is_valid("h\xc3\xa9llo \xf0\x9f\x98\x80 world", 17));
	assert_int_equal(utf8_next("\xe2\x82", 2, &point), 1);
	assert_int_equal(point, 0xfffd);
	assert_int_equal(utf8_next("\xe2\x82\xac", 3, &point), 3);
	assert_int_equal(point, 0x20ac);
	assert_int_equal(utf8_next("", 0, &point), 0);
}

static void
surrogates_and_points_beyond_unicode_are_not_written(void **state)
{
	char out[4];

	(void)state;
	assert_int_equal(utf8_put(out, 0xd800), 0);
	assert_int_equal(utf8_put(out, 0x110000), 0);
	assert_int_equal(utf8_put(out, 0x1f600), 4);
	assert_memory_equal(out, "\xf0\x9f\x98\x80", 4);
}

static void
graphemes_hold_together_and_take_their_cells(void **state)
{
	static const struct {
		const char *text;
		size_t bytes;
		int width;
	} cases[] = {
		{"a", 1, 1}, {"e\xcc\x81x", 3, 1}, {"\xe6\xbc\xa2", 3, 2}, {"\xf0\x9f\x98\x80", 4, 2},
		/* woman technologist */
		{"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb!", 11, 2},
		/* flag of Ireland, then half a flag */
		{"\xf0\x9f\x87\xae\xf0\x9f\x87\xaa\xf0\x9f\x87\xab", 8, 2},
		{"\xe2\x9d\xa4\xef\xb8\x8f", 6, 2},	/* heart, emoji presentation */
		{"1\xef\xb8\x8f\xe2\x83\xa3", 7, 2},				/* keycap */
		{"\r\n", 2, 0}, {"\x1b[", 1, 0}, {"\xff\xff", 1, 1},
		{"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 9, 2},			/* Hangul in jamo */
		{"\xc2\xb1", 2, 1},						/* ambiguous */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		size_t n = utf8_grapheme(cases[i].text, strlen(cases[i].text));

		assert_int_equal(n, cases[i].bytes);
		assert_int_equal(utf8_grapheme_width(cases[i].text, n), cases[i].width);
	}
	assert_int_equal(utf8_grapheme("", 0), 0);
}

static void
fitting_never_splits_a_wide_character(void **state)
{
	const char *text = "a\xe6\xbc\xa2\xe5\xad\x97z";
	int used;

	(void)state;
	assert_int_equal(utf8_width(text, strlen(text)), 6);
	assert_int_equal(utf8_fit(text, strlen(text), 2, &used), 1);
	assert_int_equal(used, 1);
	assert_int_equal(utf8_fit(text, strlen(text), 3, &used), 4);
	assert_int_equal(utf8_fit(text, strlen(text), 99, &used), 8);
	assert_int_equal(utf8_fit(text, strlen(text), 0, NULL), 0);
}

static void
folds_to(bool plain, const char *text, const char *expected)
{
	struct str out;

	str_init(&out);
	if (plain)
		utf8_fold_plain(&out, text, strlen(text));
	else
		utf8_fold(&out, text, strlen(text));
	assert_string_equal(out.data, expected);
	str_clear(&out);
}

static void
folding_unites_spellings_of_one_word(void **state)
{
	(void)state;
	folds_to(false, "ReFund", "refund");
	folds_to(false, "STRASSE Stra\xc3\x9f" "e", "strasse strasse");
	folds_to(false, "\xef\xbc\xb2\xef\xbd\x85", "re");		/* full width */
	folds_to(false, "re\xe2\x80\x8b" "fund", "refund");		/* zero-width space */
	folds_to(false, "\xc3\x89", "\xc3\xa9");
	folds_to(true, "\xc3\x89ire \xc3\x98re", "eire ore");
	folds_to(true, "\xed\x95\x9c", "\xed\x95\x9c");			/* Hangul stays whole */
	folds_to(false, "a\xff", "a\xef\xbf\xbd");
	folds_to(false, "", "");
}

/* Common characters are taken from a table as long as nothing else is in a text: behind them all
 * stands one that isn't. */
static void
folds_as_with_another(const char *text)
{
	static const char other[] = "\xe3\x81\x82";
	struct str one, whole, longer;

	str_init(&longer);
	str_addf(&longer, "%s%s", text, other);
	for (int how = 0; how < 3; how++) {
		void (*fold)(struct str *, const char *, size_t) = how == 0 ? utf8_fold
		    : how == 1						    ? utf8_fold_plain
									    : utf8_compose;

		str_init(&one);
		str_init(&whole);
		fold(&one, text, strlen(text));
		str_add(&one, other);
		fold(&whole, longer.data, longer.length);
		assert_string_equal(one.data, whole.data);
		str_clear(&one);
		str_clear(&whole);
	}
	str_clear(&longer);
}

static void
common_characters_fold_as_all_do(void **state)
{
	static const uint32_t between[][2] = {{' ', 0x17f}, {0x2010, 0x2027}, {0x20ac, 0x20ac}};
	struct str text;
	char bytes[4];
	uint32_t before = 'x';

	(void)state;
	str_init(&text);
	for (size_t i = 0; i < sizeof between / sizeof *between; i++)
		for (uint32_t point = between[i][0]; point <= between[i][1]; point++) {
			str_reset(&text);
			str_add_n(&text, bytes, utf8_put(bytes, before));
			str_add_n(&text, bytes, utf8_put(bytes, point));
			str_add(&text, "E\xe2\x80\x99s \xc3\xa9");
			str_add_n(&text, bytes, utf8_put(bytes, point));
			folds_as_with_another(text.data);
			before = point;
		}
	folds_as_with_another("\xc3\xa9\xff\xe2\x82");
	folds_as_with_another("e\xcc\x81 \xc3\xa9");
	str_clear(&text);
}

static void
classes_of_characters_go_beyond_ascii(void **state)
{
	(void)state;
	assert_true(utf8_is_letter(0xe9) && utf8_is_letter(0x6f22) && !utf8_is_letter('1'));
	assert_true(utf8_is_digit('7') && utf8_is_digit(0x0667) && !utf8_is_digit(0xbd));
	assert_true(utf8_is_space(' ') && utf8_is_space(0xa0) && utf8_is_space('\n') &&
	    !utf8_is_space('x'));
	assert_true(utf8_is_upper(0xc9) && !utf8_is_upper(0xe9));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(errors_carry_code_sentence_and_prefix),
		cmocka_unit_test(errors_defuse_what_could_steer_a_terminal),
		cmocka_unit_test(long_sentences_are_cut_between_characters),
		cmocka_unit_test(an_arena_hands_out_zeroed_aligned_pieces_of_any_size),
		cmocka_unit_test(strings_grow_cut_and_are_taken),
		cmocka_unit_test(text_helpers_take_null_and_compare_ascii_case),
		cmocka_unit_test(the_nearest_name_is_offered_only_when_it_is_near),
		cmocka_unit_test(numbers_are_the_whole_string_or_nothing),
		cmocka_unit_test(broken_utf8_is_seen_and_walked_over),
		cmocka_unit_test(surrogates_and_points_beyond_unicode_are_not_written),
		cmocka_unit_test(graphemes_hold_together_and_take_their_cells),
		cmocka_unit_test(fitting_never_splits_a_wide_character),
		cmocka_unit_test(folding_unites_spellings_of_one_word),
		cmocka_unit_test(common_characters_fold_as_all_do),
		cmocka_unit_test(classes_of_characters_go_beyond_ascii),
	};

	return RUN_TAP(tests);
}
