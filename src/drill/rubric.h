/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside drill: how a session is scored. doc/drill.md says of each criterion what an occasion is, and when its
 * points are won.
 *
 *   contact.c          a contact as a map, and from a map again; who had it, and until when
 *   moments.c          moments: points won or lost, and the line of the talk that they are about
 *   rubric_decide.c    policy, approvals
 *   rubric_times.c     time to first response, handling time
 *   rubric_words.c     accuracy, what was said
 *   rubric_tone.c      tone
 *   rubric_rest.c      transfers, satisfaction
 *   rubric_ai.c        the AI's part, by the same rubric
 *   debrief.c          all of it as one map
 *   debrief_parts.c    its criteria, lessons and conversations
 *   beside.c           an expert's beside it; two compared
 *   progress.c         many, over time
 */
#ifndef FLOORWALKER_DRILL_RUBRIC_H
#define FLOORWALKER_DRILL_RUBRIC_H

#include "floorwalker/drill/debrief.h"

#define DEBRIEF_VERSION 1
#define DEBRIEF_FEW 10			/* occasions below which a score is mostly chance */
#define PLAYER_AI "ai"

/* Points of some moments. */
struct score {
	double won, of;
	size_t occasions;
	double value;			/* 0 to 100; NaN without an occasion */
};
/* A deed as it was kept. Texts are the map's. */
struct done {
	enum deed_kind kind;
	int64_t at_ms;			/* of the day, as everything here */
	const char *agent, *text, *rule, *why;
	const char *action;		/* "refund"; "" none */
	int64_t action_id, amount;
	bool wrong;
	int64_t line;			/* of the transcript; -1 none */
};
/* That the player had the conversation, from getting it to passing it on or to its end. */
struct span {
	const struct done *begin, *end;	/* end NULL: the shopper's end, or cut, or taken */
	int64_t from_ms, to_ms;
	int64_t first_words_ms;		/* the player's, -1 none */
	bool cut;			/* the session ended meanwhile */
	bool taken;			/* somebody else took it, or was given it */
};
struct talk {
	const struct value *map;
	const struct value *lines;	/* the transcript */
	struct done *deeds;
	size_t deed_count;
	struct span *spans;		/* the player's */
	size_t span_count;
	int64_t conversation;
	int64_t came_ms, ended_ms;	/* -1: it didn't end */
	bool cut;			/* it had not ended when the session did */
	size_t written, decided;	/* by the player */
	struct score scores[CRITERION_COUNT];	/* of its moments, once all are there */
};
/* An occasion on which points could be won. */
struct moment {
	enum criterion criterion;
	struct talk *talk;
	int64_t at_ms, line;		/* line -1: before anything was said */
	double won, of;			/* points; of 0: it shows what was lost already */
	const char *check;		/* which of a criterion's kinds: "greeting", "denied"; "" none */
	const char *what, *why;		/* a sentence; why "" */
	int64_t ms, amount;		/* time that it took, minor units; -1 none */
};
struct scoring {
	struct arena *arena;
	const struct drill *drill;
	const struct session *session;
	const char *player;
	bool is_ai;
	int64_t from_ms;		/* times count from here on */
	struct talk *talks;
	size_t talk_count;
	struct moment *moments;
	size_t moment_count, moment_room;
};

/* False where it is the simulator's own fault, or no contact at all: it counts nothing. */
bool contact_read(const struct scoring *s, const struct value *contact, struct talk *out);
/* The player had it, wrote in it or decided something in it. */
bool talk_was_had(const struct talk *t);
/* That, or something in it waited for them: nobody else was there. Of the AI: whom it answered. */
bool talk_is_players(const struct scoring *s, const struct talk *t);
/* The line that was said at an instant or last before it; -1 none. */
int64_t talk_line_at(const struct talk *t, int64_t at_ms);
bool done_is_by(const struct done *d, const char *agent);

/* Adds one; what and why are taken as they are. */
struct moment *moment_add(struct scoring *s, struct talk *t, enum criterion c, int64_t at_ms,
    double won, double of, const char *what, const char *why);
void moments_sort(struct scoring *s);
/* "a refund of 189.00 EUR" */
const char *moment_action(const struct scoring *s, const struct done *d);
/* "1 min 20 s" */
const char *moment_time(struct arena *a, int64_t ms);
/* 1 within the target, 0 from three times it on, and straight between. */
double rubric_share(int64_t ms, int64_t target_ms);

void rubric_policy(struct scoring *s, struct talk *t);
void rubric_approvals(struct scoring *s, struct talk *t);
void rubric_times(struct scoring *s, struct talk *t);
void rubric_accuracy(struct scoring *s, struct talk *t);
void rubric_tone(struct scoring *s, struct talk *t);
/* What the player said in a talk, in order; the arena's. */
struct said {
	const char *text;
	int64_t at_ms, line;
};
size_t rubric_said(const struct scoring *s, const struct talk *t, struct said **out);
void rubric_transfers(struct scoring *s, struct talk *t);
void rubric_satisfaction(struct scoring *s, struct talk *t);
void rubric_ai(struct scoring *s, struct talk *t);

/* Sums up each talk's moments. */
void scores_sum(struct scoring *s);
/* Of one criterion: over all, or of one talk, or of one scenario (NULL: not asked for). */
struct score score_of(const struct scoring *s, enum criterion c, const struct talk *t,
    const char *scenario);
/* By the weights of those criteria that had an occasion; NaN where none had. */
double score_whole(const struct scoring *s, const struct talk *t);
void debrief_criteria(const struct scoring *s, struct value *out);
void debrief_lessons(const struct scoring *s, struct value *out);
void debrief_moments(const struct scoring *s, struct value *out);
void debrief_conversations(const struct scoring *s, struct value *out);

#endif
