/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The people of world.yaml: queues and what they promise, agents with their skills, capacity and
 * plan, what conversations weigh.
 */
#include <stdio.h>
#include <string.h>

#include "reading.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define KEYS(r, map, ...) do { static const char *const known_[] = { __VA_ARGS__ }; only_keys(r, map, known_, COUNT(known_)); } while (0)

#define WEIGHT_LEAST 0.001
#define WEIGHT_MOST 20.0

/* A number of ordinary conversations, in thousandths. */
static int64_t
read_weight(struct reading *r, const struct value *map, const char *key)
{
	double weight = need_real(r, map, key, WEIGHT_LEAST, WEIGHT_MOST);

	return (int64_t)(weight * (double)LOAD_ONE + 0.5);
}

static void
read_weights(struct reading *r, const struct value *root)
{
	const struct value *map = value_get(root, "weights");
	struct channel_weight *list;
	struct settings *s = &r->world->settings;

	if (map == NULL || !is_map(r, map, "'weights'"))
		return;
	list = arena_alloc(r->kept, (value_count(map) + 1) * sizeof *list);
	for (size_t i = 0; i < value_count(map); i++)
		list[s->weight_count++] =
		    (struct channel_weight){arena_text(r->kept, value_key_at(map, i)),
			read_weight(r, map, value_key_at(map, i))};
	s->weights = list;
}

static void
read_promises(struct reading *r, const struct value *root)
{
	static const char *const clocks[] = { "open", "always" };
	const struct value *v = value_get(root, "promises"), *monitor = value_get(root, "monitor");
	struct settings *s = &r->world->settings;
	struct promise_settings *p = &s->promises;

	p->warn_share = 0.8;
	if (v != NULL && is_map(r, v, "'promises'")) {
		KEYS(r, v, "clock", "warn_at", "warn_before");
		if (value_get(v, "clock") != NULL)
			p->always =
			    text_is(need_word(r, v, "clock", clocks, COUNT(clocks)), "always");
		if (value_get(v, "warn_at") != NULL)
			p->warn_share = need_real(r, v, "warn_at", 0, 1);
		if (value_get(v, "warn_before") != NULL)
			p->warn_before_ms = need_duration(r, v, "warn_before");
		if (value_get(v, "warn_at") != NULL && p->warn_before_ms > 0)
			fault_at(r, value_get(v, "warn_before"),
			    "'warn_at' and 'warn_before' say the same twice; keep one");
	}
	if (monitor != NULL && is_map(r, monitor, "'monitor'")) {
		KEYS(r, monitor, "visible");
		s->monitor_hidden = !may_bool(r, monitor, "visible", true);
	}
}

static void
read_reasons(struct reading *r, const struct value *v, struct queue *q)
{
	const struct value *reasons = need_list(r, v, "reasons");
	struct settings *s = &r->world->settings;
	enum handoff_reason reason;
	size_t i, j;

	for (i = 0; i < value_count(reasons); i++) {
		const char *said = value_as_text(value_at(reasons, i), "");

		if (!handoff_reason_from(said, &reason) || reason == HANDOFF_NONE) {
			fault_at(r, value_at(reasons, i),
			    "'%.40s' is no reason to hand over; doc/worlds.md lists them",
			    value_source_text(value_at(reasons, i)));
			continue;
		}
		for (j = 0; j < s->queue_count; j++)
			if (s->queues[j].takes[reason])
				fault_at(r, value_at(reasons, i),
				    "the reason %s lands in queue %s already", said,
				    s->queues[j].id);
		q->takes[reason] = true;
	}
}

/* What the queue promises beyond a first answer, and how it gives work out. */
static void
read_promises_of(struct reading *r, const struct value *v, struct queue *q)
{
	static const char *const ways[] = { "auto", "hand" };
	const struct value *tiers = value_get(v, "tiers");
	struct tier_promise *list;

	if (value_get(v, "next_within") != NULL)
		q->next_within_ms = need_duration(r, v, "next_within");
	if (value_get(v, "assign") != NULL)
		q->assigns = text_is(need_word(r, v, "assign", ways, COUNT(ways)), "auto");
	q->load = value_get(v, "weight") != NULL ? read_weight(r, v, "weight") : LOAD_ONE;
	if (tiers == NULL || !is_map(r, tiers, "'tiers'"))
		return;
	only_keys(r, tiers, world_tiers, WORLD_TIERS);
	list = arena_alloc(r->kept, (value_count(tiers) + 1) * sizeof *list);
	for (size_t i = 0; i < value_count(tiers); i++) {
		const struct value *x = value_at(tiers, i);
		struct tier_promise *t = &list[q->tier_count];

		if (!one_of(value_key_at(tiers, i), world_tiers, WORLD_TIERS) ||
		    !is_map(r, x, "the promise to a tier"))
			continue;
		KEYS(r, x, "answer_within", "next_within");
		*t = (struct tier_promise){.tier = arena_text(r->kept, value_key_at(tiers, i))};
		if (value_get(x, "answer_within") != NULL)
			t->promise.answer_within_ms = need_duration(r, x, "answer_within");
		if (value_get(x, "next_within") != NULL)
			t->promise.next_within_ms = need_duration(r, x, "next_within");
		q->tier_count++;
	}
	q->tiers = list;
}

