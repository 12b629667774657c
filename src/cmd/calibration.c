/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/benchmark/calibration.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/report/report.h"

#define SETS_MOST 16
#define PULL 1.0

/* What a run opens, closed together. */
struct bench {
	struct call *call;
	struct world *world, *tasks_world;	/* of scenarios; of tasks */
	struct understander *understander, *tasks_understander;
	struct calibration_set sets[SETS_MOST];
	struct sim_script *scripts[SETS_MOST];
	struct tau_talk_options talk;
	struct calibration_options options;
	struct confidence_weights weights, fitted;
	struct str replies;		/* a JSON map a line; where --replies */
};

static void
close_bench(struct bench *b)
{
	for (size_t i = 0; i < SETS_MOST; i++)
		sim_script_free(&b->scripts[i]);
	understander_free(&b->understander);
	understander_free(&b->tasks_understander);
	world_free(&b->world);
	world_free(&b->tasks_world);
	str_clear(&b->replies);
}

/* ---- what is played */

static const char *
base_name(struct arena *a, const char *path)
{
	size_t end = strlen(path), start;

	while (end > 1 && path[end - 1] == '/')
		end--;
	for (start = end; start > 0 && path[start - 1] != '/'; start--)
		continue;
	return arena_text_n(a, path + start, end - start);
}

static enum err
add_scenarios(struct bench *b, const char *folder, struct errinfo *e)
{
	struct arena *a = b->call->arena;
	size_t i = b->options.set_count;
	const char **paths = arena_alloc(a, sizeof(*paths));
	const struct simulation_words words = { .scenarios = paths, .count = 1 };
	enum err err;

	if (i + 1 == SETS_MOST)
		return err_set(e, ERR_LIMIT, "more than %d folders of scenarios", SETS_MOST - 1);
	if ((paths[0] = sim_scenarios_find(a, folder)) == NULL)
		return err_set(
		    e, ERR_NOT_FOUND, "%s: there is no such folder of scenarios", folder);
	if ((err = simulation_script(
		 a, &words, world_settings(b->world), &b->scripts[i], e)) != ERR_OK)
		return err;
	b->sets[i] = (struct calibration_set){
	    .name = base_name(a, paths[0]), .script = b->scripts[i]};
	b->options.set_count++;
	return ERR_OK;
}

/* Folders that were named, else those that came with floorwalker. */
static enum err
open_scenarios(struct bench *b, struct errinfo *e)
{
	static const char *const shipped[] = { "scenarios", "scenarios/de", "scenarios/es" };
	struct call *c = b->call;
	size_t count;
	const char *const *given = call_all(c, "scenarios", &count), *folder;
	enum err err;

	if ((err = world_folder_find(c->arena, call_text(c, "shop", "tarn-and-fell"), &folder, e)) !=
		ERR_OK ||
	    (err = world_load(folder, &b->world, e)) != ERR_OK ||
	    (err = desk_understander_open(b->world, &b->understander, e)) != ERR_OK)
		return err;
	for (size_t i = 0; err == ERR_OK && i < count; i++)
		err = add_scenarios(b, given[i], e);
	for (size_t i = 0; err == ERR_OK && count == 0 && i < sizeof(shipped) / sizeof(shipped[0]);
	     i++) {
		folder = file_data(c->arena, shipped[i]);
		err = folder != NULL ? add_scenarios(b, folder, e)
				     : err_set(e, ERR_NOT_FOUND,
					   "%s isn't installed; set FLOORWALKER_DATA to the folder that holds scenarios/",
					   shipped[i]);
	}
	return err;
}

static enum err
open_tasks(struct bench *b, struct errinfo *e)
{
	struct call *c = b->call;
	struct tau_talk_options *o = &b->talk;
	size_t gold;
	int64_t limit;
	const char *folder;
	enum err err;

	o->tasks = call_all(c, "tasks", &o->file_count);
	o->gold = call_all(c, "gold", &gold);
	if (gold != o->file_count)
		return err_set(
		    e, ERR_USAGE, "--gold is needed once for each --tasks, in the same order");
	if (o->file_count == 0)
		return ERR_OK;
	if ((err = call_int(c, "limit", 1, 1000000, 1000000, &limit, e)) != ERR_OK ||
	    (err = call_need(c, "world", &folder, e)) != ERR_OK ||
	    (err = world_folder_find(c->arena, folder, &folder, e)) != ERR_OK ||
	    (err = world_load(folder, &b->tasks_world, e)) != ERR_OK ||
	    (err = desk_understander_open(b->tasks_world, &b->tasks_understander, e)) != ERR_OK)
		return err;
	o->world = b->tasks_world;
	o->understander = b->tasks_understander;
	o->backend = b->options.backend;
	o->limit = (size_t)limit;
	o->words = file_data(c->arena, "scenarios/benchmark/en.yaml");
	o->personas = file_data(c->arena, "scenarios/benchmark/personas");
	o->terms = file_data(c->arena, "scenarios/oracle/en.yaml");
	if (o->words == NULL || o->personas == NULL || o->terms == NULL)
		return err_set(e, ERR_NOT_FOUND,
		    "the shoppers' words aren't installed; set FLOORWALKER_DATA to the folder that holds scenarios/");
	o->is_stopped = stop_is_asked;
	b->sets[b->options.set_count++] =
	    (struct calibration_set){.name = "tasks", .talk = o};
	return ERR_OK;
}

