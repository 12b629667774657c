/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/day/compare.h"
#include "tally.h"

#define VALUES_MOST 200

/* ---- axes */

/* "1..9", "0.3..0.9/0.1": both ends; whole numbers where all parts are. */
static enum err
parse_range(struct arena *a, const char *text, struct axis *out, struct errinfo *e)
{
	const char *dots = strstr(text, ".."), *slash = strchr(text, '/');
	const char *high_text = arena_text_n(a, dots + 2,
	    slash != NULL && slash > dots ? (size_t)(slash - dots - 2) : strlen(dots + 2));
	double low, high, step = 1, count;
	const char **values;
	bool whole = strchr(arena_text_n(a, text, (size_t)(dots - text)), '.') == NULL &&
	    strchr(high_text, '.') == NULL && (slash == NULL || strchr(slash, '.') == NULL);

	if (!text_to_real(arena_text_n(a, text, (size_t)(dots - text)), &low) ||
	    !text_to_real(high_text, &high) ||
	    (slash != NULL && !text_to_real(slash + 1, &step)) || !(step > 0) || !(high >= low))
		return err_set(e, ERR_USAGE,
		    "\"%.60s\" is no range: write 1..9, or 0.3..0.9/0.1", text);
	count = floor((high - low) / step + 1e-9) + 1;
	if (count > VALUES_MOST)
		return err_set(e, ERR_LIMIT, "%.60s has more than %d values", text, VALUES_MOST);
	values = arena_alloc(a, (size_t)count * sizeof(*values));
	for (out->count = 0; (double)out->count < count; out->count++)
		values[out->count] = arena_printf(a, whole ? "%.0f" : "%.10g",
		    low + (double)out->count * step);
	out->values = values;
	return ERR_OK;
}

static enum err
parse_list(struct arena *a, const char *text, struct axis *out, struct errinfo *e)
{
	const char **values = arena_alloc(a, VALUES_MOST * sizeof(*values));

	out->count = 0;
	for (const char *at = text;; at++) {
		size_t length = strcspn(at, ",");

		if (length == 0)
			return err_set(e, ERR_USAGE, "\"%.60s\": a value is missing", text);
		if (out->count == VALUES_MOST)
			return err_set(
			    e, ERR_LIMIT, "%.60s has more than %d values", text, VALUES_MOST);
		values[out->count++] = arena_text_n(a, at, length);
		at += length;
		if (*at == '\0')
			break;
	}
	out->values = values;
	return ERR_OK;
}

static bool
are_the_same(const char *one, const char *two)
{
	double x, y;

	one += strspn(one, " ");
	two += strspn(two, " ");
	return text_is(one, two) || (text_to_real(one, &x) && text_to_real(two, &y) && x == y);
}

/* A point that is played twice tells nothing more. */
static enum err
check_once(const struct axis *x, struct errinfo *e)
{
	for (size_t i = 0; i < x->count; i++)
		for (size_t k = 0; k < i; k++)
			if (are_the_same(x->values[k], x->values[i]))
				return err_set(e, ERR_USAGE,
				    "--over %s has the value %.60s twice: give each value once",
				    x->path, x->values[i] + strspn(x->values[i], " "));
	return ERR_OK;
}

enum err
axis_parse(struct arena *a, const char *text, struct axis *out, struct errinfo *e)
{
	struct change c;
	enum err err = change_parse(a, text, &c, e);

	if (err != ERR_OK)
		return err;
	*out = (struct axis){ .path = c.path };
	err = strstr(c.value, "..") != NULL ? parse_range(a, c.value, out, e)
					    : parse_list(a, c.value, out, e);
	return err == ERR_OK ? check_once(out, e) : err;
}

static bool
overlap(const char *one, const char *two)
{
	return change_is_within(one, two) || change_is_within(two, one);
}

/* All points are played in one world, from one script, as often; and held to one service level. */
static enum err
check_varies(const char *path, struct errinfo *e)
{
	static const char *const same[] = { "world", "scenarios", "replications", "demand.languages" };

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (overlap(path, same[i]))
			return err_set(e, ERR_USAGE,
			    "--over %s: all points of a sweep have the same %s; hold two of them against each other with floorwalker compare",
			    path, same[i]);
	if (overlap(path, "service_level"))
		return err_set(e, ERR_USAGE,
		    "--over %s: the service level is what all points of a sweep are held to, so it can't be varied; put it otherwise at all of them with --set %s=VALUE",
		    path, path);
	return ERR_OK;
}

