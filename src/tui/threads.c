/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "threads.h"
#include "floorwalker/text/translate.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "open.h"
#include "terminal.h"

#define QUIET_MS 2000
#define WORK_BUDGET 20		/* pieces of work between two looks at whether to stop */

struct threads {
	struct threads_options o;
	struct worker *reader, *commands, *figures, *work;
	struct desk *reading_desk, *command_desk, *figures_desk, *work_desk;	/* each its
										   thread's */
	struct watch *due;
	/* written by a thread while its job runs, read by the loop after it */
	struct desk_figures latest;
	struct store_look look;			/* the reader's */
	enum store_change change;
	int64_t quiet_us;			/* since when what is no event waits to be shown; 0
						   nothing */
	enum err figures_code, work_code;
	struct errinfo figures_why, work_why;
	struct news *news;			/* the reader's */
	struct arena *news_arena;		/* of the list, while it is on its way */
	struct news_list news_list;
	enum err news_code;
	size_t pieces;
	int64_t next_due_ms;
	bool news_busy, news_stale;
	bool looking, figures_busy, figures_stale, work_busy, work_again, halted;
	char work_said[200];		/* the trouble told last, so that it is told once */
	atomic_bool stop;
	pthread_t background;
	bool has_background;
};

struct posted {
	struct threads *t;
	struct job *j;
	struct fetch *f;
};

/* From then on what finishes is told to nobody: who would hear of it has closed, or would ask for
 * more. */
static bool
is_ending(const struct threads *t)
{
	return atomic_load(&t->stop);
}

/* ---- reading */

static enum err
start_reading(void *context, struct errinfo *e)
{
	struct threads *t = context;
	struct news_list none;
	struct errinfo ignored;
	struct arena *a;
	enum err code;

	rescue_thread();
	if ((code = open_reader(t->o.options, "screen", &t->reading_desk, e)) != ERR_OK)
		return code;
	/* What happens from here on is news, also what comes before anything is shown. Where the log
	 * can't be read now, the first look that can finds its end. */
	a = arena_new();
	(void)!news_read(t->news, t->reading_desk, t->o.options->agent, false, a, &none, &ignored);
	arena_free(&a);
	return ERR_OK;
}

static void
stop_reading(void *context)
{
	struct threads *t = context;

	desk_free(&t->reading_desk);
}

static void
run_fetch(void *argument)
{
	struct posted *p = argument;

	fetch_run(p->f, p->t->reading_desk);
}

static void
fetch_done(void *argument)
{
	struct posted *p = argument;
	struct threads *t = p->t;
	struct fetch *f = p->f;

	mem_free(p);
	if (is_ending(t))
		fetch_free(&f);
	else
		t->o.fetched(t->o.context, f);
}

void
threads_read(struct threads *t, struct fetch *f)
{
	struct posted *p = mem_zero(1, sizeof *p);

	p->t = t;
	p->f = f;
	worker_post(t->reader, run_fetch, fetch_done, p);
}

static void
run_look(void *argument)
{
	struct threads *t = argument;

	if (store_look(desk_store(t->reading_desk), &t->look, &t->change, NULL) != ERR_OK)
		t->change = STORE_SAME;
}

static void threads_changed(struct threads *t);

/* ---- news */

static void
run_news(void *argument)
{
	struct threads *t = argument;
	struct errinfo ignored;

	t->news_arena = arena_new();
	t->news_code = news_read(t->news, t->reading_desk, t->o.options->agent, t->o.all_news,
	    t->news_arena, &t->news_list, &ignored);
}

static void look_for_news(struct threads *t);

static void
news_done(void *argument)
{
	struct threads *t = argument;
	bool again = t->news_stale || t->news_code == ERR_BUSY;

	t->news_busy = false;
	if (!is_ending(t) && t->news_code == ERR_OK && (t->news_list.count > 0 || t->news_list.more))
		t->o.news(t->o.context, &t->news_list);
	arena_free(&t->news_arena);
	if (!is_ending(t) && again && t->news_code == ERR_OK)
		look_for_news(t);
}

static void
look_for_news(struct threads *t)
{
	t->news_stale = t->news_busy;
	if (t->news_busy || t->o.news == NULL)
		return;
	t->news_busy = true;
	worker_post(t->reader, run_news, news_done, t);
}

