/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A debrief in lines: one column, sentences rather than tables where they are long, nothing told by its place alone.
 */
#include <string.h>

#include "drill.h"
#include "figures.h"
#include "floorwalker/report/report.h"
#include "lines.h"

#define TITLE_CELLS 28
#define QUOTE_BYTES 160
#define INDENT 4

/* ---- the head */

static void
add_score(struct str *out, const struct value *d)
{
	struct str line;

	str_init(&line);
	if (drill_has(d, "score")) {
		str_add(&line, "Score ");
		drill_score(&line, d, "score");
		str_add(&line, " of 100. ");
		drill_score(&line, d, "pass_at");
		str_add(&line, " passes: ");
		drill_verdict(&line, d);
		str_add_char(&line, '.');
	} else {
		str_add(&line, "No score: there was nothing to score.");
	}
	drill_wrap(out, "", line.data, 0);
	str_clear(&line);
}

static void
add_head(struct str *out, const struct value *d, const struct zone *zone)
{
	struct str line;

	drill_wrap(out, "", value_get_text(d, "title"), 0);
	str_init(&line);
	str_addf(&line, "%s, session %s, seed %s", value_get_text(d, "trainee"),
	    value_get_text(d, "session"), value_get_text(d, "seed"));
	if (zone != NULL) {
		str_add(&line, ", ");
		drill_day(&line, zone, d);
	}
	str_add(&line, "; from ");
	drill_clock(&line, value_get_int(d, "from_ms", 0));
	if (drill_has(d, "ended_ms")) {
		str_add(&line, " to ");
		drill_clock(&line, value_get_int(d, "ended_ms", 0));
	}
	if (value_get_text(d, "branch_of")[0] != '\0') {
		str_addf(&line, "; a branch of %s from ", value_get_text(d, "branch_of"));
		drill_clock(&line, value_get_int(d, "branched_ms", 0));
	}
	str_addf(&line, ". %zu conversation%s.", value_count(value_get(d, "conversations")),
	    value_count(value_get(d, "conversations")) == 1 ? "" : "s");
	drill_wrap(out, "", line.data, 0);
	str_clear(&line);
	add_score(out, d);
}

/* ---- criteria, lessons, notes */

static void
add_criterion(struct str *out, const struct value *c, const char *currency)
{
	struct str part;

	str_init(&part);
	str_add(out, "  ");
	lines_left(out, value_get_text(c, "title"), TITLE_CELLS);
	drill_score(&part, c, "score");
	lines_right(out, &part, 5);
	if (!drill_has(c, "score")) {
		str_add(out, "  ");
		lines_cell(out, value_get_text(c, "none"), DRILL_WIDTH - TITLE_CELLS - 9);
		str_add_char(out, '\n');
		str_clear(&part);
		return;
	}
	drill_points(&part, value_get_real(c, "won", 0));
	str_add(&part, " of ");
	drill_points(&part, value_get_real(c, "of", 0));
	lines_right(out, &part, 15);
	drill_points(&part, value_get_real(c, "weight", 0));
	lines_right(out, &part, 8);
	figures_count(&part, value_get_int(c, "occasions", 0));
	lines_right(out, &part, 11);
	str_add(out, value_get_bool(c, "few", false) ? "  few\n" : "\n");
	drill_facts(&part, c, currency);
	if (part.length > 0)
		drill_wrap(out, "", part.data, INDENT);
	str_clear(&part);
}

static void
add_criteria(struct str *out, const struct value *d)
{
	const struct value *list = value_get(d, "criteria");
	bool few = false;

	drill_heading(out, "Criteria                       score     points won  weight  occasions");
	for (size_t i = 0; i < value_count(list); i++) {
		add_criterion(out, value_at(list, i), value_get_text(d, "currency"));
		few |= value_get_bool(value_at(list, i), "few", false) &&
		    drill_has(value_at(list, i), "score");
	}
	if (few)
		drill_wrap(out, "", "few: fewer than ten occasions, so much of the score is chance.", 2);
}

