/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an agent does to one conversation: assigning, passing on, laying aside, tagging,
 * escalating, merging, reopening, closing.
 */
#include "../check.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/random.h"
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
	return 0;
}

static int
count_events(int64_t id, const char *kind)
{
	struct event_list list;
	int count = 0;
	check_ok(store_event_list(desk_store(s.desk), s.arena, id, &list, &s.e), &s.e);
	for (size_t i = 0; i < list.count; i++)
		count += strcmp(list.items[i].kind, kind) == 0;
	return count;
}

static bool
says(const char *words)
{
	if (strstr(s.e.text, words) == NULL)
		print_message("# said: %s\n", s.e.text);
	return strstr(s.e.text, words) != NULL;
}

static int64_t
waiting(const char *contact)
{
	int64_t id = stage_say(&s, contact, "get me a person");
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_QUEUED);
	return id;
}

static int64_t
taken(const char *contact, const char *agent)
{
	int64_t id = waiting(contact);
	check_ok(desk_take(s.desk, agent, id, &s.e), &s.e);
	return id;
}

/* ---- whose it is */

static void
a_supervisor_assigns_to_anybody_and_an_agent_to_themselves(void **state)
{
	(void)state;
	int64_t id = waiting("ann");
	assert_int_equal(desk_assign(s.desk, "maeve", id, "dara", "", &s.e), ERR_FORBIDDEN);
	assert_true(says("Maeve Brennan may assign C-1 to themselves alone"));
	check_ok(desk_assign(s.desk, "maeve", id, "maeve", "", &s.e), &s.e);
	struct conversation c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_AGENT && c.epoch == 3);
	assert_true(c.waiting_ms != 0 && c.due_ms != 0);	/* until they are answered */
	assert_int_equal(desk_assign(s.desk, "dara", id, "dara", "", &s.e), ERR_FORBIDDEN);
	assert_true(says("Maeve Brennan's"));
	check_ok(desk_assign(s.desk, "una", id, "dara", "speaks Irish", &s.e), &s.e);
	c = stage_conversation(&s, id);
	assert_string_equal(c.agent, "dara");
	assert_string_equal(c.summary, "speaks Irish");
	assert_int_equal(c.epoch, 4);
	assert_int_equal(desk_assign(s.desk, "una", id, "dara", "", &s.e), ERR_STATE);
	assert_true(says("Dara Keaveney's already"));
	assert_int_equal(desk_assign(s.desk, "una", id, "nobody", "", &s.e), ERR_NOT_FOUND);
	assert_int_equal(desk_reply(s.desk, "maeve", id, 0, "hello", &s.e), ERR_CONFLICT);
	assert_int_equal(count_events(id, EVENT_OWNER_ASSIGNED), 2);
	clock_move_to(s.clock, FIXTURE_NOW + 10 * DATE_DAY_MS);
	stage_work(&s);
	assert_int_equal(count_events(id, EVENT_SLA_BREACHED), 1);	/* given to somebody, not answered */
	stage_audit(&s);
}

static void
assigning_from_the_ai_ends_its_turn_and_withdraws_its_words(void **state)
{
	(void)state;
	struct turn_run *r;
	bool done = false;
	int64_t id = stage_say(&s, "ann", "hello");
	check_ok(desk_turn_claim(s.desk, &r, &s.e), &s.e);
	for (int i = 0; i < 3; i++)
		check_ok(desk_turn_step(r, NULL, &done, &s.e), &s.e);
	check_ok(desk_assign(s.desk, "una", id, "maeve", "", &s.e), &s.e);
	while (!done)
		check_ok(desk_turn_step(r, NULL, &done, &s.e), &s.e);
	desk_turn_free(&r);
	stage_work(&s);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_DELIVERED), 0);
	assert_int_equal(stage_count(&s, id, AUTHOR_AI, DELIVERY_PENDING), 0);
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.reason, HANDOFF_TAKEN);
	assert_string_equal(c.agent, "maeve");
	/* a message that is written and not out yet is withdrawn, too */
	int64_t other = stage_say(&s, "bob", "hello");
	bool did;
	check_ok(desk_turn_run(s.desk, &did, &s.e), &s.e);
	assert_int_equal(stage_count(&s, other, AUTHOR_AI, DELIVERY_PENDING), 1);
	check_ok(desk_assign(s.desk, "una", other, "dara", "", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_count(&s, other, AUTHOR_AI, DELIVERY_WITHDRAWN), 1);
	stage_audit(&s);
}

