/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The linear console: no drawing, lines alone. It is the same screen as the other, with the same
 * commands and views, of which it prints what the focused pane shows; and one line for each thing
 * that happens.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "anchor.h"
#include "editor.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/loop.h"
#include "floorwalker/text/translate.h"
#include "linear_input.h"
#include "linear_text.h"
#include "open.h"
#include "screen_private.h"
#include "threads.h"

#define POLL_MS 200
#define COLUMNS 108		/* less than where anything stands side by side */
#define LIST_ROWS 60
#define PAGE_ROWS 1000

struct linear {
	const struct tui_options *options;
	struct loop *loop;
	struct command_table *table;
	struct screen *screen;
	struct cells *cells;
	struct threads *threads;
	struct linear_input *input;
	struct watch *poll, *tick;
	struct anchor anchor;
	struct str news;		/* lines that wait until nobody types */
	enum err code;
	struct errinfo why;
	/* the command that is under way */
	struct place before;		/* where it began */
	bool busy, moves, of_screen, started;
	char halted[600];		/* why the store can't be used; "" it can */
	char told[600];			/* what was told last of why nothing may be done */
};

/* ---- saying */

static void
say(struct linear *l, const char *text)
{
	struct str lines;

	str_init(&lines);
	linear_clean(text, &lines);
	linear_input_say(l->input, lines.data == NULL ? "" : lines.data);
	str_clear(&lines);
}

static void
tell_news(struct linear *l)
{
	if (l->news.length == 0 || l->busy || linear_input_is_typing(l->input))
		return;
	linear_input_say(l->input, l->news.data);
	str_reset(&l->news);
}

/* What the focused pane shows; of a list, where the command only moved in it, the selected line. */
static void
print_pane(struct linear *l, bool selected_only)
{
	const struct screen *s = l->screen;
	struct str text;

	str_init(&text);
	linear_pane(l->cells, s->panes[s->focus].rect, selected_only, &text);
	linear_input_say(l->input, text.data == NULL ? "" : text.data);
	str_clear(&text);
}

/* ---- one command */

static bool
is_list(enum view_id v)
{
	return v == VIEW_BOARD || v == VIEW_LIST || v == VIEW_REFUNDS || v == VIEW_SEARCH ||
	    v == VIEW_LOG;
}

/* Pages are printed whole, lists by the page. */
static void
fit(struct linear *l)
{
	int rows = is_list(l->screen->focus) ? LIST_ROWS : PAGE_ROWS;

	if (cells_rows(l->cells) == rows)
		return;
	cells_resize(l->cells, COLUMNS, rows);
	screen_resize(l->screen, COLUMNS, rows);
}

static void
ask(struct linear *l)
{
	const struct screen *s = l->screen;
	char prompt[700] = "> ";

	if (s->prompt.kind == PROMPT_CONFIRM)
		snprintf(prompt, sizeof prompt, tr("%s y or n: "), s->prompt.label);
	else if (s->prompt.kind == PROMPT_TEXT)
		snprintf(prompt, sizeof prompt, "%s ", s->prompt.label);
	linear_input_ask(l->input, prompt);
}

/* A question stands in a line of its own, so that it is heard whole; what an empty line would
 * answer is read out. */
static void
print_question(struct linear *l)
{
	const struct screen *s = l->screen;
	struct str text;

	str_init(&text);
	if (s->prompt.kind == PROMPT_CONFIRM)
		str_addf(&text, tr("%s y or n"), s->prompt.label);
	else if (editor_text()[0] != '\0')
		str_addf(&text, tr("%s an empty line takes: %s"), s->prompt.label, editor_text());
	else
		str_addf(&text, tr("%s (a dot alone leaves it)"), s->prompt.label);
	say(l, text.data);
	str_clear(&text);
}

