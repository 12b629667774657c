/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far a ratio over contacts may be from the truth. Up to three variances of it are known: as
 * if all contacts were apart, by visitors, and by replications. The more they hang together the
 * larger the later ones, and the fewer their degrees of freedom: the largest is taken, with the
 * quantile of its own.
 */
#include <math.h>

#include "floorwalker/base/str.h"
#include "floorwalker/stats/interval.h"
#include "floorwalker/stats/special.h"
#include "tally.h"

#define LEVEL 0.95
#define CONTACTS_LEAST 10	/* of a mean whose scale has no end */

struct over_contacts {
	const struct tally *t;
	const struct figure *f;
	size_t at;			/* the figure's place in rows */
	struct bootstrap_shape shape;
	double value, n, z;
	double each;			/* of a share: what a contact has of its denominator; replies, actions */
	bool is_share_of_contacts;	/* each contact is 0 or 1 of 1 */
	bool is_alike;			/* shape isn't known */
	bool come_again;		/* some of its visitors */
	double apart;			/* as many as tell what the variance by visitors is: all contacts,
					   where they are many */
	/* The variance that was taken, and the quantile for it. */
	double variance, t_of_it;
	bool by_replications;
};

static double
student(double df)
{
	return t_quantile((1 + LEVEL) / 2, df);
}

/* Of the ratio, by its sums in each replication (Cochran 1977, 6.13). 0 where all have the same. */
static double
between(const struct over_contacts *x)
{
	const struct tally *t = x->t;
	double sum = 0, denominators = 0, n = (double)t->row_count;

	for (size_t r = 0; r < t->row_count; r++) {
		const struct bootstrap_pair *p = &t->rows[r].pairs[x->at];
		double off = (double)p->numerator - x->value * (double)p->denominator;

		sum += off * off;
		denominators += (double)p->denominator;
	}
	return sum * n / (n - 1) / (denominators * denominators);
}

static void
take_larger(struct over_contacts *x, double variance, double t)
{
	if (!(variance > x->variance))
		return;
	x->variance = variance;
	x->t_of_it = t;
}

static void
by_contacts(struct over_contacts *x)
{
	double n = x->n;

	x->variance = 0;
	x->t_of_it = x->z;
	if (x->is_share_of_contacts)
		take_larger(x, x->value * (1 - x->value) / n, x->z);
	else if (!x->is_alike)
		take_larger(x, x->shape.second / (n - 1), student(n - 1));
	if (x->come_again && !x->is_alike && x->shape.together > 1)
		take_larger(x, x->variance * x->shape.together, student(x->apart - 1));
}

/* With few replications their variance is so uncertain that chance may have made it small: then
 * its quantile is taken in any case. */
static void
by_replications(struct over_contacts *x)
{
	bool by_queue = figure_is_by_queue(x->f, x->t->simulation);
	size_t n = x->t->row_count;
	double variance;

	x->by_replications = false;
	if (n < (by_queue ? 2 : FIGURE_REPLICATIONS) || x->f->kind == FIGURE_CONTACTS ||
	    (x->f->kind == FIGURE_FIRST && !by_queue))
		return;
	variance = between(x);
	if (x->f->is_shared && variance > 0)
		x->variance = 0;
	if (n < FIGURE_REPLICATIONS)
		x->t_of_it = student((double)n - 1);
	x->by_replications = x->f->kind != FIGURE_AGAIN || variance > x->variance;
	take_larger(x, variance, student((double)n - 1));
}

static void
set(struct estimate *out, const struct over_contacts *x, const struct interval *v, double low,
    double scale)
{
	out->has_interval = v->known;
	out->low = low + scale * v->low;
	out->high = low + scale * v->high;
	out->by = x->by_replications ? "replications" : "bootstrap";
}

/* On a scale with two ends: Wilson's interval of so many contacts as would have that variance if
 * each lay at one of the ends. z^2 contacts which do are added, as Wilson's own middle adds
 * them: a day may well have none of those who are far off, and its variance then says nothing of
 * them. Of those who are all alike, their replies or actions are taken for as many that are
 * apart. */
static void
on_a_scale(struct over_contacts *x, double least, double most, struct estimate *out)
{
	double p = (x->value - least) / (most - least), more = x->z * x->z, n = x->n,
	       effect = p > 0 && p < 1
	    ? x->variance * n / (p * (1 - p) * (most - least) * (most - least))
	    : 1 / x->each;
	struct interval v;

	effect = (n * effect + more) / (n + more);
	v = interval_bounded(fmin(1, fmax(0, p)), n / effect, x->t_of_it);
	set(out, x, &v, least, most - least);
}

