/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "floorwalker/desk/events.h"
#include "floorwalker/text/translate.h"
#include "words.h"

struct teller {
	struct str *out;
	const struct settings *settings;
	const char *me, *actor;		/* actor in words */
	const struct value *data;
};

static const char *
reason_words(const struct teller *t)
{
	enum handoff_reason r;

	return handoff_reason_from(value_get_text(t->data, "reason"), &r)
	    ? tr(handoff_reason_title(r))
	    : value_get_text(t->data, "reason");
}

static const char *
agent_words(const struct teller *t)
{
	return words_agent(t->settings, t->me, value_get_text(t->data, "agent"));
}

static void
tell_queued(const struct teller *t)
{
	str_addf(
	    t->out, tr("handed to %s"), words_queue(t->settings, value_get_text(t->data, "queue")));
	if (!text_is_empty(reason_words(t)))
		str_addf(t->out, ": %s", reason_words(t));
}

static void
tell_taken(const struct teller *t)
{
	const char *from = value_get_text(t->data, "from"), *was = value_get_text(t->data, "was");

	str_addf(t->out, tr("%s took it from %s"), agent_words(t),
	    text_is(from, "ai")	       ? tr("the AI")
		: text_is(from, "agent") ? words_agent(t->settings, t->me, was)
					 : tr("the queue"));
}

/* A first answer, or a further one of who has it. */
static const char *
promise_words(const struct teller *t)
{
	return text_is(value_get_text(t->data, "promise"), "next") ? tr("the next answer")
								   : tr("an answer");
}

static void
tell_warning(const struct teller *t)
{
	char span[WORDS];

	str_addf(t->out, tr("%s is due in %s soon: waits for %s"), promise_words(t),
	    words_queue(t->settings, value_get_text(t->data, "queue")),
	    words_span(span, value_get_int(t->data, "waited_ms", 0)));
}

static void
tell_queue_assign(const struct teller *t)
{
	str_addf(t->out, tr("%s made %s %s"), agent_words(t),
	    words_queue(t->settings, value_get_text(t->data, "queue")),
	    text_is(value_get_text(t->data, "assign"), "auto") ? tr("give its conversations out")
								: tr("wait until they are taken"));
}

static void
tell_whisper(const struct teller *t)
{
	str_addf(t->out, tr("%s whispered to %s"), agent_words(t),
	    words_agent(t->settings, t->me, value_get_text(t->data, "to")));
}

static void
tell_given_back(const struct teller *t)
{
	str_addf(t->out, tr("%s gave it back to the AI"), agent_words(t));
}

static void
tell_transferred(const struct teller *t)
{
	str_addf(t->out, tr("%s passed it to %s"), agent_words(t),
	    words_queue(t->settings, value_get_text(t->data, "queue")));
	if (!text_is_empty(value_get_text(t->data, "why")))
		str_addf(t->out, ": %s", value_get_text(t->data, "why"));
}

static void
tell_assigned(const struct teller *t)
{
	const char *why = value_get_text(t->data, "why");

	if (value_get_int(t->data, "load", -1) >= 0)	/* by a queue that assigns */
		str_addf(t->out, tr("%s got it from %s"), agent_words(t),
		    words_queue(t->settings, value_get_text(t->data, "queue")));
	else if (text_is(t->actor, agent_words(t)))
		str_addf(t->out, tr("%s assigned it to %s"), t->actor,
		    text_is(t->actor, tr("you")) ? tr("yourself") : tr("themselves"));
	else
		str_addf(t->out, tr("%s assigned it to %s"), t->actor, agent_words(t));
	if (!text_is_empty(why))
		str_addf(t->out, ": %s", why);
}

static void
tell_escalated(const struct teller *t)
{
	char role[WORDS];

	str_addf(t->out, tr("%s escalated it to a %s: %s"), t->actor,
	    words_name(role, value_get_text(t->data, "level")), value_get_text(t->data, "why"));
}

