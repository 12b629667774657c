/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words for states, reasons and kinds; ids of records; the life of an action.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/action.h"
#include "floorwalker/model/conversation.h"
#include "floorwalker/model/settings.h"

static void
every_name_leads_back_to_its_constant(void **state)
{
	enum conversation_state cs;
	enum handoff_reason hr;
	enum author au;
	enum delivery de;
	enum turn_state ts;
	enum action_kind ak;
	enum action_state as;
	enum verdict_outcome vo;
	enum agent_role ro;
	enum identity_fact fa;

	(void)state;
	for (int i = 0; i <= CONVERSATION_CLOSED; i++)
		assert_true(conversation_state_from(
				conversation_state_name((enum conversation_state)i), &cs) &&
		    (int)cs == i);
	for (int i = 0; i < HANDOFF_COUNT; i++) {
		assert_true(handoff_reason_from(handoff_reason_name((enum handoff_reason)i), &hr) &&
		    (int)hr == i);
		assert_int_equal(
		    text_is_empty(handoff_reason_title((enum handoff_reason)i)), i == 0);
	}
	for (int i = 0; i <= AUTHOR_SYSTEM; i++)
		assert_true(author_from(author_name((enum author)i), &au) && (int)au == i);
	for (int i = 0; i <= DELIVERY_FAILED; i++)
		assert_true(delivery_from(delivery_name((enum delivery)i), &de) && (int)de == i);
	for (int i = 0; i <= TURN_FAILED; i++)
		assert_true(
		    turn_state_from(turn_state_name((enum turn_state)i), &ts) && (int)ts == i);
	for (int i = 0; i < ACTION_KIND_COUNT; i++) {
		assert_true(
		    action_kind_from(action_kind_name((enum action_kind)i), &ak) && (int)ak == i);
		assert_false(text_is_empty(action_kind_title((enum action_kind)i)));
	}
	for (int i = 0; i < ACTION_STATE_COUNT; i++)
		assert_true(action_state_from(action_state_name((enum action_state)i), &as) &&
		    (int)as == i);
	for (int i = 0; i <= VERDICT_HUMAN; i++)
		assert_true(
		    verdict_outcome_from(verdict_outcome_name((enum verdict_outcome)i), &vo) &&
		    (int)vo == i);
	for (int i = 0; i <= ROLE_SUPERVISOR; i++)
		assert_true(
		    agent_role_from(agent_role_name((enum agent_role)i), &ro) && (int)ro == i);
	for (int i = 0; i < IDENTITY_FACT_COUNT; i++)
		assert_true(identity_fact_from(identity_fact_name((enum identity_fact)i), &fa) &&
		    (int)fa == i);
	assert_string_equal(conversation_state_name(CONVERSATION_WRAP_UP), "wrap_up");
	assert_string_equal(handoff_reason_title(HANDOFF_ASKED_FOR_HUMAN), "asked for a human");
	assert_string_equal(handoff_reason_name(HANDOFF_NONE), "");
}

static void
unknown_words_and_numbers_are_refused(void **state)
{
	enum conversation_state cs = CONVERSATION_AGENT;
	enum action_kind ak;
	enum handoff_reason hr;

	(void)state;
	assert_false(conversation_state_from("Closed", &cs));
	assert_false(conversation_state_from(NULL, &cs));
	assert_int_equal(cs, CONVERSATION_AGENT);
	assert_false(action_kind_from("", &ak));
	assert_false(handoff_reason_from("bored", &hr));
	assert_string_equal(action_kind_name((enum action_kind)99), "");
	assert_string_equal(conversation_state_name((enum conversation_state)-1), "");
}

