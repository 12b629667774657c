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
#include "../../src/day/erlang.h"
#include "floorwalker/day/erlang.h"

#define HEADER \
	"case,lambda,mu,c,mean_patience,T,P_wait,P_abandon,E_wait_all,E_queue_len,occupancy,P_served_within_T\n"

#define HALF "half,1,2,1,inf,0.5,0.5,0,0.5,0.5,0.5,0.6967\n"
#define OVERLOAD "overload,6,1,3,0.5,0,0.98,0.50,0.25,1.5,0.99,0.02\n"

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
	    .reference = path, .world = world, .seed = 1, .contacts = CHECK_SANITIZED ? 3000 : 9000, .threads = threads};
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
	const char *text = HEADER HALF OVERLOAD;
	struct arena *a;
	struct value *one, *two;
	const struct value *half;
	struct errinfo e;

	(void)state;
	if (CHECK_SANITIZED && !CHECK_FULL)
		check_skip("the next one plays such a queue, too");
	a = arena_new();
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
	for (size_t i = 0; i < value_count(value_get(two, "cases")); i++) {
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
	check_ok(run(a, HEADER "half,1,2,1,inf,0.5,0.52,0,0.5,0.5,0.5,0.6967\n", 0, &v, &e), &e);
	assert_false(value_get_bool(v, "passed", true));
	assert_false(value_get_bool(v, "as_asked", true));	/* 9,000 contacts */
	wrong = value_get(value_at(value_get(v, "cases"), 0), "wrong");
	assert_int_equal(value_count(wrong), 1);
	assert_string_equal(value_as_text(value_at(wrong, 0), ""), "P_wait");
	arena_free(&a);
}

static enum err
read_file(struct arena *a, const char *text, struct erlang_file *out, struct errinfo *e)
{
	char path[] = "/tmp/floorwalker-erlang-XXXXXX.csv";
	int fd = mkstemps(path, 4);
	struct erlang_options o = {.reference = path};
	enum err err;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	err = erlang_read(&o, a, out, e);
	unlink(path);
	return err;
}

/* P(served within .5) is .69673…: as .6967, .6968 and .696 it's right, as .6969 or .695 it isn't. */
static void
a_last_digit_may_be_rounded_either_way(void **state)
{
	static const struct { const char *cell; bool wrong; } all[] = {
	    {"0.6967", false}, {"0.6968", false}, {"0.696", false}, {"0.69673", false}, {"0.69674", false},
	    {"0.6969", true}, {"0.695", true}, {"6.967e-1", false}, {"6.969e-1", true}, {"0", true}, {"1", false}};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct erlang_file f;
		struct errinfo e;

		check_ok(read_file(a, arena_printf(a, HEADER "half,1,2,1,Inf,0.5,0.5,0,0.5,0.5,0.5,%s\n", all[i].cell), &f, &e), &e);
		if (f.cases[0].wrong[5] != all[i].wrong)
			fail_msg("%s", all[i].cell);
	}
	arena_free(&a);
}

/* Further columns, another order, a mark before the header, blank lines at the end, and nothing said of a figure. */
static void
files_of_others_are_read(void **state)
{
	static const char text[] =
	    "\xef\xbb\xbfnote,T,c,mu,lambda,case,mean_patience,P_wait,E_wait_all\n"
	    "\"by hand, and seen\",0.5,1,2,1,half,INF,,0.5\n\r\n\n";
	struct arena *a = arena_new();
	struct erlang_file f;
	struct errinfo e;

	(void)state;
	check_ok(read_file(a, text, &f, &e), &e);
	assert_int_equal(f.count, 1);
	assert_int_equal(f.ignored_count, 1);
	assert_string_equal(f.ignored[0], "note");
	assert_true(isinf(f.cases[0].load.patience));
	assert_false(f.cases[0].given[0] || f.cases[0].wrong[0] || f.cases[0].given[4]);
	assert_true(f.cases[0].given[2] && !f.cases[0].wrong[2]);
	arena_free(&a);
}

