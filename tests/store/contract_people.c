/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings, agents, profiles, notes, macros, documents and effects.
 */
#include "contract.h"
#include "floorwalker/store/walk.h"

#include <math.h>

static void
settings_are_kept_by_name(void **state)
{
	struct fixture *f = *state;
	const char *value;

	fails(f, ERR_NOT_FOUND, store_meta_get(f->s, f->a, "world", &value, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_meta_put(f->s, "world", "tarn-and-fell", &f->e));
	ok(f, store_meta_put(f->s, "world", "other", &f->e));
	ok(f, store_meta_put(f->s, "World", "case matters", &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_meta_get(f->s, f->a, "world", &value, &f->e));
	assert_string_equal(value, "other");
}

static void
agents_and_macros_are_listed_by_name(void **state)
{
	struct fixture *f = *state;
	struct agent_state *agents, one;
	struct macro *macros;
	size_t count;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_agent_put(f->s, &(struct agent_state){ "sam", "offline", 1, 2, 0 }, &f->e));
	ok(f, store_agent_put(f->s, &(struct agent_state){ "maeve", "available", 3, 4, 9 }, &f->e));
	ok(f, store_agent_put(f->s, &(struct agent_state){ "sam", "busy", 5, 6, 7 }, &f->e));
	ok(f, store_macro_put(f->s, &(struct macro){ "late", "So sorry.", "[]" }, &f->e));
	ok(f, store_macro_put(f->s, &(struct macro){ "hello", "Hello!", "[]" }, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_agent_list(f->s, f->a, &agents, &count, &f->e));
	assert_int_equal(count, 2);
	assert_string_equal(agents[0].agent, "maeve");
	assert_string_equal(agents[1].state, "busy");
	assert_true(agents[1].since_ms == 5 && agents[1].seen_ms == 6 && agents[1].served_ms == 7);
	ok(f, store_agent_get(f->s, f->a, "maeve", &one, &f->e));
	assert_true(text_is(one.state, "available") && one.served_ms == 9);
	fails(f, ERR_NOT_FOUND, store_agent_get(f->s, f->a, "tomas", &one, &f->e));
	ok(f, store_macro_list(f->s, f->a, &macros, &count, &f->e));
	assert_int_equal(count, 2);
	assert_string_equal(macros[0].text, "Hello!");
}

/* What a backend can't tell is 0 throughout; else it's another number for whatever may change who has room. */
static void
a_crew_has_a_version(void **state)
{
	struct fixture *f = *state;
	int64_t id = add_conversation(f, "");
	struct conversation c;
	uint64_t last = store_crew_version(f->s), now;
	bool tells = last != 0;

	for (int step = 0; step < 9; step++) {
		bool moves = step == 0 || step == 1 || step == 3 || step == 5 || step == 6 || step == 8;

		ok(f, store_begin(f->s, &f->e));
		ok(f, store_conversation_get(f->s, f->a, id, &c, &f->e));
		c.state = step == 0 || step == 1 || step > 4 ? CONVERSATION_AGENT : c.state;
		c.agent = step == 0 ? "sam" : step == 1 ? "maeve" : c.agent;
		c.updated_ms += step == 2;			/* nothing that counts */
		c.state = step == 3 ? CONVERSATION_QUEUED : c.state;
		c.waiting_ms += step == 4;			/* in a queue, with nobody */
		c.snoozed_ms = step == 6 ? 99 : step == 8 ? 0 : c.snoozed_ms;
		if (step != 7)
			ok(f, store_conversation_put(f->s, &c, &f->e));
		if (step == 5)
			ok(f, store_agent_put(f->s, &(struct agent_state){ "sam", "available", 1, 2, 0 }, &f->e));
		ok(f, store_commit(f->s, &f->e));
		now = store_crew_version(f->s);
		if ((now != last) != (tells && moves))
			fail_msg("step %d", step);
		last = now;
	}
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_agent_put(f->s, &(struct agent_state){ "sam", "break", 3, 4, 0 }, &f->e));
	store_rollback(f->s);
	assert_true(!tells || store_crew_version(f->s) != last);	/* who saw it within is told, too */
}

static void
profiles_keep_their_key(void **state)
{
	struct fixture *f = *state;
	struct profile p = {.customer_id = "C-1",
			   .shown = "Aoife N.",
			   .conversations = 3,
			   .first_ms = 1,
			   .last_ms = 9},
		       q;

	memset(p.key, 0x5a, sizeof(p.key));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_profile_put(f->s, &p, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_profile_get(f->s, f->a, "C-1", &q, &f->e));
	assert_memory_equal(q.key, p.key, sizeof(p.key));
	assert_string_equal(q.shown, "Aoife N.");
	assert_int_equal(q.conversations, 3);
	fails(f, ERR_NOT_FOUND, store_profile_get(f->s, f->a, "C-2", &q, &f->e));
}

static void
notes_belong_to_a_conversation(void **state)
{
	struct fixture *f = *state;
	struct note n = {.conversation_id = 1,
			.agent = "maeve",
			.text = "Call back",
			.created_ms = 5},
		    m = n, *list;
	size_t count;

	add_conversation(f, "");
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_note_add(f->s, &n, &f->e));
	m.text = "Done";
	m.reader = "sam";
	ok(f, store_note_add(f->s, &m, &f->e));
	ok(f, store_note_list(f->s, f->a, 1, &list, &count, &f->e));
	assert_int_equal(count, 2);
	assert_string_equal(list[1].text, "Done");
	assert_string_equal(list[1].reader, "sam");
	assert_string_equal(list[0].reader, "");
	ok(f, store_note_list(f->s, f->a, 2, &list, &count, &f->e));
	assert_int_equal(count, 0);
	m = n;
	m.id = 0;
	m.conversation_id = 2;
	fails(f, ERR_NOT_FOUND, store_note_add(f->s, &m, &f->e));
	store_rollback(f->s);
}

