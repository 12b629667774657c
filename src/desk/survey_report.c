/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the conversations of a period were answered for, and how the proxy goes with the answers.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/desk/survey.h"
#include "floorwalker/model/metric.h"
#include "floorwalker/stats/interval.h"
#include "floorwalker/stats/special.h"
#include "floorwalker/store/walk.h"
#include "private.h"

#define LEVEL 0.95

struct remark {
	int64_t conversation_id, score, at_ms;
	const char *text;
};

struct report {
	struct desk *d;
	struct arena *a;
	const struct survey_asked *asked;
	int64_t *ids;			/* of those that were closed in the period */
	size_t id_count, room;
	int64_t closed, left_out, answered, satisfied, replaced;
	int64_t scores[SURVEY_MOST_SCORE + 1];
	double *proxies, *answers;	/* of those who answered */
	double *silent;			/* proxies of those who didn't */
	size_t silent_count;
	struct remark *remarks;		/* newest first */
	size_t remark_count;
};

static bool
take_id(void *context, const struct conversation *c)
{
	struct report *r = context;
	if (c->closed_ms < r->asked->from_ms || c->closed_ms >= r->asked->until_ms)
		return true;
	if (r->id_count == r->room)
		r->ids = mem_grow(r->ids, r->room = r->room * 2 + 256, sizeof *r->ids);
	r->ids[r->id_count++] = c->id;
	return true;
}

static enum err
find_closed(struct report *r, struct errinfo *e)
{
	struct conversation_filter f = {.states = 1u << CONVERSATION_CLOSED,
	    .closed_after_ms = r->asked->from_ms - 1,
	    .order = ORDER_ID};
	return store_conversation_walk(r->d->store, &f, take_id, r, e);
}

/* Keeps the newest, however many there are. */
static void
keep_remark(struct report *r, int64_t id, const struct survey_given *s)
{
	size_t most = r->asked->comments, at;
	if (*s->comment == '\0' || most == 0)
		return;
	for (at = r->remark_count; at > 0 && r->remarks[at - 1].at_ms < s->answered_ms; at--)
		continue;
	if (at == most)
		return;
	if (r->remark_count < most)
		r->remark_count++;
	memmove(&r->remarks[at + 1], &r->remarks[at],
	    (r->remark_count - at - 1) * sizeof *r->remarks);
	r->remarks[at] =
	    (struct remark){id, s->score, s->answered_ms, arena_text(r->a, s->comment)};
}

static enum err
look_at(struct report *r, int64_t id, struct errinfo *e)
{
	struct conversation_satisfaction x;
	struct arena *a = arena_new();
	enum err err = desk_satisfaction(r->d, a, id, &x, e);
	if (err == ERR_OK && !x.applies) {
		r->left_out++;
	} else if (err == ERR_OK && x.survey.score == 0) {
		r->closed++;
		r->silent[r->silent_count++] = x.proxy.score;
	} else if (err == ERR_OK) {
		r->closed++;
		r->proxies[r->answered] = x.proxy.score;
		r->answers[r->answered++] = (double)x.survey.score;
		r->satisfied += x.survey.score >= SURVEY_SATISFIED;
		r->scores[x.survey.score]++;
		r->replaced += x.survey.answers - 1;
		keep_remark(r, id, &x.survey);
	}
	arena_free(&a);
	return err;
}

/* ---- telling */

static void
set_real(struct value *v, struct arena *a, const char *key, double x)
{
	if (isfinite(x))
		value_set_real(v, key, x);
	else
		value_set(v, key, value_null(a));
}

static void
tell_share(struct report *r, struct value *out, const char *key, int64_t yes, int64_t of)
{
	struct value *v = value_set_map(out, key);
	struct interval i = interval_wilson(yes, of, LEVEL);
	value_set_int(v, "n", yes);
	value_set_int(v, "of", of);
	set_real(v, r->a, "share", of > 0 ? (double)yes / (double)of : NAN);
	set_real(v, r->a, "low", i.known ? i.low : NAN);
	set_real(v, r->a, "high", i.known ? i.high : NAN);
}

static struct interval
tell_mean(struct report *r, struct value *out, const char *key, const double *values, size_t n)
{
	struct value *v = value_set_map(out, key);
	struct interval i = interval_mean(values, n, LEVEL);
	double sum = 0;
	for (size_t k = 0; k < n; k++)
		sum += values[k];
	value_set_int(v, "n", (int64_t)n);
	set_real(v, r->a, "mean", n > 0 ? sum / (double)n : NAN);
	set_real(v, r->a, "low", i.known ? i.low : NAN);
	set_real(v, r->a, "high", i.known ? i.high : NAN);
	return i;
}

static double
variance_of_mean(const double *values, size_t n)
{
	double mean = 0, sum = 0;
	for (size_t i = 0; i < n; i++)
		mean += values[i] / (double)n;
	for (size_t i = 0; i < n; i++)
		sum += (values[i] - mean) * (values[i] - mean);
	return sum / (double)(n - 1) / (double)n;
}

/* Whether those who answer are like those who don't: the difference of the means of their proxies,
 * with degrees of freedom by Welch (1947) and Satterthwaite (1946). */
