/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Visitors on one desk with a virtual clock, played to the end by the least that can: those who are
 * handed over stay so, actions that wait are decided after four minutes.
 */
#ifndef FLOORWALKER_TESTS_VISIT_PLAY_H
#define FLOORWALKER_TESTS_VISIT_PLAY_H

#include "../check.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/str.h"
#include "floorwalker/sim/visitor.h"

struct visit_stage {
	struct desk_shared shared;
	struct desk_tools *tools;
	struct sim_script *script;
	struct visitors *visitors;
	/* Called before a visit is judged, and when a visitor has come; may be NULL. */
	void (*meddle)(struct desk *d, const char *contact);
	void (*greet)(struct desk *d, struct visitor *v);
};
/* scenarios: a folder among those that came with the program, "scenarios/de". */
void visit_stage_open(struct visit_stage *s, const char *scenarios, uint64_t seed);
void visit_stage_close(struct visit_stage *s);

/* What came of one visit. */
struct visited {
	struct visit visit;
	char *record;			/* messages with their times since the first, actions with
					   rules, the end: all as text; mem_free */
	struct visit_judged judged;	/* without texts and replies */
	char *why, *fault;		/* mem_free */
	int64_t reply_patience_ms, queue_patience_ms, again_ms;	/* again: -1 never */
	bool leaves_at_hand_over;
};
/* Plays all of them on one desk. Texts of the results are the caller's: visited_clear(). */
void visits_play(struct visit_stage *s, struct visited *visits, size_t count);
void visited_clear(struct visited *visits, size_t count);
/* Documents of a kind that a store holds. */
size_t documents_of(struct store *s, const char *kind);
size_t scenario_at(const struct visit_stage *s, const char *name);

#endif
