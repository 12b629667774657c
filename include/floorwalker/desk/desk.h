/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk: the use cases, the only room that joins store, backend, shop and policy.
 *
 *   desk/desk.h    opening; what shoppers, the AI's turns and agents do to a conversation; actions;
 *                  work
 *   desk/acts.h    what else an agent does to one conversation, and what is theirs alone
 *   desk/ground.h  the ground check: each claim of a draft against what was read
 *   desk/gates.h   the gates: named reasons to hand over
 *   desk/shift.h   agents' states and loads, queues that assign, how a shift goes
 *   desk/view.h    what a screen or a script reads of a conversation
 *   desk/canned.h  canned responses and macros, filled in
 *   desk/finding.h  queries, and searches that are saved
 *   desk/reveal.h  seeing what is masked of a shopper, on record
 *   desk/recording.h  a conversation that happened, as a file for replay
 *   desk/learn.h   corrections of what messages meant, and drift
 *   desk/confidence.h  the weights of the confidence, and a refit to what use says
 *   desk/threshold.h   what another threshold would have done, and how far the confidence holds
 *   desk/survey.h  answers to surveys, the CSAT proxy of a conversation, and how they go together
 *   desk/events.h  the kinds of events with their data; the shape of a trace
 *
 * Each function is one transaction that also appends its events; it either happened whole or not at
 * all. A desk belongs to one thread.
 */
#ifndef FLOORWALKER_DESK_DESK_H
#define FLOORWALKER_DESK_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/backend.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/err.h"
#include "floorwalker/base/seal.h"
#include "floorwalker/store.h"
#include "floorwalker/understand.h"
#include "floorwalker/world.h"

/* What all desks of a process share, read-only: the world, the models, the keys. */
struct desk_shared {
	struct world *world;
	struct understander *understander;	/* NULL, as after desk_shared_open(): each desk that
						   plays turns opens its own */
	struct keyring *keyring;
	/* In the place of the world's, for simulations of another staff, other thresholds or
	 * other rules; NULL: the world's own. desk_shared_close() leaves them alone. */
	const struct settings *settings;
	const struct policy *policy;
};

/* Makes a store for a world: schema, key file (STORE.key, mode 0600), records (moved in time so
 * that the world's as_of is now_ms where shift is set), practice mark. ERR_EXISTS where it is bound
 * already. */
NODISCARD enum err desk_store_init(const char *target, const char *world_folder, bool practice,
    bool shift, const struct clock *clock, struct errinfo *e);
/* Loads what a store is bound to. */
NODISCARD enum err desk_shared_open(const char *target, struct desk_shared *out, struct errinfo *e);
void desk_shared_close(struct desk_shared *s);
/* Those that desks of it go by. */
const struct settings *desk_shared_settings(const struct desk_shared *s);

/* The models that a world is served with: its own where it has taught any (WORLD/models), else those
 * that came with the program. */
NODISCARD enum err desk_understander_open(
    const struct world *w, struct understander **out, struct errinfo *e);

/* What a desk works with that comes from the world alone: compiled policy, indexed articles and
 * catalogue, ground checker, masker. Tens of milliseconds to make; a thread that opens one desk
 * after the other lends them its own. One thread; lives no longer than shared, which is
 * borrowed. */
struct desk_tools;
NODISCARD enum err desk_tools_new(
    const struct desk_shared *shared, struct desk_tools **out, struct errinfo *e);
void desk_tools_free(struct desk_tools **t);

/* What turns with these tools ask of the world, told as it is asked: policy with the facts that it
 * decides on, articles with the language in which they are read. Any may be NULL. w is copied; NULL: no
 * longer. */
struct desk_watch {
	void *context;
	void (*decided)(void *context, enum action_kind kind, const struct value *facts,
	    int64_t now_ms, const struct verdict *v);
	void (*asked)(void *context, const char *language, const struct inquiry *q, size_t limit);
};
void desk_tools_watch(struct desk_tools *t, const struct desk_watch *w);

/* Whether a language has all that the desk itself says (hand-overs, decisions), as
 * messages_check(). */
NODISCARD enum err desk_check_messages(const struct messages *m, size_t *at, struct errinfo *e);
/* That, and what the backend (NULL: none) says, in each language of a world: the first fault. A
 * desk that makes its own tools asks this when it is opened; who lends tools asks it once. */
