/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Canned responses and macros of the shop, filled in for a conversation.
 */
#ifndef FLOORWALKER_DESK_CANNED_H
#define FLOORWALKER_DESK_CANNED_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/model/canned.h"

/* By "late" or "/late"; ERR_NOT_FOUND names what is near. Borrowed from the world. */
NODISCARD enum err desk_canned_find(
    struct desk *d, const char *prefix, const struct canned **out, struct errinfo *e);
NODISCARD enum err desk_macro_find(
    struct desk *d, const char *name, const struct macro_plan **out, struct errinfo *e);
/* What variables stand for in a conversation, for an agent; masked as all that is stored. Arena's;
 * what isn't known is "". The order is that of the newest action, else the one that the shopper
 * named last, else their only one. */
NODISCARD enum err desk_canned_facts(struct desk *d, struct arena *a, const char *agent,
    int64_t conversation_id, struct canned_facts *out, struct errinfo *e);
/* A text in the conversation's language (else the shop's) with its variables filled in. *missing:
 * the first that isn't known, NULL none. */
NODISCARD enum err desk_canned_fill(struct desk *d, struct arena *a, const char *agent,
    int64_t conversation_id, const struct canned_text *texts, size_t count, const char **out,
    const char **missing, struct errinfo *e);

#endif
