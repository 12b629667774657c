/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/settings.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "names.h"

#define NAMES(array) (sizeof(array) / sizeof((array)[0]))

static const char *const roles[] = { "agent", "senior", "supervisor" };
static const char *const facts[IDENTITY_FACT_COUNT] = {
	[IDENTITY_ORDER_NUMBER] = "order_number",
	[IDENTITY_EMAIL] = "email",
	[IDENTITY_POSTCODE] = "postcode",
	[IDENTITY_NAME] = "name",
	[IDENTITY_PHONE] = "phone",
};

const struct agent *
settings_agent(const struct settings *s, const char *id)
{
	for (size_t i = 0; i < s->agent_count; i++)
		if (text_is(s->agents[i].id, id))
			return &s->agents[i];
	return NULL;
}

const struct agent *
settings_agent_of_login(const struct settings *s, const char *login)
{
	for (size_t i = 0; i < s->agent_count && !text_is_empty(login); i++)
		if (text_is(s->agents[i].login, login))
			return &s->agents[i];
	return NULL;
}

const struct queue *
settings_queue(const struct settings *s, const char *id)
{
	for (size_t i = 0; i < s->queue_count; i++)
		if (text_is(s->queues[i].id, id))
			return &s->queues[i];
	return NULL;
}

const struct queue *
settings_queue_for(const struct settings *s, enum handoff_reason reason)
{
	const struct queue *other = NULL;

	for (size_t i = 0; i < s->queue_count; i++) {
		if ((unsigned)reason < HANDOFF_COUNT && s->queues[i].takes[reason])
			return &s->queues[i];
		if (s->queues[i].takes[HANDOFF_OTHER])
			other = &s->queues[i];
	}
	return other;
}

/* How many of the agents that serve a queue have a role at least so high, and how many haven't. */
static void
count_roles(const struct settings *s, const struct queue *q, enum agent_role level, size_t *above,
    size_t *below)
{
	*above = *below = 0;
	for (size_t i = 0; i < s->agent_count; i++) {
		const struct agent *a = &s->agents[i];

		for (size_t k = 0; k < a->queue_count; k++) {
			if (strcmp(a->queues[k], q->id) != 0)
				continue;
			*above += a->role >= level;
			*below += a->role < level;
		}
	}
}

const struct queue *
settings_queue_above(const struct settings *s, enum agent_role level)
{
	const struct queue *best = NULL;
	size_t most = 0, fewest = 0, above, below;

	if (s->escalation_queue != NULL)
		return settings_queue(s, s->escalation_queue);
	for (size_t i = 0; i < s->queue_count; i++) {
		count_roles(s, &s->queues[i], level, &above, &below);
		if (above > most || (above == most && above > 0 && below < fewest)) {
			best = &s->queues[i];
			most = above;
			fewest = below;
		}
	}
	return best;
}

const char *
agent_role_name(enum agent_role r)
{
	return name_at(roles, NAMES(roles), (size_t)r);
}

bool
agent_role_from(const char *name, enum agent_role *out)
{
	size_t i;

	if (!name_find(roles, NAMES(roles), name, &i))
		return false;
	*out = (enum agent_role)i;
	return true;
}

const char *
identity_fact_name(enum identity_fact f)
{
	return name_at(facts, NAMES(facts), (size_t)f);
}

bool
identity_fact_from(const char *name, enum identity_fact *out)
{
	size_t i;

	if (!name_find(facts, NAMES(facts), name, &i))
		return false;
	*out = (enum identity_fact)i;
	return true;
}
