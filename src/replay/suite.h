/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the replay room.
 *
 *   suite.c    folders and files into conversations
 *   acts.c     what agents do in a conversation, checked before anything is played
 *   given.c    what is otherwise in a conversation's own copy of the shop
 *   goals.c    scenarios that pursue a goal instead
 *   keys.c     the table of expectations: how each is read, and on which layer it looks
 *   stage.c    one conversation, played on a desk of its own
 *   record.c   what came back, as a value: what is judged, kept and compared
 *   judge.c    expectations against a record
 *   words.c    what several of these read and show alike
 *   means.c    whether two texts state the same facts
 *   blame.c    whose failure it is
 *   baseline.c runs held against an earlier one
 *   counterfactual.c  what a changed AI would have done
 *   ledger.c   how often each conversation held, over time
 *   coverage.c what records touch of a world
 *   reach.c    what a conversation asked of it while it was played
 *   reach_file.c  the map of that, and what it was made with
 *   changes.c  two worlds by their parts
 *   changes_asked.c  whether they answer alike
 *   choose.c   which conversations a change can touch
 *   lint.c     conversations that prove nothing, or can't be passed
 *   run.c      all conversations, several times, on several threads
 */
#ifndef FLOORWALKER_REPLAY_SUITE_H
#define FLOORWALKER_REPLAY_SUITE_H

#include "floorwalker/replay/replay.h"
#include "floorwalker/text/text.h"

enum severity { SEVERITY_WORDS, SEVERITY_ANSWER, SEVERITY_MONEY, SEVERITY_COUNT };
const char *replay_severity_name(enum severity s);

/* A part of the AI that an expectation looks at. */
enum layer {
	LAYER_UNDERSTANDING,
	LAYER_KNOWLEDGE,
	LAYER_POLICY,
	LAYER_GATES,
	LAYER_WORDS,
	LAYER_DESK,
	LAYER_SHOP,
	LAYER_BACKEND,
	LAYER_COUNT
};
const char *replay_layer_name(enum layer l);

enum check_kind {
	CHECK_INTENT,
	CHECK_CONFIDENCE,
	CHECK_SLOTS,
	CHECK_CONTAINS,
	CHECK_LACKS,
	CHECK_MATCHES,
	CHECK_MEANS,
	CHECK_CITES,
	CHECK_ACTIONS,
	CHECK_RULE,
	CHECK_VERDICTS,
	CHECK_IDENTITY,
	CHECK_OUTCOME,
	CHECK_OWNER,
	CHECK_QUEUE,
	CHECK_REASON,
	CHECK_GATES,
	CHECK_EVENTS,
	CHECK_WITHIN,
	CHECK_COST,
	CHECK_ORDERS,
	CHECK_SHOP,
	CHECK_REFUSED,
	CHECK_THAT,
	CHECK_COUNT
};

/* One expectation, read and found sound. */
struct check {
	enum check_kind kind;
	const struct value *want;	/* as written; a list even where one word was */
	double low, high;		/* CONFIDENCE, COST; WITHIN: ms */
	bool low_open, high_open;
	struct pattern *pattern;	/* MATCHES */
	size_t program;			/* THAT: which of the suite's jq programs */
};

#define REPLAY_STEPS_MOST 200		/* turns of one conversation */

enum step_kind { STEP_SAY, STEP_WAIT, STEP_DECIDE, STEP_DO, STEP_LEAVE };
struct step {
	enum step_kind kind;
	const struct value *at;
	const char *text;		/* SAY: with {places} for what `who` fills in; DECIDE: "approve",
					   "deny"; DO: a command line */
	const char *agent;		/* DO */
	int64_t after_ms;		/* time that passes before it */
	bool fails;			/* SAY: the AI's backend gives no answer to it */
	struct check *checks;
	size_t check_count;
};

struct talk {				/* one conversation of a suite */
	const char *name, *title, *file, *language;
	const struct value *at;
	enum severity severity;
	const char *const *tags;
	size_t tag_count;
	int64_t begin_ms;		/* 0: the world's as_of */
	const struct value *given;	/* what is otherwise in its shop; NULL nothing */
	const struct shop_records *records;	/* that it begins with: the world's, with what is given */
	const struct customer *customer;	/* who; NULL nobody in particular */
	const struct order *order;
	struct step *steps;
	size_t step_count;
	struct check *end;
	size_t end_count;
	const char *broken;		/* why it can't be played in this world; NULL it can */
};

/* Something that a conversation speaks of and the world hasn't: it may have been there once. */
struct doubt {
	const char *talk, *file, *text;
	int line;
	struct doubt *next;
};

