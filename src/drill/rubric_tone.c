/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tone, by checks that anybody can make again (drill/tone.h). In a conversation each check weighs one point; one that
 * is made on every message shares it among them.
 */
#include <string.h>

#include "floorwalker/base/str.h"
#include "rubric.h"

#define SYMPATHY_WITHIN 2		/* messages */

struct hearing {
	struct scoring *scoring;
	struct talk *talk;
	const struct tone_words *words;
	const struct said *said;
	size_t count;
};

static void
add(const struct hearing *h, const struct said *at, const char *check, bool won, double of,
    const char *what, const char *why)
{
	struct moment *m = moment_add(h->scoring, h->talk, CRITERION_TONE, at->at_ms,
	    won ? of : 0, of, what, won ? "" : why);

	m->line = at->line;
	m->check = check;
}

static const char *
plain(const struct hearing *h, const char *text)
{
	return tone_plain(h->scoring->arena, text);
}

static void
check_greeting(const struct hearing *h)
{
	bool won = tone_has(&h->words->greeting, plain(h, h->said[0].text)) != NULL;

	add(h, &h->said[0], "greeting", won, 1, won ? "Greeted them" : "Began without a greeting",
	    "The first message has no word of greeting, no thanks for writing, and no name.");
}

/* What asks for an apology, of all that the shopper said until the first message: a word, capitals, or that they
 * were handed over for it. NULL: nothing. */
static const char *
upset_by(const struct hearing *h)
{
	const struct value *lines = h->talk->lines;

	for (size_t i = 0; i < value_count(lines); i++) {
		const struct value *line = value_at(lines, i);
		const char *text = value_get_text(line, "text"), *word;

		if (!text_is(value_get_text(line, "author"), "shopper"))
			continue;
		if (value_get_int(line, "at_ms", 0) > h->said[0].at_ms)
			break;
		if ((word = tone_has(&h->words->upset, plain(h, text))) != NULL)
			return arena_printf(h->scoring->arena, "They said \"%s\".",
			    arena_text_n(h->scoring->arena, word + 1, strlen(word) - 2));
		if (tone_is_shouting(text))
			return "They were shouting.";
	}
	return text_is(value_get_text(h->talk->map, "reason"), "sentiment")
	    ? "They were handed over because they were upset."
	    : NULL;
}

static void
check_sympathy(const struct hearing *h)
{
	const char *by = upset_by(h);
	size_t at = 0;

	if (by == NULL)
		return;
	while (at < h->count && at < SYMPATHY_WITHIN &&
	    tone_has(&h->words->apology, plain(h, h->said[at].text)) == NULL)
		at++;
	if (at < h->count && at < SYMPATHY_WITHIN)
		add(h, &h->said[at], "sympathy", true, 1, "Said sorry to somebody upset", "");
	else
		add(h, &h->said[0], "sympathy", false, 1, "Showed no sympathy to somebody upset",
		    arena_printf(h->scoring->arena,
			"%s The first two messages have no word of regret or understanding.", by));
}

/* What is wrong with the manner of a message; NULL nothing. */
static const char *
fault_of(const struct hearing *h, const struct said *m)
{
	const char *words = plain(h, m->text), *found;
	struct arena *a = h->scoring->arena;

	if (tone_is_shouting(m->text))
		return "Capitals, or marks in a row, read as shouting.";
	if ((found = tone_has(&h->words->blaming, words)) != NULL)
		return arena_printf(a, "\"%s\" puts it down to the shopper.",
		    arena_text_n(a, found + 1, strlen(found) - 2));
	if ((found = tone_has(&h->words->dismissive, words)) != NULL)
		return arena_printf(a, "\"%s\" sends them away.",
		    arena_text_n(a, found + 1, strlen(found) - 2));
	for (size_t i = 0; i < h->words->bare.count; i++)
		if (text_is(words, h->words->bare.items[i]))
			return "One bare word is no answer.";
	return NULL;
}

static void
check_manner(const struct hearing *h)
{
	for (size_t i = 0; i < h->count; i++) {
		const char *fault = fault_of(h, &h->said[i]);

		add(h, &h->said[i], "manner", fault == NULL, 1.0 / (double)h->count,
		    fault == NULL ? "Civil" : "Not the right manner", fault);
	}
}

static void
check_ease(const struct hearing *h)
{
	for (size_t i = 0; i < h->count; i++) {
		size_t words = tone_longest_sentence(h->scoring->arena, h->said[i].text);
		bool won = words <= h->words->sentence_words;

		add(h, &h->said[i], "ease", won, 1.0 / (double)h->count,
		    won ? "Easy to read" : "Hard to read",
		    won ? "" : arena_printf(h->scoring->arena,
			    "A sentence has %zu words; up to %zu are easily read.", words,
			    h->words->sentence_words));
	}
}

/* Only who ends it takes leave. */
static void
check_closing(const struct hearing *h)
{
	const struct said *last = &h->said[h->count - 1];
	bool won, closed = false;

	for (size_t i = 0; i < h->talk->deed_count; i++)
		closed |= h->talk->deeds[i].kind == DEED_CLOSED &&
		    done_is_by(&h->talk->deeds[i], h->scoring->player);
	if (!closed)
		return;
	won = tone_has(&h->words->closing, plain(h, last->text)) != NULL;
	add(h, last, "closing", won, 1, won ? "Took leave" : "Closed without taking leave",
	    "The last message has no thanks, no good wishes, and doesn't ask whether anything is left.");
}

void
rubric_tone(struct scoring *s, struct talk *t)
{
	struct said *said;
	struct hearing h = {.scoring = s, .talk = t,
	    .words = tone_find(s->drill->tones, s->drill->tone_count,
		value_get_text(t->map, "language"))};

	h.count = rubric_said(s, t, &said);
	h.said = said;
	if (h.count == 0 || h.words == NULL)
		return;
	check_greeting(&h);
	check_sympathy(&h);
	check_manner(&h);
	check_ease(&h);
	check_closing(&h);
}
