/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each view at each size from 1×1 to 300×100: it keeps to its rectangle, and from 40×10 on it shows
 * what it is there for. With FLOORWALKER_FULL set no size is left out; else those that differ.
 */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#define MARGIN 3

static const struct shown {
	enum view_id view;
	const char *line;
	const char *essential[4]; /* that no size from 40×10 on may lack */
} shown[VIEW_COUNT] = {
    {VIEW_BOARD, "board", {"Waiting for a person", "3"}},
    {VIEW_LIST, "list all", {"▸ C-8", "Pádraig M.", "C-7"}},
    {VIEW_CONVERSATION, "open C-1", {"C-1", "Aoife N.", "I'm sorry that your jacket"}},
    {VIEW_WHY, "why C-1", {"C-1", "0.61", "Handed to a person"}},
    {VIEW_SHOPPER, "shopper C-1", {"C-1", "Aoife N.", "plus", "proven"}},
    {VIEW_REFUNDS, "refunds", {"▸ A-1", "€189.00"}},
    {VIEW_SEARCH, "find sleeve", {"C-1", "sleeve"}},
    {VIEW_LOG, "log", {"▸", "C-7", "you took it"}},
    {VIEW_HELP, "help", {"Help"}},
    {VIEW_SETTINGS, "set", {"theme"}},
    {VIEW_CALIBRATION, "calibration", {"Calibration"}},
    {VIEW_SHIFT, "shift", {"Maeve Brennan"}},
};

/* Every size of a small screen, where each row is fought for; of large ones some. */
static int
next_size(int n, int small, int step)
{
	if (CHECK_FULL)
		return n + 1;
	if (CHECK_SANITIZED)
		return n < small ? n + 3 : n + 2 * step;
	return n < small ? n + 1 : n + step;
}

static bool
is_essential(const struct bench *b, const struct shown *x, const char **lacking)
{
	for (size_t i = 0; i < sizeof x->essential / sizeof *x->essential; i++) {
		*lacking = x->essential[i];
		if (*lacking != NULL && !bench_shows(b, *lacking))
			return false;
	}
	return true;
}

static void
from_forty_by_ten_on_each_view_shows_what_it_is_for(void **state)
{
	struct bench b;
	const char *lacking;

	(void)state;
	for (size_t i = 0; i < VIEW_COUNT; i++) {
		bench_begin(&b, FIXTURE_AGENT);
		bench_command(&b, shown[i].line);
		for (int columns = 40; columns <= 300; columns = next_size(columns, 0, 13)) {
			for (int rows = 10; rows <= 100; rows = next_size(rows, 26, 11)) {
				bench_size(&b, columns, rows);
				if (!is_essential(&b, &shown[i], &lacking))
					fail_msg("%s at %dx%d lacks \"%s\":\n%s", shown[i].line,
					    columns, rows, lacking, b.text.data);
			}
		}
		bench_end(&b);
	}
}

static void
fill_with_marks(struct cells *c)
{
	for (int y = 0; y < cells_rows(c); y++) {
		for (int x = 0; x < cells_columns(c); x++)
			cells_put(
			    c, cells_all(c), x, y, (struct style){INK_BAD, GROUND_ALERT}, "#");
	}
}

static void
check_margin(const struct cells *c, const struct rect *r, const char *name)
{
	for (int y = 0; y < cells_rows(c); y++) {
		for (int x = 0; x < cells_columns(c); x++) {
			const struct cell *at = cells_at(c, x, y);

			if (x >= r->x && x < r->x + r->w && y >= r->y && y < r->y + r->h)
				continue;
			if (at->length != 1 || at->text[0] != '#' ||
			    at->style.ground != GROUND_ALERT)
				fail_msg("%s of %dx%d draws outside, at %d,%d", name, r->w, r->h,
				    x - r->x, y - r->y);
		}
	}
}

/* The view alone, in the middle of a larger buffer. */
static void
draw_in_a_frame(struct bench *b, enum view_id view, int columns, int rows)
{
	const struct pane *p = &b->screen->panes[view];
	const struct scene scene = {.settings = b->screen->settings,
	    .agent = FIXTURE_AGENT,
	    .now_ms = FIXTURE_NOW_MS,
	    .focused = true};
	struct cells *c = cells_new(columns + 2 * MARGIN, rows + 2 * MARGIN);
	struct rect r = {MARGIN, MARGIN, columns, rows};

	fill_with_marks(c);
	p->ops->place(p->state, columns, rows);
	p->ops->render(p->state, c, r, &scene);
	check_margin(c, &r, p->ops->name);
	cells_free(&c);
}

static void
no_view_draws_outside_of_its_rectangle(void **state)
{
	struct bench b;

	(void)state;
	for (size_t i = 0; i < VIEW_COUNT; i++) {
		bench_begin(&b, FIXTURE_AGENT);
		bench_size(&b, 200, 60);
		bench_command(&b, shown[i].line);
		for (int columns = 0; columns <= 300; columns = next_size(columns, 30, 29)) {
			for (int rows = 0; rows <= 100; rows = next_size(rows, 12, 17))
				draw_in_a_frame(&b, shown[i].view, columns, rows);
		}
		bench_end(&b);
	}
}

static void
no_size_of_the_screen_is_too_small_or_too_large(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	for (size_t i = 0; i < VIEW_COUNT; i++) {
		bench_size(&b, 80, 24);
		bench_command(&b, shown[i].line);
		for (int columns = 1; columns <= 300; columns = next_size(columns, 24, 23)) {
			for (int rows = 1; rows <= 100; rows = next_size(rows, 14, 17)) {
				bench_size(&b, columns, rows);
				assert_int_equal(cells_columns(b.cells), columns);
				assert_int_equal(cells_rows(b.cells), rows);
			}
		}
	}
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(from_forty_by_ten_on_each_view_shows_what_it_is_for),
	    cmocka_unit_test(no_view_draws_outside_of_its_rectangle),
	    cmocka_unit_test(no_size_of_the_screen_is_too_small_or_too_large),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
