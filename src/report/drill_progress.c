/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many sessions, in lines and as a page.
 */
#include <string.h>

#include "drill.h"
#include "figures.h"
#include "floorwalker/report/report.h"
#include "lines.h"
#include "page.h"

#define TITLE_CELLS 28
#define LATEST 6			/* sessions whose scores stand in a line */
#define INDENT 4

/* ---- lines */

static void
add_session(struct str *out, const struct value *s, size_t number, const struct zone *zone)
{
	struct str line;

	str_init(&line);
	str_addf(&line, "%zu. %s", number, value_get_text(s, "session"));
	if (zone != NULL) {
		str_add(&line, ", ");
		drill_day(&line, zone, s);
	}
	str_add(&line, ": ");
	drill_score(&line, s, "score");
	str_addf(&line, " of 100, %lld conversation%s%s",
	    (long long)value_get_int(s, "conversations", 0),
	    value_get_int(s, "conversations", 0) == 1 ? "" : "s",
	    value_kind(value_get(s, "passed")) != VALUE_BOOL ? ""
		: value_get_bool(s, "passed", false)	       ? ", passed"
							       : ", not passed");
	if (value_get_text(s, "branch_of")[0] != '\0')
		str_addf(&line, ", a branch of %s", value_get_text(s, "branch_of"));
	if (value_get_int(s, "hints_taken", 0) > 0)
		str_addf(&line, ", hints taken: %lld", (long long)value_get_int(s, "hints_taken", 0));
	drill_wrap(out, "  - ", line.data, INDENT);
	str_clear(&line);
}

/* "  Tone    50  70  -  80   from first to last +30" */
static void
add_course(struct str *out, const char *title, const struct value *v)
{
	const struct value *scores = value_get(v, "scores");
	size_t count = value_count(scores), from = count > LATEST ? count - LATEST : 0;
	struct str part;

	str_init(&part);
	str_add(out, "  ");
	lines_left(out, title, TITLE_CELLS);
	for (size_t i = from; i < count; i++) {
		if (value_is_null(value_at(scores, i)))
			str_add_char(&part, '-');
		else
			figures_fixed(&part, value_as_real(value_at(scores, i), 0), 0);
		lines_right(out, &part, 5);
	}
	str_add(&part, "change ");
	drill_change(&part, v, "change");
	lines_right(out, &part, 14);
	str_add_char(out, '\n');
	str_clear(&part);
}

static void
add_lessons(struct str *out, const struct value *p)
{
	const struct value *list = value_get(p, "lessons");

	if (value_count(list) == 0)
		return;
	drill_heading(out, "Lessons");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i), *met = value_get(v, "met");

		drill_wrapf(out, "  - ", INDENT, "%s Met in %lld of %lld sessions that had an occasion%s.",
		    value_get_text(v, "text"), (long long)value_get_int(v, "times", 0),
		    (long long)value_get_int(v, "tried", 0),
		    value_count(met) == 0 || value_kind(value_at(met, value_count(met) - 1)) != VALUE_BOOL
			? ""
			: value_as_bool(value_at(met, value_count(met) - 1), false)
			? ", the last of them too"
			: ", not in the last");
	}
}

void
drill_progress_lines(const struct value *progress, const struct zone *zone, struct str *out)
{
	const struct value *sessions = value_get(progress, "sessions"),
			   *criteria = value_get(progress, "criteria"),
			   *notes = value_get(progress, "notes");
	size_t count = value_count(sessions);

	drill_heading(out, "Progress, session by session");
	for (size_t i = 0; i < count; i++)
		add_session(out, value_at(sessions, i), i + 1, zone);
	str_addf(out, "\nScores of the last %zu; change from the first to the last of all\n",
	    count > LATEST ? (size_t)LATEST : count);
	add_course(out, "The whole", value_get(progress, "whole"));
	for (size_t i = 0; i < value_count(criteria); i++)
		add_course(out, value_get_text(value_at(criteria, i), "title"), value_at(criteria, i));
	add_lessons(out, progress);
	if (value_count(notes) > 0)
		drill_heading(out, "To be read with the progress");
	for (size_t i = 0; i < value_count(notes); i++)
		drill_wrap(out, "  - ", value_as_text(value_at(notes, i), ""), INDENT);
}

