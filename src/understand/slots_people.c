/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#include "message.h"

#define NAME_WORDS 5
#define ADDRESS_TOKENS 24

static bool
is_capitalised(const struct message *m, size_t i)
{
	uint32_t point;

	utf8_next(m->text + m->tokens[i].start, m->tokens[i].length, &point);
	return utf8_is_upper(point);
}

/* "Anna van der Berg" */
static bool
is_particle(const struct message *m, size_t token)
{
	const struct word_match *match = message_match_at(m, "name", token);

	return match != NULL && strcmp(match->sub, "particle") == 0;
}

/* Words that can be part of a name: letters, and not everyday words unless they are written with a
 * capital. */
static size_t
name_words(const struct message *m, size_t from, bool sure)
{
	size_t n = 0;

	for (; from + n < m->count && n < NAME_WORDS; n++) {
		size_t i = from + n;
		bool everyday = message_word_rows(m, m->tokens[i].folded) >= 2;

		if (m->tokens[i].kind != TOKEN_WORD || m->taken[i] ||
		    (n > 0 && !message_between(m, i - 1, " ")))
			break;
		if (n > 0 && n + 1 < NAME_WORDS && is_particle(m, i) && i + 1 < m->count &&
		    (is_capitalised(m, i + 1) || is_particle(m, i + 1)))
			continue;
		if (!is_capitalised(m, i) && (everyday || !sure))
			break;
		if (!sure && everyday)
			break;
	}
	return n;
}

static const char *
slice(const struct message *m, size_t from, size_t count)
{
	size_t start = m->tokens[from].start;

	return arena_text_n(m->a, m->text + start,
	    m->tokens[from + count - 1].start + m->tokens[from + count - 1].length - start);
}

static bool
is_product(const struct message *m, size_t token)
{
	for (size_t k = 0; k < m->slot_count; k++)
		if (m->slots[k].kind == SLOT_PRODUCT && m->slots[k].probability >= 0.3 &&
		    m->tokens[token].start >= m->slots[k].start &&
		    m->tokens[token].start < m->slots[k].start + m->slots[k].length)
			return true;
	return false;
}

static bool
may_be_name(const struct message *m, size_t i)
{
	return m->tokens[i].kind == TOKEN_WORD && !m->taken[i] && !content_is_framed(m, i) &&
	    !is_product(m, i) &&
	    (message_word_rows(m, m->tokens[i].folded) < 2 || is_particle(m, i) ||
		(is_capitalised(m, i) && message_word_rows(m, m->tokens[i].folded) < 20)) &&
	    message_match_at(m, "guarded", i) == NULL &&
	    message_match_at(m, "address", i) == NULL &&
	    message_match_at(m, "country", i) == NULL && message_match_at(m, "human", i) == NULL &&
	    message_match_at(m, "reason", i) == NULL;
}

/* Whether the sentence that token is in asks something: no name is given so. */
static bool
is_in_question(const struct message *m, size_t token)
{
	while (token < m->count && !message_is_sentence_end(m, token))
		token++;
	return token < m->count && message_is_word(m, token, "?");
}

/* Two to four words that are nobody's everyday words and stand alone between commas, beside nothing
 * but values: a name, where identity was asked or another proof stands by. */
static void
bare_names(struct message *m)
{
	bool proof = false;

	for (size_t k = 0; k < m->slot_count; k++)
		proof |= m->slots[k].kind <= SLOT_POSTCODE;
	if (!message_expects_identity(m) && !proof)
		return;
	for (size_t i = 0, n; i < m->count; i += n > 0 ? n : 1) {
		bool capitals = true, begins, ends;

		for (n = 0; i + n < m->count && may_be_name(m, i + n) &&
		     (n == 0 || message_between(m, i + n - 1, " "));
		     n++)
			capitals &= is_capitalised(m, i + n);
		begins = i == 0 || content_is_framed(m, i - 1) || m->taken[i - 1];
		ends = i + n >= m->count || content_is_framed(m, i + n) || m->taken[i + n];
		if (n < 2 || n > NAME_WORDS + 1 || !begins || !ends ||
		    (!capitals && !message_expects_identity(m)) || is_in_question(m, i))
			continue;
		message_add(m, SLOT_NAME, "", slice(m, i, n),
		    message_expects_identity(m) ? 0.8 : 0.6, i, n, true);
		return;
	}
}

