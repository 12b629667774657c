/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/seal.h"

static const uint8_t master[SEAL_KEY] = {1, 2, 3};
static struct errinfo info;

static void
hashes_agree_with_published_vectors(void **state)
{
	uint8_t hash[SEAL_HASH];
	char hex[SEAL_HEX];

	(void)state;
	seal_sha256("abc", 3, hash);
	seal_hex(hash, sizeof hash, hex);
	/* FIPS 180-2, B.1 */
	assert_string_equal(
	    hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	seal_hmac("Jefe", 4, "what do ya want for nothing?", 28, hash);
	seal_hex(hash, sizeof hash, hex);
	/* RFC 4231, 4.3 */
	assert_string_equal(
	    hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void
what_is_sealed_opens_again_only_for_the_same_thing(void **state)
{
	struct keyring *k = keyring_new_from(master);
	uint8_t wrapped[SEAL_WRAPPED];
	struct str sealed, plain;

	(void)state;
	str_init(&sealed);
	str_init(&plain);
	check_ok(keyring_make_key(k, wrapped, &info), &info);
	check_ok(keyring_seal(k, wrapped, "message 7", "hello", 5, &sealed, &info), &info);
	assert_int_equal(sealed.length, 5 + 29);
	check_ok(keyring_unseal(k, wrapped, "message 7", sealed.data, sealed.length, &plain, &info),
	    &info);
	assert_string_equal(plain.data, "hello");
	str_reset(&plain);
	assert_int_equal(
	    keyring_unseal(k, wrapped, "message 8", sealed.data, sealed.length, &plain, &info),
	    ERR_CORRUPT);
	assert_int_equal(plain.length, 0);
	str_reset(&sealed);
	check_ok(keyring_seal(k, wrapped, "", "", 0, &sealed, &info), &info);
	check_ok(keyring_unseal(k, wrapped, "", sealed.data, sealed.length, &plain, &info), &info);
	assert_int_equal(plain.length, 0);
	str_clear(&sealed);
	str_clear(&plain);
	keyring_free(&k);
}

static void
each_changed_or_missing_byte_is_noticed(void **state)
{
	struct keyring *k = keyring_new_from(master);
	uint8_t wrapped[SEAL_WRAPPED];
	struct str sealed, plain;

	(void)state;
	str_init(&sealed);
	str_init(&plain);
	check_ok(keyring_make_key(k, wrapped, &info), &info);
	check_ok(keyring_seal(k, wrapped, "m", "hello", 5, &sealed, &info), &info);
	for (size_t i = 0; i < sealed.length; i++) {
		sealed.data[i] ^= 1;
		assert_int_not_equal(
		    keyring_unseal(k, wrapped, "m", sealed.data, sealed.length, &plain, &info),
		    ERR_OK);
		sealed.data[i] ^= 1;
		assert_int_equal(
		    keyring_unseal(k, wrapped, "m", sealed.data, i, &plain, &info), ERR_CORRUPT);
	}
	for (size_t i = 0; i < SEAL_WRAPPED; i++) {
		wrapped[i] ^= 2;
		assert_int_equal(
		    keyring_unseal(k, wrapped, "m", sealed.data, sealed.length, &plain, &info),
		    ERR_CORRUPT);
		wrapped[i] ^= 2;
	}
	assert_int_equal(plain.length, 0);
	str_clear(&sealed);
	str_clear(&plain);
	keyring_free(&k);
}

static void
a_drawn_key_seals_the_same_text_differently_each_time(void **state)
{
	struct keyring *k = keyring_new_from(master);
	uint8_t wrapped[SEAL_WRAPPED];
	struct str a, b;

	(void)state;
	str_init(&a);
	str_init(&b);
	check_ok(keyring_make_key(k, wrapped, &info), &info);
	check_ok(keyring_seal(k, wrapped, "m", "hello", 5, &a, &info), &info);
	check_ok(keyring_seal(k, wrapped, "m", "hello", 5, &b, &info), &info);
	assert_memory_not_equal(a.data, b.data, a.length);
	str_clear(&a);
	str_clear(&b);
	keyring_free(&k);
}

static void
a_seeded_key_repeats_its_bytes_and_never_a_nonce(void **state)
{
	struct keyring *k = keyring_new_from(master);
	uint8_t one[SEAL_WRAPPED], two[SEAL_WRAPPED];
	struct str a, b;

	(void)state;
	str_init(&a);
	str_init(&b);
	check_ok(keyring_make_key_seeded(k, 5, one, &info), &info);
	check_ok(keyring_make_key_seeded(k, 5, two, &info), &info);
	assert_memory_equal(one, two, sizeof one);
	check_ok(keyring_seal(k, one, "m", "hello", 5, &a, &info), &info);
	check_ok(keyring_seal(k, two, "m", "hello", 5, &b, &info), &info);
	assert_memory_equal(a.data, b.data, a.length);
	str_reset(&b);
	check_ok(keyring_seal(k, one, "n", "hello", 5, &b, &info), &info);
	assert_memory_not_equal(a.data + 1, b.data + 1, 12);
	str_reset(&b);
	check_ok(keyring_seal(k, one, "m", "hellp", 5, &b, &info), &info);
	assert_memory_not_equal(a.data + 1, b.data + 1, 12);
	check_ok(keyring_make_key_seeded(k, 6, two, &info), &info);
	assert_memory_not_equal(one, two, sizeof one);
	str_clear(&a);
	str_clear(&b);
	keyring_free(&k);
}

/* More names than are kept, one of them too long to be, each twice. */
static void
a_key_that_stays_open_seals_the_same_bytes(void **state)
{
	static const char *const names[] = {"message", "state", "", "message 7", "params", "draft",
	    "a name that is longer than those that are kept"};
	struct keyring *k = keyring_new_from(master);
	uint8_t wrapped[SEAL_WRAPPED], other[SEAL_WRAPPED];
	struct open_key *x;
	struct str anew, again;

	(void)state;
	str_init(&anew);
	str_init(&again);
	check_ok(keyring_make_key_seeded(k, 5, wrapped, &info), &info);
	check_ok(open_key_new(k, wrapped, &x, &info), &info);
	for (size_t round = 0; round < 2; round++)
		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
			for (size_t length = 0; length <= 12; length += 4) {
				check_ok(keyring_seal(k, wrapped, names[i], "twelve bytes", length,
					     &anew, &info), &info);
				check_ok(open_key_seal(x, names[i], "twelve bytes", length, &again,
					     &info), &info);
				assert_int_equal(anew.length, again.length);
				assert_memory_equal(anew.data, again.data, anew.length);
			}
	open_key_free(&x);
	check_ok(keyring_make_key(k, other, &info), &info);
	assert_int_equal(open_key_new(k, other, &x, &info), ERR_USAGE);
	assert_null(x);
	check_ok(keyring_nest(k, other, wrapped, other, &info), &info);
	assert_int_equal(open_key_new(k, other, &x, &info), ERR_USAGE);
	wrapped[20] ^= 1;
	assert_int_equal(open_key_new(k, wrapped, &x, &info), ERR_CORRUPT);
	str_clear(&anew);
	str_clear(&again);
	keyring_free(&k);
}

static void
another_keyring_opens_nothing(void **state)
{
	uint8_t other[SEAL_KEY] = {9}, wrapped[SEAL_WRAPPED];
	struct keyring *k = keyring_new_from(master), *l = keyring_new_from(other);
	char a[SEAL_HEX], b[SEAL_HEX];
	struct str sealed;

	(void)state;
	str_init(&sealed);
	check_ok(keyring_make_key(k, wrapped, &info), &info);
	assert_int_equal(keyring_seal(l, wrapped, "m", "x", 1, &sealed, &info), ERR_CORRUPT);
	keyring_lookup(k, "email", "a@example.com", a);
	keyring_lookup(l, "email", "a@example.com", b);
	assert_string_not_equal(a, b);
	keyring_lookup(k, "phone", "a@example.com", b);
	assert_string_not_equal(a, b);
	keyring_lookup(k, "email", "a@example.com", b);
	assert_string_equal(a, b);
	str_clear(&sealed);
	keyring_free(&k);
	keyring_free(&l);
}

/* HMAC by a key that is an HMAC of the purpose, whichever that is. */
static void
what_is_looked_up_follows_from_key_and_purpose(void **state)
{
	static const char *const purposes[] = {"contact", "email", "contacts", ""};
	struct keyring *k = keyring_new_from(master);

	(void)state;
	for (size_t i = 0; i < sizeof purposes / sizeof purposes[0]; i++) {
		uint8_t key[SEAL_HASH], hash[SEAL_HASH];
		char bytes[64] = "lookup", expected[SEAL_HEX], found[SEAL_HEX];

		strcpy(bytes + 7, purposes[i]);
		seal_hmac(master, SEAL_KEY, bytes, 7 + strlen(purposes[i]), key);
		seal_hmac(key, sizeof key, "a@example.com", 13, hash);
		seal_hex(hash, sizeof hash, expected);
		keyring_lookup(k, purposes[i], "a@example.com", found);
		assert_string_equal(found, expected);
	}
	keyring_free(&k);
}

static void
the_key_file_is_made_private_and_refused_when_it_is_not(void **state)
{
	char folder[] = "/tmp/seal-test-XXXXXX";
	struct arena *a = arena_new();
	struct keyring *k;
	char before[SEAL_HEX], after[SEAL_HEX];
	struct stat st;
	char *path;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = file_join(a, folder, "key");
	assert_int_equal(keyring_open(path, false, &k, &info), ERR_NOT_FOUND);
	check_ok(keyring_open(path, true, &k, &info), &info);
	keyring_lookup(k, "p", "t", before);
	keyring_free(&k);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	check_ok(keyring_open(path, true, &k, &info), &info);
	keyring_lookup(k, "p", "t", after);
	keyring_free(&k);
	assert_string_equal(before, after);
	chmod(path, 0640);
	assert_int_equal(keyring_open(path, false, &k, &info), ERR_FORBIDDEN);
	assert_non_null(strstr(info.text, "chmod 600"));
	assert_null(k);
	check_ok(file_write(path, "short\n", 6, 0600, &info), &info);
	assert_int_equal(keyring_open(path, true, &k, &info), ERR_CORRUPT);
	assert_int_equal(keyring_open(folder, true, &k, &info), ERR_FORBIDDEN);
	unlink(path);
	assert_int_equal(rmdir(folder), 0); /* nothing else was left there */
	arena_free(&a);
}

static void
a_nested_key_opens_only_by_the_key_around_it(void **state)
{
	struct keyring *k = keyring_new_from(master);
	uint8_t outer[SEAL_WRAPPED], other[SEAL_WRAPPED], inner[SEAL_WRAPPED], nested[SEAL_WRAPPED],
	    lifted[SEAL_WRAPPED], none[SEAL_WRAPPED] = {0};
	struct str sealed, plain;

	(void)state;
	str_init(&sealed);
	str_init(&plain);
	check_ok(keyring_make_key(k, outer, &info), &info);
	check_ok(keyring_make_key(k, other, &info), &info);
	check_ok(keyring_make_key(k, inner, &info), &info);
	check_ok(keyring_seal(k, inner, "m", "hello", 5, &sealed, &info), &info);
	check_ok(keyring_nest(k, outer, inner, nested, &info), &info);
	assert_true(keyring_is_nested(nested) && !keyring_is_nested(inner));
	assert_int_equal(
	    keyring_unseal(k, nested, "m", sealed.data, sealed.length, &plain, &info), ERR_CORRUPT);
	assert_int_equal(keyring_lift(k, other, nested, lifted, &info), ERR_CORRUPT);
	assert_int_equal(keyring_lift(k, none, nested, lifted, &info), ERR_CORRUPT);
	assert_int_equal(keyring_lift(k, outer, inner, lifted, &info), ERR_USAGE);
	assert_int_equal(keyring_nest(k, outer, nested, lifted, &info), ERR_USAGE);
	check_ok(keyring_lift(k, outer, nested, lifted, &info), &info);
	check_ok(keyring_unseal(k, lifted, "m", sealed.data, sealed.length, &plain, &info), &info);
	assert_string_equal(plain.data, "hello");
	for (size_t i = 0; i < SEAL_WRAPPED; i++) {
		nested[i] ^= 4;
		assert_int_not_equal(keyring_lift(k, outer, nested, lifted, &info), ERR_OK);
		nested[i] ^= 4;
	}
	str_clear(&sealed);
	str_clear(&plain);
	keyring_free(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_agree_with_published_vectors),
		cmocka_unit_test(what_is_sealed_opens_again_only_for_the_same_thing),
		cmocka_unit_test(each_changed_or_missing_byte_is_noticed),
		cmocka_unit_test(a_drawn_key_seals_the_same_text_differently_each_time),
		cmocka_unit_test(a_seeded_key_repeats_its_bytes_and_never_a_nonce),
		cmocka_unit_test(a_key_that_stays_open_seals_the_same_bytes),
		cmocka_unit_test(another_keyring_opens_nothing),
		cmocka_unit_test(what_is_looked_up_follows_from_key_and_purpose),
		cmocka_unit_test(the_key_file_is_made_private_and_refused_when_it_is_not),
		cmocka_unit_test(a_nested_key_opens_only_by_the_key_around_it),
	};

	return RUN_TAP(tests);
}
