/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One replication: a desk on a store, a clock that stands still until something comes due, and
 * what comes due.
 */
#include "floorwalker/day/run.h"

#include <stdio.h>
#include <string.h>

#include "engine.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"
#include "floorwalker/store/event.h"
#include "names.h"

#define DRAIN_MOST_MS ((int64_t)24 * 3600000)	/* who is here at the end is served for so long */
#define PROGRESS_EVERY 256			/* things that came due */

void
engine_stream(const struct engine *en, struct random_stream *r, const char *kind, int64_t a,
    int64_t b, int64_t c)
{
	char label[96];

	(void)snprintf(label, sizeof(label), "%s/%lld/%lld/%lld", kind, (long long)a, (long long)b,
	    (long long)c);
	random_init(r, en->seed, label);
}

/* ---- setting up */

/* The first local midnight from the world's day on that begins the weekday which the simulation
 * begins with, less the warm-up. */
static int64_t
start_of(const struct simulation *s, const struct settings *settings)
{
	struct date d;
	int64_t at_ms = settings->as_of_ms;

	for (int i = 0; i < 8; i++, at_ms += DATE_DAY_MS) {
		date_from_ms(settings->zone, at_ms, &d);
		if (d.weekday == s->first_weekday)
			break;
	}
	d.hour = d.minute = d.second = 0;
	return date_to_ms(settings->zone, &d) - s->warm_up_ms;
}

int64_t
day_start_ms(const struct day_options *o)
{
	return start_of(o->simulation, world_settings(o->world));
}

const struct settings *
day_settings(struct arena *a, const struct day_options *o)
{
	const struct settings *s =
	    simulation_settings(a, o->simulation, world_settings(o->world));

	return o->seat != NULL ? seat_join(a, s, o->seat) : s;
}

static const uint8_t master[SEAL_KEY] = { 's', 'i', 'm' };

/* The key of every day, in memory or in a file: how the AI words things goes by it, and one seed is one
 * day. Nobody's secrets are in there. */
static enum err
write_key(const struct engine *en, struct errinfo *e)
{
	char path[4096], line[SEAL_HEX + 1];

	(void)snprintf(path, sizeof(path), "%s.key", en->options->target);
	seal_hex(master, sizeof(master), line);
	line[SEAL_HEX - 1] = '\n';
	return file_exists(path) ? ERR_OK : file_write(path, line, SEAL_HEX, 0600, e);
}

static enum err
open_shared(struct engine *en, struct errinfo *e)
{
	const struct day_options *o = en->options;
	enum err err = ERR_OK;

	en->shared = en->tools->shared;
	if (en->keeps) {
		char path[4096];

		if ((err = write_key(en, e)) != ERR_OK ||
		    (err = desk_store_init(o->target, world_folder(o->world), true, false,
			 en->clock, e)) != ERR_OK)
			return err;
		(void)snprintf(path, sizeof(path), "%s.key", o->target);
		err = keyring_open(path, false, &en->shared.keyring, e);
	} else {
		en->shared.keyring = keyring_new_from(master);
	}
	return err;
}

static enum err
open_backend(struct engine *en, struct backend **out, struct errinfo *e)
{
	const char *name = en->simulation->ai.backend;
	struct errinfo why;
	enum err err;

	*out = NULL;
	if (!en->simulation->ai.on && en->simulation->ai.source == NULL)
		return ERR_OK;
	if ((err = backend_open(name != NULL ? name : "builtin", out, &why)) != ERR_OK)
		return names_fault(en->simulation, en->simulation->ai.source, e, "%s", why.text);
	if (!en->simulation->ai.on)
		backend_free(out);	/* named, and never asked */
	else if ((err = tools_for_turns(en->tools, *out, e)) != ERR_OK)
		backend_free(out);
	else
		*out = turns_around(en, *out);
	return err;
}