static void
a_conversation_is_passed_to_an_agent_as_to_a_queue(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve");
	assert_int_equal(desk_transfer(s.desk, "maeve", id, "atlantis", "", &s.e), ERR_NOT_FOUND);
	assert_true(says("no queue and no agent atlantis"));
	check_ok(desk_transfer(s.desk, "maeve", id, "dara", "knows tents, call ann@example.org", &s.e), &s.e);
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.state, CONVERSATION_AGENT);
	assert_string_equal(c.agent, "dara");
	assert_string_equal(c.summary, "knows tents, call [email]");
	assert_int_equal(c.reason, HANDOFF_TRANSFER);
	assert_int_equal(c.epoch, 4);
	assert_int_equal(desk_transfer(s.desk, "maeve", id, "care", "", &s.e), ERR_CONFLICT);
	check_ok(desk_transfer(s.desk, "dara", id, "general", "", &s.e), &s.e);
	/* what waits is an agent's to move on, but not to give to another */
	assert_int_equal(desk_transfer(s.desk, "maeve", id, "dara", "", &s.e), ERR_FORBIDDEN);
	check_ok(desk_transfer(s.desk, "maeve", id, "maeve", "", &s.e), &s.e);
	assert_string_equal(stage_conversation(&s, id).agent, "maeve");
	stage_audit(&s);
}

