/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The phrases that the shipped models learn from: enough of them, each under one intent, and
 * nobody else's: neither the synthetic shoppers' sentences, which measure the AI, nor rows of the
 * public sets that measure understanding. Formulas of three words and less, and those of small
 * talk, are everybody's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/text/text.h"

#define INTENTS_LEAST 35
#define ENGLISH_LEAST 60
#define OUTSIDE_LEAST 300
#define OTHER_LEAST 25		/* of each intent, in each other language that has phrases */
#define OTHER_LANGUAGES 5
#define MOODS_LEAST 1500		/* English phrases of moods */
#define MOOD_LEAST 190			/* of each mood */
#define OTHER_MOODS_LEAST 120		/* of all moods, in each other language that has them */
#define OWN_WORDS 4		/* a phrase of so many words has an author */
#define SET_BYTES (64u << 20)
#define CLASHES_SHOWN 10

/* A phrase, or a sentence of somebody else's, folded to its words. */
struct entry {
	const char *words, *text;
	const char *language, *intent;	/* NULL: somebody else's */
	size_t count;			/* words */
};

struct bench {
	struct arena *a;
	struct entry *phrases;		/* sorted by words */
	size_t count, room;
	size_t clashes;
};

static const char *const no_intents[] = { "signals", "sentiment", "language", "synonyms", "values", "reasons",
	"wrappings" };
static const char *const small_talk[] = { "greeting", "thanks", "goodbye", "affirm", "deny" };

