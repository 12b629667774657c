/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The line of live figures at the top. How much of it is shown, and in which words, depends on the
 * width alone, and each figure has a field of its own: none moves when another changes.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "screen_private.h"
#include "spark.h"
#include "words.h"

enum form {
	FORM_WIDE,	/* whole words, and what each figure rests on */
	FORM_MIDDLE,	/* shorter */
	FORM_NARROW,	/* for 80 columns and less: shares without their denominators */
	FORM_COUNT
};

enum {
	RANK_TREND,	/* left out first */
	RANK_ANSWERS,
	RANK_AI,
	RANK_CSAT,
	RANK_AGENTS,
	RANK_CLOCK,
	RANK_CONTAINED,
	RANK_REFUNDS,
	RANK_LEVEL,
	RANK_WAITING
};

struct piece {
	char text[WORDS];
	enum ink ink;
	int rank, width;	/* width: of its field */
};

struct top {
	const struct screen *s;
	enum form form;
	bool small;	/* of the trends only that of who waits */
	struct piece pieces[12];
	size_t count;
};

static int
width_of(const char *text)
{
	return utf8_width(text, strlen(text));
}

/* most: what it says where its figures are as long as they mostly get. */
static void
add(struct top *t, int rank, enum ink ink, const char *text, const char *most)
{
	struct piece *p = &t->pieces[t->count++];
	int width = width_of(most);

	p->rank = rank;
	p->ink = ink;
	p->width = width_of(text);
	if (p->width < width)
		p->width = width;
	snprintf(p->text, sizeof p->text, "%s", text);
}

static void
print_waiting(const struct top *t, char *out, int64_t count, int64_t longest_ms)
{
	char span[WORDS];

	if (t->form == FORM_NARROW && longest_ms <= 0)
		snprintf(out, WORDS, tr("wait %lld"), (long long)count);
	else if (t->form == FORM_NARROW)
		snprintf(out, WORDS, tr("wait %lld, %s"), (long long)count,
		    words_brief(span, longest_ms));
	else if (longest_ms <= 0)
		snprintf(out, WORDS, tr("waiting %lld"), (long long)count);
	else if (t->form == FORM_MIDDLE)
		snprintf(out, WORDS, tr("waiting %lld, %s"), (long long)count,
		    words_brief(span, longest_ms));
	else
		snprintf(out, WORDS, tr("waiting %lld, longest %s"), (long long)count,
		    words_span(span, longest_ms));
}

static void
add_waiting(struct top *t, const struct desk_figures *f)
{
	char text[WORDS], most[WORDS];
	bool any = f->waiting > 0 && f->oldest_waiting_ms > 0;

	print_waiting(t, text, f->waiting, any ? t->s->now_ms - f->oldest_waiting_ms : 0);
	print_waiting(t, most, 999, 3599000);
	add(t, RANK_WAITING, f->waiting > 0 ? INK_WARN : INK_TEXT, text, most);
}

static void
print_count(char *out, int rank, int64_t count)
{
	if (rank == RANK_AI)
		snprintf(out, WORDS, tr("AI %lld"), (long long)count);
	else if (rank == RANK_REFUNDS)
		snprintf(out, WORDS, tr("refunds %lld"), (long long)count);
	else
		snprintf(out, WORDS, tr("agents %lld"), (long long)count);
}

static void
add_count(struct top *t, int rank, enum ink ink, int64_t count)
{
	char text[WORDS], most[WORDS];

	print_count(text, rank, count);
	print_count(most, rank, 99);
	add(t, rank, ink, text, most);
}

static void
print_share(const struct top *t, char *out, size_t size, double share, int64_t n)
{
	if (n > 0)
		snprintf(out, size, t->form == FORM_WIDE ? "%.0f %%" : "%.0f%%", 100 * share);
	else
		snprintf(out, size, "–");
}

static void
print_contained(const struct top *t, char *out, double share, int64_t n)
{
	char percent[32];

	print_share(t, percent, sizeof percent, share, n);
	if (t->form == FORM_NARROW)
		snprintf(out, WORDS, tr("cont %s"), percent);
	else if (t->form == FORM_MIDDLE)
		snprintf(out, WORDS, tr("contained %s n=%lld"), percent, (long long)n);
	else
		snprintf(out, WORDS, tr("contained %s (confirmed, n=%lld)"), percent, (long long)n);
}

