/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floor.h"

#include <string.h>

#define CHUNK 1000	/* events read at a time */

struct telling {
	struct desk *d;
	struct floor *f;
	struct arena *a;
};

void
floor_free(struct floor **f)
{
	if (*f == NULL)
		return;
	for (size_t i = 0; i < (*f)->staff_count; i++) {
		mem_free((*f)->staff[i].contacts);
		mem_free((*f)->staff[i].states);
	}
	mem_free((*f)->staff);
	mem_free((*f)->visitors);
	mem_free((*f)->places);
	mem_free(*f);
	*f = NULL;
}

/* ---- visitors by conversation */

static size_t *
place_of(const struct floor *f, int64_t conversation_id)
{
	size_t at = (size_t)conversation_id & (f->place_count - 1);
	while (f->places[at] != 0 &&
	    f->visitors[f->places[at] - 1].conversation_id != conversation_id)
		at = (at + 1) & (f->place_count - 1);
	return &f->places[at];
}

static struct visitor *
find(const struct floor *f, int64_t conversation_id)
{
	size_t *place = f->place_count == 0 ? NULL : place_of(f, conversation_id);
	return place == NULL || *place == 0 ? NULL : &f->visitors[*place - 1];
}

static struct visitor *
add(struct floor *f, int64_t conversation_id)
{
	if (f->visitor_count == f->visitor_room) {
		f->visitor_room = f->visitor_room == 0 ? 64 : f->visitor_room * 2;
		f->visitors = mem_grow(f->visitors, f->visitor_room, sizeof *f->visitors);
		mem_free(f->places);
		f->place_count = f->visitor_room * 2;
		f->places = mem_zero(f->place_count, sizeof *f->places);
		for (size_t i = 0; i < f->visitor_count; i++)
			*place_of(f, f->visitors[i].conversation_id) = i + 1;
	}
	f->visitors[f->visitor_count] = (struct visitor){.conversation_id = conversation_id};
	*place_of(f, conversation_id) = f->visitor_count + 1;
	return &f->visitors[f->visitor_count++];
}

/* ---- what each event tells */

static const struct value *
data_of(const struct telling *t, const struct event *x)
{
	struct value *data;
	return value_parse_json(t->a, "event", x->data, strlen(x->data), &value_limits_message,
		   &data, NULL) == ERR_OK
	    ? data
	    : NULL;
}

static const char *
state_of(const char *name)
{
	static const char *const known[] = {"available", "busy", "break"};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_is(name, known[i]))
			return known[i];
	return "offline";
}

static void
tell_state(struct telling *t, const struct event *x)
{
	const struct settings *s = t->d->settings;
	const struct value *data = data_of(t, x);
	const struct agent *who = settings_agent(s, value_get_text(data, "agent"));
	if (who == NULL || (size_t)(who - s->agents) >= t->f->staff_count)
		return;
	struct staff *y = &t->f->staff[who - s->agents];
	if (y->state_count + 2 > y->state_room) {
		y->state_room = y->state_room == 0 ? 8 : y->state_room * 2;
		y->states = mem_grow(y->states, y->state_room, sizeof *y->states);
	}
	if (y->state_count == 0)	/* what they were at midnight, the first change tells */
		y->states[y->state_count++] = (struct state_change){
		    t->f->since_ms, state_of(value_get_text(data, "was"))};
	y->states[y->state_count++] =
	    (struct state_change){x->at_ms, state_of(value_get_text(data, "state"))};
}

static struct contact *
contact_of(const struct telling *t, const struct visitor *v)
{
	return v->agent == 0 ? NULL : &t->f->staff[v->agent - 1].contacts[v->contact];
}

static void
end_wrap_up(struct contact *c, int64_t at_ms)
{
	if (c == NULL || c->wrap_since_ms == 0)
		return;
	c->wrap_ms += at_ms - c->wrap_since_ms;
	c->wrap_since_ms = 0;
}

