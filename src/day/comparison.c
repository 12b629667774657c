/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "compare.h"
#include "days.h"
#include "floorwalker/base/str.h"
#include "floorwalker/stats/interval.h"

#define LEVEL 0.95
#define DECIDES "containment_confirmed"
#define REPLICATIONS_TOLD 1e6		/* more aren't worth telling */
#define SCORES 4.0	/* from 1 to 5 */

static enum err
find_figure(const char *name, size_t *out, struct errinfo *e)
{
	size_t count;
	const struct figure *f = figure_all(&count);
	const char *names[FIGURE_MOST], *near;

	for (size_t i = 0; i < count; i++) {
		names[i] = f[i].name;
		if (text_is(name, f[i].name)) {
			*out = i;
			return ERR_OK;
		}
	}
	near = text_nearest(name, names, count);
	return err_set(e, ERR_USAGE, "there is no figure \"%.60s\"%s%s%s", name,
	    near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
	    near != NULL ? "\"?" : "");
}

/* Contacts of a queue hang together, and so do a day's totals and quantiles. */
static bool
goes_by_replication(const struct figure *f)
{
	return f->kind == FIGURE_QUEUE || f->kind == FIGURE_TOTAL || f->contact == NULL ||
	    f->quantile > 0;
}

/* Lengths of time go in by seconds: the sums are bounded. */
static double
scale_of(const struct figure *f)
{
	return text_is(f->unit, "ms") ? 1000 : 1;
}

/* How far a difference can be from 0; 0: nothing bounds it. */
static double
range_of(const struct figure *f)
{
	return text_is(f->unit, "share") ? 1 : text_is(f->unit, "score") ? SCORES : 0;
}

enum err
comparison_begin(struct comparison *c, const struct compare_options *o, struct errinfo *e)
{
	size_t count;
	enum err err;

	*c = (struct comparison){ .options = o };
	if ((err = find_figure(o->figure == NULL ? DECIDES : o->figure, &c->figure, e)) != ERR_OK)
		return err;
	c->by_replication = goes_by_replication(&figure_all(&count)[c->figure]);
	c->plan = c->by_replication ? sequential_plan_few : sequential_plan_usual;
	c->plan.range = range_of(&figure_all(&count)[c->figure]);
	c->plan.margin = o->margin / scale_of(&figure_all(&count)[c->figure]);
	return ERR_OK;
}

void
comparison_end(struct comparison *c)
{
	tally_free(&c->tallies[0]);
	tally_free(&c->tallies[1]);
}

/* ---- differences */

static void
add_difference(struct comparison *c, double a, double b)
{
	double most = SEQUENTIAL_VALUE_MOST, d = fmax(-most, fmin(most, b - a));

	sequential_add(&c->differences, d);
	c->sums[0] += a;
	c->sums[1] += b;
	c->both++;
	c->alike += a == b;
	c->better[0] += a > b;
	c->better[1] += b > a;
}

static double
ratio(const struct bootstrap_pair *p, const struct figure *f)
{
	return (double)p->numerator / (double)p->denominator / scale_of(f);
}

static void
add_visitors(
    struct comparison *c, const struct by_visitor *of_a, const struct by_visitor *of_b)
{
	size_t count;
	const struct figure *f = &figure_all(&count)[c->figure];

	for (size_t i = 0; i < of_a->room && i < of_b->room; i++)
		if (of_a->pairs[i].denominator > 0 && of_b->pairs[i].denominator > 0)
			add_difference(c, ratio(&of_a->pairs[i], f), ratio(&of_b->pairs[i], f));
}

/* What a figure was in one replication; false: it has none there. */
static bool
value_in(const struct tally *t, size_t figure, size_t row, double *out)
{
	size_t count;
	const struct figure *f = &figure_all(&count)[figure];
	const struct bootstrap_pair *p = &t->rows[row].pairs[figure];

	if (f->kind == FIGURE_TOTAL) {
		*out = (double)p->numerator;
		return true;
	}
	if (p->denominator <= 0)
		return false;
	*out = f->quantile > 0 ? (double)p->numerator
			       : (double)p->numerator / (double)p->denominator;
	return true;
}

static void
add_replication(struct comparison *c, struct tally *a, struct tally *b)
{
	size_t count;
	double scale = scale_of(&figure_all(&count)[c->figure]), x, y;

	tally_close(a);
	tally_close(b);
	if (value_in(a, c->figure, 0, &x) && value_in(b, c->figure, 0, &y))
		add_difference(c, x / scale, y / scale);
}

