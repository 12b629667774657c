/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Days are added up: figures against sums made by hand, and the same bytes however they are merged.
 */
#include <math.h>
#include <string.h>

#include "../check.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/stats/bootstrap.h"
#include "floorwalker/stats/special.h"
#include "made.h"

#define REPLICATIONS 12

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	tally_contact(context, c, transcript);
}

static void
take_sample(void *context, const struct floor_sample *f)
{
	tally_sample(context, f);
}

static struct tally *
played(const struct simulation *s, int64_t replication)
{
	struct tally *t = tally_new(s, 7, replication, 5);
	struct day_teller teller = { t, take_contact, take_sample };
	struct day_options o = { .simulation = s, .seed = 7, .want_transcripts = true };
	struct errinfo e;

	check_ok(made_play(&o, replication, &teller, &e), &e);
	return t;
}

static char *
bytes(struct tally *t)
{
	struct arena *a = arena_new();
	struct str out;

	str_init(&out);
	value_print(&out, tally_result(t, a));
	value_print(&out, tally_to_value(t, a));
	arena_free(&a);
	return str_take(&out);
}

static const struct value *
figure(const struct value *result, const char *name)
{
	const struct value *list = value_get(result, "figures");

	for (size_t i = 0; i < value_count(list); i++)
		if (text_is(value_get_text(value_at(list, i), "name"), name))
			return value_at(list, i);
	fail_msg("no figure %s", name);
	return NULL;
}

static void
is_near(const struct value *result, const char *name, double wanted, int64_t n)
{
	const struct value *f = figure(result, name);
	double x = value_get_real(f, "value", NAN);

	if (!(fabs(x - wanted) < 1e-5 * fmax(1, fabs(wanted))))
		fail_msg("%s is %.9g, not %.9g", name, x, wanted);
	if (value_get_int(f, "n", -1) != n)
		fail_msg("%s has n %lld, not %lld", name, (long long)value_get_int(f, "n", -1),
		    (long long)n);
}

/* ---- by hand */

static struct contact
plain(int64_t number)
{
	struct contact c = { .number = number, .scenario = "s", .persona = "p", .intent = "i",
		.channel = "web", .tier = "", .language = "en", .counts = true, .hour = 9,
		.came_ms = 1000, .first_answer_ms = 3000, .queued_ms = -1, .person_ms = -1,
		.ended_ms = 61000, .why = "" };

	c.outcome.ai_on = true;
	c.outcome.shopper_messages = 3;
	c.outcome.ai_messages = 3;
	c.outcome.recontact_known = true;
	c.ai_turns = 3;
	c.ai_cost = .03;
	return c;
}

static struct contact
met(int64_t number)
{
	struct contact c = plain(number);

	c.resolved = c.outcome.need_met = c.as_expected = true;
	return c;
}

static struct contact
queued(int64_t number, int64_t waited_ms, bool left)
{
	struct contact c = plain(number);

	c.outcome.handed_off = true;
	c.reason = HANDOFF_POLICY;
	c.queued_ms = 10000;
	if (left) {
		c.ended_ms = 10000 + waited_ms;
		c.left_in_queue = c.outcome.abandoned = true;
		return c;
	}
	c.person_ms = 10000 + waited_ms;
	c.ended_ms = c.person_ms + 300000;
	c.outcome.human_joined = c.resolved = c.outcome.need_met = true;
	c.agents = 1;
	c.handle_ms = 300000;
	c.wrap_up_ms = 60000;
	c.people_cost = 2;
	return c;
}

/* 10 contacts: 5 contained (one comes again later), 4 into the queue, 1 left the AI; a fault,
 * one of the warm-up. */
