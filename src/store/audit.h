/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The walk of an audit: audit.c goes over chains and checkpoints, audit_records.c holds records
 * against what the log says of them.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "ops.h"

/* A chain's head as a checkpoint sealed it. */
struct sealed_head {
	int64_t conversation_id, number, checkpoint, last_event;
	char hash[SEAL_HEX];
};

struct audit {
	struct store *s;
	const struct keyring *k;
	void (*found)(void *context, const struct audit_finding *finding);
	void *context;
	struct audit_report *report;
	struct sealed_head *heads;	/* by conversation, then number */
	size_t head_count, head_room;
	int64_t sealed_event;		/* the last event that a checkpoint covers */
};

void audit_find(struct audit *x, enum audit_fault fault, int64_t conversation_id,
    const struct event *event, const char *format, ...) PRINTF_LIKE(5, 6);
/* Messages and actions of a conversation against its events. */
NODISCARD enum err audit_records(struct audit *x, struct arena *a, int64_t conversation_id,
    const struct event *events, size_t count, struct errinfo *e);

#endif
