/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who works when, on what, how much of it, and what shoppers are promised.
 */
#include "floorwalker/model/settings.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "hours.h"

#define MINUTE_MS ((int64_t)60000)

struct promise
settings_promise(const struct settings *s, const char *queue, const char *tier)
{
	const struct queue *q = settings_queue(s, queue);
	struct promise p = {0};

	if (q == NULL)
		return p;
	p = (struct promise){q->answer_within_ms, q->next_within_ms};
	for (size_t i = 0; i < q->tier_count; i++) {
		const struct promise *own = &q->tiers[i].promise;

		if (!text_is(q->tiers[i].tier, tier))
			continue;
		if (own->answer_within_ms > 0)
			p.answer_within_ms = own->answer_within_ms;
		if (own->next_within_ms > 0)
			p.next_within_ms = own->next_within_ms;
	}
	return p;
}

static bool
always_runs(const struct settings *s)
{
	if (s->promises.always || s->zone == NULL)
		return true;
	for (size_t i = 0; i < 7; i++)
		if (s->hours[i].open_minute != s->hours[i].close_minute)
			return false;
	return true;
}

int64_t
settings_due(const struct settings *s, int64_t from_ms, int64_t within_ms)
{
	int64_t at;

	if (within_ms <= 0)
		return 0;
	if (always_runs(s))
		return within_ms > INT64_MAX - from_ms ? INT64_MAX : from_ms + within_ms;
	at = settings_open_after(s, from_ms, within_ms);
	return at == INT64_MAX ? 0 : at;
}

int64_t
settings_warning(const struct settings *s, int64_t from_ms, int64_t within_ms)
{
	const struct promise_settings *p = &s->promises;
	int64_t used = p->warn_before_ms > 0 ? within_ms - p->warn_before_ms
	    : p->warn_share > 0		     ? (int64_t)((double)within_ms * p->warn_share)
					     : 0;

	return used > 0 && used < within_ms ? settings_due(s, from_ms, used) : 0;
}

int64_t
settings_load(const struct settings *s, const char *channel, const char *queue)
{
	const struct queue *q = settings_queue(s, queue);
	int64_t load = LOAD_ONE;

	for (size_t i = 0; i < s->weight_count; i++)
		if (text_is(s->weights[i].channel, channel))
			load = s->weights[i].load;
	return q == NULL || q->load == 0 ? load : load * q->load / LOAD_ONE;
}

/* "en" speaks "en-IE". */
static bool
speaks(const char *own, const char *language)
{
	size_t n = strlen(own);

	return strncmp(own, language, n) == 0 && (language[n] == '\0' || language[n] == '-');
}

bool
agent_can_serve(const struct agent *a, const char *queue, const char *language)
{
	bool serves = false, understood = a->language_count == 0 || text_is_empty(language);

	for (size_t i = 0; i < a->queue_count; i++)
		serves |= text_is(a->queues[i], queue);
	for (size_t i = 0; !understood && i < a->language_count; i++)
		understood = speaks(a->languages[i], language);
	return serves && understood;
}

/* ---- the plan */

/* What one shift that begins on a local day says of a local instant; until is lowered to where that
 * ends or, before it, begins. */
static enum planned
planned_by(const struct planned_shift *x, int64_t day, int64_t local, int64_t *until)
{
	int64_t from = day + x->from_minute * MINUTE_MS, to = day + x->to_minute * MINUTE_MS;
	enum planned kind = PLANNED_WORK;

	if (local >= to)
		return PLANNED_NOTHING;
	if (local < from) {
		*until = from < *until ? from : *until;
		return PLANNED_NOTHING;
	}
	*until = to < *until ? to : *until;
	for (size_t i = 0; i < x->break_count; i++) {
		int64_t begin = day + x->breaks[i].from_minute * MINUTE_MS,
			end = day + x->breaks[i].to_minute * MINUTE_MS;

		if (local >= begin && local < end) {
			kind = PLANNED_BREAK;
			*until = end < *until ? end : *until;
		} else if (local < begin) {
			*until = begin < *until ? begin : *until;
		}
	}
	return kind;
}

enum planned
agent_planned(const struct settings *s, const struct agent *a, int64_t at_ms, int64_t *until_ms)
{
	int64_t offset = hours_offset(s, at_ms), local = at_ms + offset,
		until = hours_stretch_end(s, at_ms) + offset,
		today = local - ((local % DATE_DAY_MS) + DATE_DAY_MS) % DATE_DAY_MS;
	enum planned kind = PLANNED_NOTHING;

	for (int64_t day = today - DATE_DAY_MS; day <= today + DATE_DAY_MS; day += DATE_DAY_MS) {
		struct date d;

		date_from_ms(s->zone, day + DATE_DAY_MS / 2 - offset, &d);
		if (hours_is_holiday(s, &d))
			continue;
		for (size_t i = 0; i < a->shift_count; i++) {
			enum planned k = a->shifts[i].days[d.weekday]
			    ? planned_by(&a->shifts[i], day, local, &until)
			    : PLANNED_NOTHING;

			kind = k != PLANNED_NOTHING ? k : kind;
		}
	}
	*until_ms = until - offset;
	return kind;
}