enum err
axes_check(const struct axis *axes, size_t count, struct errinfo *e)
{
	const char *one = axes[0].path, *two = count > 1 ? axes[1].path : NULL;

	for (size_t i = 0; i < count; i++)
		if (check_varies(axes[i].path, e) != ERR_OK)
			return ERR_USAGE;
	if (two == NULL)
		return ERR_OK;
	if (text_is(one, two))
		return err_set(e, ERR_USAGE,
		    "%s is varied twice: give all its values to one --over, like %s=1,2", one, one);
	return !overlap(one, two)
	    ? ERR_OK
	    : err_set(e, ERR_USAGE, "%s and %s change the same value: vary one of them", one, two);
}

enum err
axes_check_changes(const struct axis *axes, size_t count, const struct change *changes,
    size_t change_count, struct errinfo *e)
{
	for (size_t i = 0; i < change_count; i++)
		for (size_t k = 0; k < count; k++) {
			const char *set = changes[i].path, *over = axes[k].path;

			if (text_is(set, over))
				return err_set(e, ERR_USAGE,
				    "--set %s=%.60s has no meaning beside --over %s, which puts it otherwise at each point: leave one of them out",
				    set, changes[i].value, over);
			if (change_is_within(set, over))
				return err_set(e, ERR_USAGE,
				    "--set %s=%.60s has no meaning beside --over %s, which replaces it at each point: leave one of them out",
				    set, changes[i].value, over);
		}
	return ERR_OK;
}

/* ---- points */

struct sweep {
	const struct sweep_options *options;
	struct arena *arena;
	struct value *points;
	size_t done, count;
	struct value *best;		/* its values; NULL none */
	double best_cost;
	bool best_is_sure;
};

static const char *const shown[] = {"containment_confirmed", "handed_off", "service_level", "asa",
    "abandonment", "occupancy", "backlog", "csat_proxy", "resolved", "cost_per_contact"};

static int
follow(void *context, int64_t now_ms, int64_t of_ms, int64_t contacts)
{
	struct sweep *s = context;
	const struct day_options *d = &s->options->days.day;

	(void)contacts;
	return d->progress == NULL
	    ? 0
	    : d->progress(d->progress_context,
		  (int64_t)s->done * 1000 + (of_ms > 0 ? now_ms * 1000 / of_ms : 0),
		  (int64_t)s->count * 1000, (int64_t)s->done);
}

static const char *
keeps_level(const struct estimate *x, double share)
{
	if (!x->has_value)
		return "open";
	if (!x->has_interval)
		return "open";
	return x->low >= share ? "yes" : x->high < share ? "no" : "open";
}

/* The cheapest that keeps the service level, by its estimate. */
static void
look_at(struct sweep *s, const struct estimate *level, const struct estimate *cost, double share,
    struct value *values)
{
	if (!level->has_value || level->value < share || !cost->has_value)
		return;
	if (s->best != NULL && cost->value >= s->best_cost)
		return;
	s->best = values;
	s->best_cost = cost->value;
	s->best_is_sure = level->has_interval && level->low >= share;
}

static void
add_point(struct sweep *s, const struct tally *t, struct value *values)
{
	struct value *v = value_add_map(s->points), *map;
	struct estimate level = { .by = "none" }, cost = { .by = "none" };
	size_t count;
	const struct figure *f = figure_all(&count);

	value_set(v, "values", values);
	value_set_int(v, "contacts", t->sums.contacts);
	map = value_set_map(v, "figures");
	for (size_t k = 0; k < sizeof(shown) / sizeof(shown[0]); k++)
		for (size_t i = 0; i < count; i++) {
			struct estimate x;
			struct value *one;

			if (!text_is(f[i].name, shown[k]))
				continue;
			tally_estimate(t, i, &x);
			if (text_is(shown[k], "service_level"))
				level = x;
			if (text_is(shown[k], "cost_per_contact"))
				cost = x;
			one = value_set_map(map, shown[k]);
			value_set_text(one, "title", f[i].title + strspn(f[i].title, " "));
			value_set_text(one, "unit", f[i].unit);
			value_set_real_or_null(one, "value", x.has_value, x.value);
			value_set_real_or_null(one, "low", x.has_interval, x.low);
			value_set_real_or_null(one, "high", x.has_interval, x.high);
			if (!x.has_interval)
				value_set_text(one, "why",
				    x.why != NULL ? x.why : "there is none of what it is over");
		}
	value_set_text(v, "keeps_level", keeps_level(&level, t->simulation->level_share));
	look_at(s, &level, &cost, t->simulation->level_share, values);
}

