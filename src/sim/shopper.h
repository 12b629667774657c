/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One synthetic shopper: pursues the goals of a scenario over turns, in a persona's manner, drawing
 * from a stream of its own.
 *
 *   shopper.c   who they are, what they open with, what they do with what they hear
 *   answers.c   what they answer to questions
 *   manner.c    how a persona writes: openers, typos, lower case; how long it takes them
 */
#ifndef FLOORWALKER_SIM_SHOPPER_H
#define FLOORWALKER_SIM_SHOPPER_H

#include "bind.h"
#include "floorwalker/base/random.h"
#include "scenario.h"
#include "floorwalker/sim/persona.h"
#include "floorwalker/sim/speech.h"

enum shopper_move {
	SHOPPER_SAYS,		/* there is a message to send */
	SHOPPER_WAITS,		/* for a colleague's decision, or for a person */
	SHOPPER_IS_DONE,	/* got what they came for, or a clear answer, and said goodbye */
	SHOPPER_LEAVES,		/* patience ran out: abandoned */
};

struct shopper {
	const struct speech *words;
	const struct scenario *scenario;
	const struct persona *persona;
	const struct binding *binding;
	const char *currency;
	struct random_stream random;
	struct arena *arena;		/* parameters' texts */
	size_t goal;			/* the one pursued now */
	bool opened[GOALS_MOST];			/* goals that the AI has been told of */
	bool closed[GOALS_MOST];			/* goals that are over, one way or another */
	bool rephrased[GOALS_MOST];		/* goals that were put in other words once, as the AI had no
					   answer */
	bool corrected;			/* the correction of the present goal is made */
	bool wrong_email_used, wrong_postcode_used;
	bool detour_taken;
	bool thanked;
	bool objected;			/* to the summary before, and no other has been heard
					   since */
	int64_t said, patience, puzzled, objections;
	int64_t yes_count, no_count;	/* explicit yes to a summary, and no */
	int64_t reopened;		/* times that they said once more what they want */
	struct random_stream moods;	/* what their persona does once asked or refused; apart, so
					   that all else is drawn as without */
	bool moody;			/* it was begun */
	bool reacted;			/* to a refusal, once */
	bool argued, asked_for_person, asked_why;
	uint64_t acts;			/* that they said since it was set to 0: a hash */
	const char *missing;		/* an act for which there were no words; NULL none */
	struct str withheld;		/* an answer put off by a detour */
	struct message_param params[32];
	size_t param_count;
};

void shopper_init(struct shopper *s, const struct speech *w, const struct scenario *c,
    const struct persona *p, const struct binding *b, const char *currency, uint64_t seed,
    const char *label);
void shopper_clear(struct shopper *s);
/* The first message. */
void shopper_open(struct shopper *s, struct str *out);
/* After the AI's new sentences (raw, joined by newlines). */
enum shopper_move shopper_hear(struct shopper *s, const char *text, struct str *out);
/* After a message of a person who has taken over; resolved: it settles what they came for. False:
 * they say nothing to it. */
bool shopper_hear_person(struct shopper *s, const char *text, bool resolved, struct str *out);
/* How long it takes to think and to type what they say, milliseconds; drawn. */
int64_t shopper_pause_ms(struct shopper *s, const char *message);

/* ---- between the files above */
bool shopper_chance(struct shopper *s, double p);
bool shopper_say(struct shopper *s, const char *act, struct str *out);	/* appends a variant, after
									   a space; false where
									   there is none */
bool shopper_say_first_of(
    struct shopper *s, const char *const *acts, size_t count, struct str *out);
void shopper_open_goal(struct shopper *s, size_t i, struct str *out);
void shopper_fall_back(struct shopper *s);	/* the present goal was refused */
const char *shopper_param(const struct shopper *s, const char *name);	/* "" where unknown */
/* Answers every question heard in text, in one message. */
void shopper_answer(
    struct shopper *s, const char *text, const bool heard[HEARD_COUNT], struct str *out);
/* Puts the persona's manner over what is said. */
void shopper_dress(struct shopper *s, bool first, struct str *out);

#endif
