/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands on people: states, queues that assign, and what supervisors do.
 */
#include <string.h>

#include "floorwalker/desk/shift.h"
#include "floorwalker/text/translate.h"
#include "private.h"

enum err
run_state(struct command_call *call, struct errinfo *e)
{
	const char *state = call->texts[0], *other = call->texts[1],
		   *agent = text_is_empty(other) ? call->agent : other;
	enum err r = desk_agent_state_by(call->desk, call->agent, agent, state, e);
	if (r != ERR_OK)
		return r;
	if (strcmp(agent, call->agent) == 0)
		str_addf(call->out, tr("You are %s."), state);
	else
		str_addf(call->out, tr("%s is %s."), shown_agent(call, agent), state);
	if (call->json != NULL) {
		value_set_text(call->json, "agent", agent);
		value_set_text(call->json, "state", state);
	}
	return ERR_OK;
}

void
complete_state(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	static const char *const states[] = {"available", "busy", "break", "offline"};
	(void)d;
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (text_starts(states[i], begin))
			word(context, states[i]);
}

void
complete_person(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	const struct settings *s = desk_settings(d);
	for (size_t i = 0; i < s->agent_count; i++)
		if (text_starts(s->agents[i].id, begin))
			word(context, s->agents[i].id);
}

enum err
run_queue_assign(struct command_call *call, struct errinfo *e)
{
	const char *queue = call->texts[0], *how = call->texts[1];
	bool on = strcmp(how, "auto") == 0;
	if (!on && strcmp(how, "hand") != 0)
		return err_set(e, ERR_USAGE, tr("%.40s is no way to give out work: auto or hand"), how);
	enum err r = desk_set_queue_assigns(call->desk, call->agent, queue, on, e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out,
	    on ? tr("%s gives its conversations to whoever has room.")
	       : tr("In %s conversations wait until they are taken."),
	    shown_queue(call, queue));
	if (call->json != NULL) {
		value_set_text(call->json, "queue", queue);
		value_set_text(call->json, "assign", how);
	}
	return ERR_OK;
}

void
complete_assign(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	(void)d;
	if (text_starts("auto", begin))
		word(context, "auto");
	if (text_starts("hand", begin))
		word(context, "hand");
}

enum err
run_monitor(struct command_call *call, struct errinfo *e)
{
	bool watching;
	enum err r = desk_monitor(call->desk, call->agent, call->conversation_id, &watching, e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out,
	    !watching ? tr("You watch C-%lld no more.")
		: desk_settings(call->desk)->monitor_hidden
		? tr("You watch C-%lld, unseen.")
		: tr("You watch C-%lld, and its agent sees that."),
	    (long long)call->conversation_id);
	tell_id(call, watching ? "watching" : "not_watching");
	return ERR_OK;
}

enum err
run_whisper(struct command_call *call, struct errinfo *e)
{
	struct conversation c;
	enum err r =
	    desk_whisper(call->desk, call->agent, call->conversation_id, call->texts[0], e);
	if (r != ERR_OK ||
	    (r = store_conversation_get(
		 desk_store(call->desk), call->arena, call->conversation_id, &c, e)) != ERR_OK)
		return r;
	str_addf(call->out, tr("Whispered to %s in C-%lld."), shown_agent(call, c.agent),
	    (long long)call->conversation_id);
	tell_id(call, "whispered");
	return ERR_OK;
}

enum err
run_barge(struct command_call *call, struct errinfo *e)
{
	enum err r = desk_barge(call->desk, call->agent, call->conversation_id, call->texts[0], e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("C-%lld is yours; the shopper was told that a colleague has joined."),
	    (long long)call->conversation_id);
	tell_id(call, "joined");
	return ERR_OK;
}

/* ---- rebalancing: what is proposed is what is given back to be done */

#define NOTHING_TO_MOVE "Nobody has too much that somebody available has skills and room for."

static void
print_moves(const struct shift_moves *moves, struct str *out)
{
	for (size_t i = 0; i < moves->count; i++)
		str_addf(out, "%sC-%lld:%s:%s", i > 0 ? " " : "",
		    (long long)moves->items[i].conversation_id, moves->items[i].from,
		    moves->items[i].to);
}

