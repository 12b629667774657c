/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The middle steps of a turn: the backend's draft, its proposals judged by policy, its claims held
 * against the facts, the gates.
 */
#include "turn.h"

#include <math.h>
#include <string.h>

#include "floorwalker/text/text.h"

/* What stands of this conversation's actions may be spoken of. */
static void
know_actions(struct turn_run *r)
{
	for (size_t i = 0; i < r->actions.count; i++) {
		const struct action *x = &r->actions.items[i];
		const char *what = arena_printf(r->a, "action A-%lld", (long long)x->id);
		facts_derive_money(r->facts, what, x->amount);
		facts_derive_text(r->facts, what, x->order_id);
		if (x->state != ACTION_APPROVED_BY_RULE && x->state != ACTION_APPROVED &&
		    x->state != ACTION_EXECUTING && x->state != ACTION_DONE)
			continue;
		struct verdict v = {.outcome = VERDICT_APPROVE,
		    .table = action_kind_name(x->kind),
		    .version = "",
		    .rule = x->rule,
		    .shopper = "",
		    .agent = "",
		    .cite = ""};
		facts_add_verdict(r->facts, x->kind, x->order_id, &v);
	}
}

static struct action_line *
action_lines(struct turn_run *r)
{
	struct action_line *lines = arena_alloc(r->a, (r->actions.count + 1) * sizeof *lines);
	for (size_t i = 0; i < r->actions.count; i++) {
		const struct action *x = &r->actions.items[i];
		lines[i] = (struct action_line){
		    x->id, x->kind, x->state, x->order_id, x->title, x->reason, x->amount};
	}
	return lines;
}

const char *
turn_harmless(struct turn_run *r, const char *s)
{
	return text_is_empty(s) ? "" : desk_harmless(r->a, s, strlen(s), TEXT_MESSAGE_LIMIT);
}

static void
ask_backend(struct turn_run *r)
{
	struct desk *d = r->d;
	struct backend_request q = {
	    .settings = d->settings,
	    .messages = r->voice->messages,
	    .own_messages = d->tools->voices[0].messages,
	    .languages = d->tools->languages,
	    .language_count = d->tools->voice_count,
	    .policy = d->tools->policy,
	    .retriever = r->voice->retriever,
	    .knowledge = r->voice->knowledge,
	    .confidence = d->tools->has_confidence ? &d->tools->confidence : NULL,
	    .facts = r->facts,
	    .understanding = &r->u,
	    .transcript = r->transcript,
	    .transcript_count = r->transcript_count,
	    .actions = action_lines(r),
	    .action_count = r->actions.count,
	    .customer = r->customer,
	    .just_proven = r->just_proven,
	    .identity_failed = r->identity_failed,
	    .returned = r->dialogue.returned,
	    .state = r->dialogue.backend,
	    .conversation_id = r->c.id,
	    .epoch = r->turn.epoch,
	    .conversation_key = announce_wording_key(r->d, r->a, &r->c),
	    .now_ms = r->now,
	    .deadline_ms = TURN_DEADLINE_MS,
	    .untraced = d->traces == DESK_TRACES_NONE || d->traces == DESK_TRACES_OF_DRAFTS,
	    .step = d->step,
	    .step_context = d->step_context,
	};
	enum err err = backend_draft_reply(d->backend, r->a, &q, &r->draft, &r->backend_error);
	r->backend_failed = err != ERR_OK;
	if (err != ERR_OK) {
		r->backend_error.code = err;
		r->draft = (struct backend_draft){
		    .text = "", .intent = "", .confidence = 0, .summary = ""};
	}
	r->draft.text = turn_harmless(r, r->draft.text);
	r->draft.summary = turn_harmless(r, r->draft.summary);
	r->draft.suggestion = turn_harmless(r, r->draft.suggestion);
	r->draft.intent = turn_harmless(r, r->draft.intent);
	if (!isfinite(r->draft.confidence) || r->draft.confidence < 0 || r->draft.confidence > 1)
		r->draft.confidence = 0;
}

/* A sentence of the world's: what the shopper said is for the approver to read, and no wish. Gates
 * look at it all the same: who asks for a person, or is angry, gets one. */
static enum err
pass_on(struct turn_run *r, struct errinfo *e)
{
	struct str s;
	str_init(&s);
	enum err err = announce_answered(r->d, &r->c, r->asked_by, &s, e);
	r->draft = (struct backend_draft){.text = arena_text_n(r->a, s.data, s.length),
	    .intent = r->c.intent,
	    .confidence = 1,
	    .summary = "",
	    .is_small_talk = true};
	str_clear(&s);
	r->passed_on = true;
	return err;
}

enum err
turn_draft(struct turn_run *r, struct errinfo *e)
{
	struct str s;
	know_actions(r);
	str_init(&s);
	enum err err = r->announces == NULL
	    ? ERR_OK
	    : announce_text(r->d, r->a, &r->c, r->announces, r->facts, &s, e);
	r->announcement = arena_text_n(r->a, s.data, s.length);
	str_clear(&s);
	if (err != ERR_OK)
		return err;
	if (turn_answers(r) && r->asked_by != NULL && (err = pass_on(r, e)) != ERR_OK)
		return err;
	if (turn_answers(r) && r->asked_by == NULL)
		ask_backend(r);
	else if (!turn_answers(r))	/* a sentence of the world's over a record: nothing in it is guessed */
		r->draft = (struct backend_draft){
		    .text = "", .intent = r->c.intent, .confidence = 1, .summary = ""};
	bool transient =
	    r->backend_error.code == ERR_UNAVAILABLE || r->backend_error.code == ERR_BUSY;
	if (r->backend_failed && transient && r->turn.attempts < TURN_ATTEMPTS)
		return err_set(e, r->backend_error.code, "%s", r->backend_error.text);
	bool both = *r->announcement != '\0' && *r->draft.text != '\0';
	r->whole = arena_printf(r->a, "%s%s%s", r->announcement, both ? "\n\n" : "", r->draft.text);
	return ERR_OK;
}

