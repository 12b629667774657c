/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#include "message.h"

static double
strength(const char *sub)
{
	if (strcmp(sub, "strong") == 0)
		return 0.95;
	return strcmp(sub, "likely") == 0 ? 0.7 : 0.35;
}

/* The surest match of a group. */
static double
group_strength(const struct message *m, const char *group)
{
	const struct word_match *match;
	double best = 0;

	for (size_t i = 0; (match = message_match(m, group, NULL, i)) != NULL; i++)
		best = strength(match->sub) > best ? strength(match->sub) : best;
	return best;
}

/* Words that no list of the named groups covers: what else the message says. */
static size_t
other_words(const struct message *m)
{
	static const char *const courteous[] = { "yes", "no", "thanks", "greeting", "filler", "goodbye" };
	size_t n = 0;

	for (size_t i = 0; i < m->count; i++) {
		bool covered = m->tokens[i].kind == TOKEN_PUNCTUATION;

		for (size_t k = 0; k < sizeof courteous / sizeof courteous[0] && !covered; k++)
			covered = message_match_at(m, courteous[k], i) != NULL;
		n += !covered;
	}
	return n;
}

static size_t
courtesies_before(const struct message *m, size_t token)
{
	size_t n = 0;

	for (size_t i = 0; i < token; i++)
		n += m->tokens[i].kind == TOKEN_PUNCTUATION || message_match_at(m, "filler", i) != NULL || message_match_at(m, "greeting", i) != NULL;
	return n;
}

/* "Sure, yes" is as sure as its surest word. */
static double
surest_before(const struct message *m, const char *group, size_t end)
{
	const struct word_match *match;
	double best = 0;

	for (size_t i = 0; (match = message_match(m, group, NULL, i)) != NULL; i++)
		if (match->start < end && strength(match->sub) > best)
			best = strength(match->sub);
	return best;
}

/* The polarity that stands first decides; what else is said, reservations and the opposite word make it less sure. */
static void
yes_or_no(const struct message *m, struct signals *out)
{
	const struct word_match *yes = message_match(m, "yes", NULL, 0), *no = message_match(m, "no", NULL, 0), *first;
	size_t others = other_words(m);
	bool both;
	double p;

	if (yes == NULL && no == NULL)
		return;
	/* At the same place the longer one: "no it's fine" is no, "do it" within "don't do it" lies later. */
	if (yes == NULL || no == NULL)
		first = yes == NULL ? no : yes;
	else if (yes->start != no->start)
		first = yes->start < no->start ? yes : no;
	else
		first = yes->count >= no->count ? yes : no;
	p = first == yes ? surest_before(m, "yes", no != NULL ? no->start : m->count) : strength(first->sub);
	both = yes != NULL && no != NULL;
	if (first->start > courtesies_before(m, first->start))
		p *= both ? 0.6 : 0.75;
	p *= others > 6 ? (both ? 0.6 : 0.7) : others > 3 ? 0.85 : 1;
	for (size_t i = 0; i < m->match_count; i++)
		if (strcmp(m->matches[i].group, "hedge") == 0 && m->matches[i].start >= first->start + first->count) {
			p *= 0.7;
			break;
		}
	if (first == yes) {
		out->yes = p;
		out->no = no != NULL && no->start >= yes->start + yes->count ? 0.4 * strength(no->sub) : 0;
		out->yes *= out->no > 0 ? 0.7 : 1;
	} else {
		out->no = p;
		out->yes = yes != NULL && yes->start >= no->start + no->count + 1 ? 0.2 * strength(yes->sub) : 0;
	}
}

#define NEGATION_REACH 5	/* words that a negation reaches over within its clause: "no need for a", "I don't want a" */

/* Whether every match of a group stands right after a word that denies it, with no stop or comma between: "no need for a colleague", not "no, a colleague". */
static bool
is_negated(const struct message *m, const char *group)
{
	static const char *const deny[] = { "no", "not", "don't", "dont", "without", "never", "needn't", "won't", "isn't", "wouldn't" };
	const struct word_match *match;
	size_t i, k;

	for (i = 0; (match = message_match(m, group, NULL, i)) != NULL; i++) {
		bool denied = false;

		for (size_t back = 1; back <= NEGATION_REACH && back <= match->start && !denied; back++) {
			size_t at = match->start - back;

			if (m->tokens[at].kind == TOKEN_PUNCTUATION)
				break;
			for (k = 0; k < sizeof deny / sizeof deny[0]; k++)
				denied = denied || message_is_word(m, at, deny[k]);
		}
		if (!denied)
			return false;
	}
	return i > 0;
}

/* Phrases that ask for a person; a single word counts where the message is little else. */
static double
human_wanted(const struct message *m)
{
	double p = group_strength(m, "human");

	if (p > 0 && is_negated(m, "human"))
		return 0.1;
	if (p < 0.9 && p > 0 && other_words(m) > 5)
		p *= 0.6;
	return p;
}

static const char *
guarded_topic(const struct message *m)
{
	static const char *const order[] = { "threat", "safety", "health", "legal" };

	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		if (message_match(m, "guarded", order[i], 0) != NULL)
			return order[i];
	return "";
}

