/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console in a terminal: one loop for keys and drawing; threads for commands, figures, work and
 * the demo's shoppers.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/loop.h"
#include "anchor.h"
#include "open.h"
#include "screen.h"
#include "terminal.h"
#include "threads.h"

#define POLL_MS 50		/* looking for changes of the store */
#define FRAME_MS 50		/* at least between two drawings for changes; keys draw at once */

struct console {
	const struct tui_options *options;
	struct loop *loop;
	struct terminal *terminal;
	struct command_table *table;
	struct screen *screen;
	struct cells *cells;
	struct threads *threads;
	struct watch *poll, *frame, *tick;
	struct anchor anchor;
	enum err code;			/* why it had to end */
	struct errinfo why;
	int64_t frame_us;
	bool frame_armed, all, started;
};

/* Sends what differs from what the terminal shows. */
static void
draw_now(struct console *c)
{
	int x = -1, y = -1;

	c->all = screen_wants_all(c->screen) || c->all;
	(void)screen_render(c->screen, c->cells);
	if (!screen_cursor(c->screen, &x, &y))
		x = y = -1;
	terminal_draw(
	    c->terminal, c->cells, screen_theme(c->screen), c->all, x, y, screen_title(c->screen));
	c->all = false;
	c->frame_us = clock_stopwatch_us();
	if (screen_is_over(c->screen))
		loop_stop(c->loop);
}

static void
on_frame(void *context)
{
	struct console *c = context;

	c->frame_armed = false;
	draw_now(c);
}

static void
draw_soon(struct console *c)
{
	int64_t since = (clock_stopwatch_us() - c->frame_us) / 1000;

	if (c->frame_armed)
		return;
	c->frame_armed = true;
	watch_arm(c->frame, since >= FRAME_MS ? 0 : FRAME_MS - since);
}

static void
on_key(void *context, const char *key)
{
	struct console *c = context;

	screen_key(c->screen, key);
	(void)screen_render(c->screen, c->cells);	/* the next key acts on what this one
							   selected */
}

static void
on_paste(void *context, const char *text, size_t length)
{
	struct console *c = context;

	screen_paste(c->screen, text, length);
}

/* Adapts to the terminal's size; nothing where it is as it was and force isn't set. */
static void
resize(struct console *c, bool force)
{
	int columns, rows;

	terminal_size(c->terminal, &columns, &rows);
	if (!force && columns == cells_columns(c->cells) && rows == cells_rows(c->cells))
		return;
	cells_resize(c->cells, columns, rows);
	screen_resize(c->screen, columns, rows);
	c->all = true;
}

static void
on_readable(void *context)
{
	struct console *c = context;
	struct terminal_input input = {on_key, on_paste, c};

	resize(c, false);	/* a key after a resize means the new screen, whichever was told
				   first */
	terminal_read(c->terminal, &input);
	if (terminal_is_gone(c->terminal))
		loop_stop(c->loop);
	else
		draw_now(c);
}

static void
on_poll(void *context)
{
	struct console *c = context;

	threads_look(c->threads);
	watch_arm(c->poll, POLL_MS);
}

static void
on_changed(void *context)
{
	struct console *c = context;

	screen_changed(c->screen);
	draw_soon(c);
}

/* Where the store's file has gone nothing more is done, since it would be lost; it goes on should
 * the file come back. */
static void
look_for_store(struct console *c)
{
	char why[600] = "";

	if (!anchor_holds(&c->anchor))
		snprintf(why, sizeof why,
		    "The store's file was moved, deleted or replaced: %.300s. What is done now would be lost, so nothing is. Ask whoever looks after it; :quit leaves.",
		    c->anchor.path);
	screen_halt(c->screen, why);
	threads_halt(c->threads, why[0] != '\0');
}

static void
on_tick(void *context)
{
	struct console *c = context;

	look_for_store(c);
	screen_tick(c->screen);
	threads_tick(c->threads);
	draw_soon(c);
	watch_arm(c->tick, 1000);
}

static void
on_resize(void *context)
{
	struct console *c = context;

	resize(c, true);
	draw_now(c);
}

static void
suspend(void *context)
{
	struct console *c = context;

	terminal_suspend(c->terminal);
	resize(c, true);
	draw_soon(c);
}

static void
on_stop_signal(void *context)
{
	suspend(context);
}

/* SIGTERM, SIGHUP, SIGINT: as if the agent had quit. */
static void
on_end(void *context)
{
	struct console *c = context;

	loop_stop(c->loop);
}

static void
on_figures(void *context, const struct desk_figures *f)
{
	struct console *c = context;

	screen_figures(c->screen, f);
	draw_soon(c);
}

static void
on_done(void *context, struct job *j)
{
	struct console *c = context;

	screen_done(c->screen, j);
	draw_soon(c);
}

static void start_rest(struct console *c);

