/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations in the formats of others: read into one shape, written as a suite's conversations
 * (floorwalker-scenario(5)) or as what others read. What a format holds and we can't carry over,
 * and the other way round, is listed, never dropped in silence.
 *
 *   openai   one JSON object a line, {"messages": [{"role", "content", …}], …} (chat fine-tuning)
 *   csv      a turn a row: conversation, role, text, and optional title, language, at, intent,
 *            contains, lacks (RFC 4180)
 *   rasa     stories, rules and end-to-end tests of Rasa (YAML)
 *   botium   a convo text of Botium: #me, #bot and what they assert
 *   chatwoot conversations as its API answers them (JSON)
 *   uss      dialogues of User Satisfaction Simulation (tab-separated turns)
 *   abcd     Action-Based Conversations Dataset (JSON)
 */
#ifndef FLOORWALKER_REPLAY_TRANSCRIPT_H
#define FLOORWALKER_REPLAY_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

enum transcript_format {
	TRANSCRIPT_OPENAI,
	TRANSCRIPT_CSV,
	TRANSCRIPT_RASA,
	TRANSCRIPT_BOTIUM,
	TRANSCRIPT_CHATWOOT,
	TRANSCRIPT_USS,
	TRANSCRIPT_ABCD,
	TRANSCRIPT_FORMATS
};
const char *transcript_format_name(enum transcript_format f);
bool transcript_format_from(const char *name, enum transcript_format *out);

enum transcript_role {
	TRANSCRIPT_SHOPPER,
	TRANSCRIPT_AI,
	TRANSCRIPT_AGENT,
	TRANSCRIPT_SYSTEM
};
const char *transcript_role_name(enum transcript_role r); /* "shopper", "ai", "agent", "system" */

/* Texts are sanitised, without blanks at their ends, and never NULL. */
struct transcript_turn {
	enum transcript_role role;
	const char *text;		/* "" only where the source asserts something of a turn
					   whose words it doesn't have */
	int64_t at_ms;			/* 0: not known */
	const char *intent;		/* as the source names it; "" none */
	/* What an assertion of the source asks of an AI's turn: words that it holds, words that it
	 * doesn't. */
	const char *const *contains, *const *lacks;
	size_t contain_count, lack_count;
	int line;			/* in the source; 0 not known */
};
struct transcript {
	const char *id;			/* as the source names it, or its number */
	const char *title, *language;	/* "" not known */
	const char *const *names;	/* of the shopper, as the source knows them: for masking */
	size_t name_count;
	struct transcript_turn *turns;
	size_t count;
	const char *source;		/* its file's name, without folders; the path of a
					   suite's; "" a store */
	int line;
};
/* Something of a source that can't be carried over, and where it stood. */
struct transcript_loss {
	const char *source, *id;	/* of the conversation; id "" of the file */
	int line;			/* 0: not known */
	const char *what;		/* "tool call lookup_order", "slot was set: cuisine"; never
					   what a shopper said */
};
struct transcripts {
	struct transcript *items;
	size_t count;
	struct transcript_loss *losses;
	size_t loss_count;
};

#define TRANSCRIPT_BYTES_MOST ((size_t)64 << 20)
#define TRANSCRIPTS_MOST 100000
#define TRANSCRIPT_TURNS_MOST 2000	/* of one */
#define TRANSCRIPT_TEXT_MOST 8000	/* bytes; what is longer is cut, and listed */

/* All of a file's bytes. name is for messages. ERR_INPUT and ERR_LIMIT with file, line and, where
 * there is one, column. All in the arena. */
NODISCARD enum err transcripts_read(enum transcript_format f, struct arena *a, const char *name,
    const char *bytes, size_t length, struct transcripts *out, struct errinfo *e);

/* Losses by what they are, in the order in which they first came:
 *   [{what, count, conversations: how many have it, first: {file, id, line}}] */
struct value *transcripts_losses(struct arena *a, const struct transcripts *t);
/* Adds what another file held. Both are in the arena. */
void transcripts_join(struct arena *a, struct transcripts *t, const struct transcripts *more);

/* ---- into a suite */
struct transcript_saving {
	enum transcript_format format;	/* that they came from */
	const char *prefix;		/* names begin with it and a hyphen; "" none */
	bool keep_personal;		/* transcripts_save(): else it is masked: [email] … */
	const char *order_pattern;	/* of the shop, so that no order is taken for a phone; NULL
					   none */
};
struct transcript_saved {
	size_t conversations, turns, says; /* turns: all that came over; says: the shopper's */
};
/* One conversation of a suite, as YAML that replay_suite_load() reads: what the shopper says;
 * beside it, as its origin, what was answered in the source, so that nothing is claimed that
 * nobody asked for; and as an expectation what the source asserts. name: that of its file,
 * without .yaml. False: there is nothing in it that a shopper says (losses tell). t is one of
 * all's, whose losses grow. m masks; NULL: nothing is. */
struct masker;
bool transcript_to_yaml(struct arena *a, struct transcripts *all, const struct transcript *t,
    const char *name, const struct transcript_saving *how, const struct masker *m, struct str *out);
/* A name for each that a file can have and no other has: small letters, digits and hyphens, from
 * its id. */
const char **transcripts_names(struct arena *a, const struct transcripts *t,
    const struct transcript_saving *how, const struct masker *m);
/* A file a conversation in a new folder, which is there whole or not at all. ERR_EXISTS where
 * folder has files in it; ERR_INPUT where no conversation has anything that a shopper says. */
NODISCARD enum err transcripts_save(struct arena *a, struct transcripts *t,
    const struct transcript_saving *how, const char *folder, struct transcript_saved *out,
    struct errinfo *e);

/* ---- out of a suite, or of a store */
struct replay_suite;
struct store;
/* What shoppers say, and what its origin says was answered. fill: {places} hold what they stand
 * for, else they stay and are listed. Expectations that a transcript has no place for are listed.
 */
void transcripts_of_suite(
    struct arena *a, const struct replay_suite *s, bool fill, struct transcripts *out);
/* Conversations by their ids, masked as they are stored. Messages that never reached the shopper
 * are listed. */
NODISCARD enum err transcripts_of_store(struct arena *a, struct store *s, const int64_t *ids,
    size_t count, struct transcripts *out, struct errinfo *e);

/* openai: a line a conversation; csv: a turn a row, with a head. Others can't be written:
 * ERR_UNSUPPORTED. What the format has no place for is added to t's losses. Ids must differ: in
 * CSV they tell whose a row is. */
NODISCARD enum err transcripts_write(enum transcript_format f, struct arena *a,
    struct transcripts *t, struct str *out, struct errinfo *e);

#endif
