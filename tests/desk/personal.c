/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is an agent's own: drafts, read marks and who looks on.
 */
#include "../check.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/desk/acts.h"
#include "floorwalker/store/event.h"
#include "stage.h"

static struct stage s;

static int64_t
taken(const char *contact, const char *agent)
{
	int64_t id = stage_say(&s, contact, "get me a person");
	stage_work(&s);
	check_ok(desk_take(s.desk, agent, id, &s.e), &s.e);
	return id;
}

static const char *
draft_of(const char *agent, int64_t id)
{
	const char *text;
	check_ok(desk_draft_read(s.desk, s.arena, agent, id, &text, &s.e), &s.e);
	return text;
}

static void
a_draft_outlives_the_program_sealed_and_goes_with_its_key(void **state)
{
	struct str bytes;
	struct conversation c;
	static const char secret[] = "Quackenbush will call at noon";
	(void)state;
	int64_t id = taken("ann", "maeve");
	check_ok(desk_draft_keep(s.desk, "maeve", id, secret, &s.e), &s.e);
	assert_int_equal(desk_draft_keep(s.desk, "nobody", id, "x", &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_draft_keep(s.desk, "maeve", 99, "x", &s.e), ERR_NOT_FOUND);
	assert_int_equal(desk_draft_keep(s.desk, "maeve", id, "\xff", &s.e), ERR_INPUT);
	desk_free(&s.desk);	/* no connection lives across the fork */
	pid_t child = fork();
	if (child == 0) {
		struct desk *d = stage_desk(&s, "killed");
		if (desk_draft_keep(d, "dara", id, "Half a sent", NULL) == ERR_OK)
			raise(SIGKILL);
		_exit(1);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	s.desk = stage_desk(&s, "again");
	assert_string_equal(draft_of("dara", id), "Half a sent");
	check_ok(desk_draft_keep(s.desk, "dara", id, NULL, &s.e), &s.e);
	assert_string_equal(draft_of("maeve", id), secret);
	assert_string_equal(draft_of("dara", id), "");
	str_init(&bytes);
	check_ok(file_read(s.target, 64 << 20, &bytes, &s.e), &s.e);
	assert_null(memmem(bytes.data, bytes.length, "Quackenbush", 11));
	str_reset(&bytes);
	(void)!file_read(file_join(s.arena, s.folder, "s.db-wal"), 64 << 20, &bytes, NULL);
	assert_true(bytes.data == NULL || memmem(bytes.data, bytes.length, "Quackenbush", 11) == NULL);
	str_clear(&bytes);
	check_ok(desk_draft_keep(s.desk, "maeve", id, "", &s.e), &s.e);
	assert_string_equal(draft_of("maeve", id), "");
	check_ok(desk_draft_keep(s.desk, "maeve", id, secret, &s.e), &s.e);
	check_ok(store_begin(desk_store(s.desk), &s.e), &s.e);
	check_ok(store_conversation_get(desk_store(s.desk), s.arena, id, &c, &s.e), &s.e);
	c.has_key = false;
	check_ok(store_conversation_put(desk_store(s.desk), &c, &s.e), &s.e);
	check_ok(store_commit(desk_store(s.desk), &s.e), &s.e);
	assert_string_equal(draft_of("maeve", id), "");
}

static void
what_was_read_is_counted_as_messages_are(void **state)
{
	(void)state;
	int64_t id = taken("ann", "maeve"), read;	/* 1 the shopper's, 2 the AI's */
	assert_int_equal(desk_reply(s.desk, "maeve", id, 1, "too late", &s.e), ERR_CONFLICT);	/* 3, not counted */
	check_ok(desk_reply(s.desk, "maeve", id, 0, "in time", &s.e), &s.e);	/* 4 */
	stage_say(&s, "ann", "thanks");						/* 5 */
	assert_int_equal(stage_conversation(&s, id).message_count, 4);
	check_ok(desk_seen(s.desk, "dara", id, 2, &s.e), &s.e);
	check_ok(desk_seen_list(s.desk, "dara", &id, 1, &read, &s.e), &s.e);
	assert_int_equal(read, 2);
	check_ok(desk_seen(s.desk, "dara", id, 4, &s.e), &s.e);
	check_ok(desk_seen_list(s.desk, "dara", &id, 1, &read, &s.e), &s.e);
	assert_int_equal(read, 3);	/* one is new */
	check_ok(desk_seen(s.desk, "dara", id, 5, &s.e), &s.e);
	check_ok(desk_seen_list(s.desk, "dara", &id, 1, &read, &s.e), &s.e);
	assert_int_equal(read, 4);	/* none */
	stage_say(&s, "ann", "one more thing");
	assert_true(read < stage_conversation(&s, id).message_count);
	check_ok(desk_seen(s.desk, "dara", id, 1000000, &s.e), &s.e);	/* whatever is claimed */
	check_ok(desk_seen_list(s.desk, "dara", &id, 1, &read, &s.e), &s.e);
	assert_int_equal(read, 5);
	assert_int_equal(desk_seen(s.desk, "dara", 99, 1, &s.e), ERR_NOT_FOUND);
}

static void
who_reads_and_looks_on_is_known_cheaply(void **state)
{
	int64_t ids[3] = {0, 0, 77}, numbers[3], commits, later, events, events_later;
	struct presence *list;
	size_t count;
	(void)state;
	ids[0] = taken("ann", "maeve");
	ids[1] = taken("bob", "dara");
	check_ok(store_event_last(desk_store(s.desk), &events, &s.e), &s.e);
	check_ok(desk_seen(s.desk, "maeve", ids[0], 2, &s.e), &s.e);
	check_ok(store_change_count(desk_store(s.desk), &commits, &s.e), &s.e);
	check_ok(desk_seen(s.desk, "maeve", ids[0], 2, &s.e), &s.e);
	check_ok(desk_seen(s.desk, "maeve", ids[0], 1, &s.e), &s.e);
	check_ok(store_change_count(desk_store(s.desk), &later, &s.e), &s.e);
	assert_int_equal(later, commits);	/* nothing new: nothing written */
	check_ok(desk_seen_list(s.desk, "maeve", ids, 3, numbers, &s.e), &s.e);
	assert_true(numbers[0] == 2 && numbers[1] == 0 && numbers[2] == 0);
	assert_int_equal(desk_seen_list(s.desk, "maeve", ids, 1001, numbers, &s.e), ERR_LIMIT);
	check_ok(desk_present(s.desk, "maeve", ids[0], &s.e), &s.e);
	check_ok(desk_present(s.desk, "dara", ids[0], &s.e), &s.e);
	check_ok(desk_present(s.desk, "dara", ids[1], &s.e), &s.e);
	check_ok(store_change_count(desk_store(s.desk), &commits, &s.e), &s.e);
	for (int i = 1; i < 100; i++) {	/* twenty times a second */
		clock_move_to(s.clock, FIXTURE_NOW + i * 50);
		check_ok(desk_present(s.desk, "maeve", ids[0], &s.e), &s.e);
	}
	check_ok(store_change_count(desk_store(s.desk), &later, &s.e), &s.e);
	assert_int_equal(later, commits);
	clock_move_to(s.clock, FIXTURE_NOW + 10000);
	check_ok(desk_present(s.desk, "maeve", ids[0], &s.e), &s.e);
	check_ok(store_change_count(desk_store(s.desk), &later, &s.e), &s.e);
	assert_int_equal(later, commits + 1);
	check_ok(desk_presence_list(desk_store(s.desk), s.arena, FIXTURE_NOW + 10000, ids, 1, &list,
		     &count, &s.e), &s.e);
	assert_int_equal(count, 2);
	assert_string_equal(list[0].agent, "dara");
	assert_true(list[1].since_ms == FIXTURE_NOW && list[1].seen_ms == FIXTURE_NOW + 10000);
	/* dara has stopped beating */
	check_ok(desk_presence_list(desk_store(s.desk), s.arena, FIXTURE_NOW + 15001, NULL, 0, &list,
		     &count, &s.e), &s.e);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].agent, "maeve");
	check_ok(desk_absent(s.desk, "maeve", ids[0], &s.e), &s.e);
	check_ok(desk_absent(s.desk, "maeve", ids[0], &s.e), &s.e);
	check_ok(desk_presence_list(desk_store(s.desk), s.arena, FIXTURE_NOW + 10000, ids, 3, &list,
		     &count, &s.e), &s.e);
	assert_int_equal(count, 2);
	/* who comes back after a while begins anew */
	clock_move_to(s.clock, FIXTURE_NOW + 60000);
	check_ok(desk_present(s.desk, "dara", ids[1], &s.e), &s.e);
	check_ok(desk_presence_list(desk_store(s.desk), s.arena, FIXTURE_NOW + 60000, ids, 3, &list,
		     &count, &s.e), &s.e);
	assert_true(count == 1 && list[0].since_ms == FIXTURE_NOW + 60000);
	check_ok(store_event_last(desk_store(s.desk), &events_later, &s.e), &s.e);
	assert_int_equal(events_later, events);	/* none of it is an event */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_prestate_setup_teardown(
		a_draft_outlives_the_program_sealed_and_goes_with_its_key, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(
		what_was_read_is_counted_as_messages_are, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(
		who_reads_and_looks_on_is_known_cheaply, stage_on_file, stage_away, &s),
	};
	return RUN_TAP(tests);
}