static void
add_lessons(struct str *out, const struct value *d)
{
	const struct value *list = value_get(d, "lessons");
	struct str line;

	if (value_count(list) == 0)
		return;
	drill_heading(out, "What was to be learnt");
	str_init(&line);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		str_reset(&line);
		str_addf(&line, "%s: %s", drill_met(value_get(v, "met")), value_get_text(v, "text"));
		str_addf(&line, " (%s", drill_title(d, value_get_text(v, "criterion")));
		if (value_get_text(v, "scenario")[0] != '\0')
			str_addf(&line, " in %s", value_get_text(v, "scenario"));
		str_add(&line, ": ");
		drill_score(&line, v, "score");
		str_add(&line, ", asked for ");
		drill_score(&line, v, "at_least");
		str_addf(&line, "; %lld occasion%s)", (long long)value_get_int(v, "occasions", 0),
		    value_get_int(v, "occasions", 0) == 1 ? "" : "s");
		drill_wrap(out, "  - ", line.data, INDENT);
	}
	str_clear(&line);
}

static void
add_notes(struct str *out, const struct value *map)
{
	const struct value *list = value_get(map, "notes");

	if (value_count(list) == 0)
		return;
	drill_heading(out, "To be read with it");
	for (size_t i = 0; i < value_count(list); i++)
		drill_wrap(out, "  - ", value_as_text(value_at(list, i), ""), INDENT);
}

/* ---- moments */

static void
add_quote(struct str *out, const struct value *line)
{
	const char *text = value_get_text(line, "text");
	struct str quote;
	size_t length = strlen(text), fits = length;

	if (line == NULL || length == 0)
		return;
	while (fits > QUOTE_BYTES || (fits < length && ((unsigned char)text[fits] & 0xc0) == 0x80))
		fits--;
	str_init(&quote);
	str_addf(&quote, "%s: \"", drill_author(line));
	str_add_n(&quote, text, fits);
	str_add(&quote, fits < length ? "…\"" : "\"");
	drill_wrap(out, "", quote.data, INDENT);
	str_clear(&quote);
}

/* quoted: the line that was shown last, which needn't be shown again. */
static void
add_lost(struct str *out, const struct value *d, const struct value *m, const struct value **quoted)
{
	const struct value *said = drill_line(d, m);
	bool own = !text_is(value_get_text(said, "author"), "shopper") &&
	    !text_is(value_get_text(m, "criterion"), "satisfaction");
	struct str line;

	str_init(&line);
	drill_clock(&line, value_get_int(m, "at_ms", 0));
	str_addf(&line, ", C-%lld, %s: %s", (long long)value_get_int(m, "conversation", 0),
	    drill_title(d, value_get_text(m, "criterion")), value_get_text(m, "what"));
	if (value_get_real(m, "of", 0) > 0) {
		str_add(&line, ". Lost ");
		figures_fixed(&line, value_get_real(m, "lost", 0), 1);
		str_add(&line, " of the 100");
	} else {
		str_add(&line, ". Nothing more is lost by it");
	}
	str_add(&line, value_get_bool(m, "played_again", false) ? ", before the branch.\n" : ".\n");
	drill_wrap(out, "  - ", line.data, INDENT);
	if (value_get_text(m, "why")[0] != '\0')
		drill_wrap(out, "", value_get_text(m, "why"), INDENT);
	if (own && said != *quoted) {
		add_quote(out, said);
		*quoted = said;
	}
	str_clear(&line);
}

static void
add_all_lost(struct str *out, const struct value *d)
{
	const struct value *list = value_get(d, "moments"), *quoted = NULL;
	size_t lost = 0;

	drill_heading(out, "Points lost, in order of time");
	for (size_t i = 0; i < value_count(list); i++)
		if (drill_is_lost(value_at(list, i))) {
			add_lost(out, d, value_at(list, i), &quoted);
			lost++;
		}
	if (lost == 0)
		str_add(out, "  None.\n");
}

/* Each thing once: "Greeted them; Civil". */
static void
add_thing(struct str *things, const char *what)
{
	const char *there = strstr(things->data, what);
	size_t length = strlen(what);

	for (; there != NULL; there = strstr(there + 1, what))
		if ((there == things->data || there[-1] == ' ') &&
		    (there[length] == '\0' || there[length] == ';'))
			return;
	str_addf(things, "%s%s", things->length > 0 ? "; " : "", what);
}

/* Won moments of one conversation and criterion. */
struct won {
	int64_t from_ms, to_ms, conversation;
	double points;
	size_t count;
	struct str things;
};

static void
find_won(const struct drill_moments *by, size_t talk, const char *criterion, struct won *w)
{
	for (size_t i = by->begin[talk]; i < by->begin[talk + 1]; i++) {
		const struct value *m = by->items[i];

		if (drill_is_lost(m) || !text_is(value_get_text(m, "criterion"), criterion))
			continue;
		w->to_ms = value_get_int(m, "at_ms", 0);
		if (w->count++ == 0)
			w->from_ms = w->to_ms;
		w->conversation = value_get_int(m, "conversation", 0);
		w->points += value_get_real(m, "won", 0);
		add_thing(&w->things, value_get_text(m, "what"));
	}
}

