/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "monkey.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../src/tui/editor.h"
#include "floorwalker/base/utf8.h"

struct monkey monkey;

char *
watch_line(void)
{
	return monkey.ring[monkey.events++ % RING];
}

void
watch_tell(void)
{
	char line[200];
	int n = snprintf(line, sizeof line,
	    "# seed %llu, round %zu, agent \"%s\", %dx%d, event %zu; the last of them:\n",
	    (unsigned long long)monkey.seed, monkey.round, monkey.agent == NULL ? "" : monkey.agent,
	    monkey.b.screen == NULL ? 0 : monkey.b.screen->columns,
	    monkey.b.screen == NULL ? 0 : monkey.b.screen->rows, monkey.events);

	for (size_t i = monkey.events < RING ? 0 : monkey.events - RING;
	     write(STDERR_FILENO, line, (size_t)n) == n && i < monkey.events; i++)
		n = snprintf(line, sizeof line, "#   %.180s\n", monkey.ring[i % RING]);
}

/* ---- a command on its way */

static bool
was_confirmed(const char *text)
{
	for (size_t i = 0; i < CONFIRMED; i++) {
		if (monkey.confirmed[i] != NULL && strstr(monkey.confirmed[i], text) != NULL)
			return true;
	}
	return false;
}

static void
confirm(void)
{
	char **oldest = &monkey.confirmed[monkey.confirmations++ % CONFIRMED];

	mem_free(*oldest);
	*oldest = mem_text(editor_text());
}

/* The id of a record that a question names; 0 none. */
static int64_t
named(const char *question, char letter)
{
	char name[24];
	int64_t id = 0;

	for (const char *at = question; *at != '\0'; at++) {
		if (at[0] != letter || at[1] != '-' || !isdigit((unsigned char)at[2]) ||
		    (at > question && (isalnum((unsigned char)at[-1]) || at[-1] == '(')))	/* an
											   example */
			continue;
		snprintf(name, sizeof name, "%.*s", (int)(2 + strspn(at + 2, "0123456789")), at);
		return record_id_parse(letter, name, &id) && at[strlen(name)] != '\xe2' ? id : 0;	/* not cut off */
	}
	return 0;
}

/* A record that was named in the question is what the job acts on; where nothing was asked, it is
 * about what was selected on the screen that the agent saw. */
static void
check_target(const struct job *j)
{
	const char *name = j->count > 0 ? j->words[0] : j->line;
	int64_t conversation = named(monkey.label, 'C'), action = named(monkey.label, 'A');

	if (monkey.ahead)
		return;
	if (j->of_bulk) {	/* each was named, or counted where they are many */
		char id[32];

		snprintf(id, sizeof id, "C-%lld", (long long)j->conversation_id);
		if (!monkey.prompted || (strstr(monkey.label, id) == NULL && strstr(monkey.label, " more") == NULL))
			fail_msg("%s acts on %s after \"%s\"", name, id, monkey.label);
		return;
	}
	if (monkey.prompted &&
	    ((action != 0 && action != j->action_id) ||
		(conversation != 0 && action == 0 && conversation != j->conversation_id)))
		fail_msg("%s acts on C-%lld, A-%lld after \"%s\"", name,
		    (long long)j->conversation_id, (long long)j->action_id, monkey.label);
	if (!monkey.prompted && j->conversation_id != monkey.meant)
		fail_msg("%s acts on C-%lld where C-%lld was shown", name,
		    (long long)j->conversation_id, (long long)monkey.meant);
}

void
watch_post(void *context, struct job *j)
{
	const char *name = j->count > 0 ? j->words[0] : j->line;

	(void)context;
	if (j->kind != JOB_COMMAND) {	/* what is kept without being asked */
		job_run(j, monkey.b.f.desk);
		screen_done(monkey.b.screen, j);
		return;
	}
	if (!monkey.by_key)
		fail_msg("%s was not asked for by a key", name);
	check_target(j);
	if (text_starts(name, "reply") || text_starts(name, "note")) {
		bool known = was_confirmed(j->count > 0 ? j->words[j->count - 1] : j->line);

		if (!known && !monkey.enter_ahead)
			fail_msg("%s was not confirmed", name);
	}
	if ((text_starts(name, "approve") || text_starts(name, "deny")) && !monkey.prompted &&
	    !monkey.ahead)
		fail_msg("%s was not asked about", name);
	job_run(j, monkey.b.f.desk);
	monkey.posted++;
	monkey.done += j->code == ERR_OK;
	screen_done(monkey.b.screen, j);
}

/* ---- reading, on the spot or later */

