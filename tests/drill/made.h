/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Contacts of tests, made of pieces: conversations with deeds and lines, in seconds after 10:00.
 */
#ifndef FLOORWALKER_TESTS_DRILL_MADE_H
#define FLOORWALKER_TESTS_DRILL_MADE_H

#include "../check.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"
#include "floorwalker/drill/debrief.h"

#define TEN ((int64_t)36000000)		/* 10:00, ms since midnight */
#define AT(seconds) (TEN + (int64_t)(seconds) * 1000)

struct made {
	struct arena *arena;
	struct drill drill;
	struct session session;
	struct value *contacts;
};
/* A drill from 10:00 on for an hour; every criterion weighs 1; 60 s and 8 min; the seat "me" may refund 100.00.
 * Tone lists are those that come with the program. */
void made_begin(struct made *m);
void made_end(struct made *m);
/* Another conversation in English: came, and ended (-1: not). Its proxy is 5. */
struct value *made_contact(struct made *m, const char *scenario, int came, int ended);
/* A deed by somebody; text becomes a line, too, where it was written. */
struct value *made_deed(struct value *contact, const char *kind, const char *agent, int at, const char *text);
struct value *made_wrong(struct value *deed, const char *why);	/* the same deed, wrong */
/* On an action: decided or proposed. */
struct value *made_action(struct value *contact, const char *kind, const char *agent, int at, const char *action, int64_t amount);
void made_line(struct value *contact, const char *author, int at, const char *text);
/* A list or map within; it is the test's own. */
struct value *made_list(struct value *map, const char *key);

const struct value *made_debrief(struct made *m, const char *player);
/* "policy: 1 of 2" and so on: occasions, and points won of how many. NaN: no occasion. */
double made_score(const struct value *debrief, const char *criterion);
const struct value *made_criterion(const struct value *debrief, const char *criterion);
/* The n-th moment of a criterion; fails where there is none. */
const struct value *made_moment(const struct value *debrief, const char *criterion, size_t n);
size_t made_moments(const struct value *debrief, const char *criterion);

#endif
