/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console's rows about finding: lists, what they show and in which order, marks, search and the
 * palette.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/desk/finding.h"
#include "floorwalker/text/translate.h"
#include "list.h"
#include "screen_private.h"

/* ---- which list */

static const char *const list_words[LIST_KIND_COUNT] = {
	[LIST_ALL] = "all", [LIST_WAITING] = "waiting", [LIST_MINE] = "mine", [LIST_AI] = "ai", [LIST_SOON] = "soon", [LIST_OVERDUE] = "overdue",
	[LIST_SNOOZED] = "snoozed", [LIST_CLOSED] = "closed",
};

static void
complete_list(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	const struct settings *s = desk_settings(d);
	struct arena *a = arena_new();
	struct saved_search *saved;
	size_t count = 0;

	(void)begin;
	for (size_t i = 0; i < LIST_KIND_COUNT; i++) {
		if (list_words[i] != NULL)
			word(context, list_words[i]);
	}
	if (store_saved_list(desk_store(d), a, &saved, &count, NULL) == ERR_OK) {
		for (size_t i = 0; i < count; i++)
			word(context, saved[i].name);
	}
	for (size_t i = 0; i < s->queue_count; i++)
		word(context, s->queues[i].id);
	for (size_t i = 0; i < s->agent_count; i++)
		word(context, s->agents[i].id);
	arena_free(&a);
}

static struct list_source
source_named(const struct screen *s, const char *name)
{
	struct list_source source = {.kind = LIST_SAVED};

	for (size_t i = 0; i < LIST_KIND_COUNT; i++) {
		if (text_is(name, list_words[i]))
			source.kind = (enum list_kind)i;
	}
	if (source.kind == LIST_SAVED && settings_queue(s->settings, name) != NULL)
		source.kind = LIST_QUEUE;
	else if (source.kind == LIST_SAVED && settings_agent(s->settings, name) != NULL)
		source.kind = LIST_AGENT;
	if (source.kind == LIST_SAVED || source.kind == LIST_QUEUE || source.kind == LIST_AGENT)
		snprintf(source.name, sizeof source.name, "%s", name);
	memcpy(source.columns, s->source.columns, sizeof source.columns);
	source.column_count = s->source.column_count;
	return source;
}

static enum err
run_list(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;

	(void)e;
	if (!text_is_empty(c->texts[0]))
		s->source = source_named(s, c->texts[0]);
	screen_go(s, VIEW_LIST);
	return ERR_OK;
}

/* From the board its list is gone on with. */
static void
go_to_list(struct screen *s)
{
	if (s->main == VIEW_BOARD)
		s->source = screen_source(s);
	if (s->main != VIEW_LIST)
		screen_go(s, VIEW_LIST);
	screen_changed_all(s);
}

/* ---- queries */

static void
complete_query(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	struct query_words words;

	desk_query_words(desk_settings(d), "", clock_now_ms(desk_clock(d)), &words);
	query_complete(&words.scope, begin, word, context);
}

/* Whether it can be read, before anything changes. */
static enum err
check_query(const struct screen *s, const char *text, struct errinfo *e)
{
	struct query_words words;
	struct arena *a = arena_new();
	struct query q;
	enum err code;

	desk_query_words(s->settings, s->agent, s->now_ms, &words);
	code = query_parse(a, text, &words.scope, &q, e);
	arena_free(&a);
	return code;
}

static enum err
run_find(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	enum err code = check_query(s, c->texts[0], e);

	if (code != ERR_OK)
		return code;
	snprintf(s->query, sizeof s->query, "%s", c->texts[0]);
	screen_go(s, VIEW_SEARCH);
	return ERR_OK;
}

static enum err
run_filter(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	enum err code = check_query(s, c->texts[0], e);

	if (code != ERR_OK)
		return code;
	go_to_list(s);
	snprintf(s->source.filter, sizeof s->source.filter, "%s", c->texts[0]);
	s->focus = VIEW_LIST;
	return ERR_OK;
}

/* ---- order, groups, columns */

static void
complete_column(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	(void)d;
	(void)begin;
	for (size_t i = 0; i < list_column_count; i++)
		word(context, list_columns[i].name);
}

static void
complete_sort(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	word(context, "usual");
	complete_column(d, begin, word, context);
}

