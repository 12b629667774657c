/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"
#include "rubric.h"

struct moment *
moment_add(struct scoring *s, struct talk *t, enum criterion c, int64_t at_ms, double won,
    double of, const char *what, const char *why)
{
	struct moment *m;

	if (s->moment_count == s->moment_room) {
		size_t room = s->moment_room > 0 ? 2 * s->moment_room : 64;
		struct moment *more = arena_alloc(s->arena, room * sizeof(*more));

		if (s->moment_count > 0)
			memcpy(more, s->moments, s->moment_count * sizeof(*more));
		s->moments = more;
		s->moment_room = room;
	}
	m = &s->moments[s->moment_count++];
	*m = (struct moment){.criterion = c, .talk = t, .at_ms = at_ms,
	    .line = talk_line_at(t, at_ms), .won = won, .of = of, .check = "",
	    .what = what, .why = why, .ms = -1, .amount = -1};
	return m;
}

/* In order of time; at one instant by conversation and criterion. */
static int
compare(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	if (x->talk != y->talk)
		return x->talk < y->talk ? -1 : 1;
	if (x->criterion != y->criterion)
		return x->criterion < y->criterion ? -1 : 1;
	return strcmp(x->check, y->check);
}

void
moments_sort(struct scoring *s)
{
	if (s->moment_count > 1)
		qsort(s->moments, s->moment_count, sizeof(*s->moments), compare);
}

const char *
moment_action(const struct scoring *s, const struct done *d)
{
	enum action_kind kind;
	struct str out;
	const char *kept, *name = action_kind_from(d->action, &kind) ? d->action : "something";

	str_init(&out);
	str_addf(&out, "%s ", strchr("aeiou", name[0]) != NULL ? "an" : "a");
	for (const char *p = name; *p != '\0'; p++)
		str_add_char(&out, *p == '_' ? ' ' : *p);
	if (d->amount > 0 && d->amount <= MONEY_MAX) {
		str_add(&out, " of ");
		money_print_plain(&out, d->amount, s->drill->currency);
		str_addf(&out, " %s", s->drill->currency);
	}
	kept = arena_text(s->arena, out.data);
	str_clear(&out);
	return kept;
}

const char *
moment_time(struct arena *a, int64_t ms)
{
	long long s = ms / 1000;

	if (s < 60)
		return arena_printf(a, "%lld s", s);
	if (s < 3600)
		return arena_printf(a, "%lld min %02lld s", s / 60, s % 60);
	return arena_printf(a, "%lld h %02lld min", s / 3600, s % 3600 / 60);
}

double
rubric_share(int64_t ms, int64_t target_ms)
{
	double share = (3 * (double)target_ms - (double)ms) / (2 * (double)target_ms);

	return fmax(0, fmin(1, share));
}

/* ---- sums */

static void
add_to(struct score *x, const struct moment *m)
{
	if (!(m->of > 0))
		return;
	x->won += m->won;
	x->of += m->of;
	x->occasions++;
}

void
scores_sum(struct scoring *s)
{
	for (size_t i = 0; i < s->moment_count; i++)
		add_to(&s->moments[i].talk->scores[s->moments[i].criterion], &s->moments[i]);
}

struct score
score_of(const struct scoring *s, enum criterion c, const struct talk *t, const char *scenario)
{
	struct score out = { 0 };

	for (size_t i = 0; t == NULL && i < s->talk_count; i++) {
		const struct score *x = &s->talks[i].scores[c];

		if (scenario != NULL &&
		    !text_is(value_get_text(s->talks[i].map, "scenario"), scenario))
			continue;
		out.won += x->won;
		out.of += x->of;
		out.occasions += x->occasions;
	}
	if (t != NULL)
		out = t->scores[c];
	out.value = out.of > 0 ? 100 * out.won / out.of : NAN;
	return out;
}

double
score_whole(const struct scoring *s, const struct talk *t)
{
	double sum = 0, weights = 0;

	for (int c = 0; c < CRITERION_COUNT; c++) {
		struct score x = score_of(s, (enum criterion)c, t, NULL);
		double weight = s->drill->rubric.weight[c];

		if (!(x.of > 0) || !(weight > 0))
			continue;
		sum += weight * x.value;
		weights += weight;
	}
	return weights > 0 ? sum / weights : NAN;
}
