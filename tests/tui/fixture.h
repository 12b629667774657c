/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A store filled by hand, the same at every run, for the console's tests: every state, wide and
 * hostile text, a trace, actions of every need.
 */
#ifndef FLOORWALKER_TESTS_TUI_FIXTURE_H
#define FLOORWALKER_TESTS_TUI_FIXTURE_H

#include <stdint.h>

#include "floorwalker/desk/desk.h"

#define FIXTURE_NOW_MS INT64_C(1791983100000)	/* 2026-10-14T13:05:00Z, 14:05 in Dublin */
#define FIXTURE_AGENT "maeve"

struct fixture {
	struct clock *clock;		/* virtual, at FIXTURE_NOW_MS */
	struct desk_shared shared;
	struct desk *desk;		/* over the store, which is its own */
};

/* Opens target ("memory:" or a new file) with the demo shop's world and fills it; a failure ends
 * the test program. */
void fixture_open(struct fixture *f, const char *target);
void fixture_close(struct fixture *f);
int64_t fixture_add_waiting(struct fixture *f, const char *shopper, int64_t due_in_ms);
void fixture_add_message(struct fixture *f, int64_t conversation_id, enum author author,
    const char *text, int64_t ago_ms);

#endif
