/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * That a glance at a text never hides a match: whatever pattern_find() finds, pattern_may_match()
 * allows, in the syntax that patterns are written in and in what the reader gives up on.
 */
#include <stdio.h>
#include <string.h>

#include "../check.h"
#include "floorwalker/base/random.h"
#include "floorwalker/text/text.h"

#define TEXTS 4000

struct sample {
	const char *source;
	bool caseless, sieves;	/* sieves: says no to a text that has none of its words */
};

static const struct sample samples[] = {
	{"\\bshall i\\b", true, true},
	{"(i can|what i can do)[^.?]*\\b(return|send (it|them) back)", true, true},
	{"(?<![\\p{L}\\p{N}])(?:my name(?:['’]s| is)|i(?: am|['’]?m) called|ich hei(?:ß|ss)e|меня зовут): +\\K[\\p{L}]{2,30}", true, true},
	{"(?(DEFINE)(?<w>(?!(?i:There|All)(?![\\p{L}]))\\p{Lu}[\\p{L}'’-]{1,30}+)(?<n>(?&w)(?: (?&w)){0,2}))(?i:regards|thanks|спасибо)[,.!]?\\s{1,4}\\K(?&n)(?=\\s*$)", false, true},
	{"(?:(?i:dear|hi)),? \\K(?-i:\\p{Lu}[\\p{L}]*)", true, true},
	{"(?<=^thanks, |^hello )(?-i:\\p{Lu}\\p{L}+)(?=[,.!])", true, true},
	{"TF-[0-9]{6}", true, true},
	{"ab?c", true, false},
	{"colou?r", true, true},
	{"x{2}y{0,3}zz", true, true},
	{"(?:kiss|task)(?:es)?", true, true},
	{"(?:new)?", true, false},
	{"(?:old)*shoe", true, true},
	{"(?!shoe)[a-z]+ \\d", true, false},
	{"(?=shoe)[a-z]+", true, true},
	{"\\x{27}tis|a\\x{2019}b", true, false},
	{"[Vv]ia \\p{Lu}", false, true},
	{"я", true, true},
	{"µm", true, true},
	{"№ \\d|nº ?\\d", true, false},
	{"(['\"])shoe\\1", true, true},
	{"[\\]a]b|[^]]cd", true, false},
	{"\\Qa.b\\E", true, false},
	{"(?|(ab)|(cd))", true, false},
	{"(*UTF)shoe", true, false},
	{"(?x) s h o e", true, false},
	{"ſo|so", true, false},
	{"", true, false},
	{"a|", true, false},
	{"(?>shoe|kiss)es?+", true, true},
	{"(?<![\\p{L}\\p{N}])(?:shoe|kiss)(?![\\p{L}\\p{N}])", true, true},
	{"(?<![\\p{L}\\p{N}])(?:shoe|kiss)", false, true},
	{"(?<![\\p{L}\\p{N}.,-])(?i:ta|new |old\\b)", false, true},
	{"(?<![\\p{L}\\p{N}])(?:(?:new|old) ?)+(?![\\p{L}\\p{N}'])", true, true},
	{"(?:via|ta) (?:shoe|SHOE)\\b", false, true},
	{"(?-i:Via) (?:shoe|kiss)(?![\\p{L}\\p{N}])", true, true},
	{"\\b'tis|\\b-shoe", true, true},
	{"cd\\.?(?![\\p{L}\\p{N}])|shoe\\b[^.]", true, true},
	{"(?<=shoe)(?: |\\n)(?:ta|new)\\b", true, true},
	{"(?<![\\p{L}\\p{N}])(?=shoe|kiss)[a-z]+(?! )", true, true},
	{"(?<![\\p{L}\\p{N}])(?:sk)?(?:old|new)(?:ta){2}(?![\\p{L}\\p{N}])", true, true},
	{"(?<![\\p{L}\\p{N}])(?:return|send it back|what i can do for you)\\b", true, true},
};

