/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * floorwalker simulate --shift FILE --live: a day to look at, in the console, as fast as one likes. The
 * day is played on a thread of its own, on a store in a temporary folder; the console looks on.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "days.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/run.h"
#include "floorwalker/text/translate.h"
#include "floorwalker/tui/tui.h"

#define NAP_MS 20
#define NAPS_A_LOOK 10
#define SPEED 60.0
#define SPEED_MOST 100000.0
#define ONLY_SHOWS N_("This view only looks on, and nothing can be done in it: floorwalker drill gives you a seat in such a day.")

struct live {
	const struct days_stage *stage;
	struct day_options day;
	const char *folder;		/* NULL: not made yet */
	const char *target;
	double speed;
	int64_t from_ms;		/* of the run: up to then it goes at once */
	pthread_mutex_t lock;
	pthread_cond_t moved;		/* of clock and over */
	int64_t end_ms;			/* of the desk's clock: the last midnight */
	int64_t first_ms;		/* of the desk's clock, at the first thing that comes due; 0: not yet */
	struct clock *clock;		/* the console's; NULL: the doors are still closed */
	bool over;
	atomic_bool stops;
	enum err err;
	struct errinfo error;
};

/* ---- the thread that plays */

static void
open_doors(struct live *l, int64_t desk_ms)
{
	pthread_mutex_lock(&l->lock);
	if (l->clock == NULL) {
		l->clock = clock_scaled_new(desk_ms, l->speed);
		clock_stop_at(l->clock, l->end_ms - 1);	/* with the last day's figures, not an empty one's */
		pthread_cond_broadcast(&l->moved);
	}
	pthread_mutex_unlock(&l->lock);
}

/* Every few naps it is looked what the console has done meanwhile. Who is still here after the last midnight is
 * served at once: the clock stands by then. */
static int64_t
pace(void *context, int64_t desk_ms)
{
	struct live *l = context;

	if (l->first_ms == 0)
		l->first_ms = desk_ms;
	if (desk_ms - l->first_ms < l->from_ms)
		return atomic_load(&l->stops) ? DAY_STOPS : desk_ms;
	if (l->clock == NULL)
		open_doors(l, desk_ms);
	for (int naps = 0; !atomic_load(&l->stops); naps++) {
		int64_t now = clock_now_ms(l->clock);

		if (now >= desk_ms || (desk_ms >= l->end_ms && now >= l->end_ms - 1))
			return desk_ms;
		if (naps == NAPS_A_LOOK)
			return now;
		usleep(NAP_MS * 1000);
	}
	return DAY_STOPS;
}

static void
forget(void *context, const struct contact *c, const struct value *transcript)
{
	(void)context, (void)c, (void)transcript;
}

static void
forget_sample(void *context, const struct floor_sample *s)
{
	(void)context, (void)s;
}

static void *
play(void *context)
{
	struct live *l = context;
	const struct day_teller teller = { NULL, forget, forget_sample };
	struct errinfo e = { ERR_OK, "" };
	enum err err = day_play(&l->day, 0, &teller, &e);

	pthread_mutex_lock(&l->lock);
	l->err = atomic_load(&l->stops) ? ERR_OK : err;
	l->error = e;
	l->over = true;
	if (l->clock != NULL)
		clock_hold(l->clock);	/* for good */
	pthread_cond_broadcast(&l->moved);
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

/* ---- the terminal, until there is something to see */

static struct termios modes;	/* as they were */
static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
#define ENDS (sizeof(ends) / sizeof(ends[0]))

struct hush {
	struct sigaction before[ENDS];
	bool on;
};

/* It dies of it all the same, once this returns: the handler is the default one by now. */
static void
end_loud(int number)
{
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &modes);
	(void)raise(number);
}

/* What is typed from now on isn't shown. */
static void
hush_begin(struct hush *h)
{
	struct sigaction x = {.sa_handler = end_loud, .sa_flags = (int)SA_RESETHAND};
	struct termios quiet;

	if (tcgetattr(STDIN_FILENO, &modes) != 0)
		return;
	h->on = true;
	quiet = modes;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
	sigemptyset(&x.sa_mask);
	for (size_t i = 0; i < ENDS; i++)
		(void)sigaction(ends[i], &x, &h->before[i]);
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
}

static void
say_where(const struct live *l)
{
	const int64_t day_ms = DATE_DAY_MS, at = l->from_ms - l->stage->simulation.warm_up_ms;
	int hour = (int)(at % day_ms / 3600000), minute = (int)(at / 60000 % 60);

	if (at < day_ms)
		printf("Going to %02d:%02d …\n", hour, minute);
	else
		printf("Going to %02d:%02d of day %d …\n", hour, minute, (int)(at / day_ms) + 1);
	fflush(stdout);
}

/* As before; what was typed in vain is forgotten. */
static void
hush_end(struct hush *h)
{
	if (!h->on)
		return;
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes);
	for (size_t i = 0; i < ENDS; i++)
		(void)sigaction(ends[i], &h->before[i], NULL);
	h->on = false;
}

/* ---- the console */

static enum err
wait_for_doors(struct live *l, struct errinfo *e)
{
	enum err err;

	pthread_mutex_lock(&l->lock);
	while (l->clock == NULL && !l->over)
		pthread_cond_wait(&l->moved, &l->lock);
	err = l->err;
	if (err == ERR_OK && l->clock == NULL)
		err = err_set(e, ERR_STATE, "the day was over before there was anything to see: see --from");
	else if (err != ERR_OK)
		err = err_set(e, err, "%s", l->error.text);
	pthread_mutex_unlock(&l->lock);
	return err;
}

