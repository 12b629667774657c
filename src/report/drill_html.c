/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A drill's debrief as one page without outside links.
 */
#include "drill.h"
#include "figures.h"
#include "floorwalker/report/report.h"
#include "page.h"

/* ---- the head */

static void
add_line(struct str *out, const struct value *d, const struct zone *zone)
{
	struct str text;

	str_init(&text);
	str_addf(&text, "%s, session %s, seed %s", value_get_text(d, "trainee"),
	    value_get_text(d, "session"), value_get_text(d, "seed"));
	if (zone != NULL) {
		str_add(&text, ", ");
		drill_day(&text, zone, d);
	}
	str_add(&text, "; from ");
	drill_clock(&text, value_get_int(d, "from_ms", 0));
	if (value_get_text(d, "branch_of")[0] != '\0') {
		str_addf(&text, "; a branch of %s from ", value_get_text(d, "branch_of"));
		drill_clock(&text, value_get_int(d, "branched_ms", 0));
	}
	str_add(out, "<p class=\"quiet\">");
	page_text(out, text.data);
	str_add(out, ". Shoppers are synthetic.</p>\n");
	str_clear(&text);
}

static void
add_links(struct str *out, const struct value *d)
{
	static const char *const links[][2] = { { "criteria", "Criteria" },
		{ "lessons", "What was to be learnt" }, { "lost", "Points lost" },
		{ "won", "Points won" }, { "progress", "Progress" }, { "talks", "What was said" } };

	str_add(out, "<nav aria-label=\"Sections\"><ul>\n");
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		if ((!text_is(links[i][0], "progress") ||
			value_kind(value_get(d, "progress")) == VALUE_MAP) &&
		    (!text_is(links[i][0], "lessons") || value_count(value_get(d, "lessons")) > 0))
			str_addf(out, "<li><a href=\"#%s\">%s</a></li>\n", links[i][0], links[i][1]);
	str_add(out, "</ul></nav>\n");
}

static void
add_tile(struct str *out, const char *title, const struct value *v, const char *small)
{
	str_add(out, "<li>");
	page_text(out, title);
	str_add(out, "<b>");
	drill_score(out, v, "score");
	str_add(out, "</b><small>");
	page_text(out, small);
	str_add(out, "</small></li>\n");
}

static void
add_tiles(struct str *out, const struct value *d)
{
	const struct value *list = value_get(d, "criteria");
	struct str small;

	str_init(&small);
	str_add(&small, "of 100; ");
	drill_score(&small, d, "pass_at");
	str_add(&small, " passes: ");
	drill_verdict(&small, d);
	str_add(out, "<ul class=\"tiles\">\n");
	add_tile(out, "Score", d, small.data);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *c = value_at(list, i);

		str_reset(&small);
		if (value_get_int(c, "occasions", 0) == 0)
			str_add(&small, "no occasion");
		else
			str_addf(&small, "%lld occasion%s%s",
			    (long long)value_get_int(c, "occasions", 0),
			    value_get_int(c, "occasions", 0) == 1 ? "" : "s",
			    value_get_bool(c, "few", false) ? ": few" : "");
		add_tile(out, value_get_text(c, "title"), c, small.data);
	}
	str_add(out, "</ul>\n");
	str_clear(&small);
}

/* ---- criteria, lessons, notes */

static void
add_criterion(struct str *out, const struct value *c, const char *currency)
{
	struct str facts;

	str_init(&facts);
	drill_facts(&facts, c, currency);
	str_add(out, "<tr>");
	cell_text(out, value_get_text(c, "title"));
	str_add(out, "<td class=\"n\">");
	drill_score(out, c, "score");
	str_add(out, "</td><td class=\"n\">");
	drill_points(out, value_get_real(c, "won", 0));
	str_add(out, " of ");
	drill_points(out, value_get_real(c, "of", 0));
	str_add(out, "</td><td class=\"n\">");
	drill_points(out, value_get_real(c, "weight", 0));
	str_add(out, "</td>");
	cell_count(out, value_get_int(c, "occasions", 0));
	str_add(out, "<td>");
	page_text(out, facts.length > 0 ? facts.data : value_get_text(c, "none"));
	str_add(out, "</td></tr>\n");
	str_clear(&facts);
}

static void
add_criteria(struct str *out, const struct value *d)
{
	static const char *const heads[] = { "criterion", "score", "points won", "weight", "occasions",
		"made of" };
	const struct value *list = value_get(d, "criteria");

	str_add(out, "<section id=\"criteria\">\n<h2>Criteria</h2>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Criteria\">\n<table>\n<thead>\n<tr>");
	for (size_t i = 0; i < 6; i++)
		str_addf(out, "<th scope=\"col\"%s>%s</th>", i > 0 && i < 5 ? " class=\"n\"" : "", heads[i]);
	str_add(out, "</tr>\n</thead>\n<tbody>\n");
	for (size_t i = 0; i < value_count(list); i++)
		add_criterion(out, value_at(list, i), value_get_text(d, "currency"));
	str_add(out, "</tbody>\n</table>\n</div>\n");
	drill_page_notes(d, out);
	str_add(out, "</section>\n");
}

