/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What came of a turn, and what would have led elsewhere: each gate that stopped it and each
 * decision of the backend as a sentence that an agent can act on.
 */
#include "why.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "words.h"

static void
add_ungrounded(struct page *p, const struct value *claims)
{
	bool any = false;

	page_add(p, INK_TEXT, tr("if "));
	for (size_t i = 0; i < value_count(claims); i++) {
		if (value_get_bool(value_at(claims, i), "grounded", true))
			continue;
		page_addf(p, INK_STRONG, "%s“%s”", any ? tr(" and ") : "",
		    value_get_text(value_at(claims, i), "words"));
		any = true;
	}
	page_add(p, INK_TEXT,
	    any ? tr(" stood in the shop's records or in an article that it cites")
		: tr("all that it says stood in the shop's records or in an article that it "
		     "cites"));
}

static void
add_sentiment(struct page *p, double value, double limit)
{
	if (limit > 0)
		page_addf(p, INK_TEXT,
		    tr("if the shopper's mood had fallen less: by %.2f so far, and from %.2f a "
		       "person takes over"),
		    value, limit);
	else
		page_addf(p, INK_TEXT,
		    tr("if the shopper sounded calmer: mood %.2f of -1 to +1, and from %.2f down a "
		       "person takes over"),
		    value, limit);
}

/* Where numbers are compared the sentence says how far it was. */
static void
add_gate(
    struct page *p, const struct settings *s, const struct value *trace, const struct value *gate)
{
	const char *name = value_get_text(gate, "gate");
	double value = value_get_real(gate, "value", NAN),
	       limit = value_get_real(gate, "limit", NAN);
	bool numbers = !isnan(value) && !isnan(limit);
	char money[WORDS];

	page_begin(p, 2, 4, 0);
	page_add(p, INK_WARN, "→ ");
	if (text_is(name, "unsure"))
		page_addf(p, INK_TEXT,
		    tr("if it were surer: %.2f here, and it answers alone from %.2f"), value,
		    isnan(limit) ? s->gates.send_at : limit);
	else if (text_is(name, "high_value") && numbers && value >= limit)
		page_addf(p, INK_TEXT, tr("if the order were worth less than %s"),
		    words_money(money, s, (int64_t)limit, ""));
	else if (text_is(name, "high_value"))
		page_add(
		    p, INK_TEXT, tr("if the shopper's tier weren't one that people look after"));
	else if (text_is(name, "asked_for_human"))
		page_add(p, INK_TEXT, tr("if the shopper hadn't asked for a person"));
	else if (text_is(name, "guarded_topic"))
		page_add(p, INK_TEXT,
		    tr("if it weren't about a topic that only people answer in this shop"));
	else if (text_is(name, "out_of_scope") && numbers)
		page_addf(p, INK_TEXT,
		    tr("if the question were about the shop: %.2f likely that it isn't, and %.2f "
		       "is enough for a person"),
		    value, limit);
	else if (text_is(name, "out_of_scope"))
		page_add(p, INK_TEXT, tr("if the question were about the shop"));
	else if (text_is(name, "sentiment") && numbers)
		add_sentiment(p, value, limit);
	else if (text_is(name, "repeated_failure") && numbers)
		page_addf(p, INK_TEXT,
		    tr("if it had failed less often: %.0f times here, and at %.0f a person takes "
		       "over"),
		    value, limit);
	else if (text_is(name, "repeated_failure"))
		page_add(p, INK_TEXT, tr("if it hadn't asked in vain for the same thing again"));
	else if (text_is(name, "backend_failed"))
		page_add(p, INK_TEXT,
		    tr("if the AI had given an answer at all: it failed, or took too long"));
	else if (text_is(name, "ungrounded"))
		add_ungrounded(p, value_path(trace, "ground.claims"));
	else if (text_is(name, "policy"))
		page_add(p, INK_TEXT,
		    tr("if one of the shop's rules decided it alone (below: each rule, and what it "
		       "wants)"));
	else
		page_addf(p, INK_TEXT, tr("if this weren't so: %s"), why_gate(gate));
}

/* Steps as the backends name them. change: only for this wording of the step, NULL for any. %s:
 * what the step's reason puts in quotes. */
