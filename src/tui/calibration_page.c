/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "calibration_page.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "words.h"

/* ".40", "1.00" */
static const char *
probability(char *out, double p)
{
	snprintf(out, WORDS, "%.2f", p);
	if (out[0] == '0')
		snprintf(out, WORDS, ".%02d", (int)lround(p * 100));
	return out;
}

/* "12 more", "12 fewer", "as many" */
static const char *
difference(char *out, int64_t n)
{
	if (n == 0)
		snprintf(out, WORDS, "as many");
	else
		snprintf(out, WORDS, "%" PRId64 " %s", n < 0 ? -n : n, n > 0 ? "more" : "fewer");
	return out;
}

static double
points(int64_t n, int64_t of)
{
	return of == 0 ? 0 : 100 * (double)n / (double)of;
}

static void
say_today(struct page *p, const struct settings *settings, const struct threshold_report *x)
{
	const struct threshold_row *now = &x->rows[x->today];
	char money[WORDS];

	page_line(p, INK_TEXT, "This is the threshold of today (world.yaml, gates, send_at).");
	page_fieldf(p, "hand-offs", INK_TEXT,
	    "%" PRId64 " of %" PRId64 " turns, %" PRId64 " of them for want of confidence alone",
	    now->handed_off, x->turns, now->unsure);
	page_fieldf(p, "wrong, sent", INK_TEXT, "%" PRId64 " of the %" PRId64 " sent of which it is known",
	    now->sent_wrong, now->sent_labelled);
	page_addf(p, INK_DIM, "; of %" PRId64 " nobody knows", now->sent - now->sent_labelled);
	page_fieldf(p, "money", INK_TEXT, "%s moved by rules alone",
	    words_money(money, settings, now->money_by_rule, x->currency));
	if (now->money_to_people != 0)
		page_addf(p, INK_TEXT, ", %s went to people for want of confidence",
		    words_money(money, settings, now->money_to_people, x->currency));
}

static void
say_money(struct page *p, const struct settings *settings, const struct threshold_report *x,
    const struct threshold_row *r, const struct threshold_row *now)
{
	int64_t more = r->money_to_people - now->money_to_people;
	char money[WORDS], all[WORDS];

	if (more == 0)
		page_fieldf(p, "money", INK_TEXT, "as much by rules alone as today");
	else
		page_fieldf(p, "money", INK_STRONG, "%s %s",
		    words_money(money, settings, more < 0 ? -more : more, x->currency),
		    more > 0 ? "more would have waited for people"
			     : "more would have moved by rules alone");
	page_addf(p, INK_DIM, "; %s of %s would have waited",
	    words_money(money, settings, r->money_to_people, x->currency),
	    words_money(all, settings, x->money, x->currency));
}

static void
say_difference(struct page *p, const struct settings *settings, const struct threshold_report *x,
    const struct threshold_row *r)
{
	const struct threshold_row *now = &x->rows[x->today];
	int64_t handed = r->handed_off - now->handed_off;
	int64_t right = r->spared_right - now->spared_right;
	char words[WORDS];

	page_fieldf(p, "hand-offs", INK_STRONG, "%s than today", difference(words, handed));
	page_addf(p, INK_DIM, " (%+.1f points): %" PRId64 " of %" PRId64 " turns",
	    points(handed, x->turns), r->handed_off, x->turns);
	page_fieldf(p, "wrong, sent", INK_STRONG, "%s",
	    difference(words, r->sent_wrong - now->sent_wrong));
	page_addf(p, INK_DIM,
	    ": %" PRId64 " of the %" PRId64 " sent of which it is known; of %" PRId64
	    " nobody knows",
	    r->sent_wrong, r->sent_labelled, r->sent - r->sent_labelled);
	page_fieldf(p, "right, held", INK_TEXT, "%s known right answers held back",
	    difference(words, right));
	say_money(p, settings, x, r, now);
}

