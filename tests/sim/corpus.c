/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle's reading: words that stand for numbers, sentences, and what one sentence repeats of
 * others.
 */
#include <stdio.h>
#include <string.h>

#include "../../src/sim/corpus.h"
#include "../../src/sim/goods_seen.h"
#include "../../src/sim/phrases_seen.h"
#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "shop.h"

struct reading {
	struct test_shop shop;
	struct terms *terms;
	struct corpus *corpus;
};

static int
setup(void **state)
{
	struct reading *x = mem_zero(1, sizeof(*x));
	struct errinfo e;

	test_shop_open(&x->shop);
	check_ok(
	    terms_load(file_data(x->shop.arena, "scenarios/oracle/en.yaml"), &x->terms, &e), &e);
	x->corpus = corpus_new(x->terms, "EUR", 2);
	corpus_add_text(x->corpus, CORPUS_ARTICLE, NULL,
	    "# Returns\n\nYou have 30 days from delivery to send\nsomething back. Plus members have 60 days.\n- Opened goods can't be sent back.\n");
	corpus_end(x->corpus);
	*state = x;
	return 0;
}

static int
teardown(void **state)
{
	struct reading *x = *state;

	corpus_free(&x->corpus);
	terms_free(&x->terms);
	test_shop_close(&x->shop);
	mem_free(x);
	return 0;
}

static void
numbers_in_words_count_before_units_and_currencies_alone(void **state)
{
	static const struct { const char *text, *plain; } cases[] = {
		{ "within sixty days", "within 60 days" }, { "twenty-one working days", "21 working days" }, { "a two-year guarantee", "a 2-year guarantee" },
		{ "one hundred and nine euros", "109 EUR" }, { "€5 or 5 euros", "€5 or 5 EUR" }, { "two of them", "two of them" }, { "Twelve Bens boot", "Twelve Bens boot" },
		{ "a day or an hour", "1 day or 1 hour" }, { "ten percent", "10 percent" }, { "the pounds you lose", "the pounds you lose" },
	};
	struct reading *x = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str out;

		str_init(&out);
		terms_normalise(x->terms, cases[i].text, &out);
		assert_string_equal(out.data, cases[i].plain);
		str_clear(&out);
	}
}

static void
sentences_end_at_marks_before_a_blank_and_at_lines(void **state)
{
	static const char text[] =
	    "It costs 4.95 EUR. Is it TF-1?\n– one (a, b)\n\n Write to a@b.example ";
	static const char *const parts[] = {
	    "It costs 4.95 EUR.", "Is it TF-1?", "– one (a, b)", "Write to a@b.example"};
	struct reading *x = *state;
	size_t at = 0;

	for (size_t i = 0; i < 4; i++)
		assert_string_equal(sentence_next(x->shop.arena, text, &at), parts[i]);
	assert_null(sentence_next(x->shop.arena, text, &at));
}

static const struct corpus_sentence *
likest(struct reading *x, const char *text, double *value)
{
	struct likeness like[LIKENESS_MOST];
	struct corpus_sentence s;
	size_t count = 0;

	corpus_read(x->corpus, x->shop.arena, text, &s);
	corpus_likest(x->corpus, &s, like, &count);
	*value = count > 0 ? like[0].value : 0;
	return count > 0 ? like[0].sentence : NULL;
}

static void
a_sentence_is_likest_to_the_one_that_it_repeats(void **state)
{
	struct reading *x = *state;
	const struct corpus_sentence *s;
	double value;

	s = likest(x, "You have 45 days from delivery to send something back.", &value);
	assert_true(value > 0.99);
	assert_int_equal(s->figure_count, 1);
	assert_int_equal(s->figures[0].figure.value, 30000);
	assert_true(s->figures[0].unit > 0);
	s = likest(x, "As a Plus member you have sixty days", &value);
	assert_int_equal(s->figures[0].figure.value, 60000);
	assert_null(likest(x, "Zebras graze quietly", &value));
}

static void
a_denial_is_told_from_what_it_denies(void **state)
{
	struct reading *x = *state;
	struct corpus_sentence yes, no, twice;

	corpus_read(x->corpus, x->shop.arena, "Opened goods can be sent back.", &yes);
	corpus_read(x->corpus, x->shop.arena, "Opened goods can't be sent back.", &no);
	corpus_read(
	    x->corpus, x->shop.arena, "It isn't so that opened goods can't be sent back.", &twice);
	assert_false(yes.denies);
	assert_true(no.denies);
	assert_false(twice.denies);
	assert_int_equal(yes.word_count, no.word_count);
}