static void
add_won_of(struct str *out, const struct drill_moments *by, size_t talk,
    const struct value *criterion)
{
	struct won w = { .count = 0 };
	struct str line;

	str_init(&w.things);
	str_init(&line);
	find_won(by, talk, value_get_text(criterion, "criterion"), &w);
	if (w.count > 0) {
		drill_clock(&line, w.from_ms);
		if (w.to_ms / 1000 != w.from_ms / 1000) {
			str_add(&line, " to ");
			drill_clock(&line, w.to_ms);
		}
		str_addf(&line, ", C-%lld, %s: ", (long long)w.conversation,
		    value_get_text(criterion, "title"));
		drill_points(&line, w.points);
		str_addf(&line, " point%s. %s.", w.points == 1 ? "" : "s", w.things.data);
		drill_wrap(out, "  - ", line.data, INDENT);
	}
	str_clear(&line);
	str_clear(&w.things);
}

static void
add_all_won(struct str *out, const struct value *d)
{
	const struct value *criteria = value_get(d, "criteria");
	struct drill_moments by;

	drill_heading(out, "Points won, by conversation");
	drill_moments_init(&by, d);
	for (size_t t = 0; t < by.talks; t++)
		for (size_t c = 0; c < value_count(criteria); c++)
			add_won_of(out, &by, t, value_at(criteria, c));
	drill_moments_clear(&by);
}

/* ---- talks */

static void
add_talk(struct str *out, const struct value *lines)
{
	struct str line;

	str_init(&line);
	for (size_t i = 0; i < value_count(lines); i++) {
		const struct value *v = value_at(lines, i);

		str_reset(&line);
		drill_clock(&line, value_get_int(v, "at_ms", 0));
		str_addf(&line, " %s: %s", drill_author(v), value_get_text(v, "text"));
		drill_wrap(out, "", line.data, INDENT);
	}
	if (value_count(lines) == 0)
		drill_wrap(out, "", "Nothing was said.", INDENT);
	str_clear(&line);
}

static void
add_conversation(struct str *out, const struct value *v)
{
	const struct value *beside = value_get(v, "beside");
	struct str line;

	str_init(&line);
	str_addf(&line, "C-%lld, %s, %s: ", (long long)value_get_int(v, "conversation", 0),
	    value_get_text(v, "scenario"), value_get_text(v, "persona"));
	drill_score(&line, v, "score");
	str_add(&line, " of 100");
	str_add(&line, value_get_bool(v, "cut", false) ? ", not over when time was up." : ".");
	drill_wrap(out, "  - ", line.data, INDENT);
	add_talk(out, value_get(v, "transcript"));
	if (beside != NULL) {
		str_reset(&line);
		str_addf(&line, "Beside it, what %s did (", value_get_text(beside, "trainee"));
		drill_score(&line, beside, "score");
		str_add(&line, " of 100):");
		drill_wrap(out, "", line.data, INDENT);
		add_talk(out, value_get(beside, "transcript"));
	}
	str_clear(&line);
}

static void
add_talks(struct str *out, const struct value *d)
{
	const struct value *list = value_get(d, "conversations"), *beside = value_get(d, "beside");

	if (value_count(list) == 0)
		return;
	drill_heading(out, "What was said");
	if (beside != NULL)
		drill_wrapf(out, "", 2, "%s had %lld of these conversations, too.",
		    value_get_text(beside, "trainee"), (long long)value_get_int(beside, "both", 0));
	for (size_t i = 0; i < value_count(list); i++)
		add_conversation(out, value_at(list, i));
}

void
report_debrief_text(const struct value *debrief, const struct zone *zone, struct str *out)
{
	const struct value *progress = value_get(debrief, "progress");

	add_head(out, debrief, zone);
	add_criteria(out, debrief);
	add_lessons(out, debrief);
	add_notes(out, debrief);
	add_all_lost(out, debrief);
	add_all_won(out, debrief);
	if (value_kind(progress) == VALUE_MAP)
		drill_progress_lines(progress, zone, out);
	add_talks(out, debrief);
}

void
report_debrief_json(const struct value *debrief, struct str *out)
{
	value_print_pretty(out, debrief);
	str_add_char(out, '\n');
}
