/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Search: messages that hold words, of conversations for which fields hold, best first; or, without
 * words, those conversations.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/desk/finding.h"
#include "floorwalker/text/translate.h"
#include "view.h"
#include "words.h"

struct search_hit {
	int64_t id; /* of the message; less than 0: of the conversation itself */
	struct conversation c;
	const struct message_hit *hit;	/* NULL: no words were looked for */
};

struct search {
	struct picker picker;
	struct search_hit *hits;
	size_t count;
	int64_t total;
	char query[QUERY_BYTES + 1];
	const char *problem;		/* what is wrong with the query; NULL nothing */
};

#define SEARCH_LIMIT 500

struct search_found {
	struct search_hit *hits;
	int64_t *ids;
	size_t count;
	int64_t total;
	const char *query, *problem;
};

static void
add_hit(struct search_found *f, const struct conversation *c, const struct message_hit *hit)
{
	f->hits[f->count] = (struct search_hit){hit != NULL ? hit->message_id : -c->id, *c, hit};
	f->ids[f->count] = f->hits[f->count].id;
	f->count++;
}

/* Messages that hold the words, best first. */
static enum err
find_messages(struct arena *a, const struct scope *s, const struct query *q, struct search_found *f,
    struct errinfo *e)
{
	struct message_hit *found;
	struct conversation_list one;
	size_t count = 0;
	enum err code = store_message_find(
	    desk_store(s->desk), a, q, SEARCH_LIMIT, &found, &count, &f->total, e);

	for (size_t i = 0; code == ERR_OK && i < count; i++) {
		code = store_conversation_some(
		    desk_store(s->desk), a, &found[i].conversation_id, 1, &one, e);
		if (code == ERR_OK && one.count == 1)
			add_hit(f, &one.items[0], &found[i]);
	}
	return code;
}

/* Without words the conversations, newest words first. */
static enum err
find_conversations(struct arena *a, const struct scope *s, const struct query *q,
    struct search_found *f, struct errinfo *e)
{
	struct conversation_query asked = {.query = q,
	    .sort = SORT_BY_UPDATED,
	    .descending = true,
	    .now_ms = s->now_ms,
	    .limit = SEARCH_LIMIT};
	struct conversation_list list;
	struct conversation_ids ids;
	enum err code = store_query_ids(desk_store(s->desk), a, &asked, &ids, e);

	if (code == ERR_OK)
		code =
		    store_conversation_some(desk_store(s->desk), a, ids.ids, ids.count, &list, e);
	if (code != ERR_OK)
		return code;
	f->total = ids.total;
	for (size_t i = 0; i < list.count; i++)
		add_hit(f, &list.items[i], NULL);
	return ERR_OK;
}

static enum err
search_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	struct search_found *f = arena_alloc(a, sizeof *f);
	struct query_words words;
	struct errinfo why = {0};
	struct query q;

	(void)wish;
	*found = f;
	f->query = arena_text(a, s->query);
	f->hits = arena_alloc(a, (SEARCH_LIMIT + 1) * sizeof *f->hits);
	f->ids = arena_alloc(a, (SEARCH_LIMIT + 1) * sizeof *f->ids);
	desk_query_words(s->settings, s->agent, s->now_ms, &words);
	if (query_parse(a, s->query, &words.scope, &q, &why) != ERR_OK) {
		f->problem = arena_text(a, why.text);
		return ERR_OK;
	}
	if (q.count == 0)
		return ERR_OK;
	return store_query_has_words(&q) ? find_messages(a, s, &q, f, e)
					 : find_conversations(a, s, &q, f, e);
}

static void
search_show(void *state, const void *found, const struct scope *s)
{
	const struct search_found *f = found;
	struct search *x = state;

	(void)s;
	if (!text_is(x->query, f->query))
		picker_clear(&x->picker);
	snprintf(x->query, sizeof x->query, "%s", f->query);
	x->problem = f->problem;
	x->hits = f->hits;
	x->count = f->count;
	x->total = f->total;
	picker_set(&x->picker, f->ids, f->count);
}

static void
search_place(void *state, int width, int height)
{
	struct search *x = state;

	(void)width;
	picker_place(&x->picker, height < 4 ? 1 : (size_t)height / 2);
}

/* A snippet with what was looked for made to stand out; its line breaks are blanks. */
static void
render_snippet(const struct search_hit *x, struct cells *c, struct rect r, int y, enum ground g)
{
	const struct style text = {INK_TEXT, (uint8_t)g}, match = {INK_MATCH, (uint8_t)g};
	const char *snippet = x->hit->snippet;
	size_t at = 0;
	int column = 0;

	for (size_t i = 0; i < x->hit->mark_count; i++) {
		size_t from = x->hit->marks[i].from;

		column = cells_put_n(c, r, column, y, text, snippet + at, from - at);
		column =
		    cells_put_n(c, r, column, y, match, snippet + from, x->hit->marks[i].length);
		at = from + x->hit->marks[i].length;
	}
	(void)cells_put_n(c, r, column, y, text, snippet + at, strlen(snippet + at));
}

