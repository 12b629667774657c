/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bench for the console's tests: a screen without a terminal over the fixture's store, keys for
 * it, and its text to look at.
 */
#ifndef FLOORWALKER_TESTS_TUI_BENCH_H
#define FLOORWALKER_TESTS_TUI_BENCH_H

#include "../check.h"

#include "../../src/tui/screen_private.h"
#include "fixture.h"
#include "floorwalker/tui/tui.h"

struct bench {
	struct fixture f;
	struct command_table *table;
	struct screen *screen;
	struct cells *cells;
	const char *agent;
	size_t posted;			/* commands that could write */
	struct str text;		/* of the screen when it was looked at last */
};

void bench_begin(struct bench *b, const char *agent);	/* 80×24; agent "": who only looks on */
void bench_begin_on(struct bench *b, const char *agent, const char *target);	/* a new file */
void bench_end(struct bench *b);
void bench_restart(struct bench *b);			/* another screen over the same store */
void bench_post(void *bench, struct job *take_job);	/* runs it at once */
void bench_look(struct bench *b);
void bench_changed(struct bench *b);			/* the store did; then looks */
void bench_size(struct bench *b, int columns, int rows);
void bench_press(struct bench *b, const char *key);
void bench_type(struct bench *b, const char *text);	/* one key a character */
void bench_command(struct bench *b, const char *line);
bool bench_shows(const struct bench *b, const char *words);
const char *bench_row(const struct bench *b, int row);	/* until the next call; negative: from the
							   last */
/* Holds what is on the screen against tests/tui/golden/VIEW-COLUMNSxROWS.txt; *wrong where it
 * differs. FLOORWALKER_GOLDEN=update writes the file anew. */
void bench_compare(const struct bench *b, const char *view, int columns, int rows, bool *wrong);
/* The same of a text, against tests/tui/golden/NAME.txt. */
void bench_compare_text(const char *name, const char *text, bool *wrong);
struct conversation bench_conversation(struct bench *b, struct arena *a, int64_t id);
struct action bench_action(struct bench *b, struct arena *a, int64_t id);
/* how many, and the text of the last */
int64_t bench_messages(struct bench *b, struct arena *a, int64_t id, const char **last);

#define check_shows(b, words) do { if (!bench_shows((b), (words))) fail_msg("the screen lacks \"%s\":\n%s", (words), (b)->text.data); } while (0)
#define check_lacks(b, words) do { if (bench_shows((b), (words))) fail_msg("the screen has \"%s\":\n%s", (words), (b)->text.data); } while (0)
/* Of the last row, where hints stand. */
#define check_hints(b, words) do { if (strstr(bench_row((b), -1), (words)) == NULL) fail_msg("\"%s\" is not among the hints:\n%s", (words), (b)->text.data); } while (0)
#define check_no_hint(b, words) do { if (strstr(bench_row((b), -1), (words)) != NULL) fail_msg("\"%s\" is among the hints:\n%s", (words), (b)->text.data); } while (0)

#endif
