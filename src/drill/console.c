/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A person in the seat. The day is played on a thread of its own, the console on the caller's; its commands
 * are run one at a time between two things that the day does, at an instant at which the clock stands: so
 * the same commands at the same instants give the same day again.
 *
 * The day's thread waits in console_pace() until its clock may go on. A command asks for its turn in enter(),
 * which stops the clock; the day first does all that is due until then, grants it, and waits for leave().
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "floorwalker/base/date.h"
#include "floorwalker/text/translate.h"
#include "floorwalker/tui/tui.h"
#include "playing.h"

#define NAP_MS 50

enum ask { ASK_NONE, ASK_WAITS, ASK_GRANTED };

struct console {
	struct playing *p;
	const struct play_live *how;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	/* with the lock */
	struct clock *clock;		/* the console's and its desks'; NULL: the doors are still closed */
	enum ask ask;		/* for a command's turn */
	int64_t ask_ms;		/* when the clock was stopped for it */
	bool over, stops, paused;
	size_t next_event;		/* of the drill's */
	struct str say;			/* for the trainee, not said yet */
	const char *pause;		/* why it is paused */
	int64_t rewind_ms;		/* -1: not asked for */
	enum err err;
	struct errinfo why;
};

static int64_t
now_of(const struct console *c)
{
	return clock_now_ms(c->clock) - c->p->midnight_ms;
}

/* ---- on the day's thread */

static void
open_doors(struct console *c)
{
	int64_t at = c->p->reached_ms > c->how->doors_ms ? c->p->reached_ms : c->how->doors_ms;
	const struct drill *d = c->p->o->drill;

	c->clock = clock_scaled_new(c->p->midnight_ms + at, c->how->speed);
	while (c->next_event < d->event_count && d->events[c->next_event].at_ms < at)
		c->next_event++;	/* of before */
	pthread_cond_broadcast(&c->moved);
}

static void
say_more(struct console *c, const char *text)
{
	if (c->say.length > 0)
		str_add_char(&c->say, ' ');
	str_add(&c->say, text);
}

static void
pause_for(struct console *c, const char *why)
{
	if (c->paused)
		return;
	c->paused = true;
	c->pause = why;
	clock_hold(c->clock);
}

/* What the trainer has to say by now. */
static void
tell_events(struct console *c)
{
	const struct drill *d = c->p->o->drill;

	while (!c->paused && c->next_event < d->event_count &&
	    d->events[c->next_event].at_ms <= now_of(c)) {
		const struct drill_event *x = &d->events[c->next_event++];

		if (x->kind == DRILL_PAUSES)
			pause_for(c, x->text);
		else if (x->kind == DRILL_SAYS)
			say_more(c, x->text);
	}
}

static void
nap(struct console *c)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += NAP_MS * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_nsec -= 1000000000L;
		until.tv_sec++;
	}
	(void)pthread_cond_timedwait(&c->moved, &c->lock, &until);
}

/* The command has its turn, at the instant at which the clock stands. */
static int64_t
grant(struct console *c)
{
	int64_t at = c->ask_ms;

	c->ask = ASK_GRANTED;
	pthread_cond_broadcast(&c->moved);
	while (c->ask == ASK_GRANTED)
		pthread_cond_wait(&c->moved, &c->lock);
	return at;
}

/* The trainee left: all that is due until then is done first. */
static int64_t
leaves(struct console *c, int64_t at_ms)
{
	const struct script_line line = {.at_ms = now_of(c), .command = PLAYING_QUIT};

	if (line.at_ms >= at_ms)
		return at_ms;
	c->p->has_left = true;
	playing_note(c->p, &line, ERR_OK);
	return line.at_ms;
}

int64_t
console_pace(struct console *c, int64_t at_ms)
{
	int64_t out = at_ms;

	if (at_ms <= c->how->doors_ms)
		return at_ms;
	pthread_mutex_lock(&c->lock);
	if (c->clock == NULL)
		open_doors(c);
	for (;;) {
		tell_events(c);
		if (c->stops)
			out = leaves(c, at_ms);
		else if (c->ask == ASK_WAITS && c->ask_ms < at_ms)
			out = grant(c);
		else if (c->ask == ASK_NONE && now_of(c) < at_ms) {
			nap(c);
			continue;
		}
		break;
	}
	pthread_mutex_unlock(&c->lock);
	return out;
}

int64_t
console_doors_ms(const struct console *c)
{
	return c->how->doors_ms;
}

