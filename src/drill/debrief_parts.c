/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pieces of a debrief: criteria with what they are made of, lessons, moments, conversations.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "rubric.h"

static const char *const no_occasion[CRITERION_COUNT] = {
    [CRITERION_POLICY] = "Nothing was decided, proposed or promised.",
    [CRITERION_ACCURACY] = "Nothing was written.",
    [CRITERION_FIRST_RESPONSE] = "No conversation was given or taken.",
    [CRITERION_HANDLING] = "No conversation was finished.",
    [CRITERION_TONE] = "Nothing was written.",
    [CRITERION_TRANSFERS] = "No conversation was given or taken.",
    [CRITERION_APPROVALS] = "Nothing waited for a decision.",
    [CRITERION_SATISFACTION] = "No conversation came to its end.",
};

static void
set_real(struct value *map, const char *key, double x)
{
	value_set_real_or_null(map, key, isfinite(x), x);
}

/* ---- what a criterion is made of */

static int
by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
put_times(const struct scoring *s, enum criterion c, struct value *facts)
{
	int64_t *times = arena_alloc(s->arena, (s->moment_count + 1) * sizeof(*times)),
		target = c == CRITERION_HANDLING ? s->drill->rubric.handling_ms
						 : s->drill->rubric.first_response_ms;
	size_t n = 0, within = 0;

	for (size_t i = 0; i < s->moment_count; i++)
		if (s->moments[i].criterion == c && s->moments[i].ms >= 0) {
			times[n++] = s->moments[i].ms;
			within += s->moments[i].ms <= target;
		}
	value_set_int(facts, "target_ms", target);
	value_set_int(facts, "within", (int64_t)within);
	if (n == 0)
		return;
	qsort(times, n, sizeof(*times), by_size);
	value_set_int(facts, "median_ms", (times[(n - 1) / 2] + times[n / 2]) / 2);
	value_set_int(facts, "longest_ms", times[n - 1]);
}

static void
put_amounts(const struct scoring *s, struct value *facts)
{
	static const char *const names[] = { "right", "wrong", "left" };
	int64_t count[3] = { 0 }, amount[3] = { 0 };

	for (size_t i = 0; i < s->moment_count; i++) {
		const struct moment *m = &s->moments[i];
		int k = text_is(m->check, "left") ? 2 : m->won > 0 ? 0 : 1;

		if (m->criterion != CRITERION_APPROVALS)
			continue;
		count[k]++;
		if (m->amount > 0 && amount[k] < VALUE_INT_MAX - m->amount)
			amount[k] += m->amount;
	}
	for (int k = 0; k < 3; k++) {
		value_set_int(facts, names[k], count[k]);
		value_set_int(facts, arena_printf(s->arena, "amount_%s", names[k]), amount[k]);
	}
}

static void
put_checks(const struct scoring *s, struct value *facts)
{
	static const char *const checks[] = { "greeting", "sympathy", "manner", "ease", "closing" };
	struct value *list = value_set_list(facts, "checks");

	for (size_t k = 0; k < sizeof(checks) / sizeof(checks[0]); k++) {
		struct value *v = value_add_map(list);
		int64_t kept = 0, of = 0;

		for (size_t i = 0; i < s->moment_count; i++)
			if (s->moments[i].criterion == CRITERION_TONE &&
			    text_is(s->moments[i].check, checks[k])) {
				kept += s->moments[i].won > 0;
				of++;
			}
		value_set_text(v, "check", checks[k]);
		value_set_int(v, "kept", kept);
		value_set_int(v, "of", of);
	}
}

/* How many were lost, and what the mean proxy is. */
static void
put_counts(const struct scoring *s, enum criterion c, const struct score *x, struct value *facts)
{
	int64_t lost = 0;

	for (size_t i = 0; i < s->moment_count; i++)
		lost += s->moments[i].criterion == c && s->moments[i].won < s->moments[i].of;
	if (c == CRITERION_SATISFACTION)
		set_real(facts, "mean", 1 + 4 * x->value / 100);
	else
		value_set_int(facts, "lost", lost);
}

static int64_t
conversations_of(const struct scoring *s, enum criterion c)
{
	int64_t n = 0;

	for (size_t i = 0; i < s->talk_count; i++)
		n += score_of(s, c, &s->talks[i], NULL).occasions > 0;
	return n;
}

static void
put_criterion(const struct scoring *s, enum criterion c, struct value *out)
{
	struct score x = score_of(s, c, NULL, NULL);
	struct value *facts;

	value_set_text(out, "criterion", criterion_name(c));
	value_set_text(out, "title", criterion_title(c));
	value_set_real(out, "weight", s->drill->rubric.weight[c]);
	set_real(out, "score", x.value);
	value_set_real(out, "won", x.won);
	value_set_real(out, "of", x.of);
	value_set_int(out, "occasions", (int64_t)x.occasions);
	value_set_int(out, "conversations", conversations_of(s, c));
	value_set_bool(out, "few", x.occasions < DEBRIEF_FEW);
	if (x.occasions == 0) {
		value_set_text(out, "none", s->is_ai && c == CRITERION_APPROVALS
			? "The AI has nothing to approve."
			: no_occasion[c]);
		return;
	}
	facts = value_set_map(out, "facts");
	if (c == CRITERION_FIRST_RESPONSE || c == CRITERION_HANDLING)
		put_times(s, c, facts);
	else if (c == CRITERION_APPROVALS)
		put_amounts(s, facts);
	else if (c == CRITERION_TONE)
		put_checks(s, facts);
	else
		put_counts(s, c, &x, facts);
}

