/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * floorwalker simulate --shift FILE: whole days, with a staffed queue.
 */
#include <stdio.h>
#include <string.h>

#include "days.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/seal.h"
#include "floorwalker/day/result.h"
#include "floorwalker/report/report.h"

#define FILE_MOST ((size_t)16 << 20)
#define DEPTH_MOST 8

struct days_call {
	struct days_stage stage;
	struct days_options options;
	char identity[SEAL_HEX];
	enum days_format format;
	struct days_progress progress;
};

/* ---- what the run is */

static void
add_file(struct str *out, const char *path)
{
	struct errinfo e;

	str_addf(out, "%s\n", path);
	if (file_read(path, FILE_MOST, out, &e) != ERR_OK)
		str_add(out, e.text);
	str_add_char(out, '\0');
}

static void
add_folder(struct arena *a, struct str *out, const char *folder, int depth)
{
	const char **names;
	size_t count;
	struct errinfo e;

	if (depth > DEPTH_MOST || file_list(a, folder, "", &names, &count, &e) != ERR_OK)
		return;
	for (size_t i = 0; i < count; i++) {
		char *path = file_join(a, folder, names[i]);

		if (file_is_folder(path))
			add_folder(a, out, path, depth + 1);
		else
			add_file(out, path);
	}
}

static void
add_path(struct arena *a, struct str *out, const char *path)
{
	if (path == NULL)
		return;
	if (file_is_folder(path))
		add_folder(a, out, path, 0);
	else
		add_file(out, path);
}

/* A hash of every file that the run reads, of its options and of this program's version. */
static void
identify(struct call *c, struct days_call *d)
{
	static const char *const options[] = { "shopper", "personas" };
	uint8_t hash[SEAL_HASH];
	size_t count;
	const char *const *changes = call_all(c, "set", &count);
	struct str all;

	str_init(&all);
	str_addf(&all, "%s\n", FLOORWALKER_VERSION);
	add_path(c->arena, &all, d->stage.path);
	add_path(c->arena, &all, d->stage.folder);
	add_path(c->arena, &all, d->stage.simulation.ai.policy);
	for (size_t i = 0; i < d->stage.simulation.script_path_count; i++)
		add_path(c->arena, &all,
		    sim_scenarios_find(c->arena, d->stage.simulation.script_paths[i]));
	for (size_t i = 0; i < c->word_count; i++)
		add_path(c->arena, &all, sim_scenarios_find(c->arena, c->words[i]));
	if (d->stage.simulation.demand.log_table != NULL)
		add_path(c->arena, &all, d->stage.simulation.demand.log_table->name);
	for (size_t i = 0; i < 2; i++)
		add_path(c->arena, &all, call_text(c, options[i], NULL));
	if (d->stage.simulation.script_path_count + c->word_count == 0)
		add_path(c->arena, &all, file_data(c->arena, "scenarios"));
	for (size_t i = 0; i < count; i++)
		str_addf(&all, "%s\n", changes[i]);
	seal_sha256(all.data, all.length, hash);
	seal_hex(hash, SEAL_HASH, d->identity);
	str_clear(&all);
}

/* ---- opening */

