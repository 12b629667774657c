/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "talk_watch.h"

#include <string.h>

#include "floorwalker/base/file.h"

#define EXCHANGES_MOST 64
#define GOALS_MOST 16

struct talk_watch {
	struct arena *arena;
	const struct talk_shopper *shopper;
	const struct shop_records *records;
	struct exchange items[EXCHANGES_MOST];
	size_t count;
	const char *said;		/* all that the shopper wrote */
	int asked[HEARD_COUNT];		/* how often, for the wish spoken of now */
	size_t goal;			/* that they belong to */
	bool heard[HEARD_COUNT];	/* the reply that is being watched */
	bool unsaid;			/* how to pay, so that a summary may lack it */
	int64_t latest;
	struct { bool ended[GOALS_MOST], agreed[GOALS_MOST], rephrased; int objections, puzzled; }
	    before;
};

struct talk_watch *
talk_watch_new(
    struct arena *a, const struct talk_shopper *shopper, const struct shop_records *records)
{
	struct talk_watch *w = arena_alloc(a, sizeof(*w));

	w->arena = a;
	w->shopper = shopper;
	w->records = records;
	w->said = "";
	return w;
}

static bool
holds(const char *text, const char *what)
{
	return *what != '\0' && strcasestr(text, what) != NULL;
}

static const struct talk_goal *
goal_of(const struct talk_watch *w)
{
	return &w->shopper->brief->goals[w->goal];
}

static bool
wants(const struct talk_watch *w, enum action_kind kind)
{
	for (size_t i = 0; i < w->shopper->brief->goal_count; i++)
		if (w->shopper->brief->goals[i].kind == kind)
			return true;
	return false;
}

/* ---- what a reply is about */

static bool
is_misread(const struct talk_watch *w)
{
	static const struct { enum heard sum; enum action_kind kind; } kinds[] = {
		{ HEARD_SUM_EXCHANGE, ACTION_EXCHANGE }, { HEARD_SUM_ITEM_CHANGE, ACTION_ITEM_CHANGE },
		{ HEARD_SUM_RETURN, ACTION_RETURN }, { HEARD_SUM_CANCEL, ACTION_CANCEL },
		{ HEARD_SUM_PROFILE_ADDRESS_CHANGE, ACTION_PROFILE_ADDRESS_CHANGE },
		{ HEARD_SUM_ADDRESS_CHANGE, ACTION_ADDRESS_CHANGE },
		{ HEARD_SUM_PAYMENT_CHANGE, ACTION_PAYMENT_CHANGE },
		{ HEARD_SUM_REFUND, ACTION_REFUND }, { HEARD_SUM_CREDIT, ACTION_GOODWILL },
	};
	const bool *h = w->heard;
	bool any = false, theirs = false;

	for (size_t i = 0; h[HEARD_ASK_CONFIRM] && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (h[kinds[i].sum]) {
			any = true;
			theirs = theirs || wants(w, kinds[i].kind);
		}
	return (any && !theirs) ||
	    ((h[HEARD_ASK_ADDRESS] || h[HEARD_ASK_CITY]) && !wants(w, ACTION_ADDRESS_CHANGE) &&
		!wants(w, ACTION_PROFILE_ADDRESS_CHANGE)) ||
	    (h[HEARD_ASK_NEW] && !wants(w, ACTION_EXCHANGE) && !wants(w, ACTION_ITEM_CHANGE));
}

static bool
is_meant(const struct talk_watch *w, const char *order_id)
{
	for (size_t i = 0; i < w->shopper->brief->goal_count; i++)
		if (text_is(w->shopper->brief->goals[i].order, order_id))
			return true;
	return holds(w->said, order_id);
}

/* An order of theirs that they don't mean and never named; lists to choose from aside. */
static bool
names_other_order(const struct talk_watch *w, const char *text)
{
	const struct talk_goal *g = goal_of(w);

	if (*g->order == '\0' || w->heard[HEARD_ASK_ORDER_NUMBER] || holds(text, g->order))
		return false;
	for (size_t i = 0; i < w->records->order_count; i++) {
		const struct order *o = &w->records->orders[i];

		if (text_is(o->customer_id, w->shopper->brief->customer->id) &&
		    holds(text, o->id) && !is_meant(w, o->id))
			return true;
	}
	return false;
}

/* ---- what was said before */

static bool
can_answer(const struct talk_goal *g, enum heard ask)
{
	return ask == HEARD_ASK_METHOD	? *g->method != '\0'
	    : ask == HEARD_ASK_LINE	? g->thing_count > 0
	    : ask == HEARD_ASK_NEW
	    ? g->kind == ACTION_EXCHANGE || g->kind == ACTION_ITEM_CHANGE
	    : ask == HEARD_ASK_REASON	? g->kind == ACTION_CANCEL
	    : ask == HEARD_ASK_CONFIRM	? g->agreed
					: g->address != NULL;
}

static bool
asks_again(const struct talk_watch *w)
{
	static const enum heard asks[] = { HEARD_ASK_METHOD, HEARD_ASK_LINE, HEARD_ASK_NEW,
		HEARD_ASK_REASON, HEARD_ASK_ADDRESS, HEARD_ASK_CITY, HEARD_ASK_ADDRESS_POSTCODE };
	const struct talk_brief *b = w->shopper->brief;
	const struct talk_goal *g = goal_of(w);
	int things = g->thing_count > 1 ? (int)g->thing_count : 1;

	if (w->heard[HEARD_REFUSED])
		return false;
	if ((w->heard[HEARD_ASK_ORDER_NUMBER] && holds(w->said, g->order)) ||
	    (w->heard[HEARD_ASK_EMAIL] && b->knows_email && holds(w->said, b->customer->email)))
		return true;
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++)
		if (w->heard[asks[i]] && can_answer(g, asks[i]) &&
		    w->asked[asks[i]] >= (asks[i] == HEARD_ASK_NEW ? things : 1))
			return true;
	return w->heard[HEARD_ASK_CONFIRM] && g->agreed && !g->closed;
}

