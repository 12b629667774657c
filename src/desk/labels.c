/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What use says of the AI's replies, put on record: a draft that an agent sent as it was, changed
 * or wrote anew; a reply that an agent says was wrong.
 */
#include <ctype.h>
#include <string.h>

#include "floorwalker/desk/confidence.h"
#include "floorwalker/text/translate.h"
#include "private.h"

#define EDITED_FROM 0.5		/* share of words from which a reply is the draft, changed */

/* ---- a draft and what was sent */

struct words {
	const char *items[400];
	size_t count;
};

static void
split(struct arena *a, const char *text, struct words *out)
{
	out->count = 0;
	for (const char *p = text; *p != '\0' && out->count < 400;) {
		size_t n = 0;
		while (*p != '\0' && isspace((unsigned char)*p))
			p++;
		while (p[n] != '\0' && !isspace((unsigned char)p[n]))
			n++;
		if (n > 0)
			out->items[out->count++] = arena_text_n(a, p, n);
		p += n;
	}
}

/* Share of words that both have, each as often as both, of the longer one (Dice would count a short
 * greeting as half of a long draft). */
static double
share_kept(struct arena *a, const char *draft, const char *sent, bool *same)
{
	struct words *x = arena_alloc(a, sizeof *x), *y = arena_alloc(a, sizeof *y);
	bool *used = arena_alloc(a, 400 * sizeof *used);
	size_t both = 0, most;
	split(a, draft, x);
	split(a, sent, y);
	*same = x->count == y->count;
	for (size_t i = 0; i < x->count; i++)
		*same = *same && i < y->count && text_is(x->items[i], y->items[i]);
	for (size_t i = 0; i < x->count; i++)
		for (size_t j = 0; j < y->count; j++)
			if (!used[j] && text_is_fold(x->items[i], y->items[j])) {
				used[j] = true;
				both++;
				break;
			}
	most = x->count > y->count ? x->count : y->count;
	return most > 0 ? (double)both / (double)most : 0;
}

/* Whether the log says so of a turn; of a reply that was taken back it doesn't any more. */
static enum err
is_known(struct use *u, int64_t conversation_id, const char *kind, int64_t turn, bool *out,
    struct errinfo *e)
{
	struct event_list list;
	enum err r = store_event_list(u->d->store, u->a, conversation_id, &list, e);
	*out = false;
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		struct value *v;
		bool said = text_is(list.items[i].kind, kind),
		     taken_back = text_is(kind, EVENT_DRAFT_USED) &&
		    text_is(list.items[i].kind, EVENT_DRAFT_WITHDRAWN);
		if ((said || taken_back) &&
		    value_parse_json(u->a, "event", list.items[i].data,
			strlen(list.items[i].data), &value_limits_message, &v, NULL) == ERR_OK &&
		    value_get_int(v, "turn", 0) == turn)
			*out = said;
	}
	return r;
}

enum err
labels_of_reply(struct use *u, const struct conversation *c, const char *agent, const char *text,
    struct errinfo *e)
{
	struct turn t;
	bool known = false, same;
	enum err r;
	if (text_is_empty(c->draft))
		return ERR_OK;
	if ((r = store_turn_latest(u->d->store, u->a, c->id, &t, e)) != ERR_OK)
		return r == ERR_NOT_FOUND ? ERR_OK : r;
	if ((r = is_known(u, c->id, EVENT_DRAFT_USED, t.id, &known, e)) != ERR_OK || known)
		return r;
	double kept = share_kept(
	    u->a, c->draft, record_mask(u->d, u->a, c->customer_id, text), &same);
	struct value *data = record_data(u, "turn", t.id);
	value_set_text(data, "agent", agent);
	value_set_text(data, "how", same ? "as_is" : kept >= EDITED_FROM ? "edited" : "other");
	value_set_real(data, "kept", kept);
	return record_event(u, c->id, EVENT_DRAFT_USED, record_actor(u, agent), data, e);
}

/* What was said of a reply stands right behind it in the log. */
enum err
labels_withdraw(struct use *u, int64_t conversation_id, int64_t message_id, const char *actor,
    struct errinfo *e)
{
	struct event_list list;
	enum err r = store_event_list(u->d->store, u->a, conversation_id, &list, e);
	for (size_t i = 0; r == ERR_OK && i + 1 < list.count; i++) {
		const struct event *x = &list.items[i];
		struct value *v, *label;
		if (!text_is(x->kind, EVENT_MESSAGE_AGENT) || !text_is(x[1].kind, EVENT_DRAFT_USED) ||
		    value_parse_json(u->a, "event", x->data, strlen(x->data),
			&value_limits_message, &v, NULL) != ERR_OK ||
		    value_get_int(v, "message", 0) != message_id ||
		    value_parse_json(u->a, "event", x[1].data, strlen(x[1].data),
			&value_limits_message, &label, NULL) != ERR_OK)
			continue;
		return record_event(u, conversation_id, EVENT_DRAFT_WITHDRAWN, actor,
		    record_data(u, "turn", value_get_int(label, "turn", 0)), e);
	}
	return r;
}

/* ---- a reply that was wrong */

static enum err
find_reply(
    struct use *u, int64_t conversation_id, int64_t number, struct message *out, struct errinfo *e)
{
	struct message_list list;
	long long id = (long long)conversation_id;
	size_t left;
	enum err r = store_message_list(u->d->store, u->a, conversation_id, 0, &list, e);
	if (r != ERR_OK)
		return r;
	for (left = list.count; left > 0; left--) {
		*out = list.items[left - 1];
		if (number == 0 ? out->author == AUTHOR_AI && out->turn_id != 0
				: out->number == number)
			break;
	}
	if (left == 0)
		return number == 0
		    ? err_set(e, ERR_NOT_FOUND, tr("the AI has written nothing in C-%lld"), id)
		    : err_set(e, ERR_NOT_FOUND,
			  tr("C-%lld has no message %lld: floorwalker do show C-%lld numbers them"), id,
			  (long long)number, id);
	return out->author == AUTHOR_AI && out->turn_id != 0
	    ? ERR_OK
	    : err_set(e, ERR_STATE, tr("message %lld of C-%lld is none that the AI drafted"),
		  (long long)out->number, id);
}

static enum err
mark(struct use *u, const char *agent, int64_t id, int64_t number, struct errinfo *e)
{
	struct conversation c;
	struct message m = {0};
	bool known;
	enum err r;
	if (settings_agent(u->d->settings, agent) == NULL)
		return err_set(
		    e, ERR_FORBIDDEN, tr("%s is no agent of this shop (world.yaml, agents)"), agent);
	if ((r = owner_get(u, id, &c, e)) != ERR_OK ||
	    (r = find_reply(u, c.id, number, &m, e)) != ERR_OK ||
	    (r = is_known(u, c.id, EVENT_REPLY_MARKED_WRONG, m.turn_id, &known, e)) != ERR_OK)
		return r;
	if (known)
		return err_set(e, ERR_EXISTS, tr("message %lld of C-%lld is marked as wrong already"),
		    (long long)m.number, (long long)id);
	struct value *data = record_data(u, "turn", m.turn_id);
	value_set_int(data, "message", m.id);
	value_set_int(data, "number", m.number);
	value_set_text(data, "agent", agent);
	return record_event(
	    u, c.id, EVENT_REPLY_MARKED_WRONG, record_actor(u, agent), data, e);
}

enum err
desk_mark_wrong(struct desk *d, const char *agent, int64_t conversation_id, int64_t number,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, mark(&u, agent, conversation_id, number, e), e);
}
