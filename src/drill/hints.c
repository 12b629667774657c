/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a trainee might look at now: what waits, since when, and on what it hangs. The trainer's own words come with
 * it, where a lesson has any for what the conversation is about.
 */
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/value.h"
#include "floorwalker/text/translate.h"
#include "playing.h"

struct hint {
	const struct playing *p;
	struct desk *desk;
	struct store *store;
	const struct agent *seat;
	struct arena *arena;
	int64_t now_ms;
	struct str *out;
};

static const char *
since(const struct hint *h, int64_t at_ms)
{
	struct str text;
	const char *copy;

	str_init(&text);
	duration_print(&text, (h->now_ms - at_ms) / 1000 * 1000);
	copy = arena_text(h->arena, text.data);
	str_clear(&text);
	return copy;
}

static void
say_lesson(const struct hint *h, int64_t conversation_id)
{
	const char *scenario = playing_scenario(h->p, conversation_id);
	const struct drill *d = h->p->o->drill;

	for (size_t i = 0; i < d->lesson_count; i++)
		if (scenario != NULL && d->lessons[i].hint != NULL &&
		    text_is(d->lessons[i].scenario, scenario)) {
			str_addf(h->out, " %s", d->lessons[i].hint);
			return;
		}
}

/* ---- an action */

static void
say_action(const struct hint *h, const struct action *x)
{
	struct value *verdict = NULL;
	const char *why = "";

	if (value_parse_json(h->arena, "verdict", x->verdict, strlen(x->verdict),
		&value_limits_message, &verdict, NULL) == ERR_OK)
		why = value_get_text(verdict, "agent");
	str_addf(h->out, tr("A-%lld of C-%lld waits for a decision since %s. Rule %s left it to a person: %s Compare its facts then and now, and what the shopper wrote."),
	    (long long)x->id, (long long)x->conversation_id, since(h, x->proposed_ms),
	    text_is_empty(x->rule) ? tr("(none)") : x->rule, text_is_empty(why) ? "" : why);
	say_lesson(h, x->conversation_id);
}

/* The oldest that the seat may decide. */
static enum err
find_action(const struct hint *h, int64_t conversation_id, struct action *out, bool *found,
    struct errinfo *e)
{
	const struct action_filter f = {
	    .states = 1u << ACTION_WAITING, .conversation_id = conversation_id};
	struct action_list list;
	enum err err = store_action_list(h->store, h->arena, &f, &list, e);

	*found = false;
	for (size_t i = 0; err == ERR_OK && i < list.count && !*found; i++) {
		struct errinfo ignored;

		*found = desk_may_approve(h->desk, h->seat->id, list.items[i].id, &ignored) == ERR_OK;
		if (*found)
			*out = list.items[i];
	}
	return err;
}

/* ---- a conversation */

static void
say_conversation(const struct hint *h, const struct conversation *c)
{
	const long long id = (long long)c->id;

	switch (c->state) {
	case CONVERSATION_QUEUED:
		if (agent_can_serve(h->seat, c->queue, c->language))
			str_addf(h->out, tr("C-%lld waits for a person since %s: take it."), id,
			    since(h, c->waiting_ms));
		else
			str_addf(h->out, tr("C-%lld waits in %s, a queue that you don't serve."), id, c->queue);
		break;
	case CONVERSATION_AGENT:
		if (!text_is(c->agent, h->seat->id))
			str_addf(h->out, tr("C-%lld is with a colleague."), id);
		else if (c->waiting_ms != 0)
			str_addf(h->out, tr("C-%lld waits for your answer since %s. Read what was handed over, and the order, before you write."),
			    id, since(h, c->waiting_ms));
		else
			str_addf(h->out, tr("C-%lld: you have answered; now the shopper is to write."), id);
		break;
	case CONVERSATION_WRAP_UP:
		str_addf(h->out, tr("C-%lld is being wrapped up: close it when your notes are made."), id);
		break;
	case CONVERSATION_CLOSED:
		str_addf(h->out, tr("C-%lld is closed."), id);
		break;
	default:
		str_addf(h->out, tr("C-%lld is with the AI. See why it answered so; take it only where it goes wrong."), id);
		break;
	}
	say_lesson(h, c->id);
}

/* Of the seat's own that wait for an answer, else of those that wait in its queues: the oldest. */
static enum err
find_conversation(const struct hint *h, enum conversation_state state, struct conversation *out,
    bool *found, struct errinfo *e)
{
	const struct conversation_filter f = {.states = 1u << state,
	    .agent = state == CONVERSATION_AGENT ? h->seat->id : NULL};
	struct conversation_list list;
	enum err err = store_conversation_list(h->store, h->arena, &f, &list, e);

	*found = false;
	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		const struct conversation *c = &list.items[i];

		if (c->waiting_ms == 0 || (*found && c->waiting_ms >= out->waiting_ms) ||
		    (state == CONVERSATION_QUEUED &&
			!agent_can_serve(h->seat, c->queue, c->language)))
			continue;
		*out = *c;
		*found = true;
	}
	return err;
}

static enum err
say_most_urgent(const struct hint *h, struct errinfo *e)
{
	static const enum conversation_state states[] = { CONVERSATION_AGENT, CONVERSATION_QUEUED };
	struct conversation c;
	struct action x;
	bool found = false;
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && !found && i < 2; i++)
		if ((err = find_conversation(h, states[i], &c, &found, e)) == ERR_OK && found)
			say_conversation(h, &c);
	if (err != ERR_OK || found)
		return err;
	if ((err = find_action(h, 0, &x, &found, e)) == ERR_OK && found)
		say_action(h, &x);
	else if (err == ERR_OK)
		str_add(h->out, tr("Nothing waits for you now. Watch where the AI is unsure."));
	return err;
}

enum err
hint_make(const struct playing *p, struct desk *d, int64_t conversation_id, struct str *out,
    struct errinfo *e)
{
	struct hint h = {.p = p,
	    .desk = d,
	    .store = desk_store(d),
	    .seat = &p->o->drill->seat,
	    .arena = arena_new(),
	    .now_ms = clock_now_ms(desk_clock(d)),
	    .out = out};
	struct conversation c;
	struct action x;
	bool found = false;
	enum err err;

	if (conversation_id == 0) {
		err = say_most_urgent(&h, e);
	} else if ((err = find_action(&h, conversation_id, &x, &found, e)) == ERR_OK && found) {
		say_action(&h, &x);
	} else if (err == ERR_OK &&
	    (err = store_conversation_get(h.store, h.arena, conversation_id, &c, e)) == ERR_OK) {
		say_conversation(&h, &c);
	}
	arena_free(&h.arena);
	return err;
}

static enum err
run_hint(struct command_call *call, struct errinfo *e)
{
	struct playing *p = call->beside;

	if (!p->gives_hints)
		return err_set(e, ERR_STATE, tr("this drill is played without hints"));
	p->hints++;
	return hint_make(p, call->desk, call->conversation_id, call->out, e);
}

const struct command *
hint_row(void)
{
	static const struct command row = {.name = "hint",
	    .arguments = {{"conversation", ARGUMENT_CONVERSATION, true, NULL}},
	    .contexts = CONTEXT_ANY,
	    .keys = "M-h",
	    .summary = N_("What you might look at now"),
	    .help = N_("Of the conversation that is selected, else of what is most urgent for you. It says where to look, not what to answer. Hints are counted in the debrief."),
	    .example = ":hint",
	    .run = run_hint};

	return &row;
}
