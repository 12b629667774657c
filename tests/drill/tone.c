/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tone: each check on words that win it and words that lose it, in each language that there are lists for.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "made.h"

#define near(x, y) assert_true(fabs((x) - (y)) < 1e-9)

/* The share won of one check in a conversation of these messages; NaN without an occasion. */
static double
check(const char *language, const char *shopper, const char *const *said, bool closes,
    const char *name, const char **why)
{
	struct made m;
	struct value *c;
	const struct value *list;
	double won = 0, of = 0;
	static char kept[300];

	made_begin(&m);
	c = made_contact(&m, "a", 0, 900);
	value_set_text(c, "language", language);
	made_line(c, "shopper", 1, shopper);
	for (int i = 0; said[i] != NULL; i++)
		made_deed(c, "wrote", "me", 10 + i, said[i]);
	if (closes)
		made_deed(c, "closed", "me", 100, "");
	list = value_get(made_debrief(&m, "me"), "moments");
	kept[0] = '\0';
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *v = value_at(list, i);

		if (!text_is(value_get_text(v, "criterion"), "tone") || !text_is(value_get_text(v, "check"), name))
			continue;
		won += value_get_real(v, "won", NAN);
		of += value_get_real(v, "of", NAN);
		if (value_get_text(v, "why")[0] != '\0')
			(void)snprintf(kept, sizeof(kept), "%s", value_get_text(v, "why"));
	}
	*why = kept;
	made_end(&m);
	return of > 0 ? won / of : NAN;
}

