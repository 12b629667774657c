/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading for the screen. The screen's thread never reads the store: it sends out what it wants to
 * know, goes on, and takes the answer when it comes. A fetch carries all that it needs, copied, so
 * that neither thread looks at what is the other's.
 */
#ifndef FLOORWALKER_TUI_FETCH_H
#define FLOORWALKER_TUI_FETCH_H

#include "floorwalker/command.h"
#include "floorwalker/desk/desk.h"
#include "view.h"

#define COMMANDS_MOST 256

enum fetch_kind {
	FETCH_VIEW,		/* what a view shows */
	FETCH_SUBJECT,		/* what keys act on, and which commands could run on it */
	FETCH_COMMAND,		/* whether a command may run, and what must be asked first */
	FETCH_WORDS,		/* what completes a word that is being typed */
	FETCH_CANNED		/* the canned response that a /prefix stands for, filled in */
};

/* What keys act on. */
struct subject {
	int64_t conversation_id;
	int64_t chosen;			/* at the refund desk; 0 elsewhere */
	int64_t action_id;		/* that approve and deny act on: chosen, or the only one
					   that waits in the conversation; 0 none */
	bool possible[COMMANDS_MOST];	/* by the table's index */
};

struct fetch {
	enum fetch_kind kind;
	uint64_t serial;		/* growing; the screen drops what it no longer waits for */
	const struct command_table *commands;
	const struct settings *settings;
	char agent[64];
	int64_t now_ms;
	struct list_source source;
	char query[QUERY_BYTES + 1];
	struct subject subject;		/* ids asked about; of SUBJECT and COMMAND also the answer */
	bool of_bulk;			/* COMMAND: of the first of several */
	unsigned context;		/* of VIEW: that help was asked in; else the command's */
	/* VIEW */
	enum view_id view;
	void *wish;			/* owned; NULL none */
	void *found;			/* in the arena */
	/* COMMAND: line. WORDS: line up to the word that is typed, and where it begins; argument:
	 * of the one command whose text is asked for, NULL for a whole command line */
	char *line;			/* owned */
	const struct argument *argument;
	size_t start;
	/* CANNED: line, the prefix. The answer: offer, NULL where there is none so; words: prefixes
	 * that begin so */
	/* COMMAND's answer */
	const struct command *command;
	const struct argument *missing;	/* NULL: nothing is to be asked */
	struct command_call call;	/* only its ids and texts count; in the arena */
	const char *offer, *question;	/* question: to be confirmed, NULL no */
	/* WORDS' answer */
	const char **words;
	size_t word_count;

	struct arena *arena;		/* owned: of all that was found */
	enum err code;
	struct errinfo why;
};

struct fetch *fetch_new(enum fetch_kind kind);
/* What was found is overwritten, whether or not it was ever shown: it may be what is masked elsewhere,
 * or what an agent has typed. */
void fetch_free(struct fetch **f);
/* On the reader's thread, with its desk. */
void fetch_run(struct fetch *f, struct desk *d);

/* Rows without the shell's context belong to a screen and run on its thread; all others may write,
 * and go to a desk of their own. */
bool command_is_of_screen(const struct command *c);

#endif
