/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The factors of the CSAT proxy from what a store has of one conversation.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/desk/survey.h"
#include "floorwalker/text/text.h"
#include "story.h"

#define WORDS_MOST 160		/* of a message that are compared */
#define BEFORE_MOST 8		/* earlier messages that one is held against */
#define IDENTIFIER_LEAST 5	/* bytes of a word with digits in it that names something */

/* How alike two messages of one author must be to count as the same (Jaccard 1912: shared words
 * over all words), and how many words each must have: a yes, or thanks, are nobody's repetition. */
#define SHOPPER_ALIKE 0.6
#define SHOPPER_WORDS 3
#define AI_ALIKE 0.8
#define AI_WORDS 4

/* The words of a message, each once, as hashes in ascending order. */
struct words {
	uint64_t *items, *identifiers;
	size_t count, identifier_count;
};

struct said {
	struct words before[BEFORE_MOST];
	size_t count;
	double alike;
	size_t least;
	bool by_identifier;		/* who names an order once more says it again */
	int64_t again;			/* messages that said what an earlier one had */
};

/* FNV-1a (Fowler, Noll, Vo). */
static uint64_t
hash_of(const char *s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (; *s != '\0'; s++)
		h = (h ^ (uint64_t)(unsigned char)*s) * 0x100000001b3u;
	return h;
}

static int
compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static size_t
sort_unique(uint64_t *items, size_t count)
{
	size_t kept = 0;
	if (count > 1)
		qsort(items, count, sizeof *items, compare);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || items[i] != items[kept - 1])
			items[kept++] = items[i];
	return kept;
}

static void
words_of(struct arena *a, const char *text, struct words *out)
{
	struct token *tokens;
	size_t count = text_tokens(a, text, strlen(text), &tokens);
	count = count < WORDS_MOST ? count : WORDS_MOST;
	*out = (struct words){.items = arena_alloc(a, (count + 1) * sizeof *out->items),
	    .identifiers = arena_alloc(a, (count + 1) * sizeof *out->identifiers)};
	for (size_t i = 0; i < count; i++) {
		const struct token *t = &tokens[i];
		if (t->kind == TOKEN_PUNCTUATION)
			continue;
		out->items[out->count++] = hash_of(t->folded);
		if (t->kind == TOKEN_MIXED && t->length >= IDENTIFIER_LEAST)
			out->identifiers[out->identifier_count++] = hash_of(t->folded);
	}
	out->count = sort_unique(out->items, out->count);
	out->identifier_count = sort_unique(out->identifiers, out->identifier_count);
}

static size_t
shared(const uint64_t *a, size_t count_a, const uint64_t *b, size_t count_b)
{
	size_t both = 0;
	for (size_t i = 0, j = 0; i < count_a && j < count_b;) {
		if (a[i] == b[j]) {
			both++;
			i++;
			j++;
		} else if (a[i] < b[j]) {
			i++;
		} else {
			j++;
		}
	}
	return both;
}

static bool
is_alike(const struct said *s, const struct words *x, const struct words *y)
{
	size_t both;
	if (s->by_identifier &&
	    shared(x->identifiers, x->identifier_count, y->identifiers, y->identifier_count) > 0)
		return true;
	if (x->count < s->least || y->count < s->least)
		return false;
	both = shared(x->items, x->count, y->items, y->count);
	return (double)both >= s->alike * (double)(x->count + y->count - both);
}

static void
say(struct said *s, struct arena *a, const char *text)
{
	struct words w;
	bool again = false;
	words_of(a, text, &w);
	for (size_t i = 0; i < s->count && i < BEFORE_MOST && !again; i++)
		again = is_alike(s, &w, &s->before[i]);
	s->again += again;
	s->before[s->count++ % BEFORE_MOST] = w;
}

static bool
is_question(const struct story *s, int64_t number)
{
	for (size_t i = 0; i < s->asked_count; i++)
		if (s->asked[i] == number)
			return true;
	return false;
}

