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
#include "floorwalker/text/translate.h"
#include "anchor.h"
#include "open.h"
#include "screen.h"
#include "terminal.h"
#include "threads.h"

#define POLL_MS 50		/* looking for changes of the store */
#define CALM_POLL_MS 100	/* where neither a change nor a key came for CALM_US */
#define CALM_US INT64_C(5000000)
#define FRAME_MS 50		/* at least between two drawings for changes; keys draw at once */
#define REST 9			/* for changes of others, so many times as long is rested as reading took … */
#define REST_MOST_MS 1000	/* … but no longer than this */

struct console {
	const struct tui_options *options;
	struct loop *loop;
	struct terminal *terminal;
	struct command_table *table;
	struct screen *screen;
	struct cells *cells;
	struct threads *threads;
	struct watch *poll, *frame, *tick, *rest;
	struct watch *later;		/* a notice that is too soon now */
	struct notices *notices;
	struct anchor anchor;
	enum err code;			/* why it had to end */
	struct errinfo why;
	int64_t frame_us;
	int64_t stirred_us;		/* the last change or key */
	int64_t begun_us, rested_us;	/* reading for a change; when the next may begin */
	bool frame_armed, all, started;
};

static bool
lacks_symbols(const struct console *c)
{
	const struct tui_settings *user = screen_user(c->screen);

	return tui_setting_is(user, SETTING_BORDERS, "ascii") ||
	    (tui_setting_is(user, SETTING_BORDERS, "auto") && terminal_lacks_symbols(c->terminal));
}

/* Sends what differs from what the terminal shows. */
static void
draw_now(struct console *c)
{
	int x = -1, y = -1;

	c->all = screen_wants_all(c->screen) || c->all;
	(void)screen_render(c->screen, c->cells);
	if (!screen_cursor(c->screen, &x, &y))
		x = y = -1;
	if (lacks_symbols(c))
		cells_plain_symbols(c->cells);
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

	c->stirred_us = clock_stopwatch_us();
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
	watch_arm(c->poll,
	    clock_stopwatch_us() - c->stirred_us > CALM_US ? CALM_POLL_MS : POLL_MS);
}

/* Where much happens, a tenth of the time goes into reading it, at most. */
static void
on_changed(void *context)
{
	struct console *c = context;
	int64_t now = clock_stopwatch_us();

	c->stirred_us = now;
	if (now < c->rested_us) {
		watch_arm(c->rest, (c->rested_us - now) / 1000 + 1);
		return;
	}
	if (c->begun_us == 0)
		c->begun_us = now;
	screen_changed(c->screen);
	draw_soon(c);
}

static void
rest(struct console *c)
{
	int64_t now = clock_stopwatch_us(), most = REST_MOST_MS * 1000;

	if (c->begun_us == 0)
		return;
	c->rested_us = now + (REST * (now - c->begun_us) < most ? REST * (now - c->begun_us) : most);
	c->begun_us = 0;
}

/* What somebody beside the console has to say; why nothing may be done now. */
static void
look_beside(struct console *c, char *why, size_t size)
{
	const struct tui_side *side = c->options->side;
	struct str say, halted;

	if (side == NULL)
		return;
	str_init(&say);
	str_init(&halted);
	if (side->look(side->context, &say, &halted))
		loop_stop(c->loop);
	if (say.length > 0)
		screen_say(c->screen, INK_WARN, "%s", say.data);
	snprintf(why, size, "%s", halted.length > 0 ? halted.data : "");
	str_clear(&halted);
	str_clear(&say);
}

/* Where the store's file has gone nothing more is done, since it would be lost; it goes on should
 * the file come back. */
static void
look_for_store(struct console *c)
{
	char why[600] = "";
	bool gone;

	if (!anchor_holds(&c->anchor))
		snprintf(why, sizeof why,
		    tr("The store's file was moved, deleted or replaced: %.300s. What is done now would be lost, so nothing is. Ask whoever looks after it; :quit leaves."),
		    c->anchor.path);
	gone = why[0] != '\0';
	threads_halt(c->threads, gone);
	if (!gone)
		look_beside(c, why, sizeof why);
	screen_halt(c->screen, gone ? INK_BAD : INK_WARN, why);
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
	else if (!screen_is_reading(c->screen)) {
		rest(c);
		draw_now(c);
	} else
		draw_soon(c);
}

