/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A day over one or two of its values: a table, a chart of the service level in letters, and the point that
 * keeps it at the least cost.
 */
#include <math.h>
#include <string.h>

#include "figures.h"
#include "floorwalker/report/report.h"
#include "lines.h"
#include "sweep.h"

#define BAR 40
#define VALUE 10

const struct sweep_column sweep_columns[] = {
	{ "containment_confirmed", "contained", 11 },
	{ "service_level", "in time", 9 },
	{ "asa", "answered in", 13 },
	{ "abandonment", "left", 8 },
	{ "occupancy", "busy", 8 },
	{ "cost_per_contact", "a contact", 12 },
	{ NULL, NULL, 0 },
};

const char *
sweep_name(const struct value *axis)
{
	const char *path = value_get_text(axis, "path"), *at = path + strlen(path);

	for (int dots = 0; at > path; at--)
		if (at[-1] == '.' && ++dots == 2)
			break;
	return at;
}

static int
cells_of(const struct value *axis)
{
	int wide = (int)strlen(sweep_name(axis));

	return (wide < VALUE ? VALUE : wide) + 2;
}

static void
add_right(struct str *out, const char *text, int cells)
{
	struct str part;

	str_init(&part);
	(void)lines_cell(&part, text, cells);
	lines_right(out, &part, cells);
	str_clear(&part);
}

const struct value *
sweep_figure(const struct value *point, const char *name)
{
	return value_get(value_get(point, "figures"), name);
}

bool
sweep_is_best(const struct value *result, const struct value *point)
{
	const struct value *best = value_get(value_get(result, "best"), "values");

	return value_count(best) > 0 && value_is_equal(best, value_get(point, "values"));
}

void
sweep_surely(struct str *out, const struct value *result)
{
	const struct value *points = value_get(result, "points"), *level = NULL;

	for (size_t i = 0; i < value_count(points); i++)
		if (sweep_is_best(result, value_at(points, i)))
			level = sweep_figure(value_at(points, i), "service_level");
	if (value_get_bool(value_get(result, "best"), "sure", false))
		str_add(out, "Its whole interval reaches it.");
	else if (figures_has(level, "low"))
		str_add(out, "Its interval reaches below what is asked for, too: more replications would tell.");
	else
		str_addf(out, "Whether it keeps it is open, for its service level has no interval: %s.",
		    value_get_text(level, "why"));
}

static void
add_values(struct str *out, const struct value *result, const struct value *point)
{
	const struct value *axes = value_get(result, "axes"), *values = value_get(point, "values");

	for (size_t i = 0; i < value_count(values); i++)
		add_right(out, value_as_text(value_at(values, i), ""), cells_of(value_at(axes, i)));
}

static void
add_point(struct str *out, const struct value *result, const struct value *point)
{
	const char *keeps = value_get_text(point, "keeps_level");
	struct str part;

	str_init(&part);
	add_values(out, result, point);
	for (const struct sweep_column *c = sweep_columns; c->name != NULL; c++) {
		const struct value *f = sweep_figure(point, c->name);

		str_reset(&part);
		if (figures_has(f, "value"))
			figures_value(&part, value_get_text(f, "unit"),
			    value_get_real(f, "value", 0), value_get_text(result, "currency"));
		else
			str_add(&part, "-");
		lines_right(out, &part, c->cells);
	}
	str_addf(out, "  %s\n",
	    text_is(keeps, "yes") ? "yes" : text_is(keeps, "no") ? "no" : "open");
	str_clear(&part);
}

static void
add_heads(struct str *out, const struct value *result)
{
	const struct value *axes = value_get(result, "axes");

	for (size_t i = 0; i < value_count(axes); i++)
		add_right(out, sweep_name(value_at(axes, i)), cells_of(value_at(axes, i)));
	for (const struct sweep_column *c = sweep_columns; c->name != NULL; c++)
		add_right(out, c->head, c->cells);
	str_add(out, "  kept\n");
}

/* A bar for each point, the aim as a mark in it, the interval as a finer line behind. */
static void
add_bar(struct str *out, const struct value *f, double share)
{
	double x = value_get_real(f, "value", 0), high = value_get_real(f, "high", x);
	int full = (int)lround(x * BAR), most = (int)lround(high * BAR),
	    aim = (int)lround(share * BAR);

	for (int i = 0; i <= BAR; i++)
		str_add(out, i == aim ? "|" : i < full ? "#" : i < most ? "-" : " ");
}

static void
add_chart(struct str *out, const struct value *result)
{
	const struct value *points = value_get(result, "points");
	double share = value_get_real(value_get(result, "level"), "share", 0);

	str_add(out, "\nService level: # reached, - up to the interval's end, | what is aimed at\n");
	for (size_t i = 0; i < value_count(points); i++) {
		const struct value *f = sweep_figure(value_at(points, i), "service_level");

		add_values(out, result, value_at(points, i));
		str_add(out, "  ");
		if (figures_has(f, "value")) {
			add_bar(out, f, share);
			str_add_char(out, ' ');
			figures_percent(out, value_get_real(f, "value", 0));
		} else
			str_add(out, "nobody was put into a queue");
		str_add_char(out, '\n');
	}
}

static void
add_best(struct str *out, const struct value *result)
{
	const struct value *best = value_get(result, "best"), *axes = value_get(result, "axes"),
			   *values = value_get(best, "values");
	struct str sure;

	str_add_char(out, '\n');
	if (value_is_null(best)) {
		str_add(out, "No point keeps the service level.\n");
		return;
	}
	str_add(out, "Least cost that keeps it: ");
	for (size_t i = 0; i < value_count(values); i++)
		str_addf(out, "%s%s = %s", i > 0 ? ", " : "",
		    value_get_text(value_at(axes, i), "path"),
		    value_as_text(value_at(values, i), ""));
	str_add(out, ", at ");
	figures_value(out, "money", value_get_real(best, "cost", 0),
	    value_get_text(result, "currency"));
	str_add(out, " a contact\n");
	str_init(&sure);
	sweep_surely(&sure, result);
	lines_wrapped(out, "", sure.data, 2);
	str_clear(&sure);
}

void
report_sweep_text(const struct value *result, struct str *out)
{
	const struct value *level = value_get(result, "level"), *points = value_get(result, "points");

	str_addf(out, "%s, seed %s, %lld replication%s a point\nService level: ",
	    value_get_text(result, "title"), value_get_text(result, "seed"),
	    (long long)value_get_int(result, "replications", 0),
	    value_get_int(result, "replications", 0) == 1 ? "" : "s");
	figures_percent(out, value_get_real(level, "share", 0));
	str_add(out, " of those in a queue answered by a person within ");
	figures_duration(out, (double)value_get_int(level, "within_ms", 0));
	str_add(out, "\n\n");
	add_heads(out, result);
	for (size_t i = 0; i < value_count(points); i++)
		add_point(out, result, value_at(points, i));
	str_add(out, "kept: whether the service level is, by its whole interval; open: it can't be told yet\n");
	add_chart(out, result);
	add_best(out, result);
}
