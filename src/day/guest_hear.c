/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was sent to those who are here, and what they do with it.
 */
#include <string.h>

#include "engine.h"

#define TALK_MOST 120		/* messages of one visit: more is a loop */

void
guest_will_hear(struct engine *en, struct guest *g)
{
	if (g->hears)
		return;
	g->hears = true;
	if (en->hearer_count == en->hearer_room)
		en->hearers = mem_grow(en->hearers,
		    en->hearer_room = en->hearer_room > 0 ? en->hearer_room * 2 : 16,
		    sizeof(struct guest *));
	en->hearers[en->hearer_count++] = g;
}

enum err
guest_does(struct engine *en, struct guest *g, enum visitor_move move, struct errinfo *e)
{
	if (g->sent >= TALK_MOST && move == VISITOR_SAYS)
		move = VISITOR_LEAVES;
	switch (move) {
	case VISITOR_SAYS:
		calendar_call_off(&en->calendar, &g->patience);
		guest_types(en, g);
		return ERR_OK;
	case VISITOR_WAITS:
		if (seat_has(g)) {
			guest_awaits_answer(en, g);
			return ERR_OK;
		}
		g->is_waiting_for_decision = true;
		guest_expects(en, g, visitor_decision_patience_ms(g->visitor));
		return ERR_OK;
	case VISITOR_IS_DONE:
		return guest_leaves(en, g, e);
	case VISITOR_LEAVES:
		return guest_abandons(en, g, e);
	}
	return ERR_OK;
}

/* What was sent to them since they last listened, once nothing more is on its way: the AI speaks of
 * a decision right after its reply, and who reads on sees both. */
static enum err
hear_ai(struct engine *en, struct guest *g, struct errinfo *e)
{
	enum visitor_move move;
	enum err err = ERR_OK;

	if (g->heard.length == 0 || g->turns > 0 || g->say != 0 || g->is_leaving ||
	    g->visitor == NULL ||
	    (g->place != PLACE_AI && g->place != PLACE_QUEUE && !seat_has(g)))
		return ERR_OK;
	str_reset(&g->text);
	g->is_waiting_for_decision = false;
	move = visitor_hear(g->visitor, g->heard.data, g->heard_turn, &g->text);
	str_reset(&g->heard);
	g->heard_turn = 0;
	if (g->place != PLACE_QUEUE)
		err = guest_does(en, g, move, e);
	else if (visitor_leaves_at_hand_over(g->visitor))
		err = guest_abandons(en, g, e);
	else if (move == VISITOR_SAYS)	/* while they wait */
		guest_types(en, g);
	return err;
}

/* The AI has them again, and has nothing to answer: they say it once more. */
static enum err
resume(struct engine *en, struct guest *g, struct errinfo *e)
{
	bool idle = g->resumes && g->place == PLACE_AI && g->say == 0 && g->told.length == 0 &&
	    g->silent_since_ms < 0 && !g->is_leaving && g->visitor != NULL;

	g->resumes = false;
	if (!idle)
		return ERR_OK;
	if (visitor_is_done(g->visitor))
		return guest_leaves(en, g, e);
	str_reset(&g->text);
	visitor_says_again(g->visitor, &g->text);
	guest_types(en, g);
	return ERR_OK;
}

static enum err
hear(struct engine *en, struct guest *g, struct errinfo *e)
{
	enum err err = hear_ai(en, g, e);

	if (err == ERR_OK)
		err = seat_is_heard(en, g, e);
	return err != ERR_OK || !g->resumes ? err : resume(en, g, e);
}

enum err
guests_hear(struct engine *en, struct errinfo *e)
{
	size_t count = en->hearer_count;
	enum err err = ERR_OK;

	for (size_t i = 0; i < count; i++) {
		struct guest *g = en->hearers[i];

		g->hears = false;
		if (err == ERR_OK)
			err = hear(en, g, e);
	}
	/* who was added meanwhile */
	memmove(en->hearers, en->hearers + count,
	    (en->hearer_count - count) * sizeof(struct guest *));
	en->hearer_count -= count;
	return err;
}
