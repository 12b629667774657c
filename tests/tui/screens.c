/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console without a terminal: golden screens of each view at four sizes, and what keys do.
 * FLOORWALKER_GOLDEN=update writes the golden files anew: read their difference before it is committed.
 */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/tui/screen_private.h"
#include "fixture.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"
#include "floorwalker/tui/tui.h"

struct bench {
	struct fixture f;
	struct command_table *table;
	struct screen *screen;
	struct cells *cells;
	size_t posted;
	struct str text;
};

static void
run_at_once(void *context, struct job *j)
{
	struct bench *b = context;

	b->posted++;
	job_run(j, b->f.desk);
	screen_done(b->screen, j);
}

static void
look(struct bench *b)
{
	(void)screen_render(b->screen, b->cells);
	str_reset(&b->text);
	cells_dump_text(b->cells, &b->text);
}

static void
size(struct bench *b, int columns, int rows)
{
	cells_resize(b->cells, columns, rows);
	screen_resize(b->screen, columns, rows);
	look(b);
}

static void
begin(struct bench *b, const char *agent)
{
	struct screen_options o = {.agent = agent, .theme = "dark", .post = run_at_once, .context = b};
	struct desk_figures figures;
	struct errinfo e = {0};
	const struct command *rows;
	size_t count;

	memset(b, 0, sizeof *b);
	str_init(&b->text);
	fixture_open(&b->f, "memory:");
	b->table = command_table_new();
	rows = tui_commands(&count);
	command_table_add(b->table, rows, count);
	o.desk = b->f.desk;
	o.commands = b->table;
	o.clock = b->f.clock;
	check_ok(screen_new(&o, &b->screen, &e), &e);
	check_ok(desk_figures(b->f.desk, &figures, &e), &e);
	screen_figures(b->screen, &figures);
	b->cells = cells_new(80, 24);
	size(b, 80, 24);
}

static void
end(struct bench *b)
{
	screen_free(&b->screen);
	cells_free(&b->cells);
	command_table_free(&b->table);
	str_clear(&b->text);
	fixture_close(&b->f);
}

static void
press(struct bench *b, const char *key)
{
	screen_key(b->screen, key);
	look(b);
}

/* One key a character. */
static void
type(struct bench *b, const char *text)
{
	char key[8];

	for (; *text != '\0'; text++) {
		snprintf(key, sizeof key, "%c", *text);
		press(b, *text == ' ' ? "Space" : key);
	}
}

static void
command(struct bench *b, const char *line)
{
	screen_run_line(b->screen, line);
	look(b);
}

static bool
shows(const struct bench *b, const char *words)
{
	return strstr(b->text.data, words) != NULL;
}

#define check_shows(b, words) do { if (!shows((b), (words))) fail_msg("the screen lacks \"%s\":\n%s", (words), (b)->text.data); } while (0)
#define check_lacks(b, words) do { if (shows((b), (words))) fail_msg("the screen has \"%s\":\n%s", (words), (b)->text.data); } while (0)

static struct conversation
read_conversation(struct bench *b, struct arena *a, int64_t id)
{
	struct errinfo e = {0};
	struct conversation c;

	check_ok(store_conversation_get(desk_store(b->f.desk), a, id, &c, &e), &e);
	return c;
}

/* ---- golden screens */

/* The first line that differs, from both. */
static void
tell_difference(const char *path, const char *wanted, const char *got)
{
	for (int line = 1;; line++) {
		size_t a = strcspn(wanted, "\n"), b = strcspn(got, "\n");

		if (a != b || memcmp(wanted, got, a) != 0 || wanted[a] == '\0') {
			print_message("# %s:%d\n#   was %.*s\n#   is  %.*s\n", path, line, (int)a, wanted, (int)b, got);
			return;
		}
		wanted += a + 1;
		got += b + (got[b] == '\n');
	}
}