static void
print_level(const struct top *t, char *out, double share, int64_t n)
{
	char percent[32];

	print_share(t, percent, sizeof percent, share, n);
	if (t->form == FORM_NARROW)
		snprintf(out, WORDS, tr("SLA %s"), percent);
	else if (t->form == FORM_MIDDLE)
		snprintf(out, WORDS, tr("in time %s n=%lld"), percent, (long long)n);
	else
		snprintf(out, WORDS, tr("in time %s (n=%lld)"), percent, (long long)n);
}

static void
add_ratio(struct top *t, int rank, struct ratio r,
    void (*print)(const struct top *t, char *out, double share, int64_t n))
{
	char text[WORDS], most[WORDS];

	print(t, text, r.denominator > 0 ? ratio_value(r) : 0, r.denominator);
	print(t, most, 1, 999);
	add(t, rank, INK_TEXT, text, most);
}

#define SPARK_MIDDLE 6
#define SPARK_NARROW 4

/* In few columns that of those who wait alone, right after their number; before the hour has so
 * many pieces its field is empty. */
static void
add_trend(struct top *t, const struct desk_trend *trend)
{
	const size_t known = (size_t)trend->known;
	size_t shown = t->form == FORM_NARROW ? SPARK_NARROW : SPARK_MIDDLE;
	char text[WORDS], waiting[SPARK_MOST * 3 + 1], contained[sizeof waiting],
	    handed[sizeof waiting];

	if (t->small) {
		shown = shown < known ? shown : known;
		add(t, RANK_TREND, INK_BAR,
		    known < 2 ? "" : spark_print(waiting, trend->waiting + TREND_PIECES - shown, shown),
		    t->form == FORM_NARROW ? "    " : "      ");
		return;
	}
	if (known < 2)
		return;
	snprintf(text, sizeof text, tr("1 h: waiting %.36s contained %.36s handed over %.36s"),
	    spark_print(waiting, trend->waiting + TREND_PIECES - known, known),
	    spark_print(contained, trend->contained + TREND_PIECES - known, known),
	    spark_print(handed, trend->handed_over + TREND_PIECES - known, known));
	add(t, RANK_TREND, INK_TEXT, text, text);
}

/* A proxy is called one, or bears the mark of one, wherever it stands. */
static void
add_proxy(struct top *t, const struct desk_figures *f)
{
	char text[WORDS], most[WORDS];

	if (t->form == FORM_WIDE) {
		snprintf(most, sizeof most, "%s", tr("CSAT proxy not measured"));
		snprintf(text, sizeof text, tr("CSAT proxy %.1f (n=%lld)"), f->proxy,
		    (long long)f->proxies);
	} else {
		snprintf(most, sizeof most, tr("CSAT* %.1f"), 3.9);
		snprintf(text, sizeof text, tr("CSAT* %.1f"), f->proxy);
	}
	if (f->proxies == 0)
		snprintf(text, sizeof text, "%s",
		    t->form == FORM_WIDE ? tr("CSAT proxy not measured") : tr("CSAT* –"));
	add(t, RANK_CSAT, f->proxies > 0 ? INK_TEXT : INK_DIM, text, most);
}

/* What shoppers answered, beside it: only where somebody did. */
static void
add_answers(struct top *t, const struct desk_figures *f)
{
	char text[WORDS], most[WORDS];
	long long n = (long long)f->csat.denominator;

	if (n == 0)
		return;
	snprintf(text, sizeof text,
	    t->form == FORM_WIDE ? tr("CSAT answered %.0f %% (n=%lld)") : tr("CSAT %.0f%% n=%lld"),
	    100 * ratio_value(f->csat), n);
	snprintf(most, sizeof most,
	    t->form == FORM_WIDE ? tr("CSAT answered %.0f %% (n=%lld)") : tr("CSAT %.0f%% n=%lld"),
	    100.0, 99LL);
	add(t, RANK_ANSWERS, INK_TEXT, text, most);
}

