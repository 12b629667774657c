/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Actions that matter: what rules and people decide, and that the shop does each once.
 */
#include "../check.h"

#include <string.h>

#include "stage.h"

static struct stage s;

/* A proven shopper whose broken bottle (31.91) a rule refunds. */
static int64_t
refund_by_rule(void)
{
	s.script.small_talk = false;
	s.script.refund = "T-1";
	s.script.reason = "damaged";
	s.script.text = "Thank you, I'm putting the refund of €31.91 through now.";
	return stage_say(&s, "brid",
	    "My bottle from T-1 is broken, I'm brid@example.org and want my money back");
}

static void
what_a_rule_approves_is_done_once_and_told_with_the_reply(void **state)
{
	(void)state;
	int64_t id = refund_by_rule();
	stage_work(&s);
	struct action x = stage_action(&s, 1);
	assert_int_equal(x.state, ACTION_DONE);
	assert_int_equal(x.amount, 3191);
	assert_string_equal(x.proposed_by, "ai");
	assert_int_equal(stage_refunded(&s, "T-1"), 3191);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 1);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AI);
	assert_string_equal(stage_conversation(&s, id).customer_id, "C-2");
	stage_audit(&s);
}

static void
nothing_personal_is_stored_readable(void **state)
{
	(void)state;
	int64_t id = refund_by_rule();
	stage_work(&s);
	struct message m = stage_last(&s, id, AUTHOR_SHOPPER);
	assert_null(strstr(m.text, "brid@"));
	assert_non_null(strstr(m.text, "[email]"));
	struct conversation c = stage_conversation(&s, id);
	assert_null(strstr(c.shopper, "Nolan"));
	assert_string_equal(c.shopper, "Bríd N.");
	assert_null(strstr(c.preview, "brid@"));
	const char *raw;
	check_ok(desk_message_raw(s.desk, s.arena, &m, &raw, &s.e), &s.e);
	assert_non_null(strstr(raw, "brid@example.org"));
	struct conversation_view v;
	check_ok(desk_view(s.desk, s.arena, id, &v, &s.e), &s.e);
	assert_true(v.has_customer);
	assert_string_equal(v.customer.email, "[email]");
	assert_int_equal(value_get_int(v.trace, "version", 0), 1);
	struct str json;
	str_init(&json);
	value_print(&json, v.trace);
	assert_null(strstr(json.data, "brid@"));
	assert_null(strstr(json.data, "Weir View"));
	str_clear(&json);
	const struct value *params;
	struct action x = stage_action(&s, 1);
	check_ok(desk_action_params(s.desk, s.arena, &x, &params, &s.e), &s.e);
	assert_string_equal(value_get_text(params, "order"), "T-1");
}

static void
what_needs_a_person_waits_and_is_told_when_decided(void **state)
{
	(void)state;
	int64_t id, left = -1, action = stage_waiting_refund(&s, &id);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AI);
	assert_int_equal(stage_refunded(&s, "T-1"), 0);
	check_ok(desk_approve(s.desk, "maeve", action, "seen", &left, &s.e), &s.e);
	assert_int_equal(left, 0);
	stage_work(&s);
	assert_int_equal(stage_action(&s, action).state, ACTION_DONE);
	assert_int_equal(stage_refunded(&s, "T-1"), 3191);
	struct message m = stage_last(&s, id, AUTHOR_AI);
	assert_non_null(strstr(m.text, "€31.91"));
	assert_non_null(strstr(m.text, "approved"));
	assert_int_equal(m.delivery, DELIVERY_DELIVERED);
	assert_int_equal(desk_approve(s.desk, "una", action, "", &left, &s.e), ERR_STATE);
	stage_audit(&s);
}

