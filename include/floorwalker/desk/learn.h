/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Learning from use: what agents say that messages meant, reviewed before anything is trained on
 * it; and whether what shoppers want, or how sure the AI is of it, has drifted.
 */
#ifndef FLOORWALKER_DESK_LEARN_H
#define FLOORWALKER_DESK_LEARN_H

#include "floorwalker/desk/desk.h"

/* The label of a message that means none of the intents. */
#define LEARN_OUTSIDE "out_of_scope"

/* Any agent of the shop says what a shopper's message meant: number of the message, 0 the shopper's
 * last. intent: one that the AI has a playbook for, or LEARN_OUTSIDE. *id gets the correction's.
 * ERR_NOT_FOUND: no such message or intent; ERR_STATE: not a shopper's; ERR_EXISTS: this agent has
 * said so already; ERR_USAGE: it was understood so. */
NODISCARD enum err desk_correct(struct desk *d, const char *agent, int64_t conversation_id,
    int64_t number, const char *intent, int64_t *id, struct errinfo *e);

enum correction_state { CORRECTION_WAITING, CORRECTION_ACCEPTED, CORRECTION_REJECTED };
const char *correction_state_name(enum correction_state s);	/* "waiting" … */

struct correction_view {
	struct intent_correction correction;
	const char *text;		/* the message's, as it is masked now */
	int64_t number;			/* of the message in its conversation */
	enum correction_state state;
	struct correction_review review;		/* the last one; where it isn't waiting */
	int64_t words_of;		/* the first correction of the same words: its own id, or
					   a smaller one */
	bool conflicts;			/* another one of the same words, not rejected, says
					   another intent */
};
/* All of them; those of the same words (letters' case, accents and punctuation aside) stand
 * together, by the first one's id. */
NODISCARD enum err desk_corrections(struct desk *d, struct arena *a, struct correction_view **out,
    size_t *count, struct errinfo *e);

/* A senior agent or a supervisor accepts or rejects a correction: not their own, but in a store for
 * practice. A later review replaces an earlier one. A rejection needs a reason. ERR_FORBIDDEN,
 * ERR_STATE (reviewed so already), ERR_CONFLICT (another intent was accepted for the same
 * words). */
NODISCARD enum err desk_review(struct desk *d, const char *agent, int64_t correction_id,
    bool accept, const char *reason, struct errinfo *e);

#endif
