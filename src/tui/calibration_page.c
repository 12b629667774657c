/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "calibration_page.h"
#include "floorwalker/text/translate.h"

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
		snprintf(out, WORDS, tr("as many"));
	else
		snprintf(out, WORDS, n > 0 ? tr("%lld more") : tr("%lld fewer"),
		    (long long)(n < 0 ? -n : n));
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

	page_line(p, INK_TEXT, tr("This is the threshold of today (world.yaml, gates, send_at)."));
	page_fieldf(p, tr("hand-offs"), INK_TEXT,
	    tr("%lld of %lld turns, %lld of them for want of confidence alone"),
	    (long long)now->handed_off, (long long)x->turns, (long long)now->unsure);
	page_fieldf(p, tr("wrong, sent"), INK_TEXT, tr("%lld of the %lld sent of which it is known"),
	    (long long)now->sent_wrong, (long long)now->sent_labelled);
	page_addf(p, INK_DIM, tr("; of %lld nobody knows"), (long long)(now->sent - now->sent_labelled));
	page_fieldf(p, tr("money"), INK_TEXT, tr("%s moved by rules alone"),
	    words_money(money, settings, now->money_by_rule, x->currency));
	if (now->money_to_people != 0)
		page_addf(p, INK_TEXT, tr(", %s went to people for want of confidence"),
		    words_money(money, settings, now->money_to_people, x->currency));
}

static void
say_money(struct page *p, const struct settings *settings, const struct threshold_report *x,
    const struct threshold_row *r, const struct threshold_row *now)
{
	int64_t more = r->money_to_people - now->money_to_people;
	char money[WORDS], all[WORDS];

	if (more == 0)
		page_fieldf(p, tr("money"), INK_TEXT, tr("as much by rules alone as today"));
	else
		page_fieldf(p, tr("money"), INK_STRONG, "%s %s",
		    words_money(money, settings, more < 0 ? -more : more, x->currency),
		    more > 0 ? tr("more would have waited for people")
			     : tr("more would have moved by rules alone"));
	page_addf(p, INK_DIM, tr("; %s of %s would have waited"),
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

	if (handed == 0)
		page_field(p, tr("hand-offs"), INK_STRONG, tr("as many as today"));
	else
		page_fieldf(p, tr("hand-offs"), INK_STRONG, tr("%s than today"),
		    difference(words, handed));
	page_addf(p, INK_DIM, tr(" (%+.1f points): %lld of %lld turns"),
	    points(handed, x->turns), (long long)r->handed_off, (long long)x->turns);
	page_fieldf(p, tr("wrong, sent"), INK_STRONG, "%s",
	    difference(words, r->sent_wrong - now->sent_wrong));
	page_addf(p, INK_DIM,
	    tr(": %lld of the %lld sent of which it is known; of %lld nobody knows"),
	    (long long)r->sent_wrong, (long long)r->sent_labelled,
	    (long long)(r->sent - r->sent_labelled));
	page_fieldf(p, tr("right, held"), INK_TEXT, tr("%s known right answers held back"),
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
	page_addf(p, INK_DIM, tr("%s to %-4s "), probability(from, (double)b / RELIABILITY_BINS),
	    probability(to, (double)(b + 1) / RELIABILITY_BINS));
	if (bin->count == 0) {
		page_add(p, INK_DIM, tr(" none known"));
		return;
	}
	ratio_interval(right, &low, &high);
	page_addf(p, INK_TEXT, tr(" said %s "), probability(from, bin->mean));
	page_bar(p, bin->mean, 10);
	page_addf(p, INK_TEXT, tr("  was %s "), probability(from, ratio_value(right)));
	page_bar(p, ratio_value(right), 10);
	page_addf(p, bin->mean < low || bin->mean > high ? INK_WARN : INK_DIM,
	    tr("  %s to %s%s  n %zu"), probability(from, low), probability(to, high),
	    bin->mean < low	? tr(", too modest")
		: bin->mean > high ? tr(", too sure")
				   : "",
	    bin->count);
}

static void
say_reliability(struct page *p, const struct threshold_report *x)
{
	char a[WORDS], b[WORDS], c[WORDS];

	page_heading(p, tr("How far the confidence held"));
	if (isnan(x->ece)) {
		page_line(p, INK_DIM,
		    tr("Nothing is known of any of these replies yet: replies become known when agents use or change drafts, mark them wrong (:wrong), and when shoppers come back or don't."));
		return;
	}
	page_begin(p, 2, 4, 0);
	page_addf(p, INK_TEXT, tr("Expected calibration error %s"), probability(a, x->ece));
	if (isnan(x->ece_interval.low))
		page_add(p, INK_DIM, tr(", too few for an interval"));
	else
		page_addf(p, INK_DIM, tr(" (95 %%: %s to %s)"), probability(b, x->ece_interval.low),
		    probability(c, x->ece_interval.high));
	page_addf(p, INK_DIM, tr(", over %lld known replies; each line with its Wilson interval"),
	    (long long)x->labelled);
	for (size_t i = 0; i < RELIABILITY_BINS; i++)
		say_bin(p, x, i);
}

static void
say_source(struct page *p, const struct settings *settings, const struct threshold_report *x,
    int64_t days, int64_t read_ms)
{
	static const char *const names[] = {N_("changed before sending"), N_("marked wrong"),
	    N_("shopper came back"), N_("sent as drafted"), N_("left alone, nobody came back")};
	char when[WORDS];
	bool any = false;

	page_heading(p, tr("From what it is known"));
	page_begin(p, 2, 4, 0);
	page_addf(p, INK_TEXT,
	    tr("%lld turns in %lld conversations of the last %lld days, read %s. "),
	    (long long)x->turns, (long long)x->conversations, (long long)days,
	    words_when(when, settings, read_ms, read_ms));
	page_addf(p, INK_TEXT, tr("Use says of %lld whether they were right (%lld weren't); of %lld nobody knows."),
	    (long long)x->labelled, (long long)x->wrong, (long long)(x->turns - x->labelled));
	page_begin(p, 2, 4, 0);
	for (int i = 0; i < 5; i++) {
		if (x->from[i] == 0)
			continue;
		page_addf(p, INK_DIM, "%s%s %lld", any ? ", " : "", tr(names[i]),
		    (long long)x->from[i]);
		any = true;
	}
	if (x->rewritten + x->not_settled > 0)
		page_addf(p, INK_DIM,
		    tr("%sleft out: %lld drafts written anew, %lld conversations to which somebody may still come back"),
		    any ? "; " : "", (long long)x->rewritten, (long long)x->not_settled);
	page_line(p, INK_DIM,
	    tr("No turn is played again: what shoppers would have said next isn't known. Silence counts as right."));
}

void
calibration_page(struct page *p, const struct settings *settings,
    const struct threshold_report *x, size_t row, int64_t days, int64_t read_ms)
{
	char at[WORDS], now[WORDS], title[2 * WORDS];

	snprintf(title, sizeof title, row == x->today ? tr("The threshold is %s") : tr("If it were %s instead of %s"),
	    probability(at, x->rows[row].threshold), probability(now, x->rows[x->today].threshold));
	page_heading(p, title);
	if (x->turns == 0)
		page_line(p, INK_DIM, tr("No turn of these days is on record: \":calibration DAYS\" looks further back."));
	else if (row == x->today)
		say_today(p, settings, x);
	else
		say_difference(p, settings, x, &x->rows[row]);
	say_reliability(p, x);
	say_source(p, settings, x, days, read_ms);
}
