/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/replay/baseline.h"

#include <stdio.h>
#include <unistd.h>

#include "changed.h"
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

enum form { FORM_TEXT, FORM_TAP, FORM_JUNIT, FORM_HTML, FORM_JSON, FORMS };

static enum err
read_form(const struct call *c, enum form *out, struct errinfo *e)
{
	static const char *const names[] = {"text", "tap", "junit", "html", "json"};
	const char *word = call_text(c, "format", "text");

	for (int i = 0; i < FORMS; i++)
		if (text_is(names[i], word)) {
			*out = (enum form)i;
			return ERR_OK;
		}
	return err_set(e, ERR_USAGE, "--format is text, tap, junit, html or json, not \"%.40s\"", word);
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
	if (form == FORM_TEXT)
		report_replay_changed(result, &out);
	if (form == FORM_TAP)
		report_replay_tap(result, &out);
	else if (form == FORM_JUNIT)
		report_replay_junit(result, &out);
	else if (form == FORM_HTML)
		report_replay_html(result, &out);
	else
		report_replay_text(result, &out);
	if (form == FORM_TEXT)
		report_replay_comparison(result, &out);
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
write_baseline(struct call *c, const char *path, const struct value *result, struct errinfo *e)
{
	struct str out;
	enum err err;

	if (value_get_int(result, "unreachable", 0) > 0)
		return err_set(e, ERR_UNAVAILABLE, "no baseline was written: not every conversation could be played");
	str_init(&out);
	value_print_pretty(&out, replay_baseline_of(c->arena, result));
	str_add(&out, "\n");
	err = file_write(path, out.data, out.length, 0644, e);
	str_clear(&out);
	return err;
}

/* What a run comes to beside those before it, and what it says to a release. */
static enum err
judge(struct call *c, struct value *result, enum form form, struct errinfo *e)
{
	const char *path = call_text(c, "baseline", NULL), *reason = NULL;
	struct replay_gate gate = {.by_significance = text_is(call_text(c, "gate", "count"), "significance")};
	enum replay_verdict verdict = replay_verdict_of(result);
	struct value *baseline;
	enum err err = ERR_OK;

	if ((err = call_int(c, "most-worse", 0, 100000, 0, &gate.most_worse, e)) != ERR_OK ||
	    (call_has(c, "ledger") &&
		(err = replay_ledger(c->arena, call_text(c, "ledger", ""), result, e)) != ERR_OK))
		return err;
	if (path != NULL && !call_has(c, "update")) {
		if ((err = replay_baseline_read(c->arena, path, &baseline, e)) != ERR_OK)
			return err;
		replay_compare(c->arena, baseline, result);
		verdict = replay_gate(c->arena, result, &gate, &reason);
	}
	print_result(result, form, call_has(c, "coverage"));
	if (form == FORM_TEXT && path != NULL && !call_has(c, "update"))
		printf("%s\n", reason != NULL ? reason : "nothing that the gate holds back");
	c->exit_code = (int)verdict;
	if (path == NULL || !call_has(c, "update"))
		return ERR_OK;
	c->exit_code = 0;		/* accepted as it is */
	return write_baseline(c, path, result, e);
}

static enum err
check_gate(const struct call *c, struct errinfo *e)
{
	const char *gate = call_text(c, "gate", "count");

	if (!text_is(gate, "count") && !text_is(gate, "significance"))
		return err_set(e, ERR_USAGE, "--gate is count or significance, not \"%.40s\"", gate);
	if (call_has(c, "changed-since") && call_has(c, "update"))
		return err_set(e, ERR_USAGE, "--update accepts a whole run, and --changed-since plays a part");
	if (!call_has(c, "baseline") && (call_has(c, "update") || call_has(c, "gate") || call_has(c, "most-worse")))
		return err_set(e, ERR_USAGE, "--update, --gate and --most-worse are about a --baseline FILE");
	return ERR_OK;
}

/* ---- lint */

static enum err
lint_with(struct call *c, const struct replay_options *o, struct errinfo *e)
{
	struct value *findings;
	enum err err = replay_lint(o, c->arena, &findings, e);

	if (err != ERR_OK)
		return err;
	if (text_is(call_text(c, "format", "text"), "json"))
		print_json(findings);
	else {
		for (size_t i = 0; i < value_count(findings); i++) {
			const struct value *one = value_at(findings, i);

			printf("%s:%lld: %s: %s\n", value_get_text(one, "file"), (long long)value_get_int(one, "line", 0),
			    value_get_text(one, "kind"), value_get_text(one, "what"));
		}
		printf("%zu finding%s in %zu conversations\n", value_count(findings),
		    value_count(findings) == 1 ? "" : "s", replay_suite_count(o->suite));
	}
	c->exit_code = value_count(findings) > 0;
	return ERR_OK;
}

static bool
is_lint(const struct call *c)
{
	return text_ends(c->sub->name, "lint");
}

static enum err
play(struct call *c, const char *const *paths, size_t count, struct replay_options *o, enum form form,
    struct errinfo *e)
{
	struct changed changed;
	struct value *result;
	enum err err = changed_open(&changed, c, paths, count, o, e);

	if (err == ERR_OK)
		err = replay_run(o, c->arena, &result, e);
	if (o->progress != NULL)
		fputs("\r\033[K", stderr);
	if (err == ERR_OK && (err = changed_close(&changed, c, result, e)) == ERR_OK)
		err = judge(c, result, form, e);
	return err;
}

/* All that the call says, so that what is wrong is told before a world is loaded. */
static enum err
read_call(struct call *c, struct replay_options *o, enum form *form, const char **paths, size_t *count, struct errinfo *e)
{
	int64_t seed, jobs;
	enum err err;

	*o = (struct replay_options){.backend = call_text(c, "backend", "builtin"),
	    .keep_records = call_has(c, "records"),
	    .keep_briefs = call_has(c, "baseline"),
	    .runs = 1};
	if ((err = read_form(c, form, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (!is_lint(c) && ((err = check_gate(c, e)) != ERR_OK ||
		(err = call_int(c, "runs", 1, 100, 1, &o->runs, e)) != ERR_OK)) ||
	    (err = call_int(c, "jobs", 0, 64, 0, &jobs, e)) != ERR_OK ||
	    (err = find_suites(c, paths, count, e)) != ERR_OK)
		return err;
	o->only = call_all(c, "only", &o->only_count);
	o->seed = (uint64_t)seed;
	o->threads = (int)jobs;
	if (isatty(STDERR_FILENO))
		o->progress = show_progress;
	return ERR_OK;
}

static enum err
run_with(struct call *c, struct replay_options *o, enum form form, const char *const *paths, size_t count, struct errinfo *e)
{
	struct replay_suite *suite = NULL;
	enum err err;

	if ((err = replay_suite_load(paths, count, o->world, print_fault, NULL, &suite, e)) != ERR_OK)
		return err;
	o->suite = suite;
	stop_listen();
	err = is_lint(c) ? lint_with(c, o, e) : play(c, paths, count, o, form, e);
	replay_suite_free(&suite);
	return err;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct world *w = NULL;
	struct understander *u = NULL;
	struct replay_options o;
	const char *folder, *paths[PATHS_MOST];
	enum form form = FORM_TEXT;
	size_t count;
	enum err err;

	if (!is_lint(c) && call_has(c, "with") && (call_has(c, "changed-since") || call_has(c, "reach")))
		return err_set(e, ERR_USAGE, "--with plays all, beside the AI as it is; leave --changed-since and --reach away");
	if (!is_lint(c) && !call_has(c, "with") && (call_has(c, "store") || call_has(c, "since")))
		return err_set(e, ERR_USAGE, "--store and --since are for --with; floorwalker record keeps a store's conversations as a suite");
	if (!is_lint(c) && call_has(c, "with"))
		err = counterfactual_run(c, e);
	else if ((err = read_call(c, &o, &form, paths, &count, e)) == ERR_OK &&
	    (err = world_folder_find(
		 c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e)) == ERR_OK &&
	    (err = world_load(folder, &w, e)) == ERR_OK &&
	    (err = desk_understander_open(w, &u, e)) == ERR_OK) {
		o.world = w;
		o.understander = u;
		err = run_with(c, &o, form, paths, count, e);
	}
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
	{ .name = "baseline", .value = "FILE", .help = "a run that was accepted: tell better, worse, changed words, new and gone, and fail on what is worse" },
	{ .name = "update", .help = "accept this run as the --baseline" },
	{ .name = "gate", .value = "count|significance", .help = "against the baseline: fail on more than --most-worse, or where McNemar's test tells so (count)" },
	{ .name = "most-worse", .value = "N", .help = "so many may be worse (0); of severity words any may, of money none ever fails" },
	{ .name = "ledger", .value = "FILE", .help = "note how often each held, and tell what was stable and now isn't" },
	{ .name = "changed-since", .value = "WHAT", .help = "play only what a change of the world can touch; WHAT: a folder with the world as it was, or a git revision" },
	{ .name = "reach", .value = "FILE", .help = "keep what each conversation reached of the world, by which --changed-since chooses (reached.json in the suite's folder)" },
	{ .name = "with", .value = "CHANGE", .help = "what a changed AI would have done: policy=DIR (or a FILE with one table), model=DIR, threshold=X, a comma between" },
	{ .name = "store", .value = "PATH", .help = "of --with: the conversations are those of a store" },
	{ .name = "since", .value = "WHEN", .help = "of --store: opened since a day, an instant, or so long ago (30d)" },
	{ .name = "coverage", .help = "list what of the world no conversation touches: intents, rules, gates, articles, actions" },
	{ .name = "records", .help = "with --format json: what was seen of every run, not of failures alone" },
	{ .name = "format", .value = "text|tap|junit|html|json", .help = "text" },
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
	"  floorwalker replay our-suite --world our-world --changed-since HEAD~1\n"
	"  floorwalker replay our-suite --only refund --runs 4 --format tap\n"
	"  floorwalker replay --store shop.db --since 30d --with policy=./next-policy,threshold=0.75\n"
	"  floorwalker replay our-suite --backend http:http://127.0.0.1:8080/turn --format junit\n",
    .options = options,
    .run = run,
};

static const struct option lint_options[] = {
	{ .name = "world", .value = "WORLD", .help = "a folder, or one that came with floorwalker (tarn-and-fell)" },
	{ .name = "backend", .value = "BACKEND", .help = "builtin (the default), or http:URL" },
	{ .name = "only", .value = "WORD", .help = "conversations whose name begins so, or that are tagged so", .several = true },
	{ .name = "seed", .value = "S", .help = "1; which wordings the AI takes" },
	{ .name = "jobs", .value = "N", .help = "threads; never changes the result (one a core)" },
	{ .name = "format", .value = "text|json", .help = "text" },
	{ .name = NULL },
};

const struct subcommand subcommand_replay_lint = {
    .name = "replay lint",
    .words = "[SUITE…]",
    .most = PATHS_MOST,
    .summary = "find kept conversations that prove nothing, or that nothing could pass",
    .help =
	"Each is played to the AI and to one that says nothing: what that one passes too proves nothing. Told are also expectations that contradict each\n"
	"other, decisions where nothing waits for one, and orders, articles, rules, queues and agents that the world hasn't.\n"
	"Exit code 1 where anything was found.",
    .examples =
	"  floorwalker replay lint our-suite\n",
    .options = lint_options,
    .run = run,
};
