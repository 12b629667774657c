/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#include "message.h"

#define HARM_REACH 6	/* tokens between a part of the body and the word that says what befell
			   it */

static double
strength(const char *sub)
{
	if (strcmp(sub, "strong") == 0)
		return 0.95;
	return strcmp(sub, "likely") == 0 || strcmp(sub, "mood") == 0 ? 0.7 : 0.35;
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
	static const char *const courteous[] = {
	    "yes", "no", "thanks", "greeting", "filler", "goodbye", "turn"};
	size_t n = 0;

	for (size_t i = 0; i < m->count; i++) {
		bool covered = m->tokens[i].kind == TOKEN_PUNCTUATION;

		for (size_t k = 0; k < sizeof courteous / sizeof courteous[0] && !covered; k++)
			covered = message_match_at(m, courteous[k], i) != NULL;
		n += !covered;
	}
	return n;
}

/* A part of a sentence ends at a comma, a dash, or the sentence's end. */
static bool
is_segment_end(const struct message *m, size_t token)
{
	return m->tokens[token].kind == TOKEN_PUNCTUATION &&
	    strchr(".!?;,:-(", m->tokens[token].folded[0]) != NULL;
}

/* Whether only courtesies and turns of speech stand before a token in its part of the sentence. */
static bool
leads_segment(const struct message *m, size_t token)
{
	while (token-- > 0 && !is_segment_end(m, token))
		if (m->tokens[token].kind != TOKEN_PUNCTUATION &&
		    message_match_at(m, "filler", token) == NULL &&
		    message_match_at(m, "greeting", token) == NULL &&
		    message_match_at(m, "correction", token) == NULL &&
		    message_match_at(m, "turn", token) == NULL &&
		    message_match_at(m, "yes", token) == NULL &&
		    message_match_at(m, "no", token) == NULL)
			return false;
	return true;
}

/* "do it" within "don't do it", "no" within "no problem": the longer phrase of the other kind says
 * what it is. */
static bool
is_within_other(const struct message *m, const struct word_match *match)
{
	const char *other = strcmp(match->group, "yes") == 0 ? "no" : "yes";

	for (size_t n = 0; n < m->match_count && m->matches[n].start <= match->start; n++)
		if (strcmp(m->matches[n].group, other) == 0 && m->matches[n].count > match->count &&
		    m->matches[n].start + m->matches[n].count >= match->start + match->count)
			return true;
	return false;
}

static bool
is_asked_back(const struct message *m, const struct word_match *match)
{
	size_t after = match->start + match->count;

	return after < m->count && message_is_word(m, after, "?");
}

/* What a word of yes or no is worth where it stands: less behind other words, negated, or as a
 * question. */
static double
polarity_strength(const struct message *m, const struct word_match *match, size_t others)
{
	bool yes = strcmp(match->group, "yes") == 0;
	double p = strength(match->sub);

	if (!leads_segment(m, match->start))
		p *= 0.6;
	if (yes && (content_is_negated(m, match) || is_asked_back(m, match)))
		p *= 0.4;
	/* "OK, thanks" closes; it agrees to nothing. */
	if (yes && p < 0.9 &&
	    (others > 0 || group_strength(m, "thanks") > 0.9 || group_strength(m, "goodbye") > 0.9))
		p *= group_strength(m, "thanks") > 0.9 || group_strength(m, "goodbye") > 0.9 ? 0.3
											     : 0.85;
	return p;
}

/* "No, I asked next door too": a word of refusal alone, before a tale of what was tried or seen,
 * refuses nothing. */
static bool
begins_a_tale(const struct message *m)
{
	const struct word_match *no = message_match(m, "no", NULL, 0), *next;

	if (no == NULL || no->count != 1 || message_match(m, "yes", NULL, 0) != NULL ||
	    message_match(m, "tale", NULL, 0) == NULL)
		return false;
	for (size_t i = 1; (next = message_match(m, "no", NULL, i)) != NULL; i++)
		if (message_match_at(m, "tale", next->start) == NULL)
			return false;
	return true;
}

/* The polarity that comes first decides, by its surest word until the other one speaks up; what
 * else is said and reservations weaken it. */