/* The command has come to its end, or to a question. */
static void
settle(struct linear *l)
{
	struct screen *s = l->screen;
	struct place now;
	enum ink ink;
	const char *message;

	(void)screen_render(s, l->cells);
	if (!l->busy || screen_is_reading(s) || s->jobs > 0)
		return;
	fit(l);
	(void)screen_render(s, l->cells);
	if (screen_is_reading(s))
		return;
	l->busy = false;
	message = screen_message(s, &ink);
	place_of(s, &now);
	if (s->prompt.kind == PROMPT_TEXT || s->prompt.kind == PROMPT_CONFIRM) {
		print_question(l);
	} else {
		if (message[0] != '\0' && !text_is(message, l->told)) {
			say(l, message);
			snprintf(l->told, sizeof l->told, "%s", s->halted);
		}
		if (l->of_screen && !screen_is_over(s) &&
		    (message[0] == '\0' || memcmp(&now, &l->before, sizeof now) != 0))
			print_pane(l, l->moves);
	}
	if (screen_is_over(s)) {
		loop_stop(l->loop);
		return;
	}
	tell_news(l);
	ask(l);
}

static void
help_of(struct linear *l, const char *name)
{
	const struct command *c = command_find(l->table, name);
	struct str text;

	str_init(&text);
	if (c == NULL) {
		str_addf(&text, tr("There is no command %.40s; help lists them."), name);
	} else {
		command_usage(c, &text);
		str_addf(
		    &text, "\n%s.\n%s", tr(c->summary), text_is_empty(c->help) ? "" : tr(c->help));
	}
	say(l, text.data);
	str_clear(&text);
}

static void
begin_command(struct linear *l, const char *line)
{
	struct screen *s = l->screen;
	const struct command *c;
	char name[64];
	int64_t id;

	snprintf(name, sizeof name, "%.*s", (int)strcspn(line, " "), line);
	c = command_find(l->table, name);
	if (text_is(name, "palette") || text_is(name, "command")) {	/* these are for eyes */
		say(l, tr("Commands are typed by their names here; help lists them."));
		ask(l);
		return;
	}
	l->of_screen = (c != NULL && command_is_of_screen(c)) || record_id_parse('C', name, &id);
	l->moves = linear_is_motion(name);
	place_of(s, &l->before);
	s->message[0] = '\0';
	l->busy = true;
	screen_changed_all(s);		/* what is printed is as it is now */
	if (record_id_parse('C', line, &id) && (line[0] == 'C' || line[0] == 'c'))
		screen_open(s, id);
	else
		screen_run(s, line, CONTEXT_SCREEN);	/* what is named needs no view to be open */
	settle(l);
}

static void
answer(struct linear *l, const char *text)
{
	struct screen *s = l->screen;

	s->message[0] = '\0';
	l->busy = true;
	place_of(s, &l->before);
	if (s->prompt.kind == PROMPT_CONFIRM)
		screen_key(s,
		    text_is_fold(text, "y") || text_is_fold(text, "yes") ? "y"
			: text_is_fold(text, "n") || text_is_fold(text, "no") || text_is(text, ".")
			? "n"
			: "?");
	else if (text_is(text, "."))
		screen_key(s, "C-g");
	else
		prompt_answer(s, text[0] == '\0' ? editor_text() : text);
	settle(l);
}

static void
on_line(void *context, const char *text)
{
	struct linear *l = context;
	struct screen *s = l->screen;

	if (text == NULL) {		/* the end of the input: nothing is under way now */
		loop_stop(l->loop);
		return;
	}
	s->now_ms = clock_now_ms(s->options.clock);
	text += strspn(text, " \t");
	if (!utf8_is_valid(text, strlen(text))) {
		say(l, tr("That line is no UTF-8, so it was not read."));
	} else if (s->prompt.kind == PROMPT_TEXT || s->prompt.kind == PROMPT_CONFIRM) {
		answer(l, text);
		return;
	} else {
		text += strspn(text, ": ");
		if (text_starts(text, "help "))
			help_of(l, text + 5 + strspn(text + 5, " "));
		else if (text[0] != '\0') {
			begin_command(l, text);
			return;
		}
	}
	tell_news(l);
	ask(l);
}