static void
each_check_is_won_and_lost_in_every_language(void **state)
{
	static const struct {
		const char *language, *shopper, *name, *said;
		bool closes;
		double share;
		const char *why;
	} cases[] = {
	    { "en", "Hi", "greeting", "Hello Ann, I'm looking into it.", false, 1, "" },
	    { "en", "Hi", "greeting", "HELLO", false, 1, "" },
	    { "en", "Hi", "greeting", "The parcel is late.", false, 0, "no word of greeting" },
	    { "en", "Hi", "greeting", "This thing is high and dry.", false, 0, "" },	/* "hi" within a word is none */
	    { "de", "Hi", "greeting", "Guten Tag, ich sehe nach.", false, 1, "" },
	    { "de", "Hi", "greeting", "Gr\u00fc\u00df Gott!", false, 1, "" },
	    { "de", "Hi", "greeting", "Das Paket kommt morgen.", false, 0, "" },
	    { "es", "Hi", "greeting", "Buenos d\u00edas, lo miro.", false, 1, "" },
	    { "es", "Hi", "greeting", "buenos dias", false, 1, "" },
	    { "es", "Hi", "greeting", "El paquete llega ma\u00f1ana.", false, 0, "" },
	    { "en", "This is ridiculous", "sympathy", "I'm sorry about that.", false, 1, "" },
	    { "en", "This is ridiculous", "sympathy", "I\u2019m sorry", false, 1, "" },
	    { "en", "This is ridiculous", "sympathy", "It comes tomorrow.", false, 0, "They said \"ridiculous\"." },
	    { "en", "WHERE IS MY PARCEL NOW", "sympathy", "It comes tomorrow.", false, 0, "They were shouting." },
	    { "en", "Where is my parcel?", "sympathy", "It comes tomorrow.", false, NAN, "" },
	    { "de", "Das ist eine Frechheit", "sympathy", "Das tut mir leid.", false, 1, "" },
	    { "de", "Das ist eine Frechheit", "sympathy", "Morgen kommt es.", false, 0, "frechheit" },
	    { "es", "Esto es inaceptable", "sympathy", "Lo siento mucho.", false, 1, "" },
	    { "es", "Esto es inaceptable", "sympathy", "Llega ma\u00f1ana.", false, 0, "inaceptable" },
	    { "en", "Hi", "manner", "Let me have a look.", false, 1, "" },
	    { "en", "Hi", "manner", "You should have read it.", false, 0, "\"you should have\" puts it down to the shopper." },
	    { "en", "Hi", "manner", "There is nothing I can do.", false, 0, "\"nothing i can do\" sends them away." },
	    { "en", "Hi", "manner", "I HAVE TOLD YOU THAT", false, 0, "shouting" },
	    { "en", "Hi", "manner", "Really?!", false, 0, "shouting" },
	    { "en", "Hi", "manner", "No.", false, 0, "One bare word" },
	    { "en", "Hi", "manner", "No, it has left already.", false, 1, "" },
	    { "de", "Hi", "manner", "Das ist Ihre Schuld.", false, 0, "ihre schuld" },
	    { "de", "Hi", "manner", "Ja!", false, 0, "One bare word" },
	    { "es", "Hi", "manner", "C\u00e1lmese.", false, 0, "calmese" },
	    { "en", "Hi", "closing", "Is there anything else?", true, 1, "" },
	    { "en", "Hi", "closing", "It is done now.", true, 0, "no thanks" },
	    { "en", "Hi", "closing", "It is done now.", false, NAN, "" },	/* didn't close it */
	    { "de", "Hi", "closing", "Einen sch\u00f6nen Tag noch!", true, 1, "" },
	    { "es", "Hi", "closing", "\u00bfAlgo m\u00e1s?", true, 1, "" },
	    { "en", "Hi", "ease", "One two three. Four five six.", false, 1, "" },
	    { "en", "Hi", "ease", "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e", false, 0, "has 31 words; up to 30" },
	    { "en", "Hi", "ease", "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d", false, 1, "" },
	    { "fr", "Hi", "greeting", "Bonjour", false, NAN, "" },		/* no list */
	    { "de-AT", "Hi", "greeting", "Servus!", false, 1, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *said[] = { cases[i].said, NULL }, *why;
		double share = check(cases[i].language, cases[i].shopper, said, cases[i].closes, cases[i].name, &why);

		if (!(share == cases[i].share || (isnan(share) && isnan(cases[i].share))) ||
		    strstr(why, cases[i].why) == NULL)
			fail_msg("%s of \"%s\" in %s: %g (%s), not %g (%s)", cases[i].name,
			    cases[i].said, cases[i].language, share, why, cases[i].share, cases[i].why);
	}
}

static void
a_check_on_every_message_shares_its_point_among_them(void **state)
{
	static const char *const said[] = { "Hello", "No.", "It comes tomorrow.", "CALM DOWN PLEASE!!", NULL };
	const char *why;

	(void)state;
	near(check("en", "Hi", said, false, "manner", &why), 0.5);
	near(check("en", "Hi", said, false, "ease", &why), 1);
}

static void
sympathy_may_come_with_the_second_message_but_not_later(void **state)
{
	static const char *const second[] = { "Hello", "I am sorry.", NULL };
	static const char *const third[] = { "Hello", "One moment.", "I am sorry.", NULL };
	const char *why;

	(void)state;
	near(check("en", "I am furious", second, false, "sympathy", &why), 1);
	near(check("en", "I am furious", third, false, "sympathy", &why), 0);
}

static void
who_becomes_upset_later_doesnt_ask_for_sympathy_before(void **state)
{
	struct made m;
	struct value *c;
	const struct value *d;

	(void)state;
	made_begin(&m);
	c = made_contact(&m, "a", 0, 900);
	made_deed(c, "wrote", "me", 10, "Hello");
	made_line(c, "shopper", 20, "I am furious");
	made_deed(c, "wrote", "me", 30, "One moment.");
	d = made_debrief(&m, "me");
	for (size_t i = 0; i < made_moments(d, "tone"); i++)
		assert_string_not_equal(value_get_text(made_moment(d, "tone", i), "check"), "sympathy");
	value_set_text(c, "reason", "sentiment");	/* but a hand-over for it does */
	d = made_debrief(&m, "me");
	assert_int_equal(made_moments(d, "tone"), 6);
	made_end(&m);
}

static void
shouting_is_capitals_over_words_or_marks_in_a_row(void **state)
{
	(void)state;
	assert_true(tone_is_shouting("WHERE IS IT NOW"));
	assert_false(tone_is_shouting("WHERE IS IT"));		/* too few letters to tell */
	assert_false(tone_is_shouting("IS IT"));
	assert_false(tone_is_shouting("I have A tent from UPS and DHL, and more"));
	assert_true(tone_is_shouting("ICH WILL MEIN GELD ZUR\u00dcCK"));
	assert_true(tone_is_shouting("what!!"));
	assert_true(tone_is_shouting("what?!"));
	assert_false(tone_is_shouting("What? Now!"));
	assert_false(tone_is_shouting(""));
}

static void
sentences_end_where_they_end(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_int_equal(tone_longest_sentence(a, ""), 0);
	assert_int_equal(tone_longest_sentence(a, "One two. Three"), 2);
	assert_int_equal(tone_longest_sentence(a, "It costs 3.50 now"), 4);
	assert_int_equal(tone_longest_sentence(a, "one two\nthree four five\n"), 3);
	assert_int_equal(tone_longest_sentence(a, "eins zwei\u2026 drei"), 2);
	arena_free(&a);
}

static void
a_list_that_is_wrong_is_named_with_its_place(void **state)
{
#define REST "apology: [x]\nclosing: [x]\nupset: [x]\nblaming: [x]\ndismissive: [x]\nbare: [x]\nsentence_words: 20\n"
	static const struct {
		const char *text, *says;
	} faults[] = {
	    { "language: en\ngreting: [x]\n" REST, "en.yaml:2:1: unknown key 'greting'; did you mean 'greeting'?" },
	    { "greeting: [x]\n" REST, "'language' is missing" },
	    { "language: ../x\ngreeting: [x]\n" REST, "'language' is missing, or none" },
	    { "language: en\n" REST, "'greeting' must be a list" },
	    { "language: en\ngreeting: []\n" REST, "'greeting' must be a list" },
	    { "language: en\ngreeting: [\"!!\"]\n" REST, "en.yaml:2:12: 'greeting' holds words" },
	    { "language: en\ngreeting: [[x]]\n" REST, "'greeting' holds words" },
	    { "language: en\ngreeting: [x]\napology: [x]\n", "'sentence_words' is a whole number" },
	    { "[]", "expected a map" },
	};
	struct arena *a = arena_new();
	struct tone_words w;
	struct errinfo e;

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		assert_int_equal(tone_read(a, "en.yaml", faults[i].text, strlen(faults[i].text), &w, &e), ERR_INPUT);
		if (strstr(e.text, faults[i].says) == NULL)
			fail_msg("%s\nsays: %s", faults[i].text, e.text);
	}
	check_ok(tone_read(a, "en.yaml", "language: en\ngreeting: [x]\n" REST, strlen("language: en\ngreeting: [x]\n" REST), &w, &e), &e);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_check_is_won_and_lost_in_every_language),
	    cmocka_unit_test(a_check_on_every_message_shares_its_point_among_them),
	    cmocka_unit_test(sympathy_may_come_with_the_second_message_but_not_later),
	    cmocka_unit_test(who_becomes_upset_later_doesnt_ask_for_sympathy_before),
	    cmocka_unit_test(shouting_is_capitals_over_words_or_marks_in_a_row),
	    cmocka_unit_test(sentences_end_where_they_end),
	    cmocka_unit_test(a_list_that_is_wrong_is_named_with_its_place),
	};

	return RUN_TAP(tests);
}
