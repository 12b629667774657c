/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Learning from use: what agents say that messages meant, reviewed before anything is trained on
 * it; and whether what shoppers want, or how sure the AI is of it, has drifted.
 */
#ifndef FLOORWALKER_DESK_LEARN_H
#define FLOORWALKER_DESK_LEARN_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/model/drift.h"

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

/* ---- drift */

#define DRIFT_BINS 10			/* of a probability */
#define DRIFT_INTENTS 200		/* of a period, at most */
#define DRIFT_TURNS 1000000

/* What one ended turn of the AI made of a shopper's words, in categories. */
struct drift_turn {
	int64_t conversation_id, turn_id, number;	/* number: of the message that it
							   answers; 0 from a file */
	uint32_t intent;		/* place in the sample's intents: the likeliest */
	uint32_t sure;			/* bin of its probability */
	uint32_t confidence;		/* bin of the AI's confidence in its reply; DRIFT_BINS: it
					   drafted none */
	uint32_t outside;		/* 1: out of scope more likely than not */
	double outside_probability;
};

/* What a period holds, and what of it could not be judged. In an arena. */
struct drift_sample {
	int64_t from_ms, until_ms;	/* until: not included */
	const char **intents;		/* sorted */
	size_t intent_count;
	struct drift_turn *turns;	/* by conversation, then by time */
	size_t count;
	int64_t conversations;		/* with a turn in the period */
	int64_t judged;			/* of these, with one that was understood */
	int64_t without_trace;		/* turns that ended without their understanding on record:
					   they failed, or were overtaken */
	int64_t nothing_said;		/* turns that told of a decision: no words to understand */
	int64_t unfinished;
};
/* Reads the turns that began in a period; changes nothing. ERR_LIMIT: more than DRIFT_TURNS, or
 * DRIFT_INTENTS. */
NODISCARD enum err desk_drift_read(struct store *s, struct arena *a, int64_t from_ms,
    int64_t until_ms, struct drift_sample *out, struct errinfo *e);
/* A sample as JSON, for later: no words, no ids. Its shape: {version: 1, from_ms, until_ms,
 * conversations, without_trace, nothing_said, unfinished, intents: [name], turns: [[code]]}, turns
 * by conversation, code = ((intent * 10 + sure) * 11 + confidence) * 2 + outside. */
struct value *drift_sample_to_value(struct arena *a, const struct drift_sample *s);
/* ERR_INPUT with the place; v is from outside. */
NODISCARD enum err drift_sample_from_value(
    struct arena *a, const struct value *v, struct drift_sample *out, struct errinfo *e);

struct drift_asked {
	struct drift_options options;
	double watch, act;
	int64_t least;			/* conversations that each period must have */
	size_t examples;		/* messages of each kind */
};
/* The report as a map (doc/understanding.md): measures "intents", "sure", "confidence",
 * "out_of_scope", or "missing" with what there is too little of; masked examples of what grew most
 * and of what is out of scope. s: where the period's messages are. */
NODISCARD enum err desk_drift(struct store *s, struct arena *a, const struct drift_sample *period,
    const struct drift_sample *reference, const struct drift_asked *asked, struct value **out,
    struct errinfo *e);

/* ---- a shop's own phrases */

struct learn_asked {
	const char *phrases;		/* a folder as WORLD/phrases; NULL: that one, where it is */
	const char *const *data;	/* CSV files */
	size_t data_count;
	size_t folds;
	uint64_t seed;
	bool accept;			/* else nothing is written */
	void (*progress)(void *context, size_t done, size_t of);
	void *progress_context;
};
/* Trains the shipped phrases with the shop's own, and holds that against what is in use (the shipped
 * ones, with what the world learnt before) on rows that neither saw. Accepting writes
 * WORLD/models/intents.model whole or not at all, beside intents.json (what it is made of) and
 * intents.model.previous. *out: the report as a map (doc/understanding.md), masked. ERR_NOT_FOUND:
 * there is nothing of the shop's own; ERR_INPUT: with file and line, also for an intent that the AI
 * has no playbook for. */
NODISCARD enum err desk_learn(const struct world *w, struct arena *a,
    const struct learn_asked *asked, struct value **out, struct errinfo *e);
/* Changes the model in use with the one before: none (the shipped one) counts as one, and doing so
 * twice changes nothing. *uses_own: whether the world has a model of its own now. */
NODISCARD enum err desk_learn_revert(const struct world *w, bool *uses_own, struct errinfo *e);

#endif
