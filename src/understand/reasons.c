/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why something should come back or be made good. Rules decide about money by it, so it is never
 * read off one word: a model of its own judges the message and each of its parts, the lists of
 * words only shift its odds, and where two reasons are about as likely both are given, for the
 * dialogue to ask.
 */
#include <string.h>

#include "floorwalker/base/str.h"

#include "message.h"

#define LISTED 4.0		/* times the odds of a reason that a phrase of the lists names */
#define LISTED_ASKED 12.0	/* and where the reason was asked for */
#define TOLD 0.8		/* at least, where it was asked for and a phrase of several words
				   names it */
#define DENIED 0.1		/* times the probability of a trouble that is only named to say that
				   there is none */
#define ASKED 0.6		/* share of "no reason at all" that goes to the reasons then */
#define GIVEN_LEAST 0.1		/* less is not given */

static const struct {
	const char *label, *reason;
} labels[] = {
	{ "changed_mind", "changed_mind" }, { "size", "changed_mind" }, { "damaged_item", "damaged" }, { "faulty_item", "faulty" }, { "wrong_item", "wrong_item" },
	{ "missing_item", "not_arrived" }, { "lost_order", "not_arrived" }, { "late_order", "late" }, { "price_adjustment", "price" },
};

#define LABELS (sizeof labels / sizeof labels[0])

/* Values name goods and people, never a reason: "the bottle" leaks nothing, and who "used" an
 * address broke nothing. */
static size_t
without_values(struct message *m, size_t from, size_t count, struct token **out)
{
	size_t n = 0;

	*out = arena_alloc(m->a, (count + 1) * sizeof **out);
	for (size_t i = from; i < from + count; i++)
		if (message_match_at(m, "reason", i) != NULL || !content_has_values(m, i, 1))
			(*out)[n++] = m->tokens[i];
	return n;
}

static bool
says_anything(const struct message *m, size_t from, size_t count)
{
	for (size_t i = from; i < from + count; i++)
		if (message_match_at(m, "reason", i) != NULL)
			return true;
	return content_words(m, from, count) > 0;
}

/* By label's place; what several labels mean is added up at the first of them. */
static void
judge(struct message *m, size_t from, size_t count, double best[LABELS])
{
	const struct classifier *c = &m->u->reasons;
	size_t end =
	    count > 0 ? m->tokens[from + count - 1].start + m->tokens[from + count - 1].length : 0;
	double p[CLASSIFIER_CLASS_LIMIT], own[LABELS] = { 0 }, none = 0;
	struct token *tokens;

	if (!says_anything(m, from, count))
		return;
	count = without_values(m, from, count, &tokens);
	message_judge(m, c, end, tokens, count, p);
	for (uint32_t k = 0; k < c->head.classes; k++) {
		none = strcmp(c->labels[k], "none") == 0 ? p[k] : none;
		for (size_t i = 0, first = LABELS; i < LABELS; i++) {
			if (strcmp(c->labels[k], labels[i].label) != 0)
				continue;
			for (first = 0; strcmp(labels[first].reason, labels[i].reason) != 0;
			     first++)
				;
			own[first] += p[k];
		}
	}
	for (size_t i = 0; i < LABELS; i++) {
		own[i] /= message_expects(m, "reason") ? 1 - ASKED * none : 1;
		best[i] = own[i] > best[i] ? own[i] : best[i];
	}
}

static struct slot *
slot_of(struct message *m, const char *reason)
{
	for (size_t i = 0; i < m->slot_count; i++)
		if (m->slots[i].kind == SLOT_REASON && strcmp(m->slots[i].value, reason) == 0)
			return &m->slots[i];
	return NULL;
}

static double
shifted(double p, double times)
{
	double odds;

	p = p < 0.01 ? 0.01 : p > 0.99 ? 0.99 : p;
	odds = p / (1 - p) * times;
	return odds / (1 + odds);
}

static bool
is_told(const struct message *m, const char *reason)
{
	const struct word_match *match;

	for (size_t i = 0; (match = message_match(m, "reason", reason, i)) != NULL; i++)
		if (match->count > 1 && !content_is_negated(m, match))
			return true;
	return false;
}

/* "It isn't damaged": every phrase that names the trouble takes it back. */
static bool
is_taken_back(const struct message *m, const char *reason)
{
	const struct word_match *match;
	bool any = false;

	if (strcmp(reason, "damaged") != 0 && strcmp(reason, "faulty") != 0)
		return false;
	for (size_t i = 0; (match = message_match(m, "reason", reason, i)) != NULL; i++) {
		if (!content_is_negated(m, match))
			return false;
		any = true;
	}
	return any;
}

void
reasons_find(struct message *m, const struct span *parts, size_t part_count)
{
	double p[LABELS] = { 0 }, sum = 0;

	if (m->count == 0)
		return;
	for (size_t i = 0; i < part_count; i++)
		judge(m, parts[i].from, parts[i].count, p);
	for (size_t i = 0; i < LABELS; i++) {
		if (slot_of(m, labels[i].reason) != NULL && p[i] > 0)
			p[i] = shifted(p[i], message_expects(m, "reason") ? LISTED_ASKED : LISTED);
		if (message_expects(m, "reason") && is_told(m, labels[i].reason) && p[i] < TOLD &&
		    (i == 0 || strcmp(labels[i].reason, labels[i - 1].reason) != 0))
			p[i] = TOLD;
		if (is_taken_back(m, labels[i].reason))
			p[i] *= DENIED;
		sum += p[i];
	}
	for (size_t i = 0; i < LABELS; i++) {
		struct slot *s = slot_of(m, labels[i].reason);
		double given = sum > 1 ? p[i] / sum : p[i];
		bool first = i == 0 || strcmp(labels[i].reason, labels[i - 1].reason) != 0;

		if (s != NULL && first)
			s->probability = given;
		else if (s == NULL && first && given >= GIVEN_LEAST)
			message_add(
			    m, SLOT_REASON, "", labels[i].reason, given, 0, m->count, false);
	}
}
