/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/log.h"

#define LOOK_MS ((int64_t)50)		/* how often an idle worker looks whether another process
					   committed */
#define PIECES_AT_ONCE 64

/* Waits until something is due or another process has committed. */
static enum err
wait_for_work(struct desk *d, int64_t *seen, struct errinfo *e)
{
	int64_t count, due, left;
	enum err err = desk_next_due(d, &due, e);	/* stands until somebody commits */

	while (err == ERR_OK && !stop_is_asked() &&
	    (err = store_change_count(desk_store(d), &count, e)) == ERR_OK) {
		left = due == INT64_MAX ? LOOK_MS : due - clock_now_ms(desk_clock(d));
		if (count != *seen || left <= 0) {
			*seen = count;
			break;
		}
		stop_sleep(left < LOOK_MS ? left : LOOK_MS);
	}
	return err;
}

static enum err
work(struct desk *d, bool once, struct errinfo *e)
{
	int64_t seen = -1;

	while (!stop_is_asked()) {
		size_t pieces = 0;
		enum err err = desk_work(d, PIECES_AT_ONCE, &pieces, e);

		if (err == ERR_BUSY)
			log_line(LOG_WARN, "work: %s; trying again", e->text);
		else if (err != ERR_OK)
			return err;
		if (pieces > 0)
			continue;
		if (once)
			break;
		if ((err = wait_for_work(d, &seen, e)) != ERR_OK && err != ERR_BUSY)
			return err;
	}
	return ERR_OK;
}

static enum err
run_work(struct call *c, struct errinfo *e)
{
	const char *target;
	struct office office;
	enum err err;

	stop_listen();	/* first: a signal while the store is opened counts too, also one that a
			   shell has its background jobs ignore */
	if ((err = call_need_store(c, &target, e)) != ERR_OK ||
	    (err = office_open(&office, target, call_text(c, "backend", "builtin"), "work", e)) !=
		ERR_OK)
		return err;
	err = work(office.desk, call_has(c, "once"), e);
	office_close(&office);
	return err;
}

static const struct option options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "backend", .value = "NAME", .help = "the AI: builtin (default) or http:URL" },
	{ .name = "once", .help = "do what is due now, then stop" },
	{ .name = NULL },
};

const struct subcommand subcommand_work = {
    .name = "work",
    .words = "",
    .summary = "run the AI's turns, the outbox and timers of a store",
    .help =
	"Claims work by leases, so several may run on one store; what a dead one held is taken over when its lease runs out.\n"
	"Stops cleanly at SIGINT and SIGTERM, after the piece in hand.",
    .examples =
	"  floorwalker work --store shop.db\n  floorwalker work --store shop.db --backend http:http://127.0.0.1:8080/turn\n  floorwalker work --store shop.db --once\n",
    .options = options,
    .run = run_work,
};
