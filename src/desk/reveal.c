/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "floorwalker/desk/reveal.h"

#include <string.h>

#include "private.h"

static const char *const fields[] = {"name", "email", "phone", "address", "postcode"};

bool
desk_may_reveal(const struct desk *d, const char *agent)
{
	const struct agent *who = settings_agent(d->settings, agent);

	return who != NULL && who->role >= d->settings->reveal_role;
}

static enum err
reveal(struct use *u, const char *agent, int64_t id, const char *why, struct errinfo *e)
{
	char word[SHOWN_BYTES];
	const struct agent *who = settings_agent(u->d->settings, agent);
	struct conversation c;
	struct value *data, *list;
	const char *safe = why == NULL ? "" : desk_harmless(u->a, why, strlen(why), 1000);
	enum err r;

	if (who == NULL)
		return err_set(
		    e, ERR_FORBIDDEN, tr("%s is no agent of this shop (world.yaml, agents)"), agent);
	if (!desk_may_reveal(u->d, agent))
		return err_set(e, ERR_FORBIDDEN,
		    tr("%s has no right to see what is masked; ask a %s (world.yaml, reveal)"),
		    who->name,
		    shown_word(word, agent_role_name(u->d->settings->reveal_role)));
	if (safe[strspn(safe, " \n\t")] == '\0')
		return err_set(e, ERR_USAGE, tr("say why it must be seen: the reason goes on record"));
	if ((r = owner_get(u, id, &c, e)) != ERR_OK)
		return r;
	if (text_is_empty(c.customer_id))
		return err_set(
		    e, ERR_STATE, tr("nobody has proven who the shopper of C-%lld is"), (long long)id);
	data = value_map(u->a);
	value_set_text(data, "customer", c.customer_id);
	value_set_text(data, "agent", agent);
	list = value_set_list(data, "fields");
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		value_add_text(list, fields[i]);
	value_set_text(data, "why", record_mask(u->d, u->a, c.customer_id, safe));
	return record_event(u, id, EVENT_CUSTOMER_REVEALED, record_actor(u, agent), data, e);
}

enum err
desk_reveal(
    struct desk *d, const char *agent, int64_t conversation_id, const char *why, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);

	return r != ERR_OK ? r : use_end(&u, reveal(&u, agent, conversation_id, why, e), e);
}

/* When the agent's last look ends; 0: it has, or there was none. */
static enum err
find_look(struct desk *d, struct arena *a, const char *agent, int64_t conversation_id,
    int64_t *until_ms, struct errinfo *e)
{
	int64_t now = clock_now_ms(d->clock);
	const char *actor = arena_printf(a, "agent:%s", agent);
	struct event_list list;
	enum err r = store_event_list(d->store, a, conversation_id, &list, e);

	*until_ms = 0;
	for (size_t i = r == ERR_OK ? list.count : 0; i > 0; i--) {
		const struct event *x = &list.items[i - 1];

		if (!text_is(x->kind, EVENT_CUSTOMER_REVEALED) || !text_is(x->actor, actor))
			continue;
		if (x->at_ms <= now && x->at_ms + REVEAL_MS > now)
			*until_ms = x->at_ms + REVEAL_MS;
		break;
	}
	return r;
}

static char *
address_lines(struct arena *a, const struct address *x)
{
	const char *const lines[] = {
	    x->line1, x->line2, x->city, x->region, x->postcode, x->country};
	char *out = arena_text(a, "");

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		if (!text_is_empty(lines[i]))
			out = arena_printf(a, "%s%s%s", out, *out == '\0' ? "" : "\n", lines[i]);
	}
	return out;
}

enum err
desk_revealed(struct desk *d, struct arena *a, const char *agent, int64_t conversation_id,
    struct revealed *out, struct errinfo *e)
{
	struct conversation c;
	struct customer who;
	int64_t until_ms;
	enum err r;

	*out = (struct revealed){0};
	if (!desk_may_reveal(d, agent))
		return ERR_OK;
	if ((r = find_look(d, a, agent, conversation_id, &until_ms, e)) != ERR_OK || until_ms == 0)
		return r;
	if ((r = store_conversation_get(d->store, a, conversation_id, &c, e)) != ERR_OK)
		return r;
	r = text_is_empty(c.customer_id) ? ERR_NOT_FOUND
					 : shop_customer(d->shop, a, c.customer_id, &who, e);
	if (r != ERR_OK)
		return r == ERR_NOT_FOUND ? ERR_OK : r;
	out->name = arena_printf(a, "%s %s", who.given, who.family);
	out->email = arena_text(a, who.email);
	out->phone = arena_text(a, who.phone);
	out->address = address_lines(a, &who.address);
	out->until_ms = until_ms;
	return ERR_OK;
}
