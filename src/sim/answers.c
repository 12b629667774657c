/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <strings.h>

#include "figures.h"
#include "floorwalker/base/str.h"
#include "shopper.h"

#define OBJECTIONS_MOST 2

static bool
has_proof(const struct shopper *s, enum proof p)
{
	return s->scenario->proofs[p];
}

static const struct goal *
goal_now(const struct shopper *s)
{
	return &s->scenario->goals[s->goal];
}

/* Whether an e-mail address is given in this message, right or wrong. */
static bool
give_email(struct shopper *s, struct str *out)
{
	if (has_proof(s, PROOF_WRONG_EMAIL) && !s->wrong_email_used) {
		s->wrong_email_used = true;
		return shopper_say(s, "give.wrong_email", out);
	}
	return has_proof(s, PROOF_EMAIL) && shopper_say(s, "give.email", out);
}

static bool
give_postcode(struct shopper *s, struct str *out)
{
	if (has_proof(s, PROOF_WRONG_POSTCODE) && !s->wrong_postcode_used) {
		s->wrong_postcode_used = true;
		return shopper_say(s, "give.wrong_postcode", out);
	}
	return has_proof(s, PROOF_POSTCODE) && shopper_say(s, "give.postcode", out);
}

static bool
asks_who(const bool heard[HEARD_COUNT])
{
	return heard[HEARD_ASK_EMAIL] || heard[HEARD_ASK_POSTCODE] || heard[HEARD_ASK_NAME];
}

/* The least that proves who they are, out of what was asked for; and which order. */
static void
answer_who(struct shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	const struct goal *g = goal_now(s);
	bool found = false;

	if (heard[HEARD_ASK_ORDER_NUMBER] && s->binding->order != NULL) {
		if (has_proof(s, PROOF_ORDER_NUMBER))
			shopper_say(s,
			    g->correct == CORRECT_ORDER && !s->corrected ? "give.other_order"
									 : "give.order_number",
			    out);
		else if (!asks_who(heard))
			shopper_say(s, "give.order_by_item", out);
	}
	if (heard[HEARD_ASK_EMAIL])
		found = give_email(s, out);
	if (heard[HEARD_ASK_POSTCODE] && !found)
		found = give_postcode(s, out);
	if (heard[HEARD_ASK_NAME] && has_proof(s, PROOF_NAME))
		shopper_say(s, "give.name", out);
}

/* The name alone says it: nothing else in the order is called that. */
static bool
is_named_alone(const struct binding *b)
{
	for (size_t i = 0; b->order != NULL && b->line != NULL && i < b->order->line_count; i++)
		if (b->order->lines[i].id != b->line->id &&
		    text_is(b->order->lines[i].product_id, b->line->product_id))
			return false;
	return true;
}

static void
give_line(struct shopper *s, const struct goal *g, struct str *out)
{
	const char *which[] = { "give.line.which", "give.line" };

	if (s->binding->product == NULL)
		shopper_say(s, "dont_know", out);	/* they were after no goods */
	else if (g->all_lines)
		shopper_say(s, "give.all_lines", out);
	else if (g->correct == CORRECT_LINE && !s->corrected)
		shopper_say(s, "give.other_line", out);
	else if (*shopper_param(s, "options") == '\0')
		shopper_say(s, "give.line.plain", out);
	else
		shopper_say_first_of(s, which + is_named_alone(s->binding),
		    2 - (size_t)is_named_alone(s->binding), out);
}

static void
give_reason(struct shopper *s, const struct goal *g, struct str *out)
{
	const char *acts[2] = {arena_printf(s->arena, "give.reason.%s", g->reason), "give.reason"};

	shopper_say_first_of(s, acts, 2, out);
}

/* What they want isn't there: then what they settle for, or nothing. */
static void
give_up_new(struct shopper *s, const struct goal *g, struct str *out)
{
	if (text_is(g->settle, "none")) {
		s->closed[s->goal] = true;
		shopper_fall_back(s);
		shopper_say(s, "settle.none", out);
	} else
		shopper_say(s, arena_printf(s->arena, "settle.%s", g->settle), out);
}

