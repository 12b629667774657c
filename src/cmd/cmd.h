/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside cmd: the row of a subcommand, its options, and what several of them share.
 */
#ifndef FLOORWALKER_CMD_CMD_H
#define FLOORWALKER_CMD_CMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"
#include "floorwalker/desk/desk.h"

/* One option. value NULL: a flag; else what stands for its value in help ("PATH"). */
struct option {
	const char *name, *value, *help;
	bool several;			/* may be given more than once */
};

struct call;
struct subcommand {
	const char *name;		/* "store init" */
	const char *words;		/* what follows the options in usage: "[\"text\"]",
					   "SCENARIO…"; "" none */
	size_t least, most;		/* how many words */
	const char *summary;		/* one line */
	const char *help;		/* paragraphs */
	const char *examples;		/* lines */
	const struct option *options;	/* name NULL ends */
	enum err (*run)(struct call *c, struct errinfo *e);
};

/* A call as parsed. */
struct call {
	const struct subcommand *sub;
	struct arena *arena;
	const char **words;
	size_t word_count;
	const char **values;		/* of option i: NULL not given, "" a flag that is; the last
					   where given several times */
	const char ***all;		/* of option i: every value */
	size_t *counts;
	int exit_code;			/* set where the command ran and its answer is no: 1; with an
					   error: in the place of what the error would give */
};

extern const struct subcommand
    subcommand_actions_export,
    subcommand_audit,
    subcommand_benchmark_calibration,
    subcommand_benchmark_erlang,
    subcommand_benchmark_satisfaction,
    subcommand_benchmark_tau_retail,
    subcommand_chat,
    subcommand_compare,
    subcommand_confidence_refit,
    subcommand_confidence_threshold,
    subcommand_console,
    subcommand_demo,
    subcommand_do,
    subcommand_drill,
    subcommand_drill_compare,
    subcommand_drill_debrief,
    subcommand_drill_list,
    subcommand_drill_progress,
    subcommand_drill_rewind,
    subcommand_guardrails_run,
    subcommand_handling,
    subcommand_intents_corrections,
    subcommand_intents_curve,
    subcommand_intents_drift,
    subcommand_intents_eval,
    subcommand_intents_learn,
    subcommand_intents_predict,
    subcommand_intents_train,
    subcommand_knowledge_eval,
    subcommand_language_eval,
    subcommand_language_predict,
    subcommand_language_train,
    subcommand_manual,
    subcommand_policy_check,
    subcommand_policy_compare,
    subcommand_policy_cover,
    subcommand_policy_explain,
    subcommand_policy_test,
    subcommand_record,
    subcommand_replay,
    subcommand_replay_lint,
    subcommand_say,
    subcommand_sentiment_eval,
    subcommand_sentiment_predict,
    subcommand_sentiment_train,
    subcommand_settings,
    subcommand_simulate,
    subcommand_staffing,
    subcommand_store_init,
    subcommand_suite_export,
    subcommand_suite_import,
    subcommand_survey_answer,
    subcommand_survey_import,
    subcommand_survey_report,
    subcommand_sweep,
    subcommand_work,
    subcommand_world_check,
    subcommand_world_generate,
    subcommand_world_import;

/* All rows, in the order of help. */
const struct subcommand *const *subcommand_all(size_t *count);
NODISCARD enum err call_parse(
    struct call *c, const struct subcommand *s, int argc, char **argv, struct errinfo *e);
void subcommand_usage(const struct subcommand *s, struct str *out);
void subcommand_help(const struct subcommand *s, struct str *out);

bool call_has(const struct call *c, const char *option);
const char *call_text(const struct call *c, const char *option, const char *otherwise);
/* every value of an option that may be given several times */
const char *const *call_all(const struct call *c, const char *option, size_t *count);
/* ERR_USAGE where it isn't given */
NODISCARD enum err call_need(
    const struct call *c, const char *option, const char **out, struct errinfo *e);
/* --store: a file */
NODISCARD enum err call_need_store(const struct call *c, const char **out, struct errinfo *e);
NODISCARD enum err call_int(const struct call *c, const char *option, int64_t low, int64_t high,
    int64_t otherwise, int64_t *out, struct errinfo *e);
struct zone;
/* What an option says of time: a day (its begin), an instant, or so long before end_ms ("30d"). */
NODISCARD enum err call_moment(const struct zone *zone, const char *option, const char *text,
    int64_t end_ms, int64_t *out, struct errinfo *e);
/* --format text|json */
NODISCARD enum err call_format(const struct call *c, bool *json, struct errinfo *e);
void print_json(const struct value *v);	/* pretty, with a newline, on standard output */

/* A store opened for work from the shell. */
struct office {
	struct desk_shared shared;
	struct desk *desk;
};
/* backend NULL: no turns are run. */
NODISCARD enum err office_open(struct office *o, const char *target, const char *backend,
    const char *worker, struct errinfo *e);
void office_close(struct office *o);
/* Who acts: the agent of this login, or --agent in a store for practice; "" where the login is
 * nobody's. */
NODISCARD enum err agent_of_call(
    struct call *c, struct desk *d, const char **out, struct errinfo *e);
/* The console's settings: files, --config, --keys, --set, --theme, as far as the call has them. The
 * caller frees *out with tui_settings_free(). */
struct tui_settings;
NODISCARD enum err settings_of_call(
    const struct call *c, const char *world_folder, struct tui_settings **out, struct errinfo *e);
/* The team's settings of a world, where it has them: prints faults, and keys that hide one another as warnings. */
void settings_check(struct arena *a, const char *world_folder, size_t *errors, size_t *warnings);
/* The folder of a world: as given, or one that came with the program (by name). */
NODISCARD enum err world_folder_find(
    struct arena *a, const char *given, const char **out, struct errinfo *e);

/* Scenarios by file, folder or name; all that came with the program where count is 0. */
struct sim_script;
struct simulation_words {
	const char **scenarios;
	size_t count;
	const char *shopper, *personas;	/* NULL: what comes with the scenarios */
	const struct sim_language *languages;	/* that are spoken; of what came with the program, those
						   in them too */
	size_t language_count;		/* 0: the one that they are in */
};
NODISCARD enum err simulation_script(struct arena *a, const struct simulation_words *w,
    const struct settings *settings, struct sim_script **out, struct errinfo *e);

/* simulate --shift; and that its options aren't mixed with those of a run without. */
NODISCARD enum err simulate_days(struct call *c, struct errinfo *e);
NODISCARD enum err simulate_live(struct call *c, struct errinfo *e);
NODISCARD enum err simulate_check_options(const struct call *c, struct errinfo *e);

/* Keeps what a store has since --since as a suite in a folder; *world: the folder of the store's own. */
NODISCARD enum err record_since(
    struct call *c, const char *target, const char *into, const char **world, struct errinfo *e);
/* replay --with. */
NODISCARD enum err counterfactual_run(struct call *c, struct errinfo *e);

/* Stops at SIGINT and SIGTERM: true once one came. stop_listen() installs the handlers. */
void stop_listen(void);
bool stop_is_asked(void);
/* Sleeps up to ms, less when a signal comes. */
void stop_sleep(int64_t ms);

#endif
