/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/report/report.h"

#define WIDTH 80
#define TITLE 31
#define VALUE 13
#define INTERVAL 20
#define NUMBER 9
#define NOTES_MOST 26
#define INTENTS 20
#define SCENARIOS 12
#define WORST 5

static void
pad(struct str *out, int n)
{
	for (; n > 0; n--)
		str_add_char(out, ' ');
}

/* Texts from outside: what isn't a plain character is left out, what is too long is cut. */
static int
add_cell(struct str *out, const char *s, int cells)
{
	int used = 0;

	while (*s != '\0') {
		size_t length = strlen(s), n = utf8_grapheme(s, length);
		int wide = utf8_grapheme_width(s, n);
		uint32_t point;

		(void)utf8_next(s, length, &point);
		if (point >= 0x20 && point != 0x7f && wide > 0) {
			if (used + wide > cells)
				break;
			str_add_n(out, s, n);
			used += wide;
		}
		s += n;
	}
	return used;
}

static void
add_left(struct str *out, const char *s, int cells)
{
	pad(out, cells - add_cell(out, s, cells));
}

static void
add_right(struct str *out, struct str *part, int cells)
{
	pad(out, cells - utf8_width(part->data, part->length));
	str_add_n(out, part->data, part->length);
	str_reset(part);
}

/* Words wrapped within WIDTH, indented so deep. */
static void
add_wrapped(struct str *out, const char *first, const char *text, int indent)
{
	int column = indent;

	pad(out, indent - (int)strlen(first));
	str_add(out, first);
	while (*text != '\0') {
		size_t length = strcspn(text, " \n");
		int wide = utf8_width(text, length);

		if (column > indent && column + 1 + wide > WIDTH) {
			str_add_char(out, '\n');
			pad(out, indent);
			column = indent;
		} else if (column > indent) {
			str_add_char(out, ' ');
			column++;
		}
		str_add_n(out, text, length);
		column += wide;
		text += length + (text[length] != '\0');
	}
	str_add_char(out, '\n');
}

/* What n counts, by a letter, and why there is no interval, by a digit. */
struct notes {
	const char *texts[NOTES_MOST];
	size_t count;
};

static size_t
note(struct notes *n, const char *text)
{
	for (size_t i = 0; i < n->count; i++)
		if (text_is(n->texts[i], text))
			return i;
	if (n->count == NOTES_MOST)
		return NOTES_MOST - 1;
	n->texts[n->count] = text;
	return n->count++;
}

static void
add_notes(struct str *out, const struct notes *n, char first)
{
	for (size_t i = 0; i < n->count; i++) {
		const char mark[] = { (char)(first + (char)i), ' ', '\0' };

		add_wrapped(out, mark, n->texts[i], 4);
	}
}

static void
add_figure(struct str *out, const struct value *f, const char *currency, struct notes *of,
    struct notes *why)
{
	struct str part;
	bool inner = value_get_bool(f, "part", false);

	str_init(&part);
	str_add(out, inner ? "    " : "  ");
	add_left(out, value_get_text(f, "title"), TITLE - (inner ? 2 : 0));
	if (figures_has(f, "value"))
		figures_value(
		    &part, value_get_text(f, "unit"), value_get_real(f, "value", 0), currency);
	else
		str_add(&part, "-");
	add_right(out, &part, VALUE);
	if (figures_has(f, "low"))
		figures_interval(&part, f, currency);
	else
		str_addf(&part, "none (%d)", (int)note(why, value_get_text(f, "why")) + 1);
	add_right(out, &part, INTERVAL + 2);
	figures_count(&part, value_get_int(f, "n", 0));
	add_right(out, &part, NUMBER + 1);
	str_addf(out, " %c\n", 'a' + (char)note(of, value_get_text(f, "of")));
	str_clear(&part);
}

static void
add_group(struct str *out, const struct value *result, const struct figure_group *g)
{
	const struct value *list = value_get(result, "figures");
	const char *currency = value_get_text(result, "currency");
	struct notes of = { .count = 0 }, why = { .count = 0 };
	size_t seen = 0;

	for (size_t i = 0; i < value_count(list); i++) {
		if (!text_is(value_get_text(value_at(list, i), "group"), g->name))
			continue;
		if (seen++ == 0) {
			str_add_char(out, '\n');
			add_left(out, g->title, TITLE + VALUE + 2);
			str_add(out, "         95 % interval         n\n");
		}
		add_figure(out, value_at(list, i), currency, &of, &why);
	}
	add_notes(out, &of, 'a');
	add_notes(out, &why, '1');
}