/* The visitors are the thread's: from now on those of this day. */
static void
take_visitors(struct engine *en)
{
	en->visitors = en->tools->visitors;
	if (en->visitors != NULL)
		visitors_begin(en->visitors, en->seed, en->outages, en->outage_count);
}

static enum err
open_arrivals(struct engine *en, struct errinfo *e)
{
	size_t count = en->visitors != NULL ? visitors_scenario_count(en->visitors) : 0;
	const char **names = arena_alloc(en->arena, (count + 1) * sizeof(*names));
	double *weights = arena_alloc(en->arena, (count + 1) * sizeof(*weights));
	const char **languages = arena_alloc(en->arena, (count + 1) * sizeof(*languages));
	struct arrivals_mix mix = { names, weights, languages, count };

	for (size_t i = 0; i < count; i++) {
		names[i] = visitors_scenario_name(en->visitors, i);
		weights[i] = visitors_scenario_weight(en->visitors, i);
		languages[i] = visitors_scenario_language(en->visitors, i);
	}
	return arrivals_new(
	    en->simulation, en->options->seed, en->replication, &mix, &en->arrivals, e);
}

/* Visitors bring records of their own, under numbers that the world's may have already. */
static enum err
remove_customers(struct engine *en, struct errinfo *e)
{
	const struct shop_records *r = world_records(en->options->world);
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < r->customer_count; i++)
		err = shop_embedded_remove(desk_shop(en->desk), &r->customers[i], e);
	return err;
}

static enum err
open_desk(struct engine *en, struct errinfo *e)
{
	struct store_options how = {.create = !en->keeps, .passing = true};
	struct desk_options o = {.shared = &en->shared,
	    .base = en->keeps ? NULL : en->visitors != NULL ? visitors_base(en->visitors)
							   : world_records(en->options->world),
	    .clock = en->clock,
	    .worker = "simulation",
	    .practice = true,
	    .simulated = !en->keeps,
	    .traces = en->keeps ? DESK_TRACES_ALL : DESK_TRACES_OF_DRAFTS,
	    .worded_by_contact = true,
	    .seed = en->seed};
	enum err err;

	if ((err = store_open(en->keeps ? en->options->target : "memory:", &how, &o.take_store,
		 e)) != ERR_OK)
		return err;
	if ((err = open_backend(en, &o.take_backend, e)) != ERR_OK) {
		store_close(&o.take_store);
		return err;
	}
	o.tools = en->tools->desk;
	if ((err = desk_new(&o, &en->desk, e)) != ERR_OK)
		return err;
	en->store = desk_store(en->desk);
	return en->keeps && en->visitors != NULL ? remove_customers(en, e) : ERR_OK;
}

static void
take_next_arrival(struct engine *en)
{
	if (!arrivals_next(en->arrivals, &en->coming))
		en->coming.at_ms = INT64_MAX;
}

static enum err
set_up(struct engine *en, struct errinfo *e)
{
	const struct day_options *o = en->options;
	struct random_stream r;
	char label[48];
	enum err err;

	(void)snprintf(label, sizeof(label), "replication/%lld", (long long)en->replication);
	random_init(&r, o->seed, label);
	en->seed = random_u64(&r);
	en->keeps = !text_is_empty(o->target) && !text_is(o->target, "memory:");
	en->arena = arena_new();
	en->length_ms = simulation_length_ms(en->simulation);
	en->own_tools = o->tools == NULL ? day_tools_new() : NULL;
	en->tools = o->tools == NULL ? en->own_tools : o->tools;
	if ((err = tools_open(en->tools, o, e)) != ERR_OK)
		return err;
	en->settings = en->tools->settings;
	en->start_ms = start_of(en->simulation, en->settings);
	en->clock = clock_virtual_new(en->start_ms);
	happen_plan_outages(en);
	if (o->seat != NULL && !en->keeps)
		return err_set(e, ERR_USAGE, "a seat needs a store in a file, which others can open");
	take_visitors(en);
	if ((err = happen_check(en, e)) != ERR_OK ||
	    (err = names_check(en->simulation, o->world, o->understander, en->visitors, e)) !=
		ERR_OK ||
	    (err = open_shared(en, e)) != ERR_OK || (err = open_desk(en, e)) != ERR_OK ||
	    (err = open_arrivals(en, e)) != ERR_OK ||
	    (err = store_event_last(en->store, &en->event_id, e)) != ERR_OK ||
	    (err = staff_begin(en, e)) != ERR_OK || (err = inject_plan(en, e)) != ERR_OK)
		return err;
	happen_begin(en);
	calendar_add(&en->calendar, DAY_SAMPLE_MS, TICK_SAMPLE, NULL, NULL);
	take_next_arrival(en);
	return ERR_OK;
}

