/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing to a shopper without losing words, and reading a conversation: drafts, pasted lines, long
 * histories, passages, who else is there.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/desk/acts.h"

static const char *
draft_of(struct bench *b, struct arena *a, int64_t id)
{
	struct errinfo e = {0};
	const char *text;

	check_ok(desk_draft_read(b->f.desk, a, FIXTURE_AGENT, id, &text, &e), &e);
	return text;
}

/* A second passes. */
static void
tick(struct bench *b)
{
	clock_move_to(b->f.clock, clock_now_ms(b->f.clock) + 1000);
	screen_tick(b->screen);
	bench_look(b);
}

static void
what_is_typed_is_kept_at_each_pause_and_outlives_the_console(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "r");
	bench_type(&b, "It is size 41 that");
	assert_string_equal(draft_of(&b, a, 7), "");
	tick(&b);
	assert_string_equal(draft_of(&b, a, 7), "It is size 41 that");
	bench_restart(&b);	/* nothing was said to the one before */
	bench_command(&b, "open C-7");
	bench_press(&b, "r");
	check_shows(&b, "It is size 41 that");
	bench_type(&b, " is here.");
	bench_press(&b, "Enter");
	check_shows(&b, "It is size 41 that is here.");
	assert_string_equal(draft_of(&b, a, 7), "");
	arena_free(&a);
	bench_end(&b);
}

static void
leaving_a_reply_keeps_it_and_emptying_it_forgets_it(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "r");
	bench_type(&b, "One moment");
	bench_press(&b, "Esc");
	check_shows(&b, "Not sent; what you wrote is kept, r goes on with it.");
	assert_string_equal(draft_of(&b, a, 7), "One moment");
	bench_press(&b, "r");
	check_shows(&b, "One moment");
	bench_press(&b, "C-u");
	tick(&b);
	assert_string_equal(draft_of(&b, a, 7), "");
	bench_press(&b, "Esc");
	bench_press(&b, "r");
	check_lacks(&b, "One moment");
	arena_free(&a);
	bench_end(&b);
}

static void
pasted_lines_are_sent_only_when_somebody_says_so(void **state)
{
	static const char pasted[] = "Hello,\nthis was\nnot meant for you";
	struct arena *a = arena_new();
	const char *last;
	struct bench b;
	int64_t before;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	before = bench_messages(&b, a, 7, &last);
	bench_press(&b, "r");
	screen_paste(b.screen, pasted, strlen(pasted));
	bench_press(&b, "Enter");
	check_shows(&b, "3 lines of it were pasted");
	check_hints(&b, "y send  n go on writing");
	bench_press(&b, "Enter");	/* a second Enter in haste sends nothing */
	assert_int_equal(bench_messages(&b, a, 7, &last), before);
	check_lacks(&b, "were pasted");
	bench_type(&b, "!");
	bench_press(&b, "Enter");
	bench_press(&b, "y");
	assert_int_equal(bench_messages(&b, a, 7, &last), before + 1);
	assert_string_equal(last, "Hello,\nthis was\nnot meant for you!");
	bench_press(&b, "r");		/* the next one was not pasted */
	bench_type(&b, "Thanks");
	bench_press(&b, "Enter");
	assert_int_equal(bench_messages(&b, a, 7, &last), before + 2);
	arena_free(&a);
	bench_end(&b);
}

static void
a_long_history_is_folded_and_opens_where_it_was_read(void **state)
{
	struct bench b;
	char text[64];

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	for (int i = 1; i <= 200; i++) {
		snprintf(text, sizeof text, "Message number %d", i);
		fixture_add_message(&b.f, 7, i % 2 ? AUTHOR_SHOPPER : AUTHOR_AGENT, text,
		    30000 - i);
	}
	bench_command(&b, "open C-7");
	check_shows(&b, "Message number 200");
	bench_press(&b, "g");
	check_shows(&b, "earlier messages");
	check_shows(&b, "Message number 141");
	check_lacks(&b, "Message number 140");
	bench_press(&b, "}");
	check_shows(&b, "Message number 141");	/* still, and more above it */
	bench_press(&b, "k");
	bench_press(&b, "k");
	bench_press(&b, "k");
	check_shows(&b, "Message number 140");
	bench_press(&b, "}");
	check_shows(&b, "all of its messages are shown");
	bench_press(&b, "{");
	bench_press(&b, "g");
	check_shows(&b, "earlier messages");
	bench_end(&b);
}

static void
the_passages_that_the_ai_cites_open_in_place(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 120, 60);
	bench_command(&b, "open C-1");
	check_shows(&b, "↳ KB-delivery-times#1");
	check_lacks(&b, "Galway");
	bench_press(&b, "o");
	check_shows(&b, "Galway");
	bench_press(&b, "o");
	check_lacks(&b, "Galway");
	bench_command(&b, "open C-7");
	bench_press(&b, "o");
	check_shows(&b, "nothing in this conversation cites an article");
	bench_end(&b);
}

static void
who_else_has_it_open_is_told_for_as_long_as_they_do(void **state)
{
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 120, 40);
	check_ok(desk_present(b.f.desk, "ewa", 7, &e), &e);
	bench_command(&b, "open C-7");
	tick(&b);
	check_shows(&b, "looking too: Ewa Kaczmarek");
	clock_move_to(b.f.clock, clock_now_ms(b.f.clock) + 60000);
	bench_changed(&b);
	check_lacks(&b, "looking too");
	bench_end(&b);
}

/* How many others are told that Maeve has it open. */
static size_t
present(struct bench *b, struct arena *a, int64_t id)
{
	struct presence *list;
	struct errinfo e = {0};
	size_t count;

	check_ok(desk_presence_list(desk_store(b->f.desk), a, clock_now_ms(b->f.clock), &id, 1,
		     &list, &count, &e),
	    &e);
	return count;
}

static int64_t
read_to(struct bench *b, int64_t id)
{
	struct errinfo e = {0};
	int64_t number;

	check_ok(desk_seen_list(b->f.desk, FIXTURE_AGENT, &id, 1, &number, &e), &e);
	return number;
}

static void
an_open_conversation_is_said_to_be_so_and_read_once_its_end_was_seen(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	for (int i = 0; i < 40; i++)
		fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "Are you there?", 30000 - i);
	bench_command(&b, "list mine");
	tick(&b);
	assert_int_equal(present(&b, a, 7), 0);	/* looking at the list is not being there */
	assert_int_equal(read_to(&b, 7), 0);
	bench_command(&b, "open C-7");
	bench_press(&b, "g");
	tick(&b);
	assert_int_equal(present(&b, a, 7), 1);
	assert_int_equal(read_to(&b, 7), 0);
	bench_press(&b, "G");
	tick(&b);
	assert_true(read_to(&b, 7) > 0);
	bench_press(&b, "1");
	tick(&b);
	assert_int_equal(present(&b, a, 7), 0);
	arena_free(&a);
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_typed_is_kept_at_each_pause_and_outlives_the_console),
		cmocka_unit_test(leaving_a_reply_keeps_it_and_emptying_it_forgets_it),
		cmocka_unit_test(pasted_lines_are_sent_only_when_somebody_says_so),
		cmocka_unit_test(a_long_history_is_folded_and_opens_where_it_was_read),
		cmocka_unit_test(the_passages_that_the_ai_cites_open_in_place),
		cmocka_unit_test(who_else_has_it_open_is_told_for_as_long_as_they_do),
		cmocka_unit_test(
		    an_open_conversation_is_said_to_be_so_and_read_once_its_end_was_seen),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
