/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One replication of one case: a day of contacts after the warm-up, played through a desk.
 */
#include <math.h>
#include <string.h>

#include "erlang.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/day/run.h"

double
erlang_unit_ms(const struct erlang_case *c)
{
	return c->load.arrivals * (double)DATE_DAY_MS / c->contacts;
}

int64_t
erlang_size(const struct erlang_case *c)
{
	return (int64_t)(c->warm_up + c->contacts);
}

static void
keep(struct erlang_sums *s, double wait_ms)
{
	if ((size_t)s->contacts >= s->room) {
		s->room = s->room > 0 ? 2 * s->room : 1024;
		s->waits = mem_grow(s->waits, s->room, sizeof(*s->waits));
	}
	s->waits[s->contacts] = wait_ms;
}

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	struct erlang_sums *s = context;
	int64_t wait_ms = (c->got_ms >= 0 ? c->got_ms : c->ended_ms) - c->queued_ms;

	(void)transcript;
	s->told++;
	atomic_fetch_add_explicit(s->played, 1, memory_order_relaxed);
	if (!c->counts)
		return;
	if (s->keeps_waits)
		keep(s, (double)wait_ms);
	s->contacts++;
	s->waited += c->got_ms != c->queued_ms;
	s->left += c->outcome.abandoned;
	s->wait_ms += wait_ms;
	if (c->got_ms < 0)
		return;
	s->within += (double)wait_ms <= s->within_ms;
	s->wait_served_ms += wait_ms;
}

static void
take_sample(void *context, const struct floor_sample *x)
{
	struct erlang_sums *s = context;

	if (!x->counts)
		return;
	s->present_ms += x->present_ms;
	s->busy_ms += x->busy_ms;
	s->queued += x->queued;
	s->samples++;
}

static void
fill(const struct erlang_case *c, struct simulation *s, struct crew *crew, struct law *patience)
{
	double unit_ms = erlang_unit_ms(c), warm_up_ms = c->warm_up / c->contacts * (double)DATE_DAY_MS;

	*crew = (struct crew){.name = "agent",
	    .count = c->load.agents,
	    .role = ROLE_AGENT,
	    .capacity = 1,
	    .adherence = 1,
	    .speed = 1};
	*s = (struct simulation){.name = "erlang",
	    .title = c->name,
	    .path = "erlang",
	    .days = 1,
	    .warm_up_ms = (int64_t)ceil(warm_up_ms / DAY_SAMPLE_MS) * DAY_SAMPLE_MS,
	    .replications = 1};
	for (int i = 0; i < WEEK_HOURS; i++)
		s->demand.per_hour[i] = c->contacts / 24;
	s->people.crews = crew;
	s->people.crew_count = 1;
	s->people.otherwise = (struct handling){.reason = HANDOFF_OTHER,
	    .time = law_exponential(c->load.handling * unit_ms),
	    .resolves = 1};
	s->people.first_reply = law_constant(0);
	s->people.wrap_up = law_constant(0);
	s->people.approval = law_constant(0);
	s->ai.latency = law_constant(0);
	s->ai.send_at = NAN;
	if (isinf(c->load.patience))
		return;
	*patience = law_exponential(c->load.patience * unit_ms);
	s->patience = patience;
}

enum err
erlang_play(const struct erlang_options *o, const struct erlang_case *c, size_t number,
    int64_t replication, atomic_int_fast64_t *played, struct erlang_sums *out, struct errinfo *e)
{
	struct simulation s;
	struct crew crew;
	struct law patience;
	const struct day_options options = {
	    .simulation = &s, .world = o->world, .seed = o->seed + 1000003 * (uint64_t)number};
	const struct day_teller teller = { out, take_contact, take_sample };
	enum err err;

	*out = (struct erlang_sums){
	    .within_ms = c->within * erlang_unit_ms(c),
	    .keeps_waits = c->keeps_waits,
	    .played = played};
	fill(c, &s, &crew, &patience);
	err = day_play(&options, replication, &teller, e);
	/* by chance it were more or fewer */
	atomic_fetch_add_explicit(played, erlang_size(c) - out->told, memory_order_relaxed);
	return err;
}
