/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console without a terminal: lists by any column, in groups and by queries; marks and what is
 * done to all that are marked; searches that are saved; the palette.
 */
#include "bench.h"

#include "../../src/tui/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/desk/acts.h"

static void
columns_are_chosen_and_groups_have_headings_with_counts(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list all");
	bench_command(&b, "columns id shopper mood tier queue");
	check_shows(&b, "mood");
	check_shows(&b, "-0.42");
	check_lacks(&b, "promise");
	bench_command(&b, "group queue");
	check_shows(&b, "Customer care  1");
	check_shows(&b, "Refunds and returns  1");
	check_shows(&b, "none  4");
	bench_press(&b, "g");			/* the first row is a heading: it can't be chosen */
	check_shows(&b, "▸ C-3");
	bench_press(&b, "j");
	check_shows(&b, "▸ C-2");
	bench_command(&b, "columns mod");
	check_shows(&b, "there is no column mod; did you mean mood?");
	bench_command(&b, "columns");
	check_shows(&b, "promise");
	bench_end(&b);
}

static void
any_column_gives_an_order(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list all");
	for (size_t i = 0; i < list_column_count; i++) {
		char line[40];

		snprintf(line, sizeof line, "sort %s", list_columns[i].name);
		bench_command(&b, line);
		check_lacks(&b, "✗");
		assert_true(b.screen->source.sorted);
		assert_int_equal(b.screen->source.sort, list_columns[i].sort);
	}
	bench_end(&b);
}

static void
what_is_selected_stays_selected_in_another_order_and_group(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list all");
	bench_press(&b, "j");
	bench_press(&b, "j");
	check_shows(&b, "▸ C-6");
	bench_command(&b, "sort shopper");
	check_shows(&b, "▸ C-6");
	bench_command(&b, "group owner");
	check_shows(&b, "▸ C-6");
	bench_press(&b, "Enter");
	check_shows(&b, "C-6");
	bench_end(&b);
}

static void
a_row_says_what_is_new_who_looks_and_how_it_is_tagged(void **state)
{
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	check_shows(&b, "▸ C-2   •");
	check_ok(desk_present(b.f.desk, "ewa", 2, &e), &e);
	check_ok(desk_seen(b.f.desk, FIXTURE_AGENT, 2, 1, &e), &e);
	check_ok(desk_tag(b.f.desk, FIXTURE_AGENT, 2, "urgent", &e), &e);
	bench_command(&b, "columns id shopper looking tags unread");
	bench_changed(&b);
	check_shows(&b, "▸ C-2    Jürgen Ä.            Ewa          urgent");
	check_shows(&b, "  C-1   •");
	bench_command(&b, "list all");
	for (size_t i = 0; i < 2; i++) {
		bench_command(&b, i == 0 ? "sort looking" : "sort tags desc");
		bench_press(&b, "g");
		check_shows(&b, "▸ C-2 ");
	}
	bench_command(&b, "sort unread");	/* it was read */
	bench_press(&b, "g");
	check_lacks(&b, "▸ C-2 ");
	bench_command(&b, "list waiting");
	bench_command(&b, "filter tag:urgent");
	check_shows(&b, "1 · waiting for a person · tag:urgent");
	bench_end(&b);
}

static void
saved_searches_are_lists_of_ones_own_until_they_are_shared(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list all");
	bench_command(&b, "filter tier:vip,plus -closed");
	check_shows(&b, "2 · all · tier:vip,plus -closed");
	bench_command(&b, "save dear");		/* asks for the query, and has that of the filter */
	check_shows(&b, "Query:");
	bench_press(&b, "Enter");
	check_shows(&b, "Saved: :list dear opens it");
	bench_command(&b, "list refunds");	/* what is saved is what is seen */
	bench_command(&b, "filter conf:<.9");
	bench_command(&b, "save doubts");
	check_shows(&b, "state:queued queue:refunds conf:<.9");
	bench_press(&b, "Esc");
	bench_command(&b, "list dear");
	check_shows(&b, "2 · dear: tier:vip,plus -closed");
	bench_command(&b, "save waiting tier:vip");
	check_shows(&b, "there is a list waiting already");
	bench_command(&b, "save broken queue:refnds");
	check_shows(&b, "did you mean refunds?");
	bench_command(&b, "share dear");
	check_shows(&b, "dear is the team's now.");
	bench_command(&b, "forget dear");
	check_shows(&b, "dear is forgotten.");
	bench_command(&b, "list dear");
	check_shows(&b, "there is no list or saved search dear");
	bench_end(&b);
}

