/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gates: deterministic, replayable reasons to hand a conversation over instead of sending.
 */
#ifndef FLOORWALKER_DESK_GATES_H
#define FLOORWALKER_DESK_GATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/model/settings.h"

/* All that gates look at. */
struct gate_input {
	const struct gate_settings *settings;
	double human_asked;		/* probability */
	const char *guarded;		/* topic or "" */
	double sentiment;		/* of this message, [-1, 1] */
	double sentiment_first;		/* of the conversation's first message; this one's where it
					   is the first */
	double sentiment_lowest;	/* of all before this one; 0 where none was below */
	double out_of_scope;
	bool draft_declines;		/* the draft itself declines politely, once */
	double confidence;
	int64_t ungrounded;
	int64_t failures;
	bool backend_hand_off;
	enum handoff_reason backend_reason;
	bool backend_failed;
	bool proposal_refused;			/* a proposed action that the records do not allow
						   at all */
	int64_t order_value;		/* of orders that the turn's actions touch; minor units */
	bool has_proposal;
	const char *tier;
	bool is_small_talk;
};
/* The sentiment gate hands over
 *   who is furious      sentiment <= sentiment_floor,
 *   whose mood falls    by sentiment_fall or more from what it was at first, but from neutral at
 *                       most: that a greeting was friendly makes a sad fact no anger,
 *   who gets angrier    sentiment <= -0.5, where an earlier message was <= -0.35 and this one is
 *                       lower by 0.1 or more.
 * So one fact told politely ("it arrived broken, sadly") passes, also after a warm greeting, as
 * does a curt answer to a question; two steps down do not. */
struct gate_result {
	enum handoff_reason gate;
	bool passed;
	double value, limit;		/* what was compared; NaN where it is yes or no */
};
/* Runs every gate (for the trace), in fixed order; the first that didn't pass decides. Returns
 * HANDOFF_NONE where all passed. results: room for HANDOFF_COUNT. */
enum handoff_reason gates_run(
    const struct gate_input *in, struct gate_result *results, size_t *count);

#endif
