/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people do to an action that waits: its amount changed within the rule, evidence asked for,
 * and that no race lets somebody approve what they didn't see.
 */
#include "../check.h"

#include <pthread.h>
#include <string.h>

#include "stage.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/store/event.h"

static struct stage s;

static const struct value *
params(const char *json)
{
	struct value *v;
	check_ok(value_parse_json(
		     s.arena, "params", json, strlen(json), &value_limits_message, &v, &s.e),
	    &s.e);
	return v;
}

/* Una's goodwill of 30.00 for a broken bottle, on a conversation that she has: somebody else decides,
 * since more than 10.00 is a person's. */
static int64_t
goodwill(int64_t *conversation_id)
{
	int64_t id;
	(void)stage_waiting_refund(&s, conversation_id);
	check_ok(desk_take(s.desk, "dara", *conversation_id, &s.e), &s.e);
	check_ok(desk_propose(s.desk, "dara", *conversation_id, ACTION_GOODWILL,
		     params("{\"order\":\"T-1\",\"amount\":3000,\"reason\":\"damaged\"}"), &id, &s.e),
	    &s.e);
	assert_int_equal(stage_action(&s, id).state, ACTION_WAITING);
	return id;
}

static const char *
event_data(int64_t conversation_id, const char *kind)
{
	struct event_list list;
	check_ok(store_event_list(desk_store(s.desk), s.arena, conversation_id, &list, &s.e), &s.e);
	for (size_t i = list.count; i-- > 0;)
		if (text_is(list.items[i].kind, kind))
			return list.items[i].data;
	return "";
}

static void
an_approver_lowers_a_refund_and_the_shopper_is_told_what_they_get(void **state)
{
	(void)state;
	int64_t id, left = -1, action = stage_waiting_refund(&s, &id);
	check_ok(desk_amend(s.desk, "maeve", action, 2000, NULL, "half is worn", &s.e), &s.e);
	struct action x = stage_action(&s, action);
	assert_int_equal(x.state, ACTION_WAITING);
	assert_int_equal(x.amount, 2000);
	assert_int_equal(x.first_amount, 3191);
	assert_string_equal(x.amended_by, "maeve");
	assert_string_equal(x.proposed_by, "ai");
	assert_non_null(strstr(x.title, "€20.00"));
	const char *data = event_data(id, EVENT_ACTION_AMENDED);
	assert_non_null(strstr(data, "\"before\":3191"));
	assert_non_null(strstr(data, "\"after\":2000"));
	assert_non_null(strstr(data, "\"agent\":\"maeve\""));
	assert_non_null(strstr(data, "half is worn"));
	check_ok(desk_approve(s.desk, "maeve", action, "", &left, &s.e), &s.e);
	assert_int_equal(left, 0);
	stage_work(&s);
	assert_int_equal(stage_action(&s, action).state, ACTION_DONE);
	assert_int_equal(stage_refunded(&s, "T-1"), 2000);
	assert_non_null(strstr(stage_last(&s, id, AUTHOR_AI).text, "€20.00"));
	assert_null(strstr(stage_last(&s, id, AUTHOR_AI).text, "€31.91"));
	stage_audit(&s);
}

/* The units are settled: what was left out doesn't come back by asking again. */
static void
what_was_left_out_of_a_refund_is_not_left_to_refund(void **state)
{
	(void)state;
	int64_t id, left, action = stage_waiting_refund(&s, &id), again = 0;
	check_ok(desk_amend(s.desk, "maeve", action, 2000, NULL, "", &s.e), &s.e);
	check_ok(desk_approve(s.desk, "maeve", action, "", &left, &s.e), &s.e);
	stage_work(&s);
	check_ok(desk_take(s.desk, "una", id, &s.e), &s.e);
	check_ok(desk_propose(s.desk, "una", id, ACTION_REFUND,
		     params("{\"order\":\"T-1\",\"lines\":[{\"id\":2}],\"reason\":\"faulty\"}"), &again,
		     &s.e),
	    &s.e);
	assert_int_equal(stage_action(&s, again).amount, 0);
	(void)!desk_approve(s.desk, "maeve", again, "", &left, &s.e);
	stage_work(&s);
	assert_int_not_equal(stage_action(&s, again).state, ACTION_DONE);
	assert_int_equal(stage_refunded(&s, "T-1"), 2000);
	stage_audit(&s);
}

