/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * That a glance at a text never hides a match: whatever pattern_find() finds, pattern_may_match()
 * allows, in the syntax that patterns are written in and in what the reader gives up on; and that no
 * masking rule is passed over in a text in which it finds something.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/text/mask_rules.h"
#include "../check.h"
#include "floorwalker/base/file.h"
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
	{"№ \\d|nº ?\\d", true, true},
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

/* ---- masking rules */

#define MIXED_TEXTS 40000
#define CASES_MOST 1000

static const char *const marks[] = {" ", ", ", "\n", ". ", ",", " - ", "\u00a0", "\u2003", "€", "’", "-", "'", "",
    "x", "7", "0", "12", "K", "\u212a", "\u017f", "\uff17", "\uff20", "é", "Ó", "Van ", "de la ", "\xe2\x82", "\xc2", "gir 0aa",
    "it’s ", "i'm ", "Regards,", "c.p. 10115 ", "+ (", "00 ", "(0", " 00", "TX, 78701", "00-59", " Ab", "-", "/ (", "4 5", "11",
    "I'm Jan de la Cruz.", "Foo Bar 5, 10115 Berlin", "Lange Reihe 12\nPLZ 1", "Thanks Anna", "Regards,\nAnna O'Neill . ", "Cheers Jo!\n"};

/* Whether a rule finds something: the pattern where the rule looks by itself. */
static void
look_with_all_rules(const char *text, size_t length, size_t *found, size_t *passed)
{
	const struct mask_rule *rules;
	const struct pattern *const *patterns;
	size_t count = mask_rules(&rules, &patterns), start, size;
	unsigned has = mask_look(text, length);
	struct pattern_glance g;

	pattern_look(&g, text, length);
	for (size_t i = 0; i < count; i++) {
		bool may = (rules[i].needs & ~has) == 0 && pattern_may_match(patterns[i], &g),
		     is = pattern_find(patterns[i], text, length, 0, &start, &size);

		if (is && !may)
			fail_msg("'%.60s' (%zu) finds '%.*s' in '%s', and isn't run",
			    rules[i].source, i, (int)size, text + start, text);
		*found += is;
		*passed += !may;
	}
}

static size_t
cases_read(struct str *text, const char *cases[CASES_MOST])
{
	static const char *const files[] = {"tests/text/masking.txt", "tests/text/masking-blind.txt"};
	struct arena *a = arena_new();
	struct errinfo e;
	size_t count = 0;
	char *save;

	for (size_t i = 0; i < 2; i++)
		check_ok(file_read(file_join(a, getenv("srcdir"), files[i]), 1 << 20, text, &e), &e);
	for (char *line = strtok_r(text->data, "\n", &save); line != NULL && count < CASES_MOST;
	     line = strtok_r(NULL, "\n", &save))
		if (line[0] != '#' && strchr(line, '|') != NULL)
			cases[count++] = strchr(line, '|') + 1;
	arena_free(&a);
	return count;
}

/* A stretch of a case, its marks "{kind:" and "}" left out. */
static void
add_stretch(struct random_stream *r, struct str *out, const char *text)
{
	size_t length = strlen(text), from = (size_t)random_below(r, length + 1),
	       n = (size_t)random_below(r, length - from + 1);

	if (random_below(r, 2) == 0) {
		from = 0;
		n = length;
	}
	for (size_t i = from; i < from + n; i++) {
		const char *colon = text[i] == '{' ? strchr(text + i, ':') : NULL;

		if (colon != NULL && (size_t)(colon - text) < from + n)
			i = (size_t)(colon - text);
		else if (text[i] == '\\' && text[i + 1] == 'n')
			str_add_char(out, text[++i] == 'n' ? '\n' : ' ');
		else if (text[i] != '}')
			str_add_char(out, text[i]);
	}
}

static void
no_masking_rule_is_passed_over_where_it_finds_something(void **state)
{
	const char *cases[CASES_MOST];
	struct random_stream r;
	struct str file, text;
	size_t found = 0, passed = 0, count;

	(void)state;
	str_init(&file);
	str_init(&text);
	count = cases_read(&file, cases);
	assert_true(count > 500);
	random_init(&r, 77, "rules");
	for (int k = 0; k < MIXED_TEXTS; k++) {
		size_t parts = 1 + (size_t)random_below(&r, 3);

		str_reset(&text);
		for (size_t i = 0; i < parts; i++) {
			add_stretch(&r, &text, cases[random_below(&r, count)]);
			str_add(&text, marks[random_below(&r, sizeof marks / sizeof *marks)]);
		}
		look_with_all_rules(text.data, text.length, &found, &passed);
	}
	print_message("# %zu finds, %zu rules passed over\n", found, passed);
	assert_true(found > 20000);
	assert_true(passed > 1000000);
	str_clear(&file);
	str_clear(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_glance_hides_no_match),
	    cmocka_unit_test(a_text_without_any_word_of_a_pattern_is_passed_over),
	    cmocka_unit_test(letters_of_another_case_beyond_ascii_count),
	    cmocka_unit_test(no_masking_rule_is_passed_over_where_it_finds_something),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