static void
an_escalation_goes_up_with_a_note_and_only_its_level_takes_it(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve");
	struct conversation_view v;
	assert_int_equal(desk_escalate(s.desk, "maeve", id, "", &s.e), ERR_USAGE);
	assert_int_equal(desk_escalate(s.desk, "maeve", id, "wants more", &s.e), ERR_STATE);
	assert_true(says("escalation: {queue:"));
	s.settings.escalation_queue = "general";
	check_ok(desk_escalate(s.desk, "maeve", id, "wants more, bob@example.org", &s.e), &s.e);
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.state, CONVERSATION_QUEUED);
	assert_string_equal(c.queue, "general");
	assert_int_equal(c.level, ROLE_SUPERVISOR);	/* the shop has no seniors */
	assert_string_equal(c.summary, "wants more, [email]");
	assert_int_equal(c.epoch, 4);
	check_ok(desk_view(s.desk, s.arena, id, &v, &s.e), &s.e);
	assert_int_equal(v.note_count, 1);
	assert_string_equal(v.notes[0].text, "Escalated to a supervisor: wants more, [email]");
	assert_int_equal(desk_take(s.desk, "dara", id, &s.e), ERR_FORBIDDEN);
	assert_true(says("for a supervisor"));
	assert_int_equal(desk_assign(s.desk, "dara", id, "dara", "", &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_transfer(s.desk, "dara", id, "care", "", &s.e), ERR_FORBIDDEN);
	check_ok(desk_take(s.desk, "una", id, &s.e), &s.e);
	assert_int_equal(desk_escalate(s.desk, "una", id, "too much", &s.e), ERR_STATE);
	assert_true(says("nobody is above a supervisor"));
	/* she says that it needs nobody higher */
	check_ok(desk_assign(s.desk, "una", id, "dara", "", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, id).level, 0);
	assert_int_equal(count_events(id, EVENT_OWNER_ESCALATED), 1);
	/* straight from the AI */
	int64_t other = stage_say(&s, "bob", "hello");
	check_ok(desk_escalate(s.desk, "dara", other, "a lawyer", &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_count(&s, other, AUTHOR_AI, DELIVERY_DELIVERED), 0);
	assert_int_equal(stage_conversation(&s, other).level, ROLE_SUPERVISOR);
	stage_audit(&s);
}

static void
a_closed_one_is_reopened_to_its_agent_or_queue(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve");
	assert_int_equal(desk_reopen(s.desk, "maeve", id, false, &s.e), ERR_STATE);
	check_ok(desk_close(s.desk, "maeve", id, "answered", &s.e), &s.e);
	check_ok(desk_close(s.desk, "maeve", id, "", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_CLOSED);
	assert_int_equal(desk_take(s.desk, "maeve", id, &s.e), ERR_STATE);
	assert_true(says("reopen it first"));
	int64_t epoch = stage_conversation(&s, id).epoch;
	check_ok(desk_reopen(s.desk, "dara", id, false, &s.e), &s.e);
	struct conversation c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_AGENT && c.epoch == epoch + 1 && c.closed_ms == 0);
	assert_string_equal(c.agent, "dara");
	assert_string_equal(c.disposition, "");
	check_ok(desk_close(s.desk, "dara", id, "answered", &s.e), &s.e);
	clock_move_to(s.clock, FIXTURE_NOW + 301000);
	stage_work(&s);
	check_ok(desk_reopen(s.desk, "maeve", id, true, &s.e), &s.e);
	c = stage_conversation(&s, id);
	assert_int_equal(c.state, CONVERSATION_QUEUED);
	assert_string_equal(c.queue, "care");
	/* the re-contact window of a conversation that is open again never ends it */
	clock_move_to(s.clock, FIXTURE_NOW + 20 * DATE_DAY_MS);
	stage_work(&s);
	assert_int_equal(count_events(id, EVENT_CONVERSATION_SETTLED), 0);
	stage_audit(&s);
}

static void
reopening_never_gives_a_shopper_two_open_conversations(void **state)
{
	(void)state;
	int64_t first = taken("ann", "maeve"), id;
	s.settings.wrap_up_ms = 0;
	check_ok(desk_close(s.desk, "maeve", first, "answered", &s.e), &s.e);
	clock_move_to(s.clock, FIXTURE_NOW + 8 * DATE_DAY_MS);
	stage_work(&s);
	id = stage_say(&s, "ann", "hello again");
	assert_int_not_equal(id, first);
	assert_int_equal(desk_reopen(s.desk, "maeve", first, false, &s.e), ERR_EXISTS);
	assert_true(says("C-2"));
	assert_int_equal(stage_conversation(&s, first).state, CONVERSATION_CLOSED);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(desk_close(s.desk, "maeve", id, "answered", &s.e), &s.e);
	check_ok(desk_reopen(s.desk, "maeve", first, false, &s.e), &s.e);
	stage_audit(&s);
}

/* ---- merging */

static void
set_customer(int64_t id, const char *customer)
{
	struct store *store = desk_store(s.desk);
	struct conversation c;
	check_ok(store_begin(store, &s.e), &s.e);
	check_ok(store_conversation_get(store, s.arena, id, &c, &s.e), &s.e);
	c.customer_id = customer;
	check_ok(store_conversation_put(store, &c, &s.e), &s.e);
	check_ok(store_commit(store, &s.e), &s.e);
}

static void
only_conversations_of_one_person_are_merged(void **state)
{
	(void)state;
	int64_t one = taken("ann", "maeve"), two = waiting("ann-by-mail");
	assert_int_equal(desk_merge(s.desk, "maeve", one, two, &s.e), ERR_FORBIDDEN);
	assert_true(says("nothing proves"));
	set_customer(one, "C-1001");
	assert_int_equal(desk_merge(s.desk, "maeve", one, two, &s.e), ERR_FORBIDDEN);
	set_customer(two, "C-1002");
	assert_int_equal(desk_merge(s.desk, "maeve", one, two, &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_merge(s.desk, "maeve", one, one, &s.e), ERR_USAGE);
	assert_int_equal(desk_merge(s.desk, "maeve", one, 99, &s.e), ERR_NOT_FOUND);
	set_customer(two, "C-1001");
	check_ok(desk_take(s.desk, "dara", two, &s.e), &s.e);
	assert_int_equal(desk_merge(s.desk, "maeve", one, two, &s.e), ERR_CONFLICT);
	check_ok(desk_merge(s.desk, "dara", one, two, &s.e), &s.e);
	struct conversation c = stage_conversation(&s, two);
	assert_true(c.state == CONVERSATION_CLOSED && c.merged_into == one);
	assert_string_equal(c.disposition, "merged");
	assert_int_equal(stage_conversation(&s, one).state, CONVERSATION_AGENT);
	struct conversation_outcome o;
	check_ok(desk_outcome(s.desk, two, &o, &s.e), &s.e);
	assert_true(o.human_joined);	/* a person ended it: the AI has contained nothing */
	assert_int_equal(count_events(two, EVENT_CONVERSATION_MERGED), 1);
	assert_int_equal(count_events(one, EVENT_CONVERSATION_JOINED), 1);
	assert_int_equal(stage_count(&s, two, AUTHOR_SHOPPER, DELIVERY_DELIVERED), 1);
	assert_int_equal(stage_count(&s, one, AUTHOR_SHOPPER, DELIVERY_DELIVERED), 1);
	assert_int_equal(desk_merge(s.desk, "dara", one, two, &s.e), ERR_STATE);
	assert_int_equal(desk_reopen(s.desk, "dara", two, false, &s.e), ERR_STATE);
	assert_true(says("merged into C-1"));
	stage_audit(&s);
}

static void
who_writes_in_a_merged_one_gets_whoever_has_the_other(void **state)
{
	(void)state;
	int64_t one = taken("ann", "maeve"), two = stage_say(&s, "ann-by-mail", "hello");
	set_customer(one, "C-1001");
	set_customer(two, "C-1001");
	check_ok(desk_merge(s.desk, "dara", one, two, &s.e), &s.e);
	stage_work(&s);
	assert_int_equal(stage_count(&s, two, AUTHOR_AI, DELIVERY_DELIVERED), 0);
	assert_int_equal(stage_say(&s, "ann-by-mail", "are you there?"), two);
	struct conversation c = stage_conversation(&s, two);
	assert_true(c.state == CONVERSATION_AGENT && c.merged_into == 0);
	assert_string_equal(c.agent, "maeve");
	stage_work(&s);
	assert_int_equal(stage_count(&s, two, AUTHOR_AI, DELIVERY_DELIVERED), 0);
	check_ok(desk_merge(s.desk, "maeve", one, two, &s.e), &s.e);
	check_ok(desk_transfer(s.desk, "maeve", one, "general", "", &s.e), &s.e);
	assert_int_equal(stage_say(&s, "ann-by-mail", "hello?"), two);
	c = stage_conversation(&s, two);
	assert_int_equal(c.state, CONVERSATION_QUEUED);
	assert_string_equal(c.queue, "general");
	stage_audit(&s);
}

static void
open_actions_keep_a_conversation_from_being_merged(void **state)
{
	(void)state;
	int64_t two, action = stage_waiting_refund(&s, &two), one = taken("ann", "maeve");
	set_customer(one, stage_conversation(&s, two).customer_id);
	assert_int_equal(desk_merge(s.desk, "maeve", one, two, &s.e), ERR_STATE);
	assert_true(says("A-1 of C-1 is waiting"));
	assert_int_equal(stage_conversation(&s, two).state, CONVERSATION_AI);
	check_ok(desk_deny(s.desk, "una", action, "no", &s.e), &s.e);
	stage_work(&s);
	check_ok(desk_merge(s.desk, "maeve", one, two, &s.e), &s.e);
	stage_audit(&s);
}

/* ---- laying aside */

static void
times_are_read_as_people_write_them(void **state)
{
	static const struct { const char *words, *at, *rest; } good[] = {
	    {"30m", "2026-10-14T09:30:00+01:00", ""},
	    {"1h30m the carrier", "2026-10-14T10:30:00+01:00", "the carrier"},
	    {" 3d", "2026-10-17T09:00:00+01:00", ""},
	    {"17:30", "2026-10-14T17:30:00+01:00", ""},
	    {"8:15 early", "2026-10-15T08:15:00+01:00", "early"},
	    {"today 12:00", "2026-10-14T12:00:00+01:00", ""},
	    {"tomorrow", "2026-10-15T09:00:00+01:00", ""},
	    {"Tomorrow 9:05 call", "2026-10-15T09:05:00+01:00", "call"},
	    {"wednesday", "2026-10-21T09:00:00+01:00", ""},
	    {"monday 14:00", "2026-10-19T14:00:00+01:00", ""},
	    {"2026-10-26 9:00", "2026-10-26T09:00:00+00:00", ""},	/* after the clocks */
	    {"2026-10-26", "2026-10-26T09:00:00+00:00", ""},
	    {"2h 3 parcels", "2026-10-14T11:00:00+01:00", "3 parcels"},
	};
	static const struct { const char *words, *says; } bad[] = {
	    {"", "until when?"}, {"next week", "\"next\" is no time; write 30m"}, {"0m", "is past"},
	    {"today 8:00", "is past"}, {"2026-10-13", "is past"}, {"120d", "too far away: 90 days"},
	    {"2027-10-13", "too far away"}, {"25:00", "is no time"}, {"2026-13-40", "is no time"},
	    {"9", "is no time"}, {"-5m", "is no time"}, {"99999999999999d", "is no time"},
	    {"100000000d", "too far away"},
	};
	struct zone *zone;
	int64_t now, at, wanted;
	const char *rest;
	(void)state;
	check_ok(zone_open("Europe/Dublin", &zone, &s.e), &s.e);
	assert_true(date_parse(zone, "2026-10-14T09:00:00+01:00", &now));
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(date_parse(zone, good[i].at, &wanted));
		check_ok(when_parse(zone, now, good[i].words, &at, &rest, &s.e), &s.e);
		if (at != wanted || strcmp(rest, good[i].rest) != 0)
			fail_msg("\"%s\": %lld instead of %lld, \"%s\"", good[i].words,
			    (long long)at, (long long)wanted, rest);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(when_parse(zone, now, bad[i].words, &at, &rest, &s.e), ERR_USAGE);
		assert_true(says(bad[i].says));
	}
	assert_int_equal(when_parse(zone, now, "\x1b[31mred\xff", &at, &rest, &s.e), ERR_USAGE);
	assert_null(strchr(s.e.text, 0x1b));
	assert_null(strchr(s.e.text, 0xff));
	zone_free(&zone);
}

static void
whatever_is_typed_as_a_time_or_tags_is_read_or_refused(void **state)
{
	static const char letters[] = "0123456789:-dhmst oayrwednfi2026-10-15\t\x80#";
	struct random_stream random;
	struct zone *zone;
	char words[24];
	const char *rest;
	int64_t at, id = stage_say(&s, "ann", "hello");
	int good = 0, tagged = 0;
	(void)state;
	random_init(&random, 5, "when");
	check_ok(zone_open("Europe/Dublin", &zone, &s.e), &s.e);
	for (int i = 0; i < 200000; i++) {
		size_t n = random_below(&random, sizeof words);
		for (size_t k = 0; k < n; k++)
			words[k] = letters[random_below(&random, sizeof letters - 1)];
		words[n] = '\0';
		enum err r = when_parse(zone, FIXTURE_NOW, words, &at, &rest, &s.e);
		assert_true(r == ERR_OK || r == ERR_USAGE);
		good += r == ERR_OK;
		assert_true(r != ERR_OK || (at > FIXTURE_NOW && at <= FIXTURE_NOW + SNOOZE_MOST_MS &&
			rest >= words && rest <= words + n));
		if (i % 200 != 0)
			continue;
		r = desk_tag(s.desk, "maeve", id, words, &s.e);
		assert_true(r == ERR_OK || r == ERR_USAGE || r == ERR_LIMIT || r == ERR_EXISTS);
		tagged += r == ERR_OK;
	}
	assert_true(good > 100 && tagged > 0);
	zone_free(&zone);
}

static void
a_snoozed_conversation_comes_back_by_its_timer(void **state)
{
	(void)state;
	int64_t id = waiting("ann");
	struct conversation_filter mine = {.agent = "maeve",
				       .states = 1u << CONVERSATION_AGENT,
				       .snoozed = SNOOZED_NOT},
				   aside = mine;
	struct conversation_list list;
	aside.snoozed = SNOOZED_ONLY;
	assert_int_equal(desk_snooze(s.desk, "maeve", id, "2h", &s.e), ERR_STATE);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	assert_int_equal(desk_snooze(s.desk, "dara", id, "2h", &s.e), ERR_CONFLICT);
	assert_int_equal(desk_snooze(s.desk, "maeve", id, "soon", &s.e), ERR_USAGE);
	assert_int_equal(desk_unsnooze(s.desk, "maeve", id, &s.e), ERR_STATE);
	check_ok(desk_snooze(s.desk, "maeve", id, "2h until carrier@example.org answers", &s.e), &s.e);
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.snoozed_ms, FIXTURE_NOW + 7200000);
	assert_string_equal(c.snooze_reason, "until [email] answers");
	assert_true(c.state == CONVERSATION_AGENT && c.epoch == 3);
	assert_string_equal(c.agent, "maeve");
	check_ok(store_conversation_list(desk_store(s.desk), s.arena, &mine, &list, &s.e), &s.e);
	assert_int_equal(list.count, 0);
	check_ok(store_conversation_list(desk_store(s.desk), s.arena, &aside, &list, &s.e), &s.e);
	assert_int_equal(list.count, 1);
	clock_move_to(s.clock, FIXTURE_NOW + 7199999);
	stage_work(&s);
	assert_int_not_equal(stage_conversation(&s, id).snoozed_ms, 0);
	clock_move_to(s.clock, FIXTURE_NOW + 7200000);
	stage_work(&s);
	c = stage_conversation(&s, id);
	assert_int_equal(c.snoozed_ms, 0);
	assert_string_equal(c.snooze_reason, "");
	assert_int_equal(c.updated_ms, FIXTURE_NOW + 7200000);
	assert_int_equal(count_events(id, EVENT_CONVERSATION_WOKEN), 1);
	stage_audit(&s);
}

