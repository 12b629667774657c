/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/erlang.h"
#include "floorwalker/report/report.h"
#include "floorwalker/stats/erlang.h"

#define HOUR_S 3600.0
#define RATE_MOST 1e9	/* contacts an hour */
#define TIME_MOST 1e7	/* seconds */
#define SHARE_LEAST 1e-12	/* below that none and few can't be told apart in what is reckoned */

/* What was asked. Seconds, contacts an hour, shares of 1. */
struct question {
	double arrivals, aht, patience;	/* patience INFINITY: not given */
	int agents;
	struct erlang_target target;
	double contacts, containment;	/* before the AI; containment -1: not given */
	double falls;			/* share; -1: not given */
	bool simulates;
	struct erlang_trial trial;	/* where it does; but for load and target */
};

/* A number above 0; *out stays where the option isn't given. */
static enum err
take_rate(const struct call *c, const char *option, double *out, struct errinfo *e)
{
	const char *v = call_text(c, option, NULL);

	if (v != NULL && !(text_to_real(v, out) && *out > 0 && *out <= RATE_MOST))
		return err_set(e, ERR_USAGE,
		    "--%s takes a number above 0, at most %g, not \"%.60s\"", option, RATE_MOST, v);
	return ERR_OK;
}

/* "3.5m": the one part of a time that may have a fraction. */
static bool
fraction_parse(const char *v, double *out)
{
	static const struct {
		char letter;
		double seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', HOUR_S}};
	size_t length = strlen(v);
	char number[32];

	if (length < 2 || length > sizeof(number))
		return false;
	memcpy(number, v, length - 1);
	number[length - 1] = '\0';
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (v[length - 1] == units[i].letter && text_to_real(number, out)) {
			*out *= units[i].seconds;
			return true;
		}
	return false;
}

/* "180", "180s", "3m", "3.5m", "1m30s": seconds where no unit is said. */
static bool
seconds_parse(const char *v, double *out)
{
	int64_t ms;

	if (!text_to_real(v, out) && !fraction_parse(v, out)) {
		if (!duration_parse(v, &ms))
			return false;
		*out = (double)ms / 1000;
	}
	return *out >= 0 && *out <= TIME_MOST;
}

static enum err
take_time(const struct call *c, const char *option, const char *or_else, double *out, struct errinfo *e)
{
	const char *v = call_text(c, option, NULL);

	if (v != NULL && !(seconds_parse(v, out) && *out > 0))
		return err_set(e, ERR_USAGE,
		    "--%s takes a time above 0 (180s, 3m, 3.5m, or 180: seconds%s), not \"%.60s\"",
		    option, or_else, v);
	return ERR_OK;
}

/* Or that nobody leaves, as where it isn't said. */
static enum err
take_patience(const struct call *c, double *out, struct errinfo *e)
{
	const char *v = call_text(c, "patience", NULL);

	if (v != NULL && text_is_fold(v, "inf"))
		return ERR_OK;
	return take_time(c, "patience", "; or inf: nobody leaves", out, e);
}

/* "0.65" or "65%". */
static enum err
take_share(const struct call *c, const char *option, double *out, struct errinfo *e)
{
	const char *v = call_text(c, option, NULL);
	size_t length = v != NULL ? strlen(v) : 0;
	bool percent = length > 0 && v[length - 1] == '%';
	const char *number = v != NULL ? arena_text_n(c->arena, v, length - percent) : NULL;

	if (v == NULL)
		return ERR_OK;
	if (!text_to_real(number, out) || !(*out >= 0 && *out <= (percent ? 100 : 1)))
		return err_set(e, ERR_USAGE,
		    "--%s takes a share from 0 to 1 or percent (0.65 or 65%%), not \"%.60s\"",
		    option, v);
	*out /= percent ? 100 : 1;
	return ERR_OK;
}

/* What stands before the slash: "80" or "80%". A bare number up to 1 may be meant as a share, so it's refused. */
static enum err
take_target_share(const char *v, const char *share, struct erlang_target *t, struct errinfo *e)
{
	size_t length = strlen(share);
	bool percent = length > 0 && share[length - 1] == '%';
	char number[32] = "";

	if (length - percent < sizeof(number))
		memcpy(number, share, length - percent);
	if (!text_to_real(number, &t->share) || !(t->share > 0))
		return err_set(e, ERR_USAGE,
		    "--target takes percent and a time, as 80/20 or 80%%/20s for 80 %% within 20 s, not \"%.60s\"", v);
	if (!percent && t->share <= 1)
		return err_set(e, ERR_USAGE,
		    "--target takes percent, and %.15g may be meant as %.15g %% or as %.15g %%: say which, as in %.15g%%/20s",
		    t->share, 100 * t->share, t->share, 100 * t->share);
	t->share /= 100;
	if (!(1 - t->share >= SHARE_LEAST))
		return err_set(e, ERR_USAGE,
		    "--target takes less than 100 %%, not \"%.60s\": who arrives while all agents are busy may wait longer than any time, however many there are",
		    v);
	return ERR_OK;
}

/* "80/20": 80 % within 20 seconds. After the patience. */
static enum err
take_target(const struct call *c, struct question *q, struct errinfo *e)
{
	const char *v = call_text(c, "target", "80/20"), *slash = strchr(v, '/');
	const char *share = arena_text_n(c->arena, v, slash != NULL ? (size_t)(slash - v) : 0);
	struct erlang_target *t = &q->target;
	enum err err = take_target_share(v, share, t, e);

	if (err != ERR_OK)
		return err;
	if (!seconds_parse(slash + 1, &t->within))
		return err_set(e, ERR_USAGE,
		    "--target takes a time after the slash (20, 20s, 0.5m), not \"%.60s\"", v);
	t->most_abandoned = 1;
	if ((err = take_share(c, "abandoned", &t->most_abandoned, e)) != ERR_OK)
		return err;
	if (isfinite(q->patience) && t->most_abandoned < SHARE_LEAST)
		return err_set(e, ERR_USAGE,
		    "--abandoned takes more than 0: where patience ends, some leave, however many agents there are; as few as 0.01%% may be asked for");
	return ERR_OK;
}

/* Points, or -1 where the option isn't given. */
static enum err
take_falls(const struct call *c, struct question *q, struct errinfo *e)
{
	const char *v = call_text(c, "containment-falls", NULL);

	q->falls = -1;
	if (v == NULL)
		return ERR_OK;
	if (!text_to_real(v, &q->falls) || !(q->falls > 0 && q->falls <= 100))
		return err_set(e, ERR_USAGE,
		    "--containment-falls takes points above 0 and up to 100, not \"%.60s\"", v);
	q->falls /= 100;
	if (q->containment < 0)
		return err_set(e, ERR_USAGE, "--containment-falls needs --containment, to fall from");
	if (q->falls > q->containment + 1e-12)
		return err_set(e, ERR_USAGE,
		    "a containment of %g %% can't fall by %g points", 100 * q->containment,
		    100 * q->falls);
	return ERR_OK;
}

/* Either what arrives at people, or all contacts and how many of them the AI keeps. */
static enum err
take_demand(const struct call *c, struct question *q, struct errinfo *e)
{
	enum err err;

	q->containment = -1;
	if ((err = take_rate(c, "arrivals", &q->arrivals, e)) != ERR_OK ||
	    (err = take_rate(c, "contacts", &q->contacts, e)) != ERR_OK ||
	    (err = take_share(c, "containment", &q->containment, e)) != ERR_OK ||
	    (err = take_falls(c, q, e)) != ERR_OK)
		return err;
	if (call_has(c, "arrivals") == call_has(c, "contacts"))
		return err_set(e, ERR_USAGE,
		    "say what arrives at people: --arrivals, or --contacts and --containment");
	if (call_has(c, "contacts") && q->containment < 0)
		return err_set(e, ERR_USAGE, "--contacts needs --containment: how many the AI keeps");
	if (q->containment >= 1)
		return err_set(e, ERR_USAGE, "with a containment of 1 nobody arrives");
	if (call_has(c, "contacts"))
		q->arrivals = q->contacts * (1 - q->containment);
	else if (q->containment >= 0)
		q->contacts = q->arrivals / (1 - q->containment);
	return ERR_OK;
}

static void
show_progress(void *context, int64_t done, int64_t of)
{
	(void)context;
	fprintf(stderr, "\r%lld of %lld replications \r", (long long)done, (long long)of);
}

/* Whether the same is played, too, and how much of it. */
static enum err
take_trial(const struct call *c, struct question *q, struct errinfo *e)
{
	static const char *const needs[] = { "simulated-contacts", "seed", "threads", "world" };
	int64_t seed, threads;
	enum err err;

	q->simulates = call_has(c, "simulate");
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]) && !q->simulates; i++)
		if (call_has(c, needs[i]))
			return err_set(e, ERR_USAGE, "--%s needs --simulate", needs[i]);
	if ((err = call_int(c, "simulated-contacts", 1000, 10000000, 0, &q->trial.contacts, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = call_int(c, "threads", 0, 64, 0, &threads, e)) != ERR_OK)
		return err;
	q->trial.seed = (uint64_t)seed;
	q->trial.threads = (int)threads;
	q->trial.is_stopped = stop_is_asked;
	q->trial.progress = isatty(STDERR_FILENO) ? show_progress : NULL;
	return ERR_OK;
}