static void
documents_are_replaced_by_the_version_that_was_read(void **state)
{
	struct fixture *f = *state;
	struct document d, *list;
	size_t count;

	fails(f, ERR_NOT_FOUND, store_document_get(f->s, f->a, "order", "TF-1", &d, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_document_put(f->s, "order", "TF-2", "{}", 0, &f->e));
	ok(f, store_document_put(f->s, "order", "TF-1", "{\"a\":1}", 0, &f->e));
	fails(f, ERR_CONFLICT, store_document_put(f->s, "order", "TF-1", "{\"a\":2}", 0, &f->e));
	ok(f, store_document_put(f->s, "order", "TF-1", "{\"a\":3}", 1, &f->e));
	fails(f, ERR_CONFLICT, store_document_put(f->s, "order", "TF-1", "{\"a\":4}", 1, &f->e));
	ok(f, store_document_put(f->s, "order", "TF-1", "{\"a\":5}", -1, &f->e));
	ok(f, store_document_put(f->s, "customer", "TF-1", "{}", -1, &f->e));
	fails(f, ERR_CONFLICT, store_document_put(f->s, "order", "TF-9", "{}", 4, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_document_get(f->s, f->a, "order", "TF-1", &d, &f->e));
	assert_string_equal(d.body, "{\"a\":5}");
	assert_string_equal(d.kind, "order");
	assert_int_equal(d.version, 3);
	ok(f, store_document_list(f->s, f->a, "order", &list, &count, &f->e));
	assert_int_equal(count, 2);
	assert_string_equal(list[0].id, "TF-1");
	assert_string_equal(list[1].id, "TF-2");
}

static void
documents_are_taken_away(void **state)
{
	struct fixture *f = *state;
	struct document d;
	const char **ids;
	size_t count;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_document_put(f->s, "order", "TF-1", "{}", 0, &f->e));
	ok(f, store_document_put(f->s, "order", "TF-2", "{}", 0, &f->e));
	ok(f, store_document_put(f->s, "customer", "TF-1", "{}", 0, &f->e));
	ok(f, store_document_index(f->s, "order", "customer", "C-1", "TF-1", &f->e));
	ok(f, store_document_index(f->s, "order", "customer", "C-1", "TF-2", &f->e));
	ok(f, store_commit(f->s, &f->e));

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_document_remove(f->s, "order", "TF-1", &f->e));
	ok(f, store_document_unindex(f->s, "order", "customer", "C-1", "TF-1", &f->e));
	store_rollback(f->s);
	ok(f, store_document_get(f->s, f->a, "order", "TF-1", &d, &f->e));

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_document_remove(f->s, "order", "TF-1", &f->e));
	ok(f, store_document_remove(f->s, "order", "TF-9", &f->e));
	ok(f, store_document_unindex(f->s, "order", "customer", "C-1", "TF-1", &f->e));
	ok(f, store_document_unindex(f->s, "order", "customer", "C-1", "TF-9", &f->e));
	ok(f, store_commit(f->s, &f->e));
	fails(f, ERR_NOT_FOUND, store_document_get(f->s, f->a, "order", "TF-1", &d, &f->e));
	ok(f, store_document_get(f->s, f->a, "customer", "TF-1", &d, &f->e));
	ok(f, store_document_find(f->s, f->a, "order", "customer", "C-1", &ids, &count, &f->e));
	assert_int_equal(count, 1);
	assert_string_equal(ids[0], "TF-2");

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_document_put(f->s, "order", "TF-1", "{}", 0, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_document_get(f->s, f->a, "order", "TF-1", &d, &f->e));
	assert_int_equal(d.version, 1);
}

