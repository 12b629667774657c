/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The view that says why: any turn of the AI's, not only the latest; what its words rest on opens
 * in place; what each sign added to how sure it was.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/store/event.h"
#include "../../src/tui/why.h"

static void
any_turn_can_be_looked_at(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 80, 60);
	bench_command(&b, "why C-1");
	check_shows(&b, "turn 2 of 2");
	check_shows(&b, "to “The sleeve is torn, I want my money back.”");
	check_shows(&b, "Handed to a person");
	check_shows(&b, "✓ R-07  decided: Above what the rule may approve.");
	bench_press(&b, "]");
	check_shows(&b, "This is the AI's latest turn.");
	bench_press(&b, "[");
	check_shows(&b, "turn 1 of 2");
	check_shows(&b, "to “Hi, my parcel came today");
	check_shows(&b, "sure 0.93");
	check_shows(&b, "The answer was sent");
	check_shows(&b, "TF-100189  0.98  from “tf 100189”");
	check_lacks(&b, "Handed to a person");
	bench_press(&b, "[");
	check_shows(&b, "There is no earlier turn");
	check_shows(&b, "turn 1 of 2");
	bench_changed(&b); /* what is looked at stays, whatever happens */
	check_shows(&b, "turn 1 of 2");
	bench_press(&b, "]");
	check_shows(&b, "turn 2 of 2");
	bench_end(&b);
}

static void
the_latest_turn_is_followed_until_another_was_asked_for(void **state)
{
	struct bench b;
	struct errinfo e = {0};
	struct store *s;
	struct turn t = {.conversation_id = 1,
	    .up_to = 3,
	    .epoch = 2,
	    .state = TURN_SENT,
	    .worker = "",
	    .backend = "builtin",
	    .confidence = 0.5,
	    .intent = "other",
	    .trace = "{\"outcome\":\"sent\"}",
	    .created_ms = FIXTURE_NOW_MS - 10,
	    .ended_ms = FIXTURE_NOW_MS};

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 80, 60);
	bench_command(&b, "why C-1");
	bench_press(&b, "[");
	bench_press(&b, "]"); /* back at the latest: it is followed again */
	s = desk_store(b.f.desk);
	check_ok(store_begin(s, &e), &e);
	check_ok(store_turn_add(s, &t, &e), &e);
	check_ok(store_commit(s, &e), &e);
	bench_changed(&b);
	check_shows(&b, "turn 3 of 3");
	check_shows(&b, "sure 0.50");
	bench_command(&b, "why C-4"); /* another conversation begins with its own */
	check_shows(&b, "The AI has not been asked");
	bench_end(&b);
}

/* Down to the first article; each press moves the mark or the page. */
static void
go_to_articles(struct bench *b)
{
	for (int n = 0; n < 200 && !bench_shows(b, "▸"); n++)
		bench_press(b, "j");
}

static void
an_article_opens_in_place(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 80, 24);
	bench_command(&b, "why C-1");
	bench_press(&b, "[");
	bench_press(&b, "Enter");
	check_shows(&b, "nothing is selected here");
	go_to_articles(&b);
	check_shows(&b, "▸ ✓ ▰▰▰▰▰ 0.91  How long does delivery take?");
	check_lacks(&b, "┆ ");
	bench_press(&b, "Enter");
	check_shows(&b, "┆     KB-delivery-times#1");
	bench_press(&b, "Enter");
	check_lacks(&b, "┆ ");
	bench_press(&b, "j");
	check_shows(&b, "▸ · ▱▱▱▱▱ 0.05  KB-gone#4");
	bench_press(&b, "Enter");
	check_shows(&b, "KB-gone#4 is no longer among the shop's articles.");
	bench_press(&b, "k");
	check_shows(&b, "▸ ✓ ");
	bench_end(&b);
}

static void
how_long_it_took_is_told_step_by_step(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 80, 24);
	bench_command(&b, "why C-1");
	bench_press(&b, "[");
	bench_press(&b, "G");
	check_shows(&b, "in all       0.40 s");
	check_shows(&b, "waiting      0.07 s");
	check_shows(&b, "understanding 0.02 s");
	check_shows(&b, "drafting     0.31 s");
	bench_end(&b);
}

/* By hand: s = -1 + 2 * 1 + 0.5 * 0.5 = 1.25, p = 0.7773; without the first 0.3208, so it adds
 * 0.4565; without the second 0.7311, so it adds 0.0462. */