void
report_drill_progress_text(const struct value *progress, const struct zone *zone, struct str *out)
{
	drill_wrap(out, "", value_get_text(progress, "trainee"), 0);
	drill_progress_lines(progress, zone, out);
}

void
report_drill_progress_json(const struct value *progress, struct str *out)
{
	value_print_pretty(out, progress);
	str_add_char(out, '\n');
}

/* ---- a page */

static void
add_row(struct str *out, const struct value *p, size_t at, const struct zone *zone)
{
	const struct value *s = value_at(value_get(p, "sessions"), at),
			   *criteria = value_get(p, "criteria");
	struct str name;

	str_init(&name);
	str_addf(&name, "%zu. %s ", at + 1, value_get_text(s, "session"));
	drill_day(&name, zone, s);
	str_add(out, "<tr>");
	cell_text(out, name.data);
	str_add(out, "<td class=\"n\">");
	drill_score(out, s, "score");
	str_add(out, "</td>");
	for (size_t c = 0; c < value_count(criteria); c++) {
		const struct value *score =
		    value_at(value_get(value_at(criteria, c), "scores"), at);

		str_add(out, "<td class=\"n\">");
		if (value_is_null(score))
			str_add(out, "–");
		else
			figures_fixed(out, value_as_real(score, 0), 0);
		str_add(out, "</td>");
	}
	str_add(out, "</tr>\n");
	str_clear(&name);
}

static void
add_table(struct str *out, const struct value *p, const struct zone *zone)
{
	const struct value *criteria = value_get(p, "criteria");

	str_add(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Scores by session\">\n<table>\n<thead>\n<tr><th scope=\"col\">session</th><th scope=\"col\" class=\"n\">whole</th>");
	for (size_t i = 0; i < value_count(criteria); i++) {
		str_add(out, "<th scope=\"col\" class=\"n\">");
		page_text(out, value_get_text(value_at(criteria, i), "title"));
		str_add(out, "</th>");
	}
	str_add(out, "</tr>\n</thead>\n<tbody>\n");
	for (size_t i = 0; i < value_count(value_get(p, "sessions")); i++)
		add_row(out, p, i, zone);
	str_add(out, "</tbody>\n</table>\n</div>\n");
}

static void
add_page_lessons(struct str *out, const struct value *p)
{
	const struct value *list = value_get(p, "lessons");

	if (value_count(list) == 0)
		return;
	str_add(out, "<h3>Lessons</h3>\n<ul>\n");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		str_add(out, "<li>");
		page_text(out, value_get_text(v, "text"));
		str_addf(out, "<small>met in %lld of %lld sessions that had an occasion</small></li>\n",
		    (long long)value_get_int(v, "times", 0), (long long)value_get_int(v, "tried", 0));
	}
	str_add(out, "</ul>\n");
}

void
drill_progress_figures(const struct value *progress, const struct zone *zone, struct str *out)
{
	str_add(out, "<section id=\"progress\">\n<h2>Progress, session by session</h2>\n");
	drill_page_notes(progress, out);
	drill_progress_charts(progress, out);
	add_table(out, progress, zone);
	add_page_lessons(out, progress);
	str_add(out, "</section>\n");
}

void
report_drill_progress_html(const struct value *progress, const struct zone *zone, struct str *out)
{
	const char *trainee = value_get_text(progress, "trainee");

	page_head(out, trainee[0] != '\0' ? trainee : "Progress");
	str_add(out, "<header>\n<h1>");
	page_text(out, trainee[0] != '\0' ? trainee : "Progress");
	str_add(out, "</h1>\n</header>\n<main>\n");
	drill_progress_figures(progress, zone, out);
	drill_page_end(out);
}