static void
compare(const struct bench *b, const char *view, int columns, int rows, bool *wrong)
{
	const char *source = getenv("srcdir"), *update = getenv("FLOORWALKER_GOLDEN");
	char path[512];
	struct errinfo e = {0};
	struct str golden, seen;

	snprintf(path, sizeof path, "%s/tests/tui/golden/%s-%dx%d.txt", source == NULL ? "." : source, view, columns, rows);
	str_init(&golden);
	str_init(&seen);
	str_add(&seen, b->text.data);
	if (columns == 80)
		cells_dump_styles(b->cells, &seen);
	if (text_is(update, "update"))
		check_ok(file_write(path, seen.data, seen.length, 0644, &e), &e);
	else if (file_read(path, 1 << 20, &golden, &e) != ERR_OK || !text_is(golden.data, seen.data)) {
		tell_difference(path, golden.data == NULL ? "" : golden.data, seen.data);
		*wrong = true;
	}
	str_clear(&golden);
	str_clear(&seen);
}

static void
each_view_at_each_size_looks_as_it_was_accepted(void **state)
{
	static const struct {
		const char *name, *line;
	} shown[] = {
		{"board", "board"}, {"list", "list all"}, {"waiting", "list waiting"}, {"conversation", "open C-1"}, {"wide-characters", "open C-4"}, {"hostile", "open C-5"},
		{"owned", "open C-7"}, {"why", "why C-1"}, {"shopper", "shopper C-1"}, {"refunds", "refunds"}, {"search", "find sleeve"}, {"log", "log"}, {"help", "help"},
	};
	static const int sizes[][2] = {{80, 24}, {120, 40}, {200, 60}, {20, 5}};
	bool wrong = false;

	(void)state;
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		struct bench b;

		begin(&b, FIXTURE_AGENT);
		command(&b, shown[i].line);
		for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
			size(&b, sizes[k][0], sizes[k][1]);
			compare(&b, shown[i].name, sizes[k][0], sizes[k][1], &wrong);
		}
		end(&b);
	}
	assert_false(wrong);
}

static void
no_size_is_too_small_and_no_line_too_wide(void **state)
{
	static const char *const lines[] = {"board", "list all", "open C-4", "why C-1", "shopper C-1", "refunds", "find sleeve", "log", "help"};
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		command(&b, lines[i]);
		for (int columns = 1; columns < 130; columns += columns < 12 ? 1 : 13) {
			for (int rows = 1; rows < 30; rows += rows < 12 ? 1 : 7)
				size(&b, columns, rows);
		}
	}
	end(&b);
}

/* ---- selection */

static void
enter_opens_what_was_selected_though_the_list_has_changed(void **state)
{
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	command(&b, "list waiting");
	press(&b, "j");				/* by promise: C-2, C-1, C-3 */
	check_shows(&b, "▸ C-1");
	(void)fixture_add_waiting(&b.f, "Hasty H.", -5000);
	(void)fixture_add_waiting(&b.f, "Hastier H.", -600000);
	screen_changed(b.screen);
	look(&b);
	check_shows(&b, "▸ C-1");
	check_shows(&b, "  C-11");
	press(&b, "Enter");
	check_shows(&b, "The sleeve is torn");
	end(&b);
}

static void
a_conversation_that_leaves_the_list_stays_under_the_finger(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	command(&b, "list waiting");
	check_shows(&b, "▸ C-2");
	check_ok(desk_take(b.f.desk, "ewa", 2, &e), &e);	/* a colleague is quicker */
	screen_changed(b.screen);
	look(&b);
	check_shows(&b, "▸ C-2");
	check_shows(&b, "moved on");
	press(&b, "t");
	assert_string_equal(read_conversation(&b, a, 2).agent, "ewa");
	assert_int_equal(read_conversation(&b, a, 1).state, CONVERSATION_QUEUED);	/* no neighbour was taken instead */
	check_shows(&b, "✗");
	press(&b, "j");
	check_lacks(&b, "Jürgen");
	arena_free(&a);
	end(&b);
}