static enum err
take_question(const struct call *c, struct question *q, struct errinfo *e)
{
	const char *v;
	int64_t agents;
	enum err err;

	*q = (struct question){.patience = INFINITY};
	if ((err = take_demand(c, q, e)) != ERR_OK || (err = call_need(c, "aht", &v, e)) != ERR_OK ||
	    (err = call_need(c, "agents", &v, e)) != ERR_OK ||
	    (err = take_time(c, "aht", "", &q->aht, e)) != ERR_OK ||
	    (err = take_patience(c, &q->patience, e)) != ERR_OK ||
	    (err = call_int(c, "agents", 1, ERLANG_AGENTS_MOST, 1, &agents, e)) != ERR_OK)
		return err;
	q->agents = (int)agents;
	if ((err = take_trial(c, q, e)) != ERR_OK)
		return err;
	return take_target(c, q, e);
}

/* Waits that so many contacts don't exceed. */
static enum err
set_waits(struct value *out, const struct erlang_load *load, struct errinfo *e)
{
	static const struct {
		const char *name;
		double share;
	} rows[] = {{"wait_p50_s", 0.5}, {"wait_p90_s", 0.9}, {"wait_p95_s", 0.95}};
	double wait;
	enum err err;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if ((err = erlang_wait_quantile(load, ERLANG_ALL, rows[i].share, &wait, e)) !=
		    ERR_OK)
			return err;
		value_set_real(out, rows[i].name, wait);
	}
	return ERR_OK;
}

