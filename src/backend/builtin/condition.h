/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside condition.c and terms.c: a condition on a wish.
 */
#ifndef FLOORWALKER_BACKEND_CONDITION_H
#define FLOORWALKER_BACKEND_CONDITION_H

#include "builtin.h"

struct condition {
	const char *text;		/* the whole message */
	const char *says;		/* the condition alone */
	size_t from, to;		/* its bytes */
	size_t otherwise;		/* where "else" begins; SIZE_MAX: nowhere */
};

enum term { TERM_UNKNOWN, TERM_HOLDS, TERM_FAILS };

/* False: the text holds none. */
bool condition_parse(struct talk *t, const char *text, struct condition *out);

/* terms.c: it is about something that can be looked up; and whether it is so for the wish's
 * order. */
bool term_is_known(struct talk *t, const struct condition *c);
enum term term_decide(struct talk *t, const struct condition *c, struct wish *w);

#endif
