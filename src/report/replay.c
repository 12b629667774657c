/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a replay came to (replay/replay.h), as lines for people, as TAP 13 and as JUnit's XML.
 */
#include <string.h>

#include "floorwalker/report/report.h"

#define SHOWN 240			/* bytes of what was got, in lines for people */

static void
add_shortened(struct str *out, const char *s)
{
	size_t n = 0;

	for (; s[n] != '\0' && n < SHOWN; n++)
		str_add_char(out, s[n] == '\n' ? ' ' : s[n]);
	while (s[n] != '\0' && out->length > 0 && ((unsigned char)s[n] & 0xc0) == 0x80) {
		str_cut(out, out->length - 1);	/* not in the middle of a letter */
		n--;
	}
	if (s[n] != '\0')
		str_add(out, "…");
}

/* "refund-late, turn 2, run 1" */
static void
add_where(struct str *out, const struct value *f, int64_t runs)
{
	int64_t turn = value_get_int(f, "turn", 0);

	if (turn > 0)
		str_addf(out, "turn %lld", (long long)turn);
	else
		str_add(out, "end");
	if (runs > 1)
		str_addf(out, ", run %lld", (long long)value_get_int(f, "run", 1));
}

static void
add_blame(struct str *out, const struct value *f)
{
	const struct value *blame = value_get(f, "blame");
	const char *who = value_get_text(blame, "who");

	str_addf(out, "%s, %s: ", text_is(who, "agent") ? "the AI" : who, value_get_text(blame, "layer"));
	add_shortened(out, value_get_text(blame, "evidence"));
}

/* Lines below a failed conversation, each after begin. What may come of an earlier failure is only counted. */
static void
add_failures(struct str *out, const struct value *one, const char *begin)
{
	const struct value *failures = value_get(one, "failures");
	int64_t runs = value_get_int(one, "of", 1);
	size_t follow = 0;

	for (size_t i = 0; i < value_count(failures); i++) {
		const struct value *f = value_at(failures, i);

		if (value_get_bool(f, "follows", false)) {
			follow++;
			continue;
		}
		str_add(out, begin);
		add_where(out, f, runs);
		str_addf(out, ", %s (%s:%lld:%lld)\n%s  expected  ", value_get_text(f, "key"),
		    value_get_text(one, "file"), (long long)value_get_int(f, "line", 0),
		    (long long)value_get_int(f, "column", 0), begin);
		add_shortened(out, value_get_text(f, "expected"));
		str_addf(out, "\n%s  got       ", begin);
		add_shortened(out, value_get_text(f, "got"));
		if (value_get_text(f, "why")[0] != '\0') {
			str_addf(out, "\n%s  why       ", begin);
			add_shortened(out, value_get_text(f, "why"));
		}
		str_addf(out, "\n%s  blame     ", begin);
		add_blame(out, f);
		str_add(out, "\n");
	}
	if (follow > 0)
		str_addf(out, "%sand %zu more in later turns, which may come of it\n", begin, follow);
}

static bool
has_failed(const struct value *one)
{
	return value_count(value_get(one, "failures")) > 0;
}

static void
add_share(struct str *out, const struct value *share)
{
	if (value_is_null(value_get(share, "share")))
		str_add(out, "not known");
	else
		str_addf(out, "%.1f %% (95 %%: %.1f to %.1f)", 100 * value_get_real(share, "share", 0),
		    100 * value_get_real(share, "low", 0), 100 * value_get_real(share, "high", 0));
}

static void
add_counts(struct str *out, const char *what, const struct value *counts)
{
	const char *between = "";

	str_addf(out, "%-22s", what);
	for (size_t i = 0; i < value_count(counts); i++) {
		str_addf(out, "%s%lld %s", between, (long long)value_as_int(value_at(counts, i), 0),
		    value_key_at(counts, i));
		between = ", ";
	}
	str_add(out, value_count(counts) == 0 ? "none\n" : "\n");
}

static void
add_summary(struct str *out, const struct value *result)
{
	const struct value *hats = value_get(result, "pass_hat"), *failures = value_get(result, "failures");
	int64_t runs = value_get_int(result, "runs", 1);

	str_addf(out, "%lld of %lld conversations held", (long long)value_get_int(result, "held", 0),
	    (long long)value_get_int(result, "conversations", 0));
	if (runs > 1)
		str_addf(out, " in all of %lld runs, %lld in some", (long long)runs,
		    (long long)value_get_int(result, "flaky", 0));
	if (value_get_int(result, "unreachable", 0) > 0)
		str_addf(out, "; %lld couldn't be played, since the backend or the store didn't answer",
		    (long long)value_get_int(result, "unreachable", 0));
	str_add(out, "\npass@1                ");
	add_share(out, value_get(result, "pass_at_1"));
	str_add(out, "\n");
	for (size_t k = 1; k < value_count(hats); k++) {
		str_addf(out, "pass^%-17zu", k + 1);
		add_share(out, value_at(hats, k));
		str_add(out, "\n");
	}
	if (value_get_int(result, "failed", 0) == 0)
		return;
	add_counts(out, "failed, by severity", value_get(failures, "by_severity"));
	add_counts(out, "failures, by blame", value_get(failures, "by_blame"));
	add_counts(out, "failures, by layer", value_get(failures, "by_layer"));
}

