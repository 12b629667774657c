/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a simulated desk remembers of a dialogue as it is, is what reading its sealed state gives.
 */
#include <stdio.h>
#include <string.h>

#include "../check.h"
#include "../../src/desk/private.h"
#include "floorwalker/base/random.h"

#define ROUNDS 400
#define CONVERSATIONS 1000

static struct arena *arena;
static struct errinfo info;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

/* A state as a backend might write it. */
static struct value *
any_value(struct random_stream *r, int depth)
{
	static const char *const texts[] = {"", "TF-100101", "Größe \"M\"", "a\nb\\\t", "broken \xff\xc3 end",
	    "\xc2\x85 and \xe2\x80\xae", "\x01", "\xef\xbf\xbd", "\xf0\x9f\x98\x80"};
	static const double reals[] = {0, -0.0, 1, 0.1, 1.0 / 3, -2.5, 1e15, 9007199254740991.0, 1e300, 5e-324};
	struct value *v;

	switch (random_below(r, depth > 3 ? 5 : 7)) {
	case 0: return value_null(arena);
	case 1: return value_bool(arena, random_below(r, 2) == 1);
	case 2: return value_int(arena, (int64_t)random_below(r, 1000) - 500);
	case 3: return value_real(arena, reals[random_below(r, sizeof reals / sizeof reals[0])]);
	case 4: return value_text(arena, texts[random_below(r, sizeof texts / sizeof texts[0])]);
	case 5:
		v = value_list(arena);
		for (uint64_t n = random_below(r, 5); n > 0; n--)
			value_add(v, any_value(r, depth + 1));
		return v;
	default:
		v = value_map(arena);
		for (uint64_t n = random_below(r, 40); n > 0; n--)
			value_set(v, arena_printf(arena, "key %d", (int)random_below(r, 60)),
			    any_value(r, depth + 1));
		return v;
	}
}

static const char *
printed(const struct value *v)
{
	struct str s;
	const char *out;

	str_init(&s);
	value_print(&s, v);
	out = arena_text(arena, s.data);
	str_clear(&s);
	return out;
}

static void
assert_same(const struct value *a, const struct value *b)
{
	assert_int_equal(value_kind(a), value_kind(b));
	assert_int_equal(value_count(a), value_count(b));
	for (size_t i = 0; i < value_count(a); i++) {
		const char *key = value_key_at(a, i);

		if (key != NULL) {
			assert_string_equal(key, value_key_at(b, i));
			assert_ptr_equal(value_get(b, key), value_at(b, i));
		}
		assert_same(value_at(a, i), value_at(b, i));
	}
	assert_true(value_is_equal(a, b));
}

static const struct value *
parsed(const char *text)
{
	struct value *v;

	check_ok(value_parse_json(arena, "state", text, strlen(text), &value_limits_message, &v, &info),
	    &info);
	return v;
}

static void
what_is_kept_is_what_parsing_would_give(void **state)
{
	struct state_kept *x = state_kept_new();
	struct conversation c = {.id = 7};
	struct random_stream r;

	(void)state;
	random_init(&r, 3, "states");
	for (int i = 0; i < ROUNDS; i++) {
		struct value *v = any_value(&r, 0);
		const struct value *kept;

		assert_true(state_kept_put(x, arena, &c, v));
		state_kept_settle(x, true);
		kept = state_kept_get(x, arena, &c);
		assert_non_null(kept);
		assert_string_equal(printed(kept), printed(parsed(printed(v))));
		assert_same(parsed(printed(v)), kept);
	}
	state_kept_free(&x);
	assert_null(x);
}

static int64_t
number_of(const struct state_kept *x, const struct conversation *c)
{
	return value_as_int(state_kept_get(x, arena, c), -1);
}

