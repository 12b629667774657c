/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/text/language.h"
#include "tally.h"

static double
unfixed(int64_t sum, int64_t n)
{
	return n == 0 ? 0 : (double)sum / BOOTSTRAP_SCALE / (double)n;
}

static double
over(int64_t sum, double n)
{
	return n > 0 ? (double)sum / n : 0;
}

static void
set_handoffs(const struct tally *t, struct value *out)
{
	struct value *list = value_set_list(out, "handoffs");

	for (int r = 1; r < HANDOFF_COUNT; r++) {
		struct value *v;

		if (t->sums.handoffs[r] == 0)
			continue;
		v = value_add_map(list);
		value_set_text(v, "reason", handoff_reason_name((enum handoff_reason)r));
		value_set_text(v, "title", handoff_reason_title((enum handoff_reason)r));
		value_set_int(v, "n", t->sums.handoffs[r]);
	}
}

static const char *
title_of(const char *language)
{
	const char *title = language_title(language);

	return title != NULL ? title : language;
}

static void
set_named(const struct tally *t, const struct names *n, const char *name, const char *key,
    struct value *out)
{
	struct value *list = value_set_list(out, key);

	for (size_t i = 0; i < n->count; i++) {
		const int64_t *c = n->items[i].counts;
		struct value *v = value_add_map(list);
		struct estimate x, y;

		tally_estimate_share(&n->items[i], SHARE_CONTAINED, &x);
		tally_estimate_share(&n->items[i], SHARE_AS_EXPECTED, &y);
		value_set_text(v, name, n->items[i].name);
		if (n == &t->languages)
			value_set_text(v, "title", title_of(n->items[i].name));
		value_set_int(v, "contacts", c[NAMED_CONTACTS]);
		value_set_int(v, "eligible", c[NAMED_ELIGIBLE]);
		value_set_int(v, "contained", c[NAMED_CONTAINED]);
		value_set_int(v, "handed_off", c[NAMED_HANDED_OFF]);
		value_set_int(v, "resolved", c[NAMED_RESOLVED]);
		value_set_int(v, "as_expected", c[NAMED_AS_EXPECTED]);
		value_set_int(v, "breaches", c[NAMED_BREACHES]);
		value_set_real_or_null(v, "share", x.has_value, x.value);
		value_set_real_or_null(v, "low", x.has_interval, x.low);
		value_set_real_or_null(v, "high", x.has_interval, x.high);
		value_set_real(v, "expected_share", y.value);
		value_set_real(v, "expected_low", y.low);
		value_set_real(v, "expected_high", y.high);
		value_set_real(v, "proxy", unfixed(c[NAMED_PROXY], c[NAMED_CONTACTS]));
	}
}

static void
set_funnel(const struct tally *t, struct value *out)
{
	static const char *const names[FUNNEL_COUNT][2] = { { "contacts", "contacts" },
		{ "answered_by_ai", "answered by the AI" }, { "contained", "contained, confirmed" },
		{ "handed_over", "handed over" }, { "waited", "put into a queue" },
		{ "answered_by_person", "answered by a person" }, { "resolved", "resolved" } };
	struct value *list = value_set_list(out, "funnel");

	for (int i = 0; i < FUNNEL_COUNT; i++) {
		struct value *v = value_add_map(list);

		value_set_text(v, "stage", names[i][0]);
		value_set_text(v, "title", names[i][1]);
		value_set_int(v, "n", t->sums.funnel[i]);
	}
}

/* How often an hour of the week occurs in a replication's days that count. */
static int64_t
occurrences(const struct simulation *s, int hour)
{
	int64_t n = 0;

	for (int64_t day = 0; day < s->days; day++)
		n += (s->first_weekday + day) % 7 == hour / 24;
	return n;
}

