/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a drill plays, and who sits in the seat.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"

#define ARRIVALS_MOST 500
#define HOUR_MS ((int64_t)3600000)
#define USUAL_FROM_MS (10 * HOUR_MS)
#define SEAT_CAPACITY 3

/* Nobody works but whoever has the seat: a crew of none keeps the world's own people away. */
static void
send_home(struct reader *r)
{
	struct people *p = &r->out->simulation.people;

	p->crews = arena_alloc(r->f.arena, sizeof(*p->crews));
	p->crews[0] = (struct crew){.name = "nobody"};
	p->crew_count = 1;
	r->out->alone = true;
}

/* ---- a shift */

static void
read_shift(struct reader *r, const struct value *root)
{
	const char *given = fields_text(&r->f, root, "shift"), *path;
	struct drill *d = r->out;

	if (r->f.err != ERR_OK)
		return;
	if (simulation_find(r->f.arena, r->path, given, &path, r->f.e) != ERR_OK) {
		fields_fault(&r->f, value_get(root, "shift"),
		    "there is no simulation \"%.80s\": name a file beside this one, or one that came with floorwalker, such as weekday",
		    given);
		return;
	}
	r->f.err = simulation_load(
	    r->f.arena, path, r->f.settings, NULL, 0, &d->simulation, r->f.e);
	if (r->f.err == ERR_OK && !reader_switch(r, root, "colleagues", true))
		send_home(r);
}

int64_t
reader_first_hour(const struct reader *r)
{
	const struct simulation *s = &r->out->simulation;
	int64_t day = r->out->from_ms / DATE_DAY_MS, begin = day * DATE_DAY_MS;

	for (size_t i = 0; s->demand.logged && i < s->demand.log_count; i++)
		if (s->demand.log[i].at_ms >= begin)
			return s->demand.log[i].at_ms / HOUR_MS * HOUR_MS;
	for (int64_t h = 0; !s->demand.logged && h < 24; h++)
		if (s->demand.per_hour[simulation_hour(
			s, s->warm_up_ms + begin + h * HOUR_MS)] > 0)
			return begin + h * HOUR_MS;
	return begin + USUAL_FROM_MS;
}

/* ---- shoppers one by one */

/* A simulation in which these come and nobody else, made of nothing. */
static void
make_simulation(struct reader *r, size_t shoppers)
{
	struct simulation *s = &r->out->simulation;
	const int64_t minute = 60000;

	*s = (struct simulation){.name = r->out->name,
	    .title = r->out->title,
	    .path = r->path,
	    .days = 1,
	    .replications = 1,
	    .level_share = 0.8,
	    .level_within_ms = minute};
	s->ai = (struct ai){.on = true, .backend = "builtin",
	    .latency = law_constant(2000), .send_at = NAN};
	s->people = (struct people){.otherwise = {HANDOFF_NONE, law_lognormal(6.0 * (double)minute, 1), 0.85},
	    .first_reply = law_lognormal(0.5 * (double)minute, 0.6),
	    .wrap_up = law_lognormal(0.75 * (double)minute, 0.8),
	    .slow_down = 0.25,
	    .approval = law_lognormal(1.5 * (double)minute, 0.7)};
	s->demand.logged = true;
	s->demand.log = arena_alloc(r->f.arena, (shoppers + 1) * sizeof(*s->demand.log));
	r->is_made = true;
}

static void
add_path(struct reader *r, const char *path)
{
	struct simulation *s = &r->out->simulation;
	const char **paths =
	    arena_alloc(r->f.arena, (s->script_path_count + 1) * sizeof(*paths));

	for (size_t i = 0; i < s->script_path_count; i++) {
		if (text_is(s->script_paths[i], path))
			return;
		paths[i] = s->script_paths[i];
	}
	paths[s->script_path_count++] = path;
	s->script_paths = paths;
}

const char *
reader_comer(struct reader *r, const struct value *map)
{
	const char *given, *path;

	if (!r->is_made || value_get(map, "scenario") == NULL)
		return reader_scenario(r, map, "scenario");
	given = fields_text(&r->f, map, "scenario");
	path = reader_scenario_file(r, value_get(map, "scenario"), given);
	given = reader_scenario_name(r, value_get(map, "scenario"), path);
	if (r->f.err != ERR_OK)
		return NULL;
	add_path(r, path);
	r->knows_names = false;
	return given;
}

/* One who comes, and what is known of them. source: where the file says so. */
static void
add_arrival(struct reader *r, const struct value *source, const char *given,
    struct arrival arrival)
{
	struct demand *d = &r->out->simulation.demand;
	const char *path = reader_scenario_file(r, source, given);

	arrival.scenario = reader_scenario_name(r, source, path);
	if (r->f.err != ERR_OK)
		return;
	add_path(r, path);
	d->log[d->log_count++] = arrival;
}

static int
by_time(const void *a, const void *b)
{
	const struct arrival *x = a, *y = b;

	return x->at_ms != y->at_ms ? (x->at_ms > y->at_ms) - (x->at_ms < y->at_ms)
				    : strcmp(x->scenario, y->scenario);
}

static void
read_arrivals(struct reader *r, const struct value *root)
{
	const struct value *list = fields_list(&r->f, root, "scenarios");
	struct demand *d = &r->out->simulation.demand;

	if (r->f.err == ERR_OK && (value_count(list) == 0 || value_count(list) > ARRIVALS_MOST))
		fields_fault(&r->f, list, "'scenarios' lists who comes, 1 to %d of them",
		    ARRIVALS_MOST);
	make_simulation(r, r->f.err == ERR_OK ? value_count(list) : 0);
	for (size_t i = 0; r->f.err == ERR_OK && i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		const char *given;

		FIELDS_KNOWN(&r->f, v, "at", "scenario", "persona", "channel", "tier");
		given = fields_text(&r->f, v, "scenario");
		if (given == NULL)
			fields_fault(&r->f, v, "'scenario' is missing: what they come for");
		add_arrival(r, value_get(v, "scenario"), given,
		    (struct arrival){.at_ms = reader_clock(r, v, "at", -1),
			.persona = fields_text(&r->f, v, "persona"),
			.channel = fields_text(&r->f, v, "channel"),
			.tier = fields_text(&r->f, v, "tier")});
	}
	if (d->log_count > 1)
		qsort(d->log, d->log_count, sizeof(*d->log), by_time);
}

