/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two ways of running a day beside each other, as a page.
 */
#include "comparison.h"
#include "figures.h"
#include "floorwalker/report/report.h"
#include "page.h"

static const char *const keys[] = { "a", "b" };
static const char *const letters[] = { "A", "B" };

static void
add_head(struct str *out, const struct value *result)
{
	static const char *const links[][2] = { { "how", "What was compared" },
		{ "forest", "Differences" }, { "figures", "All figures" }, { "reproduce", "Again" } };

	str_add(out, "<header>\n<h1>");
	page_text(out, value_get_text(value_get(result, "a"), "label"));
	str_add(out, " <span class=\"quiet\">against</span> ");
	page_text(out, value_get_text(value_get(result, "b"), "label"));
	str_add(out, "</h1>\n<p class=\"quiet\">Two ways of running a day, with ");
	comparison_arrivals(out, result);
	str_addf(out, "; %lld of at most %lld replications, seed ",
	    (long long)value_get_int(result, "replications", 0),
	    (long long)value_get_int(result, "most", 0));
	page_text(out, value_get_text(result, "seed"));
	str_add(out, ". Shoppers are synthetic.</p>\n<nav aria-label=\"Sections\"><ul>\n");
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		str_addf(out, "<li><a href=\"#%s\">%s</a></li>\n", links[i][0], links[i][1]);
	str_add(out, "</ul></nav>\n</header>\n");
}

/* ---- the figure that decides */

static void
add_value_of(struct str *out, const struct value *v, const char *key, const char *currency)
{
	if (figures_has(v, key))
		figures_value(
		    out, value_get_text(v, "unit"), value_get_real(v, key, 0), currency);
	else
		str_add(out, "–");
}

static void
add_side_tile(struct str *out, const struct value *result, int side)
{
	const struct value *d = value_get(result, "decides");

	str_addf(out, "<li>%s: ", letters[side]);
	page_text(out, value_get_text(d, "title"));
	str_add(out, "<b>");
	add_value_of(out, d, keys[side], value_get_text(result, "currency"));
	str_add(out, "</b><small>");
	figures_count(out, value_get_int(value_get(result, keys[side]), "contacts", 0));
	str_add(out, " contacts</small></li>\n");
}

static void
add_tiles(struct str *out, const struct value *result)
{
	const struct value *d = value_get(result, "decides");
	const char *currency = value_get_text(result, "currency"),
		   *verdict = value_get_text(d, "verdict");

	str_add(out, "<ul class=\"tiles\">\n");
	add_side_tile(out, result, 0);
	add_side_tile(out, result, 1);
	str_add(out, "<li>B − A, paired<b>");
	if (figures_has(d, "difference"))
		comparison_change(
		    out, value_get_text(d, "unit"), value_get_real(d, "difference", 0), currency);
	else
		str_add(out, "–");
	str_add(out, "</b><small>");
	if (figures_has(d, "low"))
		comparison_interval(out, d, currency);
	else {
		str_add(out, "no interval: ");
		page_text(out, value_get_text(d, "why"));
	}
	str_add(out, "; n ");
	figures_count(out, value_get_int(d, "n", 0));
	str_addf(out, "</small></li>\n<li>Verdict<b>%s</b><small>",
	    text_is(verdict, "above")	? "B is higher"
		: text_is(verdict, "below") ? "B is lower"
		: text_is(verdict, "same")	? "the same"
					: "open");
	comparison_verdict(out, d);
	str_add(out, "</small></li>\n</ul>\n");
}