static void
add_head(struct str *out, const struct value *result)
{
	const char *title = value_get_text(result, "title");
	struct str line;

	str_init(&line);
	add_cell(&line, title[0] != '\0' ? title : value_get_text(result, "simulation"), WIDTH);
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
	add_cell(&line, value_get_text(result, "world"), 24);
	str_add(&line, ", backend ");
	add_cell(&line, value_get_text(result, "backend"), 24);
	str_addf(&line, ", seed %s\nservice level asked for: ", value_get_text(result, "seed"));
	figures_percent(&line, value_as_real(value_path(result, "level.share"), 0));
	str_add(&line, " answered by a person within ");
	figures_duration(&line, value_as_real(value_path(result, "level.within_ms"), 0));
	str_addf(out, "%s\n", line.data);
	str_clear(&line);
}

static void
add_count(struct str *out, const char *title, int64_t n, int64_t of)
{
	struct str part;

	str_init(&part);
	str_add(out, "  ");
	add_left(out, title, TITLE);
	figures_count(&part, n);
	add_right(out, &part, VALUE);
	if (of > 0) {
		figures_percent(&part, (double)n / (double)of);
		add_right(out, &part, 12);
	}
	str_add_char(out, '\n');
	str_clear(&part);
}

static void
add_counts(struct str *out, const struct value *result, const char *key, const char *title,
    int64_t of)
{
	const struct value *list = value_get(result, key);

	if (value_count(list) == 0)
		return;
	str_addf(out, "\n%s\n", title);
	for (size_t i = 0; i < value_count(list); i++)
		add_count(out, value_get_text(value_at(list, i), "title"),
		    value_get_int(value_at(list, i), "n", 0), of);
}

/* ---- intents and scenarios */

static double
share_of(const struct value *v)
{
	return value_get_real(v, "share", 2);
}

static int
compare(const void *a, const void *b)
{
	const struct value *x = *(const struct value *const *)a,
			   *y = *(const struct value *const *)b;
	double p = share_of(x), q = share_of(y);
	int64_t n = value_get_int(x, "contacts", 0), m = value_get_int(y, "contacts", 0);

	if (p != q)
		return p < q ? -1 : 1;
	if (n != m)
		return n > m ? -1 : 1;
	return strcmp(value_as_text(value_at(x, 0), ""), value_as_text(value_at(y, 0), ""));
}

static void
add_named(struct str *out, const struct value *v)
{
	struct str part;

	str_init(&part);
	str_add(out, "  ");
	add_left(out, value_as_text(value_at(v, 0), ""), TITLE);
	if (figures_has(v, "share"))
		figures_percent(&part, value_get_real(v, "share", 0));
	else
		str_add(&part, "-");
	add_right(out, &part, VALUE);
	if (figures_has(v, "low")) {
		figures_percent(&part, value_get_real(v, "low", 0));
		str_add(&part, " to ");
		figures_percent(&part, value_get_real(v, "high", 0));
	}
	add_right(out, &part, INTERVAL + 2);
	figures_count(&part, value_get_int(v, "eligible", 0));
	add_right(out, &part, NUMBER + 1);
	str_add_char(out, '\n');
	str_clear(&part);
}

static void
add_contained(
    struct str *out, const struct value *result, const char *key, const char *title, size_t most)
{
	const struct value *list = value_get(result, key);
	size_t count = value_count(list);
	const struct value **sorted = mem_zero(count + 1, sizeof(*sorted));

	for (size_t i = 0; i < count; i++)
		sorted[i] = value_at(list, i);
	qsort(sorted, count, sizeof(*sorted), compare);
	if (count > 0) {
		str_add_char(out, '\n');
		add_left(out, title, TITLE + VALUE + 2);
		str_add(out, "  95 % interval (Wilson)     eligible\n");
	}
	for (size_t i = 0; i < count && i < most; i++)
		add_named(out, sorted[i]);
	if (count > most)
		str_addf(out, "  … and %zu more\n", count - most);
	mem_free(sorted);
}

/* ---- hours, rules, factors, the worst */

struct day_hour {
	double arrivals, queued, left, backlog, present, occupied;
	int n;
};

static void
add_hours(struct str *out, const struct value *result)
{
	const struct value *list = value_get(result, "hours");
	struct day_hour hours[24] = { { 0, 0, 0, 0, 0, 0, 0 } };
	static const int widths[] = { 12, 12, 12, 12, 12, 12 };
	struct str part;

	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);
		struct day_hour *h = &hours[value_get_int(v, "hour", 0) % 24];

		h->arrivals += value_get_real(v, "arrivals", 0);
		h->queued += value_get_real(v, "queued", 0);
		h->left += value_get_real(v, "left", 0);
		h->backlog += value_get_real(v, "backlog", 0);
		h->present += value_get_real(v, "present", 0);
		h->occupied +=
		    value_get_real(v, "occupancy", 0) * value_get_real(v, "present", 0);
		h->n++;
	}
	if (value_count(list) == 0)
		return;
	str_add(out,
	    "\nBy hour of the day, means\n"
	    "           arrivals      queued        left     backlog     present   occupancy\n");
	str_init(&part);
	for (int i = 0; i < 24; i++) {
		const struct day_hour *h = &hours[i];
		const double cells[] = { h->arrivals, h->queued, h->left, h->backlog, h->present };

		if (h->n == 0)
			continue;
		str_addf(out, "  %02d:00", i);
		for (int k = 0; k < 5; k++) {
			figures_fixed(&part, cells[k] / h->n, 1);
			add_right(out, &part, widths[k]);
		}
		if (h->present > 0)
			figures_percent(&part, h->occupied / h->present);
		else
			str_add(&part, "-");
		add_right(out, &part, widths[5]);
		str_add_char(out, '\n');
	}
	str_clear(&part);
}

