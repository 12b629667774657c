/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands on the board: counted by the store where there is more than anyone reads.
 */
#include <stdio.h>
#include <string.h>

#include "board.h"
#include "floorwalker/desk/finding.h"
#include "floorwalker/desk/shift.h"
#include "floorwalker/text/translate.h"
#include "words.h"

#define BOARD_LINES 400
#define SOON_MS 60000
#define LEAST_SURE_AMONG 5000

/* NULL: there are more queues and agents than anyone can read. */
static struct board_line *
add_line(struct board *b, enum board_kind kind, size_t number, const char *name, int indent)
{
	struct board_line *l;

	if (b->count == BOARD_LINES)
		return NULL;
	l = &b->lines[b->count++];
	*l = (struct board_line){
	    .id = kind == BOARD_HEADING ? 0 : (int64_t)kind * 1000 + (int64_t)number,
	    .kind = kind,
	    .id_name = "",
	    .name = name,
	    .extra = "",
	    .state = "",
	    .indent = indent};
	return l;
}

static void
count_waiting(struct board_line *l, const struct conversation *c)
{
	l->count++;
	if (l->since_ms == 0 || c->waiting_ms < l->since_ms)
		l->since_ms = c->waiting_ms;
	if (c->due_ms != 0 && (l->due_ms == 0 || c->due_ms < l->due_ms))
		l->due_ms = c->due_ms;
}

/* Of one's own only those wait whose shopper does. */
static void
count_mine(struct board_line *l, const struct conversation *c)
{
	if (c->waiting_ms != 0)
		count_waiting(l, c);
	else
		l->count++;
}

static void
count_due(struct board_line *soon, struct board_line *overdue, const struct conversation *c,
    int64_t now_ms)
{
	if (c->due_ms == 0 || c->waiting_ms == 0)
		return;
	if (c->due_ms < now_ms)
		count_waiting(overdue, c);
	else if (c->due_ms - now_ms < SOON_MS)
		count_waiting(soon, c);
}

static enum err
fetch_queues(struct board *b, struct arena *a, const struct scope *s, struct board_line **all,
    struct board_line **queues, size_t *count, struct errinfo *e)
{
	enum err code;

	*all = add_line(b, BOARD_WAITING, 0, tr("Waiting for a person"), 0);
	*queues = &b->lines[b->count];
	*count = 0;
	for (size_t q = 0; q < s->settings->queue_count && q < 100; q++) {
		const struct queue *own = &s->settings->queues[q];
		struct board_line *l = add_line(b, BOARD_QUEUE, q, own->name, 2);
		bool assigns;

		if ((code = desk_queue_assigns(s->desk, a, own->id, &assigns, e)) != ERR_OK)
			return code;
		l->id_name = own->id;
		l->queue = q + 1;
		l->level_wanted = own->level_share;
		l->extra = assigns ? tr("auto") : "";
		(*count)++;
	}
	return ERR_OK;
}

/* More wait than are read: the store has counted them. */
static void
count_all(const struct conversation_counts *counts, struct board_line *all,
    struct board_line *queues, size_t count)
{
	all->count = counts->by_state[CONVERSATION_QUEUED];
	all->since_ms = counts->oldest_waiting_ms;
	for (size_t i = 0; i < counts->queue_count; i++) {
		int64_t due_ms = counts->queues[i].due_ms;

		if (due_ms != 0 && (all->due_ms == 0 || due_ms < all->due_ms))
			all->due_ms = due_ms;
		for (size_t k = 0; k < count; k++) {
			if (!text_is(queues[k].id_name, counts->queues[i].queue))
				continue;
			queues[k].count = counts->queues[i].count;
			queues[k].since_ms = counts->queues[i].oldest_ms;
			queues[k].due_ms = due_ms;
		}
	}
}

#define STATE_BIT(state) (UINT64_C(1) << (state))

/* How many promises fall due between two instants, however many there are. */
static enum err
count_promises(struct arena *a, const struct scope *s, struct board_line *l, int64_t low,
    int64_t high, struct errinfo *e)
{
	struct query_term states = {.field = QUERY_STATE,
	    .bits = STATE_BIT(CONVERSATION_QUEUED) | STATE_BIT(CONVERSATION_AGENT)};
	struct conversation_query asked = {.limit = 1};
	struct conversation_ids ids;
	struct query q = {0};
	enum err code;

	query_add(a, &q, states);
	query_add(a, &q, (struct query_term){.field = QUERY_DUE, .low = low, .high = high});
	asked.query = &q;
	if ((code = store_query_ids(desk_store(s->desk), a, &asked, &ids, e)) == ERR_OK)
		l->count = ids.total;
	return code;
}

#define ROWS_MOST 1000		/* that are read to be counted here */

