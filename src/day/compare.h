/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of a comparison.
 *
 *   compare.c              plays both sides, and stops where it is decided
 *   comparison.c           adds up differences, looks whether they decide, sums up
 *   comparison_visitors.c  counts who came on both sides, and who on one alone
 */
#ifndef FLOORWALKER_DAY_COMPARE_PRIVATE_H
#define FLOORWALKER_DAY_COMPARE_PRIVATE_H

#include "floorwalker/day/compare.h"
#include "floorwalker/stats/sequential.h"
#include "tally.h"

/* What the deciding figure has of each visitor of a replication, by their number; whether they came. */
struct by_visitor {
	struct bootstrap_pair *pairs;
	uint8_t *came;
	size_t room;
};
/* A visitor came, who has a place already. */
void by_visitor_came(struct by_visitor *v, size_t at, bool counts);

struct comparison {
	const struct compare_options *options;
	size_t figure;			/* that decides */
	bool by_replication;
	struct tally *tallies[2];
	struct sequential differences;
	struct sequential_plan plan;
	double sums[2];			/* of what is in both */
	int64_t both, alike, better[2];
	int64_t came_both, came_alone[2];
	int64_t looks;
	bool is_over;			/* decided: nothing more is taken in */
};

NODISCARD enum err comparison_begin(
    struct comparison *c, const struct compare_options *o, struct errinfo *e);
void comparison_end(struct comparison *c);
/* One replication of both sides; the tallies are taken. */
NODISCARD enum err comparison_add(struct comparison *c, struct tally *take_a, struct tally *take_b,
    const struct by_visitor *of_a, const struct by_visitor *of_b, struct errinfo *e);
void comparison_add_visitors(
    struct comparison *c, const struct by_visitor *of_a, const struct by_visitor *of_b);
/* Who comes is drawn alike; when and how many may differ. */
bool comparison_has_same_shoppers(const struct compare_options *o);
void comparison_set_arrivals(const struct comparison *c, struct value *out);
bool comparison_is_decided(struct comparison *c);
NODISCARD enum err comparison_result(
    struct comparison *c, struct arena *a, struct value **out, struct errinfo *e);

#endif
