/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/benchmark.h"
#include "floorwalker/benchmark/satisfaction.h"

#define SHOWN_MOST 50		/* mismatches in text */

static void
show_progress(void *context, size_t done, size_t of)
{
	(void)context;
	if (done % 20 == 0 || done == of)
		fprintf(stderr, "\r%zu of %zu tasks ", done, of);
}

static void
print_mismatch(const struct value *m)
{
	const struct value *task = value_get(m, "task");
	const char *const parts[] = { "record", "where", "name", "rule", "why" };
	struct str s;
	size_t i;

	str_init(&s);
	str_addf(&s, "  %s, task ", value_get_text(m, "file"));
	value_print(&s, task);
	str_addf(&s, " (%s): %s", value_get_text(m, "user"), value_get_text(m, "kind"));
	if (value_get(m, "action") != NULL)
		str_addf(&s, ", action %lld", (long long)value_get_int(m, "action", 0));
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (value_get(m, parts[i]) != NULL)
			str_addf(&s, ", %s", value_get_text(m, parts[i]));
	puts(s.data);
	str_clear(&s);
}

static void
print_text(const struct value *v)
{
	const struct value *actions = value_get(v, "actions"), *rules = value_get(v, "by_rule"),
			   *mismatches = value_get(v, "mismatches");
	size_t i;

	printf("Tasks    %lld, end state exact in %lld\n", (long long)value_get_int(v, "tasks", 0),
	    (long long)value_get_int(v, "exact", 0));
	printf("Actions  %lld: %lld done, %lld refused; %lld done against policy\n",
	    (long long)value_get_int(actions, "all", 0),
	    (long long)value_get_int(actions, "done", 0),
	    (long long)value_get_int(actions, "refused", 0),
	    (long long)value_get_int(actions, "against_policy", 0));
	for (i = 0; i < value_count(rules); i++)
		printf("  %-28s %lld\n", value_key_at(rules, i),
		    (long long)value_as_int(value_at(rules, i), 0));
	printf("Mismatches  %zu\n", value_count(mismatches));
	for (i = 0; i < value_count(mismatches) && i < SHOWN_MOST; i++)
		print_mismatch(value_at(mismatches, i));
	if (value_count(mismatches) > SHOWN_MOST)
		printf("  and %zu more: --format json lists all\n",
		    value_count(mismatches) - SHOWN_MOST);
}

/* The same for both: tasks, each with its gold. */
struct task_files {
	const char *const *tasks, *const *gold;
	size_t count;
};

static enum err
read_files(struct call *c, struct task_files *f, struct errinfo *e)
{
	size_t gold;

	f->tasks = call_all(c, "tasks", &f->count);
	f->gold = call_all(c, "gold", &gold);
	if (f->count == 0)
		return err_set(e, ERR_USAGE, "--tasks is needed");
	return gold == f->count
	    ? ERR_OK
	    : err_set(e, ERR_USAGE, "--gold is needed once for each --tasks, in the same order");
}

static enum err
open_world(struct call *c, struct world **out, struct understander **understander, struct errinfo *e)
{
	const char *folder;
	enum err err;

	if ((err = call_need(c, "world", &folder, e)) != ERR_OK ||
	    (err = world_folder_find(c->arena, folder, &folder, e)) != ERR_OK ||
	    (err = world_load(folder, out, e)) != ERR_OK)
		return err;
	return desk_understander_open(*out, understander, e);
}

static void
print_result(struct value *result, bool json, void (*print)(const struct value *v), int64_t began)
{
	if (json)
		print_json(result);
	else
		print(result);
	fflush(stdout);
	fprintf(stderr, "%s%lld tasks in %.1f s\n", isatty(STDERR_FILENO) ? "\r" : "",
	    (long long)value_get_int(result, "tasks", 0),
	    (double)(clock_stopwatch_us() - began) / 1e6);
}

/* ---- replay */

