/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program's words in another language: looked up, with plural forms, whatever the locale;
 * faulty files refused.
 */
#include "../check.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/translate.h"

#define HEAD "msgid \"\"\nmsgstr \"\"\n\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n"

static enum err
load(const char *text, struct errinfo *e)
{
	return translate_to_text("xx", "xx.po", text, strlen(text), e);
}

static void
a_text_is_said_in_the_language_and_as_it_stands_where_it_has_none(void **state)
{
	struct errinfo e = {0};
	const char *own = "Leave %s?";

	(void)state;
	check_ok(translate_to("en", &e), &e);
	assert_ptr_equal(tr(own), own);
	check_ok(load("# a comment\n" HEAD
		      "\n#: src/x.c:1\nmsgid \"Leave %s?\"\nmsgstr \"%s verlassen?\"\n"
		      "msgid \"a \\\"b\\\"\\n\"\n\"c\"\nmsgstr \"\"\n\"d\"\n\"e\\\\\"\n"
		      "\nmsgid \"empty\"\nmsgstr \"\"\n",
		     &e),
	    &e);
	assert_string_equal(translate_language(), "xx");
	assert_string_equal(tr(own), "%s verlassen?");
	assert_false(translate_plain(true));	/* what goes on record */
	assert_ptr_equal(tr(own), own);
	assert_true(translate_plain(false));
	assert_string_equal(tr(own), "%s verlassen?");
	assert_string_equal(tr("a \"b\"\nc"), "de\\");
	assert_string_equal(tr("empty"), "empty");
	assert_string_equal(tr("unknown"), "unknown");
	assert_string_equal(tr(""), "");
	assert_null(tr(NULL));
	check_ok(translate_to("en", &e), &e);
	assert_ptr_equal(tr(own), own);
}

static void
a_count_takes_the_form_of_its_language(void **state)
{
	struct errinfo e = {0};

	(void)state;
	check_ok(translate_to("en", &e), &e);
	assert_string_equal(tr_n("%lld waits", "%lld wait", 1), "%lld waits");
	assert_string_equal(tr_n("%lld waits", "%lld wait", 0), "%lld wait");
	check_ok(load(HEAD "msgid \"%lld waits\"\nmsgid_plural \"%lld wait\"\nmsgstr[0] \"%lld wartet\"\nmsgstr[1] \"%lld warten\"\n", &e), &e);
	assert_string_equal(tr_n("%lld waits", "%lld wait", 1), "%lld wartet");
	assert_string_equal(tr_n("%lld waits", "%lld wait", 0), "%lld warten");
	assert_string_equal(tr_n("%lld waits", "%lld wait", 2), "%lld warten");
	assert_string_equal(tr_n("%d cat", "%d cats", 2), "%d cats");
}

static void
a_faulty_file_is_refused_and_what_was_spoken_goes_on(void **state)
{
	static const struct { const char *text, *words; } faults[] = {
		{"", "Plural-Forms is missing"}, {"msgid \"\"\nmsgstr \"Plural-Forms: nplurals=1; plural=0;\\n\"\n", "xx.po:2: Plural-Forms must be"},
		{HEAD "msgid \"a\"\n", "xx.po:4: a msgid without a msgstr"}, {HEAD "msgid \"a %s\"\nmsgstr \"b\"\n", "other conversions"},
		{HEAD "msgid \"a %d %s\"\nmsgstr \"b %s %d\"\n", "other conversions"}, {HEAD "msgid \"a %d\"\nmsgstr \"b %lld\"\n", "other conversions"},
		{HEAD "msgid \"a\nmsgstr \"b\"\n", "xx.po:4: a text stands in quotes"}, {HEAD "msgstr \"a\"\n", "xx.po:4: expected msgid"},
		{HEAD "msgid \"a\"\nmsgstr \"\\x\"\n", "xx.po:5: after a \\"}, {HEAD "msgid \"a\"\nmsgstr \"b\"\nmsgid \"a\"\nmsgstr \"c\"\n", "translated twice"},
		{HEAD "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n", "msgstr[0] and msgstr[1]"}, {HEAD "msgid \"a\"\nmsgstr \"\xff\"\n", "no text in UTF-8"},
		{HEAD "msgctxt \"m\"\nmsgid \"a\"\nmsgstr \"b\"\n", "xx.po:4: expected msgid"},
	};
	struct errinfo e;

	(void)state;
	memset(&e, 0, sizeof e);
	check_ok(load(HEAD "msgid \"here\"\nmsgstr \"hier\"\n", &e), &e);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		memset(&e, 0, sizeof e);
		assert_int_equal(load(faults[i].text, &e), ERR_INPUT);
		if (strstr(e.text, faults[i].words) == NULL)
			fail_msg("fault %zu says: %s", i, e.text);
		assert_string_equal(tr("here"), "hier");
	}
	assert_int_equal(translate_to("zz", &e), ERR_NOT_FOUND);
	assert_int_equal(translate_to("../../etc/x", &e), ERR_NOT_FOUND);
}

static void
german_is_spoken_where_it_is_asked_for_whatever_the_locale(void **state)
{
	static const char *const locales[] = {"C", "C.UTF-8", ""};
	struct errinfo e = {0};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		(void)setlocale(LC_ALL, locales[i]);
		check_ok(translate_to("en", &e), &e);
		assert_string_equal(tr("Take a conversation from the AI or a queue"),
		    "Take a conversation from the AI or a queue");
		check_ok(translate_to("de", &e), &e);
		assert_string_equal(translate_language(), "de");
		assert_string_equal(tr("Take a conversation from the AI or a queue"),
		    "Gespräch von der KI oder Schlange übernehmen");
	}
	check_ok(translate_to("en", &e), &e);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_said_in_the_language_and_as_it_stands_where_it_has_none),
		cmocka_unit_test(a_count_takes_the_form_of_its_language),
		cmocka_unit_test(a_faulty_file_is_refused_and_what_was_spoken_goes_on),
		cmocka_unit_test(german_is_spoken_where_it_is_asked_for_whatever_the_locale),
	};

	return RUN_TAP(tests);
}
