/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the models said of the latest runs of words. Messages are seldom the same, but their clauses
 * are often; and with figures, e-mail addresses and orders said as such, two in three were heard
 * before. Of the words nothing is kept but a hash under a key of this process.
 */
#ifndef FLOORWALKER_UNDERSTAND_JUDGED_H
#define FLOORWALKER_UNDERSTAND_JUDGED_H

#include "classifier.h"

struct judged;
/* Belongs to one thread. */
struct judged *judged_new(size_t room);
void judged_free(struct judged **x);

/* Two hashes of words under a model, each of 64 bits. */
struct judged_key {
	uint64_t hash[2];
};
/* False: so long that nothing is kept. */
bool judged_key_make(struct judged_key *out, const struct classifier *c, const char *const *words,
    size_t count);
/* Probabilities of c's classes; false: they aren't there. */
bool judged_recall(
    const struct judged *x, const struct judged_key *key, const struct classifier *c, double *p);
void judged_keep(
    struct judged *x, const struct judged_key *key, const struct classifier *c, const double *p);

#endif
