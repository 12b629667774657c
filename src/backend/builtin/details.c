/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The method of payment, the address.
 */
#include "builtin.h"

#include <string.h>

static const char *
method_by_kind(const struct customer *c, const char *kind, const char *but)
{
	const char *found = NULL;

	for (size_t i = 0; i < c->method_count; i++)
		if (text_is(c->methods[i].kind, kind) && !text_is(c->methods[i].id, but)) {
			if (found)
				return NULL;	/* several: ask */
			found = c->methods[i].id;
		}
	return found;
}

/* "Another card": the only one of theirs that it can mean; NULL where there is none, or several. */
static const char *
only_other_method(const struct customer *c, const char *but, size_t *others)
{
	const char *found = NULL;

	*others = 0;
	for (size_t i = 0; i < c->method_count; i++)
		if (!text_is(c->methods[i].id, but) && !text_is(c->methods[i].kind, "gift_card")) {
			found = c->methods[i].id;
			++*others;
		}
	return *others == 1 ? found : NULL;
}

static const char *
method_paid_with(const struct order *o)
{
	for (size_t i = 0; o && i < o->payment_count; i++)
		if (!o->payments[i].refund)
			return o->payments[i].method_id;
	return "";
}

#define LAST_DIGITS 4
#define DIGITS_WITHIN 24	/* bytes behind "card" in which its last digits stand */

/* The last digits of a card in a text, where they stand alone; "" none. */
static const char *
last_digits(struct talk *t, const char *text, size_t within)
{
	for (const char *s = text; *s != '\0' && (size_t)(s - text) < within;) {
		size_t n = strspn(s, "0123456789");

		if (n == LAST_DIGITS)
			return arena_text_n(t->a, s, n);
		s += n ? n : 1;
	}
	return "";
}

const char *
method_heard(struct talk *t, const struct slot *s)
{
	const char *digits = text_is(s->value, "card") && s->start <= strlen(t->u->text)
	    ? last_digits(t, t->u->text + s->start, s->length + DIGITS_WITHIN)
	    : "";

	return *digits != '\0' ? arena_printf(t->a, "%s/%s", s->value, digits) : s->value;
}

/* Theirs that a text calls by its label, or by the last digits of the card: a card's maker may be
 * nobody that is known. NULL none, or several. */
static const char *
method_called(struct talk *t, const struct customer *c, const char *text)
{
	const char *found = NULL;

	for (size_t i = 0; i < c->method_count; i++) {
		const struct payment_method *m = &c->methods[i];
		const char *digits = text_is_empty(m->last_four) ? "" : last_digits(t, text, strlen(text));

		if (!(*digits != '\0' && text_is(digits, m->last_four)) &&
		    !(strchr(m->label, ' ') && strcasestr(text, m->label)))
			continue;
		if (found)
			return NULL;
		found = m->id;
	}
	return found;
}

/* "card/4417": theirs with these digits; else one of its kind. */
static void
settle_digits(struct talk *t, const struct customer *c, struct wish *w)
{
	const char *digits = strchr(w->method, '/'), *called;

	if (!digits) {
		if (!customer_method(c, w->method) &&
		    (t->focus == w || w->fresh) &&
		    (called = method_called(t, c, t->u->text)) != NULL)
			w->method = called;
		else if (!w->method[0] && (called = method_called(t, c, w->question)) != NULL)
			w->method = called;
		return;
	}
	for (size_t i = 0; i < c->method_count; i++)
		if (text_is(c->methods[i].last_four, digits + 1)) {
			w->method = c->methods[i].id;
			return;
		}
	w->method = "card";
}

/* A refund goes back the way it was paid unless the shopper wants it otherwise; a change of payment
 * needs one of their other methods. */
