/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list: conversations of one kind, sorted and filtered; one line each where there is room, else two.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "view.h"
#include "words.h"

struct list_entry {
	struct conversation c;
	bool moved_on;		/* no longer of this list, shown until the selection leaves it */
};

struct list {
	struct picker picker;
	struct list_source source;
	struct list_entry *entries;
	size_t count;
	int64_t total;
	int width;
};

#define LIST_LIMIT 1000
#define ONE_LINE 72		/* from this width on an entry takes one line */

static struct conversation_filter
filter_of(const struct scope *s, const struct list_source *source)
{
	struct conversation_filter f = {.limit = LIST_LIMIT, .order = ORDER_UPDATED, .descending = true};
	struct date today;

	switch (source->kind) {
	case LIST_WAITING:
	case LIST_QUEUE:
	case LIST_SOON:
		f.states = 1u << CONVERSATION_QUEUED;
		f.order = ORDER_DUE;
		f.descending = false;
		f.queue = source->kind == LIST_QUEUE ? source->name : NULL;
		break;
	case LIST_MINE:
	case LIST_AGENT:
		f.states = 1u << CONVERSATION_AGENT | 1u << CONVERSATION_WRAP_UP;
		f.agent = source->kind == LIST_MINE ? s->agent : source->name;
		break;
	case LIST_AI:
		f.states = 1u << CONVERSATION_AI;
		f.order = ORDER_CONFIDENCE;
		f.descending = false;
		break;
	case LIST_CLOSED:
		f.states = 1u << CONVERSATION_CLOSED;
		date_from_ms(s->settings->zone, s->now_ms, &today);
		today.hour = today.minute = today.second = 0;
		f.closed_after_ms = date_to_ms(s->settings->zone, &today);
		break;
	default:
		break;
	}
	switch (source->sort) {
	case SORT_WAITING: f.order = ORDER_WAITING; f.descending = false; break;
	case SORT_CONFIDENCE: f.order = ORDER_CONFIDENCE; f.descending = false; break;
	case SORT_UPDATED: f.order = ORDER_UPDATED; f.descending = true; break;
	case SORT_ID: f.order = ORDER_ID; f.descending = true; break;
	default: break;
	}
	return f;
}

/* Whether each word of the filter stands somewhere in what the row shows, case and accents aside. */
static bool
passes(const struct scope *s, const struct conversation *c, const char *filter, struct str *hay, struct str *needle)
{
	char owner[WORDS], intent[WORDS];
	const char *word = filter;

	if (filter[0] == '\0')
		return true;
	str_reset(hay);
	str_reset(needle);
	str_addf(needle, "C-%lld %s %s %s %s %s %s %s %s", (long long)c->id, c->shopper, words_owner(owner, s->settings, s->agent, c, false),
	    words_name(intent, c->intent), handoff_reason_title(c->reason), c->channel, c->tier, c->language, c->preview);
	utf8_fold_plain(hay, needle->data, needle->length);
	while (*word != '\0') {
		size_t length = strcspn(word, " ");

		if (length > 0) {
			str_reset(needle);
			utf8_fold_plain(needle, word, length);
			if (strstr(hay->data, needle->data) == NULL)
				return false;
		}
		word += length + strspn(word + length, " ");
	}
	return true;
}

/* The selected conversation stays where it was when it leaves the list, so that no key acts on a neighbour by surprise. */
static enum err
keep_selected(struct list *l, struct list *fresh, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct list_entry kept = {.moved_on = true};
	size_t at = l->picker.row < fresh->count ? l->picker.row : fresh->count;
	enum err code;

	if (l->picker.selected == 0 || l->source.kind != fresh->source.kind || !text_is(l->source.name, fresh->source.name) ||
	    !text_is(l->source.filter, fresh->source.filter))
		return ERR_OK;
	for (size_t i = 0; i < fresh->count; i++) {
		if (fresh->entries[i].c.id == l->picker.selected)
			return ERR_OK;
	}
	code = store_conversation_get(desk_store(s->desk), a, l->picker.selected, &kept.c, e);
	if (code != ERR_OK)
		return code == ERR_NOT_FOUND ? ERR_OK : code;
	memmove(&fresh->entries[at + 1], &fresh->entries[at], (fresh->count - at) * sizeof *fresh->entries);
	fresh->entries[at] = kept;
	fresh->count++;
	return ERR_OK;
}