void
report_replay_text(const struct value *result, struct str *out)
{
	const struct value *results = value_get(result, "results");

	for (size_t i = 0; i < value_count(results); i++) {
		const struct value *one = value_at(results, i);
		int64_t unreachable = value_get_int(one, "unreachable", 0);

		if (has_failed(one)) {
			str_addf(out, "%s %s, %s\n", value_get_bool(one, "flaky", false) ? "FLAKY " : "FAILED",
			    value_get_text(one, "name"), value_get_text(one, "severity"));
			add_failures(out, one, "  ");
			str_add(out, "\n");
		} else if (unreachable > 0)
			str_addf(out, "NOT PLAYED %s: %s\n\n", value_get_text(one, "name"),
			    value_get_text(one, "trouble"));
	}
	add_summary(out, result);
}

/* Names in lines of 80 cells at most. */
static void
add_names(struct str *out, const struct value *names)
{
	size_t at = 80;

	for (size_t i = 0; i < value_count(names); i++) {
		const char *name = value_as_text(value_at(names, i), "");

		if (at + strlen(name) + 2 > 80) {
			str_add(out, i > 0 ? ",\n    " : "    ");
			at = 4;
		} else {
			str_add(out, ", ");
			at += 2;
		}
		str_add(out, name);
		at += strlen(name);
	}
	str_add(out, value_count(names) > 0 ? "\n" : "");
}

static void
add_named(struct str *out, const char *what, const struct value *names)
{
	if (value_count(names) == 0)
		return;
	str_addf(out, "%s: %zu\n", what, value_count(names));
	add_names(out, names);
}

#define DIFFERENCES 20			/* of each kind, that are shown with what was and what is */

static void
add_differences(struct str *out, const char *what, const struct value *list)
{
	if (value_count(list) == 0)
		return;
	str_addf(out, "%s: %zu\n", what, value_count(list));
	for (size_t i = 0; i < value_count(list) && i < DIFFERENCES; i++) {
		const struct value *one = value_at(list, i);

		str_addf(out, "    %s, turn %lld%s%s\n      was  ", value_get_text(one, "name"),
		    (long long)value_get_int(one, "turn", 0), value_get(one, "key") != NULL ? ", " : "",
		    value_get_text(one, "key"));
		add_shortened(out, value_get_text(one, "was"));
		str_add(out, "\n      is   ");
		add_shortened(out, value_get_text(one, "is"));
		str_add(out, "\n");
	}
	if (value_count(list) > DIFFERENCES)
		str_addf(out, "    and %zu more: --format json has them all\n", value_count(list) - DIFFERENCES);
}

void
report_replay_comparison(const struct value *result, struct str *out)
{
	const struct value *c = value_get(result, "comparison"), *ledger = value_get(result, "ledger"),
			   *flaky = value_get(ledger, "flaky");

	add_named(out, "stable until now, and failed", value_get(ledger, "turned"));
	if (c != NULL) {
		str_addf(out, "against the baseline, %lld conversations in both: %zu better, %zu worse (McNemar, exact: p = %.3g)\n",
		    (long long)value_get_int(c, "kept", 0), value_count(value_get(c, "better")),
		    value_count(value_get(c, "worse")), value_as_real(value_path(c, "mcnemar.p"), 1));
		add_named(out, "worse", value_get(c, "worse"));
		add_named(out, "better", value_get(c, "better"));
		add_differences(out, "something that no expectation asks about", value_get(c, "changed"));
		add_differences(out, "only the words", value_get(c, "words"));
		add_named(out, "new", value_get(c, "new"));
		add_named(out, "gone", value_get(c, "gone"));
	}
	for (size_t i = 0; i < value_count(flaky) && i < DIFFERENCES; i++)
		str_addf(out, "%s%s held %lld of %lld times\n", i == 0 ? "over time:\n    " : "    ",
		    value_get_text(value_at(flaky, i), "name"),
		    (long long)value_get_int(value_at(flaky, i), "held", 0),
		    (long long)value_get_int(value_at(flaky, i), "of", 0));
}

