/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/replay/replay.h"

#include <stdio.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/report/report.h"

#define PATHS_MOST 64

static int
show_progress(void *context, int64_t done, int64_t of)
{
	(void)context;
	fprintf(stderr, "\r%lld of %lld conversations ", (long long)done, (long long)of);
	return stop_is_asked();
}

static void
print_fault(void *context, const char *fault)
{
	(void)context;
	fprintf(stderr, "%s\n", fault);
}

enum form { FORM_TEXT, FORM_TAP, FORM_JUNIT, FORM_JSON, FORMS };

static enum err
read_form(const struct call *c, enum form *out, struct errinfo *e)
{
	static const char *const names[] = {"text", "tap", "junit", "json"};
	const char *word = call_text(c, "format", "text");

	for (int i = 0; i < FORMS; i++)
		if (text_is(names[i], word)) {
			*out = (enum form)i;
			return ERR_OK;
		}
	return err_set(e, ERR_USAGE, "--format is text, tap, junit or json, not \"%.40s\"", word);
}

static void
print_result(const struct value *result, enum form form, bool coverage)
{
	struct str out;

	if (form == FORM_JSON) {
		print_json(result);
		return;
	}
	str_init(&out);
	if (form == FORM_TAP)
		report_replay_tap(result, &out);
	else if (form == FORM_JUNIT)
		report_replay_junit(result, &out);
	else
		report_replay_text(result, &out);
	if (coverage && form == FORM_TEXT) {
		str_add(&out, "\n");
		report_replay_coverage(result, &out);
	}
	fputs(out.data, stdout);
	str_clear(&out);
}

/* As given; else the suite that came with the program. */
static enum err
find_suites(struct call *c, const char **paths, size_t *count, struct errinfo *e)
{
	const char *shipped = file_data(c->arena, "scenarios/regression");

	for (*count = 0; *count < c->word_count && *count < PATHS_MOST; ++*count)
		paths[*count] = c->words[*count];
	if (*count == 0 && shipped != NULL)
		paths[(*count)++] = shipped;
	return *count > 0 ? ERR_OK
			  : err_set(e, ERR_NOT_FOUND,
				"the suite isn't installed; set FLOORWALKER_DATA to the folder that holds scenarios/, or name one");
}

static enum err
run_with(struct call *c, const struct world *w, const struct understander *u, struct errinfo *e)
{
	const char *paths[PATHS_MOST];
	struct replay_suite *suite = NULL;
	struct replay_options o = {.world = w,
	    .understander = u,
	    .backend = call_text(c, "backend", "builtin"),
	    .keep_records = call_has(c, "records")};
	struct value *result;
	int64_t seed, jobs;
	size_t count;
	enum form form = FORM_TEXT;
	enum err err;

	if ((err = read_form(c, &form, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = call_int(c, "runs", 1, 100, 1, &o.runs, e)) != ERR_OK ||
	    (err = call_int(c, "jobs", 0, 64, 0, &jobs, e)) != ERR_OK ||
	    (err = find_suites(c, paths, &count, e)) != ERR_OK)
		return err;
	o.only = call_all(c, "only", &o.only_count);
	o.seed = (uint64_t)seed;
	o.threads = (int)jobs;
	if (isatty(STDERR_FILENO))
		o.progress = show_progress;
	if ((err = replay_suite_load(paths, count, w, print_fault, NULL, &suite, e)) != ERR_OK)
		return err;
	o.suite = suite;
	stop_listen();
	err = replay_run(&o, c->arena, &result, e);
	if (o.progress != NULL)
		fputs("\r\033[K", stderr);
	if (err == ERR_OK) {
		print_result(result, form, call_has(c, "coverage"));
		c->exit_code = (int)replay_verdict_of(result);
	}
	replay_suite_free(&suite);
	return err;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct world *w = NULL;
	struct understander *u = NULL;
	const char *folder;
	enum err err;

	if ((err = world_folder_find(
		 c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e)) == ERR_OK &&
	    (err = world_load(folder, &w, e)) == ERR_OK &&
	    (err = desk_understander_open(w, &u, e)) == ERR_OK)
		err = run_with(c, w, u, e);
	understander_free(&u);
	world_free(&w);
	if (err == ERR_OK)
		return ERR_OK;
	/* a suite or a world that can't be read is no failure of the AI's */
	c->exit_code = err == ERR_UNAVAILABLE || err == ERR_TIMEOUT || err == ERR_BUSY ? REPLAY_UNREACHABLE
										       : REPLAY_UNUSABLE;
	return err;
}

static const struct option options[] = {
	{ .name = "world", .value = "WORLD", .help = "a folder, or one that came with floorwalker (tarn-and-fell)" },
	{ .name = "backend", .value = "BACKEND", .help = "builtin (the default), or http:URL" },
	{ .name = "runs", .value = "K", .help = "play each conversation K times, with seeds apart (1)" },
	{ .name = "only", .value = "WORD", .help = "conversations whose name begins so, or that are tagged so", .several = true },
	{ .name = "seed", .value = "S", .help = "1; which wordings the AI takes" },
	{ .name = "jobs", .value = "N", .help = "threads; never changes the result (one a core)" },
	{ .name = "coverage", .help = "list what of the world no conversation touches: intents, rules, gates, articles, actions" },
	{ .name = "records", .help = "with --format json: what was seen of every run, not of failures alone" },
	{ .name = "format", .value = "text|tap|junit|json", .help = "text" },
	{ .name = NULL },
};

const struct subcommand subcommand_replay = {
    .name = "replay",
    .words = "[SUITE…]",
    .most = PATHS_MOST,
    .summary = "play kept conversations to the AI again, and check what comes back",
    .help =
	"A suite is a folder of conversations, or single files (floorwalker-scenario(5)); none named: the one that came with floorwalker. Each is played\n"
	"in a fresh copy of the shop, and every expectation is held against what came back. A failure says what was expected, what came, why the AI did\n"
	"so, and whose failure it is.\n"
	"Exit code 0: all hold. 1: something failed. 2: wrong usage, or a suite that can't be read. 3: the backend or the store couldn't be reached, which\n"
	"is never counted as a failure of the AI.",
    .examples =
	"  floorwalker replay\n"
	"  floorwalker replay our-suite --only refund --runs 4 --format tap\n"
	"  floorwalker replay our-suite --backend http:http://127.0.0.1:8080/turn --format junit\n",
    .options = options,
    .run = run,
};
