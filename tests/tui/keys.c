/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console without a terminal: commands by key: what they ask, what they refuse, what they do.
 */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/random.h"

static void
a_key_takes_a_conversation_and_says_so(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	bench_press(&b, "t");
	assert_int_equal(b.posted, 1);
	assert_int_equal(bench_conversation(&b, a, 2).state, CONVERSATION_AGENT);
	assert_string_equal(bench_conversation(&b, a, 2).agent, FIXTURE_AGENT);
	check_shows(&b, "✓");
	bench_press(&b, "j");			/* what was just said isn't gone with the next
						   key */
	check_shows(&b, "✓");
	clock_move_to(b.f.clock, FIXTURE_NOW_MS + 30000);
	bench_press(&b, "j");
	check_lacks(&b, "✓");
	arena_free(&a);
	bench_end(&b);
}

static void
who_only_looks_on_changes_nothing(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, "");
	bench_command(&b, "list waiting");
	bench_press(&b, "t");
	assert_int_equal(bench_conversation(&b, a, 2).state, CONVERSATION_QUEUED);
	check_shows(&b, "✗");
	arena_free(&a);
	bench_end(&b);
}

static void
approving_asks_and_names_what_it_would_do(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, "sorcha");
	bench_press(&b, "3");
	check_shows(&b, "▸ A-1");
	check_hints(&b, "a approve");
	bench_press(&b, "a");
	check_shows(&b, "Approve A-1: Refund €189.00 for TF-100189, 1 item?");
	check_hints(&b, "y approve  n no");
	check_no_hint(&b, "q leave");
	bench_press(&b, "j");			/* neither yes nor no */
	check_shows(&b, "Approve A-1");
	bench_press(&b, "n");
	check_shows(&b, "Nothing was done.");
	assert_int_equal(b.posted, 0);
	bench_press(&b, "a");
	bench_press(&b, "y");
	assert_int_equal(b.posted, 1);
	arena_free(&a);
	bench_end(&b);
}

static void
what_would_be_refused_is_not_hinted_and_is_refused_before_anything_is_asked(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_press(&b, "3");
	check_no_hint(&b, "a approve");		/* above maeve's limit */
	check_hints(&b, "d deny");
	bench_press(&b, "a");
	check_shows(&b, "Maeve Brennan may approve up to €150.00; ask a senior");
	assert_int_equal(b.posted, 0);
	check_ok(desk_deny(b.f.desk, "ewa", 1, "no photo", &e), &e);	/* while it is on the
									   screen */
	bench_changed(&b);
	check_no_hint(&b, "d deny");
	bench_press(&b, "d");
	check_shows(&b, "A-1 is denied, not waiting: there is nothing to decide");
	bench_command(&b, "open C-7");		/* hers, and nothing waits in it */
	check_no_hint(&b, "t take");
	check_hints(&b, "r reply");
	bench_press(&b, "t");
	check_shows(&b, "C-7 is yours already");
	bench_press(&b, "d");
	check_shows(&b, "nothing in C-7 waits for a decision");
	bench_command(&b, "open C-9");		/* closed */
	check_no_hint(&b, "t take");
	check_no_hint(&b, "m transfer");
	bench_press(&b, "m");
	check_shows(&b, "C-9 is closed");
	bench_command(&b, "open C-4");		/* the AI's */
	check_hints(&b, "t take");
	check_no_hint(&b, "m transfer");
	bench_press(&b, "b");
	check_shows(&b, "C-4 isn't yours: the AI has it; take it first");
	assert_int_equal(b.posted, 0);
	arena_free(&a);
	bench_end(&b);
}

static void
denying_asks_for_the_reason(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_press(&b, "3");
	bench_press(&b, "d");
	check_shows(&b, "Reason for denying A-1:");
	check_hints(&b, "Enter deny  Esc leave it");
	bench_press(&b, "Enter");
	check_shows(&b, "so nothing was done");
	bench_press(&b, "d");
	bench_type(&b, "C-9 is not it; A-2 neither");	/* reads like ids, and is text */
	bench_press(&b, "Enter");
	assert_int_equal(bench_action(&b, a, 1).state, ACTION_DENIED);
	assert_string_equal(bench_action(&b, a, 1).reason, "C-9 is not it; A-2 neither");
	assert_int_equal(bench_action(&b, a, 2).state, ACTION_WAITING);
	check_shows(&b, "denied by you");
	arena_free(&a);
	bench_end(&b);
}