static void
is_looked_up_as_read(struct reading *x, struct arena *a, const char *text)
{
	struct corpus_sentence read, looked;
	struct likeness like[LIKENESS_MOST], seen[LIKENESS_MOST];
	size_t count = 0, seen_count = 0;

	corpus_read(x->corpus, a, text, &read);
	corpus_likest(x->corpus, &read, like, &count);
	corpus_look(x->corpus, a, text, &looked, seen, &seen_count);
	assert_string_equal(looked.text, read.text);
	assert_int_equal(looked.denies, read.denies);
	assert_int_equal(looked.word_count, read.word_count);
	for (size_t i = 0; i < read.word_count; i++)
		assert_int_equal(looked.words[i], read.words[i]);
	assert_int_equal(looked.figure_count, read.figure_count);
	for (size_t i = 0; i < read.figure_count; i++) {
		assert_int_equal(looked.figures[i].unit, read.figures[i].unit);
		assert_int_equal(looked.figures[i].figure.value, read.figures[i].figure.value);
	}
	assert_int_equal(seen_count, count);
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(seen[i].sentence, like[i].sentence);
		assert_true(seen[i].value >= like[i].value && seen[i].value <= like[i].value);
	}
}

/* More sentences than are kept, so that places are taken over, and each twice; one too long. */
static void
what_is_kept_of_a_sentence_is_what_it_reads_as(void **state)
{
	struct reading *x = *state;
	char text[1000];

	for (int i = 0; i < 20000; i++) {
		struct arena *a = arena_new();

		snprintf(text, sizeof(text), "Plus member %d %s send something within %d days.",
		    i % 9000, i % 2 == 0 ? "can't" : "can", i % 9000);
		is_looked_up_as_read(x, a, text);
		is_looked_up_as_read(x, a, text);
		arena_free(&a);
	}
	memset(text, 'a', sizeof(text) - 1);
	memcpy(text, "30 days ", 8);
	text[sizeof(text) - 1] = '\0';
	is_looked_up_as_read(x, x->shop.arena, text);
	is_looked_up_as_read(x, x->shop.arena, "");
}

/* The terms that came with the program, but for one thing; true where the fault is told with its
 * place. */
static bool
is_refused(struct reading *x, const char *from, const char *to, const char *what)
{
	struct arena *a = x->shop.arena;
	struct str text;
	struct terms *t = NULL;
	struct errinfo e;
	const char *at, *all;
	int line = 1;

	str_init(&text);
	check_ok(file_read(file_data(a, "scenarios/oracle/en.yaml"), 1 << 20, &text, &e), &e);
	at = strstr(text.data, from);
	assert_non_null(at);
	for (const char *s = text.data; s < at; s++)
		line += *s == '\n';
	all = arena_printf(a, "%.*s%s%s", (int)(at - text.data), text.data, to, at + strlen(from));
	str_clear(&text);
	if (terms_load(test_shop_file(&x->shop, "terms.yaml", all), &t, &e) == ERR_OK)
		terms_free(&t);
	else if (strstr(e.text, arena_printf(a, "terms.yaml:%d:", line)) != NULL &&
	    strstr(e.text, what) != NULL)
		return true;
	print_message("%s\n", e.text);
	return false;
}

static void
a_fault_in_the_terms_is_named_with_its_place(void **state)
{
	struct reading *x = *state;
	struct terms *t;
	struct errinfo e;

	assert_true(is_refused(x, "{kind: refund, says", "{kind: gift, says", "kind"));
	assert_true(is_refused(x, "{kind: refund, says", "{kind: refund, sys", "sys"));
	assert_true(is_refused(x, "'out of stock'", "'(out'", "(out"));
	assert_true(is_refused(x, "unless: [cancel]", "unless: [cancle]", "cancle"));
	assert_int_equal(
	    terms_load(test_shop_file(&x->shop, "terms.yaml", "language: en\n"), &t, &e),
	    ERR_INPUT);
	assert_non_null(strstr(e.text, "is missing"));
}

/* Reads a product with this stock from its document, and compares all of it. */
static void
read_with_stock(struct goods_seen *seen, struct arena *a, struct product p, int64_t stock)
{
	struct variant *variants = arena_alloc(a, p.variant_count * sizeof(*variants));
	struct product read;
	struct errinfo e;
	struct str body, again;

	memcpy(variants, p.variants, p.variant_count * sizeof(*variants));
	variants[0].stock = stock;
	p.variants = variants;
	str_init(&body);
	str_init(&again);
	value_print(&body, product_to_value(a, &p));
	check_ok(goods_seen_read(seen, a, p.id, body.data, &read, &e), &e);
	value_print(&again, product_to_value(a, &read));
	assert_string_equal(again.data, body.data);
	str_clear(&body);
	str_clear(&again);
}

