/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Giving up well: what is wanted, what is known and proven, what was tried, what policy said; and a
 * first sentence for the shopper.
 */
#include "builtin.h"

#include "floorwalker/model/settings.h"

void
hand_off(struct talk *t, enum handoff_reason reason)
{
	/* what was agreed to and said to be under way has to happen, which it doesn't in a
	 * conversation that is handed over: a person is offered instead */
	if (t->proposal_count && t->give_up == HANDOFF_NONE) {
		if (!t->asked) {
			say_plain(t, "human.offer");
			state_expect(t, CHOICE_HUMAN, "yes_no");
			t->asked = true;
		}
		trace_step(t, "offered a person", handoff_reason_title(reason),
		    "no action that was agreed to in this turn");
		return;
	}
	if (t->give_up == HANDOFF_NONE)
		t->give_up = reason;
	trace_step(t, "hand over", handoff_reason_title(reason), NULL);
}

static void
line(struct talk *t, struct str *s, const char *key, const struct params *p)
{
	if (s->length)
		str_add_char(s, '\n');
	str_add(s, phrase(t, key, p));
}

static void
policy_line(struct talk *t, struct str *s, const struct wish *w)
{
	struct params p = {0};

	param_text(&p, "rule", w->rule);
	param_text(&p, "says", w->said);
	line(t, s, text_is_empty(w->said) ? "agent.policy_none" : "agent.policy", &p);
}

static void
wish_line(struct talk *t, struct str *s, const struct wish *w)
{
	struct params p = {0};
	const struct order *o = w->order_id[0] && t->customer ? wish_order(t, w) : NULL;
	const struct product *product = w->product_id[0] ? talk_product(t, w->product_id) : NULL;

	param_text(&p, "wish", phrase(t, key_or(t, "wish", w->book->intent, "wish.other"), NULL));
	param_text(&p, "order", w->order_id);
	param_text(&p, "items",
	    o && w->pick_count ? phrase_picks(t, w, o)
		: product      ? product->name
			       : "");
	param_text(&p, "reason",
	    w->reason[0] ? phrase(t, key_or(t, "reason", w->reason, "reason.other"), NULL) : "");
	line(t, s, w->order_id[0] ? "agent.wish_order" : "agent.wish", &p);
	if (o && w->pick_count)
		line(t, s, "agent.items", &p);
	if (w->reason[0])
		line(t, s, "agent.reason", &p);
	if (w->status == WISH_CONFIRMING)
		line(t, s, "agent.unconfirmed", NULL);
	policy_line(t, s, w);
}

/* What they were asked for, each once. */
static void
tried_line(struct talk *t, struct str *s)
{
	static const char *const keys[] = {"customer", "order", "lines", "reason", "variant",
	    "method", "address", "product", "confirm"};
	const char *list[NEED_COUNT];
	size_t count = 0;
	int64_t asked = 0;

	for (size_t n = 0; n < NEED_COUNT && n < sizeof keys / sizeof keys[0]; n++) {
		int64_t times = n == NEED_CUSTOMER ? t->m.identity_asks : 0;

		for (size_t i = 0; i < t->m.wish_count; i++)
			times += t->m.wishes[i].asks[n];
		asked += times;
		if (times)
			list[count++] = phrase(t, key_of(t, "agent.need", keys[n]), NULL);
	}
	if (!count && !t->q->action_count) {
		line(t, s, "agent.tried_nothing", NULL);
		return;
	}
	if (!count)
		return;
	struct params p = {0};

	param_text(&p, "needs", phrase_join(t, "and", list, count));
	p.list[p.count++] = (struct message_param){"n", NULL, asked};
	line(t, s, "agent.asked", &p);
}

/* "English, German and Spanish": in what the shop answers. */
static const char *
languages_written(struct talk *t)
{
	const char *names[LANGUAGE_LIMIT], *own = messages_language(t->q->messages);
	size_t count = 0;

	for (size_t i = 0; i < t->q->language_count && count < LANGUAGE_LIMIT; i++)
		names[count++] = phrase_language(t, t->q->languages[i]);
	if (!count)
		names[count++] = phrase_language(t, own);
	return phrase_join(t, "and", names, count);
}

