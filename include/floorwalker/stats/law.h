/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Distributions as data: of handling time, patience, latency.
 *
 * A draw takes exactly one number of the stream, by inversion: another parameter or another law
 * leaves every later draw of the stream as it was, and a larger mean makes each draw larger
 * (common random numbers). Units are the caller's; all laws are of numbers >= 0.
 */
#ifndef FLOORWALKER_STATS_LAW_H
#define FLOORWALKER_STATS_LAW_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/value.h"

enum law_kind {
	LAW_CONSTANT,		/* a: the value */
	LAW_UNIFORM,		/* a … b */
	LAW_EXPONENTIAL,	/* a: mean */
	LAW_LOGNORMAL,		/* a: mean of the logarithm; b: its deviation */
	LAW_GAMMA,		/* a: shape; b: scale (mean a b) */
	LAW_WEIBULL,		/* a: shape; b: scale: F(x) = 1 - exp(-(x/b)^a) */
	LAW_EMPIRICAL,		/* the values themselves, each as likely */
};
#define LAW_KINDS 7

/* A plain value. values: borrowed, ascending; of LAW_EMPIRICAL alone. */
struct law {
	enum law_kind kind;
	double a, b;
	const double *values;
	size_t count;
};

/* By what people say. They don't check: law_check() does. cv: deviation over mean. */
struct law law_constant(double value);
struct law law_uniform(double low, double high);
struct law law_exponential(double mean);
struct law law_lognormal(double mean, double cv);
struct law law_lognormal_median(double median, double sigma);
struct law law_gamma(double mean, double cv);
struct law law_weibull(double shape, double scale);
/* Copies and sorts values into the arena. */
struct law law_empirical(struct arena *a, const double *values, size_t count);

/* ERR_INPUT where a parameter is out of its domain: not finite, below 0, a scale, shape or mean that
 * isn't above 0, low above high, no values. constant 0 and sigma or cv 0 are fine. */
NODISCARD enum err law_check(const struct law *l, struct errinfo *e);

/* Of a law that passed law_check(). */
double law_draw(const struct law *l, struct random_stream *r);
double law_mean(const struct law *l);
double law_variance(const struct law *l);
double law_cdf(const struct law *l, double x);		/* P(X <= x) */
double law_quantile(const struct law *l, double p);	/* least x with law_cdf(x) >= p; 0 < p < 1 */

/* "exponential"; static. law_kind_parse: ERR_INPUT names the nearest. */
const char *law_kind_name(enum law_kind kind);
NODISCARD enum err law_kind_parse(const char *name, enum law_kind *out, struct errinfo *e);

/* From data: a number is a constant; else a map with `law` and what it needs: constant {value},
 * uniform {low, high}, exponential {mean}, lognormal {mean, cv} or {median, sigma}, gamma {mean, cv},
 * weibull {shape, scale}, empirical {values}. Checked; errors name file, line and column. The values
 * of an empirical law are copied into the arena. law_to_value() writes what law_from_value() reads
 * (log-normal as median and sigma, whose last bits may differ). */
NODISCARD enum err law_from_value(
    struct arena *a, const struct value *v, struct law *out, struct errinfo *e);
struct value *law_to_value(struct arena *a, const struct law *l);
/* "log-normal, mean 360, cv 0.9" for people; in the arena. */
const char *law_text(struct arena *a, const struct law *l);

#endif