static void
marks_stand_by_id_while_rows_come_and_go(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");	/* C-2, C-1, C-3 */
	bench_press(&b, "*");
	check_shows(&b, "1 marked");
	check_shows(&b, "▸ C-1");		/* on to the next */
	bench_press(&b, "*");
	check_shows(&b, "2 marked");
	(void)fixture_add_waiting(&b.f, "Hasty H.", -900000);
	bench_changed(&b);
	check_shows(&b, "2 marked");
	check_shows(&b, "*C-2");
	check_lacks(&b, "*C-11");
	bench_press(&b, "U");
	check_lacks(&b, "marked");
	bench_command(&b, "mark tier:vip");
	check_shows(&b, "1 marked");
	bench_command(&b, "mark all");
	check_shows(&b, "4 marked");
	bench_command(&b, "filter tier:vip");
	check_shows(&b, "4 marked, 3 not in this list");
	bench_end(&b);
}

static void
a_command_for_the_marked_asks_once_with_their_names_and_tells_of_each(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	bench_command(&b, "mark all");
	bench_press(&b, "t");
	check_shows(&b, "Take 3 conversations:");
	check_shows(&b, "C-1, C-2, C-3?");
	assert_int_equal(b.posted, 0);
	(void)fixture_add_waiting(&b.f, "Later L.", 5000);	/* after it was asked */
	check_ok(desk_take(b.f.desk, "ewa", 2, &e), &e);	/* a colleague is quicker */
	bench_press(&b, "y");
	assert_int_equal(b.posted, 3);
	assert_string_equal(bench_conversation(&b, a, 1).agent, FIXTURE_AGENT);
	assert_string_equal(bench_conversation(&b, a, 2).agent, "ewa");
	assert_string_equal(bench_conversation(&b, a, 3).agent, FIXTURE_AGENT);
	assert_int_equal(bench_conversation(&b, a, 10).state, CONVERSATION_QUEUED);
	check_shows(&b, "take: done for 2 of 3; these stay marked. Ewa Kaczmarek was first: C-2");
	check_shows(&b, "1 marked");		/* the refused one */
	arena_free(&a);
	bench_end(&b);
}

static void
a_text_for_the_marked_is_asked_for_once_and_nothing_is_done_without_a_yes(void **state)
{
	struct arena *a = arena_new();
	struct note *notes;
	struct errinfo e = {0};
	struct bench b;
	size_t count;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	bench_press(&b, "*");
	bench_press(&b, "*");
	bench_press(&b, "n");
	check_shows(&b, "Text of 2 conversations:");
	bench_type(&b, "C-3 is like it");	/* reads like an id, and is text */
	bench_press(&b, "Enter");
	check_shows(&b, "Note 2 conversations (C-3 is like it):");
	bench_press(&b, "n");
	assert_int_equal(b.posted, 0);
	check_shows(&b, "2 marked");
	bench_press(&b, "n");
	bench_type(&b, "Carrier was called");
	bench_press(&b, "Enter");
	bench_press(&b, "y");
	assert_int_equal(b.posted, 2);
	for (int64_t id = 1; id <= 2; id++) {
		check_ok(store_note_list(desk_store(b.f.desk), a, id, &notes, &count, &e), &e);
		assert_int_equal(count, 1);
		assert_string_equal(notes[0].text, "Carrier was called");
	}
	check_shows(&b, "note: done for 2 conversations.");
	bench_command(&b, "transfer care");
	check_lacks(&b, "conversations:");	/* no marks are left: one alone */
	arena_free(&a);
	bench_end(&b);
}

