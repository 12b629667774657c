/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back tags, snoozing and closing.
 */
#include <string.h>

#include "undo.h"

enum err
undo_tags(struct use *u, struct undoing *w, struct errinfo *e)
{
	const char *changed;
	bool added = strcmp(w->head->kind, EVENT_TAGS_ADDED) == 0;
	return tags_change(u, &w->x.c, value_get_text(w->data, "tags"), !added, &changed, e);
}

enum err
undo_snooze(struct use *u, struct undoing *w, struct errinfo *e)
{
	struct conversation *c = &w->x.c;
	int64_t before = value_get_int(w->data, "before_ms", 0);
	if (before > u->now) {
		c->snoozed_ms = before;
		c->snooze_reason = "";
		return store_timer_set(u->d->store, "snooze", c->id, before, e);
	}
	return owner_wake(u, c, "undone", w->x.actor, e);
}

enum err
undo_wrap_up(struct use *u, struct undoing *w, struct errinfo *e)
{
	struct conversation *c = &w->x.c;
	c->state = CONVERSATION_AGENT;
	c->disposition = "";
	c->wrap_up_ms = 0;
	return store_timer_clear(u->d->store, "wrap_up", c->id, e);
}
