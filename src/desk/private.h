/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of desk share: the desk itself, one use of it (a transaction with its arena), and
 * the steps that use cases are made of.
 */
#ifndef FLOORWALKER_DESK_PRIVATE_H
#define FLOORWALKER_DESK_PRIVATE_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/base/date.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/desk/gates.h"
#include "floorwalker/desk/ground.h"
#include "floorwalker/model/money.h"
#include "floorwalker/shop/actions.h"
#include "floorwalker/store/event.h"
#include "floorwalker/text/mask.h"
#include "state_kept.h"
#include "unsealed_seen.h"

#define TURN_LEASE_MS 30000
#define TURN_DEADLINE_MS 20000
#define TURN_ATTEMPTS 3
#define OUTBOX_LEASE_MS 30000
#define OUTBOX_ATTEMPTS 8
#define IDENTITY_TRIES 3	/* claims that fit nobody before a person looks */
#define REPLY_LIMIT 8000	/* bytes of an agent's reply or note */
#define KNOWN_MASKERS 8
#define UNSEALED_MOST 512	/* texts of simulated conversations, at some KiB each */

struct known_masker {
	char *customer_id;
	struct masker *masker;
	bool is_shelved;		/* the tools' shelf keeps it */
};

/* A conversation's key as it was lifted out of its customer's (record.c): all three are wrapped. */
struct lifted {
	uint8_t outer[SEAL_WRAPPED], nested[SEAL_WRAPPED], inner[SEAL_WRAPPED];
	bool is_full;
};
#define LIFTED_KEYS 4
/* And keys of a simulated desk that stay open, each at a place that follows from its bytes. */
struct opened {
	uint8_t wrapped[SEAL_WRAPPED];
	struct open_key *key;		/* NULL: nothing is here */
};
#define OPENED_KEYS 64

/* What answering in one language needs. */
struct voice {
	const struct messages *messages;
	const struct knowledge *knowledge;
	struct retriever *retriever;
	struct ground_checker *ground;
	const struct desk_watch *watch;	/* the tools'; NULL: nobody asks */
};

/* What a desk works with that comes from the world alone (tools.c). */
struct desk_tools {
	struct policy_session *policy;
	struct masker *masker;			/* of what is known of nobody */
	struct masker_shelf *shelf;		/* and of customers of simulated desks */
	/* NULL in a desk that plays no turns */
	const struct understander *understander;	/* shared, or own_understander */
	struct understander *own_understander;
	struct understand_index *index;		/* of the world's catalogue and order pattern */
	struct understood *understood;
	struct voice *voices;			/* of each language of the world; its own first */
	const char **languages;
	size_t voice_count;
	struct arena *confidence_arena;
	struct confidence_weights confidence;
	bool has_confidence;
	struct desk_watch watch;
};
NODISCARD enum err tools_new(
    const struct desk_shared *s, bool for_turns, struct desk_tools **out, struct errinfo *e);
/* The world's, or those in their place. */
const struct settings *tools_settings(const struct desk_shared *s);
/* That of a language; NULL where the shop doesn't answer in it. */
const struct voice *tools_voice(const struct desk_tools *t, const char *language);

struct crew_seen;	/* who has room, as it was last read (distribute.c) */
struct look;	/* at what another threshold would have done, as far as it has come */
struct day;	/* the day's conversations, as far as the figures have read them */
struct floor;	/* the day's people, as far as the shift has */

