/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The talks of a drill's page: each line with the moments that it made, and what another did beside it.
 */
#include "drill.h"
#include "figures.h"
#include "page.h"

static const char *
class_of(const struct value *line)
{
	const char *author = value_get_text(line, "author");

	return text_is(author, "shopper") ? "shopper"
	    : text_is(author, "ai")	  ? "ai"
	    : text_is(author, "agent")	  ? "agent"
					  : "other";
}

/* What was won or lost by a line, of the moments of its talk (talk -1: all are). */
static void
add_marks(struct str *out, const struct value *map, const struct value *moments, int64_t talk,
    int64_t line)
{
	for (size_t i = 0; i < value_count(moments); i++) {
		const struct value *m = value_at(moments, i);
		bool lost = drill_is_lost(m);

		if (value_get_int(m, "line", -1) != line ||
		    (talk >= 0 && value_get_int(m, "talk", -1) != talk))
			continue;
		str_addf(out, "<span class=\"mark\"><b>%s</b> ", lost ? "lost" : "won");
		page_text(out, drill_title(map, value_get_text(m, "criterion")));
		str_add(out, ": ");
		page_text(out, value_get_text(m, "what"));
		str_add(out, "</span>\n");
	}
}

/* id: of the lines, "t3"; NULL: they have none. */
static void
add_talk(struct str *out, const struct value *map, const struct value *lines,
    const struct value *moments, int64_t talk, const char *id)
{
	struct str at;

	str_init(&at);
	str_add(out, "<ol class=\"talk\">\n");
	for (size_t i = 0; i < value_count(lines); i++) {
		const struct value *line = value_at(lines, i);

		str_addf(out, "<li class=\"%s\"", class_of(line));
		if (id != NULL)
			str_addf(out, " id=\"%s-l%zu\"", id, i);
		str_add(out, "><small><b>");
		page_text(out, drill_author(line));
		str_reset(&at);
		drill_clock(&at, value_get_int(line, "at_ms", 0));
		str_addf(out, "</b>, %s</small><p dir=\"auto\">", at.data);
		page_text(out, value_get_text(line, "text"));
		str_add(out, "</p>\n");
		add_marks(out, map, moments, talk, (int64_t)i);
		str_add(out, "</li>\n");
	}
	str_add(out, "</ol>\n");
	str_clear(&at);
}

static void
add_side(struct str *out, const struct value *map, const struct value *v, const char *who,
    const struct value *moments, int64_t talk, const char *id)
{
	str_add(out, "<section>\n<h4>");
	page_text(out, who);
	str_add(out, ": ");
	drill_score(out, v, "score");
	str_add(out, " of 100");
	if (drill_has(v, "proxy")) {
		str_add(out, ", CSAT proxy ");
		figures_fixed(out, value_get_real(v, "proxy", 0), 1);
	}
	str_add(out, "</h4>\n");
	add_talk(out, map, value_get(v, "transcript"), moments, talk, id);
	str_add(out, "</section>\n");
}

static void
add_conversation(struct str *out, const struct value *debrief, size_t at)
{
	const struct value *v = value_at(value_get(debrief, "conversations"), at),
			   *beside = value_get(v, "beside");
	struct str id;

	str_init(&id);
	str_addf(&id, "t%zu", at);
	str_addf(out, "<details class=\"contact\" id=\"%s\" open>\n<summary>C-%lld: ", id.data,
	    (long long)value_get_int(v, "conversation", 0));
	page_text(out, value_get_text(v, "scenario"));
	str_add(out, ", ");
	page_text(out, value_get_text(v, "persona"));
	str_add(out, value_get_bool(v, "cut", false) ? ", not over when time was up</summary>\n"
						     : "</summary>\n");
	str_add(out, beside != NULL ? "<div class=\"beside\">\n" : "<div>\n");
	add_side(out, debrief, v, value_get_text(debrief, "trainee"), value_get(debrief, "moments"),
	    (int64_t)at, id.data);
	if (beside != NULL)
		add_side(out, debrief, beside, value_get_text(beside, "trainee"),
		    value_get(beside, "moments"), -1, NULL);
	str_add(out, "</div>\n</details>\n");
	str_clear(&id);
}

void
drill_page_talks(const struct value *debrief, struct str *out)
{
	size_t count = value_count(value_get(debrief, "conversations"));

	str_add(out, "<section id=\"talks\">\n<h2>What was said</h2>\n");
	if (count == 0)
		str_add(out, "<p>Nothing.</p>\n");
	for (size_t i = 0; i < count; i++)
		add_conversation(out, debrief, i);
	str_add(out, "</section>\n");
}