/* A refund above the shop's second limit, proposed by maeve on her own conversation. */
static int64_t
propose_large(struct bench *b, struct arena *a)
{
	static const char params[] =
	    "{\"order\":\"TF-100192\",\"lines\":[{\"id\":1,\"quantity\":1},{\"id\":2,\"quantity\":2}],\"reason\":\"damaged\"}";
	struct store *s = desk_store(b->f.desk);
	struct conversation c = bench_conversation(b, a, 7);
	struct errinfo e = {0};
	struct value *v;
	int64_t id = 0;

	c.customer_id = "C-1011";
	check_ok(store_begin(s, &e), &e);
	check_ok(store_conversation_put(s, &c, &e), &e);
	check_ok(store_commit(s, &e), &e);
	check_ok(
	    value_parse_json(a, "params", params, strlen(params), &value_limits_message, &v, &e),
	    &e);
	check_ok(desk_propose(b->f.desk, FIXTURE_AGENT, 7, ACTION_REFUND, v, &id, &e), &e);
	assert_int_equal(bench_action(b, a, id).state, ACTION_WAITING);
	return id;
}

static void
two_people_approve_what_needs_two_and_each_sees_how_it_stands(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	int64_t left, id;
	struct bench b;

	(void)state;
	bench_begin(&b, "una");
	bench_size(&b, 120, 40);
	id = propose_large(&b, a);
	bench_press(&b, "3");
	bench_press(&b, "G");
	check_shows(&b, "Four-eyes: 2 different people, 0 so far.");
	bench_press(&b, "a");
	bench_press(&b, "y");
	check_shows(&b, "Your approval counts; 1 more is needed.");
	check_shows(&b, "1 so far");
	check_no_hint(&b, "a approve");
	bench_press(&b, "a");
	check_shows(&b, "it needs a second person");
	check_ok(desk_approve(b.f.desk, "luca", id, "", &left, &e), &e);
	bench_changed(&b);
	assert_int_equal(bench_action(&b, a, id).state, ACTION_APPROVED);
	check_shows(&b, "approved by you and Luca Ferrante");
	arena_free(&a);
	bench_end(&b);
}

static void
proposing_asks_for_the_kind_and_offers_its_details(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	(void)propose_large(&b, a);		/* C-7 is of a customer with orders now */
	bench_changed(&b);
	bench_command(&b, "open C-7");
	bench_press(&b, "p");
	check_shows(&b, "Which kind (Tab completes):");
	bench_type(&b, "good");
	bench_press(&b, "Tab");
	bench_press(&b, "Enter");
	check_shows(&b, "Details: order=TF-1");
	check_shows(&b, " amount=");
	bench_press(&b, "C-u");
	bench_type(&b, "order=TF-100192 amount=10.00 reason=late");
	bench_press(&b, "Enter");
	assert_int_equal(bench_action(&b, a, 4).kind, ACTION_GOODWILL);
	assert_int_equal(bench_action(&b, a, 4).amount, 1000);
	assert_string_equal(bench_action(&b, a, 4).proposed_by, "agent:maeve");
	arena_free(&a);
	bench_end(&b);
}

static void
keys_in_a_conversation_never_act_on_the_refund_desks_selection(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, "sorcha");
	bench_press(&b, "3");
	check_shows(&b, "▸ A-1");
	bench_command(&b, "open C-7");
	bench_press(&b, "a");
	check_shows(&b, "nothing in C-7 waits for a decision");
	bench_press(&b, "Esc");
	bench_press(&b, "Enter");
	bench_press(&b, "a");
	check_shows(&b, "Approve A-");
	bench_end(&b);
}

static void
a_filter_and_an_order_change_the_list_and_esc_clears(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list all");
	bench_press(&b, "f");
	bench_type(&b, "jurgen queue:care");	/* case and accents aside */
	bench_press(&b, "Enter");
	check_shows(&b, "C-2");
	check_lacks(&b, "C-3");
	bench_press(&b, "Esc");
	check_shows(&b, "C-3");
	bench_command(&b, "sort confidence");
	check_shows(&b, "by conf ▲");
	bench_command(&b, "sort shopper desc");
	check_shows(&b, "by shopper ▼");
	bench_command(&b, "filter resaon:policy");	/* refused, and the list stays as it is */
	check_shows(&b, "column 1: there is no field \"resaon\"; did you mean reason?");
	check_shows(&b, "C-3");
	bench_end(&b);
}