static enum err
list_load(void *state, struct arena *a, const struct scope *s, struct errinfo *e)
{
	struct list *l = state, fresh = {.source = *s->source};
	struct conversation_filter f = filter_of(s, s->source);
	struct conversation_list found;
	struct str hay, needle;
	int64_t *ids;
	enum err code;

	if (f.agent != NULL && f.agent[0] == '\0')
		f.agent = "-";	/* nobody: who only looks on has none */
	if ((code = store_conversation_list(desk_store(s->desk), a, &f, &found, e)) != ERR_OK)
		return code;
	fresh.entries = arena_alloc(a, (found.count + 2) * sizeof *fresh.entries);
	str_init(&hay);
	str_init(&needle);
	for (size_t i = 0; i < found.count; i++) {
		const struct conversation *c = &found.items[i];

		if (s->source->kind == LIST_SOON && (c->due_ms == 0 || c->due_ms - s->now_ms >= 60000))
			continue;
		if (passes(s, c, s->source->filter, &hay, &needle))
			fresh.entries[fresh.count++].c = *c;
	}
	str_clear(&hay);
	str_clear(&needle);
	fresh.total = s->source->filter[0] == '\0' && s->source->kind != LIST_SOON ? found.total : (int64_t)fresh.count;
	if ((code = keep_selected(l, &fresh, a, s, e)) != ERR_OK)
		return code;
	ids = arena_alloc(a, (fresh.count + 1) * sizeof *ids);
	for (size_t i = 0; i < fresh.count; i++)
		ids[i] = fresh.entries[i].c.id;
	l->entries = fresh.entries;
	l->count = fresh.count;
	l->total = fresh.total;
	l->source = fresh.source;
	picker_set(&l->picker, ids, l->count);
	return ERR_OK;
}

static void
list_place(void *state, int width, int height)
{
	struct list *l = state;
	int rows = width >= ONE_LINE ? height - 1 : height / 2;

	l->width = width;
	picker_place(&l->picker, rows < 1 ? 1 : (size_t)rows);
}

/* ---- columns of the one-line form: shown from a width on, left to right */
struct column {
	const char *title;
	int least, most;
	int from;		/* least width of the pane */
	int turn;		/* in growing; 0 never */
	bool right;
	enum ink (*words)(char *out, const struct list_entry *x, const struct scene *s);
};

static enum ink
column_id(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "C-%lld", (long long)x->c.id);
	return INK_STRONG;
}

static enum ink
column_who(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", x->c.shopper);
	return INK_TEXT;
}

static enum ink
column_sure(char *out, const struct list_entry *x, const struct scene *s)
{
	if (x->c.confidence < 0)
		snprintf(out, WORDS, "–");
	else
		snprintf(out, WORDS, "%.2f", x->c.confidence);
	return ink_of_confidence(s->settings, x->c.confidence);
}

static enum ink
column_bar(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)x;
	(void)s;
	out[0] = '\0';	/* drawn as a bar */
	return INK_BAR;
}

static enum ink
column_owner(char *out, const struct list_entry *x, const struct scene *s)
{
	words_owner(out, s->settings, s->agent, &x->c, true);
	return x->c.state == CONVERSATION_AI ? INK_AI : x->c.state == CONVERSATION_AGENT ? INK_AGENT : x->c.state == CONVERSATION_QUEUED ? INK_TEXT : INK_DIM;
}

