/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Message files: the sentences that the AI and the desk say, what each is given to fill in, and whether a file holds them.
 *
 * Whoever says a new sentence adds its row here; tests/world/world.c fails where the demo shop's file and this table part.
 */
#include <string.h>

#include "reading.h"

#define SENTENCES_MAX 640
#define PARAMS_MAX 24

/* Keys that begin alike and are given the same. */
static const struct group {
	const char *prefix, *endings, *params;
	bool may_be_absent;		/* another sentence is said in its place */
} groups[] = {
	{ "month.", "1 2 3 4 5 6 7 8 9 10 11 12", "", false },
	{ "weekday.", "1 2 3 4 5 6 7", "", false },
	{ "date.", "day year", "day month weekday year", false },
	{ "list.", "comma and or or_else options", "first last", false },
	{ "list.", "more", "", false },
	{ "item.", "one", "options product", false },
	{ "item.", "one_plain", "product", false },
	{ "item.", "several", "n options product", false },
	{ "item.", "several_plain", "n product", false },
	{ "choice.", "line", "text", false },
	{ "choice.", "order", "date items order", false },
	{ "method.", "original none", "", false },
	{ "method.", "gift_card card paypal", "", true },
	{ "greeting.", "hello short", "shop", false },
	{ "", "thanks goodbye fine anything_else decline", "", false },
	{ "more.", "what", "", false },
	{ "left.", "alone", "", false },
	{ "sorry.", "lead missed", "", false },
	{ "returned.", "hello", "", false },
	{ "clarify.", "choices again open", "choices", false },
	{ "human.", "offer", "", false },
	{ "identity.", "order_number email postcode name phone", "", false },
	{ "identity.", "ask more failed", "missing", false },
	{ "identity.", "thanks", "name", false },
	{ "order.", "ask ask_again", "wish", false },
	{ "order.", "unknown", "order", false },
	{ "order.", "none no_such_item not_late", "", false },
	{ "line.", "ask ask_again", "order wish", false },
	{ "line.", "unknown", "order product", false },
	{ "line.", "none_left", "order", false },
	{ "product.", "ask ask_again", "", false },
	{ "reason.", "ask other", "", false },
	{ "method.", "ask", "choices order", false },
	{ "address.", "ask ask_city ask_postcode", "", false },
	{ "variant.", "ask", "choices product", false },
	{ "variant.", "none_in_stock no_such_pair", "product", false },
	{ "variant.", "leave", "", false },
	{ "variant.", "unknown", "option product", false },
	{ "variant.", "out same", "item", false },
	{ "variant.", "out_until", "date item", false },
	{ "order.", "pending processing shipped cancelled exchange_requested", "order placed", false },
	{ "order.", "delivered return_requested returned", "date order placed", false },
	{ "order.", "promised", "date", false },
	{ "order.", "late", "date n", false },
	{ "order.", "parcels", "n order placed", false },
	{ "shipment.", "label_created", "carrier order tracking", false },
	{ "shipment.", "in_transit out_for_delivery delayed lost returned_to_sender", "carrier order shipped tracking", true },
	{ "shipment.", "delivered", "carrier date order shipped tracking", false },
	{ "shipment.", "last_event", "date place text", false },
	{ "shipment.", "last_event_at", "date place text", false },
	{ "refund.", "sent", "amount date method order", false },
	{ "refund.", "waiting running return_open to_come none", "order", false },
	{ "payment.", "made", "amount date method order", false },
	{ "gift_card.", "balance", "amount method", false },
	{ "price.", "not_fallen", "items order", false },
	{ "price.", "fallen", "amount items order", false },
	{ "stock.", "in", "item price", false },
	{ "stock.", "few", "item n price", false },
	{ "stock.", "back", "date item price", false },
	{ "stock.", "out", "item", false },
	{ "stock.", "none no_such", "product", false },
	{ "stock.", "list list_more instead", "choices product", false },
	{ "product.", "attribute", "name product value", false },
	{ "product.", "price", "price product", false },
	{ "product.", "price_from", "high price product", false },
	{ "product.", "description", "description product", false },
	{ "words.", "everything address_lead account price same condition care fit trouble denial balance", "", false },
	{ "words.choose.", "exchange refund return cancel item_change", "", false },
	{ "answer.", "passage", "text title", false },
	{ "answer.", "unknown", "", false },
	{ "complaint.", "heard", "", false },
	{ "complaint.", "about_order", "order", false },
	{ "summary.", "refund cancel return goodwill", "address amount items method new order", false },
	{ "summary.refund.", "free", "order", true },
	{ "summary.cancel.", "free", "order", true },
	{ "summary.return.", "free", "items order", true },
	{ "summary.exchange.", "free", "address items method new order", false },
	{ "summary.exchange.", "more", "address amount items method new order", false },
	{ "summary.exchange.", "less", "amount items new order", false },
	{ "summary.item_change.", "free", "address items method new order", false },
	{ "summary.item_change.", "more", "amount items new order", false },
	{ "summary.item_change.", "less", "address amount items method new order", false },
	{ "summary.", "payment_change address_change profile_address_change", "address items method new order", false },
	{ "summary.", "needs_approval human changed again confirm", "", false },
	{ "proposed.", "human exchange item_change payment_change address_change profile_address_change", "address items method new order", false },
	{ "proposed.", "refund cancel return goodwill", "address amount items method new order", false },
	{ "already.", "done waiting running denied", "action order reason", false },
	{ "cancel.", "whole_only", "", false },
	{ "", "impossible", "action order status", false },
	{ "status.", "pending processing shipped delivered cancelled return_requested returned exchange_requested", "", false },
	{ "action.", "refund cancel return exchange item_change payment_change address_change profile_address_change discount goodwill", "", false },
	{ "offer.", "refund cancel return exchange item_change payment_change address_change profile_address_change", "", false },
	{ "offer.", "discount goodwill", "", true },
	{ "offers.", "one several", "choices", false },
	{ "trouble.", "lead person", "", false },
	{ "wish.", "order_status late_order lost_order cancel_order return_item exchange_item change_item refund_request refund_status "
	    "damaged_item faulty_item wrong_item missing_item change_address change_profile_address change_payment stock size_advice "
	    "product_question delivery_time delivery_cost payment_question invoice account gift_card discount price_adjustment "
	    "store_info warranty loyalty privacy complaint late_credit", "", true },
	{ "wish.", "other", "", false },
	{ "reason.", "ask_trouble ask_again changed_mind damaged faulty wrong_item not_arrived late price", "", true },
	{ "handoff.", "asked stuck guarded open closed", "", false },
	{ "agent.", "wish wish_order items reason", "items order reason wish", false },
	{ "agent.", "no_wish unconfirmed not_proven identity_failed", "", false },
	{ "agent.", "policy", "rule says", false },
	{ "agent.", "proven", "customer", false },
	{ "agent.", "action", "state title", false },
	{ "agent.", "asked", "n", false },
	{ "agent.", "reason_handed", "why", false },
	{ "agent.why.", "asked_for_human sentiment unsure ungrounded policy repeated_failure guarded_topic high_value out_of_scope backend_failed", "", true },
	{ "agent.why.", "other", "", false },
	{ "decision.", "done denied denied_by_rule expired waiting", "amount order reason what", false },
	{ "decision.", "failed", "what", false },
	{ "decision.what.", "refund cancel return exchange item_change payment_change address_change profile_address_change discount goodwill", "amount order", false },
	{ "claim.", "refund cancel return exchange item_change payment_change address_change profile_address_change discount goodwill general "
	    "units numbers", "", false },
	{ "claim.date.", "placed promised shipped delivered restock event paid", "", false },
	{ "claim.number.", "stock", "", false },
};
#define GROUP_COUNT (sizeof(groups) / sizeof(groups[0]))

