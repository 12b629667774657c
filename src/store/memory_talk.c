/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations and messages in memory.
 */
#include "memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/text/translate.h"

enum err
memory_conversation_of_contact(void *self, struct arena *a, const char *channel,
    const char *contact, struct conversation *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list = table_group(&m->tables[RECORD_CONVERSATION],
	    CONVERSATIONS_BY_CONTACT, memory_key_of_names(channel, contact, NULL));
	const struct entry *found = NULL;

	for (size_t i = list->count; i-- > 0;) {
		const struct conversation *c = entry_record(list->items[i]);

		if (!text_is(c->contact, contact) || !text_is(c->channel, channel))
			continue;
		if (!found || c->state != CONVERSATION_CLOSED)
			found = list->items[i];
		if (c->state != CONVERSATION_CLOSED)
			break;
	}
	if (!found)
		return err_set(e, ERR_NOT_FOUND, tr("there is no conversation with this contact"));
	memory_copy(RECORD_CONVERSATION, found, a, out);
	return ERR_OK;
}

static bool
fits(const struct conversation *c, const struct conversation_filter *f, int reason)
{
	return (!f->queue || text_is(c->queue, f->queue)) &&
	    (!f->agent || text_is(c->agent, f->agent)) &&
	    (!f->customer_id || text_is(c->customer_id, f->customer_id)) &&
	    (reason < 0 || (int)c->reason == reason) &&
	    (f->opened_after_ms == 0 || c->opened_ms > f->opened_after_ms) &&
	    (f->closed_after_ms == 0 || c->closed_ms > f->closed_after_ms) &&
	    (f->snoozed == SNOOZED_OR_NOT ||
		(f->snoozed == SNOOZED_ONLY) == (c->snoozed_ms > 0)) &&
	    (f->level == 0 || c->level >= f->level) && (!f->tag || conversation_has_tag(c->tags, f->tag));
}

static double
order_key(const struct conversation *c, enum conversation_order order)
{
	switch (order) {
	case ORDER_UPDATED:
		return (double)c->updated_ms;
	case ORDER_WAITING:
		return (double)c->waiting_ms;
	case ORDER_CONFIDENCE:
		return c->confidence;
	case ORDER_DUE:
		return (double)c->due_ms;
	default:
		return 0;
	}
}

static bool
is_absent(const struct conversation *c, enum conversation_order order)
{
	return (order == ORDER_WAITING && c->waiting_ms == 0) ||
	    (order == ORDER_CONFIDENCE && c->confidence < 0) ||
	    (order == ORDER_DUE && c->due_ms == 0);
}

static int
compare_conversations(const void *a, const void *b, void *context)
{
	const struct conversation_filter *f = context;
	const struct conversation *x = entry_record(*(struct entry *const *)a),
				  *y = entry_record(*(struct entry *const *)b);
	double p = order_key(x, f->order), q = order_key(y, f->order);
	int sign = f->descending ? -1 : 1;

	if (!f->descending && is_absent(x, f->order) != is_absent(y, f->order))
		return is_absent(x, f->order) ? 1 : -1;
	if (p < q || p > q)
		return p < q ? -sign : sign;
	return x->id < y->id ? -sign : sign;
}

enum err
memory_conversation_list(void *self, struct arena *a, const struct conversation_filter *f,
    int reason, struct conversation_list *out, struct errinfo *e)
{
	struct memory *m = self;
	struct conversation_filter order = *f;
	struct picked p = { 0 };
	struct rows rows;

	(void)e;
	for (int state = 0; state <= CONVERSATION_CLOSED; state++) {
		const struct entries *list = table_group(
		    &m->tables[RECORD_CONVERSATION], CONVERSATIONS_BY_STATE, key_of_int(state));

		if (f->states != 0 && !(f->states >> state & 1))
			continue;
		for (size_t i = 0; i < list->count; i++)
			if (fits(entry_record(list->items[i]), f, reason))
				picked_add(&p, list->items[i]);
	}
	if (p.count > 1)
		qsort_r(p.items, p.count, sizeof(*p.items), compare_conversations, &order);
	out->total = (int64_t)p.count;
	p.count = f->offset < p.count ? p.count - f->offset : 0;
	if (p.count > 0)
		memmove(p.items, p.items + f->offset, p.count * sizeof(*p.items));
	if (p.count > f->limit)
		p.count = f->limit;
	picked_rows(&p, RECORD_CONVERSATION, a, &rows);
	out->items = rows.items;
	out->count = rows.count;
	for (size_t i = 0; i < out->count; i++) {
		out->items[i].sealed_state = NULL;
		out->items[i].sealed_state_size = 0;
	}
	return ERR_OK;
}