/* A mean whose scale has no end, turned for the skewness of its contacts. */
static void
on_no_scale(struct over_contacts *x, struct estimate *out)
{
	const struct bootstrap_shape *s = &x->shape;
	struct interval v = interval_skewed(x->value, sqrt(x->variance),
	    s->third / (s->second * sqrt(s->second * x->n)), x->t_of_it);

	set(out, x, &v, 0, 1);
}

/* Who waits at all waits about as long as a contact is handled, and few do: half z^2 contacts
 * with so rare waits are added, for a run may well have none of them (compound Poisson: their
 * moments are value * handle^k). */
static void
add_waits(struct over_contacts *x)
{
	double more = x->z * x->z / 2, handle = histogram_mean(x->t->numbers[NUMBERS_HANDLE]);
	struct bootstrap_shape *s = &x->shape;

	s->second = (s->second * x->n + more * x->value * handle) / (x->n + more);
	s->third = (s->third * x->n + more * x->value * handle * handle) / (x->n + more);
}

static const char *
why_none(const struct over_contacts *x, bool has_scale)
{
	if (figure_is_by_queue(x->f, x->t->simulation) && x->t->row_count < 2)
		return "contacts of one run hang together: it needs at least two replications";
	if (!has_scale && x->n < CONTACTS_LEAST)
		return "fewer than 10 contacts tell too little of a mean";
	return x->is_alike && (!has_scale || (x->value > 0 && x->value < 1)) && x->f->most == 0
	    ? "all are alike, which tells nothing of chance" : NULL;
}

void
tally_estimate_ratio(const struct tally *t, size_t i, size_t ratio, struct estimate *out)
{
	size_t count;
	struct over_contacts x = { .t = t, .f = &figure_all(&count)[i], .at = i,
		.n = (double)bootstrap_units(t->bootstrap, ratio),
		.z = normal_quantile((1 + LEVEL) / 2), .come_again = t->sums.follow_ups > 0 };
	bool is_share, has_scale;
	double numerators, denominators;

	bootstrap_sums(t->bootstrap, ratio, &numerators, &denominators);
	out->n = bootstrap_units(t->bootstrap, ratio);
	out->has_value = denominators > 0;
	if (!out->has_value) {
		out->why = "there is none of what it is over";
		return;
	}
	out->value = x.value = numerators / denominators;
	x.apart = x.n;
	x.is_alike = !bootstrap_shape(t->bootstrap, ratio, &x.shape);
	x.each = figure_is_share(x.f) ? fmax(1, denominators / 2 / x.n) : 1;
	/* What is counted, but was never more than once, is a share so far. */
	is_share = figure_is_share(x.f) ||
	    (x.value < 1 && text_is(x.f->unit, "count") && bootstrap_is_binary(t->bootstrap, ratio));
	has_scale = (is_share && !x.f->is_of_time) || x.f->most > x.f->least;
	x.is_share_of_contacts = is_share && (denominators == 2 * x.n || !figure_is_share(x.f));
	if ((out->why = why_none(&x, has_scale)) != NULL)
		return;
	if (x.f->is_wait)
		add_waits(&x);
	by_contacts(&x);
	by_replications(&x);
	if (has_scale)
		on_a_scale(&x, is_share ? 0 : x.f->least, is_share ? 1 : x.f->most, out);
	else
		on_no_scale(&x, out);
}

/* A name may have few contacts, and fewer visitors: as many contacts as would tell as much if they were
 * apart are taken for their number. So many have that less one degrees of freedom, and what they have
 * in common is found too small by as much (squares about a share that was found from them). */
static void
hang_together(struct over_contacts *x, double together)
{
	x->apart = fmax(2, x->n / fmax(1, together));
	x->shape.together = 1 + (together - 1) * x->apart / (x->apart - 1);
}

/* As containment and as_expected of all are estimated: over visitors, and where enough replications
 * have such contacts over these too. */
void
tally_estimate_share(const struct named *named, int share, struct estimate *out)
{
	double replications = (double)named->squares[share].replications;
	struct over_contacts x = { .z = normal_quantile((1 + LEVEL) / 2), .each = 1,
		.is_share_of_contacts = true, .come_again = named->counts[NAMED_AGAIN] > 0 };
	int64_t yes;

	*out = (struct estimate){ .by = "none" };
	shares_count(named, share, &yes, &out->n);
	if (out->n <= 0)
		return;
	out->has_value = true;
	out->value = x.value = (double)yes / (double)out->n;
	x.n = (double)out->n;
	x.is_alike = yes == 0 || yes == out->n;
	if (!x.is_alike && x.come_again)
		hang_together(&x, shares_together(named, share));
	by_contacts(&x);
	x.by_replications = replications >= FIGURE_REPLICATIONS;
	if (x.by_replications)
		take_larger(&x, shares_between(named, share), student(replications - 1));
	on_a_scale(&x, 0, 1, out);
}