static void
an_amount_is_lowered_and_put_back_never_raised_above_what_was_proposed(void **state)
{
	(void)state;
	int64_t id, action = stage_waiting_refund(&s, &id);
	assert_int_equal(
	    desk_amend(s.desk, "maeve", action, 3192, NULL, "", &s.e), ERR_USAGE);
	assert_non_null(strstr(s.e.text, "never raised"));
	assert_int_equal(desk_amend(s.desk, "maeve", action, 3191, NULL, "", &s.e), ERR_USAGE);
	assert_int_equal(desk_amend(s.desk, "maeve", action, 0, NULL, "", &s.e), ERR_USAGE);
	assert_int_equal(desk_amend(s.desk, "maeve", action, -5, NULL, "", &s.e), ERR_USAGE);
	check_ok(desk_amend(s.desk, "maeve", action, 1, NULL, "", &s.e), &s.e);
	assert_int_equal(desk_amend(s.desk, "maeve", action, 3192, NULL, "", &s.e), ERR_USAGE);
	check_ok(desk_amend(s.desk, "maeve", action, 3191, NULL, "", &s.e), &s.e);
	assert_int_equal(stage_action(&s, action).amount, 3191);
	stage_audit(&s);
	(void)id;
}

static void
who_may_amend_is_who_may_approve_the_new_amount(void **state)
{
	(void)state;
	int64_t id, left, action = stage_waiting_refund(&s, &id), own;
	assert_int_equal(
	    desk_amend(s.desk, "dara", action, 501, NULL, "", &s.e), ERR_FORBIDDEN);
	assert_int_equal(stage_action(&s, action).amount, 3191);
	assert_int_equal(
	    desk_amend(s.desk, "nobody", action, 500, NULL, "", &s.e), ERR_FORBIDDEN);
	check_ok(desk_amend(s.desk, "dara", action, 500, NULL, "", &s.e), &s.e);
	check_ok(desk_approve(s.desk, "dara", action, "", &left, &s.e), &s.e);
	assert_int_equal(left, 0);
	assert_int_equal(desk_amend(s.desk, "una", action, 400, NULL, "", &s.e), ERR_STATE);
	own = goodwill(&id);
	assert_int_equal(desk_may_amend(s.desk, "dara", own, &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_may_amend(s.desk, "maeve", own, &s.e), ERR_FORBIDDEN);
	check_ok(desk_may_amend(s.desk, "una", own, &s.e), &s.e);
	assert_int_equal(desk_amend(s.desk, "dara", own, 500, NULL, "", &s.e), ERR_FORBIDDEN);
	check_ok(desk_amend(s.desk, "una", own, 500, NULL, "", &s.e), &s.e);
	stage_audit(&s);
}

/* A row would give 5.00 by itself; that a person put their hand to it keeps it a person's. */
static void
a_row_that_would_approve_the_new_amount_leaves_it_to_a_person(void **state)
{
	(void)state;
	int64_t id, left, action = goodwill(&id);
	check_ok(desk_amend(s.desk, "una", action, 500, NULL, "", &s.e), &s.e);
	struct action x = stage_action(&s, action);
	assert_int_equal(x.state, ACTION_WAITING);
	assert_string_equal(x.rule, "goodwill-small-trouble");
	assert_non_null(strstr(event_data(id, EVENT_ACTION_AMENDED), "\"outcome\":\"approve\""));
	stage_work(&s);
	assert_int_equal(stage_action(&s, action).state, ACTION_WAITING);
	check_ok(desk_approve(s.desk, "una", action, "", &left, &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_action(&s, action).state, ACTION_DONE);
	stage_audit(&s);
}

static void
a_row_that_denies_the_new_amount_leaves_the_action_as_it_was(void **state)
{
	(void)state;
	int64_t id, action = stage_waiting_refund(&s, &id);
	struct action before = stage_action(&s, action);
	struct action_proposal p = {.kind = ACTION_REFUND,
	    .order_id = "T-1",
	    .currency = "EUR",
	    .amount = 3191,
	    .params = params(
		"{\"order\":\"T-1\",\"lines\":[{\"id\":2,\"quantity\":1}],\"method\":\"original\",\"reason\":\"damaged\"}")};
	const char *result;
	check_ok(
	    shop_execute(desk_shop(s.desk), s.arena, "elsewhere", &p, "C-2", &result, &s.e), &s.e);
	assert_int_equal(desk_amend(s.desk, "maeve", action, 2000, NULL, "", &s.e), ERR_STATE);
	struct action after = stage_action(&s, action);
	assert_int_equal(after.version, before.version);
	assert_int_equal(after.amount, 3191);
	assert_string_equal(after.amended_by, "");
	assert_string_equal(event_data(id, EVENT_ACTION_AMENDED), "");
	stage_audit(&s);
}

/* The parcel is found to be lost meanwhile: goodwill is no answer to that, whatever its amount. */
static void
what_a_row_denies_now_cannot_be_changed_to(void **state)
{
	(void)state;
	int64_t id, action = goodwill(&id);
	struct order *o = NULL;
	for (size_t i = 0; i < s.records.order_count; i++)
		if (text_is(s.records.orders[i].id, "T-1"))
			o = &s.records.orders[i];
	const char *status = o->shipments[0].status;
	o->shipments[0].status = "lost";
	enum err r = desk_amend(s.desk, "una", action, 2500, NULL, "", &s.e);
	o->shipments[0].status = status;
	assert_int_equal(r, ERR_STATE);
	assert_non_null(strstr(s.e.text, "rule goodwill-lost doesn't allow"));
	assert_int_equal(stage_action(&s, action).amount, 3000);
	assert_int_equal(stage_action(&s, action).state, ACTION_WAITING);
}

static void
kinds_whose_amount_follows_from_prices_cannot_be_changed(void **state)
{
	(void)state;
	int64_t id, action;
	(void)stage_waiting_refund(&s, &id);
	check_ok(desk_take(s.desk, "una", id, &s.e), &s.e);
	s.settings.action_expires_ms = DATE_DAY_MS;
	check_ok(desk_propose(s.desk, "una", id, ACTION_CANCEL, params("{\"order\":\"T-2\"}"),
		     &action, &s.e),
	    &s.e);
	struct action x = stage_action(&s, action);
	if (x.state != ACTION_WAITING) {	/* a rule did it: make it wait, as a changed verdict
						   does */
		check_ok(store_begin(desk_store(s.desk), &s.e), &s.e);
		x.state = ACTION_WAITING;
		check_ok(store_action_put(desk_store(s.desk), &x, &s.e), &s.e);
		check_ok(store_commit(desk_store(s.desk), &s.e), &s.e);
	}
	assert_int_equal(desk_amend(s.desk, "maeve", action, 100, NULL, "", &s.e), ERR_STATE);
	assert_int_equal(desk_may_amend(s.desk, "una", action, &s.e), ERR_STATE);
	assert_non_null(strstr(s.e.text, "follows from prices"));
}

/* No text of a shopper's, a model's or an agent's proposal says what a refund comes to. */
static void
a_proposal_names_no_amount_of_a_refund(void **state)
{
	(void)state;
	int64_t id, own;
	(void)stage_waiting_refund(&s, &id);
	check_ok(desk_take(s.desk, "una", id, &s.e), &s.e);
	assert_int_equal(
	    desk_propose(s.desk, "una", id, ACTION_REFUND,
		params("{\"order\":\"T-1\",\"lines\":[{\"id\":1,\"quantity\":1}],\"reason\":\"faulty\",\"amount\":100}"),
		&own, &s.e),
	    ERR_INPUT);
	assert_non_null(strstr(s.e.text, "shop's to say"));
}

static void
an_amendment_ends_approvals_that_were_given_of_another_amount(void **state)
{
	(void)state;
	int64_t id, left, action;
	s.settings.four_eyes_above = 1000;
	action = stage_waiting_refund(&s, &id);
	check_ok(desk_approve(s.desk, "maeve", action, "", &left, &s.e), &s.e);
	assert_int_equal(left, 1);
	check_ok(desk_amend(s.desk, "una", action, 2000, NULL, "", &s.e), &s.e);
	/* changed back at the same instant, to the very facts that maeve approved */
	check_ok(desk_amend(s.desk, "una", action, 3191, NULL, "", &s.e), &s.e);
	check_ok(desk_approve(s.desk, "maeve", action, "", &left, &s.e), &s.e);
	assert_int_equal(left, 1);
	assert_int_equal(stage_action(&s, action).state, ACTION_WAITING);
	stage_work(&s);
	assert_int_equal(stage_refunded(&s, "T-1"), 0);
	stage_audit(&s);
}

static void
above_the_second_limit_who_changed_the_amount_is_none_of_the_two(void **state)
{
	(void)state;
	const struct agent **may;
	size_t count;
	int64_t id, left, action;
	s.settings.four_eyes_above = 1000;
	action = stage_waiting_refund(&s, &id);
	check_ok(desk_approvers(s.desk, s.arena, action, &may, &count, &s.e), &s.e);
	assert_int_equal(count, 2);
	check_ok(desk_amend(s.desk, "una", action, 2000, NULL, "", &s.e), &s.e);
	assert_int_equal(desk_approve(s.desk, "una", action, "", &left, &s.e), ERR_FORBIDDEN);
	assert_non_null(strstr(s.e.text, "two others"));
	check_ok(desk_approvers(s.desk, s.arena, action, &may, &count, &s.e), &s.e);
	assert_int_equal(count, 1);
	assert_string_equal(may[0]->id, "maeve");
	/* below the second limit one is enough, and it may be who lowered it */
	check_ok(desk_amend(s.desk, "una", action, 900, NULL, "", &s.e), &s.e);
	check_ok(desk_approve(s.desk, "una", action, "", &left, &s.e), &s.e);
	assert_int_equal(left, 0);
	stage_work(&s);
	assert_int_equal(stage_refunded(&s, "T-1"), 900);
	stage_audit(&s);
}

static void
nobody_approves_an_amount_that_they_did_not_see(void **state)
{
	(void)state;
	int64_t id, left = 0, action = stage_waiting_refund(&s, &id);
	const char *seen = stage_action(&s, action).facts_hash;
	struct desk *other = stage_desk(&s, "other");
	check_ok(desk_amend(other, "una", action, 2000, seen, "", &s.e), &s.e);
	assert_int_equal(
	    desk_approve_seen(s.desk, "maeve", action, seen, "", &left, &s.e), ERR_CONFLICT);
	assert_non_null(strstr(s.e.text, "€20.00"));
	assert_int_equal(
	    desk_amend(s.desk, "maeve", action, 3000, seen, "", &s.e), ERR_CONFLICT);
	assert_int_equal(stage_action(&s, action).state, ACTION_WAITING);
	assert_int_equal(stage_action(&s, action).amount, 2000);
	check_ok(desk_approve_seen(s.desk, "maeve", action, stage_action(&s, action).facts_hash, "",
		     &left, &s.e),
	    &s.e);
	assert_int_equal(desk_amend(other, "una", action, 1000, NULL, "", &s.e), ERR_STATE);
	stage_work(&s);
	assert_int_equal(stage_refunded(&s, "T-1"), 2000);
	desk_free(&other);
	stage_audit(&s);
}

struct racer {
	struct desk *desk;
	const char *seen;
	int64_t action;
	pthread_barrier_t *start;
	enum err code;
};

static void *
race_to_amend(void *context)
{
	struct racer *r = context;
	pthread_barrier_wait(r->start);
	r->code = desk_amend(r->desk, "una", r->action, 2000, r->seen, "", NULL);
	return NULL;
}

static void *
race_to_approve(void *context)
{
	struct racer *r = context;
	pthread_barrier_wait(r->start);
	r->code = desk_approve_seen(r->desk, "maeve", r->action, r->seen, "", NULL, NULL);
	return NULL;
}

/* Whoever is first, the other is refused, and what moves is what was approved. */
static void
amending_and_approving_at_once_moves_one_amount_that_was_seen(void **state)
{
	(void)state;
	for (int i = 0; i < 12; i++) {
		pthread_barrier_t start;
		pthread_t threads[2];
		int64_t id, action = stage_waiting_refund(&s, &id);
		const char *seen = stage_action(&s, action).facts_hash;
		struct racer amender = {stage_desk(&s, "one"), seen, action, &start, ERR_OK},
			     approver = {stage_desk(&s, "two"), seen, action, &start, ERR_OK};
		pthread_barrier_init(&start, NULL, 2);
		assert_int_equal(pthread_create(&threads[0], NULL, race_to_amend, &amender), 0);
		assert_int_equal(pthread_create(&threads[1], NULL, race_to_approve, &approver), 0);
		pthread_join(threads[0], NULL);
		pthread_join(threads[1], NULL);
		pthread_barrier_destroy(&start);
		desk_free(&amender.desk);
		desk_free(&approver.desk);
		stage_work(&s);
		if (amender.code == ERR_OK) {
			assert_int_equal(approver.code, ERR_CONFLICT);
			assert_int_equal(stage_action(&s, action).state, ACTION_WAITING);
			assert_int_equal(stage_refunded(&s, "T-1"), 0);
		} else {
			assert_int_equal(amender.code, ERR_STATE);
			assert_int_equal(approver.code, ERR_OK);
			assert_int_equal(stage_refunded(&s, "T-1"), 3191);
		}
		stage_audit(&s);
		stage_close(&s);
		stage_open(&s, true);
	}
}

/* While it waits the shopper asks again, and the AI proposes what it proposed before. */
static void
a_changed_amount_is_not_taken_for_another_wish(void **state)
{
	(void)state;
	struct action_filter f = {.order_id = "T-1"};
	struct action_list list;
	int64_t id, action = stage_waiting_refund(&s, &id);
	check_ok(desk_amend(s.desk, "maeve", action, 2000, NULL, "", &s.e), &s.e);
	s.script.refund = "T-1";
	(void)stage_say(&s, "brid", "So what about my money back for the bottle from T-1?");
	stage_work(&s);
	check_ok(store_action_list(desk_store(s.desk), s.arena, &f, &list, &s.e), &s.e);
	assert_int_equal(list.count, 1);
	stage_audit(&s);
}

/* ---- evidence */

static void
while_the_ai_has_it_the_shopper_is_asked_in_the_approvers_name(void **state)
{
	(void)state;
	int64_t id, action = stage_waiting_refund(&s, &id);
	struct action x = stage_action(&s, action);
	int64_t expires = x.expires_ms, epoch = stage_conversation(&s, id).epoch;
	check_ok(desk_ask(s.desk, "maeve", action, "Could you send a photo of the crack?", &s.e),
	    &s.e);
	stage_work(&s);
	struct message m = stage_last(&s, id, AUTHOR_AGENT);
	assert_string_equal(m.text, "Could you send a photo of the crack?");
	assert_string_equal(m.name, "maeve");
	assert_int_equal(m.delivery, DELIVERY_DELIVERED);
	assert_int_equal(m.epoch, epoch);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AI);
	assert_int_equal(stage_conversation(&s, id).epoch, epoch);
	assert_int_equal(stage_conversation(&s, id).human_count, 1);
	struct conversation_outcome outcome;
	check_ok(desk_outcome(s.desk, id, &outcome, &s.e), &s.e);
	assert_true(outcome.human_joined);		/* a person wrote: it isn't contained */
	x = stage_action(&s, action);
	assert_int_equal(x.state, ACTION_WAITING);
	assert_string_equal(x.asked_by, "maeve");
	assert_string_equal(x.question, "Could you send a photo of the crack?");
	assert_int_equal(x.answered_ms, 0);
	assert_int_equal(x.expires_ms, expires);
	assert_non_null(strstr(event_data(id, EVENT_ACTION_ASKED), "\"to\":\"shopper\""));
	clock_move_to(s.clock, FIXTURE_NOW + 60000);
	s.script.text = "Which order is it about?";
	int calls = s.script.calls;
	(void)stage_say(&s, "brid", "Here it is, there is a crack at the bottom");
	stage_work(&s);
	assert_int_equal(s.script.calls, calls);	/* no backend has a part in it */
	assert_non_null(strstr(stage_last(&s, id, AUTHOR_AI).text, "passed that on to Maeve Brennan"));
	(void)stage_say(&s, "brid", "And where is T-2?");
	stage_work(&s);
	assert_int_equal(s.script.calls, calls + 1);
	assert_string_equal(stage_last(&s, id, AUTHOR_AI).text, "Which order is it about?");
	assert_int_equal(stage_action(&s, action).answered_ms, FIXTURE_NOW + 60000);
	assert_non_null(strstr(event_data(id, EVENT_ACTION_ANSWERED), "\"by\":\"shopper\""));
	stage_audit(&s);
}

/* The gates look at an answer as at any message. */
static void
an_answer_that_speaks_of_a_lawyer_gets_a_person(void **state)
{
	(void)state;
	int64_t id, action = stage_waiting_refund(&s, &id);
	check_ok(desk_ask(s.desk, "maeve", action, "Could you send a photo?", &s.e), &s.e);
	(void)stage_say(&s, "brid", "my lawyer will call you");
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_QUEUED);
	assert_int_equal(stage_conversation(&s, id).reason, HANDOFF_GUARDED_TOPIC);
	assert_int_not_equal(stage_action(&s, action).answered_ms, 0);
	stage_audit(&s);
}

