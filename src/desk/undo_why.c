/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why what an agent did last stays.
 */
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/text/translate.h"
#include "undo.h"

/* What somebody else has done since, in words. */
static const char *
deed_in_words(const char *kind)
{
	static const struct { const char *kind, *words; } all[] = {
	    {EVENT_MESSAGE_AGENT, N_("replied")}, {EVENT_NOTE_ADDED, N_("written a note")},
	    {EVENT_OWNER_TAKEN, N_("taken it")}, {EVENT_OWNER_GIVEN_BACK, N_("given it back")},
	    {EVENT_OWNER_QUEUED, N_("put it into a queue")}, {EVENT_OWNER_ASSIGNED, N_("assigned it")},
	    {EVENT_OWNER_WRAP_UP, N_("closed it")}, {EVENT_OWNER_REOPENED, N_("reopened it")},
	    {EVENT_CONVERSATION_CLOSED, N_("closed it")}, {EVENT_CONVERSATION_SNOOZED, N_("snoozed it")},
	    {EVENT_CONVERSATION_WOKEN, N_("brought it back")}, {EVENT_TAGS_ADDED, N_("tagged it")},
	    {EVENT_TAGS_REMOVED, N_("taken tags off it")}, {EVENT_CONVERSATION_MERGED, N_("merged it")},
	    {EVENT_CONVERSATION_JOINED, N_("merged another into it")},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].kind, kind) == 0)
			return tr(all[i].words);
	return text_starts(kind, "action.") ? tr("decided on an action") : tr("acted on it");
}

static const char *
clock_words(struct use *u, int64_t at_ms)
{
	const struct zone *zone = u->d->settings->zone;
	struct date d;
	date_from_ms(zone, at_ms, &d);
	return date_days_between(zone, at_ms, u->now) == 0
	    ? arena_printf(u->a, "%02d:%02d", d.hour, d.minute)
	    : arena_printf(u->a, "%04d-%02d-%02d %02d:%02d", d.year, d.month, d.day, d.hour, d.minute);
}

enum err
undo_decided(struct use *u, int64_t action_id, struct errinfo *e)
{
	long long id = (long long)action_id;
	struct action x;
	enum err r = store_action_get(u->d->store, u->a, action_id, &x, e);
	if (r != ERR_OK)
		return r;
	switch (x.state) {
	case ACTION_DONE:
		return err_set(e, ERR_STATE,
		    tr("A-%lld was executed at %s; it can be reversed only in the shop"), id,
		    clock_words(u, x.ended_ms));
	case ACTION_APPROVED:
	case ACTION_EXECUTING:
		return err_set(e, ERR_STATE,
		    tr("A-%lld is approved and may be on its way to the shop: it can't be taken back"), id);
	case ACTION_DENIED:
		return err_set(e, ERR_STATE,
		    tr("A-%lld was denied at %s, and the shopper may know it; propose it again"), id,
		    clock_words(u, x.decided_ms));
	default:
		return err_set(e, ERR_STATE,
		    tr("what was decided or proposed on A-%lld can't be taken back: it is %s"), id,
		    action_state_title(x.state));
	}
}

/* The action that the agent's last act decided, where what came since came of it; 0 none. */
static int64_t
decided_before(struct use *u, const struct undoing *w, const struct event *since)
{
	const struct event_list *all = &w->past.events;
	if (text_starts(since->actor, "agent:") || strcmp(since->actor, "shopper") == 0)
		return 0;
	for (size_t i = all->count; i > 0; i--) {
		const struct event *x = &all->items[i - 1];
		if (strcmp(x->actor, w->x.actor) == 0 && !w->past.skipped[i - 1])
			return text_starts(x->kind, "action.")
			    ? value_get_int(undo_data(u, x), "action", 0)
			    : 0;
	}
	return 0;
}

enum err
undo_others(struct use *u, const struct undoing *w, const struct event *x, struct errinfo *e)
{
	const char *who = x->actor;
	const struct agent *a = text_starts(who, "agent:")
	    ? settings_agent(u->d->settings, who + strlen("agent:"))
	    : NULL;
	if (strcmp(x->kind, EVENT_MESSAGE_SHOPPER) == 0)
		return err_set(e, ERR_STATE,
		    tr("nothing of yours to take back in C-%lld: the shopper has written since"),
		    (long long)w->x.c.id);
	int64_t decided = decided_before(u, w, x);
	if (decided != 0)
		return undo_decided(u, decided, e);
	if (strcmp(x->actor, "ai") == 0)
		return err_set(e, ERR_STATE,
		    tr("nothing of yours to take back in C-%lld: the AI has answered since"),
		    (long long)w->x.c.id);
	if (a == NULL)
		return err_set(e, ERR_STATE,
		    tr("nothing of yours to take back in C-%lld: since then came %s"),
		    (long long)w->x.c.id, x->kind);
	return err_set(e, ERR_STATE,
	    tr("nothing of yours to take back in C-%lld: %s has %s since"), (long long)w->x.c.id,
	    a->name, deed_in_words(x->kind));
}
