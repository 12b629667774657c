/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shift and what a supervisor does from it; the board's counts and trends; sparklines.
 */
#include "bench.h"

#include "floorwalker/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "../../src/tui/spark.h"
#include "floorwalker/desk/shift.h"

static void
seven_opens_the_shift_and_enter_what_the_selected_has(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 100, 24);
	bench_press(&b, "7");
	check_shows(&b, "2 of 8 here");
	check_shows(&b, "1/3");
	assert_non_null(strstr(bench_row(&b, 4), "Maeve Brennan (you)"));
	bench_press(&b, "j");
	bench_press(&b, "j");
	assert_non_null(strstr(bench_row(&b, 6), "▸ ■ Ewa Kaczmarek"));
	bench_press(&b, "Enter");
	check_shows(&b, "C-8");
	check_lacks(&b, "C-7");
	bench_press(&b, "Esc");
	check_shows(&b, "▸ ■ Ewa Kaczmarek");	/* who was selected is */
	bench_press(&b, "Esc");
	check_shows(&b, "Waiting for a person");
	bench_end(&b);
}

static void
a_refresh_keeps_who_is_selected_and_tells_new_states(void **state)
{
	struct bench b;
	struct errinfo e = {0};

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 100, 24);
	bench_press(&b, "7");
	bench_press(&b, "j");
	check_shows(&b, "▸ ◐ Cathal Ruane");
	check_ok(desk_agent_state(b.f.desk, "cathal", "available", &e), &e);
	check_ok(desk_agent_state(b.f.desk, "maeve", "offline", &e), &e);
	bench_changed(&b);
	check_shows(&b, "▸ ● Cathal Ruane");
	check_shows(&b, "○ Maeve Brennan");
	bench_end(&b);
}

static void
a_supervisor_acts_on_what_the_selected_agent_has(void **state)
{
	struct arena *a = arena_new();
	struct conversation_view v;
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, "una");
	bench_size(&b, 130, 30);
	bench_press(&b, "7");
	check_hints(&b, "W whisper");
	bench_press(&b, "i");
	check_shows(&b, "You watch C-7");
	bench_press(&b, "W");
	bench_type(&b, "be kind");
	bench_press(&b, "Enter");
	check_shows(&b, "Whispered to Maeve Brennan in C-7.");
	check_ok(desk_view(b.f.desk, a, 7, &v, &e), &e);
	assert_int_equal(v.watcher_count, 1);
	assert_int_equal(v.whisper_count, 1);
	bench_press(&b, "B");
	check_shows(&b, "Barge C-7?");
	assert_string_equal(bench_conversation(&b, a, 7).agent, "maeve");
	bench_press(&b, "y");
	assert_string_equal(bench_conversation(&b, a, 7).agent, "una");
	arena_free(&a);
	bench_end(&b);
}

static void
an_agent_is_offered_none_of_it(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 200, 30);
	bench_press(&b, "7");
	assert_null(strstr(bench_row(&b, -1), "whisper"));
	assert_null(strstr(bench_row(&b, -1), "barge"));
	bench_press(&b, "W");
	check_shows(&b, "whisper is for supervisors");
	bench_end(&b);
}

/* Of the transcript as one agent sees it. */
static bool
sees(const char *agent, const char *words)
{
	struct errinfo e = {0};
	struct bench b;
	bool watching, seen;

	bench_begin(&b, agent);
	check_ok(desk_whisper(b.f.desk, "una", 7, "offer the zanzibar voucher", &e), &e);
	check_ok(desk_monitor(b.f.desk, "una", 7, &watching, &e), &e);
	bench_command(&b, "open C-7");
	bench_size(&b, 110, 60);
	seen = bench_shows(&b, words);
	bench_command(&b, "log");
	if (strcmp(words, "zanzibar") == 0) {
		check_lacks(&b, "zanzibar");
		assert_int_equal(bench_shows(&b, "whispered to"), seen);
	}
	bench_end(&b);
	return seen;
}

static void
a_whisper_is_seen_by_its_two_and_watching_by_all(void **state)
{
	(void)state;
	assert_true(sees("maeve", "zanzibar"));
	assert_true(sees("maeve", "whisper, you alone read it"));
	assert_true(sees("una", "zanzibar"));
	assert_false(sees("ewa", "zanzibar"));
	assert_false(sees("", "zanzibar"));
	assert_true(sees("maeve", "Úna Geraghty watches"));
	assert_true(sees("una", "you watch"));
}