static enum err
run_replay(struct call *c, struct errinfo *e)
{
	struct tau_replay_options o = { .is_stopped = stop_is_asked };
	struct task_files files;
	struct world *w = NULL;
	struct value *result;
	int64_t began = clock_stopwatch_us();
	bool json;
	enum err err;

	if ((err = read_files(c, &files, e)) != ERR_OK || (err = call_format(c, &json, e)) != ERR_OK)
		return err;
	o.tasks = files.tasks;
	o.gold = files.gold;
	o.file_count = files.count;
	if (isatty(STDERR_FILENO))
		o.progress = show_progress;
	stop_listen();
	if ((err = open_world(c, &w, &o.understander, e)) == ERR_OK) {
		o.world = w;
		if ((err = tau_replay(&o, c->arena, &result, e)) == ERR_OK) {
			print_result(result, json, print_text, began);
			c->exit_code = value_count(value_get(result, "mismatches")) > 0;
		}
	}
	understander_free(&o.understander);
	world_free(&w);
	return err;
}

/* ---- talk */

static void
print_shares(const char *title, const struct value *map)
{
	printf("%s\n", title);
	for (size_t i = 0; i < value_count(map); i++)
		printf("  %-44s %5lld of %lld\n", value_key_at(map, i),
		    (long long)value_get_int(value_at(map, i), "passed", 0),
		    (long long)value_get_int(value_at(map, i), "tries", 0));
}

static void
print_counts(const char *title, const struct value *map)
{
	printf("%s\n", title);
	for (size_t i = 0; i < value_count(map); i++)
		printf("  %-44s %5lld\n", value_key_at(map, i),
		    (long long)value_as_int(value_at(map, i), 0));
}

static void
print_failure(const struct value *f)
{
	struct str s;

	str_init(&s);
	str_addf(&s, "  %s, task ", value_get_text(f, "file"));
	value_print(&s, value_get(f, "task"));
	printf("%s, %s (%s): %s, %s, by the %s\n", s.data, value_get_text(f, "persona"),
	    value_get_text(f, "kinds"), value_get_text(f, "reason"), value_get_text(f, "detail"),
	    value_get_text(f, "blame"));
	str_clear(&s);
}

static void
print_talk(const struct value *v)
{
	const struct value *hats = value_get(v, "pass_hat"), *failures = value_get(v, "failures");

	printf("Tasks    %lld, in %lld conversations, of which %lld passed; by all personas %lld\n",
	    (long long)value_get_int(v, "tasks", 0),
	    (long long)value_get_int(v, "conversations", 0),
	    (long long)value_get_int(v, "passed", 0),
	    (long long)value_get_int(v, "tasks_passed_by_all", 0));
	for (size_t i = 0; i < value_count(hats); i++)
		printf("pass^%zu   %.3f\n", i + 1, value_as_real(value_at(hats, i), 0));
	printf("Forbidden writes %lld, ungrounded claims sent %lld, replies held back %lld, messages of a shopper %.1f\n",
	    (long long)value_get_int(v, "forbidden_writes", 0),
	    (long long)value_get_int(v, "ungrounded", 0),
	    (long long)value_get_int(v, "held_back", 0), value_get_real(v, "turns_mean", 0));
	printf("By the simulator's oracle: untrue statements %lld, promises that no rule gives %lld\n",
	    (long long)value_get_int(v, "untrue", 0), (long long)value_get_int(v, "promises", 0));
	if (value_get(v, "ends") != NULL)
		print_shares("Passed by right end", value_get(v, "ends"));
	print_shares("Passed by persona", value_get(v, "by_persona"));
	print_shares("Passed by kinds of wishes", value_get(v, "by_kind"));
	print_counts("Why not", value_get(v, "reasons"));
	print_counts("Whose doing", value_get(v, "blame"));
	for (size_t i = 0; i < value_count(failures) && i < SHOWN_MOST; i++)
		print_failure(value_at(failures, i));
	if (value_count(failures) > SHOWN_MOST)
		printf("  and %zu more: --format json lists all, with transcripts\n",
		    value_count(failures) - SHOWN_MOST);
}

static enum err
find_words(struct call *c, const char **words, const char **personas, const char **terms,
    struct errinfo *e)
{
	*words = file_data(c->arena, "scenarios/benchmark/en.yaml");
	*personas = file_data(c->arena, "scenarios/benchmark/personas");
	*terms = file_data(c->arena, "scenarios/oracle/en.yaml");
	return *words != NULL && *personas != NULL && *terms != NULL
	    ? ERR_OK
	    : err_set(e, ERR_NOT_FOUND,
		  "the shoppers' words aren't installed; set FLOORWALKER_DATA to the folder that holds scenarios/");
}

