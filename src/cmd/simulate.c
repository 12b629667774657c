/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/report/report.h"
#include "floorwalker/sim/sim.h"

/* What a run needs, opened together. */
struct simulation {
	struct world *world;
	struct understander *understander;
	struct sim_script *script;
};

static void
close_all(struct simulation *s)
{
	sim_script_free(&s->script);
	understander_free(&s->understander);
	world_free(&s->world);
}

static enum err
scenario_path(struct arena *a, const char *given, const char **out, struct errinfo *e)
{
	*out = sim_scenarios_find(a, given);
	if (*out == NULL)
		return err_set(e, ERR_NOT_FOUND,
		    "there is no scenario \"%.200s\": name a file, a folder of them, or one that came with floorwalker, such as refund-damaged-small; de and es are its folders in German and Spanish",
		    given);
	return ERR_OK;
}

enum err
simulation_script(struct arena *a, const struct simulation_words *w,
    const struct settings *settings, struct sim_script **out, struct errinfo *e)
{
	const char **paths = arena_alloc(a, (w->count + w->language_count + 1) * sizeof(*paths)),
		   *own;
	struct sim_sources sources = {.paths = paths,
	    .count = w->count,
	    .folder = file_data(a, "scenarios"),
	    .shopper = w->shopper,
	    .personas = w->personas};
	enum err err;

	if (sources.folder == NULL)
		return err_set(e, ERR_NOT_FOUND,
		    "the scenarios aren't installed; set FLOORWALKER_DATA to the folder that holds scenarios/");
	for (size_t i = 0; i < w->count; i++)
		if ((err = scenario_path(a, w->scenarios[i], &paths[i], e)) != ERR_OK)
			return err;
	if (w->count == 0)
		paths[sources.count++] = sources.folder;
	for (size_t i = 0; w->count == 0 && i < w->language_count; i++)
		if ((own = sim_language_folder(a, sources.folder, w->languages[i].code)) != NULL)
			paths[sources.count++] = own;
	return w->language_count > 0
	    ? sim_script_load_several(
		  &sources, w->languages, w->language_count, settings, out, e)
	    : sim_script_load(&sources, settings, out, e);
}

static enum err
open_all(struct call *c, struct simulation *s, struct errinfo *e)
{
	const struct simulation_words words = {.scenarios = c->words,
	    .count = c->word_count,
	    .shopper = call_text(c, "shopper", NULL),
	    .personas = call_text(c, "personas", NULL)};
	const char *folder;
	enum err err;

	if ((err = world_folder_find(
		 c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e)) != ERR_OK ||
	    (err = world_load(folder, &s->world, e)) != ERR_OK ||
	    (err = desk_understander_open(s->world, &s->understander, e)) != ERR_OK)
		return err;
	return simulation_script(c->arena, &words, world_settings(s->world), &s->script, e);
}

static void
show_progress(void *context, int64_t done, int64_t of)
{
	(void)context;
	fprintf(stderr, "\r%lld of %lld conversations ", (long long)done, (long long)of);
}

static double
seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The machine's own times: never part of a result. */
static void
tell_time(double seconds, int64_t conversations)
{
	fprintf(stderr, "%s%lld conversations in %.1f s, %.0f a second\n",
	    isatty(STDERR_FILENO) ? "\r" : "", (long long)conversations, seconds,
	    seconds > 0 ? (double)conversations / seconds : 0);
}

static void
print_result(const struct value *result, bool json, size_t failures)
{
	struct str text;

	str_init(&text);
	if (json)
		report_simulation_json(result, &text);
	else
		report_simulation_text(result, failures, &text);
	fputs(text.data, stdout);
	str_clear(&text);
}

/* --require SHARE: what makes the exit code 1. */
static enum err
read_require(struct call *c, double *out, struct errinfo *e)
{
	const char *text = call_text(c, "require", NULL);

	*out = -1;
	if (text != NULL && (!text_to_real(text, out) || *out < 0 || *out > 1))
		return err_set(
		    e, ERR_USAGE, "--require is a share from 0 to 1, not \"%.40s\"", text);
	return ERR_OK;
}

