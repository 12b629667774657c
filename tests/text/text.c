/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "../check.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/text/text.h"

static struct text_findings findings;

static void
cleans_to(const char *dirty, size_t length, const char *clean)
{
	struct str out;

	str_init(&out);
	text_sanitise(&out, dirty, length, TEXT_MESSAGE_LIMIT, &findings);
	assert_string_equal(out.data, clean);
	assert_true(text_is_safe(clean, strlen(clean)));
	assert_int_equal(text_is_safe(dirty, length),
	    length == strlen(clean) && memcmp(dirty, clean, length) == 0);
	str_clear(&out);
}

#define CLEANS_TO(dirty, clean) cleans_to(dirty, sizeof(dirty) - 1, clean)

static void
escape_sequences_are_removed_whole(void **state)
{
	(void)state;
	CLEANS_TO("a\x1b[31;1mred\x1b[0m", "ared");
	assert_true(findings.escapes);
	CLEANS_TO("a\x1b]0;title\abc", "abc");
	CLEANS_TO("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "alink");
	CLEANS_TO("a\x1bP1$r0m\x1b\\b", "ab");
	CLEANS_TO("a\xc2\x9b" "2Jb", "ab");
	CLEANS_TO("a\x1b(Bb\x1b" "7c", "abc");
	CLEANS_TO("a\x1b]0;never closed\nb", "a\nb");
	CLEANS_TO("a\x1b\x1b[31m[31mb", "a[31mb");
	CLEANS_TO("a\x1b", "a");
	CLEANS_TO("a\x1b[", "a");
	CLEANS_TO("a\x1b\xc3\xa9", "a\xc3\xa9");
}

static void
controls_go_and_line_ends_agree(void **state)
{
	(void)state;
	CLEANS_TO("a\0b\x07" "c\x7f", "abc");
	assert_true(findings.controls);
	CLEANS_TO("a\tb\r\nc\rd\xe2\x80\xa8" "e\xc2\x85" "f", "a b\nc\nd\ne\nf");
	assert_false(findings.controls);
	CLEANS_TO("a\xff\xc3", "a\xef\xbf\xbd\xef\xbf\xbd");
	assert_true(findings.broken_utf8);
}

static void
what_hides_or_reorders_goes(void **state)
{
	(void)state;
	CLEANS_TO("pay\xe2\x80\xae" "100\xe2\x81\xa6", "pay100");
	assert_true(findings.bidi);
	CLEANS_TO("re\xe2\x80\x8b" "fu\xe2\x81\xa0nd\xef\xbb\xbf\xc2\xad", "refund");
	assert_true(findings.invisible);
	CLEANS_TO("x\xf3\xa0\x81\xa1\xf3\xa0\x81\xa2", "x");	/* tag characters */
	CLEANS_TO("a\xe2\x80\x8d" "b\xef\xb8\x8f", "ab");
	CLEANS_TO("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb \xe2\x9d\xa4\xef\xb8\x8f", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb \xe2\x9d\xa4\xef\xb8\x8f");
	assert_false(findings.invisible);
	CLEANS_TO("\xf0\x9f\x91\xa9\xe2\x80\x8d", "\xf0\x9f\x91\xa9");
}

static void
text_is_composed_and_floods_are_thinned(void **state)
{
	struct str flood, out;

	(void)state;
	CLEANS_TO("e\xcc\x81", "\xc3\xa9");
	str_init(&flood);
	str_init(&out);
	str_add(&flood, "e");
	for (int i = 0; i < 50; i++)
		str_add(&flood, "\xcc\xb5");
	text_sanitise(&out, flood.data, flood.length, 1000, &findings);
	assert_int_equal(out.length, 1 + 4 * 2);
	assert_true(findings.combining_flood);
	str_reset(&flood);
	str_reset(&out);
	for (int i = 0; i < 500; i++)
		str_add_char(&flood, 'o');
	text_sanitise(&out, flood.data, flood.length, 1000, &findings);
	assert_int_equal(out.length, 64);
	str_clear(&flood);
	str_clear(&out);
}

static void
long_text_is_cut_between_graphemes_with_a_mark(void **state)
{
	const char *text = "abcdef\xf0\x9f\x87\xae\xf0\x9f\x87\xaaxyz";
	struct str out;

	(void)state;
	str_init(&out);
	str_add(&out, "kept:");
	text_sanitise(&out, text, strlen(text), 14, &findings);
	assert_string_equal(out.data, "kept:abcdef\xe2\x80\xa6");
	assert_true(findings.cut);
	str_reset(&out);
	text_sanitise(&out, text, strlen(text), 17, &findings);
	assert_false(findings.cut);
	str_reset(&out);
	text_sanitise(&out, text, strlen(text), 2, &findings);
	assert_string_equal(out.data, "");
	str_clear(&out);
}

/* Random bytes and random mixtures of nasty pieces: always valid, never an escape, and cleaning
 * again changes nothing. */
static void
sanitising_twice_changes_nothing_whatever_comes(void **state)
{
	static const char *const pieces[] = {"\x1b", "[", "]", "31m", "\a", "\xe2\x80\x8d",
	    "\xf0\x9f\x91\xa9", "\xef\xb8\x8f", "a", "e", "\xcc\x81", "\xcc\xb5", "\xc2\x9b",
	    "\xc2", "\xff", "\r", "\n", "\t", "\xe1\x84\x92", "\xe1\x85\xa1", "\xe1\x86\xab", "1",
	    "\xe2\x80\xae", "\xcd\x8f", "\xe0\xa7\x87", "\xe0\xa6\xbe", "\xf0\x9f\x87\xae",
	    "\xe2\x84\xa6", "\xcc\xa7",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
	struct random_stream r;

	(void)state;
	random_init(&r, 11, "sanitise");
	for (int round = 0; round < 20000; round++) {
		struct str dirty, once, twice;
		size_t limit = 20 + random_below(&r, 400);

		str_init(&dirty);
		str_init(&once);
		str_init(&twice);
		for (uint64_t i = random_below(&r, 30); i > 0; i--) {
			if (random_below(&r, 10) == 0)
				str_add_char(&dirty, (char)random_below(&r, 256));
			else
				str_add(&dirty,
				    pieces[random_below(&r, sizeof pieces / sizeof pieces[0])]);
		}
		text_sanitise(&once, dirty.data, dirty.length, limit, NULL);
		text_sanitise(&twice, once.data, once.length, limit, NULL);
		assert_true(once.length <= limit);
		assert_true(utf8_is_valid(once.data, once.length));
		assert_null(memchr(once.data, 0x1b, once.length));
		assert_string_equal(once.data, twice.data);
		str_clear(&dirty);
		str_clear(&once);
		str_clear(&twice);
	}
}

static void
tokenises(const char *text, const char *expected)
{
	static const char letters[] = "WNMPE";
	struct arena *a = arena_new();
	struct token *tokens;
	size_t count = text_tokens(a, text, strlen(text), &tokens);
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < count; i++)
		str_addf(
		    &out, "%s%c:%s", i > 0 ? " " : "", letters[tokens[i].kind], tokens[i].folded);
	assert_string_equal(out.data, expected);
	str_clear(&out);
	arena_free(&a);
}

static void
tokens_keep_words_numbers_and_ids_whole(void **state)
{
	(void)state;
	tokenises("I don't want a T-shirt.", "W:i W:don't W:want W:a W:t-shirt P:.");
	tokenises("Where\xe2\x80\x99s TF-100101?", "W:where's M:tf-100101 P:?");
	tokenises("\xe2\x82\xac" "189.00, 1,299.50.", "P:\xe2\x82\xac N:189.00 P:, N:1,299.50 P:.");
	tokenises("3.5kg 2026-10-14 10.Then", "M:3.5kg M:2026-10-14 N:10 P:. W:then");
	tokenises("Stra\xc3\x9f" "e \xc3\x89ire", "W:strasse W:eire");
	tokenises("ok\xf0\x9f\x98\x80\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb!",
	    "W:ok E:\xf0\x9f\x98\x80 E:\xf0\x9f\x91\xa9\xf0\x9f\x92\xbb P:!");
	tokenises("\xe9\x80\x80\xe6\xac\xbe please", "W:\xe9\x80\x80 W:\xe6\xac\xbe W:please");
	tokenises("  -a- 'b' \xff", "P:- W:a P:- P:' W:b P:' P:\xef\xbf\xbd");
	tokenises("", "");
}

static void
tokens_name_their_bytes(void **state)
{
	const char *text = "a \xc3\x89" "b\xe2\x80\xa6";
	struct arena *a = arena_new();
	struct token *tokens;

	(void)state;
	assert_int_equal(text_tokens(a, text, strlen(text), &tokens), 3);
	assert_int_equal(tokens[1].start, 2);
	assert_int_equal(tokens[1].length, 3);
	assert_int_equal(tokens[2].start, 5);
	assert_int_equal(tokens[2].length, 3);
	arena_free(&a);
}

static void
stems_unite_forms_of_one_word(void **state)
{
	struct stemmer *en = stemmer_new("en"), *de = stemmer_new("de"), *none = stemmer_new("xx");
	char kept[64];

	(void)state;
	strcpy(kept, stemmer_stem(en, "returning"));
	assert_string_equal(stemmer_stem(en, "returned"), kept);
	strcpy(kept, stemmer_stem(de, "bestellungen"));
	assert_string_equal(stemmer_stem(de, "bestellung"), kept);
	assert_string_equal(stemmer_stem(none, "returning"), "returning");
	for (int i = 0; i < 5000; i++) {	/* many words, and the same ones again among them */
		char word[32];

		snprintf(word, sizeof word, "word%ding", i);
		strcpy(kept, stemmer_stem(de, word));
		assert_int_equal(strncmp(kept, word, strlen(kept)), 0);
		strcpy(kept, stemmer_stem(en, word));
		assert_int_equal(strlen(kept), strlen(word) - strlen("ing"));
		assert_string_equal(stemmer_stem(en, word), kept);
		assert_string_equal(stemmer_stem(en, "returning"), "return");
	}
	stemmer_free(&en);
	stemmer_free(&de);
	stemmer_free(&none);
	assert_null(en);
}

static void
patterns_match_the_same_however_often_they_are_used(void **state)
{
	struct errinfo info;
	struct pattern *p;
	size_t start, length;

	(void)state;
	check_ok(pattern_new("(?<![\\p{L}])(?:ann|bo) \\p{Lu}\\w+", true, &p, &info), &info);
	for (int i = 0; i < 60; i++) {	/* in machine code from some time on */
		assert_true(pattern_find(p, "Joann \xc3\x89lin, Bo \xc3\x89lin", 21, 0, &start, &length));
		assert_int_equal(start, 13);
		assert_int_equal(length, 8);
		assert_false(pattern_find(p, "Joann Lin", 9, 0, &start, &length));
		assert_true(pattern_is_whole(p, "ann Lee"));
		assert_false(pattern_is_whole(p, "ann Lee!"));
	}
	pattern_free(&p);
}

static void
patterns_match_within_limits_and_name_their_faults(void **state)
{
	struct arena *a = arena_new();
	struct errinfo info;
	struct pattern *p;
	size_t start, length;
	char *flood;

	(void)state;
	check_ok(pattern_new("tf-([0-9]{6})(x)?", true, &p, &info), &info);
	assert_true(pattern_find(p, "see TF-100101 now", 17, 0, &start, &length));
	assert_int_equal(start, 4);
	assert_int_equal(length, 9);
	assert_false(pattern_find(p, "see TF-100101 now", 17, 5, &start, &length));
	assert_true(pattern_is_whole(p, "Tf-100101"));
	assert_false(pattern_is_whole(p, "TF-1001011"));
	assert_string_equal(pattern_group(p, a, "TF-100101", 9, 1), "100101");
	assert_null(pattern_group(p, a, "TF-100101", 9, 2));
	assert_null(pattern_group(p, a, "TF-100101", 9, 7));
	assert_true(pattern_find(p, "\xff\xfeTF-100101", 11, 0, &start, &length));
	pattern_free(&p);
	assert_null(p);
	assert_int_equal(pattern_new("a(b", false, &p, &info), ERR_INPUT);
	assert_non_null(strstr(info.text, "wrong at byte 4"));
	assert_null(p);
	check_ok(pattern_new("(a+)+$", false, &p, &info), &info);
	flood = arena_alloc(a, 40001);
	memset(flood, 'a', 40000);
	flood[39999] = 'b';
	assert_false(pattern_find(p, flood, 40000, 0, &start, &length));	/* would take longer
										   than the universe
										   without a
										   limit */
	pattern_free(&p);
	arena_free(&a);
}

static void
distances_stop_at_their_limit(void **state)
{
	(void)state;
	assert_int_equal(text_distance("refund", "refund", 2), 0);
	assert_int_equal(text_distance("refund", "refudn", 2), 1);
	assert_int_equal(text_distance("caf\xc3\xa9", "cafe", 2), 1);
	assert_int_equal(text_distance("refund", "exchange", 2), 3);
	assert_int_equal(text_distance("", "ab", 2), 2);
	assert_int_equal(text_distance("kitten", "sitting", 5), 3);
	assert_int_equal(text_distance("abcdefgh", "hgfedcba", 3), 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escape_sequences_are_removed_whole),
		cmocka_unit_test(controls_go_and_line_ends_agree),
		cmocka_unit_test(what_hides_or_reorders_goes),
		cmocka_unit_test(text_is_composed_and_floods_are_thinned),
		cmocka_unit_test(long_text_is_cut_between_graphemes_with_a_mark),
		cmocka_unit_test(sanitising_twice_changes_nothing_whatever_comes),
		cmocka_unit_test(tokens_keep_words_numbers_and_ids_whole),
		cmocka_unit_test(tokens_name_their_bytes),
		cmocka_unit_test(stems_unite_forms_of_one_word),
		cmocka_unit_test(patterns_match_the_same_however_often_they_are_used),
		cmocka_unit_test(patterns_match_within_limits_and_name_their_faults),
		cmocka_unit_test(distances_stop_at_their_limit),
	};

	return RUN_TAP(tests);
}