/* Nobody acts here, so nothing comes to either. */
static enum err
enter(void *context, struct errinfo *e)
{
	(void)context;
	return err_set(e, ERR_STATE, "%s", tr(ONLY_SHOWS));
}

static void
leave(void *context, const struct tui_deed *what)
{
	(void)context, (void)what;
}

static bool
look(void *context, struct str *say, struct str *halted)
{
	struct live *l = context;

	(void)say;
	pthread_mutex_lock(&l->lock);
	if (l->over && l->err != ERR_OK)
		str_addf(halted, tr("The run ended early: %s"), l->error.text);
	else if (l->over)
		str_add(halted, tr("The run is over: what you see is how it ended. q leaves."));
	pthread_mutex_unlock(&l->lock);
	return false;
}

static enum err
show(struct call *c, struct live *l, struct hush *h, struct errinfo *e)
{
	struct desk_shared shared = { 0 };
	const struct tui_side side = { l, enter, leave, look };
	struct tui_options o = {.target = l->target,
	    .shared = &shared,
	    .clock = l->clock,
	    .practice = true,
	    .onlooker = ONLY_SHOWS,
	    .dated = l->stage->simulation.days > 1,
	    .side = &side};
	enum err err = desk_shared_open(l->target, &shared, e);

	o.settings = tui_settings_new();
	if (err == ERR_OK)
		err = tui_settings_load(o.settings, world_folder(shared.world), NULL, NULL, e);
	if (err == ERR_OK) {
		shared.settings = day_settings(c->arena, &l->day);
		hush_end(h);
		err = tui_run(&o, e);
		shared.settings = NULL;
	}
	tui_settings_free(&o.settings);
	desk_shared_close(&shared);
	return err;
}

static enum err
make_folder(struct call *c, struct live *l, struct errinfo *e)
{
	enum err err = file_temporary_folder(c->arena, "live", &l->folder, e);

	if (err == ERR_OK)
		l->target = file_join(c->arena, l->folder, "day.db");
	return err;
}

static enum err
read_options(struct call *c, struct live *l, struct errinfo *e)
{
	const char *speed = call_text(c, "speed", NULL), *from = call_text(c, "from", NULL);
	int64_t seed;
	enum err err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e);

	l->day.seed = (uint64_t)seed;
	l->speed = SPEED;
	if (err == ERR_OK && speed != NULL &&
	    (!text_to_real(speed, &l->speed) || !(l->speed > 0 && l->speed <= SPEED_MOST)))
		return err_set(e, ERR_USAGE, "--speed is how many times as fast as life, like 60");
	/* without a word: shortly before the first come */
	for (int h = 0; from == NULL && h < 24; h++) {
		l->from_ms = h * (int64_t)3600000;
		if (l->stage->simulation.demand.per_hour[(l->stage->simulation.first_weekday * 24 + h) %
			WEEK_HOURS] >= 5)
			break;
	}
	if (err == ERR_OK && from != NULL && !duration_parse(from, &l->from_ms))
		return err_set(e, ERR_USAGE, "--from is how far into the day it begins, like 8h30m");
	l->from_ms += l->stage->simulation.warm_up_ms;
	return err;
}

enum err
simulate_live(struct call *c, struct errinfo *e)
{
	struct days_stage stage;
	struct live l = {.stage = &stage, .day = {.simulation = &stage.simulation}};
	const struct days_asked asked = {.given = call_text(c, "shift", ""),
	    .words = {.scenarios = c->words,
		.count = c->word_count,
		.shopper = call_text(c, "shopper", NULL),
		.personas = call_text(c, "personas", NULL)}};
	struct hush hush = {.on = false};
	pthread_t thread;
	enum err err;

	if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0)
		return err_set(e, ERR_UNSUPPORTED, "--live shows the day in the console, and needs a terminal");
	pthread_mutex_init(&l.lock, NULL);
	pthread_cond_init(&l.moved, NULL);
	hush_begin(&hush);
	if ((err = days_open(c, &asked, &stage, e)) == ERR_OK &&
	    (err = read_options(c, &l, e)) == ERR_OK && (err = make_folder(c, &l, e)) == ERR_OK) {
		l.day.script = stage.script;
		l.day.world = stage.world;
		l.day.understander = stage.understander;
		l.day.target = l.target;
		l.day.pace = pace;
		l.day.pace_context = &l;
		say_where(&l);
		l.end_ms = day_start_ms(&l.day) + simulation_length_ms(&stage.simulation);
		if (pthread_create(&thread, NULL, play, &l) != 0)
			err = err_set(e, ERR_IO, "no thread can be had");
		else {
			if ((err = wait_for_doors(&l, e)) == ERR_OK)
				err = show(c, &l, &hush, e);
			atomic_store(&l.stops, true);
			pthread_join(thread, NULL);
			if (err == ERR_OK && l.err != ERR_OK)
				err = err_set(e, l.err, "%s", l.error.text);
		}
		clock_free(&l.clock);
		file_remove_folder(l.folder);
	}
	hush_end(&hush);
	days_close(&stage);
	pthread_cond_destroy(&l.moved);
	pthread_mutex_destroy(&l.lock);
	return err;
}
