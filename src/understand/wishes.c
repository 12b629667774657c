/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/str.h"

#include "message.h"

#define INTENTS_MOST 5
#define WISHES_MOST 6
#define EMPTY_MESSAGE 0.15	/* of it where a message says nothing: too little for any choice */
#define BARE_ANSWER 0.4		/* of the probability of any intent stays where a message is only
				   values */
#define WISH_LEAST 0.45		/* a clause's intent counts as a wish of its own from here */
#define WISH_SECOND 0.55	/* and where there is another */
#define SALUTED_WORDS 4		/* behind a salutation, that are a clause of their own */
#define ASKS_WITHIN 4		/* words from a clause's beginning in which it shows that it asks */
#define ASIDE "aside"		/* the phrases of what surrounds a wish: no intent of the shop's,
				   never given out */

struct clause {
	size_t from, count;
	double *p;			/* of each class; NULL where it is the whole message */
	uint32_t best;
	double weight;			/* words */
	bool idle;			/* only courtesy, frame, values, or an aside: no wish of its
					   own */
};

/* Reasons of the intents that tell of a trouble. */
static const struct {
	const char *intent, *reason;
} troubles[] = {
	{ "damaged_item", "damaged" }, { "faulty_item", "faulty" }, { "wrong_item", "wrong_item" },
};

static bool
has_reason(const struct message *m, const char *reason)
{
	for (size_t k = 0; k < m->slot_count; k++)
		if (m->slots[k].kind == SLOT_REASON && m->slots[k].probability >= 0.5 &&
		    strcmp(m->slots[k].value, reason) == 0)
			return true;
	return false;
}

/* Where every mention of a person is taken back ("no need for a colleague"), nobody asks for
 * one. */
static bool
is_human_declined(const struct message *m, size_t from, size_t count)
{
	const struct word_match *match;
	bool any = false;

	for (size_t i = 0; (match = message_match(m, "human", NULL, i)) != NULL; i++) {
		if (match->start < from || match->start >= from + count)
			continue;
		if (!content_is_negated(m, match))
			return false;
		any = true;
	}
	return any;
}

/* What the lists know better than the model: a person declined, and a change of mind told as
 * "nothing is wrong with it". What is taken away goes to no other intent. */
static void
weigh_evidence(const struct message *m, size_t from, size_t count, double *p)
{
	const struct classifier *c = &m->u->intents;
	bool declined = is_human_declined(m, from, count),
	     changed_mind = has_reason(m, "changed_mind");

	for (uint32_t k = 0; k < c->head.classes; k++) {
		if (declined && strcmp(c->labels[k], "human") == 0)
			p[k] *= 0.05;
		for (size_t i = 0; changed_mind && i < sizeof troubles / sizeof troubles[0]; i++)
			if (strcmp(c->labels[k], troubles[i].intent) == 0 &&
			    !has_reason(m, troubles[i].reason))
				p[k] *= 0.2;
	}
}

static void
classify(struct message *m, size_t from, size_t count, double *p)
{
	const struct classifier *c = &m->u->intents;
	size_t end =
	    count > 0 ? m->tokens[from + count - 1].start + m->tokens[from + count - 1].length : 0;

	message_judge(m, c, end, m->tokens + from, count, p);
	weigh_evidence(m, from, count, p);
}

static uint32_t
best_of(const double *p, uint32_t n)
{
	uint32_t best = 0;

	for (uint32_t k = 1; k < n; k++)
		best = p[k] > p[best] ? k : best;
	return best;
}

static bool
has_words_ahead(const struct message *m, size_t token, size_t words)
{
	for (; words > 0 && token < m->count && !message_is_sentence_end(m, token); token++)
		words -= m->tokens[token].kind != TOKEN_PUNCTUATION;
	return words == 0;
}

/* "To whom it may concern, …": a greeting and its comma, before more than "anyone in?". */
static bool
is_salutation(const struct message *m, size_t from, size_t i)
{
	if (i < from + 2 || !message_is_word(m, i - 1, ",") ||
	    !has_words_ahead(m, i, SALUTED_WORDS))
		return false;
	for (size_t k = from; k + 1 < i; k++)
		if (message_match_at(m, "greeting", k) == NULL)
			return false;
	return true;
}

