/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What personas say beside the point is no wish: with what they add for their manner's sake a
 * message asks for nothing that it didn't ask for without. Else a shopper's way of talking would be
 * taken for a second question, and what came of that be blamed on the AI.
 */
#include "../check.h"
#include "demo.h"

#include <stdio.h>
#include <string.h>

#include "../../src/sim/script.h"
#include "floorwalker/base/file.h"
#include "floorwalker/understand.h"
#include "floorwalker/world.h"

#define SURE 0.5

/* Of the shop's matters, with the probability that the desk takes for granted. */
static const char *
surely_wants(struct arena *a, const char *text, const char *expected)
{
	const struct settings *s = world_settings(world);
	const struct shop_records *r = world_records(world);
	const struct understand_context context = { .products = r->products,
		.product_count = r->product_count, .order_pattern = s->order_pattern,
		.currency = s->currency, .zone = s->zone, .now_ms = s->as_of_ms,
		.expected = expected, .language = "en" };
	struct understanding u;
	struct errinfo e;

	check_ok(understand(understander, a, text, &context, &u, &e), &e);
	for (size_t i = 0; i < u.wish_count; i++)
		if (u.wishes[i].probability >= SURE && strcmp(u.wishes[i].intent, "small_talk") != 0)
			return u.wishes[i].intent;
	return "";
}

static int
adds_a_wish(const struct persona *p, const char *said)
{
	static const struct { const char *text, *expected; } messages[] = {
		{ "My e-mail is mara.brennan@example.com.", "email" }, { "Yes.", "yes_no" },
		{ "Sure, yes.", "yes_no" } };
	int wrong = 0;

	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		struct arena *a = arena_new();
		const char *without = surely_wants(a, messages[i].text, messages[i].expected),
			   *with = surely_wants(a,
			       arena_printf(a, "%s %s", messages[i].text, said),
			       messages[i].expected);

		if (*with != '\0' && strcmp(with, without) != 0) {
			printf("# %s: '%s' beside '%s' is %s\n", p->name, said, messages[i].text,
			    with);
			wrong++;
		}
		arena_free(&a);
	}
	return wrong;
}

static void
what_is_said_beside_the_point_is_no_wish(void **state)
{
	int wrong = 0;

	(void)state;
	assert_true(script->persona_count > 15);
	for (size_t i = 0; i < script->persona_count; i++) {
		const struct persona *p = &script->personas[i];

		for (size_t k = 0; k < p->aside_count; k++)
			wrong += adds_a_wish(p, p->asides[k]);
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_said_beside_the_point_is_no_wish),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, demo_open, demo_close);
}
