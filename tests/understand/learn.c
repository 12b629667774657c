/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A shop's own phrases: read strictly, and held against the shipped ones on rows nobody saw.
 */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/understand/learn.h"

struct bench {
	struct arena *a;
	char folder[64];
	struct errinfo e;
	struct learn_rows shipped, none, own;
};

static int
set_up(void **state)
{
	struct bench *b = mem_zero(1, sizeof *b);

	b->a = arena_new();
	strcpy(b->folder, "/tmp/floorwalker-learn-XXXXXX");
	*state = b;
	return mkdtemp(b->folder) != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;
	char command[120];

	snprintf(command, sizeof command, "rm -rf -- '%s'", b->folder);
	arena_free(&b->a);
	if (system(command) != 0)
		return -1;
	mem_free(b);
	return 0;
}

static const char *
put(struct bench *b, const char *name, const char *text)
{
	const char *path = file_join(b->a, b->folder, name);
	char *folder = arena_text(b->a, path);

	*strrchr(folder, '/') = '\0';
	check_ok(file_make_folder(folder, &b->e), &b->e);
	check_ok(file_write(path, text, strlen(text), 0600, &b->e), &b->e);
	return path;
}

static void
phrases_are_read_with_where_they_stand(void **state)
{
	struct bench *b = *state;

	put(b, "en/stock.yaml", "- have you got it\n- 12\n");
	put(b, "de/stock.yaml", "- habt ihr das da\n");
	check_ok(learn_add_phrases(&b->own, b->a, b->folder, &b->e), &b->e);
	assert_int_equal(b->own.count, 3);
	assert_string_equal(b->own.rows[0].text, "habt ihr das da");
	assert_string_equal(b->own.rows[1].label, "stock");
	assert_string_equal(b->own.rows[2].text, "12");
	assert_true(text_ends(b->own.rows[2].from, "en/stock.yaml:2"));
}

static void
what_is_no_list_of_phrases_is_refused_with_its_place(void **state)
{
	static const struct { const char *name, *text, *says; } wrong[] = {
	    {"en/stock.yaml", "a: b\n", "stock.yaml:1:1"},
	    {"en/stock.yaml", "- a\n- [b]\n", "stock.yaml:2:3"},
	    {"en/stock.yaml", "- a\n- ''\n", "stock.yaml:2:3"},
	    {"en/signals.yaml", "- a\n", "\"signals\" is none"},
	    {"en/Stock Now.yaml", "- a\n", "INTENT.yaml"},
	    {"stock.yaml", "- a\n", "/en/stock.yaml"},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct learn_rows rows = { 0 };
		const char *path = put(b, wrong[i].name, wrong[i].text);

		if (learn_add_phrases(&rows, b->a, b->folder, &b->e) == ERR_OK)
			fail_msg("%s: %s was taken", wrong[i].name, wrong[i].text);
		if (strstr(b->e.text, wrong[i].says) == NULL)
			fail_msg("%s: %s", b->e.text, wrong[i].says);
		unlink(path);
	}
}

static void
rows_of_a_table_are_read_and_oos_is_out_of_scope(void **state)
{
	struct bench *b = *state;

	check_ok(learn_add_csv(&b->own, b->a,
		     put(b, "r.csv", "id,intent,text\n1,stock,\"a, b\"\n2,oos,tell a joke\n"), &b->e),
	    &b->e);
	assert_int_equal(b->own.count, 2);
	assert_string_equal(b->own.rows[0].text, "a, b");
	assert_string_equal(b->own.rows[1].label, "out_of_scope");
	assert_true(text_ends(b->own.rows[1].from, "r.csv:3"));
	assert_int_equal(
	    learn_add_csv(&b->own, b->a, put(b, "n.csv", "text,label\na,b\n"), &b->e), ERR_INPUT);
	assert_non_null(strstr(b->e.text, "intent"));
	assert_int_equal(
	    learn_add_csv(&b->own, b->a, put(b, "e.csv", "text,intent\na,b\n,c\n"), &b->e),
	    ERR_INPUT);
	assert_non_null(strstr(b->e.text, "e.csv:3:1"));
	assert_int_equal(
	    learn_add_csv(&b->own, b->a, put(b, "z.csv", "text,intent\n"), &b->e), ERR_INPUT);
}

static void
the_same_words_have_one_key(void **state)
{
	struct bench *b = *state;

	assert_string_equal(
	    learn_key(b->a, "Where's MY café order?!"), learn_key(b->a, "where's my cafe order"));
	assert_string_not_equal(learn_key(b->a, "my order"), learn_key(b->a, "order my"));
}

/* Two plain classes, and three words of nonsense that mean a rare third. */
static void
fill(struct bench *b)
{
	static const char *const things[] = {"parcel", "order", "box", "package", "delivery",
	    "shipment", "letter", "boots", "lamp", "tent", "jacket", "rope"};

	for (size_t i = 0; i < 12; i++) {
		learn_add(&b->shipped, b->a,
		    arena_printf(b->a, "where is my %s today", things[i]), "order_status", "");
		learn_add(&b->shipped, b->a,
		    arena_printf(b->a, "when does the %s come to me", things[i]), "order_status", "");
		learn_add(&b->shipped, b->a,
		    arena_printf(b->a, "i want to send the %s back", things[i]), "return_item", "");
		learn_add(&b->shipped, b->a,
		    arena_printf(b->a, "please return this %s for me", things[i]), "return_item", "");
		learn_add(&b->shipped, b->a,
		    arena_printf(b->a, "sing about a %s", things[i]), "out_of_scope", "");
	}
	learn_add(&b->shipped, b->a, "zindle quorb flaxen", "stock", "");
	learn_add(&b->shipped, b->a, "hello", "@opening", "");
	learn_add(&b->shipped, b->a, "by the way", "aside", "");
}

