/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worst few of many, by score; among equals the lower id counts as worse, so the same ones are
 * kept whatever the order. What belongs to them lies with the caller, in places 0 … K - 1.
 */
#ifndef FLOORWALKER_STATS_WORST_H
#define FLOORWALKER_STATS_WORST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct worst_item {
	double score;		/* higher is worse; not NaN (asserted) */
	uint64_t id;		/* each once */
	size_t place;
};

struct worst;
struct worst *worst_new(size_t keep);		/* keep >= 1 */
void worst_free(struct worst **w);

/* Would worst_add() keep it? For leaving out the work of making what belongs to it. */
bool worst_would_keep(const struct worst *w, double score, uint64_t id);
/* Keeps it where it's among the worst: true, and *place is where what belongs to it goes (it may
 * have been another's, who has left). */
bool worst_add(struct worst *w, double score, uint64_t id, size_t *place);
/* To merge: worst_add() each item of the other, and where it's kept move what belongs to it. */

size_t worst_count(const struct worst *w);
/* Worst first; borrowed until the next worst_add(). */
const struct worst_item *worst_items(const struct worst *w);

#endif
