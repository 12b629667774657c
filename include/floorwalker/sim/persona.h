/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Personas: how somebody writes, whatever they want (doc/scenarios.md).
 */
#ifndef FLOORWALKER_SIM_PERSONA_H
#define FLOORWALKER_SIM_PERSONA_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"

struct persona {
	const char *name;
	const char *const *openers;
	size_t opener_count;
	const char *const *closers;
	size_t closer_count;
	bool only_named;		/* not drawn where a scenario names none */
	double opener_share, closer_share, typos, lower_case, drop_punctuation, gives_all, detour,
	    insists, words_per_minute, think_seconds, patience;
};

/* The file's, in the arena. The first fault is named with file, line and column. */
NODISCARD enum err persona_load(
    struct arena *a, const char *path, struct persona *out, struct errinfo *e);
/* Puts the persona's manner over a message: openers and closers where it is their first, typos,
 * lower case. No letter changes its place in words that are part of own, texts that people look at
 * twice: their name, their address. */
void persona_dress(const struct persona *p, struct random_stream *r, const char *const *own,
    size_t own_count, bool first, struct str *message);

#endif
