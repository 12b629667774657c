/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands that only read: search, show, queue.
 */
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "private.h"

const char *
shown_agent(const struct command_call *call, const char *id)
{
	const struct agent *a = settings_agent(desk_settings(call->desk), id);

	return a != NULL ? a->name : id;
}

const char *
shown_queue(const struct command_call *call, const char *id)
{
	const struct queue *q = settings_queue(desk_settings(call->desk), id);

	return q != NULL ? q->name : id;
}

const char *
shown_actor(const struct command_call *call, const char *actor)
{
	if (text_starts(actor, "agent:"))
		return shown_agent(call, actor + strlen("agent:"));
	return text_is(actor, "ai") ? tr("the AI") : actor;
}

/* Scripts read what is printed in English: there the ids stay. */
static const char *
word_of(char *out, const char *id)
{
	return text_is(translate_language(), "en") ? id : shown_word(out, id);
}

static void
print_message(struct command_call *call, const struct message *m)
{
	char author[SHOWN_BYTES];
	struct date d;
	date_from_ms(desk_settings(call->desk)->zone, m->created_ms, &d);
	str_addf(call->out, "\n%02d:%02d #%lld %s%s%s", d.hour, d.minute, (long long)m->number,
	    word_of(author, author_name(m->author)),
	    *m->name == '\0' ? "" : " ",
	    m->author == AUTHOR_AGENT ? shown_agent(call, m->name) : m->name);
	if (m->delivery != DELIVERY_DELIVERED)
		str_addf(call->out, " (%s)", word_of(author, delivery_name(m->delivery)));
	if (m->confidence >= 0)
		str_addf(call->out, " %.0f%%", m->confidence * 100);
	for (const char *s = m->text; *s != '\0';) {
		size_t n = strcspn(s, "\n");
		str_addf(call->out, "\n  %.*s", (int)n, s);
		s += n + (s[n] == '\n');
	}
}

/* Laid aside, raised, tagged. */
static void
print_marks(struct command_call *call, const struct conversation *c)
{
	char role[SHOWN_BYTES];
	struct date d;
	if (c->snoozed_ms != 0) {
		date_from_ms(desk_settings(call->desk)->zone, c->snoozed_ms, &d);
		str_addf(call->out, tr("  snoozed until %04d-%02d-%02d %02d:%02d%s%s"), d.year, d.month,
		    d.day, d.hour, d.minute, *c->snooze_reason == '\0' ? "" : ": ", c->snooze_reason);
	}
	if (c->level > 0)
		str_addf(call->out, tr("  for a %s"),
		    shown_word(role, agent_role_name((enum agent_role)c->level)));
	if (*c->tags != '\0')
		str_addf(call->out, tr("  tags %s"), c->tags);
}

static void
print_head(struct command_call *call, const struct conversation *c)
{
	char word[SHOWN_BYTES];

	str_addf(call->out, "C-%lld  ", (long long)c->id);
	switch (c->state) {
	case CONVERSATION_AI:
		str_add(call->out, tr("with the AI"));
		break;
	case CONVERSATION_QUEUED:
		str_addf(call->out, tr("waits in %s"), shown_queue(call, c->queue));
		break;
	case CONVERSATION_AGENT:
		str_addf(call->out, tr("with %s"), shown_agent(call, c->agent));
		break;
	case CONVERSATION_WRAP_UP:
		str_addf(call->out, tr("%s wraps it up as %s"), shown_agent(call, c->agent),
		    word_of(word, c->disposition));
		if (c->wrap_up_ms != 0) {
			str_add(call->out, tr(", ends in "));
			duration_print(
			    call->out, c->wrap_up_ms - clock_now_ms(desk_clock(call->desk)));
		}
		break;
	case CONVERSATION_CLOSED:
		str_add(call->out, tr("closed"));
		if (c->merged_into != 0)
			str_addf(call->out, tr(", merged into C-%lld"), (long long)c->merged_into);
		break;
	}
	print_marks(call, c);
	str_addf(call->out, "  %s", c->shopper);
	if (!text_is_empty(c->customer_id))
		str_addf(call->out, " (%s, %s)", c->customer_id, word_of(word, c->tier));
	if (c->reason != HANDOFF_NONE)
		str_addf(call->out, tr("  handed over: %s"), tr(handoff_reason_title(c->reason)));
	if (!text_is_empty(c->summary))
		str_addf(call->out, tr("\nsummary: %s"), c->summary);
	if (!text_is_empty(c->draft))
		str_addf(call->out, tr("\nthe AI's draft: %s"), c->draft);
}