struct desk {
	struct desk_shared shared;
	struct store *store;
	struct backend *backend;
	struct shop *shop;
	const struct desk_tools *tools;			/* lent, or own_tools */
	struct desk_tools *own_tools;			/* NULL where they are lent */
	struct known_masker known[KNOWN_MASKERS];	/* of customers, the last few */
	size_t known_next;
	const struct world *world;
	const struct settings *settings;
	const struct clock *clock;
	char *worker;
	bool practice, simulated, worded_by_contact;
	enum desk_traces traces;
	struct day *day;				/* what figures were read from; NULL
							   before */
	struct look *look;				/* NULL: none is under way */
	struct floor *floor;				/* and the shift */
	const struct agent **agents_by_id;		/* the settings', hashed (people.c); NULL
							   before they are asked for */
	size_t agents_room;
	const struct agent *agents;			/* that are hashed */
	size_t agent_count;
	struct crew_seen *crew;				/* NULL unless it is simulated */
	struct lifted lifted[LIFTED_KEYS];		/* the last few */
	size_t lifted_next;
	struct opened opened[OPENED_KEYS];		/* none unless it is simulated */
	struct unsealed_seen *unsealed;			/* NULL unless it is simulated */
	struct state_kept *states;			/* NULL unless its store is its own, too */
	uint64_t seed, keys_made;
	void (*step)(void *context, const char *name);
	void *step_context;
};

/* One use of a desk: a write transaction with its arena. A refusal that must be recorded sets
 * refusal, returns ERR_OK, and is told after the commit. */
struct use {
	struct desk *d;
	struct arena *a;
	int64_t now;
	struct errinfo refusal;
	struct {			/* conversations as owner_get() read them, the last few */
		int64_t id;		/* 0 none */
		enum conversation_state state;
		const char *agent;
	} seen[4];
	size_t seen_next;
};
NODISCARD enum err use_begin(struct use *u, struct desk *d, struct errinfo *e);
/* Commits where r is ERR_OK, else rolls back; frees the arena; returns r, the failure to commit, or
 * the refusal. */
NODISCARD enum err use_end(struct use *u, enum err r, struct errinfo *e);
void use_tell_step(struct desk *d, const char *name);	/* to who wants to act between steps */
/* always ERR_OK */
enum err use_refuse(struct use *u, enum err code, const char *format, ...) PRINTF_LIKE(3, 4);

/* ---- masking.c, record.c: texts masked and sealed, messages, events */
NODISCARD enum err record_masker_new(
    const struct settings *s, struct masker **out, struct errinfo *e);
struct masker_shelf *masker_shelf_new(void);
void masker_shelf_free(struct masker_shelf **s);	/* before the masker that they were made over */
void known_masker_clear(struct known_masker *k);
const char *record_mask(struct desk *d, struct arena *a, const char *customer_id, const char *text);
struct value *record_mask_value(
    struct desk *d, struct arena *a, const char *customer_id, const struct value *v);
/* All that is readable of a conversation (messages with their index, traces, notes, what lists
 * show), masked by what is known of the customer that it now has. Sealed bytes and events stay, and
 * with them the log. c isn't put. */
NODISCARD enum err record_mask_anew(struct use *u, struct conversation *c, struct errinfo *e);
NODISCARD enum err record_key(struct desk *d, struct conversation *c, struct errinfo *e);
/* From now on the conversation's key opens only with the customer's: erasing that one erases all
 * conversations of theirs. What was sealed stays as it is. c isn't put. */
NODISCARD enum err record_give_key(
    struct use *u, struct conversation *c, const struct profile *to, struct errinfo *e);
NODISCARD enum err record_seal(struct desk *d, struct arena *a, const struct conversation *c,
    const char *about, const char *bytes, size_t size, const char **sealed, size_t *sealed_size,
    struct errinfo *e);
/* Whatever can't be opened any more (an erased key) comes back as otherwise. */
const char *record_unseal(struct desk *d, struct arena *a, const struct conversation *c,
    const char *about, const char *sealed, size_t size, const char *otherwise);
NODISCARD enum err record_event(struct use *u, int64_t conversation_id, const char *kind,
    const char *actor, const struct value *data, struct errinfo *e);
struct value *record_data(struct use *u, const char *key, int64_t id);	/* a map with one id */
/* Adds m (text raw) masked and sealed with its event, counts it in c, queues it where an AI or
 * agent wrote it. c isn't put. */
NODISCARD enum err record_message(
    struct use *u, struct conversation *c, struct message *m, const char *actor, struct errinfo *e);
/* Withdraws what the AI began alone; see events.h. */
NODISCARD enum err record_withdraw(struct use *u, int64_t conversation_id, struct errinfo *e);
/* sanitised */
const char *desk_harmless(struct arena *a, const char *text, size_t length, size_t limit);
const char *record_preview(struct arena *a, const char *text);	/* one line, short enough for a list */
const char *record_actor(struct use *u, const char *agent);		/* "agent:maeve" */