/* Whether a clause ends before token i: after a salutation, after a sentence's end, before a connector with enough
 * words on both sides. */
static bool
is_boundary(const struct message *m, size_t from, size_t i)
{
	const struct word_match *connector;

	if (message_is_sentence_end(m, i - 1) && m->tokens[i].kind != TOKEN_PUNCTUATION)
		return true;
	if (is_salutation(m, from, i))
		return true;
	if (message_is_word(m, i - 1, ":") && i > from + 2 && i + 2 < m->count && !m->taken[i])
		return true;
	for (size_t b = m->tokens[i - 1].start + m->tokens[i - 1].length; b < m->tokens[i].start;
	     b++)
		if (m->text[b] == '\n')
			return true;
	connector = message_match_at(m, "connector", i);
	if (connector == NULL || connector->start != i || i < from + 2 ||
	    !has_words_ahead(m, i + connector->count, 2))
		return false;
	return strcmp(connector->sub, "weak") != 0 ||
	    (i >= from + 3 && has_words_ahead(m, i + 1, 3));
}

/* Past the words that only join a clause to what went before ("and also", "besides that,"). */
static size_t
past_connector(const struct message *m, size_t from, size_t to)
{
	const struct word_match *connector = message_match_at(m, "connector", from);
	size_t i = from;

	if (connector != NULL && connector->start == from && strcmp(connector->sub, "lead") == 0)
		i = from + connector->count;
	while (i < to && m->tokens[i].kind == TOKEN_PUNCTUATION)
		i++;
	return i < to ? i : from;
}

static size_t
clauses_cut(struct message *m, struct clause *clauses)
{
	size_t n = 0, from = 0;

	for (size_t i = 1; i <= m->count && n < MESSAGE_CLAUSE_LIMIT; i++) {
		size_t words = 0, begin;

		if (i < m->count && (n + 1 == MESSAGE_CLAUSE_LIMIT || !is_boundary(m, from, i)))
			continue;
		begin = past_connector(m, from, i);
		for (size_t k = begin; k < i; k++)
			words += m->tokens[k].kind != TOKEN_PUNCTUATION;
		if (words > 0) {
			clauses[n].from = begin;
			clauses[n].count = i - begin;
			clauses[n++].weight = (double)words;
		}
		from = i;
	}
	return n;
}

static struct intent_guess *
ranked(struct message *m, const double *p, size_t *count)
{
	const struct classifier *c = &m->u->intents;
	struct intent_guess *out = arena_alloc(m->a, INTENTS_MOST * sizeof *out);
	bool used[CLASSIFIER_CLASS_LIMIT] = { false };

	*count = 0;
	for (size_t i = 0; i < INTENTS_MOST && i < c->head.classes; i++) {
		uint32_t best = CLASSIFIER_NO_FEATURE;

		for (uint32_t k = 0; k < c->head.classes; k++)
			if (!used[k] && strcmp(c->labels[k], ASIDE) != 0 &&
			    (best == CLASSIFIER_NO_FEATURE || p[k] > p[best]))
				best = k;
		if (best == CLASSIFIER_NO_FEATURE)
			break;
		used[best] = true;
		out[*count].intent = c->labels[best];
		out[(*count)++].probability = p[best];
	}
	return out;
}

/* "I don't want to send it back": what would be a request is taken back. */
static bool
is_taken_back(const struct message *m, const struct clause *clause)
{
	bool any = false;

	for (size_t i = clause->from; i < clause->from + clause->count; i++) {
		const struct word_match *match = message_match_at(m, "asks", i);

		if (match != NULL && !content_is_negated(m, match))
			return false;
		any = any || match != NULL;
	}
	return any;
}

/* Whether clause i asks for something by itself, and how sure it must be: more where another clause
 * is surer. */
