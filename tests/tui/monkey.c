/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Random keys, texts, pastes and sizes on a console over a store that lives: nothing breaks, the
 * screen stays one that a terminal can show, a command acts on what was shown, nothing goes to a
 * shopper that was not confirmed, and the store holds whatever was typed.
 *
 * FLOORWALKER_EVENTS says how many (20,000; a million where FLOORWALKER_FULL is set),
 * FLOORWALKER_SEED how they are drawn, FLOORWALKER_ROUND which round alone is played. What is seen
 * depends on the seed only: a failure says which, and what came before it.
 */
#include "bench.h"

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../src/tui/editor.h"
#include "floorwalker/base/utf8.h"
#include "living.h"

#define ROUND_EVENTS 4000 /* of one store: the next round has a new one */
#define RING 50
#define CONFIRMED 64
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Where the program is built with sanitizers they end it in a way that can be told of. */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

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

static struct monkey {
	struct bench b;
	struct living others;
	struct random_stream chance;
	uint64_t seed;
	size_t round, events;
	const char *agent;
	char folder[64], target[96];
	char ring[RING][160];
	const char *key; /* pressed now; NULL: the event is no key */
	int64_t shown_conversation, shown_subject; /* by the screen that was painted last */
	bool prompted; /* something was asked when the key was pressed */
	char label[200]; /* what */
	char *confirmed[CONFIRMED]; /* texts that stood in the line at an Enter, the newest last */
	size_t confirmations; /* Enters and yeses */
	size_t posted, done; /* commands that went to the desk; and were done there */
	const char *keys[400]; /* that mean a command */
	size_t key_count;
	struct arena *words; /* of keys */
	bool held; /* all of it did: nothing to tell */
} m;

static size_t
draw(size_t count)
{
	return (size_t)random_below(&m.chance, count);
}

/* ---- what happened */

static char *
next_line(void)
{
	return m.ring[m.events++ % RING];
}

static void
tell_events(void)
{
	char line[200];
	int n = snprintf(line, sizeof line,
	    "# seed %llu, round %zu, agent \"%s\", %dx%d, event %zu; the last of them:\n",
	    (unsigned long long)m.seed, m.round, m.agent == NULL ? "" : m.agent,
	    m.b.screen == NULL ? 0 : m.b.screen->columns, m.b.screen == NULL ? 0 : m.b.screen->rows,
	    m.events);

	for (size_t i = m.events < RING ? 0 : m.events - RING;
	     write(STDERR_FILENO, line, (size_t)n) == n && i < m.events; i++)
		n = snprintf(line, sizeof line, "#   %.180s\n", m.ring[i % RING]);
}

/* ---- a command on its way */

static bool
was_confirmed(const char *text)
{
	for (size_t i = 0; i < CONFIRMED; i++) {
		if (m.confirmed[i] != NULL && strstr(m.confirmed[i], text) != NULL)
			return true;
	}
	return false;
}

static void
confirm(void)
{
	char **oldest = &m.confirmed[m.confirmations++ % CONFIRMED];

	mem_free(*oldest);
	*oldest = mem_text(editor_text());
}

/* A record that the job names by word stood in the question; where none was asked, what the job is
 * about was selected on the screen that the agent saw. */
static void
check_target(const struct job *j)
{
	int64_t id;

	for (size_t i = 1; m.prompted && i < j->count && i < 2; i++) {
		if (record_id_parse('C', j->words[i], &id) && id != j->conversation_id &&
		    strstr(m.label, j->words[i]) == NULL)
			fail_msg("%s %s after \"%s\"", j->words[0], j->words[i], m.label);
	}
	if (m.prompted)
		return;
	if (j->conversation_id != m.shown_conversation)
		fail_msg("%s acts on C-%lld where C-%lld was shown", j->line,
		    (long long)j->conversation_id, (long long)m.shown_conversation);
	if (j->action_id != m.shown_subject)
		fail_msg("%s acts on A-%lld where A-%lld was shown", j->line,
		    (long long)j->action_id, (long long)m.shown_subject);
}