/* What is no event, such as who looks on, is shown with the next change, or after a while. */
static void
look_done(void *argument)
{
	struct threads *t = argument;
	int64_t now = clock_stopwatch_us();

	t->looking = false;
	if (is_ending(t))
		return;
	if (t->change == STORE_QUIET && t->quiet_us == 0)
		t->quiet_us = now;
	if (t->change != STORE_MOVED &&
	    (t->quiet_us == 0 || now - t->quiet_us < QUIET_MS * 1000))
		return;
	t->quiet_us = 0;
	threads_changed(t);
	look_for_news(t);
	t->o.changed(t->o.context);
}

void
threads_look(struct threads *t)
{
	if (t->looking)
		return;
	t->looking = true;
	worker_post(t->reader, run_look, look_done, t);
}

/* ---- commands */

static void
name_worker(char *out, size_t size, const struct tui_options *o, const char *what)
{
	snprintf(out, size, "console:%s:%ld:%s", text_is_empty(o->agent) ? "-" : o->agent,
	    (long)getpid(), what);
}

static enum err
start_commands(void *context, struct errinfo *e)
{
	struct threads *t = context;
	const struct tui_options *o = t->o.options;
	struct errinfo ignored;
	char name[128];
	enum err code;

	rescue_thread();
	name_worker(name, sizeof name, o, "commands");
	if ((code = desk_open(
		 o->shared, o->target, NULL, open_clock(o), name, &t->command_desk, e)) != ERR_OK)
		return code;
	if (!text_is_empty(o->agent))	/* who sits here is there to be seen; a refusal stops nobody
					   from working */
		(void)!desk_agent_state(t->command_desk, o->agent, "available", &ignored);
	return ERR_OK;
}

static void
stop_commands(void *context)
{
	struct threads *t = context;
	struct errinfo ignored;

	if (!text_is_empty(t->o.options->agent))
		(void)!desk_agent_state(t->command_desk, t->o.options->agent, "offline", &ignored);
	desk_free(&t->command_desk);
}

static void
run_command(void *argument)
{
	struct posted *p = argument;

	job_run_beside(p->j, p->t->command_desk, p->t->o.options->side);
}

static void
command_done(void *argument)
{
	struct posted *p = argument;
	struct threads *t = p->t;
	struct job *j = p->j;

	mem_free(p);
	if (is_ending(t))
		job_free(&j);
	else
		t->o.done(t->o.context, j);
}

void
threads_post(struct threads *t, struct job *j)
{
	struct posted *p = mem_zero(1, sizeof *p);

	p->t = t;
	p->j = j;
	if (t->halted) {
		j->code = err_set(&j->why, ERR_STATE, tr("nothing was done: the store's file is gone"));
		command_done(p);
		return;
	}
	worker_post(t->commands, run_command, command_done, p);
}

/* ---- figures */

static enum err
start_figures(void *context, struct errinfo *e)
{
	struct threads *t = context;

	rescue_thread();
	return open_reader(t->o.options, "figures", &t->figures_desk, e);
}

static void
stop_figures(void *context)
{
	struct threads *t = context;

	desk_free(&t->figures_desk);
}

static void
run_figures(void *argument)
{
	struct threads *t = argument;

	t->figures_code = desk_figures(t->figures_desk, &t->latest, &t->figures_why);
}

static void
figures_done(void *argument)
{
	struct threads *t = argument;

	t->figures_busy = false;
	if (t->figures_code == ERR_OK && t->latest.proxies_wait > 0)
		t->figures_stale = true;	/* the next tick goes on with them */
	if (!is_ending(t) && t->figures_code == ERR_OK)
		t->o.figures(t->o.context, &t->latest);
}

/* ---- work */

static enum err
start_work(void *context, struct errinfo *e)
{
	struct threads *t = context;
	const struct tui_options *o = t->o.options;
	char name[128];

	rescue_thread();
	name_worker(name, sizeof name, o, "work");
	return desk_open(o->shared, o->target, o->backend != NULL ? o->backend : "builtin",
	    open_clock(o), name, &t->work_desk, e);
}

static void
stop_work(void *context)
{
	struct threads *t = context;

	desk_free(&t->work_desk);
}

static void
run_work(void *argument)
{
	struct threads *t = argument;

	t->pieces = 0;
	t->next_due_ms = INT64_MAX;
	t->work_code = desk_work(t->work_desk, WORK_BUDGET, &t->pieces, &t->work_why);
	if (t->work_code == ERR_OK)
		t->work_code = desk_next_due(t->work_desk, &t->next_due_ms, &t->work_why);
}

static void work_done(void *argument);

