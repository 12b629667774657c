/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In which language a conversation goes on: the shopper's, as far as it is sure. A name, an
 * address, "ok" or a word that two languages share never changes it.
 */
#include "language.h"

#include <string.h>

#include "floorwalker/text/text.h"

#define SURE 0.95		/* probability from which a sentence is taken to be in a language */
#define LIKELY 0.60		/* … where everyday words of it agree */
#define SENTENCE_WORDS 4
#define FIRST_WORDS 2		/* at the first message, which nothing went before */
#define WORDS_AGREEING 2
#define WORDS_ALONE 3		/* everyday words that tell a language whatever else there is */
#define WORDS_FIRST 2		/* … at the first message */

/* Words that are nobody's name, number or address. */
static size_t
own_words(const struct understanding *u, const struct token *tokens, size_t count)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		n += tokens[i].kind == TOKEN_WORD && !understanding_in_slot(u, tokens[i].start);
	return n;
}

/* The first two bytes of each token, a blank behind the only one, hashed: most everyday words aren't
 * there. */
struct beginnings { uint64_t bits[64]; };

static size_t
beginning(char first, char second)
{
	return ((size_t)(unsigned char)first * 61 + (unsigned char)second) & 4095;
}

static void
beginnings_make(struct beginnings *b, const struct token *tokens, size_t count)
{
	*b = (struct beginnings){{0}};
	for (size_t i = 0; i < count; i++) {
		const char *t = *tokens[i].folded == '\0' ? " " : tokens[i].folded;
		size_t at = beginning(t[0], t[1] == '\0' && t[0] != ' ' ? ' ' : t[1]);
		b->bits[at / 64] |= (uint64_t)1 << at % 64;
	}
}

/* How many different everyday words of a language there are, by its words.language. */
static size_t
everyday(const struct messages *m, const struct token *tokens, size_t count,
    const struct beginnings *begin)
{
	const struct message_words *list = messages_words(m, "words.language");
	size_t n = 0;
	for (size_t k = 0; list != NULL && k < list->count; k++) {
		const char *word = list->padded[k] + 1;
		size_t at = beginning(word[0], word[1]);
		if (!(begin->bits[at / 64] >> at % 64 & 1))
			continue;
		size_t length = strlen(word) - 1, i = 0;
		while (i < count && (strncmp(tokens[i].folded, word, length) != 0 ||
					tokens[i].folded[length] != '\0'))
			i++;
		n += i < count;
	}
	return n;
}

/* The classifier is sure of a whole sentence, or agrees with the everyday words. */
static bool
is_sure(const struct understanding *u, size_t words, size_t everyday_words, bool is_first)
{
	if (everyday_words >= (is_first ? WORDS_FIRST : WORDS_ALONE))
		return true;
	if (u->language_probability >= SURE && words >= SENTENCE_WORDS)
		return true;
	if (u->language_probability < LIKELY)
		return false;
	if (!is_first)
		return everyday_words >= WORDS_AGREEING && words >= SENTENCE_WORDS;
	return everyday_words >= 1 || (u->language_probability >= SURE && words >= FIRST_WORDS);
}

const char *
language_after(const struct desk_tools *t, struct arena *a, const struct understanding *u,
    const char *text, const char *before, bool is_first, const struct voice **voice)
{
	const struct voice *now = tools_voice(t, before), *next = tools_voice(t, u->language);
	struct token *tokens;
	struct beginnings begin;
	size_t count = text_tokens(a, text, strlen(text), &tokens), words, own, most;
	beginnings_make(&begin, tokens, count);
	now = now != NULL ? now : &t->voices[0];
	words = own_words(u, tokens, count);
	own = everyday(now->messages, tokens, count, &begin);
	most = next != NULL ? everyday(next->messages, tokens, count, &begin) : 0;
	for (size_t i = 0; i < t->voice_count; i++) {
		/* names of goods may hide from the classifier what a sentence is in */
		size_t n = everyday(t->voices[i].messages, tokens, count, &begin);
		if (&t->voices[i] != now && n > most &&
		    n >= (is_first ? WORDS_FIRST : WORDS_ALONE)) {
			most = n;
			next = &t->voices[i];
		}
	}
	*voice = now;
	if (next == now)
		return *before != '\0' ? before : messages_language(now->messages);
	if (next == NULL)	/* the shop doesn't answer in it: a person will, as it is said */
		return !text_is_empty(u->language) && u->language_probability >= SURE &&
			words >= SENTENCE_WORDS && own == 0
		    ? u->language
		    : before;
	if (own >= most && own > 0)
		return before;
	if (!is_sure(u, words, most, is_first))
		return before;
	*voice = next;
	return messages_language(next->messages);
}