static enum err
set_figures(struct value *out, const struct question *q, const struct erlang_load *load,
    struct errinfo *e)
{
	struct erlang x;
	enum err err = erlang_solve(load, q->target.within, &x, e);

	value_set_bool(out, "defined", err == ERR_OK);
	if (err == ERR_STATE || err == ERR_LIMIT) {
		value_set_text(out, "why_not", e->text);
		/* A queue that grows for ever keeps no target. */
		if (err == ERR_STATE)
			value_set_bool(out, "breach", true);
		return ERR_OK;
	}
	if (err != ERR_OK)
		return err;
	value_set_real(out, "p_wait", x.p_wait);
	value_set_real(out, "p_abandon", x.p_abandon);
	value_set_real(out, "p_served_within", x.p_served_within);
	value_set_real(out, "mean_wait_s", x.mean_wait);
	value_set_real(out, "mean_wait_served_s", x.mean_wait_served);
	value_set_real(out, "mean_queue", x.queue);
	value_set_real(out, "occupancy", x.occupancy);
	value_set_bool(out, "breach",
	    x.p_served_within < q->target.share || x.p_abandon > q->target.most_abandoned);
	return set_waits(out, load, e);
}

/* One model, and how many agents it asks for; null where even the most are too few. */
static enum err
set_model(struct arena *a, struct value *out, const struct question *q, double arrivals,
    double patience, struct errinfo *e)
{
	struct erlang_load load = {arrivals / HOUR_S, q->aht, patience, q->agents};
	enum err err = set_figures(out, q, &load, e);
	int least;

	if (err != ERR_OK)
		return err;
	err = erlang_least_agents(&load, &q->target, &least, e);
	if (err == ERR_OK)
		value_set_int(out, "least_agents", least);
	else if (err == ERR_LIMIT)
		value_set(out, "least_agents", value_null(a));
	else
		return err;
	return ERR_OK;
}