static enum err
open_weights(struct bench *b, struct errinfo *e)
{
	const char *path = call_text(b->call, "weights", NULL);
	struct value *v;
	enum err err;

	if (path == NULL)
		return ERR_OK;
	b->options.weights = &b->weights;
	if (text_is(path, "prior")) {
		b->weights = *backend_builtin_prior();
		return ERR_OK;
	}
	if ((err = value_load(b->call->arena, path, &v, e)) != ERR_OK)
		return err;
	return confidence_from_value(b->call->arena, v, &b->weights, e);
}

/* ---- what comes out */

static void
show_progress(void *context, const char *set, int64_t done, int64_t of)
{
	(void)context;
	fprintf(stderr, "\r%s: %lld of %lld       ", set, (long long)done, (long long)of);
}

static void
keep_reply(void *context, const char *set, bool testing, const struct reply_seen *r)
{
	struct bench *b = context;
	struct arena *a = arena_new();
	struct value *v = value_map(a);

	value_set_text(v, "set", set);
	value_set_text(v, "half", testing ? "testing" : "fitting");
	value_set_text(v, "task", r->task);
	value_set_int(v, "conversation", r->conversation);
	value_set_int(v, "number", r->number);
	value_set_text(v, "flaw", flaw_name(r->flaw));
	value_set_bool(v, "small_talk", r->small_talk);
	value_set_bool(v, "hands_over", r->hands_over);
	value_set_real(v, "confidence", r->confidence);
	value_set(v, "parts", value_copy(a, r->parts));
	value_print(&b->replies, v);
	str_add_char(&b->replies, '\n');
	arena_free(&a);
}

static enum err
write_weights(
    const struct bench *b, const struct value *result, const char *path, struct errinfo *e)
{
	struct arena *a = b->call->arena;
	struct value *v = confidence_to_value(a, &b->fitted), *from = value_set_map(v, "from");
	struct str s;
	enum err err;

	value_set_text(from, "by", "floorwalker benchmark calibration");
	value_set_text(from, "seed", value_get_text(result, "seed"));
	value_set_int(from, "conversations", b->options.conversations);
	value_set_real(from, "pull", b->options.pull);
	value_set(from, "sets", value_copy(a, value_get(result, "sets")));
	str_init(&s);
	value_print_pretty(&s, v);
	str_add_char(&s, '\n');
	err = file_write(path, s.data, s.length, 0644, e);
	str_clear(&s);
	return err;
}

static enum err
put_out(struct bench *b, const struct value *result, bool json, struct errinfo *e)
{
	const char *replies = call_text(b->call, "replies", NULL),
		   *out = call_text(b->call, "out", NULL);
	struct str text;
	enum err err = ERR_OK;

	if (replies != NULL)
		err = file_write(replies, b->replies.data, b->replies.length, 0644, e);
	if (err == ERR_OK && out != NULL)
		err = write_weights(b, result, out, e);
	if (err != ERR_OK)
		return err;
	if (json) {
		print_json(result);
		return ERR_OK;
	}
	str_init(&text);
	report_calibration_text(result, &text);
	fputs(text.data, stdout);
	str_clear(&text);
	return ERR_OK;
}