static void
lose(struct telling *t, struct visitor *v, int64_t at_ms, bool handled)
{
	struct contact *c = contact_of(t, v);
	if (c == NULL)
		return;
	struct staff *y = &t->f->staff[v->agent - 1];
	end_wrap_up(c, at_ms);
	c->to_ms = at_ms;
	c->handled = handled;
	if (at_ms < t->f->since_ms && v->contact + 1 == y->contact_count)
		y->contact_count--;	/* of another day */
	v->agent = 0;
}

static void
get(struct telling *t, struct visitor *v, const char *agent, int64_t at_ms)
{
	const struct settings *s = t->d->settings;
	const struct agent *who = settings_agent(s, agent);
	lose(t, v, at_ms, false);
	if (who == NULL || (size_t)(who - s->agents) >= t->f->staff_count)
		return;
	struct staff *y = &t->f->staff[who - s->agents];
	if (y->contact_count == y->contact_room) {
		y->contact_room = y->contact_room == 0 ? 8 : y->contact_room * 2;
		y->contacts = mem_grow(y->contacts, y->contact_room, sizeof *y->contacts);
	}
	v->agent = (size_t)(who - s->agents) + 1;
	v->contact = y->contact_count;
	y->contacts[y->contact_count++] =
	    (struct contact){.conversation_id = v->conversation_id, .from_ms = at_ms};
}

/* A change of owner was taken back: who undid it has it as before, or nobody of ours. */
static void
tell_undone(struct telling *t, struct visitor *v, const struct event *x)
{
	const struct value *data = data_of(t, x);
	const char *agent = value_get_text(data, "agent");
	struct contact *c = contact_of(t, v);
	const char *kind = value_get_text(data, "kind");
	if (!text_starts(kind, "owner.") && !text_is(kind, EVENT_CONVERSATION_MERGED))
		return;
	if (!text_is(value_get_text(data, "owner"), "agent"))
		lose(t, v, x->at_ms, false);
	else if (c == NULL || !text_is(t->d->settings->agents[v->agent - 1].id, agent))
		get(t, v, agent, x->at_ms);
	else
		end_wrap_up(c, x->at_ms);
}

static void
tell(struct telling *t, struct visitor *v, const struct event *x)
{
	if (strcmp(x->kind, EVENT_OWNER_QUEUED) == 0) {
		lose(t, v, x->at_ms, true);
	} else if (strcmp(x->kind, EVENT_OWNER_TAKEN) == 0 ||
	    strcmp(x->kind, EVENT_OWNER_ASSIGNED) == 0 ||
	    (strcmp(x->kind, EVENT_OWNER_REOPENED) == 0 &&
		text_is(value_get_text(data_of(t, x), "to"), "agent"))) {
		get(t, v, value_get_text(data_of(t, x), "agent"), x->at_ms);
	} else if (strcmp(x->kind, EVENT_ACT_UNDONE) == 0) {
		tell_undone(t, v, x);
	} else if (strcmp(x->kind, EVENT_OWNER_GIVEN_BACK) == 0 ||
	    strcmp(x->kind, EVENT_OWNER_TRANSFERRED) == 0 ||
	    strcmp(x->kind, EVENT_CONVERSATION_CLOSED) == 0) {
		lose(t, v, x->at_ms, true);
	} else if (strcmp(x->kind, EVENT_OWNER_WRAP_UP) == 0) {
		struct contact *c = contact_of(t, v);
		if (c != NULL && c->wrap_since_ms == 0)
			c->wrap_since_ms = x->at_ms;
	} else if (strcmp(x->kind, EVENT_CONVERSATION_RETURNED) == 0 ||
	    strcmp(x->kind, EVENT_MESSAGE_AGENT) == 0) {
		end_wrap_up(contact_of(t, v), x->at_ms);
	}
}

/* ---- reading */

