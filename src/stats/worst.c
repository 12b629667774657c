/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/stats/worst.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "floorwalker/base/mem.h"

/* Sorted, worst first: few are kept, and of many only few ever enter. */
struct worst {
	size_t keep, count;
	struct worst_item *items;
};

struct worst *
worst_new(size_t keep)
{
	struct worst *w;

	assert(keep >= 1);
	w = mem_zero(1, sizeof(*w));
	w->keep = keep;
	w->items = mem_zero(keep, sizeof(*w->items));
	return w;
}

void
worst_free(struct worst **w)
{
	if (*w == NULL)
		return;
	mem_free((*w)->items);
	mem_free(*w);
	*w = NULL;
}

static bool
is_worse(double score, uint64_t id, const struct worst_item *than)
{
	return score > than->score || (score >= than->score && id < than->id);
}

bool
worst_would_keep(const struct worst *w, double score, uint64_t id)
{
	assert(!isnan(score));
	return w->count < w->keep || is_worse(score, id, &w->items[w->keep - 1]);
}

bool
worst_add(struct worst *w, double score, uint64_t id, size_t *place)
{
	size_t at;

	if (!worst_would_keep(w, score, id))
		return false;
	*place = w->count < w->keep ? w->count++ : w->items[w->keep - 1].place;
	for (at = w->count - 1; at > 0 && is_worse(score, id, &w->items[at - 1]); at--)
		w->items[at] = w->items[at - 1];
	w->items[at] = (struct worst_item){.score = score, .id = id, .place = *place};
	return true;
}

size_t
worst_count(const struct worst *w)
{
	return w->count;
}

const struct worst_item *
worst_items(const struct worst *w)
{
	return w->items;
}
