/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands on one conversation beyond taking and answering it: transfer, assign, escalate, snooze,
 * tag, merge, reopen, undo.
 */
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/desk/acts.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "private.h"

static enum err
get(struct command_call *call, struct conversation *c, struct errinfo *e)
{
	return store_conversation_get(
	    desk_store(call->desk), call->arena, call->conversation_id, c, e);
}

static const char *
shown_time(struct command_call *call, int64_t at_ms)
{
	const struct zone *zone = desk_settings(call->desk)->zone;
	struct date d;
	date_from_ms(zone, at_ms, &d);
	return date_days_between(zone, clock_now_ms(desk_clock(call->desk)), at_ms) == 0
	    ? arena_printf(call->arena, "%02d:%02d", d.hour, d.minute)
	    : arena_printf(call->arena, "%04d-%02d-%02d %02d:%02d", d.year, d.month, d.day, d.hour,
		  d.minute);
}

/* " (on a break)", where an agent said so; "" else. */
static const char *
agent_state(struct command_call *call, const char *agent)
{
	struct agent_state *all;
	size_t count;
	if (store_agent_list(desk_store(call->desk), call->arena, &all, &count, NULL) != ERR_OK)
		return "";
	for (size_t i = 0; i < count; i++)
		if (text_is(all[i].agent, agent) && !text_is(all[i].state, "available"))
			return text_is(all[i].state, "break")
			    ? tr(" (on a break)")
			    : arena_printf(call->arena, " (%s)", tr(all[i].state));
	return "";
}

/* Whose it is now, as the command's result. */
static enum err
tell_owner(struct command_call *call, const char *did, struct errinfo *e)
{
	struct conversation c;
	enum err r = get(call, &c, e);
	if (r != ERR_OK)
		return r;
	if (c.state == CONVERSATION_QUEUED)
		str_addf(call->out, tr("C-%lld waits in %s."), (long long)c.id,
		    shown_queue(call, c.queue));
	else if (c.state == CONVERSATION_AI)
		str_addf(call->out, tr("The AI has C-%lld."), (long long)c.id);
	else if (text_is(c.agent, call->agent))
		str_addf(call->out, tr("C-%lld is yours."), (long long)c.id);
	else
		str_addf(call->out, tr("%s%s has C-%lld."), shown_agent(call, c.agent),
		    agent_state(call, c.agent), (long long)c.id);
	tell_id(call, did);
	if (call->json != NULL)
		value_set_int(call->json, "epoch", c.epoch);
	return ERR_OK;
}

enum err
run_transfer(struct command_call *call, struct errinfo *e)
{
	enum err r = desk_transfer(
	    call->desk, call->agent, call->conversation_id, call->texts[0], call->texts[1], e);
	return r != ERR_OK ? r : tell_owner(call, "transferred", e);
}

enum err
run_assign(struct command_call *call, struct errinfo *e)
{
	enum err r = desk_assign(
	    call->desk, call->agent, call->conversation_id, call->texts[0], call->texts[1], e);
	return r != ERR_OK ? r : tell_owner(call, "assigned", e);
}

enum err
run_escalate(struct command_call *call, struct errinfo *e)
{
	char role[SHOWN_BYTES];
	struct conversation c;
	enum err r =
	    desk_escalate(call->desk, call->agent, call->conversation_id, call->texts[0], e);
	if (r != ERR_OK || (r = get(call, &c, e)) != ERR_OK)
		return r;
	str_addf(call->out, tr("C-%lld waits in %s for a %s."), (long long)c.id,
	    shown_queue(call, c.queue), shown_word(role, agent_role_name((enum agent_role)c.level)));
	tell_id(call, "escalated");
	return ERR_OK;
}

enum err
run_reopen(struct command_call *call, struct errinfo *e)
{
	bool to_queue = text_is(call->texts[0], "queue");
	if (!to_queue && *call->texts[0] != '\0')
		return err_set(e, ERR_USAGE,
		    tr("reopen gives it to you, or to its queue: reopen C-%lld queue"),
		    (long long)call->conversation_id);
	enum err r = desk_reopen(call->desk, call->agent, call->conversation_id, to_queue, e);
	return r != ERR_OK ? r : tell_owner(call, "reopened", e);
}

enum err
run_merge(struct command_call *call, struct errinfo *e)
{
	int64_t other;
	if (!record_id_parse('C', call->texts[0], &other) || other <= 0)
		return err_set(e, ERR_USAGE, tr("\"%.40s\" is no conversation; write it as C-18"),
		    call->texts[0]);
	enum err r = desk_merge(call->desk, call->agent, call->conversation_id, other, e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("C-%lld was merged into C-%lld."), (long long)other,
	    (long long)call->conversation_id);
	tell_id(call, "merged");
	if (call->json != NULL)
		value_set_text(call->json, "merged",
		    arena_printf(call->arena, "C-%lld", (long long)other));
	return ERR_OK;
}

