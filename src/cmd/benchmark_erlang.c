/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "days.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/erlang.h"
#include "floorwalker/text/text.h"

static void
show_progress(void *context, int64_t done, int64_t of)
{
	(void)days_progress_show(context, done, of, NULL);
}

static void
print_figure(const char *title, const struct value *f)
{
	printf("  %-12s %12.6f  exact %12.6f  error %.6f  z %6.2f\n", title,
	    value_get_real(f, "simulated", NAN), value_get_real(f, "exact", NAN),
	    value_get_real(f, "standard_error", NAN), value_get_real(f, "z", NAN));
}

#define NAME_MOST 200	/* bytes of a case's name */

static void
print_columns(const struct value *columns, const char *what)
{
	for (size_t i = 0; i < value_count(columns); i++)
		printf("  %s of the file %s\n", value_as_text(value_at(columns, i), ""), what);
}

static void
print_case(const struct value *v)
{
	const char *said = value_get_text(v, "case");
	struct str name;

	str_init(&name);
	text_sanitise(&name, said, strlen(said), NAME_MOST, NULL);
	printf("%s: lambda %g, mu %g, %lld agents", name.data,
	    value_get_real(v, "lambda", 0), value_get_real(v, "mu", 0),
	    (long long)value_get_int(v, "agents", 0));
	str_clear(&name);
	if (value_get_real(v, "patience", 0) > 0)
		printf(", patience %g", value_get_real(v, "patience", 0));
	printf("; %lld contacts in %lld replications, each after %lld of warm-up\n",
	    (long long)value_get_int(v, "contacts", 0),
	    (long long)value_get_int(v, "replications", 0),
	    (long long)value_get_int(v, "warm_up_contacts", 0));
	print_figure("P(wait)", value_get(v, "p_wait"));
	print_figure("P(abandon)", value_get(v, "p_abandon"));
	print_figure("mean wait", value_get(v, "mean_wait"));
	print_figure("occupancy", value_get(v, "occupancy"));
	print_columns(value_get(v, "wrong"), "isn't the exact value");
	print_columns(value_get(v, "not_given"), "isn't given, and held against nothing");
}

static void
print_text(const struct value *v)
{
	const struct value *cases = value_get(v, "cases");

	for (size_t i = 0; i < value_count(cases); i++)
		print_case(value_at(cases, i));
	printf("Worst z %.2f; %lld of %lld above 3. %s\n", value_get_real(v, "worst_z", NAN),
	    (long long)value_get_int(v, "above_3", 0),
	    (long long)value_get_int(v, "comparisons", 0),
	    value_get_bool(v, "passed", false) ? "Passed." : "Not passed.");
	if (!value_get_bool(v, "as_asked", true))
		printf("Not as asked: a case had fewer than %d contacts, so this proves less.\n",
		    ERLANG_CONTACTS_LEAST);
}

/* Columns that were looked past. */
static void
warn_of_columns(const struct value *v)
{
	const struct value *ignored = value_get(v, "ignored_columns");

	for (size_t i = 0; i < value_count(ignored); i++) {
		struct errinfo what;

		(void)err_set(&what, ERR_INPUT, "%s: column \"%.60s\" isn't known here, and was ignored",
		    value_get_text(v, "reference"), value_as_text(value_at(ignored, i), ""));
		fprintf(stderr, "%s\n", what.text);
	}
}

static enum err
read_options(struct call *c, struct erlang_options *o, bool *json, struct errinfo *e)
{
	int64_t seed, threads;
	enum err err;

	if ((err = call_need(c, "reference", &o->reference, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = call_int(c, "replications", 30, 10000, 30, &o->replications, e)) != ERR_OK ||
	    (err = call_int(c, "contacts", 1000, 100000000, 0, &o->contacts, e)) != ERR_OK ||
	    (err = call_int(c, "threads", 0, 64, 0, &threads, e)) != ERR_OK)
		return err;
	o->seed = (uint64_t)seed;
	o->threads = (int)threads;
	return call_format(c, json, e);
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct erlang_options o = { .is_stopped = stop_is_asked };
	struct days_progress progress;
	struct world *w = NULL;
	struct value *result;
	const char *folder;
	double took;
	bool json;
	enum err err;

	if ((err = read_options(c, &o, &json, e)) != ERR_OK ||
	    (err = world_folder_find(
		 c->arena, call_text(c, "world", "tarn-and-fell"), &folder, e)) != ERR_OK ||
	    (err = world_load(folder, &w, e)) != ERR_OK)
		return err;
	o.world = w;
	days_progress_begin(&progress, "the contacts of all cases");
	o.progress = show_progress;
	o.progress_context = &progress;
	err = erlang_benchmark(&o, c->arena, &result, e);
	took = days_progress_end(&progress);
	if (err == ERR_OK) {
		if (json)
			print_json(result);
		else
			print_text(result);
		fflush(stdout);
		warn_of_columns(result);
		fprintf(stderr, "in %.1f s\n", took);
		c->exit_code = value_get_bool(result, "passed", false) ? 0 : 1;
	}
	world_free(&w);
	return err;
}

static const struct option options[] = {
	{ .name = "reference", .value = "FILE", .help = "cases with what is exact of them, CSV: case,lambda,mu,c,mean_patience,T,P_wait,P_abandon,E_wait_all,E_queue_len,occupancy,P_served_within_T in any order; the exact ones may lack or be empty, others are ignored" },
	{ .name = "world", .value = "WORLD", .help = "whose desk it is (tarn-and-fell)" },
	{ .name = "replications", .value = "N", .help = "30, the least" },
	{ .name = "contacts", .value = "N", .help = "of a case in all, at least; 200000, and more where a queue is slow to forget" },
	{ .name = "seed", .value = "S", .help = "1; the same seed gives the same bytes, whatever the number of threads" },
	{ .name = "threads", .value = "N", .help = "0: one a core" },
	{ .name = "format", .value = "text|json", .help = "text" },
	{ .name = NULL },
};

const struct subcommand subcommand_benchmark_erlang = {
    .name = "benchmark erlang",
    .words = "",
    .summary = "whether the simulator's queues agree with theory",
    .help =
	"Plays each case of the file, M/M/c or with exponential patience M/M/c+M, through a desk without an AI: contacts are taken in, wait in the desk's own queue, are given\n"
	"to agents by its own assignment, answered and closed, on a virtual clock. Probability of waiting, abandonment, mean wait of all and occupancy are held against exact values,\n"
	"reckoned anew (Erlang C and A); values of the file that are further from these than one unit of their last digit (of a whole number: half of one) are named. Errors come from at least 30 replications of 200,000 contacts in all,\n"
	"warm-up left out; how much that is stands with each case. Exit code 1 where a z is beyond 4, more than 2 % are beyond 3, or a value of the file is wrong.\n"
	"With fewer --contacts it says that this isn't what was asked for (as_asked).",
    .examples =
	"  floorwalker benchmark erlang --reference reference.csv\n"
	"  floorwalker benchmark erlang --reference reference.csv --format json --seed 7\n",
    .options = options,
    .run = run,
};