static void
rebalancing_offers_moves_to_accept(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, "una");
	bench_size(&b, 100, 24);
	bench_command(&b, "rebalance");
	check_shows(&b, "Nobody has too much");
	check_ok(desk_agent_state(b.f.desk, "maeve", "offline", &e), &e);
	check_ok(desk_agent_state(b.f.desk, "cathal", "available", &e), &e);
	bench_changed(&b);
	bench_command(&b, "rebalance");
	check_shows(&b, "Moves, done as they stand here");
	check_shows(&b, "C-7:maeve:cathal");
	assert_string_equal(bench_conversation(&b, a, 7).agent, "maeve");
	bench_press(&b, "Enter");
	check_shows(&b, "1 moved.");
	assert_string_equal(bench_conversation(&b, a, 7).agent, "cathal");
	arena_free(&a);
	bench_end(&b);
}

static void
the_board_tells_late_from_soon_and_opens_each(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 80, 24);
	for (int i = 0; i < 6; i++)
		bench_press(&b, "j");
	check_shows(&b, "▸Overdue                     1");
	bench_press(&b, "Enter");
	check_shows(&b, "overdue");
	check_shows(&b, "C-2");
	check_lacks(&b, "C-1 ");
	bench_press(&b, "Esc");
	bench_press(&b, "j");
	bench_press(&b, "Enter");
	check_shows(&b, "due within a minute");
	check_shows(&b, "C-1 ");
	check_lacks(&b, "C-2");
	bench_end(&b);
}

static void
more_than_can_be_listed_are_counted_all_the_same(void **state)
{
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	check_ok(store_begin(desk_store(b.f.desk), &e), &e);
	for (int i = 0; i < 1200; i++) {
		struct conversation c = {.channel = "web", .contact = "", .shopper = "Guest", .state = CONVERSATION_QUEUED,
		    .queue = "general", .epoch = 1, .confidence = -1, .waiting_ms = FIXTURE_NOW_MS - 1000, .due_ms = FIXTURE_NOW_MS + 600000};

		check_ok(store_conversation_add(desk_store(b.f.desk), &c, &e), &e);
	}
	check_ok(store_commit(desk_store(b.f.desk), &e), &e);
	bench_changed(&b);
	check_shows(&b, "▸Waiting for a person     1203    4 m 05 ▲ late 1 m 20");
	check_shows(&b, "General                1200       1 s");
	check_shows(&b, "Refunds and returns       1    4 m 05");
	bench_end(&b);
}

/* At which byte of the top line the words begin; what stands before must be as long, too. */
static long
place_of(struct bench *b, const char *words)
{
	const char *line = bench_row(b, 0), *at = strstr(line, words);

	if (at == NULL)
		fail_msg("the top line lacks \"%s\": %s", words, line);
	return at - line;
}

static void
the_top_line_has_all_figures_at_80_columns_in_every_view_and_none_moves(void **state)
{
	static const char *const keys[] = {"1", "2", "3", "4", "5", "6", "7", "8"};
	static const char *const words[] = {"wait ", "cont ", "SLA ", "agents ", "CSAT* 3.9"};
	static const int widths[] = {80, 120, 200};
	struct desk_figures few = {.waiting = 3, .agents_present = 2, .trend = {.known = 12, .waiting = {[9] = 1, 2, 3}}},
		many = {.waiting = 120, .oldest_waiting_ms = FIXTURE_NOW_MS - 59 * 60000, .agents_present = 12, .waiting_actions = 14, .ai = 88, .level = {9, 11},
		    .containment = {.confirmed = {82, 100}}, .proxies = 82, .proxy = 3.94, .trend = {.known = 12, .waiting = {[8] = 9, 8, 7, 6}}};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	screen_figures(b.screen, &many);
	for (size_t v = 0; v < sizeof keys / sizeof *keys; v++) {
		bench_press(&b, keys[v]);
		bench_look(&b);
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			(void)place_of(&b, words[i]);
		(void)place_of(&b, "wait 120, 59 m  cont 82%   SLA 82%   agents 12  CSAT* 3.9  14:05");
	}
	for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
		long clock, level;

		bench_size(&b, widths[w], 40);
		screen_figures(b.screen, &many);
		bench_size(&b, widths[w], 40);
		clock = utf8_width(bench_row(&b, 0), (size_t)place_of(&b, "14:05"));
		level = utf8_width(bench_row(&b, 0), (size_t)place_of(&b, w == 0 ? "SLA" : "in time"));
		screen_figures(b.screen, &few);
		bench_size(&b, widths[w], 40);
		assert_int_equal(utf8_width(bench_row(&b, 0), (size_t)place_of(&b, "14:05")), clock);
		assert_int_equal(utf8_width(bench_row(&b, 0), (size_t)place_of(&b, w == 0 ? "SLA" : "in time")), level);
	}
	bench_size(&b, 40, 12);
	(void)place_of(&b, "wait 3");
	(void)place_of(&b, "SLA –");
	bench_size(&b, 20, 10);
	(void)place_of(&b, "wait 3");
	bench_end(&b);
}

