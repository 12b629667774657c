/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a screen or a script reads of a conversation.
 */
#include "floorwalker/desk/view.h"
#include "floorwalker/text/translate.h"

#include <string.h>

#include "private.h"

static bool
is_masked(const struct desk *d, enum pii_kind k)
{
	for (size_t i = 0; i < d->settings->mask_count; i++)
		if (strcmp(d->settings->mask[i], pii_kind_name(k)) == 0)
			return true;
	return false;
}

static const char *
mark(const struct desk *d, struct arena *a, enum pii_kind k, const char *text)
{
	return is_masked(d, k) && !text_is_empty(text) ? arena_printf(a, "[%s]", pii_kind_name(k))
						       : text;
}

static void
mask_address(const struct desk *d, struct arena *a, struct address *x)
{
	x->line1 = mark(d, a, PII_ADDRESS, x->line1);
	x->line2 = mark(d, a, PII_ADDRESS, x->line2);
	x->postcode = mark(d, a, PII_POSTCODE, x->postcode);
}

static void
mask_customer(const struct desk *d, struct arena *a, struct customer *c)
{
	c->given = mark(d, a, PII_NAME, c->given);
	c->family = mark(d, a, PII_NAME, c->family);
	c->email = mark(d, a, PII_EMAIL, c->email);
	c->phone = mark(d, a, PII_PHONE, c->phone);
	mask_address(d, a, &c->address);
}

static enum err
read_customer(struct desk *d, struct arena *a, struct conversation_view *v, struct errinfo *e)
{
	const char *id = v->conversation.customer_id;
	if (text_is_empty(id))
		return ERR_OK;
	enum err r = shop_customer(d->shop, a, id, &v->customer, e);
	if (r == ERR_NOT_FOUND)
		return ERR_OK;
	if (r != ERR_OK ||
	    (r = shop_orders_of(d->shop, a, id, &v->orders, &v->order_count, e)) != ERR_OK)
		return r;
	v->has_customer = true;
	mask_customer(d, a, &v->customer);
	for (size_t i = 0; i < v->order_count; i++)
		mask_address(d, a, &v->orders[i].address);
	return ERR_OK;
}

/* The latest turn, and the trace of the latest that ended: the latest itself, or the one of the
 * AI's last message. */
static enum err
read_turn(struct desk *d, struct arena *a, struct conversation_view *v, struct errinfo *e)
{
	enum err r = store_turn_latest(d->store, a, v->conversation.id, &v->turn, e);
	if (r == ERR_NOT_FOUND) {
		v->turn = (struct turn){0};
		return ERR_OK;
	}
	if (r != ERR_OK)
		return r;
	int64_t traced = v->turn.ended_ms != 0 && !text_is_empty(v->turn.trace) ? v->turn.id : 0;
	for (size_t i = v->messages.count; traced == 0 && i > 0; i--)
		traced = v->messages.items[i - 1].turn_id;
	return traced == 0 ? ERR_OK : desk_trace(d, a, traced, &v->trace, e);
}

/* Whispers apart from the notes: who forgets them shows none. */
static enum err
read_notes(struct desk *d, struct arena *a, struct conversation_view *v, struct errinfo *e)
{
	struct note *all;
	size_t count;
	enum err r = store_note_list(d->store, a, v->conversation.id, &all, &count, e);
	if (r != ERR_OK)
		return r;
	v->notes = arena_alloc(a, (count + 1) * sizeof *v->notes);
	v->whispers = arena_alloc(a, (count + 1) * sizeof *v->whispers);
	for (size_t i = 0; i < count; i++) {
		if (text_is_empty(all[i].reader))
			v->notes[v->note_count++] = all[i];
		else
			v->whispers[v->whisper_count++] = all[i];
	}
	return ERR_OK;
}