/* ---- what comes by itself */

static void
on_fetched(void *context, struct fetch *f)
{
	struct linear *l = context;

	screen_fetched(l->screen, f);
	(void)screen_render(l->screen, l->cells);
	if (!l->started && !screen_is_reading(l->screen)) {
		l->started = true;
		if ((l->code = threads_start(l->threads, &l->why)) != ERR_OK) {
			loop_stop(l->loop);
			return;
		}
		begin_command(l, text_is_empty(l->options->view) ? "board" : l->options->view);
		return;
	}
	settle(l);
}

static void
on_done(void *context, struct job *j)
{
	struct linear *l = context;

	screen_done(l->screen, j);
	settle(l);
}

static void
on_news(void *context, const struct news_list *list)
{
	struct linear *l = context;
	const struct tui_settings *user = l->screen->user;
	bool verbose = tui_setting_is(user, SETTING_LINEAR, "verbose");
	struct str text;

	str_init(&text);
	for (size_t i = 0; i < list->count; i++) {
		const struct news_item *x = &list->items[i];

		if (x->text[0] == '\0' || (x->kind == NOTICE_KIND_COUNT && !verbose) ||
		    (x->kind != NOTICE_KIND_COUNT &&
			!tui_setting_has(user, SETTING_NOTIFY_ON, notice_kind_name(x->kind))))
			continue;
		str_reset(&text);
		str_addf(&text, "%s%s%s", x->text, text_is_empty(x->words) ? "" : ": ", x->words);
		for (size_t k = 0; k < text.length; k++)	/* one line for each */
			if (text.data[k] == '\n')
				text.data[k] = ' ';
		linear_clean(text.data, &l->news);
	}
	if (list->more)
		linear_clean(tr("More happened than can be told; the log has it."), &l->news);
	str_clear(&text);
	tell_news(l);
}

static void
on_figures(void *context, const struct desk_figures *f)
{
	struct linear *l = context;

	screen_figures(l->screen, f);
}

static void
on_changed(void *context)
{
	(void)context;		/* each command reads anew */
}

static void
on_trouble(void *context, const char *text)
{
	struct linear *l = context;

	linear_clean(text, &l->news);
	tell_news(l);
}

static void
look_for_store(struct linear *l)
{
	char why[600] = "";

	if (!anchor_holds(&l->anchor))
		snprintf(why, sizeof why, tr("The store's file was moved, deleted or replaced: %.300s. What is done now would be lost, so nothing is."),
		    l->anchor.path);
	if (!text_is(why, l->halted)) {
		snprintf(l->halted, sizeof l->halted, "%s", why);
		snprintf(l->told, sizeof l->told, "%s", why);
		linear_clean(why[0] != '\0' ? why : tr("The store's file is back."), &l->news);
	}
	if (l->options->side == NULL || why[0] != '\0')
		screen_halt(l->screen, INK_BAD, why);
	threads_halt(l->threads, why[0] != '\0');
}

/* What somebody beside the console has to say; why nothing may be done now. */
static void
look_beside(struct linear *l)
{
	const struct tui_side *side = l->options->side;
	struct str say, halted;

	if (side == NULL || l->halted[0] != '\0')
		return;
	str_init(&say);
	str_init(&halted);
	if (side->look(side->context, &say, &halted))
		loop_stop(l->loop);
	if (say.length > 0)
		linear_clean(say.data, &l->news);
	if (halted.length > 0 && !text_is(halted.data, l->told)) {
		snprintf(l->told, sizeof l->told, "%s", halted.data);
		linear_clean(halted.data, &l->news);
	}
	screen_halt(l->screen, INK_WARN, halted.length > 0 ? halted.data : "");
	tell_news(l);
	str_clear(&halted);
	str_clear(&say);
}

static void
on_poll(void *context)
{
	struct linear *l = context;

	threads_look(l->threads);
	tell_news(l);
	watch_arm(l->poll, POLL_MS);
}

