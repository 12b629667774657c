/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "why.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "words.h"

const char *
why_gate(const struct value *gate)
{
	enum handoff_reason r;
	const char *name = value_get_text(gate, "gate");

	return handoff_reason_from(name, &r) && r != HANDOFF_NONE ? tr(handoff_reason_title(r)) : name;
}

/* "0.41 against 0.70"; "" where the gate is a yes or no. */
static void
gate_numbers(const struct settings *s, const struct value *gate, char *out)
{
	char money[2][WORDS];
	double value = value_get_real(gate, "value", NAN),
	       limit = value_get_real(gate, "limit", NAN);

	out[0] = '\0';
	value = fabs(value) < 0.005 ? 0 : value;	/* no "-0.00" */
	if (text_is(value_get_text(gate, "gate"), "high_value") && !isnan(value) && !isnan(limit))
		snprintf(out, WORDS, "%.70s, limit %.70s",
		    words_money(money[0], s, (int64_t)value, ""),
		    words_money(money[1], s, (int64_t)limit, ""));
	else if (!isnan(value) && !isnan(limit))
		snprintf(out, WORDS,
		    value == floor(value) && limit == floor(limit) ? "%.0f, limit %.0f"
								   : "%.2f, limit %.2f",
		    value, limit);
	else if (!isnan(value))
		snprintf(out, WORDS, "%.2f", value);
}

static void
add_guess(struct page *p, const struct value *x, bool first)
{
	char words[WORDS];
	double probability = value_get_real(x, "probability", NAN);

	page_begin(p, 2, 4, 0);
	page_bar(p, probability, 5);
	page_addf(p, first ? INK_STRONG : INK_DIM, " %.2f  ", probability);
	page_add(p, first ? INK_STRONG : INK_DIM, words_name(words, value_get_text(x, "intent")));
}

static void
add_slots(struct page *p, const struct value *slots)
{
	char words[WORDS];

	if (value_count(slots) > 0)
		page_heading(p, tr("Details found"));
	for (size_t i = 0; i < value_count(slots); i++) {
		const struct value *x = value_at(slots, i), *v = value_get(x, "value");
		const char *name =
		    value_get_text(x, text_is_empty(value_get_text(x, "name")) ? "kind" : "name");
		const char *shown = text_is_empty(value_source_text(v)) ? value_as_text(v, "")
									: value_source_text(v);
		const char *said = value_get_text(x, "words");

		page_begin(p, 2, 17, 0);
		page_add(p, INK_DIM, words_name(words, name));
		page_to(p, 17);
		page_add(p, INK_TEXT, words_name(words, !text_is_empty(shown) ? shown : said));
		if (value_get_bool(x, "except", false))
			page_add(p, INK_WARN, tr(" (excepted)"));
		if (!isnan(value_get_real(x, "probability", NAN)))
			page_addf(p, INK_DIM, "  %.2f", value_get_real(x, "probability", 0));
		if (!text_is_empty(said) && !text_is_empty(shown) && !text_is(said, shown))
			page_addf(p, INK_DIM, tr("  from “%s”"), said);
	}
}

void
why_understanding(struct page *p, const struct settings *s, const struct value *trace)
{
	const struct value *u = value_get(trace, "understanding"),
			   *intents = value_get(u, "intents"), *inside = value_get(trace, "inside");
	const struct value *slots = value_get(u, "slots");
	const char *state = value_path(trace, "identity.state") == NULL
	    ? ""
	    : value_as_text(value_path(trace, "identity.state"), "");
	char words[WORDS];

	(void)s;
	if (value_count(intents) == 0)
		intents = value_get(inside, "intents");
	if (value_count(value_get(inside, "slots")) > 0)
		slots = value_get(inside, "slots");	/* these say what was found */
	if (value_count(intents) > 0)
		page_heading(p, tr("What it understood"));
	for (size_t i = 0; i < value_count(intents) && i < 5; i++) {
		if (i == 0 || value_get_real(value_at(intents, i), "probability", 1) >= 0.01)
			add_guess(p, value_at(intents, i), i == 0);
	}
	if (!isnan(value_get_real(u, "sentiment", NAN)))
		page_fieldf(p, tr("sentiment"), INK_TEXT, tr("%+.2f  (-1 to +1)"),
		    fabs(value_get_real(u, "sentiment", 0)) < 0.005
			? 0
			: value_get_real(u, "sentiment", 0));
	if (!isnan(value_get_real(u, "out_of_scope", NAN)))
		page_fieldf(
		    p, tr("out of scope"), INK_TEXT, "%.2f", value_get_real(u, "out_of_scope", 0));
	if (!text_is_empty(value_get_text(u, "language")))
		page_field(p, tr("language"), INK_TEXT, value_get_text(u, "language"));
	if (!text_is_empty(state))
		page_field(p, tr("identity"), text_is(state, "failed") ? INK_WARN : INK_TEXT,
		    words_name(words, state));
	add_slots(p, slots);
}

