/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What no pattern knows for a name is masked once the shop says whose it is: in messages, their
 * index, traces, notes and lists; the sealed words and the log stay.
 */
#include "../check.h"

#include <string.h>

#include "floorwalker/base/utf8.h"
#include "stage.h"

static struct stage s;

static void
assert_clean(const char *what, const char *text)
{
	static const char *const theirs[] = {"brid", "nolan", "weir view"};
	struct str plain;
	str_init(&plain);
	utf8_fold_plain(&plain, text, strlen(text));
	for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
		if (strstr(plain.data, theirs[i]) != NULL)
			fail_msg("%s still holds \"%s\": %s", what, theirs[i], text);
	str_clear(&plain);
}

static size_t
found(const char *word)
{
	struct message_hit *hits;
	size_t count;
	check_ok(
	    store_message_search(desk_store(s.desk), s.arena, word, 10, &hits, &count, &s.e), &s.e);
	return count;
}

static void
expect_clean(int64_t id)
{
	struct message_list messages;
	struct turn_list turns;
	struct note *notes;
	size_t count;
	struct store *store = desk_store(s.desk);
	check_ok(store_message_list(store, s.arena, id, 0, &messages, &s.e), &s.e);
	for (size_t i = 0; i < messages.count; i++)
		assert_clean("a message", messages.items[i].text);
	check_ok(store_turn_list(store, s.arena, id, &turns, &s.e), &s.e);
	assert_true(turns.count >= 2);
	for (size_t i = 0; i < turns.count; i++)
		assert_clean("a trace", turns.items[i].trace);
	check_ok(store_note_list(store, s.arena, id, &notes, &count, &s.e), &s.e);
	assert_int_equal(count, 1);
	assert_clean("a note", notes[0].text);
	struct conversation c = stage_conversation(&s, id);
	assert_clean("the preview", c.preview);
	assert_clean("the summary", c.summary);
	assert_clean("the draft", c.draft);
	assert_string_equal(c.shopper, "Bríd N.");
	assert_int_equal(found("nolan") + found("brid") + found("weir"), 0);
	assert_int_equal(found("bottle"), 1);
}

static void
play(bool file)
{
	const char *raw;
	struct message_list messages;
	stage_open(&s, file);
	int64_t id =
	    stage_say(&s, "brid", "hello this is brid nolan at weir view and my bottle leaks");
	stage_work(&s);
	assert_int_equal(found("nolan"), 1);	/* nothing knows yet that this is a name */
	check_ok(desk_note(s.desk, "maeve", id, "Bríd Nolan rang about it", &s.e), &s.e);
	stage_say(
	    &s, "brid", "it is in T-1 and my mail is brid@example.org with greetings from Brid");
	stage_work(&s);
	assert_string_equal(stage_conversation(&s, id).customer_id, "C-2");
	expect_clean(id);
	check_ok(store_message_list(desk_store(s.desk), s.arena, id, 0, &messages, &s.e), &s.e);
	check_ok(desk_message_raw(s.desk, s.arena, &messages.items[0], &raw, &s.e), &s.e);
	assert_string_equal(raw, "hello this is brid nolan at weir view and my bottle leaks");
	stage_audit(&s);
	stage_say(&s, "brid", "and once more from nolan");
	stage_work(&s);
	assert_int_equal(found("nolan"), 0);
	stage_close(&s);
}

static void
who_is_proven_is_masked_in_all_that_was_written_before(void **state)
{
	(void)state;
	play(false);
}

static void
and_in_a_file(void **state)
{
	(void)state;
	play(true);
}

/* ---- keys */

static bool
opens(int64_t id)
{
	struct message_list messages;
	const char *raw;
	bool all = true;
	check_ok(store_message_list(desk_store(s.desk), s.arena, id, 0, &messages, &s.e), &s.e);
	for (size_t i = 0; i < messages.count; i++)
		all &= desk_message_raw(s.desk, s.arena, &messages.items[i], &raw, &s.e) == ERR_OK;
	return all && messages.count > 0;
}

static void
erasing_a_customers_key_erases_all_their_conversations_and_no_others(void **state)
{
	struct profile p;
	(void)state;
	stage_open(&s, true);
	int64_t one = stage_say(&s, "brid", "hello this is about my bottle"),
		other = stage_say(&s, "ann", "hello from somebody else");
	stage_work(&s);
	stage_say(
	    &s, "brid", "My bottle from T-1 leaks, I'm brid@example.org and want my money back");
	int64_t two = stage_say(&s, "brid-at-home",
	    "My bottle from T-1 leaks, I'm brid@example.org and want my money back");
	stage_work(&s);
	assert_string_equal(stage_conversation(&s, one).customer_id, "C-2");
	assert_string_equal(stage_conversation(&s, two).customer_id, "C-2");
	stage_say(&s, "brid", "are you still there");
	stage_work(&s);
	assert_true(opens(one) && opens(two) && opens(other));
	check_ok(store_profile_get(desk_store(s.desk), s.arena, "C-2", &p, &s.e), &s.e);
	memset(p.key, 0, sizeof p.key);
	check_ok(store_begin(desk_store(s.desk), &s.e), &s.e);
	check_ok(store_profile_put(desk_store(s.desk), &p, &s.e), &s.e);
	check_ok(store_commit(desk_store(s.desk), &s.e), &s.e);
	assert_false(opens(one) || opens(two));
	assert_true(opens(other));
	stage_audit(&s);
	stage_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(who_is_proven_is_masked_in_all_that_was_written_before),
	    cmocka_unit_test(and_in_a_file),
	    cmocka_unit_test(erasing_a_customers_key_erases_all_their_conversations_and_no_others),
	};
	return RUN_TAP(tests);
}
