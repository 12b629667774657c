/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What any backend should know of a turn before it answers: read through the facts, so that it may
 * be spoken of.
 */
#ifndef FLOORWALKER_BACKEND_CONTEXT_H
#define FLOORWALKER_BACKEND_CONTEXT_H

#include "floorwalker/backend.h"

struct context {
	struct retrieved *passages;	/* best first */
	size_t passage_count;
};

/* Orders and products that the message mentions, the proven customer and their newest orders,
 * passages for the question. What isn't there or isn't theirs is left out; an error is one of the
 * shop or the index. */
NODISCARD enum err context_gather(
    struct arena *a, const struct backend_request *q, struct context *out, struct errinfo *e);

/* What a question may be about: the intent that is known of it, if any, then the message's. */
struct topic *context_topics(struct arena *a, const struct understanding *u, const char *intent,
    double probability, size_t *count);

bool context_is_clear_yes(const struct understanding *u);
/* The explicit yes that a change needs, in the last message: clear, and nothing beside it that
 * could make it doubtful. */
bool context_is_consent(const struct understanding *u);
bool context_is_short(const char *text, size_t words);	/* at most so many words, and no question or
							   list */
bool context_is_clear_no(const struct understanding *u);

#endif