static void
tell_reopened(const struct teller *t)
{
	if (text_is(value_get_text(t->data, "to"), "queued"))
		str_addf(t->out, tr("%s opened it again, for its queue"), t->actor);
	else
		str_addf(t->out, tr("%s opened it again"), t->actor);
}

static void
tell_snoozed(const struct teller *t)
{
	char when[WORDS];
	const char *why = value_get_text(t->data, "why");

	str_addf(t->out, tr("%s laid it aside until %s"), t->actor,
	    words_when(when, t->settings, value_get_int(t->data, "until_ms", 0), 0));
	if (!text_is_empty(why))
		str_addf(t->out, ": %s", why);
}

static void
tell_woken(const struct teller *t)
{
	const char *why = value_get_text(t->data, "why");

	if (text_is(why, "time"))
		str_add(t->out, tr("its time has come: it is back"));
	else if (text_is(why, "shopper"))
		str_add(t->out, tr("the shopper wrote: it is back"));
	else
		str_addf(t->out, tr("%s took it up again"), t->actor);
}

static void
tell_merged(const struct teller *t)
{
	str_addf(t->out, tr("%s merged it into C-%lld"), t->actor,
	    (long long)value_get_int(t->data, "into", 0));
}

static void
tell_joined(const struct teller *t)
{
	str_addf(t->out, tr("%s merged C-%lld into it"), t->actor,
	    (long long)value_get_int(t->data, "from", 0));
}

static void
tell_tagged(const struct teller *t)
{
	str_addf(t->out, tr("%s tagged it %s"), t->actor, value_get_text(t->data, "tags"));
}

static void
tell_untagged(const struct teller *t)
{
	str_addf(t->out, tr("%s took off the tags %s"), t->actor, value_get_text(t->data, "tags"));
}

static void
tell_undone(const struct teller *t)
{
	static const struct { const char *kind, *words; } all[] = {
	    {EVENT_MESSAGE_AGENT, N_("a reply before it was sent")}, {EVENT_TAGS_ADDED, N_("the tagging")},
	    {EVENT_TAGS_REMOVED, N_("taking off tags")}, {EVENT_CONVERSATION_SNOOZED, N_("laying it aside")},
	    {EVENT_OWNER_WRAP_UP, N_("closing it")}, {EVENT_OWNER_ASSIGNED, N_("assigning it")},
	    {EVENT_OWNER_TRANSFERRED, N_("passing it on")}, {EVENT_OWNER_ESCALATED, N_("escalating it")},
	    {EVENT_OWNER_TAKEN, N_("taking it")}, {EVENT_OWNER_GIVEN_BACK, N_("giving it back to the AI")},
	    {EVENT_CONVERSATION_MERGED, N_("merging it")}, {EVENT_CONVERSATION_JOINED, N_("merging another into it")}};
	const char *kind = value_get_text(t->data, "kind");

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (text_is(all[i].kind, kind))
			kind = tr(all[i].words);
	str_addf(t->out, tr("%s took back %s"), t->actor, kind);
}

static void
tell_opened(const struct teller *t)
{
	const char *channel = value_get_text(t->data, "channel");
	char words[WORDS];

	str_addf(t->out, tr("opened on %s"),
	    text_is_empty(channel) ? tr("a channel") : words_name(words, channel));
}

static void
tell_closed(const struct teller *t)
{
	char by[WORDS];

	if (value_get_bool(t->data, "abandoned", false)) {
		str_add(t->out, tr("closed: the shopper left while waiting"));
		return;
	}
	str_addf(t->out, tr("closed by %s"), t->actor);
	if (!text_is_empty(value_get_text(t->data, "disposition")))
		str_addf(t->out, ": %s", words_name(by, value_get_text(t->data, "disposition")));
}