static void
work_now(void *context)
{
	struct threads *t = context;

	if (t->work == NULL || t->halted || is_ending(t))
		return;
	if (t->work_busy) {
		t->work_again = true;
		return;
	}
	t->work_busy = true;
	t->work_again = false;
	worker_post(t->work, run_work, work_done, t);
}

static void
work_done(void *argument)
{
	struct threads *t = argument;
	int64_t wait = t->next_due_ms == INT64_MAX
	    ? -1
	    : t->next_due_ms - clock_now_ms(open_clock(t->o.options));

	t->work_busy = false;
	if (is_ending(t))
		return;
	if (t->work_code != ERR_OK && t->work_code != ERR_BUSY && t->work_code != ERR_CONFLICT) {
		if (!text_is(t->work_said, t->work_why.text))
			t->o.trouble(t->o.context, t->work_why.text);
		snprintf(t->work_said, sizeof t->work_said, "%.199s", t->work_why.text);
		watch_arm(t->due, 1000);
	} else if (t->work_code != ERR_OK) {
		watch_arm(t->due, 100);
	} else if (t->pieces > 0 || t->work_again) {
		work_now(t);
	} else if (wait >= 0 || t->next_due_ms != INT64_MAX) {
		watch_arm(t->due, wait < 20 ? 20 : wait > 60000 ? 60000 : wait);
	}
}

/* ---- all */

static void *
run_background(void *argument)
{
	struct threads *t = argument;

	rescue_thread();
	t->o.options->background(t->o.options->background_context, &t->stop);
	return NULL;
}

static enum err
start_background(struct threads *t, struct errinfo *e)
{
	sigset_t all, kept;
	int failed;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &kept);
	failed = pthread_create(&t->background, NULL, run_background, t);
	pthread_sigmask(SIG_SETMASK, &kept, NULL);
	if (failed != 0)
		return err_set(e, ERR_IO, "cannot start a thread: %s", strerror(failed));
	t->has_background = true;
	return ERR_OK;
}

enum err
threads_new(const struct threads_options *options, struct threads **out, struct errinfo *e)
{
	struct threads *t = mem_zero(1, sizeof *t);

	t->o = *options;
	t->news = news_new();
	atomic_init(&t->stop, false);
	*out = t;	/* also on failure: the caller frees what came about */
	t->due = loop_timer(options->loop, work_now, t);
	return worker_new(options->loop, start_reading, stop_reading, t, &t->reader, e);
}

enum err
threads_start(struct threads *t, struct errinfo *e)
{
	struct loop *l = t->o.loop;
	enum err code;

	if ((code = worker_new(l, start_commands, stop_commands, t, &t->commands, e)) != ERR_OK ||
	    (code = worker_new(l, start_figures, stop_figures, t, &t->figures, e)) != ERR_OK)
		return code;
	if (t->o.options->work) {
		if ((code = worker_new(l, start_work, stop_work, t, &t->work, e)) != ERR_OK)
			return code;
		work_now(t);
	}
	threads_tick(t);
	return t->o.options->background != NULL ? start_background(t, e) : ERR_OK;
}

void
threads_free(struct threads **t)
{
	if (*t == NULL)
		return;
	atomic_store(&(*t)->stop, true);
	if ((*t)->has_background)
		(void)pthread_join((*t)->background, NULL);
	if ((*t)->work != NULL)
		worker_free(&(*t)->work);
	if ((*t)->figures != NULL)
		worker_free(&(*t)->figures);
	if ((*t)->commands != NULL)
		worker_free(&(*t)->commands);
	if ((*t)->reader != NULL)
		worker_free(&(*t)->reader);
	watch_free(&(*t)->due);
	news_free(&(*t)->news);
	arena_free(&(*t)->news_arena);
	mem_free(*t);
	*t = NULL;
}

void
threads_halt(struct threads *t, bool halted)
{
	bool goes_on = t->halted && !halted;

	t->halted = halted;
	if (goes_on)
		work_now(t);
}

/* There may be work, and figures differ. */
static void
threads_changed(struct threads *t)
{
	t->figures_stale = true;
	work_now(t);
}

void
threads_tick(struct threads *t)
{
	static const size_t every = 30;		/* seconds: presence and the day itself change
						   without a write */
	static size_t ticks;

	if (t->figures == NULL || t->figures_busy || (!t->figures_stale && ticks++ % every != 0))
		return;
	t->figures_busy = true;
	t->figures_stale = false;
	worker_post(t->figures, run_figures, figures_done, t);
}
