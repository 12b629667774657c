/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In which language a conversation goes on: the shopper's, as far as it is sure. A name, an
 * address, "ok" or a word that two languages share never changes it.
 */
#include "language.h"

#include <string.h>
#include <strings.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/text.h"

#define SURE 0.95		/* probability from which a sentence is taken to be in a language */
#define SENTENCE_WORDS 4
#define FIRST_WORDS 2		/* at the first message, which nothing went before */

bool
language_is(const char *a, const char *b)
{
	size_t n = strcspn(a, "-_");
	return n == strcspn(b, "-_") && strncasecmp(a, b, n) == 0;
}

static bool
is_in_slot(const struct understanding *u, size_t at)
{
	for (size_t i = 0; i < u->slot_count; i++)
		if (at >= u->slots[i].start && at < u->slots[i].start + u->slots[i].length)
			return true;
	return false;
}

/* Words that are nobody's name, number or address. */
static size_t
own_words(const struct understanding *u, const struct token *tokens, size_t count)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		n += tokens[i].kind == TOKEN_WORD && !is_in_slot(u, tokens[i].start);
	return n;
}

/* How many of the words are everyday words of a language, by its words.language. */
static size_t
everyday(const struct messages *m, const struct token *tokens, size_t count)
{
	size_t n = 0;
	struct str word, folded;
	str_init(&word);
	str_init(&folded);
	for (size_t k = 0; k < messages_variants(m, "words.language"); k++) {
		str_reset(&word);
		str_reset(&folded);
		if (messages_render(m, &word, "words.language", k, NULL, 0, NULL) != ERR_OK)
			continue;
		utf8_fold_plain(&folded, word.data, word.length);
		for (size_t i = 0; i < count; i++)
			n += strcmp(tokens[i].folded, folded.data) == 0;
	}
	str_clear(&word);
	str_clear(&folded);
	return n;
}

const char *
language_after(const struct desk_tools *t, struct arena *a, const struct understanding *u,
    const char *text, const char *before, bool is_first, const struct voice **voice)
{
	const struct voice *now = tools_voice(t, before), *next = tools_voice(t, u->language);
	struct token *tokens;
	size_t count = text_tokens(a, text, strlen(text), &tokens),
	       words = own_words(u, tokens, count);
	*voice = now = now != NULL ? now : &t->voices[0];
	if (text_is_empty(u->language) || u->language_probability < SURE)
		return before;
	if (words < (is_first && next != NULL ? FIRST_WORDS : SENTENCE_WORDS))
		return before;
	if (next != now &&
	    everyday(now->messages, tokens, count) >
		(next != NULL ? everyday(next->messages, tokens, count) : 0))
		return before;	/* the words are of the language that is spoken already */
	*voice = next != NULL ? next : now;
	return u->language;
}
