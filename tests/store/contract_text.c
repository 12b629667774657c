/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts: found by their words, masked anew, hostile.
 */
#include "contract.h"

static void
assert_found(struct fixture *f, const char *query, const char *ids)
{
	struct message_hit *hits;
	size_t count;
	char got[40] = "";

	ok(f, store_message_search(f->s, f->a, query, 9, &hits, &count, &f->e));
	for (size_t i = 0; i < count; i++)
		strcat(got, (char[]){ (char)('0' + hits[i].message_id), '\0' });
	assert_string_equal(got, ids);
}

static void
a_text_masked_anew_is_read_and_found_as_it_is_now(void **state)
{
	struct fixture *f = *state;
	struct message m = plain_message(1, AUTHOR_SHOPPER, "this is zebulon about my lamp"), read;
	struct message_list messages;
	struct turn t = {.conversation_id = 1,
	    .state = TURN_WAITING,
	    .worker = "",
	    .backend = "",
	    .intent = "",
	    .trace = "{\"said\":\"zebulon\"}"};
	struct note n = { .conversation_id = 1, .agent = "maeve", .text = "zebulon rang" };
	struct note *notes;
	struct turn_list turns;
	size_t count;

	add_conversation(f, "a");
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_message_add(f->s, &m, &f->e));
	ok(f, store_turn_add(f->s, &t, &f->e));
	t.state = TURN_SENT;
	ok(f, store_turn_put(f->s, &t, &f->e));
	ok(f, store_note_add(f->s, &n, &f->e));
	ok(f, store_commit(f->s, &f->e));
	assert_found(f, "zebulon", "1");
	fails(f, ERR_STATE, store_message_set_text(f->s, m.id, "later", &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_message_set_text(f->s, m.id, "this is [name] about my lamp", &f->e));
	ok(f, store_turn_set_trace(f->s, t.id, "{\"said\":\"[name]\"}", &f->e));
	ok(f, store_note_set_text(f->s, n.id, "[name] rang", &f->e));
	fails(f, ERR_NOT_FOUND, store_message_set_text(f->s, 99, "x", &f->e));
	fails(f, ERR_NOT_FOUND, store_turn_set_trace(f->s, 99, "x", &f->e));
	fails(f, ERR_NOT_FOUND, store_note_set_text(f->s, 99, "x", &f->e));
	assert_found(f, "zebulon", "");
	store_rollback(f->s);
	assert_found(f, "zebulon", "1");
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_message_set_text(f->s, m.id, "this is [name] about my lamp", &f->e));
	ok(f, store_turn_set_trace(f->s, t.id, "{\"said\":\"[name]\"}", &f->e));
	ok(f, store_note_set_text(f->s, n.id, "[name] rang", &f->e));
	ok(f, store_commit(f->s, &f->e));
	assert_found(f, "zebulon", "");
	assert_found(f, "lamp", "1");
	ok(f, store_message_list(f->s, f->a, 1, 0, &messages, &f->e));
	assert_int_equal(messages.count, 1);
	read = messages.items[0];
	assert_string_equal(read.text, "this is [name] about my lamp");
	assert_int_equal(read.sealed_size, m.sealed_size);
	assert_memory_equal(read.sealed, m.sealed, m.sealed_size);
	ok(f, store_turn_list(f->s, f->a, 1, &turns, &f->e));
	assert_int_equal(turns.count, 1);
	assert_string_equal(turns.items[0].trace, "{\"said\":\"[name]\"}");
	assert_int_equal(turns.items[0].state, TURN_SENT);
	ok(f, store_note_list(f->s, f->a, 1, &notes, &count, &f->e));
	assert_string_equal(notes[0].text, "[name] rang");
}

