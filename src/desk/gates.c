/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gates: each looks at one thing; all are run, so that a trace shows them all.
 */
#include "floorwalker/desk/gates.h"

#include <math.h>
#include <string.h>

#define HUMAN_AT 0.5
/* Who was upset once and is angry now, by a step that is no accident of words; see gates.h. */
#define UPSET (-0.35)
#define ANGRY (-0.5)
#define STEP_DOWN 0.1

struct run {
	const struct gate_input *in;
	struct gate_result *results;
	size_t count;
	enum handoff_reason first;
};

static void
put(struct run *r, enum handoff_reason gate, bool passed, double value, double limit)
{
	r->results[r->count++] = (struct gate_result){gate, passed, value, limit};
	if (!passed && r->first == HANDOFF_NONE)
		r->first = gate;
}

static bool
is_among(const char *word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

static void
sentiment(struct run *r)
{
	const struct gate_settings *s = r->in->settings;
	double now = r->in->sentiment, lowest = r->in->sentiment_lowest,
	       first = r->in->sentiment_first < 0 ? r->in->sentiment_first : 0;
	bool low = now <= s->sentiment_floor,
	     fell = s->sentiment_fall > 0 && now < 0 && first - now >= s->sentiment_fall;
	bool angrier = lowest <= UPSET && now <= ANGRY && now <= lowest - STEP_DOWN;
	if (!low && fell)
		put(r, HANDOFF_SENTIMENT, false, first - now, s->sentiment_fall);
	else
		put(r, HANDOFF_SENTIMENT, !low && !angrier, now,
		    !low && angrier ? lowest - STEP_DOWN : s->sentiment_floor);
}

static void
value_and_tier(struct run *r)
{
	const struct gate_settings *s = r->in->settings;
	bool high = s->high_value > 0 && r->in->order_value >= s->high_value;
	bool tier = r->in->tier != NULL && is_among(r->in->tier, s->tiers, s->tier_count);
	put(r, HANDOFF_HIGH_VALUE, !r->in->has_proposal || (!high && !tier),
	    (double)r->in->order_value, s->high_value > 0 ? (double)s->high_value : NAN);
}

enum handoff_reason
gates_run(const struct gate_input *in, struct gate_result *results, size_t *count)
{
	struct run r = {.in = in, .results = results, .first = HANDOFF_NONE};
	const struct gate_settings *s = in->settings;
	const char *topic = in->guarded == NULL ? "" : in->guarded;
	put(&r, HANDOFF_ASKED_FOR_HUMAN, in->human_asked < HUMAN_AT, in->human_asked, HUMAN_AT);
	put(&r, HANDOFF_GUARDED_TOPIC,
	    *topic == '\0' || !is_among(topic, s->guarded, s->guarded_count), NAN, NAN);
	sentiment(&r);
	put(&r, HANDOFF_OUT_OF_SCOPE,
	    in->out_of_scope < s->out_of_scope_at || in->draft_declines || in->is_small_talk,
	    in->out_of_scope, s->out_of_scope_at);
	put(&r, HANDOFF_BACKEND_FAILED, !in->backend_failed, NAN, NAN);
	if (in->backend_hand_off && in->backend_reason != HANDOFF_NONE)
		put(&r, in->backend_reason, false, NAN, NAN);
	put(&r, HANDOFF_REPEATED_FAILURE, s->failures <= 0 || in->failures < s->failures,
	    (double)in->failures, (double)s->failures);
	value_and_tier(&r);
	put(&r, HANDOFF_POLICY, !in->proposal_refused, NAN, NAN);
	put(&r, HANDOFF_UNGROUNDED, in->ungrounded == 0, (double)in->ungrounded, 0);
	put(&r, HANDOFF_UNSURE, in->is_small_talk || in->confidence >= s->send_at, in->confidence,
	    s->send_at);
	*count = r.count;
	return r.first;
}
