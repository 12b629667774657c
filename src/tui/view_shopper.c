/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shopper: who they are as far as it is proven (masked, but for a moment that is on record),
 * what they are worth, their consents, orders with tracking, actions, other conversations.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "links.h"
#include "shopper_page.h"
#include "view.h"

struct shopper_wish {
	int64_t raw; /* the conversation whose shopper was revealed on this screen; 0
				   none */
};

struct shopper {
	struct page *page;
	struct reading reading;
	struct links links;
	int64_t conversation_id;
	struct shopper_wish wish;
	const struct shopper_found *found; /* borrowed until the next show */
	struct scope scope; /* what filling the page needs of it */
	char agent[64];
};

static void
shopper_open(void *state)
{
	struct shopper *x = state;

	x->page = page_new();
}

static void
shopper_wish(const void *state, void *wish)
{
	const struct shopper *x = state;

	*(struct shopper_wish *)wish = x->wish;
}

static enum err
find_earlier(struct arena *a, struct store *s, const char *customer_id, struct shopper_found *out,
    struct errinfo *e)
{
	struct conversation_filter f = {
	    .customer_id = customer_id, .order = ORDER_ID, .descending = true, .limit = 30};
	struct action_filter done = {.customer_id = customer_id};
	struct conversation_list list;
	enum err code = store_conversation_list(s, a, &f, &list, e);

	if (code != ERR_OK)
		return code;
	out->earlier = arena_alloc(a, (list.count + 1) * sizeof *out->earlier);
	for (size_t i = 0; i < list.count; i++) {
		if (list.items[i].id != out->conversation_id)
			out->earlier[out->earlier_count++] = list.items[i];
	}
	return store_action_list(s, a, &done, &out->actions, e);
}

/* What was ordered, by its name; what isn't sold any more has none. */
static void
name_goods(struct arena *a, struct desk *d, struct shopper_found *out)
{
	const struct conversation_view *v = &out->view;
	size_t lines = 0, n = 0;
	struct errinfo ignored;
	struct product x;

	for (size_t i = 0; i < v->order_count; i++)
		lines += v->orders[i].line_count;
	out->goods = arena_alloc(a, (lines + 1) * sizeof *out->goods);
	for (size_t i = 0; i < v->order_count; i++) {
		for (size_t k = 0; k < v->orders[i].line_count; k++) {
			const char *id = v->orders[i].lines[k].product_id;

			out->goods[n++] = !text_is_empty(id) &&
				shop_product(desk_shop(d), a, id, &x, &ignored) == ERR_OK
			    ? x.name
			    : "";
		}
	}
}

static enum err
shopper_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e)
{
	const struct shopper_wish *w = wish;
	struct shopper_found *out = arena_alloc(a, sizeof *out);
	const char *customer_id;
	enum err code;

	*found = out;
	out->conversation_id = s->conversation_id;
	if (s->conversation_id == 0)
		return ERR_OK;
	if ((code = desk_view(s->desk, a, s->conversation_id, &out->view, e)) != ERR_OK)
		return code;
	if (w->raw == s->conversation_id &&
	    (code = desk_revealed(s->desk, a, s->agent, s->conversation_id, &out->revealed, e)) !=
		ERR_OK)
		return code;
	name_goods(a, s->desk, out);
	customer_id = out->view.conversation.customer_id;
	return text_is_empty(customer_id)
	    ? ERR_OK
	    : find_earlier(a, desk_store(s->desk), customer_id, out, e);
}

static void
fill(struct shopper *x)
{
	shopper_fill(x->page, &x->scope, x->found, x->wish.raw != 0);
	x->links.count = (int64_t)x->found->earlier_count;
}

static void
hide(struct shopper *x)
{
	if (x->wish.raw != 0)
		page_wipe(x->page);
	x->wish.raw = 0;
	if (x->found != NULL)
		shopper_wipe(x->found);
}

static void
shopper_show(void *state, const void *found, const struct scope *s)
{
	const struct shopper_found *f = found;
	struct shopper *x = state;

	if (x->conversation_id != f->conversation_id) {
		hide(x);
		x->reading = (struct reading){0};
		x->links.picked = 0;
	}
	if (x->found != NULL)
		shopper_wipe(x->found); /* the one that goes */
	x->found = f;
	x->scope = *s;
	snprintf(x->agent, sizeof x->agent, "%s", s->agent);
	x->scope.agent = x->agent;
	if (f->revealed.until_ms == 0 && x->wish.raw != 0)
		hide(x);
	x->conversation_id = f->conversation_id;
	fill(x);
}

void
shopper_reveal(void *state, int64_t conversation_id)
{
	struct shopper *x = state;

	x->wish.raw = conversation_id;
}

bool
shopper_tick(void *state, int64_t now_ms)
{
	struct shopper *x = state;

	if (x->wish.raw == 0 || x->found == NULL || x->found->revealed.until_ms == 0 ||
	    now_ms < x->found->revealed.until_ms)
		return false;
	hide(x);
	fill(x);
	return true;
}

static void
shopper_place(void *state, int width, int height)
{
	struct shopper *x = state;

	page_layout(x->page, width - 2);
	reading_place(&x->reading, x->page, height);
}

static void
shopper_render(const void *state, struct cells *c, struct rect r, const struct scene *s)
{
	const struct shopper *x = state;
	struct rect body = rect_part(r, 1, 0, r.w - 2, r.h);

	page_render(x->page, c, body, x->reading.top, GROUND_PANE);
	links_render(&x->links, &x->reading, x->page, c, body, s->focused);
}

static unsigned
shopper_move(void *state, enum motion m)
{
	struct shopper *x = state;

	return links_move(&x->links, &x->reading, x->page, m) ? REPAINT : 0;
}

static unsigned
shopper_enter(void *state, struct choice *out)
{
	struct shopper *x = state;
	int64_t link = links_picked(&x->links, &x->reading, x->page);

	if (link != 0)
		out->conversation_id = x->found->earlier[link - 1].id;
	return 0;
}

static void
shopper_caption(const void *state, const struct scene *s, struct str *out)
{
	const struct shopper *x = state;

	(void)s;
	if (x->conversation_id != 0)
		str_addf(out, tr("of C-%lld"), (long long)x->conversation_id);
}

static void
shopper_edge(const void *state, struct str *out, enum ink *ink)
{
	const struct shopper *x = state;

	(void)ink;
	reading_edge(&x->reading, x->page, out);
}

static void
shopper_close(void *state)
{
	struct shopper *x = state;

	hide(x);
	page_free(&x->page);
}

const struct view_ops view_shopper = {
    .name = "shopper",
    .title = N_("Shopper"),
    .context = CONTEXT_CONVERSATION,
    .follows = FOLLOWS_CONVERSATION,
    .state_size = sizeof(struct shopper),
    .open = shopper_open,
    .wish_size = sizeof(struct shopper_wish),
    .wish = shopper_wish,
    .fetch = shopper_fetch,
    .show = shopper_show,
    .place = shopper_place,
    .render = shopper_render,
    .move = shopper_move,
    .enter = shopper_enter,
    .caption = shopper_caption,
    .edge = shopper_edge,
    .close = shopper_close,
};
