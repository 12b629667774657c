/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back: a reply before it goes out, and the last act.
 */
#include "../check.h"

#include <string.h>

#include "floorwalker/desk/acts.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/store/event.h"
#include "stage.h"

static struct stage s;

static int
begin(void **state)
{
	stage_open(*state, false);
	s.settings.undo_send_ms = 5000;
	s.settings.escalation_queue = "general";
	return 0;
}

static bool
says(const char *words)
{
	if (strstr(s.e.text, words) == NULL)
		print_message("# said: %s\n", s.e.text);
	return strstr(s.e.text, words) != NULL;
}

static int64_t
taken(const char *contact, const char *agent)
{
	int64_t id = stage_say(&s, contact, "get me a person");
	stage_work(&s);
	check_ok(desk_take(s.desk, agent, id, &s.e), &s.e);
	return id;
}

static const char *
draft_of(const char *agent, int64_t id)
{
	const char *text;
	check_ok(desk_draft_read(s.desk, s.arena, agent, id, &text, &s.e), &s.e);
	return text;
}

static enum err
undo(const char *agent, int64_t id, struct desk_undone *out)
{
	struct desk_undone unused;
	return desk_undo(s.desk, s.arena, agent, id, out != NULL ? out : &unused, &s.e);
}

static int
delivered(int64_t id)
{
	return stage_count(&s, id, AUTHOR_AGENT, DELIVERY_DELIVERED);
}

/* ---- a reply */

static void
a_reply_goes_out_only_after_its_seconds(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve"), due;
	check_ok(desk_reply(s.desk, "maeve", id, 0, "I'm on it.", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_last(&s, id, AUTHOR_AGENT).delivery, DELIVERY_PENDING);
	check_ok(desk_next_due(s.desk, &due, &s.e), &s.e);
	assert_int_equal(due, FIXTURE_NOW + 5000);
	clock_move_to(s.clock, FIXTURE_NOW + 4999);
	stage_work(&s);
	assert_int_equal(delivered(id), 0);
	clock_move_to(s.clock, FIXTURE_NOW + 5000);
	stage_work(&s);
	assert_int_equal(delivered(id), 1);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("has gone out"));
	s.settings.undo_send_ms = 0;
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Done.", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(delivered(id), 2);
	stage_audit(&s);
}

static void
a_reply_taken_back_gives_its_words_and_never_goes_out(void **state)
{
	struct desk_undone u;
	(void)state;
	int64_t id = taken("ann", "maeve");
	const char *before = stage_conversation(&s, id).preview;
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Write to eve@example.org,\nplease.", &s.e), &s.e);
	stage_say(&s, "ann", "hello?");	/* in between */
	assert_int_equal(undo("dara", id, NULL), ERR_STATE);
	check_ok(undo("maeve", id, &u), &s.e);
	assert_string_equal(u.kind, EVENT_MESSAGE_AGENT);
	assert_string_equal(u.text, "Write to eve@example.org,\nplease.");
	assert_string_equal(draft_of("maeve", id), u.text);
	clock_move_to(s.clock, FIXTURE_NOW + 60000);
	stage_work(&s);
	assert_int_equal(delivered(id), 0);
	assert_int_equal(stage_count(&s, id, AUTHOR_AGENT, DELIVERY_WITHDRAWN), 1);
	struct conversation c = stage_conversation(&s, id);
	struct conversation_outcome o;
	assert_int_equal(c.human_count, 0);
	check_ok(desk_outcome(s.desk, id, &o, &s.e), &s.e);
	assert_int_equal(o.human_messages, 0);
	assert_string_equal(c.preview, "hello?");
	assert_string_not_equal(c.preview, before);
	/* once more: what is left is the shopper's */
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("the shopper has written since"));
	/* sent after all, the draft is gone */
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Please write to us.", &s.e), &s.e);
	assert_string_equal(draft_of("maeve", id), "");
	stage_audit(&s);
}