enum err
run_show(struct command_call *call, struct errinfo *e)
{
	struct conversation_view v;
	enum err r = desk_view(call->desk, call->arena, call->conversation_id, &v, e);
	if (r != ERR_OK)
		return r;
	print_head(call, &v.conversation);
	for (size_t i = 0; i < v.messages.count; i++)
		print_message(call, &v.messages.items[i]);
	for (size_t i = 0; i < v.actions.count; i++) {
		const struct action *x = &v.actions.items[i];
		str_addf(call->out, tr("\nA-%lld %s: %s (rule %s)"), (long long)x->id,
		    tr(action_state_title(x->state)), x->title, *x->rule == '\0' ? tr("none") : x->rule);
	}
	for (size_t i = 0; i < v.note_count; i++)
		str_addf(call->out, tr("\nnote by %s: %s"), shown_agent(call, v.notes[i].agent),
		    v.notes[i].text);
	if (call->json == NULL)
		return ERR_OK;
	struct value *whole;
	if ((r = desk_view_json(call->desk, call->arena, call->conversation_id, &whole, e)) ==
	    ERR_OK)
		for (size_t i = 0; i < value_count(whole); i++)
			value_set(call->json, value_key_at(whole, i),
			    value_copy(call->arena, value_at(whole, i)));
	return r;
}

enum err
run_queue(struct command_call *call, struct errinfo *e)
{
	char role[SHOWN_BYTES];
	struct conversation_list list;
	struct conversation_filter f = {
	    .states = 1u << CONVERSATION_QUEUED, .order = ORDER_WAITING};
	int64_t now = clock_now_ms(desk_clock(call->desk));
	if (*call->texts[0] != '\0') {
		if (settings_queue(desk_settings(call->desk), call->texts[0]) == NULL)
			return err_set(e, ERR_NOT_FOUND,
			    tr("there is no queue %.60s in this shop's world.yaml"), call->texts[0]);
		f.queue = call->texts[0];
	}
	enum err r = store_conversation_list(desk_store(call->desk), call->arena, &f, &list, e);
	struct value *out = call->json == NULL ? NULL : value_set_list(call->json, "conversations");
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		const struct conversation *c = &list.items[i];
		str_addf(call->out, "%sC-%lld  %s  %s  ", i > 0 ? "\n" : "", (long long)c->id,
		    shown_queue(call, c->queue), tr(handoff_reason_title(c->reason)));
		duration_print(call->out, now - c->waiting_ms);
		if (c->level > 0)
			str_addf(call->out, tr("  for a %s"),
		    shown_word(role, agent_role_name((enum agent_role)c->level)));
		str_addf(call->out, "  %s", c->preview);
		if (out == NULL)
			continue;
		struct value *v = value_add_map(out);
		value_set_text(v, "id", arena_printf(call->arena, "C-%lld", (long long)c->id));
		value_set_text(v, "queue", c->queue);
		value_set_text(v, "reason", handoff_reason_name(c->reason));
		value_set_int(v, "waiting_ms", now - c->waiting_ms);
		value_set_text(v, "preview", c->preview);
		if (c->level > 0)
			value_set_text(v, "level", agent_role_name((enum agent_role)c->level));
	}
	if (r == ERR_OK && list.count == 0)
		str_add(call->out, tr("Nobody waits."));
	return r;
}
