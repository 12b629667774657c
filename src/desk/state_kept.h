/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * States of dialogues as they are, for a simulated desk whose store is its own: nobody else reads what the
 * conversations hold, so that they needn't be printed, sealed, unsealed and parsed at each turn. The
 * conversation holds a mark in the sealed state's place, which belongs to one state alone: a
 * transaction that is rolled back leaves the mark, and with it the state, of before.
 */
#ifndef FLOORWALKER_DESK_STATE_KEPT_H
#define FLOORWALKER_DESK_STATE_KEPT_H

#include "floorwalker/base/value.h"
#include "floorwalker/model/conversation.h"

struct state_kept;
struct state_kept *state_kept_new(void);
void state_kept_free(struct state_kept **x);

/* Keeps a copy, as if it had been written and read again; false where there is no room for it, and it is
 * to be sealed. The mark is the arena's. It counts once the use has been settled. */
bool state_kept_put(struct state_kept *x, struct arena *a, struct conversation *c,
    const struct value *state);
/* A copy in the arena; NULL where the conversation's state isn't kept here. */
const struct value *state_kept_get(
    const struct state_kept *x, struct arena *a, const struct conversation *c);
/* At the end of each use: what was put counts, or it never was. */
void state_kept_settle(struct state_kept *x, bool committed);
void state_kept_forget(struct state_kept *x, int64_t conversation_id);

#endif