static enum err
read_options(struct call *c, struct days_call *d, struct errinfo *e)
{
	int64_t seed, threads, worst;
	struct days_options *o = &d->options;
	enum err err;

	if ((err = call_int(c, "replications", 1, DAYS_REPLICATIONS_MOST,
		 d->stage.simulation.replications, &o->replications, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = call_int(c, "threads", 0, 64, 0, &threads, e)) != ERR_OK ||
	    (err = call_int(c, "worst", 1, TALLY_WORST_MOST, 20, &worst, e)) != ERR_OK)
		return err;
	o->day.simulation = &d->stage.simulation;
	o->day.script = d->stage.script;
	o->day.world = d->stage.world;
	o->day.understander = d->stage.understander;
	o->day.seed = (uint64_t)seed;
	o->day.want_transcripts = true;
	o->threads = (int)threads;
	o->worst = (size_t)worst;
	o->checkpoint = call_text(c, "checkpoint", NULL);
	if (o->checkpoint != NULL) {
		identify(c, d);
		o->identity = d->identity;
	}
	return ERR_OK;
}

static enum err
open_all(struct call *c, struct days_call *d, struct errinfo *e)
{
	const struct days_asked asked = {.given = call_text(c, "shift", ""),
	    .words = {.scenarios = c->words,
		.count = c->word_count,
		.shopper = call_text(c, "shopper", NULL),
		.personas = call_text(c, "personas", NULL)}};
	enum err err;

	if ((err = days_format(c, &d->format, e)) != ERR_OK ||
	    (err = days_open(c, &asked, &d->stage, e)) != ERR_OK)
		return err;
	return read_options(c, d, e);
}

/* ---- while it runs */

static int
show_progress(void *context, int64_t now_ms, int64_t of_ms, int64_t contacts)
{
	struct days_call *d = context;
	double seconds = (double)(clock_stopwatch_us() - d->progress.began_us) / 1e6;
	char also[80];

	snprintf(also, sizeof(also), "%lld contacts, %.0f a second", (long long)contacts,
	    seconds > 0 ? (double)contacts / seconds : 0);
	return days_progress_show(&d->progress, now_ms, of_ms, also);
}

/* The machine's own times: never part of a result. */
static void
tell_time(const struct days_call *d, int64_t contacts, double seconds)
{
	fprintf(stderr, "%lld contacts in %lld replication%s, %.1f s, %.0f a second\n",
	    (long long)contacts, (long long)d->options.replications,
	    d->options.replications == 1 ? "" : "s", seconds,
	    seconds > 0 ? (double)contacts / seconds : 0);
}

/* ---- what it came to */

/* The command as it was given, without what changes no byte. */
static void
set_reproduce(struct call *c, const struct days_call *d, struct value *result)
{
	static const char *const given[] = { "world", "shopper", "personas", "set", NULL };
	struct str command;

	str_init(&command);
	str_add(&command, "floorwalker simulate --shift ");
	days_add_word(&command, d->stage.path);
	days_set_reproduce(c,
	    &(struct days_again){.command = command.data,
		.options = given,
		.tail = arena_printf(c->arena, " --replications %lld --seed %llu --worst %zu",
		    (long long)d->options.replications, (unsigned long long)d->options.day.seed,
		    d->options.worst),
		.path = d->stage.path},
	    result);
	str_clear(&command);
}

static const struct days_report report = {.text = report_days_text, .html = report_days_html};

static enum err
run(struct call *c, struct days_call *d, struct errinfo *e)
{
	const struct settings *settings = world_settings(d->stage.world);
	struct value *result;
	struct tally *sum;
	double seconds;
	enum err err;

	days_progress_begin(&d->progress,
	    arena_printf(c->arena, "%lld replications", (long long)d->options.replications));
	d->options.day.progress = show_progress;
	d->options.day.progress_context = d;
	err = days_run(&d->options, &sum, e);
	seconds = days_progress_end(&d->progress);
	if (err != ERR_OK)
		return err;
	result = tally_result(sum, c->arena);
	tally_free(&sum);
	if (value_get_text(result, "world")[0] == '\0')
		value_set_text(result, "world", settings->id);
	value_set_text(result, "currency", settings->currency);
	set_reproduce(c, d, result);
	days_print(&report, d->format, result);
	tell_time(d, value_get_int(result, "contacts", 0), seconds);
	return ERR_OK;
}

/* ---- options of the one kind of run make no sense with the other */

static enum err
refuse(const struct call *c, const char *const *names, size_t count, const char *words,
    struct errinfo *e)
{
	for (size_t i = 0; i < count; i++)
		if (call_has(c, names[i]))
			return err_set(e, ERR_USAGE, "--%s %s", names[i], words);
	return ERR_OK;
}

enum err
simulate_check_options(const struct call *c, struct errinfo *e)
{
	static const char *const of_days[] = { "replications", "checkpoint", "worst", "set",
				     "live", "speed", "from" },
				 *const of_conversations[] = { "conversations", "failures",
				     "require", "try-oracle", "backend" },
				 *const of_live[] = { "speed", "from" },
				 *const of_report[] = { "format", "replications", "checkpoint",
				     "worst", "threads" };
	enum err err;

	if (!call_has(c, "shift"))
		return refuse(c, of_days, 7, "needs --shift", e);
	err = call_has(c, "live") ? refuse(c, of_report, 5, "has no meaning with --live", e)
				  : refuse(c, of_live, 2, "needs --live", e);
	if (err != ERR_OK)
		return err;
	return refuse(c, of_conversations, 5, "has no meaning with --shift", e);
}

enum err
simulate_days(struct call *c, struct errinfo *e)
{
	struct days_call d = { .format = AS_TEXT };
	enum err err = open_all(c, &d, e);

	if (err == ERR_OK)
		err = run(c, &d, e);
	days_close(&d.stage);
	return err;
}
