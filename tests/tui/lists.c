/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console without a terminal: what is selected, and what stays in sight while the store goes
 * on.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
enter_opens_what_was_selected_though_the_list_has_changed(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	bench_press(&b, "j");				/* by promise: C-2, C-1, C-3 */
	check_shows(&b, "▸ C-1");
	(void)fixture_add_waiting(&b.f, "Hasty H.", -5000);
	(void)fixture_add_waiting(&b.f, "Hastier H.", -600000);
	bench_changed(&b);
	check_shows(&b, "▸ C-1");
	check_shows(&b, "  C-11");
	bench_press(&b, "Enter");
	check_shows(&b, "The sleeve is torn");
	bench_end(&b);
}

static void
a_conversation_that_leaves_the_list_stays_under_the_finger(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	check_shows(&b, "▸ C-2");
	check_ok(desk_take(b.f.desk, "ewa", 2, &e), &e);	/* a colleague is quicker */
	bench_changed(&b);
	check_shows(&b, "▸ C-2");
	check_shows(&b, "moved on");
	bench_press(&b, "t");
	assert_string_equal(bench_conversation(&b, a, 2).agent, "ewa");
	/* no neighbour was taken instead */
	assert_int_equal(bench_conversation(&b, a, 1).state, CONVERSATION_QUEUED);
	check_shows(&b, "✗ Ewa Kaczmarek was first: C-2 is theirs");
	bench_press(&b, "j");
	check_lacks(&b, "Jürgen");
	arena_free(&a);
	bench_end(&b);
}

static void
a_reader_of_the_transcript_is_kept_at_its_end_and_left_alone_above_it(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_size(&b, 80, 16);
	for (int i = 0; i < 20; i++)
		fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "One more line.", 1000 - i);
	fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "The very last words.", 10);
	bench_changed(&b);
	bench_press(&b, "G");
	bench_press(&b, "k");
	check_shows(&b, "One more line.");
	bench_press(&b, "g");
	check_shows(&b, "The boots are too small.");
	fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "And after those.", 5);
	bench_changed(&b);
	check_shows(&b, "The boots are too small.");
	bench_end(&b);
}

static void
who_reads_at_the_end_sees_what_comes_and_who_reads_above_is_told(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_size(&b, 80, 16);
	for (int i = 0; i < 20; i++)
		fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "One more line.", 1000 - i);
	bench_changed(&b);
	fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "Are you still there?", 10);
	bench_changed(&b);
	check_shows(&b, "Are you still there?");
	check_lacks(&b, "new ▼");
	bench_press(&b, "k");
	fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "First of the new.", 5);
	fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "Second of the new.", 4);
	bench_changed(&b);
	check_lacks(&b, "of the new.");
	check_shows(&b, "2 new ▼");
	bench_press(&b, "G");
	check_shows(&b, "Second of the new.");
	check_lacks(&b, "new ▼");
	bench_end(&b);
}

static void
what_is_out_of_sight_is_told_without_covering_a_line(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "why C-1");
	assert_non_null(strstr(bench_row(&b, 2), "▼"));
	assert_null(strstr(strstr(b.text.data, "Why?") + 200, "▼"));
	bench_end(&b);
}

static void
fill_many(struct bench *b, int count)
{
	struct store *s = desk_store(b->f.desk);
	struct errinfo e = {0};

	check_ok(store_begin(s, &e), &e);
	for (int i = 0; i < count; i++) {
		char name[40];
		struct conversation c = {.channel = "web",
		    .shopper = name,
		    .contact = name,
		    .tier = "standard",
		    .customer_id = "",
		    .language = "en",
		    .queue = "general",
		    .agent = "",
		    .intent = "order_status",
		    .summary = "",
		    .draft = "",
		    .preview = "Hello?",
		    .disposition = "",
		    .state = CONVERSATION_QUEUED,
		    .reason = HANDOFF_UNSURE,
		    .confidence = 0.5,
		    .updated_ms = FIXTURE_NOW_MS - i,
		    .opened_ms = FIXTURE_NOW_MS - i,
		    .waiting_ms = FIXTURE_NOW_MS - 1000,
		    .due_ms = FIXTURE_NOW_MS + 600000 + i,
		    .epoch = 1,
		    .has_key = true};

		snprintf(name, sizeof name, "Shopper %d", i);
		check_ok(store_conversation_add(s, &c, &e), &e);
	}
	check_ok(store_commit(s, &e), &e);
}

