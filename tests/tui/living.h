/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A store that lives while somebody sits at a console: by a desk of its own shoppers arrive and
 * write, the AI takes its turns, the outbox is worked off, and colleagues take, answer, approve,
 * deny and close. What happens is drawn from a seeded stream alone.
 */
#ifndef FLOORWALKER_TESTS_TUI_LIVING_H
#define FLOORWALKER_TESTS_TUI_LIVING_H

#include "../check.h"

#include "fixture.h"
#include "floorwalker/base/random.h"

struct living {
	struct desk *desk;		/* its own handle on the fixture's store */
	struct desk_shared shared;	/* the fixture's, and the models */
	struct random_stream chance;
	int64_t said;			/* messages of shoppers so far: each has a key of its own */
	struct str known;		/* what the audit found at first: the fixture's messages have
					   no events */
};

/* target is the file that f was opened on. The models are read once in a program. */
void living_begin(
    struct living *l, const struct fixture *f, const char *target, uint64_t seed, const char *label);
void living_end(struct living *l);
/* One thing happens, or is refused; out, of size bytes, gets what it was. */
void living_step(struct living *l, char *out, size_t size);

/* What must be true of a store whenever one looks, whoever did what: the log holds; no AI message
 * was sent or delivered while an agent had the conversation; each conversation that is with an agent
 * names one; nobody approved what they had no right to. Fails with what isn't. */
void living_holds(struct living *l);

#endif