static void
add_sides(struct str *out, const struct value *result)
{
	static const char *const heads[] = { "label", "simulation", "title" };

	str_add(out, "<table>\n<thead><tr><th scope=\"col\">side</th><th scope=\"col\">asked for</th><th scope=\"col\">simulation</th><th scope=\"col\">title</th><th scope=\"col\" class=\"n\">contacts</th></tr></thead>\n<tbody>\n");
	for (int side = 0; side < 2; side++) {
		const struct value *v = value_get(result, keys[side]);

		str_add(out, "<tr>");
		cell_text(out, letters[side]);
		for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
			str_add(out, "<td class=\"long\">");
			page_text(out, value_get_text(v, heads[i]));
			str_add(out, "</td>");
		}
		cell_count(out, value_get_int(v, "contacts", 0));
		str_add(out, "</tr>\n");
	}
	str_add(out, "</tbody>\n</table>\n");
}

/* When it stopped, and why. */
static void
add_stop(struct str *out, const struct value *result)
{
	const struct value *d = value_get(result, "decides");
	int64_t played = value_get_int(result, "replications", 0),
		most = value_get_int(result, "most", 0);

	str_addf(out, "<p>It was looked at after each of %lld replications. ", (long long)played);
	if (played < most)
		str_addf(out, "It stopped before the %lld that were asked for, because that look decided. ",
		    (long long)most);
	else
		str_add(out, "All that were asked for were played. ");
	if (comparison_sameness(out, d))
		str_add_char(out, ' ');
	comparison_verdict(out, d);
	str_add(out, "</p>\n");
}

static void
add_how(struct str *out, const struct value *result)
{
	const struct value *d = value_get(result, "decides"), *v = value_get(result, "visitors");
	const char *currency = value_get_text(result, "currency");
	bool by_visitor = text_is(value_get_text(d, "by"), "visitor");

	str_add(out, "<section id=\"how\">\n<h2>What was compared, and how</h2>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"The sides\">\n");
	add_sides(out, result);
	str_add(out, "</div>\n<p>One figure decides: <strong>");
	page_text(out, value_get_text(d, "title"));
	str_addf(out, "</strong>, paired by %s, over ", by_visitor ? "visitor" : "replication");
	figures_count(out, value_get_int(d, "n", 0));
	str_add(out, " differences. The rule, stated before the run: ");
	page_text(out, value_get_text(d, "rule"));
	if (value_get_real(d, "margin", 0) > 0) {
		str_add(out, "; a difference up to ");
		comparison_change(
		    out, value_get_text(d, "unit"), value_get_real(d, "margin", 0), currency);
		str_add(out, " doesn't matter");
	}
	str_add(out, ".</p>\n");
	add_stop(out, result);
	if (by_visitor) {
		str_add(out, "<p>Alike for ");
		figures_count(out, value_get_int(v, "alike", 0));
		str_add(out, " visitors, higher with A for ");
		figures_count(out, value_get_int(v, "more_a", 0));
		str_add(out, ", with B for ");
		figures_count(out, value_get_int(v, "more_b", 0));
		str_add(out, ".</p>\n");
	}
	str_add(out, "</section>\n");
}

/* ---- all figures */

/* Replications, as of the others; by visitor also how many of these. */
static void
add_more_of_deciding(struct str *out, const struct value *d)
{
	if (!figures_has(d, "more") || value_get_int(d, "more", 0) == 0) {
		str_add(out, figures_has(d, "more") ? "decided" : "–");
		return;
	}
	figures_count(out, value_get_int(d, "more_replications", value_get_int(d, "more", 0)));
	if (!text_is(value_get_text(d, "by"), "visitor"))
		return;
	str_add(out, "<small>");
	figures_count(out, value_get_int(d, "more", 0));
	str_add(out, " visitors</small>");
}

static void
add_more(struct str *out, const struct value *f, const struct value *d)
{
	bool decides = text_is(value_get_text(f, "name"), value_get_text(d, "figure"));

	str_add(out, "<td class=\"n\">");
	if (decides) {
		add_more_of_deciding(out, d);
	} else if (!figures_has(f, "more"))
		str_add(out, "–");
	else if (value_get_int(f, "more", 0) == 0)
		str_add(out, "none");
	else
		figures_count(out, value_get_int(f, "more", 0));
	str_add(out, "</td>");
}