/* Those of several states are in order by id each: the least of their heads is next. */
static void
walk_by_id(const struct memory *m, const struct conversation_filter *f, int reason,
    conversation_visit *visit, void *context)
{
	const struct entries *lists[CONVERSATION_CLOSED + 1];
	size_t at[CONVERSATION_CLOSED + 1] = { 0 };

	for (int state = 0; state <= CONVERSATION_CLOSED; state++)
		lists[state] = table_group(
		    &m->tables[RECORD_CONVERSATION], CONVERSATIONS_BY_STATE, key_of_int(state));
	for (;;) {
		const struct entry *next = NULL;
		int of = 0;

		for (int state = 0; state <= CONVERSATION_CLOSED; state++) {
			if ((f->states != 0 && !(f->states >> state & 1)) ||
			    at[state] == lists[state]->count)
				continue;
			if (!next || lists[state]->items[at[state]]->id < next->id) {
				next = lists[state]->items[at[state]];
				of = state;
			}
		}
		if (!next)
			return;
		at[of]++;
		if (fits(entry_record(next), f, reason) && !visit(context, entry_record(next)))
			return;
	}
}

enum err
memory_conversation_walk(void *self, const struct conversation_filter *f, int reason,
    conversation_visit *visit, void *context, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list;

	(void)e;
	if (f->order == ORDER_ID && !f->descending) {
		walk_by_id(m, f, reason, visit, context);
		return ERR_OK;
	}
	if (f->states != 1u << CONVERSATION_QUEUED || !f->queue || f->order != ORDER_WAITING ||
	    f->descending)
		return ERR_UNSUPPORTED;
	list = table_ranks(&m->tables[RECORD_CONVERSATION], memory_key_of_queue(f->queue));
	for (size_t i = 0; i < list->count; i++)
		if (fits(entry_record(list->items[i]), f, reason) &&
		    !visit(context, entry_record(list->items[i])))
			break;
	return ERR_OK;
}

uint64_t
memory_crew_version(void *self)
{
	const struct memory *m = self;

	return 1 + m->tables[RECORD_CONVERSATION].changes + m->tables[RECORD_AGENT].changes;
}

