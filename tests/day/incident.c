/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * While a carrier stands still the shop says so of its parcels, and of nothing else: the same
 * shoppers on the same day, with and without it, each with people and goods enough. Whoever is told
 * something else was told of a delay of that carrier's, and truly; everybody else's record has the
 * same bytes.
 */
#include "../check.h"
#include "../sim/demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/world.h"
#include "lab.h"

#define SHOPPERS_MOST 1000
#define CARRIER "DPD"
#define FROM_MS (9 * HOUR_MS)
#define UNTIL_MS (17 * HOUR_MS)

/* All that is told of each shopper, by their number. */
struct day {
	struct str of[SHOPPERS_MOST];
	struct str ai[SHOPPERS_MOST];	/* what the AI said while the carrier stood still */
	int64_t last_ms[SHOPPERS_MOST], first_ms[SHOPPERS_MOST];
	int64_t contacts, statements, changes, faults;
};

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	struct day *d = context;
	struct str *s = &d->of[c->number];

	assert_true(c->number < SHOPPERS_MOST);
	if (d->contacts == 0 || s->length == 0)
		d->first_ms[c->number] = c->came_ms;
	d->contacts++;
	d->statements += c->statements;
	d->changes += c->changes;
	d->faults += c->outcome.simulator_fault;
	d->last_ms[c->number] = c->ended_ms;
	str_addf(s, "%s %s %lld: came %lld, queued %lld, ended %lld; expected %d, resolved %d\n",
	    c->scenario, c->persona, (long long)c->visit, (long long)c->came_ms,
	    (long long)c->queued_ms, (long long)c->ended_ms, c->as_expected, c->resolved);
	for (size_t i = 0; i < value_count(transcript); i++) {
		const struct value *m = value_at(transcript, i);
		int64_t at = value_get_int(m, "at_ms", 0);

		str_addf(s, "%s %lld: %s\n", value_get_text(m, "author"), (long long)at,
		    value_get_text(m, "text"));
		if (text_is(value_get_text(m, "author"), "ai") && at >= FROM_MS && at < UNTIL_MS)
			str_addf(&d->ai[c->number], "%s\n", value_get_text(m, "text"));
	}
	if (c->statements > 0)
		printf("# %s\n# %s\n", c->why, s->data);
}

static struct day *
play(const struct incident *incidents, size_t count)
{
	struct day *d = mem_zero(1, sizeof(*d));
	static struct share mix[] = { { "status-in-transit", 4, NULL }, { "status-out-for-delivery", 4, NULL },
		{ "lost-but-moving", 2, NULL }, { "late-a-little", 2, NULL }, { "status-delivered", 4, NULL },
		{ "cancel-pending", 2, NULL }, { "return-in-window", 2, NULL }, { "product-price", 2, NULL } };
	const struct day_teller teller = { .context = d, .contact = take_contact };
	struct errinfo e;
	struct lab l;

	lab_begin(&l, world, 12, 5 * MINUTE_MS, 4, 2);
	l.crew.role = ROLE_SUPERVISOR;
	for (int i = 0; i < ACTION_KIND_COUNT; i++)
		l.crew.limits[i] = 1000000;
	l.simulation.endless_staff = l.simulation.endless_stock = true;
	l.simulation.follow_ups = true;
	l.simulation.ai.on = true;
	l.simulation.ai.latency = law_lognormal(1500, 0.5);
	l.simulation.demand.scenarios = mix;
	l.simulation.demand.scenario_count = sizeof(mix) / sizeof(mix[0]);
	l.simulation.incidents = (struct incident *)(uintptr_t)incidents;
	l.simulation.incident_count = count;
	l.options.script = script;
	l.options.understander = understander;
	l.options.want_transcripts = true;
	for (size_t i = 0; i < SHOPPERS_MOST; i++) {
		str_init(&d->of[i]);
		str_init(&d->ai[i]);
		str_add(&d->of[i], "");
		str_add(&d->ai[i], "");
	}
	check_ok(day_play(&l.options, 0, &teller, &e), &e);
	lab_end(&l);
	return d;
}

static void
free_day(struct day *d)
{
	for (size_t i = 0; i < SHOPPERS_MOST; i++) {
		str_clear(&d->of[i]);
		str_clear(&d->ai[i]);
	}
	mem_free(d);
}

static int
times(const char *text, const char *word)
{
	int n = 0;

	for (; (text = strstr(text, word)) != NULL; text += strlen(word))
		n++;
	return n;
}

static void
a_carrier_that_stands_still_shows_in_its_parcels_alone(void **state)
{
	static const struct incident stands_still = {
		INCIDENT_CARRIER_OUTAGE, FROM_MS, UNTIL_MS - FROM_MS, CARRIER, 0, NULL };
	struct day *plain = play(NULL, 0), *outage = play(&stands_still, 1);
	int touched = 0, same = 0;

	(void)state;
	for (size_t i = 0; i < SHOPPERS_MOST; i++) {
		const char *was = plain->of[i].data, *is = outage->of[i].data;

		if (strcmp(was, is) == 0) {
			same += *was != '\0';
			continue;
		}
		touched++;
		if (outage->first_ms[i] >= UNTIL_MS || outage->last_ms[i] < FROM_MS ||
		    times(outage->ai[i].data, CARRIER) == 0 ||
		    times(outage->ai[i].data, "delay") <= times(plain->ai[i].data, "delay"))
			fail_msg("touched without a reason:\n%s\nwas:\n%s", is, was);
	}
	printf("# %d told otherwise, %d with the same bytes\n", touched, same);
	assert_true(touched >= 5 && same > 150);
	assert_int_equal(plain->statements + plain->changes, 0);
	assert_int_equal(outage->statements + outage->changes, 0);
	assert_int_equal(plain->faults, outage->faults);
	free_day(plain);
	free_day(outage);
}

static void
what_the_world_does_not_have_is_refused_at_the_start(void **state)
{
	static const struct {
		struct incident incident;
		const char *says;
	} cases[] = {
		{ { INCIDENT_CARRIER_OUTAGE, FROM_MS, 0, "DPX", 0, NULL }, "no carrier of a parcel is called so in this world; did you mean \"DPD\"?" },
		{ { INCIDENT_WRONG_PRICE, FROM_MS, 0, "DPD", 100, NULL }, "no product or variant has this id in this world" },
		{ { INCIDENT_STOCK_OUT, FROM_MS, 0, "no such thing", 0, NULL }, "\"no such thing\", but no product or variant has this id" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct day_teller teller = { NULL, NULL, NULL };
		struct errinfo e;
		struct lab l;

		lab_begin(&l, world, 1, 60000, 1, 1);
		l.simulation.incidents = (struct incident *)(uintptr_t)&cases[i].incident;
		l.simulation.incident_count = 1;
		assert_int_equal(day_play(&l.options, 0, &teller, &e), ERR_INPUT);
		assert_non_null(strstr(e.text, cases[i].says));
		lab_end(&l);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_carrier_that_stands_still_shows_in_its_parcels_alone),
	    cmocka_unit_test(what_the_world_does_not_have_is_refused_at_the_start),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, demo_open, demo_close);
}
