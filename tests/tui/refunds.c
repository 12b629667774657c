/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The refund desk at work: what was changed, asked, half approved; marks, orders, several at once.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/tui/refund_evidence.h"
#include "../../src/tui/refund_list.h"

#define MINUTE INT64_C(60000)

/* Three goodwills that Niamh K.'s agent proposed on TF-100189 beside what waits already: by
 * one rule, A-5 the largest. */
static void
let_more_wait(struct bench *b)
{
	static const struct { const char *title, *rule; int64_t amount, ago; } more[] = {
	    {"Goodwill €12.00 for TF-100189", "R-21", 1200, 30 * MINUTE},
	    {"Goodwill €15.00 for TF-100189", "R-21", 1500, 20 * MINUTE},
	    {"Goodwill €95.00 for TF-100189", "R-22", 9500, 23 * 60 * MINUTE + 20 * MINUTE},
	};
	struct store *s = desk_store(b->f.desk);
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct action x;

	check_ok(store_action_get(s, a, 1, &x, &e), &e);
	check_ok(store_begin(s, &e), &e);
	for (size_t i = 0; i < 3; i++) {
		x.id = 0;
		x.kind = ACTION_GOODWILL;
		x.title = x.key = more[i].title;
		x.rule = more[i].rule;
		x.amount = x.first_amount = more[i].amount;
		x.facts_hash = more[i].title;
		x.approvals_needed = i == 2 ? 2 : 1;
		x.proposed_ms = FIXTURE_NOW_MS - more[i].ago;
		x.expires_ms = x.proposed_ms + 24 * 60 * MINUTE;
		check_ok(store_action_add(s, &x, &e), &e);
	}
	check_ok(store_commit(s, &e), &e);
	arena_free(&a);
}

static void
put(struct bench *b, int64_t id, void (*change)(struct action *x))
{
	struct store *s = desk_store(b->f.desk);
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct action x;

	check_ok(store_begin(s, &e), &e);
	check_ok(store_action_get(s, a, id, &x, &e), &e);
	change(&x);
	check_ok(store_action_put(s, &x, &e), &e);
	check_ok(store_commit(s, &e), &e);
	arena_free(&a);
}

static void
ask(struct action *x)
{
	x->asked_by = "sorcha";
	x->question = "Could you send a photo of the sleeve?";
	x->asked_ms = FIXTURE_NOW_MS - 3 * MINUTE;
}

static void
amend(struct action *x)
{
	x->first_amount = 21900;
	x->amended_by = "sorcha";
	x->amended_ms = FIXTURE_NOW_MS - 2 * MINUTE;
}

static void
approve_once(struct bench *b, int64_t id)
{
	struct store *s = desk_store(b->f.desk);
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct action x;

	check_ok(store_action_get(s, a, id, &x, &e), &e);
	struct approval p = {.action_id = id, .agent = "una", .approve = true, .reason = "seen", .facts_hash = x.facts_hash, .at_ms = FIXTURE_NOW_MS - MINUTE};
	check_ok(store_begin(s, &e), &e);
	check_ok(store_approval_add(s, &p, &e), &e);
	check_ok(store_commit(s, &e), &e);
	arena_free(&a);
}

static void
begin(struct bench *b, const char *agent)
{
	bench_begin(b, agent);
	let_more_wait(b);
	put(b, 1, ask);
	put(b, 1, amend);
	approve_once(b, 5);
	bench_command(b, "refunds");
	bench_changed(b);
}

static void
the_desk_at_work_looks_as_it_was_accepted(void **state)
{
	static const int sizes[][2] = {{80, 24}, {40, 10}, {120, 40}, {200, 60}};
	bool wrong = false;
	struct bench b;

	(void)state;
	begin(&b, "sorcha");
	bench_press(&b, "j");
	bench_press(&b, "j");
	bench_press(&b, "*");
	bench_press(&b, "*");
	bench_press(&b, "g");
	for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
		bench_size(&b, sizes[k][0], sizes[k][1]);
		bench_compare(&b, "refund-desk", sizes[k][0], sizes[k][1], &wrong);
	}
	bench_end(&b);
	assert_false(wrong);
}

