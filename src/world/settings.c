/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * world.yaml: the shop's settings.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/model/money.h"
#include "floorwalker/text/mask.h"
#include "reading.h"

#define UNDO_SEND_MS 5000
#define UNDO_SEND_MOST_MS 60000
#define LABEL_MAX 60		/* bytes of a disposition */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define KEYS(r, map, ...) do { static const char *const known_[] = { __VA_ARGS__ }; only_keys(r, map, known_, COUNT(known_)); } while (0)

const char *const world_tiers[WORLD_TIERS] = { "standard", "plus", "vip" };
const char *const world_days[7] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
static const char *const topics[] = { "legal", "safety", "health", "threat" };

bool
one_of(const char *s, const char *const *words, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (text_is(s, words[i]))
			return true;
	return false;
}

const struct value *
need_map(struct reading *r, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	if (value_kind(v) == VALUE_MAP)
		return v;
	fault_at(r, v != NULL ? v : map, "'%s' must be a map", key);
	return NULL;
}

static void
read_shop(struct reading *r, const struct value *root)
{
	struct settings *s = &r->world->settings;
	const char *folder = r->world->folder, *name = strrchr(folder, '/'),
		   *currency = value_get_text(root, "currency");
	struct errinfo why;

	s->id = need_id(r, root, "id");
	name = name != NULL ? name + 1 : folder;
	if (s->id[0] != '\0' && !text_is(s->id, name) && name[0] != '\0' && name[0] != '.')
		fault_at(r, value_get(root, "id"), "the id is the folder's name, %.60s", name);
	s->name = need_text(r, root, "name");
	s->language = need_id(r, root, "language");
	s->website = may_text(r, root, "website");
	if (strlen(currency) != 3 || strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
		fault_at(r,
		    value_get(root, "currency") != NULL ? value_get(root, "currency") : root,
		    "'currency' is three capital letters (ISO 4217), like EUR");
	else
		s->currency = arena_text(r->kept, currency);
	if (zone_open(need_text(r, root, "timezone"), &s->zone, &why) != ERR_OK) {
		fault_at(r, value_get(root, "timezone"), "'timezone': %s", why.text);
		if (zone_open("UTC", &s->zone, &why) != ERR_OK)
			s->zone = NULL;
	}
	s->as_of_ms = need_instant(r, root, "as_of");
	s->order_pattern = need_text(r, root, "order_pattern");
	if (pattern_new(s->order_pattern, true, &r->world->order_pattern, &why) != ERR_OK)
		fault_at(r, value_get(root, "order_pattern"), "'order_pattern': %s", why.text);
}

bool
parse_minutes(const char *s, int *out)
{
	int hour, minute, used = 0;

	if (sscanf(s, "%2d:%2d%n", &hour, &minute, &used) != 2 || used != 5 || hour < 0 ||
	    hour > 24 || minute < 0 || minute > 59 || (hour == 24 && minute > 0))
		return false;
	*out = hour * 60 + minute;
	return true;
}

static void
read_hours(struct reading *r, const struct value *root)
{
	struct settings *s = &r->world->settings;
	const struct value *hours = need_map(r, root, "hours"),
			   *holidays = value_get(root, "holidays");
	int64_t at_ms;
	size_t i;

	if (hours != NULL)
		only_keys(r, hours, world_days, COUNT(world_days));
	for (i = 0; hours != NULL && i < COUNT(world_days); i++) {
		const struct value *v = value_get(hours, world_days[i]);
		const char *text = value_as_text(v, "");

		if (v == NULL || text_is(text, "closed"))
			continue;
		if (strlen(text) != 11 || text[5] != '-' ||
		    !parse_minutes(text, &s->hours[i].open_minute) ||
		    !parse_minutes(text + 6, &s->hours[i].close_minute) ||
		    s->hours[i].open_minute >= s->hours[i].close_minute) {
			fault_at(r, v, "hours are written 08:00-20:00 (within one day), or closed");
			s->hours[i] = (struct opening){ 0, 0 };
		}
	}
	s->holidays = texts_of(r, holidays, "holidays", &s->holiday_count);
	for (i = 0; i < s->holiday_count; i++)
		if (strlen(s->holidays[i]) != 10 || !date_parse(s->zone, s->holidays[i], &at_ms))
			fault_at(r, value_at(holidays, i), "a holiday is a date, like 2026-12-25");
}

static void
read_identity(struct reading *r, const struct value *root)
{
	struct settings *s = &r->world->settings;
	const struct value *ways = need_list(r, root, "identity"), *mask = value_get(root, "mask");
	enum pii_kind kind;
	size_t i, j;

	s->identity = arena_alloc(r->kept, (value_count(ways) + 1) * sizeof(*s->identity));
	for (i = 0; i < value_count(ways); i++) {
		const struct value *way = value_at(ways, i);
		struct identity_way *out = &s->identity[s->identity_count];

		if (value_kind(way) != VALUE_LIST || value_count(way) == 0 ||
		    value_count(way) > COUNT(out->facts)) {
			fault_at(r, way,
			    "a way to prove who one is has one to %zu facts, like [order_number, email]",
			    COUNT(out->facts));
			continue;
		}
		for (j = 0; j < value_count(way); j++)
			if (!identity_fact_from(
				value_as_text(value_at(way, j), ""), &out->facts[out->count]))
				fault_at(r, value_at(way, j),
				    "'%.40s' proves nothing: order_number, email, postcode, name, phone can be asked for",
				    value_source_text(value_at(way, j)));
			else
				out->count++;
		if (out->count == 1)
			warn_at(r, way,
			    "one fact alone proves who a shopper is; anybody who knows it gets in");
		s->identity_count += out->count == value_count(way);
	}
	if (ways != NULL && value_count(ways) == 0)
		fault_at(r, ways, "'identity' must name at least one way to prove who one is");
	s->mask = texts_of(r, mask, "mask", &s->mask_count);
	for (i = 0; i < s->mask_count; i++)
		if (!pii_kind_from(s->mask[i], &kind))
			fault_at(r, value_at(mask, i),
			    "'%.40s' can't be masked: email, phone, card, iban, address, postcode, name, order, id can",
			    s->mask[i]);
}

static void
read_words(struct reading *r, const struct value *list, const char *key, const char *const *words,
    size_t count, const char *const **out, size_t *out_count)
{
	size_t i;

	*out = texts_of(r, list, key, out_count);
	for (i = 0; i < *out_count; i++)
		if (!one_of((*out)[i], words, count))
			fault_at(r, value_at(list, i),
			    "'%s' can't hold '%.40s'; doc/worlds.md lists its words", key,
			    (*out)[i]);
}

static void
read_gates(struct reading *r, const struct value *root)
{
	struct gate_settings *g = &r->world->settings.gates;
	const struct value *v = need_map(r, root, "gates");

	if (v == NULL)
		return;
	KEYS(r, v, "send_at", "out_of_scope_at", "sentiment_floor", "sentiment_fall", "failures",
	    "high_value", "tiers", "guarded", "people");
	g->send_at = need_real(r, v, "send_at", 0, 1);
	g->out_of_scope_at = need_real(r, v, "out_of_scope_at", 0, 1);
	g->sentiment_floor = need_real(r, v, "sentiment_floor", -1, 1);
	g->sentiment_fall = need_real(r, v, "sentiment_fall", 0, 2);
	g->failures = need_int(r, v, "failures", 1, 20);
	g->high_value = may_amount(r, v, "high_value", 0);
	read_words(
	    r, value_get(v, "tiers"), "tiers", world_tiers, WORLD_TIERS, &g->tiers, &g->tier_count);
	read_words(r, value_get(v, "guarded"), "guarded", topics, COUNT(topics), &g->guarded,
	    &g->guarded_count);
	read_words(r, value_get(v, "people"), "people", world_intents, world_intent_count,
	    &g->people, &g->people_count);
}

static void
read_undo_send(struct reading *r, const struct value *timers)
{
	struct settings *s = &r->world->settings;
	const struct value *v = value_get(timers, "undo_send");

	s->undo_send_ms = UNDO_SEND_MS;
	if (v != NULL &&
	    (!duration_parse(value_as_text(v, ""), &s->undo_send_ms) ||
		s->undo_send_ms > UNDO_SEND_MOST_MS)) {
		fault_at(r, v, "'undo_send' must be a duration from 0s (off) to 60s");
		s->undo_send_ms = UNDO_SEND_MS;
	}
}

static void
read_times(struct reading *r, const struct value *root)
{
	struct settings *s = &r->world->settings;
	const struct value *approvals = need_map(r, root, "approvals"),
			   *timers = need_map(r, root, "timers");

	if (approvals != NULL) {
		KEYS(r, approvals, "expires_after", "four_eyes_above");
		s->action_expires_ms = need_duration(r, approvals, "expires_after");
		s->four_eyes_above = need_amount(r, approvals, "four_eyes_above");
	}
	if (timers != NULL) {
		KEYS(r, timers, "inactivity", "wrap_up", "recontact", "undo_send");
		s->inactivity_ms = need_duration(r, timers, "inactivity");
		s->wrap_up_ms = need_duration(r, timers, "wrap_up");
		s->recontact_ms = need_duration(r, timers, "recontact");
	}
	read_undo_send(r, timers);
}

static void
read_reveal(struct reading *r, const struct value *root)
{
	static const char *const known[] = {"agent", "senior", "supervisor"};
	enum agent_role *role = &r->world->settings.reveal_role;

	*role = ROLE_SENIOR;
	if (value_get(root, "reveal") != NULL)
		(void)agent_role_from(need_word(r, root, "reveal", known, COUNT(known)), role);
}

/* What a conversation may close with, and what tags are offered. */
static void
read_labels(struct reading *r, const struct value *root)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
	struct settings *s = &r->world->settings;
	const struct value *dispositions = value_get(root, "dispositions"),
			   *tags = value_get(root, "tags");
	size_t i;

	s->dispositions = texts_of(r, dispositions, "dispositions", &s->disposition_count);
	for (i = 0; i < s->disposition_count; i++)
		if (strlen(s->dispositions[i]) > LABEL_MAX || s->dispositions[i][0] == '\0' ||
		    strspn(s->dispositions[i], letters) != strlen(s->dispositions[i]))
			fault_at(r, value_at(dispositions, i),
			    "a disposition is a word of small letters, digits, _ and -, at most %d",
			    LABEL_MAX);
		else if (one_of(s->dispositions[i], s->dispositions, i))
			fault_at(r, value_at(dispositions, i), "%s is listed twice",
			    s->dispositions[i]);
	s->tags = texts_of(r, tags, "tags", &s->tag_count);
	for (i = 0; i < s->tag_count; i++)
		if (!conversation_tag_is_valid(s->tags[i]))
			fault_at(r, value_at(tags, i),
			    "a tag is a word of small letters, digits and -, at most %d",
			    CONVERSATION_TAG_MAX);
		else if (one_of(s->tags[i], s->tags, i))
			fault_at(r, value_at(tags, i), "%s is listed twice", s->tags[i]);
}

