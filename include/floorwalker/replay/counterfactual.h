/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a changed AI would have done: conversations as they went are played to the AI as it is and to the changed
 * one, with the same shoppers' words, up to where they part. What comes after that nobody knows, since shoppers
 * would have written something else: it counts for nothing.
 */
#ifndef FLOORWALKER_REPLAY_COUNTERFACTUAL_H
#define FLOORWALKER_REPLAY_COUNTERFACTUAL_H

#include "floorwalker/replay/replay.h"

/* is: how the AI is; its runs and keep_… don't count. other: the changed one, of the same suite.
 *
 * result, in the arena: {
 *   conversations,
 *   as_they_went: that the AI as it is plays as they are kept; the others are left out,
 *   left_out: [{name, key, turn}: what it does otherwise than it did then],
 *   same: that don't part,
 *   parted: [{name, title, turn, keys: [what differs there], said, was, is: {reply, outcome, reason}}],
 *   decisions: [{was, is, n}: "RULE OUTCOME", "none" where policy wasn't asked],
 *   handoffs: {gained, lost}: where they part,
 *   money: [{kind, was: {approve, human, deny, none}, is: the same}: minor units of actions proposed where they
 *     part, by what policy said, where it said otherwise on the other side],
 *   currency} */
NODISCARD enum err replay_counterfactual(const struct replay_options *is,
    const struct replay_options *other, struct arena *a, struct value **result, struct errinfo *e);

#endif