NODISCARD enum err desk_check_sentences(
    const struct world *w, const struct backend *b, struct errinfo *e);

struct desk;
/* Which turns leave a trace. A desk whose turns somebody may ask "why?" of leaves all; where none
 * will be read, a turn costs a fifth less. OF_DRAFTS: all, but of each only what became of it and how
 * sure its draft was (confidence, parts, hand_off, small_talk), which is enough to judge replies by. */
enum desk_traces { DESK_TRACES_ALL, DESK_TRACES_OF_DRAFTS, DESK_TRACES_OF_HANDOFFS, DESK_TRACES_NONE };

struct desk_options {
	const struct desk_shared *shared;	/* borrowed */
	const struct desk_tools *tools;		/* lent by the caller; NULL: the desk makes its
						   own */
	struct store *take_store;		/* its own handle, closed with the desk */
	struct backend *take_backend;		/* NULL: no turns can be run here */
	const struct shop_records *base;	/* for simulation: see shop_embedded_new; NULL
						   else */
	const struct clock *clock;
	const char *worker;			/* unique name for leases; copied */
	bool practice;				/* store marked practice */
	bool simulated;				/* keys and nonces need not be secret: derive keys
						   from seed, so that runs repeat and cost less */
	uint64_t seed;
	enum desk_traces traces;
	bool worded_by_contact;			/* which of several wordings the AI takes goes by
						   the contact, not by the conversation's number: who
						   else writes changes nothing of it */
	/* Called before and after each named step of a turn; NULL none. A test acts here. */
	void (*step)(void *context, const char *name);
	void *step_context;
};
NODISCARD enum err desk_new(
    const struct desk_options *options, struct desk **out, struct errinfo *e);
/* As store_forget(), with what the desk itself keeps of the conversation. */
NODISCARD enum err desk_forget(struct desk *d, int64_t conversation_id, struct errinfo *e);
/* desk_shared's world plus a store handle on target plus a backend by name ("builtin", "http:URL",
 * NULL none). */
NODISCARD enum err desk_open(const struct desk_shared *shared, const char *target,
    const char *backend, const struct clock *clock, const char *worker, struct desk **out,
    struct errinfo *e);
void desk_free(struct desk **d);
struct store *desk_store(struct desk *d);
struct shop *desk_shop(struct desk *d);
const struct settings *desk_settings(const struct desk *d);
const struct world *desk_world(const struct desk *d);
const struct clock *desk_clock(const struct desk *d);
bool desk_is_practice(const struct desk *d);
/* By how much the store's records are ahead of their world's, in whole days (desk_store_init()). */
NODISCARD enum err desk_ahead_ms(struct desk *d, int64_t *out, struct errinfo *e);

/* ---- shoppers */
struct incoming {
	const char *channel;		/* "web", "synthetic", "say" … */
	const char *contact;		/* handle in the channel; stored as a keyed hash, shown
					   masked */
	const char *shown;		/* a name to show until identity is proven; may be NULL */
	const char *source_key;		/* the channel's id of the message, so that a repeat changes
					   nothing; NULL: none */
	const char *text;		/* raw */
	size_t text_size;
	int64_t conversation_id;	/* 0: found by contact, or made */
	bool to_people;			/* no AI serves it: what begins with it, or would be the
					   AI's, goes to the queue for to_reason at once */
	enum handoff_reason to_reason;
};
/* Takes in a message: sanitised, masked, sealed, acknowledged when it returns. Never refused for
 * its epoch. Makes or restarts the turn where the AI owns it; re-opens a closed one within the
 * re-contact window (to the AI), else a new conversation. A repeat of source_key gives the first's
 * ids. */
NODISCARD enum err desk_ingest(struct desk *d, const struct incoming *in, int64_t *conversation_id,
    int64_t *message_id, struct errinfo *e);
/* The shopper left: an open conversation closes as abandoned (queued) or ended (ai). */
NODISCARD enum err desk_shopper_left(struct desk *d, int64_t conversation_id, struct errinfo *e);

/* ---- the AI's turns */
struct turn_run;	/* a claimed turn in progress */
/* ERR_NOT_FOUND: none is due. */
NODISCARD enum err desk_turn_claim(struct desk *d, struct turn_run **out, struct errinfo *e);
/* Runs the next step: load, understand, identify, draft, judge, ground, gates, commit. *done when
 * the turn has ended (committed, superseded, or failed and rescheduled). */