/* The same played through a desk, for who wants to see that the formula and the floor agree. */
static enum err
set_simulated(struct arena *a, struct value *out, const struct question *q, double arrivals,
    struct errinfo *e)
{
	struct erlang_trial t = q->trial;
	struct value *x;
	enum err err;

	if (!q->simulates)
		return ERR_OK;
	t.load = (struct erlang_load){arrivals / HOUR_S, q->aht, q->patience, q->agents};
	t.target = q->target;
	if ((err = erlang_simulate(&t, a, &x, e)) == ERR_OK)
		value_set(out, "simulated", x);
	return err;
}

/* Both models, of so many an hour; what is asked of the roster is answered by Erlang A where patience is
 * known. */
static enum err
set_models(struct arena *a, struct value *out, const struct question *q, double arrivals,
    struct errinfo *e)
{
	bool leave = isfinite(q->patience);
	struct value *c, *x;
	enum err err;

	value_set_real(out, "arrivals_per_hour", arrivals);
	value_set_real(out, "offered_load", arrivals * q->aht / HOUR_S);
	c = value_set_map(out, "erlang_c");
	x = value_set_map(out, "erlang_a");
	if ((err = set_model(a, c, q, arrivals, INFINITY, e)) != ERR_OK)
		return err;
	if (leave && (err = set_model(a, x, q, arrivals, q->patience, e)) != ERR_OK)
		return err;
	if (!leave) {
		value_set_bool(x, "defined", false);
		value_set_text(x, "why_not", "how long people wait before they leave isn't said (--patience)");
	}
	value_set_text(out, "answered_by", leave ? "erlang_a" : "erlang_c");
	x = leave ? x : c;
	if (value_get(x, "breach") != NULL)
		value_set_bool(out, "breach", value_get_bool(x, "breach", true));
	value_set(out, "least_agents", value_copy(a, value_get(x, "least_agents")));
	return set_simulated(a, out, q, arrivals, e);
}

static enum err
answer(struct arena *a, const struct question *q, struct value *out, struct errinfo *e)
{
	struct value *part;
	double kept = q->containment - q->falls;
	enum err err;

	value_set_real(out, "aht_s", q->aht);
	value_set(out, "patience_s", isfinite(q->patience) ? value_real(a, q->patience) : value_null(a));
	value_set_int(out, "agents", q->agents);
	part = value_set_map(out, "target");
	value_set_real(part, "share", q->target.share);
	value_set_real(part, "within_s", q->target.within);
	value_set_real(part, "most_abandoned", q->target.most_abandoned);
	if (q->containment >= 0) {
		value_set_real(out, "contacts_per_hour", q->contacts);
		value_set_real(out, "containment", q->containment);
	}
	if ((err = set_models(a, out, q, q->arrivals, e)) != ERR_OK || q->falls < 0)
		return err;
	kept = kept < 0 ? 0 : kept;
	part = value_set_map(out, "after_fall");
	value_set_real(part, "points", 100 * q->falls);
	value_set_real(part, "containment", kept);
	return set_models(a, part, q, q->contacts * (1 - kept), e);
}