static struct tally *
ten(const struct simulation *s)
{
	struct tally *t = tally_new(s, 1, 0, 3);
	struct contact c[12];

	for (int i = 0; i < 5; i++)
		c[i] = met(i);
	c[4].outcome.recontacted = true;
	c[3].statements = 1;
	c[0].replies[0].confidence = .95;
	c[0].replies[1].confidence = .65;
	c[0].replies[1].wrong = true;
	c[0].reply_count = 2;
	c[0].action_count = 1;
	c[0].actions[0].rule = "small";
	c[0].actions[0].amount = 1990;
	c[0].actions[0].done = true;
	c[0].decisions = 3;
	c[0].decisions_wrong = 1;
	c[1].decisions = 1;
	c[5] = queued(5, 20000, false);
	c[6] = queued(6, 90000, false);
	c[7] = queued(7, 10000, true);
	c[8] = queued(8, 120000, true);
	c[9] = plain(4);
	c[9].visit = 1;
	c[9].outcome.abandoned = c[9].left_with_ai = true;
	c[10] = met(10);
	c[10].outcome.simulator_fault = true;
	c[10].why = "a phrase is missing\nand more";
	c[11] = met(11);
	c[11].counts = false;
	for (int i = 0; i < 12; i++)
		tally_contact(t, &c[i], NULL);
	return t;
}

static void
figures_are_what_their_definitions_say(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct tally *t = ten(&s);
	struct arena *a = arena_new();
	const struct value *r = tally_result(t, a);

	(void)state;
	assert_int_equal(value_get_int(r, "contacts", 0), 10);
	assert_int_equal(value_get_int(r, "warm_up_contacts", 0), 1);
	is_near(r, "containment_loose", .8, 10);
	is_near(r, "containment_confirmed", .5, 10);
	is_near(r, "containment_durable", .4, 10);
	is_near(r, "handed_off", .4, 10);
	is_near(r, "abandoned", .3, 10);
	is_near(r, "left_with_ai", .1, 10);
	is_near(r, "frt", 2000, 10);
	is_near(r, "asa", 55000, 2);
	is_near(r, "service_level", 1. / 3, 3);
	is_near(r, "abandonment", .5, 4);
	is_near(r, "wait_left", 65000, 2);
	is_near(r, "aht", 300000, 2);
	is_near(r, "wrap_up_share", .2, 2);
	is_near(r, "decisions_wrong", .25, 2);
	is_near(r, "resolved", .7, 10);
	is_near(r, "fcr", 6. / 9, 9);
	is_near(r, "recontact", .1, 10);
	is_near(r, "breaches", .1, 10);
	is_near(r, "replies_right", .5, 1);
	is_near(r, "cost_handled", .43, 10);
	is_near(r, "cost_per_resolved", 4.3 / 7, 10);
	is_near(r, "given", 199, 10);
	is_near(r, "follow_ups", .1, 10);
	is_near(r, "simulator_faults", 1. / 11, 11);
	is_near(r, "contacts", 10, 1);
	arena_free(&a);
	tally_free(&t);
}

static void
every_figure_has_an_interval_or_says_why_not(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct tally *t = ten(&s);
	struct arena *a = arena_new();
	const struct value *list = value_get(tally_result(t, a), "figures");

	(void)state;
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *f = value_at(list, i);
		double x = value_get_real(f, "value", 0), low = value_get_real(f, "low", x),
		       high = value_get_real(f, "high", x);

		assert_true(value_get_text(f, "definition")[0] != '\0');
		assert_true(value_get_text(f, "of")[0] != '\0');
		assert_true(low <= x && x <= high);
		if (value_is_null(value_get(f, "low"))) {
			assert_string_equal(value_get_text(f, "by"), "none");
			assert_true(value_get_text(f, "why")[0] != '\0');
		} else {
			/* Ranks may well hold equal numbers. */
			assert_true(low < high || text_is(value_get_text(f, "by"), "order"));
			assert_string_not_equal(value_get_text(f, "by"), "none");
		}
	}
	arena_free(&a);
	tally_free(&t);
}

