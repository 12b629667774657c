/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The board: what waits, for how long, who is here. Each line opens its list.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/desk/finding.h"
#include "floorwalker/desk/shift.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/text/translate.h"
#include "spark.h"
#include "view.h"
#include "words.h"

enum board_kind {
	BOARD_HEADING,
	BOARD_WAITING,
	BOARD_QUEUE,
	BOARD_SOON,
	BOARD_OVERDUE,
	BOARD_MINE,
	BOARD_AI,
	BOARD_SNOOZED,
	BOARD_CLOSED,
	BOARD_SAVED,
	BOARD_REFUNDS,
	BOARD_AGENT
};

struct board_line {
	int64_t id;			/* kind * 1000 + number: the same line at each load */
	enum board_kind kind;
	const char *id_name;		/* of the queue or agent */
	const char *name;
	const char *extra;
	int64_t count;
	int64_t since_ms;		/* of the longest waiting */
	int64_t due_ms;			/* the next promise */
	size_t queue;			/* its number in the settings + 1 */
	double level_wanted;		/* of the queue */
	const char *state;		/* of an agent */
	int indent;
};

struct board {
	struct picker picker;
	struct board_line *lines;
	size_t count;
	struct desk_figures figures;
	bool has_figures;
	int height;
};

#define BOARD_LINES 400
#define SOON_MS 60000
#define LEVEL_FROM 64	/* columns from which on there is room for it */
#define LEVEL_WIDTH 9
#define TREND_ROWS 5

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

/* More wait than were read: the store counts them. */
static enum err
count_all(struct arena *a, const struct scope *s, struct board_line *all,
    struct board_line *queues, size_t count, struct errinfo *e)
{
	struct conversation_counts counts;
	enum err code = store_conversation_counts(desk_store(s->desk), a, &counts, e);

	if (code != ERR_OK)
		return code;
	all->count = counts.by_state[CONVERSATION_QUEUED];
	all->since_ms = counts.oldest_waiting_ms;
	for (size_t i = 0; i < counts.queue_count; i++)
		for (size_t k = 0; k < count; k++) {
			if (!text_is(queues[k].id_name, counts.queues[i].queue))
				continue;
			queues[k].count = counts.queues[i].count;
			queues[k].since_ms = counts.queues[i].oldest_ms;
		}
	return ERR_OK;
}