static enum err
open_world(struct call *c, struct world **out, struct errinfo *e)
{
	const char *folder;
	enum err err = world_folder_find(
	    c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e);

	return err == ERR_OK ? world_load(folder, out, e) : err;
}

static void
print_text(const struct value *v)
{
	struct str text;

	str_init(&text);
	report_staffing_text(v, &text);
	fputs(text.data, stdout);
	str_clear(&text);
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct value *out = value_map(c->arena);
	struct world *world = NULL;
	struct question q;
	bool json;
	enum err err;

	if ((err = call_format(c, &json, e)) != ERR_OK || (err = take_question(c, &q, e)) != ERR_OK)
		return err;
	if (q.simulates) {
		if ((err = open_world(c, &world, e)) != ERR_OK)
			return err;
		q.trial.world = world;
		stop_listen();
	}
	if ((err = answer(c->arena, &q, out, e)) == ERR_OK && json)
		print_json(out);
	else if (err == ERR_OK)
		print_text(out);
	world_free(&world);
	return err;
}

static const struct option options[] = {
	{ .name = "arrivals", .value = "R", .help = "contacts an hour that arrive at people" },
	{ .name = "contacts", .value = "N", .help = "or: contacts an hour before the AI; with --containment" },
	{ .name = "containment", .value = "SHARE", .help = "what the AI keeps from people: 0.65 or 65%" },
	{ .name = "containment-falls", .value = "POINTS", .help = "and if that falls by so many points" },
	{ .name = "aht", .value = "TIME", .help = "an agent's mean time for a contact, wrap-up within it: 180s, 3m, 3.5m, or 180 for seconds" },
	{ .name = "patience", .value = "TIME", .help = "how long people wait on average before they leave; without it, or with inf, nobody does" },
	{ .name = "agents", .value = "C", .help = "agents at work, one contact each at a time" },
	{ .name = "target", .value = "PERCENT/TIME", .help = "80/20 (default), or 80%/20s: 80 % of contacts are served within 20 s; percent up to 1 need their sign" },
	{ .name = "abandoned", .value = "SHARE", .help = "and at most so many leave: 0.05 or 5%; with --patience above 0" },
	{ .name = "simulate", .help = "play the same, too, through a desk's own queue on a virtual clock, beside what is exact" },
	{ .name = "simulated-contacts", .value = "N", .help = "with --simulate: 20000, in 20 replications, and their warm-up besides" },
	{ .name = "world", .value = "WORLD", .help = "with --simulate: whose desk it is (tarn-and-fell)" },
	{ .name = "seed", .value = "S", .help = "with --simulate: 1; the same seed gives the same bytes, whatever the number of threads" },
	{ .name = "threads", .value = "N", .help = "with --simulate: 0, one a core" },
	{ .name = "format", .value = "FORMAT", .help = "text (default) or json" },
	{ .name = NULL },
};

const struct subcommand subcommand_staffing = {
    .name = "staffing",
    .words = "",
    .summary = "how long a queue waits, and how many agents keep a service level",
    .help =
	"Exact figures of a queue in its steady state: contacts arrive at random (Poisson) at one rate, each takes an agent a time of the exponential law, and who\n"
	"came first is served first. Erlang C: nobody leaves; where more work arrives than agents can do, the queue grows for ever, and there are no figures. Erlang A:\n"
	"patience is exponential, too, and who leaves counts as not served within the time. The answer is Erlang A's where --patience is given, else Erlang C's.\n"
	"With --simulate the same contacts are played through a desk, and stand beside both with 95 % intervals and, in JSON, standard errors.\n"
	"Real handling times vary less or more than exponential ones, and rates change by the hour: simulate a shift for that.",
    .examples =
	"  floorwalker staffing --arrivals 200 --aht 3m --patience 2m --agents 12 --target 80/20\n"
	"  floorwalker staffing --contacts 600 --containment 65% --containment-falls 10 --aht 240 --agents 18 --format json\n"
	"  floorwalker staffing --arrivals 200 --aht 3m --patience 2m --agents 12 --simulate\n",
    .options = options,
    .run = run,
};