static void
of_two_pending_replies_the_newer_comes_back_first(void **state)
{
	struct desk_undone u;
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "One.", &s.e), &s.e);
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Two.", &s.e), &s.e);
	check_ok(desk_tag(s.desk, "maeve", id, "vip", &s.e), &s.e);
	check_ok(undo("maeve", id, &u), &s.e);
	assert_string_equal(u.text, "Two.");
	check_ok(undo("maeve", id, &u), &s.e);
	assert_string_equal(u.text, "One.");
	assert_string_equal(draft_of("maeve", id), "One.\nTwo.");
	check_ok(undo("maeve", id, &u), &s.e);	/* then what was done beside */
	assert_string_equal(u.kind, EVENT_TAGS_ADDED);
	assert_string_equal(stage_conversation(&s, id).tags, "");
	check_ok(undo("maeve", id, &u), &s.e);	/* then that she took it */
	assert_string_equal(u.kind, EVENT_OWNER_TAKEN);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_QUEUED);
	stage_audit(&s);
}

static void
taking_back_the_last_word_ends_the_wrap_up(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Bye.", &s.e), &s.e);
	check_ok(desk_close(s.desk, "maeve", id, "answered", &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	struct conversation c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_AGENT && c.wrap_up_ms == 0);
	check_ok(desk_note(s.desk, "maeve", id, "half said", &s.e), &s.e);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);	/* closing went with it */
	assert_true(says("notes stay"));
	clock_move_to(s.clock, FIXTURE_NOW + 400000);
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AGENT);
	assert_int_equal(delivered(id), 0);
	stage_audit(&s);
}

static void
a_takeover_by_another_withdraws_what_has_not_gone_out(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "I'm on it.", &s.e), &s.e);
	check_ok(desk_assign(s.desk, "una", id, "dara", "", &s.e), &s.e);
	clock_move_to(s.clock, FIXTURE_NOW + 60000);
	stage_work(&s);
	assert_int_equal(delivered(id), 0);
	assert_string_equal(draft_of("maeve", id), "I'm on it.");
	assert_string_equal(draft_of("dara", id), "");
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("Úna Geraghty"));
	stage_audit(&s);
}

