/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Timers: promises to shoppers, queues that assign, actions that expire, silent shoppers, wrap-up,
 * the re-contact window.
 */
#include "private.h"

#include <string.h>

static enum err
expiry(struct use *u, const struct timer *t, struct errinfo *e)
{
	struct action x;
	enum err r = store_action_get(u->d->store, u->a, t->record_id, &x, e);
	if (r != ERR_OK || x.state != ACTION_WAITING)
		return r;
	x.decided_ms = u->now;
	r = action_move(u, &x, ACTION_EXPIRED, "work", NULL, e);
	return r != ERR_OK ? r : action_tell(u, &x, e);
}

/* Whether somebody still has to decide something that this shopper waits for. */
static enum err
has_waiting_action(struct use *u, int64_t conversation_id, bool *out, struct errinfo *e)
{
	struct action_filter f = {.conversation_id = conversation_id};
	struct action_list list;
	enum err r = store_action_list(u->d->store, u->a, &f, &list, e);
	*out = false;
	for (size_t i = 0; r == ERR_OK && i < list.count; i++)
		*out |= action_state_is_open(list.items[i].state) && list.items[i].state != ACTION_FAILED;
	return r;
}

static enum err
inactivity(struct use *u, const struct timer *t, struct errinfo *e)
{
	struct conversation c;
	bool waits;
	enum err r = owner_get(u, t->record_id, &c, e);
	if (r != ERR_OK || c.state != CONVERSATION_AI ||
	    (r = has_waiting_action(u, c.id, &waits, e)) != ERR_OK)
		return r;
	if (waits)
		return owner_await_shopper(u, &c, e);
	r = owner_close(u, &c, "inactive", "inactivity", "work", false, e);
	return r != ERR_OK ? r : owner_put(u, &c, e);
}

static enum err
wrap_up(struct use *u, const struct timer *t, struct errinfo *e)
{
	struct conversation c;
	enum err r = owner_get(u, t->record_id, &c, e);
	if (r != ERR_OK || c.state != CONVERSATION_WRAP_UP)
		return r;
	r = owner_close(u, &c, c.disposition, "wrap_up", "work", false, e);
	return r != ERR_OK ? r : owner_put(u, &c, e);
}

static enum err
snooze(struct use *u, const struct timer *t, struct errinfo *e)
{
	struct conversation c;
	enum err r = owner_get(u, t->record_id, &c, e);
	if (r != ERR_OK || c.snoozed_ms == 0)
		return r;
	r = owner_wake(u, &c, "time", "work", e);
	return r != ERR_OK ? r : owner_put(u, &c, e);
}

static enum err
recontact(struct use *u, const struct timer *t, struct errinfo *e)
{
	struct conversation c;
	enum err r = owner_get(u, t->record_id, &c, e);
	if (r != ERR_OK || c.state != CONVERSATION_CLOSED)
		return r;
	struct value *data = value_map(u->a);
	value_set_bool(data, "recontacted", false);
	return record_event(u, c.id, EVENT_CONVERSATION_SETTLED, "work", data, e);
}

static const struct {
	const char *kind;
	enum err (*run)(struct use *u, const struct timer *t, struct errinfo *e);
} kinds[] = {{"sla", sla_breach}, {"sla_warning", sla_warn}, {"assign", distribute_run},
    {"expiry", expiry}, {"inactivity", inactivity}, {"wrap_up", wrap_up}, {"recontact", recontact},
    {"snooze", snooze}};

static enum err
run_first(struct use *u, bool *did, struct errinfo *e)
{
	struct timer t;
	enum err r = store_timer_due(u->d->store, u->a, u->now, &t, e);
	*did = r == ERR_OK;
	if (r == ERR_NOT_FOUND)
		return ERR_OK;
	if (r != ERR_OK || (r = store_timer_clear(u->d->store, t.kind, t.record_id, e)) != ERR_OK)
		return r;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].kind, t.kind) == 0)
			return kinds[i].run(u, &t, e);
	return ERR_OK;	/* of a newer version; dropped */
}

enum err
timers_run(struct desk *d, bool *did, struct errinfo *e)
{
	struct use u;
	struct timer t;
	struct arena *a = arena_new();
	*did = false;
	/* a look costs no transaction */
	enum err r = store_timer_due(d->store, a, clock_now_ms(d->clock), &t, e);
	arena_free(&a);
	if (r == ERR_NOT_FOUND)
		return ERR_OK;
	if (r != ERR_OK)
		return r;
	use_tell_step(d, "timers");
	r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, run_first(&u, did, e), e);
}