static void
a_rollback_leaves_the_state_of_before(void **state)
{
	struct state_kept *x = state_kept_new();
	struct conversation c = {.id = 7}, first, second;

	(void)state;
	assert_true(state_kept_put(x, arena, &c, value_int(arena, 1)));
	first = c;
	assert_int_equal(number_of(x, &first), 1);	/* in the same use */
	state_kept_settle(x, true);
	assert_true(state_kept_put(x, arena, &c, value_int(arena, 2)));
	assert_true(state_kept_put(x, arena, &c, value_int(arena, 3)));
	second = c;
	assert_int_equal(number_of(x, &first), 1);
	assert_int_equal(number_of(x, &second), 3);
	state_kept_settle(x, false);
	assert_int_equal(number_of(x, &first), 1);
	assert_int_equal(number_of(x, &second), -1);
	assert_true(state_kept_put(x, arena, &c, value_int(arena, 4)));
	state_kept_settle(x, true);
	assert_int_equal(number_of(x, &first), -1);
	assert_int_equal(number_of(x, &second), -1);
	assert_int_equal(number_of(x, &c), 4);
	state_kept_settle(x, true);			/* a use that puts none */
	assert_int_equal(number_of(x, &c), 4);
	state_kept_free(&x);
}

/* Of many conversations at once, each has its own or none. */
static void
there_is_room_for_so_many_until_they_are_forgotten(void **state)
{
	struct state_kept *x = state_kept_new();
	struct conversation *all = arena_alloc(arena, CONVERSATIONS * sizeof *all);
	size_t kept = 0, again = 0;

	(void)state;
	for (int64_t i = 0; i < CONVERSATIONS; i++) {
		all[i].id = i + 1;
		kept += state_kept_put(x, arena, &all[i], value_int(arena, i));
		state_kept_settle(x, true);
	}
	assert_in_range(kept, 1, CONVERSATIONS - 1);
	for (int64_t i = 0; i < CONVERSATIONS; i++)
		if (all[i].sealed_state != NULL)
			assert_int_equal(number_of(x, &all[i]), i);
		else
			assert_int_equal(number_of(x, &all[i]), -1);
	for (int64_t i = 0; i < CONVERSATIONS; i++)
		if (all[i].sealed_state != NULL)
			state_kept_forget(x, all[i].id);
	for (int64_t i = 0; i < CONVERSATIONS; i++)
		assert_int_equal(number_of(x, &all[i]), -1);
	for (int64_t i = 0; i < CONVERSATIONS; i++) {
		again += state_kept_put(x, arena, &all[i], value_int(arena, i));
		state_kept_settle(x, true);
	}
	assert_int_equal(again, kept);
	for (int64_t i = 0; i < 20; i++)	/* and for so many in one use */
		state_kept_forget(x, all[i].id);
	again = 0;
	for (int64_t i = 0; i < 20; i++)
		again += state_kept_put(x, arena, &all[i], value_int(arena, i));
	assert_in_range(again, 1, 19);
	state_kept_settle(x, false);
	for (int64_t i = 0; i < 20; i++)
		assert_int_equal(number_of(x, &all[i]), -1);
	state_kept_free(&x);
}

static void
what_is_no_mark_of_it_finds_nothing(void **state)
{
	struct state_kept *x = state_kept_new();
	struct conversation c = {.id = 7}, other;
	char bytes[64] = {0};

	(void)state;
	assert_null(state_kept_get(x, arena, &c));
	assert_true(state_kept_put(x, arena, &c, value_int(arena, 1)));
	state_kept_settle(x, true);
	other = c;
	other.id = 8;
	assert_int_equal(number_of(x, &other), -1);
	for (size_t size = 0; size <= sizeof bytes; size++) {
		other = (struct conversation){
		    .id = 7, .sealed_state = bytes, .sealed_state_size = size};
		assert_int_equal(number_of(x, &other), -1);
	}
	for (size_t i = 0; i < c.sealed_state_size; i++) {
		memcpy(bytes, c.sealed_state, c.sealed_state_size);
		bytes[i] ^= 1;
		other.sealed_state_size = c.sealed_state_size;
		assert_int_equal(number_of(x, &other), -1);
	}
	assert_int_equal(number_of(x, &c), 1);
	state_kept_free(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_kept_is_what_parsing_would_give, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_rollback_leaves_the_state_of_before, set_up, tear_down),
		cmocka_unit_test_setup_teardown(there_is_room_for_so_many_until_they_are_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_mark_of_it_finds_nothing, set_up, tear_down),
	};
	return RUN_TAP(tests);
}