static void
messages_are_found_by_words_and_phrases(void **state)
{
	struct fixture *f = *state;
	static const char *const texts[] = {
		"My rain jacket is late, and the jacket was a gift",
		"The jacket in moss green",
		"Café crème mug arrived broken",
		"A refund for a jacket that came late by rain or shine, please, as I have now waited for three whole weeks",
		"'; DROP TABLE messages; -- \"quoted\" NEAR(jacket) text:mug col:* AND OR NOT",
		"Die Straße heißt Łódź-Allee, 東京 1½",
	};
	struct message_hit *hits;
	size_t count;

	add_conversation(f, "a");
	ok(f, store_begin(f->s, &f->e));
	for (size_t i = 0; i < 6; i++) {
		struct message m = plain_message(1, AUTHOR_SHOPPER, texts[i]);

		ok(f, store_message_add(f->s, &m, &f->e));
	}
	ok(f, store_commit(f->s, &f->e));
	assert_found(f, "moss", "2");
	assert_found(f, "MOSS jacket", "2");
	assert_found(f, "jacket", "1254");
	assert_found(f, "rain late", "14");
	assert_found(f, "\"rain jacket\"", "1");
	assert_found(f, "\"jacket rain\"", "");
	assert_found(f, "cafe", "3");
	assert_found(f, "creme \"mug arrived\"", "3");
	assert_found(f, "mug", "35");
	assert_found(f, "NEAR(jacket", "5");
	assert_found(f, "text:mug", "5");
	assert_found(f, "a*", "41");
	assert_found(f, "drop OR", "5");
	assert_found(f, "straße", "6");
	assert_found(f, "łódź-allee", "6");
	assert_found(f, "東京", "6");
	assert_found(f, "jacket\001\"; DROP", "5");
	assert_found(f, "\"unfinished jacket", "");
	assert_found(f, "\"", "");
	assert_found(f, "  ", "");
	assert_found(f, "-- ; * ()", "");
	ok(f, store_message_search(f->s, f->a, "waited", 1, &hits, &count, &f->e));
	assert_int_equal(hits[0].conversation_id, 1);
	assert_string_equal(hits[0].snippet, "…as I have now waited for three whole weeks");
}

static void
texts_that_would_break_a_statement_come_back_as_they_were(void **state)
{
	struct fixture *f = *state;
	static const char *const texts[] = {"'); DELETE FROM conversations; --", "$1 ?1 :a @b",
	    "\"'`[]%_\\", "\x01\x1f tab\tline\n", "日本語 🙂 é"};
	char *big = mem_alloc(100001);
	struct message m, n;

	memset(big, 'x', 100000);
	big[100000] = '\0';
	add_conversation(f, "'\"");
	ok(f, store_begin(f->s, &f->e));
	for (size_t i = 0; i < 5; i++) {
		m = plain_message(1, AUTHOR_SHOPPER, texts[i]);
		m.source_key = texts[i];
		ok(f, store_message_add(f->s, &m, &f->e));
		ok(f, store_message_get(f->s, f->a, m.id, &n, &f->e));
		assert_string_equal(n.text, texts[i]);
		assert_string_equal(n.source_key, texts[i]);
		ok(f, store_document_put(f->s, texts[i], texts[i], texts[i], 0, &f->e));
	}
	m = plain_message(1, AUTHOR_SHOPPER, big);
	m.sealed = big;
	m.sealed_size = 100000;
	ok(f, store_message_add(f->s, &m, &f->e));
	ok(f, store_message_get(f->s, f->a, m.id, &n, &f->e));
	assert_int_equal(strlen(n.text), 100000);
	assert_int_equal(n.sealed_size, 100000);
	ok(f, store_commit(f->s, &f->e));
	mem_free(big);
}

static void
invalid_utf8_is_refused_and_harms_nothing(void **state)
{
	struct fixture *f = *state;
	static const char *const broken[] = {
	    "\xff", "a\xc3", "\xed\xa0\x80", "\xc0\xaf", "\xf8\x88\x80\x80\x80"};
	struct message m;

	add_conversation(f, "a");
	ok(f, store_begin(f->s, &f->e));
	for (size_t i = 0; i < 5; i++) {
		m = plain_message(1, AUTHOR_SHOPPER, broken[i]);
		fails(f, ERR_INPUT, store_message_add(f->s, &m, &f->e));
		assert_non_null(strstr(f->e.text, "text"));
		fails(f, ERR_INPUT, store_meta_put(f->s, broken[i], "x", &f->e));
		fails(f, ERR_INPUT,
		    store_event_append(f->s, 1, "x", "y", broken[i], 1, NULL, 0, NULL, &f->e));
		fails(f, ERR_INPUT, store_document_put(f->s, "k", "i", broken[i], 0, &f->e));
	}
	m = plain_message(1, AUTHOR_SHOPPER, "fine");
	ok(f, store_message_add(f->s, &m, &f->e));
	assert_int_equal(m.id, 1);
	ok(f, store_commit(f->s, &f->e));
}

static const struct contract list[] = {
	CONTRACT(messages_are_found_by_words_and_phrases),
	CONTRACT(a_text_masked_anew_is_read_and_found_as_it_is_now),
	CONTRACT(texts_that_would_break_a_statement_come_back_as_they_were),
	CONTRACT(invalid_utf8_is_refused_and_harms_nothing),
};
CONTRACTS(contract_text, list);