static enum err
play_point(struct sweep *s, const size_t at[2], struct simulation *simulation, struct errinfo *e)
{
	const struct sweep_options *o = s->options;
	size_t n = o->change_count;
	struct change *changes = arena_alloc(s->arena, (n + 2) * sizeof(*changes));
	struct value *values = value_list(s->arena);
	struct days_options days = o->days;
	struct tally *t;
	enum err err;

	if (n > 0)
		memcpy(changes, o->changes, n * sizeof(*changes));
	for (size_t i = 0; i < o->axis_count; i++) {
		changes[n++] = (struct change){ o->axes[i].path, o->axes[i].values[at[i]] };
		value_add_text(values, o->axes[i].values[at[i]]);
	}
	if ((err = simulation_load(
		 s->arena, o->path, o->settings, changes, n, simulation, e)) != ERR_OK)
		return err;
	days.day.simulation = simulation;
	days.day.progress = follow;
	days.day.progress_context = s;
	days.replications = o->replications > 0 ? o->replications : simulation->replications;
	days.worst = 1;
	days.checkpoint = NULL;
	if ((err = days_run(&days, &t, e)) != ERR_OK)
		return err;
	tally_close(t);
	add_point(s, t, values);
	tally_free(&t);
	s->done++;
	return ERR_OK;
}

static void
set_head(struct sweep *s, const struct simulation *first, struct value *out)
{
	const struct sweep_options *o = s->options;
	struct value *list, *level;

	value_set_text(out, "kind", "sweep");
	value_set_text(out, "simulation", first->name);
	value_set_text(out, "title", first->title);
	value_set_text(out, "seed", arena_printf(s->arena, "%" PRIu64, o->days.day.seed));
	value_set_int(out, "replications",
	    o->replications > 0 ? o->replications : first->replications);
	level = value_set_map(out, "level");
	value_set_real(level, "share", first->level_share);
	value_set_int(level, "within_ms", first->level_within_ms);
	list = value_set_list(out, "axes");
	for (size_t i = 0; i < o->axis_count; i++) {
		struct value *v = value_add_map(list), *values;

		value_set_text(v, "path", o->axes[i].path);
		values = value_set_list(v, "values");
		for (size_t k = 0; k < o->axes[i].count; k++)
			value_add_text(values, o->axes[i].values[k]);
	}
}

static enum err
check(const struct sweep_options *o, size_t *count, struct errinfo *e)
{
	if (o->axis_count < 1 || o->axis_count > 2)
		return err_set(e, ERR_USAGE, "a sweep goes over one value or two");
	*count = o->axes[0].count * (o->axis_count > 1 ? o->axes[1].count : 1);
	if (*count > SWEEP_POINTS_MOST)
		return err_set(e, ERR_LIMIT, "that makes %zu points; %d are the most", *count,
		    SWEEP_POINTS_MOST);
	return ERR_OK;
}

enum err
sweep_run(
    const struct sweep_options *o, struct arena *a, struct value **result, struct errinfo *e)
{
	struct sweep s = { .options = o, .arena = a };
	struct simulation simulation, first = { 0 };
	struct value *out = value_map(a), *best;
	size_t seconds = o->axis_count > 1 ? o->axes[1].count : 1;
	enum err err = check(o, &s.count, e);

	s.points = value_list(a);
	for (size_t i = 0; err == ERR_OK && i < s.count; i++) {
		const size_t at[2] = { i / seconds, i % seconds };

		err = play_point(&s, at, &simulation, e);
		if (i == 0)
			first = simulation;
	}
	if (err != ERR_OK)
		return err;
	set_head(&s, &first, out);
	value_set(out, "points", s.points);
	if (s.best == NULL) {
		value_set(out, "best", value_null(a));
	} else {
		best = value_set_map(out, "best");
		value_set(best, "values", s.best);
		value_set_real(best, "cost", s.best_cost);
		value_set_bool(best, "sure", s.best_is_sure);
	}
	*result = out;
	return ERR_OK;
}