static enum ink
column_time(char *out, const struct list_entry *x, const struct scene *s)
{
	if (x->moved_on)
		snprintf(out, WORDS, "moved on");
	else if (x->c.waiting_ms != 0)
		words_span(out, s->now_ms - x->c.waiting_ms);
	else if (x->c.state == CONVERSATION_CLOSED)
		words_clock(out, s->settings, x->c.closed_ms);
	else
		words_span(out, s->now_ms - x->c.updated_ms);
	return x->c.waiting_ms != 0 ? INK_TEXT : INK_DIM;
}

static enum ink
column_due(char *out, const struct list_entry *x, const struct scene *s)
{
	int64_t due = x->c.waiting_ms != 0 ? x->c.due_ms : 0;

	words_due(out, due, s->now_ms, false);
	return ink_of_due(due, s->now_ms);
}

static enum ink
column_intent(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	words_name(out, x->c.intent);
	return INK_TEXT;
}

static enum ink
column_reason(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", handoff_reason_title(x->c.reason));
	return INK_TEXT;
}

static enum ink
column_channel(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%s", x->c.channel);
	return INK_DIM;
}

static enum ink
column_preview(char *out, const struct list_entry *x, const struct scene *s)
{
	(void)s;
	snprintf(out, WORDS, "%.*s", (int)utf8_fit(x->c.preview, strlen(x->c.preview) < WORDS - 1 ? strlen(x->c.preview) : WORDS - 1, WORDS, NULL), x->c.preview);
	return INK_DIM;
}

/* In the order of the screen. What is left of the width goes to those that may grow, by their turn; then to the last words. */
static const struct column columns[] = {
	{"id", 6, 6, 0, 0, false, column_id}, {"shopper", 12, 20, 0, 2, false, column_who}, {"sure", 4, 4, 0, 0, true, column_sure},
	{"", 5, 5, 88, 0, false, column_bar}, {"with", 10, 20, 0, 1, false, column_owner}, {"waits", 8, 8, 0, 0, true, column_time},
	{"promise", 11, 11, 0, 0, true, column_due}, {"wants", 14, 18, ONE_LINE, 5, false, column_intent}, {"handed over", 16, 20, 100, 6, false, column_reason},
	{"channel", 9, 10, 150, 7, false, column_channel}, {"last words", 12, 400, 128, 8, false, column_preview},
};
#define COLUMNS (sizeof columns / sizeof *columns)

static int
gap_after(size_t column, int width)
{
	return columns[column].words == column_sure && width >= 88 ? 1 : width >= 112 ? 2 : 1;
}

static void
widen(int width, int out[COLUMNS])
{
	int left = width - 3;

	for (size_t i = 0; i < COLUMNS; i++) {
		out[i] = width >= columns[i].from ? columns[i].least : 0;
		left -= out[i] > 0 ? out[i] + gap_after(i, width) : 0;
	}
	for (int turn = 1; turn <= 8; turn++) {
		for (size_t i = 0; i < COLUMNS; i++) {
			int more = columns[i].most - columns[i].least;

			if (columns[i].turn != turn || out[i] == 0 || left <= 0)
				continue;
			more = more > left ? left : more;
			out[i] += more;
			left -= more;
		}
	}
}

static void
render_columns(const struct list_entry *x, struct cells *c, struct rect r, int y, enum ground g, const struct scene *s)
{
	int at = 2, widths[COLUMNS];

	widen(r.w, widths);
	for (size_t i = 0; i < COLUMNS && at < r.w; i++) {
		const struct column *k = &columns[i];
		char words[WORDS];

		if (widths[i] == 0)
			continue;
		if (x == NULL) {
			cells_field(c, r, at, y, widths[i], (struct style){INK_DIM, (uint8_t)g}, k->title, k->right);
		} else if (k->words == column_bar) {
			cells_bar(c, r, at, y, widths[i], (struct style){(uint8_t)ink_of_confidence(s->settings, x->c.confidence), (uint8_t)g},
			    (struct style){INK_BAR_REST, (uint8_t)g}, x->c.confidence);
		} else {
			enum ink ink = k->words(words, x, s);

			cells_field(c, r, at, y, widths[i], (struct style){(uint8_t)(x->moved_on ? INK_DIM : ink), (uint8_t)g}, words, k->right);
		}
		at += widths[i] + gap_after(i, r.w);
	}
}

