/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who comes when. The rate is that of the hour of the week, times the bursts; a burst of some
 * scenarios alone raises the rate by their part of it, and their part of who comes.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/language.h"
#include "names.h"

#define HOUR_MS ((int64_t)3600000)

struct arrivals {
	const struct simulation *simulation;
	struct arrivals_mix mix;
	double *weights;		/* of this simulation's mix, at an ordinary time */
	uint64_t *names;		/* of the mix, for races */
	double *now;			/* at the arrival in hand */
	double sum;
	uint64_t seed;
	int64_t replication, next;
	struct poisson *rate;
	struct poisson_at at;
	struct random_stream gaps;
};

int64_t
simulation_length_ms(const struct simulation *s)
{
	return s->warm_up_ms + s->days * DATE_DAY_MS;
}

int
simulation_hour(const struct simulation *s, int64_t at_ms)
{
	int64_t week = WEEK_HOURS * HOUR_MS,
		at = (at_ms - s->warm_up_ms + s->first_weekday * DATE_DAY_MS) % week;

	return (int)((at < 0 ? at + week : at) / HOUR_MS);
}

static bool
burst_is_on(const struct simulation *s, const struct burst *b, int64_t at_ms)
{
	int64_t from = b->from_ms + s->warm_up_ms;

	return at_ms >= from && at_ms < from + b->length_ms;
}

/* How much more often one scenario comes at an instant than at an ordinary time. */
static double
factor_of(const struct arrivals *a, size_t scenario, int64_t at_ms)
{
	const struct demand *d = &a->simulation->demand;
	double factor = 1;

	for (size_t i = 0; i < d->burst_count; i++) {
		const struct burst *b = &d->bursts[i];

		if (burst_is_on(a->simulation, b, at_ms) &&
		    (b->scenario_count == 0 || a->mix.count == 0 ||
			name_is_among(b->scenarios, b->scenario_count, a->mix.names[scenario])))
			factor *= b->factor;
	}
	return factor;
}

static double
rate_at(const struct arrivals *a, int64_t at_ms)
{
	double hourly = a->simulation->demand.per_hour[simulation_hour(a->simulation, at_ms)], sum = 0;

	if (a->mix.count == 0)
		return hourly * factor_of(a, 0, at_ms);
	for (size_t i = 0; i < a->mix.count; i++)
		sum += a->weights[i] * factor_of(a, i, at_ms);
	return hourly * sum / a->sum;
}

static int
compare_instants(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* A step wherever an hour begins, or a burst begins or ends. */
static enum err
make_rate(struct arrivals *a, struct errinfo *e)
{
	const struct simulation *s = a->simulation;
	int64_t length = simulation_length_ms(s);
	size_t room = (size_t)(length / HOUR_MS) + 2 + 2 * s->demand.burst_count, count = 0, kept = 0;
	int64_t *edges = mem_zero(room, sizeof(*edges));
	struct poisson_step *steps = mem_zero(room, sizeof(*steps));
	enum err err;

	edges[count++] = 0;
	for (int64_t t = s->warm_up_ms % HOUR_MS; t < length; t += HOUR_MS)
		edges[count++] = t;
	for (size_t i = 0; i < s->demand.burst_count; i++) {
		const struct burst *b = &s->demand.bursts[i];

		edges[count++] = b->from_ms + s->warm_up_ms;
		edges[count++] = b->from_ms + s->warm_up_ms + b->length_ms;
	}
	qsort(edges, count, sizeof(*edges), compare_instants);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || edges[i] > steps[kept - 1].from_ms)
			steps[kept++] = (struct poisson_step){edges[i], rate_at(a, edges[i])};
	err = poisson_new(steps, kept, NULL, 0, &a->rate, e);
	mem_free(edges);
	mem_free(steps);
	return err;
}

/* What the mix gives "any" is spread over all by their own weights, which come to all. */
static double
weight_of(const struct demand *d, const char *name, double of_script, double all)
{
	double weight = 0;

	if (of_script <= 0 || d->scenario_count == 0)
		return of_script;
	for (size_t i = 0; i < d->scenario_count; i++) {
		const struct share *x = &d->scenarios[i];

		if (text_is(x->name, name))
			weight += x->weight;
		else if (*x->name == '\0')
			weight += x->weight * of_script / all;
	}
	return weight;
}

