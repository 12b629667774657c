/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an agent does to one conversation beyond taking, answering and closing it: assigning,
 * laying aside, tagging, escalating, merging, reopening, taking back; and what is theirs alone:
 * drafts, what they have read, what they look at.
 *
 * agent: id in the settings. ERR_CONFLICT names who was first; ERR_FORBIDDEN what right is missing;
 * ERR_STATE what state it is in.
 */
#ifndef FLOORWALKER_DESK_ACTS_H
#define FLOORWALKER_DESK_ACTS_H

#include "floorwalker/desk/desk.h"

#define SNOOZE_MOST_MS (90 * DATE_DAY_MS)
#define MERGE_CHAIN 16			/* how far merged conversations are followed */
#define DRAFT_LIMIT 65536		/* bytes */
#define PRESENCE_BEAT_MS 5000		/* a beat is written so often at most */
#define PRESENCE_STALE_MS 15000		/* who hasn't beaten for so long isn't there any more */
#define PRESENCE_LIMIT 1000		/* conversations asked for at once */

/* ---- whose it is */

/* Gives a conversation to an agent, whoever has it: supervisors and seniors may; anybody to
 * themselves, from the AI or a queue. A new epoch: nothing of the AI's lands after it, and replies
 * of another that have not gone out are withdrawn and become that agent's draft. ERR_NOT_FOUND: no
 * such agent; ERR_STATE: theirs already, or closed. */
NODISCARD enum err desk_assign(struct desk *d, const char *agent, int64_t conversation_id,
    const char *to, const char *why, struct errinfo *e);

/* Raises a conversation by one level: above an agent to the seniors, above them to the supervisors;
 * where the shop has nobody of a level, to the next. It goes to the escalation queue
 * (settings_queue_above()), from where only people of that level take it, with why as its summary
 * and a note. One's own, one that waits, or the AI's. ERR_USAGE: without why; ERR_STATE: nobody is
 * above. */
NODISCARD enum err desk_escalate(struct desk *d, const char *agent, int64_t conversation_id,
    const char *why, struct errinfo *e);

/* Opens a closed one again: for the agent, or to the queue where it waited last. ERR_EXISTS: the
 * shopper has another open one (named); ERR_STATE: it isn't closed, or was merged. */
NODISCARD enum err desk_reopen(struct desk *d, const char *agent, int64_t conversation_id,
    bool to_queue, struct errinfo *e);

/* Merges duplicate into conversation_id: the same proven customer or the same contact, else
 * ERR_FORBIDDEN. The duplicate closes as "merged" and points to the other; its messages stay. Who
 * writes in it again gets whoever then has the other. The duplicate is the agent's own, the AI's or
 * waits; the other is open. ERR_STATE: an action of the duplicate is open (named). */
NODISCARD enum err desk_merge(struct desk *d, const char *agent, int64_t conversation_id,
    int64_t duplicate, struct errinfo *e);

/* ---- laying aside */

/* An instant as people write it, in zone: a span ("30m", "2h", "1h30m", "3d"), a time ("17:30": the
 * next one), "today 17:30", "tomorrow", "monday", "2026-10-15", each with or without a time
 * ("tomorrow 9:00"; 9:00 unless said). *rest: what follows, without leading blanks. ERR_USAGE: it
 * begins with no time, or with one that is past or more than SNOOZE_MOST_MS away. */
NODISCARD enum err when_parse(const struct zone *zone, int64_t now_ms, const char *words,
    int64_t *out_ms, const char **rest, struct errinfo *e);

/* Lays the agent's own conversation aside: words as for when_parse(), then a reason that may be
 * absent. It stays theirs, out of the usual lists, and comes back at that time, when the shopper
 * writes, or when it changes hands. Again: another time. */
NODISCARD enum err desk_snooze(struct desk *d, const char *agent, int64_t conversation_id,
    const char *words, struct errinfo *e);
