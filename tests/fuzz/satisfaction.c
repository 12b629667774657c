/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dialogues that people rated: what was read has ratings within the scale and as many as it says, and what is refused
 * is refused with a sentence.
 */
#include <stdlib.h>

#include "../../src/benchmark/satisfaction.h"
#include "written.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
check(const struct rated_set *set)
{
	size_t turns = 0, rated = 0;

	for (size_t i = 0; i < set->count; i++) {
		const struct rated_dialogue *d = &set->dialogues[i];

		turns += d->count;
		if (d->overall < -1 || d->overall >= RATINGS)
			abort();
		for (size_t k = 0; k < d->count; k++) {
			const struct rated_turn *t = &d->turns[k];

			rated += t->user && t->rating >= 0;
			if (t->text == NULL || t->rating < -1 || t->rating >= RATINGS)
				abort();
		}
	}
	if (turns != set->turns || rated != set->rated)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	struct rated_set set;
	struct errinfo e;
	enum err err = satisfaction_read(a, fuzz_written("rated.txt", bytes, size), &set, &e);

	fuzz_check_refusal(err, &e);
	if (err == ERR_OK)
		check(&set);
	arena_free(&a);
	return 0;
}
