/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole conversations in the demo shop, written out message by message: the shopper's side of them,
 * and what came of them.
 */
#ifndef FLOORWALKER_TESTS_SKILLS_H
#define FLOORWALKER_TESTS_SKILLS_H

#include "../check.h"
#include "floorwalker/base/value.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/sim/speech.h"

enum { SKILL_REPLIES = 40 };

/* What all conversations share. */
struct skills {
	struct desk_shared shared;
	struct desk_tools *tools;
	struct speech *words;		/* how the shopper hears what is asked */
};

struct skill_talk {
	struct arena *arena;
	struct clock *clock;
	struct desk *desk;
	int64_t id;			/* 0 until something was said */
	int64_t heard;			/* number of the last message read */
	const char *replies[SKILL_REPLIES];	/* one a message of the shopper; "" where nobody
						   answered */
	const char *said[SKILL_REPLIES];
	int64_t turns[SKILL_REPLIES];	/* the turn that answered; 0 none */
	double confidence[SKILL_REPLIES];
	size_t count;
	struct errinfo e;
};

void skills_open(struct skills *s);
void skills_close(struct skills *s);

void skill_talk_open(struct skill_talk *t, const struct skills *s);
void skill_talk_close(struct skill_talk *t);
void skill_say(struct skill_talk *t, const char *text);	/* and hears the answer */
/* "Hello, I'm …, my postcode is …." */
void skill_prove(struct skill_talk *t, const struct skills *s, const char *customer_id);
struct conversation skill_conversation(struct skill_talk *t);
struct action_list skill_actions(struct skill_talk *t);
const char *skill_last(const struct skill_talk *t);

/* Plays one conversation of a file. NULL where all is as it says, else what isn't; the arena's. */
const char *skill_play(struct skill_talk *t, const struct skills *s, const struct value *c);

#endif
