/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The question that floorwalker staffing is asked.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "staffing.h"

#define RATE_MOST 1e9	/* contacts an hour */
#define TIME_MOST 1e7	/* seconds */
#define SHARE_LEAST 1e-12	/* below that none and few can't be told apart in what is reckoned */

/* A number above 0; *out stays where the option isn't given. */
static enum err
take_rate(const struct call *c, const char *option, double *out, struct errinfo *e)
{
	const char *v = call_text(c, option, NULL);

	if (v != NULL && !(text_to_real(v, out) && *out > 0 && *out <= RATE_MOST))
		return err_set(e, ERR_USAGE,
		    "--%s takes a number above 0, at most %g, not \"%.60s\"", option, RATE_MOST, v);
	return ERR_OK;
}

/* "3.5m", "3.5 minutes": the one part of a time that may have a fraction. */
static bool
fraction_parse(const char *v, double *out)
{
	size_t length = strspn(v, "0123456789.");
	char number[32], unit[32];
	int64_t ms;

	if (length == 0 || length >= sizeof(number) || strlen(v + length) + 2 > sizeof(unit) ||
	    strpbrk(v + length, "0123456789") != NULL)
		return false;
	memcpy(number, v, length);
	number[length] = '\0';
	unit[0] = '1';
	memcpy(unit + 1, v + length, strlen(v + length) + 1);
	if (!text_to_real(number, out) || !duration_parse(unit, &ms))
		return false;
	*out *= (double)ms / 1000;
	return true;
}

/* "180", "180s", "3m", "3.5m", "1m30s": seconds where no unit is said. */
static bool
seconds_parse(const char *v, double *out)
{
	int64_t ms;

	if (!text_to_real(v, out) && !fraction_parse(v, out)) {
		if (!duration_parse(v, &ms))
			return false;
		*out = (double)ms / 1000;
	}
	return *out >= 0 && *out <= TIME_MOST;
}

static enum err
take_time(const struct call *c, const char *option, const char *or_else, double *out, struct errinfo *e)
{
	const char *v = call_text(c, option, NULL);

	if (v != NULL && !(seconds_parse(v, out) && *out > 0))
		return err_set(e, ERR_USAGE,
		    "--%s takes a time above 0 (180s, 3m, 3.5m, or 180: seconds%s), not \"%.60s\"",
		    option, or_else, v);
	return ERR_OK;
}

/* Or that nobody leaves, as where it isn't said. */
static enum err
take_patience(const struct call *c, double *out, struct errinfo *e)
{
	const char *v = call_text(c, "patience", NULL);

	static const char *const never[] = {"inf", "infinite", "infinity", "none", "endless"};

	for (size_t i = 0; v != NULL && i < sizeof(never) / sizeof(never[0]); i++)
		if (text_is_fold(v, never[i]))
			return ERR_OK;
	return take_time(c, "patience", "; or inf: nobody leaves", out, e);
}

/* "0.65" or "65%". */
static enum err
take_share(const struct call *c, const char *option, double *out, struct errinfo *e)
{
	const char *v = call_text(c, option, NULL);
	size_t length = v != NULL ? strlen(v) : 0;
	bool percent = length > 0 && v[length - 1] == '%';
	const char *number = v != NULL ? arena_text_n(c->arena, v, length - percent) : NULL;

	if (v == NULL)
		return ERR_OK;
	if (!text_to_real(number, out) || !(*out >= 0 && *out <= (percent ? 100 : 1)))
		return err_set(e, ERR_USAGE,
		    "--%s takes a share from 0 to 1 or percent (0.65 or 65%%), not \"%.60s\"",
		    option, v);
	*out /= percent ? 100 : 1;
	return ERR_OK;
}

/* What stands before the slash: "80" or "80%". A bare number up to 1 may be meant as a share, so it's refused. */
static enum err
take_target_share(const char *v, const char *share, struct erlang_target *t, struct errinfo *e)
{
	size_t length = strlen(share);
	bool percent = length > 0 && share[length - 1] == '%';
	char number[32] = "";

	if (length - percent < sizeof(number))
		memcpy(number, share, length - percent);
	if (!text_to_real(number, &t->share) || !(t->share > 0))
		return err_set(e, ERR_USAGE,
		    "--target takes percent and a time, as 80/20 or 80%%/20s for 80 %% within 20 s, not \"%.60s\"", v);
	if (!percent && t->share <= 1)
		return err_set(e, ERR_USAGE,
		    "--target takes percent, and %.15g may be meant as %.15g %% or as %.15g %%: say which, as in %.15g%%/20s",
		    t->share, 100 * t->share, t->share, 100 * t->share);
	t->share /= 100;
	if (!(1 - t->share >= SHARE_LEAST))
		return err_set(e, ERR_USAGE,
		    "--target takes less than 100 %%, not \"%.60s\": who arrives while all agents are busy may wait longer than any time, however many there are",
		    v);
	return ERR_OK;
}

