/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside stats: whole numbers of 128 bits, as text in stored values.
 */
#ifndef FLOORWALKER_STATS_WIDE_H
#define FLOORWALKER_STATS_WIDE_H

#include <stdbool.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"

typedef __int128 wide;

const char *wide_text(struct arena *a, wide n);
/* Only what wide_text() writes: no sign but a minus, no zero before others, |n| < 2^126. */
bool wide_parse(const char *text, wide *out);
/* A text of that form, or ERR_INPUT at its place. what: its name, for the message. */
NODISCARD enum err wide_read(
    const struct value *v, const char *what, wide *out, struct errinfo *e);

#endif