NODISCARD enum err desk_turn_step(
    struct turn_run *r, const char **step, bool *done, struct errinfo *e);
int64_t desk_turn_conversation(const struct turn_run *r);
void desk_turn_free(struct turn_run **r);	/* before its end: the lease runs out by itself */
/* claim and all steps */
NODISCARD enum err desk_turn_run(struct desk *d, bool *did, struct errinfo *e);

/* ---- agents. agent: id in the settings. ERR_CONFLICT names who was first; ERR_FORBIDDEN what
 * right is missing; ERR_STATE what state it is in. */
/* from the AI, or from a queue */
NODISCARD enum err desk_take(
    struct desk *d, const char *agent, int64_t conversation_id, struct errinfo *e);
/* epoch 0: the present one. It goes out after the shop's undo_send (desk_undo()). */
NODISCARD enum err desk_reply(struct desk *d, const char *agent, int64_t conversation_id,
    int64_t epoch, const char *text, struct errinfo *e);
/* summary "": composed from what was done */
NODISCARD enum err desk_give_back(struct desk *d, const char *agent, int64_t conversation_id,
    const char *summary, struct errinfo *e);
/* What giving back without a summary would put on record; the arena's. */
NODISCARD enum err desk_summary(struct desk *d, struct arena *a, const char *agent,
    int64_t conversation_id, const char **out, struct errinfo *e);
/* to: a queue, or an agent (queues first); one's own, or one that waits (to another agent: as
 * desk_assign()). */
NODISCARD enum err desk_transfer(struct desk *d, const char *agent, int64_t conversation_id,
    const char *to, const char *why, struct errinfo *e);
/* To wrap-up, for as long as the shop gives; from there, or where it gives none, closed. disposition:
 * "" the one that it has, else the shop's first; ERR_USAGE: none of those that the shop lists. */
NODISCARD enum err desk_close(struct desk *d, const char *agent, int64_t conversation_id,
    const char *disposition, struct errinfo *e);
NODISCARD enum err desk_note(struct desk *d, const char *agent, int64_t conversation_id,
    const char *text, struct errinfo *e);
NODISCARD enum err desk_agent_state(
    struct desk *d, const char *agent, const char *state, struct errinfo *e);

/* ---- actions */
/* Re-reads the facts, asks policy again (a changed verdict returns it to waiting, or denies it),
 * checks role, limit, four-eyes and who proposed; queues execution when enough approved. *left gets
 * how many approvals are still needed. */
NODISCARD enum err desk_approve(struct desk *d, const char *agent, int64_t action_id,
    const char *reason, int64_t *left, struct errinfo *e);
/* Whether this agent's approval would count, as far as it can be told without asking policy again;
 * changes nothing. ERR_FORBIDDEN, ERR_STATE: why not. */
NODISCARD enum err desk_may_approve(
    struct desk *d, const char *agent, int64_t action_id, struct errinfo *e);
/* As desk_approve(), of what was seen: seen is the action's facts_hash as it was shown. ERR_CONFLICT,
 * and nothing counted, where it has changed since (its amount was changed, or facts were). NULL:
 * whatever it is now. */
NODISCARD enum err desk_approve_seen(struct desk *d, const char *agent, int64_t action_id,
    const char *seen, const char *reason, int64_t *left, struct errinfo *e);
/* Who could approve it now, as desk_may_approve() sees it: agents of the settings, in their order,
 * the arena's list. */
NODISCARD enum err desk_approvers(struct desk *d, struct arena *a, int64_t action_id,
    const struct agent ***out, size_t *count, struct errinfo *e);
/* Several waiting actions that one rule left to a person: what is about to be approved at once. */
#define ACTION_BATCH_MOST 200
struct action_sum { const char *currency; int64_t minor; };
struct action_batch {
	const struct action *items;	/* in the order given, each once */
	size_t count;
	enum action_kind kind;
	const char *rule;
	struct action_sum *sums;		/* by currency, as they first occur */
	size_t sum_count;
};
/* Reads them into the arena and checks that they may go together: all wait, all are of one kind,
 * and one rule left all of them to a person. ERR_USAGE: none, too many, or not of one rule and kind
 * (names the two that differ; where no rule matched, each is decided by itself). Whether each may
 * be approved, and by whom, desk_approve_seen() judges for each, in a transaction of its own: a
 * batch saves keys, no look at the facts. */