enum err
desk_view(struct desk *d, struct arena *a, int64_t conversation_id, struct conversation_view *out,
    struct errinfo *e)
{
	struct action_filter f = {.conversation_id = conversation_id};
	enum err r;
	*out = (struct conversation_view){0};
	r = store_conversation_get(d->store, a, conversation_id, &out->conversation, e);
	if (r == ERR_NOT_FOUND)
		return err_set(e, r, tr("there is no conversation C-%lld"), (long long)conversation_id);
	if (r != ERR_OK ||
	    (r = store_message_list(d->store, a, conversation_id, 0, &out->messages, e)) !=
		ERR_OK ||
	    (r = store_action_list(d->store, a, &f, &out->actions, e)) != ERR_OK ||
	    (r = read_notes(d, a, out, e)) != ERR_OK ||
	    (r = store_event_list(d->store, a, conversation_id, &out->events, e)) != ERR_OK ||
	    (r = read_turn(d, a, out, e)) != ERR_OK)
		return r;
	out->watcher_count = supervise_watchers(d, a, &out->events, out->watchers,
	    sizeof out->watchers / sizeof *out->watchers);
	return read_customer(d, a, out, e);
}

enum err
desk_message_raw(
    struct desk *d, struct arena *a, const struct message *m, const char **out, struct errinfo *e)
{
	struct conversation c;
	enum err r = store_conversation_get(d->store, a, m->conversation_id, &c, e);
	if (r != ERR_OK)
		return r;
	*out = record_unseal(d, a, &c, "message", m->sealed, m->sealed_size, NULL);
	return *out != NULL
	    ? ERR_OK
	    : err_set(e, ERR_NOT_FOUND, tr("message %lld can't be opened any more: its key was erased"),
		  (long long)m->id);
}

enum err
desk_trace(
    struct desk *d, struct arena *a, int64_t turn_id, const struct value **out, struct errinfo *e)
{
	struct turn t;
	struct value *v;
	*out = NULL;
	enum err r = store_turn_get(d->store, a, turn_id, &t, e);
	if (r != ERR_OK || text_is_empty(t.trace))
		return r;
	r = value_parse_json(a, "trace", t.trace, strlen(t.trace), &value_limits_file, &v, e);
	if (r == ERR_OK)
		*out = v;
	return r;
}

/* ---- JSON */

static const char *
owner_of(struct arena *a, const struct conversation *c)
{
	switch (c->state) {
	case CONVERSATION_AI: return "ai";
	case CONVERSATION_QUEUED: return arena_printf(a, "queue:%s", c->queue);
	case CONVERSATION_AGENT:
	case CONVERSATION_WRAP_UP: return arena_printf(a, "agent:%s", c->agent);
	default: return "";
	}
}

static void
print_time(const struct desk *d, struct value *map, const char *key, int64_t at_ms)
{
	struct str s;
	if (at_ms == 0)
		return;
	str_init(&s);
	date_print(&s, d->settings->zone, at_ms);
	value_set_text(map, key, s.data);
	str_clear(&s);
}

static void
add_message(const struct desk *d, struct arena *a, struct value *list, const struct message *m)
{
	struct value *v = value_add_map(list), *citations;
	value_set_int(v, "number", m->number);
	value_set_text(v, "author", author_name(m->author));
	value_set_text(v, "name", m->name);
	value_set_text(v, "text", m->text);
	value_set_text(v, "delivery", delivery_name(m->delivery));
	print_time(d, v, "at", m->created_ms);
	if (m->confidence >= 0)
		value_set_real(v, "confidence", m->confidence);
	if (!text_is_empty(m->citations) && strcmp(m->citations, "[]") != 0 &&
	    value_parse_json(a, "citations", m->citations, strlen(m->citations),
		&value_limits_message, &citations, NULL) == ERR_OK)
		value_set(v, "citations", citations);
}

