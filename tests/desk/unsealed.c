/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <stdio.h>
#include <string.h>

#include "../../src/desk/unsealed_seen.h"

#define ROOM 8
#define TEXTS 200

struct text {
	char text[40];
	struct str sealed;
};

static struct keyring *ring;
static struct arena *arena;
static struct errinfo info;

static int
set_up(void **state)
{
	static const uint8_t master[SEAL_KEY] = { 't' };
	(void)state;
	ring = keyring_new_from(master);
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	keyring_free(&ring);
	arena_free(&arena);
	return 0;
}

static void
what_is_found_is_what_unsealing_gives(void **state)
{
	struct unsealed_seen *seen = unsealed_seen_new(ROOM);
	struct text texts[TEXTS];
	uint8_t key[SEAL_WRAPPED];
	size_t found = 0;
	(void)state;
	check_ok(keyring_make_key_seeded(ring, 1, key, &info), &info);
	for (size_t i = 0; i < TEXTS; i++) {
		struct text *t = &texts[i];
		snprintf(t->text, sizeof t->text, "message %zu", i);
		str_init(&t->sealed);
		check_ok(keyring_seal(ring, key, "message", t->text, strlen(t->text), &t->sealed,
			     &info),
		    &info);
		unsealed_seen_keep(seen, key, "message", t->sealed.data, t->sealed.length, t->text,
		    strlen(t->text));
		const char *now = unsealed_seen_recall(
		    seen, arena, key, "message", t->sealed.data, t->sealed.length);
		assert_non_null(now);
		assert_string_equal(now, t->text);
	}
	for (size_t i = 0; i < TEXTS; i++) {
		const char *now = unsealed_seen_recall(seen, arena, key, "message",
		    texts[i].sealed.data, texts[i].sealed.length);
		if (now != NULL)
			assert_string_equal(now, texts[i].text);
		found += now != NULL;
		str_clear(&texts[i].sealed);
	}
	assert_in_range(found, 1, ROOM);
	unsealed_seen_free(&seen);
	assert_null(seen);
}

static void
another_key_name_or_byte_finds_nothing(void **state)
{
	static const char text[] = "the shopper's own words";
	struct unsealed_seen *seen = unsealed_seen_new(1);
	uint8_t key[SEAL_WRAPPED], other[SEAL_WRAPPED];
	struct str sealed;
	(void)state;
	check_ok(keyring_make_key_seeded(ring, 1, key, &info), &info);
	check_ok(keyring_make_key_seeded(ring, 2, other, &info), &info);
	str_init(&sealed);
	check_ok(keyring_seal(ring, key, "message", text, strlen(text), &sealed, &info), &info);
	unsealed_seen_keep(seen, key, "message", sealed.data, sealed.length, text, strlen(text));
	assert_non_null(unsealed_seen_recall(seen, arena, key, "message", sealed.data, sealed.length));
	assert_null(unsealed_seen_recall(seen, arena, other, "message", sealed.data, sealed.length));
	assert_null(unsealed_seen_recall(seen, arena, key, "state", sealed.data, sealed.length));
	assert_null(
	    unsealed_seen_recall(seen, arena, key, "message", sealed.data, sealed.length - 1));
	assert_null(unsealed_seen_recall(seen, arena, key, "message", sealed.data, 3));
	for (size_t i = 0; i < sealed.length; i++) {
		sealed.data[i] ^= 1;
		assert_null(unsealed_seen_recall(
		    seen, arena, key, "message", sealed.data, sealed.length));
		sealed.data[i] ^= 1;
	}
	str_clear(&sealed);
	unsealed_seen_free(&seen);
}

static void
an_empty_text_is_kept_and_a_long_one_is_not(void **state)
{
	static char text[9000];
	struct unsealed_seen *seen = unsealed_seen_new(ROOM);
	uint8_t key[SEAL_WRAPPED];
	struct str sealed;
	(void)state;
	check_ok(keyring_make_key_seeded(ring, 1, key, &info), &info);
	memset(text, 'a', sizeof text);
	for (size_t size = 0; size <= sizeof text; size += sizeof text) {
		str_init(&sealed);
		check_ok(keyring_seal(ring, key, "message", text, size, &sealed, &info), &info);
		unsealed_seen_keep(
		    seen, key, "message", sealed.data, sealed.length, text, size);
		const char *now = unsealed_seen_recall(
		    seen, arena, key, "message", sealed.data, sealed.length);
		if (size == 0)
			assert_string_equal(now, "");
		else
			assert_null(now);
		str_clear(&sealed);
	}
	unsealed_seen_free(&seen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_found_is_what_unsealing_gives, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_key_name_or_byte_finds_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_text_is_kept_and_a_long_one_is_not, set_up, tear_down),
	};
	return RUN_TAP(tests);
}
