/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * doc/tour.md: each view as the program draws it, over the tests' store. FLOORWALKER_GOLDEN=update
 * writes it anew: read the difference before it is committed.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"

static const char *const head =
    "# A tour of the console\n\n"
    "Each screen below was drawn by the program itself, over a small store that the tests fill: `make check` fails where a screen has\n"
    "changed and this page hasn't. Everything on a screen is reached by a key and by a `:name`; `?` lists what can be done now, `M-p` finds\n"
    "a command by some of its letters, and the last row shows the keys that do something where you are.\n";

static const struct stop {
	const char *title, *words;
	const char *lines[3];	/* commands; what begins with a blank are keys */
	const char *agent;	/* NULL: Maeve, an agent */
	int columns, rows;
} stops[] = {
	{"The board", "What waits, for how long, and what is promised next; who is here. Each line opens its list. The top line holds the day's figures, each with its denominator, and stays.",
	    {"board"}, NULL, 100, 30},
	{"A list", "Any column, sorted (`:sort waits`), grouped (`:group queue`), filtered by a query (`f`): `reason:policy amount:>50 \"size 38\"`. `•` is unread. The selection is held by the conversation's id: no refresh moves what `Enter` acts on.",
	    {"list all", "group queue"}, NULL, 100, 24},
	{"A conversation", "The words, how sure the AI was of each answer, what it cites (`o` opens the passages), what happened and what colleagues noted. `t` takes it: nothing that the AI still writes reaches the shopper from then on.",
	    {"open C-1", " o"}, NULL, 100, 34},
	{"Answering", "`r` opens the composer: several lines (`M-Enter`), the AI's draft or a canned response with `Tab`, emacs or vi keys. What you type is kept at each pause; what was sent can be taken back for some seconds (`u`).",
	    {"open C-7", " r", " S i z e Space 4 1 Space i s Space b a c k ."}, NULL, 100, 26},
	{"Why", "What the AI understood and with which alternatives, what it read, each rule that was tried, the gates, what its confidence is made of, and what would have led elsewhere. `[` and `]` step through its turns.",
	    {"why C-1"}, NULL, 80, 50},
	{"The shopper", "Who they are as far as it is proven, masked; their orders with tracking, and earlier conversations. `H` reveals what is masked, for half a minute, on record, to whoever may.",
	    {"shopper C-1"}, NULL, 80, 34},
	{"The refund desk", "What waits for a person, the rule that sent it there, the facts then and now, the evidence, and who may approve. `a` approves, `d` denies, `C` lowers the amount, `K` asks for evidence; `*` and `Y` approve several of one rule.",
	    {"refunds"}, NULL, 120, 34},
	{"The shift", "Supervisors see who is here, what each carries against their capacity, and whether the plan holds. `i` watches a conversation, `W` whispers to its agent, `B` joins it visibly.",
	    {"shift"}, "una", 120, 20},
	{"Calibration", "How far the confidence held, and what another threshold would have done over the last days, from what was recorded.", {"calibration"}, "una", 120, 34},
	{"Search", "Full text over masked words, and fields.", {"find sleeve"}, NULL, 100, 16},
	{"The log", "What happened, newest first; `f` narrows it down: `kind:owner actor:maeve C-7`.", {"log"}, NULL, 100, 20},
	{"Settings", "Each with its value and where that comes from; `:set NAME` explains one, floorwalker.conf(5) keeps them.", {"set"}, NULL, 100, 24},
	{"Help", "What can be done now comes first; `Enter` tells one command in full.", {"help"}, NULL, 100, 30},
};

static void
press_all(struct bench *b, const char *keys)
{
	char key[32];

	while (*keys != '\0') {
		size_t n = strcspn(keys, " ");

		snprintf(key, sizeof key, "%.*s", (int)n, keys);
		if (n > 0)
			bench_press(b, key);
		keys += n;
		keys += strspn(keys, " ");
	}
}

static void
add_stop(struct str *page, const struct stop *x)
{
	struct bench b;

	bench_begin(&b, x->agent == NULL ? FIXTURE_AGENT : x->agent);
	bench_size(&b, x->columns, x->rows);
	for (size_t i = 0; i < 3 && x->lines[i] != NULL; i++) {
		if (x->lines[i][0] == ' ')
			press_all(&b, x->lines[i]);
		else
			bench_command(&b, x->lines[i]);
	}
	bench_look(&b);
	str_addf(page, "\n## %s\n\n%s\n\n```text\n%s```\n", x->title, x->words, b.text.data);
	bench_end(&b);
}

static void
the_tour_shows_the_console_as_it_is(void **state)
{
	const char *source = getenv("srcdir"), *update = getenv("FLOORWALKER_GOLDEN");
	struct errinfo e = {0};
	struct str page, there;
	char path[512];

	(void)state;
	snprintf(path, sizeof path, "%s/doc/tour.md", source == NULL ? "." : source);
	str_init(&page);
	str_init(&there);
	str_add(&page, head);
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		add_stop(&page, &stops[i]);
	if (text_is(update, "update")) {
		check_ok(file_write(path, page.data, page.length, 0644, &e), &e);
	} else {
		check_ok(file_read(path, 1 << 20, &there, &e), &e);
		if (!text_is(there.data, page.data))
			fail_msg("doc/tour.md is out of date: FLOORWALKER_GOLDEN=update make check TESTS=tests/tui/tour writes it");
	}
	str_clear(&page);
	str_clear(&there);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tour_shows_the_console_as_it_is),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
