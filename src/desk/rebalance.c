/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Moving conversations from who has too much, or isn't there, to who has room.
 */
#include "deed.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/desk/shift.h"

#define PAGE 1000
#define MOVES_MOST 50	/* as many as a person can look through */

struct seat {
	const struct agent *who;
	int64_t load, capacity;		/* capacity 0: offline, all of it is too much */
	bool takes;			/* available */
};

static enum err
read_seats(struct desk *d, struct arena *a, struct seat **out, struct errinfo *e)
{
	const struct settings *s = d->settings;
	struct seat *seats = *out = arena_alloc(a, (s->agent_count + 1) * sizeof *seats);
	struct agent_state *states;
	struct agent_load *loads;
	size_t count;
	enum err r;
	if ((r = store_agent_list(d->store, a, &states, &count, e)) != ERR_OK ||
	    (r = desk_loads(d, a, &loads, e)) != ERR_OK)
		return r;
	for (size_t i = 0; i < s->agent_count; i++) {
		const char *state = "offline";
		for (size_t k = 0; k < count; k++)
			if (strcmp(states[k].agent, s->agents[i].id) == 0)
				state = states[k].state;
		seats[i] = (struct seat){.who = &s->agents[i],
		    .load = loads[i].load,
		    .capacity =
			strcmp(state, "offline") == 0 ? 0 : s->agents[i].capacity * LOAD_ONE,
		    .takes = strcmp(state, "available") == 0};
	}
	return ERR_OK;
}

/* Those that nobody has answered yet first, the longest waiting of them; then the latest, which its
 * agent knows least of. */
static int
by_ease(const void *a, const void *b)
{
	const struct conversation *x = a, *y = b;
	if ((x->waiting_ms != 0) != (y->waiting_ms != 0))
		return x->waiting_ms != 0 ? -1 : 1;
	if (x->waiting_ms != y->waiting_ms)
		return x->waiting_ms < y->waiting_ms ? -1 : 1;
	return x->id > y->id ? -1 : 1;
}

static struct seat *
seat_for(const struct desk *d, struct seat *seats, const struct conversation *c, int64_t load)
{
	struct seat *best = NULL;
	for (size_t i = 0; i < d->settings->agent_count; i++) {
		struct seat *x = &seats[i];
		if (!x->takes || (int64_t)x->who->role < c->level || x->load + load > x->capacity || text_is(x->who->id, c->agent) ||
		    (!text_is_empty(c->queue) && !agent_can_serve(x->who, c->queue, c->language)))
			continue;
		if (best == NULL ||
		    (x->capacity - x->load) * best->capacity >
			(best->capacity - best->load) * x->capacity)
			best = x;
	}
	return best;
}

static void
plan(struct desk *d, struct arena *a, struct seat *seats, const struct conversation_list *list,
    struct shift_moves *out)
{
	for (size_t i = 0; i < list->count && out->count < MOVES_MOST; i++) {
		const struct conversation *c = &list->items[i];
		const struct agent *who = settings_agent(d->settings, c->agent);
		int64_t load = settings_load(d->settings, c->channel, c->queue);
		struct seat *from = who == NULL ? NULL : &seats[who - d->settings->agents], *to;
		if (from == NULL || from->load <= from->capacity ||
		    c->state == CONVERSATION_WRAP_UP)
			continue;
		if ((to = seat_for(d, seats, c, load)) == NULL)
			continue;
		from->load -= load;
		to->load += load;
		out->items[out->count++] =
		    (struct shift_move){c->id, arena_text(a, c->agent), to->who->id};
	}
}

enum err
desk_rebalance(struct desk *d, struct arena *a, struct shift_moves *out, struct errinfo *e)
{
	struct conversation_filter f = {.states = 1u << CONVERSATION_AGENT,
	    .order = ORDER_ID,
	    .snoozed = SNOOZED_NOT,
	    .limit = PAGE};
	struct conversation_list list;
	struct arena *reading = arena_new();
	struct seat *seats;
	enum err r;
	*out = (struct shift_moves){.items = arena_alloc(a, MOVES_MOST * sizeof *out->items)};
	if ((r = read_seats(d, reading, &seats, e)) == ERR_OK &&
	    (r = store_conversation_list(d->store, reading, &f, &list, e)) == ERR_OK) {
		if (list.count > 0)
			qsort(list.items, list.count, sizeof *list.items, by_ease);
		plan(d, a, seats, &list, out);
	}
	arena_free(&reading);
	return r;
}

static enum err
move(struct use *u, const char *by, int64_t id, const char *from, const char *to, struct errinfo *e)
{
	struct deed x;
	struct conversation *c = &x.c;
	const struct agent *who = settings_agent(u->d->settings, to), *had;
	enum err r = people_check_supervisor(u, by, tr("moves conversations of others"), e);
	if (r != ERR_OK || (r = deed_begin(u, by, id, &x, e)) != ERR_OK)
		return r;
	if (who == NULL)
		return err_set(
		    e, ERR_NOT_FOUND, tr("%s is no agent of this shop (world.yaml, agents)"), to);
	if (c->state != CONVERSATION_AGENT || strcmp(c->agent, from) != 0) {
		had = settings_agent(u->d->settings, from);
		return err_set(e, ERR_CONFLICT, tr("%s doesn't have C-%lld any more; look again"),
		    had == NULL ? from : had->name, (long long)id);
	}
	if (strcmp(from, to) == 0)
		return err_set(e, ERR_USAGE, tr("C-%lld is with %s"), (long long)id, who->name);
	if ((r = owner_check_level(c, who, e)) != ERR_OK)
		return r;
	struct value *data = value_map(u->a);
	value_set_text(data, "agent", who->id);
	value_set_text(data, "from", from);
	value_set_int(data, "epoch", c->epoch + 1);
	value_set_text(data, "why", "rebalance");
	deed_remember(u, c, data);
	if ((r = deed_hand_to(u, &x, who->id, e)) != ERR_OK ||
	    (r = record_event(u, id, EVENT_OWNER_ASSIGNED, x.actor, data, e)) != ERR_OK)
		return r;
	return owner_put(u, c, e);
}

enum err
desk_move(struct desk *d, const char *by, int64_t conversation_id, const char *from,
    const char *to, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, move(&u, by, conversation_id, from, to, e), e);
}
