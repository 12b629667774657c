/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of a run of many days: the checkpoint.
 *
 * JSON lines, each with the SHA-256 of what it holds. The first binds the file to its run; each
 * other is one finished replication. A line is appended whole; what an interruption left of a last
 * one, which begins as a line does, is cut off; anything else that fails its sum is an error, and
 * the file stays as it is.
 */
#ifndef FLOORWALKER_DAY_DAYS_H
#define FLOORWALKER_DAY_DAYS_H

#include "floorwalker/day/result.h"

struct checkpoint;
/* Opens it, or makes it, and adds what it holds: done has a place for each replication. *out NULL
 * where o->checkpoint is. */
NODISCARD enum err checkpoint_open(const struct days_options *o, bool *done, struct tally **sum,
    struct checkpoint **out, struct errinfo *e);
/* t is of one replication. */
NODISCARD enum err checkpoint_add(
    struct checkpoint *c, int64_t replication, struct tally *t, struct errinfo *e);
void checkpoint_close(struct checkpoint **c);
/* Merges t, which it takes, into *sum. */
NODISCARD enum err days_add(struct tally **sum, struct tally *take_t, struct errinfo *e);

#endif