static void
set_hours(const struct tally *t, struct value *out)
{
	struct value *list = value_set_list(out, "hours");

	for (int i = 0; i < WEEK_HOURS; i++) {
		const struct hour_sums *h = &t->sums.hours[i];
		double n = (double)(occurrences(t->simulation, i) * (int64_t)t->row_count);
		struct value *v;

		if (n <= 0)
			continue;
		v = value_add_map(list);
		value_set_int(v, "hour", i);
		value_set_real(v, "arrivals", over(h->arrivals, n));
		value_set_real(v, "queued", over(h->queued, n));
		value_set_real(v, "answered", over(h->answered, n));
		value_set_real(v, "left", over(h->left, n));
		value_set_real(v, "within", over(h->within, n));
		value_set_real(v, "promised", over(h->promised, n));
		value_set_real(v, "backlog", over(h->backlog, (double)h->samples));
		value_set_real(v, "present", over(h->present_ms, (double)(h->samples * DAY_SAMPLE_MS)));
		value_set_real(v, "occupancy", over(h->busy_ms, (double)h->present_ms));
	}
}

static void
set_timeline(const struct tally *t, struct value *out)
{
	struct value *list = value_set_list(out, "timeline");

	for (size_t i = 0; i < t->timeline_count; i++) {
		const struct moment_sums *m = &t->timeline[i];
		double n = (double)m->samples;
		struct value *v;

		if (m->samples == 0)
			continue;
		v = value_add_map(list);
		value_set_int(v, "at_ms", (int64_t)i * t->timeline_step_ms);
		value_set_real(v, "queued", over(m->queued, n));
		value_set_real(v, "with_ai", over(m->with_ai, n));
		value_set_real(v, "with_people", over(m->with_people, n));
		value_set_real(v, "present", over(m->present_ms, n * DAY_SAMPLE_MS));
		value_set_real(v, "occupancy", over(m->busy_ms, (double)m->present_ms));
	}
}

static void
set_heat(const struct tally *t, struct arena *a, struct value *out)
{
	struct value *heat = value_set_map(out, "heat"), *hours = value_set_list(heat, "hours"),
		     *reasons = value_set_list(heat, "reasons"), *n = value_set_list(heat, "n");

	for (int h = 0; h < DAY_HOURS; h++)
		value_add(hours, value_int(a, h));
	for (int r = 1; r < HANDOFF_COUNT; r++) {
		struct value *row;

		if (t->sums.handoffs[r] == 0)
			continue;
		value_add_text(reasons, handoff_reason_title((enum handoff_reason)r));
		row = value_list(a);
		value_add(n, row);
		for (int h = 0; h < DAY_HOURS; h++)
			value_add(row, value_int(a, t->sums.heat[h][r]));
	}
}

static void
set_waits(const struct tally *t, struct arena *a, struct value *out)
{
	struct value *waits = value_set_map(out, "waits"), *bins;

	value_set_text(waits, "unit", "ms");
	bins = value_set_list(waits, "bins");
	for (int i = 0; i < WAIT_BINS; i++) {
		struct value *v = value_add_map(bins);

		value_set_int(v, "low", wait_edges[i]);
		value_set(v, "high",
		    i + 1 < WAIT_BINS ? value_int(a, wait_edges[i + 1]) : value_null(a));
		value_set_int(v, "answered", t->sums.waits[i].answered);
		value_set_int(v, "left", t->sums.waits[i].left);
	}
}

static void
set_reliability(const struct tally *t, struct arena *a, struct value *out)
{
	struct value *list = value_set_list(out, "reliability");
	int64_t replies = 0;
	double gap = 0;

	for (int i = 0; i < RELIABILITY_BINS; i++) {
		int64_t n = t->sums.reliability[i].n;
		double stated = unfixed(t->sums.reliability[i].confidence, n),
		       right = over(t->sums.reliability[i].right, (double)n);
		struct value *v;

		if (n == 0)
			continue;
		v = value_add_map(list);
		value_set_real(v, "low", (double)i / RELIABILITY_BINS);
		value_set_real(v, "high", (double)(i + 1) / RELIABILITY_BINS);
		value_set_int(v, "n", n);
		value_set_real(v, "confidence", stated);
		value_set_real(v, "right", right);
		replies += n;
		gap += (double)n * fabs(stated - right);
	}
	value_set(out, "calibration_error",
	    replies > 0 ? value_real(a, gap / (double)replies) : value_null(a));
}

