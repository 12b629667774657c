/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end of a visit: once everything about it is over it is told, and forgotten, or they come again.
 */
#include <string.h>

#include "engine.h"

static enum err
forget(struct engine *en, struct guest *g, struct errinfo *e)
{
	enum err err = g->visitor != NULL ? visitor_remove(g->visitor, en->desk, e) : ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < g->conversation_count; i++) {
		guest_unknow(en, g->conversations[i]);
		if (!en->keeps)
			err = desk_forget(en->desk, g->conversations[i], e);
	}
	g->conversation_count = 0;
	return err;
}

/* Whoever's need wasn't met may come again; that is drawn at once, and so known. */
static int64_t
comes_again(struct engine *en, struct guest *g)
{
	struct conversation_outcome *o = &g->contact.outcome;
	int64_t after_ms;

	if (g->visitor == NULL || !en->simulation->follow_ups)
		return INT64_MAX;
	o->recontact_known = true;
	if (g->contact.resolved || !visitor_comes_again(g->visitor, &after_ms))
		return INT64_MAX;
	o->recontacted = after_ms <= en->settings->recontact_ms;
	return engine_now(en) + after_ms;
}

static bool
has_open_action(const struct guest *g)
{
	for (size_t i = 0; i < g->action_count; i++)
		if (action_state_is_open(g->actions[i].state) &&
		    g->actions[i].state != ACTION_FAILED)
			return true;
	return false;
}

enum err
guest_may_end(struct engine *en, struct guest *g, struct errinfo *e)
{
	int64_t again;
	enum err err;

	if (g->place != PLACE_CLOSED || g->turns > 0 || g->job != NULL || g->is_gone ||
	    g->under_way > 0 || g->told.length > 0 || has_open_action(g))
		return ERR_OK;
	g->is_gone = true;
	guest_calls_off(en, g);
	if (g->visitor != NULL && (err = tell_judge(en, g, e)) != ERR_OK)
		return err;
	if (en->simulation->endless_stock && g->action_count > 0 &&
	    (err = happen_restock(en, e)) != ERR_OK)
		return err;
	again = comes_again(en, g);
	if ((err = tell_contact(en, g, e)) != ERR_OK)
		return err;
	guest_moves(en, g, PLACE_NOWHERE);
	if (again < en->length_ms) {
		calendar_add(&en->calendar, again, TICK_RETURNS, g, &g->back);
		return ERR_OK;
	}
	if ((err = forget(en, g, e)) == ERR_OK)
		guest_release(en, g);
	return err;
}

enum err
guest_is_cut_off(struct engine *en, struct guest *g, struct errinfo *e)
{
	enum err err;

	if (g->visitor != NULL && (err = tell_judge(en, g, e)) != ERR_OK)
		return err;
	return tell_contact(en, g, e);
}
