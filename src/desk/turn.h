/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A turn in progress: what it read, understood, drafted and judged. Nothing is written before its
 * commit.
 */
#ifndef FLOORWALKER_DESK_TURN_H
#define FLOORWALKER_DESK_TURN_H

#include "private.h"

#define PROPOSAL_LIMIT 8
#define TRANSCRIPT_LIMIT 200	/* newest lines that are kept */

struct judged {
	struct action_proposal proposal;
	struct verdict verdict;
	struct value *facts, *rows;
	bool is_refused, is_repeated;
	struct errinfo why;
};

struct turn_run {
	struct desk *d;
	struct arena *a;
	size_t step;
	bool is_done;
	int64_t now;
	struct turn turn;
	/* load */
	struct conversation c;			/* as it was read; the commit reads it again */
	const char *known_before;		/* the customer, as it was read */
	struct dialogue dialogue;
	struct message_list messages;
	struct transcript_line *transcript;
	size_t transcript_count;
	const char **said;			/* the shopper's lines, raw */
	size_t said_count;
	const char *text;			/* what is to be answered, raw: all lines that
						   nobody answered; "" where only announcing */
	struct action_list actions;
	const struct value *announces;
	const char *asked_by;			/* the agent whose question the text answers; NULL
						   it answers none */
	/* understand, identify */
	struct understanding u;
	const struct voice *voice;		/* that it is answered with */
	struct facts *facts;
	const struct customer *customer;
	bool just_proven, identity_failed;
	size_t way;
	/* draft */
	struct backend_draft draft;
	const char *announcement, *whole;	/* whole: announcement and draft, as it would be
						   sent */
	bool backend_failed, passed_on;
	struct errinfo backend_error;
	/* judge, ground, gates */
	struct judged proposals[PROPOSAL_LIMIT];
	size_t proposal_count;
	int64_t order_value;
	bool proposal_refused;
	struct ground_report ground;
	struct gate_result gates[HANDOFF_COUNT];
	size_t gate_count;
	enum handoff_reason reason;
	struct value *times;			/* of steps that took any, in ms; NULL none did */
	bool masked_anew;			/* the conversation is, by what is known since */
};

NODISCARD enum err turn_load(struct turn_run *r, struct errinfo *e);
NODISCARD enum err turn_understand(struct turn_run *r, struct errinfo *e);
NODISCARD enum err turn_identify(struct turn_run *r, struct errinfo *e);
NODISCARD enum err turn_draft(struct turn_run *r, struct errinfo *e);
NODISCARD enum err turn_judge(struct turn_run *r, struct errinfo *e);
NODISCARD enum err turn_ground(struct turn_run *r, struct errinfo *e);
NODISCARD enum err turn_gates(struct turn_run *r, struct errinfo *e);
NODISCARD enum err turn_commit(struct turn_run *r, struct errinfo *e);
bool turn_answers(const struct turn_run *r);	/* there is a shopper's message to answer */
const char *turn_harmless(struct turn_run *r, const char *s);	/* sanitised; "" for NULL */
/* What the turn saw and decided, masked, as JSON (desk/events.h); state is the one it ends in. The
 * turn's arena's. */
const char *turn_trace(struct turn_run *r, enum turn_state state);
/* Only what became of the turn, and how sure its draft was. */
const char *turn_trace_of_draft(struct turn_run *r, enum turn_state state);

#endif