static bool
is_in(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

#define IS_IN(name, names) is_in(name, names, sizeof names / sizeof names[0])

static const char *
folded(struct bench *b, const char *text, size_t length, size_t *count)
{
	struct token *tokens;
	size_t n = text_tokens(b->a, text, length, &tokens);
	struct str out;
	const char *copy;

	str_init(&out);
	*count = 0;
	for (size_t i = 0; i < n; i++) {
		if (tokens[i].kind == TOKEN_PUNCTUATION)
			continue;
		str_add(&out, *count > 0 ? " " : "");
		str_add(&out, tokens[i].folded);
		++*count;
	}
	copy = *count > 0 ? arena_text_n(b->a, out.data, out.length)
			  : arena_text_n(b->a, text, length);
	str_clear(&out);
	return copy;
}

static int
by_words(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = strcmp(x->words, y->words);

	c = c != 0 ? c : strcmp(x->language, y->language);
	return c != 0 ? c : strcmp(x->text, y->text);
}

static void
list_load(struct bench *b, const struct value *list, const char *language, const char *intent)
{
	for (size_t i = 0; i < value_count(list); i++) {
		const char *text = value_source_text(value_at(list, i));
		struct entry *e;

		if (b->count == b->room) {
			struct entry *more =
			    arena_alloc(b->a, (b->room * 2 + 4096) * sizeof *more);

			if (b->count > 0)
				memcpy(more, b->phrases, b->count * sizeof *more);
			b->phrases = more;
			b->room = b->room * 2 + 4096;
		}
		e = &b->phrases[b->count++];
		e->text = text;
		e->language = language;
		e->intent = intent;
		e->words = folded(b, text, strlen(text), &e->count);
	}
}

static void
file_load(struct bench *b, const char *path, const char *language, const char *intent)
{
	struct errinfo info;
	struct value *list;

	check_ok(value_load(b->a, path, &list, &info), &info);
	list_load(b, list, language, intent);
}

static int
set_up(void **state)
{
	struct bench *b = mem_zero(1, sizeof *b);
	const char **languages, **names, *root;
	size_t language_count, name_count;
	struct errinfo info;

	b->a = arena_new();
	root = file_join(b->a, getenv("srcdir"), "scenarios/phrases");
	check_ok(file_list(b->a, root, "", &languages, &language_count, &info), &info);
	for (size_t l = 0; l < language_count; l++) {
		const char *folder = file_join(b->a, root, languages[l]);

		check_ok(file_list(b->a, folder, ".yaml", &names, &name_count, &info), &info);
		for (size_t i = 0; i < name_count; i++) {
			const char *name = arena_text_n(b->a, names[i], strlen(names[i]) - 5);

			if (!IS_IN(name, no_intents))
				file_load(b, file_join(b->a, folder, names[i]), languages[l], name);
		}
	}
	qsort(b->phrases, b->count, sizeof *b->phrases, by_words);
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	arena_free(&b->a);
	mem_free(b);
	return 0;
}

/* Distinct phrasings of an intent in a language. */
static size_t
phrasings(const struct bench *b, const char *language, const char *intent)
{
	const char *last = "";
	size_t n = 0;

	for (size_t i = 0; i < b->count; i++) {
		const struct entry *e = &b->phrases[i];

		if (strcmp(e->intent, intent) != 0 || strcmp(e->language, language) != 0 ||
		    strcmp(e->words, last) == 0)
			continue;
		last = e->words;
		n++;
	}
	return n;
}

/* The intents that English has, 199 at most. */
static size_t
intents(const struct bench *b, const char *names[200])
{
	size_t n = 0;

	for (size_t i = 0; i < b->count; i++)
		if (strcmp(b->phrases[i].language, "en") == 0 && n < 199 &&
		    strcmp(b->phrases[i].intent, "aside") != 0 &&
		    strcmp(b->phrases[i].intent, "out_of_scope") != 0 &&
		    !is_in(b->phrases[i].intent, names, n))
			names[n++] = b->phrases[i].intent;
	return n;
}

static void
each_of_35_intents_has_60_phrasings(void **state)
{
	const struct bench *b = *state;
	const char *names[200];
	size_t n = intents(b, names);

	assert_true(n >= INTENTS_LEAST);
	for (size_t i = 0; i < n; i++)
		if (phrasings(b, "en", names[i]) < ENGLISH_LEAST)
			fail_msg("%s has %zu phrasings in English", names[i],
			    phrasings(b, "en", names[i]));
	assert_true(phrasings(b, "en", "out_of_scope") >= OUTSIDE_LEAST);
}

static void
each_intent_has_25_phrasings_in_five_other_languages(void **state)
{
	const struct bench *b = *state;
	const char *names[200], *languages[100] = { NULL };
	size_t n = intents(b, names), others = 0;

	for (size_t i = 0; i < b->count; i++)
		if (strcmp(b->phrases[i].language, "en") != 0 && others < 100 &&
		    !is_in(b->phrases[i].language, languages, others))
			languages[others++] = b->phrases[i].language;
	assert_true(others >= OTHER_LANGUAGES);
	names[n++] = "out_of_scope";
	for (size_t l = 0; l < others; l++)
		for (size_t i = 0; i < n; i++)
			if (phrasings(b, languages[l], names[i]) < OTHER_LEAST)
				fail_msg("%s has %zu phrasings in %s", names[i],
				    phrasings(b, languages[l], names[i]), languages[l]);
}

static void
no_phrase_stands_under_two_intents(void **state)
{
	const struct bench *b = *state;
	size_t clashes = 0;

	for (size_t i = 1; i < b->count; i++) {
		const struct entry *x = &b->phrases[i - 1], *y = &b->phrases[i];

		if (strcmp(x->words, y->words) != 0 || strcmp(x->intent, y->intent) == 0)
			continue;
		if (clashes++ < CLASHES_SHOWN)
			print_message("# \"%s\" stands under %s (%s) and %s (%s)\n", y->text,
			    x->intent, x->language, y->intent, y->language);
	}
	assert_int_equal(clashes, 0);
}

/* Counts a phrase with an author that says the same words. */
static void
compare(struct bench *b, const char *text, size_t length, const char *from)
{
	size_t count, low = 0, high = b->count;
	const char *words = folded(b, text, length, &count);

	if (count < OWN_WORDS)
		return;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(b->phrases[middle].words, words) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == b->count || strcmp(b->phrases[low].words, words) != 0 ||
	    IS_IN(b->phrases[low].intent, small_talk))
		return;
	if (b->clashes++ < CLASHES_SHOWN)
		print_message("# \"%s\" (%s, %s) stands in %s\n", b->phrases[low].text,
		    b->phrases[low].intent, b->phrases[low].language, from);
}

