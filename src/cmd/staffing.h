/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of floorwalker staffing: staffing_ask.c takes the question from the command line, staffing.c
 * answers it.
 */
#ifndef FLOORWALKER_CMD_STAFFING_H
#define FLOORWALKER_CMD_STAFFING_H

#include "cmd.h"
#include "floorwalker/day/erlang.h"
#include "floorwalker/stats/erlang.h"

#define HOUR_S 3600.0

/* What was asked. Seconds, contacts an hour, shares of 1. */
struct question {
	double arrivals, aht, patience;	/* patience INFINITY: not given */
	int agents;			/* 0: as many as it takes */
	struct erlang_target target;
	double contacts, containment;	/* before the AI; containment -1: not given */
	double falls;			/* share; -1: not given */
	bool simulates;			/* the same is played, too */
	struct erlang_trial trial;	/* where it does; but for load and target */
};
NODISCARD enum err staffing_ask(const struct call *c, struct question *out, struct errinfo *e);

#endif
