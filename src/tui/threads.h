/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console's threads: commands on a desk of their own, figures on a reading one, work (turns,
 * outbox, timers) where asked, the demo's shoppers.
 */
#ifndef FLOORWALKER_TUI_THREADS_H
#define FLOORWALKER_TUI_THREADS_H

#include "floorwalker/desk/view.h"
#include "floorwalker/loop.h"
#include "floorwalker/tui/tui.h"
#include "screen.h"

struct threads;
struct threads_options {
	const struct tui_options *options;
	struct loop *loop;
	/* All on the loop's thread. */
	void (*figures)(void *context, const struct desk_figures *f);
	void (*done)(void *context, struct job *take_job);
	void (*trouble)(void *context, const char *text);
	void *context;
};
NODISCARD enum err threads_new(
    const struct threads_options *options, struct threads **out, struct errinfo *e);
void threads_free(struct threads **t);		/* ends what runs, waits for it */
void threads_post(struct threads *t, struct job *take_job);
void threads_changed(struct threads *t);	/* the store did: there may be work, and figures
						   differ */
void threads_halt(struct threads *t, bool halted);	/* no work while it holds, and no command */
void threads_tick(struct threads *t);		/* about once a second */

#endif