static enum err
read_options(struct bench *b, bool *json, struct errinfo *e)
{
	struct call *c = b->call;
	struct calibration_options *o = &b->options;
	const char *pull = call_text(c, "pull", NULL);
	int64_t seed, threads;
	enum err err;

	if ((err = call_int(c, "conversations", 1, 1000000, 1000, &o->conversations, e)) !=
		ERR_OK ||
	    (err = call_int(c, "seed", 1, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = call_int(c, "threads", 0, 64, 0, &threads, e)) != ERR_OK ||
	    (err = call_format(c, json, e)) != ERR_OK)
		return err;
	o->sets = b->sets;
	o->seed = (uint64_t)seed;
	o->threads = (int)threads;
	o->backend = call_text(c, "backend", "builtin");
	o->fit = call_has(c, "fit") || call_has(c, "out");
	o->pull = PULL;
	if (pull != NULL && (!text_to_real(pull, &o->pull) || o->pull < 1e-6 || o->pull > 1e6))
		return err_set(e, ERR_USAGE, "--pull is a number from 0.000001 to 1000000");
	if (call_has(c, "replies"))
		o->reply = keep_reply;
	o->reply_context = b;
	if (isatty(STDERR_FILENO))
		o->progress = show_progress;
	return ERR_OK;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct bench *b = arena_alloc(c->arena, sizeof(*b));
	int64_t began = clock_stopwatch_us();
	struct value *result;
	bool json;
	enum err err;

	b->call = c;
	str_init(&b->replies);
	stop_listen();
	if ((err = read_options(b, &json, e)) == ERR_OK && (err = open_scenarios(b, e)) == ERR_OK &&
	    (err = open_tasks(b, e)) == ERR_OK && (err = open_weights(b, e)) == ERR_OK) {
		b->options.world = b->world;
		b->options.understander = b->understander;
		if ((err = calibration_run(&b->options, c->arena, &result, &b->fitted, e)) ==
			ERR_OK &&
		    (err = put_out(b, result, json, e)) == ERR_OK) {
			fflush(stdout);
			fprintf(stderr, "%s%lld replies in %.1f s\n",
			    isatty(STDERR_FILENO) ? "\r" : "",
			    (long long)value_get_int(result, "replies", 0),
			    (double)(clock_stopwatch_us() - began) / 1e6);
		}
	}
	close_bench(b);
	return err;
}

static const struct option options[] = {
	{ .name = "scenarios", .value = "DIR", .several = true, .help = "a folder of scenarios; those that came with floorwalker, in English, German and Spanish, where none is named" },
	{ .name = "shop", .value = "WORLD", .help = "the world that scenarios are played in (tarn-and-fell)" },
	{ .name = "tasks", .value = "FILE", .several = true, .help = "spoken tasks too, as for benchmark tau-retail talk" },
	{ .name = "gold", .value = "FILE", .several = true, .help = "what each task's actions leave changed; one for each --tasks" },
	{ .name = "world", .value = "WORLD", .help = "the world of the tasks: floorwalker world import tau" },
	{ .name = "limit", .value = "N", .help = "the first tasks of each file alone" },
	{ .name = "conversations", .value = "N", .help = "1000 of each folder of scenarios; tasks are spoken once by each persona" },
	{ .name = "seed", .value = "S", .help = "1; the same seed gives the same bytes, whatever the number of threads" },
	{ .name = "weights", .value = "FILE", .help = "measure these weights too, on the same replies; prior: those that serve where none were fitted" },
	{ .name = "fit", .help = "fit weights to the fitting half, and measure them on both" },
	{ .name = "pull", .value = "X", .help = "how strongly fitted weights are pulled to nought (1)" },
	{ .name = "out", .value = "FILE", .help = "fit, and write the weights there" },
	{ .name = "replies", .value = "FILE", .help = "write every reply there, a JSON map a line: its task, half, parts and flaw, none of its words" },
	{ .name = "threads", .value = "N", .help = "0: one a core" },
	{ .name = "backend", .value = "NAME", .help = "the AI, builtin or http:URL" },
	{ .name = "format", .value = "text|json", .help = "text" },
	{ .name = NULL },
};

const struct subcommand subcommand_benchmark_calibration = {
    .name = "benchmark calibration",
    .words = "",
    .summary = "whether the AI's confidence in its replies can be believed",
    .help =
	"Plays scenarios, and tasks where they are named, and labels every reply of the AI's right or wrong by what the shopper wanted and had said, by the oracle,\n"
	"and by the end state; doc/calibration.md says how. Tasks are dealt to two halves by their names. Shown are calibration error in 15 equal bins and in bins of equal numbers,\n"
	"the area under the curve of \"needs correction\" with its interval by tasks, Brier's score, reliability bins and accuracy by coverage, of both halves and of each folder.\n"
	"No reply is held back for want of confidence meanwhile, so that its worth shows. How long it took goes to standard error.",
    .examples =
	"  floorwalker benchmark calibration --conversations 2000\n"
	"  floorwalker benchmark calibration --scenarios scenarios --scenarios my-scenarios --fit --out confidence.json\n"
	"  floorwalker benchmark calibration --world /tmp/retail --tasks dev.jsonl --gold gold.jsonl --weights confidence.json --format json\n",
    .options = options,
    .run = run,
};