static void
tell_breached(const struct teller *t)
{
	char span[WORDS];

	str_addf(t->out, tr("promise missed in %s after %s"),
	    words_queue(t->settings, value_get_text(t->data, "queue")),
	    words_span(span, value_get_int(t->data, "waited_ms", 0)));
}

static void
tell_proposed(const struct teller *t)
{
	char kind[WORDS], amount[WORDS];
	int64_t minor = value_get_int(t->data, "amount", 0);

	str_addf(t->out, tr("%s proposed A-%lld: %s"), t->actor,
	    (long long)value_get_int(t->data, "action", 0),
	    words_name(kind, value_get_text(t->data, "kind")));
	if (minor != 0)
		str_addf(t->out, tr(" of %s"), words_money(amount, t->settings, minor, ""));
	if (!text_is_empty(value_get_text(t->data, "rule")))
		str_addf(t->out, tr(" (rule %s)"), value_get_text(t->data, "rule"));
}

static void
tell_approval(const struct teller *t)
{
	str_addf(t->out, tr("%s approved A-%lld; %lld more needed"), agent_words(t),
	    (long long)value_get_int(t->data, "action", 0),
	    (long long)value_get_int(t->data, "left", 0));
}

static void
tell_amended(const struct teller *t)
{
	char before[WORDS], after[WORDS];

	str_addf(t->out, tr("%s changed A-%lld from %s to %s"), agent_words(t),
	    (long long)value_get_int(t->data, "action", 0),
	    words_money(before, t->settings, value_get_int(t->data, "before", 0), ""),
	    words_money(after, t->settings, value_get_int(t->data, "after", 0), ""));
	if (!text_is_empty(value_get_text(t->data, "why")))
		str_addf(t->out, ": %s", value_get_text(t->data, "why"));
}

static void
tell_asked(const struct teller *t)
{
	str_addf(t->out, tr("%s asked %s about A-%lld: %s"), agent_words(t),
	    text_is(value_get_text(t->data, "to"), "shopper") ? tr("the shopper") : tr("colleagues"),
	    (long long)value_get_int(t->data, "action", 0), value_get_text(t->data, "question"));
}

static void
tell_answered(const struct teller *t)
{
	str_addf(t->out, tr("the question about A-%lld is answered"),
	    (long long)value_get_int(t->data, "action", 0));
}

static void
tell_agent_state(const struct teller *t)
{
	str_addf(t->out, tr("%s is %s"), agent_words(t), tr(value_get_text(t->data, "state")));
}

static void
tell_saved(const struct teller *t)
{
	str_addf(t->out, tr("%s saved the search %s%s: %s"), t->actor, value_get_text(t->data, "name"),
	    value_get_bool(t->data, "team", false) ? tr(" for the team") : "",
	    value_get_text(t->data, "query"));
}

static void
tell_forgotten(const struct teller *t)
{
	str_addf(t->out, tr("%s forgot the search %s"), t->actor, value_get_text(t->data, "name"));
}

static void
tell_revealed(const struct teller *t)
{
	str_addf(t->out, tr("%s saw what is masked of the shopper: %s"), agent_words(t),
	    value_get_text(t->data, "why"));
}

static void
tell_turn_failed(const struct teller *t)
{
	str_addf(t->out, tr("the AI failed: %s"), value_get_text(t->data, "error"));
}

static void
tell_sent(const struct teller *t)
{
	char intent[WORDS];

	str_addf(t->out, tr("the AI answered (%s, sure %.2f)"),
	    words_name(intent, value_get_text(t->data, "intent")),
	    value_get_real(t->data, "confidence", 0));
}

static void
tell_handed_off(const struct teller *t)
{
	str_addf(t->out, tr("the AI gave up: %s"), reason_words(t));
}

static void
tell_survey(const struct teller *t)
{
	str_addf(t->out, tr("the shopper answered a survey: %lld of 5"),
	    (long long)value_get_int(t->data, "score", 0));
}

