/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>

#include "days.h"
#include "floorwalker/base/str.h"
#include "floorwalker/report/report.h"
#include "staffing.h"

static void
show_progress(void *context, int64_t done, int64_t of)
{
	(void)days_progress_show(context, done, of, NULL);
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
	struct days_progress progress;
	struct value *x;
	enum err err;

	if (!q->simulates)
		return ERR_OK;
	days_progress_begin(&progress, "the contacts");
	t.progress = show_progress;
	t.progress_context = &progress;
	t.load = (struct erlang_load){arrivals / HOUR_S, q->aht, q->patience, q->agents};
	t.target = q->target;
	if ((err = erlang_simulate(&t, a, &x, e)) == ERR_OK)
		value_set(out, "simulated", x);
	(void)days_progress_end(&progress);
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

/* Where it isn't said how many they are, they are as many as it takes. */
static enum err
take_least(struct question *q, struct errinfo *e)
{
	const struct erlang_load load = {q->arrivals / HOUR_S, q->aht, q->patience, 1};

	return q->agents > 0 ? ERR_OK : erlang_least_agents(&load, &q->target, &q->agents, e);
}

static enum err
answer(struct arena *a, struct question *q, struct value *out, struct errinfo *e)
{
	struct value *part;
	double kept = q->containment - q->falls;
	bool given = q->agents > 0;
	enum err err = take_least(q, e);

	if (err != ERR_OK)
		return err;
	value_set_real(out, "aht_s", q->aht);
	value_set(out, "patience_s", isfinite(q->patience) ? value_real(a, q->patience) : value_null(a));
	value_set_int(out, "agents", q->agents);
	value_set_bool(out, "agents_given", given);
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

	if ((err = call_format(c, &json, e)) != ERR_OK || (err = staffing_ask(c, &q, e)) != ERR_OK)
		return err;
	if (q.simulates) {
		if ((err = open_world(c, &world, e)) != ERR_OK)
			return err;
		q.trial.world = world;
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
	{ .name = "agents", .value = "C", .help = "agents at work, one contact each at a time; without it, as many as the target takes" },
	{ .name = "target", .value = "PERCENT/TIME", .help = "80/20 (default), or 80%/20s: 80 % of contacts are served within 20 s; percent up to 1 need their sign" },
	{ .name = "abandoned", .value = "SHARE", .help = "and at most so many leave: 0.05 or 5%; with --patience above 0" },
	{ .name = "no-simulate", .help = "by formula alone, which takes no time" },
	{ .name = "simulate", .help = "as usual: play the same, too, through a desk's own queue on a virtual clock, beside what is exact" },
	{ .name = "simulated-contacts", .value = "N", .help = "counted in the simulation, at least: 20000; with their warm-up at most 200000, or twice N where that is more" },
	{ .name = "world", .value = "WORLD", .help = "whose desk it is that is simulated (tarn-and-fell)" },
	{ .name = "seed", .value = "S", .help = "of the simulation: 1; the same seed gives the same bytes, whatever the number of threads" },
	{ .name = "threads", .value = "N", .help = "of the simulation: 0, one a core" },
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
	"The same contacts are played through a desk, too, and stand beside both with 95 % intervals and, in JSON, standard errors: in 20 replications, or fewer and longer ones, down\n"
	"to 5, where the queue takes long to settle. Where it takes longer than 200,000 contacts allow, a note says so. --no-simulate leaves that out.\n"
	"Real handling times vary less or more than exponential ones, and rates change by the hour: simulate a shift for that.",
    .examples =
	"  floorwalker staffing --arrivals 200 --aht 3m --patience 2m --agents 12 --target 80/20\n"
	"  floorwalker staffing --contacts 600 --containment 65% --containment-falls 10 --aht 240 --agents 18 --format json\n"
	"  floorwalker staffing --arrivals 200 --aht 3m --patience 2m --no-simulate\n",
    .options = options,
    .run = run,
};