static enum flaw
flaw_heard(const struct talk_watch *w, const char *text)
{
	const struct talk_goal *g = goal_of(w);

	if (is_misread(w))
		return FLAW_MISREAD;
	if (names_other_order(w, text))
		return FLAW_OTHER_ORDER;
	if (asks_again(w))
		return FLAW_ASKED_AGAIN;
	return (w->heard[HEARD_NOT_UNDERSTOOD] || w->heard[HEARD_ASK_WISH]) && g->opened && !g->closed
	    ? FLAW_NOT_UNDERSTOOD
	    : FLAW_NONE;
}

/* ---- one exchange */

static size_t
first_open(const struct talk_watch *w)
{
	for (size_t i = 0; i < w->shopper->brief->goal_count; i++)
		if (!w->shopper->brief->goals[i].closed)
			return i;
	return w->goal;
}

static void
look_before(struct talk_watch *w)
{
	const struct talk_brief *b = w->shopper->brief;

	for (size_t i = 0; i < b->goal_count && i < GOALS_MOST; i++) {
		w->before.ended[i] = b->goals[i].ended != NULL;
		w->before.agreed[i] = b->goals[i].agreed;
	}
	w->before.rephrased = goal_of(w)->rephrased;
	w->before.objections = w->shopper->objections;
	w->before.puzzled = w->shopper->puzzled;
}

enum err
talk_watch_heard(struct talk_watch *w, struct desk *d, int64_t conversation_id, const char *said,
    const char *heard, struct errinfo *e)
{
	struct turn t = { .id = 0 };
	enum err err;

	if (w == NULL || w->count == EXCHANGES_MOST)
		return ERR_OK;
	err = store_turn_latest(desk_store(d), w->arena, conversation_id, &t, e);
	if (err != ERR_OK && err != ERR_NOT_FOUND)
		return err;
	w->said = arena_printf(w->arena, "%s%s\n", w->said, said);
	if (first_open(w) != w->goal) {
		memset(w->asked, 0, sizeof(w->asked));
		w->goal = first_open(w);
	}
	speech_hear(w->shopper->words, heard, w->heard);
	w->unsaid = *goal_of(w)->method != '\0' && !holds(w->said, goal_of(w)->method);
	w->items[w->count++] = (struct exchange){.turn_id = t.id > w->latest ? t.id : 0,
	    .flaw = w->shopper->thanked ? FLAW_NONE : flaw_heard(w, heard)};
	w->latest = t.id;
	look_before(w);
	return ERR_OK;
}

