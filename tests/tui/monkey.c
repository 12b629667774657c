/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Random keys, texts, pastes and sizes on a console over a store that lives: nothing breaks, the
 * screen stays one that a terminal can show, a command acts on what was shown, nothing goes to a
 * shopper that was not confirmed, and the store holds whatever was typed.
 *
 * FLOORWALKER_EVENTS says how many (20,000; a million where FLOORWALKER_FULL is set),
 * FLOORWALKER_SEED how they are drawn, FLOORWALKER_ROUND which round alone is played, FLOORWALKER_FROM
 * with which it begins (each has a store of its own, and draws of its own). What is seen
 * depends on the seed only: a failure says which, and what came before it.
 */
#include "monkey.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/utf8.h"

#define ROUND_EVENTS 4000 /* of one store: the next round has a new one */
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Where the program is built with sanitizers they end it in a way that can be told of. */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);
const char *__lsan_default_suppressions(void);

const char *
__asan_default_options(void)
{
	return "abort_on_error=1";
}

const char *
__ubsan_default_options(void)
{
	return "abort_on_error=1:print_stacktrace=1";
}

/* readline 8.2 loses some bytes of searches that were left in the middle. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libreadline";
}

static struct { /* that mean a command */
	const char *items[400];
	size_t count;
	struct arena *arena;
} keys;

static size_t
draw(size_t count)
{
	return (size_t)random_below(&monkey.chance, count);
}

static const char *
bound_key(void)
{
	return keys.items[draw(keys.count)];
}

/* ---- events */

static void
type(const char *text)
{
	char key[16];

	while (*text != '\0' && monkey.b.screen->prompt.kind != PROMPT_NONE) {
		size_t n = utf8_grapheme(text, strlen(text));

		snprintf(key, sizeof key, "%.*s", (int)n, text);
		watch_press(text[0] == ' ' ? "Space" : key);
		text += n;
	}
}

static const char *const texts[] = {
    "hello",
    "C-1",
    "A-1",
    "yes of course",
    "I'll look into it, give me a minute.",
    "ünïcödé",
    "山田 太郎",
    "👨‍👩‍👧",
    "refunds",
    "all",
    "mine",
    "available",
    "damaged",
    "reply C-2 hi",
    "\"size 38\"",
    "12",
    "-1",
    "99999999999999999999",
    "refund",
    "order=TF-100189 lines=1 reason=damaged",
    "a very long text that has to be wrapped because it does not fit a narrow terminal and goes on "
    "and on and on without an end in sight",
    "'",
    "\\",
    "%s%n",
    "mono",
    "usual",
};

static void
paste(void)
{
	static const char *const pasted[] = {"q\ny\n:quit\n", "t", "one\ntwo\nthree\n",
	    "\033[201~\033]0;x\007:approve A-1\ny", "\xff\xfe", "", "words of a colleague",
	    "مرحبا\n🧥☔"};
	char *large;
	size_t length = 30000;

	snprintf(watch_line(), sizeof *monkey.ring, "paste");
	if (draw(10) == 0) {
		large = mem_alloc(length);
		memset(large, draw(2) == 0 ? 'x' : '\n', length);
		screen_paste(monkey.b.screen, large, length);
		mem_free(large);
	} else {
		const char *text = pasted[draw(COUNT(pasted))];

		screen_paste(monkey.b.screen, text, strlen(text));
	}
	watch_look();
}

static void
resize(void)
{
	static const int usual[][2] = {
	    {80, 24}, {120, 40}, {200, 60}, {40, 10}, {300, 100}, {1, 1}, {20, 5}};
	size_t i = draw(COUNT(usual) + 4);
	int columns = i < COUNT(usual) ? usual[i][0] : 1 + (int)draw(120),
	    rows = i < COUNT(usual) ? usual[i][1] : 1 + (int)draw(40);

	snprintf(watch_line(), sizeof *monkey.ring, "size %dx%d", columns, rows);
	cells_resize(monkey.b.cells, columns, rows);
	screen_resize(monkey.b.screen, columns, rows);
	watch_look();
}

/* A key that comes before the screen was drawn anew acts on what was drawn. */
static void
others_act(void)
{
	living_step(&monkey.others, watch_line(), sizeof *monkey.ring);
	screen_changed(monkey.b.screen);
	if (draw(2) == 0)
		watch_look();
}

