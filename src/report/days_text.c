/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "days_text.h"
#include "figures.h"
#include "floorwalker/report/report.h"

void
lines_number(struct str *out, int64_t n)
{
	bool is_long = n > 999999;

	figures_count(out, is_long ? n / 1000 : n);
	str_add(out, is_long ? "k" : "");
}

/* What n counts, by a letter, and why there is no interval, by a digit. */
static void
add_figure(struct str *out, const struct value *f, const char *currency, struct lines_notes *of,
    struct lines_notes *why)
{
	struct str part;
	bool inner = value_get_bool(f, "part", false);

	str_init(&part);
	str_add(out, inner ? "    " : "  ");
	lines_left(out, value_get_text(f, "title"), TITLE - (inner ? 2 : 0));
	if (figures_has(f, "value"))
		figures_value(
		    &part, value_get_text(f, "unit"), value_get_real(f, "value", 0), currency);
	else
		str_add(&part, "-");
	lines_right(out, &part, VALUE);
	if (figures_has(f, "low"))
		figures_interval(&part, f, currency);
	else
		str_addf(&part, "none (%d)", (int)lines_note(why, value_get_text(f, "why")) + 1);
	lines_right(out, &part, INTERVAL);
	lines_number(&part, value_get_int(f, "n", 0));
	lines_right(out, &part, NUMBER);
	str_addf(out, " %c%s\n", 'a' + (char)lines_note(of, value_get_text(f, "of")),
	    value_get_text(f, "note")[0] == '\0' ? "" : "*");
	str_clear(&part);
}

static void
add_group(struct str *out, const struct value *result, const struct figure_group *g)
{
	const struct value *list = value_get(result, "figures");
	const char *currency = value_get_text(result, "currency");
	struct lines_notes of = { .count = 0 }, why = { .count = 0 }, narrow = { .count = 0 };
	size_t seen = 0;

	for (size_t i = 0; i < value_count(list); i++) {
		if (!text_is(value_get_text(value_at(list, i), "group"), g->name))
			continue;
		if (seen++ == 0) {
			str_add_char(out, '\n');
			lines_left(out, g->title, TITLE + VALUE + 2);
			str_add(out, "              95 % interval      n\n");
		}
		add_figure(out, value_at(list, i), currency, &of, &why);
		if (value_get_text(value_at(list, i), "note")[0] != '\0')
			(void)lines_note(&narrow, value_get_text(value_at(list, i), "note"));
	}
	lines_add_notes(out, &of, 'a');
	lines_add_notes(out, &why, '1');
	lines_add_notes(out, &narrow, '*');
}

static void
add_head(struct str *out, const struct value *result)
{
	const char *title = value_get_text(result, "title");
	struct str line;

	str_init(&line);
	lines_cell(&line, title[0] != '\0' ? title : value_get_text(result, "simulation"), WIDTH);
	str_add_char(&line, '\n');
	figures_count(&line, value_get_int(result, "contacts", 0));
	str_add(&line, " contacts in ");
	figures_count(&line, value_get_int(result, "replications", 0));
	str_addf(&line, " replication%s of %lld day%s",
	    value_get_int(result, "replications", 0) == 1 ? "" : "s",
	    (long long)value_get_int(result, "days", 0),
	    value_get_int(result, "days", 0) == 1 ? "" : "s");
	if (value_get_int(result, "warm_up_ms", 0) > 0) {
		str_add(&line, ", after a warm-up of ");
		figures_duration(&line, (double)value_get_int(result, "warm_up_ms", 0));
	}
	str_add(&line, "\nworld ");
	lines_cell(&line, value_get_text(result, "world"), 24);
	str_add(&line, ", backend ");
	lines_cell(&line, value_get_text(result, "backend"), 24);
	str_addf(&line, ", seed %s\nservice level asked for: ", value_get_text(result, "seed"));
	figures_percent(&line, value_as_real(value_path(result, "level.share"), 0));
	str_add(&line, " answered by a person within ");
	figures_duration(&line, value_as_real(value_path(result, "level.within_ms"), 0));
	str_addf(out, "%s\n", line.data);
	str_clear(&line);
}

void
report_days_text(const struct value *result, struct str *out)
{
	add_head(out, result);
	for (const struct figure_group *g = figure_groups; g->name != NULL; g++)
		add_group(out, result, g);
	lines_lists(out, result);
}

void
report_days_json(const struct value *result, struct str *out)
{
	value_print_pretty(out, result);
	str_add_char(out, '\n');
}