static bool
is_wish(const struct message *m, const struct clause *clauses, size_t n, size_t i)
{
	const struct classifier *c = &m->u->intents;
	double p = clauses[i].p[clauses[i].best];

	if (clauses[i].idle || intent_is_small_talk(c->labels[clauses[i].best]) ||
	    clauses[i].best == c->head.outside_class || clauses[i].weight < 2)
		return false;
	for (size_t k = 0; k < n; k++)
		if (k != i && !clauses[k].idle && clauses[k].best != clauses[i].best &&
		    clauses[k].best != c->head.outside_class &&
		    !intent_is_small_talk(c->labels[clauses[k].best]) &&
		    clauses[k].p[clauses[k].best] > p)
			return p >= WISH_SECOND && !is_taken_back(m, &clauses[i]);
	for (size_t k = 0; k < n; k++)
		if (k != i && !clauses[k].idle && clauses[k].best != clauses[i].best &&
		    clauses[k].p[clauses[k].best] >= WISH_SECOND && is_taken_back(m, &clauses[i]))
			return false;
	return p >= WISH_LEAST;
}

/* "Who pays the postage?", not "could you cancel it?": what is asked for is knowledge. */
static bool
asks_to_know(const struct message *m, size_t from, size_t count)
{
	for (size_t i = from; i < from + count && i < from + ASKS_WITHIN; i++)
		if (message_match_at(m, "fact", i) != NULL)
			return strcmp(message_match_at(m, "fact", i)->sub, "request") != 0;
	return false;
}

static bool
is_courtesy(const struct message *m, size_t token)
{
	return (m->tokens[token].kind == TOKEN_PUNCTUATION && !message_is_word(m, token, "?")) ||
	    message_match_at(m, "greeting", token) != NULL ||
	    message_match_at(m, "goodbye", token) != NULL ||
	    message_match_at(m, "thanks", token) != NULL;
}

static struct wish_clause
clause_of(const struct message *m, size_t from, size_t count)
{
	struct wish_clause out = { 0 };

	while (count > 1 && is_courtesy(m, from)) {
		from++;
		count--;
	}
	while (count > 1 && is_courtesy(m, from + count - 1))
		count--;
	if (count == 0)
		return out;
	out.start = m->tokens[from].start;
	out.length =
	    m->tokens[from + count - 1].start + m->tokens[from + count - 1].length - out.start;
	out.asks = asks_to_know(m, from, count);
	out.bare = !out.asks;
	for (size_t i = from; i < from + count && out.bare; i++)
		out.bare = !message_is_word(m, i, "?") &&
		    (message_match_at(m, "asks", i) == NULL ||
			content_is_negated(m, message_match_at(m, "asks", i)));
	return out;
}

/* Intents of clauses that are wishes, in order of mention, each once; but a question about what is
 * wished for beside it is one of its own. */
static void
wishes_gather(struct message *m, const struct clause *clauses, size_t n,
    struct intent_guess *wishes, struct wish_clause *spans, size_t *count)
{
	const struct classifier *c = &m->u->intents;

	*count = 0;
	for (size_t i = 0; i < n && *count < WISHES_MOST; i++) {
		const char *intent = c->labels[clauses[i].best];
		double p = clauses[i].p[clauses[i].best];
		struct wish_clause span = clause_of(m, clauses[i].from, clauses[i].count);
		bool known = false;

		if (!is_wish(m, clauses, n, i))
			continue;
		for (size_t k = 0; k < *count && !known; k++)
			if (wishes[k].intent == intent && spans[k].asks == span.asks) {
				known = true;
				wishes[k].probability =
				    p > wishes[k].probability ? p : wishes[k].probability;
				spans[k].length = span.start + span.length - spans[k].start;
				spans[k].bare = spans[k].bare && span.bare;
			}
		if (!known) {
			wishes[*count].intent = intent;
			wishes[*count].probability = p;
			spans[(*count)++] = span;
		}
	}
}

/* The whole message's distribution blended with its clauses': what surrounds a wish doesn't
 * count. */