static void
read_queues(struct reading *r, const struct value *root)
{
	struct settings *s = &r->world->settings;
	const struct value *list = need_list(r, root, "queues");
	bool taken;
	size_t i, k;

	s->queues = arena_alloc(r->kept, (value_count(list) + 1) * sizeof(*s->queues));
	for (i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i), *level;
		struct queue *q = &s->queues[s->queue_count];

		if (!is_map(r, v, "a queue"))
			continue;
		KEYS(r, v, "id", "name", "reasons", "answer_within", "next_within", "tiers",
		    "assign", "weight", "service_level");
		q->id = need_id(r, v, "id");
		q->name = need_text(r, v, "name");
		if (settings_queue(s, q->id) != NULL)
			fault_at(r, v, "there are two queues %s", q->id);
		read_reasons(r, v, q);
		q->answer_within_ms = need_duration(r, v, "answer_within");
		read_promises_of(r, v, q);
		if ((level = need_map(r, v, "service_level")) != NULL) {
			KEYS(r, level, "share", "within");
			q->level_share = need_real(r, level, "share", 0, 1);
			q->level_within_ms = need_duration(r, level, "within");
		}
		s->queue_count++;
	}
	for (k = 1; list != NULL && k < HANDOFF_COUNT; k++) {
		for (i = 0, taken = false; i < s->queue_count; i++)
			taken = taken || s->queues[i].takes[k];
		if (!taken && k == HANDOFF_OTHER)
			fault_at(r, list,
			    "no queue takes the reason other, where all lands that fits nowhere else");
		else if (!taken && k != HANDOFF_TAKEN && k != HANDOFF_TRANSFER)
			warn_at(r, list, "no queue takes the reason %s; it lands where other does",
			    handoff_reason_name((enum handoff_reason)k));
	}
}

static void
read_limits(struct reading *r, const struct value *v, struct agent *a)
{
	const struct value *limits = value_get(v, "limits");
	enum action_kind kind;
	size_t i;

	for (i = 0; i < ACTION_KIND_COUNT; i++)
		a->limits[i] = -1;
	if (limits == NULL || !is_map(r, limits, "limits"))
		return;
	for (i = 0; i < value_count(limits); i++)
		if (!action_kind_from(value_key_at(limits, i), &kind))
			fault_at(r, value_at(limits, i), "'%.40s' is no kind of action",
			    value_key_at(limits, i));
		else
			a->limits[kind] = need_amount(r, limits, value_key_at(limits, i));
}

/* "08:00-16:00"; an end that isn't after the beginning is the next day's. */
static bool
parse_span(const char *text, int *from, int *to)
{
	if (strlen(text) != 11 || text[5] != '-' || !parse_minutes(text, from) ||
	    !parse_minutes(text + 6, to) || *from == *to)
		return false;
	*to += *to < *from ? 24 * 60 : 0;
	return true;
}

static bool
break_overlaps(const struct planned_shift *x, const struct planned_break *before, const struct planned_break *b)
{
	for (size_t i = 0; i < x->break_count; i++)
		if (b->from_minute < before[i].to_minute && before[i].from_minute < b->to_minute)
			return true;
	return false;
}

/* On any day of the week, whose end goes over into its beginning. */
static bool
shifts_overlap(const struct planned_shift *x, const struct planned_shift *y)
{
	const int day = 24 * 60, week = 7 * day;

	for (int i = 0; i < 7; i++) {
		for (int k = 0; k < 7; k++) {
			/* from the beginning of one to that of the next of the other */
			int gap = (k * day + y->from_minute - i * day - x->from_minute + week) % week;

			if (x->days[i] && y->days[k] &&
			    (gap < x->to_minute - x->from_minute ||
				(week - gap) % week < y->to_minute - y->from_minute))
				return true;
		}
	}
	return false;
}

static void
read_breaks(struct reading *r, const struct value *list, struct planned_shift *x)
{
	struct planned_break *breaks;

	if (list == NULL)
		return;
	if (value_kind(list) != VALUE_LIST) {
		fault_at(r, list, "'breaks' must be a list, like [12:00-12:30]");
		return;
	}
	breaks = arena_alloc(r->kept, (value_count(list) + 1) * sizeof *breaks);
	for (size_t i = 0; i < value_count(list); i++) {
		struct planned_break *b = &breaks[x->break_count];

		if (!parse_span(value_as_text(value_at(list, i), ""), &b->from_minute,
			&b->to_minute)) {
			fault_at(r, value_at(list, i), "a break is written 12:00-12:30");
			continue;
		}
		if (b->from_minute < x->from_minute) {	/* of a night shift, after midnight */
			b->from_minute += 24 * 60;
			b->to_minute += 24 * 60;
		}
		if (b->to_minute > x->to_minute)
			fault_at(r, value_at(list, i), "the break isn't within the shift's hours");
		else if (break_overlaps(x, breaks, b))
			fault_at(r, value_at(list, i), "two breaks of a shift are at the same time");
		else
			x->break_count++;
	}
	x->breaks = breaks;
}

