/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose a conversation is.
 */
#include <string.h>

#include "engine.h"

/* ---- who they are, by conversation: open addressing over growing ids */

static size_t
place_of(const struct engine *en, int64_t id)
{
	size_t at = (size_t)((uint64_t)id * 0x9e3779b97f4a7c15ULL >> 20) & (en->by_id_room - 1);

	while (en->by_id[at].guest != NULL && en->by_id[at].id != id)
		at = (at + 1) & (en->by_id_room - 1);
	return at;
}

struct guest *
guest_of(const struct engine *en, int64_t conversation_id)
{
	return en->by_id_room == 0 ? NULL : en->by_id[place_of(en, conversation_id)].guest;
}

static void
grow_ids(struct engine *en)
{
	void *old = en->by_id;
	size_t room = en->by_id_room;
	struct { int64_t id; struct guest *guest; } *was = old;

	en->by_id_room = room > 0 ? room * 2 : 256;
	en->by_id = mem_zero(en->by_id_room, sizeof(*en->by_id));
	for (size_t i = 0; i < room; i++)
		if (was[i].guest != NULL) {
			size_t at = place_of(en, was[i].id);

			en->by_id[at].id = was[i].id;
			en->by_id[at].guest = was[i].guest;
		}
	mem_free(old);
}

void
guest_know(struct engine *en, struct guest *g, int64_t id)
{
	size_t at;

	if (en->by_id_count * 2 >= en->by_id_room)
		grow_ids(en);
	at = place_of(en, id);
	if (en->by_id[at].guest != NULL)
		return;
	en->by_id[at].id = id;
	en->by_id[at].guest = g;
	en->by_id_count++;
	g->conversations =
	    mem_grow(g->conversations, g->conversation_count + 1, sizeof(*g->conversations));
	g->conversations[g->conversation_count++] = id;
	if (en->options->begun != NULL)
		en->options->begun(en->options->pace_context, id,
		    g->visitor != NULL ? visitor_scenario(g->visitor) : NULL);
}

/* What was pushed past the hole moves back. */
void
guest_unknow(struct engine *en, int64_t id)
{
	size_t mask = en->by_id_room - 1, hole = place_of(en, id), at = hole;

	if (en->by_id[hole].guest == NULL)
		return;
	en->by_id[hole].guest = NULL;
	en->by_id_count--;
	while (en->by_id[at = (at + 1) & mask].guest != NULL) {
		struct guest *g = en->by_id[at].guest;

		en->by_id[at].guest = NULL;
		hole = place_of(en, en->by_id[at].id);
		en->by_id[hole].id = en->by_id[at].id;
		en->by_id[hole].guest = g;
	}
}