static void
a_list_of_thousands_is_walked_from_end_to_end(void **state)
{
	struct bench b;
	char row[40];

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	fill_many(&b, 5000);
	bench_command(&b, "list waiting");	/* by promise: three others, then Shopper 0 …
						   4999 */
	check_shows(&b, "5003 · waiting for a person");
	bench_press(&b, "G");
	check_shows(&b, "Shopper 4999");
	check_lacks(&b, "▼");
	bench_press(&b, "g");
	check_shows(&b, "Shopper 0");
	for (int i = 0; i < 1200; i++)		/* line by line over the edge of what is held */
		screen_key(b.screen, "j"), bench_look(&b);
	snprintf(row, sizeof row, "▸ C-%d", 10 + 1197);
	check_shows(&b, row);
	for (int i = 0; i < 400; i++)
		bench_press(&b, "PageDown");
	check_shows(&b, "Shopper 4999");
	for (int i = 0; i < 20; i++)
		bench_press(&b, "PageUp");
	bench_changed(&b);			/* nothing jumps when the store has changed */
	bench_end(&b);
}

static void
what_is_selected_deep_in_a_long_list_stays_selected_while_others_come(void **state)
{
	struct arena *a = arena_new();
	struct bench b;
	char mark[40];

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	fill_many(&b, 3000);
	bench_command(&b, "list waiting");
	bench_press(&b, "G");
	for (int i = 0; i < 30; i++)
		bench_press(&b, "k");
	snprintf(mark, sizeof mark, "▸ C-%d", 10 + 2999 - 30);
	check_shows(&b, mark);
	for (int i = 0; i < 10; i++) {
		char name[20];

		snprintf(name, sizeof name, "Hasty %d", i);
		(void)fixture_add_waiting(&b.f, name, -5000 - i);
	}
	bench_changed(&b);
	check_shows(&b, mark);
	check_lacks(&b, "moved on");
	check_shows(&b, "▼ 13");
	arena_free(&a);
	bench_end(&b);
}

static void
a_filter_looks_through_all_of_a_long_list(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	fill_many(&b, 3000);
	bench_command(&b, "list waiting");
	bench_press(&b, "f");
	bench_type(&b, "2987");
	bench_press(&b, "Enter");
	check_shows(&b, "Shopper 2987");
	check_shows(&b, "2 · waiting for a person");	/* C-2987 is another */
	bench_end(&b);
}

/* The store in a file, as a shop has it. */
static void
a_hundred_thousand_are_walked_filtered_and_sorted(void **state)
{
	static const struct { const char *line, *shows; } orders[] = {
	    {"sort shopper", "▸ C-1 "}, {"sort id", "▸ C-100009"}, {"sort due", "▸ C-2 "}};
	struct bench b;
	char path[60], row[40];

	(void)state;
	snprintf(path, sizeof path, "/tmp/floorwalker-lists-%ld.db", (long)getpid());
	bench_begin_on(&b, FIXTURE_AGENT, path);
	unlink(path);		/* the open file is enough */
	fill_many(&b, 100000);
	bench_command(&b, "list waiting");
	check_shows(&b, "100003 · waiting for a person");
	bench_press(&b, "G");
	check_shows(&b, "▸ C-100009 Shopper 999");	/* not only who it is: the record was read */
	for (int i = 0; i < 700; i++)		/* line by line out of the records that are held */
		screen_key(b.screen, "k");	/* none of these waits for a record */
	bench_look(&b);
	snprintf(row, sizeof row, "▸ C-%d  Shopper 992", 100009 - 700);
	check_shows(&b, row);
	bench_press(&b, "PageUp");
	check_lacks(&b, "…  ");
	bench_press(&b, "g");
	check_shows(&b, "▸ C-2 ");
	bench_command(&b, "filter shopper:\"shopper 4711\"");
	check_shows(&b, "1 · waiting");
	check_shows(&b, "Shopper 4711");
	bench_command(&b, "filter conf:<.1");
	check_shows(&b, "0 · waiting");
	bench_press(&b, "Esc");
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		bench_command(&b, orders[i].line);
		bench_press(&b, "g");
		check_shows(&b, orders[i].shows);
	}
	bench_command(&b, "group owner");
	check_shows(&b, "Waiting for a person  100003");
	bench_press(&b, "G");
	check_lacks(&b, "▼");
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(enter_opens_what_was_selected_though_the_list_has_changed),
	    cmocka_unit_test(a_conversation_that_leaves_the_list_stays_under_the_finger),
	    cmocka_unit_test(a_reader_of_the_transcript_is_kept_at_its_end_and_left_alone_above_it),
	    cmocka_unit_test(who_reads_at_the_end_sees_what_comes_and_who_reads_above_is_told),
	    cmocka_unit_test(what_is_out_of_sight_is_told_without_covering_a_line),
	    cmocka_unit_test(a_list_of_thousands_is_walked_from_end_to_end),
	    cmocka_unit_test(what_is_selected_deep_in_a_long_list_stays_selected_while_others_come),
	    cmocka_unit_test(a_filter_looks_through_all_of_a_long_list),
	    cmocka_unit_test(a_hundred_thousand_are_walked_filtered_and_sorted),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