static void
a_shopper_or_another_owner_wakes_what_is_snoozed(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_snooze(s.desk, "maeve", id, "2h", &s.e), &s.e);
	stage_say(&s, "ann", "any news?");
	assert_int_equal(stage_conversation(&s, id).snoozed_ms, 0);
	check_ok(desk_snooze(s.desk, "maeve", id, "2h", &s.e), &s.e);
	check_ok(desk_unsnooze(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(desk_snooze(s.desk, "maeve", id, "2h", &s.e), &s.e);
	check_ok(desk_assign(s.desk, "una", id, "dara", "", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, id).snoozed_ms, 0);
	check_ok(desk_snooze(s.desk, "dara", id, "2h", &s.e), &s.e);
	check_ok(desk_transfer(s.desk, "dara", id, "care", "", &s.e), &s.e);
	check_ok(desk_take(s.desk, "dara", id, &s.e), &s.e);
	check_ok(desk_snooze(s.desk, "dara", id, "2h", &s.e), &s.e);
	check_ok(desk_close(s.desk, "dara", id, "answered", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, id).snoozed_ms, 0);
	assert_int_equal(desk_snooze(s.desk, "dara", id, "2h", &s.e), ERR_STATE);
	assert_int_equal(count_events(id, EVENT_CONVERSATION_WOKEN), 5);
	clock_move_to(s.clock, FIXTURE_NOW + 8000000);
	stage_work(&s);
	assert_int_equal(count_events(id, EVENT_CONVERSATION_WOKEN), 5);
	stage_audit(&s);
}

/* ---- tags, outcomes */

static void
tags_are_slugs_in_order_each_once(void **state)
{
	(void)state;
	int64_t id = stage_say(&s, "ann", "hello");
	check_ok(desk_tag(s.desk, "maeve", id, "VIP #damaged, size-38", &s.e), &s.e);
	assert_string_equal(stage_conversation(&s, id).tags, "damaged size-38 vip");
	assert_int_equal(desk_tag(s.desk, "dara", id, "vip", &s.e), ERR_EXISTS);
	check_ok(desk_tag(s.desk, "dara", id, "vip callback", &s.e), &s.e);
	assert_string_equal(stage_conversation(&s, id).tags, "callback damaged size-38 vip");
	assert_int_equal(desk_tag(s.desk, "dara", id, "way_off", &s.e), ERR_USAGE);
	assert_int_equal(desk_tag(s.desk, "dara", id, " ", &s.e), ERR_USAGE);
	assert_int_equal(desk_tag(s.desk, "dara", id, "\x1b[2J", &s.e), ERR_USAGE);
	assert_null(strchr(s.e.text, 0x1b));
	assert_int_equal(desk_tag(s.desk, "dara", id, "087-123-4567", &s.e), ERR_USAGE);
	assert_true(says("personal data"));
	assert_int_equal(desk_tag(s.desk, "dara", id,
	    "a-tag-that-is-much-too-long-to-be-one-at-all", &s.e), ERR_USAGE);
	assert_int_equal(desk_tag(s.desk, "dara", id, "a b c d e f g h i", &s.e), ERR_LIMIT);
	assert_string_equal(stage_conversation(&s, id).tags, "callback damaged size-38 vip");
	assert_int_equal(desk_untag(s.desk, "maeve", id, "nothing", &s.e), ERR_NOT_FOUND);
	check_ok(desk_untag(s.desk, "maeve", id, "vip callback", &s.e), &s.e);
	assert_string_equal(stage_conversation(&s, id).tags, "damaged size-38");
	assert_int_equal(desk_tag(s.desk, "nobody", id, "vip", &s.e), ERR_FORBIDDEN);
	assert_int_equal(count_events(id, EVENT_TAGS_ADDED), 2);
	assert_int_equal(count_events(id, EVENT_TAGS_REMOVED), 1);
}

static void
a_tag_that_turns_out_to_be_a_name_goes(void **state)
{
	(void)state;
	static const char tags[] = "miss-nolan vip";
	int64_t id = stage_say(&s, "brid", "hello");
	check_ok(desk_tag(s.desk, "maeve", id, tags, &s.e), &s.e);	/* who that is nobody knows */
	stage_say(&s, "brid", "T-1 brid@example.org");
	stage_work(&s);
	assert_string_equal(stage_conversation(&s, id).customer_id, "C-2");
	assert_string_equal(stage_conversation(&s, id).tags, "vip");
	assert_int_equal(desk_tag(s.desk, "maeve", id, tags, &s.e), ERR_USAGE);
	assert_true(says("personal data"));
}

static void
a_listed_outcome_is_wanted_where_the_shop_lists_them(void **state)
{
	static const char *const outcomes[] = {"resolved", "spam"};
	(void)state;
	int64_t id = taken("ann", "maeve");
	s.settings.dispositions = outcomes;
	s.settings.disposition_count = 2;
	assert_int_equal(desk_close(s.desk, "maeve", id, "solved", &s.e), ERR_USAGE);
	assert_true(says("it has resolved, spam"));
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AGENT);
	check_ok(desk_close(s.desk, "maeve", id, "spam", &s.e), &s.e);
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.wrap_up_ms, FIXTURE_NOW + 300000);
	clock_move_to(s.clock, FIXTURE_NOW + 299999);
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_WRAP_UP);
	clock_move_to(s.clock, FIXTURE_NOW + 300000);
	stage_work(&s);
	c = stage_conversation(&s, id);
	assert_true(c.state == CONVERSATION_CLOSED && c.wrap_up_ms == 0);
	assert_string_equal(c.disposition, "spam");
}

