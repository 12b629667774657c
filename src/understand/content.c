/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a message says beyond courtesies, the frames of values ("my postcode is …") and the values
 * themselves. Who only answers wants nothing new.
 */
#include <string.h>

#include "message.h"

#define NEGATION_REACH 3	/* words between a negation and what it takes back */

bool
content_is_framed(const struct message *m, size_t token)
{
	static const char *const groups[] = {
	    "frame", "filler", "greeting", "thanks", "goodbye", "yes", "no", "name", "postcode"};

	if (m->tokens[token].kind == TOKEN_PUNCTUATION)
		return true;
	for (size_t k = 0; k < sizeof groups / sizeof groups[0]; k++) {
		const struct word_match *match = message_match_at(m, groups[k], token);

		/* "cancel that" may be a no, and may be a wish; "wrong" says something */
		if (match != NULL && strcmp(match->sub, "particle") != 0 &&
		    ((strcmp(match->sub, "likely") != 0 && strcmp(match->sub, "mood") != 0) ||
			(strcmp(groups[k], "yes") != 0 && strcmp(groups[k], "no") != 0) ||
			(match->count == 1 && strcmp(groups[k], "no") != 0)))
			return true;
	}
	return message_match_at(m, "option", token) != NULL &&
	    strncmp(message_match_at(m, "option", token)->sub, "name.", 5) == 0;
}

static bool
is_value(const struct message *m, size_t token)
{
	for (size_t k = 0; k < m->slot_count; k++)
		if (m->slots[k].kind != SLOT_REASON && m->slots[k].kind != SLOT_METHOD &&
		    m->tokens[token].start >= m->slots[k].start &&
		    m->tokens[token].start < m->slots[k].start + m->slots[k].length)
			return true;
	return false;
}

void
content_mark(struct message *m)
{
	for (size_t i = 0; i < m->count; i++)
		m->says[i] = !content_is_framed(m, i) && !is_value(m, i);
}

size_t
content_words(const struct message *m, size_t from, size_t count)
{
	size_t n = 0;

	for (size_t i = from; i < from + count; i++)
		n += m->says[i];
	return n;
}

bool
content_has_values(const struct message *m, size_t from, size_t count)
{
	for (size_t i = from; i < from + count; i++)
		if (is_value(m, i))
			return true;
	return false;
}

bool
content_is_negated(const struct message *m, const struct word_match *match)
{
	for (size_t back = 1; back <= match->start && back <= NEGATION_REACH + 1; back++) {
		size_t i = match->start - back;

		if (m->tokens[i].kind == TOKEN_PUNCTUATION)
			return false;
		if (message_match_at(m, "takes_back", i) != NULL)
			return true;
	}
	return false;
}
