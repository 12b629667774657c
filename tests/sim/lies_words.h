/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a language says what lies change.
 */
#ifndef FLOORWALKER_TESTS_SIM_LIES_WORDS_H
#define FLOORWALKER_TESTS_SIM_LIES_WORDS_H

#define WORD_TURNS 24
#define WORD_UNITS 14
#define WORD_LIKES 16

struct lie_words {
	const char *language;
	const char *months[12], *weekdays[7];
	const char *of_month;		/* between day and month */
	const char *to_day[3];		/* between weekday and day */
	char point;			/* of decimals */
	const char *working;		/* before a unit: "working days" */
	const char *counted[3];		/* behind a count of what is left */
	const char *units[WORD_UNITS];
	const char *turned[WORD_TURNS][2];
	const char *in_stock[2], *out_of_stock[2];
	const char *like[WORD_LIKES][2];	/* other words for the same */
};

/* English where there are none of a language. */
const struct lie_words *lie_words_of(const char *language);

#endif
