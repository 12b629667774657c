/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Queries: that every kind of store finds the same, in the same order; that a term and its opposite
 * share all conversations between them; and searches that are saved.
 */
#include "contract.h"

#include <stdio.h>

#include "floorwalker/base/random.h"

#define NOW INT64_C(1791983100000)
#define MANY 200

static struct queue queues[] = {{.id = "refunds", .name = "Refunds"}, {.id = "care", .name = "Care"}};
static struct agent agents[] = {{.id = "maeve", .name = "Maeve"}, {.id = "ewa", .name = "Ewa"}};
static struct settings settings = {.currency = "EUR", .queues = queues, .queue_count = 2, .agents = agents, .agent_count = 2};
static const struct query_scope scope = {.settings = &settings, .agent = "maeve", .now_ms = NOW};

static const char *
pick(struct random_stream *r, const char *const *words, size_t count)
{
	return words[random_below(r, count)];
}
#define PICK(r, ...) pick((r), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static struct conversation
some_conversation(struct random_stream *r, const char *contact)
{
	struct conversation c = plain_conversation(contact);

	c.state = (enum conversation_state)random_below(r, 5);
	c.channel = PICK(r, "web", "chat", "say");
	c.shopper = PICK(r, "Aoife N.", "Jürgen Ä.", "Guest 17", "山田 太郎", "O'Sullivan");
	c.customer_id = PICK(r, "", "C-1001", "C-1002");
	c.tier = PICK(r, "", "plus", "vip");
	c.language = PICK(r, "", "en", "de");
	c.queue = PICK(r, "", "refunds", "care");
	c.agent = PICK(r, "", "maeve", "ewa");
	c.reason = (enum handoff_reason)random_below(r, HANDOFF_COUNT);
	c.intent = PICK(r, "", "refund_request", "refund_status", "order_status");
	c.confidence = random_below(r, 5) == 0 ? -1 : (double)random_below(r, 11) / 10;
	c.sentiment = (double)random_below(r, 9) / 4 - 1;
	c.sentiment_first = (double)random_below(r, 9) / 4 - 1;
	c.waiting_ms = random_below(r, 3) == 0 ? 0 : NOW - (int64_t)random_below(r, 40) * 60000;
	c.due_ms = random_below(r, 3) == 0 ? 0 : NOW + ((int64_t)random_below(r, 20) - 10) * 60000;
	c.opened_ms = NOW - (int64_t)random_below(r, 72) * 3600000;
	c.updated_ms = NOW - (int64_t)random_below(r, 20) * 1000;
	c.closed_ms = c.state == CONVERSATION_CLOSED ? NOW - (int64_t)random_below(r, 9) * 1000 : 0;
	c.message_count = (int64_t)random_below(r, 6);
	c.disposition = PICK(r, "", "resolved", "spam");
	c.tags = PICK(r, "", "vip", "late vip", "late", "vip-2");
	c.snoozed_ms = random_below(r, 3) == 0 ? NOW + 5 : 0;
	return c;
}

static void
fill(struct fixture *f, struct store *s)
{
	struct random_stream r;

	random_init(&r, 7, "queries");
	ok(f, store_begin(s, &f->e));
	for (int i = 0; i < MANY; i++) {
		char contact[20], key[20];
		struct conversation c;
		struct action x;

		snprintf(contact, sizeof contact, "c%d", i);
		c = some_conversation(&r, contact);
		ok(f, store_conversation_add(s, &c, &f->e));
		for (uint64_t n = random_below(&r, 4); n > 0; n--) {
			struct message m = plain_message(c.id, AUTHOR_SHOPPER,
			    PICK(&r, "Where is TF-1001?", "The sleeve is torn, size 38", "My parcel is late", "Die Ärmel von 38 passen nicht", "size of 38 parcels"));

			ok(f, store_message_add(s, &m, &f->e));
		}
		for (size_t n = 0; n < 2; n++) {
			struct read_mark seen = {c.id, n == 0 ? "ewa" : "maeve", (int64_t)random_below(&r, 6), NOW};
			struct presence here = {c.id, n == 0 ? "ewa" : "maeve", NOW - 9, NOW - (int64_t)random_below(&r, 9)};

			if (random_below(&r, 3) == 0)
				ok(f, store_read_mark_put(s, &seen, &f->e));
			if (random_below(&r, 3) == 0)
				ok(f, store_presence_put(s, &here, 0, &f->e));
		}
		for (uint64_t n = random_below(&r, 3); n > 0; n--) {
			snprintf(key, sizeof key, "k%d.%d", i, (int)n);
			x = plain_action(c.id, key);
			x.amount = (int64_t)random_below(&r, 12) * 1000;
			x.kind = (enum action_kind)random_below(&r, ACTION_KIND_COUNT);
			x.state = (enum action_state)random_below(&r, ACTION_STATE_COUNT);
			x.order_id = PICK(&r, "TF-1001", "TF-1002", "");
			ok(f, store_action_add(s, &x, &f->e));
		}
	}
	ok(f, store_commit(s, &f->e));
}

