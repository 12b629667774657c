/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walking through conversations without keeping them: what looks at many and takes one.
 */
#ifndef FLOORWALKER_STORE_WALK_H
#define FLOORWALKER_STORE_WALK_H

#include "floorwalker/store.h"

/* Shown each conversation that fits, in the filter's order (its limit and offset don't count), until
 * it returns false. c is borrowed for the call, its sealed_state not to be looked at; the store must
 * not be used meanwhile. */
typedef bool conversation_visit(void *context, const struct conversation *c);
/* Errors as store_conversation_list(). In memory, those that wait in one queue are kept in order of
 * their waiting: a walk costs what it is shown. */
NODISCARD enum err store_conversation_walk(struct store *s, const struct conversation_filter *f,
    conversation_visit *visit, void *context, struct errinfo *e);
/* Another number whenever an agent's state was written, or a conversation came to an agent, went from one or was
 * laid aside; the same means that whoever has room for more has it still. 0: this store can't tell. */
uint64_t store_crew_version(struct store *s);

#endif
