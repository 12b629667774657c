/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The log, however long it is: paged back to its first event and forth again, still while more
 * happens, narrowed down to a kind, somebody or a conversation. And help: what could be done now
 * first, narrowed down to words, one command in full.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/store/event.h"

#define MANY 10000

static void
happen(struct bench *b, int64_t count, const char *kind, const char *actor, int64_t conversation_id)
{
	struct store *s = desk_store(b->f.desk);
	struct errinfo e = {0};
	char data[64];

	check_ok(store_begin(s, &e), &e);
	for (int64_t n = 1; n <= count; n++) {
		snprintf(
		    data, sizeof data, "{\"agent\":\"maeve\",\"state\":\"s%lld\"}", (long long)n);
		check_ok(store_event_append(s, conversation_id, kind, actor, data, FIXTURE_NOW_MS,
			     NULL, 0, NULL, &e),
		    &e);
	}
	check_ok(store_commit(s, &e), &e);
}

static const char *
selected_line(struct bench *b)
{
	static char line[200];
	const char *at = strstr(b->text.data, "▸");

	snprintf(line, sizeof line, "%.*s", at == NULL ? 0 : (int)strcspn(at, "\n"),
	    at == NULL ? "" : at);
	return line;
}

/* Each line holds the number of its event: none may be left out or come twice. */
static void
a_long_log_is_paged_to_its_first_event_and_back(void **state)
{
	struct bench b;
	char wanted[32];
	int presses = 0;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	happen(&b, MANY, "agent.state", "agent:maeve", 0);
	bench_press(&b, "5");
	check_shows(&b, "you is s10000");
	check_shows(&b, "▼ 281+ more");
	for (int64_t n = MANY - 1; n > MANY - 1500; n--) {
		bench_press(&b, "j");
		snprintf(wanted, sizeof wanted, "you is s%lld", (long long)n);
		if (strstr(selected_line(&b), wanted) == NULL)
			fail_msg("after %s comes \"%s\"", wanted, selected_line(&b));
	}
	bench_press(&b, "G");
	check_shows(&b, "opened on web");
	assert_non_null(strstr(selected_line(&b), "C-"));
	bench_press(&b, "k");
	for (; !bench_shows(&b, "you is s10000") && presses < 2000; presses++)
		bench_press(&b, "PageUp");
	assert_in_range(presses, MANY / 18 - 2, MANY / 18 + 3); /* a row of each page stays */
	bench_press(&b, "g");
	assert_non_null(strstr(selected_line(&b), "you is s10000"));
	bench_end(&b);
}

static void
what_is_read_stays_while_more_happens(void **state)
{
	struct bench b;
	char before[200];

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	happen(&b, 50, "agent.state", "agent:maeve", 0);
	bench_press(&b, "5");
	bench_press(&b, "j");
	bench_press(&b, "j");
	snprintf(before, sizeof before, "%s", selected_line(&b));
	for (int n = 0; n < 5; n++) {
		happen(&b, 400, "turn.superseded", "ai", 4); /* more than is read at once */
		bench_changed(&b);
		assert_string_equal(selected_line(&b), before);
	}
	bench_press(&b, "g");
	check_shows(&b, "the AI's turn was overtaken");
	happen(&b, 1, "agent.state", "agent:maeve", 0); /* at the top the newest comes into sight */
	bench_changed(&b);
	check_shows(&b, "you is s1");
	bench_end(&b);
}