/* Of those with people the ones whose shopper waits for an answer can be late, too. */
static enum err
count_rows(struct arena *a, const struct scope *s, struct board_line *all,
    struct board_line *queues, size_t count, struct board_line *overdue, struct board_line *soon,
    struct errinfo *e)
{
	struct conversation_filter f = {.states = 1u << CONVERSATION_QUEUED,
				       .order = ORDER_DUE,
				       .limit = ROWS_MOST},
				   with_people = {.states = 1u << CONVERSATION_AGENT,
				       .order = ORDER_DUE,
				       .snoozed = SNOOZED_NOT,
				       .limit = ROWS_MOST};
	struct conversation_list list, owned;
	enum err code = store_conversation_list(desk_store(s->desk), a, &f, &list, e);

	if (code != ERR_OK ||
	    (code = store_conversation_list(desk_store(s->desk), a, &with_people, &owned, e)) !=
		ERR_OK)
		return code;
	for (size_t i = 0; i < list.count; i++) {
		const struct conversation *c = &list.items[i];

		count_waiting(all, c);
		for (size_t k = 0; k < count; k++) {
			if (text_is(queues[k].id_name, c->queue))
				count_waiting(&queues[k], c);
		}
		count_due(soon, overdue, c, s->now_ms);
	}
	for (size_t i = 0; i < owned.count; i++)
		count_due(soon, overdue, &owned.items[i], s->now_ms);
	return ERR_OK;
}

static enum err
fetch_waiting(struct board *b, struct arena *a, const struct scope *s,
    const struct conversation_counts *counts, struct errinfo *e)
{
	struct board_line *all, *queues, *soon, *overdue;
	size_t count;
	enum err code = fetch_queues(b, a, s, &all, &queues, &count, e);

	if (code != ERR_OK)
		return code;
	overdue = add_line(b, BOARD_OVERDUE, 0, tr("Overdue"), 0);
	soon = add_line(b, BOARD_SOON, 0, tr("Due within a minute"), 0);
	if (counts->by_state[CONVERSATION_QUEUED] <= ROWS_MOST)
		return count_rows(a, s, all, queues, count, overdue, soon, e);
	count_all(counts, all, queues, count);
	if ((code = count_promises(a, s, overdue, 1, s->now_ms - 1, e)) != ERR_OK)
		return code;
	return count_promises(a, s, soon, s->now_ms, s->now_ms + SOON_MS - 1, e);
}

static enum err
fetch_mine(struct board *b, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct conversation_filter f = {
	    .states = 1u << CONVERSATION_AGENT | 1u << CONVERSATION_WRAP_UP,
	    .agent = text_is_empty(s->agent) ? "-" : s->agent,
	    .snoozed = SNOOZED_NOT,
	    .order = ORDER_DUE};
	struct board_line *l = add_line(b, BOARD_MINE, 0, tr("Mine"), 0);
	struct conversation_list list;
	enum err code = store_conversation_list(desk_store(s->desk), a, &f, &list, e);

	for (size_t i = 0; code == ERR_OK && i < list.count; i++)
		count_mine(l, &list.items[i]);
	return code;
}

/* How sure the AI is where it is least sure; looked for only among so many that this takes no time. */
static enum err
find_least_sure(struct board_line *l, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct conversation_filter live = {
	    .states = 1u << CONVERSATION_AI, .order = ORDER_CONFIDENCE, .limit = 20};
	struct conversation_list ai;
	enum err code;

	if (l->count > LEAST_SURE_AMONG)
		return ERR_OK;
	if ((code = store_conversation_list(desk_store(s->desk), a, &live, &ai, e)) != ERR_OK)
		return code;
	for (size_t i = 0; i < ai.count; i++) {
		if (ai.items[i].confidence >= 0) {
			l->extra = arena_printf(a, tr("least sure %.2f"), ai.items[i].confidence);
			break;
		}
	}
	return ERR_OK;
}

static enum err
fetch_others(struct board *b, struct arena *a, const struct scope *s,
    const struct conversation_counts *counts, struct errinfo *e)
{
	struct conversation_filter closed = {
	    .states = 1u << CONVERSATION_CLOSED, .order = ORDER_ID, .limit = 1};
	struct conversation_list gone;
	struct board_line *l;
	struct date today;
	enum err code;

	date_from_ms(s->settings->zone, s->now_ms, &today);
	today.hour = today.minute = today.second = 0;
	closed.closed_after_ms = date_to_ms(s->settings->zone, &today);
	l = add_line(b, BOARD_AI, 0, tr("With the AI"), 0);
	l->count = counts->by_state[CONVERSATION_AI];
	if ((code = find_least_sure(l, a, s, e)) != ERR_OK ||
	    (code = store_conversation_list(desk_store(s->desk), a, &closed, &gone, e)) != ERR_OK)
		return code;
	add_line(b, BOARD_SNOOZED, 0, tr("Laid aside"), 0)->count = counts->snoozed;
	add_line(b, BOARD_CLOSED, 0, tr("Closed today"), 0)->count = gone.total;
	return ERR_OK;
}

