/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch.h"

#include <string.h>
#include <strings.h>

#include "figures.h"
#include "floorwalker/base/str.h"

void
watch_init(struct watch *w)
{
	memset(w, 0, sizeof(*w));
	str_init(&w->said);
	str_add(&w->said, "");
}

void
watch_clear(struct watch *w)
{
	str_clear(&w->said);
}

void
watch_said(struct watch *w, const char *text)
{
	str_addf(&w->said, "%s\n", text);
}

/* ---- what they have said */

static bool
has_said(const struct watch *w, const struct shopper *s, const char *param)
{
	const char *value = shopper_param(s, param);

	return *value != '\0' && strcasestr(w->said.data, value) != NULL;
}

/* Who they are may have to be asked again where they give wrong proof at first, or have none. */
static bool
lacks_proof(const struct scenario *c)
{
	return c->proofs[PROOF_WRONG_EMAIL] || c->proofs[PROOF_WRONG_POSTCODE] ||
	    (!c->contain && c->reason == HANDOFF_REPEATED_FAILURE);
}

/* Whether a question was answered: by its value where there is one, else by having been asked and
 * answered for the same wish. */
static bool
is_answered(const struct watch *w, const struct shopper *s, enum heard ask)
{
	static const struct { enum heard ask; const char *param; } values[] = {
		{ HEARD_ASK_ORDER_NUMBER, "order" }, { HEARD_ASK_EMAIL, "email" },
		{ HEARD_ASK_NAME, "name" }, { HEARD_ASK_ADDRESS, "address" },
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (values[i].ask == ask)
			return has_said(w, s, values[i].param);
	return w->asked[ask];
}

static bool
asks_again(const struct watch *w, const struct shopper *s)
{
	static const enum heard asks[] = { HEARD_ASK_ORDER_NUMBER, HEARD_ASK_EMAIL, HEARD_ASK_NAME,
		HEARD_ASK_POSTCODE, HEARD_ASK_LINE, HEARD_ASK_REASON, HEARD_ASK_NEW,
		HEARD_ASK_ADDRESS, HEARD_ASK_CITY, HEARD_ASK_ADDRESS_POSTCODE, HEARD_ASK_METHOD,
		HEARD_ASK_CONFIRM };
	const struct goal *g = &s->scenario->goals[s->goal];

	if (lacks_proof(s->scenario) || g->correct != CORRECT_NOTHING ||
	    w->heard[HEARD_REFUSED])
		return false;
	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++)
		if (w->heard[asks[i]] && is_answered(w, s, asks[i]))
			return true;
	return false;
}

/* ---- what a reply is about */

static bool
wants(const struct shopper *s, const char *what)
{
	for (size_t i = 0; i < s->scenario->goal_count; i++)
		if (text_is(s->scenario->goals[i].want, what) ||
		    text_is(s->scenario->goals[i].settle, what))
			return true;
	return false;
}

/* Whether every wish is after a change of the shop's records. */
static bool
wants_changes_alone(const struct shopper *s)
{
	for (size_t i = 0; i < s->scenario->goal_count; i++)
		if (!speech_wants_action(s->words, s->scenario->goals[i].want))
			return false;
	return true;
}

