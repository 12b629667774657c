/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "made.h"

#include <math.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

void
made_begin(struct made *m)
{
	struct errinfo e;

	*m = (struct made){.arena = arena_new()};
	m->contacts = value_list(m->arena);
	m->drill = (struct drill){.name = "made", .title = "A made drill", .seed = 7, .from_ms = TEN,
	    .length_ms = 3600000, .speed = 1, .currency = "EUR",
	    .rubric = {.first_response_ms = 60000, .handling_ms = 480000, .pass_at = 70},
	    .seat = {.id = "me"}};
	for (int i = 0; i < CRITERION_COUNT; i++)
		m->drill.rubric.weight[i] = 1;
	for (int i = 0; i < ACTION_KIND_COUNT; i++)
		m->drill.seat.limits[i] = -1;
	m->drill.seat.limits[ACTION_REFUND] = 10000;
	check_ok(tone_load(m->arena, file_data(m->arena, "drills/tone"), &m->drill.tones,
		     &m->drill.tone_count, &e), &e);
	m->session = (struct session){.id = "made-1", .drill = "made", .drill_path = "made.yaml",
	    .trainee = "Ada", .seat = "me", .seed = 7, .speed = 1, .begun_ms = 1791964800000,
	    .ended_ms = AT(3600)};
}

void
made_end(struct made *m)
{
	arena_free(&m->arena);
}

struct value *
made_list(struct value *map, const char *key)
{
	return (struct value *)(uintptr_t)value_get(map, key);
}

struct value *
made_contact(struct made *m, const char *scenario, int came, int ended)
{
	struct value *v = value_add_map(m->contacts);
	int64_t n = (int64_t)value_count(m->contacts);

	value_set_int(v, "conversation", n);
	value_set_int(v, "replication", 0);
	value_set_int(v, "number", n - 1);
	value_set_int(v, "visit", 0);
	value_set_text(v, "scenario", scenario);
	value_set_text(v, "persona", "direct");
	value_set_text(v, "channel", "web");
	value_set_text(v, "tier", "standard");
	value_set_text(v, "language", "en");
	value_set_int(v, "came_ms", AT(came));
	if (ended >= 0)
		value_set_int(v, "ended_ms", AT(ended));
	value_set_real(v, "proxy", 5);
	value_set_bool(v, "resolved", true);
	value_set_list(v, "actions");
	value_set_list(v, "replies");
	value_set_list(v, "deeds");
	value_set_list(v, "transcript");
	return v;
}

void
made_line(struct value *contact, const char *author, int at, const char *text)
{
	struct value *v = value_add_map(made_list(contact, "transcript"));

	value_set_text(v, "author", author);
	value_set_int(v, "at_ms", AT(at));
	value_set_text(v, "text", text);
}

struct value *
made_deed(struct value *contact, const char *kind, const char *agent, int at, const char *text)
{
	struct value *v = value_add_map(made_list(contact, "deeds"));

	value_set_text(v, "kind", kind);
	value_set_int(v, "at_ms", AT(at));
	value_set_text(v, "agent", agent);
	value_set_text(v, "text", text);
	if (text_is(kind, "wrote")) {
		value_set_int(v, "line", (int64_t)value_count(value_get(contact, "transcript")));
		made_line(contact, "agent", at, text);
		value_set_text((struct value *)(uintptr_t)value_at(value_get(contact, "transcript"),
				   (size_t)value_get_int(v, "line", 0)),
		    "agent", agent);
	}
	return v;
}

struct value *
made_wrong(struct value *deed, const char *why)
{
	value_set_bool(deed, "wrong", true);
	value_set_text(deed, "why", why);
	return deed;
}

struct value *
made_action(struct value *contact, const char *kind, const char *agent, int at, const char *action,
    int64_t amount)
{
	struct value *v = made_deed(contact, kind, agent, at, "");

	value_set_int(v, "action_id", at);
	value_set_text(v, "action", action);
	value_set_int(v, "amount", amount);
	return v;
}

const struct value *
made_debrief(struct made *m, const char *player)
{
	const struct value *out;
	struct errinfo e;

	check_ok(debrief_make(m->arena, &m->drill, &m->session, m->contacts, player, &out, &e), &e);
	return out;
}

const struct value *
made_criterion(const struct value *debrief, const char *criterion)
{
	const struct value *list = value_get(debrief, "criteria");

	for (size_t i = 0; i < value_count(list); i++)
		if (text_is(value_get_text(value_at(list, i), "criterion"), criterion))
			return value_at(list, i);
	fail_msg("no criterion %s", criterion);
	return NULL;
}

double
made_score(const struct value *debrief, const char *criterion)
{
	return value_get_real(made_criterion(debrief, criterion), "score", NAN);
}

const struct value *
made_moment(const struct value *debrief, const char *criterion, size_t n)
{
	const struct value *list = value_get(debrief, "moments");

	for (size_t i = 0; i < value_count(list); i++)
		if (text_is(value_get_text(value_at(list, i), "criterion"), criterion) && n-- == 0)
			return value_at(list, i);
	fail_msg("no such moment of %s", criterion);
	return NULL;
}

size_t
made_moments(const struct value *debrief, const char *criterion)
{
	const struct value *list = value_get(debrief, "moments");
	size_t n = 0;

	for (size_t i = 0; i < value_count(list); i++)
		n += text_is(value_get_text(value_at(list, i), "criterion"), criterion);
	return n;
}