static void
an_unknown_key_says_where_help_is(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_press(&b, "Z");
	check_shows(&b, "Z does nothing here. ? shows the keys.");
	bench_press(&b, "?");
	check_shows(&b, "Conversations");
	check_shows(&b, "▸ t                  take");
	bench_press(&b, "Esc");
	check_shows(&b, "Waiting for a person");
	bench_press(&b, "q");
	check_shows(&b, "Leave floorwalker?");
	bench_press(&b, "n");
	assert_false(screen_is_over(b.screen));
	bench_press(&b, "q");
	bench_press(&b, "y");
	assert_true(screen_is_over(b.screen));
	bench_end(&b);
}

static void
no_key_collides_with_a_multiplexer_or_flow_control(void **state)
{
	static const char *const taken[] = {
	    "C-b", "C-s", "C-q", "C-\\", "C-j", "C-m", "C-i", "C-["};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
		for (unsigned context = 1; context < CONTEXT_SHELL; context <<= 1)
			assert_null(command_of_key(b.table, context, taken[i]));
	}
	bench_end(&b);
}

static void
a_key_that_was_bound_anew_acts_and_is_shown_as_such(void **state)
{
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	check_ok(command_table_bind(b.table, "keys",
		     "# mine\nbind list E take\nbind list t log\nbind any F9 list mine\n", &e),
	    &e);
	bench_command(&b, "list waiting");
	check_shows(&b, "E take");
	bench_press(&b, "t");
	check_shows(&b, "▌Log");
	bench_press(&b, "F9");
	check_shows(&b, "Conversations  1 · mine");
	bench_press(&b, "?");
	check_shows(&b, "  E                  take");
	assert_int_equal(
	    command_table_bind(b.table, "keys", "bind list E no-such\n", &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "keys:1"));
	bench_end(&b);
}

static void
a_thousand_random_keys_break_nothing(void **state)
{
	static const char *const keys[] = {
		"j", "k", "Enter", "Esc", "Tab", "S-Tab", "w", "s", "v", "1", "2", "3", "4", "5", "6", "?", "g", "G", "PageDown", "PageUp", "C-d", "C-u", "o", "f", "/", ":", "r", "n",
		"t", "d", "a", "x", "b", "m", "p", "é", "山", "Space", "Up", "Down", "Backspace", "M-Enter", "C-o", "C-c", "T", "C-l", "y", "Home", "End", "M-x", "C-w", "C-y", "C-t",
	};
	struct random_stream r;
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	random_init(&r, 7, "keys");
	for (int i = 0; i < 1000; i++) {
		if (random_below(&r, 20) == 0)
			bench_size(
			    &b, 1 + (int)random_below(&r, 210), 1 + (int)random_below(&r, 60));
		bench_press(&b, keys[random_below(&r, sizeof keys / sizeof *keys)]);
		if (random_below(&r, 10) == 0)
			screen_tick(b.screen);
		if (screen_is_over(b.screen)) {
			bench_end(&b);
			bench_begin(&b, FIXTURE_AGENT);
		}
	}
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_key_takes_a_conversation_and_says_so),
	    cmocka_unit_test(who_only_looks_on_changes_nothing),
	    cmocka_unit_test(approving_asks_and_names_what_it_would_do),
	    cmocka_unit_test(
		what_would_be_refused_is_not_hinted_and_is_refused_before_anything_is_asked),
	    cmocka_unit_test(denying_asks_for_the_reason),
	    cmocka_unit_test(proposing_asks_for_the_kind_and_offers_its_details),
	    cmocka_unit_test(keys_in_a_conversation_never_act_on_the_refund_desks_selection),
	    cmocka_unit_test(two_people_approve_what_needs_two_and_each_sees_how_it_stands),
	    cmocka_unit_test(a_filter_and_an_order_change_the_list_and_esc_clears),
	    cmocka_unit_test(an_unknown_key_says_where_help_is),
	    cmocka_unit_test(no_key_collides_with_a_multiplexer_or_flow_control),
	    cmocka_unit_test(a_key_that_was_bound_anew_acts_and_is_shown_as_such),
	    cmocka_unit_test(a_thousand_random_keys_break_nothing),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
