/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is written of a conversation: texts sealed, messages, events, and what a takeover withdraws.
 */
#include "private.h"

#include <assert.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/text.h"

#define PREVIEW_CELLS 120

const char *
desk_harmless(struct arena *a, const char *text, size_t length, size_t limit)
{
	struct str out;
	str_init(&out);
	text_sanitise(&out, text, length, limit, NULL);
	const char *safe = arena_text_n(a, out.data, out.length);
	mem_wipe(out.data, out.length);
	str_clear(&out);
	return safe;
}

enum err
record_key(struct desk *d, struct conversation *c, struct errinfo *e)
{
	if (c->has_key)
		return ERR_OK;
	enum err r = d->simulated
	    ? keyring_make_key_seeded(d->shared.keyring, d->seed + ++d->keys_made, c->key, e)
	    : keyring_make_key(d->shared.keyring, c->key, e);
	c->has_key = r == ERR_OK;
	return r;
}

/* The same two keys always give the same: the messages of a conversation are read one after the
 * other. */
static enum err
lift(struct desk *d, const uint8_t outer[SEAL_WRAPPED], const uint8_t nested[SEAL_WRAPPED],
    uint8_t key[SEAL_WRAPPED], struct errinfo *e)
{
	for (size_t i = 0; i < LIFTED_KEYS; i++) {
		const struct lifted *x = &d->lifted[i];
		if (x->is_full && memcmp(x->outer, outer, SEAL_WRAPPED) == 0 &&
		    memcmp(x->nested, nested, SEAL_WRAPPED) == 0) {
			memcpy(key, x->inner, SEAL_WRAPPED);
			return ERR_OK;
		}
	}
	enum err r = keyring_lift(d->shared.keyring, outer, nested, key, e);
	if (r != ERR_OK)
		return r;
	struct lifted *x = &d->lifted[d->lifted_next++ % LIFTED_KEYS];
	memcpy(x->outer, outer, SEAL_WRAPPED);
	memcpy(x->nested, nested, SEAL_WRAPPED);
	memcpy(x->inner, key, SEAL_WRAPPED);
	x->is_full = true;
	return ERR_OK;
}

/* A conversation's key is its own as long as nobody knows whose it is, and then wrapped by the
 * customer's. */
static enum err
open_key(struct desk *d, struct arena *a, const struct conversation *c, uint8_t key[SEAL_WRAPPED],
    struct errinfo *e)
{
	struct profile p;
	memcpy(key, c->key, SEAL_WRAPPED);
	if (!keyring_is_nested(c->key))
		return ERR_OK;
	enum err r = store_profile_get(d->store, a, c->customer_id, &p, e);
	return r != ERR_OK ? r : lift(d, p.key, c->key, key, e);
}

enum err
record_give_key(struct use *u, struct conversation *c, const struct profile *to, struct errinfo *e)
{
	uint8_t nested[SEAL_WRAPPED];
	enum err r = keyring_is_nested(c->key)
	    ? ERR_OK
	    : keyring_nest(u->d->shared.keyring, to->key, c->key, nested, e);
	if (r == ERR_OK && !keyring_is_nested(c->key))
		memcpy(c->key, nested, sizeof nested);
	return r;
}

/* By a key that a simulated desk has open. */
static enum err
seal_simulated(struct desk *d, const uint8_t key[SEAL_WRAPPED], const char *about,
    const char *bytes, size_t size, struct str *out, struct errinfo *e)
{
	struct opened *x = &d->opened[key[SEAL_WRAPPED - 1] % OPENED_KEYS];
	if (x->key == NULL || memcmp(x->wrapped, key, SEAL_WRAPPED) != 0) {
		open_key_free(&x->key);
		enum err r = open_key_new(d->shared.keyring, key, &x->key, e);
		if (r != ERR_OK)
			return r;
		memcpy(x->wrapped, key, SEAL_WRAPPED);
	}
	return open_key_seal(x->key, about, bytes, size, out, e);
}

enum err
record_seal(struct desk *d, struct arena *a, const struct conversation *c, const char *about,
    const char *bytes, size_t size, const char **sealed, size_t *sealed_size, struct errinfo *e)
{
	uint8_t key[SEAL_WRAPPED];
	struct str s;
	str_init(&s);
	enum err r = open_key(d, a, c, key, e);
	if (r == ERR_OK)
		r = d->simulated && keyring_is_seeded(key)
		    ? seal_simulated(d, key, about, bytes, size, &s, e)
		    : keyring_seal(d->shared.keyring, key, about, bytes, size, &s, e);
	if (r == ERR_OK) {
		*sealed = arena_text_n(a, s.data, s.length);
		*sealed_size = s.length;
		if (d->unsealed != NULL)
			unsealed_seen_keep(d->unsealed, key, about, s.data, s.length, bytes, size);
	}
	mem_wipe(key, sizeof key);
	str_clear(&s);
	return r;
}

const char *
record_unseal(struct desk *d, struct arena *a, const struct conversation *c, const char *about,
    const char *sealed, size_t size, const char *otherwise)
{
	uint8_t key[SEAL_WRAPPED];
	struct str s;
	const char *out = otherwise;
	if (sealed == NULL || size == 0 || !c->has_key || open_key(d, a, c, key, NULL) != ERR_OK)
		return otherwise;
	const char *seen = d->unsealed == NULL
	    ? NULL
	    : unsealed_seen_recall(d->unsealed, a, key, about, sealed, size);
	if (seen != NULL) {
		mem_wipe(key, sizeof key);
		return seen;
	}
	str_init(&s);
	if (keyring_unseal(d->shared.keyring, key, about, sealed, size, &s, NULL) == ERR_OK) {
		out = arena_text_n(a, s.data, s.length);
		if (d->unsealed != NULL)
			unsealed_seen_keep(d->unsealed, key, about, sealed, size, s.data, s.length);
	}
	mem_wipe(key, sizeof key);
	mem_wipe(s.data, s.length);
	str_clear(&s);
	return out;
}

