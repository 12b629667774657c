/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a shift goes: of each agent what they have, and how their time since midnight went.
 */
#include "floorwalker/desk/shift.h"

#include <stdlib.h>
#include <string.h>

#include "floor.h"

struct piece {
	int64_t from_ms, to_ms;
};

static int
by_begin(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;
	return (x->from_ms > y->from_ms) - (x->from_ms < y->from_ms);
}

static bool
is_present(const char *state)
{
	return strcmp(state, "available") == 0 || strcmp(state, "busy") == 0;
}

/* The states since midnight as pieces of time, without a gap up to now. */
struct span {
	int64_t from_ms, to_ms;
	const char *state;
};

static size_t
spans_of(struct arena *a, const struct staff *y, const struct shift_agent *x, int64_t since_ms,
    int64_t now_ms, struct span **out)
{
	size_t n = 0;
	struct span *list = *out = arena_alloc(a, (y->state_count + 3) * sizeof *list);
	if (y->state_count == 0) {	/* none today: as it has been */
		int64_t from = x->since_ms > since_ms ? x->since_ms : since_ms;
		if (from > now_ms)
			from = now_ms;
		list[n++] = (struct span){since_ms, from, "offline"};
		list[n++] = (struct span){from, now_ms, x->state};
		return n;
	}
	for (size_t i = 0; i < y->state_count; i++)
		list[n++] = (struct span){y->states[i].at_ms,
		    i + 1 < y->state_count ? y->states[i + 1].at_ms : now_ms, y->states[i].state};
	return n;
}

/* How long somebody was present and had at least one conversation. */
static int64_t
handling(struct arena *a, const struct staff *y, const struct span *spans, size_t count,
    int64_t since_ms, int64_t now_ms)
{
	struct piece *pieces = arena_alloc(a, (y->contact_count + 1) * sizeof *pieces);
	int64_t sum = 0;
	size_t n = 0;
	for (size_t i = 0; i < y->contact_count; i++) {
		const struct contact *c = &y->contacts[i];
		pieces[n++] = (struct piece){c->from_ms > since_ms ? c->from_ms : since_ms,
		    c->to_ms != 0 ? c->to_ms : now_ms};
	}
	qsort(pieces, n, sizeof *pieces, by_begin);
	for (size_t k = 0; k < count; k++) {
		int64_t at = spans[k].from_ms;
		for (size_t i = 0; i < n && is_present(spans[k].state); i++) {
			int64_t from = pieces[i].from_ms > at ? pieces[i].from_ms : at,
				to = pieces[i].to_ms < spans[k].to_ms ? pieces[i].to_ms
								      : spans[k].to_ms;
			if (to <= from)
				continue;
			sum += to - from;
			at = to;
		}
	}
	return sum;
}

/* Planned time since midnight, and how much of it was spent as planned. */
static void
adhere(const struct settings *s, const struct agent *who, const struct span *spans, size_t count,
    struct shift_agent *x)
{
	int64_t until;
	for (size_t k = 0; k < count; k++) {
		bool present = is_present(spans[k].state),
		     rests = strcmp(spans[k].state, "break") == 0;
		for (int64_t at = spans[k].from_ms; at < spans[k].to_ms; at = until) {
			enum planned kind = agent_planned(s, who, at, &until);
			if (until > spans[k].to_ms)
				until = spans[k].to_ms;
			if (kind == PLANNED_NOTHING)
				continue;
			x->planned_ms += until - at;
			if (kind == PLANNED_WORK ? present : rests)
				x->adherent_ms += until - at;
		}
	}
}

static void
add_contacts(const struct staff *y, struct shift_agent *x)
{
	for (size_t i = 0; i < y->contact_count; i++) {
		const struct contact *c = &y->contacts[i];
		if (c->to_ms == 0 && (x->longest_id == 0 || c->from_ms < x->longest_ms)) {
			x->longest_id = c->conversation_id;
			x->longest_ms = c->from_ms;
		}
		if (c->to_ms == 0 || !c->handled)
			continue;
		x->handled++;
		x->handle_ms += c->to_ms - c->from_ms;
		x->wrap_up_ms += c->wrap_ms;
	}
}

static void
fill(struct desk *d, struct arena *a, size_t i, int64_t now_ms, struct shift_agent *x)
{
	const struct agent *who = &d->settings->agents[i];
	const struct staff *y = &d->floor->staff[i];
	struct span *spans;
	size_t count = spans_of(a, y, x, d->floor->since_ms, now_ms, &spans);
	for (size_t k = 0; k < count; k++)
		x->present_ms +=
		    is_present(spans[k].state) ? spans[k].to_ms - spans[k].from_ms : 0;
	x->handling_ms = handling(a, y, spans, count, d->floor->since_ms, now_ms);
	adhere(d->settings, who, spans, count, x);
	if (who->shift_count > 0)
		x->planned = agent_planned(d->settings, who, now_ms, &x->planned_until_ms);
	add_contacts(y, x);
}

enum err
desk_shift(struct desk *d, struct arena *a, struct shift *out, struct errinfo *e)
{
	const struct settings *s = d->settings;
	int64_t now = clock_now_ms(d->clock);
	struct agent_state *states;
	struct agent_load *loads;
	size_t count;
	enum err r;
	if ((r = store_agent_list(d->store, a, &states, &count, e)) != ERR_OK ||
	    (r = desk_loads(d, a, &loads, e)) != ERR_OK || (r = floor_read(d, e)) != ERR_OK)
		return r;
	*out = (struct shift){.since_ms = d->floor->since_ms,
	    .count = s->agent_count,
	    .agents = arena_alloc(a, (s->agent_count + 1) * sizeof *out->agents)};
	for (size_t i = 0; i < s->agent_count; i++) {
		struct shift_agent *x = &out->agents[i];
		*x = (struct shift_agent){.id = s->agents[i].id,
		    .state = "offline",
		    .capacity = s->agents[i].capacity * LOAD_ONE,
		    .has = loads[i]};
		for (size_t k = 0; k < count; k++) {
			if (strcmp(states[k].agent, x->id) != 0)
				continue;
			x->state = states[k].state;
			x->since_ms = states[k].since_ms;
			x->seen_ms = states[k].seen_ms;
		}
		fill(d, a, i, now, x);
		if (x->longest_id == 0)
			x->longest_id = loads[i].first_id;
	}
	return ERR_OK;
}