static void
complete_direction(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	(void)d;
	(void)begin;
	word(context, "asc");
	word(context, "desc");
}

/* The orders that one key walks through. */
static void
next_order(struct list_source *source)
{
	static const enum conversation_sort round[] = {
	    SORT_BY_WAITING, SORT_BY_CONFIDENCE, SORT_BY_UPDATED, SORT_BY_ID};
	size_t next = 0;

	while (source->sorted && next < 4 && round[next++] != source->sort)
		;
	source->sorted = next < 4;
	source->sort = round[next < 4 ? next : 0];
	source->descending = source->sort == SORT_BY_UPDATED || source->sort == SORT_BY_ID;
}

static enum err
run_sort(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	const char *name = c->texts[0], *way = c->texts[1];
	size_t i = 0;

	if (!text_is_empty(way) && !text_is(way, "asc") && !text_is(way, "desc") &&
	    !text_is(way, "up") && !text_is(way, "down"))
		return err_set(e, ERR_USAGE, tr("%.40s is no direction: say asc or desc"), way);
	if (!text_is_empty(name) && !text_is(name, "usual") && !list_column_from(name, &i))
		return list_column_none(name, e);
	go_to_list(s);
	if (text_is_empty(name)) {
		next_order(&s->source);
	} else {
		s->source.sorted = !text_is(name, "usual");
		s->source.sort = s->source.sorted ? list_columns[i].sort : SORT_BY_ID;
		s->source.descending = text_is_empty(way)
		    ? s->source.sorted && list_columns[i].descending
		    : text_is(way, "desc") || text_is(way, "down");
	}
	return ERR_OK;
}

static const char *const groups[GROUP_COUNT] = {
	[GROUP_NONE] = "none", [GROUP_QUEUE] = "queue", [GROUP_OWNER] = "owner", [GROUP_REASON] = "reason", [GROUP_TIER] = "tier",
	[GROUP_CHANNEL] = "channel",
};

static void
complete_group(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	(void)d;
	(void)begin;
	for (size_t i = 0; i < GROUP_COUNT; i++)
		word(context, groups[i]);
}

static enum err
run_group(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;

	for (size_t i = 0; i < GROUP_COUNT; i++)
		if (text_is(c->texts[0], groups[i])) {
			go_to_list(s);
			s->source.group = (enum conversation_group)i;
			return ERR_OK;
		}
	return err_set(e, ERR_USAGE,
	    tr("there are no groups by %.40s: say queue, owner, reason, tier, channel or none"), c->texts[0]);
}

static enum err
run_columns(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	unsigned char chosen[LIST_COLUMNS_MOST];
	size_t count;
	enum err code = list_columns_parse(c->texts[0], chosen, &count, e);

	if (code != ERR_OK)
		return code;
	go_to_list(s);
	memcpy(s->source.columns, chosen, count);
	s->source.column_count = count;
	return ERR_OK;
}

/* ---- marks */

static enum err
run_mark(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	void *list = s->panes[VIEW_LIST].state;
	const char *what = c->texts[0];
	enum err code;

	if (s->main != VIEW_LIST || s->panes[VIEW_LIST].shown == NULL)
		return err_set(e, ERR_STATE, tr("rows are marked in a list: 2 opens the last one"));
	if (text_is_empty(what)) {
		if (c->conversation_id == 0)
			return err_set(e, ERR_STATE, tr("nothing is selected that could be marked"));
		view_list_mark(list, c->conversation_id, MARK_TOGGLE);
		screen_move(s, MOVE_DOWN);
	} else if (text_is(what, "all") || text_is(what, "none")) {
		view_list_mark(list, 0, text_is(what, "all") ? MARK_ALL : MARK_NONE);
	} else {
		if ((code = check_query(s, what, e)) != ERR_OK)
			return code;
		view_list_mark_query(list, what);
		s->panes[VIEW_LIST].dirty |= RECALC;
	}
	s->repaint = true;
	return ERR_OK;
}

static enum err
run_unmark(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;

	(void)e;
	view_list_mark(s->panes[VIEW_LIST].state, 0, MARK_NONE);
	s->repaint = true;
	return ERR_OK;
}

