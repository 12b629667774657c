/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping a conversation that happened as one of a suite (floorwalker-scenario(5)): what the shopper said,
 * with nothing personal left in it, and expectations taken from what came of it.
 */
#ifndef FLOORWALKER_DESK_RECORDING_H
#define FLOORWALKER_DESK_RECORDING_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/desk.h"

struct recording_options {
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
 * has. Where an agent corrected what a message meant, that is expected; where an agent wrote another reply than the
 * AI had drafted, that the AI sends one that means the same; of a reply that was marked wrong nothing is.
 * ERR_NOT_FOUND: there is no such conversation; ERR_STATE: the AI never had a turn in it. */
NODISCARD enum err desk_recording(struct desk *d, int64_t conversation_id,
    const struct recording_options *o, struct str *out, size_t *turns, struct errinfo *e);
/* What its file may be called: prefix, what it is about and a number, with hyphens; the arena's. */
const char *desk_recording_name(
    struct arena *a, const char *prefix, const char *what, int64_t number);

#endif
