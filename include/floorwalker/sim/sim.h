/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The simulator: seeded synthetic shoppers who pursue the goals of scenarios against the AI,
 * through the same desk as real life.
 *
 * Scenario, persona and phrase files are described in doc/scenarios.md. The same seed gives the
 * same bytes; the machine's times never enter a result.
 */
#ifndef FLOORWALKER_SIM_SIM_H
#define FLOORWALKER_SIM_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/model/metric.h"
#include "floorwalker/sim/replies.h"

/* Scenarios, personas and the shopper's words, loaded together; read-only afterwards, shared by
 * threads. */
struct sim_script;

/* A file or folder of scenarios; else of those that came with the program one by its name (furious,
 * de-furious), those of a language (de, scenarios/de) or all (scenarios). NULL: there is none. The
 * arena's, or given itself. */
const char *sim_scenarios_find(struct arena *a, const char *given);
/* The folder of a language within one of scenarios; NULL where it has none. */
const char *sim_language_folder(struct arena *a, const char *folder, const char *language);

/* Where a script is read from. */
struct sim_sources {
	const char *const *paths;	/* scenario files, or folders of them */
	size_t count;
	const char *folder;		/* with the personas/ and shopper/ that serve where nothing
					   else does */
	const char *shopper;		/* the shopper's words: a file, or a folder of
					   LANGUAGE.yaml; NULL: shopper/ beside the scenarios, else
					   the folder's */
	const char *personas;		/* a folder of personas; NULL: personas/ beside the
					   scenarios, else the folder's */
};

/* The first fault ends it, with file, line and column. Scenarios from folders that bring different
 * words or personas are a fault where sources names none. */
NODISCARD enum err sim_script_load(const struct sim_sources *sources,
    const struct settings *settings, struct sim_script **out, struct errinfo *e);
/* The same where several languages are spoken: of all scenarios those in each of them, with the words, personas
 * and oracle of that language. ERR_INPUT at the source of a language that no scenario is in. */
struct sim_language {
	const char *code;
	const struct value *source;	/* where it is asked for; NULL none */
};
NODISCARD enum err sim_script_load_several(const struct sim_sources *sources,
    const struct sim_language *languages, size_t language_count, const struct settings *settings,
    struct sim_script **out, struct errinfo *e);
void sim_script_free(struct sim_script **s);
size_t sim_script_count(const struct sim_script *s);	/* scenarios, of all languages */

/* A conversation that has been played, on a desk that others were played on before. */
struct sim_played {
	struct desk *desk;
	int64_t conversation_id, number;	/* number: of the run, from 0 */
	const char *scenario;
	bool as_expected;		/* it ended as its scenario says, with no breach */
};

struct sim_options {
	const struct sim_script *script;
	const struct world *world;
	const struct understander *understander;
	const char *backend;		/* "builtin" or "http:URL" */
	/* Puts a backend of the caller's before each desk's, which it takes; NULL: none. It is asked
	 * on the threads that play, so whoever keeps something plays on one. */
	struct backend *(*around)(void *context, struct backend *take_inner);
	void *around_context;
	int64_t conversations;
	uint64_t seed;
	int threads;			/* 0: one a core; never changes a result */
	bool keep_transcripts;		/* of failures, in the result */
	bool try_oracle;		/* puts wrong statements of each kind before the oracle and
					   tells what share it counted */
	size_t failures;		/* most failures that the result lists; 0: 40 */
	struct reply_taker replies;	/* gets every reply, once all are played */
	/* Called on the thread that played it, when a conversation has ended and its desk is still
	 * open; NULL none. An error ends the run. */
	enum err (*played)(void *context, const struct sim_played *p, struct errinfo *e);
	void *played_context;
	/* Called from time to time on the caller's thread, for a progress line; may be NULL. */
	void (*progress)(void *context, int64_t done, int64_t of);
	void *progress_context;
};

/* Runs conversations and sums up. result: the map that doc/simulate.md describes; in the arena. */
NODISCARD enum err sim_run(
    const struct sim_options *options, struct arena *a, struct value **result, struct errinfo *e);

/* Live shoppers for a demo: arrive in real time at a store, write as fast as people do, read what
 * comes back. One thread, its own desk handle. */
struct sim_live;
struct sim_live_options {
	const struct sim_script *script;
	const char *target;		/* store */
	const struct desk_shared *shared;
	uint64_t seed;
	double arrivals_per_minute;	/* 4 */
	int64_t most_open;		/* conversations at a time, 12 */
	double speed;			/* 1: as people type */
	const char *const *first;	/* names of scenarios that come first, in this order; those
					   that don't fit the world are passed over */
	size_t first_count;
};
NODISCARD enum err sim_live_new(
    const struct sim_live_options *options, struct sim_live **out, struct errinfo *e);
/* Does what is due at now_ms and tells when to come again. */
NODISCARD enum err sim_live_step(
    struct sim_live *l, int64_t now_ms, int64_t *next_ms, struct errinfo *e);
/* How fast they come and type from now on. */
void sim_live_pace(struct sim_live *l, double speed, double arrivals_per_minute, int64_t now_ms);
/* Shoppers started, here now, ended, satisfied, gave_up: for a headless demo's summary. */
struct value *sim_live_summary(struct sim_live *l, struct arena *a);
void sim_live_free(struct sim_live **l);

#endif