static void
on_tick(void *context)
{
	struct linear *l = context;

	look_for_store(l);
	look_beside(l);
	threads_tick(l->threads);
	watch_arm(l->tick, 1000);
}

static void
on_end(void *context)
{
	struct linear *l = context;

	loop_stop(l->loop);
}

static void
on_interrupt(void *context)
{
	struct linear *l = context;

	if (!linear_input_interrupt(l->input))
		loop_stop(l->loop);
}

static void
read_it(void *context, struct fetch *f)
{
	struct linear *l = context;

	threads_read(l->threads, f);
}

static void
post(void *context, struct job *j)
{
	struct linear *l = context;

	look_for_store(l);
	threads_post(l->threads, j);
}

/* ---- all */

static enum err
prepare(struct linear *l, struct errinfo *e)
{
	const struct settings *settings = desk_shared_settings(l->options->shared);
	struct screen_options so = {.settings = settings,
	    .read = read_it,
	    .clock = open_clock(l->options),
	    .agent = l->options->agent,
	    .user = l->options->settings,
	    .practice = l->options->practice,
	    .post = text_is_empty(l->options->agent) ? NULL : post,
	    .side = l->options->side,
	    .reader = clock_system(),
	    .context = l};
	struct threads_options to = {.options = l->options,
	    .figures = on_figures,
	    .done = on_done,
	    .fetched = on_fetched,
	    .changed = on_changed,
	    .news = on_news,
	    .all_news = true,
	    .trouble = on_trouble,
	    .context = l};
	enum err code;

	editor_keep_plain();
	if ((code = loop_new(&l->loop, e)) != ERR_OK ||
	    (code = open_table(l->options, &l->table, e)) != ERR_OK)
		return code;
	to.loop = l->loop;
	so.commands = l->table;
	if ((code = screen_new(&so, &l->screen, e)) != ERR_OK ||
	    (code = linear_input_new(l->loop, on_line, l, &l->input, e)) != ERR_OK)
		return code;
	return threads_new(&to, &l->threads, e);
}

static void
greet(struct linear *l)
{
	const struct settings *s = l->screen->settings;
	const struct agent *me = settings_agent(s, l->screen->agent);
	struct str text;

	str_init(&text);
	str_addf(&text, tr("%s%s. You are %s. help lists the commands, quit leaves."), s->name,
	    l->options->practice ? tr(", for practice") : "",
	    me != NULL ? me->name : tr("nobody here, and only look on"));
	say(l, text.data);
	str_clear(&text);
}

enum err
tui_linear(const struct tui_options *options, struct errinfo *e)
{
	struct linear l = {.options = options};
	enum err code;

	str_init(&l.news);
	l.cells = cells_new(COLUMNS, LIST_ROWS);
	if ((code = prepare(&l, e)) == ERR_OK) {
		(void)loop_on_signal(l.loop, SIGTERM, on_end, &l);
		(void)loop_on_signal(l.loop, SIGHUP, on_end, &l);
		(void)loop_on_signal(l.loop, SIGINT, on_interrupt, &l);
		l.poll = loop_timer(l.loop, on_poll, &l);
		l.tick = loop_timer(l.loop, on_tick, &l);
		watch_arm(l.poll, POLL_MS);
		watch_arm(l.tick, 1000);
		anchor_init(&l.anchor, options->target);
		greet(&l);
		screen_resize(l.screen, COLUMNS, LIST_ROWS);
		(void)screen_render(l.screen, l.cells);
		code = loop_run(l.loop, e);
		if (code == ERR_OK && l.code != ERR_OK)
			code = err_set(e, l.code, "%s", l.why.text);
	}
	linear_input_free(&l.input);
	threads_free(&l.threads);
	screen_free(&l.screen);
	cells_free(&l.cells);
	str_clear(&l.news);
	command_table_free(&l.table);
	loop_free(&l.loop);
	return code;
}
