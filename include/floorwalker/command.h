/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one command table: a row is name, arguments, contexts, preconditions, keys, words and
 * function. From it come dispatch, completion, help, footer hints, the manual page of keys and
 * shell completion. This room has the row type, the registry, the parser, and the desk's commands;
 * higher rooms add rows (views, quitting …).
 */
#ifndef FLOORWALKER_COMMAND_H
#define FLOORWALKER_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/desk/desk.h"

/* Where a command may be given. */
enum command_context {
	CONTEXT_LIST = 1 << 0, /* a conversation list */
	CONTEXT_CONVERSATION = 1 << 1, /* an open conversation */
	CONTEXT_REFUNDS = 1 << 2, /* the refund desk */
	CONTEXT_HELP = 1 << 3,
	CONTEXT_LOG = 1 << 4,
	CONTEXT_SHELL = 1 << 5, /* floorwalker do … */
	CONTEXT_SCREEN =
	    CONTEXT_LIST | CONTEXT_CONVERSATION | CONTEXT_REFUNDS | CONTEXT_HELP | CONTEXT_LOG,
	CONTEXT_ANY = CONTEXT_SCREEN | CONTEXT_SHELL,
};

/* Tested before a command runs; a refusal says which and what to do. */
enum command_need {
	NEED_CONVERSATION = 1 << 0,	/* one is selected or named */
	NEED_ACTION = 1 << 1,
	NEED_OWNER = 1 << 2,		/* the agent has it */
	NEED_AGENT = 1 << 3,		/* the caller is a known agent */
	NEED_FREE = 1 << 4,		/* the AI has it, or a queue: it can be taken */
	NEED_MOVABLE = 1 << 5,		/* it waits in a queue, or the agent has it */
	NEED_CUSTOMER = 1 << 6,		/* who the shopper is has been proven */
	NEED_WAITING = 1 << 7,		/* the action waits for a decision */
	NEED_RIGHT = 1 << 8,		/* the agent's approval of the action would count */
	NEED_OPEN = 1 << 9,		/* the conversation isn't closed */
	NEED_CLOSED = 1 << 10,		/* it is, and not merged */
	NEED_REACHABLE = 1 << 11,	/* the agent has it, the AI, or a queue */
	NEED_SNOOZED = 1 << 12,
	NEED_AMENDABLE = 1 << 13,	/* the agent may change the action's amount */
	NEED_SUPERVISOR = 1 << 14,	/* the caller is one */
	NEED_OTHERS = 1 << 15,		/* another agent has the conversation */
	NEED_REVEAL = 1 << 16,		/* the agent may see what is masked */
};

