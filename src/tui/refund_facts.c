/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refund_facts.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/shop/actions.h"
#include "floorwalker/text/translate.h"
#include "why.h"
#include "words.h"

static void
add_fact(struct page *p, const struct settings *settings, const char *name,
    const struct value *then, const struct value *now, bool known)
{
	bool changed = known && !value_is_equal(then, now);
	struct str text;
	char words[WORDS];

	str_init(&text);
	page_begin(p, 2, 4, 0);
	page_add(p, changed ? INK_WARN : INK_DIM, changed ? "≠ " : "  ");
	page_add(p, INK_DIM, words_name(words, name));
	page_to(p, 28);
	words_fact(&text, settings, name, then);
	page_add(p, changed ? INK_DIM : INK_TEXT, text.data);
	if (changed) {
		str_reset(&text);
		words_fact(&text, settings, name, now);
		page_add(p, INK_WARN, tr("  now "));
		page_add(p, INK_STRONG, text.data);
	}
	str_clear(&text);
}

/* Those that differ stand first. */
static void
add_facts(struct page *p, const struct settings *settings, const struct value *then,
    const struct value *now, bool known)
{
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < value_count(then); i++) {
			const char *name = value_key_at(then, i);
			bool same =
			    !known || value_is_equal(value_at(then, i), value_get(now, name));

			if (same == (pass == 1))
				add_fact(p, settings, name, value_at(then, i), value_get(now, name),
				    known);
		}
		for (size_t i = 0; pass == 0 && known && i < value_count(now); i++) {
			if (value_get(then, value_key_at(now, i)) == NULL)
				add_fact(p, settings, value_key_at(now, i), NULL, value_at(now, i),
				    known);
		}
	}
}

static enum err
facts_now(struct arena *a, const struct scope *s, const struct action *x, struct value **out,
    struct errinfo *e)
{
	struct facts *f = facts_new(a, desk_shop(s->desk), x->customer_id, s->now_ms);
	struct action_proposal proposal = {
	    .kind = x->kind, .order_id = x->order_id, .amount = x->amount, .currency = x->currency};
	enum err code = desk_action_params(s->desk, a, x, &proposal.params, e);

	if (code != ERR_OK || (code = action_complete(f, &proposal, e)) != ERR_OK)
		return code;
	return action_facts(f, &proposal, out, e);
}

enum err
refund_read(struct refund_seen *out, struct arena *a, const struct scope *s,
    const struct action *x, struct errinfo *e)
{
	struct errinfo why = {0};
	enum err code;

	*out = (struct refund_seen){.action = *x, .problem = "", .why_not = ""};
	if ((code = store_approval_list(desk_store(s->desk), a, x->id, &out->given, e)) != ERR_OK ||
	    (code = store_conversation_get(
		 desk_store(s->desk), a, x->conversation_id, &out->conversation, e)) != ERR_OK)
		return code;
	if (facts_now(a, s, x, &out->now, &why) != ERR_OK) {
		out->now = NULL;
		out->problem = arena_text(a, why.text);
	}
	if ((code = desk_approvers(s->desk, a, x->id, &out->may, &out->may_count, e)) != ERR_OK)
		return code;
	if (desk_may_approve(s->desk, s->agent, x->id, &why) != ERR_OK)
		out->why_not = arena_text(a, why.text);
	return evidence_read(&out->evidence, a, s, x, e);
}

void
refund_facts(struct page *p, const struct scope *s, const struct refund_seen *seen)
{
	const struct action *x = &seen->action;
	struct value *then = NULL;

	if (!text_is_empty(x->facts) &&
	    value_parse_json(s->arena, "facts", x->facts, strlen(x->facts), &value_limits_message,
		&then, NULL) != ERR_OK)
		then = NULL;
	page_heading(p, tr("Facts when proposed, and now where they differ"));
	if (seen->now == NULL) {
		page_begin(p, 2, 4, 0);
		page_add(p, INK_BAD, tr("The records no longer allow this, or can't be read: "));
		page_add(p, INK_TEXT, seen->problem);
	} else if (value_is_equal(then, seen->now)) {
		page_line(p, INK_GOOD, tr("✓ nothing has changed since"));
	}
	add_facts(p, s->settings, then, seen->now, seen->now != NULL);
}