static enum err
append(struct use *u, int64_t conversation_id, const char *kind, const char *actor,
    const struct value *data, const void *body, size_t body_size, struct errinfo *e)
{
	struct str s;
	str_init(&s);
	value_print(&s, data);
	enum err r = store_event_append(
	    u->d->store, conversation_id, kind, actor, s.data, u->now, body, body_size, NULL, e);
	str_clear(&s);
	return r;
}

enum err
record_event(struct use *u, int64_t conversation_id, const char *kind, const char *actor,
    const struct value *data, struct errinfo *e)
{
	return append(u, conversation_id, kind, actor, data, NULL, 0, e);
}

struct value *
record_data(struct use *u, const char *key, int64_t id)
{
	struct value *v = value_map(u->a);
	value_set_int(v, key, id);
	return v;
}

const char *
record_actor(struct use *u, const char *agent)
{
	return arena_printf(u->a, "agent:%s", agent);
}

const char *
record_preview(struct arena *a, const char *text)
{
	char *s = arena_text(a, text);
	for (char *p = s; *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
	size_t fit = utf8_fit(s, strlen(s), PREVIEW_CELLS, NULL);
	return s[fit] == '\0' ? s : arena_printf(a, "%.*s…", (int)fit, s);
}

static const char *
kind_of(enum author author)
{
	switch (author) {
	case AUTHOR_SHOPPER: return EVENT_MESSAGE_SHOPPER;
	case AUTHOR_AI: return EVENT_MESSAGE_AI;
	case AUTHOR_AGENT: return EVENT_MESSAGE_AGENT;
	default: return EVENT_MESSAGE_SYSTEM;
	}
}

/* An agent's reply waits for as long as it can be taken back. */
static enum err
queue_message(struct use *u, const struct message *m, struct errinfo *e)
{
	int64_t held = m->author == AUTHOR_AGENT ? u->d->settings->undo_send_ms : 0;
	struct outbox_item item = {
	    .kind = OUTBOX_MESSAGE,
	    .record_id = m->id,
	    .conversation_id = m->conversation_id,
	    .epoch = m->epoch,
	    .key = arena_printf(u->a, "message-%lld", (long long)m->id),
	    .state = OUTBOX_WAITING,
	    .due_ms = u->now + held,
	    .worker = "",
	    .error = "",
	};
	return store_outbox_add(u->d->store, &item, e);
}

enum err
record_message(
    struct use *u, struct conversation *c, struct message *m, const char *actor, struct errinfo *e)
{
	struct desk *d = u->d;
	const char *raw = m->text;
	enum err r;
	m->conversation_id = c->id;
	m->epoch = c->epoch;
	m->created_ms = u->now;
	if (m->source_key == NULL)
		m->source_key = "";
	if (m->citations == NULL)
		m->citations = "[]";
	if (m->name == NULL)
		m->name = "";
	if (m->author != AUTHOR_AI)
		m->confidence = -1;
	if ((r = record_seal(d, u->a, c, "message", raw, strlen(raw), &m->sealed, &m->sealed_size,
		 e)) != ERR_OK)
		return r;
	m->text = record_mask(d, u->a, c->customer_id, raw);
	if ((r = store_message_add(d->store, m, e)) != ERR_OK)
		return r;
	struct value *data = record_data(u, "message", m->id);
	value_set_int(data, "epoch", m->epoch);
	value_set_int(data, "turn", m->turn_id);
	if ((r = append(u, c->id, kind_of(m->author), actor, data, m->sealed, m->sealed_size, e)) !=
	    ERR_OK)
		return r;
	if (m->delivery == DELIVERY_SUPERSEDED)
		return record_event(u, c->id, EVENT_MESSAGE_SUPERSEDED, "work",
		    record_data(u, "message", m->id), e);
	c->preview = record_preview(u->a, m->text);
	c->message_count++;
	c->updated_ms = u->now;
	return m->delivery == DELIVERY_PENDING ? queue_message(u, m, e) : ERR_OK;
}

static enum err
withdraw_messages(struct use *u, int64_t conversation_id, struct errinfo *e)
{
	int64_t *ids;
	size_t count;
	enum err r = store_message_withdraw(u->d->store, u->a, conversation_id, &ids, &count, e);
	for (size_t i = 0; r == ERR_OK && i < count; i++) {
		r = store_outbox_cancel(u->d->store, OUTBOX_MESSAGE, ids[i], e);
		if (r == ERR_OK)
			r = record_event(u, conversation_id, EVENT_MESSAGE_WITHDRAWN, "work",
			    record_data(u, "message", ids[i]), e);
	}
	return r;
}

enum err
record_withdraw(struct use *u, int64_t conversation_id, struct errinfo *e)
{
	struct action_filter f = {
	    .states = 1u << ACTION_APPROVED_BY_RULE, .conversation_id = conversation_id};
	struct action_list list;
	enum err r = withdraw_messages(u, conversation_id, e);
	if (r == ERR_OK)
		r = store_action_list(u->d->store, u->a, &f, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		struct action *x = &list.items[i];
		if (strcmp(x->proposed_by, "ai") != 0)
			continue;
		r = store_outbox_cancel(u->d->store, OUTBOX_ACTION, x->id, e);
		if (r == ERR_OK)
			r = action_move(u, x, ACTION_WITHDRAWN, "work", NULL, e);
	}
	return r;
}