/* The time of the two-line form, brief so that it keeps its column: what is promised, else how long ago. */
static enum ink
brief_time(char *out, const struct list_entry *x, const struct scene *s)
{
	if (x->c.waiting_ms != 0 && x->c.due_ms != 0 && !x->moved_on) {
		words_due(out, x->c.due_ms, s->now_ms, true);
		return ink_of_due(x->c.due_ms, s->now_ms);
	}
	if (x->moved_on)
		snprintf(out, WORDS, "moved on");
	else if (x->c.state == CONVERSATION_CLOSED)
		words_clock(out, s->settings, x->c.closed_ms);
	else
		words_brief(out, s->now_ms - x->c.updated_ms);
	return INK_DIM;
}

static void
render_first_line(const struct list_entry *x, struct cells *c, struct rect r, int y, enum ground g, const struct scene *s)
{
	char words[WORDS];
	enum ink ink = brief_time(words, x, s);
	int at, right = r.w - 1;

	if (r.w >= 24) {
		right -= 8;
		cells_field(c, r, right, y, 8, (struct style){(uint8_t)ink, (uint8_t)g}, words, true);
	}
	if (r.w >= 36) {
		right -= 6;
		cells_bar(c, r, right, y, 5, (struct style){(uint8_t)ink_of_confidence(s->settings, x->c.confidence), (uint8_t)g},
		    (struct style){INK_BAR_REST, (uint8_t)g}, x->c.confidence);
	}
	if (r.w >= 30) {
		ink = column_sure(words, x, s);
		right -= 5;
		cells_field(c, r, right, y, 4, (struct style){(uint8_t)(x->moved_on ? INK_DIM : ink), (uint8_t)g}, words, true);
	}
	column_id(words, x, s);
	at = cells_put(c, r, 2, y, (struct style){x->moved_on ? INK_DIM : INK_STRONG, (uint8_t)g}, words) + 1;
	cells_field(c, r, at, y, right - at - 1, (struct style){x->moved_on ? INK_DIM : INK_TEXT, (uint8_t)g}, x->c.shopper, false);
}

static void
render_two_lines(const struct list_entry *x, struct cells *c, struct rect r, int y, enum ground g, const struct scene *s)
{
	const struct style dim = {INK_DIM, (uint8_t)g}, text = {x->moved_on ? INK_DIM : INK_TEXT, (uint8_t)g};
	char words[WORDS];
	enum ink ink = column_owner(words, x, s);
	int at = r.w >= 30 ? 4 : 2;

	render_first_line(x, c, r, y, g, s);
	at = cells_put(c, r, at, y + 1, (struct style){(uint8_t)(x->moved_on ? INK_DIM : ink), (uint8_t)g}, words);
	at = cells_put(c, r, at, y + 1, dim, " · ");
	if (x->c.reason != HANDOFF_NONE && x->c.state == CONVERSATION_QUEUED)
		snprintf(words, sizeof words, "%s", handoff_reason_title(x->c.reason));
	else
		words_name(words, text_is_empty(x->c.intent) ? "–" : x->c.intent);
	if (at + utf8_width(words, strlen(words)) >= r.w)
		cells_field(c, r, at, y + 1, r.w - at - 1, text, words, false);
	at = at + utf8_width(words, strlen(words)) < r.w ? cells_put(c, r, at, y + 1, text, words) : r.w;
	if (r.w - at > 12) {
		at = cells_put(c, r, at, y + 1, dim, " · ");
		cells_field(c, r, at, y + 1, r.w - at - 1, dim, x->c.preview, false);
	}
}