static enum err
talk_options(struct call *c, struct tau_talk_options *o, struct errinfo *e)
{
	const char *speak = call_text(c, "speak", "wishes");
	struct task_files files;
	int64_t limit, seed;
	enum err err;

	if ((err = read_files(c, &files, e)) != ERR_OK ||
	    (err = call_int(c, "limit", 1, 1000000, 1000000, &limit, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 1, INT64_MAX, 1, &seed, e)) != ERR_OK)
		return err;
	o->tasks = files.tasks;
	o->gold = files.gold;
	o->file_count = files.count;
	o->limit = (size_t)limit;
	o->seed = (uint64_t)seed;
	o->backend = call_text(c, "backend", "builtin");
	o->only = call_all(c, "persona", &o->only_count);
	if (text_is(speak, "instruction")) {
		o->turns = file_data(c->arena, "scenarios/benchmark/instruction.yaml");
		if (o->turns == NULL)
			return err_set(e, ERR_NOT_FOUND,
			    "scenarios/benchmark/instruction.yaml isn't installed; set FLOORWALKER_DATA to the folder that holds scenarios/");
	} else if (!text_is(speak, "wishes")) {
		return err_set(e, ERR_USAGE, "--speak is wishes or instruction");
	}
	return find_words(c, &o->words, &o->personas, &o->terms, e);
}

static enum err
run_talk(struct call *c, struct errinfo *e)
{
	struct tau_talk_options o = { .is_stopped = stop_is_asked };
	struct world *w = NULL;
	struct value *result;
	int64_t began = clock_stopwatch_us();
	bool json;
	enum err err;

	if ((err = talk_options(c, &o, e)) != ERR_OK || (err = call_format(c, &json, e)) != ERR_OK)
		return err;
	if (isatty(STDERR_FILENO))
		o.progress = show_progress;
	stop_listen();
	if ((err = open_world(c, &w, &o.understander, e)) == ERR_OK) {
		o.world = w;
		if ((err = tau_talk(&o, c->arena, &result, e)) == ERR_OK)
			print_result(result, json, print_talk, began);
	}
	understander_free(&o.understander);
	world_free(&w);
	return err;
}

/* ---- ends */

static enum err
ends_options(struct call *c, struct tau_ends_options *o, struct errinfo *e)
{
	int64_t count, seed;
	enum err err;

	if ((err = call_int(c, "count", 3, 100000, 180, &count, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 1, INT64_MAX, 1, &seed, e)) != ERR_OK)
		return err;
	o->count = (size_t)count;
	o->seed = (uint64_t)seed;
	o->backend = call_text(c, "backend", "builtin");
	o->out = call_text(c, "out", NULL);
	o->only = call_all(c, "persona", &o->only_count);
	o->ears = file_data(c->arena, "scenarios/benchmark/ends.yaml");
	return find_words(c, &o->words, &o->personas, &o->terms, e);
}

static enum err
run_ends(struct call *c, struct errinfo *e)
{
	struct tau_ends_options o = { .is_stopped = stop_is_asked };
	struct world *w = NULL;
	struct value *result;
	int64_t began = clock_stopwatch_us();
	bool json;
	enum err err;

	if ((err = ends_options(c, &o, e)) != ERR_OK || (err = call_format(c, &json, e)) != ERR_OK)
		return err;
	if (isatty(STDERR_FILENO))
		o.progress = show_progress;
	stop_listen();
	if ((err = open_world(c, &w, &o.understander, e)) == ERR_OK) {
		o.world = w;
		if ((err = tau_ends(&o, c->arena, &result, e)) == ERR_OK)
			print_result(result, json, print_talk, began);
	}
	understander_free(&o.understander);
	world_free(&w);
	return err;
}

static enum err
run_tau_retail(struct call *c, struct errinfo *e)
{
	const char *what = c->word_count > 0 ? c->words[0] : "replay";

	if (text_is(what, "talk"))
		return run_talk(c, e);
	if (text_is(what, "replay"))
		return run_replay(c, e);
	if (text_is(what, "ends"))
		return run_ends(c, e);
	return err_set(
	    e, ERR_USAGE, "tau-retail has no \"%.40s\"; it has replay, talk and ends", what);
}