static void
say_bin(struct page *p, const struct threshold_report *x, size_t b)
{
	const struct confidence_bin *bin = &x->bins[b];
	struct ratio right = {(int64_t)bin->right, (int64_t)bin->count};
	char from[WORDS], to[WORDS];
	double low, high;

	page_begin(p, 2, 11, 0);
	page_addf(p, INK_DIM, "%s to %-4s ", probability(from, (double)b / RELIABILITY_BINS),
	    probability(to, (double)(b + 1) / RELIABILITY_BINS));
	if (bin->count == 0) {
		page_add(p, INK_DIM, " none known");
		return;
	}
	ratio_interval(right, &low, &high);
	page_addf(p, INK_TEXT, " said %s ", probability(from, bin->mean));
	page_bar(p, bin->mean, 10);
	page_addf(p, INK_TEXT, "  was %s ", probability(from, ratio_value(right)));
	page_bar(p, ratio_value(right), 10);
	page_addf(p, bin->mean < low || bin->mean > high ? INK_WARN : INK_DIM,
	    "  %s to %s%s  n %zu", probability(from, low), probability(to, high),
	    bin->mean < low	? ", too modest"
		: bin->mean > high ? ", too sure"
				   : "",
	    bin->count);
}

static void
say_reliability(struct page *p, const struct threshold_report *x)
{
	char a[WORDS], b[WORDS], c[WORDS];

	page_heading(p, "How far the confidence held");
	if (isnan(x->ece)) {
		page_line(p, INK_DIM,
		    "Nothing is known of any of these replies yet: replies become known when agents use or change drafts, mark them wrong (:wrong), and when shoppers come back or don't.");
		return;
	}
	page_begin(p, 2, 4, 0);
	page_addf(p, INK_TEXT, "Expected calibration error %s", probability(a, x->ece));
	if (isnan(x->ece_interval.low))
		page_add(p, INK_DIM, ", too few for an interval");
	else
		page_addf(p, INK_DIM, " (95 %%: %s to %s)", probability(b, x->ece_interval.low),
		    probability(c, x->ece_interval.high));
	page_addf(p, INK_DIM, ", over %" PRId64 " known replies; each line with its Wilson interval",
	    x->labelled);
	for (size_t i = 0; i < RELIABILITY_BINS; i++)
		say_bin(p, x, i);
}

static void
say_source(struct page *p, const struct settings *settings, const struct threshold_report *x,
    int64_t days, int64_t read_ms)
{
	static const char *const names[] = {"changed before sending", "marked wrong",
	    "shopper came back", "sent as drafted", "left alone, nobody came back"};
	char when[WORDS];
	bool any = false;

	page_heading(p, "From what it is known");
	page_begin(p, 2, 4, 0);
	page_addf(p, INK_TEXT,
	    "%" PRId64 " turns in %" PRId64 " conversations of the last %" PRId64
	    " days, read %s. ",
	    x->turns, x->conversations, days, words_when(when, settings, read_ms, read_ms));
	page_addf(p, INK_TEXT, "Use says of %" PRId64 " whether they were right (%" PRId64
	    " weren't); of %" PRId64 " nobody knows.",
	    x->labelled, x->wrong, x->turns - x->labelled);
	page_begin(p, 2, 4, 0);
	for (int i = 0; i < 5; i++) {
		if (x->from[i] == 0)
			continue;
		page_addf(p, INK_DIM, "%s%s %" PRId64, any ? ", " : "", names[i], x->from[i]);
		any = true;
	}
	if (x->rewritten + x->not_settled > 0)
		page_addf(p, INK_DIM,
		    "%sleft out: %" PRId64 " drafts written anew, %" PRId64
		    " conversations to which somebody may still come back",
		    any ? "; " : "", x->rewritten, x->not_settled);
	page_line(p, INK_DIM,
	    "No turn is played again: what shoppers would have said next isn't known. Silence counts as right.");
}

void
calibration_page(struct page *p, const struct settings *settings,
    const struct threshold_report *x, size_t row, int64_t days, int64_t read_ms)
{
	char at[WORDS], now[WORDS], title[2 * WORDS];

	snprintf(title, sizeof title, row == x->today ? "The threshold is %s" : "If it were %s instead of %s",
	    probability(at, x->rows[row].threshold), probability(now, x->rows[x->today].threshold));
	page_heading(p, title);
	if (x->turns == 0)
		page_line(p, INK_DIM, "No turn of these days is on record: \":calibration DAYS\" looks further back.");
	else if (row == x->today)
		say_today(p, settings, x);
	else
		say_difference(p, settings, x, &x->rows[row]);
	say_reliability(p, x);
	say_source(p, settings, x, days, read_ms);
}
