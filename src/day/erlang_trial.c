/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One case played through a desk, with what it came to and how sure that is.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "erlang.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/stats/interval.h"
#include "floorwalker/stats/special.h"

#define LEVEL 0.95
#define SPARE 5		/* deviations, so that chance doesn't leave fewer than were asked for */

/* What is said of it, as values of each replication. */
enum over { CONTACTS_OF, SERVED_OF, SAMPLES_OF, PRESENT_OF };
struct trial {
	const struct erlang_case *c;
	const struct erlang_sums *sums;
	size_t n;
	struct arena *arena;
	struct value *out, *errors, *intervals;
};

static double
sum_over(const struct erlang_sums *s, enum over over)
{
	switch (over) {
	case CONTACTS_OF:
		return (double)s->contacts;
	case SERVED_OF:
		return (double)(s->contacts - s->left);
	case SAMPLES_OF:
		return (double)s->samples;
	case PRESENT_OF:
		break;
	}
	return (double)s->present_ms;
}

static void
set(struct trial *t, const char *name, double value, double error, double low, double high)
{
	struct value *range;

	value_set_real(t->out, name, value);
	value_set_real(t->errors, name, error);
	range = value_set_list(t->intervals, name);
	value_add(range, value_real(t->arena, fmax(0, low)));
	value_add(range, value_real(t->arena, high));
}

/* The interval by Student's t. */
static void
set_mean(struct trial *t, const char *name, double value, double error, double most)
{
	double reach = error * t_quantile((1 + LEVEL) / 2, (double)t->n - 1);

	set(t, name, value, error, value - reach, fmin(most, value + reach));
}

static double
ratio_of(const struct trial *t, int64_t (*of)(const struct erlang_sums *s), enum over over,
    double *error)
{
	double *x = mem_zero(t->n, sizeof(*x)), *y = mem_zero(t->n, sizeof(*y)), ratio;

	for (size_t i = 0; i < t->n; i++) {
		x[i] = (double)of(&t->sums[i]);
		y[i] = sum_over(&t->sums[i], over);
	}
	ratio = erlang_ratio(x, y, t->n, error);
	mem_free(x);
	mem_free(y);
	return ratio;
}

/* In seconds, by the stretch of the case's time. */
static void
set_ratio(struct trial *t, const char *name, int64_t (*of)(const struct erlang_sums *s),
    enum over over, double unit, double most)
{
	double error, ratio = ratio_of(t, of, over, &error);

	set_mean(t, name, ratio / unit, error / unit, most);
}

/* Where hardly any or hardly none do, replications that are all alike say less than their number:
 * not narrower than if contacts were independent. */
static double
set_share(struct trial *t, const char *name, int64_t (*of)(const struct erlang_sums *s))
{
	double error, share = ratio_of(t, of, CONTACTS_OF, &error),
		      reach = error * t_quantile((1 + LEVEL) / 2, (double)t->n - 1);
	int64_t yes = 0, all = 0;
	struct interval least;

	for (size_t i = 0; i < t->n; i++) {
		yes += of(&t->sums[i]);
		all += t->sums[i].contacts;
	}
	least = interval_wilson(yes, all, LEVEL);
	set(t, name, share, error, fmin(share - reach, least.known ? least.low : 0),
	    fmin(1, fmax(share + reach, least.known ? least.high : 1)));
	return share;
}

static int64_t waited(const struct erlang_sums *s) { return s->waited; }
static int64_t left(const struct erlang_sums *s) { return s->left; }
static int64_t within(const struct erlang_sums *s) { return s->within; }
static int64_t wait_ms(const struct erlang_sums *s) { return s->wait_ms; }
static int64_t wait_served_ms(const struct erlang_sums *s) { return s->wait_served_ms; }
static int64_t queued(const struct erlang_sums *s) { return s->queued; }
static int64_t busy_ms(const struct erlang_sums *s) { return s->busy_ms; }

/* ---- waits that so many don't exceed */

static int
by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Of ascending values, n > 0: the one of rank ceil(n p). */
static double
ranked(const double *x, size_t n, double p)
{
	size_t rank = (size_t)ceil((double)n * p);

	return x[rank > 0 ? rank - 1 : 0];
}

/* Of all together, with the deviation of the replications' own. */
static void
set_waits(struct trial *t)
{
	static const struct { const char *name; double share; } rows[] = {
	    {"wait_p50_s", 0.5}, {"wait_p90_s", 0.9}, {"wait_p95_s", 0.95}};
	double *all, *own = mem_zero(t->n, sizeof(*own)), unit_ms = erlang_unit_ms(t->c);
	size_t count = 0;

	for (size_t i = 0; i < t->n; i++)
		count += (size_t)t->sums[i].contacts;
	all = mem_zero(count + 1, sizeof(*all));
	count = 0;
	for (size_t i = 0; i < t->n; i++) {
		const struct erlang_sums *s = &t->sums[i];

		if (s->contacts == 0)
			continue;
		qsort(s->waits, (size_t)s->contacts, sizeof(*s->waits), by_size);
		memcpy(all + count, s->waits, (size_t)s->contacts * sizeof(*all));
		count += (size_t)s->contacts;
	}
	qsort(all, count, sizeof(*all), by_size);
	for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
		double mean = 0, squares = 0;
		size_t m = 0;

		for (size_t i = 0; i < t->n; i++)
			if (t->sums[i].contacts > 0)
				own[m++] = ranked(t->sums[i].waits,
				    (size_t)t->sums[i].contacts, rows[k].share) / unit_ms;
		for (size_t i = 0; i < m; i++)
			mean += own[i] / (double)m;
		for (size_t i = 0; i < m; i++)
			squares += (own[i] - mean) * (own[i] - mean);
		set_mean(t, rows[k].name, ranked(all, count, rows[k].share) / unit_ms,
		    m > 1 ? sqrt(squares / (double)(m - 1) / (double)m) : 0, INFINITY);
	}
	mem_free(all);
	mem_free(own);
}

