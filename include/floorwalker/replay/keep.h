/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping a conversation that happened as one of a suite (floorwalker-scenario(5)): what the shopper said,
 * with nothing personal left in it, and expectations taken from what came of it.
 */
#ifndef FLOORWALKER_REPLAY_KEEP_H
#define FLOORWALKER_REPLAY_KEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/desk.h"

struct keep_options {
	const char *name;		/* of the file, without .yaml: letters, digits, hyphens */
	const char *title;		/* NULL or "": made of the intents */
	const char *const *tags;
	size_t tag_count;
	int64_t shift_ms;		/* that the store's records are ahead of the world's */
};

/* Appends the conversation as YAML. Who the shopper is proven to be stands under 'who', so that {email},
 * {postcode}, {name} … stand for what they said of themselves; what else is personal becomes a mark such as
 * [phone], as it is masked everywhere. What people decided on the AI's proposals is decided again. It ends
 * where a person took the conversation over: from there on it isn't the AI's. *turns gets how many turns it
 * has. ERR_NOT_FOUND: there is no such conversation; ERR_STATE: the AI never had a turn in it. */
NODISCARD enum err keep_conversation(struct desk *d, int64_t conversation_id,
    const struct keep_options *o, struct str *out, size_t *turns, struct errinfo *e);

#endif