static void
who_names_one_means_that_one_and_money_is_never_for_several(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	bench_command(&b, "mark all");
	bench_command(&b, "take C-3");
	assert_string_equal(bench_conversation(&b, a, 3).agent, FIXTURE_AGENT);
	assert_int_equal(bench_conversation(&b, a, 1).state, CONVERSATION_QUEUED);
	bench_press(&b, "p");
	check_shows(&b, "propose is not for several at once");
	arena_free(&a);
	bench_end(&b);
}

static void
a_prefix_in_a_reply_becomes_its_text_and_nothing_unfilled_is_sent(void **state)
{
	struct arena *a = arena_new();
	const char *last;
	struct bench b;
	int64_t before;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "r");
	bench_type(&b, "Dear Niamh, /h");
	check_hints(&b, "Tab canned response");
	bench_press(&b, "Tab");
	check_shows(&b, "Dear Niamh, Hello Niamh, this is Maeve of Tarn & Fell.");
	bench_press(&b, "Enter");
	(void)bench_messages(&b, a, 7, &last);
	assert_non_null(strstr(last, "this is Maeve of Tarn & Fell"));
	before = bench_messages(&b, a, 7, &last);
	bench_press(&b, "r");
	bench_type(&b, "/x");
	bench_press(&b, "Tab");
	check_shows(&b, "no canned response begins so");
	bench_press(&b, "Backspace");
	bench_type(&b, "late");
	bench_press(&b, "Tab");
	check_shows(&b, "isn't known here: write it before you send");
	bench_press(&b, "Enter");
	check_shows(&b, "is still to be filled in");
	assert_int_equal(bench_messages(&b, a, 7, &last), before);
	arena_free(&a);
	bench_end(&b);
}

static void
tab_completes_fields_and_their_values_anywhere_in_a_query(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	bench_press(&b, "f");
	bench_type(&b, "tier:vip -rea");
	bench_press(&b, "Tab");
	bench_type(&b, "guar");			/* no blank between */
	bench_press(&b, "Tab");
	check_shows(&b, "tier:vip -reason:guarded_topic");
	bench_press(&b, "Enter");
	check_shows(&b, "1 · waiting for a person · tier:vip -reason:guarded_topic");
	bench_press(&b, ":");
	bench_type(&b, "filter tier:vip queue:ref");
	bench_press(&b, "Tab");
	check_shows(&b, ":filter tier:vip queue:refunds");
	bench_end(&b);
}

static void
a_macro_is_shown_whole_before_it_is_done(void **state)
{
	struct arena *a = arena_new();
	const char *last;
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "!");
	check_shows(&b, "Which macro (Tab completes):");
	bench_type(&b, "to-ref");
	bench_press(&b, "Tab");
	bench_press(&b, "Enter");
	check_shows(&b, "Tell the shopper, and pass it to refunds, C-7: 1. send “I'm passing this to a");
	check_shows(&b, "2. transfer");		/* on the rows below: nothing of it is cut */
	check_shows(&b, "y yes  n no");
	bench_press(&b, "n");
	assert_int_equal(b.posted, 0);
	bench_command(&b, "macro to-refunds");
	bench_press(&b, "y");
	assert_string_equal(bench_conversation(&b, a, 7).queue, "refunds");
	(void)bench_messages(&b, a, 7, &last);
	assert_non_null(strstr(last, "I'm passing this to a colleague"));
	bench_command(&b, "list all");
	bench_command(&b, "mark id:2..3");
	bench_size(&b, 200, 40);	/* in rows that break elsewhere */
	bench_command(&b, "macro to-refunds");	/* as it would be done to the first of them */
	check_shows(&b, "Macro 2 conversations (to-refunds): C-2, C-3?");
	check_shows(&b, "C-2: 1. send “Ich gebe das an jemanden weiter");	/* in that shopper's language */
	check_shows(&b, "2. transfer");
	bench_press(&b, "n");
	check_shows(&b, "Nothing was done.");
	bench_command(&b, "mark none");
	bench_size(&b, 80, 24);
	bench_command(&b, "open C-1");
	bench_press(&b, "t");
	bench_command(&b, "canned hello");
	check_shows(&b, "Send to C-1: “Hello Aoife, this is Maeve of Tarn & Fell.");
	bench_press(&b, "y");
	(void)bench_messages(&b, a, 1, &last);
	assert_non_null(strstr(last, "this is Maeve of Tarn & Fell"));
	arena_free(&a);
	bench_end(&b);
}