static void
post(void *context, struct job *j)
{
	const char *name = j->count > 0 ? j->words[0] : j->line;

	(void)context;
	if (m.key == NULL)
		fail_msg("%s was not asked for by a key", name);
	check_target(j);
	if (text_starts(name, "reply") || text_starts(name, "note")) {
		if (!m.prompted || !was_confirmed(j->count > 0 ? j->words[j->count - 1] : j->line))
			fail_msg("%s was not confirmed", name);
	}
	if ((text_starts(name, "approve") || text_starts(name, "deny")) && !m.prompted)
		fail_msg("%s was not asked about", name);
	job_run(j, m.b.f.desk);
	m.posted++;
	m.done += j->code == ERR_OK;
	screen_done(m.b.screen, j);
}

/* ---- what is on the screen */

static void
check_cells(void)
{
	const struct cells *c = m.b.cells;

	if (cells_columns(c) != m.b.screen->columns || cells_rows(c) != m.b.screen->rows)
		fail_msg("%dx%d cells on a screen of %dx%d", cells_columns(c), cells_rows(c),
		    m.b.screen->columns, m.b.screen->rows);
	for (int y = 0; y < cells_rows(c); y++) {
		for (int x = 0; x < cells_columns(c); x++) {
			const struct cell *at = cells_at(c, x, y), *after = cells_at(c, x + 1, y);

			if (at->length > CELL_BYTES || at->width > 2 ||
			    at->style.ink >= INK_COUNT || at->style.ground >= GROUND_COUNT)
				fail_msg("no cell at %d,%d", x, y);
			if ((at->width == 2) != (after != NULL && after->width == 0))
				fail_msg("half a wide cell at %d,%d", x, y);
			if (at->length > 0 &&
			    (!utf8_is_valid(at->text, at->length) ||
				iscntrl((unsigned char)at->text[0])))
				fail_msg("a cell at %d,%d that no terminal can show", x, y);
		}
	}
}

static void
check_cursor(void)
{
	int x, y;

	if (screen_cursor(m.b.screen, &x, &y) &&
	    (x < 0 || y < 0 || x >= m.b.screen->columns || y >= m.b.screen->rows))
		fail_msg(
		    "the cursor is at %d,%d of %dx%d", x, y, m.b.screen->columns, m.b.screen->rows);
}

/* The record named after the mark of the selected line; 0 where none is. */
static int64_t
marked(char letter)
{
	const char *mark = strstr(m.b.text.data, "▸");
	char name[24];
	int64_t id = 0;

	for (; mark != NULL && *mark != '\n' && *mark != '\0'; mark++) {
		if (mark[0] != letter || mark[1] != '-' || !isdigit((unsigned char)mark[2]) ||
		    isalnum((unsigned char)mark[-1]))
			continue;
		snprintf(
		    name, sizeof name, "%.*s", (int)(2 + strspn(mark + 2, "0123456789")), mark);
		return record_id_parse(letter, name, &id) && mark[strlen(name)] != '\xe2' ? id : 0;
	}
	return 0;
}

/* What the marked line says is what commands act on. */
static void
check_selection(void)
{
	const struct screen *s = m.b.screen;
	int64_t id;

	m.shown_conversation = s->conversation_id;
	m.shown_subject = s->subject;
	if (s->columns < 40 || s->rows < 10 || s->focus != s->main || s->pinned)
		return;
	if ((s->main == VIEW_LIST || s->main == VIEW_SEARCH) && (id = marked('C')) != 0 &&
	    id != s->conversation_id)
		fail_msg("C-%lld is marked and C-%lld selected:\n%s", (long long)id,
		    (long long)s->conversation_id, m.b.text.data);
	if (s->main == VIEW_REFUNDS && (id = marked('A')) != 0 && id != s->subject)
		fail_msg("A-%lld is marked and A-%lld selected:\n%s", (long long)id,
		    (long long)s->subject, m.b.text.data);
}

static void
look(void)
{
	bench_look(&m.b);
	check_cells();
	check_cursor();
	check_selection();
}

/* ---- events */

static void
press(const char *key)
{
	bool asked = m.b.screen->prompt.kind != PROMPT_NONE;

	snprintf(next_line(), sizeof *m.ring, "key %s", key);
	m.key = key;
	m.prompted = asked;
	snprintf(m.label, sizeof m.label, "%s", m.b.screen->prompt.label);
	if (asked &&
	    (text_is(key, "Enter") || text_is(key, "C-j") || text_is(key, "C-m") ||
		text_is(key, "y") || text_is(key, "Y")))
		confirm();
	screen_key(m.b.screen, key);
	m.key = NULL;
	look();
}

