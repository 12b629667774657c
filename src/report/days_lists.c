/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "days_text.h"
#include "figures.h"
#include "floorwalker/base/mem.h"

#define INTENTS 20
#define SCENARIOS 12
#define LANGUAGES 20
#define WORST 5

static void
add_count(struct str *out, const char *title, int64_t n, int64_t of)
{
	struct str part;

	str_init(&part);
	str_add(out, "  ");
	lines_left(out, title, TITLE);
	figures_count(&part, n);
	lines_right(out, &part, VALUE);
	if (of > 0) {
		figures_percent(&part, (double)n / (double)of);
		lines_right(out, &part, 12);
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

/* ---- intents, scenarios, languages */

/* Which share of a list is shown, over what, and in which order. */
struct shown {
	const char *key, *title, *share, *low, *high, *of;
	bool worst_first;		/* else the most frequent */
	size_t most;
};

static int
by_name(const struct value *x, const struct value *y)
{
	int64_t n = value_get_int(x, "contacts", 0), m = value_get_int(y, "contacts", 0);

	if (n != m)
		return n > m ? -1 : 1;
	return strcmp(value_as_text(value_at(x, 0), ""), value_as_text(value_at(y, 0), ""));
}

static int
compare_contacts(const void *a, const void *b)
{
	return by_name(*(const struct value *const *)a, *(const struct value *const *)b);
}

static int
compare_expected(const void *a, const void *b)
{
	const struct value *x = *(const struct value *const *)a,
			   *y = *(const struct value *const *)b;
	double p = value_get_real(x, "expected_share", 2),
	       q = value_get_real(y, "expected_share", 2);

	return p != q ? (p < q ? -1 : 1) : by_name(x, y);
}

static void
add_named(struct str *out, const struct value *v, const struct shown *s)
{
	struct str part;

	str_init(&part);
	figures_name(&part, v);
	str_add(out, "  ");
	lines_left(out, part.data, TITLE);
	str_reset(&part);
	if (figures_has(v, s->share))
		figures_percent(&part, value_get_real(v, s->share, 0));
	else
		str_add(&part, "-");
	lines_right(out, &part, VALUE);
	if (figures_has(v, s->low)) {
		figures_fixed(&part, 100 * value_get_real(v, s->low, 0), 1);
		str_add(&part, " to ");
		figures_percent(&part, value_get_real(v, s->high, 0));
	}
	lines_right(out, &part, INTERVAL);
	lines_number(&part, value_get_int(v, s->of, 0));
	lines_right(out, &part, NUMBER);
	str_add_char(out, '\n');
	str_clear(&part);
}

static void
add_shares(struct str *out, const struct value *result, const struct shown *s)
{
	const struct value *list = value_get(result, s->key);
	size_t count = value_count(list);
	const struct value **sorted = mem_zero(count + 1, sizeof(*sorted));

	for (size_t i = 0; i < count; i++)
		sorted[i] = value_at(list, i);
	qsort(sorted, count, sizeof(*sorted),
	    s->worst_first ? compare_expected : compare_contacts);
	if (count > 0) {
		str_add_char(out, '\n');
		lines_left(out, s->title, TITLE + VALUE + 2);
		str_add(out, "              95 % interval      n\n");
	}
	for (size_t i = 0; i < count && i < s->most; i++)
		add_named(out, sorted[i], s);
	if (count > s->most)
		str_addf(out, "  … and %zu more\n", count - s->most);
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
			lines_right(out, &part, widths[k]);
		}
		if (h->present > 0)
			figures_percent(&part, h->occupied / h->present);
		else
			str_add(&part, "-");
		lines_right(out, &part, widths[5]);
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
	    "\nActions by rule                  proposed      done  by a person          amount\n");
	str_init(&part);
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		if (value_get_text(v, "rule")[0] != '\0')
			str_add(&part, value_get_text(v, "rule"));
		else
			str_addf(&part, "%s, no rule", value_get_text(v, "kind"));
		str_add(out, "  ");
		lines_left(out, part.data, TITLE);
		str_reset(&part);
		figures_count(&part, value_get_int(v, "n", 0));
		lines_right(out, &part, 10);
		figures_count(&part, value_get_int(v, "done", 0));
		lines_right(out, &part, 10);
		figures_count(&part, value_get_int(v, "by_person", 0));
		lines_right(out, &part, 13);
		figures_amount(&part, value_get_int(v, "amount", 0), currency);
		lines_right(out, &part, 16 - 1);
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
		lines_left(out, value_get_text(value_at(list, i), "title"), 2 * TITLE);
		str_add(&part, x > 0.0005 ? "+" : "");
		figures_fixed(&part, x, 3);
		lines_right(out, &part, VALUE);
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
		lines_cell(out, value_get_text(v, "scenario"), 28);
		str_add(out, ", ");
		lines_cell(out, value_get_text(v, "persona"), 12);
		str_add(out, value_get_int(v, "breaches", 0) > 0 ? ", a breach\n" : "\n");
		if (value_get_text(v, "why")[0] != '\0') {
			str_add(out, "    ");
			lines_cell(out, value_get_text(v, "why"), WIDTH - 4);
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
lines_lists(struct str *out, const struct value *result)
{
	static const struct shown intents = { "intents", "Contained, of the eligible, by intent",
		"share", "low", "high", "eligible", false, INTENTS },
				  scenarios = { "scenarios",
		"As the scenario says, the worst first", "expected_share", "expected_low",
		"expected_high", "contacts", true, SCENARIOS },
				  languages[] = {
		{ "languages", "Contained, of the eligible, by language", "share", "low", "high",
		    "eligible", false, LANGUAGES },
		{ "languages", "As the scenario says, by language", "expected_share",
		    "expected_low", "expected_high", "contacts", false, LANGUAGES } };
	int64_t contacts = value_get_int(result, "contacts", 0);

	add_counts(out, result, "handoffs", "Handed over for, of all contacts", contacts);
	add_counts(out, result, "funnel", "How far contacts came", contacts);
	add_shares(out, result, &intents);
	add_shares(out, result, &languages[0]);
	add_shares(out, result, &languages[1]);
	add_shares(out, result, &scenarios);
	if (value_count(value_get(result, "scenarios")) > 0)
		str_add(out,
		    "  These intervals are over visitors, who may come again, and from 4 replications\n"
		    "  on over these too, where they differ more; each at least as wide as Wilson's.\n");
	add_hours(out, result);
	add_rules(out, result);
	add_factors(out, result);
	add_worst(out, result);
	add_faults(out, result);
}