static void
add_figures(struct top *t, const struct desk_figures *f, bool tabs)
{
	bool narrow = t->form == FORM_NARROW;
	enum ink refunds = f->waiting_actions > 0 ? INK_WARN : INK_TEXT;

	add_waiting(t, f);
	if (t->small)
		add_trend(t, &f->trend);
	if (t->form == FORM_WIDE)
		add_count(t, RANK_AI, INK_TEXT, f->ai);
	if (!narrow || !tabs)	/* the tabs tell it, too */
		add_count(t, RANK_REFUNDS, refunds, f->waiting_actions);
	add_ratio(t, RANK_CONTAINED, f->containment.confirmed, print_contained);
	add_ratio(t, RANK_LEVEL, f->level, print_level);
	add_count(t, RANK_AGENTS, INK_TEXT, f->agents_present);
	if (!t->small)
		add_trend(t, &f->trend);
	add_proxy(t, f);
	add_answers(t, f);
}

static void
fill(struct top *t, enum form form, bool tabs)
{
	char text[WORDS];

	t->form = form;
	t->count = 0;
	if (t->s->has_figures)
		add_figures(t, &t->s->figures, tabs);
	if (t->s->options.dated)
		words_when(text, t->s->settings, t->s->now_ms, 0);
	else
		words_clock(text, t->s->settings, t->s->now_ms);
	add(t, RANK_CLOCK, INK_STRONG, text, text);
}

/* What stands before a piece. */
static int
gap_before(const struct top *t, size_t i)
{
	if (i == 0)
		return 0;
	return t->form == FORM_NARROW ? (t->pieces[i].rank == RANK_TREND ? 1 : 2) : 3;
}

static int
total(const struct top *t)
{
	int sum = 0;

	for (size_t i = 0; i < t->count; i++)
		sum += gap_before(t, i) + t->pieces[i].width;
	return sum;
}

static bool
drop(struct top *t, int rank)
{
	for (size_t i = 0; i < t->count; i++) {
		if (t->pieces[i].rank != rank)
			continue;
		memmove(&t->pieces[i], &t->pieces[i + 1],
		    (t->count - i - 1) * sizeof *t->pieces);
		t->count--;
		return true;
	}
	return false;
}

/* The fullest form that has room beside what stands at the left; false: none, and it gives way. */
static bool
choose(struct top *t, int room, bool tabs)
{
	for (int step = FORM_WIDE; step <= FORM_COUNT; step++) {
		int form = step == FORM_WIDE ? FORM_WIDE : step - 1;

		t->small = step > FORM_WIDE;
		fill(t, (enum form)form, tabs);
		if (total(t) <= room)
			return true;
		if (!t->small)
			continue;
		(void)drop(t, RANK_TREND);
		if (total(t) <= room || (drop(t, RANK_ANSWERS) && total(t) <= room))
			return true;
	}
	return false;
}

void
top_draw(const struct screen *s, struct cells *c, int row, bool tabs)
{
	const struct style plain = {INK_TEXT, GROUND_TOP}, dim = {INK_DIM, GROUND_TOP},
			   strong = {INK_STRONG, GROUND_TOP};
	struct rect r = {0, row, s->columns, 1};
	struct top t = {.s = s};
	const char *practice = s->options.practice ? tr(" PRACTICE ") : "";
	int name = width_of(s->settings->name), badge = *practice == '\0' ? 0 : width_of(practice) + 1;
	bool named = choose(&t, s->columns - 3 - name - badge, tabs);
	int at = 1;

	if (!named && !choose(&t, s->columns - 2 - badge, tabs)) {
		fill(&t, FORM_NARROW, tabs);
		for (int rank = RANK_TREND; total(&t) > s->columns - 2 - badge && t.count > 1; rank++)
			(void)drop(&t, rank);
	}
	cells_fill(c, r, plain);
	if (named)
		at = cells_put(c, r, at, 0, strong, s->settings->name) + 1;
	if (*practice != '\0')
		(void)cells_put(c, r, at, 0, (struct style){INK_STRONG, GROUND_ALERT}, practice);
	at = s->columns - 1 - total(&t);
	for (size_t i = 0; i < t.count && at >= 0; i++) {
		const struct piece *p = &t.pieces[i];

		if (gap_before(&t, i) == 3)
			(void)cells_put(c, r, at, 0, dim, " · ");
		at += gap_before(&t, i);
		(void)cells_put(c, r, at, 0, (struct style){(uint8_t)p->ink, GROUND_TOP}, p->text);
		at += p->width;
	}
}