static void
passing_on_lets_ones_own_reply_go_at_once_and_stand(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Dara will see to it.", &s.e), &s.e);
	check_ok(desk_transfer(s.desk, "maeve", id, "dara", "", &s.e), &s.e);
	/* another owner, before any worker was there */
	check_ok(desk_assign(s.desk, "una", id, "una", "", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(delivered(id), 1);
	check_ok(desk_reply(s.desk, "una", id, 0, "I'm back with the AI.", &s.e), &s.e);
	check_ok(desk_give_back(s.desk, "una", id, "", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(delivered(id), 2);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AI);
	stage_audit(&s);
}

static void
a_label_of_a_reply_taken_back_goes_for_nothing(void **state)
{
	struct event_list list;
	int used = 0, withdrawn = 0;
	const char *how = "";
	(void)state;
	int64_t id = taken("ann", "maeve");
	assert_string_equal(stage_conversation(&s, id).draft, "Hello.");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Hello.", &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Something else entirely now.", &s.e), &s.e);
	check_ok(store_event_list(desk_store(s.desk), s.arena, id, &list, &s.e), &s.e);
	for (size_t i = 0; i < list.count; i++) {
		withdrawn += strcmp(list.items[i].kind, EVENT_DRAFT_WITHDRAWN) == 0;
		if (strcmp(list.items[i].kind, EVENT_DRAFT_USED) == 0) {
			used++;
			how = list.items[i].data;
		}
	}
	assert_true(used == 2 && withdrawn == 1);
	assert_non_null(strstr(how, "\"other\""));
}

/* ---- other acts */

static void
the_last_act_is_taken_back_where_nobody_acted_since(void **state)
{
	struct conversation c;
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_tag(s.desk, "maeve", id, "vip damaged", &s.e), &s.e);
	check_ok(desk_untag(s.desk, "maeve", id, "vip", &s.e), &s.e);
	check_ok(desk_snooze(s.desk, "maeve", id, "2h", &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	assert_int_equal(stage_conversation(&s, id).snoozed_ms, 0);
	check_ok(undo("maeve", id, NULL), &s.e);
	assert_string_equal(stage_conversation(&s, id).tags, "damaged vip");
	check_ok(undo("maeve", id, NULL), &s.e);
	assert_string_equal(stage_conversation(&s, id).tags, "");
	check_ok(desk_close(s.desk, "maeve", id, "answered", &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	c = stage_conversation(&s, id);
	assert_int_equal(c.state, CONVERSATION_AGENT);
	assert_string_equal(c.disposition, "");
	check_ok(desk_note(s.desk, "maeve", id, "called", &s.e), &s.e);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("notes stay"));
	check_ok(desk_tag(s.desk, "maeve", id, "vip", &s.e), &s.e);
	check_ok(desk_tag(s.desk, "dara", id, "late", &s.e), &s.e);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("Dara Keaveney"));
	assert_string_equal(stage_conversation(&s, id).tags, "late vip");
	clock_move_to(s.clock, FIXTURE_NOW + 400000);
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AGENT);
	stage_audit(&s);
}

static void
owners_come_back_under_a_new_epoch_with_the_wait_they_had(void **state)
{
	struct conversation c;
	(void)state;
	int64_t id = stage_say(&s, "ann", "get me a person");
	stage_work(&s);
	struct conversation queued = stage_conversation(&s, id);
	clock_move_to(s.clock, FIXTURE_NOW + 3000);
	check_ok(desk_assign(s.desk, "una", id, "maeve", "", &s.e), &s.e);
	check_ok(undo("una", id, NULL), &s.e);
	c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_QUEUED && c.waiting_ms == queued.waiting_ms &&
	    c.due_ms == queued.due_ms && c.reason == queued.reason && c.epoch == queued.epoch + 2);
	assert_string_equal(c.queue, "care");
	/* the promise is watched again */
	clock_move_to(s.clock, queued.due_ms);
	stage_work(&s);
	struct desk_figures f;
	check_ok(desk_figures(s.desk, &f, &s.e), &s.e);
	assert_int_equal(f.level.denominator, 0);	/* nobody has answered */
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(desk_transfer(s.desk, "maeve", id, "general", "", &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_AGENT && c.waiting_ms == queued.waiting_ms &&
	    c.due_ms == queued.due_ms);
	assert_string_equal(c.agent, "maeve");
	check_ok(desk_escalate(s.desk, "maeve", id, "too much", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, id).level, ROLE_SUPERVISOR);
	check_ok(undo("maeve", id, NULL), &s.e);
	c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_AGENT && c.level == 0);
	check_ok(desk_transfer(s.desk, "maeve", id, "dara", "", &s.e), &s.e);
	check_ok(desk_reply(s.desk, "dara", id, 0, "Hello, Dara here.", &s.e), &s.e);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("Dara Keaveney"));
	stage_audit(&s);
}

static void
what_was_taken_goes_back_to_its_queue_with_the_wait_it_had(void **state)
{
	struct desk_figures f;
	(void)state;
	int64_t id = stage_say(&s, "ann", "get me a person");
	stage_work(&s);
	struct conversation queued = stage_conversation(&s, id), c;
	clock_move_to(s.clock, FIXTURE_NOW + 3000);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_QUEUED && c.waiting_ms == queued.waiting_ms &&
	    c.due_ms == queued.due_ms && c.reason == queued.reason && c.epoch == queued.epoch + 2);
	assert_string_equal(c.queue, queued.queue);
	assert_string_equal(c.agent, "");
	check_ok(desk_figures(s.desk, &f, &s.e), &s.e);
	assert_int_equal(f.level.denominator, 0);	/* nobody has answered */
	assert_int_equal(f.waiting, 1);
	/* once more there is nothing of hers left */
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	stage_say(&s, "ann", "hello?");
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("the shopper has written since"));
	assert_string_equal(stage_conversation(&s, id).agent, "maeve");
	stage_audit(&s);
}

