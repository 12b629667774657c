/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The world of a run: who comes when, who answers when, how fast, and what happens meanwhile. One
 * YAML file, described in floorwalker-simulation(5); read-only once it is loaded, shared by threads.
 *
 * Lengths of time are ms. Instants of a run are ms since its start, which is the warm-up before the
 * midnight that day 1 begins with; days have 24 hours. Hours are counted from Monday 00:00, 0 to
 * 167.
 *
 * source is where the file says so, for faults that only show once world and script are there; NULL
 * where no file does.
 */
#ifndef FLOORWALKER_DAY_SIMULATION_H
#define FLOORWALKER_DAY_SIMULATION_H

#include "floorwalker/base/err.h"
#include "floorwalker/base/csv.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"
#include "floorwalker/model/settings.h"
#include "floorwalker/stats/law.h"
#include "floorwalker/stats/poisson.h"

#define WEEK_HOURS 168

/* ---- demand */
struct burst {				/* the rate times factor, from … for …; whose reason is said in
					   reports */
	const char *name;
	int64_t from_ms, length_ms;
	double factor;
	const char *const *scenarios;	/* only these come so much more often; none: all */
	size_t scenario_count;
	const struct value *source;	/* of scenarios, the list */
};
struct share {				/* of a mix; weights needn't sum to one */
	const char *name;
	double weight;
	const struct value *source;
};
struct arrival {			/* of a recorded log */
	int64_t at_ms;
	const char *scenario, *persona, *channel, *tier, *language;	/* NULL: drawn */
};
struct demand {
	double per_hour[WEEK_HOURS];
	struct burst *bursts;
	size_t burst_count;
	struct share *scenarios, *personas, *channels, *tiers;	/* counts 0: the script's own
								   weights; all; "web"; any */
	size_t scenario_count, persona_count, channel_count, tier_count;
	struct share *languages;	/* first of all it is drawn which they speak, then a scenario in it;
					   count 0: any */
	size_t language_count;
	struct arrival *log;		/* where there is one, nothing is drawn but what it leaves
					   open */
	size_t log_count;
	const struct csv_table *log_table;	/* that it was read from, a row an arrival; NULL: no file */
	bool logged;
};

/* ---- people */
struct crew {				/* so many agents alike; their ids are NAME-1 … */
	const char *name;
	int64_t count;
	enum agent_role role;
	const char *const *queues, *const *languages;	/* none: all */
	size_t queue_count, language_count;
	const struct value *source;	/* of languages, the list */
	int64_t capacity;		/* conversations at once */
	const struct planned_shift *shifts;	/* none: always there */
	size_t shift_count;
	int64_t limits[ACTION_KIND_COUNT];	/* most that each may approve alone, minor units */
	double adherence;		/* share of breaks and beginnings that are kept to the
					   minute; 1 all. Others drift by some minutes */
	double speed;			/* 1; 1.2 works a fifth faster than the laws say */
};
struct handling {			/* how long a person's work takes, by reason of the hand-over;
					   from getting a conversation to closing it, alone */
	enum handoff_reason reason;
	struct law time;
	double resolves;		/* share of them that settle what the shopper came for */
};
struct people {
	struct crew *crews;		/* none: the world's own agents, by their plan */
	size_t crew_count;
	struct handling *handling;	/* what isn't named has otherwise's */
	size_t handling_count;
	struct handling otherwise;
	struct law first_reply;		/* from getting it to the first words */
	struct law wrap_up;
	double slow_down;		/* each further conversation at the same time makes all of an
					   agent's take so much longer: 0.25 = a quarter */
	struct law approval;		/* looking at one waiting action, once begun */
	double approval_errors;		/* share that is decided the wrong way */
	double transfers;		/* share that is passed on to another queue once */
	double cost_per_hour;		/* of an agent who is there, in the shop's currency, major
					   units */
};

/* ---- the AI */
struct outage {
	int64_t from_ms, length_ms;
};
struct ai {
	bool on;			/* false: all who come go to the queue at once */
	const char *backend;		/* "builtin", "http:URL" */
	const struct value *source;	/* of backend */
	struct law latency;		/* of a turn */
	struct outage *outages;
	size_t outage_count;
	double cost_per_turn;		/* currency, major units */
	double send_at;			/* least confidence; NaN: the world's */
	const char *policy;		/* folder of another policy; NULL: the world's. A path
					   beside the file is made whole */
};

