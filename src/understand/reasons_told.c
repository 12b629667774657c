/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of the reasons found may be acted on.
 */
#include "floorwalker/understand.h"

#define SURE 0.64		/* from here a reason is acted on */
#define APART 0.33		/* and where no other is nearer than this */
#define HINT 0.25		/* from here one may be meant */

const struct slot *
understanding_reason(const struct understanding *u, bool *doubtful)
{
	const struct slot *best = NULL, *next = NULL;

	for (size_t i = 0; i < u->slot_count; i++) {
		const struct slot *s = &u->slots[i];

		if (s->kind != SLOT_REASON)
			continue;
		if (best == NULL || s->probability > best->probability) {
			next = best;
			best = s;
		} else if (next == NULL || s->probability > next->probability) {
			next = s;
		}
	}
	*doubtful = best != NULL && best->probability >= HINT;
	if (best == NULL || best->probability < SURE ||
	    (next != NULL && next->probability > best->probability - APART))
		return NULL;
	*doubtful = false;
	return best;
}
