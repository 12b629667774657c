/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands on a conversation: take, reply, give back, close, note, correct, state.
 */
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/desk/canned.h"
#include "floorwalker/desk/confidence.h"
#include "floorwalker/desk/learn.h"
#include "floorwalker/desk/reveal.h"
#include "floorwalker/text/translate.h"
#include "private.h"

void
tell_id(struct command_call *call, const char *done)
{
	if (call->json != NULL) {
		value_set_text(call->json, "conversation",
		    arena_printf(call->arena, "C-%lld", (long long)call->conversation_id));
		value_set_text(call->json, "did", done);
	}
}

enum err
run_take(struct command_call *call, struct errinfo *e)
{
	enum err r = desk_take(call->desk, call->agent, call->conversation_id, e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("C-%lld is yours."), (long long)call->conversation_id);
	tell_id(call, "taken");
	return ERR_OK;
}

enum err
run_reply(struct command_call *call, struct errinfo *e)
{
	const char *missing = canned_unfilled(call->texts[0]);
	enum err r;

	if (missing != NULL)
		return err_set(e, ERR_INPUT,
		    tr("{%s} is still to be filled in: a shopper must never read it"), missing);
	r = desk_reply(call->desk, call->agent, call->conversation_id, 0, call->texts[0], e);
	if (r != ERR_OK)
		return r;
	int64_t held = desk_settings(call->desk)->undo_send_ms;
	if (held > 0)
		str_addf(call->out, tr("Goes to C-%lld in %lld s; undo takes it back until then."),
		    (long long)call->conversation_id, (long long)(held + 999) / 1000);
	else
		str_addf(call->out, tr("Sent to C-%lld."), (long long)call->conversation_id);
	tell_id(call, "replied");
	if (call->json != NULL)
		value_set_int(call->json, "held_ms", held);
	return ERR_OK;
}

enum err
run_give_back(struct command_call *call, struct errinfo *e)
{
	enum err r =
	    desk_give_back(call->desk, call->agent, call->conversation_id, call->texts[0], e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("The AI has C-%lld again."), (long long)call->conversation_id);
	tell_id(call, "given_back");
	return ERR_OK;
}

enum err
offer_summary(struct command_call *call, struct str *out, struct errinfo *e)
{
	const char *text;
	enum err r =
	    desk_summary(call->desk, call->arena, call->agent, call->conversation_id, &text, e);
	if (r == ERR_OK)
		str_add(out, text);
	return r;
}

enum err
run_close(struct command_call *call, struct errinfo *e)
{
	struct conversation c;
	enum err r = desk_close(call->desk, call->agent, call->conversation_id, call->texts[0], e);
	if (r != ERR_OK ||
	    (r = store_conversation_get(
		 desk_store(call->desk), call->arena, call->conversation_id, &c, e)) != ERR_OK)
		return r;
	if (c.state == CONVERSATION_WRAP_UP) {
		str_addf(call->out, tr("C-%lld is in wrap-up as %s; it ends in "),
		    (long long)call->conversation_id, c.disposition);
		duration_print(call->out, c.wrap_up_ms - clock_now_ms(desk_clock(call->desk)));
		str_add(call->out, ".");
	} else {
		str_addf(call->out, tr("C-%lld is closed as %s."), (long long)call->conversation_id,
		    c.disposition);
	}
	tell_id(call, conversation_state_name(c.state));
	return ERR_OK;
}

/* What a conversation may close with where the shop lists nothing. */
static const char *const usual[] = {
    "resolved", "unresolved", "no_answer", "duplicate", "spam", "test"};

static const char *const *
dispositions(const struct desk *d, size_t *count)
{
	const struct settings *s = desk_settings(d);
	*count = s->disposition_count > 0 ? s->disposition_count : sizeof usual / sizeof *usual;
	return s->disposition_count > 0 ? s->dispositions : usual;
}

/* The one that wrap-up gave already, else what most are. */
enum err
offer_disposition(struct command_call *call, struct str *out, struct errinfo *e)
{
	struct conversation c;
	size_t count;
	enum err r = store_conversation_get(
	    desk_store(call->desk), call->arena, call->conversation_id, &c, e);
	if (r == ERR_OK)
		str_add(out,
		    text_is_empty(c.disposition) ? dispositions(call->desk, &count)[0]
						 : c.disposition);
	return r;
}

void
complete_disposition(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	size_t count;
	const char *const *all = dispositions(d, &count);
	for (size_t i = 0; i < count; i++)
		if (text_starts(all[i], begin))
			word(context, all[i]);
}

enum err
run_note(struct command_call *call, struct errinfo *e)
{
	enum err r = desk_note(call->desk, call->agent, call->conversation_id, call->texts[0], e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("Noted on C-%lld."), (long long)call->conversation_id);
	tell_id(call, "noted");
	return ERR_OK;
}

/* What there is to see goes to the agent's screen alone, which reads it itself. */
enum err
run_reveal(struct command_call *call, struct errinfo *e)
{
	enum err r = desk_reveal(call->desk, call->agent, call->conversation_id, call->texts[0], e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out,
	    tr("On record. The shopper of C-%lld can be seen for %lld seconds, in the console alone."),
	    (long long)call->conversation_id, (long long)REVEAL_MS / 1000);
	tell_id(call, "revealed");
	return ERR_OK;
}

enum err
run_wrong(struct command_call *call, struct errinfo *e)
{
	enum err r =
	    desk_mark_wrong(call->desk, call->agent, call->conversation_id, call->number, e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("Noted: a reply of C-%lld was wrong."), (long long)call->conversation_id);
	tell_id(call, "marked_wrong");
	return ERR_OK;
}

enum err
run_correct(struct command_call *call, struct errinfo *e)
{
	int64_t id;
	enum err r = desk_correct(call->desk, call->agent, call->conversation_id, call->number,
	    call->texts[0], &id, e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("L-%lld: it meant %s; it waits for a review."), (long long)id,
	    call->texts[0]);
	tell_id(call, "corrected");
	if (call->json != NULL) {
		value_set_text(call->json, "correction",
		    arena_printf(call->arena, "L-%lld", (long long)id));
		value_set_text(call->json, "intent", call->texts[0]);
	}
	return ERR_OK;
}

void
complete_intent(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	const char *intent;
	(void)d;
	for (size_t i = 0; (intent = backend_builtin_intent(i)) != NULL; i++)
		if (text_starts(intent, begin))
			word(context, intent);
}

void
complete_queue(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	const struct settings *s = desk_settings(d);
	for (size_t i = 0; i < s->queue_count; i++)
		if (text_starts(s->queues[i].id, begin))
			word(context, s->queues[i].id);
}

void
complete_kind(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	(void)d;
	for (int k = 0; k < ACTION_KIND_COUNT; k++)
		if (text_starts(action_kind_name((enum action_kind)k), begin))
			word(context, action_kind_name((enum action_kind)k));
}
