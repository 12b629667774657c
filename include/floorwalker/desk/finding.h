/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding: what the words of a query stand for in this shop, and searches that are saved.
 */
#ifndef FLOORWALKER_DESK_FINDING_H
#define FLOORWALKER_DESK_FINDING_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/model/query.h"

#define SAVED_MOST 50	/* of one agent, and of the team */

/* What query_parse() needs to know; borrows settings and agent. */
struct query_words {
	struct query_scope scope;
	const char *intents[128];
};
void desk_query_words(const struct settings *s, const char *agent, int64_t now_ms,
    struct query_words *out);

/* An agent's own, or the team's: everybody sees and opens those. The query must be one that can be
 * read (ERR_INPUT says where it can't); names are letters, digits, '-', '_' and '.'. Replaces one of
 * the same name; given to the team, it isn't the agent's own any more. ERR_LIMIT: SAVED_MOST are there. */
NODISCARD enum err desk_saved_put(struct desk *d, const char *agent, const char *name,
    const char *query, bool team, struct errinfo *e);
/* The agent's own of that name, else the team's: that may only be forgotten by whoever saved it, a
 * senior agent or a supervisor (ERR_FORBIDDEN). ERR_NOT_FOUND names what is near. */
NODISCARD enum err desk_saved_forget(
    struct desk *d, const char *agent, const char *name, struct errinfo *e);
/* Those that an agent sees: their own, then the team's that no own one hides, by name. */
NODISCARD enum err desk_saved_list(struct desk *d, struct arena *a, const char *agent,
    struct saved_search **out, size_t *count, struct errinfo *e);
/* The agent's own of that name, else the team's. ERR_NOT_FOUND names what is near. */
NODISCARD enum err desk_saved_get(struct desk *d, struct arena *a, const char *agent,
    const char *name, struct saved_search *out, struct errinfo *e);
/* How many conversations fit a saved search now, for an agent; *problem (the arena's): why it can't
 * be read any more, NULL where it can. */
NODISCARD enum err desk_saved_count(struct desk *d, struct arena *a, const char *agent,
    const struct saved_search *x, int64_t *out, const char **problem, struct errinfo *e);

#endif