static const char *const terms[] = {"state:queued", "is:open", "closed", "state:ai,closed", "reason:policy", "reason:unsure,human,none",
    "queue:refunds", "queue:refunds,care", "agent:me", "agent:none", "agent:ewa,none", "channel:web", "channel:w*", "tier:plus,vip",
    "lang:de", "intent:refund*", "intent:order_status,refund_status", "disposition:spam", "shopper:aoife", "shopper:jurgen", "customer:C-1001",
    "customer:c-100*", "order:TF-1001", "order:tf-100*", "amount:>50", "amount:20..40", "amount:<=30", "action:refund", "action:waiting",
    "action:refund,waiting", "conf:<.6", "conf:>=70%", "conf:.3..0.5", "mood:<0", "messages:>2", "messages:0", "waiting:>10m", "waiting:<5m",
    "waiting:no", "due:<2m", "due:overdue", "opened:<24h", "opened:>2h", "updated:<9s", "closed:<4s", "snoozed:yes", "snoozed:no", "tag:vip", "tag:vip,late", "tag:vip*", "is:snoozed",
    "\"size 38\"", "sleeve", "parc*", "armel", "C-7", "aoife", "\"!\"", "late torn", "id:20..60"};

static void
write_query(struct random_stream *r, char *out, size_t size)
{
	uint64_t count = random_below(r, 4);
	size_t n = 0;

	out[0] = '\0';
	for (uint64_t i = 0; i <= count; i++)
		n += (size_t)snprintf(out + n, size - n, "%s%s ", random_below(r, 4) == 0 ? "-" : "",
		    pick(r, terms, sizeof terms / sizeof *terms));
}

static void
check_same(struct fixture *f, const char *text, const struct conversation_ids *x, const struct conversation_ids *y)
{
	if (x->count != y->count || x->total != y->total || x->run_count != y->run_count)
		fail_msg("%s: %zu of %lld here, %zu of %lld there", text, x->count, (long long)x->total, y->count, (long long)y->total);
	for (size_t i = 0; i < x->count; i++)
		if (x->ids[i] != y->ids[i])
			fail_msg("%s: at %zu C-%lld here, C-%lld there", text, i, (long long)x->ids[i], (long long)y->ids[i]);
	for (size_t i = 0; i < x->run_count; i++) {
		assert_string_equal(x->runs[i].key, y->runs[i].key);
		assert_int_equal(x->runs[i].count, y->runs[i].count);
	}
	(void)f;
}