struct replay_suite {
	struct arena *arena;
	struct doubt *doubts, **last_doubt;
	struct talk *talks;
	size_t count;
	struct goal *goals;		/* goals.h */
	size_t goal_count;
	const char **programs;		/* of jq, all that there are */
	size_t program_count;
};

/* ---- reading */
struct command_table;
struct suite_reading {
	struct arena *a;
	const struct world *world;
	const struct settings *settings;
	struct replay_suite *suite;
	size_t program_room;
	struct command_table *commands;	/* made where an agent acts; NULL before */
	const struct talk *talk;	/* that is being read */
	void (*found)(void *context, const char *fault);
	void *context;
	size_t faults;
	struct errinfo first;
};
/* One conversation, as the bytes of a file NAME.yaml. */
NODISCARD enum err replay_suite_read(const char *name, const char *text, size_t length,
    const struct world *w, struct replay_suite **out, struct errinfo *e);
void replay_suite_fault(struct suite_reading *r, const struct value *at, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* Not in the world: lint tells it, and what is expected of it fails. The arena's text. */
const char *replay_suite_doubt(struct suite_reading *r, const struct value *at, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* What {name} stands for; NULL: 'who' names nobody who has it. */
const char *replay_place(struct arena *a, const struct talk *t, const char *name);
/* The expectations of a map; of_turn: a turn's, else the end's. */
void replay_checks_read(struct suite_reading *r, const struct value *map, bool of_turn,
    struct check **out, size_t *count);
/* What an agent is to do: whether there is such a command, with all the words that it needs, and whether the
 * expectations fit what is done. */
void replay_act_check(struct suite_reading *r, struct talk *t, const struct step *s);
const char *replay_check_name(enum check_kind k);
enum layer replay_check_layer(enum check_kind k);
void replay_checks_free(struct check *checks, size_t count);

/* What is written as one word, or as a list of them: how many, each, and as text. */
size_t replay_word_count(const struct value *v);
const struct value *replay_word_value(const struct value *v, size_t i);
const char *replay_word_at(const struct value *v, size_t i);
/* A conversation's row of results; NULL: there is none of that name. */
const struct value *replay_row(const struct value *results, const char *name);
/* A value for people, its beginning where it is long. */
const char *replay_printed(struct arena *a, const struct value *v);
/* A part of a record that stands in another tree of its arena as well. */
struct value *replay_shared(const struct value *v);

/* ---- playing */
/* By what the options name alone. */
bool replay_is_wanted(const struct replay_options *o, const char *name, const char *const *tags,
    size_t tag_count);
struct expr;
struct replay_stage {			/* of one thread */
	const struct replay_options *options;
	struct desk_shared *shared;
	struct desk_tools *tools;
	struct expr *programs;
};

/* What was seen of one run. */
struct seen {
	struct value *record;		/* the arena's */
	const char **raw;		/* replies of each step, unmasked, joined by newlines */
	const char **said;		/* what was said at each step, unmasked; NULL nothing */
	int64_t *ms;			/* that each step took, by the machine's clock: no part of the record */
	struct value *reach;		/* what it asked of the world, where that is kept; the arena's */
	const char *unreachable;	/* why the backend or the store couldn't be asked; NULL it could */
};
/* What a baseline keeps of a record: a list of its turns, without their trace and what only a machine could tell
 * apart. */
struct value *replay_brief_of(struct arena *a, const struct value *record);
NODISCARD enum err replay_stage_open(
    struct replay_stage *s, const struct replay_options *o, struct desk_shared *shared,
    struct errinfo *e);
void replay_stage_close(struct replay_stage *s);
NODISCARD enum err replay_stage_play(struct replay_stage *s, struct arena *a, const struct talk *t,
    uint64_t seed, struct seen *out, struct errinfo *e);

/* ---- judging */
/* Adds to failures, a list of maps: {turn, key, expected, got, why, line, column, blame}; turn 0 is the
 * end. */
void replay_judge(struct replay_stage *s, struct arena *a, const struct talk *t,
    const struct seen *seen, struct value *failures);
/* Whether text states every number and id that wanted does, and denies it where wanted does; *lacks (the
 * arena's) says what differs, NULL nothing. */
void replay_means_compare(struct arena *a, const char *wanted, const char *text, const char **lacks);
/* Fills blame: {who: "agent", "scenario", "infrastructure", layer, evidence}. */
/* Of a conversation that can't be played in this world. */
void replay_blame_broken(struct value *failure, const struct talk *t);
/* Of an agent's command: the conversation's own where it was refused, else the desk's. */
void replay_blame_command(struct value *failure, struct arena *a, const struct value *turn);
void replay_blame_set(struct value *failure, struct arena *a, const struct check *c,
    const struct value *turn, const struct value *record);

#endif
