/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back what an agent did last, inside: undo_past.c finds what that was, undo_acts.c,
 * undo_owner.c and undo_merge.c take it back, undo_why.c says why not, undo.c does it in one
 * transaction.
 */
#ifndef FLOORWALKER_DESK_UNDO_H
#define FLOORWALKER_DESK_UNDO_H

#include "deed.h"

/* The log of a conversation with marks on what doesn't count. */
struct past {
	struct event_list events;
	bool *skipped;
};

struct undoing {
	struct deed x;
	struct past past;
	const struct event *head;		/* what the act is known by */
	int64_t last;				/* number of its last event */
	int64_t also;				/* of one elsewhere that goes with it; 0 none */
	const struct value *data;		/* of head */
	const char *raw;			/* a reply's words */
};

/* ---- undo_past.c */
const struct value *undo_data(struct use *u, const struct event *x);	/* of an event; NULL unreadable */
/* The log, of which what was taken back and what is about its own matter alone is skipped. */
NODISCARD enum err undo_read_past(
    struct use *u, int64_t id, struct past *p, struct errinfo *e);
/* The last that counts before place; false: none. */
bool undo_last_before(const struct past *p, size_t place, size_t *out);
/* What the last that counts is known by: head, data and last. false: nothing was done, or it wasn't
 * the agent; *other: what, NULL nothing. */
bool undo_find_head(struct use *u, struct undoing *w, const struct event **other);

/* ---- undo_acts.c, undo_owner.c, undo_merge.c: c isn't put, nothing recorded but where it says so */
NODISCARD enum err undo_tags(struct use *u, struct undoing *w, struct errinfo *e);
NODISCARD enum err undo_snooze(struct use *u, struct undoing *w, struct errinfo *e);
NODISCARD enum err undo_wrap_up(struct use *u, struct undoing *w, struct errinfo *e);
/* To whoever had it, with the wait that it had, under a new epoch. */
NODISCARD enum err undo_owner(struct use *u, struct undoing *w, struct errinfo *e);
/* The same of c, by what is remembered in w's data; what goes with it is the caller's. */
NODISCARD enum err undo_restore(struct use *u, struct undoing *w, struct errinfo *e);
/* Both conversations are as before; that which isn't w's is put and recorded. */
NODISCARD enum err undo_merge(struct use *u, struct undoing *w, struct errinfo *e);

/* ---- undo.c */
NODISCARD enum err undo_record(struct use *u, struct undoing *w, struct errinfo *e);

/* ---- undo_why.c */
/* Refuses: a decision on an action, by how far it has come. */
NODISCARD enum err undo_decided(struct use *u, int64_t action_id, struct errinfo *e);
/* Refuses: who did what last, where it isn't the agent. */
NODISCARD enum err undo_others(
    struct use *u, const struct undoing *w, const struct event *x, struct errinfo *e);

#endif