/* Agreed to in this very turn: a gate may stop it. */
static bool
is_proposed(const struct talk *t, const struct wish *w)
{
	for (size_t i = 0; i < t->proposal_count && w->book->family == FAMILY_ACTION; i++)
		if (t->proposals[i].kind == w->book->kind &&
		    text_is(t->proposals[i].order_id, w->order_id))
			return true;
	return false;
}

static const char *
summary(struct talk *t)
{
	struct str s;
	struct params p = {0};
	bool any = false;

	str_init(&s);
	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *w = &t->m.wishes[i];

		if (!wish_is_live(w) && w->status != WISH_REFUSED && !is_proposed(t, w))
			continue;
		wish_line(t, &s, w);
		any = true;
	}
	if (!any) {
		line(t, &s, "agent.no_wish", NULL);
		line(t, &s, "agent.policy_none", NULL);
	}
	if (t->customer)
		param_text(&p, "customer",
		    arena_printf(t->a, "%s %s", t->customer->given, t->customer->family));
	line(t, &s,
	    t->customer                 ? "agent.proven"
		: t->q->identity_failed ? "agent.identity_failed"
					: "agent.not_proven",
	    &p);
	for (size_t i = 0; i < t->q->action_count; i++) {
		struct params a = {0};

		param_text(&a, "title", t->q->actions[i].title);
		param_text(&a, "state", action_state_name(t->q->actions[i].state));
		line(t, &s, "agent.action", &a);
	}
	if (t->foreign) {
		struct params f = {0};

		param_text(&f, "language", t->u->language);
		line(t, &s, "agent.language", &f);
	}
	tried_line(t, &s);
	if (t->give_up) {
		param_text(&p, "why",
		    phrase(t,
			key_or(t, "agent.why", handoff_reason_name(t->give_up), "agent.why.other"),
			NULL));
		line(t, &s, "agent.reason_handed", &p);
	}
	const char *out = arena_text(t->a, s.data);

	str_clear(&s);
	return out;
}

/* A first line for whoever goes on, in the shopper's language: that they know what it is about. It
 * claims nothing, and names nobody, since it is stored masked. */
static const char *
suggestion(struct talk *t)
{
	const struct wish *w = NULL;
	struct params p = {0};

	for (size_t i = 0; i < t->m.wish_count && !w; i++)
		if (wish_is_live(&t->m.wishes[i]) || t->m.wishes[i].status == WISH_REFUSED)
			w = &t->m.wishes[i];
	if (!w)
		return phrase(t, "handoff.draft_open", &p);
	param_text(&p, "wish", phrase(t, key_or(t, "wish", w->book->intent, "wish.other"), NULL));
	param_text(&p, "order", w->order_id);
	return phrase(t, w->order_id[0] ? "handoff.draft_order" : "handoff.draft_wish", &p);
}

/* A gate may hand over what the engine itself wouldn't: what it knows goes with that, too. */
void
handoff_sum_up(struct talk *t)
{
	t->say = t->q->own_messages ? t->q->own_messages : t->q->messages;
	t->out->summary = summary(t);
	t->say = t->q->messages;
}

void
handoff_fill(struct talk *t)
{
	bool open = settings_is_open(t->q->settings, t->q->now_ms);

	t->out->hand_off = true;
	t->out->reason = t->give_up;
	t->out->suggestion = suggestion(t);
	if (t->u->sentiment <= -0.4 && !t->text.length)
		say_plain(t, "sorry.lead");
	if (t->foreign && t->give_up != HANDOFF_GUARDED_TOPIC) {
		struct params p = {0};

		param_text(&p, "languages", languages_written(t));
		say(t, "handoff.language", &p);
	} else {
		say_plain(t,
		    t->give_up == HANDOFF_GUARDED_TOPIC ? "handoff.guarded"
			: t->wants_human                ? "handoff.asked"
							: "handoff.stuck");
	}
	say_plain(t, open ? "handoff.open" : "handoff.closed");
	state_expect(t, CHOICE_NONE, "");
}