enum err
offer_moves(struct command_call *call, struct str *out, struct errinfo *e)
{
	struct shift_moves moves;
	enum err r = desk_rebalance(call->desk, call->arena, &moves, e);
	if (r == ERR_OK && moves.count == 0)
		return err_set(e, ERR_STATE, NOTHING_TO_MOVE);
	if (r == ERR_OK)
		print_moves(&moves, out);
	return r;
}

static enum err
propose(struct command_call *call, struct errinfo *e)
{
	struct value *list = call->json == NULL ? NULL : value_set_list(call->json, "moves");
	struct shift_moves moves;
	enum err r = desk_rebalance(call->desk, call->arena, &moves, e);
	if (r != ERR_OK)
		return r;
	if (moves.count == 0)
		str_add(call->out, NOTHING_TO_MOVE);
	for (size_t i = 0; i < moves.count; i++) {
		const struct shift_move *m = &moves.items[i];
		str_addf(call->out, tr("C-%lld from %s to %s\n"), (long long)m->conversation_id,
		    shown_agent(call, m->from), shown_agent(call, m->to));
		if (list == NULL)
			continue;
		struct value *v = value_add_map(list);
		value_set_text(v, "conversation",
		    arena_printf(call->arena, "C-%lld", (long long)m->conversation_id));
		value_set_text(v, "from", m->from);
		value_set_text(v, "to", m->to);
	}
	if (moves.count == 0)
		return ERR_OK;
	str_add(call->out, tr("To do so: rebalance "));
	print_moves(&moves, call->out);
	return ERR_OK;
}

/* "C-17:maeve:ewa" */
static enum err
parse_move(struct command_call *call, const char *word, struct shift_move *out, struct errinfo *e)
{
	char *copy = arena_text(call->arena, word), *from = strchr(copy, ':'),
	     *to = from == NULL ? NULL : strchr(from + 1, ':');
	if (to != NULL) {
		*from++ = *to++ = '\0';
		if (record_id_parse('C', copy, &out->conversation_id)) {
			out->from = from;
			out->to = to;
			return ERR_OK;
		}
	}
	return err_set(e, ERR_USAGE,
	    tr("%.60s is no move: write C-17:maeve:ewa, the conversation, who has it, who shall"),
	    word);
}

/* All are read before the first is done. */
static enum err
parse_moves(struct command_call *call, struct shift_moves *out, struct errinfo *e)
{
	const char *p = call->texts[0];
	*out = (struct shift_moves){
	    .items = arena_alloc(call->arena, (strlen(p) / 2 + 1) * sizeof *out->items)};
	for (p += strspn(p, " \n,"); *p != '\0'; p += strspn(p, " \n,")) {
		size_t n = strcspn(p, " \n,");
		enum err r = parse_move(call, arena_text_n(call->arena, p, n),
		    &out->items[out->count], e);
		if (r != ERR_OK)
			return r;
		out->count++;
		p += n;
	}
	return ERR_OK;
}

enum err
run_rebalance(struct command_call *call, struct errinfo *e)
{
	struct shift_moves moves;
	struct errinfo why;
	size_t done = 0;
	enum err r = parse_moves(call, &moves, e), first = ERR_OK;
	if (r != ERR_OK)
		return r;
	if (moves.count == 0)
		return propose(call, e);
	for (size_t i = 0; i < moves.count; i++) {
		const struct shift_move *m = &moves.items[i];
		r = desk_move(call->desk, call->agent, m->conversation_id, m->from, m->to, &why);
		done += r == ERR_OK;
		if (r != ERR_OK && first == ERR_OK) {
			first = r;
			(void)err_set(e, r, "%s", why.text);
		}
	}
	if (first != ERR_OK)
		return err_set(e, first, "%zu of %zu moved. %s", done, moves.count,
		    arena_text(call->arena, e->text));
	str_addf(call->out, tr("%zu moved."), done);
	if (call->json != NULL)
		value_set_int(call->json, "moved", (int64_t)done);
	return ERR_OK;
}