static void
answer(struct fetch *f)
{
	bool by_key = monkey.by_key;

	monkey.by_key = by_key || f->kind == FETCH_COMMAND || f->kind == FETCH_WORDS;
	fetch_run(f, monkey.b.f.desk);
	screen_fetched(monkey.b.screen, f);
	monkey.by_key = by_key;
}

void
watch_answer(size_t count)
{
	while (count-- > 0 && monkey.asked_count > 0) {
		struct fetch *f = monkey.asked[0];

		memmove(
		    monkey.asked, monkey.asked + 1, --monkey.asked_count * sizeof *monkey.asked);
		answer(f);
	}
}

void
watch_read(void *context, struct fetch *f)
{
	(void)context;
	if (monkey.is_late && monkey.asked_count < ASKED)
		monkey.asked[monkey.asked_count++] = f;
	else
		answer(f);
}

void
watch_forget(void)
{
	while (monkey.asked_count > 0)
		fetch_free(&monkey.asked[--monkey.asked_count]);
	for (size_t i = 0; i < CONFIRMED; i++) {
		mem_free(monkey.confirmed[i]);
		monkey.confirmed[i] = NULL;
	}
}

/* ---- what is on the screen */

static void
check_cells(void)
{
	const struct cells *c = monkey.b.cells;

	if (cells_columns(c) != monkey.b.screen->columns || cells_rows(c) != monkey.b.screen->rows)
		fail_msg("%dx%d cells on a screen of %dx%d", cells_columns(c), cells_rows(c),
		    monkey.b.screen->columns, monkey.b.screen->rows);
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

	if (screen_cursor(monkey.b.screen, &x, &y) &&
	    (x < 0 || y < 0 || x >= monkey.b.screen->columns || y >= monkey.b.screen->rows))
		fail_msg("the cursor is at %d,%d of %dx%d", x, y, monkey.b.screen->columns,
		    monkey.b.screen->rows);
}

/* The record named in the marked line of the main pane; 0 where none is. */
static int64_t
marked(char letter)
{
	struct rect r = monkey.b.screen->panes[monkey.b.screen->main].rect;
	char line[2000];

	for (int y = r.y; y < r.y + r.h; y++) {
		const struct cell *mark = cells_at(monkey.b.cells, r.x, y);
		size_t length = 0;

		if (mark == NULL || mark->length != strlen("▸") ||
		    memcmp(mark->text, "▸", mark->length) != 0)
			continue;
		for (int x = r.x; x < r.x + r.w && length + CELL_BYTES < sizeof line; x++) {
			const struct cell *at = cells_at(monkey.b.cells, x, y);

			memcpy(line + length, at->length == 0 ? " " : at->text,
			    at->length == 0 ? 1 : at->length);
			length += at->length == 0 ? 1 : at->length;
		}
		line[length] = '\0';
		return named(line, letter);
	}
	return 0;
}

/* What the marked line says is what commands act on. */
static void
check_selection(void)
{
	const struct screen *s = monkey.b.screen;
	int64_t id;

	monkey.shown = s->conversation_id;
	if (s->columns < 40 || s->rows < 10 || s->focus != s->main || s->pinned)
		return;
	if ((s->main == VIEW_LIST || s->main == VIEW_SEARCH) && (id = marked('C')) != 0 &&
	    id != s->conversation_id)
		fail_msg("C-%lld is marked and C-%lld selected:\n%s", (long long)id,
		    (long long)s->conversation_id, monkey.b.text.data);
	if (s->main == VIEW_REFUNDS && (id = marked('A')) != 0 && id != s->action_id)
		fail_msg("A-%lld is marked and A-%lld selected:\n%s", (long long)id,
		    (long long)s->action_id, monkey.b.text.data);
}

void
watch_look(void)
{
	bench_look(&monkey.b);
	check_cells();
	check_cursor();
	check_selection();
}

static bool
is_enter(const char *key)
{
	return text_is(key, "Enter") || text_is(key, "C-j") || text_is(key, "C-m") ||
	    text_is(key, "y") || text_is(key, "Y");
}

void
watch_press(const char *key)
{
	struct screen *s = monkey.b.screen;

	snprintf(watch_line(), sizeof *monkey.ring, "key %s", key);
	monkey.ahead = s->pending.serial != 0;
	monkey.enter_ahead = monkey.ahead && (monkey.enter_ahead || is_enter(key));
	if (!monkey.ahead) {
		monkey.prompted = s->prompt.kind != PROMPT_NONE;
		monkey.meant = monkey.shown;
		snprintf(monkey.label, sizeof monkey.label, "%s", s->prompt.label);
		if (monkey.prompted && is_enter(key))
			confirm();
	}
	monkey.by_key = true;
	screen_key(s, key);
	monkey.by_key = false;
	watch_look();
}