static void
tell_bias(struct report *r, struct value *out)
{
	struct value *v = value_set_map(out, "bias"), *d;
	size_t n = (size_t)r->answered, m = r->silent_count;
	struct interval x = tell_mean(r, v, "answered", r->proxies, n),
			y = tell_mean(r, v, "not_answered", r->silent, m);
	double low = NAN, high = NAN, difference = NAN;
	if (x.known && y.known) {
		double p = variance_of_mean(r->proxies, n), q = variance_of_mean(r->silent, m),
		       df = (p + q) * (p + q) /
		    (p * p / (double)(n - 1) + q * q / (double)(m - 1));
		difference = x.estimate - y.estimate;
		if (p + q > 0) {
			double half = t_quantile(1 - (1 - LEVEL) / 2, df) * sqrt(p + q);
			low = difference - half;
			high = difference + half;
		}
	}
	d = value_set_map(v, "difference");
	set_real(d, r->a, "mean", difference);
	set_real(d, r->a, "low", low);
	set_real(d, r->a, "high", high);
}

static void
tell_one(struct report *r, struct value *out, const char *key, double x, double low, double high)
{
	struct value *v = value_set_map(out, key);
	set_real(v, r->a, "value", x);
	set_real(v, r->a, "low", low);
	set_real(v, r->a, "high", high);
}

static void
tell_correlation(struct report *r, struct value *out)
{
	struct value *v = value_set_map(out, "correlation");
	struct satisfaction_correlation c;
	value_set_int(v, "n", r->answered);
	value_set_int(v, "least", r->asked->least);
	if (r->answered < r->asked->least) {
		value_set_text(v, "missing",
		    arena_printf(r->a, "fewer than %lld answers", (long long)r->asked->least));
		return;
	}
	satisfaction_correlate(r->proxies, r->answers, (size_t)r->answered, r->asked->resamples,
	    r->asked->seed, &c);
	tell_one(r, v, "spearman", c.spearman, c.spearman_low, c.spearman_high);
	tell_one(r, v, "kendall", c.kendall, c.kendall_low, c.kendall_high);
	if (!isfinite(c.spearman))
		value_set_text(v, "missing",
		    "all answers are the same, or all proxies are: there is nothing to rank");
}

static void
tell_scores(struct report *r, struct value *out)
{
	struct value *list = value_set_list(out, "scores");
	for (int score = SURVEY_LEAST_SCORE; score <= SURVEY_MOST_SCORE; score++) {
		struct value *v = value_add_map(list);
		value_set_int(v, "score", score);
		value_set_int(v, "n", r->scores[score]);
	}
}

static void
tell_remarks(struct report *r, struct value *out)
{
	struct value *list = value_set_list(out, "comments");
	for (size_t i = 0; i < r->remark_count; i++) {
		struct value *v = value_add_map(list);
		value_set_text(v, "conversation",
		    arena_printf(r->a, "C-%lld", (long long)r->remarks[i].conversation_id));
		value_set_int(v, "score", r->remarks[i].score);
		value_set_int(v, "answered_ms", r->remarks[i].at_ms);
		value_set_text(v, "text", r->remarks[i].text);
	}
}

static void
tell(struct report *r, struct value *out)
{
	struct value *period = value_set_map(out, "period"), *mean;
	value_set_int(period, "from_ms", r->asked->from_ms);
	value_set_int(period, "until_ms", r->asked->until_ms);
	value_set_int(out, "closed", r->closed);
	value_set_int(out, "left_out", r->left_out);
	/* who is asked, and didn't answer, no file tells */
	value_set(out, "asked", value_null(r->a));
	value_set_int(out, "answered", r->answered);
	value_set_int(out, "replaced", r->replaced);
	tell_share(r, out, "responses", r->answered, r->closed);
	tell_share(r, out, "csat", r->satisfied, r->answered);
	tell_scores(r, out);
	mean = value_set_map(out, "means");
	(void)tell_mean(r, mean, "score", r->answers, (size_t)r->answered);
	(void)tell_mean(r, mean, "proxy", r->proxies, (size_t)r->answered);
	tell_correlation(r, out);
	tell_bias(r, out);
	tell_remarks(r, out);
}

enum err
desk_survey_report(struct desk *d, struct arena *a, const struct survey_asked *asked,
    struct value **out, struct errinfo *e)
{
	struct report r = {.d = d, .a = a, .asked = asked};
	enum err err = find_closed(&r, e);
	r.proxies = mem_zero(r.id_count + 1, sizeof *r.proxies);
	r.answers = mem_zero(r.id_count + 1, sizeof *r.answers);
	r.silent = mem_zero(r.id_count + 1, sizeof *r.silent);
	r.remarks = arena_alloc(a, (asked->comments + 1) * sizeof *r.remarks);
	for (size_t i = 0; err == ERR_OK && i < r.id_count; i++)
		err = look_at(&r, r.ids[i], e);
	*out = value_map(a);
	if (err == ERR_OK)
		tell(&r, *out);
	mem_free(r.ids);
	mem_free(r.proxies);
	mem_free(r.answers);
	mem_free(r.silent);
	return err;
}
