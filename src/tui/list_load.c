/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "list.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/desk/acts.h"
#include "floorwalker/desk/finding.h"
#include "floorwalker/text/translate.h"
#include "words.h"

#define STATES(which) (struct query_term){.field = QUERY_STATE, .bits = (which)}
#define BIT(state) (UINT64_C(1) << (state))

/* What was read. */
struct list_found {
	struct conversation_ids ids;
	const int64_t *rows;		/* ids, with 0 for headings */
	size_t count;
	struct list_heading *headings;
	size_t heading_count;
	struct list_entry *entries;
	size_t first, entry_count;
	struct list_entry kept;		/* id 0 none */
	const char *problem, *asked;
	bool marks_asked;
	struct conversation_ids marked;
};

bool
list_source_is_same(const struct list_source *a, const struct list_source *b)
{
	return a->kind == b->kind && text_is(a->name, b->name) && text_is(a->filter, b->filter) &&
	    a->sorted == b->sorted && a->group == b->group &&
	    (!a->sorted || (a->sort == b->sort && a->descending == b->descending));
}

void
list_source_words(const struct list_source *s, struct str *out)
{
	static const char *const kinds[LIST_KIND_COUNT] = {
		[LIST_WAITING] = "state:queued", [LIST_QUEUE] = "state:queued queue:", [LIST_MINE] = "agent:me state:agent,wrap_up snoozed:no",
		[LIST_AI] = "state:ai", [LIST_SOON] = "state:queued due:<1m", [LIST_CLOSED] = "closed:today",
		[LIST_AGENT] = "state:agent,wrap_up snoozed:no agent:", [LIST_OVERDUE] = "state:queued due:overdue", [LIST_SNOOZED] = "snoozed:yes",
	};
	const char *kind = kinds[s->kind] == NULL ? "" : kinds[s->kind];

	str_add(out, kind);
	if (s->kind == LIST_QUEUE || s->kind == LIST_AGENT)
		str_add(out, s->name);
	str_addf(out, "%s%s", kind[0] != '\0' && s->filter[0] != '\0' ? " " : "", s->filter);
}

static int64_t
midnight(const struct scope *s)
{
	struct date today;

	date_from_ms(s->settings->zone, s->now_ms, &today);
	today.hour = today.minute = today.second = 0;
	return date_to_ms(s->settings->zone, &today);
}

static void
add_text(struct arena *a, struct query *q, enum query_field field, const char *text)
{
	struct query_term t = {.field = field, .text_count = 1};

	t.texts[0].text = text;
	query_add(a, q, t);
}

/* What is of a kind of list, and its usual order. */
static void
add_kind(struct arena *a, const struct scope *s, struct conversation_query *asked, struct query *q)
{
	const struct list_source *source = s->source;
	const char *who = source->kind == LIST_AGENT ? source->name : s->agent;

	asked->sort = SORT_BY_UPDATED;
	asked->descending = true;
	switch (source->kind) {
	case LIST_WAITING:
	case LIST_QUEUE:
	case LIST_SOON:
	case LIST_OVERDUE:
		query_add(a, q,
		    source->kind == LIST_WAITING || source->kind == LIST_QUEUE
			? STATES(BIT(CONVERSATION_QUEUED))
			/* an agent may owe the next answer */
			: STATES(BIT(CONVERSATION_QUEUED) | BIT(CONVERSATION_AGENT)));
		asked->sort = SORT_BY_DUE;
		asked->descending = false;
		break;
	case LIST_MINE:
	case LIST_AGENT:
		query_add(a, q, STATES(BIT(CONVERSATION_AGENT) | BIT(CONVERSATION_WRAP_UP)));
		add_text(a, q, QUERY_AGENT, text_is_empty(who) ? "-" : who);	/* who only looks
										   on has none */
		query_add(a, q, (struct query_term){.field = QUERY_SNOOZED});
		break;
	case LIST_AI:
		query_add(a, q, STATES(BIT(CONVERSATION_AI)));
		asked->sort = SORT_BY_CONFIDENCE;
		asked->descending = false;
		break;
	case LIST_CLOSED:
		query_add(a, q, STATES(BIT(CONVERSATION_CLOSED)));
		query_add(a, q,
		    (struct query_term){
			.field = QUERY_CLOSED, .low = midnight(s) + 1, .high = INT64_MAX});
		break;
	case LIST_SNOOZED:
		query_add(a, q, (struct query_term){.field = QUERY_SNOOZED, .low = 1, .high = 1});
		break;
	default: break;
	}
	if (source->kind == LIST_QUEUE)
		add_text(a, q, QUERY_QUEUE, source->name);
	if (source->kind == LIST_SOON || source->kind == LIST_OVERDUE)
		query_add(a, q,
		    (struct query_term){.field = QUERY_DUE,
			.low = source->kind == LIST_SOON ? s->now_ms : 1,
			.high = source->kind == LIST_SOON ? s->now_ms + 59999 : s->now_ms - 1});
}

