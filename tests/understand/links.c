/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of the phrases of lists, those that begin with two words are all found, in their order.
 */
#include "../../src/understand/words_links.h"
#include "../check.h"
#include "floorwalker/base/random.h"

#define MOST 600

static void
all_with_two_words_are_found_in_their_order(void **state)
{
	static const uint64_t seconds[] = {WORD_LINK_OPEN, 70, 71, 900, UINT64_MAX};
	struct arena *a = arena_new();
	struct random_stream r;

	(void)state;
	random_init(&r, 1, "links");
	for (int round = 0; round < 200; round++) {
		size_t count = (size_t)random_below(&r, MOST);
		struct word_link *all = arena_alloc(a, (count + 1) * sizeof *all);
		struct word_links x = {0};

		for (size_t i = 0; i < count; i++)	/* 64 apart: in one bucket, while it is small */
			all[i] = (struct word_link){.key = 64 * (1 + random_below(&r, 9)),
			    .second = seconds[random_below(&r, 5)],
			    .entry = (uint32_t)i,
			    .language = (uint32_t)i % 3};
		word_links_make(&x, a, all, count);
		for (uint64_t key = 0; key <= 64 * 11; key += 32)
			for (size_t s = 0; s < 5; s++) {
				size_t n, seen = 0;
				const struct word_link *found =
				    word_links_find(&x, key, seconds[s], &n);

				for (size_t i = 0; i < count; i++)
					if (all[i].key == key && all[i].second == seconds[s]) {
						assert_true(seen < n);
						assert_int_equal(found[seen].entry, i);
						assert_int_equal(found[seen++].language, i % 3);
					}
				assert_int_equal(seen, n);
			}
	}
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_with_two_words_are_found_in_their_order),
	};

	return RUN_TAP(tests);
}
