/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What came back, step by step, as a value: floorwalker-scenario(5) describes it.
 */
#ifndef FLOORWALKER_REPLAY_RECORD_H
#define FLOORWALKER_REPLAY_RECORD_H

#include "floorwalker/desk/desk.h"
#include "suite.h"

struct recorder {
	struct arena *a;
	struct desk *desk;
	const struct talk *talk;
	struct seen seen;
	struct value *turns, *turn;	/* the list; the one under way */
	size_t number;			/* of it, from 1 */
	int64_t conversation_id;	/* 0: nobody has said anything yet */
	int64_t heard, event;		/* the last message and event that were told of */
	int64_t turn_id;		/* the AI's turn that was told of last */
	int64_t took_ms;
	bool fails;			/* the conversation has it that the backend gives no answer in this turn */
};

void record_open(struct recorder *r, struct arena *a, struct desk *d, const struct talk *t);
void record_begin(struct recorder *r, const struct step *step, const char *said);
void record_command(struct recorder *r, enum err err, const char *said);
NODISCARD enum err record_end(struct recorder *r, struct errinfo *e);
/* What the AI's turn saw and decided, by its trace, into the turn under way. */
void record_trace(struct recorder *r, const struct value *trace);
/* Who owns the conversation, and its actions, as it stands now, into a map. */
NODISCARD enum err record_state(struct recorder *r, struct value *to, struct errinfo *e);
/* Adds how all of it ended, and what became of the shop. */
NODISCARD enum err record_close(struct recorder *r, struct errinfo *e);

#endif