static int
compare_queues(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum err
memory_conversation_counts(
    void *self, struct arena *a, struct conversation_counts *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *queued = table_group(&m->tables[RECORD_CONVERSATION],
	    CONVERSATIONS_BY_STATE, key_of_int(CONVERSATION_QUEUED));
	const struct entries *owned = table_group(&m->tables[RECORD_CONVERSATION],
	    CONVERSATIONS_BY_STATE, key_of_int(CONVERSATION_AGENT));

	(void)e;
	for (int state = 0; state <= CONVERSATION_CLOSED; state++)
		out->by_state[state] = (int64_t)table_group(
		    &m->tables[RECORD_CONVERSATION], CONVERSATIONS_BY_STATE, key_of_int(state))
					   ->count;
	for (size_t i = 0; i < owned->count; i++)
		out->snoozed +=
		    ((const struct conversation *)entry_record(owned->items[i]))->snoozed_ms > 0;
	out->waiting_actions = (int64_t)table_group(
	    &m->tables[RECORD_ACTION], ACTIONS_BY_STATE, key_of_int(ACTION_WAITING))
				   ->count;
	for (size_t i = 0; i < queued->count; i++) {
		const struct conversation *c = entry_record(queued->items[i]);
		size_t n = 0;

		while (n < out->queue_count && !text_is(out->queues[n].queue, c->queue))
			n++;
		if (n == out->queue_count) {
			void *more = arena_alloc(a, (n + 1) * sizeof(*out->queues));

			if (n > 0)
				memcpy(more, out->queues, n * sizeof(*out->queues));
			out->queues = more;
			out->queues[out->queue_count++].queue = arena_text(a, c->queue);
		}
		out->queues[n].count++;
		if (c->waiting_ms > 0 &&
		    (out->queues[n].oldest_ms == 0 || c->waiting_ms < out->queues[n].oldest_ms))
			out->queues[n].oldest_ms = c->waiting_ms;
		if (c->due_ms > 0 &&
		    (out->queues[n].due_ms == 0 || c->due_ms < out->queues[n].due_ms))
			out->queues[n].due_ms = c->due_ms;
		if (c->waiting_ms > 0 &&
		    (out->oldest_waiting_ms == 0 || c->waiting_ms < out->oldest_waiting_ms))
			out->oldest_waiting_ms = c->waiting_ms;
	}
	if (out->queue_count > 1)
		/* the name is the first field */
		qsort(out->queues, out->queue_count, sizeof(*out->queues), compare_queues);
	return ERR_OK;
}

enum err
memory_message_of_source(void *self, int64_t conversation_id, const char *source_key, int64_t *id,
    int64_t *number, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list = table_group(&m->tables[RECORD_MESSAGE], MESSAGES_BY_SOURCE,
	    key_with_text(key_of_int(conversation_id), source_key));

	for (size_t i = 0; i < list->count; i++) {
		const struct message *x = entry_record(list->items[i]);

		if (x->conversation_id == conversation_id && text_is(x->source_key, source_key)) {
			*id = x->id;
			*number = x->number;
			return ERR_OK;
		}
	}
	return err_set(e, ERR_NOT_FOUND, tr("there is no message with this source key"));
}

static int
compare_numbers(const void *a, const void *b)
{
	const struct message *x = entry_record(*(struct entry *const *)a),
			     *y = entry_record(*(struct entry *const *)b);

	return x->number < y->number ? -1 : x->number > y->number;
}

enum err
memory_message_list(void *self, struct arena *a, int64_t conversation_id, int64_t after_number,
    struct rows *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list = table_group(
	    &m->tables[RECORD_MESSAGE], MESSAGES_BY_CONVERSATION, key_of_int(conversation_id));
	struct picked p = { 0 };
	bool sorted = true;

	(void)e;
	for (size_t i = 0; i < list->count; i++) {
		if (((const struct message *)entry_record(list->items[i]))->number > after_number)
			picked_add(&p, list->items[i]);
		sorted = sorted &&
		    (p.count < 2 ||
			compare_numbers(&p.items[p.count - 2], &p.items[p.count - 1]) < 0);
	}
	if (!sorted)
		qsort(p.items, p.count, sizeof(*p.items), compare_numbers);
	picked_rows(&p, RECORD_MESSAGE, a, out);
	return ERR_OK;
}

static void
set_delivery(struct memory *m, struct entry *x, enum delivery d, int64_t at_ms)
{
	struct message changed = *(const struct message *)entry_record(x);

	changed.delivery = d;
	changed.delivered_ms = at_ms;
	table_replace(&m->tables[RECORD_MESSAGE], &m->log, x, &changed);
}

enum err
memory_message_set_delivery(
    void *self, int64_t id, enum delivery d, int64_t at_ms, struct errinfo *e)
{
	struct memory *m = self;
	struct entry *x = table_get(&m->tables[RECORD_MESSAGE], id);

	if (!x)
		return err_set(e, ERR_NOT_FOUND, tr("there is no message %lld"), (long long)id);
	set_delivery(m, x, d, at_ms);
	return ERR_OK;
}

enum err
memory_message_withdraw(void *self, struct arena *a, int64_t conversation_id, int64_t **ids,
    size_t *count, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list = table_group(
	    &m->tables[RECORD_MESSAGE], MESSAGES_BY_CONVERSATION, key_of_int(conversation_id));

	(void)e;
	*ids = arena_alloc(a, (list->count + 1) * sizeof(**ids));
	for (size_t i = 0; i < list->count; i++) {
		const struct message *x = entry_record(list->items[i]);

		if (x->author != AUTHOR_AI || x->delivery != DELIVERY_PENDING)
			continue;
		(*ids)[(*count)++] = x->id;
		set_delivery(m, list->items[i], DELIVERY_WITHDRAWN, x->delivered_ms);
	}
	return ERR_OK;
}

/* A message under search: how often each phrase stands in it, and its length in words. */
struct candidate {
	const struct message *message;
	double score;
	size_t length, found[SEARCH_PHRASES];
};

static int
compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->score < y->score || x->score > y->score)
		return x->score > y->score ? -1 : 1;
	return x->message->id < y->message->id ? -1 : 1;
}

