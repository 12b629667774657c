/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/report/report.h"

#define NAME_WIDTH 34

static void
add_padded(struct str *out, const char *text, int width)
{
	int used = utf8_width(text, strlen(text));

	str_add(out, text);
	for (; used < width; used++)
		str_add_char(out, ' ');
}

/* "  contained, confirmed     8,123 of 8,600   94.5 %  (94.0 to 94.9)": a count, its denominator,
 * and the 95 % interval. */
static void
add_ratio(struct str *out, const char *name, const struct value *r)
{
	long long n = (long long)value_get_int(r, "n", 0),
		  of = (long long)value_get_int(r, "of", 0);

	str_add(out, "  ");
	add_padded(out, name, NAME_WIDTH);
	str_addf(out, "%7lld of %7lld %s", n, of, value_get_text(r, "of_which"));
	if (of > 0)
		str_addf(out, "  %5.1f %%  (%.1f to %.1f)", 100 * value_get_real(r, "share", 0),
		    100 * value_get_real(r, "low", 0), 100 * value_get_real(r, "high", 0));
	str_add_char(out, '\n');
}

static void
add_count(struct str *out, const char *name, int64_t n)
{
	str_add(out, "  ");
	add_padded(out, name, NAME_WIDTH);
	str_addf(out, "%7lld\n", (long long)n);
}

/* "  hard: 43 % of the conversations that are to be contained, 44 % of their scenarios; …" */
static void
add_hardness(struct str *out, const struct value *hard)
{
	static const char *const kinds[] = {"contain", "escalate"},
				 *const scenarios[] = {"contain_scenarios", "escalate_scenarios"};

	for (size_t i = 0; hard != NULL && i < 2; i++) {
		const struct value *c = value_get(hard, kinds[i]),
				   *s = value_get(hard, scenarios[i]);

		str_addf(out,
		    "  hard, of what is to %s: %.0f %% of %lld conversations, %.0f %% of %lld scenarios\n",
		    kinds[i], 100 * value_get_real(c, "share", 0),
		    (long long)value_get_int(c, "of", 0), 100 * value_get_real(s, "share", 0),
		    (long long)value_get_int(s, "of", 0));
	}
}

static void
add_containment(const struct value *result, struct str *out)
{
	const struct value *c = value_get(value_get(result, "containment"), "counts"),
			   *x = value_get(result, "as_expected");

	str_add(out, "\nContainment, with 95 % intervals (Wilson)\n");
	add_ratio(out, "confirmed by end state", value_get(c, "confirmed"));
	add_ratio(out, "loose: no person joined", value_get(c, "loose"));
	add_ratio(out, "with a person's approval", value_get(c, "with_approval"));
	add_ratio(out, "handed over", value_get(c, "handed_off"));
	add_ratio(out, "the shopper gave up", value_get(c, "abandoned"));
	str_add(out, "\nAgainst what the scenarios expect\n");
	add_ratio(out, "contain, ended as expected", value_get(x, "contain"));
	add_ratio(out, "  of them hard", value_get(x, "contain_hard"));
	add_ratio(out, "escalate, for the named reason", value_get(x, "escalate"));
	add_ratio(out, "  of them hard", value_get(x, "escalate_hard"));
	add_hardness(out, value_get(result, "hard"));
}

static int64_t
count_at(const struct value *v, const char *path)
{
	return value_as_int(value_path(v, path), 0);
}

static void
add_trust(const struct value *result, struct str *out)
{
	const struct value *b = value_get(result, "breaches");

	str_add(out, "\nTrust\n");
	add_count(out, "breaches", value_get_int(result, "policy_breaches", 0));
	add_count(out, "  changes nobody asked for", value_get_int(b, "changes", 0));
	add_count(
	    out, "    other goods, amounts, reasons …", value_get_int(b, "done_otherwise", 0));
	add_count(out, "  statements that aren't so", value_get_int(b, "statements", 0));
	add_count(out, "  summed up again after a no", value_get_int(b, "proposed_again", 0));
	add_ratio(out, "conversations with a breach", value_get(b, "conversations"));
	add_count(out, "unasked actions a person stopped", count_at(result, "stopped.by_person"));
	add_count(out, "unasked actions a rule stopped", count_at(result, "stopped.by_rule"));
	add_count(
	    out, "drafts held back by the check", value_get_int(result, "drafts_held_back", 0));
}

static void
add_trials(const struct value *result, struct str *out)
{
	const struct value *trials = value_get(result, "oracle");

	if (trials == NULL)
		return;
	str_add(out, "\nWrong statements put before the oracle, and how many it counted\n");
	for (size_t i = 0; i < value_count(trials); i++)
		add_ratio(out, value_key_at(trials, i), value_at(trials, i));
}

static void
add_handoffs(const struct value *result, struct str *out)
{
	const struct value *h = value_get(result, "handoffs");

	str_add(out, "\nHanded over for\n");
	for (size_t i = 0; i < value_count(h); i++)
		add_count(out, value_key_at(h, i), value_as_int(value_at(h, i), 0));
	if (value_count(h) == 0)
		str_add(out, "  nothing\n");
}

