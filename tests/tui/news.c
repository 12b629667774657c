/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * News: what an agent hears of, and what not.
 */
#include "../check.h"

#include <stdio.h>
#include <string.h>

#include "../../src/tui/news.h"
#include "fixture.h"

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
	check_ok(news_read(news, f.desk, agent, all, clock_now_ms(f.clock), a, &list, &e), &e);
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
an_answer_that_is_about_to_be_late_is_told_once(void **state)
{
	int64_t id;
	char text[64];

	(void)state;
	look("maeve", false);
	id = fixture_add_waiting(&f, "Zoe", 90000);
	look("maeve", false);
	assert_int_equal(list.count, 0);
	clock_move_to(f.clock, FIXTURE_NOW_MS + 40000);
	look("maeve", false);
	assert_int_equal(list.items[list.count - 1].kind, NOTICE_SLA);
	snprintf(text, sizeof text, "C-%lld is due in 50 s", (long long)id);
	assert_string_equal(list.items[list.count - 1].text, text);
	look("maeve", false);
	assert_int_equal(list.count, 0);
	look("kwame", false);			/* has no such queue */
	assert_int_equal(list.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(what_was_there_before_is_no_news, begin, end),
	    cmocka_unit_test_setup_teardown(
		a_shopper_who_writes_to_the_agent_is_told_without_their_words_in_the_sentence,
		begin, end),
	    cmocka_unit_test_setup_teardown(
		what_comes_to_wait_is_told_to_whom_its_queue_has, begin, end),
	    cmocka_unit_test_setup_teardown(
		an_answer_that_is_about_to_be_late_is_told_once, begin, end),
	};

	return RUN_TAP(tests);
}