static void
a_search_has_fields_marks_what_it_found_and_counts(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "find sleeve queue:refunds");
	check_shows(&b, "1 · sleeve queue:refunds");
	check_shows(&b, "The sleeve is torn");
	bench_press(&b, "Enter");
	check_shows(&b, "C-1");
	for (int i = 0; i < 40; i++)		/* the find is not at the end */
		fixture_add_message(&b.f, 1, AUTHOR_SHOPPER, "And one more thing.", 1000 - i);
	bench_command(&b, "find sleeve queue:refunds");
	bench_press(&b, "Enter");
	check_shows(&b, "The sleeve is torn, I want my money back.");
	bench_command(&b, "find sleeve queue:care");
	check_shows(&b, "Nothing holds all of this.");
	bench_command(&b, "find reason:policy amount:>100");
	check_shows(&b, "1 · reason:policy amount:>100");
	check_shows(&b, "C-1");
	bench_end(&b);
}

static void
the_palette_finds_a_command_by_some_of_its_letters(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	bench_press(&b, "M-p");
	check_shows(&b, "Commands");
	bench_type(&b, "tak");
	check_shows(&b, "▸ take");
	check_lacks(&b, "give-back");		/* not now: none is hers */
	bench_press(&b, "Esc");
	check_lacks(&b, "Commands ");
	bench_press(&b, ":");
	bench_press(&b, "Tab");			/* an empty line */
	bench_type(&b, "tk");
	check_shows(&b, "▸ take");
	bench_press(&b, "Enter");
	assert_string_equal(bench_conversation(&b, a, 2).agent, FIXTURE_AGENT);
	arena_free(&a);
	bench_end(&b);
}

static void
names_come_before_words_and_near_letters_before_far_ones(void **state)
{
	static const struct command exact = {.name = "note", .summary = "Write"}, begins = {.name = "notes", .summary = "x"},
				    word = {.name = "my-note", .summary = "x"}, near = {.name = "anoxte", .summary = "x"},
				    far = {.name = "nearlyooote", .summary = "x"}, summary = {.name = "x", .summary = "A note for colleagues"},
				    none = {.name = "take", .summary = "Own it"};
	const struct command *order[] = {&exact, &begins, &word, &near, &far, &summary};

	(void)state;
	for (size_t i = 0; i + 1 < sizeof order / sizeof *order; i++)
		assert_true(palette_rank(order[i], "note") < palette_rank(order[i + 1], "note"));
	assert_int_equal(palette_rank(&none, "note"), -1);
	assert_int_equal(palette_rank(&none, ""), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(columns_are_chosen_and_groups_have_headings_with_counts),
	    cmocka_unit_test(any_column_gives_an_order),
	    cmocka_unit_test(what_is_selected_stays_selected_in_another_order_and_group),
	    cmocka_unit_test(a_row_says_what_is_new_who_looks_and_how_it_is_tagged),
	    cmocka_unit_test(saved_searches_are_lists_of_ones_own_until_they_are_shared),
	    cmocka_unit_test(marks_stand_by_id_while_rows_come_and_go),
	    cmocka_unit_test(a_command_for_the_marked_asks_once_with_their_names_and_tells_of_each),
	    cmocka_unit_test(a_text_for_the_marked_is_asked_for_once_and_nothing_is_done_without_a_yes),
	    cmocka_unit_test(who_names_one_means_that_one_and_money_is_never_for_several),
	    cmocka_unit_test(a_prefix_in_a_reply_becomes_its_text_and_nothing_unfilled_is_sent),
	    cmocka_unit_test(tab_completes_fields_and_their_values_anywhere_in_a_query),
	    cmocka_unit_test(a_macro_is_shown_whole_before_it_is_done),
	    cmocka_unit_test(a_search_has_fields_marks_what_it_found_and_counts),
	    cmocka_unit_test(the_palette_finds_a_command_by_some_of_its_letters),
	    cmocka_unit_test(names_come_before_words_and_near_letters_before_far_ones),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