static void
time_goes_on(void)
{
	int64_t ms = draw(20) == 0 ? (int64_t)draw(4) * 3600000 : 1000;
	struct desk_figures figures;
	struct errinfo e = {0};

	snprintf(watch_line(), sizeof *monkey.ring, "%lld ms later", (long long)ms);
	clock_move_to(monkey.b.f.clock, clock_now_ms(monkey.b.f.clock) + ms);
	screen_tick(monkey.b.screen);
	if (draw(8) == 0) {
		check_ok(desk_figures(monkey.b.f.desk, &figures, &e), &e);
		screen_figures(monkey.b.screen, &figures);
	}
	watch_look();
}

static void
command_line(void)
{
	const struct command *c = command_at(monkey.b.table, draw(command_count(monkey.b.table)));

	if (monkey.b.screen->prompt.kind != PROMPT_NONE || text_is(c->name, "quit"))
		return;
	watch_press(":");
	type(c->name);
	for (size_t n = draw(3); n > 0; n--) {
		type(" ");
		type(texts[draw(COUNT(texts))]);
	}
	if (monkey.b.screen->prompt.kind != PROMPT_NONE && draw(8) != 0)
		watch_press("Enter");
}

static void
reply(void)
{
	static const char *const edit[] = {"Backspace", "C-w", "C-a", "C-e", "C-k", "C-y", "M-b",
	    "M-f", "Left", "Right", "Home", "End", "Delete", "M-Enter", "C-o", "Tab", "C-u", "C-t",
	    "M-u", "C-_", "C-r", "C-x", "M-Backspace", "Insert"};

	if (monkey.b.screen->prompt.kind == PROMPT_CONFIRM) {
		watch_press(draw(2) == 0 ? "y" : draw(2) == 0 ? "n" : bound_key());
		return;
	}
	switch (draw(8)) {
	case 0:
	case 1: type(texts[draw(COUNT(texts))]); break;
	case 2:
	case 3: watch_press(edit[draw(COUNT(edit))]); break;
	case 4: watch_press("Tab"); break;
	case 5: watch_press(draw(6) == 0 ? "C-j" : "Enter"); break;
	case 6: watch_press(draw(3) == 0 ? "Esc" : "Up"); break;
	default: watch_press(bound_key()); break;
	}
}

/* What an agent does all day: a command's key, and an answer to what it asks. */
static void
act(void)
{
	static const char *const acting[] = {"t", "r", "b", "m", "x", "n", "a", "d", "p", "c"};

	watch_press(acting[draw(COUNT(acting))]);
	while (monkey.b.screen->prompt.kind == PROMPT_TEXT && draw(4) != 0) {
		if (draw(3) == 0)
			watch_press("Tab");
		else
			type(texts[draw(COUNT(texts))]);
		watch_press("Enter");
	}
	if (monkey.b.screen->prompt.kind == PROMPT_CONFIRM && draw(3) != 0)
		watch_press("y");
}

static void
any_key(void)
{
	static const char *const strange[] = {"F7", "é", "字", "M-q", "C-_", "Insert", "S-F3",
	    "C-M-x", "0", "9", "@", "~", "👍", "", "M-", "C-"};
	static const char *const moving[] = {"j", "k", "Down", "Up", "PageDown", "PageUp", "g", "G",
	    "Enter", "Tab", "S-Tab", "Esc", "Space", "1", "2", "3", "4", "5"};
	size_t what = draw(20);

	if (what < 4)
		act();
	else if (what < 11)
		watch_press(moving[draw(COUNT(moving))]);
	else if (what < 19)
		watch_press(bound_key());
	else
		watch_press(strange[draw(COUNT(strange))]);
}

static void
one_event(void)
{
	size_t what = draw(100);

	if (monkey.asked_count > 0 && draw(2) == 0) {
		snprintf(watch_line(), sizeof *monkey.ring, "answers");
		watch_answer(1 + draw(4));
		watch_look();
	}

	if (what < 12)
		others_act();
	else if (what < 18)
		time_goes_on();
	else if (what < 21)
		resize();
	else if (what < 24)
		paste();
	else if (what < 27)
		command_line();
	else if (monkey.b.screen->prompt.kind != PROMPT_NONE && what < 85)
		reply();
	else
		any_key();
}

