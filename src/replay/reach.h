/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a conversation reached of the world while it was played: all that it asked, with what it asked it by.
 * Where each of these questions has the same answer in another world, the conversation goes the same way there:
 * its first question is the same, so is the answer, so is the next question.
 */
#ifndef FLOORWALKER_REPLAY_REACH_H
#define FLOORWALKER_REPLAY_REACH_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/replay/reach.h"
#include "suite.h"

/* Names, each once, in the order in which they came. */
struct name_set {
	struct arena *a;
	const char **items;
	size_t count;
	size_t *slots;			/* places in items plus 1, hashed; 0 none */
	size_t room;			/* of slots: a power of two, or 0 */
};
bool name_set_has(const struct name_set *s, const char *name);
void name_set_add(struct name_set *s, const char *name);	/* copies it */

struct reach {
	struct arena *a;
	const struct talk *talk;
	struct value *asked, *searched;
	struct name_set said, reads, cited;
};

/* From now on all that this thread's desk asks is kept, until reach_close(). */
void reach_open(struct reach *r, struct arena *a, const struct talk *t, struct desk_tools *tools,
    struct shop *shop);
/* What was reached, as the map keeps it:
 *   {asked: [{kind, facts, now}]          of policy
 *    searched: [{language, text, product, topics: [{intent, probability}], outside, limit}], with {places}
 *    said: ["en/handoff.asked"]           sentences that were looked up
 *    reads: ["order TF-100187", "catalogue"]
 *    cited: passages and articles, intents: that were heard, with a probability of INTENT_LEAST or more
 *    nearest: how near a passage came to a limit it was held against, sure: the confidence to its gate;
 *      both absent where there was none} */
struct value *reach_close(struct reach *r, struct desk_tools *tools, struct shop *shop,
    const struct value *record);

/* {places} of t for what they stand for, and back: fill(unfill(x)) is x. */
const char *replay_unfill(struct arena *a, const struct talk *t, const char *text);
const char *replay_fill(struct arena *a, const struct talk *t, const char *text);

/* SHA-256, hex, over what a conversation says and expects. */
void replay_talk_digest(const struct talk *t, char out[65]);
/* Adds a conversation's entry to the map. runs: list of what each reached. */
void replay_reach_add(struct value *map, struct arena *a, const struct talk *t, const char *world,
    const char *ai, uint64_t seed, bool held, struct value *runs);

#endif
