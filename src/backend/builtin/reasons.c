/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why something should come back or be made good. Rules decide about money by it, so a reason that
 * isn't surely understood is asked for, never guessed.
 */
#include "builtin.h"

#define TROUBLE_SURE 0.8	/* from here a trouble tells its reason by itself */
#define SURE_AGAINST 0.9	/* a reason so sure holds against a trouble that sounds otherwise */
#define ANEW 0.9		/* from here a reason goes before one that was told already */
#define TROUBLE_HINT 0.3	/* from here an answer that wasn't made out may tell of a trouble */

static bool
is_of_the_goods(const char *reason)
{
	return text_is(reason, "damaged") || text_is(reason, "faulty") ||
	    text_is(reason, "wrong_item");
}

/* No other reason is likelier in the message's own words. */
static bool
is_hinted(const struct talk *t, const char *reason)
{
	const struct slot *best = NULL;

	for (size_t i = 0; i < t->u->slot_count; i++)
		if (t->u->slots[i].kind == SLOT_REASON &&
		    (!best || t->u->slots[i].probability > best->probability))
			best = &t->u->slots[i];
	return best && text_is(best->value, reason);
}

/* What the message and the trouble guessed from it agree on. */
static const char *
agreed(struct talk *t, const struct playbook *trouble, double probability)
{
	bool doubtful;
	const struct slot *s = understanding_reason(t->u, &doubtful);
	const char *told =
	    trouble && trouble->family == FAMILY_TROUBLE && trouble->reason ? trouble->reason : "";

	if (s && told[0] && !text_is(told, s->value))
		return probability < TROUBLE_SURE || s->probability >= SURE_AGAINST ? s->value : "";
	if (s)
		return s->value;
	if (!told[0] || probability < TROUBLE_SURE)
		return "";
	return !doubtful || is_hinted(t, told) ? told : "";
}

const char *
reason_heard(struct talk *t, const struct playbook *trouble, double probability)
{
	const char *reason = agreed(t, trouble, probability);

	return is_of_the_goods(reason) && topic_denies_trouble(t) ? "changed_mind" : reason;
}

/* "Sorry, the wrong one" corrects the goods, and "the cubes, three" names them: neither says why,
 * unless it surely does. */
bool
reason_may_change(struct talk *t, const struct wish *w)
{
	bool doubtful;
	const struct slot *s = understanding_reason(t->u, &doubtful);

	if (t->m.choice == CHOICE_REASON || (!w->reason[0] && t->m.choice != CHOICE_LINE))
		return true;
	return s && s->probability >= ANEW && t->u->signals.correction < 0.5;
}

static const struct playbook *
trouble_for(const char *reason)
{
	return text_is(reason, "damaged")    ? playbook_find("damaged_item")
	    : text_is(reason, "faulty")      ? playbook_find("faulty_item")
	    : text_is(reason, "wrong_item")  ? playbook_find("wrong_item")
	    : text_is(reason, "not_arrived") ? playbook_find("missing_item")
					     : NULL;
}

/* A trouble goes on as what its reason says that it is; and one that is none as a return. */
void
reason_settle(struct talk *t, struct wish *w)
{
	const struct playbook *book;

	if (w->book->family != FAMILY_TROUBLE || !(w->book->needs & NEEDS(NEED_REASON)) ||
	    !w->reason[0] || text_is(w->reason, w->book->reason))
		return;
	if (text_is(w->reason, "changed_mind")) {
		wish_turn_into(t, w, ACTION_RETURN);
		return;
	}
	book = trouble_for(w->reason);
	if (book) {
		trace_step(t, "turned into",
		    arena_printf(t->a, "\"%s\" goes on as \"%s\"", w->book->intent, book->intent),
		    NULL);
		w->book = book;
	}
}

static bool
tells_of_trouble(const struct talk *t)
{
	bool doubtful;

	(void)understanding_reason(t->u, &doubtful);
	for (size_t i = 0; i < t->u->intent_count; i++) {
		const struct playbook *book = playbook_find(t->u->intents[i].intent);

		if (book &&
		    (book->family == FAMILY_TROUBLE || text_is(book->intent, "complaint")) &&
		    t->u->intents[i].probability >= TROUBLE_HINT)
			return true;
	}
	return doubtful || t->u->sentiment <= -0.4;
}