/* ---- labels.c: what became of the AI's draft, where the conversation has one */
NODISCARD enum err labels_of_reply(struct use *u, const struct conversation *c, const char *agent,
    const char *text, struct errinfo *e);
/* That reply was taken back: what was said of it goes for nothing. */
NODISCARD enum err labels_withdraw(struct use *u, int64_t conversation_id, int64_t message_id,
    const char *actor, struct errinfo *e);

/* ---- tags.c */
/* Tags words added or taken away; *changed: those that were. c isn't put, nothing recorded. Errors:
 * desk_tag(). */
NODISCARD enum err tags_change(struct use *u, struct conversation *c, const char *words, bool add,
    const char **changed, struct errinfo *e);

/* ---- merge.c */
#define DISPOSITION_MERGED "merged"
/* What goes on in place of a merged one; ERR_NOT_FOUND: nothing was merged. */
NODISCARD enum err merge_target(
    struct use *u, const struct conversation *c, struct conversation *out, struct errinfo *e);

/* ---- owner.c: the life of a conversation */
NODISCARD enum err owner_get(struct use *u, int64_t id, struct conversation *c, struct errinfo *e);
/* What follows from another owner happens here, whoever made the change: who got or lost it has
 * been served and may be given more; a queue looks for somebody; what nobody owes any more isn't
 * due. */
NODISCARD enum err owner_put(struct use *u, struct conversation *c, struct errinfo *e);
/* To the queue for reason, or to the named one; new epoch, sla timer, turn in progress superseded.
 * c isn't put. */
NODISCARD enum err owner_queue(struct use *u, struct conversation *c, enum handoff_reason reason,
    const char *queue, const char *actor, struct errinfo *e);
NODISCARD enum err owner_close(struct use *u, struct conversation *c, const char *disposition,
    const char *by, const char *actor, bool abandoned, struct errinfo *e);
/* A conversation that is laid aside comes back; why: "time", "shopper", "agent", "moved", "closed",
 * "undone". c isn't put. */
NODISCARD enum err owner_wake(struct use *u, struct conversation *c, const char *why,
    const char *actor, struct errinfo *e);
/* ERR_FORBIDDEN: it waits for people of a higher level. */
NODISCARD enum err owner_check_level(
    const struct conversation *c, const struct agent *who, struct errinfo *e);
/* ERR_EXISTS: the shopper has another one open, and one contact has one. */
NODISCARD enum err owner_check_contact(
    struct use *u, const struct conversation *c, struct errinfo *e);
/* The AI is told that an agent gave it back, or not. c isn't put. */
NODISCARD enum err owner_mark_returned(
    struct use *u, struct conversation *c, bool returned, struct errinfo *e);
/* With the AI: a shopper who stays silent too long from now on has left. */
NODISCARD enum err owner_await_shopper(
    struct use *u, const struct conversation *c, struct errinfo *e);
/* The open turn of a conversation, if any, ends superseded. */
NODISCARD enum err owner_end_turn(struct use *u, const struct conversation *c, const char *why,
    struct value **announces, struct errinfo *e);
/* A turn for the AI to answer up to message number; announces: action ids that it must speak of, or
 * NULL. */
NODISCARD enum err owner_ask_turn(struct use *u, const struct conversation *c, int64_t up_to,
    const struct value *announces, struct errinfo *e);
const struct value *owner_announces(struct use *u, const struct turn *t);	/* what it was to announce; NULL
									   nothing */
NODISCARD enum err owner_announce(
    struct use *u, const struct conversation *c, int64_t action_id, struct errinfo *e);

