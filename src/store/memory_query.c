/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A query of many fields in memory.
 */
#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"

/* What a term is that a conversation's own record doesn't answer: the conversations that fit, by
 * id. */
struct ids { int64_t *items; size_t count, room; bool idle; };	/* idle: it says nothing */

struct asked {
	const struct query *query;	/* NULL: all fit */
	struct ids fitting[QUERY_TERMS * 2];	/* of each term */
	bool words_too;			/* terms of words are part of it */
	bool has_actions;
	struct ids actions;		/* what must hold of one action */
};

static int
compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static void
ids_add(struct ids *s, int64_t id)
{
	if (s->count > 0 && s->items[s->count - 1] == id)
		return;
	if (s->count == s->room)
		s->items =
		    mem_grow(s->items, s->room = s->room ? s->room * 2 : 32, sizeof *s->items);
	s->items[s->count++] = id;
}

static void
ids_sort(struct ids *s)
{
	if (s->count > 1)
		qsort(s->items, s->count, sizeof *s->items, compare_ids);
}

static bool
ids_have(const struct ids *s, int64_t id)
{
	return s->count > 0 &&
	    bsearch(&id, s->items, s->count, sizeof *s->items, compare_ids) != NULL;
}

static bool
holds_phrase(const struct search *s, const char *text)
{
	struct arena *scratch = arena_new();
	const char **words;
	size_t count = search_words(scratch, text, &words);
	bool found = false;

	for (size_t p = 0; p < s->count && !found; p++)
		found = phrase_count(&s->phrases[p], words, count) > 0;
	arena_free(&scratch);
	return found;
}

/* Conversations that hold one of the term's texts. */
static void
find_texts(const struct memory *m, const struct query_term *t, struct ids *out)
{
	const struct entries *messages = &m->tables[RECORD_MESSAGE].all,
			     *conversations = &m->tables[RECORD_CONVERSATION].all;
	struct arena *a = arena_new();
	struct search search = {0};
	int64_t id;

	for (size_t i = 0; i < t->text_count; i++)
		search_add(a, &search, &t->texts[i]);
	out->idle = search.count == 0 && t->field != QUERY_ORDER;
	for (size_t i = 0; search.count > 0 && t->field != QUERY_SHOPPER && i < messages->count;
	     i++) {
		const struct message *x = entry_record(messages->items[i]);

		if (holds_phrase(&search, x->text))
			ids_add(out, x->conversation_id);
	}
	for (size_t i = 0; search.count > 0 && t->field != QUERY_ORDER && i < conversations->count;
	     i++) {
		const struct conversation *c = entry_record(conversations->items[i]);

		if (holds_phrase(&search, c->shopper))
			ids_add(out, c->id);
	}
	for (size_t i = 0; t->field == QUERY_WORDS && search.count > 0 && i < t->text_count; i++)
		if (record_id_parse('C', t->texts[i].text, &id))
			ids_add(out, id);
	arena_free(&a);
}

static bool
action_fits(const struct query_term *t, const struct action *x)
{
	if (t->field == QUERY_AMOUNT)
		return query_range_holds(t, x->amount);
	if (t->field == QUERY_ORDER)
		return !text_is_empty(x->order_id) && query_text_holds(t, x->order_id);
	return (t->bits >> x->state & 1) || (t->bits >> (QUERY_KINDS + (int)x->kind) & 1);
}

static void
find_actions(const struct memory *m, const struct query_term *t, struct ids *out)
{
	const struct entries *all = &m->tables[RECORD_ACTION].all;

	for (size_t i = 0; i < all->count; i++) {
		const struct action *x = entry_record(all->items[i]);

		if (action_fits(t, x))
			ids_add(out, x->conversation_id);
	}
}

static bool
is_of_actions(const struct query_term *t)
{
	return t->field == QUERY_AMOUNT || t->field == QUERY_ACTION;
}

/* All terms that must hold of actions are of one action together. */
static void
find_one_action(const struct memory *m, struct asked *q)
{
	const struct entries *all = &m->tables[RECORD_ACTION].all;

	for (size_t i = 0; i < all->count; i++) {
		const struct action *x = entry_record(all->items[i]);
		bool fits = true;

		for (size_t k = 0; k < q->query->count && fits; k++) {
			const struct query_term *t = &q->query->terms[k];

			fits = !is_of_actions(t) || t->negated || action_fits(t, x);
		}
		if (fits)
			ids_add(&q->actions, x->conversation_id);
	}
	ids_sort(&q->actions);
}

static struct asked *
make(const struct memory *m, const struct query *query, bool words)
{
	struct asked *q = mem_zero(1, sizeof *q);

	q->query = query;
	q->words_too = words;
	for (size_t i = 0; query != NULL && i < query->count && i < QUERY_TERMS * 2; i++) {
		const struct query_term *t = &query->terms[i];
		struct ids *out = &q->fitting[i];

		if ((t->field == QUERY_WORDS && (words || t->negated)) ||
		    t->field == QUERY_SHOPPER || t->field == QUERY_ORDER)
			find_texts(m, t, out);
		if (t->field == QUERY_ORDER || (is_of_actions(t) && t->negated))
			find_actions(m, t, out);
		q->has_actions = q->has_actions || (is_of_actions(t) && !t->negated);
		ids_sort(out);
	}
	if (q->has_actions)
		find_one_action(m, q);
	return q;
}