static void
what_was_taken_from_the_ai_goes_back_and_is_answered(void **state)
{
	struct conversation c;
	(void)state;
	s.script.text = "Hello, how can I help?";
	s.script.confidence = 0.99;
	s.script.small_talk = true;
	int64_t id = stage_say(&s, "bob", "hello");	/* the AI was about to answer */
	check_ok(desk_assign(s.desk, "una", id, "maeve", "", &s.e), &s.e);
	check_ok(undo("una", id, NULL), &s.e);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 0);
	check_ok(undo("maeve", id, NULL), &s.e);
	c = stage_conversation(&s, id);
	assert_int_equal(c.state, CONVERSATION_AI);
	assert_string_equal(c.agent, "");
	stage_work(&s);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 1);
	/* nothing was under way: it waits for the shopper, and isn't answered twice */
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AI);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 1);
	stage_audit(&s);
}

static void
a_give_back_is_taken_back_until_the_ai_answers(void **state)
{
	struct conversation before, c;
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_reply(s.desk, "maeve", id, 0, "I'm on it.", &s.e), &s.e);
	clock_move_to(s.clock, FIXTURE_NOW + 6000);
	stage_work(&s);
	stage_say(&s, "ann", "and my parcel?");
	before = stage_conversation(&s, id);
	assert_true(before.waiting_ms != 0);
	check_ok(desk_give_back(s.desk, "maeve", id, "", &s.e), &s.e);
	check_ok(undo("maeve", id, NULL), &s.e);
	c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_AGENT && c.waiting_ms == before.waiting_ms &&
	    c.due_ms == before.due_ms && c.epoch == before.epoch + 2);
	assert_string_equal(c.agent, "maeve");
	assert_string_equal(c.summary, before.summary);
	int said = stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED);
	stage_work(&s);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), said);
	s.script.text = "It is on its way.";
	s.script.confidence = 0.99;
	s.script.hand_off = false;
	check_ok(desk_give_back(s.desk, "maeve", id, "", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("nothing of yours to take back"));
	stage_audit(&s);
}

static void
a_merge_is_taken_back_from_either_side_until_something_comes(void **state)
{
	struct conversation first, second, c;
	(void)state;
	int64_t one = stage_say(&s, "ann", "get me a person");
	stage_work(&s);
	check_ok(desk_take(s.desk, "maeve", one, &s.e), &s.e);
	check_ok(desk_close(s.desk, "maeve", one, "answered", &s.e), &s.e);
	check_ok(desk_close(s.desk, "maeve", one, "answered", &s.e), &s.e);
	s.settings.recontact_ms = 1;	/* what the shopper writes later is another conversation */
	clock_move_to(s.clock, FIXTURE_NOW + 10000000);
	stage_work(&s);
	int64_t two = stage_say(&s, "ann", "a person again");
	stage_work(&s);
	assert_int_not_equal(one, two);
	first = stage_conversation(&s, one);
	second = stage_conversation(&s, two);
	assert_int_equal(first.state, CONVERSATION_CLOSED);
	check_ok(desk_merge(s.desk, "maeve", two, one, &s.e), &s.e);
	check_ok(undo("maeve", two, NULL), &s.e);
	c = stage_conversation(&s, one);
	assert_true(c.state == CONVERSATION_CLOSED && c.merged_into == 0 &&
	    c.closed_ms == first.closed_ms);
	assert_string_equal(c.disposition, first.disposition);
	check_ok(desk_merge(s.desk, "maeve", two, one, &s.e), &s.e);
	check_ok(undo("maeve", one, NULL), &s.e);	/* from the other side */
	assert_int_equal(stage_conversation(&s, one).merged_into, 0);
	c = stage_conversation(&s, two);
	assert_true(c.state == CONVERSATION_QUEUED && c.waiting_ms == second.waiting_ms);
	check_ok(desk_merge(s.desk, "maeve", two, one, &s.e), &s.e);
	stage_say(&s, "ann", "hello?");
	assert_int_equal(undo("maeve", two, NULL), ERR_STATE);
	assert_true(says("the shopper has written since"));
	assert_int_equal(undo("maeve", one, NULL), ERR_STATE);
	assert_true(says("has gone on since"));
	assert_int_equal(stage_conversation(&s, one).merged_into, two);
	stage_audit(&s);
}