static void
figures_and_trends_stand_where_there_is_room(void **state)
{
	struct bench b;
	struct desk_figures f = {.waiting = 3, .level = {9, 11}, .levels = {[1] = {9, 11}}, .trend = {.known = 12, .waiting = {0, 1, 2, 3, 4, 5, 6, 7, 7, 5, 4, 3}, .contained = {[11] = 2}}};

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	screen_figures(b.screen, &f);
	bench_size(&b, 250, 60);
	check_shows(&b, "in time 82 % (n=11)");
	check_shows(&b, "CSAT proxy not measured");
	check_shows(&b, "CSAT proxy: not measured, none closed today");
	check_shows(&b, "82% n=11");
	check_shows(&b, "waiting ▁▂▃▄▅▆▇██▆▅▄ contained ▁▁▁▁▁▁▁▁▁▁▁█");
	check_shows(&b, "Last hour");
	check_shows(&b, "waiting     ▁▂▃▄▅▆▇██▆▅▄     3     7");
	f.trend.known = 3;	/* soon after midnight */
	screen_figures(b.screen, &f);
	bench_size(&b, 250, 60);
	check_shows(&b, "waiting              █▇▅     3     5");
	bench_size(&b, 80, 24);
	check_lacks(&b, "Last hour");
	check_shows(&b, "wait 3");
	bench_end(&b);
}

/* What is inferred is marked as such at each width, and what was answered stands beside it where there
 * is room, with its number. */
static void
a_proxy_is_never_taken_for_an_answer(void **state)
{
	struct bench b;
	struct desk_figures f = {.proxies = 41, .proxy = 3.94, .csat = {9, 11}};

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	screen_figures(b.screen, &f);
	bench_size(&b, 200, 60);
	(void)place_of(&b, "CSAT proxy 3.9 (n=41)");
	(void)place_of(&b, "CSAT answered 82 % (n=11)");
	bench_press(&b, "1");
	check_shows(&b, "CSAT proxy 3.9 of 1 to 5, n=41 closed today");
	check_shows(&b, "CSAT answered 82 %, n=11 of these");
	bench_size(&b, 120, 40);
	(void)place_of(&b, "CSAT* 3.9");
	(void)place_of(&b, "Tarn & Fell");
	check_shows(&b, "CSAT answered 82 %, n=11 of these");
	bench_size(&b, 80, 24);
	(void)place_of(&b, "CSAT* 3.9");
	bench_size(&b, 80, 40);
	bench_press(&b, "1");
	check_shows(&b, "CSAT answered 82 %, n=11 of these");
	bench_size(&b, 40, 12);
	check_lacks(&b, "CSAT 3.9");
	f.csat = (struct ratio){0};
	screen_figures(b.screen, &f);
	bench_size(&b, 200, 60);
	check_lacks(&b, "CSAT answered");
	bench_end(&b);
}

static void
sparks_are_scaled_and_have_letters_for_plain_terminals(void **state)
{
	static const int64_t rising[] = {-4, 0, 1, 2, 3, 4, 5, 6, 7}, flat[] = {0, 0};
	char out[SPARK_MOST * 3 + 1], letters[16] = "";
	struct cells *c = cells_new(9, 1);

	(void)state;
	assert_string_equal(spark_print(out, rising, 9), "▁▁▂▃▄▅▆▇█");
	cells_put(c, cells_all(c), 0, 0, (struct style){0, 0}, out);
	for (int x = 0; x < 9; x++)
		cell_ascii(cells_at(c, x, 0), &letters[x]);
	assert_string_equal(letters, "__.:-=+*#");
	assert_string_equal(spark_print(out, flat, 2), "▁▁");
	assert_string_equal(spark_print(out, flat, 0), "");
	cells_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seven_opens_the_shift_and_enter_what_the_selected_has),
		cmocka_unit_test(a_refresh_keeps_who_is_selected_and_tells_new_states),
		cmocka_unit_test(a_supervisor_acts_on_what_the_selected_agent_has),
		cmocka_unit_test(an_agent_is_offered_none_of_it),
		cmocka_unit_test(a_whisper_is_seen_by_its_two_and_watching_by_all),
		cmocka_unit_test(rebalancing_offers_moves_to_accept),
		cmocka_unit_test(the_board_tells_late_from_soon_and_opens_each),
		cmocka_unit_test(more_than_can_be_listed_are_counted_all_the_same),
		cmocka_unit_test(the_top_line_has_all_figures_at_80_columns_in_every_view_and_none_moves),
		cmocka_unit_test(figures_and_trends_stand_where_there_is_room),
		cmocka_unit_test(a_proxy_is_never_taken_for_an_answer),
		cmocka_unit_test(sparks_are_scaled_and_have_letters_for_plain_terminals),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
