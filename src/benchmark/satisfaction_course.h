/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The course that a dialogue has taken until a turn: what has piled up, what is still owed.
 */
#ifndef FLOORWALKER_BENCHMARK_SATISFACTION_COURSE_H
#define FLOORWALKER_BENCHMARK_SATISFACTION_COURSE_H

#include "satisfaction_cues.h"

/* Of the system's last turn, and in all. */
struct course_count {
	size_t now, all;
};

/* Words that a turn has and earlier ones hadn't: of the last turn, and in all. */
struct course_news {
	double share;
	size_t now, all;
};

struct course {
	size_t refusals, failures, repeats, loops, asked_back, thanks, corrections, confusions;
	double fading_refusals, fading_successes;
	/* sets of subjects, places, prices and days: a bit for each */
	unsigned asked, told;		/* what the system asked for; what the user spoke of */
	unsigned requested, owed;	/* what the user wanted to be told, and wasn't yet */
	unsigned place, price, day;	/* that the user named last */
	struct course_count contradicted;	/* another place, price or day than the user's */
	struct course_count asked_again, asked_known;	/* asked before; told before */
	struct course_count requests, missed;	/* in the user's turn before; without an answer */
	struct course_count offers, unwanted;	/* to book; that nobody had asked for */
	size_t declined, bookings;		/* offers that the user passed over; turns that speak
						   of booking */
	size_t since_success, since_refusal;	/* user turns since; system turns since */
	size_t refusals_run, questions_run, asking_run;	/* system turns on end */
	size_t words[2];			/* of system and user */
	struct course_news news[2];
};

/* Before the first turn. */
void course_init(struct course *c);
/* cues: of all turns up to this one */
void course_add(struct course *c, const struct rated_dialogue *d, const struct turn_cues *cues,
    size_t turn);
/* Index of the last turn of that role before turn; SIZE_MAX. */
size_t course_last(const struct rated_dialogue *d, size_t turn, bool user);
/* The most that an earlier turn of that role shares of turn's words. */
double course_overlap(const struct rated_dialogue *d, size_t turn, bool user);

/* What stands before turn as numbers, always the same ones: how many. */
#define COURSE_NUMBERS_MOST 160
size_t course_numbers(const struct course *c, const struct rated_dialogue *d,
    const struct turn_cues *cues, size_t turn, float out[COURSE_NUMBERS_MOST]);

#endif
