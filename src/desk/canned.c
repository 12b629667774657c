/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Canned responses and macros, filled in for a conversation.
 */
#include "floorwalker/text/translate.h"
#include "floorwalker/desk/canned.h"

#include <string.h>

#include "floorwalker/desk/view.h"
#include "private.h"

#define NAMES_MOST (CANNED_MOST + 1)

static enum err
nothing(
    const char *what, const char *name, const char *const *names, size_t count, struct errinfo *e)
{
	const char *near = text_nearest(name, names, count);

	if (count == 0)
		return err_set(e, ERR_NOT_FOUND, tr("this shop has no %ss (doc/worlds.md)"), what);
	return err_set(e, ERR_NOT_FOUND, tr("there is no %s %.40s%s%s%s"), what, name,
	    near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

enum err
desk_canned_find(struct desk *d, const char *prefix, const struct canned **out, struct errinfo *e)
{
	const char *names[NAMES_MOST], *name = prefix[0] == '/' ? prefix + 1 : prefix;
	size_t count;
	const struct canned *all = world_canned(d->world, &count);

	for (size_t i = 0; i < count; i++) {
		names[i] = all[i].prefix;
		if (text_is(all[i].prefix, name)) {
			*out = &all[i];
			return ERR_OK;
		}
	}
	return nothing(tr("canned response"), name, names, count, e);
}

enum err
desk_macro_find(struct desk *d, const char *name, const struct macro_plan **out, struct errinfo *e)
{
	const char *names[NAMES_MOST];
	size_t count;
	const struct macro_plan *all = world_macros(d->world, &count);

	for (size_t i = 0; i < count; i++) {
		names[i] = all[i].name;
		if (text_is(all[i].name, name)) {
			*out = &all[i];
			return ERR_OK;
		}
	}
	return nothing(tr("macro"), name, names, count, e);
}

/* The first word of a name; "" for one that nobody gave. */
static const char *
first_name(struct arena *a, const char *name)
{
	if (text_is_empty(name) || text_starts(name, "Guest") || name[0] == '[')
		return "";
	return arena_text_n(a, name, strcspn(name, " "));
}

/* Whether an id stands in a text as a word of its own. */
static bool
names_order(const char *text, const char *id)
{
	size_t n = strlen(id);

	for (const char *at = text; (at = strstr(at, id)) != NULL; at++)
		if ((at == text || strchr(" \n\t.,;:!?(\"'", at[-1]) != NULL) &&
		    (at[n] == '\0' || strchr(" \n\t.,;:!?)\"'", at[n]) != NULL))
			return true;
	return false;
}

static const struct order *
order_of(const struct conversation_view *v)
{
	const struct order *only = v->order_count == 1 ? &v->orders[0] : NULL;

	for (size_t i = v->actions.count; i-- > 0;)
		for (size_t k = 0; k < v->order_count; k++)
			if (text_is(v->actions.items[i].order_id, v->orders[k].id))
				return &v->orders[k];
	for (size_t i = v->messages.count; i-- > 0;)
		for (size_t k = 0; k < v->order_count; k++)
			if (v->messages.items[i].author == AUTHOR_SHOPPER &&
			    names_order(v->messages.items[i].text, v->orders[k].id))
				return &v->orders[k];
	return only;
}

enum err
desk_canned_facts(struct desk *d, struct arena *a, const char *agent, int64_t conversation_id,
    struct canned_facts *out, struct errinfo *e)
{
	const struct agent *who = settings_agent(d->settings, agent);
	const struct order *order;
	struct conversation_view v;
	enum err r = desk_view(d, a, conversation_id, &v, e);

	if (r != ERR_OK)
		return r;
	order = order_of(&v);
	*out = (struct canned_facts){
	    .shopper = first_name(a, v.conversation.shopper),
	    .agent = who == NULL ? "" : first_name(a, who->name),
	    .shop = d->settings->name,
	    .website = d->settings->website,
	    .order = order == NULL ? "" : order->id,
	    .tracking = "",
	    .carrier = "",
	    .conversation = arena_printf(a, "C-%lld", (long long)conversation_id)};
	if (order != NULL && order->shipment_count > 0) {
		const struct shipment *s = &order->shipments[order->shipment_count - 1];

		out->tracking = s->tracking == NULL ? "" : s->tracking;
		out->carrier = s->carrier == NULL ? "" : s->carrier;
	}
	return ERR_OK;
}

enum err
desk_canned_fill(struct desk *d, struct arena *a, const char *agent, int64_t conversation_id,
    const struct canned_text *texts, size_t count, const char **out, const char **missing,
    struct errinfo *e)
{
	struct conversation c;
	struct canned_facts facts;
	struct str filled;
	enum err r = store_conversation_get(d->store, a, conversation_id, &c, e);

	if (r == ERR_OK)
		r = desk_canned_facts(d, a, agent, conversation_id, &facts, e);
	if (r != ERR_OK)
		return r;
	str_init(&filled);
	canned_expand(
	    &filled, canned_in(texts, count, c.language, d->settings->language), &facts, missing);
	*out = arena_text(a, filled.data);
	str_clear(&filled);
	return ERR_OK;
}