static const char *const pieces[] = {"shall i", "i can", "return", "send it back", "my name is ",
    "i'm called", "i’m called", "ich heiße: ", "ICH HEISSE: ", "Меня Зовут: ", "Anna", "Бо", "Regards, ",
    "thanks,  ", "Спасибо ", "dear ", "Hi, ", "hello ", "TF-", "tf-100101", "ab", "abc", "ac", "color",
    "Colour", "xx", "yy", "zz", "kiss", "\xc5\xbf", "\xe2\x84\xaa", "ta", "sk", "new", "old", "shoe",
    "SHOE", "'", "’", "tis", "via ", "Via Roma", "я", "Я", "µm", "μm", "ΜM", "№ 1", "nº2", "Nº 3", "\"", "]",
    "cd", "a.b", "s", "o", " ", ". ", ", ", "7", "\n", "\xff", "\xc2", "\xe2\x80", "£", "·", "ß", "é"};

static void
write_text(struct random_stream *r, char *out, size_t room)
{
	size_t parts = 1 + (size_t)random_below(r, 7), length = 0;

	for (size_t i = 0; i < parts; i++) {
		const char *piece = pieces[random_below(r, sizeof pieces / sizeof *pieces)];

		if (length + strlen(piece) < room)
			length += (size_t)snprintf(out + length, room - length, "%s", piece);
	}
}

static void
a_glance_hides_no_match(void **state)
{
	struct random_stream r;
	size_t found = 0, passed = 0;

	(void)state;
	random_init(&r, 77, "glance");
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct errinfo e;
		struct pattern *p;

		check_ok(pattern_new(samples[i].source, samples[i].caseless, &p, &e), &e);
		for (int k = 0; k < TEXTS; k++) {
			struct pattern_glance g;
			char text[256] = "";
			size_t start, length;
			bool may, is;

			write_text(&r, text, sizeof text);
			pattern_look(&g, text, strlen(text));
			may = pattern_may_match(p, &g);
			is = pattern_find(p, text, strlen(text), 0, &start, &length);
			if (is && !may)
				fail_msg("'%s' is in '%s', which a glance denies",
				    samples[i].source, text);
			found += is;
			passed += !may;
		}
		pattern_free(&p);
	}
	print_message("# %zu finds, %zu texts passed over\n", found, passed);
	assert_true(found > 5000);
	assert_true(passed > 20000);
}

static void
a_text_without_any_word_of_a_pattern_is_passed_over(void **state)
{
	static const char other[] = "Quickly, 42 jumped: \xc2\xa3" "5.";

	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct pattern_glance g;
		struct errinfo e;
		struct pattern *p;

		check_ok(pattern_new(samples[i].source, samples[i].caseless, &p, &e), &e);
		pattern_look(&g, other, sizeof other - 1);
		if (pattern_may_match(p, &g) == samples[i].sieves)
			fail_msg("'%s' %s", samples[i].source,
			    samples[i].sieves ? "is searched for" : "isn't searched for");
		pattern_free(&p);
	}
}

/* "ſhoe" is "shoe" in another case. */
static void
letters_of_another_case_beyond_ascii_count(void **state)
{
	static const char text[] = "\xc5\xbfhoe";
	struct pattern_glance g;
	struct errinfo e;
	struct pattern *p;
	size_t start, length;

	(void)state;
	check_ok(pattern_new("shoe", true, &p, &e), &e);
	pattern_look(&g, text, sizeof text - 1);
	assert_true(pattern_may_match(p, &g));
	assert_true(pattern_find(p, text, sizeof text - 1, 0, &start, &length));
	pattern_free(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_glance_hides_no_match),
	    cmocka_unit_test(a_text_without_any_word_of_a_pattern_is_passed_over),
	    cmocka_unit_test(letters_of_another_case_beyond_ascii_count),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