static void
whatever_is_asked_every_store_finds_the_same(void **state)
{
	struct fixture *f = *state;
	struct random_stream r;
	struct store *other;
	size_t found = 0;

	ok(f, store_open("memory:", NULL, &other, &f->e));
	fill(f, f->s);
	fill(f, other);
	random_init(&r, 11, "asked");
	for (int i = 0; i < 800; i++) {
		struct conversation_query asked = {.sort = (enum conversation_sort)random_below(&r, SORT_BY_COUNT), .descending = random_below(&r, 2),
		    .group = (enum conversation_group)random_below(&r, GROUP_COUNT), .now_ms = NOW, .limit = random_below(&r, 3) == 0 ? 5 : 0,
		    .agent = PICK(&r, "ewa", "maeve", "", NULL), .seen_since_ms = NOW - 5};
		struct conversation_ids here, there;
		struct message_hit *hits, *others;
		struct query q;
		char text[300];
		size_t count, count_there;
		int64_t total, total_there;

		write_query(&r, text, sizeof text);
		ok(f, query_parse(f->a, text, &scope, &q, &f->e));
		asked.query = &q;
		ok(f, store_query_ids(f->s, f->a, &asked, &here, &f->e));
		ok(f, store_query_ids(other, f->a, &asked, &there, &f->e));
		check_same(f, text, &here, &there);
		found += here.count;
		ok(f, store_message_find(f->s, f->a, &q, 7, &hits, &count, &total, &f->e));
		ok(f, store_message_find(other, f->a, &q, 7, &others, &count_there, &total_there, &f->e));
		if (count != count_there || total != total_there)
			fail_msg("%s: %lld messages here, %lld there", text, (long long)total, (long long)total_there);
	}
	assert_true(found > 5000);	/* the terms do find something */
	store_close(&other);
}

static void
a_term_and_its_opposite_have_all_between_them(void **state)
{
	struct fixture *f = *state;

	fill(f, f->s);
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		struct conversation_query asked = {.now_ms = NOW};
		struct conversation_ids with, without;
		char opposite[80];
		struct query q;

		if (strchr(terms[i], ' ') != NULL && terms[i][0] != '"')
			continue;
		if (text_is(terms[i], "\"!\"") || text_is(terms[i], "closed"))	/* says nothing; says another thing alone */
			continue;
		snprintf(opposite, sizeof opposite, "-%s", terms[i]);
		asked.query = &q;
		ok(f, query_parse(f->a, terms[i], &scope, &q, &f->e));
		ok(f, store_query_ids(f->s, f->a, &asked, &with, &f->e));
		ok(f, query_parse(f->a, opposite, &scope, &q, &f->e));
		ok(f, store_query_ids(f->s, f->a, &asked, &without, &f->e));
		if (with.count + without.count != MANY)
			fail_msg("%s: %zu and %zu", terms[i], with.count, without.count);
		for (size_t k = 0; k < with.count; k++)
			for (size_t n = 0; n < without.count; n++)
				assert_true(with.ids[k] != without.ids[n]);
	}
}

static void
terms_of_actions_are_of_one_action(void **state)
{
	struct fixture *f = *state;
	int64_t id = add_conversation(f, "a");
	struct action small = plain_action(id, "k1"), large = plain_action(id, "k2");
	struct conversation_query asked = {0};
	struct conversation_ids out;
	struct query q;

	small.amount = 1000;
	small.state = ACTION_DONE;
	large.amount = 9000;
	large.state = ACTION_WAITING;
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_action_add(f->s, &small, &f->e));
	ok(f, store_action_add(f->s, &large, &f->e));
	ok(f, store_commit(f->s, &f->e));
	asked.query = &q;
	ok(f, query_parse(f->a, "amount:>50 action:waiting", &scope, &q, &f->e));
	ok(f, store_query_ids(f->s, f->a, &asked, &out, &f->e));
	assert_int_equal(out.count, 1);
	ok(f, query_parse(f->a, "amount:>50 action:done", &scope, &q, &f->e));
	ok(f, store_query_ids(f->s, f->a, &asked, &out, &f->e));
	assert_int_equal(out.count, 0);
}

static void
a_shopper_is_found_by_the_name_that_is_shown_now(void **state)
{
	struct fixture *f = *state;
	int64_t id = add_conversation(f, "a");
	struct conversation_query asked = {0};
	struct conversation_ids out;
	struct conversation c;
	struct query q;

	asked.query = &q;
	ok(f, store_conversation_get(f->s, f->a, id, &c, &f->e));
	c.shopper = "[erased]";
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_put(f->s, &c, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, query_parse(f->a, "aoife", &scope, &q, &f->e));
	ok(f, store_query_ids(f->s, f->a, &asked, &out, &f->e));
	assert_int_equal(out.count, 0);
	ok(f, query_parse(f->a, "shopper:erased", &scope, &q, &f->e));
	ok(f, store_query_ids(f->s, f->a, &asked, &out, &f->e));
	assert_int_equal(out.count, 1);
}

