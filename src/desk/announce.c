/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the AI tells a shopper, unasked, of decisions on their actions; and what it says when a
 * person takes over. The sentences are the world's.
 */
#include "private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const enum action_state told[] = {ACTION_DONE, ACTION_DENIED, ACTION_DENIED_BY_RULE,
    ACTION_EXPIRED, ACTION_FAILED, ACTION_WAITING};
#define OF_DECISION "order amount what reason"
#define OF_ACTION "order amount"
static const struct message_need needs[] = {
	{"handoff.asked", "", false}, {"handoff.guarded", "", false}, {"handoff.stuck", "", false}, {"handoff.open", "", false}, {"handoff.closed", "", false},
	{"handoff.joined", "", false},
	{"decision.done", OF_DECISION, false}, {"decision.denied", OF_DECISION, false}, {"decision.denied_by_rule", OF_DECISION, false},
	{"decision.expired", OF_DECISION, false}, {"decision.failed", OF_DECISION, false}, {"decision.waiting", OF_DECISION, false},
	{"decision.answered", "name", false},
	{"decision.what.refund", OF_ACTION, false}, {"decision.what.cancel", OF_ACTION, false}, {"decision.what.return", OF_ACTION, false},
	{"decision.what.exchange", OF_ACTION, false}, {"decision.what.item_change", OF_ACTION, false}, {"decision.what.payment_change", OF_ACTION, false},
	{"decision.what.address_change", OF_ACTION, false}, {"decision.what.profile_address_change", OF_ACTION, false},
	{"decision.what.discount", OF_ACTION, false}, {"decision.what.goodwill", OF_ACTION, false},
};

enum err
desk_check_messages(const struct messages *m, size_t *at, struct errinfo *e)
{
	return messages_check(m, needs, sizeof needs / sizeof *needs, at, e);
}

enum err
desk_check_sentences(const struct world *w, const struct backend *b, struct errinfo *e)
{
	const struct messages *m;
	for (size_t i = 0; (m = world_messages_at(w, i)) != NULL; i++) {
		size_t at = 0, backend_at = 0;
		enum err r = desk_check_messages(m, &at, e);
		if (r == ERR_OK && b != NULL)
			r = backend_check(b, m, &backend_at, e);
		if (r != ERR_OK)
			return r;
	}
	return ERR_OK;
}

/* Of its keyed hash the first digits. */
static size_t
contact_number(const char *contact)
{
	char digits[13];

	snprintf(digits, sizeof digits, "%s", contact);
	return (size_t)strtoull(digits, NULL, 16);
}

size_t
announce_wording(const struct desk *d, const struct conversation *c)
{
	return d->worded_by_contact ? contact_number(c->contact)
				    : (size_t)c->id;
}

const char *
announce_wording_key(const struct desk *d, struct arena *a, const struct conversation *c)
{
	return d->worded_by_contact ? arena_printf(a, "of %s", c->contact)
				    : arena_printf(a, "C-%lld", (long long)c->id);
}

/* The policy's own words for the shopper, from the verdict on record; in their language where its
 * file has the rule's. */
static const char *
reason_of(struct arena *a, const struct messages *m, const struct action *x)
{
	struct str said;
	struct value *v;
	if (text_is_empty(x->verdict) ||
	    value_parse_json(a, "verdict", x->verdict, strlen(x->verdict), &value_limits_message,
		&v, NULL) != ERR_OK)
		return "";
	str_init(&said);
	const char *out = messages_render(m, &said,
			      arena_printf(a, "rule.%s", value_get_text(v, "rule")), 0, NULL, 0,
			      NULL) == ERR_OK
	    ? arena_text_n(a, said.data, said.length)
	    : value_get_text(v, "shopper");
	str_clear(&said);
	return out;
}

