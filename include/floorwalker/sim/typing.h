/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Typing: the letters and marks beside a to z that a language has on its keyboard, and how they are
 * written by whoever takes no time for them (typing: in the shopper's words, doc/scenarios.md).
 */
#ifndef FLOORWALKER_SIM_TYPING_H
#define FLOORWALKER_SIM_TYPING_H

#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"

/* A letter, and what is written in its place: ß, ss. */
struct plain_letter {
	const char *from, *to;
};

/* All of it empty: letters are a to z. */
struct typing {
	const char *letters;	/* small ones, one after the other */
	const char *opening;	/* marks that open a sentence, ¿¡: dropped with those that end it */
	const struct plain_letter *plain;
	size_t plain_count;
	const char *const *after_comma;	/* words that begin small after an opener's comma */
	size_t after_comma_count;
};

/* v NULL: empty. Texts are the arena's. The first fault is named with file, line and column. */
NODISCARD enum err typing_read(
    struct arena *a, const struct value *v, struct typing *out, struct errinfo *e);

#endif
