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
	return strcmp(match->group, "ordinal") == 0 && match->count == 1 && m->count > 4 ? 0.55 : most;
}

/* Marks slots that stand after an exception in the same sentence. */
static void
exceptions(struct message *m)
{
	const struct word_match *match;

	for (size_t i = 0; (match = message_match(m, "except", NULL, i)) != NULL; i++) {
		size_t from = m->tokens[match->start].start, end = m->length;

		for (size_t t = match->start; t < m->count; t++)
			if (m->tokens[t].kind == TOKEN_PUNCTUATION && strchr(".?!;", m->tokens[t].folded[0]) != NULL) {
				end = m->tokens[t].start;
				break;
			}
		for (size_t k = 0; k < m->slot_count; k++) {
			struct slot *s = &m->slots[k];

			if ((s->kind == SLOT_PRODUCT || s->kind == SLOT_OPTION || s->kind == SLOT_ORDINAL) && s->start >= from && s->start < end)
				s->except = true;
		}
	}
}

void
slots_find_words(struct message *m)
{
	for (size_t i = 0; i < m->match_count; i++)
		for (size_t k = 0; k < sizeof direct / sizeof direct[0]; k++)
			if (strcmp(m->matches[i].group, direct[k].group) == 0 &&
			    (direct[k].kind != SLOT_ORDINAL || message_match_at(m, "goodbye", m->matches[i].start) == NULL))
				message_add(m, direct[k].kind, "", m->matches[i].sub,
				    message_expects(m, direct[k].expected) ? 0.95 : sureness(m, &m->matches[i], direct[k].probability), m->matches[i].start, m->matches[i].count, false);
	exceptions(m);
}
