/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/understand.h"

static const char *const kinds[] = { "intents", "reasons", "sentiment", "language", "words" };

struct bench {
	struct arena *a;
	char folder[64];
};

static const struct training_row intents[] = {
	{ "where is my order", "order_status" }, { "track my parcel", "order_status" }, { "has it shipped yet", "order_status" },
	{ "where has my parcel got to", "order_status" }, { "is my order on its way", "order_status" },
	{ "I want my money back", "refund_request" }, { "please refund me", "refund_request" }, { "give me a refund", "refund_request" },
	{ "can I get my money back", "refund_request" }, { "refund my order please", "refund_request" },
	{ "what is the weather like", "out_of_scope" }, { "tell me a joke", "out_of_scope" }, { "who won the match", "out_of_scope" },
	{ "sing a song", "out_of_scope" }, { "what day is it", "out_of_scope" },
	{ "hi,", "@opening" }, { "thanks", "@closing" },
};
static const struct training_row reasons[] = {{"it came broken", "damaged_item"},
    {"it has a dent", "damaged_item"}, {"it is missing", "missing_item"},
    {"not in the box", "missing_item"}, {"hello there", "none"}, {"refund please", "none"}};
static const struct training_row moods[] = {{"I hate it", "very_negative"},
    {"awful service", "very_negative"}, {"where is it", "neutral"}, {"what size is it", "neutral"},
    {"I love it", "very_positive"}, {"wonderful", "very_positive"}};
static const struct training_row tongues[] = {{"where is my order", "en"},
    {"the boots are too small", "en"}, {"wo ist meine Bestellung", "de"},
    {"die Schuhe sind zu klein", "de"}};
static const struct training_row words[] = {{"yes", "en/yes.strong"},
    {"three", "en/class.number.3"}, {"<number> days ago", "en/date.ago.day"}};

static const char *
path_of(struct bench *b, const char *kind)
{
	return file_join(b->a, b->folder, arena_printf(b->a, "%s.model", kind));
}

static void
train_all(struct bench *b)
{
	struct errinfo info;

	check_ok(understand_train(intents, sizeof intents / sizeof intents[0], "intents", 7,
		     path_of(b, "intents"), &info),
	    &info);
	check_ok(understand_train(reasons, sizeof reasons / sizeof reasons[0], "reasons", 7,
		     path_of(b, "reasons"), &info),
	    &info);
	check_ok(understand_train(moods, sizeof moods / sizeof moods[0], "sentiment", 7,
		     path_of(b, "sentiment"), &info),
	    &info);
	check_ok(understand_train(tongues, sizeof tongues / sizeof tongues[0], "language", 7,
		     path_of(b, "language"), &info),
	    &info);
	check_ok(understand_train(
		     words, sizeof words / sizeof words[0], "words", 7, path_of(b, "words"), &info),
	    &info);
}

static int
set_up(void **state)
{
	struct bench *b = mem_zero(1, sizeof *b);

	b->a = arena_new();
	strcpy(b->folder, "/tmp/floorwalker-models-XXXXXX");
	assert_non_null(mkdtemp(b->folder));
	train_all(b);
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		unlink(path_of(b, kinds[i]));
	rmdir(b->folder);
	arena_free(&b->a);
	mem_free(b);
	return 0;
}

static void
read_model(struct bench *b, const char *kind, struct str *out)
{
	struct errinfo info;

	str_init(out);
	check_ok(file_read(path_of(b, kind), 1u << 26, out, &info), &info);
}

static void
write_model(struct bench *b, const char *kind, const struct str *bytes)
{
	struct errinfo info;

	check_ok(file_write(path_of(b, kind), bytes->data, bytes->length, 0644, &info), &info);
}

static enum err
open_all(struct bench *b, struct errinfo *info)
{
	struct understander *u;
	enum err rc = understander_open(b->folder, &u, info);

	if (rc == ERR_OK)
		understander_free(&u);
	else
		assert_null(u);
	return rc;
}

static void
a_model_trained_on_a_few_rows_classifies_like_them(void **state)
{
	struct bench *b = *state;
	struct understand_context context = { .expected = "", .language = "en", .currency = "EUR" };
	struct understanding out;
	struct understander *u;
	struct errinfo info;

	check_ok(understander_open(b->folder, &u, &info), &info);
	check_ok(understand(u, b->a, "hi, where is my parcel", &context, &out, &info), &info);
	assert_string_equal(out.intents[0].intent, "order_status");
	assert_int_equal(out.intent_count, 3);
	check_ok(understand(u, b->a, "three days ago", &context, &out, &info), &info);
	assert_non_null(understanding_slot(&out, SLOT_DATE));
	understander_free(&u);
}