void
report_replay_changed(const struct value *result, struct str *out)
{
	const struct value *c = value_get(result, "changed"), *parts = value_get(c, "parts"), *why = value_get(c, "why");

	if (c == NULL)
		return;
	str_addf(out, "changed since %s: %zu file%s\n", value_get_text(c, "since"), value_count(parts),
	    value_count(parts) == 1 ? "" : "s");
	for (size_t i = 0; i < value_count(parts) && i < DIFFERENCES; i++) {
		const struct value *one = value_at(parts, i);

		str_addf(out, "    %s: %s%s%s\n", value_get_text(one, "file"), value_get_text(one, "what"),
		    value_get_bool(one, "all", false) ? "; " : "", value_get_text(one, "why"));
	}
	str_addf(out, "%lld of %lld conversations can be touched by it, and are played\n",
	    (long long)value_get_int(c, "run", 0), (long long)value_get_int(c, "of", 0));
	for (size_t i = 0; i < value_count(why) && i < DIFFERENCES; i++)
		str_addf(out, "    %lld: %s\n", (long long)value_get_int(value_at(why, i), "n", 0),
		    value_get_text(value_at(why, i), "why"));
	str_add(out, "\n");
}

void
report_replay_coverage(const struct value *result, struct str *out)
{
	const struct value *coverage = value_get(result, "coverage");

	for (size_t i = 0; i < value_count(coverage); i++) {
		const struct value *one = value_at(coverage, i), *missing = value_get(one, "missing");

		str_addf(out, "%s: %lld of %lld touched%s\n", value_key_at(coverage, i),
		    (long long)value_get_int(one, "touched", 0), (long long)value_get_int(one, "of", 0),
		    value_count(missing) > 0 ? "; not these:" : "");
		add_names(out, missing);
	}
}

/* ---- TAP 13 */

/* One line; # would begin a directive. */
static void
add_tap(struct str *out, const char *s)
{
	for (; *s != '\0'; s++)
		str_add_char(out, *s == '\n' ? ' ' : *s);
}

void
report_replay_tap(const struct value *result, struct str *out)
{
	const struct value *results = value_get(result, "results");

	str_addf(out, "TAP version 13\n1..%zu\n", value_count(results));
	for (size_t i = 0; i < value_count(results); i++) {
		const struct value *one = value_at(results, i);
		bool failed = has_failed(one), away = !failed && value_get_int(one, "unreachable", 0) > 0;

		str_addf(out, "%sok %zu - ", failed ? "not " : "", i + 1);
		add_tap(out, value_get_text(one, "name"));
		if (away) {
			str_add(out, " # SKIP not played: ");
			add_tap(out, value_get_text(one, "trouble"));
		}
		str_add(out, "\n");
		if (failed)
			add_failures(out, one, "# ");
	}
	if (value_get_int(result, "unreachable", 0) > 0)
		str_add(out, "# the backend or the store didn't answer: that is no failure of the AI\n");
}

/* ---- JUnit */

static void
add_xml(struct str *out, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '&':
			str_add(out, "&amp;");
			break;
		case '<':
			str_add(out, "&lt;");
			break;
		case '>':
			str_add(out, "&gt;");
			break;
		case '"':
			str_add(out, "&quot;");
			break;
		default:
			if ((unsigned char)*s >= ' ' || *s == '\n' || *s == '\t')
				str_add_char(out, *s);	/* others have no place in XML */
		}
}

static void
add_case(struct str *out, const struct value *one)
{
	bool failed = has_failed(one), away = !failed && value_get_int(one, "unreachable", 0) > 0;
	struct str lines;

	str_add(out, "    <testcase classname=\"");
	add_xml(out, value_get_text(one, "severity"));
	str_add(out, "\" name=\"");
	add_xml(out, value_get_text(one, "name"));
	str_add(out, failed || away ? "\">\n" : "\"/>\n");
	if (away) {
		str_add(out, "      <error type=\"infrastructure\" message=\"");
		add_xml(out, value_get_text(one, "trouble"));
		str_add(out, "\"/>\n");
	}
	if (failed) {
		const struct value *first = value_at(value_get(one, "failures"), 0);

		str_add(out, "      <failure type=\"");
		add_xml(out, value_get_text(value_get(first, "blame"), "layer"));
		str_add(out, "\" message=\"");
		add_xml(out, value_get_text(first, "key"));
		str_add(out, ": expected ");
		add_xml(out, value_get_text(first, "expected"));
		str_add(out, "\">");
		str_init(&lines);
		add_failures(&lines, one, "");
		add_xml(out, lines.data);
		str_clear(&lines);
		str_add(out, "</failure>\n");
	}
	if (failed || away)
		str_add(out, "    </testcase>\n");
}

void
report_replay_junit(const struct value *result, struct str *out)
{
	const struct value *results = value_get(result, "results");

	str_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"floorwalker replay, ");
	add_xml(out, value_get_text(result, "world"));
	str_addf(out, "\" tests=\"%zu\" failures=\"%lld\" errors=\"%lld\">\n", value_count(results),
	    (long long)value_get_int(result, "failed", 0), (long long)value_get_int(result, "unreachable", 0));
	for (size_t i = 0; i < value_count(results); i++)
		add_case(out, value_at(results, i));
	str_add(out, "  </testsuite>\n</testsuites>\n");
}