static void
compare_tree(struct bench *b, const struct value *v)
{
	for (size_t i = 0; i < value_count(v); i++)
		compare_tree(b, value_at(v, i));
	if (value_kind(v) == VALUE_TEXT)
		compare(b, value_as_text(v, ""), strlen(value_as_text(v, "")), value_source_name(v));
}

/* Files of a folder of the project, which has to be there. */
static size_t
compare_folder(struct bench *b, const char *relative)
{
	const char *folder = file_join(b->a, getenv("srcdir"), relative), **names;
	struct errinfo info;
	size_t count;

	check_ok(file_list(b->a, folder, ".yaml", &names, &count, &info), &info);
	for (size_t i = 0; i < count; i++) {
		struct value *v;

		check_ok(value_load(b->a, file_join(b->a, folder, names[i]), &v, &info), &info);
		compare_tree(b, v);
	}
	return count;
}

static void
no_phrase_is_a_sentence_of_the_shoppers(void **state)
{
	struct bench *b = *state;

	b->clashes = 0;
	assert_true(compare_folder(b, "scenarios/shopper") > 0);
	assert_true(compare_folder(b, "scenarios/personas") > 0);
	assert_true(compare_folder(b, "scenarios/de/personas") > 0);
	assert_true(compare_folder(b, "scenarios/es/personas") > 0);
	assert_true(compare_folder(b, "tests/strangers/shopper") > 0);
	assert_true(compare_folder(b, "tests/strangers/personas") > 0);
	assert_int_equal(b->clashes, 0);
}

/* First field of each row; quotes as in RFC 4180. */
static size_t
compare_rows(struct bench *b, const char *path)
{
	struct errinfo info;
	struct str text, field;
	size_t rows = 0;

	str_init(&text);
	str_init(&field);
	check_ok(file_read(path, SET_BYTES, &text, &info), &info);
	for (const char *p = strchr(text.data, '\n'); p != NULL && p[1] != '\0'; rows++) {
		bool quoted = p[1] == '"';

		str_clear(&field);
		for (p += quoted ? 2 : 1; *p != '\0' && (quoted || (*p != ',' && *p != '\n')); p++) {
			if (quoted && *p == '"' && p[1] != '"')
				break;
			p += quoted && *p == '"';
			str_add_char(&field, *p);
		}
		if (field.length > 0)
			compare(b, field.data, field.length, path);
		p = strchr(p, '\n');
	}
	str_clear(&field);
	str_clear(&text);
	return rows;
}

/* All tables of a folder and of its folders. */
static size_t
compare_set(struct bench *b, const char *folder, int depth)
{
	const char **names;
	struct errinfo info;
	size_t count, rows = 0;

	check_ok(file_list(b->a, folder, "", &names, &count, &info), &info);
	for (size_t i = 0; i < count; i++) {
		const char *path = file_join(b->a, folder, names[i]);

		if (text_ends(names[i], ".csv"))
			rows += compare_rows(b, path);
		else if (depth > 0 && file_is_folder(path) && strcmp(names[i], "published") != 0)
			rows += compare_set(b, path, depth - 1);
	}
	return rows;
}

static void
no_phrase_is_a_row_of_a_set_that_measures(void **state)
{
	static const char *const sets[] = { "bitext-intent", "clinc150", "banking77", "hwu64",
		"hint3" };
	struct bench *b = *state;
	size_t seen = 0;

	b->clashes = 0;
	for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
		const char *folder = file_join(
		    b->a, getenv("srcdir"), arena_printf(b->a, "../shared/data/%s", sets[i]));

		if (!file_is_folder(folder))
			continue;
		seen++;
		assert_true(compare_set(b, folder, 1) > 0);
	}
	if (seen == 0)
		check_skip("the public sets aren't beside this checkout");
	assert_int_equal(b->clashes, 0);
}

/* ---- moods */

