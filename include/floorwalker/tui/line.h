/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading lines from a terminal with readline's editing, blocking. Where standard input is no
 * terminal, plain lines are read.
 */
#ifndef FLOORWALKER_TUI_LINE_H
#define FLOORWALKER_TUI_LINE_H

#include <stdbool.h>

#include "floorwalker/base/err.h"

/* A line without its newline into *out (caller frees with mem_free); NULL at the end of input.
 * history keeps it for the arrow keys, in memory only: leave it off for what shoppers say. Valid
 * UTF-8, at most 64 KiB: else ERR_INPUT or ERR_LIMIT. */
NODISCARD enum err line_read(const char *prompt, bool history, char **out, struct errinfo *e);

#endif