/* ---- sla.c: what is promised to whoever waits. c isn't put. */
/* It begins to wait in its queue. */
NODISCARD enum err sla_first(struct use *u, struct conversation *c, struct errinfo *e);
/* The shopper writes to the agent who has it. */
NODISCARD enum err sla_next(struct use *u, struct conversation *c, struct errinfo *e);
/* A person has written, or no answer is owed any more. */
NODISCARD enum err sla_answered(struct use *u, struct conversation *c, struct errinfo *e);
/* An answer was taken back before it went out: it is owed as before. */
NODISCARD enum err sla_unanswered(struct use *u, struct conversation *c, struct errinfo *e);
NODISCARD enum err sla_clear_timers(struct use *u, int64_t id, struct errinfo *e);
/* Whether the agent who has it has written since they got it. */
NODISCARD enum err sla_has_answer(
    struct use *u, const struct conversation *c, bool *out, struct errinfo *e);
NODISCARD enum err sla_breach(struct use *u, const struct timer *t, struct errinfo *e);
NODISCARD enum err sla_warn(struct use *u, const struct timer *t, struct errinfo *e);

/* ---- people.c */
/* As settings_agent(), at once. */
const struct agent *desk_agent(struct desk *d, const char *id);
/* ERR_FORBIDDEN where agent isn't a supervisor: "only a supervisor DOES". */
NODISCARD enum err people_check_supervisor(
    struct use *u, const char *agent, const char *does, struct errinfo *e);

/* ---- supervise.c: who watches a conversation now, by its events; at most so many */
size_t supervise_watchers(struct desk *d, struct arena *a, const struct event_list *events,
    const char **out, size_t most);

/* ---- distribute.c: queues that give their conversations to agents by themselves */
/* A queue has got something, or somebody has room: the next work looks. Costs nothing where no
 * queue assigns. */
void crew_seen_free(struct crew_seen **x);
NODISCARD enum err distribute_wake(struct use *u, struct errinfo *e);
NODISCARD enum err distribute_run(struct use *u, const struct timer *t, struct errinfo *e);
/* That an agent has just got or ended a conversation: who is idle for longest is next. */
NODISCARD enum err distribute_served(struct use *u, const char *agent, struct errinfo *e);

/* ---- state.c: what the desk remembers of a dialogue, sealed in the conversation */
struct dialogue {
	struct identity_claim claim;
	int64_t tries;			/* claims that fitted nobody */
	double lowest_mood;		/* of the shopper's messages; 0 where none was below */
	bool declined;			/* the AI has declined once */
	bool returned;			/* given back since the AI's last message */
	bool claim_changed;		/* since identity was last looked at; not stored */
	int64_t seen;			/* number of the last message whose slots are in the
					   claim */
	const struct value *backend;	/* the backend's own; NULL at first */
};
NODISCARD enum err dialogue_load(struct desk *d, struct arena *a, const struct conversation *c,
    struct dialogue *out, struct errinfo *e);
NODISCARD enum err dialogue_save(struct desk *d, struct arena *a, struct conversation *c,
    const struct dialogue *s, struct errinfo *e);
/* true where the claim changed */
bool dialogue_add_slots(struct dialogue *s, struct arena *a, const struct understanding *u);

/* ---- action.c */
/* Whether it may be proposed at all: what a refund comes to is the shop's to say, and only a person
 * who decides may lower it (desk_amend()). ERR_INPUT. */
NODISCARD enum err action_check_proposal(const struct action_proposal *p, struct errinfo *e);
/* Records a judged proposal as an action in its first state; queues it where the rule approved and
 * no person must look. */
NODISCARD enum err action_record(struct use *u, const struct conversation *c,
    const struct action_proposal *p, const struct verdict *v, const struct value *facts,
    const struct value *rows, const char *by, bool needs_person, struct action *out,
    struct errinfo *e);
/* Moves an action along with its event; asserts that the step is one of its life. data may be NULL,
 * else gets id and state. */
NODISCARD enum err action_move(struct use *u, struct action *x, enum action_state to,
    const char *actor, struct value *data, struct errinfo *e);
/* To a person, until it expires; data as for action_move(). */
NODISCARD enum err action_wait(
    struct use *u, struct action *x, struct value *data, struct errinfo *e);
