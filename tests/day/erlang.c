/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The benchmark against theory: a small file passes, values that are wrong are found, and what no
 * file may say is refused with its line.
 */
#include "../check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"
#include "floorwalker/day/erlang.h"

#define HEADER \
	"case,lambda,mu,c,mean_patience,T,P_wait,P_abandon,E_wait_all,E_queue_len,occupancy,P_served_within_T\n"

static struct world *world;

static int
open_world(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e;
	char *folder = file_data(a, "worlds/tarn-and-fell");
	enum err err = folder == NULL ? ERR_NOT_FOUND : world_load(folder, &world, &e);

	(void)state;
	arena_free(&a);
	return err != ERR_OK;
}

static int
close_world(void **state)
{
	(void)state;
	world_free(&world);
	return 0;
}

static enum err
run(struct arena *a, const char *text, int threads, struct value **out, struct errinfo *e)
{
	char path[] = "/tmp/floorwalker-erlang-XXXXXX.csv";
	int fd = mkstemps(path, 4);
	struct erlang_options o = {
	    .reference = path, .world = world, .seed = 1, .contacts = 9000, .threads = threads};
	enum err err;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	err = erlang_benchmark(&o, a, out, e);
	unlink(path);
	return err;
}

/* M/M/1 at half load waits half of the time, for as long as a service in the mean. */
static void
queues_agree_whatever_the_number_of_threads(void **state)
{
	const char *text = HEADER "half,1,2,1,inf,0.5,0.5,0,0.5,0.5,0.5,0.6967\n"
				  "overload,6,1,3,0.5,0,0.98,0.50,0.25,1.5,0.99,0.02\n";
	struct arena *a = arena_new();
	struct value *one, *two;
	const struct value *half;
	struct errinfo e;

	(void)state;
	check_ok(run(a, text, 1, &one, &e), &e);
	check_ok(run(a, text, 2, &two, &e), &e);
	half = value_at(value_get(one, "cases"), 0);
	assert_true(fabs(value_get_real(one, "worst_z", NAN)) < 4);
	assert_true(fabs(value_get_real(value_path(half, "p_wait"), "exact", 0) - 0.5) < 1e-9);
	assert_true(fabs(value_get_real(value_path(half, "p_wait"), "simulated", 0) - 0.5) < 0.05);
	assert_true(value_get_real(value_path(half, "p_wait"), "standard_error", 0) > 0);
	assert_int_equal(value_count(value_get(half, "wrong")), 0);
	assert_true(value_get_int(half, "contacts", 0) >= 9000);
	assert_int_equal(value_get_int(half, "replications", 0), 30);
	for (size_t i = 0; i < 2; i++) {
		const struct value *x = value_at(value_get(one, "cases"), i),
				   *y = value_at(value_get(two, "cases"), i);

		assert_true(value_get_real(value_get(x, "mean_wait"), "simulated", 1) ==
		    value_get_real(value_get(y, "mean_wait"), "simulated", 2));
	}
	arena_free(&a);
}

static void
a_wrong_reference_is_found(void **state)
{
	struct arena *a = arena_new();
	const struct value *wrong;
	struct value *v;
	struct errinfo e;

	(void)state;
	check_ok(run(a, HEADER "half,1,2,1,inf,0.5,0.51,0,0.5,0.5,0.5,0.6967\n", 0, &v, &e), &e);
	assert_false(value_get_bool(v, "passed", true));
	wrong = value_get(value_at(value_get(v, "cases"), 0), "wrong");
	assert_int_equal(value_count(wrong), 1);
	assert_string_equal(value_as_text(value_at(wrong, 0), ""), "P_wait");
	arena_free(&a);
}

static void
what_is_no_case_is_refused(void **state)
{
	static const struct { const char *text, *said; } all[] = {
		{ "case,lambda\nx,1\n", "mu" },
		{ HEADER, "no cases" },
		{ HEADER "x,1,2,1,inf,0,0,0,0,0,0\n", ":2" },
		{ HEADER "x,-1,2,1,inf,0,0,0,0,0,0,0\n", "lambda" },
		{ HEADER "x,1,2,1.5,inf,0,0,0,0,0,0,0\n", "whole" },
		{ HEADER "x,1,2,1,never,0,0,0,0,0,0,0\n", "mean_patience" },
		{ HEADER "x,1,2,1,nan,0,0,0,0,0,0,0\n", "mean_patience" },
		{ HEADER "x,2,1,1,inf,0,0,0,0,0,0,0\n", ":2" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct arena *a = arena_new();
		struct value *v;
		struct errinfo e;

		assert_int_equal(run(a, all[i].text, 1, &v, &e), ERR_INPUT);
		if (strstr(e.text, all[i].said) == NULL)
			fail_msg("\"%s\" doesn't say \"%s\"", e.text, all[i].said);
		arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(queues_agree_whatever_the_number_of_threads),
	    cmocka_unit_test(a_wrong_reference_is_found),
	    cmocka_unit_test(what_is_no_case_is_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_world, close_world);
}
