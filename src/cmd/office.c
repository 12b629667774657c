/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

static volatile sig_atomic_t stop_asked;

static void
on_stop(int number)
{
	(void)number;
	stop_asked = 1;
}

void
stop_listen(void)
{
	struct sigaction action = { .sa_handler = on_stop };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

bool
stop_is_asked(void)
{
	return stop_asked != 0;
}

void
stop_sleep(int64_t ms)
{
	struct timespec pause = {
	    .tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};

	if (ms > 0 && !stop_is_asked())
		nanosleep(&pause, NULL);
}

enum err
office_open(struct office *o, const char *target, const char *backend, const char *worker,
    struct errinfo *e)
{
	char name[80];
	enum err err;

	memset(o, 0, sizeof(*o));
	snprintf(name, sizeof(name), "%s-%ld", worker, (long)getpid());
	if ((err = desk_shared_open(target, &o->shared, e)) != ERR_OK)
		return err;
	if ((err = desk_open(&o->shared, target, backend, clock_system(), name, &o->desk, e)) !=
	    ERR_OK)
		desk_shared_close(&o->shared);
	return err;
}

void
office_close(struct office *o)
{
	desk_free(&o->desk);
	desk_shared_close(&o->shared);
}

enum err
world_folder_find(struct arena *a, const char *given, const char **out, struct errinfo *e)
{
	*out = given;
	if (text_is_empty(given))
		return err_set(e, ERR_USAGE,
		    "the world has no name: name a folder, or one that came with floorwalker, such as tarn-and-fell");
	if (file_is_folder(given))
		return ERR_OK;
	*out = file_data(a, arena_printf(a, "scenarios/worlds/%s", given));
	if (*out == NULL)
		return err_set(e, ERR_NOT_FOUND,
		    "there is no world \"%.200s\": name a folder, or one that came with floorwalker, such as tarn-and-fell",
		    given);
	return ERR_OK;
}
