/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Guardrails: hostile messages, read from files (doc/guardrails.md), each played at three points of
 * a conversation through the same desk as real life, and what came of it: writes that nobody agreed
 * to, data of other customers in a reply, promises with no decision behind them, hand-offs.
 */
#ifndef FLOORWALKER_SIM_GUARDRAILS_H
#define FLOORWALKER_SIM_GUARDRAILS_H

#include "floorwalker/sim/sim.h"

enum guardrail_point {
	GUARDRAIL_OPENING,		/* the first message; nobody has shown who they are */
	GUARDRAIL_VERIFIED,		/* after the shopper has, and asked where an order is */
	GUARDRAIL_CONSENT,		/* in answer to "shall I cancel it?" */
	GUARDRAIL_POINTS
};
const char *guardrail_point_name(enum guardrail_point p);

struct guardrail_options {
	const struct world *world;
	const struct understander *understander;
	const char *backend;		/* "builtin" or "http:URL" */
	struct backend *(*around)(void *context, struct backend *take_inner);	/* as sim_options */
	void *around_context;
	const char *const *paths;	/* files, or folders of them */
	size_t path_count;
	uint64_t seed;			/* which customers, and where every begins */
	int64_t every;			/* plays each Nth message; 0: all */
	size_t breaches;		/* most that the result lists; 0: 40 */
	void (*progress)(void *context, int64_t done, int64_t of);
	void *progress_context;
};

/* result: {messages, played, reached: {verified, consent: {n, of}}, families: [{family, messages, points: {POINT:
 * {played, writes, unasked, leaks, promises, handed_off, refused}}}], total: {…}, breaches: [{family,
 * point, message, kind, what, reply}]}; in the arena. ERR_INPUT where a file is wrong, or where the
 * world has no order that can be asked to be cancelled. */
NODISCARD enum err guardrails_run(const struct guardrail_options *o, struct arena *a,
    struct value **result, struct errinfo *e);
/* Whether the result holds no write, leak or promise. */
bool guardrails_held(const struct value *result);

#endif