/* Whatever reason is given for it. */
static bool
is_same(const struct action_proposal *p, const struct action_proposal *q)
{
	return p->kind == q->kind && p->amount == q->amount && text_is(p->order_id, q->order_id) &&
	    value_is_equal(value_get(p->params, "lines"), value_get(q->params, "lines"));
}

/* The same thing is asked for again while the first is open, or twice in one reply. */
static bool
is_repeat(const struct turn_run *r, const struct action_proposal *p)
{
	for (size_t i = 0; i + 1 < r->proposal_count; i++) {	/* the last is p itself */
		const struct judged *j = &r->proposals[i];
		if (!j->is_refused && is_same(&j->proposal, p))
			return true;
	}
	for (size_t i = 0; i < r->actions.count; i++) {
		const struct action *x = &r->actions.items[i];
		if (action_state_is_open(x->state) && x->state != ACTION_FAILED &&
		    x->kind == p->kind && text_is(x->order_id, p->order_id) &&
		    (x->amount == p->amount || x->first_amount == p->amount))
			return true;
	}
	return false;
}

static enum err
judge_one(struct turn_run *r, const struct action_proposal *p, struct judged *j)
{
	const struct order *o;
	j->proposal = *p;
	j->rows = value_list(r->a);
	if (j->proposal.order_id == NULL)
		j->proposal.order_id = "";
	enum err err = action_check_proposal(&j->proposal, &j->why);
	if (err == ERR_OK)
		err = action_judge(r->facts, r->d->tools->policy, &j->proposal, &j->verdict,
		    &j->facts, j->rows, &j->why);
	j->is_refused =
	    err == ERR_INPUT || err == ERR_STATE || err == ERR_FORBIDDEN || err == ERR_NOT_FOUND;
	if (err != ERR_OK && !j->is_refused)
		return err;
	if (!j->is_refused)
		j->is_repeated = is_repeat(r, &j->proposal);
	r->proposal_refused |= j->is_refused;
	if (!j->is_refused && *j->proposal.order_id != '\0' &&
	    facts_order(r->facts, j->proposal.order_id, &o, NULL) == ERR_OK &&
	    order_total(o) > r->order_value)
		r->order_value = order_total(o);
	return ERR_OK;
}

enum err
turn_judge(struct turn_run *r, struct errinfo *e)
{
	size_t count = r->draft.proposal_count;
	if (count > PROPOSAL_LIMIT) {
		r->proposal_refused = true;
		count = PROPOSAL_LIMIT;
	}
	for (size_t i = 0; i < count; i++) {
		struct judged *j = &r->proposals[r->proposal_count++];
		enum err err = judge_one(r, &r->draft.proposals[i], j);
		if (err != ERR_OK)
			return err_set(e, err, "%s", j->why.text);
	}
	return ERR_OK;
}

enum err
turn_ground(struct turn_run *r, struct errinfo *e)
{
	const struct passage **passages =
	    arena_alloc(r->a, (r->draft.citation_count + 1) * sizeof *passages);
	size_t count = 0, unknown = 0;
	for (size_t i = 0; i < r->draft.citation_count; i++) {
		const struct passage *p =
		    knowledge_find(r->voice->knowledge, r->draft.citations[i]);
		if (p != NULL)
			passages[count++] = p;
		else
			unknown++;
	}
	enum err err = ground_check(r->voice->ground, r->a, r->whole, r->facts, passages, count,
	    r->said, r->said_count, &r->ground, e);
	r->ground.ungrounded += unknown;
	return err;
}

enum err
turn_gates(struct turn_run *r, struct errinfo *e)
{
	bool answers = turn_answers(r), first = r->c.shopper_count <= 1;
	int64_t failures = r->draft.failures;
	if (r->identity_failed && r->dialogue.tries >= IDENTITY_TRIES &&
	    failures < r->d->settings->gates.failures)
		failures = r->d->settings->gates.failures;
	struct gate_input in = {
	    .settings = &r->d->settings->gates,
	    .human_asked = r->u.signals.human,
	    .guarded = r->u.signals.guarded,
	    .sentiment = answers ? r->u.sentiment : 0,
	    .sentiment_first = !answers ? 0
		: first                 ? r->u.sentiment
					: r->c.sentiment_first,
	    .sentiment_lowest = answers ? r->dialogue.lowest_mood : 0,
	    .out_of_scope = r->u.out_of_scope,
	    .draft_declines = r->draft.declines && !r->dialogue.declined,
	    .confidence = r->draft.confidence,
	    .ungrounded = (int64_t)r->ground.ungrounded,
	    .failures = failures,
	    .backend_hand_off = r->draft.hand_off,
	    .backend_reason = r->draft.reason,
	    .backend_failed = r->backend_failed,
	    .proposal_refused = r->proposal_refused,
	    .order_value = r->order_value,
	    .has_proposal = r->proposal_count > 0,
	    .tier = r->c.tier,
	    .is_small_talk = r->draft.is_small_talk,
	};
	(void)e;
	r->reason = gates_run(&in, r->gates, &r->gate_count);
	if (r->reason == HANDOFF_NONE && *r->whole == '\0' && (answers || r->draft.hand_off))
		r->reason = HANDOFF_BACKEND_FAILED;	/* nothing to say is no answer */
	return ERR_OK;
}