static const struct sentence {
	const char *step, *change, *words;
} sentences[] = {
	{"wish", "a probability under the threshold", N_("if the message had sounded less like “%s”")},
	{"wish", NULL, N_("if the message had brought another wish than “%s”")},
	{"unclear", NULL, N_("if the message had sounded more like one wish")},
	{"topic", NULL, N_("if nothing had been named, or the wish been clearer")},
	{"agenda full", NULL, N_("if one of the shopper's open wishes had come to its end")},
	{"objection", NULL, N_("if the shopper had said yes")},
	{"no", NULL, N_("if the shopper hadn't said no, or had changed a detail")},
	{"explicit yes", NULL, N_("if the shopper hadn't said yes to the summary")},
	{"not possible", NULL, N_("if the shop's records allowed it")},
	{"summary", NULL, N_("a clear yes proposes it, a no drops it, other details make a new summary")},
	{"already there", NULL, N_("if it were about another order or amount")},
	{"ungrounded", NULL, N_("if “%s” stood in the shop's records")},
	{"offered", NULL, N_("if the order's records were others")},
	{"identity", NULL, N_("if what the shopper said of themselves fitted one customer")},
	{"asked", "identity proven", N_("if it had known who the shopper is")},
	{"asked", NULL, N_("if the message had held what it had to ask for")},
	{"gave up asking", NULL, N_("if the shopper's answers could be made out")},
	{"variant", NULL, N_("if another size or colour had been meant")},
	{"preferred", NULL, N_("if the wish had been less clear")},
	{"no passage", NULL, N_("if an article answered the question")},
	{"passed over", NULL, N_("if an article answered it")},
	{"answered", NULL, N_("if another article had fitted the question better")},
	{"attributes", NULL, N_("if the question had used other words")},
	{"corrected", NULL, N_("if the message had held no new detail")},
	{"declined", NULL, N_("if the shopper had asked for a person")},
	{"left", NULL, N_("if the shopper had answered instead of saying goodbye")},
	{"items", NULL, N_("if other items had been named")},
	{"order", NULL, N_("if another order had been named")},
	{"order unknown", NULL, N_("if the order number were one of theirs")},
	{"choice", NULL, N_("if another of the choices had been named")},
	{"proposal dropped", NULL, N_("if the shopper were known, the details whole, and their last message a clear yes")},
};

/* What stands first in quotes in a text, as words; "" where nothing does. */
static const char *
quoted(char *out, const char *text)
{
	const char *from = strchr(text, '"'), *end = from == NULL ? NULL : strchr(from + 1, '"');
	char name[WORDS];

	snprintf(name, sizeof name, "%.*s", end == NULL ? 0 : (int)(end - from - 1),
	    from == NULL ? "" : from + 1);
	return words_name(out, name);
}

static void
add_sentence(struct page *p, const struct sentence *x, const char *why)
{
	const char *said = tr(x->words), *gap = strstr(said, "%s");
	char words[WORDS];

	if (gap == NULL) {
		page_add(p, INK_TEXT, said);
		return;
	}
	page_addf(p, INK_TEXT, "%.*s%s%s", (int)(gap - said), said, quoted(words, why), gap + 2);
}

static void
add_step(struct page *p, const struct value *step)
{
	const char *name = value_get_text(step, "step"),
		   *change = value_get_text(step, "would_change");

	page_begin(p, 2, 4, 0);
	page_add(p, INK_DIM, "→ ");
	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
		if (text_is(name, sentences[i].step) &&
		    (sentences[i].change == NULL || text_is(change, sentences[i].change))) {
			add_sentence(p, &sentences[i], value_get_text(step, "why"));
			return;
		}
	}
	page_addf(p, INK_TEXT, tr("with %s, after: %s"), change, name);
}

bool
why_is_said(const struct value *list, size_t at, const char *a, const char *b)
{
	const struct value *x = value_at(list, at);

	for (size_t i = 0; i < at; i++) {
		const struct value *y = value_at(list, i);

		if (text_is(value_get_text(x, a), value_get_text(y, a)) &&
		    (b == NULL || text_is(value_get_text(x, b), value_get_text(y, b))) &&
		    value_get_bool(y, "passed", false) == value_get_bool(x, "passed", false))
			return true;
	}
	return false;
}

static void
add_outcome(struct page *p, const char *outcome, const char *reason)
{
	static const struct { const char *name, *words; enum ink ink; } outcomes[] = {
		{"sent", N_("✓ The answer was sent"), INK_GOOD}, {"handed_off", N_("⚑ Handed to a person"), INK_WARN},
		{"superseded", N_("✗ Overtaken: nothing was sent"), INK_DIM}, {"failed", N_("✗ The turn failed"), INK_BAD},
	};
	enum handoff_reason r;

	for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
		if (!text_is(outcome, outcomes[i].name))
			continue;
		page_begin(p, 0, 2, 0);
		page_add(p, outcomes[i].ink, tr(outcomes[i].words));
		if (!text_is_empty(reason))
			page_addf(p, INK_TEXT, ": %s",
			    handoff_reason_from(reason, &r) ? tr(handoff_reason_title(r)) : reason);
	}
}

void
why_outcome(struct page *p, const struct settings *s, const struct value *trace)
{
	const struct value *gates = value_get(trace, "gates"),
			   *steps = value_path(trace, "inside.steps");
	const char *outcome = value_get_text(trace, "outcome");
	const char *heading = text_is(outcome, "handed_off")
	    ? tr("It would have answered by itself")
	    : tr("It would have done otherwise");
	bool any = false;

	add_outcome(p, outcome, value_get_text(trace, "reason"));
	for (size_t i = 0; i < value_count(gates); i++) {
		/* the backend may have asked for the same */
		if (value_get_bool(value_at(gates, i), "passed", true) ||
		    why_is_said(gates, i, "gate", NULL))
			continue;
		if (!any)
			page_heading(p, heading);
		any = true;
		add_gate(p, s, trace, value_at(gates, i));
	}
	if (any && value_count(steps) > 0)
		any = false, heading = tr("Or said something else");
	for (size_t i = 0; i < value_count(steps); i++) {
		if (text_is_empty(value_get_text(value_at(steps, i), "would_change")) ||
		    why_is_said(steps, i, "step", "would_change"))
			continue;
		if (!any)
			page_heading(p, heading);
		any = true;
		add_step(p, value_at(steps, i));
	}
}