static void
a_reader_of_the_transcript_is_kept_at_its_end_and_left_alone_above_it(void **state)
{
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	command(&b, "open C-7");
	size(&b, 80, 16);
	for (int i = 0; i < 20; i++)
		fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "One more line.", 1000 - i);
	fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "The very last words.", 10);
	screen_changed(b.screen);
	look(&b);
	press(&b, "G");
	press(&b, "k");
	check_shows(&b, "One more line.");
	press(&b, "g");
	check_shows(&b, "The boots are too small.");
	fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "And after those.", 5);
	screen_changed(b.screen);
	look(&b);
	check_shows(&b, "The boots are too small.");
	end(&b);
}

/* ---- commands by key */

static void
a_key_takes_a_conversation_and_says_so(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	command(&b, "list waiting");
	press(&b, "t");
	assert_int_equal(b.posted, 1);
	assert_int_equal(read_conversation(&b, a, 2).state, CONVERSATION_AGENT);
	assert_string_equal(read_conversation(&b, a, 2).agent, FIXTURE_AGENT);
	check_shows(&b, "✓");
	press(&b, "j");			/* what was just said isn't gone with the next key */
	check_shows(&b, "✓");
	clock_move_to(b.f.clock, FIXTURE_NOW_MS + 30000);
	press(&b, "j");
	check_lacks(&b, "✓");
	arena_free(&a);
	end(&b);
}

static void
who_only_looks_on_changes_nothing(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	begin(&b, "");
	command(&b, "list waiting");
	press(&b, "t");
	assert_int_equal(read_conversation(&b, a, 2).state, CONVERSATION_QUEUED);
	check_shows(&b, "✗");
	arena_free(&a);
	end(&b);
}

static void
approving_asks_and_names_what_it_would_do(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct action x;
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	press(&b, "3");
	check_shows(&b, "▸ A-1");
	press(&b, "a");
	check_shows(&b, "Approve A-1: Refund €189.00 for TF-100189, 1 item?");
	press(&b, "j");			/* neither yes nor no */
	check_shows(&b, "Approve A-1");
	press(&b, "n");
	check_shows(&b, "Nothing was done.");
	assert_int_equal(b.posted, 0);
	press(&b, "a");
	press(&b, "y");
	assert_int_equal(b.posted, 1);
	check_shows(&b, "✗");		/* above maeve's limit */
	check_ok(store_action_get(desk_store(b.f.desk), a, 1, &x, &e), &e);
	assert_int_equal(x.state, ACTION_WAITING);
	arena_free(&a);
	end(&b);
}

static void
denying_asks_for_the_reason(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct action x;
	struct bench b;

	(void)state;
	begin(&b, "sinead");
	if (settings_agent(desk_settings(b.f.desk), "sinead") == NULL) {
		end(&b);
		begin(&b, FIXTURE_AGENT);
	}
	press(&b, "3");
	press(&b, "d");
	check_shows(&b, "Reason for denying:");
	press(&b, "Enter");
	check_shows(&b, "so nothing was done");
	press(&b, "d");
	type(&b, "C-9 is not it; A-2 neither");	/* reads like ids, and is text */
	press(&b, "Enter");
	check_ok(store_action_get(desk_store(b.f.desk), a, 1, &x, &e), &e);
	if (x.state == ACTION_DENIED)
		assert_string_equal(x.reason, "C-9 is not it; A-2 neither");
	else
		check_shows(&b, "✗");
	check_ok(store_action_get(desk_store(b.f.desk), a, 2, &x, &e), &e);
	assert_int_equal(x.state, ACTION_WAITING);
	arena_free(&a);
	end(&b);
}

/* ---- writing */

static int64_t
count_messages(struct bench *b, struct arena *a, int64_t id, const char **last)
{
	struct message_list list;
	struct errinfo e = {0};

	check_ok(store_message_list(desk_store(b->f.desk), a, id, 0, &list, &e), &e);
	*last = list.items[list.count - 1].text;
	return (int64_t)list.count;
}