static void
render_none(const struct list *l, struct cells *c, struct rect r)
{
	static const char *const none[LIST_KIND_COUNT] = {
		[LIST_ALL] = "No conversations yet.", [LIST_WAITING] = "Nobody waits for a person.", [LIST_QUEUE] = "Nobody waits in this queue.",
		[LIST_MINE] = "You have no conversation. t takes the selected one of another list.", [LIST_AI] = "The AI has no live conversation.",
		[LIST_SOON] = "No promise falls due within a minute.", [LIST_CLOSED] = "None was closed today.", [LIST_AGENT] = "Has no conversation.",
	};
	struct rect inside = rect_part(r, 2, 1, r.w - 3, r.h);
	const char *text = l->source.filter[0] != '\0' ? "Nothing here holds these words. f changes the filter, Esc clears it." : none[l->source.kind];
	size_t at = 0, next, length = strlen(text);

	for (int y = 0; at < length && y < inside.h; y++, at += next)
		cells_put_n(c, inside, 0, y, (struct style){INK_DIM, GROUND_PANE}, text + at, text_wrap(text + at, length - at, inside.w, &next));
}

static void
list_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct list *l = state;
	bool one = r.w >= ONE_LINE;
	int y = one ? 1 : 0, step = one ? 1 : 2;

	if (l->count == 0) {
		render_none(l, c, r);
		return;
	}
	if (one)
		render_columns(NULL, c, r, 0, GROUND_PANE, s);
	for (size_t i = l->picker.top; i < l->count && y < r.h; i++, y += step) {
		const struct list_entry *x = &l->entries[i];
		bool selected = x->c.id == l->picker.selected;
		enum ground g = !selected ? GROUND_PANE : s->focused ? GROUND_SELECTED : GROUND_IDLE;

		cells_fill(c, rect_part(r, 0, y, r.w, step), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, r, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		if (one)
			render_columns(x, c, r, y, g, s);
		else
			render_two_lines(x, c, rect_part(r, 0, 0, r.w, r.h), y, g, s);
	}
}

static bool
list_move(void *state, enum motion m)
{
	struct list *l = state;

	return picker_move(&l->picker, m);
}

static void
list_choice(const void *state, struct choice *out)
{
	const struct list *l = state;

	out->conversation_id = l->picker.selected;
}

static void
list_pick(void *state, const struct choice *x)
{
	struct list *l = state;

	(void)picker_select(&l->picker, x->conversation_id);
}

static void
list_caption(const void *state, const struct scene *s, struct str *out)
{
	static const char *const kinds[LIST_KIND_COUNT] = {
		[LIST_ALL] = "all", [LIST_WAITING] = "waiting for a person", [LIST_MINE] = "mine", [LIST_AI] = "with the AI", [LIST_SOON] = "due within a minute",
		[LIST_CLOSED] = "closed today",
	};
	static const char *const sorts[SORT_COUNT] = {
		[SORT_USUAL] = "", [SORT_WAITING] = "longest waiting first", [SORT_CONFIDENCE] = "least sure first", [SORT_UPDATED] = "newest words first",
		[SORT_ID] = "newest first",
	};
	const struct list *l = state;

	if (l->source.kind == LIST_QUEUE)
		str_add(out, words_queue(s->settings, l->source.name));
	else if (l->source.kind == LIST_AGENT)
		str_add(out, words_agent(s->settings, s->agent, l->source.name));
	else
		str_add(out, kinds[l->source.kind]);
	str_addf(out, " · %lld", (long long)l->total);
	if (l->total > LIST_LIMIT)
		str_addf(out, " (first %d)", LIST_LIMIT);
	if (sorts[l->source.sort][0] != '\0')
		str_addf(out, " · %s", sorts[l->source.sort]);
	if (l->source.filter[0] != '\0')
		str_addf(out, " · holding “%s”", l->source.filter);
}

static void
list_close(void *state)
{
	struct list *l = state;

	picker_clear(&l->picker);
}

const struct view_ops view_list = {
	.name = "list", .title = "Conversations", .context = CONTEXT_LIST, .state_size = sizeof(struct list), .load = list_load, .place = list_place,
	.render = list_render, .move = list_move, .choice = list_choice, .pick = list_pick, .caption = list_caption, .close = list_close,
};