static void
documents_are_found_by_other_values(void **state)
{
	struct fixture *f = *state;
	const char **ids;
	size_t count;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_document_index(f->s, "order", "customer", "C-1", "TF-2", &f->e));
	ok(f, store_document_index(f->s, "order", "customer", "C-1", "TF-1", &f->e));
	ok(f, store_document_index(f->s, "order", "customer", "C-1", "TF-1", &f->e));
	ok(f, store_document_index(f->s, "order", "customer", "C-2", "TF-3", &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_document_find(f->s, f->a, "order", "customer", "C-1", &ids, &count, &f->e));
	assert_int_equal(count, 2);
	assert_string_equal(ids[0], "TF-1");
	assert_string_equal(ids[1], "TF-2");
	ok(f, store_document_find(f->s, f->a, "order", "email", "C-1", &ids, &count, &f->e));
	assert_int_equal(count, 0);
}

static void
an_effect_is_applied_once(void **state)
{
	struct fixture *f = *state;
	const char *result;

	fails(f, ERR_NOT_FOUND, store_effect_get(f->s, f->a, "k", &result, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_effect_add(f->s, "k", "{\"ok\":1}", 5, &f->e));
	fails(f, ERR_EXISTS, store_effect_add(f->s, "k", "{\"ok\":2}", 6, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_effect_get(f->s, f->a, "k", &result, &f->e));
	assert_string_equal(result, "{\"ok\":1}");
}

static void
values_that_cannot_be_are_refused(void **state)
{
	struct fixture *f = *state;
	struct conversation c = plain_conversation(""), good;
	struct message m = plain_message(1, AUTHOR_AI, "x");
	struct action x = plain_action(1, "k");

	add_conversation(f, "");
	ok(f, store_begin(f->s, &f->e));
	c.state = (enum conversation_state)5;
	fails(f, ERR_INPUT, store_conversation_add(f->s, &c, &f->e));
	assert_non_null(strstr(f->e.text, "state"));
	c = plain_conversation("");
	c.reason = (enum handoff_reason)-1;
	fails(f, ERR_INPUT, store_conversation_add(f->s, &c, &f->e));
	c = plain_conversation("");
	c.confidence = (double)NAN;
	fails(f, ERR_INPUT, store_conversation_add(f->s, &c, &f->e));
	ok(f, store_conversation_get(f->s, f->a, 1, &good, &f->e));
	good.sentiment = -(double)INFINITY;
	fails(f, ERR_INPUT, store_conversation_put(f->s, &good, &f->e));
	m.delivery = (enum delivery)7;
	fails(f, ERR_INPUT, store_message_add(f->s, &m, &f->e));
	m.delivery = DELIVERY_PENDING;
	ok(f, store_message_add(f->s, &m, &f->e));
	fails(f, ERR_INPUT, store_message_set_delivery(f->s, m.id, (enum delivery)9, 1, &f->e));
	x.amount = 9007199254740992;
	fails(f, ERR_INPUT, store_action_add(f->s, &x, &f->e));
	x.amount = -9007199254740991;
	ok(f, store_action_add(f->s, &x, &f->e));
	x.id = -4;
	x.key = "other";
	fails(f, ERR_INPUT, store_action_add(f->s, &x, &f->e));
	fails(f, ERR_USAGE, store_meta_put(f->s, "", "x", &f->e));
	fails(f, ERR_USAGE, store_effect_add(f->s, NULL, "x", 1, &f->e));
	ok(f, store_commit(f->s, &f->e));
}

static const struct contract list[] = {
	CONTRACT(values_that_cannot_be_are_refused),
	CONTRACT(settings_are_kept_by_name),
	CONTRACT(agents_and_macros_are_listed_by_name),
	CONTRACT(a_crew_has_a_version),
	CONTRACT(profiles_keep_their_key),
	CONTRACT(notes_belong_to_a_conversation),
	CONTRACT(documents_are_replaced_by_the_version_that_was_read),
	CONTRACT(documents_are_found_by_other_values),
	CONTRACT(documents_are_taken_away),
	CONTRACT(an_effect_is_applied_once),
};
CONTRACTS(contract_people, list);
