/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a replay came to, as one page without outside links: figures, failures with what was said, coverage.
 */
#include <string.h>

#include "floorwalker/report/report.h"
#include "page.h"

static void
add_share(struct str *out, const struct value *share)
{
	if (value_is_null(value_get(share, "share")))
		str_add(out, "not known");
	else
		str_addf(out, "%.1f %% <small>95 %%: %.1f to %.1f</small>", 100 * value_get_real(share, "share", 0),
		    100 * value_get_real(share, "low", 0), 100 * value_get_real(share, "high", 0));
}

static void
add_tile(struct str *out, const char *title, int64_t n)
{
	str_addf(out, "<li>%s<b>%lld</b></li>\n", title, (long long)n);
}

static void
add_summary(struct str *out, const struct value *result)
{
	const struct value *hats = value_get(result, "pass_hat");

	str_add(out, "<ul class=\"tiles\">\n");
	add_tile(out, "conversations", value_get_int(result, "conversations", 0));
	add_tile(out, "held", value_get_int(result, "held", 0));
	add_tile(out, "failed", value_get_int(result, "failed", 0));
	add_tile(out, "in some runs only", value_get_int(result, "flaky", 0));
	add_tile(out, "couldn't be played", value_get_int(result, "unreachable", 0));
	str_add(out, "</ul>\n<p>pass@1: ");
	add_share(out, value_get(result, "pass_at_1"));
	for (size_t k = 1; k < value_count(hats); k++) {
		str_addf(out, "<br>pass^%zu: ", k + 1);
		add_share(out, value_at(hats, k));
	}
	str_add(out, "</p>\n");
}

static void
add_row(struct str *out, const char *what, const char *text)
{
	str_addf(out, "<tr><th scope=\"row\">%s</th><td>", what);
	page_text(out, text);
	str_add(out, "</td></tr>\n");
}

static void
add_failure(struct str *out, const struct value *one, const struct value *f)
{
	const struct value *blame = value_get(f, "blame");
	int64_t turn = value_get_int(f, "turn", 0);

	str_add(out, "<h3>");
	if (turn > 0)
		str_addf(out, "Turn %lld, ", (long long)turn);
	else
		str_add(out, "At the end, ");
	page_text(out, value_get_text(f, "key"));
	if (value_get_int(one, "of", 1) > 1)
		str_addf(out, ", run %lld", (long long)value_get_int(f, "run", 1));
	str_add(out, "</h3>\n<table>\n<tbody>\n");
	add_row(out, "expected", value_get_text(f, "expected"));
	add_row(out, "got", value_get_text(f, "got"));
	if (value_get_text(f, "why")[0] != '\0')
		add_row(out, "why", value_get_text(f, "why"));
	str_add(out, "<tr><th scope=\"row\">blame</th><td>");
	page_textf(out, "%s, %s: %s", text_is(value_get_text(blame, "who"), "agent") ? "the AI" : value_get_text(blame, "who"), value_get_text(blame, "layer"),
	    value_get_text(blame, "evidence"));
	str_add(out, "</td></tr>\n</tbody>\n</table>\n");
}

static void
add_talk(struct str *out, const struct value *record)
{
	const struct value *turns = value_get(record, "turns");

	str_add(out, "<ol class=\"talk\">\n");
	for (size_t i = 0; i < value_count(turns); i++) {
		const struct value *t = value_at(turns, i);
		const char *said = value_get_text(t, "said"), *reply = value_get_text(t, "reply");

		if (said[0] != '\0') {
			str_addf(out, "<li class=\"shopper\"><small><b>shopper</b>, turn %zu</small><p>", i + 1);
			page_text(out, said);
			str_add(out, "</p></li>\n");
		}
		if (reply[0] != '\0') {
			str_add(out, "<li class=\"ai\"><small><b>answer</b></small><p>");
			page_text(out, reply);
			str_add(out, "</p></li>\n");
		}
	}
	str_add(out, "</ol>\n");
}

static void
add_conversation(struct str *out, const struct value *one)
{
	const struct value *failures = value_get(one, "failures");
	size_t follow = 0;

	str_add(out, "<details class=\"contact\" open>\n<summary>");
	page_textf(out, "%s: %s (%s)", value_get_text(one, "name"), value_get_text(one, "title"),
	    value_get_text(one, "severity"));
	str_add(out, value_get_bool(one, "flaky", false) ? ", in some runs only</summary>\n" : "</summary>\n");
	for (size_t i = 0; i < value_count(failures); i++)
		if (value_get_bool(value_at(failures, i), "follows", false))
			follow++;
		else
			add_failure(out, one, value_at(failures, i));
	if (follow > 0)
		str_addf(out, "<p class=\"quiet\">%zu more failed after that, which may come of it.</p>\n", follow);
	add_talk(out, value_get(one, "record"));
	str_add(out, "</details>\n");
}

static void
add_failed(struct str *out, const struct value *result)
{
	const struct value *results = value_get(result, "results");
	size_t failed = 0;

	str_add(out, "<section id=\"failed\">\n<h2>What failed</h2>\n");
	for (size_t i = 0; i < value_count(results); i++) {
		const struct value *one = value_at(results, i);

		if (value_count(value_get(one, "failures")) > 0) {
			add_conversation(out, one);
			failed++;
		} else if (value_get_int(one, "unreachable", 0) > 0) {
			str_add(out, "<p>");
			page_textf(out, "%s couldn't be played: %s", value_get_text(one, "name"), value_get_text(one, "trouble"));
			str_add(out, "</p>\n");
		}
	}
	if (failed == 0)
		str_add(out, "<p>Nothing.</p>\n");
	str_add(out, "</section>\n");
}

static void
add_coverage(struct str *out, const struct value *result)
{
	const struct value *coverage = value_get(result, "coverage");

	str_add(out, "<section id=\"coverage\">\n<h2>What the suite touches</h2>\n");
	for (size_t i = 0; i < value_count(coverage); i++) {
		const struct value *one = value_at(coverage, i), *missing = value_get(one, "missing");

		str_add(out, "<details>\n<summary>");
		page_textf(out, "%s: %lld of %lld", value_key_at(coverage, i), (long long)value_get_int(one, "touched", 0),
		    (long long)value_get_int(one, "of", 0));
		str_add(out, "</summary>\n<p>");
		for (size_t k = 0; k < value_count(missing); k++)
			page_textf(out, "%s%s", k > 0 ? ", " : "not these: ", value_as_text(value_at(missing, k), ""));
		str_add(out, "</p>\n</details>\n");
	}
	str_add(out, "</section>\n");
}

void
report_replay_html(const struct value *result, struct str *out)
{
	page_head(out, "floorwalker replay");
	str_add(out, "<header>\n<h1>Replay</h1>\n<p class=\"quiet\">");
	page_textf(out, "World %s, backend %s, seed %lld, %lld run%s of each conversation.", value_get_text(result, "world"),
	    value_get_text(result, "backend"), (long long)value_get_int(result, "seed", 0),
	    (long long)value_get_int(result, "runs", 1), value_get_int(result, "runs", 1) == 1 ? "" : "s");
	str_add(out, "</p>\n</header>\n<main>\n");
	add_summary(out, result);
	add_failed(out, result);
	add_coverage(out, result);
	str_add(out, "</main>\n</body>\n</html>\n");
}