static void
what_the_queue_decides_needs_replications(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct tally *t = played(&s, 0);
	struct arena *a = arena_new();

	(void)state;
	assert_true(value_is_null(value_get(figure(tally_result(t, a), "asa"), "low")));
	assert_string_equal(value_get_text(figure(tally_result(t, a), "resolved"), "by"), "bootstrap");
	assert_true(value_get_text(figure(tally_result(t, a), "resolved"), "note")[0] != '\0');
	assert_true(value_get_text(figure(tally_result(t, a), "handed_off"), "note")[0] == '\0');
	for (int i = 1; i < 4; i++) {
		struct tally *other = played(&s, i);
		struct errinfo e;

		check_ok(tally_merge(t, other, &e), &e);
		tally_free(&other);
	}
	assert_string_equal(
	    value_get_text(figure(tally_result(t, a), "asa"), "by"), "replications");
	assert_string_equal(
	    value_get_text(figure(tally_result(t, a), "resolved"), "by"), "replications");
	assert_true(value_get_text(figure(tally_result(t, a), "resolved"), "note")[0] == '\0');
	arena_free(&a);
	tally_free(&t);
}

/* ---- intervals by hand */

/* Four replications of ten contacts in the queue each, of which so many are answered in time. */
static struct value *
of_four(const struct simulation *s, const int within[4], struct arena *a)
{
	struct tally *sum = NULL;
	struct value *out;
	struct errinfo e;

	for (int r = 0; r < 4; r++) {
		struct tally *t = tally_new(s, 1, r, 3);

		for (int i = 0; i < 10; i++) {
			struct contact c = queued(i, i < within[r] ? 20000 : 90000, false);

			c.replication = r;
			tally_contact(t, &c, NULL);
		}
		if (sum == NULL) {
			sum = t;
			continue;
		}
		check_ok(tally_merge(sum, t, &e), &e);
		tally_free(&t);
	}
	out = tally_result(sum, a);
	tally_free(&sum);
	return out;
}

static void
holds(const struct value *result, const char *name, double low, double high, const char *by)
{
	const struct value *f = figure(result, name);
	double l = value_get_real(f, "low", NAN), h = value_get_real(f, "high", NAN);

	if (!(fabs(l - low) < 2e-4 && fabs(h - high) < 2e-4))
		fail_msg("%s is held by %.6g to %.6g, not %.6g to %.6g", name, l, h, low, high);
	assert_string_equal(value_get_text(f, "by"), by);
}

/* 8, 8, 2 and 2 of 10 in time: residuals 3, 3, -3, -3, so the share's variance is 36 (4/3) /
 * 40^2 = .03, 4.8 times that of 40 contacts; with z^2 = 3.84 that lie at the ends (40 4.8 +
 * 3.84) / 43.84 = 4.467, as much as 8.954 contacts; and t with 3 degrees is 3.182: .5 -+ 3.182
 * sqrt(.25 / 8.954 + 10.13 / (4 8.954^2)) / (1 + 10.13 / 8.954). */
static void
replications_that_differ_widen_a_share(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct arena *a = arena_new();

	(void)state;
	holds(of_four(&s, (const int[]){ 8, 8, 2, 2 }, a), "service_level", .13574, .86426,
	    "replications");
	arena_free(&a);
}

/* 5 of 10 each time: chance may do that, so it's not narrower than Wilson's interval of 20 of
 * 40. */
static void
replications_that_dont_differ_make_no_share_narrower_than_contacts(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct arena *a = arena_new();

	(void)state;
	holds(of_four(&s, (const int[]){ 5, 5, 5, 5 }, a), "service_level", .35203, .64797,
	    "replications");
	arena_free(&a);
}

/* None abandoned: 0 of 40, Wilson's; forty that were handled all alike tell nothing of chance;
 * two have no mean to tell. */
static void
a_figure_says_when_there_is_too_little(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct arena *a = arena_new();
	const struct value *r = of_four(&s, (const int[]){ 8, 8, 2, 2 }, a);
	struct tally *t = ten(&s);

	(void)state;
	holds(r, "abandonment", 0, .08762, "replications");
	assert_string_equal(value_get_text(figure(r, "aht"), "why"),
	    "all are alike, which tells nothing of chance");
	assert_string_equal(value_get_text(figure(r, "wait_p95"), "why"),
	    "too few contacts for so far a percentile");
	assert_string_equal(value_get_text(figure(tally_result(t, a), "aht"), "why"),
	    "fewer than 10 contacts tell too little of a mean");
	tally_free(&t);
	arena_free(&a);
}

