/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A store filled by hand, the same at every run, for the console's tests: every state, wide and hostile text, a trace, actions of every need.
 */
#ifndef FLOORWALKER_TESTS_TUI_FIXTURE_H
#define FLOORWALKER_TESTS_TUI_FIXTURE_H

#include <stdint.h>

#include "floorwalker/model/settings.h"
#include "floorwalker/store.h"

#define FIXTURE_NOW_MS INT64_C(1791983100000)	/* 2026-10-14T13:05:00Z, 14:05 in Dublin */

/* Fills an empty store; a failure ends the test program. */
void fixture_fill(struct store *s, const struct settings *settings);
void fixture_add_message(struct store *s, int64_t conversation_id, enum author author, const char *text, int64_t ago_ms);

#endif