enum err
comparison_add(struct comparison *c, struct tally *take_a, struct tally *take_b,
    const struct by_visitor *of_a, const struct by_visitor *of_b, struct errinfo *e)
{
	enum err err;

	if (c->by_replication)
		add_replication(c, take_a, take_b);
	else
		add_visitors(c, of_a, of_b);
	comparison_add_visitors(c, of_a, of_b);
	c->looks++;
	if ((err = days_add(&c->tallies[0], take_a, e)) != ERR_OK) {
		tally_free(&take_b);
		return err;
	}
	return days_add(&c->tallies[1], take_b, e);
}

bool
comparison_is_decided(struct comparison *c)
{
	return sequential_verdict(&c->differences, &c->plan) != SEQUENTIAL_OPEN;
}

/* ---- what it came to */

static void
set_interval(struct value *v, const struct interval *x, double scale)
{
	value_set_real_or_null(v, "low", x->known, x->low * scale);
	value_set_real_or_null(v, "high", x->known, x->high * scale);
}

/* An end beyond what differences can be, as beyond 1 of shares, is moved there. */
static void
cut(struct interval *x, double range)
{
	if (!(range > 0))
		return;
	x->low = fmax(x->low, -range);
	x->high = fmin(x->high, range);
}

static struct interval
by_replications(const struct comparison *c, size_t figure, double *difference)
{
	const struct tally *a = c->tallies[0], *b = c->tallies[1];
	double *x = mem_zero(a->row_count + 1, sizeof(*x)), *y = mem_zero(a->row_count + 1, sizeof(*y));
	struct interval out;
	size_t n = 0;

	for (size_t r = 0; r < a->row_count && r < b->row_count; r++)
		if (value_in(a, figure, r, &x[n]) && value_in(b, figure, r, &y[n]))
			n++;
	*difference = 0;
	for (size_t i = 0; i < n; i++)
		*difference += (y[i] - x[i]) / (double)n;
	out = interval_paired(y, x, n, LEVEL);
	out.n = (int64_t)n;
	/* else of how far another goes nothing was seen */
	out.known = out.known && out.low < out.high;
	mem_free(x);
	mem_free(y);
	return out;
}

/* Whether a figure's differences can be paired by visitor; which ratio it is on either side. */
static bool
pairs_by_visitor(const struct comparison *c, size_t figure, size_t of[2])
{
	size_t count;
	const struct figure *f = &figure_all(&count)[figure];

	return !goes_by_replication(f) &&
	    !(f->kind == FIGURE_MIXED && c->tallies[0]->row_count >= FIGURE_REPLICATIONS) &&
	    !figure_is_by_queue(f, c->tallies[0]->simulation) &&
	    !figure_is_by_queue(f, c->tallies[1]->simulation) && figure_ratio(figure, &of[0]) &&
	    figure_ratio(figure, &of[1]);
}

/* How many more replications until a figure's own interval leaves 0 out, if all stays as it is: the end
 * that is beyond 0 comes nearer as the root of their number grows. -1: that can't be told. */
static int64_t
replications_more(const struct comparison *c, const struct interval *d)
{
	double ends = d->estimate > 0 ? d->estimate - d->low : d->high - d->estimate, times;

	if (!d->known || d->estimate == 0 || !(ends > 0))
		return -1;
	times = pow(ends / fabs(d->estimate), 2);
	if (times <= 1)
		return 0;
	times = ceil((double)c->looks * (times - 1));
	return times <= REPLICATIONS_TOLD ? (int64_t)times : -1;
}

/* Why a figure's difference has no interval. */
static const char *
why_none(const struct interval *d, double difference, bool by_visitor)
{
	if (d->n == 0)
		return by_visitor ? "no visitor has the figure on both sides"
				  : "no replication has the figure on both sides";
	if (d->n == 1)
		return by_visitor ? "one visitor alone has the figure on both sides"
				  : "one replication alone has the figure on both sides: it needs at least two";
	if (by_visitor)
		return difference == 0
		    ? "all visitors have the same on both sides, which tells nothing of those who wouldn't"
		    : "the difference is the same whichever visitors are drawn, which tells nothing of chance";
	return difference == 0
	    ? "both sides have the same in all replications, which tells nothing of chance"
	    : "the difference is the same in all replications, which tells nothing of chance";
}

