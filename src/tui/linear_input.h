/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines in and lines out, for the linear console: from a terminal with readline's editing, from
 * anything else as they come. One line is taken at a time, when it is asked for; what is said
 * meanwhile never lands in a line that is being typed.
 */
#ifndef FLOORWALKER_TUI_LINEAR_INPUT_H
#define FLOORWALKER_TUI_LINEAR_INPUT_H

#include "floorwalker/base/err.h"
#include "floorwalker/loop.h"

struct linear_input;
/* line: what was read, without its newline, until the call returns; NULL at the end of the input.
 * On the loop's thread. */
NODISCARD enum err linear_input_new(struct loop *l, void (*line)(void *context, const char *text),
    void *context, struct linear_input **out, struct errinfo *e);
void linear_input_free(struct linear_input **in);
/* One more line. prompt is shown on a terminal alone. */
void linear_input_ask(struct linear_input *in, const char *prompt);
/* Prints whole lines (with their newline), on a line of their own. */
void linear_input_say(struct linear_input *in, const char *lines);
/* Whether somebody has begun to type: what can wait should. */
bool linear_input_is_typing(const struct linear_input *in);
/* SIGINT: true where it only left what was being typed. */
bool linear_input_interrupt(struct linear_input *in);

#endif
