/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be seen in single turns and in pairs of them.
 */
#ifndef FLOORWALKER_BENCHMARK_SATISFACTION_CUES_H
#define FLOORWALKER_BENCHMARK_SATISFACTION_CUES_H

#include "satisfaction.h"

struct turn_cues {
	size_t words, questions, exclamations, numbers, codes;
	size_t refusals;		/* "no", "sorry", "unfortunately", "can't" … */
	size_t failures;		/* "unavailable", "full", "wrong", "error" … */
	size_t successes;		/* "booked", "reference", "great" … */
	size_t thanks, closings, corrections, confusions;
	bool asks;			/* has a question mark, or begins as a question does */
	bool ends_asking;
	bool begins_no, begins_yes;
	bool offers_more;		/* "anything else", "further" */
};
void turn_cues_find(const struct rated_turn *t, struct turn_cues *out);
bool turn_has(const struct rated_turn *t, const char *word);
/* Whether a token is a word that says something: no mark, and not "the", "is", "you" … */
bool turn_is_content(const struct token *k);
/* Share of the words with content of a that b has too, in [0,1]; 0 where a has none. */
double turn_overlap(const struct rated_turn *a, const struct rated_turn *b);

#endif
