/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/benchmark.h"

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

static enum err
read_files(struct call *c, struct tau_replay_options *o, struct errinfo *e)
{
	size_t gold;

	o->tasks = call_all(c, "tasks", &o->file_count);
	o->gold = call_all(c, "gold", &gold);
	if (o->file_count == 0)
		return err_set(e, ERR_USAGE, "--tasks is needed");
	return gold == o->file_count
	    ? ERR_OK
	    : err_set(e, ERR_USAGE, "--gold is needed once for each --tasks, in the same order");
}

static enum err
run_replay(struct call *c, struct errinfo *e)
{
	struct tau_replay_options o = { .is_stopped = stop_is_asked };
	struct world *w = NULL;
	struct value *result;
	const char *folder;
	int64_t began = clock_stopwatch_us();
	bool json;
	enum err err;

	if (c->word_count > 0 && !text_is(c->words[0], "replay"))
		return err_set(e, ERR_USAGE, "tau-retail has no \"%.40s\"; it has replay", c->words[0]);
	if ((err = read_files(c, &o, e)) != ERR_OK ||
	    (err = call_format(c, &json, e)) != ERR_OK ||
	    (err = call_need(c, "world", &folder, e)) != ERR_OK ||
	    (err = world_folder_find(c->arena, folder, &folder, e)) != ERR_OK ||
	    (err = world_load(folder, &w, e)) != ERR_OK)
		return err;
	o.world = w;
	if (isatty(STDERR_FILENO))
		o.progress = show_progress;
	stop_listen();
	if ((err = desk_understander_open(w, &o.understander, e)) == ERR_OK &&
	    (err = tau_replay(&o, c->arena, &result, e)) == ERR_OK) {
		if (json)
			print_json(result);
		else
			print_text(result);
		fflush(stdout);
		fprintf(stderr, "%s%lld tasks in %.1f s\n", isatty(STDERR_FILENO) ? "\r" : "",
		    (long long)value_get_int(result, "tasks", 0),
		    (double)(clock_stopwatch_us() - began) / 1e6);
		c->exit_code = value_count(value_get(result, "mismatches")) > 0;
	}
	understander_free(&o.understander);
	world_free(&w);
	return err;
}

static const struct option replay_options[] = {
	{ .name = "world", .value = "WORLD", .help = "the set as a world: floorwalker world import tau" },
	{ .name = "tasks", .value = "FILE", .several = true, .help = "tasks with their reference actions, a JSON map a line" },
	{ .name = "gold", .value = "FILE", .several = true, .help = "what each task's actions leave changed, whole records; one for each --tasks" },
	{ .name = "format", .value = "text|json", .help = "text" },
	{ .name = NULL },
};

const struct subcommand subcommand_benchmark_tau_retail = {
    .name = "benchmark tau-retail",
    .words = "replay",
    .least = 1,
    .most = 1,
    .summary = "tau-bench's retail tasks on this desk",
    .help =
	"replay: the reference actions of each task, as proposals of an AI to which a proven shopper says yes, through desk, policy and shop; then whole\n"
	"end states are held against gold, numbers to 1e-6. What differs is listed, and so is each action that policy refused, with its rule.\n"
	"Exit code 1 where there is a mismatch. How long it took goes to standard error.",
    .examples =
	"  floorwalker world import tau --db tau-retail --out /tmp/retail\n"
	"  floorwalker benchmark tau-retail replay --world /tmp/retail --tasks dev.jsonl --gold gold.jsonl --format json\n",
    .options = replay_options,
    .run = run_replay,
};
