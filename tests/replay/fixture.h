/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demo world, a folder for a suite, and playing what lies in it.
 */
#ifndef FLOORWALKER_TESTS_REPLAY_FIXTURE_H
#define FLOORWALKER_TESTS_REPLAY_FIXTURE_H

#include "floorwalker/base/str.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/replay/replay.h"

struct suite_fixture {
	struct arena *a;
	struct world *world;
	struct understander *understander;
	char folder[64];
	struct str faults;		/* of the last suite that was read */
	struct errinfo e;
};
extern struct suite_fixture g;

int open_all(void **state);
int close_all(void **state);
void clear_folder(void);
void put(const char *name, const char *text);	/* NAME.yaml into the folder */
enum err load(struct replay_suite **out);
/* Plays what lies in the folder with these options over world, understander and suite. */
const struct value *play_as(struct replay_options o);
const struct value *play(void);			/* once, on one thread, with records and briefs */

#define HEAD "conversation: one\ntitle: One\nwho: {order: TF-100187}\nturns:\n"
#define OPENS "  - say: \"My tent arrived damaged, {order}, {email}\"\n"
#define REST "  - say: A refund please\n  - say: \"yes\"\n"

#endif
