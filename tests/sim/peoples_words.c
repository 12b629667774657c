/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What shoppers hear in the words of people: sentences as people write them, one by one, in each
 * language that shoppers have words in. All of peoples_words.tsv, by which the patterns were made; of
 * peoples_words_held.tsv, by which they weren't, most.
 */
#include "../check.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/sim/speech.h"

static const struct { enum heard heard; const char *name; } names[] = {
	{ HEARD_ASK_CONFIRM, "ask.confirm" }, { HEARD_ASK_PERSON, "ask.person" },
	{ HEARD_ASK_OFFER, "ask.offer" }, { HEARD_ASK_ORDER_NUMBER, "ask.order_number" },
	{ HEARD_ASK_EMAIL, "ask.email" }, { HEARD_ASK_POSTCODE, "ask.postcode" },
	{ HEARD_ASK_NAME, "ask.name" }, { HEARD_ASK_LINE, "ask.line" },
	{ HEARD_ASK_REASON, "ask.reason" }, { HEARD_ASK_NEW, "ask.new" },
	{ HEARD_ASK_ADDRESS, "ask.address" }, { HEARD_ASK_CITY, "ask.city" },
	{ HEARD_ASK_METHOD, "ask.method" }, { HEARD_ASK_WISH, "ask.wish" },
	{ HEARD_HOLD, "hold" }, { HEARD_DONE, "done" }, { HEARD_REFUSED, "refused" },
};

/* "ask.email ask.name"; "-" nothing. */
static const char *
heard_in(struct arena *a, const struct speech *w, const char *text)
{
	bool heard[HEARD_COUNT];
	const char *out = "";

	speech_hear_person(w, text, heard);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (heard[names[i].heard])
			out = arena_printf(
			    a, "%s%s%s", out, *out != '\0' ? " " : "", names[i].name);
	return *out != '\0' ? out : "-";
}

static struct speech *
load(struct arena *a, const char *language)
{
	struct speech *w;
	struct errinfo e;

	check_ok(speech_load(file_data(a, arena_printf(a, "scenarios/shopper/%s.yaml", language)),
		     NULL, &w, &e),
	    &e);
	return w;
}

struct score { int right, count; };

static struct score
listen_to(const char *path)
{
	struct arena *a = arena_new();
	struct speech *w = NULL;
	struct errinfo e;
	struct str text;
	char *at;
	const char *language = "";
	struct score score = { 0, 0 };

	str_init(&text);
	check_ok(file_read(file_data(a, path), 1 << 20, &text, &e), &e);
	for (char *line = strtok_r(text.data, "\n", &at); line != NULL; line = strtok_r(NULL, "\n", &at)) {
		char *said = strchr(line, '\t'), *wanted = said != NULL ? strchr(said + 1, '\t') : NULL;
		const char *got;

		if (*line == '#' || wanted == NULL)
			continue;
		*said++ = *wanted++ = '\0';
		if (!text_is(language, line)) {
			speech_free(&w);
			w = load(a, line);
			language = line;
		}
		got = heard_in(a, w, said);
		score.count++;
		score.right += text_is(got, wanted);
		if (!text_is(got, wanted))
			fprintf(stderr, "# %s: %s\n#   wanted %s, heard %s\n", line, said, wanted, got);
	}
	speech_free(&w);
	str_clear(&text);
	arena_free(&a);
	return score;
}

static void
people_are_heard_in_many_words(void **state)
{
	struct score s = listen_to("tests/sim/peoples_words.tsv");

	(void)state;
	assert_true(s.count > 80);
	assert_int_equal(s.right, s.count);
}

static void
people_are_heard_in_words_that_nobody_made_patterns_for(void **state)
{
	struct score s = listen_to("tests/sim/peoples_words_held.tsv");

	(void)state;
	fprintf(stderr, "# %d of %d\n", s.right, s.count);
	assert_true(s.count > 50);
	assert_true(s.right * 10 >= s.count * 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_are_heard_in_many_words),
		cmocka_unit_test(people_are_heard_in_words_that_nobody_made_patterns_for),
	};

	return RUN_TAP(tests);
}
