/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one person has of one conversation: drafts, read marks, presences; and what marks a
 * conversation as laid aside, tagged or escalated.
 */
#include "contract.h"

static void
a_draft_is_kept_replaced_and_removed_for_each_agent_alone(void **state)
{
	struct fixture *f = *state;
	int64_t c = add_conversation(f, "a"), other = add_conversation(f, "b");
	struct composer_draft x = {
	    .conversation_id = c, .agent = "maeve", .sealed = "a\0b", .sealed_size = 3, .updated_ms = 5}, got;

	fails(f, ERR_NOT_FOUND, store_draft_get(f->s, f->a, c, "maeve", &got, &f->e));
	ok(f, store_draft_put(f->s, &x, &f->e));
	x.agent = "dara";
	x.sealed = "d";
	x.sealed_size = 1;
	ok(f, store_draft_put(f->s, &x, &f->e));
	ok(f, store_draft_get(f->s, f->a, c, "maeve", &got, &f->e));
	assert_int_equal(got.sealed_size, 3);
	assert_memory_equal(got.sealed, "a\0b", 3);
	assert_true(got.updated_ms == 5 && got.conversation_id == c);
	assert_string_equal(got.agent, "maeve");
	x = (struct composer_draft){
	    .conversation_id = c, .agent = "maeve", .sealed = "newer", .sealed_size = 5, .updated_ms = 9};
	ok(f, store_draft_put(f->s, &x, &f->e));
	ok(f, store_draft_get(f->s, f->a, c, "maeve", &got, &f->e));
	assert_memory_equal(got.sealed, "newer", 5);
	assert_int_equal(got.updated_ms, 9);
	fails(f, ERR_NOT_FOUND, store_draft_get(f->s, f->a, other, "maeve", &got, &f->e));
	ok(f, store_draft_delete(f->s, c, "maeve", &f->e));
	ok(f, store_draft_delete(f->s, c, "maeve", &f->e));
	fails(f, ERR_NOT_FOUND, store_draft_get(f->s, f->a, c, "maeve", &got, &f->e));
	ok(f, store_draft_get(f->s, f->a, c, "dara", &got, &f->e));
	x.conversation_id = 99;
	fails(f, ERR_NOT_FOUND, store_draft_put(f->s, &x, &f->e));
	x.conversation_id = c;
	x.agent = "";
	fails(f, ERR_USAGE, store_draft_put(f->s, &x, &f->e));
}

