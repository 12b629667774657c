/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last step of a turn: one transaction in which its reply goes out or a person gets the
 * conversation, unless somebody was first.
 */
#include "turn.h"

#include <string.h>

#include "floorwalker/base/utf8.h"

static const char *
trace_left(struct turn_run *r, enum turn_state state)
{
	switch (r->d->traces) {
	case DESK_TRACES_ALL:
		return turn_trace(r, state);
	case DESK_TRACES_OF_DRAFTS:
		return turn_trace_of_draft(r, state);
	case DESK_TRACES_OF_HANDOFFS:
		return state == TURN_HANDED_OFF ? turn_trace(r, state) : "";
	case DESK_TRACES_NONE:
		break;
	}
	return "";
}

static enum err
end_turn(struct use *u, struct turn_run *r, struct turn *t, enum turn_state state, const char *kind,
    const struct conversation *c, struct errinfo *e)
{
	t->state = state;
	t->worker = "";
	t->backend = backend_name(r->d->backend);
	t->confidence = r->draft.confidence;
	t->intent = r->draft.intent;
	t->trace = trace_left(r, state);
	t->ended_ms = u->now;
	enum err err = store_turn_put(u->d->store, t, e);
	if (err != ERR_OK)
		return err;
	struct value *data = record_data(u, "turn", t->id);
	if (state == TURN_HANDED_OFF) {
		value_set_text(data, "reason", handoff_reason_name(r->reason));
		value_set_text(data, "queue", c->queue);
	} else if (state == TURN_SENT) {
		value_set_real(data, "confidence", t->confidence);
		value_set_text(data, "intent", t->intent);
	} else {
		value_set_text(data, "why", "epoch");
	}
	return record_event(u, c->id, kind, "ai", data, e);
}

/* Somebody was first: nothing of the turn counts; an agent who took over gets its draft. */
static enum err
supersede(
    struct use *u, struct turn_run *r, struct turn *t, struct conversation *c, struct errinfo *e)
{
	bool is_mine = t->state == TURN_RUNNING && strcmp(t->worker, r->d->worker) == 0 &&
	    t->attempts == r->turn.attempts;
	if (t->state != TURN_SUPERSEDED && !is_mine)
		return ERR_OK;	/* the lease ran out, and another works on it */
	enum err err =
	    is_mine ? end_turn(u, r, t, TURN_SUPERSEDED, EVENT_TURN_SUPERSEDED, c, e) : ERR_OK;
	if (err != ERR_OK || c->state != CONVERSATION_AGENT || c->epoch != r->turn.epoch + 1 ||
	    r->ground.ungrounded > 0)
		return err;
	c->draft = record_mask(r->d, u->a, c->customer_id, r->whole);
	return owner_put(u, c, e);
}

static enum err
put_profile(struct use *u, struct turn_run *r, struct conversation *c, struct errinfo *e)
{
	struct profile p;
	enum err err = store_profile_get(u->d->store, u->a, c->customer_id, &p, e);
	if (err != ERR_OK && err != ERR_NOT_FOUND)
		return err;
	if (err == ERR_NOT_FOUND) {
		struct conversation key = {0};
		p = (struct profile){.customer_id = c->customer_id, .first_ms = u->now};
		if ((err = record_key(r->d, &key, e)) != ERR_OK)
			return err;
		memcpy(p.key, key.key, sizeof p.key);
	}
	p.shown = c->shopper;
	p.conversations++;
	p.last_ms = u->now;
	err = store_profile_put(u->d->store, &p, e);
	return err != ERR_OK ? err : record_give_key(u, c, &p, e);
}

/* "Aoife N.": enough for an agent to greet by and to tell two shoppers apart, and no more of the
 * name than that, whatever the settings mask. */
static const char *
shown_name(struct use *u, const struct turn_run *r)
{
	const char *given = r->customer->given, *family = r->customer->family;
	size_t n = utf8_grapheme(family, strlen(family));
	const char *name = n == 0 ? given : arena_printf(u->a, "%s %.*s.", given, (int)n, family);
	return desk_harmless(u->a, name, strlen(name), 80);
}

