/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations over the demo world that are understood and answered by the real parts.
 */
#ifndef FLOORWALKER_TESTS_FLOOR_H
#define FLOORWALKER_TESTS_FLOOR_H

#include "play.h"

#include "floorwalker/base/value.h"
#include "floorwalker/understand.h"

struct shop_floor {
	struct play play;
	struct understander *understander;
	struct understand_index *index;
};

/* For cmocka: *state becomes a struct shop_floor. */
int floor_set_up(void **state);
int floor_tear_down(void **state);
void floor_begin(struct shop_floor *s, const char *customer);	/* anew; customer NULL: nobody
								   proven */
void floor_begin_in(struct shop_floor *s, const char *customer, const char *language);
void floor_say(struct shop_floor *s, const char *text);
const struct value *floor_state(struct play *p);		/* the AI's memory; NULL none yet */

#endif
