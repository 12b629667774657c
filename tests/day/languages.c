/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shoppers of three languages on one day: each is drawn a language, then a scenario in it; those who are handed
 * over wait for people who speak theirs, and are answered in it.
 */
#include "../check.h"
#include "../sim/demo.h"

#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/world.h"
#include "lab.h"

#define LANGUAGES 3
#define GERMAN_FROM_MS (14 * HOUR_MS)

static const char *const codes[LANGUAGES] = { "en", "de", "es" };
static const struct sim_language languages[LANGUAGES] = { { "en", NULL }, { "de", NULL }, { "es", NULL } };

struct day {
	int64_t contacts[LANGUAGES], got[LANGUAGES], early[LANGUAGES], faults, breaches;
	int64_t by_others, in_german;
};

static size_t
place(const char *language)
{
	size_t i = 0;

	while (i < LANGUAGES && !text_is(codes[i], language))
		i++;
	assert_true(i < LANGUAGES);
	return i;
}

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	struct day *d = context;
	size_t l = place(c->language);

	/* scenarios of other languages begin with their code */
	assert_int_equal(l, strncmp(c->scenario, "de-", 3) == 0 ? 1
		: strncmp(c->scenario, "es-", 3) == 0	       ? 2
							       : 0);
	d->contacts[l]++;
	d->faults += c->outcome.simulator_fault;
	d->breaches += c->statements + c->changes;
	if (c->statements + c->changes > 0)
		printf("# %s: %s\n", c->scenario, c->why);
	if (c->got_ms < 0)
		return;
	d->got[l]++;
	d->early[l] += c->got_ms < GERMAN_FROM_MS;
	for (size_t i = 0; i < value_count(transcript); i++) {
		const struct value *m = value_at(transcript, i);

		if (!text_is(value_get_text(m, "author"), "agent"))
			continue;
		d->by_others += l == 1 && !text_starts(value_get_text(m, "agent"), "german");
		d->in_german += l == 1 && strstr(value_get_text(m, "text"), "kümmere mich darum") != NULL;
	}
}

static void
take_sample(void *context, const struct floor_sample *s)
{
	(void)context;
	(void)s;
}

/* The German crew comes in the afternoon. */
static const struct planned_shift afternoon = {
	.days = { true, true, true, true, true, true, true },
	.from_minute = 14 * 60,
	.to_minute = 24 * 60,
};

static void
play(const struct sim_script *spoken, struct day *out)
{
	static const char *const only[LANGUAGES][1] = { { "en" }, { "de" }, { "es" } };
	static const char *const names[LANGUAGES] = { "english", "german", "spanish" };
	struct share mix[LANGUAGES] = { { "en", 1, NULL }, { "de", 2, NULL }, { "es", 1, NULL } };
	const struct day_teller teller = { out, take_contact, take_sample };
	struct crew crews[LANGUAGES];
	struct errinfo e;
	struct lab l;

	memset(out, 0, sizeof(*out));
	lab_begin(&l, world, 20, 3 * MINUTE_MS, 3, 3);
	for (size_t i = 0; i < LANGUAGES; i++) {
		crews[i] = l.crew;
		crews[i].name = names[i];
		crews[i].role = ROLE_SUPERVISOR;
		crews[i].languages = only[i];
		crews[i].language_count = 1;
		for (int k = 0; k < ACTION_KIND_COUNT; k++)
			crews[i].limits[k] = 1000000;
	}
	crews[1].shifts = &afternoon;
	crews[1].shift_count = 1;
	l.simulation.people.crews = crews;
	l.simulation.people.crew_count = LANGUAGES;
	l.simulation.demand.languages = mix;
	l.simulation.demand.language_count = LANGUAGES;
	l.simulation.ai.on = true;
	l.simulation.ai.latency = law_lognormal(1500, 0.5);
	l.options.script = spoken;
	l.options.understander = understander;
	l.options.want_transcripts = true;
	check_ok(day_play(&l.options, 0, &teller, &e), &e);
	lab_end(&l);
}

static void
who_is_handed_over_waits_for_people_of_their_language(void **state)
{
	struct arena *a = arena_new();
	const char *folder = file_data(a, "scenarios"),
		   *paths[] = { folder, file_join(a, folder, "de"), file_join(a, folder, "es") };
	const struct sim_sources sources = { .paths = paths, .count = 3, .folder = folder };
	struct sim_script *spoken;
	struct errinfo e;
	struct day d;
	int64_t all;

	(void)state;
	check_ok(sim_script_load_several(
		     &sources, languages, LANGUAGES, world_settings(world), &spoken, &e),
	    &e);
	play(spoken, &d);
	for (size_t i = 0; i < LANGUAGES; i++)
		printf("# %s: %lld contacts, %lld got by people, %lld before the afternoon\n", codes[i],
		    (long long)d.contacts[i], (long long)d.got[i], (long long)d.early[i]);
	all = d.contacts[0] + d.contacts[1] + d.contacts[2];
	assert_true(d.contacts[1] * 10 > all * 4 && d.contacts[1] * 10 < all * 6);
	assert_true(d.got[0] > 10 && d.got[1] > 10 && d.got[2] > 10);
	assert_true(d.early[0] > 0 && d.early[2] > 0);
	assert_int_equal(d.early[1], 0);
	assert_int_equal(d.by_others, 0);
	assert_true(d.in_german > 10);
	assert_int_equal(d.faults, 0);
	assert_int_equal(d.breaches, 0);
	sim_script_free(&spoken);
	arena_free(&a);
}

static void
a_language_that_no_scenario_is_in_is_told(void **state)
{
	static const struct sim_language none[] = { { "de", NULL } };
	struct arena *a = arena_new();
	const char *folder = file_data(a, "scenarios");
	const struct sim_sources sources = { .paths = &folder, .count = 1, .folder = folder };
	struct sim_script *spoken;
	struct errinfo e;

	(void)state;
	assert_int_equal(sim_script_load_several(
			     &sources, none, 1, world_settings(world), &spoken, &e),
	    ERR_INPUT);
	assert_non_null(strstr(e.text, "no scenario is in German (de); they are in English (en)"));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(who_is_handed_over_waits_for_people_of_their_language),
	    cmocka_unit_test(a_language_that_no_scenario_is_in_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, demo_open, demo_close);
}
