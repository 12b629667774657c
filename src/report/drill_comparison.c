/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two who were drilled on the same shoppers, in lines.
 */
#include "drill.h"
#include "floorwalker/report/report.h"
#include "lines.h"

#define TITLE_CELLS 30
#define NAME_CELLS 12
#define INDENT 4

static const struct value *
side(const struct value *comparison, size_t i)
{
	return value_at(value_get(comparison, "sides"), i);
}

/* "  Tone   50 (n 8)   70 (n 9)   +20" */
static void
add_row(struct str *out, const char *title, const struct value *row)
{
	static const char *const keys[] = { "one", "other" };
	struct str part;

	str_init(&part);
	str_add(out, "  ");
	lines_left(out, title, TITLE_CELLS);
	for (size_t i = 0; i < 2; i++) {
		const struct value *v = value_get(row, keys[i]);

		drill_score(&part, v, "score");
		str_addf(&part, " (n %lld)", (long long)value_get_int(v, "occasions", 0));
		lines_right(out, &part, NAME_CELLS + 4);
	}
	drill_change(&part, row, "difference");
	lines_right(out, &part, 12);
	str_add_char(out, '\n');
	str_clear(&part);
}

static void
add_heads(struct str *out, const struct value *c, const char *title)
{
	struct str part;

	str_init(&part);
	str_add_char(out, '\n');
	lines_left(out, title, TITLE_CELLS + 2);
	for (size_t i = 0; i < 2; i++) {
		lines_cell(&part, value_get_text(side(c, i), "trainee"), NAME_CELLS);
		lines_right(out, &part, NAME_CELLS + 4);
	}
	str_add(out, "  difference\n");
	str_clear(&part);
}

static void
add_head(struct str *out, const struct value *c)
{
	struct str line;

	drill_wrap(out, "", value_get_text(c, "title"), 0);
	str_init(&line);
	for (size_t i = 0; i < 2; i++) {
		const struct value *s = side(c, i);

		str_reset(&line);
		str_addf(&line, "%s, session %s: ", value_get_text(s, "trainee"),
		    value_get_text(s, "session"));
		drill_score(&line, s, "score");
		str_addf(&line, " of 100, %lld conversation%s.",
		    (long long)value_get_int(s, "conversations", 0),
		    value_get_int(s, "conversations", 0) == 1 ? "" : "s");
		drill_wrap(out, "", line.data, 0);
	}
	str_reset(&line);
	str_addf(&line, "Seed %s; %lld conversation%s of both. Difference: ",
	    value_get_text(c, "seed"), (long long)value_get_int(c, "both", 0),
	    value_get_int(c, "both", 0) == 1 ? "" : "s");
	drill_change(&line, c, "difference");
	str_add_char(&line, '.');
	drill_wrap(out, "", line.data, 0);
	str_clear(&line);
}

static void
add_lessons(struct str *out, const struct value *c)
{
	const struct value *list = value_get(c, "lessons");

	if (value_count(list) == 0)
		return;
	drill_heading(out, "What was to be learnt");
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		drill_wrapf(out, "  - ", INDENT, "%s %s: %s; %s: %s", value_get_text(v, "text"),
		    value_get_text(side(c, 0), "trainee"),
		    drill_met(value_get(value_get(v, "one"), "met")),
		    value_get_text(side(c, 1), "trainee"),
		    drill_met(value_get(value_get(v, "other"), "met")));
	}
}

static void
add_side(struct str *out, const struct value *c, size_t i, const struct value *v)
{
	str_addf(out, "%s: ", value_get_text(side(c, i), "trainee"));
	if (value_kind(v) != VALUE_MAP) {
		str_add(out, "not theirs");
		return;
	}
	drill_score(out, v, "score");
	str_addf(out, " (C-%lld)", (long long)value_get_int(v, "conversation", 0));
}

static void
add_conversations(struct str *out, const struct value *c)
{
	const struct value *list = value_get(c, "conversations");
	struct str line;

	drill_heading(out, "Conversations");
	str_init(&line);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		str_reset(&line);
		drill_clock(&line, value_get_int(v, "came_ms", 0));
		str_addf(&line, ", %s, %s: ", value_get_text(v, "scenario"),
		    value_get_text(v, "persona"));
		add_side(&line, c, 0, value_get(v, "one"));
		str_add(&line, "; ");
		add_side(&line, c, 1, value_get(v, "other"));
		str_add(&line, "; difference ");
		drill_change(&line, v, "difference");
		drill_wrap(out, "  - ", line.data, INDENT);
	}
	str_clear(&line);
}

void
report_debrief_comparison_text(const struct value *comparison, struct str *out)
{
	const struct value *list = value_get(comparison, "criteria"),
			   *notes = value_get(comparison, "notes");

	add_head(out, comparison);
	add_heads(out, comparison, "Criteria");
	for (size_t i = 0; i < value_count(list); i++)
		add_row(out, value_get_text(value_at(list, i), "title"), value_at(list, i));
	add_lessons(out, comparison);
	add_conversations(out, comparison);
	drill_heading(out, "To be read with it");
	for (size_t i = 0; i < value_count(notes); i++)
		drill_wrap(out, "  - ", value_as_text(value_at(notes, i), ""), INDENT);
}

void
report_debrief_comparison_json(const struct value *comparison, struct str *out)
{
	value_print_pretty(out, comparison);
	str_add_char(out, '\n');
}
