/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The append-only event log: one hash chain per conversation (and chain 0 for the store itself),
 * its heads sealed in periodic checkpoints.
 *
 * Canonical bytes of an event: "floorwalker-event-1\n" conversation "\n" number "\n" at_ms "\n"
 * kind "\n" actor "\n" previous-hash "\n" length-of-data "\n" data "\n" hash-of-body "\n", numbers
 * in decimal. hash-of-body covers what the event speaks of where that is a message: SHA-256 of its
 * sealed bytes, so that erasing a key leaves the log verifiable; else 64 zeroes. The first event's
 * previous hash is 64 zeroes.
 *
 * What the audit holds records against, in the data of events of the record's own conversation:
 *   {"message": id}                   the first event that names a message carries the hash of its
 *                                     sealed bytes (body); each message has one
 *   {"action": id, "state": "…"}     the last one that names an action says the state that it is in
 *                                    (action_state_name()); each action has one
 * Other keys are free. An event of another matter must not use "state" together with "action".
 */
#ifndef FLOORWALKER_STORE_EVENT_H
#define FLOORWALKER_STORE_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/seal.h"
#include "floorwalker/model/conversation.h"
#include "floorwalker/store.h"

/* Appends in the open transaction. kind and actor are one line; data is JSON, NULL for {}. body may
 * be NULL. Fills *out, where it is not NULL, with all of the event; its texts are those that were
 * given. */
NODISCARD enum err store_event_append(struct store *s, int64_t conversation_id, const char *kind,
    const char *actor, const char *data, int64_t at_ms, const void *body, size_t body_size,
    struct event *out, struct errinfo *e);
struct event_list { struct event *items; size_t count; };
NODISCARD enum err store_event_list(struct store *s, struct arena *a, int64_t conversation_id,
    struct event_list *out, struct errinfo *e);
/* Events of all chains past an id, oldest first: how a console learns of changes. */
NODISCARD enum err store_event_after(struct store *s, struct arena *a, int64_t after_id,
    size_t limit, struct event_list *out, struct errinfo *e);
/* Of these only what says something of the AI's replies: draft.used, reply.marked_wrong,
 * conversation.reopened. */
NODISCARD enum err store_event_of_use(struct store *s, struct arena *a, int64_t after_id,
    size_t limit, struct event_list *out, struct errinfo *e);
/* Which events of all chains: those with ids between the two, newest first; or, where ascending is
 * set, oldest first. So a long log is read in pages from any of its events, both ways. */
struct event_filter {
	int64_t after_id, before_id;	/* 0 any */
	const char *kind;		/* "owner.taken", or with all below it "owner"; NULL or ""
					   any */
	const char *actor;		/* NULL or "" any */
	int64_t conversation_id;	/* 0 any */
	bool ascending;
	size_t limit;			/* 0: 1,000 */
};
NODISCARD enum err store_event_page(struct store *s, struct arena *a,
    const struct event_filter *f, struct event_list *out, struct errinfo *e);
NODISCARD enum err store_event_last(struct store *s, int64_t *out_id, struct errinfo *e);

/* Writes a checkpoint in the open transaction: HMAC (keyring, "checkpoint") over the previous
 * checkpoint's seal, the last event id, and the head (number, hash) of every chain that moved since
 * the previous checkpoint. Nothing new: nothing written. */
NODISCARD enum err store_checkpoint(
    struct store *s, const struct keyring *k, int64_t at_ms, struct errinfo *e);
/* True when the log has grown by enough (1,000 events or 5 minutes) since the last checkpoint. */
NODISCARD enum err store_checkpoint_is_due(
    struct store *s, int64_t now_ms, bool *out, struct errinfo *e);

enum audit_fault {
	AUDIT_EDITED,
	AUDIT_MISSING,
	AUDIT_CUT_TAIL,
	AUDIT_REORDERED,
	AUDIT_RECOMPUTED,
	AUDIT_CHECKPOINT,
	AUDIT_RECORD
};
const char *audit_fault_name(enum audit_fault f);
struct audit_finding {
	enum audit_fault fault;
	int64_t conversation_id, number, event_id;
	char text[240];
};
struct audit_report {
	int64_t chains, events, checkpoints;
	int64_t uncovered;		/* events after the last checkpoint: linked, but not sealed
					   yet */
	int64_t findings;
};
/* Walks every chain and checkpoint in a fixed snapshot, calls found() for each fault; also holds
 * messages and action states against their events (AUDIT_RECORD). Without a keyring only links are
 * checked (checkpoints 0). ERR_OK whatever was found: look at report->findings. */
NODISCARD enum err store_audit(struct store *s, const struct keyring *k,
    void (*found)(void *context, const struct audit_finding *), void *context,
    struct audit_report *report, struct errinfo *e);

#endif