static void
tear_down(struct engine *en)
{
	while (calendar_next(&en->calendar) != INT64_MAX) {
		struct due x = calendar_take(&en->calendar);

		if (x.tick == TICK_TURN)
			turns_drop(x.who);
	}
	calendar_clear(&en->calendar);
	guests_free(en);
	jobs_free(en);
	staff_free(en);
	mem_free(en->decisions);
	mem_free(en->injections);
	if (en->arrivals != NULL)
		arrivals_free(&en->arrivals);
	desk_free(&en->desk);
	keyring_free(&en->shared.keyring);
	if (en->deeds != NULL)
		arena_free(&en->deeds);
	clock_free(&en->clock);
	day_tools_free(&en->own_tools);
	arena_free(&en->arena);
}

/* ---- from one thing to the next */

/* Whatever the desk has to do now, and what follows from it at the same instant. */
static enum err
settle(struct engine *en, struct errinfo *e)
{
	bool did = true;
	enum err err = ERR_OK;

	while (err == ERR_OK && did) {
		int64_t due_ms;

		did = false;
		if ((err = tidings_read(en, e)) != ERR_OK ||
		    (err = desk_next_due(en->desk, &due_ms, e)) != ERR_OK)
			break;
		if (due_ms <= clock_now_ms(en->clock)) {
			err = desk_work_step(en->desk, &did, e);
			if (err == ERR_OK && !did && en->simulation->ai.on)
				err = turns_begin(en, &did, e);
		}
		if (err == ERR_OK && !did && en->hearer_count > 0) {
			did = true;
			err = guests_hear(en, e);
		}
		if (err == ERR_OK && !did && en->decisions_moved) {
			did = true;
			err = decide_begin(en, e);
		}
	}
	return err;
}

static enum err
sample(struct engine *en)
{
	tell_sample(en);
	if (engine_now(en) + DAY_SAMPLE_MS <= en->length_ms)
		calendar_add(
		    &en->calendar, engine_now(en) + DAY_SAMPLE_MS, TICK_SAMPLE, NULL, NULL);
	return ERR_OK;
}

static enum err
happens(struct engine *en, const struct due *x, struct errinfo *e)
{
	switch (x->tick) {
	case TICK_SAYS:
		return guest_says(en, x->who, e);
	case TICK_PATIENCE:
		return guest_loses_patience(en, x->who, e);
	case TICK_RETURNS:
		return guest_returns(en, x->who, e);
	case TICK_TURN:
		return turns_end(en, x->who, e);
	case TICK_PLAN:
		staff_plan(en, x->who);
		return ERR_OK;
	case TICK_ACT:
		return staff_act(en, x->who, e);
	case TICK_BOUND:
		return staff_bound(en, x->who, e);
	case TICK_FIRST:
		return job_first_words(en, x->who, e);
	case TICK_JOB:
		return job_is_done(en, x->who, e);
	case TICK_INJECT:
		return inject_now(en, x->who, e);
	case TICK_INCIDENT:
		return happen_now(en, x->who, e);
	case TICK_SAMPLE:
		return sample(en);
	}
	return ERR_OK;
}