static void
type(const char *text)
{
	char key[16];

	while (*text != '\0' && m.b.screen->prompt.kind != PROMPT_NONE) {
		size_t n = utf8_grapheme(text, strlen(text));

		snprintf(key, sizeof key, "%.*s", (int)n, text);
		press(text[0] == ' ' ? "Space" : key);
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

	snprintf(next_line(), sizeof *m.ring, "paste");
	if (draw(10) == 0) {
		large = mem_alloc(length);
		memset(large, draw(2) == 0 ? 'x' : '\n', length);
		screen_paste(m.b.screen, large, length);
		mem_free(large);
	} else {
		const char *text = pasted[draw(COUNT(pasted))];

		screen_paste(m.b.screen, text, strlen(text));
	}
	look();
}

static void
resize(void)
{
	static const int usual[][2] = {
	    {80, 24}, {120, 40}, {200, 60}, {40, 10}, {300, 100}, {1, 1}, {20, 5}};
	size_t i = draw(COUNT(usual) + 4);
	int columns = i < COUNT(usual) ? usual[i][0] : 1 + (int)draw(120),
	    rows = i < COUNT(usual) ? usual[i][1] : 1 + (int)draw(40);

	snprintf(next_line(), sizeof *m.ring, "size %dx%d", columns, rows);
	cells_resize(m.b.cells, columns, rows);
	screen_resize(m.b.screen, columns, rows);
	look();
}

/* A key that comes before the screen was drawn anew acts on what was drawn. */
static void
others_act(void)
{
	living_step(&m.others, next_line(), sizeof *m.ring);
	screen_changed(m.b.screen);
	if (draw(2) == 0)
		look();
}

static void
time_goes_on(void)
{
	int64_t ms = draw(20) == 0 ? (int64_t)draw(4) * 3600000 : 1000;
	struct desk_figures figures;
	struct errinfo e = {0};

	snprintf(next_line(), sizeof *m.ring, "%lld ms later", (long long)ms);
	clock_move_to(m.b.f.clock, clock_now_ms(m.b.f.clock) + ms);
	screen_tick(m.b.screen);
	if (draw(8) == 0) {
		check_ok(desk_figures(m.b.f.desk, &figures, &e), &e);
		screen_figures(m.b.screen, &figures);
	}
	look();
}

static void
command_line(void)
{
	const struct command *c = command_at(m.b.table, draw(command_count(m.b.table)));

	if (m.b.screen->prompt.kind != PROMPT_NONE || text_is(c->name, "quit"))
		return;
	press(":");
	type(c->name);
	for (size_t n = draw(3); n > 0; n--) {
		type(" ");
		type(texts[draw(COUNT(texts))]);
	}
	if (m.b.screen->prompt.kind != PROMPT_NONE && draw(8) != 0)
		press("Enter");
}

static void
answer(void)
{
	static const char *const edit[] = {"Backspace", "C-w", "C-a", "C-e", "C-k", "C-y", "M-b",
	    "M-f", "Left", "Right", "Home", "End", "Delete", "M-Enter", "C-o", "Tab", "C-u", "C-t",
	    "M-u", "C-_", "C-r", "C-x", "M-Backspace", "Insert"};

	if (m.b.screen->prompt.kind == PROMPT_CONFIRM) {
		press(draw(2) == 0 ? "y" : draw(2) == 0 ? "n" : m.keys[draw(m.key_count)]);
		return;
	}
	switch (draw(8)) {
	case 0:
	case 1: type(texts[draw(COUNT(texts))]); break;
	case 2:
	case 3: press(edit[draw(COUNT(edit))]); break;
	case 4: press("Tab"); break;
	case 5: press(draw(6) == 0 ? "C-j" : "Enter"); break;
	case 6: press(draw(3) == 0 ? "Esc" : "Up"); break;
	default: press(m.keys[draw(m.key_count)]); break;
	}
}

/* What an agent does all day: a command's key, and an answer to what it asks. */
static void
act(void)
{
	static const char *const acting[] = {"t", "r", "b", "m", "x", "n", "a", "d", "p", "c"};

	press(acting[draw(COUNT(acting))]);
	while (m.b.screen->prompt.kind == PROMPT_TEXT && draw(4) != 0) {
		if (draw(3) == 0)
			press("Tab");
		else
			type(texts[draw(COUNT(texts))]);
		press("Enter");
	}
	if (m.b.screen->prompt.kind == PROMPT_CONFIRM && draw(3) != 0)
		press("y");
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
		press(moving[draw(COUNT(moving))]);
	else if (what < 19)
		press(m.keys[draw(m.key_count)]);
	else
		press(strange[draw(COUNT(strange))]);
}

static void
one_event(void)
{
	size_t what = draw(100);

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
	else if (m.b.screen->prompt.kind != PROMPT_NONE && what < 85)
		answer();
	else
		any_key();
}

/* ---- rounds */

static void
collect_keys(void)
{
	m.key_count = 0;
	for (size_t i = 0; i < command_count(m.b.table); i++) {
		const char *at = command_at(m.b.table, i)->keys;

		while (at != NULL && *at != '\0' && m.key_count < COUNT(m.keys)) {
			size_t n = strcspn(at, " ");

			m.keys[m.key_count++] = arena_text_n(m.words, at, n);
			at += n + strspn(at + n, " ");
		}
	}
}

static void
open_screen(void)
{
	struct screen_options o = {.desk = m.b.f.desk,
	    .commands = m.b.table,
	    .clock = m.b.f.clock,
	    .agent = m.agent,
	    .theme = "dark",
	    .post = post};
	struct errinfo e = {0};
	int columns = m.b.screen->columns, rows = m.b.screen->rows;

	screen_free(&m.b.screen);
	check_ok(screen_new(&o, &m.b.screen, &e), &e);
	cells_resize(m.b.cells, columns, rows);
	screen_resize(m.b.screen, columns, rows);
	look();
}

static void
begin_round(void)
{
	static const char *const agents[] = {"maeve", "sorcha", "una", "ewa", ""};
	char label[40];

	snprintf(label, sizeof label, "monkey %zu", m.round);
	random_init(&m.chance, m.seed, label);
	m.agent = agents[m.round % COUNT(agents)];
	m.words = arena_new();
	strcpy(m.folder, "/tmp/floorwalker-monkey-XXXXXX");
	assert_non_null(mkdtemp(m.folder));
	snprintf(m.target, sizeof m.target, "%s/s.db", m.folder);
	bench_begin_on(&m.b, m.agent, m.target);
	living_begin(&m.others, &m.b.f, m.target, m.seed, label);
	collect_keys();
	m.events = 0;
	open_screen();
}

static void
end_round(void)
{
	char command[160];

	living_end(&m.others);
	bench_end(&m.b);
	arena_free(&m.words);
	for (size_t i = 0; i < CONFIRMED; i++) {
		mem_free(m.confirmed[i]);
		m.confirmed[i] = NULL;
	}
	snprintf(command, sizeof command, "rm -rf -- '%s'", m.folder);
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
		   "FLOORWALKER_EVENTS", getenv("FLOORWALKER_FULL") != NULL ? 1000000 : 20000),
	       done = 0;
	uint64_t only = number_from("FLOORWALKER_ROUND", UINT64_MAX);

	(void)state;
	m.seed = number_from("FLOORWALKER_SEED", 1);
	for (m.round = only != UINT64_MAX ? only : 0; done < wanted; m.round++) {
		begin_round();
		while (m.events < ROUND_EVENTS && done + m.events < wanted) {
			one_event();
			if (screen_is_over(m.b.screen))
				open_screen();
		}
		living_holds(&m.others);
		done += m.events;
		end_round();
		if (only != UINT64_MAX)
			break;
	}
	m.held = true;
	print_message("# %zu events in %zu rounds of seed %llu; %zu commands, %zu of them done\n",
	    done, m.round, (unsigned long long)m.seed, m.posted, m.done);
}

static void
on_abort(int number)
{
	tell_events();
	signal(number, SIG_DFL);
	raise(number);
}

static int
tell_what_came_before(void **state)
{
	(void)state;
	if (!m.held)
		tell_events();
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