static void
on_fetched(void *context, struct fetch *f)
{
	struct console *c = context;

	screen_fetched(c->screen, f);
	(void)screen_render(c->screen, c->cells);	/* what is known now may ask for more */
	if (!c->started)
		start_rest(c);
	else if (!screen_is_reading(c->screen))
		draw_now(c);
	else
		draw_soon(c);
}

static void
read_it(void *context, struct fetch *f)
{
	struct console *c = context;

	threads_read(c->threads, f);
}

static void
on_trouble(void *context, const char *text)
{
	struct console *c = context;

	screen_say(c->screen, INK_BAD, "%s", text);
	draw_soon(c);
}

static void
post(void *context, struct job *j)
{
	struct console *c = context;

	look_for_store(c);
	threads_post(c->threads, j);
}

static enum err
prepare(struct console *c, struct errinfo *e)
{
	struct screen_options so = {.settings = world_settings(c->options->shared->world),
	    .read = read_it,
	    .clock = open_clock(c->options),
	    .agent = c->options->agent,
	    .theme = c->options->theme,
	    .practice = c->options->practice,
	    .post = text_is_empty(c->options->agent) ? NULL : post,
	    .suspend = suspend,
	    .context = c};
	enum err code;

	if (!text_is_empty(c->options->agent) &&
	    settings_agent(world_settings(c->options->shared->world), c->options->agent) == NULL)
		return err_set(e, ERR_USAGE,
		    "%.60s is no agent of this shop; the agents are in its world.yaml",
		    c->options->agent);
	if ((code = loop_new(&c->loop, e)) != ERR_OK ||
	    (code = open_table(c->options, &c->table, e)) != ERR_OK)
		return code;
	so.commands = c->table;
	if ((code = screen_new(&so, &c->screen, e)) != ERR_OK ||
	    (code = terminal_open(&c->terminal, e)) != ERR_OK)
		return code;
	c->cells = cells_new(1, 1);
	return ERR_OK;
}

static void
watch_all(struct console *c)
{
	static const struct {
		int number;
		void (*f)(void *);
	} signals[] = {{SIGWINCH, on_resize}, {SIGTERM, on_end}, {SIGHUP, on_end}, {SIGINT, on_end},
	    {SIGTSTP, on_stop_signal}};

	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		(void)loop_on_signal(c->loop, signals[i].number, signals[i].f, c);
	(void)loop_on_readable(c->loop, STDIN_FILENO, on_readable, c);
	c->poll = loop_timer(c->loop, on_poll, c);
	c->frame = loop_timer(c->loop, on_frame, c);
	c->tick = loop_timer(c->loop, on_tick, c);
	watch_arm(c->poll, POLL_MS);
	watch_arm(c->tick, 1000);
}

/* The first screen comes before all threads but the reader: they take longer to open than it takes
 * to draw. */
static void
start_rest(struct console *c)
{
	if (c->started || screen_is_reading(c->screen))
		return;
	c->started = true;
	draw_now(c);
	c->code = threads_start(c->threads, &c->why);
	if (c->code != ERR_OK) {
		loop_stop(c->loop);
		return;
	}
	if (!text_is_empty(c->options->view)) {
		screen_run_line(c->screen, c->options->view);
		draw_now(c);
	}
}

static enum err
show(struct console *c, struct errinfo *e)
{
	struct threads_options to = {.options = c->options,
	    .loop = c->loop,
	    .figures = on_figures,
	    .done = on_done,
	    .fetched = on_fetched,
	    .changed = on_changed,
	    .trouble = on_trouble,
	    .context = c};
	enum err code = threads_new(&to, &c->threads, e);

	if (code != ERR_OK)
		return code;
	anchor_init(&c->anchor, c->options->target);
	watch_all(c);	/* first: a signal counts from when there is a screen to restore */
	resize(c, true);
	if (!terminal_is_utf8(c->terminal))
		screen_say(c->screen, INK_WARN,
		    "This locale is not UTF-8, so other letters show as ?. Set LANG=C.UTF-8 or a locale of yours that ends with .UTF-8.");
	(void)screen_render(c->screen, c->cells);	/* asks for what it shows */
	return ERR_OK;
}

enum err
tui_run(const struct tui_options *options, struct errinfo *e)
{
	struct console c = {.options = options};
	enum err code = prepare(&c, e);

	if (code == ERR_OK && (code = show(&c, e)) == ERR_OK) {
		code = loop_run(c.loop, e);
		if (code == ERR_OK && c.code != ERR_OK)
			code = err_set(e, c.code, "%s", c.why.text);
	}
	terminal_close(&c.terminal);	/* first: what is still under way may take a moment */
	threads_free(&c.threads);
	screen_free(&c.screen);
	cells_free(&c.cells);
	command_table_free(&c.table);
	loop_free(&c.loop);
	return code;
}