static enum err
add_one(struct desk *d, struct arena *a, const struct conversation *c, const struct messages *m,
    const struct action *x, struct facts *f, struct str *out, struct errinfo *e)
{
	size_t wording = d->worded_by_contact ? announce_wording(d, c) : (size_t)x->id;
	struct str what, amount;
	str_init(&what);
	str_init(&amount);
	money_print(&amount, x->amount, d->settings->currency, messages_language(m));
	facts_derive_money(f, arena_printf(a, "action A-%lld", (long long)x->id), x->amount);
	facts_derive_text(f, arena_printf(a, "action A-%lld", (long long)x->id), x->order_id);
	const char *reason = x->state == ACTION_DENIED_BY_RULE ? reason_of(a, m, x) : "";
	if (*reason != '\0')
		facts_derive_text(f, "policy", reason);
	struct message_param params[] = {{"order", x->order_id, 0}, {"amount", amount.data, 0},
	    {"what", NULL, 0}, {"reason", reason, 0}};
	enum err r = messages_render(m, &what,
	    arena_printf(a, "decision.what.%s", action_kind_name(x->kind)), wording, params,
	    2, e);
	params[2].text = what.data;
	if (r == ERR_OK && out->length > 0)
		str_add_char(out, '\n');
	if (r == ERR_OK)
		r = messages_render(m, out,
		    arena_printf(a, "decision.%s", action_state_name(x->state)), wording,
		    params, 4, e);
	str_clear(&what);
	str_clear(&amount);
	return r;
}

static bool
is_told(enum action_state s)
{
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		if (told[i] == s)
			return true;
	return false;
}

enum err
announce_text(struct desk *d, struct arena *a, const struct conversation *c,
    const struct value *announces, struct facts *f, struct str *out, struct errinfo *e)
{
	const struct messages *m = world_messages(d->world, c->language);
	for (size_t i = 0; i < value_count(announces); i++) {
		struct action x;
		bool again = false;
		int64_t id = value_as_int(value_at(announces, i), 0);
		for (size_t k = 0; k < i; k++)
			again |= value_as_int(value_at(announces, k), 0) == id;
		enum err r = again ? ERR_NOT_FOUND : store_action_get(d->store, a, id, &x, e);
		if (r == ERR_NOT_FOUND ||
		    (r == ERR_OK && (x.conversation_id != c->id || !is_told(x.state))))
			continue;
		if (r != ERR_OK || (r = add_one(d, a, c, m, &x, f, out, e)) != ERR_OK)
			return r;
	}
	return ERR_OK;
}

enum err
announce_handoff(struct desk *d, const struct conversation *c, enum handoff_reason reason,
    int64_t now, struct str *out, struct errinfo *e)
{
	const struct messages *m = world_messages(d->world, c->language);
	const char *first = reason == HANDOFF_ASKED_FOR_HUMAN ? "handoff.asked"
	    : reason == HANDOFF_GUARDED_TOPIC                 ? "handoff.guarded"
							      : "handoff.stuck";
	enum err r = messages_render(m, out, first, announce_wording(d, c), NULL, 0, e);
	if (r != ERR_OK)
		return r;
	str_add_char(out, ' ');
	return messages_render(m, out,
	    settings_is_open(d->settings, now) ? "handoff.open" : "handoff.closed",
	    announce_wording(d, c),
	    NULL, 0, e);
}

enum err
announce_answered(struct desk *d, const struct conversation *c, const char *agent, struct str *out,
    struct errinfo *e)
{
	const struct agent *who = settings_agent(d->settings, agent);
	struct message_param name = {"name", who != NULL ? who->name : d->settings->name, 0};
	return messages_render(world_messages(d->world, c->language), out, "decision.answered",
	    announce_wording(d, c), &name, 1, e);
}

enum err
announce_joined(struct desk *d, struct arena *a, const struct conversation *c, const char **out,
    struct errinfo *e)
{
	struct str words;
	str_init(&words);
	enum err r = messages_render(world_messages(d->world, c->language), &words,
	    "handoff.joined", announce_wording(d, c), NULL, 0, e);
	*out = arena_text_n(a, words.data, words.length);
	str_clear(&words);
	return r;
}
