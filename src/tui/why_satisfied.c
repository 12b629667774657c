/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How satisfied the shopper said they are, and how satisfied they probably are: the factors of the
 * conversation's CSAT proxy with what each adds or takes.
 */
#include <math.h>
#include <stdio.h>

#include "floorwalker/text/translate.h"
#include "why.h"
#include "words.h"

static const char *const titles[SATISFACTION_FACTOR_COUNT] = {
    [SATISFACTION_RESOLUTION] = N_("whether the need was met"),
    [SATISFACTION_SENTIMENT_LAST] = N_("mood of the last message"),
    [SATISFACTION_SENTIMENT_SLOPE] = N_("how the mood changed per message"),
    [SATISFACTION_EFFORT] = N_("messages beyond what was needed"),
    [SATISFACTION_REPEATS] = N_("times the shopper said the same again"),
    [SATISFACTION_LOOPS] = N_("times the AI said the same again"),
    [SATISFACTION_TRANSFERS] = N_("changes of who serves"),
    [SATISFACTION_WAIT_FIRST] = N_("waiting for the first answer"),
    [SATISFACTION_WAIT_QUEUE] = N_("waiting for a person"),
    [SATISFACTION_WAIT_LONGEST] = N_("longest wait for a later answer"),
    [SATISFACTION_ABANDONED] = N_("left while needing something"),
};

static const char *
value_words(char *out, enum satisfaction_factor f, double value)
{
	switch (f) {
	case SATISFACTION_RESOLUTION:
		snprintf(out, WORDS, "%s", value > 0 ? tr("yes") : tr("no"));
		break;
	case SATISFACTION_ABANDONED:
		snprintf(out, WORDS, "%s", value > 0 ? tr("yes") : tr("no"));
		break;
	case SATISFACTION_SENTIMENT_LAST:
	case SATISFACTION_SENTIMENT_SLOPE:
		snprintf(out, WORDS, "%+.2f", fabs(value) < 0.005 ? 0 : value);
		break;
	case SATISFACTION_WAIT_FIRST:
	case SATISFACTION_WAIT_QUEUE:
	case SATISFACTION_WAIT_LONGEST:
		words_span(out, (int64_t)value);
		break;
	default:
		snprintf(out, WORDS, "%.0f", value);
	}
	return out;
}

static void
add_part(struct page *p, enum satisfaction_factor f, const struct satisfaction_part *x)
{
	char words[WORDS];

	page_begin(p, 2, 17, 0);
	page_addf(p, x->contribution > 0 ? INK_GOOD : INK_WARN, "%+.2f", x->contribution);
	page_addf(p, INK_DIM, tr(" of %.2f"), x->weight);
	page_to(p, 17);
	page_addf(p, INK_TEXT, "%s: %s", tr(titles[f]), value_words(words, f, x->value));
}

/* What isn't known counts nothing, and is said to be unknown. */
static void
add_unknown(struct page *p, const struct satisfaction *s)
{
	bool any = false;

	for (int i = 0; i < SATISFACTION_FACTOR_COUNT; i++) {
		if (isfinite(s->parts[i].value))
			continue;
		if (!any)
			page_begin(p, 2, 4, 0);
		page_addf(p, INK_DIM, "%s%s", any ? ", " : tr("not known, so counted as nothing: "),
		    tr(titles[i]));
		any = true;
	}
}

static void
add_answer(struct page *p, const struct settings *s, const struct survey_given *x, int64_t now_ms)
{
	char when[WORDS];

	page_begin(p, 2, 4, 0);
	page_bar(p, (double)x->score / SURVEY_MOST_SCORE, SURVEY_MOST_SCORE);
	page_addf(p, INK_STRONG, tr(" %lld of 5"), (long long)x->score);
	page_addf(p, INK_DIM, tr("  the shopper's answer to a survey, %s"),
	    words_when(when, s, x->answered_ms, now_ms));
	if (!text_is_empty(x->comment)) {
		page_begin(p, 4, 6, 0);
		page_addf(p, INK_SHOPPER, "“%s”", x->comment);
	}
}

void
why_satisfied(struct page *p, const struct settings *s, const struct conversation_satisfaction *x,
    int64_t now_ms)
{
	if (!x->applies && x->survey.score == 0)
		return;
	page_heading(p, tr("How satisfied the shopper probably is (CSAT proxy)"));
	if (x->survey.score != 0)
		add_answer(p, s, &x->survey, now_ms);
	if (!x->applies)
		return;
	page_begin(p, 2, 4, 0);
	page_bar(p, x->proxy.score / SATISFACTION_MOST, 5);
	page_addf(p, INK_STRONG, " %.1f", x->proxy.score);
	page_add(p, INK_DIM,
	    x->is_final ? tr("  of 1 to 5; inferred, not an answer")
			: tr("  of 1 to 5 so far; inferred, not an answer"));
	page_begin(p, 2, 17, 0);
	page_addf(p, INK_DIM, " %.2f", SATISFACTION_START);
	page_to(p, 17);
	page_add(p, INK_DIM, tr("where nothing is known"));
	for (int i = 0; i < SATISFACTION_FACTOR_COUNT; i++) {
		if (fabs(x->proxy.parts[i].contribution) >= 0.005)
			add_part(p, (enum satisfaction_factor)i, &x->proxy.parts[i]);
	}
	add_unknown(p, &x->proxy);
}