enum err
run_snooze(struct command_call *call, struct errinfo *e)
{
	struct conversation c;
	enum err r = desk_snooze(call->desk, call->agent, call->conversation_id, call->texts[0], e);
	if (r != ERR_OK || (r = get(call, &c, e)) != ERR_OK)
		return r;
	str_addf(call->out, tr("C-%lld comes back at %s, or when the shopper writes."), (long long)c.id,
	    shown_time(call, c.snoozed_ms));
	tell_id(call, "snoozed");
	if (call->json != NULL)
		value_set_int(call->json, "until_ms", c.snoozed_ms);
	return ERR_OK;
}

enum err
run_unsnooze(struct command_call *call, struct errinfo *e)
{
	enum err r = desk_unsnooze(call->desk, call->agent, call->conversation_id, e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out, tr("C-%lld is back."), (long long)call->conversation_id);
	tell_id(call, "unsnoozed");
	return ERR_OK;
}

static enum err
tell_tags(struct command_call *call, struct errinfo *e)
{
	struct conversation c;
	enum err r = get(call, &c, e);
	if (r != ERR_OK)
		return r;
	str_addf(call->out, *c.tags == '\0' ? tr("C-%lld has no tags.%s") : tr("C-%lld is tagged %s."),
	    (long long)c.id, c.tags);
	tell_id(call, "tagged");
	if (call->json != NULL)
		value_set_text(call->json, "tags", c.tags);
	return ERR_OK;
}

enum err
run_tag(struct command_call *call, struct errinfo *e)
{
	enum err r = desk_tag(call->desk, call->agent, call->conversation_id, call->texts[0], e);
	return r != ERR_OK ? r : tell_tags(call, e);
}

enum err
run_untag(struct command_call *call, struct errinfo *e)
{
	enum err r = desk_untag(call->desk, call->agent, call->conversation_id, call->texts[0], e);
	return r != ERR_OK ? r : tell_tags(call, e);
}

static const char *
undone_words(const char *kind)
{
	static const struct { const char *kind, *words; } all[] = {
	    {EVENT_TAGS_ADDED, N_("the tags are off again")},
	    {EVENT_TAGS_REMOVED, N_("the tags are on again")},
	    {EVENT_CONVERSATION_SNOOZED, N_("it isn't snoozed any more")},
	    {EVENT_OWNER_WRAP_UP, N_("it is yours again, not closing")},
	    {EVENT_CONVERSATION_MERGED, N_("it stands on its own again, as before it was merged")},
	    {EVENT_CONVERSATION_JOINED, N_("what was merged into it stands on its own again")},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (text_is(all[i].kind, kind))
			return tr(all[i].words);
	return NULL;
}

enum err
run_undo(struct command_call *call, struct errinfo *e)
{
	struct desk_undone done;
	enum err r = desk_undo(
	    call->desk, call->arena, call->agent, call->conversation_id, &done, e);
	if (r != ERR_OK)
		return r;
	call->composer = done.text;
	if (text_is(done.kind, EVENT_MESSAGE_AGENT)) {
		str_addf(call->out, tr("Your reply to C-%lld was not sent; it is your draft again."),
		    (long long)call->conversation_id);
		tell_id(call, "undone");
	} else if (undone_words(done.kind) != NULL) {
		str_addf(call->out, "C-%lld: %s.", (long long)call->conversation_id,
		    undone_words(done.kind));
		tell_id(call, "undone");
	} else {
		str_add(call->out, tr("Taken back. "));
		r = tell_owner(call, "undone", e);
	}
	if (call->json != NULL)
		value_set_text(call->json, "undid", done.kind);
	return r;
}

/* ---- words that fit */

void
complete_owner(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	complete_queue(d, begin, word, context);
	complete_agent(d, begin, word, context);
}

void
complete_agent(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	const struct settings *s = desk_settings(d);
	for (size_t i = 0; i < s->agent_count; i++)
		if (text_starts(s->agents[i].id, begin))
			word(context, s->agents[i].id);
}

void
complete_tag(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	const struct settings *s = desk_settings(d);
	for (size_t i = 0; i < s->tag_count; i++)
		if (text_starts(s->tags[i], begin))
			word(context, s->tags[i]);
}

void
complete_when(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	static const char *const words[] = {
	    "30m", "2h", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday"};
	(void)d;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_starts(words[i], begin))
			word(context, words[i]);
}