static void *
play(void *context)
{
	struct console *c = context;
	struct errinfo e = { ERR_OK, "" };
	enum err err = playing_run(c->p, &e);

	pthread_mutex_lock(&c->lock);
	c->err = err;
	c->why = e;
	c->over = true;
	if (c->clock != NULL)
		clock_hold(c->clock);	/* for good */
	pthread_cond_broadcast(&c->moved);
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

/* ---- on the console's threads */

static enum err
enter(void *context, struct errinfo *e)
{
	struct console *c = ((struct playing *)context)->console;
	enum err err = ERR_OK;

	pthread_mutex_lock(&c->lock);
	if (c->paused) {
		err = err_set(e, ERR_STATE, tr("nothing was done: the drill is paused; :go goes on"));
	} else if (!c->over) {
		clock_hold(c->clock);
		c->ask_ms = now_of(c);
		c->ask = ASK_WAITS;
		pthread_cond_broadcast(&c->moved);
		while (c->ask == ASK_WAITS && !c->over)
			pthread_cond_wait(&c->moved, &c->lock);
		if (c->ask == ASK_WAITS) {
			c->ask = ASK_NONE;
			clock_go(c->clock);
		}
	}
	if (err == ERR_OK && c->over)
		err = err_set(e, ERR_STATE,
		    tr("nothing was done: the drill is over; q leaves, and then comes the debrief"));
	pthread_mutex_unlock(&c->lock);
	return err;
}

/* A text that the line's rest would be read otherwise than it was meant is put into quotes. */
static void
add_text(struct str *out, const char *text)
{
	size_t n = strlen(text);
	bool quoted = n >= 2 && (text[0] == '"' || text[0] == '\'') && text[n - 1] == text[0];
	char mark = quoted && text[0] == '"' ? '\'' : '"';

	if (quoted)
		str_addf(out, " %c%s%c", mark, text, mark);
	else
		str_addf(out, " %s", text);
}

/* The words of a command as a line that means the same. */
static void
add_words(const struct tui_deed *what, struct str *out)
{
	size_t argument = 0;

	str_add(out, what->words[0]);
	for (size_t i = 1; i < what->count; i++) {
		bool is_text = what->command != NULL && argument < 4 &&
		    what->command->arguments[argument].kind == ARGUMENT_TEXT;

		argument++;
		if (is_text)
			add_text(out, what->words[i]);
		else
			str_addf(out, strpbrk(what->words[i], " \t") != NULL ? " \"%s\"" : " %s",
			    what->words[i]);
	}
}

static void
leave(void *context, const struct tui_deed *what)
{
	struct console *c = ((struct playing *)context)->console;
	struct script_line line = {
	    .conversation_id = what->conversation_id, .action_id = what->action_id};
	struct str text;

	str_init(&text);
	if (what->line != NULL)
		str_add(&text, what->line);
	else
		add_words(what, &text);
	line.command = text.data;
	pthread_mutex_lock(&c->lock);
	line.at_ms = c->ask_ms;
	playing_note(c->p, &line, what->code);
	c->ask = ASK_NONE;
	clock_go(c->clock);
	pthread_cond_broadcast(&c->moved);
	pthread_mutex_unlock(&c->lock);
	str_clear(&text);
}

static bool
look(void *context, struct str *say, struct str *halted)
{
	struct console *c = ((struct playing *)context)->console;
	bool closes;

	pthread_mutex_lock(&c->lock);
	if (c->say.length > 0)
		str_add(say, c->say.data);
	str_reset(&c->say);
	if (c->paused)
		str_addf(halted, tr("Paused. %s :go goes on."), c->pause);
	else if (c->over)
		str_add(halted, tr("The drill is over. q leaves, and then comes the debrief."));
	closes = c->rewind_ms >= 0;
	pthread_mutex_unlock(&c->lock);
	return closes;
}

/* ---- commands of a drill */

static enum err
run_pause(struct command_call *call, struct errinfo *e)
{
	struct console *c = ((struct playing *)call->beside)->console;

	(void)e;
	pthread_mutex_lock(&c->lock);
	pause_for(c, tr("You asked for it."));
	pthread_mutex_unlock(&c->lock);
	return ERR_OK;
}

static enum err
run_go(struct command_call *call, struct errinfo *e)
{
	struct console *c = ((struct playing *)call->beside)->console;
	enum err err = ERR_OK;

	pthread_mutex_lock(&c->lock);
	if (c->paused) {
		c->paused = false;
		clock_go(c->clock);
		pthread_cond_broadcast(&c->moved);
	} else {
		err = err_set(e, ERR_STATE, tr("the drill isn't paused"));
	}
	pthread_mutex_unlock(&c->lock);
	return err;
}

static enum err
run_rewind(struct command_call *call, struct errinfo *e)
{
	struct console *c = ((struct playing *)call->beside)->console;
	int64_t at;
	struct str from, to;
	enum err err = ERR_OK;

	if (!script_instant(call->texts[0], &at))
		return err_set(e, ERR_USAGE,
		    tr("a moment to go back to is a time of the drill's day, such as 10:04 or 10:04:31, not \"%.40s\""),
		    call->texts[0]);
	str_init(&from);
	str_init(&to);
	pthread_mutex_lock(&c->lock);
	script_add_instant(&from, c->p->o->drill->from_ms);
	script_add_instant(&to, now_of(c) / 1000 * 1000);
	if (at < c->p->o->drill->from_ms || at > now_of(c))
		err = err_set(e, ERR_USAGE, tr("there is no such moment yet: name one from %s to %s"),
		    from.data, to.data);
	else
		c->rewind_ms = at;
	pthread_mutex_unlock(&c->lock);
	str_clear(&to);
	str_clear(&from);
	return err;
}

static enum err
run_lessons(struct command_call *call, struct errinfo *e)
{
	struct console *c = ((struct playing *)call->beside)->console;
	const struct drill *d = c->p->o->drill;

	(void)e;
	if (d->lesson_count == 0)
		str_add(call->out, tr("This drill says nothing of what must be learnt."));
	for (size_t i = 0; i < d->lesson_count; i++)
		str_addf(call->out, "%s%s", i > 0 ? " · " : "", d->lessons[i].text);
	return ERR_OK;
}

static const struct command drill_rows[] = {
    {.name = "pause",
	.contexts = CONTEXT_SCREEN,
	.summary = N_("Stop the drill's clock"),
	.help = N_("Nobody writes and nothing falls due until go. You may look, but nothing can be done meanwhile."),
	.example = ":pause",
	.run = run_pause},
    {.name = "go",
	.contexts = CONTEXT_SCREEN,
	.summary = N_("Let the drill go on"),
	.example = ":go",
	.run = run_go},
    {.name = "rewind",
	.arguments = {{"moment", ARGUMENT_WORD, false, NULL}},
	.contexts = CONTEXT_SCREEN,
	.prompt = N_("Back to which moment of the drill (10:04):"),
	.summary = N_("Go back to a moment and try again"),
	.help = N_("What you did until then is done again, and from there on it is yours. What you did after it is kept as a session of its own."),
	.example = ":rewind 10:04",
	.run = run_rewind},
    {.name = "lessons",
	.contexts = CONTEXT_SCREEN,
	.summary = N_("What is to be learnt in this drill"),
	.example = ":lessons",
	.run = run_lessons},
};
#define ROWS (sizeof(drill_rows) / sizeof(drill_rows[0]))

/* ---- playing */

static enum err
wait_for_doors(struct console *c, struct errinfo *e)
{
	enum err err = ERR_OK;

	pthread_mutex_lock(&c->lock);
	while (c->clock == NULL && !c->over)
		pthread_cond_wait(&c->moved, &c->lock);
	if (c->over)
		err = c->err != ERR_OK ? err_set(e, c->err, "%s", c->why.text)
				       : err_set(e, ERR_STATE, "the drill was over before it began");
	pthread_mutex_unlock(&c->lock);
	return err;
}

static enum err
show(struct console *c, struct errinfo *e)
{
	struct desk_shared shared = { 0 };
	const struct tui_side side = { c->p, enter, leave, look };
	struct command rows[ROWS + 1];
	struct tui_options o = {.target = c->p->target,
	    .shared = &shared,
	    .agent = c->p->o->drill->seat.id,
	    .settings = c->how->settings,
	    .clock = c->clock,
	    .practice = true,
	    .rows = rows,
	    .row_count = ROWS + 1,
	    .side = &side};
	enum err err = desk_shared_open(c->p->target, &shared, e);

	memcpy(rows, drill_rows, sizeof(drill_rows));
	rows[ROWS] = *hint_row();
	if (err == ERR_OK) {
		shared.settings = c->p->settings;
		err = c->how->linear ? tui_linear(&o, e) : tui_run(&o, e);
	}
	shared.settings = NULL;
	desk_shared_close(&shared);
	return err;
}

/* The trainee has left: the day ends where it is. */
static enum err
stop(struct console *c, pthread_t thread, struct errinfo *e)
{
	pthread_mutex_lock(&c->lock);
	c->stops = true;
	if (c->clock != NULL)
		clock_hold(c->clock);	/* for good */
	pthread_cond_broadcast(&c->moved);
	pthread_mutex_unlock(&c->lock);
	pthread_join(thread, NULL);
	return c->err != ERR_OK ? err_set(e, c->err, "%s", c->why.text) : ERR_OK;
}

enum err
play_console(struct arena *a, const struct play_options *o, const struct play_live *how,
    struct played *out, int64_t *rewind_ms, struct errinfo *e)
{
	struct playing p;
	struct console c = {.p = &p, .how = how, .rewind_ms = -1};
	struct errinfo later = { ERR_OK, "" };
	pthread_t thread;
	enum err err, ended = ERR_OK;

	pthread_mutex_init(&c.lock, NULL);
	pthread_cond_init(&c.moved, NULL);
	str_init(&c.say);
	if ((err = playing_begin(a, o, &p, e)) == ERR_OK) {
		p.console = &c;
		if (pthread_create(&thread, NULL, play, &c) != 0)
			err = err_set(e, ERR_IO, "no thread can be had");
		else {
			if ((err = wait_for_doors(&c, e)) == ERR_OK)
				err = show(&c, e);
			ended = stop(&c, thread, &later);
			if (err == ERR_OK && ended != ERR_OK)
				err = err_set(e, ended, "%s", later.text);
		}
	}
	if (err == ERR_OK)
		playing_tell(&p, out);
	*rewind_ms = c.rewind_ms;
	clock_free(&c.clock);
	playing_end(&p);
	str_clear(&c.say);
	pthread_cond_destroy(&c.moved);
	pthread_mutex_destroy(&c.lock);
	return err;
}
