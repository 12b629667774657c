/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab.h"

#include <math.h>
#include <string.h>

#include "floorwalker/base/mem.h"

void
lab_begin(struct lab *l, const struct world *w, double per_hour, double handling_ms, int64_t agents,
    int64_t capacity)
{
	struct simulation *s = &l->simulation;

	memset(l, 0, sizeof(*l));
	l->crew = (struct crew){.name = "chat",
	    .count = agents,
	    .role = ROLE_AGENT,
	    .capacity = capacity,
	    .adherence = 1,
	    .speed = 1};
	*s = (struct simulation){.name = "lab", .title = "Lab", .path = "lab.yaml", .days = 1, .replications = 1};
	for (int i = 0; i < WEEK_HOURS; i++)
		s->demand.per_hour[i] = per_hour;
	s->people.crews = &l->crew;
	s->people.crew_count = 1;
	s->people.otherwise = (struct handling){
	    .reason = HANDOFF_OTHER, .time = law_exponential(handling_ms), .resolves = 1};
	s->people.first_reply = law_constant(0);
	s->people.wrap_up = law_constant(0);
	s->people.approval = law_constant(60000);
	s->ai.send_at = NAN;
	s->ai.latency = law_constant(0);
	l->options = (struct day_options){ .simulation = s, .world = w, .seed = 7 };
}

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	struct lab *l = context;

	l->lines += (int64_t)value_count(transcript);
	if (l->count == l->room)
		l->contacts = mem_grow(
		    l->contacts, l->room = l->room > 0 ? l->room * 2 : 64, sizeof(*l->contacts));
	l->contacts[l->count++] = *c;
	if (c->outcome.simulator_fault)
		l->faults++;
	else if (c->ended_ms < 0)
		l->open++;
	else if (c->outcome.abandoned)
		l->left++;
	else
		l->answered++;
	l->waited += c->queued_ms >= 0 && c->got_ms != c->queued_ms;
	if (c->queued_ms >= 0 && c->ended_ms >= 0)
		l->waits_ms +=
		    (double)((c->got_ms >= 0 ? c->got_ms : c->ended_ms) - c->queued_ms);
}

static void
take_sample(void *context, const struct floor_sample *x)
{
	struct lab *l = context;

	l->samples++;
	l->present_ms += x->present_ms;
	l->busy_ms += x->busy_ms;
	if (x->with_people + x->wrapping_up > l->most_with_people)
		l->most_with_people = x->with_people + x->wrapping_up;
	if (x->queued > l->most_queued)
		l->most_queued = x->queued;
}

enum err
lab_play(struct lab *l, int64_t replication, struct errinfo *e)
{
	const struct day_teller teller = { l, take_contact, take_sample };

	if (l->patience.a > 0 || l->patience.b > 0)
		l->simulation.patience = &l->patience;
	return day_play(&l->options, replication, &teller, e);
}

void
lab_end(struct lab *l)
{
	mem_free(l->contacts);
}

uint64_t
lab_sum(const struct lab *l)
{
	uint64_t sum = 0xcbf29ce484222325ULL;

	for (size_t i = 0; i < l->count; i++) {
		const struct contact *c = &l->contacts[i];
		const int64_t told[] = {c->number, c->visit, c->came_ms, c->queued_ms, c->got_ms,
		    c->person_ms, c->ended_ms, c->handle_ms, c->wrap_up_ms, c->agents, c->ai_turns,
		    c->resolved, c->outcome.abandoned, c->outcome.ai_messages};

		for (size_t k = 0; k < sizeof(told) / sizeof(told[0]); k++)
			sum = (sum ^ (uint64_t)told[k]) * 0x100000001b3ULL;
	}
	return sum;
}
