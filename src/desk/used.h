/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What use says of the AI's replies: which were wrong, which right, which nobody knows. One
 * definition, for a refit of the confidence and for what another threshold would have done.
 *
 * Wrong: its draft was changed before it was sent, an agent says so, or the shopper came back about
 * the same. Right: its draft was sent as it was, or the conversation was left to the AI, closed, and
 * nobody came back within the window. What an agent wrote anew says nothing: they may have known
 * more.
 */
#ifndef FLOORWALKER_DESK_USED_H
#define FLOORWALKER_DESK_USED_H

#include "private.h"

enum used_source { USED_EDITED, USED_MARKED, USED_CAME_BACK, USED_AS_IS, USED_LEFT_ALONE, USED_SOURCES };
extern const char *const used_sources[USED_SOURCES];
bool used_is_right(enum used_source s);

/* Wishes that are only talk: greeting, thanks … */
bool used_is_talk(const char *intent);

/* A conversation by what it was about, to see who came back. */
struct used_visit {
	int64_t id, opened_ms, closed_ms;	/* closed_ms 0: open */
	const char *customer_id, *contact, *channel, *intent;
	bool alone;			/* closed, no person joined, and it was no hand-off */
	bool returned;			/* filled by used_find_returns() */
};
struct used_visit used_visit_of(const struct conversation *c, const char *intent);
/* Who of the same customer (else of the same contact in the same channel) opened another
 * conversation about the same intent within the window after this one closed. */
void used_find_returns(struct used_visit *visits, size_t count, int64_t window_ms);

struct used_turn {
	int64_t id, created_ms;
	const char *intent;
	bool is_reply;			/* sent, with a confidence */
};
struct used_event {
	int64_t at_ms, turn;
	enum { EVENT_AS_IS, EVENT_EDITED, EVENT_OTHER, EVENT_MARKED, EVENT_TAKEN_BACK, EVENT_REOPENED } kind;
};
/* False: it says nothing of replies. */
bool used_event_read(struct arena *a, const struct event *x, struct used_event *out);

#define USED_UNKNOWN (-1)
struct used_found {
	int *label;			/* of each turn: an enum used_source, or USED_UNKNOWN */
	size_t rewritten;		/* drafts that an agent wrote anew */
	bool not_settled;		/* the window is open: silence says nothing yet */
};
/* Of one conversation: turns and events in their order. The first word on a turn stands. */
void used_label(const struct used_visit *x, const struct used_turn *turns, size_t count,
    const struct used_event *events, size_t event_count, int64_t window_ms, int64_t now,
    struct used_found *out);

#endif
