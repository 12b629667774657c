/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Languages in five words or so, and silence about what is none. The sentences stand in no file that
 * anything is trained on.
 */
#include <string.h>

#include "../check.h"
#include "floorwalker/understand.h"

static struct understander *understander;
static struct errinfo info;

static int
set_up(void **state)
{
	(void)state;
	check_ok(understander_open("", &understander, &info), &info);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	understander_free(&understander);
	return 0;
}

/* Texts whose language isn't this one ("" none). */
static size_t
wrong(const char *const texts[][2], size_t count)
{
	struct arena *a = arena_new();
	const struct understand_context context = {.expected = "", .language = ""};
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		struct understanding u;

		check_ok(understand(understander, a, texts[i][1], &context, &u, &info), &info);
		if (strcmp(u.language, texts[i][0]) == 0)
			continue;
		print_message("# \"%s\" is \"%s\" %.2f, not \"%s\"\n", texts[i][1], u.language,
		    u.language_probability, texts[i][0]);
		n++;
	}
	arena_free(&a);
	return n;
}

#define WRONG(texts) wrong(texts, sizeof(texts) / sizeof(texts)[0])

static void
five_words_tell_most_languages(void **state)
{
	static const char *const texts[][2] = {
		{"en", "which shelf should this go on"}, {"de", "wo kann ich das abgeben"},
		{"nl", "waar moet ik dat inleveren"}, {"fr", "où dois-je déposer ce carton"},
		{"es", "dónde tengo que dejar la caja"}, {"it", "dove devo lasciare la scatola"},
		{"pl", "gdzie mam zostawić to pudełko"}, {"cs", "kde mám tu krabici nechat"},
		{"fi", "mihin minun pitää jättää laatikko"}, {"hu", "hová kell letennem a dobozt"},
		{"tr", "kutuyu nereye bırakmam gerekiyor"}, {"ro", "unde trebuie să las cutia"},
		{"ru", "куда мне поставить эту коробку"}, {"uk", "куди мені поставити цю коробку"},
		{"el", "πού πρέπει να αφήσω το κουτί"}, {"ja", "箱はどこに置けばいいですか"},
		{"zh", "箱子应该放在哪里"}, {"ko", "상자를 어디에 두면 되나요"},
		{"he", "איפה אני צריך להשאיר את הקופסה"}, {"ar", "أين يجب أن أترك هذا الصندوق"},
	};

	(void)state;
	assert_true(WRONG(texts) <= 1);
}

static void
nothing_is_said_of_what_is_no_language(void **state)
{
	static const char *const texts[][2] = {
		{"", "xkcd wvbn qprs"}, {"", "ghjk fdsa rewq"}, {"", "TF-100101 SKU-2231-B"},
		{"", "RTX 4090 Ti"}, {"", "12345 67890"}, {"", "hmm"}, {"", "..."}, {"", "ok"},
		{"", "Omar Haddad"}, {"", "Kestrel GTX Pro"}, {"", "jjjjj kkkk"}, {"", "😀 👍"},
	};

	(void)state;
	assert_true(WRONG(texts) <= 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(five_words_tell_most_languages),
		cmocka_unit_test(nothing_is_said_of_what_is_no_language),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