/* What a conversation was before an event: it was somebody's already. */
static enum err
catch_up(struct telling *t, int64_t conversation_id, int64_t before_id, struct errinfo *e)
{
	struct event_list events;
	struct arena *a = arena_new();
	struct telling past = {t->d, t->f, a};
	struct visitor *v = add(t->f, conversation_id);
	enum err r = store_event_list(t->d->store, a, conversation_id, &events, e);
	for (size_t i = 0; r == ERR_OK && i < events.count && events.items[i].id < before_id; i++)
		tell(&past, v, &events.items[i]);
	arena_free(&a);
	return r;
}

static enum err
take_event(struct telling *t, const struct event *x, struct errinfo *e)
{
	bool owner = text_starts(x->kind, "owner."), opened, ends;
	enum err r = ERR_OK;
	if (x->conversation_id == 0) {
		if (strcmp(x->kind, EVENT_AGENT_STATE) == 0)
			tell_state(t, x);
		return ERR_OK;
	}
	opened = strcmp(x->kind, EVENT_CONVERSATION_OPENED) == 0;
	if (opened && t->f->opened_from == 0)
		t->f->opened_from = x->conversation_id;
	/* One that was opened earlier may have been somebody's at midnight. */
	ends = (strcmp(x->kind, EVENT_CONVERSATION_CLOSED) == 0 ||
		   strcmp(x->kind, EVENT_MESSAGE_AGENT) == 0) &&
	    (t->f->opened_from == 0 || x->conversation_id < t->f->opened_from);
	if (find(t->f, x->conversation_id) == NULL && (owner || ends))
		r = catch_up(t, x->conversation_id, x->id, e);
	struct visitor *v = find(t->f, x->conversation_id);
	if (r == ERR_OK && v != NULL)
		tell(t, v, x);
	return r;
}

/* Those that people have as the day is first read, and had before it began. */
static enum err
read_present(struct telling *t, struct errinfo *e)
{
	struct conversation_filter f = {
	    .states = 1u << CONVERSATION_AGENT | 1u << CONVERSATION_WRAP_UP, .limit = CHUNK};
	struct conversation_list list;
	enum err r;
	do {
		struct arena *a = arena_new();
		r = store_conversation_list(t->d->store, a, &f, &list, e);
		for (size_t i = 0; r == ERR_OK && i < list.count; i++)
			if (list.items[i].opened_ms < t->f->since_ms &&
			    find(t->f, list.items[i].id) == NULL)
				r = catch_up(t, list.items[i].id, t->f->read_to + 1, e);
		f.offset += list.count;
		arena_free(&a);
	} while (r == ERR_OK && list.count == CHUNK);
	return r;
}

static enum err
begin(struct desk *d, int64_t since_ms, struct errinfo *e)
{
	struct floor *f = mem_zero(1, sizeof *f);
	struct telling t = {.d = d, .f = f};
	f->since_ms = since_ms;
	f->staff_count = d->settings->agent_count;
	f->staff = mem_zero(f->staff_count + 1, sizeof *f->staff);
	d->floor = f;
	enum err r = day_last_before(d, since_ms, &f->read_to, e);
	if (r == ERR_OK)
		r = read_present(&t, e);
	if (r != ERR_OK)
		floor_free(&d->floor);
	return r;
}

enum err
floor_read(struct desk *d, struct errinfo *e)
{
	int64_t since = day_begin(d);
	size_t got = CHUNK;
	enum err r = ERR_OK;
	if (d->floor != NULL && d->floor->since_ms != since)
		floor_free(&d->floor);
	if (d->floor == NULL)
		r = begin(d, since, e);
	while (r == ERR_OK && got == CHUNK) {
		struct event_list events = {0};
		struct arena *a = arena_new();
		struct telling t = {.d = d, .f = d->floor, .a = a};
		r = store_event_after(d->store, a, d->floor->read_to, CHUNK, &events, e);
		got = events.count;
		for (size_t i = 0; r == ERR_OK && i < got; i++)
			if ((r = take_event(&t, &events.items[i], e)) == ERR_OK)
				d->floor->read_to = events.items[i].id;
		arena_free(&a);
	}
	return r;
}