static void
render_hit(const struct search_hit *x, struct cells *c, struct rect r, int y, enum ground g,
    const struct scene *s)
{
	const struct style text = {INK_TEXT, (uint8_t)g}, dim = {INK_DIM, (uint8_t)g};
	char words[WORDS];
	struct str who;
	int at = 9, right = r.w - 1;

	cells_putf(
	    c, r, 2, y, (struct style){INK_STRONG, (uint8_t)g}, "C-%lld", (long long)x->c.id);
	if (r.w >= 36) {
		right -= 12;
		cells_field(c, r, right, y, 12, dim,
		    words_when(words, s->settings, x->c.updated_ms, s->now_ms), true);
	}
	str_init(&who);
	str_addf(&who, "%s", words_owner(words, s->settings, s->agent, &x->c, true));
	if (!text_is_empty(x->c.intent))
		str_addf(&who, " · %s", words_name(words, x->c.intent));
	cells_field(c, r, at, y, right - at - 1, text, x->c.shopper, false);
	at += utf8_width(x->c.shopper, strlen(x->c.shopper)) + 2;
	if (at < right - 12)
		cells_field(c, r, at, y, right - at - 1, dim, who.data, false);
	str_clear(&who);
	if (x->hit != NULL)
		render_snippet(x, c, rect_part(r, 4, 0, r.w - 5, r.h), y + 1, g);
	else
		cells_field(c, r, 4, y + 1, r.w - 5, dim, x->c.preview, false);
}

static void
search_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct search *x = state;

	if (x->count == 0) {
		const char *none = x->problem != NULL ? x->problem : x->query[0] == '\0' ?
		    tr("/ searches the words of all conversations, and their fields: reason:policy amount:>50 \"size 38\" -closed. Tab completes fields.") :
		    tr("Nothing holds all of this. Fewer words and fields find more; personal data is masked, so it can't be found.");

		(void)cells_paragraph(c, rect_part(r, 2, 1, r.w - 3, r.h - 1),
		    (struct style){x->problem != NULL ? INK_BAD : INK_DIM, GROUND_PANE}, none);
		return;
	}
	for (size_t i = x->picker.top; i < x->count; i++) {
		int y = (int)(i - x->picker.top) * 2;
		bool selected = x->hits[i].id == x->picker.selected;
		enum ground g = !selected ? GROUND_PANE
		    : s->focused          ? GROUND_SELECTED
					  : GROUND_IDLE;

		if (y >= r.h)
			break;
		cells_fill(c, rect_part(r, 0, y, r.w, 2), (struct style){INK_TEXT, (uint8_t)g});
		if (selected)
			cells_put(c, r, 0, y, (struct style){INK_FOCUS, (uint8_t)g}, "▸");
		render_hit(&x->hits[i], c, r, y, g, s);
	}
}

static unsigned
search_move(void *state, enum motion m)
{
	struct search *x = state;

	return picker_move(&x->picker, m);
}

static void
search_choice(const void *state, struct choice *out)
{
	const struct search *x = state;

	for (size_t i = 0; i < x->count; i++) {
		if (x->hits[i].id != x->picker.selected)
			continue;
		out->conversation_id = x->hits[i].c.id;
		out->message_id = x->hits[i].hit == NULL ? 0 : x->hits[i].id;
	}
}

static void
search_caption(const void *state, const struct scene *s, struct str *out)
{
	const struct search *x = state;

	(void)s;
	if (x->query[0] == '\0')
		return;
	str_addf(out, "%lld", (long long)x->total);
	if (x->total > (int64_t)x->count)
		str_addf(out, tr(", the first %zu"), x->count);
	str_addf(out, " · %s", x->query);
}

static void
search_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct search *x = state;

	(void)ink;
	picker_rest(&x->picker, out);
}

static void
search_close(void *state)
{
	struct search *x = state;

	picker_clear(&x->picker);
}

const struct view_ops view_search = {
    .name = "search",
    .title = N_("Search"),
    .context = CONTEXT_LIST,
    .follows = FOLLOWS_QUERY,
    .state_size = sizeof(struct search),
    .fetch = search_fetch,
    .show = search_show,
    .place = search_place,
    .render = search_render,
    .move = search_move,
    .choice = search_choice,
    .caption = search_caption,
    .edge = search_edge,
    .close = search_close,
};