static void
add_action(const struct desk *d, struct arena *a, struct value *list, const struct action *x)
{
	struct value *v = value_add_map(list);
	value_set_text(v, "id", arena_printf(a, "A-%lld", (long long)x->id));
	value_set_text(v, "kind", action_kind_name(x->kind));
	value_set_text(v, "state", action_state_name(x->state));
	value_set_text(v, "title", x->title);
	value_set_text(v, "order", x->order_id);
	value_set_int(v, "amount", x->amount);
	value_set_text(v, "currency", x->currency);
	value_set_text(v, "rule", x->rule);
	value_set_text(v, "proposed_by", x->proposed_by);
	value_set_int(v, "approvals_needed", x->approvals_needed);
	if (*x->reason != '\0')
		value_set_text(v, "reason", x->reason);
	if (x->amended_ms != 0) {
		value_set_int(v, "first_amount", x->first_amount);
		value_set_text(v, "amended_by", x->amended_by);
		print_time(d, v, "amended", x->amended_ms);
	}
	if (x->asked_ms != 0) {
		value_set_text(v, "asked_by", x->asked_by);
		value_set_text(v, "question", x->question);
		print_time(d, v, "asked", x->asked_ms);
		print_time(d, v, "answered", x->answered_ms);
	}
	if (x->state == ACTION_FAILED)
		value_set_text(v, "failure", x->result);
	print_time(d, v, "expires", x->state == ACTION_WAITING ? x->expires_ms : 0);
}

static void
add_head(const struct desk *d, struct arena *a, struct value *v, const struct conversation *c)
{
	value_set_text(v, "id", arena_printf(a, "C-%lld", (long long)c->id));
	value_set_text(v, "state", conversation_state_name(c->state));
	value_set_text(v, "owner", owner_of(a, c));
	value_set_int(v, "epoch", c->epoch);
	value_set_text(v, "channel", c->channel);
	value_set_text(v, "shopper", c->shopper);
	value_set_text(v, "customer", c->customer_id);
	value_set_text(v, "language", c->language);
	value_set_text(v, "intent", c->intent);
	value_set(
	    v, "confidence", c->confidence >= 0 ? value_real(a, c->confidence) : value_null(a));
	value_set_text(v, "reason", handoff_reason_name(c->reason));
	value_set_text(v, "summary", c->summary);
	value_set_text(v, "draft", c->draft);
	value_set_text(v, "disposition", c->disposition);
	value_set_text(v, "tags", c->tags);
	value_set_text(v, "level", c->level > 0 ? agent_role_name((enum agent_role)c->level) : "");
	if (c->merged_into != 0)
		value_set_text(v, "merged_into", arena_printf(a, "C-%lld", (long long)c->merged_into));
	if (c->snoozed_ms != 0)
		value_set_text(v, "snooze_reason", c->snooze_reason);
	print_time(d, v, "snoozed_until", c->snoozed_ms);
	print_time(d, v, "wrap_up_until", c->wrap_up_ms);
	print_time(d, v, "opened", c->opened_ms);
	print_time(d, v, "due", c->due_ms);
	print_time(d, v, "closed", c->closed_ms);
}

enum err
desk_view_json(
    struct desk *d, struct arena *a, int64_t conversation_id, struct value **out, struct errinfo *e)
{
	struct conversation c;
	struct message_list messages;
	struct action_list actions;
	struct action_filter f = {.conversation_id = conversation_id};
	enum err r = store_conversation_get(d->store, a, conversation_id, &c, e);
	if (r == ERR_NOT_FOUND)
		return err_set(e, r, tr("there is no conversation C-%lld"), (long long)conversation_id);
	if (r != ERR_OK ||
	    (r = store_message_list(d->store, a, conversation_id, 0, &messages, e)) != ERR_OK ||
	    (r = store_action_list(d->store, a, &f, &actions, e)) != ERR_OK)
		return r;
	struct value *v = value_map(a), *list;
	add_head(d, a, v, &c);
	list = value_set_list(v, "messages");
	for (size_t i = 0; i < messages.count; i++)
		add_message(d, a, list, &messages.items[i]);
	list = value_set_list(v, "actions");
	for (size_t i = 0; i < actions.count; i++)
		add_action(d, a, list, &actions.items[i]);
	*out = v;
	return ERR_OK;
}