static void
add_figure(struct str *out, const struct value *result, const struct value *f)
{
	const char *currency = value_get_text(result, "currency"), *by = value_get_text(f, "by");
	const struct value *d = value_get(result, "decides");

	str_addf(out, "<tr><th scope=\"row\"%s>",
	    value_get_bool(f, "part", false) ? " class=\"part\"" : "");
	page_text(out, value_get_text(f, "title"));
	if (text_is(value_get_text(f, "name"), value_get_text(d, "figure")))
		str_add(out, "<small>decides</small>");
	str_add(out, "</th>");
	for (int side = 0; side < 2; side++) {
		str_add(out, "<td class=\"n\">");
		add_value_of(out, f, keys[side], currency);
		str_add(out, "</td>");
	}
	str_add(out, comparison_differs(f) ? "<td class=\"n\"><strong>" : "<td class=\"n\">");
	if (figures_has(f, "difference"))
		comparison_change(
		    out, value_get_text(f, "unit"), value_get_real(f, "difference", 0), currency);
	else
		str_add(out, "–");
	str_add(out, comparison_differs(f) ? "</strong></td><td class=\"interval\">"
					   : "</td><td class=\"interval\">");
	if (figures_has(f, "low"))
		comparison_interval(out, f, currency);
	else {
		str_add(out, "none<small>");
		page_text(out, value_get_text(f, "why"));
		str_add(out, "</small>");
	}
	if (text_is(by, "visitor") || text_is(by, "replication"))
		str_addf(out, "<small>by %s</small>", by);
	str_add(out, "</td>");
	cell_count(out, value_get_int(f, "n", 0));
	add_more(out, f, d);
	str_add(out, "</tr>\n");
}

static void
add_group(struct str *out, const struct value *result, const struct figure_group *g)
{
	const struct value *list = value_get(result, "figures");
	bool is_open = false;

	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *f = value_at(list, i);

		if (!text_is(value_get_text(f, "group"), g->name))
			continue;
		if (!is_open)
			str_addf(out,
			    "<h3 id=\"figures-%s\">%s</h3>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n<table class=\"figures\">\n<thead><tr><th scope=\"col\">figure</th><th scope=\"col\" class=\"n\">A</th><th scope=\"col\" class=\"n\">B</th><th scope=\"col\" class=\"n\">B − A</th><th scope=\"col\">95 %% interval</th><th scope=\"col\" class=\"n\">n</th><th scope=\"col\" class=\"n\">more runs</th></tr></thead>\n<tbody>\n",
			    g->name, g->title, g->title);
		is_open = true;
		add_figure(out, result, f);
	}
	if (is_open)
		str_add(out, "</tbody>\n</table>\n</div>\n");
}

void
report_comparison_html(const struct value *result, struct str *out)
{
	page_head(out, "Two ways of running a day");
	add_head(out, result);
	str_add(out, "<main>\n");
	add_tiles(out, result);
	add_how(out, result);
	str_add(out, "<section id=\"forest\">\n<h2>Paired differences</h2>\n");
	chart_differences(out, result);
	str_add(out, "</section>\n<section id=\"figures\">\n<h2>All figures</h2>\n");
	for (const struct figure_group *g = figure_groups; g->name != NULL; g++)
		add_group(out, result, g);
	str_add(out,
	    "<p class=\"quiet\">n counts the visitors or replications of which both sides have the figure. More runs: about so many more replications until the interval of that figure leaves 0 out, if all stays as it is; none where it does; of the figure that decides as many more as the rule would need. "
	    "These are many intervals, for one look each: of twenty that hold no difference one leaves 0 out by chance. Only the figure that decides was chosen before.</p>\n</section>\n");
	page_reproduce(out, result);
	str_add(out,
	    "</main>\n<footer class=\"quiet\">\n<p>Intervals are at 95 % and tell what chance alone leaves open, not whether synthetic shoppers are like real ones.</p>\n</footer>\n</body>\n</html>\n");
}
