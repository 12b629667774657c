/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Personas: how somebody writes, whatever they want (doc/scenarios.md).
 */
#ifndef FLOORWALKER_SIM_PERSONA_H
#define FLOORWALKER_SIM_PERSONA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"
#include "floorwalker/sim/typing.h"

#define REPLY_PATIENCE_SPREAD 0.5	/* of how long somebody looks at the screen for an answer */

/* How long somebody waits: exponential, or log-normal with a deviation of the logarithm. */
struct patience_law {
	bool exponential;
	double mean, spread;
};

struct persona {
	const char *name;
	const char *const *openers;
	size_t opener_count;
	const char *const *closers;
	size_t closer_count;
	const char *const *asides;	/* sentences put behind or before a later message, by chance */
	size_t aside_count;
	bool only_named;		/* not drawn where a scenario names none */
	bool only_days;			/* drawn among visitors alone (sim/visitor.h) */
	bool familiar;			/* says du where others say Sie */
	bool plain_letters;		/* writes the language's own letters as struct typing has them
					   plain */
	double opener_share, closer_share, aside_share, aside_first, typos, lower_case,
	    drop_punctuation, gives_all, detour,
	    insists, words_per_minute, think_seconds, patience;
	/* in days of visitors alone */
	struct patience_law queue_patience, decision_patience;	/* minutes */
	double reply_patience_seconds;	/* mean; log-normal */
	double leaves_at_hand_over;	/* share */
	double knows_number, looks_up_seconds;	/* share of those who have their order's number at
						   hand; a mean of how long the others look */
	double argues, asks_for_person;	/* shares once refused; the rest accepts it */
	double asks_why;		/* share, once asked for something */
	double persistence, again_most, again_hours;	/* share of those whose need wasn't met
							   who come again; at most so often;
							   after a mean of */
};

/* The file's, in the arena. The first fault is named with file, line and column. */
NODISCARD enum err persona_load(
    struct arena *a, const char *path, struct persona *out, struct errinfo *e);
enum said_when { SAID_BETWEEN, SAID_FIRST, SAID_LAST };
/* Puts the persona's manner over a message: openers and closers where it is their first, asides where
 * it is neither that nor their farewell, typos, lower case, in a language's letters. No letter changes
 * its place in words that are part of own, texts that people look at twice: their name, their address. */
void persona_dress(const struct persona *p, const struct typing *t, struct random_stream *r,
    const char *const *own, size_t own_count, enum said_when when, struct str *message);
/* How long they think and type, ms; drawn. */
int64_t persona_pause_ms(const struct persona *p, struct random_stream *r, const char *message);

#endif