static const struct {
	const char *kind;
	bool shown;		/* in a transcript */
	const char *words;	/* where tell is NULL; %s the actor */
	void (*tell)(const struct teller *t);
} kinds[] = {
	{EVENT_CONVERSATION_OPENED, true, NULL, tell_opened},
	{EVENT_CONVERSATION_REOPENED, true, N_("the shopper came back"), NULL},
	{EVENT_CONVERSATION_RETURNED, true, N_("the shopper wrote again during wrap-up"), NULL},
	{EVENT_CONVERSATION_CLOSED, true, NULL, tell_closed},
	{EVENT_CONVERSATION_IDENTIFIED, true, N_("identity proven"), NULL},
	{EVENT_CONVERSATION_UNIDENTIFIED, true, N_("what the shopper said of themselves fits nobody"), NULL},
	{EVENT_CONVERSATION_SETTLED, false, N_("the re-contact window has passed"), NULL},
	{EVENT_MESSAGE_SHOPPER, false, N_("the shopper wrote"), NULL},
	{EVENT_MESSAGE_AI, false, N_("the AI wrote"), NULL},
	{EVENT_MESSAGE_AGENT, false, N_("%s wrote"), NULL},
	{EVENT_MESSAGE_SYSTEM, false, N_("the system wrote"), NULL},
	{EVENT_MESSAGE_DELIVERED, false, N_("message delivered"), NULL},
	{EVENT_MESSAGE_WITHDRAWN, false, N_("message withdrawn before delivery"), NULL},
	{EVENT_MESSAGE_SUPERSEDED, false, N_("message refused: another owner came first"), NULL},
	{EVENT_MESSAGE_FAILED, false, N_("message could not be delivered"), NULL},
	{EVENT_TURN_SENT, false, NULL, tell_sent},
	{EVENT_TURN_HANDED_OFF, false, NULL, tell_handed_off},
	{EVENT_TURN_SUPERSEDED, false, N_("the AI's turn was overtaken"), NULL},
	{EVENT_TURN_FAILED, true, NULL, tell_turn_failed},
	{EVENT_OWNER_TAKEN, true, NULL, tell_taken},
	{EVENT_OWNER_ASSIGNED, true, NULL, tell_assigned},
	{EVENT_OWNER_QUEUED, true, NULL, tell_queued},
	{EVENT_OWNER_GIVEN_BACK, true, NULL, tell_given_back},
	{EVENT_OWNER_TRANSFERRED, true, NULL, tell_transferred},
	{EVENT_OWNER_WRAP_UP, true, N_("%s began wrapping up"), NULL},
	{EVENT_OWNER_ESCALATED, true, NULL, tell_escalated},
	{EVENT_OWNER_REOPENED, true, NULL, tell_reopened},
	{EVENT_CONVERSATION_SNOOZED, true, NULL, tell_snoozed},
	{EVENT_CONVERSATION_WOKEN, true, NULL, tell_woken},
	{EVENT_CONVERSATION_MERGED, true, NULL, tell_merged},
	{EVENT_CONVERSATION_JOINED, true, NULL, tell_joined},
	{EVENT_TAGS_ADDED, true, NULL, tell_tagged},
	{EVENT_TAGS_REMOVED, true, NULL, tell_untagged},
	{EVENT_DRAFT_WITHDRAWN, false, N_("%s took a reply back where the AI had a draft"), NULL},
	{EVENT_ACT_UNDONE, true, NULL, tell_undone},
	{EVENT_SLA_WARNING, false, NULL, tell_warning},
	{EVENT_QUEUE_ASSIGN, false, NULL, tell_queue_assign},
	{EVENT_WHISPER_ADDED, false, NULL, tell_whisper},
	{EVENT_MONITOR_STARTED, false, N_("%s watches"), NULL},
	{EVENT_MONITOR_ENDED, false, N_("%s watches no more"), NULL},
	{EVENT_SLA_BREACHED, true, NULL, tell_breached},
	{EVENT_NOTE_ADDED, false, N_("%s added a note"), NULL},
	{EVENT_CORRECTION_ADDED, false, N_("%s corrected what a message meant"), NULL},
	{EVENT_CORRECTION_ACCEPTED, false, N_("%s accepted a correction"), NULL},
	{EVENT_CORRECTION_REJECTED, false, N_("%s rejected a correction"), NULL},
	{EVENT_DRAFT_USED, false, N_("%s answered where the AI had a draft"), NULL},
	{EVENT_REPLY_MARKED_WRONG, false, N_("%s says that a reply of the AI's was wrong"), NULL},
	{EVENT_CONFIDENCE_ADOPTED, false, N_("%s adopted new weights of the confidence"), NULL},
	{EVENT_CUSTOMER_REVEALED, true, NULL, tell_revealed},
	{EVENT_SURVEY_ANSWERED, true, NULL, tell_survey},
	{EVENT_AGENT_STATE, false, NULL, tell_agent_state},
	{EVENT_SEARCH_SAVED, false, NULL, tell_saved},
	{EVENT_SEARCH_FORGOTTEN, false, NULL, tell_forgotten},
	{EVENT_ACTION_PROPOSED, true, NULL, tell_proposed},
	{EVENT_ACTION_APPROVAL, true, NULL, tell_approval},
	{EVENT_ACTION_AMENDED, true, NULL, tell_amended},
	{EVENT_ACTION_ASKED, true, NULL, tell_asked},
	{EVENT_ACTION_ANSWERED, true, NULL, tell_answered},
};