/* Adds the terms of a text; *problem says where it can't be read. */
static void
add_written(struct arena *a, const struct scope *s, const char *text, struct query *q,
    const char **problem)
{
	struct query_words words;
	struct errinfo why = {0};
	struct query more;

	desk_query_words(s->settings, s->agent, s->now_ms, &words);
	if (query_parse(a, text, &words.scope, &more, &why) != ERR_OK)
		*problem = arena_text(a, why.text);
	for (size_t i = 0; *problem == NULL && i < more.count; i++)
		query_add(a, q, more.terms[i]);
}

static enum err
add_saved(struct arena *a, const struct scope *s, struct query *q, struct list_found *f,
    struct errinfo *e)
{
	struct saved_search saved;
	struct errinfo why = {0};
	enum err code = desk_saved_get(s->desk, a, s->agent, s->source->name, &saved, &why);

	if (code == ERR_NOT_FOUND)
		f->problem = arena_printf(a, tr("there is no list or saved search %s%s"),
		    s->source->name, strchr(why.text, ';') == NULL ? "" : strchr(why.text, ';'));
	else if (code != ERR_OK)
		return err_set(e, code, "%s", why.text);
	else
		add_written(a, s, f->asked = saved.query, q, &f->problem);
	return ERR_OK;
}

/* Ids with a row before each group. */
static void
set_rows(struct arena *a, struct list_found *f)
{
	size_t from = 0, row = 0;
	int64_t *rows;

	f->rows = f->ids.ids;
	f->count = f->ids.count;
	if (f->ids.run_count == 0)
		return;
	f->count += f->ids.run_count;
	f->rows = rows = arena_alloc(a, f->count * sizeof *rows);
	f->headings = arena_alloc(a, f->ids.run_count * sizeof *f->headings);
	f->heading_count = f->ids.run_count;
	for (size_t i = 0; i < f->ids.run_count; i++) {
		const struct conversation_run *run = &f->ids.runs[i];

		f->headings[i] = (struct list_heading){row, run->key, run->count};
		rows[row++] = 0;
		memcpy(&rows[row], &f->ids.ids[from], run->count * sizeof *rows);
		row += run->count;
		from += run->count;
	}
}

/* The records of the rows from first on. */
static enum err
read_entries(
    struct arena *a, const struct scope *s, size_t first, struct list_found *f, struct errinfo *e)
{
	struct conversation_list list;
	int64_t *ids = arena_alloc(a, (LIST_WINDOW + 1) * sizeof *ids);
	size_t count = 0, k = 0;
	enum err code;

	if (first > 0 && first + LIST_WINDOW > f->count)	/* a whole window before the end */
		first = f->count > LIST_WINDOW ? f->count - LIST_WINDOW : 0;
	f->first = first;
	f->entry_count = f->count - first < LIST_WINDOW ? f->count - first : LIST_WINDOW;
	f->entries = arena_alloc(a, (f->entry_count + 1) * sizeof *f->entries);
	for (size_t i = 0; i < f->entry_count; i++)
		if (f->rows[first + i] != 0)
			ids[count++] = f->rows[first + i];
	code = store_conversation_some(desk_store(s->desk), a, ids, count, &list, e);
	for (size_t i = 0; code == ERR_OK && i < f->entry_count && k < list.count; i++)
		if (f->rows[first + i] == list.items[k].id)
			f->entries[i].c = list.items[k++];
	return code;
}

/* Who else looks at each, by the names that agents call each other. */
static void
add_looking(struct arena *a, const struct scope *s, const struct presence *all, size_t count,
    struct list_entry *x)
{
	for (size_t i = 0; i < count; i++) {
		const char *name;

		if (all[i].conversation_id != x->c.id || text_is(all[i].agent, s->agent))
			continue;
		name = words_agent(s->settings, s->agent, all[i].agent);
		x->looking = arena_printf(a, "%s%s%.*s", x->looking == NULL ? "" : x->looking,
		    x->looking == NULL ? "" : ", ", (int)strcspn(name, " "), name);
	}
}