static bool
read_shift(struct reading *r, const struct value *v, struct planned_shift *x)
{
	const struct value *days;

	*x = (struct planned_shift){0};
	if (!is_map(r, v, "a shift"))
		return false;
	KEYS(r, v, "days", "hours", "breaks");
	if ((days = need_list(r, v, "days")) == NULL)
		return false;
	if (value_count(days) == 0)
		fault_at(r, days, "a shift is on one day at least");
	for (size_t i = 0; i < value_count(days); i++) {
		const char *day = value_as_text(value_at(days, i), "");

		if (!one_of(day, world_days, COUNT(world_days)))
			fault_at(r, value_at(days, i),
			    "'%.40s' is no day: monday, tuesday … sunday are", day);
		for (size_t k = 0; k < COUNT(world_days); k++)
			x->days[k] |= text_is(day, world_days[k]);
	}
	if (!parse_span(need_text(r, v, "hours"), &x->from_minute, &x->to_minute)) {
		fault_at(r, value_get(v, "hours") != NULL ? value_get(v, "hours") : v,
		    "a shift's hours are written 08:00-16:00; 22:00-06:00 ends the next day");
		return false;
	}
	read_breaks(r, value_get(v, "breaks"), x);
	return true;
}

static void
read_shifts(struct reading *r, const struct value *list, const struct planned_shift **out,
    size_t *count)
{
	struct planned_shift *shifts;

	if (list == NULL)
		return;
	if (value_kind(list) != VALUE_LIST) {
		fault_at(r, list, "'shifts' must be a list");
		return;
	}
	shifts = arena_alloc(r->kept, (value_count(list) + 1) * sizeof *shifts);
	for (size_t i = 0; i < value_count(list); i++) {
		struct planned_shift *x = &shifts[*count];

		if (!read_shift(r, value_at(list, i), x))
			continue;
		for (size_t k = 0; k < *count; k++)
			if (shifts_overlap(&shifts[k], x)) {
				fault_at(r, value_at(list, i),
				    "two shifts are at the same time: one may begin when another ends");
				break;
			}
		++*count;
	}
	*out = shifts;
}

enum err
world_read_shifts(struct arena *a, const struct value *list, const struct planned_shift **out,
    size_t *count, struct errinfo *e)
{
	struct reading r = { .files = a, .kept = a };

	*out = NULL;
	*count = 0;
	read_shifts(&r, list, out, count);
	return r.errors == 0 ? ERR_OK : err_set(e, r.code, "%s", r.first);
}

static void
read_agents(struct reading *r, const struct value *root)
{
	static const char *const roles[] = { "agent", "senior", "supervisor" };
	struct settings *s = &r->world->settings;
	const struct value *list = need_list(r, root, "agents");
	size_t i, j;

	s->agents = arena_alloc(r->kept, (value_count(list) + 1) * sizeof(*s->agents));
	for (i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		struct agent *a = &s->agents[s->agent_count];

		if (!is_map(r, v, "an agent"))
			continue;
		KEYS(r, v, "id", "name", "login", "role", "queues", "languages", "capacity",
		    "shifts", "limits");
		a->id = need_id(r, v, "id");
		a->name = need_text(r, v, "name");
		a->login = may_text(r, v, "login");
		if (settings_agent(s, a->id) != NULL)
			fault_at(r, v, "there are two agents %s", a->id);
		if (a->login[0] != '\0' && settings_agent_of_login(s, a->login) != NULL)
			fault_at(
			    r, value_get(v, "login"), "two agents have the login %s", a->login);
		(void)agent_role_from(need_word(r, v, "role", roles, COUNT(roles)), &a->role);
		a->queues = texts_of(r, need_list(r, v, "queues"), "queues", &a->queue_count);
		for (j = 0; j < a->queue_count; j++)
			if (settings_queue(s, a->queues[j]) == NULL)
				fault_at(r, value_at(value_get(v, "queues"), j),
				    "there is no queue '%.40s'", a->queues[j]);
		a->languages =
		    texts_of(r, need_list(r, v, "languages"), "languages", &a->language_count);
		a->capacity = need_int(r, v, "capacity", 1, 50);
		read_shifts(r, value_get(v, "shifts"), &a->shifts, &a->shift_count);
		read_limits(r, v, a);
		s->agent_count++;
	}
	for (i = 0; i < s->queue_count; i++) {
		bool served = false;

		for (j = 0; j < s->agent_count; j++)
			served = served ||
			    one_of(s->queues[i].id, s->agents[j].queues, s->agents[j].queue_count);
		if (!served)
			warn_at(r, value_get(root, "queues"), "no agent serves the queue %s",
			    s->queues[i].id);
	}
}

void
read_staff(struct reading *r, const struct value *root)
{
	read_weights(r, root);
	read_promises(r, root);
	read_queues(r, root);
	read_agents(r, root);
}
