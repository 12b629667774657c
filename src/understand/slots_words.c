/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/str.h"

#include "message.h"

/* What a list says directly: the group's sub-list is the value. */
static const struct {
	const char *group;
	enum slot_kind kind;
	double probability;
	const char *expected;
} direct[] = {
	{ "reason", SLOT_REASON, 0.8, "reason" },
	{ "method", SLOT_METHOD, 0.85, "method" },
	{ "country", SLOT_COUNTRY, 0.9, "country" },
	{ "ordinal", SLOT_ORDINAL, 0.85, "ordinal" },
};

/* One word within many ("by all means") is less sure than a phrase or a message of its own. */
static double
sureness(const struct message *m, const struct word_match *match, double most)
{
	return strcmp(match->group, "ordinal") == 0 && match->count == 1 && m->count > 4 ? 0.55
											 : most;
}

/* Where an exception's reach ends: the sentence's end, or a comma before what is meant in its place
 * ("not the socks, I meant the boots"). */
static size_t
reach(const struct message *m, const struct word_match *match)
{
	for (size_t t = match->start + match->count; t < m->count; t++)
		if (message_is_sentence_end(m, t) || message_match_at(m, "correction", t) != NULL ||
		    (t + 1 < m->count && m->tokens[t].kind == TOKEN_PUNCTUATION &&
			message_match_at(m, "frame", t + 1) != NULL) ||
		    (message_match_at(m, "hedge", t) != NULL &&
			message_match_at(m, "except", t) == NULL))
			return m->tokens[t].start;
	return m->length;
}

/* "TF-100233, not TF-100102": the number right behind the negation is not the one. */
static bool
is_denied(const struct message *m, const struct slot *s)
{
	for (size_t t = 1; t < m->count && m->tokens[t].start <= s->start; t++)
		if (m->tokens[t].start == s->start)
			return message_match_at(m, "gives_up", t - 1) != NULL;
	return false;
}

/* Marks slots that stand after an exception. */
static void
exceptions(struct message *m)
{
	const struct word_match *match;

	for (size_t i = 0; (match = message_match(m, "except", NULL, i)) != NULL; i++) {
		size_t from = m->tokens[match->start].start, end = reach(m, match);

		for (size_t k = 0; k < m->slot_count; k++) {
			struct slot *s = &m->slots[k];

			if ((s->kind == SLOT_PRODUCT || s->kind == SLOT_OPTION ||
				s->kind == SLOT_ORDINAL) &&
			    s->start >= from && s->start < end)
				s->except = true;
		}
	}
	for (size_t k = 0; k < m->slot_count; k++)
		if (m->slots[k].kind == SLOT_ORDER_NUMBER && is_denied(m, &m->slots[k]))
			m->slots[k].except = true;
}

/* "All" within "all day" counts nothing. */
static bool
is_set_phrase(const struct message *m, const struct word_match *match)
{
	const struct word_match *phrase = message_match_at(m, "set_phrase", match->start);

	return phrase != NULL && phrase->count > match->count;
}

/* "Nothing is wrong with it", "it isn't damaged": a trouble denied is none. */
static bool
is_denied_trouble(const struct message *m, const struct word_match *match)
{
	return strcmp(match->group, "reason") == 0 &&
	    (strcmp(match->sub, "damaged") == 0 || strcmp(match->sub, "faulty") == 0) &&
	    content_is_negated(m, match);
}

void
slots_find_words(struct message *m)
{
	for (size_t i = 0; i < m->match_count; i++)
		for (size_t k = 0; k < sizeof direct / sizeof direct[0]; k++)
			if (strcmp(m->matches[i].group, direct[k].group) == 0 &&
			    !is_denied_trouble(m, &m->matches[i]) &&
			    (direct[k].kind != SLOT_ORDINAL ||
				(message_match_at(m, "goodbye", m->matches[i].start) == NULL &&
				    !is_set_phrase(m, &m->matches[i]))))
				message_add(m, direct[k].kind, "", m->matches[i].sub,
				    message_expects(m, direct[k].expected)
					? 0.95
					: sureness(m, &m->matches[i], direct[k].probability),
				    m->matches[i].start, m->matches[i].count, false);
	exceptions(m);
}
