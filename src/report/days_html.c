/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures.h"
#include "floorwalker/report/report.h"
#include "page.h"

static void
add_line(struct str *out, const struct value *result)
{
	int64_t replications = value_get_int(result, "replications", 0),
		days = value_get_int(result, "days", 0),
		warm_up = value_get_int(result, "warm_up_ms", 0);

	str_add(out, "<p class=\"quiet\">");
	figures_count(out, value_get_int(result, "contacts", 0));
	str_addf(out, " contacts in %lld replication%s of %lld day%s", (long long)replications,
	    replications == 1 ? "" : "s", (long long)days, days == 1 ? "" : "s");
	if (warm_up > 0) {
		str_add(out, ", after a warm-up of ");
		figures_duration(out, (double)warm_up);
		str_add(out, " that does not count");
	}
	str_add(out, "; world ");
	page_text(out, value_get_text(result, "world"));
	str_add(out, ", backend ");
	page_text(out, value_get_text(result, "backend"));
	str_add(out, ", seed ");
	page_text(out, value_get_text(result, "seed"));
	str_add(out, ". Shoppers are synthetic.</p>\n");
}

static void
add_links(struct str *out)
{
	static const char *const links[][2] = { { "load-section", "Load" },
		{ "waiting-section", "Waiting" }, { "ai-section", "The AI" },
		{ "figures", "All figures" }, { "counts", "Reasons, rules, factors" },
		{ "worst", "The worst contacts" }, { "reproduce", "Again" } };

	str_add(out, "<nav aria-label=\"Sections\"><ul>\n");
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		str_addf(out, "<li><a href=\"#%s\">%s</a></li>\n", links[i][0], links[i][1]);
	str_add(out, "</ul></nav>\n");
}

static void
add_tile(struct str *out, const struct value *result, const char *name)
{
	const struct value *f = figures_find(result, name);
	const char *currency = value_get_text(result, "currency");

	if (f == NULL)
		return;
	str_add(out, "<li>");
	page_text(out, value_get_text(f, "title"));
	str_add(out, "<b>");
	if (figures_has(f, "value"))
		figures_value(
		    out, value_get_text(f, "unit"), value_get_real(f, "value", 0), currency);
	else
		str_add(out, "–");
	str_add(out, "</b><small>");
	if (figures_has(f, "low"))
		figures_interval(out, f, currency);
	else
		str_add(out, "no interval");
	str_add(out, "; n ");
	figures_count(out, value_get_int(f, "n", 0));
	str_add(out, "</small></li>\n");
}

static void
add_tiles(struct str *out, const struct value *result)
{
	static const char *const names[] = { "containment_confirmed", "containment_durable",
		"handed_off", "service_level", "asa", "abandonment", "occupancy", "fcr",
		"csat_proxy", "cost_per_contact", "breaches", "simulator_faults" };

	str_add(out, "<ul class=\"tiles\">\n");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		add_tile(out, result, names[i]);
	str_add(out, "</ul>\n");
}

/* Whether the level that was asked for is kept, as far as that can be told. */
static void
add_level(struct str *out, const struct value *result)
{
	const struct value *f = figures_find(result, "service_level");
	double asked = value_as_real(value_path(result, "level.share"), 0);

	if (f == NULL || !figures_has(f, "value"))
		return;
	str_add(out, "<p>Asked for: ");
	figures_percent(out, asked);
	str_add(out, " answered by a person within ");
	figures_duration(out, value_as_real(value_path(result, "level.within_ms"), 0));
	if (!figures_has(f, "low"))
		str_add(out, ". One run alone cannot tell whether that is kept.</p>\n");
	else if (value_get_real(f, "low", 0) >= asked)
		str_add(out, ". It is kept.</p>\n");
	else if (value_get_real(f, "high", 1) < asked)
		str_add(out, ". It is not kept.</p>\n");
	else
		str_add(out, ". The interval holds both: more replications would tell.</p>\n");
}

static void
add_sections(struct str *out, const struct value *result)
{
	str_add(out, "<section id=\"load-section\">\n<h2>Load</h2>\n");
	chart_load(out, result);
	chart_funnel(out, result);
	str_add(out, "</section>\n<section id=\"waiting-section\">\n<h2>Waiting and people</h2>\n");
	add_level(out, result);
	chart_waits(out, result);
	chart_timeline(out, result);
	chart_heat(out, result);
	str_add(out, "</section>\n<section id=\"ai-section\">\n<h2>The AI</h2>\n");
	chart_intents(out, result);
	chart_reliability(out, result);
	str_add(out, "</section>\n");
	page_figures(out, result);
	page_lists(out, result);
	page_worst(out, result);
	page_reproduce(out, result);
}

void
report_days_html(const struct value *result, struct str *out)
{
	const char *title = value_get_text(result, "title");

	if (title[0] == '\0')
		title = value_get_text(result, "simulation");
	if (title[0] == '\0')
		title = "Simulated days";
	page_head(out, title);
	str_add(out, "<header>\n<h1>");
	page_text(out, title);
	str_add(out, "</h1>\n");
	add_line(out, result);
	add_links(out);
	str_add(out, "</header>\n<main>\n");
	add_tiles(out, result);
	add_sections(out, result);
	str_add(out,
	    "</main>\n<footer class=\"quiet\">\n<p>Intervals are at 95 % and tell what chance alone leaves open, not whether synthetic shoppers are like real ones.</p>\n</footer>\n</body>\n</html>\n");
}