/* A trial of its own beside what is exact: within four errors, and each interval around its figure. */
static void
check_trial(const struct erlang_load *load, struct arena *a, double times)
{
	const struct erlang_target target = { .share = 0.8, .within = 20, .most_abandoned = 0.05 };
	struct erlang_trial t = {.load = *load, .target = target, .world = world, .seed = 5, .replications = 8, .contacts = 5000};
	struct erlang_load wrong = *load;
	struct erlang x;
	struct value *v;
	struct errinfo e;
	double p90, off = 0;

	check_ok(erlang_simulate(&t, a, &v, &e), &e);
	wrong.arrivals *= times;
	check_ok(erlang_solve(&wrong, target.within, &x, &e), &e);
	check_ok(erlang_wait_quantile(&wrong, ERLANG_ALL, 0.9, &p90, &e), &e);
	const struct { const char *name; double exact; } all[] = {{"p_wait", x.p_wait},
	    {"p_abandon", x.p_abandon}, {"p_served_within", x.p_served_within},
	    {"mean_wait_s", x.mean_wait}, {"mean_wait_served_s", x.mean_wait_served},
	    {"wait_p90_s", p90}, {"mean_queue", x.queue}, {"occupancy", x.occupancy}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		double y = value_get_real(v, all[i].name, NAN),
		       error = value_get_real(value_get(v, "standard_errors"), all[i].name, NAN);
		const struct value *range = value_get(value_get(v, "intervals"), all[i].name);

		assert_true(value_as_real(value_at(range, 0), NAN) <= y);
		assert_true(value_as_real(value_at(range, 1), NAN) >= y);
		off = fmax(off, error > 0 ? fabs(y - all[i].exact) / error : 0);
	}
	assert_true(times > 1 ? off > 4 : off <= 4);
	assert_true(value_get_bool(v, "breach", false) ==
	    (value_get_real(v, "p_served_within", 0) < 0.8 || value_get_real(v, "p_abandon", 0) > 0.05));
	assert_true(value_get_int(v, "contacts", 0) >= 5000);
	assert_int_equal(value_get_int(v, "replications", 0), 8);
}

static void
a_trial_agrees_with_what_is_exact(void **state)
{
	const struct erlang_load loads[] = {{200.0 / 3600, 180, INFINITY, 13}, {200.0 / 3600, 180, 120, 9}};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(loads) / sizeof(loads[0]); i++)
		check_trial(&loads[i], a, 1);
	check_trial(&loads[1], a, 1.15);	/* of more contacts than came it isn't so */
	arena_free(&a);
}

static void
a_queue_that_grows_for_ever_is_not_tried(void **state)
{
	struct erlang_trial t = {.load = {1, 10, INFINITY, 10}, .world = world};
	struct arena *a = arena_new();
	struct value *v;
	struct errinfo e;

	(void)state;
	check_ok(erlang_simulate(&t, a, &v, &e), &e);
	assert_false(value_get_bool(v, "defined", true));
	assert_true(value_get_bool(v, "breach", false));
	arena_free(&a);
}