/* What the messages tell: who served, and what was said again. */
static void
add_messages(const struct story *s, const struct message_list *messages, struct arena *a,
    struct satisfaction_factors *out)
{
	struct said shopper = {.alike = SHOPPER_ALIKE, .least = SHOPPER_WORDS, .by_identifier = true},
		    ai = {.alike = AI_ALIKE, .least = AI_WORDS};
	const char *server = NULL;
	bool by_person = false;
	for (size_t i = 0; i < messages->count; i++) {
		const struct message *m = &messages->items[i];
		const char *who = m->author == AUTHOR_AI ? "" : m->name;
		if (m->author == AUTHOR_SHOPPER)
			say(&shopper, a, m->text);
		if ((m->author != AUTHOR_AI && m->author != AUTHOR_AGENT) ||
		    m->delivery != DELIVERY_DELIVERED || is_question(s, m->number))
			continue;
		if (m->author == AUTHOR_AI)
			say(&ai, a, m->text);
		out->transfers += server != NULL && strcmp(server, who) != 0;
		by_person |= m->author == AUTHOR_AGENT;
		server = who;
	}
	out->transfers += s->outcome.handed_off && !by_person;
	out->repeats = (double)shopper.again;
	out->loops = (double)ai.again;
}

/* "resolved" is the desk's own word (the AI closes with it), the others are what worlds call it. */
static enum satisfaction_resolution
resolution_of(const struct story *s, const struct conversation *c)
{
	if (c->state != CONVERSATION_CLOSED)
		return SATISFACTION_UNKNOWN;
	if (s->outcome.abandoned || strcmp(c->disposition, "unresolved") == 0)
		return SATISFACTION_UNMET;
	if (strcmp(c->disposition, "resolved") == 0)
		return SATISFACTION_MET;
	return s->outcome.need_met && !s->outcome.recontacted ? SATISFACTION_MET
							      : SATISFACTION_UNKNOWN;
}

bool
satisfaction_applies(const struct story *s, const struct conversation *c)
{
	return s->outcome.shopper_messages > 0 && c->merged_into == 0 &&
	    strcmp(c->disposition, "spam") != 0 && strcmp(c->disposition, "test") != 0;
}

static void
add_waits(const struct story *s, int64_t end_ms, struct satisfaction_factors *out)
{
	int64_t since = s->left_queue_ms > s->silent_ms ? s->left_queue_ms : s->silent_ms,
		gap = s->longest_gap_ms;
	out->wait_first_ms = (double)(s->first_answer_ms >= 0 ? s->first_answer_ms
							       : end_ms - s->wrote_ms);
	out->wait_queue_ms = (double)(s->queue_ms + (s->waits ? end_ms - s->entered_ms : 0));
	if (s->closed_ms == 0 && s->silent_ms != 0 && !s->waits && s->first_answer_ms >= 0 &&
	    end_ms - since > gap)
		gap = end_ms - since;
	out->wait_longest_ms = (double)gap;
}

void
satisfaction_of_records(const struct story *s, const struct conversation *c,
    const struct message_list *messages, int64_t now_ms, struct arena *a,
    struct satisfaction_factors *out)
{
	int64_t said = s->outcome.shopper_messages;
	*out = (struct satisfaction_factors){
	    .resolution = resolution_of(s, c),
	    .abandoned = c->state == CONVERSATION_CLOSED && s->outcome.abandoned,
	    .effort = said > SATISFACTION_TASK_MESSAGES
		? (double)(said - SATISFACTION_TASK_MESSAGES)
		: 0,
	    .sentiment_last = NAN,
	    .sentiment_slope = NAN,
	};
	if (s->mood_known) {
		out->sentiment_last = c->sentiment;
		out->sentiment_slope =
		    (c->sentiment - c->sentiment_first) / (double)(said > 1 ? said - 1 : 1);
	}
	add_waits(s, s->closed_ms != 0 ? s->closed_ms : now_ms, out);
	add_messages(s, messages, a, out);
}

enum err
desk_satisfaction(struct desk *d, struct arena *a, int64_t conversation_id,
    struct conversation_satisfaction *out, struct errinfo *e)
{
	struct satisfaction_factors factors;
	struct message_list messages;
	struct event_list events;
	struct conversation c;
	struct story s;
	enum err r;
	*out = (struct conversation_satisfaction){0};
	if ((r = store_conversation_get(d->store, a, conversation_id, &c, e)) != ERR_OK ||
	    (r = store_event_list(d->store, a, conversation_id, &events, e)) != ERR_OK ||
	    (r = store_message_list(d->store, a, conversation_id, 0, &messages, e)) != ERR_OK)
		return r;
	story_begin(&s, conversation_id);
	for (size_t i = 0; i < events.count; i++)
		story_tell(&s, d, a, &events.items[i]);
	out->applies = satisfaction_applies(&s, &c);
	out->is_final = c.state == CONVERSATION_CLOSED;
	satisfaction_of_records(&s, &c, &messages, clock_now_ms(d->clock), a, &factors);
	satisfaction_score(&factors, &out->proxy);
	survey_of_events(d, a, &c, &events, &out->survey);
	return ERR_OK;
}