static enum err
none_drawn(const struct arrivals *a, const struct value *source, const char *language,
    const char *or_else, struct errinfo *e)
{
	struct arena *names = arena_new();
	enum err err = names_fault(a->simulation, source, e, "no scenario in %s is drawn%s",
	    language_said(names, language), or_else);

	arena_free(&names);
	return err;
}

/* What a language's share comes to is spread over the scenarios in it. */
static enum err
share_languages(struct arrivals *a, struct errinfo *e)
{
	const struct demand *d = &a->simulation->demand;
	double all = 0;

	for (size_t i = 0; i < d->language_count; i++)
		all += d->languages[i].weight;
	for (size_t i = 0; i < a->mix.count; i++)
		a->now[i] = 0;
	for (size_t l = 0; l < d->language_count; l++) {
		const struct share *x = &d->languages[l];
		double sum = 0;

		for (size_t i = 0; i < a->mix.count; i++)
			sum += text_is(a->mix.languages[i], x->name) ? a->weights[i] : 0;
		if (sum <= 0 && x->weight > 0)
			return none_drawn(a, x->source, x->name, ", or nothing in this world fits one", e);
		for (size_t i = 0; sum > 0 && i < a->mix.count; i++)
			if (text_is(a->mix.languages[i], x->name))
				a->now[i] = a->weights[i] / sum * x->weight / all;
	}
	memcpy(a->weights, a->now, a->mix.count * sizeof(*a->weights));
	return ERR_OK;
}

static bool
is_in(const struct arrivals *a, size_t scenario, const char *language)
{
	return language == NULL || a->mix.languages == NULL ||
	    text_is(a->mix.languages[scenario], language);
}

/* Who is said to speak a language, and not what they want, must find something to want. */
static enum err
check_log(const struct arrivals *a, struct errinfo *e)
{
	const struct demand *d = &a->simulation->demand;
	const struct csv_table *t = d->log_table;
	struct arena *names;
	enum err err;

	for (size_t row = 0; a->mix.count > 0 && row < d->log_count; row++) {
		const struct arrival *x = &d->log[row];
		size_t i = 0;

		if (x->language == NULL || x->scenario != NULL)
			continue;
		while (i < a->mix.count && !(a->weights[i] > 0 && is_in(a, i, x->language)))
			i++;
		if (i < a->mix.count)
			continue;
		if (t == NULL)
			return none_drawn(a, NULL, x->language, "", e);
		names = arena_new();
		err = names_log_fault(t, &t->rows[row], csv_column(t, "language"), e,
		    "no scenario in %s is drawn: give this row one, or the language or one of its scenarios a weight",
		    language_said(names, x->language));
		arena_free(&names);
		return err;
	}
	return ERR_OK;
}

enum err
arrivals_new(const struct simulation *s, uint64_t seed, int64_t replication,
    const struct arrivals_mix *mix, struct arrivals **out, struct errinfo *e)
{
	struct arrivals *a;
	double all = 0;
	char label[64];
	enum err err = names_check_scenarios(s, mix, e);

	if (err != ERR_OK)
		return err;
	a = mem_zero(1, sizeof(*a));
	*a = (struct arrivals){
	    .simulation = s, .mix = *mix, .seed = seed, .replication = replication};
	a->weights = mem_zero(mix->count + 1, sizeof(*a->weights));
	a->now = mem_zero(mix->count + 1, sizeof(*a->now));
	a->names = mem_zero(mix->count + 1, sizeof(*a->names));
	for (size_t i = 0; i < mix->count; i++)
		all += mix->weights[i] > 0 ? mix->weights[i] : 0;
	for (size_t i = 0; i < mix->count; i++) {
		a->names[i] = random_name(mix->names[i]);
		a->weights[i] = weight_of(&s->demand, mix->names[i], mix->weights[i], all);
	}
	if (mix->languages != NULL && s->demand.language_count > 0)
		err = share_languages(a, e);
	if (err == ERR_OK)
		err = check_log(a, e);
	for (size_t i = 0; i < mix->count; i++)
		a->sum += a->weights[i];
	(void)snprintf(label, sizeof(label), "arrivals/%lld", (long long)replication);
	random_init(&a->gaps, seed, label);
	if (err == ERR_OK && mix->count > 0 && a->sum <= 0)
		err = err_set(e, ERR_INPUT,
		    "%s: nothing in this world fits any of its scenarios", s->path);
	else if (err == ERR_OK && !s->demand.logged)
		err = make_rate(a, e);
	if (err != ERR_OK) {
		arrivals_free(&a);
		return err;
	}
	*out = a;
	return ERR_OK;
}