/* A mean over a scale with ends stays within them, and is the wider the fewer there are. */
static void
a_score_stays_on_its_scale(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct arena *a = arena_new();
	struct tally *t = played(&s, 0), *few = ten(&s);
	const struct value *f = figure(tally_result(t, a), "csat_proxy"),
			   *g = figure(tally_result(few, a), "csat_proxy");
	double low = value_get_real(f, "low", NAN), high = value_get_real(f, "high", NAN);

	(void)state;
	assert_true(low > 1 && high < 5 && high - low < .5);
	assert_true(value_get_real(g, "low", NAN) >= 1 && value_get_real(g, "high", NAN) <= 5);
	assert_true(value_get_real(g, "high", NAN) - value_get_real(g, "low", NAN) > high - low);
	tally_free(&t);
	tally_free(&few);
	arena_free(&a);
}

/* ---- shares by intent, by hand */

static struct contact
named(int64_t number, int64_t visit, const char *intent, bool contained)
{
	struct contact c = contained ? met(number) : queued(number, 20000, false);

	c.visit = visit;
	c.intent = c.scenario = intent;
	c.as_expected = contained;
	return c;
}

static const struct value *
of_name(const struct value *result, const char *list, const char *name)
{
	const struct value *v = value_get(result, list);

	for (size_t i = 0; i < value_count(v); i++)
		if (text_is(value_as_text(value_at(value_at(v, i), 0), ""), name))
			return value_at(v, i);
	fail_msg("no %s in %s", name, list);
	return NULL;
}

static void
is_between(const struct value *v, const char *low_key, double low, const char *high_key, double high)
{
	double l = value_get_real(v, low_key, NAN), h = value_get_real(v, high_key, NAN);

	if (!(fabs(l - low) < 5e-4 && fabs(h - high) < 5e-4))
		fail_msg("%.6g to %.6g, not %.6g to %.6g", l, h, low, high);
}

/* The squares of yes - .6 of over ten visitors who came twice, by weights drawn one by one. */
static double
by_weights(void)
{
	double sum = 0;

	for (size_t k = 0; k < BOOTSTRAP_REPLICATES; k++) {
		double off = 0;

		for (int v = 0; v < 10; v++)
			off += ((double)bootstrap_weight(1, k, (uint64_t)v) - 1) * 2 * ((v < 6) - .6);
		sum += off * off;
	}
	return sum / BOOTSTRAP_REPLICATES;
}

/* Of 20 contacts 12 are contained, those of six visitors out of ten who came twice each: as if
 * apart the share's variance is .6 (.4) / 20 = .012, by visitors .6 (.4) / 10 = .024, twice as
 * large; the replicates have it but for their own chance, which is worked out here from their
 * weights. As if apart they are ten, so the excess is ten ninths of that, and t has 9 degrees. z^2
 * contacts at the ends are added. Who come once have Wilson's interval of 6 of 10. */
static void
visitors_who_come_again_widen_a_share_by_name(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct tally *t = tally_new(&s, 1, 0, 3);
	struct arena *a = arena_new();
	const struct value *r;
	double together = by_weights() / (20 * .6 * .4), z = 1.959964, apart = 20 / together,
	       q = pow(t_quantile(.975, apart - 1), 2), n, middle, half;

	(void)state;
	for (int i = 0; i < 10; i++) {
		struct contact once = named(100 + i, 0, "once", i < 6), first = named(i, 0, "twice", i < 6),
			       second = named(i, 1, "twice", i < 6);

		once.language = "de";
		first.language = second.language = "en";
		tally_contact(t, &once, NULL);
		tally_contact(t, &first, NULL);
		tally_contact(t, &second, NULL);
	}
	r = tally_result(t, a);
	assert_true(together > 1.6 && together < 2.4);
	together = 1 + (together - 1) * apart / (apart - 1);
	n = 20 / ((20 * together + z * z) / (20 + z * z));
	middle = (.6 + q / (2 * n)) / (1 + q / n);
	half = sqrt(q) * sqrt(.24 / n + q / (4 * n * n)) / (1 + q / n);
	is_between(of_name(r, "intents", "twice"), "low", middle - half, "high", middle + half);
	is_between(of_name(r, "scenarios", "twice"), "expected_low", middle - half, "expected_high",
	    middle + half);
	is_between(of_name(r, "intents", "once"), "low", .31267, "high", .83182);
	is_between(of_name(r, "languages", "en"), "low", middle - half, "high", middle + half);
	is_between(of_name(r, "languages", "de"), "expected_low", .31267, "expected_high", .83182);
	assert_string_equal(value_get_text(of_name(r, "languages", "de"), "title"), "German");
	assert_int_equal(value_get_int(of_name(r, "languages", "en"), "eligible", 0), 20);
	arena_free(&a);
	tally_free(&t);
}

