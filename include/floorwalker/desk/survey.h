/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Satisfaction: what shoppers answered when a survey asked them, and the CSAT proxy of
 * conversations whether anybody was asked or not, from what the store has of them.
 *
 * A survey answer is an event of its conversation (survey.answered). Its comment is sealed with the
 * conversation's key and kept nowhere else, so that whoever erases that key has erased it: it is
 * masked when it is read, by what is known of the shopper then. An answer is never changed; of
 * several the one that was given last counts.
 */
#ifndef FLOORWALKER_DESK_SURVEY_H
#define FLOORWALKER_DESK_SURVEY_H

#include "floorwalker/base/csv.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/model/satisfaction.h"

#define SURVEY_LEAST_SCORE 1
#define SURVEY_MOST_SCORE 5
#define SURVEY_SATISFIED 4		/* from here on: the two upper boxes count as satisfied */
#define SURVEY_KEY_MOST 200		/* bytes */
#define SURVEY_FILE_MOST ((size_t)16 << 20)	/* bytes */
#define SURVEY_LEAST 30			/* answers, else nothing is correlated */
#define SURVEY_RESAMPLES 1000

/* ---- giving answers */

enum survey_column {
	SURVEY_CONVERSATION,
	SURVEY_SCORE,
	SURVEY_COMMENT,
	SURVEY_ANSWERED_AT,
	SURVEY_KEY,
	SURVEY_COLUMNS
};

struct survey_answer {
	int64_t conversation_id;
	int64_t score;			/* 1 to 5 */
	const char *comment;		/* raw; NULL or "": none. Sanitised, and cut as a shopper's
					   message is (TEXT_MESSAGE_LIMIT) */
	const char *key;		/* its id where it comes from: within a conversation the same
					   key is the same answer. Stored as a keyed hash. NULL or "":
					   one is made of conversation, score and instant */
	int64_t answered_ms;
	bool is_day;			/* only the day is known: answered_ms lies in it */
	size_t row;			/* in the file that it was read from */
};

/* Answers out of a table (RFC 4180) with the columns conversation (C-17 or 17), score, answered_at
 * (a day, or an instant of ISO 8601), key, and comment, which may be missing or empty; any order,
 * no others. ERR_INPUT, ERR_LIMIT: "NAME:LINE:COLUMN: what is wrong", and nothing is given. *out: the
 * arena's. zone: of days. */
NODISCARD enum err survey_parse(struct arena *a, const struct zone *zone, const char *name,
    const char *text, size_t length, struct survey_answer **out, size_t *count, struct errinfo *e);

struct survey_added {
	int64_t added;
	int64_t known;			/* were there already: nothing was changed */
	int64_t comments;		/* of those added, that were kept with them */
	int64_t comments_left;		/* that couldn't be: the conversation's key was erased, and
					   with it all words of its shopper */
};
/* Puts answers on record, all or none. agent: who typed them in, "" where nobody knows; NULL: they
 * came from a file. *at, *column: where the fault is; SURVEY_COLUMNS: in none of them.
 * ERR_NOT_FOUND: no such conversation; ERR_CONFLICT: the same key was given with another score;
 * ERR_INPUT: no score, or an instant before the conversation began or still to come; ERR_LIMIT: the
 * key is too long. */
NODISCARD enum err desk_survey_add(struct desk *d, const char *agent,
    const struct survey_answer *answers, size_t count, struct survey_added *out, size_t *at,
    enum survey_column *column, struct errinfo *e);
/* A whole file: survey_parse() and desk_survey_add(), with the place in each fault. */
NODISCARD enum err desk_survey_import(struct desk *d, struct arena *a, const char *name,
    const char *text, size_t length, struct survey_added *out, struct errinfo *e);

/* ---- reading */

/* The answer of a conversation that counts. */
struct survey_given {
	int64_t score;			/* 0: nobody answered */
	int64_t answered_ms;
	int64_t answers;		/* how many there are: those before the last don't count */
	const char *comment;		/* masked; "" none, or its key is gone */
};

struct conversation_satisfaction {
	bool applies;			/* false: no shopper wrote, it was merged, or it is spam or a
					   test; proxy says nothing then */
	bool is_final;			/* it is closed */
	struct satisfaction proxy;	/* of what is known until now */
	struct survey_given survey;
};
/* The factors are those of simulated days (doc/satisfaction.md) as far as a store has them; what it
 * hasn't is unknown. Reads alone. */
NODISCARD enum err desk_satisfaction(struct desk *d, struct arena *a, int64_t conversation_id,
    struct conversation_satisfaction *out, struct errinfo *e);

struct survey_asked {
	int64_t from_ms, until_ms;	/* conversations that were closed in it; until: not included */
	int64_t least;			/* answers that a correlation takes */
	size_t resamples;
	uint64_t seed;
	size_t comments;		/* the newest, at most so many */
};
/* How the conversations of a period were answered for, and how the proxy goes with the answers, as
 * a map (doc/satisfaction.md). Reads alone; the arena's. */
NODISCARD enum err desk_survey_report(struct desk *d, struct arena *a,
    const struct survey_asked *asked, struct value **out, struct errinfo *e);

#endif