static void
read_it(void *context, struct fetch *f)
{
	struct console *c = context;

	threads_read(c->threads, f);
}

/* What is new goes to the terminal, unless one notice went out only just now. */
static void
on_later(void *context)
{
	struct console *c = context;
	const struct tui_settings *user = screen_user(c->screen);
	struct str text, bytes;
	int64_t wait;

	str_init(&text);
	str_init(&bytes);
	if (notices_take(c->notices, user, clock_now_ms(open_clock(c->options)), &text, &wait)) {
		notice_bytes(user, text.data, &bytes);
		if (bytes.length > 0)
			terminal_tell(c->terminal, bytes.data);
	} else if (wait >= 0) {
		watch_arm(c->later, wait);
	}
	str_clear(&bytes);
	str_clear(&text);
}

static void
on_news(void *context, const struct news_list *list)
{
	struct console *c = context;

	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].kind < NOTICE_KIND_COUNT)
			notice_add(c->notices, screen_user(c->screen), list->items[i].kind,
			    list->items[i].conversation_id, list->items[i].text);
	on_later(c);
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
	struct screen_options so = {.settings = desk_shared_settings(c->options->shared),
	    .read = read_it,
	    .clock = open_clock(c->options),
	    .reader = clock_system(),
	    .agent = c->options->agent,
	    .user = c->options->settings,
	    .practice = c->options->practice,
	    .dated = c->options->dated,
	    .onlooker = c->options->onlooker,
	    .post = text_is_empty(c->options->agent) ? NULL : post,
	    .suspend = suspend,
	    .side = c->options->side,
	    .context = c};
	enum err code;

	if (!text_is_empty(c->options->agent) &&
	    settings_agent(desk_shared_settings(c->options->shared), c->options->agent) == NULL)
		return err_set(e, ERR_USAGE,
		    "%.60s is no agent of this shop; the agents are in its world.yaml",
		    c->options->agent);
	if ((code = loop_new(&c->loop, e)) != ERR_OK ||
	    (code = open_table(c->options, &c->table, e)) != ERR_OK)
		return code;
	so.commands = c->table;
	if ((code = screen_new(&so, &c->screen, e)) != ERR_OK ||
	    (code = terminal_open(screen_user(c->screen), &c->terminal, e)) != ERR_OK ||
	    (code = screen_set_colours(c->screen, terminal_colours(c->terminal), e)) != ERR_OK)
		return code;
	c->cells = cells_new(1, 1);
	c->notices = notices_new();
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
	c->rest = loop_timer(c->loop, on_changed, c);
	c->later = loop_timer(c->loop, on_later, c);
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

/* What is odd about the terminal, or about keys of one's own. */
static void
tell_oddities(struct console *c)
{
	struct str said;
	size_t lines = 0;

	str_init(&said);
	command_table_conflicts(c->table, &said);
	for (const char *at = said.data; said.length > 0 && (at = strchr(at, '\n')) != NULL; at++)
		lines++;
	if (!terminal_is_utf8(c->terminal))
		screen_say(c->screen, INK_WARN, "%s",
		    tr("This locale is not UTF-8, so other letters show as ?. Set LANG=C.UTF-8 or a locale of yours that ends with .UTF-8."));
	else if (lines == 1)
		screen_say(c->screen, INK_WARN, "%s", said.data);
	else if (lines > 1)
		screen_say(c->screen, INK_WARN,
		    tr("%.*s; and %zu more: floorwalker settings lists them"),
		    (int)strcspn(said.data, "\n"), said.data, lines - 1);
	str_clear(&said);
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
	    .news = on_news,
	    .trouble = on_trouble,
	    .context = c};
	enum err code = threads_new(&to, &c->threads, e);

	if (code != ERR_OK)
		return code;
	anchor_init(&c->anchor, c->options->target);
	watch_all(c);	/* first: a signal counts from when there is a screen to restore */
	resize(c, true);
	tell_oddities(c);
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
	notices_free(&c.notices);
	screen_free(&c.screen);
	cells_free(&c.cells);
	command_table_free(&c.table);
	loop_free(&c.loop);
	return code;
}