static void
add_actions(const struct value *result, struct str *out)
{
	const struct value *actions = value_get(result, "actions");

	str_add(out, "\nActions by kind and state\n");
	for (size_t i = 0; i < value_count(actions); i++) {
		const struct value *states = value_at(actions, i);

		str_add(out, "  ");
		add_padded(out, value_key_at(actions, i), NAME_WIDTH);
		for (size_t j = 0; j < value_count(states); j++)
			str_addf(out, "%s%s %lld", j > 0 ? ", " : "", value_key_at(states, j),
			    (long long)value_as_int(value_at(states, j), 0));
		str_add_char(out, '\n');
	}
	if (value_count(actions) == 0)
		str_add(out, "  none\n");
}

static void
add_turns(const struct value *result, struct str *out)
{
	const struct value *t = value_get(result, "turns");

	str_addf(out,
	    "\nTurns of the AI in a conversation: mean %.1f, median %lld, 95 %% within %lld, most %lld; %lld in all\n",
	    value_get_real(t, "mean", 0), (long long)value_get_int(t, "median", 0),
	    (long long)value_get_int(t, "p95", 0), (long long)value_get_int(t, "most", 0),
	    (long long)value_get_int(t, "total", 0));
}

static double
share_of(const struct value *scenario)
{
	int64_t of = value_get_int(scenario, "conversations", 0);

	return of > 0 ? (double)value_get_int(scenario, "as_expected", 0) / (double)of : 2;
}

/* The worst first; among equals as they came. */
static int
compare(const void *a, const void *b)
{
	const struct value *x = *(const struct value *const *)a,
			   *y = *(const struct value *const *)b;
	double p = share_of(x), q = share_of(y);

	if (p != q)
		return p < q ? -1 : 1;
	return strcmp(value_get_text(x, "scenario"), value_get_text(y, "scenario"));
}

static void
add_scenario(const struct value *s, struct str *out)
{
	int64_t of = value_get_int(s, "conversations", 0), n = value_get_int(s, "as_expected", 0),
		breaches = value_get_int(s, "policy_breaches", 0);

	str_add(out, "  ");
	add_padded(out, value_get_text(s, "scenario"), NAME_WIDTH);
	add_padded(out, value_get_text(s, "expect"), 9);
	add_padded(out, value_get_bool(s, "hard", false) ? "hard" : "", 5);
	str_addf(out, "%6lld of %6lld", (long long)n, (long long)of);
	if (of > 0)
		str_addf(out, "  %5.1f %%", 100 * (double)n / (double)of);
	if (breaches > 0)
		str_addf(out, "  %lld breaches", (long long)breaches);
	str_add_char(out, '\n');
}

static void
add_scenarios(const struct value *result, struct str *out)
{
	const struct value *list = value_get(result, "scenarios"),
			   *skipped = value_get(result, "skipped");
	size_t count = value_count(list);
	const struct value **sorted = mem_zero(count + 1, sizeof(*sorted));

	for (size_t i = 0; i < count; i++)
		sorted[i] = value_at(list, i);
	qsort(sorted, count, sizeof(*sorted), compare);
	str_add(out, "\nScenarios, ended as expected, the worst first\n");
	for (size_t i = 0; i < count; i++)
		add_scenario(sorted[i], out);
	mem_free(sorted);
	if (value_count(skipped) == 0)
		return;
	str_add(out, "\nLeft out, since nothing in this world fits them:");
	for (size_t i = 0; i < value_count(skipped); i++)
		str_addf(out, "%s %s", i > 0 ? "," : "", value_as_text(value_at(skipped, i), ""));
	str_add_char(out, '\n');
}

static void
add_indented(struct str *out, const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");

		str_add(out, "    ");
		str_add_n(out, text, length);
		str_add_char(out, '\n');
		text += length + (text[length] == '\n');
	}
}

static void
add_failures(const struct value *result, size_t most, struct str *out)
{
	const struct value *list = value_get(result, "failures");

	if (most == 0 || value_count(list) == 0)
		return;
	str_add(out, "\nFailures, the first of each scenario first\n");
	for (size_t i = 0; i < value_count(list) && i < most; i++) {
		const struct value *f = value_at(list, i);

		str_addf(out, "\n  conversation %lld, %s, %s\n",
		    (long long)value_get_int(f, "conversation", 0), value_get_text(f, "scenario"),
		    value_get_text(f, "persona"));
		add_indented(out, value_get_text(f, "why"));
		add_indented(out, value_get_text(f, "transcript"));
	}
}

void
report_simulation_text(const struct value *result, size_t failures, struct str *out)
{
	str_addf(out, "%lld conversations in the world %s, seed %s, backend %s\n",
	    (long long)value_get_int(result, "conversations", 0), value_get_text(result, "world"),
	    value_get_text(result, "seed"), value_get_text(result, "backend"));
	add_containment(result, out);
	add_trust(result, out);
	add_trials(result, out);
	add_handoffs(result, out);
	add_actions(result, out);
	add_turns(result, out);
	add_scenarios(result, out);
	add_failures(result, failures, out);
}

void
report_simulation_json(const struct value *result, struct str *out)
{
	value_print_pretty(out, result);
	str_add_char(out, '\n');
}

static bool
reaches(const struct value *ratio, double least)
{
	return value_get_int(ratio, "of", 0) == 0 || value_get_real(ratio, "share", 0) >= least;
}

bool
report_simulation_passes(const struct value *result, double least_share)
{
	const struct value *contain = value_path(result, "as_expected.contain"),
			   *escalate = value_path(result, "as_expected.escalate");

	return value_get_int(result, "policy_breaches", 0) == 0 && reaches(contain, least_share) &&
	    reaches(escalate, least_share);
}