struct asked *
asked_new(const struct memory *m, const struct query *q)
{
	return make(m, q, false);
}

void
asked_free(struct asked **q)
{
	if (*q == NULL)
		return;
	for (size_t i = 0; i < QUERY_TERMS * 2; i++)
		mem_free((*q)->fitting[i].items);
	mem_free((*q)->actions.items);
	mem_free(*q);
	*q = NULL;
}

static bool
term_fits(const struct asked *q, size_t i, const struct conversation *c)
{
	const struct query_term *t = &q->query->terms[i];
	bool known, holds = query_term_holds(t, c, &known);

	if (!known && (q->fitting[i].idle || (is_of_actions(t) && !t->negated) ||
			  (t->field == QUERY_WORDS && !t->negated && !q->words_too)))
		return true;
	if (!known)
		holds = ids_have(&q->fitting[i], c->id);
	return holds != t->negated;
}

bool
asked_fits(const struct asked *q, const struct conversation *c)
{
	if (q->query == NULL)
		return true;
	for (size_t i = 0; i < q->query->count; i++)
		if (!term_fits(q, i, c))
			return false;
	return !q->has_actions || ids_have(&q->actions, c->id);
}

/* ---- orders */

static const char *
owner(const struct conversation *c)
{
	return c->state == CONVERSATION_AI    ? OWNER_AI
	    : c->state == CONVERSATION_QUEUED ? OWNER_QUEUE
					      : c->agent;
}

/* What is compared, and who asks. */
struct ordering {
	const struct memory *m;
	const struct conversation_query *asked;
};

static double
unread(const struct ordering *o, const struct conversation *c)
{
	const struct read_mark *x;
	const char *agent = o->asked->agent;

	if (text_is_empty(agent) || c->state == CONVERSATION_CLOSED)
		return 0;
	x = memory_personal_of(o->m, RECORD_READ_MARK, c->id, agent);
	return c->message_count > (x == NULL ? 0 : x->messages)
	    ? (double)(c->message_count - (x == NULL ? 0 : x->messages))
	    : 0;
}

static const char *
looking(const struct ordering *o, const struct conversation *c)
{
	const struct entries *all = &o->m->tables[RECORD_PRESENCE].all;
	const char *agent = o->asked->agent == NULL ? "" : o->asked->agent, *first = "";

	for (size_t i = 0; i < all->count; i++) {
		const struct presence *x = entry_record(all->items[i]);

		if (x->conversation_id == c->id && x->seen_ms >= o->asked->seen_since_ms &&
		    !text_is(x->agent, agent) && (first[0] == '\0' || strcmp(x->agent, first) < 0))
			first = x->agent;
	}
	return first;
}

static double
number(const struct ordering *o, const struct conversation *c)
{
	switch (o->asked->sort) {
	case SORT_BY_CONFIDENCE: return c->confidence;
	case SORT_BY_SENTIMENT: return c->sentiment;
	case SORT_BY_TREND: return c->sentiment - c->sentiment_first;
	case SORT_BY_REASON: return c->reason;
	case SORT_BY_WAITING: return (double)c->waiting_ms;
	case SORT_BY_DUE: return (double)c->due_ms;
	case SORT_BY_STATE: return c->state;
	case SORT_BY_OPENED: return (double)c->opened_ms;
	case SORT_BY_UPDATED: return (double)c->updated_ms;
	case SORT_BY_CLOSED: return (double)c->closed_ms;
	case SORT_BY_MESSAGES: return (double)c->message_count;
	case SORT_BY_SNOOZED: return (double)c->snoozed_ms;
	case SORT_BY_UNREAD: return unread(o, c);
	default: return 0;
	}
}

static const char *
word(const struct ordering *o, const struct conversation *c)
{
	switch (o->asked->sort) {
	case SORT_BY_SHOPPER: return c->shopper;
	case SORT_BY_INTENT: return c->intent;
	case SORT_BY_CHANNEL: return c->channel;
	case SORT_BY_TIER: return c->tier;
	case SORT_BY_OWNER: return owner(c);
	case SORT_BY_QUEUE: return c->queue;
	case SORT_BY_LANGUAGE: return c->language;
	case SORT_BY_TAGS: return c->tags == NULL ? "" : c->tags;
	case SORT_BY_CUSTOMER: return c->customer_id;
	case SORT_BY_DISPOSITION: return c->disposition;
	case SORT_BY_PREVIEW: return c->preview;
	case SORT_BY_LOOKING: return looking(o, c);
	default: return "";
	}
}

