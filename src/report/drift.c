/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/report/report.h"

#define MOST_PARTS 8

static void
add_period(struct str *out, const char *name, const struct value *v, const struct zone *zone)
{
	int64_t from = value_get_int(v, "from_ms", 0), until = value_get_int(v, "until_ms", 0);
	/* days alone would say too little of hours */
	void (*print)(struct str *, const struct zone *, int64_t) =
	    until - from < 3 * DATE_DAY_MS ? date_print : date_print_day;

	str_addf(out, "%-10s ", name);
	print(out, zone, from);
	str_add(out, " up to ");
	print(out, zone, until);
	str_addf(out, "\n           turns: %lld in %lld conversations\n",
	    (long long)value_get_int(v, "turns", 0),
	    (long long)value_get_int(v, "conversations", 0));
	str_addf(out,
	    "           judged: %lld turns in %lld conversations; not: %lld left no trace,\n"
	    "           %lld had no words to understand, %lld have not ended\n",
	    (long long)value_get_int(v, "understood", 0), (long long)value_get_int(v, "judged", 0),
	    (long long)value_get_int(v, "without_trace", 0),
	    (long long)value_get_int(v, "nothing_said", 0),
	    (long long)value_get_int(v, "unfinished", 0));
}

static void
add_part(struct str *out, const struct value *part)
{
	str_addf(out, "  %-26.26s %8lld %5.1f %%  %8lld %5.1f %%  %8.4f\n",
	    value_get_text(part, "name"), (long long)value_get_int(part, "n", 0),
	    100 * value_get_real(part, "share", 0),
	    (long long)value_get_int(part, "reference_n", 0),
	    100 * value_get_real(part, "reference_share", 0), value_get_real(part, "part", 0));
}

static void
add_measure(struct str *out, const struct value *m)
{
	const struct value *parts = value_get(m, "parts");
	const char *missing = value_get_text(m, "missing");
	size_t count = value_count(parts), shown = count;

	str_addf(out, "\n%s: ", value_get_text(m, "title"));
	if (*missing != '\0') {
		str_addf(out, "not computed\n  %s\n", missing);
		return;
	}
	str_addf(out, "%.3f  (%.3f to %.3f)\n  chance alone stays below %.3f\n  %s\n",
	    value_get_real(m, "index", 0), value_get_real(m, "low", 0),
	    value_get_real(m, "high", 0), value_get_real(m, "chance", 0),
	    value_get_text(m, "advice"));
	str_addf(out, "  n: %lld turns of %lld conversations, against %lld of %lld\n",
	    (long long)value_get_int(m, "n", 0), (long long)value_get_int(m, "conversations", 0),
	    (long long)value_get_int(m, "reference_n", 0),
	    (long long)value_get_int(m, "reference_conversations", 0));
	str_addf(out, "  %-26s %16s  %16s  %8s\n", "", "period", "reference", "part");
	if (value_get(m, "worry") != NULL && strcmp(value_get_text(m, "name"), "intents") == 0 &&
	    count > MOST_PARTS)
		shown = MOST_PARTS;
	for (size_t i = 0; i < shown; i++)
		add_part(out, value_at(parts, i));
	if (shown < count)
		str_addf(out, "  and %zu more that add less (--format json has all)\n",
		    count - shown);
}

/* One line, at most this many cells. */
static void
add_words(struct str *out, const char *text, size_t cells)
{
	size_t from = out->length, fit = utf8_fit(text, strlen(text), (int)cells, NULL);

	str_add_n(out, text, fit);
	if (text[fit] != '\0')
		str_add(out, "…");
	for (size_t i = from; i < out->length; i++)
		if (out->data[i] == '\n')
			out->data[i] = ' ';
}

static void
add_messages(struct str *out, const struct value *list)
{
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		str_addf(out, "  %s #%lld  \"", value_get_text(v, "conversation"),
		    (long long)value_get_int(v, "message", 0));
		add_words(out, value_get_text(v, "text"), 60);
		str_add(out, "\"\n");
	}
}

static void
add_examples(struct str *out, const struct value *grown, const struct value *outside)
{
	for (size_t i = 0; i < value_count(grown); i++) {
		const struct value *g = value_at(grown, i);

		str_addf(out, "\n%s grew from %.1f %% to %.1f %%; the newest:\n",
		    value_get_text(g, "intent"), 100 * value_get_real(g, "reference_share", 0),
		    100 * value_get_real(g, "share", 0));
		add_messages(out, value_get(g, "messages"));
	}
	if (value_count(outside) > 0)
		str_add(out, "\nout of scope, the surest:\n");
	add_messages(out, outside);
}

/* Where nothing could be computed, and always for the same reason: that reason. */
static const char *
missing_of_all(const struct value *measures)
{
	const char *first = value_get_text(value_at(measures, 0), "missing");

	for (size_t i = 0; i < value_count(measures); i++)
		if (!text_is(value_get_text(value_at(measures, i), "missing"), first))
			return "";
	return first;
}

void
report_drift_text(const struct value *result, const struct zone *zone, struct str *out)
{
	const struct value *measures = value_get(result, "measures"),
			   *settings = value_get(result, "settings"),
			   *grown = value_path(result, "examples.grown"),
			   *outside = value_path(result, "examples.out_of_scope");

	add_period(out, "period", value_get(result, "period"), zone);
	add_period(out, "reference", value_get(result, "reference"), zone);
	if (*missing_of_all(measures) != '\0') {
		str_addf(out, "\nnothing was computed:\n  %s\n", missing_of_all(measures));
		add_examples(out, grown, outside);
		return;
	}
	str_addf(out,
	    "\nPopulation stability index, with 95 %% intervals; from %.2f worth watching,\n"
	    "from %.2f worth acting on. Part: what a row adds to the index.\n",
	    value_get_real(settings, "watch", 0), value_get_real(settings, "act", 0));
	for (size_t i = 0; i < value_count(measures); i++)
		add_measure(out, value_at(measures, i));
	add_examples(out, grown, outside);
}