/* Of one language they are those of all. And what is kept reads back with its languages. */
static void
languages_are_told_where_more_than_one_came(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct tally *t = tally_new(&s, 1, 0, 3), *again;
	struct arena *a = arena_new();
	struct contact c = named(1, 0, "i", true);
	const struct value *r;
	struct errinfo e;

	(void)state;
	c.language = "es";
	tally_contact(t, &c, NULL);
	check_ok(tally_from_value(tally_to_value(t, a), &s, 1, &again, &e), &e);
	assert_null(value_get(tally_result(t, a), "languages"));
	tally_free(&t);
	t = tally_new(&s, 1, 1, 3);
	c.replication = 1;
	c.language = "de";
	tally_contact(t, &c, NULL);
	check_ok(tally_merge(again, t, &e), &e);
	r = tally_result(again, a);
	assert_int_equal(value_count(value_get(r, "languages")), 2);
	assert_int_equal(value_get_int(of_name(r, "languages", "es"), "contained", 0), 1);
	assert_int_equal(value_get_int(of_name(r, "languages", "de"), "contacts", 0), 1);
	tally_free(&again);
	tally_free(&t);
	arena_free(&a);
}

/* Contacts of one visitor under two names are once in each: neither is the wider for it. */
static void
a_visitor_who_comes_again_with_another_intent_is_once_in_each(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct tally *t = tally_new(&s, 1, 0, 3);
	struct arena *a = arena_new();
	const struct value *r;

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct contact first = named(i, 0, "first", i % 2 == 0),
			       second = named(i, 1, "second", i % 2 == 0);

		tally_contact(t, &first, NULL);
		tally_contact(t, &second, NULL);
	}
	r = tally_result(t, a);
	is_between(of_name(r, "intents", "first"), "low", .43136, "high", .56864);
	/* Chance alone moves the replicates' variance by a fourteenth, the width by half of that. */
	assert_true(fabs(value_get_real(of_name(r, "intents", "second"), "low", 0) - .43136) < .006);
	arena_free(&a);
	tally_free(&t);
}

/* As replications_that_differ_widen_a_share(): 8, 8, 2 and 2 of 10. Of three replications there are
 * too few to ask, and 18 of 30 has Wilson's interval. */
static void
replications_that_differ_widen_a_share_by_name(void **state)
{
	static const int contained[] = { 8, 8, 2, 2 };
	struct simulation s = made_simulation(1, 0);
	struct arena *a = arena_new();
	struct tally *sum = NULL;
	struct errinfo e;

	(void)state;
	for (int r = 0; r < 4; r++) {
		struct tally *t = tally_new(&s, 1, r, 3);

		for (int i = 0; i < 10; i++) {
			struct contact c = named(i, 0, "i", i < contained[r]);

			c.replication = r;
			tally_contact(t, &c, NULL);
		}
		if (sum == NULL) {
			sum = t;
			continue;
		}
		check_ok(tally_merge(sum, t, &e), &e);
		tally_free(&t);
		if (r == 2)
			is_between(of_name(tally_result(sum, a), "intents", "i"), "low", .42322,
			    "high", .75409);
	}
	is_between(of_name(tally_result(sum, a), "intents", "i"), "low", .13574, "high", .86426);
	tally_free(&sum);
	arena_free(&a);
}

