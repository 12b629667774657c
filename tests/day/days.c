/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs of days: the same bytes on whatever threads and after an interruption; checkpoints that
 * aren't this run's.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "made.h"

#define REPLICATIONS 12

static char *
bytes(struct tally *t)
{
	struct arena *a = arena_new();
	struct str out;

	str_init(&out);
	value_print(&out, tally_result(t, a));
	value_print(&out, tally_to_value(t, a));
	arena_free(&a);
	return str_take(&out);
}

static struct days_options
options(const struct simulation *s, int threads)
{
	return (struct days_options){ .day = { .simulation = s, .seed = 7, .want_transcripts = true },
		.replications = REPLICATIONS, .threads = threads, .worst = 5, .player = made_play,
		.identity = "a" };
}

static char *
run_bytes(const struct days_options *o)
{
	struct tally *t;
	struct errinfo e;
	char *out;

	check_ok(days_run(o, &t, &e), &e);
	out = bytes(t);
	tally_free(&t);
	return out;
}

static void
any_number_of_threads_gives_the_same_bytes(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct days_options o = options(&s, 1);
	char *one = run_bytes(&o);

	(void)state;
	for (int threads = 2; threads <= 8; threads *= 2) {
		char *other;

		o.threads = threads;
		other = run_bytes(&o);
		assert_string_equal(one, other);
		mem_free(other);
	}
	mem_free(one);
}

static atomic_int calls;

/* Stops when five replications have begun. */
static enum err
play_five(const struct day_options *o, int64_t replication, const struct day_teller *teller,
    struct errinfo *e)
{
	if (atomic_fetch_add(&calls, 1) == 5)
		return err_set(e, ERR_IO, "the disk is full");
	return made_play(o, replication, teller, e);
}

static char *
path_of(char *folder)
{
	static char path[100];

	snprintf(path, sizeof(path), "%s/run.jsonl", folder);
	return path;
}

static void
an_interrupted_run_goes_on_to_the_same_bytes(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct days_options o = options(&s, 2);
	char folder[] = "/tmp/days-XXXXXX", *whole = run_bytes(&o), *resumed;
	struct tally *t = NULL;
	struct errinfo e;
	struct str text;

	(void)state;
	assert_non_null(mkdtemp(folder));
	o.checkpoint = path_of(folder);
	o.player = play_five;
	atomic_store(&calls, 0);
	assert_int_equal(days_run(&o, &t, &e), ERR_IO);
	assert_string_equal(e.text, "the disk is full");
	/* … and a line is torn. */
	str_init(&text);
	check_ok(file_read(o.checkpoint, 1 << 28, &text, &e), &e);
	check_ok(file_write(o.checkpoint, text.data, text.length - 5000, 0644, &e), &e);
	str_clear(&text);
	atomic_store(&calls, 100);
	resumed = run_bytes(&o);
	assert_string_equal(whole, resumed);
	assert_true(atomic_load(&calls) < 100 + REPLICATIONS);
	mem_free(resumed);
	/* Once more: all of it is there. */
	atomic_store(&calls, 100);
	resumed = run_bytes(&o);
	assert_string_equal(whole, resumed);
	assert_int_equal(atomic_load(&calls), 100);
	mem_free(resumed);
	mem_free(whole);
	unlink(o.checkpoint);
	rmdir(folder);
}

static void
a_checkpoint_of_another_run_is_refused(void **state)
{
	struct simulation s = made_simulation(1, 0), other = made_simulation(2, 0);
	struct days_options o = options(&s, 1), x;
	char folder[] = "/tmp/days-XXXXXX";
	struct tally *t = NULL;
	struct errinfo e;

	(void)state;
	assert_non_null(mkdtemp(folder));
	o.checkpoint = path_of(folder);
	o.replications = 2;
	mem_free(run_bytes(&o));
	x = o;
	x.day.seed = 8;
	assert_int_equal(days_run(&x, &t, &e), ERR_CONFLICT);
	x = o;
	x.identity = "b";
	assert_int_equal(days_run(&x, &t, &e), ERR_CONFLICT);
	x = o;
	x.day.simulation = &other;
	assert_int_equal(days_run(&x, &t, &e), ERR_CONFLICT);
	x = o;
	x.replications = 3;
	mem_free(run_bytes(&x));
	unlink(o.checkpoint);
	rmdir(folder);
}

static void
a_changed_checkpoint_is_refused(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct days_options o = options(&s, 1);
	char folder[] = "/tmp/days-XXXXXX";
	struct tally *t = NULL;
	struct errinfo e;
	struct str text;

	(void)state;
	assert_non_null(mkdtemp(folder));
	o.checkpoint = path_of(folder);
	o.replications = 3;
	mem_free(run_bytes(&o));
	str_init(&text);
	check_ok(file_read(o.checkpoint, 1 << 28, &text, &e), &e);
	text.data[strcspn(text.data, "\n") + 3000] ^= 1;
	check_ok(file_write(o.checkpoint, text.data, text.length, 0644, &e), &e);
	str_clear(&text);
	assert_int_equal(days_run(&o, &t, &e), ERR_CORRUPT);
	assert_non_null(strstr(e.text, ":2:"));
	unlink(o.checkpoint);
	rmdir(folder);
}

static int
stop(void *context, int64_t now_ms, int64_t of_ms, int64_t contacts)
{
	(void)context;
	(void)contacts;
	assert_true(now_ms <= of_ms);
	return 1;
}

static void
a_run_can_be_stopped(void **state)
{
	struct simulation s = made_simulation(300, 0);
	struct days_options o = options(&s, 2);
	struct tally *t = NULL;
	struct errinfo e;

	(void)state;
	o.day.progress = stop;
	o.replications = 2000;
	assert_int_equal(days_run(&o, &t, &e), ERR_STATE);
	assert_null(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
	    cmocka_unit_test(an_interrupted_run_goes_on_to_the_same_bytes),
	    cmocka_unit_test(a_checkpoint_of_another_run_is_refused),
	    cmocka_unit_test(a_changed_checkpoint_is_refused),
	    cmocka_unit_test(a_run_can_be_stopped),
	};

	return RUN_TAP(tests);
}
