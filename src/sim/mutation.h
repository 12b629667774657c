/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trying the oracle: one true statement of a conversation is made wrong, and the oracle must count
 * it.
 */
#ifndef FLOORWALKER_SIM_MUTATION_H
#define FLOORWALKER_SIM_MUTATION_H

#include "floorwalker/base/random.h"
#include "oracle.h"

#define MUTATION_KINDS_MOST 48

/* The kinds of wrong statement, each once, in the order of the terms; returns how many. */
size_t mutation_kinds(const struct terms *t, const char *kinds[MUTATION_KINDS_MOST]);

/* Puts one wrong statement of a kind in the place of a true one, drawn from r among all that the
 * AI's texts offer. out: arena's texts, as many as c has. False where none offers. */
bool mutation_make(const struct terms *t, const char *kind, const struct oracle_case *c,
    struct random_stream *r, struct arena *a, const char **out);

#endif
