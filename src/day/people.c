/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "people.h"

#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"
#include "floorwalker/world.h"

#define MINUTE_MS 60000.0
#define CREW_MOST 2000
#define ENDLESS_CAPACITY ((int64_t)1000000)

static void
read_queue_names(struct fields *f, const struct value *v, struct crew *c)
{
	const struct value *list = value_get(v, "queues");

	c->queues = fields_texts(f, v, "queues", &c->queue_count);
	for (size_t i = 0; f->err == ERR_OK && i < c->queue_count; i++)
		if (settings_queue(f->settings, c->queues[i]) == NULL)
			fields_fault(f, value_at(list, i), "the world has no queue \"%.40s\"",
			    c->queues[i]);
}

/* What a crew may approve where its file doesn't say: the most that anybody of the role may in the
 * world. */
static int64_t
limit_of_role(const struct settings *s, enum agent_role role, enum action_kind kind)
{
	int64_t most = -1;

	for (size_t i = 0; i < s->agent_count; i++)
		if (s->agents[i].role == role && s->agents[i].limits[kind] > most)
			most = s->agents[i].limits[kind];
	return most;
}

static void
read_limits(struct fields *f, const struct value *v, struct crew *c)
{
	const struct value *map = fields_map(f, v, "limits");
	double minor = pow(10, money_decimals(f->settings->currency));
	enum action_kind kind;

	for (int k = 0; k < ACTION_KIND_COUNT; k++)
		c->limits[k] =
		    map != NULL ? -1 : limit_of_role(f->settings, c->role, (enum action_kind)k);
	for (size_t i = 0; f->err == ERR_OK && i < value_count(map); i++) {
		const char *key = value_key_at(map, i);

		if (!action_kind_from(key, &kind))
			fields_fault(f, value_at(map, i), "\"%.40s\" is no kind of action", key);
		else
			c->limits[kind] = llround(fields_real(f, map, key, 0, 1e9, 0) * minor);
	}
}

void
fields_skills(struct fields *f, const struct value *map, struct crew *out)
{
	static const char *const roles[] = { "agent", "senior", "supervisor" };

	out->role = (enum agent_role)fields_word(f, map, "role", roles, 3, ROLE_AGENT);
	read_queue_names(f, map, out);
	out->languages = fields_texts(f, map, "languages", &out->language_count);
	out->source = value_get(map, "languages");
	out->capacity = fields_int(f, map, "capacity", 1, 50, 1);
	read_limits(f, map, out);
}

static void
read_crew(struct fields *f, const struct value *v, const char *name, struct crew *c)
{
	FIELDS_KNOWN(f, v, "count", "role", "queues", "languages", "capacity", "shifts",
	    "adherence", "speed", "limits");
	c->name = arena_text(f->arena, name);
	c->count = fields_int(f, v, "count", 0, CREW_MOST, 1);
	fields_skills(f, v, c);
	if (f->err == ERR_OK)
		f->err = world_read_shifts(
		    f->arena, value_get(v, "shifts"), &c->shifts, &c->shift_count, f->e);
	c->adherence = fields_real(f, v, "adherence", 0, 1, 1);
	c->speed = fields_real(f, v, "speed", 0.1, 10, 1);
}

static void
read_crews(struct fields *f, const struct value *people, struct people *out)
{
	const struct value *map = fields_map(f, people, "crews");

	out->crews = arena_alloc(f->arena, (value_count(map) + 1) * sizeof(*out->crews));
	memset(out->crews, 0, (value_count(map) + 1) * sizeof(*out->crews));
	for (size_t i = 0; f->err == ERR_OK && i < value_count(map); i++) {
		const char *name = value_key_at(map, i);

		if (*name == '\0' || strlen(name) > 40 ||
		    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(name))
			fields_fault(f, value_at(map, i),
			    "a crew's name has small letters, digits and hyphens alone");
		read_crew(f, value_at(map, i), name, &out->crews[out->crew_count++]);
	}
}

/* ---- how long things take */

static const char *const law_keys[] = {"law", "mean", "cv", "median", "sigma", "low", "high",
    "shape", "scale", "value", "values", "resolves"};

static void
read_handling_of(struct fields *f, const struct value *map, const char *key, struct handling *h)
{
	const struct value *v = value_get(map, key);

	if (value_kind(v) == VALUE_MAP) {
		fields_known(f, v, law_keys, sizeof(law_keys) / sizeof(law_keys[0]));
		h->resolves = fields_real(f, v, "resolves", 0, 1, h->resolves);
	}
	h->time = fields_law(f, map, key, h->time);
}

static void
read_handling(struct fields *f, const struct value *people, struct people *out)
{
	const struct value *map = fields_map(f, people, "handling");

	out->otherwise = (struct handling){HANDOFF_NONE, law_lognormal(6 * MINUTE_MS, 1), 0.85};
	if (value_get(map, "otherwise") != NULL)
		read_handling_of(f, map, "otherwise", &out->otherwise);
	out->handling = arena_alloc(f->arena, (value_count(map) + 1) * sizeof(*out->handling));
	for (size_t i = 0; f->err == ERR_OK && i < value_count(map); i++) {
		const char *key = value_key_at(map, i);
		struct handling *h = &out->handling[out->handling_count];

		if (text_is(key, "otherwise"))
			continue;
		*h = out->otherwise;
		if (!handoff_reason_from(key, &h->reason) || h->reason == HANDOFF_NONE)
			fields_fault(f, value_at(map, i),
			    "\"%.40s\" is no reason to hand over; doc/worlds.md lists them", key);
		else
			read_handling_of(f, map, key, h);
		out->handling_count++;
	}
}