/* ---- rounds */

static void
collect_keys(void)
{
	keys.count = 0;
	for (size_t i = 0; i < command_count(monkey.b.table); i++) {
		const char *at = command_at(monkey.b.table, i)->keys;

		while (at != NULL && *at != '\0' && keys.count < COUNT(keys.items)) {
			size_t n = strcspn(at, " ");

			keys.items[keys.count++] = arena_text_n(keys.arena, at, n);
			at += n + strspn(at + n, " ");
		}
	}
}

static void
open_screen(void)
{
	struct screen_options o = {.desk = monkey.b.f.desk,
	    .settings = desk_settings(monkey.b.f.desk),
	    .read = watch_read,
	    .commands = monkey.b.table,
	    .clock = monkey.b.f.clock,
	    .agent = monkey.agent,
	    .theme = "dark",
	    .post = watch_post};
	struct errinfo e = {0};
	int columns = monkey.b.screen->columns, rows = monkey.b.screen->rows;

	watch_forget();
	screen_free(&monkey.b.screen);
	check_ok(screen_new(&o, &monkey.b.screen, &e), &e);
	cells_resize(monkey.b.cells, columns, rows);
	screen_resize(monkey.b.screen, columns, rows);
	watch_look();
}

static void
begin_round(void)
{
	static const char *const agents[] = {"maeve", "sorcha", "una", "ewa", ""};
	char label[40];

	snprintf(label, sizeof label, "monkey %zu", monkey.round);
	random_init(&monkey.chance, monkey.seed, label);
	monkey.agent = agents[monkey.round % COUNT(agents)];
	monkey.is_late = monkey.round % 2 == 1;
	keys.arena = arena_new();
	strcpy(monkey.folder, "/tmp/floorwalker-monkey-XXXXXX");
	assert_non_null(mkdtemp(monkey.folder));
	snprintf(monkey.target, sizeof monkey.target, "%s/s.db", monkey.folder);
	bench_begin_on(&monkey.b, monkey.agent, monkey.target);
	living_begin(&monkey.others, &monkey.b.f, monkey.target, monkey.seed, label);
	collect_keys();
	monkey.events = 0;
	open_screen();
}

static void
end_round(void)
{
	char command[160];

	watch_forget();
	living_end(&monkey.others);
	bench_end(&monkey.b);
	arena_free(&keys.arena);
	snprintf(command, sizeof command, "rm -rf -- '%s'", monkey.folder);
	assert_int_equal(system(command), 0);
}

static uint64_t
number_from(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text_is_empty(text) ? otherwise : strtoull(text, NULL, 10);
}

static void
whatever_is_typed_the_screen_and_the_store_hold(void **state)
{
	size_t wanted = number_from(
		   "FLOORWALKER_EVENTS", CHECK_FULL ? 1000000 : CHECK_SANITIZED ? 6000 : 20000),
	       done = 0;
	uint64_t only = number_from("FLOORWALKER_ROUND", UINT64_MAX),
		 from = number_from("FLOORWALKER_FROM", 0);

	(void)state;
	monkey.seed = number_from("FLOORWALKER_SEED", 1);
	for (monkey.round = only != UINT64_MAX ? only : from; done < wanted; monkey.round++) {
		begin_round();
		while (monkey.events < ROUND_EVENTS && done + monkey.events < wanted) {
			one_event();
			if (screen_is_over(monkey.b.screen))
				open_screen();
		}
		living_holds(&monkey.others);
		done += monkey.events;
		end_round();
		if (only != UINT64_MAX)
			break;
	}
	monkey.held = true;
	print_message("# %zu events in %zu rounds of seed %llu; %zu commands, %zu of them done\n",
	    done, monkey.round, (unsigned long long)monkey.seed, monkey.posted, monkey.done);
}

static void
on_abort(int number)
{
	watch_tell();
	signal(number, SIG_DFL);
	raise(number);
}

static int
tell_what_came_before(void **state)
{
	(void)state;
	if (!monkey.held)
		watch_tell();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_teardown(
		whatever_is_typed_the_screen_and_the_store_hold, tell_what_came_before),
	};

	signal(SIGABRT, on_abort);
	return RUN_TAP(tests);
}
