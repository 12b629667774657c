/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the events of one conversation tell of it for the metrics.
 */
#ifndef FLOORWALKER_DESK_STORY_H
#define FLOORWALKER_DESK_STORY_H

#include "floorwalker/desk/survey.h"
#include "floorwalker/model/metric.h"
#include "private.h"

#define STORY_ASKED 4

struct story {
	int64_t conversation_id;
	struct conversation_outcome outcome;
	int64_t closed_ms;		/* 0 while it is open */
	int64_t answered, answered_in_time;	/* by agents, out of a queue */
	double proxy;			/* of the day's figures (figures.c): 1 to 5; 0: it has none,
					   or wasn't looked at yet */
	bool scores;			/* … and its proxy is to be looked at (anew) */
	int8_t score;			/* of a survey's newest answer, 1 to 5; 0 none */
	bool last_in_time;
	bool waits;			/* for a person, and nobody has it */
	int64_t queued_ms;		/* since when it waits; 0 where it doesn't */
	size_t queue;			/* number of the queue that it waits in, or last waited
					   in, + 1; 0 none known */
	int64_t promised_ms;		/* how long it may wait by its queue's service level; 0 any
					   time */

	/* for the CSAT proxy (satisfaction.c) */
	int64_t wrote_ms;		/* the shopper's first message; 0 none */
	int64_t first_answer_ms;	/* what they waited for the first answer; -1 none came */
	int64_t longest_gap_ms;		/* and for a later one at most, outside the queue */
	int64_t silent_ms;		/* since when they wait for an answer; 0 they don't */
	int64_t entered_ms;		/* when they began to wait for a person, while they do */
	int64_t queue_ms;		/* how long they waited for a person, all waits that ended */
	int64_t left_queue_ms;		/* when the last of these ended */
	int64_t score_ms;		/* when the survey's newest answer was given */
	int64_t told_id;		/* the last message of the system's own; 0 none */
	int32_t asked[STORY_ASKED];	/* numbers of messages in which an approver asked the
					   shopper: nobody took the conversation over by them */
	uint8_t asked_count;
	bool mood_known;		/* the AI has read the shopper's last message */
};

void story_begin(struct story *s, int64_t conversation_id);
/* in the order of their numbers */
void story_tell(struct story *s, const struct desk *d, struct arena *a, const struct event *x);

/* ---- satisfaction.c */
/* Whether a CSAT proxy is one of this conversation's: the shopper wrote, and it was neither merged
 * into another nor closed as "spam" or "test". */
bool satisfaction_applies(const struct story *s, const struct conversation *c);
/* The factors of one conversation's records: what its events tell, its row, its messages. Open or
 * closed; a wait that lasts counts up to now. */
void satisfaction_of_records(const struct story *s, const struct conversation *c,
    const struct message_list *messages, int64_t now_ms, struct arena *a,
    struct satisfaction_factors *out);

/* ---- survey_read.c */
/* The answer among a conversation's events that counts. */
void survey_of_events(struct desk *d, struct arena *a, const struct conversation *c,
    const struct event_list *events, struct survey_given *out);

#endif