static struct learn_comparison
compare(struct bench *b, uint64_t seed)
{
	struct learn_options o = {.folds = 3,
	    .seed = seed,
	    .outside_at = 0.6,
	    .scratch = b->folder,
	    .context = {.order_pattern = "T-[0-9]+",
		.shop_name = "",
		.currency = "EUR",
		.expected = "",
		.language = "en"}};
	struct learn_comparison c;
	struct zone *zone;

	check_ok(zone_open("UTC", &zone, &b->e), &b->e);
	o.context.zone = zone;
	check_ok(learn_compare(b->a, &b->shipped, &b->none, &b->own, &o, &c, &b->e), &b->e);
	zone_free(&zone);
	return c;
}

/* Were the same words in two folds, the model would know them by heart. */
static void
no_model_judges_words_that_it_was_trained_on(void **state)
{
	static const char *const same[] = {"Zindle, quorb: flaxen!", "ZINDLE quorb flaxen?",
	    "zindle - quorb - flaxen", "(zindle quorb flaxen)", "Zindle! Quorb! Flaxen!",
	    "zindle quorb flaxen .", "zindle; quorb; flaxen", "\"zindle quorb\" flaxen"};
	struct bench *b = *state;
	struct learn_comparison c;
	size_t found = 0;

	fill(b);
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		learn_add(&b->own, b->a, same[i], "stock", "");
	c = compare(b, 1);
	assert_int_equal(c.count, 60 + 1 + sizeof same / sizeof *same);
	for (size_t i = 0; i < c.count; i++) {
		assert_non_null(c.rows[i].before.best);
		assert_non_null(c.rows[i].after.best);
		if (!text_is(c.rows[i].row->label, "stock"))
			continue;
		found++;
		assert_false(c.rows[i].before.right || c.rows[i].after.right);
	}
	assert_int_equal(found, 1 + sizeof same / sizeof *same);
}

static void
own_phrases_help_where_they_say_something_new(void **state)
{
	static const char *const words[] = {"dog", "cat", "horse", "parrot", "lizard", "hamster",
	    "goat", "rabbit", "snake", "mouse"};
	struct bench *b = *state;
	struct learn_comparison c, again;
	size_t before = 0, after = 0, own = 0;

	fill(b);
	for (size_t i = 0; i < 10; i++)
		learn_add(&b->own, b->a,
		    arena_printf(b->a, "may my %s enter your building", words[i]), "store_info", "");
	c = compare(b, 1);
	again = compare(b, 1);
	for (size_t i = 0; i < c.count; i++) {
		assert_string_equal(c.rows[i].after.best, again.rows[i].after.best);
		assert_memory_equal(&c.rows[i].after.confidence, &again.rows[i].after.confidence,
		    sizeof(double));
		if (!c.rows[i].own)
			continue;
		own++;
		before += c.rows[i].before.right;
		after += c.rows[i].after.right;
	}
	assert_int_equal(own, 10);
	assert_int_equal(before, 0);
	assert_true(after >= 8);
	assert_int_equal(access(file_join(b->a, b->folder, "intents.model"), F_OK), -1);
}

/* A world's models come first, and a broken one is never passed over. */
static void
an_own_model_is_used_or_said_to_be_broken(void **state)
{
	struct bench *b = *state;
	const char *path = file_join(b->a, b->folder, "intents.model");
	struct understand_context context = {
	    .order_pattern = "", .shop_name = "", .currency = "EUR", .expected = "", .language = "en"};
	struct understanding is;
	struct understander *u;

	fill(b);
	for (size_t i = 0; i < 30; i++)
		learn_add(&b->own, b->a, arena_printf(b->a, "frobnicate the zindle number %zu", i),
		    "gift_card", "");
	check_ok(learn_train(&b->shipped, &b->own, 1, path, &b->e), &b->e);
	check_ok(understander_open_over("", b->folder, &u, &b->e), &b->e);
	check_ok(understand(u, b->a, "please frobnicate my zindle", &context, &is, &b->e), &b->e);
	assert_string_equal(is.intents[0].intent, "gift_card");
	understander_free(&u);
	put(b, "intents.model", "no model");
	assert_int_not_equal(understander_open_over("", b->folder, &u, &b->e), ERR_OK);
	assert_non_null(strstr(b->e.text, path));
	assert_non_null(strstr(b->e.text, "--revert"));
	unlink(path);
	check_ok(understander_open_over("", b->folder, &u, &b->e), &b->e);
	understander_free(&u);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(phrases_are_read_with_where_they_stand),
		TEST(what_is_no_list_of_phrases_is_refused_with_its_place),
		TEST(rows_of_a_table_are_read_and_oos_is_out_of_scope),
		TEST(the_same_words_have_one_key),
		TEST(no_model_judges_words_that_it_was_trained_on),
		TEST(own_phrases_help_where_they_say_something_new),
		TEST(an_own_model_is_used_or_said_to_be_broken),
	};

	return RUN_TAP(tests);
}