/* Of those with people the ones whose shopper waits for an answer can be late, too. */
static enum err
fetch_waiting(struct board *b, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct conversation_filter f = {.states = 1u << CONVERSATION_QUEUED, .order = ORDER_DUE},
				   with_people = {.states = 1u << CONVERSATION_AGENT,
				       .order = ORDER_DUE,
				       .snoozed = SNOOZED_NOT};
	struct board_line *all, *queues, *soon, *overdue;
	struct conversation_list list, owned;
	size_t count;
	enum err code = store_conversation_list(desk_store(s->desk), a, &f, &list, e);

	if (code != ERR_OK ||
	    (code = store_conversation_list(desk_store(s->desk), a, &with_people, &owned, e)) !=
		ERR_OK ||
	    (code = fetch_queues(b, a, s, &all, &queues, &count, e)) != ERR_OK)
		return code;
	overdue = add_line(b, BOARD_OVERDUE, 0, tr("Overdue"), 0);
	soon = add_line(b, BOARD_SOON, 0, tr("Due within a minute"), 0);
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
	return list.total > (int64_t)list.count ? count_all(a, s, all, queues, count, e) : ERR_OK;
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

static enum err
fetch_others(struct board *b, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct conversation_filter live = {
	    .states = 1u << CONVERSATION_AI, .order = ORDER_CONFIDENCE, .limit = 20};
	struct conversation_filter closed = {
	    .states = 1u << CONVERSATION_CLOSED, .order = ORDER_ID, .limit = 1};
	struct conversation_filter laid = {
	    .snoozed = SNOOZED_ONLY, .order = ORDER_ID, .limit = 1};
	struct conversation_list ai, gone, aside;
	struct board_line *l;
	struct date today;
	enum err code;

	date_from_ms(s->settings->zone, s->now_ms, &today);
	today.hour = today.minute = today.second = 0;
	closed.closed_after_ms = date_to_ms(s->settings->zone, &today);
	if ((code = store_conversation_list(desk_store(s->desk), a, &live, &ai, e)) != ERR_OK ||
	    (code = store_conversation_list(desk_store(s->desk), a, &closed, &gone, e)) != ERR_OK ||
	    (code = store_conversation_list(desk_store(s->desk), a, &laid, &aside, e)) != ERR_OK)
		return code;
	l = add_line(b, BOARD_AI, 0, tr("With the AI"), 0);
	l->count = ai.total;
	for (size_t i = 0; i < ai.count; i++) {
		if (ai.items[i].confidence >= 0) {
			l->extra = arena_printf(a, tr("least sure %.2f"), ai.items[i].confidence);
			break;
		}
	}
	add_line(b, BOARD_SNOOZED, 0, tr("Laid aside"), 0)->count = aside.total;
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

static enum err
board_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	struct board *fresh = arena_alloc(a, sizeof *fresh);
	enum err code;

	(void)wish;
	*fresh = (struct board){.lines = arena_alloc(a, BOARD_LINES * sizeof *fresh->lines)};
	*found = fresh;
	add_line(fresh, BOARD_HEADING, 0, tr("Conversations"), 0);
	if ((code = fetch_waiting(fresh, a, s, e)) != ERR_OK ||
	    (code = fetch_refunds(fresh, a, s, e)) != ERR_OK ||
	    (code = fetch_mine(fresh, a, s, e)) != ERR_OK ||
	    (code = fetch_others(fresh, a, s, e)) != ERR_OK)
		return code;
	/* Saved searches have their lines here, under a heading of their own. */
	if ((code = fetch_saved(fresh, a, s, e)) != ERR_OK)
		return code;
	return fetch_people(fresh, a, s, e);
}

static void
board_show(void *state, const void *found, const struct scope *s)
{
	const struct board *fresh = found;
	struct board *b = state;
	int64_t *ids = arena_alloc(s->arena, (fresh->count + 1) * sizeof *ids);

	b->lines = fresh->lines;
	b->count = fresh->count;
	for (size_t i = 0; i < b->count; i++)
		ids[i] = b->lines[i].id;
	picker_set(&b->picker, ids, b->count);
}

void
board_figures(void *state, const struct desk_figures *f)
{
	struct board *b = state;

	b->figures = *f;
	b->has_figures = true;
}

static void
board_place(void *state, int width, int height)
{
	struct board *b = state;

	(void)width;
	b->height = height < 0 ? 0 : height;
	picker_place(&b->picker, (size_t)b->height);
}

static void
render_heading(const struct board_line *l, bool first, struct cells *c, struct rect r, int y)
{
	const struct style title = {INK_TITLE, GROUND_PANE}, dim = {INK_DIM, GROUND_PANE};

	cells_put(c, r, 1, y, title, l->name);
	if (!first || r.w < 34)
		return;
	cells_field(c, r, 25, y, 5, dim, tr("now"), true);
	cells_field(c, r, 31, y, 9, dim, tr("longest"), true);
	if (r.w >= 56)
		cells_put(c, r, 43, y, dim,
		    r.w >= LEVEL_FROM && r.w < 70 ? tr("promise") : tr("next promise"));
	if (r.w >= LEVEL_FROM)
		cells_field(c, r, r.w - LEVEL_WIDTH - 1, y, LEVEL_WIDTH, dim, tr("in time"), true);
}

/* "82% n=11": the service level of today's answers, with how many there were. */
static void
render_level(const struct board *b, const struct board_line *l, struct cells *c, struct rect r,
    int y, enum ground g)
{
	bool all = l->kind == BOARD_WAITING, low;
	struct ratio level = {0};
	char words[WORDS] = "–";

	if ((!all && l->kind != BOARD_QUEUE) || l->queue > FIGURE_QUEUES || r.w < LEVEL_FROM)
		return;
	if (b->has_figures)
		level = all ? b->figures.level : b->figures.levels[l->queue - 1];
	low = level.denominator > 0 && ratio_value(level) < l->level_wanted;
	if (level.denominator > 0)
		snprintf(words, sizeof words, "%s%.0f%% n=%lld", low ? "▼" : "",
		    100 * ratio_value(level), (long long)level.denominator);
	cells_field(c, r, r.w - LEVEL_WIDTH - 1, y, LEVEL_WIDTH,
	    (struct style){(uint8_t)(low		     ? INK_WARN
				    : level.denominator > 0 ? INK_TEXT
							    : INK_DIM),
		(uint8_t)g},
	    words, true);
}

static void
render_agent(const struct board_line *l, struct cells *c, struct rect r, int y, enum ground g)
{
	bool here = text_is(l->state, "available") || text_is(l->state, "busy");
	struct style mark = {here ? INK_GOOD : INK_DIM, (uint8_t)g},
		     text = {here ? INK_TEXT : INK_DIM, (uint8_t)g}, dim = {INK_DIM, (uint8_t)g};

	cells_put(c, r, 1, y, mark, here ? "●" : text_is(l->state, "break") ? "◐" : "○");
	cells_field(c, r, 3, y, r.w < 27 ? r.w - 3 : 24, text, l->name, false);
	if (r.w < 40)
		return;
	cells_put(c, r, cells_putf(c, r, 28, y, text, "%2lld", (long long)l->count) + 1, y, dim,
	    l->extra);
	cells_field(c, r, 37, y, r.w - 37 > 10 ? 10 : r.w - 37, text, tr(l->state), false);
}

static void
render_count(const struct board_line *l, struct cells *c, struct rect r, int y, enum ground g,
    int64_t now_ms)
{
	bool late = l->due_ms != 0 && l->due_ms < now_ms;
	struct style text = {l->count == 0   ? INK_DIM
			     : l->indent > 0 ? INK_TEXT
					     : INK_STRONG,
			 (uint8_t)g},
		     dim = {INK_DIM, (uint8_t)g};
	struct style loud = {(uint8_t)ink_of_due(l->due_ms, now_ms), (uint8_t)g};
	char words[WORDS], number[32];

	snprintf(number, sizeof number, "%lld", (long long)l->count);
	cells_field(
	    c, r, 1 + l->indent, y, (r.w < 34 ? r.w - 8 : 24) - l->indent, text, l->name, false);
	cells_field(c, r, r.w < 34 ? r.w - 6 : 25, y, 5, text, number, true);
	if (r.w < 34)
		return;
	if (l->since_ms != 0)
		cells_field(c, r, 31, y, 9, late ? loud : text,
		    words_span(words, now_ms - l->since_ms), true);
	if (l->due_ms != 0) {
		cells_put(c, r, 41, y, loud, late ? "▲" : "");
		if (r.w >= 56)
			cells_put(c, r, 43, y, loud, words_due(words, l->due_ms, now_ms, false));
	} else if (l->extra[0] != '\0') {
		cells_field(c, r,
		    l->since_ms != 0 ? 43
			: r.w < 56   ? 31
				     : 43,
		    y, r.w < 56 ? r.w - 31 : 20, dim, r.w < 56 && l->since_ms != 0 ? "" : l->extra,
		    false);
	}
}

/* The last hour, where rows are left under all lines. */
static void
render_trends(const struct board *b, struct cells *c, struct rect r)
{
	const struct desk_trend *t = &b->figures.trend;
	const struct {
		const char *name;
		const int64_t *numbers;
	} rows[] = {{tr("waiting"), t->waiting}, {tr("contained"), t->contained},
	    {tr("handed over"), t->handed_over}};
	const struct style title = {INK_TITLE, GROUND_PANE}, dim = {INK_DIM, GROUND_PANE},
			   text = {INK_TEXT, GROUND_PANE}, bar = {INK_BAR, GROUND_PANE};
	size_t first = TREND_PIECES - (size_t)t->known, known = (size_t)t->known;
	char spark[SPARK_MOST * 3 + 1];
	int y = (int)b->count + 1;

	if (!b->has_figures || b->picker.top > 0 || y + TREND_ROWS > r.h || r.w < 34)
		return;
	cells_put(c, r, 1, y, title, tr("Last hour"));
	cells_field(c, r, 26, y, 5, dim, tr("now"), true);
	cells_put(c, r, 33, y++, dim, tr("most"));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++, y++) {
		const int64_t *numbers = rows[i].numbers + first;
		int64_t now = known == 0 ? 0 : numbers[known - 1];

		cells_put(c, r, 1, y, text, rows[i].name);
		cells_put(c, r, 13 + (int)first, y, bar, spark_print(spark, numbers, known));
		cells_putf(c, r, 27, y, text, "%4lld", (long long)now);
		cells_putf(c, r, 33, y, text, "%4lld", (long long)spark_largest(numbers, known));
	}
	cells_put(c, r, 1, y, dim, r.w < 46 ? tr("CSAT proxy: not measured")
					    : tr("CSAT proxy: not measured, nobody is asked yet"));
}

