/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In which language a conversation goes on.
 */
#ifndef FLOORWALKER_DESK_LANGUAGE_H
#define FLOORWALKER_DESK_LANGUAGE_H

#include "private.h"

/* The conversation's language after a message: another one only from a whole sentence on that is
 * surely in it, and at the first message from a few words. before: "" at first. *voice is what it
 * is answered with: the new language's, or where the shop has none, that of before. */
const char *language_after(const struct desk_tools *t, struct arena *a,
    const struct understanding *u, const char *text, const char *before, bool is_first,
    const struct voice **voice);

#endif
