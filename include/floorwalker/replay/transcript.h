/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations in the formats of others: read into one shape, written as a suite's conversations
 * (floorwalker-scenario(5)) or as what others read. What a format holds and we can't carry over, and the other
 * way round, is listed, never dropped in silence.
 *
 *   openai   one JSON object a line, {"messages": [{"role", "content", "tool_calls" …}], …} (chat fine-tuning)
 *   csv      a turn a row: conversation, role, text, and optional at, intent, action (RFC 4180)
 *   rasa     stories and end-to-end tests of Rasa (YAML)
 *   botium   convo texts of Botium: #me, #bot and what they assert
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

struct transcript_turn {
	enum transcript_role role;
	const char *text;		/* sanitised; "" where the turn only did something */
	int64_t at_ms;			/* 0: not known */
	const char *intent;		/* as the source names it; "" none */
	const char *const *contains;	/* what an assertion of the source asks of an AI's turn */
	size_t contain_count;
	int line;			/* in the source */
};
struct transcript {
	const char *id;			/* as the source names it, or its number */
	const char *title, *language;	/* "" not known */
	struct transcript_turn *turns;
	size_t count;
};
/* Something of a source that can't be carried over, and where it stood. */
struct transcript_loss {
	const char *id;			/* of the conversation; "" of the file */
	int line;			/* 0: not known */
	const char *what;		/* "tool call lookup_order", "slot was set: cuisine" */
};
struct transcripts {
	struct transcript *items;
	size_t count;
	struct transcript_loss *losses;
	size_t loss_count;
};

/* All of a file's bytes. name is for messages. Limits: 64 MiB, 100,000 conversations, 2,000 turns each, 8,000
 * bytes a text; ERR_INPUT and ERR_LIMIT with file, line and, where there is one, column or field. All in the
 * arena. */
NODISCARD enum err transcripts_read(enum transcript_format f, struct arena *a, const char *name,
    const char *bytes, size_t length, struct transcripts *out, struct errinfo *e);

/* One conversation of a suite, as YAML that replay_suite_load() reads: what the shopper says, and of what the
 * other side says an expectation: "contains" where the source asserts it, else a comment beside the turn, so
 * that nothing is claimed that nobody asked for. name: that of its file, without .yaml. Personal data is
 * masked ([email] …) unless keep_personal. losses may grow: turns of agents, words that are too long. */
void transcript_to_yaml(struct arena *a, const struct transcript *t, const char *name,
    const char *origin, bool keep_personal, struct str *out);
/* A name that a file can have and that is not in taken: letters, digits and hyphens from the id or title. */
const char *transcript_slug(
    struct arena *a, const struct transcript *t, const char *const *taken, size_t count);

/* openai: a line a conversation; csv: a turn a row, with a head. Others can't be written: ERR_UNSUPPORTED.
 * What the format has no place for goes to losses (added to). */
NODISCARD enum err transcripts_write(enum transcript_format f, struct arena *a,
    struct transcripts *t, struct str *out, struct errinfo *e);

#endif