static bool
settle_method(struct talk *t, struct wish *w, const struct order *o)
{
	const struct customer *c = t->customer;
	const char *paid = method_paid_with(o), *found;

	size_t others = 0;

	settle_digits(t, c, w);
	if (text_is(w->method, "other") && (found = only_other_method(c, paid, &others))) {
		w->method = found;
		return true;
	}
	if (customer_method(c, w->method) &&
	    !(w->book->kind == ACTION_PAYMENT_CHANGE && text_is(w->method, paid)))
		return true;
	if (w->book->kind != ACTION_PAYMENT_CHANGE) {
		if (text_is(w->method, "gift_card"))
			return true;
		const struct payment_method *m = customer_method(c, paid);

		if (text_is(w->method, "other"))
			return false;

		if (!w->method[0] || text_is(w->method, "original") ||
		    (m && text_is(m->kind, w->method))) {
			w->method = "original";
			return true;
		}
		found = method_by_kind(c, w->method, "");
		w->method = found ? found : "original";
		return true;
	}
	found = w->method[0] ? method_by_kind(c, w->method, paid) : NULL;
	if (found)
		w->method = found;
	return found != NULL;
}

/* A difference in price is settled the way it was paid, where no one method of theirs is named. */
void
method_settle_difference(struct talk *t, struct wish *w)
{
	const char *found;

	if (t->customer)
		settle_digits(t, t->customer, w);
	if (!w->method[0] || !t->customer || customer_method(t->customer, w->method))
		return;
	found = method_by_kind(t->customer, w->method, "");
	w->method = found ? found : "";
}

/* They name the way it is paid already: said with policy's own reason, where it has one. */
static bool
say_paid_so(struct talk *t, struct wish *w, const struct order *o)
{
	const char *paid = method_paid_with(o);
	const struct payment_method *m = customer_method(t->customer, paid);
	struct wish probe = *w;
	struct verdict v = {0};

	if (w->book->kind != ACTION_PAYMENT_CHANGE || !m || !w->method[0] ||
	    (!text_is(w->method, paid) && !text_is(w->method, m->kind)))
		return false;
	probe.method = paid;
	struct action_proposal p = action_build(t, &probe, ACTION_PAYMENT_CHANGE);

	if (!action_try(t, &p, &v) || v.outcome != VERDICT_DENY)
		return false;
	w->rule = v.rule;
	w->said = v.agent;
	say_verdict(t, &v);
	t->m.served = true;
	return true;
}

enum outcome
need_method(struct talk *t, struct wish *w)
{
	bool said;
	const struct order *o = wish_order(t, w);
	const char *items[CHOICE_LIMIT], *ids[CHOICE_LIMIT];
	struct params p = {0};
	size_t count = 0;

	if (!t->customer || !o)
		return OUTCOME_STUCK;
	if (settle_method(t, w, o))
		return OUTCOME_NEXT;
	for (size_t i = 0; i < t->customer->method_count && count < CHOICE_LIMIT; i++)
		if (!text_is(t->customer->methods[i].id, method_paid_with(o))) {
			items[count] = t->customer->methods[i].label;
			ids[count++] = t->customer->methods[i].id;
		}
	if (!count && w->book->kind == ACTION_PAYMENT_CHANGE) {
		say_plain(t, "method.none");
		w->status = WISH_REFUSED;
		return OUTCOME_NEXT;
	}
	if (w->book->kind != ACTION_PAYMENT_CHANGE) {	/* money back on what isn't in the account,
							   or on one of several: a person sorts it
							   out */
		say_plain(t, "trouble.person");
		hand_off(t, HANDOFF_POLICY);
		return OUTCOME_STUCK;
	}
	said = say_paid_so(t, w, o);
	if (said && w->asks[NEED_METHOD]) {
		w->status = WISH_REFUSED;
		return OUTCOME_NEXT;
	}
	enum outcome asked = need_ask(t, w, NEED_METHOD);

	if (asked == OUTCOME_STUCK)
		return asked;
	if (said)
		w->method = "";
	param_text(&p, "order", o->id);
	param_text(&p, "choices", phrase_join(t, "or", items, count));
	if (!said || !strchr(t->text.data, '?'))
		say(t, "method.ask", &p);
	state_expect(t, CHOICE_METHOD, slot_kind_name(SLOT_METHOD));
	for (size_t i = 0; i < count; i++)
		state_choice(t, ids[i]);
	return asked;
}

