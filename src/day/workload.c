/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload.h"

#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/day/result.h"

#define HOUR_MS ((int64_t)3600000)
/* So much must have been seen before it is told how long the rest takes: two seconds, and a hundredth of all; or
 * half a minute, and a millionth. */
#define KNOWN_AFTER_US ((int64_t)2000000)
#define KNOWN_SURELY_US ((int64_t)30000000)
#define KNOWN_SHARE 0.01
#define KNOWN_SHARE_LEAST 1e-6
#define OF_TIME 0.02			/* goes by the clock: staff, timers, moments of the floor */

/* Of what is to come, in each hour of the run; a burst counts for its hours by its mean. */
static void
add_rates(struct workload *w, const struct simulation *s)
{
	for (int64_t h = 0; h < w->hours; h++) {
		double rate = s->demand.per_hour[simulation_hour(s, h * HOUR_MS)];

		for (size_t i = 0; i < s->demand.burst_count; i++) {
			const struct burst *b = &s->demand.bursts[i];
			int64_t from = b->from_ms + s->warm_up_ms, to = from + b->length_ms;

			if (b->scenario_count > 0)
				continue;	/* how many that makes is the script's to say */
			from = from > h * HOUR_MS ? from : h * HOUR_MS;
			to = to < (h + 1) * HOUR_MS ? to : (h + 1) * HOUR_MS;
			if (to > from)
				rate *= 1 + (b->factor - 1) * (double)(to - from) / (double)HOUR_MS;
		}
		w->before[h + 1] = rate;
	}
}

static void
add_log(struct workload *w, const struct simulation *s)
{
	for (size_t i = 0; i < s->demand.log_count; i++) {
		int64_t h = (s->demand.log[i].at_ms + s->warm_up_ms) / HOUR_MS;

		if (h >= 0 && h < w->hours)
			w->before[h + 1] += 1;
	}
}

void
workload_init(struct workload *w, const struct simulation *s)
{
	w->length_ms = simulation_length_ms(s);
	w->hours = (w->length_ms + HOUR_MS - 1) / HOUR_MS;
	w->before = mem_zero((size_t)w->hours + 1, sizeof(*w->before));
	if (s->demand.logged)
		add_log(w, s);
	else
		add_rates(w, s);
	for (int64_t h = 0; h < w->hours; h++)
		w->before[h + 1] += w->before[h];
}

void
workload_clear(struct workload *w)
{
	mem_free(w->before);
	*w = (struct workload){0};
}

int64_t
workload_done(const struct workload *w, int64_t now_ms)
{
	double all = w->before[w->hours], time, come;
	int64_t h = now_ms / HOUR_MS;

	if (now_ms <= 0 || now_ms >= w->length_ms || all <= 0)
		return now_ms <= 0 ? 0 : now_ms < w->length_ms ? now_ms : w->length_ms;
	time = (double)now_ms / (double)w->length_ms;
	come = w->before[h] + (w->before[h + 1] - w->before[h]) * (double)(now_ms % HOUR_MS) / (double)HOUR_MS;
	return (int64_t)((double)w->length_ms * (OF_TIME * time + (1 - OF_TIME) * come / all));
}

int64_t
days_left_ms(int64_t spent_us, int64_t already, int64_t done, int64_t of)
{
	double seen = (double)(done - already),
	       least = spent_us < KNOWN_SURELY_US ? KNOWN_SHARE : KNOWN_SHARE_LEAST;

	if (seen <= 0 || done >= of || spent_us < KNOWN_AFTER_US || seen < least * (double)of)
		return -1;
	return (int64_t)((double)spent_us / 1000 * (double)(of - done) / seen);
}