static void
a_reply_is_written_with_drafts_and_new_lines_and_sent(void **state)
{
	struct arena *a = arena_new();
	const char *last;
	struct bench b;
	int64_t before;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	command(&b, "open C-7");
	before = count_messages(&b, a, 7, &last);
	press(&b, "r");
	check_shows(&b, "Tab takes the AI's draft");
	press(&b, "Tab");
	check_shows(&b, "Shall I do that?");
	press(&b, "M-Enter");
	press(&b, "é");
	type(&b, "t q:x");
	press(&b, "Left");
	press(&b, "Backspace");
	press(&b, "Enter");
	assert_int_equal(count_messages(&b, a, 7, &last), before + 1);
	assert_string_equal(last, "We can exchange the boots for size 41. Shall I do that?\nét qx");
	press(&b, "r");
	type(&b, "never mind");
	press(&b, "Esc");
	assert_int_equal(count_messages(&b, a, 7, &last), before + 1);
	press(&b, "Up");			/* no history of letters, and keys are commands again */
	arena_free(&a);
	end(&b);
}

static void
a_letter_that_could_not_be_sent_is_not_lost(void **state)
{
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	command(&b, "open C-7");
	press(&b, "r");
	type(&b, "A long letter");
	check_ok(desk_give_back(b.f.desk, FIXTURE_AGENT, 7, "elsewhere", &e), &e);	/* from another console of the same agent */
	press(&b, "Enter");
	check_shows(&b, "✗");
	check_ok(desk_take(b.f.desk, FIXTURE_AGENT, 7, &e), &e);
	screen_changed(b.screen);
	look(&b);
	press(&b, "r");
	check_shows(&b, "A long letter");
	end(&b);
}

static void
pasted_text_never_acts(void **state)
{
	static const char pasted[] = "t\nq\ny\n:quit\n\033[2Jr";
	struct arena *a = arena_new();
	const char *last;
	struct bench b;
	int64_t before;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	command(&b, "open C-7");
	screen_paste(b.screen, pasted, strlen(pasted));
	look(&b);
	check_shows(&b, "never taken as commands");
	assert_int_equal(b.posted, 0);
	assert_false(screen_is_over(b.screen));
	before = count_messages(&b, a, 7, &last);
	press(&b, "r");
	screen_paste(b.screen, pasted, strlen(pasted));
	look(&b);
	assert_int_equal(count_messages(&b, a, 7, &last), before);	/* its newlines don't send */
	press(&b, "Enter");
	assert_int_equal(count_messages(&b, a, 7, &last), before + 1);
	assert_string_equal(last, "t\nq\ny\n:quit\nr");
	arena_free(&a);
	end(&b);
}

static void
the_command_line_completes_and_remembers(void **state)
{
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	press(&b, ":");
	type(&b, "ref");
	press(&b, "Tab");
	check_shows(&b, "refresh");		/* refresh or refunds */
	check_shows(&b, "refunds");
	type(&b, "u");
	press(&b, "Tab");
	press(&b, "Enter");
	check_shows(&b, "A-1");
	press(&b, ":");
	press(&b, "Up");
	check_shows(&b, ":refunds");
	press(&b, "C-c");
	press(&b, ":");
	type(&b, "list big");
	press(&b, "Tab");
	press(&b, "Enter");
	check_shows(&b, "Large orders · 1");
	press(&b, ":");
	type(&b, "no-such-thing");
	press(&b, "Enter");
	check_shows(&b, "✗");
	press(&b, ":");
	type(&b, "C-4");
	press(&b, "Enter");
	check_shows(&b, "山田");
	end(&b);
}

static void
a_filter_and_an_order_change_the_list_and_esc_clears(void **state)
{
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	command(&b, "list all");
	press(&b, "f");
	type(&b, "jurgen care");		/* case and accents aside */
	press(&b, "Enter");
	check_shows(&b, "C-2");
	check_lacks(&b, "C-3");
	press(&b, "Esc");
	check_shows(&b, "C-3");
	command(&b, "sort confidence");
	check_shows(&b, "least sure first");
	end(&b);
}

static void
an_unknown_key_says_where_help_is(void **state)
{
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	press(&b, "Z");
	check_shows(&b, "Z does nothing here. ? shows the keys.");
	press(&b, "?");
	check_shows(&b, "In lists");	/* first what can be done where it was asked */
	check_shows(&b, "▸ t                take");
	press(&b, "Esc");
	check_shows(&b, "Waiting for a person");
	press(&b, "q");
	check_shows(&b, "Leave floorwalker?");
	press(&b, "n");
	assert_false(screen_is_over(b.screen));
	press(&b, "q");
	press(&b, "y");
	assert_true(screen_is_over(b.screen));
	end(&b);
}