static void
parts_count_what_they_say(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct tally *t = ten(&s);
	struct arena *a = arena_new();
	const struct value *r = tally_result(t, a);

	(void)state;
	assert_int_equal(value_as_int(value_path(r, "funnel.0.n"), 0), 10);
	assert_int_equal(value_as_int(value_path(r, "funnel.6.n"), 0), 7);
	assert_string_equal(value_as_text(value_path(r, "handoffs.0.reason"), ""), "policy");
	assert_int_equal(value_as_int(value_path(r, "handoffs.0.n"), 0), 4);
	assert_int_equal(value_as_int(value_path(r, "heat.n.0.9"), 0), 4);
	assert_int_equal(value_as_int(value_path(r, "waits.bins.3.answered"), 0), 1);
	assert_int_equal(value_as_int(value_path(r, "waits.bins.2.left"), 0), 1);
	assert_int_equal(value_count(value_get(r, "reliability")), 2);
	assert_string_equal(value_as_text(value_path(r, "rules.0.kind"), ""), "refund");
	assert_string_equal(value_as_text(value_path(r, "rules.0.rule"), ""), "small");
	assert_int_equal(value_as_int(value_path(r, "rules.0.amount"), 0), 1990);
	assert_string_equal(
	    value_as_text(value_path(r, "faults.0.fault"), ""), "a phrase is missing");
	assert_int_equal(value_count(value_get(r, "worst")), 3);
	assert_int_equal(value_as_int(value_path(r, "worst.0.number"), 0), 3);
	assert_int_equal(value_as_int(value_path(r, "intents.0.contained"), 0), 5);
	assert_int_equal(value_count(value_get(r, "hours")), 24);
	arena_free(&a);
	tally_free(&t);
}

static void
points_of_the_factors_add_up_to_the_proxy(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct tally *t = played(&s, 0);
	struct arena *a = arena_new();
	const struct value *r = tally_result(t, a), *list = value_get(r, "factors");
	double sum = value_as_real(value_path(r, "proxy.start"), 0);

	(void)state;
	for (size_t i = 0; i < value_count(list); i++)
		sum += value_get_real(value_at(list, i), "contribution", 0);
	assert_true(fabs(sum - value_get_real(figure(r, "csat_proxy"), "value", 0)) < 1e-4);
	arena_free(&a);
	tally_free(&t);
}

/* ---- the same bytes */

static void
merge(struct tally *into, struct tally **t)
{
	struct errinfo e;

	check_ok(tally_merge(into, *t, &e), &e);
	tally_free(t);
}

/* Along a line, backwards, as a tree, and in an order drawn. */
static char *
merged(const struct simulation *s, int way)
{
	struct tally *t[REPLICATIONS];
	char *out;

	for (int i = 0; i < REPLICATIONS; i++)
		t[way == 1 ? REPLICATIONS - 1 - i : way == 3 ? (7 * i + 5) % REPLICATIONS : i] = played(s, i);
	if (way == 2)
		for (int step = 1; step < REPLICATIONS; step *= 2)
			for (int i = 0; i + step < REPLICATIONS; i += 2 * step)
				merge(t[i], &t[i + step]);
	else
		for (int i = 1; i < REPLICATIONS; i++)
			merge(t[0], &t[i]);
	out = bytes(t[0]);
	tally_free(&t[0]);
	return out;
}

static void
merging_in_any_grouping_gives_the_same_bytes(void **state)
{
	struct simulation s = made_simulation(1, 3600000);
	char *first = merged(&s, 0);

	(void)state;
	for (int way = 1; way < 4; way++) {
		char *other = merged(&s, way);

		assert_string_equal(first, other);
		mem_free(other);
	}
	mem_free(first);
}

static void
what_is_written_reads_back_exactly(void **state)
{
	struct simulation s = made_simulation(1, 0);
	struct tally *t = played(&s, 3), *back;
	struct arena *a = arena_new();
	struct value *v;
	struct str text;
	struct errinfo e;
	char *before, *after;

	(void)state;
	str_init(&text);
	value_print(&text, tally_to_value(t, a));
	check_ok(value_parse_json(a, "tally", text.data, text.length,
		     &(struct value_limits){ 1 << 26, 32, 1000000 }, &v, &e), &e);
	check_ok(tally_from_value(v, &s, 7, &back, &e), &e);
	before = bytes(t);
	after = bytes(back);
	assert_string_equal(before, after);
	mem_free(before);
	mem_free(after);
	str_clear(&text);
	tally_free(&t);
	tally_free(&back);
	arena_free(&a);
}