/* ---- how much of it */

/* What so many replications come to, warm-up and all, but for the spare: what is counted of each is at least as
 * long. */
static double
size_of(struct erlang_case *c, int64_t replications, double contacts, double warm_up)
{
	double own = fmax(contacts / (double)replications, warm_up);

	c->replications = replications;
	c->warm_up = warm_up;
	c->contacts = ceil(own + SPARE * sqrt(own / (double)replications));
	return (double)replications * (warm_up + own);
}

bool
erlang_trial_plan(const struct erlang_trial *t, struct erlang_case *c)
{
	double contacts = t->contacts > 0 ? (double)t->contacts : ERLANG_TRIAL_CONTACTS,
	       most = t->most > 0 ? (double)t->most : fmax(ERLANG_TRIAL_MOST, 2 * contacts),
	       wished = t->contacts > 0 ? 2 * contacts : most, settles = erlang_settles(c);
	int64_t n = t->replications > 0 ? t->replications : ERLANG_TRIAL_REPLICATIONS,
		least = n < ERLANG_TRIAL_REPLICATIONS_LEAST ? n : ERLANG_TRIAL_REPLICATIONS_LEAST;

	while (size_of(c, n, contacts, settles) > wished && n > least && t->replications == 0)
		n--;
	if (size_of(c, n, contacts, settles) <= most)
		return true;
	(void)size_of(c, n, 0, most / (double)(2 * n));
	return false;
}

/* ---- the whole */

/* Until nothing is left of how it began, and how long it had for that; in s. */
static void
tell_settling(struct trial *t, bool settled)
{
	const struct erlang_load *l = &t->c->load;
	double settles = erlang_settles(t->c) / l->arrivals, warm_up = t->c->warm_up / l->arrivals;

	value_set_real(t->out, "settles_after_s", settles);
	value_set_real(t->out, "warm_up_s", warm_up);
	value_set_bool(t->out, "settled", settled);
	if (!settled)
		value_set_text(t->out, "note",
		    arena_printf(t->arena,
			"the queue takes %.3g hours to settle, longer than the %.3g that are played before counting: the simulated figures, of a floor that starts empty, lie below the exact ones",
			settles / 3600, warm_up / 3600));
}

static void
tell(struct trial *t, const struct erlang_trial *asked, const struct erlang_options *o)
{
	double unit_ms = erlang_unit_ms(t->c), served, gone;
	int64_t contacts = 0;

	for (size_t i = 0; i < t->n; i++)
		contacts += t->sums[i].contacts;
	value_set_bool(t->out, "defined", contacts > 0);
	value_set_int(t->out, "seed", (int64_t)o->seed);
	value_set_int(t->out, "replications", (int64_t)t->n);
	value_set_int(t->out, "contacts", contacts);
	value_set_int(t->out, "warm_up_contacts", (int64_t)t->c->warm_up);
	if (contacts == 0) {
		value_set_text(t->out, "why_not", "nobody came");
		return;
	}
	t->errors = value_set_map(t->out, "standard_errors");
	t->intervals = value_set_map(t->out, "intervals");
	(void)set_share(t, "p_wait", waited);
	gone = set_share(t, "p_abandon", left);
	served = set_share(t, "p_served_within", within);
	set_ratio(t, "mean_wait_s", wait_ms, CONTACTS_OF, unit_ms, INFINITY);
	set_ratio(t, "mean_wait_served_s", wait_served_ms, SERVED_OF, unit_ms, INFINITY);
	set_ratio(t, "mean_queue", queued, SAMPLES_OF, 1, INFINITY);
	set_ratio(t, "occupancy", busy_ms, PRESENT_OF, 1, 1);
	value_set_bool(t->out, "breach",
	    served < asked->target.share || gone > asked->target.most_abandoned);
	set_waits(t);
}

enum err
erlang_simulate(const struct erlang_trial *t, struct arena *a, struct value **result,
    struct errinfo *e)
{
	const struct erlang_options o = {.world = t->world,
	    .seed = t->seed,
	    .threads = t->threads,
	    .progress = t->progress,
	    .progress_context = t->progress_context,
	    .is_stopped = t->is_stopped};
	struct erlang_case c = {.name = "trial",
	    .load = t->load,
	    .within = t->target.within,
	    .keeps_waits = true};
	struct trial trial = { .c = &c, .arena = a, .out = value_map(a) };
	struct erlang_sums *sums;
	bool settled;
	enum err err;

	*result = trial.out;
	if (isinf(t->load.patience) && t->load.arrivals * t->load.handling >= t->load.agents) {
		value_set_bool(trial.out, "defined", false);
		value_set_text(trial.out, "why_not",
		    "as much work arrives as the agents can do, or more, and nobody leaves: the queue grows for ever");
		value_set_bool(trial.out, "breach", true);
		return ERR_OK;
	}
	settled = erlang_trial_plan(t, &c);
	trial.n = (size_t)c.replications;
	trial.sums = sums = mem_zero(trial.n, sizeof(*sums));
	if ((err = erlang_play_all(&o, &c, 1, sums, e)) == ERR_OK) {
		tell(&trial, t, &o);
		tell_settling(&trial, settled);
	}
	for (size_t i = 0; i < trial.n; i++)
		mem_free(sums[i].waits);
	mem_free(sums);
	return err;
}