void
debrief_criteria(const struct scoring *s, struct value *out)
{
	struct value *list = value_set_list(out, "criteria");

	for (int c = 0; c < CRITERION_COUNT; c++)
		put_criterion(s, (enum criterion)c, value_add_map(list));
}

/* ---- lessons */

void
debrief_lessons(const struct scoring *s, struct value *out)
{
	struct value *list = value_set_list(out, "lessons");

	for (size_t i = 0; i < s->drill->lesson_count; i++) {
		const struct lesson *l = &s->drill->lessons[i];
		struct score x = score_of(s, l->criterion, NULL, l->scenario);
		struct value *v = value_add_map(list);

		value_set_text(v, "id", l->id);
		value_set_text(v, "text", l->text);
		value_set_text(v, "criterion", criterion_name(l->criterion));
		if (l->scenario != NULL)
			value_set_text(v, "scenario", l->scenario);
		value_set_real(v, "at_least", l->at_least);
		set_real(v, "score", x.value);
		value_set_int(v, "occasions", (int64_t)x.occasions);
		if (x.occasions == 0)
			value_set(v, "met", value_null(s->arena));
		else
			value_set_bool(v, "met", x.value >= l->at_least);
	}
}

/* ---- moments */

/* lost: of the 100 points of the whole; over all moments that is what is lacking. */
static void
put_moment(const struct scoring *s, const struct moment *m, double lost, struct value *v)
{
	value_set_int(v, "at_ms", m->at_ms);
	value_set_int(v, "conversation", m->talk->conversation);
	value_set_int(v, "talk", (int64_t)(m->talk - s->talks));
	value_set_text(v, "scenario", value_get_text(m->talk->map, "scenario"));
	value_set_text(v, "criterion", criterion_name(m->criterion));
	if (*m->check != '\0')
		value_set_text(v, "check", m->check);
	value_set_real(v, "won", m->won);
	value_set_real(v, "of", m->of);
	value_set_real(v, "lost", lost);
	value_set_text(v, "what", m->what);
	if (!text_is_empty(m->why))
		value_set_text(v, "why", m->why);
	if (m->line >= 0)
		value_set_int(v, "line", m->line);
	if (m->ms >= 0)
		value_set_int(v, "ms", m->ms);
	if (m->amount > 0)
		value_set_int(v, "amount", m->amount);
	if (s->session->branch_of != NULL && m->at_ms < s->session->branched_ms)
		value_set_bool(v, "played_again", true);
}

/* How much of the 100 one lost point of a criterion is. */
static void
find_rates(const struct scoring *s, double rates[CRITERION_COUNT])
{
	double weights = 0, of[CRITERION_COUNT];

	for (int c = 0; c < CRITERION_COUNT; c++) {
		of[c] = score_of(s, (enum criterion)c, NULL, NULL).of;
		if (of[c] > 0)
			weights += s->drill->rubric.weight[c];
	}
	for (int c = 0; c < CRITERION_COUNT; c++)
		rates[c] = of[c] > 0 && weights > 0
		    ? 100 * s->drill->rubric.weight[c] / weights / of[c]
		    : 0;
}

void
debrief_moments(const struct scoring *s, struct value *out)
{
	struct value *list = value_set_list(out, "moments");
	double rates[CRITERION_COUNT];

	find_rates(s, rates);
	for (size_t i = 0; i < s->moment_count; i++) {
		const struct moment *m = &s->moments[i];

		put_moment(s, m, rates[m->criterion] * (m->of - m->won), value_add_map(list));
	}
}

/* ---- conversations */

static double
lost_in(const struct talk *t, const double rates[CRITERION_COUNT])
{
	double lost = 0;

	for (int c = 0; c < CRITERION_COUNT; c++)
		lost += rates[c] * (t->scores[c].of - t->scores[c].won);
	return lost;
}

static void
put_conversation(const struct scoring *s, const struct talk *t, const double rates[CRITERION_COUNT],
    struct value *v)
{
	static const char *const keys[] = { "conversation", "replication", "number", "visit",
		"scenario", "persona", "channel", "tier", "language", "came_ms", "ended_ms",
		"resolved", "abandoned", "proxy", "actions" };
	struct value *scores;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (value_get(t->map, keys[i]) != NULL)
			value_set(v, keys[i], value_copy(s->arena, value_get(t->map, keys[i])));
	value_set_bool(v, "cut", t->cut);
	set_real(v, "score", score_whole(s, t));
	value_set_real(v, "lost", lost_in(t, rates));
	value_set_int(v, "written", (int64_t)t->written);
	scores = value_set_map(v, "criteria");
	for (int c = 0; c < CRITERION_COUNT; c++) {
		struct score x = score_of(s, (enum criterion)c, t, NULL);

		if (x.occasions > 0)
			value_set_real(scores, criterion_name((enum criterion)c), x.value);
	}
	value_set(v, "transcript",
	    t->lines != NULL ? value_copy(s->arena, t->lines) : value_list(s->arena));
}

void
debrief_conversations(const struct scoring *s, struct value *out)
{
	struct value *list = value_set_list(out, "conversations");
	double rates[CRITERION_COUNT];

	find_rates(s, rates);
	for (size_t i = 0; i < s->talk_count; i++)
		put_conversation(s, &s->talks[i], rates, value_add_map(list));
}