void
drill_page_notes(const struct value *map, struct str *out)
{
	const struct value *notes = value_get(map, "notes");

	if (value_count(notes) == 0)
		return;
	str_add(out, "<ul class=\"quiet\">\n");
	for (size_t i = 0; i < value_count(notes); i++) {
		str_add(out, "<li>");
		page_text(out, value_as_text(value_at(notes, i), ""));
		str_add(out, "</li>\n");
	}
	str_add(out, "</ul>\n");
}

void
drill_page_lessons(const struct value *list, struct str *out)
{
	str_add(out, "<ul>\n");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		str_addf(out, "<li><b>%s</b>: ", drill_met(value_get(v, "met")));
		page_text(out, value_get_text(v, "text"));
		str_add(out, "<small>");
		drill_score(out, v, "score");
		str_add(out, ", asked for ");
		drill_score(out, v, "at_least");
		str_addf(out, "; %lld occasion%s</small></li>\n",
		    (long long)value_get_int(v, "occasions", 0),
		    value_get_int(v, "occasions", 0) == 1 ? "" : "s");
	}
	str_add(out, "</ul>\n");
}

static void
add_lessons(struct str *out, const struct value *d)
{
	const struct value *list = value_get(d, "lessons");

	if (value_count(list) == 0)
		return;
	str_add(out, "<section id=\"lessons\">\n<h2>What was to be learnt</h2>\n");
	drill_page_lessons(list, out);
	str_add(out, "</section>\n");
}

/* ---- moments */

static void
add_link(struct str *out, const struct value *d, const struct value *m)
{
	int64_t talk = value_get_int(m, "talk", -1), line = value_get_int(m, "line", -1);

	if (talk < 0 || (uint64_t)talk >= value_count(value_get(d, "conversations")))
		return;
	str_addf(out, " <a href=\"#t%lld", (long long)talk);
	if (drill_line(d, m) != NULL)
		str_addf(out, "-l%lld", (long long)line);
	str_addf(out, "\">C-%lld</a>", (long long)value_get_int(m, "conversation", 0));
}

static void
add_moment(struct str *out, const struct value *d, const struct value *m, bool lost)
{
	const struct value *line = drill_line(d, m);
	struct str at;

	str_init(&at);
	drill_clock(&at, value_get_int(m, "at_ms", 0));
	str_addf(out, "<li%s><small><b>%s</b>,", lost ? " class=\"lost\"" : "", at.data);
	add_link(out, d, m);
	str_add(out, ", ");
	page_text(out, drill_title(d, value_get_text(m, "criterion")));
	str_add(out, lost ? ", lost " : ", won ");
	figures_fixed(out, value_get_real(m, lost ? "lost" : "won", 0), 1);
	str_add(out, lost ? " of the 100" : value_get_real(m, "won", 0) == 1 ? " point" : " points");
	str_add(out, value_get_bool(m, "played_again", false) ? ", before the branch</small>" : "</small>");
	page_text(out, value_get_text(m, "what"));
	str_add_char(out, '.');
	if (value_get_text(m, "why")[0] != '\0') {
		str_add_char(out, ' ');
		page_text(out, value_get_text(m, "why"));
	}
	if (lost && line != NULL) {
		str_add(out, "<q dir=\"auto\">");
		page_text(out, value_get_text(line, "text"));
		str_add(out, "</q>");
	}
	str_add(out, "</li>\n");
	str_clear(&at);
}

static void
add_moments(struct str *out, const struct value *d, bool lost)
{
	const struct value *list = value_get(d, "moments");
	size_t count = 0;

	str_addf(out, "<section id=\"%s\">\n<h2>Points %s, in order of time</h2>\n%s<ol class=\"moments\">\n",
	    lost ? "lost" : "won", lost ? "lost" : "won",
	    lost ? "" : "<details>\n<summary>All of them</summary>\n");
	for (size_t i = 0; i < value_count(list); i++)
		if (drill_is_lost(value_at(list, i)) == lost) {
			add_moment(out, d, value_at(list, i), lost);
			count++;
		}
	str_add(out, lost ? "</ol>\n" : "</ol>\n</details>\n");
	if (count == 0)
		str_add(out, "<p>None.</p>\n");
	str_add(out, "</section>\n");
}

void
drill_page_end(struct str *out)
{
	str_add(out,
	    "</main>\n<footer class=\"quiet\">\n<p>A score is about these shoppers and this session. Satisfaction is a proxy, no answer of anybody's.</p>\n</footer>\n</body>\n</html>\n");
}

void
report_debrief_html(const struct value *debrief, const struct zone *zone, struct str *out)
{
	const struct value *progress = value_get(debrief, "progress");
	const char *title = value_get_text(debrief, "title");

	page_head(out, title[0] != '\0' ? title : "A drill");
	str_add(out, "<header>\n<h1>");
	page_text(out, title[0] != '\0' ? title : "A drill");
	str_add(out, "</h1>\n");
	add_line(out, debrief, zone);
	add_links(out, debrief);
	str_add(out, "</header>\n<main>\n");
	add_tiles(out, debrief);
	add_criteria(out, debrief);
	add_lessons(out, debrief);
	add_moments(out, debrief, true);
	add_moments(out, debrief, false);
	if (value_kind(progress) == VALUE_MAP)
		drill_progress_figures(progress, zone, out);
	drill_page_talks(debrief, out);
	drill_page_end(out);
}
