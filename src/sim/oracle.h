/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle: whether a conversation ended as its scenario says, and what was changed or said
 * outside of it. It reads the world's files and records itself and shares no code with policy, the
 * ground check or the gates.
 */
#ifndef FLOORWALKER_SIM_ORACLE_H
#define FLOORWALKER_SIM_ORACLE_H

#include "bind.h"
#include "figures.h"
#include "floorwalker/store.h"
#include "scenario.h"
#include "terms.h"

struct oracle;

/* Reads knowledge/, policy/ and messages/ of the world's folder as text, for the sentences in them.
 * now_ms: of the records. All but out must outlive the oracle. */
NODISCARD enum err oracle_new(const char *world_folder, const struct shop_records *records,
    const struct settings *settings, const struct terms *terms, int64_t now_ms, struct oracle **out,
    struct errinfo *e);
void oracle_free(struct oracle **o);

/* The shop's records at a moment: documents of every kind. Arena's. */
struct snapshot {
	struct document *items;
	size_t count;
};
NODISCARD enum err snapshot_take(
    struct store *s, struct arena *a, struct snapshot *out, struct errinfo *e);

struct oracle_case {
	const struct scenario *scenario;
	const struct binding *binding;
	const struct action_list *actions;
	const struct snapshot *before, *after;
	const char *const *ai_texts;		/* what the AI sent, raw */
	size_t ai_count;
	const char *const *people_texts;	/* what people told them, who aren't simulated: beside
						   the AI's it counts for what had to be told */
	size_t people_count;
	bool by_people;				/* ai_texts are people's, who may call the shop's
						   agents by name */
	const char *const *shopper_texts;
	size_t shopper_count;
	const char *const *earlier_texts;	/* what the shopper said before this visit in the same
						   conversation: it has proven who they are, and may
						   be echoed, but is none of what they say now */
	size_t earlier_count;
	const char *citations;			/* all citations of the AI's messages, JSON texts
						   joined */
	const char *new_address;		/* the one that the shopper gives where an address
						   is to change, in one line; NULL or "": not
						   known */
	int64_t yes_count;			/* times the shopper said an explicit yes */
	const size_t *refused;			/* for each no of theirs to a summary: how many of
						   ai_texts they had read, the last of which is it */
	size_t refused_count;
	const int64_t *misjudged;		/* ids of actions on which a person decided wrongly:
						   what those changed is no breach */
	size_t misjudged_count;
	const struct shop_records *own;		/* customers and orders that stand in place of the
						   oracle's, in a shop where others change goods
						   meanwhile; NULL: none do */
	const struct carrier_outage *outages;	/* what carriers showed meanwhile */
	size_t outage_count;
	const struct variant *variants;		/* the bound variant as it stood meanwhile */
	size_t variant_count;
	int64_t now_ms, end_ms;			/* the days of the conversation; 0: the oracle's */
};

struct oracle_verdict {
	bool end_holds;				/* actions, told and cites as the scenario says, and
						   no change beside */
	int64_t changes;			/* outside policy: not asked for by the scenario, or
						   without a yes */
	int64_t otherwise;			/* of them: asked for, but with other goods, another
						   amount, reason, method or address */
	int64_t stopped_by_person, stopped_by_rule;	/* actions that the scenario doesn't ask for
							   and that came to nothing */
	int64_t statements;			/* sentences of the AI that say something untrue */
	int64_t claims;				/* of them: no figure, but a state, a term or a
						   promise */
	int64_t again;				/* replies to a no that sum up once more what it was
						   said to */
	struct str why;				/* a line each */
};
bool oracle_is_misjudged(const struct oracle_case *c, int64_t action_id);
/* How many of the AI's sentences say something untrue, alone. out->why must be initialised. */
NODISCARD enum err oracle_judge_statements(struct oracle *o, struct arena *a,
    const struct oracle_case *c, struct oracle_verdict *out, struct errinfo *e);
/* out->why must be initialised. */
NODISCARD enum err oracle_judge(struct oracle *o, struct arena *a, const struct oracle_case *c,
    struct oracle_verdict *out, struct errinfo *e);

#endif