static enum err
run_simulation(struct call *c, struct simulation *s, struct errinfo *e)
{
	struct sim_options o = {.script = s->script,
	    .world = s->world,
	    .understander = s->understander,
	    .backend = call_text(c, "backend", "builtin")};
	int64_t seed, threads, failures;
	double began, require;
	struct value *result;
	bool json;
	enum err err;

	if ((err = call_int(c, "conversations", 1, 10000000, 1000, &o.conversations, e)) !=
		ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = call_int(c, "threads", 0, 64, 0, &threads, e)) != ERR_OK ||
	    (err = call_int(c, "failures", 0, 10000, 0, &failures, e)) != ERR_OK ||
	    (err = call_format(c, &json, e)) != ERR_OK ||
	    (err = read_require(c, &require, e)) != ERR_OK)
		return err;
	o.seed = (uint64_t)seed;
	o.threads = (int)threads;
	o.failures = (size_t)failures;
	o.keep_transcripts = failures > 0;
	o.try_oracle = call_has(c, "try-oracle");
	if (isatty(STDERR_FILENO))
		o.progress = show_progress;
	began = seconds_now();
	if ((err = sim_run(&o, c->arena, &result, e)) != ERR_OK)
		return err;
	print_result(result, json, o.failures);
	fflush(stdout);
	tell_time(seconds_now() - began, o.conversations);
	c->exit_code = require >= 0 && !report_simulation_passes(result, require);
	return ERR_OK;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct simulation s = { NULL, NULL, NULL };
	enum err err = simulate_check_options(c, e);

	if (err == ERR_OK && call_has(c, "shift"))
		return call_has(c, "live") ? simulate_live(c, e) : simulate_days(c, e);
	if (err == ERR_OK)
		err = open_all(c, &s, e);
	if (err == ERR_OK)
		err = run_simulation(c, &s, e);
	close_all(&s);
	return err;
}

static const struct option options[] = {
	{ .name = "world", .value = "WORLD", .help = "a folder, or one that came with floorwalker (tarn-and-fell)" },
	{ .name = "shopper", .value = "FILE|DIR", .help = "the shopper's words; else shopper/ beside the scenarios, else those that came with floorwalker" },
	{ .name = "personas", .value = "DIR", .help = "the personas; else personas/ beside the scenarios, else those that came with floorwalker" },
	{ .name = "conversations", .value = "N", .help = "1000" },
	{ .name = "seed", .value = "S", .help = "1; the same seed gives the same bytes, whatever the number of threads" },
	{ .name = "format", .value = "text|json|html", .help = "text; html, one page that needs nothing beside itself, with --shift alone" },
	{ .name = "failures", .value = "N", .help = "transcripts of conversations that did not end as expected, N at most (0)" },
	{ .name = "require", .value = "SHARE", .help = "exit with 1 unless there is no breach and this share ended as expected, of what is to be contained and of what is to be handed over" },
	{ .name = "try-oracle", .help = "put wrong statements of each kind before the oracle too, and tell what share of them it counts" },
	{ .name = "threads", .value = "N", .help = "0: one a core" },
	{ .name = "backend", .value = "BACKEND", .help = "builtin (the default), or http:URL" },
	{ .name = "shift", .value = "FILE", .help = "simulate whole days: who comes when, and people who answer what the AI hands over; floorwalker-simulation(5) describes the file" },
	{ .name = "replications", .value = "N", .help = "with --shift: runs of the days, each with other shoppers; else as the file says" },
	{ .name = "set", .value = "PATH=VALUE", .help = "with --shift: one value of the file put otherwise, such as people.crews.chat.count=5", .several = true },
	{ .name = "worst", .value = "N", .help = "with --shift: contacts that are kept in full (20)" },
	{ .name = "live", .help = "with --shift: look at the day in the console while it goes on" },
	{ .name = "speed", .value = "X", .help = "with --live: so many times as fast as life (60)" },
	{ .name = "from", .value = "TIME", .help = "with --live: how far into the day it is shown from, like 8h30m; else from shortly before the first come" },
	{ .name = "checkpoint", .value = "FILE", .help = "with --shift: finished replications are written to it, and a run that was interrupted goes on from it" },
	{ .name = NULL },
};

const struct subcommand subcommand_simulate = {
    .name = "simulate",
    .words = "[SCENARIO…]",
    .least = 0,
    .most = SIZE_MAX,
    .summary = "let synthetic shoppers talk to the AI, and count what came of it",
    .help =
	"Draws conversations from scenarios (files, folders, or names of those that came with floorwalker, such as furious, or de and es for all of a language; all English ones where none is named), plays each\n"
	"against the AI with the world's rules, a virtual clock and a shop of its own, and judges its end by code that shares nothing with what it judges.\n"
	"The result goes to standard output; how long the machine took goes to standard error and is no part of it.\n"
	"With --shift whole days are simulated: shoppers come as its file says, the AI serves them on one desk, what it hands over waits for people who answer at\n"
	"human speed, and each figure comes with its number and its 95 % interval.",
    .examples =
	"  floorwalker simulate\n"
	"  floorwalker simulate --conversations 10000 --seed 7 --format json > result.json\n"
	"  floorwalker simulate refund-damaged-small return-last-day --conversations 50 --failures 5\n"
	"  floorwalker simulate ~/my-scenarios --shopper ~/my-words.yaml --personas ~/my-personas --require 0.9\n"
	"  floorwalker simulate --shift weekday de\n"
	"  floorwalker simulate --shift weekday.yaml --replications 20\n"
	"  floorwalker simulate --shift weekday --live --speed 120\n"
	"  floorwalker simulate --shift weekday.yaml --set people.crews.chat.count=5 --format html > report.html\n"
	"  floorwalker world generate --out volume && floorwalker simulate --world volume --conversations 10000 --require 0.9\n",
    .options = options,
    .run = run,
};