static enum err
take_identity(struct use *u, struct turn_run *r, struct conversation *c, struct errinfo *e)
{
	struct value *data = value_map(u->a);
	if (r->identity_failed) {
		value_set_int(data, "tries", r->dialogue.tries);
		return record_event(u, c->id, EVENT_CONVERSATION_UNIDENTIFIED, "shop", data, e);
	}
	if (!r->just_proven)
		return ERR_OK;
	c->customer_id = r->c.customer_id;
	c->tier = r->c.tier;
	if (r->customer != NULL)
		c->shopper = shown_name(u, r);
	r->masked_anew = true;
	enum err err = record_mask_anew(u, c, e);
	if (err == ERR_OK)
		err = put_profile(u, r, c, e);
	if (err != ERR_OK)
		return err;
	value_set_text(data, "customer", c->customer_id);
	value_set_int(data, "way", (int64_t)r->way);
	return record_event(u, c->id, EVENT_CONVERSATION_IDENTIFIED, "shop", data, e);
}

static enum err
take_understanding(struct use *u, struct turn_run *r, struct conversation *c, struct errinfo *e)
{
	if (!turn_answers(r))
		return ERR_OK;
	if (c->shopper_count <= 1)
		c->sentiment_first = r->u.sentiment;
	c->sentiment = r->u.sentiment;
	if (r->u.sentiment < r->dialogue.lowest_mood)
		r->dialogue.lowest_mood = r->u.sentiment;
	c->language = r->c.language;
	c->intent = r->draft.intent;
	c->confidence = r->draft.confidence;
	r->dialogue.seen = r->turn.up_to;
	r->dialogue.returned = false;
	r->dialogue.declined |= r->draft.declines;
	if (r->draft.state != NULL)
		r->dialogue.backend = r->draft.state;
	enum err err = take_identity(u, r, c, e);
	return err != ERR_OK ? err : dialogue_save(r->d, u->a, c, &r->dialogue, e);
}

static enum err
add_actions(struct use *u, struct turn_run *r, const struct conversation *c, bool needs_person,
    struct errinfo *e)
{
	for (size_t i = 0; i < r->proposal_count; i++) {
		struct judged *j = &r->proposals[i];
		struct action x;
		if (j->is_refused || j->is_repeated)
			continue;
		enum err err = action_record(
		    u, c, &j->proposal, &j->verdict, j->facts, j->rows, "ai", needs_person, &x, e);
		if (err != ERR_OK)
			return err;
	}
	return ERR_OK;
}

static const char *
citations_json(struct turn_run *r)
{
	struct str s;
	struct value *list = value_list(r->a);
	for (size_t i = 0; i < r->draft.citation_count; i++) {
		const struct passage *p =
		    knowledge_find(r->voice->knowledge, r->draft.citations[i]);
		struct value *v = p == NULL ? NULL : value_add_map(list);
		if (v == NULL)
			continue;
		value_set_text(v, "id", p->id);
		value_set_text(v, "title", p->title);
	}
	str_init(&s);
	value_print(&s, list);
	const char *out = arena_text_n(r->a, s.data, s.length);
	str_clear(&s);
	return out;
}

static enum err
say(struct use *u, struct turn_run *r, struct conversation *c, const char *text, bool is_draft,
    struct errinfo *e)
{
	struct message m = {
	    .author = AUTHOR_AI,
	    .name = backend_name(r->d->backend),
	    .text = text,
	    .turn_id = r->turn.id,
	    .confidence = is_draft ? r->draft.confidence : -1,
	    .citations = is_draft ? citations_json(r) : "[]",
	    .delivery = DELIVERY_PENDING,
	};
	return record_message(u, c, &m, "ai", e);
}

