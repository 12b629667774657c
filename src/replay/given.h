/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is otherwise in one conversation's own copy of the shop.
 */
#ifndef FLOORWALKER_REPLAY_GIVEN_H
#define FLOORWALKER_REPLAY_GIVEN_H

#include "suite.h"

/* Sets t's records: the world's, or a copy in which those that given (may be NULL) names are as it says. What
 * can't be read is told as a fault; a record that the world hasn't makes t broken. To be called before anything
 * of t that looks at records. */
void replay_given_read(struct suite_reading *r, const struct value *given, struct talk *t);
/* Tells each record that is given otherwise: its kind ("order", "product", "customer") and id, borrowed. */
void replay_given_each(const struct talk *t,
    void (*tell)(void *context, const char *kind, const char *id), void *context);

#endif
