/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What commands about simulated days share: a simulation with the world, the models and the script
 * that it runs in.
 */
#ifndef FLOORWALKER_CMD_DAYS_H
#define FLOORWALKER_CMD_DAYS_H

#include "floorwalker/day/simulation.h"
#include "floorwalker/sim/sim.h"
#include "floorwalker/understand.h"
#include "floorwalker/world.h"
#include "cmd.h"

struct days_stage {
	const char *path, *folder;	/* of the simulation file; of the world */
	struct simulation simulation;	/* in the call's arena */
	struct world *world;
	struct understander *understander;
	struct sim_script *script;	/* NULL: no AI, so nobody talks */
	bool has_own_world, has_own_script;	/* not another stage's */
};
/* given: a file or a name. --world of the call wins over the file's, and words, where there are any,
 * over its scenarios. changes besides those of --set. beside: a stage whose world, models and script
 * are used where they are the same; NULL none. Close it either way. */
struct days_asked {
	const char *given;
	struct simulation_words words;
	const struct change *changes;
	size_t change_count;
	const struct days_stage *beside;
};
NODISCARD enum err days_open(
    struct call *c, const struct days_asked *q, struct days_stage *out, struct errinfo *e);
/* The languages of a mix, for the script. */
void days_languages(struct arena *a, const struct demand *d, struct simulation_words *w);
/* --scenarios, as often as given. */
struct simulation_words days_words(const struct call *c);
void days_close(struct days_stage *s);
/* --set PATH=VALUE, as often as given; the arena's. */
NODISCARD enum err days_changes(struct call *c, const struct change **out, size_t *count,
    struct errinfo *e);
/* How to have a run again, under "reproduce": the command with these options as they were given and its
 * words, without what changes no byte; the version; the simulation's file, and another (NULL: none). */
struct days_again {
	const char *command;			/* "floorwalker sweep" */
	const char *const *options;		/* names, in their order; NULL ends */
	const char *tail;			/* after them, before the words: " --seed 1"; NULL none */
	const char *path, *other_path;
};
void days_set_reproduce(struct call *c, const struct days_again *q, struct value *result);
/* A word as a shell takes it for one. */
void days_add_word(struct str *out, const char *word);
/* --format text|json|html. */
enum days_format { AS_TEXT, AS_JSON, AS_HTML };
NODISCARD enum err days_format(const struct call *c, enum days_format *out, struct errinfo *e);
/* A result on standard output, by its format. */
struct days_report {
	void (*text)(const struct value *result, struct str *out);
	void (*html)(const struct value *result, struct str *out);
};
void days_print(const struct days_report *r, enum days_format format, const struct value *result);
/* A line on standard error, where that is a terminal: "25.0 % of 40 points, 9 s left", from what this run has
 * done itself. what: "40 points"; also: "312 contacts", NULL none. Nonzero once a stop was asked for. */
struct days_progress {
	const char *what;
	int64_t began_us, shown_us;
	int64_t already;		/* done when it was first told: by a run before; -1 not yet */
	bool is_terminal;
};
void days_progress_begin(struct days_progress *p, const char *what);
int days_progress_show(struct days_progress *p, int64_t done, int64_t of, const char *also);
double days_progress_end(struct days_progress *p);	/* clears it; seconds that it took */

#endif