static void
the_log_is_narrowed_down(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	happen(&b, 3, "agent.state", "agent:ewa", 0);
	bench_command(&b, "log kind:owner");
	check_shows(&b, "Log  kind:owner");
	check_shows(&b, "you took it");
	check_shows(&b, "handed to Customer care");
	check_lacks(&b, "opened on web");
	bench_command(&b, "log kind:owner.taken");
	check_shows(&b, "you took it");
	check_lacks(&b, "handed to");
	bench_command(&b, "log actor:ewa");
	check_shows(&b, "Log  actor:ewa");
	check_lacks(&b, "you took it");
	bench_command(&b, "log c-1 kind:conversation");
	check_shows(&b, "Log  kind:conversation C-1");
	check_shows(&b, "identity proven");
	check_lacks(&b, "C-7");
	bench_press(&b, "f");
	check_shows(&b, "kind:conversation C-1");
	bench_press(&b, "C-u");
	bench_type(&b, "actor:ai");
	bench_press(&b, "Enter");
	check_shows(&b, "Log  actor:ai");
	bench_press(&b, "Esc"); /* shows all again before it goes back */
	check_shows(&b, "opened on web");
	check_shows(&b, "you took it");
	bench_command(&b, "log kind:owner");
	bench_command(&b, "log all");
	check_shows(&b, "opened on web");
	bench_command(&b, "log kind:nonsense");
	check_shows(&b, "nonsense is no kind of event");
	bench_command(&b, "log actor:nobody");
	check_shows(&b, "nobody does nothing here");
	bench_command(&b, "log maeve");
	check_shows(&b, "\"maeve\" narrows nothing down");
	bench_command(&b, "log kind:correction");
	check_shows(&b, "Nothing like that has happened.");
	bench_end(&b);
}

/* ---- help */

static void
help_begins_with_what_could_be_done_now(void **state)
{
	struct bench b;
	const char *now, *all, *reply;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 80, 120);
	bench_command(&b, "open C-7"); /* hers */
	bench_press(&b, "?");
	check_shows(&b, "Now, with C-7");
	now = strstr(b.text.data, "Now, with");
	all = strstr(b.text.data, "\n Conversations");
	reply = strstr(b.text.data, "reply         ");
	assert_true(now < reply && reply < all);
	assert_true(strstr(now, "take ") > all); /* it is hers already */
	bench_press(&b, "?");
	bench_command(&b, "open C-9"); /* closed */
	bench_press(&b, "?");
	reply = strstr(b.text.data, "reply         ");
	assert_true(reply > strstr(b.text.data, "\n Conversations"));
	bench_end(&b);
}

static void
help_is_narrowed_down_and_tells_one_in_full(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_press(&b, "?");
	bench_press(&b, "f");
	bench_type(&b, "Second limit"); /* of approve's help */
	bench_press(&b, "Enter");
	check_shows(&b, "Help  1 · “Second limit”");
	check_shows(&b, "▸ a");
	check_lacks(&b, "Why the AI said");
	bench_press(&b, "Enter");
	check_shows(&b, "Help  approve");
	check_shows(&b, "Policy is asked again on the facts of now");
	check_shows(
	    &b, "Only where the action waits for a decision, and your approval would count.");
	check_shows(&b, "Example: floorwalker do approve A-3");
	bench_press(&b, "Esc");
	check_shows(&b, "Help  1 · “Second limit”");
	bench_press(&b, "Esc");
	check_shows(&b, "Why the AI said");
	bench_press(&b, "f");
	bench_type(&b, "nothing has these words");
	bench_press(&b, "Enter");
	check_shows(&b, "No command holds these words.");
	bench_press(&b, "Enter");
	bench_end(&b);
}

static void
every_command_of_the_screen_has_its_place_in_help(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 80, 200);
	bench_press(&b, "?");
	for (size_t i = 0; i < command_count(b.table); i++) {
		const struct command *c = command_at(b.table, i);
		char words[80];

		snprintf(words, sizeof words, " %s ", c->name);
		if ((c->contexts & CONTEXT_SCREEN) != 0 && !bench_shows(&b, words))
			fail_msg("%s isn't in help:\n%s", c->name, b.text.data);
	}
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_long_log_is_paged_to_its_first_event_and_back),
	    cmocka_unit_test(what_is_read_stays_while_more_happens),
	    cmocka_unit_test(the_log_is_narrowed_down),
	    cmocka_unit_test(help_begins_with_what_could_be_done_now),
	    cmocka_unit_test(help_is_narrowed_down_and_tells_one_in_full),
	    cmocka_unit_test(every_command_of_the_screen_has_its_place_in_help),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