void
why_gates(struct page *p, const struct settings *s, const struct value *trace)
{
	const struct value *gates = value_get(trace, "gates");
	char numbers[WORDS];

	if (value_count(gates) > 0)
		page_heading(p, tr("Gates (✓ passed, ✗ stopped)"));
	for (size_t i = 0; i < value_count(gates); i++) {
		const struct value *g = value_at(gates, i);
		bool passed = value_get_bool(g, "passed", true);

		if (why_is_said(gates, i, "gate", NULL))	/* the backend may have asked for
								   the same */
			continue;
		gate_numbers(s, g, numbers);
		page_begin(p, 2, 4, 0);
		page_add(p, passed ? INK_GOOD : INK_BAD, passed ? "✓ " : "✗ ");
		page_add(p, passed ? INK_DIM : INK_STRONG, why_gate(g));
		if (numbers[0] != '\0') {
			page_to(p, 28);
			page_add(p, passed ? INK_DIM : INK_TEXT, numbers);
		}
	}
}

static void
add_rule(struct page *p, const struct settings *s, const struct value *row, int indent)
{
	const char *name = value_get_text(row, "failed"), *wanted = value_get_text(row, "wanted");
	bool held = value_get_bool(row, "held", false);
	struct str text;
	char words[WORDS];

	page_begin(p, indent, indent + 4, 0);
	page_add(p, held ? INK_GOOD : INK_DIM, held ? "✓ " : "· ");
	page_add(p, held ? INK_STRONG : INK_TEXT, value_get_text(row, "rule"));
	if (held) {
		page_add(p, INK_DIM, text_is_empty(value_get_text(row, "says")) ? tr("  decided") : tr("  decided: "));
		page_add(p, INK_TEXT, value_get_text(row, "says"));
		return;
	}
	str_init(&text);
	if (text_is(name, "jq")) {	/* a condition of its own rather than a column */
		words_condition(&text, wanted);
		page_addf(p, INK_DIM, tr("  wants %s"), text.data);
	} else {
		page_addf(p, INK_DIM, tr("  %s is "), words_name(words, name));
		words_fact(&text, s, name, value_get(row, "got"));
		page_add(p, INK_TEXT, text.data);
		str_reset(&text);
		words_wanted(&text, wanted);
		page_addf(p, INK_DIM, tr("; it wants %s"), text.data);
	}
	str_clear(&text);
}

void
why_rules(struct page *p, const struct settings *s, const struct value *rows, int indent)
{
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < value_count(rows); i++) {
			if (value_get_bool(value_at(rows, i), "held", false) == (pass == 0))
				add_rule(p, s, value_at(rows, i), indent);
		}
	}
}

static void
add_verdict(struct page *p, const struct settings *s, const struct value *x)
{
	const struct value *rows = value_get(x, "rows");
	const char *outcome = value_get_text(x, "outcome");
	char words[WORDS];
	enum ink ink = text_is(outcome, "approve") ? INK_GOOD
	    : text_is(outcome, "deny")             ? INK_BAD
						   : INK_WARN;

	page_begin(p, 2, 4, 0);
	page_addf(p, INK_STRONG, "%s", words_name(words, value_get_text(x, "kind")));
	if (!text_is_empty(value_get_text(x, "order")))
		page_addf(p, INK_TEXT, tr(" of %s"), value_get_text(x, "order"));
	if (value_get_int(x, "amount", 0) != 0)
		page_addf(
		    p, INK_TEXT, ", %s", words_money(words, s, value_get_int(x, "amount", 0), ""));
	page_add(p, INK_DIM, " → ");
	page_add(p, ink,
	    text_is(outcome, "human")         ? tr("a person decides")
		: text_is(outcome, "approve") ? tr("approved by rule")
		: text_is(outcome, "deny")    ? tr("denied by rule")
					      : outcome);
	if (!text_is_empty(value_get_text(x, "rule")))
		page_addf(p, INK_TEXT, " %s", value_get_text(x, "rule"));
	else if (text_is(outcome, "human"))
		page_add(p, INK_DIM, tr(" (no rule matched)"));
	if (!text_is_empty(value_get_text(x, "refused")))
		page_line(p, INK_WARN, value_get_text(x, "refused"));
	why_rules(p, s, rows, 4);
}

void
why_policy(struct page *p, const struct settings *s, const struct value *trace)
{
	const struct value *proposals = value_get(trace, "proposals"),
			   *verdicts = value_path(trace, "inside.verdicts");

	if (value_count(proposals) + value_count(verdicts) > 0)
		page_heading(p, tr("What the policy said"));
	for (size_t i = 0; i < value_count(proposals); i++)
		add_verdict(p, s, value_at(proposals, i));
	for (size_t i = 0; value_count(proposals) == 0 && i < value_count(verdicts); i++)
		add_verdict(p, s, value_at(verdicts, i));
}