#define TEST(f) cmocka_unit_test_prestate_setup_teardown(f, begin, stage_away, &s)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_supervisor_assigns_to_anybody_and_an_agent_to_themselves),
	    TEST(assigning_from_the_ai_ends_its_turn_and_withdraws_its_words),
	    TEST(a_conversation_is_passed_to_an_agent_as_to_a_queue),
	    TEST(an_escalation_goes_up_with_a_note_and_only_its_level_takes_it),
	    TEST(a_closed_one_is_reopened_to_its_agent_or_queue),
	    TEST(reopening_never_gives_a_shopper_two_open_conversations),
	    TEST(only_conversations_of_one_person_are_merged),
	    TEST(who_writes_in_a_merged_one_gets_whoever_has_the_other),
	    TEST(open_actions_keep_a_conversation_from_being_merged),
	    TEST(times_are_read_as_people_write_them),
	    TEST(whatever_is_typed_as_a_time_or_tags_is_read_or_refused),
	    TEST(a_snoozed_conversation_comes_back_by_its_timer),
	    TEST(a_shopper_or_another_owner_wakes_what_is_snoozed),
	    TEST(tags_are_slugs_in_order_each_once),
	    TEST(a_tag_that_turns_out_to_be_a_name_goes),
	    TEST(a_listed_outcome_is_wanted_where_the_shop_lists_them),
	};
	return RUN_TAP(tests);
}