static void
how_each_stands_is_said_in_words(void **state)
{
	struct bench b;

	(void)state;
	begin(&b, "sorcha");
	bench_size(&b, 160, 60);
	check_shows(&b, "asked · 4 m · 23 h left · R-07");
	check_shows(&b, "second approval · 23 h · 40 m left · R-22");
	check_shows(&b, "two people · 45 s · 23 h left · no rule");
	check_shows(&b, "proposed with €219.00, changed by you");
	check_shows(&b, "Asked by you, 14:02: “Could you send a photo of the sleeve?”  no answer yet");
	check_shows(&b, "#3 14:00  The sleeve is torn, I want my money back.");
	check_shows(&b, "No picture is spoken of.");
	check_shows(&b, " refunded, ");			/* in the shop's records */
	fixture_add_message(&b.f, 1, AUTHOR_SHOPPER, "Here is a photo", 0);
	bench_changed(&b);
	check_shows(&b, "A picture is spoken of in #5;");
	check_shows(&b, "#5 14:05, since  Here is a photo");
	bench_end(&b);
}

static void
orders_of_the_desk(void **state)
{
	static const struct { const char *order; int64_t first, last; } orders[] = {
	    {"amount", 1, 3}, {"expiry", 5, 2}, {"rule", 2, 5}, {"oldest", 1, 5}};
	struct bench b;

	(void)state;
	begin(&b, "sorcha");
	for (size_t i = 0; i < 4; i++) {
		char line[40];

		snprintf(line, sizeof line, "sort-refunds %s", orders[i].order);
		bench_command(&b, line);
		bench_press(&b, "g");
		assert_int_equal(b.screen->action_id, orders[i].first);
		bench_press(&b, "G");
		assert_int_equal(b.screen->action_id, orders[i].last);
	}
	bench_press(&b, "o");
	check_shows(&b, "by amount");
	bench_command(&b, "sort-refunds colour");
	check_shows(&b, "colour is no order");
	bench_end(&b);
}

static void
marks_are_of_records_and_only_of_what_waits(void **state)
{
	const int64_t *ids;
	struct bench b;

	(void)state;
	begin(&b, "sorcha");
	bench_press(&b, "Y");
	check_shows(&b, "nothing is marked");
	bench_command(&b, "sort-refunds rule");
	bench_command(&b, "mark-action");
	assert_int_equal(refunds_marked(b.screen->panes[VIEW_REFUNDS].state, &ids), 1);
	check_shows(&b, "1 marked");
	check_hints(&b, "Y approve-marked");
	bench_command(&b, "mark-action none");
	assert_int_equal(refunds_marked(b.screen->panes[VIEW_REFUNDS].state, &ids), 0);
	check_no_hint(&b, "approve-marked");
	while (b.screen->action_id != 3)
		bench_press(&b, "j");
	bench_command(&b, "mark-action rule");
	assert_int_equal(refunds_marked(b.screen->panes[VIEW_REFUNDS].state, &ids), 2);
	/* what is decided loses its mark, though it stays in sight */
	bench_press(&b, "d");
	bench_type(&b, "no");
	bench_press(&b, "Enter");
	check_shows(&b, "denied by you");
	assert_int_equal(refunds_marked(b.screen->panes[VIEW_REFUNDS].state, &ids), 1);
	assert_int_equal(ids[0], 4);
	bench_command(&b, "mark-action every");
	check_shows(&b, "mark-action takes rule");
	bench_end(&b);
}

static void
approving_what_is_marked_names_count_sum_and_rule_and_does_it_after_a_yes(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	begin(&b, "sorcha");
	while (b.screen->action_id != 3)
		bench_press(&b, "j");
	bench_command(&b, "mark-action rule");
	bench_press(&b, "Y");
	check_shows(&b, "Approve 2 × goodwill, together €27.00, by rule R-21?");
	assert_int_equal(b.posted, 0);
	bench_press(&b, "n");
	assert_int_equal(bench_action(&b, a, 3).state, ACTION_WAITING);
	/* one of another rule among them: refused before anything is asked */
	bench_press(&b, "g");
	bench_press(&b, "*");
	bench_press(&b, "Y");
	check_shows(&b, "only actions of one kind go together");
	assert_int_equal(b.posted, 0);
	arena_free(&a);
	bench_end(&b);
}

