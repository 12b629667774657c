/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"
#include "floorwalker/benchmark/satisfaction.h"

#include "satisfaction_course.h"

#define NEAR(x, y) assert_true(fabs((double)(x) - (double)(y)) < 1e-9)

static char path[] = "/tmp/satisfaction-test-XXXXXX";

static void
put(const char *text)
{
	struct errinfo e;

	check_ok(file_write(path, text, strlen(text), 0600, &e), &e);
}

/* ---- reading */

static void
dialogues_are_read_and_overall_is_no_turn(void **state)
{
	struct arena *a = arena_new();
	struct rated_set s;
	struct errinfo e;

	(void)state;
	put("\nUSER\tHello\tGreet\t3,3,2\r\nSYSTEM\tSorry, no.\t\t\nUSER\tBad\t\t2,2,3,3\n"
	    "USER\tOVERALL\t\t1,1,2\n\n\nUSER\tHi\t\t\t\nUSER\tSo\t\t5\twell done");
	check_ok(satisfaction_read(a, path, &s, &e), &e);
	assert_int_equal(s.count, 2);
	assert_int_equal(s.rated, 3);
	assert_int_equal(s.turns, 5);
	assert_int_equal(s.dialogues[0].count, 3);
	assert_int_equal(s.dialogues[0].overall, 0);
	assert_int_equal(s.dialogues[0].turns[0].rating, 2);
	assert_int_equal(s.dialogues[0].turns[2].rating, 1);	/* of a tie the lowest */
	assert_int_equal(s.dialogues[1].turns[0].rating, -1);
	assert_int_equal(s.dialogues[1].turns[1].rating, 4);
	assert_int_equal(s.dialogues[1].overall, -1);
	arena_free(&a);
}

