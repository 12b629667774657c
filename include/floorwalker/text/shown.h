/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people read for the ids of our own tables: intents, kinds of action, states, roles,
 * channels, tiers, facts. Files, JSON, queries and command lines keep the ids.
 */
#ifndef FLOORWALKER_TEXT_SHOWN_H
#define FLOORWALKER_TEXT_SHOWN_H

#include <stddef.h>

#define SHOWN_BYTES 160

/* "refund_request" → "refund request", "Erstattungswunsch", in the language spoken
 * (text/translate.h). An id that isn't ours (a shop's own word) comes back with blanks for its
 * underscores. NULL gives "". out has SHOWN_BYTES; it is returned. */
const char *shown_word(char *out, const char *id);
/* The ids that have a word of their own; NULL beyond the last. Static. */
const char *shown_id(size_t i);

#endif