/* Once queues and agents are known. */
static void
read_escalation(struct reading *r, const struct value *root)
{
	struct settings *s = &r->world->settings;
	const struct value *v = value_get(root, "escalation");
	const char *queue;

	if (v == NULL || !is_map(r, v, "escalation"))
		return;
	KEYS(r, v, "queue");
	queue = need_id(r, v, "queue");
	if (queue[0] != '\0' && settings_queue(s, queue) == NULL)
		fault_at(r, value_get(v, "queue"), "there is no queue '%.40s'", queue);
	else if (queue[0] != '\0')
		s->escalation_queue = queue;
	for (int role = ROLE_SENIOR; s->escalation_queue != NULL && role <= ROLE_SUPERVISOR; role++) {
		size_t there = 0, serving = 0;

		for (size_t i = 0; i < s->agent_count; i++) {
			const struct agent *a = &s->agents[i];

			there += (int)a->role == role;
			serving += (int)a->role >= role && one_of(queue, a->queues, a->queue_count);
		}
		if (there > 0 && serving == 0)
			warn_at(r, value_get(v, "queue"),
			    "nobody who is a %s or above serves the queue %s, where agents escalate to",
			    agent_role_name((enum agent_role)role), queue);
	}
}

void
read_settings(struct reading *r)
{
	const struct value *root = parse_file(r, "world.yaml");
	struct settings *s = &r->world->settings;

	s->id = s->name = s->language = s->website = s->order_pattern = "";
	s->currency = "EUR";
	if (root == NULL || !is_map(r, root, "world.yaml"))
		return;
	KEYS(r, root, "id", "name", "language", "currency", "timezone", "as_of", "website",
	    "order_pattern", "hours", "holidays", "identity", "mask", "gates", "approvals",
	    "timers", "promises", "weights", "monitor", "queues", "agents", "dispositions", "tags",
	    "escalation", "reveal");
	read_shop(r, root);
	read_hours(r, root);
	read_identity(r, root);
	read_gates(r, root);
	read_times(r, root);
	read_reveal(r, root);
	read_staff(r, root);
	read_labels(r, root);
	read_escalation(r, root);
}