static const char *
draw_share(const struct share *shares, size_t count, struct random_stream *r)
{
	struct random_race race;

	random_race_start(&race, random_u64(r));
	for (size_t i = 0; i < count; i++)
		random_race_join(&race, random_name(shares[i].name), shares[i].weight, i);
	return race.winner < count ? shares[race.winner].name : NULL;
}

/* Which language is spoken by who comes now; NULL where the simulation has no mix of them. */
static const char *
draw_language(const struct arrivals *a, uint64_t key)
{
	const struct demand *d = &a->simulation->demand;
	struct random_race race;

	random_race_start(&race, key);
	for (size_t l = 0; a->mix.languages != NULL && l < d->language_count; l++) {
		const char *name = d->languages[l].name;
		double own = 0;

		for (size_t i = 0; i < a->mix.count; i++)
			own += is_in(a, i, name) ? a->now[i] : 0;
		random_race_join(&race, random_name(name), own, l);
	}
	return race.winner < d->language_count ? d->languages[race.winner].name : NULL;
}

/* language: NULL any. SIZE_MAX where there is none. */
static size_t
draw_scenario(const struct arrivals *a, uint64_t key, const char *language)
{
	struct random_race race;

	random_race_start(&race, key);
	for (size_t i = 0; i < a->mix.count; i++)
		if (is_in(a, i, language))
			random_race_join(&race, a->names[i], a->now[i], i);
	return race.winner;
}

/* What the arrival is, each from its own number of its own stream, so that one mix more or less
 * moves nothing else. */
static void
draw_kind(struct arrivals *a, const char *language, struct coming *out)
{
	const struct demand *d = &a->simulation->demand;
	struct random_stream r;
	char label[64];
	uint64_t key;

	(void)snprintf(label, sizeof(label), "arrival/%lld/%lld", (long long)a->replication,
	    (long long)out->number);
	random_init(&r, a->seed, label);
	key = random_u64(&r);
	out->persona = draw_share(d->personas, d->persona_count, &r);
	out->channel = draw_share(d->channels, d->channel_count, &r);
	out->tier = draw_share(d->tiers, d->tier_count, &r);
	if (text_is_empty(out->tier))
		out->tier = NULL;
	if (text_is_empty(out->channel))
		out->channel = "web";
	if (text_is_empty(out->persona))
		out->persona = NULL;
	for (size_t i = 0; i < a->mix.count; i++)
		a->now[i] = a->weights[i] * factor_of(a, i, out->at_ms);
	if (language == NULL)
		language = draw_language(a, random_u64(&r));
	out->scenario = draw_scenario(a, key, language);
}

static size_t
scenario_index(const struct arrivals *a, const char *name)
{
	size_t i = 0;

	while (i + 1 < a->mix.count && !text_is(a->mix.names[i], name))
		i++;
	return i;
}

static bool
next_of_log(struct arrivals *a, struct coming *out)
{
	const struct demand *d = &a->simulation->demand;
	const struct arrival *x;

	if ((size_t)a->next >= d->log_count)
		return false;
	x = &d->log[a->next];
	*out = (struct coming){ .number = a->next++, .at_ms = x->at_ms + a->simulation->warm_up_ms };
	draw_kind(a, x->language, out);
	if (x->scenario != NULL && a->mix.count > 0)
		out->scenario = scenario_index(a, x->scenario);
	if (x->persona != NULL)
		out->persona = x->persona;
	if (x->channel != NULL)
		out->channel = x->channel;
	if (x->tier != NULL)
		out->tier = x->tier;
	return true;
}

bool
arrivals_next(struct arrivals *a, struct coming *out)
{
	double at_ms;

	if (a->simulation->demand.logged)
		return next_of_log(a, out);
	if (!poisson_next(a->rate, &a->at, &a->gaps,
		(double)simulation_length_ms(a->simulation), &at_ms))
		return false;
	*out = (struct coming){ .number = a->next++, .at_ms = (int64_t)floor(at_ms) };
	draw_kind(a, NULL, out);
	return true;
}

void
arrivals_draw(struct arrivals *a, struct coming *io)
{
	draw_kind(a, NULL, io);
}

void
arrivals_free(struct arrivals **a)
{
	if (*a == NULL)
		return;
	poisson_free(&(*a)->rate);
	mem_free((*a)->weights);
	mem_free((*a)->names);
	mem_free((*a)->now);
	mem_free(*a);
	*a = NULL;
}