static enum err
add_figure(const struct comparison *c, size_t i, struct value *list, struct errinfo *e)
{
	size_t count, of[2];
	const struct figure *f = &figure_all(&count)[i];
	struct value *v = value_add_map(list);
	struct estimate x, y;
	struct interval d;
	bool by_visitor = pairs_by_visitor(c, i, of);
	double difference;
	int64_t more;
	enum err err;

	tally_estimate(c->tallies[0], i, &x);
	tally_estimate(c->tallies[1], i, &y);
	difference = y.value - x.value;
	value_set_text(v, "name", f->name);
	value_set_text(v, "title", f->title + strspn(f->title, " "));
	value_set_bool(v, "part", f->title[0] == ' ');
	value_set_text(v, "group", f->group);
	value_set_text(v, "unit", f->unit);
	value_set_real_or_null(v, "a", x.has_value, x.value);
	value_set_real_or_null(v, "b", y.has_value, y.value);
	if (!by_visitor)
		d = by_replications(c, i, &difference);
	else if ((err = bootstrap_difference(c->tallies[1]->bootstrap, of[1],
		      c->tallies[0]->bootstrap, of[0], LEVEL, &d, e)) != ERR_OK)
		return err;
	more = replications_more(c, &d); /* by the interval as it is before it is cut */
	cut(&d, range_of(f));
	value_set_int(v, "n", d.n);
	value_set_real_or_null(v, "difference", x.has_value && y.has_value, difference);
	set_interval(v, &d, 1);
	value_set_text(v, "by", !d.known ? "none" : by_visitor ? "visitor" : "replication");
	if (!d.known)
		value_set_text(v, "why", why_none(&d, difference, by_visitor));
	if (more >= 0)
		value_set_int(v, "more", more);
	else
		value_set_real_or_null(v, "more", false, 0);
	return ERR_OK;
}

static void
set_side(struct value *out, const char *key, const struct compare_side *side,
    const struct tally *t)
{
	struct value *v = value_set_map(out, key);

	value_set_text(v, "label", side->label);
	value_set_text(v, "simulation", side->day.simulation->name);
	value_set_text(v, "title", side->day.simulation->title);
	value_set_int(v, "contacts", t->sums.contacts);
}

/* Of what a and b are means: the figures below are of all contacts together, so they may differ. */
static const char *
means_of(const struct comparison *c)
{
	return c->by_replication
	    ? "replications that have the figure on both sides, each counted alike"
	    : "visitors who have the figure on both sides, each counted alike";
}

/* Why it isn't known how many more would decide. */
static const char *
why_unknown(const struct comparison *c)
{
	if (c->differences.n == 0)
		return "nothing has the figure on both sides yet";
	if (!sequential_is_uniform(&c->differences))
		return "it would take more than 1e12: the difference is next to nothing; a margin says from where on it matters";
	if (!(c->plan.range > 0))
		return "all differences are the same, and nothing bounds how far a rare one of this figure goes";
	return "all differences are the same; without a margin (--margin) alike can't be told from next to alike";
}

/* As many more replications as bring so many more differences, if each goes on bringing as many as those that
 * were played; -1: that can't be told. */
static int64_t
replications_for(const struct comparison *c, int64_t more)
{
	if (more < 0 || c->differences.n == 0)
		return -1;
	return (int64_t)ceil((double)more * (double)c->looks / (double)c->differences.n);
}

static void
set_more(const struct comparison *c, struct arena *a, struct value *v)
{
	int64_t more = sequential_more(&c->differences, &c->plan),
		replications = replications_for(c, more);
	bool is_alike = sequential_is_uniform(&c->differences);

	value_set(v, "more", more >= 0 ? value_int(a, more) : value_null(a));
	value_set(v, "more_replications",
	    replications >= 0 ? value_int(a, replications) : value_null(a));
	if (more < 0)
		value_set_text(v, "more_unknown", why_unknown(c));
	value_set_bool(v, "more_is_rough",
	    more > 0 && !is_alike && c->differences.n < c->plan.least);
	value_set_bool(v, "all_the_same", is_alike);
	value_set_real_or_null(v, "others_at_most", is_alike,
	    is_alike ? sequential_seldom(&c->differences) : 0);
}

