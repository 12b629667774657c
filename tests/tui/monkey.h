/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A monkey at the console: what it types is in monkey.c, what is watched while it does so in
 * monkey_watch.c.
 */
#ifndef FLOORWALKER_TESTS_TUI_MONKEY_H
#define FLOORWALKER_TESTS_TUI_MONKEY_H

#include "bench.h"

#include "living.h"

#define RING 50
#define CONFIRMED 64
#define ASKED 64

struct monkey {
	struct bench b;
	struct living others;
	struct random_stream chance;
	uint64_t seed;
	size_t round, events;
	const char *agent;
	char folder[64], target[96];
	char ring[RING][160];		/* what happened last */
	bool held;			/* all of it did: nothing to tell */

	/* The key that what goes on now began with. */
	bool by_key;			/* there is one */
	bool prompted;			/* something was asked when it was pressed */
	char label[600];		/* what */
	bool ahead, enter_ahead;	/* it came before the last key's command was looked into; an
					   Enter did */
	int64_t shown, meant;		/* the conversation that was painted last; when the key came */
	char *confirmed[CONFIRMED];	/* texts that stood in the line at an Enter */
	size_t confirmations;
	size_t posted, done;		/* commands that went to the desk; and were done there */

	bool is_late;			/* in this round answers come some events later */
	struct fetch *asked[ASKED];	/* by the screen, not answered yet */
	size_t asked_count;
};
extern struct monkey monkey;

/* ---- monkey_watch.c */
char *watch_line(void);				/* where to say what happens next: 160 bytes */
void watch_tell(void);				/* what happened last, to the standard error */
void watch_press(const char *key);		/* presses it, and looks */
void watch_look(void);				/* draws; fails where what is drawn can't be right */
/* The screen's hooks: commands are run at once, reading is answered at once or kept. */
void watch_post(void *context, struct job *take_job);
void watch_read(void *context, struct fetch *take_fetch);
void watch_answer(size_t count);		/* so many of what is kept */
void watch_forget(void);			/* all that is kept or noted */

#endif