static struct law
law_under(struct fields *f, const struct value *people, const char *key, struct law otherwise)
{
	const struct value *v = value_get(people, key);

	if (value_kind(v) == VALUE_MAP)
		fields_known(f, v, law_keys, sizeof(law_keys) / sizeof(law_keys[0]) - 1);
	return fields_law(f, people, key, otherwise);
}

void
people_read(struct fields *f, const struct value *root, struct simulation *s)
{
	const struct value *v = fields_map(f, root, "people");
	struct people *p = &s->people;

	if (v != NULL)
		FIELDS_KNOWN(f, v, "crews", "handling", "first_reply", "wrap_up", "slow_down",
		    "approval", "approval_errors", "transfers", "cost_per_hour");
	read_crews(f, v, p);
	read_handling(f, v, p);
	p->first_reply = law_under(f, v, "first_reply", law_lognormal(0.5 * MINUTE_MS, 0.6));
	p->wrap_up = law_under(f, v, "wrap_up", law_lognormal(0.75 * MINUTE_MS, 0.8));
	p->slow_down = fields_real(f, v, "slow_down", 0, 10, 0.25);
	p->approval = law_under(f, v, "approval", law_lognormal(1.5 * MINUTE_MS, 0.7));
	p->approval_errors = fields_real(f, v, "approval_errors", 0, 1, 0);
	p->transfers = fields_real(f, v, "transfers", 0, 1, 0);
	p->cost_per_hour = fields_real(f, v, "cost_per_hour", 0, 1e6, 0);
}

/* ---- as the desk's agents */

static size_t
all_queues(struct arena *a, const struct settings *s, const char *const **out)
{
	const char **names = arena_alloc(a, (s->queue_count + 1) * sizeof(*names));

	for (size_t i = 0; i < s->queue_count; i++)
		names[i] = s->queues[i].id;
	*out = names;
	return s->queue_count;
}

static void
add_crew(struct arena *a, const struct crew *c, const struct settings *world, struct settings *out)
{
	for (int64_t n = 1; n <= c->count; n++) {
		struct agent *x = &out->agents[out->agent_count++];

		*x = (struct agent){.id = arena_printf(a, "%s-%lld", c->name, (long long)n),
		    .login = "",
		    .role = c->role,
		    .queues = c->queues,
		    .queue_count = c->queue_count,
		    .languages = c->languages,
		    .language_count = c->language_count,
		    .capacity = c->capacity,
		    .shifts = c->shifts,
		    .shift_count = c->shift_count};
		x->name = x->id;
		memcpy(x->limits, c->limits, sizeof(x->limits));
		if (c->queue_count == 0)
			x->queue_count = all_queues(a, world, &x->queues);
	}
}

/* One of every role, so that whatever must be approved can be. */
static void
add_endless(struct arena *a, const struct settings *world, struct settings *out)
{
	static const char *const names[] = { "endless-1", "endless-2", "endless-3" };

	for (size_t i = 0; i < 3; i++) {
		struct agent *x = &out->agents[out->agent_count++];

		*x = (struct agent){.id = names[i],
		    .name = names[i],
		    .login = "",
		    .role = ROLE_SUPERVISOR,
		    .capacity = ENDLESS_CAPACITY};
		for (int k = 0; k < ACTION_KIND_COUNT; k++)
			x->limits[k] = VALUE_INT_MAX;
		x->queue_count = all_queues(a, world, &x->queues);
	}
}

const struct settings *
simulation_settings(struct arena *a, const struct simulation *s, const struct settings *world)
{
	struct settings *out = arena_alloc(a, sizeof(*out));
	int64_t count = 3 + (int64_t)world->agent_count;

	*out = *world;
	if (!isnan(s->ai.send_at))
		out->gates.send_at = s->ai.send_at;
	out->queues = arena_alloc(a, (world->queue_count + 1) * sizeof(*out->queues));
	memcpy(out->queues, world->queues, world->queue_count * sizeof(*out->queues));
	for (size_t i = 0; i < out->queue_count; i++) {
		out->queues[i].assigns = true;
		out->queues[i].level_share = s->level_share;
		out->queues[i].level_within_ms = s->level_within_ms;
	}
	for (size_t i = 0; i < s->people.crew_count; i++)
		count += s->people.crews[i].count;
	if (!s->endless_staff && s->people.crew_count == 0)
		return out;	/* the world's own people */
	out->agents = arena_alloc(a, (size_t)count * sizeof(*out->agents));
	out->agent_count = 0;
	if (s->endless_staff)
		add_endless(a, world, out);
	else
		for (size_t i = 0; i < s->people.crew_count; i++)
			add_crew(a, &s->people.crews[i], world, out);
	return out;
}
