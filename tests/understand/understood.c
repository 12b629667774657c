/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was understood before is what would be understood now, whatever was asked between.
 */
#include <stdio.h>
#include <string.h>

#include "../check.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/understand.h"

#define NOW_MS 1791968400000	/* Wednesday 2026-10-14T09:00:00Z */
#define ROOM 8

static const char *const corrib_also[] = {"rain jacket"};
static const struct product products[] = {
    {.id = "P-1001", .name = "Corrib waterproof jacket", .kind = "jacket", .also = corrib_also, .also_count = 1},
};
static const char *const texts[] = {"yes please", "no", "where is my parcel?",
    "I want to return the rain jacket and cancel the other one", "can it come tomorrow?",
    "I'd like 2 of them by Friday, for 20 euros", "I'll call my lawyer", "wo ist mein Paket?", "",
    "my order is TF-100101", "write to anna@example.com", "is there a person I can talk to?"};

struct bench {
	struct understander *u;
	struct understand_index *index;
	struct understood *x;
	struct arena *a;
	struct understand_context context;
};

static int
set_up(void **state)
{
	struct bench *b = mem_zero(1, sizeof *b);
	struct errinfo e;

	check_ok(understander_open("", &b->u, &e), &e);
	check_ok(
	    understand_index_new(b->u, products, 1, "TF-[0-9]{6}", "Tarn & Fell", &b->index, &e), &e);
	b->x = understood_new(ROOM);
	b->a = arena_new();
	b->context = (struct understand_context){.products = products,
	    .product_count = 1,
	    .order_pattern = "TF-[0-9]{6}",
	    .shop_name = "Tarn & Fell",
	    .currency = "EUR",
	    .now_ms = NOW_MS,
	    .expected = "",
	    .language = "en",
	    .index = b->index};
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	understood_free(&b->x);
	understand_index_free(&b->index);
	understander_free(&b->u);
	arena_free(&b->a);
	mem_free(b);
	return 0;
}

/* Everything in it, as text. */
static const char *
told(struct arena *a, const struct understanding *u)
{
	struct str out;
	const char *text;

	str_init(&out);
	str_addf(&out, "%s\n", u->text);
	value_print(&out, understanding_to_value(a, u));
	for (size_t i = 0; i < u->slot_count; i++)
		str_addf(&out, "\n%s=%s %s", u->slots[i].name, u->slots[i].value,
		    u->slots[i].except ? "except" : "");
	for (size_t i = 0; u->wish_clauses != NULL && i < u->wish_count; i++)
		str_addf(&out, "\n%zu+%zu %d %d", u->wish_clauses[i].start,
		    u->wish_clauses[i].length, u->wish_clauses[i].asks, u->wish_clauses[i].bare);
	text = arena_text_n(a, out.data, out.length);
	str_clear(&out);
	return text;
}

static void
is_understood_as_ever(struct bench *b, const char *text)
{
	struct understanding once, again;
	struct errinfo e;

	check_ok(understand(b->u, b->a, text, &b->context, &once, &e), &e);
	check_ok(understand_again(b->u, b->x, b->a, text, &b->context, &again, &e), &e);
	assert_string_equal(told(b->a, &again), told(b->a, &once));
	assert_ptr_not_equal(again.slots, NULL);
}

/* More texts than have room, in changing circumstances, so that places are taken over and taken
 * from. */
static void
a_message_is_understood_the_same_whatever_was_before(void **state)
{
	static const char *const expected[] = {"", "yes_no", "order_number", "quantity"};
	struct bench *b = *state;

	for (int round = 0; round < 8; round++)
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
			b->context.expected = expected[(size_t)round / 2 % 4];
			b->context.language = round % 3 == 2 ? "de" : "en";
			b->context.now_ms = NOW_MS + (round / 4) * DATE_DAY_MS;
			is_understood_as_ever(b, texts[i]);
			is_understood_as_ever(b, texts[i]);
			is_understood_as_ever(b, texts[0]);
		}
}

/* "Tomorrow" is another day the day after. */
static void
another_day_is_understood_anew(void **state)
{
	struct bench *b = *state;

	for (int day = 0; day < 3; day++) {
		b->context.now_ms = NOW_MS + day * DATE_DAY_MS;
		is_understood_as_ever(b, "can it come tomorrow?");
	}
}

static void
another_shops_messages_are_not_taken_from_it(void **state)
{
	struct bench *b = *state;
	struct understand_context own = b->context;

	is_understood_as_ever(b, "for 20 please, the rain jacket");
	b->context.currency = "GBP";
	b->context.products = NULL;
	b->context.product_count = 0;
	b->context.index = NULL;
	is_understood_as_ever(b, "for 20 please, the rain jacket");
	b->context = own;
	is_understood_as_ever(b, "for 20 please, the rain jacket");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_message_is_understood_the_same_whatever_was_before, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(another_day_is_understood_anew, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		another_shops_messages_are_not_taken_from_it, set_up, tear_down),
	};

	return RUN_TAP(tests);
}