/* The same of an order with this discount, and of all that its document holds. */
static void
read_with_discount(struct goods_seen *seen, struct arena *a, struct order o, int64_t discount)
{
	const struct value *v;
	struct order read;
	struct errinfo e;
	struct str body, again;

	o.discount = discount;
	str_init(&body);
	str_init(&again);
	value_print(&body, order_to_value(a, &o));
	check_ok(goods_seen_order(seen, a, o.id, body.data, &read, &e), &e);
	value_print(&again, order_to_value(a, &read));
	assert_string_equal(again.data, body.data);
	check_ok(goods_seen_value(seen, a, o.id, body.data, &v, &e), &e);
	str_reset(&again);
	value_print(&again, v);
	assert_string_equal(again.data, body.data);
	str_clear(&body);
	str_clear(&again);
}

static void
a_changed_record_is_read_as_it_stands_each_time(void **state)
{
	struct reading *x = *state;
	struct goods_seen *seen = goods_seen_new(16);
	struct errinfo e;
	struct product none;

	for (int64_t i = 0; i < 60; i++) {	/* with room for few, and forgotten at times */
		if (i % 20 == 19)
			goods_seen_begin(seen);
		for (int again = 0; again < 2; again++) {
			read_with_stock(
			    seen, x->shop.arena, x->shop.records.products[0], i % 25);
			read_with_discount(
			    seen, x->shop.arena, x->shop.records.orders[0], i % 25);
		}
	}
	assert_int_not_equal(
	    goods_seen_read(seen, x->shop.arena, "P-1", "{\"id\":", &none, &e), ERR_OK);
	goods_seen_free(&seen);
	assert_null(seen);
}

static const struct phrases *
list_of(const struct terms *t, size_t i)
{
	const struct phrases *const others[] = {&t->asks, &t->greets, &t->generous, &t->conditions,
	    &t->general, &t->own, &t->in_stock, &t->out_of_stock};
	const size_t count = sizeof(others) / sizeof(others[0]);

	if (i < count)
		return others[i];
	i -= count;
	if (i < t->state_count)
		return &t->states[i].says;
	i -= t->state_count;
	return i < t->promise_count ? &t->promises[i].says : NULL;
}

/* In few places, so that sentences push one another out; each is asked for again, with more lists each
 * time. */
static void
what_is_kept_of_a_sentence_is_what_is_found_in_it(void **state)
{
	static const char *const texts[] = {"Your order has been delivered.",
	    "Your order has been delivered", "If it has been delivered, I can refund it.",
	    "I have refunded 20.00 EUR for free.", "I've cancelled your order.", "", "Hello, Aoife!",
	    "Hello, Aoife! Your order is on its way, and shipping is free.",
	    "It is out of stock at the moment.", "A colleague will decide on it.",
	    "I've asked for your refund to be approved.", "Shall I cancel the order?"};
	const struct reading *x = *state;
	struct phrases_seen *seen = phrases_seen_new(x->terms, 5);
	size_t found = 0;
	char text[800];

	for (size_t round = 0; round < 40; round++)
		for (size_t i = 0; i <= sizeof(texts) / sizeof(texts[0]); i++) {
			const struct phrases *p;
			struct phrase_text t;

			memset(text, 'a', sizeof(text));
			(void)snprintf(text + (i < sizeof(texts) / sizeof(texts[0]) ? 0 : 700), 100, "%s",
			    i < sizeof(texts) / sizeof(texts[0]) ? texts[(i + round) % 12]
								 : " was delivered");
			phrases_seen_text(seen, &t, text);
			for (size_t k = round % 3; (p = list_of(x->terms, k)) != NULL; k += 1 + round % 2) {
				size_t start = 0, length = 0, anew = 0, anew_length = 0;
				bool is = phrases_find(p, text, 0, &anew, &anew_length);

				found += is;
				assert_int_equal(phrases_find_in(p, &t, 0, &start, &length), is);
				assert_int_equal(start, anew);
				assert_int_equal(length, anew_length);
				assert_int_equal(phrases_last_in(p, &t, SIZE_MAX),
				    phrases_last_before(p, text, SIZE_MAX));
			}
		}
	assert_true(found > 100);
	phrases_seen_free(&seen);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_kept_of_a_sentence_is_what_is_found_in_it),
		TEST(numbers_in_words_count_before_units_and_currencies_alone),
		TEST(sentences_end_at_marks_before_a_blank_and_at_lines),
		TEST(a_sentence_is_likest_to_the_one_that_it_repeats),
		TEST(a_denial_is_told_from_what_it_denies),
		TEST(what_is_kept_of_a_sentence_is_what_it_reads_as),
		TEST(a_changed_record_is_read_as_it_stands_each_time),
		TEST(a_fault_in_the_terms_is_named_with_its_place),
	};

	return RUN_TAP(tests);
}