/* Near saturation a queue takes long to forget how it began: fewer replications, longer ones, and an end to it. */
static void
a_trial_is_bounded(void **state)
{
	const struct {
		struct erlang_load load;
		int64_t contacts, replications, n;
		bool settles;
	} all[] = {
	    {{200.0 / 3600, 180, 180, 14}, 0, 0, 20, true},
	    {{200.0 / 3600, 180, 180, 14}, 1000, 0, 5, true},
	    {{200.0 / 3600, 180, 180, 14}, 20000, 0, 20, true},
	    {{200.0 / 3600, 180, 180, 14}, 5000, 8, 8, true},
	    {{2000.0 / 3600, 180, INFINITY, 106}, 0, 0, 19, true},
	    {{2000.0 / 3600, 180, INFINITY, 101}, 0, 0, 5, false},
	    {{2000.0 / 3600, 180, INFINITY, 101}, 1000, 0, 5, false},
	    {{2000.0 / 3600, 180, INFINITY, 101}, 2000000, 0, 12, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const struct erlang_trial t = {.load = all[i].load, .contacts = all[i].contacts, .replications = all[i].replications};
		struct erlang_case c = {.load = all[i].load};
		double most = fmax(ERLANG_TRIAL_MOST, 2 * (double)all[i].contacts), played;

		assert_int_equal(erlang_trial_plan(&t, &c), all[i].settles);
		played = (double)c.replications * (c.warm_up + c.contacts);
		if (c.replications != all[i].n || c.contacts < c.warm_up || played > 1.02 * most ||
		    (all[i].settles ? c.warm_up < erlang_settles(&c) : c.warm_up >= erlang_settles(&c)) ||
		    (all[i].settles && (double)c.replications * c.contacts < (double)(all[i].contacts > 0 ? all[i].contacts : ERLANG_TRIAL_CONTACTS)))
			fail_msg("%zu: %lld replications of %g after %g", i, (long long)c.replications, c.contacts, c.warm_up);
	}
}

/* An M/M/1 so full that it takes days to settle is cut, and says so; one that settles says that. */
static void
a_trial_that_has_not_settled_says_so(void **state)
{
	struct erlang_trial t = {.load = {100, 0.00999, INFINITY, 1},
	    .target = {.share = 0.8, .within = 1, .most_abandoned = 1},
	    .world = world, .seed = 1, .replications = 2, .contacts = 1000, .most = 4500};
	struct arena *a = arena_new();
	struct value *v;
	struct errinfo e;

	(void)state;
	check_ok(erlang_simulate(&t, a, &v, &e), &e);
	assert_false(value_get_bool(v, "settled", true));
	assert_true(value_get_real(v, "warm_up_s", 0) < value_get_real(v, "settles_after_s", 0));
	assert_non_null(strstr(value_get_text(v, "note"), "lie below the exact ones"));
	t.load.handling = 0.005;
	check_ok(erlang_simulate(&t, a, &v, &e), &e);
	assert_true(value_get_bool(v, "settled", false));
	assert_null(value_get(v, "note"));
	arena_free(&a);
}

struct progress { int64_t calls, done, of; };

static void
see_progress(void *context, int64_t done, int64_t of)
{
	struct progress *p = context;

	assert_true(done >= p->done && done <= of && (p->of == 0 || of == p->of));
	*p = (struct progress){p->calls + 1, done, of};
}

/* Within a replication, too: there may be few of them, and long ones. */
static void
it_tells_how_far_it_is(void **state)
{
	struct progress p = {0, 0, 0};
	struct erlang_trial t = {.load = {200.0 / 3600, 180, 180, 14},
	    .target = {.share = 0.8, .within = 20, .most_abandoned = 1},
	    .world = world, .seed = 1, .replications = 2, .contacts = 6000, .threads = 1,
	    .progress = see_progress, .progress_context = &p};
	struct arena *a = arena_new();
	struct value *v;
	struct errinfo e;

	(void)state;
	check_ok(erlang_simulate(&t, a, &v, &e), &e);
	assert_true(p.calls > 2);
	assert_true(p.of >= 8000 && p.of < 9000);
	assert_true(p.done > p.of / 2 && p.done != p.of / 2);
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
		{ HEADER "x,2,1,1,inf,0,0,0,0,0,0,0\n", ".csv:2:3: " },
		{ HEADER "half,1,2,1,inf,0.5,0.5,0,0.5,0.5,0.5,0.6967\n\"a \n b\",1,2,1,inf,0.5,0.5,x,0,0,0,0\n", ".csv:4:23: P_abandon is \"x\"" },
		{ HEADER "x,1,two,1,inf,0,0,0,0,0,0,0\n", ".csv:2:5: mu is \"two\"" },
		{ HEADER "x,1,2,1.5,inf,0,0,0,0,0,0,0\n", ".csv:2:7: c is 1.5" },
		{ "case,lambda,mu,c,mean_patience,T,note,c\nx,1,2,1,inf,0,,1\n", "\"c\"" },
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
	    cmocka_unit_test(a_last_digit_may_be_rounded_either_way),
	    cmocka_unit_test(files_of_others_are_read),
	    cmocka_unit_test(a_trial_agrees_with_what_is_exact),
	    cmocka_unit_test(a_queue_that_grows_for_ever_is_not_tried),
	    cmocka_unit_test(a_trial_is_bounded),
	    cmocka_unit_test(a_trial_that_has_not_settled_says_so),
	    cmocka_unit_test(it_tells_how_far_it_is),
	    cmocka_unit_test(what_is_no_case_is_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_world, close_world);
}
