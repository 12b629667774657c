/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Transactions, conversations and messages.
 */
#include "contract.h"
#include "floorwalker/store/walk.h"

static void
a_conversation_comes_back_whole(void **state)
{
	struct fixture *f = *state;
	struct conversation c = plain_conversation("hash-1"), d;

	c.has_key = true;
	memset(c.key, 0xa5, sizeof(c.key));
	c.reason = HANDOFF_POLICY;
	c.waiting_ms = 7;
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_add(f->s, &c, &f->e));
	ok(f, store_commit(f->s, &f->e));
	assert_int_equal(c.id, 1);
	assert_int_equal(c.version, 1);
	ok(f, store_conversation_get(f->s, f->a, 1, &d, &f->e));
	assert_string_equal(d.channel, "web");
	assert_string_equal(d.contact, "hash-1");
	assert_string_equal(d.shopper, "Aoife N.");
	assert_string_equal(d.intent, "order_status");
	assert_string_equal(d.disposition, "");
	assert_true(d.confidence == 0.5 && d.sentiment == -0.25);
	assert_int_equal(d.reason, HANDOFF_POLICY);
	assert_int_equal(d.waiting_ms, 7);
	assert_int_equal(d.sealed_state_size, 3);
	assert_memory_equal(d.sealed_state, "a\0b", 3);
	assert_true(d.has_key);
	assert_memory_equal(d.key, c.key, sizeof(c.key));
	assert_int_equal(d.epoch, 1);
	fails(f, ERR_NOT_FOUND, store_conversation_get(f->s, f->a, 2, &d, &f->e));
	assert_non_null(strstr(f->e.text, "conversation 2"));
}

static void
absent_texts_are_read_as_empty(void **state)
{
	struct fixture *f = *state;
	struct conversation c = { 0 }, d;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_add(f->s, &c, &f->e));
	ok(f, store_conversation_get(f->s, f->a, c.id, &d, &f->e));
	assert_string_equal(d.queue, "");
	assert_string_equal(d.summary, "");
	assert_int_equal(d.sealed_state_size, 0);
	assert_non_null(d.sealed_state);
	assert_false(d.has_key);
	ok(f, store_commit(f->s, &f->e));
}

static void
the_second_writer_of_a_version_is_refused(void **state)
{
	struct fixture *f = *state;
	struct conversation first, second;
	int64_t id = add_conversation(f, "x");

	ok(f, store_conversation_get(f->s, f->a, id, &first, &f->e));
	ok(f, store_conversation_get(f->s, f->a, id, &second, &f->e));
	ok(f, store_begin(f->s, &f->e));
	first.agent = "maeve";
	ok(f, store_conversation_put(f->s, &first, &f->e));
	assert_int_equal(first.version, 2);
	second.agent = "sam";
	fails(f, ERR_CONFLICT, store_conversation_put(f->s, &second, &f->e));
	assert_int_equal(second.version, 1);
	second.id = 99;
	fails(f, ERR_NOT_FOUND, store_conversation_put(f->s, &second, &f->e));
	first.queue = "general";
	ok(f, store_conversation_put(f->s, &first, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_conversation_get(f->s, f->a, id, &second, &f->e));
	assert_string_equal(second.agent, "maeve");
	assert_string_equal(second.queue, "general");
	assert_int_equal(second.version, 3);
}

static void
a_put_from_a_list_leaves_the_sealed_state_alone(void **state)
{
	struct fixture *f = *state;
	struct conversation_list list;
	struct conversation c;
	int64_t id = add_conversation(f, "x");

	ok(f, store_conversation_list(f->s, f->a, NULL, &list, &f->e));
	assert_int_equal(list.count, 1);
	assert_null(list.items[0].sealed_state);
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_put(f->s, &list.items[0], &f->e));
	ok(f, store_conversation_get(f->s, f->a, id, &c, &f->e));
	assert_int_equal(c.sealed_state_size, 3);
	c.sealed_state = "";
	c.sealed_state_size = 0;
	ok(f, store_conversation_put(f->s, &c, &f->e));
	ok(f, store_conversation_get(f->s, f->a, id, &c, &f->e));
	assert_int_equal(c.sealed_state_size, 0);
	ok(f, store_commit(f->s, &f->e));
}

