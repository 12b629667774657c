/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs of days: the same bytes on whatever threads and after an interruption; checkpoints that
 * aren't this run's.
 */
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../src/day/workload.h"
#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "made.h"

#define REPLICATIONS 12
#define HOUR_MS ((int64_t)3600000)

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

/* The checkpoint was taken. */
static enum err
play_none(const struct day_options *o, int64_t replication, const struct day_teller *teller,
    struct errinfo *e)
{
	(void)o;
	(void)replication;
	(void)teller;
	return err_set(e, ERR_IO, "it would play");
}

/* A run finds this: taken, or refused as wanted says. left: what the file holds then. */
static void
find(const struct days_options *o, const char *data, size_t length, enum err wanted,
    struct str *left, struct errinfo *e)
{
	struct tally *t = NULL;

	check_ok(file_write(o->checkpoint, data, length, 0644, e), e);
	assert_int_equal(days_run(o, &t, e), wanted);
	assert_null(t);
	str_reset(left);
	if (wanted == ERR_IO)
		assert_string_equal(e->text, "it would play");
	check_ok(file_read(o->checkpoint, 1 << 28, left, e), e);
}

static void
a_checkpoint_may_be_cut_at_any_byte(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct days_options o = options(&s, 1);
	char folder[] = "/tmp/days-XXXXXX";
	struct errinfo e;
	struct str text, left;
	size_t head;

	(void)state;
	assert_non_null(mkdtemp(folder));
	o.checkpoint = path_of(folder);
	o.replications = 1;
	mem_free(run_bytes(&o));
	str_init(&text);
	str_init(&left);
	check_ok(file_read(o.checkpoint, 1 << 28, &text, &e), &e);
	head = strcspn(text.data, "\n") + 1;
	o.player = play_none;
	for (size_t n = 0; n < text.length; n += n < head + 110 ? 1 : text.length / 9) {
		find(&o, text.data, n, ERR_IO, &left, &e);
		assert_int_equal(left.length, head);
		assert_memory_equal(left.data, text.data, head);
	}
	find(&o, text.data, text.length - 1, ERR_IO, &left, &e);
	assert_int_equal(left.length, head);
	str_clear(&text);
	str_clear(&left);
	unlink(o.checkpoint);
	rmdir(folder);
}

static void
what_is_no_part_of_a_checkpoint_stays(void **state)
{
	static const char *const first[] = {"{\"a\": 1, \"settings\": \"precious\"}", "precious", " ",
	    "{\"sum\":1}", "{\"sum\":\"\"}", "{\"sum\":\"0123456789ABCDEF",
	    "{\"sum\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
	    "{\"sum\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"body\":1}",
	    "{\"sum\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"body\":{\"format\":\"other",
	    "{\"sum\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"body\":{\"replication\":0"};
	static const char *const second[] = {"a note", "a note\n", "{\"sum\": ", "{\"sum\":\"12\"}\n",
	    "{\"sum\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"body\":{\"format\":"};
	struct simulation s = made_simulation(1, 0);
	struct days_options o = options(&s, 1);
	char folder[] = "/tmp/days-XXXXXX";
	struct errinfo e;
	struct str text, left;
	size_t whole;

	(void)state;
	assert_non_null(mkdtemp(folder));
	o.checkpoint = path_of(folder);
	o.replications = 1;
	mem_free(run_bytes(&o));
	str_init(&text);
	str_init(&left);
	check_ok(file_read(o.checkpoint, 1 << 28, &text, &e), &e);
	o.player = play_none;
	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
		find(&o, first[i], strlen(first[i]), ERR_CORRUPT, &left, &e);
		assert_non_null(strstr(e.text, "/run.jsonl:1: the line doesn't begin as a checkpoint's"));
		assert_string_equal(left.data, first[i]);
	}
	whole = text.length;
	for (size_t i = 0; i < sizeof(second) / sizeof(second[0]); i++) {
		text.length = whole;
		str_add(&text, second[i]);
		find(&o, text.data, text.length, ERR_CORRUPT, &left, &e);
		assert_non_null(strstr(e.text, "/run.jsonl:3: the line doesn't begin as a checkpoint's"));
		assert_string_equal(left.data, text.data);
	}
	str_clear(&text);
	str_clear(&left);
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

/* Progress goes by what is still to come: a night without shoppers is nothing, each busy hour its part. */
static void
progress_goes_by_the_work(void **state)
{
	struct simulation s = made_simulation(1, HOUR_MS / 2);
	struct arrival log[4] = {{.at_ms = 9 * HOUR_MS}, {.at_ms = 9 * HOUR_MS + 1},
	    {.at_ms = 9 * HOUR_MS + 2}, {.at_ms = 20 * HOUR_MS}};
	struct workload w;
	int64_t before = 0;
	double all;

	(void)state;
	for (int h = 0; h < WEEK_HOURS; h++)
		s.demand.per_hour[h] = h % 24 == 8 || h % 24 == 9 ? 100 : 0;
	workload_init(&w, &s);
	all = (double)simulation_length_ms(&s);
	assert_true((double)workload_done(&w, HOUR_MS / 2 + 7 * HOUR_MS) < 0.02 * all);
	assert_true(fabs((double)workload_done(&w, HOUR_MS / 2 + 9 * HOUR_MS) - 0.5 * all) < 0.3 * all);
	assert_true((double)workload_done(&w, HOUR_MS / 2 + 12 * HOUR_MS) > 0.97 * all);
	for (int64_t t = 0; t < w.length_ms + 2 * HOUR_MS; t += HOUR_MS / 7) {
		assert_true(workload_done(&w, t) >= before && workload_done(&w, t) <= w.length_ms);
		before = workload_done(&w, t);
	}
	assert_int_equal(before, w.length_ms);
	workload_clear(&w);
	s.demand.logged = true;
	s.demand.log = log;
	s.demand.log_count = 4;
	workload_init(&w, &s);
	assert_true(fabs((double)workload_done(&w, 15 * HOUR_MS) - 0.75 * all) < 0.02 * all);
	workload_clear(&w);
}

static void
no_time_left_is_told_before_enough_is_known(void **state)
{
	(void)state;
	assert_int_equal(days_left_ms(1000000, 0, 500, 1000), -1);	/* a second is too little */
	assert_int_equal(days_left_ms(5000000, 0, 1, 1000), -1);	/* and so is a thousandth */
	assert_int_equal(days_left_ms(5000000, 0, 10, 1000), 495000);
	assert_int_equal(days_left_ms(5000000, 500, 505, 1000), -1);	/* what was there already tells nothing */
	assert_int_equal(days_left_ms(40000000, 0, 1, 1000), 39960000);	/* by then it does */
	assert_int_equal(days_left_ms(40000000, 0, 1, INT64_MAX), -1);
	assert_int_equal(days_left_ms(5000000, 0, 1000, 1000), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
	    cmocka_unit_test(an_interrupted_run_goes_on_to_the_same_bytes),
	    cmocka_unit_test(a_checkpoint_of_another_run_is_refused),
	    cmocka_unit_test(a_changed_checkpoint_is_refused),
	    cmocka_unit_test(a_checkpoint_may_be_cut_at_any_byte),
	    cmocka_unit_test(what_is_no_part_of_a_checkpoint_stays),
	    cmocka_unit_test(a_run_can_be_stopped),
	    cmocka_unit_test(progress_goes_by_the_work),
	    cmocka_unit_test(no_time_left_is_told_before_enough_is_known),
	};

	return RUN_TAP(tests);
}
