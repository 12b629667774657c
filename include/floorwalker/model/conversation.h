/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations, their messages, the AI's turns with their trace, notes and events. Plain records:
 * strings belong to the arena that the record was read into; an absent text is "", an absent
 * instant or id is 0.
 */
#ifndef FLOORWALKER_MODEL_CONVERSATION_H
#define FLOORWALKER_MODEL_CONVERSATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/seal.h"

/* ai -> queued(reason) -> agent -> wrap_up -> closed; ai -> agent by takeover; queued -> closed by
 * abandonment; agent -> queued by transfer; agent -> ai by giving back; closed -> ai | queued on
 * re-contact. An agent's word besides: ai | queued | agent -> agent by assigning, any of these ->
 * queued by escalating, wrap_up -> agent by taking it back, closed -> agent | queued by reopening,
 * any -> closed by merging. */
enum conversation_state {
	CONVERSATION_AI,
	CONVERSATION_QUEUED,
	CONVERSATION_AGENT,
	CONVERSATION_WRAP_UP,
	CONVERSATION_CLOSED
};

enum handoff_reason {
	HANDOFF_NONE,
	HANDOFF_ASKED_FOR_HUMAN,
	HANDOFF_SENTIMENT,
	HANDOFF_UNSURE,
	HANDOFF_UNGROUNDED,
	HANDOFF_POLICY,
	HANDOFF_REPEATED_FAILURE,
	HANDOFF_GUARDED_TOPIC,
	HANDOFF_HIGH_VALUE,
	HANDOFF_OUT_OF_SCOPE,
	HANDOFF_BACKEND_FAILED,
	HANDOFF_TAKEN,		/* an agent took over from the AI, nobody asked */
	HANDOFF_TRANSFER,	/* another agent passed it on */
	HANDOFF_OTHER,
	HANDOFF_COUNT
};

struct conversation {
	int64_t id;			/* shown as C-17 */
	int64_t version;		/* grows with each write; an update names the one it read */
	const char *channel;		/* "web", "chat", "synthetic" … */
	const char *contact;		/* the shopper's handle in that channel, as a keyed hash
					   where personal; unique per channel while open */
	const char *shopper;		/* masked name to show ("Aoife N.") or "Guest 17" */
	const char *customer_id;	/* the shop's id once identity is proven, else "" */
	const char *tier;
	const char *language;		/* BCP 47; "" until known */
	enum conversation_state state;
	const char *queue;		/* where it waits, or last waited */
	const char *agent;		/* who has it (agent, wrap_up), or had it */
	int64_t epoch;			/* grows with each change of owner; starts at 1 */
	enum handoff_reason reason;	/* of the last hand-off */
	const char *intent;		/* of the last turn */
	double confidence;		/* of the last AI turn, [0,1]; -1 where none */
	double sentiment;		/* of the shopper's last message, [-1,1] */
	double sentiment_first;		/* of the shopper's first message */
	const char *summary;		/* masked; of the last hand-off or give-back */
	const char *draft;		/* masked; what the AI would have said, for the agent */
	const char *preview;		/* masked; begin of the last message */
	const char *disposition;	/* outcome label at close */
	int64_t message_count;
	int64_t shopper_count;		/* messages by the shopper */
	int64_t human_count;		/* messages by agents */
	int64_t opened_ms;
	int64_t updated_ms;
	int64_t shopper_ms;		/* the shopper's last message */
	int64_t waiting_ms;		/* since when it waits for a person; 0 when it doesn't */
	int64_t due_ms;			/* answer due by the queue's promise; 0 none */
	int64_t closed_ms;
	int64_t snoozed_ms;		/* until when its owner has laid it aside; 0 it isn't */
	const char *snooze_reason;	/* masked; "" none */
	const char *tags;		/* slugs in alphabetical order, a blank between; "" none */
	int64_t level;			/* least role of whoever takes it out of a queue: enum
					   agent_role; 0 anybody's */
	int64_t merged_into;		/* closed as a duplicate of that one; 0 it isn't */
	int64_t wrap_up_ms;		/* until when it is wrapped up; 0 it isn't */
	const char *sealed_state;	/* dialogue state, sealed; may hold NULs: sealed_state_size
					   bytes */
	size_t sealed_state_size;
	uint8_t key[SEAL_WRAPPED];	/* wrapped data key */
	bool has_key;
};

#define CONVERSATION_TAG_MAX 32		/* bytes of one tag */
#define CONVERSATION_TAGS_MAX 12	/* tags of one conversation */

enum author { AUTHOR_SHOPPER, AUTHOR_AI, AUTHOR_AGENT, AUTHOR_SYSTEM };

/* A message starts pending (AI, agent) or delivered (shopper). Withdrawn: a takeover came first.
 * Superseded: written under an old epoch, kept for the record and never sent. */