static bool
lacks(const struct ordering *o, const struct conversation *c)
{
	switch (o->asked->sort) {
	case SORT_BY_CONFIDENCE: return c->confidence < 0;
	case SORT_BY_REASON:
	case SORT_BY_WAITING:
	case SORT_BY_DUE:
	case SORT_BY_SNOOZED:
	case SORT_BY_UNREAD:
	case SORT_BY_CLOSED: return !(number(o, c) > 0);
	case SORT_BY_INTENT:
	case SORT_BY_TIER:
	case SORT_BY_QUEUE:
	case SORT_BY_LANGUAGE:
	case SORT_BY_TAGS:
	case SORT_BY_CUSTOMER:
	case SORT_BY_DISPOSITION:
	case SORT_BY_PREVIEW:
	case SORT_BY_LOOKING:
	case SORT_BY_OWNER: return text_is_empty(word(o, c));
	default: return false;
	}
}

static const char *
group_of(const struct conversation *c, enum conversation_group group, char reason[12])
{
	switch (group) {
	case GROUP_QUEUE: return c->queue;
	case GROUP_OWNER: return owner(c);
	case GROUP_TIER: return c->tier;
	case GROUP_CHANNEL: return c->channel;
	case GROUP_REASON:
		reason[0] = (char)('0' + (int)c->reason / 10);
		reason[1] = (char)('0' + (int)c->reason % 10);
		reason[2] = '\0';
		return c->reason >= 10 ? reason : reason + 1;
	default: return "";
	}
}

static int
compare_groups(
    const struct conversation *x, const struct conversation *y, enum conversation_group group)
{
	char p[12], q[12];
	const char *k = group_of(x, group, p), *l = group_of(y, group, q);

	if (group == GROUP_REASON)
		return x->reason == y->reason ? 0
		    : (x->reason == 0) != (y->reason == 0) ? (x->reason == 0 ? 1 : -1)
							   : (int)x->reason - (int)y->reason;
	if (text_is_empty(k) != text_is_empty(l))
		return text_is_empty(k) ? 1 : -1;
	return strcmp(k, l);
}

static int
compare(const void *a, const void *b, void *context)
{
	const struct ordering *o = context;
	const struct conversation_query *q = o->asked;
	const struct conversation *x = entry_record(*(struct entry *const *)a),
				  *y = entry_record(*(struct entry *const *)b);
	int sign = q->descending ? -1 : 1,
	    order = q->group == GROUP_NONE ? 0 : compare_groups(x, y, q->group);
	double n = number(o, x), k = number(o, y);

	if (order != 0)
		return order;
	if (lacks(o, x) != lacks(o, y))
		return lacks(o, x) ? 1 : -1;
	if (n < k || n > k)
		return n < k ? -sign : sign;
	if ((order = strcmp(word(o, x), word(o, y))) != 0)
		return order * sign;
	return x->id < y->id ? -sign : sign;
}

enum err
memory_query_ids(void *self, struct arena *a, const struct conversation_query *q,
    struct conversation_ids *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *all = &m->tables[RECORD_CONVERSATION].all;
	struct ordering order = {m, q};
	struct asked *asked = make(m, q->query, true);
	struct picked p = {0};
	char reason[12];

	(void)e;
	for (size_t i = 0; i < all->count; i++)
		if (asked_fits(asked, entry_record(all->items[i])))
			picked_add(&p, all->items[i]);
	asked_free(&asked);
	if (p.count > 1)
		qsort_r(p.items, p.count, sizeof *p.items, compare, &order);
	out->total = (int64_t)p.count;
	out->count = p.count < q->limit ? p.count : q->limit;
	out->ids = arena_alloc(a, (out->count + 1) * sizeof *out->ids);
	out->runs =
	    arena_alloc(a, (q->group == GROUP_NONE ? 1 : out->count + 1) * sizeof *out->runs);
	for (size_t i = 0; i < out->count; i++) {
		const struct conversation *c = entry_record(p.items[i]);
		const char *key = q->group == GROUP_NONE ? NULL : group_of(c, q->group, reason);

		out->ids[i] = c->id;
		if (key == NULL)
			continue;
		if (out->run_count == 0 || !text_is(out->runs[out->run_count - 1].key, key))
			out->runs[out->run_count++].key = arena_text(a, key);
		out->runs[out->run_count - 1].count++;
	}
	mem_free(p.items);
	return ERR_OK;
}

enum err
memory_conversation_some(void *self, struct arena *a, const int64_t *ids, size_t count,
    struct rows *out, struct errinfo *e)
{
	struct memory *m = self;
	struct conversation *items = arena_alloc(a, (count + 1) * sizeof *items);

	(void)e;
	*out = (struct rows){items, 0};
	for (size_t i = 0; i < count; i++) {
		const struct entry *x = table_get(&m->tables[RECORD_CONVERSATION], ids[i]);

		if (x == NULL)
			continue;
		memory_copy(RECORD_CONVERSATION, x, a, &items[out->count]);
		items[out->count].sealed_state = NULL;
		items[out->count++].sealed_state_size = 0;
	}
	return ERR_OK;
}
