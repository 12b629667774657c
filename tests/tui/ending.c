/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console's threads end while they still read, look and run commands: all of it ends, nobody who
 * has closed hears of it, and a command that was given is done.
 */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../src/tui/threads.h"
#include "fixture.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/desk/acts.h"

static struct {
	struct fixture f;
	char folder[64], path[100];
	struct loop *loop;
	struct threads *threads;
} it;

static void
heard_figures(void *context, const struct desk_figures *figures)
{
	(void)context, (void)figures;
	fail_msg("figures were told after the end");
}

static void
heard_done(void *context, struct job *j)
{
	(void)context, (void)j;
	fail_msg("a command was told of after the end");
}

static void
heard_fetched(void *context, struct fetch *f)
{
	(void)context, (void)f;
	fail_msg("something read was told after the end");
}

static void
heard_changed(void *context)
{
	(void)context;
	fail_msg("a change was told after the end");
}

static void
heard_news(void *context, const struct news_list *list)
{
	(void)context, (void)list;
	fail_msg("news was told after the end");
}

static void
heard_trouble(void *context, const char *text)
{
	(void)context;
	fail_msg("trouble was told after the end: %s", text);
}

static int
begin(void **state)
{
	static struct tui_options tui;
	struct threads_options o = {.options = &tui,
	    .figures = heard_figures,
	    .done = heard_done,
	    .fetched = heard_fetched,
	    .changed = heard_changed,
	    .news = heard_news,
	    .all_news = true,
	    .trouble = heard_trouble};
	struct errinfo e = {0};

	(void)state;
	snprintf(it.folder, sizeof it.folder, "/tmp/ending.XXXXXX");
	assert_non_null(mkdtemp(it.folder));
	snprintf(it.path, sizeof it.path, "%s/s.db", it.folder);
	fixture_open(&it.f, it.path);
	tui = (struct tui_options){.target = it.path,
	    .shared = &it.f.shared,
	    .agent = FIXTURE_AGENT,
	    .clock = it.f.clock};
	check_ok(loop_new(&it.loop, &e), &e);
	o.loop = it.loop;
	check_ok(threads_new(&o, &it.threads, &e), &e);
	return 0;
}

static int
end(void **state)
{
	char path[120];

	(void)state;
	threads_free(&it.threads);
	loop_free(&it.loop);
	fixture_close(&it.f);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s%s", it.path, ((const char *[]){"", "-wal", "-shm"})[i]);
		(void)unlink(path);
	}
	return rmdir(it.folder);
}


static void
what_is_seen_after_the_end_is_told_to_nobody(void **state)
{
	struct fetch *f = fetch_new(FETCH_CANNED);

	(void)state;
	snprintf(f->agent, sizeof f->agent, "%s", FIXTURE_AGENT);
	f->line = mem_text("ret");
	(void)fixture_add_waiting(&it.f, "somebody new", 60000);	/* so that the look finds a change */
	threads_look(it.threads);
	threads_read(it.threads, f);
	threads_free(&it.threads);
	assert_null(it.threads);
}

static void
what_was_given_before_the_end_is_done(void **state)
{
	int64_t id = fixture_add_waiting(&it.f, "somebody new", 60000);
	struct job *j = mem_zero(1, sizeof *j);
	struct arena *a = arena_new();
	const char *kept = NULL;
	struct errinfo e = {0};

	(void)state;
	check_ok(threads_start(it.threads, &e), &e);
	j->kind = JOB_KEEP_DRAFT;
	j->conversation_id = id;
	j->line = mem_text("Dear shopper,");
	snprintf(j->agent, sizeof j->agent, "%s", FIXTURE_AGENT);
	threads_post(it.threads, j);
	threads_look(it.threads);
	threads_free(&it.threads);
	check_ok(desk_draft_read(it.f.desk, a, FIXTURE_AGENT, id, &kept, &e), &e);
	assert_string_equal(kept, "Dear shopper,");
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(what_is_seen_after_the_end_is_told_to_nobody, begin, end),
	    cmocka_unit_test_setup_teardown(what_was_given_before_the_end_is_done, begin, end),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