bool
event_is_shown(const char *kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (text_is(kind, kinds[i].kind))
			return kinds[i].shown;
	}
	return text_starts(kind, "action.");
}

/* A step of an action's life: action.STATE. */
static void
tell_action(const struct teller *t, const char *step)
{
	const char *why = value_get_text(
	    t->data, text_is_empty(value_get_text(t->data, "reason")) ? "why" : "reason");
	enum action_state state;
	char name[WORDS];

	if (text_is(step, "rejudged"))
		str_addf(t->out, tr("A-%lld judged again: facts changed"),
		    (long long)value_get_int(t->data, "action", 0));
	else if (text_is(step, "unknown"))
		str_addf(t->out, tr("A-%lld: the shop gave no answer, it will be looked up"),
		    (long long)value_get_int(t->data, "action", 0));
	else if (text_is(step, "waiting"))
		str_addf(t->out, tr("A-%lld waits for approval"),
		    (long long)value_get_int(t->data, "action", 0));
	else
		str_addf(t->out, "A-%lld %s", (long long)value_get_int(t->data, "action", 0),
		    action_state_from(step, &state) ? tr(action_state_title(state))
						    : words_name(name, step));
	if ((text_is(step, "approved") || text_is(step, "denied")) &&
	    !text_is(t->actor, tr("the policy")))
		str_addf(t->out, tr(" by %s"), t->actor);
	if (!text_is_empty(why))
		str_addf(t->out, ": %s", why);
}

void
words_event(struct str *out, const struct settings *s, const char *me, const struct event *x,
    const struct value *data)
{
	char actor[WORDS];
	struct teller t = {out, s, me, words_actor(actor, s, me, x->actor), data};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!text_is(x->kind, kinds[i].kind))
			continue;
		if (kinds[i].tell != NULL) {
			kinds[i].tell(&t);
		} else {
			const char *said = tr(kinds[i].words), *hole = strstr(said, "%s");

			if (hole == NULL) {
				str_add(out, said);
			} else {
				str_add_n(out, said, (size_t)(hole - said));
				str_add(out, t.actor);
				str_add(out, hole + 2);
			}
		}
		return;
	}
	if (text_starts(x->kind, "action."))
		tell_action(&t, x->kind + strlen("action."));
	else
		str_addf(out, tr("%s by %s"), x->kind, t.actor);
}
