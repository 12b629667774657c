/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * News: what an agent hears of, and what not.
 */
#include "../check.h"

#include <stdio.h>
#include <string.h>

#include "../../src/tui/news.h"
#include "fixture.h"
#include "floorwalker/store/event.h"

static struct fixture f;
static struct news *news;
static struct arena *a;
static struct news_list list;
static struct errinfo e;

static int
begin(void **state)
{
	(void)state;
	fixture_open(&f, "memory:");
	news = news_new();
	a = arena_new();
	return 0;
}

static int
end(void **state)
{
	(void)state;
	news_free(&news);
	arena_free(&a);
	fixture_close(&f);
	return 0;
}

static void
look(const char *agent, bool all)
{
	check_ok(news_read(news, f.desk, agent, all, a, &list, &e), &e);
}

static void
say(int64_t conversation_id, const char *text, const char *key)
{
	struct incoming in = {.channel = "web",
	    .conversation_id = conversation_id,
	    .text = text,
	    .text_size = strlen(text),
	    .source_key = key};
	int64_t message;

	check_ok(desk_ingest(f.desk, &in, &conversation_id, &message, &e), &e);
}

static void
what_was_there_before_is_no_news(void **state)
{
	(void)state;
	look("maeve", true);
	assert_int_equal(list.count, 0);
	look("maeve", true);
	assert_int_equal(list.count, 0);
}

static void
a_shopper_who_writes_to_the_agent_is_told_without_their_words_in_the_sentence(void **state)
{
	struct conversation c;

	(void)state;
	look("maeve", false);
	say(7, "my card is 4111 1111 1111 1111, help", "k1");
	look("maeve", false);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.items[0].kind, NOTICE_MINE);
	assert_int_equal(list.items[0].conversation_id, 7);
	assert_string_equal(list.items[0].text, "C-7: the shopper wrote");
	assert_null(strstr(list.items[0].words, "4111 1111"));
	assert_non_null(strstr(list.items[0].words, "help"));
	look("maeve", false);
	assert_int_equal(list.count, 0);
	check_ok(store_conversation_get(desk_store(f.desk), a, 7, &c, &e), &e);
	check_ok(desk_reply(f.desk, "maeve", 7, c.epoch, "Here I am.", &e), &e);
	look("maeve", true);			/* her own words are none to her */
	for (size_t i = 0; i < list.count; i++)
		assert_null(strstr(list.items[i].words, "Here I am"));
	say(7, "hello?", "k2");
	look("ewa", false);			/* it isn't hers */
	assert_int_equal(list.count, 0);
}

static void
what_comes_to_wait_is_told_to_whom_its_queue_has(void **state)
{
	(void)state;
	look("ewa", false);
	check_ok(desk_transfer(f.desk, "maeve", 7, "general", "lunch", &e), &e);
	look("ewa", false);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.items[0].kind, NOTICE_QUEUE);
	assert_string_equal(list.items[0].text, "C-7 waits in General: transferred");
	check_ok(desk_transfer(f.desk, "kwame", 7, "care", "no", &e), &e);
	look("ewa", false);			/* care is none of hers */
	assert_int_equal(list.count, 0);
	check_ok(desk_transfer(f.desk, "ewa", 7, "general", "mine", &e), &e);
	look("ewa", false);			/* she did it herself */
	assert_int_equal(list.count, 0);
	check_ok(desk_transfer(f.desk, "kwame", 7, "trust", "no", &e), &e);
	look("ewa", true);			/* who wants all hears of it, as of no notice */
	assert_int_equal(list.count, 2);	/* passed on, and waiting */
	assert_int_equal(list.items[0].kind, NOTICE_KIND_COUNT);
	assert_int_equal(list.items[1].kind, NOTICE_KIND_COUNT);
	assert_non_null(strstr(list.items[0].text, "C-7: "));
	look("", true);
	assert_int_equal(list.count, 0);
}

static void
happens(int64_t conversation_id, const char *kind, const char *actor, const char *data)
{
	struct store *s = desk_store(f.desk);

	check_ok(store_begin(s, &e), &e);
	check_ok(store_event_append(
		     s, conversation_id, kind, actor, data, FIXTURE_NOW_MS, NULL, 0, NULL, &e),
	    &e);
	check_ok(store_commit(s, &e), &e);
}

static void
promises_are_told_to_who_has_the_conversation_else_to_who_has_the_queue(void **state)
{
	char data[120];

	(void)state;
	look("maeve", false);
	snprintf(data, sizeof data, "{\"queue\": \"general\", \"promise\": \"first\", \"due_ms\": %lld}", (long long)FIXTURE_NOW_MS + 50000);
	happens(3, "sla.warning", "work", data);
	happens(3, "sla.breached", "work", "{\"queue\": \"general\"}");
	happens(2, "sla.breached", "work", "{\"queue\": \"care\"}");		/* not hers */
	happens(7, "sla.breached", "work", "{\"queue\": \"care\", \"agent\": \"maeve\"}");
	happens(6, "sla.breached", "work", "{\"queue\": \"general\", \"agent\": \"ewa\"}");
	look("maeve", false);
	assert_int_equal(list.count, 3);
	assert_string_equal(list.items[0].text, "C-3 is due in 50 s");
	assert_string_equal(list.items[1].text, "C-3 is late: its promise was missed");
	assert_string_equal(list.items[2].text, "C-7 is late: its promise was missed");
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(list.items[i].kind, NOTICE_SLA);
}

static void
what_is_given_to_the_agent_is_told_unless_they_did_it(void **state)
{
	(void)state;
	look("maeve", false);
	happens(3, "owner.assigned", "work", "{\"agent\": \"maeve\", \"from\": \"queued\"}");
	happens(2, "owner.assigned", "agent:maeve", "{\"agent\": \"maeve\", \"from\": \"queued\"}");
	happens(4, "owner.assigned", "work", "{\"agent\": \"ewa\"}");
	happens(7, "whisper.added", "agent:una", "{\"agent\": \"una\", \"to\": \"maeve\"}");
	happens(7, "conversation.woken", "work", "{\"agent\": \"maeve\", \"why\": \"time\"}");
	happens(7, "conversation.woken", "agent:maeve", "{\"agent\": \"maeve\", \"why\": \"agent\"}");
	look("maeve", false);
	assert_int_equal(list.count, 3);
	assert_string_equal(list.items[0].text, "C-3 was given to you");
	assert_string_equal(list.items[1].text, "C-7: a supervisor whispers to you");
	assert_string_equal(list.items[2].text, "C-7 is back from where you laid it");
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(list.items[i].kind, NOTICE_MINE);
}

static void
what_is_too_much_to_tell_is_passed_over_and_said(void **state)
{
	(void)state;
	look("maeve", false);
	for (int i = 0; i < 520; i++)
		happens(2, "note.added", "agent:ewa", "{}");
	look("maeve", false);
	assert_true(list.more);
	look("maeve", false);
	assert_false(list.more);
	assert_int_equal(list.count, 0);
}

int
main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, begin, end)
	const struct CMUnitTest tests[] = {
		FRESH(what_was_there_before_is_no_news),
		FRESH(a_shopper_who_writes_to_the_agent_is_told_without_their_words_in_the_sentence),
		FRESH(what_comes_to_wait_is_told_to_whom_its_queue_has),
		FRESH(promises_are_told_to_who_has_the_conversation_else_to_who_has_the_queue),
		FRESH(what_is_given_to_the_agent_is_told_unless_they_did_it),
		FRESH(what_is_too_much_to_tell_is_passed_over_and_said),
	};

	return RUN_TAP(tests);
}