static void
a_denial_needs_a_reason_and_is_told(void **state)
{
	(void)state;
	int64_t id, action = stage_waiting_refund(&s, &id);
	assert_int_equal(desk_deny(s.desk, "maeve", action, "", &s.e), ERR_USAGE);
	check_ok(desk_deny(s.desk, "maeve", action, "no photo", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_action(&s, action).state, ACTION_DENIED);
	assert_string_equal(stage_action(&s, action).reason, "no photo");
	assert_non_null(strstr(stage_last(&s, id, AUTHOR_AI).text, "couldn't approve"));
	assert_int_equal(stage_refunded(&s, "T-1"), 0);
	stage_audit(&s);
}

static void
nobody_approves_beyond_their_rights(void **state)
{
	(void)state;
	int64_t id, left, action = stage_waiting_refund(&s, &id);
	assert_int_equal(desk_approve(s.desk, "dara", action, "", &left, &s.e), ERR_FORBIDDEN);
	assert_non_null(strstr(s.e.text, "€5.00"));
	assert_int_equal(desk_approve(s.desk, "nobody", action, "", &left, &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_approve(s.desk, "maeve", 999, "", &left, &s.e), ERR_NOT_FOUND);
	assert_int_equal(stage_action(&s, action).state, ACTION_WAITING);
	(void)id;
}

static void
above_the_second_limit_two_people_are_needed(void **state)
{
	(void)state;
	int64_t id, left = 0, action;
	s.settings.four_eyes_above = 1000;
	action = stage_waiting_refund(&s, &id);
	check_ok(desk_approve(s.desk, "maeve", action, "one", &left, &s.e), &s.e);
	assert_int_equal(left, 1);
	assert_int_equal(stage_action(&s, action).state, ACTION_WAITING);
	assert_int_equal(
	    desk_approve(s.desk, "maeve", action, "again", &left, &s.e), ERR_FORBIDDEN);
	stage_work(&s);
	assert_int_equal(stage_refunded(&s, "T-1"), 0);
	check_ok(desk_approve(s.desk, "una", action, "two", &left, &s.e), &s.e);
	assert_int_equal(left, 0);
	stage_work(&s);
	assert_int_equal(stage_refunded(&s, "T-1"), 3191);
	stage_audit(&s);
}

static const struct value *params(const char *json);

/* One order's refund in two parts: each under the limits, together above. */
static void
splitting_a_refund_evades_no_limit(void **state)
{
	(void)state;
	int64_t id, left = 0, action = stage_waiting_refund(&s, &id), rest;
	const struct value *p = params(
	    "{\"order\":\"T-1\",\"lines\":[{\"id\":1,\"quantity\":1}],\"method\":\"original\",\"reason\":\"faulty\"}");
	check_ok(desk_take(s.desk, "dara", id, &s.e), &s.e);
	check_ok(desk_propose(s.desk, "dara", id, ACTION_REFUND, p, &rest, &s.e), &s.e);
	assert_int_equal(stage_action(&s, action).amount, 3191);
	assert_true(stage_action(&s, rest).amount > 3191);
	s.settings.four_eyes_above = stage_action(&s, rest).amount;
	check_ok(desk_approve(s.desk, "maeve", action, "", &left, &s.e), &s.e);
	assert_int_equal(left, 0);
	stage_work(&s);
	(void)!desk_approve(s.desk, "una", rest, "", &left, &s.e);	/* the facts changed: it is
									   judged anew */
	check_ok(desk_approve(s.desk, "una", rest, "", &left, &s.e), &s.e);
	assert_int_equal(left, 1);
	assert_int_equal(stage_action(&s, rest).approvals_needed, 2);
	stage_work(&s);
	assert_int_equal(stage_refunded(&s, "T-1"), 3191);
	assert_int_equal(desk_approve(s.desk, "una", rest, "", &left, &s.e), ERR_FORBIDDEN);
	stage_audit(&s);
}

static const struct value *
params(const char *json)
{
	struct value *v;
	check_ok(value_parse_json(
		     s.arena, "params", json, strlen(json), &value_limits_message, &v, &s.e),
	    &s.e);
	return v;
}

static void
an_agent_proposes_on_their_own_conversation_and_another_approves(void **state)
{
	(void)state;
	int64_t id, left, action = stage_waiting_refund(&s, &id), own;
	const struct value *p = params(
	    "{\"order\":\"T-1\",\"lines\":[{\"id\":1,\"quantity\":1}],\"method\":\"original\",\"reason\":\"faulty\"}");
	assert_int_equal(
	    desk_propose(s.desk, "una", id, ACTION_REFUND, p, &own, &s.e), ERR_FORBIDDEN);
	check_ok(desk_take(s.desk, "una", id, &s.e), &s.e);
	assert_int_equal(stage_action(&s, action).state, ACTION_WAITING);
	check_ok(desk_propose(s.desk, "una", id, ACTION_REFUND, p, &own, &s.e), &s.e);
	assert_int_equal(stage_action(&s, own).state, ACTION_WAITING);
	assert_string_equal(stage_action(&s, own).proposed_by, "agent:una");
	assert_int_equal(desk_approve(s.desk, "una", own, "", &left, &s.e), ERR_FORBIDDEN);
	assert_int_equal(
	    desk_propose(s.desk, "una", id, ACTION_REFUND,
		params("{\"order\":\"T-4\",\"lines\":[{\"id\":1,\"quantity\":1}]}"), &own, &s.e),
	    ERR_FORBIDDEN);
	stage_audit(&s);
}

static void
an_undecided_action_expires_and_is_told(void **state)
{
	(void)state;
	int64_t id, left, action = stage_waiting_refund(&s, &id);
	clock_move_to(s.clock, FIXTURE_NOW + DATE_DAY_MS + 1000);
	assert_int_equal(desk_approve(s.desk, "maeve", action, "", &left, &s.e), ERR_STATE);
	stage_work(&s);
	assert_int_equal(stage_action(&s, action).state, ACTION_EXPIRED);
	assert_non_null(strstr(stage_last(&s, id, AUTHOR_AI).text, "in time"));
	stage_audit(&s);
}

static void
a_takeover_withdraws_what_a_rule_approved_and_has_not_started(void **state)
{
	(void)state;
	bool did;
	int64_t id = refund_by_rule();
	check_ok(desk_turn_run(s.desk, &did, &s.e), &s.e);
	assert_int_equal(stage_action(&s, 1).state, ACTION_APPROVED_BY_RULE);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_action(&s, 1).state, ACTION_WITHDRAWN);
	assert_int_equal(stage_refunded(&s, "T-1"), 0);
	stage_audit(&s);
}

/* Between approval and execution the order was refunded elsewhere. */
static void
policy_is_asked_again_just_before_execution(void **state)
{
	(void)state;
	int64_t id, left, action = stage_waiting_refund(&s, &id);
	struct action_proposal p = {.kind = ACTION_REFUND,
	    .order_id = "T-1",
	    .currency = "EUR",
	    .amount = 3191,
	    .params = params(
		"{\"order\":\"T-1\",\"lines\":[{\"id\":2,\"quantity\":1}],\"method\":\"original\",\"reason\":\"damaged\"}")};
	const char *result;
	check_ok(desk_approve(s.desk, "maeve", action, "", &left, &s.e), &s.e);
	check_ok(
	    shop_execute(desk_shop(s.desk), s.arena, "elsewhere", &p, "C-2", &result, &s.e), &s.e);
	stage_work(&s);
	struct action x = stage_action(&s, action);
	assert_true(x.state == ACTION_WAITING || x.state == ACTION_DENIED_BY_RULE);
	assert_int_equal(stage_refunded(&s, "T-1"), 3191);
	assert_true(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED) >= 2);
	stage_audit(&s);
}

