/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a trainee did, or is to do, as text: a line for each command with its instant.
 *
 *   # lines that begin with # say nothing
 *   10:04:31.250 C-3 take
 *   10:04:40     C-3 reply Hello Siobhán, I'm looking at your order now.
 *   +20          A-1 approve
 *
 * An instant is a time of day 1's clock, hours past 24 are the next days'; or + and seconds after the line
 * before. C-3 and A-1 are what is selected in the console; the rest is the command, with \n for a new line
 * and \\ for a backslash.
 */
#ifndef FLOORWALKER_DRILL_SCRIPT_H
#define FLOORWALKER_DRILL_SCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"

struct script_line {
	int64_t at_ms;			/* since the midnight of day 1 */
	int64_t conversation_id, action_id;	/* 0 none */
	const char *command;
	int number;			/* of the line in its file */
};
struct script {
	struct script_line *items;	/* in order of time */
	size_t count;
};
/* All in the arena. ERR_INPUT names file (name), line and column, and what was near: instants that go back,
 * controls, bytes that are no UTF-8; ERR_LIMIT: more than a mebibyte, or 20,000 lines. Whether there is
 * such a command is seen when it is run. */
NODISCARD enum err script_parse(struct arena *a, const char *name, const char *text, size_t length,
    struct script *out, struct errinfo *e);
NODISCARD enum err script_load(
    struct arena *a, const char *path, struct script *out, struct errinfo *e);
/* Appends a line as script_parse() reads it. */
void script_add(struct str *out, const struct script_line *line);
/* "10:04:31.250" */
void script_add_instant(struct str *out, int64_t at_ms);
/* "10:04", "10:04:31.250"; false: it is none. */
bool script_instant(const char *text, int64_t *at_ms);

#endif
