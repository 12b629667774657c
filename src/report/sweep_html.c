/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A day over one or two of its values, as a page.
 */
#include "figures.h"
#include "floorwalker/report/report.h"
#include "page.h"
#include "sweep.h"

static const char *
title_of(const struct value *result)
{
	const char *title = value_get_text(result, "title");

	return title[0] != '\0' ? title : value_get_text(result, "simulation");
}

static void
add_head(struct str *out, const struct value *result)
{
	static const char *const links[][2] = { { "chosen", "The chosen point" },
		{ "charts", "Level and cost" }, { "points", "All points" },
		{ "reproduce", "Again" } };
	const struct value *axes = value_get(result, "axes");

	str_add(out, "<header>\n<h1>");
	page_text(out, title_of(result));
	str_add(out, "</h1>\n<p class=\"quiet\">A day over ");
	for (size_t i = 0; i < value_count(axes); i++) {
		str_add(out, i > 0 ? " and " : "");
		page_text(out, value_get_text(value_at(axes, i), "path"));
	}
	str_add(out, ": ");
	figures_count(out, (int64_t)value_count(value_get(result, "points")));
	str_addf(out, " points, %lld replication%s each with the same shoppers, seed ",
	    (long long)value_get_int(result, "replications", 0),
	    value_get_int(result, "replications", 0) == 1 ? "" : "s");
	page_text(out, value_get_text(result, "seed"));
	str_add(out, ". Shoppers are synthetic.</p>\n<nav aria-label=\"Sections\"><ul>\n");
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		str_addf(out, "<li><a href=\"#%s\">%s</a></li>\n", links[i][0], links[i][1]);
	str_add(out, "</ul></nav>\n</header>\n");
}

/* ---- the chosen point */

static const struct value *
best_of(const struct value *result)
{
	const struct value *points = value_get(result, "points");

	for (size_t i = 0; i < value_count(points); i++)
		if (sweep_is_best(result, value_at(points, i)))
			return value_at(points, i);
	return NULL;
}

static void
add_value_tiles(struct str *out, const struct value *result, const struct value *best)
{
	const struct value *axes = value_get(result, "axes"), *values = value_get(best, "values");

	for (size_t i = 0; i < value_count(axes); i++) {
		str_add(out, "<li>");
		page_text(out, sweep_name(value_at(axes, i)));
		str_add(out, "<b>");
		page_text(out, value_as_text(value_at(values, i), ""));
		str_add(out, "</b><small>");
		page_text(out, value_get_text(value_at(axes, i), "path"));
		str_add(out, "</small></li>\n");
	}
}

static void
add_figure_tile(struct str *out, const struct value *result, const struct value *f)
{
	const char *currency = value_get_text(result, "currency");

	if (!figures_has(f, "value"))
		return;
	str_add(out, "<li>");
	page_text(out, value_get_text(f, "title"));
	str_add(out, "<b>");
	figures_value(out, value_get_text(f, "unit"), value_get_real(f, "value", 0), currency);
	str_add(out, "</b><small>");
	if (figures_has(f, "low"))
		figures_interval(out, f, currency);
	else {
		str_add(out, "no interval: ");
		page_text(out, value_get_text(f, "why"));
	}
	str_add(out, "</small></li>\n");
}

static void
add_chosen(struct str *out, const struct value *result)
{
	const struct value *best = best_of(result);
	struct str sure;

	str_add(out, "<section id=\"chosen\">\n<h2>The chosen point</h2>\n<p>Asked for: ");
	figures_percent(out, value_as_real(value_path(result, "level.share"), 0));
	str_add(out, " of those in a queue answered by a person within ");
	figures_duration(out, value_as_real(value_path(result, "level.within_ms"), 0));
	if (best == NULL) {
		str_add(out, ". No point reaches that.</p>\n</section>\n");
		return;
	}
	str_add(out,
	    ". Of the points whose service level reaches that, this one costs least a contact, with everybody paid who is there. ");
	str_init(&sure);
	sweep_surely(&sure, result);
	page_text(out, sure.data);
	str_clear(&sure);
	str_add(out, "</p>\n<ul class=\"tiles\">\n");
	add_value_tiles(out, result, best);
	add_figure_tile(out, result, sweep_figure(best, "service_level"));
	add_figure_tile(out, result, sweep_figure(best, "cost_per_contact"));
	str_add(out, "</ul>\n</section>\n");
}