static void
a_contact_has_one_open_conversation_per_channel(void **state)
{
	struct fixture *f = *state;
	struct conversation c = plain_conversation("same"), d;
	int64_t old = add_conversation(f, "same"), newer;

	ok(f, store_begin(f->s, &f->e));
	fails(f, ERR_EXISTS, store_conversation_add(f->s, &c, &f->e));
	assert_int_equal(c.id, 0);
	c.channel = "chat";
	ok(f, store_conversation_add(f->s, &c, &f->e));
	ok(f, store_conversation_get(f->s, f->a, old, &d, &f->e));
	d.state = CONVERSATION_CLOSED;
	ok(f, store_conversation_put(f->s, &d, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_conversation_of_contact(f->s, f->a, "web", "same", &d, &f->e));
	assert_int_equal(d.id, old);
	newer = add_conversation(f, "same");
	ok(f, store_conversation_of_contact(f->s, f->a, "web", "same", &d, &f->e));
	assert_int_equal(d.id, newer);
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_get(f->s, f->a, old, &d, &f->e));
	d.state = CONVERSATION_AI;
	fails(f, ERR_EXISTS, store_conversation_put(f->s, &d, &f->e));
	store_rollback(f->s);
	fails(f, ERR_NOT_FOUND,
	    store_conversation_of_contact(f->s, f->a, "web", "nobody", &d, &f->e));
}

static void
contacts_without_a_handle_never_collide(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add_conversation(f, ""), 1);
	assert_int_equal(add_conversation(f, ""), 2);
}

static void
an_open_conversation_is_preferred_to_a_newer_closed_one(void **state)
{
	struct fixture *f = *state;
	struct conversation c = plain_conversation("x"), d;

	add_conversation(f, "x");
	ok(f, store_begin(f->s, &f->e));
	c.state = CONVERSATION_CLOSED;
	ok(f, store_conversation_add(f->s, &c, &f->e));
	ok(f, store_conversation_of_contact(f->s, f->a, "web", "x", &d, &f->e));
	assert_int_equal(d.id, 1);
	ok(f, store_commit(f->s, &f->e));
}