static void
names(struct message *m)
{
	const struct word_match *match;
	size_t before = m->slot_count;

	for (size_t i = 0; (match = message_match(m, "name", NULL, i)) != NULL; i++) {
		bool sure = strcmp(match->sub, "intro") == 0;

		if (strcmp(match->sub, "particle") == 0)
			continue;
		size_t from = match->start + match->count, n;

		if (sure && from < m->count && message_is_word(m, from, ":"))
			from++;
		n = name_words(m, from, sure);
		if (n > 0)
			message_add(m, SLOT_NAME, "", slice(m, from, n),
			    sure         ? 0.9
				: n >= 2 ? 0.8
					 : 0.65,
			    from, n, true);
	}
	if (message_expects(m, "name") && m->slot_count == before && m->count > 0 &&
	    m->count <= NAME_WORDS + 1) {
		size_t n = 0;

		while (n < m->count && m->tokens[n].kind == TOKEN_WORD && may_be_name(m, n))
			n++;
		if (n == m->count ||
		    (n + 1 == m->count && m->tokens[n].kind == TOKEN_PUNCTUATION && n > 0))
			message_add(m, SLOT_NAME, "", slice(m, 0, n), 0.9, 0, n, true);
	}
	if (m->slot_count == before)
		bare_names(m);
}

/* Where the sentence that token from is in ends: a full stop, a question mark, a new line; not the
 * comma. */
static size_t
sentence_end(const struct message *m, size_t from)
{
	size_t i = from;

	for (; i < m->count && i < from + ADDRESS_TOKENS; i++) {
		if (m->tokens[i].kind == TOKEN_PUNCTUATION &&
		    strchr("?!;", m->tokens[i].folded[0]) != NULL)
			break;
		if (message_is_word(m, i, ".") && (i + 1 >= m->count || is_capitalised(m, i + 1)) &&
		    m->tokens[i - (i > 0)].length > 3)
			break;
	}
	while (i > from && m->tokens[i - 1].kind == TOKEN_PUNCTUATION)
		i--;
	return i;
}

static bool
is_postcode(const struct message *m, size_t token)
{
	for (size_t k = 0; k < m->slot_count; k++)
		if (m->slots[k].kind == SLOT_POSTCODE &&
		    m->tokens[token].start >= m->slots[k].start &&
		    m->tokens[token].start < m->slots[k].start + m->slots[k].length)
			return true;
	return false;
}

/* What follows the postcode and is no place in capitals belongs to the sentence, not to the
 * address; so do courtesies at the end. */
static size_t
address_end(const struct message *m, size_t from, size_t to)
{
	size_t end = to;

	for (size_t i = from; i < to; i++) {
		if (!is_postcode(m, i))
			continue;
		for (end = i + 1; end < to &&
		     (is_postcode(m, end) || m->tokens[end].kind == TOKEN_PUNCTUATION ||
			 is_capitalised(m, end));
		     end++)
			;
		i = end;
	}
	while (end > from + 1 &&
	    (m->tokens[end - 1].kind == TOKEN_PUNCTUATION ||
		message_match_at(m, "filler", end - 1) != NULL))
		end--;
	return end;
}