static void
give_new(struct shopper *s, const struct goal *g, bool refused, struct str *out)
{
	if (g->new_out_of_stock && refused)
		give_up_new(s, g, out);
	else if (s->binding->new_variant != NULL)
		shopper_say(s, "give.new", out);
	else
		shopper_say(s,
		    speech_wants_action(s->words, g->want) ? "give.new.same" : "give.options", out);
}

static void
answer_details(struct shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	const struct goal *g = goal_now(s);

	if (heard[HEARD_ASK_LINE])
		give_line(s, g, out);
	if (heard[HEARD_ASK_REASON])
		give_reason(s, g, out);
	if (heard[HEARD_ASK_NEW])
		give_new(s, g, heard[HEARD_REFUSED], out);
	if (heard[HEARD_ASK_ADDRESS])
		shopper_say(s, "give.address", out);
	if (heard[HEARD_ASK_CITY])
		shopper_say(s, "give.city", out);
	if (heard[HEARD_ASK_ADDRESS_POSTCODE])
		shopper_say(s, "give.postcode", out);
	if (heard[HEARD_ASK_METHOD])
		shopper_say(s, "give.method", out);
}

/* Whether a word looks like an order's number: letters, a hyphen and digits as in theirs. */
static bool
looks_like_order(const char *word, size_t length, const char *order_id)
{
	const char *hyphen = strchr(order_id, '-');

	return hyphen != NULL && length == strlen(order_id) &&
	    strncasecmp(word, order_id, (size_t)(hyphen - order_id) + 1) == 0;
}

/* Whether a summary speaks of another order, and not of theirs. */
static bool
names_other_order(const struct shopper *s, const char *text)
{
	const struct order *o = s->binding->order;
	size_t at = 0, start, length;
	bool other = false;

	if (o == NULL || strcasestr(text, o->id) != NULL)
		return false;
	while (figure_word(text, &at, &start, &length))
		other = other || looks_like_order(text + start, length, o->id);
	return other;
}

static bool
names_other_line(const struct shopper *s, const struct goal *g, const char *text)
{
	return !g->all_lines && s->binding->other_product != NULL &&
	    strcasestr(text, s->binding->other_product->name) != NULL &&
	    strcasestr(text, s->binding->product->name) == NULL;
}

/* Whether a summary of a refund or return takes more pieces of their thing than the one they mean.
 * An exchange names it twice by right. */
static bool
names_line_twice(
    const struct shopper *s, const struct goal *g, const char *text, const bool heard[HEARD_COUNT])
{
	const char *name = s->binding->product != NULL ? s->binding->product->name : NULL, *first;

	if (heard[HEARD_SUM_EXCHANGE] || heard[HEARD_SUM_ITEM_CHANGE] || g->all_lines ||
	    name == NULL || s->binding->line == NULL || strstr(text, "\n\n") != NULL ||
	    (first = strcasestr(text, name)) == NULL)
		return false;
	return strcasestr(first + strlen(name), name) != NULL;
}

/* What they came for, or settle for, as a summary would sum it up. */
static bool
is_after(const struct goal *g, const char *kind)
{
	return text_is(g->want, kind) || text_is(g->settle, kind);
}

/* Whether a summary sums up something that they never asked for. */
static bool
sums_up_another(const struct goal *g, const bool heard[HEARD_COUNT])
{
	static const struct { const char *kind; enum heard sum; } kinds[] = {
		{ "refund", HEARD_SUM_REFUND }, { "return", HEARD_SUM_RETURN }, { "exchange", HEARD_SUM_EXCHANGE }, { "cancel", HEARD_SUM_CANCEL },
		{ "item_change", HEARD_SUM_ITEM_CHANGE }, { "address_change", HEARD_SUM_ADDRESS_CHANGE }, { "profile_address_change", HEARD_SUM_PROFILE_ADDRESS_CHANGE },
		{ "payment_change", HEARD_SUM_PAYMENT_CHANGE }, { "credit", HEARD_SUM_CREDIT },
	};
	bool any = false, theirs = false;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (heard[kinds[i].sum]) {
			any = true;
			theirs = theirs || is_after(g, kinds[i].kind);
		}
	return any && !theirs;
}

static bool
sums_up(const bool heard[HEARD_COUNT])
{
	for (int i = HEARD_SUM_REFUND; i <= HEARD_SUM_CREDIT; i++)
		if (heard[i])
			return true;
	return false;
}

