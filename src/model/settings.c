/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/settings.h"

#include <stdio.h>

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

static bool
is_holiday(const struct settings *s, const struct date *d)
{
	char day[40];

	snprintf(day, sizeof(day), "%04d-%02d-%02d", d->year, d->month, d->day);
	for (size_t i = 0; i < s->holiday_count; i++)
		if (text_is(s->holidays[i], day))
			return true;
	return false;
}

/* Whether the opening that began on the civil day of `at_ms` covers the minute, counted from that day's midnight. */
static bool
opening_covers(const struct settings *s, int64_t at_ms, int minute)
{
	struct date d;
	const struct opening *o;
	int end;

	date_from_ms(s->zone, at_ms, &d);
	o = &s->hours[d.weekday];
	if (o->open_minute == o->close_minute || is_holiday(s, &d))
		return false;
	end = o->close_minute > o->open_minute ? o->close_minute : o->close_minute + 24 * 60;
	return minute >= o->open_minute && minute < end;
}

bool
settings_is_open(const struct settings *s, int64_t at_ms)
{
	struct date d;
	int minute;

	date_from_ms(s->zone, at_ms, &d);
	minute = d.hour * 60 + d.minute;
	if (opening_covers(s, at_ms, minute))
		return true;
	/* Past midnight the evening before may still be open. Noon of that day is found whatever the clocks did in the night. */
	d.hour = 12;
	return opening_covers(s, date_to_ms(s->zone, &d) - DATE_DAY_MS, minute + 24 * 60);
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