static void
yes_or_no(const struct message *m, struct signals *out)
{
	const struct word_match *first = NULL;
	size_t others = other_words(m);
	double mine = 0, against = 0;

	for (size_t n = 0; n < m->match_count; n++) {
		const struct word_match *match = &m->matches[n];
		double p;

		if ((strcmp(match->group, "yes") != 0 && strcmp(match->group, "no") != 0) ||
		    is_within_other(m, match))
			continue;
		p = polarity_strength(m, match, others);
		if (first == NULL || (mine < 0.3 && p > 0.6))
			first = match;
		if (strcmp(match->group, first->group) == 0)
			mine = p > mine && against < 0.5 ? p : mine;
		else if (leads_segment(m, match->start) || match->count > 1)
			against = p > against ? p : against;
	}
	if (first == NULL)
		return;
	mine *= others > 12 ? 0.75 : others > 4 ? 0.85 : 1;
	for (size_t i = 0; i < m->match_count && strcmp(first->group, "yes") == 0; i++)
		if (strcmp(m->matches[i].group, "hedge") == 0 &&
		    m->matches[i].start >= first->start + first->count) {
			mine *= 0.7;
			break;
		}
	if (strcmp(first->group, "yes") == 0) {
		out->yes = mine * (against > 0.6 ? 0.5 : against > 0.3 ? 0.7 : 1);
		out->no = against * 0.5;
	} else {
		out->no = mine * (against > 0.6 ? 0.6 : begins_a_tale(m) ? 0.25 : 1);
		out->yes = against * 0.3;
	}
}

/* A refusal that the lists don't know, where a yes or no was asked for: the model's. */
static void
refusal(const struct message *m, const struct understanding *u, struct signals *out)
{
	if (!message_expects(m, "yes_no") || u->intent_count == 0 ||
	    strcmp(u->intents[0].intent, "deny") != 0 || out->yes >= 0.4 || begins_a_tale(m))
		return;
	if (u->intents[0].probability >= 0.7 && 0.95 * u->intents[0].probability > out->no)
		out->no = 0.95 * u->intents[0].probability;
}

/* Phrases that ask for a person; a single word counts where the message is little else. */
static double
human_wanted(const struct message *m)
{
	const struct word_match *match;
	double p = 0;

	for (size_t i = 0; (match = message_match(m, "human", NULL, i)) != NULL; i++)
		if (!content_is_negated(m, match) && strength(match->sub) > p)
			p = strength(match->sub);
	if (p < 0.9 && p > 0 && other_words(m) > 5)
		p *= 0.6;
	return p;
}

/* "The blister on my palm", "it hit his eye": a part of somebody's body, near a word of harm in the
 * same sentence. */
static bool
is_body_harmed(const struct message *m)
{
	const struct word_match *harm;

	for (size_t i = 0; (harm = message_match(m, "harm", NULL, i)) != NULL; i++) {
		size_t from = harm->start > HARM_REACH ? harm->start - HARM_REACH : 0,
		       to = harm->start + harm->count + HARM_REACH;

		for (size_t k = harm->start; k > from; k--)
			if (message_is_sentence_end(m, k - 1))
				from = k;
		for (size_t k = from; k < m->count && k < to; k++) {
			if (k > from && message_match_at(m, "body", k) != NULL &&
			    message_match_at(m, "whose", k - 1) != NULL)
				return true;
			if (k >= harm->start && message_is_sentence_end(m, k))
				break;
		}
	}
	return false;
}

static const char *
guarded_topic(const struct message *m)
{
	static const char *const order[] = { "threat", "safety", "health", "legal" };

	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		if (message_match(m, "guarded", order[i], 0) != NULL)
			return order[i];
	return is_body_harmed(m) ? "health" : "";
}

void
signals_find(struct message *m, struct understanding *out)
{
	struct signals *s = &out->signals;

	memset(s, 0, sizeof *s);
	yes_or_no(m, s);
	refusal(m, out, s);
	s->consent = s->yes > s->no && consent_is_plain(m);
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

			n = utf8_next(
			    m->text + m->tokens[i].start + k, m->tokens[i].length - k, &point);
			letters++;
			upper += utf8_is_upper(point);
		}
	}
	return (letters >= 8 && upper * 10 > letters * 7 ? 0.6 : 0) +
	    (marks >= 2          ? 0.3
		    : marks == 1 ? 0.1
				 : 0);
}

/* Values of the words, turned by negations and stretched by intensifiers up to two words before;
 * squashed into [-1, 1]. */
static double
lexicon(const struct message *m)
{
	const struct word_match *match;
	double sum = 0;

	for (size_t i = 0; (match = message_match(m, "sentiment", NULL, i)) != NULL; i++) {
		int64_t value;
		double x;

		if (!text_starts(match->sub, "word.") ||
		    !text_to_int(match->sub + 5, -3, 3, &value))
			continue;
		x = (double)value;
		for (size_t back = 1; back <= 3 && back <= match->start; back++) {
			const struct word_match *before =
			    message_match_at(m, "sentiment", match->start - back);

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
	} values[] = {{"very_negative", -1}, {"negative", -0.42}, {"neutral", 0},
	    {"positive", 0.55}, {"very_positive", 1}};
	const struct classifier *c = &m->u->sentiment;
	double p[CLASSIFIER_CLASS_LIMIT], expected = 0, x;

	if (m->count == 0)
		return 0;
	message_judge(m, c, m->length, m->tokens, m->count, p);
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
