/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The terminal: curses takes the cells that changed and gives keys. The only file that knows curses
 * is terminal.c; terminal_rescue.c restores the terminal when the program dies.
 */
#ifndef FLOORWALKER_TUI_TERMINAL_H
#define FLOORWALKER_TUI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/tui/cell.h"
#include "floorwalker/tui/settings.h"
#include "floorwalker/tui/theme.h"

struct terminal;

struct terminal_input {
	void (*key)(void *context, const char *key);			/* key notation */
	void (*paste)(void *context, const char *text, size_t length);	/* UTF-8, newlines as \n,
									   not sanitised */
	void *context;
};

/* One in a process. ERR_UNSUPPORTED: standard input or output is no terminal, or $TERM is
 * unknown. */
NODISCARD enum err terminal_open(
    const struct tui_settings *user, struct terminal **out, struct errinfo *e);
void terminal_close(struct terminal **t);	/* as it was before */
bool terminal_is_utf8(const struct terminal *t);
int terminal_colours(const struct terminal *t);		/* 0: none, or none wanted */
bool terminal_lacks_symbols(const struct terminal *t);	/* lines and marks are better in ASCII */
/* Bytes that move nothing on the screen: a bell, a notice. */
void terminal_tell(struct terminal *t, const char *bytes);
void terminal_size(struct terminal *t, int *columns, int *rows);	/* asks the system;
									   adapts */
/* what has been typed, without waiting */
void terminal_read(struct terminal *t, const struct terminal_input *input);
bool terminal_is_gone(const struct terminal *t);	/* the other end hung up */
/* Sends the cells that differ from those drawn last, or all; then places the cursor (x < 0: hidden)
 * and names the window ("": its name is left alone). */
void terminal_draw(struct terminal *t, const struct cells *c, const struct theme *theme, bool all,
    int x, int y, const char *title);
void terminal_suspend(struct terminal *t);	/* stops the process as C-z does; returns when it
						   goes on; all must be drawn again */

/* terminal_direct.c: true colour for terminals that say in $COLORTERM that they have it */
bool direct_is_claimed(const char *colorterm);		/* NULL: not set */
/* "xterm-direct" for "xterm-256color"; false: term is empty, or out too short. */
bool direct_name(const char *term, char *out, size_t size);
/* The description to be used in place of $TERM's own; false: none, or its own has true colour, or
 * none is wanted. Before curses is set up. */
bool direct_find(char *out, size_t size);

/* terminal_rescue.c: for death by a signal. The sequence is written and the modes set back from
 * within the handler. */
void rescue_arm(const char *sequence);
void rescue_disarm(void);
void rescue_thread(void);	/* on each other thread: lets the deadly signals through to the
				   handler */

#endif