static void
faults_are_named_with_their_place(void **state)
{
	static const struct {
		const char *text, *place;
	} faults[] = {
		{ "USER\tHi\t\t3\nAGENT\tHi\t\t3\n", ":2:1: a line begins" },
		{ "USER\tHi\t\t6\n", ":1:10: ratings are" },
		{ "USER\tHi\t\t3,\n", ":1:10: ratings are" },
		{ "USER\tHi\t\t3 3\n", ":1:10: ratings are" },
		{ "USER\tHi\t\t1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\n", ":1:10: ratings are" },
		{ "USER\tHi\n", ":1: 2 columns" },
		{ "USER\tHi\t\t3\t\t\n", ":1: 6 columns" },
		{ "USER\tHi\t\t3\nSYSTEM\tHi\t\t3\n", ":2:12: what the system says" },
		{ "USER\tOVERALL\t\t3\nUSER\tHi\t\t3\n", ":2:1: a line after" },
		{ "USER\tHi\xff\t\t3\n", ":1: zero bytes" },
		{ "SYSTEM\tHi\t\t\n", "no user turn has a rating" },
		{ "", "no user turn has a rating" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct arena *a = arena_new();
		struct rated_set s;
		struct errinfo e;

		put(faults[i].text);
		assert_int_equal(satisfaction_read(a, path, &s, &e), ERR_INPUT);
		if (strstr(e.text, faults[i].place) == NULL)
			fail_msg("%s lacks %s", e.text, faults[i].place);
		arena_free(&a);
	}
}

/* ---- measures */

/* People 3 3 3 2 2, predictions 3 3 2 2 3: agreed 3/5, chance (3*3 + 2*2)/25 = .52. */
static void
figures_are_those_worked_by_hand(void **state)
{
	const int people[] = { 2, 2, 2, 1, 1 }, said[] = { 2, 2, 1, 1, 2 };
	struct satisfaction_figures f;

	(void)state;
	memset(&f, 0, sizeof(f));
	for (size_t i = 0; i < 5; i++)
		satisfaction_figures_add(&f, people[i], said[i]);
	satisfaction_figures_finish(&f);
	NEAR(f.uar, (2.0 / 3 + 0.5) / 2);
	NEAR(f.uar_of_five, (2.0 / 3 + 0.5) / 5);
	NEAR(f.kappa, (0.6 - 0.52) / 0.48);
	NEAR(f.f1_low, 0.5);
	memset(&f, 0, sizeof(f));
	satisfaction_figures_finish(&f);
	assert_true(isnan(f.uar) && isnan(f.kappa) && isnan(f.f1_low) && isnan(f.uar_of_five));
	satisfaction_figures_add(&f, 2, 2);
	satisfaction_figures_finish(&f);
	NEAR(f.uar, 1);
	assert_true(isnan(f.kappa) && isnan(f.f1_low));
	assert_true(satisfaction_worth(&f) > 0);
	satisfaction_figures_add(&f, 2, 1);	/* one is told apart, wrongly: both are defined, and 0 */
	satisfaction_figures_finish(&f);
	NEAR(f.kappa, 0);
	NEAR(f.f1_low, 0);
}

/* ---- what a row sees */

static void
a_row_sees_nothing_of_its_turn_or_of_what_comes_after(void **state)
{
	static const char *const files[] = {
		"USER\tHi there\t\t3\nSYSTEM\tNo.\t\t\nUSER\tOne two\tA\t3\nSYSTEM\tYes\t\t\nUSER\tBye\t\t3\n",
		"USER\tHi there\t\t1\nSYSTEM\tNo.\t\t\nUSER\tBad! wrong?\tB\t1\nSYSTEM\tSorry\t\t\nUSER\tHm\t\t1\n"
	};
	struct arena *a = arena_new();
	struct satisfaction_cases c[2], with[2];
	struct rated_set s;
	struct errinfo e;

	(void)state;
	for (int i = 0; i < 2; i++) {
		put(files[i]);
		check_ok(satisfaction_read(a, path, &s, &e), &e);
		satisfaction_cases_make(a, &s, false, &c[i]);
		satisfaction_cases_make(a, &s, true, &with[i]);
		assert_int_equal(c[i].count, 3);
	}
	/* features are numbered as they occur, so the same row has the same numbers */
	for (size_t k = 0; k < 2; k++) {
		assert_int_equal(c[0].items[k].row.count, c[1].items[k].row.count);
		assert_memory_equal(c[0].items[k].row.items, c[1].items[k].row.items,
		    c[0].items[k].row.count * sizeof(struct linear_item));
		assert_memory_equal(c[0].items[k].numbers, c[1].items[k].numbers, c[0].numbers * sizeof(float));
	}
	assert_int_equal(c[0].numbers, c[1].numbers);
	assert_memory_not_equal(c[0].items[2].numbers, c[1].items[2].numbers, c[0].numbers * sizeof(float));
	assert_true(c[0].items[2].row.count != c[1].items[2].row.count);
	assert_true(with[0].items[1].row.count != with[1].items[1].row.count);
	arena_free(&a);
}

/* The course of a dialogue of two user turns and the system's answer between and after. */
static struct course
course_of(struct arena *a, const char *first, const char *answer, const char *second, const char *last)
{
	struct turn_cues cues[4];
	struct course c;
	struct rated_set s;
	struct errinfo e;
	struct str text;

	str_init(&text);
	str_addf(&text, "USER\t%s\t\t3\nSYSTEM\t%s\t\t\nUSER\t%s\t\t3\nSYSTEM\t%s\t\t\n", first, answer, second,
	    last);
	put(text.data);
	check_ok(satisfaction_read(a, path, &s, &e), &e);
	course_init(&c);
	for (size_t i = 0; i < 4; i++) {
		turn_cues_find(&s.dialogues[0].turns[i], &cues[i]);
		course_add(&c, &s.dialogues[0], cues, i);
	}
	str_clear(&text);
	return c;
}

static void
what_is_owed_asked_again_and_contradicted_is_counted(void **state)
{
	struct arena *a = arena_new();
	struct course c;

	(void)state;
	c = course_of(a, "Can I get the postcode and the phone number?", "It is in the centre.",
	    "A cheap hotel in the north.", "The Belfry is in the west.");
	assert_int_equal(c.missed.all, 2);
	assert_int_equal(c.contradicted.now, 1);
	assert_true(c.owed != 0);
	c = course_of(a, "Can I get the postcode and the phone number?",
	    "The postcode is cb12ab and the phone is 01223 323737.",
	    "A cheap hotel in the north.", "The Belfry is in the north.");
	assert_int_equal(c.missed.all, 0);
	assert_int_equal(c.contradicted.now, 0);
	assert_int_equal(c.owed, 0);
	c = course_of(a, "I need a hotel for 3 people", "For how many people? Shall I book it?",
	    "3 people, as I said", "How many people?");
	assert_int_equal(c.asked_again.now, 1);
	assert_int_equal(c.asked_known.all, 2);
	assert_int_equal(c.unwanted.all, 1);
	assert_int_equal(c.declined, 1);
	c = course_of(a, "Please book a hotel", "Shall I book it?", "Yes, book it", "Done. It is booked.");
	assert_int_equal(c.unwanted.all + c.declined, 0);
	arena_free(&a);
}

/* ---- trees */

/* Low where two numbers agree: neither tells anything by itself. */
static void
trees_learn_what_two_numbers_say_together(void **state)
{
	enum { DIALOGUES = 200, EACH = 5 };
	struct arena *a = arena_new();
	struct satisfaction_case *items = arena_alloc(a, DIALOGUES * EACH * sizeof(*items));
	struct satisfaction_cases c = {items, DIALOGUES * EACH, 0, 6, DIALOGUES};
	enum satisfaction_role *roles = arena_alloc(a, DIALOGUES * sizeof(*roles));
	double *targets = arena_alloc(a, c.count * sizeof(double)),
	       *values = arena_alloc(a, c.count * sizeof(double)),
	       *again = arena_alloc(a, c.count * sizeof(double));
	size_t right = 0, predicted = 0;
	struct random_stream r;

	(void)state;
	random_init(&r, 9, "numbers");
	for (size_t i = 0; i < c.count; i++) {
		float *x = arena_alloc(a, c.numbers * sizeof(*x));

		for (size_t k = 0; k < c.numbers; k++)
			x[k] = (float)random_below(&r, 5);
		items[i].numbers = x;
		items[i].dialogue = i / EACH;
		targets[i] = (x[1] > 1) == (x[4] > 2);
	}
	for (size_t d = 0; d < DIALOGUES; d++)
		roles[d] = d % 4 == 0 ? SATISFACTION_PREDICTED : SATISFACTION_LEARNT;
	satisfaction_boost(&c, roles, targets, 1, values);
	for (size_t i = 0; i < c.count; i++)
		if (roles[items[i].dialogue] == SATISFACTION_PREDICTED) {
			predicted++;
			right += (values[i] > 0) == (targets[i] > 0.5);
			targets[i] = 1 - targets[i];
		}
	assert_true(right * 20 > predicted * 19);
	satisfaction_boost(&c, roles, targets, 1, again);	/* predicted targets aren't looked at */
	assert_memory_equal(values, again, c.count * sizeof(double));
	satisfaction_boost(&c, roles, targets, 2, again);
	assert_memory_not_equal(values, again, c.count * sizeof(double));
	arena_free(&a);
}

/* ---- folds */

/* Dialogues whose users are low after "sorry" and high after "gladly", most of the time; noise:
 * ratings have nothing to do with anything. */
static void
make(struct str *out, size_t dialogues, bool noise)
{
	static const char *const says[] = { "Sorry, we have none.", "It is in the north.", "Gladly done for you." };
	struct random_stream r;

	random_init(&r, 5, noise ? "noise" : "sense");
	for (size_t d = 0; d < dialogues; d++) {
		str_add(out, "USER\tI need a table\t\t3,3,3\n");
		for (int t = 0; t < 5; t++) {
			size_t kind = (size_t)random_below(&r, 10), said = kind < 2 ? 0 : kind < 8 ? 1 : 2,
			       rated = noise ? (size_t)random_below(&r, 3) :
				random_below(&r, 10) == 0 ? 1 : said;

			str_addf(out, "SYSTEM\t%s\t\t\nUSER\tAnd %d more\t\t%zu,%zu,3\n", says[said],
			    t, rated + 2, rated + 2);
		}
		str_add(out, "USER\tOVERALL\t\t3\n\n");
	}
}

static struct value *
run(struct arena *a, int threads)
{
	struct satisfaction_options o = {.data = path, .seed = 1, .threads = threads};
	struct value *v;
	struct errinfo e;

	check_ok(satisfaction_benchmark(&o, a, &v, &e), &e);
	return v;
}

static void
what_can_be_told_is_found_and_noise_is_not(void **state)
{
	struct arena *a = arena_new();
	struct str text, one, two;
	struct value *v;

	(void)state;
	str_init(&text);
	str_init(&one);
	str_init(&two);
	make(&text, 120, false);
	put(text.data);
	v = run(a, 1);
	value_print(&one, v);
	value_print(&two, run(a, 3));
	assert_string_equal(one.data, two.data);
	assert_int_equal(value_get_int(v, "n", 0), 720);
	assert_true(value_get_real(v, "kappa", 0) > 0.7);
	assert_true(value_get_real(v, "f1_low", 0) > 0.7);
	assert_int_equal(value_count(value_get(v, "folds")), SATISFACTION_FOLDS);
	assert_int_equal(value_get_int(value_path(v, "folds.9"), "to", 0), 120);
	str_reset(&text);
	make(&text, 120, true);
	put(text.data);
	v = run(a, 2);
	/* the first turn of each is always 3, which is no noise: n is 120 of 720 */
	assert_true(value_get_real(v, "kappa", 1) < 0.3);
	str_clear(&text);
	str_clear(&one);
	str_clear(&two);
	arena_free(&a);
}

static void
turn_over(struct satisfaction_cases *c, size_t from, size_t to)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->items[i].dialogue >= from && c->items[i].dialogue < to) {
			c->items[i].rating = 4 - c->items[i].rating;
			c->items[i].low = 1 - c->items[i].low;
			c->items[i].high = 1 - c->items[i].high;
		}
}