static void
decline(struct shopper *s, const char *act, struct str *out)
{
	s->closed[s->goal] = true;
	shopper_say(s, act, out);
}

/* A summary is read before it is agreed to: another order, another thing or another change in it is
 * pointed out, twice at most; then they leave it. */
static void
answer_confirm(struct shopper *s, const char *text, const bool heard[HEARD_COUNT], struct str *out)
{
	const struct goal *g = goal_now(s);
	bool summed_up = sums_up(heard);
	const char *wrong = s->objected && !summed_up ? "no"
	    : names_other_order(s, text)              ? "object.order"
	    : names_other_line(s, g, text)            ? "correct.line"
	    : names_line_twice(s, g, text, heard)     ? "object.line"
	    : sums_up_another(g, heard)               ? "object.wish"
						      : NULL;

	s->objected = wrong != NULL;
	if (text_is(wrong, "no") || (wrong != NULL && s->objections++ >= OBJECTIONS_MOST))
		decline(s, "no", out);
	else if (wrong != NULL) {
		shopper_say(s, wrong, out);
		if (text_is(wrong, "object.wish") && speech_wants_action(s->words, g->want))
			shopper_open_goal(s, s->goal, out);
	} else if (g->confirm == CONFIRM_YES) {
		s->yes_count++;
		shopper_say(s, "yes", out);
	} else {
		s->no_count += summed_up;
		decline(s, g->confirm == CONFIRM_NO ? "no" : "change_of_mind", out);
	}
}

/* Takes what they came for where it is offered, else what they settle for, else leaves it. */
static void
answer_offer(struct shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	static const struct { const char *kind; enum heard offer; } kinds[] = {
		{ "refund", HEARD_OFFER_REFUND }, { "return", HEARD_OFFER_RETURN }, { "exchange", HEARD_OFFER_EXCHANGE }, { "cancel", HEARD_OFFER_CANCEL },
	};
	const struct goal *g = goal_now(s);
	const char *taken = NULL;
	int offered = 0;

	for (int i = HEARD_OFFER_REFUND; i <= HEARD_OFFER_CANCEL; i++)
		offered += heard[i];
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (heard[kinds[i].offer] &&
		    (text_is(g->want, kinds[i].kind) ||
			(taken == NULL && text_is(g->settle, kinds[i].kind))))
			taken = kinds[i].kind;
	if (taken == NULL) {
		decline(s, "settle.none", out);
		if (heard[HEARD_REFUSED])
			shopper_fall_back(s);
	} else
		shopper_say(s,
		    arena_printf(s->arena, offered > 1 ? "settle.%s" : "settle.%s.yes", taken),
		    out);
}

/* Who doesn't want a person says it once more in other words where the AI had no answer, and else
 * leaves it; during a detour only the detour is left. */
static void
answer_person(struct shopper *s, const bool heard[HEARD_COUNT], struct str *out)
{
	if (goal_now(s)->takes_person || s->asked_for_person) {
		shopper_say(s, "person.yes", out);
		return;
	}
	shopper_say(s, "person.no", out);
	if (s->withheld.length > 0) {
		str_addf(out, ". %s", s->withheld.data);
	} else if (heard[HEARD_NOT_UNDERSTOOD] && !s->rephrased[s->goal] &&
	    !speech_lets_go(s->words, goal_now(s)->want)) {
		s->rephrased[s->goal] = true;
		shopper_open_goal(s, s->goal, out);
	} else
		s->closed[s->goal] = true;
}

void
shopper_answer(struct shopper *s, const char *text, const bool heard[HEARD_COUNT], struct str *out)
{
	if (heard[HEARD_ASK_CONFIRM])
		answer_confirm(s, text, heard, out);
	else if (heard[HEARD_ASK_OFFER])
		answer_offer(s, heard, out);
	else if (heard[HEARD_ASK_PERSON])
		answer_person(s, heard, out);
	else {
		answer_who(s, heard, out);
		answer_details(s, heard, out);
		if (heard[HEARD_ASK_WISH] && out->length == 0)
			shopper_open_goal(s, s->goal, out);
		if (out->length == 0 && (heard[HEARD_ASK_ORDER_NUMBER] || asks_who(heard)))
			shopper_say(s, "dont_know", out);
	}
}