static void
a_broken_tally_is_refused(void **state)
{
	static const char *const keys[] = { "rows", "bootstrap", "numbers", "clusters", "sums", "timeline",
		"worst_kept", "format", "figures" };
	struct simulation s = made_simulation(1, 0);
	struct tally *t = played(&s, 0), *back = NULL;
	struct errinfo e;

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct arena *a = arena_new();
		struct value *v = tally_to_value(t, a);

		value_set_text(v, keys[i], "3 x");
		assert_int_not_equal(tally_from_value(v, &s, 7, &back, &e), ERR_OK);
		assert_null(back);
		arena_free(&a);
	}
	tally_free(&t);
}

/* More are contained than came; a square is missing; and large ones overflow into nothing undefined. */
static void
a_broken_share_by_name_is_refused(void **state)
{
	static const struct { const char *n, *squares; bool is_good; } rows[] = {
		{ "2 2 1 0 1 1 0 0 0", "1 1 1 1 1 1 1 1 1 1 1 1 1 1", true },
		{ "2 2 3 0 1 1 0 0 0", "1 1 1 1 1 1 1 1 1 1 1 1 1 1", false },
		{ "-2 -2 -3 0 1 -2 0 0 0", "1 1 1 1 1 1 1 1 1 1 1 1 1 1", false },
		{ "2 2 1 0 1 1 0 0 0", "1 1 1 1 1 1 1 1 1 1 1 1 1", false },
		{ "2 2 1 0 1 1 0 0 1",
		    "9223372036854775807 9223372036854775807 -9223372036854775807 1 1 9223372036854775807 9223372036854775807 1 1 1 1 1 1 1", true },
	};
	struct simulation s = made_simulation(1, 0);
	struct tally *t = played(&s, 0), *other = played(&s, 1), *back = NULL;
	struct errinfo e;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *a = arena_new();
		struct value *v = tally_to_value(t, a),
			     *one = value_add_map(value_set_list(v, "intents"));

		value_set_text(one, "name", "complaint");
		value_set_text(one, "n", rows[i].n);
		value_set_text(one, "squares", rows[i].squares);
		assert_int_equal(tally_from_value(v, &s, 7, &back, &e) == ERR_OK, rows[i].is_good);
		if (rows[i].is_good) {
			check_ok(tally_merge(back, other, &e), &e);
			assert_non_null(tally_result(back, a));
			tally_free(&back);
		}
		arena_free(&a);
	}
	tally_free(&t);
	tally_free(&other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(figures_are_what_their_definitions_say),
	    cmocka_unit_test(every_figure_has_an_interval_or_says_why_not),
	    cmocka_unit_test(what_the_queue_decides_needs_replications),
	    cmocka_unit_test(replications_that_differ_widen_a_share),
	    cmocka_unit_test(replications_that_dont_differ_make_no_share_narrower_than_contacts),
	    cmocka_unit_test(a_figure_says_when_there_is_too_little),
	    cmocka_unit_test(a_score_stays_on_its_scale),
	    cmocka_unit_test(visitors_who_come_again_widen_a_share_by_name),
	    cmocka_unit_test(languages_are_told_where_more_than_one_came),
	    cmocka_unit_test(a_visitor_who_comes_again_with_another_intent_is_once_in_each),
	    cmocka_unit_test(replications_that_differ_widen_a_share_by_name),
	    cmocka_unit_test(parts_count_what_they_say),
	    cmocka_unit_test(points_of_the_factors_add_up_to_the_proxy),
	    cmocka_unit_test(merging_in_any_grouping_gives_the_same_bytes),
	    cmocka_unit_test(what_is_written_reads_back_exactly),
	    cmocka_unit_test(a_broken_tally_is_refused),
	    cmocka_unit_test(a_broken_share_by_name_is_refused),
	};

	return RUN_TAP(tests);
}