static bool
sums_up_another(const struct watch *w, const struct shopper *s)
{
	static const struct { enum heard sum; const char *kind; } kinds[] = {
		{ HEARD_SUM_REFUND, "refund" }, { HEARD_SUM_RETURN, "return" },
		{ HEARD_SUM_EXCHANGE, "exchange" }, { HEARD_SUM_CANCEL, "cancel" },
		{ HEARD_SUM_ITEM_CHANGE, "item_change" },
		{ HEARD_SUM_ADDRESS_CHANGE, "address_change" },
		{ HEARD_SUM_PROFILE_ADDRESS_CHANGE, "profile_address_change" },
		{ HEARD_SUM_PAYMENT_CHANGE, "payment_change" }, { HEARD_SUM_CREDIT, "credit" },
	};
	bool any = false, theirs = false;

	for (size_t i = 0; w->heard[HEARD_ASK_CONFIRM] && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (w->heard[kinds[i].sum]) {
			any = true;
			theirs = theirs || wants(s, kinds[i].kind);
		}
	return any && !theirs;
}

/* "It can't be cancelled any more, but I can take it back", to who wants to send it back. */
static bool
refuses_another(const struct watch *w, const struct shopper *s)
{
	static const struct { enum heard offer; const char *kind; } kinds[] = {
		{ HEARD_OFFER_REFUND, "refund" }, { HEARD_OFFER_RETURN, "return" },
		{ HEARD_OFFER_EXCHANGE, "exchange" }, { HEARD_OFFER_CANCEL, "cancel" },
	};
	const struct goal *g = &s->scenario->goals[s->goal];

	if (!w->heard[HEARD_REFUSED] || !w->heard[HEARD_ASK_OFFER])
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (w->heard[kinds[i].offer] && text_is(g->want, kinds[i].kind))
			return true;
	return false;
}

static bool
is_misread(const struct watch *w, const struct shopper *s)
{
	const bool *h = w->heard;

	if (sums_up_another(w, s) || refuses_another(w, s))
		return true;
	if (h[HEARD_ASK_OFFER] || h[HEARD_ASK_CONFIRM])
		return false;
	if (!wants_changes_alone(s))
		return false;	/* a question may be answered by asking anything */
	return ((h[HEARD_ASK_ADDRESS] || h[HEARD_ASK_CITY]) && !wants(s, "address_change") &&
		   !wants(s, "profile_address_change")) ||
	    (h[HEARD_ASK_NEW] && !wants(s, "exchange") && !wants(s, "item_change"));
}

/* Whether a reply names an order, and none of theirs that they mean or have named. */
static bool
names_other_order(const struct watch *w, const struct shopper *s, const char *text)
{
	const struct order *o = s->binding->order;
	const char *hyphen = o != NULL ? strchr(o->id, '-') : NULL;
	size_t at = 0, start, length;
	bool other = false;

	if (hyphen == NULL || strcasestr(text, o->id) != NULL || w->heard[HEARD_ASK_ORDER_NUMBER])
		return false;
	while (figure_word(text, &at, &start, &length))
		other = other ||
		    (length == strlen(o->id) &&
			strncasecmp(text + start, o->id, (size_t)(hyphen - o->id) + 1) == 0 &&
			memmem(w->said.data, w->said.length, text + start, length) == NULL);
	return other;
}

/* ---- understanding */

/* A greeting may ask what they want, and the answer stand below. */
static bool
says_not_understood(const struct watch *w, const struct shopper *s, const char *text)
{
	const struct goal *g = &s->scenario->goals[s->goal];
	enum handoff_reason reason = s->scenario->reason;

	if (!(w->heard[HEARD_NOT_UNDERSTOOD] ||
		(w->heard[HEARD_ASK_WISH] && strstr(text, "\n\n") == NULL)) ||
	    !s->opened[s->goal] || s->closed[s->goal])
		return false;
	if (g->opening == OPENING_VAGUE && !s->rephrased[s->goal])
		return false;
	if (!s->scenario->contain &&
	    (reason == HANDOFF_UNSURE || reason == HANDOFF_OUT_OF_SCOPE ||
		reason == HANDOFF_REPEATED_FAILURE))
		return false;	/* nobody could */
	return !speech_lets_go(s->words, g->want) && !speech_wants_talk(s->words, g->want);
}

static enum flaw
flaw_heard(const struct watch *w, const struct shopper *s, const char *text)
{
	if (is_misread(w, s))
		return FLAW_MISREAD;
	if (names_other_order(w, s, text))
		return FLAW_OTHER_ORDER;
	if (asks_again(w, s))
		return FLAW_ASKED_AGAIN;
	return says_not_understood(w, s, text) ? FLAW_NOT_UNDERSTOOD : FLAW_NONE;
}

/* ---- one exchange */

static size_t
first_open(const struct shopper *s)
{
	for (size_t i = 0; i < s->scenario->goal_count; i++)
		if (!s->closed[i])
			return i;
	return s->goal;
}

void
watch_heard(struct watch *w, const struct shopper *s, const char *text, int64_t turn_id,
    size_t ai_count)
{
	if (w->count == EXCHANGES_MOST)
		return;
	if (first_open(s) != w->goal) {
		memset(w->asked, 0, sizeof(w->asked));
		w->goal = first_open(s);
	}
	speech_hear(s->words, text, w->heard);
	turn_id = turn_id > w->latest ? turn_id : 0;	/* else nothing new was drafted */
	w->latest = turn_id > 0 ? turn_id : w->latest;
	w->said_to[w->count] = ai_count;
	w->items[w->count++] = (struct exchange){.turn_id = turn_id,
	    .flaw = s->thanked ? FLAW_NONE : flaw_heard(w, s, text)};
	memcpy(w->before.closed, s->closed, sizeof(s->closed));
	memcpy(w->before.rephrased, s->rephrased, sizeof(s->rephrased));
	w->before.detour = s->detour_taken;
	w->before.corrected = s->corrected;
	w->before.puzzled = s->puzzled;
	w->before.objections = s->objections;
	w->before.yes_count = s->yes_count;
}

void
watch_done_with(struct watch *w, const struct shopper *s, enum shopper_move move)
{
	struct exchange *x = w->count > 0 ? &w->items[w->count - 1] : NULL;
	bool detour = s->detour_taken && !w->before.detour;

	if (x == NULL)
		return;
	x->agreed = s->yes_count > w->before.yes_count;
	for (size_t i = 0; i < s->scenario->goal_count; i++)
		x->closed = x->closed || (s->closed[i] && !w->before.closed[i]);
	if (x->flaw == FLAW_NONE &&
	    (s->objections > w->before.objections || s->puzzled > w->before.puzzled))
		x->flaw = FLAW_OBJECTED;
	for (int h = 0; h < HEARD_COUNT; h++)
		w->asked[h] = w->asked[h] ||
		    (w->heard[h] && move == SHOPPER_SAYS && !detour &&
			(h != HEARD_ASK_CONFIRM || x->agreed));
	if (s->corrected != w->before.corrected || s->objections > w->before.objections)
		memset(w->asked, 0, sizeof(w->asked));
}

/* ---- the end */

static void
blame(struct exchange *x, enum flaw flaw)
{
	if (x->flaw == FLAW_NONE)
		x->flaw = flaw;
}

static bool
blame_where(struct watch *w, bool agreed, enum flaw flaw)
{
	bool any = false;

	for (size_t i = 0; i < w->count; i++)
		if (agreed ? w->items[i].agreed : w->items[i].closed) {
			blame(&w->items[i], flaw);
			any = true;
		}
	return any;
}

void
watch_untrue(struct watch *w, size_t ai_message)
{
	for (size_t i = 0; i < w->count; i++)
		if (ai_message < w->said_to[i]) {
			blame(&w->items[i], FLAW_UNTRUE);
			return;
		}
}

/* The last exchange that a turn answered. */
static struct exchange *
last_of(struct watch *w)
{
	for (size_t i = w->count; i-- > 0;)
		if (w->items[i].turn_id != 0)
			return &w->items[i];
	return NULL;
}

void
watch_end(struct watch *w, const struct watch_end *end)
{
	struct exchange *last = last_of(w);

	if (end->expected || last == NULL)
		return;
	for (size_t i = 0; i < w->count; i++)
		if (w->items[i].flaw == FLAW_UNTRUE && end->changes == 0)
			return;		/* that is why */
	if (end->changes > 0 && blame_where(w, true, FLAW_DONE_WRONG))
		return;
	if (end->misjudged)
		return;
	if (end->handed_off)
		blame(last, FLAW_HANDED_OVER);
	else if (end->abandoned)
		blame(last, FLAW_GIVEN_UP);
	else if (!blame_where(w, false, FLAW_UNMET))
		blame(last, FLAW_UNMET);
}
