/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two who were drilled on the same shoppers, as a page.
 */
#include "drill.h"
#include "floorwalker/report/report.h"
#include "page.h"

static const struct value *
side(const struct value *comparison, size_t i)
{
	return value_at(value_get(comparison, "sides"), i);
}

static void
add_head(struct str *out, const struct value *c)
{
	str_add(out, "<ul class=\"tiles\">\n");
	for (size_t i = 0; i < 2; i++) {
		str_add(out, "<li>");
		page_text(out, value_get_text(side(c, i), "trainee"));
		str_add(out, "<b>");
		drill_score(out, side(c, i), "score");
		str_addf(out, "</b><small>of 100; %lld conversations; session ",
		    (long long)value_get_int(side(c, i), "conversations", 0));
		page_text(out, value_get_text(side(c, i), "session"));
		str_add(out, "</small></li>\n");
	}
	str_add(out, "<li>Difference<b>");
	drill_change(out, c, "difference");
	str_addf(out, "</b><small>%lld conversations of both; seed ",
	    (long long)value_get_int(c, "both", 0));
	page_text(out, value_get_text(c, "seed"));
	str_add(out, "</small></li>\n</ul>\n");
}

static void
begin_table(struct str *out, const struct value *c, const char *title, const char *id,
    const char *first)
{
	str_addf(out, "<section id=\"%s\">\n<h2>%s</h2>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n<table>\n<thead>\n<tr><th scope=\"col\">%s</th>",
	    id, title, title, first);
	for (size_t i = 0; i < 2; i++) {
		str_add(out, "<th scope=\"col\" class=\"n\">");
		page_text(out, value_get_text(side(c, i), "trainee"));
		str_add(out, "</th>");
	}
	str_add(out, "<th scope=\"col\" class=\"n\">difference</th></tr>\n</thead>\n<tbody>\n");
}

static void
end_table(struct str *out)
{
	str_add(out, "</tbody>\n</table>\n</div>\n</section>\n");
}

static void
add_difference(struct str *out, const struct value *row)
{
	str_add(out, "<td class=\"n\">");
	drill_change(out, row, "difference");
	str_add(out, "</td></tr>\n");
}

static void
add_criteria(struct str *out, const struct value *c)
{
	static const char *const keys[] = { "one", "other" };
	const struct value *list = value_get(c, "criteria");

	begin_table(out, c, "Criteria", "criteria", "criterion");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *row = value_at(list, i);

		str_add(out, "<tr>");
		cell_text(out, value_get_text(row, "title"));
		for (size_t k = 0; k < 2; k++) {
			const struct value *v = value_get(row, keys[k]);

			str_add(out, "<td class=\"n\">");
			drill_score(out, v, "score");
			str_addf(out, "<small>n %lld%s</small></td>",
			    (long long)value_get_int(v, "occasions", 0),
			    value_get_bool(v, "few", false) ? ", few" : "");
		}
		add_difference(out, row);
	}
	end_table(out);
}

static void
add_lessons(struct str *out, const struct value *c)
{
	static const char *const keys[] = { "one", "other" };
	const struct value *list = value_get(c, "lessons");

	if (value_count(list) == 0)
		return;
	begin_table(out, c, "What was to be learnt", "lessons", "lesson");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *row = value_at(list, i);

		str_add(out, "<tr>");
		cell_text(out, value_get_text(row, "text"));
		for (size_t k = 0; k < 2; k++)
			str_addf(out, "<td class=\"n\">%s</td>",
			    drill_met(value_get(value_get(row, keys[k]), "met")));
		add_difference(out, row);
	}
	end_table(out);
}

static void
add_conversations(struct str *out, const struct value *c)
{
	static const char *const keys[] = { "one", "other" };
	const struct value *list = value_get(c, "conversations");
	struct str at;

	str_init(&at);
	begin_table(out, c, "Conversations", "conversations", "who came");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *row = value_at(list, i);

		str_reset(&at);
		drill_clock(&at, value_get_int(row, "came_ms", 0));
		str_addf(&at, " %s, %s", value_get_text(row, "scenario"),
		    value_get_text(row, "persona"));
		str_add(out, "<tr>");
		cell_text(out, at.data);
		for (size_t k = 0; k < 2; k++) {
			const struct value *v = value_get(row, keys[k]);

			str_add(out, "<td class=\"n\">");
			if (value_kind(v) != VALUE_MAP) {
				str_add(out, "not theirs</td>");
				continue;
			}
			drill_score(out, v, "score");
			str_addf(out, "<small>C-%lld</small></td>",
			    (long long)value_get_int(v, "conversation", 0));
		}
		add_difference(out, row);
	}
	end_table(out);
	str_clear(&at);
}

void
report_debrief_comparison_html(const struct value *comparison, struct str *out)
{
	const char *title = value_get_text(comparison, "title");

	page_head(out, title[0] != '\0' ? title : "A comparison");
	str_add(out, "<header>\n<h1>");
	page_text(out, title[0] != '\0' ? title : "A comparison");
	str_add(out, "</h1>\n<p class=\"quiet\">The same drill with the same seed, by two. Shoppers are synthetic.</p>\n</header>\n<main>\n");
	add_head(out, comparison);
	drill_page_notes(comparison, out);
	add_criteria(out, comparison);
	add_lessons(out, comparison);
	add_conversations(out, comparison);
	drill_page_end(out);
}