/* When something comes by itself; *over: nobody is here any more for whom it would. */
static enum err
what_comes(struct engine *en, int64_t *at, bool *over, struct errinfo *e)
{
	int64_t next = calendar_next(&en->calendar), desk_ms;
	enum err err = desk_next_due(en->desk, &desk_ms, e);

	if (err != ERR_OK)
		return err;
	*at = en->coming.at_ms < next ? en->coming.at_ms : next;
	if (desk_ms != INT64_MAX && desk_ms - en->start_ms < *at)
		*at = desk_ms - en->start_ms;
	*over = *at == INT64_MAX || *at > en->length_ms + DRAIN_MOST_MS ||
	    (en->coming.at_ms == INT64_MAX && en->here == 0 && *at > en->length_ms);
	return ERR_OK;
}

static enum err
go_to(struct engine *en, int64_t at, struct errinfo *e)
{
	struct due x;
	enum err err = ERR_OK;

	clock_move_to(en->clock, en->start_ms + at);
	if (calendar_next(&en->calendar) == at) {
		x = calendar_take(&en->calendar);
		err = happens(en, &x, e);
	} else if (en->coming.at_ms == at) {
		struct coming c = en->coming;

		take_next_arrival(en);
		err = guest_arrives(en, &c, NULL, e);
	}
	return err != ERR_OK ? err : settle(en, e);
}

/* Somebody did something on the store: what was to come before comes first. */
static enum err
catch_up(struct engine *en, int64_t to, struct errinfo *e)
{
	int64_t at;
	bool over;
	enum err err;

	if (to < engine_now(en))
		to = engine_now(en);
	while ((err = what_comes(en, &at, &over, e)) == ERR_OK && at < to)
		if ((err = go_to(en, at, e)) != ERR_OK)
			return err;
	if (err != ERR_OK)
		return err;
	clock_move_to(en->clock, en->start_ms + to);
	return settle(en, e);
}

static enum err
one_step(struct engine *en, bool *done, struct errinfo *e)
{
	const struct day_options *o = en->options;
	int64_t at, offered, to;
	bool over;
	enum err err = what_comes(en, &at, &over, e);

	*done = over && o->seat == NULL;
	if (err != ERR_OK || *done)
		return err;
	offered = to = over ? INT64_MAX : en->start_ms + at;
	if (o->pace != NULL && (to = o->pace(o->pace_context, offered)) == DAY_STOPS)
		return err_set(e, ERR_STATE, "stopped");
	*done = to == DAY_ENDS || (over && to == INT64_MAX);
	if (*done)
		return ERR_OK;
	return to < offered ? catch_up(en, to - en->start_ms, e) : go_to(en, at, e);
}

static enum err
play(struct engine *en, struct errinfo *e)
{
	const struct day_options *o = en->options;
	bool done = false;
	enum err err = settle(en, e);

	for (int64_t n = 0; err == ERR_OK && !done; n++) {
		err = one_step(en, &done, e);
		if (err == ERR_OK && o->progress != NULL && n % PROGRESS_EVERY == 0 &&
		    o->progress(o->progress_context, engine_now(en), en->length_ms,
			en->contacts) != 0)
			err = err_set(e, ERR_STATE, "stopped");
	}
	for (size_t i = 0; err == ERR_OK && i < en->guest_count; i++)
		if (en->guests[i]->place != PLACE_NOWHERE)
			err = guest_is_cut_off(en, en->guests[i], e);
	return err;
}

enum err
day_play(const struct day_options *o, int64_t replication, const struct day_teller *teller,
    struct errinfo *e)
{
	struct engine en = {.options = o,
	    .simulation = o->simulation,
	    .teller = teller,
	    .replication = replication};
	enum err err = set_up(&en, e);

	if (err == ERR_OK)
		err = play(&en, e);
	tear_down(&en);
	return err;
}
