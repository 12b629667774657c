/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why what an agent did last stays.
 */
#include <string.h>

#include "floorwalker/text/translate.h"
#include "undo.h"

/* What somebody else has done since, in words. */
static const char *
deed_in_words(const char *kind)
{
	static const struct { const char *kind, *words; } all[] = {
	    {EVENT_MESSAGE_AGENT, "replied"}, {EVENT_NOTE_ADDED, "written a note"},
	    {EVENT_OWNER_TAKEN, "taken it"}, {EVENT_OWNER_GIVEN_BACK, "given it back"},
	    {EVENT_OWNER_QUEUED, "put it into a queue"}, {EVENT_OWNER_ASSIGNED, "assigned it"},
	    {EVENT_OWNER_WRAP_UP, "closed it"}, {EVENT_OWNER_REOPENED, "reopened it"},
	    {EVENT_CONVERSATION_CLOSED, "closed it"}, {EVENT_CONVERSATION_SNOOZED, "snoozed it"},
	    {EVENT_CONVERSATION_WOKEN, "brought it back"}, {EVENT_TAGS_ADDED, "tagged it"},
	    {EVENT_TAGS_REMOVED, "taken tags off it"}, {EVENT_CONVERSATION_MERGED, "merged it"},
	    {EVENT_CONVERSATION_JOINED, "merged another into it"},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].kind, kind) == 0)
			return all[i].words;
	return text_starts(kind, "action.") ? "decided on an action" : "acted on it";
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
	if (a == NULL)
		return err_set(e, ERR_STATE,
		    tr("nothing of yours to take back in C-%lld: since then came %s"),
		    (long long)w->x.c.id, x->kind);
	return err_set(e, ERR_STATE,
	    tr("nothing of yours to take back in C-%lld: %s has %s since"), (long long)w->x.c.id,
	    a->name, deed_in_words(x->kind));
}