/* BM25 with k1 = 1.2, b = 0.75 (Robertson, Walker, 1994), with the lower bound on rareness that
 * SQLite's FTS5 uses, so that the order is the same. */
static void
score(struct candidate *c, const struct search *s, const size_t documents[SEARCH_PHRASES],
    size_t all, double mean_length)
{
	for (size_t p = 0; p < s->count; p++) {
		double n = (double)documents[p], f = (double)c->found[p];
		double rare = log(((double)all - n + 0.5) / (n + 0.5));

		rare = rare > 0 ? rare : 1e-6;
		c->score +=
		    rare * (f * 2.2) / (f + 1.2 * (0.25 + 0.75 * (double)c->length / mean_length));
	}
}

/* Those whose conversation fits, too. */
static size_t
keep_asked(const struct memory *m, const struct asked *asked, struct candidate *found, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		const struct entry *x = table_get(
		    &m->tables[RECORD_CONVERSATION], found[i].message->conversation_id);

		if (x != NULL && asked_fits(asked, entry_record(x)))
			found[kept++] = found[i];
	}
	return kept;
}

enum err
memory_message_search(void *self, struct arena *a, const struct search *search,
    const struct query *q, size_t limit, struct search_row **out, size_t *count, int64_t *total,
    struct errinfo *e)
{
	struct memory *m = self;
	struct asked *asked = asked_new(m, q);
	const struct entries *all = &m->tables[RECORD_MESSAGE].all;
	struct candidate *found = mem_zero(all->count + 1, sizeof(*found));
	size_t documents[SEARCH_PHRASES] = { 0 }, words = 0, n = 0;

	(void)e;
	for (size_t i = 0; i < all->count; i++) {
		struct candidate *c = &found[n];
		struct arena *scratch = arena_new();
		const char **list;
		bool each = true;

		memset(c, 0, sizeof(*c));
		c->message = entry_record(all->items[i]);
		words += c->length = search_words(scratch, c->message->text, &list);
		for (size_t p = 0; p < search->count; p++) {
			c->found[p] = phrase_count(&search->phrases[p], list, c->length);
			documents[p] += c->found[p] > 0;
			each = each && c->found[p] > 0;
		}
		n += each;
		arena_free(&scratch);
	}
	n = keep_asked(m, asked, found, n);
	asked_free(&asked);
	for (size_t i = 0; i < n; i++)
		score(&found[i], search, documents, all->count, (double)words / (double)all->count);
	qsort(found, n, sizeof(*found), compare_candidates);
	*count = n < limit ? n : limit;
	if (total != NULL)
		*total = (int64_t)n;
	*out = arena_alloc(a, (*count + 1) * sizeof(**out));
	for (size_t i = 0; i < *count; i++)
		(*out)[i] = (struct search_row){found[i].message->conversation_id,
		    found[i].message->id, arena_text(a, found[i].message->text)};
	mem_free(found);
	return ERR_OK;
}