/* ERR_STATE: it isn't laid aside. */
NODISCARD enum err desk_unsnooze(
    struct desk *d, const char *agent, int64_t conversation_id, struct errinfo *e);

/* ---- tags */

/* One or more words: slugs (conversation_tag_is_valid(); capitals are made small, a leading # is
 * dropped); what a conversation has already is no fault as long as one is new. ERR_USAGE: no
 * slug, or what looks like personal data; ERR_LIMIT: more than CONVERSATION_TAGS_MAX; ERR_EXISTS,
 * ERR_NOT_FOUND (untag): nothing would change. */
NODISCARD enum err desk_tag(struct desk *d, const char *agent, int64_t conversation_id,
    const char *words, struct errinfo *e);
NODISCARD enum err desk_untag(struct desk *d, const char *agent, int64_t conversation_id,
    const char *words, struct errinfo *e);

/* ---- taking back */

struct desk_undone {
	const char *kind;		/* of the event that was taken back: "message.agent" … */
	const char *text;		/* raw, of a reply: for the composer, in memory; else "" */
	int64_t number;			/* of that event */
};
/* Takes back what the agent did last. A reply of theirs that has not gone out comes first, whatever
 * else was done since: it alone can't wait; it becomes their draft again, and in wrap-up the
 * conversation is theirs again. Else the last act on the conversation, where it is the agent's own
 * and nobody has done anything since: taking, giving back (until the AI has answered), tagging,
 * untagging, laying aside, closing (while it is wrapped up), passing on, assigning, escalating,
 * merging (from either of the two). Owners come back under a new epoch; what the AI was answering
 * it answers anew. ERR_STATE says why not: it was sent, notes stay, what was approved was executed
 * and can be reversed only in the shop … *out: the arena's. */
NODISCARD enum err desk_undo(struct desk *d, struct arena *a, const char *agent,
    int64_t conversation_id, struct desk_undone *out, struct errinfo *e);

/* ---- drafts of the composer */

/* Keeps what an agent has typed, sealed with the conversation's key; empty: forgets it. Sending a
 * reply forgets it too. Not an event; doesn't wait for the disk. ERR_LIMIT. */
NODISCARD enum err desk_draft_keep(struct desk *d, const char *agent, int64_t conversation_id,
    const char *text, struct errinfo *e);
/* "" where there is none, or its key was erased. In the arena, raw: for the composer alone. */
NODISCARD enum err desk_draft_read(struct desk *d, struct arena *a, const char *agent,
    int64_t conversation_id, const char **out, struct errinfo *e);

/* ---- who has read and who looks on. None of it is an event (doc/store.md). */

/* An agent has read a conversation up to message number; writes only where that is more than
 * before. */
NODISCARD enum err desk_seen(struct desk *d, const char *agent, int64_t conversation_id,
    int64_t number, struct errinfo *e);
/* read[i]: how many messages of ids[i] the agent has read; 0 none: what its message_count has above
 * that is unread. At most PRESENCE_LIMIT. */
NODISCARD enum err desk_seen_list(struct desk *d, const char *agent, const int64_t *ids,
    size_t count, int64_t *read, struct errinfo *e);

/* An agent has a conversation open: to be said every few seconds while it is so, and written every
 * PRESENCE_BEAT_MS at most. */
NODISCARD enum err desk_present(
    struct desk *d, const char *agent, int64_t conversation_id, struct errinfo *e);
/* … and no longer. Who only stops beating is gone after PRESENCE_STALE_MS. */
NODISCARD enum err desk_absent(
    struct desk *d, const char *agent, int64_t conversation_id, struct errinfo *e);
/* Who has one of these open now, by conversation and agent; the arena's. At most PRESENCE_LIMIT
 * ids, in any order; ids NULL: of all conversations. Reads alone; s: any handle (a screen's reader
 * is one). */
NODISCARD enum err desk_presence_list(struct store *s, struct arena *a, int64_t now_ms,
    const int64_t *ids, size_t count, struct presence **out, size_t *found, struct errinfo *e);

#endif