static void
where_a_person_has_it_colleagues_are_asked_by_a_note(void **state)
{
	(void)state;
	struct note *notes;
	size_t count;
	int64_t id, action = stage_waiting_refund(&s, &id);
	int said = stage_count(&s, id, AUTHOR_AGENT, DELIVERY_PENDING);
	check_ok(desk_take(s.desk, "una", id, &s.e), &s.e);
	check_ok(desk_ask(s.desk, "maeve", action, "Has anybody seen the bottle?", &s.e), &s.e);
	assert_int_equal(stage_count(&s, id, AUTHOR_AGENT, DELIVERY_PENDING), said);
	check_ok(store_note_list(desk_store(s.desk), s.arena, id, &notes, &count, &s.e), &s.e);
	assert_int_equal(count, 1);
	assert_non_null(strstr(notes[0].text, "Has anybody seen the bottle?"));
	check_ok(desk_note(s.desk, "maeve", id, "asked the warehouse too", &s.e), &s.e);
	assert_int_equal(stage_action(&s, action).answered_ms, 0);
	check_ok(desk_note(s.desk, "una", id, "yes, it is cracked", &s.e), &s.e);
	assert_int_not_equal(stage_action(&s, action).answered_ms, 0);
	stage_audit(&s);
}

static void
a_question_needs_words_a_reader_and_an_action_that_waits(void **state)
{
	(void)state;
	int64_t id, left, action = stage_waiting_refund(&s, &id);
	assert_int_equal(desk_ask(s.desk, "maeve", action, " ", &s.e), ERR_USAGE);
	assert_int_equal(desk_ask(s.desk, "nobody", action, "why?", &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_ask(s.desk, "maeve", 99, "why?", &s.e), ERR_NOT_FOUND);
	check_ok(desk_take(s.desk, "una", id, &s.e), &s.e);
	s.settings.wrap_up_ms = 0;
	check_ok(desk_close(s.desk, "una", id, "resolved", &s.e), &s.e);
	assert_int_equal(desk_ask(s.desk, "maeve", action, "why?", &s.e), ERR_STATE);
	check_ok(desk_approve(s.desk, "maeve", action, "", &left, &s.e), &s.e);
	assert_int_equal(desk_ask(s.desk, "maeve", action, "why?", &s.e), ERR_STATE);
	stage_audit(&s);
}

static void
a_question_is_stored_masked(void **state)
{
	(void)state;
	int64_t id, action = stage_waiting_refund(&s, &id);
	check_ok(desk_ask(s.desk, "maeve", action, "Is brid@example.org still right?", &s.e), &s.e);
	assert_null(strstr(stage_action(&s, action).question, "brid@"));
	assert_null(strstr(event_data(id, EVENT_ACTION_ASKED), "brid@"));
	assert_null(strstr(stage_last(&s, id, AUTHOR_AGENT).text, "brid@"));
}

int
main(void)
{
#define STAGED(f) cmocka_unit_test_prestate_setup_teardown(f, stage_in_memory, stage_away, &s)
#define ON_FILE(f) cmocka_unit_test_prestate_setup_teardown(f, stage_on_file, stage_away, &s)
	const struct CMUnitTest tests[] = {
		STAGED(an_approver_lowers_a_refund_and_the_shopper_is_told_what_they_get),
		STAGED(what_was_left_out_of_a_refund_is_not_left_to_refund),
		STAGED(an_amount_is_lowered_and_put_back_never_raised_above_what_was_proposed),
		STAGED(who_may_amend_is_who_may_approve_the_new_amount),
		STAGED(a_row_that_would_approve_the_new_amount_leaves_it_to_a_person),
		STAGED(a_row_that_denies_the_new_amount_leaves_the_action_as_it_was),
		STAGED(what_a_row_denies_now_cannot_be_changed_to),
		STAGED(kinds_whose_amount_follows_from_prices_cannot_be_changed),
		STAGED(a_proposal_names_no_amount_of_a_refund),
		STAGED(an_amendment_ends_approvals_that_were_given_of_another_amount),
		STAGED(above_the_second_limit_who_changed_the_amount_is_none_of_the_two),
		ON_FILE(nobody_approves_an_amount_that_they_did_not_see),
		ON_FILE(amending_and_approving_at_once_moves_one_amount_that_was_seen),
		STAGED(a_changed_amount_is_not_taken_for_another_wish),
		STAGED(while_the_ai_has_it_the_shopper_is_asked_in_the_approvers_name),
		STAGED(an_answer_that_speaks_of_a_lawyer_gets_a_person),
		STAGED(where_a_person_has_it_colleagues_are_asked_by_a_note),
		STAGED(a_question_needs_words_a_reader_and_an_action_that_waits),
		STAGED(a_question_is_stored_masked),
	};
	return RUN_TAP(tests);
}