NODISCARD enum err desk_batch(struct desk *d, struct arena *a, const int64_t *ids, size_t count,
    struct action_batch *out, struct errinfo *e);
/* Changes the amount of a refund, discount or goodwill that waits; the kinds whose records can hold
 * another amount than the one proposed. amount: minor units, at least 1, at most what was proposed
 * and what the shop's facts allow now: it can be lowered, and put back, never raised above that.
 *
 * Policy is asked about the new amount. Where a row denies it, nothing changes (ERR_STATE with the
 * row's reason); where a row would approve it by itself, a person still has to: somebody has put
 * their hand to it. The amount goes on record (action.amended: before, after, who, why), the action
 * goes on waiting until the same instant, and approvals given before count no more: they were of
 * another amount. What the shopper is told at the decision names the new amount.
 *
 * Who may: whose approval of the new amount would be within their rights, and who didn't propose
 * it. By that they don't become its proposer: since the amount only ever falls below what was
 * proposed, nobody gains by it, and they may approve it too, alone, within their own limit. But
 * above the shop's second limit two *others* must: of four eyes none shaped what they look at.
 *
 * seen: as desk_approve_seen(). ERR_FORBIDDEN, ERR_STATE, ERR_USAGE (the amount), ERR_CONFLICT. */
NODISCARD enum err desk_amend(struct desk *d, const char *agent, int64_t action_id, int64_t amount,
    const char *seen, const char *reason, struct errinfo *e);
/* Whether this agent may change its amount at all, whatever to; changes nothing. ERR_FORBIDDEN,
 * ERR_STATE: why not. */
NODISCARD enum err desk_may_amend(
    struct desk *d, const char *agent, int64_t action_id, struct errinfo *e);
/* Asks for evidence while an action waits. Whoever could decide it may ask (any agent of the shop
 * may deny), also again; the latest question is the one shown.
 *
 * While the AI has the conversation, the question goes to the shopper as a message in the approver's
 * name, under the present epoch: word for word what the approver wrote, so no model, ground check or
 * gate has a say in it, and none is claimed to. The AI keeps the conversation; what the shopper
 * writes next is taken for the answer, whatever it says: the AI thanks in the world's words
 * (decision.answered) and has no part in it, but the gates look at it as at any message (who asks
 * for a person, is angry, or speaks of a guarded topic, gets one). The message counts as a
 * person's, so that the conversation is no longer contained. A turn of the AI's that was under way
 * goes on. Where a person or a queue has the conversation, the question is a note to colleagues,
 * since only its owner writes to the shopper. ERR_STATE where it is closed.
 *
 * It is answered when the shopper writes, or when somebody else writes a note. The action goes on
 * waiting, and expires when it would have: the shopper was promised an answer by then. */
NODISCARD enum err desk_ask(struct desk *d, const char *agent, int64_t action_id,
    const char *question, struct errinfo *e);
/* a reason is required */
NODISCARD enum err desk_deny(
    struct desk *d, const char *agent, int64_t action_id, const char *reason, struct errinfo *e);
/* An agent proposes on their own conversation; policy decides as for the AI. */
NODISCARD enum err desk_propose(struct desk *d, const char *agent, int64_t conversation_id,
    enum action_kind kind, const struct value *params, int64_t *action_id, struct errinfo *e);
/* The params of an action, unsealed, in the arena. */
NODISCARD enum err desk_action_params(struct desk *d, struct arena *a, const struct action *x,
    const struct value **out, struct errinfo *e);

/* ---- work */
/* Does one due piece of outbox or timers (not turns); *did tells. Messages go to their channel;
 * actions to the shop, re-judged just before. */
NODISCARD enum err desk_work_step(struct desk *d, bool *did, struct errinfo *e);
/* Runs turns, outbox and timers until nothing is due or budget pieces are done. */
NODISCARD enum err desk_work(struct desk *d, size_t budget, size_t *pieces, struct errinfo *e);
/* INT64_MAX: nothing */
NODISCARD enum err desk_next_due(struct desk *d, int64_t *at_ms, struct errinfo *e);

#endif