void
reader_one_scenario(struct reader *r, const struct value *at, const char *given)
{
	int64_t from = r->out->from_ms;

	make_simulation(r, 1);
	r->out->one_scenario = true;
	if (from % DATE_DAY_MS == 0)
		from += USUAL_FROM_MS;
	add_arrival(r, at, given, (struct arrival){.at_ms = from});
	r->out->from_ms = from;
}

void
reader_play(struct reader *r, const struct value *root)
{
	static const char *const ways[] = { "shift", "scenario", "scenarios" };
	int given = 0;

	for (size_t i = 0; i < 3; i++)
		given += value_get(root, ways[i]) != NULL;
	if (r->f.err == ERR_OK && given != 1) {
		fields_fault(&r->f, root,
		    "a drill plays one of these: 'shift' (a simulation), 'scenario' (one shopper) or 'scenarios' (a list of who comes, and when)");
		return;
	}
	if (value_get(root, "shift") != NULL) {
		read_shift(r, root);
		return;
	}
	if (value_get(root, "scenario") != NULL)
		reader_one_scenario(r, value_get(root, "scenario"),
		    fields_text(&r->f, root, "scenario"));
	else
		read_arrivals(r, root);
	if (r->f.err == ERR_OK && !reader_switch(r, root, "colleagues", false))
		send_home(r);
}

/* ---- the seat */

static void
keep_seat(struct reader *r, const struct agent *who)
{
	r->out->seat = *who;
	r->out->seat.login = "";
	r->out->seat.shifts = NULL;	/* there all the time */
	r->out->seat.shift_count = 0;
}

static void
serve_all(struct reader *r, struct agent *x)
{
	const struct settings *s = r->f.settings;
	const char **names = arena_alloc(r->f.arena, (s->queue_count + 1) * sizeof(*names));

	for (size_t i = 0; i < s->queue_count; i++)
		names[i] = s->queues[i].id;
	x->queues = names;
	x->queue_count = s->queue_count;
}

void
reader_usual_seat(struct reader *r)
{
	const struct settings *s = r->f.settings;
	const struct agent *best = NULL;
	struct agent made = {.id = "trainee", .name = "Trainee", .role = ROLE_SUPERVISOR,
	    .capacity = SEAT_CAPACITY};

	for (size_t i = 0; i < s->agent_count; i++)
		if (best == NULL || s->agents[i].role > best->role)
			best = &s->agents[i];
	if (best == NULL) {
		for (int k = 0; k < ACTION_KIND_COUNT; k++)
			made.limits[k] = VALUE_INT_MAX;
		serve_all(r, &made);
		best = &made;
	}
	keep_seat(r, best);
}

static void
read_agent(struct reader *r, const struct value *v)
{
	const struct settings *s = r->f.settings;
	const char *id = fields_text(&r->f, v, "agent"), *near;
	const char **ids = arena_alloc(r->f.arena, (s->agent_count + 1) * sizeof(*ids));

	FIELDS_KNOWN(&r->f, v, "agent");
	for (size_t i = 0; i < s->agent_count; i++) {
		ids[i] = s->agents[i].id;
		if (text_is(ids[i], id)) {
			keep_seat(r, &s->agents[i]);
			return;
		}
	}
	near = text_nearest(id != NULL ? id : "", ids, s->agent_count);
	fields_fault(&r->f, value_get(v, "agent"), "the world has no agent \"%.40s\"%s%s%s",
	    id != NULL ? id : "", near != NULL ? "; did you mean \"" : "",
	    near != NULL ? near : "", near != NULL ? "\"?" : "");
}

/* Letters that an id has, so that it can be named on a command line. */
static bool
is_id(const char *id)
{
	return strlen(id) <= 40 &&
	    strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id) && *id != '-';
}

void
reader_seat(struct reader *r, const struct value *root)
{
	const struct value *v = fields_map(&r->f, root, "seat");
	struct crew skills = { .name = "" };
	struct agent x = {.id = "trainee"};

	if (v == NULL) {
		reader_usual_seat(r);
		return;
	}
	if (value_get(v, "agent") != NULL) {
		read_agent(r, v);
		return;
	}
	FIELDS_KNOWN(&r->f, v, "id", "name", "role", "queues", "languages", "capacity", "limits");
	fields_skills(&r->f, v, &skills);
	if (value_get(v, "id") != NULL)
		x.id = fields_text(&r->f, v, "id");
	if (r->f.err == ERR_OK && !is_id(x.id))
		fields_fault(&r->f, value_get(v, "id"),
		    "'id' has small letters, digits and hyphens alone, 40 at most");
	x.name = fields_text(&r->f, v, "name");
	if (x.name == NULL)
		x.name = "Trainee";
	x.role = skills.role;
	x.queues = skills.queues;
	x.queue_count = skills.queue_count;
	x.languages = skills.languages;
	x.language_count = skills.language_count;
	x.capacity = value_get(v, "capacity") != NULL ? skills.capacity : SEAT_CAPACITY;
	memcpy(x.limits, skills.limits, sizeof(x.limits));
	if (x.queue_count == 0)
		serve_all(r, &x);
	keep_seat(r, &x);
}