static void
the_same_rows_and_seed_give_the_same_bytes(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct str before, after;

		read_model(b, kinds[i], &before);
		train_all(b);
		read_model(b, kinds[i], &after);
		assert_true(before.length == after.length);
		assert_memory_equal(before.data, after.data, before.length);
		str_clear(&before);
		str_clear(&after);
	}
}

static void
a_flipped_bit_anywhere_is_refused(void **state)
{
	struct bench *b = *state;
	struct errinfo info;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct str bytes;
		size_t step;

		read_model(b, kinds[i], &bytes);
		step = bytes.length / 40 + 1;
		for (size_t at = 0; at < bytes.length; at += step) {
			bytes.data[at] = (char)(bytes.data[at] ^ 0x20);
			write_model(b, kinds[i], &bytes);
			assert_int_not_equal(open_all(b, &info), ERR_OK);
			assert_non_null(strstr(info.text, kinds[i]));
			bytes.data[at] = (char)(bytes.data[at] ^ 0x20);
		}
		write_model(b, kinds[i], &bytes);
		check_ok(open_all(b, &info), &info);
		str_clear(&bytes);
	}
}

static void
a_cut_or_lengthened_model_is_refused(void **state)
{
	struct bench *b = *state;
	struct errinfo info;
	struct str bytes;

	read_model(b, "intents", &bytes);
	for (size_t length = 0; length < bytes.length; length += bytes.length / 7 + 1) {
		struct str cut = { bytes.data, length, bytes.capacity };

		write_model(b, "intents", &cut);
		assert_int_equal(open_all(b, &info), ERR_CORRUPT);
	}
	str_add(&bytes, "more");
	write_model(b, "intents", &bytes);
	assert_int_equal(open_all(b, &info), ERR_CORRUPT);
	str_clear(&bytes);
	unlink(path_of(b, "intents"));
	assert_int_equal(open_all(b, &info), ERR_NOT_FOUND);
}

static void
a_model_of_another_version_or_kind_is_refused(void **state)
{
	struct bench *b = *state;
	struct errinfo info;
	struct str bytes;

	read_model(b, "sentiment", &bytes);
	write_model(b, "language", &bytes);
	assert_int_equal(open_all(b, &info), ERR_UNSUPPORTED);
	bytes.data[8]++;
	write_model(b, "sentiment", &bytes);
	assert_int_equal(open_all(b, &info), ERR_UNSUPPORTED);
	assert_non_null(strstr(info.text, "format"));
	str_clear(&bytes);
}

static void
rows_that_teach_nothing_are_refused(void **state)
{
	struct bench *b = *state;
	const struct training_row one[] = {{"a", "x"}, {"b", "x"}},
				  bare[] = {{"a", ""}, {"b", "x"}};
	const struct training_row label[] = {{"yes", "yes"}},
				  class[] = {{"<colour> one", "en/yes.strong"}};
	struct errinfo info;

	assert_int_equal(
	    understand_train(one, 2, "intents", 1, path_of(b, "intents"), &info), ERR_INPUT);
	assert_int_equal(
	    understand_train(bare, 2, "intents", 1, path_of(b, "intents"), &info), ERR_INPUT);
	assert_int_equal(
	    understand_train(one, 0, "intents", 1, path_of(b, "intents"), &info), ERR_INPUT);
	assert_int_equal(
	    understand_train(one, 2, "moods", 1, path_of(b, "intents"), &info), ERR_USAGE);
	assert_int_equal(
	    understand_train(label, 1, "words", 1, path_of(b, "words"), &info), ERR_INPUT);
	assert_int_equal(
	    understand_train(class, 1, "words", 1, path_of(b, "words"), &info), ERR_INPUT);
}

#define with_models(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		with_models(a_model_trained_on_a_few_rows_classifies_like_them),
		with_models(the_same_rows_and_seed_give_the_same_bytes),
		with_models(a_flipped_bit_anywhere_is_refused),
		with_models(a_cut_or_lengthened_model_is_refused),
		with_models(a_model_of_another_version_or_kind_is_refused),
		with_models(rows_that_teach_nothing_are_refused),
	};

	return RUN_TAP(tests);
}
