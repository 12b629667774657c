/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Watching how each reply strikes the shopper of a task, as floorwalker/sim/replies.h says it, by
 * what they want, what they have said, and what they do next. It only looks.
 */
#ifndef FLOORWALKER_BENCHMARK_TALK_WATCH_H
#define FLOORWALKER_BENCHMARK_TALK_WATCH_H

#include "talk.h"

struct talk_watch;

/* All functions take NULL for a watch that nobody asks for. shopper is looked at, and must live as
 * long; it has its brief. */
struct talk_watch *talk_watch_new(
    struct arena *a, const struct talk_shopper *shopper, const struct shop_records *records);
/* They said it and heard that; before they do anything with it. */
NODISCARD enum err talk_watch_heard(struct talk_watch *w, struct desk *d, int64_t conversation_id,
    const char *said, const char *heard, struct errinfo *e);
/* What they answer, or would. */
void talk_watch_done_with(struct talk_watch *w, const char *answer);
/* Once the end is known. */
NODISCARD enum err talk_watch_tell(struct talk_watch *w, struct desk *d,
    const struct tau_task *task, int64_t conversation, const struct talk_end *end, const struct reply_taker *to,
    struct errinfo *e);

#endif