/* "80/20": 80 % within 20 seconds. After the patience. */
static enum err
take_target(const struct call *c, struct question *q, struct errinfo *e)
{
	const char *v = call_text(c, "target", "80/20"), *slash = strchr(v, '/');
	const char *share = arena_text_n(c->arena, v, slash != NULL ? (size_t)(slash - v) : 0);
	struct erlang_target *t = &q->target;
	enum err err = take_target_share(v, share, t, e);

	if (err != ERR_OK)
		return err;
	if (!seconds_parse(slash + 1, &t->within))
		return err_set(e, ERR_USAGE,
		    "--target takes a time after the slash (20, 20s, 0.5m), not \"%.60s\"", v);
	t->most_abandoned = 1;
	if ((err = take_share(c, "abandoned", &t->most_abandoned, e)) != ERR_OK)
		return err;
	if (isfinite(q->patience) && t->most_abandoned < SHARE_LEAST)
		return err_set(e, ERR_USAGE,
		    "--abandoned takes more than 0: where patience ends, some leave, however many agents there are; as few as 0.01%% may be asked for");
	return ERR_OK;
}

/* Points, or -1 where the option isn't given. */
static enum err
take_falls(const struct call *c, struct question *q, struct errinfo *e)
{
	const char *v = call_text(c, "containment-falls", NULL);

	q->falls = -1;
	if (v == NULL)
		return ERR_OK;
	if (!text_to_real(v, &q->falls) || !(q->falls > 0 && q->falls <= 100))
		return err_set(e, ERR_USAGE,
		    "--containment-falls takes points above 0 and up to 100, not \"%.60s\"", v);
	q->falls /= 100;
	if (q->containment < 0)
		return err_set(e, ERR_USAGE, "--containment-falls needs --containment, to fall from");
	if (q->falls > q->containment + 1e-12)
		return err_set(e, ERR_USAGE,
		    "a containment of %g %% can't fall by %g points", 100 * q->containment,
		    100 * q->falls);
	return ERR_OK;
}

/* Either what arrives at people, or all contacts and how many of them the AI keeps. */
static enum err
take_demand(const struct call *c, struct question *q, struct errinfo *e)
{
	enum err err;

	q->containment = -1;
	if ((err = take_rate(c, "arrivals", &q->arrivals, e)) != ERR_OK ||
	    (err = take_rate(c, "contacts", &q->contacts, e)) != ERR_OK ||
	    (err = take_share(c, "containment", &q->containment, e)) != ERR_OK ||
	    (err = take_falls(c, q, e)) != ERR_OK)
		return err;
	if (call_has(c, "arrivals") == call_has(c, "contacts"))
		return err_set(e, ERR_USAGE,
		    "say what arrives at people: --arrivals, or --contacts and --containment");
	if (call_has(c, "contacts") && q->containment < 0)
		return err_set(e, ERR_USAGE, "--contacts needs --containment: how many the AI keeps");
	if (q->containment >= 1)
		return err_set(e, ERR_USAGE, "with a containment of 1 nobody arrives");
	if (call_has(c, "contacts"))
		q->arrivals = q->contacts * (1 - q->containment);
	else if (q->containment >= 0)
		q->contacts = q->arrivals / (1 - q->containment);
	return ERR_OK;
}

/* Whether the same is played, too, and how much of it. */
static enum err
take_trial(const struct call *c, struct question *q, struct errinfo *e)
{
	static const char *const needs[] = { "simulate", "simulated-contacts", "seed", "threads", "world" };
	int64_t seed, threads;
	enum err err;

	q->simulates = !call_has(c, "no-simulate");
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]) && !q->simulates; i++)
		if (call_has(c, needs[i]))
			return err_set(e, ERR_USAGE, "--%s has no meaning beside --no-simulate", needs[i]);
	if ((err = call_int(c, "simulated-contacts", 1000, 10000000, 0, &q->trial.contacts, e)) != ERR_OK ||
	    (err = call_int(c, "seed", 0, INT64_MAX, 1, &seed, e)) != ERR_OK ||
	    (err = call_int(c, "threads", 0, 64, 0, &threads, e)) != ERR_OK)
		return err;
	q->trial.seed = (uint64_t)seed;
	q->trial.threads = (int)threads;
	q->trial.is_stopped = stop_is_asked;
	return ERR_OK;
}

enum err
staffing_ask(const struct call *c, struct question *q, struct errinfo *e)
{
	const char *v;
	int64_t agents;
	enum err err;

	*q = (struct question){.patience = INFINITY};
	if ((err = take_demand(c, q, e)) != ERR_OK || (err = call_need(c, "aht", &v, e)) != ERR_OK ||
	    (err = take_time(c, "aht", "", &q->aht, e)) != ERR_OK ||
	    (err = take_patience(c, &q->patience, e)) != ERR_OK ||
	    (err = call_int(c, "agents", 1, ERLANG_AGENTS_MOST, 0, &agents, e)) != ERR_OK)
		return err;
	q->agents = (int)agents;
	if ((err = take_trial(c, q, e)) != ERR_OK)
		return err;
	return take_target(c, q, e);
}