static void
add_rules(struct str *out, const struct value *result)
{
	const struct value *list = value_get(result, "rules");
	const char *currency = value_get_text(result, "currency");
	struct str part;

	if (value_count(list) == 0)
		return;
	str_add(out,
	    "\nActions by rule                   proposed      done  by a person          amount\n");
	str_init(&part);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		str_add(&part, value_get_text(v, "kind"));
		str_addf(&part, ", %s",
		    value_get_text(v, "rule")[0] == '\0' ? "no rule" : value_get_text(v, "rule"));
		str_add(out, "  ");
		add_left(out, part.data, TITLE - 1);
		str_reset(&part);
		figures_count(&part, value_get_int(v, "n", 0));
		add_right(out, &part, 10);
		figures_count(&part, value_get_int(v, "done", 0));
		add_right(out, &part, 10);
		figures_count(&part, value_get_int(v, "by_person", 0));
		add_right(out, &part, 13);
		figures_value(&part, "minor", (double)value_get_int(v, "amount", 0), currency);
		add_right(out, &part, 16 - 1);
		str_add_char(out, '\n');
	}
	str_clear(&part);
}

static void
add_factors(struct str *out, const struct value *result)
{
	const struct value *list = value_get(result, "factors");
	struct str part;

	if (value_count(list) == 0)
		return;
	str_add(out, "\nWhat the CSAT proxy is made of, points on its scale (");
	str_init(&part);
	figures_fixed(out, value_as_real(value_path(result, "proxy.start"), 0), 1);
	str_add(out, " where nothing is known)\n");
	for (size_t i = 0; i < value_count(list); i++) {
		double x = value_get_real(value_at(list, i), "contribution", 0);

		str_add(out, "  ");
		add_left(out, value_get_text(value_at(list, i), "title"), TITLE);
		str_add(&part, x > 0.0005 ? "+" : "");
		figures_fixed(&part, x, 3);
		add_right(out, &part, VALUE);
		str_add_char(out, '\n');
	}
	str_clear(&part);
}

static void
add_worst(struct str *out, const struct value *result)
{
	const struct value *list = value_get(result, "worst");

	if (value_count(list) == 0)
		return;
	str_add(out, "\nThe worst contacts (all that are kept, in full: --format html or json)\n");
	for (size_t i = 0; i < value_count(list) && i < WORST; i++) {
		const struct value *v = value_at(list, i);

		str_addf(out, "  %lld.%lld.%lld  ", (long long)value_get_int(v, "replication", 0),
		    (long long)value_get_int(v, "number", 0),
		    (long long)value_get_int(v, "visit", 0));
		str_add(out, "proxy ");
		figures_fixed(out, value_get_real(v, "proxy", 0), 2);
		str_add(out, "  ");
		add_cell(out, value_get_text(v, "scenario"), 30);
		str_add(out, ", ");
		add_cell(out, value_get_text(v, "persona"), 16);
		str_add_char(out, '\n');
		if (value_get_text(v, "why")[0] != '\0') {
			str_add(out, "    ");
			add_cell(out, value_get_text(v, "why"), WIDTH - 4);
			str_add_char(out, '\n');
		}
	}
}

static void
add_faults(struct str *out, const struct value *result)
{
	const struct value *list = value_get(result, "faults");

	if (value_count(list) == 0)
		return;
	str_add(out, "\nFaults of the simulator, which are in no other figure\n");
	for (size_t i = 0; i < value_count(list); i++)
		add_count(out, value_get_text(value_at(list, i), "fault"),
		    value_get_int(value_at(list, i), "n", 0), 0);
}

void
report_days_text(const struct value *result, struct str *out)
{
	int64_t contacts = value_get_int(result, "contacts", 0);

	add_head(out, result);
	for (const struct figure_group *g = figure_groups; g->name != NULL; g++)
		add_group(out, result, g);
	add_counts(out, result, "handoffs", "Handed over for, of all contacts", contacts);
	add_counts(out, result, "funnel", "How far contacts came", contacts);
	add_contained(out, result, "intents", "Contained by intent, the worst first", INTENTS);
	add_contained(out, result, "scenarios", "Contained by scenario, the worst first", SCENARIOS);
	add_hours(out, result);
	add_rules(out, result);
	add_factors(out, result);
	add_worst(out, result);
	add_faults(out, result);
}

void
report_days_json(const struct value *result, struct str *out)
{
	value_print_pretty(out, result);
	str_add_char(out, '\n');
}
