/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Work on several threads: each piece once, the first error told, an early end, a stop, and what threads have
 * of their own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdatomic.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/pool.h"

#define PIECES 500

struct scene {
	atomic_int played[PIECES];
	int64_t sum;			/* under the pool's lock */
	int64_t fails_at, ends_at;	/* -1 never */
	atomic_int opened, closed;
	int fails_to_open, stops;
};

static enum err
open_own(void *context, void **own, struct errinfo *e)
{
	struct scene *s = context;

	*own = mem_zero(1, sizeof(int));
	if (atomic_fetch_add(&s->opened, 1) < s->fails_to_open)
		return err_set(e, ERR_IO, "no room");
	return ERR_OK;
}

static void
close_own(void *context, void *own)
{
	atomic_fetch_add(&((struct scene *)context)->closed, 1);
	mem_free(own);
}

static enum err
piece(struct pool *p, void *context, void *own, int64_t number, struct errinfo *e)
{
	struct scene *s = context;

	assert_non_null(own);
	++*(int *)own;
	atomic_fetch_add(&s->played[number], 1);
	pool_lock(p);
	s->sum += number;
	pool_unlock(p);
	if (number == s->ends_at) {
		pool_end(p);
		assert_true(pool_is_over(p));
	}
	return number == s->fails_at ? err_set(e, ERR_INPUT, "piece %lld", (long long)number)
				     : ERR_OK;
}

static int
progress(void *context, int64_t done)
{
	assert_true(done >= 0 && done <= PIECES);
	return ((struct scene *)context)->stops;
}

static enum err
play(struct scene *s, int threads, struct errinfo *e)
{
	const struct pool_work w = {.count = PIECES,
	    .threads = threads,
	    .context = s,
	    .open = open_own,
	    .close = close_own,
	    .piece = piece,
	    .progress = progress};

	return pool_run(&w, e);
}

static void
each_piece_is_played_once(void **state)
{
	static const int threads[] = { 1, 2, 8, 1000, 0 };

	(void)state;
	for (size_t k = 0; k < sizeof(threads) / sizeof(threads[0]); k++) {
		struct scene s = { .fails_at = -1, .ends_at = -1 };
		struct errinfo e;

		assert_int_equal(play(&s, threads[k], &e), ERR_OK);
		for (int i = 0; i < PIECES; i++)
			assert_int_equal(atomic_load(&s.played[i]), 1);
		assert_int_equal(s.sum, PIECES * (PIECES - 1) / 2);
		assert_int_equal(atomic_load(&s.opened), atomic_load(&s.closed));
		assert_true(atomic_load(&s.opened) <= POOL_THREADS_MOST);
	}
}

static void
the_first_error_ends_it_and_is_told(void **state)
{
	struct scene s = { .fails_at = 40, .ends_at = -1 };
	struct errinfo e;

	(void)state;
	assert_int_equal(play(&s, 4, &e), ERR_INPUT);
	assert_string_equal(e.text, "piece 40");
	assert_int_equal(atomic_load(&s.opened), atomic_load(&s.closed));
}

static void
enough_is_no_error(void **state)
{
	struct scene s = { .fails_at = 41, .ends_at = 40 };
	struct errinfo e;

	(void)state;
	assert_int_equal(play(&s, 1, &e), ERR_OK);
	assert_int_equal(atomic_load(&s.played[40]), 1);
	assert_int_equal(atomic_load(&s.played[41]), 0);
}

static void
who_cannot_begin_says_why(void **state)
{
	struct scene s = { .fails_at = -1, .ends_at = -1, .fails_to_open = 1000 };
	struct errinfo e;

	(void)state;
	assert_int_equal(play(&s, 3, &e), ERR_IO);
	assert_string_equal(e.text, "no room");
	assert_int_equal(atomic_load(&s.opened), atomic_load(&s.closed));
}

/* Goes on until it is told not to. */
static enum err
endless(struct pool *p, void *context, void *own, int64_t number, struct errinfo *e)
{
	(void)context, (void)own, (void)number;
	while (!pool_is_over(p))
		;
	return err_set(e, ERR_IO, "nobody wants this any more");
}

static void
a_stop_reaches_long_pieces(void **state)
{
	struct scene s = { .stops = 1 };
	const struct pool_work w = {
	    .count = 4, .threads = 2, .context = &s, .piece = endless, .progress = progress};
	struct errinfo e;

	(void)state;
	assert_int_equal(pool_run(&w, &e), ERR_STATE);
	assert_string_equal(e.text, "stopped");
}

static void
no_work_is_soon_done(void **state)
{
	const struct pool_work w = { .count = 0, .piece = endless };
	struct errinfo e;

	(void)state;
	assert_int_equal(pool_run(&w, &e), ERR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_piece_is_played_once),
	    cmocka_unit_test(the_first_error_ends_it_and_is_told),
	    cmocka_unit_test(enough_is_no_error),
	    cmocka_unit_test(who_cannot_begin_says_why),
	    cmocka_unit_test(a_stop_reaches_long_pieces),
	    cmocka_unit_test(no_work_is_soon_done),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
