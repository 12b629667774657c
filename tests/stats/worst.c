/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/stats/worst.h"

#define KEEP 7
#define UNITS 1000

static double
score_of(uint64_t id)
{
	struct random_stream r;

	random_init(&r, id, "score");
	return (double)random_below(&r, 40); /* many equals */
}

/* What belongs to an item: its id, so that a mix-up shows. */
struct kept {
	struct worst *worst;
	uint64_t papers[KEEP];
};

static void
add(struct kept *k, uint64_t id)
{
	bool would = worst_would_keep(k->worst, score_of(id), id);
	size_t place = KEEP;

	assert_true(worst_add(k->worst, score_of(id), id, &place) == would);
	if (would) {
		assert_true(place < KEEP);
		k->papers[place] = id;
	}
}

static void
check_same(const struct kept *a, const struct kept *b)
{
	assert_int_equal(worst_count(a->worst), worst_count(b->worst));
	for (size_t i = 0; i < worst_count(a->worst); i++) {
		const struct worst_item *x = &worst_items(a->worst)[i],
					*y = &worst_items(b->worst)[i];

		assert_true(x->id == y->id && x->score == y->score);
		assert_true(a->papers[x->place] == x->id && b->papers[y->place] == y->id);
		assert_true(i == 0 || x->score < x[-1].score ||
		    (x->score == x[-1].score && x->id > x[-1].id));
	}
}

static void
the_same_are_kept_in_any_order_and_parts(void **state)
{
	struct kept up = {.worst = worst_new(KEEP)}, down = {.worst = worst_new(KEEP)},
		    part = {.worst = worst_new(KEEP)}, rest = {.worst = worst_new(KEEP)};

	(void)state;
	for (uint64_t id = 0; id < UNITS; id++) {
		add(&up, id);
		add(&down, UNITS - 1 - id);
		add(id % 3 == 0 ? &part : &rest, id);
	}
	check_same(&up, &down);
	for (size_t i = 0; i < worst_count(rest.worst); i++)
		add(&part, worst_items(rest.worst)[i].id);
	check_same(&up, &part);
	assert_int_equal(worst_count(up.worst), KEEP);
	for (uint64_t id = 0; id < UNITS; id++) { /* nobody worse was left out */
		bool in = false;

		for (size_t i = 0; i < KEEP; i++)
			in = in || worst_items(up.worst)[i].id == id;
		assert_true(in || score_of(id) <= worst_items(up.worst)[KEEP - 1].score);
	}
	worst_free(&up.worst);
	worst_free(&down.worst);
	worst_free(&part.worst);
	worst_free(&rest.worst);
	assert_null(up.worst);
}

static void
fewer_than_are_kept_are_all_there(void **state)
{
	struct kept k = {.worst = worst_new(KEEP)};

	(void)state;
	assert_int_equal(worst_count(k.worst), 0);
	add(&k, 3);
	add(&k, 4);
	assert_int_equal(worst_count(k.worst), 2);
	check_same(&k, &k);
	worst_free(&k.worst);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_same_are_kept_in_any_order_and_parts),
	    cmocka_unit_test(fewer_than_are_kept_are_all_there),
	};

	return RUN_TAP(tests);
}