static void
what_is_rolled_back_never_was(void **state)
{
	struct fixture *f = *state;
	struct conversation c, d = plain_conversation("later");
	struct message m = plain_message(1, AUTHOR_SHOPPER, "lost words");
	struct message_list messages;
	struct message_hit *hits;
	size_t count;
	int64_t before, after, id = add_conversation(f, "x");

	ok(f, store_change_count(f->s, &before, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_get(f->s, f->a, id, &c, &f->e));
	c.state = CONVERSATION_CLOSED;
	ok(f, store_conversation_put(f->s, &c, &f->e));
	ok(f, store_conversation_add(f->s, &d, &f->e));
	ok(f, store_message_add(f->s, &m, &f->e));
	ok(f, store_timer_set(f->s, "sla", id, 5, &f->e));
	ok(f, store_event_append(f->s, id, "x", "work", "{}", 1, NULL, 0, NULL, &f->e));
	ok(f, store_document_put(f->s, "order", "1", "{}", 0, &f->e));
	store_rollback(f->s);
	store_rollback(f->s);
	ok(f, store_change_count(f->s, &after, &f->e));
	assert_int_equal(before, after);
	ok(f, store_conversation_get(f->s, f->a, id, &c, &f->e));
	assert_int_equal(c.state, CONVERSATION_AI);
	assert_int_equal(c.version, 1);
	fails(f, ERR_NOT_FOUND, store_conversation_get(f->s, f->a, d.id, &c, &f->e));
	ok(f, store_message_list(f->s, f->a, id, 0, &messages, &f->e));
	assert_int_equal(messages.count, 0);
	ok(f, store_message_search(f->s, f->a, "lost", 5, &hits, &count, &f->e));
	assert_int_equal(count, 0);
	ok(f, store_next_due(f->s, &after, &f->e));
	assert_true(after == INT64_MAX);
	ok(f, store_event_last(f->s, &after, &f->e));
	assert_int_equal(after, 0);
	assert_int_equal(add_conversation(f, "next"), 2);
}

static void
writes_outside_a_transaction_are_refused(void **state)
{
	struct fixture *f = *state;
	struct conversation c = plain_conversation("");

	fails(f, ERR_STATE, store_conversation_add(f->s, &c, &f->e));
	fails(f, ERR_STATE, store_meta_put(f->s, "a", "b", &f->e));
	fails(f, ERR_STATE, store_commit(f->s, &f->e));
	fails(f, ERR_STATE, store_event_append(f->s, 1, "x", "y", "{}", 1, NULL, 0, NULL, &f->e));
	ok(f, store_begin(f->s, &f->e));
	fails(f, ERR_STATE, store_begin(f->s, &f->e));
	fails(f, ERR_STATE, store_turn_claim(f->s, f->a, "w", 1, 2, &(struct turn){ 0 }, &f->e));
	fails(f, ERR_STATE, store_scrub(f->s, &f->e));
	store_rollback(f->s);
	ok(f, store_scrub(f->s, &f->e));
}

static void
commits_move_the_change_count(void **state)
{
	struct fixture *f = *state;
	int64_t before, after;

	ok(f, store_change_count(f->s, &before, &f->e));
	add_conversation(f, "");
	ok(f, store_change_count(f->s, &after, &f->e));
	assert_true(after > before);
}

/* Five conversations that differ in all that can be asked for. */
static void
add_five(struct fixture *f)
{
	static const struct {
		enum conversation_state state;
		const char *queue, *agent, *customer;
		enum handoff_reason reason;
		double confidence;
		int64_t opened, updated, waiting, due, closed;
	} five[] = {
	    {CONVERSATION_AI, "", "", "C-1", HANDOFF_NONE, 0.9, 100, 500, 0, 0, 0},
	    {CONVERSATION_QUEUED, "refunds", "", "C-2", HANDOFF_POLICY, 0.2, 200, 400, 210, 300, 0},
	    {CONVERSATION_QUEUED, "general", "", "", HANDOFF_SENTIMENT, -1, 300, 600, 310, 0, 0},
	    {CONVERSATION_AGENT, "refunds", "maeve", "C-1", HANDOFF_POLICY, 0.4, 400, 450, 0, 250,
		0},
	    {CONVERSATION_CLOSED, "general", "sam", "C-3", HANDOFF_TAKEN, 0.7, 500, 700, 0, 0, 690},
	};

	ok(f, store_begin(f->s, &f->e));
	for (size_t i = 0; i < 5; i++) {
		struct conversation c = plain_conversation("");

		c.state = five[i].state;
		c.queue = five[i].queue;
		c.agent = five[i].agent;
		c.customer_id = five[i].customer;
		c.reason = five[i].reason;
		c.confidence = five[i].confidence;
		c.opened_ms = five[i].opened;
		c.updated_ms = five[i].updated;
		c.waiting_ms = five[i].waiting;
		c.due_ms = five[i].due;
		c.closed_ms = five[i].closed;
		ok(f, store_conversation_add(f->s, &c, &f->e));
	}
	ok(f, store_commit(f->s, &f->e));
}

struct walked { char ids[40]; size_t most; };

static bool
walk_on(void *context, const struct conversation *c)
{
	struct walked *w = context;

	strcat(w->ids, (char[]){ (char)('0' + c->id), '\0' });
	return strlen(w->ids) < w->most;
}

/* Without a limit, a walk shows what the list has; and no more than is asked for. */
static void
assert_walk(struct fixture *f, const struct conversation_filter *filter, const char *ids)
{
	struct walked all = {.most = 40}, one = {.most = 1};

	ok(f, store_conversation_walk(f->s, filter, walk_on, &all, &f->e));
	assert_string_equal(all.ids, ids);
	ok(f, store_conversation_walk(f->s, filter, walk_on, &one, &f->e));
	assert_int_equal(strlen(one.ids), *ids != '\0');
	assert_memory_equal(one.ids, ids, strlen(one.ids));
}

static void
assert_list(struct fixture *f, struct conversation_filter filter, const char *ids, int64_t total)
{
	struct conversation_list list;
	char got[40] = "";

	if (filter.limit == 0 && filter.offset == 0)
		assert_walk(f, &filter, ids);

	ok(f, store_conversation_list(f->s, f->a, &filter, &list, &f->e));
	for (size_t i = 0; i < list.count; i++)
		strcat(got, (char[]){ (char)('0' + list.items[i].id), '\0' });
	assert_string_equal(got, ids);
	assert_int_equal(list.total, total);
}

static void
conversations_are_listed_by_what_is_asked(void **state)
{
	struct fixture *f = *state;
	unsigned queued = 1u << CONVERSATION_QUEUED, closed = 1u << CONVERSATION_CLOSED;

	assert_list(f, (struct conversation_filter){ 0 }, "", 0);
	add_five(f);
	assert_list(f, (struct conversation_filter){ 0 }, "12345", 5);
	assert_list(f, (struct conversation_filter){ .states = queued }, "23", 2);
	assert_list(f, (struct conversation_filter){ .states = queued | closed }, "235", 3);
	assert_list(f, (struct conversation_filter){ .queue = "refunds" }, "24", 2);
	assert_list(f, (struct conversation_filter){.queue = "refunds", .states = queued}, "2", 1);
	assert_list(f, (struct conversation_filter){ .queue = "" }, "1", 1);
	assert_list(f, (struct conversation_filter){ .agent = "sam" }, "5", 1);
	assert_list(f, (struct conversation_filter){ .customer_id = "C-1" }, "14", 2);
	assert_list(f, (struct conversation_filter){ .reason = "policy" }, "24", 2);
	assert_list(f, (struct conversation_filter){ .opened_after_ms = 300 }, "45", 2);
	assert_list(f, (struct conversation_filter){ .closed_after_ms = 600 }, "5", 1);
	assert_list(f, (struct conversation_filter){ .closed_after_ms = 690 }, "", 0);
	assert_list(f, (struct conversation_filter){ .states = queued, .limit = 1 }, "2", 2);
	assert_list(f,
	    (struct conversation_filter){
		.states = queued, .limit = 1, .offset = 1, .descending = true},
	    "2", 2);
	assert_list(f,
	    (struct conversation_filter){.states = queued, .queue = "general", .agent = ""}, "3",
	    1);
	assert_list(f,
	    (struct conversation_filter){
		.states = queued, .reason = "sentiment", .order = ORDER_WAITING},
	    "3", 1);
	assert_list(f,
	    (struct conversation_filter){.states = 1u << CONVERSATION_AI, .opened_after_ms = 100},
	    "", 0);
	assert_list(f, (struct conversation_filter){.states = queued, .closed_after_ms = 1}, "", 0);
	assert_list(f,
	    (struct conversation_filter){
		.states = closed, .closed_after_ms = 600, .limit = 1, .offset = 1},
	    "", 1);
	assert_list(
	    f, (struct conversation_filter){.states = closed, .closed_after_ms = 690}, "", 0);
	assert_list(f,
	    (struct conversation_filter){
		.states = closed, .closed_after_ms = 600, .agent = "maeve"},
	    "", 0);
	assert_list(f,
	    (struct conversation_filter){
		.states = closed | queued, .closed_after_ms = 600, .limit = 1},
	    "5", 1);
	fails(f, ERR_USAGE,
	    store_conversation_list(f->s, f->a, &(struct conversation_filter){.reason = "mood"},
		&(struct conversation_list){0}, &f->e));
}

static void
put_waiting(struct fixture *f, int64_t id, enum conversation_state state, const char *queue,
    int64_t waiting_ms)
{
	struct conversation c;

	ok(f, store_conversation_get(f->s, f->a, id, &c, &f->e));
	c.state = state;
	c.queue = queue;
	c.waiting_ms = waiting_ms;
	ok(f, store_conversation_put(f->s, &c, &f->e));
}

static void
who_waits_in_a_queue_stays_in_order_through_changes(void **state)
{
	struct fixture *f = *state;
	struct conversation_filter general = {.states = 1u << CONVERSATION_QUEUED,
	    .queue = "general",
	    .order = ORDER_WAITING};

	add_five(f);
	assert_list(f, general, "3", 1);
	ok(f, store_begin(f->s, &f->e));
	put_waiting(f, 1, CONVERSATION_QUEUED, "general", 310);
	put_waiting(f, 4, CONVERSATION_QUEUED, "general", 0);
	put_waiting(f, 2, CONVERSATION_QUEUED, "general", 320);
	ok(f, store_commit(f->s, &f->e));
	assert_list(f, general, "1324", 4);
	ok(f, store_begin(f->s, &f->e));
	put_waiting(f, 3, CONVERSATION_AGENT, "general", 310);
	put_waiting(f, 2, CONVERSATION_QUEUED, "general", 5);
	put_waiting(f, 4, CONVERSATION_QUEUED, "refunds", 1);
	store_rollback(f->s);
	assert_list(f, general, "1324", 4);
	ok(f, store_begin(f->s, &f->e));
	put_waiting(f, 3, CONVERSATION_AGENT, "general", 310);
	put_waiting(f, 2, CONVERSATION_QUEUED, "general", 5);
	put_waiting(f, 4, CONVERSATION_QUEUED, "refunds", 1);
	ok(f, store_commit(f->s, &f->e));
	assert_list(f, general, "21", 2);
}

static void
lists_are_ordered_with_the_absent_last(void **state)
{
	struct fixture *f = *state;
	unsigned open = 15;

	add_five(f);
	assert_list(f, (struct conversation_filter){ .descending = true }, "54321", 5);
	assert_list(f, (struct conversation_filter){ .order = ORDER_UPDATED }, "24135", 5);
	assert_list(f, (struct conversation_filter){.order = ORDER_UPDATED, .descending = true},
	    "53142", 5);
	assert_list(f, (struct conversation_filter){ .order = ORDER_WAITING }, "23145", 5);
	assert_list(f, (struct conversation_filter){.order = ORDER_WAITING, .descending = true},
	    "32541", 5);
	assert_list(f, (struct conversation_filter){ .order = ORDER_CONFIDENCE }, "24513", 5);
	assert_list(f, (struct conversation_filter){.order = ORDER_CONFIDENCE, .descending = true},
	    "15423", 5);
	assert_list(f, (struct conversation_filter){ .order = ORDER_DUE }, "42135", 5);
	assert_list(
	    f, (struct conversation_filter){.order = ORDER_DUE, .descending = true}, "24531", 5);
	assert_list(
	    f, (struct conversation_filter){.order = ORDER_CONFIDENCE, .states = open}, "2413", 4);
	assert_list(f,
	    (struct conversation_filter){.order = ORDER_UPDATED, .states = 16, .descending = true},
	    "5", 1);
	assert_list(f,
	    (struct conversation_filter){.order = ORDER_DUE, .states = open, .descending = true},
	    "2431", 4);
}

static void
a_page_knows_the_total(void **state)
{
	struct fixture *f = *state;

	add_five(f);
	assert_list(f, (struct conversation_filter){ .limit = 2 }, "12", 5);
	assert_list(f, (struct conversation_filter){ .limit = 2, .offset = 2 }, "34", 5);
	assert_list(f, (struct conversation_filter){ .limit = 2, .offset = 4 }, "5", 5);
	assert_list(f, (struct conversation_filter){ .limit = 2, .offset = 9 }, "", 5);
	assert_list(f, (struct conversation_filter){ .limit = 2, .states = 15 }, "12", 4);
	assert_list(f, (struct conversation_filter){ .limit = 5 }, "12345", 5);
}

static void
counts_say_how_many_wait_and_since_when(void **state)
{
	struct fixture *f = *state;
	struct conversation_counts n;
	struct action x = plain_action(1, "k");

	ok(f, store_conversation_counts(f->s, f->a, &n, &f->e));
	assert_int_equal(n.oldest_waiting_ms, 0);
	assert_int_equal(n.queue_count, 0);
	add_five(f);
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_action_add(f->s, &x, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_conversation_counts(f->s, f->a, &n, &f->e));
	assert_int_equal(n.by_state[CONVERSATION_AI], 1);
	assert_int_equal(n.by_state[CONVERSATION_QUEUED], 2);
	assert_int_equal(n.by_state[CONVERSATION_CLOSED], 1);
	assert_int_equal(n.by_state[CONVERSATION_WRAP_UP], 0);
	assert_int_equal(n.waiting_actions, 1);
	assert_int_equal(n.oldest_waiting_ms, 210);
	assert_int_equal(n.queue_count, 2);
	assert_string_equal(n.queues[0].queue, "general");
	assert_int_equal(n.queues[1].count, 1);
	assert_int_equal(n.queues[1].oldest_ms, 210);
	assert_int_equal(n.queues[1].due_ms, 300);
	assert_int_equal(n.queues[0].due_ms, 0);
}

static void
messages_are_numbered_in_their_conversation(void **state)
{
	struct fixture *f = *state;
	struct message m, n;
	struct message_list list;

	add_conversation(f, "a");
	add_conversation(f, "b");
	ok(f, store_begin(f->s, &f->e));
	for (int64_t i = 1; i <= 3; i++) {
		m = plain_message(1, AUTHOR_SHOPPER, "Where is my order?");
		ok(f, store_message_add(f->s, &m, &f->e));
		assert_int_equal(m.number, i);
		m = plain_message(2, AUTHOR_AI, "On its way.");
		ok(f, store_message_add(f->s, &m, &f->e));
		assert_int_equal(m.number, i);
	}
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_message_get(f->s, f->a, 6, &n, &f->e));
	assert_string_equal(n.text, "On its way.");
	assert_int_equal(n.sealed_size, 7);
	assert_memory_equal(n.sealed, "s\0ealed", 7);
	assert_int_equal(n.author, AUTHOR_AI);
	assert_true(n.confidence == -1);
	assert_string_equal(n.citations, "[]");
	assert_int_equal(n.delivery, DELIVERY_PENDING);
	ok(f, store_message_list(f->s, f->a, 1, 1, &list, &f->e));
	assert_int_equal(list.count, 2);
	assert_int_equal(list.items[0].number, 2);
	assert_int_equal(list.items[1].number, 3);
	ok(f, store_begin(f->s, &f->e));
	m = plain_message(77, AUTHOR_AI, "To nobody");
	fails(f, ERR_NOT_FOUND, store_message_add(f->s, &m, &f->e));
	assert_int_equal(m.id, 0);
	assert_int_equal(m.number, 0);
	store_rollback(f->s);
	fails(f, ERR_NOT_FOUND, store_message_get(f->s, f->a, 7, &n, &f->e));
}

