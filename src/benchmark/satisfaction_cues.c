/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satisfaction_cues.h"

#include <string.h>

/* Words that say how a conversation goes in English, each list apart. */
static const char *const refusals[] = { "afraid", "apologies", "apologize", "aren't", "can't", "cannot",
	"couldn't", "didn't", "doesn't", "don't", "hasn't", "haven't", "isn't", "neither", "never", "no", "none",
	"not", "nothing", "sorry", "unable", "unfortunately", "wasn't", "weren't", "won't", "wouldn't", NULL };
static const char *const failures[] = { "booked-up", "closed", "error", "fail", "failed", "failing", "full",
	"glitch", "impossible", "incorrect", "mistake", "problem", "system", "trouble", "unavailable",
	"unsuccessful", "wrong", NULL };
static const char *const successes[] = { "absolutely", "booked", "certainly", "complete", "completed",
	"confirmed", "done", "great", "perfect", "reference", "reserved", "successful", "successfully", "sure",
	"yes", NULL };
static const char *const thanks[] = { "appreciate", "appreciated", "thank", "thanks", "thankyou", NULL };
static const char *const closings[] = { "bye", "day", "enjoy", "goodbye", "welcome", NULL };
static const char *const corrections[] = { "actually", "already", "again", "but", "instead", "meant",
	"mistake", "oops", "said", "still", "wait", NULL };
static const char *const confusions[] = { "clarify", "confused", "huh", "mean", "misunderstood", "repeat",
	"understand", "unsure", "what", "why", NULL };
static const char *const askings[] = { "are", "can", "could", "did", "do", "does", "how", "is", "may", "what",
	"when", "where", "which", "who", "why", "will", "would", NULL };
static const char *const idle[] = { "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "by",
	"can", "could", "do", "does", "for", "have", "i", "i'd", "i'm", "in", "is", "it", "like", "me", "my", "need",
	"of", "on", "or", "please", "so", "that", "the", "there", "they", "this", "to", "want", "was", "we", "what",
	"will", "with", "would", "you", "your", NULL };

static bool
is_among(const char *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

static bool
is_mark(const struct rated_turn *t, const struct token *k, char mark)
{
	return k->kind == TOKEN_PUNCTUATION && t->text[k->start] == mark;
}

static void
word_count(const char *word, struct turn_cues *out)
{
	out->words++;
	out->refusals += is_among(word, refusals);
	out->failures += is_among(word, failures);
	out->successes += is_among(word, successes);
	out->thanks += is_among(word, thanks);
	out->closings += is_among(word, closings);
	out->corrections += is_among(word, corrections);
	out->confusions += is_among(word, confusions);
	out->offers_more |= strcmp(word, "else") == 0 || strcmp(word, "further") == 0;
}

void
turn_cues_find(const struct rated_turn *t, struct turn_cues *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < t->token_count; i++) {
		const struct token *k = &t->tokens[i];

		if (k->kind == TOKEN_PUNCTUATION) {
			out->questions += is_mark(t, k, '?');
			out->exclamations += is_mark(t, k, '!');
		} else {
			if (out->words == 0) {
				out->begins_no = strcmp(k->folded, "no") == 0 ||
				    strcmp(k->folded, "nope") == 0;
				out->begins_yes = strcmp(k->folded, "yes") == 0 ||
				    strcmp(k->folded, "yeah") == 0;
				out->asks = is_among(k->folded, askings);
			}
			out->numbers += k->kind == TOKEN_NUMBER;
			out->codes += k->kind == TOKEN_MIXED;
			word_count(k->folded, out);
		}
	}
	out->asks |= out->questions > 0;
	out->ends_asking = t->token_count > 0 && is_mark(t, &t->tokens[t->token_count - 1], '?');
}

bool
turn_has(const struct rated_turn *t, const char *word)
{
	for (size_t i = 0; i < t->token_count; i++)
		if (strcmp(t->tokens[i].folded, word) == 0)
			return true;
	return false;
}

bool
turn_is_content(const struct token *k)
{
	return k->kind != TOKEN_PUNCTUATION && !is_among(k->folded, idle);
}

double
turn_overlap(const struct rated_turn *a, const struct rated_turn *b)
{
	size_t words = 0, shared = 0;

	for (size_t i = 0; i < a->token_count; i++) {
		const struct token *k = &a->tokens[i];

		if (!turn_is_content(k))
			continue;
		words++;
		shared += turn_has(b, k->folded);
	}
	return words > 0 ? (double)shared / (double)words : 0;
}