/* A payment method is the shop's own word, so a file may name more than these. */
static const char free_prefix[] = "method.";

struct sentence {
	const char *key, *params;
	bool may_be_absent;
};

/* The next of words parted by spaces; NULL after the last. */
static const char *
next_word(struct arena *a, const char **rest)
{
	const char *word = *rest + strspn(*rest, " ");
	size_t length = strcspn(word, " ");

	*rest = word + length;
	return length > 0 ? arena_text_n(a, word, length) : NULL;
}

static size_t
list_sentences(struct arena *a, struct sentence *out)
{
	size_t count = 0;

	for (size_t i = 0; i < GROUP_COUNT; i++) {
		const char *rest = groups[i].endings, *ending;

		while ((ending = next_word(a, &rest)) != NULL && count < SENTENCES_MAX)
			out[count++] = (struct sentence){ arena_printf(a, "%s%s", groups[i].prefix, ending), groups[i].params, groups[i].may_be_absent };
	}
	return count;
}

static const struct sentence *
find_sentence(const struct sentence *all, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(all[i].key, key))
			return &all[i];
	return NULL;
}

/* ---- what a text asks to be filled in */

static void
check_param(struct reading *r, const struct value *at, const struct sentence *s, const char *name)
{
	const char *names[PARAMS_MAX], *rest = s->params, *word, *near;
	size_t count = 0;

	while (count < PARAMS_MAX && (word = next_word(r->files, &rest)) != NULL) {
		if (text_is(word, name))
			return;
		names[count++] = word;
	}
	near = text_nearest(name, names, count);
	if (count == 0)
		fault_at(r, at, "the sentence '%s' is given nothing to fill in, so {%.40s} can't be", s->key, name);
	else if (near != NULL)
		fault_at(r, at, "the sentence '%s' is given no {%.40s}; did you mean {%s}?", s->key, name, near);
	else
		fault_at(r, at, "the sentence '%s' is given no {%.40s}; what it is given: %s", s->key, name, s->params);
}