static void
board_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct board *b = state;

	for (int y = 0; y < r.h; y++) {
		size_t i = b->picker.top + (size_t)y;
		const struct board_line *l;
		bool selected;
		enum ground g;

		if (i >= b->count)
			break;
		l = &b->lines[i];
		selected = l->id != 0 && l->id == b->picker.selected;
		g = !selected ? GROUND_PANE : s->focused ? GROUND_SELECTED : GROUND_IDLE;
		cells_fill(c, rect_part(r, 0, y, r.w, 1), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, r, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		if (l->kind == BOARD_HEADING)
			render_heading(l, i == 0, c, r, y);
		else if (l->kind == BOARD_AGENT)
			render_agent(l, c, r, y, g);
		else {
			render_count(l, c, r, y, g, s->now_ms);
			render_level(b, l, c, r, y, g);
		}
	}
	render_trends(b, c, r);
}

static unsigned
board_move(void *state, enum motion m)
{
	struct board *b = state;

	return picker_move(&b->picker, m);
}

static void
board_close(void *state)
{
	struct board *b = state;

	picker_clear(&b->picker);
}

bool
board_source(const void *state, struct list_source *out, enum view_id *view)
{
	static const enum list_kind kinds[] = {
		[BOARD_WAITING] = LIST_WAITING, [BOARD_QUEUE] = LIST_QUEUE, [BOARD_SOON] = LIST_SOON, [BOARD_OVERDUE] = LIST_OVERDUE, [BOARD_MINE] = LIST_MINE, [BOARD_AI] = LIST_AI,
		[BOARD_SNOOZED] = LIST_SNOOZED, [BOARD_CLOSED] = LIST_CLOSED, [BOARD_AGENT] = LIST_AGENT, [BOARD_SAVED] = LIST_SAVED,
	};
	const struct board *b = state;

	*view = VIEW_LIST;
	for (size_t i = 0; i < b->count; i++) {
		const struct board_line *l = &b->lines[i];

		if (l->id == 0 || l->id != b->picker.selected)
			continue;
		if (l->kind == BOARD_REFUNDS) {
			*view = VIEW_REFUNDS;
			return false;
		}
		out->kind = kinds[l->kind];
		snprintf(out->name, sizeof out->name, "%s", l->id_name);
		return true;
	}
	return false;
}

const struct view_ops view_board = {
    .name = "board",
    .title = N_("Board"),
    .context = CONTEXT_LIST,
    .state_size = sizeof(struct board),
    .fetch = board_fetch,
    .show = board_show,
    .place = board_place,
    .render = board_render,
    .move = board_move,
    .close = board_close,
};
