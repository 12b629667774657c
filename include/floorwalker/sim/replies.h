/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of the AI's replies needed a correction, as far as a synthetic shopper and the oracle can
 * tell (doc/calibration.md). Every reply that the AI drafted gets one flaw or none:
 *
 *   while they talk, by what the shopper wants and has said, before they answer
 *     misread         asks for or sums up what no wish of theirs is about
 *     other_order     speaks of another order than theirs
 *     asked_again     asks for what they have said, or for a yes that they have given
 *     not_understood  says so, or asks what they want, though they have said it, and not vaguely
 *     objected        they object to what it sums up, or can make nothing of it
 *
 *   and by the end, where it isn't the scenario's or the task's
 *     untrue          a sentence of it isn't so (the oracle's word)
 *     held_back       the desk's ground check kept it
 *     handed_over     it gave up what should have been contained, or for another reason
 *     done_wrong      a summary that was agreed to, where what was done isn't what was wanted
 *     unmet           a wish ended with it, and what had to be done, told or cited wasn't
 *     given_up        their patience ended with it
 *
 * Limits. The first of these that fits is named. A shopper who hears by patterns may take a good
 * reply for a bad one, and doesn't see clumsy words at all. Where an end is wrong and no reply can
 * be named for it, the last one is. A draft that the desk replaced for reasons that aren't in it (a
 * person was asked for, a guarded topic, anger, a large order, a tier) is judged by nobody and left
 * out.
 */
#ifndef FLOORWALKER_SIM_REPLIES_H
#define FLOORWALKER_SIM_REPLIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/desk/desk.h"

enum flaw {
	FLAW_NONE,
	FLAW_MISREAD,
	FLAW_OTHER_ORDER,
	FLAW_ASKED_AGAIN,
	FLAW_NOT_UNDERSTOOD,
	FLAW_OBJECTED,
	FLAW_UNTRUE,
	FLAW_HELD_BACK,
	FLAW_HANDED_OVER,
	FLAW_DONE_WRONG,
	FLAW_UNMET,
	FLAW_GIVEN_UP,
	FLAW_COUNT
};
const char *flaw_name(enum flaw f);	/* "none" … */

/* One reply that the AI drafted, and what it was worth. Borrowed for the call. */
struct reply_seen {
	const char *task;		/* the scenario's name, or the task's */
	int64_t conversation, number;	/* of the conversation in the run; of the reply in it, from
					   0 */
	double confidence;		/* as the draft had it */
	const struct value *parts;	/* of it: name -> [0,1]; never NULL */
	bool small_talk;		/* it claims nothing and worked on nothing */
	bool hands_over;		/* it gives up */
	enum flaw flaw;
};

/* Who takes them; take is called on one thread, in the order of the conversations. */
struct reply_taker {
	void (*take)(void *context, const struct reply_seen *r);	/* NULL: nobody */
	void *context;
};

/* ---- for who plays conversations */

/* A shopper's message, and what came back for it. */
struct exchange {
	int64_t turn_id;		/* the AI's turn that answered it; 0 none */
	enum flaw flaw;
	bool agreed, closed;		/* after it they said yes to a summary; a wish of theirs was
					   over */
};
/* Replies of one conversation, with copies of what they hold. */
struct replies {
	struct reply_seen *items;
	size_t count;
};
/* Reads the turns that the exchanges name and makes replies of those whose draft was judged; parts
 * are the arena's. Turns that ended with nothing drafted, or whose draft was put aside for reasons
 * that aren't in it, are left out. */
NODISCARD enum err replies_read(struct desk *d, struct arena *a, const struct exchange *exchanges,
    size_t count, struct replies *out, struct errinfo *e);
/* A backend before another that makes every draft sure, so that what would be held back for want of
 * confidence shows what it is worth; the draft's own confidence stays beside its parts, where
 * replies_read() finds it. For sim_options.around. */
struct backend *replies_around(void *context, struct backend *take_inner);

#endif
