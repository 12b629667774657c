/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A turn's trace, put together at its end from all that its steps left: what nobody will read isn't
 * made.
 */
#include "turn.h"

#include <math.h>
#include <string.h>

static void
add_identity(const struct turn_run *r, struct value *trace)
{
	struct value *v = value_set_map(trace, "identity");
	const char *state = r->just_proven ? "just_proven"
	    : r->identity_failed           ? "failed"
	    : r->customer != NULL          ? "proven"
					   : "unknown";
	value_set_text(v, "state", state);
	value_set_text(v, "customer", r->c.customer_id);
	if (r->just_proven)
		value_set_int(v, "way", (int64_t)r->way);
}

/* How sure it was. */
static void
add_confidence(struct turn_run *r, struct value *draft)
{
	value_set_real(draft, "confidence", r->draft.confidence);
	if (r->draft.parts != NULL)
		value_set(draft, "parts",
		    record_mask_value(r->d, r->a, r->c.customer_id, r->draft.parts));
}

static void
add_draft(struct turn_run *r, struct value *trace)
{
	struct value *v = value_set_map(trace, "draft"), *list;
	const char *who = r->c.customer_id;
	value_set_text(v, "text", record_mask(r->d, r->a, who, r->whole));
	value_set_text(v, "intent", r->draft.intent);
	add_confidence(r, v);
	list = value_set_list(v, "citations");
	for (size_t i = 0; i < r->draft.citation_count; i++)
		value_add_text(list, turn_harmless(r, r->draft.citations[i]));
	value_set_bool(v, "hand_off", r->draft.hand_off);
	value_set_text(v, "reason", r->draft.hand_off ? handoff_reason_name(r->draft.reason) : "");
	value_set_text(v, "summary", record_mask(r->d, r->a, who, r->draft.summary));
	value_set_int(v, "failures", r->draft.failures);
	value_set_bool(v, "small_talk", r->draft.is_small_talk);
	if (r->backend_failed)
		value_set_text(v, "error", record_mask(r->d, r->a, who, r->backend_error.text));
	if (r->draft.trace != NULL)
		value_set(trace, "inside", record_mask_value(r->d, r->a, who, r->draft.trace));
}

static void
add_proposal(struct turn_run *r, struct value *list, const struct judged *j)
{
	struct value *v = value_add_map(list);
	value_set_text(v, "kind", action_kind_name(j->proposal.kind));
	value_set_text(v, "order", j->proposal.order_id);
	if (j->is_refused) {
		value_set_text(
		    v, "refused", record_mask(r->d, r->a, r->c.customer_id, j->why.text));
		return;
	}
	value_set_int(v, "amount", j->proposal.amount);
	value_set_text(v, "title",
	    record_mask(r->d, r->a, r->c.customer_id, action_title(r->a, &j->proposal)));
	value_set_text(v, "outcome", verdict_outcome_name(j->verdict.outcome));
	value_set_text(v, "rule", j->verdict.rule);
	value_set_text(v, "version", j->verdict.version);
	value_set_bool(v, "repeated", j->is_repeated);
	value_set(v, "rows", j->rows);
}

static void
add_ground(struct turn_run *r, struct value *trace)
{
	struct value *v = value_set_map(trace, "ground"), *list;
	value_set_int(v, "ungrounded", (int64_t)r->ground.ungrounded);
	list = value_set_list(v, "claims");
	for (size_t i = 0; i < r->ground.count; i++) {
		const struct claim *c = &r->ground.claims[i];
		struct value *item = value_add_map(list);
		value_set_text(item, "kind", claim_kind_name(c->kind));
		value_set_text(item, "words", record_mask(r->d, r->a, r->c.customer_id, c->words));
		value_set_bool(item, "grounded", c->grounded);
		value_set_text(item, "source", c->source);
	}
	value_set(trace, "facts", facts_to_value(r->facts, true));
}

static void
add_gates(const struct turn_run *r, struct value *trace)
{
	struct value *list = value_set_list(trace, "gates");
	for (size_t i = 0; i < r->gate_count; i++) {
		const struct gate_result *g = &r->gates[i];
		struct value *v = value_add_map(list);
		value_set_text(v, "gate", handoff_reason_name(g->gate));
		value_set_bool(v, "passed", g->passed);
		if (isfinite(g->value))
			value_set_real(v, "value", g->value);
		if (isfinite(g->limit))
			value_set_real(v, "limit", g->limit);
	}
}

/* In the order of the steps. */
static struct value *
compose(struct turn_run *r)
{
	struct value *trace = value_map(r->a), *proposals = NULL;
	value_set_int(trace, "version", 1);
	value_set_text(trace, "backend", backend_name(r->d->backend));
	if (r->announces != NULL)
		value_set(trace, "announces", value_copy(r->a, r->announces));
	value_set_int(trace, "tries", r->turn.attempts);
	if (turn_answers(r))
		value_set(trace, "understanding",
		    record_mask_value(r->d, r->a, r->known_before,
			understanding_to_value(r->a, &r->u)));
	add_identity(r, trace);
	if (r->passed_on)
		value_set_bool(trace, "passed_on", true);
	add_draft(r, trace);
	if (r->proposal_count > 0)
		proposals = value_set_list(trace, "proposals");
	for (size_t i = 0; i < r->proposal_count; i++)
		add_proposal(r, proposals, &r->proposals[i]);
	add_ground(r, trace);
	add_gates(r, trace);
	if (r->times != NULL)
		value_set(trace, "times", r->times);
	return trace;
}

static const char *
printed(struct turn_run *r, struct value *trace, enum turn_state state)
{
	struct str s;
	if (r->masked_anew)	/* begun before they were known */
		trace = record_mask_value(r->d, r->a, r->c.customer_id, trace);
	value_set_text(trace, "outcome", turn_state_name(state));
	value_set_text(trace, "reason", handoff_reason_name(r->reason));
	str_init(&s);
	value_print(&s, trace);
	const char *out = arena_text_n(r->a, s.data, s.length);
	str_clear(&s);
	return out;
}

const char *
turn_trace(struct turn_run *r, enum turn_state state)
{
	return printed(r, compose(r), state);
}

const char *
turn_trace_of_draft(struct turn_run *r, enum turn_state state)
{
	struct value *trace = value_map(r->a), *draft;
	value_set_int(trace, "version", 1);
	draft = value_set_map(trace, "draft");
	add_confidence(r, draft);
	value_set_bool(draft, "hand_off", r->draft.hand_off);
	value_set_bool(draft, "small_talk", r->draft.is_small_talk);
	return printed(r, trace, state);
}