enum argument_kind {
	ARGUMENT_CONVERSATION,
	ARGUMENT_ACTION,
	ARGUMENT_WORD,
	ARGUMENT_TEXT,
	ARGUMENT_NUMBER
};
struct argument {
	const char *name;		/* as shown: "conversation", "reason" */
	enum argument_kind kind;	/* TEXT takes the rest of the line */
	bool optional;			/* a conversation or action left out: the selected one */
	/* Words that fit, for completion; NULL none. */
	void (*complete)(
	    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
};

struct command_call {
	struct desk *desk;		/* NULL for the console's own rows: they read no store */
	const struct settings *settings;	/* where there is no desk */
	const char *agent;		/* id */
	int64_t conversation_id, action_id;	/* named or selected; 0 none */
	const char *texts[4];		/* WORD and TEXT arguments in order, "" where left out */
	int64_t number;
	struct arena *arena;
	struct str *out;		/* what it has to say: one sentence, or lines for a
					   search */
	const char *composer;		/* raw words that a command gives back to whoever typed
					   them (undo); the arena's; NULL or "" none. Never shown
					   but where they are typed. */
	struct value *json;		/* a map to fill for --format json; may be NULL */
	const char *seen;		/* what the caller saw of the actions named: their
					   facts_hash, in their order, a space between; NULL
					   nothing. Set by whoever asked about them */
	void *front;			/* the caller's: rows of the console find their screen
					   here */
	const struct command_table *table;	/* that the command came from */
	void *beside;			/* who sees to the console's commands (struct tui_side's
					   context); NULL nobody */
};

struct command {
	const char *name;		/* "give-back" */
	struct argument arguments[4];	/* name NULL ends */
	unsigned contexts, needs;
	const char *keys;		/* default keys in key notation, space between alternatives:
					   "t", "Enter", "C-r", "M-a", "F1" */
	const char *summary;		/* one line */
	const char *help;		/* a paragraph */
	const char *example;		/* "floorwalker do take C-17" */
	const char *prompt;		/* what the console asks for a missing text: "Reason for
					   denying:" ; NULL none */
	bool confirm;			/* the console asks before it runs */
	enum err (*run)(struct command_call *call, struct errinfo *e);
	/* What the console puts into the line when an optional text was left out, for the agent to
	 * change or accept; NULL: it isn't asked for. Of a command that is confirmed and has no such
	 * text: what it would do, as the question (an error: it isn't asked), and what it shows of
	 * actions goes into call->seen. */
	enum err (*offer)(struct command_call *call, struct str *out, struct errinfo *e);
};

struct command_table;
struct macro_step;
/* Whether a step of a macro is something that macros do: ERR_INPUT, ERR_USAGE, with its file, line
 * and column. */
NODISCARD enum err command_macro_check(
    const struct command_table *t, const struct macro_step *s, struct errinfo *e);
struct command_table *command_table_new(void);		/* with the desk's commands in it */
void command_table_free(struct command_table **t);
/* borrowed; names and keys unique per context: asserted */
void command_table_add(struct command_table *t, const struct command *rows, size_t count);
size_t command_count(const struct command_table *t);
const struct command *command_at(const struct command_table *t, size_t i);
/* the first of that name, whatever its contexts */
const struct command *command_find(const struct command_table *t, const char *name);
const struct command *command_of_key(
    const struct command_table *t, unsigned context, const char *key);
/* The line that a key stands for: the command's name, or what a keys file bound it to. NULL where
 * the key means nothing. */
const char *command_line_of_key(const struct command_table *t, unsigned context, const char *key);
/* Appends the keys that mean a command now, with a space between: its own that no keys file took,
 * then those that one bound to its name. */
void command_keys(
    const struct command_table *t, const struct command *c, unsigned context, struct str *out);
/* Rebinds: lines "bind CONTEXT KEY COMMAND LINE" and "unbind CONTEXT KEY" of a keys file; a later
 * one wins. Errors name file, line and column, and what was near. */
NODISCARD enum err command_table_bind(
    struct command_table *t, const char *name, const char *text, struct errinfo *e);
/* The same for one line, number of the file name. */
NODISCARD enum err command_table_bind_line(
    struct command_table *t, const char *name, int number, const char *line, struct errinfo *e);
/* Appends what the lines so far make odd, a sentence each with a newline: lines of one file that
 * another one undoes, commands that lost their last key. Nothing where all is well. */
void command_table_conflicts(const struct command_table *t, struct str *out);
bool command_key_is_known(const char *key);	/* key notation of what a terminal can send */
/* Parses "approve A-3 looks right" (shell quotes allowed) or words, fills call from it, checks
 * context and needs, runs. */
NODISCARD enum err command_run_line(const struct command_table *t, const char *line,
    unsigned context, struct command_call *call, struct errinfo *e);
NODISCARD enum err command_run_words(const struct command_table *t, const char *const *words,
    size_t count, unsigned context, struct command_call *call, struct errinfo *e);
/* Only parses, and reads no store: which command, and what is still missing. *command is set also
 * where its words are wrong; NULL: there is no such command here. */
NODISCARD enum err command_read_line(const struct command_table *t, const char *line,
    unsigned context, struct command_call *call, const struct command **command,
    const struct argument **missing, struct errinfo *e);
/* That, and checks: which command and what is still missing (a text that the console should
 * prompt for). missing NULL: complete. */
NODISCARD enum err command_parse_line(const struct command_table *t, const char *line,
    unsigned context, struct command_call *call, const struct command **command,
    const struct argument **missing, struct errinfo *e);
/* Whether a command's needs hold now for what call names; reads the store, changes nothing. */
NODISCARD enum err command_check(
    const struct command *c, const struct command_call *call, struct errinfo *e);
void command_usage(const struct command *c, struct str *out);	/* "approve ACTION [REASON…]" */
/* roff, for floorwalker-keys(7) */
void command_manual_keys(const struct command_table *t, struct str *out);
void command_completion_bash(const struct command_table *t, struct str *out);

#endif