/* Each {name} of a text, whose form messages_new has checked: a brace alone is doubled. */
static void
check_text(struct reading *r, const struct value *text, const struct sentence *s)
{
	for (const char *p = value_as_text(text, ""); *p != '\0'; p++) {
		if (*p != '{')
			continue;
		if (p[1] != '{')
			check_param(r, text, s, arena_text_n(r->files, p + 1, strcspn(p + 1, "}")));
		else
			p++;
	}
}

/* A text, forms by number, or a list of variants of these. */
static void
check_variants(struct reading *r, const struct value *v, const struct sentence *s)
{
	if (value_kind(v) == VALUE_MAP)
		check_param(r, v, s, "n");
	if (value_kind(v) != VALUE_MAP && value_kind(v) != VALUE_LIST)
		check_text(r, v, s);
	else
		for (size_t i = 0; i < value_count(v); i++)
			check_variants(r, value_at(v, i), s);
}

/* ---- the file */

/* A key that nobody says: perhaps one that is missing, mistyped. */
static void
check_stranger(struct reading *r, const struct value *messages, size_t at, const struct sentence *all, size_t count)
{
	const char *key = value_key_at(messages, at), *near;
	const char **absent = arena_alloc(r->files, (count + 1) * sizeof(*absent));
	size_t n = 0;

	if (text_starts(key, free_prefix))
		return;
	for (size_t i = 0; i < count; i++)
		if (value_get(messages, all[i].key) == NULL)
			absent[n++] = all[i].key;
	near = text_nearest(key, absent, n);
	if (near != NULL)
		fault_at(r, value_at(messages, at), "'%.80s' is no sentence; did you mean '%s'?", key, near);
	else
		warn_at(r, value_at(messages, at), "'%.80s' is said by nobody", key);
}

void
check_sentences(struct reading *r, const struct value *messages)
{
	struct sentence *all = arena_alloc(r->files, SENTENCES_MAX * sizeof(*all));
	size_t count = list_sentences(r->files, all);

	for (size_t i = 0; i < count; i++)
		if (!all[i].may_be_absent && value_get(messages, all[i].key) == NULL)
			fault_at(r, messages, "the sentence '%s' is missing", all[i].key);
	for (size_t i = 0; i < value_count(messages); i++) {
		const struct sentence *s = find_sentence(all, count, value_key_at(messages, i));

		if (s != NULL)
			check_variants(r, value_at(messages, i), s);
		else
			check_stranger(r, messages, i, all, count);
	}
}
