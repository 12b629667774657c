/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What would come back: the amount that policy would give for goods that were sent back, or for an
 * order that was cancelled, and the sum of several. Nothing is summed up for a yes, and nothing is
 * proposed.
 */
#include "builtin.h"

/* "How much would I get back if …": of money to come, not of a refund that is under way. */
static bool
is_asked(struct talk *t)
{
	const char *text = t->u->text;

	return text_has_word_of(t, text, "words.what_sum") &&
	    text_has_word_of(t, text, "words.get_back") && text_has_word_of(t, text, "words.would");
}

static bool
names_goods(const struct talk *t)
{
	for (size_t i = 0; i < t->u->slot_count; i++)
		if (t->u->slots[i].kind == SLOT_PRODUCT)
			return true;
	return false;
}

/* The wish that was heard in the question becomes the question; what else was heard in it falls. */
void
sums_listen(struct talk *t)
{
	struct wish *w = NULL;

	if (t->answered || !is_asked(t))
		return;
	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *x = &t->m.wishes[i];

		if (!x->fresh || !wish_is_live(x))
			continue;
		x->status = w ? WISH_DROPPED : x->status;
		x->fresh = !w;
		w = w ? w : x;
	}
	if (w)
		w->book = playbook_find("refund_preview");
	else
		w = agenda_add(t, playbook_find("refund_preview"), 0.9);
	if (!w)
		return;
	w->probability = w->probability < 0.9 ? 0.9 : w->probability;
	w->question = t->u->text;
	w->from = w->to = 0;
	w->spare = false;
	w->reason = "";
	w->remedy =
	    text_has_word_of(t, t->u->text, "words.choose.cancel") ? action_kind_name(ACTION_CANCEL) : "";
	w->everything = w->everything || !names_goods(t);
	t->out_of_scope = false;
	trace_step(t, "preview", "asks what would come back, and for nothing to be done",
	    "a request instead of a question");
}

static bool
more_to_come(const struct talk *t, const struct wish *w)
{
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (&t->m.wishes[i] != w && t->m.wishes[i].book == w->book &&
		    wish_is_live(&t->m.wishes[i]))
			return true;
	return false;
}

static void
say_sum(struct talk *t, const struct wish *w)
{
	struct params p = {0};

	if (more_to_come(t, w) || !t->previewed)
		return;
	if (t->previewed > 1) {
		facts_derive_money(t->f, "what would come back, together", t->preview_sum);
		param_money(t, &p, "total", t->preview_sum);
		say(t, "preview.total", &p);
	}
	say_plain(t, "preview.nothing_done");
}

enum outcome
preview_run(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);
	struct params p = {0};
	struct verdict v = {0};

	if (!o)
		return OUTCOME_STUCK;
	bool cancels = order_fits(o, FIT_UNSHIPPED) || text_is(w->remedy, "cancel");

	w->reason = w->reason[0] ? w->reason : "changed_mind";
	struct action_proposal x = action_build(t, w, cancels ? ACTION_CANCEL : ACTION_RETURN);

	if (!action_try(t, &x, &v)) {
		if (t->err)
			return OUTCOME_STUCK;
		say_order(t, "preview.impossible", o->id);
		v.outcome = VERDICT_DENY;
	} else if (v.outcome == VERDICT_DENY) {
		say_verdict(t, &v);
	} else {
		param_text(&p, "order", o->id);
		param_text(&p, "items", phrase_picks(t, w, o));
		param_money(t, &p, "amount", x.amount);
		say(t, cancels ? "preview.cancel" : "preview.return", &p);
		cite(t, v.cite);
		t->preview_sum += x.amount;
		t->previewed++;
	}
	w->rule = v.rule ? v.rule : "";
	w->said = v.agent ? v.agent : "";
	w->status = WISH_DONE;
	t->m.served = true;
	say_sum(t, w);
	return OUTCOME_NEXT;
}