/* ---- all points */

/* Where the page is narrow a row is a list, and each cell says its column. */
static void
add_head_of(struct str *out, const char *head)
{
	str_add(out, " data-head=\"");
	page_text(out, head);
	str_add(out, "\">");
}

static void
add_cell(struct str *out, const struct value *result, const struct value *f, const char *head)
{
	const char *currency = value_get_text(result, "currency");

	str_add(out, "<td class=\"n\"");
	add_head_of(out, head);
	if (figures_has(f, "value"))
		figures_value(out, value_get_text(f, "unit"), value_get_real(f, "value", 0), currency);
	else
		str_add(out, "–");
	if (figures_has(f, "low")) {
		str_add(out, "<small>");
		figures_interval(out, f, currency);
		str_add(out, "</small>");
	}
	str_add(out, "</td>");
}

static void
add_point(struct str *out, const struct value *result, const struct value *point)
{
	const struct value *values = value_get(point, "values"), *axes = value_get(result, "axes");
	bool is_best = sweep_is_best(result, point);

	str_add(out, is_best ? "<tr class=\"best\">" : "<tr>");
	for (size_t i = 0; i < value_count(values); i++) {
		str_add(out, "<th scope=\"row\"");
		add_head_of(out, sweep_name(value_at(axes, i)));
		str_add(out, is_best ? "<strong>" : "");
		page_text(out, value_as_text(value_at(values, i), ""));
		str_addf(out, "%s%s</th>", is_best ? "</strong>" : "",
		    is_best && i == 0 ? "<small>chosen</small>" : "");
	}
	str_add(out, "<td");
	add_head_of(out, "kept");
	page_text(out, value_get_text(point, "keeps_level"));
	str_add(out, "</td><td class=\"n\"");
	add_head_of(out, "contacts");
	figures_count(out, value_get_int(point, "contacts", 0));
	str_add(out, "</td>");
	for (const struct sweep_column *c = sweep_columns; c->name != NULL; c++)
		add_cell(out, result, sweep_figure(point, c->name), c->head);
	str_add(out, "</tr>\n");
}

static void
add_points(struct str *out, const struct value *result)
{
	const struct value *axes = value_get(result, "axes"), *points = value_get(result, "points");

	str_add(out, "<section id=\"points\">\n<h2>All points</h2>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"All points\">\n<table class=\"points\">\n<thead><tr>");
	for (size_t i = 0; i < value_count(axes); i++) {
		str_add(out, "<th scope=\"col\">");
		page_text(out, sweep_name(value_at(axes, i)));
		str_add(out, "</th>");
	}
	str_add(out, "<th scope=\"col\">kept</th><th scope=\"col\" class=\"n\">contacts</th>");
	for (const struct sweep_column *c = sweep_columns; c->name != NULL; c++)
		str_addf(out, "<th scope=\"col\" class=\"n\">%s</th>", c->head);
	str_add(out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < value_count(points); i++)
		add_point(out, result, value_at(points, i));
	str_add(out,
	    "</tbody>\n</table>\n</div>\n<p class=\"quiet\">Small: 95 % intervals. Kept: whether the service level is, by its whole interval; open: that can't be told yet. In time: of those in a queue answered within the promise; answered in: average speed of answer; left: the queue before an answer; busy: occupancy.</p>\n</section>\n");
}

void
report_sweep_html(const struct value *result, struct str *out)
{
	page_head(out, title_of(result)[0] == '\0' ? "A sweep" : title_of(result));
	add_head(out, result);
	str_add(out, "<main>\n");
	add_chosen(out, result);
	str_add(out, "<section id=\"charts\">\n<h2>Service level and cost</h2>\n");
	chart_sweep(out, result);
	str_add(out, "</section>\n");
	add_points(out, result);
	page_reproduce(out, result);
	str_add(out,
	    "</main>\n<footer class=\"quiet\">\n<p>Intervals are at 95 % and tell what chance alone leaves open, not whether synthetic shoppers are like real ones.</p>\n</footer>\n</body>\n</html>\n");
}