static void
each_sign_says_what_it_adds(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct value *trace;
	struct page *p = page_new();
	struct cells *c = cells_new(80, 12);
	struct settings s = {.gates.send_at = 0.7};
	struct why_turn t = {
	    .weights = {.names = {"intent", "sad"}, .weights = {2, 0.5}, .count = 2, .bias = -1}};
	static const char written[] =
	    "{\"draft\":{\"confidence\":0.7773,\"parts\":{\"sad\":0.5,\"intent\":1,\"turn\":0.3}},"
	    "\"inside\":{\"backend\":\"builtin\"}}";
	struct str seen;

	(void)state;
	str_init(&seen);
	check_ok(value_parse_json(
		     a, "trace", written, strlen(written), &value_limits_message, &trace, &e),
	    &e);
	t.trace = trace;
	why_confidence(p, &s, &t);
	page_layout(p, 80);
	page_render(p, c, cells_all(c), 0, GROUND_PANE);
	cells_dump_text(c, &seen);
	assert_non_null(strstr(seen.data, "+0.46  wish understood  1.00"));
	assert_non_null(strstr(seen.data, "+0.05  low mood  0.50"));
	assert_non_null(strstr(seen.data, "and 1 sign that hardly counts"));
	t.weights.bias = 0; /* fitted anew since: they no longer give what was said */
	page_reset(p);
	str_reset(&seen);
	why_confidence(p, &s, &t);
	page_layout(p, 80);
	cells_fill(c, cells_all(c), (struct style){0});
	page_render(p, c, cells_all(c), 0, GROUND_PANE);
	cells_dump_text(c, &seen);
	assert_null(strstr(seen.data, "+0.46"));
	assert_non_null(strstr(seen.data, "not known any more"));
	str_clear(&seen);
	cells_free(&c);
	page_free(&p);
	arena_free(&a);
}

/* 2 * 19.00 + 159.00 + 4.95 - 10.00 = 191.95 */
static void
an_order_is_told_as_it_was_read(void **state)
{
	struct bench b;
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct value *trace;
	struct page *p = page_new();
	struct cells *c = cells_new(100, 6);
	struct str seen;
	static const char written[] = "{\"facts\":{\"orders\":{\"TF-1\":{\"status\":\"delivered\","
				      "\"placed_ms\":1790000000000,\"lines\":[{\"price\":1900,"
				      "\"quantity\":2},{\"price\":15900,\"quantity\":1}],"
				      "\"shipping\":495,\"discount\":1000,\"shipments\":[{"
				      "\"delivered_ms\":1790600000000},{\"delivered_ms\":0}]}}}}";

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	str_init(&seen);
	check_ok(value_parse_json(
		     a, "trace", written, strlen(written), &value_limits_message, &trace, &e),
	    &e);
	why_facts(p, desk_settings(b.f.desk), trace);
	page_layout(p, 100);
	page_render(p, c, cells_all(c), 0, GROUND_PANE);
	cells_dump_text(c, &seen);
	if (strstr(seen.data,
		"order TF-1, delivered, placed 21 Sep 2026, delivered 28 Sep 2026, 2 lines, "
		"€191.95") == NULL)
		fail_msg("%s", seen.data);
	str_clear(&seen);
	cells_free(&c);
	page_free(&p);
	arena_free(&a);
	bench_end(&b);
}

static void
append(struct bench *b, const char *kind, const char *data, int64_t at_ms)
{
	struct store *s = desk_store(b->f.desk);
	struct errinfo e = {0};

	check_ok(store_begin(s, &e), &e);
	check_ok(store_event_append(s, 9, kind, "work", data, at_ms, NULL, 0, NULL, &e), &e);
	check_ok(store_commit(s, &e), &e);
}

static void
it_ends_with_how_satisfied_the_shopper_said_and_probably_is(void **state)
{
	const int64_t then = FIXTURE_NOW_MS - 3 * 3600000;
	char data[100];
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 80, 60);
	bench_command(&b, "why C-9");
	check_shows(&b, "The AI has not been asked in this conversation.");
	check_lacks(&b, "CSAT proxy)");	/* and no shopper has written, as far as the log knows */
	append(&b, "message.shopper", "{}", then);
	append(&b, "owner.queued", "{\"queue\":\"care\"}", then);
	append(&b, "owner.taken", "{\"agent\":\"maeve\"}", then + 180000);
	append(&b, "message.delivered", "{}", then + 240000);
	append(&b, "conversation.closed", "{\"by\":\"agent\"}", then + 300000);
	snprintf(data, sizeof data, "{\"score\":4,\"answered_ms\":%lld}", (long long)then + 400000);
	append(&b, "survey.answered", data, then + 400000);
	bench_changed(&b);
	check_shows(&b, "How satisfied the shopper probably is (CSAT proxy)");
	check_shows(&b, " 4 of 5  the shopper's answer to a survey, 11:11");
	check_shows(&b, "of 1 to 5; inferred, not an answer");
	check_shows(&b, "3.60          where nothing is known");
	check_shows(&b, "-0.10 of 0.20  waiting for a person: 3 m 00");	/* half of it at 3 minutes */
	check_shows(&b, "-0.08 of 0.10  waiting for the first answer: 4 m 00");
	check_shows(&b, "not known, so counted as nothing: whether the need was met, mood of the last");
	check_shows(&b, "message, how the mood changed per message");
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_turn_can_be_looked_at),
	    cmocka_unit_test(it_ends_with_how_satisfied_the_shopper_said_and_probably_is),
	    cmocka_unit_test(the_latest_turn_is_followed_until_another_was_asked_for),
	    cmocka_unit_test(an_article_opens_in_place),
	    cmocka_unit_test(how_long_it_took_is_told_step_by_step),
	    cmocka_unit_test(each_sign_says_what_it_adds),
	    cmocka_unit_test(an_order_is_told_as_it_was_read),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