/* ---- what happens */
enum incident_kind { INCIDENT_CARRIER_OUTAGE, INCIDENT_WRONG_PRICE, INCIDENT_STOCK_OUT };
struct incident {
	enum incident_kind kind;
	int64_t at_ms, length_ms;
	const char *what;		/* carrier; product or variant */
	int64_t price;			/* of a wrong price, minor units */
	const struct value *source;	/* of what */
};

struct simulation {
	const char *name, *title;
	const char *path;		/* of its file */
	const char *world;		/* as the file names it; NULL: who runs it says */
	const char *const *script_paths;	/* scenarios; none: those that came with the program */
	size_t script_path_count;
	int64_t days;			/* that count */
	int first_weekday;		/* Monday 0 */
	int64_t warm_up_ms;		/* before them: played, but not counted */
	int64_t replications;
	double level_share;		/* service level that is asked for: this share … */
	int64_t level_within_ms;	/* … answered by a person within */
	bool follow_ups;		/* shoppers whose need wasn't met come again */
	const struct law *patience;	/* ms in a queue, of contacts without a script (day/run.h); NULL:
					   endless. Of no file */
	bool endless_staff, endless_stock;	/* whoever waits is taken at once; nothing sells
						   out */
	struct demand demand;
	struct people people;
	struct ai ai;
	struct incident *incidents;
	size_t incident_count;
};

/* One value of a file put otherwise, for sweeps and comparisons: its path in the file
 * ("people.crews.chat.count", "ai.send_at", "demand.scale") and what stands there instead, in YAML. */
struct change {
	const char *path, *value;
};
/* "PATH=VALUE", split; the arena's. ERR_USAGE where there is no = or no path. */
NODISCARD enum err change_parse(
    struct arena *a, const char *text, struct change *out, struct errinfo *e);
/* Whether what is changed at one path lies in what is changed at the other, or is that. */
bool change_is_within(const char *path, const char *other);
/* settings: of the world that it will run in, for queues, reasons, currency and the zone; the zone and queues are
 * borrowed. The changes are made, then all is checked: the first fault with file, line and column (of a change:
 * with its path), an unknown key with the nearest known one. In the arena. */
NODISCARD enum err simulation_load(struct arena *a, const char *path,
    const struct settings *settings, const struct change *changes, size_t change_count,
    struct simulation *out, struct errinfo *e);
/* The file that is meant: beside another file (NULL: from the working folder), or by the name of one that came
 * with the program, "weekday". The arena's, or given itself. */
NODISCARD enum err simulation_find(struct arena *a, const char *beside, const char *given,
    const char **path, struct errinfo *e);
/* The world that the file names, before anything else of it is read: a folder, or a name; NULL where it names none.
 * ERR_NOT_FOUND with its place where there is no such world. */
NODISCARD enum err simulation_world(
    struct arena *a, const char *path, const char **out, struct errinfo *e);
/* The world's settings with the crews as agents, in the arena; where endless_staff is set, people
 * without bounds. Queues assign, and their service level is the simulation's; what they promise shoppers
 * stays the world's. send_at goes into the gates. */
const struct settings *simulation_settings(
    struct arena *a, const struct simulation *s, const struct settings *world);

/* How many ms a run has, warm-up too. */
int64_t simulation_length_ms(const struct simulation *s);
/* Of an instant of the run. */
int simulation_hour(const struct simulation *s, int64_t at_ms);
/* Who comes when: the n-th arrival of a replication, in order of time. Draws for the n-th arrival
 * come from streams that (seed, replication, n) names. */
struct arrivals;
struct arrivals_mix {			/* of the script: weight 0 where nothing in the world fits */
	const char *const *names;
	const double *weights;
	const char *const *languages;	/* of each; NULL: not told */
	size_t count;
};
/* ERR_INPUT: a scenario or a language that the simulation names isn't there, or nothing in the world fits any
 * of its scenarios. mix is borrowed; count 0: contacts without a scenario (no AI). */
NODISCARD enum err arrivals_new(const struct simulation *s, uint64_t seed, int64_t replication,
    const struct arrivals_mix *mix, struct arrivals **out, struct errinfo *e);
/* Texts are the simulation's, or NULL where it is for the visitor to draw. */
struct coming {
	int64_t number;
	int64_t at_ms;
	size_t scenario;
	const char *persona, *channel, *tier;
};
/* False at the end of the run. */
bool arrivals_next(struct arrivals *a, struct coming *out);
/* What an arrival is that comes beside those: drawn from a stream of its number's own, which is none of
 * theirs, at io->at_ms. */
void arrivals_draw(struct arrivals *a, struct coming *io);
void arrivals_free(struct arrivals **a);

#endif