static void
what_is_personal_takes_part_in_an_open_transaction(void **state)
{
	struct fixture *f = *state;
	int64_t c = add_conversation(f, "a"), number;
	struct composer_draft x = {.conversation_id = c, .agent = "maeve", .sealed = "s", .sealed_size = 1},
			      got;
	struct read_mark m = {.conversation_id = c, .agent = "maeve", .messages = 4, .at_ms = 1};
	struct presence p = {.conversation_id = c, .agent = "maeve", .since_ms = 1, .seen_ms = 1};

	ok(f, store_draft_put(f->s, &x, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_draft_delete(f->s, c, "maeve", &f->e));
	ok(f, store_read_mark_put(f->s, &m, &f->e));
	ok(f, store_presence_put(f->s, &p, 0, &f->e));
	store_rollback(f->s);
	ok(f, store_draft_get(f->s, f->a, c, "maeve", &got, &f->e));
	ok(f, store_read_mark_list(f->s, "maeve", &c, 1, &number, &f->e));
	assert_int_equal(number, 0);
	fails(f, ERR_NOT_FOUND, store_presence_get(f->s, f->a, c, "maeve", &p, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_draft_delete(f->s, c, "maeve", &f->e));
	ok(f, store_commit(f->s, &f->e));
	fails(f, ERR_NOT_FOUND, store_draft_get(f->s, f->a, c, "maeve", &got, &f->e));
}

static void
a_read_mark_only_goes_forwards_and_many_are_read_at_once(void **state)
{
	enum { MANY = 1000 };
	static int64_t ids[MANY], numbers[MANY];
	struct fixture *f = *state;
	struct read_mark m = {.agent = "maeve", .at_ms = 7};
	struct event_list events;

	for (int i = 0; i < 3; i++)
		ids[i] = add_conversation(f, "");
	for (int i = 3; i < MANY; i++)
		ids[i] = 5000 + i;	/* none of these is there */
	m.conversation_id = ids[0];
	m.messages = 4;
	ok(f, store_read_mark_put(f->s, &m, &f->e));
	m.messages = 2;
	ok(f, store_read_mark_put(f->s, &m, &f->e));
	m.conversation_id = ids[2];
	m.messages = 9;
	ok(f, store_read_mark_put(f->s, &m, &f->e));
	m.agent = "dara";
	m.messages = 1;
	ok(f, store_read_mark_put(f->s, &m, &f->e));
	ok(f, store_read_mark_list(f->s, "maeve", ids, MANY, numbers, &f->e));
	assert_true(numbers[0] == 4 && numbers[1] == 0 && numbers[2] == 9 && numbers[MANY - 1] == 0);
	ok(f, store_read_mark_list(f->s, "dara", ids, MANY, numbers, &f->e));
	assert_true(numbers[0] == 0 && numbers[2] == 1);
	m.messages = 5;
	ok(f, store_read_mark_put(f->s, &m, &f->e));
	ok(f, store_read_mark_list(f->s, "dara", ids, 3, numbers, &f->e));
	assert_int_equal(numbers[2], 5);
	m.conversation_id = 99;
	fails(f, ERR_NOT_FOUND, store_read_mark_put(f->s, &m, &f->e));
	ok(f, store_event_after(f->s, f->a, 0, 10, &events, &f->e));
	assert_int_equal(events.count, 0);
}

static void
who_was_seen_lately_is_listed_and_the_rest_forgotten(void **state)
{
	struct fixture *f = *state;
	int64_t a = add_conversation(f, ""), b = add_conversation(f, "");
	struct presence one = {.conversation_id = b, .agent = "maeve", .since_ms = 10, .seen_ms = 90},
			*list;
	size_t count;

	ok(f, store_presence_put(f->s, &one, 0, &f->e));
	one = (struct presence){.conversation_id = b, .agent = "dara", .since_ms = 20, .seen_ms = 95};
	ok(f, store_presence_put(f->s, &one, 0, &f->e));
	one = (struct presence){.conversation_id = a, .agent = "una", .since_ms = 30, .seen_ms = 30};
	ok(f, store_presence_put(f->s, &one, 0, &f->e));
	ok(f, store_presence_list(f->s, f->a, 0, &list, &count, &f->e));
	assert_int_equal(count, 3);
	assert_string_equal(list[0].agent, "una");
	assert_string_equal(list[1].agent, "dara");
	assert_string_equal(list[2].agent, "maeve");
	assert_true(list[2].conversation_id == b && list[2].since_ms == 10 && list[2].seen_ms == 90);
	ok(f, store_presence_list(f->s, f->a, 91, &list, &count, &f->e));
	assert_int_equal(count, 1);
	one = (struct presence){.conversation_id = b, .agent = "maeve", .since_ms = 10, .seen_ms = 99};
	ok(f, store_presence_put(f->s, &one, 80, &f->e));
	ok(f, store_presence_list(f->s, f->a, 0, &list, &count, &f->e));
	assert_int_equal(count, 2);	/* una is forgotten */
	ok(f, store_presence_get(f->s, f->a, b, "maeve", &one, &f->e));
	assert_int_equal(one.seen_ms, 99);
	ok(f, store_presence_delete(f->s, b, "maeve", &f->e));
	ok(f, store_presence_list(f->s, f->a, 0, &list, &count, &f->e));
	assert_int_equal(count, 1);
}

static enum store_change
look(struct fixture *f, struct store_look *last)
{
	enum store_change seen;

	ok(f, store_look(f->s, last, &seen, &f->e));
	return seen;
}

static void
what_is_no_event_is_told_from_what_is(void **state)
{
	struct fixture *f = *state;
	struct store_look last = { 0, 0 };
	int64_t c = add_conversation(f, "");
	struct presence p = {.conversation_id = c, .agent = "maeve", .since_ms = 1, .seen_ms = 1};
	struct read_mark m = {.conversation_id = c, .agent = "maeve", .messages = 1};

	assert_int_equal(look(f, &last), STORE_MOVED);
	assert_int_equal(look(f, &last), STORE_SAME);
	ok(f, store_presence_put(f->s, &p, 0, &f->e));
	assert_int_equal(look(f, &last), STORE_QUIET);
	assert_int_equal(look(f, &last), STORE_SAME);
	ok(f, store_read_mark_put(f->s, &m, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_event_append(f->s, c, "k", "work", "{}", 1, NULL, 0, NULL, &f->e));
	ok(f, store_commit(f->s, &f->e));
	assert_int_equal(look(f, &last), STORE_MOVED);
	ok(f, store_draft_delete(f->s, c, "maeve", &f->e));
	assert_int_equal(look(f, &last), STORE_QUIET);
	assert_int_equal(look(f, &last), STORE_SAME);
}

static void
add_marked(struct fixture *f, int64_t snoozed, const char *tags, int64_t level)
{
	struct conversation c = plain_conversation("");

	c.state = CONVERSATION_AGENT;
	c.agent = "maeve";
	c.snoozed_ms = snoozed;
	c.snooze_reason = snoozed ? "the carrier answers" : "";
	c.tags = tags;
	c.level = level;
	c.merged_into = level ? 1 : 0;
	c.wrap_up_ms = 77;
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_add(f->s, &c, &f->e));
	ok(f, store_commit(f->s, &f->e));
}

static void
assert_found(struct fixture *f, struct conversation_filter filter, const char *ids)
{
	struct conversation_list list;
	char got[40] = "";

	ok(f, store_conversation_list(f->s, f->a, &filter, &list, &f->e));
	for (size_t i = 0; i < list.count; i++)
		strcat(got, (char[]){ (char)('0' + list.items[i].id), '\0' });
	assert_string_equal(got, ids);
	assert_int_equal(list.total, strlen(ids));
}

static void
conversations_are_found_by_being_snoozed_tagged_or_escalated(void **state)
{
	struct fixture *f = *state;
	struct conversation_counts counts;
	struct conversation c;
	unsigned held = 1u << CONVERSATION_AGENT;

	add_marked(f, 0, "", 0);
	add_marked(f, 500, "damaged vip", 0);
	add_marked(f, 0, "damaged-late", 1);
	add_marked(f, 900, "vip", 2);
	assert_found(f, (struct conversation_filter){ .states = held }, "1234");
	assert_found(f, (struct conversation_filter){.states = held, .snoozed = SNOOZED_NOT}, "13");
	assert_found(f, (struct conversation_filter){.states = held, .snoozed = SNOOZED_ONLY}, "24");
	assert_found(f, (struct conversation_filter){ .snoozed = SNOOZED_ONLY, .tag = "damaged" }, "2");
	assert_found(f, (struct conversation_filter){ .tag = "vip" }, "24");
	assert_found(f, (struct conversation_filter){ .tag = "damaged" }, "2");
	assert_found(f, (struct conversation_filter){ .tag = "damaged-late" }, "3");
	assert_found(f, (struct conversation_filter){ .tag = "dam" }, "");
	assert_found(f, (struct conversation_filter){ .level = 1 }, "34");
	assert_found(f, (struct conversation_filter){ .level = 2, .tag = "vip" }, "4");
	fails(f, ERR_USAGE,
	    store_conversation_list(f->s, f->a, &(struct conversation_filter){.tag = "%"},
		&(struct conversation_list){0}, &f->e));
	ok(f, store_conversation_counts(f->s, f->a, &counts, &f->e));
	assert_int_equal(counts.snoozed, 2);
	ok(f, store_conversation_get(f->s, f->a, 4, &c, &f->e));
	assert_true(c.snoozed_ms == 900 && c.level == 2 && c.merged_into == 1 && c.wrap_up_ms == 77);
	assert_string_equal(c.snooze_reason, "the carrier answers");
	assert_string_equal(c.tags, "vip");
	assert_int_equal(c.sealed_state_size, 3);
	c.snoozed_ms = 0;
	c.tags = "calm";
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_put(f->s, &c, &f->e));	/* in place */
	c.state = CONVERSATION_CLOSED;
	c.merged_into = 3;
	ok(f, store_conversation_put(f->s, &c, &f->e));	/* and not */
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_conversation_get(f->s, f->a, 4, &c, &f->e));
	assert_true(c.snoozed_ms == 0 && c.merged_into == 3 && c.level == 2 && c.has_key == false);
	assert_string_equal(c.tags, "calm");
	assert_int_equal(c.sealed_state_size, 3);
}

static const struct contract list[] = {
	CONTRACT(a_draft_is_kept_replaced_and_removed_for_each_agent_alone),
	CONTRACT(what_is_personal_takes_part_in_an_open_transaction),
	CONTRACT(a_read_mark_only_goes_forwards_and_many_are_read_at_once),
	CONTRACT(who_was_seen_lately_is_listed_and_the_rest_forgotten),
	CONTRACT(what_is_no_event_is_told_from_what_is),
	CONTRACT(conversations_are_found_by_being_snoozed_tagged_or_escalated),
};
CONTRACTS(contract_personal, list);