/* At most ten letters and digits, with a digit among them: codes that no general pattern knows. */
static bool
looks_like_postcode(const char *s)
{
	size_t length = strlen(s);

	return length >= 3 && length <= 10 && strpbrk(s, "0123456789") &&
	    strspn(s, "0123456789 -ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == length;
}

/* "AB1 2CD is the postcode", where that was asked for: the words with digits, and short ones in
 * capitals beside them. */
static void
read_postcode(struct talk *t, struct wish *w)
{
	const char *s = t->u->text, *from = NULL, *to = NULL;

	while (*s) {
		size_t length = strcspn(s, " ,.:\n");
		bool digit = strcspn(s, "0123456789") < length;

		if (digit && length <= 8) {
			from = from ? from : s;
			to = s + length;
		}
		s += length;
		s += strspn(s, " ,.:\n");
	}
	const char *found =
	    from && to - from <= 10 ? arena_text_n(t->a, from, (size_t)(to - from)) : "";

	if (looks_like_postcode(found))
		w->address.postcode = found;
}

static bool
asks_to_know(const struct talk *t)
{
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].fresh && t->m.wishes[i].book->family == FAMILY_ANSWER)
			return true;
	return false;
}

/* A question in between is no address. */
static bool
asks_something(const struct talk *t)
{
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].fresh)
			return true;
	return strchr(t->u->text, '?') != NULL;
}

static void
read_address(struct talk *t, struct wish *w, const struct slot *s)
{
	if (address_read(t, s, &w->address))
		return;
	if (w->address.line1[0] && !w->address.city[0])		/* the town was asked for */
		(void)address_read_city(t, &w->address);
}

void
address_hear(struct talk *t, struct wish *w)
{
	const struct slot *s = understanding_slot(t->u, SLOT_ADDRESS);

	if (text_is(t->was_expected, slot_kind_name(SLOT_POSTCODE)) && t->focus == w &&
	    !w->address.postcode[0]) {
		read_postcode(t, w);
		if (w->address.postcode[0])
			return;
	}
	const struct slot *code = understanding_slot(t->u, SLOT_POSTCODE);
	bool was_asked = text_is(t->was_expected, slot_kind_name(SLOT_ADDRESS)) && t->focus == w &&
	    w->asks[NEED_ADDRESS];
	bool only_other = code && strlen(t->u->text) < 12;

	if (!s && w->no_to && t->focus == w) {
		read_address(t, w, NULL);	/* "no, to 5 Mill Street, Cork, T12 AB34" */
		w->address.postcode = code ? code->value : w->address.postcode;
		w->hash = "";
	} else if (s && (w->fresh || ((was_asked || t->focus == w) && !asks_to_know(t)))) {
		read_address(t, w, s);
		w->hash = "";
	} else if (was_asked && !only_other && !asks_something(t) && t->u->signals.thanks < 0.5 &&
	    !talk_is_clear_no(t) && !talk_is_clear_yes(t) && !t->wants_human &&
	    strlen(t->u->text) > 2) {
		read_address(t, w, NULL);
	}
}

enum outcome
need_address(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);
	const struct address *now = o && o->address.country && o->address.country[0] ? &o->address
	    : t->customer ? &t->customer->address
			  : NULL;

	const char *line1 = w->address.line1, *city = w->address.city;

	address_hear(t, w);
	if (w->moved || line1 != w->address.line1 || city != w->address.city)
		w->asks[NEED_ADDRESS] = 0;	/* each part is a question of its own */
	if (!w->address.country[0] && now)
		w->address.country = now->country;
	const char *key = !w->address.line1[0] ? "address.ask"
	    : !w->address.city[0]              ? "address.ask_city"
	    : !w->address.postcode[0]          ? "address.ask_postcode"
					       : NULL;

	if (!key)
		return OUTCOME_NEXT;
	enum outcome asked = need_ask(t, w, NEED_ADDRESS);

	if (asked == OUTCOME_STUCK)
		return asked;
	say_plain(t, key);
	state_expect(t, CHOICE_NONE,
	    slot_kind_name(text_is(key, "address.ask_postcode") ? SLOT_POSTCODE : SLOT_ADDRESS));
	return asked;
}