static void
policy_is_asked_again_at_approval(void **state)
{
	(void)state;
	int64_t id, left, action = stage_waiting_refund(&s, &id);
	struct action_proposal p = {.kind = ACTION_REFUND,
	    .order_id = "T-1",
	    .currency = "EUR",
	    .amount = 3191,
	    .params = params(
		"{\"order\":\"T-1\",\"lines\":[{\"id\":2,\"quantity\":1}],\"method\":\"original\",\"reason\":\"damaged\"}")};
	const char *result;
	check_ok(
	    shop_execute(desk_shop(s.desk), s.arena, "elsewhere", &p, "C-2", &result, &s.e), &s.e);
	enum err r = desk_approve(s.desk, "maeve", action, "", &left, &s.e);
	assert_true(r == ERR_CONFLICT || r == ERR_STATE);
	stage_work(&s);
	assert_int_equal(stage_refunded(&s, "T-1"), 3191);
	stage_audit(&s);
	(void)id;
}

static void
a_guarded_topic_sends_a_proposal_to_a_person(void **state)
{
	(void)state;
	s.script.refund = "T-1";
	s.script.text = "Thank you, I'm putting the refund of €31.91 through now.";
	s.script.small_talk = false;
	int64_t id =
	    stage_say(&s, "brid", "T-1 came broken, brid@example.org my lawyer will call you");
	stage_work(&s);
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.state, CONVERSATION_QUEUED);
	assert_int_equal(c.reason, HANDOFF_GUARDED_TOPIC);
	assert_int_equal(stage_action(&s, 1).state, ACTION_WAITING);
	assert_non_null(strstr(c.draft, "€31.91"));
	assert_int_equal(stage_refunded(&s, "T-1"), 0);
	stage_audit(&s);
}

static void
a_refused_proposal_never_becomes_an_action(void **state)
{
	(void)state;
	s.script.small_talk = false;
	s.script.refund = "T-4";	/* another customer's */
	s.script.text = "Let me see.";
	int64_t id = stage_say(&s, "brid", "T-1 brid@example.org refund T-4 please");
	stage_work(&s);
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.state, CONVERSATION_QUEUED);
	assert_int_equal(c.reason, HANDOFF_POLICY);
	struct action_list list;
	check_ok(store_action_list(desk_store(s.desk), s.arena, NULL, &list, &s.e), &s.e);
	assert_int_equal(list.count, 0);
	stage_audit(&s);
}

int
main(void)
{
#define STAGED(f) cmocka_unit_test_prestate_setup_teardown(f, stage_in_memory, stage_away, &s)
	const struct CMUnitTest tests[] = {
		STAGED(what_a_rule_approves_is_done_once_and_told_with_the_reply),
		STAGED(nothing_personal_is_stored_readable),
		STAGED(what_needs_a_person_waits_and_is_told_when_decided),
		STAGED(a_denial_needs_a_reason_and_is_told),
		STAGED(nobody_approves_beyond_their_rights),
		STAGED(above_the_second_limit_two_people_are_needed),
		STAGED(splitting_a_refund_evades_no_limit),
		STAGED(an_agent_proposes_on_their_own_conversation_and_another_approves),
		STAGED(an_undecided_action_expires_and_is_told),
		STAGED(a_takeover_withdraws_what_a_rule_approved_and_has_not_started),
		STAGED(policy_is_asked_again_just_before_execution),
		STAGED(policy_is_asked_again_at_approval),
		STAGED(a_guarded_topic_sends_a_proposal_to_a_person),
		STAGED(a_refused_proposal_never_becomes_an_action),
	};
	return RUN_TAP(tests);
}
