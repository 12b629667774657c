/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What worker.c and server.c need of a loop.
 */
#ifndef FLOORWALKER_LOOP_PRIVATE_H
#define FLOORWALKER_LOOP_PRIVATE_H

#include <event2/event.h>

#include "floorwalker/loop.h"

struct event_base *loop_private_base(struct loop *l);

#endif
