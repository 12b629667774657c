/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The AI port: a turn goes in, a draft with claims and proposals comes out. It decides nothing: the
 * desk's ground check, gates and policy do. Behind it: builtin (dialogue and composing over
 * understand, knowledge, shop and policy) and http (doc/http-backend.md).
 */
#ifndef FLOORWALKER_BACKEND_H
#define FLOORWALKER_BACKEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/knowledge.h"
#include "floorwalker/model/confidence.h"
#include "floorwalker/model/conversation.h"
#include "floorwalker/model/settings.h"
#include "floorwalker/policy.h"
#include "floorwalker/shop/facts.h"
#include "floorwalker/text/messages.h"
#include "floorwalker/understand.h"

struct backend;

/* One earlier line of the conversation, raw (in memory only). */
struct transcript_line {
	enum author author;
	const char *text;
	int64_t at_ms;
	const char *masked;			/* as it is stored; NULL: not known. What was
						   personal then stays masked, though the record
						   changed since */
};

/* An action of this conversation as it stands, so that the AI can speak of it. */
struct action_line {
	int64_t id;
	enum action_kind kind;
	enum action_state state;
	const char *order_id, *title, *reason;
	int64_t amount;
};

struct backend_request {
	const struct settings *settings;
	const struct messages *messages;	/* in the shopper's language */
	const struct messages *own_messages;	/* in the shop's, for what its people read; NULL: as
						   messages */
	const char *const *languages;		/* in which the shop answers, its own first */
	size_t language_count;
	struct policy_session *policy;
	struct retriever *retriever;
	const struct knowledge *knowledge;	/* with the articles in the shopper's language where
						   they are written in it */
	const struct confidence_weights *confidence;	/* fitted to this backend's parts; NULL:
							   none, its own prior serves */
	struct facts *facts;			/* empty at first; filled by reading */
	const struct understanding *understanding;
	const struct transcript_line *transcript;	/* oldest first, the message to answer is
							   last */
	size_t transcript_count;
	const struct action_line *actions;
	size_t action_count;
	const struct customer *customer;	/* proven, or NULL */
	bool just_proven;			/* in this turn */
	bool identity_failed;			/* a claim was made that fits nobody */
	bool returned;				/* an agent gave it back since the AI's last
						   message */
	const struct value *state;		/* the backend's own, from its last draft; NULL at
						   first */
	int64_t conversation_id, epoch;
	const char *conversation_key;		/* stable, for choosing variants: no personal
						   data */
	int64_t now_ms;
	int64_t deadline_ms;			/* for remote backends; monotonic budget in ms */
	bool untraced;				/* nobody will read the draft's trace: it may be
						   left out */
	/* Called at each named step inside; may be NULL. Tests use it to act in the middle of a
	 * turn. */
	void (*step)(void *context, const char *name);
	void *step_context;
};

struct backend_draft {
	const char *text;			/* what it would say; "" with a hand-off only */
	const char *const *citations;		/* passage ids */
	size_t citation_count;
	struct action_proposal *proposals;	/* what the shopper has explicitly agreed to */
	size_t proposal_count;
	const char *intent;			/* the main wish of this turn */
	double confidence;			/* the backend's own, [0,1]: that the reply needs no
						   correction */
	struct value *parts;			/* map of what confidence is made of: name ->
						   [0,1] */
	struct value *trace;			/* map: intent alternatives, slots, dialogue steps,
						   passages with scores, policy rows … */
	struct value *state;			/* for the next turn; plain JSON; stored sealed. Its
						   text "expected" is what was asked:
						   understand_context.expected */
	bool hand_off;				/* the backend itself gives up */
	enum handoff_reason reason;
	const char *summary;			/* for a person: wish, known and verified, tried,
						   policy's word; raw (desk masks). Where the
						   backend doesn't give up itself a gate may
						   still: then this goes with it */
	const char *suggestion;			/* what that person may write first, where the
						   backend gives up; raw; NULL or "": nothing */
	int64_t failures;			/* questions repeated, answers the shopper rejected:
						   in a row */
	bool ends;				/* the shopper has what they wanted and said
						   goodbye */
	bool is_small_talk;			/* holds no claims */
	bool declines;				/* out of scope, and the text says so politely and
						   offers a person */
};

struct backend_ops {
	const char *name;
	NODISCARD enum err (*draft)(void *self, struct arena *a, const struct backend_request *q,
	    struct backend_draft *out, struct errinfo *e);
	void (*free)(void *self);
	/* As messages_check(), over the sentences that it says; NULL: it says none of the
	 * world's. */
	NODISCARD enum err (*check)(const struct messages *m, size_t *at, struct errinfo *e);
};

/* take_self: freed by backend_free. For backends and for fakes in tests. */
struct backend *backend_new(const struct backend_ops *ops, void *take_self);
void backend_free(struct backend **b);
const char *backend_name(const struct backend *b);
/* Whether a language has all that the backend says, as messages_check(): call again with the same
 * *at (0 at first) for the next fault. */
NODISCARD enum err backend_check(
    const struct backend *b, const struct messages *m, size_t *at, struct errinfo *e);
NODISCARD enum err backend_draft_reply(struct backend *b, struct arena *a,
    const struct backend_request *q, struct backend_draft *out, struct errinfo *e);

/* The i-th intent that builtin has a playbook for, and then what its dialogue hears as an answer
 * (affirm, deny); NULL past the last. No other intent leads anywhere. */
const char *backend_builtin_intent(size_t i);
bool backend_builtin_knows(const char *intent);
/* The i-th part that builtin makes its confidence of; NULL past the last. A part that is 0 may be
 * left out of a draft, but for those of the prior. */
const char *backend_builtin_part(size_t i);
bool backend_builtin_has_part(const char *name);
/* A passage that answers less probably counts for nothing, but the best one and those of its article. */
double backend_builtin_passage_least(void);
/* The weights that serve where none were fitted. */
const struct confidence_weights *backend_builtin_prior(void);
NODISCARD enum err backend_builtin_new(struct backend **out, struct errinfo *e);
/* url: http://… or https://…; loopback or not, as given. timeout_ms 0: 20,000. A secret for the
 * Authorization header comes from $FLOORWALKER_HTTP_TOKEN. */
NODISCARD enum err backend_http_new(
    const char *url, int64_t timeout_ms, struct backend **out, struct errinfo *e);
/* "builtin" or "http:URL". */
NODISCARD enum err backend_open(const char *name, struct backend **out, struct errinfo *e);

#endif
