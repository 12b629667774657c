/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Search: messages that hold words, over all conversations, best first.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "view.h"
#include "words.h"

struct search_hit {
	int64_t id;			/* of the message */
	struct conversation c;
	const char *snippet;
};

struct search {
	struct picker picker;
	struct search_hit *hits;
	size_t count;
	char query[256];
	char problem[600];		/* what is wrong with the query; "" nothing */
};

#define SEARCH_LIMIT 200

struct search_found {
	struct search_hit *hits;
	int64_t *ids;
	size_t count;
	const char *query, *problem;
};

static enum err
search_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found_out, struct errinfo *e)
{
	struct search_found *out = arena_alloc(a, sizeof *out);
	struct message_hit *found = NULL;
	struct search_hit *hits;
	struct errinfo why = {0};
	int64_t *ids;
	size_t count = 0, kept = 0;
	enum err code = ERR_OK;

	(void)wish;
	if (s->query[0] != '\0')
		code = store_message_search(
		    desk_store(s->desk), a, s->query, SEARCH_LIMIT, &found, &count, &why);
	if (code != ERR_OK && code != ERR_INPUT)
		return err_set(e, code, "%s", why.text);
	hits = arena_alloc(a, (count + 1) * sizeof *hits);
	ids = arena_alloc(a, (count + 1) * sizeof *ids);
	for (size_t i = 0; code == ERR_OK && i < count; i++) {
		if (store_conversation_get(desk_store(s->desk), a, found[i].conversation_id,
			&hits[kept].c, NULL) != ERR_OK)
			continue;
		hits[kept].id = ids[kept] = found[i].message_id;
		hits[kept].snippet = found[i].snippet;
		kept++;
	}
	*out = (struct search_found){hits, ids, kept, arena_text(a, s->query),
	    arena_text(a, code == ERR_OK ? "" : why.text)};
	*found_out = out;
	return ERR_OK;
}

static void
search_show(void *state, const void *found, const struct scope *s)
{
	const struct search_found *f = found;
	struct search *x = state;

	(void)s;
	snprintf(x->problem, sizeof x->problem, "%s", f->problem);
	if (!text_is(x->query, f->query))
		picker_clear(&x->picker);
	snprintf(x->query, sizeof x->query, "%s", f->query);
	x->hits = f->hits;
	x->count = f->count;
	picker_set(&x->picker, f->ids, f->count);
}

static void
search_place(void *state, int width, int height)
{
	struct search *x = state;

	(void)width;
	picker_place(&x->picker, height < 4 ? 1 : (size_t)height / 2);
}

/* The snippet marks its finds with [ and ] only where the store does; shown as it came. */
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
	cells_field(
	    c, r, 4, y + 1, r.w - 5, (struct style){INK_TEXT, (uint8_t)g}, x->snippet, false);
}

static void
search_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct search *x = state;

	if (x->count == 0) {
		const char *none = x->problem[0] != '\0' ? x->problem : x->query[0] == '\0' ?
		    "/ searches the words of all conversations. Quotes hold a phrase together." :
		    "No message holds these words. Fewer words find more; personal data is masked, so it can't be found.";

		(void)cells_paragraph(c, rect_part(r, 2, 1, r.w - 3, r.h - 1),
		    (struct style){x->problem[0] != '\0' ? INK_BAD : INK_DIM, GROUND_PANE}, none);
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
		if (x->hits[i].id == x->picker.selected)
			out->conversation_id = x->hits[i].c.id;
	}
}

static void
search_caption(const void *state, const struct scene *s, struct str *out)
{
	const struct search *x = state;

	(void)s;
	if (x->query[0] != '\0')
		str_addf(out, "%zu%s · “%s”", x->count, x->count == SEARCH_LIMIT ? " or more" : "",
		    x->query);
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
    .title = "Search",
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