/* The facts of the fixture's goodwills are of another proposal: each is judged again when it is
 * approved, and refused by itself, by name. */
static void
what_became_of_each_is_told(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	begin(&b, "sorcha");
	while (b.screen->action_id != 3)
		bench_press(&b, "j");
	bench_command(&b, "mark-action rule");
	bench_press(&b, "Y");
	bench_press(&b, "y");
	assert_int_equal(b.posted, 1);
	check_shows(&b, "0 approved; 2 refused: A-3: ");
	assert_int_equal(bench_action(&b, a, 3).state != ACTION_APPROVED, 1);
	arena_free(&a);
	bench_end(&b);
}

static void
change_something(struct action *x)
{
	x->facts_hash = "of other facts";
}

static void
what_changed_between_question_and_yes_is_not_approved(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	begin(&b, "sorcha");
	put(&b, 1, change_something);
	bench_changed(&b);
	bench_press(&b, "g");
	assert_int_equal(b.screen->action_id, 1);
	bench_press(&b, "a");
	check_shows(&b, "Approve A-1: Refund €189.00 for TF-100189, 1 item?");
	put(&b, 1, amend);
	put(&b, 1, ask);
	{
		struct store *s = desk_store(b.f.desk);
		struct errinfo e = {0};
		struct action x;

		check_ok(store_begin(s, &e), &e);
		check_ok(store_action_get(s, a, 1, &x, &e), &e);
		x.facts_hash = "of yet others";
		check_ok(store_action_put(s, &x, &e), &e);
		check_ok(store_commit(s, &e), &e);
	}
	bench_press(&b, "y");
	assert_int_equal(b.posted, 1);
	check_shows(&b, "A-1 has changed since you looked");
	assert_int_equal(bench_action(&b, a, 1).state, ACTION_WAITING);
	arena_free(&a);
	bench_end(&b);
}

static void
an_amount_is_changed_and_evidence_asked_for_by_key(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	begin(&b, "sorcha");
	/* a cancellation's amount follows from prices */
	bench_press(&b, "g");
	check_hints(&b, "C amend");
	bench_press(&b, "j");
	check_no_hint(&b, "C amend");
	bench_press(&b, "C");
	check_shows(&b, "follows from prices");
	bench_press(&b, "g");
	bench_press(&b, "C");
	check_shows(&b, "New amount A-1:");
	bench_type(&b, "150.00");
	bench_press(&b, "Enter");
	assert_int_equal(b.posted, 1);
	bench_size(&b, 120, 40);
	assert_int_equal(bench_action(&b, a, 1).amount, 15000);
	check_shows(&b, "€150.00");
	bench_press(&b, "K");
	check_shows(&b, "Question A-1:");
	bench_type(&b, "any photo?");
	bench_press(&b, "Enter");
	assert_string_equal(bench_action(&b, a, 1).question, "any photo?");
	check_shows(&b, "“any photo?”");
	arena_free(&a);
	bench_end(&b);
}

static void
a_photo_is_a_word_not_a_part_of_one(void **state)
{
	(void)state;
	assert_true(evidence_is_of_photo("I can send a Photo."));
	assert_true(evidence_is_of_photo("Bilder im Anhang"));
	assert_true(evidence_is_of_photo("adjunto imagenes"));
	assert_false(evidence_is_of_photo("my telephoto lens"));
	assert_false(evidence_is_of_photo("eine Ausbildung"));
	assert_false(evidence_is_of_photo(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_desk_at_work_looks_as_it_was_accepted),
	    cmocka_unit_test(how_each_stands_is_said_in_words),
	    cmocka_unit_test(orders_of_the_desk),
	    cmocka_unit_test(marks_are_of_records_and_only_of_what_waits),
	    cmocka_unit_test(approving_what_is_marked_names_count_sum_and_rule_and_does_it_after_a_yes),
	    cmocka_unit_test(what_became_of_each_is_told),
	    cmocka_unit_test(what_changed_between_question_and_yes_is_not_approved),
	    cmocka_unit_test(an_amount_is_changed_and_evidence_asked_for_by_key),
	    cmocka_unit_test(a_photo_is_a_word_not_a_part_of_one),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