static void
a_merged_conversation_that_was_open_waits_again(void **state)
{
	struct conversation early, late, c;
	(void)state;
	int64_t one = stage_say(&s, "ann", "get me a person");
	stage_work(&s);
	clock_move_to(s.clock, FIXTURE_NOW + 5000);
	int64_t two = stage_say(&s, "bob", "get me a person");
	stage_work(&s);
	check_ok(store_begin(desk_store(s.desk), &s.e), &s.e);	/* one person at two addresses */
	for (int i = 0; i < 2; i++) {
		check_ok(store_conversation_get(
			     desk_store(s.desk), s.arena, i == 0 ? one : two, &c, &s.e), &s.e);
		c.customer_id = "cust-1";
		check_ok(store_conversation_put(desk_store(s.desk), &c, &s.e), &s.e);
	}
	check_ok(store_commit(desk_store(s.desk), &s.e), &s.e);
	early = stage_conversation(&s, one);
	late = stage_conversation(&s, two);
	check_ok(desk_merge(s.desk, "maeve", two, one, &s.e), &s.e);
	assert_true(stage_conversation(&s, two).waiting_ms == early.waiting_ms);
	check_ok(undo("maeve", one, NULL), &s.e);
	c = stage_conversation(&s, one);
	assert_true(c.state == CONVERSATION_QUEUED && c.waiting_ms == early.waiting_ms &&
	    c.due_ms == early.due_ms && c.closed_ms == 0 && c.merged_into == 0 &&
	    c.epoch > early.epoch);
	assert_string_equal(c.disposition, early.disposition);
	c = stage_conversation(&s, two);
	assert_true(c.state == CONVERSATION_QUEUED && c.waiting_ms == late.waiting_ms);
	assert_int_equal(undo("maeve", two, NULL), ERR_STATE);	/* once is enough */
	stage_audit(&s);
}

static void
money_is_never_taken_back_by_undo(void **state)
{
	int64_t id, action, left;
	(void)state;
	action = stage_waiting_refund(&s, &id);
	check_ok(desk_approve(s.desk, "maeve", action, "", &left, &s.e), &s.e);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("is approved and may be on its way"));
	assert_int_equal(stage_action(&s, action).state, ACTION_APPROVED);
	stage_work(&s);
	assert_int_equal(stage_action(&s, action).state, ACTION_DONE);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("A-1 was executed at "));
	assert_true(says("it can be reversed only in the shop"));
	stage_audit(&s);
}

static void
a_denial_stays_and_says_what_to_do_instead(void **state)
{
	int64_t id, action;
	(void)state;
	action = stage_waiting_refund(&s, &id);
	check_ok(desk_deny(s.desk, "maeve", action, "no photo", &s.e), &s.e);
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("A-1 was denied at "));
	stage_work(&s);		/* the shopper is told */
	assert_int_equal(undo("maeve", id, NULL), ERR_STATE);
	assert_true(says("propose it again"));
	assert_int_equal(stage_action(&s, action).state, ACTION_DENIED);
	stage_audit(&s);
}

#define TEST(f) cmocka_unit_test_prestate_setup_teardown(f, begin, stage_away, &s)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_reply_goes_out_only_after_its_seconds),
	    TEST(a_reply_taken_back_gives_its_words_and_never_goes_out),
	    TEST(of_two_pending_replies_the_newer_comes_back_first),
	    TEST(taking_back_the_last_word_ends_the_wrap_up),
	    TEST(a_takeover_by_another_withdraws_what_has_not_gone_out),
	    TEST(passing_on_lets_ones_own_reply_go_at_once_and_stand),
	    TEST(a_label_of_a_reply_taken_back_goes_for_nothing),
	    TEST(the_last_act_is_taken_back_where_nobody_acted_since),
	    TEST(owners_come_back_under_a_new_epoch_with_the_wait_they_had),
	    TEST(what_was_taken_goes_back_to_its_queue_with_the_wait_it_had),
	    TEST(what_was_taken_from_the_ai_goes_back_and_is_answered),
	    TEST(a_give_back_is_taken_back_until_the_ai_answers),
	    TEST(a_merge_is_taken_back_from_either_side_until_something_comes),
	    TEST(a_merged_conversation_that_was_open_waits_again),
	    TEST(money_is_never_taken_back_by_undo),
	    TEST(a_denial_stays_and_says_what_to_do_instead),
	};
	return RUN_TAP(tests);
}