static const struct option tau_options[] = {
	{ .name = "world", .value = "WORLD", .help = "the set as a world: floorwalker world import tau" },
	{ .name = "tasks", .value = "FILE", .several = true, .help = "tasks with their reference actions, a JSON map a line" },
	{ .name = "gold", .value = "FILE", .several = true, .help = "what each task's actions leave changed, whole records; one for each --tasks" },
	{ .name = "persona", .value = "NAME", .several = true, .help = "talk, ends: only shoppers of this manner; all that came with floorwalker: chatty, plain, terse, typist" },
	{ .name = "speak", .value = "wishes|instruction", .help = "talk: wishes, in the shoppers' words; or first the task's own instruction, turned from \"you\" to \"I\"" },
	{ .name = "limit", .value = "N", .help = "talk: the first tasks of each file alone" },
	{ .name = "count", .value = "N", .help = "ends: tasks that are made, a third of each end; 180" },
	{ .name = "out", .value = "FILE", .help = "ends: gets the tasks, a JSON map a line" },
	{ .name = "seed", .value = "S", .help = "talk, ends: 1" },
	{ .name = "backend", .value = "NAME", .help = "talk, ends: the AI, builtin or http:URL" },
	{ .name = "format", .value = "text|json", .help = "text" },
	{ .name = NULL },
};

const struct subcommand subcommand_benchmark_tau_retail = {
    .name = "benchmark tau-retail",
    .words = "replay|talk|ends",
    .least = 1,
    .most = 1,
    .summary = "tau-bench's retail tasks on this desk",
    .help =
	"replay: the reference actions of each task, as proposals of an AI to which a proven shopper says yes, through desk, policy and shop; then whole\n"
	"end states are held against gold, numbers to 1e-6. What differs is listed, and so is each action that policy refused, with its rule.\n"
	"Exit code 1 where there is a mismatch.\n"
	"talk: shoppers of several manners speak each task to the AI, answer what it asks, and say yes to a summary that names what they want; then the end state\n"
	"is held against gold. Tells how many pass, and of the others why not and whose doing it was; JSON has their transcripts.\n"
	"ends: tasks made from the world's own records whose right end is no act: to refuse, to hand over, only to tell; spoken by the same shoppers, and passed\n"
	"where the right thing was said or done and no record changed.\n"
	"How long it took goes to standard error.",
    .examples =
	"  floorwalker world import tau --db tau-retail --out /tmp/retail\n"
	"  floorwalker benchmark tau-retail replay --world /tmp/retail --tasks dev.jsonl --gold gold.jsonl --format json\n"
	"  floorwalker benchmark tau-retail talk --world /tmp/retail --tasks dev.jsonl --gold gold.jsonl --persona terse --limit 5\n"
	"  floorwalker benchmark tau-retail ends --world /tmp/retail --count 180 --seed 7 --format json\n",
    .options = tau_options,
    .run = run_tau_retail,
};

/* ---- satisfaction */

static void
show_folds(void *context, size_t done, size_t of)
{
	(void)context;
	fprintf(stderr, "\r%zu of %zu folds ", done, of);
}

static void
print_span(const char *title, const struct value *v, const char *name)
{
	const struct value *span = value_get(value_get(v, "intervals"), name);
	const char *why = value_get_text(value_get(v, "undefined"), name);

	if (!text_is_empty(why)) {
		printf("  %-18s -      %s\n", title, why);
		return;
	}
	printf("  %-18s %.3f  (%.3f to %.3f)\n", title, value_get_real(v, name, 0),
	    value_as_real(value_at(span, 0), 0), value_as_real(value_at(span, 1), 0));
}

static void
print_of_fold(const struct value *fold, const char *name)
{
	if (value_is_null(value_get(fold, name)))
		printf("  %-5s", "-");
	else
		printf("  %.3f", value_get_real(fold, name, 0));
}

