/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screen with a reader that answers late: keys move at once, nothing acts on what isn't known,
 * and what came too late is not taken.
 */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#define MOST 64

struct late {
	struct bench b;
	struct fetch *waiting[MOST];
	size_t count;
	bool holds;		/* keeps what is asked, until let go */
};

static void
keep(void *context, struct fetch *f)
{
	struct late *l = context;

	if (!l->holds) {
		fetch_run(f, l->b.f.desk);
		screen_fetched(l->b.screen, f);
		return;
	}
	assert_true(l->count < MOST);
	l->waiting[l->count++] = f;
}

/* Answers what was asked so far, and what that asks for in turn, until nothing is left. */
static void
answer(struct late *l)
{
	bench_look(&l->b);
	while (l->count > 0) {
		struct fetch *f = l->waiting[0];

		memmove(l->waiting, l->waiting + 1, --l->count * sizeof *l->waiting);
		fetch_run(f, l->b.f.desk);
		screen_fetched(l->b.screen, f);
		bench_look(&l->b);
	}
}

static void
begin(struct late *l)
{
	memset(l, 0, sizeof *l);
	bench_begin(&l->b, FIXTURE_AGENT);
	l->b.screen->options.read = keep;
	l->b.screen->options.post = bench_post;
	l->b.screen->options.context = &l->b;
	bench_size(&l->b, 120, 40);
	bench_command(&l->b, "list all");
	bench_look(&l->b);
	l->holds = true;
}

static void
end(struct late *l)
{
	for (size_t i = 0; i < l->count; i++)
		fetch_free(&l->waiting[i]);
	bench_end(&l->b);
}

static void
a_key_moves_the_selection_before_anything_is_read(void **state)
{
	struct late l;
	int64_t first;

	(void)state;
	begin(&l);
	first = l.b.screen->conversation_id;
	bench_press(&l.b, "j");
	assert_int_not_equal(l.b.screen->conversation_id, first);
	assert_true(screen_is_reading(l.b.screen));
	answer(&l);
	assert_false(screen_is_reading(l.b.screen));
	end(&l);
}

static void
what_was_read_of_another_conversation_is_not_shown(void **state)
{
	struct late l;
	const struct conversation *shown;

	(void)state;
	begin(&l);
	bench_press(&l.b, "j");
	bench_press(&l.b, "j");
	answer(&l);
	shown = conversation_record(l.b.screen->panes[VIEW_CONVERSATION].state);
	assert_non_null(shown);
	assert_int_equal(shown->id, l.b.screen->conversation_id);
	end(&l);
}

/* The first letters of a reason come before the question stands. */
static void
what_is_typed_while_a_command_is_looked_into_waits_for_it(void **state)
{
	struct late l;
	struct arena *a = arena_new();
	struct action x;

	(void)state;
	begin(&l);
	l.holds = false;
	bench_press(&l.b, "3");
	l.holds = true;
	x = bench_action(&l.b, a, l.b.screen->action_id);
	assert_int_equal(x.state, ACTION_WAITING);
	bench_press(&l.b, "d");
	bench_type(&l.b, "too late");
	assert_int_equal(l.b.posted, 0);
	answer(&l);
	check_shows(&l.b, "too late");
	bench_press(&l.b, "Enter");
	assert_int_equal(l.b.posted, 1);
	x = bench_action(&l.b, a, x.id);
	assert_int_equal(x.state, ACTION_DENIED);
	assert_string_equal(x.reason, "too late");
	arena_free(&a);
	end(&l);
}

static void
escape_leaves_a_command_that_is_being_looked_into(void **state)
{
	struct late l;

	(void)state;
	begin(&l);
	l.holds = false;
	bench_press(&l.b, "3");
	l.holds = true;
	bench_press(&l.b, "a");
	bench_press(&l.b, "y");
	bench_press(&l.b, "Esc");
	answer(&l);
	assert_int_equal(l.b.screen->prompt.kind, PROMPT_NONE);
	assert_int_equal(l.b.posted, 0);
	end(&l);
}

/* The action of the row that was selected when the key came, whatever is selected later. */
static void
a_command_acts_on_what_was_selected_when_its_key_came(void **state)
{
	struct late l;
	int64_t meant;

	(void)state;
	begin(&l);
	l.holds = false;
	bench_press(&l.b, "3");
	meant = l.b.screen->action_id;
	l.holds = true;
	bench_press(&l.b, "d");
	l.b.screen->action_id = meant + 1;
	answer(&l);
	assert_int_equal(l.b.screen->prompt.action_id, meant);
	end(&l);
}

static void
rows_that_are_out_of_date_say_how_old_they_are(void **state)
{
	struct late l;

	(void)state;
	begin(&l);
	screen_changed(l.b.screen);
	bench_look(&l.b);
	check_lacks(&l.b, "old, reading");
	clock_move_to(l.b.f.clock, FIXTURE_NOW_MS + 12000);
	screen_tick(l.b.screen);
	bench_look(&l.b);
	check_shows(&l.b, "12 s old, reading");
	answer(&l);
	check_lacks(&l.b, "old, reading");
	end(&l);
}

static void
completion_waits_for_its_words(void **state)
{
	struct late l;

	(void)state;
	begin(&l);
	bench_type(&l.b, ":the");
	bench_press(&l.b, "Tab");
	bench_type(&l.b, "mono");
	answer(&l);
	check_shows(&l.b, "theme mono");
	end(&l);
}

/* What takes long is read in pieces: the rest is asked for behind what else waits by then. */
static void
a_long_read_lets_others_come_between(void **state)
{
	struct fetch *first = NULL;
	size_t words = MOST, rest = MOST;
	struct late l;

	(void)state;
	begin(&l);
	bench_press(&l.b, "8");
	for (size_t i = 0; i < l.count; i++) {
		if (l.waiting[i]->kind == FETCH_VIEW && l.waiting[i]->view == VIEW_CALIBRATION) {
			first = l.waiting[i];
			memmove(l.waiting + i, l.waiting + i + 1,
			    (--l.count - i) * sizeof *l.waiting);
			break;
		}
	}
	assert_non_null(first);
	bench_press(&l.b, ":");
	bench_type(&l.b, "refu");
	bench_press(&l.b, "Tab");
	fetch_run(first, l.b.f.desk);
	screen_fetched(l.b.screen, first);
	bench_look(&l.b);
	check_shows(&l.b, "so far");
	for (size_t i = 0; i < l.count; i++) {
		if (l.waiting[i]->kind == FETCH_WORDS)
			words = i;
		if (l.waiting[i]->kind == FETCH_VIEW && l.waiting[i]->view == VIEW_CALIBRATION)
			rest = i;
	}
	assert_true(words < rest && rest < l.count);
	answer(&l);
	check_shows(&l.b, "as of 14:05");
	end(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_read_lets_others_come_between),
		cmocka_unit_test(a_key_moves_the_selection_before_anything_is_read),
		cmocka_unit_test(what_was_read_of_another_conversation_is_not_shown),
		cmocka_unit_test(what_is_typed_while_a_command_is_looked_into_waits_for_it),
		cmocka_unit_test(escape_leaves_a_command_that_is_being_looked_into),
		cmocka_unit_test(a_command_acts_on_what_was_selected_when_its_key_came),
		cmocka_unit_test(rows_that_are_out_of_date_say_how_old_they_are),
		cmocka_unit_test(completion_waits_for_its_words),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