NODISCARD enum err action_queue(struct use *u, const struct action *x, struct errinfo *e);
/* Judges an action anew on the facts of now. */
struct rejudged {
	struct verdict verdict;
	struct action_proposal proposal;
	struct value *facts, *rows;
	char facts_hash[65];
	bool refused;			/* the records don't allow it any more */
	struct errinfo why;
};
NODISCARD enum err action_rejudge(struct use *u, const struct conversation *c,
    const struct action *x, struct rejudged *out, struct errinfo *e);
void action_take_verdict(struct use *u, struct action *x, const struct rejudged *j);
/* Ends one (denied, expired, failed, done …) for the shopper: the AI tells them where it has the
 * conversation. */
NODISCARD enum err action_tell(struct use *u, const struct action *x, struct errinfo *e);
/* What limits are held against, in minor units: the action's amount, and what was approved before
 * of its kind on its order, so that splitting a sum evades none. */
NODISCARD enum err action_weigh(
    struct use *u, const struct action *x, int64_t *minor, struct errinfo *e);
/* how many people must approve it */
NODISCARD enum err action_set_approvals(struct use *u, struct action *x, struct errinfo *e);
const char *verdict_json(struct arena *a, const struct verdict *v, const struct value *rows);

/* ---- approve.c */
NODISCARD enum err approve_get_waiting(
    struct use *u, int64_t id, struct action *x, struct errinfo *e);
NODISCARD enum err approve_get_agent(
    struct use *u, const char *id, const struct agent **out, struct errinfo *e);
NODISCARD enum err approve_check_rights(
    struct use *u, const struct agent *who, const struct action *x, struct errinfo *e);
/* seen: facts_hash as it was shown; NULL or "": whatever it is now */
NODISCARD enum err approve_check_seen(const struct action *x, const char *seen, struct errinfo *e);
const char *approve_amount_text(struct use *u, int64_t minor);
/* harmless and masked */
const char *approve_reason(struct use *u, const struct action *x, const char *reason);

/* ---- amend.c */
/* Whoever was asked for evidence in this conversation has answered: by is "shopper" or an agent's
 * actor, who answers no question of their own. */
NODISCARD enum err ask_answered(
    struct use *u, int64_t conversation_id, const char *by, struct errinfo *e);

/* ---- announce.c: what the AI tells of decisions */
/* What chooses among wordings in a conversation, and as a key for the backend; never chance. */
size_t announce_wording(const struct desk *d, const struct conversation *c);
const char *announce_wording_key(
    const struct desk *d, struct arena *a, const struct conversation *c);
NODISCARD enum err announce_text(struct desk *d, struct arena *a, const struct conversation *c,
    const struct value *announces, struct facts *f, struct str *out, struct errinfo *e);
/* To a shopper who has answered what an approver asked. */
NODISCARD enum err announce_answered(struct desk *d, const struct conversation *c,
    const char *agent, struct str *out, struct errinfo *e);
NODISCARD enum err announce_handoff(struct desk *d, const struct conversation *c,
    enum handoff_reason reason, int64_t now, struct str *out, struct errinfo *e);

/* ---- threshold.c */
void look_free(struct look **l);
/* Another person takes it on, visibly. */
NODISCARD enum err announce_joined(struct desk *d, struct arena *a, const struct conversation *c,
    const char **out, struct errinfo *e);

/* ---- figures.c */
void day_free(struct day **day);
/* The local midnight before now, and the id of the last event before an instant: ids and instants
 * grow together. */
int64_t day_begin(const struct desk *d);
NODISCARD enum err day_last_before(
    struct desk *d, int64_t at_ms, int64_t *out, struct errinfo *e);

/* ---- floor.c */
void floor_free(struct floor **f);

/* ---- work.c, execute.c, timers.c */
/* What a try came to; one that waits is due again later, the more tries the later. error: of the
 * last try, masked. */
NODISCARD enum err outbox_finish(struct use *u, struct outbox_item *item, enum outbox_state state,
    const char *error, struct errinfo *e);
NODISCARD enum err execute_action(struct desk *d, struct outbox_item *item, struct errinfo *e);
NODISCARD enum err timers_run(struct desk *d, bool *did, struct errinfo *e);

#endif