static enum err
commit_reply(
    struct use *u, struct turn_run *r, struct turn *t, struct conversation *c, struct errinfo *e)
{
	enum err err = ERR_OK;
	if ((err = take_understanding(u, r, c, e)) != ERR_OK ||
	    (*r->whole != '\0' && (err = say(u, r, c, r->whole, true, e)) != ERR_OK) ||
	    (err = add_actions(u, r, c, false, e)) != ERR_OK ||
	    (err = end_turn(u, r, t, TURN_SENT, EVENT_TURN_SENT, c, e)) != ERR_OK)
		return err;
	if (r->draft.ends)
		return owner_close(u, c, "resolved", "ai", "ai", false, e);
	return owner_await_shopper(u, c, e);
}

/* The backend's own words for giving up, where it gave up itself and they claim nothing false; else
 * the world's. */
static enum err
handoff_words(struct turn_run *r, const struct conversation *c, int64_t now, const char **out,
    struct errinfo *e)
{
	struct str s;
	if (r->draft.hand_off && r->draft.reason == r->reason && *r->draft.text != '\0' &&
	    r->ground.ungrounded == 0) {
		*out = r->whole;
		return ERR_OK;
	}
	str_init(&s);
	enum err err = announce_handoff(r->d, c, r->reason, now, &s, e);
	*out = arena_text_n(r->a, s.data, s.length);
	str_clear(&s);
	return err;
}

/* For the person who gets it: the backend's own words, or what went wrong. */
static const char *
handoff_summary(struct use *u, const struct turn_run *r, const char *who)
{
	const char *title = handoff_reason_title(r->reason);
	if (*r->draft.summary != '\0') {
		const char *known = record_mask(r->d, u->a, who, r->draft.summary);
		return r->draft.hand_off && r->draft.reason == r->reason
		    ? known
		    : arena_printf(u->a, "%s\nHanded over: %s.", known, title);
	}
	if (!r->backend_failed || r->reason != HANDOFF_BACKEND_FAILED)
		return title;
	return arena_printf(
	    u->a, "%s: %s", title, record_mask(r->d, u->a, who, r->backend_error.text));
}

static enum err
commit_handoff(
    struct use *u, struct turn_run *r, struct turn *t, struct conversation *c, struct errinfo *e)
{
	const char *words;
	enum err err;
	if ((err = take_understanding(u, r, c, e)) != ERR_OK ||
	    (err = add_actions(u, r, c, true, e)) != ERR_OK ||
	    (err = owner_queue(u, c, r->reason, NULL, "ai", e)) != ERR_OK ||
	    (err = handoff_words(r, c, u->now, &words, e)) != ERR_OK)
		return err;
	const char *who = c->customer_id;
	bool said_it = words == r->whole;
	c->summary = handoff_summary(u, r, who);
	const char *draft = said_it ? r->draft.suggestion : r->whole;
	c->draft = record_mask(r->d, u->a, who, text_is_empty(draft) ? "" : draft);
	if ((err = say(u, r, c, words, said_it, e)) != ERR_OK)
		return err;
	return end_turn(u, r, t, TURN_HANDED_OFF, EVENT_TURN_HANDED_OFF, c, e);
}

static enum err
commit(struct use *u, struct turn_run *r, struct errinfo *e)
{
	struct turn t;
	struct conversation c;
	enum err err;
	if ((err = store_turn_get(u->d->store, u->a, r->turn.id, &t, e)) != ERR_OK ||
	    (err = owner_get(u, r->turn.conversation_id, &c, e)) != ERR_OK)
		return err;
	bool holds = t.state == TURN_RUNNING && strcmp(t.worker, r->d->worker) == 0 &&
	    t.attempts == r->turn.attempts;
	if (!holds || c.epoch != r->turn.epoch || c.state != CONVERSATION_AI)
		return supersede(u, r, &t, &c, e);
	err = r->reason == HANDOFF_NONE ? commit_reply(u, r, &t, &c, e)
					: commit_handoff(u, r, &t, &c, e);
	return err != ERR_OK ? err : owner_put(u, &c, e);
}

enum err
turn_commit(struct turn_run *r, struct errinfo *e)
{
	struct use u;
	enum err err = use_begin(&u, r->d, e);
	return err != ERR_OK ? err : use_end(&u, commit(&u, r, e), e);
}
