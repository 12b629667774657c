/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Corrections of what messages meant, and their reviews.
 */
#include "contract.h"

static struct intent_correction
plain_correction(int64_t conversation_id, int64_t message_id, const char *intent)
{
	return (struct intent_correction){.conversation_id = conversation_id,
	    .message_id = message_id,
	    .agent = "maeve",
	    .was = "refund_request",
	    .intent = intent,
	    .created_ms = 77};
}

static int64_t
add_message(struct fixture *f, int64_t conversation_id)
{
	struct message m = plain_message(conversation_id, AUTHOR_SHOPPER, "Where is it?");

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_message_add(f->s, &m, &f->e));
	ok(f, store_commit(f->s, &f->e));
	return m.id;
}

static void
corrections_are_listed_by_id_with_a_limit(void **state)
{
	static const char *const intents[] = { "order_status", "out_of_scope", "stock" };
	struct fixture *f = *state;
	int64_t c = add_conversation(f, "a"), m = add_message(f, c);
	struct intent_correction x, got, *list;
	size_t count;

	ok(f, store_correction_list(f->s, f->a, 0, 0, &list, &count, &f->e));
	assert_int_equal(count, 0);
	ok(f, store_begin(f->s, &f->e));
	for (int i = 0; i < 3; i++) {
		x = plain_correction(c, m, intents[i]);
		ok(f, store_correction_add(f->s, &x, &f->e));
		assert_int_equal(x.id, i + 1);
	}
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_correction_get(f->s, f->a, 2, &got, &f->e));
	assert_string_equal(got.intent, "out_of_scope");
	assert_string_equal(got.was, "refund_request");
	assert_string_equal(got.agent, "maeve");
	assert_true(got.conversation_id == c && got.message_id == m && got.created_ms == 77);
	ok(f, store_correction_list(f->s, f->a, 1, 1, &list, &count, &f->e));
	assert_int_equal(count, 1);
	assert_int_equal(list[0].id, 2);
	ok(f, store_correction_list(f->s, f->a, 1, 0, &list, &count, &f->e));
	assert_int_equal(count, 2);
	fails(f, ERR_NOT_FOUND, store_correction_get(f->s, f->a, 9, &got, &f->e));
}

static void
a_review_belongs_to_a_correction_and_a_correction_to_a_message(void **state)
{
	struct fixture *f = *state;
	int64_t c = add_conversation(f, "a"), m = add_message(f, c);
	struct intent_correction x = plain_correction(c, m, "stock"), stray = x;
	struct correction_review v = {.agent = "tomas", .accept = true, .reason = "", .at_ms = 5}, *list;
	size_t count;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_correction_add(f->s, &x, &f->e));
	v.correction_id = x.id;
	ok(f, store_review_add(f->s, &v, &f->e));
	v.id = 0;
	v.accept = false;
	v.reason = "too vague";
	ok(f, store_review_add(f->s, &v, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_review_list(f->s, f->a, x.id, &list, &count, &f->e));
	assert_int_equal(count, 2);
	assert_true(list[0].accept && !list[1].accept && list[0].at_ms == 5);
	assert_string_equal(list[1].reason, "too vague");
	assert_string_equal(list[1].agent, "tomas");
	ok(f, store_begin(f->s, &f->e));
	stray.message_id = 99;
	assert_int_not_equal(store_correction_add(f->s, &stray, &f->e), ERR_OK);
	store_rollback(f->s);
	ok(f, store_begin(f->s, &f->e));
	v.id = 0;
	v.correction_id = 99;
	assert_int_not_equal(store_review_add(f->s, &v, &f->e), ERR_OK);
	store_rollback(f->s);
	fails(f, ERR_STATE, store_correction_add(f->s, &x, &f->e));
	ok(f, store_review_list(f->s, f->a, 99, &list, &count, &f->e));
	assert_int_equal(count, 0);
}

static void
a_rolled_back_correction_never_was(void **state)
{
	struct fixture *f = *state;
	int64_t c = add_conversation(f, "a"), m = add_message(f, c);
	struct intent_correction x = plain_correction(c, m, "stock"), *list;
	size_t count;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_correction_add(f->s, &x, &f->e));
	store_rollback(f->s);
	ok(f, store_correction_list(f->s, f->a, 0, 0, &list, &count, &f->e));
	assert_int_equal(count, 0);
}

static const struct contract list[] = {
	CONTRACT(corrections_are_listed_by_id_with_a_limit),
	CONTRACT(a_review_belongs_to_a_correction_and_a_correction_to_a_message),
	CONTRACT(a_rolled_back_correction_never_was),
};
CONTRACTS(contract_learn, list);
