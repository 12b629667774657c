/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shares by intent, by scenario and by language: how much their contacts hang together.
 *
 * A visitor may come again with the same intent or another, so what a visitor has of a name is known
 * when all have come; nobody keeps it until then. Instead each replicate of the Poisson bootstrap has
 * its sums of a name while a replication is played (one draw of weights for all figures and names).
 * At its end what a replicate has more or less than there is gives, squared, the squares of visitors'
 * sums on average, since weights have mean and variance 1 and are each visitor's own; then the
 * replicates are forgotten. With R = yes / of the squares of yes - R of, for any R, are
 * a sum of three of them.
 */
#include <math.h>

#include "floorwalker/base/mem.h"
#include "tally.h"

/* A weight is at most 8 and units at most BOOTSTRAP_UNITS_MOST, so no sum overflows. */
struct drawn {
	uint32_t yes[NAMED_SHARES][BOOTSTRAP_REPLICATES], of[NAMED_SHARES][BOOTSTRAP_REPLICATES];
};

static void
add_weights(uint32_t *sums, const uint8_t *weights)
{
	for (size_t k = 0; k < BOOTSTRAP_REPLICATES; k++)
		sums[k] += weights[k];
}

void
shares_add(struct named *x, const struct told *t, const uint8_t *weights)
{
	bool of[NAMED_SHARES] = { [SHARE_CONTAINED] = t->eligible, [SHARE_AS_EXPECTED] = true },
	     yes[NAMED_SHARES] = {
		     [SHARE_CONTAINED] = outcome_is_contained_confirmed(&t->c->outcome),
		     [SHARE_AS_EXPECTED] = t->c->as_expected,
	     };

	if (x->drawn == NULL)
		x->drawn = mem_zero(1, sizeof(*x->drawn));
	for (int i = 0; i < NAMED_SHARES; i++) {
		if (of[i])
			add_weights(x->drawn->of[i], weights);
		if (yes[i])
			add_weights(x->drawn->yes[i], weights);
	}
}

void
shares_count(const struct named *x, int share, int64_t *yes, int64_t *of)
{
	static const int counters[NAMED_SHARES][2] = {
		[SHARE_CONTAINED] = { NAMED_CONTAINED, NAMED_ELIGIBLE },
		[SHARE_AS_EXPECTED] = { NAMED_AS_EXPECTED, NAMED_CONTACTS },
	};

	*yes = x->counts[counters[share][0]];
	*of = x->counts[counters[share][1]];
}

static void
close_share(struct named *x, int share)
{
	struct squares *s = &x->squares[share];
	int64_t yes, of;

	shares_count(x, share, &yes, &of);
	for (size_t k = 0; k < BOOTSTRAP_REPLICATES; k++) {
		int64_t more_yes = x->drawn->yes[share][k] - yes,
			more_of = x->drawn->of[share][k] - of;

		s->drawn_yes += more_yes * more_yes;
		s->drawn_of += more_of * more_of;
		s->drawn_both += more_yes * more_of;
	}
	s->yes = yes * yes;
	s->of = of * of;
	s->both = yes * of;
	s->replications = of > 0;
}

void
shares_close(struct names *n)
{
	for (size_t i = 0; i < n->count; i++) {
		struct named *x = &n->items[i];

		for (int share = 0; x->drawn != NULL && share < NAMED_SHARES; share++)
			close_share(x, share);
		mem_free(x->drawn);
		x->drawn = NULL;
	}
}

/* Of yes - R of, from its parts; rounding may leave a little less than nothing. */
static long double
squared(int64_t yes, int64_t of, int64_t both, long double ratio)
{
	return fmaxl(0, (long double)yes - 2 * ratio * (long double)both +
		ratio * ratio * (long double)of);
}

double
shares_together(const struct named *x, int share)
{
	const struct squares *s = &x->squares[share];
	int64_t yes, of;
	long double ratio;

	shares_count(x, share, &yes, &of);
	ratio = (long double)yes / (long double)of;
	return (double)(squared(s->drawn_yes, s->drawn_of, s->drawn_both, ratio) /
	    BOOTSTRAP_REPLICATES / ((long double)of * ratio * (1 - ratio)));
}

double
shares_between(const struct named *x, int share)
{
	const struct squares *s = &x->squares[share];
	long double n = (long double)s->replications, all;
	int64_t yes, of;

	shares_count(x, share, &yes, &of);
	all = (long double)of;
	return (double)(squared(s->yes, s->of, s->both, (long double)yes / all) * n / (n - 1) /
	    (all * all));
}