/* What is this agent's own of each: whether it was read; and who else is there. */
static enum err
read_people(struct arena *a, const struct scope *s, struct list_found *f, struct errinfo *e)
{
	int64_t *ids = arena_alloc(a, (f->entry_count + 1) * sizeof *ids),
		*numbers = arena_alloc(a, (f->entry_count + 1) * sizeof *numbers);
	struct presence *here;
	size_t count;
	enum err code;

	for (size_t i = 0; i < f->entry_count; i++)
		ids[i] = f->entries[i].c.id;
	code = desk_presence_list(desk_store(s->desk), a, s->now_ms, NULL, 0, &here, &count, e);
	if (code == ERR_OK && !text_is_empty(s->agent))
		code = store_read_mark_list(
		    desk_store(s->desk), s->agent, ids, f->entry_count, numbers, e);
	for (size_t i = 0; code == ERR_OK && i < f->entry_count; i++) {
		struct list_entry *x = &f->entries[i];

		x->unread = !text_is_empty(s->agent) && x->c.id != 0 &&
		    x->c.state != CONVERSATION_CLOSED && numbers[i] < x->c.message_count;
		add_looking(a, s, here, count, x);
	}
	return code;
}

static enum err
read_kept(
    struct arena *a, const struct scope *s, int64_t id, struct list_found *f, struct errinfo *e)
{
	struct errinfo why = {0};
	enum err code =
	    store_conversation_get(desk_store(s->desk), a, id, &f->kept.c, &why);

	f->kept.moved_on = true;
	if (code != ERR_OK)
		f->kept.c.id = 0;
	return code == ERR_OK || code == ERR_NOT_FOUND ? ERR_OK : err_set(e, code, "%s", why.text);
}

enum err
list_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	const struct list_wish *w = wish;
	struct list_found *f = arena_alloc(a, sizeof *f);
	struct query q = {0};
	struct conversation_query asked = {
	    .query = &q, .group = s->source->group, .now_ms = s->now_ms, .agent = s->agent,
	    .seen_since_ms = s->now_ms - PRESENCE_STALE_MS};
	enum err code = ERR_OK;

	*found = f;
	add_kind(a, s, &asked, &q);
	if (s->source->sorted) {
		asked.sort = s->source->sort;
		asked.descending = s->source->descending;
	}
	if (s->source->kind == LIST_SAVED)
		code = add_saved(a, s, &q, f, e);
	if (code == ERR_OK && f->problem == NULL)
		add_written(a, s, s->source->filter, &q, &f->problem);
	if (code != ERR_OK || f->problem != NULL)
		return code;
	code = store_query_ids(desk_store(s->desk), a, &asked, &f->ids, e);
	if (code == ERR_OK) {
		set_rows(a, f);
		code = read_entries(a, s, w->first, f, e);
	}
	if (code == ERR_OK)
		code = read_people(a, s, f, e);
	if (code == ERR_OK && w->kept != 0)
		code = read_kept(a, s, w->kept, f, e);
	if (code != ERR_OK || w->mark_query[0] == '\0')
		return code;
	add_written(a, s, w->mark_query, &q, &f->problem);
	f->marks_asked = f->problem == NULL;
	f->problem = NULL;	/* it was looked at when it was typed */
	asked.limit = MARKS_MOST + 1;
	return f->marks_asked ? store_query_ids(desk_store(s->desk), a, &asked, &f->marked, e)
			      : ERR_OK;
}

/* ---- on the screen's thread */

const struct list_entry *
list_entry_at(const struct list *l, size_t row)
{
	return row >= l->first && row - l->first < l->entry_count ? &l->entries[row - l->first]
								   : NULL;
}

const struct list_heading *
list_heading_at(const struct list *l, size_t row)
{
	for (size_t i = 0; i < l->heading_count; i++)
		if (l->headings[i].row == row)
			return &l->headings[i];
	return NULL;
}

size_t
list_window(const struct list *l)
{
	size_t middle = l->picker.row - l->picker.row % LIST_STEP,
	       last = l->count > LIST_WINDOW ? l->count - LIST_WINDOW : 0,
	       first = middle > LIST_WINDOW / 2 ? middle - LIST_WINDOW / 2 : 0;

	return first < last ? first : last;
}

