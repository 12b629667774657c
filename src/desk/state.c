/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the desk remembers of a dialogue: who the shopper claims to be, and the backend's own state.
 * It is JSON, sealed in the conversation; a simulated desk keeps it as it is (state_kept.c).
 */
#include "private.h"

#include <string.h>

#define SLOT_AT 0.5	/* a slot less sure than this claims nothing */

static const char *
text_or_null(const struct value *map, const char *key)
{
	const char *s = value_get_text(map, key);
	return *s == '\0' ? NULL : s;
}

/* NULL: there is none yet, or none that can be read. */
static enum err
read_state(struct desk *d, struct arena *a, const struct conversation *c, const struct value **out,
    struct errinfo *e)
{
	struct value *v;
	*out = d->states == NULL || !c->has_key ? NULL : state_kept_get(d->states, a, c);
	if (*out != NULL)
		return ERR_OK;
	const char *json =
	    record_unseal(d, a, c, "state", c->sealed_state, c->sealed_state_size, "");
	if (*json == '\0')
		return ERR_OK;
	enum err r =
	    value_parse_json(a, "dialogue state", json, strlen(json), &value_limits_message, &v, e);
	*out = r == ERR_OK ? v : NULL;
	return r;
}

enum err
dialogue_load(struct desk *d, struct arena *a, const struct conversation *c, struct dialogue *out,
    struct errinfo *e)
{
	const struct value *v;
	*out = (struct dialogue){0};
	enum err r = read_state(d, a, c, &v, e);
	if (r != ERR_OK || v == NULL)
		return r;
	const struct value *claim = value_get(v, "claim");
	out->claim = (struct identity_claim){
		.order_id = text_or_null(claim, "order"), .email = text_or_null(claim, "email"),
		.postcode = text_or_null(claim, "postcode"), .given = text_or_null(claim, "given"),
		.family = text_or_null(claim, "family"), .phone = text_or_null(claim, "phone"),
	};
	out->tries = value_get_int(v, "tries", 0);
	out->lowest_mood = value_get_real(v, "lowest_mood", 0);
	out->declined = value_get_bool(v, "declined", false);
	out->returned = value_get_bool(v, "returned", false);
	out->seen = value_get_int(v, "seen", 0);
	out->backend = value_get(v, "backend");
	return ERR_OK;
}

static void
set_claim(struct value *map, const char *key, const char *s)
{
	if (!text_is_empty(s))
		value_set_text(map, key, s);
}

enum err
dialogue_save(struct desk *d, struct arena *a, struct conversation *c, const struct dialogue *s,
    struct errinfo *e)
{
	struct str json;
	struct value *v = value_map(a), *claim = value_set_map(v, "claim");
	set_claim(claim, "order", s->claim.order_id);
	set_claim(claim, "email", s->claim.email);
	set_claim(claim, "postcode", s->claim.postcode);
	set_claim(claim, "given", s->claim.given);
	set_claim(claim, "family", s->claim.family);
	set_claim(claim, "phone", s->claim.phone);
	value_set_int(v, "tries", s->tries);
	value_set_real(v, "lowest_mood", s->lowest_mood);
	value_set_bool(v, "declined", s->declined);
	value_set_bool(v, "returned", s->returned);
	value_set_int(v, "seen", s->seen);
	/* It is only printed, or copied. */
	value_set(v, "backend",
	    s->backend == NULL ? value_null(a) : (struct value *)(uintptr_t)s->backend);
	if (d->states != NULL && state_kept_put(d->states, a, c, v))
		return ERR_OK;
	str_init(&json);
	value_print(&json, v);
	enum err r = record_seal(
	    d, a, c, "state", json.data, json.length, &c->sealed_state, &c->sealed_state_size, e);
	mem_wipe(json.data, json.length);
	str_clear(&json);
	return r;
}

static bool
take(const char **place, struct arena *a, const char *value)
{
	if (*place != NULL && strcmp(*place, value) == 0)
		return false;
	*place = arena_text(a, value);
	return true;
}

static bool
take_name(struct dialogue *s, struct arena *a, const char *name)
{
	const char *space = strrchr(name, ' ');
	if (space == NULL || space == name || space[1] == '\0')
		return false;	/* one word could be either; it proves nothing */
	bool given = take(&s->claim.given, a, arena_text_n(a, name, (size_t)(space - name)));
	return take(&s->claim.family, a, space + 1) || given;
}

bool
dialogue_add_slots(struct dialogue *s, struct arena *a, const struct understanding *u)
{
	bool changed = false;
	for (size_t i = 0; i < u->slot_count; i++) {
		const struct slot *slot = &u->slots[i];
		if (slot->probability < SLOT_AT || slot->except || text_is_empty(slot->value))
			continue;
		switch (slot->kind) {
		case SLOT_ORDER_NUMBER: changed |= take(&s->claim.order_id, a, slot->value); break;
		case SLOT_EMAIL: changed |= take(&s->claim.email, a, slot->value); break;
		case SLOT_POSTCODE: changed |= take(&s->claim.postcode, a, slot->value); break;
		case SLOT_PHONE: changed |= take(&s->claim.phone, a, slot->value); break;
		case SLOT_NAME: changed |= take_name(s, a, slot->value); break;
		default: break;
		}
	}
	s->claim_changed |= changed;
	return changed;
}

enum err
desk_forget(struct desk *d, int64_t conversation_id, struct errinfo *e)
{
	enum err r = store_forget(d->store, conversation_id, e);
	if (r == ERR_OK && d->states != NULL)
		state_kept_forget(d->states, conversation_id);
	return r;
}