static void
a_message_that_a_channel_repeats_is_stored_once(void **state)
{
	struct fixture *f = *state;
	struct message m = plain_message(1, AUTHOR_SHOPPER, "Hi"), again, other;

	add_conversation(f, "a");
	add_conversation(f, "b");
	ok(f, store_begin(f->s, &f->e));
	m.source_key = "wamid.7";
	again = other = m;
	ok(f, store_message_add(f->s, &m, &f->e));
	fails(f, ERR_EXISTS, store_message_add(f->s, &again, &f->e));
	assert_int_equal(again.id, m.id);
	assert_int_equal(again.number, 1);
	other.conversation_id = 2;
	ok(f, store_message_add(f->s, &other, &f->e));
	ok(f, store_commit(f->s, &f->e));
}

static void
pending_words_of_the_ai_are_withdrawn(void **state)
{
	struct fixture *f = *state;
	static const enum author authors[] = {
	    AUTHOR_SHOPPER, AUTHOR_AI, AUTHOR_AI, AUTHOR_AGENT, AUTHOR_AI};
	struct message m;
	int64_t *ids;
	size_t count;

	add_conversation(f, "a");
	ok(f, store_begin(f->s, &f->e));
	for (size_t i = 0; i < 5; i++) {
		m = plain_message(1, authors[i], "words");
		ok(f, store_message_add(f->s, &m, &f->e));
	}
	ok(f, store_message_set_delivery(f->s, 2, DELIVERY_DELIVERED, 44, &f->e));
	ok(f, store_message_withdraw(f->s, f->a, 1, &ids, &count, &f->e));
	assert_int_equal(count, 2);
	assert_true(ids[0] + ids[1] == 8);
	ok(f, store_message_withdraw(f->s, f->a, 1, &ids, &count, &f->e));
	assert_int_equal(count, 0);
	fails(f, ERR_NOT_FOUND, store_message_set_delivery(f->s, 9, DELIVERY_DELIVERED, 44, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_message_get(f->s, f->a, 2, &m, &f->e));
	assert_true(m.delivery == DELIVERY_DELIVERED && m.delivered_ms == 44);
	ok(f, store_message_get(f->s, f->a, 5, &m, &f->e));
	assert_int_equal(m.delivery, DELIVERY_WITHDRAWN);
	ok(f, store_message_get(f->s, f->a, 4, &m, &f->e));
	assert_int_equal(m.delivery, DELIVERY_PENDING);
}

static const struct contract list[] = {
	CONTRACT(a_conversation_comes_back_whole),
	CONTRACT(absent_texts_are_read_as_empty),
	CONTRACT(the_second_writer_of_a_version_is_refused),
	CONTRACT(a_put_from_a_list_leaves_the_sealed_state_alone),
	CONTRACT(a_contact_has_one_open_conversation_per_channel),
	CONTRACT(contacts_without_a_handle_never_collide),
	CONTRACT(an_open_conversation_is_preferred_to_a_newer_closed_one),
	CONTRACT(what_is_rolled_back_never_was),
	CONTRACT(writes_outside_a_transaction_are_refused),
	CONTRACT(commits_move_the_change_count),
	CONTRACT(conversations_are_listed_by_what_is_asked),
	CONTRACT(who_waits_in_a_queue_stays_in_order_through_changes),
	CONTRACT(lists_are_ordered_with_the_absent_last),
	CONTRACT(a_page_knows_the_total),
	CONTRACT(counts_say_how_many_wait_and_since_when),
	CONTRACT(messages_are_numbered_in_their_conversation),
	CONTRACT(a_message_that_a_channel_repeats_is_stored_once),
	CONTRACT(pending_words_of_the_ai_are_withdrawn),
};
CONTRACTS(contract_talk, list);