void
talk_watch_done_with(struct talk_watch *w, const char *answer)
{
	const struct talk_brief *b = w == NULL ? NULL : w->shopper->brief;
	struct exchange *x;
	bool objected;

	if (w == NULL || w->count == 0)
		return;
	x = &w->items[w->count - 1];
	for (size_t i = 0; i < b->goal_count && i < GOALS_MOST; i++) {
		x->closed = x->closed || (b->goals[i].ended != NULL && !w->before.ended[i]);
		x->agreed = x->agreed || (b->goals[i].agreed && !w->before.agreed[i]);
	}
	objected = w->shopper->objections > w->before.objections &&
	    !(w->unsaid && holds(answer, goal_of(w)->method));
	if (x->flaw == FLAW_NONE && (objected || w->shopper->puzzled > w->before.puzzled))
		x->flaw = FLAW_OBJECTED;
	if (x->flaw == FLAW_NONE && goal_of(w)->rephrased && !w->before.rephrased)
		x->flaw = FLAW_NOT_UNDERSTOOD;
	for (int h = 0; h < HEARD_COUNT; h++)
		w->asked[h] += w->heard[h];
	if (w->shopper->objections > w->before.objections)
		memset(w->asked, 0, sizeof(w->asked));
}

/* ---- the end */

static bool
blame_where(struct talk_watch *w, bool agreed, enum flaw flaw)
{
	bool any = false;

	for (size_t i = 0; i < w->count; i++)
		if (agreed ? w->items[i].agreed : w->items[i].closed) {
			w->items[i].flaw =
			    w->items[i].flaw == FLAW_NONE ? flaw : w->items[i].flaw;
			any = true;
		}
	return any;
}

/* What they made of its words says less than what it did. */
static void
blame_last(struct talk_watch *w, enum flaw flaw)
{
	for (size_t i = w->count; i-- > 0;)
		if (w->items[i].turn_id != 0) {
			w->items[i].flaw = flaw;
			return;
		}
}

static void
find_blame(struct talk_watch *w, const struct talk_end *end)
{
	if (end->passed || text_is(end->reason, "not_told"))
		return;			/* what wasn't asked for needn't be told */
	if (end->with_people)
		blame_last(w, FLAW_HANDED_OVER);
	else if (blame_where(w, false, FLAW_UNMET))
		return;
	else if (text_is(end->reason, "end_state")) {
		if (!blame_where(w, true, FLAW_DONE_WRONG))
			blame_last(w, FLAW_UNMET);
	} else
		blame_last(w, FLAW_GIVEN_UP);
}

static const char *
task_name(struct arena *a, const struct tau_task *task)
{
	const char *slash = strrchr(task->file, '/'), *out;
	struct str s;

	str_init(&s);
	str_addf(&s, "%s/", slash != NULL ? slash + 1 : task->file);
	value_print(&s, task->id);
	out = arena_text(a, s.data);
	str_clear(&s);
	return out;
}

enum err
talk_watch_tell(struct talk_watch *w, struct desk *d, const struct tau_task *task,
    int64_t conversation, const struct talk_end *end, const struct reply_taker *to,
    struct errinfo *e)
{
	struct replies replies;
	enum err err;

	if (w == NULL || w->count == 0)
		return ERR_OK;
	find_blame(w, end);
	if ((err = replies_read(d, w->arena, w->items, w->count, &replies, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < replies.count; i++) {
		replies.items[i].task = task_name(w->arena, task);
		replies.items[i].conversation = conversation;
		to->take(to->context, &replies.items[i]);
	}
	return ERR_OK;
}