static void
print_setting(const char *title, const struct value *v)
{
	const struct value *ratings = value_get(v, "ratings"), *folds = value_get(v, "folds");

	printf("%s, %lld turns\n", title, (long long)value_get_int(v, "n", 0));
	print_span("UAR", v, "uar");
	print_span("kappa", v, "kappa");
	print_span("F1 of less than 3", v, "f1_low");
	puts("  rating   people  predicted  both");
	for (size_t i = 0; i < value_count(ratings); i++) {
		const struct value *r = value_at(ratings, i);

		printf("  %-6lld %8lld %10lld %5lld\n", (long long)value_get_int(r, "rating", 0),
		    (long long)value_get_int(r, "people", 0),
		    (long long)value_get_int(r, "predicted", 0),
		    (long long)value_get_int(r, "right", 0));
	}
	puts("  dialogues      turns    UAR  kappa  F1 of less than 3");
	for (size_t i = 0; i < value_count(folds); i++) {
		const struct value *f = value_at(folds, i);

		printf("  %4lld to %-6lld %5lld", (long long)value_get_int(f, "from", 0),
		    (long long)value_get_int(f, "to", 0), (long long)value_get_int(f, "n", 0));
		print_of_fold(f, "uar");
		print_of_fold(f, "kappa");
		print_of_fold(f, "f1_low");
		putchar('\n');
	}
}

static void
print_satisfaction(const struct value *v)
{
	const struct value *data = value_get(v, "data");

	printf("%lld dialogues, %lld user turns, %lld of them without a rating; %lld overall ratings left out\n",
	    (long long)value_get_int(data, "dialogues", 0),
	    (long long)value_get_int(data, "user_turns", 0),
	    (long long)value_get_int(data, "unrated", 0),
	    (long long)value_get_int(data, "overall_left_out", 0));
	print_setting("From what came before a turn", v);
	print_setting("With the turn itself", value_get(v, "with_turn"));
	puts("In brackets: 95 %, dialogues drawn anew. Published for MWOZ, from what came before: BERT UAR .256, kappa .133, F1 .224");
	printf("Fitted on %s.\n", value_get_text(v, "fitted_on"));
}

static enum err
run_satisfaction(struct call *c, struct errinfo *e)
{
	struct satisfaction_options o = { .is_stopped = stop_is_asked };
	int64_t seed, threads, began = clock_stopwatch_us();
	struct value *result;
	bool json;
	enum err err;

	if ((err = call_need(c, "data", &o.data, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 1, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = call_int(c, "threads", 1, 64, 2, &threads, e)) != ERR_OK ||
	    (err = call_format(c, &json, e)) != ERR_OK)
		return err;
	o.seed = (uint64_t)seed;
	o.threads = (int)threads;
	if (isatty(STDERR_FILENO))
		o.progress = show_folds;
	stop_listen();
	if ((err = satisfaction_benchmark(&o, c->arena, &result, e)) != ERR_OK)
		return err;
	if (json)
		print_json(result);
	else
		print_satisfaction(result);
	fflush(stdout);
	fprintf(stderr, "%s%.1f s\n", isatty(STDERR_FILENO) ? "\r" : "",
	    (double)(clock_stopwatch_us() - began) / 1e6);
	return ERR_OK;
}

static const struct option satisfaction_options[] = {
	{ .name = "data", .value = "FILE", .help = "dialogues with ratings: role, text, action and ratings of a turn apart by tabs, an empty line between dialogues" },
	{ .name = "seed", .value = "S", .help = "of the intervals; 1" },
	{ .name = "threads", .value = "N", .help = "2; the figures are the same with any number" },
	{ .name = "format", .value = "text|json", .help = "text" },
	{ .name = NULL },
};

const struct subcommand subcommand_benchmark_satisfaction = {
    .name = "benchmark satisfaction",
    .words = "",
    .summary = "whether people's satisfaction can be told from a conversation",
    .help =
	"Predicts the satisfaction, 1 to 5, that people gave each user turn of a dialogue, from the turns before it; and apart from that with the turn itself in sight.\n"
	"Ten contiguous folds of dialogues, each predicted by what is fitted to the other nine; doc/satisfaction.md says how. Shown are the mean recall of the ratings (UAR),\n"
	"Cohen's kappa and the F1 of \"less than 3\" with 95 % intervals by dialogue. What is fitted is kept nowhere: the CSAT proxy that conversations are scored by has stated weights.\n"
	"How long it took goes to standard error.",
    .examples =
	"  floorwalker benchmark satisfaction --data MWOZ.txt\n"
	"  floorwalker benchmark satisfaction --data MWOZ.txt --format json\n",
    .options = satisfaction_options,
    .run = run_satisfaction,
};