static void
set_rules(const struct tally *t, struct arena *a, struct value *out)
{
	struct value *list = value_set_list(out, "rules");

	for (size_t i = 0; i < t->rules.count; i++) {
		const struct named *x = &t->rules.items[i];
		size_t kind = strcspn(x->name, "\t");
		struct value *v = value_add_map(list);

		value_set_text(v, "rule", x->name[kind] == '\t' ? x->name + kind + 1 : "");
		value_set(v, "kind", value_text_n(a, x->name, kind));
		value_set_int(v, "n", x->counts[0]);
		value_set_int(v, "done", x->counts[1]);
		value_set_int(v, "by_person", x->counts[2]);
		value_set_int(v, "amount", x->counts[3]);
	}
}

static void
set_factors(const struct tally *t, struct value *out)
{
	const struct satisfaction_weight *weights = satisfaction_weights();
	struct value *list = value_set_list(out, "factors"), *proxy;

	for (int i = 0; i < SATISFACTION_FACTOR_COUNT; i++) {
		int64_t n = t->sums.factors[i].n;
		struct value *v = value_add_map(list);

		value_set_text(v, "factor", weights[i].name);
		value_set_text(v, "title", weights[i].title);
		value_set_int(v, "n", n);
		value_set_real(v, "mean", unfixed(t->sums.factors[i].value, n));
		value_set_real(v, "weight", unfixed(t->sums.factors[i].weight, n));
		value_set_real(
		    v, "contribution", unfixed(t->sums.factors[i].contribution, t->sums.contacts));
	}
	proxy = value_set_map(out, "proxy");
	value_set_bool(proxy, "stated", true);
	value_set_real(proxy, "start", SATISFACTION_START);
	value_set_real(proxy, "least", SATISFACTION_LEAST);
	value_set_real(proxy, "most", SATISFACTION_MOST);
}

static const struct value_limits transcript_limits = { 1 << 24, 16, 200000 };

/* As kept_to_value() has it, but for readers: the transcript is a list. */
static void
set_worst(struct tally *t, struct arena *a, struct value *out)
{
	struct value *kept = value_list(a), *list = value_set_list(out, "worst");

	kept_to_value(&t->kept, kept);
	for (size_t i = 0; i < value_count(kept); i++) {
		const struct value *x = value_at(kept, i);
		const char *text = value_get_text(x, "transcript");
		struct value *v = value_add_map(list), *transcript = NULL;
		struct errinfo e;

		for (size_t k = 0; k < value_count(x); k++)
			if (!text_is(value_key_at(x, k), "score") &&
			    !text_is(value_key_at(x, k), "transcript"))
				value_set(v, value_key_at(x, k), value_copy(a, value_at(x, k)));
		if (text_is_empty(text) ||
		    value_parse_json(a, "transcript", text, strlen(text), &transcript_limits,
			&transcript, &e) != ERR_OK)
			transcript = value_list(a);
		value_set(v, "transcript", transcript);
	}
}

static void
set_faults(const struct tally *t, struct value *out)
{
	struct value *list = value_set_list(out, "faults");

	for (size_t i = 0; i < t->faults.count; i++) {
		struct value *v = value_add_map(list);

		value_set_text(v, "fault", t->faults.items[i].name);
		value_set_int(v, "n", t->faults.items[i].counts[0]);
	}
}

void
result_parts(struct tally *t, struct arena *a, struct value *out)
{
	set_handoffs(t, out);
	set_named(t, &t->intents, "intent", "intents", out);
	set_named(t, &t->scenarios, "scenario", "scenarios", out);
	if (t->languages.count > 1)	/* of one they are those of all */
		set_named(t, &t->languages, "language", "languages", out);
	set_funnel(t, out);
	set_hours(t, out);
	set_timeline(t, out);
	set_heat(t, a, out);
	set_waits(t, a, out);
	set_reliability(t, a, out);
	set_rules(t, a, out);
	set_factors(t, out);
	set_worst(t, a, out);
	set_faults(t, out);
}