static void
add_given(struct page *p, const struct scope *s, const struct approval_list *given)
{
	char words[WORDS];

	for (size_t i = 0; i < given->count; i++) {
		page_begin(p, 2, 4, 0);
		page_addf(p, given->items[i].approve ? INK_GOOD : INK_BAD, "%s %s",
		    given->items[i].approve ? tr("✓ approved by") : tr("✗ denied by"),
		    words_agent(s->settings, s->agent, given->items[i].agent));
		page_addf(p, INK_DIM, ", %s  %s",
		    words_when(words, s->settings, given->items[i].at_ms, s->now_ms),
		    given->items[i].reason);
	}
}

/* A right of one's own, and up to how much. */
static void
add_may(struct page *p, const struct scope *s, const struct agent *me, const struct action *x)
{
	char words[WORDS];

	page_add(p, INK_GOOD, tr("✓ You may"));
	if (me->limits[x->kind] >= 0)
		page_addf(p, INK_GOOD, tr(", up to %s"),
		    words_money(words, s->settings, me->limits[x->kind], s->settings->currency));
	page_add(p, INK_GOOD, tr(": a approves, d denies (with a reason)."));
}

void
refund_approvers(struct page *p, const struct scope *s, const struct refund_seen *seen)
{
	const struct agent *me = settings_agent(s->settings, s->agent);
	const struct action *x = &seen->action;
	const struct approval_list *given = &seen->given;
	bool any = false;
	int64_t have = 0;

	for (size_t i = 0; i < given->count; i++)
		have += approval_counts(&given->items[i], x);
	page_heading(p, x->state == ACTION_WAITING ? tr("Who may approve") : tr("Who decided"));
	page_begin(p, 2, 4, 0);
	if (x->state != ACTION_WAITING) {
		page_addf(p, INK_TEXT, tr("It is %s: nothing is left to decide."),
		    tr(action_state_title(x->state)));
		add_given(p, s, given);
		return;
	}
	if (x->approvals_needed > 1) {
		page_addf(p, INK_WARN, tr("Four-eyes: %lld different people, %lld so far."),
		    (long long)x->approvals_needed, (long long)have);
		page_begin(p, 2, 4, 0);
	}
	if (me == NULL)
		page_add(p, INK_DIM, tr("You only look on."));
	else if (seen->why_not[0] == '\0')
		add_may(p, s, me, x);
	else
		page_addf(p, INK_BAD, tr("✗ Not you: %s. d denies."), seen->why_not);
	page_begin(p, 2, 4, 0);
	page_add(p, INK_DIM, tr("Others: "));
	for (size_t i = 0; i < seen->may_count; i++) {
		if (text_is(seen->may[i]->id, s->agent))
			continue;
		page_addf(p, INK_TEXT, "%s%s", any ? ", " : "", seen->may[i]->name);
		any = true;
	}
	page_add(p, any ? INK_DIM : INK_BAD, any ? "." : tr("nobody."));
	add_given(p, s, given);
}

static struct value *
parse_verdict(struct arena *a, const struct action *x)
{
	struct value *v = NULL;

	if (!text_is_empty(x->verdict) &&
	    value_parse_json(a, "verdict", x->verdict, strlen(x->verdict), &value_limits_message,
		&v, NULL) != ERR_OK)
		return NULL;
	return v;
}

void
refund_verdict(struct page *p, const struct scope *s, const struct action *x)
{
	const struct value *v = parse_verdict(s->arena, x);

	page_field(p, tr("rule"), INK_STRONG,
	    text_is_empty(x->rule) ? tr("none matched, so a person decides") : x->rule);
	if (!text_is_empty(value_get_text(v, "agent")))
		page_field(p, tr("reason"), INK_TEXT, value_get_text(v, "agent"));
	if (!text_is_empty(value_get_text(v, "cite")))
		page_field(p, tr("policy text"), INK_CITATION, value_get_text(v, "cite"));
}

void
refund_rows(struct page *p, const struct scope *s, const struct action *x)
{
	const struct value *rows = value_get(parse_verdict(s->arena, x), "rows");

	if (value_count(rows) > 0)
		page_heading(p, tr("The shop's rules, as they were tried"));
	why_rules(p, s->settings, rows, 2);
}