enum delivery {
	DELIVERY_PENDING,
	DELIVERY_DELIVERED,
	DELIVERY_WITHDRAWN,
	DELIVERY_SUPERSEDED,
	DELIVERY_FAILED
};

struct message {
	int64_t id;
	int64_t conversation_id;
	int64_t number;			/* 1, 2 … in its conversation */
	enum author author;
	const char *name;		/* agent id, backend name, or "" */
	const char *text;		/* masked and sanitised */
	const char *sealed;		/* raw text, sealed with the conversation's key, about
					   "message" */
	size_t sealed_size;
	const char *source_key;		/* the channel's id of an incoming message; unique per
					   conversation; "" none */
	int64_t epoch;
	int64_t turn_id;
	double confidence;		/* AI only, else -1 */
	const char *citations;		/* JSON list of {id, title} */
	enum delivery delivery;
	int64_t created_ms;
	int64_t delivered_ms;
};

/* One run of the AI over the messages up to number. waiting -> running -> sent | handed_off |
 * superseded | failed. */
enum turn_state {
	TURN_WAITING,
	TURN_RUNNING,
	TURN_SENT,
	TURN_HANDED_OFF,
	TURN_SUPERSEDED,
	TURN_FAILED
};

struct turn {
	int64_t id;
	int64_t conversation_id;
	int64_t up_to;			/* number of the last shopper message it answers */
	int64_t epoch;			/* the epoch it was asked under */
	enum turn_state state;
	const char *worker;		/* who holds the lease */
	int64_t lease_ms;		/* until when */
	int64_t attempts;
	int64_t due_ms;			/* not before */
	const char *backend;
	double confidence;
	const char *intent;
	const char *trace;		/* JSON, masked: everything that the turn saw and decided */
	int64_t created_ms;
	int64_t ended_ms;
};

struct note {
	int64_t id;
	int64_t conversation_id;
	const char *agent;
	const char *text;		/* masked */
	int64_t created_ms;
	const char *reader;		/* a whisper: the one agent who reads it, besides its
					   author; "" all colleagues do */
};

/* What an agent says that a shopper's message meant. Its words are the message's own, as they are
 * masked now: none are copied. Never changed; what became of it is the last of its reviews. */
struct intent_correction {
	int64_t id;			/* shown as L-3 */
	int64_t conversation_id;
	int64_t message_id;
	const char *agent;		/* who corrected */
	const char *was;		/* the intent as it was understood; "" unknown */
	const char *intent;		/* what was meant; "out_of_scope" for none */
	int64_t created_ms;
};

struct correction_review {
	int64_t id;
	int64_t correction_id;
	const char *agent;		/* who reviewed */
	bool accept;			/* else rejected */
	const char *reason;		/* masked; "" where accepted without one */
	int64_t at_ms;
};

/* One link of a conversation's hash chain (conversation_id 0: the store's own chain). hash =
 * SHA-256 over the canonical bytes that store/event.h defines, the previous hash among them. */
struct event {
	int64_t id;			/* over all chains, growing */
	int64_t conversation_id;
	int64_t number;			/* 1, 2 … in its chain */
	const char *kind;		/* "message.shopper", "turn.sent", "owner.taken",
					   "action.approved" … */
	const char *actor;		/* "shopper", "ai", "agent:maeve", "policy", "work" */
	const char *data;		/* JSON, masked */
	int64_t at_ms;
	char body[SEAL_HEX];		/* hash of the sealed bytes that it speaks of; 64 zeroes
					   where none */
	char previous[SEAL_HEX];
	char hash[SEAL_HEX];
};

const char *conversation_state_name(enum conversation_state s);	/* "ai", "queued", "agent",
								   "wrap_up", "closed" */
bool conversation_state_from(const char *name, enum conversation_state *out);
const char *handoff_reason_name(enum handoff_reason r);		/* "asked_for_human" … ; "" for
								   none */
const char *handoff_reason_title(enum handoff_reason r);		/* "asked for a human" … */
bool handoff_reason_from(const char *name, enum handoff_reason *out);
const char *author_name(enum author a);
bool author_from(const char *name, enum author *out);
const char *delivery_name(enum delivery d);
bool delivery_from(const char *name, enum delivery *out);
const char *turn_state_name(enum turn_state s);
bool turn_state_from(const char *name, enum turn_state *out);

/* A slug: small letters, digits and hyphens, beginning with a letter or digit, 1 to
 * CONVERSATION_TAG_MAX bytes. */
bool conversation_tag_is_valid(const char *tag);
/* Whether it is one of those in a conversation's tags. */
bool conversation_has_tag(const char *tags, const char *tag);

/* "C-17", "A-3" -> 17, 3; also a bare number. False on anything else. */
bool record_id_parse(char letter, const char *s, int64_t *out);

#endif
