/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests and fuzzing: files of word vectors that stand in memory.
 */
#ifndef FLOORWALKER_UNDERSTAND_VECTORS_PRIVATE_H
#define FLOORWALKER_UNDERSTAND_VECTORS_PRIVATE_H

#include "vectors.h"

/* The text must live as long as the vectors. */
NODISCARD enum err vectors_parse(
    const char *name, const char *text, size_t length, struct vectors **out, struct errinfo *e);

#endif