static void
records_come_in_the_order_asked_and_what_is_gone_is_left_out(void **state)
{
	struct fixture *f = *state;
	int64_t one = add_conversation(f, "a"), two = add_conversation(f, "b");
	struct conversation_list list;

	ok(f, store_conversation_some(f->s, f->a, (int64_t[]){two, 99, one}, 3, &list, &f->e));
	assert_int_equal(list.count, 2);
	assert_int_equal(list.items[0].id, two);
	assert_int_equal(list.items[1].id, one);
	assert_string_equal(list.items[1].contact, "a");
	assert_null(list.items[0].sealed_state);
}

static void
a_snippet_marks_what_was_looked_for(void **state)
{
	struct fixture *f = *state;
	int64_t id = add_conversation(f, "a");
	struct message m = plain_message(id, AUTHOR_SHOPPER,
	    "First of all many thanks, but the sleeve of the jacket in size 38 is torn and the other sleeve too, as I said before and will say again");
	struct message_hit *hits;
	struct query q;
	size_t count;
	int64_t total;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_message_add(f->s, &m, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, query_parse(f->a, "sleev* \"SIZE 38\" state:ai", &scope, &q, &f->e));
	ok(f, store_message_find(f->s, f->a, &q, 5, &hits, &count, &total, &f->e));
	assert_int_equal(total, 1);
	assert_string_equal(hits[0].snippet, "…many thanks, but the sleeve of the jacket in size 38 is torn and…");
	assert_int_equal(hits[0].mark_count, 3);
	assert_memory_equal(hits[0].snippet + hits[0].marks[0].from, "sleeve", hits[0].marks[0].length);
	assert_memory_equal(hits[0].snippet + hits[0].marks[2].from, "38", hits[0].marks[2].length);
	ok(f, query_parse(f->a, "sleeve state:closed", &scope, &q, &f->e));
	ok(f, store_message_find(f->s, f->a, &q, 5, &hits, &count, &total, &f->e));
	assert_int_equal(total, 0);
}

static void
saved_searches_are_kept_replaced_and_forgotten(void **state)
{
	struct fixture *f = *state;
	struct saved_search mine = {"maeve/late", "maeve", "late", "is:overdue", "maeve", 5}, team = {"/vip", "", "vip", "tier:vip", "ewa", 6}, got;
	struct saved_search *list;
	size_t count;

	fails(f, ERR_STATE, store_saved_put(f->s, &mine, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_saved_put(f->s, &mine, &f->e));
	ok(f, store_saved_put(f->s, &team, &f->e));
	mine.query = "due:<1m";
	ok(f, store_saved_put(f->s, &mine, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_saved_list(f->s, f->a, &list, &count, &f->e));
	assert_int_equal(count, 2);
	assert_string_equal(list[0].name, "vip");
	ok(f, store_saved_get(f->s, f->a, "maeve/late", &got, &f->e));
	assert_string_equal(got.query, "due:<1m");
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_saved_remove(f->s, "maeve/late", &f->e));
	fails(f, ERR_NOT_FOUND, store_saved_remove(f->s, "maeve/late", &f->e));
	store_rollback(f->s);
	ok(f, store_saved_get(f->s, f->a, "maeve/late", &got, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_saved_remove(f->s, "maeve/late", &f->e));
	ok(f, store_commit(f->s, &f->e));
	fails(f, ERR_NOT_FOUND, store_saved_get(f->s, f->a, "maeve/late", &got, &f->e));
}

static const struct contract list[] = {
	CONTRACT(whatever_is_asked_every_store_finds_the_same),
	CONTRACT(a_term_and_its_opposite_have_all_between_them),
	CONTRACT(terms_of_actions_are_of_one_action),
	CONTRACT(a_shopper_is_found_by_the_name_that_is_shown_now),
	CONTRACT(records_come_in_the_order_asked_and_what_is_gone_is_left_out),
	CONTRACT(a_snippet_marks_what_was_looked_for),
	CONTRACT(saved_searches_are_kept_replaced_and_forgotten),
};
CONTRACTS(contract_query, list);