void
list_wish(const void *state, void *wish)
{
	const struct list *l = state;
	struct list_wish *w = wish;
	const struct list_entry *x = list_entry_at(l, l->picker.row);

	w->first = list_window(l);
	w->kept = x != NULL && x->moved_on ? x->c.id : 0;
	memcpy(w->mark_query, l->mark_query, sizeof w->mark_query);
}

static bool
has_row(const struct list_found *f, int64_t id)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->rows[i] == id)
			return true;
	return false;
}

static struct conversation
copy_of(struct arena *a, const struct conversation *c)
{
	struct conversation x = *c;
	const char **texts[] = {&x.channel, &x.contact, &x.shopper, &x.customer_id, &x.tier,
	    &x.language, &x.tags, &x.snooze_reason, &x.queue, &x.agent, &x.intent, &x.summary,
	    &x.draft, &x.preview, &x.disposition};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = arena_text(a, *texts[i] == NULL ? "" : *texts[i]);
	x.sealed_state = NULL;
	x.sealed_state_size = 0;
	return x;
}

/* The selected conversation stays where it was when it leaves the list, so that no key acts on a
 * neighbour by surprise. */
static void
keep_selected(struct list *l, struct list_found *f, const struct list_entry *before,
    struct arena *a)
{
	size_t at = l->picker.row < f->count ? l->picker.row : f->count;
	struct list_entry kept = f->kept;
	struct list_entry *entries;
	int64_t *rows;

	if (kept.c.id != l->picker.selected && before != NULL && before->c.id != 0)
		kept = (struct list_entry){.c = copy_of(a, &before->c), .moved_on = true};
	if (kept.c.id != l->picker.selected || kept.c.id == 0)
		return;
	rows = arena_alloc(a, (f->count + 1) * sizeof *rows);
	memcpy(rows, f->rows, at * sizeof *rows);
	rows[at] = kept.c.id;
	memcpy(&rows[at + 1], &f->rows[at], (f->count - at) * sizeof *rows);
	f->rows = rows;
	f->count++;
	for (size_t i = 0; i < f->heading_count; i++)
		f->headings[i].row += f->headings[i].row >= at;
	if (at < f->first || at > f->first + f->entry_count) {	/* only itself is read */
		f->first = at;
		f->entry_count = 0;
	}
	entries = arena_alloc(a, (f->entry_count + 1) * sizeof *entries);
	memcpy(entries, f->entries, (at - f->first) * sizeof *entries);
	entries[at - f->first] = kept;
	memcpy(&entries[at - f->first + 1], &f->entries[at - f->first],
	    (f->entry_count - (at - f->first)) * sizeof *entries);
	f->entries = entries;
	f->entry_count++;
}

static int
widest_id(const struct list_found *f)
{
	int64_t most = 0;
	char name[32];

	for (size_t i = 0; i < f->count; i++)
		most = f->rows[i] > most ? f->rows[i] : most;
	return snprintf(name, sizeof name, "C-%lld", (long long)most);
}

static void
take_marks(struct list *l, const struct list_found *f)
{
	for (size_t i = 0; f->marks_asked && i < f->marked.count; i++)
		list_mark(l, f->marked.ids[i], true);
	if (f->marks_asked)
		memset(l->mark_query, 0, sizeof l->mark_query);
}

void
list_show(void *state, const void *found, const struct scope *s)
{
	struct list_found *f = arena_alloc(s->arena, sizeof *f);
	struct list *l = state;
	bool same = list_source_is_same(&l->source, s->source);
	const struct list_entry *before = list_entry_at(l, l->picker.row);

	*f = *(const struct list_found *)found;
	if ((!same || f->problem != NULL) && !has_row(f, l->picker.selected)) {	/* another list
										   begins at its
										   top */
		l->picker.row = l->picker.top = 0;
		l->picker.selected = 0;
	} else if (l->picker.selected != 0 && !has_row(f, l->picker.selected)) {
		keep_selected(l, f, before, s->arena);
	}
	l->source = *s->source;
	l->rows = f->rows;
	l->count = f->count;
	l->entries = f->entries;
	l->first = f->first;
	l->entry_count = f->entry_count;
	l->headings = f->headings;
	l->heading_count = f->heading_count;
	l->total = f->ids.total;
	l->problem = f->problem;
	l->asked = f->asked;
	l->id_width = widest_id(f);
	take_marks(l, f);
	list_count_marks(l);
	picker_set(&l->picker, l->rows, l->count);
}