/* How much tokens [from, to) look like an address: a number, a street word, a postcode, commas. */
static double
address_likeness(const struct message *m, size_t from, size_t to)
{
	bool number = false, street = false, postcode = false, comma = false, asks = false;

	for (size_t i = from; i < to; i++) {
		number |= m->tokens[i].kind == TOKEN_NUMBER ||
		    (m->tokens[i].kind == TOKEN_MIXED && m->tokens[i].length <= 5);
		street |= m->tokens[i].kind == TOKEN_WORD &&
		    message_match_at(m, "address", i) != NULL &&
		    message_match_at(m, "connector", i) == NULL &&
		    strcmp(message_match_at(m, "address", i)->sub, "street") == 0;
		comma |= message_is_word(m, i, ",");
		asks |= message_match_at(m, "fact", i) != NULL &&
		    strcmp(message_match_at(m, "fact", i)->sub, "request") != 0;
		postcode |= is_postcode(m, i);
	}
	if (asks && !number)
		return 0;	/* "by the way, when do you open?" */
	return 0.3 * number + 0.3 * street + 0.3 * postcode + 0.1 * comma;
}

/* The first token of an address that no introduction announces: the number before a street word, or
 * a word ending like one. */
static size_t
address_start(const struct message *m)
{
	for (size_t i = 0; i + 1 < m->count; i++)
		if ((m->tokens[i].kind == TOKEN_NUMBER ||
			(m->tokens[i].kind == TOKEN_MIXED && m->tokens[i].length <= 4)) &&
		    !m->taken[i] && address_likeness(m, i, sentence_end(m, i)) > 0.6)
			return i;
	return m->count;
}

/* Past "it's", "please use", "yes," and the like: the first number, place in capitals or word that
 * is nobody's everyday word. */
static size_t
address_lead(const struct message *m, size_t from)
{
	for (; from < m->count; from++) {
		const struct token *t = &m->tokens[from];
		const struct word_match *at = message_match_at(m, "address", from);

		if (t->kind == TOKEN_NUMBER || t->kind == TOKEN_MIXED ||
		    (at != NULL && strcmp(at->sub, "street") == 0))
			break;
		if (t->kind == TOKEN_PUNCTUATION || (at != NULL && strcmp(at->sub, "intro") == 0) ||
		    content_is_framed(m, from))
			continue;
		if (message_word_rows(m, t->folded) < 2 ||
		    (is_capitalised(m, from) && from > 0 && !message_is_sentence_end(m, from - 1)))
			break;
	}
	return from;
}

/* A candidate that begins at from: its end and how much it looks like an address. */
static double
address_at(const struct message *m, size_t from, size_t *count)
{
	size_t to = address_end(m, from, sentence_end(m, from));

	*count = to > from ? to - from : 0;
	return to > from + 1 ? address_likeness(m, from, to) : 0;
}

static void
addresses(struct message *m)
{
	const struct word_match *match;
	bool expected = message_expects(m, "address");
	double best = 0.55;
	size_t best_from = 0, best_count = 0, count;

	for (size_t i = 0; (match = message_match(m, "address", "intro", i)) != NULL; i++) {
		size_t from = address_lead(m, match->start + match->count);
		double likeness = from < m->count ? address_at(m, from, &count) : 0;

		if (likeness > best || (likeness > 0.55 && likeness >= best && from > best_from)) {
			best = likeness;
			best_from = from;
			best_count = count;
		}
	}
	if (best_count == 0) {
		size_t from = expected ? address_lead(m, 0) : address_start(m);
		double likeness = from < m->count ? address_at(m, from, &count) : 0;

		/* "I can't find that" is no address, though one was asked for. */
		if (likeness > 0 && (!expected || likeness >= 0.3)) {
			best_from = from;
			best_count = count;
			best = expected ? 0.6 + 0.4 * likeness : 0.7;
		}
	}
	if (best_count > 0 && (best > 0.62 || !expected || m->count > 3))
		message_add(m, SLOT_ADDRESS, "", slice(m, best_from, best_count),
		    best < 0.95 ? best : 0.95, best_from, best_count, false);
}

void
slots_find_people(struct message *m)
{
	names(m);
	addresses(m);
}