/* How many fit a saved search now: like any list, by its query. One that can't be read any more, since
 * a queue has gone, says so. */
static void
count_saved(struct board_line *l, struct arena *a, const struct scope *s,
    const struct saved_search *x)
{
	struct conversation_query asked = {.limit = 1};
	struct conversation_ids ids;
	struct query_words words;
	struct query q;
	struct errinfo why = {0};

	desk_query_words(s->settings, s->agent, s->now_ms, &words);
	if (query_parse(a, x->query, &words.scope, &q, &why) != ERR_OK) {
		l->extra = tr("can't be read any more");
		return;
	}
	asked.query = &q;
	if (store_query_ids(desk_store(s->desk), a, &asked, &ids, &why) == ERR_OK)
		l->count = ids.total;
}

static enum err
fetch_saved(struct board *b, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct saved_search *all;
	size_t count;
	enum err code = desk_saved_list(s->desk, a, s->agent, &all, &count, e);

	if (code != ERR_OK || count == 0)
		return code;
	(void)add_line(b, BOARD_HEADING, 0, "", 0);
	(void)add_line(b, BOARD_HEADING, 0, tr("Saved searches"), 0);
	for (size_t i = 0; i < count && i < 100; i++) {
		struct board_line *l = add_line(b, BOARD_SAVED, i, all[i].name, 0);

		if (l == NULL)
			break;
		l->id_name = all[i].name;
		count_saved(l, a, s, &all[i]);
	}
	return ERR_OK;
}

static enum err
fetch_people(struct board *b, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct agent_state *states;
	struct agent_load *loads;
	size_t count;
	enum err code = store_agent_list(desk_store(s->desk), a, &states, &count, e);

	if (code != ERR_OK || (code = desk_loads(s->desk, a, &loads, e)) != ERR_OK)
		return code;
	if (s->settings->agent_count > 0) {
		(void)add_line(b, BOARD_HEADING, 0, "", 0);
		(void)add_line(b, BOARD_HEADING, 0, tr("People"), 0);
	}
	for (size_t i = 0; i < s->settings->agent_count; i++) {
		const struct agent *agent = &s->settings->agents[i];
		struct board_line *l = add_line(b, BOARD_AGENT, i,
		    text_is(agent->id, s->agent) ? arena_printf(a, tr("%s (you)"), agent->name)
						 : agent->name,
		    0);

		if (l == NULL)
			break;
		l->id_name = agent->id;
		l->extra = arena_printf(a, tr("of %lld"), (long long)agent->capacity);
		l->state = "offline";
		for (size_t k = 0; k < count; k++) {
			if (text_is(states[k].agent, agent->id))
				l->state = states[k].state;
		}
		l->count = loads[i].conversations;
	}
	return ERR_OK;
}

static enum err
fetch_refunds(struct board *b, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct action_filter f = {.states = 1u << ACTION_WAITING};
	struct action_list list;
	struct board_line *l;
	int64_t sum = 0;
	char money[WORDS];
	enum err code = store_action_list(desk_store(s->desk), a, &f, &list, e);

	if (code != ERR_OK)
		return code;
	l = add_line(b, BOARD_REFUNDS, 0, tr("Refunds to approve"), 0);
	for (size_t i = 0; i < list.count; i++) {
		l->count++;
		if (l->since_ms == 0 || list.items[i].proposed_ms < l->since_ms)
			l->since_ms = list.items[i].proposed_ms;
		if (list.items[i].amount > 0)
			sum += list.items[i].amount;
	}
	if (sum > 0)
		l->extra = arena_text(a, words_money(money, s->settings, sum, ""));
	return ERR_OK;
}

enum err
board_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	struct board *fresh = arena_alloc(a, sizeof *fresh);
	struct conversation_counts counts;
	enum err code;

	(void)wish;
	*fresh = (struct board){.lines = arena_alloc(a, BOARD_LINES * sizeof *fresh->lines)};
	*found = fresh;
	add_line(fresh, BOARD_HEADING, 0, tr("Conversations"), 0);
	if ((code = store_conversation_counts(desk_store(s->desk), a, &counts, e)) != ERR_OK ||
	    (code = fetch_waiting(fresh, a, s, &counts, e)) != ERR_OK ||
	    (code = fetch_refunds(fresh, a, s, e)) != ERR_OK ||
	    (code = fetch_mine(fresh, a, s, e)) != ERR_OK ||
	    (code = fetch_others(fresh, a, s, &counts, e)) != ERR_OK ||
	    (code = fetch_saved(fresh, a, s, e)) != ERR_OK)
		return code;
	return fetch_people(fresh, a, s, e);
}