static void
blend(const struct message *m, const struct clause *clauses, size_t n, double *p)
{
	const struct classifier *c = &m->u->intents;
	double sum[CLASSIFIER_CLASS_LIMIT] = { 0 }, total = 0, whole = 0.4;

	for (size_t i = 0; i < n; i++) {
		double sure = clauses[i].p[clauses[i].best], weight;

		if (clauses[i].idle ||
		    (intent_is_small_talk(c->labels[clauses[i].best]) && sure > 0.4)) {
			whole = 0.15;
			continue;
		}
		weight = sure * sure * (clauses[i].best == c->head.outside_class ? 0.5 : 1) *
		    (clauses[i].weight < 3 ? 0.5 : 1);
		total += weight;
		for (uint32_t k = 0; k < c->head.classes; k++)
			sum[k] += weight * clauses[i].p[k];
	}
	if (total <= 0)
		return;
	for (uint32_t k = 0; k < c->head.classes; k++)
		p[k] = whole * p[k] + (1 - whole) * sum[k] / total;
}

/* A message that names the shop's own things, or gives what was asked for, is seldom about
 * something else: the odds of that shrink. */
static void
weigh_outside(const struct message *m, double *p)
{
	uint32_t o = m->u->intents.head.outside_class;
	double odds, outside, rest;

	if (o == CLASSIFIER_NO_FEATURE || p[o] <= 0 || p[o] >= 1)
		return;
	odds = p[o] / (1 - p[o]);
	for (size_t i = 0; i < m->slot_count && i < 3; i++)
		if (m->slots[i].kind <= SLOT_ADDRESS || m->slots[i].kind == SLOT_PRODUCT)
			odds *= message_expects_identity(m) ? 0.05 : 0.25;
	if (m->slot_count > 0 && !text_is_empty(m->context->expected))
		odds *= 0.4;
	if (message_match(m, "guarded", NULL, 0) != NULL)
		odds *= 0.2;
	outside = odds / (1 + odds);
	rest = 1 - p[o];
	for (uint32_t k = 0; k < m->u->intents.head.classes; k++)
		p[k] = k == o ? outside : p[k] / rest * (1 - outside);
}

/* Whether tokens hold nothing but values with their frames and courtesies: an answer to what was
 * asked, whose wish stands elsewhere. */
static bool
is_bare_answer(const struct message *m, size_t from, size_t count)
{
	for (size_t i = from; i < from + count && text_is_empty(m->context->expected); i++)
		if (m->tokens[i].kind == TOKEN_PUNCTUATION && m->tokens[i].folded[0] == '?')
			return false;
	return content_words(m, from, count) == 0 && content_has_values(m, from, count);
}

/* A word that no phrase, list or product has. */
static bool
is_unknown(const struct message *m, const struct understanding *out, size_t token)
{
	const struct token *t = &m->tokens[token];

	return t->kind == TOKEN_WORD &&
	    (strcmp(out->language, "en") == 0 || out->language_probability < 0.6) &&
	    message_word_rows(m, t->folded) <= 0 &&
	    !words_knows(m->u->words, m->notes[token].hash) && !index_knows(m->index, t->folded);
}

/* "So yeah, more or less": no word in it is one of any wish. */
static bool
is_empty(const struct message *m, const struct understanding *out)
{
	static const char *const groups[] = { "vague", "filler", "turn", "greeting" };
	bool vague = false;

	if (m->slot_count > 0)
		return false;
	for (size_t i = 0; i < m->count; i++) {
		bool known = m->tokens[i].kind == TOKEN_PUNCTUATION || is_unknown(m, out, i);

		vague = vague || message_match_at(m, "vague", i) != NULL;
		for (size_t k = 0; k < sizeof groups / sizeof groups[0] && !known; k++)
			known = message_match_at(m, groups[k], i) != NULL;
		if (!known)
			return false;
	}
	return vague;
}

/* "Lovely things you have!": praise that asks nothing. */
static bool
is_praise(const struct message *m, const struct clause *clause)
{
	bool praises = false;

	for (size_t i = clause->from; i < clause->from + clause->count; i++) {
		const struct word_match *mood = message_match_at(m, "sentiment", i);

		if (message_is_word(m, i, "?") || message_match_at(m, "asks", i) != NULL ||
		    message_match_at(m, "reason", i) != NULL)
			return false;
		praises |= mood != NULL &&
		    (strcmp(mood->sub, "word.3") == 0 || strcmp(mood->sub, "word.2") == 0);
	}
	return praises;
}

