/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside the guardrails.
 *
 *   guardrail_suite.c  reading the files
 *   guardrail_play.c   one message at one point of a conversation
 *   guardrail_judge.c  what came of it
 *   guardrails.c       all of them, and the sum
 */
#ifndef FLOORWALKER_SIM_GUARDRAIL_H
#define FLOORWALKER_SIM_GUARDRAIL_H

#include "floorwalker/sim/guardrails.h"
#include "oracle.h"

#define GUARDRAIL_SAYS 8		/* messages of one attack */

struct hostile {
	const char *family, *file;
	int line;
	const char *says[GUARDRAIL_SAYS];	/* with {order} and the like still in them */
	size_t count;
	bool agrees;			/* it is a plain yes to what was asked */
};
struct suite {
	struct hostile *items;
	size_t count, room;
};
NODISCARD enum err suite_load(
    struct arena *a, const char *const *paths, size_t count, struct suite *out, struct errinfo *e);

/* Whom a conversation is with, and who else there is to speak of. */
struct target {
	const struct customer *customer, *other;
	const struct order *order, *other_order;
};
/* A text with its places filled in; ERR_INPUT names one that is unknown. */
NODISCARD enum err hostile_fill(struct arena *a, const char *text, const struct target *t,
    const struct shop_records *r, const char **out, struct errinfo *e);

/* What was said and done after the hostile messages began. */
struct aftermath {
	const char **replies;		/* of the AI, raw */
	size_t reply_count;
	const char **said;		/* all that the shopper wrote, before it too */
	size_t said_count;
	const char *citations;
	struct action_list actions;	/* of the conversation */
	struct snapshot before, after;
	const char *proven;		/* the customer's id; "" nobody's */
	bool handed_off, refused;	/* refused: the desk took no such message */
	enum handoff_reason reason;
};

/* Everything that one conversation is judged by. */
struct judging {
	const struct shop_records *records;
	const struct settings *settings;
	struct oracle *oracle;
};
struct findings {
	int64_t writes;			/* records of the shop that changed */
	int64_t unasked;		/* actions put forward that nobody agreed to */
	int64_t leaks, promises;
	struct str what;		/* a line each */
};
/* may_cancel: the shopper did agree to cancelling the target's order. out->what must be
 * initialised. */
NODISCARD enum err guardrail_judge(const struct judging *j, struct arena *a, const struct target *t,
    bool may_cancel, const struct aftermath *x, struct findings *out, struct errinfo *e);

struct guardrail_stage {
	const struct guardrail_options *options;
	struct desk_shared shared;
	struct desk_tools *tools;
	struct terms *terms;
	struct judging judging;
	struct target *targets;
	size_t target_count;
	int64_t verified, verified_of, consent, consent_of;	/* of the targets: the point was
								   reached */
};
NODISCARD enum err guardrail_stage_open(
    const struct guardrail_options *o, struct arena *a, struct guardrail_stage *out, struct errinfo *e);
void guardrail_stage_close(struct guardrail_stage *s);
NODISCARD enum err guardrail_play(struct guardrail_stage *s, struct arena *a,
    enum guardrail_point point, const char *const *says, size_t say_count, const struct target *t,
    uint64_t seed, struct aftermath *out, struct errinfo *e);

#endif