static void
no_key_collides_with_a_multiplexer_or_flow_control(void **state)
{
	static const char *const taken[] = {"C-b", "C-s", "C-q", "C-\\", "C-j", "C-m", "C-i", "C-["};
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
		for (unsigned context = 1; context < CONTEXT_SHELL; context <<= 1)
			assert_null(command_of_key(b.table, context, taken[i]));
	}
	end(&b);
}

static void
a_key_that_was_bound_anew_acts_and_is_shown_as_such(void **state)
{
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	check_ok(command_table_bind(b.table, "keys", "# mine\nbind list E take\nbind list t log\nbind any F9 list mine\n", &e), &e);
	command(&b, "list waiting");
	check_shows(&b, "E take");
	press(&b, "t");
	check_shows(&b, "▌Log");
	press(&b, "F9");
	check_shows(&b, "Conversations  mine · 1");
	press(&b, "?");
	check_shows(&b, "▸ E                take");
	assert_int_equal(command_table_bind(b.table, "keys", "bind list E no-such\n", &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "keys:1"));
	end(&b);
}

static void
a_thousand_random_keys_break_nothing(void **state)
{
	static const char *const keys[] = {
		"j", "k", "Enter", "Esc", "Tab", "S-Tab", "w", "s", "v", "1", "2", "3", "4", "5", "6", "?", "g", "G", "PageDown", "PageUp", "C-d", "C-u", "o", "f", "/", ":", "r", "n",
		"t", "d", "a", "x", "b", "m", "p", "é", "山", "Space", "Up", "Down", "Backspace", "M-Enter", "C-o", "C-c", "T", "C-l", "y", "Home", "End", "M-x", "C-w", "C-y", "C-t",
	};
	struct random_stream r;
	struct bench b;

	(void)state;
	begin(&b, FIXTURE_AGENT);
	random_init(&r, 7, "keys");
	for (int i = 0; i < 1000; i++) {
		if (random_below(&r, 20) == 0)
			size(&b, 1 + (int)random_below(&r, 210), 1 + (int)random_below(&r, 60));
		press(&b, keys[random_below(&r, sizeof keys / sizeof *keys)]);
		if (random_below(&r, 10) == 0)
			screen_tick(b.screen);
		if (screen_is_over(b.screen)) {
			end(&b);
			begin(&b, FIXTURE_AGENT);
		}
	}
	end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_view_at_each_size_looks_as_it_was_accepted),
		cmocka_unit_test(no_size_is_too_small_and_no_line_too_wide),
		cmocka_unit_test(enter_opens_what_was_selected_though_the_list_has_changed),
		cmocka_unit_test(a_conversation_that_leaves_the_list_stays_under_the_finger),
		cmocka_unit_test(a_reader_of_the_transcript_is_kept_at_its_end_and_left_alone_above_it),
		cmocka_unit_test(a_key_takes_a_conversation_and_says_so),
		cmocka_unit_test(who_only_looks_on_changes_nothing),
		cmocka_unit_test(approving_asks_and_names_what_it_would_do),
		cmocka_unit_test(denying_asks_for_the_reason),
		cmocka_unit_test(a_reply_is_written_with_drafts_and_new_lines_and_sent),
		cmocka_unit_test(a_letter_that_could_not_be_sent_is_not_lost),
		cmocka_unit_test(pasted_text_never_acts),
		cmocka_unit_test(the_command_line_completes_and_remembers),
		cmocka_unit_test(a_filter_and_an_order_change_the_list_and_esc_clears),
		cmocka_unit_test(an_unknown_key_says_where_help_is),
		cmocka_unit_test(no_key_collides_with_a_multiplexer_or_flow_control),
		cmocka_unit_test(a_key_that_was_bound_anew_acts_and_is_shown_as_such),
		cmocka_unit_test(a_thousand_random_keys_break_nothing),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
