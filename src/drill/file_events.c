/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a trainer lets happen: outages and what goes wrong in the shop become the simulation's; who comes and who
 * is angry is injected; pauses and sentences are for the trainee.
 */
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"

#define EVENTS_MOST 500

enum kind { AI_OUTAGE, CARRIER_OUTAGE, WRONG_PRICE, STOCK_OUT, ARRIVAL, ANGRY_TURN, PAUSE, SAYS };
static const char *const kinds[] = { "ai_outage", "carrier_outage", "wrong_price", "stock_out",
	"arrival", "angry_turn", "pause", "says" };
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void
add_event(struct reader *r, enum drill_event_kind kind, int64_t at_ms, const char *text)
{
	r->out->events[r->out->event_count++] = (struct drill_event){kind, at_ms, text};
}

static void
add_outage(struct reader *r, const struct value *v, int64_t at_ms)
{
	struct ai *ai = &r->out->simulation.ai;
	struct outage o = { at_ms, fields_duration(&r->f, v, "for", 0) };

	FIELDS_KNOWN(&r->f, v, "at", "kind", "for");
	if (o.length_ms <= 0)
		fields_fault(&r->f, v, "'for' is missing: how long the AI is away");
	ai->outages[ai->outage_count++] = o;
}

static void
add_incident(struct reader *r, const struct value *v, int64_t at_ms)
{
	struct simulation *s = &r->out->simulation;
	struct incident x = fields_incident(&r->f, v);

	FIELDS_KNOWN(&r->f, v, "at", "kind", "for", "carrier", "product", "price");
	x.at_ms = at_ms;
	s->incidents[s->incident_count++] = x;
}

static void
add_injected(struct reader *r, const struct value *v, enum kind kind, int64_t at_ms)
{
	struct injected *x = &r->out->injected[r->out->injected_count++];

	if (kind == ARRIVAL)
		FIELDS_KNOWN(&r->f, v, "at", "kind", "scenario", "persona", "channel", "tier",
		    "says");
	else
		FIELDS_KNOWN(&r->f, v, "at", "kind", "scenario", "says");
	*x = (struct injected){.kind = kind == ARRIVAL ? INJECTED_ARRIVAL : INJECTED_TURN,
	    .at_ms = at_ms,
	    .scenario = kind == ARRIVAL ? reader_comer(r, v)
					: reader_scenario(r, v, "scenario"),
	    .persona = fields_text(&r->f, v, "persona"),
	    .channel = fields_text(&r->f, v, "channel"),
	    .tier = fields_text(&r->f, v, "tier"),
	    .text = fields_text(&r->f, v, "says")};
	if (kind == ARRIVAL && x->scenario == NULL)
		fields_fault(&r->f, v, "'scenario' is missing: what they come for");
	if (kind == ANGRY_TURN && x->text == NULL)
		fields_fault(&r->f, v, "'says' is missing: the angry words");
	add_event(r, DRILL_INJECTS, at_ms, x->text);
}

static void
add_words(struct reader *r, const struct value *v, enum kind kind, int64_t at_ms)
{
	const char *text = reader_block(r, v, kind == PAUSE || value_get(v, "says") != NULL ? "says" : "text");

	FIELDS_KNOWN(&r->f, v, "at", "kind", "says", "text");
	if (kind == SAYS && text == NULL)
		fields_fault(&r->f, v, "'says' is missing: what the trainee is told");
	add_event(r, kind == PAUSE ? DRILL_PAUSES : DRILL_SAYS, at_ms, text);
}

/* What is told to or done by whoever is there must happen while the trainee is there. */
static void
check_time(struct reader *r, const struct value *v, enum kind kind, int64_t at_ms)
{
	const struct drill *d = r->out;
	bool may_begin_before = kind <= ARRIVAL;

	if (at_ms >= d->from_ms + d->length_ms)
		fields_fault(&r->f, value_get(v, "at"),
		    "this comes after the drill's end: see 'from' and 'for'");
	else if (at_ms < d->from_ms && !may_begin_before)
		fields_fault(&r->f, value_get(v, "at"),
		    "this comes before the trainee does: see 'from'");
}

static void
read_event(struct reader *r, const struct value *v)
{
	enum kind kind;
	int64_t at_ms;

	if (value_kind(v) != VALUE_MAP) {
		fields_fault(&r->f, v, "an event is a map: {at: 10:05, kind: arrival, …}");
		return;
	}
	if (value_get(v, "kind") == NULL)
		fields_fault(&r->f, v,
		    "'kind' is missing: ai_outage, carrier_outage, wrong_price, stock_out, arrival, angry_turn, pause or says");
	kind = (enum kind)fields_word(&r->f, v, "kind", kinds, KINDS, SAYS);
	at_ms = reader_clock(r, v, "at", -1);
	if (r->f.err != ERR_OK)
		return;
	check_time(r, v, kind, at_ms);
	if (kind == AI_OUTAGE)
		add_outage(r, v, at_ms);
	else if (kind <= STOCK_OUT)
		add_incident(r, v, at_ms);
	else if (kind <= ANGRY_TURN)
		add_injected(r, v, kind, at_ms);
	else
		add_words(r, v, kind, at_ms);
}

/* Room for as many more; what the simulation's own file had stays before them. */
static void
make_room(struct reader *r, size_t more)
{
	struct drill *d = r->out;
	struct simulation *s = &d->simulation;
	struct outage *outages =
	    arena_alloc(r->f.arena, (s->ai.outage_count + more + 1) * sizeof(*outages));
	struct incident *incidents =
	    arena_alloc(r->f.arena, (s->incident_count + more + 1) * sizeof(*incidents));

	if (s->ai.outage_count > 0)
		memcpy(outages, s->ai.outages, s->ai.outage_count * sizeof(*outages));
	if (s->incident_count > 0)
		memcpy(incidents, s->incidents, s->incident_count * sizeof(*incidents));
	s->ai.outages = outages;
	s->incidents = incidents;
	d->events = arena_alloc(r->f.arena, (more + 1) * sizeof(*d->events));
	d->injected = arena_alloc(r->f.arena, (more + 1) * sizeof(*d->injected));
}

/* Stable: insertion, since there are few and most files are in order. */
static void
sort_events(struct drill *d)
{
	for (size_t i = 1; i < d->event_count; i++)
		for (size_t k = i; k > 0 && d->events[k].at_ms < d->events[k - 1].at_ms; k--) {
			struct drill_event swap = d->events[k];

			d->events[k] = d->events[k - 1];
			d->events[k - 1] = swap;
		}
}

void
reader_events(struct reader *r, const struct value *root)
{
	const struct value *list = fields_list(&r->f, root, "events");

	if (value_count(list) > EVENTS_MOST)
		fields_fault(&r->f, list, "'events' holds more than %d", EVENTS_MOST);
	if (r->f.err != ERR_OK)
		return;
	make_room(r, value_count(list));
	for (size_t i = 0; r->f.err == ERR_OK && i < value_count(list); i++)
		read_event(r, value_at(list, i));
	sort_events(r->out);
}