/* The message put a question of its own instead of answering. */
static bool
asked_something(const struct talk *t)
{
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].fresh && t->m.wishes[i].book->family == FAMILY_ANSWER)
			return !understanding_slot(t->u, SLOT_REASON);
	return false;
}

static enum outcome
ask_reason(struct talk *t, struct wish *w)
{
	static const char *const list[] = {
	    "damaged", "faulty", "wrong_item", "not_arrived", "changed_mind"};
	bool again = w->stated_reason && !asked_something(t);
	enum outcome o = need_ask(t, w, NEED_REASON);

	w->stated_reason = true;
	if (o != OUTCOME_ASKED)
		return o;
	again = again && has_key(t, "reason.ask_again");
	say_which_wish(t, w);
	say_plain(t,
	    again ? "reason.ask_again"
		: w->book->family == FAMILY_TROUBLE
		? key_or(t, "reason", "ask_trouble", "reason.ask")
		: "reason.ask");
	state_expect(t, CHOICE_REASON, slot_kind_name(SLOT_REASON));
	for (size_t i = 0; again && i < sizeof list / sizeof list[0]; i++)
		state_choice(t, list[i]);
	return o;
}

bool
reason_decides(struct talk *t, const struct wish *w)
{
	struct wish probe = *w;
	struct verdict v = {0};

	if (w->reason[0])
		return false;
	probe.reason = "changed_mind";
	struct action_proposal p = action_build(t, &probe, w->book->kind);

	return action_try(t, &p, &v) && v.outcome != VERDICT_DENY;
}

enum outcome
reason_ask_for_policy(struct talk *t, struct wish *w, const struct verdict *v)
{
	enum outcome o = need_ask(t, w, NEED_REASON);

	if (o != OUTCOME_ASKED)
		return o;
	say_which_wish(t, w);
	say_verdict(t, v);
	state_expect(t, CHOICE_REASON, slot_kind_name(SLOT_REASON));
	return o;
}

bool
reason_is_known(const struct talk *t, const char *order_id)
{
	for (size_t i = 0; order_id[0] && i < t->m.wish_count; i++) {
		const struct wish *x = &t->m.wishes[i];

		if ((x->status == WISH_DROPPED || x->status == WISH_REFUSED) &&
		    text_is(x->order_id, order_id) &&
		    (text_is(x->reason, "not_arrived") || text_is(x->reason, "late")))
			return true;
	}
	return false;
}

/* What went wrong with the same order, or the same piece of it, was told already for a wish that
 * came to nothing. */
static const char *
told_before(const struct talk *t, const struct wish *w)
{
	for (size_t i = t->m.wish_count; i-- > 0;) {
		const struct wish *x = &t->m.wishes[i];
		bool whole = text_is(x->reason, "not_arrived") || text_is(x->reason, "late");
		bool same = w->pick_count == 1 && x->pick_count == 1 &&
		    w->picks[0].line_id == x->picks[0].line_id;

		if (x != w && (x->status == WISH_DROPPED || x->status == WISH_REFUSED) &&
		    w->order_id[0] && text_is(x->order_id, w->order_id) &&
		    (whole || (same && is_of_the_goods(x->reason))))
			return x->reason;
	}
	return "";
}

enum outcome
need_reason(struct talk *t, struct wish *w)
{
	if (!w->reason[0] && !w->stated_reason && !tells_of_trouble(t) && !topic_denies_trouble(t))
		w->reason = told_before(t, w);
	if (!w->reason[0] && w->stated_reason && !asked_something(t)) {
		/* what tells of no trouble is a change of mind, which needs no reason */
		if (w->book->family != FAMILY_TROUBLE &&
		    (topic_denies_trouble(t) || !tells_of_trouble(t)))
			w->reason = "changed_mind";
		else if (w->asks[NEED_REASON] >= ASK_LIMIT)
			w->reason = "other";	/* which no rule decides: a person hears it */
	}
	if (!w->reason[0])
		return ask_reason(t, w);
	reason_settle(t, w);
	return OUTCOME_NEXT;
}