static void
complete_mark(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	word(context, "all");
	word(context, "none");
	complete_query(d, begin, word, context);
}

static enum err
run_palette(struct command_call *c, struct errinfo *e)
{
	(void)e;
	palette_open(c->front);
	return ERR_OK;
}

static const struct command rows[] = {
    {.name = "list",
	.arguments = {{"which", ARGUMENT_WORD, true, complete_list}},
	.contexts = CONTEXT_SCREEN,
	.keys = "2",
	.summary = N_("A list of conversations, or a saved search"),
	.help =
	    N_("all, waiting, mine, ai, soon, overdue, snoozed, closed, a queue's id, an agent's or a saved search; without a word the one shown last."),
	.example = ":list mine",
	.run = run_list},
    {.name = "find",
	.arguments = {{"query", ARGUMENT_TEXT, false, complete_query}},
	.contexts = CONTEXT_SCREEN,
	.keys = "/",
	.prompt = N_("Search for:"),
	.summary = N_("Search words and fields of all conversations"),
	.help =
	    N_("Messages that hold all words, of conversations for which all fields hold: reason:policy amount:>50 \"size 38\" -closed. Without words the conversations themselves. Personal data is masked before it is stored, so it can't be searched for."),
	.example = ":find \"lost parcel\" reason:policy",
	.run = run_find},
    {.name = "filter",
	.arguments = {{"query", ARGUMENT_TEXT, false, complete_query}},
	.contexts = CONTEXT_LIST,
	.keys = "f F",
	.prompt = N_("Show only (words, field:value, Tab completes):"),
	.summary = N_("Show only what of the list fits a query"),
	.help =
	    N_("Words of the transcript or of the shopper's name, and fields: conf:<.6 queue:refunds agent:me waiting:>10m opened:today tier:vip -snoozed. Esc clears it; :save NAME keeps it."),
	.example = ":filter conf:<.6 waiting:>5m",
	.run = run_filter},
    {.name = "sort",
	.arguments = {{"column", ARGUMENT_WORD, true, complete_sort},
	    {"direction", ARGUMENT_WORD, true, complete_direction}},
	.contexts = CONTEXT_LIST,
	.keys = "o",
	.summary = N_("The next order of the list, or by a column"),
	.help =
	    N_("By any column, asc or desc; usual: that of the list's kind. What has nothing there comes last. Without a word the next of the usual orders."),
	.example = ":sort conf desc",
	.run = run_sort},
    {.name = "group",
	.arguments = {{"by", ARGUMENT_WORD, false, complete_group}},
	.contexts = CONTEXT_LIST,
	.keys = "",
	.prompt = N_("Group by (Tab completes):"),
	.summary = N_("Group the list, with headings and counts"),
	.help = N_("queue, owner, reason, tier, channel or none."),
	.example = ":group queue",
	.run = run_group},
    {.name = "columns",
	.arguments = {{"names", ARGUMENT_TEXT, true, complete_column}},
	.contexts = CONTEXT_LIST,
	.keys = "",
	.summary = N_("Which columns the list shows"),
	.help =
	    N_("Their names in their order; without any, or usual: those that the width has room for."),
	.example = ":columns id shopper conf mood waiting tier",
	.run = run_columns},
    {.name = "mark",
	.arguments = {{"which", ARGUMENT_TEXT, true, complete_mark}},
	.contexts = CONTEXT_LIST,
	.keys = "*",
	.summary = N_("Mark this row, or all, none, or by a query"),
	.help =
	    N_("A command that is given while rows are marked asks once and then acts on each of them, and only on them. A query marks what of the list fits it now."),
	.example = ":mark tier:vip waiting:>10m",
	.run = run_mark},
    {.name = "unmark",
	.contexts = CONTEXT_LIST,
	.keys = "U",
	.summary = N_("Take all marks away"),
	.run = run_unmark},
    {.name = "palette",
	.contexts = CONTEXT_SCREEN,
	.keys = "M-p",
	.summary = N_("Find a command by some of its letters"),
	.help =
	    N_("All that could be done now, with keys; letters narrow it down, Enter does it. Tab on an empty command line opens it too."),
	.run = run_palette},
};

const struct command *
list_commands(size_t *count)
{
	*count = sizeof rows / sizeof *rows;
	return rows;
}
