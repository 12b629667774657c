/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console's threads: reading for the screen and commands on desks of their own, figures on
 * another reading one, work (turns, outbox, timers) where asked, the demo's shoppers.
 */
#ifndef FLOORWALKER_TUI_THREADS_H
#define FLOORWALKER_TUI_THREADS_H

#include "floorwalker/desk/view.h"
#include "floorwalker/loop.h"
#include "floorwalker/tui/tui.h"
#include "news.h"
#include "screen.h"

struct threads;
struct threads_options {
	const struct tui_options *options;
	struct loop *loop;
	/* All on the loop's thread. */
	void (*figures)(void *context, const struct desk_figures *f);
	void (*done)(void *context, struct job *take_job);
	void (*fetched)(void *context, struct fetch *take_fetch);
	void (*changed)(void *context);		/* the store did */
	/* What is new; until the call returns. all_news: also what is worth no notice. */
	void (*news)(void *context, const struct news_list *list);
	bool all_news;
	void (*trouble)(void *context, const char *text);
	void *context;
};
/* Only the reader. */
NODISCARD enum err threads_new(
    const struct threads_options *options, struct threads **out, struct errinfo *e);
void threads_free(struct threads **t);		/* ends what runs, waits for it */
/* The rest: what the first screen doesn't wait for. Once. */
NODISCARD enum err threads_start(struct threads *t, struct errinfo *e);
void threads_post(struct threads *t, struct job *take_job);
void threads_read(struct threads *t, struct fetch *take_fetch);
void threads_look(struct threads *t);	/* whether the store has changed; nothing where a look is
					   under way */
void threads_halt(struct threads *t, bool halted);	/* no work while it holds, and no command */
void threads_tick(struct threads *t);		/* about once a second */

#endif
