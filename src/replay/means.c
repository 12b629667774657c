/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether two texts state the same facts, whatever their words. Facts are what can be told from the outside:
 * amounts and other numbers, ids, addresses of mail and web, and whether something is denied. So "means" is
 * no paraphrase detector: it says that nothing that can be counted was changed, and nothing turned round.
 */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "suite.h"

struct facts_of {
	const char **items;
	size_t count;
	bool denies;
};

/* In the languages that the AI has sentences in. */
static bool
is_denial(const char *folded)
{
	static const char *const words[] = {"not", "no", "never", "cannot", "can't", "don't", "won't", "isn't",
	    "aren't", "doesn't", "didn't", "couldn't", "unable", "without", "nicht", "kein", "keine", "keinen",
	    "keiner", "keinem", "nie", "niemals", "ohne", "nunca", "sin", "ningun", "ninguna", "tampoco"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(words[i], folded))
			return true;
	return false;
}

/* 1,299.00 and 1.299,00 and 1299 are one number: signs between digits go, and so do zeros behind the last
 * one of them where two or fewer digits follow it. */
static const char *
plain_number(struct arena *a, const char *s)
{
	size_t n = strlen(s), last = n, out = 0;
	char *plain = arena_alloc(a, n + 1);

	for (size_t i = 0; i < n; i++)
		if ((s[i] == '.' || s[i] == ',') && n - i <= 3)
			last = i;
	while (last < n && n > last && (s[n - 1] == '0' || s[n - 1] == '.' || s[n - 1] == ','))
		n--;
	for (size_t i = 0; i < n; i++)
		if (s[i] >= '0' && s[i] <= '9')
			plain[out++] = s[i];
		else if (i == last)
			plain[out++] = '.';
	plain[out] = '\0';
	return plain;
}

static struct facts_of
facts_of(struct arena *a, const char *text)
{
	struct token *tokens;
	size_t n = text_tokens(a, text, strlen(text), &tokens);
	struct facts_of f = {.items = arena_alloc(a, (n + 1) * sizeof *f.items)};

	for (size_t i = 0; i < n; i++)
		if (tokens[i].kind == TOKEN_NUMBER)
			f.items[f.count++] = plain_number(a, tokens[i].folded);
		else if (tokens[i].kind == TOKEN_MIXED || strchr(tokens[i].folded, '@') != NULL)
			f.items[f.count++] = tokens[i].folded;
		else if (is_denial(tokens[i].folded))
			f.denies = true;
	return f;
}

static bool
states(const struct facts_of *f, const char *item)
{
	for (size_t i = 0; i < f->count; i++)
		if (text_is(f->items[i], item))
			return true;
	return false;
}

/* The sentence of text that states most of what wanted does: what is denied elsewhere is another matter. */
static bool
denies_where(struct arena *a, const struct facts_of *wanted, const char *text)
{
	size_t best = 0;
	bool denies = facts_of(a, text).denies, found = false;

	while (*text != '\0') {
		size_t n = strcspn(text, ".!?\n"), shared = 0;
		struct facts_of f;

		while (text[n] != '\0' && text[n] != '\n' && text[n + 1] != '\0' && text[n + 1] != ' ' &&
		    text[n + 1] != '\n')
			n += 1 + strcspn(text + n + 1, ".!?\n");
		f = facts_of(a, arena_text_n(a, text, n));
		for (size_t i = 0; i < wanted->count; i++)
			shared += states(&f, wanted->items[i]);
		if (shared > best) {
			best = shared;
			denies = f.denies;
			found = true;
		}
		text += n + (text[n] != '\0');
	}
	return found || wanted->count == 0 ? denies : wanted->denies;
}

void
replay_means_compare(struct arena *a, const char *wanted, const char *text, const char **lacks)
{
	struct facts_of want = facts_of(a, wanted), got = facts_of(a, text);

	*lacks = NULL;
	for (size_t i = 0; i < want.count; i++)
		if (!states(&got, want.items[i])) {
			*lacks = arena_printf(a, "%s isn't said", want.items[i]);
			return;
		}
	if (denies_where(a, &want, text) != want.denies)
		*lacks = want.denies ? "it isn't denied" : "it is denied";
}