void
signals_find(struct message *m, struct understanding *out)
{
	struct signals *s = &out->signals;

	memset(s, 0, sizeof *s);
	yes_or_no(m, s);
	s->human = human_wanted(m);
	s->correction = group_strength(m, "correction");
	s->thanks = group_strength(m, "thanks");
	s->goodbye = group_strength(m, "goodbye");
	s->greeting = group_strength(m, "greeting");
	s->unhappy_with_answer = group_strength(m, "unhappy_with_answer");
	s->guarded = guarded_topic(m);
	s->injection = group_strength(m, "injection");
	if (words_raw(m->u->words, m->lists, "injection", m->text) != NULL)
		s->injection = s->injection > 0.85 ? s->injection : 0.85;
}

/* Share of letters that are capitals, over words of two letters and more; 0 where there are few. */
static double
shouting(const struct message *m)
{
	size_t upper = 0, letters = 0, marks = 0;

	for (size_t i = 0; i < m->count; i++) {
		if (m->tokens[i].kind == TOKEN_PUNCTUATION && m->tokens[i].folded[0] == '!')
			marks++;
		if (m->tokens[i].kind != TOKEN_WORD || m->tokens[i].length < 2)
			continue;
		for (size_t k = 0, n; k < m->tokens[i].length; k += n) {
			uint32_t point;

			n = utf8_next(m->text + m->tokens[i].start + k, m->tokens[i].length - k, &point);
			letters++;
			upper += utf8_is_upper(point);
		}
	}
	return (letters >= 8 && upper * 10 > letters * 7 ? 0.6 : 0) + (marks >= 2 ? 0.3 : marks == 1 ? 0.1 : 0);
}

/* Values of the words, turned by negations and stretched by intensifiers up to two words before; squashed into [-1, 1]. */
static double
lexicon(const struct message *m)
{
	const struct word_match *match;
	double sum = 0;

	for (size_t i = 0; (match = message_match(m, "sentiment", NULL, i)) != NULL; i++) {
		int64_t value;
		double x;

		if (!text_starts(match->sub, "word.") || !text_to_int(match->sub + 5, -3, 3, &value))
			continue;
		x = (double)value;
		for (size_t back = 1; back <= 3 && back <= match->start; back++) {
			const struct word_match *before = message_match_at(m, "sentiment", match->start - back);

			if (m->tokens[match->start - back].kind == TOKEN_PUNCTUATION)
				break;
			if (before == NULL)
				continue;
			if (strcmp(before->sub, "negate") == 0)
				x *= value > 0 ? -0.8 : -0.4;
			else if (strcmp(before->sub, "intensify") == 0)
				x *= 1.4;
			else if (strcmp(before->sub, "weaken") == 0)
				x *= 0.6;
		}
		sum += x;
	}
	return tanh(sum / 3.5);
}

double
sentiment_find(struct message *m)
{
	static const struct {
		const char *label;
		double value;
	} values[] = { { "very_negative", -1 }, { "negative", -0.55 }, { "neutral", 0 }, { "positive", 0.55 }, { "very_positive", 1 } };
	const struct classifier *c = &m->u->sentiment;
	double p[CLASSIFIER_CLASS_LIMIT], expected = 0, x;
	struct feature_list list;
	struct sparse row;

	if (m->count == 0)
		return 0;
	features_extract(m->a, m->text, m->length, m->tokens, m->count, c->head.flags, &list);
	classifier_row(c, m->a, &list, &row);
	classifier_probabilities(c, &row, p);
	for (uint32_t k = 0; k < c->head.classes; k++)
		for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
			if (strcmp(c->labels[k], values[i].label) == 0)
				expected += p[k] * values[i].value;
	x = 0.55 * expected + 0.6 * lexicon(m);
	if (x < -0.1 || (x < 0.1 && shouting(m) > 0.5))
		x -= 0.3 * shouting(m);
	else if (x > 0.2)
		x += 0.1 * shouting(m);
	return x < -1 ? -1 : x > 1 ? 1 : x;
}

void
language_find(struct message *m, struct understanding *out)
{
	const struct classifier *c = &m->u->language;
	double p[CLASSIFIER_CLASS_LIMIT], sum = 0;
	struct feature_list list;
	struct sparse row;
	uint32_t best = 0;
	size_t letters = 0;

	out->language = "";
	for (size_t i = 0; i < m->length; i++)
		letters += (m->text[i] & 0x80) != 0 || ((m->text[i] | 32) >= 'a' && (m->text[i] | 32) <= 'z');
	if (letters < 2)
		return;
	features_extract(m->a, m->text, m->length, NULL, 0, c->head.flags, &list);
	classifier_row(c, m->a, &list, &row);
	classifier_probabilities(c, &row, p);
	/* What the conversation was in so far is likely still; the shorter the message, the likelier. */
	for (uint32_t k = 0; k < c->head.classes; k++) {
		if (text_is(c->labels[k], m->context->language))
			p[k] *= letters < 12 ? 8 : 3;
		sum += p[k];
	}
	for (uint32_t k = 0; k < c->head.classes; k++) {
		p[k] /= sum;
		best = p[k] > p[best] ? k : best;
	}
	out->language_probability = p[best];
	if (p[best] >= 0.5)
		out->language = c->labels[best];
}