/* The predictions of a fold are the same whatever its own ratings are, and whatever its turns look like to the
 * teacher; other dialogues' turns as the teacher sees them make a difference. */
static void
a_fold_is_predicted_without_its_ratings_and_turns(void **state)
{
	struct arena *a = arena_new();
	struct satisfaction_cases c, teacher;
	struct satisfaction_choice choice, again;
	int *before, *after;
	struct rated_set s;
	struct errinfo e;
	struct str text;

	(void)state;
	str_init(&text);
	make(&text, 40, false);
	put(text.data);
	check_ok(satisfaction_read(a, path, &s, &e), &e);
	satisfaction_cases_make(a, &s, false, &c);
	satisfaction_cases_make(a, &s, true, &teacher);
	before = arena_alloc(a, c.count * sizeof(*before));
	after = arena_alloc(a, c.count * sizeof(*after));
	for (int taught = 0; taught < 2; taught++) {
		satisfaction_fold(&c, taught ? &teacher : NULL, 8, 12, before, &choice);
		turn_over(&c, 8, 12);
		turn_over(&teacher, 8, 12);
		for (size_t i = 0; i < c.count; i++)
			if (c.items[i].dialogue >= 8 && c.items[i].dialogue < 12)
				teacher.items[i].row.count = 0;
		satisfaction_fold(&c, taught ? &teacher : NULL, 8, 12, after, &again);
		assert_memory_equal(before, after, c.count * sizeof(*before));
		assert_memory_equal(&choice, &again, sizeof(choice));
	}
	for (size_t i = 0; i < c.count; i++)
		teacher.items[i].row.count = 0;
	satisfaction_fold(&c, &teacher, 8, 12, after, &again);
	assert_memory_not_equal(&choice, &again, sizeof(choice));
	str_clear(&text);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dialogues_are_read_and_overall_is_no_turn),
		cmocka_unit_test(faults_are_named_with_their_place),
		cmocka_unit_test(figures_are_those_worked_by_hand),
		cmocka_unit_test(a_row_sees_nothing_of_its_turn_or_of_what_comes_after),
		cmocka_unit_test(what_is_owed_asked_again_and_contradicted_is_counted),
		cmocka_unit_test(trees_learn_what_two_numbers_say_together),
		cmocka_unit_test(what_can_be_told_is_found_and_noise_is_not),
		cmocka_unit_test(a_fold_is_predicted_without_its_ratings_and_turns),
	};
	int made = mkstemp(path), failed;

	if (made < 0)
		return 1;
	close(made);
	failed = RUN_TAP(tests);
	unlink(path);
	return failed;
}