static bool
is_idle(const struct message *m, const struct clause *clause)
{
	if (is_praise(m, clause))
		return true;
	return strcmp(m->u->intents.labels[clause->best], ASIDE) == 0 ||
	    is_bare_answer(m, clause->from, clause->count);
}

static bool
is_aside(const struct message *m, const struct clause *clause)
{
	return strcmp(m->u->intents.labels[clause->best], ASIDE) == 0 &&
	    clause->p[clause->best] >= 0.5;
}

/* What is said aside gives no reason. */
static void
find_reasons(struct message *m, const struct clause *clauses, size_t n)
{
	struct span parts[MESSAGE_CLAUSE_LIMIT] = { { 0, m->count } };
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (n == 1 || !is_aside(m, &clauses[i]))
			parts[count++] = (struct span){ clauses[i].from, clauses[i].count };
	if (m->count > 0)
		reasons_find(m, parts, count > 0 ? count : 1);
}

/* "With the rain and everything", "a long week": what is said aside names no size and no amount. */
static void
drop_values_aside(struct message *m, const struct clause *clause)
{
	size_t start = m->tokens[clause->from].start,
	       end = m->tokens[clause->from + clause->count - 1].start, kept = 0;

	for (size_t k = 0; k < m->slot_count; k++) {
		enum slot_kind kind = m->slots[k].kind;

		if ((kind != SLOT_OPTION && kind != SLOT_ORDINAL && kind != SLOT_QUANTITY) ||
		    m->slots[k].start < start || m->slots[k].start > end)
			m->slots[kept++] = m->slots[k];
	}
	m->slot_count = kept;
}

void
wishes_find(struct message *m, struct understanding *out)
{
	const struct classifier *c = &m->u->intents;
	struct clause *clauses = arena_alloc(m->a, MESSAGE_CLAUSE_LIMIT * sizeof *clauses);
	struct intent_guess *wishes = arena_alloc(m->a, WISHES_MOST * sizeof *wishes);
	struct wish_clause *spans = arena_alloc(m->a, WISHES_MOST * sizeof *spans);
	double p[CLASSIFIER_CLASS_LIMIT];
	size_t n = clauses_cut(m, clauses);
	bool bare = is_bare_answer(m, 0, m->count);

	classify(m, 0, m->count, p);
	if (n > 1) {
		for (size_t i = 0; i < n; i++) {
			clauses[i].p = arena_alloc(m->a, c->head.classes * sizeof *clauses[i].p);
			classify(m, clauses[i].from, clauses[i].count, clauses[i].p);
			clauses[i].best = best_of(clauses[i].p, c->head.classes);
			clauses[i].idle = is_idle(m, &clauses[i]);
			if (is_aside(m, &clauses[i]))
				drop_values_aside(m, &clauses[i]);
		}
		blend(m, clauses, n, p);
		wishes_gather(m, clauses, n, wishes, spans, &out->wish_count);
	}
	find_reasons(m, clauses, n);
	weigh_outside(m, p);
	for (uint32_t k = 0; k < c->head.classes && bare; k++)
		p[k] *= BARE_ANSWER;
	bool empty = is_empty(m, out);

	for (uint32_t k = 0; k < c->head.classes && empty; k++)
		p[k] *= intent_is_small_talk(c->labels[k]) || strcmp(c->labels[k], "human") == 0
		    ? 1
		    : EMPTY_MESSAGE;
	out->intents = ranked(m, p, &out->intent_count);
	out->out_of_scope =
	    c->head.outside_class != CLASSIFIER_NO_FEATURE ? p[c->head.outside_class] : 0;
	if (out->wish_count == 0 || bare || empty) {
		wishes[0] = out->intents[0];
		spans[0] = clause_of(m, 0, m->count);
		out->wish_count = 1;
	}
	out->wishes = wishes;
	out->wish_clauses = spans;
}