static void
record_ids_are_read_with_and_without_their_letter(void **state)
{
	static const char *const bad[] = {"", "C-", "C17", "A-17", "-17", "C--17", "C-0", "0",
	    "C-1x", " 17", "+17", "C-99999999999999999999", "17 ", "C-+1"};
	int64_t n = -1;

	(void)state;
	assert_true(record_id_parse('C', "C-17", &n) && n == 17);
	assert_true(record_id_parse('C', "c-18", &n) && n == 18);
	assert_true(record_id_parse('A', "3", &n) && n == 3);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(record_id_parse('C', bad[i], &n));
	assert_false(record_id_parse('C', NULL, &n));
	assert_int_equal(n, 3);
}

static void
an_action_takes_only_the_steps_of_its_life(void **state)
{
	static const struct { enum action_state from, to; } steps[] = {
		{ ACTION_PROPOSED, ACTION_DENIED_BY_RULE }, { ACTION_PROPOSED, ACTION_APPROVED_BY_RULE }, { ACTION_PROPOSED, ACTION_WAITING },
		{ ACTION_PROPOSED, ACTION_WITHDRAWN }, { ACTION_APPROVED_BY_RULE, ACTION_EXECUTING }, { ACTION_APPROVED_BY_RULE, ACTION_WAITING },
		{ ACTION_APPROVED_BY_RULE, ACTION_DENIED_BY_RULE }, { ACTION_APPROVED_BY_RULE, ACTION_WITHDRAWN }, { ACTION_WAITING, ACTION_APPROVED },
		{ ACTION_WAITING, ACTION_DENIED }, { ACTION_WAITING, ACTION_DENIED_BY_RULE }, { ACTION_WAITING, ACTION_EXPIRED },
		{ ACTION_WAITING, ACTION_WITHDRAWN }, { ACTION_APPROVED, ACTION_EXECUTING }, { ACTION_APPROVED, ACTION_WAITING },
		{ ACTION_APPROVED, ACTION_DENIED_BY_RULE }, { ACTION_APPROVED, ACTION_WITHDRAWN }, { ACTION_EXECUTING, ACTION_DONE },
		{ ACTION_EXECUTING, ACTION_FAILED }, { ACTION_FAILED, ACTION_EXECUTING }, { ACTION_FAILED, ACTION_WAITING }, { ACTION_FAILED, ACTION_DENIED },
		{ ACTION_FAILED, ACTION_DENIED_BY_RULE }, { ACTION_FAILED, ACTION_WITHDRAWN }, { ACTION_FAILED, ACTION_REVERSED },
		{ ACTION_DONE, ACTION_REVERSED },
	};
	bool allowed[ACTION_STATE_COUNT][ACTION_STATE_COUNT] = { { false } };

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		allowed[steps[i].from][steps[i].to] = true;
	for (int from = 0; from < ACTION_STATE_COUNT; from++) {
		bool ends = true;

		for (int to = 0; to < ACTION_STATE_COUNT; to++) {
			assert_int_equal(
			    action_may_become((enum action_state)from, (enum action_state)to),
			    allowed[from][to]);
			ends = ends && !allowed[from][to];
		}
		assert_int_equal(
		    action_state_is_open((enum action_state)from), !ends && from != ACTION_DONE);
	}
	assert_false(action_may_become((enum action_state)-1, ACTION_DONE));
	assert_false(action_may_become(ACTION_DONE, (enum action_state)40));
}

static void
limits_apply_to_kinds_that_give_money(void **state)
{
	(void)state;
	assert_true(action_kind_is_money(ACTION_REFUND));
	assert_true(action_kind_is_money(ACTION_GOODWILL));
	assert_false(action_kind_is_money(ACTION_ADDRESS_CHANGE));
	assert_false(action_kind_is_money(ACTION_PROFILE_ADDRESS_CHANGE));
	assert_false(action_kind_is_money(ACTION_PAYMENT_CHANGE));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_leads_back_to_its_constant),
		cmocka_unit_test(unknown_words_and_numbers_are_refused),
		cmocka_unit_test(record_ids_are_read_with_and_without_their_letter),
		cmocka_unit_test(an_action_takes_only_the_steps_of_its_life),
		cmocka_unit_test(limits_apply_to_kinds_that_give_money),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
