/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The talks of a drill's page: each line with the moments that it made, and what another did beside it.
 */
#include "drill.h"
#include "figures.h"
#include "floorwalker/base/mem.h"
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

/* Moments of one talk. */
struct marks {
	const struct value *const *items;
	size_t count;
};

/* What was won or lost by a line. */
static void
add_marks(struct str *out, const struct value *map, const struct marks *marks, int64_t line)
{
	for (size_t i = 0; i < marks->count; i++) {
		const struct value *m = marks->items[i];

		if (value_get_int(m, "line", -1) != line)
			continue;
		str_addf(out, "<span class=\"mark\"><b>%s</b> ", drill_is_lost(m) ? "lost" : "won");
		page_text(out, drill_title(map, value_get_text(m, "criterion")));
		str_add(out, ": ");
		page_text(out, value_get_text(m, "what"));
		str_add(out, "</span>\n");
	}
}

/* id: of the lines, "t3"; NULL: they have none. */
static void
add_talk(struct str *out, const struct value *map, const struct value *lines,
    const struct marks *marks, const char *id)
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
		add_marks(out, map, marks, (int64_t)i);
		str_add(out, "</li>\n");
	}
	str_add(out, "</ol>\n");
	str_clear(&at);
}

static void
add_side(struct str *out, const struct value *map, const struct value *v, const char *who,
    const struct marks *marks, const char *id)
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
	add_talk(out, map, value_get(v, "transcript"), marks, id);
	str_add(out, "</section>\n");
}

/* What another did, with the moments that were put beside. */
static void
add_beside(struct str *out, const struct value *debrief, const struct value *beside)
{
	const struct value *list = value_get(beside, "moments");
	const struct value **items = mem_zero(value_count(list) + 1, sizeof(*items));
	struct marks marks = { items, value_count(list) };

	for (size_t i = 0; i < marks.count; i++)
		items[i] = value_at(list, i);
	add_side(out, debrief, beside, value_get_text(beside, "trainee"), &marks, NULL);
	mem_free(items);
}

static void
add_conversation(struct str *out, const struct value *debrief, const struct drill_moments *by,
    size_t at)
{
	const struct value *v = value_at(value_get(debrief, "conversations"), at),
			   *beside = value_get(v, "beside");
	struct marks marks = { by->items + by->begin[at], by->begin[at + 1] - by->begin[at] };
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
	add_side(out, debrief, v, value_get_text(debrief, "trainee"), &marks, id.data);
	if (beside != NULL)
		add_beside(out, debrief, beside);
	str_add(out, "</div>\n</details>\n");
	str_clear(&id);
}

void
drill_page_talks(const struct value *debrief, struct str *out)
{
	struct drill_moments by;

	drill_moments_init(&by, debrief);
	str_add(out, "<section id=\"talks\">\n<h2>What was said</h2>\n");
	if (by.talks == 0)
		str_add(out, "<p>Nothing.</p>\n");
	for (size_t i = 0; i < by.talks; i++)
		add_conversation(out, debrief, &by, i);
	str_add(out, "</section>\n");
	drill_moments_clear(&by);
}
