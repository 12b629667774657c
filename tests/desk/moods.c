/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Moods as shoppers put them, from their words to the gate: who gets angrier gets a person, who
 * tells a sad fact politely does not.
 */
#include "demo.h"

#include <stdio.h>

#define LINES 4

static struct demo d;

static int
open_it(void **state)
{
	(void)state;
	demo_open(&d, false, 0);
	demo_reply(&d, "{\"reply\": \"Let me see.\", \"confidence\": 0.9, \"small_talk\": true}");
	return 0;
}

/* How many lines were answered by the AI before a person got it. */
static size_t
answered(const char *contact, const char *const *lines)
{
	for (size_t i = 0; i < LINES && lines[i] != NULL; i++) {
		int64_t id = demo_say(&d, contact, lines[i]);
		if (demo_conversation(&d, id).state == CONVERSATION_AI)
			continue;
		if (demo_conversation(&d, id).reason != HANDOFF_SENTIMENT)
			fail_msg("\"%s\": handed over for %s", lines[i],
			    handoff_reason_name(demo_conversation(&d, id).reason));
		return i;
	}
	return LINES;
}

static void
who_gets_angrier_gets_a_person(void **state)
{
	static const struct { const char *lines[LINES]; size_t answered; } angry[] = {
		{{"Hi, do you have news of my parcel?", "I'm rather disappointed, to be honest", "This is getting annoying"}, 2},
		{{"Good morning! Lovely to find you here", "the kettle leaks", "I'm getting really fed up with this"}, 2},
		{{"when do you open tomorrow", "and on Sunday?", "I am furious"}, 2},
		{{"I've been waiting for two weeks and I'm a bit disappointed", "it should have come on Monday", "I'm really angry now"}, 2},
		{{"You people are useless, I hate this shop"}, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof angry / sizeof *angry; i++) {
		char contact[16];
		snprintf(contact, sizeof contact, "angry%zu", i);
		if (answered(contact, angry[i].lines) != angry[i].answered)
			fail_msg("\"%s\": not handed over where it should be", angry[i].lines[0]);
	}
}

static void
who_tells_a_sad_fact_politely_stays_with_the_ai(void **state)
{
	static const char *const polite[][LINES] = {
		{"Hello, what a lovely shop you have!", "My mug arrived broken, sadly", "It has a crack from top to bottom, I'm afraid"},
		{"Unfortunately the tent has a tear in it", "one of the poles is bent as well, I'm sorry to say", "no, the other order"},
		{"Hi there, thanks for the quick delivery last time", "this time the box was crushed and the glass in it shattered", "no"},
		{"My dog died and I no longer need the coat", "it's a shame, it was a beautiful coat"},
		{"The parcel never came, I'm afraid", "no, nothing at the neighbours either", "I don't have the number, sorry"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof polite / sizeof *polite; i++) {
		char contact[16];
		snprintf(contact, sizeof contact, "polite%zu", i);
		size_t n = answered(contact, polite[i]);
		if (n != LINES)
			fail_msg("\"%s\": handed over", polite[i][n]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_prestate_setup_teardown(
		who_gets_angrier_gets_a_person, open_it, demo_away, &d),
	    cmocka_unit_test_prestate_setup_teardown(
		who_tells_a_sad_fact_politely_stays_with_the_ai, open_it, demo_away, &d),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, demo_load, demo_unload);
}