static int
set_up_moods(void **state)
{
	struct bench *b = mem_zero(1, sizeof *b);
	const char **languages, *root;
	struct errinfo info;
	size_t count;

	b->a = arena_new();
	root = file_join(b->a, getenv("srcdir"), "scenarios/phrases");
	check_ok(file_list(b->a, root, "", &languages, &count, &info), &info);
	for (size_t l = 0; l < count; l++) {
		const char *path =
		    file_join(b->a, file_join(b->a, root, languages[l]), "sentiment.yaml");
		struct value *moods;

		if (!file_exists(path))
			continue;
		check_ok(value_load(b->a, path, &moods, &info), &info);
		for (size_t i = 0; i < value_count(moods); i++)
			list_load(b, value_at(moods, i), languages[l], value_key_at(moods, i));
	}
	qsort(b->phrases, b->count, sizeof *b->phrases, by_words);
	*state = b;
	return 0;
}

static void
five_moods_have_phrases_in_six_languages(void **state)
{
	static const char *const moods[] = { "very_negative", "negative", "neutral", "positive",
		"very_positive" };
	static const char *const others[] = { "de", "es", "fr", "it", "nl" };
	const struct bench *b = *state;
	size_t english = 0;

	for (size_t i = 0; i < sizeof moods / sizeof moods[0]; i++) {
		assert_true(phrasings(b, "en", moods[i]) >= MOOD_LEAST);
		english += phrasings(b, "en", moods[i]);
	}
	assert_true(english >= MOODS_LEAST);
	for (size_t l = 0; l < sizeof others / sizeof others[0]; l++) {
		size_t n = 0;

		for (size_t i = 0; i < sizeof moods / sizeof moods[0]; i++)
			n += phrasings(b, others[l], moods[i]);
		if (n < OTHER_MOODS_LEAST)
			fail_msg("%zu phrases of moods in %s", n, others[l]);
	}
}

static void
no_phrase_stands_under_two_moods(void **state)
{
	no_phrase_stands_under_two_intents(state);
}

static void
no_mood_is_somebody_elses(void **state)
{
	struct bench *b = *state;
	const char *folder =
	    file_join(b->a, getenv("srcdir"), "../shared/data/airline-sentiment");

	b->clashes = 0;
	assert_true(compare_folder(b, "scenarios/shopper") > 0);
	assert_true(compare_folder(b, "tests/strangers/shopper") > 0);
	if (file_is_folder(folder))
		assert_true(compare_set(b, folder, 1) > 0);
	assert_int_equal(b->clashes, 0);
}

/* The comparison itself finds what it is to find. */
static void
what_somebody_else_says_is_found(void **state)
{
	struct bench *b = *state;
	const struct entry *own = NULL;
	const char *said;

	for (size_t i = 0; i < b->count && own == NULL; i++)
		if (b->phrases[i].count >= OWN_WORDS && !IS_IN(b->phrases[i].intent, small_talk))
			own = &b->phrases[i];
	assert_non_null(own);
	said = arena_printf(b->a, "  %s!?", own->text);
	b->clashes = CLASHES_SHOWN;
	compare(b, said, strlen(said), "here");
	assert_int_equal(b->clashes, CLASHES_SHOWN + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_of_35_intents_has_60_phrasings),
		cmocka_unit_test(each_intent_has_25_phrasings_in_five_other_languages),
		cmocka_unit_test(no_phrase_stands_under_two_intents),
		cmocka_unit_test(no_phrase_is_a_sentence_of_the_shoppers),
		cmocka_unit_test(no_phrase_is_a_row_of_a_set_that_measures),
		cmocka_unit_test(what_somebody_else_says_is_found),
		cmocka_unit_test_setup_teardown(
		    five_moods_have_phrases_in_six_languages, set_up_moods, tear_down),
		cmocka_unit_test_setup_teardown(
		    no_phrase_stands_under_two_moods, set_up_moods, tear_down),
		cmocka_unit_test_setup_teardown(
		    no_mood_is_somebody_elses, set_up_moods, tear_down),
	};

	return cmocka_set_message_output(CM_OUTPUT_TAP),
	       cmocka_run_group_tests(tests, set_up, tear_down);
}