/* Why the figure that decides has no interval yet; NULL where it has. */
static const char *
why_no_sequence(const struct comparison *c, struct arena *a)
{
	const char *by = c->by_replication ? "replications" : "visitors";
	int64_t n = c->differences.n, from = sequential_evens_out(&c->differences);

	switch (sequential_lack(&c->differences, &c->plan)) {
	case SEQUENTIAL_LACKS_ALL:
		return arena_printf(a, "no %.*s has the figure on both sides",
		    (int)strlen(by) - 1, by);
	case SEQUENTIAL_LACKS_NUMBER:
		return arena_printf(a, "there are %lld differences, and the rule gives none before %lld",
		    (long long)n, (long long)c->plan.least);
	case SEQUENTIAL_LACKS_EVENNESS:
		return from < 0
		    ? "the differences are too lumpy, most of them all but alike and few far off, for one to hold"
		    : arena_printf(a,
			  "the differences are too lumpy, most of them all but alike and few far off: one holds from 25 times their squared skewness on, %lld %s as it is now, and there are %lld",
			  (long long)from, by, (long long)n);
	case SEQUENTIAL_LACKS_VARIETY:
		return "all differences are the same, and nothing bounds how far a rare one of this figure goes";
	case SEQUENTIAL_LACKS_NOTHING:
		break;
	}
	return NULL;
}

static void
set_rule(const struct comparison *c, struct arena *a, struct value *v)
{
	value_set_int(v, "looks", c->looks);
	value_set_real(v, "level", 1 - c->plan.alpha);
	value_set_text(v, "rule",
	    arena_printf(a,
		"a %g %% confidence sequence of the paired differences, valid at every look at once (Wang and Ramdas 2023; floorwalker(1), under compare, says more); nothing is decided before %lld differences; while all are the same, the binomial limit of how many others there may be",
		100 * (1 - c->plan.alpha), (long long)c->plan.least));
}

static void
set_decides(struct comparison *c, struct arena *a, struct value *out)
{
	size_t count;
	const struct figure *f = &figure_all(&count)[c->figure];
	struct interval now = sequential_interval(&c->differences, &c->plan);
	int64_t n = c->differences.n;
	double scale = scale_of(f), a_mean = n > 0 ? c->sums[0] / (double)n * scale : 0,
	       b_mean = n > 0 ? c->sums[1] / (double)n * scale : 0;
	struct value *v = value_set_map(out, "decides");

	value_set_text(v, "figure", f->name);
	value_set_text(v, "title", f->title + strspn(f->title, " "));
	value_set_text(v, "unit", f->unit);
	value_set_text(v, "by", c->by_replication ? "replication" : "visitor");
	value_set_text(v, "means_of", means_of(c));
	value_set_int(v, "n", n);
	value_set_real_or_null(v, "a", n > 0, a_mean);
	value_set_real_or_null(v, "b", n > 0, b_mean);
	value_set_real_or_null(v, "difference", n > 0, b_mean - a_mean);
	set_interval(v, &now, scale);
	if (!now.known)
		value_set_text(v, "why", why_no_sequence(c, a));
	value_set_text(v, "verdict",
	    sequential_verdict_name(sequential_verdict(&c->differences, &c->plan)));
	value_set_real(v, "margin", c->plan.margin * scale);
	set_more(c, a, v);
	set_rule(c, a, v);
	v = value_set_map(out, "visitors");
	value_set_int(v, "both", c->both);
	value_set_int(v, "alike", c->alike);
	value_set_int(v, "more_a", c->better[0]);
	value_set_int(v, "more_b", c->better[1]);
}

enum err
comparison_result(struct comparison *c, struct arena *a, struct value **out, struct errinfo *e)
{
	struct value *v = value_map(a), *list;
	enum err err = ERR_OK;
	size_t count;

	(void)figure_all(&count);
	tally_close(c->tallies[0]);
	tally_close(c->tallies[1]);
	value_set_text(v, "kind", "comparison");
	value_set_text(v, "seed", arena_printf(a, "%" PRIu64, c->options->sides[0].day.seed));
	value_set_int(v, "replications", c->looks);
	value_set_int(v, "most", c->options->replications);
	set_side(v, "a", &c->options->sides[0], c->tallies[0]);
	set_side(v, "b", &c->options->sides[1], c->tallies[1]);
	comparison_set_arrivals(c, v);
	set_decides(c, a, v);
	list = value_set_list(v, "figures");
	for (size_t i = 0; err == ERR_OK && i < count; i++)
		err = add_figure(c, i, list, e);
	*out = v;
	return err;
}
